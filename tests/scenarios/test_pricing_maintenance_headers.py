"""Scenarios of price lists while they are entered, and of the default price list."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from bcmarketing.policies import Policies
from bcmarketing.pricing.default_lists import (
    NoDefaultList,
    add_to_default_price_list,
    create_default_price_list,
    default_price_list_code,
)
from bcmarketing.pricing.list_headers import (
    CodeFixed,
    LinesExist,
    change_list_date,
    enter_list_amount_type,
    enter_list_code,
    enter_list_field,
    enter_list_source_no,
    enter_list_source_type,
    insert_price_list,
    save_price_list,
)
from bcmarketing.pricing.records import PriceAmountType, PriceListHeader, PriceListLine, PriceSourceType
from bcmarketing.pricing.source_rules import AmountTypeRefused
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

EMPTY = Tables.of(())
SOURCE = PriceSourceType
JAN_30, JAN_31, FEB_10 = dt.date(2020, 1, 30), dt.date(2020, 1, 31), dt.date(2020, 2, 10)


def header(**fields: Any) -> PriceListHeader:
    return PriceListHeader(**{"code": "X", "source_type": SOURCE.ALL_CUSTOMERS, **fields})


def with_line(head: PriceListHeader, **fields: Any) -> Tables:
    return Tables.of((head, PriceListLine(price_list_code="X", line_no=10_000, **fields)))


def dates(changes: ChangeSet) -> list[list[dt.date | None]]:
    return [[line.starting_date, line.ending_date] for line in changes.modified_of(PriceListLine)]


@pytest.mark.scenario("134118.T001_ManualCode")
def test_a_list_keeps_a_code_given_by_hand() -> None:
    (new,) = insert_price_list(EMPTY, header(), numbers=iter(["S1"])).inserted_of(PriceListHeader)
    assert new.code == "X"


@pytest.mark.rule("E-PRICE-CODE-FIXED")
@pytest.mark.scenario("134118.T007_CannotRenamePriceListHeader")
def test_a_list_is_not_renamed() -> None:
    with pytest.raises(CodeFixed):
        enter_list_code(header(), "Z")


@pytest.mark.rule("E-PRICE-LINES-EXIST")
@pytest.mark.scenario(
    "134118.T011_SourceTypeCannotBeChangedIfLinesExist",
    "134118.T012_SourceNoCannotBeChangedIfLinesExist",
    "134118.T043_UpdatePriceInclVatWithLinesNotAllowed",
    "134118.T044_UpdateVATBusGroupWithLinesNotAllowed",
)
def test_source_and_vat_are_fixed_once_lines_exist() -> None:
    tables = with_line(header())
    steps: tuple[Callable[[], PriceListHeader], ...] = (
        lambda: enter_list_source_type(tables, header(), SOURCE.CUSTOMER),
        lambda: enter_list_source_no(tables, header(), "C1"),
        lambda: enter_list_field(tables, header(), "price_includes_vat", True),
        lambda: enter_list_field(tables, header(), "vat_bus_posting_gr_price", "EU"),
    )
    for step in steps:
        with pytest.raises(LinesExist):
            step()


@pytest.mark.scenario("134118.T025_ChangeEndingDateWithLines")
def test_an_end_is_handed_on_to_the_lines_on_consent() -> None:
    tables = with_line(header(ending_date=JAN_30, allow_updating_defaults=True), ending_date=JAN_30)
    assert dates(change_list_date(tables, "X", "ending_date", JAN_31)) == [[None, JAN_31]]


@pytest.mark.scenario("134118.T027_ChangeEndingDateWithLinesConfirmNo")
def test_declining_keeps_the_end_of_the_line() -> None:
    tables = with_line(header(ending_date=JAN_30, allow_updating_defaults=True), ending_date=JAN_30)
    no = Policies(update_price_list_lines=False)
    done = change_list_date(tables, "X", "ending_date", JAN_31, policies=no)
    assert [row.ending_date for row in done.modified_of(PriceListHeader)] == [JAN_31]
    assert dates(done) == []


@pytest.mark.scenario("134118.T029_SetConflictingStartingDateWithLines")
def test_a_start_in_conflict_replaces_both_dates_of_the_line() -> None:
    head = header(starting_date=JAN_30, ending_date=FEB_10, allow_updating_defaults=True)
    tables = with_line(head, starting_date=JAN_30, ending_date=JAN_30)
    assert dates(change_list_date(tables, "X", "starting_date", JAN_31)) == [[JAN_31, FEB_10]]


@pytest.mark.scenario("134118.T035_DefaultAmountTypeOnSourceTypeValidation")
def test_what_a_list_defines_follows_the_source_type() -> None:
    kinds = (SOURCE.CUSTOMER_PRICE_GROUP, SOURCE.CUSTOMER_DISC_GROUP, SOURCE.CUSTOMER)
    found = [enter_list_source_type(EMPTY, header(), kind).amount_type for kind in kinds]
    assert found == [PriceAmountType.PRICE, PriceAmountType.DISCOUNT, PriceAmountType.ANY]


@pytest.mark.rule("E-PRICE-AMOUNT-TYPE")
@pytest.mark.scenario("134118.T036_ValidateAmountType")
@pytest.mark.parametrize(
    ("source", "accepted"),
    [
        (SOURCE.CUSTOMER_DISC_GROUP, {PriceAmountType.DISCOUNT}),
        (SOURCE.CUSTOMER_PRICE_GROUP, {PriceAmountType.PRICE}),
        (SOURCE.CUSTOMER, set(PriceAmountType)),
    ],
)
def test_groups_fix_what_a_list_defines(source: PriceSourceType, accepted: set[PriceAmountType]) -> None:
    for amount_type in PriceAmountType:
        if amount_type in accepted:
            assert enter_list_amount_type(header(source_type=source), amount_type).amount_type is amount_type
        else:
            with pytest.raises(AmountTypeRefused):
                enter_list_amount_type(header(source_type=source), amount_type)


@pytest.mark.scenario("134118.T041_UpdateAllowInvDiscDoesNotUpdateLines")
def test_the_invoice_discount_mark_of_a_list_does_not_reach_its_lines() -> None:
    tables = with_line(header(), allow_invoice_disc=True)
    after = tables.apply(save_price_list(tables, attrs.evolve(header(), allow_invoice_disc=False)))
    assert [line.allow_invoice_disc for line in after.where(PriceListLine)] == [True]


@pytest.mark.rule("E-PRICE-DEFAULT-LIST")
@pytest.mark.scenario("134118.T130_GetDefaultPriceListCodeSales")
def test_the_code_of_the_default_list_is_asked_for() -> None:
    with pytest.raises(NoDefaultList):
        default_price_list_code(EMPTY)
    assert default_price_list_code(EMPTY.apply(create_default_price_list(EMPTY, "S0001"))) == "S0001"


@pytest.mark.scenario("134118.T135_NewLineWithNumberOver1bnGoesToNewDefaultPriceListSales")
def test_a_default_list_that_is_used_up_is_replaced() -> None:
    tables = EMPTY.apply(create_default_price_list(EMPTY, "S0001"))
    last = PriceListLine(price_list_code="S0001", line_no=1_000_000_000)
    tables = tables.apply(ChangeSet(inserted=(last,)))
    new = PriceListLine(source_type=SOURCE.ALL_CUSTOMERS, asset_no="1000")
    after = tables.apply(add_to_default_price_list(tables, new, numbers=iter(["S0002"])))
    assert default_price_list_code(after) == "S0002"
    assert [line.line_no for line in after.where(PriceListLine, price_list_code="S0002")] == [10_000]
