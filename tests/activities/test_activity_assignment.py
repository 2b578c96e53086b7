"""Assigning activities: proposals, checks in their order, policies."""

import datetime as dt
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.activities.assignment import assign_activity, includes_meeting, insert_activity
from bcmarketing.activities.planning import plan_activity, schedule_backwards
from bcmarketing.activities.proposals import Overrides
from bcmarketing.activities.records import (
    DAY,
    Activity,
    ActivityStep,
    AttendanceType,
    Attendee,
    SystemTaskType,
    Task,
    TaskPriority,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import (
    AttendeeTwice,
    DateOutOfRange,
    MeetingOrganizerRequired,
    NobodyResponsible,
    OrganizerWithoutEmail,
)
from bcmarketing.activities.schedule import Ending, ending_of
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.privacy import ContactBlocked
from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.errors import Blocked, FieldRequired, NoSeries, NotFound, WrongType
from bcmarketing.interactions.records import InteractionTemplate, InteractionTemplateSetup
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

START = dt.date(2024, 1, 15)
LAUNCH: list[Record] = [
    Activity(code="LAUNCH"),
    ActivityStep(activity_code="LAUNCH", step_no=30000, type=TaskType.MEETING, priority=TaskPriority.HIGH,
                 description="Kick-off", date_formula="CM+5D"),
    ActivityStep(activity_code="LAUNCH", step_no=10000, description="Check list"),
    ActivityStep(activity_code="LAUNCH", step_no=20000, type=TaskType.PHONE_CALL, priority=TaskPriority.NORMAL,
                 description="Call", date_formula="1W"),
    Activity(code="CALL"),
    ActivityStep(activity_code="CALL", step_no=10000, type=TaskType.PHONE_CALL, description="Call"),
    Activity(code="WRITE"),
    ActivityStep(activity_code="WRITE", step_no=10000, description="Write"),
    Activity(code="EMPTY"),
]  # fmt: skip
TABLES = Tables.of(
    [
        *LAUNCH,
        *(Salesperson(code=code, name=f"Name {code}", email=f"{code}@example.com") for code in ("JO", "RB", "HR")),
        Salesperson(code="NM", name="No mail"),
        Salesperson(code="BL", name="Blocked", email="bl@example.com", blocked=True),
        Team(code="SALE"),
        TeamMember(team_code="SALE", salesperson_code="RB"),
        TeamMember(team_code="SALE", salesperson_code="JO"),
        Team(code="MUTE"),
        TeamMember(team_code="MUTE", salesperson_code="NM"),
        Contact(no="CC1", company_no="CC1", name="Chairs", salesperson_code="JO", email="chairs@example.com"),
        Contact(no="CT1", type=ContactType.PERSON, company_no="CC1", name="Person", salesperson_code="RB"),
        Contact(no="CT2", type=ContactType.PERSON, name="Nobody's"),
        Contact(no="CT9", privacy_blocked=True),
        Contact(no="JO", name="Named like a salesperson"),
        Campaign(no="CP1", salesperson_code="HR"),
        Campaign(no="CP2"),
        Opportunity(no="OP1", contact_no="CT1", contact_company_no="CC1", campaign_no="CP1", salesperson_code="JO"),
        OpportunityEntry(entry_no=7, opportunity_no="OP1", active=False),
        OpportunityEntry(entry_no=8, opportunity_no="OP1", active=True),
        SegmentHeader(no="SM1", campaign_no="CP1", salesperson_code="JO"),
        SegmentLine(segment_no="SM1", line_no=10000, contact_no="CT1"),
        SegmentLine(segment_no="SM1", line_no=20000),
        SegmentLine(segment_no="SM1", line_no=30000, contact_no="CC1"),
        SegmentLine(segment_no="SM1", line_no=40000, contact_no="CT1"),
        SegmentHeader(no="SM2", salesperson_code="JO"),
    ]
)


def numbers() -> Iterator[str]:
    return (f"TD{number:02}" for number in itertools.count(1))


def shown(tasks: tuple[Task, ...]) -> list[tuple[str, str, str, SystemTaskType, str]]:
    return [
        (task.no, task.salesperson_code, task.contact_no, task.system_task_type, task.organizer_task_no)
        for task in tasks
    ]


ORGANIZER, TEAM = SystemTaskType.ORGANIZER, SystemTaskType.TEAM
CONTACT, SALESPERSON = SystemTaskType.CONTACT_ATTENDEE, SystemTaskType.SALESPERSON_ATTENDEE


def test_a_salesperson_gets_a_task_for_every_step_in_order() -> None:
    changes = assign_activity(TABLES, "launch", date=START, contact_no="CC1", salesperson_code="JO", numbers=numbers())
    tasks = changes.inserted_of(Task)
    assert [(task.type, task.date, task.priority, task.description) for task in tasks[:3]] == [
        (TaskType.BLANK, START, TaskPriority.LOW, "Check list"),
        (TaskType.PHONE_CALL, dt.date(2024, 1, 22), TaskPriority.NORMAL, "Call"),
        (TaskType.MEETING, dt.date(2024, 2, 5), TaskPriority.HIGH, "Kick-off"),
    ]
    assert shown(tasks) == [
        ("TD01", "JO", "CC1", ORGANIZER, "TD01"),
        ("TD02", "JO", "CC1", ORGANIZER, "TD02"),
        ("TD03", "JO", "", ORGANIZER, "TD03"),
        ("TD04", "JO", "CC1", CONTACT, "TD03"),
    ]
    assert {task.activity_code for task in tasks} == {"LAUNCH"}
    organizer, contact = changes.inserted_of(Attendee)
    assert organizer == Attendee(
        task_no="TD03",
        line_no=10000,
        attendance_type=AttendanceType.TASK_ORGANIZER,
        attendee_type=organizer.attendee_type,
        attendee_no="JO",
        attendee_name="Name JO",
        send_invitation=True,
    )
    assert (contact.line_no, contact.attendee_no, contact.send_invitation) == (20000, "CC1", True)


def test_a_team_gets_a_task_for_every_step_and_a_part_for_every_member() -> None:
    changes = assign_activity(
        TABLES,
        "LAUNCH",
        date=START,
        contact_no="CT1",
        team_code="SALE",
        meeting_organizer="JO",
        numbers=numbers(),
    )
    tasks = changes.inserted_of(Task)
    assert shown(tasks) == [
        ("TD01", "", "CT1", TEAM, "TD01"),
        ("TD02", "JO", "CT1", ORGANIZER, "TD01"),
        ("TD03", "RB", "CT1", ORGANIZER, "TD01"),
        ("TD04", "", "CT1", CONTACT, "TD01"),
        ("TD05", "", "CT1", TEAM, "TD05"),
        ("TD06", "JO", "CT1", ORGANIZER, "TD05"),
        ("TD07", "RB", "CT1", ORGANIZER, "TD05"),
        ("TD08", "", "CT1", CONTACT, "TD05"),
        ("TD09", "", "", TEAM, "TD09"),
        ("TD10", "JO", "", ORGANIZER, "TD09"),
        ("TD11", "RB", "", SALESPERSON, "TD09"),
        ("TD12", "", "CT1", CONTACT, "TD09"),
    ]
    rows = [(row.line_no, row.attendee_no, row.send_invitation) for row in changes.inserted_of(Attendee)]
    # JO's place among the members stays free, and CT1 has no e-mail address.
    assert rows == [(10000, "JO", True), (30000, "RB", False), (40000, "CT1", False)]


def test_an_organizer_from_outside_the_team_takes_no_member_s_place() -> None:
    changes = assign_activity(TABLES, "LAUNCH", date=START, team_code="SALE", meeting_organizer="HR", numbers=numbers())
    assert len(changes.inserted_of(Task)) == 3 + 3 + 4
    assert [row.line_no for row in changes.inserted_of(Attendee)] == [10000, 20000, 30000]


def test_each_origin_proposes_links_and_salesperson() -> None:
    origins: list[tuple[dict[str, Any], tuple[object, ...]]] = [
        ({"contact_no": "CT1"}, ("RB", "CT1", "CC1", "", "", 0)),
        ({"contact_no": "cc1"}, ("JO", "CC1", "CC1", "", "", 0)),
        ({"campaign_no": "CP1"}, ("HR", "", "", "CP1", "", 0)),
        ({"opportunity_no": "OP1"}, ("JO", "CT1", "CC1", "CP1", "OP1", 8)),
        ({"contact_no": "CC1", "campaign_no": "CP1"}, ("HR", "CC1", "CC1", "CP1", "", 0)),
    ]
    for origin, expected in origins:
        changes = assign_activity(TABLES, "WRITE", date=START, numbers=numbers(), **origin)
        (task,) = changes.inserted_of(Task)
        found = (task.salesperson_code, task.contact_no, task.contact_company_no, task.campaign_no)
        assert (*found, task.opportunity_no, task.opportunity_entry_no) == expected


def test_a_later_origin_overwrites_even_with_a_blank() -> None:
    with pytest.raises(NobodyResponsible):
        assign_activity(TABLES, "WRITE", date=START, contact_no="CC1", campaign_no="CP2", numbers=numbers())


def test_what_is_entered_overrides_the_proposals() -> None:
    changes = assign_activity(
        TABLES,
        "WRITE",
        date=START,
        campaign_no="CP1",
        overrides=Overrides(salesperson_code="rb", campaign_no="CP2"),
        numbers=numbers(),
    )
    (task,) = changes.inserted_of(Task)
    assert (task.salesperson_code, task.campaign_no) == ("RB", "CP2")
    blanked = Overrides(campaign_no="", team_code="", segment_no="", salesperson_code="")
    with pytest.raises(NobodyResponsible):
        assign_activity(TABLES, "WRITE", date=START, campaign_no="CP1", overrides=blanked)


def test_a_contact_s_salesperson_never_joins_a_team_s_activity() -> None:
    ways: list[dict[str, Any]] = [{"team_code": "SALE"}, {"overrides": Overrides(team_code="SALE")}]
    for how in ways:
        changes = assign_activity(TABLES, "WRITE", date=START, contact_no="CC1", numbers=numbers(), **how)
        assert changes.inserted_of(Task)[0].salesperson_code == ""


def test_an_entered_salesperson_takes_the_place_of_a_team() -> None:
    changes = assign_activity(
        TABLES,
        "LAUNCH",
        date=START,
        team_code="SALE",
        overrides=Overrides(salesperson_code="HR"),
        meeting_organizer="RB",
        numbers=numbers(),
    )
    assert [(task.salesperson_code, task.team_code) for task in changes.inserted_of(Task)] == [("HR", "")] * 3


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_activity_and_date_are_required_in_this_order() -> None:
    with pytest.raises(FieldRequired, match="activity_code"):
        assign_activity(TABLES, "", date=None)
    with pytest.raises(FieldRequired, match="date"):
        assign_activity(TABLES, "LAUNCH", date=None)
    with pytest.raises(NotFound, match="Activity"):
        assign_activity(TABLES, "NONE", date=None)
    with pytest.raises(WrongType):
        assign_activity(TABLES, "LAUNCH", date=dt.datetime(2024, 1, 1), salesperson_code="JO")  # noqa: DTZ001


@pytest.mark.rule("E-TASK-RESPONSIBLE")
def test_somebody_is_responsible() -> None:
    with pytest.raises(NobodyResponsible):
        assign_activity(TABLES, "LAUNCH", date=START, contact_no="CT2")


@pytest.mark.rule("E-MEETING-ORGANIZER-REQUIRED")
def test_a_team_s_meeting_needs_an_organizer() -> None:
    with pytest.raises(MeetingOrganizerRequired, match=r"LAUNCH.*SALE"):
        assign_activity(TABLES, "LAUNCH", date=START, team_code="SALE", numbers=numbers())
    work = Work(TABLES)
    with pytest.raises(MeetingOrganizerRequired):
        insert_activity(work, "LAUNCH", Task(no="", team_code="SALE", date=START), numbers=numbers())


@pytest.mark.rule("E-ORGANIZER-NO-EMAIL")
def test_whoever_gets_an_activity_needs_an_email_even_without_a_meeting() -> None:
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        assign_activity(TABLES, "CALL", date=START, salesperson_code="NM", numbers=numbers())
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        assign_activity(TABLES, "LAUNCH", date=START, team_code="SALE", meeting_organizer="NM", numbers=numbers())


def test_a_member_needs_an_email_except_for_a_phone_call_outside_segments() -> None:
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        assign_activity(TABLES, "WRITE", date=START, team_code="MUTE", numbers=numbers())
    calls = assign_activity(TABLES, "CALL", date=START, team_code="MUTE", numbers=numbers())
    assert len(calls.inserted_of(Task)) == 2
    with pytest.raises(OrganizerWithoutEmail, match="NM"):
        assign_activity(TABLES, "CALL", date=START, segment_no="SM1", team_code="MUTE", numbers=numbers())


def test_a_meeting_organizer_counts_only_for_a_team_with_a_meeting() -> None:
    changes = assign_activity(TABLES, "WRITE", date=START, team_code="SALE", meeting_organizer="NM", numbers=numbers())
    assert len(changes.inserted_of(Task)) == 3


@pytest.mark.rule("E-CONTACT-BLOCKED", "E-BLOCKED", "E-NOT-FOUND")
def test_blocked_and_unknown_records_are_refused() -> None:
    with pytest.raises(ContactBlocked, match="CT9"):
        assign_activity(TABLES, "WRITE", date=START, contact_no="CT9", salesperson_code="JO")
    with pytest.raises(Blocked, match="BL"):
        assign_activity(TABLES, "WRITE", date=START, salesperson_code="BL")
    with pytest.raises(Blocked, match="BL"):
        assign_activity(TABLES, "WRITE", date=START, contact_no="CC1", overrides=Overrides(salesperson_code="BL"))
    for field in ("contact_no", "salesperson_code", "team_code", "campaign_no", "opportunity_no", "segment_no"):
        unknown: dict[str, Any] = {field: "NONE"}
        with pytest.raises(NotFound):
            assign_activity(TABLES, "WRITE", date=START, **unknown)
    for overrides in (Overrides(team_code="NONE"), Overrides(campaign_no="NONE"), Overrides(segment_no="NONE")):
        with pytest.raises(NotFound):
            assign_activity(TABLES, "WRITE", date=START, salesperson_code="JO", overrides=overrides)


@pytest.mark.rule("E-NO-SERIES")
def test_numbers_come_from_the_caller_or_the_series() -> None:
    with pytest.raises(NoSeries):
        assign_activity(TABLES, "WRITE", date=START, salesperson_code="JO")
    with pytest.raises(NoSeries):
        assign_activity(TABLES, "LAUNCH", date=START, salesperson_code="JO", numbers=["TD1", "TD2"])
    tables = Tables.of(
        [*TABLES.rows(), MarketingSetup(to_do_nos="TODO"), NumberSeries(code="TODO", starting_no="TD000001")]
    )
    changes = assign_activity(tables, "LAUNCH", date=START, salesperson_code="JO")
    assert [task.no for task in changes.inserted_of(Task)] == ["TD000001", "TD000002", "TD000003"]
    assert [series.last_no_used for series in changes.modified_of(NumberSeries)] == ["TD000003"]


@pytest.mark.rule("E-DATE-RANGE")
def test_tasks_are_dated_between_1900_and_2999() -> None:
    for start in (dt.date(1899, 12, 31), dt.date(3000, 1, 1), dt.date(2999, 12, 28)):
        with pytest.raises(DateOutOfRange):
            assign_activity(TABLES, "LAUNCH", date=start, salesperson_code="JO", numbers=numbers())


def test_a_segment_gives_a_task_for_every_line_step_by_step() -> None:
    changes = assign_activity(TABLES, "LAUNCH", date=START, segment_no="SM1", numbers=numbers())
    tasks = changes.inserted_of(Task)
    assert [(task.contact_no, task.system_task_type) for task in tasks[:6]] == [
        ("CT1", ORGANIZER),
        ("CT1", CONTACT),
        ("CC1", ORGANIZER),
        ("CC1", CONTACT),
        ("CT1", ORGANIZER),
        ("CT1", CONTACT),
    ]
    assert [task.type for task in tasks] == [TaskType.BLANK] * 6 + [TaskType.PHONE_CALL] * 6 + [TaskType.MEETING] * 3
    assert {(task.segment_no, task.campaign_no, task.salesperson_code) for task in tasks} == {("SM1", "CP1", "JO")}
    # One meeting for all, and every contact once.
    assert [row.attendee_no for row in changes.inserted_of(Attendee)] == ["JO", "CT1", "CC1"]
    assert {task.contact_company_no for task in tasks if task.contact_no} == {"CC1"}


def test_in_a_segment_the_contact_s_part_comes_before_the_members() -> None:
    changes = assign_activity(TABLES, "WRITE", date=START, segment_no="SM1", team_code="SALE", numbers=numbers())
    kinds = [task.system_task_type for task in changes.inserted_of(Task)]
    assert kinds == [TEAM, CONTACT, ORGANIZER, ORGANIZER] * 3


def test_a_segment_without_contacts_or_permission_gives_nothing() -> None:
    assert not assign_activity(TABLES, "LAUNCH", date=START, segment_no="SM2", numbers=numbers())
    declined = Policies(segment_contacts=False)
    assert not assign_activity(TABLES, "LAUNCH", date=START, segment_no="SM1", policies=declined)


def test_business_central_s_own_reading_gives_a_segment_meetings_only() -> None:
    bc = Policies(segment_activity_uses_all_contacts=False)
    changes = assign_activity(TABLES, "LAUNCH", date=START, segment_no="SM1", numbers=numbers(), policies=bc)
    assert {task.type for task in changes.inserted_of(Task)} == {TaskType.MEETING}


def test_beside_a_contact_a_segment_is_a_link() -> None:
    changes = assign_activity(
        TABLES,
        "WRITE",
        date=START,
        contact_no="CT1",
        overrides=Overrides(segment_no="SM1"),
        numbers=numbers(),
    )
    assert [(task.contact_no, task.segment_no) for task in changes.inserted_of(Task)] == [("CT1", "SM1")] * 2


def test_a_stage_s_activity_carries_no_activity_code_and_needs_no_carrier() -> None:
    work = Work(TABLES)
    base = Task(no="", contact_no="CC1", contact_company_no="CC1", opportunity_no="OP1", date=START)
    tasks = insert_activity(work, "LAUNCH", base, numbers=numbers())
    assert [task.activity_code for task in tasks] == [""] * 4
    (row,) = work.done().inserted_of(Attendee)
    assert (row.line_no, row.attendee_no) == (10000, "CC1")


def test_in_a_segment_a_stage_s_task_has_a_part_for_the_own_contact() -> None:
    base = Task(no="", salesperson_code="NM", contact_no="CC1", segment_no="SM1", opportunity_no="OP1", date=START)
    tasks = insert_activity(Work(TABLES), "WRITE", base, numbers=numbers())
    assert [(task.system_task_type, task.contact_no) for task in tasks] == [(ORGANIZER, "CC1"), (CONTACT, "CC1")]


def test_an_activity_without_steps_is_one_task() -> None:
    changes = assign_activity(TABLES, "EMPTY", date=START, salesperson_code="JO", numbers=numbers())
    (task,) = changes.inserted_of(Task)
    assert (task.type, task.priority, task.date) == (TaskType.BLANK, TaskPriority.NORMAL, START)
    (other,) = insert_activity(Work(TABLES), "GONE", Task(no="", description="As given", date=START), numbers=numbers())
    assert (other.description, other.status) == ("As given", TaskStatus.NOT_STARTED)
    with pytest.raises(FieldRequired, match="date"):
        insert_activity(Work(TABLES), "GONE", Task(no=""), numbers=numbers())


def test_a_meeting_takes_after_the_template_for_invitations() -> None:
    template = InteractionTemplate(
        code="MEETINV", description="Please come", unit_cost="5", unit_duration="10", campaign_no="CP2",
        language_code_default="DEU",
    )  # fmt: skip
    setup = InteractionTemplateSetup(purpose="Meeting Invitation", interaction_template_code="MEETINV")
    tables = Tables.of([*TABLES.rows(), template, setup])
    for campaign_no, expected in (("", "CP2"), ("CP1", "CP1")):
        changes = assign_activity(
            tables,
            "LAUNCH",
            date=START,
            salesperson_code="JO",
            overrides=Overrides(campaign_no=campaign_no),
            numbers=numbers(),
        )
        *others, meeting = changes.inserted_of(Task)
        assert (meeting.interaction_template_code, meeting.subject) == ("MEETINV", "Please come")
        assert (meeting.language_code, meeting.unit_cost_lcy, meeting.unit_duration_min) == (
            "DEU",
            Decimal(5),
            Decimal(10),
        )
        assert meeting.campaign_no == expected
        assert {task.interaction_template_code for task in others} == {""}


@pytest.mark.rule("E-ATTENDEE-DUPLICATE")
def test_a_contact_numbered_like_the_organizer_cannot_attend() -> None:
    with pytest.raises(AttendeeTwice, match="JO"):
        assign_activity(
            TABLES,
            "LAUNCH",
            date=START,
            contact_no="JO",
            overrides=Overrides(salesperson_code="JO"),
            numbers=numbers(),
        )


def test_a_task_ends_by_its_own_date_or_as_in_business_central_by_the_start_date() -> None:
    for derived in (True, False):
        policies = Policies(derive_task_ending=derived)
        changes = assign_activity(
            TABLES, "LAUNCH", date=START, salesperson_code="JO", numbers=numbers(), policies=policies
        )
        ends = [ending_of(task, policies) for task in changes.inserted_of(Task)]
        midnight = dt.time(0)
        if derived:
            assert ends == [
                Ending(dt.date(2024, 1, 16), midnight),
                Ending(dt.date(2024, 1, 23), midnight),
                Ending(dt.date(2024, 2, 6), None),
            ]
        else:
            assert ends == [Ending(dt.date(2024, 1, 16), midnight)] * 2 + [Ending(dt.date(2024, 1, 16), None)]
        assert [task.duration // DAY for task in changes.inserted_of(Task)] == [1, 1, 2]


def test_the_steps_of_an_activity_tell_whether_it_includes_a_meeting() -> None:
    assert [includes_meeting(TABLES, code) for code in ("LAUNCH", "CALL", "NONE", "")] == [True, False, False, False]


def test_a_code_means_the_same_activity_however_it_is_written() -> None:
    assert includes_meeting(TABLES, " launch ")
    assert not includes_meeting(TABLES, "call ")
    with pytest.raises(WrongType, match="activity_code = None"):
        includes_meeting(TABLES, None)  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.parametrize("code", ["", "  "])
def test_an_activity_has_a_code(code: str) -> None:
    with pytest.raises(FieldRequired, match="code must be filled"):
        Activity(code=code)


def test_only_an_activity_is_planned() -> None:
    for plan in (plan_activity, schedule_backwards):
        with pytest.raises(WrongType, match="activity = 'LAUNCH'"):
            plan("LAUNCH", [], START)  # type: ignore[arg-type]


def test_a_plan_says_what_is_out_of_range() -> None:
    steps = [step for step in LAUNCH if isinstance(step, ActivityStep)]
    with pytest.raises(DateOutOfRange):
        plan_activity(Activity(code="LAUNCH"), steps, dt.date(1800, 1, 1))
    for planner in (plan_activity, schedule_backwards):
        with pytest.raises(WrongType):
            planner(Activity(code="LAUNCH"), steps, dt.datetime(2024, 1, 1))  # noqa: DTZ001
    assert plan_activity(Activity(code="EMPTY"), steps, START) == ()


def test_an_activity_without_steps_starts_on_the_deadline() -> None:
    for deadline, start in ((START, START), (dt.date(3050, 1, 1), dt.date(2999, 12, 31)), (dt.date(1899, 1, 1), None)):
        found = schedule_backwards(Activity(code="EMPTY"), [], deadline)
        assert (found.start, bool(found), found.decided_by) == (start, start is not None, ())


def test_a_deadline_can_be_impossible_because_of_one_step() -> None:
    fixed = ActivityStep(activity_code="LAUNCH", step_no=10000, date_formula="Y2030")
    free = ActivityStep(activity_code="LAUNCH", step_no=20000, date_formula="1W")
    found = schedule_backwards(Activity(code="LAUNCH"), [free, fixed], dt.date(2029, 12, 31))
    assert (found.start, found.decided_by) == (None, (fixed,))
    later = schedule_backwards(Activity(code="LAUNCH"), [free, fixed], dt.date(2030, 1, 1))
    assert (later.start, later.decided_by) == (dt.date(2029, 12, 25), (free,))


def test_a_deadline_can_be_impossible_because_a_step_looks_too_far_back() -> None:
    late = ActivityStep(activity_code="LAUNCH", step_no=10000, date_formula="-500Y")
    soon = ActivityStep(activity_code="LAUNCH", step_no=20000)
    found = schedule_backwards(Activity(code="LAUNCH"), [late, soon], dt.date(2030, 1, 1))
    assert (found.start, found.decided_by) == (None, (late,))


def test_assigning_twice_creates_the_tasks_twice() -> None:
    drawn = numbers()
    tables = TABLES
    for _ in range(2):
        tables = tables.apply(assign_activity(tables, "WRITE", date=START, salesperson_code="JO", numbers=drawn))
    first, second = tables.where(Task)
    assert attrs.evolve(first, no="", organizer_task_no="") == attrs.evolve(second, no="", organizer_task_no="")
