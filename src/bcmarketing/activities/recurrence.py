"""The next task of a recurring one (table 5080, Recurring)."""

from collections.abc import Iterable

import attrs

from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..context import Context
from ..errors import FieldRequired
from ..policies import BC, Policies
from ..store.work import Work
from .insertion import TaskWriter
from .records import Attendee, CalcDueDateFrom, InvitationResponse, Task, TaskStatus, TaskType
from .schedule import checked_date, with_ending_stored


def check_recurrence(task: Task) -> None:
    """Check that a recurring task says how it recurs.

    Raises:
        FieldRequired: the interval is blank, or what it is counted from.
    """
    if task.recurring:
        if not task.recurring_date_interval:
            raise FieldRequired("recurring_date_interval")
        if task.calc_due_date_from is CalcDueDateFrom.BLANK:
            raise FieldRequired("calc_due_date_from")


def insert_successor(
    work: Work, task: Task, *, context: Context, numbers: Iterable[str] | None = None, policies: Policies = BC
) -> Task:
    """Insert the task that follows a recurring one, as a step of a process, and return it.

    Owner, attendees and parts are built anew: a meeting's from its attendees, a team's from its members by now.
    Comments are copied. A task for a segment is followed by one for its own contact.

    Args:
        work: the process.
        task: the owning task that was closed or canceled.
        context: today, from which the option Closing Date counts.
        numbers: numbers of the new tasks; without any, the series of the marketing setup gives them.
        policies: ``derive_task_ending`` (D-3).

    Raises:
        FieldRequired: the interval is blank, or what it is counted from, or the date it is counted from.
        OrganizerWithoutEmail, NotFound, NoSeries, DateOutOfRange, DateOverflow: as for a new task.

    Source: activities specification, recurrence.
    """
    check_recurrence(task)
    base = task.date if task.calc_due_date_from is CalcDueDateFrom.DUE_DATE else context.today
    if base is None:
        raise FieldRequired("date")
    draft = attrs.evolve(
        task,
        no="",
        organizer_task_no="",
        status=TaskStatus.NOT_STARTED,
        closed=False,
        canceled=False,
        date_closed=None,
        completed_by="",
        date=checked_date(task.recurring_date_interval.apply(base)),
    )
    draft = with_ending_stored(draft, policies)
    comments = work.where(RlshpMgtCommentLine, table_name=CommentTable.TASK, no=task.no)
    writer = TaskWriter(work, numbers)
    if task.type is TaskType.MEETING:
        return writer.meeting(draft, [_asked_again(row) for row in work.where(Attendee, task_no=task.no)], comments)
    return writer.plain(draft, contact_takes_part=bool(task.team_code or task.segment_no), comments=comments)


def _asked_again(row: Attendee) -> Attendee:
    return attrs.evolve(row, invitation_response=InvitationResponse.NONE, invitation_sent=False)
