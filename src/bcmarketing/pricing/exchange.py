"""Exchange rates: which one is in force, and what it makes of an amount."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import divide
from ..errors import FieldRequired, NotFound
from .arithmetic import times
from .currencies import CurrencyExchangeRate, FixExchangeRateAmount


@attrs.frozen
class Ratio:
    """An exact factor, as numerator and denominator."""

    numerator: Decimal
    denominator: Decimal


def rate_in_force(
    rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date
) -> CurrencyExchangeRate | None:
    """Return the latest rate of a currency that starts on or before *day*, or ``None``."""
    known = (rate for rate in rates if rate.currency_code == currency_code and rate.starting_date <= day)
    return max(known, key=lambda rate: rate.starting_date, default=None)


def exchange_factor(rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date) -> Decimal:
    """Return the foreign units for one unit of local currency, to 28 digits: what a document takes as its factor.

    A rate in terms of a third currency multiplies with the rate of that one.

    Raises:
        NotFound: no rate is in force.
        FieldRequired: an amount of the rate is 0.

    >>> rate = CurrencyExchangeRate(
    ...     currency_code="USD", starting_date=dt.date(2027, 1, 1), exchange_rate_amount=100,
    ...     relational_exch_rate_amount=80,
    ... )
    >>> exchange_factor([rate], "USD", dt.date(2027, 1, 25))
    Decimal('1.25')
    """
    rates = tuple(rates)
    rate = rate_in_force(rates, currency_code, day)
    if rate is None:
        raise NotFound("Currency Exchange Rate", (currency_code, day))
    ratio = _ratio(rates, rate, day)
    return divide(ratio.numerator, ratio.denominator)


def fixed_factor(rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date) -> Ratio | None:
    """Return the table's own factor where the rate in force fixes both amounts, or ``None`` where the document's rules.

    A rate in terms of a third currency is fixed only if that currency's rate is too.

    Source: currency exchange rate (table 330), field Fix Exchange Rate Amount.
    """
    rates = tuple(rates)
    rate = rate_in_force(rates, currency_code, day)
    if rate is None or rate.fix_exchange_rate_amount is not FixExchangeRateAmount.BOTH:
        return None
    if rate.relational_currency_code:
        third = rate_in_force(rates, rate.relational_currency_code, day)
        if third is None or third.fix_exchange_rate_amount is not FixExchangeRateAmount.BOTH:
            return None
    return _ratio(rates, rate, day)


def _ratio(rates: tuple[CurrencyExchangeRate, ...], rate: CurrencyExchangeRate, day: dt.date) -> Ratio:
    _check(rate)
    if not rate.relational_currency_code:
        return Ratio(rate.exchange_rate_amount, rate.relational_exch_rate_amount)
    third = rate_in_force(rates, rate.relational_currency_code, day)
    if third is None:
        raise NotFound("Currency Exchange Rate", (rate.relational_currency_code, day))
    _check(third)
    return Ratio(
        times(rate.exchange_rate_amount, third.exchange_rate_amount),
        times(rate.relational_exch_rate_amount, third.relational_exch_rate_amount),
    )


def _check(rate: CurrencyExchangeRate) -> None:
    for field in ("exchange_rate_amount", "relational_exch_rate_amount"):
        if not getattr(rate, field):
            raise FieldRequired(field)
