"""Deleting tasks, one by one and in a batch (table 5080, report 5188)."""

from collections.abc import Callable

from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import Attendee, SystemTaskType, Task
from .subtasks import is_owner, parts_of, stored_task


@checked_kinds
def delete_task(reader: Reader, task_no: str) -> ChangeSet:
    """Delete a task with its comments, attendees and sub-tasks, whatever its status.

    Raises:
        NotFound: there is no such task.

    Source: activities specification, deleting.
    """
    work = Work(reader)
    _delete(work, stored_task(work, task_no))
    return work.done()


@checked_kinds
def delete_canceled_tasks(reader: Reader, wanted: Callable[[Task], bool] | None = None) -> ChangeSet:
    """Delete the canceled tasks of teams and of salespeople without team, each with all that belongs to it.

    Closed tasks that are not canceled stay. Sub-tasks go with their owner only.

    Args:
        reader: the tables.
        wanted: which tasks to look at, such as ``TaskFilters(team_code="SALE").admits``; all unless told.

    Source: activities specification, deleting; report 5188.
    """
    work = Work(reader)
    for task in list(work.where(Task, canceled=True)):
        of_team = task.system_task_type is SystemTaskType.TEAM
        of_salesperson = task.system_task_type is SystemTaskType.ORGANIZER and not task.team_code
        if (of_team or of_salesperson) and (wanted is None or wanted(task)) and work.get(Task, task.no) is not None:
            _delete(work, task)
    return work.done()


def _delete(work: Work, task: Task) -> None:
    for comment in work.where(RlshpMgtCommentLine, table_name=CommentTable.TASK, no=task.no):
        work.delete(comment)
    if is_owner(task):
        for part in parts_of(work, task):
            work.delete(part)
    for attendee in work.where(Attendee, task_no=task.no):
        work.delete(attendee)
    work.delete(task)
