"""Deleting what was canceled: campaign entries, log entries, logged segments (reports 5188, 5189, 5190)."""

from collections.abc import Mapping
from typing import Final

import attrs

from ..campaigns.records import CampaignEntry
from ..campaigns.targets import TargetGroup
from ..filters.predicates import record_predicate
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..rules import Rule
from ..segments.records import LoggedSegment
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attachments import AttachmentUse, remove_attachment
from .comments import store_comments
from .records import InteractionLogEntry

DELETED: Final = Rule("N-DELETED", "A batch tells how many canceled entries it deleted.", "reports 5188 to 5190")

_NO_FILTERS: Final[Mapping[str, str]] = {}


@attrs.frozen
class ArchivedDocument:
    """A request: the log entry of an archived document goes, so the archive clears its mark or goes as well."""

    entry: InteractionLogEntry


@checked_kinds
def delete_canceled_campaign_entries(reader: Reader, filters: Mapping[str, str] = _NO_FILTERS) -> ChangeSet:
    """Delete canceled campaign entries, and every log entry below them, canceled or not.

    Comments and attachments of those log entries stay behind, and target groups are left alone.

    Args:
        reader: the tables.
        filters: fields of `CampaignEntry` with filter expressions, such as ``{"campaign_no": "CP1|CP2"}``;
            Business Central offers entry number, campaign, date and salesperson.

    Raises:
        FilterSyntax, FilterValue, InvalidField: a filter is malformed, or does not fit its field.
    """
    work = Work(reader)
    entries = [*filter(record_predicate(CampaignEntry, filters), work.where(CampaignEntry, canceled=True))]
    for entry in entries:
        for below in work.where(InteractionLogEntry, campaign_no=entry.campaign_no, campaign_entry_no=entry.entry_no):
            work.delete(below)
        work.delete(entry)
    _tell(work, len(entries), "campaign entry", "campaign entries")
    return work.done()


@checked_kinds
def delete_canceled_log_entries(
    reader: Reader, filters: Mapping[str, str] = _NO_FILTERS, *, policies: Policies = BC
) -> ChangeSet:
    """Delete canceled log entries with their comments, and their attachments if no other log entry uses them.

    Campaign entries stay, even those that are left without interactions.

    Args:
        reader: the tables.
        filters: fields of `InteractionLogEntry` with filter expressions; Business Central offers entry number, contact,
            date, campaign, group, template and salesperson.
        policies: ``target_cleanup``.

    Raises:
        FilterSyntax, FilterValue, InvalidField: a filter is malformed, or does not fit its field.
    """
    work = Work(reader)
    is_meant = record_predicate(InteractionLogEntry, filters)
    entries = [*filter(is_meant, work.where(InteractionLogEntry, canceled=True))]
    deletion = _LogEntryDeletion(work, policies)
    for entry in entries:
        if entry.version_no:
            work.request(ArchivedDocument(entry))
        deletion.delete(entry)
    _tell(work, len(entries), "interaction log entry", "interaction log entries")
    return work.done()


@checked_kinds
def delete_log_entry(reader: Reader, entry_no: int, *, policies: Policies = BC) -> ChangeSet:
    """Delete one log entry, canceled or not, with its comments, and its attachment if no other log entry uses it.

    Raises:
        NotFound: there is no such log entry.
    """
    work = Work(reader)
    entry = work.require(InteractionLogEntry, entry_no)
    _LogEntryDeletion(work, policies).delete(entry)
    return work.done()


class _LogEntryDeletion:
    """Deletes log entries, many of them in linear time."""

    def __init__(self, work: Work, policies: Policies) -> None:
        self._work = work
        self._targets = TargetGroup(work, policies)
        self._documents = AttachmentUse(work)

    def delete(self, entry: InteractionLogEntry) -> None:
        store_comments(self._work, entry.entry_no, ())
        self._targets.deregister_log_entry(entry)
        if self._documents.is_alone(entry):
            remove_attachment(self._work, entry.attachment_no)
        self._documents.let_go(entry)
        self._work.delete(entry)


@checked_kinds
def delete_canceled_logged_segments(reader: Reader, filters: Mapping[str, str] = _NO_FILTERS) -> ChangeSet:
    """Delete canceled logged segments; what they logged stays and no longer names them.

    Their segment numbers can be logged again.

    Args:
        reader: the tables.
        filters: fields of `LoggedSegment` with filter expressions; Business Central offers entry and segment number.

    Raises:
        FilterSyntax, FilterValue, InvalidField: a filter is malformed, or does not fit its field.
    """
    work = Work(reader)
    segments = [*filter(record_predicate(LoggedSegment, filters), work.where(LoggedSegment, canceled=True))]
    for segment in segments:
        for entry in work.where(InteractionLogEntry, logged_segment_entry_no=segment.entry_no):
            work.modify(attrs.evolve(entry, logged_segment_entry_no=0))
        for campaign_entry in work.where(CampaignEntry, register_no=segment.entry_no):
            work.modify(attrs.evolve(campaign_entry, register_no=0))
        work.delete(segment)
    _tell(work, len(segments), "logged segment", "logged segments")
    return work.done()


def _tell(work: Work, count: int, one: str, many: str) -> None:
    work.notice(DELETED, f"{count} {one if count == 1 else many} deleted", count)
