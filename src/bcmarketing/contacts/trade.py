"""Trade history: value entries and the documents they were posted with, as far as selecting contacts looks."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..codes import bc, code10, code20, is_date, is_integer, is_option, to_code
from ..options import Option


class TradeSource(Option):
    """Whom a value entry was posted for."""

    BLANK = 0, ""
    CUSTOMER = 1, "Customer"
    VENDOR = 2, "Vendor"
    ITEM = 3, "Item"


@attrs.frozen(kw_only=True)
class ValueEntry:
    """A sale to a customer or a purchase from a vendor (table 5802)."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no",)

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    item_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Item No.", 2))
    posting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Posting Date", 3))
    source_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Source No.", 5))
    document_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Document No.", 6))
    location_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Location Code", 8))
    inventory_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Inventory Posting Group", 9)
    )
    salespers_purch_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salespers./Purch. Code", 22)
    )
    sales_amount_actual: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Sales Amount (Actual)", 17)
    )
    invoiced_quantity: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Invoiced Quantity", 14)
    )
    source_type: TradeSource = attrs.field(
        default=TradeSource.BLANK, validator=is_option(TradeSource), metadata=bc("Source Type", 41)
    )


@attrs.frozen(kw_only=True)
class PostedDocument:
    """The contacts named on a posted sales or purchase document (tables 110, 112, 114, 120, 122, 124)."""

    key_fields: ClassVar[tuple[str, ...]] = ("source_type", "no")

    source_type: TradeSource = attrs.field(validator=is_option(TradeSource), metadata=bc("Source Type", 41))
    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 3))
    contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Sell-to Contact No.", 5052)
    )
    bill_to_contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Bill-to Contact No.", 5053)
    )
