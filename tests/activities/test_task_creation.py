"""Creating single tasks: proposals, checks, meetings, numbers."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from bcmarketing.activities.attendance import contact_row, organizer_row, salesperson_row
from bcmarketing.activities.creation import Assignee, InvitationRequest, create_task
from bcmarketing.activities.drafting import (
    default_attendees,
    draft_task,
    draft_task_from_document,
    draft_task_from_entry,
)
from bcmarketing.activities.records import (
    DAY,
    AttendanceType,
    Attendee,
    AttendeeType,
    CalcDueDateFrom,
    SystemTaskType,
    Task,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import (
    AttendeeTwice,
    AttendeeWithoutEmail,
    DateOutOfRange,
    DurationTooLong,
    DurationTooShort,
    MeetingNotSupported,
    NegativeDuration,
    NoTaskAssignee,
    OrganizerMissing,
    OrganizerNotSalesperson,
    OrganizerWithoutEmail,
    SecondOrganizer,
)
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.privacy import ContactBlocked
from bcmarketing.contacts.records import CommentTable, Contact, RlshpMgtCommentLine
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, FieldRequired, ManualNo, NotFound, WrongType
from bcmarketing.interactions.document_kinds import MEETING_INVITATION
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate, InteractionTemplateSetup
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.tables import Tables

TODAY = Context(today=dt.date(2024, 1, 25), work_date=dt.date(2024, 1, 1))
JO = Salesperson(code="JO", name="Jo", email="jo@example.com")
RB = Salesperson(code="RB", name="Rob", email="rb@example.com")
NM = Salesperson(code="NM", name="No mail")
CC1 = Contact(no="CC1", company_no="CC1", name="Chairs", salesperson_code="JO", email="chairs@example.com")
CC2 = Contact(no="CC2", company_no="CC2", name="Desks", salesperson_code="RB")
TABLES = Tables.of(
    [
        JO,
        RB,
        NM,
        Salesperson(code="BL", blocked=True),
        Team(code="SALE"),
        TeamMember(team_code="SALE", salesperson_code="JO"),
        TeamMember(team_code="SALE", salesperson_code="RB"),
        Team(code="MUTE"),
        TeamMember(team_code="MUTE", salesperson_code="NM"),
        CC1,
        CC2,
        Contact(no="CT9", privacy_blocked=True),
        Campaign(no="CP1", salesperson_code="RB"),
        Opportunity(no="OP1", contact_no="CC2", contact_company_no="CC2", campaign_no="CP1", salesperson_code="JO"),
        OpportunityEntry(entry_no=8, opportunity_no="OP1", active=True),
        SegmentHeader(no="SM1", salesperson_code="JO"),
        SegmentLine(segment_no="SM1", line_no=10000, contact_no="CC1"),
        SegmentLine(segment_no="SM1", line_no=20000),
        SegmentLine(segment_no="SM1", line_no=30000, contact_no="CC2"),
        SegmentLine(segment_no="SM1", line_no=40000, contact_no="CC1"),
        SegmentHeader(no="SM2"),
    ]
)
DRAFT = Task(no="", date=TODAY.today, description="Work", salesperson_code="JO")
MEETING = attrs.evolve(DRAFT, type=TaskType.MEETING, start_time=dt.time(10))
ORGANIZER = organizer_row(10000, JO)


def numbers() -> Iterator[str]:
    return (f"TD{number:02}" for number in itertools.count(1))


def create(draft: Task, **arguments: Any) -> Tables:
    return TABLES.apply(create_task(TABLES, draft, numbers=numbers(), **arguments))


def parts(tables: Tables) -> list[tuple[SystemTaskType, str, str]]:
    return [(task.system_task_type, task.salesperson_code, task.contact_no) for task in tables.where(Task)]


def test_a_new_task_is_for_today_and_takes_a_day() -> None:
    task = draft_task(TABLES, opportunity_no="OP1", context=TODAY)
    assert (task.no, task.date, task.duration, task.type) == ("", TODAY.today, DAY, TaskType.BLANK)
    assert (task.salesperson_code, task.contact_no, task.campaign_no) == ("JO", "CC2", "CP1")
    assert (task.opportunity_no, task.opportunity_entry_no) == ("OP1", 8)


def test_a_team_leaves_no_salesperson_beside_it() -> None:
    task = draft_task(TABLES, contact_no="CC2", team_code="SALE", context=TODAY)
    assert (task.contact_no, task.team_code, task.salesperson_code) == ("CC2", "SALE", "")


def test_a_sales_document_proposes_what_it_has() -> None:
    plain = draft_task_from_document(TABLES, "CC2", context=TODAY)
    assert (plain.contact_no, plain.salesperson_code, plain.campaign_no) == ("CC2", "RB", "")
    blank = draft_task_from_document(TABLES, "CC2", salesperson_code=" ", campaign_no=" ", context=TODAY)
    assert blank == plain
    given = draft_task_from_document(TABLES, "CC2", salesperson_code="JO", campaign_no="CP1", context=TODAY)
    assert (given.salesperson_code, given.campaign_no) == ("JO", "CP1")


def test_a_logged_interaction_proposes_contact_salesperson_and_campaign() -> None:
    entry = InteractionLogEntry(entry_no=1, contact_no="CC2", salesperson_code="JO", campaign_no="CP1")
    task = draft_task_from_entry(TABLES, entry, context=TODAY)
    assert (task.contact_no, task.salesperson_code, task.campaign_no) == ("CC2", "JO", "CP1")


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.parametrize(
    ("fields", "assignee", "missing"),
    [
        ({"date": None, "description": "", "salesperson_code": ""}, None, "date"),
        ({"description": "", "salesperson_code": ""}, None, "description"),
        ({"salesperson_code": ""}, None, "salesperson_code"),
        ({}, Assignee.TEAM, "team_code"),
        ({"type": TaskType.MEETING}, None, "start_time"),
        ({"type": TaskType.MEETING, "start_time": dt.time(10), "duration": 0}, None, "duration"),
        ({"recurring": True}, None, "recurring_date_interval"),
        ({"recurring": True, "recurring_date_interval": "1W"}, None, "calc_due_date_from"),
    ],
)
def test_a_task_needs_these_fields_in_this_order(
    fields: dict[str, Any], assignee: Assignee | None, missing: str
) -> None:
    with pytest.raises(FieldRequired) as refused:
        create(attrs.evolve(DRAFT, **fields), assignee=assignee, attendees=[ORGANIZER])
    assert refused.value.field == missing


@pytest.mark.rule("E-TASK-ASSIGNEE")
def test_only_salespeople_and_teams_carry_tasks() -> None:
    for assignee in (Assignee.CONTACT, Assignee.OPPORTUNITY, Assignee.CAMPAIGN, Assignee.SEGMENT):
        with pytest.raises(NoTaskAssignee):
            create(DRAFT, assignee=assignee)
    with pytest.raises(WrongType):
        create(DRAFT, assignee="Contact")
    team = attrs.evolve(DRAFT, team_code="SALE")
    with pytest.raises(NoTaskAssignee):
        create(team, policies=Policies(allow_team_tasks=False))
    assert parts(create(team))[0] == (SystemTaskType.TEAM, "", "")
    assert parts(create(team, assignee=Assignee.SALESPERSON)) == [(SystemTaskType.ORGANIZER, "JO", "")]


@pytest.mark.rule("E-MEETING-NOT-SUPPORTED")
def test_where_meetings_are_off_a_meeting_is_refused_before_anything_else() -> None:
    with pytest.raises(MeetingNotSupported):
        create(Task(no="", type=TaskType.MEETING), policies=Policies(meetings_allowed=False))


@pytest.mark.rule("E-DATE-RANGE", "E-DURATION-NEGATIVE", "E-DURATION-MIN", "E-DURATION-MAX")
def test_times_are_within_bounds() -> None:
    with pytest.raises(DateOutOfRange):
        create(attrs.evolve(DRAFT, date=dt.date(3000, 1, 1)))
    for duration, refusal in ((-1, NegativeDuration), (59_999, DurationTooShort), (3650 * DAY + 1, DurationTooLong)):
        with pytest.raises(refusal):
            create(attrs.evolve(DRAFT, duration=duration))
    for duration in (60_000, 3650 * DAY):
        assert create(attrs.evolve(DRAFT, duration=duration)).where(Task)[0].duration == duration


def test_links_must_exist_and_bring_what_follows_from_them() -> None:
    (task,) = create(attrs.evolve(DRAFT, contact_no="CC2", opportunity_no="OP1")).where(Task)
    assert (task.contact_company_no, task.opportunity_entry_no) == ("CC2", 8)
    for field in ("contact_no", "campaign_no", "opportunity_no", "segment_no", "salesperson_code", "team_code"):
        with pytest.raises(NotFound):
            create(attrs.evolve(DRAFT, **{field: "NONE"}))  # type: ignore[arg-type]
    with pytest.raises(Blocked):
        create(attrs.evolve(DRAFT, salesperson_code="BL"))
    with pytest.raises(ContactBlocked):
        create(attrs.evolve(DRAFT, contact_no="CT9"))


def test_a_team_s_task_has_no_part_for_its_contact() -> None:
    tables = create(attrs.evolve(DRAFT, team_code="SALE", contact_no="CC1"))
    assert parts(tables) == [
        (SystemTaskType.TEAM, "", "CC1"),
        (SystemTaskType.ORGANIZER, "JO", "CC1"),
        (SystemTaskType.ORGANIZER, "RB", "CC1"),
    ]


def test_a_member_without_email_can_have_a_phone_call_but_not_in_a_segment() -> None:
    call = attrs.evolve(DRAFT, team_code="MUTE", type=TaskType.PHONE_CALL)
    assert len(parts(create(call))) == 2
    with pytest.raises(OrganizerWithoutEmail):
        create(attrs.evolve(call, segment_no="SM1"))


def test_a_segment_gives_a_task_a_line_or_nothing() -> None:
    tables = create(attrs.evolve(DRAFT, segment_no="SM1"))
    assert [(kind, contact) for kind, _, contact in parts(tables)] == [
        (SystemTaskType.ORGANIZER, "CC1"),
        (SystemTaskType.CONTACT_ATTENDEE, "CC1"),
        (SystemTaskType.ORGANIZER, "CC2"),
        (SystemTaskType.CONTACT_ATTENDEE, "CC2"),
        (SystemTaskType.ORGANIZER, "CC1"),
        (SystemTaskType.CONTACT_ATTENDEE, "CC1"),
    ]
    assert parts(create(attrs.evolve(DRAFT, segment_no="SM2"))) == []
    assert parts(create(attrs.evolve(DRAFT, segment_no="SM1"), policies=Policies(segment_contacts=False))) == []


def test_a_meeting_has_its_contacts_as_attendees_and_none_on_itself() -> None:
    rows = [contact_row(30000, CC2), organizer_row(20000, RB), salesperson_row(40000, RB), contact_row(50000, CC1)]
    tables = create(attrs.evolve(MEETING, contact_no="CC1"), attendees=[rows[0], rows[1], rows[2], rows[3]])
    # The salesperson is the organizer, whoever was given.
    assert parts(tables) == [
        (SystemTaskType.ORGANIZER, "JO", ""),
        (SystemTaskType.CONTACT_ATTENDEE, "JO", "CC2"),
        (SystemTaskType.SALESPERSON_ATTENDEE, "RB", ""),
        (SystemTaskType.CONTACT_ATTENDEE, "JO", "CC1"),
    ]
    found = [(row.line_no, row.attendee_no, row.attendee_name) for row in tables.where(Attendee)]
    assert found == [(20000, "JO", "Jo"), (30000, "CC2", "Desks"), (40000, "RB", "Rob"), (50000, "CC1", "Chairs")]


@pytest.mark.rule(
    "E-ORGANIZER-MISSING",
    "E-ORGANIZER-NOT-SALESPERSON",
    "E-ORGANIZER-NO-EMAIL",
    "E-ORGANIZER-DUPLICATE",
    "E-ATTENDEE-DUPLICATE",
    "E-ATTENDEE-NO-EMAIL",
)
def test_the_attendees_of_a_meeting_are_checked() -> None:
    team = attrs.evolve(MEETING, team_code="SALE", salesperson_code="")
    contact = contact_row(20000, CC1)
    with pytest.raises(OrganizerMissing):
        create(MEETING, attendees=[contact])
    with pytest.raises(OrganizerNotSalesperson):
        create(team, attendees=[attrs.evolve(contact, attendance_type=AttendanceType.TASK_ORGANIZER)])
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        create(team, attendees=[organizer_row(10000, NM)])
    with pytest.raises(SecondOrganizer, match="RB"):
        create(team, attendees=[ORGANIZER, organizer_row(20000, RB)])
    with pytest.raises(AttendeeTwice, match="CC1"):
        create(team, attendees=[ORGANIZER, contact, attrs.evolve(contact, line_no=30000)])
    with pytest.raises(AttendeeWithoutEmail, match="CC2"):
        create(team, attendees=[ORGANIZER, attrs.evolve(contact_row(20000, CC2), send_invitation=True)])
    with pytest.raises(FieldRequired, match="attendee_no"):
        create(team, attendees=[ORGANIZER, Attendee(task_no="", line_no=20000)])
    with pytest.raises(NotFound, match="Contact"):
        create(team, attendees=[ORGANIZER, Attendee(task_no="", line_no=20000, attendee_no="NONE")])


@pytest.mark.rule(
    "E-FIELD-REQUIRED",
    "E-NOT-FOUND",
    "E-ORGANIZER-NOT-SALESPERSON",
    "E-ORGANIZER-NO-EMAIL",
    "E-ORGANIZER-DUPLICATE",
    "E-ATTENDEE-DUPLICATE",
)
def test_an_organizer_whose_place_the_salesperson_takes_is_checked_all_the_same() -> None:
    def organizing(no: str, line_no: int = 10000) -> Attendee:
        return attrs.evolve(organizer_row(line_no, JO), attendee_no=no)

    with pytest.raises(FieldRequired, match="attendee_no"):
        create(MEETING, attendees=[organizing("")])
    with pytest.raises(NotFound, match="NOBODY"):
        create(MEETING, attendees=[organizing("NOBODY")])
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        create(MEETING, attendees=[organizing("NM")])
    with pytest.raises(SecondOrganizer, match="'RB' cannot organize the task, 'JO' does"):
        create(MEETING, attendees=[organizing("JO"), organizing("RB", 20000)])
    contact = attrs.evolve(contact_row(20000, CC1), attendance_type=AttendanceType.TASK_ORGANIZER)
    with pytest.raises(OrganizerNotSalesperson, match="CC1"):
        create(MEETING, attendees=[ORGANIZER, contact])
    with pytest.raises(AttendeeTwice, match="JO"):
        create(MEETING, attendees=[organizing("RB"), salesperson_row(20000, JO)])
    (row,) = create(MEETING, attendees=[organizing("RB")]).where(Attendee)
    assert (row.attendee_no, row.attendee_name) == ("JO", "Jo")


def test_attendees_of_other_tasks_are_passed_over() -> None:
    tables = create(DRAFT, attendees=[contact_row(10000, CC1)])
    assert (tables.count(Task), tables.count(Attendee)) == (1, 0)


def test_invitations_need_template_guest_attachment_and_location() -> None:
    def missing(draft: Task, *attendees: Attendee) -> str:
        with pytest.raises(FieldRequired) as refused:
            create(draft, attendees=attendees, send_invitations=True)
        return refused.value.field

    with_template = attrs.evolve(MEETING, interaction_template_code="MEETINV")
    with_attachment = attrs.evolve(with_template, attachment_no=1)
    assert missing(MEETING, ORGANIZER) == "interaction_template_code"
    assert missing(with_template, ORGANIZER, contact_row(20000, CC1)) == "attachment_no"
    assert missing(with_template, ORGANIZER) == "location"
    assert missing(DRAFT) == "location"
    changes = create_task(
        TABLES,
        attrs.evolve(with_attachment, location="Rome"),
        attendees=[ORGANIZER, contact_row(20000, CC1)],
        send_invitations=True,
        numbers=numbers(),
    )
    assert changes.requests == (InvitationRequest("TD01"),)


def test_the_template_that_the_setup_names_is_enough_for_invitations() -> None:
    setup = InteractionTemplateSetup(purpose=MEETING_INVITATION, interaction_template_code="INV")
    tables = Tables.of([*TABLES.rows(), setup, InteractionTemplate(code="INV", description="Come")])
    meeting = attrs.evolve(MEETING, location="Rome")
    changes = create_task(tables, meeting, attendees=[ORGANIZER], send_invitations=True, numbers=numbers())
    (task,) = changes.inserted_of(Task)
    assert (task.interaction_template_code, task.subject) == ("INV", "Come")
    assert changes.requests == (InvitationRequest("TD01"),)


@pytest.mark.invariant("activities", 17)
@pytest.mark.parametrize(
    ("start_time", "duration", "days"),
    [(None, DAY, 1), (None, 3 * DAY, 3), (dt.time(20), DAY // 3, 1), (None, DAY + 1, 2), (dt.time(20), DAY, 1)],
)
def test_an_all_day_event_is_stored_with_whole_days_and_without_start_time(
    start_time: dt.time | None, duration: int, days: int
) -> None:
    event = attrs.evolve(MEETING, all_day_event=True, start_time=start_time, duration=duration)
    (task,) = create(event, attendees=[ORGANIZER]).where(Task)
    assert (task.all_day_event, task.start_time, task.duration) == (True, None, days * DAY)
    stored = create(event, attendees=[ORGANIZER], policies=Policies(derive_task_ending=False)).where(Task)[0]
    assert stored.ending_date == TODAY.today + dt.timedelta(days=days - 1)
    with pytest.raises(DurationTooShort):
        create(attrs.evolve(event, duration=0), attendees=[ORGANIZER])


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_no_task_is_stored_without_a_number() -> None:
    with pytest.raises(FieldRequired, match="no must be filled"):
        create_task(TABLES, DRAFT, numbers=["  "])
    with pytest.raises(WrongType, match="numbers = 'TD77'"):
        create_task(TABLES, DRAFT, numbers="TD77")
    with pytest.raises(WrongType, match="no = 5"):
        create_task(TABLES, DRAFT, numbers=[5])  # type: ignore[list-item]
    assert create_task(TABLES, DRAFT, numbers=(" td77",)).inserted_of(Task)[0].no == "TD77"


def test_what_is_no_draft_attendee_comment_or_answer_is_refused() -> None:
    for arguments in ({"attendees": None}, {"attendees": [CC1]}, {"comments": ["Hello"]}, {"send_invitations": "no"}):
        (name,) = arguments
        with pytest.raises(WrongType, match=f"{name} = "):
            create(MEETING, **({"attendees": [ORGANIZER]} | arguments))
    with pytest.raises(WrongType, match="draft = None: is no Task"):
        create_task(TABLES, None)  # type: ignore[arg-type]


def test_comments_go_to_every_owning_task() -> None:
    comment = RlshpMgtCommentLine(table_name=CommentTable.CONTACT, no="", line_no=10000, comment="Hello")
    tables = create(attrs.evolve(DRAFT, segment_no="SM1"), comments=[comment])
    found = tables.where(RlshpMgtCommentLine)
    assert [(line.table_name, line.no, line.comment) for line in found] == [
        (CommentTable.TASK, no, "Hello") for no in ("TD01", "TD03", "TD05")
    ]


@pytest.mark.rule("E-MANUAL-NO")
def test_a_number_on_the_draft_counts_as_typed() -> None:
    typed = attrs.evolve(DRAFT, no="MINE", team_code="SALE")
    assert [task.no for task in create(typed).where(Task)] == ["MINE", "TD01", "TD02"]
    in_segment = attrs.evolve(DRAFT, no="MINE", segment_no="SM1")
    assert [task.no for task in create(in_segment).where(Task)] == ["MINE", "TD01", "TD02", "TD03", "TD04", "TD05"]
    series = NumberSeries(code="TODO", starting_no="TD1", manual_nos=False)
    tables = Tables.of([*TABLES.rows(), series, MarketingSetup(to_do_nos="TODO")])
    with pytest.raises(ManualNo, match="MINE"):
        create_task(tables, typed)


def test_a_recurring_task_says_how_it_recurs() -> None:
    how: dict[str, Any] = {"recurring": True, "recurring_date_interval": "1W"}
    tables = create(attrs.evolve(DRAFT, calc_due_date_from=CalcDueDateFrom.DUE_DATE, **how))
    assert tables.where(Task)[0].recurring


ORGANIZES = AttendanceType.TASK_ORGANIZER
REQUIRED = AttendanceType.REQUIRED


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ({"contact_no": "CC1", "salesperson_code": "RB"}, [("RB", ORGANIZES), ("CC1", REQUIRED)]),
        ({"contact_no": "CC1", "campaign_no": "CP1"}, [("RB", ORGANIZES), ("CC1", REQUIRED)]),
        ({"contact_no": "CC1"}, [("JO", ORGANIZES), ("CC1", REQUIRED)]),
        ({"salesperson_code": "JO", "campaign_no": "CP1"}, [("JO", ORGANIZES), ("RB", ORGANIZES)]),
        ({"opportunity_no": "OP1"}, [("JO", ORGANIZES), ("CC2", REQUIRED)]),
        ({"segment_no": "SM1"}, [("JO", ORGANIZES), ("CC1", REQUIRED), ("CC2", REQUIRED)]),
        ({"team_code": "SALE", "salesperson_code": "RB"}, [("RB", ORGANIZES), ("JO", REQUIRED)]),
        ({}, []),
    ],
)
def test_attendees_are_proposed_from_where_the_meeting_is_started(
    origin: dict[str, str], expected: list[tuple[str, AttendanceType]]
) -> None:
    rows = default_attendees(TABLES, **origin)
    assert [(row.attendee_no, row.attendance_type) for row in rows] == expected
    assert [row.line_no for row in rows] == [10000 * place for place in range(1, len(rows) + 1)]
    kinds = {"C": AttendeeType.CONTACT}
    assert all(row.attendee_type is kinds.get(row.attendee_no[0], AttendeeType.SALESPERSON) for row in rows)
