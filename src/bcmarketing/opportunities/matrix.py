"""The opportunities matrix: salespeople, campaigns or contacts by the period in which closing is expected.

Cells are figures, so that each lists the entries behind it; `shown` turns a value into what is displayed.
"""

import datetime as dt
import enum
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs

from ..amounts import ONE, ZERO, divide, round_to
from ..arguments import checked, checked_each
from ..campaigns.records import Campaign
from ..contacts.partners import Salesperson
from ..contacts.records import Contact, ContactType
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..periods import Period
from .records import ActionTaken, OpportunityEntry, OpportunityStatus
from .statistics import NO_FILTERS, EntryFilters, OpportunityFigures, passing, sum_up

_TENTH: Final = Decimal("0.1")

#: The actions of entries that a status stands for.
_ACTIONS: Final[Mapping[OpportunityStatus, frozenset[ActionTaken]]] = {
    OpportunityStatus.NOT_STARTED: frozenset(),
    OpportunityStatus.IN_PROGRESS: frozenset(
        (ActionTaken.BLANK, ActionTaken.NEXT, ActionTaken.PREVIOUS, ActionTaken.UPDATED, ActionTaken.JUMPED)
    ),
    OpportunityStatus.WON: frozenset((ActionTaken.WON,)),
    OpportunityStatus.LOST: frozenset((ActionTaken.LOST,)),
}


class RoundingFactor(enum.Enum):
    """In which unit a matrix shows amounts; values are units of local currency."""

    ONE = 1
    THOUSAND = 1000
    MILLION = 1_000_000

    def __repr__(self) -> str:
        return f"RoundingFactor.{self.name}"


@attrs.frozen
class MatrixRow:
    """A row of the matrix.

    Attributes:
        record: the salesperson, campaign or contact.
        total: the figures of the row whatever the period.
        cells: the figures by period.
    """

    record: Salesperson | Campaign | Contact
    total: OpportunityFigures
    cells: tuple[OpportunityFigures, ...]


@checked_kinds
def opportunities_matrix(
    records: Iterable[Salesperson | Campaign | Contact],
    entries: Iterable[OpportunityEntry],
    periods: Sequence[Period],
    *,
    status: OpportunityStatus = OpportunityStatus.IN_PROGRESS,
    filters: EntryFilters = NO_FILTERS,
) -> tuple[MatrixRow, ...]:
    """Return the rows of those records that have an active entry under the filters, in their order.

    A company's row holds the entries of all its people.

    Args:
        records: what the rows are.
        entries: opportunity entries; only active ones count.
        periods: the columns, by estimated closing date: one after the other, without overlap.
        status: which entries count: those of opportunities in progress, won or lost.
        filters: further filters, as of `statistics`.

    Raises:
        WrongType: an argument is of another type.
        InvalidField: the periods overlap or are out of order, or a filter names no field of the entries.
        FilterSyntax, FilterValue: a filter is malformed or does not fit its field.

    Source: pages 5131 and 5132.
    """
    columns = _Columns(checked_each(periods, Period, "periods"))
    actions = _ACTIONS[status]
    found = checked_each(entries, OpportunityEntry, "entries")
    kept = passing((entry for entry in found if entry.active and entry.action_taken in actions), filters)
    by_key: dict[tuple[str, ...], list[OpportunityEntry]] = {}
    for entry in kept:
        for key in _keys_of(entry):
            by_key.setdefault(key, []).append(entry)
    return tuple(
        MatrixRow(record, sum_up(own), columns.cells(own))
        for record in records
        if (own := by_key.get(_key_of(record))) is not None
    )


def _keys_of(entry: OpportunityEntry) -> tuple[tuple[str, ...], ...]:
    return (
        ("salesperson", entry.salesperson_code),
        ("campaign", entry.campaign_no),
        ("company", entry.contact_company_no),
        ("person", entry.contact_company_no, entry.contact_no),
    )


def _key_of(record: Salesperson | Campaign | Contact) -> tuple[str, ...]:
    if isinstance(record, Salesperson):
        return ("salesperson", record.code)
    if isinstance(record, Campaign):
        return ("campaign", record.no)
    if checked(record, Contact, "record").type is ContactType.PERSON:
        return ("person", record.company_no, record.no)
    return ("company", record.company_no or record.no)


class _Columns:
    """Consecutive periods, and the entries that fall into each."""

    def __init__(self, periods: Sequence[Period]) -> None:
        for before, after in itertools.pairwise(periods):
            if before.end is None or after.start is None or after.start <= before.end:
                raise InvalidField("periods", after, f"does not come after {before}")
        self._periods = periods
        self._starts = [period.start or dt.date.min for period in periods]

    def cells(self, entries: Iterable[OpportunityEntry]) -> tuple[OpportunityFigures, ...]:
        found: list[list[OpportunityEntry]] = [[] for _ in self._periods]
        for entry in entries:
            date = entry.estimated_close_date or dt.date.min  # a blank date comes before every other
            place = bisect_right(self._starts, date) - 1
            if place >= 0 and self._holds(place, entry.estimated_close_date):
                found[place].append(entry)
        return tuple(map(sum_up, found))

    def _holds(self, place: int, date: dt.date | None) -> bool:
        period = self._periods[place]
        return period.start is None if date is None else date in period


def shown(value: Decimal, factor: RoundingFactor = RoundingFactor.ONE) -> Decimal | None:
    """Return what a cell displays: whole units, or thousands or millions to one decimal; ``None`` for zero.

    >>> shown(Decimal("1249.50")), shown(Decimal("1250"), RoundingFactor.THOUSAND), shown(Decimal("0.4"))
    (Decimal('1250'), Decimal('1.3'), None)
    """
    if checked(factor, RoundingFactor, "factor") is RoundingFactor.ONE:
        rounded = round_to(value, ONE)
    else:
        rounded = round_to(divide(value, Decimal(factor.value)), _TENTH)
    return None if rounded == ZERO else rounded
