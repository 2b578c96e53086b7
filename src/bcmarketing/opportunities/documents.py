"""Sales documents as far as opportunities look at them, and what the host does about a won contact."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..codes import bc, code20, is_date, is_option, to_code
from .records import OpportunityDocumentType


@attrs.frozen(kw_only=True)
class SalesDocument:
    """A sales quote or order, as far as opportunities look (table 36).

    Attributes:
        value_lcy: the sum of the amounts of its lines after discounts, without VAT, in local currency.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("document_type", "no")

    document_type: OpportunityDocumentType = attrs.field(
        validator=is_option(OpportunityDocumentType), metadata=bc("Document Type", 1)
    )
    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 3))
    order_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Order Date", 19))
    shipment_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Shipment Date", 21))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 43)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 5050))
    sell_to_contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Sell-to Contact No.", 5052)
    )
    opportunity_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity No.", 5051)
    )
    value_lcy: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Amount (LCY)", 60)
    )


@attrs.frozen
class CreateCustomer:
    """A request to the host: make a customer of this contact, whose opportunity is won."""

    contact_no: str
