"""Winter light: a lamp maker writes to the buyers he knows, and lowers the price of a lamp for them.

Everything here is invented. Each row is there for something that the run of `STEPS` shows.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from ..activities.records import Activity, ActivityStep, TaskPriority, TaskType
from ..campaigns.records import Campaign, CampaignStatus
from ..contacts.partners import Customer, Salesperson
from ..contacts.records import (
    BusinessRelation,
    Contact,
    ContactBusinessRelation,
    ContactJobResponsibility,
    ContactType,
    CorrespondenceType,
    JobResponsibility,
    RelationLink,
)
from ..contacts.setup import MarketingSetup, NumberSeries
from ..folder.orders import OrderLine
from ..interactions.options import InformationFlow, InitiatedBy
from ..interactions.records import InteractionGroup, InteractionTemplate, InteractionTemplateSetup
from ..opportunities.records import (
    Opportunity,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from ..pricing.currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from ..pricing.items import CustomerDiscountGroup, Item, ItemDiscountGroup, ItemUnitOfMeasure, UnitOfMeasure
from ..pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from ..pricing.records import SalesDocumentType
from ..store.reader import Record
from ..store.tables import Tables

_FIRST, _LAST = dt.date(2027, 11, 1), dt.date(2027, 12, 31)


def tables() -> Tables:
    """Return the tables as they are before the first step.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> tables().get(Campaign, "LIGHT").description
    'Winter light'
    """
    return Tables.of([*_setup(), *_contacts(), *_campaign(), *_items(), *_prices()])


def _setup() -> Iterator[Record]:
    yield GeneralLedgerSetup(lcy_code="GBP", local_currency_description="Pound sterling")
    yield Currency(code="EUR", description="Euro", unit_amount_rounding_precision="0.001")
    yield CurrencyExchangeRate(
        currency_code="EUR",
        starting_date=dt.date(2027, 1, 1),
        exchange_rate_amount=100,
        relational_exch_rate_amount=80,
    )
    yield MarketingSetup(to_do_nos="TASK", campaign_nos="CAMP", segment_nos="SEGM", bus_rel_code_for_customers="CUST")
    yield NumberSeries(code="TASK", starting_no="T001", ending_no="T999")
    yield NumberSeries(code="CAMP", starting_no="CP001", ending_no="CP999")
    yield NumberSeries(code="SEGM", starting_no="SM001", ending_no="SM999")
    yield Salesperson(code="NINA", name="Nina Falk", email="nina@lamps.example")
    yield Salesperson(code="TOM", name="Tom Reed", email="tom@lamps.example")
    yield InteractionGroup(code="LETTER", description="Letters")
    yield InteractionGroup(code="PHONE", description="Phone calls")
    yield InteractionTemplate(
        code="CARD",
        description="Winter card with price list",
        interaction_group_code="LETTER",
        unit_cost="2.50",
        unit_duration=10,
        information_flow=InformationFlow.OUTBOUND,
        initiated_by=InitiatedBy.US,
        correspondence_type_default=CorrespondenceType.HARD_COPY,
        ignore_contact_corres_type=True,
    )
    yield InteractionTemplate(
        code="REPLY",
        description="Reply card came back",
        interaction_group_code="LETTER",
        unit_cost="0.40",
        unit_duration=2,
        information_flow=InformationFlow.INBOUND,
        initiated_by=InitiatedBy.THEM,
        correspondence_type_default=CorrespondenceType.BLANK,
    )
    yield InteractionTemplate(
        code="CALL",
        description="Phone call",
        interaction_group_code="PHONE",
        unit_cost=1,
        unit_duration=15,
        information_flow=InformationFlow.OUTBOUND,
        initiated_by=InitiatedBy.US,
        correspondence_type_default=CorrespondenceType.BLANK,
    )
    yield InteractionTemplateSetup(purpose="Outg. Calls", interaction_template_code="CALL")


#: company contact: name, customer, business relation; then its buyer
_COMPANIES: Final = (
    ("ALDER", "Alder Boats", "C100", "CUST", "Ann Alder"),
    ("BIRCH", "Birch Camping", "C200", "CUST", "Bo Birch"),
    ("CEDAR", "Cedar Guesthouse", "", "PROSPECT", "Cai Cedar"),
    ("DUNE", "Dune Travel News", "", "PRESS", "Dot Dune"),
    ("ELM", "Elm Hardware", "C300", "CUST", ""),
)


def _contacts() -> Iterator[Record]:
    yield JobResponsibility(code="BUYER", description="Decides what is bought")
    for code, text in (("CUST", "Customer"), ("PROSPECT", "Prospect"), ("PRESS", "Press")):
        yield BusinessRelation(code=code, description=text)
    for company_no, name, customer_no, relation, buyer in _COMPANIES:
        yield Contact(no=company_no, name=name, company_no=company_no, company_name=name, salesperson_code="NINA")
        yield ContactBusinessRelation(
            contact_no=company_no,
            business_relation_code=relation,
            link_to_table=RelationLink.CUSTOMER if customer_no else RelationLink.BLANK,
            no=customer_no,
        )
        if buyer:
            person_no = f"{company_no}-1"
            yield Contact(
                no=person_no,
                type=ContactType.PERSON,
                name=buyer,
                company_no=company_no,
                company_name=name,
                salesperson_code="NINA",
            )
            yield ContactJobResponsibility(contact_no=person_no, job_responsibility_code="BUYER")
    yield CustomerDiscountGroup(code="TRADE", description="Trade customers")
    yield Customer(no="C100", name="Alder Boats")
    yield Customer(no="C200", name="Birch Camping", customer_disc_group="TRADE")
    yield Customer(no="C300", name="Elm Hardware", customer_disc_group="TRADE")


def _campaign() -> Iterator[Record]:
    for code, text in (("1-IDEA", "Idea"), ("2-READY", "Ready"), ("3-RUN", "Running"), ("4-DONE", "Done")):
        yield CampaignStatus(code=code, description=text)
    yield Campaign(
        no="LIGHT",
        description="Winter light",
        starting_date=_FIRST,
        ending_date=_LAST,
        salesperson_code="NINA",
        status_code="1-IDEA",
    )
    yield Activity(code="LAUNCH", description="Launch a campaign")
    yield ActivityStep(
        activity_code="LAUNCH", step_no=10000, description="Write the winter card", priority=TaskPriority.HIGH
    )
    yield ActivityStep(
        activity_code="LAUNCH",
        step_no=20000,
        type=TaskType.PHONE_CALL,
        description="Ask the printer for the cards",
        priority=TaskPriority.NORMAL,
        date_formula="+1W",
    )
    yield ActivityStep(activity_code="LAUNCH", step_no=30000, description="Count the replies", date_formula="CM+5D")
    yield SalesCycle(code="SHOP", description="A shop takes our lamps")
    yield SalesCycleStage(
        sales_cycle_code="SHOP", stage=1, description="Interested", completed_pct=20, chances_of_success_pct=50
    )
    yield Opportunity(
        no="OP001",
        description="Lamps for the guesthouse",
        salesperson_code="NINA",
        campaign_no="LIGHT",
        contact_no="CEDAR-1",
        contact_company_no="CEDAR",
        sales_cycle_code="SHOP",
        creation_date=dt.date(2027, 11, 20),
        status=OpportunityStatus.IN_PROGRESS,
    )
    yield OpportunityEntry(
        entry_no=1,
        opportunity_no="OP001",
        sales_cycle_code="SHOP",
        sales_cycle_stage=1,
        contact_no="CEDAR-1",
        contact_company_no="CEDAR",
        salesperson_code="NINA",
        campaign_no="LIGHT",
        date_of_change=dt.date(2027, 11, 20),
        active=True,
        estimated_value_lcy=900,
        chances_of_success_pct=50,
        completed_pct=20,
        probability_pct=10,
        calcd_current_value_lcy=90,
        estimated_close_date=dt.date(2028, 1, 31),
    )


def _items() -> Iterator[Record]:
    yield UnitOfMeasure(code="PCS", description="Piece")
    yield UnitOfMeasure(code="BOX", description="Box")
    yield ItemDiscountGroup(code="LIGHTS", description="Lamps and candles")
    yield Item(
        no="LAMP",
        description="Storm lamp",
        base_unit_of_measure="PCS",
        sales_unit_of_measure="PCS",
        unit_price="40",
        item_disc_group="LIGHTS",
    )
    yield Item(no="OIL", description="Lamp oil, 1 l", base_unit_of_measure="PCS", unit_price="6.25")
    yield ItemUnitOfMeasure(item_no="LAMP", code="PCS")
    yield ItemUnitOfMeasure(item_no="LAMP", code="BOX", qty_per_unit_of_measure=6)
    yield ItemUnitOfMeasure(item_no="OIL", code="PCS")


def _prices() -> Iterator[Record]:
    yield SalesPrice(
        item_no="LAMP",
        sales_type=SalesPriceType.CAMPAIGN,
        unit_price="34",
        sales_code="LIGHT",
        starting_date=_FIRST,
        ending_date=_LAST,
    )
    yield SalesPrice(
        item_no="LAMP",
        sales_type=SalesPriceType.CAMPAIGN,
        minimum_quantity=12,
        unit_price="30",
        allow_line_disc=False,
        sales_code="LIGHT",
        starting_date=_FIRST,
        ending_date=_LAST,
    )
    yield SalesPrice(
        item_no="LAMP",
        sales_type=SalesPriceType.CAMPAIGN,
        currency_code="EUR",
        unit_price="44",
        sales_code="LIGHT",
        starting_date=_FIRST,
        ending_date=_LAST,
    )
    yield SalesPrice(item_no="LAMP", sales_type=SalesPriceType.CUSTOMER, sales_code="C100", unit_price="36")
    yield SalesPrice(item_no="OIL", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price="6.50")
    yield SalesLineDiscount(
        type=SalesLineDiscountType.ITEM_DISC_GROUP,
        code="LIGHTS",
        sales_type=SalesLineDiscSalesType.CAMPAIGN,
        line_discount_pct=5,
        sales_code="LIGHT",
        starting_date=_FIRST,
        ending_date=_LAST,
    )
    yield SalesLineDiscount(
        type=SalesLineDiscountType.ITEM_DISC_GROUP,
        code="LIGHTS",
        sales_type=SalesLineDiscSalesType.CUSTOMER_DISC_GROUP,
        sales_code="TRADE",
        line_discount_pct="7.5",
    )


def _order(line_id: str, state: str, customer_no: str, quantity: int, day: str, **more: str) -> OrderLine:
    return OrderLine(
        line_id=line_id,
        campaign_state=state,
        sell_to_customer_no=customer_no,
        bill_to_customer_no=customer_no,
        item_no=more.pop("item", "LAMP"),
        quantity=quantity,
        order_date=dt.date.fromisoformat(day),
        unit_of_measure_code=more.pop("unit", "PCS"),
        document_type=SalesDocumentType.QUOTE if more.pop("quote", "") else SalesDocumentType.ORDER,
        **more,
    )


#: The order lines that the run prices.
ORDERS: Final = (
    _order("1", "before", "C100", 2, "2027-11-05"),
    _order("2", "before", "C200", 2, "2027-11-05"),
    _order("3", "running", "C100", 2, "2027-11-16"),
    _order("4", "running", "C200", 2, "2027-11-16"),
    _order("5", "running", "C200", 12, "2027-11-16"),
    _order("6", "running", "C200", 2, "2027-11-16", unit="BOX"),
    _order("7", "running", "C300", 2, "2027-11-16"),
    _order("8", "running", "C300", 2, "2027-11-16", campaign_no="LIGHT"),
    _order("9", "running", "C100", 3, "2027-11-16", currency_code="EUR"),
    _order("10", "running", "", 1, "2027-11-16", bill_to_contact_no="CEDAR-1", quote="yes"),
    _order("11", "running", "C100", 4, "2027-11-16", item="OIL"),
    _order("12", "running", "C200", 2, "2028-01-03"),
    _order("13", "over", "C200", 2, "2027-12-30"),
)

_BUYERS: Final = {"contact_job_responsibility": {"job_responsibility_code": "BUYER"}}
_CUSTOMERS: Final = {"contact_business_relation": {"business_relation_code": "CUST"}}
_PRESS: Final = {"contact_business_relation": {"business_relation_code": "PRESS"}}


def _step(stage: str, date: str, process: str, refused: str = "", /, **arguments: object) -> Mapping[str, object]:
    return {"stage": stage, "date": date, "process": process, "arguments": arguments, "refused": refused}


#: The run, in the form that ``steps.json`` of a data folder has.
STEPS: Final = (
    _step("plan", "2027-10-25", "set_campaign_status", campaign_no="LIGHT", status_code="2-READY"),
    _step("plan", "2027-10-25", "assign_activity", activity_code="LAUNCH", campaign_no="LIGHT", start="2027-10-25"),
    _step("plan", "2027-10-25", "activate_campaign", "E-CAMPAIGN-NO-TARGETS", campaign_no="LIGHT"),
    _step(
        "target",
        "2027-11-02",
        "create_segment",
        no="SM001",
        description="Buyers for the winter card",
        date="2027-11-08",
        salesperson_code="NINA",
        interaction_template_code="CARD",
    ),
    _step("target", "2027-11-02", "add_contacts", segment_no="SM001", filters=_BUYERS),
    _step("target", "2027-11-02", "reduce_contacts", segment_no="SM001", filters=_CUSTOMERS),
    _step("target", "2027-11-02", "go_back", segment_no="SM001"),
    _step("target", "2027-11-02", "reduce_contacts", segment_no="SM001", filters=_PRESS),
    _step("target", "2027-11-02", "link_segment", segment_no="SM001", campaign_no="LIGHT", campaign_target=True),
    _step("target", "2027-11-02", "report_segment_lines", segment_no="SM001", moment="targeted"),
    _step("target", "2027-11-05", "price_orders", campaign_state="before"),
    _step("activate", "2027-11-08", "activate_campaign", campaign_no="LIGHT"),
    _step("activate", "2027-11-08", "set_campaign_status", campaign_no="LIGHT", status_code="3-RUN"),
    _step("activate", "2027-11-08", "report_campaign_target_group", campaign_no="LIGHT", moment="activated"),
    _step("activate", "2027-11-08", "report_statistics", campaign_no="LIGHT", moment="before the cards"),
    _step("write", "2027-11-08", "log_segment", segment_no="SM001", follow_up=True, follow_up_no="SM002"),
    _step("price", "2027-11-16", "price_orders", campaign_state="running"),
    _step(
        "replies",
        "2027-11-22",
        "create_segment",
        no="SM003",
        description="Replies to the winter card",
        date="2027-11-22",
        salesperson_code="NINA",
        interaction_template_code="REPLY",
        campaign_no="LIGHT",
        campaign_response=True,
    ),
    _step(
        "replies",
        "2027-11-22",
        "add_contacts",
        segment_no="SM003",
        filters={"contact": {"no": "BIRCH-1|CEDAR-1"}},
    ),
    _step("replies", "2027-11-22", "log_segment", segment_no="SM003"),
    _step(
        "replies",
        "2027-11-23",
        "log_interaction",
        contact_no="ALDER-1",
        interaction_template_code="CALL",
        campaign_no="LIGHT",
    ),
    _step("replies", "2027-11-23", "report_campaign_entries", moment="after the replies"),
    _step("replies", "2027-11-23", "report_interaction_log_entries", moment="after the replies"),
    _step("replies", "2027-11-23", "report_statistics", campaign_no="LIGHT", moment="after the replies"),
    _step("clean", "2027-11-24", "delete_campaign_entry", "E-ENTRY-NOT-CANCELED", entry_no=3),
    _step("clean", "2027-11-24", "toggle_canceled_campaign_entry", entry_no=3),
    _step("clean", "2027-11-24", "delete_canceled_campaign_entries", campaign_no="LIGHT"),
    _step("clean", "2027-11-24", "report_statistics", campaign_no="LIGHT", moment="after the cleaning"),
    _step("close", "2027-12-30", "deactivate_campaign", campaign_no="LIGHT"),
    _step("close", "2027-12-30", "price_orders", campaign_state="over"),
    _step("close", "2027-12-31", "set_campaign_status", campaign_no="LIGHT", status_code="4-DONE"),
)
