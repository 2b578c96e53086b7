"""What a date formula does, step by step, for people."""

import datetime as dt
from typing import Final

import attrs

from .stepping import checked_base, walk
from .terms import MONTHS_OF, Kind, Term, Unit

# Not strftime: its names depend on the locale.
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NAMES: Final = {
    Unit.DAY: "day",
    Unit.WEEKDAY: "day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.QUARTER: "quarter",
    Unit.YEAR: "year",
}


@attrs.frozen
class Step:
    """One term at work: the date before it and the date after it."""

    term: Term
    before: dt.date
    after: dt.date

    @property
    def meaning(self) -> str:
        """What the term does here, in words.

        >>> Step(Term.counted(1, Unit.MONTH), dt.date(2027, 1, 31), dt.date(2027, 2, 28)).meaning
        "1 month later, cut to the month's last day"
        """
        counts_months = self.term.kind is Kind.COUNTED and self.term.unit in MONTHS_OF
        if counts_months and self.after.day < self.before.day:
            return f"{meaning(self.term)}, cut to the month's last day"
        if self.term.kind is Kind.NUMBERED and self.term.unit is Unit.DAY and self.after.day < self.term.number:
            return f"{meaning(self.term)}, here its last day"
        return meaning(self.term)


@attrs.frozen
class Explanation:
    """The steps of a formula from a base date to its result; printed, a table.

    Attributes:
        formula: the formula as neutral text.
        base: the date it starts from.
        steps: what each term does, in order.

    >>> from .formula import DateFormula
    >>> print(DateFormula.parse("5M-CY+7M-1D").explain(dt.date(2019, 6, 15)))
    term  what it does           before          after
    ----  ---------------------  --------------  --------------
    +5M   5 months later         Sat 2019-06-15  Fri 2019-11-15
    -CY   first day of the year  Fri 2019-11-15  Tue 2019-01-01
    +7M   7 months later         Tue 2019-01-01  Thu 2019-08-01
    -1D   1 day earlier          Thu 2019-08-01  Wed 2019-07-31
    <BLANKLINE>
    <5M-CY+7M-1D> leads from Sat 2019-06-15 to Wed 2019-07-31
    """

    formula: str
    base: dt.date
    steps: tuple[Step, ...]

    @property
    def result(self) -> dt.date:
        """The date the formula leads to."""
        return self.steps[-1].after if self.steps else self.base

    def __str__(self) -> str:
        if not self.steps:
            return f"the blank formula leaves {_day(self.base)} as it is"
        rows = [("term", "what it does", "before", "after")]
        rows += [(str(step.term), step.meaning, _day(step.before), _day(step.after)) for step in self.steps]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        rows.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], "-" * widths[3]))
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        return "\n".join([*lines, "", f"{self.formula} leads from {_day(self.base)} to {_day(self.result)}"])


def explained(formula: str, terms: tuple[Term, ...], base: dt.date) -> Explanation:
    """Return the steps of *terms* from *base*; *formula* is their text."""
    return Explanation(formula, checked_base(terms, base), tuple(Step(*each) for each in walk(terms, base)))


def meaning(term: Term) -> str:
    """Return what a term does, in words.

    >>> meaning(Term.numbered(Unit.WEEKDAY, 2)), meaning(-Term.current(Unit.QUARTER)), meaning(Term.current(Unit.DAY))
    ('the next Tuesday', 'first day of the quarter', 'the day itself')
    """
    name, forward = _NAMES[term.unit], term.sign > 0
    match term.kind:
        case Kind.COUNTED:
            return f"{term.number} {name}{'' if term.number == 1 else 's'} {'later' if forward else 'earlier'}"
        case Kind.CURRENT if name == "day":
            return "the day itself"
        case Kind.CURRENT:
            return f"{'last' if forward else 'first'} day of the {name}"
        case _ if term.unit is Unit.YEAR:
            return f"1 January {term.number}"
        case _:
            return f"the {'next' if forward else 'previous'} {_numbered(term)}"


def _numbered(term: Term) -> str:
    match term.unit:
        case Unit.WEEKDAY:
            return _WEEKDAYS[term.number - 1]
        case Unit.DAY:
            return f"day {term.number} of a month"
        case Unit.WEEK:
            return f"Monday of week {term.number}"
        case _:
            return f"1 {_MONTHS[(term.number - 1) * MONTHS_OF[term.unit]]}"


def _day(day: dt.date) -> str:
    return f"{_WEEKDAYS[day.weekday()][:3]} {day}"
