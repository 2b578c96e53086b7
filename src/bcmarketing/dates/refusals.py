"""What can be wrong with a date formula, or with what is asked of one."""

import datetime as dt
from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule

#: As much of a long text as a message shows around the fault.
_SHOWN = 60


@attrs.frozen
class DateFormulaSyntax(Refusal, ValueError):
    """A text is no date formula.

    Attributes:
        formula: the text, in Unicode's composed form (NFC).
        position: where the fault is, counted from 0; the length of the text if something is missing at its end.
        expected: what would have been right there.
        reason: what is there instead, if that says more.

    >>> print(DateFormulaSyntax("CM+5X", 4, "a unit (D, WD, W, M, Q, Y)"))
    not a date formula: expected a unit (D, WD, W, M, Q, Y) (E-DATE-FORMULA-SYNTAX)
      CM+5X
          ^
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-FORMULA-SYNTAX", "A text must follow the grammar of date formulas.", "date formula reference page"
    )
    formula: str
    position: int
    expected: str

    def __str__(self) -> str:
        start = max(0, min(self.position - _SHOWN // 2, len(self.formula) - _SHOWN))
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in self.formula[start:][:_SHOWN])
        before, after = "..." if start else "", "..." if start + _SHOWN < len(self.formula) else ""
        caret = " " * (len(before) + self.position - start) + "^"
        return f"not a date formula: expected {self.expected} ({self.rule.id})\n  {before}{shown}{after}\n  {caret}"


@attrs.frozen
class UndefinedDate(Refusal, ValueError):
    """A calculation is asked for without a base date.

    >>> print(UndefinedDate("<1W>"))
    the date formula '<1W>' cannot start from an undefined date (E-DATE-UNDEFINED)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-UNDEFINED", "A date calculation needs a base date, even with a blank formula.", "tests on CALCDATE(0D)"
    )
    text: ClassVar[str] = "the date formula {formula!r} cannot start from an undefined date"
    formula: str


@attrs.frozen
class DateOverflow(Refusal, OverflowError):
    """A date outside the calendar would arise: as the base, on the way, or as the result.

    Attributes:
        formula: the formula, as neutral text.
        day: the last date inside the calendar, or the base itself if that lies outside.
        term: the term that leaves the calendar; blank if the base does.
        limit: the end of the calendar that is passed.

    >>> print(DateOverflow("<1D>", dt.date(9999, 12, 31), "+1D", dt.date(9999, 12, 31)))
    the date formula '<1D>' leaves the calendar: +1D from 9999-12-31 passes 9999-12-31 (E-DATE-OVERFLOW)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-OVERFLOW",
        "Every date of a calculation lies between 1753-01-01 and 9999-12-31.",
        "range of the Date data type",
    )
    formula: str
    day: dt.date
    term: str
    limit: dt.date

    def __str__(self) -> str:
        how = f"{self.term} from {self.day}" if self.term else f"the base {self.day}"
        return f"the date formula {self.formula!r} leaves the calendar: {how} passes {self.limit} ({self.rule.id})"
