"""What a campaign cost and what its opportunities are worth; each figure lists the entries it was computed from."""

import enum
from collections.abc import Iterable
from decimal import Decimal
from typing import Generic, TypeVar

import attrs

from ..amounts import ZERO, divide, subtract
from ..arguments import checked_code, checked_each
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import ALWAYS, in_period, is_live
from ..kinds import checked_kinds
from ..periods import Period
from .estimates import total
from .records import ActionTaken, OpportunityEntry

E = TypeVar("E", InteractionLogEntry, OpportunityEntry)


class Undefined(enum.Enum):
    """Why there is no ratio."""

    NO_COST = "the cost is zero"

    def __repr__(self) -> str:
        return f"Undefined.{self.name}"


@attrs.frozen
class Figure(Generic[E]):
    """An amount in local currency, and the entries it is the sum over."""

    value: Decimal
    entries: tuple[E, ...] = attrs.field(repr=False)


@attrs.frozen
class CampaignReturn:
    """Cost and values of a campaign, in local currency and unrounded.

    Attributes:
        campaign_no: the campaign.
        cost: over its interactions that took place.
        estimated_value: over all its opportunities, won and lost ones included.
        current_value: over the same opportunities; lost ones contribute 0, won ones their sales amount.
        won_value: sales amounts of those that are won.
    """

    campaign_no: str
    cost: Figure[InteractionLogEntry]
    estimated_value: Figure[OpportunityEntry]
    current_value: Figure[OpportunityEntry]
    won_value: Figure[OpportunityEntry]

    @property
    def roi_estimated(self) -> Decimal | Undefined:
        """The return on investment if every opportunity brought its estimated value."""
        return return_on_investment(self.estimated_value.value, self.cost.value)

    @property
    def roi_current(self) -> Decimal | Undefined:
        """The return on investment by current value."""
        return return_on_investment(self.current_value.value, self.cost.value)

    @property
    def roi_won(self) -> Decimal | Undefined:
        """The return on investment by what is won."""
        return return_on_investment(self.won_value.value, self.cost.value)


def return_on_investment(value: Decimal, cost: Decimal) -> Decimal | Undefined:
    """Return what was gained per unit spent, ``(value - cost) / cost`` to 28 digits; undefined without cost.

    >>> return_on_investment(Decimal(150), Decimal(100)), return_on_investment(Decimal(150), Decimal(0))
    (Decimal('0.5'), Undefined.NO_COST)
    """
    return Undefined.NO_COST if cost == ZERO else divide(subtract(value, cost), cost)


@checked_kinds
def campaign_return(
    campaign_no: str,
    log_entries: Iterable[InteractionLogEntry],
    entries: Iterable[OpportunityEntry],
    *,
    period: Period = ALWAYS,
) -> CampaignReturn:
    """Return what a campaign cost and what its opportunities are worth.

    Args:
        campaign_no: the campaign.
        log_entries: interactions; those canceled, postponed or of another campaign cost it nothing.
        entries: opportunity entries; only the active ones of the campaign count.
        period: restricts the dates of the interactions; values have no date.

    Source: table 5071, Cost and the values of opportunities; no such overview exists in Business Central.

    >>> log = [InteractionLogEntry(entry_no=1, campaign_no="CP1", cost=100)]
    >>> won = OpportunityEntry(
    ...     entry_no=1, campaign_no="CP1", active=True, action_taken=ActionTaken.WON, calcd_current_value_lcy=150)
    >>> campaign_return("CP1", log, [won]).roi_won
    Decimal('0.5')
    """
    campaign_no = checked_code(campaign_no, 20, "campaign_no")
    live = tuple(
        entry
        for entry in checked_each(log_entries, InteractionLogEntry, "log_entries")
        if entry.campaign_no == campaign_no and is_live(entry) and in_period(entry.date, period)
    )
    found = checked_each(entries, OpportunityEntry, "entries")
    active = tuple(entry for entry in found if entry.campaign_no == campaign_no and entry.active)
    won = tuple(entry for entry in active if entry.action_taken is ActionTaken.WON)
    return CampaignReturn(
        campaign_no,
        Figure(total(entry.cost for entry in live), live),
        Figure(total(entry.estimated_value_lcy for entry in active), active),
        Figure(total(entry.calcd_current_value_lcy for entry in active), active),
        Figure(total(entry.calcd_current_value_lcy for entry in won), won),
    )
