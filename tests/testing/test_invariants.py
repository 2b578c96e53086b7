"""Every invariant of the testing kit can fail: one broken row is enough."""

import datetime as dt

import pytest

from bcmarketing.activities.records import AttendanceType, Attendee, AttendeeType, SystemTaskType, Task, TaskStatus
from bcmarketing.campaigns.records import Campaign, CampaignEntry
from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.records import ActionTaken, Opportunity, OpportunityEntry, OpportunityStatus
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType
from bcmarketing.segments.records import CriteriaLineType, SegmentCriteriaLine, SegmentHeader, SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.testing.invariants import check_invariants

EARLY, LATE = dt.date(2027, 1, 11), dt.date(2027, 2, 1)
SEGMENT = SegmentHeader(no="SM1")
OWNER = Task(no="TD1", organizer_task_no="TD1", salesperson_code="EVA")
ORGANIZES = AttendanceType.TASK_ORGANIZER
STARTED = Opportunity(no="OP1", status=OpportunityStatus.IN_PROGRESS)
FIRST = OpportunityEntry(entry_no=1, opportunity_no="OP1", active=True)


def attendee(line_no: int, no: str, attendance: AttendanceType, kind: AttendeeType) -> Attendee:
    return Attendee(task_no="TD1", line_no=line_no, attendee_no=no, attendance_type=attendance, attendee_type=kind)


def test_rows_that_hold_the_invariants_pass() -> None:
    check_invariants(Tables.of([SEGMENT, OWNER, STARTED, FIRST, Contact(no="CC1", company_no="CC1")]))


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([Campaign(no="CP1", starting_date=LATE, ending_date=EARLY)], "starts before it ends"),
        (
            [
                Campaign(no="CP1", starting_date=EARLY),
                SalesPrice(item_no="I", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP1", starting_date=LATE),
            ],
            "price rows of CP1 carry its dates",
        ),
        (
            [CampaignEntry(entry_no=no, campaign_no="CP1", segment_no="SM1") for no in (1, 2)],
            "one campaign entry for a document type, campaign and segment",
        ),
        (
            [Campaign(no="CP1"), InteractionLogEntry(entry_no=1, campaign_no="CP1")],
            "names a campaign entry of its campaign",
        ),
        ([SegmentLine(segment_no="SM2", line_no=10000)], "a segment line has a segment"),
        (
            [
                SEGMENT,
                Contact(no="CC1", company_no="CC1"),
                SegmentLine(segment_no="SM1", line_no=10000, contact_no="CC1"),
            ],
            "names the company of its contact",
        ),
        (
            [SegmentCriteriaLine(segment_no="SM1", line_no=1, type=CriteriaLineType.FILTER)],
            "a filter follows its action",
        ),
        (
            [SegmentCriteriaLine(segment_no="SM1", line_no=1, type=CriteriaLineType.ACTION, no_of_filters=2)],
            "an action counts its filters",
        ),
        ([Contact(no="P1", type=ContactType.PERSON, company_no="P1")], "a company is its own company"),
        (
            [Task(no="TD1", organizer_task_no="TD1", closed=True)],
            "closed when it is completed, and has a closing date",
        ),
        ([Task(no="TD1", organizer_task_no="TD1", canceled=True)], "a canceled task is closed"),
        ([Task(no="TD2", organizer_task_no="TD1")], "an owning task, which owns itself"),
        (
            [Task(no="TD1", organizer_task_no="TD1", system_task_type=SystemTaskType.CONTACT_ATTENDEE)],
            "an owning task is an organizer's or a team's",
        ),
        (
            [OWNER, *(attendee(no, "EVA", AttendanceType.REQUIRED, AttendeeType.SALESPERSON) for no in (1, 2))],
            "an attendee attends once",
        ),
        (
            [OWNER, *(attendee(no, f"S{no}", ORGANIZES, AttendeeType.SALESPERSON) for no in (1, 2))],
            "a meeting has one organizer",
        ),
        ([OWNER, attendee(1, "CC1", ORGANIZES, AttendeeType.CONTACT)], "a salesperson organizes"),
        ([STARTED], "has entries once it is started"),
        (
            [STARTED, FIRST, OpportunityEntry(entry_no=2, opportunity_no="OP1", active=True)],
            "the latest entry of an opportunity is the active one",
        ),
        (
            [STARTED, OpportunityEntry(entry_no=1, opportunity_no="OP1", active=True, action_taken=ActionTaken.WON)],
            "has the status of its active entry",
        ),
        (
            [Opportunity(no="OP1", status=OpportunityStatus.IN_PROGRESS, closed=True), FIRST],
            "closed when it is won or lost",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_row_is_told_with_its_rule(rows: list[Record], rule: str) -> None:
    with pytest.raises(AssertionError, match=rule):
        check_invariants(Tables.of(rows))


def test_completed_tasks_hold_the_invariants() -> None:
    done = Task(no="TD1", organizer_task_no="TD1", closed=True, status=TaskStatus.COMPLETED, date_closed=EARLY)
    check_invariants(Tables.of([done]))
