"""The price worksheet: lines of price lists before they are implemented."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_line_discount, is_not_negative, is_quantity, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_date, is_integer, is_option, text100, to_code
from .records import PriceAmountType, PriceAssetType, PriceSourceGroup, PriceSourceType, PriceStatus, PriceType


@attrs.frozen(kw_only=True)
class PriceWorksheetLine:
    """A line of the price worksheet (table 7022): a price list line as it is to become.

    Attributes:
        existing_line: whether the line of its list with this number is to change; a new line is added otherwise.
        existing_unit_price: the price that it started from.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("price_list_code", "existing_line", "line_no")

    price_list_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Price List Code", 1)
    )
    line_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Line No.", 2))
    source_type: PriceSourceType = attrs.field(
        default=PriceSourceType.ALL, validator=is_option(PriceSourceType), metadata=bc("Source Type", 3)
    )
    source_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Source No.", 4))
    asset_type: PriceAssetType = attrs.field(
        default=PriceAssetType.ITEM, validator=is_option(PriceAssetType), metadata=bc("Asset Type", 7)
    )
    asset_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Asset No.", 8))
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Variant Code", 9))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 10))
    work_type_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Work Type Code", 11)
    )
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 12))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 13))
    minimum_quantity: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_quantity, metadata=bc("Minimum Quantity", 14)
    )
    unit_of_measure_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Unit of Measure Code", 15)
    )
    amount_type: PriceAmountType = attrs.field(
        default=PriceAmountType.ANY, validator=is_option(PriceAmountType), metadata=bc("Amount Type", 16)
    )
    unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Price", 17)
    )
    line_discount_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_line_discount, metadata=bc("Line Discount %", 20)
    )
    allow_line_disc: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Allow Line Disc.", 21))
    allow_invoice_disc: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Allow Invoice Disc.", 22))
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 23))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 24)
    )
    vat_prod_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Prod. Posting Group", 25)
    )
    price_type: PriceType = attrs.field(
        default=PriceType.ANY, validator=is_option(PriceType), metadata=bc("Price Type", 28)
    )
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 29))
    status: PriceStatus = attrs.field(
        default=PriceStatus.DRAFT, validator=is_option(PriceStatus), metadata=bc("Status", 30)
    )
    source_group: PriceSourceGroup = attrs.field(
        default=PriceSourceGroup.ALL, validator=is_option(PriceSourceGroup), metadata=bc("Source Group", 32)
    )
    existing_line: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Existing Line", 100))
    existing_unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Existing Unit Price", 101)
    )
