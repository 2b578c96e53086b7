"""Pricing order lines against SQL and plain dictionaries: ratios in one run over the same lines, same answers.

Run with ``pytest tests/benchmarks/test_bench_pricing.py -s``; ``-k 1000000`` picks a size.
"""

import inspect
import statistics
import textwrap
from collections.abc import Callable, Sequence

import pytest

from bcmarketing.pricing import book as book_module
from bcmarketing.pricing.book import PriceBook
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.request import PriceRequest
from benchmarks.pricing_competitors import (
    PACKED_SQL,
    SQL,
    Answer,
    decoded,
    nested_of,
    nested_scan,
    numbers,
    sqlite_of,
    statement,
    winners,
)
from benchmarks.pricing_market import SIZES, market, orders
from benchmarks.turns import each, frozen, once, ratio, report, rounds

#: What one call may cost, as a part of what sqlite3 and SQLAlchemy Core take.
OF_SQLITE = {10_000: 0.30, 100_000: 0.55, 1_000_000: 0.70}
OF_SQLALCHEMY = {10_000: 0.08, 100_000: 0.15, 1_000_000: 0.25}

#: Microseconds of one warm call at each size measured in this run.
WARM: dict[int, float] = {}


@pytest.mark.parametrize("size", SIZES)
def test_one_order_line_against_sql(size: int) -> None:
    import sqlalchemy as sa

    data = market(size)
    database, book, scan = sqlite_of(data.rows), PriceBook(data.lines), nested_scan(nested_of(data.lines))
    engine = sa.create_engine("sqlite://", creator=lambda: database, poolclass=sa.pool.StaticPool)
    built, text = statement(), sa.text(SQL)
    asked, parameters = data.asked[:10_000], data.parameters[:10_000]
    one = book.resolve
    with frozen(), engine.connect() as connection:
        execute = database.execute

        def by_sqlite(row: dict[str, int]) -> Answer:
            answer: Answer = execute(SQL, row).fetchone()
            return answer

        def by_packed(row: dict[str, int]) -> Answer:
            answer: Answer = execute(PACKED_SQL, row).fetchone()
            return answer

        def by_sqlalchemy(row: dict[str, int]) -> Answer:
            return tuple(connection.execute(built, row).one())

        def by_text(row: dict[str, int]) -> Answer:
            return tuple(connection.execute(text, row).one())

        for _ in range(4):
            answers = [one(request) for request in asked]
        wanted = [winners(answer) for answer in answers]
        assert [numbers(by_sqlite(row)) for row in parameters] == wanted
        assert [numbers(by_sqlalchemy(row)) for row in parameters] == wanted
        assert [numbers(by_text(row)) for row in parameters] == wanted
        assert [decoded(by_packed(row)) for row in parameters] == wanted
        scanned = [scan(request) for request in asked]
        assert [row[2] for row in scanned] == wanted
        assert [(row[0], row[1]) for row in scanned] == [(a.unit_price, a.found_discount_pct) for a in answers]
        hit = sum(answer.price_line is not None for answer in answers) / len(answers)
        measured = rounds(
            {
                "book, one call": (lambda: each(one, asked), len(asked)),
                "nested scan by hand": (lambda: each(scan, asked), len(asked)),
                "sqlite3": (lambda: each(by_sqlite, parameters), len(parameters)),
                "sqlite3, packed": (lambda: each(by_packed, parameters), len(parameters)),
                "SQLAlchemy Core": (lambda: each(by_sqlalchemy, parameters), len(parameters)),
                "SQLAlchemy Core, text": (lambda: each(by_text, parameters), len(parameters)),
            },
            repeat=5,
        )
    report(f"one order line, {size:,} price lines; a price line found: {hit:.0%}", measured, "sqlite3")
    WARM[size] = statistics.median(measured["book, one call"])
    of_sqlite = ratio(measured, "book, one call", "sqlite3")
    of_sqlalchemy = ratio(measured, "book, one call", "SQLAlchemy Core")
    of_packed = ratio(measured, "book, one call", "sqlite3, packed")
    of_text = ratio(measured, "book, one call", "SQLAlchemy Core, text")
    print(f"  of sqlite3 {of_sqlite:.2f}, of SQLAlchemy {of_sqlalchemy:.3f}")
    print(f"  the fastest forms: of the packed query {of_packed:.2f}, of SQLAlchemy given text {of_text:.3f}")
    assert of_sqlite <= OF_SQLITE[size]
    assert of_sqlalchemy <= OF_SQLALCHEMY[size]


def test_one_order_line_costs_little_more_among_many_lines() -> None:
    if not {10_000, 1_000_000} <= WARM.keys():
        pytest.skip("needs the sizes 10,000 and 1,000,000 in the same run")
    growth = WARM[1_000_000] / WARM[10_000]
    print(f"\n1,000,000 lines against 10,000: {growth:.1f} times")
    assert growth <= 6


def first_pass(run: Callable[[PriceRequest], object], asked: Sequence[PriceRequest]) -> float:
    return once(lambda: each(run, asked)) / len(asked)


def test_first_use_and_a_whole_list() -> None:
    """The first 50,000 order lines after building, and 200,000 order lines in one call."""
    data = market(1_000_000)
    many = orders(data.rows, 200_000)[0]
    with frozen():
        first: dict[str, list[float]] = {"book, first pass": [], "nested scan, first pass": []}
        for _ in range(3):
            first["nested scan, first pass"].append(first_pass(nested_scan(nested_of(data.lines)), data.asked))
            book = PriceBook(data.lines)
            first["book, first pass"].append(first_pass(book.resolve, data.asked))
        report("first use, 1,000,000 price lines", first, "nested scan, first pass")
        one = book.resolve
        each(one, many)
        listed = rounds(
            {
                # The list around them has the collector look them over once, as it pauses in the call.
                "resolve_many": (lambda: [book.resolve_many(many)], len(many)),
                "a loop of calls": (lambda: [one(request) for request in many], len(many)),
            },
            repeat=3,
        )
        assert book.resolve_many(many[:5_000]) == [one(request) for request in many[:5_000]]
    report("200,000 order lines, 1,000,000 price lines", listed, "a loop of calls")
    assert ratio(first, "book, first pass", "nested scan, first pass") <= 1.5
    assert ratio(listed, "resolve_many", "a loop of calls") <= 0.8


def resolve_without_traces() -> Callable[[PriceBook, PriceRequest], PriceDecision]:
    """Return `PriceBook.resolve` as it would be written if there were no traces: the yardstick of what they cost."""
    source = textwrap.dedent(inspect.getsource(PriceBook.resolve))
    plain = source.replace(", *, trace: bool = False", "").replace("if not trace and quick", "if quick")
    plain = plain.replace("return self._at_length(request, trace=trace)", "return self._at_length(request)")
    assert plain.count("trace") == 1, "only the docstring still speaks of traces"
    names = dict(vars(book_module))
    exec(plain, names)  # noqa: S102 - the code under test, less its traces
    made: Callable[[PriceBook, PriceRequest], PriceDecision] = names["resolve"]
    return made


def test_a_trace_costs_nothing_unless_asked_for() -> None:
    data = market(100_000)
    book = PriceBook(data.lines)
    with_traces, without = PriceBook.resolve, resolve_without_traces()
    asked = data.asked[:10_000]
    assert [without(book, request) for request in asked] == [with_traces(book, request) for request in asked]
    for _ in range(4):
        each(book.resolve, asked)

    def unasked() -> None:
        for request in asked:
            with_traces(book, request)

    def unknown() -> None:
        for request in asked:
            without(book, request)

    def wanted() -> None:
        for request in asked[:200]:
            with_traces(book, request, trace=True)

    with frozen():
        measured = rounds(
            {"no traces": (unknown, len(asked)), "not asked": (unasked, len(asked)), "asked": (wanted, 200)}, repeat=21
        )
    report("trace", measured, "no traces")
    assert min(measured["not asked"]) <= 1.05 * min(measured["no traces"])
