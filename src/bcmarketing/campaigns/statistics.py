"""What came of campaigns: contacts reached, answers, costs (table 5071, flow fields). All computed, nothing stored.

An entry counts while it is *live*: neither canceled nor postponed.
"""

import decimal
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import attrs

from ..amounts import HUNDRED, ZERO, divide, multiply, round_to
from ..arguments import each_named
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import ALWAYS, SUMS, rows_of
from ..kinds import checked_kinds
from ..periods import Period

_CENT: Final = Decimal("0.01")
_TENTH: Final = Decimal("0.1")


@attrs.frozen
class CampaignFigures:
    """The interactions of one campaign in figures.

    Attributes:
        target_contacts_contacted: entries with the mark "campaign target"; entries, not distinct contacts.
        contacts_responded: entries with the mark "campaign response".
        cost: in local currency, of all live entries.
        duration: in minutes, of all live entries.

    >>> figures = CampaignFigures(8, 3, Decimal("100.00"), Decimal(45))
    >>> figures.response_rate_pct, figures.avg_cost_per_response, figures.avg_duration_per_response
    (Decimal('37.5'), Decimal('33.33'), Decimal('15.00'))
    """

    target_contacts_contacted: int = 0
    contacts_responded: int = 0
    cost: Decimal = ZERO
    duration: Decimal = ZERO

    @property
    def response_rate_pct(self) -> Decimal:
        """Return responses per target, rounded to 0.1; 0 without targets. It can exceed 100."""
        if not self.target_contacts_contacted:
            return ZERO
        rate = divide(Decimal(self.contacts_responded), Decimal(self.target_contacts_contacted))
        return round_to(multiply(rate, HUNDRED), _TENTH)

    @property
    def avg_cost_per_response(self) -> Decimal:
        """Return the cost per response, rounded to 0.01; 0 without responses."""
        return self._per_response(self.cost)

    @property
    def avg_duration_per_response(self) -> Decimal:
        """Return the minutes per response, rounded to 0.01; 0 without responses."""
        return self._per_response(self.duration)

    def _per_response(self, total: Decimal) -> Decimal:
        if not self.contacts_responded:
            return ZERO
        return round_to(divide(total, Decimal(self.contacts_responded)), _CENT)


@checked_kinds
def campaign_statistics(entries: Iterable[InteractionLogEntry], period: Period = ALWAYS) -> dict[str, CampaignFigures]:
    """Return the figures of every campaign that has live entries, in the order met.

    Args:
        entries: log entries; those without a campaign, and those not live, are passed over.
        period: the dates that count; both ends belong to it. A blank date sorts before every date.

    >>> entries = [
    ...     InteractionLogEntry(entry_no=1, campaign_no="CP1", campaign_target=True, cost=8, duration=30),
    ...     InteractionLogEntry(entry_no=2, campaign_no="CP1", campaign_response=True, cost=2, duration=5),
    ...     InteractionLogEntry(entry_no=3, campaign_no="CP1", campaign_response=True, postponed=True),
    ... ]
    >>> campaign_statistics(entries)["CP1"].response_rate_pct
    Decimal('100.0')
    """
    sums: dict[str, list[Any]] = {}
    with each_named(entries, InteractionLogEntry, "entries") as rows, decimal.localcontext(SUMS):
        for entry in rows_of(rows, period):
            if entry.canceled or entry.postponed:
                continue
            try:
                figures = sums[entry.campaign_no]
            except KeyError:
                figures = sums[entry.campaign_no] = [0, 0, ZERO, ZERO]
            if entry.campaign_target:
                figures[0] += 1
            if entry.campaign_response:
                figures[1] += 1
            figures[2] += entry.cost
            figures[3] += entry.duration
    sums.pop("", None)
    return {campaign_no: CampaignFigures(*figures) for campaign_no, figures in sums.items()}
