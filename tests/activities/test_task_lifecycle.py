"""Closing, canceling, reopening and recurring tasks."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.activities.attendance import contact_row, organizer_row
from bcmarketing.activities.closing import cancel_task
from bcmarketing.activities.creation import create_task
from bcmarketing.activities.interactions import InteractionDraft, draft_phone_call
from bcmarketing.activities.lifecycle import (
    close_task,
    reopen_task,
    set_completed_by,
    set_task_canceled,
    set_task_status,
)
from bcmarketing.activities.records import (
    Attendee,
    CalcDueDateFrom,
    InvitationResponse,
    SystemTaskType,
    Task,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import (
    CompletedByMissing,
    DateOutOfRange,
    OrganizerWithoutEmail,
    PhoneCallWithoutContact,
)
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import CommentTable, Contact, RlshpMgtCommentLine
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, NoSeries, NotFound, WrongType
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

TODAY = Context(today=dt.date(2024, 2, 1))
AT_WORK = Context(today=dt.date(2024, 2, 1), interactive=True)
JO = Salesperson(code="JO", name="Jo", email="jo@example.com")
RB = Salesperson(code="RB", name="Rob", email="rb@example.com")
CT1 = Contact(no="CT1", company_no="CC1", name="Person")
TASK = Task(no="TD1", organizer_task_no="TD1", salesperson_code="JO", date=dt.date(2024, 1, 25), description="Work")
OF_TEAM = attrs.evolve(TASK, salesperson_code="", team_code="SALE", system_task_type=SystemTaskType.TEAM)
MEMBER = attrs.evolve(OF_TEAM, no="TD2", salesperson_code="JO", system_task_type=SystemTaskType.ORGANIZER)
PEOPLE: list[Record] = [
    JO,
    RB,
    CT1,
    Team(code="SALE"),
    TeamMember(team_code="SALE", salesperson_code="JO"),
    TeamMember(team_code="SALE", salesperson_code="RB"),
]


def recurring(task: Task, start: CalcDueDateFrom = CalcDueDateFrom.DUE_DATE) -> Task:
    return attrs.evolve(task, recurring=True, recurring_date_interval="1W", calc_due_date_from=start)


def world(*rows: Record) -> Tables:
    return Tables.of([*PEOPLE, *rows])


def closed(*rows: Record, **how: Any) -> Tables:
    tables = world(*rows)
    how.setdefault("context", TODAY)
    return tables.apply(close_task(tables, "td1", numbers=["N1", "N2", "N3", "N4"], **how))


def test_closing_completes_a_task_and_its_parts() -> None:
    tables = closed(OF_TEAM, MEMBER, completed_by="rb")
    for task in tables.where(Task):
        assert (task.closed, task.status, task.date_closed) == (True, TaskStatus.COMPLETED, dt.date(2024, 2, 1))
        assert task.completed_by == "RB"
    assert not close_task(tables, "TD1", completed_by="JO", context=AT_WORK)


@pytest.mark.rule("E-COMPLETED-BY")
def test_closing_a_team_s_task_names_who_completed_it() -> None:
    with pytest.raises(CompletedByMissing, match=r"TD1.*SALE"):
        closed(OF_TEAM)
    with pytest.raises(NotFound):
        closed(OF_TEAM, completed_by="NOBODY")


def test_naming_who_completed_a_task_closes_it_if_asked_and_wanted() -> None:
    tables = world(OF_TEAM, MEMBER)
    assert all(task.closed for task in set_completed_by(tables, "TD1", "JO", context=TODAY).modified_of(Task))
    assert not set_completed_by(tables, "TD1", "JO", close=False, context=TODAY)
    with pytest.raises(NotFound):
        set_completed_by(tables, "TD1", "NOBODY", context=TODAY)
    tables = tables.apply(set_completed_by(tables, "TD1", "JO", context=TODAY))
    (other, _member) = set_completed_by(tables, "TD1", "RB", context=TODAY).modified_of(Task)
    assert (other.completed_by, other.closed) == ("RB", True)
    (blank, _member) = set_completed_by(tables, "TD1", "", context=TODAY).modified_of(Task)
    assert (blank.completed_by, blank.closed) == ("", True)


@pytest.mark.rule("E-PHONE-CALL-NO-CONTACT")
def test_a_phone_call_needs_a_contact() -> None:
    call = attrs.evolve(TASK, type=TaskType.PHONE_CALL)
    with pytest.raises(PhoneCallWithoutContact, match="TD1"):
        draft_phone_call(call)
    with pytest.raises(PhoneCallWithoutContact):
        closed(call, context=AT_WORK, policies=Policies(log_interaction=True))
    assert closed(call, context=AT_WORK).where(Task)[0].closed
    assert closed(call, policies=Policies(log_interaction=True)).where(Task)[0].closed


def test_an_interaction_keeps_the_opportunity_unless_it_is_a_phone_call() -> None:
    task = attrs.evolve(TASK, contact_no="CT1", contact_company_no="CC1", campaign_no="CP1", opportunity_no="OP1")
    for kind, opportunity_no in ((TaskType.BLANK, "OP1"), (TaskType.PHONE_CALL, "")):
        tables = world(attrs.evolve(task, type=kind))
        changes = close_task(tables, "TD1", context=AT_WORK, policies=Policies(log_interaction=True))
        (request,) = changes.requests
        assert isinstance(request, InteractionDraft)
        line = request.line
        assert (line.todo_no, line.contact_no, line.contact_company_no, line.campaign_no) == (
            "TD1",
            "CT1",
            "CC1",
            "CP1",
        )
        assert (line.opportunity_no, request.phone_call) == (opportunity_no, kind is TaskType.PHONE_CALL)


def test_whom_a_meeting_was_with_its_attendees_say() -> None:
    meeting = attrs.evolve(TASK, no="", type=TaskType.MEETING, all_day_event=True, contact_no="CT1")
    tables = Tables.of(PEOPLE)
    guests = [organizer_row(10000, JO), contact_row(20000, CT1)]
    tables = tables.apply(create_task(tables, meeting, attendees=guests, numbers=["TD1", "TD2"]))
    changes = close_task(tables, "TD1", context=AT_WORK, policies=Policies(log_interaction=True))
    (request,) = changes.requests
    assert isinstance(request, InteractionDraft)
    assert (request.line.todo_no, request.line.salesperson_code, request.line.contact_no) == ("TD1", "JO", "")
    assert [row.attendee_no for row in tables.where(Attendee, task_no="TD1")] == ["JO", "CT1"]


@pytest.mark.parametrize("answer", ["no", 1, None])
def test_a_yes_or_no_is_no_text(answer: Any) -> None:
    tables = Tables.of([TASK, *PEOPLE])
    with pytest.raises(WrongType, match="canceled"):
        set_task_canceled(tables, "TD1", canceled=answer, context=TODAY)
    with pytest.raises(WrongType, match="close"):
        set_completed_by(tables, "TD1", "JO", close=answer, context=TODAY)


def test_canceling_closes_without_asking_but_recurs() -> None:
    tables = world(recurring(OF_TEAM), recurring(MEMBER))
    changes = set_task_canceled(
        tables,
        "TD1",
        context=AT_WORK,
        numbers=["N1", "N2", "N3"],
        policies=Policies(log_interaction=True),
    )
    assert changes.requests == ()
    assert all(task.canceled and task.closed for task in changes.modified_of(Task))
    assert len(changes.inserted_of(Task)) == 3
    tables = tables.apply(changes)
    assert not set_task_canceled(tables, "TD1", context=TODAY)


def test_canceling_a_closed_task_only_marks_it() -> None:
    tables = closed(recurring(TASK))
    changes = set_task_canceled(tables, "TD1", context=Context(today=dt.date(2024, 3, 1)))
    (task,) = changes.modified_of(Task)
    assert (task.canceled, task.date_closed) == (True, dt.date(2024, 2, 1))
    assert changes.inserted == ()


def test_a_step_can_cancel_a_task_that_it_changed_first() -> None:
    work = Work(world(recurring(TASK)))
    task = attrs.evolve(recurring(TASK), recurring=False)
    assert cancel_task(work, task, context=TODAY).canceled
    (stored,) = work.done().modified_of(Task)
    assert (stored.recurring, stored.canceled) == (False, True)


def test_taking_a_cancellation_back_reopens() -> None:
    tables = world(TASK)
    tables = tables.apply(set_task_canceled(tables, "TD1", context=TODAY))
    tables = tables.apply(set_task_canceled(tables, "TD1", canceled=False, context=TODAY))
    assert tables.where(Task) == [attrs.evolve(TASK, status=TaskStatus.IN_PROGRESS)]
    assert not set_task_canceled(tables, "TD1", canceled=False, context=TODAY)


def test_any_status_but_completed_reopens() -> None:
    tables = closed(OF_TEAM, MEMBER, completed_by="JO")
    for status in (TaskStatus.WAITING, TaskStatus.POSTPONED, TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS):
        changes = set_task_status(tables, "TD1", status, context=TODAY)
        assert changes.modified_of(Task) == (
            attrs.evolve(OF_TEAM, status=status),
            attrs.evolve(MEMBER, status=status),
        )
    assert not set_task_status(tables, "TD1", TaskStatus.COMPLETED, context=TODAY)
    (task, _member) = reopen_task(tables, "TD1").modified_of(Task)
    assert task == attrs.evolve(OF_TEAM, status=TaskStatus.IN_PROGRESS)
    assert not reopen_task(world(TASK), "TD1")


def test_a_closed_task_completed_again_recurs_again_only_as_in_business_central() -> None:
    tables = closed(recurring(TASK))
    assert not close_task(tables, "TD1", context=TODAY)
    bc = Policies(close_once=False)
    changes = close_task(tables, "TD1", context=TODAY, numbers=["X1"], policies=bc)
    assert [task.no for task in changes.inserted_of(Task)] == ["X1"]


def test_a_part_that_is_closed_does_not_recur() -> None:
    tables = world(recurring(OF_TEAM), recurring(MEMBER))
    changes = close_task(tables, "TD2", completed_by="JO", context=TODAY)
    assert [task.no for task in changes.modified_of(Task)] == ["TD2"]
    assert changes.inserted == ()


@pytest.mark.rule("E-FIELD-REQUIRED", "E-NO-SERIES", "E-DATE-RANGE")
def test_a_recurring_task_that_cannot_recur_is_not_closed() -> None:
    with pytest.raises(FieldRequired, match="recurring_date_interval"):
        closed(attrs.evolve(TASK, recurring=True))
    with pytest.raises(FieldRequired, match="calc_due_date_from"):
        closed(attrs.evolve(TASK, recurring=True, recurring_date_interval="1W"))
    with pytest.raises(FieldRequired, match="date"):
        closed(attrs.evolve(recurring(TASK), date=None))
    with pytest.raises(DateOutOfRange):
        closed(attrs.evolve(recurring(TASK), date=dt.date(2999, 12, 30)))
    with pytest.raises(NoSeries):
        close_task(world(recurring(TASK)), "TD1", context=TODAY)


@pytest.mark.parametrize(
    ("start", "date"),
    [(CalcDueDateFrom.DUE_DATE, dt.date(2024, 2, 1)), (CalcDueDateFrom.CLOSING_DATE, dt.date(2024, 2, 8))],
)
def test_the_successor_is_a_fresh_copy_with_its_comments(start: CalcDueDateFrom, date: dt.date) -> None:
    comment = RlshpMgtCommentLine(table_name=CommentTable.TASK, no="TD1", line_no=10000, comment="Ask twice")
    task = attrs.evolve(recurring(TASK, start), contact_no="CT1", contact_company_no="CC1", status=TaskStatus.WAITING)
    tables = closed(task, comment)
    (successor,) = tables.where(Task, closed=False)
    assert successor == attrs.evolve(task, no="N1", organizer_task_no="N1", status=TaskStatus.NOT_STARTED, date=date)
    assert [line.comment for line in tables.where(RlshpMgtCommentLine, no="N1")] == ["Ask twice"]


def test_a_team_s_successor_goes_to_its_members_by_now_and_to_the_contact() -> None:
    owner = attrs.evolve(recurring(OF_TEAM), contact_no="CT1", contact_company_no="CC1")
    tables = closed(owner, recurring(MEMBER), completed_by="JO")
    found = [(task.no, task.system_task_type, task.salesperson_code) for task in tables.where(Task, closed=False)]
    assert found == [
        ("N1", SystemTaskType.TEAM, ""),
        ("N2", SystemTaskType.ORGANIZER, "JO"),
        ("N3", SystemTaskType.ORGANIZER, "RB"),
        ("N4", SystemTaskType.CONTACT_ATTENDEE, ""),
    ]
    mute = Salesperson(code="AA", name="No mail")
    with pytest.raises(OrganizerWithoutEmail):
        closed(owner, mute, TeamMember(team_code="SALE", salesperson_code="AA"), completed_by="JO")


def test_in_a_segment_the_successor_is_for_its_own_contact_without_its_line() -> None:
    owner = attrs.evolve(recurring(TASK), contact_no="CT1", contact_company_no="CC1", segment_no="SM1")
    tables = closed(owner, SegmentLine(segment_no="SM1", line_no=10000, contact_no="CT9"))
    assert [(task.contact_no, task.system_task_type) for task in tables.where(Task, closed=False)] == [
        ("CT1", SystemTaskType.ORGANIZER),
        ("CT1", SystemTaskType.CONTACT_ATTENDEE),
    ]


def test_a_meeting_s_successor_has_its_attendees_who_are_asked_anew() -> None:
    meeting = attrs.evolve(recurring(TASK), type=TaskType.MEETING, all_day_event=True)
    organizer = attrs.evolve(organizer_row(10000, JO), task_no="TD1")
    guest = attrs.evolve(
        contact_row(20000, CT1), task_no="TD1", invitation_response=InvitationResponse.ACCEPTED, invitation_sent=True
    )
    tables = closed(meeting, organizer, guest)
    assert tables.where(Attendee, task_no="N1") == [
        attrs.evolve(organizer, task_no="N1"),
        attrs.evolve(contact_row(20000, CT1), task_no="N1"),
    ]
    assert [(task.no, task.contact_no) for task in tables.where(Task, closed=False)] == [("N1", ""), ("N2", "CT1")]


def test_a_meeting_with_an_imported_attendee_who_is_nobody_does_not_recur() -> None:
    meeting = attrs.evolve(recurring(TASK), type=TaskType.MEETING, all_day_event=True)
    with pytest.raises(FieldRequired, match="attendee_no"):
        closed(meeting, Attendee(task_no="TD1", line_no=10000))
