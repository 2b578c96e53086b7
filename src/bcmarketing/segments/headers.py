"""Segment headers: created, and changed with their lines following (table 5076)."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from ..arguments import checked
from ..contacts.numbers import check_manual_no, next_no
from ..contacts.records import CorrespondenceType
from ..contacts.setup import MarketingSetup
from ..context import Context
from ..errors import Declined, InvalidField
from ..interactions.records import InteractionTemplate
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .header_template import change_template
from .languages import attachment_of, header_row, insert_header_row
from .records import SegmentHeader, SegmentInteractionLanguage, SegmentLine
from .references import check_reference, stored_header

#: The field of a line that follows a field of the header; the other fields of the header do not propagate.
LINE_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "description": "description",
        "campaign_no": "campaign_no",
        "salesperson_code": "salesperson_code",
        "correspondence_type_default": "correspondence_type",
        "unit_cost": "cost",
        "unit_duration": "duration",
        "date": "date",
        "campaign_target": "campaign_target",
        "campaign_response": "campaign_response",
        "information_flow": "information_flow",
        "initiated_by": "initiated_by",
        "send_word_docs_as_attmt": "send_word_doc_as_attmt",
        "attachment_no": "attachment_no",
        "word_template_code": "word_template_code",
    }
)
_ALONE: Final = ("ignore_contact_corres_type", "interaction_group_code")


@checked_kinds
def create_segment(
    reader: Reader,
    no: str = "",
    fields: Mapping[str, object] | None = None,
    *,
    numbers: Iterator[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Create a segment.

    Args:
        reader: the tables.
        no: the number, typed by hand; blank takes the next one of *numbers*, or of the series in the marketing setup.
        fields: fields entered afterwards in this order, by `change_segment_header`. A template sets campaign, marks
            and costs, so it goes before them.
        numbers: numbers of the host's own.
        context: whose salesperson and work date the segment starts from; its date is always the work date first.
        policies: answers, for the fields.

    Raises:
        NoSeries: a number is needed, and no series is set up.
        ManualNo: the series allows no typed number.
        Duplicate: there is such a segment.
        Blocked: the user's salesperson is blocked.

    Source: table 5076, OnInsert.

    >>> import datetime as dt
    >>> from bcmarketing.store.tables import Tables
    >>> context = Context(today=dt.date(2027, 2, 4))
    >>> changes = create_segment(Tables(), "SM1", {"description": "Visitors"}, context=context)
    >>> [(header.no, header.description, str(header.date)) for header in changes.inserted]
    [('SM1', 'Visitors', '2027-02-04')]
    """
    work = Work(reader)
    header = insert_header(work, SegmentHeader(no=no), numbers=numbers, context=context)
    for field, value in (fields or {}).items():
        change_header(work, header.no, field, value, context=context, policies=policies)
    return work.done()


def insert_header(
    work: Work, header: SegmentHeader, *, numbers: Iterator[str] | None = None, context: Context
) -> SegmentHeader:
    """Store a new header as a step of a process; a blank number is filled. See `create_segment`."""
    setup = work.get(MarketingSetup, "")
    series_code = setup.segment_nos if setup is not None else ""
    if header.no:
        check_manual_no(work, series_code, "Segment", header.no)
        header = attrs.evolve(header, no_series="")
    else:
        no = next(numbers, "") if numbers is not None else ""
        header = attrs.evolve(header, no=no or next_no(work, series_code, "Segment"), no_series=series_code)
    if not header.salesperson_code and context.user_salesperson_code:
        check_reference(work, "salesperson_code", context.user_salesperson_code)
        header = attrs.evolve(header, salesperson_code=context.user_salesperson_code)
    return work.insert(attrs.evolve(header, date=context.work_date))


@checked_kinds
def change_segment_header(
    reader: Reader,
    segment_no: str,
    field: str,
    value: object,
    *,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Enter a field of a segment header; lines that have the header's template take it over.

    When a person works (``context.interactive``), the lines follow only if ``propagate_to_lines`` says yes.
    Target groups do not follow.

    Args:
        reader: the tables.
        segment_no: the segment.
        field: the attribute of `SegmentHeader`, or ``attachment_no``: the document of the default language.
        value: the new value, in the attribute's own type.
        context: whether a person works.
        policies: ``propagate_to_lines``, ``create_missing_language``.

    Raises:
        NotFound: the segment, or what the field names, does not exist; a template must not be blank, either.
        Blocked: the salesperson is blocked.
        InvalidField: there is no such field, it is not entered by hand, or the value does not fit.
        Declined: the default language has no row, and none is to be created.
        InheritedAttachment: the template is to change without lines that inherit their document.

    Source: table 5076, field validations; UpdateSegLines.
    """
    work = Work(reader)
    change_header(work, segment_no, field, value, context=context, policies=policies)
    return work.done()


def change_header(
    work: Work, segment_no: str, field: str, value: object, *, context: Context, policies: Policies = BC
) -> None:
    """Enter a field of a header as a step of a process. See `change_segment_header`."""
    header = stored_header(work, segment_no)
    hands_on = not context.interactive or policies.propagate_to_lines
    if checked(field, str, "field") == "interaction_template_code":
        change_template(work, header, _template(work, header, value), context=context, policies=policies)
    elif field == "language_code_default":
        _change_language(work, header, value, policies)
    elif field == "subject_default":
        _change_subject(work, header, value, policies)
    elif field == "attachment_no":
        attachment_no = _change_attachment(work, header, value)
        if hands_on:
            _hand_on(work, header, field, attachment_no)
    elif field in LINE_FIELDS or field in _ALONE:
        new = _evolved(header, field, value)
        check_reference(work, field, getattr(new, field))
        if field == "campaign_no" and not new.campaign_no and context.interactive:
            new = attrs.evolve(new, campaign_target=False, campaign_response=False)
        work.modify(new)
        if hands_on and field in LINE_FIELDS and _propagates(work, new, field):
            _hand_on(work, new, field, getattr(new, field))
    else:
        raise InvalidField("field", field, "is no field of a segment header that is entered")


def _evolved(header: SegmentHeader, field: str, value: object) -> SegmentHeader:
    changes: dict[str, Any] = {field: value}
    return attrs.evolve(header, **changes)


def _template(work: Work, header: SegmentHeader, value: object) -> InteractionTemplate:
    field = "interaction_template_code"
    return work.require(InteractionTemplate, _evolved(header, field, value).interaction_template_code)


def _propagates(work: Work, header: SegmentHeader, field: str) -> bool:
    if field != "correspondence_type_default":
        return True
    if header.correspondence_type_default is CorrespondenceType.BLANK:
        return False
    template = work.get(InteractionTemplate, header.interaction_template_code)
    return (template is not None and bool(template.word_template_code)) or attachment_of(work, header) != 0


def matching_lines(work: Work, header: SegmentHeader) -> list[SegmentLine]:
    """Return the lines that have the header's template; blank is a template like any other here."""
    return work.where(SegmentLine, segment_no=header.no, interaction_template_code=header.interaction_template_code)


def _hand_on(work: Work, header: SegmentHeader, field: str, value: object) -> None:
    assign(work, matching_lines(work, header), LINE_FIELDS[field], value)


def assign(work: Work, lines: Iterable[SegmentLine], field: str, value: object) -> None:
    """Give lines a value as it is: no rule of the line runs."""
    changes: dict[str, Any] = {field: value}
    for line in lines:
        work.modify(attrs.evolve(line, **changes))


def _change_language(work: Work, header: SegmentHeader, value: object, policies: Policies) -> None:
    new = _evolved(header, "language_code_default", value)
    if new.language_code_default == header.language_code_default:
        return
    row = header_row(work, new.no, new.language_code_default)
    new = work.modify(attrs.evolve(new, subject_default=row.subject if row is not None else ""))
    if row is None:
        if not policies.create_missing_language:
            raise Declined("create the language row that the default language needs?")
        insert_header_row(work, new, _default_row(new))


def _default_row(header: SegmentHeader) -> SegmentInteractionLanguage:
    return SegmentInteractionLanguage(
        segment_no=header.no,
        segment_line_no=0,
        language_code=header.language_code_default,
        description=f"{header.interaction_template_code} {header.language_code_default}".strip(),
    )


def _change_subject(work: Work, header: SegmentHeader, value: object, policies: Policies) -> None:
    new = work.modify(_evolved(header, "subject_default", value))
    row = header_row(work, new.no, new.language_code_default)
    if row is not None:
        work.modify(attrs.evolve(row, subject=new.subject_default))
    # Business Central asks here also when code changes the subject.
    if policies.propagate_to_lines:
        lines = (
            line
            for line in matching_lines(work, new)
            if line.language_code == new.language_code_default and line.subject == header.subject_default
        )
        assign(work, lines, "subject", new.subject_default)


def _change_attachment(work: Work, header: SegmentHeader, value: object) -> int:
    changes: dict[str, Any] = {"attachment_no": value}
    row = header_row(work, header.no, header.language_code_default)
    if row is None:
        insert_header_row(work, header, attrs.evolve(_default_row(header), **changes))
    else:
        work.modify(attrs.evolve(row, **changes))
    return attachment_of(work, header)
