import datetime as dt
from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.context import Context
from bcmarketing.errors import Declined, Duplicate, FieldRequired, InvalidField, NotFound
from bcmarketing.opportunities.closings import OpportunityClosing
from bcmarketing.opportunities.documents import SalesDocument
from bcmarketing.opportunities.orders import delete_order, invoice_order, quote_to_order, start_close_for_order
from bcmarketing.opportunities.quotes import (
    assign_document,
    assign_opportunity_to_quote,
    create_quote,
    delete_quote,
    may_create_quote,
    set_document_type,
    show_quote,
)
from bcmarketing.opportunities.records import (
    ActionTaken,
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
)
from bcmarketing.opportunities.refusals import (
    DocumentAssigned,
    NoQuote,
    NoSalesAmount,
    QuoteExists,
    QuoteOpportunityOpen,
    WrongStatus,
)
from bcmarketing.policies import Policies
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Key, R, Record
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]
BLANK, QUOTE, ORDER, INVOICE = OpportunityDocumentType
DAY = dt.date(2027, 1, 11)
SQ1 = SalesDocument(document_type=QUOTE, no="SQ1", opportunity_no="OP1", value_lcy=600)
SQ2 = SalesDocument(document_type=QUOTE, no="SQ2", value_lcy=700)
SO1 = attrs.evolve(SQ1, document_type=ORDER, no="SO1")
CUSTOMER = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000"
)


@pytest.fixture
def quoted(build: Build) -> Build:
    def tables(*more: object, **changes: object) -> Tables:
        linked = {"sales_document_type": QUOTE, "sales_document_no": "SQ1"}
        return build(SQ1, SQ2, CUSTOMER, *more, **(linked | changes))

    return tables


@pytest.fixture
def ordered(build: Build) -> Build:
    def tables(*more: object, **changes: object) -> Tables:
        linked = {"sales_document_type": ORDER, "sales_document_no": "SO1"}
        won = {"status": OpportunityStatus.WON, "closed": True, "date_closed": dt.date(2027, 1, 5)}
        return build(SO1, *more, **(linked | won | changes))

    return tables


def document_of(tables: Tables, no: str = "OP1") -> tuple[OpportunityDocumentType, str]:
    opportunity = tables.get(Opportunity, no)
    assert opportunity is not None
    return opportunity.sales_document_type, opportunity.sales_document_no


def links(tables: Tables) -> dict[str, str]:
    return {document.no: document.opportunity_no for document in tables.where(SalesDocument)}


def test_a_quote_takes_contact_people_campaign_and_dates_from_the_opportunity(build: Build) -> None:
    (quote,) = create_quote(build(campaign_no="CP1"), "OP1", "sq9").inserted_of(SalesDocument)
    assert (quote.no, quote.opportunity_no, quote.sell_to_contact_no) == ("SQ9", "OP1", "P1")
    assert (quote.salesperson_code, quote.campaign_no) == ("JO", "CP1")
    assert quote.order_date == quote.shipment_date == dt.date(2027, 2, 11)


@pytest.mark.rule("E-QUOTE-EXISTS", "E-OPP-STATUS", "E-DUPLICATE")
def test_only_an_opportunity_in_progress_without_quote_gets_one(build: Build, quoted: Build) -> None:
    with pytest.raises(QuoteExists):
        create_quote(quoted(), "OP1", "SQ9")
    with pytest.raises(QuoteExists):
        create_quote(quoted(status=OpportunityStatus.WON), "OP1", "SQ9")
    with pytest.raises(WrongStatus):
        create_quote(build(), "OP2", "SQ9")
    with pytest.raises(Duplicate):
        create_quote(build(SQ2), "OP1", "SQ2")
    assert not may_create_quote(quoted(), "OP1")
    gone = build(sales_document_type=QUOTE, sales_document_no="SQ1")
    assert may_create_quote(gone, "OP1")
    assert create_quote(gone, "OP1", "SQ9")


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.parametrize("no", ["", "  "])
def test_no_document_is_without_a_number(
    no: str, build: Build, quoted: Build, ordered: Build, context: Context
) -> None:
    with pytest.raises(FieldRequired, match="quote_no must be filled"):
        create_quote(build(), "OP1", no)
    with pytest.raises(FieldRequired, match="order_no must be filled"):
        quote_to_order(quoted(), "SQ2", no, context=context)
    with pytest.raises(FieldRequired, match="invoice_no must be filled"):
        invoice_order(ordered(), "SO1", no)


@pytest.mark.parametrize("value", [5.0, "five", True, Decimal("NaN")])
def test_the_value_of_an_order_is_named_when_it_is_no_amount(value: Any, quoted: Build, context: Context) -> None:
    with pytest.raises(InvalidField) as refused:
        quote_to_order(quoted(), "SQ2", "SO2", order_value_lcy=value, context=context)
    assert refused.value.field == "order_value_lcy"


@pytest.mark.rule("E-NO-QUOTE", "E-NOT-FOUND")
def test_a_quote_is_shown_if_one_is_assigned_and_exists(build: Build, quoted: Build) -> None:
    assert show_quote(quoted(), "OP1") == SQ1
    with pytest.raises(NoQuote):
        show_quote(build(sales_document_type=ORDER, sales_document_no="SO1"), "OP1")
    with pytest.raises(NotFound):
        show_quote(build(sales_document_type=QUOTE, sales_document_no="SQ1"), "OP1")


def test_a_blank_document_type_clears_the_document_and_its_link(quoted: Build) -> None:
    tables = quoted()
    tables = tables.apply(set_document_type(tables, "OP1", BLANK))
    assert document_of(tables) == (BLANK, "")
    assert links(tables)["SQ1"] == ""


def test_documents_are_replaced_and_cleared_with_their_links(build: Build, quoted: Build) -> None:
    tables = quoted()
    tables = tables.apply(assign_document(tables, "OP1", "SQ2"))
    assert (document_of(tables), links(tables)) == ((QUOTE, "SQ2"), {"SQ1": "", "SQ2": "OP1"})
    assert assign_document(tables, "OP1", "SQ2") == ChangeSet()
    tables = tables.apply(assign_document(tables, "OP1", ""))
    assert (document_of(tables), links(tables)) == ((BLANK, ""), {"SQ1": "", "SQ2": ""})
    fresh = build(SQ2)
    assert document_of(fresh.apply(assign_document(fresh, "OP1", "SQ2"))) == (QUOTE, "SQ2")


@pytest.mark.rule("E-DOCUMENT-ASSIGNED", "E-NOT-FOUND")
def test_a_document_belongs_to_one_opportunity_and_exists(quoted: Build) -> None:
    with pytest.raises(DocumentAssigned):
        assign_document(quoted(), "OP2", "SQ1")
    with pytest.raises(NotFound):
        assign_document(quoted(), "OP1", "SQ9")


def test_a_quote_takes_an_opportunity_over_from_its_old_quote(quoted: Build) -> None:
    tables = quoted()
    tables = tables.apply(assign_opportunity_to_quote(tables, "SQ2", "OP1"))
    assert (document_of(tables), links(tables)) == ((QUOTE, "SQ2"), {"SQ1": "", "SQ2": "OP1"})
    kept = assign_opportunity_to_quote(quoted(), "SQ2", "OP1", policies=Policies(reassign_quote=False))
    assert kept == ChangeSet()
    assert assign_opportunity_to_quote(quoted(), "SQ1", "OP1") == ChangeSet()


def test_a_quote_leaves_the_opportunity_it_named(quoted: Build) -> None:
    tables = quoted()
    tables = tables.apply(assign_opportunity_to_quote(tables, "SQ1", ""))
    assert (document_of(tables), links(tables)["SQ1"]) == ((BLANK, ""), "")
    other = quoted(Opportunity(no="OP3", status=OpportunityStatus.IN_PROGRESS))
    other = other.apply(assign_opportunity_to_quote(other, "SQ1", "OP3"))
    assert (document_of(other), document_of(other, "OP3")) == ((BLANK, ""), (QUOTE, "SQ1"))
    stale = quoted(attrs.evolve(SQ1, opportunity_no="OP2"))
    stale = stale.apply(assign_opportunity_to_quote(stale, "SQ1", ""))
    assert document_of(stale) == (QUOTE, "SQ1")


@pytest.mark.rule("E-OPP-STATUS")
def test_a_quote_names_an_opportunity_in_progress(quoted: Build) -> None:
    with pytest.raises(WrongStatus):
        assign_opportunity_to_quote(quoted(), "SQ2", "OP2")


def test_deleting_a_quote_clears_the_document_and_keeps_the_status(quoted: Build) -> None:
    tables = quoted()
    tables = tables.apply(delete_quote(tables, "SQ1"))
    assert document_of(tables) == (BLANK, "")
    assert list(links(tables)) == ["SQ2"]
    assert not delete_quote(tables, "SQ2").modified


def closing(tables: Tables, context: Context) -> OpportunityClosing:
    draft = start_close_for_order(tables, "SQ1", context=context)
    assert draft is not None
    return draft.closing


def test_an_order_wins_the_opportunity_of_its_quote(quoted: Build, context: Context) -> None:
    tables = quoted()
    changes = quote_to_order(
        tables, "SQ1", "SO1", closing=closing(tables, context), order_value_lcy=Decimal(650), context=context
    )
    tables = tables.apply(changes)
    assert (document_of(tables), links(tables)) == ((ORDER, "SO1"), {"SO1": "OP1", "SQ2": ""})
    (won,) = tables.where(OpportunityEntry, active=True)
    assert won.action_taken is ActionTaken.WON
    assert won.calcd_current_value_lcy == 650
    tables = tables.apply(invoice_order(tables, "SO1", "SI1"))
    assert document_of(tables) == (INVOICE, "SI1")


@pytest.mark.rule("E-DECLINED", "E-QUOTE-OPP-OPEN", "E-SALES-AMOUNT", "E-FIELD-INVALID")
def test_an_order_needs_its_opportunity_to_be_won(quoted: Build, context: Context) -> None:
    tables = quoted()
    win = closing(tables, context)
    with pytest.raises(Declined):
        quote_to_order(tables, "SQ1", "SO1", closing=win, context=context, policies=Policies(close_opportunity=False))
    with pytest.raises(QuoteOpportunityOpen):
        quote_to_order(tables, "SQ1", "SO1", context=context)
    for wrong in (
        attrs.evolve(win, opportunity_no="OP2"),
        attrs.evolve(win, action_taken=ActionTaken.LOST, close_opportunity_code="PRICE"),
    ):
        with pytest.raises(InvalidField):
            quote_to_order(tables, "SQ1", "SO1", closing=wrong, context=context)
    with pytest.raises(NoSalesAmount):
        quote_to_order(tables, "SQ1", "SO1", closing=attrs.evolve(win, sales_amount_lcy=Decimal(0)), context=context)


def test_an_order_of_a_quote_whose_opportunity_is_closed_asks_nothing(quoted: Build, context: Context) -> None:
    won = quoted(status=OpportunityStatus.WON, closed=True)
    assert start_close_for_order(won, "SQ1", context=context) is None
    won = won.apply(quote_to_order(won, "SQ1", "SO1", context=context))
    assert document_of(won) == (ORDER, "SO1")
    lost = quoted(status=OpportunityStatus.LOST, closed=True)
    lost = lost.apply(quote_to_order(lost, "SQ1", "SO1", context=context))
    assert document_of(lost) == (BLANK, "")
    free = quoted()
    free = free.apply(quote_to_order(free, "SQ2", "SO2", context=context))
    assert links(free) == {"SO2": "", "SQ1": "OP1"}


def test_only_the_order_of_a_won_opportunity_turns_into_its_invoice(ordered: Build, build: Build) -> None:
    tables = ordered(attrs.evolve(SO1, value_lcy=Decimal(77)))
    (invoiced,) = invoice_order(tables, "SO1", "SI1").modified_of(OpportunityEntry)
    assert invoiced.calcd_current_value_lcy == 77
    assert invoice_order(build(SO1), "SO1", "SI1") == ChangeSet()
    entry = tables.where(OpportunityEntry)[0]
    without_active = ordered(attrs.evolve(entry, active=False))
    assert invoice_order(without_active, "SO1", "SI1").modified_of(OpportunityEntry) == ()


def test_an_opportunity_that_is_not_started_keeps_the_number_of_its_quote(quoted: Build, context: Context) -> None:
    tables = quoted(status=OpportunityStatus.NOT_STARTED)
    tables = tables.apply(quote_to_order(tables, "SQ1", "SO1", context=context))
    assert document_of(tables) == (QUOTE, "SQ1")


@pytest.mark.rule("E-DECLINED")
def test_deleting_an_order_loses_its_opportunity_as_of_the_work_date(ordered: Build, context: Context) -> None:
    task = Task(no="T1", organizer_task_no="T1", opportunity_no="OP1", date=DAY)
    with pytest.raises(Declined):
        delete_order(ordered(), "SO1", context=context, policies=Policies(make_opportunity_lost=False))
    changes = delete_order(ordered(task), "SO1", context=context)
    (old,) = changes.modified_of(OpportunityEntry)
    assert not old.active
    assert old.days_open == 0
    (lost,) = changes.inserted_of(OpportunityEntry)
    assert (lost.action_taken, lost.active, lost.date_of_change) == (ActionTaken.LOST, True, DAY)
    assert (lost.date_closed, lost.estimated_close_date) == (DAY, DAY)
    assert (lost.sales_cycle_stage, lost.previous_sales_cycle_stage) == (0, 0)
    assert lost.estimated_value_lcy == 5000
    assert lost.completed_pct == 100
    (opportunity,) = changes.modified_of(Opportunity)
    assert (opportunity.status, opportunity.date_closed) == (OpportunityStatus.LOST, DAY)
    assert (opportunity.sales_document_type, opportunity.sales_document_no) == (BLANK, "")
    assert changes.modified_of(Task) == ()
    assert changes.deleted_of(SalesDocument) == (SO1,)


def test_deleting_an_order_looks_at_no_sales_cycle(ordered: Build, context: Context) -> None:
    read: set[type[Record]] = set()

    class Watched:
        def get(self, kind: type[R], key: Key, /) -> R | None:
            read.add(kind)
            return tables.get(kind, key)

        def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
            read.add(kind)
            return tables.where(kind, **fields)

        def last(self, kind: type[R], /) -> R | None:
            read.add(kind)
            return tables.last(kind)

    tables = ordered()
    assert delete_order(Watched(), "SO1", context=context) == delete_order(tables, "SO1", context=context)
    assert read == {SalesDocument, Opportunity, OpportunityEntry}


def test_deleting_the_order_of_a_lost_opportunity_dates_its_entry_by_the_loss(ordered: Build, context: Context) -> None:
    changes = delete_order(ordered(status=OpportunityStatus.LOST), "SO1", context=context)
    (lost,) = changes.inserted_of(OpportunityEntry)
    assert (lost.date_closed, lost.estimated_close_date) == (None, dt.date(2027, 1, 5))
    assert changes.modified_of(Opportunity)[0].date_closed == dt.date(2027, 1, 5)


def test_an_order_that_names_no_opportunity_just_goes(build: Build, context: Context) -> None:
    changes = delete_order(build(attrs.evolve(SO1, opportunity_no="")), "SO1", context=context)
    assert (len(changes.deleted), changes.modified, changes.inserted) == (1, (), ())
