"""Logging one interaction: from a draft or line to a log entry (codeunit 5051)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from ..campaigns.entries import campaign_entry_for
from ..contacts.records import CorrespondenceType
from ..context import Context
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .checks import check_line
from .comments import Comment, store_comments
from .delivery import request_delivery
from .records import InteractionLogEntry, InteractionTemplate, InterLogEntryCommentLine

#: Fields whose name on the entry is not the one on the line.
_RENAMED: Final = {"language_code": "interaction_language_code", "send_word_doc_as_attmt": "send_word_docs_as_attmt"}


def _copied() -> Mapping[str, str]:
    of_entry = {field.name for field in attrs.fields(InteractionLogEntry)}
    pairs = ((field.name, _RENAMED.get(field.name, field.name)) for field in attrs.fields(SegmentLine))
    return MappingProxyType({on_entry: on_line for on_line, on_entry in pairs if on_entry in of_entry})


#: Every field that a line and an entry share: name on the entry -> name on the line.
_COPIED: Final = _copied()


def _values(line: SegmentLine) -> dict[str, Any]:
    return {on_entry: getattr(line, on_line) for on_entry, on_line in _COPIED.items()}


def copy_of_line(line: SegmentLine, entry_no: int, user_id: str) -> InteractionLogEntry:
    """Return a new log entry with every field that the line has, too.

    >>> copy_of_line(SegmentLine(contact_no="CT1", language_code="DEU"), 7, "EVA").interaction_language_code
    'DEU'
    """
    return InteractionLogEntry(entry_no=entry_no, user_id=user_id, **_values(line))


def overwritten(entry: InteractionLogEntry, line: SegmentLine, user_id: str) -> InteractionLogEntry:
    """Return the entry with the line copied over it; what a line does not have stays as it was."""
    return attrs.evolve(entry, user_id=user_id, **_values(line))


def line_of_entry(entry: InteractionLogEntry) -> SegmentLine:
    """Return the line that a log entry was copied from, as a draft that resumes it: its line number is the entry's."""
    shared = {on_line: getattr(entry, on_entry) for on_entry, on_line in _COPIED.items()}
    return SegmentLine(**shared | {"line_no": entry.entry_no})


def next_entry_no(work: Work) -> int:
    """Return the number of the next log entry; a process asks once and counts on from there.

    Business Central takes it from a sequence, which never gives a number again. Here it is one above the highest
    number that a log entry has or that comments still name: comments outlive log entries deleted in bulk, and must
    not become those of another entry.
    """
    entry, comment = work.last(InteractionLogEntry), work.last(InterLogEntryCommentLine)
    return max((row.entry_no for row in (entry, comment) if row is not None), default=0) + 1


def log_line(
    work: Work,
    line: SegmentLine,
    *,
    comments: Iterable[Comment] = (),
    deliver: bool = False,
    postponed: bool = False,
    entry_no: int | None = None,
    context: Context,
    policies: Policies = BC,
) -> InteractionLogEntry:
    """Log a draft as a step of a process, and return the entry. See `log_interaction`.

    A process that logs many hands in the number of each new entry, from `next_entry_no` on.
    """
    if not postponed:
        line = check_line(work, line, deliver=deliver)
        if line.campaign_no:
            campaign_entry = campaign_entry_for(work, line, register_no=0, context=context, policies=policies)
            line = attrs.evolve(line, campaign_entry_no=campaign_entry.entry_no)
    if line.line_no:
        entry = overwritten(work.require(InteractionLogEntry, line.line_no), line, context.user_id)
    else:
        entry = copy_of_line(line, entry_no or next_entry_no(work), context.user_id)
    entry = attrs.evolve(entry, postponed=postponed)
    if deliver and not postponed and line.correspondence_type is not CorrespondenceType.BLANK:
        template = work.require(InteractionTemplate, line.interaction_template_code)
        entry = request_delivery(work, entry, template.wizard_action, document_required=False)
    work.save(entry)
    store_comments(work, entry.entry_no, comments)
    return entry


@checked_kinds
def log_interaction(
    reader: Reader,
    line: SegmentLine,
    *,
    comments: Iterable[Comment] = (),
    deliver: bool = False,
    postponed: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Log the interaction that a draft describes; its log entry is new or the resumed one.

    Args:
        reader: the tables.
        line: the draft; its ``line_no`` is the number of the log entry that is resumed, 0 for a new one.
        comments: the comments of the entry; a resumed entry loses the ones it has.
        deliver: ask the host to deliver the document, unless the interaction is postponed or has no way to go.
        postponed: log it unfinished: nothing is checked, and there is no campaign entry.
        context: the user and the clocks.
        policies: ``reuse_canceled_campaign_entry``.

    Raises:
        FieldRequired, NotFound, NoEmailAddress: as `check_line`, or the log entry to resume does not exist.

    Source: campaigns specification, log interaction; codeunit 5051.
    """
    work = Work(reader)
    log_line(work, line, comments=comments, deliver=deliver, postponed=postponed, context=context, policies=policies)
    return work.done()
