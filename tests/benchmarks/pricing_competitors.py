"""What a price book is measured against: queries of SQLite, plain and through SQLAlchemy Core, and a scan by hand.

Codes, dates and amounts are whole numbers for the queries, which is generous to them.
"""

import operator
import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bcmarketing.amounts import HUNDRED, ONE, ZERO
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.records import PriceAmountType, PriceListLine, PriceSourceType
from bcmarketing.pricing.request import PriceRequest
from benchmarks.pricing_market import Row

if TYPE_CHECKING:
    import sqlalchemy

#: The winning discount line and the winning price line of an order line: the most specific, under the discount found.
SQL = """
WITH fitting AS MATERIALIZED (
 SELECT id, kind, percentage, allow, (variant>0)+(currency>0) AS rank,
  price*(CASE WHEN unit=0 THEN :per_unit ELSE 1 END)*(CASE WHEN currency=0 THEN :rate ELSE 100 END) AS amount
 FROM price_line WHERE item=:item AND source IN (:s0,:s1,:s2,:s3,:s4,:s5,:s6,:s7)
 AND (variant=0 OR variant=:variant) AND (unit=0 OR :unit=0 OR unit=:unit) AND (currency=0 OR currency=:currency)
 AND start<=:day AND stop>=:day AND minimum<=CASE WHEN unit=0 THEN :base ELSE :quantity END),
best AS (SELECT id, percentage FROM fitting WHERE kind<>0 AND percentage>0
 ORDER BY rank DESC, percentage DESC, id LIMIT 1)
SELECT (SELECT id FROM best), (SELECT id FROM fitting WHERE kind<>1
 ORDER BY rank DESC, amount*(100-allow*coalesce((SELECT percentage FROM best), 0)), id LIMIT 1)"""

#: The same in one pass, ranks, amounts and line numbers packed into whole numbers: the fastest we could write.
PACKED_SQL = """
SELECT max(CASE WHEN kind<>0 AND percentage>0 THEN ((rank<<8)+percentage<<20)+1048575-id END),
 min(CASE WHEN kind<>1 AND allow=1 THEN (((2-rank<<28)+amount)<<20)+id END),
 min(CASE WHEN kind<>1 AND allow=0 THEN (((2-rank<<28)+amount)<<20)+id END)
FROM (SELECT kind, percentage, allow, id, (variant>0)+(currency>0) AS rank,
 price*(CASE WHEN unit=0 THEN :per_unit ELSE 1 END)*(CASE WHEN currency=0 THEN :rate ELSE 100 END) AS amount
 FROM price_line WHERE item=:item AND source IN (:s0,:s1,:s2,:s3,:s4,:s5,:s6,:s7)
 AND (variant=0 OR variant=:variant) AND (unit=0 OR :unit=0 OR unit=:unit) AND (currency=0 OR currency=:currency)
 AND start<=:day AND stop>=:day AND minimum<=CASE WHEN unit=0 THEN :base ELSE :quantity END)"""


def statement() -> "sqlalchemy.Select[Any]":
    """Return the query in the expression language of SQLAlchemy Core; it is built once and bound for every line."""
    import sqlalchemy as sa

    names = "item source start stop variant unit currency minimum kind price percentage allow id"
    column = sa.Table("price_line", sa.MetaData(), *(sa.Column(name, sa.Integer) for name in names.split())).c

    def given(name: str) -> "sqlalchemy.BindParameter[int]":
        return sa.bindparam(name, type_=sa.Integer)

    filled = sa.case((column.variant > 0, 1), else_=0) + sa.case((column.currency > 0, 1), else_=0)
    per_unit = sa.case((column.unit == 0, given("per_unit")), else_=1)
    rate = sa.case((column.currency == 0, given("rate")), else_=100)
    fitting = (
        sa.select(
            column.id,
            column.kind,
            column.percentage,
            column.allow,
            filled.label("rank"),
            (column.price * per_unit * rate).label("amount"),
        )
        .where(
            column.item == given("item"),
            column.source.in_([given(f"s{place}") for place in range(8)]),
            sa.or_(column.variant == 0, column.variant == given("variant")),
            sa.or_(column.unit == 0, given("unit") == 0, column.unit == given("unit")),
            sa.or_(column.currency == 0, column.currency == given("currency")),
            column.start <= given("day"),
            column.stop >= given("day"),
            column.minimum <= sa.case((column.unit == 0, given("base")), else_=given("quantity")),
        )
        .cte("fitting")
        .prefix_with("MATERIALIZED", dialect="sqlite")
    )
    fit = fitting.c
    best = (
        sa.select(fit.id, fit.percentage)
        .where(fit.kind != 0, fit.percentage > 0)
        .order_by(fit.rank.desc(), fit.percentage.desc(), fit.id)
        .limit(1)
        .cte("best")
    )
    percentage = sa.func.coalesce(sa.select(best.c.percentage).scalar_subquery(), 0)
    price = (
        sa.select(fit.id)
        .where(fit.kind != 1)
        .order_by(fit.rank.desc(), fit.amount * (100 - fit.allow * percentage), fit.id)
        .limit(1)
    )
    return sa.select(sa.select(best.c.id).scalar_subquery(), price.scalar_subquery())


def sqlite_of(found: Sequence[Row]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        "CREATE TABLE price_line (item INT, source INT, start INT, stop INT, variant INT, unit INT, currency INT,"
        " minimum INT, kind INT, price INT, percentage INT, allow INT, id INT,"
        " PRIMARY KEY (item, source, start, id)) WITHOUT ROWID"
    )
    columns = operator.attrgetter(
        "item",
        "source",
        "start",
        "stop",
        "variant",
        "unit",
        "currency",
        "minimum",
        "kind",
        "price",
        "percentage",
        "allow",
    )
    loaded = ((*columns(row), place) for place, row in enumerate(found))
    database.executemany("INSERT INTO price_line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", loaded)
    database.commit()
    return database


Answer = tuple[int | None, ...]
#: Winning discount line and winning price line, by the places of their rows; -1 for none.
Winners = tuple[int, int]


def decoded(answer: Answer) -> Winners:
    discount, allowing, refusing = answer
    last = (1 << 20) - 1
    percentage = (discount >> 20) & 255 if discount is not None else 0
    offers = []
    for encoded, weight in ((allowing, 100 - percentage), (refusing, 100)):
        if encoded is not None:
            place, amount = encoded & last, encoded >> 20 & (1 << 28) - 1
            offers.append((encoded >> 48, amount * weight, place))
    return last - (discount & last) if discount is not None else -1, min(offers)[2] if offers else -1


def numbers(answer: Answer) -> Winners:
    discount, price = answer
    return -1 if discount is None else discount, -1 if price is None else price


def winners(decision: PriceDecision) -> Winners:
    discount, price = decision.discount_line, decision.price_line
    return (
        discount.line_no if isinstance(discount, PriceListLine) else -1,
        price.line_no if isinstance(price, PriceListLine) else -1,
    )


Nested = dict[str, dict[str, list[PriceListLine]]]
_PREFIX = {
    PriceSourceType.ALL_CUSTOMERS: "A",
    PriceSourceType.CUSTOMER: "C",
    PriceSourceType.CUSTOMER_PRICE_GROUP: "G",
    PriceSourceType.CAMPAIGN: "M",
}


def nested_of(lines: Sequence[PriceListLine]) -> Nested:
    index: Nested = {}
    for line in lines:
        sources = index.setdefault(line.asset_no, {})
        sources.setdefault(_PREFIX[line.source_type] + line.source_no, []).append(line)
    return index


def nested_scan(index: Nested) -> Callable[[PriceRequest], tuple[Decimal, Decimal, Winners]]:
    """Return a resolver as one writes it by hand over nested dictionaries: every line of the sources is looked at."""
    keys_of: dict[str, tuple[str, ...]] = {}

    def resolve(o: PriceRequest) -> tuple[Decimal, Decimal, Winners]:
        percentage, discount_rank, discount_line = ZERO, -1, None
        offers: list[tuple[int, PriceListLine, Decimal]] = []
        sources = index.get(o.product.no)
        if sources:
            keys = keys_of.get(o.customer_no)
            if keys is None:
                keys = ("A", "C" + o.customer_no, "G" + o.customer_price_group)
                keys_of[o.customer_no] = keys = keys + tuple("M" + no for no in o.activated_campaigns)
            variant, unit, currency, day = o.variant_code, o.unit_of_measure_code, o.currency_code, o.date
            assert day is not None
            factor = o.qty_per_unit_of_measure
            quantity = o.quantity
            base = quantity * factor
            for key in keys:
                for line in sources.get(key, ()):
                    if line.starting_date is not None and line.starting_date > day:
                        continue
                    if line.ending_date is not None and line.ending_date < day:
                        continue
                    v, u, c = line.variant_code, line.unit_of_measure_code, line.currency_code
                    if (v and v != variant) or (u and unit and u != unit) or (c and c != currency):
                        continue
                    if line.minimum_quantity > (quantity if u else base):
                        continue
                    rank = (v != "") + (c != "")
                    if line.amount_type is not PriceAmountType.DISCOUNT:
                        amount = line.unit_price
                        if not u:
                            amount *= factor
                        if currency and not c:
                            amount *= o.currency_factor
                        offers.append((-rank, line, amount))
                    if line.amount_type is not PriceAmountType.PRICE and line.line_discount_pct:
                        found = line.line_discount_pct
                        if (rank, found) > (discount_rank, percentage) or (
                            (rank, found) == (discount_rank, percentage)
                            and discount_line is not None
                            and line.line_no < discount_line.line_no
                        ):
                            discount_rank, percentage, discount_line = rank, found, line
        number = discount_line.line_no if discount_line is not None else -1
        if not offers:
            price = o.product.unit_price * o.qty_per_unit_of_measure * (o.currency_factor if o.currency_code else ONE)
            return price, percentage, (number, -1)
        kept = 1 - percentage / HUNDRED
        _, _, won, price = min(
            (rank, amount * kept if line.allow_line_disc else amount, line.line_no, amount)
            for rank, line, amount in offers
        )
        return price, percentage, (number, won)

    return resolve
