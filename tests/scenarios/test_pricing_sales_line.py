"""Scenarios of sales lines: what changes reprice them, picking by hand, typed amounts."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.errors import FieldRequired, InvalidField
from bcmarketing.pricing.candidates import DISCOUNT, PRICE
from bcmarketing.pricing.currencies import VatCalculationType
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy_records import SalesLineDiscount, SalesPrice, SalesPriceType
from bcmarketing.pricing.line_amounts import (
    DiscountOutOfRange,
    LineAmountOutOfRange,
    gross_amount,
    set_line_amount,
    set_line_discount_amount,
    set_line_discount_pct,
    set_prices_including_vat,
    set_unit_price,
)
from bcmarketing.pricing.picking import (
    BelowMinimum,
    LineDiscountRefused,
    PickedCurrency,
    PickedStart,
    PickedUnit,
    count_discounts,
    count_prices,
    discount_exists,
    offered,
    pick_discount,
    pick_price,
    price_exists,
)
from bcmarketing.pricing.profiles import VERSION_15
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
    SalesDocumentType,
)
from bcmarketing.pricing.request import PriceRequest, UnitFactorZero
from bcmarketing.pricing.resolution import resolve
from bcmarketing.pricing.sales_line import (
    BlanketTerms,
    ItemBlocked,
    PostedTerms,
    Quote,
    SalesLine,
    Trigger,
    put_item,
    reprice,
    set_disc_group,
    set_price_group,
    set_quantity,
    set_return_reason,
    set_unit_of_measure,
    set_variant,
)

DAY = dt.date(2020, 1, 1)
CHAIR = Item(no="I", unit_price=33)


def ask(quantity: Any = 1, **fields: Any) -> PriceRequest:
    settings: dict[str, Any] = {
        "product": CHAIR,
        "order_date": DAY,
        "posting_date": DAY,
        "customer_no": "CA",
        "unit_precision": "0.00001",
        "amount_precision": "0.01",
    }
    settings.update(fields)
    return PriceRequest(quantity=quantity, **settings)


def line_of(price: Any = 0, percentage: Any = 0, **fields: Any) -> PriceListLine:
    settings: dict[str, Any] = {
        "source_type": PriceSourceType.CUSTOMER,
        "source_no": "CA",
        "asset_no": "I",
        "amount_type": DISCOUNT if percentage else PRICE,
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
        "unit_price": Decimal(price),
        "line_discount_pct": Decimal(percentage),
        "allow_line_disc": not percentage,
    }
    settings.update(fields)
    return PriceListLine(**settings)


def quoting(*lines: PriceListLine) -> Quote:
    def quote(asked: PriceRequest) -> PriceDecision:
        return resolve(asked, lines)

    return quote


def made(asked: PriceRequest, *lines: PriceListLine) -> SalesLine:
    return reprice(SalesLine(request=asked), Trigger.PRODUCT, quoting(*lines))


def figures(line: SalesLine) -> tuple[str, str]:
    return f"{line.unit_price.normalize():f}", f"{line.line_discount_pct.normalize():f}"


@pytest.mark.scenario("103526.Test4")
def test_a_changed_record_does_not_touch_existing_lines() -> None:
    before, after = line_of(10, minimum_quantity=Decimal(5)), line_of("10.5", minimum_quantity=Decimal(5))
    line = made(ask(5), before)
    assert figures(line) == ("10", "0")
    # Nothing but a trigger asks for a price: typed amounts leave it, whatever the records say by now.
    assert set_line_discount_pct(line, 0) == line
    assert figures(reprice(line, Trigger.QUANTITY, quoting(after))) == ("10.5", "0")


@pytest.mark.scenario("103526.Test6")
def test_a_typed_price_and_later_records_are_independent() -> None:
    lines = [made(ask(quantity), line_of(6), line_of(4, minimum_quantity=Decimal(5), line_no=1)) for quantity in (2, 5)]
    typed = set_unit_price(made(ask(10), line_of(2)), "1.5")
    assert [figures(line)[0] for line in (*lines, typed)] == ["6", "4", "1.5"]
    assert typed.line_amount == 15


@pytest.mark.scenario("134159.T170_PickDiscountSalesLineIfNoPriceLineDiscButAllowedByCustomer")
def test_a_discount_is_picked_for_a_line_that_allows_one() -> None:
    discount = line_of(percentage="12.5")
    line = made(ask(), discount)
    assert figures(line) == ("33", "12.5")
    assert pick_discount(set_line_discount_pct(line, 0), discount) == line


@pytest.mark.rule("E-PRICE-MINIMUM")
@pytest.mark.scenario("134159.T171_PickPriceSalesLineBelowMinQuantity")
def test_a_price_below_its_minimum_quantity_is_not_picked() -> None:
    price = line_of(20, minimum_quantity=Decimal(10), currency_code="EUR")
    with pytest.raises(BelowMinimum, match="quantity 1 is below the minimum quantity 10"):
        pick_price(made(ask()), price)


@pytest.mark.scenario("134159.T172_PickPriceSalesLineWithNotAllowedLineDiscount")
def test_a_picked_price_that_refuses_discounts_clears_them() -> None:
    line = made(ask(), line_of(percentage="12.5"))
    picked = pick_price(line, line_of(20, allow_line_disc=False))
    assert figures(picked) == ("20", "0")
    # The discount is not searched again, even if the next pick allows one.
    assert figures(pick_price(picked, line_of(25))) == ("25", "0")


@pytest.mark.rule("E-PRICE-NO-LINE-DISC")
@pytest.mark.scenario("134159.T173_PickDiscountSalesLineIfNoPriceNoLineDiscAllowedByCustomer")
def test_a_discount_is_not_picked_for_a_line_that_allows_none() -> None:
    discount = line_of(percentage="12.5")
    line = made(ask(allow_line_disc=False), line_of(20, allow_line_disc=False), discount)
    with pytest.raises(LineDiscountRefused):
        pick_discount(line, discount)


@pytest.mark.scenario("134159.T175_CardPriceRestoredInSalesLineBelowMinQuantity")
def test_below_the_minimum_the_card_price_is_back() -> None:
    price = line_of(20, minimum_quantity=Decimal(10))
    line = made(ask(10), price)
    assert figures(line) == ("20", "0")
    assert figures(set_quantity(line, 9, quoting(price))) == ("33", "0")


@pytest.mark.rule("E-PRICE-PICK-DATE")
@pytest.mark.scenario("134159.T176_PickPriceSalesLineOutOfDateStartindDate")
def test_a_price_that_starts_later_is_offered_but_not_picked() -> None:
    price = line_of(20, starting_date=dt.date(2020, 1, 2))
    asked = ask()
    assert offered(asked, [price], PRICE) == (price,)
    assert offered(asked, [price], PRICE, show_all=False) == ()
    with pytest.raises(PickedStart, match="not valid on 2020-01-01"):
        pick_price(made(asked), price)


@pytest.mark.rule("E-PRICE-PICK-CURRENCY")
@pytest.mark.scenario("134159.T178_PickPriceSalesLineWrongCurrencyCode")
def test_a_price_in_another_currency_is_offered_but_not_picked() -> None:
    asked = ask(currency_code="USD", currency_factor="1.2")
    price = line_of(20, currency_code="EUR")
    assert count_prices(asked, [price]) == 1
    with pytest.raises(PickedCurrency, match="must be 'USD'"):
        pick_price(made(asked), price)


@pytest.mark.rule("E-PRICE-PICK-UNIT")
def test_a_price_for_another_unit_is_offered_but_not_picked() -> None:
    asked = ask(unit_of_measure_code="PCS")
    price = line_of(20, unit_of_measure_code="BOX", starting_date=dt.date(2021, 1, 1))
    assert price_exists(asked, [price])
    assert not price_exists(asked, [price], show_all=False)
    with pytest.raises(PickedUnit, match="must be 'PCS'"):
        pick_price(made(asked), price)


def test_what_has_expired_is_never_offered_and_below_minimum_always_is() -> None:
    gone = line_of(percentage=5, ending_date=dt.date(2019, 12, 31))
    high = line_of(percentage=6, minimum_quantity=Decimal(99))
    assert count_discounts(ask(), [gone, high]) == 1
    assert discount_exists(ask(), [high], show_all=False)
    assert not discount_exists(ask(), [gone])


def test_a_line_that_defines_both_is_offered_for_both() -> None:
    both = line_of(20, line_discount_pct=Decimal(5), amount_type=PriceAmountType.ANY)
    assert offered(ask(), [both], PRICE) == offered(ask(), [both], DISCOUNT) == (both,)


def test_only_prices_are_picked_as_prices_and_discounts_as_discounts() -> None:
    with pytest.raises(InvalidField, match="defines no price"):
        pick_price(made(ask()), line_of(percentage=5))
    with pytest.raises(InvalidField, match="defines no discount"):
        pick_discount(made(ask()), line_of(20))


def test_the_older_engine_picks_by_the_same_rules() -> None:
    line = made(ask())
    price = SalesPrice(item_no="I", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price=20, starting_date=DAY)
    discount = SalesLineDiscount(code="I", sales_code="CA", line_discount_pct=7)
    assert figures(pick_discount(pick_price(line, price, profile=VERSION_15), discount, VERSION_15)) == ("20", "7")
    blank = attrs.evolve(line, request=attrs.evolve(line.request, order_date=None, work_date=DAY))
    with pytest.raises(PickedStart, match="not valid on None"):
        pick_price(blank, price, profile=VERSION_15)


@pytest.mark.scenario("134159.VerifySalesLinePriceUpdateUsingGetPriceFunction")
def test_another_date_keeps_the_price_until_one_is_picked() -> None:
    end = dt.date(2025, 12, 31)
    prices = (
        line_of(100, starting_date=dt.date(2025, 1, 1), ending_date=end),
        line_of(90, starting_date=dt.date(2025, 7, 1), ending_date=end, line_no=1),
    )
    june, august = dt.date(2025, 6, 1), dt.date(2025, 8, 1)
    line = made(ask(order_date=june, posting_date=june), *prices)
    moved = attrs.evolve(line, request=attrs.evolve(line.request, order_date=august, posting_date=august))
    assert figures(moved) == ("100", "0")
    assert figures(pick_price(moved, prices[1])) == ("90", "0")


def test_a_typed_price_survives_another_quantity_while_there_are_no_records() -> None:
    typed = set_unit_price(made(ask()), 25)
    assert figures(set_quantity(typed, 7, quoting())) == ("25", "0")
    assert figures(set_variant(typed, "V", quoting())) == ("25", "0")
    discount = line_of(percentage=10)
    assert figures(set_quantity(typed, 7, quoting(discount))) == ("25", "10")
    assert figures(set_quantity(typed, 7, quoting(line_of(20, minimum_quantity=Decimal(50))))) == ("33", "0")
    for change in (set_price_group, set_disc_group):
        assert figures(change(typed, "G", quoting())) == ("33", "0")
    assert figures(set_unit_of_measure(typed, "BOX", 3, quoting())) == ("99", "0")


@pytest.mark.rule("E-PRICE-UNIT-FACTOR")
def test_a_unit_holds_base_units() -> None:
    with pytest.raises(UnitFactorZero, match="qty_per_unit_of_measure is 0 for unit 'BOX' of 'I'"):
        set_unit_of_measure(made(ask()), "BOX", 0, quoting())


def test_the_marks_of_a_line_are_sticky_until_the_product_is_set_again() -> None:
    refusing = line_of(20, minimum_quantity=Decimal(10), allow_line_disc=False, allow_invoice_disc=False)
    discount = line_of(percentage=10, line_no=1)
    quote = quoting(refusing, discount)
    ten = made(ask(10), refusing, discount)
    nine = set_quantity(ten, 9, quote)
    assert figures(nine) == ("33", "0")
    assert (nine.allow_line_disc, nine.allow_invoice_disc) == (False, False)
    again = put_item(nine.request, CHAIR, quote, allow_line_disc=True)
    assert figures(again) == ("33", "10")
    assert again.allow_invoice_disc


def test_a_return_reason_reprices_when_it_is_cleared_or_the_price_is_0() -> None:
    typed = set_unit_price(made(ask()), 25)
    assert set_return_reason(typed, "DAMAGED", quoting()) is typed
    assert figures(set_return_reason(typed, "", quoting())) == ("33", "0")
    free = set_unit_price(typed, 0)
    assert figures(set_return_reason(free, "DAMAGED", quoting())) == ("33", "0")


def test_a_line_of_a_blanket_order_copies_its_terms() -> None:
    line = SalesLine(request=ask(4), blanket=BlanketTerms(20, 5))
    for trigger in Trigger:
        repriced = reprice(line, trigger, quoting(line_of(1)))
        assert figures(repriced) == ("20", "5")
        assert repriced.line_amount == 76


def test_a_line_that_copies_a_posted_one_is_only_rescaled() -> None:
    line = SalesLine(request=ask(2), unit_price=30, posted=PostedTerms(30, 3))
    assert figures(set_quantity(line, 5, quoting(line_of(1)))) == ("30", "0")
    assert figures(set_unit_of_measure(line, "PAL", 12, quoting(line_of(1)))) == ("120", "0")


@pytest.mark.rule("E-PRICE-BLOCKED")
def test_blocked_items_are_not_put_on_a_line() -> None:
    blocked, unsold = attrs.evolve(CHAIR, blocked=True), attrs.evolve(CHAIR, sales_blocked=True)
    for item in (blocked, unsold):
        with pytest.raises(ItemBlocked):
            put_item(ask(), item, quoting(), allow_line_disc=True)
    for kind in (SalesDocumentType.CREDIT_MEMO, SalesDocumentType.RETURN_ORDER):
        taken_back = put_item(ask(document_type=kind), unsold, quoting(), allow_line_disc=True)
        assert figures(taken_back) == ("33", "0")
        with pytest.raises(ItemBlocked):
            put_item(ask(document_type=kind), blocked, quoting(), allow_line_disc=True)


# --- amounts typed by hand ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        pytest.param(
            1, -100, -50,
            marks=pytest.mark.scenario(
                "132522.SalesLineDiscountPctPositiveWhenQuantityIsPositiveUnitPriceLineDiscAmountIsNegative"
            ),
        ),
        pytest.param(
            -1, 100, -50,
            marks=pytest.mark.scenario(
                "132522.SalesLineDiscountPctPositiveWhenQuantityLineDiscAmountAreNegativeUnitPriceArePositive"
            ),
        ),
    ],
)  # fmt: skip
def test_a_discount_amount_of_the_line_s_sign_gives_a_percentage(quantity: int, price: int, amount: int) -> None:
    line = set_line_discount_amount(set_unit_price(made(ask(quantity)), price), amount)
    assert line.line_discount_pct == 50
    assert line.line_amount == -50


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        pytest.param(
            -20, 30, 40,
            marks=pytest.mark.scenario(
                "132522.SalesLineDiscountPctErrorWhenQuantityIsNegativeUnitPriceLineDiscAmountArePostive"
            ),
        ),
        pytest.param(
            20, -30, 40,
            marks=pytest.mark.scenario(
                "132522.SalesLineDiscountPctErrorWhenQuantityLineDiscAmountArePositiveUnitPriceAreNegative"
            ),
        ),
        pytest.param(
            1, 100, 150, marks=pytest.mark.scenario("132522.SalesLineDiscountPctErrorWhenLineDiscountPctMoreThan100")
        ),
    ],
)  # fmt: skip
@pytest.mark.rule("E-PRICE-DISCOUNT-AMOUNT")
def test_a_discount_amount_that_is_no_part_of_the_line_is_refused(quantity: int, price: int, amount: int) -> None:
    with pytest.raises(DiscountOutOfRange):
        set_line_discount_amount(set_unit_price(made(ask(quantity)), price), amount)


@pytest.mark.parametrize(
    "amount",
    [
        pytest.param(200, marks=pytest.mark.scenario("132522.SalesLineDiscountPctErrorWhenLineAmountMoreThanAmount")),
        pytest.param(-100, marks=pytest.mark.scenario("132522.SalesLineDiscountPctErrorWhenLineAmountIsNegative")),
    ],
)
@pytest.mark.rule("E-PRICE-LINE-AMOUNT")
def test_a_line_amount_outside_the_line_is_refused(amount: int) -> None:
    with pytest.raises(LineAmountOutOfRange):
        set_line_amount(set_unit_price(made(ask()), 100), amount)


@pytest.mark.scenario("132522.SalesLineDiscountPctWhenLineAmountIsPositiveAndLessThanAmount")
def test_a_line_amount_inside_the_line_gives_a_discount() -> None:
    line = set_line_amount(set_unit_price(made(ask()), 100), 50)
    assert [line.line_discount_amount, line.line_discount_pct, line.line_amount] == [50, 50, 50]


def test_amounts_are_rounded_one_after_the_other() -> None:
    line = set_line_discount_pct(set_unit_price(made(ask("3")), "0.335"), 50)
    assert gross_amount(line) == Decimal("1.01")
    assert line.line_discount_amount == Decimal("0.51")  # half of 1.01, not of 1.005
    assert line.line_amount == Decimal("0.50")
    third = set_line_discount_amount(set_unit_price(made(ask(3)), 1), 1)
    assert third.line_discount_pct == Decimal("33.33333")


def test_an_amount_of_nothing_gives_no_percentage() -> None:
    free = set_unit_price(made(ask()), 0)
    assert set_line_discount_amount(free, 1).line_discount_pct == 0
    with pytest.raises(FieldRequired, match="quantity"):
        set_line_discount_amount(made(ask(0)), 1)
    with pytest.raises(FieldRequired, match="quantity"):
        set_line_amount(made(ask(0)), 1)
    with pytest.raises(FieldRequired, match="unit_price"):
        set_line_amount(free, 1)
    with pytest.raises(InvalidField, match="from 0 to 100"):
        set_line_discount_pct(free, 101)


def test_the_same_discount_amount_keeps_its_percentage() -> None:
    line = set_line_discount_pct(set_unit_price(made(ask(3)), 1), 33)
    assert set_line_discount_amount(line, "0.99").line_discount_pct == 33


def test_typed_amounts_clear_the_invoice_discount_of_the_line() -> None:
    line = attrs.evolve(made(ask()), inv_discount_amount=5)
    assert set_unit_price(line, 9).inv_discount_amount == 0
    assert set_line_discount_pct(line, 9).inv_discount_amount == 0
    assert set_line_discount_amount(line, 9).inv_discount_amount == 0


# --- prices with and without VAT ------------------------------------------------------------------------------------


def test_prices_are_rescaled_to_include_vat_and_back() -> None:
    line = set_line_discount_pct(made(ask(2, vat_pct=25)), 10)
    including = set_prices_including_vat(line, including=True, rescale=True)
    assert figures(including) == ("41.25", "10")
    assert [including.line_discount_amount, including.line_amount] == [Decimal("8.25"), Decimal("74.25")]
    assert set_prices_including_vat(including, including=False, rescale=True) == line
    with pytest.raises(InvalidField, match="already"):
        set_prices_including_vat(line, including=False, rescale=True)


def test_the_line_amount_comes_from_the_vat_amounts_where_they_are_kept() -> None:
    line = attrs.evolve(
        made(ask(2, vat_pct=25)), amount=Decimal(65), amount_including_vat=Decimal("81.25"), inv_discount_amount=1
    )
    including = set_prices_including_vat(line, including=True, rescale=True)
    assert including.line_amount == Decimal("82.25")
    back = set_prices_including_vat(including, including=False, rescale=True)
    assert back.line_amount == 66


def test_prices_stay_without_consent_without_vat_and_under_full_vat() -> None:
    line = made(ask(2, vat_pct=25))
    asked = set_prices_including_vat(line, including=True, rescale=False)
    assert figures(asked) == ("33", "0")
    assert asked.request.prices_including_vat
    for fields in ({"vat_pct": 0}, {"vat_pct": 25, "vat_calculation_type": VatCalculationType.FULL_VAT}):
        same = set_prices_including_vat(made(ask(2, **fields)), including=True, rescale=True)
        assert figures(same) == ("33", "0")
