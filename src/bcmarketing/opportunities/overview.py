"""An opportunity at a glance, the return of a campaign, and the cues of a role center, computed from a `Reader`."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import attrs

from ..amounts import ZERO
from ..arguments import checked, checked_code
from ..campaigns.records import Campaign
from ..codes import check_date
from ..contacts.records import CommentTable, Contact, ContactDuplicate, ContactType, RlshpMgtCommentLine
from ..errors import InvalidField
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import ALWAYS
from ..kinds import checked_kinds
from ..periods import Period
from ..store.reader import Reader
from ..store.work import Work
from .records import Opportunity, OpportunityEntry, SalesCycle
from .returns import CampaignReturn, campaign_return
from .standing import active_entry, opportunity_of

#: How many days ahead a cue looks.
_SOON: Final = dt.timedelta(days=7)


@attrs.frozen(kw_only=True)
class OpportunityOverview:
    """What the card of an opportunity shows beside its own fields: the figures of its active entry.

    Without active entry they are 0 and blank. The probability is shown with one decimal and kept unrounded.
    """

    opportunity: Opportunity
    active: OpportunityEntry | None
    current_sales_cycle_stage: int
    estimated_value_lcy: Decimal
    probability_pct: Decimal
    calcd_current_value_lcy: Decimal
    chances_of_success_pct: Decimal
    completed_pct: Decimal
    estimated_closing_date: dt.date | None
    no_of_interactions: int


@checked_kinds
def opportunity_overview(reader: Reader, opportunity_no: str) -> OpportunityOverview:
    """Return an opportunity with its figures, and the number of its interactions neither canceled nor postponed.

    Raises:
        NotFound: there is no such opportunity.

    Source: table 5092, flow fields.
    """
    opportunity = opportunity_of(reader, opportunity_no)
    active = active_entry(reader, opportunity.no)
    entry = OpportunityEntry(entry_no=0) if active is None else active
    log = reader.where(InteractionLogEntry, opportunity_no=opportunity.no, canceled=False, postponed=False)
    return OpportunityOverview(
        opportunity=opportunity,
        active=active,
        current_sales_cycle_stage=entry.sales_cycle_stage,
        estimated_value_lcy=entry.estimated_value_lcy,
        probability_pct=entry.probability_pct,
        calcd_current_value_lcy=entry.calcd_current_value_lcy,
        chances_of_success_pct=entry.chances_of_success_pct,
        completed_pct=entry.completed_pct,
        estimated_closing_date=entry.estimated_close_date,
        no_of_interactions=sum(1 for _ in log),
    )


@checked_kinds
def return_of_campaign(reader: Reader, campaign_no: str, period: Period = ALWAYS) -> CampaignReturn:
    """Return what a campaign cost and what its opportunities are worth; *period* restricts its interactions.

    Raises:
        NotFound: there is no such campaign.
    """
    no = Work(reader).require(Campaign, checked_code(campaign_no, 20, "campaign_no")).no
    return campaign_return(
        no,
        reader.where(InteractionLogEntry, campaign_no=no),
        reader.where(OpportunityEntry, campaign_no=no, active=True),
        period=period,
    )


def sales_cycle_has_comment(reader: Reader, sales_cycle_code: str) -> bool:
    """Return whether a comment line exists for a sales cycle.

    Raises:
        NotFound: there is no such sales cycle.
    """
    code = Work(reader).require(SalesCycle, checked_code(sales_cycle_code, 10, "sales_cycle_code")).code
    return any(True for _ in reader.where(RlshpMgtCommentLine, table_name=CommentTable.SALES_CYCLE, no=code))


@attrs.frozen(kw_only=True)
class Cues:
    """What a role center counts.

    Attributes:
        due: active entries that are not closed and expected to close within 7 days from the work date.
        overdue: active entries that are not closed and expected to close before the work date.
        duplicates: pairs of contacts that the host's search takes for the same.
    """

    open_opportunities: int
    closed_opportunities: int
    due: tuple[OpportunityEntry, ...]
    overdue: tuple[OpportunityEntry, ...]
    companies: int
    persons: int
    duplicates: int


def cues(reader: Reader, work_date: dt.date) -> Cues:
    """Return what a role center counts on a work date.

    Source: table 9250, Relationship Mgmt. Cue.
    """
    check_date(work_date, "work_date")
    pending = [
        (entry.estimated_close_date, entry)
        for entry in reader.where(OpportunityEntry, active=True)
        if entry.date_closed is None
    ]
    dated = [(date, entry) for date, entry in pending if date is not None]
    return Cues(
        open_opportunities=_count(reader.where(Opportunity, closed=False)),
        closed_opportunities=_count(reader.where(Opportunity, closed=True)),
        due=tuple(entry for date, entry in dated if work_date <= date <= work_date + _SOON),
        overdue=tuple(entry for date, entry in dated if date < work_date),
        companies=_count(reader.where(Contact, type=ContactType.COMPANY)),
        persons=_count(reader.where(Contact, type=ContactType.PERSON)),
        duplicates=_count(reader.where(ContactDuplicate)),
    )


def top_opportunities(reader: Reader, limit: int = 5) -> tuple[tuple[Opportunity, Decimal], ...]:
    """Return the open opportunities of the highest estimated value, with that value; equal ones by number.

    Raises:
        InvalidField: the limit is negative.

    Source: codeunit 783, top five opportunities.
    """
    if checked(limit, int, "limit") < 0:
        raise InvalidField("limit", limit, "must not be negative")
    values = {entry.opportunity_no: entry.estimated_value_lcy for entry in reader.where(OpportunityEntry, active=True)}
    pairs = [(one, values.get(one.no, ZERO)) for one in reader.where(Opportunity, closed=False)]
    # Sorting keeps the order of equals, which is by number; a minus sign would round in the thread's decimal context.
    return tuple(sorted(pairs, key=lambda pair: pair[1], reverse=True)[:limit])


def _count(rows: Iterable[object]) -> int:
    return sum(1 for _ in rows)
