"""Price and discount rows of a campaign: they always carry its dates and its number."""

import datetime as dt
from collections.abc import Iterator
from typing import assert_never

import attrs

from ..arguments import check_name, checked_code
from ..context import Context
from ..errors import Declined
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..pricing.legacy_checks import as_stored_record, campaign_of_record, enter_record_date
from ..pricing.legacy_records import SalesLineDiscount, SalesLineDiscSalesType, SalesPrice, SalesPriceType
from ..pricing.line_terms import DATE_FIELDS, DateField, as_stored, check_date_order, check_dates, check_governed
from ..pricing.list_checks import after_edit, check_editable
from ..pricing.list_headers import set_list_date
from ..pricing.records import PriceListHeader, PriceListLine, PriceSourceType, PriceStatus
from ..pricing.worksheet_records import PriceWorksheetLine
from ..store.changes import ChangeSet
from ..store.reader import Reader, key_of
from ..store.work import Work
from .records import Campaign

#: A row that can name a campaign as its source, in the current and in the older engine.
PriceRow = PriceListHeader | PriceListLine | PriceWorksheetLine | SalesPrice | SalesLineDiscount


def campaign_of(row: PriceRow) -> str:
    """Return the campaign that a price or discount row is for; blank when it is for someone else.

    >>> campaign_of(PriceListLine(source_type=PriceSourceType.CAMPAIGN, source_no="CP1"))
    'CP1'
    """
    match row:
        case PriceListHeader() | PriceListLine() | PriceWorksheetLine():
            return row.source_no if row.source_type is PriceSourceType.CAMPAIGN else ""
        case SalesPrice() | SalesLineDiscount():
            return campaign_of_record(row)
        case _:
            assert_never(row)


def price_rows(reader: Reader | Work, campaign_no: str) -> Iterator[PriceRow]:
    """Iterate over the rows of a campaign whatever their status: price lists, worksheet, lines, prices, discounts."""
    yield from reader.where(PriceListHeader, source_type=PriceSourceType.CAMPAIGN, source_no=campaign_no)
    yield from reader.where(PriceWorksheetLine, source_type=PriceSourceType.CAMPAIGN, source_no=campaign_no)
    yield from price_lines(reader, campaign_no)


def price_lines(reader: Reader | Work, campaign_no: str) -> Iterator[PriceRow]:
    """Iterate over the rows of a campaign that price or discount something: no list as such, no worksheet line."""
    yield from reader.where(PriceListLine, source_type=PriceSourceType.CAMPAIGN, source_no=campaign_no)
    yield from reader.where(SalesPrice, sales_type=SalesPriceType.CAMPAIGN, sales_code=campaign_no)
    yield from reader.where(SalesLineDiscount, sales_type=SalesLineDiscSalesType.CAMPAIGN, sales_code=campaign_no)


def with_campaign_dates(row: PriceRow, campaign: Campaign) -> PriceRow:
    """Return the row with both dates of its campaign."""
    return attrs.evolve(row, starting_date=campaign.starting_date, ending_date=campaign.ending_date)


def follow_dates(work: Work, campaign: Campaign, *, edit_active_prices: bool, policies: Policies = BC) -> None:
    """Give the campaign's dates to all its rows.

    Raises:
        Declined: a price list is active, active ones are not open to editing, and the question was declined.
        Duplicate: two rows of the older engine differ by their starting date only.
    """
    rows = list(price_rows(work, campaign.no))
    if not edit_active_prices and not policies.update_active_price_lists and any(map(_is_active, rows)):
        raise Declined("update the dates of active price lists")
    for row in rows:
        _replace(work, row, with_campaign_dates(row, campaign))


def follow_number(work: Work, old_no: str, new_no: str) -> None:
    """Give the new number of a campaign to all its rows."""
    for row in list(price_rows(work, old_no)):
        _replace(work, row, _of_campaign(row, new_no))


def _of_campaign(row: PriceRow, campaign_no: str) -> PriceRow:
    match row:
        case PriceListHeader():
            of_filter = campaign_no if row.filter_source_no == row.source_no else row.filter_source_no
            source = PriceSourceType.CAMPAIGN
            return attrs.evolve(row, source_type=source, source_no=campaign_no, filter_source_no=of_filter)
        case PriceListLine() | PriceWorksheetLine():
            return attrs.evolve(row, source_type=PriceSourceType.CAMPAIGN, source_no=campaign_no)
        case SalesPrice():
            return attrs.evolve(row, sales_type=SalesPriceType.CAMPAIGN, sales_code=campaign_no)
        case SalesLineDiscount():
            return attrs.evolve(row, sales_type=SalesLineDiscSalesType.CAMPAIGN, sales_code=campaign_no)
        case _:
            assert_never(row)


def _is_active(row: PriceRow) -> bool:
    return isinstance(row, PriceListHeader) and row.status is PriceStatus.ACTIVE


def _replace(work: Work, old: PriceRow, new: PriceRow) -> None:
    if key_of(old) == key_of(new):
        work.modify(new)
    else:  # the older engine keeps the starting date and the code in its keys
        work.delete(old)
        work.insert(new)


@checked_kinds
def insert_price_row(reader: Reader, row: PriceRow) -> ChangeSet:
    """Insert a price or discount row; one for a campaign gets the campaign's dates, whatever its own are.

    A row of the older engine for all customers has no code, and a loose sales price allows discounts by its source.

    Raises:
        NotFound: its campaign does not exist.
        Duplicate: there is a row with its key.
        FieldRequired: a row of the older engine does not say whom it is for, or has no product.
        DatesReversed: a row of the older engine would start after it ends.
        InvalidField: a discount of an item discount group has a unit or variant.
    """
    work = Work(reader)
    campaign_no = campaign_of(row)
    work.insert(_as_stored(with_campaign_dates(row, work.require(Campaign, campaign_no)) if campaign_no else row))
    return work.done()


def _as_stored(row: PriceRow) -> PriceRow:
    match row:
        case PriceListHeader():
            return row
        case PriceListLine() | PriceWorksheetLine():
            return as_stored(row)
        case SalesPrice() | SalesLineDiscount():
            return as_stored_record(row)
        case _:
            assert_never(row)


def assign_price_row(reader: Reader, row: PriceRow, campaign_no: str) -> ChangeSet:
    """Make a campaign the source of a stored price or discount row, which gets the campaign's dates.

    Raises:
        NotFound: the row or the campaign does not exist.
        Duplicate: the older engine has such a row.
    """
    work = Work(reader)
    row = work.require(type(row), key_of(row))
    campaign = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    _replace(work, row, with_campaign_dates(_of_campaign(row, campaign.no), campaign))
    return work.done()


@checked_kinds
def change_price_row_date(
    reader: Reader,
    row: PriceRow,
    field: DateField,
    value: dt.date | None,
    *,
    edit_active_prices: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Change a date of a price or discount row.

    On the row of a campaign a person may not do that. The older engine's prices, and only they, let a person clear
    the starting date, and the ending date once the starting date is blank.
    A date of a price list reaches its lines, as in `change_list_date`. An active line that changes becomes a draft.

    Args:
        edit_active_prices: whether the sales setup opens active price lists to editing.
        policies: ``update_price_list_lines``.

    Raises:
        CampaignRowDates: the row is of a campaign, and the change is a person's.
        DatesReversed: it would start after it ends.
        NotDraft: the price list, or line of one, may not be changed.
        HeaderGoverns: a line's list has another date, and does not leave its defaults to the lines.
        NotFound: the row does not exist.
        Duplicate: the older engine has a row that differs by its starting date only.
        InvalidField: there is no such date.
    """
    check_name(field, DATE_FIELDS)
    work = Work(reader)
    row = work.require(type(row), key_of(row))
    if isinstance(row, SalesPrice | SalesLineDiscount):
        _replace(work, row, enter_record_date(row, field, value, interactive=context.interactive))
        return work.done()
    if isinstance(row, PriceListHeader) or row.price_list_code:
        check_editable(row, edit_active_prices=edit_active_prices)
    check = check_dates if context.interactive else check_date_order
    check(row, field, value)
    if isinstance(row, PriceListHeader):
        set_list_date(work, row, field, value, policies=policies)
        return work.done()
    check_governed(field, value, work.get(PriceListHeader, row.price_list_code) if row.price_list_code else None)
    starts = field == "starting_date"
    changed = attrs.evolve(row, starting_date=value) if starts else attrs.evolve(row, ending_date=value)
    work.modify(after_edit(row, changed))
    return work.done()
