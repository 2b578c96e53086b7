"""Creating opportunities without the wizard: plainly, from a campaign, a segment line or an interaction."""

from collections.abc import Iterable

import attrs

from ..contacts.privacy import check_not_blocked
from ..contacts.records import CommentTable, Contact, RlshpMgtCommentLine
from ..context import Context
from ..interactions.records import InteractionLogEntry, InterLogEntryCommentLine
from ..kinds import checked_kinds
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .inserting import OpportunityWriter, check_references, default_sales_cycle, with_contact
from .records import Opportunity
from .refusals import EntryCanceled, EntryHasOpportunity


@checked_kinds
def insert_opportunity(
    reader: Reader,
    opportunity: Opportunity,
    *,
    numbers: Iterable[str] | None = None,
    context: Context,
) -> ChangeSet:
    """Create an opportunity with the fields given; its company, creation date and status follow from the rules.

    A blank number is drawn from *numbers* or from the series of the marketing setup.
    A blank salesperson becomes the one set up for the user.

    Raises:
        NotFound: a record that is named does not exist.
        ContactBlocked: the contact is blocked for privacy.
        Blocked: the salesperson is blocked.
        CycleBlocked: the sales cycle is blocked.
        NoSeries: a number is needed and there is none.
        ManualNo: a number is given, and the series does not allow that.
        Duplicate: an opportunity with this number exists.

    Source: table 5092, OnInsert.

    >>> import datetime as dt
    >>> from bcmarketing.store.tables import Tables
    >>> changes = insert_opportunity(
    ...     Tables(), Opportunity(no="OP1", description="Lamps"), context=Context(today=dt.date(2027, 1, 11)))
    >>> changes.inserted_of(Opportunity)[0].creation_date
    datetime.date(2027, 1, 11)
    """
    work = Work(reader)
    check_references(work, opportunity)
    OpportunityWriter(work, numbers, context).insert(with_contact(work, opportunity))
    return work.done()


@checked_kinds
def create_opportunity_from_campaign(
    reader: Reader, campaign_no: str, *, numbers: Iterable[str] | None = None, context: Context
) -> ChangeSet:
    """Create an opportunity of a campaign, which need neither run nor be activated yet.

    Raises:
        NotFound: there is no such campaign.
        NoSeries: a number is needed and there is none.

    Source: pages 5086 and 5123, an opportunity inserted in the list of a campaign.
    """
    return insert_opportunity(reader, Opportunity(no="", campaign_no=campaign_no), numbers=numbers, context=context)


@checked_kinds
def create_opportunity_from_line(
    reader: Reader, line: SegmentLine, *, numbers: Iterable[str] | None = None, context: Context
) -> ChangeSet:
    """Create an opportunity for the contact of a segment line, or of an interaction still in draft.

    Raises:
        NoSeries: a number is needed and there is none.

    Source: table 5077, CreateOpportunity.
    """
    work = Work(reader)
    OpportunityWriter(work, numbers, context).insert(_as_recorded(work, line))
    return work.done()


@checked_kinds
def create_opportunity_from_log_entry(
    reader: Reader, entry_no: int, *, numbers: Iterable[str] | None = None, context: Context
) -> ChangeSet:
    """Create an opportunity out of an interaction that took place; its comments go along, and it names the opportunity.

    Raises:
        NotFound: there is no such log entry.
        EntryCanceled: it is canceled.
        EntryHasOpportunity: it has an opportunity already.
        ContactBlocked: its contact or company is blocked for privacy.
        NoSeries: a number is needed and there is none.

    Source: table 5065, AssignNewOpportunity.
    """
    work = Work(reader)
    log_entry = work.require(InteractionLogEntry, entry_no)
    if log_entry.canceled:
        raise EntryCanceled(entry_no)
    if log_entry.opportunity_no:
        raise EntryHasOpportunity(entry_no, log_entry.opportunity_no)
    for no in dict.fromkeys((log_entry.contact_no, log_entry.contact_company_no)):
        contact = work.get(Contact, no) if no else None
        if contact is not None:
            check_not_blocked(contact)
    opportunity = OpportunityWriter(work, numbers, context).insert(_as_recorded(work, log_entry))
    for comment in work.where(InterLogEntryCommentLine, entry_no=entry_no):
        work.insert(
            RlshpMgtCommentLine(
                table_name=CommentTable.OPPORTUNITY,
                no=opportunity.no,
                line_no=comment.line_no,
                date=comment.date,
                code=comment.code,
                comment=comment.comment,
            )
        )
    work.modify(attrs.evolve(log_entry, opportunity_no=opportunity.no))
    return work.done()


def _as_recorded(work: Work, origin: SegmentLine | InteractionLogEntry) -> Opportunity:
    """Return the opportunity that a segment line or an interaction describes; nothing of it is checked."""
    return Opportunity(
        no="",
        description=origin.description,
        segment_no=origin.segment_no,
        segment_description=origin.description,
        campaign_no=origin.campaign_no,
        salesperson_code=origin.salesperson_code,
        contact_no=origin.contact_no,
        contact_company_no=origin.contact_company_no,
        sales_cycle_code=default_sales_cycle(work),
    )
