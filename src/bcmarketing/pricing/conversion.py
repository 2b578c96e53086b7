"""Stage three: from the price of a record to the price of the document: VAT, unit of measure, currency, rounding."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import ClassVar, Final, Protocol, TypeAlias

import attrs

from ..amounts import HUNDRED, ONE, ZERO, divide
from ..codes import is_bool, is_callable
from ..errors import Refusal
from ..rules import Rule
from .arithmetic import minus, plus, round_ratio, times
from .currencies import VatCalculationType
from .exchange import Ratio, fixed_among
from .request import PriceRequest, PriceSetup


@attrs.frozen
class SalesTaxIncluded(Refusal, ValueError):
    """A price claims to include VAT, but its groups are subject to sales tax."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-SALES-TAX",
        "Prices including VAT cannot be calculated where the VAT calculation type is sales tax.",
        "VAT posting setup, error in codeunits 7000 and 7020",
    )
    text: ClassVar[str] = (
        "prices including VAT cannot be calculated: {business_group!r} and {product_group!r} are subject to sales tax"
    )
    business_group: str
    product_group: str


class StoredPrice(Protocol):
    """A price as it is stored: on a price list line, a sales price or the card of a product."""

    @property
    def unit_price(self) -> Decimal:
        """The price."""
        ...

    @property
    def price_includes_vat(self) -> bool:
        """Whether it includes VAT."""
        ...

    @property
    def vat_bus_posting_gr_price(self) -> str:
        """The business group whose VAT it includes."""
        ...

    @property
    def unit_of_measure_code(self) -> str:
        """Its unit; blank is the base unit."""
        ...

    @property
    def currency_code(self) -> str:
        """Its currency; blank is local currency."""
        ...


UNCHANGED: Final = Ratio(ONE, ONE)

#: How VAT changes a price: by which exact factor.
VatRule: TypeAlias = Callable[[StoredPrice, PriceRequest, PriceSetup], Ratio]

_REVERSE: Final = VatCalculationType.REVERSE_CHARGE_VAT


def vat_factor(price: StoredPrice, request: PriceRequest, setup: PriceSetup) -> Ratio:
    """Return the factor that brings a price to the document's way with VAT.

    Raises:
        VatSetupMissing: the price includes VAT and its groups have no VAT posting setup.
        SalesTaxIncluded: they are subject to sales tax.

    Source: codeunit 7020; the product group is the line's, or else the card's.
    """
    if not price.price_includes_vat:
        add_vat = request.prices_including_vat and request.vat_calculation_type is not _REVERSE
        return with_vat(request) if add_vat else UNCHANGED
    product_group = request.vat_prod_posting_group or request.product.vat_prod_posting_group
    included = included_vat_pct(price.vat_bus_posting_gr_price, product_group, setup)
    return vat_of_inclusive(request, included, same=request.vat_pct == included)


def with_vat(request: PriceRequest) -> Ratio:
    """Return the factor that adds the line's VAT."""
    return Ratio(plus(HUNDRED, request.vat_pct), HUNDRED)


def included_vat_pct(business_group: str, product_group: str, setup: PriceSetup) -> Decimal:
    """Return the VAT % that a price of these groups includes: 0 under reverse charge.

    Raises:
        VatSetupMissing: the groups have no VAT posting setup.
        SalesTaxIncluded: they are subject to sales tax.
    """
    row = setup.vat(business_group, product_group)
    if row.vat_calculation_type is VatCalculationType.SALES_TAX:
        raise SalesTaxIncluded(business_group, product_group)
    return ZERO if row.vat_calculation_type is _REVERSE else row.vat_pct


def vat_of_inclusive(request: PriceRequest, included: Decimal, *, same: bool) -> Ratio:
    """Return the factor for a price that includes *included* % of VAT.

    Args:
        same: the document's prices include this very VAT, so that they stay as they are.
    """
    kind = request.vat_calculation_type
    if kind is VatCalculationType.NO_TAXABLE_VAT:
        return UNCHANGED
    if request.prices_including_vat and kind is not _REVERSE:
        return UNCHANGED if same else Ratio(plus(HUNDRED, request.vat_pct), plus(HUNDRED, included))
    return Ratio(HUNDRED, plus(HUNDRED, included))


def rate_date(request: PriceRequest) -> dt.date | None:
    """Return the date whose exchange rate could be fixed: that of the prices."""
    return request.date


@attrs.frozen
class Step:
    """An amount after one step of a conversion; unrounded until the last, shown to 28 digits."""

    name: str
    amount: Decimal


@attrs.frozen
class Conversion:
    """Stage three as a profile holds it.

    Attributes:
        vat: how VAT changes a price.
        rate_date: on which date a fixed exchange rate must be in force.
        zero_too: whether a price of 0 is converted, which only shows where its VAT set-up is missing.
    """

    vat: VatRule = attrs.field(default=vat_factor, validator=is_callable)
    rate_date: Callable[[PriceRequest], dt.date | None] = attrs.field(default=rate_date, validator=is_callable)
    zero_too: bool = attrs.field(default=False, validator=is_bool)

    def unit_price(self, price: StoredPrice, request: PriceRequest, setup: PriceSetup) -> Decimal:
        """Return a price in the document's VAT, unit and currency, rounded once, to its unit precision.

        Raises:
            VatSetupMissing, SalesTaxIncluded: see `vat_factor`.
        """
        amount = price.unit_price
        if not amount and not self.zero_too:
            return amount
        numerator, denominator = amount, ONE
        for _, ratio in self._ratios(price, request, setup):
            numerator, denominator = times(numerator, ratio.numerator), times(denominator, ratio.denominator)
        return round_ratio(numerator, denominator, request.unit_precision)

    def steps(self, price: StoredPrice, request: PriceRequest, setup: PriceSetup) -> tuple[Step, ...]:
        """Return the amount as stored, after each step that changes it, and rounded."""
        numerator, denominator = price.unit_price, ONE
        steps = [Step("stored", numerator)]
        if not numerator and not self.zero_too:
            return tuple(steps)
        for name, ratio in self._ratios(price, request, setup):
            numerator, denominator = times(numerator, ratio.numerator), times(denominator, ratio.denominator)
            steps.append(Step(name, divide(numerator, denominator)))
        steps.append(Step("rounding", round_ratio(numerator, denominator, request.unit_precision)))
        return tuple(steps)

    def _ratios(self, price: StoredPrice, request: PriceRequest, setup: PriceSetup) -> list[tuple[str, Ratio]]:
        ratios: list[tuple[str, Ratio]] = []
        vat = self.vat(price, request, setup)
        if vat is not UNCHANGED:
            ratios.append(("VAT", vat))
        if not price.unit_of_measure_code:
            ratios.append(("unit of measure", Ratio(request.qty_per_unit_of_measure, ONE)))
        if request.currency_code and not price.currency_code:
            ratios.append(("currency", self._currency(request, setup)))
        return ratios

    def _currency(self, request: PriceRequest, setup: PriceSetup) -> Ratio:
        day = self.rate_date(request)
        fixed = fixed_among(setup.exchange_rates, request.currency_code, day) if day and setup.exchange_rates else None
        return fixed or Ratio(request.currency_factor, ONE)


#: The conversion of the current engine.
CONVERSION: Final = Conversion()


def net_price(unit_price: Decimal, line_discount_pct: Decimal, *, allow_line_disc: bool) -> Decimal:
    """Return what prices are compared by: the unit price less the line's discount, where the price allows it.

    >>> net_price(Decimal(100), Decimal(10), allow_line_disc=True)
    Decimal('90.00')
    """
    if not allow_line_disc or not line_discount_pct:
        return unit_price
    return times(times(unit_price, minus(HUNDRED, line_discount_pct)), Decimal("0.01"))
