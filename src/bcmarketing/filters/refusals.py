"""What can be wrong with a filter expression."""

from typing import ClassVar, Final

import attrs

from ..errors import Refusal
from ..rules import Rule

#: As much of a long text as a message shows around the fault.
_SHOWN: Final = 60


@attrs.frozen
class FilterSyntax(Refusal, ValueError):
    """A text is no filter expression.

    Attributes:
        expression: the text.
        position: where the fault is, counted from 0; the length of the text if something is missing at its end.
        expected: what would have been right there.

    >>> print(FilterSyntax("CUST|", 5, "a value"))
    not a filter: expected a value (E-FILTER-SYNTAX)
      CUST|
           ^
    """

    rule: ClassVar[Rule] = Rule(
        "E-FILTER-SYNTAX", "A text must follow the grammar of filter expressions.", "reference page on filters"
    )
    expression: str
    position: int
    expected: str

    def __str__(self) -> str:
        start = max(0, min(self.position - _SHOWN // 2, len(self.expression) - _SHOWN))
        window = self.expression[start : start + _SHOWN]
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in window)
        before, after = "..." if start else "", "..." if start + _SHOWN < len(self.expression) else ""
        caret = " " * (len(before) + self.position - start) + "^"
        return f"not a filter: expected {self.expected} ({self.rule.id})\n  {before}{shown}{after}\n  {caret}"


@attrs.frozen
class FilterValue(Refusal, ValueError):
    """A value in a filter does not fit the type of the field.

    Attributes:
        field: the field that is filtered.
        value: the value as written.
        expected: what the field holds.

    >>> print(FilterValue("date", "soon", "a date such as 2027-01-31"))
    the filter on date has the value 'soon', which is not a date such as 2027-01-31 (E-FILTER-VALUE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-FILTER-VALUE", "A value in a filter must fit the type of its field.", "reference page on filters"
    )
    text: ClassVar[str] = "the filter on {field} has the value {value!r}, which is not {expected}"
    field: str
    value: str
    expected: str
