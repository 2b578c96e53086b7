"""Items, their units, and the groups that prices and discounts are made for."""

from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ONE, ZERO, is_amount, is_not_negative, to_amount_or_given
from ..codes import bc, code10, code20, is_a, is_bool, text50, text100, to_code
from ..contacts.partners import PriceCalculationMethod
from ..options import Option


@attrs.frozen(kw_only=True)
class Item:
    """An item, as far as prices look (table 27). ``unit_price`` is in local currency per base unit."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    base_unit_of_measure: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Base Unit of Measure", 8)
    )
    item_disc_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Item Disc. Group", 14)
    )
    allow_invoice_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Invoice Disc.", 15))
    unit_price: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Price", 18)
    )
    unit_cost: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Cost", 22)
    )
    vendor_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Vendor No.", 31))
    blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Blocked", 54))
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 87))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 90)
    )
    gen_prod_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Gen. Prod. Posting Group", 91)
    )
    vat_prod_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Prod. Posting Group", 99)
    )
    sales_unit_of_measure: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Sales Unit of Measure", 5425)
    )
    purch_unit_of_measure: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Purch. Unit of Measure", 5426)
    )
    item_category_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Item Category Code", 5702)
    )
    inventory_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Inventory Posting Group", 11)
    )
    sales_blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Sales Blocked", 8003))


def sales_unit(item: Item) -> str:
    """Return the unit that an item is sold by: its base unit where the sales unit is blank.

    >>> sales_unit(Item(no="1960-S", base_unit_of_measure="PCS"))
    'PCS'
    """
    return item.sales_unit_of_measure or item.base_unit_of_measure


@attrs.frozen(kw_only=True)
class ItemVariant:
    """A variant of an item (table 5401)."""

    key_fields: ClassVar[tuple[str, ...]] = ("item_no", "code")

    item_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Item No.", 2))
    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))


@attrs.frozen(kw_only=True)
class UnitOfMeasure:
    """A unit of measure (table 204)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text50, metadata=bc("Description", 2))
    international_standard_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("International Standard Code", 3)
    )


@attrs.frozen(kw_only=True)
class ItemUnitOfMeasure:
    """How many base units of an item one unit holds (table 5404)."""

    key_fields: ClassVar[tuple[str, ...]] = ("item_no", "code")

    item_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Item No.", 1))
    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 2))
    qty_per_unit_of_measure: Decimal = attrs.field(
        default=ONE, converter=to_amount_or_given, validator=is_amount, metadata=bc("Qty. per Unit of Measure", 3)
    )


@attrs.frozen(kw_only=True)
class ItemDiscountGroup:
    """An item discount group (table 341)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class CustomerDiscountGroup:
    """A customer discount group (table 340)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class CustomerPriceGroup:
    """A customer price group (table 6)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Price Includes VAT", 2))
    allow_invoice_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Invoice Disc.", 5))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 6)
    )
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 10))
    price_calculation_method: PriceCalculationMethod = attrs.field(
        default=PriceCalculationMethod.NOT_DEFINED,
        validator=is_a(Option),
        metadata=bc("Price Calculation Method", 7000),
    )
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Line Disc.", 7001))
