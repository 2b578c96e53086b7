"""The target group: for whom a campaign's prices hold, and how its rows come and go (table 7030, codeunit 7030).

A row names a customer or, where the company is none, the company contact.
It stands on *supports*: segment lines and log entries that carry the campaign and the mark "campaign target".
"""

from typing import assert_never

from ..contacts.links import contact_of, customer_relation
from ..contacts.records import RelationLink
from ..interactions.records import InteractionLogEntry
from ..policies import BC, Policies, TargetCleanup
from ..segments.records import SegmentLine
from ..store.reader import key_of
from ..store.work import Work
from .records import Campaign, CampaignTargetGroup, TargetType
from .refusals import CustomerWithoutContact
from .witnesses import Witnesses

#: A segment line or log entry: it supports a row of the target group if it is marked as target of a campaign.
Support = SegmentLine | InteractionLogEntry


class TargetGroup:
    """The target groups as one process sees and changes them.

    A process over many lines or entries uses one of these throughout and stays linear in them;
    the functions of this module do the same for a single line or entry.
    """

    def __init__(self, work: Work, policies: Policies = BC) -> None:
        self._work = work
        self._policies = policies
        self._witnesses = Witnesses(work)
        self._other_entry_no: int | None = None

    def is_activated(self, campaign_no: str) -> bool:
        """Return whether the campaign is activated: whether its target group has a row."""
        return bool(self._witnesses.some(CampaignTargetGroup, 1, campaign_no=campaign_no))

    def row_of(self, support: Support) -> CampaignTargetGroup | None:
        """Return the row that a line or entry stands for, stored or not; ``None`` if it is no target.

        It is the row of the company's customer or else of the company contact, also when the support names a person.
        """
        if not support.campaign_no or not support.campaign_target:
            return None
        if not support.contact_company_no and not self._policies.register_without_company:
            return None
        return _row(self._work, support, support.contact_company_no)

    def register(self, support: Support) -> CampaignTargetGroup | None:
        """Make sure that the row which *support* stands for exists, and return it; ``None`` if it is no target."""
        row = self.row_of(support)
        if row is None:
            return None
        return self._work.get(CampaignTargetGroup, key_of(row)) or self._work.insert(row)

    def line_changed(self, old: SegmentLine, new: SegmentLine) -> None:
        """Follow a line whose contact, campaign or target mark was entered anew; *old* is the line before.

        The old line leaves if its campaign is activated; then the new one registers if its campaign still is.
        So when the contact of a campaign's only line changes, the only row goes and none comes.
        """
        if _target_fields(old) == _target_fields(new):
            return
        if self._is_live(old.campaign_no):
            self._line_leaves(old, new)
        if self._is_live(new.campaign_no):
            self.register(new)

    def deregister_line(self, line: SegmentLine) -> None:
        """Drop the row of a line that is about to be deleted, if that line is the last support.

        Business Central counts the stored target lines and entries of the company, this line included, and drops
        the row when it counts one. So a line that is no target can take the row of another one with it (Q3),
        and a person's line looks for a row of the person instead of the company (Q2).
        """
        self._line_leaves(line, None)

    def deregister_log_entry(self, entry: InteractionLogEntry) -> None:
        """Drop the row of a log entry that is about to be deleted, if that entry is the last support.

        Business Central adds the number of all log entries to its count, so it hardly ever drops a row (Q4).
        """
        if not entry.campaign_no:
            return
        entries = self._entries(entry)
        match self._policies.target_cleanup:
            case TargetCleanup.BC:
                if not entries and self._is_only_entry(entry):
                    self._drop(_row(self._work, entry, entry.contact_no))
            case TargetCleanup.SUPPORT:
                if all(row.entry_no == entry.entry_no for row in entries) and not self._lines(entry):
                    self._drop(_row(self._work, entry, entry.contact_company_no))
            case _:
                assert_never(self._policies.target_cleanup)

    def _line_leaves(self, line: SegmentLine, becomes: SegmentLine | None) -> None:
        if not line.campaign_no:
            return
        lines, entries = self._lines(line), self._entries(line)
        match self._policies.target_cleanup:
            case TargetCleanup.BC:
                if len(lines) + len(entries) == 1:
                    self._drop(_row(self._work, line, line.contact_no))
            case TargetCleanup.SUPPORT:
                stays = becomes is not None and becomes.campaign_target and _place(becomes) == _place(line)
                if not stays and not entries and all(key_of(row) == key_of(line) for row in lines):
                    self._drop(_row(self._work, line, line.contact_company_no))
            case _:
                assert_never(self._policies.target_cleanup)

    def _is_live(self, campaign_no: str) -> bool:
        return self._work.get(Campaign, campaign_no) is not None and self.is_activated(campaign_no)

    # Two witnesses decide both questions asked: "exactly one?" and "one besides this?".
    def _lines(self, support: Support) -> list[SegmentLine]:
        campaign_no, company_no = _place(support)
        return self._witnesses.some(
            SegmentLine, 2, campaign_no=campaign_no, contact_company_no=company_no, campaign_target=True
        )

    def _entries(self, support: Support) -> list[InteractionLogEntry]:
        campaign_no, company_no = _place(support)
        return self._witnesses.some(
            InteractionLogEntry,
            2,
            campaign_no=campaign_no,
            contact_company_no=company_no,
            campaign_target=True,
            postponed=False,
        )

    def _is_only_entry(self, entry: InteractionLogEntry) -> bool:
        """Return whether the log holds no other entry; reads it as a whole only for its last entry."""
        no = self._other_entry_no
        if no is None or no == entry.entry_no or self._work.get(InteractionLogEntry, no) is None:
            last = self._work.last(InteractionLogEntry)
            no = None if last is None else last.entry_no
        if no == entry.entry_no:
            others = self._witnesses.some(InteractionLogEntry, 2)
            no = next((row.entry_no for row in others if row.entry_no != entry.entry_no), None)
        self._other_entry_no = no
        return no is None

    def _drop(self, row: CampaignTargetGroup) -> None:
        if self._work.get(CampaignTargetGroup, key_of(row)) is not None:
            self._work.delete(row)


def supports_of(work: Work, campaign_no: str) -> list[Support]:
    """Return the segment lines and then the log entries that are marked as target of a campaign, in key order.

    Postponed entries are no supports, canceled ones are.
    """
    lines = work.where(SegmentLine, campaign_no=campaign_no, campaign_target=True)
    entries = work.where(InteractionLogEntry, campaign_no=campaign_no, campaign_target=True, postponed=False)
    return [*lines, *entries]


def is_activated(work: Work, campaign_no: str) -> bool:
    """Return whether the campaign is activated: whether its target group has a row."""
    return TargetGroup(work).is_activated(campaign_no)


def register(work: Work, support: Support, policies: Policies = BC) -> CampaignTargetGroup | None:
    """As `TargetGroup.register`, for one line or entry."""
    return TargetGroup(work, policies).register(support)


def deregister_line(work: Work, line: SegmentLine, policies: Policies = BC) -> None:
    """As `TargetGroup.deregister_line`, for one line."""
    TargetGroup(work, policies).deregister_line(line)


def deregister_log_entry(work: Work, entry: InteractionLogEntry, policies: Policies = BC) -> None:
    """As `TargetGroup.deregister_log_entry`, for one entry."""
    TargetGroup(work, policies).deregister_log_entry(entry)


def line_changed(work: Work, old: SegmentLine, new: SegmentLine, policies: Policies = BC) -> None:
    """As `TargetGroup.line_changed`, for one line."""
    TargetGroup(work, policies).line_changed(old, new)


def convert_to_customer(work: Work, contact_no: str, customer_no: str) -> None:
    """Turn the rows of a contact into rows of its new customer, whatever their type was; equal rows merge."""
    _convert(work, contact_no, TargetType.CUSTOMER, customer_no)


def convert_to_contact(work: Work, customer_no: str) -> None:
    """Turn the rows of a customer that goes into rows of the contact it is linked with; equal rows merge.

    Raises:
        CustomerWithoutContact: the customer has rows and no contact.
    """
    contact_no = contact_of(work, RelationLink.CUSTOMER, customer_no)
    if contact_no is not None:
        _convert(work, customer_no, TargetType.CONTACT, contact_no)
    elif work.where(CampaignTargetGroup, type=TargetType.CUSTOMER, no=customer_no):
        raise CustomerWithoutContact(customer_no)


def _convert(work: Work, old_no: str, new_type: TargetType, new_no: str) -> None:
    for row in work.where(CampaignTargetGroup, no=old_no):
        work.delete(row)
        work.save(CampaignTargetGroup(type=new_type, no=new_no, campaign_no=row.campaign_no))


def _row(work: Work, support: Support, contact_no: str) -> CampaignTargetGroup:
    """Return the row of the company's customer, or of this contact where the company is no customer."""
    relation = customer_relation(work, support.contact_company_no)
    if relation is None:
        return CampaignTargetGroup(type=TargetType.CONTACT, no=contact_no, campaign_no=support.campaign_no)
    return CampaignTargetGroup(type=TargetType.CUSTOMER, no=relation.no, campaign_no=support.campaign_no)


def _place(support: Support) -> tuple[str, str]:
    return support.campaign_no, support.contact_company_no


def _target_fields(line: SegmentLine) -> tuple[str, str, bool]:
    return line.contact_no, line.campaign_no, line.campaign_target
