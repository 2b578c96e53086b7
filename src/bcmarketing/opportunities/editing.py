"""Changing a stored opportunity: who works on it, for whom, and for which campaign and segment (table 5092)."""

from collections.abc import Callable

import attrs

from ..activities.people import company_of
from ..activities.records import AttendanceType, Attendee, SystemTaskType, Task, TaskType
from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..campaigns.targets import is_activated
from ..contacts.records import Contact
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.records import SegmentHeader
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .inserting import check_cycle, check_salesperson
from .records import Opportunity, OpportunityEntry, OpportunityStatus
from .refusals import CampaignDates, CampaignNotActive, ContactOfOtherCompany, SegmentOfOtherCampaign
from .standing import active_entry, linked_quote, opportunity_of


@checked_kinds
def change_salesperson(
    reader: Reader, opportunity_no: str, salesperson_code: str, *, policies: Policies = BC
) -> ChangeSet:
    """Give an opportunity another salesperson; its active entry follows.

    Args:
        policies: ``update_open_tasks`` lets the open tasks of the old salesperson follow. The organizer of a meeting
            stays; a salesperson who only attends is replaced.

    Raises:
        NotFound: there is no such opportunity or salesperson.
        FieldRequired: the salesperson is to be cleared.
        Blocked: the salesperson is blocked.
    """
    work = Work(reader)
    old = opportunity_of(work, opportunity_no)
    code = checked_code(salesperson_code, 20, "salesperson_code")
    if code == old.salesperson_code:
        return work.done()
    if not code:
        raise FieldRequired("salesperson_code")
    salesperson = check_salesperson(work, code)
    _store(
        work,
        attrs.evolve(old, salesperson_code=code),
        lambda entry: attrs.evolve(entry, salesperson_code=code),
    )
    if policies.update_open_tasks and old.salesperson_code:
        for task in work.where(Task, opportunity_no=old.no, closed=False, salesperson_code=old.salesperson_code):
            if task.type is not TaskType.MEETING:
                work.modify(attrs.evolve(task, salesperson_code=code))
            elif task.system_task_type is SystemTaskType.SALESPERSON_ATTENDEE:
                changed = attrs.evolve(task, salesperson_code=code)
                _replace_attendee(work, changed, old.salesperson_code, code, salesperson.name)
    return work.done()


@checked_kinds
def change_contact(reader: Reader, opportunity_no: str, contact_no: str, *, policies: Policies = BC) -> ChangeSet:
    """Give an opportunity another contact; its company, its active entry and a linked quote follow.

    Args:
        policies: ``update_open_tasks`` lets the open tasks with the old contact follow.

    Raises:
        NotFound: there is no such opportunity or contact.
        FieldRequired: the contact is to be cleared.
        ContactOfOtherCompany: the opportunity is started, and the contact belongs to another company.
    """
    work = Work(reader)
    old = opportunity_of(work, opportunity_no)
    no = checked_code(contact_no, 20, "contact_no")
    if no == old.contact_no:
        return work.done()
    if not no:
        raise FieldRequired("contact_no")
    contact = work.require(Contact, no)
    company_no = company_of(contact)
    started = old.status is not OpportunityStatus.NOT_STARTED
    if old.contact_no and started and company_no != old.contact_company_no:
        raise ContactOfOtherCompany(old.no, no, old.contact_company_no)
    _store(
        work,
        attrs.evolve(old, contact_no=no, contact_company_no=company_no),
        lambda entry: attrs.evolve(entry, contact_no=no, contact_company_no=company_no),
    )
    quote = linked_quote(work, old)
    if quote is not None:
        work.modify(attrs.evolve(quote, sell_to_contact_no=no))
    if policies.update_open_tasks and old.contact_no:
        for task in work.where(Task, opportunity_no=old.no, closed=False, contact_no=old.contact_no):
            changed = attrs.evolve(task, contact_no=no, contact_company_no=company_no)
            if task.type is TaskType.MEETING and task.system_task_type is SystemTaskType.CONTACT_ATTENDEE:
                _replace_attendee(work, changed, old.contact_no, no, contact.name)
            else:
                work.modify(changed)
    return work.done()


@checked_kinds
def change_campaign(reader: Reader, opportunity_no: str, campaign_no: str, *, policies: Policies = BC) -> ChangeSet:
    """Give an opportunity another campaign, or none; its active entry follows, older entries keep theirs.

    The segment becomes the only segment of the campaign, or blank; its description stays as it was (Q-7).

    Args:
        policies: ``update_open_tasks`` lets the open tasks of the old campaign follow.

    Raises:
        NotFound: there is no such opportunity or campaign.
        CampaignDates: the campaign does not run on the creation date, or has no ending date.
        CampaignNotActive: the campaign is not activated.
    """
    work = Work(reader)
    old = opportunity_of(work, opportunity_no)
    no = checked_code(campaign_no, 20, "campaign_no")
    if no == old.campaign_no:
        return work.done()
    segment_no = ""
    if no:
        campaign = work.require(Campaign, no)
        if not runs_on_creation(campaign, old):
            raise CampaignDates(no, old.no)
        if not is_activated(work, no):
            raise CampaignNotActive(no)
        segments = work.where(SegmentHeader, campaign_no=no)
        segment_no = segments[0].no if len(segments) == 1 else ""
    _store(
        work,
        attrs.evolve(old, campaign_no=no, segment_no=segment_no),
        lambda entry: attrs.evolve(entry, campaign_no=no),
    )
    if policies.update_open_tasks:
        for task in work.where(Task, opportunity_no=old.no, closed=False, campaign_no=old.campaign_no):
            work.modify(attrs.evolve(task, campaign_no=no))
    return work.done()


@checked_kinds
def change_segment(reader: Reader, opportunity_no: str, segment_no: str) -> ChangeSet:
    """Give an opportunity another segment and its description, or none.

    Raises:
        NotFound: there is no such opportunity or segment.
        SegmentOfOtherCampaign: segment and opportunity name different campaigns.
    """
    work = Work(reader)
    old = opportunity_of(work, opportunity_no)
    no = checked_code(segment_no, 20, "segment_no")
    description = ""
    if no:
        segment = work.require(SegmentHeader, no)
        if old.campaign_no and segment.campaign_no and segment.campaign_no != old.campaign_no:
            raise SegmentOfOtherCampaign(no, old.campaign_no)
        description = segment.description
    work.modify(attrs.evolve(old, segment_no=no, segment_description=description))
    return work.done()


def change_sales_cycle(reader: Reader, opportunity_no: str, sales_cycle_code: str) -> ChangeSet:
    """Give an opportunity another sales cycle; meant for opportunities that are not started.

    Raises:
        NotFound: there is no such opportunity or sales cycle.
        CycleBlocked: the sales cycle is blocked.
    """
    work = Work(reader)
    old = opportunity_of(work, opportunity_no)
    code = checked_code(sales_cycle_code, 10, "sales_cycle_code")
    check_cycle(work, code)
    work.modify(attrs.evolve(old, sales_cycle_code=code))
    return work.done()


@checked_kinds
def eligible_campaigns(reader: Reader, opportunity_no: str) -> tuple[Campaign, ...]:
    """Return the campaigns that the opportunity can be given: activated, and running on its creation date.

    Raises:
        NotFound: there is no such opportunity.
    """
    work = Work(reader)
    opportunity = opportunity_of(work, opportunity_no)
    running = [campaign for campaign in work.where(Campaign) if runs_on_creation(campaign, opportunity)]
    return tuple(campaign for campaign in running if is_activated(work, campaign.no))


@checked_kinds
def eligible_segments(reader: Reader, opportunity_no: str) -> tuple[SegmentHeader, ...]:
    """Return the segments that the opportunity can be given: those of its campaign, or all if it has none.

    Raises:
        NotFound: there is no such opportunity.
    """
    work = Work(reader)
    campaign_no = opportunity_of(work, opportunity_no).campaign_no
    return tuple(work.where(SegmentHeader, campaign_no=campaign_no) if campaign_no else work.where(SegmentHeader))


def runs_on_creation(campaign: Campaign, opportunity: Opportunity) -> bool:
    """Return whether a campaign runs on the creation date of an opportunity; without an ending date it does not.

    >>> import datetime as dt
    >>> opportunity = Opportunity(no="OP1", creation_date=dt.date(2027, 1, 11))
    >>> runs_on_creation(Campaign(no="CP1", ending_date=dt.date(2027, 1, 11)), opportunity)
    True
    >>> runs_on_creation(Campaign(no="CP1", starting_date=dt.date(2027, 1, 11)), opportunity)
    False
    """
    created, start, end = opportunity.creation_date, campaign.starting_date, campaign.ending_date
    if end is None:
        return False
    if created is None:  # a blank date comes before every other
        return start is None
    return (start is None or start <= created) and created <= end


def _store(work: Work, opportunity: Opportunity, change: Callable[[OpportunityEntry], OpportunityEntry]) -> None:
    """Store a changed opportunity, and the same change on its active entry."""
    work.modify(opportunity)
    active = active_entry(work, opportunity.no)
    if active is not None:
        work.modify(change(active))


def _replace_attendee(work: Work, part: Task, old_no: str, new_no: str, name: str) -> None:
    """Put another person in the place of one who is invited to a meeting; one invited already stays invited once."""
    rows = work.where(Attendee, task_no=part.organizer_task_no)
    row = next((row for row in rows if row.attendee_no == old_no), None)
    if row is None or row.attendance_type is AttendanceType.TASK_ORGANIZER:
        return
    if any(other.attendee_no == new_no for other in rows):
        work.delete(row)
        work.delete(part)
    else:
        work.modify(attrs.evolve(row, attendee_no=new_no, attendee_name=name))
        work.modify(part)
