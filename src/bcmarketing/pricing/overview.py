"""All prices and discounts of a customer or an item, and editing them there: the overview of the older engine."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import HUNDRED, divide
from ..arguments import checked_code
from ..campaigns.prices import insert_price_row
from ..campaigns.records import Campaign, CampaignTargetGroup
from ..codes import check_date
from ..contacts.partners import Customer
from ..contacts.records import Contact, ContactBusinessRelation, RelationLink
from ..errors import InvalidField, NotFound
from ..kinds import checked_kinds
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .arithmetic import plus, times
from .currencies import VatPostingSetup
from .items import Item
from .legacy_checks import campaign_of_record, enter_record_date
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from .overview_rows import OverviewRow, record_of, row_of, stored_record
from .request import VatSetupMissing


@checked_kinds
def customer_overview(reader: Reader, customer_no: str, *, limit: int | None = None) -> tuple[OverviewRow, ...]:
    """Return the prices and discounts of a customer, whatever their dates, currencies and quantities.

    First the prices of the customer, of all customers and of his price group; then the discounts likewise; then the
    prices (no discounts) of activated campaigns for which somebody of his company is a target on a segment line.

    Args:
        limit: at most so many rows; at least 0.

    Raises:
        NotFound: there is no such customer.
        InvalidField: the limit is negative, or no whole number.

    Source: table 1304, codeunit 1305 (the older engine).
    """
    if limit is not None and limit < 0:
        raise InvalidField("limit", limit, "must not be negative")
    customer = _customer(reader, customer_no)
    prices, discounts = _records_for(reader, customer)
    of_campaigns: list[SalesPrice | SalesLineDiscount] = [
        price
        for campaign in targeting_campaigns(reader, customer.no)
        for price in reader.where(SalesPrice, sales_type=SalesPriceType.CAMPAIGN, sales_code=campaign)
    ]
    return tuple(row_of(record) for record in [*prices, *discounts, *of_campaigns])[:limit]


def _customer(reader: Reader, no: str) -> Customer:
    code = checked_code(no, 20, "customer_no")
    customer = reader.get(Customer, code)
    if customer is None:
        raise NotFound("Customer", code)
    return customer


def _records_for(reader: Reader, customer: Customer) -> tuple[list[SalesPrice], list[SalesLineDiscount]]:
    prices = [
        *reader.where(SalesPrice, sales_type=SalesPriceType.CUSTOMER, sales_code=customer.no),
        *reader.where(SalesPrice, sales_type=SalesPriceType.ALL_CUSTOMERS),
    ]
    if customer.customer_price_group:
        kind, group = SalesPriceType.CUSTOMER_PRICE_GROUP, customer.customer_price_group
        prices += reader.where(SalesPrice, sales_type=kind, sales_code=group)
    discounts = [
        *reader.where(SalesLineDiscount, sales_type=SalesLineDiscSalesType.CUSTOMER, sales_code=customer.no),
        *reader.where(SalesLineDiscount, sales_type=SalesLineDiscSalesType.ALL_CUSTOMERS),
    ]
    if customer.customer_disc_group:
        disc_kind, group = SalesLineDiscSalesType.CUSTOMER_DISC_GROUP, customer.customer_disc_group
        discounts += reader.where(SalesLineDiscount, sales_type=disc_kind, sales_code=group)
    return prices, discounts


def targeting_campaigns(reader: Reader, customer_no: str) -> tuple[str, ...]:
    """Return the activated campaigns that have somebody of a customer's company as target on a segment line.

    The company is the contact with a business relation to the customer; its persons count too.
    """
    no = checked_code(customer_no, 20, "customer_no")
    companies = {
        relation.contact_no
        for relation in reader.where(ContactBusinessRelation, link_to_table=RelationLink.CUSTOMER, no=no)
    }
    campaigns: dict[str, None] = {}
    for company in sorted(companies):
        members = {company, *(contact.no for contact in reader.where(Contact, company_no=company))}
        for member in sorted(members):
            for line in reader.where(SegmentLine, contact_no=member, campaign_target=True):
                if line.campaign_no:
                    campaigns[line.campaign_no] = None
    return tuple(
        campaign for campaign in campaigns if next(iter(reader.where(CampaignTargetGroup, campaign_no=campaign)), None)
    )


@checked_kinds
def item_overview(reader: Reader, item_no: str) -> tuple[OverviewRow, ...]:
    """Return the prices of an item, its discounts and those of its item discount group, without those of campaigns.

    Raises:
        NotFound: there is no such item.
    """
    return tuple(row_of(record) for record in _item_records(reader, item_no))


def _item(reader: Reader, no: str) -> Item:
    code = checked_code(no, 20, "item_no")
    item = reader.get(Item, code)
    if item is None:
        raise NotFound("Item", code)
    return item


def _item_records(reader: Reader, item_no: str) -> list[SalesPrice | SalesLineDiscount]:
    item = _item(reader, item_no)
    discounts = list(reader.where(SalesLineDiscount, type=SalesLineDiscountType.ITEM, code=item.no))
    if item.item_disc_group:
        kind = SalesLineDiscountType.ITEM_DISC_GROUP
        discounts += reader.where(SalesLineDiscount, type=kind, code=item.item_disc_group)
    return [
        *(row for row in reader.where(SalesPrice, item_no=item.no) if row.sales_type is not SalesPriceType.CAMPAIGN),
        *(row for row in discounts if row.sales_type is not SalesLineDiscSalesType.CAMPAIGN),
    ]


def actual_only(rows: Iterable[OverviewRow], today: dt.date) -> tuple[OverviewRow, ...]:
    """Return the rows that have not expired; those that start later stay.

    Raises:
        WrongType: *today* is no date.
    """
    check_date(today, "today")
    return tuple(row for row in rows if row.ending_date is None or row.ending_date >= today)


def customer_has_lines(reader: Reader, customer_no: str) -> bool:
    """Return whether any price or discount is for the customer, his groups or all customers.

    Raises:
        NotFound: there is no such customer.
    """
    return any(_records_for(reader, _customer(reader, customer_no)))


def item_has_lines(reader: Reader, item_no: str) -> bool:
    """Return whether an item or its group has any price or discount that is not a campaign's.

    Raises:
        NotFound: there is no such item.
    """
    return bool(_item_records(reader, item_no))


def insert_row(reader: Reader, row: OverviewRow) -> ChangeSet:
    """Decide the record that a new row stands for; one for a campaign gets the campaign's dates.

    Raises:
        FieldRequired, InvalidField: the row is not complete; see `record_of`.
        NotFound: there is no such campaign.
        Duplicate: the record exists.
    """
    return insert_price_row(reader, record_of(row))


def modify_row(reader: Reader, old: OverviewRow, new: OverviewRow) -> ChangeSet:
    """Decide how the record behind a row changes; a row with another key replaces it.

    A row that becomes one for a campaign gets the campaign's dates. One that is keeps them, but that the dates of a
    price may be cleared: the start, and the end once the start is blank.

    Raises:
        FieldRequired, InvalidField: the row is not complete; see `record_of`.
        CampaignRowDates: a date of a row for a campaign would change.
        NotFound: the old record does not exist, or there is no such campaign.
        Duplicate: the new one exists already.
    """
    work = Work(reader)
    before, after = stored_record(old), _dated(work, stored_record(old), record_of(new))
    if row_key(before) == row_key(after):
        work.modify(after)
    else:
        work.delete(before)
        work.insert(after)
    return work.done()


def _dated(
    work: Work, before: SalesPrice | SalesLineDiscount, after: SalesPrice | SalesLineDiscount
) -> SalesPrice | SalesLineDiscount:
    """Return a changed record with the dates that it may have."""
    campaign_no = campaign_of_record(after)
    if not campaign_no:
        return after
    if type(before) is not type(after) or campaign_of_record(before) != campaign_no:
        campaign = work.require(Campaign, campaign_no)
        return attrs.evolve(after, starting_date=campaign.starting_date, ending_date=campaign.ending_date)
    dated = enter_record_date(before, "starting_date", after.starting_date, interactive=True)
    enter_record_date(dated, "ending_date", after.ending_date, interactive=True)
    return after


def row_key(record: SalesPrice | SalesLineDiscount) -> tuple[object, ...]:
    """Return what tells the record behind a row from others."""
    return (type(record).__name__, *(getattr(record, field) for field in record.key_fields))


def delete_row(reader: Reader, row: OverviewRow) -> ChangeSet:
    """Decide the removal of the record behind a row.

    Raises:
        InvalidField: the row is neither price nor discount.
        NotFound: it does not exist.
    """
    work = Work(reader)
    work.delete(stored_record(row))
    return work.done()


def change_price_includes_vat(reader: Reader, item_no: str, *, including: bool, consent: bool) -> ChangeSet:
    """Decide how the prices of an item change when they are to include VAT, or no longer to.

    Prices of 0 and those that are that way already stay. The VAT % is that of the price's business group and the
    item's product group; nothing is rounded.

    Args:
        consent: the answer to the question whether the prices are changed.

    Raises:
        NotFound: there is no such item.
        VatSetupMissing: a price has no VAT posting setup.
    """
    item = _item(reader, item_no)
    work = Work(reader)
    for price in reader.where(SalesPrice, item_no=item.no):
        if consent and price.unit_price and price.price_includes_vat is not including:
            unit_price = _with_vat_switched(reader, price, item, including=including)
            work.modify(attrs.evolve(price, unit_price=unit_price, price_includes_vat=including))
    return work.done()


def _with_vat_switched(reader: Reader, price: SalesPrice, item: Item, *, including: bool) -> Decimal:
    groups = (price.vat_bus_posting_gr_price, item.vat_prod_posting_group)
    setup = reader.get(VatPostingSetup, groups)
    if setup is None:
        raise VatSetupMissing(VatPostingSetup.__name__, groups)
    rate = plus(HUNDRED, setup.vat_pct)
    if including:
        return divide(times(price.unit_price, rate), HUNDRED)
    return divide(times(price.unit_price, HUNDRED), rate)
