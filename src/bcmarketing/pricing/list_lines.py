"""Entering the fields of a price line: each step returns the line with what follows from the new value.

The steps serve lines of price lists and of the worksheet alike. Storing the line is another step.
"""

import datetime as dt
from decimal import Decimal
from typing import Final

import attrs

from ..amounts import to_amount
from ..arguments import check_name, checked_code
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .line_products import header_of, with_product_defaults
from .line_terms import (
    DATE_FIELDS,
    HEADER_FIELDS,
    HeaderField,
    NotDefined,
    as_stored,
    check_dates,
    check_defined,
    check_governed,
    check_source_type,
    with_amount_type,
)
from .list_checks import L, after_edit, verify_line
from .records import PriceAmountType, PriceAssetType, PriceListLine, PriceSourceType
from .source_rules import default_amount_type, implied_price_type, source_group
from .source_terms import find_source, with_terms

#: How far the numbers of lines lie apart.
LINE_STEP: Final = 10_000


def next_line_no(reader: Reader | Work, price_list_code: str) -> int:
    """Return the number of a new line of a price list: 10000 after the last one.

    Raises:
        InvalidField: the code is too long.
    """
    code = checked_code(price_list_code, 20, "price_list_code")
    lines = reader.where(PriceListLine, price_list_code=code)
    return max((line.line_no for line in lines), default=0) + LINE_STEP


@checked_kinds
def insert_price_line(reader: Reader, line: PriceListLine) -> ChangeSet:
    """Decide the new line of a price list, or a loose line; a line number of 0 becomes the next one.

    Neither is a line checked here, nor does it get anything from its list: the product type brings that.

    Raises:
        Duplicate: there is a line with its number.
    """
    work = Work(reader)
    no = line.line_no or next_line_no(work, line.price_list_code)
    work.insert(as_stored(attrs.evolve(line, line_no=no)))
    return work.done()


def save_price_line(reader: Reader, line: PriceListLine, *, edit_active_prices: bool = False) -> ChangeSet:
    """Decide what a changed line is stored as: an active line becomes a draft, unless its status was what changed.

    Raises:
        NotFound: there is no such line.
        NotDraft: more than its status changed, and the line belongs to a price list and may not be changed.
    """
    work = Work(reader)
    old = work.require(PriceListLine, (line.price_list_code, line.line_no))
    if attrs.evolve(line, status=old.status) != old:
        header_of(reader, old, edit_active_prices=edit_active_prices)
    work.modify(after_edit(old, as_stored(line)))
    return work.done()


def enter_source_type(reader: Reader, line: L, source_type: PriceSourceType, *, edit_active_prices: bool = False) -> L:
    """Set whom a line is for, even to the same again: number, currency and description are cleared.

    Group, price type and what the line defines follow; a product brings its defaults again.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        SourceNotInList: the kind does not fit the price list.
        AmountTypeRefused: the line is for an item discount group, and the kind defines no discounts.
    """
    header = header_of(reader, line, edit_active_prices=edit_active_prices)
    check_source_type(source_type, header)
    line = attrs.evolve(
        line,
        source_type=source_type,
        source_no="",
        currency_code="",
        description="",
        source_group=source_group(source_type, line.price_type),
        price_type=implied_price_type(source_type, line.price_type),
    )
    of_group = line.asset_type is PriceAssetType.ITEM_DISCOUNT_GROUP
    defines = PriceAmountType.DISCOUNT if of_group else default_amount_type(source_type)
    return with_product_defaults(reader, with_amount_type(line, defines, header), header)


def enter_source_no(reader: Reader, line: L, source_no: str, *, edit_active_prices: bool = False) -> L:
    """Set the number of whom a line is for; one that does not exist, or that the kind does not take, becomes blank.

    A loose line, or one whose list leaves its defaults to the lines, gets what the source knows: a customer's currency,
    VAT and line discount mark, a price group's VAT and marks, a campaign's dates. Jobs are not looked up.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        HeaderGoverns: the price list has another number.
        InvalidField: the number is too long.
    """
    header = header_of(reader, line, edit_active_prices=edit_active_prices)
    no = checked_code(source_no, 20, "source_no")
    if header is not None and header.source_no:
        check_governed("source_no", no, header)
    source = find_source(reader, line.source_type, no)
    if source is None:
        return attrs.evolve(line, source_no="")
    line = attrs.evolve(line, source_no=no)
    return with_terms(line, source) if header is None or header.allow_updating_defaults else line


def enter_header_field(
    reader: Reader,
    line: L,
    field: HeaderField,
    value: str | bool | dt.date | None,  # noqa: FBT001 - one of the fields is a mark
    *,
    edit_active_prices: bool = False,
) -> L:
    """Set a field that a price list lays down for its lines: currency, VAT or a date.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        CampaignRowDates: a date of a line for a campaign would change.
        DatesReversed: the line would start after it ends.
        HeaderGoverns: the price list has another value, and does not leave its defaults to the lines.
        InvalidField: there is no such field, or the value does not fit.
    """
    check_name(field, HEADER_FIELDS)
    header = header_of(reader, line, edit_active_prices=edit_active_prices)
    changed = attrs.evolve(line, **{field: value})  # type: ignore[arg-type]
    if field in DATE_FIELDS:
        check_dates(line, field, getattr(changed, field))
    check_governed(field, getattr(changed, field), header)
    return changed


def enter_amount_type(reader: Reader, line: L, amount_type: PriceAmountType, *, edit_active_prices: bool = False) -> L:
    """Set what a line defines: what it no longer defines goes, and a price gets the marks of its list.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        AmountTypeRefused: the source cannot define it.
        GroupNeedsDiscount: the line is for an item discount group.
    """
    return with_amount_type(line, amount_type, header_of(reader, line, edit_active_prices=edit_active_prices))


def enter_unit_price(reader: Reader, line: L, unit_price: Decimal, *, edit_active_prices: bool = False) -> L:
    """Set the price of a line, which must be complete.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        NotDefined: it defines a discount, so that it has no price, not even 0.
        SourceNoNotBlank, FieldRequired, AllProducts: it is not complete.
        InvalidField: the price is negative.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    check_defined(line, "unit_price")
    verify_line(line)
    return attrs.evolve(line, unit_price=unit_price)


def enter_line_discount_pct(reader: Reader, line: L, pct: Decimal, *, edit_active_prices: bool = False) -> L:
    """Set the discount of a line, from 0 to 100; the line must be complete.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        NotDefined: it defines a price; 0 is accepted.
        SourceNoNotBlank, FieldRequired, AllProducts: it is not complete.
        InvalidField: the percentage is below 0 or above 100.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    if line.amount_type is PriceAmountType.PRICE and to_amount(pct, "line_discount_pct"):
        raise NotDefined("line_discount_pct", line.amount_type)
    verify_line(line)
    return attrs.evolve(line, line_discount_pct=pct)


def enter_allow_line_disc(reader: Reader, line: L, *, allow: bool, edit_active_prices: bool = False) -> L:
    """Set whether a line discount may come on top of the price.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        NotDefined: it would be allowed on a line that defines a discount.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    if allow:
        check_defined(line, "allow_line_disc")
    return attrs.evolve(line, allow_line_disc=allow)


def enter_allow_invoice_disc(reader: Reader, line: L, *, allow: bool, edit_active_prices: bool = False) -> L:
    """Set whether the line takes part in invoice discounts.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        NotDefined: it would be allowed on a line that defines a discount.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    if allow:
        check_defined(line, "allow_invoice_disc")
    return attrs.evolve(line, allow_invoice_disc=allow)


def enter_minimum_quantity(reader: Reader, line: L, quantity: Decimal, *, edit_active_prices: bool = False) -> L:
    """Set the quantity from which on a line holds.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        InvalidField: it is negative.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    return attrs.evolve(line, minimum_quantity=quantity)
