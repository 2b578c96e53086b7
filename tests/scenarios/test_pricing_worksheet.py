"""Scenarios of the sales price worksheet, and rounding methods."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.activation import activate_campaign
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup
from bcmarketing.contacts.records import Contact
from bcmarketing.errors import FieldRequired, InvalidField, NotFound
from bcmarketing.policies import Policies
from bcmarketing.pricing.currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from bcmarketing.pricing.items import CustomerPriceGroup, Item, ItemUnitOfMeasure
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType, SalesPriceWorksheetLine
from bcmarketing.pricing.line_terms import DatesReversed
from bcmarketing.pricing.profiles import VERSION_15
from bcmarketing.pricing.request import PriceRequest, UnitFactorZero
from bcmarketing.pricing.resolution import resolve
from bcmarketing.pricing.rounding_methods import RoundingMethod, RoundingMethodType, rounded_by, rounding_step
from bcmarketing.pricing.worksheet import (
    MultipleSources,
    Suggestion,
    current_price,
    implement_prices,
    suggest_from_items,
    suggest_from_prices,
)
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

DAY = dt.date(2025, 1, 23)
CHAIR = Item(no="I", unit_price=103, base_unit_of_measure="PCS")
OWN = SalesPrice(item_no="I", sales_code="CU", unit_price=99, minimum_quantity="12.5", starting_date=DAY)
BOX = ItemUnitOfMeasure(item_no="I", code="BOX", qty_per_unit_of_measure=3)
ALL, GROUP = SalesPriceType.ALL_CUSTOMERS, SalesPriceType.CUSTOMER_PRICE_GROUP


def stored(*rows: Record) -> Tables:
    return Tables.of((GeneralLedgerSetup(unit_amount_rounding_precision="0.01"), *rows))


def wish(sales_type: SalesPriceType, sales_code: str = "", **fields: Any) -> Suggestion:
    return Suggestion(sales_type=sales_type, sales_code=sales_code, work_date=DAY, **fields)


@pytest.mark.scenario("137201.SuggestItemPriceForCustomer")
def test_a_suggested_price_is_edited_and_implemented() -> None:
    tables = stored(CHAIR, OWN)
    suggested = suggest_from_items(tables, [CHAIR], wish(SalesPriceType.CUSTOMER, "CU"))
    (row,) = suggested.inserted_of(SalesPriceWorksheetLine)
    assert [row.current_unit_price, row.new_unit_price] == [103, 103]
    edited = attrs.evolve(row, new_unit_price=95)
    after = tables.apply(suggested.then(implement_prices(tables.apply(suggested), [edited])))
    assert list(after.where(SalesPriceWorksheetLine)) == []
    asked = PriceRequest(
        product=CHAIR, quantity="12.5", order_date=DAY, customer_no="CU", unit_precision="0.01", amount_precision="0.01"
    )  # fmt: skip
    decision = resolve(asked, after.where(SalesPrice), profile=VERSION_15)
    assert decision.amounts.line_amount == Decimal("1187.50")


@pytest.mark.scenario("137201.SuggestSalesPriceForCampaign")
def test_a_campaign_price_is_overwritten() -> None:
    campaign = Campaign(no="CP", starting_date=DAY, ending_date=dt.date(2025, 2, 1))
    price = attrs.evolve(OWN, sales_type=SalesPriceType.CAMPAIGN, sales_code="CP", ending_date=dt.date(2025, 2, 1))
    tables = stored(CHAIR, campaign, price)
    suggested = suggest_from_items(tables, [CHAIR], wish(SalesPriceType.CAMPAIGN, "CP"))
    (row,) = suggested.inserted_of(SalesPriceWorksheetLine)
    assert (row.starting_date, row.ending_date) == (DAY, dt.date(2025, 2, 1))
    edited = attrs.evolve(row, minimum_quantity="12.5", new_unit_price=95)
    changes = implement_prices(tables, [edited], delete_rows=False)
    assert [new.unit_price for new in changes.modified_of(SalesPrice)] == [95]
    assert changes.inserted == ()


@pytest.mark.scenario("137201.CurrentPriceIsFilledWithActualSalesPrice")
def test_the_current_price_is_that_of_the_sales_price() -> None:
    item = attrs.evolve(CHAIR, unit_price=7)
    everybody = SalesPrice(item_no="I", sales_type=ALL, unit_price=15, allow_invoice_disc=False)
    changes = suggest_from_items(stored(item, everybody), [item], wish(ALL, factor=3))
    (row,) = changes.inserted_of(SalesPriceWorksheetLine)
    assert [row.current_unit_price, row.new_unit_price] == [15, 21]
    assert not row.allow_invoice_disc


@pytest.mark.rule("E-PRICE-WORKSHEET-SOURCES")
@pytest.mark.scenario("137201.SuggestSalesPriceMultipleSource")
def test_two_prices_for_one_row_are_refused() -> None:
    groups = [CustomerPriceGroup(code=code) for code in ("RETAIL", "WHOLESALE")]
    prices = [SalesPrice(item_no="I", sales_type=GROUP, sales_code=group.code, unit_price=9) for group in groups]
    with pytest.raises(MultipleSources, match="several prices of item 'I'"):
        suggest_from_prices(stored(CHAIR, *groups, *prices), prices, wish(GROUP, "WHOLESALE", factor="1.2"))


def suggested(prices: list[SalesPrice], suggestion: Suggestion, *rows: Record) -> list[SalesPriceWorksheetLine]:
    changes = suggest_from_prices(stored(CHAIR, BOX, *prices, *rows), prices, suggestion)
    return list(changes.inserted_of(SalesPriceWorksheetLine))


def test_prices_are_rescaled_converted_multiplied_and_rounded() -> None:
    price = SalesPrice(item_no="I", sales_type=ALL, unit_price=10, allow_line_disc=False)
    money: list[Record] = [
        Currency(code="USD", unit_amount_rounding_precision="0.1"),
        CurrencyExchangeRate(
            currency_code="USD", starting_date=DAY, exchange_rate_amount="1.333", relational_exch_rate_amount=1
        ),
        RoundingMethod(code="R", precision=5, type=RoundingMethodType.UP),
    ]
    (boxed,) = suggested([price], wish(ALL, unit_of_measure_code="BOX"))
    assert boxed.new_unit_price == 30
    assert not boxed.allow_line_disc
    (dollars,) = suggested([price], wish(ALL, currency_code="USD", factor=2, rounding_method_code="R"), *money)
    assert dollars.currency_code == "USD"
    assert dollars.new_unit_price == 30  # 13.3 * 2 = 26.6, up to 5
    back = attrs.evolve(price, currency_code="USD")
    (local,) = suggested([back], wish(ALL, currency_code="", price_lower_limit=8, factor=2), *money)
    assert local.new_unit_price == Decimal("7.50")  # not above the limit: not multiplied
    assert suggested([price], wish(ALL, unit_of_measure_code="PAL")) == []


def test_dates_are_replaced_together() -> None:
    price = attrs.evolve(OWN, sales_type=ALL, sales_code="", ending_date=dt.date(2025, 3, 1))
    (kept,) = suggested([price], wish(ALL))
    assert (kept.starting_date, kept.ending_date) == (DAY, dt.date(2025, 3, 1))
    (replaced,) = suggested([price], wish(ALL, starting_date=dt.date(2025, 2, 1)))
    assert (replaced.starting_date, replaced.ending_date) == (dt.date(2025, 2, 1), None)


def test_a_price_group_supplies_vat_and_marks() -> None:
    group = CustomerPriceGroup(code="G", price_includes_vat=True, vat_bus_posting_gr_price="VG", allow_line_disc=False)
    (row,) = suggested([OWN], wish(GROUP, "G"), group)
    assert (row.price_includes_vat, row.vat_bus_posting_gr_price, row.allow_line_disc) == (True, "VG", False)


def test_only_existing_prices_unless_new_ones_are_wanted() -> None:
    suggestion = wish(SalesPriceType.CUSTOMER, "CU", create_new=False)
    assert [row.current_unit_price for row in suggested([OWN], suggestion)] == [99]
    assert suggested([OWN], attrs.evolve(suggestion, starting_date=dt.date(2025, 2, 1))) == []
    other = attrs.evolve(suggestion, sales_code="CX")
    assert suggested([OWN], other) == []


def test_codes_of_a_suggestion_are_brought_into_their_normal_form() -> None:
    price = SalesPrice(item_no="I", sales_type=ALL, unit_price=10)
    (boxed,) = suggested([price], wish(ALL, unit_of_measure_code=" box"))
    assert (boxed.unit_of_measure_code, boxed.new_unit_price) == ("BOX", Decimal(30))
    rate = CurrencyExchangeRate(
        currency_code="E", starting_date=DAY, exchange_rate_amount=2, relational_exch_rate_amount=1
    )
    (foreign,) = suggested([price], wish(ALL, currency_code="e"), Currency(code="E"), rate)
    assert (foreign.currency_code, foreign.new_unit_price) == ("E", Decimal(20))


@pytest.mark.rule("E-FIELD-INVALID", "E-PRICE-DATE-ORDER")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sales_type", 2),
        ("sales_code", 7),
        ("sales_code", "S" * 21),
        ("unit_of_measure_code", 7),
        ("unit_of_measure_code", "U" * 11),
        ("currency_code", ["USD"]),
        ("starting_date", "soon"),
        ("ending_date", dt.datetime(2025, 1, 23, tzinfo=dt.UTC)),
        ("rounding_method_code", 7),
        ("create_new", "no"),
        ("create_new", 1),
        ("work_date", None),
        ("work_date", dt.datetime(2025, 1, 23, tzinfo=dt.UTC)),
    ],
)
def test_what_does_not_fit_a_suggestion_is_refused_and_named(field: str, value: object) -> None:
    with pytest.raises(InvalidField, match=field):
        attrs.evolve(wish(ALL), **{field: value})  # type: ignore[arg-type]
    with pytest.raises(DatesReversed):
        wish(ALL, starting_date=DAY, ending_date=dt.date(2025, 1, 22))


def test_what_is_suggested_for_all_customers_has_no_code() -> None:
    (row,) = suggested([OWN], wish(ALL, "CU"))
    assert (row.sales_type, row.sales_code) == (ALL, "")
    (row,) = suggest_from_items(stored(CHAIR), [CHAIR], wish(ALL, "CU")).inserted_of(SalesPriceWorksheetLine)
    assert row.sales_code == ""
    by_hand = SalesPriceWorksheetLine(item_no="I", sales_type=ALL, sales_code="CU", new_unit_price=5)
    (price,) = implement_prices(stored(by_hand), [by_hand]).inserted_of(SalesPrice)
    assert price.sales_code == ""


def test_units_matter_only_where_the_unit_is_another() -> None:
    strange = SalesPrice(item_no="I", sales_type=ALL, unit_of_measure_code="PAL", unit_price=10)
    for kept in (wish(ALL), wish(ALL, unit_of_measure_code="PAL")):
        (row,) = suggested([strange], kept)
        assert (row.unit_of_measure_code, row.new_unit_price) == ("PAL", Decimal(10))
    assert suggested([strange], wish(ALL, unit_of_measure_code="PCS")) == []


@pytest.mark.rule("E-PRICE-UNIT-FACTOR")
def test_a_unit_without_base_units_prices_nothing() -> None:
    empty = ItemUnitOfMeasure(item_no="I", code="PAL", qty_per_unit_of_measure=0)
    by_pallet = SalesPrice(item_no="I", sales_type=ALL, unit_of_measure_code="PAL", unit_price=10)
    with pytest.raises(UnitFactorZero):
        suggested([by_pallet], wish(ALL, unit_of_measure_code="PCS"), empty)
    with pytest.raises(UnitFactorZero):
        suggest_from_items(stored(CHAIR, empty), [CHAIR], wish(ALL, unit_of_measure_code="PAL"))
    assert len(suggested([by_pallet], wish(ALL), empty)) == 1


def test_a_suggestion_needs_what_it_names() -> None:
    with pytest.raises(FieldRequired, match="sales_code"):
        suggested([OWN], wish(GROUP))
    with pytest.raises(NotFound, match="CustomerPriceGroup"):
        suggested([OWN], wish(GROUP, "NONE"))
    with pytest.raises(NotFound, match="GeneralLedgerSetup"):
        suggest_from_items(Tables.of([CHAIR]), [CHAIR], wish(ALL))
    unit_less = attrs.evolve(CHAIR, sales_unit_of_measure="PAL")
    assert not suggest_from_items(stored(unit_less), [unit_less], wish(ALL))


def test_a_card_price_below_the_limit_suggests_nothing() -> None:
    changes = suggest_from_items(stored(CHAIR), [CHAIR], wish(ALL, price_lower_limit=103))
    (row,) = changes.inserted_of(SalesPriceWorksheetLine)
    assert [row.current_unit_price, row.new_unit_price] == [103, 0]
    tables = stored(CHAIR, row)
    done = implement_prices(tables, [row])
    assert (done.inserted, done.deleted) == ((), (row,))


def test_the_current_price_is_the_last_that_holds() -> None:
    row = SalesPriceWorksheetLine(item_no="I", sales_code="CU", starting_date=DAY, minimum_quantity=10)
    prices = [
        attrs.evolve(OWN, starting_date=start, minimum_quantity=minimum, unit_price=price)
        for start, minimum, price in (
            (None, 5, 1),
            (dt.date(2025, 1, 1), 10, 2),
            (dt.date(2025, 1, 1), 5, 3),
            (DAY, 11, 4),
            (dt.date(2025, 2, 1), 0, 5),
        )
    ]
    for order in (prices, prices[::-1]):
        current = current_price(row, order)
        assert current is not None
        assert current.unit_price == 2
    blank = attrs.evolve(row, starting_date=None)
    assert current_price(blank, prices) == prices[0]
    assert current_price(attrs.evolve(row, currency_code="USD"), prices) is None


def test_a_rounding_method_takes_the_step_of_the_size() -> None:
    steps = [
        RoundingMethod(code="R", minimum_amount=0, precision="0.05", type=RoundingMethodType.DOWN),
        RoundingMethod(code="R", minimum_amount=100, amount_added_before=1, amount_added_after=-300),
        RoundingMethod(code="X", minimum_amount=0, precision=50),
    ]
    small, large = (rounding_step(steps, "R", Decimal(price)) for price in ("99.99", "100"))
    assert small is steps[0]
    assert large is steps[1]
    assert rounded_by(steps[0], Decimal("99.99")) == Decimal("99.95")
    assert rounded_by(steps[1], Decimal(100)) == 0
    assert rounded_by(steps[1], Decimal(400)) == 101
    assert rounding_step(steps, "R", Decimal(0)) is None
    assert rounding_step(steps, "", Decimal(5)) is None


@pytest.mark.scenario("134159.T191_ActivateCampaignIfPriceDoesNotExist")
def test_without_prices_and_without_consent_nothing_is_activated() -> None:
    tables = stored(
        Campaign(no="C"),
        Contact(no="CO", company_no="CO"),
        SegmentLine(
            segment_no="S", line_no=1, contact_no="CO", contact_company_no="CO", campaign_no="C", campaign_target=True
        ),
    )
    declined = activate_campaign(tables, "C", policies=Policies(activate_without_prices=False))
    assert not declined
    agreed = activate_campaign(tables, "C")
    assert len(agreed.inserted_of(CampaignTargetGroup)) == 1
