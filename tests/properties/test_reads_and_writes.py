"""What a process may write: random sequences of processes touch no other tables than theirs."""

from collections.abc import Callable
from typing import Final

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from bcmarketing.activities.records import Attendee, Task
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import (
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
)
from bcmarketing.contacts.setup import NumberSeries
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.pricing.records import PriceListHeader, PriceListLine
from bcmarketing.segments.records import (
    LoggedSegment,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentHistory,
    SegmentInteractionLanguage,
    SegmentLine,
)
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.testing.machine import CampaignMachine

Kinds = frozenset[type[Record]]

LINE_DEFAULTS: Final[Kinds] = frozenset({SegmentInteractionLanguage, CampaignTargetGroup})
LINE_DELETE: Final[Kinds] = frozenset(
    {
        SegmentLine,
        SegmentInteractionLanguage,
        SegmentCriteriaLine,
        SegmentHistory,
        Task,
        CampaignTargetGroup,
    }
)
STEP: Final[Kinds] = frozenset({SegmentCriteriaLine, SegmentHistory, SegmentLine})
STAGE: Final[Kinds] = frozenset({OpportunityEntry, Opportunity, Task, Attendee, NumberSeries})

#: process -> the kinds of rows that it may insert, modify or delete, after the tables "reads and writes" of the rules
MAY_WRITE: Final[dict[str, Kinds]] = {
    "activate_campaign": frozenset({CampaignTargetGroup}),
    "deactivate_campaign": frozenset({CampaignTargetGroup}),
    "modify_campaign": frozenset({Campaign, PriceListHeader, PriceListLine}),
    "create_segment": frozenset({SegmentHeader, NumberSeries, SegmentLine, SegmentInteractionLanguage}),
    "change_segment_header": frozenset({SegmentHeader, SegmentLine, SegmentInteractionLanguage}),
    "insert_line": STEP | LINE_DEFAULTS,
    "change_line": STEP | LINE_DEFAULTS,
    "delete_line": LINE_DELETE,
    "delete_segment": LINE_DELETE | {SegmentHeader},
    "add_contacts": STEP | LINE_DEFAULTS,
    "reduce_contacts": LINE_DELETE,
    "refine_contacts": LINE_DELETE,
    "go_back": LINE_DELETE,
    "log_segment": LINE_DELETE | {SegmentHeader, LoggedSegment, CampaignEntry, InteractionLogEntry, NumberSeries},
    "record_interaction": frozenset({InteractionLogEntry, CampaignEntry}),
    "toggle_campaign_entry": frozenset({CampaignEntry, InteractionLogEntry}),
    "toggle_logged_segments": frozenset({LoggedSegment, CampaignEntry, InteractionLogEntry}),
    "toggle_log_entries": frozenset({InteractionLogEntry}),
    "delete_canceled_campaign_entries": frozenset({CampaignEntry, InteractionLogEntry}),
    "delete_canceled_log_entries": frozenset({InteractionLogEntry, CampaignTargetGroup}),
    "delete_canceled_logged_segments": frozenset({LoggedSegment, InteractionLogEntry, CampaignEntry}),
    "change_contact_company": frozenset({Contact, InteractionLogEntry, Opportunity, OpportunityEntry, Task}),
    "create_customer": frozenset({Contact, ContactBusinessRelation, Customer, CampaignTargetGroup}),
    "delete_contact": frozenset(
        {
            Contact,
            ContactBusinessRelation,
            ContactIndustryGroup,
            ContactJobResponsibility,
            ContactMailingGroup,
            Customer,
            InteractionLogEntry,
            Opportunity,
            OpportunityEntry,
            Task,
            CampaignTargetGroup,
        }
    ),
    "assign_activity": frozenset({Task, Attendee, NumberSeries}),
    "close_task": frozenset({Task}),
    "reopen_task": frozenset({Task}),
    "set_task_canceled": frozenset({Task}),
    "delete_canceled_tasks": frozenset({Task, Attendee}),
    "insert_opportunity": frozenset({Opportunity, NumberSeries}),
    "activate_first_stage": STAGE,
    "update_opportunity": STAGE,
    "close_opportunity": STAGE,
    "delete_opportunity": frozenset({Opportunity, OpportunityEntry}),
}


class WatchedMachine(CampaignMachine):
    """Checks after each process that it wrote what it may, and nothing else."""

    def do(self, process: Callable[[], ChangeSet]) -> ChangeSet | None:
        names = [name for name in process.__code__.co_names if name in MAY_WRITE]
        assert names, process.__code__.co_names
        allowed = frozenset[type[Record]]().union(*(MAY_WRITE[name] for name in names))
        changes = super().do(process)
        if changes is not None:
            rows = (*changes.inserted, *changes.deleted, *(change.new for change in changes.modified))
            beyond = sorted({type(row).__name__ for row in rows if type(row) not in allowed})
            assert not beyond, f"{names} wrote {beyond}"
        return changes


def test_processes_write_only_the_tables_that_are_theirs() -> None:
    run_state_machine_as_test(WatchedMachine, settings=settings(max_examples=25, stateful_step_count=100))
