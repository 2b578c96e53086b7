"""Opportunities moved about in any order: what always holds of them and their entries."""

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bcmarketing.activities.records import Activity, ActivityStep, CalcDueDateFrom, Task
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.dates.formula import DateFormula
from bcmarketing.errors import Refusal
from bcmarketing.opportunities.closings import OpportunityClosing
from bcmarketing.opportunities.creation import insert_opportunity
from bcmarketing.opportunities.deletion import delete_closed_opportunities, delete_opportunity
from bcmarketing.opportunities.documents import SalesDocument
from bcmarketing.opportunities.editing import change_campaign, change_salesperson
from bcmarketing.opportunities.orders import delete_order, quote_to_order, start_close_for_order
from bcmarketing.opportunities.progress import activate_first_stage, close_opportunity, start_update, update_opportunity
from bcmarketing.opportunities.quotes import create_quote, delete_quote
from bcmarketing.opportunities.records import (
    ActionTaken,
    ActionType,
    CloseCodeType,
    CloseOpportunityCode,
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
    ProbabilityCalculation,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.refusals import OpportunityInProgress
from bcmarketing.opportunities.statistics import (
    campaign_opportunity_figures,
    contact_opportunity_figures,
    cycle_opportunity_figures,
    figures_by,
    salesperson_opportunity_figures,
    stage_opportunity_figures,
)
from bcmarketing.opportunities.updates import OpportunityUpdate
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

START = dt.date(2027, 1, 11)
ORDER, QUOTE = OpportunityDocumentType.ORDER, OpportunityDocumentType.QUOTE
NUMBERS = ["OP1", "OP2"]
FORMULAS = ["", "1W", "CM+5D", "1M"]
OUTCOMES = {ActionTaken.WON: OpportunityStatus.WON, ActionTaken.LOST: OpportunityStatus.LOST}
numbers = st.sampled_from(NUMBERS)
values = st.decimals(1, 100_000, places=2)
percentages = st.decimals(0, 100, places=1)


class Opportunities(RuleBasedStateMachine):
    """A few opportunities of one company in one sales cycle."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = Tables()
        self.today = START
        self.orders_deleted: set[str] = set()

    @property
    def context(self) -> Context:
        return Context(today=self.today)

    @initialize(data=st.data(), method=st.sampled_from(ProbabilityCalculation), count=st.integers(1, 5))
    def set_up(self, data: st.DataObject, method: ProbabilityCalculation, count: int) -> None:
        stages = [
            SalesCycleStage(
                sales_cycle_code="CYC",
                stage=no * 2,
                description=f"Stage {no}",
                completed_pct=data.draw(percentages),
                chances_of_success_pct=data.draw(percentages),
                activity_code=data.draw(st.sampled_from(["", "CALLS"])),
                quote_required=data.draw(st.booleans()),
                allow_skip=data.draw(st.booleans()),
                date_formula=data.draw(st.sampled_from(FORMULAS)),
            )
            for no in range(1, count + 1)
        ]
        rows: list[Record] = [
            MarketingSetup(to_do_nos="TASK"),
            NumberSeries(code="TASK", starting_no="TD0001"),
            Salesperson(code="JO", email="jo@example.com"),
            Salesperson(code="RB", email="rb@example.com"),
            Contact(no="CC1", company_no="CC1"),
            Campaign(no="CP1", ending_date=dt.date(2099, 1, 1)),
            CampaignTargetGroup(type=TargetType.CONTACT, no="CC1", campaign_no="CP1"),
            Activity(code="CALLS"),
            ActivityStep(activity_code="CALLS", step_no=1, date_formula="1D"),
            ActivityStep(activity_code="CALLS", step_no=2, date_formula="1M"),
            SalesCycle(code="CYC", probability_calculation=method),
            CloseOpportunityCode(code="BEST", type=CloseCodeType.WON),
            CloseOpportunityCode(code="NOPE", type=CloseCodeType.LOST),
        ]
        self.tables = Tables.of([*rows, *stages])

    def run(self, process: Callable[[], ChangeSet]) -> ChangeSet | None:
        try:
            changes = process()
        except Refusal:
            return None
        self.tables = self.tables.apply(changes)
        return changes

    def opportunity(self, no: str) -> Opportunity | None:
        return self.tables.get(Opportunity, no)

    def entries(self, no: str) -> list[OpportunityEntry]:
        return self.tables.where(OpportunityEntry, opportunity_no=no)

    def active(self, no: str) -> OpportunityEntry | None:
        return next((entry for entry in self.entries(no) if entry.active), None)

    def stages(self) -> dict[int, SalesCycleStage]:
        return {stage.stage: stage for stage in self.tables.where(SalesCycleStage)}

    @rule(no=numbers, salesperson=st.sampled_from(["JO", "RB"]), cycle=st.sampled_from(["CYC", "CYC", ""]))
    def create(self, no: str, salesperson: str, cycle: str) -> None:
        new = Opportunity(no=no, contact_no="CC1", salesperson_code=salesperson, sales_cycle_code=cycle)
        self.run(lambda: insert_opportunity(self.tables, new, context=self.context))

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.today += dt.timedelta(days=days)

    @rule(no=numbers)
    def activate(self, no: str) -> None:
        changes = self.run(lambda: activate_first_stage(self.tables, no, context=self.context))
        if changes is not None:
            self.check_move(no, changes, ActionType.FIRST, cancels=False, before=[])

    @rule(
        no=numbers,
        action_type=st.sampled_from(ActionType),
        place=st.integers(0, 5) | st.none(),
        delay=st.integers(-3, 30),
        value=values,
        chances=st.decimals(1, 100, places=1),
        cancels=st.booleans(),
    )
    def update(
        self,
        no: str,
        action_type: ActionType,
        place: int | None,
        delay: int,
        value: Decimal,
        chances: Decimal,
        cancels: bool,
    ) -> None:
        date = self.today + dt.timedelta(days=delay)
        update = OpportunityUpdate(
            opportunity_no=no,
            action_type=action_type,
            stage=None if place is None else place * 2,
            date_of_change=date,
            estimated_value_lcy=value,
            chances_of_success_pct=chances,
            estimated_close_date=date,
            cancel_old_tasks=cancels,
        )
        before = self.entries(no)
        changes = self.run(lambda: update_opportunity(self.tables, update, context=self.context))
        if changes is not None:
            self.check_move(no, changes, action_type, cancels=cancels, before=before)

    @rule(no=numbers, data=st.data(), cancels=st.booleans())
    def update_as_offered(self, no: str, data: st.DataObject, cancels: bool) -> None:
        opportunity = self.opportunity(no)
        if opportunity is None or opportunity.closed:
            return
        draft = start_update(self.tables, no, context=self.context)
        if not draft.moves.targets:
            assert opportunity.sales_cycle_code == ""
            return
        action_type = data.draw(st.sampled_from(list(draft.moves.targets)))
        offered = [stage.stage for stage in draft.moves.targets[action_type]]
        stage = data.draw(st.none() | st.sampled_from(offered))
        update = attrs.evolve(
            draft.choosing(action_type, stage).update,
            estimated_value_lcy=data.draw(values),
            chances_of_success_pct=Decimal(50),
            estimated_close_date=dt.date(2099, 1, 1),
            cancel_old_tasks=cancels,
        )
        before = self.entries(no)
        changes = self.run(lambda: update_opportunity(self.tables, update, context=self.context))
        if changes is None:
            target = draft.choosing(action_type, stage).target
            assert target is not None
            assert target.quote_required
        else:
            self.check_move(no, changes, action_type, cancels=cancels, before=before)

    def check_move(
        self, no: str, changes: ChangeSet, action_type: ActionType, *, cancels: bool, before: list[OpportunityEntry]
    ) -> None:
        (entry,) = changes.inserted_of(OpportunityEntry)
        stage = self.stages()[entry.sales_cycle_stage]
        last = next((old for old in before if old.active), None)
        assert len(self.entries(no)) == len(before) + 1
        if last is not None:
            assert last.date_of_change is not None
            assert entry.date_of_change is not None
            assert entry.date_of_change >= last.date_of_change
            superseded = self.tables.get(OpportunityEntry, last.entry_no)
            assert superseded is not None
            assert superseded.days_open == (entry.date_of_change - last.date_of_change).days
            here, there = last.sales_cycle_stage, entry.sales_cycle_stage
            assert {
                ActionType.NEXT: there > here,
                ActionType.SKIP: there > here,
                ActionType.PREVIOUS: there < here,
                ActionType.JUMP: there < here,
                ActionType.UPDATE: there == here,
            }[action_type]
        if action_type in (ActionType.NEXT, ActionType.SKIP) and stage.quote_required:
            opportunity = self.opportunity(no)
            assert opportunity is not None
            assert self.tables.get(SalesDocument, (QUOTE, opportunity.sales_document_no)) is not None
        expected = entry.estimated_value_lcy * entry.probability_pct / 100
        assert entry.calcd_current_value_lcy == expected
        assert entry.sales_cycle_stage_description == stage.description
        created = changes.inserted_of(Task)
        if action_type is ActionType.UPDATE or not stage.activity_code:
            assert created == ()
        else:
            steps = self.tables.where(ActivityStep)
            assert [task.date for task in created] == [step.date_formula.apply(entry.date_of_change) for step in steps]
            assert {task.opportunity_entry_no for task in created} == {entry.entry_no}
        if cancels:
            still_open = self.tables.where(Task, opportunity_no=no, closed=False)
            assert {task.no for task in still_open} == {task.no for task in created}

    @rule(no=numbers)
    def next_and_back(self, no: str) -> None:
        opportunity, active = self.opportunity(no), self.active(no)
        if opportunity is None or opportunity.closed or active is None:
            return
        draft = start_update(self.tables, no, context=self.context)
        if draft.update.action_type is not ActionType.NEXT or draft.target is None or draft.target.quote_required:
            return
        for action_type in (ActionType.NEXT, ActionType.PREVIOUS):
            update = attrs.evolve(
                start_update(self.tables, no, context=self.context).choosing(action_type).update,
                estimated_value_lcy=Decimal(1),
                chances_of_success_pct=Decimal(1),
                estimated_close_date=dt.date(2099, 1, 1),
            )
            self.tables = self.tables.apply(update_opportunity(self.tables, update, context=self.context))
        back = self.active(no)
        assert back is not None
        assert back.sales_cycle_stage == active.sales_cycle_stage

    @rule(no=numbers, recurring=st.booleans())
    def add_task(self, no: str, recurring: bool) -> None:
        task_no = f"MY{self.tables.count(Task)}"
        if self.opportunity(no) is None or self.tables.get(Task, task_no) is not None:
            return
        work = Work(self.tables)
        work.insert(
            Task(
                no=task_no,
                organizer_task_no=task_no,
                salesperson_code="JO",
                opportunity_no=no,
                date=self.today,
                recurring=recurring,
                recurring_date_interval=DateFormula.parse("1W"),
                calc_due_date_from=CalcDueDateFrom.DUE_DATE,
            )
        )
        self.tables = self.tables.apply(work.done())

    @rule(no=numbers, outcome=st.sampled_from(ActionTaken), amount=values, delay=st.integers(-5, 5))
    def close(self, no: str, outcome: ActionTaken, amount: Decimal, delay: int) -> None:
        closing = OpportunityClosing(
            opportunity_no=no,
            action_taken=outcome,
            close_opportunity_code="NOPE" if outcome is ActionTaken.LOST else "BEST",
            date_of_change=self.today + dt.timedelta(days=delay),
            sales_amount_lcy=amount,
        )
        before = self.opportunity(no)
        old, figures = self.tables, self.people()
        of_cycle = cycle_opportunity_figures(self.tables.where(OpportunityEntry), "CYC")
        changes = self.run(lambda: close_opportunity(self.tables, closing, context=self.context))
        if changes is None:
            return
        assert before is not None
        assert changes.inserted_of(Task) == ()
        assert self.tables.where(Task, opportunity_no=no, closed=False) == []
        now = cycle_opportunity_figures(self.tables.where(OpportunityEntry), "CYC")
        was_open = before.status is OpportunityStatus.IN_PROGRESS
        assert now.no_of_opportunities == of_cycle.no_of_opportunities - was_open
        if was_open:
            assert self.people() == figures
        assert old.count(OpportunityEntry) + 1 == self.tables.count(OpportunityEntry)

    def people(self) -> list[int]:
        """Return the numbers of opportunities of the contact, each salesperson and each campaign."""
        rows = self.tables.where(OpportunityEntry)
        return [
            contact_opportunity_figures(rows, self.tables.where(Contact)[0]).no_of_opportunities,
            *(salesperson_opportunity_figures(rows, code).no_of_opportunities for code in ("JO", "RB")),
            *(campaign_opportunity_figures(rows, no).no_of_opportunities for no in ("", "CP1")),
        ]

    @rule(no=numbers)
    def new_quote(self, no: str) -> None:
        self.quote(no)

    def quote(self, no: str) -> None:
        self.run(lambda: create_quote(self.tables, no, f"SQ{no}"))

    @precondition(lambda self: bool(self.tables.where(SalesDocument, document_type=QUOTE)))
    @rule(no=numbers)
    def drop_quote(self, no: str) -> None:
        self.run(lambda: delete_quote(self.tables, f"SQ{no}"))

    @rule(no=numbers)
    def order(self, no: str) -> None:
        self.quote(no)
        if self.tables.get(SalesDocument, (QUOTE, f"SQ{no}")) is None:
            return
        draft = start_close_for_order(self.tables, f"SQ{no}", context=self.context)
        closing = None if draft is None else attrs.evolve(draft.closing, sales_amount_lcy=Decimal(9))
        self.run(lambda: quote_to_order(self.tables, f"SQ{no}", f"SO{no}", closing=closing, context=self.context))

    @precondition(lambda self: bool(self.tables.where(SalesDocument, document_type=ORDER)))
    @rule(data=st.data())
    def drop_order(self, data: st.DataObject) -> None:
        orders = [row.opportunity_no for row in self.tables.where(SalesDocument, document_type=ORDER)]
        no = data.draw(st.sampled_from(orders))
        tasks = self.tables.where(Task)
        if self.run(lambda: delete_order(self.tables, f"SO{no}", context=self.context)) is not None:
            self.orders_deleted.add(no)
            assert self.tables.where(Task) == tasks

    @rule(no=numbers, campaign_no=st.sampled_from(["", "CP1"]))
    def move_to_campaign(self, no: str, campaign_no: str) -> None:
        total = sum(
            f.no_of_opportunities for f in figures_by(self.tables.where(OpportunityEntry), "campaign_no").values()
        )
        self.run(lambda: change_campaign(self.tables, no, campaign_no))
        by_campaign = figures_by(self.tables.where(OpportunityEntry), "campaign_no")
        assert sum(figures.no_of_opportunities for figures in by_campaign.values()) == total

    @rule(no=numbers, code=st.sampled_from(["JO", "RB"]))
    def hand_over(self, no: str, code: str) -> None:
        self.run(lambda: change_salesperson(self.tables, no, code))

    @rule(no=numbers)
    def delete(self, no: str) -> None:
        opportunity = self.opportunity(no)
        if opportunity is not None and opportunity.status is OpportunityStatus.IN_PROGRESS:
            with pytest.raises(OpportunityInProgress):
                delete_opportunity(self.tables, no)
        elif self.run(lambda: delete_opportunity(self.tables, no)) is not None:
            self.orders_deleted.discard(no)
            self.forget_documents(no)

    @precondition(lambda self: self.tables.count(Opportunity) > 1)
    @rule()
    def delete_all_closed(self) -> None:
        closed = [row.no for row in self.tables.where(Opportunity, closed=True)]
        still_there = self.tables.where(Opportunity, closed=False)
        self.run(lambda: delete_closed_opportunities(self.tables))
        assert self.tables.where(Opportunity) == still_there
        for no in closed:
            self.orders_deleted.discard(no)
            self.forget_documents(no)

    def forget_documents(self, no: str) -> None:
        work = Work(self.tables)
        for document in self.tables.where(SalesDocument, opportunity_no=no):
            work.delete(document)
        self.tables = self.tables.apply(work.done())

    @invariant()
    def status_follows_the_active_entry(self) -> None:
        for opportunity in self.tables.where(Opportunity):
            entries = self.entries(opportunity.no)
            live = [entry for entry in entries if entry.active]
            assert (entries == []) == (opportunity.status is OpportunityStatus.NOT_STARTED)
            if not entries:
                assert not opportunity.closed
                continue
            (active,) = live
            assert active == entries[-1]
            assert opportunity.status is OUTCOMES.get(active.action_taken, OpportunityStatus.IN_PROGRESS)
            closed = active.action_taken in OUTCOMES
            assert opportunity.closed == closed == (opportunity.date_closed is not None)
            if closed and opportunity.no not in self.orders_deleted:
                assert opportunity.date_closed == active.date_closed == active.date_of_change
            if active.action_taken is ActionTaken.WON:
                assert active.probability_pct == 100
            if active.action_taken is ActionTaken.LOST:
                assert active.calcd_current_value_lcy == 0

    @invariant()
    def entries_chain_up(self) -> None:
        for opportunity in self.tables.where(Opportunity):
            entries = self.entries(opportunity.no)
            for before, after in itertools.pairwise(entries):
                if opportunity.no not in self.orders_deleted:
                    assert after.previous_sales_cycle_stage == before.sales_cycle_stage
            if entries and opportunity.no not in self.orders_deleted:
                first, last = entries[0].date_of_change, entries[-1].date_of_change
                assert first is not None
                assert last is not None
                assert sum(entry.days_open for entry in entries[:-1]) == (last - first).days

    @invariant()
    def figures_agree(self) -> None:
        entries = self.tables.where(OpportunityEntry)
        of_stages = [stage_opportunity_figures(entries, "CYC", no) for no in self.stages()]
        of_cycle = cycle_opportunity_figures(entries, "CYC")
        assert sum(figures.no_of_opportunities for figures in of_stages) == of_cycle.no_of_opportunities
        for code, figures in figures_by(entries, "campaign_no").items():
            live = [self.active(row.no) for row in self.tables.where(Opportunity, campaign_no=code)]
            assert figures.no_of_opportunities == sum(entry is not None for entry in live)


TestOpportunities = pytest.mark.invariant("activities", 19, 20, 21, 22, 23, 25, 27, 28, 29, 30, 31, 32, 33, 34)(
    Opportunities.TestCase
)
