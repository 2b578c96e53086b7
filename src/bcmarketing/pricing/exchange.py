"""Exchange rates: which one is in force, and what it makes of an amount."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import divide
from ..arguments import checked_code, checked_each
from ..codes import check_date
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
    """Return the latest rate of a currency that starts on or before *day*, or ``None``.

    A rate without starting date starts before all others, as a blank date is the smallest.

    Raises:
        WrongType: a row is no exchange rate, the code no text, or *day* no date.
        InvalidField: the code is too long.
    """
    return _in_force(*_checked(rates, currency_code, day))


def _checked(
    rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date
) -> tuple[tuple[CurrencyExchangeRate, ...], str, dt.date]:
    rows = checked_each(rates, CurrencyExchangeRate, "rates")
    return rows, checked_code(currency_code, 10, "currency_code"), check_date(day, "day")


def _in_force(rates: tuple[CurrencyExchangeRate, ...], code: str, day: dt.date) -> CurrencyExchangeRate | None:
    known = (rate for rate in rates if rate.currency_code == code and _start(rate.starting_date) <= day)
    return max(known, key=lambda rate: _start(rate.starting_date), default=None)


def _start(starting_date: dt.date | None) -> dt.date:
    return dt.date.min if starting_date is None else starting_date


def exchange_factor(rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date) -> Decimal:
    """Return the foreign units for one unit of local currency, to 28 digits: what a document takes as its factor.

    A rate in terms of a third currency multiplies with the rate of that one.

    Raises:
        NotFound: no rate is in force.
        FieldRequired: an amount of the rate is 0.
        InvalidField: an argument does not fit, see `rate_in_force`.

    >>> rate = CurrencyExchangeRate(
    ...     currency_code="USD", starting_date=dt.date(2027, 1, 1), exchange_rate_amount=100,
    ...     relational_exch_rate_amount=80,
    ... )
    >>> exchange_factor([rate], "USD", dt.date(2027, 1, 25))
    Decimal('1.25')
    """
    rows, code, day = _checked(rates, currency_code, day)
    rate = _in_force(rows, code, day)
    if rate is None:
        raise NotFound(CurrencyExchangeRate.__name__, (code, day))
    ratio = _ratio(rows, rate, day)
    return divide(ratio.numerator, ratio.denominator)


def fixed_factor(rates: Iterable[CurrencyExchangeRate], currency_code: str, day: dt.date) -> Ratio | None:
    """Return the table's own factor where the rate in force fixes both amounts, or ``None`` where the document's rules.

    A rate in terms of a third currency is fixed only if that currency's rate is too.

    Raises:
        NotFound, FieldRequired, InvalidField: see `exchange_factor`.

    Source: currency exchange rate (table 330), field Fix Exchange Rate Amount.
    """
    return fixed_among(*_checked(rates, currency_code, day))


def fixed_among(rates: tuple[CurrencyExchangeRate, ...], code: str, day: dt.date) -> Ratio | None:
    """Return what `fixed_factor` does, of rates and a code that are known to fit, as every conversion asks anew."""
    rate = _in_force(rates, code, day)
    if rate is None or rate.fix_exchange_rate_amount is not FixExchangeRateAmount.BOTH:
        return None
    if rate.relational_currency_code:
        third = _in_force(rates, rate.relational_currency_code, day)
        if third is None or third.fix_exchange_rate_amount is not FixExchangeRateAmount.BOTH:
            return None
    return _ratio(rates, rate, day)


def _ratio(rates: tuple[CurrencyExchangeRate, ...], rate: CurrencyExchangeRate, day: dt.date) -> Ratio:
    _check(rate)
    if not rate.relational_currency_code:
        return Ratio(rate.exchange_rate_amount, rate.relational_exch_rate_amount)
    third = _in_force(rates, rate.relational_currency_code, day)
    if third is None:
        raise NotFound(CurrencyExchangeRate.__name__, (rate.relational_currency_code, day))
    _check(third)
    return Ratio(
        times(rate.exchange_rate_amount, third.exchange_rate_amount),
        times(rate.relational_exch_rate_amount, third.relational_exch_rate_amount),
    )


def _check(rate: CurrencyExchangeRate) -> None:
    for field in ("exchange_rate_amount", "relational_exch_rate_amount"):
        if not getattr(rate, field):
            raise FieldRequired(field)
