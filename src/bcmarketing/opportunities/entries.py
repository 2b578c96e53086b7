"""Storing an entry: the step that every move, close and first stage ends with (table 5093, InsertEntry)."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import ZERO
from ..contacts.links import customer_relation
from ..contacts.records import Contact, ContactType
from ..context import Context
from ..errors import FieldRequired
from ..policies import Policies
from ..store.work import Work
from .documents import CreateCustomer
from .records import ActionTaken, OpportunityEntry, OpportunityStatus
from .refusals import CompanyMissing
from .standing import Standing
from .tasks import StageTasks

_OUTCOME = {ActionTaken.WON: OpportunityStatus.WON, ActionTaken.LOST: OpportunityStatus.LOST}


class EntryWriter:
    """Stores entries into a `Work`, numbering them and their tasks on from one to the next."""

    def __init__(self, work: Work, numbers: Iterable[str] | None, context: Context, policies: Policies) -> None:
        self._work = work
        self._tasks = StageTasks(work, numbers, context, policies)
        self._last_no: int | None = None

    def store(
        self, entry: OpportunityEntry, standing: Standing, *, cancel_tasks: bool = False, create_tasks: bool = False
    ) -> OpportunityEntry:
        """Store *entry* as the active one: it supersedes the one before, and the opportunity follows it.

        Raises:
            FieldRequired: an opportunity without contact is won.
            CompanyMissing: a person's opportunity is won, and the person's company does not exist.
            NotFound: the contact of an opportunity that is won does not exist.
        """
        opportunity = standing.opportunity
        if standing.active is not None:
            self._work.modify(superseded(standing.active, entry))
        stage = standing.stage(entry.sales_cycle_stage)
        entry = attrs.evolve(
            entry,
            entry_no=self._next_no(),
            active=True,
            sales_cycle_stage_description="" if stage is None else stage.description,
        )
        if cancel_tasks:
            self._tasks.cancel(opportunity.no)
        outcome = _OUTCOME.get(entry.action_taken)
        if outcome is not None and opportunity.status is not outcome:
            if outcome is OpportunityStatus.WON:
                self._ensure_customer(opportunity.contact_no)
            date = entry.date_of_change
            entry = attrs.evolve(entry, date_closed=date, estimated_close_date=date)
            opportunity = attrs.evolve(opportunity, status=outcome, closed=True, date_closed=date)
        elif outcome is None:
            opportunity = attrs.evolve(opportunity, status=OpportunityStatus.IN_PROGRESS)
        self._work.insert(entry)
        self._work.modify(opportunity)
        if create_tasks and stage is not None:
            self._tasks.create(stage, entry, opportunity)
        return entry

    def _next_no(self) -> int:
        if self._last_no is None:
            last = self._work.last(OpportunityEntry)
            self._last_no = 0 if last is None else last.entry_no
        self._last_no += 1
        return self._last_no

    def _ensure_customer(self, contact_no: str) -> None:
        if not contact_no:
            raise FieldRequired("contact_no")
        contact = self._work.require(Contact, contact_no)
        if contact.type is ContactType.PERSON and contact.company_no:
            company = self._work.get(Contact, contact.company_no)
            if company is None:
                raise CompanyMissing(contact.no, contact.company_no)
            contact = company
        if customer_relation(self._work, contact.no) is None:
            self._work.request(CreateCustomer(contact.no))


def superseded(active: OpportunityEntry, entry: OpportunityEntry) -> OpportunityEntry:
    """Return the entry that was active, with the days until the new one: negative if that is dated before."""
    days = ZERO
    if active.date_of_change is not None and entry.date_of_change is not None:
        days = Decimal((entry.date_of_change - active.date_of_change).days)
    return attrs.evolve(active, active=False, days_open=days)
