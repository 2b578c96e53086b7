"""Interactions in figures: of a template, a group, a salesperson. All computed, nothing stored.

An entry counts while it is *live*: neither canceled nor postponed.
"""

import datetime as dt
import decimal
import operator
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal, get_args

import attrs

from ..amounts import ZERO, divide, round_to
from ..arguments import checked, each_named
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..periods import Period
from .records import InteractionLogEntry

#: Every date, and no date at all.
ALWAYS: Final = Period()
#: The context of long sums, put in force around a loop: ``+`` costs two thirds of a call of `amounts.add`
#: (219 against 298 ns for a log entry, CPython 3.11). The numbers are those of `amounts`.
SUMS: Final = decimal.Context(
    prec=28,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-999_999,
    Emax=999_999,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
_CENT: Final = Decimal("0.01")

#: What interactions are counted by.
By = Literal["interaction_template_code", "interaction_group_code", "salesperson_code", "campaign_no"]


@attrs.frozen
class InteractionFigures:
    """Some interactions in figures.

    Attributes:
        no_of_interactions: how many they are.
        cost: in local currency.
        duration: in minutes.

    >>> InteractionFigures(3, Decimal(10), Decimal(40)).avg_cost
    Decimal('3.33')
    """

    no_of_interactions: int = 0
    cost: Decimal = ZERO
    duration: Decimal = ZERO

    @property
    def avg_cost(self) -> Decimal:
        """Return the cost per interaction, rounded to 0.01; 0 without interactions."""
        return self._average(self.cost)

    @property
    def avg_duration(self) -> Decimal:
        """Return the minutes per interaction, rounded to 0.01; 0 without interactions."""
        return self._average(self.duration)

    def _average(self, total: Decimal) -> Decimal:
        return round_to(divide(total, Decimal(self.no_of_interactions)), _CENT) if self.no_of_interactions else ZERO


def is_live(entry: InteractionLogEntry) -> bool:
    """Return whether an entry counts: whether it is neither canceled nor postponed."""
    return not entry.canceled and not entry.postponed


def in_period(date: dt.date | None, period: Period) -> bool:
    """Return whether a date, which may be blank, passes a date filter. A blank date sorts before every date.

    >>> in_period(None, Period(end=dt.date(2027, 3, 1))), in_period(None, Period(dt.date(2027, 3, 1)))
    (True, False)
    """
    if date is None:
        return period.start is None
    return date in period


def rows_of(entries: Iterable[InteractionLogEntry], period: Period) -> Sequence[InteractionLogEntry]:
    """Return the entries of a period at hand, so that nothing of the host's runs within a sum."""
    if checked(period, Period, "period") != ALWAYS:
        return [entry for entry in entries if in_period(entry.date, period)]
    return entries if isinstance(entries, list | tuple) else list(entries)


def sum_up(entries: Iterable[InteractionLogEntry]) -> InteractionFigures:
    """Return the figures of these entries, all of them."""
    rows = rows_of(entries, ALWAYS)
    with decimal.localcontext(SUMS):
        cost = sum([entry.cost for entry in rows], ZERO)
        duration = sum([entry.duration for entry in rows], ZERO)
    return InteractionFigures(len(rows), cost, duration)


@checked_kinds
def interaction_statistics(
    entries: Iterable[InteractionLogEntry], by: By, period: Period = ALWAYS
) -> dict[str, InteractionFigures]:
    """Return the figures of every template, group or salesperson that has live entries, in the order met.

    Args:
        entries: log entries; those that are not live are passed over.
        by: the field whose values are told apart.
        period: the dates that count.

    Raises:
        InvalidField: interactions are not told apart by that field.

    >>> entries = [
    ...     InteractionLogEntry(entry_no=1, interaction_template_code="BUS", cost=12, duration=8),
    ...     InteractionLogEntry(entry_no=2, interaction_template_code="BUS", cost=17, duration=11),
    ...     InteractionLogEntry(entry_no=3, interaction_template_code="BUS", cost=99, canceled=True),
    ... ]
    >>> interaction_statistics(entries, "interaction_template_code")["BUS"]
    InteractionFigures(no_of_interactions=2, cost=Decimal('29'), duration=Decimal('19'))
    """
    if by not in get_args(By):
        raise InvalidField("by", by, f"is none of {', '.join(get_args(By))}")
    code_of = operator.attrgetter(by)
    groups: dict[str, list[InteractionLogEntry]] = {}
    with each_named(entries, InteractionLogEntry, "entries") as rows:
        for entry in rows_of(rows, period):
            if not entry.canceled and not entry.postponed:
                groups.setdefault(code_of(entry), []).append(entry)
    return {code: sum_up(group) for code, group in groups.items()}
