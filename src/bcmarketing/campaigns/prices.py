"""Price and discount rows of a campaign: they always carry its dates and its number."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal, assert_never

import attrs

from ..codes import checked_code
from ..context import Context
from ..errors import Declined
from ..policies import BC, Policies
from ..pricing.legacy_records import SalesLineDiscount, SalesLineDiscSalesType, SalesPrice, SalesPriceType
from ..pricing.records import PriceListHeader, PriceListLine, PriceSourceType, PriceStatus
from ..pricing.worksheet_records import PriceWorksheetLine
from ..store.changes import ChangeSet
from ..store.reader import Reader, key_of
from ..store.work import Work
from .records import Campaign
from .refusals import CampaignRowDates

#: A row that can name a campaign as its source, in the current and in the older engine.
PriceRow = PriceListHeader | PriceListLine | PriceWorksheetLine | SalesPrice | SalesLineDiscount
DateField = Literal["starting_date", "ending_date"]


def campaign_of(row: PriceRow) -> str:
    """Return the campaign that a price or discount row is for; blank when it is for someone else.

    >>> campaign_of(PriceListLine(source_type=PriceSourceType.CAMPAIGN, source_no="CP1"))
    'CP1'
    """
    match row:
        case PriceListHeader() | PriceListLine() | PriceWorksheetLine():
            return row.source_no if row.source_type is PriceSourceType.CAMPAIGN else ""
        case SalesPrice():
            return row.sales_code if row.sales_type is SalesPriceType.CAMPAIGN else ""
        case SalesLineDiscount():
            return row.sales_code if row.sales_type is SalesLineDiscSalesType.CAMPAIGN else ""
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
    return isinstance(row, PriceListHeader | PriceListLine) and row.status is PriceStatus.ACTIVE


def _replace(work: Work, old: PriceRow, new: PriceRow) -> None:
    if key_of(old) == key_of(new):
        work.modify(new)
    else:  # the older engine keeps the starting date and the code in its keys
        work.delete(old)
        work.insert(new)


def insert_price_row(reader: Reader, row: PriceRow) -> ChangeSet:
    """Insert a price or discount row; one for a campaign gets the campaign's dates, whatever its own are.

    Raises:
        NotFound: its campaign does not exist.
        Duplicate: there is a row with its key.
    """
    work = Work(reader)
    campaign_no = campaign_of(row)
    work.insert(with_campaign_dates(row, work.require(Campaign, campaign_no)) if campaign_no else row)
    return work.done()


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


def change_price_row_date(
    reader: Reader, row: PriceRow, field: DateField, value: dt.date | None, *, context: Context
) -> ChangeSet:
    """Change a date of a price or discount row.

    On the row of a campaign a person may not do that. The older engine's prices, and only they, let a person clear
    the starting date, and the ending date once the starting date is blank.

    Raises:
        CampaignRowDates: the row is of a campaign, and the change is a person's.
        NotFound: the row does not exist.
        Duplicate: the older engine has a row that differs by its starting date only.
    """
    work = Work(reader)
    row = work.require(type(row), key_of(row))
    campaign_no = campaign_of(row)
    if campaign_no and context.interactive and value != getattr(row, field) and not _may_clear(row, field, value):
        raise CampaignRowDates(field, campaign_no)
    starts = field == "starting_date"
    _replace(work, row, attrs.evolve(row, starting_date=value) if starts else attrs.evolve(row, ending_date=value))
    return work.done()


def _may_clear(row: PriceRow, field: DateField, value: dt.date | None) -> bool:
    if not isinstance(row, SalesPrice) or value is not None:
        return False
    return field == "starting_date" or row.starting_date is None
