"""The attendees of a stored task, and the parts that come and go with them."""

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest

from bcmarketing.activities.attendance import organizer_row
from bcmarketing.activities.attendees import add_attendee, change_attendee, delete_attendee
from bcmarketing.activities.records import (
    AttendanceType,
    Attendee,
    AttendeeType,
    InvitationResponse,
    SystemTaskType,
    Task,
    TaskType,
)
from bcmarketing.activities.refusals import (
    AttendeeTwice,
    AttendeeWithoutEmail,
    OrganizerFixed,
    OrganizerKept,
    OrganizerNotSalesperson,
    OrganizerWithoutEmail,
    SecondOrganizer,
)
from bcmarketing.activities.views import attendees_accepted_no, no_of_attendees
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.errors import Duplicate, FieldRequired, InvalidField, NoSeries, NotFound, WrongType
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

JO = Salesperson(code="JO", name="Jo", email="jo@example.com")
MEETING = Task(
    no="TD1",
    organizer_task_no="TD1",
    type=TaskType.MEETING,
    all_day_event=True,
    salesperson_code="JO",
    date=dt.date(2024, 1, 25),
)
TABLES = Tables.of(
    [
        JO,
        Salesperson(code="RB", name="Rob", email="rb@example.com"),
        Salesperson(code="NM", name="No mail"),
        Contact(no="CT1", company_no="CC1", name="Person", email="ct1@example.com"),
        Contact(no="CT2", company_no="CC2", name="No mail"),
        Contact(no="RB", name="Named like a salesperson"),
        MEETING,
        attrs.evolve(organizer_row(10000, JO), task_no="TD1"),
        Task(no="TD2", organizer_task_no="TD2", type=TaskType.PHONE_CALL, salesperson_code="NM", date=MEETING.date),
        Task(
            no="TD3",
            organizer_task_no="TD3",
            type=TaskType.MEETING,
            all_day_event=True,
            team_code="SALE",
            system_task_type=SystemTaskType.TEAM,
            date=MEETING.date,
        ),
    ]
)
ORGANIZER, OPTIONAL = AttendanceType.TASK_ORGANIZER, AttendanceType.OPTIONAL
SALESPERSON, CONTACT = AttendeeType.SALESPERSON, AttendeeType.CONTACT


def add(tables: Tables, kind: AttendeeType, no: str, task_no: str = "TD1", **how: Any) -> Tables:
    numbers = (f"N{number}" for number in itertools.count(1))
    free = (no for no in numbers if tables.get(Task, no) is None)
    return tables.apply(add_attendee(tables, task_no, kind, no, numbers=free, **how))


def change(tables: Tables, line_no: int, **how: Any) -> ChangeSet:
    return change_attendee(tables, "TD1", line_no, numbers=iter(["X1"]), **how)


def test_an_attendee_comes_with_a_part() -> None:
    tables = add(add(TABLES, CONTACT, "CT1"), SALESPERSON, "RB", attendance_type=OPTIONAL)
    rows = tables.where(Attendee, task_no="TD1")
    assert [(row.line_no, row.attendee_no, row.attendee_name, row.send_invitation) for row in rows] == [
        (10000, "JO", "Jo", True),
        (20000, "CT1", "Person", True),
        (30000, "RB", "Rob", True),
    ]
    contact, salesperson = tables.where(Task, organizer_task_no="TD1")[:2]
    assert (contact.system_task_type, contact.contact_no, contact.contact_company_no, contact.salesperson_code) == (
        SystemTaskType.CONTACT_ATTENDEE,
        "CT1",
        "CC1",
        "JO",
    )
    assert (salesperson.system_task_type, salesperson.salesperson_code) == (
        SystemTaskType.SALESPERSON_ATTENDEE,
        "RB",
    )


def test_whoever_has_an_email_is_invited_unless_told() -> None:
    def invited(no: str, **how: Any) -> bool:
        return add(TABLES, CONTACT, no, **how).where(Attendee, attendee_no=no)[0].send_invitation

    assert (invited("CT1"), invited("CT2"), invited("CT1", send_invitation=False)) == (True, False, False)


def test_the_organizer_of_a_team_s_task_has_a_part_and_of_a_salesperson_s_none() -> None:
    tables = add(TABLES, SALESPERSON, "JO", "TD3", attendance_type=ORGANIZER, send_invitation=False)
    (row,) = tables.where(Attendee, task_no="TD3")
    assert row.send_invitation
    assert [task.system_task_type for task in tables.where(Task, organizer_task_no="TD3")] == [
        SystemTaskType.ORGANIZER,
        SystemTaskType.TEAM,
    ]
    tables = add(TABLES, SALESPERSON, "NM", "TD2", attendance_type=ORGANIZER)
    assert len(tables.where(Task, organizer_task_no="TD2")) == 1


@pytest.mark.rule("E-FIELD-REQUIRED", "E-NOT-FOUND", "E-DUPLICATE")
def test_an_attendee_is_somebody_on_a_line_of_his_own() -> None:
    with pytest.raises(FieldRequired, match="attendee_no"):
        add(TABLES, CONTACT, "")
    for kind in AttendeeType:
        with pytest.raises(NotFound):
            add(TABLES, kind, "NONE")
    with pytest.raises(NotFound):
        add(TABLES, CONTACT, "CT1", "NONE")
    with pytest.raises(Duplicate):
        add(TABLES, CONTACT, "CT1", line_no=10000)
    with pytest.raises(NoSeries):
        add_attendee(TABLES, "TD1", CONTACT, "CT1")


@pytest.mark.rule("E-ATTENDEE-DUPLICATE")
def test_a_number_attends_once_whatever_its_type() -> None:
    tables = add(TABLES, SALESPERSON, "RB")
    for kind in AttendeeType:
        with pytest.raises(AttendeeTwice, match="RB"):
            add(tables, kind, "RB")


@pytest.mark.rule("E-ATTENDEE-NO-EMAIL", "E-ORGANIZER-NO-EMAIL")
def test_invitations_need_an_email_except_to_a_phone_call() -> None:
    with pytest.raises(AttendeeWithoutEmail, match="CT2"):
        add(TABLES, CONTACT, "CT2", send_invitation=True)
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        add(TABLES, SALESPERSON, "NM", "TD3", attendance_type=ORGANIZER)
    call = add(TABLES, CONTACT, "CT2", "TD2", send_invitation=True)
    assert call.where(Attendee, task_no="TD2")[0].send_invitation


@pytest.mark.rule("E-ORGANIZER-DUPLICATE", "E-ORGANIZER-NOT-SALESPERSON")
def test_one_salesperson_organizes_a_task() -> None:
    with pytest.raises(SecondOrganizer, match="RB"):
        add(TABLES, SALESPERSON, "RB", attendance_type=ORGANIZER)
    with pytest.raises(OrganizerNotSalesperson, match="CT1"):
        add(TABLES, CONTACT, "CT1", "TD3", attendance_type=ORGANIZER)


@pytest.mark.rule("E-ORGANIZER-CHANGE", "E-ORGANIZER-NOT-SALESPERSON")
def test_the_organizer_s_row_stays() -> None:
    for how in ({"attendance_type": OPTIONAL}, {"attendee_no": "RB"}, {"send_invitation": False}):
        with pytest.raises(OrganizerFixed, match="JO"):
            change(TABLES, 10000, **how)
    with pytest.raises(OrganizerNotSalesperson):
        change(TABLES, 10000, attendee_type=CONTACT, attendee_no="CT1")
    accepted = change(TABLES, 10000, invitation_response=InvitationResponse.ACCEPTED, invitation_sent=True)
    (row,) = accepted.modified_of(Attendee)
    assert (row.invitation_response, row.invitation_sent, row.send_invitation) == (
        InvitationResponse.ACCEPTED,
        True,
        True,
    )


@pytest.mark.rule("E-ORGANIZER-DELETE")
def test_the_organizer_is_not_deleted() -> None:
    with pytest.raises(OrganizerKept, match="JO"):
        delete_attendee(TABLES, "TD1", 10000)


@pytest.mark.invariant("activities", 9)
def test_a_part_of_a_task_has_no_attendees_of_its_own() -> None:
    tables = add(TABLES, CONTACT, "CT1")
    (part,) = tables.where(Task, system_task_type=SystemTaskType.CONTACT_ATTENDEE)
    with pytest.raises(InvalidField, match=rf"task_no = '{part.no}': is a sub-task; the attendees are those of TD1"):
        add(tables, SALESPERSON, "RB", part.no)
    stray = Attendee(task_no=part.no, line_no=10000, attendee_no="CT2")
    imported = Tables.of([*tables.rows(), stray])
    with pytest.raises(InvalidField, match="is a sub-task"):
        change_attendee(imported, part.no, 10000, attendee_no="CT1", numbers=["X1"])
    assert delete_attendee(imported, part.no, 10000).deleted == (stray,)


def test_whether_somebody_is_invited_is_yes_no_or_left_open() -> None:
    for answer in ("no", 0):
        with pytest.raises(WrongType, match="send_invitation"):
            add(TABLES, CONTACT, "CT1", send_invitation=answer)
        with pytest.raises(WrongType, match="send_invitation"):
            change(TABLES, 10000, send_invitation=answer)


def test_deleting_an_attendee_deletes_the_part() -> None:
    tables = add(TABLES, CONTACT, "CT1")
    assert tables.apply(delete_attendee(tables, "td1", 20000)) == TABLES
    with pytest.raises(NotFound):
        delete_attendee(TABLES, "TD1", 20000)


def test_another_attendee_gets_a_part_of_his_own() -> None:
    tables = add(TABLES, CONTACT, "CT1")
    changes = change(tables, 20000, attendee_no="CT2")
    assert [task.contact_no for task in changes.deleted_of(Task)] == ["CT1"]
    assert [task.contact_no for task in changes.inserted_of(Task)] == ["CT2"]
    (row,) = changes.modified_of(Attendee)
    assert (row.attendee_name, row.send_invitation) == ("No mail", False)


def test_another_type_clears_the_number() -> None:
    tables = add(TABLES, CONTACT, "CT1")
    with pytest.raises(FieldRequired, match="attendee_no"):
        change(tables, 20000, attendee_type=SALESPERSON)
    changes = change(tables, 20000, attendee_type=SALESPERSON, attendee_no="RB")
    (part,) = changes.inserted_of(Task)
    assert (part.system_task_type, part.salesperson_code) == (SystemTaskType.SALESPERSON_ATTENDEE, "RB")


def test_how_somebody_attends_changes_the_row_alone() -> None:
    tables = add(TABLES, CONTACT, "CT1", send_invitation=False)
    changes = change(tables, 20000, attendance_type=OPTIONAL)
    assert [(row.attendance_type, row.send_invitation) for row in changes.modified_of(Attendee)] == [(OPTIONAL, False)]
    assert changes.inserted_of(Task) == changes.deleted_of(Task) == ()


def test_an_attendee_of_a_team_s_task_can_become_its_organizer() -> None:
    tables = add(TABLES, SALESPERSON, "RB", "TD3")
    changes = change_attendee(tables, "TD3", 10000, attendance_type=ORGANIZER, numbers=["X1"])
    assert [task.system_task_type for task in changes.inserted_of(Task)] == [SystemTaskType.ORGANIZER]
    assert [task.system_task_type for task in changes.deleted_of(Task)] == [SystemTaskType.SALESPERSON_ATTENDEE]


def test_attendees_are_counted_on_the_task_and_on_its_parts() -> None:
    tables = add(add(TABLES, CONTACT, "CT1"), SALESPERSON, "RB")
    tables = tables.apply(change_attendee(tables, "TD1", 20000, invitation_response=InvitationResponse.ACCEPTED))
    for task in tables.where(Task, organizer_task_no="TD1"):
        assert (no_of_attendees(tables, task), attendees_accepted_no(tables, task)) == (3, 1)


def test_an_imported_attendee_without_a_part_can_go() -> None:
    imported = Attendee(task_no="TD1", line_no=20000, attendee_no="CT1")
    tables = Tables.of([*TABLES.rows(), imported])
    assert delete_attendee(tables, "TD1", 20000).deleted == (imported,)
