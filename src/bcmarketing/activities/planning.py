"""What an activity would do on which dates, before anything is assigned."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import attrs

from ..arguments import checked_code, checked_each
from ..dates import stepping
from ..dates.refusals import DateOverflow
from ..kinds import checked_kinds
from .records import Activity, ActivityStep
from .refusals import DateOutOfRange
from .schedule import FIRST_DATE, LAST_DATE, checked_date


@attrs.frozen
class PlannedStep:
    """A step of an activity, and the date of the task it leads to."""

    step: ActivityStep
    date: dt.date


@attrs.frozen
class BackwardSchedule:
    """How late an activity can start so that each of its steps is dated by the deadline.

    Attributes:
        deadline: the date by which each step is done, included.
        start: the latest start; ``None`` when no start will do.
        planned: the steps with their dates, for that start; without one, nothing.
        decided_by: the steps that allow no later start or, without a start, make the deadline impossible.
    """

    deadline: dt.date
    start: dt.date | None
    planned: tuple[PlannedStep, ...]
    decided_by: tuple[ActivityStep, ...]

    def __bool__(self) -> bool:
        return self.start is not None


def steps_of(activity_code: str, steps: Iterable[ActivityStep]) -> tuple[ActivityStep, ...]:
    """Return the steps of one activity in their order; steps of other activities are passed over."""
    code = checked_code(activity_code, 10, "activity_code")
    own = [step for step in checked_each(steps, ActivityStep, "steps") if step.activity_code == code]
    return tuple(sorted(own, key=lambda step: step.step_no))


@checked_kinds
def plan_activity(activity: Activity, steps: Iterable[ActivityStep], start: dt.date) -> tuple[PlannedStep, ...]:
    """Return the steps of *activity*, in their order, with the dates they get when it starts on *start*.

    Each formula is applied to the start itself, never to the step before. Nothing is created.

    Raises:
        DateOutOfRange: the start or a step is dated before 1900-01-01 or after 2999-12-31.
        DateOverflow: a formula leaves the calendar on its way.

    Source: activities specification, assigning an activity; table 5082, Date Formula.

    >>> steps = [
    ...     ActivityStep(activity_code="LAUNCH", step_no=10000, description="Check list"),
    ...     ActivityStep(activity_code="LAUNCH", step_no=20000, description="Call", date_formula="CM+5D"),
    ... ]
    >>> for planned in plan_activity(Activity(code="LAUNCH"), steps, dt.date(2027, 1, 15)):
    ...     print(planned.date, planned.step.description)
    2027-01-15 Check list
    2027-02-05 Call
    """
    return plan_steps(steps_of(activity.code, steps), start)


def plan_steps(steps: Iterable[ActivityStep], start: dt.date) -> tuple[PlannedStep, ...]:
    """Return steps with the dates they get from *start*; raises what `plan_activity` raises."""
    checked_date(start)
    return tuple(PlannedStep(step, checked_date(step.date_formula.apply(start))) for step in steps)


@checked_kinds
def schedule_backwards(activity: Activity, steps: Iterable[ActivityStep], deadline: dt.date) -> BackwardSchedule:
    """Return the latest start for which each step of *activity* is dated on or before *deadline*.

    An activity without steps is one task on its start date, so it starts on the deadline. Tasks are dated from
    1900-01-01 to 2999-12-31, and so are starts.

    Every term of a date formula keeps the order of dates: of two dates, the later never leads to the earlier result.
    This holds for formulas that jump, too (``CM``, ``D15``, ``-CM``): they step over dates, but not back.
    So with a later start a step's date can only stay or grow: the starts that a step allows are one unbroken range,
    and its end is found by halving the range of all starts, 1900-01-01 to 2999-12-31.

    >>> steps = [ActivityStep(activity_code="LAUNCH", step_no=10000, description="Budget", date_formula="CM")]
    >>> schedule_backwards(Activity(code="LAUNCH"), steps, dt.date(2027, 3, 30)).start
    datetime.date(2027, 2, 28)
    """
    own = steps_of(activity.code, steps)
    last = min(deadline, LAST_DATE)
    if last < FIRST_DATE:
        return BackwardSchedule(deadline, None, (), own)
    latest = {step: _latest_start(step, last) for step in own}
    impossible = tuple(step for step, start in latest.items() if start is None)
    if impossible:
        return BackwardSchedule(deadline, None, (), impossible)
    start = min((day for day in latest.values() if day is not None), default=last)
    # A step may allow late starts only, when its formula looks far back: then it and the others exclude each other.
    too_early = tuple(step for step in own if _verdict(step, start, last) < 0)
    if too_early:
        return BackwardSchedule(deadline, None, (), too_early)
    decisive = tuple(step for step, day in latest.items() if day == start)
    return BackwardSchedule(deadline, start, plan_steps(own, start), decisive)


#: How many days the range of all starts goes on after its first.
_DAYS: Final = (LAST_DATE - FIRST_DATE).days


def _latest_start(step: ActivityStep, last: dt.date) -> dt.date | None:
    """Return the latest start that dates *step* on or before *last*, or ``None``."""
    low, high = -1, _DAYS  # days after FIRST_DATE: up to low a start is early enough, after high it is too late
    while low < high:
        middle = (low + high + 1) // 2
        if _verdict(step, FIRST_DATE + dt.timedelta(middle), last) > 0:
            high = middle - 1
        else:
            low = middle
    if low < 0:
        return None
    start = FIRST_DATE + dt.timedelta(low)
    return start if _verdict(step, start, last) == 0 else None


def _verdict(step: ActivityStep, start: dt.date, last: dt.date) -> int:
    """Return 1 if *start* dates the step after *last*, -1 if it dates it before all dates of tasks, else 0."""
    try:
        date = checked_date(step.date_formula.apply(start))
    except DateOverflow as overflow:
        return -1 if overflow.limit == stepping.FIRST_DATE else 1
    except DateOutOfRange as outside:
        return -1 if outside.date < FIRST_DATE else 1
    return 1 if date > last else 0
