"""Sales prices and sales line discounts: the records of the older engine."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_line_discount, is_not_negative, is_quantity, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_date, is_option, to_code
from ..options import Option


class SalesPriceType(Option):
    """Whom a sales price of the older engine is for."""

    CUSTOMER = 0, "Customer"
    CUSTOMER_PRICE_GROUP = 1, "Customer Price Group"
    ALL_CUSTOMERS = 2, "All Customers"
    CAMPAIGN = 3, "Campaign"


class SalesLineDiscSalesType(Option):
    """Whom a line discount of the older engine is for."""

    CUSTOMER = 0, "Customer"
    CUSTOMER_DISC_GROUP = 1, "Customer Disc. Group"
    ALL_CUSTOMERS = 2, "All Customers"
    CAMPAIGN = 3, "Campaign"


class SalesLineDiscountType(Option):
    """What a line discount of the older engine discounts."""

    ITEM = 0, "Item"
    ITEM_DISC_GROUP = 1, "Item Disc. Group"


@attrs.frozen(kw_only=True)
class SalesPrice:
    """A sales price of the older engine (table 7002). Dates are inclusive; a blank date is open."""

    key_fields: ClassVar[tuple[str, ...]] = (
        "item_no",
        "sales_type",
        "sales_code",
        "starting_date",
        "currency_code",
        "variant_code",
        "unit_of_measure_code",
        "minimum_quantity",
    )

    item_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Item No.", 1))
    sales_type: SalesPriceType = attrs.field(
        default=SalesPriceType.CUSTOMER, validator=is_option(SalesPriceType), metadata=bc("Sales Type", 13)
    )
    sales_code: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Sales Code", 2))
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 4))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 3))
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Variant Code", 5700))
    unit_of_measure_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Unit of Measure Code", 5400)
    )
    minimum_quantity: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_quantity, metadata=bc("Minimum Quantity", 14)
    )
    unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Price", 5)
    )
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 15))
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 7))
    allow_invoice_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Invoice Disc.", 10))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 11)
    )
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Line Disc.", 7001))


@attrs.frozen(kw_only=True)
class SalesLineDiscount:
    """A sales line discount of the older engine (table 7004). Dates are inclusive; a blank date is open."""

    key_fields: ClassVar[tuple[str, ...]] = (
        "type",
        "code",
        "sales_type",
        "sales_code",
        "starting_date",
        "currency_code",
        "variant_code",
        "unit_of_measure_code",
        "minimum_quantity",
    )

    type: SalesLineDiscountType = attrs.field(
        default=SalesLineDiscountType.ITEM, validator=is_option(SalesLineDiscountType), metadata=bc("Type", 21)
    )
    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    sales_type: SalesLineDiscSalesType = attrs.field(
        default=SalesLineDiscSalesType.CUSTOMER,
        validator=is_option(SalesLineDiscSalesType),
        metadata=bc("Sales Type", 13),
    )
    sales_code: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Sales Code", 2))
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 4))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 3))
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Variant Code", 5700))
    unit_of_measure_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Unit of Measure Code", 5400)
    )
    minimum_quantity: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_quantity, metadata=bc("Minimum Quantity", 14)
    )
    line_discount_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_line_discount, metadata=bc("Line Discount %", 5)
    )
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 15))


@attrs.frozen(kw_only=True)
class SalesPriceWorksheetLine:
    """A price under consideration (table 7023)."""

    key_fields: ClassVar[tuple[str, ...]] = (
        "starting_date",
        "ending_date",
        "sales_type",
        "sales_code",
        "currency_code",
        "item_no",
        "variant_code",
        "unit_of_measure_code",
        "minimum_quantity",
    )

    item_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Item No.", 1))
    sales_type: SalesPriceType = attrs.field(
        default=SalesPriceType.CUSTOMER, validator=is_option(SalesPriceType), metadata=bc("Sales Type", 13)
    )
    sales_code: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Sales Code", 2))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 3))
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 4))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 15))
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Variant Code", 5700))
    unit_of_measure_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Unit of Measure Code", 5400)
    )
    minimum_quantity: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_quantity, metadata=bc("Minimum Quantity", 14)
    )
    current_unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Current Unit Price", 5)
    )
    new_unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("New Unit Price", 6)
    )
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 7))
    allow_invoice_disc: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Allow Invoice Disc.", 10))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 11)
    )
    allow_line_disc: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Allow Line Disc.", 7001))
