"""The price lines and order lines of the pricing benchmarks: a fixed seed, and a spread as shops have it.

20,000 items of which some are much more common, 50,000 customers, 50 price groups, 200 campaigns; one to four
quantity breaks; half of the order lines are for a customer and an item that have a price of their own.
"""

import datetime as dt
import gc
import random
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import attrs

from bcmarketing.amounts import ONE, ZERO
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.request import PriceRequest

ITEMS, CUSTOMERS, GROUPS, CAMPAIGNS, ORDERS = 20_000, 50_000, 50, 200, 50_000
DAY = dt.date(2025, 1, 1)
OPEN = 1 << 30
BOX = 12
ITEM = [f"I{number:05}" for number in range(ITEMS)]
CUSTOMER = [f"C{number:05}" for number in range(CUSTOMERS)]
GROUP = [f"G{number:02}" for number in range(GROUPS)]
CAMPAIGN = [f"M{number:03}" for number in range(CAMPAIGNS)]
VARIANTS, UNITS, CURRENCIES = ("", "V1", "V2"), ("", "PCS", "BOX"), ("", "EUR", "USD")
#: Hundredths of a unit of the currency for one unit of local currency.
RATE = (100, 90, 108)
KINDS = (PriceAmountType.PRICE, PriceAmountType.DISCOUNT, PriceAmountType.ANY)
CENTS = [Decimal(cents).scaleb(-2) for cents in range(1_001)]
DATES = [DAY + dt.timedelta(days) for days in range(3_000)]
BREAKS = (0, 10, 50, 100)
UNIT_PRECISION, AMOUNT_PRECISION = Decimal("0.00001"), Decimal("0.01")
CARD = random.Random(3).choices(range(500, 100_000), k=ITEMS)

#: Numbers of price lines.
SIZES = [10_000, 100_000, 1_000_000]


def some_items(rng: random.Random, count: int) -> list[int]:
    return [int(ITEMS * rng.random() ** 1.6) for _ in range(count)]


@attrs.frozen
class Row:
    """A price line as whole numbers; source: 0 all, 1,000,000 customer, 2,000,000 group, 3,000,000 campaign."""

    item: int
    source: int
    variant: int
    unit: int
    currency: int
    kind: int
    minimum: int
    start: int
    stop: int
    price: int
    percentage: int
    allow: int


def rows(count: int) -> list[Row]:
    rng = random.Random(7)
    found: list[Row] = []
    while len(found) < count:
        item = int(ITEMS * rng.random() ** 1.6)
        kind_of_source = rng.random()
        if kind_of_source < 0.20:
            source = 0
        elif kind_of_source < 0.60:
            source = 1_000_000 + rng.randrange(CUSTOMERS)
        elif kind_of_source < 0.85:
            source = 2_000_000 + rng.randrange(GROUPS)
        else:
            source = 3_000_000 + rng.randrange(CAMPAIGNS)
        variant = rng.choices((0, 1, 2), (90, 6, 4))[0]
        unit = rng.choices((0, 1, 2), (85, 10, 5))[0]
        currency = rng.choices((0, 1, 2), (92, 5, 3))[0]
        # A price group supplies no discounts.
        kind = 0 if 2_000_000 <= source < 3_000_000 else rng.choices((0, 1, 2), (60, 25, 15))[0]
        start = 0 if rng.random() < 0.4 else 1 + rng.randrange(900)
        stop = OPEN if rng.random() < 0.5 else max(start, 1) + rng.randrange(10, 500)
        off, drop, allow = rng.randrange(25), rng.randrange(1, 6), int(rng.random() < 0.7)
        for level in range(rng.choices((1, 2, 3, 4), (50, 25, 15, 10))[0]):
            price = 0 if kind == 1 else CARD[item] * (100 - off - level * drop) // 100
            percentage = 0 if kind == 0 else 2 + off // 2 + 2 * level
            found.append(
                Row(item, source, variant, unit, currency, kind, BREAKS[level], start, stop, price, percentage, allow)
            )
    rng.shuffle(found)
    return found[:count]


def price_lines(found: Sequence[Row]) -> list[PriceListLine]:
    """Return the rows as price list lines; a line's number is the place of its row."""
    kinds = (
        (PriceSourceType.ALL_CUSTOMERS, [""]),
        (PriceSourceType.CUSTOMER, CUSTOMER),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, GROUP),
        (PriceSourceType.CAMPAIGN, CAMPAIGN),
    )
    lines = []
    for place, row in enumerate(found):
        kind, numbers = kinds[row.source // 1_000_000]
        lines.append(
            PriceListLine(
                price_list_code="S00001",
                line_no=place,
                source_type=kind,
                source_no=numbers[row.source % 1_000_000],
                asset_no=ITEM[row.item],
                variant_code=VARIANTS[row.variant],
                currency_code=CURRENCIES[row.currency],
                unit_of_measure_code=UNITS[row.unit],
                starting_date=DATES[row.start] if row.start else None,
                ending_date=None if row.stop == OPEN else DATES[row.stop],
                minimum_quantity=CENTS[row.minimum].scaleb(2),
                amount_type=KINDS[row.kind],
                unit_price=Decimal(row.price).scaleb(-2) if row.price else ZERO,
                line_discount_pct=CENTS[row.percentage].scaleb(2) if row.percentage else ZERO,
                allow_line_disc=bool(row.allow),
                allow_invoice_disc=True,
                price_type=PriceType.SALE,
                status=PriceStatus.ACTIVE,
                source_group=PriceSourceGroup.CUSTOMER,
            )
        )
    return lines


def orders(found: Sequence[Row], count: int) -> tuple[list[PriceRequest], list[dict[str, int]]]:
    """Return order lines as requests and as parameters of the query."""
    rng = random.Random(5)
    groups = [None if rng.random() < 0.1 else rng.randrange(GROUPS) for _ in CUSTOMER]
    campaigns = [
        [rng.randrange(CAMPAIGNS) for _ in range(rng.choices(range(6), (30, 20, 20, 10, 10, 10))[0])] for _ in CUSTOMER
    ]
    products = [Product(no=no, unit_price=Decimal(CARD[place]).scaleb(-2)) for place, no in enumerate(ITEM)]
    agreed = [row for row in found if 1_000_000 <= row.source < 2_000_000]
    rates = [Decimal(rate).scaleb(-2) for rate in RATE]
    asked, parameters = [], []
    rng = random.Random(11)
    for _ in range(count):
        if rng.random() < 0.5:
            row = rng.choice(agreed)
            item, customer = row.item, row.source - 1_000_000
        else:
            item, customer = some_items(rng, 1)[0], rng.randrange(CUSTOMERS)
        variant = rng.choices((0, 1, 2), (80, 12, 8))[0]
        unit = rng.choices((0, 1, 2), (5, 80, 15))[0]
        currency = rng.choices((0, 1, 2), (85, 10, 5))[0]
        quantity, day = rng.choice((1, 2, 5, 10, 12, 25, 50, 100, 250)), 500 + rng.randrange(400)
        per_unit = BOX if unit == 2 else 1
        group, activated = groups[customer], campaigns[customer]
        asked.append(
            PriceRequest(
                product=products[item],
                variant_code=VARIANTS[variant],
                unit_of_measure_code=UNITS[unit],
                qty_per_unit_of_measure=Decimal(per_unit) if per_unit > 1 else ONE,
                quantity=Decimal(quantity),
                order_date=DATES[day],
                customer_no=CUSTOMER[customer],
                activated_campaigns=[CAMPAIGN[number] for number in activated],
                customer_price_group="" if group is None else GROUP[group],
                currency_code=CURRENCIES[currency],
                currency_factor=rates[currency] if currency else ZERO,
                unit_precision=UNIT_PRECISION,
                amount_precision=AMOUNT_PRECISION,
            )
        )
        sources = [0, 1_000_000 + customer, -1 if group is None else 2_000_000 + group]
        sources += [3_000_000 + number for number in activated] + [-1] * (5 - len(activated))
        parameters.append(
            {
                "item": item,
                "variant": variant,
                "unit": unit,
                "currency": currency,
                "quantity": quantity,
                "base": quantity * per_unit,
                "per_unit": per_unit,
                "rate": RATE[currency],
                "day": day,
                **{f"s{place}": source for place, source in enumerate(sources)},
            }
        )
    return asked, parameters


@attrs.frozen
class Market:
    rows: list[Row] = attrs.field(repr=False)
    lines: list[PriceListLine] = attrs.field(repr=False)
    asked: list[PriceRequest] = attrs.field(repr=False)
    parameters: list[dict[str, int]] = attrs.field(repr=False)


@cache
def market(size: int) -> Market:
    gc.disable()
    try:
        found = rows(size)
        return Market(found, price_lines(found), *orders(found, ORDERS))
    finally:
        gc.enable()
