"""A campaign at a glance: its card's flow fields and lists, computed from a `Reader` (tables 5071, 5072, 5075)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import attrs

from ..activities.records import Task
from ..amounts import ZERO, add
from ..arguments import checked_code
from ..codes import is_text
from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..errors import NotFound
from ..filters.predicates import record_predicate
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import InteractionFigures, sum_up
from ..kinds import checked_kinds
from ..opportunities.records import OpportunityEntry
from ..segments.records import LoggedSegment, SegmentHeader
from ..store.reader import Reader
from .records import Campaign, CampaignEntry, CampaignTargetGroup
from .statistics import CampaignFigures, campaign_statistics

_NO_FIGURES: Final = CampaignFigures()


def _filter() -> str:
    return attrs.field(default="", validator=is_text)


@attrs.frozen(kw_only=True)
class FlowFilters:
    """What a user may filter the flow fields of a campaign by (table 5071, fields 20 to 37 and 40).

    Every filter is a filter expression such as ``2027-01-01..2027-03-31`` or ``Yes``; a blank one restricts nothing.

    Attributes:
        date: of log entries and tasks; of opportunities the estimated close date. A blank date sorts before all.
        contact_no: the contact.
        contact_company_no: its company.
        salesperson_code: who carries the task or opportunity.
        team_code: the team of a task.
        task_status: of a task, by name or ordinal.
        task_closed: whether a task is closed.
        task_priority: of a task, by name or ordinal.
        sales_cycle_code: the sales cycle of an opportunity.
        sales_cycle_stage: the stage that it is at.
        action_taken: what the opportunity entry did, by name or ordinal.
        estimated_value: in local currency.
        calcd_current_value: in local currency.
        completed_pct: of the opportunity entry.
        chances_of_success_pct: likewise.
        probability_pct: likewise.
        close_opportunity_code: why the opportunity was won or lost.
    """

    date: str = _filter()
    contact_no: str = _filter()
    contact_company_no: str = _filter()
    salesperson_code: str = _filter()
    team_code: str = _filter()
    task_status: str = _filter()
    task_closed: str = _filter()
    task_priority: str = _filter()
    sales_cycle_code: str = _filter()
    sales_cycle_stage: str = _filter()
    action_taken: str = _filter()
    estimated_value: str = _filter()
    calcd_current_value: str = _filter()
    completed_pct: str = _filter()
    chances_of_success_pct: str = _filter()
    probability_pct: str = _filter()
    close_opportunity_code: str = _filter()

    def of_tasks(self) -> Mapping[str, str]:
        """Return the filters by the fields of tasks that they restrict."""
        return {
            "contact_no": self.contact_no,
            "contact_company_no": self.contact_company_no,
            "salesperson_code": self.salesperson_code,
            "team_code": self.team_code,
            "status": self.task_status,
            "closed": self.task_closed,
            "priority": self.task_priority,
            "date": self.date,
        }

    def of_opportunities(self) -> Mapping[str, str]:
        """Return the filters by the fields of opportunity entries that they restrict."""
        return {
            "contact_no": self.contact_no,
            "contact_company_no": self.contact_company_no,
            "salesperson_code": self.salesperson_code,
            "sales_cycle_code": self.sales_cycle_code,
            "sales_cycle_stage": self.sales_cycle_stage,
            "action_taken": self.action_taken,
            "estimated_value_lcy": self.estimated_value,
            "calcd_current_value_lcy": self.calcd_current_value,
            "completed_pct": self.completed_pct,
            "chances_of_success_pct": self.chances_of_success_pct,
            "probability_pct": self.probability_pct,
            "estimated_close_date": self.date,
            "close_opportunity_code": self.close_opportunity_code,
        }


#: No filter at all.
UNFILTERED: Final = FlowFilters()


@attrs.frozen(kw_only=True)
class CampaignOverview:
    """The flow fields of a campaign.

    Attributes:
        figures: targets, responses, cost and duration, under the date filter.
        no_of_opportunities: the active opportunity entries, whatever the filters.
        estimated_value: their estimated value in local currency.
        calcd_current_value: their calculated current value in local currency.
        activated: whether the target group has a row.
        comment: whether there is a comment.
        opportunity_entry_exists: whether an active opportunity entry passes all filters.
        task_entry_exists: whether a task passes all filters.
    """

    figures: CampaignFigures
    no_of_opportunities: int
    estimated_value: Decimal
    calcd_current_value: Decimal
    activated: bool
    comment: bool
    opportunity_entry_exists: bool
    task_entry_exists: bool


@checked_kinds
def campaign_overview(reader: Reader, campaign_no: str, filters: FlowFilters = UNFILTERED) -> CampaignOverview:
    """Return the flow fields of a campaign.

    Raises:
        NotFound: there is no such campaign.
        FilterSyntax, FilterValue: a filter is malformed or does not fit its field.

    Source: campaigns specification, campaign statistics; table 5071.
    """
    campaign_no = _campaign(reader, campaign_no).no
    in_date = record_predicate(InteractionLogEntry, {"date": filters.date})
    is_meant = record_predicate(OpportunityEntry, filters.of_opportunities())
    task_is_meant = record_predicate(Task, filters.of_tasks())
    entries = reader.where(InteractionLogEntry, campaign_no=campaign_no, canceled=False, postponed=False)
    figures = campaign_statistics([entry for entry in entries if in_date(entry)])
    steps = list(reader.where(OpportunityEntry, campaign_no=campaign_no))
    estimated = calculated = ZERO
    active = [step for step in steps if step.active]
    for step in active:
        estimated = add(estimated, step.estimated_value_lcy)
        calculated = add(calculated, step.calcd_current_value_lcy)
    comments = reader.where(RlshpMgtCommentLine, table_name=CommentTable.CAMPAIGN, no=campaign_no)
    return CampaignOverview(
        figures=figures.get(campaign_no, _NO_FIGURES),
        no_of_opportunities=len(active),
        estimated_value=estimated,
        calcd_current_value=calculated,
        activated=any(True for _ in reader.where(CampaignTargetGroup, campaign_no=campaign_no)),
        comment=any(True for _ in comments),
        opportunity_entry_exists=any(map(is_meant, active)),
        task_entry_exists=any(map(task_is_meant, reader.where(Task, campaign_no=campaign_no))),
    )


@checked_kinds
def campaign_entry_statistics(reader: Reader, entry: CampaignEntry) -> InteractionFigures:
    """Return the interactions of a campaign entry: those with the same canceled mark as itself, postponed or not."""
    return sum_up(
        reader.where(
            InteractionLogEntry,
            campaign_no=entry.campaign_no,
            campaign_entry_no=entry.entry_no,
            canceled=entry.canceled,
        )
    )


@attrs.frozen
class LoggedSegmentFigures:
    """What a logged segment left: how many interactions and campaign entries have its canceled mark."""

    no_of_interactions: int
    no_of_campaign_entries: int


def logged_segment_statistics(reader: Reader, segment: LoggedSegment) -> LoggedSegmentFigures:
    """Return the interactions and campaign entries of a logged segment that have the same canceled mark as itself."""
    no, canceled = segment.entry_no, segment.canceled
    interactions = reader.where(InteractionLogEntry, logged_segment_entry_no=no, canceled=canceled)
    entries = reader.where(CampaignEntry, register_no=no, canceled=canceled)
    return LoggedSegmentFigures(sum(1 for _ in interactions), sum(1 for _ in entries))


@attrs.frozen
class CampaignDetails:
    """What the report of a campaign lists.

    Attributes:
        campaign: the campaign.
        segments: the segments with the campaign, not yet logged, by number.
        entries: its campaign entries by number, each with its figures.
    """

    campaign: Campaign
    segments: tuple[SegmentHeader, ...]
    entries: tuple[tuple[CampaignEntry, InteractionFigures], ...]


@checked_kinds
def campaign_details(reader: Reader, campaign_no: str) -> CampaignDetails:
    """Return what the report "Campaign - Details" lists.

    Raises:
        NotFound: there is no such campaign.
    """
    campaign = _campaign(reader, campaign_no)
    entries = reader.where(CampaignEntry, campaign_no=campaign.no)
    return CampaignDetails(
        campaign,
        tuple(reader.where(SegmentHeader, campaign_no=campaign.no)),
        tuple((entry, campaign_entry_statistics(reader, entry)) for entry in entries),
    )


def _campaign(reader: Reader, campaign_no: str) -> Campaign:
    no = checked_code(campaign_no, 20, "campaign_no")
    campaign = reader.get(Campaign, no)
    if campaign is None:
        raise NotFound("Campaign", no)
    return campaign
