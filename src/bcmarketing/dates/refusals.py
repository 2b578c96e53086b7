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
        field: the field of a record that was given the text; blank for a text on its own.

    >>> print(DateFormulaSyntax("CM+5X", 4, "a unit (D, WD, W, M, Q, Y)"))
    not a date formula: expected a unit (D, WD, W, M, Q, Y) (E-DATE-FORMULA-SYNTAX)
      CM+5X
          ^
    >>> print(DateFormulaSyntax("5", 1, "a unit (D, WD, W, M, Q, Y)", "date_formula"))
    date_formula: not a date formula: expected a unit (D, WD, W, M, Q, Y) (E-DATE-FORMULA-SYNTAX)
      5
       ^
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-FORMULA-SYNTAX", "A text must follow the grammar of date formulas.", "date formula reference page"
    )
    formula: str
    position: int
    expected: str
    field: str = ""

    def __str__(self) -> str:
        start = max(0, min(self.position - _SHOWN // 2, len(self.formula) - _SHOWN))
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in self.formula[start:][:_SHOWN])
        before, after = "..." if start else "", "..." if start + _SHOWN < len(self.formula) else ""
        caret = " " * (len(before) + self.position - start) + "^"
        fault = f"not a date formula: expected {self.expected} ({self.rule.id})\n  {before}{shown}{after}\n  {caret}"
        return f"{self.field}: {fault}" if self.field else fault


@attrs.frozen
class UndefinedDate(Refusal, ValueError):
    """A calculation is asked for without a base date.

    >>> print(UndefinedDate("<1W>"))
    the date formula '<1W>' cannot start from an undefined date (E-DATE-UNDEFINED)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-UNDEFINED", "A date calculation needs a base date, even with a blank formula.", "tests on CALCDATE(0D)"
    )
    formula: str

    def __str__(self) -> str:
        return f"the date formula {_short(self.formula)} cannot start from an undefined date ({self.rule.id})"


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
        return (
            f"the date formula {_short(self.formula)} leaves the calendar: {how} passes {self.limit} ({self.rule.id})"
        )


@attrs.frozen
class NotForward(Refusal, ValueError):
    """A recurrence is asked for with a formula that leads to no later date.

    >>> print(NotForward("<CM>", dt.date(2027, 1, 31), dt.date(2027, 1, 31)))
    the date formula '<CM>' leads from 2027-01-31 to 2027-01-31, which is not later (E-DATE-NOT-FORWARD)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-NOT-FORWARD", "Each date of a recurrence is later than the one before.", "recurring tasks, table 5080"
    )
    formula: str
    day: dt.date
    result: dt.date

    def __str__(self) -> str:
        leads = f"leads from {self.day} to {self.result}, which is not later"
        return f"the date formula {_short(self.formula)} {leads} ({self.rule.id})"


@attrs.frozen
class NegativeFormula(Refusal, ValueError):
    """A field that must not be negative is given a formula that leads from today to an earlier date.

    >>> print(NegativeFormula("due_in", "<-1D>", dt.date(2027, 1, 11)))
    due_in = '<-1D>' leads to a date before 2027-01-11 (E-DATE-NEGATIVE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-NEGATIVE",
        "A formula that must not be negative does not lead from today to an earlier date.",
        "checks of date formula fields",
    )
    field: str
    formula: str
    today: dt.date

    def __str__(self) -> str:
        return f"{self.field} = {_short(self.formula)} leads to a date before {self.today} ({self.rule.id})"


@attrs.frozen
class NoRetentionPeriod(Refusal, ValueError):
    """A retention period does not lead from today to a date before yesterday.

    >>> print(NoRetentionPeriod("retention_period", "<-1D>", dt.date(2027, 1, 11)))
    retention_period = '<-1D>' does not lead from 2027-01-11 to a date before yesterday (E-DATE-RETENTION)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-RETENTION", "A retention period leads from today to a date before yesterday.", "retention periods"
    )
    field: str
    formula: str
    today: dt.date

    def __str__(self) -> str:
        what = f"{self.field} = {_short(self.formula)} does not lead from {self.today} to a date before yesterday"
        return f"{what} ({self.rule.id})"


@attrs.frozen
class FormulaTooLong(Refusal, ValueError):
    """A formula is too long for a database field.

    >>> print(FormulaTooLong("date_formula", "1D" * 20))
    date_formula = '1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D' is longer than 32 characters (E-DATE-TOO-LONG)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-TOO-LONG",
        "The neutral text of a stored formula has at most 32 characters, brackets not counted.",
        "size of the DateFormula data type",
    )
    field: str
    formula: str

    def __str__(self) -> str:
        return f"{self.field} = {_short(self.formula)} is longer than 32 characters ({self.rule.id})"


@attrs.frozen
class NotConvertible(Refusal, ValueError):
    """A formula, or a value of dateutil, has no equal in the other notation.

    >>> print(NotConvertible("<CM+1M>", "a relativedelta", "month ends are not remembered after CM"))
    '<CM+1M>' cannot be a relativedelta: month ends are not remembered after CM (E-DATE-NOT-CONVERTIBLE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-NOT-CONVERTIBLE", "A conversion keeps the meaning for every date, or is refused.", "this package"
    )
    value: str
    target: str
    why: str

    def __str__(self) -> str:
        return f"{_short(self.value)} cannot be {self.target}: {self.why} ({self.rule.id})"


def _short(text: str) -> str:
    shown = repr(text)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."
