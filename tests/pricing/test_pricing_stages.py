"""The stages of the pipeline one by one, the profiles, and what a decision tells."""

import datetime as dt
import json
import os
import pickle
import subprocess
import sys
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.errors import FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.pricing.candidates import PRICE, PriceRecord, judge, products
from bcmarketing.pricing.choice import DECLARED_DISCOUNT, Offer, choose
from bcmarketing.pricing.conversion import CONVERSION, SalesTaxIncluded
from bcmarketing.pricing.currencies import (
    CurrencyExchangeRate,
    FixExchangeRateAmount,
    VatCalculationType,
    VatPostingSetup,
)
from bcmarketing.pricing.exchange import exchange_factor, fixed_factor, rate_in_force
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy import LEGACY_CONVERSION
from bcmarketing.pricing.legacy_records import SalesLineDiscount, SalesPrice, SalesPriceType
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import (
    CAMPAIGN_ALWAYS,
    CURRENT,
    DECLARED_ZERO,
    SOURCE_PRIORITY,
    VERSION_15,
    VERSION_27_5,
    PricingProfile,
    source_priority,
)
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
    SalesDocumentType,
)
from bcmarketing.pricing.request import (
    CurrencyFactorMissing,
    DateMissing,
    PrecisionZero,
    PriceRequest,
    PriceSetup,
    UnitFactorZero,
    VatSetupMissing,
)
from bcmarketing.pricing.resolution import find_price, resolve
from bcmarketing.pricing.sales_line import Trigger
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.pricing.trace import NotConsulted
from bcmarketing.pricing.verdicts import Verdict

DAY = dt.date(2027, 1, 25)
CHAIR = Product(no="I", unit_price=100, vat_prod_posting_group="GOODS", variants=["V"])


def ask(**fields: Any) -> PriceRequest:
    settings: dict[str, Any] = {
        "product": CHAIR,
        "quantity": 1,
        "order_date": DAY,
        "customer_no": "CU",
        "unit_precision": "0.01",
        "amount_precision": "0.01",
    }
    settings.update(fields)
    return PriceRequest(**settings)


def line(price: Any = 0, percentage: Any = 0, **fields: Any) -> PriceListLine:
    settings: dict[str, Any] = {
        "source_type": PriceSourceType.ALL_CUSTOMERS,
        "asset_no": "I",
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
        "unit_price": Decimal(price),
        "line_discount_pct": Decimal(percentage),
    }
    settings.update(fields)
    return PriceListLine(**settings)


# --- the request ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-PRICE-CURRENCY-FACTOR")
def test_a_currency_needs_its_factor() -> None:
    with pytest.raises(CurrencyFactorMissing, match="currency_factor is missing for currency 'USD'"):
        ask(currency_code="USD")


@pytest.mark.rule("E-PRICE-PRECISION")
@pytest.mark.parametrize("field", ["unit_precision", "amount_precision"])
def test_precisions_are_above_0(field: str) -> None:
    with pytest.raises(PrecisionZero, match=f"{field} is 0"):
        ask(**{field: 0})


@pytest.mark.rule("E-PRICE-DATE")
def test_a_price_needs_a_date() -> None:
    blank = ask(order_date=None)
    with pytest.raises(DateMissing, match="order_date is blank, and so is work_date"):
        resolve(blank, [])
    assert resolve(attrs.evolve(blank, work_date=DAY), []).unit_price == 100
    # The older engine takes the blank date for the smallest: what has no starting date holds.
    open_start = SalesPrice(item_no="I", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price=5, ending_date=DAY)
    started = attrs.evolve(open_start, starting_date=DAY, unit_price=4)
    assert resolve(attrs.evolve(blank, work_date=DAY), [open_start, started], profile=VERSION_15).unit_price == 5


@pytest.mark.rule("E-PRICE-UNIT-FACTOR")
def test_a_unit_has_base_units() -> None:
    with pytest.raises(UnitFactorZero):
        ask(unit_of_measure_code="BOX", qty_per_unit_of_measure=0)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"product": "I"}, WrongType),
        ({"quantity": 1.5}, WrongType),
        ({"quantity": "many"}, InvalidField),
        ({"order_date": dt.datetime(2027, 1, 25)}, WrongType),  # noqa: DTZ001 - a naive date-time is the mistake
        ({"activated_campaigns": [5]}, WrongType),
        ({"customer_no": "X" * 21}, InvalidField),
        ({"document_type": "Order"}, WrongType),
    ],
)
def test_bad_input_names_the_field(fields: dict[str, Any], error: type[InvalidField]) -> None:
    with pytest.raises(error) as caught:
        ask(**fields)
    assert caught.value.field == next(iter(fields))


def test_a_request_takes_an_item_for_the_product_it_is() -> None:
    item = Item(no="I", unit_price=100, vat_prod_posting_group="GOODS")
    assert ask(product=item).product == attrs.evolve(CHAIR, variants=None)


def test_a_variant_of_another_item_counts_as_blank_for_the_current_engine_only() -> None:
    rows: list[PriceRecord] = [
        line(80, variant_code="X"),
        SalesPrice(item_no="I", sales_code="CU", unit_price=70, variant_code="X"),
    ]
    asked = ask(variant_code="X")
    assert resolve(asked, rows).unit_price == 100
    assert resolve(asked, rows, profile=VERSION_15).unit_price == 70
    unknown = attrs.evolve(asked, product=attrs.evolve(CHAIR, variants=None))
    assert resolve(unknown, rows).unit_price == 80


def test_values_survive_pickling() -> None:
    setup = PriceSetup(vat_setups=[VatPostingSetup(vat_pct=19)])
    decision = resolve(ask(), [line(5)], setup, trace=True)
    for profile in (CURRENT, VERSION_15, SOURCE_PRIORITY, CAMPAIGN_ALWAYS):
        assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own bytes
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301
    assert pickle.loads(pickle.dumps(setup)).vat("", "").vat_pct == 19  # noqa: S301


# --- conversion -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-PRICE-VAT-SETUP")
def test_a_price_including_vat_needs_its_setup() -> None:
    dear = line(119, price_includes_vat=True, vat_bus_posting_gr_price="DOM", minimum_quantity=Decimal(5))
    assert resolve(ask(), [dear]).unit_price == 100  # it does not reach its minimum
    with pytest.raises(VatSetupMissing, match="'DOM', 'GOODS'"):
        resolve(ask(quantity=5), [dear])
    free = attrs.evolve(dear, unit_price=Decimal(0))
    assert resolve(ask(quantity=5), [free]).unit_price == 0
    old = SalesPrice(item_no="I", sales_code="CU", price_includes_vat=True, vat_bus_posting_gr_price="DOM")
    with pytest.raises(VatSetupMissing):
        resolve(ask(), [old], profile=VERSION_15)


@pytest.mark.rule("E-PRICE-SALES-TAX")
def test_a_price_including_sales_tax_is_refused() -> None:
    setup = PriceSetup(
        vat_setups=[VatPostingSetup(vat_prod_posting_group="GOODS", vat_calculation_type=VatCalculationType.SALES_TAX)]
    )
    card = attrs.evolve(CHAIR, price_includes_vat=True)
    for profile in (CURRENT, VERSION_15):
        with pytest.raises(SalesTaxIncluded):
            resolve(ask(product=card), [], setup, profile)


def test_the_product_group_of_the_line_goes_before_the_card_s_in_the_current_engine() -> None:
    setup = PriceSetup(
        vat_setups=[
            VatPostingSetup(vat_prod_posting_group="GOODS", vat_pct=25),
            VatPostingSetup(vat_prod_posting_group="FOOD", vat_pct=10),
        ]
    )
    asked = ask(product=attrs.evolve(CHAIR, price_includes_vat=True), vat_prod_posting_group="FOOD")
    assert resolve(asked, [], setup).unit_price == Decimal("90.91")
    assert resolve(asked, [], setup, VERSION_15).unit_price == 80


def rate(
    code: str, day: dt.date, amount: Any, relational: Any, third: str = "", *, fixed: bool = False
) -> CurrencyExchangeRate:
    return CurrencyExchangeRate(
        currency_code=code,
        starting_date=day,
        exchange_rate_amount=amount,
        relational_exch_rate_amount=relational,
        relational_currency_code=third,
        fix_exchange_rate_amount=FixExchangeRateAmount.BOTH if fixed else FixExchangeRateAmount.CURRENCY,
    )


def test_the_latest_rate_is_in_force() -> None:
    rates = [rate("USD", dt.date(2027, month, 1), month, 1) for month in (1, 3, 2)]
    assert rate_in_force(rates, "USD", dt.date(2027, 2, 28)) == rates[2]
    assert rate_in_force(rates, "USD", dt.date(2026, 12, 31)) is None
    assert rate_in_force(rates, "EUR", DAY) is None
    with pytest.raises(NotFound, match="CurrencyExchangeRate"):
        exchange_factor(rates, "EUR", DAY)


def test_a_rate_in_a_third_currency_multiplies_with_its_rate() -> None:
    rates = [rate("USD", DAY, 100, 80, "EUR"), rate("EUR", DAY, 10, 5)]
    assert exchange_factor(rates, "USD", DAY) == Decimal("2.5")
    with pytest.raises(NotFound):
        exchange_factor(rates[:1], "USD", DAY)
    with pytest.raises(FieldRequired, match="relational_exch_rate_amount"):
        exchange_factor([rate("USD", DAY, 1, 0)], "USD", DAY)


def test_a_rate_fixed_on_both_sides_replaces_the_factor_of_the_document() -> None:
    asked = ask(currency_code="USD", currency_factor=3, posting_date=DAY)
    fixed = rate("USD", DAY, 5, 4, fixed=True)
    for profile in (CURRENT, VERSION_15):
        for rates, price in (
            ([], 300),
            ([rate("USD", DAY, 5, 4)], 300),
            ([fixed], 125),
            ([rate("EUR", DAY, 1, 1)], 300),
        ):
            assert resolve(asked, [], PriceSetup(exchange_rates=rates), profile).unit_price == price
    third = attrs.evolve(fixed, relational_currency_code="EUR")
    assert fixed_factor([third], "USD", DAY) is None
    assert fixed_factor([third, rate("EUR", DAY, 2, 1)], "USD", DAY) is None
    found = fixed_factor([third, rate("EUR", DAY, 2, 1, fixed=True)], "USD", DAY)
    assert found is not None
    assert found.numerator / found.denominator == Decimal("2.5")


def test_the_two_engines_look_at_the_rate_of_different_dates() -> None:
    later = DAY + dt.timedelta(10)
    asked = ask(currency_code="USD", currency_factor=3, posting_date=later)
    setup = PriceSetup(exchange_rates=[rate("USD", later, 5, 4, fixed=True)])
    assert resolve(asked, [], setup).unit_price == 300  # in force on the order date: none
    assert resolve(asked, [], setup, VERSION_15).unit_price == 125
    dateless = attrs.evolve(asked, posting_date=None)
    assert resolve(dateless, [], setup, VERSION_15).unit_price == 300


def test_each_step_of_a_conversion_is_told() -> None:
    asked = ask(
        currency_code="USD", currency_factor="1.3", qty_per_unit_of_measure=3, unit_of_measure_code="BOX",
        prices_including_vat=True, vat_pct=10,
    )  # fmt: skip
    steps = CONVERSION.steps(line("9.999"), asked, PriceSetup())
    assert [(step.name, str(step.amount)) for step in steps] == [
        ("stored", "9.999"),
        ("VAT", "10.9989"),
        ("unit of measure", "32.9967"),
        ("currency", "42.89571"),
        ("rounding", "42.90"),
    ]
    assert [step.name for step in CONVERSION.steps(line(0), asked, PriceSetup())] == ["stored"]
    assert LEGACY_CONVERSION.steps(line(0), asked, PriceSetup())[-1].amount == 0


# --- candidates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, Verdict.QUALIFIES),
        ({"status": PriceStatus.DRAFT}, Verdict.NOT_ACTIVE),
        ({"price_type": PriceType.PURCHASE}, Verdict.NOT_SALE),
        ({"amount_type": PriceAmountType.DISCOUNT}, Verdict.OTHER_AMOUNT),
        ({"ending_date": dt.date(2027, 1, 24)}, Verdict.EXPIRED),
        ({"currency_code": "USD"}, Verdict.OTHER_CURRENCY),
        ({"unit_of_measure_code": "BOX"}, Verdict.OTHER_UNIT),
        ({"starting_date": dt.date(2027, 1, 26)}, Verdict.NOT_STARTED),
        ({"source_type": PriceSourceType.CUSTOMER, "source_no": "CX"}, Verdict.OTHER_SOURCE),
        ({"asset_no": "J"}, Verdict.OTHER_PRODUCT),
        ({"variant_code": "V"}, Verdict.OTHER_VARIANT),
        ({"source_type": PriceSourceType.ALL_CUSTOMERS, "source_no": "ANY"}, Verdict.QUALIFIES),
    ],
)
def test_each_test_of_a_candidate_has_its_verdict(fields: dict[str, Any], verdict: Verdict) -> None:
    asked = ask(unit_of_measure_code="PCS")
    assert judge(asked, [line(5, **fields)], PRICE, CURRENT.sources(asked)) == (verdict,)
    shown = judge(asked, [line(5, **fields)], PRICE, CURRENT.sources(asked), show_all=True)
    skipped = {Verdict.OTHER_CURRENCY, Verdict.OTHER_UNIT, Verdict.NOT_STARTED}
    assert shown == (Verdict.QUALIFIES if verdict in skipped else verdict,)


def test_a_source_on_a_higher_level_hides_the_lower_ones() -> None:
    asked = ask()
    sources = (PriceSource(PriceSourceType.ALL_CUSTOMERS), PriceSource(PriceSourceType.CUSTOMER, "CU", 1))
    own = line(5, source_type=PriceSourceType.CUSTOMER, source_no="CU")
    assert judge(asked, [line(4), own], PRICE, sources) == (Verdict.HIDDEN_BY_SOURCE, Verdict.QUALIFIES)
    assert judge(asked, [line(4)], PRICE, sources) == (Verdict.QUALIFIES,)
    twice = (*sources, PriceSource(PriceSourceType.ALL_CUSTOMERS, level=2))
    assert judge(asked, [line(4), own], PRICE, twice) == (Verdict.QUALIFIES, Verdict.HIDDEN_BY_SOURCE)


def test_discounts_on_all_items_hide_behind_any_line_of_the_same_source() -> None:
    everything = line(percentage=30, asset_no="", amount_type=PriceAmountType.DISCOUNT)
    own = line(percentage=5, amount_type=PriceAmountType.DISCOUNT, source_type=PriceSourceType.CUSTOMER, source_no="CU")
    assert resolve(ask(), [everything, own]).found_discount_pct == 30
    priced = line(90)  # a line for price and discount, left at 0 %
    assert resolve(ask(), [everything, own, priced]).found_discount_pct == 5
    high = attrs.evolve(priced, minimum_quantity=Decimal(99))
    assert resolve(ask(), [everything, own, high]).found_discount_pct == 5


def test_all_groups_count_only_for_items_with_a_group() -> None:
    groups = line(
        percentage=7, asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP, asset_no="", amount_type=PriceAmountType.DISCOUNT
    )
    assert resolve(ask(), [groups]).found_discount_pct == 0
    assert resolve(ask(product=attrs.evolve(CHAIR, group_no="G")), [groups]).found_discount_pct == 7


def test_resources_and_their_groups_stand_on_levels() -> None:
    lift = Product(no="LIFT", type=PriceAssetType.RESOURCE, unit_price=100, group_no="RG")
    asked = ask(product=lift, work_type_code="MILES")
    assert [(product.no, product.level) for product in products(asked)] == [("LIFT", 0), ("RG", -1), ("", -2), ("", -2)]
    assert len(products(ask(product=attrs.evolve(lift, group_no="")))) == 2
    of_group = line(60, asset_type=PriceAssetType.RESOURCE_GROUP, asset_no="RG", work_type_code="MILES", line_no=1)
    own = line(70, asset_type=PriceAssetType.RESOURCE, asset_no="LIFT", work_type_code="MILES", line_no=2)
    other = line(50, asset_type=PriceAssetType.RESOURCE, asset_no="LIFT", line_no=3)
    assert resolve(asked, [of_group, other]).unit_price == 60
    assert resolve(asked, [of_group, other, own]).unit_price == 70
    assert judge(asked, [other], PRICE, CURRENT.sources(asked)) == (Verdict.OTHER_WORK_TYPE,)


def test_each_engine_ignores_the_records_of_the_other() -> None:
    rows: list[PriceRecord] = [line(5), SalesPrice(item_no="I", sales_code="CU", unit_price=4)]
    assert resolve(ask(), rows).unit_price == 5
    assert resolve(ask(), rows, profile=VERSION_15).unit_price == 4
    account = Product(no="I", type=PriceAssetType.GL_ACCOUNT)
    assert resolve(ask(product=account), rows, profile=VERSION_15).unit_price == 0
    discount = SalesLineDiscount(code="I", sales_code="CU", line_discount_pct=4)
    assert resolve(ask(product=account), [discount], profile=VERSION_15).found_discount_pct == 0


# --- profiles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("generic", "specific", "amount_type", "figures"),
    [
        (15, 10, PriceAmountType.DISCOUNT, (10, 15, 10)),
        (20, 0, PriceAmountType.DISCOUNT, (20, 20, 0)),
        (20, 0, PriceAmountType.ANY, (20, 20, 20)),
    ],
)
def test_the_profiles_treat_specific_discounts_differently(
    generic: int, specific: int, amount_type: PriceAmountType, figures: tuple[int, int, int]
) -> None:
    rows = [
        line(percentage=generic, amount_type=PriceAmountType.DISCOUNT),
        line(percentage=specific, amount_type=amount_type, variant_code="V", line_no=1),
    ]
    asked = ask(variant_code="V")
    found = [
        resolve(asked, rows, profile=profile).found_discount_pct for profile in (CURRENT, VERSION_27_5, DECLARED_ZERO)
    ]
    assert found == list(figures)


@pytest.mark.parametrize(
    ("profile", "price"),
    [(CURRENT, 90), (SOURCE_PRIORITY, 99), (CAMPAIGN_ALWAYS, 95)],
    ids=lambda value: str(value)[:20],
)
def test_the_profiles_rank_sources_differently(profile: PricingProfile, price: int) -> None:
    rows = [
        line(90),
        line(95, source_type=PriceSourceType.CAMPAIGN, source_no="CP", line_no=1),
        line(99, source_type=PriceSourceType.CUSTOMER, source_no="CU", line_no=2),
    ]
    assert resolve(ask(activated_campaigns=["CP"]), rows, profile=profile).unit_price == price
    assert resolve(ask(campaign_no="CP"), rows, profile=profile).unit_price == price


def test_a_ranking_of_one_s_own_leaves_the_others_last() -> None:
    rows = [line(90), line(99, source_type=PriceSourceType.CUSTOMER, source_no="CU", line_no=2)]
    everybody = source_priority([PriceSourceType.ALL_CUSTOMERS])
    campaigns = source_priority([(PriceSourceType.CAMPAIGN, PriceSourceType.CONTACT)])
    assert resolve(ask(), rows[1:], profile=everybody).unit_price == 99
    assert resolve(ask(), rows, profile=everybody).unit_price == 90
    assert resolve(ask(), rows, profile=campaigns).unit_price == 90


def test_a_host_swaps_a_stage() -> None:
    def only_customers(request: PriceRequest) -> tuple[PriceSource, ...]:
        return (PriceSource(PriceSourceType.CUSTOMER, request.customer_no),)

    strict = attrs.evolve(CURRENT, name="customers only", sources=only_customers)
    assert resolve(ask(), [line(5)], profile=strict).unit_price == 100
    offers = [Offer(line(percentage=0), Decimal(0), Decimal(0))]
    assert choose(offers, DECLARED_DISCOUNT)[0] is None


def test_a_price_stage_that_lets_discounts_through_is_found_out() -> None:
    discount = SalesLineDiscount(code="I", sales_code="CU")

    def careless(*_args: object, **_options: object) -> tuple[Verdict, ...]:
        return (Verdict.QUALIFIES,)

    with pytest.raises(TypeError):
        find_price(ask(), [discount], profile=attrs.evolve(CURRENT, judge=careless))


# --- what a decision tells ------------------------------------------------------------------------------------------


def test_a_decision_explains_itself() -> None:
    rows: list[PriceRecord] = [
        line(90, price_list_code="S1", line_no=10000, minimum_quantity=Decimal(2), starting_date=DAY),
        line(
            "99.5", price_list_code="S2", line_no=10000, source_type=PriceSourceType.CUSTOMER, source_no="CU",
            variant_code="V", unit_of_measure_code="PCS", ending_date=DAY,
        ),
        line(percentage=10, price_list_code="S3", line_no=10000, amount_type=PriceAmountType.DISCOUNT),
        SalesPrice(item_no="I", sales_code="CU"),
    ]  # fmt: skip
    asked = ask(
        variant_code="V", unit_of_measure_code="PCS", campaign_no="CP2", activated_campaigns=["CP1"],
        customer_price_group="PG", customer_disc_group="DG",
    )  # fmt: skip
    decision = resolve(asked, rows, trace=True)
    text = decision.explain()
    for part in (
        "Item I V, 1 PCS, on 2027-01-25",
        "unit price 99.5 from S2/10000: Item I for Customer CU, variant V, unit PCS, until 2027-01-25",
        "line discount 10 % from S3/10000: Item I for All Customers",
        "the price allows no line discount, so it is dropped",
        "line amount 99.5",
        "S1/10000: Item I for All Customers, from 2, since 2027-01-25: needs a larger quantity",
        "variant V, unit PCS, until 2027-01-25: wins: 99.5 (stored) -> 99.5 (rounding)",
        "Item I for Customer CU: is a record of the other price engine",
        "not asked: Campaign CP1, as the document names a campaign, which hides the activated ones",
        "not asked: Customer Price Group PG, as price groups supply no discounts",
        "not asked: Customer Disc. Group DG, as discount groups supply no prices",
    ):
        assert part in text
    assert "trace" not in decision.explain()
    plain = json.loads(json.dumps(decision.to_plain()))
    assert (plain["unit_price"], plain["line_discount_pct"], plain["date"]) == ("99.50", "0", "2027-01-25")
    assert plain["price_line"]["source_type"] == "Customer"
    assert [look["verdict"] for look in plain["trace"]["looks"]][:2] == ["BELOW_MINIMUM", "NO_DISCOUNT"]
    assert plain["trace"]["unasked"][0]["why"] == "NAMED_CAMPAIGN_HIDES"


def test_a_card_price_explains_itself() -> None:
    decision = resolve(ask(currency_code="USD", currency_factor=2, contact_no="CT"), [], profile=VERSION_15, trace=True)
    text = decision.explain()
    assert "unit price 200 USD from the card" in text
    assert "no line discount applies" in text
    assert "the card: 100 (stored) -> 100 (unit of measure) -> 200 (currency) -> 200 (rounding)" in text
    assert "not asked: Contact CT, as this engine knows no prices of contacts" in text
    assert resolve(ask(), []).to_plain()["trace"] is None


def test_the_older_engine_says_that_it_ignores_a_named_campaign() -> None:
    decision = resolve(ask(campaign_no="CP2", activated_campaigns=["CP1"]), [], profile=VERSION_15, trace=True)
    assert decision.trace is not None
    assert [(row.source.no, row.why) for row in decision.trace.unasked] == [
        ("CP2", NotConsulted.NAMED_CAMPAIGN_IGNORED)
    ]
    assert repr(NotConsulted.NO_CONTACTS) == "NotConsulted.NO_CONTACTS"


def test_document_types_without_a_header_date_use_the_work_date() -> None:
    for kind in SalesDocumentType:
        asked = ask(document_type=kind, order_date=None, posting_date=None, work_date=DAY)
        assert asked.required_date() == DAY
        assert asked.document_date is None


_SCRIPT = """
import datetime as dt
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType
from bcmarketing.pricing.profiles import CURRENT, VERSION_15
from bcmarketing.pricing.records import PriceListLine, PriceSourceType, PriceStatus, PriceType
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.request import PriceRequest
from bcmarketing.pricing.resolution import resolve
from decimal import Decimal
asked = PriceRequest(product=Product(no="I", unit_price=9, group_no="G"), quantity=2, work_date=dt.date(2027, 1, 25),
    customer_no="CU", contact_no="CT", activated_campaigns=["CP2", "CP1"], customer_price_group="PG",
    unit_precision="0.01", amount_precision="0.01")
lines = [PriceListLine(price_list_code=code, line_no=n, source_type=kind, source_no=no, asset_no="I",
        unit_price=Decimal(8), price_type=PriceType.SALE, status=PriceStatus.ACTIVE, allow_line_disc=n % 2 == 0)
    for n, (code, kind, no) in enumerate([("B", PriceSourceType.CAMPAIGN, "CP1"), ("A", PriceSourceType.CUSTOMER, "CU"),
        ("A", PriceSourceType.CONTACT, "CT"), ("", PriceSourceType.ALL_CUSTOMERS, "")])]
old = [SalesPrice(item_no="I", sales_type=kind, sales_code=code, unit_price=8)
    for kind, code in ((SalesPriceType.CAMPAIGN, "CP1"), (SalesPriceType.CUSTOMER, "CU"))]
for profile in (CURRENT, VERSION_15):
    print(resolve(asked, [*lines, *old], profile=profile, trace=True).to_plain())
"""


def test_the_hash_seed_changes_nothing() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(told) == 1
    assert b"WINS" in told.pop()


def test_the_judges_name_what_is_not_looked_for() -> None:
    old: list[PriceRecord] = [
        SalesPrice(item_no="I", sales_code="CU"),
        SalesLineDiscount(code="I", sales_code="CU"),
        line(5),
    ]
    asked = ask()
    verdicts = VERSION_15.judge(asked, old, PRICE, VERSION_15.sources(asked))
    assert verdicts == (Verdict.QUALIFIES, Verdict.OTHER_AMOUNT, Verdict.OTHER_ENGINE)
    assert [repr(Trigger.FORCED), repr(Verdict.WINS)] == ["Trigger.FORCED", "Verdict.WINS"]
