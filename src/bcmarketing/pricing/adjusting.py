"""How a price is adjusted on its way to another price list: currency, factor, rounding."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import ONE, ZERO, is_not_negative, is_rounding_step, round_to, to_amount, to_amount_or_given
from ..arguments import checked, checked_each
from ..codes import code10, is_day, to_code
from ..errors import InvalidField
from .arithmetic import round_ratio, times
from .currencies import UNIT_PRECISION, CurrencyExchangeRate
from .exchange import exchange_factor
from .rounding_methods import RoundingMethod, rounded_by, rounding_step


@attrs.frozen(kw_only=True)
class Adjustment:
    """What happens to a price; as it stands, it is rounded and nothing else.

    Attributes:
        from_currency: the currency of the price; blank is local currency.
        to_currency: the currency that it becomes.
        exchange_rate_date: the day of the exchange rates.
        factor: what the converted price is multiplied by; at least 0.
        rounding_method_code: how the product is rounded; blank for none.
        precision: the unit-amount rounding precision of the new currency: for the converted price, and for the
            product where no step of the rounding method applies.
    """

    from_currency: str = attrs.field(default="", converter=to_code, validator=code10)
    to_currency: str = attrs.field(default="", converter=to_code, validator=code10)
    exchange_rate_date: dt.date = attrs.field(validator=is_day)
    factor: Decimal = attrs.field(default=ONE, converter=to_amount_or_given, validator=is_not_negative)
    rounding_method_code: str = attrs.field(default="", converter=to_code, validator=code10)
    precision: Decimal = attrs.field(default=UNIT_PRECISION, converter=to_amount_or_given, validator=is_rounding_step)


def adjust(
    price: Decimal | int | str,
    adjustment: Adjustment,
    *,
    rates: Iterable[CurrencyExchangeRate] = (),
    steps: Iterable[RoundingMethod] = (),
) -> Decimal:
    """Return an adjusted price, which is never negative; 0 stays 0.

    Args:
        price: at least 0.
        rates: the exchange rates.
        steps: the rounding methods.

    Raises:
        InvalidField: the price is negative or no number, or another argument does not fit.
        NotFound: the currencies differ, and one of them has no rate on the day.

    Source: codeunit 7017, AdjustAmount.

    >>> twice = Adjustment(exchange_rate_date=dt.date(2027, 1, 25), factor=2, precision="0.01")
    >>> adjust(Decimal("10.50"), twice)
    Decimal('21.00')
    """
    given = to_amount(price, "price")
    if given < ZERO:
        raise InvalidField("price", given, "must not be negative")
    checked(adjustment, Adjustment, "adjustment")
    if not given:
        return ZERO
    amount = times(_converted(given, adjustment, rates), adjustment.factor)
    step = rounding_step(steps, adjustment.rounding_method_code, amount)
    return rounded_by(step, amount) if step else round_to(amount, adjustment.precision)


def _converted(price: Decimal, adjustment: Adjustment, rates: Iterable[CurrencyExchangeRate]) -> Decimal:
    if adjustment.from_currency == adjustment.to_currency:
        return price
    known = checked_each(rates, CurrencyExchangeRate, "rates")
    day = adjustment.exchange_rate_date
    to = exchange_factor(known, adjustment.to_currency, day) if adjustment.to_currency else ONE
    of = exchange_factor(known, adjustment.from_currency, day) if adjustment.from_currency else ONE
    return round_ratio(times(price, to), of, adjustment.precision)
