"""What the processes on activities, tasks and opportunities do with arguments that are not what they ask for."""

import contextlib
import datetime as dt
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest

import bcmarketing.activities
import bcmarketing.opportunities
from bcmarketing.activities.attendance import organizer_row
from bcmarketing.activities.proposals import Overrides
from bcmarketing.activities.records import (
    Activity,
    ActivityStep,
    Attendee,
    AttendeeType,
    CalcDueDateFrom,
    Task,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.views import TaskFilters, TaskParty
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import CommentTable, Contact, RlshpMgtCommentLine
from bcmarketing.context import Context
from bcmarketing.errors import BCMarketingError
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.closings import OpportunityClosing
from bcmarketing.opportunities.documents import SalesDocument
from bcmarketing.opportunities.records import (
    ActionTaken,
    ActionType,
    CloseOpportunityCode,
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.updates import OpportunityUpdate
from bcmarketing.opportunities.wizard import OpportunityDraft
from bcmarketing.periods import Period
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.tables import Tables

Function = Callable[..., object]

START: Final = dt.date(2027, 1, 11)
JO: Final = Salesperson(code="JO", name="Jo", email="jo@example.com")
QUOTE, ORDER = OpportunityDocumentType.QUOTE, OpportunityDocumentType.ORDER
# Each close of it needs a number.
CALL: Final = Task(
    no="TD1",
    organizer_task_no="TD1",
    salesperson_code="JO",
    contact_no="C1",
    contact_company_no="C1",
    date=START,
    type=TaskType.PHONE_CALL,
    description="Call",
    recurring=True,
    recurring_date_interval="1W",
    calc_due_date_from=CalcDueDateFrom.DUE_DATE,
)
MEETING: Final = attrs.evolve(CALL, no="TD2", organizer_task_no="TD2", type=TaskType.MEETING, start_time=dt.time(10))
IN_PROGRESS: Final = Opportunity(
    no="OP1",
    description="Lamps",
    contact_no="C1",
    contact_company_no="C1",
    salesperson_code="JO",
    sales_cycle_code="FIRM",
    creation_date=START,
    status=OpportunityStatus.IN_PROGRESS,
)
NOT_STARTED: Final = attrs.evolve(IN_PROGRESS, no="OP2", status=OpportunityStatus.NOT_STARTED)
WON: Final = attrs.evolve(IN_PROGRESS, no="OP3", status=OpportunityStatus.WON, closed=True, date_closed=START)
QUOTED: Final = attrs.evolve(IN_PROGRESS, no="OP4", sales_document_type=QUOTE, sales_document_no="SQ1")
TABLES: Final = Tables.of(
    [
        JO,
        Salesperson(code="RB", email="rb@example.com"),
        Salesperson(code="IDLE"),
        Team(code="SALE"),
        TeamMember(team_code="SALE", salesperson_code="JO"),
        Contact(no="C1", company_no="C1", salesperson_code="JO", email="c1@example.com"),
        Contact(no="C2", company_no="C1", email="c2@example.com"),
        Campaign(no="CP1", salesperson_code="JO", ending_date=dt.date(2099, 1, 1)),
        CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1"),
        SegmentHeader(no="SM1", salesperson_code="JO"),
        SegmentLine(segment_no="SM1", line_no=10000, contact_no="C1", contact_company_no="C1"),
        Activity(code="CALLS"),
        ActivityStep(activity_code="CALLS", step_no=1, type=TaskType.MEETING),
        InteractionLogEntry(entry_no=7, contact_no="C1", contact_company_no="C1", salesperson_code="JO"),
        CALL,
        MEETING,
        attrs.evolve(CALL, no="TD3", canceled=True, closed=True, status=TaskStatus.COMPLETED, date_closed=START),
        attrs.evolve(organizer_row(10000, JO), task_no="TD2"),
        Attendee(task_no="TD2", line_no=20000, attendee_no="C1", send_invitation=True),
        SalesCycle(code="FIRM"),
        SalesCycle(code="FREE"),
        *(
            SalesCycleStage(
                sales_cycle_code=code,
                stage=stage,
                completed_pct=50,
                chances_of_success_pct=50,
                activity_code="CALLS",
            )
            for code in ("FIRM", "FREE")
            for stage in (1, 2)
        ),
        CloseOpportunityCode(code="BEST"),
        IN_PROGRESS,
        NOT_STARTED,
        WON,
        QUOTED,
        *(
            OpportunityEntry(
                entry_no=entry_no,
                opportunity_no=no,
                sales_cycle_code="FIRM",
                sales_cycle_stage=1,
                date_of_change=START,
                active=True,
                estimated_value_lcy=100,
            )
            for entry_no, no in enumerate(("OP1", "OP4"), 1)
        ),
        SalesDocument(document_type=QUOTE, no="SQ1", opportunity_no="OP4", value_lcy=100),
        SalesDocument(document_type=QUOTE, no="SQ2"),
        SalesDocument(document_type=ORDER, no="SO1", opportunity_no="OP3"),
    ]
)
#: An argument that does, by its name; functions in `OTHERWISE` take another one.
ARGUMENTS: Final[Mapping[str, object]] = {
    "activity_code": "CALLS",
    "attendee_no": "RB",
    "attendee_type": AttendeeType.SALESPERSON,
    "campaign_no": "CP1",
    "code": "CALLS",
    "contact_no": "C1",
    "context": Context(today=START),
    "date": START,
    "document_no": "SQ1",
    "document_type": QUOTE,
    "entry": InteractionLogEntry(entry_no=7, contact_no="C1"),
    "entry_no": 7,
    "invoice_no": "SI1",
    "line": SegmentLine(segment_no="SM1", line_no=10000, contact_no="C1"),
    "line_no": 20000,
    "no": "JO",
    "opportunity": IN_PROGRESS,
    "opportunity_no": "OP1",
    "order_no": "SO1",
    "party": TaskParty.SALESPERSON,
    "periods": [Period(START, START)],
    "quote_no": "SQ1",
    "rows": TaskParty.SALESPERSON,
    "sales_cycle_code": "FIRM",
    "salesperson_code": "JO",
    "segment_no": "SM1",
    "stage": 1,
    "task": attrs.evolve(CALL, description="Other"),
    "task_no": "TD1",
    "team_code": "SALE",
    "work_date": START,
}
OTHERWISE: Final[Mapping[str, Mapping[str, object]]] = {
    "activate_first_stage": {"opportunity_no": "OP2"},
    "add_attendee": {"task_no": "TD2"},
    "add_team_member": {"salesperson_code": "RB"},
    "assign_activity": {
        "overrides": Overrides(),
        "meeting_organizer": "RB",
        "contact_no": "C1",
        "salesperson_code": "RB",
        "team_code": "SALE",
        "campaign_no": "CP1",
        "opportunity_no": "OP1",
        "segment_no": "SM1",
    },
    "assign_document": {"document_no": "SQ2"},
    "assign_opportunity_to_quote": {"quote_no": "SQ2"},
    "change_attendee": {"task_no": "TD2", "attendee_no": "C2"},
    "change_contact": {"contact_no": "C2"},
    "change_salesperson": {"salesperson_code": "RB"},
    "close_opportunity": {
        "closing": OpportunityClosing(
            opportunity_no="OP1",
            action_taken=ActionTaken.WON,
            close_opportunity_code="BEST",
            date_of_change=START,
            sales_amount_lcy=100,
        )
    },
    "close_task": {"completed_by": "JO"},
    "create_opportunity": {
        "draft": OpportunityDraft(
            description="Lamps",
            creation_date=START,
            contact_no="C1",
            salesperson_code="JO",
            sales_cycle_code="FIRM",
            activate_first_stage=True,
            estimated_value_lcy=100,
            chances_of_success_pct=50,
            estimated_close_date=START,
        )
    },
    "create_quote": {"quote_no": "SQ9"},
    "create_task": {
        "draft": attrs.evolve(MEETING, no="", attachment_no=1, interaction_template_code="INV", location="here"),
        "attendees": [organizer_row(10000, JO)],
        "comments": [RlshpMgtCommentLine(table_name=CommentTable.TASK, no="", line_no=1)],
        "send_invitations": True,
    },
    "default_attendees": {"contact_no": "C1", "salesperson_code": "RB", "team_code": "SALE", "segment_no": "SM1"},
    "delete_attendee": {"task_no": "TD2"},
    "delete_opportunity": {"opportunity_no": "OP2"},
    "delete_salesperson": {"code": "IDLE"},
    "delete_sales_cycle": {"sales_cycle_code": "FREE"},
    "delete_stage": {"sales_cycle_code": "FREE"},
    "delete_team": {"code": "SALE"},
    "draft_task": {"contact_no": "C1", "campaign_no": "CP1", "opportunity_no": "OP1"},
    "draft_task_from_document": {"salesperson_code": "RB", "campaign_no": "CP1"},
    "insert_opportunity": {"opportunity": attrs.evolve(IN_PROGRESS, no="")},
    "quote_to_order": {
        "order_no": "SO9",
        "closing": OpportunityClosing(
            opportunity_no="OP4",
            action_taken=ActionTaken.WON,
            close_opportunity_code="BEST",
            date_of_change=START,
            sales_amount_lcy=100,
        ),
        "order_value_lcy": Decimal(100),
    },
    "reassign_task": {"salesperson_code": "RB"},
    "return_of_campaign": {"period": Period()},
    "set_completed_by": {"completed_by": "JO", "close": True},
    "set_task_canceled": {"canceled": True},
    "set_task_status": {"status": TaskStatus.COMPLETED, "completed_by": "JO"},
    "show_quote": {"opportunity_no": "OP4"},
    "start_opportunity": {"contact_no": "C1", "salesperson_code": "JO", "campaign_no": "CP1", "segment_no": "SM1"},
    "task_entry_exists": {"filters": TaskFilters()},
    "tasks_matrix": {"filters": TaskFilters(), "include_closed": True},
    "top_opportunities": {"limit": 5},
    "update_opportunity": {
        "update": OpportunityUpdate(
            opportunity_no="OP1",
            action_type=ActionType.NEXT,
            date_of_change=START,
            estimated_value_lcy=100,
            chances_of_success_pct=50,
            estimated_close_date=START,
        )
    },
}
#: What hardly any argument is.
ODD: Final[Sequence[object]] = [None, 5, -1, 2.0, True, "", " c1 ", "X" * 21, ["A"], b"A", {}, START, Decimal("NaN")]
#: What the host gives whole: its storage, who asks, the answers; and a function of its own.
OF_THE_HOST: Final = {"reader", "context", "policies", "wanted"}


def functions() -> Iterator[Function]:
    """Yield the public functions of activities and opportunities that are given a reader."""
    for package in (bcmarketing.activities, bcmarketing.opportunities):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                if inspect.isfunction(value) and value.__module__ == info.name and not name.startswith("_"):
                    first = next(iter(inspect.signature(value).parameters), "")
                    if first == "reader":
                        yield value


def arguments_of(function: Function) -> dict[str, Any]:
    """Return arguments that do: those that are required, and those listed for the function."""
    otherwise = OTHERWISE.get(function.__name__, {})
    found: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in otherwise:
            found[name] = otherwise[name]
        elif name in {"numbers", "task_numbers"}:
            found[name] = [f"{name[0].upper()}{count}" for count in range(9)]
        elif name in ARGUMENTS and parameter.default is parameter.empty:
            found[name] = ARGUMENTS[name]
    return found


def fits(value: object, kind: Any) -> bool:
    """Return whether an annotation allows a value, as far as the values of this test go."""
    if isinstance(kind, types.UnionType):
        return any(fits(value, member) for member in typing.get_args(kind))
    if kind is Decimal:  # what an amount may be given as
        return isinstance(value, Decimal | str | int) and not isinstance(value, bool)
    origin = typing.get_origin(kind)
    if origin is Mapping:
        return isinstance(value, Mapping)
    if origin in (Iterable, Sequence):
        member = typing.get_args(kind)[0]
        return isinstance(value, list | dict) and all(fits(each, member) for each in value)
    return value is None if kind is types.NoneType else value.__class__ is kind


FUNCTIONS: Final = list(functions())
CASES: Final = [
    pytest.param(function, name, id=f"{function.__name__}-{name}")
    for function in FUNCTIONS
    for name in inspect.signature(function).parameters
    if name not in OF_THE_HOST
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_the_arguments_of_these_tests_are_accepted(function: Function) -> None:
    function(TABLES, **arguments_of(function))


@pytest.mark.parametrize(("function", "name"), CASES)
def test_whatever_an_argument_is_only_a_refusal_comes_of_it(function: Function, name: str) -> None:
    arguments, parameter = arguments_of(function), inspect.signature(function).parameters[name]
    for value in ODD:
        if fits(value, parameter.annotation):
            with contextlib.suppress(BCMarketingError):
                function(TABLES, **(arguments | {name: value}))
        else:
            with pytest.raises(BCMarketingError):
                function(TABLES, **(arguments | {name: value}))


@pytest.mark.parametrize(("function", "name"), CASES)
def test_a_code_means_the_same_however_it_is_written(function: Function, name: str) -> None:
    arguments = arguments_of(function)
    if isinstance(arguments.get(name), str):
        written = f"  {arguments[name].lower()} "
        assert function(TABLES, **(arguments | {name: written})) == function(TABLES, **arguments)
