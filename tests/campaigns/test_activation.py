"""Activating and deactivating campaigns, and why a row is there."""

import datetime as dt

import attrs
import pytest

from bcmarketing.campaigns.activation import (
    DEACTIVATED,
    SupportedRow,
    activate_campaign,
    deactivate_campaign,
    explain_target_group,
    missing_rows,
)
from bcmarketing.campaigns.overlap import Overlap, overlapping_targets, runs_in
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.errors import NotFound
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.periods import Period
from bcmarketing.policies import Policies
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.records import PriceListHeader, PriceListLine, PriceSourceType
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

WITH_PRICES_ONLY = Policies(activate_without_prices=False)
CP1 = Campaign(no="CP1")
LINE = SegmentLine(
    segment_no="SM1", line_no=1, contact_no="P1", contact_company_no="C1", campaign_no="CP1", campaign_target=True
)
ENTRY = InteractionLogEntry(
    entry_no=1, contact_no="C2", contact_company_no="C2", campaign_no="CP1", campaign_target=True, canceled=True
)
C2_IS_K2 = ContactBusinessRelation(
    contact_no="C2", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K2"
)
ROW_C1 = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")
ROW_C2 = attrs.evolve(ROW_C1, no="C2")
ROW_K2 = CampaignTargetGroup(type=TargetType.CUSTOMER, no="K2", campaign_no="CP1")


def test_activation_tells_for_every_row_what_it_stands_on() -> None:
    second = attrs.evolve(LINE, line_no=2, contact_no="C1")
    tables = Tables.of([CP1, LINE, second, ENTRY, C2_IS_K2, ROW_C1])

    changes = activate_campaign(tables, "cp1")

    assert changes.inserted == (ROW_K2,)
    assert changes.because == (SupportedRow(ROW_C1, (LINE, second), ()), SupportedRow(ROW_K2, (), (ENTRY,)))


def test_postponed_interactions_and_other_campaigns_support_nothing() -> None:
    others: list[Record] = [
        attrs.evolve(ENTRY, entry_no=2, contact_company_no="C3", postponed=True),
        attrs.evolve(LINE, line_no=2, contact_company_no="C4", campaign_no="CP2"),
        attrs.evolve(LINE, line_no=3, contact_company_no="C5", campaign_target=False),
    ]

    assert activate_campaign(Tables.of([CP1, LINE, *others]), "CP1").inserted == (ROW_C1,)


PRICE_ROWS: list[Record] = [
    PriceListLine(price_list_code="PL1", line_no=1, source_type=PriceSourceType.CAMPAIGN, source_no="CP1"),
    SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP1"),
    SalesLineDiscount(code="I1", sales_type=SalesLineDiscSalesType.CAMPAIGN, sales_code="CP1"),
]


@pytest.mark.parametrize("row", PRICE_ROWS)
def test_a_price_or_discount_row_is_a_price(row: Record) -> None:
    assert activate_campaign(Tables.of([CP1, LINE, row]), "CP1", policies=WITH_PRICES_ONLY)


@pytest.mark.parametrize(
    "row",
    [
        PriceListHeader(code="PL1", source_type=PriceSourceType.CAMPAIGN, source_no="CP1"),
        PriceListLine(price_list_code="PL1", line_no=1, source_type=PriceSourceType.CUSTOMER, source_no="CP1"),
        SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP2"),
    ],
)
def test_declining_to_activate_without_prices_changes_nothing_and_tells_nothing(row: Record) -> None:
    assert activate_campaign(Tables.of([CP1, LINE, row]), "CP1", policies=WITH_PRICES_ONLY) == ChangeSet()


def test_nothing_is_said_about_missing_targets_when_activation_was_declined() -> None:
    assert activate_campaign(Tables.of([CP1]), "CP1", policies=WITH_PRICES_ONLY) == ChangeSet()


def test_only_a_campaign_that_exists_is_activated_or_deactivated() -> None:
    for process in (activate_campaign, deactivate_campaign):
        with pytest.raises(NotFound, match="CP1"):
            process(Tables.of([LINE]), "CP1")


@pytest.mark.rule("N-DEACTIVATED")
def test_deactivation_takes_the_rows_of_the_campaign_and_leaves_prices() -> None:
    other = attrs.evolve(ROW_C1, campaign_no="CP2")
    tables = Tables.of([CP1, ROW_C1, ROW_K2, other, *PRICE_ROWS])

    changes = deactivate_campaign(tables, "CP1")

    assert changes.deleted == (ROW_K2, ROW_C1)
    assert [str(notice) for notice in changes.notices] == ["campaign CP1 is now deactivated (N-DEACTIVATED)"]
    assert changes.notices[0].rule is DEACTIVATED
    assert tables.apply(changes) == Tables.of([CP1, other, *PRICE_ROWS])


def test_a_campaign_that_is_not_activated_can_be_deactivated() -> None:
    changes = deactivate_campaign(Tables.of([CP1]), "CP1")

    assert not changes
    assert len(changes.notices) == 1


def test_a_row_can_outlive_its_supports() -> None:
    tables = Tables.of([CP1, LINE, ENTRY, C2_IS_K2, ROW_C1, ROW_C2])

    rows = explain_target_group(tables, "CP1")

    assert rows == (SupportedRow(ROW_C1, (LINE,), ()), SupportedRow(ROW_C2, (), ()))
    assert [row.is_supported for row in rows] == [True, False]
    assert [row.explain() for row in rows] == [
        "Contact C1 is a target of campaign CP1\n  by line 1 of segment SM1, contact P1",
        "Contact C2 is a target of campaign CP1\n  by nothing that is left",
    ]
    (missing,) = missing_rows(tables, "CP1")
    assert missing == SupportedRow(ROW_K2, (), (ENTRY,))
    assert missing.explain() == "Customer K2 is a target of campaign CP1\n  by log entry 1, contact C2"


def test_a_person_without_company_stands_for_a_row_only_if_policy_says_so() -> None:
    tables = Tables.of([CP1, attrs.evolve(LINE, contact_company_no="")])
    without = Policies(register_without_company=False)

    assert [row.row.no for row in missing_rows(tables, "CP1")] == [""]
    assert missing_rows(tables, "CP1", policies=without) == explain_target_group(tables, "CP1", policies=without) == ()
    activated = activate_campaign(tables, "CP1", policies=without)
    assert (activated.inserted, len(activated.notices)) == ((), 1)


SPRING = Period(dt.date(2027, 3, 1), dt.date(2027, 5, 31))


def test_a_campaign_runs_from_its_first_day_to_its_last() -> None:
    day = dt.timedelta(1)
    assert SPRING.start is not None
    assert SPRING.end is not None

    assert runs_in(Campaign(no="A", starting_date=SPRING.end), SPRING)
    assert not runs_in(Campaign(no="A", starting_date=SPRING.end + day), SPRING)
    assert runs_in(Campaign(no="A", ending_date=SPRING.start), SPRING)
    assert not runs_in(Campaign(no="A", ending_date=SPRING.start - day), SPRING)
    assert not runs_in(Campaign(no="A", starting_date=SPRING.end, ending_date=SPRING.start), SPRING)


def test_who_is_targeted_by_two_campaigns_of_a_period() -> None:
    late = Campaign(no="CP3", starting_date=dt.date(2027, 6, 1))
    tables = Tables.of(
        [
            CP1,
            Campaign(no="CP2"),
            late,
            C2_IS_K2,
            LINE,  # P1 of C1
            attrs.evolve(LINE, line_no=2, campaign_no="CP2"),
            attrs.evolve(LINE, line_no=3, campaign_no="CP3", contact_no="P9"),
            ENTRY,  # C2, which is customer K2
            attrs.evolve(ROW_K2, campaign_no="CP2"),
            attrs.evolve(LINE, line_no=4, contact_no="P0", contact_company_no=""),
            attrs.evolve(LINE, line_no=5, contact_no="P0", contact_company_no="", campaign_no="CP2"),
        ]
    )

    assert overlapping_targets(tables, SPRING) == (
        Overlap(TargetType.CUSTOMER, "K2", ("CP1", "CP2")),
        Overlap(TargetType.CONTACT, "C1", ("CP1", "CP2")),
        Overlap(TargetType.CONTACT, "P0", ("CP1", "CP2")),
        Overlap(TargetType.CONTACT, "P1", ("CP1", "CP2")),
    )
    assert overlapping_targets(tables, SPRING, activated_only=True) == ()
    without = overlapping_targets(tables, SPRING, policies=Policies(register_without_company=False))
    assert [overlap.no for overlap in without] == ["K2", "C1", "P1"]
    assert overlapping_targets(tables, Period(dt.date(2027, 6, 1)))[1].campaign_nos == ("CP1", "CP2", "CP3")


def test_activated_campaigns_overlap_where_their_target_groups_do() -> None:
    tables = Tables.of([CP1, Campaign(no="CP2"), ROW_C1, attrs.evolve(ROW_C1, campaign_no="CP2"), ROW_K2])

    assert overlapping_targets(tables, SPRING, activated_only=True) == (
        Overlap(TargetType.CONTACT, "C1", ("CP1", "CP2")),
    )
