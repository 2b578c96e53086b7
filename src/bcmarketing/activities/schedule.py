"""When a task starts and ends, and how long it takes (table 5080; durations are milliseconds)."""

import datetime as dt
from typing import Final

import attrs

from ..arguments import checked
from ..codes import check_date
from ..errors import InvalidField
from ..policies import BC, Policies
from .records import DAY, Task, TaskType
from .refusals import DateOutOfRange, DurationTooLong, DurationTooShort, NegativeDuration

FIRST_DATE: Final = dt.date(1900, 1, 1)
LAST_DATE: Final = dt.date(2999, 12, 31)
SHORTEST: Final = 60_000
LONGEST: Final = 3650 * DAY

_MIDNIGHT: Final = dt.time(0)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)


@attrs.frozen
class Ending:
    """When a task ends; an all-day event ends on a date, without a time."""

    date: dt.date
    time: dt.time | None


def checked_date(date: dt.date, field: str = "date") -> dt.date:
    """Return a date of a task.

    Raises:
        WrongType: it is no date.
        DateOutOfRange: it is before 1900-01-01 or after 2999-12-31.
    """
    check_date(date, field)
    if not FIRST_DATE <= date <= LAST_DATE:
        raise DateOutOfRange(field, date)
    return date


def checked_duration(duration: int) -> int:
    """Return a duration that was entered, or counted back from an ending.

    Raises:
        WrongType: it is no whole number.
        NegativeDuration, DurationTooShort, DurationTooLong: it is not between a minute and 3650 days.
    """
    if checked(duration, int, "duration") < 0:
        raise NegativeDuration(duration)
    if duration < SHORTEST:
        raise DurationTooShort(duration)
    if duration > LONGEST:
        raise DurationTooLong(duration)
    return duration


def ending(
    type: TaskType,  # noqa: A002 - the field's own name
    date: dt.date,
    start_time: dt.time | None = None,
    duration: int = DAY,
    *,
    all_day_event: bool = False,
) -> Ending:
    """Return when a task ends.

    A timed meeting or phone call ends *duration* after its start. Any other task with a start time ends a day
    earlier than that, as in Business Central, and without one *duration* after midnight of its date.

    Raises:
        WrongType: an argument is of another type.
        DateOutOfRange: the calendar has no such date.

    Source: activities specification, end of a task; its open point Q-4.

    >>> ending(TaskType.PHONE_CALL, dt.date(2027, 1, 25), dt.time(9, 15), 2_730_000)
    Ending(date=datetime.date(2027, 1, 25), time=datetime.time(10, 0, 30))
    >>> ending(TaskType.BLANK, dt.date(2027, 1, 25))
    Ending(date=datetime.date(2027, 1, 26), time=datetime.time(0, 0))
    """
    checked(type, TaskType, "type")
    checked(duration, int, "duration")
    timed = type in (TaskType.MEETING, TaskType.PHONE_CALL) and not all_day_event
    start = _start(check_date(date, "date"), _checked_time(start_time, "start_time"))
    try:
        end = start + dt.timedelta(milliseconds=duration)
        if start_time is not None and not timed:
            end -= dt.timedelta(days=1)
        if all_day_event:
            return Ending((end - dt.timedelta(seconds=1)).date(), None)
    except OverflowError:
        raise DateOutOfRange("ending_date", date) from None
    return Ending(end.date(), end.time())


def ending_of(task: Task, policies: Policies = BC) -> Ending | None:
    """Return when *task* ends; ``None`` for a task without date.

    With the policy ``derive_task_ending`` off, an ending stored on the task counts, as in Business Central.
    """
    if task.date is None:
        return None
    if not policies.derive_task_ending and task.ending_date is not None:
        return Ending(task.ending_date, task.ending_time)
    return ending(task.type, task.date, task.start_time, task.duration, all_day_event=task.all_day_event)


def with_ending_stored(task: Task, policies: Policies) -> Task:
    """Return the task with its ending stored, where the policy ``derive_task_ending`` is off; else as it is."""
    if policies.derive_task_ending:
        return task
    end = ending_of(task)
    return task if end is None else attrs.evolve(task, ending_date=end.date, ending_time=end.time)


def duration_until(task: Task, ending_date: dt.date, ending_time: dt.time | None = None) -> int:
    """Return the duration that lets *task* end there, which may be none that a task can have.

    Raises:
        WrongType: an argument is of another type.

    >>> duration_until(Task(no="TD1", date=dt.date(2027, 1, 25)), dt.date(2027, 1, 28)) // DAY
    3
    """
    check_date(ending_date, "ending_date")
    _checked_time(ending_time, "ending_time")
    if task.date is None:
        return task.duration
    if task.all_day_event:
        return ((ending_date - task.date).days + 1) * DAY
    return (_start(ending_date, ending_time) - _start(task.date, task.start_time)) // _MILLISECOND


def with_date(task: Task, date: dt.date, policies: Policies = BC) -> Task:
    """Return the task on another date; start time and duration stay, the end moves along.

    Raises:
        DateOutOfRange: the date is before 1900-01-01 or after 2999-12-31.
    """
    return with_ending_stored(attrs.evolve(task, date=checked_date(date)), policies)


def with_start_time(task: Task, start_time: dt.time | None, policies: Policies = BC) -> Task:
    """Return the task with another start time; date and duration stay, the end moves along."""
    return with_ending_stored(attrs.evolve(task, start_time=start_time), policies)


def with_duration(task: Task, duration: int, policies: Policies = BC) -> Task:
    """Return the task with another duration in milliseconds; date and start time stay, the end moves along.

    Raises:
        NegativeDuration, DurationTooShort, DurationTooLong: it is not between a minute and 3650 days.
        InvalidField: the task is an all-day event, and these are no whole days.
    """
    return with_ending_stored(check_whole_days(attrs.evolve(task, duration=checked_duration(duration))), policies)


def with_ending(task: Task, ending_date: dt.date, ending_time: dt.time | None = None, policies: Policies = BC) -> Task:
    """Return the task with the duration that lets it end there.

    A task of blank type with a start time ends a day before what is entered, as in Business Central.

    Raises:
        DateOutOfRange: the ending date is before 1900-01-01 or after 2999-12-31.
        NegativeDuration, DurationTooShort, DurationTooLong: the duration is not between a minute and 3650 days.

    >>> with_ending(Task(no="TD1", date=dt.date(2027, 1, 25), duration=0), dt.date(2027, 1, 26)).duration == DAY
    True
    """
    duration = duration_until(task, checked_date(ending_date, "ending_date"), ending_time)
    return with_duration(task, duration, policies)


def with_all_day_event(task: Task, *, on: bool, policies: Policies = BC) -> Task:
    """Return the task as an all-day event, or as a timed one.

    Switching on drops the start time and extends the duration to whole days; an event that ends at midnight gains
    a day. Switching off takes a day away, which can leave no duration.
    With the policy ``all_day_only_on_change`` this happens only if the mark changes.

    Raises:
        NegativeDuration: an event that was imported with less than a day is switched off.

    Source: activities specification, all-day events; its deviation D-2.

    >>> event = with_all_day_event(Task(no="TD1", date=dt.date(2027, 1, 25)), on=True)
    >>> event.duration // DAY, with_all_day_event(event, on=False).duration // DAY
    (2, 1)
    """
    if checked(on, bool, "on") == task.all_day_event and policies.all_day_only_on_change:
        return task
    duration = switched_duration(task.duration, on=on)
    start_time = None if on else task.start_time
    return with_ending_stored(attrs.evolve(task, all_day_event=on, start_time=start_time, duration=duration), policies)


def switched_duration(duration: int, *, on: bool) -> int:
    """Return the duration that switching the all-day mark gives, before anything is checked.

    >>> switched_duration(DAY, on=True) // DAY, switched_duration(2 * DAY, on=False) // DAY
    (2, 1)
    """
    return DAY * (duration // DAY + 1) if on else duration - DAY


def is_whole_days(task: Task) -> bool:
    """Return whether a task takes whole days and has no start time, as all-day events do."""
    return task.start_time is None and _takes_whole_days(task)


def as_all_day_event(task: Task) -> Task:
    """Return an all-day event as it is stored: without start time, and what is no whole days extended to them.

    >>> event = as_all_day_event(Task(no="TD1", all_day_event=True, start_time=dt.time(20), duration=DAY // 3))
    >>> event.start_time, event.duration // DAY
    (None, 1)
    """
    duration = task.duration if _takes_whole_days(task) else switched_duration(task.duration, on=True)
    return attrs.evolve(task, start_time=None, duration=duration)


def check_whole_days(task: Task) -> Task:
    """Return *task*, which, if it is an all-day event, takes whole days.

    Raises:
        InvalidField: it does not.
    """
    if task.all_day_event and not _takes_whole_days(task):
        raise InvalidField("duration", task.duration, "is no whole number of days, and an all-day event takes those")
    return task


def _takes_whole_days(task: Task) -> bool:
    return task.duration > 0 and task.duration % DAY == 0


def _checked_time(time: dt.time | None, argument: str) -> dt.time | None:
    return None if time is None else checked(time, dt.time, argument)


def _start(date: dt.date, time: dt.time | None) -> dt.datetime:
    return dt.datetime.combine(date, _MIDNIGHT if time is None else time.replace(tzinfo=None))
