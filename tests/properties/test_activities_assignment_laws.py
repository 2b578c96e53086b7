"""Laws of assigning activities: what is created, on which dates, and what is left alone."""

import datetime as dt
import itertools
from collections.abc import Iterator

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.activities.assignment import assign_activity
from bcmarketing.activities.creation import create_task
from bcmarketing.activities.proposals import Overrides
from bcmarketing.activities.records import (
    DAY,
    Activity,
    ActivityStep,
    Attendee,
    SystemTaskType,
    Task,
    TaskPriority,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.errors import BCMarketingError
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

OFFSETS = ["", "0D", "1D", "-3D", "1W", "2W+1D", "1W-2D", "WD2", "-WD5+3D"]
JUMPS = ["CM", "CM+5D", "-CM", "D15", "1M", "CQ", "-D31", "1Q-CY", "M3", "W10"]
PEOPLE = ["AH", "JO", "RB", "ZZ"]

starts = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def steps(formulas: list[str]) -> st.SearchStrategy[list[ActivityStep]]:
    def numbered(rows: list[tuple[int, TaskType, str, TaskPriority, str]]) -> list[ActivityStep]:
        return [
            ActivityStep(
                activity_code="LAUNCH", step_no=no, type=kind, description=text, priority=priority, date_formula=formula
            )
            for no, kind, text, priority, formula in rows
        ]

    row = st.tuples(
        st.integers(1, 99),
        st.sampled_from(TaskType),
        st.sampled_from(["", "Call", "Write"]),
        st.sampled_from(TaskPriority),
        st.sampled_from(formulas),
    )
    return st.lists(row, max_size=5, unique_by=lambda row: row[0]).map(numbered)


def numbers() -> Iterator[str]:
    return (f"TD{number:04}" for number in itertools.count(1))


def tables_of(rows: list[ActivityStep], members: list[str], lines: list[str] | None = None) -> Tables:
    others: list[Record] = [
        Activity(code="LAUNCH"),
        Team(code="SALE"),
        *(TeamMember(team_code="SALE", salesperson_code=code) for code in members),
        *(Salesperson(code=code, name=code, email=f"{code}@example.com") for code in PEOPLE),
        *(Contact(no=f"CT{n}", company_no="CC1", name=f"Person {n}") for n in range(1, 5)),
        SegmentHeader(no="SM1"),
        *(SegmentLine(segment_no="SM1", line_no=n, contact_no=no) for n, no in enumerate(lines or (), 1)),
    ]
    return Tables.of([*rows, *others])


def ordered(rows: list[ActivityStep]) -> list[ActivityStep]:
    return sorted(rows, key=lambda step: step.step_no)


def owners(tasks: tuple[Task, ...]) -> list[Task]:
    return [task for task in tasks if task.no == task.organizer_task_no]


@pytest.mark.invariant("activities", 1)
@given(steps(OFFSETS + JUMPS).filter(bool), starts, st.booleans())
def test_a_salesperson_gets_a_task_a_step_and_a_contact_one_a_meeting(
    rows: list[ActivityStep], start: dt.date, with_contact: bool
) -> None:
    contact_no = "CT1" if with_contact else ""
    tasks = assign_activity(
        tables_of(rows, []),
        "LAUNCH",
        date=start,
        contact_no=contact_no,
        salesperson_code="JO",
        numbers=numbers(),
    ).inserted_of(Task)
    meetings = sum(step.type is TaskType.MEETING for step in rows)
    assert len(tasks) == len(rows) + with_contact * meetings
    assert len(owners(tasks)) == len(rows)
    assert {task.salesperson_code for task in tasks} == {"JO"}


@pytest.mark.invariant("activities", 2)
@given(
    steps(OFFSETS).filter(bool),
    st.lists(st.sampled_from(PEOPLE), unique=True),
    st.sampled_from(PEOPLE),
    st.booleans(),
)
def test_a_team_gets_a_task_a_step_and_each_member_one_under_it(
    rows: list[ActivityStep], members: list[str], organizer: str, with_contact: bool
) -> None:
    tasks = assign_activity(
        tables_of(rows, members),
        "LAUNCH",
        date=dt.date(2024, 1, 15),
        contact_no="CT1" if with_contact else "",
        team_code="SALE",
        meeting_organizer=organizer,
        numbers=numbers(),
    ).inserted_of(Task)
    by_owner = [[task for task in tasks if task.organizer_task_no == owner.no] for owner in owners(tasks)]
    extra = [organizer not in members and step.type is TaskType.MEETING for step in ordered(rows)]
    assert [len(group) for group in by_owner] == [1 + len(members) + with_contact + more for more in extra]
    assert {task.team_code for task in tasks} == {"SALE"}


@pytest.mark.invariant("activities", 3)
@given(steps(OFFSETS + JUMPS).filter(bool), starts, st.data())
def test_the_date_of_a_step_depends_on_no_other_step(
    rows: list[ActivityStep], start: dt.date, data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(rows), min_size=1, unique=True))

    def dates(some: list[ActivityStep]) -> dict[int, dt.date | None]:
        changes = assign_activity(tables_of(some, []), "LAUNCH", date=start, salesperson_code="JO", numbers=numbers())
        return {
            step.step_no: task.date for step, task in zip(ordered(some), owners(changes.inserted_of(Task)), strict=True)
        }

    found = dates(rows)
    assert found == {step.step_no: step.date_formula.apply(start) for step in rows}
    assert dates(kept) == {step.step_no: found[step.step_no] for step in kept}


@pytest.mark.invariant("activities", 4)
@given(steps(["", "1D", "-3D", "1W", "2W+1D", "1W-2D"]).filter(bool), starts, st.integers(-400, 400))
def test_with_offsets_alone_the_tasks_move_with_the_start(rows: list[ActivityStep], start: dt.date, days: int) -> None:
    def dates(first: dt.date) -> list[dt.date]:
        changes = assign_activity(tables_of(rows, []), "LAUNCH", date=first, salesperson_code="JO", numbers=numbers())
        return [task.date for task in changes.inserted_of(Task) if task.date is not None]

    moved = dt.timedelta(days=days)
    assert dates(start + moved) == [date + moved for date in dates(start)]


@pytest.mark.invariant("activities", 5)
@given(
    steps(OFFSETS + JUMPS).filter(bool),
    st.lists(st.sampled_from(PEOPLE), unique=True),
    st.booleans(),
    starts,
)
def test_an_owning_task_is_its_step_and_every_part_is_its_owner(
    rows: list[ActivityStep], members: list[str], to_team: bool, start: dt.date
) -> None:
    tasks = assign_activity(
        tables_of(rows, members),
        "LAUNCH",
        date=start,
        contact_no="CT1",
        team_code="SALE" if to_team else "",
        salesperson_code="" if to_team else "JO",
        meeting_organizer="RB",
        numbers=numbers(),
    ).inserted_of(Task)
    for step, owner in zip(ordered(rows), owners(tasks), strict=True):
        assert (owner.type, owner.priority, owner.description) == (step.type, step.priority, step.description)
        assert (owner.status, owner.activity_code) == (TaskStatus.NOT_STARTED, "LAUNCH")
        meeting = step.type is TaskType.MEETING
        assert (owner.contact_no, owner.duration) == (("", 2 * DAY) if meeting else ("CT1", DAY))
    by_no = {task.no: task for task in tasks}
    for task in tasks:
        owner = by_no[task.organizer_task_no]
        own = ["no", "system_task_type"]
        if task.system_task_type is SystemTaskType.CONTACT_ATTENDEE:
            own += ["contact_no", "contact_company_no"]
        elif task is not owner:
            own.append("salesperson_code")
        assert attrs.evolve(task, **{field: getattr(owner, field) for field in own}) == owner


@pytest.mark.invariant("activities", 6)
@given(
    steps(OFFSETS + JUMPS),
    st.sampled_from(["", "LAUNCH", "NONE"]),
    st.one_of(st.none(), starts, st.just(dt.date(1899, 12, 31))),
    st.sampled_from(["", "CT1"]),
    st.sampled_from(["", "JO", "NOBODY"]),
    st.sampled_from(["", "SALE"]),
    st.sampled_from(["", "RB"]),
    st.integers(0, 12),
)
def test_an_assignment_creates_tasks_and_attendees_only_or_nothing(
    rows: list[ActivityStep],
    code: str,
    date: dt.date | None,
    contact_no: str,
    salesperson_code: str,
    team_code: str,
    organizer: str,
    available: int,
) -> None:
    existing = Task(no="OLD", organizer_task_no="OLD", salesperson_code="JO", contact_no="CT1", activity_code="LAUNCH")
    tables = tables_of(rows, ["JO"]).apply(ChangeSet(inserted=(existing,)))
    try:
        changes = assign_activity(
            tables,
            code,
            date=date,
            contact_no=contact_no,
            salesperson_code=salesperson_code,
            team_code=team_code,
            meeting_organizer=organizer,
            numbers=itertools.islice(numbers(), available),
        )
    except BCMarketingError:
        return  # nothing was returned, so there is nothing to store
    assert not changes.modified
    assert not changes.deleted
    assert {type(row) for row in changes.inserted} <= {Task, Attendee}
    assert tables.apply(changes).get(Task, "OLD") == existing


@pytest.mark.invariant("activities", 36)
@given(
    st.lists(st.sampled_from(["", "CT1", "CT2", "CT3", "CT4"])),
    st.one_of(st.none(), st.lists(st.sampled_from(PEOPLE), unique=True)),
    st.sampled_from([TaskType.BLANK, TaskType.PHONE_CALL]),
    st.booleans(),
)
def test_a_segment_gives_two_tasks_a_contact_or_a_part_for_every_member(
    lines: list[str], members: list[str] | None, kind: TaskType, as_activity: bool
) -> None:
    step = ActivityStep(activity_code="LAUNCH", step_no=1, type=kind, description="Call")
    tables = tables_of([step], members or [], lines)
    salesperson, team = ("JO", "") if members is None else ("", "SALE")
    if as_activity:
        changes = assign_activity(
            tables,
            "LAUNCH",
            date=dt.date(2024, 1, 15),
            overrides=Overrides(salesperson_code=salesperson, team_code=team),
            segment_no="SM1",
            numbers=numbers(),
        )
    else:
        draft = Task(
            no="",
            type=kind,
            segment_no="SM1",
            date=dt.date(2024, 1, 15),
            description="Call",
            salesperson_code=salesperson,
            team_code=team,
        )
        changes = create_task(tables, draft, numbers=numbers())
    tasks = changes.inserted_of(Task)
    named = [no for no in lines if no]
    assert len(tasks) == len(named) * (2 if members is None else 2 + len(members))
    assert [task.contact_no for task in owners(tasks)] == named
    assert {task.segment_no for task in tasks} <= {"SM1"}
