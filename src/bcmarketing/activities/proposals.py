"""What a new task or activity takes over from the record it is started from."""

import attrs
from attrs.validators import optional

from ..campaigns.records import Campaign
from ..codes import code10, code20, to_code
from ..contacts.privacy import check_not_blocked
from ..contacts.records import Contact
from ..opportunities.records import Opportunity, OpportunityEntry
from ..segments.records import SegmentHeader
from ..store.work import Work
from .people import People, company_of
from .records import Task, Team


@attrs.frozen(kw_only=True)
class Origin:
    """What a task or an activity is started from: usually one of these; blank is none."""

    contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    team_code: str = attrs.field(default="", converter=to_code, validator=code10)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    opportunity_no: str = attrs.field(default="", converter=to_code, validator=code20)
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20)


def _maybe_code(value: str | None) -> str | None:
    return None if value is None else to_code(value)


@attrs.frozen(kw_only=True)
class Overrides:
    """What the user enters over the proposals; ``None`` leaves the proposal."""

    salesperson_code: str | None = attrs.field(default=None, converter=_maybe_code, validator=optional(code20))
    team_code: str | None = attrs.field(default=None, converter=_maybe_code, validator=optional(code10))
    campaign_no: str | None = attrs.field(default=None, converter=_maybe_code, validator=optional(code20))
    segment_no: str | None = attrs.field(default=None, converter=_maybe_code, validator=optional(code20))


def proposed(work: Work, origin: Origin) -> Task:
    """Return a task, without number and date, that carries what its origin proposes.

    The parts of the origin count in the order of its fields: what comes later overwrites, even with a blank.

    Raises:
        NotFound: a record of the origin does not exist.
        Blocked: the salesperson is blocked.
        ContactBlocked: the contact is blocked for privacy.

    Source: activities specification, proposals from the target.
    """
    task = Task(no="")
    if origin.contact_no:
        contact = check_not_blocked(work.require(Contact, origin.contact_no))
        task = attrs.evolve(
            task,
            contact_no=contact.no,
            contact_company_no=company_of(contact),
            salesperson_code=contact.salesperson_code,
        )
    if origin.salesperson_code:
        People(work).check_assignable(origin.salesperson_code)
        task = attrs.evolve(task, salesperson_code=origin.salesperson_code)
    if origin.team_code:
        task = attrs.evolve(task, team_code=work.require(Team, origin.team_code).code)
    if origin.campaign_no:
        campaign = work.require(Campaign, origin.campaign_no)
        task = attrs.evolve(task, campaign_no=campaign.no, salesperson_code=campaign.salesperson_code)
    if origin.opportunity_no:
        opportunity = work.require(Opportunity, origin.opportunity_no)
        task = attrs.evolve(
            task,
            opportunity_no=opportunity.no,
            opportunity_entry_no=active_entry_no(work, opportunity.no),
            contact_no=opportunity.contact_no,
            contact_company_no=opportunity.contact_company_no,
            campaign_no=opportunity.campaign_no,
            salesperson_code=opportunity.salesperson_code,
        )
    if origin.segment_no:
        segment = work.require(SegmentHeader, origin.segment_no)
        task = attrs.evolve(
            task,
            segment_no=segment.no,
            campaign_no=segment.campaign_no,
            salesperson_code=segment.salesperson_code,
        )
    return task


def overridden(work: Work, base: Task, overrides: Overrides) -> Task:
    """Return the proposals with what was entered over them: an entered salesperson takes the place of a team.

    Raises:
        NotFound: a record that was entered does not exist.
    """
    if overrides.campaign_no is not None:
        campaign_no = overrides.campaign_no and work.require(Campaign, overrides.campaign_no).no
        base = attrs.evolve(base, campaign_no=campaign_no)
    if overrides.segment_no is not None:
        segment_no = overrides.segment_no and work.require(SegmentHeader, overrides.segment_no).no
        base = attrs.evolve(base, segment_no=segment_no)
    if overrides.team_code is not None:
        team_code = overrides.team_code and work.require(Team, overrides.team_code).code
        base = attrs.evolve(base, team_code=team_code)
    if overrides.salesperson_code is not None:
        base = attrs.evolve(base, salesperson_code=overrides.salesperson_code)
        if base.salesperson_code:
            return attrs.evolve(base, team_code="")
    # A contact's or campaign's salesperson never joins a team's activity.
    return attrs.evolve(base, salesperson_code="") if base.team_code else base


def active_entry_no(work: Work, opportunity_no: str) -> int:
    """Return the number of an opportunity's active entry; 0 without one."""
    entries = work.where(OpportunityEntry, opportunity_no=opportunity_no, active=True) if opportunity_no else ()
    return next((entry.entry_no for entry in entries), 0)
