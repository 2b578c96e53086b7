"""Laws of adjusted prices."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from bcmarketing.amounts import Rounding, round_to
from bcmarketing.pricing.adjusting import Adjustment, adjust
from bcmarketing.pricing.currencies import CurrencyExchangeRate
from bcmarketing.pricing.rounding_methods import RoundingMethod, RoundingMethodType

DAY = dt.date(2027, 1, 25)
prices = st.decimals(0, 100_000, places=5)
factors = st.decimals(0, 10, places=3)
precisions = st.sampled_from([Decimal("0.00001"), Decimal("0.01"), Decimal("0.05"), Decimal(1)])
signed = st.decimals(-100, 100, places=2)
methods = st.lists(
    st.builds(
        RoundingMethod,
        code=st.just("M"),
        minimum_amount=st.sampled_from([Decimal(0), Decimal(10), Decimal(100)]),
        amount_added_before=signed,
        type=st.sampled_from(RoundingMethodType),
        precision=st.sampled_from([Decimal(0), Decimal("0.05"), Decimal(10)]),
        amount_added_after=signed,
    ),
    max_size=3,
    unique_by=lambda step: step.minimum_amount,
)
MODES = {
    RoundingMethodType.NEAREST: Rounding.NEAREST,
    RoundingMethodType.UP: Rounding.UP,
    RoundingMethodType.DOWN: Rounding.DOWN,
}


@pytest.mark.invariant("pricing", 28)
@given(price=prices, precision=precisions, currency=st.sampled_from(["", "USD"]))
def test_a_price_that_nothing_happens_to_is_rounded(price: Decimal, precision: Decimal, currency: str) -> None:
    as_is = Adjustment(
        from_currency=currency, to_currency=currency, exchange_rate_date=DAY, precision=precision
    )  # fmt: skip
    assert adjust(price, as_is) == round_to(price, precision)


@pytest.mark.invariant("pricing", 28)
@given(price=prices, factor=factors, precision=precisions, steps=methods, code=st.sampled_from(["", "M", "N"]))
def test_an_adjusted_price_follows_the_rule_and_is_never_negative(
    price: Decimal, factor: Decimal, precision: Decimal, steps: list[RoundingMethod], code: str
) -> None:
    wish = Adjustment(exchange_rate_date=DAY, factor=factor, precision=precision, rounding_method_code=code)
    amount = Fraction(price) * Fraction(factor)
    reached = [step for step in steps if code == "M" and amount > 0 and step.minimum_amount <= amount]
    if reached:
        step = max(reached, key=lambda row: row.minimum_amount)
        amount += Fraction(step.amount_added_before)
        if step.precision:
            exact = Decimal(amount.numerator) / Decimal(amount.denominator)
            amount = Fraction(round_to(exact, step.precision, MODES[step.type]))
        amount = max(amount + Fraction(step.amount_added_after), Fraction(0))
    else:
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        amount = Fraction(round_to(exact, precision))
    found = adjust(price, wish, steps=steps)
    assert Fraction(found) == (amount if price else 0)
    assert found >= 0


@pytest.mark.invariant("pricing", 28)
@given(price=prices, steps=methods)
def test_a_price_of_nothing_or_times_nothing_is_nothing(price: Decimal, steps: list[RoundingMethod]) -> None:
    nothing = Adjustment(exchange_rate_date=DAY, factor=0, rounding_method_code="M")
    once = Adjustment(exchange_rate_date=DAY, rounding_method_code="M")
    assert adjust(price, nothing, steps=steps) == 0
    assert adjust(Decimal(0), once, steps=steps) == 0


@given(price=prices, factor=factors, precision=precisions)
def test_a_price_is_rounded_after_its_conversion_and_again_after_the_factor(
    price: Decimal, factor: Decimal, precision: Decimal
) -> None:
    rate = CurrencyExchangeRate(
        currency_code="USD", starting_date=DAY, exchange_rate_amount=3, relational_exch_rate_amount=2
    )
    wish = Adjustment(to_currency="USD", exchange_rate_date=DAY, factor=factor, precision=precision)
    converted = round_to(price * Decimal("1.5"), precision)
    assert adjust(price, wish, rates=[rate]) == round_to(converted * factor, precision)
