"""From stored records to a request: everything that a price depends on, read once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import attrs

from ..amounts import ONE, ZERO
from ..arguments import checked, checked_code, checked_each
from ..campaigns.records import CampaignTargetGroup, TargetType
from ..contacts.partners import Customer, PriceCalculationMethod
from ..contacts.records import Contact
from ..errors import NotFound
from ..kinds import checked_kinds
from ..options import Option
from ..store.reader import Reader, require
from .candidates import PriceRecord, products
from .currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup, VatCalculationType, VatPostingSetup
from .decision import PriceDecision
from .exchange import exchange_factor
from .items import Item, ItemUnitOfMeasure, ItemVariant, sales_unit
from .legacy_records import SalesLineDiscount, SalesLineDiscountType, SalesPrice
from .product import Product
from .profiles import CURRENT, PricingProfile
from .records import PriceListLine, SalesDocumentType
from .request import PriceRequest, PriceSetup, VatSetupMissing, activated_campaigns
from .resolution import resolve
from .setup import engine_of, profile_of, setup_key
from .setup_records import DtldPriceCalculationSetup, PriceCalculationSetup
from .sources import sources

#: The buyer accounts for the VAT, or there is none: a line has 0 %, whatever the posting setup says.
_WITHOUT_PCT: Final = frozenset({VatCalculationType.REVERSE_CHARGE_VAT, VatCalculationType.SALES_TAX})


@checked_kinds
def price_request(
    reader: Reader,
    *,
    item_no: str,
    quantity: Decimal | int | str,
    customer_no: str = "",
    contact_no: str = "",
    campaign_no: str = "",
    document_type: SalesDocumentType = SalesDocumentType.ORDER,
    order_date: dt.date | None = None,
    posting_date: dt.date | None = None,
    work_date: dt.date | None = None,
    variant_code: str = "",
    unit_of_measure_code: str | None = None,
    currency_code: str | None = None,
    currency_factor: Decimal | int | str | None = None,
) -> PriceRequest:
    """Return the request of a document line, filled from the stored records.

    Groups, VAT and the mark "allow line discount" come from the bill-to customer, precisions from the currency or the
    general ledger setup, activated campaigns from the target group.

    Args:
        customer_no: the bill-to customer.
        contact_no: the bill-to contact.
        unit_of_measure_code: the item's sales unit unless given; an item without sales unit has its base unit.
        currency_code: the customer's unless given; blank is local currency.
        currency_factor: taken from the exchange rates on the posting date, or else the date of the prices, unless
            given.

    Raises:
        NotFound: a record that is named, an exchange rate or the general ledger setup does not exist.
        DateMissing: an exchange rate is needed and there is no date.
        VatSetupMissing: the customer's and the item's VAT groups have no VAT posting setup.
        InvalidField: a number or code is no text or too long, or another argument does not fit its field.
    """
    item = require(reader, Item, checked_code(item_no, 20, "item_no"))
    bill_to = checked_code(customer_no, 20, "customer_no")
    contact = checked_code(contact_no, 20, "contact_no")
    customer = require(reader, Customer, bill_to) if bill_to else None
    unit = sales_unit(item)
    code = unit if unit_of_measure_code is None else checked_code(unit_of_measure_code, 10, "unit_of_measure_code")
    own_currency = customer.currency_code if customer else ""
    currency = own_currency if currency_code is None else checked_code(currency_code, 10, "currency_code")
    precisions = require(reader, Currency, currency) if currency else require(reader, GeneralLedgerSetup, "")
    vat = _vat(reader, customer.vat_bus_posting_group if customer else "", item.vat_prod_posting_group)
    request = PriceRequest(
        product=Product.of(item, (row.code for row in reader.where(ItemVariant, item_no=item.no))),
        variant_code=variant_code,
        unit_of_measure_code=code,
        qty_per_unit_of_measure=_qty_per_unit(reader, item, code),
        quantity=quantity,
        document_type=document_type,
        order_date=order_date,
        posting_date=posting_date,
        work_date=work_date,
        customer_no=bill_to,
        contact_no=contact,
        campaign_no=campaign_no,
        activated_campaigns=_activated(reader, bill_to, contact),
        customer_price_group=customer.customer_price_group if customer else "",
        customer_disc_group=customer.customer_disc_group if customer else "",
        unit_precision=precisions.unit_amount_rounding_precision,
        amount_precision=precisions.amount_rounding_precision,
        prices_including_vat=customer.prices_including_vat if customer else False,
        vat_pct=ZERO if vat.vat_calculation_type in _WITHOUT_PCT else vat.vat_pct,
        vat_calculation_type=vat.vat_calculation_type,
        vat_bus_posting_group=vat.vat_bus_posting_group,
        vat_prod_posting_group=vat.vat_prod_posting_group,
        allow_line_disc=customer.allow_line_disc if customer else True,
        allow_invoice_disc=item.allow_invoice_disc,
    )
    if not currency:
        return request
    if currency_factor is None:
        rates = reader.where(CurrencyExchangeRate)
        factor = exchange_factor(rates, currency, posting_date or request.required_date())
        return attrs.evolve(request, currency_code=currency, currency_factor=factor)
    return attrs.evolve(request, currency_code=currency, currency_factor=currency_factor)


def _qty_per_unit(reader: Reader, item: Item, code: str) -> Decimal:
    row = reader.get(ItemUnitOfMeasure, (item.no, code))
    if row is not None:
        return row.qty_per_unit_of_measure
    if code in {"", item.base_unit_of_measure}:
        return ONE
    raise NotFound(ItemUnitOfMeasure.__name__, (item.no, code))


def _vat(reader: Reader, business_group: str, product_group: str) -> VatPostingSetup:
    row = reader.get(VatPostingSetup, (business_group, product_group))
    if row is not None:
        return row
    if business_group or product_group:
        raise VatSetupMissing(VatPostingSetup.__name__, (business_group, product_group))
    return VatPostingSetup(vat_pct=ZERO)


def _activated(reader: Reader, customer_no: str, contact_no: str) -> tuple[str, ...]:
    of_customer = reader.where(CampaignTargetGroup, type=TargetType.CUSTOMER, no=customer_no) if customer_no else ()
    found = activated_campaigns(of_customer, customer_no)
    contact = reader.get(Contact, contact_no) if contact_no and not found else None
    if contact is None or not contact.company_no:
        return found
    of_company = reader.where(CampaignTargetGroup, type=TargetType.CONTACT, no=contact.company_no)
    return activated_campaigns(of_company, "", contact.company_no)


def profile_for(
    reader: Reader,
    request: PriceRequest,
    method: Option = PriceCalculationMethod.LOWEST_PRICE,
    *,
    extended: bool = True,
    legacy_retired: bool = False,
) -> PricingProfile:
    """Return the profile of the engine that answers a line, by the stored price calculation setup and its exceptions.

    Args:
        method: the one stored on the line.
        extended: whether extended pricing is switched on; switched off, the older engine answers.
        legacy_retired: whether the older engine is gone from this build.

    Raises:
        WrongType: an argument is of no kind that is taken here.
    """
    asked = checked(request, PriceRequest, "request")
    engine = engine_of(
        reader.where(PriceCalculationSetup),
        reader.where(DtldPriceCalculationSetup),
        setup_key(method, asked.product, sources(asked)),
        extended=extended,
        legacy_retired=legacy_retired,
    )
    return profile_of(engine)


@checked_kinds
def price_setup(reader: Reader) -> PriceSetup:
    """Return the VAT posting setups and exchange rates; read them once for many requests."""
    return PriceSetup(vat_setups=reader.where(VatPostingSetup), exchange_rates=reader.where(CurrencyExchangeRate))


def price_records(reader: Reader, request: PriceRequest) -> tuple[PriceRecord, ...]:
    """Return the records of both engines that are for the product of a request, and no others."""
    return tuple(_records(reader, checked(request, PriceRequest, "request")))


def _records(reader: Reader, request: PriceRequest) -> Iterator[PriceRecord]:
    for product in products(request):
        yield from reader.where(PriceListLine, asset_type=product.type, asset_no=product.no)
    product_no, group_no = request.product.no, request.product.group_no
    yield from reader.where(SalesPrice, item_no=product_no)
    yield from reader.where(SalesLineDiscount, type=SalesLineDiscountType.ITEM, code=product_no)
    if group_no:
        yield from reader.where(SalesLineDiscount, type=SalesLineDiscountType.ITEM_DISC_GROUP, code=group_no)


@checked_kinds
def quote(
    reader: Reader,
    request: PriceRequest,
    profile: PricingProfile = CURRENT,
    *,
    setup: PriceSetup | None = None,
    trace: bool = False,
) -> PriceDecision:
    """Decide what a line costs, from the records in storage.

    Args:
        setup: see `price_setup`; read unless given.

    Raises:
        DateMissing, VatSetupMissing, SalesTaxIncluded: see `resolve`.
    """
    known = price_setup(reader) if setup is None else setup
    return resolve(request, price_records(reader, request), known, profile, trace=trace)


@checked_kinds
def quote_all(
    reader: Reader, requests: Iterable[PriceRequest], profile: PricingProfile = CURRENT
) -> tuple[PriceDecision, ...]:
    """Decide many lines, in their order; the set-up is read once."""
    setup = price_setup(reader)
    asked = checked_each(requests, PriceRequest, "requests")
    return tuple(quote(reader, request, profile, setup=setup) for request in asked)
