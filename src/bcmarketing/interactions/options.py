"""The option fields of interactions, segments and campaign entries."""

from ..options import Option


class InformationFlow(Option):
    """Which way the information goes."""

    BLANK = 0, ""
    OUTBOUND = 1, "Outbound"
    INBOUND = 2, "Inbound"


class InitiatedBy(Option):
    """Who began the interaction."""

    BLANK = 0, ""
    US = 1, "Us"
    THEM = 2, "Them"


class Evaluation(Option):
    """How an interaction went."""

    BLANK = 0, ""
    VERY_POSITIVE = 1, "Very Positive"
    POSITIVE = 2, "Positive"
    NEUTRAL = 3, "Neutral"
    NEGATIVE = 4, "Negative"
    VERY_NEGATIVE = 5, "Very Negative"


class DeliveryStatus(Option):
    """Whether a delivery is under way or failed."""

    BLANK = 0, ""
    IN_PROGRESS = 1, "In Progress"
    ERROR = 2, "Error"


class WizardAction(Option):
    """What happens to the document when an interaction is made."""

    BLANK = 0, ""
    OPEN = 1, "Open"
    IMPORT = 2, "Import"
    MERGE = 3, "Merge"


class DocumentType(Option):
    """The kind of document an interaction was logged for."""

    BLANK = 0, ""
    SALES_QTE = 1, "Sales Qte."
    SALES_BLNKT_ORD = 2, "Sales Blnkt. Ord"
    SALES_ORD_CNFRMN = 3, "Sales Ord. Cnfrmn."
    SALES_INV = 4, "Sales Inv."
    SALES_SHPT_NOTE = 5, "Sales Shpt. Note"
    SALES_CR_MEMO = 6, "Sales Cr. Memo"
    SALES_STMNT = 7, "Sales Stmnt."
    SALES_RMDR = 8, "Sales Rmdr."
    SERV_ORD_CREATE = 9, "Serv. Ord. Create"
    SERV_ORD_POST = 10, "Serv. Ord. Post"
    PURCH_QTE = 11, "Purch.Qte."
    PURCH_BLNKT_ORD = 12, "Purch. Blnkt. Ord."
    PURCH_ORD = 13, "Purch. Ord."
    PURCH_INV = 14, "Purch. Inv."
    PURCH_RCPT = 15, "Purch. Rcpt."
    PURCH_CR_MEMO = 16, "Purch. Cr. Memo"
    COVER_SHEET = 17, "Cover Sheet"
    SALES_RETURN_ORDER = 18, "Sales Return Order"
    SALES_FINANCE_CHARGE_MEMO = 19, "Sales Finance Charge Memo"
    SALES_RETURN_RECEIPT = 20, "Sales Return Receipt"
    PURCH_RETURN_SHIPMENT = 21, "Purch. Return Shipment"
    PURCH_RETURN_ORD_CNFRMN = 22, "Purch. Return Ord. Cnfrmn."
    SERVICE_CONTRACT = 23, "Service Contract"
    SERVICE_CONTRACT_QUOTE = 24, "Service Contract Quote"
    SERVICE_QUOTE = 25, "Service Quote"
    SALES_DRAFT_INVOICE = 26, "Sales Draft Invoice"
