"""Date formulas as values: built from terms, compared, copied, shared between threads, applied."""

import copy
import datetime as dt
import os
import pickle
import subprocess
import sys
import threading

import attrs
import pytest

from bcmarketing.dates import formula as module
from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.refusals import DateOverflow, UndefinedDate
from bcmarketing.dates.terms import Kind, Term, Unit
from bcmarketing.errors import BCMarketingError, InvalidField, WrongType

DAY = dt.date(2027, 2, 11)
FORMULAS = ["", "+1W", "CM+5D", "5M-CY+7M-1D", "-WD2", "D10", "D31", "W53", "Y2030", "1D-1D", "9000D", "1M" * 30]


def test_a_formula_is_made_of_terms_without_text() -> None:
    formula = DateFormula([Term.current(Unit.MONTH), -Term.counted(1, Unit.WEEK), Term.numbered(Unit.DAY, 15)])

    assert formula == DateFormula.parse("CM-1W+D15")
    assert formula.terms == (
        Term(Kind.CURRENT, Unit.MONTH),
        Term(Kind.COUNTED, Unit.WEEK, 1, -1),
        Term(Kind.NUMBERED, Unit.DAY, 15),
    )


@pytest.mark.parametrize(
    ("kind", "unit", "number"),
    [
        (Kind.COUNTED, Unit.DAY, -1),
        (Kind.COUNTED, Unit.YEAR, 10_000),
        (Kind.NUMBERED, Unit.DAY, 32),
        (Kind.NUMBERED, Unit.WEEKDAY, 8),
        (Kind.NUMBERED, Unit.WEEK, 54),
        (Kind.NUMBERED, Unit.MONTH, 13),
        (Kind.NUMBERED, Unit.QUARTER, 5),
        (Kind.NUMBERED, Unit.YEAR, 0),
        (Kind.CURRENT, Unit.MONTH, 1),
    ],
)
def test_a_term_s_number_fits_its_kind_and_unit(kind: Kind, unit: Unit, number: int) -> None:
    with pytest.raises(InvalidField, match="number = "):
        Term(kind, unit, number)


def test_a_term_is_made_of_the_right_types() -> None:
    for wrong in (("counted", Unit.DAY, 1), (Kind.COUNTED, "D", 1), (Kind.COUNTED, Unit.DAY, 1.0)):
        with pytest.raises(WrongType):
            Term(*wrong)
    with pytest.raises(InvalidField, match="sign = 0"):
        Term(Kind.COUNTED, Unit.DAY, 1, 0)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"DateFormula\.parse"):
        DateFormula("1D")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is no Term"):
        DateFormula(["1D"])  # type: ignore[list-item]
    with pytest.raises(WrongType, match="terms = None: is no collection of terms"):
        DateFormula(None)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="leading_plus"):
        DateFormula(leading_plus="+")  # type: ignore[arg-type]


def test_spelling_does_not_count_but_terms_do() -> None:
    same = [DateFormula.parse(text) for text in ("+1w + cm", "<1WCM>", "01W+CM")] + [DateFormula.parse("1U+LM", "da")]

    assert len(set(same)) == 1
    assert DateFormula.parse("7D") != DateFormula.parse("1W")
    assert DateFormula.parse("1D+1W") != DateFormula.parse("1W+1D")
    assert DateFormula.parse("-0D") != DateFormula.parse("0D")


def test_only_a_formula_without_terms_is_blank() -> None:
    assert not DateFormula()
    assert not DateFormula.parse("< >")
    assert DateFormula.parse("0D")
    assert DateFormula.parse("") == DateFormula()


def test_formulas_have_no_order() -> None:
    with pytest.raises(TypeError):
        DateFormula.parse("1D") < DateFormula.parse("2D")  # noqa: B015


def test_a_formula_does_not_change() -> None:
    formula = DateFormula.parse("1D")

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        formula.terms = ()  # type: ignore[misc]


def test_concatenation_puts_terms_one_after_the_other() -> None:
    assert str(DateFormula.parse("+CM") + DateFormula.parse("-1D")) == "<+CM-1D>"
    assert str(DateFormula() + DateFormula.parse("+1D")) == "<+1D>"
    assert DateFormula() + Term.current(Unit.MONTH) + -Term.counted(1, Unit.DAY) == DateFormula.parse("CM-1D")
    with pytest.raises(TypeError):
        DateFormula.parse("1D") + "1D"  # type: ignore[operator]


def test_a_formula_is_added_to_a_date_and_never_subtracted() -> None:
    assert DAY + DateFormula.parse("CM") == dt.date(2027, 2, 28)
    with pytest.raises(TypeError):
        DAY - DateFormula.parse("1D")  # type: ignore[operator]
    with pytest.raises(TypeError):
        DateFormula.parse("1D") + DAY  # type: ignore[operator]


@pytest.mark.parametrize("text", FORMULAS)
def test_copies_are_equal_and_work(text: str) -> None:
    formula = DateFormula.parse(text)
    formula.apply(DAY)

    for twin in (copy.copy(formula), copy.deepcopy(formula), pickle.loads(pickle.dumps(formula))):  # noqa: S301 - ours
        assert twin == formula
        assert str(twin) == str(formula)
        assert twin.apply(DAY) == formula.apply(DAY)
    assert attrs.evolve(formula, leading_plus=True) == formula


@pytest.mark.rule("E-DATE-UNDEFINED")
@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_starts_from_an_undefined_date(text: str) -> None:
    formula = DateFormula.parse(text)

    with pytest.raises(UndefinedDate):
        formula.apply(None)
    with pytest.raises(UndefinedDate):
        formula.apply_many([DAY, None])
    with pytest.raises(UndefinedDate):
        None + formula


@pytest.mark.parametrize("text", FORMULAS)
def test_a_date_time_is_refused_with_a_hint(text: str) -> None:
    formula, moment = DateFormula.parse(text), dt.datetime(2027, 2, 11, 8, 30)  # noqa: DTZ001 - local time

    for attempt in (formula.apply, lambda base: formula.apply_many([base]), lambda base: base + formula):
        with pytest.raises(WrongType, match=r"give its \.date\(\), or use apply_datetime"):
            attempt(moment)


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("base", ["2027-02-11", 20270211, 1.5, dt.time(8), object(), DateFormula()])
def test_what_is_no_date_is_refused_by_type(text: str, base: object) -> None:
    formula = DateFormula.parse(text)

    with pytest.raises(WrongType, match="is no date"):
        formula.apply(base)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is no date"):
        formula.apply_many([base])  # type: ignore[list-item]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_date_of_a_derived_class_gives_a_plain_date(text: str) -> None:
    class Day(dt.date):
        pass

    formula = DateFormula.parse(text)
    result = formula.apply(Day(2027, 2, 11))

    assert type(result) is dt.date
    assert result == formula.apply(DAY) == formula.apply_many([Day(2027, 2, 11)])[0]


@pytest.mark.rule("E-DATE-OVERFLOW")
@pytest.mark.parametrize("text", FORMULAS)
def test_a_base_before_the_calendar_overflows(text: str) -> None:
    for base in (dt.date(1752, 12, 31), dt.date.min):
        with pytest.raises(DateOverflow, match="passes 1753-01-01") as caught:
            DateFormula.parse(text).apply(base)
        assert (caught.value.day, caught.value.term, caught.value.limit) == (base, "", dt.date(1753, 1, 1))


@pytest.mark.rule("E-DATE-OVERFLOW")
def test_an_overflow_names_the_term_that_leaves_the_calendar() -> None:
    with pytest.raises(DateOverflow) as caught:
        DateFormula.parse("CY+1W-1W").apply(dt.date(9999, 2, 11))

    assert (caught.value.formula, caught.value.day, caught.value.term) == ("<CY+1W-1W>", dt.date.max, "+1W")
    assert caught.value.limit == dt.date.max
    assert caught.value.__context__ is None


def test_every_date_near_the_calendar_s_ends_is_exact() -> None:
    for text in (
        "1D-1D",
        "-1D+1D",
        "CW-1W",
        "-CW",
        "1M-1M",
        "-1M+CM",
        "D31",
        "-D31",
        "W1",
        "-W53",
        "-WD1+WD1",
        "CQ+1D",
    ):
        formula = DateFormula.parse(text)
        for days in range(800):
            for base in (dt.date(1753, 1, 1) + dt.timedelta(days), dt.date.max - dt.timedelta(days)):
                try:
                    found: object = formula.apply(base)
                except DateOverflow as overflow:
                    found = str(overflow)
                try:
                    expected: object = formula.explain(base).result
                except DateOverflow as overflow:
                    expected = str(overflow)
                assert found == expected, (text, base)


def test_a_column_keeps_its_order() -> None:
    formula = DateFormula.parse("CM+5D")
    days = [DAY + dt.timedelta(37 * number) for number in range(-50, 50)]

    assert formula.apply_many(iter(days)) == [formula.apply(day) for day in days]
    assert formula.apply_many([]) == []


def test_a_time_of_day_and_its_zone_stay() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2027, 1, 31, 23, 59, 58, 7, tzinfo=zone)

    assert DateFormula.parse("1M").apply_datetime(moment) == dt.datetime(2027, 2, 28, 23, 59, 58, 7, tzinfo=zone)
    with pytest.raises(WrongType, match="use apply"):
        DateFormula.parse("1M").apply_datetime(DAY)  # type: ignore[arg-type]


def test_the_memory_of_texts_is_bounded() -> None:
    for number in range(3000):
        DateFormula.parse(f"{number}D")
    DateFormula.parse(" " * 100 + "1D")

    assert len(module._SEEN) <= 1024
    assert max(map(len, module._SEEN)) <= 64
    assert DateFormula.parse("2999D") is DateFormula.parse("2999D")


def test_text_seen_before_keeps_the_plus_it_was_written_with() -> None:
    assert [str(DateFormula.parse(text)) for text in ("1W", "+1W", "1W", "+1W")] == ["<1W>", "<+1W>", "<1W>", "<+1W>"]


def test_threads_share_a_formula() -> None:
    texts = [f"{number}M-CY+{number}D" for number in range(200)]
    barrier = threading.Barrier(8)
    results: list[list[dt.date]] = []

    def work() -> None:
        barrier.wait()
        results.append([DateFormula.parse(text).apply(DAY) for text in texts])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [[DateFormula.parse(text).explain(DAY).result for text in texts]] * 8


def test_every_error_is_one_of_the_package_and_can_be_pickled() -> None:
    for text, base in (("1X", DAY), ("1D", None), ("9999Y", DAY), ("1D", "soon")):
        with pytest.raises(BCMarketingError) as caught:
            DateFormula.parse(text).apply(base)  # type: ignore[arg-type]
        twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - ours
        assert str(twin) == str(caught.value)


SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
]
PROGRAM = """
import datetime, decimal, hashlib, locale
locale.setlocale(locale.LC_ALL, "")
decimal.getcontext().prec = 2
from bcmarketing.dates.formula import DateFormula
days = [datetime.date(2027, 1, 1) + datetime.timedelta(n) for n in range(400)]
texts = ["1M+CM", "D31", "-WD2+1Q", "W53", "CY-1Y+1D+M12+D25", "wd3"]
shown = [str(DateFormula.parse(text).explain(day)) for text in texts for day in days]
print(hashlib.sha256("\\n".join(shown).encode()).hexdigest())
"""


def test_the_surroundings_do_not_matter() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env=os.environ | surroundings, capture_output=True, check=True, text=True
        ).stdout
        for surroundings in SURROUNDINGS
    }

    assert len(printed) == 1
