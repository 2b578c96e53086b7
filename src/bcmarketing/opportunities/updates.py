"""Updating an opportunity: what is proposed, what a user may change, and what is refused."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs
from attrs.validators import optional

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..arguments import checked
from ..codes import code20, is_bool, is_date, is_integer, is_option, to_code
from ..errors import FieldRequired
from ..policies import BC, Policies
from .documents import SalesDocument
from .records import (
    ActionTaken,
    ActionType,
    Opportunity,
    OpportunityEntry,
    SalesCycleStage,
    is_at_most_100,
)
from .refusals import (
    ChangeDateTooEarly,
    CloseDateTooEarly,
    CycleWithoutStages,
    MustBePositive,
    OpportunityClosed,
    QuoteRequired,
    StageNotAllowed,
)
from .stages import Moves, possible_moves


@attrs.frozen(kw_only=True)
class OpportunityUpdate:
    """What a user enters to move an opportunity.

    Attributes:
        opportunity_no: the opportunity to move.
        action_type: the kind of move.
        stage: the stage chosen by hand; ``None`` leaves the default stage of the action type untouched.
        date_of_change: the date of the move; stage activities start on it.
        estimated_value_lcy: estimated value in local currency, above 0.
        chances_of_success_pct: chances of success in percent, above 0 and at most 100.
        estimated_close_date: when the opportunity is expected to close; not before the move.
        cancel_old_tasks: cancel the open tasks of the opportunity.
        is_proposal: the action type is still the one proposed, not chosen anew.
    """

    opportunity_no: str = attrs.field(converter=to_code, validator=code20)
    action_type: ActionType = attrs.field(default=ActionType.BLANK, validator=is_option(ActionType))
    stage: int | None = attrs.field(default=None, validator=optional(is_integer))
    date_of_change: dt.date | None = attrs.field(default=None, validator=is_date)
    estimated_value_lcy: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    chances_of_success_pct: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_at_most_100)
    estimated_close_date: dt.date | None = attrs.field(default=None, validator=is_date)
    cancel_old_tasks: bool = attrs.field(default=False, validator=is_bool)
    is_proposal: bool = attrs.field(default=False, validator=is_bool)


@attrs.frozen
class UpdateDraft:
    """An update as it opens: what is proposed, and where else the opportunity could go."""

    update: OpportunityUpdate
    moves: Moves
    active: OpportunityEntry | None

    @property
    def target(self) -> SalesCycleStage | None:
        """The stage that the update leads to as it stands; ``None`` if it leads nowhere."""
        return self.moves.target(self.update.action_type, self.update.stage)

    @property
    def description(self) -> str:
        """The description of that stage."""
        return "" if self.target is None else self.target.description

    def choosing(self, action_type: ActionType, stage: int | None = None) -> "UpdateDraft":
        """Return the draft with an action type chosen by hand, and perhaps a stage too.

        Its default stage proposes the chances, also for an update on the same stage; no tasks are canceled.
        """
        default = self.moves.target(checked(action_type, ActionType, "action_type"))
        chances = self.update.chances_of_success_pct if default is None else default.chances_of_success_pct
        update = attrs.evolve(
            self.update,
            action_type=action_type,
            stage=stage,
            chances_of_success_pct=chances,
            cancel_old_tasks=False,
            is_proposal=False,
        )
        return attrs.evolve(self, update=update)


def draft_entry(opportunity: Opportunity, active: OpportunityEntry | None, work_date: dt.date) -> OpportunityEntry:
    """Return the entry that an update or a close starts from, still without number.

    Source: table 5093, InitOpportunityEntry and the copies from the active entry.
    """
    entry = OpportunityEntry(
        entry_no=0,
        opportunity_no=opportunity.no,
        sales_cycle_code=opportunity.sales_cycle_code,
        contact_no=opportunity.contact_no,
        contact_company_no=opportunity.contact_company_no,
        salesperson_code=opportunity.salesperson_code,
        campaign_no=opportunity.campaign_no,
        date_of_change=work_date,
    )
    if active is None:
        return entry
    return attrs.evolve(
        entry,
        date_of_change=max(active.date_of_change or work_date, work_date),
        action_taken=active.action_taken,
        estimated_value_lcy=active.estimated_value_lcy,
        chances_of_success_pct=active.chances_of_success_pct,
        estimated_close_date=active.estimated_close_date,
        previous_sales_cycle_stage=active.sales_cycle_stage,
    )


def moves_of(active: OpportunityEntry | None, stages: Iterable[SalesCycleStage]) -> Moves:
    """Return where an opportunity with this active entry can go among the stages of its cycle."""
    return possible_moves(stages, None if active is None else active.sales_cycle_stage)


def check_open(opportunity: Opportunity) -> None:
    """Refuse a closed opportunity.

    Raises:
        OpportunityClosed: it is closed.
    """
    if opportunity.closed:
        raise OpportunityClosed(opportunity.no)


def draft_update(
    opportunity: Opportunity,
    active: OpportunityEntry | None,
    stages: Iterable[SalesCycleStage],
    *,
    work_date: dt.date,
    quote: SalesDocument | None = None,
) -> UpdateDraft:
    """Return an update of the opportunity as it opens.

    It proposes the first available of first, next, update, previous, skip and jump.
    For all but a first stage, whose closing date must be entered, it proposes the closing date and chances of the
    stage, and the value of the linked quote.

    Raises:
        OpportunityClosed: the opportunity is closed.

    Source: table 5093, InitOpportunity and CreateStageList; page 5129.

    >>> opportunity = Opportunity(no="OP1", sales_cycle_code="FIRM")
    >>> stages = [SalesCycleStage(sales_cycle_code="FIRM", stage=2, description="Offer", chances_of_success_pct=60)]
    >>> draft = draft_update(opportunity, None, stages, work_date=dt.date(2027, 1, 11))
    >>> draft.update.action_type, draft.description, draft.choosing(ActionType.FIRST).update.chances_of_success_pct
    (ActionType.FIRST, 'Offer', Decimal('60'))
    """
    check_open(opportunity)
    moves = moves_of(active, stages)
    entry = draft_entry(opportunity, active, work_date)
    update = OpportunityUpdate(
        opportunity_no=opportunity.no,
        action_type=moves.proposed,
        date_of_change=entry.date_of_change,
        estimated_value_lcy=entry.estimated_value_lcy,
        chances_of_success_pct=entry.chances_of_success_pct,
        estimated_close_date=entry.estimated_close_date,
        is_proposal=True,
    )
    target = moves.target(moves.proposed)
    if target is not None and moves.proposed is not ActionType.FIRST:
        update = attrs.evolve(
            update,
            estimated_close_date=target.date_formula.apply(entry.date_of_change),
            chances_of_success_pct=target.chances_of_success_pct,
            estimated_value_lcy=update.estimated_value_lcy if quote is None else quote.value_lcy,
        )
    return UpdateDraft(update, moves, active)


def updated_entry(
    update: OpportunityUpdate,
    opportunity: Opportunity,
    active: OpportunityEntry | None,
    stages: Iterable[SalesCycleStage],
    *,
    work_date: dt.date,
    quote: SalesDocument | None = None,
    policies: Policies = BC,
) -> OpportunityEntry:
    """Check an update and return the entry it makes, without number and before estimates.

    Raises:
        OpportunityClosed: the opportunity is closed.
        CycleWithoutStages: there is no action type, as the cycle offers no stage.
        ChangeDateTooEarly: the update is dated before the active entry.
        FieldRequired: a date is missing.
        StageNotAllowed: the action type is not available, or does not lead to that stage.
        QuoteRequired: the next stage needs a quote, and none is linked.
        MustBePositive: the estimated value or the chances are not above 0.
        CloseDateTooEarly: the estimated closing date is before the date of change.

    Source: table 5093, CheckStatus; page 5129.
    """
    check_open(opportunity)
    ordered = tuple(stages)
    moves = moves_of(active, ordered)
    if update.action_type is ActionType.BLANK and not (ordered and not moves.targets):
        raise CycleWithoutStages(opportunity.sales_cycle_code)
    date = _checked_date(update, active)
    target = moves.target(update.action_type, update.stage)
    if target is None:
        raise StageNotAllowed(opportunity.no, update.action_type, update.stage or 0)
    if update.action_type in (ActionType.NEXT, ActionType.SKIP) and target.quote_required and quote is None:
        raise QuoteRequired(opportunity.no, target.stage)
    if update.estimated_value_lcy <= ZERO:
        raise MustBePositive("estimated_value_lcy", update.estimated_value_lcy)
    if update.chances_of_success_pct <= ZERO:
        raise MustBePositive("chances_of_success_pct", update.chances_of_success_pct)
    if update.estimated_close_date is None:
        raise FieldRequired("estimated_close_date")
    if update.estimated_close_date < date:
        raise CloseDateTooEarly(update.estimated_close_date, date)
    return attrs.evolve(
        draft_entry(opportunity, active, work_date),
        date_of_change=date,
        sales_cycle_stage=target.stage,
        sales_cycle_stage_description=target.description,
        action_taken=_recorded_as(update, moves, policies),
        estimated_value_lcy=update.estimated_value_lcy,
        chances_of_success_pct=update.chances_of_success_pct,
        estimated_close_date=update.estimated_close_date,
    )


def _checked_date(update: OpportunityUpdate, active: OpportunityEntry | None) -> dt.date:
    date, last = update.date_of_change, None if active is None else active.date_of_change
    if active is not None and (date is None or (last is not None and date < last)):
        raise ChangeDateTooEarly(date, last)
    if date is None:
        raise FieldRequired("date_of_change")
    return date


def _recorded_as(update: OpportunityUpdate, moves: Moves, policies: Policies) -> ActionTaken:
    # In Business Central, an update on the last stage that is accepted as proposed is recorded as "next" (D-5).
    if update.is_proposal and update.action_type is ActionType.UPDATE and not policies.accept_proposed_update:
        return ActionTaken.NEXT
    return moves.recorded_as(update.action_type, update.stage)
