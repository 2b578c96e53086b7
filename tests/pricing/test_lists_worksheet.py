"""Suggesting and copying price lines, and implementing the worksheet."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.errors import FieldRequired, NotFound, WrongType
from bcmarketing.policies import Policies
from bcmarketing.pricing.currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from bcmarketing.pricing.default_lists import NoDefaultList, create_default_price_list
from bcmarketing.pricing.items import Item, ItemDiscountGroup
from bcmarketing.pricing.line_products import GroupNotBought
from bcmarketing.pricing.list_worksheet import (
    Implemented,
    delete_worksheet_line,
    implement_worksheet,
    insert_worksheet_line,
)
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
from bcmarketing.pricing.sales_setup_records import SalesSetup
from bcmarketing.pricing.suggesting import PriceLineFilters, as_price_line, as_worksheet_line, copy_lines, suggest_lines
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record, require
from bcmarketing.store.tables import Tables

DAY = dt.date(2027, 1, 25)
DRAFT, ACTIVE, INACTIVE = PriceStatus
SALE: dict[str, Any] = {
    "price_type": PriceType.SALE,
    "source_group": PriceSourceGroup.CUSTOMER,
    "source_type": PriceSourceType.ALL_CUSTOMERS,
}


def header(code: str = "X", **fields: Any) -> PriceListHeader:
    return PriceListHeader(code=code, **{**SALE, **fields})


def line(code: str = "A", no: int = 1, **fields: Any) -> PriceListLine:
    own = {"price_list_code": code, "line_no": no * 10_000, "asset_no": "I", "unit_price": Decimal(10), **fields}
    return PriceListLine(**{**SALE, **own})


def row(code: str = "A", no: int = 1, **fields: Any) -> PriceWorksheetLine:
    own = {"price_list_code": code, "line_no": no * 10_000, "asset_no": "I", "unit_price": Decimal(12), **fields}
    return PriceWorksheetLine(**{**SALE, **own})


def suggesting(to: str = "X", **fields: Any) -> PriceLineFilters:
    return PriceLineFilters(to_price_list_code=to, exchange_rate_date=DAY, **fields)


def copying(to: str = "X", **fields: Any) -> PriceLineFilters:
    return attrs.evolve(PriceLineFilters.for_copying(to, exchange_rate_date=DAY), **fields)


def with_default(*rows: Record) -> Tables:
    tables = Tables.of(rows)
    return tables.apply(create_default_price_list(tables, "D"))


def test_suggested_lines_are_numbered_after_the_last_and_have_the_defaults_of_list_and_item() -> None:
    items = [
        Item(no=no, description=f"item {no}", base_unit_of_measure="PCS", unit_price=price)
        for no, price in [("B", 2), ("A", 1)]
    ]
    tables = Tables.of((header(starting_date=DAY), line("X", 3), *items))
    lines = suggest_lines(tables, suggesting()).inserted_of(PriceListLine)
    assert [(new.line_no, new.asset_no, new.unit_price) for new in lines] == [
        (40_000, "A", Decimal(1)),
        (50_000, "B", Decimal(2)),
    ]
    assert (lines[0].description, lines[0].unit_of_measure_code, lines[0].starting_date) == ("item A", "PCS", DAY)
    assert (lines[0].source_type, lines[0].amount_type) == (PriceSourceType.ALL_CUSTOMERS, PriceAmountType.ANY)


def test_what_a_list_defines_decides_whether_a_suggestion_has_a_price() -> None:
    item = Item(no="A", unit_price=5)
    for kind, price in ((PriceAmountType.PRICE, 5), (PriceAmountType.DISCOUNT, 0)):
        (new,) = suggest_lines(Tables.of((header(amount_type=kind), item)), suggesting()).inserted_of(PriceListLine)
        assert (new.amount_type, new.unit_price) == (kind, Decimal(price))


def test_item_discount_groups_are_suggested_as_discounts_and_kinds_without_cards_not_at_all() -> None:
    tables = Tables.of((header(), ItemDiscountGroup(code="G", description="chairs"), ItemDiscountGroup(code="H")))
    wish = suggesting(asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP, product_filter="G")
    (new,) = suggest_lines(tables, wish).inserted_of(PriceListLine)
    assert (new.asset_no, new.amount_type, new.description) == ("G", PriceAmountType.DISCOUNT, "chairs")
    assert not suggest_lines(tables, suggesting(asset_type=PriceAssetType.RESOURCE))


@pytest.mark.rule("E-PRICE-GROUP-PURCHASE")
def test_item_discount_groups_are_suggested_for_no_purchase_prices() -> None:
    tables = Tables.of((header(price_type=PriceType.PURCHASE), ItemDiscountGroup(code="G")))
    with pytest.raises(GroupNotBought):
        suggest_lines(tables, suggesting(asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP))


def test_the_precision_is_that_of_the_general_ledger_or_currency() -> None:
    item = Item(no="A", unit_price="1.23456")
    setup = GeneralLedgerSetup(unit_amount_rounding_precision="0.1")
    assert prices(suggest_lines(Tables.of((header(), item)), suggesting())) == [Decimal("1.23456")]
    assert prices(suggest_lines(Tables.of((header(), item, setup)), suggesting())) == [Decimal("1.2")]
    with pytest.raises(NotFound, match="Currency"):
        suggest_lines(Tables.of((header(currency_code="USD"), item)), suggesting())


def prices(changes: ChangeSet) -> list[Decimal]:
    return [new.unit_price for new in changes.inserted_of(PriceListLine)]


@pytest.mark.rule("E-PRICE-DEFAULT-LIST", "E-NOT-FOUND")
def test_targets_must_exist() -> None:
    with pytest.raises(NotFound):
        suggest_lines(Tables.of(()), suggesting())
    with pytest.raises(NoDefaultList):
        suggest_lines(Tables.of(()), suggesting(""))
    with pytest.raises(NoDefaultList):
        copy_lines(Tables.of(()), copying("", copy_as_new_lines=True))
    with pytest.raises(NotFound):
        copy_lines(Tables.of((header(),)), copying(), from_price_list_code="A")


def test_worksheet_suggestions_show_the_card_price_and_are_numbered_there() -> None:
    tables = with_default(Item(no="A", unit_price=5), row("D", 3))
    (new,) = suggest_lines(tables, suggesting("", adjustment_factor=2)).inserted_of(PriceWorksheetLine)
    assert (new.price_list_code, new.line_no, new.existing_line) == ("D", 40_000, False)
    assert [new.existing_unit_price, new.unit_price] == [Decimal(5), Decimal(10)]
    discounts = attrs.evolve(require(tables, PriceListHeader, "D"), amount_type=PriceAmountType.DISCOUNT)
    tables = Tables.of([*(row for row in tables.rows() if not isinstance(row, PriceListHeader)), discounts])
    (new,) = suggest_lines(tables, suggesting("", adjustment_factor=2)).inserted_of(PriceWorksheetLine)
    assert [new.existing_unit_price, new.unit_price] == [Decimal(5), Decimal(0)]


def test_copied_are_lines_of_the_same_side_of_trade_and_kind_of_product() -> None:
    lines = (
        line("A", 1),
        line("A", 2, price_type=PriceType.PURCHASE),
        line("A", 3, source_group=PriceSourceGroup.ALL),
        line("A", 4, asset_type=PriceAssetType.GL_ACCOUNT),
        line("B", 5),
        line("X", 6),
    )
    tables = Tables.of((header(), header("A"), header("B"), *lines))
    assert len(prices(copy_lines(tables, copying()))) == 3
    assert len(prices(copy_lines(tables, copying(), from_price_list_code="A"))) == 2
    assert len(prices(copy_lines(tables, copying(asset_type=PriceAssetType.ITEM)))) == 2
    assert len(prices(copy_lines(tables, copying(product_filter="J*")))) == 0
    assert len(prices(copy_lines(tables, copying(), line_filter={"price_list_code": "B"}))) == 1


def test_a_copy_is_a_draft_that_keeps_its_fields_and_takes_the_defaults_of_its_list() -> None:
    old = line("A", 1, status=ACTIVE, starting_date=DAY, minimum_quantity=Decimal(3), variant_code="RED")
    fixed = Tables.of((header(), old))
    (new,) = copy_lines(fixed, copying()).inserted_of(PriceListLine)
    assert (new.status, new.starting_date, new.minimum_quantity, new.variant_code) == (DRAFT, None, Decimal(3), "RED")
    free = Tables.of((header(allow_updating_defaults=True), old))
    (new,) = copy_lines(free, copying()).inserted_of(PriceListLine)
    assert new.starting_date == DAY
    (new,) = copy_lines(free, copying(force_defaults=True)).inserted_of(PriceListLine)
    assert new.starting_date is None


def test_currencies_are_converted_only_where_the_list_lays_its_own_down() -> None:
    rate = CurrencyExchangeRate(
        currency_code="USD", starting_date=DAY, exchange_rate_amount=2, relational_exch_rate_amount=1
    )
    rows = (line("A", 1, currency_code="USD"), rate, Currency(code="USD", unit_amount_rounding_precision="0.01"))
    assert prices(copy_lines(Tables.of((header(), *rows)), copying())) == [Decimal(5)]
    free = Tables.of((header(allow_updating_defaults=True), *rows))
    assert prices(copy_lines(free, copying())) == [Decimal(10)]


def test_a_price_list_makes_prices_of_discounts_without_inventing_any() -> None:
    old = line("A", 1, amount_type=PriceAmountType.DISCOUNT, unit_price=Decimal(0), line_discount_pct=Decimal(5))
    (new,) = copy_lines(Tables.of((header(amount_type=PriceAmountType.PRICE), old)), copying()).inserted_of(
        PriceListLine
    )
    assert (new.unit_price, new.line_discount_pct, new.amount_type) == (Decimal(0), Decimal(0), PriceAmountType.PRICE)
    discounts = Tables.of((header(amount_type=PriceAmountType.DISCOUNT), line()))
    assert prices(copy_lines(discounts, copying())) == [Decimal(0)]


def test_existing_lines_are_copied_to_the_worksheet_once_however_often() -> None:
    tables = Tables.of((line("A", 1, starting_date=DAY), line("A", 2, price_type=PriceType.PURCHASE)))
    done = copy_lines(tables, copying(""))
    (new,) = done.inserted_of(PriceWorksheetLine)
    assert (new.line_no, new.existing_line, new.starting_date) == (10_000, True, DAY)
    assert not copy_lines(tables.apply(done), copying(""))


def test_new_lines_go_to_the_worksheet_with_their_own_dates_unless_defaults_are_forced() -> None:
    tables = with_default(line("A", 1, starting_date=DAY, source_type=PriceSourceType.CUSTOMER, source_no="C"))
    (new,) = copy_lines(tables, copying("", copy_as_new_lines=True)).inserted_of(PriceWorksheetLine)
    assert (new.price_list_code, new.starting_date, new.source_no) == ("D", DAY, "C")
    forced = copying("", copy_as_new_lines=True, force_defaults=True)
    (new,) = copy_lines(tables, forced).inserted_of(PriceWorksheetLine)
    assert (new.starting_date, new.source_no, new.source_type) == (None, "", PriceSourceType.ALL_CUSTOMERS)


@pytest.mark.parametrize("allow_updating_defaults", [True, False])
def test_a_new_line_of_the_worksheet_keeps_all_its_fields_where_defaults_are_not_forced(
    allow_updating_defaults: bool,
) -> None:
    own = line(
        "A",
        1,
        source_type=PriceSourceType.CUSTOMER,
        source_no="C",
        starting_date=DAY,
        ending_date=DAY,
        price_includes_vat=True,
        vat_bus_posting_gr_price="VG",
    )
    default = header("D", allow_updating_defaults=allow_updating_defaults, amount_type=PriceAmountType.DISCOUNT)
    tables = Tables.of((header("A"), own, default, SalesSetup(default_price_list_code="D")))
    wish = copying("", copy_as_new_lines=True, force_defaults=False)
    (new,) = copy_lines(tables, wish, from_price_list_code="A").inserted_of(PriceWorksheetLine)
    assert as_price_line(new) == attrs.evolve(own, price_list_code="D")


@pytest.mark.rule("E-FIELD-INVALID")
def test_defaults_of_copied_lines_are_a_price_list() -> None:
    with pytest.raises(WrongType, match="defaults"):
        copy_lines(with_default(line()), copying("", copy_as_new_lines=True), defaults="D")  # type: ignore[arg-type]


def test_worksheet_lines_and_price_lines_carry_the_same_fields() -> None:
    assert as_price_line(as_worksheet_line(line())) == line()


def test_a_new_worksheet_line_gets_the_default_list_if_there_is_one() -> None:
    for tables, code in ((with_default(), "D"), (Tables.of(()), "")):
        (new,) = insert_worksheet_line(tables, row("")).inserted_of(PriceWorksheetLine)
        assert new.price_list_code == code
    (kept,) = insert_worksheet_line(with_default(), row("A")).inserted_of(PriceWorksheetLine)
    assert kept.price_list_code == "A"
    with pytest.raises(NotFound):
        delete_worksheet_line(Tables.of(()), row())


def test_new_worksheet_lines_are_numbered_as_lines_of_price_lists_are() -> None:
    tables = Tables.of((row("A", 4, existing_line=True),))
    for no in (10_000, 20_000):
        done = insert_worksheet_line(tables, row("A", 0))
        assert [new.line_no for new in done.inserted_of(PriceWorksheetLine)] == [no]
        tables = tables.apply(done)
    (kept,) = insert_worksheet_line(tables, row("A", 7)).inserted_of(PriceWorksheetLine)
    assert kept.line_no == 70_000
    (existing,) = insert_worksheet_line(tables, row("A", 0, existing_line=True)).inserted_of(PriceWorksheetLine)
    assert existing.line_no == 0


def implemented(changes: ChangeSet) -> Implemented:
    (found,) = changes.because
    assert isinstance(found, Implemented)
    return found


def test_complete_lines_are_implemented_and_the_others_stay() -> None:
    rows = (
        row("A", 1, existing_line=True),
        row("A", 2, existing_line=True),
        row("A", 3, asset_no="J"),
        row("A", 4, source_type=PriceSourceType.CUSTOMER),
        row("", 5),
    )
    tables = Tables.of((header("A"), line("A", 1, status=INACTIVE), *rows))
    done = implement_worksheet(tables)
    result = implemented(done)
    assert (result.inserted, result.modified) == ((("A", 20_000),), (("A", 10_000),))
    assert [skipped.line_no for skipped in result.skipped] == [40_000, 20_000]
    after = tables.apply(done)
    assert [left.line_no for left in after.where(PriceWorksheetLine)] == [50_000, 40_000, 20_000]
    assert [(new.unit_price, new.status) for new in after.where(PriceListLine)] == [(Decimal(12), DRAFT)] * 2


def test_lines_of_active_lists_become_active_without_duplicates() -> None:
    rows = (row("A", 7), row("A", 8, asset_no="J"))
    tables = Tables.of((header("A", status=ACTIVE), line("A", 1, status=ACTIVE), *rows))
    after = tables.apply(implement_worksheet(tables))
    found = [(new.line_no, new.asset_no, new.status) for new in after.where(PriceListLine)]
    assert found == [(20_000, "I", ACTIVE), (30_000, "J", ACTIVE)]
    kept = tables.apply(implement_worksheet(tables, keep={("A", 10_000)}))
    assert [new.line_no for new in kept.where(PriceListLine)] == [10_000, 30_000]
    refused = tables.apply(implement_worksheet(tables, policies=Policies(remove_duplicate_prices=False)))
    assert [new.status for new in refused.where(PriceListLine)] == [ACTIVE, DRAFT, DRAFT]


def test_only_the_lines_asked_for_are_implemented() -> None:
    tables = Tables.of((header("A"), row("A", 1), row("A", 2, asset_no="J")))
    after = tables.apply(implement_worksheet(tables, [row("A", 2)]))
    assert [new.asset_no for new in after.where(PriceListLine)] == ["J"]
    assert [left.line_no for left in after.where(PriceWorksheetLine)] == [10_000]
    with pytest.raises(NotFound):
        implement_worksheet(tables, [row("B", 1)])


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_a_price_without_an_item_is_seen_when_it_comes_into_its_list() -> None:
    tables = Tables.of((header("A"), row("A", 1, asset_no="")))
    with pytest.raises(FieldRequired, match="asset_no"):
        implement_worksheet(tables)


def test_lines_of_a_list_that_is_no_more_are_stored_as_drafts() -> None:
    tables = Tables.of((row("A", 1),))
    assert [new.status for new in implement_worksheet(tables).inserted_of(PriceListLine)] == [DRAFT]


@pytest.mark.rule("E-FIELD-INVALID")
def test_forced_defaults_are_a_yes_a_no_or_open() -> None:
    with pytest.raises(WrongType, match="force_defaults"):
        copying(force_defaults="yes")
