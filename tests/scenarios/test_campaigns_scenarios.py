"""The scenarios about campaigns, as Business Central's own tests state them."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from bcmarketing.campaigns.activation import ACTIVATED, activate_campaign, deactivate_campaign
from bcmarketing.campaigns.cards import modify_campaign, rename_campaign
from bcmarketing.campaigns.overview import campaign_details, campaign_overview
from bcmarketing.campaigns.prices import (
    PriceRow,
    assign_price_row,
    campaign_of,
    change_price_row_date,
    insert_price_row,
)
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CampaignRowDates, NoCampaignTargets
from bcmarketing.campaigns.targets import register
from bcmarketing.contacts.partners import Customer, Salesperson
from bcmarketing.contacts.records import Contact, ContactBusinessRelation, ContactType, CorrespondenceType, RelationLink
from bcmarketing.contacts.statistics import contact_statistics
from bcmarketing.context import Context
from bcmarketing.interactions.canceling import toggle_campaign_entry, toggle_log_entries
from bcmarketing.interactions.deletion import delete_canceled_campaign_entries
from bcmarketing.interactions.document_kinds import PURPOSES
from bcmarketing.interactions.documents import PostedInvoice, log_posted_invoice
from bcmarketing.interactions.options import DocumentType
from bcmarketing.interactions.recording import record_interaction
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate, InteractionTemplateSetup
from bcmarketing.interactions.refusals import NoInvoiceTemplate
from bcmarketing.interactions.statistics import InteractionFigures, interaction_statistics
from bcmarketing.policies import Policies
from bcmarketing.pricing.currencies import GeneralLedgerSetup
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.quoting import price_request, quote
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListHeader,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.segments.criteria import add_contacts, reduce_contacts
from bcmarketing.segments.editing import insert_line
from bcmarketing.segments.headers import create_segment
from bcmarketing.segments.logging import log_segment
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2025, 1, 23), user_id="EVA")
BY_HAND = attrs.evolve(CONTEXT, interactive=True)

CP1 = Campaign(no="CP1", starting_date=dt.date(2025, 1, 23), ending_date=dt.date(2025, 1, 26))
SP1 = Salesperson(code="SP1")
C1 = Contact(no="C1", company_no="C1", salesperson_code="SP1")
C2 = Contact(no="C2", company_no="C2", salesperson_code="SP1")
P1 = Contact(no="P1", type=ContactType.PERSON, company_no="C1", salesperson_code="SP1")
K1 = Customer(no="K1")
K2 = Customer(no="K2")
C1_IS_K1 = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
)
C2_IS_K2 = ContactBusinessRelation(
    contact_no="C2", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K2"
)
T1 = InteractionTemplate(
    code="T1",
    interaction_group_code="G1",
    description="Letter",
    unit_cost=12,
    unit_duration=8,
    correspondence_type_default=CorrespondenceType.BLANK,
)
I1 = Item(no="I1", unit_price=75)
LEDGER = GeneralLedgerSetup()
CAMPAIGN_PRICE = PriceListLine(
    price_list_code="PL1",
    line_no=1,
    source_type=PriceSourceType.CAMPAIGN,
    source_no="CP1",
    asset_no="I1",
    unit_price=Decimal(40),
    minimum_quantity=Decimal(10),
    amount_type=PriceAmountType.PRICE,
    price_type=PriceType.SALE,
    status=PriceStatus.ACTIVE,
    allow_line_disc=True,
    starting_date=CP1.starting_date,
    ending_date=CP1.ending_date,
)
CAMPAIGN_DISCOUNT = attrs.evolve(
    CAMPAIGN_PRICE,
    line_no=2,
    unit_price=Decimal(0),
    amount_type=PriceAmountType.DISCOUNT,
    line_discount_pct=Decimal("12.5"),
)
CUSTOMER_K1 = CampaignTargetGroup(type=TargetType.CUSTOMER, no="K1", campaign_no="CP1")
CONTACT_C1 = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")


def segment(*rows: Record, contacts: str = "C1", target: bool = True, template: bool = False) -> Tables:
    """Return tables with these rows, and a segment S1 of campaign CP1 with these contacts."""
    tables = Tables.of([SP1, *rows])
    fields: dict[str, object] = {"interaction_template_code": "T1"} if template else {}
    fields |= {"description": "S1", "campaign_no": "CP1", "campaign_target": target}
    tables = tables.apply(create_segment(tables, "S1", fields, context=CONTEXT))
    for no in contacts.split():
        tables = tables.apply(insert_line(tables, "S1", no, context=CONTEXT))
    return tables


def target_group(tables: Tables) -> list[CampaignTargetGroup]:
    return tables.where(CampaignTargetGroup, campaign_no="CP1")


def priced(tables: Tables, customer_no: str, quantity: int) -> PriceDecision:
    request = price_request(
        tables,
        item_no="I1",
        quantity=quantity,
        customer_no=customer_no,
        order_date=dt.date(2025, 1, 23),
    )
    return quote(tables, request)


@pytest.mark.scenario("136214.CampaignSalesPriceDateChangeError")
@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_a_person_cannot_date_the_price_row_of_a_campaign() -> None:
    row = SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP1")
    tables = Tables.of([CP1])
    tables = tables.apply(insert_price_row(tables, row))
    (stored,) = tables.where(SalesPrice)
    assert (stored.starting_date, stored.ending_date) == (CP1.starting_date, CP1.ending_date)

    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, stored, "starting_date", dt.date(2025, 1, 20), context=BY_HAND)


@pytest.mark.scenario("136214.CampaignSalesLineDiscountDateChangeError")
@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_a_person_cannot_date_the_discount_row_of_a_campaign() -> None:
    row = SalesLineDiscount(code="I1", sales_type=SalesLineDiscSalesType.CAMPAIGN, sales_code="CP1")
    tables = Tables.of([CP1])
    tables = tables.apply(insert_price_row(tables, row))
    (stored,) = tables.where(SalesLineDiscount)

    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, stored, "starting_date", dt.date(2025, 1, 20), context=BY_HAND)


@pytest.mark.scenario("136214.ActivateCampaignWithoutPrice")
@pytest.mark.rule("E-CAMPAIGN-NO-TARGETS")
def test_a_campaign_without_targets_cannot_be_activated() -> None:
    with pytest.raises(NoCampaignTargets, match="'CP1'"):
        activate_campaign(Tables.of([CP1]), "CP1")


@pytest.mark.scenario("136214.ActivateCampaignWithSegmentAndNoPrice")
@pytest.mark.rule("N-ACTIVATED")
def test_a_target_line_is_enough_to_activate_a_campaign_without_prices() -> None:
    tables = segment(CP1, C1)

    changes = activate_campaign(tables, "CP1")

    assert changes.inserted == (CONTACT_C1,)
    assert [notice.rule for notice in changes.notices] == [ACTIVATED]
    assert campaign_overview(tables.apply(changes), "CP1").activated


@pytest.mark.scenario("136214.ActivateCampaignWithLog")
def test_a_logged_target_interaction_is_enough_to_activate_a_campaign() -> None:
    tables = segment(CP1, C1, K1, C1_IS_K1, T1, I1, LEDGER, CAMPAIGN_PRICE, template=True)
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))

    tables = tables.apply(activate_campaign(tables, "CP1"))

    assert target_group(tables) == [CUSTOMER_K1]
    assert priced(tables, "K1", 10).unit_price == Decimal(40)


@pytest.mark.scenario("136214.ActivateCampaignWithLogAndCampaignTargetFalse")
def test_logged_interactions_without_the_target_mark_do_not_support_activation() -> None:
    tables = segment(CP1, C1, T1, CAMPAIGN_PRICE, template=True, target=False)
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))

    with pytest.raises(NoCampaignTargets):
        activate_campaign(tables, "CP1")


def activated_for_k1(*rows: Record) -> Tables:
    tables = segment(CP1, C1, K1, C1_IS_K1, I1, LEDGER, *rows)
    return tables.apply(activate_campaign(tables, "CP1"))


@pytest.mark.scenario("136214.SalesOrderPriceDeleteContactFromSeg")
def test_removing_the_contact_from_the_segment_withdraws_the_campaign_price() -> None:
    tables = activated_for_k1(CAMPAIGN_PRICE)
    assert priced(tables, "K1", 10).unit_price == Decimal(40)

    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "C1"}}, context=CONTEXT))

    assert target_group(tables) == []
    assert priced(tables, "K1", 10).unit_price == Decimal(75)


@pytest.mark.scenario("136214.SalesOrderDiscountDeleteContactFromSeg")
def test_removing_the_contact_from_the_segment_withdraws_the_campaign_discount() -> None:
    tables = activated_for_k1(CAMPAIGN_DISCOUNT)
    assert priced(tables, "K1", 10).line_discount_pct == Decimal("12.5")

    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "C1"}}, context=CONTEXT))

    assert priced(tables, "K1", 10).line_discount_pct == 0


@pytest.mark.scenario("136214.SalesOrderPriceAddNewContactToSeg")
def test_a_contact_added_after_the_only_target_was_removed_gets_no_campaign_price() -> None:
    tables = activated_for_k1(CAMPAIGN_PRICE, C2, K2, C2_IS_K2)

    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "C1"}}, context=CONTEXT))
    tables = tables.apply(add_contacts(tables, "S1", {"contact": {"no": "C2"}}, context=CONTEXT))

    assert target_group(tables) == []
    assert [priced(tables, no, 10).unit_price for no in ("K1", "K2")] == [Decimal(75), Decimal(75)]


@pytest.mark.scenario("136214.ActivatedCampaignSalesPriceForCompanyContactAndCustomer")
def test_the_price_of_an_activated_campaign_is_there_for_the_customer_of_a_targeted_company() -> None:
    tables = activated_for_k1(CAMPAIGN_PRICE)

    assert priced(tables, "K1", 10).price_line == CAMPAIGN_PRICE


@pytest.mark.scenario("136214.ActivatedCampaignSalesPriceForPersonContactAndCustomer")
def test_targeting_a_person_activates_the_price_for_the_customer_of_the_company() -> None:
    tables = segment(CP1, C1, P1, K1, C1_IS_K1, I1, LEDGER, CAMPAIGN_PRICE, contacts="P1")

    tables = tables.apply(activate_campaign(tables, "CP1"))

    assert target_group(tables) == [CUSTOMER_K1]
    assert priced(tables, "K1", 10).price_line == CAMPAIGN_PRICE


ITEM_300 = Item(no="I1", unit_price=300)
PRICE_FROM_5 = attrs.evolve(CAMPAIGN_PRICE, unit_price=Decimal(10500), minimum_quantity=Decimal(5))
DISCOUNT_FROM_9 = attrs.evolve(CAMPAIGN_DISCOUNT, line_discount_pct=Decimal(15), minimum_quantity=Decimal(9))


@pytest.mark.scenario("136200.CampaignSalesPriceDeactivation", "136200.SalesPriceDiscountDeactivation")
@pytest.mark.parametrize("quantity", [4, 5, 9])
def test_without_activation_neither_price_nor_discount_applies(quantity: int) -> None:
    tables = segment(CP1, C1, K1, C1_IS_K1, ITEM_300, LEDGER, PRICE_FROM_5, DISCOUNT_FROM_9)

    decision = priced(tables, "K1", quantity)

    assert (decision.unit_price, decision.line_discount_pct) == (Decimal(300), Decimal(0))


TI = attrs.evolve(T1, code="TI")
INVOICES_BY_TI = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.SALES_INV], interaction_template_code="TI")
LONG_CP1 = attrs.evolve(CP1, ending_date=dt.date(2027, 1, 23))
INVOICE = PostedInvoice(
    no="SI1",
    order_no="SO1",
    bill_to_customer_no="K1",
    bill_to_contact_no="C1",
    posting_date=dt.date(2025, 1, 23),
    salesperson_code="SP1",
    posting_description="Order SO1",
)


def for_invoices(*rows: Record) -> Tables:
    tables = segment(LONG_CP1, C1, K1, C1_IS_K1, CAMPAIGN_PRICE, TI, INVOICES_BY_TI, *rows)
    return tables.apply(activate_campaign(tables, "CP1"))


def test_posting_an_invoice_to_a_target_logs_it_for_the_campaign() -> None:
    tables = for_invoices()

    tables = tables.apply(log_posted_invoice(tables, INVOICE, context=CONTEXT))

    (entry,) = tables.where(InteractionLogEntry)
    assert (entry.contact_no, entry.document_no, entry.campaign_no) == ("C1", "SI1", "CP1")
    (campaign_entry,) = tables.where(CampaignEntry)
    assert (campaign_entry.description, campaign_entry.document_type) == ("Sales Invoices", DocumentType.SALES_INV)


@pytest.mark.scenario("136200.CampaignEntryNotCreatedWhenPostSalesOrderWithDeactivatedCampaign")
def test_no_campaign_entry_when_the_campaign_was_deactivated() -> None:
    tables = for_invoices()
    tables = tables.apply(deactivate_campaign(tables, "CP1"))

    assert not log_posted_invoice(tables, INVOICE, context=CONTEXT)


@pytest.mark.scenario("136200.UT_CampaignEntryNotCreatedIfInteractionLogEntryAlreadyExist")
def test_no_campaign_entry_when_the_order_was_logged_as_an_invoice_already() -> None:
    logged = InteractionLogEntry(
        entry_no=1,
        contact_no="C1",
        document_type=DocumentType.SALES_INV,
        document_no="SO1",
        interaction_group_code="G1",
    )

    assert not log_posted_invoice(for_invoices(logged), INVOICE, context=CONTEXT)


@pytest.mark.scenario("136200.CampaignEntryNotCreatedWhenPostSalesOrderWithActivatedCampaignOutsidePostingDate")
def test_no_campaign_entry_when_the_posting_date_is_after_the_campaign() -> None:
    late = attrs.evolve(INVOICE, posting_date=dt.date(2027, 1, 24))

    assert not log_posted_invoice(for_invoices(), late, context=CONTEXT)


@pytest.mark.scenario("136200.InteractionTemplateVerificationWhenPostSalesOrderWithActivatedCampaign")
@pytest.mark.rule("E-DOC-INVOICE-TEMPLATE")
def test_posting_to_a_target_needs_the_template_for_invoices() -> None:
    tables = for_invoices()
    work = Work(tables)
    work.modify(attrs.evolve(INVOICES_BY_TI, interaction_template_code=""))

    with pytest.raises(NoInvoiceTemplate):
        log_posted_invoice(tables.apply(work.done()), INVOICE, context=CONTEXT)


@pytest.mark.scenario("136200.CampaignTargetGrpAddSegLineToTarget")
def test_a_target_line_registers_its_company_contact() -> None:
    work = Work(Tables.of([CP1, C1]))
    line = SegmentLine(contact_no="C1", contact_company_no="C1", campaign_no="CP1", campaign_target=True)

    register(work, line)

    assert work.done().inserted == (CONTACT_C1,)


@pytest.mark.scenario("136200.CampaignTargetGrpActivateCampaign")
def test_a_log_entry_marked_as_target_supports_activation() -> None:
    tables = Tables.of([CP1, C1, SP1, T1])
    tables = tables.apply(record_interaction(tables, "C1", "T1", campaign_no="CP1", context=CONTEXT))
    work = Work(tables)
    work.modify(attrs.evolve(work.require(InteractionLogEntry, 1), campaign_target=True))
    tables = tables.apply(work.done())

    assert activate_campaign(tables, "CP1").inserted == (CONTACT_C1,)


@pytest.mark.scenario("136200.CampaignInsertTargetGroupContactCompContact")
def test_a_company_and_its_person_give_one_row() -> None:
    work = Work(Tables.of([CP1, C1, P1]))

    for no in ("C1", "P1"):
        register(work, SegmentLine(contact_no=no, contact_company_no="C1", campaign_no="CP1", campaign_target=True))

    assert work.done().inserted == (CONTACT_C1,)


def logged_s1() -> Tables:
    tables = segment(CP1, C1, T1, template=True)
    return tables.apply(log_segment(tables, "S1", context=CONTEXT))


@pytest.mark.scenario("136207.CanceledCampaignEntry")
def test_canceling_a_campaign_entry_cancels_its_interactions() -> None:
    tables = logged_s1()

    tables = tables.apply(toggle_campaign_entry(tables, 1))

    assert [entry.canceled for entry in tables.where(CampaignEntry, campaign_no="CP1")] == [True]
    assert [entry.canceled for entry in tables.where(InteractionLogEntry, campaign_no="CP1")] == [True]


@pytest.mark.scenario("136207.DeleteCampaignEntry")
@pytest.mark.rule("N-DELETED")
def test_deleting_a_canceled_campaign_entry_deletes_its_interactions() -> None:
    tables = logged_s1()
    tables = tables.apply(toggle_campaign_entry(tables, 1))

    changes = delete_canceled_campaign_entries(tables, {"campaign_no": "CP1"})

    assert [(notice.rule.id, notice.count) for notice in changes.notices] == [("N-DELETED", 1)]
    tables = tables.apply(changes)
    assert tables.where(CampaignEntry) == []
    assert tables.where(InteractionLogEntry) == []


@pytest.mark.scenario("136208.InteractionTemplateStatistics")
def test_the_statistics_of_a_template_sum_its_interactions() -> None:
    tables = Tables.of([C1, SP1, T1])
    tables = tables.apply(record_interaction(tables, "C1", "T1", context=CONTEXT))
    tables = tables.apply(record_interaction(tables, "C1", "T1", cost=17, duration=11, context=CONTEXT))

    figures = interaction_statistics(tables.where(InteractionLogEntry), "interaction_template_code")

    assert figures == {"T1": InteractionFigures(2, Decimal(29), Decimal(19))}


@pytest.mark.scenario("136208.InteractionGroupStatistics")
def test_the_statistics_of_a_group_sum_all_its_templates() -> None:
    tables = Tables.of([C1, SP1, T1, attrs.evolve(T1, code="T2", unit_cost=7, unit_duration=9)])
    for template in ("T1", "T2"):
        tables = tables.apply(record_interaction(tables, "C1", template, context=CONTEXT))

    figures = interaction_statistics(tables.where(InteractionLogEntry), "interaction_group_code")

    assert figures == {"G1": InteractionFigures(2, Decimal(19), Decimal(17))}


@pytest.mark.scenario("136901.CampaignDetailsReport")
def test_the_details_of_a_campaign_list_its_segments_and_entries() -> None:
    tables = segment(attrs.evolve(CP1, description="Spring"), C1, T1, contacts="")
    tables = tables.apply(record_interaction(tables, "C1", "T1", campaign_no="CP1", context=CONTEXT))

    details = campaign_details(tables, "CP1")

    assert details.campaign.description == "Spring"
    assert [header.no for header in details.segments] == ["S1"]
    assert [figures for _, figures in details.entries] == [InteractionFigures(1, Decimal(12), Decimal(8))]


@pytest.mark.scenario("136201.InteractionStatisticsOnContact")
def test_the_statistics_of_a_contact_after_one_interaction() -> None:
    tables = Tables.of([C1, SP1, T1])

    tables = tables.apply(record_interaction(tables, "C1", "T1", cost="45.50", duration="12.25", context=CONTEXT))

    assert contact_statistics(tables, C1).interactions == InteractionFigures(1, Decimal("45.50"), Decimal("12.25"))


@pytest.mark.scenario("136201.CancelInteractionOnContact")
def test_canceled_interactions_leave_the_statistics() -> None:
    tables = Tables.of([C1, SP1, T1])
    tables = tables.apply(record_interaction(tables, "C1", "T1", cost="45.50", duration="12.25", context=CONTEXT))

    tables = tables.apply(toggle_log_entries(tables, [1]))

    assert contact_statistics(tables, C1).interactions == InteractionFigures()


CAMPAIGN_C = Campaign(no="C", starting_date=dt.date(2020, 1, 1), ending_date=dt.date(2020, 1, 31))
CUSTOMER_LINE = PriceListLine(
    price_list_code="PL1", line_no=1, source_type=PriceSourceType.CUSTOMER, source_no="K1", asset_no="I1"
)
CAMPAIGN_HEADER = PriceListHeader(code="PL1", source_type=PriceSourceType.CAMPAIGN, source_no="C")


@pytest.mark.scenario("134159.T191_ActivateCampaignIfPriceDoesNotExist")
def test_activation_stops_without_an_error_when_the_missing_price_question_is_declined() -> None:
    tables = segment(CP1, C1)

    assert not activate_campaign(tables, "CP1", policies=Policies(activate_without_prices=False))


@pytest.mark.scenario("134123.T116_ValidateCampaignNoForItem", "134118.T081_ValidateCampaignNoSetsDates")
def test_a_campaign_brings_its_dates_to_its_price_rows() -> None:
    header = attrs.evolve(CAMPAIGN_HEADER, source_type=PriceSourceType.ALL, source_no="")
    tables = Tables.of([CAMPAIGN_C, CUSTOMER_LINE, header])

    tables = tables.apply(assign_price_row(tables, CUSTOMER_LINE, "c"))
    tables = tables.apply(assign_price_row(tables, header, "c"))

    rows: list[PriceRow] = [*tables.where(PriceListLine), *tables.where(PriceListHeader)]
    assert [campaign_of(row) for row in rows] == ["C", "C"]
    dates = [(row.starting_date, row.ending_date) for row in rows]
    assert dates == [(dt.date(2020, 1, 1), dt.date(2020, 1, 31))] * 2


@pytest.mark.scenario(
    "134123.T142_ValidateStartingDateForCampaign",
    "134123.T143_ValidateEndingDateForCampaignViaUI",
    "134118.T080_ValidateStartingDateForCampaign",
)
@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_rows_of_a_campaign_take_no_dates_by_hand() -> None:
    line = attrs.evolve(
        CUSTOMER_LINE, source_type=PriceSourceType.CAMPAIGN, source_no="C", starting_date=dt.date(2020, 2, 1)
    )
    tables = Tables.of([CAMPAIGN_C, line, CAMPAIGN_HEADER])

    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, line, "starting_date", dt.date(2020, 1, 15), context=BY_HAND)
    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, line, "ending_date", dt.date(2020, 1, 31), context=BY_HAND)
    with pytest.raises(CampaignRowDates):
        change_price_row_date(tables, CAMPAIGN_HEADER, "starting_date", dt.date(2020, 1, 15), context=BY_HAND)


@pytest.mark.scenario("134118.T082_ValidateStartingDateOnCampaignCardActivePriceConfirmed")
def test_a_changed_date_of_a_campaign_reaches_its_active_price_lists() -> None:
    header = attrs.evolve(CAMPAIGN_HEADER, status=PriceStatus.ACTIVE)
    line = attrs.evolve(CUSTOMER_LINE, source_type=PriceSourceType.CAMPAIGN, source_no="C", status=PriceStatus.ACTIVE)
    tables = Tables.of([CAMPAIGN_C, header, line])

    later = attrs.evolve(CAMPAIGN_C, starting_date=dt.date(2020, 1, 6))
    tables = tables.apply(modify_campaign(tables, later, context=BY_HAND))

    rows: list[PriceListHeader | PriceListLine] = [*tables.where(PriceListHeader), *tables.where(PriceListLine)]
    assert [(row.starting_date, row.ending_date, row.status) for row in rows] == [
        (dt.date(2020, 1, 6), dt.date(2020, 1, 31), PriceStatus.ACTIVE)
    ] * 2


@pytest.mark.scenario("134118.T110_ModifyPricesOnCampaignRename")
def test_another_number_of_a_campaign_reaches_its_price_lists_and_no_others() -> None:
    def of(no: str) -> list[Record]:
        return [
            PriceListHeader(code=f"PL{no[0]}", source_type=PriceSourceType.CAMPAIGN, source_no=no),
            attrs.evolve(
                CUSTOMER_LINE, price_list_code=f"PL{no[0]}", source_type=PriceSourceType.CAMPAIGN, source_no=no
            ),
        ]

    tables = Tables.of([Campaign(no="A1"), Campaign(no="B1"), *of("A1"), *of("B1")])

    tables = tables.apply(rename_campaign(tables, "A1", "A2", context=CONTEXT))

    renamed = Campaign(no="A2", last_date_modified=CONTEXT.today)
    assert tables == Tables.of([renamed, Campaign(no="B1"), *of("A2"), *of("B1")])
