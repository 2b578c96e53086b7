"""Documents that log interactions when they are issued, and invoices to the targets of a campaign (codeunit 5051)."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ..arguments import checked, checked_code, checked_codes
from ..campaigns.records import Campaign, CampaignTargetGroup, TargetType
from ..codes import code20, is_a, is_day, is_integer, is_option, text100, to_code
from ..contacts.links import contact_of
from ..contacts.records import Contact, RelationLink
from ..context import Context
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.lines import validate_contact, validate_template
from ..segments.records import SegmentLine
from ..segments.references import stored_header
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .document_kinds import PURPOSES, template_for
from .logging import log_line, next_entry_no
from .options import DocumentType
from .records import InteractionLogEntry, InteractionTemplate, InteractionTemplateLanguage
from .refusals import NoInvoiceTemplate, TemplateHasLanguage


@attrs.frozen
class Account:
    """Whom a document is for: a customer, a vendor, or a contact.

    Attributes:
        no: the number.
        link: customer or vendor; blank for a contact.
    """

    no: str = attrs.field(converter=to_code, validator=code20)
    link: RelationLink = attrs.field(default=RelationLink.BLANK, validator=is_option(RelationLink))


@attrs.frozen(kw_only=True)
class Document:
    """A document as far as its interaction says.

    Attributes:
        type: the kind.
        no: the document number; blank for a cover sheet.
        account: whom it is for: the bill-to contact or else the bill-to customer, of a shipment the sell-to customer.
        doc_no_occurrence: the occurrence of the number, of quotes, orders and blanket orders.
        version_no: the archived version, likewise.
        salesperson_code: the document's; blank takes the contact's, if the account is a contact.
        campaign_no: the document's; blank takes what the template has.
        description: the posting description; blank takes the template's description.
        opportunity_no: the opportunity, of quotes and orders.
    """

    type: DocumentType = attrs.field(validator=is_option(DocumentType))
    account: Account = attrs.field(validator=is_a(Account))
    no: str = attrs.field(default="", converter=to_code, validator=code20)
    doc_no_occurrence: int = attrs.field(default=0, validator=is_integer)
    version_no: int = attrs.field(default=0, validator=is_integer)
    salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    description: str = attrs.field(default="", validator=text100)
    opportunity_no: str = attrs.field(default="", converter=to_code, validator=code20)


@checked_kinds
def log_document(reader: Reader, document: Document, *, context: Context, policies: Policies = BC) -> ChangeSet:
    """Log the interaction of a document that is issued.

    Nothing is logged when the setup names no template for its kind, or the account has no contact.
    No salesperson is needed, and nothing is delivered: an e-mail without address just has no way to go.

    Raises:
        NotFound: the template that the setup names does not exist, or the campaign does not.
        TemplateHasLanguage: that template has a language.
        InvalidField: the kind is blank.

    Source: campaigns specification, log document; codeunit 5051, LogDocument.
    """
    work = Work(reader)
    _log(work, document, None, context, policies)
    return work.done()


def _log(
    work: Work, document: Document, entry_no: int | None, context: Context, policies: Policies
) -> InteractionLogEntry | None:
    if document.type is DocumentType.BLANK:
        raise InvalidField("type", document.type, "is no kind of document")
    code = template_for(work, PURPOSES[document.type])
    if not code:
        return None
    template = work.require(InteractionTemplate, code)
    if work.where(InteractionTemplateLanguage, interaction_template_code=template.code):
        raise TemplateHasLanguage(template.code)
    contact = _contact_of(work, document.account)
    if contact is None:
        return None
    salesperson_code = document.salesperson_code
    if not salesperson_code and document.account.link is RelationLink.BLANK:
        salesperson_code = contact.salesperson_code
    line = SegmentLine(
        document_type=document.type,
        document_no=document.no,
        doc_no_occurrence=document.doc_no_occurrence,
        version_no=document.version_no,
    )
    line = validate_contact(work, line, contact.no, context=context, policies=policies)
    line = attrs.evolve(
        line,
        date=context.today,
        time_of_interaction=context.now,
        description=document.description,
        salesperson_code=salesperson_code,
        opportunity_no=document.opportunity_no,
    )
    line = validate_template(work, line, template.code)
    if document.campaign_no:
        line = attrs.evolve(line, campaign_no=document.campaign_no)
    return log_line(work, line, entry_no=entry_no, context=context, policies=policies)


def _contact_of(work: Work, account: Account) -> Contact | None:
    if account.link is RelationLink.BLANK:
        return work.get(Contact, account.no)
    contact_no = contact_of(work, account.link, account.no)
    return None if contact_no is None else work.get(Contact, contact_no)


@checked_kinds
def log_cover_sheets(
    reader: Reader, contact_nos: Iterable[str], *, campaign_no: str = "", context: Context, policies: Policies = BC
) -> ChangeSet:
    """Log a cover sheet for each of these contacts, in their order.

    Raises:
        Refusal: as `log_document`.
    """
    nos = checked_codes(contact_nos, 20, "contact_nos")
    campaign_no = checked_code(campaign_no, 20, "campaign_no")
    work = Work(reader)
    entry_no = next_entry_no(work)
    for contact_no in nos:
        document = Document(type=DocumentType.COVER_SHEET, account=Account(contact_no), campaign_no=campaign_no)
        if _log(work, document, entry_no, context, policies) is not None:
            entry_no += 1
    return work.done()


def log_segment_cover_sheets(
    reader: Reader, segment_no: str, *, with_campaign: bool = False, context: Context, policies: Policies = BC
) -> ChangeSet:
    """Log a cover sheet for each line of a segment, in line order.

    Args:
        reader: the tables.
        segment_no: the segment.
        with_campaign: log them for the segment's campaign, as the cover sheet of segments does;
            the one of contacts, run over a segment's contacts, names no campaign.
        context: the user and the clocks.
        policies: how log entries come about.

    Raises:
        NotFound: there is no such segment.
        Refusal: as `log_document`.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    return log_cover_sheets(
        reader,
        [line.contact_no for line in work.where(SegmentLine, segment_no=header.no)],
        campaign_no=header.campaign_no if checked(with_campaign, bool, "with_campaign") else "",
        context=context,
        policies=policies,
    )


@attrs.frozen(kw_only=True)
class PostedInvoice:
    """A sales invoice that is posted.

    Attributes:
        no: the number of the posted invoice.
        order_no: the order it comes from; blank for none.
        bill_to_customer_no: the customer.
        bill_to_contact_no: the contact.
        posting_date: the day that the campaign must include.
        salesperson_code: the invoice's.
        posting_description: what the interaction is called.
    """

    no: str = attrs.field(converter=to_code, validator=code20)
    order_no: str = attrs.field(default="", converter=to_code, validator=code20)
    bill_to_customer_no: str = attrs.field(converter=to_code, validator=code20)
    bill_to_contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    posting_date: dt.date = attrs.field(validator=is_day)
    salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    posting_description: str = attrs.field(default="", validator=text100)


@checked_kinds
def log_posted_invoice(
    reader: Reader, invoice: PostedInvoice, *, context: Context, policies: Policies = BC
) -> ChangeSet:
    """Log the interaction of a posted invoice to a customer in the target group of a running campaign.

    Only the customer's first campaign, by number, is looked at. An order that was logged as an invoice is not logged
    again. A campaign without ending date never counts as running here (Q9).

    Raises:
        NotFound: the campaign does not exist; or as `log_document`.
        NoInvoiceTemplate: the setup names no template for sales invoices.
        TemplateHasLanguage: that template has a language.

    Source: campaigns specification, log posted invoice; codeunit 5051.
    """
    work = Work(reader)
    rows = work.where(CampaignTargetGroup, type=TargetType.CUSTOMER, no=invoice.bill_to_customer_no)
    if not rows:
        return work.done()
    campaign = work.require(Campaign, rows[0].campaign_no)
    if not _runs_on(campaign, invoice.posting_date, policies):
        return work.done()
    code = template_for(work, PURPOSES[DocumentType.SALES_INV])
    if not code:
        raise NoInvoiceTemplate
    if not _is_logged(work, invoice, code):
        document = Document(
            type=DocumentType.SALES_INV,
            no=invoice.no,
            account=Account(invoice.bill_to_contact_no),
            salesperson_code=invoice.salesperson_code,
            campaign_no=campaign.no,
            description=invoice.posting_description,
        )
        _log(work, document, None, context, policies)
    return work.done()


def _runs_on(campaign: Campaign, day: dt.date, policies: Policies) -> bool:
    if campaign.starting_date is not None and day < campaign.starting_date:
        return False
    if campaign.ending_date is None:
        return not policies.blank_end_is_closed
    return day <= campaign.ending_date


def _is_logged(work: Work, invoice: PostedInvoice, template_code: str) -> bool:
    """Return whether the order was logged as an invoice, under the contact of the customer's relation."""
    template = work.require(InteractionTemplate, template_code)
    contact_no = contact_of(work, RelationLink.CUSTOMER, invoice.bill_to_customer_no)
    if contact_no is None:
        return False
    entries = work.where(
        InteractionLogEntry,
        contact_no=contact_no,
        document_type=DocumentType.SALES_INV,
        document_no=invoice.order_no,
        interaction_group_code=template.interaction_group_code,
    )
    return bool(entries)
