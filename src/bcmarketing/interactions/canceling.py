"""Canceling what was logged, and taking the cancellation back (tables 5065, 5072, 5075)."""

from collections.abc import Iterable

import attrs

from ..arguments import checked_each
from ..campaigns.records import CampaignEntry
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.records import LoggedSegment
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attachments import AttachmentUse, remove_attachment
from .records import InteractionLogEntry
from .refusals import ParentCanceled


@checked_kinds
def toggle_campaign_entry(reader: Reader, entry_no: int, *, policies: Policies = BC) -> ChangeSet:
    """Cancel a campaign entry, or take that back; its log entries follow, whatever mark each of them has.

    The logged segment is left as it is.

    Raises:
        NotFound: there is no such campaign entry.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([
    ...     CampaignEntry(entry_no=3, campaign_no="CP1"),
    ...     InteractionLogEntry(entry_no=20, campaign_no="CP1", campaign_entry_no=3),
    ... ])
    >>> [row.canceled for row in toggle_campaign_entry(tables, 3).modified_of(InteractionLogEntry)]
    [True]
    """
    work = Work(reader)
    entry = work.require(CampaignEntry, entry_no)
    if not policies.toggle_canceled:
        return work.done()
    canceled = not entry.canceled
    work.modify(attrs.evolve(entry, canceled=canceled))
    below = work.where(InteractionLogEntry, campaign_no=entry.campaign_no, campaign_entry_no=entry.entry_no)
    _mark(work, below, canceled=canceled)
    return work.done()


@checked_kinds
def toggle_logged_segments(reader: Reader, entry_nos: Iterable[int], *, policies: Policies = BC) -> ChangeSet:
    """Cancel logged segments, or take that back, as the first of them is not.

    Their campaign entries and log entries follow, whatever mark each of them has.

    Raises:
        WrongType: *entry_nos* is no collection of whole numbers; a single one goes into a list.
        NotFound: there is no such logged segment.
    """
    work = Work(reader)
    selected = dict.fromkeys(checked_each(entry_nos, int, "entry_nos"))
    segments = [work.require(LoggedSegment, entry_no) for entry_no in selected]
    if not segments or not policies.toggle_canceled:
        return work.done()
    canceled = not segments[0].canceled
    for segment in segments:
        work.modify(attrs.evolve(segment, canceled=canceled))
        for entry in work.where(CampaignEntry, register_no=segment.entry_no):
            work.modify(attrs.evolve(entry, canceled=canceled))
        _mark(work, work.where(InteractionLogEntry, logged_segment_entry_no=segment.entry_no), canceled=canceled)
    return work.done()


def _mark(work: Work, entries: Iterable[InteractionLogEntry], *, canceled: bool) -> None:
    for entry in entries:
        if entry.canceled != canceled:
            work.modify(attrs.evolve(entry, canceled=canceled))


@checked_kinds
def toggle_log_entries(reader: Reader, entry_nos: Iterable[int], *, policies: Policies = BC) -> ChangeSet:
    """Cancel log entries, or take that back, as the first of them is not; nothing above them follows.

    Args:
        reader: the tables.
        entry_nos: the selection; its first entry decides, all are marked in the order of their numbers.
        policies: ``toggle_canceled`` and, for canceling, ``remove_unique_attachments``: whether an entry canceled
            now loses a document that no other log entry uses.

    Raises:
        WrongType: *entry_nos* is no collection of whole numbers; a single one goes into a list.
        NotFound: there is no such log entry, or one to be un-canceled names a logged segment or campaign entry that
            does not exist.
        ParentCanceled: the logged segment or campaign entry of one to be un-canceled is canceled.
    """
    work = Work(reader)
    nos = dict.fromkeys(checked_each(entry_nos, int, "entry_nos"))
    selected = [work.require(InteractionLogEntry, entry_no) for entry_no in nos]
    if not selected or not policies.toggle_canceled:
        return work.done()
    canceled = not selected[0].canceled
    changing = sorted((e for e in selected if e.canceled != canceled), key=lambda entry: entry.entry_no)
    documents = AttachmentUse(work)
    for entry in changing:
        if not canceled:
            _check_parents(work, entry)
        if canceled and policies.remove_unique_attachments and documents.is_alone(entry):
            remove_attachment(work, entry.attachment_no)
            entry = attrs.evolve(entry, attachment_no=0)  # noqa: PLW2901 - the entry as it goes on
        work.modify(attrs.evolve(entry, canceled=canceled))
    return work.done()


def _check_parents(work: Work, entry: InteractionLogEntry) -> None:
    if entry.logged_segment_entry_no:
        segment = work.require(LoggedSegment, entry.logged_segment_entry_no)
        if segment.canceled:
            raise ParentCanceled(entry.entry_no, "logged segment", segment.entry_no)
    if entry.campaign_entry_no:
        campaign_entry = work.require(CampaignEntry, entry.campaign_entry_no)
        if campaign_entry.canceled:
            raise ParentCanceled(entry.entry_no, "campaign entry", campaign_entry.entry_no)
