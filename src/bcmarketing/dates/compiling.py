"""Making one Python function per formula on first use, as attrs does for ``__init__``.

The source consists of fixed phrases and of numbers that the terms have checked, never of a formula's text.
A function made here computes only what cannot fail: plain dates, so far from the calendar's ends that no term can
lead out of it. All else it leaves to `stepping.evaluate`, which knows the rules and the errors.
That is what makes it fast; interpreting the terms takes five to fifteen times as long.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from types import CodeType
from typing import Any, Final, TypeAlias

from .stepping import FIRST_DATE, LAST_DATE, evaluate
from .straightening import Straight
from .terms import DAYS_OF, MONTHS_OF, Kind, Term, Unit

Apply: TypeAlias = Callable[[dt.date | None], dt.date]
ApplyMany: TypeAlias = Callable[[Iterable[dt.date | None]], list[dt.date]]

#: Formulas of more terms are walked through term by term: hardly anybody writes them, and source may grow large.
_MOST_TERMS: Final = 24

# The class, compared like this, keeps date-times and foreign dates out at the least cost there is.
_APPLY: Final = """
def apply(base):
    "Return the date that the formula leads to from *base*."
    try:
        if base.__class__ is date and {guard}:
            {lines}
            return {result}
    except (OverflowError, ValueError):
        pass
    return evaluate(base)
"""
_APPLY_MANY: Final = """
def apply_many(bases):
    "Return the dates that the formula leads to from each of *bases*."
    results = []
    for base in bases:
        try:
            if base.__class__ is date and {guard}:
                {lines}
                results.append({result})
                continue
        except (OverflowError, ValueError):
            pass
        results.append(evaluate(base))
    return results
"""
# For a formula that is a single expression: a comprehension saves a twentieth.
_APPLY_MANY_AT_ONCE: Final = """
def apply_many(bases):
    "Return the dates that the formula leads to from each of *bases*."
    bases = bases if type(bases) is list else list(bases)
    try:
        return [{result} if base.__class__ is date and {guard} else evaluate(base) for base in bases]
    except (OverflowError, ValueError):
        pass
    return [evaluate(base) for base in bases]
"""


def compiled(terms: tuple[Term, ...]) -> Apply:
    """Return the function that applies *terms* to a date.

    >>> compiled((Term.current(Unit.MONTH), Term.counted(5, Unit.DAY)))(dt.date(2027, 1, 15))
    datetime.date(2027, 2, 5)
    """
    return _made(_APPLY, "apply", terms) or partial(evaluate, terms)


def compiled_for_many(terms: tuple[Term, ...]) -> ApplyMany:
    """Return the function that applies *terms* to each of many dates.

    >>> compiled_for_many((Term.current(Unit.MONTH),))([dt.date(2027, 1, 15), dt.date(2027, 2, 15)])
    [datetime.date(2027, 1, 31), datetime.date(2027, 2, 28)]
    """
    return _made(_APPLY_MANY, "apply_many", terms) or (lambda bases: [evaluate(terms, base) for base in bases])


def _made(template: str, name: str, terms: tuple[Term, ...]) -> Callable[..., Any] | None:
    """Return the function written by *template*, or nothing if these terms are better walked through."""
    down, up = _reach(terms)
    if len(terms) > _MOST_TERMS or up - down > (LAST_DATE - FIRST_DATE).days:
        return None
    program = Straight(terms)
    lines, low, high = program.lines, FIRST_DATE - dt.timedelta(down), LAST_DATE - dt.timedelta(up)
    names: dict[str, Any] = {"date": dt.date, "evaluate": partial(evaluate, terms), "low": low, "high": high}
    if lines[:1] == ["y = base.year"]:  # the year is needed anyway, and comparing it costs less than comparing dates
        names["low"] = low.year + (low > dt.date(low.year, 1, 1))
        names["high"] = high.year - (high < dt.date(high.year, 12, 31))
        guard, lines = "low <= (y := base.year) <= high", lines[1:]
    elif len(terms) <= 1:  # Python itself refuses to add days beyond the calendar's end
        guard = "low <= base"
    else:
        guard = "low <= base <= high"
    if template is _APPLY_MANY and not lines:
        template = _APPLY_MANY_AT_ONCE
    indent = "\n" + template.partition("{lines}")[0].rpartition("\n")[2]
    functions: dict[str, Callable[..., Any]] = {}
    source = template.format(guard=guard, lines=indent.join(lines) or "pass", result=program.whole)
    exec(_code(source), names | program.constants, functions)  # noqa: S102 - attrs and dataclasses do so too
    return functions[name]


@lru_cache(maxsize=256)
def _code(source: str) -> CodeType:
    """Return compiled source; formulas that differ only in constants share it."""
    return compile(source, "<date formula>", "exec")


#: The farthest that a current or a numbered term moves a date, in days; 53rd weeks are up to seven years apart.
_FARTHEST: Final = {
    Unit.DAY: 31,
    Unit.WEEKDAY: 7,
    Unit.WEEK: 7 * 371,
    Unit.MONTH: 366,
    Unit.QUARTER: 366,
    Unit.YEAR: 366,
}


def _reach(terms: tuple[Term, ...]) -> tuple[int, int]:
    """Return how far before and after its base a calculation may get, in days: the first is not positive.

    >>> _reach((Term.counted(2, Unit.WEEK), -Term.counted(20, Unit.DAY)))
    (-6, 14)
    """
    least = most = down = up = 0
    for term in terms:
        bounds = _move(term)
        least, most = least + min(bounds), most + max(bounds)
        down, up = min(down, least), max(up, most)
    return down, up


def _move(term: Term) -> tuple[int, int]:
    """Return two bounds of what *term* adds to a date, in days."""
    if term.kind is Kind.COUNTED:
        number = term.sign * term.number
        if term.unit in DAYS_OF:
            return number * DAYS_OF[term.unit], number * DAYS_OF[term.unit]
        return number * MONTHS_OF[term.unit] * 28, number * MONTHS_OF[term.unit] * 31
    if term.kind is Kind.NUMBERED and term.unit is Unit.YEAR:
        return -LAST_DATE.toordinal(), LAST_DATE.toordinal()
    return 0, term.sign * _FARTHEST[term.unit]
