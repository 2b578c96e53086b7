"""A segment logged: an interaction for every line with a contact, and the segment goes (codeunit 5051)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from ..arguments import checked_code
from ..campaigns.entries import campaign_entry_for
from ..contacts.records import CorrespondenceType
from ..context import Context
from ..errors import FieldRequired
from ..interactions.checks import check_line
from ..interactions.delivery import request_delivery
from ..interactions.logging import copy_of_line, next_entry_no
from ..interactions.options import DocumentType
from ..interactions.records import InteractionLogEntry, InteractionTemplate
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .headers import insert_header
from .languages import keep_attachment, modified_word_template_of
from .opened import OpenSegment
from .records import LoggedSegment, SegmentHeader, SegmentLine
from .references import stored_header
from .refusals import AlreadyLogged, EmptySegment
from .reuse import add_logged

_FOLLOW_UP: Final = "Follow-up on segment "
_FOLLOW_UP_LENGTH: Final = 50


@checked_kinds
def log_segment(
    reader: Reader,
    segment_no: str,
    *,
    deliver: bool = False,
    follow_up: bool = False,
    follow_up_no: str = "",
    numbers: Iterator[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Log a segment: a logged segment, a campaign entry for each campaign, a log entry for each line with a contact.

    The segment is deleted; lines without contact leave no trace. The target group stays as it is as far as the new
    entries support it: they carry the marks of their lines.

    Args:
        reader: the tables.
        segment_no: the segment.
        deliver: ask the host to deliver the documents of lines that say how they go; see `suggests_delivery`.
        follow_up: create a segment with the same contacts and campaigns, without template and marks.
        follow_up_no: the number of that segment; blank takes the next one.
        numbers: numbers of the host's own for it.
        context: the user and the clocks.
        policies: ``reuse_canceled_campaign_entry``, and how target groups are kept.

    Raises:
        NotFound: there is no such segment, or not what a line names.
        AlreadyLogged: a logged segment has this number.
        FieldRequired: the description is blank, a line lacks date, salesperson or template,
            or a line to deliver has no document.
        EmptySegment: no line has a contact.
        NoEmailAddress: a line to deliver goes by e-mail, and there is no address.
        NoSeries, ManualNo, Duplicate: as `create_segment`, for the follow-up.

    Source: codeunit 5051, LogSegment.
    """
    follow_up_no = checked_code(follow_up_no, 20, "follow_up_no")
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    header = segment.header
    if work.where(LoggedSegment, segment_no=header.no):
        raise AlreadyLogged(header.no)
    if not header.description:
        raise FieldRequired("description")
    last = work.last(LoggedSegment)
    logged = work.insert(
        LoggedSegment(
            entry_no=1 if last is None else last.entry_no + 1,
            segment_no=header.no,
            description=header.description,
            creation_date=context.today,
            user_id=context.user_id,
        )
    )
    lines = [line for line in segment.lines() if line.contact_no]
    campaign_entries = _campaign_entries(segment, logged, lines)
    if not lines:
        raise EmptySegment(header.no)
    word_template = modified_word_template_of(work, header)
    for entry_no, line in enumerate(lines, next_entry_no(work)):
        entry = attrs.evolve(
            copy_of_line(check_line(work, line, deliver=deliver), entry_no, context.user_id),
            campaign_entry_no=campaign_entries.get(_place(line), line.campaign_entry_no),
            logged_segment_entry_no=logged.entry_no,
            postponed=False,
            modified_word_template=0 if line.attachment_no else word_template,
        )
        work.insert(_delivered(work, entry) if deliver else entry)
        keep_attachment(work, entry.attachment_no)
        keep_attachment(work, entry.modified_word_template)
    segment.delete()
    if follow_up:
        _follow_up(segment, logged, follow_up_no, numbers)
    return work.done()


@checked_kinds
def suggests_delivery(reader: Reader, segment_no: str) -> bool:
    """Return what Business Central proposes for *deliver*: whether some line says how it goes.

    Raises:
        NotFound: there is no such segment.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    lines = work.where(SegmentLine, segment_no=header.no)
    return any(line.correspondence_type is not CorrespondenceType.BLANK for line in lines)


#: What tells the campaign entries of one segment apart.
_Place = tuple[DocumentType, str]


def _place(line: SegmentLine) -> _Place:
    return line.document_type, line.campaign_no


def _campaign_entries(segment: OpenSegment, logged: LoggedSegment, lines: Sequence[SegmentLine]) -> dict[_Place, int]:
    """Return the campaign entries of the lines that have a campaign; new ones take the values of the earliest line."""
    found: dict[_Place, int] = {}
    ordered = sorted(lines, key=lambda line: (line.campaign_no, line.date or dt.date.min, line.line_no))
    for line in ordered:
        if line.campaign_no and _place(line) not in found:
            entry = campaign_entry_for(
                segment.work,
                line,
                register_no=logged.entry_no,
                context=segment.context,
                policies=segment.policies,
            )
            found[_place(line)] = entry.entry_no
    return found


def _delivered(work: Work, entry: InteractionLogEntry) -> InteractionLogEntry:
    """Return the entry, handed to the host for delivery if it or its template says how it goes."""
    template = work.require(InteractionTemplate, entry.interaction_template_code)
    types = (entry.correspondence_type, template.correspondence_type_default)
    if all(kind is CorrespondenceType.BLANK for kind in types):
        return entry
    return request_delivery(work, entry, template.wizard_action)


def _follow_up(segment: OpenSegment, logged: LoggedSegment, follow_up_no: str, numbers: Iterator[str] | None) -> None:
    header = SegmentHeader(
        no=follow_up_no,
        description=f"{_FOLLOW_UP}{segment.no}"[:_FOLLOW_UP_LENGTH],
        campaign_no=segment.header.campaign_no,
    )
    header = insert_header(segment.work, header, numbers=numbers, context=segment.context)
    add_logged(
        OpenSegment(segment.work, header.no, context=segment.context, policies=segment.policies),
        logged,
    )
