"""Sales quotes and other documents of an opportunity: creating, linking, replacing and deleting them."""

import attrs

from ..arguments import checked, checked_code, required_code
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .documents import SalesDocument
from .records import Opportunity, OpportunityDocumentType, OpportunityStatus
from .refusals import DocumentAssigned, DocumentTypeRefused, NoQuote, QuoteExists, WrongStatus
from .standing import active_entry, document_of, linked_quote, opportunity_of

_QUOTE = OpportunityDocumentType.QUOTE
_NONE = OpportunityDocumentType.BLANK


def may_create_quote(reader: Reader, opportunity_no: str) -> bool:
    """Return whether a quote can be created for an opportunity now.

    Raises:
        NotFound: there is no such opportunity.
    """
    opportunity = opportunity_of(reader, opportunity_no)
    return opportunity.status is OpportunityStatus.IN_PROGRESS and _own_quote(reader, opportunity) is None


@checked_kinds
def create_quote(reader: Reader, opportunity_no: str, quote_no: str) -> ChangeSet:
    """Create a sales quote for an opportunity; the host gives its number and adds customer and lines.

    The quote goes to the opportunity's contact, whether a customer or not, with salesperson and campaign of the
    opportunity; it is dated on the estimated closing date.

    Raises:
        FieldRequired: the quote has no number.
        NotFound: there is no such opportunity.
        QuoteExists: it has a quote.
        WrongStatus: it is not in progress.
        Duplicate: a quote with this number exists.

    Source: table 5092, CreateQuote.
    """
    work = Work(reader)
    quote_no = required_code(quote_no, 20, "quote_no")
    opportunity = opportunity_of(work, opportunity_no)
    existing = _own_quote(work, opportunity)
    if existing is not None:
        raise QuoteExists(opportunity.no, existing.no)
    check_in_progress(opportunity)
    active = active_entry(work, opportunity.no)
    date = None if active is None else active.estimated_close_date
    quote = work.insert(
        SalesDocument(
            document_type=_QUOTE,
            no=quote_no,
            order_date=date,
            shipment_date=date,
            salesperson_code=opportunity.salesperson_code,
            campaign_no=opportunity.campaign_no,
            sell_to_contact_no=opportunity.contact_no,
            opportunity_no=opportunity.no,
        )
    )
    work.modify(attrs.evolve(opportunity, sales_document_type=_QUOTE, sales_document_no=quote.no))
    return work.done()


def show_quote(reader: Reader, opportunity_no: str) -> SalesDocument:
    """Return the quote of an opportunity.

    Raises:
        NotFound: there is no such opportunity, or its quote does not exist.
        NoQuote: no quote is assigned to it.

    Source: table 5092, ShowQuote.
    """
    opportunity = opportunity_of(reader, opportunity_no)
    if opportunity.sales_document_type is not _QUOTE or not opportunity.sales_document_no:
        raise NoQuote(opportunity.no)
    return document_of(reader, _QUOTE, opportunity.sales_document_no)


def set_document_type(reader: Reader, opportunity_no: str, document_type: OpportunityDocumentType) -> ChangeSet:
    """Set the kind of document that an opportunity is linked with; blank clears the document.

    Raises:
        NotFound: there is no such opportunity.
        DocumentTypeRefused: the type is posted invoice, which only invoicing sets.

    Source: table 5092, Sales Document Type.
    """
    work = Work(reader)
    checked(document_type, OpportunityDocumentType, "document_type")
    opportunity = opportunity_of(work, opportunity_no)
    if document_type is OpportunityDocumentType.POSTED_INVOICE:
        raise DocumentTypeRefused(document_type)
    if document_type is _NONE:
        _unlink_quote(work, linked_quote(work, opportunity), opportunity)
        opportunity = attrs.evolve(opportunity, sales_document_no="")
    work.modify(attrs.evolve(opportunity, sales_document_type=document_type))
    return work.done()


def assign_document(reader: Reader, opportunity_no: str, document_no: str) -> ChangeSet:
    """Link an opportunity with another document of its type (without a type, a quote), or blank: with none.

    Both quotes follow: the old one no longer names the opportunity, the new one does.

    Raises:
        NotFound: there is no such opportunity or document.
        DocumentAssigned: another opportunity has this document.

    Source: table 5092, Sales Document No.
    """
    work = Work(reader)
    opportunity = opportunity_of(work, opportunity_no)
    no = checked_code(document_no, 20, "document_no")
    if no == opportunity.sales_document_no:
        return work.done()
    kind = opportunity.sales_document_type
    if kind is _NONE:
        kind = _QUOTE
    if no:
        document = document_of(work, kind, no)
        others = work.where(Opportunity, sales_document_type=kind, sales_document_no=no)
        if others:
            raise DocumentAssigned(no, others[0].no)
        _unlink_quote(work, linked_quote(work, opportunity), opportunity)
        work.modify(attrs.evolve(document, opportunity_no=opportunity.no))
    else:
        kind = _NONE
        _unlink_quote(work, linked_quote(work, opportunity), opportunity)
    work.modify(attrs.evolve(opportunity, sales_document_type=kind, sales_document_no=no))
    return work.done()


def assign_opportunity_to_quote(
    reader: Reader, quote_no: str, opportunity_no: str, *, policies: Policies = BC
) -> ChangeSet:
    """Enter the opportunity that a quote belongs to, or blank: none.

    Args:
        policies: ``reassign_quote`` answers whether an opportunity that has a document takes this one instead;
            no leaves everything as it is.

    Raises:
        NotFound: there is no such quote or opportunity.
        WrongStatus: the opportunity is not in progress.

    Source: table 36, Opportunity No.
    """
    work = Work(reader)
    quote = document_of(work, _QUOTE, quote_no)
    no = checked_code(opportunity_no, 20, "opportunity_no")
    if no == quote.opportunity_no:
        return work.done()
    if no:
        opportunity = opportunity_of(work, no)
        check_in_progress(opportunity)
        if opportunity.sales_document_no not in ("", quote.no) and not policies.reassign_quote:
            return work.done()
        _clear_link(work, quote)
        _unlink_quote(work, linked_quote(work, opportunity), opportunity)
        work.modify(attrs.evolve(opportunity, sales_document_type=_QUOTE, sales_document_no=quote.no))
    else:
        _clear_link(work, quote)
    work.modify(attrs.evolve(quote, opportunity_no=no))
    return work.done()


def delete_quote(reader: Reader, quote_no: str) -> ChangeSet:
    """Delete a sales quote: the opportunity that it names loses it and keeps its status.

    Raises:
        NotFound: there is no such quote.

    Source: table 36, OnDelete.
    """
    work = Work(reader)
    quote = document_of(work, _QUOTE, quote_no)
    opportunity = work.get(Opportunity, quote.opportunity_no) if quote.opportunity_no else None
    if opportunity is not None:
        work.modify(without_document(opportunity))
    work.delete(quote)
    return work.done()


def without_document(opportunity: Opportunity) -> Opportunity:
    """Return an opportunity without document."""
    return attrs.evolve(opportunity, sales_document_type=_NONE, sales_document_no="")


def check_in_progress(opportunity: Opportunity) -> None:
    """Refuse an opportunity that is not in progress.

    Raises:
        WrongStatus: it is not.
    """
    if opportunity.status is not OpportunityStatus.IN_PROGRESS:
        raise WrongStatus(opportunity.no, opportunity.status, OpportunityStatus.IN_PROGRESS)


def _own_quote(reader: Reader | Work, opportunity: Opportunity) -> SalesDocument | None:
    return linked_quote(reader, opportunity) if opportunity.sales_document_type is _QUOTE else None


def _unlink_quote(work: Work, quote: SalesDocument | None, opportunity: Opportunity) -> None:
    if quote is not None and quote.opportunity_no == opportunity.no:
        work.modify(attrs.evolve(quote, opportunity_no=""))


def _clear_link(work: Work, quote: SalesDocument) -> None:
    """Take a quote away from the opportunity that it named."""
    former = work.get(Opportunity, quote.opportunity_no) if quote.opportunity_no else None
    if former is not None and former.sales_document_no == quote.no:
        work.modify(without_document(former))
