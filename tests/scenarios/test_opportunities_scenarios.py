"""Scenarios of sales cycles and opportunities, restated from the tests of Business Central."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Activity, ActivityStep, SystemTaskType, Task
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import (
    CommentTable,
    Contact,
    ContactBusinessRelation,
    ContactType,
    RelationLink,
    RlshpMgtCommentLine,
)
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, NoSeries
from bcmarketing.opportunities.closings import OpportunityClosing
from bcmarketing.opportunities.creation import (
    create_opportunity_from_campaign,
    create_opportunity_from_line,
    insert_opportunity,
)
from bcmarketing.opportunities.deletion import delete_closed_opportunities, delete_opportunity
from bcmarketing.opportunities.documents import CreateCustomer, SalesDocument
from bcmarketing.opportunities.editing import change_campaign, change_sales_cycle, change_segment
from bcmarketing.opportunities.orders import delete_order, quote_to_order, start_close_for_order
from bcmarketing.opportunities.overview import cues, opportunity_overview, sales_cycle_has_comment
from bcmarketing.opportunities.progress import (
    activate_first_stage,
    close_opportunity,
    start_close,
    start_update,
    update_opportunity,
)
from bcmarketing.opportunities.quotes import (
    assign_document,
    create_quote,
    may_create_quote,
    set_document_type,
    show_quote,
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
    ProbabilityCalculation,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.refusals import (
    CampaignDates,
    DocumentTypeRefused,
    NoQuote,
    QuoteRequired,
    StageNotAllowed,
    WrongStatus,
)
from bcmarketing.opportunities.statistics import (
    OpportunityFigures,
    contact_opportunity_figures,
    cycle_opportunity_figures,
    opportunity_figures,
    salesperson_opportunity_figures,
    stage_opportunity_figures,
)
from bcmarketing.opportunities.updates import OpportunityUpdate
from bcmarketing.opportunities.wizard import OpportunityDraft, create_opportunity, start_opportunity
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

DAY = dt.date(2024, 1, 25)
NEXT_DAY = dt.date(2024, 1, 26)
CONTEXT = Context(today=dt.date(2024, 2, 1), work_date=DAY)
QUOTE, ORDER = OpportunityDocumentType.QUOTE, OpportunityDocumentType.ORDER


def background(
    *more: Record,
    calculation: ProbabilityCalculation = ProbabilityCalculation.MULTIPLY,
    default_cycle: str = "",
) -> Tables:
    """A company that is a customer, its salesperson, a cycle with one stage, and number series."""
    return Tables.of(
        [
            MarketingSetup(to_do_nos="TASK", opportunity_nos="OPP", default_sales_cycle_code=default_cycle),
            NumberSeries(code="TASK", starting_no="TD001"),
            NumberSeries(code="OPP", starting_no="OP001"),
            Salesperson(code="JO", email="jo@example.com"),
            Contact(no="CC1", company_no="CC1", salesperson_code="JO"),
            ContactBusinessRelation(
                contact_no="CC1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000"
            ),
            Activity(code="ACT"),
            ActivityStep(activity_code="ACT", step_no=10000),
            SalesCycle(code="CYC", probability_calculation=calculation),
            SalesCycleStage(
                sales_cycle_code="CYC", stage=1, completed_pct=40, chances_of_success_pct=60, activity_code="ACT"
            ),
            *more,
        ]
    )


def opportunity(no: str = "OP1", **fields: str) -> Opportunity:
    return attrs.evolve(
        Opportunity(no=no, contact_no="CC1", contact_company_no="CC1", salesperson_code="JO", sales_cycle_code="CYC"),
        creation_date=DAY,
        **fields,  # type: ignore[arg-type]
    )


def on_stage_1(*more: Record, value: int = 80, chances: int = 60) -> Tables:
    """The background, and OP1 moved to stage 1."""
    tables = background(opportunity(), *more)
    return tables.apply(update_opportunity(tables, move(ActionType.FIRST, value, chances), context=CONTEXT))


def move(action_type: ActionType, value: int = 75, chances: int = 80, stage: int | None = None) -> OpportunityUpdate:
    return OpportunityUpdate(
        opportunity_no="OP1",
        action_type=action_type,
        stage=stage,
        date_of_change=DAY,
        estimated_value_lcy=value,
        chances_of_success_pct=chances,
        estimated_close_date=NEXT_DAY,
    )


def closing(outcome: ActionTaken, code: str, amount: int = 0) -> OpportunityClosing:
    return OpportunityClosing(
        opportunity_no="OP1",
        action_taken=outcome,
        close_opportunity_code=code,
        date_of_change=DAY,
        sales_amount_lcy=amount,
    )


def active(tables: Tables, no: str = "OP1") -> OpportunityEntry:
    (entry,) = tables.where(OpportunityEntry, opportunity_no=no, active=True)
    return entry


def op1(tables: Tables) -> Opportunity:
    found = tables.get(Opportunity, "OP1")
    assert found is not None
    return found


def facts(*values: object) -> tuple[object, ...]:
    return values


def three(figures: OpportunityFigures) -> tuple[object, ...]:
    return figures.no_of_opportunities, figures.estimated_value_lcy, figures.calcd_current_value_lcy


def with_quote(value: int = 80, *more: Record) -> Tables:
    """OP1 on stage 1 with quote SQ1 of that value."""
    tables = on_stage_1(*more)
    tables = tables.apply(create_quote(tables, "OP1", "SQ1"))
    work = Work(tables)
    work.modify(attrs.evolve(work.require(SalesDocument, (QUOTE, "SQ1")), value_lcy=value))
    return tables.apply(work.done())


WON_CODE = CloseOpportunityCode(code="BEST", type=CloseCodeType.WON)
LOST_CODE = CloseOpportunityCode(code="NOPE", type=CloseCodeType.LOST)


@pytest.mark.scenario("136209.SalesCycleProbabilityChances", "136209.SalesCycleProbabilityCompleted")
@pytest.mark.parametrize(
    ("calculation", "probability", "value"),
    [(ProbabilityCalculation.CHANCES_OF_SUCCESS, 60, 1200), (ProbabilityCalculation.COMPLETED, 40, 800)],
)
def test_the_method_of_the_cycle_gives_probability_and_current_value(
    calculation: ProbabilityCalculation, probability: int, value: int
) -> None:
    tables = background(opportunity(), calculation=calculation)
    tables = tables.apply(update_opportunity(tables, move(ActionType.FIRST, 2000, 60), context=CONTEXT))
    assert active(tables).probability_pct == probability
    assert active(tables).calcd_current_value_lcy == value


@pytest.mark.scenario("136209.CreateSalesCycleComment")
def test_a_comment_line_makes_the_comment_flag_of_a_cycle_true() -> None:
    tables = background()
    assert not sales_cycle_has_comment(tables, "CYC")
    work = Work(tables)
    work.insert(RlshpMgtCommentLine(table_name=CommentTable.SALES_CYCLE, no="CYC", line_no=10000, comment="For firms"))
    assert sales_cycle_has_comment(tables.apply(work.done()), "CYC")


@pytest.mark.scenario(
    "136209.CreateCloseOpportunityCode",
    "136209.ModifyCloseOpportunityCode",
    "136209.DeleteCloseOpportunityCode",
)
def test_close_codes_are_freely_created_modified_and_deleted() -> None:
    def changed(tables: Tables, step: str, code: CloseOpportunityCode) -> Tables:
        work = Work(tables)
        getattr(work, step)(code)
        return tables.apply(work.done())

    code = CloseOpportunityCode(code="PRICE")
    tables = changed(Tables(), "insert", code)
    assert tables.where(CloseOpportunityCode) == [code]
    assert code.type is CloseCodeType.WON
    tables = changed(tables, "modify", attrs.evolve(code, type=CloseCodeType.LOST))
    assert tables.where(CloseOpportunityCode)[0].type is CloseCodeType.LOST
    assert changed(tables, "delete", code).count(CloseOpportunityCode) == 0


@pytest.mark.scenario("136209.DeleteCloseOpportunity")
def test_a_lost_opportunity_can_be_deleted_with_its_entries() -> None:
    tables = on_stage_1(LOST_CODE)
    tables = tables.apply(close_opportunity(tables, closing(ActionTaken.LOST, "NOPE"), context=CONTEXT))
    tables = tables.apply(delete_opportunity(tables, "OP1"))
    assert tables.count(Opportunity) == 0
    assert tables.count(OpportunityEntry) == 0


@pytest.mark.scenario("136209.UpdateOpportunity", "136209.UpdateOpportunityWithSkip")
@pytest.mark.rule("E-STAGE-NOT-ALLOWED")
@pytest.mark.parametrize("action_type", [ActionType.NEXT, ActionType.SKIP])
def test_only_first_is_possible_before_the_first_stage(action_type: ActionType) -> None:
    tables = background(opportunity())
    with pytest.raises(StageNotAllowed):
        update_opportunity(tables, move(action_type, stage=1), context=CONTEXT)


@pytest.mark.scenario("136209.UpdateOpportunityTwice")
def test_first_stage_then_next_stage() -> None:
    stage_2 = SalesCycleStage(sales_cycle_code="CYC", stage=2, completed_pct=70, chances_of_success_pct=80)
    tables = on_stage_1(stage_2, value=75)
    tables = tables.apply(update_opportunity(tables, move(ActionType.NEXT, 75, 80, stage=2), context=CONTEXT))
    shown = opportunity_overview(tables, "OP1")
    assert facts(shown.current_sales_cycle_stage, shown.estimated_value_lcy, shown.chances_of_success_pct) == (
        2,
        75,
        80,
    )
    first, second = tables.where(OpportunityEntry)
    assert (first.active, second.active) == (False, True)
    assert (second.action_taken, second.previous_sales_cycle_stage) == (ActionTaken.NEXT, 1)


@pytest.mark.scenario("136209.OpportunityWOSalesQuote")
@pytest.mark.rule("E-NO-QUOTE")
def test_an_opportunity_without_quote_shows_none() -> None:
    with pytest.raises(NoQuote):
        show_quote(on_stage_1(), "OP1")


@pytest.mark.scenario("136209.UpdateOpportunityWOSalesQuote")
@pytest.mark.rule("E-QUOTE-REQUIRED")
def test_a_stage_requiring_a_quote_is_not_entered_without_one() -> None:
    tables = on_stage_1(
        SalesCycleStage(sales_cycle_code="CYC", stage=2, quote_required=True, chances_of_success_pct=80)
    )
    with pytest.raises(QuoteRequired):
        update_opportunity(tables, move(ActionType.NEXT), context=CONTEXT)
    assert active(tables).sales_cycle_stage == 1


@pytest.mark.scenario("136209.AssignSalesQuoteToOpportunity", "136204.CreatingSalesQuoteOpportunity")
def test_creating_a_quote_links_it_to_the_opportunity() -> None:
    tables = on_stage_1()
    tables = tables.apply(create_quote(tables, "OP1", "SQ1"))
    assert (op1(tables).sales_document_type, op1(tables).sales_document_no) == (QUOTE, "SQ1")
    quote = show_quote(tables, "OP1")
    assert (quote.sell_to_contact_no, quote.opportunity_no) == ("CC1", "OP1")


@pytest.mark.scenario("136209.SalesQuoteToCloseOpportunity")
@pytest.mark.rule("E-OPP-STATUS")
def test_a_closed_opportunity_gets_no_quote() -> None:
    tables = on_stage_1(LOST_CODE)
    tables = tables.apply(close_opportunity(tables, closing(ActionTaken.LOST, "NOPE"), context=CONTEXT))
    with pytest.raises(WrongStatus) as caught:
        create_quote(tables, "OP1", "SQ1")
    assert caught.value.needed is OpportunityStatus.IN_PROGRESS


@pytest.mark.scenario("136209.StatisticsCloseOpportunity")
def test_a_won_opportunity_counts_for_people_and_no_longer_for_its_cycle() -> None:
    tables = on_stage_1(WON_CODE, value=80, chances=50)
    tables = tables.apply(close_opportunity(tables, closing(ActionTaken.WON, "BEST", 80), context=CONTEXT))
    shown = opportunity_overview(tables, "OP1")
    assert facts(shown.estimated_value_lcy, shown.chances_of_success_pct, shown.completed_pct) == (80, 100, 100)
    entries = tables.where(OpportunityEntry)
    contact = tables.where(Contact)[0]
    assert three(contact_opportunity_figures(entries, contact)) == (1, 80, 80)
    assert three(salesperson_opportunity_figures(entries, "JO")) == (1, 80, 80)
    assert three(opportunity_figures(entries, "OP1")) == (1, 80, 80)
    assert three(cycle_opportunity_figures(entries, "CYC")) == (0, 0, 0)
    assert three(stage_opportunity_figures(entries, "CYC", 1)) == (0, 0, 0)


@pytest.mark.scenario("136209.OpportunityAssignSalesQuoteEnabledDisabled")
def test_a_quote_can_be_created_from_the_first_stage_on() -> None:
    tables = background(opportunity())
    assert not may_create_quote(tables, "OP1")
    with pytest.raises(WrongStatus):
        create_quote(tables, "OP1", "SQ1")
    tables = tables.apply(activate_first_stage(tables, "OP1", context=CONTEXT))
    assert may_create_quote(tables, "OP1")


@pytest.mark.scenario("136209.CloseOpportunityOnSalesQuoteToOrder")
def test_making_an_order_of_a_quote_proposes_to_win_with_its_value() -> None:
    draft = start_close_for_order(with_quote(100, WON_CODE), "SQ1", context=CONTEXT)
    assert draft is not None
    assert draft.closing == OpportunityClosing(
        opportunity_no="OP1",
        action_taken=ActionTaken.WON,
        close_opportunity_code="BEST",
        date_of_change=DAY,
        sales_amount_lcy=100,
        cancel_old_tasks=True,
    )


@pytest.mark.scenario("136209.CreateOppWithoutActivationOnCloseCard")
def test_declining_activation_leaves_the_opportunity_not_started() -> None:
    tables = background(opportunity())
    policies = Policies(activate_first_stage=False)
    assert activate_first_stage(tables, "OP1", context=CONTEXT, policies=policies) == ChangeSet()


@pytest.mark.scenario("136209.OppCreationDate")
def test_the_creation_date_is_the_work_date() -> None:
    changes = insert_opportunity(background(), Opportunity(no="", contact_no="CC1"), context=CONTEXT)
    assert changes.inserted_of(Opportunity)[0].creation_date == DAY


@pytest.mark.scenario("136209.OppCampaignNoWithWrongDatesCampaign")
@pytest.mark.rule("E-OPP-CAMPAIGN-DATES")
def test_a_campaign_whose_period_misses_the_creation_date_is_refused() -> None:
    tables = background(
        opportunity(),
        Campaign(no="C1", starting_date=NEXT_DAY, ending_date=dt.date(2024, 1, 27)),
        CampaignTargetGroup(type=TargetType.CUSTOMER, no="10000", campaign_no="C1"),
    )
    with pytest.raises(CampaignDates) as caught:
        change_campaign(tables, "OP1", "C1")
    assert (caught.value.campaign_no, caught.value.opportunity_no) == ("C1", "OP1")


@pytest.mark.scenario("136209.CreateOppFromCampaignUT")
def test_an_opportunity_created_from_a_campaign_carries_it() -> None:
    changes = create_opportunity_from_campaign(background(Campaign(no="C1")), "C1", context=CONTEXT)
    assert changes.inserted_of(Opportunity)[0].campaign_no == "C1"


@pytest.mark.scenario(
    "136209.OpportunityCardSalesDocumentTypeFieldEmptyValueIsAllowed",
    "136209.OpportunityCardSalesDocumentTypeFieldOrderValueIsAllowed",
)
@pytest.mark.parametrize("document_type", [OpportunityDocumentType.BLANK, ORDER])
def test_a_user_may_set_these_document_types(document_type: OpportunityDocumentType) -> None:
    tables = background(opportunity(sales_document_no="SQ9"))
    tables = tables.apply(set_document_type(tables, "OP1", document_type))
    assert op1(tables).sales_document_type is document_type
    assert op1(tables).sales_document_no == ("" if document_type is OpportunityDocumentType.BLANK else "SQ9")


@pytest.mark.scenario("136209.OpportunityCardSalesDocumentTypeFieldInvoiceValueIsNotAllowed")
@pytest.mark.rule("E-DOCUMENT-TYPE")
def test_a_user_may_not_set_the_type_posted_invoice() -> None:
    with pytest.raises(DocumentTypeRefused):
        set_document_type(background(opportunity()), "OP1", OpportunityDocumentType.POSTED_INVOICE)


@pytest.mark.scenario("136209.FirstStageActivationOfOpportunityCreatedFromSegmentCountTasks")
def test_an_opportunity_from_a_segment_line_gets_one_owning_task_per_step() -> None:
    line = SegmentLine(
        segment_no="SM1", line_no=10000, contact_no="CC1", contact_company_no="CC1", salesperson_code="JO"
    )
    steps = [ActivityStep(activity_code="QUAL", step_no=no) for no in range(1, 5)]
    tables = background(
        SegmentHeader(no="SM1"),
        line,
        Contact(no="CC2", company_no="CC2"),
        SegmentLine(segment_no="SM1", line_no=20000, contact_no="CC2", contact_company_no="CC2"),
        Activity(code="QUAL"),
        *steps,
        SalesCycle(code="QC"),
        SalesCycleStage(sales_cycle_code="QC", stage=1, activity_code="QUAL"),
    )
    tables = tables.apply(create_opportunity_from_line(tables, line, numbers=["OP1"], context=CONTEXT))
    tables = tables.apply(change_sales_cycle(tables, "OP1", "QC"))
    tables = tables.apply(activate_first_stage(tables, "OP1", context=CONTEXT))
    owners = tables.where(Task, segment_no="SM1", system_task_type=SystemTaskType.ORGANIZER)
    assert len(owners) == 4


@pytest.mark.scenario("136209.UpdateOppotunityPageFieldSalesCycleDescription")
def test_the_update_draft_shows_the_description_of_the_proposed_stage() -> None:
    tables = on_stage_1(SalesCycleStage(sales_cycle_code="CYC", stage=2, description="Meeting"))
    draft = start_update(tables, "OP1", context=CONTEXT)
    assert draft.update.action_type is ActionType.NEXT
    assert draft.target is not None
    assert (draft.target.stage, draft.description) == (2, "Meeting")


@pytest.mark.scenario(
    "136209.OpportunitySegmentDescriptionValidation", "136209.OpportunitySegmentDescriptionValidationEmptyNo"
)
def test_the_segment_description_follows_the_segment() -> None:
    tables = background(opportunity(), SegmentHeader(no="SM1", description="Spring mailing"))
    tables = tables.apply(change_segment(tables, "OP1", "SM1"))
    assert op1(tables).segment_description == "Spring mailing"
    tables = tables.apply(change_segment(tables, "OP1", ""))
    assert (op1(tables).segment_no, op1(tables).segment_description) == ("", "")


@pytest.mark.scenario("136209.ConvertContactIntoCustomerClosingOpportunity")
def test_winning_asks_for_a_customer_for_a_person_without_company() -> None:
    person = Contact(no="CP1", type=ContactType.PERSON)
    tables = background(WON_CODE, person, attrs.evolve(opportunity(), contact_no="CP1", contact_company_no=""))
    tables = tables.apply(activate_first_stage(tables, "OP1", context=CONTEXT))
    changes = close_opportunity(tables, closing(ActionTaken.WON, "BEST", 5), context=CONTEXT)
    assert changes.requests == (CreateCustomer("CP1"),)
    assert changes.modified_of(Opportunity)[0].status is OpportunityStatus.WON


@pytest.mark.scenario("136209.ChancesOfSuccessRevertsToCurrentStageOnActionTypeUpdate")
def test_choosing_an_action_type_proposes_the_chances_of_its_stage() -> None:
    tables = background(
        opportunity(sales_cycle_code="TWO"),
        SalesCycle(code="TWO"),
        SalesCycleStage(sales_cycle_code="TWO", stage=1, chances_of_success_pct=30),
        SalesCycleStage(sales_cycle_code="TWO", stage=2, chances_of_success_pct=70),
    )
    tables = tables.apply(activate_first_stage(tables, "OP1", context=CONTEXT))
    draft = start_update(tables, "OP1", context=CONTEXT).choosing(ActionType.NEXT)
    assert draft.update.chances_of_success_pct == 70
    assert draft.choosing(ActionType.UPDATE).update.chances_of_success_pct == 30


def wizard(tables: Tables, **entered: object) -> ChangeSet:
    draft = start_opportunity(tables, contact_no="CC1", context=CONTEXT)
    return create_opportunity(tables, attrs.evolve(draft, **entered), context=CONTEXT)  # type: ignore[arg-type]


@pytest.mark.scenario("136207.CloseOpportunity", "136207.DeleteOpportunity")
def test_a_not_started_opportunity_can_be_won_and_then_deleted_by_the_batch() -> None:
    tables = background(WON_CODE, default_cycle="CYC")
    tables = tables.apply(wizard(tables, description="CC1"))
    (created,) = tables.where(Opportunity)
    assert created.status is OpportunityStatus.NOT_STARTED
    draft = start_close(tables, created.no, context=CONTEXT).choosing(ActionTaken.WON)
    tables = tables.apply(
        close_opportunity(tables, attrs.evolve(draft.closing, sales_amount_lcy=Decimal(5)), context=CONTEXT)
    )
    (closed,) = tables.where(Opportunity)
    assert (closed.closed, closed.date_closed) == (True, DAY)
    (entry,) = tables.where(OpportunityEntry)
    assert (entry.contact_no, entry.date_closed) == ("CC1", DAY)
    tables = tables.apply(delete_closed_opportunities(tables, {"contact_no": "CC1"}))
    assert tables.count(Opportunity) == 0
    assert tables.count(OpportunityEntry) == 0


@pytest.mark.scenario("136216.ContactsPerson")
def test_a_cue_counts_persons() -> None:
    people: Iterable[Record] = [Contact(no=f"P{no}", type=ContactType.PERSON) for no in range(2)]
    companies: Iterable[Record] = [Contact(no=f"C{no}") for no in range(3)]
    assert cues(Tables(), DAY).persons == 0
    counted = cues(Tables.of([*people, *companies]), DAY)
    assert (counted.persons, counted.companies) == (2, 3)


@pytest.mark.scenario("136201.OpportunityStatisticsOnContact")
def test_the_wizard_accepts_a_cycle_without_stages() -> None:
    tables = background(SalesCycle(code="BARE"))
    changes = wizard(
        tables,
        description="CC1",
        sales_cycle_code="BARE",
        activate_first_stage=True,
        estimated_value_lcy=Decimal(50),
        chances_of_success_pct=Decimal(40),
        estimated_close_date=NEXT_DAY,
    )
    tables = tables.apply(changes)
    figures = contact_opportunity_figures(tables.where(OpportunityEntry), tables.where(Contact)[0])
    assert three(figures)[:2] == (1, 50)
    (entry,) = tables.where(OpportunityEntry)
    assert facts(entry.sales_cycle_stage, entry.chances_of_success_pct) == (0, 40)
    assert facts(entry.probability_pct, entry.calcd_current_value_lcy) == (0, 0)
    assert entry.estimated_close_date == NEXT_DAY


@pytest.mark.scenario("136204.ChangeSalesQuoteOnOpportunity")
def test_replacing_the_quote_moves_the_back_links() -> None:
    tables = with_quote(80, SalesDocument(document_type=QUOTE, no="SQ2", sell_to_contact_no="CC1"))
    tables = tables.apply(assign_document(tables, "OP1", "SQ2"))
    assert {quote.no: quote.opportunity_no for quote in tables.where(SalesDocument)} == {"SQ1": "", "SQ2": "OP1"}


@pytest.mark.scenario(
    "136204.EstimatedValueInClosedOpportunityHavingEstimatedValue",
    "136204.DeleteSalesOrderRelatedToOpportunity",
)
@pytest.mark.parametrize("history_is_kept", [True, False])
def test_deleting_the_order_of_a_won_opportunity_makes_it_lost(history_is_kept: bool) -> None:
    tables = with_quote(100, WON_CODE)
    draft = start_close_for_order(tables, "SQ1", context=CONTEXT)
    assert draft is not None
    tables = tables.apply(quote_to_order(tables, "SQ1", "SO1", closing=draft.closing, context=CONTEXT))
    assert (op1(tables).sales_document_type, op1(tables).sales_document_no) == (ORDER, "SO1")
    if not history_is_kept:
        work = Work(tables)
        for entry in tables.where(OpportunityEntry):
            work.delete(entry)
        tables = tables.apply(work.done())
    tables = tables.apply(delete_order(tables, "SO1", context=CONTEXT))
    assert (op1(tables).status, op1(tables).date_closed) == (OpportunityStatus.LOST, DAY)
    lost = active(tables)
    assert (lost.action_taken, lost.date_of_change) == (ActionTaken.LOST, DAY)
    assert lost.estimated_value_lcy == (80 if history_is_kept else 0)
    assert tables.count(SalesDocument) == 0


@pytest.mark.scenario("136205.OpportunityWithSalesCycleCode")
def test_the_default_sales_cycle_is_proposed() -> None:
    tables = background(SalesCycle(code="EX"), default_cycle="EX")
    (created,) = wizard(tables, description="CC1").inserted_of(Opportunity)
    assert (created.salesperson_code, created.sales_cycle_code) == ("JO", "EX")


@pytest.mark.scenario("136205.OpportunityWOSalesCycleCode")
@pytest.mark.rule("E-FIELD-REQUIRED")
def test_without_a_default_the_sales_cycle_must_be_given() -> None:
    with pytest.raises(FieldRequired) as caught:
        wizard(background(), description="CC1")
    assert caught.value.field == "sales_cycle_code"


@pytest.mark.scenario("136205.CheckOpportunityWOSetup")
@pytest.mark.rule("E-NO-SERIES")
def test_opportunities_need_a_number_series() -> None:
    tables = Tables.of(
        [
            MarketingSetup(default_sales_cycle_code="EX"),
            SalesCycle(code="EX"),
            Salesperson(code="JO"),
            Contact(no="CC1", company_no="CC1", salesperson_code="JO"),
        ]
    )
    with pytest.raises(NoSeries) as caught:
        wizard(tables, description="CC1")
    assert caught.value.kind == "Opportunity"


def test_the_draft_of_the_wizard_does_not_activate_by_itself() -> None:
    assert not OpportunityDraft().activate_first_stage
