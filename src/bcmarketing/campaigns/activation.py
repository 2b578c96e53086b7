"""Activating a campaign: from segment lines and log entries to the target group, and back (codeunit 7030)."""

from collections.abc import Iterable
from typing import Final

import attrs

from ..arguments import checked_code
from ..interactions.records import InteractionLogEntry
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..rules import Rule
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .prices import price_lines
from .records import Campaign, CampaignTargetGroup
from .refusals import NoCampaignTargets
from .targets import Support, TargetGroup, supports_of

ACTIVATED: Final = Rule(
    "N-ACTIVATED", "An activated campaign has a target group, for which its prices hold.", "codeunit 7030"
)
DEACTIVATED: Final = Rule(
    "N-DEACTIVATED", "A deactivated campaign has no target group; its prices stay, for nobody.", "codeunit 7030"
)


@attrs.frozen
class SupportedRow:
    """A row of a target group, and what it stands on.

    Attributes:
        row: the row.
        lines: the segment lines that support it, in key order.
        log_entries: the log entries that support it, in key order; canceled ones are among them.
    """

    row: CampaignTargetGroup
    lines: tuple[SegmentLine, ...]
    log_entries: tuple[InteractionLogEntry, ...]

    @property
    def is_supported(self) -> bool:
        """Return whether there is any support; a row can outlive its supports."""
        return bool(self.lines or self.log_entries)

    def explain(self) -> str:
        """Return the row and its supports in words.

        >>> from bcmarketing.campaigns.records import TargetType
        >>> row = CampaignTargetGroup(type=TargetType.CUSTOMER, no="10000", campaign_no="CP1")
        >>> print(SupportedRow(row, (SegmentLine(segment_no="SM1", line_no=10000, contact_no="CT2"),), ()).explain())
        Customer 10000 is a target of campaign CP1
          by line 10000 of segment SM1, contact CT2
        """
        lines = [
            f"by line {line.line_no} of segment {line.segment_no}, contact {line.contact_no}" for line in self.lines
        ]
        entries = [f"by log entry {entry.entry_no}, contact {entry.contact_no}" for entry in self.log_entries]
        reasons = [*lines, *entries] or ["by nothing that is left"]
        head = f"{self.row.type.caption} {self.row.no} is a target of campaign {self.row.campaign_no}"
        return "\n  ".join([head, *reasons])


@checked_kinds
def activate_campaign(reader: Reader, campaign_no: str, *, policies: Policies = BC) -> ChangeSet:
    """Make a campaign's prices hold for the companies it targets.

    Every segment line, and every log entry that is not postponed, with the campaign and the mark "campaign target"
    gives a row: of the company's customer or else of the company contact. Canceled entries count.
    Dates, status and privacy play no part, and rows that exist stay: activating again does no harm.

    Returns:
        The new rows. ``because`` holds a `SupportedRow` for every row that was found, old or new, in the order found.
        Nothing at all when the campaign has no prices and is not to be activated without.

    Raises:
        NotFound: there is no such campaign.
        NoCampaignTargets: nothing is marked as target of the campaign.

    Source: campaigns specification, activate; codeunit 7030, ActivateCampaign.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([
    ...     Campaign(no="CP1"),
    ...     SegmentLine(segment_no="SM1", line_no=10000, contact_no="CT2", contact_company_no="CT1",
    ...                 campaign_no="CP1", campaign_target=True),
    ... ])
    >>> changes = activate_campaign(tables, "CP1")
    >>> [(row.type, row.no) for row in changes.inserted_of(CampaignTargetGroup)]
    [(TargetType.CONTACT, 'CT1')]
    >>> str(changes.notices[0])
    'campaign CP1 is now activated (N-ACTIVATED)'
    """
    work = Work(reader)
    campaign = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    if not policies.activate_without_prices and next(iter(price_lines(work, campaign.no)), None) is None:
        return work.done()
    supports = supports_of(work, campaign.no)
    if not supports:
        raise NoCampaignTargets(campaign.no)
    targets = TargetGroup(work, policies)
    found = _Found()
    for support in supports:
        row = targets.register(support)
        if row is not None:
            found.add(row, support)
    work.because(*found.rows())
    work.notice(ACTIVATED, f"campaign {campaign.no} is now activated")
    return work.done()


@checked_kinds
def deactivate_campaign(reader: Reader, campaign_no: str) -> ChangeSet:
    """Delete the target group of a campaign; its prices stay as they are.

    Raises:
        NotFound: there is no such campaign.
    """
    work = Work(reader)
    campaign = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    for row in work.where(CampaignTargetGroup, campaign_no=campaign.no):
        work.delete(row)
    work.notice(DEACTIVATED, f"campaign {campaign.no} is now deactivated")
    return work.done()


@checked_kinds
def explain_target_group(reader: Reader, campaign_no: str, *, policies: Policies = BC) -> tuple[SupportedRow, ...]:
    """Return every row of a campaign's target group, in key order, with what supports it.

    A row without support is one that Business Central's counting left behind, or the contact's row of a company that
    was linked with a customer since.
    """
    work, campaign_no = Work(reader), checked_code(campaign_no, 20, "campaign_no")
    targets = TargetGroup(work, policies)
    found = _Found(work.where(CampaignTargetGroup, campaign_no=campaign_no))
    for support in supports_of(work, campaign_no):
        row = targets.row_of(support)
        if row is not None and row in found:
            found.add(row, support)
    return found.rows()


def missing_rows(reader: Reader, campaign_no: str, *, policies: Policies = BC) -> tuple[SupportedRow, ...]:
    """Return the rows that activating a campaign would add, in the order found, with what supports them."""
    work, campaign_no = Work(reader), checked_code(campaign_no, 20, "campaign_no")
    targets = TargetGroup(work, policies)
    present = set(work.where(CampaignTargetGroup, campaign_no=campaign_no))
    found = _Found()
    for support in supports_of(work, campaign_no):
        row = targets.row_of(support)
        if row is not None and row not in present:
            found.add(row, support)
    return found.rows()


class _Found:
    """Rows of a target group with the supports found so far."""

    def __init__(self, rows: Iterable[CampaignTargetGroup] = ()) -> None:
        self._lines: dict[CampaignTargetGroup, list[SegmentLine]] = {row: [] for row in rows}
        self._entries: dict[CampaignTargetGroup, list[InteractionLogEntry]] = {row: [] for row in self._lines}

    def __contains__(self, row: CampaignTargetGroup) -> bool:
        return row in self._lines

    def add(self, row: CampaignTargetGroup, support: Support) -> None:
        lines, entries = self._lines.setdefault(row, []), self._entries.setdefault(row, [])
        if isinstance(support, SegmentLine):
            lines.append(support)
        else:
            entries.append(support)

    def rows(self) -> tuple[SupportedRow, ...]:
        return tuple(SupportedRow(row, tuple(lines), tuple(self._entries[row])) for row, lines in self._lines.items())
