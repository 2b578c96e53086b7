"""Price lists of the current engine."""

import datetime as dt
import decimal
from decimal import Decimal
from typing import ClassVar, Final

import attrs

from ..amounts import (
    FIVE_PLACES,
    HUNDRED,
    LIMIT,
    ZERO,
    is_line_discount,
    is_not_negative,
    is_quantity,
    remainder,
    to_amount_or_given,
)
from ..codes import are_codes, bc, code10, code20, is_bool, is_date, is_integer, is_option, text100, text250, to_code
from ..making import made_at_once
from ..options import Option


class PriceType(Option):
    """Whether a price list sells or buys."""

    ANY = 0, "Any"
    SALE = 1, "Sale"
    PURCHASE = 2, "Purchase"


class PriceAmountType(Option):
    """What a price list line defines."""

    ANY = 0, "Price & Discount"
    PRICE = 17, "Price"
    DISCOUNT = 20, "Discount"


class PriceStatus(Option):
    """Whether a price list line takes part; only active ones do."""

    DRAFT = 0, "Draft"
    ACTIVE = 1, "Active"
    INACTIVE = 2, "Inactive"


class PriceSourceGroup(Option):
    """The side of trade that a price list serves."""

    ALL = 0, "All"
    CUSTOMER = 11, "Customer"
    VENDOR = 21, "Vendor"
    JOB = 31, "Job"


class PriceSourceType(Option):
    """Whom a price list line is assigned to."""

    ALL = 0, "All"
    ALL_CUSTOMERS = 10, "All Customers"
    CUSTOMER = 11, "Customer"
    CUSTOMER_PRICE_GROUP = 12, "Customer Price Group"
    CUSTOMER_DISC_GROUP = 13, "Customer Disc. Group"
    ALL_VENDORS = 20, "All Vendors"
    VENDOR = 21, "Vendor"
    ALL_JOBS = 30, "All Jobs"
    JOB = 31, "Job"
    JOB_TASK = 32, "Job Task"
    CAMPAIGN = 50, "Campaign"
    CONTACT = 51, "Contact"


class PriceAssetType(Option):
    """What a price list line prices."""

    ALL = 0, "(All)"
    ITEM = 10, "Item"
    ITEM_DISCOUNT_GROUP = 20, "Item Discount Group"
    RESOURCE = 30, "Resource"
    RESOURCE_GROUP = 40, "Resource Group"
    GL_ACCOUNT = 60, "G/L Account"


class PriceCalculationHandler(Option):
    """Which engine answers."""

    NOT_DEFINED = 0, "Not Defined"
    VERSION_16 = 7002, "Business Central (Version 16.0)"
    VERSION_15 = 7003, "Business Central (Version 15.0)"


class SalesDocumentType(Option):
    """The kind of a sales document."""

    QUOTE = 0, "Quote"
    ORDER = 1, "Order"
    INVOICE = 2, "Invoice"
    CREDIT_MEMO = 3, "Credit Memo"
    BLANKET_ORDER = 4, "Blanket Order"
    RETURN_ORDER = 5, "Return Order"


@attrs.frozen(kw_only=True)
class PriceListHeader:
    """A price list (table 7000)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text250, metadata=bc("Description", 2))
    source_group: PriceSourceGroup = attrs.field(
        default=PriceSourceGroup.ALL, validator=is_option(PriceSourceGroup), metadata=bc("Source Group", 3)
    )
    source_type: PriceSourceType = attrs.field(
        default=PriceSourceType.ALL, validator=is_option(PriceSourceType), metadata=bc("Source Type", 4)
    )
    source_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Source No.", 5))
    parent_source_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Parent Source No.", 6)
    )
    price_type: PriceType = attrs.field(
        default=PriceType.ANY, validator=is_option(PriceType), metadata=bc("Price Type", 8)
    )
    amount_type: PriceAmountType = attrs.field(
        default=PriceAmountType.ANY, validator=is_option(PriceAmountType), metadata=bc("Amount Type", 9)
    )
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 10))
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 11))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 12))
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 13))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 14)
    )
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Line Disc.", 15))
    allow_invoice_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Invoice Disc.", 16))
    no_series: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No. Series", 17))
    status: PriceStatus = attrs.field(
        default=PriceStatus.DRAFT, validator=is_option(PriceStatus), metadata=bc("Status", 18)
    )
    filter_source_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Filter Source No.", 19)
    )
    allow_updating_defaults: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Updating Defaults", 20)
    )


#: The types of the fields that `_fits` compares at once, in that order.
_TYPES: Final = (
    int,
    PriceSourceType,
    PriceAssetType,
    PriceAmountType,
    PriceType,
    PriceStatus,
    PriceSourceGroup,
    bool,
    bool,
    bool,
    Decimal,
    Decimal,
    Decimal,
    str,
)


#: Characters in a description.
_LENGTH: Final = 100


def _fits(  # noqa: PLR0917 - by position, as that is fastest
    price_list_code: str,
    line_no: int,
    source_type: PriceSourceType,
    source_no: str,
    asset_type: PriceAssetType,
    asset_no: str,
    variant_code: str,
    currency_code: str,
    work_type_code: str,
    starting_date: dt.date | None,
    ending_date: dt.date | None,
    minimum_quantity: Decimal,
    unit_of_measure_code: str,
    amount_type: PriceAmountType,
    unit_price: Decimal,
    line_discount_pct: Decimal,
    allow_line_disc: bool,  # noqa: FBT001
    allow_invoice_disc: bool,  # noqa: FBT001
    price_includes_vat: bool,  # noqa: FBT001
    vat_bus_posting_gr_price: str,
    vat_prod_posting_group: str,
    price_type: PriceType,
    description: str,
    status: PriceStatus,
    source_group: PriceSourceGroup,
) -> bool:
    """Return whether a price list line surely takes these values as they are; see `made_at_once`."""
    try:
        return (
            (
                line_no.__class__,
                source_type.__class__,
                asset_type.__class__,
                amount_type.__class__,
                price_type.__class__,
                status.__class__,
                source_group.__class__,
                allow_line_disc.__class__,
                allow_invoice_disc.__class__,
                price_includes_vat.__class__,
                unit_price.__class__,
                minimum_quantity.__class__,
                line_discount_pct.__class__,
                description.__class__,
            )
            == _TYPES
            and are_codes((variant_code, currency_code, work_type_code, unit_of_measure_code), 10)
            and are_codes((price_list_code, source_no, asset_no, vat_bus_posting_gr_price, vat_prod_posting_group), 20)
            and not unit_price.is_signed()
            and unit_price < LIMIT
            # Most quantities and percentages are 0, which needs no second look.
            and (
                not minimum_quantity
                or (
                    not minimum_quantity.is_signed()
                    and minimum_quantity < LIMIT
                    and not remainder(minimum_quantity, FIVE_PLACES)
                )
            )
            and (
                not line_discount_pct
                or (
                    not line_discount_pct.is_signed()
                    and line_discount_pct <= HUNDRED
                    and not remainder(line_discount_pct, FIVE_PLACES)
                )
            )
            and (starting_date is None or starting_date.__class__ is dt.date)
            and (ending_date is None or ending_date.__class__ is dt.date)
            and (not description or len(description) <= _LENGTH)
        )
    except (TypeError, AttributeError, decimal.InvalidOperation):
        return False


@made_at_once(_fits)
@attrs.frozen(kw_only=True)
class PriceListLine:
    """A line of a price list (table 7001). Dates are inclusive; a blank date is open."""

    key_fields: ClassVar[tuple[str, ...]] = ("price_list_code", "line_no")

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
