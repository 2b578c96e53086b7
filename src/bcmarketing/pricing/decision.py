"""What a line costs, and why."""

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Final

import attrs

from ..amounts import HUNDRED, ONE, ZERO
from ..making import unfrozen
from .arithmetic import minus, round_ratio, times
from .legacy_records import SalesLineDiscount, SalesPrice
from .records import PriceAmountType, PriceListLine
from .request import PriceRequest
from .trace import Plain, PriceTrace, label, plain, plain_record, plain_trace, shown, told


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


@attrs.frozen
class PriceDecision:
    """Price and discount of a request, and the lines that gave them.

    Attributes:
        request: what was asked.
        unit_price: in the document's currency, per unit sold, rounded to the unit precision.
        price_line: the record that gave the price; ``None`` when it is the card's.
        discount_line: the record that gave the discount; ``None`` when there is none.
        price_found: some price record qualifies, even if none reaches its minimum quantity.
        trace: everything that was looked at, where it was asked for.
    """

    request: PriceRequest
    unit_price: Decimal
    price_line: PriceListLine | SalesPrice | None
    discount_line: PriceListLine | SalesLineDiscount | None
    price_found: bool
    trace: PriceTrace | None = attrs.field(default=None, repr=False)

    @property
    def found_discount_pct(self) -> Decimal:
        """The best discount, before the price could refuse it."""
        return ZERO if self.discount_line is None else self.discount_line.line_discount_pct

    @property
    def line_discount_pct(self) -> Decimal:
        """The percentage that remains; 0 where the price allows no line discount."""
        return self.found_discount_pct if self.allow_line_disc else ZERO

    @property
    def allow_line_disc(self) -> bool:
        """The line's mark afterwards: the price line decides, the card price leaves it as it is."""
        return (self.request if self.price_line is None else self.price_line).allow_line_disc

    @property
    def allow_invoice_disc(self) -> bool:
        """Likewise for invoice discounts."""
        return (self.request if self.price_line is None else self.price_line).allow_invoice_disc

    @property
    def is_card_price(self) -> bool:
        """Whether no record gave the price, so that the card's stands in."""
        return self.price_line is None

    @cached_property
    def amounts(self) -> LineAmounts:
        """The amounts for the quantity asked, computed when first needed."""
        request = self.request
        return line_amounts(request.quantity, self.unit_price, self.line_discount_pct, request.amount_precision)

    def explain(self) -> str:
        """Return the decision in words; with a trace, also what became of every record looked at.

        The wording is for people and may change; programs read the fields, or `to_plain`.
        """
        lines: list[str] = []
        _tell(self, lines.append)
        return "\n".join(lines)

    def to_plain(self) -> dict[str, Plain]:
        """Return the decision as plain data: text, numbers, booleans, ``None``, lists and dictionaries of them.

        Amounts and dates are text, so that nothing is lost.
        """
        request = self.request
        amounts = self.amounts
        return {
            "product_type": str(request.product.type),
            "product_no": request.product.no,
            "variant_code": request.variant_code,
            "quantity": plain(request.quantity),
            "unit_of_measure_code": request.unit_of_measure_code,
            "currency_code": request.currency_code,
            "date": plain(request.date),
            "unit_price": plain(self.unit_price),
            "line_discount_pct": plain(self.line_discount_pct),
            "found_discount_pct": plain(self.found_discount_pct),
            "line_discount_amount": plain(amounts.line_discount_amount),
            "line_amount": plain(amounts.line_amount),
            "allow_line_disc": self.allow_line_disc,
            "allow_invoice_disc": self.allow_invoice_disc,
            "price_found": self.price_found,
            "price_line": None if self.price_line is None else plain_record(self.price_line),
            "discount_line": None if self.discount_line is None else plain_record(self.discount_line),
            "trace": None if self.trace is None else plain_trace(self.trace),
        }


_Open: Final = unfrozen(PriceDecision)
_new: Final = object.__new__


def decided(
    request: PriceRequest,
    unit_price: Decimal,
    price_line: PriceListLine | None,
    discount_line: PriceListLine | None,
    price_found: bool,  # noqa: FBT001 - by position, as that is fastest
) -> PriceDecision:
    """Return a decision without a trace, at four ninths of what calling the class costs."""
    decision = _new(_Open)
    decision.request = request  # type: ignore[misc]
    decision.unit_price = unit_price  # type: ignore[misc]
    decision.price_line = price_line  # type: ignore[misc]
    decision.discount_line = discount_line  # type: ignore[misc]
    decision.price_found = price_found  # type: ignore[misc]
    decision.trace = None  # type: ignore[misc]
    decision.__class__ = PriceDecision
    return decision


def _tell(decision: PriceDecision, say: Callable[[str], None]) -> None:
    request, amounts = decision.request, decision.amounts
    currency = f" {request.currency_code}" if request.currency_code else ""
    product = f"{request.product.type} {request.product.no} {request.variant_code}".rstrip()
    unit = f" {request.unit_of_measure_code}" if request.unit_of_measure_code else ""
    say(f"{product}, {shown(request.quantity)}{unit}, on {request.date or 'a blank date'}")
    giver = "the card" if decision.price_line is None else label(decision.price_line)
    say(f"unit price {shown(decision.unit_price)}{currency} from {giver}")
    if decision.discount_line is None:
        say("no line discount applies")
    else:
        say(f"line discount {shown(decision.found_discount_pct)} % from {label(decision.discount_line)}")
    if decision.found_discount_pct and not decision.allow_line_disc:
        say("the price allows no line discount, so it is dropped")
    say(f"line amount {shown(amounts.line_amount)}{currency}")
    trace = decision.trace
    if trace is None:
        return
    say(f"profile: {trace.profile}")
    say("looked at for the discount:")
    told(trace, PriceAmountType.DISCOUNT, say)
    say("looked at for the price:")
    told(trace, PriceAmountType.PRICE, say)
    if trace.card:
        say("  the card: " + " -> ".join(f"{shown(step.amount)} ({step.name})" for step in trace.card))
    for row in trace.unasked:
        say(f"not asked: {row.source.type} {row.source.no}, as {row.why.value}")
