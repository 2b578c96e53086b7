"""Deleting one campaign entry: only a canceled one goes."""

from typing import ClassVar

import attrs

from ..errors import NotFound, Refusal
from ..interactions.deletion import delete_canceled_campaign_entries
from ..kinds import checked_kinds
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from .records import CampaignEntry


@attrs.frozen
class EntryNotCanceled(Refusal, ValueError):
    """A campaign entry that is not canceled cannot be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-ENTRY-NOT-CANCELED", "Only canceled entries are deleted.", "report 5187, which deletes canceled ones only"
    )
    text: ClassVar[str] = "campaign entry {entry_no} is not canceled"
    entry_no: int


@checked_kinds
def delete_campaign_entry(reader: Reader, entry_no: int) -> ChangeSet:
    """Delete one campaign entry with its log entries; it must be canceled.

    The batch `delete_canceled_campaign_entries` passes over entries that are not canceled; here one is asked for by
    its number, so that is refused.

    Raises:
        NotFound: there is no such entry.
        EntryNotCanceled: it is not canceled.

    >>> from bcmarketing.store.tables import Tables
    >>> delete_campaign_entry(Tables.of([CampaignEntry(entry_no=1, campaign_no="CP1")]), 1)
    Traceback (most recent call last):
    ...
    bcmarketing.campaigns.entry_deletion.EntryNotCanceled: campaign entry 1 is not canceled (E-ENTRY-NOT-CANCELED)
    """
    entry = reader.get(CampaignEntry, entry_no)
    if entry is None:
        raise NotFound("CampaignEntry", entry_no)
    if not entry.canceled:
        raise EntryNotCanceled(entry_no)
    return delete_canceled_campaign_entries(reader, {"entry_no": str(entry_no)})
