"""Closing, canceling and reopening a task, as steps of a process (table 5080, Closed, Canceled, Status).

A task is closed exactly when its status is Completed and a closing date is set; a canceled task is closed.
"""

from collections.abc import Iterable

import attrs

from ..context import Context
from ..policies import BC, Policies
from ..store.work import Work
from .interactions import request_interaction
from .people import People
from .records import Task, TaskStatus
from .recurrence import insert_successor
from .refusals import CompletedByMissing
from .subtasks import is_owner, store_task


def close_step(
    work: Work,
    task: Task,
    *,
    completed_by: str = "",
    context: Context,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> Task:
    """Close a task, or a canceled one, and return it. See `lifecycle.close_task`."""
    if task.closed and policies.close_once:
        return task
    if completed_by:
        People(work).salesperson(completed_by)
        task = attrs.evolve(task, completed_by=completed_by)
    closed = attrs.evolve(task, closed=True, date_closed=context.today, status=TaskStatus.COMPLETED)
    if not closed.canceled:
        if closed.team_code and not closed.completed_by:
            raise CompletedByMissing(task.no, task.team_code)
        if context.interactive and policies.log_interaction:
            request_interaction(work, closed)
    store_task(work, closed)
    if closed.recurring and is_owner(closed):
        insert_successor(work, closed, context=context, numbers=numbers, policies=policies)
    return closed


def cancel_task(
    work: Work,
    task: Task,
    *,
    context: Context,
    policies: Policies = BC,
    numbers: Iterable[str] | None = None,
) -> Task:
    """Cancel a task as a step of a process, and return it. See `lifecycle.set_task_canceled`.

    An open task is closed, too: nobody need have completed it and no interaction is logged, but a recurring one
    recurs. Of a closed task only the mark changes. *task* replaces the stored one, so a caller may change it first.
    """
    canceled = attrs.evolve(task, canceled=True)
    if task.closed:
        return store_task(work, canceled)
    return close_step(work, canceled, context=context, numbers=numbers, policies=policies)


def reopened(task: Task, status: TaskStatus | None = None) -> Task:
    """Return a task reopened: with the status given or, without one, In Progress instead of Completed.

    >>> reopened(Task(no="TD1", closed=True, status=TaskStatus.COMPLETED)).status
    TaskStatus.IN_PROGRESS
    """
    if status is None:
        status = TaskStatus.IN_PROGRESS if task.status is TaskStatus.COMPLETED else task.status
    return attrs.evolve(task, status=status, closed=False, canceled=False, date_closed=None, completed_by="")
