"""Making price lines and price books, changing and shipping them: ratios in one run.

Run with ``pytest tests/benchmarks/test_bench_pricing_building.py -s``.
"""

import datetime as dt
import pickle
import random
import sqlite3
import tracemalloc
from collections.abc import Sequence

import attrs

from bcmarketing.pricing.book import PriceBook
from bcmarketing.pricing.records import PriceListLine
from benchmarks.pricing_market import SIZES, market
from benchmarks.turns import each, frozen, once, ratio, report, rounds

LOADED = attrs.fields(PriceListLine)
SQL_LOAD = f"INSERT INTO price_line VALUES ({','.join('?' * len(LOADED))})"  # noqa: S608 - our own field names


def sqlite_of_lines(lines: Sequence[PriceListLine]) -> sqlite3.Connection:
    """Load the objects, and index them by product and source."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE price_line ({','.join(field.name for field in LOADED)})")
    database.executemany(SQL_LOAD, map(plain_row, lines))
    database.execute("CREATE INDEX by_source ON price_line (asset_no, source_type, source_no, starting_date)")
    database.commit()
    return database


def plain_row(line: PriceListLine) -> tuple[object, ...]:
    starting, ending = line.starting_date, line.ending_date
    return (
        line.price_list_code,
        line.line_no,
        line.source_type.value,
        line.source_no,
        line.asset_type.value,
        line.asset_no,
        line.variant_code,
        line.currency_code,
        line.work_type_code,
        starting and starting.toordinal(),
        ending and ending.toordinal(),
        float(line.minimum_quantity),
        line.unit_of_measure_code,
        line.amount_type.value,
        float(line.unit_price),
        float(line.line_discount_pct),
        line.allow_line_disc,
        line.allow_invoice_disc,
        line.price_includes_vat,
        line.vat_bus_posting_gr_price,
        line.vat_prod_posting_group,
        line.price_type.value,
        line.description,
        line.status.value,
        line.source_group.value,
    )


def test_building_the_book() -> None:
    seconds: dict[str, list[float]] = {}
    for size in SIZES:
        data = market(size)
        with frozen():
            seconds |= {f"book {size:,}": [], f"sqlite3 {size:,}": []}
            for _ in range(3):
                seconds[f"sqlite3 {size:,}"].append(once(lambda: sqlite_of_lines(data.lines)) / size)  # noqa: B023
                seconds[f"book {size:,}"].append(once(lambda: PriceBook(data.lines)) / size)  # noqa: B023
        report(f"building, per line, {size:,} lines", seconds, f"sqlite3 {size:,}")
    linear = ratio(seconds, "book 1,000,000", "book 100,000")
    print(f"  per line, 1,000,000 against 100,000: {linear:.2f}")
    assert ratio(seconds, "book 1,000,000", "sqlite3 1,000,000") <= 0.75
    assert linear <= 2


def test_memory_and_shipping() -> None:
    data = market(1_000_000)
    with frozen():
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        book = PriceBook(data.lines)
        built = tracemalloc.get_traced_memory()[0] - before
        each(book.resolve, data.asked)
        each(book.resolve, data.asked)
        used = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        packed = pickle.dumps(book, protocol=5)
        unpacking = once(lambda: pickle.loads(packed))  # noqa: S301 - our own bytes
    count = len(data.lines)
    print(f"\nmemory beyond the objects: {built / count:.0f} bytes a line, after use {used / count:.0f}")
    print(f"pickled: {len(packed) / count:.0f} bytes a line, unpacked in {unpacking / count * 1e6:.1f} us a line")
    assert used / count <= 100


def test_creating_a_checked_line() -> None:
    fields = {field.name: attrs.field(default=field.default) for field in LOADED}
    unchecked = attrs.make_class("Unchecked", fields, frozen=True, slots=True, kw_only=True)
    typed = {
        field.name: attrs.field(
            default=field.default,
            validator=attrs.validators.instance_of(
                (dt.date, type(None)) if field.default is None else type(field.default)
            ),
        )
        for field in LOADED
    }
    validated = attrs.make_class("Validated", typed, frozen=True, slots=True, kw_only=True)
    rng = random.Random(1)
    loaded = [attrs.asdict(line) for line in rng.sample(market(10_000).lines, 2_000)]
    with frozen():
        measured = rounds(
            {
                "attrs frozen, no validators": (lambda: [unchecked(**fields) for fields in loaded], len(loaded)),
                "attrs frozen, instance_of each": (lambda: [validated(**fields) for fields in loaded], len(loaded)),
                "price line, checked": (lambda: [PriceListLine(**fields) for fields in loaded], len(loaded)),
            },
            repeat=41,
        )
    report("creating a price line of 25 given fields", measured, "attrs frozen, no validators")
    assert ratio(measured, "price line, checked", "attrs frozen, no validators") <= 1.3


def test_a_change_costs_in_proportion_to_the_change() -> None:
    seconds: dict[int, float] = {}
    for size in SIZES:
        lines = market(size).lines
        book = PriceBook(lines)
        rng = random.Random(9)
        picked = [rng.sample(lines, 10) for _ in range(100)]
        with frozen():
            seconds[size] = min(once(lambda: change_all(book, picked)) for _ in range(5)) / len(picked)  # noqa: B023
        print(f"\n10 of {size:,} lines changed: {seconds[size] * 1e6:.0f} us")
    assert seconds[1_000_000] <= 10 * seconds[10_000]


def change_all(book: PriceBook, picked: list[list[PriceListLine]]) -> None:
    for lines in picked:
        book.updated(removed=lines, added=[attrs.evolve(line, unit_price=line.unit_price + 1) for line in lines])
