"""Figures of a segment; all are computed, none is stored (table 5076)."""

from decimal import Decimal

import attrs

from ..amounts import ZERO, add
from ..kinds import checked_kinds
from ..store.reader import Reader
from ..store.work import Work
from .records import CriteriaLineType, SegmentCriteriaLine, SegmentLine
from .references import stored_header


@attrs.frozen
class SegmentStatistics:
    """Figures of a segment; the duration is in minutes."""

    no_of_lines: int
    cost: Decimal
    duration: Decimal
    no_of_criteria_actions: int


@checked_kinds
def segment_statistics(reader: Reader, segment_no: str) -> SegmentStatistics:
    """Return the figures of a segment: sums over its lines, and its selection steps.

    Raises:
        NotFound: there is no such segment.

    Source: table 5076, flow fields.
    """
    header = stored_header(Work(reader), segment_no)
    count, cost, duration = 0, ZERO, ZERO
    for line in reader.where(SegmentLine, segment_no=header.no):
        count += 1
        cost = add(cost, line.cost)
        duration = add(duration, line.duration)
    criteria = reader.where(SegmentCriteriaLine, segment_no=header.no)
    return SegmentStatistics(count, cost, duration, sum(row.type is CriteriaLineType.ACTION for row in criteria))
