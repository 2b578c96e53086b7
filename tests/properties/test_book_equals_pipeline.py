"""A price book decides as the plain pipeline does over the same lines."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.errors import Refusal
from bcmarketing.pricing import buckets
from bcmarketing.pricing.book import PriceBook
from bcmarketing.pricing.currencies import (
    CurrencyExchangeRate,
    FixExchangeRateAmount,
    VatCalculationType,
    VatPostingSetup,
)
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import (
    CAMPAIGN_ALWAYS,
    CURRENT,
    DECLARED_ZERO,
    SOURCE_PRIORITY,
    VERSION_15,
    VERSION_27_5,
    PricingProfile,
)
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.request import PriceRequest, PriceSetup
from bcmarketing.pricing.resolution import resolve

PROFILES = (CURRENT, VERSION_27_5, DECLARED_ZERO, SOURCE_PRIORITY, CAMPAIGN_ALWAYS, VERSION_15)
DAYS = [dt.date(2027, 1, day) for day in (1, 10, 20, 31)]
SETUP = PriceSetup(
    vat_setups=[
        VatPostingSetup(vat_bus_posting_group="EU", vat_prod_posting_group="VAT", vat_pct=19),
        VatPostingSetup(
            vat_bus_posting_group="REV",
            vat_prod_posting_group="VAT",
            vat_pct=19,
            vat_calculation_type=VatCalculationType.REVERSE_CHARGE_VAT,
        ),
        VatPostingSetup(
            vat_bus_posting_group="TAX",
            vat_prod_posting_group="VAT",
            vat_calculation_type=VatCalculationType.SALES_TAX,
        ),
    ],
)
FIXED = attrs.evolve(
    SETUP,
    exchange_rates=[
        CurrencyExchangeRate(
            currency_code="USD",
            starting_date=DAYS[0],
            exchange_rate_amount=1,
            relational_exch_rate_amount=3,
            fix_exchange_rate_amount=FixExchangeRateAmount.BOTH,
        )
    ],
)
SOURCES = [
    (PriceSourceType.ALL_CUSTOMERS, ""),
    (PriceSourceType.ALL_CUSTOMERS, "X"),
    (PriceSourceType.CUSTOMER, "C1"),
    (PriceSourceType.CUSTOMER, "C2"),
    (PriceSourceType.CUSTOMER, ""),
    (PriceSourceType.CONTACT, "K1"),
    (PriceSourceType.CAMPAIGN, "M1"),
    (PriceSourceType.CAMPAIGN, "M2"),
    (PriceSourceType.CUSTOMER_PRICE_GROUP, "P1"),
    (PriceSourceType.CUSTOMER_DISC_GROUP, "D1"),
    (PriceSourceType.JOB, "J1"),
]
ASSETS = [
    (PriceAssetType.ITEM, "A"),
    (PriceAssetType.ITEM, "B"),
    (PriceAssetType.ITEM, ""),
    (PriceAssetType.ITEM_DISCOUNT_GROUP, "G"),
    (PriceAssetType.ITEM_DISCOUNT_GROUP, ""),
    (PriceAssetType.RESOURCE, "A"),
]


Pick = Callable[[Sequence[Any]], Any]


def mostly(usual: object, *others: object) -> list[object]:
    return [usual] * (3 * len(others) + 1) + list(others)


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def price_line(pick: Pick, place: int, *, plain: bool = False) -> PriceListLine:
    """Make a line; a *plain* one is what most price lists hold."""
    kind, no = pick(SOURCES[:1] * 6 + SOURCES[2:3] * 3 + SOURCES[:9] + ([] if plain else SOURCES[9:]))
    asset, asset_no = pick(ASSETS[:1] * 12 + ([] if plain else ASSETS))
    in_price_group = kind is PriceSourceType.CUSTOMER_PRICE_GROUP
    prices = decimals("0", "1", "1.00", "10", "12.34", "9.99", "12.34", "11")
    odd_prices = decimals("1.004", "1.005", "0.00001")
    return PriceListLine(
        price_list_code=pick(["S1", "S2"]),
        line_no=pick([100, 200, 300]) + place,
        source_type=kind,
        source_no=no,
        asset_type=asset,
        asset_no=asset_no,
        variant_code=pick(mostly("", "V1", "V2")),
        currency_code=pick(mostly("", "USD", "EUR")),
        unit_of_measure_code=pick(mostly("", "PCS", "BOX")),
        starting_date=pick(mostly(None, *DAYS)),
        ending_date=pick(mostly(None, *DAYS)),
        minimum_quantity=pick(decimals("0", "0", "1", "5", "12", "2.5")),
        amount_type=PriceAmountType.PRICE if plain and in_price_group else pick(list(PriceAmountType)),
        unit_price=pick(prices if plain else prices + odd_prices),
        line_discount_pct=pick(decimals("0", "5", "5.0", "10", "12.5", "100" if pick([False, True]) else "7")),
        allow_line_disc=pick([False, True]),
        allow_invoice_disc=pick([False, True]),
        price_includes_vat=pick([False] * 6 + [not plain]),
        vat_bus_posting_gr_price=pick(["EU", "REV"] * 4 + ([] if plain else ["TAX", "NONE"])),
        price_type=PriceType.SALE if plain else pick(mostly(PriceType.SALE, *PriceType)),
        status=PriceStatus.ACTIVE if plain else pick(mostly(PriceStatus.ACTIVE, *PriceStatus)),
    )


def price_request(pick: Pick, *, plain: bool = False) -> PriceRequest:
    units = [("", "1"), ("PCS", "1"), ("BOX", "12"), ("PCS", "1.0")]
    odd_units = [("BOX", "0.5"), ("BOX", "-2")]
    currency = pick(mostly("", "USD", "EUR"))
    unit, factor = pick(units if plain else units + odd_units)
    kind = pick(mostly(PriceAssetType.ITEM, PriceAssetType.RESOURCE))
    return PriceRequest(
        product=Product(
            no=pick(mostly("A", "B", "C")),
            type=kind,
            unit_price=pick(decimals("0", "20", "19.99")),
            price_includes_vat=pick(mostly(False, True)) and kind is PriceAssetType.ITEM,
            vat_bus_posting_gr_price="EU",
            vat_prod_posting_group="VAT",
            group_no=pick(["", "G"]),
            variants=pick([None, ("V1",)]),
        ),
        variant_code=pick(mostly("", "V1", "V2")),
        unit_of_measure_code=unit,
        qty_per_unit_of_measure=factor,
        quantity=pick(decimals("0", "1", "-1", "5", "12", "-60", "2.5")),
        order_date=pick(mostly(DAYS[1], None, *DAYS)),
        work_date=pick(mostly(DAYS[2], None)),
        customer_no=pick(mostly("C1", "C2", "")),
        contact_no=pick(["", "K1"]),
        campaign_no=pick(mostly("", "M1", "M9")),
        activated_campaigns=pick([(), ("M1",), ("M2", "M1"), ("M1", "M1")]),
        customer_price_group=pick(["", "P1"]),
        customer_disc_group=pick(["", "D1"]),
        currency_code=currency,
        currency_factor=pick(decimals("1.0801", "0.5", "130", "0.0001")) if currency else 0,
        unit_precision=pick(decimals("0.00001", "0.000010", "0.001", "0.01", *(() if plain else ("0.05", "1")))),
        amount_precision="0.01",
        prices_including_vat=pick(mostly(False, True)),
        vat_pct=pick(decimals("19", "7")),
        vat_calculation_type=pick(mostly(VatCalculationType.NORMAL_VAT, *VatCalculationType)),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[PriceListLine], list[PriceRequest]]:
    """Draw a small book field by field, so that a failure shrinks."""

    def pick(values: Sequence[Any]) -> Any:
        return draw(st.sampled_from(values))

    lines = [price_line(pick, place) for place in range(draw(st.integers(0, 4)))]
    return lines, [price_request(pick) for _ in range(draw(st.integers(1, 2)))]


def large_case(seed: int) -> tuple[list[PriceListLine], list[PriceRequest]]:
    """Make a book with piles of lines of one product and source."""
    pick = random.Random(seed).choice
    plain = pick([False, True, True])
    size = pick([3, 8, 20, 60])
    lines = [price_line(pick, place, plain=plain) for place in range(size)]
    if pick([False, True, True]):  # lines for all products of a source are rare
        lines = [line for line in lines if line.asset_no]
    return lines, [price_request(pick, plain=plain) for _ in range(6)]


def outcome(decide: object, *args: object, **options: object) -> object:
    """Return the decision, or the refusal that came instead."""
    try:
        return decide(*args, **options)  # type: ignore[operator]
    except Refusal as refusal:
        return refusal


def agree(lines: list[PriceListLine], asked: list[PriceRequest], setup: PriceSetup, profile: PricingProfile) -> None:
    book = PriceBook(lines, setup, profile)
    for _ in range(buckets.BUSY + 1):  # piles are scanned first and sorted later
        for request in asked:
            wanted = outcome(resolve, request, lines, setup, profile)
            found = outcome(book.resolve, request)
            if isinstance(wanted, PriceDecision):
                assert found == wanted
            else:
                assert isinstance(found, Refusal)  # of several faults, which one comes first is open


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@given(case=cases(), setup=st.sampled_from([SETUP, FIXED]))
@settings(max_examples=25, deadline=None)
def test_a_book_decides_as_the_pipeline_does(
    profile: PricingProfile, case: tuple[list[PriceListLine], list[PriceRequest]], setup: PriceSetup
) -> None:
    agree(*case, setup, profile)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@given(seed=st.integers(0, 2**32), setup=st.sampled_from([SETUP, FIXED]))
@settings(max_examples=60, deadline=None)
def test_a_book_with_many_lines_decides_as_the_pipeline_does(
    profile: PricingProfile, seed: int, setup: PriceSetup
) -> None:
    agree(*large_case(seed), setup, profile)
