"""Amounts of a sales line typed by hand, and the switch between prices with and without VAT."""

from decimal import Decimal
from typing import ClassVar, Final

import attrs

from ..amounts import HUNDRED, ONE, ZERO, to_amount
from ..arguments import checked
from ..errors import FieldRequired, InvalidField, Refusal
from ..rules import Rule
from .arithmetic import minus, plus, round_ratio, times
from .currencies import VatCalculationType
from .sales_line import SalesLine, with_amounts

_PERCENT_PRECISION: Final = Decimal("0.00001")


@attrs.frozen
class DiscountOutOfRange(Refusal, ValueError):
    """A line discount amount is no part of the line: its sign differs, or it is larger."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DISCOUNT-AMOUNT",
        "A line discount amount is from 0 to 100 % of quantity times unit price.",
        "sales line fields 27 and 28",
    )
    text: ClassVar[str] = "line_discount_amount = {amount} is {percentage} % of {gross}"
    amount: Decimal
    gross: Decimal
    percentage: Decimal


@attrs.frozen
class LineAmountOutOfRange(Refusal, ValueError):
    """A line amount is above quantity times unit price, or on the other side of 0."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-LINE-AMOUNT",
        "A line amount lies between 0 and quantity times unit price.",
        "sales line field 103",
    )
    text: ClassVar[str] = "line_amount = {amount} does not lie between 0 and {gross}"
    amount: Decimal
    gross: Decimal


def set_unit_price(line: SalesLine, unit_price: Decimal | int | str) -> SalesLine:
    """Type a unit price: amounts follow, the discount % stays, the invoice discount is cleared."""
    price = to_amount(unit_price, "unit_price")
    return with_amounts(attrs.evolve(checked(line, SalesLine, "line"), unit_price=price))


def set_line_discount_pct(line: SalesLine, line_discount_pct: Decimal | int | str) -> SalesLine:
    """Type a line discount %: amounts follow, the line's invoice discount is cleared.

    Raises:
        InvalidField: it is not from 0 to 100.
    """
    percentage = to_amount(line_discount_pct, "line_discount_pct")
    request = checked(line, SalesLine, "line").request
    return with_amounts(attrs.evolve(line, request=attrs.evolve(request, line_discount_pct=percentage)))


def gross_amount(line: SalesLine) -> Decimal:
    """Return quantity times unit price, rounded to the amount precision."""
    request = checked(line, SalesLine, "line").request
    return round_ratio(times(request.quantity, line.unit_price), ONE, request.amount_precision)


def set_line_discount_amount(line: SalesLine, amount: Decimal | int | str) -> SalesLine:
    """Type a line discount amount: the percentage follows, to five decimals.

    Where quantity times unit price is 0 there is no percentage, and any amount is taken, as Business Central does.

    Raises:
        FieldRequired: the quantity is 0.
        DiscountOutOfRange: its sign is not that of the line, or it is larger than the line.
    """
    request = checked(line, SalesLine, "line").request
    if not request.quantity:
        raise FieldRequired("quantity")
    rounded = round_ratio(to_amount(amount, "line_discount_amount"), ONE, request.amount_precision)
    gross = gross_amount(line)
    percentage = request.line_discount_pct
    if rounded != line.line_discount_amount:
        percentage = round_ratio(times(rounded, HUNDRED), gross, _PERCENT_PRECISION) if gross else ZERO
    if not ZERO <= percentage <= HUNDRED:
        raise DiscountOutOfRange(rounded, gross, percentage)
    return attrs.evolve(
        line,
        request=attrs.evolve(request, line_discount_pct=percentage),
        line_discount_amount=rounded,
        line_amount=minus(gross, rounded),
        inv_discount_amount=ZERO,
    )


def set_line_amount(line: SalesLine, amount: Decimal | int | str) -> SalesLine:
    """Type a line amount: the discount becomes what is missing from quantity times unit price.

    Raises:
        FieldRequired: quantity or unit price is 0.
        LineAmountOutOfRange: it is larger than the line, or of the other sign.
    """
    request = checked(line, SalesLine, "line").request
    for field, value in (("quantity", request.quantity), ("unit_price", line.unit_price)):
        if not value:
            raise FieldRequired(field)
    rounded = round_ratio(to_amount(amount, "line_amount"), ONE, request.amount_precision)
    gross = gross_amount(line)
    if (rounded < ZERO and rounded < gross) or (rounded > ZERO and rounded > gross):
        raise LineAmountOutOfRange(rounded, gross)
    return set_line_discount_amount(line, minus(gross, rounded))


def set_prices_including_vat(line: SalesLine, *, including: bool, rescale: bool) -> SalesLine:
    """Switch a line's document between prices with and without VAT.

    Args:
        including: what the document's prices are from now on.
        rescale: the answer to the question whether prices are recalculated; with no, only amounts are refreshed.

    The discount in money is rounded once; the line amount comes from the VAT amounts on the line, if it has them.

    Raises:
        InvalidField: the line's prices are that way already.
        WrongType: an answer is neither yes nor no.

    Source: table 36, field Prices Including VAT.
    """
    request = checked(line, SalesLine, "line").request
    checked(rescale, bool, "rescale")
    if request.prices_including_vat is checked(including, bool, "including"):
        raise InvalidField("prices_including_vat", including, "is what the document has already")
    switched = attrs.evolve(line, request=attrs.evolve(request, prices_including_vat=including))
    if not rescale or not line.unit_price or not request.vat_pct:
        return with_amounts(switched)
    full_vat = request.vat_calculation_type is VatCalculationType.FULL_VAT
    rate = HUNDRED if full_vat else plus(HUNDRED, request.vat_pct)
    numerator, denominator = (rate, HUNDRED) if including else (HUNDRED, rate)
    price = round_ratio(times(line.unit_price, numerator), denominator, request.unit_precision)
    value = times(request.quantity, price)
    discount = round_ratio(times(value, request.line_discount_pct), HUNDRED, request.amount_precision)
    known = line.amount_including_vat if including else line.amount
    if known is None:
        line_amount = minus(round_ratio(value, ONE, request.amount_precision), discount)
    else:
        line_amount = plus(known, line.inv_discount_amount)
    return attrs.evolve(switched, unit_price=price, line_discount_amount=discount, line_amount=line_amount)
