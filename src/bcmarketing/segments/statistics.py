"""Figures of segments and logged segments; all are computed, none is stored (tables 5075, 5076)."""

from decimal import Decimal

import attrs

from ..amounts import ZERO, add
from ..campaigns.records import CampaignEntry
from ..interactions.records import InteractionLogEntry
from ..store.reader import Reader
from ..store.work import Work
from .records import CriteriaLineType, LoggedSegment, SegmentCriteriaLine, SegmentHeader, SegmentLine


@attrs.frozen
class SegmentStatistics:
    """Figures of a segment; the duration is in minutes."""

    no_of_lines: int
    cost: Decimal
    duration: Decimal
    no_of_criteria_actions: int


@attrs.frozen
class LoggedSegmentStatistics:
    """Figures of a logged segment; entries count whose mark "canceled" is that of the logged segment."""

    no_of_interactions: int
    no_of_campaign_entries: int


def segment_statistics(reader: Reader, segment_no: str) -> SegmentStatistics:
    """Return the figures of a segment: sums over its lines, and its selection steps.

    Raises:
        NotFound: there is no such segment.

    Source: table 5076, flow fields.
    """
    header = Work(reader).require(SegmentHeader, segment_no)
    count, cost, duration = 0, ZERO, ZERO
    for line in reader.where(SegmentLine, segment_no=header.no):
        count += 1
        cost = add(cost, line.cost)
        duration = add(duration, line.duration)
    criteria = reader.where(SegmentCriteriaLine, segment_no=header.no)
    return SegmentStatistics(count, cost, duration, sum(row.type is CriteriaLineType.ACTION for row in criteria))


def logged_segment_statistics(reader: Reader, entry_no: int) -> LoggedSegmentStatistics:
    """Return the figures of a logged segment.

    Raises:
        NotFound: there is no such logged segment.

    Source: table 5075, flow fields.
    """
    logged = Work(reader).require(LoggedSegment, entry_no)
    interactions = reader.where(InteractionLogEntry, logged_segment_entry_no=entry_no, canceled=logged.canceled)
    entries = reader.where(CampaignEntry, register_no=entry_no, canceled=logged.canceled)
    return LoggedSegmentStatistics(sum(1 for _ in interactions), sum(1 for _ in entries))
