"""The wizard that creates opportunities: for a contact, or for every contact of a segment (table 5092)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..codes import code10, code20, is_bool, is_date, is_option, text100, to_code
from ..contacts.partners import Salesperson
from ..contacts.privacy import check_not_blocked
from ..contacts.records import Contact
from ..context import Context
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.records import SegmentHeader, SegmentLine
from ..segments.refusals import EmptySegment
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .entries import EntryWriter
from .inserting import OpportunityWriter, check_references, default_sales_cycle, with_contact
from .progress import first_entry
from .records import Opportunity, OpportunityPriority, is_at_most_100
from .refusals import ContactMissing, MustBePositive
from .standing import standing_of


@attrs.frozen(kw_only=True)
class OpportunityDraft:
    """What a user enters in the wizard that creates opportunities.

    Attributes:
        segment_no: one opportunity is created for each line of this segment that has a contact.
        activate_first_stage: enter the first stage at once, with the figures that follow.
        estimated_value_lcy: estimated value in local currency, above 0 if the first stage is entered.
        chances_of_success_pct: chances of success in percent, likewise.
        estimated_close_date: when the opportunity is expected to close; given if the first stage is entered.
    """

    description: str = attrs.field(default="", validator=text100)
    creation_date: dt.date | None = attrs.field(default=None, validator=is_date)
    priority: OpportunityPriority = attrs.field(
        default=OpportunityPriority.NORMAL, validator=is_option(OpportunityPriority)
    )
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20)
    sales_cycle_code: str = attrs.field(default="", converter=to_code, validator=code10)
    activate_first_stage: bool = attrs.field(default=False, validator=is_bool)
    estimated_value_lcy: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    chances_of_success_pct: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_at_most_100)
    estimated_close_date: dt.date | None = attrs.field(default=None, validator=is_date)


@checked_kinds
def start_opportunity(
    reader: Reader,
    *,
    contact_no: str = "",
    salesperson_code: str = "",
    campaign_no: str = "",
    segment_no: str = "",
    context: Context,
) -> OpportunityDraft:
    """Return the draft with which the wizard opens.

    Contact, salesperson, campaign and segment make proposals in this order, each over the one before and
    even with a blank; contact, campaign and segment propose their salesperson, the segment its campaign, too.

    Raises:
        NotFound: a record that is named does not exist.
        ContactBlocked: the contact is blocked for privacy.
        EmptySegment: the segment has no line.

    Source: table 5092, CreateOppFromOpp.
    """
    work = Work(reader)
    draft = OpportunityDraft(creation_date=context.work_date, sales_cycle_code=default_sales_cycle(work))
    if contact_no := checked_code(contact_no, 20, "contact_no"):
        contact = check_not_blocked(work.require(Contact, contact_no))
        draft = attrs.evolve(draft, contact_no=contact.no, salesperson_code=contact.salesperson_code)
    if salesperson_code := checked_code(salesperson_code, 20, "salesperson_code"):
        draft = attrs.evolve(draft, salesperson_code=work.require(Salesperson, salesperson_code).code)
    if campaign_no := checked_code(campaign_no, 20, "campaign_no"):
        campaign = work.require(Campaign, campaign_no)
        draft = attrs.evolve(draft, campaign_no=campaign.no, salesperson_code=campaign.salesperson_code)
    if segment_no := checked_code(segment_no, 20, "segment_no"):
        segment = work.require(SegmentHeader, segment_no)
        _segment_lines(work, segment.no)
        draft = attrs.evolve(
            draft,
            segment_no=segment.no,
            campaign_no=segment.campaign_no,
            salesperson_code=segment.salesperson_code,
        )
    return draft


@checked_kinds
def create_opportunity(
    reader: Reader,
    draft: OpportunityDraft,
    *,
    numbers: Iterable[str] | None = None,
    task_numbers: Iterable[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Create an opportunity, or one for each contact of a segment, as the wizard does.

    An estimated closing date in the past is accepted here.
    A sales cycle without stages is, too: with it, "activate first stage" gives an entry on stage 0.

    Args:
        numbers: numbers for the opportunities; without them the series of the marketing setup gives them.
        task_numbers: numbers for the tasks of the first stage, likewise.
        policies: ``segment_contacts`` answers whether all contacts of the segment are meant; no creates nothing.

    Raises:
        FieldRequired: creation date, description, salesperson, sales cycle or estimated closing date is missing.
        ContactMissing: there is neither contact nor segment.
        MustBePositive: the first stage is to be entered without estimated value or chances.
        EmptySegment: the segment has no line.
        NotFound: a record that is named does not exist.
        ContactBlocked: the contact is blocked for privacy.
        Blocked: the salesperson is blocked.
        CycleBlocked: the sales cycle is blocked.
        NoSeries: a number is needed and there is none.

    Source: table 5092, CheckStatus and FinishWizard.
    """
    _check_draft(draft)
    work = Work(reader)
    writer = EntryWriter(work, task_numbers, context, policies)
    inserter = OpportunityWriter(work, numbers, context)
    base = Opportunity(
        no="",
        description=draft.description,
        priority=draft.priority,
        contact_no=draft.contact_no,
        salesperson_code=draft.salesperson_code,
        campaign_no=draft.campaign_no,
        segment_no=draft.segment_no,
        sales_cycle_code=draft.sales_cycle_code,
    )
    check_references(work, base)
    not_started = attrs.evolve(standing_of(work, base), active=None)
    for one in _one_or_many(work, base, policies):
        opportunity = inserter.insert(one)
        if draft.activate_first_stage:
            own = attrs.evolve(not_started, opportunity=opportunity)
            entry = first_entry(
                own,
                context.work_date,
                estimated_value_lcy=draft.estimated_value_lcy,
                chances_of_success_pct=draft.chances_of_success_pct,
                estimated_close_date=draft.estimated_close_date,
            )
            writer.store(entry, own, create_tasks=True)
    return work.done()


def _check_draft(draft: OpportunityDraft) -> None:
    if draft.creation_date is None:
        raise FieldRequired("creation_date")
    if not draft.description:
        raise FieldRequired("description")
    if not draft.contact_no and not draft.segment_no:
        raise ContactMissing
    for field in ("salesperson_code", "sales_cycle_code"):
        if not getattr(draft, field):
            raise FieldRequired(field)
    if draft.activate_first_stage:
        if draft.estimated_value_lcy <= ZERO:
            raise MustBePositive("estimated_value_lcy", draft.estimated_value_lcy)
        if draft.chances_of_success_pct <= ZERO:
            raise MustBePositive("chances_of_success_pct", draft.chances_of_success_pct)
        if draft.estimated_close_date is None:
            raise FieldRequired("estimated_close_date")


def _one_or_many(work: Work, base: Opportunity, policies: Policies) -> Iterable[Opportunity]:
    """Return the opportunity of a contact, or those of a segment, one for each line with a contact."""
    if not base.segment_no:
        return (with_contact(work, base),)
    if not policies.segment_contacts:
        return ()
    of_segment = attrs.evolve(base, segment_description=work.require(SegmentHeader, base.segment_no).description)
    return (
        attrs.evolve(of_segment, contact_no=line.contact_no, contact_company_no=line.contact_company_no)
        for line in _segment_lines(work, base.segment_no)
        if line.contact_no
    )


def _segment_lines(work: Work, segment_no: str) -> list[SegmentLine]:
    lines = work.where(SegmentLine, segment_no=segment_no)
    if not lines:
        raise EmptySegment(segment_no)
    return lines
