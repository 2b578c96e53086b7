"""Entering sales prices and sales line discounts of the older engine: each step returns the record with what follows.

Storing the record is another step: `insert_price_row` of the campaigns.
"""

from collections.abc import Iterable
from typing import Final

import attrs

from ..arguments import checked_code, required_code
from ..campaigns.records import Campaign
from ..contacts.partners import Customer
from ..store.changes import ChangeSet
from ..store.reader import Reader, key_of, require
from ..store.work import Work
from .items import (
    CustomerDiscountGroup,
    CustomerPriceGroup,
    Item,
    ItemDiscountGroup,
    ItemUnitOfMeasure,
    ItemVariant,
    sales_unit,
)
from .legacy_checks import Old, as_stored_record, check_for_item, check_sales_code
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)

_DISCOUNTED: Final = {
    SalesLineDiscSalesType.CUSTOMER: Customer,
    SalesLineDiscSalesType.CUSTOMER_DISC_GROUP: CustomerDiscountGroup,
}


def enter_price_sales_type(reader: Reader, price: SalesPrice, sales_type: SalesPriceType) -> SalesPrice:
    """Set whom a price is for; if that changes, the code is cleared and the item brings its defaults again.

    Raises:
        WrongType: it is no sales type of prices.

    Source: table 7002, Sales Type.
    """
    changed = attrs.evolve(price, sales_type=sales_type)
    if sales_type is price.sales_type:
        return changed
    return _with_item_defaults(reader, attrs.evolve(changed, sales_code=""))


def enter_price_sales_code(reader: Reader, price: SalesPrice, sales_code: str) -> SalesPrice:
    """Set the code of whom a price is for, who brings his terms.

    A customer brings currency, VAT and line discount mark, a price group VAT and marks, a campaign its dates.
    A blank code brings nothing.

    Raises:
        InvalidField: the price is for all customers and the code is not blank, or the code is too long.
        NotFound: there is no such customer, price group or campaign.

    Source: table 7002, Sales Code.
    """
    code = checked_code(sales_code, 20, "sales_code")
    check_sales_code(price.sales_type, code)
    price = attrs.evolve(price, sales_code=code)
    match price.sales_type:
        case SalesPriceType.CUSTOMER if code:
            customer = require(reader, Customer, code)
            return attrs.evolve(
                price,
                currency_code=customer.currency_code,
                price_includes_vat=customer.prices_including_vat,
                vat_bus_posting_gr_price=customer.vat_bus_posting_group,
                allow_line_disc=customer.allow_line_disc,
            )
        case SalesPriceType.CUSTOMER_PRICE_GROUP if code:
            group = require(reader, CustomerPriceGroup, code)
            return attrs.evolve(
                price,
                price_includes_vat=group.price_includes_vat,
                vat_bus_posting_gr_price=group.vat_bus_posting_gr_price,
                allow_line_disc=group.allow_line_disc,
                allow_invoice_disc=group.allow_invoice_disc,
            )
        case SalesPriceType.CAMPAIGN if code:
            return _dated(price, require(reader, Campaign, code))
        case _:
            return price


def enter_price_item_no(reader: Reader, price: SalesPrice, item_no: str) -> SalesPrice:
    """Set the item of a price: another one brings its sales unit and clears the variant.

    It brings its invoice discount mark, unless the price is for a price group that has the mark of the price; and VAT
    to a price for all customers.

    Raises:
        FieldRequired: the number is blank.
        NotFound: there is no such item.
        InvalidField: the number is too long.

    Source: table 7002, Item No.
    """
    no = required_code(item_no, 20, "item_no")
    item = require(reader, Item, no)
    if no != price.item_no:
        price = attrs.evolve(price, item_no=no, unit_of_measure_code=sales_unit(item), variant_code="")
    of_group = price.sales_type is SalesPriceType.CUSTOMER_PRICE_GROUP
    group = reader.get(CustomerPriceGroup, price.sales_code) if of_group else None
    if group is not None and group.allow_invoice_disc is price.allow_invoice_disc:
        return price
    return _with_item_defaults(reader, price)


def _with_item_defaults(reader: Reader, price: SalesPrice) -> SalesPrice:
    item = reader.get(Item, price.item_no)
    if item is None:
        return price
    price = attrs.evolve(price, allow_invoice_disc=item.allow_invoice_disc)
    if price.sales_type is not SalesPriceType.ALL_CUSTOMERS:
        return price
    return attrs.evolve(
        price,
        price_includes_vat=item.price_includes_vat,
        vat_bus_posting_gr_price=item.vat_bus_posting_gr_price,
    )


def enter_discount_sales_type(discount: SalesLineDiscount, sales_type: SalesLineDiscSalesType) -> SalesLineDiscount:
    """Set whom a discount is for; if that changes, the code is cleared.

    Raises:
        WrongType: it is no sales type of discounts.

    Source: table 7004, Sales Type.
    """
    code = discount.sales_code if sales_type is discount.sales_type else ""
    return attrs.evolve(discount, sales_type=sales_type, sales_code=code)


def enter_discount_sales_code(reader: Reader, discount: SalesLineDiscount, sales_code: str) -> SalesLineDiscount:
    """Set the code of whom a discount is for. A campaign brings its dates; customers and groups bring nothing.

    Raises:
        InvalidField: the discount is for all customers and the code is not blank, or the code is too long.
        NotFound: there is no such customer, discount group or campaign.

    Source: table 7004, Sales Code.
    """
    code = checked_code(sales_code, 20, "sales_code")
    check_sales_code(discount.sales_type, code)
    discount = attrs.evolve(discount, sales_code=code)
    if not code:
        return discount
    if discount.sales_type is SalesLineDiscSalesType.CAMPAIGN:
        return _dated(discount, require(reader, Campaign, code))
    require(reader, _DISCOUNTED[discount.sales_type], code)
    return discount


def enter_discount_code(reader: Reader, discount: SalesLineDiscount, code: str) -> SalesLineDiscount:
    """Set the item or item discount group of a discount: another one clears unit and variant, an item brings its unit.

    Raises:
        FieldRequired: the code is blank.
        NotFound: there is no such item or item discount group.
        InvalidField: the code is too long.

    Source: table 7004, Code.
    """
    new = required_code(code, 20, "code")
    unit = ""
    if discount.type is SalesLineDiscountType.ITEM:
        unit = sales_unit(require(reader, Item, new))
    else:
        require(reader, ItemDiscountGroup, new)
    if new == discount.code:
        return discount
    return attrs.evolve(discount, code=new, unit_of_measure_code=unit, variant_code="")


def enter_record_unit(reader: Reader, record: Old, unit_of_measure_code: str) -> Old:
    """Set the unit of measure of a price, or of the discount of an item; blank is every unit.

    Raises:
        InvalidField: a discount of an item discount group has no unit, or the code is too long.
        NotFound: the item does not have the unit.
    """
    code = checked_code(unit_of_measure_code, 10, "unit_of_measure_code")
    if code:
        check_for_item(record)
        item = reader.get(Item, _item_no(record))
        if item is None or item.base_unit_of_measure != code:
            require(reader, ItemUnitOfMeasure, (_item_no(record), code))
    return attrs.evolve(record, unit_of_measure_code=code)


def enter_record_variant(reader: Reader, record: Old, variant_code: str) -> Old:
    """Set the variant of a price, or of the discount of an item; blank is every variant.

    Raises:
        InvalidField: a discount of an item discount group has no variant, or the code is too long.
        NotFound: the item does not have the variant.
    """
    code = checked_code(variant_code, 10, "variant_code")
    if code:
        check_for_item(record)
        require(reader, ItemVariant, (_item_no(record), code))
    return attrs.evolve(record, variant_code=code)


def _item_no(record: SalesPrice | SalesLineDiscount) -> str:
    return record.item_no if isinstance(record, SalesPrice) else record.code


def _dated(record: Old, campaign: Campaign) -> Old:
    return attrs.evolve(record, starting_date=campaign.starting_date, ending_date=campaign.ending_date)


def copy_prices_to_customer(reader: Reader, prices: Iterable[SalesPrice], customer_no: str) -> ChangeSet:
    """Decide that a customer gets prices like some others: each again, for the customer, all else as it is.

    One that the customer has already, with the same item, dates, currency, variant, unit and minimum quantity, is
    passed over.

    Raises:
        NotFound: there is no such customer.
        FieldRequired, DatesReversed: a price cannot be stored; see `as_stored_record`.

    Source: table 7002, CopySalesPriceToCustomersSalesPrice.
    """
    work = Work(reader)
    customer = work.require(Customer, checked_code(customer_no, 20, "customer_no"))
    for price in prices:
        copy = as_stored_record(attrs.evolve(price, sales_type=SalesPriceType.CUSTOMER, sales_code=customer.no))
        if work.get(SalesPrice, key_of(copy)) is None:
            work.insert(copy)
    return work.done()
