"""Which contacts a selection step finds: filters over contacts and the tables around them (reports 5186, 5197, 5199).

A related table is read once and boiled down to the numbers of the contacts that have a fitting row.
All of that and the filters on the contact itself become one predicate, applied in one pass over the contacts.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Final, Self

import attrs

from ..contacts.records import Contact
from ..filters.evaluation import equal_values
from ..filters.fields import CODE, field_type
from ..filters.predicates import ROW, Source, record_predicate
from ..policies import BC, Policies
from ..store.reader import Reader, key_of, sortable
from ..store.work import Work
from .filtering import TABLES, Filters, TableFilter, read_filters
from .trade import TradeHistory


@attrs.frozen
class FilterFailure:
    """Filters that a contact does not pass.

    Attributes:
        table: the table filtered.
        view: for the contact itself the fields that fail, with their filters; for a related table all its filters,
            as no one row of the contact passes them.
    """

    table: str
    view: tuple[tuple[str, str], ...]


class Selection:
    """Filters on contacts, made ready: related tables are read, and one predicate stands for everything.

    It describes the tables as they were when it was made.

    >>> from bcmarketing.contacts.records import ContactMailingGroup
    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of(
    ...     [Contact(no="C1"), Contact(no="C2"), ContactMailingGroup(contact_no="C2", mailing_group_code="FAIR")])
    >>> selection = Selection.of(tables, {"contact_mailing_group": {"mailing_group_code": "FAIR|SHOW"}})
    >>> [contact.no for contact in selection.keep(tables.where(Contact))]
    ['C2']
    >>> selection.failures(tables.get(Contact, "C1"))
    (FilterFailure(table='contact_mailing_group', view=(('mailing_group_code', 'FAIR|SHOW'),)),)
    """

    def __init__(self, conditions: Iterable[tuple[TableFilter, str]], source: Source) -> None:
        self._conditions = tuple(conditions)
        self._source = source

    @classmethod
    def of(
        cls,
        reader: Reader | Work,
        filters: Filters,
        *,
        persons_by_document: bool = True,
        policies: Policies = BC,
        source: Source | None = None,
    ) -> Self:
        """Return the selection that these filters make.

        Args:
            reader: where related tables are read.
            filters: table -> field -> expression; blank expressions restrict nothing.
            persons_by_document: a person matches on value entries only if a posted document names the person:
                so when contacts are added, but not when they are removed.
            policies: `last_relation_decides` matters here.
            source: takes the constants of the condition, for predicates that combine several selections.

        Raises:
            InvalidField: a table or field that cannot be filtered.
            FilterSyntax: an expression is malformed.
            FilterValue: a value in one does not fit its field.
        """
        source = Source() if source is None else source
        tables = {table.table: table for table in read_filters(filters)}
        conditions = []
        for name, table in tables.items():
            match name:
                case "contact":
                    condition = source.fields(Contact, dict(table.view))
                case "value_entry":
                    history = TradeHistory.of(
                        reader,
                        _rows(reader, table),
                        _rows(reader, tables.get("contact_business_relation", _ANY_RELATION)),
                        last_relation_decides=policies.last_relation_decides,
                    )
                    condition = history.condition(source, persons_by_document=persons_by_document)
                case _:
                    condition = _has_row(source, name, _rows(reader, table))
            conditions.append((table, condition))
        return cls(conditions, source)

    @property
    def condition(self) -> str:
        """The source of the whole condition on a contact; blank if nothing is filtered."""
        return " and ".join(condition for _, condition in self._conditions)

    def keep(self, contacts: Iterable[Contact]) -> list[Contact]:
        """Return the contacts that pass, in their order: one pass."""
        return self._source.selection(self.condition)(contacts)

    def find(self, reader: Reader | Work) -> list[Contact]:
        """Return the contacts of *reader* that pass, by number: one pass, or a look at those that are named."""
        view = next((dict(table.view) for table, _ in self._conditions if table.table == "contact"), {})
        named = equal_values(view["no"].steps, CODE, "no") if "no" in view else None
        if named is None:
            return self.keep(reader.where(Contact))
        found = (reader.get(Contact, no) for no in sorted(map(str, named)))
        return self.keep(contact for contact in found if contact is not None)

    def failures(self, contact: Contact) -> tuple[FilterFailure, ...]:
        """Return the filters that the contact does not pass; none if it passes."""
        return tuple(_failure(table, contact) for table, passes in self._tests if not passes(contact))

    @cached_property
    def _tests(self) -> tuple[tuple[TableFilter, Callable[[Contact], bool]], ...]:
        return tuple((table, self._source.predicate(condition)) for table, condition in self._conditions)


_ANY_RELATION: Final = TableFilter("contact_business_relation", ())
#: Beyond this many values the whole table is read.
_MOST_READS: Final = 20


def _rows(reader: Reader | Work, table: TableFilter) -> list[Any]:
    """Return the rows of a related table that pass its filters, in key order.

    Where a field is filtered by plain values, such as ``VEND|PRESS``, only rows with these are read.
    """
    kind = TABLES[table.table]
    source = Source()
    keep = source.selection(source.fields(kind, dict(table.view)))
    for field, expression in table.view:
        values = equal_values(expression.steps, field_type(kind, field), field)
        if values is not None and len(values) <= _MOST_READS:
            found = keep(row for value in values for row in reader.where(kind, **{field: value}))
            return found if len(values) == 1 else sorted(found, key=lambda row: sortable(key_of(row)))
    return keep(reader.where(kind))


def _has_row(source: Source, table: str, rows: list[Any]) -> str:
    """Return the source of "one of these rows is the contact's"; a blank number names no contact."""
    match table:
        case "interaction_log_entry":
            pairs = frozenset((row.contact_company_no, row.contact_no) for row in rows if row.contact_no)
            return f"({ROW}.company_no, {ROW}.no) in {source.constant(pairs)}"
        case "contact_industry_group" | "contact_business_relation":
            # Rows of the company: its persons match through it, a person without company never does.
            return source.member("company_no", frozenset(row.contact_no for row in rows if row.contact_no))
        case _:
            return source.member("no", frozenset(row.contact_no for row in rows))


def _failure(table: TableFilter, contact: Contact) -> FilterFailure:
    if table.table != "contact":
        return FilterFailure(table.table, table.expressions)
    failing = ((field, str(one)) for field, one in table.view if not record_predicate(Contact, {field: one})(contact))
    return FilterFailure(table.table, tuple(failing))


def matching(
    reader: Reader | Work,
    filters: Filters,
    candidates: Iterable[Contact] | None = None,
    *,
    persons_by_document: bool = True,
    policies: Policies = BC,
) -> list[Contact]:
    """Return the contacts that pass all filters, in the order of *candidates*; by default of all contacts, by number.

    A contact passes the filters of a related table if one of its rows passes them all.
    Profile answers, mailing groups, job responsibilities and log entries are the contact's own;
    industry groups and business relations are those of its company.

    Raises:
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.
    """
    selection = Selection.of(reader, filters, persons_by_document=persons_by_document, policies=policies)
    return selection.find(reader) if candidates is None else selection.keep(candidates)
