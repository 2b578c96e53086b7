"""Scenarios of suggested and copied price lines, and of the price worksheet."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.pricing.currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from bcmarketing.pricing.default_lists import create_default_price_list
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.list_worksheet import delete_worksheet_line
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.rounding_methods import RoundingMethod
from bcmarketing.pricing.suggesting import PriceLineFilters, SameList, copy_lines, suggest_lines
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

DAY = dt.date(2025, 1, 24)
ALL, ITEM, RESOURCE = PriceAssetType.ALL, PriceAssetType.ITEM, PriceAssetType.RESOURCE
SALE: dict[str, Any] = {
    "price_type": PriceType.SALE,
    "source_group": PriceSourceGroup.CUSTOMER,
    "source_type": PriceSourceType.ALL_CUSTOMERS,
}
A = Item(no="A", unit_price="25.00")
LIST_A: tuple[Record, ...] = (
    PriceListHeader(code="A", **SALE),
    PriceListLine(
        price_list_code="A",
        line_no=10_000,
        asset_no="X",
        minimum_quantity=Decimal(12),
        unit_price=Decimal("10.50"),
        amount_type=PriceAmountType.PRICE,
        **SALE,
    ),
)


def stored(*rows: Record) -> Tables:
    return Tables.of((GeneralLedgerSetup(unit_amount_rounding_precision="0.001"), *rows))


def with_default_list(*rows: Record) -> Tables:
    tables = stored(*rows)
    return tables.apply(create_default_price_list(tables, "D"))


def filters(to: str = "", **fields: Any) -> PriceLineFilters:
    return PriceLineFilters(to_price_list_code=to, exchange_rate_date=DAY, **fields)


@pytest.mark.scenario("134168.T001_PriceLineFiltersReplaceAllWithItem")
def test_all_becomes_item_where_lines_are_suggested() -> None:
    wish = filters(asset_type=RESOURCE, product_filter="*").with_asset_type(ALL)
    assert (wish.asset_type, wish.product_filter) == (ITEM, "")
    assert PriceLineFilters.for_copying(exchange_rate_date=DAY).with_asset_type(ALL).asset_type is ALL


@pytest.mark.scenario("134168.T003_PriceLineFiltersInitializeForCopy")
def test_copying_starts_from_all_kinds_of_product_and_a_factor_of_1() -> None:
    wish = PriceLineFilters.for_copying("X", exchange_rate_date=DAY)
    assert (wish.to_price_list_code, wish.asset_type, wish.adjustment_factor) == ("X", ALL, Decimal(1))


@pytest.mark.scenario("134168.T005_CopyPricesFromAllPriceLists")
def test_without_a_source_loose_lines_are_copied_too() -> None:
    of_customer = {**SALE, "source_type": PriceSourceType.CUSTOMER, "source_no": "C"}
    loose = PriceListLine(line_no=10_000, asset_type=PriceAssetType.GL_ACCOUNT, asset_no="8000", **of_customer)
    other = attrs.evolve(loose, line_no=20_000, source_no="B")
    tables = stored(PriceListHeader(code="X", **of_customer), loose, other)
    wish = PriceLineFilters.for_copying("X", exchange_rate_date=DAY)
    done = copy_lines(tables, wish, line_filter={"source_type": "Customer", "source_no": "C"})
    assert [line.source_no for line in done.inserted_of(PriceListLine)] == ["C"]


@pytest.mark.rule("E-PRICE-SAME-LIST")
@pytest.mark.scenario("134168.T010_SalesPriceListCannotCopySamePriceList")
def test_a_list_is_not_copied_onto_itself() -> None:
    wish = PriceLineFilters.for_copying("X", exchange_rate_date=DAY)
    with pytest.raises(SameList):
        copy_lines(stored(PriceListHeader(code="X")), wish, from_price_list_code="x")


@pytest.mark.scenario("134168.T012_SalesPriceListCopyLinesOk")
def test_a_list_is_copied_at_twice_the_price() -> None:
    wish = attrs.evolve(PriceLineFilters.for_copying("X", exchange_rate_date=DAY), adjustment_factor=2)
    done = copy_lines(stored(*LIST_A, PriceListHeader(code="X", **SALE)), wish, from_price_list_code="A")
    (line,) = done.inserted_of(PriceListLine)
    assert (line.price_list_code, line.minimum_quantity, line.unit_price) == ("X", Decimal(12), Decimal(21))


@pytest.mark.scenario("134168.T020_SalesPriceListCopyLinesExistingToWorksheet")
def test_existing_lines_stand_in_the_worksheet_for_themselves() -> None:
    wish = attrs.evolve(PriceLineFilters.for_copying(exchange_rate_date=DAY), adjustment_factor=2)
    (row,) = copy_lines(stored(*LIST_A), wish, from_price_list_code="A").inserted_of(PriceWorksheetLine)
    assert (row.price_list_code, row.existing_line, row.minimum_quantity) == ("A", True, Decimal(12))
    assert [row.existing_unit_price, row.unit_price] == [Decimal("10.50"), Decimal(21)]


@pytest.mark.scenario("134168.T022_SalesPriceListCopyLinesAsNewToWorksheetForceDefaults")
def test_new_lines_stand_in_the_worksheet_for_the_default_list() -> None:
    tables = with_default_list(*LIST_A)
    default = tables.get(PriceListHeader, "D")
    assert default is not None
    start, end = dt.date(2025, 2, 2), dt.date(2025, 2, 12)
    wish = attrs.evolve(
        PriceLineFilters.for_copying(exchange_rate_date=DAY),
        adjustment_factor=2,
        copy_as_new_lines=True,
        force_defaults=True,
    )
    defaults = attrs.evolve(default, starting_date=start, ending_date=end)
    (row,) = copy_lines(tables, wish, from_price_list_code="A", defaults=defaults).inserted_of(PriceWorksheetLine)
    assert (row.price_list_code, row.existing_line, row.minimum_quantity) == ("D", False, Decimal(12))
    assert [row.existing_unit_price, row.unit_price] == [Decimal("10.50"), Decimal(21)]
    assert (row.starting_date, row.ending_date) == (start, end)


@pytest.mark.scenario("134168.T105_SalesPriceAddItemLinesToWorksheet")
def test_items_are_suggested_to_the_worksheet() -> None:
    tables = with_default_list(A, Item(no="B", unit_price="30.00"), Item(no="C", unit_price="1.00"))
    done = suggest_lines(tables, filters(product_filter="A|B", minimum_quantity=5))
    rows = [
        (row.price_list_code, row.asset_no, row.unit_price, row.minimum_quantity)
        for row in done.inserted_of(PriceWorksheetLine)
    ]
    assert rows == [("D", "A", Decimal(25), Decimal(5)), ("D", "B", Decimal(30), Decimal(5))]


def rate(day: dt.date, factor: int) -> CurrencyExchangeRate:
    return CurrencyExchangeRate(
        currency_code="C", starting_date=day, exchange_rate_amount=factor, relational_exch_rate_amount=1
    )


@pytest.mark.scenario("134168.T110_PriceListFCYAddLines")
def test_the_rate_of_the_chosen_day_counts() -> None:
    tables = stored(
        Item(no="A", unit_price="10.00"),
        Currency(code="C", unit_amount_rounding_precision="0.001"),
        rate(dt.date(2025, 1, 23), 2),
        rate(DAY, 3),
        PriceListHeader(code="X", currency_code="C", **SALE),
    )
    (line,) = suggest_lines(tables, filters("X")).inserted_of(PriceListLine)
    assert (line.unit_price, line.currency_code, line.allow_invoice_disc) == (Decimal(30), "C", True)


@pytest.mark.scenario("134168.T111_PriceListFCYAddLinesWithAdjustment")
def test_currency_and_factor_both_count() -> None:
    tables = stored(
        Item(no="A", unit_price="17.09"),
        Currency(code="C", unit_amount_rounding_precision="0.001"),
        rate(DAY, 2),
        PriceListHeader(code="X", currency_code="C", **SALE),
    )
    (line,) = suggest_lines(tables, filters("X", adjustment_factor=5)).inserted_of(PriceListLine)
    assert line.unit_price == Decimal("170.90")


@pytest.mark.scenario("134168.T113_PriceListAddLinesWithRoundingMethod100")
def test_a_rounding_method_counts() -> None:
    method = RoundingMethod(code="M", precision=100, amount_added_after="-0.01")
    tables = stored(Item(no="A", unit_price="237.46"), method, PriceListHeader(code="X", **SALE))
    (line,) = suggest_lines(tables, filters("X", rounding_method_code="M")).inserted_of(PriceListLine)
    assert line.unit_price == Decimal("199.99")


@pytest.mark.scenario("134198.T055_CanDeleteActiveLine", "134198.T056_CanDeleteActiveLineIfEditingAllowed")
@pytest.mark.parametrize("status", PriceStatus)
def test_worksheet_lines_are_deleted_in_any_status(status: PriceStatus) -> None:
    row = PriceWorksheetLine(line_no=10_000, status=status)
    tables = Tables.of((row,))
    assert not list(tables.apply(delete_worksheet_line(tables, row)).where(PriceWorksheetLine))
