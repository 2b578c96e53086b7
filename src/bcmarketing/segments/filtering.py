"""Filters on contacts and the tables around them: what a selection step is given."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..contacts.profiles import ContactProfileAnswer
from ..contacts.records import (
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
)
from ..contacts.trade import ValueEntry
from ..errors import InvalidField, WrongType
from ..filters.expression import Filter, compile_filter
from ..filters.fields import field_type
from ..interactions.records import InteractionLogEntry

#: Table name -> field name -> filter expression. Fields combine with "and", and so do tables.
Filters = Mapping[str, Mapping[str, str]]

#: The tables that a selection can filter, in the order in which a segment records them.
TABLES: Final[Mapping[str, type[Any]]] = {
    "contact": Contact,
    "contact_profile_answer": ContactProfileAnswer,
    "contact_mailing_group": ContactMailingGroup,
    "interaction_log_entry": InteractionLogEntry,
    "contact_job_responsibility": ContactJobResponsibility,
    "contact_industry_group": ContactIndustryGroup,
    "contact_business_relation": ContactBusinessRelation,
    "value_entry": ValueEntry,
}


@attrs.frozen
class TableFilter:
    """The filters on one table, checked: every field has one that restricts it.

    Attributes:
        table: the table's name, a key of `TABLES`.
        view: fields and their filters, in the order given.
    """

    table: str
    view: tuple[tuple[str, Filter], ...]

    @property
    def expressions(self) -> tuple[tuple[str, str], ...]:
        """Fields and their filters as text, as a criteria line holds them."""
        return tuple((field, str(expression)) for field, expression in self.view)


def read_filters(filters: Filters) -> tuple[TableFilter, ...]:
    """Return the filters by table, in the order of `TABLES`, without blank ones.

    Raises:
        WrongType: it is no mapping of mappings.
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    >>> [found] = read_filters({"contact": {"no": "CT1..CT2", "name": ""}, "contact_mailing_group": {}})
    >>> found.table, found.expressions
    ('contact', (('no', 'CT1..CT2'),))
    """
    if not isinstance(filters, Mapping):
        raise WrongType("filters", filters, "is no mapping of tables to filters on their fields")
    for table in filters:
        if table not in TABLES:
            raise InvalidField("filters", table, f"is none of the tables {', '.join(TABLES)}")
    found = (TableFilter(table, _view(kind, filters[table])) for table, kind in TABLES.items() if table in filters)
    return tuple(table for table in found if table.view)


def _view(kind: type[Any], fields: Mapping[str, str]) -> tuple[tuple[str, Filter], ...]:
    if not isinstance(fields, Mapping):
        raise WrongType("filters", fields, "is no mapping of fields to filter expressions")
    view = tuple((field, Filter.parse(expression)) for field, expression in fields.items())
    for field, expression in view:
        compile_filter(expression, field_type(kind, field), field)
    return tuple((field, expression) for field, expression in view if expression)
