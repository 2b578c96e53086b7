"""Laws of the times of a task: end and duration answer to each other, and all-day events take whole days."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.activities.records import DAY, Task, TaskType
from bcmarketing.activities.schedule import (
    LONGEST,
    SHORTEST,
    duration_until,
    ending_of,
    with_all_day_event,
    with_date,
    with_ending,
)

dates = st.dates(dt.date(1900, 1, 1), dt.date(2980, 1, 1))
times = st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))
timed = st.builds(
    Task,
    no=st.just("TD1"),
    type=st.sampled_from(TaskType),
    date=dates,
    start_time=st.one_of(st.none(), times),
    duration=st.integers(SHORTEST, LONGEST),
)


def naive_end(task: Task) -> dt.datetime:
    """Return the end of a timed task, straight from the rule."""
    assert task.date is not None
    start = dt.datetime.combine(task.date, task.start_time or dt.time(0))
    if task.type is TaskType.BLANK and task.start_time is not None:
        start -= dt.timedelta(days=1)
    return start + dt.timedelta(milliseconds=task.duration)


@given(timed)
def test_a_task_ends_its_duration_after_its_start(task: Task) -> None:
    end = ending_of(task)
    assert end is not None
    assert end.time is not None
    assert dt.datetime.combine(end.date, end.time) == naive_end(task)


@pytest.mark.invariant("activities", 16)
@given(timed)
def test_the_end_gives_the_duration_back(task: Task) -> None:
    if task.type is TaskType.BLANK:
        task = attrs.evolve(task, start_time=None)
    end = ending_of(task)
    assert end is not None
    assert duration_until(task, end.date, end.time) == task.duration
    assert with_ending(task, end.date, end.time) == task


@pytest.mark.invariant("activities", 16)
@given(timed, st.integers(1, 3650))
def test_the_ending_date_of_an_all_day_event_gives_its_duration_back(task: Task, days: int) -> None:
    event = attrs.evolve(task, all_day_event=True, start_time=None, duration=days * DAY)
    end = ending_of(event)
    assert end is not None
    assert end.time is None
    assert event.date is not None
    assert (end.date - event.date).days == days - 1
    assert with_ending(event, end.date) == event


@pytest.mark.invariant("activities", 17)
@given(timed)
def test_an_all_day_event_takes_whole_days_and_ends_on_the_date_it_did(task: Task) -> None:
    before = ending_of(task)
    event = with_all_day_event(task, on=True)
    after = ending_of(event)
    assert before is not None
    assert after is not None
    assert event.start_time is None
    assert event.duration > 0
    assert event.duration % DAY == 0
    if task.start_time is None:
        assert after.date == before.date
    assert with_all_day_event(event, on=True) == event
    assert with_all_day_event(event, on=False).duration == event.duration - DAY


@given(timed, dates)
def test_another_date_moves_the_end_along(task: Task, date: dt.date) -> None:
    before, after = ending_of(task), ending_of(with_date(task, date))
    assert before is not None
    assert after is not None
    assert task.date is not None
    assert after.date - before.date == date - task.date
    assert after.time == before.time
