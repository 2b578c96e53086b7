"""Picking a price or discount by hand: what is on offer, and what the pick does."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, TypeVar

import attrs

from ..amounts import ZERO
from ..arguments import checked
from ..errors import InvalidField, Refusal
from ..kinds import checked_kinds
from ..rules import Rule
from .candidates import (
    DISCOUNT,
    PRICE,
    PriceRecord,
    checked_record,
    checked_records,
    checked_search,
    discount_of,
    reaches_minimum,
)
from .legacy_records import SalesLineDiscount, SalesPrice
from .profiles import CURRENT, PricingProfile
from .records import PriceAmountType, PriceListLine
from .request import PLAIN_SETUP, PriceRequest, PriceSetup
from .sales_line import SalesLine, with_amounts
from .verdicts import Verdict

_R = TypeVar("_R", bound=PriceRecord)


@attrs.frozen
class BelowMinimum(Refusal, ValueError):
    """The picked record needs a larger quantity."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-MINIMUM", "A picked price or discount has its minimum quantity reached.", "codeunits 7000 and 7002"
    )
    text: ClassVar[str] = "quantity {quantity} is below the minimum quantity {minimum} of what was picked"
    quantity: Decimal
    minimum: Decimal


@attrs.frozen
class PickedCurrency(Refusal, ValueError):
    """The picked record is in another currency."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-PICK-CURRENCY",
        "A picked price or discount is in local currency or in that of the document.",
        "codeunits 7000 and 7002",
    )
    text: ClassVar[str] = "currency_code = {currency!r}: the currency must be {expected!r} or blank"
    currency: str
    expected: str


@attrs.frozen
class PickedUnit(Refusal, ValueError):
    """The picked record is for another unit of measure."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-PICK-UNIT",
        "A picked price or discount is for every unit of measure or for that of the line.",
        "codeunits 7000 and 7002",
    )
    text: ClassVar[str] = "unit_of_measure_code = {unit!r}: the unit must be {expected!r} or blank"
    unit: str
    expected: str


@attrs.frozen
class PickedStart(Refusal, ValueError):
    """The picked record starts later."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-PICK-DATE", "A picked price or discount has started.", "codeunits 7000 and 7002"
    )
    text: ClassVar[str] = "starting_date = {starting_date}: not valid on {day}"
    starting_date: dt.date
    day: dt.date | None


@attrs.frozen
class LineDiscountRefused(Refusal, ValueError):
    """The line takes no line discount."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-NO-LINE-DISC", "A discount is picked only for a line that allows one.", "codeunit 7020, TestField"
    )
    text: ClassVar[str] = "{product!r} allows no line discount on this line"
    product: str


def offered(
    request: PriceRequest,
    records: Iterable[_R],
    amount_type: PriceAmountType,
    profile: PricingProfile = CURRENT,
    *,
    show_all: bool = True,
) -> tuple[_R, ...]:
    """Return the prices, or the discounts, that qualify for a request, in the order given.

    The minimum quantity is not asked for.

    Args:
        show_all: include later starts, other currencies and other units, as the lists to pick from do;
            what has expired never is.

    Raises:
        DateMissing: document date and work date are blank (not with the older engine).
        InvalidField: the amount type is neither Price nor Discount.
        WrongType: an argument, or one of the records, is of no kind that is taken here.
    """
    rows = checked_records(records)
    asked = checked(profile, PricingProfile, "profile").sources(checked(request, PriceRequest, "request"))
    sought, shown = checked_search(amount_type), checked(show_all, bool, "show_all")
    verdicts = profile.judge(request, rows, sought, asked, show_all=shown)
    return tuple(row for row, verdict in zip(rows, verdicts, strict=True) if verdict is Verdict.QUALIFIES)


def count_prices(
    request: PriceRequest, records: Iterable[PriceRecord], profile: PricingProfile = CURRENT, *, show_all: bool = True
) -> int:
    """Return how many prices are on offer; see `offered`."""
    return len(offered(request, records, PRICE, profile, show_all=show_all))


def count_discounts(
    request: PriceRequest, records: Iterable[PriceRecord], profile: PricingProfile = CURRENT, *, show_all: bool = True
) -> int:
    """Return how many discounts are on offer; see `offered`."""
    return len(offered(request, records, DISCOUNT, profile, show_all=show_all))


def price_exists(
    request: PriceRequest, records: Iterable[PriceRecord], profile: PricingProfile = CURRENT, *, show_all: bool = True
) -> bool:
    """Return whether any price is on offer; see `offered`."""
    return count_prices(request, records, profile, show_all=show_all) > 0


def discount_exists(
    request: PriceRequest, records: Iterable[PriceRecord], profile: PricingProfile = CURRENT, *, show_all: bool = True
) -> bool:
    """Return whether any discount is on offer; see `offered`."""
    return count_discounts(request, records, profile, show_all=show_all) > 0


@checked_kinds
def pick_price(
    line: SalesLine,
    record: PriceListLine | SalesPrice,
    setup: PriceSetup = PLAIN_SETUP,
    profile: PricingProfile = CURRENT,
) -> SalesLine:
    """Take a price by hand. Its marks go to the line; the discount is not searched again, only dropped if refused.

    Raises:
        BelowMinimum, PickedCurrency, PickedUnit, PickedStart: the record does not fit, tested in this order.
        InvalidField: the record defines no price.
        VatSetupMissing, SalesTaxIncluded: its VAT cannot be converted.
        WrongType: an argument is of no kind that is taken here.
    """
    if isinstance(record, PriceListLine) and record.amount_type is DISCOUNT:
        raise InvalidField("amount_type", record.amount_type, "defines no price")
    _check_fit(line, record, profile)
    price = profile.conversion.unit_price(record, line.request, setup)
    request = attrs.evolve(
        line.request,
        line_discount_pct=line.line_discount_pct if record.allow_line_disc else ZERO,
        allow_line_disc=record.allow_line_disc,
        allow_invoice_disc=record.allow_invoice_disc,
    )
    return with_amounts(attrs.evolve(line, request=request, unit_price=price))


@checked_kinds
def pick_discount(
    line: SalesLine, record: PriceListLine | SalesLineDiscount, profile: PricingProfile = CURRENT
) -> SalesLine:
    """Take a line discount by hand.

    Raises:
        BelowMinimum, PickedCurrency, PickedUnit, PickedStart: the record does not fit, tested in this order.
        LineDiscountRefused: the line allows no line discount.
        InvalidField: the record defines no discount.
        WrongType: an argument is of no kind that is taken here.
    """
    if isinstance(record, PriceListLine) and record.amount_type is PRICE:
        raise InvalidField("amount_type", record.amount_type, "defines no discount")
    _check_fit(line, record, profile)
    if not line.allow_line_disc:
        raise LineDiscountRefused(line.request.product.no)
    return with_amounts(attrs.evolve(line, request=attrs.evolve(line.request, line_discount_pct=discount_of(record))))


def _check_fit(line: SalesLine, record: PriceRecord, profile: PricingProfile) -> None:
    request = checked(line, SalesLine, "line").request
    if not reaches_minimum(checked_record(record), request):
        raise BelowMinimum(request.quantity, record.minimum_quantity)
    if record.currency_code not in {request.currency_code, ""}:
        raise PickedCurrency(record.currency_code, request.currency_code)
    if record.unit_of_measure_code not in {request.unit_of_measure_code, ""}:
        raise PickedUnit(record.unit_of_measure_code, request.unit_of_measure_code)
    day = checked(profile, PricingProfile, "profile").date(request)
    if record.starting_date is not None and (day is None or record.starting_date > day):
        raise PickedStart(record.starting_date, day)
