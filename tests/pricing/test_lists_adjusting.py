"""Adjusting prices: currencies, and what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bcmarketing.errors import InvalidField, NotFound
from bcmarketing.pricing.adjusting import Adjustment, adjust
from bcmarketing.pricing.currencies import CurrencyExchangeRate
from bcmarketing.pricing.suggesting import PriceLineFilters

DAY = dt.date(2027, 1, 25)
RATES = [
    CurrencyExchangeRate(
        currency_code=code, starting_date=DAY, exchange_rate_amount=amount, relational_exch_rate_amount=relation
    )
    for code, amount, relation in [("USD", 2, 1), ("EUR", 3, 4)]
]


def test_from_one_currency_to_another_a_price_goes_through_local_currency() -> None:
    wish = Adjustment(from_currency="USD", to_currency="EUR", exchange_rate_date=DAY, precision="0.01")
    assert adjust(Decimal(10), wish, rates=RATES) == Decimal("3.75")
    back = Adjustment(from_currency="EUR", exchange_rate_date=DAY, precision="0.01")
    assert adjust(Decimal("3.75"), back, rates=RATES) == 5


def test_a_currency_without_a_rate_on_the_day_is_refused_unless_there_is_nothing_to_convert() -> None:
    wish = Adjustment(to_currency="USD", exchange_rate_date=DAY - dt.timedelta(days=1))
    with pytest.raises(NotFound):
        adjust(Decimal(10), wish, rates=RATES)
    assert adjust(Decimal(0), wish, rates=RATES) == 0


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize(("field", "value"), [("precision", 0), ("precision", -1), ("factor", -1)])
def test_precisions_are_positive_and_factors_at_least_0(field: str, value: int) -> None:
    with pytest.raises(InvalidField, match=field):
        Adjustment(exchange_rate_date=DAY, **{field: value})  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_negative_price_is_refused() -> None:
    with pytest.raises(InvalidField, match="price"):
        adjust(Decimal(-1), Adjustment(exchange_rate_date=DAY))


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("price", [12.5, Decimal("NaN"), "dear"])
def test_what_is_no_price_is_refused(price: Any) -> None:
    with pytest.raises(InvalidField, match="price"):
        adjust(price, Adjustment(exchange_rate_date=DAY))


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("kind", [Adjustment, PriceLineFilters])
def test_the_day_of_the_rates_is_given(kind: Any) -> None:
    with pytest.raises(InvalidField, match="exchange_rate_date"):
        kind(exchange_rate_date=None)
