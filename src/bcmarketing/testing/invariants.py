"""What holds after any sequence of processes, whatever they were: checks over everything a store holds.

Each check raises `AssertionError` with the rows at fault. A host can run `check_invariants` over its own tables.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Final

from ..activities.records import AttendanceType, Attendee, AttendeeType, SystemTaskType, Task, TaskStatus
from ..campaigns.prices import campaign_of, price_rows
from ..campaigns.records import Campaign, CampaignEntry
from ..contacts.records import Contact, ContactType
from ..interactions.records import InteractionLogEntry
from ..opportunities.records import ActionTaken, Opportunity, OpportunityEntry, OpportunityStatus
from ..segments.records import CriteriaLineType, SegmentCriteriaLine, SegmentHeader, SegmentLine
from ..store.reader import Reader


def check_invariants(reader: Reader) -> None:
    """Check everything that this module checks.

    Raises:
        AssertionError: a rule that always holds does not.

    >>> from bcmarketing.samples import winter_light
    >>> check_invariants(winter_light.tables())
    """
    for check in _CHECKS:
        check(reader)


def _none(rows: Iterable[object], rule: str) -> None:
    found = list(rows)
    if found:
        raise AssertionError(f"{rule}: {found[:3]!r}")


def _once(values: Iterable[Hashable], rule: str) -> None:
    _none((value for value, times in Counter(values).items() if times > 1), rule)


def check_campaigns(reader: Reader) -> None:
    """Check that campaigns start before they end, and that their price rows carry their dates."""
    for campaign in reader.where(Campaign):
        if campaign.starting_date and campaign.ending_date and campaign.starting_date > campaign.ending_date:
            raise AssertionError(f"a campaign starts before it ends: {campaign!r}")
        dates = (campaign.starting_date, campaign.ending_date)
        _none(
            (row for row in price_rows(reader, campaign.no) if (row.starting_date, row.ending_date) != dates),
            f"price rows of {campaign.no} carry its dates",
        )
        _none(
            (row for row in price_rows(reader, campaign.no) if campaign_of(row) != campaign.no),
            "price rows name their campaign",
        )


def check_campaign_entries(reader: Reader) -> None:
    """Check that a document type, campaign and segment have one campaign entry, which their log entries name."""
    entries = {entry.entry_no: entry for entry in reader.where(CampaignEntry)}
    _once(
        ((entry.document_type, entry.campaign_no, entry.segment_no) for entry in entries.values()),
        "one campaign entry for a document type, campaign and segment",
    )
    for log_entry in reader.where(InteractionLogEntry, postponed=False):
        if log_entry.campaign_no and reader.get(Campaign, log_entry.campaign_no) is not None:
            parent = entries.get(log_entry.campaign_entry_no)
            if parent is None or parent.campaign_no != log_entry.campaign_no:
                raise AssertionError(f"a log entry names a campaign entry of its campaign: {log_entry!r}")


def check_segments(reader: Reader) -> None:
    """Check that segment lines belong to a segment and a contact, and that criteria count their filters."""
    for line in reader.where(SegmentLine):
        if reader.get(SegmentHeader, line.segment_no) is None:
            raise AssertionError(f"a segment line has a segment: {line!r}")
        # Going back brings a line back even if its contact was deleted meanwhile; it then has no company.
        contact = reader.get(Contact, line.contact_no)
        if line.contact_company_no != (contact.company_no if contact else ""):
            raise AssertionError(f"a segment line names the company of its contact: {line!r}")
    actions: list[SegmentCriteriaLine] = []
    filters: Counter[SegmentCriteriaLine] = Counter()
    for criteria in reader.where(SegmentCriteriaLine):
        if criteria.type is CriteriaLineType.ACTION:
            actions.append(criteria)
        elif actions and actions[-1].segment_no == criteria.segment_no:
            filters[actions[-1]] += 1
        else:
            raise AssertionError(f"a filter follows its action: {criteria!r}")
    _none((action for action in actions if action.no_of_filters != filters[action]), "an action counts its filters")


def check_contacts(reader: Reader) -> None:
    """Check that companies are their own company, and persons are not."""
    for contact in reader.where(Contact):
        if (contact.type is ContactType.COMPANY) != (contact.company_no == contact.no):
            raise AssertionError(f"a company is its own company, a person is not: {contact!r}")


def check_tasks(reader: Reader) -> None:
    """Check status, ownership and attendees of tasks."""
    tasks = {task.no: task for task in reader.where(Task)}
    for task in tasks.values():
        if not task.closed == (task.status is TaskStatus.COMPLETED) == (task.date_closed is not None):
            raise AssertionError(f"a task is closed when it is completed, and has a closing date then: {task!r}")
        if task.canceled and not task.closed:
            raise AssertionError(f"a canceled task is closed: {task!r}")
        owner = tasks.get(task.organizer_task_no)
        if owner is None or owner.organizer_task_no != owner.no:
            raise AssertionError(f"a task has an owning task, which owns itself: {task!r}")
        if owner.system_task_type not in (SystemTaskType.ORGANIZER, SystemTaskType.TEAM):
            raise AssertionError(f"an owning task is an organizer's or a team's: {owner!r}")
    attendees = list(reader.where(Attendee))
    _once(((row.task_no, row.attendee_no) for row in attendees), "an attendee attends once")
    organizers = [row for row in attendees if row.attendance_type is AttendanceType.TASK_ORGANIZER]
    _once((row.task_no for row in organizers), "a meeting has one organizer")
    _none((row for row in organizers if row.attendee_type is not AttendeeType.SALESPERSON), "a salesperson organizes")


_STATUS_OF: Final = {ActionTaken.WON: OpportunityStatus.WON, ActionTaken.LOST: OpportunityStatus.LOST}


def check_opportunities(reader: Reader) -> None:
    """Check that an opportunity stands as its active entry says."""
    for opportunity in reader.where(Opportunity):
        entries = list(reader.where(OpportunityEntry, opportunity_no=opportunity.no))
        active = [entry for entry in entries if entry.active]
        if (opportunity.status is OpportunityStatus.NOT_STARTED) != (not entries):
            raise AssertionError(f"an opportunity has entries once it is started: {opportunity!r}")
        if entries and (len(active) != 1 or active[0] is not entries[-1]):
            raise AssertionError(f"the latest entry of an opportunity is the active one: {entries!r}")
        if active:
            wanted = _STATUS_OF.get(active[0].action_taken, OpportunityStatus.IN_PROGRESS)
            if opportunity.status is not wanted:
                raise AssertionError(f"an opportunity has the status of its active entry: {opportunity!r}")
        is_closed = opportunity.status in (OpportunityStatus.WON, OpportunityStatus.LOST)
        if not opportunity.closed == is_closed == (opportunity.date_closed is not None):
            raise AssertionError(f"an opportunity is closed when it is won or lost: {opportunity!r}")


_CHECKS: Final[tuple[Callable[[Reader], None], ...]] = (
    check_campaigns,
    check_campaign_entries,
    check_segments,
    check_contacts,
    check_tasks,
    check_opportunities,
)
