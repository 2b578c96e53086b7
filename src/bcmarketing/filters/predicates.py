"""Filters on several fields of a record, combined into one predicate.

The predicate is Python source, made for the fields that are filtered and compiled once:
a call per condition would cost more than the conditions do (0.14 against 0.09 us for four of them, CPython 3.11).
Only names of fields and of our own constants go into the source, never text of a filter.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar, cast

from ..errors import WrongType
from ..kinds import checked_kinds
from .conditions import Comparison, Condition, Gate, Range, Relation, Step, infix
from .evaluation import condition_test, equal_values, filter_test, plain_value
from .expression import Filter
from .fields import FieldType, field_type

R = TypeVar("R")

#: The name of the record in the source.
ROW: Final = "row"
_SIGNS: Final[Mapping[str, str]] = {"&": " and ", "|": " or "}
_OPERATORS: Final[Mapping[Relation, str]] = {
    Relation.EQUAL: "==",
    Relation.NOT_EQUAL: "!=",
    Relation.LESS: "<",
    Relation.AT_MOST: "<=",
    Relation.ABOVE: ">",
    Relation.AT_LEAST: ">=",
}
#: Longer filters are applied by `filter_test`: source nested too deep does not compile.
_LONGEST_SOURCE: Final = 30


class Source:
    """Source text of conditions on one record, and the constants that it names."""

    def __init__(self) -> None:
        self._constants: dict[str, object] = {}

    def constant(self, value: object) -> str:
        """Return the name under which the source knows *value*."""
        name = f"k{len(self._constants)}"
        self._constants[name] = value
        return name

    def member(self, field: str, values: frozenset[Any] | Mapping[Any, object]) -> str:
        """Return the source of "the field is one of these values"."""
        return f"{ROW}.{field} in {self.constant(values)}"

    def fields(self, kind: type[Any], view: Mapping[str, str | Filter]) -> str:
        """Return the source of "every field passes its filter"; blank when nothing is filtered.

        Raises:
            WrongType: it is no mapping.
            InvalidField: a field that the record does not have, or that cannot be filtered.
            FilterSyntax: an expression is malformed.
            FilterValue: a value in one does not fit its field.
        """
        if not isinstance(view, Mapping):
            raise WrongType("filters", view, "is no mapping of fields to filter expressions")
        parts: list[str] = []
        for field, expression in view.items():
            parsed = expression if isinstance(expression, Filter) else Filter.parse(expression)
            of_field = field_type(kind, field)
            if parsed:
                parts.append(self._filter(parsed.steps, of_field, field))
        return " and ".join(parts)

    def _filter(self, steps: tuple[Step, ...], kind: FieldType, field: str) -> str:
        values = equal_values(steps, kind, field)
        if values is not None and len(values) > 1:
            return self.member(field, values)
        if len(steps) > _LONGEST_SOURCE:
            return f"{self.constant(filter_test(steps, kind, field))}({ROW}.{field})"
        source = infix(steps, lambda condition: self._condition(condition, kind, field), _SIGNS)
        return f"({source})" if isinstance(steps[-1], Gate) else source

    def _condition(self, condition: Condition, kind: FieldType, field: str) -> str:
        value = f"{ROW}.{field}"
        if kind.is_nullable or not _is_plain(condition, kind):
            return f"{self.constant(condition_test(condition, kind, field))}({value})"
        if isinstance(condition, Comparison):
            limit = self.constant(kind.value(condition.value.text, field))
            return f"{value} {_OPERATORS[condition.relation]} {limit}"
        low = "" if condition.low is None else f"{self.constant(kind.value(condition.low.text, field))} <= "
        high = "" if condition.high is None else f" <= {self.constant(kind.value(condition.high.text, field))}"
        return f"{low}{value}{high}"

    def predicate(self, source: str) -> Callable[[Any], bool]:
        """Return the predicate that the source describes; blank source passes everything."""
        return cast("Callable[[Any], bool]", self._compiled(f"lambda {ROW}: {source or 'True'}"))

    def selection(self, source: str) -> Callable[[Iterable[R]], list[R]]:
        """Return a function that keeps, of many records, those that the source describes."""
        condition = f" if {source}" if source else ""
        compiled = self._compiled(f"lambda rows: [{ROW} for {ROW} in rows{condition}]")
        return cast("Callable[[Iterable[R]], list[R]]", compiled)

    def _compiled(self, source: str) -> object:
        return eval(source, {"__builtins__": {}, **self._constants})  # noqa: S307 - our own source, see above


def _is_plain(condition: Condition, kind: FieldType) -> bool:
    """Return whether Python's own comparison says it all."""
    if isinstance(condition, Range):
        return not any(end is not None and end.ignore_case for end in (condition.low, condition.high))
    if condition.relation in {Relation.EQUAL, Relation.NOT_EQUAL}:
        return plain_value(condition.value, kind)
    return not condition.value.ignore_case


@checked_kinds
def record_predicate(kind: type[R], view: Mapping[str, str | Filter]) -> Callable[[R], bool]:
    """Return the test that a record passes when each field passes its filter.

    Args:
        kind: the record class.
        view: field name -> filter.

    Raises:
        WrongType: *view* is no mapping.
        InvalidField: a field that the record does not have, or that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    >>> from bcmarketing.contacts.records import Contact
    >>> is_meant = record_predicate(Contact, {"no": "CT1*", "type": "Company"})
    >>> is_meant(Contact(no="CT10")), is_meant(Contact(no="CT20"))
    (True, False)
    """
    source = Source()
    return source.predicate(source.fields(kind, view))
