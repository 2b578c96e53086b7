"""Deleting tasks, activities, teams and salespeople; lists, counters and the matrix."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.activities.deletion import delete_canceled_tasks, delete_task
from bcmarketing.activities.matrix import TasksCell, consecutive_periods, tasks_matrix
from bcmarketing.activities.records import (
    Activity,
    ActivityStep,
    Attendee,
    SystemTaskType,
    Task,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import SalespersonHasOpenOpportunities, SalespersonHasOpenTasks
from bcmarketing.activities.upkeep import add_team_member, delete_activity, delete_salesperson, delete_team
from bcmarketing.activities.views import TaskFilters, TaskParty, next_task_date, task_entry_exists, tasks_of
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import CommentTable, Contact, ContactType, RlshpMgtCommentLine
from bcmarketing.dates.terms import Unit
from bcmarketing.errors import Duplicate, InvalidField, NotFound, WrongType
from bcmarketing.opportunities.records import Opportunity
from bcmarketing.periods import Period
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

START = dt.date(2024, 1, 25)
ORGANIZER, TEAM = SystemTaskType.ORGANIZER, SystemTaskType.TEAM
CONTACT, ATTENDS = SystemTaskType.CONTACT_ATTENDEE, SystemTaskType.SALESPERSON_ATTENDEE


def task(no: str, owner: str = "", **fields: object) -> Task:
    made = Task(no=no, organizer_task_no=owner or no, date=START)
    return attrs.evolve(made, **fields)  # type: ignore[arg-type]


def test_a_task_is_deleted_with_all_that_belongs_to_it() -> None:
    comment = RlshpMgtCommentLine(table_name=CommentTable.TASK, no="TD1", line_no=1)
    others: list[Record] = [
        RlshpMgtCommentLine(table_name=CommentTable.CONTACT, no="TD1", line_no=1),
        Attendee(task_no="TD9", line_no=1, attendee_no="JO"),
        task("TD9"),
    ]
    mine: list[Record] = [
        task("TD1"),
        task("TD2", "TD1"),
        Attendee(task_no="TD1", line_no=1, attendee_no="JO"),
        comment,
    ]
    tables = Tables.of([*mine, *others])
    assert tables.apply(delete_task(tables, "td1")) == Tables.of(others)
    assert [row.no for row in delete_task(tables, "TD2").deleted_of(Task)] == ["TD2"]
    with pytest.raises(NotFound):
        delete_task(tables, "NONE")


def test_the_batch_deletes_canceled_owners_only() -> None:
    tables = Tables.of(
        [
            task("TD1", canceled=True, closed=True, salesperson_code="JO"),
            task("TD2", "TD1", canceled=True, closed=True, system_task_type=CONTACT),
            task("TD3", canceled=True, closed=True, team_code="SALE", system_task_type=TEAM),
            task("TD4", "TD3", canceled=True, closed=True, team_code="SALE", salesperson_code="JO"),
            task("TD5", closed=True),
            task("TD6"),
            # A part that was canceled by itself stays with its owner.
            task("TD7", team_code="SALE", system_task_type=TEAM),
            task("TD8", "TD7", canceled=True, closed=True, team_code="SALE", salesperson_code="JO"),
        ]
    )
    left = tables.apply(delete_canceled_tasks(tables))
    assert [row.no for row in left.where(Task)] == ["TD5", "TD6", "TD7", "TD8"]
    left = tables.apply(delete_canceled_tasks(tables, TaskFilters(team_code="SALE").admits))
    assert [row.no for row in left.where(Task)] == ["TD1", "TD2", "TD5", "TD6", "TD7", "TD8"]


def test_an_activity_goes_with_its_steps_and_leaves_its_tasks() -> None:
    tables = Tables.of(
        [
            Activity(code="LAUNCH"),
            ActivityStep(activity_code="LAUNCH", step_no=1),
            ActivityStep(activity_code="OTHER", step_no=1),
            task("TD1", activity_code="LAUNCH"),
        ]
    )
    left = tables.apply(delete_activity(tables, "launch"))
    assert [step.activity_code for step in left.where(ActivityStep)] == ["OTHER"]
    assert (left.count(Activity), left.where(Task)[0].activity_code) == (0, "LAUNCH")


@pytest.mark.rule("E-NOT-FOUND", "E-DUPLICATE")
def test_a_team_takes_salespeople_who_exist_once() -> None:
    tables = Tables.of([Team(code="SALE"), Salesperson(code="JO")])
    tables = tables.apply(add_team_member(tables, "sale", "jo"))
    assert tables.where(TeamMember) == [TeamMember(team_code="SALE", salesperson_code="JO")]
    with pytest.raises(Duplicate):
        add_team_member(tables, "SALE", "JO")
    for team_code, salesperson_code in (("NONE", "JO"), ("SALE", "NONE")):
        with pytest.raises(NotFound):
            add_team_member(tables, team_code, salesperson_code)


def test_a_team_goes_with_its_memberships_alone() -> None:
    rows: list[Record] = [task("TD1", team_code="SALE"), Salesperson(code="JO")]
    membership = TeamMember(team_code="SALE", salesperson_code="JO")
    tables = Tables.of([*rows, Team(code="SALE"), membership])
    assert tables.apply(delete_team(tables, "sale")) == Tables.of(rows)


@pytest.mark.rule("E-SALESPERSON-OPEN-TASKS", "E-SALESPERSON-OPEN-OPPORTUNITIES")
def test_open_tasks_are_looked_at_before_open_opportunities() -> None:
    jo = Salesperson(code="JO")
    opportunity = Opportunity(no="OP1", salesperson_code="JO")
    with pytest.raises(SalespersonHasOpenTasks, match="JO"):
        delete_salesperson(Tables.of([jo, opportunity, task("TD1", salesperson_code="JO")]), "jo")
    with pytest.raises(SalespersonHasOpenOpportunities, match="JO"):
        delete_salesperson(Tables.of([jo, opportunity]), "JO")


TASKS = [
    task("TD1", salesperson_code="JO", campaign_no="CP1", opportunity_no="OP1", contact_no="CT1",
         contact_company_no="CC1", date=dt.date(2024, 2, 1)),
    task("TD2", "TD1", salesperson_code="RB", campaign_no="CP1", opportunity_no="OP1", system_task_type=ATTENDS),
    task("TD3", "TD1", salesperson_code="JO", contact_no="CT1", contact_company_no="CC1", system_task_type=CONTACT),
    task("TD4", team_code="SALE", system_task_type=TEAM, contact_no="CC1", contact_company_no="CC1"),
    task("TD5", "TD4", team_code="SALE", salesperson_code="JO", date=dt.date(2024, 1, 1)),
    task("TD6", salesperson_code="RB", closed=True, date=dt.date(2023, 1, 1)),
    task("TD7", salesperson_code="JO", contact_no="CC1", contact_company_no="CC1", date=dt.date(2024, 5, 1)),
]  # fmt: skip
TABLES = Tables.of(
    [
        *TASKS,
        Salesperson(code="JO"),
        Salesperson(code="RB"),
        Team(code="SALE"),
        Campaign(no="CP1"),
        Contact(no="CC1", company_no="CC1"),
        Contact(no="CT1", company_no="CC1", type=ContactType.PERSON),
        Contact(no="CT2", type=ContactType.PERSON),
    ]
)


@pytest.mark.parametrize(
    ("party", "no", "listed", "first"),
    [
        (TaskParty.SALESPERSON, "JO", ["TD1", "TD5", "TD7"], dt.date(2024, 1, 1)),
        (TaskParty.SALESPERSON, "rb", ["TD2", "TD6"], START),
        (TaskParty.TEAM, "SALE", ["TD4"], dt.date(2024, 1, 1)),
        (TaskParty.CAMPAIGN, "CP1", ["TD1"], dt.date(2024, 2, 1)),
        (TaskParty.OPPORTUNITY, "OP1", ["TD1"], dt.date(2024, 2, 1)),
        (TaskParty.CONTACT, "CC1", ["TD1", "TD3", "TD7"], START),
        (TaskParty.CONTACT, "CT1", ["TD1", "TD3"], START),
        (TaskParty.CONTACT, "CT2", [], None),
    ],
)
def test_everybody_has_a_list_and_a_next_task(
    party: TaskParty, no: str, listed: list[str], first: dt.date | None
) -> None:
    assert [row.no for row in tasks_of(TABLES, party, no)] == listed
    assert next_task_date(TABLES, party, no) == first


def test_a_contact_that_is_not_there_has_no_list() -> None:
    with pytest.raises(NotFound):
        tasks_of(TABLES, TaskParty.CONTACT, "NONE")


def test_what_is_of_the_wrong_type_is_refused_by_name() -> None:
    anything: Any = "Salesperson"
    with pytest.raises(WrongType, match="party"):
        tasks_of(TABLES, anything, "JO")
    for field in ("status", "priority", "closed"):
        wrong: dict[str, Any] = {field: "Completed"}
        with pytest.raises(WrongType, match=field):
            TaskFilters(**wrong)


def test_entries_exist_under_filters_whatever_part_they_are() -> None:
    assert task_entry_exists(TABLES, TaskParty.TEAM, "SALE", TaskFilters(salesperson_code="JO"))
    assert not task_entry_exists(TABLES, TaskParty.TEAM, "SALE", TaskFilters(closed=True))
    assert task_entry_exists(TABLES, TaskParty.SALESPERSON, "RB", TaskFilters(closed=True))
    january = Period(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    assert task_entry_exists(TABLES, TaskParty.SALESPERSON, "JO", TaskFilters(period=january))
    assert not task_entry_exists(TABLES, TaskParty.OPPORTUNITY, "NONE")
    assert not TaskFilters(period=january).admits(task("TD9", date=None))


def test_a_cell_of_the_matrix_has_a_row_however_it_is_written_and_a_period() -> None:
    tables = Tables.of([Salesperson(code="JO"), task("TD1", salesperson_code="JO")])
    matrix = tasks_matrix(tables, TaskParty.SALESPERSON, consecutive_periods(START, Unit.MONTH, 1))
    assert matrix.cell(" jo ", 0).shown_count == "1"
    assert matrix.cell("RB", 0) == TasksCell()
    for place in (1, -1, "0"):
        with pytest.raises(InvalidField, match="place = "):
            matrix.cell("JO", place)  # type: ignore[arg-type]


def test_companies_count_their_people_s_parts_and_cells_name_contacts() -> None:
    months = consecutive_periods(START, Unit.MONTH, 2)
    contacts = tasks_matrix(TABLES, TaskParty.CONTACT, months)
    assert [(row.no, [len(cell) for cell in row.cells]) for row in contacts.rows] == [("CC1", [1, 0]), ("CT1", [1, 0])]
    assert contacts.cell("CC1", 0).shown_contact_no == "CT1"
    assert contacts.cell("CC1", 1).shown_count == ""
    people = tasks_matrix(TABLES, TaskParty.SALESPERSON, months)
    assert [people.cell("JO", place).shown_contact_no for place in (0, 1)] == ["Multiple", "CT1"]
    assert (people.cell("JO", 0).shown_count, people.cell("NONE", 0)) == ("1", TasksCell())
    assert TasksCell((TASKS[0], TASKS[3])).shown_contact_no == "Multiple"


def test_a_company_filter_counts_in_cells_only_what_the_company_itself_is_on() -> None:
    months = consecutive_periods(START, Unit.MONTH, 6)
    company = TaskFilters(contact_company_no="CC1")
    people = tasks_matrix(TABLES, TaskParty.SALESPERSON, months, filters=company)
    assert [(row.no, [cell.shown_count for cell in row.cells]) for row in people.rows] == [
        ("JO", ["", "", "", "", "1", ""])
    ]
    january = attrs.evolve(company, period=Period(end=dt.date(2024, 1, 31)))
    assert tasks_matrix(TABLES, TaskParty.TEAM, months, filters=january).cell("SALE", 0).shown_count == "1"
    with pytest.raises(InvalidField, match="rows"):
        tasks_matrix(TABLES, TaskParty.OPPORTUNITY, months)
