"""Rows of the price and discount overview of the older engine, and the rules for editing one."""

import datetime as dt
from decimal import Decimal

import attrs

from ..amounts import ZERO, is_line_discount, is_not_negative, is_quantity, to_amount_or_given
from ..codes import code10, code20, is_bool, is_date, is_option, to_code
from ..contacts.partners import Customer
from ..errors import FieldRequired, InvalidField
from ..options import Option
from .items import CustomerPriceGroup, Item, sales_unit
from .legacy_checks import as_stored_record, check_sales_code
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)


class OverviewLineType(Option):
    """Whether a row is a price or a discount."""

    BLANK = 0, ""
    SALES_LINE_DISCOUNT = 1, "Sales Line Discount"
    SALES_PRICE = 2, "Sales Price"


class OverviewSalesType(Option):
    """Whom a row is for; the group is a price group or a discount group, as the row is a price or a discount."""

    CUSTOMER = 0, "Customer"
    CUSTOMER_GROUP = 1, "Customer Price/Disc. Group"
    ALL_CUSTOMERS = 2, "All Customers"
    CAMPAIGN = 3, "Campaign"


@attrs.frozen(kw_only=True)
class OverviewRow:
    """A price or discount as the overview shows it (table 1304), or as it is typed.

    `record_of` checks what is entered; what is stored is shown, whatever it is.
    """

    line_type: OverviewLineType = attrs.field(validator=is_option(OverviewLineType))
    type: SalesLineDiscountType = attrs.field(
        default=SalesLineDiscountType.ITEM, validator=is_option(SalesLineDiscountType)
    )
    code: str = attrs.field(default="", converter=to_code, validator=code20)
    sales_type: OverviewSalesType = attrs.field(
        default=OverviewSalesType.CUSTOMER, validator=is_option(OverviewSalesType)
    )
    sales_code: str = attrs.field(default="", converter=to_code, validator=code20)
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date)
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date)
    minimum_quantity: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_quantity)
    unit_of_measure_code: str = attrs.field(default="", converter=to_code, validator=code10)
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10)
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10)
    unit_price: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_not_negative)
    line_discount_pct: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_line_discount)
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool)
    vat_bus_posting_gr_price: str = attrs.field(default="", converter=to_code, validator=code20)
    allow_line_disc: bool = attrs.field(default=False, validator=is_bool)
    allow_invoice_disc: bool = attrs.field(default=False, validator=is_bool)

    @property
    def is_price(self) -> bool:
        """Whether the row is a price."""
        return self.line_type is OverviewLineType.SALES_PRICE


def row_of(record: SalesPrice | SalesLineDiscount) -> OverviewRow:
    """Return a sales price or sales line discount as a row."""
    common = {
        "sales_type": OverviewSalesType.parse(record.sales_type.value),
        "sales_code": record.sales_code,
        "starting_date": record.starting_date,
        "ending_date": record.ending_date,
        "minimum_quantity": record.minimum_quantity,
        "unit_of_measure_code": record.unit_of_measure_code,
        "variant_code": record.variant_code,
        "currency_code": record.currency_code,
    }
    if isinstance(record, SalesLineDiscount):
        return OverviewRow(
            line_type=OverviewLineType.SALES_LINE_DISCOUNT,
            type=record.type,
            code=record.code,
            line_discount_pct=record.line_discount_pct,
            **common,  # type: ignore[arg-type]
        )
    return OverviewRow(
        line_type=OverviewLineType.SALES_PRICE,
        code=record.item_no,
        unit_price=record.unit_price,
        price_includes_vat=record.price_includes_vat,
        vat_bus_posting_gr_price=record.vat_bus_posting_gr_price,
        allow_line_disc=record.allow_line_disc,
        allow_invoice_disc=record.allow_invoice_disc,
        **common,  # type: ignore[arg-type]
    )


def record_of(row: OverviewRow) -> SalesPrice | SalesLineDiscount:
    """Return the record that a row is to become.

    Raises:
        FieldRequired: the product code is blank, or the sales code of a row that is not for all customers.
        DatesReversed: it would start after it ends.
        InvalidField: the row is neither price nor discount; it is for all customers and has a sales code; or it is one
            of an item discount group and a price, or has a unit or variant.
    """
    if not row.code:
        raise FieldRequired("code")
    record = stored_record(row)
    check_sales_code(record.sales_type, row.sales_code)
    _check_type(row, row.type)
    return as_stored_record(record)


def stored_record(row: OverviewRow) -> SalesPrice | SalesLineDiscount:
    """Return the record that a row shows, as it is, even if it could not be entered so.

    Raises:
        InvalidField: the row is neither price nor discount.
    """
    common = {
        "sales_code": row.sales_code,
        "starting_date": row.starting_date,
        "ending_date": row.ending_date,
        "minimum_quantity": row.minimum_quantity,
        "unit_of_measure_code": row.unit_of_measure_code,
        "variant_code": row.variant_code,
        "currency_code": row.currency_code,
    }
    if row.is_price:
        return SalesPrice(
            item_no=row.code,
            sales_type=SalesPriceType.parse(row.sales_type.value),
            unit_price=row.unit_price,
            price_includes_vat=row.price_includes_vat,
            vat_bus_posting_gr_price=row.vat_bus_posting_gr_price,
            allow_line_disc=row.allow_line_disc,
            allow_invoice_disc=row.allow_invoice_disc,
            **common,  # type: ignore[arg-type]
        )
    if row.line_type is OverviewLineType.BLANK:
        raise InvalidField("line_type", row.line_type, "must be a price or a discount")
    return SalesLineDiscount(
        type=row.type,
        code=row.code,
        sales_type=SalesLineDiscSalesType.parse(row.sales_type.value),
        line_discount_pct=row.line_discount_pct,
        **common,  # type: ignore[arg-type]
    )


def _check_type(row: OverviewRow, kind: SalesLineDiscountType) -> None:
    is_discount = row.line_type is OverviewLineType.SALES_LINE_DISCOUNT
    if not is_discount and kind is not SalesLineDiscountType.ITEM:
        raise InvalidField("line_type", row.line_type, "must be a discount for an item discount group")


def set_line_type(row: OverviewRow, line_type: OverviewLineType) -> OverviewRow:
    """Make a row a price, which clears its percentage, or a discount, which clears its price.

    Raises:
        InvalidField: a row for an item discount group becomes a price.
    """
    if line_type is OverviewLineType.SALES_PRICE:
        changed = attrs.evolve(row, line_type=line_type, line_discount_pct=ZERO)
        _check_type(changed, row.type)
        return changed
    return attrs.evolve(row, line_type=line_type, unit_price=ZERO)


def set_type(row: OverviewRow, kind: SalesLineDiscountType, loaded: Item | None = None) -> OverviewRow:
    """Make a row one for an item, or for an item discount group; the code becomes that of the loaded item.

    Raises:
        InvalidField: a row that is no discount is made one for an item discount group.
        FieldRequired: the loaded item has no item discount group.
    """
    _check_type(row, kind)
    if kind is SalesLineDiscountType.ITEM:
        code = loaded.no if loaded else ""
    elif loaded is not None and not loaded.item_disc_group:
        raise FieldRequired("item_disc_group")
    else:
        code = loaded.item_disc_group if loaded else ""
    changed = attrs.evolve(row, type=kind, unit_of_measure_code="", variant_code="")
    if loaded is not None and kind is SalesLineDiscountType.ITEM:
        return set_item(changed, loaded)
    return attrs.evolve(changed, code=code)


def set_item(row: OverviewRow, item: Item, group: CustomerPriceGroup | None = None) -> OverviewRow:
    """Set the item of a row: the variant is cleared, the unit becomes its sales unit, a price takes its marks.

    Args:
        group: the price group that a price is for. Where it allows invoice discounts just as the price does, the
            price keeps its marks.
    """
    unit = sales_unit(item)
    changed = attrs.evolve(row, code=item.no, unit_of_measure_code=unit, variant_code="")
    return _with_item_defaults(changed, item, group) if row.is_price else changed


def _with_item_defaults(row: OverviewRow, item: Item, group: CustomerPriceGroup | None) -> OverviewRow:
    of_group = row.sales_type is OverviewSalesType.CUSTOMER_GROUP and group is not None
    if of_group and group is not None and group.allow_invoice_disc is row.allow_invoice_disc:
        return row
    changed = attrs.evolve(row, allow_invoice_disc=item.allow_invoice_disc)
    if row.sales_type is not OverviewSalesType.ALL_CUSTOMERS:
        return changed
    return attrs.evolve(
        changed,
        price_includes_vat=item.price_includes_vat,
        vat_bus_posting_gr_price=item.vat_bus_posting_gr_price,
    )


def set_item_disc_group(row: OverviewRow, code: str) -> OverviewRow:
    """Set the item discount group of a discount row; unit and variant are cleared.

    Raises:
        InvalidField: the row is a price, or one for items.
    """
    if row.type is not SalesLineDiscountType.ITEM_DISC_GROUP:
        raise InvalidField("type", row.type, "must be Item Disc. Group")
    _check_type(row, row.type)
    return attrs.evolve(row, code=code, unit_of_measure_code="", variant_code="")


def set_sales_type(row: OverviewRow, sales_type: OverviewSalesType, loaded: Customer | None = None) -> OverviewRow:
    """Set whom a row is for: the code becomes that of the loaded customer, or his group's; else blank.

    Raises:
        FieldRequired: the loaded customer is in no price group, or no discount group.
    """
    code = ""
    if loaded is not None and sales_type is OverviewSalesType.CUSTOMER:
        code = loaded.no
    elif loaded is not None and sales_type is OverviewSalesType.CUSTOMER_GROUP:
        field = "customer_price_group" if row.is_price else "customer_disc_group"
        code = loaded.customer_price_group if row.is_price else loaded.customer_disc_group
        if not code:
            raise FieldRequired(field)
    return attrs.evolve(row, sales_type=sales_type, sales_code=code)


def set_sales_code(
    row: OverviewRow, sales_code: str, source: Customer | CustomerPriceGroup | None = None
) -> OverviewRow:
    """Set the code of whom a row is for, and take what that one supplies.

    A customer supplies the currency, and to prices VAT and the mark for line discounts; a price group supplies VAT
    and both marks to prices.

    Args:
        source: the customer or price group of that code.

    Raises:
        InvalidField: the row is for all customers and the code is not blank.
    """
    code = to_code(sales_code)
    if row.sales_type is OverviewSalesType.ALL_CUSTOMERS and code:
        raise InvalidField("sales_code", code, "must be blank for all customers")
    changed = attrs.evolve(row, sales_code=code)
    if isinstance(source, Customer) and row.sales_type is OverviewSalesType.CUSTOMER:
        changed = attrs.evolve(changed, currency_code=source.currency_code)
        if row.is_price:
            return attrs.evolve(
                changed,
                price_includes_vat=source.prices_including_vat,
                vat_bus_posting_gr_price=source.vat_bus_posting_group,
                allow_line_disc=source.allow_line_disc,
            )
    if isinstance(source, CustomerPriceGroup) and row.is_price:
        return attrs.evolve(
            changed,
            price_includes_vat=source.price_includes_vat,
            vat_bus_posting_gr_price=source.vat_bus_posting_gr_price,
            allow_line_disc=source.allow_line_disc,
            allow_invoice_disc=source.allow_invoice_disc,
        )
    return changed


def set_unit_of_measure(row: OverviewRow, code: str) -> OverviewRow:
    """Set the unit of an item's row.

    Raises:
        InvalidField: the row is for an item discount group.
    """
    _check_item(row)
    return attrs.evolve(row, unit_of_measure_code=code)


def set_variant(row: OverviewRow, code: str) -> OverviewRow:
    """Set the variant of an item's row.

    Raises:
        InvalidField: the row is for an item discount group.
    """
    _check_item(row)
    return attrs.evolve(row, variant_code=code)


def _check_item(row: OverviewRow) -> None:
    if row.type is not SalesLineDiscountType.ITEM:
        raise InvalidField("type", row.type, "must be Item")
