"""A Hypothesis state machine: random sequences of processes on small tables, with the invariants after every step.

A host runs it against its own store by a subclass that overrides `stored` and `apply`.
"""

import datetime as dt
from typing import Final

import attrs
from hypothesis import assume, strategies as st
from hypothesis.stateful import precondition, rule

from ..campaigns.activation import activate_campaign, deactivate_campaign, explain_target_group
from ..campaigns.cards import modify_campaign
from ..campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup
from ..campaigns.statistics import campaign_statistics
from ..contacts.cards import change_contact_company
from ..contacts.customers import create_customer
from ..contacts.deletion import delete_contact
from ..contacts.records import (
    Contact,
)
from ..interactions.canceling import toggle_campaign_entry, toggle_log_entries, toggle_logged_segments
from ..interactions.deletion import (
    delete_canceled_campaign_entries,
    delete_canceled_log_entries,
    delete_canceled_logged_segments,
)
from ..interactions.recording import record_interaction
from ..interactions.records import InteractionLogEntry
from ..policies import Policies
from ..segments.criteria import add_contacts, reduce_contacts, refine_contacts
from ..segments.editing import change_line, delete_line, delete_segment, insert_line
from ..segments.headers import change_segment_header, create_segment
from ..segments.history import go_back
from ..segments.logging import log_segment
from ..segments.records import LoggedSegment, SegmentHeader, SegmentLine
from ..store.changes import ChangeSet
from .deals import DealMachine
from .ground import CAMPAIGNS, CONTACTS, FIRST_DAY, SEGMENTS, has, has_canceled

_POLICIES: Final = Policies(undo_last_action=True)
_campaign = st.sampled_from(CAMPAIGNS)
_segment = st.sampled_from(SEGMENTS)
_contact = st.sampled_from(CONTACTS)
_number = st.integers(0, 30)
_expression = st.sampled_from(["CO*", "P*", "P1|P3", "<>CO1", "CO1..CO2", ""])
_template = st.sampled_from(["LETTER", "REPLY"])


def _other(segment_no: str) -> str:
    return SEGMENTS[1 - SEGMENTS.index(segment_no)]


_has_segment = has(SegmentHeader)


class CampaignMachine(DealMachine):
    """Campaigns, segments, interactions, contacts, tasks and opportunities, in any order."""

    def existing(self, segment_no: str) -> str:
        """Return the number of a segment that exists: this one or the other."""
        return segment_no if self.reader.get(SegmentHeader, segment_no) else _other(segment_no)

    # Campaigns

    @rule(campaign_no=_campaign)
    def activate(self, campaign_no: str) -> None:
        """Activate a campaign: every support has a row then."""
        changes = self.do(lambda: activate_campaign(self.reader, campaign_no))
        rows = list(self.reader.where(CampaignTargetGroup, campaign_no=campaign_no))
        if changes is not None:
            assert rows, "an activated campaign has a target group"
            assert not activate_campaign(self.reader, campaign_no).inserted, "activating again changes nothing"

    @rule(campaign_no=_campaign)
    def activate_afresh(self, campaign_no: str) -> None:
        """Deactivate and activate: the rows are exactly those that are supported."""
        self.do(lambda: deactivate_campaign(self.reader, campaign_no))
        assert not list(self.reader.where(CampaignTargetGroup, campaign_no=campaign_no))
        if self.do(lambda: activate_campaign(self.reader, campaign_no)) is not None:
            assert all(row.is_supported for row in explain_target_group(self.reader, campaign_no))

    @rule(campaign_no=_campaign, start=st.none() | st.integers(0, 60), end=st.none() | st.integers(0, 60))
    def change_dates(self, campaign_no: str, start: int | None, end: int | None) -> None:
        """Change the dates of a campaign."""
        campaign = self.reader.get(Campaign, campaign_no)
        assert campaign is not None
        dates = [None if days is None else FIRST_DAY + dt.timedelta(days=days) for days in (start, end)]
        changed = attrs.evolve(campaign, starting_date=dates[0], ending_date=dates[1])
        self.do(lambda: modify_campaign(self.reader, changed, context=self.context))

    # Segments

    @rule(segment_no=_segment, template=_template)
    def create(self, segment_no: str, template: str) -> None:
        """Create a segment."""
        fields = {"description": "A segment", "interaction_template_code": template}
        self.do(lambda: create_segment(self.reader, segment_no, fields, context=self.context))

    @precondition(_has_segment)
    @rule(
        segment_no=_segment,
        expression=_expression,
        existing=st.booleans(),
        expand=st.booleans(),
        companies=st.booleans(),
        buyers=st.booleans(),
    )
    def add(
        self, segment_no: str, expression: str, *, existing: bool, expand: bool, companies: bool, buyers: bool
    ) -> None:
        """Add contacts; without existing ones nobody comes in twice, and a second time nobody comes in."""
        segment_no = self.existing(segment_no)
        filters = {"contact": {"no": expression}}
        if buyers:
            filters["contact_job_responsibility"] = {"job_responsibility_code": "BUYER"}
        before = [line.contact_no for line in self.reader.where(SegmentLine, segment_no=segment_no)]

        def process() -> ChangeSet:
            return add_contacts(
                self.reader,
                segment_no,
                filters,
                allow_existing_contacts=existing,
                expand_companies=expand,
                allow_related_companies=companies,
                context=self.context,
            )

        if self.do(process) is not None and not existing:
            after = [line.contact_no for line in self.reader.where(SegmentLine, segment_no=segment_no)]
            added = after[len(before) :]
            assert len(set(added)) == len(added)
            assert not set(added) & set(before)
            assert not process().inserted_of(SegmentLine)

    @precondition(_has_segment)
    @rule(segment_no=_segment, expression=_expression, entire=st.booleans())
    def reduce(self, segment_no: str, expression: str, *, entire: bool) -> None:
        """Remove contacts; what a refining step would keep is exactly what goes."""
        segment_no = self.existing(segment_no)
        filters = {"contact": {"no": expression}}
        before = {line.line_no for line in self.reader.where(SegmentLine, segment_no=segment_no) if line.contact_no}

        def reduce() -> ChangeSet:
            return reduce_contacts(self.reader, segment_no, filters, entire_companies=entire, context=self.context)

        def refine() -> ChangeSet:
            return refine_contacts(self.reader, segment_no, filters, context=self.context)

        if before and not entire:
            reduced, refined = (
                before - {line.line_no for line in step().deleted_of(SegmentLine)} for step in (reduce, refine)
            )
            assert reduced | refined == before
            assert not reduced & refined
        self.do(reduce)

    @precondition(_has_segment)
    @rule(segment_no=_segment, expression=_expression, entire=st.booleans())
    def refine(self, segment_no: str, expression: str, *, entire: bool) -> None:
        """Keep contacts."""
        segment_no = self.existing(segment_no)
        filters = {"contact": {"no": expression}}
        self.do(
            lambda: refine_contacts(self.reader, segment_no, filters, entire_companies=entire, context=self.context)
        )

    @precondition(_has_segment)
    @rule(segment_no=_segment)
    def undo(self, segment_no: str) -> None:
        """Go back one step."""
        segment_no = self.existing(segment_no)
        self.do(lambda: go_back(self.reader, segment_no, context=self.context, policies=_POLICIES))

    @precondition(_has_segment)
    @rule(segment_no=_segment, campaign_no=st.just("") | _campaign, marked=st.booleans())
    def link(self, segment_no: str, campaign_no: str, *, marked: bool) -> None:
        """Link a segment to a campaign; the target group stays as it is."""
        segment_no = self.existing(segment_no)
        before = list(self.reader.where(CampaignTargetGroup))
        for field, value in (("campaign_no", campaign_no), ("campaign_target", marked)):
            self.do(
                lambda field=field, value=value: change_segment_header(  # type: ignore[misc]
                    self.reader, segment_no, field, value, context=self.context
                )
            )
        assert list(self.reader.where(CampaignTargetGroup)) == before

    @precondition(_has_segment)
    @rule(segment_no=_segment, contact_no=_contact)
    def insert(self, segment_no: str, contact_no: str) -> None:
        """Add a line by hand."""
        segment_no = self.existing(segment_no)
        self.do(lambda: insert_line(self.reader, segment_no, contact_no, context=self.context))

    @precondition(_has_segment)
    @rule(segment_no=_segment, place=_number, campaign_no=_campaign, marked=st.booleans(), contact_no=_contact)
    def change(self, segment_no: str, place: int, campaign_no: str, contact_no: str, *, marked: bool) -> None:
        """Change a line by hand."""
        segment_no = self.existing(segment_no)
        line_no = self._line(segment_no, place)
        for field, value in (("contact_no", contact_no), ("campaign_no", campaign_no), ("campaign_target", marked)):
            self.do(
                lambda field=field, value=value: change_line(  # type: ignore[misc]
                    self.reader, segment_no, line_no, field, value, context=self.context
                )
            )

    @precondition(_has_segment)
    @rule(segment_no=_segment, place=_number)
    def remove(self, segment_no: str, place: int) -> None:
        """Delete a line by hand."""
        segment_no = self.existing(segment_no)
        line_no = self._line(segment_no, place)
        self.do(lambda: delete_line(self.reader, segment_no, line_no, context=self.context))

    def _line(self, segment_no: str, place: int) -> int:
        lines = list(self.reader.where(SegmentLine, segment_no=segment_no))
        assume(lines)
        return lines[place % len(lines)].line_no

    @precondition(_has_segment)
    @rule(segment_no=_segment)
    def drop(self, segment_no: str) -> None:
        """Delete a segment."""
        segment_no = self.existing(segment_no)
        self.do(lambda: delete_segment(self.reader, segment_no, context=self.context))

    @precondition(_has_segment)
    @rule(segment_no=_segment, follow_up=st.booleans())
    def log(self, segment_no: str, *, follow_up: bool) -> None:
        """Log a segment: a log entry for every line with a contact, at the same cost; the segment is gone."""
        segment_no = self.existing(segment_no)
        lines = [line for line in self.reader.where(SegmentLine, segment_no=segment_no) if line.contact_no]
        other = _other(segment_no)
        changes = self.do(
            lambda: log_segment(self.reader, segment_no, follow_up=follow_up, follow_up_no=other, context=self.context)
        )
        if changes is not None:
            entries = changes.inserted_of(InteractionLogEntry)
            assert len(entries) == len(lines)
            assert sum(entry.cost for entry in entries) == sum(line.cost for line in lines)
            assert self.reader.get(SegmentHeader, segment_no) is None
            assert not list(self.reader.where(SegmentLine, segment_no=segment_no))

    # Interactions

    @rule(contact_no=_contact, template=_template, campaign_no=st.just("") | _campaign)
    def record(self, contact_no: str, template: str, campaign_no: str) -> None:
        """Log an interaction outside segments."""
        self.do(
            lambda: record_interaction(
                self.reader, contact_no, template, campaign_no=campaign_no or None, context=self.context
            )
        )

    @precondition(has(CampaignEntry))
    @rule(entry_no=_number)
    def cancel_campaign_entry(self, entry_no: int) -> None:
        """Cancel a campaign entry, or take that back: everything below it follows."""
        entry_no = self.pick(CampaignEntry, entry_no).entry_no
        if self.do(lambda: toggle_campaign_entry(self.reader, entry_no)) is not None:
            entry = self.reader.get(CampaignEntry, entry_no)
            assert entry is not None
            below = self.reader.where(
                InteractionLogEntry, campaign_no=entry.campaign_no, campaign_entry_no=entry.entry_no
            )
            assert all(log_entry.canceled == entry.canceled for log_entry in below)

    @precondition(has(LoggedSegment))
    @rule(entry_no=_number)
    def cancel_logged_segment(self, entry_no: int) -> None:
        """Cancel a logged segment, or take that back: everything below it follows."""
        entry_no = self.pick(LoggedSegment, entry_no).entry_no
        if self.do(lambda: toggle_logged_segments(self.reader, [entry_no])) is not None:
            logged = self.reader.get(LoggedSegment, entry_no)
            assert logged is not None
            below = self.reader.where(InteractionLogEntry, logged_segment_entry_no=entry_no)
            assert all(log_entry.canceled == logged.canceled for log_entry in below)

    @precondition(has(InteractionLogEntry))
    @rule(entry_nos=st.lists(_number, min_size=1, max_size=3, unique=True))
    def cancel_log_entries(self, entry_nos: list[int]) -> None:
        """Cancel log entries, or take that back: an entry that counts again has no canceled parent."""
        entry_nos = list(dict.fromkeys(self.pick(InteractionLogEntry, place).entry_no for place in entry_nos))
        changes = self.do(lambda: toggle_log_entries(self.reader, entry_nos))
        for entry in changes.modified_of(InteractionLogEntry) if changes else ():
            parent = self.reader.get(CampaignEntry, entry.campaign_entry_no)
            logged = self.reader.get(LoggedSegment, entry.logged_segment_entry_no)
            if not entry.canceled:
                assert not (parent and parent.canceled)
                assert not (logged and logged.canceled)

    @precondition(has_canceled(CampaignEntry))
    @rule()
    def delete_campaign_entries(self) -> None:
        """Delete canceled campaign entries, and only those."""
        changes = self.do(lambda: delete_canceled_campaign_entries(self.reader))
        assert changes is not None
        assert all(entry.canceled for entry in changes.deleted_of(CampaignEntry))
        assert not list(self.reader.where(CampaignEntry, canceled=True))

    @precondition(has_canceled(InteractionLogEntry))
    @rule()
    def delete_log_entries(self) -> None:
        """Delete canceled log entries, and only those; no figure changes."""
        before = campaign_statistics(self.reader.where(InteractionLogEntry))
        changes = self.do(lambda: delete_canceled_log_entries(self.reader))
        assert changes is not None
        assert all(entry.canceled for entry in changes.deleted_of(InteractionLogEntry))
        assert not list(self.reader.where(InteractionLogEntry, canceled=True))
        assert campaign_statistics(self.reader.where(InteractionLogEntry)) == before

    @precondition(has_canceled(LoggedSegment))
    @rule()
    def delete_logged_segments(self) -> None:
        """Delete canceled logged segments, and only those."""
        changes = self.do(lambda: delete_canceled_logged_segments(self.reader))
        assert changes is not None
        assert all(logged.canceled for logged in changes.deleted_of(LoggedSegment))

    # Contacts

    @rule(contact_no=_contact, company_no=st.sampled_from(["", "CO1", "CO2", "CO3"]))
    def move(self, contact_no: str, company_no: str) -> None:
        """Move a person to another company, which no contact on a segment does."""
        on_segment = list(self.reader.where(SegmentLine, contact_no=contact_no))
        before = self.reader.get(Contact, contact_no)
        changes = self.do(lambda: change_contact_company(self.reader, contact_no, company_no))
        if changes and on_segment:
            after = self.reader.get(Contact, contact_no)
            assert before is not None
            assert after is not None
            assert before.company_no == after.company_no

    @rule(contact_no=_contact)
    def make_customer(self, contact_no: str) -> None:
        """Create a customer from a contact: its target rows follow."""
        changes = self.do(lambda: create_customer(self.reader, contact_no, customer_no=f"C{self.day}"))
        assert changes is None or not any(row.no == contact_no for row in changes.inserted_of(CampaignTargetGroup))

    @rule(contact_no=st.sampled_from(["P2", "P4", "CO3"]))
    def delete(self, contact_no: str) -> None:
        """Delete a contact, which none on a segment is."""
        on_segment = list(self.reader.where(SegmentLine, contact_no=contact_no))
        changes = self.do(lambda: delete_contact(self.reader, contact_no))
        assert not (changes and on_segment)
