"""What becomes of an opportunity when its quote turns into an order, is invoiced, or when the order is deleted."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import HUNDRED, ZERO, to_amount
from ..arguments import checked, required_code
from ..context import Context
from ..errors import Declined, InvalidField
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .closings import ClosingDraft, OpportunityClosing, draft_closing
from .documents import SalesDocument
from .entries import EntryWriter
from .progress import store_closing
from .quotes import without_document
from .records import (
    ActionTaken,
    CloseOpportunityCode,
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    OpportunityStatus,
)
from .refusals import QuoteOpportunityOpen
from .standing import Standing, active_entry, document_of, linked_quote, opportunity_of
from .updates import draft_entry

_QUOTE = OpportunityDocumentType.QUOTE
_ORDER = OpportunityDocumentType.ORDER


def start_close_for_order(reader: Reader, quote_no: str, *, context: Context) -> ClosingDraft | None:
    """Return the close that making an order of a quote opens; ``None`` if no opportunity in progress has the quote.

    It proposes "won", the value of the quote, and to cancel old tasks.

    Raises:
        NotFound: there is no such quote.

    Source: codeunit 86; table 5092, CloseOpportunity.
    """
    quote = document_of(reader, _QUOTE, quote_no)
    opportunity = _with_document(reader, quote)
    if opportunity is None or opportunity.status is not OpportunityStatus.IN_PROGRESS:
        return None
    draft = draft_closing(
        opportunity,
        active_entry(reader, opportunity.no),
        reader.where(CloseOpportunityCode),
        work_date=context.work_date,
        quote=linked_quote(reader, opportunity),
    )
    return draft.choosing(ActionTaken.WON)


def quote_to_order(
    reader: Reader,
    quote_no: str,
    order_no: str,
    *,
    closing: OpportunityClosing | None = None,
    order_value_lcy: Decimal | None = None,
    task_numbers: Iterable[str] | None = None,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Make an order of a quote: its opportunity, if in progress, is won first and then has the order.

    The quote goes, the order comes and keeps naming the opportunity; a lost opportunity loses the document.

    Args:
        quote_no: the quote.
        order_no: the number of the new order.
        closing: what the user entered to win the opportunity, from `start_close_for_order`.
        order_value_lcy: the value of the order; that of the quote unless given.
        task_numbers: as in `close_opportunity`.
        policies: ``close_opportunity`` answers whether to close the opportunity.

    Raises:
        FieldRequired: the order has no number.
        NotFound: there is no such quote.
        Declined: the opportunity is in progress and is not to be closed.
        QuoteOpportunityOpen: the close was not entered.
        InvalidField: the closing is of another opportunity, or does not win it.
        Refusal: the close is refused; see `close_opportunity`.
        Duplicate: an order with this number exists.

    Source: codeunit 86; table 36.
    """
    work = Work(reader)
    order_no = required_code(order_no, 20, "order_no")
    if order_value_lcy is not None:
        order_value_lcy = to_amount(order_value_lcy, "order_value_lcy")
    if closing is not None:
        checked(closing, OpportunityClosing, "closing")
    quote = document_of(work, _QUOTE, quote_no)
    opportunity = _with_document(work, quote)
    if opportunity is not None and opportunity.status is OpportunityStatus.IN_PROGRESS:
        if not policies.close_opportunity:
            raise Declined(f"close opportunity {opportunity.no}")
        if closing is None:
            raise QuoteOpportunityOpen(quote.no, opportunity.no)
        if closing.opportunity_no != opportunity.no:
            raise InvalidField("opportunity_no", closing.opportunity_no, f"is not that of quote {quote.no}")
        if closing.action_taken is ActionTaken.LOST:
            raise InvalidField("action_taken", closing.action_taken, "an order is made of a won opportunity")
        store_closing(work, closing, task_numbers=task_numbers, context=context, policies=policies)
        opportunity = opportunity_of(work, opportunity.no)
    value = quote.value_lcy if order_value_lcy is None else order_value_lcy
    work.delete(quote)
    order = work.insert(attrs.evolve(quote, document_type=_ORDER, no=order_no, value_lcy=value))
    if opportunity is not None:
        _follow(work, opportunity, _ORDER, order.no, order.value_lcy)
    return work.done()


def invoice_order(reader: Reader, order_no: str, invoice_no: str) -> ChangeSet:
    """Invoice an order: a won opportunity has the posted invoice now, and the value of the order.

    Raises:
        FieldRequired: the invoice has no number.
        NotFound: there is no such order.

    Source: codeunit 80.
    """
    work = Work(reader)
    invoice_no = required_code(invoice_no, 20, "invoice_no")
    order = document_of(work, _ORDER, order_no)
    opportunity = _with_document(work, order)
    if opportunity is not None and opportunity.status is OpportunityStatus.WON:
        _follow(work, opportunity, OpportunityDocumentType.POSTED_INVOICE, invoice_no, order.value_lcy)
    return work.done()


def delete_order(
    reader: Reader,
    order_no: str,
    *,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Delete an order: the opportunity that it names is lost on the work date, and no task is touched.

    All its entries become inactive and keep their days open; a lost entry with the estimated value of the last one
    takes their place.

    Args:
        policies: ``make_opportunity_lost`` answers whether to lose the opportunity; no refuses the deletion.

    Raises:
        NotFound: there is no such order.
        Declined: the opportunity is not to be lost.

    Source: table 36, OnDelete.
    """
    work = Work(reader)
    order = document_of(work, _ORDER, order_no)
    opportunity = work.get(Opportunity, order.opportunity_no) if order.opportunity_no else None
    if opportunity is not None:
        if not policies.make_opportunity_lost:
            raise Declined(f"make opportunity {opportunity.no} lost")
        _lose(work, opportunity, context, policies)
    work.delete(order)
    return work.done()


def _lose(work: Work, opportunity: Opportunity, context: Context, policies: Policies) -> None:
    entries = work.where(OpportunityEntry, opportunity_no=opportunity.no)
    for entry in entries:
        work.modify(attrs.evolve(entry, active=False))
    lost = attrs.evolve(
        draft_entry(opportunity, None, context.work_date),
        action_taken=ActionTaken.LOST,
        completed_pct=HUNDRED,
        estimated_value_lcy=entries[-1].estimated_value_lcy if entries else ZERO,
        estimated_close_date=opportunity.date_closed,
    )
    # Its entries are superseded already, and it stands on no stage: nothing more needs to be read.
    EntryWriter(work, None, context, policies).store(lost, Standing(opportunity, None, None, (), None))
    work.modify(without_document(opportunity_of(work, opportunity.no)))


def _with_document(reader: Reader | Work, document: SalesDocument) -> Opportunity | None:
    found = reader.where(Opportunity, sales_document_type=document.document_type, sales_document_no=document.no)
    return next(iter(found), None)


def _follow(
    work: Work, opportunity: Opportunity, document_type: OpportunityDocumentType, no: str, value: Decimal
) -> None:
    """Let a won opportunity have the document and its value, and a lost one none."""
    if opportunity.status is OpportunityStatus.WON:
        work.modify(attrs.evolve(opportunity, sales_document_type=document_type, sales_document_no=no))
        active = active_entry(work, opportunity.no)
        if active is not None:
            work.modify(attrs.evolve(active, calcd_current_value_lcy=value))
    elif opportunity.status is OpportunityStatus.LOST:
        work.modify(without_document(opportunity))
