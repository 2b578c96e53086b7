"""Reassigning tasks between salespeople and teams."""

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest

from bcmarketing.activities.attendance import contact_row, organizer_row, salesperson_row
from bcmarketing.activities.attendees import add_attendee
from bcmarketing.activities.creation import create_task
from bcmarketing.activities.deletion import delete_task
from bcmarketing.activities.lifecycle import close_task
from bcmarketing.activities.reassignment import reassign_task
from bcmarketing.activities.records import (
    AttendanceType,
    Attendee,
    AttendeeType,
    SystemTaskType,
    Task,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import MeetingOrganizerFixed, NobodyResponsible, OrganizerWithoutEmail
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, InvalidField, NotFound
from bcmarketing.policies import Policies
from bcmarketing.store.tables import Tables

START = dt.date(2024, 1, 25)
TODAY = Context(today=START)
PEOPLE = {code: Salesperson(code=code, name=code, email=f"{code}@example.com") for code in ("AH", "JO", "RB")}
CT1 = Contact(no="CT1", company_no="CC1", name="Person")
TABLES = Tables.of(
    [
        *PEOPLE.values(),
        Salesperson(code="NM", name="No mail"),
        Salesperson(code="BL", email="bl@example.com", blocked=True),
        CT1,
        Team(code="SALE"),
        TeamMember(team_code="SALE", salesperson_code="AH"),
        TeamMember(team_code="SALE", salesperson_code="JO"),
        Team(code="HELP"),
        TeamMember(team_code="HELP", salesperson_code="JO"),
        TeamMember(team_code="HELP", salesperson_code="RB"),
        Team(code="MUTE"),
        TeamMember(team_code="MUTE", salesperson_code="NM"),
    ]
)
TASK = Task(no="", date=START, description="Work", salesperson_code="JO")
ORGANIZER, TEAM = SystemTaskType.ORGANIZER, SystemTaskType.TEAM
ATTENDS, CONTACT = SystemTaskType.SALESPERSON_ATTENDEE, SystemTaskType.CONTACT_ATTENDEE


def created(*attendees: Attendee, closed: bool = False, **fields: Any) -> Tables:
    numbers = (f"TD{number}" for number in itertools.count(1))
    task = attrs.evolve(TASK, **fields)
    tables = TABLES.apply(create_task(TABLES, task, attendees=attendees, numbers=numbers))
    if closed:
        tables = tables.apply(close_task(tables, "TD1", completed_by="JO", context=TODAY))
    return tables


def meeting(*attendees: Attendee, organizer: str = "JO", team: str = "", closed: bool = False) -> Tables:
    return created(
        organizer_row(10000, PEOPLE[organizer]),
        *attendees,
        closed=closed,
        type=TaskType.MEETING,
        all_day_event=True,
        salesperson_code=organizer,
        team_code=team,
    )


def reassigned(tables: Tables, **to: Any) -> Tables:
    numbers = (f"X{number}" for number in itertools.count(1))
    return tables.apply(reassign_task(tables, "td1", numbers=numbers, **to))


def parts(tables: Tables) -> set[tuple[str, SystemTaskType, str, str]]:
    return {
        (task.salesperson_code, task.system_task_type, task.team_code, task.contact_no) for task in tables.where(Task)
    }


def rows(tables: Tables) -> list[tuple[int, str, AttendanceType]]:
    return [(row.line_no, row.attendee_no, row.attendance_type) for row in tables.where(Attendee, task_no="TD1")]


REQUIRED, ORGANIZES = AttendanceType.REQUIRED, AttendanceType.TASK_ORGANIZER


@pytest.mark.rule("E-TASK-RESPONSIBLE", "E-BLOCKED", "E-NOT-FOUND", "E-FIELD-INVALID")
def test_a_task_goes_to_one_carrier_who_is_there() -> None:
    tables = created()
    with pytest.raises(NobodyResponsible):
        reassigned(tables)
    with pytest.raises(InvalidField, match="give one of them"):
        reassigned(tables, salesperson_code="RB", team_code="SALE")
    for to in ({"salesperson_code": "NOBODY"}, {"team_code": "NONE"}):
        with pytest.raises(NotFound):
            reassigned(tables, **to)
    with pytest.raises(Blocked):
        reassigned(tables, salesperson_code="BL")
    with pytest.raises(InvalidField, match="sub-task"):
        reassign_task(created(team_code="SALE"), "TD2", salesperson_code="RB")


def test_another_salesperson_just_takes_the_place() -> None:
    tables = created(closed=True)
    changes = reassign_task(tables, "TD1", salesperson_code="NM", policies=Policies(confirm_reassignment=False))
    assert changes.modified_of(Task) == (attrs.evolve(tables.where(Task)[0], salesperson_code="NM"),)
    assert not reassign_task(tables, "TD1", salesperson_code="JO")


@pytest.mark.rule("E-MEETING-ORGANIZER-FIXED")
def test_the_salesperson_of_a_meeting_stays() -> None:
    with pytest.raises(MeetingOrganizerFixed, match=r"JO.*TD1"):
        reassigned(meeting(), salesperson_code="RB")
    assert not reassign_task(meeting(), "TD1", salesperson_code="JO")


def test_a_team_takes_over_and_its_members_get_parts() -> None:
    tables = reassigned(created(contact_no="CT1", closed=True), team_code="HELP")
    assert parts(tables) == {
        ("", TEAM, "HELP", "CT1"),
        ("JO", ORGANIZER, "HELP", "CT1"),
        ("RB", ORGANIZER, "HELP", "CT1"),
    }
    assert {(task.status, task.closed) for task in tables.where(Task)} == {(TaskStatus.IN_PROGRESS, False)}


@pytest.mark.rule("E-ORGANIZER-NO-EMAIL")
def test_members_and_organizers_need_an_email() -> None:
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        reassigned(created(), team_code="MUTE")
    assert len(parts(reassigned(created(type=TaskType.PHONE_CALL), team_code="MUTE"))) == 2
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        reassigned(meeting(team="SALE"), salesperson_code="NM")


def test_a_team_takes_a_meeting_over_and_the_organizer_stays() -> None:
    guests = [contact_row(20000, CT1), salesperson_row(30000, PEOPLE["AH"])]
    tables = reassigned(meeting(*guests, organizer="RB"), team_code="SALE")
    assert rows(tables) == [
        (10000, "RB", ORGANIZES),
        (20000, "CT1", REQUIRED),
        (30000, "AH", REQUIRED),
        (40000, "JO", REQUIRED),
    ]
    assert parts(tables) == {
        ("", TEAM, "SALE", ""),
        ("RB", ORGANIZER, "SALE", ""),
        ("", CONTACT, "SALE", "CT1"),
        ("AH", ATTENDS, "SALE", ""),
        ("JO", ATTENDS, "SALE", ""),
    }


def test_a_member_whose_part_alone_was_deleted_keeps_his_row() -> None:
    guest = attrs.evolve(salesperson_row(20000, PEOPLE["AH"]), attendance_type=AttendanceType.OPTIONAL)
    tables = meeting(guest, organizer="RB")
    (part,) = (task for task in tables.where(Task) if task.salesperson_code == "AH")
    tables = reassigned(tables.apply(delete_task(tables, part.no)), team_code="SALE")
    assert rows(tables) == [(10000, "RB", ORGANIZES), (20000, "AH", REQUIRED), (30000, "JO", REQUIRED)]
    assert ("AH", ATTENDS, "SALE", "") in parts(tables)


def test_a_member_who_attends_what_is_no_meeting_gets_a_part_of_his_own() -> None:
    tables = created()
    numbers = iter(["TD9"])
    tables = tables.apply(add_attendee(tables, "TD1", AttendeeType.SALESPERSON, "AH", numbers=numbers))
    assert ("AH", ATTENDS, "", "") in parts(tables)
    assert ("AH", ORGANIZER, "SALE", "") in parts(reassigned(tables, team_code="SALE"))


def test_a_member_who_organizes_a_meeting_gets_one_part() -> None:
    tables = reassigned(meeting(organizer="JO"), team_code="SALE")
    assert parts(tables) == {("", TEAM, "SALE", ""), ("JO", ORGANIZER, "SALE", ""), ("AH", ATTENDS, "SALE", "")}


def test_an_imported_meeting_without_organizer_row_gets_one_for_its_salesperson() -> None:
    bare = Task(no="TD1", organizer_task_no="TD1", type=TaskType.MEETING, salesperson_code="RB", date=START)
    tables = reassigned(Tables.of([*TABLES.rows(), bare]), team_code="SALE")
    assert rows(tables) == [(10000, "RB", ORGANIZES), (20000, "AH", REQUIRED), (30000, "JO", REQUIRED)]
    nobody = attrs.evolve(bare, salesperson_code="")
    tables = reassigned(Tables.of([*TABLES.rows(), nobody]), team_code="SALE")
    assert rows(tables) == [(10000, "AH", REQUIRED), (20000, "JO", REQUIRED)]


def test_a_salesperson_takes_a_team_s_task_over_alone() -> None:
    tables = reassigned(created(team_code="SALE", closed=True), salesperson_code="NM")
    assert parts(tables) == {("NM", ORGANIZER, "", "")}
    assert {(task.status, task.closed) for task in tables.where(Task)} == {(TaskStatus.IN_PROGRESS, False)}


def test_a_contact_s_part_follows_the_new_salesperson() -> None:
    tables = created(team_code="SALE", contact_no="CT1")
    part = attrs.evolve(tables.where(Task)[0], no="TD9", system_task_type=CONTACT)
    tables = reassigned(Tables.of([*tables.rows(), part]), salesperson_code="RB")
    assert parts(tables) == {("RB", ORGANIZER, "", "CT1"), ("RB", CONTACT, "", "CT1")}


def test_who_takes_a_team_s_meeting_over_organizes_it_from_the_first_line() -> None:
    guests = [salesperson_row(20000, PEOPLE["RB"]), contact_row(30000, CT1)]
    tables = reassigned(meeting(*guests, organizer="JO", team="SALE"), salesperson_code="RB")
    assert rows(tables) == [(10000, "RB", ORGANIZES), (20000, "JO", REQUIRED), (30000, "CT1", REQUIRED)]
    assert parts(tables) == {("RB", ORGANIZER, "", ""), ("JO", ATTENDS, "", ""), ("RB", CONTACT, "", "CT1")}


def test_the_organizer_of_a_team_s_meeting_can_take_it_over() -> None:
    guests = [salesperson_row(5000, PEOPLE["RB"])]
    tables = reassigned(meeting(*guests, organizer="JO", team="SALE"), salesperson_code="JO")
    assert rows(tables) == [(5000, "JO", ORGANIZES), (10000, "RB", REQUIRED)]
    assert parts(tables) == {("JO", ORGANIZER, "", ""), ("RB", ATTENDS, "", "")}


def test_a_meeting_without_attendees_gets_its_organizer() -> None:
    bare = Task(
        no="TD1", organizer_task_no="TD1", type=TaskType.MEETING, team_code="SALE", system_task_type=TEAM, date=START
    )
    tables = reassigned(Tables.of([*TABLES.rows(), bare]), salesperson_code="RB")
    assert rows(tables) == [(10000, "RB", ORGANIZES)]


def test_who_is_in_both_teams_keeps_his_part() -> None:
    before = created(team_code="SALE")
    (kept,) = before.where(Task, salesperson_code="JO")
    tables = reassigned(before, team_code="HELP")
    assert parts(tables) == {
        ("", TEAM, "HELP", ""),
        ("JO", ORGANIZER, "HELP", ""),
        ("RB", ORGANIZER, "HELP", ""),
    }
    assert [task.no for task in tables.where(Task, salesperson_code="JO")] == [kept.no]


def test_a_meeting_that_changes_teams_keeps_organizer_and_guests() -> None:
    guests = [
        salesperson_row(20000, PEOPLE["AH"]),
        salesperson_row(30000, Salesperson(code="NM"), invited=False),
        contact_row(40000, CT1),
    ]
    tables = reassigned(meeting(*guests, organizer="JO", team="SALE", closed=True), team_code="HELP")
    assert rows(tables) == [
        (10000, "JO", ORGANIZES),
        (30000, "NM", REQUIRED),
        (40000, "CT1", REQUIRED),
        (50000, "RB", REQUIRED),
    ]
    assert parts(tables) == {
        ("", TEAM, "HELP", ""),
        ("JO", ORGANIZER, "HELP", ""),
        ("NM", ATTENDS, "HELP", ""),
        ("", CONTACT, "HELP", "CT1"),
        ("RB", ATTENDS, "HELP", ""),
    }
    assert {task.closed for task in tables.where(Task)} == {False}


def test_an_organizer_from_the_old_team_stays_when_teams_change() -> None:
    tables = reassigned(meeting(organizer="AH", team="SALE"), team_code="HELP")
    assert ("AH", ORGANIZER, "HELP", "") in parts(tables)
    assert rows(tables)[0] == (10000, "AH", ORGANIZES)


@pytest.mark.parametrize(
    ("before", "to", "asked"),
    [
        ({"team_code": "SALE"}, {"salesperson_code": "RB"}, True),
        ({"team_code": "SALE"}, {"team_code": "HELP"}, True),
        ({"closed": True}, {"team_code": "SALE"}, True),
        ({}, {"team_code": "SALE"}, False),
        ({}, {"salesperson_code": "RB"}, False),
        ({"closed": True}, {"salesperson_code": "RB"}, False),
    ],
)
def test_declining_leaves_a_task_where_it_is(before: dict[str, Any], to: dict[str, Any], asked: bool) -> None:
    tables = created(**before)
    numbers = (f"X{number}" for number in itertools.count(1))
    changes = reassign_task(tables, "TD1", numbers=numbers, policies=Policies(confirm_reassignment=False), **to)
    assert bool(changes) is not asked
