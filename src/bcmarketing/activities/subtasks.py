"""Owning tasks and their sub-tasks: one piece of work, as the parts of the people in it (table 5080).

An owning task names itself as its organizer task; a sub-task names its owner.
"""

from typing import Final

import attrs

from ..arguments import checked_code
from ..store.work import Work
from .records import AttendanceType, Attendee, AttendeeType, SystemTaskType, Task

#: The parts of those who are invited.
ATTENDING: Final = (SystemTaskType.SALESPERSON_ATTENDEE, SystemTaskType.CONTACT_ATTENDEE)


def stored_task(work: Work, task_no: str) -> Task:
    """Return a stored task by number.

    Raises:
        NotFound: there is no such task.
    """
    return work.require(Task, checked_code(task_no, 20, "task_no"))


def is_owner(task: Task) -> bool:
    """Return whether a stored task is an owning task."""
    return task.organizer_task_no == task.no


def owning_task(draft: Task, no: str, contact_no: str, company_no: str) -> Task:
    """Return *draft* as an owning task with a number and a contact: of its team, or without one of its salesperson.

    >>> task = owning_task(Task(no="", team_code="SALE"), "TD1", "CT1", "CC1")
    >>> task.organizer_task_no, task.system_task_type
    ('TD1', SystemTaskType.TEAM)
    """
    # One step for all of it: a segment makes thousands of these.
    return attrs.evolve(
        draft,
        no=no,
        organizer_task_no=no,
        system_task_type=SystemTaskType.TEAM if draft.team_code else SystemTaskType.ORGANIZER,
        contact_no=contact_no,
        contact_company_no=company_no,
    )


def has_sub_task(owner: Task, attendee: Attendee) -> bool:
    """Return whether an attendee gets a sub-task; the organizer of a task without team has the owner itself."""
    return attendee.attendance_type is not AttendanceType.TASK_ORGANIZER or bool(owner.team_code)


def sub_task(owner: Task, attendee: Attendee, no: str, company_no: str = "") -> Task:
    """Return the part of an attendee in the work of *owner*: a copy of it for that person.

    Args:
        owner: the owning task.
        attendee: the organizer of a team's task, or an invited salesperson or contact.
        no: the number of the sub-task.
        company_no: the company of a contact.
    """
    if attendee.attendance_type is AttendanceType.TASK_ORGANIZER:
        return _part(owner, no, SystemTaskType.ORGANIZER, attendee.attendee_no)
    if attendee.attendee_type is AttendeeType.SALESPERSON:
        return _part(owner, no, SystemTaskType.SALESPERSON_ATTENDEE, attendee.attendee_no)
    return contact_part(owner, no, attendee.attendee_no, company_no)


def member_part(owner: Task, no: str, salesperson_code: str) -> Task:
    """Return the part of a team's member in a task that is no meeting."""
    return _part(owner, no, SystemTaskType.ORGANIZER, salesperson_code)


def contact_part(owner: Task, no: str, contact_no: str, company_no: str) -> Task:
    """Return the part of a contact; salesperson and team are those of the owner."""
    return attrs.evolve(
        owner,
        no=no,
        organizer_task_no=owner.no,
        system_task_type=SystemTaskType.CONTACT_ATTENDEE,
        contact_no=contact_no,
        contact_company_no=company_no,
    )


def _part(owner: Task, no: str, kind: SystemTaskType, salesperson_code: str) -> Task:
    return attrs.evolve(
        owner, no=no, organizer_task_no=owner.no, system_task_type=kind, salesperson_code=salesperson_code
    )


def following(owner: Task, part: Task) -> Task:
    """Return a sub-task as it is once its owner was saved.

    It takes every field but its number, its kind and its person: a contact's part keeps the contact,
    any other keeps its salesperson.
    """
    if part.system_task_type is SystemTaskType.CONTACT_ATTENDEE:
        return contact_part(owner, part.no, part.contact_no, part.contact_company_no)
    return _part(owner, part.no, part.system_task_type, part.salesperson_code)


def parts_of(work: Work, owner: Task) -> list[Task]:
    """Return the sub-tasks of an owning task by number."""
    return [task for task in work.where(Task, organizer_task_no=owner.no) if task.no != owner.no]


def store_task(work: Work, task: Task) -> Task:
    """Put a changed task in its place; a changed owner rewrites its sub-tasks.

    Without a team those of the attendees follow, with a team all. What changes on a sub-task stays there.

    Source: activities specification, propagation on save; table 5080, OnModify.
    """
    old = work.require(Task, task.no)
    work.modify(task)
    if is_owner(task) and task != old:
        for part in parts_of(work, task):
            if task.team_code or part.system_task_type in ATTENDING:
                work.modify(following(task, part))
    return task
