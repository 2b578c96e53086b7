import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from bcmarketing.activities.records import AttendanceType, Attendee, AttendeeType, SystemTaskType, Task, TaskType
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.errors import Blocked, FieldRequired, NotFound
from bcmarketing.opportunities.documents import SalesDocument
from bcmarketing.opportunities.editing import (
    change_campaign,
    change_contact,
    change_sales_cycle,
    change_salesperson,
    change_segment,
    eligible_campaigns,
    eligible_segments,
)
from bcmarketing.opportunities.records import (
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
)
from bcmarketing.opportunities.refusals import (
    CampaignDates,
    CampaignNotActive,
    ContactOfOtherCompany,
    CycleBlocked,
    SegmentOfOtherCampaign,
)
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]
WITH_TASKS = Policies(update_open_tasks=True)
DAY = dt.date(2027, 1, 11)
CALL = Task(
    no="T1",
    organizer_task_no="T1",
    type=TaskType.PHONE_CALL,
    salesperson_code="JO",
    contact_no="P1",
    contact_company_no="C1",
    campaign_no="CP0",
    opportunity_no="OP1",
    date=DAY,
)
DONE = attrs.evolve(CALL, no="T2", organizer_task_no="T2", closed=True)
MEETING = attrs.evolve(CALL, no="T3", organizer_task_no="T3", type=TaskType.MEETING, contact_no="")
OF_CONTACT = attrs.evolve(MEETING, no="T4", contact_no="P1", system_task_type=SystemTaskType.CONTACT_ATTENDEE)
ATTENDED = attrs.evolve(MEETING, no="T5", organizer_task_no="T5", salesperson_code="RB")
OF_SALESPERSON = attrs.evolve(
    ATTENDED, no="T6", salesperson_code="JO", system_task_type=SystemTaskType.SALESPERSON_ATTENDEE
)
TASKS = (CALL, DONE, MEETING, OF_CONTACT, ATTENDED, OF_SALESPERSON)
ROWS = (
    Attendee(
        task_no="T3",
        line_no=10000,
        attendance_type=AttendanceType.TASK_ORGANIZER,
        attendee_type=AttendeeType.SALESPERSON,
        attendee_no="JO",
    ),
    Attendee(task_no="T3", line_no=20000, attendee_no="P1"),
    Attendee(
        task_no="T5",
        line_no=10000,
        attendance_type=AttendanceType.TASK_ORGANIZER,
        attendee_type=AttendeeType.SALESPERSON,
        attendee_no="RB",
    ),
    Attendee(task_no="T5", line_no=20000, attendee_type=AttendeeType.SALESPERSON, attendee_no="JO"),
)


def activated(no: str, **fields: object) -> tuple[Campaign, CampaignTargetGroup]:
    campaign = Campaign(no=no, ending_date=dt.date(2027, 12, 31))
    return (
        attrs.evolve(campaign, **fields),  # type: ignore[arg-type]
        CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no=no),
    )


def changed(changes: ChangeSet) -> Opportunity:
    (opportunity,) = changes.modified_of(Opportunity)
    return opportunity


def test_the_active_entry_follows_the_salesperson_and_tasks_stay(build: Build) -> None:
    changes = change_salesperson(build(*TASKS, *ROWS), "OP1", "rb")
    assert changed(changes).salesperson_code == "RB"
    assert [entry.salesperson_code for entry in changes.modified_of(OpportunityEntry)] == ["RB"]
    assert changes.modified_of(Task) == ()
    assert change_salesperson(build(), "OP1", "JO") == ChangeSet()


def test_open_tasks_follow_the_salesperson_on_demand_but_an_organizer_stays(build: Build) -> None:
    third = Salesperson(code="AL", name="Al")
    changes = change_salesperson(build(*TASKS, *ROWS, third), "OP1", "AL", policies=WITH_TASKS)
    assert {task.no: task.salesperson_code for task in changes.modified_of(Task)} == {"T1": "AL", "T6": "AL"}
    (row,) = changes.modified_of(Attendee)
    assert (row.task_no, row.line_no, row.attendee_no, row.attendee_name) == ("T5", 20000, "AL", "Al")


def test_a_salesperson_who_attends_already_attends_once(build: Build) -> None:
    changes = change_salesperson(build(*TASKS, *ROWS), "OP1", "RB", policies=WITH_TASKS)
    assert [task.no for task in changes.deleted_of(Task)] == ["T6"]
    assert [row.attendee_no for row in changes.deleted_of(Attendee)] == ["JO"]


def test_a_part_without_row_is_left_alone(build: Build) -> None:
    changes = change_salesperson(build(*TASKS), "OP1", "RB", policies=WITH_TASKS)
    assert [task.no for task in changes.modified_of(Task)] == ["T1"]


@pytest.mark.rule("E-FIELD-REQUIRED", "E-BLOCKED", "E-NOT-FOUND")
def test_a_salesperson_is_replaced_by_one_who_can_be_entered(build: Build) -> None:
    with pytest.raises(FieldRequired):
        change_salesperson(build(), "OP1", "")
    with pytest.raises(Blocked):
        change_salesperson(build(Salesperson(code="RB", blocked=True)), "OP1", "RB")
    with pytest.raises(NotFound):
        change_salesperson(build(), "OP1", "XX")


def test_company_entry_quote_and_on_demand_tasks_follow_the_contact(build: Build) -> None:
    quote = SalesDocument(document_type=OpportunityDocumentType.QUOTE, no="SQ1", sell_to_contact_no="P1")
    changes = change_contact(build(quote, *TASKS, *ROWS, sales_document_no="SQ1"), "OP1", "p2", policies=WITH_TASKS)
    assert (changed(changes).contact_no, changed(changes).contact_company_no) == ("P2", "C1")
    assert [entry.contact_no for entry in changes.modified_of(OpportunityEntry)] == ["P2"]
    assert [document.sell_to_contact_no for document in changes.modified_of(SalesDocument)] == ["P2"]
    assert {task.no: task.contact_no for task in changes.modified_of(Task)} == {
        "T1": "P2",
        "T4": "P2",
    }
    assert [(row.attendee_no, row.attendee_name) for row in changes.modified_of(Attendee)] == [("P2", "Pat")]
    assert change_contact(build(*TASKS), "OP1", "P2").modified_of(Task) == ()
    assert change_contact(build(), "OP1", "P1") == ChangeSet()


@pytest.mark.rule("E-OPP-CONTACT-COMPANY", "E-FIELD-REQUIRED")
def test_a_started_opportunity_stays_with_its_company(build: Build) -> None:
    with pytest.raises(ContactOfOtherCompany):
        change_contact(build(), "OP1", "P3")
    with pytest.raises(FieldRequired):
        change_contact(build(), "OP1", "")
    assert changed(change_contact(build(), "OP2", "P1")).contact_company_no == "C1"
    assert changed(change_contact(build(contact_no="", contact_company_no=""), "OP1", "P3")).contact_no == "P3"


def test_entry_and_on_demand_tasks_follow_the_campaign_whose_only_segment_is_taken(build: Build) -> None:
    tables = build(*activated("CP1"), SegmentHeader(no="SM1", campaign_no="CP1"), *TASKS, campaign_no="CP0")
    changes = change_campaign(tables, "OP1", "cp1", policies=WITH_TASKS)
    assert (changed(changes).campaign_no, changed(changes).segment_no) == ("CP1", "SM1")
    assert [entry.campaign_no for entry in changes.modified_of(OpportunityEntry)] == ["CP1"]
    assert [task.no for task in changes.modified_of(Task)] == ["T1", "T3", "T4", "T5", "T6"]
    assert change_campaign(tables, "OP1", "CP1").modified_of(Task) == ()
    assert change_campaign(tables, "OP1", "CP0") == ChangeSet()


def test_of_several_segments_none_is_taken_and_the_description_stays(build: Build) -> None:
    segments = [SegmentHeader(no=f"SM{no}", campaign_no="CP1") for no in (1, 2)]
    tables = build(*activated("CP1"), *segments, segment_no="SM9", segment_description="Spring")
    found = changed(change_campaign(tables, "OP1", "CP1"))
    assert (found.segment_no, found.segment_description) == ("", "Spring")
    cleared = changed(change_campaign(build(campaign_no="CP1", segment_no="SM1"), "OP1", ""))
    assert (cleared.campaign_no, cleared.segment_no) == ("", "")


CAMPAIGNS = [
    *activated("ENDS", ending_date=DAY),
    *activated("STARTS", starting_date=DAY),
    *activated("LATE", starting_date=dt.date(2027, 1, 12)),
    *activated("OVER", ending_date=dt.date(2027, 1, 10)),
    *activated("OPEN", ending_date=None),
    Campaign(no="IDLE", ending_date=dt.date(2027, 12, 31)),
]


@pytest.mark.rule("E-OPP-CAMPAIGN-DATES", "E-CAMPAIGN-NOT-ACTIVE")
def test_a_campaign_runs_on_the_creation_date_and_is_activated(build: Build) -> None:
    tables = build(*CAMPAIGNS)
    for no in ("LATE", "OVER", "OPEN"):
        with pytest.raises(CampaignDates):
            change_campaign(tables, "OP1", no)
    with pytest.raises(CampaignNotActive):
        change_campaign(tables, "OP1", "IDLE")
    assert [campaign.no for campaign in eligible_campaigns(tables, "OP1")] == ["ENDS", "STARTS"]
    undated = eligible_campaigns(build(*CAMPAIGNS, creation_date=None), "OP1")
    assert [campaign.no for campaign in undated] == ["ENDS", "OVER"]


@pytest.mark.rule("E-SEGMENT-CAMPAIGN")
def test_segment_and_opportunity_belong_to_one_campaign(build: Build) -> None:
    segments = [SegmentHeader(no="SM1", campaign_no="CP1"), SegmentHeader(no="SM2", campaign_no="CP2")]
    free = SegmentHeader(no="SM0", description="Free")
    tables = build(*segments, free, campaign_no="CP1")
    with pytest.raises(SegmentOfOtherCampaign):
        change_segment(tables, "OP1", "SM2")
    assert changed(change_segment(tables, "OP1", "SM1")).segment_no == "SM1"
    assert changed(change_segment(tables, "OP1", "sm0")).segment_description == "Free"
    assert [segment.no for segment in eligible_segments(tables, "OP1")] == ["SM1"]
    assert [segment.no for segment in eligible_segments(build(*segments, free), "OP1")] == ["SM0", "SM1", "SM2"]


@pytest.mark.rule("E-CYCLE-BLOCKED", "E-NOT-FOUND")
def test_a_sales_cycle_is_replaced_by_one_that_can_be_entered(build: Build) -> None:
    tables = build(SalesCycle(code="OTHER"), SalesCycle(code="OLD", blocked=True))
    assert changed(change_sales_cycle(tables, "OP2", "other")).sales_cycle_code == "OTHER"
    assert changed(change_sales_cycle(tables, "OP2", "")).sales_cycle_code == ""
    with pytest.raises(CycleBlocked):
        change_sales_cycle(tables, "OP2", "OLD")
    with pytest.raises(NotFound):
        change_sales_cycle(tables, "OP2", "GONE")


def test_changing_an_opportunity_without_entry_changes_no_entry(build: Build) -> None:
    changes = change_salesperson(build(status=OpportunityStatus.NOT_STARTED), "OP2", "JO")
    assert changes.modified_of(OpportunityEntry) == ()
