"""Price and discount rows, of campaigns and others: how they are stored, and what a new date brings."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.prices import PriceRow, change_price_row_date, insert_price_row
from bcmarketing.campaigns.records import Campaign
from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, InvalidField, WrongType
from bcmarketing.policies import Policies
from bcmarketing.pricing.convert import line_of
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.line_terms import DatesReversed, HeaderGoverns
from bcmarketing.pricing.list_checks import NotDraft
from bcmarketing.pricing.records import PriceListHeader, PriceListLine, PriceSourceType, PriceStatus, PriceType
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.tables import Tables

TODAY = dt.date(2027, 1, 11)
MARCH, MAY = dt.date(2027, 3, 1), dt.date(2027, 5, 31)
BY_CODE = Context(today=TODAY)
BY_HAND = attrs.evolve(BY_CODE, interactive=True)
DRAFT, ACTIVE, INACTIVE = PriceStatus
CP1 = Campaign(no="CP1", starting_date=MARCH, ending_date=MAY)
OF_CP1: dict[str, Any] = {"source_type": PriceSourceType.CAMPAIGN, "source_no": "CP1"}
GROUP = SalesLineDiscountType.ITEM_DISC_GROUP
PRICE, DISCOUNT = SalesPrice(item_no="I1", sales_code="CU"), SalesLineDiscount(code="I1", sales_code="CU")


def header(**fields: Any) -> PriceListHeader:
    return PriceListHeader(code="S1", **fields)


def line(**fields: Any) -> PriceListLine:
    return PriceListLine(price_list_code="S1", line_no=10_000, **fields)


def stored(row: PriceRow) -> PriceRow:
    (inserted,) = insert_price_row(Tables(), row).inserted
    return inserted  # type: ignore[return-value]


def test_an_old_record_for_all_customers_is_stored_without_a_code() -> None:
    for_all = attrs.evolve(PRICE, sales_type=SalesPriceType.ALL_CUSTOMERS)
    assert stored(for_all) == attrs.evolve(for_all, sales_code="")
    discount = attrs.evolve(DISCOUNT, sales_type=SalesLineDiscSalesType.ALL_CUSTOMERS)
    assert stored(discount) == attrs.evolve(discount, sales_code="")
    assert line_of(for_all).source_no == line_of(discount).source_no == ""  # even where the host stored it otherwise


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.parametrize(
    ("row", "field"),
    [
        (attrs.evolve(PRICE, sales_code=""), "sales_code"),
        (attrs.evolve(DISCOUNT, sales_code=""), "sales_code"),
        (SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN), "sales_code"),
        (attrs.evolve(PRICE, item_no=""), "item_no"),
        (attrs.evolve(DISCOUNT, code=""), "code"),
    ],
)
def test_an_old_record_says_for_whom_and_for_what_it_is(row: PriceRow, field: str) -> None:
    with pytest.raises(FieldRequired, match=field):
        stored(row)


@pytest.mark.rule("E-PRICE-DATE-ORDER")
def test_an_old_record_does_not_start_after_it_ends() -> None:
    for row in (PRICE, DISCOUNT):
        with pytest.raises(DatesReversed):
            stored(attrs.evolve(row, starting_date=MAY, ending_date=MARCH))
        ended = attrs.evolve(row, ending_date=MARCH)
        assert stored(ended) == ended
        for context in (BY_HAND, BY_CODE):
            with pytest.raises(DatesReversed):
                change_price_row_date(Tables.of([ended]), ended, "starting_date", MAY, context=context)
            (changed,) = change_price_row_date(
                Tables.of([ended]), ended, "starting_date", MARCH, context=context
            ).inserted
            assert changed == attrs.evolve(ended, starting_date=MARCH)


@pytest.mark.rule("E-FIELD-INVALID")
def test_units_and_variants_of_discounts_are_those_of_items() -> None:
    for_group = attrs.evolve(DISCOUNT, type=GROUP, code="IDG")
    assert stored(for_group) == for_group
    for field in ("unit_of_measure_code", "variant_code"):
        with pytest.raises(InvalidField, match="must be Item"):
            stored(attrs.evolve(for_group, **{field: "X"}))  # type: ignore[arg-type]
        of_item = attrs.evolve(DISCOUNT, **{field: "X"})  # type: ignore[arg-type]
        assert stored(of_item) == of_item


def test_a_loose_sales_price_is_stored_with_the_discounts_of_its_source() -> None:
    loose = PriceListLine(line_no=1, price_type=PriceType.SALE, source_type=PriceSourceType.ALL_CUSTOMERS)
    assert stored(loose) == attrs.evolve(loose, allow_line_disc=True)
    row = PriceWorksheetLine(line_no=1, price_type=PriceType.SALE, source_type=PriceSourceType.ALL_CUSTOMERS)
    assert stored(row) == attrs.evolve(row, allow_line_disc=True)
    assert stored(header()) == header()


@pytest.mark.rule("E-PRICE-DATE-ORDER")
@pytest.mark.parametrize("context", [BY_HAND, BY_CODE])
@pytest.mark.parametrize(
    "row",
    [
        header(ending_date=MARCH),
        line(ending_date=MARCH),
        PriceListLine(line_no=1, ending_date=MARCH),
        PriceWorksheetLine(price_list_code="S1", line_no=1, ending_date=MARCH),
    ],
)
def test_no_row_starts_after_it_ends(row: PriceRow, context: Context) -> None:
    with pytest.raises(DatesReversed):
        change_price_row_date(Tables.of([row]), row, "starting_date", MAY, context=context)


@pytest.mark.rule("E-PRICE-DATE-ORDER")
def test_not_even_code_lets_the_row_of_a_campaign_start_after_it_ends() -> None:
    for row in (header(ending_date=MARCH, **OF_CP1), line(ending_date=MARCH, **OF_CP1)):
        with pytest.raises(DatesReversed):
            change_price_row_date(Tables.of([row]), row, "starting_date", MAY, context=BY_CODE)


@pytest.mark.rule("E-PRICE-STATUS")
def test_only_drafts_are_dated_and_active_rows_where_they_are_open() -> None:
    rows: list[PriceRow]
    for status in (ACTIVE, INACTIVE):
        rows = [header(status=status), line(status=status)]
        for row in rows:
            with pytest.raises(NotDraft):
                change_price_row_date(Tables.of(rows), row, "starting_date", MAY, context=BY_HAND)
            if status is INACTIVE:
                with pytest.raises(NotDraft):
                    change_price_row_date(
                        Tables.of(rows), row, "starting_date", MAY, edit_active_prices=True, context=BY_HAND
                    )


def test_an_active_line_that_is_dated_becomes_a_draft() -> None:
    list_line = line(status=ACTIVE)
    loose = PriceListLine(line_no=1, status=ACTIVE)
    tables = Tables.of([header(status=ACTIVE, allow_updating_defaults=True), list_line, loose])
    for row in (list_line, loose):
        changes = change_price_row_date(tables, row, "ending_date", MAY, edit_active_prices=True, context=BY_HAND)
        (changed,) = changes.modified_of(PriceListLine)
        assert (changed.ending_date, changed.status) == (MAY, DRAFT)


@pytest.mark.rule("E-PRICE-LINE-DEFAULTS")
def test_a_line_has_the_dates_that_its_list_lays_down() -> None:
    tables = Tables.of([header(), line()])
    with pytest.raises(HeaderGoverns, match="starting_date"):
        change_price_row_date(tables, line(), "starting_date", MAY, context=BY_HAND)


def test_a_date_of_a_list_reaches_its_lines() -> None:
    lines = [line(ending_date=MAY), attrs.evolve(line(), line_no=20_000, starting_date=MAY)]
    for free, policies, dated in ((False, Policies(), 2), (True, Policies(update_price_list_lines=False), 0)):
        own = header(allow_updating_defaults=free)
        changes = change_price_row_date(
            Tables.of([own, *lines]), own, "starting_date", MARCH, context=BY_HAND, policies=policies
        )
        assert [row.starting_date for row in changes.modified_of(PriceListHeader)] == [MARCH]
        assert [row.starting_date for row in changes.modified_of(PriceListLine)] == [MARCH] * dated


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_a_person_dates_no_list_of_a_campaign_and_code_dates_it_with_its_lines() -> None:
    own = header(starting_date=MARCH, ending_date=MAY, **OF_CP1)
    tables = Tables.of([CP1, own, line(starting_date=MARCH, ending_date=MAY, **OF_CP1)])
    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, own, "ending_date", MARCH, context=BY_HAND)
    after = tables.apply(change_price_row_date(tables, own, "ending_date", MARCH, context=BY_CODE))
    rows: list[PriceRow] = [*after.where(PriceListHeader), *after.where(PriceListLine)]
    assert [row.ending_date for row in rows] == [MARCH, MARCH]


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_date_of_a_row_is_a_date_and_one_of_two() -> None:
    for row in (PRICE, DISCOUNT, header(), line()):
        with pytest.raises(InvalidField, match="field"):
            change_price_row_date(Tables.of([row]), row, "status", TODAY, context=BY_CODE)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="value = 'soon'"):
            change_price_row_date(Tables.of([row]), row, "ending_date", "soon", context=BY_CODE)  # type: ignore[arg-type]
