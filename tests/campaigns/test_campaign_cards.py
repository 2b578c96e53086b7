"""Campaign cards: numbers, dates, price rows that follow, other numbers, deletion."""

import datetime as dt
import importlib
import pkgutil

import attrs
import pytest

import bcmarketing
from bcmarketing.activities.records import Task
from bcmarketing.campaigns.cards import (
    REFERENCES,
    delete_campaign,
    insert_campaign,
    modify_campaign,
    rename_campaign,
)
from bcmarketing.campaigns.comments import add_comment, comments_of
from bcmarketing.campaigns.prices import PriceRow, change_price_row_date, insert_price_row
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignStatus, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CampaignDates, CampaignRowDates
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import CommentTable, RlshpMgtCommentLine
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, Declined, Duplicate, FieldRequired, ManualNo, NoSeries, NotFound, WrongType
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.policies import Policies
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.records import PriceListHeader, PriceListLine, PriceSourceType, PriceStatus
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

TODAY = dt.date(2027, 1, 11)
CONTEXT = Context(today=TODAY)
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
MARCH = dt.date(2027, 3, 1)
MAY = dt.date(2027, 5, 31)

CP1 = Campaign(no="CP1", starting_date=MARCH, ending_date=MAY)
SETUP = MarketingSetup(campaign_nos="CAMP")
SERIES = NumberSeries(code="CAMP", starting_no="CP0001", manual_nos=False)


def headers_and_lines(
    campaign_no: str, status: PriceStatus = PriceStatus.DRAFT
) -> list[PriceListHeader | PriceListLine]:
    source = PriceSourceType.CAMPAIGN
    return [
        PriceListHeader(
            code="PL1", source_type=source, source_no=campaign_no, filter_source_no=campaign_no, status=status
        ),
        PriceListLine(price_list_code="PL1", line_no=1, source_type=source, source_no=campaign_no, status=status),
    ]


def legacy_rows(campaign_no: str) -> list[SalesPrice | SalesLineDiscount]:
    return [
        SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code=campaign_no),
        SalesLineDiscount(code="I1", sales_type=SalesLineDiscSalesType.CAMPAIGN, sales_code=campaign_no),
    ]


#: The same rows, for somebody else under the number of the campaign.
NOT_OF_CP1: list[Record] = [
    PriceListLine(price_list_code="PL2", line_no=1, source_type=PriceSourceType.CUSTOMER, source_no="CP1"),
    SalesPrice(item_no="I1", sales_type=SalesPriceType.CUSTOMER, sales_code="CP1"),
    SalesLineDiscount(code="I1", sales_type=SalesLineDiscSalesType.CUSTOMER, sales_code="CP1"),
]


def test_a_blank_number_is_taken_from_the_series() -> None:
    tables = Tables.of([SETUP, SERIES])

    tables = tables.apply(insert_campaign(tables, Campaign(no=""), context=CONTEXT))
    changes = insert_campaign(tables, Campaign(no=""), context=CONTEXT)

    (campaign,) = changes.inserted_of(Campaign)
    assert (campaign.no, campaign.no_series, campaign.last_date_modified) == ("CP0002", "CAMP", None)


@pytest.mark.rule("E-NO-SERIES")
def test_a_blank_number_needs_a_series() -> None:
    with pytest.raises(NoSeries, match="Campaign"):
        insert_campaign(Tables(), Campaign(no=""), context=CONTEXT)


@pytest.mark.rule("E-MANUAL-NO")
def test_a_series_may_forbid_numbers_typed_by_hand() -> None:
    with pytest.raises(ManualNo, match="'CP9'"):
        insert_campaign(Tables.of([SETUP, SERIES]), Campaign(no="CP9"), context=CONTEXT)


def test_a_number_typed_by_hand_belongs_to_no_series() -> None:
    changes = insert_campaign(Tables(), Campaign(no="CP9", no_series="OLD"), context=CONTEXT)

    assert changes.inserted_of(Campaign)[0].no_series == ""


@pytest.mark.rule("E-DUPLICATE")
def test_a_number_is_given_once() -> None:
    with pytest.raises(Duplicate, match="'CP1'"):
        insert_campaign(Tables.of([CP1]), CP1, context=CONTEXT)


def test_a_new_campaign_has_the_salesperson_of_the_user_unless_it_has_its_own() -> None:
    tables = Tables.of([Salesperson(code="EVA"), Salesperson(code="HR")])
    context = attrs.evolve(CONTEXT, user_salesperson_code="EVA")

    nobody = insert_campaign(tables, Campaign(no="CP1"), context=context)
    somebody = insert_campaign(tables, Campaign(no="CP1", salesperson_code="HR"), context=context)

    assert [c.inserted_of(Campaign)[0].salesperson_code for c in (nobody, somebody)] == ["EVA", "HR"]


@pytest.mark.rule("E-BLOCKED")
@pytest.mark.parametrize("field", ["blocked", "privacy_blocked"])
def test_a_blocked_salesperson_takes_no_campaign(field: str) -> None:
    blocked = Salesperson(code="EVA", blocked=field == "blocked", privacy_blocked=field == "privacy_blocked")

    with pytest.raises(Blocked, match="EVA"):
        insert_campaign(Tables.of([blocked]), Campaign(no="CP1", salesperson_code="EVA"), context=CONTEXT)


@pytest.mark.rule("E-NOT-FOUND")
@pytest.mark.parametrize(
    "campaign", [Campaign(no="CP1", salesperson_code="EVA"), Campaign(no="CP1", status_code="PLAN")]
)
def test_salesperson_and_status_must_exist(campaign: Campaign) -> None:
    with pytest.raises(NotFound):
        insert_campaign(Tables(), campaign, context=CONTEXT)


@pytest.mark.rule("E-CAMPAIGN-DATES")
def test_a_campaign_does_not_start_after_it_ends() -> None:
    tables = Tables.of([CP1])

    for start, end in ((MAY + dt.timedelta(1), MAY), (MARCH, MARCH - dt.timedelta(1))):
        with pytest.raises(CampaignDates):
            modify_campaign(tables, attrs.evolve(CP1, starting_date=start, ending_date=end), context=CONTEXT)
    with pytest.raises(CampaignDates):
        insert_campaign(Tables(), Campaign(no="CP2", starting_date=MAY, ending_date=MARCH), context=CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(MAY, MAY), (MAY, None), (None, MARCH), (None, None)])
def test_a_campaign_may_last_a_day_and_blank_dates_are_open(start: dt.date | None, end: dt.date | None) -> None:
    changes = modify_campaign(
        Tables.of([CP1]), attrs.evolve(CP1, starting_date=start, ending_date=end), context=CONTEXT
    )

    assert changes.modified_of(Campaign)[0].ending_date == end


def test_a_field_that_stays_as_it_is_is_not_checked_again() -> None:
    odd = Campaign(no="CP1", starting_date=MAY, ending_date=MARCH, salesperson_code="GONE", status_code="GONE")

    changes = modify_campaign(Tables.of([odd]), attrs.evolve(odd, description="New"), context=CONTEXT)

    assert changes.modified_of(Campaign)[0].description == "New"


def test_a_change_is_dated() -> None:
    changes = modify_campaign(Tables.of([CP1]), CP1, context=CONTEXT)

    assert changes.modified_of(Campaign)[0].last_date_modified == TODAY


def test_every_price_row_of_a_campaign_follows_its_dates_whatever_its_status() -> None:
    rows = [*headers_and_lines("CP1", PriceStatus.ACTIVE), *legacy_rows("CP1")]
    tables = Tables.of([CP1, *rows, *NOT_OF_CP1])

    tables = tables.apply(modify_campaign(tables, attrs.evolve(CP1, ending_date=MARCH), context=CONTEXT))

    kinds: tuple[type[PriceRow], ...] = (PriceListHeader, PriceListLine, SalesPrice, SalesLineDiscount)
    for kind in kinds:
        dated = [row for row in tables.where(kind) if row not in NOT_OF_CP1]
        assert [(row.starting_date, row.ending_date) for row in dated] == [(MARCH, MARCH)], kind
    assert all(row in list(tables.rows()) for row in NOT_OF_CP1)


@pytest.mark.rule("E-DECLINED")
def test_active_price_lists_may_be_kept_from_following() -> None:
    tables = Tables.of([CP1, *headers_and_lines("CP1", PriceStatus.ACTIVE)])
    later = attrs.evolve(CP1, ending_date=None)
    keep = Policies(update_active_price_lists=False)

    with pytest.raises(Declined):
        modify_campaign(tables, later, context=CONTEXT, policies=keep)

    assert modify_campaign(tables, later, edit_active_prices=True, context=CONTEXT, policies=keep)
    assert modify_campaign(tables, attrs.evolve(CP1, description="New"), context=CONTEXT, policies=keep)


def test_nothing_is_asked_without_active_price_lists() -> None:
    tables = Tables.of([CP1, *headers_and_lines("CP1"), *legacy_rows("CP1")])

    changes = modify_campaign(
        tables,
        attrs.evolve(CP1, ending_date=None),
        context=CONTEXT,
        policies=Policies(update_active_price_lists=False),
    )

    assert changes.modified_of(PriceListLine)


def test_active_lines_alone_ask_nothing() -> None:
    _, line = headers_and_lines("CP1", PriceStatus.ACTIVE)
    tables = Tables.of([CP1, line])
    keep = Policies(update_active_price_lists=False)

    changes = modify_campaign(tables, attrs.evolve(CP1, ending_date=None), context=CONTEXT, policies=keep)

    assert [(row.ending_date, row.status) for row in changes.modified_of(PriceListLine)] == [(None, PriceStatus.ACTIVE)]


def test_a_new_row_for_a_campaign_gets_its_dates() -> None:
    tables = Tables.of([CP1])

    for row in [*headers_and_lines("CP1"), *legacy_rows("CP1")]:
        (inserted,) = insert_price_row(tables, attrs.evolve(row, starting_date=TODAY)).inserted
        assert inserted == attrs.evolve(row, starting_date=MARCH, ending_date=MAY)


def test_a_new_row_for_somebody_else_keeps_its_dates() -> None:
    for row in NOT_OF_CP1:
        assert insert_price_row(Tables(), row).inserted == (row,)  # type: ignore[arg-type]


def test_a_new_row_needs_its_campaign() -> None:
    with pytest.raises(NotFound, match="CP1"):
        insert_price_row(Tables(), legacy_rows("CP1")[0])


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_a_person_dates_no_row_of_a_campaign() -> None:
    for row in [*headers_and_lines("CP1"), *legacy_rows("CP1")]:
        tables = Tables.of([CP1, row])
        for field in ("starting_date", "ending_date"):
            with pytest.raises(CampaignRowDates, match=field):
                change_price_row_date(tables, row, field, TODAY, context=BY_HAND)
            assert change_price_row_date(tables, row, field, TODAY, context=CONTEXT)


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_only_a_sales_price_of_the_older_engine_lets_its_dates_be_cleared() -> None:
    price, discount = legacy_rows("CP1")
    dated = attrs.evolve(price, starting_date=MARCH, ending_date=MAY)
    tables = Tables.of([CP1, dated])
    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, dated, "ending_date", None, context=BY_HAND)

    tables = tables.apply(change_price_row_date(tables, dated, "starting_date", None, context=BY_HAND))
    (open_start,) = tables.where(SalesPrice)
    tables = tables.apply(change_price_row_date(tables, open_start, "ending_date", None, context=BY_HAND))

    assert tables.where(SalesPrice) == [price]
    dated_discount = attrs.evolve(discount, starting_date=MARCH)
    with pytest.raises(CampaignRowDates):
        change_price_row_date(Tables.of([dated_discount]), dated_discount, "starting_date", None, context=BY_HAND)


def test_a_person_may_enter_the_date_that_is_there_and_date_other_rows() -> None:
    header, _ = headers_and_lines("CP1")
    assert not change_price_row_date(Tables.of([header]), header, "starting_date", None, context=BY_HAND)
    for row in NOT_OF_CP1:
        assert change_price_row_date(Tables.of([row]), row, "ending_date", TODAY, context=BY_HAND)  # type: ignore[arg-type]


def everything_of(campaign_no: str) -> list[Record]:
    return [
        CampaignEntry(entry_no=1, campaign_no=campaign_no),
        CampaignTargetGroup(type=TargetType.CONTACT, no="CT1", campaign_no=campaign_no),
        SegmentHeader(no="SM1", campaign_no=campaign_no),
        SegmentLine(segment_no="SM1", line_no=1, campaign_no=campaign_no),
        InteractionLogEntry(entry_no=1, campaign_no=campaign_no, campaign_entry_no=1),
        InteractionTemplate(code="BUS", campaign_no=campaign_no),
        Task(no="TD1", campaign_no=campaign_no),
        Opportunity(no="OP1", campaign_no=campaign_no),
        OpportunityEntry(entry_no=1, campaign_no=campaign_no),
        RlshpMgtCommentLine(table_name=CommentTable.CAMPAIGN, no=campaign_no, line_no=10000),
        *headers_and_lines(campaign_no),
        *legacy_rows(campaign_no),
    ]


def test_everything_follows_a_campaign_to_another_number() -> None:
    other = RlshpMgtCommentLine(table_name=CommentTable.CONTACT, no="CP1", line_no=10000)
    tables = Tables.of([CP1, other, *everything_of("CP1"), *NOT_OF_CP1])

    renamed = tables.apply(rename_campaign(tables, "cp1", "cp2", context=CONTEXT))

    campaign = attrs.evolve(CP1, no="CP2", last_date_modified=TODAY)
    assert renamed == Tables.of([campaign, other, *everything_of("CP2"), *NOT_OF_CP1])


def test_every_record_that_names_a_campaign_follows_it() -> None:
    naming = set()
    for info in pkgutil.walk_packages(bcmarketing.__path__, "bcmarketing."):
        if info.name.endswith("records"):
            for value in vars(importlib.import_module(info.name)).values():
                if isinstance(value, type) and attrs.has(value) and "campaign_no" in attrs.fields_dict(value):
                    naming.add(value)

    assert naming == set(REFERENCES)


@pytest.mark.rule("E-NOT-FOUND", "E-FIELD-REQUIRED", "E-DUPLICATE")
def test_another_number_must_be_free_and_filled() -> None:
    tables = Tables.of([CP1, Campaign(no="CP2")])

    with pytest.raises(NotFound):
        rename_campaign(tables, "CP3", "CP4", context=CONTEXT)
    with pytest.raises(FieldRequired, match="no"):
        rename_campaign(tables, "CP1", " ", context=CONTEXT)
    with pytest.raises(Duplicate):
        rename_campaign(tables, "CP1", "CP2", context=CONTEXT)
    with pytest.raises(WrongType):
        rename_campaign(tables, 1, "CP2", context=CONTEXT)  # type: ignore[arg-type]


def test_deleting_a_campaign_takes_what_is_its_own_and_leaves_what_names_it() -> None:
    tables = Tables.of([CP1, *everything_of("CP1"), *NOT_OF_CP1, CampaignEntry(entry_no=2, campaign_no="CP2")])

    left = tables.apply(delete_campaign(tables, "CP1"))

    assert {kind.__name__ for kind in left.kinds()} == {
        "CampaignEntry",
        "InteractionLogEntry",
        "InteractionTemplate",
        "Opportunity",
        "OpportunityEntry",
        "PriceListLine",
        "SalesLineDiscount",
        "SalesPrice",
        "SegmentHeader",
        "SegmentLine",
        "Task",
    }
    assert [entry.campaign_no for entry in left.where(CampaignEntry)] == ["CP2"]
    assert left.where(InteractionLogEntry)[0].campaign_entry_no == 1


def test_deleting_needs_a_campaign_and_nothing_else() -> None:
    with pytest.raises(NotFound):
        delete_campaign(Tables(), "CP1")
    assert delete_campaign(Tables.of([CP1]), "CP1").deleted == (CP1,)
    assert delete_campaign(Tables.of([CP1, CampaignStatus(code="X")]), "CP1").notices == ()


def test_comments_stand_in_the_order_in_which_they_came() -> None:
    tables = Tables.of([CP1])

    for text in ("first", "second"):
        tables = tables.apply(add_comment(tables, "CP1", text, code="note", date=TODAY))

    assert [(line.line_no, line.comment) for line in comments_of(tables, "CP1")] == [
        (10000, "first"),
        (20000, "second"),
    ]
    with pytest.raises(NotFound):
        add_comment(tables, "CP2", "nobody")
