"""A kept index over log entries: the figures of one campaign in any range of dates, without reading its entries."""

import datetime as dt
import decimal
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate
from typing import Any

import attrs

from ..amounts import ZERO, subtract
from ..arguments import checked, each_named
from ..codes import to_code
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import ALWAYS, SUMS
from ..periods import Period
from .statistics import CampaignFigures

_NOTHING = CampaignFigures()


@attrs.frozen(eq=False)
class _Running:
    """The days of one campaign, and the sums before each of them and after the last.

    Without a date is where ``blank`` entries are; their sums come first.
    """

    dates: list[dt.date]
    blank: int
    targets: list[int]
    responses: list[int]
    cost: list[Decimal]
    duration: list[Decimal]


class CampaignLedger:
    """Running sums over the live entries of every campaign, day by day.

    Made once over a snapshot of log entries, it answers as `campaign_statistics` does, for one campaign at a time:
    in the time of two bisections over the days on which the campaign has entries. Build a new one when entries change.

    >>> ledger = CampaignLedger([
    ...     InteractionLogEntry(entry_no=1, campaign_no="CP1", date=dt.date(2027, 2, 10), cost=8),
    ...     InteractionLogEntry(entry_no=2, campaign_no="CP1", date=dt.date(2027, 3, 2), cost=2),
    ... ])
    >>> ledger.figures("CP1").cost, ledger.figures("CP1", Period(dt.date(2027, 3, 1))).cost
    (Decimal('10'), Decimal('2'))
    """

    __slots__ = ("_campaigns",)

    def __init__(self, entries: Iterable[InteractionLogEntry]) -> None:
        days: dict[str, dict[dt.date | None, list[Any]]] = {}
        with each_named(entries, InteractionLogEntry, "entries") as rows, decimal.localcontext(SUMS):
            for entry in rows:
                if entry.canceled or entry.postponed:
                    continue
                try:
                    figures = days[entry.campaign_no][entry.date]
                except KeyError:
                    figures = days.setdefault(entry.campaign_no, {})[entry.date] = [0, 0, ZERO, ZERO]
                if entry.campaign_target:
                    figures[0] += 1
                if entry.campaign_response:
                    figures[1] += 1
                figures[2] += entry.cost
                figures[3] += entry.duration
            days.pop("", None)
            self._campaigns = {campaign_no: _running(of_campaign) for campaign_no, of_campaign in days.items()}

    def campaign_nos(self) -> tuple[str, ...]:
        """Return the campaigns that have live entries, in the order met."""
        return tuple(self._campaigns)

    def figures(self, campaign_no: str, period: Period = ALWAYS) -> CampaignFigures:
        """Return the figures of a campaign in a period; zeros for a campaign without entries.

        Both ends belong to the period. A blank date sorts before every date.
        """
        campaign_no, period = checked(campaign_no, str, "campaign_no"), checked(period, Period, "period")
        running = self._campaigns.get(campaign_no) or self._campaigns.get(to_code(campaign_no))
        if running is None:
            return _NOTHING
        start, end = period.start, period.end
        low = 0 if start is None else running.blank + bisect_left(running.dates, start)
        high = len(running.targets) - 1 if end is None else running.blank + bisect_right(running.dates, end)
        return CampaignFigures(
            running.targets[high] - running.targets[low],
            running.responses[high] - running.responses[low],
            subtract(running.cost[high], running.cost[low]),
            subtract(running.duration[high], running.duration[low]),
        )


def _running(days: dict[dt.date | None, list[Any]]) -> _Running:
    dates = sorted(date for date in days if date is not None)
    blank = int(None in days)
    figures = [days[None]] if blank else []
    figures += [days[date] for date in dates]
    targets, responses, cost, duration = (
        list(accumulate((figure[place] for figure in figures), initial=zero))
        for place, zero in enumerate((0, 0, ZERO, ZERO))
    )
    return _Running(dates, blank, targets, responses, cost, duration)
