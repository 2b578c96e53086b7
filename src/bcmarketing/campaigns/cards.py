"""The campaign card: campaigns come, change, get another number, and go (table 5071)."""

from typing import Final, get_args

import attrs

from ..activities.records import Task
from ..arguments import checked_code
from ..contacts.numbers import check_manual_no, next_no
from ..contacts.partners import Salesperson
from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..contacts.setup import MarketingSetup
from ..context import Context
from ..errors import Blocked, Duplicate, FieldRequired
from ..interactions.records import InteractionLogEntry, InteractionTemplate
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity, OpportunityEntry
from ..policies import BC, Policies
from ..pricing.propagation import delete_source_prices
from ..pricing.records import PriceSourceType
from ..segments.records import SegmentHeader, SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .prices import follow_dates, follow_number, price_rows
from .records import Campaign, CampaignEntry, CampaignTargetGroup
from .refusals import CampaignDates
from .statuses import Renamed, StatusFlow, check_status

#: What names a campaign, besides price rows and comments.
_Naming = (
    CampaignEntry
    | CampaignTargetGroup
    | SegmentHeader
    | SegmentLine
    | InteractionLogEntry
    | InteractionTemplate
    | Task
    | Opportunity
    | OpportunityEntry
)
#: The tables of these rows, which follow a campaign to another number.
REFERENCES: Final[tuple[type[_Naming], ...]] = get_args(_Naming)


@checked_kinds
def insert_campaign(reader: Reader, campaign: Campaign, *, context: Context) -> ChangeSet:
    """Add a campaign.

    A blank number is taken from the series of the marketing setup; a blank salesperson is the user's own.

    Raises:
        NoSeries: the number is blank, and there is no series to take one from.
        ManualNo: the number is given, and the series does not allow that.
        Duplicate: there is a campaign with this number.
        NotFound: there is no such salesperson or status.
        Blocked: the salesperson is blocked.
        CampaignDates: it would start after it ends.

    >>> import datetime as dt
    >>> from bcmarketing.store.tables import Tables
    >>> changes = insert_campaign(Tables(), Campaign(no="CP1"), context=Context(today=dt.date(2027, 1, 11)))
    >>> changes.inserted_of(Campaign)[0].no
    'CP1'
    """
    work = Work(reader)
    setup = work.get(MarketingSetup, "") or MarketingSetup()
    if campaign.no:
        check_manual_no(work, setup.campaign_nos, "Campaign", campaign.no)
        campaign = attrs.evolve(campaign, no_series="")
    else:
        no = next_no(work, setup.campaign_nos, "Campaign")
        campaign = attrs.evolve(campaign, no=no, no_series=setup.campaign_nos)
    if not campaign.salesperson_code:
        campaign = attrs.evolve(campaign, salesperson_code=context.user_salesperson_code)
    _check_fields(work, None, campaign, None)
    work.insert(campaign)
    return work.done()


@checked_kinds
def modify_campaign(
    reader: Reader,
    campaign: Campaign,
    *,
    flow: StatusFlow | None = None,
    edit_active_prices: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Store a changed campaign. Its price and discount rows follow a changed date, whatever their status.

    Args:
        reader: the tables.
        campaign: the campaign as it is to be, under the number it has.
        flow: the changes of status that the host allows; Business Central allows any.
        edit_active_prices: whether active price lists are open to editing in general; then nothing is asked.
        context: whose today becomes the date of modification.
        policies: ``update_active_price_lists``.

    Raises:
        NotFound: there is no campaign with this number, or no such salesperson or status.
        Blocked: the new salesperson is blocked.
        CampaignDates: it would start after it ends.
        StatusNotAllowed: *flow* does not allow the change of status.
        Declined: a price list of the campaign is active, and its dates are not to change.
    """
    work = Work(reader)
    old = work.require(Campaign, campaign.no)
    _check_fields(work, old, campaign, flow)
    campaign = work.modify(attrs.evolve(campaign, last_date_modified=context.today))
    if (old.starting_date, old.ending_date) != (campaign.starting_date, campaign.ending_date):
        follow_dates(work, campaign, edit_active_prices=edit_active_prices, policies=policies)
    return work.done()


def _check_fields(work: Work, old: Campaign | None, new: Campaign, flow: StatusFlow | None) -> None:
    """Check what was entered: fields that stay as they are may be as they are."""
    before = old or Campaign(no=new.no)
    if (before.starting_date, before.ending_date) != (new.starting_date, new.ending_date):
        check_dates(new)
    if new.salesperson_code and new.salesperson_code != before.salesperson_code:
        salesperson = work.require(Salesperson, new.salesperson_code)
        if salesperson.blocked or salesperson.privacy_blocked:
            raise Blocked("salesperson_code", new.salesperson_code)
    check_status(work, old, new, flow)


def check_dates(campaign: Campaign) -> None:
    """Check that a campaign does not start after it ends; a blank end is open, a blank start before every date.

    Raises:
        CampaignDates: it would.
    """
    start, end = campaign.starting_date, campaign.ending_date
    if start is not None and end is not None and start > end:
        raise CampaignDates(campaign.no, start, end)


@checked_kinds
def rename_campaign(reader: Reader, campaign_no: str, new_no: str, *, context: Context) -> ChangeSet:
    """Give a campaign another number. Its price rows and everything that names the campaign follow.

    Raises:
        NotFound: there is no such campaign.
        FieldRequired: the new number is blank.
        Duplicate: a campaign has the new number.
    """
    work = Work(reader)
    old = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    new = attrs.evolve(old, no=new_no, last_date_modified=context.today)
    if not new.no:
        raise FieldRequired("no")
    if work.get(Campaign, new.no) is not None:
        raise Duplicate("Campaign", new.no)
    work.delete(old)
    work.insert(new)
    work.because(Renamed(old.no, new.no))
    follow_number(work, old.no, new.no)
    for kind in REFERENCES:
        for row in work.where(kind, campaign_no=old.no):
            work.delete(row)
            work.insert(attrs.evolve(row, campaign_no=new.no))
    for comment in work.where(RlshpMgtCommentLine, table_name=CommentTable.CAMPAIGN, no=old.no):
        work.delete(comment)
        work.insert(attrs.evolve(comment, no=new.no))
    return work.done()


@checked_kinds
def delete_campaign(reader: Reader, campaign_no: str) -> ChangeSet:
    """Delete a campaign with its comments, entries, target group and price rows; nothing stands in the way.

    Its price lists go with all their lines, whomever those are for.
    What only names it - segments, log entries, tasks, opportunities - keeps the number of a campaign that is no more,
    and the log entries that of a campaign entry that is no more. Default dimensions are the host's to remove.

    Raises:
        NotFound: there is no such campaign.
    """
    work = Work(reader)
    campaign = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    for comment in work.where(RlshpMgtCommentLine, table_name=CommentTable.CAMPAIGN, no=campaign.no):
        work.delete(comment)
    for entry in work.where(CampaignEntry, campaign_no=campaign.no):
        work.delete(entry)
    for target in work.where(CampaignTargetGroup, campaign_no=campaign.no):
        work.delete(target)
    work.take(delete_source_prices(reader, PriceSourceType.CAMPAIGN, campaign.no))
    for row in list(price_rows(work, campaign.no)):  # of the older engine
        work.delete(row)
    work.delete(campaign)
    return work.done()
