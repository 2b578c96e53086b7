"""The life of a task: open, closed, canceled, opened again (table 5080)."""

from collections.abc import Iterable

import attrs

from ..arguments import checked_code
from ..context import Context
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .closing import cancel_task, close_step, reopened
from .people import People
from .records import TaskStatus
from .subtasks import store_task, stored_task


@checked_kinds
def close_task(
    reader: Reader,
    task_no: str,
    *,
    completed_by: str = "",
    context: Context,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Close a task: it is completed today, its sub-tasks with it, and a recurring one gets a successor.

    An owning task recurs, a sub-task does not by itself.

    Args:
        reader: the tables.
        task_no: the task; nothing happens to a closed one.
        completed_by: the salesperson who completed it; a team's task needs one.
        context: today; a person at work is asked for an interaction to log.
        numbers: numbers of the successor; without any, the series of the marketing setup gives them.
        policies: ``close_once`` (D-4), ``log_interaction``, ``derive_task_ending`` (D-3).

    Raises:
        NotFound: there is no such task or salesperson.
        CompletedByMissing: a team's task is closed, and nobody is named who completed it.
        PhoneCallWithoutContact: a phone call is to be logged and there is no contact.
        FieldRequired: the task recurs and does not say how.
        OrganizerWithoutEmail, NoSeries, DateOutOfRange, DateOverflow: the successor cannot be created.

    Source: activities specification, closing.
    """
    work = Work(reader)
    completed_by = checked_code(completed_by, 20, "completed_by")
    task = stored_task(work, task_no)
    close_step(work, task, completed_by=completed_by, context=context, numbers=numbers, policies=policies)
    return work.done()


@checked_kinds
def set_completed_by(
    reader: Reader,
    task_no: str,
    completed_by: str,
    *,
    close: bool = True,
    context: Context,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Say who completed a task, which closes it if it is open.

    Args:
        reader: the tables.
        task_no: the task.
        completed_by: the salesperson.
        close: the answer to whether the task should be closed; no discards the value.
        context: as in `close_task`.
        numbers: as in `close_task`.
        policies: as in `close_task`.

    Raises:
        NotFound: there is no such task or salesperson; and what `close_task` raises.

    Source: activities specification, closing.
    """
    work = Work(reader)
    completed_by = checked_code(completed_by, 20, "completed_by")
    task = stored_task(work, task_no)
    if completed_by:
        People(work).salesperson(completed_by)
    if completed_by and not task.completed_by and not task.closed:
        if close:
            close_step(work, task, completed_by=completed_by, context=context, numbers=numbers, policies=policies)
        return work.done()
    store_task(work, attrs.evolve(task, completed_by=completed_by))
    return work.done()


@checked_kinds
def reopen_task(reader: Reader, task_no: str) -> ChangeSet:
    """Open a closed task again; Completed becomes In Progress. Nothing happens to an open task.

    Raises:
        NotFound: there is no such task.

    Source: activities specification, status, cancel, reopen.
    """
    work = Work(reader)
    task = stored_task(work, task_no)
    if task.closed:
        store_task(work, reopened(task))
    return work.done()


@checked_kinds
def set_task_status(
    reader: Reader,
    task_no: str,
    status: TaskStatus,
    *,
    completed_by: str = "",
    context: Context,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Give a task a status: Completed closes it as `close_task` does, any other opens it again.

    Raises:
        NotFound: there is no such task; and what `close_task` raises.

    Source: activities specification, status, cancel, reopen.
    """
    if status is TaskStatus.COMPLETED:
        return close_task(
            reader, task_no, completed_by=completed_by, context=context, numbers=numbers, policies=policies
        )
    work = Work(reader)
    store_task(work, reopened(stored_task(work, task_no), status))
    return work.done()


@checked_kinds
def set_task_canceled(
    reader: Reader,
    task_no: str,
    *,
    canceled: bool = True,
    context: Context,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Cancel a task, or take that back.

    Canceling closes an open task: nobody need have completed it and no interaction is logged, but a recurring one
    recurs. A closed task is only marked. Taking it back opens a closed task again.

    Raises:
        NotFound: there is no such task; and, for the successor, what `close_task` raises.

    Source: activities specification, status, cancel, reopen.
    """
    work = Work(reader)
    task = stored_task(work, task_no)
    if canceled:
        cancel_task(work, task, context=context, numbers=numbers, policies=policies)
    elif task.closed:
        store_task(work, reopened(task))
    else:
        store_task(work, attrs.evolve(task, canceled=False))
    return work.done()
