"""Laws of the tasks matrix: each cell is a plain count, and the cells of a row add up."""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.activities.matrix import consecutive_periods, tasks_matrix
from bcmarketing.activities.records import SystemTaskType, Task, TaskPriority, TaskStatus, Team
from bcmarketing.activities.views import TaskFilters, TaskParty
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.dates.terms import Unit
from bcmarketing.periods import Period
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

PEOPLE = {"": "", "CC1": "CC1", "CC2": "CC2", "CT1": "CC1", "CT2": "CC2"}
WORLD: list[Record] = [
    *(Salesperson(code=code) for code in ("JO", "RB")),
    *(Team(code=code) for code in ("HELP", "SALE")),
    *(Campaign(no=no) for no in ("CP1", "CP2")),
    *(
        Contact(no=no, company_no=company, type=ContactType.COMPANY if no == company else ContactType.PERSON)
        for no, company in PEOPLE.items()
        if no
    ),
]
ROWS = [TaskParty.SALESPERSON, TaskParty.TEAM, TaskParty.CAMPAIGN, TaskParty.CONTACT]
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 3, 31)


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        contact_no = draw(st.sampled_from(list(PEOPLE)))
        status = draw(st.sampled_from(TaskStatus))
        rows.append(
            Task(
                no=f"TD{number}",
                salesperson_code=draw(st.sampled_from(["", "JO", "RB"])),
                team_code=draw(st.sampled_from(["", "HELP", "SALE"])),
                campaign_no=draw(st.sampled_from(["", "CP1", "CP2"])),
                contact_no=contact_no,
                contact_company_no=PEOPLE[contact_no],
                system_task_type=draw(st.sampled_from(SystemTaskType)),
                date=draw(st.dates(FIRST, LAST)),
                status=status,
                closed=status is TaskStatus.COMPLETED,
                priority=draw(st.sampled_from(TaskPriority)),
            )
        )
    return Tables.of([*WORLD, *rows])


filters = st.builds(
    TaskFilters,
    salesperson_code=st.sampled_from(["", "", "JO"]),
    team_code=st.sampled_from(["", "", "SALE"]),
    campaign_no=st.sampled_from(["", "", "CP1"]),
    contact_company_no=st.sampled_from(["", "", "CC1"]),
    status=st.one_of(st.none(), st.sampled_from(TaskStatus)),
    priority=st.one_of(st.none(), st.sampled_from(TaskPriority)),
)


def naive_count(tasks: list[Task], party: TaskParty, no: str, period: Period, wanted: TaskFilters, closed: bool) -> int:
    """Count the tasks of a cell, straight from the table of conditions."""
    organizers = (SystemTaskType.ORGANIZER, SystemTaskType.SALESPERSON_ATTENDEE)
    found = 0
    for task in tasks:
        kind = task.system_task_type
        in_row = {
            TaskParty.SALESPERSON: task.salesperson_code == no and kind in organizers,
            TaskParty.TEAM: task.team_code == no and kind is SystemTaskType.TEAM,
            TaskParty.CAMPAIGN: task.campaign_no == no and kind is SystemTaskType.ORGANIZER,
            TaskParty.CONTACT: no == (task.contact_no if no.startswith("CT") else task.contact_company_no)
            and kind is SystemTaskType.CONTACT_ATTENDEE,
        }[party]
        company = task.contact_company_no if party is TaskParty.CONTACT else task.contact_no
        passes = (
            wanted.salesperson_code in ("", task.salesperson_code)
            and wanted.team_code in ("", task.team_code)
            and wanted.campaign_no in ("", task.campaign_no)
            and wanted.contact_company_no in ("", company)
            and wanted.status in (None, task.status)
            and wanted.priority in (None, task.priority)
            and (closed or not task.closed)
        )
        assert task.date is not None
        found += in_row and passes and task.date in period
    return found


@pytest.mark.invariant("activities", 35)
@given(tables(), st.sampled_from(ROWS), st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER]), filters)
def test_each_cell_is_a_count_and_the_cells_add_up(
    world: Tables, party: TaskParty, unit: Unit, wanted: TaskFilters
) -> None:
    periods = consecutive_periods(FIRST, unit, {Unit.DAY: 91, Unit.WEEK: 13, Unit.MONTH: 3, Unit.QUARTER: 1}[unit])
    tasks = world.where(Task)
    with_closed = tasks_matrix(world, party, periods, filters=wanted, include_closed=True)
    for include_closed in (False, True):
        matrix = tasks_matrix(world, party, periods, filters=wanted, include_closed=include_closed)
        for row in matrix.rows:
            counts = [len(cell) for cell in row.cells]
            assert counts == [naive_count(tasks, party, row.no, one, wanted, include_closed) for one in periods]
            assert sum(counts) == len(row.total)
            assert all(len(with_closed.cell(row.no, place)) >= count for place, count in enumerate(counts))


@given(tables(), st.sampled_from(ROWS), filters, st.booleans())
def test_a_row_is_there_if_any_of_its_tasks_passes(
    world: Tables, party: TaskParty, wanted: TaskFilters, include_closed: bool
) -> None:
    effective = wanted if include_closed else attrs.evolve(wanted, closed=False)
    matrix = tasks_matrix(world, party, [], filters=wanted, include_closed=include_closed)
    expected: list[str] = []
    for task in world.where(Task):
        if effective.admits(task):
            keys = {
                TaskParty.SALESPERSON: {task.salesperson_code},
                TaskParty.TEAM: {task.team_code},
                TaskParty.CAMPAIGN: {task.campaign_no},
                TaskParty.CONTACT: {task.contact_no, task.contact_company_no},
            }[party]
            expected += keys
    assert [row.no for row in matrix.rows] == sorted(set(expected) - {""})


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(Unit), st.integers(0, 10))
def test_periods_follow_each_other_without_a_gap(day: dt.date, unit: Unit, count: int) -> None:
    periods = consecutive_periods(day, unit, count)
    assert len(periods) == count
    assert all(day in period for period in periods[:1])
    for one, other in itertools.pairwise(periods):
        assert one.end is not None
        assert other.start == one.end + dt.timedelta(days=1)
