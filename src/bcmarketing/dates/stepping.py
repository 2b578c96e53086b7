"""What each term does to a date, written to be read; the compiled form of a formula answers to this one."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Final, assert_never

from ..errors import WrongType
from .refusals import DateOverflow, UndefinedDate
from .terms import DAYS_OF, MONTHS_OF, Kind, Term, Unit, neutral_text

#: The calendar's ends; both belong to it.
FIRST_DATE: Final = dt.date(1753, 1, 1)
LAST_DATE: Final = dt.date.max


def walk(terms: tuple[Term, ...], base: dt.date | None) -> Iterator[tuple[Term, dt.date, dt.date]]:
    """Yield each term with the date before and after it, strictly from left to right.

    Raises:
        UndefinedDate: there is no base date.
        WrongType: the base is no date, or is a date-time.
        DateOverflow: a date lies outside 1753-01-01 to 9999-12-31.

    >>> for term, before, after in walk((Term.current(Unit.MONTH), Term.counted(1, Unit.DAY)), dt.date(2027, 2, 5)):
    ...     print(term, before, after)
    +CM 2027-02-05 2027-02-28
    +1D 2027-02-28 2027-03-01
    """
    day = checked_base(terms, base)
    for term in terms:
        try:
            after = step(term, day)
            inside = after >= FIRST_DATE
        except (OverflowError, ValueError):
            inside = False
        if not inside:
            raise DateOverflow(neutral_text(terms), day, str(term), _limit(term))
        yield term, day, after
        day = after


def evaluate(terms: tuple[Term, ...], base: dt.date | None) -> dt.date:
    """Return the date that *terms* lead to from *base*; raises what `walk` raises.

    >>> evaluate((Term.current(Unit.MONTH), Term.counted(1, Unit.DAY)), dt.date(2027, 2, 5))
    datetime.date(2027, 3, 1)
    """
    result = checked_base(terms, base)
    for _term, _before, result in walk(terms, base):  # noqa: B007 - the last date is the result
        pass
    return result


def checked_base(terms: tuple[Term, ...], base: dt.date | None) -> dt.date:
    """Return *base* as a plain date of the calendar; raises what `walk` raises."""
    if base is None:
        raise UndefinedDate(neutral_text(terms))
    if isinstance(base, dt.datetime):
        raise WrongType("base", base, "is a date-time; give its .date(), or use apply_datetime to keep the time")
    if not isinstance(base, dt.date):
        raise WrongType("base", base, "is no date")
    if base < FIRST_DATE:
        raise DateOverflow(neutral_text(terms), base, "", FIRST_DATE)
    return base if type(base) is dt.date else dt.date(base.year, base.month, base.day)


def _limit(term: Term) -> dt.date:
    """Return the end of the calendar that *term* passes when it leaves the calendar."""
    to_the_past = term.sign < 0 or (term.kind is Kind.NUMBERED and term.unit is Unit.YEAR)
    return FIRST_DATE if to_the_past else LAST_DATE


def step(term: Term, day: dt.date) -> dt.date:
    """Return the date that *term* leads to from *day*, as far as Python's calendar goes.

    Raises:
        OverflowError, ValueError: Python's calendar ends before that date.

    >>> step(Term.numbered(Unit.DAY, 15), dt.date(2027, 3, 15))
    datetime.date(2027, 4, 15)
    """
    match term.kind:
        case Kind.COUNTED if term.unit in MONTHS_OF:
            return add_months(day, term.sign * term.number * MONTHS_OF[term.unit])
        case Kind.COUNTED:
            return day + dt.timedelta(term.sign * term.number * DAYS_OF[term.unit])
        case Kind.CURRENT if term.unit is Unit.WEEK:
            return day + dt.timedelta(6 - day.weekday() if term.sign > 0 else -day.weekday())
        case Kind.CURRENT if term.unit in MONTHS_OF:
            return _period_end(term.unit, day) if term.sign > 0 else _period_start(term.unit, day)
        case Kind.CURRENT:
            return day
        case Kind.NUMBERED:
            return _numbered(term, day)
        case _:
            assert_never(term.kind)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month.

    >>> month_length(2024, 2), month_length(2100, 2), month_length(2024, 6)
    (29, 28, 30)
    """
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months later, or that month's last day if it is shorter.

    >>> add_months(dt.date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, month_length(year, month + 1)))


def _period_start(unit: Unit, day: dt.date) -> dt.date:
    months = MONTHS_OF[unit]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def _period_end(unit: Unit, day: dt.date) -> dt.date:
    start = _period_start(unit, day)
    last_month = start.month + MONTHS_OF[unit] - 1
    return dt.date(start.year, last_month, month_length(start.year, last_month))


def _numbered(term: Term, day: dt.date) -> dt.date:
    if term.unit is Unit.YEAR:  # whatever the sign, and even if the date lies in that year
        return dt.date(term.number, 1, 1)
    if term.unit is Unit.WEEKDAY:
        ahead = term.number - 1 - day.weekday()
        return day + dt.timedelta(term.sign * ((term.sign * ahead) % 7 or 7))
    if term.sign > 0:
        return next(match for match in _matches(term, day) if match > day)
    return next(match for match in _matches(term, day) if match < day)


def _matches(term: Term, day: dt.date) -> Iterator[dt.date]:
    """Yield the dates that a numbered term means, from about *day* on in the direction of its sign."""
    if term.unit is Unit.DAY:
        for months in (0, term.sign):
            first = add_months(day.replace(day=1), months)
            yield first.replace(day=min(term.number, month_length(first.year, first.month)))
    elif term.unit is Unit.WEEK:
        # The Monday of week 1 may lie in December of the year before.
        nearest = day.year if term.sign > 0 else min(day.year + 1, LAST_DATE.year)
        for year in itertools.count(nearest, term.sign):
            if term.number <= weeks_in(year):
                yield dt.date.fromisocalendar(year, term.number, 1)
    else:
        month = (term.number - 1) * MONTHS_OF[term.unit] + 1
        for years in (0, term.sign):
            yield dt.date(day.year + years, month, 1)


def weeks_in(year: int) -> int:
    """Return the number of ISO weeks of a year.

    >>> weeks_in(2026), weeks_in(2027)
    (53, 52)
    """
    return dt.date(year, 12, 28).isocalendar().week
