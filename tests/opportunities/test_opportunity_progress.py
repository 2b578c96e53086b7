import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.activities.records import CalcDueDateFrom, SystemTaskType, Task, TaskStatus, TaskType
from bcmarketing.activities.refusals import OrganizerWithoutEmail
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact, ContactBusinessRelation, ContactType, RelationLink
from bcmarketing.context import Context
from bcmarketing.dates.formula import DateFormula
from bcmarketing.errors import FieldRequired, NotFound, WrongType
from bcmarketing.opportunities.closings import OpportunityClosing
from bcmarketing.opportunities.documents import CreateCustomer, SalesDocument
from bcmarketing.opportunities.progress import (
    activate_first_stage,
    close_opportunity,
    start_close,
    start_update,
    update_opportunity,
)
from bcmarketing.opportunities.records import (
    ActionTaken,
    ActionType,
    CloseCodeType,
    CloseOpportunityCode,
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.refusals import (
    ChangeDateTooEarly,
    CloseCodeMismatch,
    CloseDateTooEarly,
    CompanyMissing,
    CycleWithoutStages,
    MustBePositive,
    NeitherWonNorLost,
    NoSalesAmount,
    OpportunityClosed,
    QuoteRequired,
    StageNotAllowed,
    WrongStatus,
)
from bcmarketing.opportunities.updates import OpportunityUpdate, UpdateDraft
from bcmarketing.policies import Policies
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]
WORK_DATE = dt.date(2027, 1, 11)
LATER = dt.date(2027, 1, 21)
QUOTE = SalesDocument(
    document_type=OpportunityDocumentType.QUOTE, no="SQ1", opportunity_no="OP1", value_lcy=Decimal(999)
)
QUOTED = {"sales_document_type": OpportunityDocumentType.QUOTE, "sales_document_no": "SQ1"}
NEXT = OpportunityUpdate(
    opportunity_no="OP1",
    action_type=ActionType.NEXT,
    date_of_change=LATER,
    estimated_value_lcy=4000,
    chances_of_success_pct=55,
    estimated_close_date=dt.date(2027, 3, 1),
)
WIN = OpportunityClosing(
    opportunity_no="OP1",
    action_taken=ActionTaken.WON,
    close_opportunity_code="BEST",
    date_of_change=LATER,
    sales_amount_lcy=4200,
)
LOSE = attrs.evolve(WIN, action_taken=ActionTaken.LOST, close_opportunity_code="PRICE")
CUSTOMER = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000"
)


def facts(*values: object) -> tuple[object, ...]:
    return values


def new_entry(changes: ChangeSet) -> OpportunityEntry:
    (entry,) = changes.inserted_of(OpportunityEntry)
    return entry


def entry_of(build: Build, **changes: object) -> OpportunityEntry:
    entry = build().get(OpportunityEntry, 7)
    assert entry is not None
    return attrs.evolve(entry, **changes)  # type: ignore[arg-type]


# First stage


def test_the_first_stage_starts_on_the_work_date_with_its_own_estimates(build: Build, context: Context) -> None:
    entry = new_entry(activate_first_stage(build(), "OP2", context=context))
    assert (entry.action_taken, entry.sales_cycle_stage) == (ActionTaken.BLANK, 1)
    assert entry.sales_cycle_stage_description == "Call"
    assert (entry.date_of_change, entry.estimated_close_date) == (WORK_DATE, dt.date(2027, 2, 11))
    assert facts(entry.chances_of_success_pct, entry.probability_pct, entry.calcd_current_value_lcy) == (70, 21, 0)


@pytest.mark.rule("E-FIELD-REQUIRED", "E-OPP-STATUS", "E-CYCLE-NO-STAGES", "E-NOT-FOUND")
def test_the_first_stage_is_entered_once_and_in_a_cycle_with_stages(build: Build, context: Context) -> None:
    with pytest.raises(WrongStatus):
        activate_first_stage(build(), "OP1", context=context)
    with pytest.raises(FieldRequired):
        activate_first_stage(build(sales_cycle_code=""), "OP1", context=context)
    not_started = OpportunityStatus.NOT_STARTED
    with pytest.raises(NotFound):
        activate_first_stage(build(sales_cycle_code="GONE", status=not_started), "OP1", context=context)
    with pytest.raises(CycleWithoutStages):
        activate_first_stage(
            build(SalesCycle(code="BARE"), sales_cycle_code="BARE", status=not_started), "OP1", context=context
        )
    with pytest.raises(NotFound):
        activate_first_stage(build(), "OP9", context=context)


# Updates


def test_an_update_opens_with_the_next_stage(build: Build, context: Context) -> None:
    draft = start_update(build(QUOTE, **QUOTED), "OP1", context=context)
    assert draft.update == OpportunityUpdate(
        opportunity_no="OP1",
        action_type=ActionType.NEXT,
        date_of_change=WORK_DATE,
        estimated_value_lcy=999,
        chances_of_success_pct=60,
        estimated_close_date=dt.date(2027, 1, 25),
        is_proposal=True,
    )
    assert draft.description == "Visit"
    assert start_update(build(), "OP1", context=context).update.estimated_value_lcy == 5000
    late = start_update(build(entry_of(build, date_of_change=LATER)), "OP1", context=context)
    assert late.update.date_of_change == LATER


def test_a_first_stage_proposes_no_closing_date(build: Build, context: Context) -> None:
    draft = start_update(build(), "OP2", context=context)
    assert (draft.update.action_type, draft.update.estimated_close_date) == (ActionType.FIRST, None)
    assert draft.update.chances_of_success_pct == 0
    assert draft.choosing(ActionType.FIRST).update.chances_of_success_pct == 70


def test_choosing_what_is_not_available_leads_nowhere(build: Build, context: Context) -> None:
    draft = start_update(build(), "OP1", context=context).choosing(ActionType.PREVIOUS)
    assert (draft.target, draft.description) == (None, "")
    assert draft.update.chances_of_success_pct == 60


def test_a_move_supersedes_the_active_entry_and_brings_the_tasks_of_the_stage(build: Build, context: Context) -> None:
    tables = build(entry_of(build, sales_cycle_stage=2))
    changes = update_opportunity(tables, attrs.evolve(NEXT, action_type=ActionType.PREVIOUS), context=context)
    (old,) = changes.modified_of(OpportunityEntry)
    assert facts(old.active, old.days_open) == (False, 10)
    entry = new_entry(changes)
    assert (entry.entry_no, entry.active, entry.previous_sales_cycle_stage) == (8, True, 2)
    assert (entry.action_taken, entry.estimated_close_date) == (ActionTaken.PREVIOUS, dt.date(2027, 3, 1))
    assert facts(entry.chances_of_success_pct, entry.completed_pct, entry.probability_pct) == (55, 30, Decimal("16.5"))
    assert entry.calcd_current_value_lcy == 660
    call, visit, attendance = changes.inserted_of(Task)
    assert (call.type, call.date, call.contact_no) == (TaskType.PHONE_CALL, LATER, "P1")
    assert (visit.type, visit.date) == (TaskType.MEETING, dt.date(2027, 1, 28))
    assert attendance.system_task_type is SystemTaskType.CONTACT_ATTENDEE
    assert {(task.opportunity_entry_no, task.activity_code) for task in (call, visit, attendance)} == {(8, "")}


@pytest.mark.parametrize(
    ("here", "action_type", "stage", "there", "recorded"),
    [
        (1, ActionType.NEXT, None, 2, ActionTaken.NEXT),
        (1, ActionType.SKIP, None, 2, ActionTaken.JUMPED),
        (1, ActionType.SKIP, 2, 2, ActionTaken.NEXT),
        (1, ActionType.SKIP, 3, 3, ActionTaken.JUMPED),
        (3, ActionType.PREVIOUS, 2, 2, ActionTaken.PREVIOUS),
        (3, ActionType.JUMP, None, 2, ActionTaken.JUMPED),
        (3, ActionType.JUMP, 2, 2, ActionTaken.PREVIOUS),
        (3, ActionType.JUMP, 1, 1, ActionTaken.JUMPED),
        (3, ActionType.UPDATE, 3, 3, ActionTaken.UPDATED),
    ],
)
def test_each_move_is_recorded_by_its_type_and_by_whether_its_stage_was_chosen(
    build: Build,
    context: Context,
    here: int,
    action_type: ActionType,
    stage: int | None,
    there: int,
    recorded: ActionTaken,
) -> None:
    tables = build(QUOTE, entry_of(build, sales_cycle_stage=here), **QUOTED)
    entry = new_entry(
        update_opportunity(tables, attrs.evolve(NEXT, action_type=action_type, stage=stage), context=context)
    )
    assert (entry.sales_cycle_stage, entry.action_taken) == (there, recorded)


def test_skipping_and_jumping_take_the_chances_of_the_stage(build: Build, context: Context) -> None:
    tables = build(QUOTE, **QUOTED)
    skipped = update_opportunity(tables, attrs.evolve(NEXT, action_type=ActionType.SKIP, stage=3), context=context)
    assert new_entry(skipped).chances_of_success_pct == 80


@pytest.mark.parametrize(
    ("follows_type", "recorded", "tasks"), [(True, ActionTaken.UPDATED, 0), (False, ActionTaken.NEXT, 3)]
)
def test_an_update_accepted_as_proposed_is_an_update_unless_told_otherwise(
    build: Build, context: Context, follows_type: bool, recorded: ActionTaken, tasks: int
) -> None:
    last = SalesCycleStage(sales_cycle_code="FIRM", stage=4, chances_of_success_pct=90, activity_code="CALLS")
    tables = build(entry_of(build, sales_cycle_stage=4), last)
    update = start_update(tables, "OP1", context=context).update
    assert update.action_type is ActionType.UPDATE
    changes = update_opportunity(
        tables, update, context=context, policies=Policies(accept_proposed_update=follows_type)
    )
    assert new_entry(changes).action_taken is recorded
    assert len(changes.inserted_of(Task)) == tasks


@pytest.mark.rule("E-STAGE-NOT-ALLOWED")
@pytest.mark.parametrize(
    ("here", "action_type", "stage"),
    [
        (1, ActionType.FIRST, 1),
        (1, ActionType.NEXT, 3),
        (1, ActionType.PREVIOUS, None),
        (1, ActionType.SKIP, 4),
        (2, ActionType.SKIP, None),
        (2, ActionType.JUMP, None),
        (2, ActionType.UPDATE, 1),
        (4, ActionType.NEXT, None),
        (9, ActionType.UPDATE, None),
        (9, ActionType.BLANK, None),
    ],
)
def test_these_moves_are_not_possible(
    build: Build, context: Context, here: int, action_type: ActionType, stage: int | None
) -> None:
    tables = build(QUOTE, entry_of(build, sales_cycle_stage=here), **QUOTED)
    with pytest.raises(StageNotAllowed):
        update_opportunity(tables, attrs.evolve(NEXT, action_type=action_type, stage=stage), context=context)


@pytest.mark.rule("E-OPP-CLOSED")
def test_a_closed_opportunity_neither_moves_nor_closes(build: Build, context: Context) -> None:
    tables = build(closed=True)
    for step in (
        lambda: start_update(tables, "OP1", context=context),
        lambda: update_opportunity(tables, NEXT, context=context),
        lambda: start_close(tables, "OP1", context=context),
        lambda: close_opportunity(tables, WIN, context=context),
    ):
        with pytest.raises(OpportunityClosed):
            step()


@pytest.mark.rule(
    "E-CYCLE-NO-STAGES", "E-CHANGE-DATE", "E-FIELD-REQUIRED", "E-QUOTE-REQUIRED", "E-MUST-BE-POSITIVE", "E-CLOSE-DATE"
)
def test_an_update_is_checked_in_order(build: Build, context: Context) -> None:
    tables = build(entry_of(build, sales_cycle_stage=2))
    wrong = OpportunityUpdate(opportunity_no="OP1")
    steps: list[tuple[type[Exception], dict[str, object]]] = [
        (CycleWithoutStages, {"action_type": ActionType.FIRST}),
        (ChangeDateTooEarly, {"date_of_change": dt.date(2027, 1, 10)}),
        (ChangeDateTooEarly, {"date_of_change": LATER}),
        (StageNotAllowed, {"action_type": ActionType.NEXT}),
        (QuoteRequired, {"action_type": ActionType.PREVIOUS}),
        (MustBePositive, {"estimated_value_lcy": Decimal(1)}),
        (MustBePositive, {"chances_of_success_pct": Decimal(1)}),
        (FieldRequired, {"estimated_close_date": dt.date(2027, 1, 20)}),
        (CloseDateTooEarly, {"estimated_close_date": LATER}),
    ]
    for refusal, correction in steps:
        with pytest.raises(refusal):
            update_opportunity(tables, wrong, context=context)
        wrong = attrs.evolve(wrong, **correction)  # type: ignore[arg-type]
    assert update_opportunity(tables, wrong, context=context)


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_a_first_stage_needs_a_date_too(build: Build, context: Context) -> None:
    first = attrs.evolve(NEXT, opportunity_no="OP2", action_type=ActionType.FIRST, date_of_change=None)
    with pytest.raises(FieldRequired) as caught:
        update_opportunity(build(), first, context=context)
    assert caught.value.field == "date_of_change"
    entry = new_entry(update_opportunity(build(), attrs.evolve(first, date_of_change=LATER), context=context))
    assert (entry.action_taken, entry.date_of_change) == (ActionTaken.BLANK, LATER)


@pytest.mark.rule("E-ORGANIZER-NO-EMAIL")
def test_the_meeting_of_a_stage_needs_a_salesperson_with_an_address(build: Build, context: Context) -> None:
    with pytest.raises(OrganizerWithoutEmail):
        activate_first_stage(build(Salesperson(code="RB")), "OP2", context=context)


def test_the_segment_of_the_opportunity_gives_its_contact_a_part_in_every_task(build: Build, context: Context) -> None:
    tables = build(segment_no="SM1", status=OpportunityStatus.NOT_STARTED)
    tasks = activate_first_stage(tables, "OP1", context=context).inserted_of(Task)
    assert [task.system_task_type for task in tasks] == [
        SystemTaskType.ORGANIZER,
        SystemTaskType.CONTACT_ATTENDEE,
        SystemTaskType.ORGANIZER,
        SystemTaskType.CONTACT_ATTENDEE,
    ]
    assert {task.segment_no for task in tasks} == {"SM1"}


OPEN_TASK = Task(no="T1", organizer_task_no="T1", salesperson_code="JO", opportunity_no="OP1", date=WORK_DATE)


def test_old_tasks_are_canceled_on_demand_and_do_not_recur(build: Build, context: Context) -> None:
    recurring = attrs.evolve(
        OPEN_TASK,
        recurring=True,
        recurring_date_interval=DateFormula.parse("1W"),
        calc_due_date_from=CalcDueDateFrom.DUE_DATE,
    )
    part = attrs.evolve(OPEN_TASK, no="T2", system_task_type=SystemTaskType.CONTACT_ATTENDEE, contact_no="P1")
    other = attrs.evolve(OPEN_TASK, no="T3", organizer_task_no="T3", opportunity_no="OP2")
    tables = build(recurring, part, other)
    assert update_opportunity(tables, NEXT, context=context).modified_of(Task) == ()
    canceling = attrs.evolve(NEXT, cancel_old_tasks=True)
    tables = tables.apply(update_opportunity(tables, canceling, context=context))
    closed = {task.no: task.canceled for task in tables.where(Task, closed=True)}
    assert closed == {"T1": True, "T2": True}
    assert tables.count(Task) == 3
    assert tables.where(Task, no="T1")[0].date_closed == context.today


# Closing


def test_a_close_opens_without_outcome_and_cancels_old_tasks(build: Build, context: Context) -> None:
    draft = start_close(build(QUOTE, **QUOTED), "OP1", context=context)
    assert draft.closing == OpportunityClosing(opportunity_no="OP1", date_of_change=WORK_DATE)
    assert draft.closing.cancel_old_tasks
    won, lost = draft.choosing(ActionTaken.WON).closing, draft.choosing(ActionTaken.LOST).closing
    assert facts(won.close_opportunity_code, won.sales_amount_lcy) == ("BEST", 999)
    assert facts(lost.close_opportunity_code, lost.sales_amount_lcy) == ("PRICE", 0)


def test_one_of_several_close_codes_is_chosen_by_hand(build: Build, context: Context) -> None:
    tables = build(CloseOpportunityCode(code="SERVICE", type=CloseCodeType.WON))
    draft = start_close(tables, "OP1", context=context)
    assert draft.choosing(ActionTaken.WON).closing.close_opportunity_code == ""
    assert draft.choosing(ActionTaken.BLANK).closing.close_opportunity_code == ""


@pytest.mark.rule("E-WON-OR-LOST", "E-FIELD-REQUIRED", "E-NOT-FOUND", "E-CLOSE-CODE-TYPE", "E-SALES-AMOUNT")
def test_a_close_is_checked_in_order(build: Build, context: Context) -> None:
    wrong = OpportunityClosing(opportunity_no="OP1")
    steps: list[tuple[type[Exception], dict[str, object]]] = [
        (NeitherWonNorLost, {"action_taken": ActionTaken.NEXT}),
        (NeitherWonNorLost, {"action_taken": ActionTaken.WON}),
        (FieldRequired, {"close_opportunity_code": "GONE"}),
        (NotFound, {"close_opportunity_code": "PRICE"}),
        (CloseCodeMismatch, {"close_opportunity_code": "BEST"}),
        (FieldRequired, {"date_of_change": dt.date(2026, 12, 31)}),
        (NoSalesAmount, {"sales_amount_lcy": Decimal(1)}),
    ]
    for refusal, correction in steps:
        with pytest.raises(refusal):
            close_opportunity(build(QUOTE, **QUOTED), wrong, context=context)
        wrong = attrs.evolve(wrong, **correction)  # type: ignore[arg-type]
    changes = close_opportunity(build(QUOTE, **QUOTED), wrong, context=context)
    assert changes.modified_of(OpportunityEntry)[0].days_open == -11


@pytest.mark.parametrize("stage", [2.0, True, "2", [2]])
def test_the_number_of_a_stage_is_a_whole_number(stage: Any) -> None:
    with pytest.raises(WrongType, match="stage = "):
        attrs.evolve(NEXT, stage=stage)


def test_moves_and_outcomes_that_are_none_are_refused_by_name(build: Build, context: Context) -> None:
    for wrong in (None, 5, "NEXT", ["NEXT"]):
        with pytest.raises(WrongType, match="action_type = "):
            start_update(build(), "OP1", context=context).choosing(wrong)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="outcome = "):
            start_close(build(), "OP1", context=context).choosing(wrong)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match="update = "):
            update_opportunity(build(), wrong, context=context)  # type: ignore[arg-type]


def test_a_won_opportunity_has_its_amount_and_is_complete(build: Build, context: Context) -> None:
    changes = close_opportunity(build(CUSTOMER), WIN, context=context)
    entry = new_entry(changes)
    assert (entry.action_taken, entry.close_opportunity_code, entry.sales_cycle_stage) == (ActionTaken.WON, "BEST", 0)
    assert (entry.date_closed, entry.estimated_close_date, entry.previous_sales_cycle_stage) == (LATER, LATER, 1)
    assert facts(entry.completed_pct, entry.chances_of_success_pct, entry.probability_pct) == (100, 100, 100)
    assert facts(entry.estimated_value_lcy, entry.calcd_current_value_lcy) == (5000, 4200)
    (opportunity,) = changes.modified_of(Opportunity)
    assert (opportunity.status, opportunity.closed) == (OpportunityStatus.WON, True)
    assert opportunity.date_closed == LATER
    assert changes.requests == ()


def test_a_linked_quote_replaces_the_amount_entered(build: Build, context: Context) -> None:
    entry = new_entry(close_opportunity(build(CUSTOMER, QUOTE, **QUOTED), WIN, context=context))
    assert entry.calcd_current_value_lcy == 999


def test_a_lost_opportunity_is_worth_nothing_any_more(build: Build, context: Context) -> None:
    task = attrs.evolve(OPEN_TASK, status=TaskStatus.IN_PROGRESS)
    changes = close_opportunity(build(task), LOSE, context=context)
    entry = new_entry(changes)
    assert facts(entry.completed_pct, entry.chances_of_success_pct, entry.probability_pct) == (100, 0, 0)
    assert facts(entry.estimated_value_lcy, entry.calcd_current_value_lcy) == (5000, 0)
    assert changes.modified_of(Opportunity)[0].status is OpportunityStatus.LOST
    assert changes.modified_of(Task)[0].canceled
    kept = close_opportunity(build(task), attrs.evolve(LOSE, cancel_old_tasks=False), context=context)
    assert kept.modified_of(Task) == ()


@pytest.mark.parametrize("code", ["", "GONE"])
def test_without_sales_cycle_an_opportunity_is_won_and_lost_like_any_other(
    code: str, build: Build, context: Context
) -> None:
    tables = build(CUSTOMER, sales_cycle_code=code)
    won = new_entry(close_opportunity(tables, WIN, context=context))
    assert facts(won.completed_pct, won.chances_of_success_pct, won.probability_pct) == (100, 100, 100)
    assert facts(won.estimated_value_lcy, won.calcd_current_value_lcy) == (5000, 4200)
    quoted = build(CUSTOMER, QUOTE, sales_cycle_code=code, **QUOTED)
    assert new_entry(close_opportunity(quoted, WIN, context=context)).calcd_current_value_lcy == 999
    lost = new_entry(close_opportunity(tables, LOSE, context=context))
    assert facts(lost.completed_pct, lost.chances_of_success_pct, lost.probability_pct) == (100, 0, 0)
    assert facts(lost.estimated_value_lcy, lost.calcd_current_value_lcy) == (5000, 0)


@pytest.mark.rule("E-NO-COMPANY")
def test_whoever_is_won_becomes_a_customer(build: Build, context: Context) -> None:
    assert close_opportunity(build(), WIN, context=context).requests == (CreateCustomer("C1"),)
    company = close_opportunity(build(), attrs.evolve(WIN, opportunity_no="OP2"), context=context)
    assert company.requests == (CreateCustomer("C2"),)
    stray = Contact(no="P1", type=ContactType.PERSON, company_no="C9")
    with pytest.raises(CompanyMissing):
        close_opportunity(build(stray), WIN, context=context)
    assert close_opportunity(build(stray), LOSE, context=context).requests == ()
    with pytest.raises(FieldRequired):
        close_opportunity(build(contact_no=""), WIN, context=context)


def test_a_move_says_which_moves_were_possible(build: Build, context: Context) -> None:
    because = update_opportunity(build(), NEXT, context=context).because[0]
    assert isinstance(because, UpdateDraft)
    assert list(because.moves.targets) == [ActionType.NEXT, ActionType.SKIP, ActionType.UPDATE]
