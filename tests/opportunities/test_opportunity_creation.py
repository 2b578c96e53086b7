import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.privacy import ContactBlocked
from bcmarketing.contacts.records import CommentTable, Contact, ContactType, RlshpMgtCommentLine
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, Duplicate, FieldRequired, InvalidField, ManualNo, NoSeries, NotFound, WrongType
from bcmarketing.interactions.records import InteractionLogEntry, InterLogEntryCommentLine
from bcmarketing.opportunities.creation import (
    create_opportunity_from_campaign,
    create_opportunity_from_line,
    create_opportunity_from_log_entry,
    insert_opportunity,
)
from bcmarketing.opportunities.inserting import default_sales_cycle
from bcmarketing.opportunities.records import (
    Opportunity,
    OpportunityEntry,
    OpportunityPriority,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.refusals import (
    ContactMissing,
    CycleBlocked,
    EntryCanceled,
    EntryHasOpportunity,
    MustBePositive,
)
from bcmarketing.opportunities.wizard import OpportunityDraft, create_opportunity, start_opportunity
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.segments.refusals import EmptySegment
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]


def created(changes: ChangeSet) -> Opportunity:
    (opportunity,) = changes.inserted_of(Opportunity)
    return opportunity


FULL = OpportunityDraft(
    description="Lamps",
    creation_date=dt.date(2027, 1, 11),
    contact_no="P1",
    salesperson_code="JO",
    sales_cycle_code="FIRM",
    activate_first_stage=True,
    estimated_value_lcy=100,
    chances_of_success_pct=50,
    estimated_close_date=dt.date(2020, 1, 1),
)
SEGMENT = SegmentHeader(no="SM1", description="Spring", campaign_no="CP1", salesperson_code="JO")
LINES = (
    SegmentLine(segment_no="SM1", line_no=10000, contact_no="P1", contact_company_no="C1"),
    SegmentLine(segment_no="SM1", line_no=20000),
    SegmentLine(segment_no="SM1", line_no=30000, contact_no="C2", contact_company_no="C2"),
)


def test_plain_creation_fills_in_number_company_date_and_status(build: Build, context: Context) -> None:
    proposed = Opportunity(
        no="",
        contact_no="P1",
        priority=OpportunityPriority.HIGH,
        creation_date=dt.date(2001, 1, 1),
        status=OpportunityStatus.WON,
        closed=True,
        date_closed=dt.date(2001, 1, 1),
    )
    found = created(insert_opportunity(build(), proposed, context=attrs.evolve(context, user_salesperson_code="RB")))
    assert (found.no, found.contact_company_no, found.salesperson_code) == ("OP101", "C1", "RB")
    assert (found.creation_date, found.priority) == (context.work_date, OpportunityPriority.HIGH)
    assert (found.status, found.closed, found.date_closed) == (OpportunityStatus.NOT_STARTED, False, None)


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_no_opportunity_is_without_a_number(build: Build, context: Context) -> None:
    plain = Opportunity(no="")
    with pytest.raises(FieldRequired, match="no must be filled"):
        insert_opportunity(build(), plain, numbers=[" "], context=context)
    with pytest.raises(WrongType, match="numbers = 'OP77'"):
        insert_opportunity(build(), plain, numbers="OP77", context=context)
    with pytest.raises(WrongType, match="task_numbers = 'TD77'"):
        create_opportunity(build(), FULL, task_numbers="TD77", context=context)
    assert created(insert_opportunity(build(), plain, numbers=[" op77"], context=context)).no == "OP77"


def test_the_wizard_opens_for_a_code_however_it_is_written(build: Build, context: Context) -> None:
    blank = start_opportunity(build(), contact_no=" ", salesperson_code=" ", campaign_no=" ", context=context)
    assert blank == start_opportunity(build(), context=context)
    with pytest.raises(WrongType, match="contact_no = None"):
        start_opportunity(build(), contact_no=None, context=context)  # type: ignore[arg-type]


def test_plain_creation_needs_no_contact(build: Build, context: Context) -> None:
    found = created(insert_opportunity(build(), Opportunity(no="", contact_company_no="C1"), context=context))
    assert (found.contact_no, found.contact_company_no) == ("", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_no", "XX"),
        ("salesperson_code", "XX"),
        ("sales_cycle_code", "XX"),
        ("campaign_no", "XX"),
        ("segment_no", "XX"),
    ],
)
@pytest.mark.rule("E-NOT-FOUND")
def test_a_record_that_is_named_must_exist(build: Build, context: Context, field: str, value: str) -> None:
    proposed = Opportunity(no="", **{field: value})  # type: ignore[arg-type]
    with pytest.raises(NotFound) as caught:
        insert_opportunity(build(), proposed, context=context)
    assert caught.value.key == value


@pytest.mark.rule("E-BLOCKED")
def test_a_blocked_salesperson_is_not_entered_not_even_as_the_users_own(build: Build, context: Context) -> None:
    tables = build(Salesperson(code="JO", blocked=True))
    with pytest.raises(Blocked):
        insert_opportunity(tables, Opportunity(no="", salesperson_code="JO"), context=context)
    with pytest.raises(Blocked):
        insert_opportunity(tables, Opportunity(no=""), context=attrs.evolve(context, user_salesperson_code="JO"))


@pytest.mark.rule("E-CYCLE-BLOCKED")
def test_a_blocked_sales_cycle_is_neither_entered_nor_proposed(build: Build, context: Context) -> None:
    tables = build(SalesCycle(code="FIRM", blocked=True))
    with pytest.raises(CycleBlocked):
        insert_opportunity(tables, Opportunity(no="", sales_cycle_code="FIRM"), context=context)
    assert default_sales_cycle(tables) == ""
    assert default_sales_cycle(build()) == "FIRM"
    assert default_sales_cycle(Tables()) == ""
    assert default_sales_cycle(build(MarketingSetup(default_sales_cycle_code="GONE"))) == ""


@pytest.mark.rule("E-CONTACT-BLOCKED")
def test_no_opportunity_is_created_for_a_contact_blocked_for_privacy(build: Build, context: Context) -> None:
    tables = build(Contact(no="P1", type=ContactType.PERSON, company_no="C1", privacy_blocked=True))
    with pytest.raises(ContactBlocked):
        insert_opportunity(tables, Opportunity(no="", contact_no="P1"), context=context)
    with pytest.raises(ContactBlocked):
        start_opportunity(tables, contact_no="P1", context=context)


@pytest.mark.rule("E-MANUAL-NO", "E-DUPLICATE", "E-NO-SERIES")
def test_a_typed_number_needs_a_series_that_allows_it_and_must_be_new(build: Build, context: Context) -> None:
    with pytest.raises(Duplicate):
        insert_opportunity(build(), Opportunity(no="OP1"), context=context)
    with pytest.raises(ManualNo):
        insert_opportunity(build(NumberSeries(code="OPP", manual_nos=False)), Opportunity(no="OP9"), context=context)
    assert created(insert_opportunity(build(), Opportunity(no="OP9"), context=context)).no == "OP9"
    with pytest.raises(NoSeries):
        insert_opportunity(Tables(), Opportunity(no=""), context=context)
    with pytest.raises(NoSeries):
        insert_opportunity(build(), Opportunity(no=""), numbers=[], context=context)


def test_numbers_of_a_generator_go_on_from_one_process_to_the_next(build: Build, context: Context) -> None:
    numbers = (f"X{no}" for no in range(1, 9))
    for expected in ("X1", "X2"):
        changes = insert_opportunity(build(), Opportunity(no=""), numbers=numbers, context=context)
        assert created(changes).no == expected


def test_a_campaign_may_be_neither_dated_nor_activated(build: Build, context: Context) -> None:
    changes = create_opportunity_from_campaign(build(Campaign(no="CP1")), "cp1", context=context)
    assert created(changes).campaign_no == "CP1"
    with pytest.raises(NotFound):
        create_opportunity_from_campaign(build(), "CP1", context=context)


def test_later_proposals_of_the_wizard_overwrite_earlier_ones(build: Build, context: Context) -> None:
    tables = build(Campaign(no="CP1"), Campaign(no="CP2", salesperson_code="RB"), SEGMENT, *LINES)
    draft = start_opportunity(tables, contact_no="p1", context=context)
    assert (draft.contact_no, draft.salesperson_code, draft.sales_cycle_code) == ("P1", "RB", "FIRM")
    assert start_opportunity(tables, contact_no="P1", salesperson_code="JO", context=context).salesperson_code == "JO"
    draft = start_opportunity(tables, salesperson_code="JO", campaign_no="CP2", context=context)
    assert (draft.campaign_no, draft.salesperson_code) == ("CP2", "RB")
    assert start_opportunity(tables, salesperson_code="JO", campaign_no="CP1", context=context).salesperson_code == ""
    draft = start_opportunity(tables, campaign_no="CP2", segment_no="SM1", context=context)
    assert (draft.segment_no, draft.campaign_no, draft.salesperson_code) == ("SM1", "CP1", "JO")
    assert draft.creation_date == context.work_date


@pytest.mark.rule("E-SEGMENT-EMPTY")
def test_a_segment_without_lines_is_refused(build: Build, context: Context) -> None:
    tables = build(SEGMENT, Campaign(no="CP1"))
    with pytest.raises(EmptySegment):
        start_opportunity(tables, segment_no="SM1", context=context)
    with pytest.raises(EmptySegment):
        create_opportunity(tables, attrs.evolve(FULL, segment_no="SM1"), context=context)


@pytest.mark.rule("E-FIELD-REQUIRED", "E-MUST-BE-POSITIVE")
@pytest.mark.parametrize(
    ("field", "blank"),
    [
        ("creation_date", None),
        ("description", ""),
        ("salesperson_code", ""),
        ("sales_cycle_code", ""),
        ("estimated_value_lcy", Decimal(0)),
        ("chances_of_success_pct", Decimal(0)),
        ("estimated_close_date", None),
    ],
)
def test_the_wizard_asks_for_these_fields(build: Build, context: Context, field: str, blank: object) -> None:
    draft = attrs.evolve(FULL, **{field: blank})  # type: ignore[arg-type]
    refusal = MustBePositive if isinstance(blank, Decimal) else FieldRequired
    with pytest.raises(refusal) as caught:
        create_opportunity(build(), draft, context=context)
    assert getattr(caught.value, "field") == field  # noqa: B009 - both refusals have it


def test_the_wizard_asks_in_order(build: Build, context: Context) -> None:
    entered: dict[str, object] = {}
    asked = []
    for field in (
        "creation_date",
        "description",
        "contact_no",
        "salesperson_code",
        "sales_cycle_code",
        "estimated_value_lcy",
        "chances_of_success_pct",
        "estimated_close_date",
    ):
        draft = OpportunityDraft(activate_first_stage=True, **entered)  # type: ignore[arg-type]
        with pytest.raises((FieldRequired, ContactMissing, MustBePositive)) as caught:
            create_opportunity(build(), draft, context=context)
        asked.append(getattr(caught.value, "field", "contact_no"))
        entered[field] = getattr(FULL, field)
        assert asked[-1] == field
    create_opportunity(build(), OpportunityDraft(activate_first_stage=True, **entered), context=context)  # type: ignore[arg-type]


@pytest.mark.rule("E-OPP-CONTACT")
def test_the_wizard_asks_for_a_contact_unless_there_is_a_segment(build: Build, context: Context) -> None:
    draft = attrs.evolve(FULL, contact_no="")
    with pytest.raises(ContactMissing):
        create_opportunity(build(), draft, context=context)
    tables = build(SEGMENT, *LINES, Campaign(no="CP1"))
    assert create_opportunity(tables, attrs.evolve(draft, segment_no="SM1"), context=context)


def test_the_wizard_enters_the_first_stage_with_what_is_entered(build: Build, context: Context) -> None:
    changes = create_opportunity(build(), FULL, context=context)
    opportunity = created(changes)
    (entry,) = changes.inserted_of(OpportunityEntry)
    assert opportunity.status is OpportunityStatus.IN_PROGRESS
    assert (entry.entry_no, entry.opportunity_no, entry.sales_cycle_stage) == (8, opportunity.no, 1)
    assert entry.chances_of_success_pct == 50
    assert entry.probability_pct == 15
    assert entry.calcd_current_value_lcy == 15
    assert entry.estimated_close_date == dt.date(2020, 1, 1)
    assert [task.opportunity_no for task in changes.inserted_of(Task)] == [opportunity.no] * 3


def test_from_a_segment_every_contact_gets_an_opportunity(build: Build, context: Context) -> None:
    tables = build(SEGMENT, *LINES, Campaign(no="CP1"))
    draft = attrs.evolve(FULL, contact_no="", segment_no="SM1", campaign_no="CP1")
    changes = create_opportunity(tables, draft, numbers=["A", "B"], context=context)
    first, second = changes.inserted_of(Opportunity)
    assert (first.no, first.contact_no, first.contact_company_no) == ("A", "P1", "C1")
    assert (second.no, second.contact_no, second.contact_company_no) == ("B", "C2", "C2")
    assert first.segment_description == second.segment_description == "Spring"
    assert [entry.entry_no for entry in changes.inserted_of(OpportunityEntry)] == [8, 9]
    numbers = [task.no for task in changes.inserted_of(Task)]
    assert numbers == sorted(set(numbers))
    declined = create_opportunity(tables, draft, context=context, policies=Policies(segment_contacts=False))
    assert declined == ChangeSet()


def test_task_numbers_of_the_caller_go_on_from_opportunity_to_opportunity(build: Build, context: Context) -> None:
    tables = build(SEGMENT, *LINES, Campaign(no="CP1"))
    changes = create_opportunity(
        tables,
        attrs.evolve(FULL, segment_no="SM1"),
        task_numbers=(f"T{no}" for no in range(1, 10)),
        context=context,
    )
    assert [task.no for task in changes.inserted_of(Task)] == [f"T{no}" for no in range(1, 9)]


def test_a_line_gives_its_fields_and_no_check_is_made(build: Build, context: Context) -> None:
    line = SegmentLine(
        description="Autumn", campaign_no="CP9", salesperson_code="XX", contact_no="ZZ", contact_company_no="YY"
    )
    found = created(create_opportunity_from_line(build(), line, context=context))
    assert (found.description, found.segment_description) == ("Autumn", "Autumn")
    assert (found.campaign_no, found.salesperson_code) == ("CP9", "XX")
    assert (found.contact_no, found.contact_company_no, found.sales_cycle_code) == ("ZZ", "YY", "FIRM")


LOGGED = InteractionLogEntry(
    entry_no=5, description="Call", contact_no="P1", contact_company_no="C1", campaign_no="CP1", salesperson_code="JO"
)


def test_an_interaction_gives_its_fields_and_comments_and_names_the_opportunity(build: Build, context: Context) -> None:
    comment = InterLogEntryCommentLine(entry_no=5, line_no=10000, comment="Wants lamps", date=dt.date(2027, 1, 5))
    changes = create_opportunity_from_log_entry(build(LOGGED, comment), 5, numbers=["OP7"], context=context)
    assert (created(changes).description, created(changes).campaign_no) == ("Call", "CP1")
    assert changes.modified_of(InteractionLogEntry)[0].opportunity_no == "OP7"
    assert changes.inserted_of(RlshpMgtCommentLine) == (
        RlshpMgtCommentLine(
            table_name=CommentTable.OPPORTUNITY,
            no="OP7",
            line_no=10000,
            comment="Wants lamps",
            date=dt.date(2027, 1, 5),
        ),
    )


def test_an_interaction_may_name_contacts_that_are_gone(build: Build, context: Context) -> None:
    gone = attrs.evolve(LOGGED, contact_no="XX", contact_company_no="")
    assert created(create_opportunity_from_log_entry(build(gone), 5, context=context)).contact_no == "XX"


@pytest.mark.rule("E-ENTRY-CANCELED", "E-ENTRY-HAS-OPPORTUNITY", "E-CONTACT-BLOCKED")
@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([attrs.evolve(LOGGED, canceled=True)], EntryCanceled),
        ([attrs.evolve(LOGGED, opportunity_no="OP1")], EntryHasOpportunity),
        ([LOGGED, Contact(no="C1", company_no="C1", privacy_blocked=True)], ContactBlocked),
        ([attrs.evolve(LOGGED, entry_no=6)], NotFound),
    ],
)
def test_these_interactions_lead_to_no_opportunity(
    build: Build, context: Context, rows: list[InteractionLogEntry], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create_opportunity_from_log_entry(build(*rows), 5, context=context)


@pytest.mark.rule("E-FIELD-INVALID")
def test_chances_above_100_and_stages_below_1_are_refused() -> None:
    with pytest.raises(InvalidField, match="chances_of_success_pct"):
        OpportunityDraft(chances_of_success_pct=101)
    with pytest.raises(InvalidField, match="chances_of_success_pct"):
        OpportunityEntry(entry_no=1, chances_of_success_pct="100.01")
    with pytest.raises(InvalidField, match="stage"):
        SalesCycleStage(sales_cycle_code="FIRM", stage=0)
