"""Price lists of the current engine."""

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, Final

import attrs

from ..amounts import HUNDRED, LIMIT, ZERO, is_not_negative, is_percentage
from ..codes import bc, code10, code20, is_bool, is_date, is_integer, is_option, text100, text250, to_code
from ..errors import InvalidField
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


#: Characters in a short code, a long code and a description.
_SHORT, _LONG, _TEXT = 10, 20, 100

#: The types of the fields that `PriceListLine` compares at once, in that order.
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


@attrs.frozen(kw_only=True)
class PriceListLine:
    """A line of a price list (table 7001). Dates are inclusive; a blank date is open.

    Codes are taken as given, so give them in their normal form: trimmed, in upper case.
    The whole line is checked at once, because price lines come by the million.

    Raises:
        WrongType: a field holds a value of another type, such as a float or a date-time.
        InvalidField: a code is not in its normal form or too long, an amount is negative, a percentage above 100.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("price_list_code", "line_no")

    price_list_code: str = attrs.field(default="", metadata=bc("Price List Code", 1))
    line_no: int = attrs.field(default=0, metadata=bc("Line No.", 2))
    source_type: PriceSourceType = attrs.field(default=PriceSourceType.ALL, metadata=bc("Source Type", 3))
    source_no: str = attrs.field(default="", metadata=bc("Source No.", 4))
    asset_type: PriceAssetType = attrs.field(default=PriceAssetType.ITEM, metadata=bc("Asset Type", 7))
    asset_no: str = attrs.field(default="", metadata=bc("Asset No.", 8))
    variant_code: str = attrs.field(default="", metadata=bc("Variant Code", 9))
    currency_code: str = attrs.field(default="", metadata=bc("Currency Code", 10))
    work_type_code: str = attrs.field(default="", metadata=bc("Work Type Code", 11))
    starting_date: dt.date | None = attrs.field(default=None, metadata=bc("Starting Date", 12))
    ending_date: dt.date | None = attrs.field(default=None, metadata=bc("Ending Date", 13))
    minimum_quantity: Decimal = attrs.field(default=ZERO, metadata=bc("Minimum Quantity", 14))
    unit_of_measure_code: str = attrs.field(default="", metadata=bc("Unit of Measure Code", 15))
    amount_type: PriceAmountType = attrs.field(default=PriceAmountType.ANY, metadata=bc("Amount Type", 16))
    unit_price: Decimal = attrs.field(default=ZERO, metadata=bc("Unit Price", 17))
    line_discount_pct: Decimal = attrs.field(default=ZERO, metadata=bc("Line Discount %", 20))
    allow_line_disc: bool = attrs.field(default=False, metadata=bc("Allow Line Disc.", 21))
    allow_invoice_disc: bool = attrs.field(default=False, metadata=bc("Allow Invoice Disc.", 22))
    price_includes_vat: bool = attrs.field(default=False, metadata=bc("Price Includes VAT", 23))
    vat_bus_posting_gr_price: str = attrs.field(default="", metadata=bc("VAT Bus. Posting Gr. (Price)", 24))
    vat_prod_posting_group: str = attrs.field(default="", metadata=bc("VAT Prod. Posting Group", 25))
    price_type: PriceType = attrs.field(default=PriceType.ANY, metadata=bc("Price Type", 28))
    description: str = attrs.field(default="", metadata=bc("Description", 29))
    status: PriceStatus = attrs.field(default=PriceStatus.DRAFT, metadata=bc("Status", 30))
    source_group: PriceSourceGroup = attrs.field(default=PriceSourceGroup.ALL, metadata=bc("Source Group", 32))

    def __attrs_post_init__(self) -> None:
        # One expression for the whole line costs less than a validator for every field; the benchmark has the figures.
        price, quantity, discount = self.unit_price, self.minimum_quantity, self.line_discount_pct
        starting, ending = self.starting_date, self.ending_date
        try:
            # Adding texts finds what is no text, and the sum is in upper case if each part is.
            short = self.variant_code + self.currency_code + self.work_type_code + self.unit_of_measure_code
            long = self.price_list_code + self.source_no + self.asset_no
            long += self.vat_bus_posting_gr_price + self.vat_prod_posting_group
            codes = short + long
            if (
                (
                    self.line_no.__class__,
                    self.source_type.__class__,
                    self.asset_type.__class__,
                    self.amount_type.__class__,
                    self.price_type.__class__,
                    self.status.__class__,
                    self.source_group.__class__,
                    self.allow_line_disc.__class__,
                    self.allow_invoice_disc.__class__,
                    self.price_includes_vat.__class__,
                    price.__class__,
                    quantity.__class__,
                    discount.__class__,
                    self.description.__class__,
                )
                == _TYPES
                and codes.upper() == codes
                and (
                    (len(short) <= _SHORT and len(long) <= _LONG and " " not in codes and codes.isprintable())
                    or _each_code_fits(self)
                )
                and not (price.is_signed() or quantity.is_signed() or discount.is_signed())
                and price < LIMIT
                and quantity < LIMIT
                and discount <= HUNDRED
                and (starting is None or starting.__class__ is dt.date)
                and (ending is None or ending.__class__ is dt.date)
                and (not self.description or len(self.description) <= _TEXT)
            ):
                return
        except (TypeError, AttributeError, decimal.InvalidOperation):
            pass  # what does not fit is found field by field
        _refuse_what_does_not_fit(self)


def _each_code_fits(line: PriceListLine) -> bool:
    short = (line.variant_code, line.currency_code, line.work_type_code, line.unit_of_measure_code)
    long = (
        line.price_list_code,
        line.source_no,
        line.asset_no,
        line.vat_bus_posting_gr_price,
        line.vat_prod_posting_group,
    )
    if max(map(len, short)) > _SHORT or max(map(len, long)) > _LONG:
        return False
    return tuple(map(str.strip, short + long)) == short + long


_Check = Callable[[object, "attrs.Attribute[Any]", object], None]


def _normal(check: _Check) -> _Check:
    def check_code(record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        check(record, attribute, value)
        if value != to_code(str(value)):
            raise InvalidField(attribute.name, value, "is no code in its normal form: trimmed, in upper case")

    return check_code


_CHECKS: Final[dict[str, _Check]] = {
    "price_list_code": _normal(code20),
    "line_no": is_integer,
    "source_type": is_option(PriceSourceType),
    "source_no": _normal(code20),
    "asset_type": is_option(PriceAssetType),
    "asset_no": _normal(code20),
    "variant_code": _normal(code10),
    "currency_code": _normal(code10),
    "work_type_code": _normal(code10),
    "starting_date": is_date,
    "ending_date": is_date,
    "minimum_quantity": is_not_negative,
    "unit_of_measure_code": _normal(code10),
    "amount_type": is_option(PriceAmountType),
    "unit_price": is_not_negative,
    "line_discount_pct": is_percentage,
    "allow_line_disc": is_bool,
    "allow_invoice_disc": is_bool,
    "price_includes_vat": is_bool,
    "vat_bus_posting_gr_price": _normal(code20),
    "vat_prod_posting_group": _normal(code20),
    "price_type": is_option(PriceType),
    "description": text100,
    "status": is_option(PriceStatus),
    "source_group": is_option(PriceSourceGroup),
}


def _refuse_what_does_not_fit(line: PriceListLine) -> None:
    for attribute in attrs.fields(PriceListLine):
        _CHECKS[attribute.name](line, attribute, getattr(line, attribute.name))
