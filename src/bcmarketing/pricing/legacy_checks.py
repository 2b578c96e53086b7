"""What sales prices and sales line discounts must be like to be stored, and what a date of one may become."""

import datetime as dt
from typing import TypeVar

import attrs

from ..arguments import check_name
from ..campaigns.refusals import CampaignRowDates
from ..errors import FieldRequired, InvalidField
from .legacy import SOURCE_OF
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from .line_terms import DATE_FIELDS, DateField, check_date_order
from .records import PriceSourceType

#: A record of the older engine: one or the other.
Old = TypeVar("Old", bound=SalesPrice | SalesLineDiscount)


def as_stored_record(record: Old) -> Old:
    """Return a sales price or sales line discount as it is stored: one for all customers has no code.

    Raises:
        FieldRequired: the code of whom it is for, or of its product, is blank.
        DatesReversed: it would start after it ends.
        InvalidField: a discount of an item discount group has a unit or variant.

    Source: tables 7002 and 7004, OnInsert and OnRename.

    >>> for_all = SalesPrice(item_no="1960-S", sales_type=SalesPriceType.ALL_CUSTOMERS, sales_code="10000")
    >>> as_stored_record(for_all).sales_code
    ''
    """
    if SOURCE_OF[record.sales_type] is PriceSourceType.ALL_CUSTOMERS:
        record = attrs.evolve(record, sales_code="")
    elif not record.sales_code:
        raise FieldRequired("sales_code")
    field = "item_no" if isinstance(record, SalesPrice) else "code"
    if not getattr(record, field):
        raise FieldRequired(field)
    if record.unit_of_measure_code or record.variant_code:
        check_for_item(record)
    check_date_order(record, "starting_date", record.starting_date)
    return record


def check_for_item(record: SalesPrice | SalesLineDiscount) -> None:
    """Check that a record may have a unit and a variant, which only items have.

    Raises:
        InvalidField: it is a discount of an item discount group.
    """
    if isinstance(record, SalesLineDiscount) and record.type is not SalesLineDiscountType.ITEM:
        raise InvalidField("type", record.type, "must be Item where there is a unit or variant")


def check_sales_code(sales_type: SalesPriceType | SalesLineDiscSalesType, sales_code: str) -> None:
    """Check the code of whom a record is for.

    Raises:
        InvalidField: it is for all customers, and the code is not blank.
    """
    if sales_code and SOURCE_OF[sales_type] is PriceSourceType.ALL_CUSTOMERS:
        raise InvalidField("sales_code", sales_code, "must be blank for all customers")


def campaign_of_record(record: SalesPrice | SalesLineDiscount) -> str:
    """Return the campaign that a record is for; blank when it is for someone else."""
    return record.sales_code if SOURCE_OF[record.sales_type] is PriceSourceType.CAMPAIGN else ""


def enter_record_date(record: Old, field: DateField, value: dt.date | None, *, interactive: bool) -> Old:
    """Set a date of a sales price or sales line discount.

    On one for a campaign a person may not do that. Prices, and only they, let a person clear the starting date, and
    the ending date once the starting date is blank.

    Args:
        interactive: whether a person enters it, and not code.

    Raises:
        CampaignRowDates: the record is for a campaign, and a person would change the date.
        DatesReversed: it would start after it ends.
        InvalidField: there is no such date.
        WrongType: the value is no date.
    """
    check_name(field, DATE_FIELDS)
    campaign_no = campaign_of_record(record)
    if campaign_no and interactive and value != getattr(record, field) and not _may_clear(record, field, value):
        raise CampaignRowDates(field, campaign_no)
    check_date_order(record, field, value)
    if field == "starting_date":
        return attrs.evolve(record, starting_date=value)
    return attrs.evolve(record, ending_date=value)


def _may_clear(record: SalesPrice | SalesLineDiscount, field: DateField, value: dt.date | None) -> bool:
    if not isinstance(record, SalesPrice) or value is not None:
        return False
    return field == "starting_date" or record.starting_date is None
