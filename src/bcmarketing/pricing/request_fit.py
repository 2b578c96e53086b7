"""Which values a price request takes as they are, seen by one look at all of them."""

import datetime as dt
import decimal
from decimal import Decimal
from typing import Final

from ..amounts import HUNDRED, LIMIT, ONE, USUAL, ZERO, is_step
from ..codes import are_codes
from .currencies import VatCalculationType
from .product import Product
from .records import SalesDocumentType

#: The types of the fields that `fits` compares at once, in that order.
_TYPES: Final = (
    Product,
    Decimal,
    Decimal,
    SalesDocumentType,
    bool,
    tuple,
    Decimal,
    Decimal,
    Decimal,
    bool,
    Decimal,
    VatCalculationType,
    Decimal,
    bool,
    bool,
)


def fits(  # noqa: PLR0917 - by position, as that is fastest
    product: Product,
    variant_code: str,
    unit_of_measure_code: str,
    qty_per_unit_of_measure: Decimal,
    quantity: Decimal,
    work_type_code: str,
    document_type: SalesDocumentType,
    order_date: dt.date | None,
    posting_date: dt.date | None,
    stand_alone: bool,  # noqa: FBT001
    work_date: dt.date | None,
    customer_no: str,
    contact_no: str,
    campaign_no: str,
    activated_campaigns: tuple[str, ...],
    customer_price_group: str,
    customer_disc_group: str,
    currency_code: str,
    currency_factor: Decimal,
    unit_precision: Decimal,
    amount_precision: Decimal,
    prices_including_vat: bool,  # noqa: FBT001
    vat_pct: Decimal,
    vat_calculation_type: VatCalculationType,
    vat_bus_posting_group: str,
    vat_prod_posting_group: str,
    line_discount_pct: Decimal,
    allow_line_disc: bool,  # noqa: FBT001
    allow_invoice_disc: bool,  # noqa: FBT001
) -> bool:
    """Return whether a request surely takes these values as they are; see `made_at_once`."""
    try:
        return (
            (
                product.__class__,
                qty_per_unit_of_measure.__class__,
                quantity.__class__,
                document_type.__class__,
                stand_alone.__class__,
                activated_campaigns.__class__,
                currency_factor.__class__,
                unit_precision.__class__,
                amount_precision.__class__,
                prices_including_vat.__class__,
                vat_pct.__class__,
                vat_calculation_type.__class__,
                line_discount_pct.__class__,
                allow_line_disc.__class__,
                allow_invoice_disc.__class__,
            )
            == _TYPES
            and are_codes((variant_code, unit_of_measure_code, work_type_code, customer_price_group, currency_code), 10)
            and are_codes(
                (
                    customer_no,
                    contact_no,
                    campaign_no,
                    customer_disc_group,
                    vat_bus_posting_group,
                    vat_prod_posting_group,
                    *activated_campaigns,
                ),
                20,
            )
            and (qty_per_unit_of_measure is ONE or ZERO < qty_per_unit_of_measure < LIMIT)
            and -LIMIT < quantity < LIMIT
            and (currency_factor is ZERO or ZERO < currency_factor < LIMIT)
            and not (currency_code and not currency_factor)
            and (unit_precision in USUAL or is_step(unit_precision))
            and (amount_precision in USUAL or is_step(amount_precision))
            and (vat_pct is ZERO or ZERO <= vat_pct < LIMIT)
            and (line_discount_pct is ZERO or ZERO <= line_discount_pct <= HUNDRED)
            and (order_date is None or order_date.__class__ is dt.date)
            and (posting_date is None or posting_date.__class__ is dt.date)
            and (work_date is None or work_date.__class__ is dt.date)
        )
    except (TypeError, AttributeError, decimal.InvalidOperation):
        return False
