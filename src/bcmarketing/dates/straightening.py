"""Writing a formula as straight-line Python, with all worked out beforehand that does not need the date."""

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Final

from .stepping import month_length, step
from .terms import DAYS_OF, MONTHS_OF, Kind, Term, Unit

_COMMON, _LEAP = ((0, *(month_length(year, month) for month in range(1, 13))) for year in (2027, 2028))

#: The days of each month (from index 1) in each of the 400 years after which the calendar repeats itself.
MONTH_LENGTHS: Final = tuple(_COMMON if month_length(year, 2) == _COMMON[2] else _LEAP for year in range(400))

_MONTHS: Final = 12
_FEBRUARY: Final = 2
_IN_EVERY_MONTH: Final = 28
_LAST: Final = "last"
_A_MONDAY: Final = dt.date(2024, 1, 1)


class Straight:
    """A program in the making: a date comes in as ``base``, and each term adds lines towards the result.

    Between two terms the date is held in one of two ways.

    - Whole: ``whole`` is an expression for it, to which ``days`` are still to be added.
    - Split: ``whole`` is blank, the variable ``y`` is the year, and month and day are numbers where the formula
      fixes them, otherwise expressions. What may turn out not to matter is put off: ``shift`` months are still
      to be added, the day may be "last", and with ``fit`` it is still to be cut to the length of the month.

    >>> program = Straight([Term.current(Unit.MONTH), Term.counted(5, Unit.DAY)])
    >>> program.lines, program.whole
    (['y = base.year', 'm = base.month', 'y += m // 12', 'm = m % 12 + 1'], 'date(y, m, 5)')
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, object] = {"lengths": MONTH_LENGTHS}
        self.whole = "base"
        self._days = 0
        self._month: int | str = 0
        self._shift = 0
        self._day: int | str = 0
        self._fit = False
        for term in terms:
            self._add(term)
        self._join()

    def _add(self, term: Term) -> None:
        match term.kind, term.unit:
            case Kind.COUNTED, (Unit.MONTH | Unit.QUARTER | Unit.YEAR):
                self._add_months(term.sign * term.number * MONTHS_OF[term.unit])
            case Kind.COUNTED, _:
                self._add_days(term.sign * term.number * DAYS_OF[term.unit])
            case (Kind.CURRENT, Unit.WEEK) | (Kind.NUMBERED, Unit.WEEKDAY):
                self._move_by_weekday(term)
            case Kind.CURRENT, (Unit.MONTH | Unit.QUARTER | Unit.YEAR):
                self._go_to_boundary(term)
            case Kind.CURRENT, _:
                pass
            case Kind.NUMBERED, (Unit.MONTH | Unit.QUARTER):
                self._go_to_month((term.number - 1) * MONTHS_OF[term.unit] + 1, term.sign)
            case Kind.NUMBERED, Unit.DAY if term.number <= _IN_EVERY_MONTH:
                self._go_to_day(term.number, term.sign)
            case _:
                self._assign()
                self.whole = f"{self._constant(functools.partial(step, term))}(base)"

    # Changing between whole and split

    def _constant(self, value: object) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def _join(self) -> None:
        """Make the date whole, with nothing put off."""
        if not self.whole:
            self._settle_day()
            self._settle_month()
            self.whole = f"date(y, {self._month}, {self._day})"
        if self._days:
            self.whole += f" + {self._constant(dt.timedelta(self._days))}"
            self._days = 0

    def _assign(self) -> None:
        self._join()
        if self.whole != "base":
            self.lines.append(f"base = {self.whole}")
            self.whole = "base"

    def _split(self) -> None:
        if self.whole:
            self._assign()
            self.lines.append("y = base.year")
            self.whole, self._month, self._day, self._shift, self._fit = "", "base.month", "base.day", 0, False

    def _settle_month(self) -> None:
        """Write down the months put off."""
        if self._shift % _MONTHS:
            self.lines += _month_from(self._month, self._shift)
            self._month = "m"
        elif self._shift:
            self.lines.append(f"y += {self._shift // _MONTHS}")
        self._shift = 0

    def _set(self, name: str, expression: int | str) -> None:
        if expression != name:
            self.lines.append(f"{name} = {expression}")

    def _settle_day(self) -> None:
        """Write down which day is the last, or that the day may be too large for its month."""
        if not self._fit and self._day is not _LAST:
            return
        self._settle_month()
        length = f"lengths[y % {len(MONTH_LENGTHS)}][{self._month}]"
        if self._day is _LAST:
            self.lines.append(f"k = {length}")
        else:
            self._set("k", self._day)
            self.lines += [f"if k > {_IN_EVERY_MONTH} and k > (n := {length}):", "    k = n"]
        self._day, self._fit = "k", False

    # What the terms do

    def _add_days(self, days: int) -> None:
        if self.whole or not self._moved_within_reach(days):
            self._join()
            self._days += days

    def _moved_within_reach(self, days: int) -> bool:
        """Move a day that is known, if it is known where it comes to lie."""
        length = self._length()
        if self._day is _LAST and 1 <= days <= _IN_EVERY_MONTH:
            self._shift_months(1)
            self._day = days
        elif not isinstance(self._day, int) or self._fit:
            return not days
        elif 1 <= self._day + days <= (length or _IN_EVERY_MONTH):
            self._day += days
        elif length and 1 <= self._day + days - length <= _IN_EVERY_MONTH:
            self._day += days - length
            self._shift_months(1)
        elif self._day + days == 0:
            self._shift_months(-1)
            self._day = self._length() or _LAST
        else:
            return False
        return True

    def _length(self) -> int:
        """Return the length of the month if it is known; 0 if not."""
        known = isinstance(self._month, int) and self._month != _FEBRUARY
        return _COMMON[int(self._month)] if known else 0

    def _shift_months(self, months: int) -> None:
        """Move to another month, without regard to the day."""
        if isinstance(self._month, int):
            years, index = divmod(self._month - 1 + months, _MONTHS)
            self._month = index + 1
            if years:
                self.lines.append(f"y += {years}")
        else:
            self._shift += months

    def _add_months(self, months: int) -> None:
        if months:
            self._split()
            self._settle_day()
            self._shift_months(months)
            self._fit = not isinstance(self._day, int) or self._day > (self._length() or _IN_EVERY_MONTH)

    def _move_by_weekday(self, term: Term) -> None:
        self._assign()
        week = [_A_MONDAY + dt.timedelta(weekday) for weekday in range(7)]
        self.whole = f"base + {self._constant(tuple(step(term, day) - day for day in week))}[base.weekday()]"

    def _go_to_boundary(self, term: Term) -> None:
        """Go to the first or last day of the current month, quarter or year."""
        self._split()
        if term.unit is Unit.YEAR:
            if self._shift:
                self.lines.append(f"y += ({_plus(self._month, self._shift - 1)}) // {_MONTHS}")
            self._month, self._shift = 1 if term.sign < 0 else _MONTHS, 0
        elif term.unit is Unit.QUARTER:
            if isinstance(self._month, int):
                self._month += -((self._month - 1) % 3) if term.sign < 0 else -self._month % 3
            else:
                self._settle_month()
                self._set("m", self._month)
                self.lines.append("m -= (m - 1) % 3" if term.sign < 0 else "m += -m % 3")
                self._month = "m"
        self._day, self._fit = 1 if term.sign < 0 else self._length() or _LAST, False

    def _go_to_month(self, month: int, sign: int) -> None:
        """Go to the next or previous first day of that month."""
        self._split()
        if sign > 0:
            self._settle_month()
            self.lines.append(f"y += {self._month} >= {month}")
        else:
            self._settle_day()
            self._settle_month()
            self.lines.append(f"y -= {self._month} * 32 + {self._day} <= {month * 32 + 1}")
        self._month, self._day, self._fit = month, 1, False

    def _go_to_day(self, number: int, sign: int) -> None:
        """Go to the next or previous day of that number, which every month has."""
        self._split()
        if sign < 0 and number == _IN_EVERY_MONTH:  # a day still to be cut may turn out to be this one
            self._settle_day()
        if self._day is _LAST:
            self._shift_months(1 if sign > 0 else 0)
        elif isinstance(self._day, int):
            self._shift_months(sign if (number - self._day) * sign <= 0 else 0)
        else:
            self._settle_month()
            reached = f"{self._day} {'>=' if sign > 0 else '<='} {number}"
            self._set("m", self._month)
            self.lines += [f"if {reached}:", *(f"    {line}" for line in _month_from("m", sign))]
            self._month = "m"
        self._day, self._fit = number, False


def _plus(expression: int | str, number: int) -> str:
    """Return the text of a sum.

    >>> _plus("m", 0), _plus("m", 4), _plus("m", -1)
    ('m', 'm + 4', 'm - 1')
    """
    return f"{expression} {'+' if number > 0 else '-'} {abs(number)}" if number else str(expression)


def _month_from(month: int | str, shift: int) -> list[str]:
    """Return the lines that set ``m``, and ``y`` if need be, to the month that lies *shift* months after *month*.

    >>> _month_from("base.month", 5)
    ['m = base.month + 4', 'y += m // 12', 'm = m % 12 + 1']
    """
    first = [f"m = {index}"] if (index := _plus(month, shift - 1)) != "m" else []
    return [*first, f"y += m // {_MONTHS}", f"m = m % {_MONTHS} + 1"]
