"""The speed of date formulas, as ratios within one run.

Competitors take turns, round by round, so that whatever else uses the machine disturbs them alike.
A figure is the median of the ratios of the rounds.

Run with ``python -m pytest tests/benchmarks/test_bench_dates.py -s``.
"""

import gc
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import TU, relativedelta

from bcmarketing.dates.formula import DateFormula

FORMULAS = ["<+1W>", "<CM+5D>", "<5M-CY+7M-1D>", "<-WD2>", "<D10>"]
CHOICE = random.Random(20270111)
DAYS = [date(1995, 1, 1) + timedelta(CHOICE.randrange(20_000)) for _ in range(2000)]
FEW = DAYS[:250]
ROUNDS = 75

# Straight-line functions of the standard library, as somebody would write them for this one formula.

WEEK, DAY, FOUR_DAYS = timedelta(7), timedelta(1), timedelta(4)
BACK_TO_TUESDAY = tuple(timedelta(((weekday - 1) % 7) or 7) for weekday in range(7))


def a_week_later(day: date) -> date:
    return day + WEEK


def fifth_of_next_month(day: date) -> date:
    month = day.month
    return date(day.year + month // 12, month % 12 + 1, 1) + FOUR_DAYS


def end_of_july(day: date) -> date:
    return date(day.year + (day.month + 4) // 12, 8, 1) - DAY


def tuesday_before(day: date) -> date:
    return day - BACK_TO_TUESDAY[day.weekday()]


def next_tenth(day: date) -> date:
    month = day.month
    if day.day < 10:
        return date(day.year, month, 10)
    return date(day.year + month // 12, month % 12 + 1, 10)


HAND_WRITTEN = dict(
    zip(FORMULAS, [a_week_later, fifth_of_next_month, end_of_july, tuesday_before, next_tenth], strict=True)
)

# dateutil, with as few deltas as possible, built beforehand.

ONE_WEEK, CM_5D = relativedelta(weeks=1), relativedelta(day=31, days=5)
FIVE_MONTHS, CY_7M_1D = relativedelta(months=5), relativedelta(month=1, day=1, months=7, days=-1)
TUESDAY, TENTH, NEXT_TENTH = (
    relativedelta(days=-1, weekday=TU(-1)),
    relativedelta(day=10),
    relativedelta(months=1, day=10),
)
RELATIVEDELTAS: dict[str, Callable[[date], date]] = {
    "<+1W>": lambda day: day + ONE_WEEK,
    "<CM+5D>": lambda day: day + CM_5D,
    "<5M-CY+7M-1D>": lambda day: day + FIVE_MONTHS + CY_7M_1D,
    "<-WD2>": lambda day: day + TUESDAY,
    "<D10>": lambda day: day + (TENTH if day.day < 10 else NEXT_TENTH),
}


def each(function: Callable[..., object], days: Sequence[object]) -> Callable[[], None]:
    def run() -> None:
        for day in days:
            function(day)

    return run


def ratio(one: Callable[[], object], other: Callable[[], object], scale: float = 1.0) -> float:
    """Return how many times as long as the other the one takes; *scale* evens out different amounts of work."""

    def seconds(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    one(), other()
    gc.collect()
    return scale * statistics.median(seconds(one) / seconds(other) for _ in range(ROUNDS))


@pytest.mark.parametrize("text", FORMULAS)
def test_apply_costs_at_most_half_more_than_a_hand_written_function(text: str) -> None:
    apply, by_hand = DateFormula.parse(text).apply, HAND_WRITTEN[text]
    assert [apply(day) for day in DAYS] == [by_hand(day) for day in DAYS]

    found = ratio(each(apply, DAYS), each(by_hand, DAYS))

    print(f"{text}: apply is {found:.2f} times a hand-written function")
    assert found <= 1.5


@pytest.mark.parametrize("text", FORMULAS)
def test_apply_costs_at_most_an_eighth_of_relativedelta(text: str) -> None:
    apply, dateutil = DateFormula.parse(text).apply, RELATIVEDELTAS[text]
    assert [apply(day) for day in DAYS] == [dateutil(day) for day in DAYS]

    found = ratio(each(apply, DAYS), each(dateutil, FEW), len(FEW) / len(DAYS))

    print(f"{text}: apply is {found:.3f} times prebuilt relativedeltas")
    assert found <= 0.12


def test_apply_is_on_a_par_with_compiled_code() -> None:
    whenever = pytest.importorskip("whenever")
    in_rust = [whenever.Date(day.year, day.month, day.day) for day in DAYS]

    def end_of_month_and_5(day: "whenever.Date") -> object:  # type: ignore[name-defined]
        year, month = day.year, day.month
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        length = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
        return whenever.Date(year, month, length).add(days=5)

    competitors: dict[str, Callable[..., object]] = {
        "<+1W>": lambda day: day.add(weeks=1),
        "<CM+5D>": end_of_month_and_5,
        "<5M-CY+7M-1D>": lambda day: day.add(months=5).replace(month=1, day=1).add(months=7).subtract(days=1),
        "<-WD2>": lambda day: day.subtract(days=(day.day_of_week().value - 2) % 7 or 7),
        "<D10>": lambda day: day.replace(day=10) if day.day < 10 else day.replace(day=10).add(months=1),
    }
    ratios = []
    for text, competitor in competitors.items():
        apply = DateFormula.parse(text).apply
        assert [str(apply(day)) for day in DAYS] == [str(competitor(day)) for day in in_rust]
        ratios.append(ratio(each(apply, DAYS), each(competitor, in_rust)))

    found = statistics.geometric_mean(ratios)
    print("apply is", *(f"{one:.2f}" for one in ratios), f"times whenever, {found:.2f} on the geometric mean")
    assert found <= 1.25


@pytest.mark.parametrize("text", FORMULAS)
def test_a_column_costs_at_most_a_tenth_more_than_mapping_a_hand_written_function(text: str) -> None:
    apply_many, by_hand = DateFormula.parse(text).apply_many, HAND_WRITTEN[text]
    assert apply_many(DAYS) == list(map(by_hand, DAYS))

    found = ratio(lambda: apply_many(DAYS), lambda: list(map(by_hand, DAYS)))

    print(f"{text}: apply_many is {found:.2f} times list(map(hand-written))")
    assert found <= 1.1


@pytest.mark.parametrize("text", FORMULAS)
def test_text_seen_before_costs_at_most_half_more_than_the_formula_itself(text: str) -> None:
    formula, parse = DateFormula.parse(text), DateFormula.parse

    def by_text() -> None:
        for day in DAYS:
            parse(text).apply(day)

    def by_formula() -> None:
        for day in DAYS:
            formula.apply(day)

    found = ratio(by_text, by_formula)

    print(f"{text}: text seen before is {found:.2f} times apply alone")
    assert found <= 1.5


def test_a_new_text_of_four_terms_costs_at_most_six_additions_of_relativedelta() -> None:
    numbers = itertools.product(range(100), "MQY", range(40), range(100))
    texts = (f"{months}M-C{unit}+{days}D-{weeks}W" for months, unit, days, weeks in numbers)
    batches = iter([list(itertools.islice(texts, 1000)) for _ in range(ROUNDS + 1)])
    day, delta = date(2027, 1, 31), relativedelta(months=5)

    def parse_new_texts() -> None:
        for text in next(batches):
            DateFormula.parse(text)

    def add() -> None:
        for _ in range(1000):
            day + delta

    found = ratio(parse_new_texts, add)

    print(f"a new text of four terms is {found:.2f} times one relativedelta addition")
    assert found <= 6
