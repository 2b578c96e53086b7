"""The tasks of an opportunity: those a stage brings, and those that a move leaves behind."""

from collections.abc import Iterable

import attrs

from ..activities.assignment import insert_activity
from ..activities.closing import cancel_task
from ..activities.records import Task
from ..arguments import given_numbers
from ..context import Context
from ..policies import Policies
from ..store.work import Work
from .records import Opportunity, OpportunityEntry, SalesCycleStage


class StageTasks:
    """Cancels and creates tasks of opportunities in one `Work`; numbers are drawn on from one stage to the next.

    Raises:
        WrongType: the numbers are no collection of them.
    """

    def __init__(self, work: Work, numbers: Iterable[str] | None, context: Context, policies: Policies) -> None:
        self._work = work
        self._numbers = None if numbers is None else given_numbers(numbers, "task_numbers")
        self._context = context
        self._policies = policies

    def cancel(self, opportunity_no: str) -> None:
        """Cancel every open task of an opportunity; recurring ones do not recur."""
        for found in self._work.where(Task, opportunity_no=opportunity_no, closed=False, canceled=False):
            task = self._work.require(Task, found.no)
            if not task.closed:  # an owner closed before takes its parts along
                task = attrs.evolve(task, recurring=False)
                cancel_task(self._work, task, context=self._context, policies=self._policies, numbers=self._numbers)

    def create(self, stage: SalesCycleStage, entry: OpportunityEntry, opportunity: Opportunity) -> None:
        """Create the tasks of a stage's activity, dated from the date of change.

        They carry the links of the entry and the segment of the opportunity, and no activity code (Q-6).

        Raises:
            OrganizerWithoutEmail: the activity has a meeting, and the salesperson no e-mail address.
            NoSeries: a number is needed and there is none.
        """
        if not stage.activity_code:
            return
        base = Task(
            no="",
            salesperson_code=entry.salesperson_code,
            campaign_no=entry.campaign_no,
            contact_no=entry.contact_no,
            contact_company_no=entry.contact_company_no,
            opportunity_no=entry.opportunity_no,
            opportunity_entry_no=entry.entry_no,
            segment_no=opportunity.segment_no,
            date=entry.date_of_change,
        )
        insert_activity(self._work, stage.activity_code, base, numbers=self._numbers, policies=self._policies)
