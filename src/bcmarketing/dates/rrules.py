"""Recurring date formulas as `dateutil.rrule`, where the two go through the same dates."""

import datetime as dt
from typing import Final, Literal, TypedDict

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from ..arguments import checked
from ..codes import check_date
from .formula import DateFormula
from .refusals import NotConvertible, NotForward
from .terms import DAYS_OF, MONTHS_OF, Kind, Term, Unit

_IN_EVERY_MONTH: Final = 28
_LEAP_DAY: Final = (2, 29)
_LAST: Final = -1


class _Rule(TypedDict, total=False):
    """The arguments of an rrule that a formula may need."""

    freq: Literal[0, 1, 2, 3]
    interval: int
    bymonth: int
    bymonthday: int | tuple[int, ...]
    bysetpos: int
    byweekday: weekday
    byweekno: int


def to_rrule(formula: DateFormula, start: dt.date, until: dt.date) -> rrule:
    """Return the recurrence that goes through ``formula.occurrences(start, until)``, each date at midnight.

    Raises:
        WrongType: it is no date formula, or an end is no date.
        NotConvertible: no recurrence of dateutil is known to go through the same dates.
        NotForward: the formula leads to no later date.

    >>> rule = to_rrule(DateFormula.parse("1M+CM"), dt.date(2027, 1, 11), dt.date(2027, 4, 30))
    >>> [str(moment.date()) for moment in rule]
    ['2027-02-28', '2027-03-31', '2027-04-30']
    """
    checked(formula, DateFormula, "formula")
    check_date(until, "until")
    first = formula.apply(check_date(start, "start"))
    if first <= start:
        raise NotForward(str(formula), start, first)
    rule = _rule(formula.terms, first)
    if rule is None:
        raise NotConvertible(str(formula), "an rrule", f"none is known to follow it from {first} on")
    midnight = dt.time()
    return rrule(dtstart=dt.datetime.combine(first, midnight), until=dt.datetime.combine(until, midnight), **rule)


def _rule(terms: tuple[Term, ...], first: dt.date) -> _Rule | None:
    if all(term.kind is Kind.COUNTED and term.unit in DAYS_OF for term in terms):
        return _Rule(freq=DAILY, interval=sum(term.sign * term.number * DAYS_OF[term.unit] for term in terms))
    if any(term.kind is not Kind.CURRENT and (term.sign < 0 or term.number == 0) for term in terms):
        return None
    match terms:
        case [Term(Kind.COUNTED, unit, number)]:
            return _by_months(number * MONTHS_OF[unit], first)
        case [Term(Kind.NUMBERED, unit, number, 1)]:
            return _by_number(unit, number)
        case [Term(Kind.COUNTED, unit, number), Term(Kind.CURRENT, Unit.MONTH) as boundary] if unit in MONTHS_OF:
            day = _LAST if boundary.sign > 0 else 1
            return _Rule(freq=MONTHLY, interval=number * MONTHS_OF[unit], bymonthday=day)
        case [Term(Kind.COUNTED, Unit.DAY, 1), Term(Kind.CURRENT, Unit.MONTH, sign=1)]:
            return _Rule(freq=MONTHLY, bymonthday=_LAST)
        case [Term(Kind.CURRENT, Unit.MONTH, sign=1), Term(Kind.COUNTED, Unit.DAY, days)] if days <= _IN_EVERY_MONTH:
            return _Rule(freq=MONTHLY, bymonthday=days)
        case _:
            return None


def _by_months(months: int, first: dt.date) -> _Rule | None:
    """Return the rule for every so many months, unless a short month would change the day."""
    if first.day <= _IN_EVERY_MONTH:
        return _Rule(freq=MONTHLY, interval=months)
    if months % 12 == 0 and (first.month, first.day) != _LEAP_DAY:
        return _Rule(freq=YEARLY, interval=months // 12)
    return None


def _by_number(unit: Unit, number: int) -> _Rule | None:
    match unit:
        case Unit.DAY if number <= _IN_EVERY_MONTH:
            return _Rule(freq=MONTHLY, bymonthday=number)
        case Unit.DAY:  # the last of these days that the month has
            return _Rule(freq=MONTHLY, bymonthday=tuple(range(_IN_EVERY_MONTH, number + 1)), bysetpos=_LAST)
        case Unit.WEEKDAY:
            return _Rule(freq=WEEKLY, byweekday=weekday(number - 1))
        case Unit.WEEK:
            return _Rule(freq=YEARLY, byweekno=number, byweekday=MO)
        case Unit.MONTH | Unit.QUARTER:
            return _Rule(freq=YEARLY, bymonth=(number - 1) * MONTHS_OF[unit] + 1, bymonthday=1)
        case _:
            return None
