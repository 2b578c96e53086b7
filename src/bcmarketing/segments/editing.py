"""Lines of a segment entered, changed and deleted one at a time, and whole segments deleted (tables 5076, 5077).

What a person does to lines is recorded as selection steps of its own; what code does is not.
"""

from typing import Any, Final

import attrs

from ..arguments import checked, checked_code
from ..context import Context
from ..errors import InvalidField, NotFound
from ..filters.conditions import Literal
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .lines import (
    validate_campaign,
    validate_contact,
    validate_date,
    validate_language,
    validate_target,
    validate_template,
)
from .opened import OpenSegment
from .records import CriteriaAction, HistoryAction, SegmentLine
from .references import check_reference
from .steps import SelectionStep, recorded_filters

#: Fields that follow from others.
_DERIVED: Final = ("segment_no", "line_no", "contact_company_no", "campaign_entry_no")


@checked_kinds
def insert_line(
    reader: Reader, segment_no: str, contact_no: str, *, context: Context, policies: Policies = BC
) -> ChangeSet:
    """Add a line at the end of a segment.

    Args:
        reader: the tables.
        segment_no: the segment.
        contact_no: the contact; blank leaves the line without one.
        context: a person's new line is recorded as a step that adds this contact.
        policies: how target groups are kept.

    Raises:
        NotFound: there is no such segment or contact.

    Source: table 5077, OnInsert.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    contact_no = checked_code(contact_no, 20, "contact_no")
    check_reference(work, "contact_no", contact_no)
    line = segment.append(contact_no)
    if context.interactive:
        _record(segment, line, CriteriaAction.ADD)
    return work.done()


@checked_kinds
def change_line(
    reader: Reader,
    segment_no: str,
    line_no: int,
    field: str,
    value: object,
    *,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Enter a field of a line, with the rules of the field.

    Args:
        reader: the tables.
        segment_no: the segment.
        line_no: the line.
        field: the attribute of `SegmentLine`.
        value: the new value, in the attribute's own type.
        context: a person's change of contact is recorded as two steps, one removing, one adding.
        policies: how target groups are kept.

    Raises:
        NotFound: there is no such segment or line, or not what the field names.
        FieldRequired: a template needs a contact, a language needs a template.
        Blocked: the salesperson is blocked.
        InvalidField: there is no such field, it is not entered by hand, or the value does not fit.

    Source: table 5077, field validations.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    old = _line(segment, line_no)
    new = _entered(segment, old, field, value)
    changes_contact = old.contact_no != new.contact_no and context.interactive
    if changes_contact:
        _record(segment, old, CriteriaAction.REDUCE)
    segment.replace(new)
    if changes_contact:
        _record(segment, new, CriteriaAction.ADD)
    return work.done()


@checked_kinds
def delete_line(
    reader: Reader, segment_no: str, line_no: int, *, context: Context, policies: Policies = BC
) -> ChangeSet:
    """Delete a line; nothing stands in the way.

    Args:
        reader: the tables.
        segment_no: the segment.
        line_no: the line.
        context: a person's deletion is recorded as a step that removes this contact.
        policies: ``reset_criteria_when_empty``, and how target groups are kept.

    Raises:
        NotFound: there is no such segment or line.

    Source: table 5077, OnDelete.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    line = _line(segment, line_no)
    if context.interactive:
        _record(segment, line, CriteriaAction.REDUCE)
    segment.remove(line)
    return work.done()


@checked_kinds
def delete_segment(reader: Reader, segment_no: str, *, context: Context, policies: Policies = BC) -> ChangeSet:
    """Delete a segment with its lines, criteria, history and languages; nothing stands in the way.

    Raises:
        NotFound: there is no such segment.

    Source: table 5076, OnDelete.
    """
    work = Work(reader)
    OpenSegment(work, segment_no, context=context, policies=policies).delete()
    return work.done()


def _line(segment: OpenSegment, line_no: int) -> SegmentLine:
    line = segment.line(checked(line_no, int, "line_no"))
    if line is None:
        raise NotFound(SegmentLine.__name__, (segment.no, line_no))
    return line


def _record(segment: OpenSegment, line: SegmentLine, action: CriteriaAction) -> None:
    """Record by hand what a person did to a line, if the line has a contact."""
    if not line.contact_no:
        return
    filters = recorded_filters({"contact": {"no": str(Literal(line.contact_no))}})
    segment.record(SelectionStep(action=action, filters=filters))
    segment.remember(line, HistoryAction.INSERTION if action is CriteriaAction.ADD else HistoryAction.DELETION)


def _entered(segment: OpenSegment, line: SegmentLine, field: str, value: object) -> SegmentLine:
    work, policies, targets = segment.work, segment.policies, segment.targets
    # Evolving first gives the value the type of the field, or refuses it.
    plain = _evolved(line, field, value)
    check_reference(work, field, getattr(plain, field))
    match field:
        case "contact_no":
            return validate_contact(
                work, line, plain.contact_no, context=segment.context, policies=policies, targets=targets
            )
        case "interaction_template_code":
            return validate_template(work, line, plain.interaction_template_code)
        case "language_code":
            return validate_language(work, line, plain.language_code)
        case "date":
            return validate_date(work, line, plain.date)
        case "campaign_no":
            return validate_campaign(work, line, plain.campaign_no, policies=policies, targets=targets)
        case "campaign_target":
            return validate_target(work, line, plain.campaign_target, policies=policies, targets=targets)
        case _:
            return plain


def _evolved(line: SegmentLine, field: str, value: object) -> SegmentLine:
    if checked(field, str, "field") in _DERIVED or field not in attrs.fields_dict(SegmentLine):
        raise InvalidField("field", field, "is no field of a segment line that is entered")
    changes: dict[str, Any] = {field: value}
    return attrs.evolve(line, **changes)
