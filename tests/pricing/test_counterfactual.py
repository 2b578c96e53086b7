"""What would win: applying the answer wins, and nothing smaller does."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.errors import InvalidField
from bcmarketing.pricing.changes import NO_CHANGE, Change, CurrencyTerms
from bcmarketing.pricing.counterfactual import NeverWins, WouldWin, what_would_win
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.legacy_records import SalesLineDiscount, SalesPrice, SalesPriceType
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import CAMPAIGN_ALWAYS, CURRENT, SOURCE_PRIORITY, VERSION_15, PricingProfile
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.request import CurrencyFactorMissing, PriceRequest, PriceSetup
from bcmarketing.pricing.resolution import resolve
from bcmarketing.pricing.verdicts import Verdict

DAY = dt.date(2027, 1, 25)
USD = CurrencyTerms(code="USD", factor=Decimal(2))
EUR = CurrencyTerms(code="eur", factor=Decimal("0.5"), unit_precision=Decimal("0.01"), amount_precision=Decimal("0.1"))
ONE = Decimal(1)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def price_line(**fields: object) -> PriceListLine:
    usual: dict[str, object] = {
        "price_list_code": "S1",
        "line_no": 10_000,
        "source_type": PriceSourceType.ALL_CUSTOMERS,
        "asset_no": "A",
        "amount_type": PriceAmountType.PRICE,
        "unit_price": Decimal(10),
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
    }
    return PriceListLine(**(usual | fields))  # type: ignore[arg-type]


def price_request(**fields: object) -> PriceRequest:
    usual: dict[str, object] = {
        "product": Product(no="A", unit_price=20),
        "quantity": 5,
        "order_date": DAY,
        "customer_no": "C1",
        "unit_precision": "0.00001",
        "amount_precision": "0.01",
    }
    return PriceRequest(**(usual | fields))  # type: ignore[arg-type]


# --- against brute force ---------------------------------------------------------------------------------------------


def random_line(rng: random.Random, number: int) -> PriceListLine:
    sources = [(PriceSourceType.ALL_CUSTOMERS, "")] * 2 + [(PriceSourceType.CAMPAIGN, "M1")] * 2
    sources += [(PriceSourceType.CAMPAIGN, "M2"), (PriceSourceType.CUSTOMER, "C1"), (PriceSourceType.CUSTOMER, "C2")]
    kind, no = rng.choice(sources)
    dates = [None, None, None, *(day(place) for place in range(-2, 4))]
    return price_line(
        line_no=number,
        source_type=kind,
        source_no=no,
        asset_type=rng.choice([PriceAssetType.ITEM] * 6 + [PriceAssetType.ITEM_DISCOUNT_GROUP]),
        asset_no=rng.choice(["A"] * 8 + [""]),
        currency_code=rng.choice(["", "", "", "USD", "EUR", "GBP"]),
        starting_date=rng.choice(dates),
        ending_date=rng.choice(dates),
        minimum_quantity=Decimal(rng.choice([0, 0, 2, 4, 6])),
        amount_type=rng.choice(list(PriceAmountType)),
        unit_price=Decimal(rng.choice([8, 9, 9, 10])),
        line_discount_pct=Decimal(rng.choice([0, 5, 10])),
        allow_line_disc=rng.choice([False, True]),
        status=rng.choice([PriceStatus.ACTIVE] * 9 + [PriceStatus.DRAFT]),
    )


def random_request(rng: random.Random) -> PriceRequest:
    foreign = rng.choice([False, False, True])
    return price_request(
        quantity=rng.choice([0, 1, 3, 5, -5]),
        currency_code="USD" if foreign else "",
        currency_factor=2 if foreign else 0,
        campaign_no=rng.choice(["", "", "M1", "M2"]),
        activated_campaigns=rng.choice([(), ("M1",), ("M2", "M1"), ("M2", "M3")]),
    )


def memberships(line: PriceListLine, request: PriceRequest) -> list[tuple[str, tuple[str, ...]]]:
    """Return the changes of campaigns in the order of the docstring: join, do not name, leave, leave all, name."""
    own = line.source_no if line.source_type is PriceSourceType.CAMPAIGN else ""
    named, active = request.campaign_no, request.activated_campaigns
    others = [campaign for campaign in active if campaign != own]
    joined = [("", (*active, own))] if own and not named and own not in active else []
    unnamed = [("", active)] if named else []
    left = [] if named else [("", tuple(kept for kept in active if kept != campaign)) for campaign in others]
    alone = [("", tuple(kept for kept in active if kept == own))] if not named and len(others) > 1 else []
    naming = [(own, active)] if own and named != own else []
    return joined + unnamed + left + alone + naming


def all_changes(line: PriceListLine, request: PriceRequest) -> Iterator[tuple[tuple[object, ...], Change]]:
    """Enumerate a small world: whole quantities, some days, two currencies, all memberships; with their size."""
    now = abs(int(request.quantity))
    quantities = [None] + [number for number in range(10) if number != now]
    days = [None] + [number for number in range(-6, 7) if number]
    currencies = [None] + [terms for terms in (USD, EUR, CurrencyTerms(code="")) if terms.code != request.currency_code]
    campaigns = [None, *memberships(line, request)]
    for quantity, days_off, currency, membership in itertools.product(quantities, days, currencies, campaigns):
        touched = tuple(place for place, it in enumerate((quantity, days_off, currency, membership)) if it is not None)
        size = (
            len(touched),
            touched,
            (abs(quantity - now), quantity < now) if quantity is not None else (0, False),
            (abs(days_off), days_off < 0) if days_off is not None else (0, False),
            currencies.index(currency),
            campaigns.index(membership),
        )
        signed = None if quantity is None else Decimal(quantity).copy_sign(request.quantity)
        date = None if days_off is None else day(days_off)
        yield size, Change(quantity=signed, date=date, currency=currency, campaigns=membership)


def wins(line: PriceListLine, decision: PriceDecision, amount_type: PriceAmountType) -> bool:
    return (decision.discount_line if amount_type is PriceAmountType.DISCOUNT else decision.price_line) == line


@pytest.mark.parametrize("profile", [CURRENT, SOURCE_PRIORITY, CAMPAIGN_ALWAYS], ids=lambda profile: profile.name)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_the_answer_wins_and_nothing_smaller_does(profile: PricingProfile, seed: int) -> None:
    rng = random.Random(seed)
    lines = [random_line(rng, number) for number in range(rng.choice([1, 2, 4, 6]))]
    line, request = rng.choice(lines), random_request(rng)
    wanted = rng.choice([None, PriceAmountType.PRICE, PriceAmountType.DISCOUNT])
    answer = what_would_win(
        line, request, lines, profile=profile, amount_type=wanted, currencies=[USD, EUR], quantity_step=ONE
    )
    discount_only = line.amount_type is PriceAmountType.DISCOUNT
    amount_type = wanted or (PriceAmountType.DISCOUNT if discount_only else PriceAmountType.PRICE)
    if isinstance(answer, WouldWin):
        assert answer.request == answer.change.of(request)
        assert answer.decision == resolve(answer.request, lines, profile=profile)
        assert wins(line, answer.decision, amount_type)
    winning = [
        (size, change)
        for size, change in all_changes(line, request)
        if may_win(line, change.of(request))
        and wins(line, resolve(change.of(request), lines, profile=profile), amount_type)
    ]
    if winning:
        assert isinstance(answer, WouldWin)
        assert answer.change == min(winning, key=lambda pair: pair[0])[1]
    else:
        assert isinstance(answer, NeverWins)


def may_win(line: PriceListLine, request: PriceRequest) -> bool:
    """Leave out what is plainly hopeless, to save time."""
    on = request.date
    assert on is not None
    begun = line.starting_date is None or line.starting_date <= on
    held = line.ending_date is None or line.ending_date >= on
    return begun and held and line.currency_code in {"", request.currency_code}


# --- single things ---------------------------------------------------------------------------------------------------


def test_what_wins_already_needs_no_change() -> None:
    line = price_line()
    answer = what_would_win(line, price_request(), [line])
    assert isinstance(answer, WouldWin)
    assert not answer.change
    assert answer.explain() == "wins already"


def test_a_quantity_is_raised_to_the_minimum_in_the_unit_sold() -> None:
    line = price_line(minimum_quantity=Decimal(100))
    request = price_request(unit_of_measure_code="BOX", qty_per_unit_of_measure=12, quantity=-1)
    answer = what_would_win(line, request, [line])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(quantity=Decimal("-8.33334"))
    boxes = what_would_win(line, request, [line], quantity_step=ONE)
    assert isinstance(boxes, WouldWin)
    assert boxes.change == Change(quantity=Decimal(-9))
    assert boxes.explain() == "wins: quantity -9"


def test_a_quantity_is_lowered_below_the_minimum_of_what_is_cheaper() -> None:
    line, cheaper = price_line(), price_line(line_no=1, minimum_quantity=Decimal(3), unit_price=Decimal(9))
    answer = what_would_win(line, price_request(), [line, cheaper], quantity_step=ONE)
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(quantity=Decimal(2))


@pytest.mark.parametrize(
    ("starting", "ending", "wanted"), [(day(3), None, day(3)), (None, day(-4), day(-4)), (day(2), day(2), day(2))]
)
def test_the_date_moves_to_the_nearest_day_of_the_period(
    starting: dt.date | None, ending: dt.date | None, wanted: dt.date
) -> None:
    line = price_line(starting_date=starting, ending_date=ending)
    answer = what_would_win(line, price_request(), [line])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(date=wanted)
    assert answer.request.order_date == wanted


def test_the_date_moves_past_the_end_of_what_is_cheaper() -> None:
    line, cheaper = price_line(), price_line(line_no=1, unit_price=Decimal(9), ending_date=day(6))
    answer = what_would_win(line, price_request(), [line, cheaper])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(date=day(7))


def test_a_foreign_price_wins_in_its_currency_where_terms_are_given() -> None:
    line = price_line(currency_code="EUR")
    answer = what_would_win(line, price_request(), [line], currencies=[USD, EUR])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(currency=EUR)
    assert (answer.request.currency_factor, answer.request.unit_precision) == (EUR.factor, EUR.unit_precision)
    assert answer.explain() == "wins: in EUR"
    assert what_would_win(line, price_request(), [line]) == NeverWins(Verdict.OTHER_CURRENCY)


def test_a_local_price_wins_in_local_currency() -> None:
    line, foreign = price_line(), price_line(line_no=1, currency_code="USD", unit_price=Decimal(99))
    request = price_request(currency_code="USD", currency_factor=2)
    answer = what_would_win(line, request, [line, foreign])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(currency=CurrencyTerms(code=""))
    assert (answer.request.currency_code, answer.request.currency_factor) == ("", Decimal(0))
    assert answer.explain() == "wins: in local currency"


def test_a_campaign_is_joined_or_named_where_another_is_named() -> None:
    line = price_line(source_type=PriceSourceType.CAMPAIGN, source_no="M1")
    joined = what_would_win(line, price_request(), [line])
    assert isinstance(joined, WouldWin)
    assert joined.change == Change(campaigns=("", ("M1",)))
    assert joined.explain() == "wins: with campaigns M1 activated"
    named = what_would_win(line, price_request(campaign_no="M2"), [line])
    assert isinstance(named, WouldWin)
    assert named.change == Change(campaigns=("M1", ()))
    assert named.explain() == "wins: with campaign M1 named"


def test_a_campaign_is_left_where_it_undercuts() -> None:
    line = price_line()
    cheaper = price_line(line_no=1, source_type=PriceSourceType.CAMPAIGN, source_no="M1", unit_price=Decimal(9))
    answer = what_would_win(line, price_request(activated_campaigns=["M1"]), [line, cheaper])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(campaigns=("", ()))
    assert answer.explain() == "wins: without any campaign"


def test_several_things_change_together_when_one_does_not_do() -> None:
    line = price_line(minimum_quantity=Decimal(10), starting_date=day(2), source_type=PriceSourceType.CAMPAIGN)
    line = attrs.evolve(line, source_no="M1")
    answer = what_would_win(line, price_request(), [line])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(quantity=Decimal(10), date=day(2), campaigns=("", ("M1",)))
    assert answer.explain() == "wins: quantity 10, and on 2027-01-27, and with campaigns M1 activated"


def test_a_line_that_is_not_among_the_records_competes_with_them() -> None:
    line, other = price_line(line_no=1, minimum_quantity=Decimal(6)), price_line()
    answer = what_would_win(line, price_request(), [other])
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(quantity=Decimal(6))


# --- why nothing does ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": PriceStatus.DRAFT}, Verdict.NOT_ACTIVE),
        ({"price_type": PriceType.PURCHASE}, Verdict.NOT_SALE),
        ({"asset_no": "B"}, Verdict.OTHER_PRODUCT),
        ({"variant_code": "V"}, Verdict.OTHER_VARIANT),
        ({"unit_of_measure_code": "BOX"}, Verdict.OTHER_UNIT),
        ({"source_type": PriceSourceType.CUSTOMER, "source_no": "C9"}, Verdict.OTHER_SOURCE),
        ({"starting_date": day(9), "ending_date": day(1)}, Verdict.NOT_STARTED),
        ({"minimum_quantity": Decimal(1)}, Verdict.BELOW_MINIMUM),
    ],
)
def test_a_test_that_no_change_passes_is_named(fields: dict[str, object], why: Verdict) -> None:
    line = price_line(**fields)
    request = price_request(unit_of_measure_code="PCS", qty_per_unit_of_measure=-1)
    answer = what_would_win(line, request, [line])
    assert answer == NeverWins(why)
    assert answer.explain() == f"never wins: it {why.value}"


def test_the_rival_that_always_wins_is_named() -> None:
    line, cheaper = price_line(), price_line(line_no=1, unit_price=Decimal(9))
    assert what_would_win(line, price_request(), [line, cheaper]) == NeverWins(Verdict.DEARER, cheaper, NO_CHANGE)


def test_a_discount_of_nothing_never_wins() -> None:
    line = price_line(amount_type=PriceAmountType.DISCOUNT)
    assert what_would_win(line, price_request(), [line]) == NeverWins(Verdict.NO_DISCOUNT, None, NO_CHANGE)


def test_a_price_is_no_discount() -> None:
    line = price_line()
    answer = what_would_win(line, price_request(), [line], amount_type=PriceAmountType.DISCOUNT)
    assert answer == NeverWins(Verdict.OTHER_AMOUNT)


def test_a_day_on_which_something_else_cannot_be_priced_is_passed_over() -> None:
    line = price_line(starting_date=day(1))
    unknown = price_line(
        line_no=1, price_includes_vat=True, vat_bus_posting_gr_price="NONE", starting_date=day(1), ending_date=day(3)
    )
    answer = what_would_win(line, price_request(), [line, unknown], PriceSetup())
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(date=day(4))


def test_where_nothing_can_be_priced_once_it_qualifies_the_answer_says_so() -> None:
    line = price_line(minimum_quantity=Decimal(6))
    unknown = price_line(
        line_no=1, price_includes_vat=True, vat_bus_posting_gr_price="NONE", minimum_quantity=Decimal(6)
    )
    answer = what_would_win(line, price_request(), [line, unknown])
    assert answer == NeverWins(Verdict.NOT_PRICED, change=Change(quantity=Decimal(6)))
    assert answer.explain() == "never wins: it qualifies only where some price cannot be converted"


def test_the_comparison_named_is_one_that_was_made() -> None:
    line = price_line(starting_date=day(1))
    unknown = price_line(
        line_no=1, price_includes_vat=True, vat_bus_posting_gr_price="NONE", starting_date=day(1), ending_date=day(3)
    )
    cheaper = price_line(line_no=2, unit_price=Decimal(9))
    assert what_would_win(line, price_request(), [line, unknown, cheaper]) == NeverWins(
        Verdict.DEARER, cheaper, Change(date=day(4))
    )


def test_a_quantity_that_no_line_holds_is_not_reached() -> None:
    line = price_line(minimum_quantity=Decimal(10) ** 17)
    request = price_request(unit_of_measure_code="CRUMB", qty_per_unit_of_measure="0.01")
    assert what_would_win(line, request, [line]) == NeverWins(Verdict.BELOW_MINIMUM)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("step", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal("1E-16"), 1.5])
def test_a_quantity_step_is_a_number_above_zero(step: Any) -> None:
    with pytest.raises(InvalidField, match="quantity_step"):
        what_would_win(price_line(), price_request(), [], quantity_step=step)
    one, text = (what_would_win(price_line(), price_request(), [], quantity_step=given) for given in (1, "1"))
    assert one == text


@pytest.mark.rule("E-PRICE-CURRENCY-FACTOR")
def test_the_terms_of_a_currency_are_complete() -> None:
    def ask(**terms: Any) -> object:
        return what_would_win(price_line(), price_request(), [], currencies=[CurrencyTerms(code="EUR", **terms)])

    for precision in (0.5, 0, Decimal("1E-130")):
        with pytest.raises(InvalidField, match="unit_precision"):
            ask(unit_precision=precision)
        with pytest.raises(InvalidField, match="amount_precision"):
            ask(amount_precision=precision)
    with pytest.raises(CurrencyFactorMissing, match="'EUR'"):
        ask(factor=0)
    twice = [EUR, attrs.evolve(EUR, factor=3)]
    answer = what_would_win(price_line(currency_code="EUR"), price_request(), [], currencies=twice)
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(currency=EUR)


def test_either_the_price_or_the_discount_is_to_win() -> None:
    with pytest.raises(InvalidField, match="neither a price nor a discount"):
        what_would_win(price_line(), price_request(), [], amount_type=PriceAmountType.ANY)


# --- the older engine ------------------------------------------------------------------------------------------------


def test_the_older_engine_answers_for_its_own_records() -> None:
    price = SalesPrice(
        item_no="A", sales_type=SalesPriceType.CAMPAIGN, sales_code="M1", minimum_quantity=10, unit_price=9
    )
    answer = what_would_win(price, price_request(), [price], profile=VERSION_15)
    assert isinstance(answer, WouldWin)
    assert answer.change == Change(quantity=Decimal(10), campaigns=("", ("M1",)))
    discount = SalesLineDiscount(code="A", sales_code="C1", line_discount_pct=5, starting_date=day(1))
    later = what_would_win(discount, price_request(), [price, discount], profile=VERSION_15)
    assert isinstance(later, WouldWin)
    assert later.change == Change(date=day(1))
    blank = what_would_win(discount, price_request(order_date=None), [discount], profile=VERSION_15)
    assert blank == NeverWins(Verdict.NOT_STARTED)
