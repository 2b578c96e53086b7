"""Laws of planning: a plan is what an assignment does, and no later start meets a deadline."""

import datetime as dt
import itertools

import pytest
from hypothesis import example, given, strategies as st

from bcmarketing.activities.assignment import assign_activity
from bcmarketing.activities.planning import BackwardSchedule, plan_activity, schedule_backwards
from bcmarketing.activities.records import Activity, ActivityStep, Task
from bcmarketing.activities.schedule import FIRST_DATE, LAST_DATE
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.terms import LARGEST_NUMBER, Kind, Term, Unit
from bcmarketing.errors import BCMarketingError
from bcmarketing.store.tables import Tables

LAUNCH = Activity(code="LAUNCH")
#: More days than three terms of those below move a date by.
WINDOW = 1500


def terms(largest: int = 3) -> st.SearchStrategy[Term]:
    units = st.sampled_from([unit for unit in Unit if unit is not Unit.YEAR])
    plain = st.one_of(
        st.builds(Term.counted, st.integers(0, largest), units),
        units.map(Term.current),
        # Week 53 can be years away; it is among the wild terms below.
        units.flatmap(lambda unit: st.integers(1, min(LARGEST_NUMBER[unit], 52)).map(lambda n: Term.numbered(unit, n))),
    )
    return st.builds(lambda term, backward: -term if backward else term, plain, st.booleans())


formulas = st.lists(terms(), max_size=3).map(DateFormula)
days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def steps_of(some: list[DateFormula]) -> list[ActivityStep]:
    return [ActivityStep(activity_code="LAUNCH", step_no=no, date_formula=one) for no, one in enumerate(some, 1)]


@given(st.lists(formulas, max_size=4), days)
def test_an_assignment_creates_what_was_planned(some: list[DateFormula], start: dt.date) -> None:
    steps = steps_of(some)
    tables = Tables.of([LAUNCH, Salesperson(code="JO", email="jo@example.com"), *steps])
    changes = assign_activity(tables, "LAUNCH", date=start, salesperson_code="JO", numbers=map(str, itertools.count(1)))
    planned = plan_activity(LAUNCH, reversed(steps), start)
    dates = [task.date for task in changes.inserted_of(Task)]
    assert dates == ([plan.date for plan in planned] or [start])
    assert changes.because == planned


def latest_by_trying(steps: list[ActivityStep], deadline: dt.date) -> dt.date | None:
    """Return the latest start, found by trying one date after the other."""
    for back in range(-WINDOW, WINDOW):
        start = deadline - dt.timedelta(days=back)
        if all(step.date_formula.apply(start) <= deadline for step in steps):
            return start
    return None


@given(st.lists(formulas, min_size=1, max_size=3), days)
@example([DateFormula.parse("CM")], dt.date(2027, 3, 30))
@example([DateFormula.parse("-CM")], dt.date(2027, 3, 30))
@example([DateFormula.parse("D15"), DateFormula.parse("-CM")], dt.date(2027, 3, 15))
@example([DateFormula.parse("D31")], dt.date(2024, 2, 29))
def test_no_later_start_meets_the_deadline(some: list[DateFormula], deadline: dt.date) -> None:
    steps = steps_of(some)
    found = schedule_backwards(LAUNCH, steps, deadline)
    assert found.start == latest_by_trying(steps, deadline)
    assert found.start is not None
    assert found.planned == plan_activity(LAUNCH, steps, found.start)
    assert all(plan.date <= deadline for plan in found.planned)


@given(formulas, days, days)
def test_of_two_dates_the_later_never_leads_to_the_earlier_result(
    formula: DateFormula, one: dt.date, other: dt.date
) -> None:
    first, last = sorted((one, other))
    assert formula.apply(first) <= formula.apply(last)


@given(st.lists(formulas, min_size=1, max_size=3), days)
def test_the_steps_that_decide_are_late_a_day_later(some: list[DateFormula], deadline: dt.date) -> None:
    steps = steps_of(some)
    found = schedule_backwards(LAUNCH, steps, deadline)
    assert found.start is not None
    assert found.decided_by
    next_day = found.start + dt.timedelta(days=1)
    late = {step for step in steps if step.date_formula.apply(next_day) > deadline}
    assert late == set(found.decided_by)


WILD = ["Y1700", "Y2000", "Y2999", "Y9999", "-999Y", "W53", "-W53"]
wild = st.lists(
    st.one_of(
        terms(largest=9999),
        st.sampled_from([DateFormula.parse(text).terms[0] for text in WILD]),
    ),
    max_size=3,
).map(DateFormula)


def is_in_time(step: ActivityStep, start: dt.date, deadline: dt.date) -> bool:
    try:
        return FIRST_DATE <= step.date_formula.apply(start) <= min(deadline, LAST_DATE)
    except BCMarketingError:
        return False


@given(st.lists(wild, min_size=1, max_size=2), st.dates(dt.date(1890, 1, 1), dt.date(3100, 1, 1)), st.data())
def test_formulas_that_leave_the_calendar_make_no_difference(
    some: list[DateFormula], deadline: dt.date, data: st.DataObject
) -> None:
    steps = steps_of(some)
    found = schedule_backwards(LAUNCH, steps, deadline)
    if found.start is None:
        assert found.decided_by
        start = data.draw(st.dates(FIRST_DATE, LAST_DATE))
    else:
        assert all(is_in_time(step, found.start, deadline) for step in steps)
        if found.start == LAST_DATE:
            return
        start = data.draw(st.dates(found.start + dt.timedelta(days=1), LAST_DATE))
    assert not all(is_in_time(step, start, deadline) for step in steps)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_term_is_among_those_tried(kind: Kind) -> None:
    made = {Kind.COUNTED: "1D", Kind.NUMBERED: "D15", Kind.CURRENT: "CM"}
    found = schedule_backwards(LAUNCH, steps_of([DateFormula.parse(made[kind])]), dt.date(2027, 3, 20))
    assert isinstance(found, BackwardSchedule)
    assert (
        found.start
        == {
            Kind.COUNTED: dt.date(2027, 3, 19),
            Kind.NUMBERED: dt.date(2027, 3, 14),
            Kind.CURRENT: dt.date(2027, 2, 28),
        }[kind]
    )
