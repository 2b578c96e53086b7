"""Changing a stored task (table 5080)."""

from typing import Final

import attrs

from ..arguments import checked
from ..campaigns.records import Campaign
from ..errors import FieldRequired, InvalidField
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity
from ..policies import BC, Policies
from ..segments.records import SegmentHeader
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .creation import check_timed_meeting
from .people import People
from .proposals import active_entry_no
from .records import CalcDueDateFrom, SystemTaskType, Task, TaskType
from .recurrence import check_recurrence
from .refusals import MeetingNotSupported, NobodyResponsible, TaskTypeFixed
from .schedule import (
    as_all_day_event,
    check_whole_days,
    checked_date,
    checked_duration,
    is_whole_days,
    switched_duration,
    with_all_day_event,
    with_ending_stored,
)
from .subtasks import is_owner, parts_of, store_task

#: Fields that an edit leaves alone, and what changes them.
_ELSEWHERE: Final = {
    "salesperson_code": "reassign_task",
    "team_code": "reassign_task",
    "status": "set_task_status",
    "closed": "close_task or reopen_task",
    "canceled": "set_task_canceled",
    "date_closed": "close_task or reopen_task",
    "completed_by": "set_completed_by",
    "organizer_task_no": "nothing",
    "system_task_type": "nothing",
}
#: Fields that decide when a task ends.
_TIMING: Final = ("type", "date", "start_time", "duration", "all_day_event")
#: Fields that decide how a task recurs. What was imported otherwise may stay, until the task is closed.
_RECURRENCE: Final = ("recurring", "recurring_date_interval", "calc_due_date_from")


@checked_kinds
def edit_task(reader: Reader, task: Task, *, policies: Policies = BC) -> ChangeSet:
    """Store a task that a user has edited; the sub-tasks of an owning task follow.

    Company and opportunity entry follow contact and opportunity. The part of a contact in a task that is no meeting
    goes to the new contact, or goes away; a contact set where there was none gets no part.
    Where the all-day mark changes and the duration does not, the times follow as in `with_all_day_event`.

    Args:
        reader: the tables.
        task: the stored task with its new values; `with_date` and its neighbours change the times.
        policies: ``meetings_allowed``, ``derive_task_ending`` (D-3).

    Raises:
        NotFound: there is no such task, or a record that a link names.
        WrongType: it is no task.
        InvalidField: a field changed that has a process of its own, or the duration of an all-day event is no whole
            number of days.
        MeetingNotSupported, TaskTypeFixed: the task is to become a meeting, or to stop being one.
        FieldRequired: the date is missing, or the start or duration of a timed meeting; or the task is to recur, and
            does not say how.
        DateOutOfRange, NegativeDuration, DurationTooShort, DurationTooLong: the times are refused.
        NobodyResponsible: the task has neither salesperson nor team.

    Source: activities specification, changing a stored task.
    """
    work = Work(reader)
    old = work.require(Task, task.no)
    for field, process in _ELSEWHERE.items():
        if getattr(task, field) != getattr(old, field):
            raise InvalidField(field, getattr(task, field), f"is changed by {process}")
    _check_type(old, task, policies)
    if not task.salesperson_code and not task.team_code:
        raise NobodyResponsible
    task = _timed(old, task, policies)
    if not task.recurring:
        task = attrs.evolve(task, recurring_date_interval="", calc_due_date_from=CalcDueDateFrom.BLANK)
    elif any(getattr(task, field) != getattr(old, field) for field in _RECURRENCE):
        check_recurrence(task)
    store_task(work, _linked(work, old, task))
    return work.done()


def save_task(reader: Reader, task: Task) -> ChangeSet:
    """Store a task as it is, the way a data import does; the sub-tasks of an owning task follow.

    Raises:
        WrongType: it is no task.
        NotFound: there is no such task.

    Source: activities specification, propagation on save.
    """
    work = Work(reader)
    store_task(work, checked(task, Task, "task"))
    return work.done()


def _check_type(old: Task, task: Task, policies: Policies) -> None:
    if task.type is old.type:
        return
    if task.type is TaskType.MEETING and not policies.meetings_allowed:
        raise MeetingNotSupported
    if TaskType.MEETING in (task.type, old.type):
        raise TaskTypeFixed(task.no, old.type, task.type)


def _timed(old: Task, task: Task, policies: Policies) -> Task:
    """Return the task with its times checked, as far as they changed."""
    if task.date is None:
        raise FieldRequired("date")
    if task.date != old.date:
        checked_date(task.date)
    if task.all_day_event != old.all_day_event:
        task = _switched(old, task, policies)
    elif task.duration != old.duration:
        checked_duration(task.duration)
        check_whole_days(task)
    check_timed_meeting(task)
    if any(getattr(task, field) != getattr(old, field) for field in _TIMING):
        return with_ending_stored(task, policies)
    return task


def _switched(old: Task, task: Task, policies: Policies) -> Task:
    """Return the task with the times that switching its all-day mark gives, unless they were entered along with it."""
    on = task.all_day_event
    is_entered = task.duration != old.duration or (on and old.start_time is not None and is_whole_days(task))
    if not is_entered:
        return with_all_day_event(attrs.evolve(task, all_day_event=not on), on=on, policies=policies)
    if task.duration != switched_duration(old.duration, on=on):  # which is stored without a look at its bounds
        checked_duration(task.duration)
    return as_all_day_event(task) if on else task


def _linked(work: Work, old: Task, task: Task) -> Task:
    """Return the task with what follows from its links, as far as they changed."""
    if task.contact_no != old.contact_no:
        task = attrs.evolve(task, contact_company_no=People(work).company_no(task.contact_no))
        if is_owner(task) and task.type is not TaskType.MEETING and old.contact_no:
            _hand_over(work, old, task)
    if task.opportunity_no != old.opportunity_no:
        if task.opportunity_no:
            work.require(Opportunity, task.opportunity_no)
        task = attrs.evolve(task, opportunity_entry_no=active_entry_no(work, task.opportunity_no))
    if task.campaign_no and task.campaign_no != old.campaign_no:
        work.require(Campaign, task.campaign_no)
    if task.segment_no and task.segment_no != old.segment_no:
        work.require(SegmentHeader, task.segment_no)
    return task


def _hand_over(work: Work, old: Task, task: Task) -> None:
    """Give the part of the old contact to the new one, or take it away."""
    for part in parts_of(work, old):
        if part.system_task_type is SystemTaskType.CONTACT_ATTENDEE and part.contact_no == old.contact_no:
            if task.contact_no:
                work.modify(attrs.evolve(part, contact_no=task.contact_no, contact_company_no=task.contact_company_no))
            else:
                work.delete(part)
