"""What a line costs, and why."""

from decimal import Decimal
from functools import cached_property

import attrs

from ..amounts import HUNDRED, ONE, ZERO
from .arithmetic import minus, round_ratio, times
from .legacy_records import SalesLineDiscount, SalesPrice
from .records import PriceListLine
from .request import PriceRequest


@attrs.frozen
class LineAmounts:
    """The amounts of a sales line, each rounded to the amount precision.

    Attributes:
        gross: quantity times unit price.
        line_discount_amount: the discount in money.
        line_amount: what is left.
    """

    gross: Decimal
    line_discount_amount: Decimal
    line_amount: Decimal


def line_amounts(quantity: Decimal, unit_price: Decimal, line_discount_pct: Decimal, precision: Decimal) -> LineAmounts:
    """Return the amounts of a line; gross and discount are rounded one after the other.

    >>> line_amounts(Decimal(10), Decimal("125.10"), Decimal(5), Decimal("0.01")).line_amount
    Decimal('1188.45')
    """
    gross = round_ratio(times(quantity, unit_price), ONE, precision)
    discount = round_ratio(times(gross, line_discount_pct), HUNDRED, precision) if line_discount_pct else ZERO
    return LineAmounts(gross, discount, minus(gross, discount))


@attrs.frozen(kw_only=True)
class PriceDecision:
    """Price and discount of a request, and the lines that gave them.

    Attributes:
        request: what was asked.
        unit_price: in the document's currency, per unit sold, rounded to the unit precision.
        line_discount_pct: the percentage that remains; 0 where the price allows no line discount.
        found_discount_pct: the best discount, before the price could refuse it.
        allow_line_disc: the line's mark afterwards.
        allow_invoice_disc: likewise.
        price_line: the record that gave the price; ``None`` when it is the card's.
        discount_line: the record that gave the discount; ``None`` when there is none.
        price_found: some price record qualifies, even if none reaches its minimum quantity.
    """

    request: PriceRequest
    unit_price: Decimal
    line_discount_pct: Decimal
    found_discount_pct: Decimal
    allow_line_disc: bool
    allow_invoice_disc: bool
    price_line: PriceListLine | SalesPrice | None
    discount_line: PriceListLine | SalesLineDiscount | None
    price_found: bool

    @cached_property
    def amounts(self) -> LineAmounts:
        """The amounts for the quantity asked, computed when first needed."""
        request = self.request
        return line_amounts(request.quantity, self.unit_price, self.line_discount_pct, request.amount_precision)
