"""A kept index over contacts: counts and members of selection steps without a pass over the contacts.

Every value of a field is a set of contacts, kept as one integer: ``&``, ``|`` and counting run at the speed of C.
Worth it from about 25 questions on: building the sets of a field costs a few passes (see the benchmarks).
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

from ..arguments import checked_each
from ..contacts.records import Contact
from ..filters.evaluation import equal_values, filter_test
from ..filters.expression import Filter
from ..filters.fields import field_type
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.reader import Reader
from .bitmaps import FieldBitmaps, bitmap, members
from .criteria import widened
from .filtering import TABLES, Filters, TableFilter, read_filters
from .preview import with_companies
from .records import CriteriaAction
from .selection import Selection
from .steps import SelectionStep


class ContactIndex:
    """An index over all contacts of a reader, built field by field when a question first needs it.

    Its answers are those of `preview` and `matching`. It describes the reader's rows as they are read,
    so make it over tables that do not change, such as `Tables`, and make a new one after a change.
    Filters on several fields of one related table, and those on trade history, take a pass over that table.

    >>> from bcmarketing.store.tables import Tables
    >>> index = ContactIndex(Tables.of([Contact(no="C1", city="Oslo"), Contact(no="C2")]))
    >>> [contact.no for contact in index.matching({"contact": {"city": "Oslo|Bergen"}})]
    ['C1']
    """

    @checked_kinds
    def __init__(self, reader: Reader, *, policies: Policies = BC) -> None:
        self._reader = reader
        self._policies = policies
        self._contacts = list(reader.where(Contact))
        self._all = (1 << len(self._contacts)) - 1
        self._positions = {contact.no: position for position, contact in enumerate(self._contacts)}
        self._fields: dict[tuple[str, str], FieldBitmaps] = {}

    def count(self, steps: Iterable[SelectionStep]) -> int:
        """Return how many contacts an empty segment would hold once these steps are carried out.

        Raises:
            InvalidField: a table or field that cannot be filtered.
            FilterSyntax: an expression is malformed.
            FilterValue: a value in one does not fit its field.
        """
        return self._after(steps).bit_count()

    def members(self, steps: Iterable[SelectionStep]) -> list[Contact]:
        """Return the contacts that an empty segment would hold once these steps are carried out, by number.

        Raises:
            InvalidField, FilterSyntax, FilterValue: as `count`.
        """
        return members(self._after(steps), self._contacts)

    def matching(self, filters: Filters) -> list[Contact]:
        """Return the contacts that pass all filters, by number.

        Raises:
            InvalidField, FilterSyntax, FilterValue: as `count`.
        """
        return members(self._found(filters, adding=True), self._contacts)

    def _after(self, steps: Iterable[SelectionStep]) -> int:
        held = 0
        for step in checked_each(steps, SelectionStep, "steps"):
            match step.action:
                case CriteriaAction.ADD:
                    held |= self._added(step)
                case CriteriaAction.REDUCE:
                    held &= ~self._matched(step, held)
                case CriteriaAction.REFINE:
                    held &= self._matched(step, held)
                case _:
                    pass
        return held

    def _added(self, step: SelectionStep) -> int:
        bits = self._found(step.by_table(), adding=True)
        if step.expand_contact or step.allow_company_with_persons:
            bits = self._bits(widened(self._reader, members(bits, self._contacts), step))
        return bits if step.ignore_exclusion else bits & ~self._field("contact", "exclude_from_segment").having([True])

    def _matched(self, step: SelectionStep, held: int) -> int:
        bits = self._found(step.by_table(), adding=False)
        if not step.entire_companies:
            return bits
        families = with_companies(members(held, self._contacts), self._contacts)
        kept = members(bits & self._bits(families), self._contacts)
        return self._bits(with_companies(kept, families))

    def _found(self, filters: Filters, *, adding: bool) -> int:
        bits = self._all
        tables = {table.table: table for table in read_filters(filters)}
        for name, table in tables.items():
            if name == "contact" or (name != "value_entry" and len(table.view) == 1):
                for field, expression in table.view:
                    bits &= self._passing(name, field, expression)
            else:
                bits &= self._selected(tables, table, adding=adding)
        return bits

    def _passing(self, table: str, field: str, expression: Filter) -> int:
        kind = field_type(TABLES[table], field)
        values = equal_values(expression.steps, kind, field)
        bitmaps = self._field(table, field)
        if values is not None:
            return bitmaps.having(values)
        return bitmaps.passing(filter_test(expression.steps, kind, field))

    def _selected(self, tables: dict[str, TableFilter], table: TableFilter, *, adding: bool) -> int:
        # Trade history looks through the filtered relations, too.
        names = (table.table, "contact_business_relation") if table.table == "value_entry" else (table.table,)
        filters = {name: dict(tables[name].expressions) for name in names if name in tables}
        selection = Selection.of(self._reader, filters, persons_by_document=adding, policies=self._policies)
        return self._bits(selection.keep(self._contacts))

    def _bits(self, contacts: Iterable[Contact]) -> int:
        return bitmap((self._positions[contact.no] for contact in contacts), len(self._contacts))

    def _field(self, table: str, field: str) -> FieldBitmaps:
        bitmaps = self._fields.get((table, field))
        if bitmaps is None:
            is_contact = table == "contact"
            pairs = self._own_values(field) if is_contact else self._values_of_rows(table, field)
            bitmaps = FieldBitmaps(pairs, len(self._contacts), is_single=is_contact)
            self._fields[table, field] = bitmaps
        return bitmaps

    def _own_values(self, field: str) -> Iterator[tuple[Hashable, int]]:
        return ((getattr(contact, field), position) for position, contact in enumerate(self._contacts))

    def _values_of_rows(self, table: str, field: str) -> Iterator[tuple[Hashable, int]]:
        positions_of = self._positions_of_rows(table)
        return (
            (getattr(row, field), position)
            for row in self._reader.where(TABLES[table])
            for position in positions_of(row)
        )

    def _positions_of_rows(self, table: str) -> Callable[[Any], Sequence[int]]:
        """Return the function that tells whose row a row of a related table is."""
        match table:
            case "contact_industry_group" | "contact_business_relation":
                companies = self._field("contact", "company_no")
                return lambda row: companies.positions_of(row.contact_no) if row.contact_no else ()
            case "interaction_log_entry":
                return lambda row: [
                    position
                    for position in self._of_number(row.contact_no)
                    if self._contacts[position].company_no == row.contact_company_no
                ]
            case _:
                return lambda row: self._of_number(row.contact_no)

    def _of_number(self, contact_no: str) -> Sequence[int]:
        position = self._positions.get(contact_no)
        return () if position is None else (position,)
