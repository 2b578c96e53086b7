"""What the tests of opportunities start from."""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from bcmarketing.activities.records import Activity, ActivityStep, TaskType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.opportunities.records import (
    ActionTaken,
    CloseCodeType,
    CloseOpportunityCode,
    Opportunity,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.store.reader import Record, key_of
from bcmarketing.store.tables import Tables

WORK_DATE = dt.date(2027, 1, 11)


@pytest.fixture
def context() -> Context:
    return Context(today=dt.date(2027, 2, 1), work_date=WORK_DATE)


@pytest.fixture
def build() -> Callable[..., Tables]:
    """Return a function that gives the rows below, with more rows or others in their place.

    OP1 stands on stage 1 of FIRM, OP2 is not started. FIRM has the stages 1 (calls), 2 (may be skipped), 3 (a quote is
    required) and 4; company C1 employs P1 and P2, company C2 employs P3.
    """
    rows: list[Record] = [
        MarketingSetup(opportunity_nos="OPP", to_do_nos="TASK", default_sales_cycle_code="FIRM"),
        NumberSeries(code="OPP", starting_no="OP101"),
        NumberSeries(code="TASK", starting_no="TD101"),
        Salesperson(code="JO", name="Jo", email="jo@example.com"),
        Salesperson(code="RB", name="Rob", email="rb@example.com"),
        Contact(no="C1", name="First", company_no="C1", salesperson_code="JO"),
        Contact(no="C2", company_no="C2"),
        Contact(no="P1", type=ContactType.PERSON, company_no="C1", salesperson_code="RB"),
        Contact(no="P2", name="Pat", type=ContactType.PERSON, company_no="C1"),
        Contact(no="P3", type=ContactType.PERSON, company_no="C2"),
        Activity(code="CALLS"),
        ActivityStep(activity_code="CALLS", step_no=1, type=TaskType.PHONE_CALL, description="Call"),
        ActivityStep(activity_code="CALLS", step_no=2, type=TaskType.MEETING, description="Visit", date_formula="1W"),
        SalesCycle(code="FIRM"),
        SalesCycleStage(
            sales_cycle_code="FIRM",
            stage=1,
            description="Call",
            completed_pct=30,
            chances_of_success_pct=70,
            activity_code="CALLS",
            date_formula="1M",
        ),
        SalesCycleStage(
            sales_cycle_code="FIRM",
            stage=2,
            description="Visit",
            completed_pct=50,
            chances_of_success_pct=60,
            allow_skip=True,
            date_formula="2W",
        ),
        SalesCycleStage(
            sales_cycle_code="FIRM",
            stage=3,
            description="Offer",
            completed_pct=80,
            chances_of_success_pct=80,
            quote_required=True,
        ),
        SalesCycleStage(sales_cycle_code="FIRM", stage=4, completed_pct=90, chances_of_success_pct=90),
        CloseOpportunityCode(code="BEST", type=CloseCodeType.WON),
        CloseOpportunityCode(code="PRICE", type=CloseCodeType.LOST),
        Opportunity(
            no="OP1",
            description="Lamps",
            contact_no="P1",
            contact_company_no="C1",
            salesperson_code="JO",
            sales_cycle_code="FIRM",
            creation_date=WORK_DATE,
            status=OpportunityStatus.IN_PROGRESS,
        ),
        Opportunity(
            no="OP2",
            contact_no="C2",
            contact_company_no="C2",
            salesperson_code="RB",
            sales_cycle_code="FIRM",
            creation_date=WORK_DATE,
        ),
        OpportunityEntry(
            entry_no=7,
            opportunity_no="OP1",
            sales_cycle_code="FIRM",
            sales_cycle_stage=1,
            sales_cycle_stage_description="Call",
            contact_no="P1",
            contact_company_no="C1",
            salesperson_code="JO",
            date_of_change=WORK_DATE,
            active=True,
            action_taken=ActionTaken.BLANK,
            estimated_value_lcy=5000,
            chances_of_success_pct=70,
            completed_pct=30,
            probability_pct=21,
            calcd_current_value_lcy=1050,
            estimated_close_date=dt.date(2027, 2, 11),
        ),
    ]

    def tables(*more: Record, **changes: object) -> Tables:
        """Return the rows, those in *more* instead of the ones with their key, and OP1 with *changes*."""
        by_key = {(type(row), key_of(row)): row for row in (*rows, *more)}
        if changes:
            place = (Opportunity, "OP1")
            by_key[place] = attrs.evolve(by_key[place], **changes)  # type: ignore[misc]
        return Tables.of(by_key.values())

    return tables
