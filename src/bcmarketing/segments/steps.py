"""Selection steps of a segment as values, and as the criteria lines that record them (tables 5097, 5099)."""

from collections.abc import Iterable
from typing import Any

import attrs

from ..codes import is_bool, is_option
from ..errors import InvalidField, WrongType
from .filtering import Filters, read_filters
from .records import (
    VIEW_LENGTH,
    CriteriaAction,
    CriteriaLineType,
    SavedSegmentCriteriaLine,
    SegmentCriteriaLine,
    is_view,
)

CriteriaLine = SegmentCriteriaLine | SavedSegmentCriteriaLine

#: Fields of a table with their filter expressions, as a criteria line keeps them.
View = tuple[tuple[str, str], ...]


def _are_filters(step: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(one, tuple) and len(one) == 2 for one in value):  # noqa: PLR2004
        raise WrongType(attribute.name, value, "is no tuple of pairs of a table and its filters; see recorded_filters")
    for table, view in value:
        if not isinstance(table, str):
            raise WrongType(attribute.name, table, "is no name of a table")
        is_view(step, attribute, view)


@attrs.frozen(kw_only=True)
class SelectionStep:
    """One step of a selection: add contacts, or remove lines.

    Attributes:
        action: what the step does.
        filters: tables that are filtered, with the filters on their fields.
        allow_existing_contacts: add contacts that have a line, too.
        expand_contact: add all contacts of the companies found.
        allow_company_with_persons: add the companies of the contacts found.
        ignore_exclusion: add contacts marked "exclude from segment", too.
        entire_companies: remove by the company: when one contact matches, all of its company do.
    """

    action: CriteriaAction = attrs.field(validator=is_option(CriteriaAction))
    filters: tuple[tuple[str, View], ...] = attrs.field(default=(), validator=_are_filters)
    allow_existing_contacts: bool = attrs.field(default=False, validator=is_bool)
    expand_contact: bool = attrs.field(default=False, validator=is_bool)
    allow_company_with_persons: bool = attrs.field(default=False, validator=is_bool)
    ignore_exclusion: bool = attrs.field(default=False, validator=is_bool)
    entire_companies: bool = attrs.field(default=False, validator=is_bool)

    def by_table(self) -> dict[str, dict[str, str]]:
        """Return the filters as a mapping."""
        return {table: dict(view) for table, view in self.filters}


def recorded_filters(filters: Filters) -> tuple[tuple[str, View], ...]:
    """Return filters as criteria lines keep them: in their order of tables, without blank ones.

    Raises:
        InvalidField: a table or field that cannot be filtered, or more text than is kept.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    >>> recorded_filters({"contact_mailing_group": {"mailing_group_code": "M"}, "contact": {"no": "A|B", "city": ""}})
    (('contact', (('no', 'A|B'),)), ('contact_mailing_group', (('mailing_group_code', 'M'),)))
    """
    found = tuple((table.table, table.expressions) for table in read_filters(filters))
    for table, view in found:
        if sum(len(field) + len(expression) for field, expression in view) > VIEW_LENGTH:
            raise InvalidField("filters", dict(view), f"of {table} are longer than {VIEW_LENGTH} characters")
    return found


def criteria_lines(segment_no: str, first_line_no: int, step: SelectionStep) -> tuple[SegmentCriteriaLine, ...]:
    """Return the criteria lines that record a step: one for the action, one for each table filtered."""
    action = SegmentCriteriaLine(
        segment_no=segment_no,
        line_no=first_line_no,
        action=step.action,
        allow_existing_contacts=step.allow_existing_contacts,
        expand_contact=step.expand_contact,
        allow_company_with_persons=step.allow_company_with_persons,
        ignore_exclusion=step.ignore_exclusion,
        entire_companies=step.entire_companies,
        no_of_filters=len(step.filters),
    )
    filters = (
        SegmentCriteriaLine(
            segment_no=segment_no,
            line_no=first_line_no + position,
            type=CriteriaLineType.FILTER,
            table=table,
            view=view,
        )
        for position, (table, view) in enumerate(step.filters, 1)
    )
    return (action, *filters)


def steps_of(lines: Iterable[CriteriaLine]) -> tuple[SelectionStep, ...]:
    """Return the steps that criteria lines record, in order: each action with as many filter lines as it counts."""
    rows = tuple(lines)
    return tuple(
        SelectionStep(
            action=row.action,
            filters=tuple((line.table, line.view) for line in rows[place + 1 : place + 1 + row.no_of_filters]),
            allow_existing_contacts=row.allow_existing_contacts,
            expand_contact=row.expand_contact,
            allow_company_with_persons=row.allow_company_with_persons,
            ignore_exclusion=row.ignore_exclusion,
            entire_companies=row.entire_companies,
        )
        for place, row in enumerate(rows)
        if row.type is CriteriaLineType.ACTION
    )
