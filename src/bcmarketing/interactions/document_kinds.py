"""The kinds of documents and interactions that have a template of their own in the setup (table 5122)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..arguments import checked
from ..errors import InvalidField, NotFound
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .options import DocumentType
from .records import InteractionTemplate, InteractionTemplateLanguage, InteractionTemplateSetup

#: The setup's word for each kind of document.
PURPOSES: Final[Mapping[DocumentType, str]] = MappingProxyType(
    {
        DocumentType.SALES_QTE: "Sales Quotes",
        DocumentType.SALES_BLNKT_ORD: "Sales Blnkt. Ord",
        DocumentType.SALES_ORD_CNFRMN: "Sales Ord. Cnfrmn.",
        DocumentType.SALES_INV: "Sales Invoices",
        DocumentType.SALES_SHPT_NOTE: "Sales Shpt. Note",
        DocumentType.SALES_CR_MEMO: "Sales Cr. Memo",
        DocumentType.SALES_STMNT: "Sales Statement",
        DocumentType.SALES_RMDR: "Sales Rmdr.",
        DocumentType.SERV_ORD_CREATE: "Serv Ord Create",
        DocumentType.SERV_ORD_POST: "Serv Ord Post",
        DocumentType.PURCH_QTE: "Purch. Quotes",
        DocumentType.PURCH_BLNKT_ORD: "Purch Blnkt Ord",
        DocumentType.PURCH_ORD: "Purch. Orders",
        DocumentType.PURCH_INV: "Purch Invoices",
        DocumentType.PURCH_RCPT: "Purch. Rcpt.",
        DocumentType.PURCH_CR_MEMO: "Purch Cr Memos",
        DocumentType.COVER_SHEET: "Cover Sheets",
        DocumentType.SALES_RETURN_ORDER: "Sales Return Order",
        DocumentType.SALES_FINANCE_CHARGE_MEMO: "Sales Finance Charge Memo",
        DocumentType.SALES_RETURN_RECEIPT: "Sales Return Receipt",
        DocumentType.PURCH_RETURN_SHIPMENT: "Purch. Return Shipment",
        DocumentType.PURCH_RETURN_ORD_CNFRMN: "Purch. Return Ord. Cnfrmn.",
        DocumentType.SERVICE_CONTRACT: "Service Contract",
        DocumentType.SERVICE_CONTRACT_QUOTE: "Service Contract Quote",
        DocumentType.SERVICE_QUOTE: "Service Quote",
        DocumentType.SALES_DRAFT_INVOICE: "Sales Draft Invoices",
    }
)
#: The setup's words for interactions that are no documents.
OUTGOING_CALLS: Final = "Outg. Calls"
EMAILS: Final = "E-Mails"
EMAIL_DRAFT: Final = "E-Mail Draft"
MEETING_INVITATION: Final = "Meeting Invitation"
_ALL_PURPOSES: Final = frozenset(PURPOSES.values()) | {OUTGOING_CALLS, EMAILS, EMAIL_DRAFT, MEETING_INVITATION}


def entry_description(kind: DocumentType) -> str:
    """Return what a campaign entry outside segments is called.

    >>> entry_description(DocumentType.SALES_INV), entry_description(DocumentType.BLANK)
    ('Sales Invoices', 'Interactions')
    """
    return PURPOSES.get(kind, "Interactions")


def set_template_for(reader: Reader, purpose: str, template_code: str) -> ChangeSet:
    """Name the template for a kind of document or interaction; blank for none.

    A template with an attachment is no candidate, except for meeting invitations.

    Raises:
        InvalidField: the setup has no such purpose.
        NotFound: there is no such template among the candidates.
    """
    if checked(purpose, str, "purpose") not in _ALL_PURPOSES:
        raise InvalidField("purpose", purpose, "is no purpose of the interaction template setup")
    work = Work(reader)
    row = InteractionTemplateSetup(purpose=purpose, interaction_template_code=template_code)
    if row.interaction_template_code:
        template = work.require(InteractionTemplate, row.interaction_template_code)
        document = work.get(InteractionTemplateLanguage, (template.code, template.language_code_default))
        if document is not None and document.attachment_no and purpose != MEETING_INVITATION:
            raise NotFound("InteractionTemplate", template.code)
    work.save(row)
    return work.done()


def template_for(reader: Reader | Work, purpose: str) -> str:
    """Return the code of the template that the setup names for a purpose; blank for none."""
    setup = reader.get(InteractionTemplateSetup, purpose)
    return "" if setup is None else setup.interaction_template_code
