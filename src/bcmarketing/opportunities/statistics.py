"""Figures over opportunity entries; each keeps the entries it was computed from.

An opportunity counts by its active entry, so it counts once, and nothing is ever multiplied by joining tables.
Filters are filter expressions by field of `OpportunityEntry`, such as ``{"estimated_close_date": "2027-01-01.."}``.
"""

import decimal
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Final, assert_never

import attrs

from ..amounts import ZERO, divide
from ..arguments import checked, checked_code, each_named
from ..contacts.records import Contact, ContactType
from ..errors import InvalidField, WrongType
from ..filters.predicates import Source
from ..kinds import checked_kinds
from .estimates import EXACT, total
from .records import ActionTaken, OpportunityEntry, OpportunityOutput

#: Filter expressions by field of `OpportunityEntry`.
EntryFilters = Mapping[str, str]
NO_FILTERS: Final[EntryFilters] = MappingProxyType({})

_CLOSING: Final = frozenset((ActionTaken.WON, ActionTaken.LOST))


@attrs.frozen
class OpportunityFigures:
    """Number and value of the opportunities to which some entries belong, in local currency, unrounded.

    Attributes:
        no_of_opportunities: how many entries were counted.
        estimated_value_lcy: sum of the estimated values.
        calcd_current_value_lcy: sum of the current values.
        entries: the entries that all of it was computed from, in the order in which they were given.
    """

    no_of_opportunities: int
    estimated_value_lcy: Decimal
    calcd_current_value_lcy: Decimal
    entries: Sequence[OpportunityEntry] = attrs.field(repr=False, eq=False)

    @property
    def avg_estimated_value_lcy(self) -> Decimal:
        """The average estimated value, to 28 digits; 0 when there is no entry."""
        return self._average(self.estimated_value_lcy)

    @property
    def avg_calcd_current_value_lcy(self) -> Decimal:
        """The average current value, to 28 digits; 0 when there is no entry."""
        return self._average(self.calcd_current_value_lcy)

    def _average(self, amount: Decimal) -> Decimal:
        return divide(amount, Decimal(self.no_of_opportunities)) if self.no_of_opportunities else ZERO

    def value(self, output: OpportunityOutput) -> Decimal:
        """Return the figure that an overview shows for *output*."""
        match checked(output, OpportunityOutput, "output"):
            case OpportunityOutput.NO_OF_OPPORTUNITIES:
                return Decimal(self.no_of_opportunities)
            case OpportunityOutput.ESTIMATED_VALUE:
                return self.estimated_value_lcy
            case OpportunityOutput.CALCD_CURRENT_VALUE:
                return self.calcd_current_value_lcy
            case OpportunityOutput.AVG_ESTIMATED_VALUE:
                return self.avg_estimated_value_lcy
            case OpportunityOutput.AVG_CALCD_CURRENT_VALUE:
                return self.avg_calcd_current_value_lcy
            case _:
                assert_never(output)


def sum_up(entries: Iterable[OpportunityEntry]) -> OpportunityFigures:
    """Return the figures of exactly these entries.

    >>> sum_up([OpportunityEntry(entry_no=1, estimated_value_lcy=80), OpportunityEntry(entry_no=2)])
    OpportunityFigures(no_of_opportunities=2, estimated_value_lcy=Decimal('80'), calcd_current_value_lcy=Decimal('0'))
    """
    kept = entries if isinstance(entries, list) else list(entries)
    return OpportunityFigures(
        len(kept),
        total(map(attrgetter("estimated_value_lcy"), kept)),
        total(map(attrgetter("calcd_current_value_lcy"), kept)),
        kept,
    )


@checked_kinds
def campaign_opportunity_figures(entries: Iterable[OpportunityEntry], campaign_no: str) -> OpportunityFigures:
    """Return the figures of a campaign: its active entries, won and lost ones included, whatever their dates.

    A lost opportunity keeps contributing its estimated value, and 0 to the current value.

    Source: table 5071, number and values of opportunities.
    """
    no = checked_code(campaign_no, 20, "campaign_no")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        return sum_up([entry for entry in rows if entry.campaign_no == no and entry.active])


@checked_kinds
def salesperson_opportunity_figures(
    entries: Iterable[OpportunityEntry], salesperson_code: str, filters: EntryFilters = NO_FILTERS
) -> OpportunityFigures:
    """Return the figures of a salesperson: the active entries, won and lost ones included. Source: table 13."""
    code = checked_code(salesperson_code, 20, "salesperson_code")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        own = [entry for entry in rows if entry.salesperson_code == code and entry.active]
    return sum_up(passing(own, filters))


@checked_kinds
def contact_opportunity_figures(
    entries: Iterable[OpportunityEntry], contact: Contact, filters: EntryFilters = NO_FILTERS
) -> OpportunityFigures:
    """Return the figures of a person, or of a company with all its people: the active entries. Source: table 5050."""
    is_person = contact.type is ContactType.PERSON
    company_no = contact.company_no if is_person else contact.company_no or contact.no
    with each_named(entries, OpportunityEntry, "entries") as rows:
        own = [entry for entry in rows if entry.contact_company_no == company_no and entry.active]
    if is_person:
        own = [entry for entry in own if entry.contact_no == contact.no]
    return sum_up(passing(own, filters))


@checked_kinds
def cycle_opportunity_figures(
    entries: Iterable[OpportunityEntry], sales_cycle_code: str, filters: EntryFilters = NO_FILTERS
) -> OpportunityFigures:
    """Return the figures of a sales cycle: the active entries that are neither won nor lost. Source: table 5090."""
    code = checked_code(sales_cycle_code, 10, "sales_cycle_code")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        own = [
            entry
            for entry in rows
            if entry.sales_cycle_code == code and entry.active and entry.action_taken not in _CLOSING
        ]
    return sum_up(passing(own, filters))


@checked_kinds
def stage_opportunity_figures(
    entries: Iterable[OpportunityEntry], sales_cycle_code: str, stage: int, filters: EntryFilters = NO_FILTERS
) -> OpportunityFigures:
    """Return the figures of a stage: the active entries on it; closing entries stand on none. Source: table 5091."""
    code = checked_code(sales_cycle_code, 10, "sales_cycle_code")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        own = [
            entry
            for entry in rows
            if entry.sales_cycle_stage == stage and entry.sales_cycle_code == code and entry.active
        ]
    return sum_up(passing(own, filters))


def average_days_on_stage(
    entries: Iterable[OpportunityEntry], sales_cycle_code: str, stage: int, filters: EntryFilters = NO_FILTERS
) -> Decimal:
    """Return how many days opportunities stayed on a stage on average, over superseded entries; 0 if there are none.

    Source: table 5091, Average No. of Days.
    """
    code = checked_code(sales_cycle_code, 10, "sales_cycle_code")
    checked(stage, int, "stage")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        own = [
            entry
            for entry in rows
            if entry.sales_cycle_stage == stage and entry.sales_cycle_code == code and not entry.active
        ]
    kept = passing(own, filters)
    return divide(total(entry.days_open for entry in kept), Decimal(len(kept))) if kept else ZERO


def close_code_figures(entries: Iterable[OpportunityEntry], close_opportunity_code: str) -> OpportunityFigures:
    """Return the figures of a close code: all entries that carry it, active or not. Source: table 5094."""
    code = checked_code(close_opportunity_code, 10, "close_opportunity_code")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        return sum_up([entry for entry in rows if entry.close_opportunity_code == code])


def opportunity_figures(entries: Iterable[OpportunityEntry], opportunity_no: str) -> OpportunityFigures:
    """Return the figures of one opportunity: those of its active entry. Source: table 5092."""
    no = checked_code(opportunity_no, 20, "opportunity_no")
    with each_named(entries, OpportunityEntry, "entries") as rows:
        return sum_up([entry for entry in rows if entry.opportunity_no == no and entry.active])


def figures_by(entries: Iterable[OpportunityEntry], field: str) -> dict[str, OpportunityFigures]:
    """Return the figures of all active entries by one code field, in one pass and in order of the codes.

    Raises:
        InvalidField: entries have no such field.

    >>> rows = [OpportunityEntry(entry_no=no, campaign_no=f"CP{no % 2}", active=no < 4) for no in range(1, 6)]
    >>> {code: figures.no_of_opportunities for code, figures in figures_by(rows, "campaign_no").items()}
    {'CP0': 1, 'CP1': 2}
    """
    if checked(field, str, "field") not in attrs.fields_dict(OpportunityEntry):
        raise InvalidField("field", field, "is no field of OpportunityEntry")
    code_of = attrgetter(field)
    groups: dict[str, tuple[list[OpportunityEntry], list[Decimal]]] = {}
    # One pass that adds while the entry is at hand: adding group by group costs three times as much, as a million
    # entries do not stay in the processor's cache. Our own context is in force for the `+`.
    with each_named(entries, OpportunityEntry, "entries") as rows, decimal.localcontext(EXACT):
        for entry in rows:
            if entry.active:
                code = code_of(entry)
                try:
                    kept, sums = groups[code]
                except KeyError:
                    kept, sums = groups[code] = [], [ZERO, ZERO]
                kept.append(entry)
                sums[0] += entry.estimated_value_lcy
                sums[1] += entry.calcd_current_value_lcy
    return {
        code: OpportunityFigures(len(kept), sums[0], sums[1], kept) for code, (kept, sums) in sorted(groups.items())
    }


def check_filters(filters: Mapping[str, str]) -> Mapping[str, str]:
    """Return filters, if they are expressions by field.

    Raises:
        WrongType: they are no mapping.
    """
    if not isinstance(filters, Mapping):
        raise WrongType("filters", filters, "are no filter expressions by field")
    return filters


def passing(entries: Iterable[OpportunityEntry], filters: EntryFilters) -> list[OpportunityEntry]:
    """Return the entries that pass all filters, in their order.

    Raises:
        WrongType: the filters are no mapping.
        InvalidField: a filter names no field of the entries.
        FilterSyntax: a filter is malformed.
        FilterValue: a value in a filter does not fit its field.

    >>> rows = [OpportunityEntry(entry_no=1, action_taken=ActionTaken.WON), OpportunityEntry(entry_no=2)]
    >>> [entry.entry_no for entry in passing(rows, {"action_taken": "Won|Lost"})]
    [1]
    """
    if not check_filters(filters):
        return list(entries)
    source = Source()
    select = source.selection(source.fields(OpportunityEntry, filters))
    return select(entries)


def opportunity_entry_exists(entries: Iterable[OpportunityEntry], filters: EntryFilters) -> bool:
    """Return whether an active entry passes all filters.

    Source: tables 13, 5050 and 5071, Opportunity Entry Exists.
    """
    return bool(passing((entry for entry in entries if entry.active), filters))
