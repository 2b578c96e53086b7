"""The older engine ("Version 15"): sales prices and sales line discounts, with all that it does differently."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from .candidates import PRICE, PriceRecord
from .choice import Choice, Offer, Offers, Sieve
from .conversion import (
    UNCHANGED,
    Conversion,
    StoredPrice,
    included_vat_pct,
    vat_of_inclusive,
    with_vat,
)
from .exchange import Ratio
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from .records import PriceAmountType, PriceAssetType, PriceListLine, PriceSourceType
from .request import PriceRequest, PriceSetup
from .sources import ALL_CUSTOMERS, PriceSource
from .verdicts import Verdict

#: The source of the current engine that stands for the sales type of an older record.
SOURCE_OF: Final[dict[SalesPriceType | SalesLineDiscSalesType, PriceSourceType]] = {
    SalesPriceType.CUSTOMER: PriceSourceType.CUSTOMER,
    SalesPriceType.CUSTOMER_PRICE_GROUP: PriceSourceType.CUSTOMER_PRICE_GROUP,
    SalesPriceType.ALL_CUSTOMERS: PriceSourceType.ALL_CUSTOMERS,
    SalesPriceType.CAMPAIGN: PriceSourceType.CAMPAIGN,
    SalesLineDiscSalesType.CUSTOMER: PriceSourceType.CUSTOMER,
    SalesLineDiscSalesType.CUSTOMER_DISC_GROUP: PriceSourceType.CUSTOMER_DISC_GROUP,
    SalesLineDiscSalesType.ALL_CUSTOMERS: PriceSourceType.ALL_CUSTOMERS,
    SalesLineDiscSalesType.CAMPAIGN: PriceSourceType.CAMPAIGN,
}

_BLANK_DATE: Final = dt.date.min


def legacy_sources(request: PriceRequest) -> tuple[PriceSource, ...]:
    """Return whose records the older engine looks at: no contact, and never the campaign that the document names.

    Source: codeunit 7000, filters on sales type and code.
    """
    known = request.customer_no or request.contact_no
    numbered = (
        (PriceSourceType.CUSTOMER, request.customer_no),
        *((PriceSourceType.CAMPAIGN, campaign) for campaign in request.activated_campaigns if known),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, request.customer_price_group),
        (PriceSourceType.CUSTOMER_DISC_GROUP, request.customer_disc_group),
    )
    return (ALL_CUSTOMERS, *(PriceSource(kind, no) for kind, no in numbered if no))


def legacy_judge(
    request: PriceRequest,
    records: Sequence[PriceRecord],
    amount_type: PriceAmountType,
    sources: tuple[PriceSource, ...],
    *,
    show_all: bool = False,
) -> tuple[Verdict, ...]:
    """Return what becomes of each record: `Verdict.QUALIFIES`, or the test it fails.

    A blank date is the smallest: only records without starting date hold on it.
    A variant is compared as given, even if the item has no such variant.

    Source: codeunit 7000, FindSalesPrice and FindSalesLineDisc.
    """
    numbers = {(source.type, source.no) for source in sources}
    return tuple(
        _elsewhere(request, record, amount_type)
        or _not_yet(request, record, show_all=show_all)
        or (Verdict.QUALIFIES if _source(record) in numbers else Verdict.OTHER_SOURCE)
        for record in records
    )


def _elsewhere(request: PriceRequest, record: PriceRecord, amount_type: PriceAmountType) -> Verdict | None:
    if isinstance(record, SalesPrice):
        wanted, matches = amount_type is PRICE, _is_item(request, record.item_no)
    elif isinstance(record, SalesLineDiscount):
        wanted, matches = amount_type is not PRICE, _is_discounted(request, record)
    else:
        return Verdict.OTHER_ENGINE
    if not wanted:
        return Verdict.OTHER_AMOUNT
    if not matches:
        return Verdict.OTHER_PRODUCT
    return None if record.variant_code in {request.variant_code, ""} else Verdict.OTHER_VARIANT


def _not_yet(request: PriceRequest, record: PriceRecord, *, show_all: bool) -> Verdict | None:
    day = request.document_date or _BLANK_DATE
    if record.ending_date is not None and record.ending_date < day:
        return Verdict.EXPIRED
    if show_all:
        return None
    if record.currency_code not in {request.currency_code, ""}:
        return Verdict.OTHER_CURRENCY
    if request.unit_of_measure_code and record.unit_of_measure_code not in {request.unit_of_measure_code, ""}:
        return Verdict.OTHER_UNIT
    if record.starting_date is not None and (request.document_date is None or record.starting_date > day):
        return Verdict.NOT_STARTED
    return None


def _source(record: PriceRecord) -> tuple[PriceSourceType, str]:
    if isinstance(record, PriceListLine):
        return record.source_type, record.source_no
    source = SOURCE_OF[record.sales_type]
    return source, "" if source is PriceSourceType.ALL_CUSTOMERS else record.sales_code


def _is_item(request: PriceRequest, no: str) -> bool:
    return request.product.type is PriceAssetType.ITEM and request.product.no == no


def _is_discounted(request: PriceRequest, record: SalesLineDiscount) -> bool:
    if record.type is SalesLineDiscountType.ITEM:
        return _is_item(request, record.code)
    product = request.product
    return product.type is PriceAssetType.ITEM and product.group_no != "" and product.group_no == record.code


def legacy_vat_factor(price: StoredPrice, request: PriceRequest, setup: PriceSetup) -> Ratio:
    """Return the factor that brings a price to the document's way with VAT, as the older engine does.

    The product group is the item card's; prices including VAT stay as they are for the same *business group*,
    and reverse charge does not keep a price from being raised to include VAT.

    Raises:
        VatSetupMissing: the price includes VAT and its groups have no VAT posting setup.
        SalesTaxIncluded: they are subject to sales tax.

    Source: codeunit 7000, ConvertPriceToVAT.
    """
    if not price.price_includes_vat:
        return with_vat(request) if request.prices_including_vat else UNCHANGED
    group = price.vat_bus_posting_gr_price
    included = included_vat_pct(group, request.product.vat_prod_posting_group, setup)
    return vat_of_inclusive(request, included, same=request.vat_bus_posting_group == group)


def document_date(request: PriceRequest) -> dt.date | None:
    """Return the date that prices of the older engine hold on: the document's, even if it is blank."""
    return request.document_date


def legacy_rate_date(request: PriceRequest) -> dt.date | None:
    """Return the date whose exchange rate could be fixed: the posting date."""
    return request.posting_date or request.work_date


#: The conversion of the older engine: it looks its VAT set-up up for prices of 0 too.
LEGACY_CONVERSION: Final = Conversion(legacy_vat_factor, legacy_rate_date, zero_too=True)


def legacy_key(record: SalesPrice | SalesLineDiscount) -> tuple[object, ...]:
    """Return what records of one table sort by: the order in which they are compared. A blank date comes first."""
    product = (record.item_no,) if isinstance(record, SalesPrice) else (record.type.value, record.code)
    return (
        *product,
        record.sales_type.value,
        record.sales_code,
        record.starting_date or _BLANK_DATE,
        record.currency_code,
        record.variant_code,
        record.unit_of_measure_code,
        record.minimum_quantity,
    )


def hold_price(offers: Offers) -> Offers:
    """Keep the price that holds the place in the end.

    In key order, each price takes the place of the holder or is dropped. One that names a currency or a variant where
    the holder names none takes it, even if it lacks the other. One that lacks what the holder names is dropped.
    Filled alike, it takes the place of a holder that is 0 or whose net price is higher.

    Source: codeunit 7000, CalcBestUnitPrice.
    """
    holder: Offer | None = None
    for offer in _in_key_order(offers):
        takes = _more_specific(offer, holder)
        if takes is None:
            takes = holder is None or not holder.amount or offer.net < holder.net
        if takes:
            holder = offer
    return [holder] if holder else []


def hold_discount(offers: Offers) -> Offers:
    """Keep the discount that holds the place in the end: as `hold_price`, with the higher percentage; nobody holds 0 %.

    Source: codeunit 7000, CalcBestLineDisc.
    """
    holder: Offer | None = None
    for offer in _in_key_order(offers):
        takes = _more_specific(offer, holder)
        if takes is None:
            takes = offer.amount > (holder.amount if holder else 0)
        if takes:
            holder = offer
    return [holder] if holder else []


def _in_key_order(offers: Offers) -> Offers:
    # No other record gets this far: the judge of this engine refuses them.
    return sorted(offers, key=lambda offer: legacy_key(offer.record))  # type: ignore[arg-type]


def _more_specific(offer: Offer, holder: Offer | None) -> bool | None:
    """Return whether an offer beats the holder by what it names, or ``None`` when both name the same."""
    currency, variant = bool(offer.record.currency_code), bool(offer.record.variant_code)
    held_currency, held_variant = (
        (bool(holder.record.currency_code), bool(holder.record.variant_code)) if holder else (False, False)
    )
    if (currency and not held_currency) or (variant and not held_variant):
        return True
    if (held_currency and not currency) or (held_variant and not variant):
        return False
    return None


LEGACY_PRICE: Final[Choice] = (Sieve(hold_price, Verdict.REPLACED),)
LEGACY_DISCOUNT: Final[Choice] = (Sieve(hold_discount, Verdict.REPLACED),)
