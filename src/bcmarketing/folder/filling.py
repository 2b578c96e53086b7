"""The segments of a data folder filled: it gives their headers and selection steps, not their lines."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from ..context import Context
from ..errors import BCMarketingError
from ..segments.criteria import carry_out
from ..segments.headers import create_segment
from ..segments.opened import OpenSegment
from ..segments.records import SegmentCriteriaLine, SegmentHeader
from ..segments.steps import SelectionStep, steps_of
from ..store.tables import Tables
from ..store.work import Work
from .cells import reason
from .faults import BadData

#: The fields of a header in the order in which they are entered: the template first, for it sets others.
_FIELDS: Final = (
    "description",
    "date",
    "salesperson_code",
    "interaction_template_code",
    "campaign_no",
    "campaign_target",
    "campaign_response",
)
#: Fields that are entered only where the row gives them; otherwise they stay as the template sets them.
_GIVEN: Final = ("correspondence_type_default", "subject_default")


def with_segment_lines(tables: Tables) -> Tables:
    """Return tables whose segments were built as people build them: header entered, selection steps carried out.

    Costs and the like come from the template, lines from the steps. Steps that filter by trade find nothing: a data
    folder holds no trade history.

    Raises:
        BadData: a header or a step is refused; names the segment.
    """
    headers = list(tables.where(SegmentHeader))
    steps = {header.no: steps_of(tables.where(SegmentCriteriaLine, segment_no=header.no)) for header in headers}
    emptied = Work(tables)
    for header in headers:
        emptied.delete(header)
    for line in tables.where(SegmentCriteriaLine):
        emptied.delete(line)
    tables = tables.apply(emptied.done())
    for header in headers:
        try:
            tables = _with_segment(tables, header, steps[header.no])
        except BCMarketingError as error:
            why = f"cannot be built by its header and its steps: {reason(error)}"
            raise BadData("segments.csv", 0, "no", header.no, why) from error
    return tables


def _with_segment(tables: Tables, header: SegmentHeader, steps: Iterable[SelectionStep]) -> Tables:
    context = Context(today=header.date or dt.date.min)
    fields: dict[str, object] = {field: getattr(header, field) for field in _FIELDS}
    fields |= {field: getattr(header, field) for field in _GIVEN if getattr(header, field)}
    if not header.interaction_template_code:
        del fields["interaction_template_code"]
    tables = tables.apply(create_segment(tables, header.no, fields, context=context))
    work = Work(tables)
    segment = OpenSegment(work, header.no, context=context)
    for step in steps:
        carry_out(segment, step)
    return tables.apply(work.done())
