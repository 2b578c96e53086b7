"""The part of the state machine that works on tasks and opportunities."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import attrs
from hypothesis import assume, strategies as st
from hypothesis.stateful import precondition, rule

from ..activities.assignment import assign_activity
from ..activities.deletion import delete_canceled_tasks
from ..activities.lifecycle import close_task, reopen_task, set_task_canceled
from ..activities.records import Task
from ..opportunities.closings import OpportunityClosing
from ..opportunities.creation import insert_opportunity
from ..opportunities.deletion import delete_opportunity
from ..opportunities.progress import activate_first_stage, close_opportunity, start_update, update_opportunity
from ..opportunities.records import (
    ActionTaken,
    ActionType,
    Opportunity,
)
from ..store.changes import ChangeSet
from .ground import CAMPAIGNS, CONTACTS, FIRST_DAY, StoreMachine, has

_campaign = st.sampled_from(CAMPAIGNS)
_contact = st.sampled_from(CONTACTS)
_number = st.integers(0, 30)


class DealMachine(StoreMachine):
    """Tasks and opportunities, in any order."""

    @rule(campaign_no=_campaign, contact_no=st.just("") | _contact)
    def assign(self, campaign_no: str, contact_no: str) -> None:
        """Assign an activity: two owning tasks, and a contact's part in the meeting."""
        today = self.context.today
        changes = self.do(
            lambda: assign_activity(self.reader, "A", date=today, campaign_no=campaign_no, contact_no=contact_no)
        )
        if changes is not None:
            tasks = changes.inserted_of(Task)
            assert len([task for task in tasks if task.organizer_task_no == task.no]) == 2  # noqa: PLR2004
            assert len(tasks) == 2 + bool(contact_no)

    @precondition(has(Task))
    @rule(place=_number, verb=st.sampled_from(["close", "cancel", "reopen"]))
    def work_on_task(self, place: int, verb: str) -> None:
        """Close, cancel or reopen a task."""
        tasks = [task for task in self.reader.where(Task) if task.organizer_task_no == task.no]
        assume(tasks)
        no, context = tasks[place % len(tasks)].no, self.context
        processes: dict[str, Callable[[], ChangeSet]] = {
            "close": lambda: close_task(self.reader, no, context=context),
            "cancel": lambda: set_task_canceled(self.reader, no, context=context),
            "reopen": lambda: reopen_task(self.reader, no),
        }
        self.do(processes[verb])

    @precondition(has(Task))
    @rule()
    def delete_tasks(self) -> None:
        """Delete canceled tasks: no owning task that is not canceled goes."""
        changes = self.do(lambda: delete_canceled_tasks(self.reader))
        assert changes is not None
        owners = [task for task in changes.deleted_of(Task) if task.organizer_task_no == task.no]
        assert all(task.canceled for task in owners)

    @rule(contact_no=_contact, campaign_no=st.just("") | _campaign)
    def open_opportunity(self, contact_no: str, campaign_no: str) -> None:
        """Create an opportunity and enter its first stage."""
        assume(sum(1 for _ in self.reader.where(Opportunity)) < 4)  # noqa: PLR2004 - few, so that steps meet
        no = f"O{self.day}"
        opportunity = Opportunity(
            no=no,
            description="A deal",
            contact_no=contact_no,
            salesperson_code="JO",
            sales_cycle_code="C",
            campaign_no=campaign_no,
        )
        self.do(lambda: insert_opportunity(self.reader, opportunity, context=self.context))
        self.do(lambda: activate_first_stage(self.reader, no, context=self.context))

    @precondition(has(Opportunity))
    @rule(place=_number, action=st.sampled_from(ActionType), cancel=st.booleans())
    def move_opportunity(self, place: int, action: ActionType, *, cancel: bool) -> None:
        """Move an opportunity."""
        no = self.pick(Opportunity, place).no

        def process() -> ChangeSet:
            draft = start_update(self.reader, no, context=self.context)
            update = attrs.evolve(
                draft.update,
                action_type=action,
                estimated_value_lcy=Decimal(1000),
                chances_of_success_pct=Decimal(50),
                estimated_close_date=FIRST_DAY + dt.timedelta(days=10_000),
                cancel_old_tasks=cancel,
            )
            return update_opportunity(self.reader, update, context=self.context)

        self.do(process)

    @precondition(has(Opportunity))
    @rule(place=_number, won=st.booleans())
    def close(self, place: int, *, won: bool) -> None:
        """Win or lose an opportunity."""
        closing = OpportunityClosing(
            opportunity_no=self.pick(Opportunity, place).no,
            action_taken=ActionTaken.WON if won else ActionTaken.LOST,
            close_opportunity_code="W" if won else "L",
            date_of_change=self.context.today,
            sales_amount_lcy=Decimal(500),
        )
        self.do(lambda: close_opportunity(self.reader, closing, context=self.context))

    @precondition(has(Opportunity))
    @rule(place=_number)
    def delete_deal(self, place: int) -> None:
        """Delete an opportunity."""
        no = self.pick(Opportunity, place).no
        self.do(lambda: delete_opportunity(self.reader, no))
