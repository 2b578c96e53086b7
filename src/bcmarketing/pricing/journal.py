"""Other users of the price look-up: item journals and the price of an item for analyses (the older engine)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from ..amounts import ONE, ZERO
from ..codes import check_date
from .candidates import PriceRecord
from .items import Item
from .product import Product
from .profiles import VERSION_15
from .request import PLAIN_SETUP, PriceRequest, PriceSetup
from .resolution import find_price


def journal_price(
    item: Item,
    records: Iterable[PriceRecord],
    *,
    posting_date: dt.date | None,
    quantity: Decimal | int | str,
    unit_of_measure_code: str = "",
    qty_per_unit_of_measure: Decimal | int | str = ONE,
    variant_code: str = "",
    unit_precision: Decimal | int | str,
    setup: PriceSetup = PLAIN_SETUP,
) -> Decimal:
    """Return the unit price of an item journal line that records a sale.

    Only prices for all customers count, in local currency, without VAT, valid on the posting date; else the card price.

    Raises:
        UnitFactorZero: the unit holds no base units.
        PrecisionZero: the precision is 0.
        InvalidField: an argument does not fit.
        VatSetupMissing, SalesTaxIncluded: a price includes VAT that cannot be taken out.
    """
    request = PriceRequest(
        product=Product.of(item),
        quantity=quantity,
        unit_of_measure_code=unit_of_measure_code,
        qty_per_unit_of_measure=qty_per_unit_of_measure,
        variant_code=variant_code,
        stand_alone=True,
        posting_date=posting_date,
        unit_precision=unit_precision,
        amount_precision=unit_precision,
    )
    winner = find_price(request, records, setup, VERSION_15).winner
    return winner.amount if winner else VERSION_15.conversion.unit_price(request.product, request, setup)


def analysis_price(
    item: Item,
    records: Iterable[PriceRecord],
    *,
    day: dt.date | None,
    unit_precision: Decimal | int | str,
    setup: PriceSetup = PLAIN_SETUP,
) -> Decimal:
    """Return the price of one base unit of an item on a day, for all customers and without any minimum quantity.

    Raises:
        PrecisionZero, InvalidField, VatSetupMissing, SalesTaxIncluded: see `journal_price`.
    """
    if day is not None:
        check_date(day, "day")
    return journal_price(item, records, posting_date=day, quantity=ZERO, unit_precision=unit_precision, setup=setup)
