"""Date formulas as `dateutil.relativedelta`, and back, where both mean the same for every date.

A relativedelta computes in one fixed order: it sets year, month and day, adds months, cuts the day to the length of
the month once, adds days, and goes to a weekday.
A formula fits if its terms come in that order and its day can be cut only once.
Dateutil does not know where Business Central's calendar begins: the results agree as long as all dates lie inside.
"""

from typing import Final, TypeAlias

import attrs
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta, weekday

from ..arguments import checked
from ..errors import WrongType
from .formula import DateFormula
from .refusals import NotConvertible
from .stepping import FIRST_DATE
from .terms import DAYS_OF, LARGEST_COUNT, MONTHS_OF, Kind, Term, Unit

_Weekday: TypeAlias = weekday
_WEEKDAYS: Final = (MO, TU, WE, TH, FR, SA, SU)
_SUNDAY: Final = 6
_LAST_DAY: Final = 31
_IN_EVERY_MONTH: Final = 28


def to_relativedelta(formula: DateFormula) -> relativedelta:
    """Return the relativedelta that leads from every date to the same date as *formula*.

    Raises:
        WrongType: it is no date formula.
        NotConvertible: there is none; ``why`` says what stands in the way.

    >>> to_relativedelta(DateFormula.parse("1M+CM-3D"))
    relativedelta(months=+1, days=-3, day=31)
    """
    delta = _Delta()
    checked(formula, DateFormula, "formula")
    for term in formula.terms:
        why = delta.add(term)
        if why:
            raise NotConvertible(str(formula), "a relativedelta", f"at {term}, {why}")
    return relativedelta(**attrs.asdict(delta, recurse=False))


@attrs.define
class _Delta:
    """The arguments of a relativedelta in the making."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    months: int = 0
    days: int = 0
    weekday: _Weekday | None = None

    def add(self, term: Term) -> str:
        """Add a term, or return why that is impossible."""
        match term.kind, term.unit:
            case (Kind.COUNTED, _) if term.number == 0:
                return ""
            case Kind.CURRENT, (Unit.DAY | Unit.WEEKDAY):
                return ""
            case _ if self.weekday is not None:
                return "a relativedelta goes to a weekday last"
            case Kind.COUNTED, (Unit.DAY | Unit.WEEKDAY | Unit.WEEK):
                self.days += term.sign * term.number * DAYS_OF[term.unit]
            case Kind.CURRENT, Unit.WEEK:
                self.weekday = SU(1) if term.sign > 0 else MO(-1)
            case Kind.NUMBERED, Unit.WEEKDAY:
                self.days += term.sign
                self.weekday = _WEEKDAYS[term.number - 1](term.sign)
            case _:
                return "a relativedelta adds days after months" if self.days else self._add_to_month(term)
        return ""

    def _add_to_month(self, term: Term) -> str:
        match term.kind, term.unit:
            case Kind.COUNTED, _:
                return self._add_months(term.sign * term.number * MONTHS_OF[term.unit])
            case Kind.CURRENT, Unit.MONTH:
                self.day = 1 if term.sign < 0 else _LAST_DAY
            case Kind.CURRENT, Unit.YEAR if self.months % 12 == 0:
                self.month, self.day = (1, 1) if term.sign < 0 else (12, _LAST_DAY)
            case Kind.CURRENT, Unit.YEAR:
                return "a relativedelta adds months after it has set the month"
            case Kind.NUMBERED, Unit.YEAR if term.number >= FIRST_DATE.year:
                self.year, self.month, self.day, self.months = term.number, 1, 1, 0
            case _:
                return "a relativedelta has nothing like it"
        return ""

    def _add_months(self, months: int) -> str:
        if self.day == _LAST_DAY and self.month is None:
            return "a relativedelta would come to the end of that month too, a formula does not"
        if self.months and self.day != 1:
            return "a relativedelta cuts the day to the length of a month once, a formula each time"
        self.months += months
        return ""


def from_relativedelta(delta: relativedelta) -> DateFormula:
    """Return a formula that leads from every date to the same date as *delta*.

    Raises:
        NotConvertible: there is none; ``why`` says what stands in the way.

    >>> from_relativedelta(relativedelta(months=1, day=31))
    DateFormula.parse('1M+CM')
    >>> from_relativedelta(relativedelta(weekday=FR(1)))
    DateFormula.parse('-1D+WD5')
    """
    if not isinstance(delta, relativedelta):
        raise WrongType("delta", delta, "is no relativedelta")
    why = _not_expressible(delta)
    if why:
        raise NotConvertible(repr(delta), "a date formula", why)
    terms: list[Term] = []
    months, days = delta.years * 12 + delta.months, int(delta.days)
    if delta.month is not None:
        terms.append(-Term.current(Unit.YEAR) if delta.year is None else Term.numbered(Unit.YEAR, delta.year))
        months += delta.month - 1
    terms += _counted(months // 12, Unit.YEAR) if months % 12 == 0 else _counted(months, Unit.MONTH)
    if delta.day == _LAST_DAY:
        terms.append(Term.current(Unit.MONTH))
    elif delta.day is not None:
        terms += [] if delta.month is not None else [-Term.current(Unit.MONTH)]
        days += delta.day - 1
    return DateFormula([*terms, *_days_and_weekday(days, delta.weekday)])


def _not_expressible(delta: relativedelta) -> str:
    """Return why no formula means the same as *delta*; nothing if one does."""
    times = ("hours", "minutes", "seconds", "microseconds", "hour", "minute", "second", "microsecond")
    if any(getattr(delta, name) for name in times) or any(getattr(delta, name) is not None for name in times[4:]):
        return "it has a time of day"
    if delta.leapdays:
        return "no term counts leap days"
    if delta.days != int(delta.days):
        return "its days are not whole"
    if delta.month is not None and delta.day is None:
        return "it sets the month and keeps the day"
    if delta.year is not None and (delta.month is None or delta.year < FIRST_DATE.year):
        return "it sets the year and keeps the month" if delta.month is None else "its year is before the calendar"
    if delta.day is not None and _IN_EVERY_MONTH < delta.day < _LAST_DAY:
        return "no term goes to the 29th or 30th of the same month"
    if abs(months := delta.years * 12 + delta.months) > LARGEST_COUNT and months % 12:
        return f"it has more than {LARGEST_COUNT} months"
    return ""


def _counted(number: int, unit: Unit) -> list[Term]:
    """Return counted terms for a number of any size and sign; none for zero."""
    terms = []
    while number:
        count = min(abs(number), LARGEST_COUNT)
        terms.append(Term.counted(count, unit) if number > 0 else -Term.counted(count, unit))
        number += -count if number > 0 else count
    return terms


def _days_and_weekday(days: int, to: _Weekday | None) -> list[Term]:
    if to is None:
        return _counted(days, Unit.DAY)
    nth = to.n or 1
    weeks = _counted(nth - 1 if nth > 0 else nth + 1, Unit.WEEK)
    if (to.weekday, nth > 0) in ((_SUNDAY, True), (0, False)):
        current = Term.current(Unit.WEEK)
        return [*_counted(days, Unit.DAY), current if nth > 0 else -current, *weeks]
    # A formula never stays on the weekday it looks for, a relativedelta does: it starts a day earlier.
    numbered = Term.numbered(Unit.WEEKDAY, to.weekday + 1)
    if nth > 0:
        return [*_counted(days - 1, Unit.DAY), numbered, *weeks]
    return [*_counted(days + 1, Unit.DAY), -numbered, *weeks]
