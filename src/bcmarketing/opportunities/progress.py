"""Moving opportunities through their sales cycle, and closing them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import ZERO
from ..arguments import checked
from ..context import Context
from ..errors import FieldRequired, NotFound
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .closings import ClosingDraft, OpportunityClosing, closing_entry, draft_closing
from .entries import EntryWriter
from .estimates import estimated
from .records import (
    ActionTaken,
    ActionType,
    CloseOpportunityCode,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
)
from .refusals import CycleWithoutStages, WrongStatus
from .standing import Standing, opportunity_of, standing_of
from .updates import OpportunityUpdate, UpdateDraft, draft_entry, draft_update, moves_of, updated_entry


@checked_kinds
def activate_first_stage(
    reader: Reader,
    opportunity_no: str,
    *,
    task_numbers: Iterable[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Let an opportunity enter the first stage of its sales cycle, with the tasks of that stage.

    Nothing happens if the question (``policies.activate_first_stage``) is answered with no.
    The first stage is entered without a quote even if it requires one.

    Args:
        task_numbers: numbers for the tasks; without them the series of the marketing setup gives them.

    Raises:
        NotFound: there is no such opportunity, or no such sales cycle.
        FieldRequired: it has no sales cycle.
        WrongStatus: it is not "not started".
        CycleWithoutStages: its sales cycle has no stage.

    Source: table 5092, StartActivateFirstStage.
    """
    work = Work(reader)
    opportunity = opportunity_of(work, opportunity_no)
    if not policies.activate_first_stage:
        return work.done()
    if not opportunity.sales_cycle_code:
        raise FieldRequired("sales_cycle_code")
    if opportunity.status is not OpportunityStatus.NOT_STARTED:
        raise WrongStatus(opportunity.no, opportunity.status, OpportunityStatus.NOT_STARTED)
    standing = standing_of(work, opportunity)
    if standing.cycle is None:
        raise NotFound(SalesCycle.__name__, opportunity.sales_cycle_code)
    if not standing.stages:
        raise CycleWithoutStages(opportunity.sales_cycle_code)
    writer = EntryWriter(work, task_numbers, context, policies)
    writer.store(first_entry(standing, context.work_date), standing, create_tasks=True)
    return work.done()


def first_entry(
    standing: Standing,
    work_date: dt.date,
    *,
    estimated_value_lcy: Decimal = ZERO,
    chances_of_success_pct: Decimal = ZERO,
    estimated_close_date: dt.date | None = None,
) -> OpportunityEntry:
    """Return the first entry of an opportunity, estimates included; stage 0 if its sales cycle has none."""
    stage = standing.stages[0] if standing.stages else None
    entry = attrs.evolve(
        draft_entry(standing.opportunity, None, work_date),
        sales_cycle_stage=0 if stage is None else stage.stage,
        estimated_value_lcy=estimated_value_lcy,
        chances_of_success_pct=chances_of_success_pct,
        estimated_close_date=estimated_close_date,
    )
    return estimated(entry, cycle=standing.cycle, stage=stage, action_type=ActionType.FIRST)


@checked_kinds
def start_update(reader: Reader, opportunity_no: str, *, context: Context) -> UpdateDraft:
    """Return an update of an opportunity as it opens.

    Raises:
        NotFound: there is no such opportunity.
        OpportunityClosed: it is closed.

    Source: table 5092, UpdateOpportunity.
    """
    standing = _required(reader, opportunity_no)
    return draft_update(
        standing.opportunity, standing.active, standing.stages, work_date=context.work_date, quote=standing.quote
    )


@checked_kinds
def update_opportunity(
    reader: Reader,
    update: OpportunityUpdate,
    *,
    task_numbers: Iterable[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Move an opportunity: a new active entry, and the tasks of the stage unless it stays on its stage.

    The change set's ``because`` begins with the update and the moves that were possible.

    Args:
        update: what the user entered.
        task_numbers: numbers for the tasks; without them the series of the marketing setup gives them.

    Raises:
        NotFound: there is no such opportunity.
        Refusal: the update is refused; see `updated_entry`.

    Source: page 5129 and table 5093, FinishWizard2.
    """
    work = Work(reader)
    standing = _required(work, update.opportunity_no)
    entry = updated_entry(
        update,
        standing.opportunity,
        standing.active,
        standing.stages,
        work_date=context.work_date,
        quote=standing.quote,
        policies=policies,
    )
    work.because(UpdateDraft(update, moves_of(standing.active, standing.stages), standing.active))
    entry = estimated(
        entry,
        cycle=standing.cycle,
        stage=standing.stage(entry.sales_cycle_stage),
        action_type=update.action_type,
    )
    EntryWriter(work, task_numbers, context, policies).store(
        entry,
        standing,
        cancel_tasks=update.cancel_old_tasks,
        create_tasks=entry.action_taken is not ActionTaken.UPDATED,
    )
    return work.done()


@checked_kinds
def start_close(reader: Reader, opportunity_no: str, *, context: Context) -> ClosingDraft:
    """Return a close of an opportunity as it opens; it may also be one that was never started.

    Raises:
        NotFound: there is no such opportunity.
        OpportunityClosed: it is closed.

    Source: table 5092, CloseOpportunity.
    """
    standing = _required(reader, opportunity_no)
    return draft_closing(
        standing.opportunity,
        standing.active,
        reader.where(CloseOpportunityCode),
        work_date=context.work_date,
        quote=standing.quote,
    )


@checked_kinds
def close_opportunity(
    reader: Reader,
    closing: OpportunityClosing,
    *,
    task_numbers: Iterable[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Close an opportunity as won or lost; there is no way back.

    No tasks are created. Whoever is won must be a customer: if the contact, or the company of a person, is none yet,
    the change set requests `CreateCustomer` of the host.

    Args:
        closing: what the user entered.
        task_numbers: numbers for tasks; canceling old tasks draws none.

    Raises:
        NotFound: there is no such opportunity or close code, or a won opportunity's contact does not exist.
        FieldRequired: also when a won opportunity has no contact.
        CompanyMissing: the company of a won person does not exist.
        Refusal: the close is refused; see `closing_entry`.

    Source: page 5128 and table 5093, FinishWizard.
    """
    work = Work(reader)
    store_closing(work, closing, task_numbers=task_numbers, context=context, policies=policies)
    return work.done()


def store_closing(
    work: Work,
    closing: OpportunityClosing,
    *,
    task_numbers: Iterable[str] | None,
    context: Context,
    policies: Policies,
) -> OpportunityEntry:
    """Close an opportunity within a larger process, and return its closing entry."""
    standing = _required(work, checked(closing, OpportunityClosing, "closing").opportunity_no)
    entry = closing_entry(
        closing,
        standing.opportunity,
        standing.active,
        work.get(CloseOpportunityCode, closing.close_opportunity_code),
        work_date=context.work_date,
    )
    entry = estimated(
        entry,
        cycle=standing.cycle,
        stage=None,
        quote_value=None if standing.quote is None else standing.quote.value_lcy,
    )
    writer = EntryWriter(work, task_numbers, context, policies)
    return writer.store(entry, standing, cancel_tasks=closing.cancel_old_tasks)


def _required(reader: Reader | Work, opportunity_no: str) -> Standing:
    return standing_of(reader, opportunity_of(reader, opportunity_no))
