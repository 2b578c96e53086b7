"""Which contacts a selection step finds: filters over contacts and the tables around them (reports 5186, 5197, 5199).

A related table is read once, whole, and boiled down to the numbers of the contacts that have a fitting row.
All of that and the filters on the contact itself become one predicate, applied in one pass over the contacts.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Self

import attrs

from ..contacts.records import Contact, ContactType
from ..filters.predicates import ROW, Source, record_predicate
from ..policies import BC, Policies
from ..store.reader import Reader
from ..store.work import Work
from .filtering import TABLES, Filters, TableFilter, read_filters
from .records import SegmentLine
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

    def failures(self, contact: Contact) -> tuple[FilterFailure, ...]:
        """Return the filters that the contact does not pass; none if it passes."""
        return tuple(_failure(table, contact) for table, passes in self._tests if not passes(contact))

    @cached_property
    def _tests(self) -> tuple[tuple[TableFilter, Callable[[Contact], bool]], ...]:
        return tuple((table, self._source.predicate(condition)) for table, condition in self._conditions)


_ANY_RELATION = TableFilter("contact_business_relation", ())


def _rows(reader: Reader | Work, table: TableFilter) -> list[Any]:
    """Return the rows of a related table that pass its filters, in key order."""
    kind = TABLES[table.table]
    source = Source()
    return source.selection(source.fields(kind, dict(table.view)))(reader.where(kind))


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
    return selection.keep(reader.where(Contact) if candidates is None else candidates)


def contacts_to_add(
    reader: Reader | Work,
    filters: Filters,
    *,
    expand_companies: bool = False,
    allow_related_companies: bool = False,
    ignore_exclusion: bool = False,
    policies: Policies = BC,
) -> list[Contact]:
    """Return the contacts that an Add step finds, each once, in the order in which a segment takes them up.

    The order is company name, company number, type, name, number.
    Where the company name of a contact is blank, as in imported data, the name of its company stands in.

    Args:
        reader: where contacts and related tables are read.
        filters: table -> field -> expression.
        expand_companies: take all contacts of a found contact's company.
        allow_related_companies: take the company contact of a found contact too.
        ignore_exclusion: take contacts that are excluded from segments; else each contact's own mark counts.
        policies: `last_relation_decides` matters here.

    Raises:
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    Source: report 5186, Add Contacts.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([
    ...     Contact(no="C1", company_no="C1", company_name="Zoo"),
    ...     Contact(no="P1", type=ContactType.PERSON, company_no="C1", company_name="Zoo"),
    ...     Contact(no="C2", company_no="C2", company_name="Ark")])
    >>> [contact.no for contact in contacts_to_add(tables, {"contact": {"no": "P1|C2"}}, expand_companies=True)]
    ['C2', 'C1', 'P1']
    """
    everyone = list(reader.where(Contact))
    found = Selection.of(reader, filters, policies=policies).keep(everyone)
    if expand_companies:
        found = _with_companies(found, everyone)
    chosen = {contact.no: contact for contact in found}
    if allow_related_companies:
        for contact in found:
            company = reader.get(Contact, contact.company_no) if contact.company_no else None
            if company is not None:
                chosen[company.no] = company
    kept = [contact for contact in chosen.values() if ignore_exclusion or not contact.exclude_from_segment]
    return sorted(kept, key=_segment_order(reader))


def _with_companies(found: Iterable[Contact], everyone: Iterable[Contact]) -> list[Contact]:
    """Return the contacts found, and everyone who is of a company that one of them is of."""
    nos = {contact.no for contact in found if not contact.company_no}
    companies = {contact.company_no for contact in found if contact.company_no}
    return [contact for contact in everyone if contact.company_no in companies or contact.no in nos]


def _segment_order(reader: Reader | Work) -> Callable[[Contact], tuple[str, str, ContactType, str, str]]:
    names: dict[str, str] = {}

    def company_name(contact: Contact) -> str:
        if contact.company_name or not contact.company_no:
            return contact.company_name
        if contact.company_no not in names:
            company = reader.get(Contact, contact.company_no)
            names[contact.company_no] = "" if company is None else company.name
        return names[contact.company_no]

    return lambda contact: (company_name(contact), contact.company_no, contact.type, contact.name, contact.no)


def contacts_to_remove(
    reader: Reader | Work,
    filters: Filters,
    lines: Iterable[SegmentLine],
    *,
    entire_companies: bool = False,
    policies: Policies = BC,
) -> frozenset[str]:
    """Return the numbers of the contacts that a Reduce or Refine step matches among those of *lines*.

    Reduce removes the lines whose contact is among them, Refine the others.

    Args:
        reader: where contacts and related tables are read.
        filters: table -> field -> expression; without any, every contact matches.
        lines: the lines of the segment.
        entire_companies: look at all contacts of the companies on the lines; if one matches, its whole company does.
        policies: `last_relation_decides` matters here.

    Raises:
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    Source: reports 5197 and 5199, Remove Contacts.
    """
    selection = Selection.of(reader, filters, persons_by_document=False, policies=policies)
    lines = tuple(lines)
    own = [reader.get(Contact, no) for no in dict.fromkeys(line.contact_no for line in lines if line.contact_no)]
    candidates = [contact for contact in own if contact is not None]
    if entire_companies:
        companies = {line.contact_company_no for line in lines if line.contact_company_no}
        lone = {line.contact_no for line in lines if not line.contact_company_no}
        candidates = [
            contact for contact in reader.where(Contact) if contact.company_no in companies or contact.no in lone
        ]
        return frozenset(contact.no for contact in _with_companies(selection.keep(candidates), candidates))
    return frozenset(contact.no for contact in selection.keep(candidates))
