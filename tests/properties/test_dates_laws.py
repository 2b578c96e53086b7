"""Laws of date formulas, held against calendar arithmetic and dateutil that know nothing of the package."""

import calendar
import contextlib
import datetime as dt
import itertools
from collections.abc import Callable, Iterator

from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given, settings, strategies as st

from bcmarketing.dates.compiling import compiled
from bcmarketing.dates.conversion import from_relativedelta, to_relativedelta
from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.languages import LANGUAGES
from bcmarketing.dates.refusals import DateFormulaSyntax, DateOverflow, NotConvertible, NotForward
from bcmarketing.dates.rrules import to_rrule
from bcmarketing.dates.stepping import evaluate
from bcmarketing.dates.terms import Kind, Term, Unit, number_range
from bcmarketing.errors import BCMarketingError

FIRST, LAST = dt.date(1753, 1, 1), dt.date(9999, 12, 31)
FOUR_CENTURIES = dt.timedelta(146_097)  # whole weeks: the calendar repeats itself
EVERYDAY = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
MONTH_ENDS = st.builds(
    lambda year, month, back: dt.date(year, month, calendar.monthrange(year, month)[1] - back),
    st.integers(1890, 2110),
    st.integers(1, 12),
    st.integers(0, 3),
)
DATES = st.one_of(EVERYDAY, MONTH_ENDS, st.dates(FIRST, LAST))
EDGES = st.dates(FIRST, dt.date(1755, 1, 1)) | st.dates(dt.date(9997, 1, 1), LAST)


@st.composite
def terms(draw: st.DrawFn, *, kinds: tuple[Kind, ...] = tuple(Kind), largest: int = 60) -> Term:
    kind, unit = draw(st.sampled_from(kinds)), draw(st.sampled_from(list(Unit)))
    lowest, highest = number_range(kind, unit)
    if kind is Kind.NUMBERED and unit is Unit.YEAR:
        lowest, highest = 1700, 2300
    number = draw(st.integers(lowest, min(highest, largest) if kind is Kind.COUNTED else highest))
    return Term(kind, unit, number, draw(st.sampled_from((1, -1))))


@st.composite
def formulas(draw: st.DrawFn, *, max_size: int = 5) -> DateFormula:
    return DateFormula(draw(st.lists(terms(), max_size=max_size)), leading_plus=draw(st.booleans()))


# The oracle: one day after the other, until one fits.


class OutOfCalendar(Exception):
    pass


def oracle(formula: DateFormula, day: dt.date) -> dt.date:
    for term in formula.terms:
        try:
            day = oracle_step(term.kind.caption, term.unit.caption, term.number, term.sign, day)
        except (OverflowError, ValueError):
            raise OutOfCalendar from None
        if day < FIRST:
            raise OutOfCalendar
    return day


def oracle_step(kind: str, unit: str, number: int, sign: int, day: dt.date) -> dt.date:
    if kind == "counted":
        months = {"M": 1, "Q": 3, "Y": 12}.get(unit)
        if months is None:
            return day + dt.timedelta(sign * number * (7 if unit == "W" else 1))
        return day + relativedelta(months=sign * number * months)
    if kind == "current":
        for candidate in walk(day, sign):
            if candidate == LAST and sign > 0 and period(unit, candidate) != (9999, 52):
                return candidate  # the calendar ends with a month, a quarter and a year, yet amid a week
            if period(unit, candidate + dt.timedelta(sign)) != period(unit, day):
                return candidate
    if unit == "Y":
        return dt.date(number, 1, 1)
    return next(candidate for candidate in walk(day + dt.timedelta(sign), sign) if fits(unit, number, candidate))


def walk(day: dt.date, sign: int) -> Iterator[dt.date]:
    return (day + dt.timedelta(sign * days) for days in itertools.count())


def period(unit: str, day: dt.date) -> object:
    week = day.isocalendar()
    periods: dict[str, object] = {"D": day, "WD": day, "W": (week.year, week.week), "M": (day.year, day.month)}
    return (periods | {"Q": (day.year, (day.month - 1) // 3), "Y": day.year})[unit]


def fits(unit: str, number: int, day: dt.date) -> bool:
    match unit:
        case "D":
            return day.day == min(number, calendar.monthrange(day.year, day.month)[1])
        case "WD":
            return day.isoweekday() == number
        case "W":
            return day.isoweekday() == 1 and day.isocalendar().week == number
        case "M":
            return (day.month, day.day) == (number, 1)
        case _:
            return (day.month, day.day) == (3 * number - 2, 1)


def outcome(formula: DateFormula, day: dt.date) -> object:
    try:
        return formula.apply(day)
    except DateOverflow:
        return "overflow"


def expected(formula: DateFormula, day: dt.date) -> object:
    try:
        return oracle(formula, day)
    except OutOfCalendar:
        return "overflow"


@given(formulas(max_size=3), DATES)
@settings(max_examples=300)
def test_every_formula_leads_where_calendar_arithmetic_leads(formula: DateFormula, day: dt.date) -> None:
    assert outcome(formula, day) == expected(formula, day)


@given(terms(), EDGES)
@example(Term(Kind.CURRENT, Unit.WEEK), LAST)
@example(-Term.numbered(Unit.WEEKDAY, 7), LAST)
@example(-Term.current(Unit.WEEK), FIRST)
@settings(max_examples=300)
def test_the_calendar_s_ends_are_where_calendar_arithmetic_finds_them(term: Term, day: dt.date) -> None:
    formula = DateFormula([term])

    assert outcome(formula, day) == expected(formula, day)


@given(st.lists(terms(largest=9999), max_size=6), DATES | EDGES)
@settings(max_examples=400)
def test_the_compiled_form_agrees_with_the_plain_one(listed: list[Term], day: dt.date) -> None:
    formula = DateFormula(listed)

    def shown(calculate: Callable[[dt.date], object]) -> str:
        try:
            return str(calculate(day))
        except DateOverflow as overflow:
            return str(overflow)

    plain = shown(lambda base: evaluate(formula.terms, base))
    assert shown(compiled(formula.terms)) == plain
    assert shown(lambda base: formula.apply_many([base])[0]) == plain
    assert shown(lambda base: formula.explain(base).result) == plain


@given(st.integers(-600, 600), DATES)
def test_months_keep_the_day_or_cut_it_to_the_month_s_last(months: int, day: dt.date) -> None:
    assume(1810 < day.year < 9940)
    result = DateFormula.parse(f"{months}M").apply(day)

    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day == min(day.day, calendar.monthrange(result.year, result.month)[1])


@given(terms(kinds=(Kind.CURRENT,)), DATES)
def test_a_current_term_ends_on_a_boundary_and_stays_there(term: Term, day: dt.date) -> None:
    assume(day < dt.date(9999, 12, 27))
    formula, unit = DateFormula([term]), term.unit.caption
    result = formula.apply(day)

    assert formula.apply(result) == result
    assert period(unit, result) == period(unit, day)
    assume(FIRST < result < LAST)
    assert period(unit, result + dt.timedelta(term.sign)) != period(unit, day)


@given(terms(kinds=(Kind.NUMBERED,)), EVERYDAY | MONTH_ENDS)
@settings(max_examples=150)
def test_a_numbered_term_goes_strictly_ahead_to_the_nearest_match(term: Term, day: dt.date) -> None:
    assume(term.unit is not Unit.YEAR)
    result = DateFormula([term]).apply(day)
    unit, days = term.unit.caption, (result - day).days * term.sign

    assert days > 0
    assert fits(unit, term.number, result)
    assert not any(fits(unit, term.number, day + dt.timedelta(term.sign * between)) for between in range(1, days))


@given(formulas(), formulas(), DATES)
def test_concatenation_is_one_formula_after_the_other(first: DateFormula, second: DateFormula, day: dt.date) -> None:
    try:
        stepwise: object = day + first + second
    except DateOverflow:
        stepwise = "overflow"

    assert outcome(first + second, day) == stepwise
    assert first + DateFormula() == DateFormula() + first == first


@given(formulas(), DATES, DATES)
@example(DateFormula.parse("1M"), dt.date(2027, 1, 30), dt.date(2027, 1, 31))
def test_a_later_base_never_leads_to_an_earlier_date(formula: DateFormula, day: dt.date, other: dt.date) -> None:
    early, late = outcome(formula, min(day, other)), outcome(formula, max(day, other))
    assume(isinstance(early, dt.date) and isinstance(late, dt.date))

    assert str(early) <= str(late)


def test_different_bases_may_lead_to_the_same_date() -> None:
    month, thirtieth, last = DateFormula.parse("1M"), dt.date(2027, 1, 30), dt.date(2027, 1, 31)

    assert thirtieth + month == last + month == dt.date(2027, 2, 28)


def test_which_of_two_formulas_leads_farther_depends_on_the_base() -> None:
    month, days = DateFormula.parse("1M"), DateFormula.parse("30D")

    assert dt.date(2027, 1, 1) + month > dt.date(2027, 1, 1) + days
    assert dt.date(2027, 2, 1) + month < dt.date(2027, 2, 1) + days


def test_a_larger_number_may_mean_an_earlier_date() -> None:
    day = dt.date(2027, 2, 16)

    assert day + DateFormula.parse("D15") > day + DateFormula.parse("D20")


@given(formulas(), EVERYDAY | MONTH_ENDS)
def test_results_repeat_after_four_centuries(formula: DateFormula, day: dt.date) -> None:
    assume(not any(term.kind is Kind.NUMBERED and term.unit is Unit.YEAR for term in formula.terms))

    assert formula.apply(day + FOUR_CENTURIES) == formula.apply(day) + FOUR_CENTURIES


@given(formulas())
def test_both_reversals_undo_themselves(formula: DateFormula) -> None:
    assert formula.reversed().reversed() == formula
    assert formula.reversed(keep_order=True).reversed(keep_order=True) == formula
    assert formula.reversed().terms == formula.reversed(keep_order=True).terms[::-1]


@given(st.lists(terms(kinds=(Kind.COUNTED,)), max_size=5), EVERYDAY)
def test_the_full_reversal_is_an_inverse_for_days_alone(listed: list[Term], day: dt.date) -> None:
    formula = DateFormula([term for term in listed if term.unit in (Unit.DAY, Unit.WEEKDAY, Unit.WEEK)])

    assert day + formula + formula.reversed() == day


@given(formulas(), st.sampled_from(list(LANGUAGES)))
def test_text_is_read_back_as_it_was_written(formula: DateFormula, code: str) -> None:
    assert DateFormula.parse(str(formula)) == DateFormula.parse(str(formula), code) == formula
    assert DateFormula.parse(formula.format(code), code) == formula
    assert DateFormula.parse(formula.format()) == formula
    assert eval(repr(formula)) == formula  # noqa: S307 - our own text
    assert str(DateFormula.parse(str(formula))) == str(formula)
    assert hash(DateFormula.parse(str(formula))) == hash(formula)


@st.composite
def spellings(draw: st.DrawFn, formula: DateFormula) -> str:
    """Some way to write the formula: blanks, brackets, leading zeros, lower case, left-out plus signs."""
    blanks, text = st.sampled_from(["", "", " ", "   "]), ""
    for term in formula.terms:
        zeros, letters = draw(st.sampled_from(["", "0", "000"])), term.unit.caption
        letters = letters.lower() if draw(st.booleans()) else letters
        number = f"{zeros}{term.number}"
        first, second = {
            Kind.COUNTED: (number, letters),
            Kind.NUMBERED: (letters, number),
            Kind.CURRENT: (draw(st.sampled_from("cC")), letters),
        }[term.kind]
        # Two numbers, and a week before a day, run together unless a sign parts them.
        plus = "+" if text and (draw(st.booleans()) or text[-1] in "0123456789wW") else ""
        text += f"{draw(blanks)}{'-' if term.sign < 0 else plus}{draw(blanks)}{first}{draw(blanks)}{second}"
    if draw(st.booleans()):
        return f"{draw(blanks)}<{text}{draw(blanks)}{draw(st.sampled_from(['', '>', '> ', '><']))}"
    return text + draw(blanks)


@given(st.data(), formulas())
def test_spelling_does_not_matter(data: st.DataObject, formula: DateFormula) -> None:
    assert DateFormula.parse(data.draw(spellings(formula))) == formula


ODD = st.text(st.sampled_from("0123459+-<>CDWMQYTJcdwmÅåĀ\u030a\u017f \t\u00a0.P"), max_size=30)


@given(st.one_of(st.text(max_size=60), ODD), st.sampled_from([None, *LANGUAGES]))
@example("1" * 10_000, None)
@example("<" * 9_999 + "W", None)
@settings(max_examples=400)
def test_any_text_is_read_or_its_fault_is_shown(text: str, code: str | None) -> None:
    fault = None
    try:
        formula = DateFormula.parse(text, code)
    except DateFormulaSyntax as caught:
        fault = caught
    if fault is None:
        assert DateFormula.parse(str(formula)) == formula
        return
    assert 0 <= fault.position <= len(fault.formula)
    _, shown, caret = str(fault).split("\n")
    assert len(shown) < 80
    assert caret.index("^") <= len(shown)
    if not shown.endswith("..."):
        assert len(shown) - caret.index("^") == len(fault.formula) - fault.position


@given(formulas(max_size=3), DATES | EDGES)
def test_nothing_but_our_errors_comes_out_of_the_tools(formula: DateFormula, day: dt.date) -> None:
    attempts = (
        lambda: formula.explain(day),
        lambda: list(itertools.islice(formula.occurrences(day, LAST), 5)),
        lambda: to_relativedelta(formula),
        lambda: to_rrule(formula, day, LAST),
        lambda: formula.is_negative(day),
    )
    for attempt in attempts:
        with contextlib.suppress(BCMarketingError):
            assert attempt() is not None


@given(formulas(max_size=4), EVERYDAY | MONTH_ENDS)
def test_a_relativedelta_means_the_same_or_is_refused(formula: DateFormula, day: dt.date) -> None:
    try:
        delta = to_relativedelta(formula)
    except NotConvertible:
        assume(False)
    try:
        back = from_relativedelta(delta)
    except NotConvertible:
        back = formula
    assume(outcome(formula, day) != "overflow")

    assert day + delta == formula.apply(day) == back.apply(day)


FORWARD = terms(largest=20).map(lambda term: term if term.sign > 0 else -term)
MONTH_EDGES = st.sampled_from([Term.current(Unit.MONTH), -Term.current(Unit.MONTH)])
SOME_DAYS = st.integers(0, 30).map(lambda days: Term.counted(days, Unit.DAY))


@given(st.lists(FORWARD | MONTH_EDGES | SOME_DAYS, min_size=1, max_size=2), EVERYDAY, st.integers(0, 4000))
@example([Term.current(Unit.MONTH), Term.counted(0, Unit.DAY)], dt.date(2035, 11, 5), 3000)
def test_a_recurrence_goes_through_the_occurrences(listed: list[Term], start: dt.date, days: int) -> None:
    formula = DateFormula(listed)
    until = start + dt.timedelta(days)
    try:
        rule = to_rrule(formula, start, until)
    except (NotConvertible, NotForward, DateOverflow):
        return

    found = [moment.date() for moment in itertools.islice(rule, 30)]
    assert found == list(itertools.islice(formula.occurrences(start, until), 30))


@given(formulas(max_size=3), EVERYDAY, st.times())
def test_the_time_of_day_stays(formula: DateFormula, day: dt.date, time: dt.time) -> None:
    assume(outcome(formula, day) != "overflow")
    result = formula.apply_datetime(dt.datetime.combine(day, time))

    assert (result.date(), result.timetz()) == (formula.apply(day), time)
