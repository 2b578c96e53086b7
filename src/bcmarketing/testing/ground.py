"""The ground that the state machines stand on: small tables, a store, and the invariants after every step."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Final

import attrs
from hypothesis.stateful import RuleBasedStateMachine, invariant

from ..activities.records import Activity, ActivityStep, TaskType
from ..campaigns.records import Campaign
from ..contacts.partners import Salesperson
from ..contacts.records import (
    BusinessRelation,
    Contact,
    ContactBusinessRelation,
    ContactJobResponsibility,
    ContactType,
    JobResponsibility,
    RelationLink,
)
from ..contacts.setup import MarketingSetup, NumberSeries
from ..context import Context
from ..errors import Refusal
from ..interactions.records import InteractionGroup, InteractionTemplate
from ..opportunities.records import (
    CloseCodeType,
    CloseOpportunityCode,
    SalesCycle,
    SalesCycleStage,
)
from ..pricing.records import PriceListLine, PriceSourceType, PriceStatus, PriceType
from ..segments.criteria import add_contacts
from ..segments.headers import change_segment_header, create_segment
from ..store.changes import ChangeSet
from ..store.reader import R, Reader, Record
from ..store.tables import Tables
from .invariants import check_invariants

FIRST_DAY: Final = dt.date(2027, 3, 1)
CAMPAIGNS: Final = ("CP1", "CP2")
SEGMENTS: Final = ("SM1", "SM2")
CONTACTS: Final = ("CO1", "CO2", "CO3", "P1", "P2", "P3", "P4")


def small_tables() -> Tables:
    """Return the tables that the machine starts from: few rows, so that steps meet each other."""
    rows: list[Record] = [
        MarketingSetup(to_do_nos="TASK", opportunity_nos="OPP", bus_rel_code_for_customers="CUST"),
        NumberSeries(code="TASK", starting_no="T001"),
        NumberSeries(code="OPP", starting_no="O001"),
        BusinessRelation(code="CUST"),
        JobResponsibility(code="BUYER"),
        Salesperson(code="JO", name="Jo", email="jo@example.org"),
        InteractionGroup(code="G"),
        InteractionTemplate(code="LETTER", interaction_group_code="G", unit_cost=Decimal(8), unit_duration=Decimal(30)),
        InteractionTemplate(
            code="REPLY", interaction_group_code="G", unit_cost=Decimal(2), campaign_no="CP2", campaign_response=True
        ),
        Activity(code="A"),
        ActivityStep(activity_code="A", step_no=10000, date_formula="1W"),
        ActivityStep(activity_code="A", step_no=20000, type=TaskType.MEETING, date_formula="CM+5D"),
        SalesCycle(code="C"),
        SalesCycleStage(sales_cycle_code="C", stage=1, chances_of_success_pct=10, completed_pct=5, activity_code="A"),
        SalesCycleStage(sales_cycle_code="C", stage=2, chances_of_success_pct=50, completed_pct=40, allow_skip=True),
        SalesCycleStage(sales_cycle_code="C", stage=3, chances_of_success_pct=90, completed_pct=80),
        CloseOpportunityCode(code="W"),
        CloseOpportunityCode(code="L", type=CloseCodeType.LOST),
        ContactBusinessRelation(
            contact_no="CO1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000"
        ),
        ContactJobResponsibility(contact_no="P1", job_responsibility_code="BUYER"),
        ContactJobResponsibility(contact_no="P3", job_responsibility_code="BUYER"),
        PriceListLine(
            line_no=10000,
            source_type=PriceSourceType.CAMPAIGN,
            source_no="CP1",
            asset_no="LAMP",
            price_type=PriceType.SALE,
            status=PriceStatus.ACTIVE,
        ),
        *(Campaign(no=no, salesperson_code="JO") for no in CAMPAIGNS),
        *(
            Contact(no=no, name=no, company_no=no, company_name=no, salesperson_code="JO")
            for no in CONTACTS
            if no.startswith("CO")
        ),
    ]
    for no, company_no in (("P1", "CO1"), ("P2", "CO1"), ("P3", "CO2"), ("P4", "")):
        rows.append(
            Contact(
                no=no,
                name=no,
                type=ContactType.PERSON,
                company_no=company_no,
                company_name=company_no,
                salesperson_code="JO",
            )
        )
    context = Context(today=FIRST_DAY)
    fields = {"description": "Letters", "interaction_template_code": "LETTER"}
    tables = Tables.of(rows)
    tables = tables.apply(create_segment(tables, "SM1", fields, context=context))
    tables = tables.apply(add_contacts(tables, "SM1", {"contact": {"no": "P*"}}, context=context))
    for field, value in (("campaign_no", "CP1"), ("campaign_target", True)):
        tables = tables.apply(change_segment_header(tables, "SM1", field, value, context=context))
    return tables


def has(kind: type[Record]) -> Callable[["StoreMachine"], bool]:
    """Return the precondition that there is a row of a kind."""
    return lambda machine: machine.reader.last(kind) is not None


def has_canceled(kind: type[Record]) -> Callable[["StoreMachine"], bool]:
    """Return the precondition that there is a canceled row of a kind."""
    return lambda machine: any(True for _ in machine.reader.where(kind, canceled=True))


class StoreMachine(RuleBasedStateMachine):
    """A store, changed by one process after the other; subclasses bring the processes."""

    def __init__(self) -> None:
        super().__init__()
        self.reader: Reader = self.stored(small_tables())
        self.day = 0

    def pick(self, kind: type[R], place: int) -> R:
        """Return one of the rows of a kind; there must be some."""
        rows = list(self.reader.where(kind))
        return rows[place % len(rows)]

    def stored(self, tables: Tables) -> Reader:
        """Put the first tables into the store under test, and return its reader."""
        return tables

    def apply(self, reader: Reader, changes: ChangeSet) -> Reader:
        """Apply a change set to the store under test, and return its reader."""
        if not isinstance(reader, Tables):
            raise NotImplementedByHost(type(reader).__name__)
        return reader.apply(changes)

    @property
    def context(self) -> Context:
        """A new day for every step."""
        return Context(today=FIRST_DAY + dt.timedelta(days=self.day), interactive=self.day % 3 == 0)

    def do(self, process: Callable[[], ChangeSet]) -> ChangeSet | None:
        """Carry out a process; a refusal changes nothing."""
        self.day += 1
        try:
            changes = process()
        except Refusal:
            return None
        self.reader = self.apply(self.reader, changes)
        return changes

    @invariant()
    def everything_holds(self) -> None:
        """Check the invariants."""
        check_invariants(self.reader)


@attrs.frozen
class NotImplementedByHost(TypeError):
    """A machine over a store of the host's must override `StoreMachine.apply`."""

    store: str

    def __str__(self) -> str:
        return f"override StoreMachine.apply for the store {self.store}"
