"""Criteria of a segment saved under a code, and saved criteria carried out again (tables 5098, 5099)."""

from typing import Any

import attrs

from ..arguments import checked_code
from ..context import Context
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .criteria import carry_out
from .opened import OpenSegment
from .records import (
    CriteriaAction,
    SavedSegmentCriteria,
    SavedSegmentCriteriaLine,
    SegmentCriteriaLine,
)
from .refusals import NoCriteria
from .steps import SelectionStep, recorded_filters, steps_of


@checked_kinds
def save_criteria(
    reader: Reader,
    segment_no: str,
    code: str,
    description: str = "",
    *,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Save the selection steps of a segment under a code.

    Raises:
        NotFound: there is no such segment.
        NoCriteria: the segment has no selection step.
        FieldRequired: the code is blank.
        Duplicate: criteria are saved under this code already.

    Source: table 5076, SaveCriteria.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    if not segment.no_of_actions:
        raise NoCriteria(segment.no)
    saved = SavedSegmentCriteria(code=code, description=description, user_id=context.user_id)
    if not saved.code:
        raise FieldRequired("code")
    work.insert(saved)
    for line in segment.criteria():
        work.insert(_saved_line(saved.code, line))
    return work.done()


def _saved_line(code: str, line: SegmentCriteriaLine) -> SavedSegmentCriteriaLine:
    fields: dict[str, Any] = {field.name: getattr(line, field.name) for field in attrs.fields(SegmentCriteriaLine)}
    del fields["segment_no"]
    return SavedSegmentCriteriaLine(segment_criteria_code=code, **fields)


@checked_kinds
def delete_saved_criteria(reader: Reader, code: str) -> ChangeSet:
    """Delete saved criteria with their lines.

    Raises:
        NotFound: nothing is saved under this code.

    Source: table 5098, OnDelete.
    """
    work = Work(reader)
    saved = work.require(SavedSegmentCriteria, checked_code(code, 10, "code"))
    for line in work.where(SavedSegmentCriteriaLine, segment_criteria_code=saved.code):
        work.delete(line)
    work.delete(saved)
    return work.done()


@checked_kinds
def reuse_criteria(
    reader: Reader, segment_no: str, code: str, *, context: Context, policies: Policies = BC
) -> ChangeSet:
    """Carry saved selection steps out on a segment, in order; they are recorded as new steps.

    On a segment that has steps, nothing happens unless the policy ``reuse_when_criteria_exist`` says yes.
    A refining step forgets its mark "entire companies" (Q7).

    Raises:
        NotFound: there is no such segment, or nothing is saved under this code.
        FilterSyntax, FilterValue: a saved filter is malformed.

    Source: table 5076, ReuseCriteria.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    saved = work.require(SavedSegmentCriteria, checked_code(code, 10, "code"))
    if segment.no_of_actions and not policies.reuse_when_criteria_exist:
        return work.done()
    for step in steps_of(work.where(SavedSegmentCriteriaLine, segment_criteria_code=saved.code)):
        carry_out(segment, _reused(step, policies))
    return work.done()


def _reused(step: SelectionStep, policies: Policies) -> SelectionStep:
    step = attrs.evolve(step, filters=recorded_filters(step.by_table()))
    if step.action is CriteriaAction.REFINE and not policies.reuse_refine_entire_companies:
        return attrs.evolve(step, entire_companies=False)
    return step
