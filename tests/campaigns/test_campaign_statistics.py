"""Campaigns in figures: which entries count, rates and averages, and the overview of a card."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Task, TaskStatus
from bcmarketing.campaigns.ledger import CampaignLedger
from bcmarketing.campaigns.overview import (
    FlowFilters,
    LoggedSegmentFigures,
    campaign_details,
    campaign_entry_statistics,
    campaign_overview,
    logged_segment_statistics,
)
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.statistics import CampaignFigures, campaign_statistics
from bcmarketing.contacts.records import CommentTable, RlshpMgtCommentLine
from bcmarketing.errors import NotFound
from bcmarketing.filters.refusals import FilterSyntax, FilterValue
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.interactions.statistics import InteractionFigures, interaction_statistics, is_live
from bcmarketing.opportunities.records import ActionTaken, OpportunityEntry
from bcmarketing.periods import Period
from bcmarketing.segments.records import LoggedSegment, SegmentHeader
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

CP1 = Campaign(no="CP1")
FEBRUARY, MARCH = dt.date(2027, 2, 10), dt.date(2027, 3, 2)
LETTER = InteractionLogEntry(
    entry_no=1, campaign_no="CP1", campaign_target=True, date=FEBRUARY, cost=8, duration=30, campaign_entry_no=1
)
ANSWER = InteractionLogEntry(
    entry_no=2, campaign_no="CP1", campaign_response=True, date=MARCH, cost=2, duration=5, campaign_entry_no=1
)
UNDATED = attrs.evolve(ANSWER, entry_no=3, date=None, cost=1)
CANCELED = attrs.evolve(LETTER, entry_no=4, canceled=True)
POSTPONED = attrs.evolve(ANSWER, entry_no=5, postponed=True)
ELSEWHERE = attrs.evolve(LETTER, entry_no=6, campaign_no="CP2")
NOWHERE = attrs.evolve(LETTER, entry_no=7, campaign_no="")
ENTRIES = [LETTER, ANSWER, UNDATED, CANCELED, POSTPONED, ELSEWHERE, NOWHERE]


def test_live_entries_of_a_campaign_count() -> None:
    assert campaign_statistics(iter(ENTRIES)) == {
        "CP1": CampaignFigures(1, 2, Decimal(11), Decimal(40)),
        "CP2": CampaignFigures(1, 0, Decimal(8), Decimal(30)),
    }


@pytest.mark.parametrize(
    ("period", "cost"),
    [
        (Period(), 11),
        (Period(FEBRUARY, FEBRUARY), 8),
        (Period(end=FEBRUARY), 9),
        (Period(start=FEBRUARY), 10),
        (Period(start=dt.date.min), 10),
        (Period(MARCH), 2),
        (Period(dt.date(2027, 2, 11), dt.date(2027, 3, 1)), 0),
    ],
)
def test_a_period_includes_its_ends_and_a_blank_date_comes_before_every_date(period: Period, cost: int) -> None:
    found = campaign_statistics(ENTRIES, period).get("CP1", CampaignFigures())

    assert found.cost == cost
    assert CampaignLedger(ENTRIES).figures("cp1", period) == found


def test_a_ledger_knows_the_campaigns_that_have_live_entries() -> None:
    ledger = CampaignLedger([*ENTRIES, attrs.evolve(CANCELED, entry_no=8, campaign_no="CP3")])

    assert ledger.campaign_nos() == ("CP1", "CP2")
    assert ledger.figures("CP3") == CampaignFigures()


@pytest.mark.parametrize(
    ("targets", "responses", "rate"), [(0, 5, "0"), (8, 1, "12.5"), (3, 2, "66.7"), (16, 1, "6.3"), (2, 5, "250")]
)
def test_the_response_rate_is_rounded_to_a_tenth(targets: int, responses: int, rate: str) -> None:
    assert CampaignFigures(targets, responses).response_rate_pct == Decimal(rate)


@pytest.mark.parametrize(("responses", "average"), [(0, "0"), (3, "0.33"), (8, "0.13"), (300, "0")])
def test_averages_are_rounded_to_a_hundredth(responses: int, average: str) -> None:
    figures = CampaignFigures(0, responses, Decimal(1), Decimal(1))

    assert figures.avg_cost_per_response == figures.avg_duration_per_response == Decimal(average)


def test_the_averages_of_a_salesperson() -> None:
    entries = [attrs.evolve(entry, salesperson_code="EVA") for entry in ENTRIES]

    figures = interaction_statistics(entries, "salesperson_code", Period(FEBRUARY))["EVA"]

    assert figures == InteractionFigures(4, Decimal(26), Decimal(95))
    assert (figures.avg_cost, figures.avg_duration) == (Decimal("6.5"), Decimal("23.75"))
    assert (InteractionFigures().avg_cost, InteractionFigures().avg_duration) == (Decimal(0), Decimal(0))
    assert [is_live(entry) for entry in (LETTER, CANCELED, POSTPONED)] == [True, False, False]


def test_the_entries_of_a_campaign_entry_have_its_canceled_mark() -> None:
    entry = CampaignEntry(entry_no=1, campaign_no="CP1")
    tables = Tables.of(ENTRIES)

    assert campaign_entry_statistics(tables, entry) == InteractionFigures(4, Decimal(13), Decimal(45))
    canceled = campaign_entry_statistics(tables, attrs.evolve(entry, canceled=True))
    assert canceled == InteractionFigures(1, Decimal(8), Decimal(30))


def test_what_a_logged_segment_left_has_its_canceled_mark() -> None:
    tables = Tables.of(
        [
            attrs.evolve(LETTER, logged_segment_entry_no=9),
            attrs.evolve(POSTPONED, logged_segment_entry_no=9),
            attrs.evolve(CANCELED, logged_segment_entry_no=9),
            CampaignEntry(entry_no=1, register_no=9),
            CampaignEntry(entry_no=2, register_no=9, canceled=True),
            CampaignEntry(entry_no=3, register_no=8),
        ]
    )

    assert logged_segment_statistics(tables, LoggedSegment(entry_no=9)) == LoggedSegmentFigures(2, 1)
    canceled = LoggedSegment(entry_no=9, canceled=True)
    assert logged_segment_statistics(tables, canceled) == LoggedSegmentFigures(1, 1)


def step(no: int, *, active: bool = True, value: int = 100, **fields: object) -> OpportunityEntry:
    entry = OpportunityEntry(
        entry_no=no, campaign_no="CP1", active=active, estimated_value_lcy=value, calcd_current_value_lcy=value // 10
    )
    return attrs.evolve(entry, **fields)  # type: ignore[arg-type]


def test_the_overview_of_a_campaign() -> None:
    comment = RlshpMgtCommentLine(table_name=CommentTable.CAMPAIGN, no="CP1", line_no=1)
    row = CampaignTargetGroup(type=TargetType.CONTACT, no="CT1", campaign_no="CP1")
    steps = [step(1), step(2, value=50), step(3, active=False)]

    overview = campaign_overview(Tables.of([CP1, *ENTRIES, *steps, comment, row]), "cp1")

    assert overview.figures == campaign_statistics(ENTRIES)["CP1"]
    assert overview.no_of_opportunities == 2
    assert (overview.estimated_value, overview.calcd_current_value) == (Decimal(150), Decimal(15))
    assert (overview.activated, overview.comment) == (True, True)
    assert (overview.opportunity_entry_exists, overview.task_entry_exists) == (True, False)


def test_a_campaign_of_which_nothing_came() -> None:
    other = RlshpMgtCommentLine(table_name=CommentTable.CONTACT, no="CP1", line_no=1)

    overview = campaign_overview(Tables.of([CP1, other]), "CP1")

    assert overview.figures == CampaignFigures()
    assert not any((overview.activated, overview.comment, overview.opportunity_entry_exists))
    with pytest.raises(NotFound):
        campaign_overview(Tables(), "CP1")


def test_the_date_filter_is_a_filter_expression() -> None:
    tables = Tables.of([CP1, *ENTRIES, step(1)])

    overview = campaign_overview(tables, "CP1", FlowFilters(date="2027-03-01.."))

    assert overview.figures == CampaignFigures(0, 1, Decimal(2), Decimal(5))
    assert overview.no_of_opportunities == 1
    assert not overview.opportunity_entry_exists


def test_an_entry_that_is_no_longer_active_does_not_exist_for_the_filters() -> None:
    assert campaign_overview(Tables.of([CP1, step(1)]), "CP1").opportunity_entry_exists
    assert not campaign_overview(Tables.of([CP1, step(1, active=False)]), "CP1").opportunity_entry_exists


@pytest.mark.parametrize(
    ("filters", "opportunity", "task"),
    [
        (FlowFilters(contact_no="CT1"), True, True),
        (FlowFilters(contact_no="CT2"), False, False),
        (FlowFilters(contact_company_no="CT1"), True, True),
        (FlowFilters(salesperson_code="EVA|HR"), True, True),
        (FlowFilters(date="2027-03-02"), True, False),
        (FlowFilters(date="2027-02-10"), False, True),
        (FlowFilters(team_code="SALE"), True, True),
        (FlowFilters(task_status="Waiting"), True, True),
        (FlowFilters(task_status="Completed"), True, False),
        (FlowFilters(task_closed="Yes"), True, False),
        (FlowFilters(task_priority="High"), True, False),
        (FlowFilters(sales_cycle_code="EX*"), True, True),
        (FlowFilters(sales_cycle_stage="1..2"), False, True),
        (FlowFilters(action_taken="Won"), True, True),
        (FlowFilters(estimated_value=">100"), False, True),
        (FlowFilters(calcd_current_value="<=10"), True, True),
        (FlowFilters(completed_pct="50.."), False, True),
        (FlowFilters(chances_of_success_pct="0"), True, True),
        (FlowFilters(probability_pct="<>0"), False, True),
        (FlowFilters(close_opportunity_code="''"), True, True),
        (FlowFilters(contact_no="CT1", salesperson_code="HR"), False, False),
    ],
)
def test_flow_filters_restrict_what_exists(filters: FlowFilters, opportunity: bool, task: bool) -> None:
    entry = step(
        1,
        contact_no="CT1",
        contact_company_no="CT1",
        salesperson_code="EVA",
        estimated_close_date=MARCH,
        sales_cycle_code="EXISTING",
        sales_cycle_stage=3,
        action_taken=ActionTaken.WON,
    )
    todo = Task(
        no="TD1",
        campaign_no="CP1",
        contact_no="CT1",
        contact_company_no="CT1",
        salesperson_code="EVA",
        team_code="SALE",
        status=TaskStatus.WAITING,
        date=FEBRUARY,
    )

    overview = campaign_overview(Tables.of([CP1, entry, todo]), "CP1", filters)

    assert (overview.opportunity_entry_exists, overview.task_entry_exists) == (opportunity, task)


@pytest.mark.parametrize(
    ("filters", "fault"), [(FlowFilters(date="2027-13-01"), FilterValue), (FlowFilters(contact_no="A|"), FilterSyntax)]
)
def test_a_filter_that_does_not_fit_is_refused(filters: FlowFilters, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        campaign_overview(Tables.of([CP1]), "CP1", filters)


def test_the_details_of_a_campaign_leave_other_campaigns_out() -> None:
    entry = CampaignEntry(entry_no=1, campaign_no="CP1")
    header = SegmentHeader(no="SM1", campaign_no="CP1")
    others: list[Record] = [CampaignEntry(entry_no=2, campaign_no="CP2"), SegmentHeader(no="SM2", campaign_no="CP2")]

    details = campaign_details(Tables.of([CP1, entry, header, *others, *ENTRIES]), "CP1")

    assert details.segments == (header,)
    assert details.entries == ((entry, InteractionFigures(4, Decimal(13), Decimal(45))),)
    with pytest.raises(NotFound):
        campaign_details(Tables(), "CP1")
