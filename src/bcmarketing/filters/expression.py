"""Filter expressions such as ``CT100000..CT100200&<>CT100156``: read once, then applied to values."""

from typing import Self

import attrs

from ..errors import WrongType
from ..kinds import checked_kinds
from .conditions import Step, infix
from .evaluation import Test, filter_test
from .fields import FieldType, type_of
from .parsing import read_filter


@attrs.frozen
class Filter:
    """A filter expression. Make one with `parse`; a blank filter passes everything.

    ``str`` gives the expression in its shortest form, and ``parse(str(x)) == x``.
    Nesting of any depth is read, written and applied without recursion.

    Attributes:
        steps: the conditions in the order written, each ``&`` and ``|`` after the parts that it joins.

    >>> str(Filter.parse(" ( A ) | B & <> 'C' "))
    'A|B&<>C'
    """

    steps: tuple[Step, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a filter expression; blank text is a blank filter.

        Raises:
            FilterSyntax: the text is no filter expression.
            WrongType: it is no text at all.

        >>> Filter.parse("CUST|").matches("CUST")
        Traceback (most recent call last):
        ...
        bcmarketing.filters.refusals.FilterSyntax: not a filter: expected a value (E-FILTER-SYNTAX)
          CUST|
               ^
        """
        if not isinstance(text, str):
            raise WrongType("filter", text, "is no text")
        return cls(read_filter(text))

    def __str__(self) -> str:
        return infix(self.steps, str)

    def __bool__(self) -> bool:
        """Return whether the filter restricts anything."""
        return bool(self.steps)

    def matches(self, value: object, kind: FieldType | None = None) -> bool:
        """Return whether *value* passes; *kind* is what the field holds, by default what the value looks like.

        A blank date is ``None``. To filter many values of one field, use `compile_filter`.

        Raises:
            FilterValue: a value in the filter does not fit the field.
            WrongType: *value* is nothing that a field holds.

        >>> Filter.parse("J*&<>'J & V'").matches("J & W"), Filter.parse("..2027-03-01").matches(None)
        (True, True)
        """
        return compile_filter(self, type_of(value) if kind is None else kind)(value)


@checked_kinds
def compile_filter(expression: str | Filter, kind: FieldType, field: str = "value") -> Test:
    """Return the test that a filter makes of the values of one field.

    Args:
        expression: the filter, or its text.
        kind: what the field holds, such as ``CODE`` or ``DATE`` of `bcmarketing.filters.fields`.
        field: the field's name, for messages.

    Raises:
        FilterSyntax: the text is no filter expression.
        FilterValue: a value in it does not fit the field.

    >>> from bcmarketing.filters.fields import INTEGER
    >>> [no for no in range(10) if compile_filter("2..4|>8", INTEGER)(no)]
    [2, 3, 4, 9]
    """
    parsed = expression if isinstance(expression, Filter) else Filter.parse(expression)
    return filter_test(parsed.steps, kind, field)
