"""Laws of activating price lists."""

from collections.abc import Iterable

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.policies import Policies
from bcmarketing.pricing.duplicates import is_duplicate
from bcmarketing.pricing.lists import activate_draft_lines, change_list_status, list_duplicates
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListHeader,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.store.tables import Tables

DRAFT, ACTIVE = PriceStatus.DRAFT, PriceStatus.ACTIVE


@st.composite
def shops(draw: st.DrawFn, kinds: tuple[PriceAmountType, ...] = tuple(PriceAmountType)) -> Tables:
    """Return a draft list S1 and another list S2, with lines that may say the same."""
    header = PriceListHeader(
        code="S1",
        source_type=PriceSourceType.ALL_CUSTOMERS,
        price_type=PriceType.SALE,
        allow_updating_defaults=draw(st.booleans()),
    )
    lines = draw(
        st.lists(
            st.builds(
                PriceListLine,
                price_list_code=st.sampled_from(["S1", "S2"]),
                line_no=st.integers(1, 9),
                asset_no=st.sampled_from(["X", "Y"]),
                source_type=st.just(PriceSourceType.ALL_CUSTOMERS),
                currency_code=st.sampled_from(["", "EUR"]),
                amount_type=st.sampled_from(kinds),
                price_type=st.just(PriceType.SALE),
                status=st.sampled_from(PriceStatus),
            ),
            max_size=9,
            unique_by=lambda line: (line.price_list_code, line.line_no),
        )
    )
    status = {"S1": st.just(DRAFT), "S2": st.sampled_from(PriceStatus)}
    rows = [attrs.evolve(line, status=draw(status[line.price_list_code])) for line in lines]
    return Tables.of((header, attrs.evolve(header, code="S2"), *rows))


def without(shop: Tables, gone: Iterable[PriceListLine]) -> Tables:
    keys = {(line.price_list_code, line.line_no) for line in gone}
    lines = [line for line in shop.where(PriceListLine) if (line.price_list_code, line.line_no) not in keys]
    return Tables.of((*shop.where(PriceListHeader), *lines))


@pytest.mark.invariant("pricing", 26)
@given(shop=shops())
def test_activating_an_active_list_deletes_nothing_more(shop: Tables) -> None:
    active = shop.apply(change_list_status(shop, "S1", ACTIVE))
    assert not change_list_status(active, "S1", ACTIVE)
    assert not activate_draft_lines(active, "S1", edit_active_prices=True)


@pytest.mark.invariant("pricing", 26)
@given(shop=shops())
def test_looking_at_a_draft_list_again_after_keeping_every_leader_finds_nothing_inside(shop: Tables) -> None:
    found = list_duplicates(shop, "S1")
    again = without(shop, found.inside.removed)
    assert not list_duplicates(again, "S1").inside
    assert list_duplicates(again, "S1").across == found.across


@pytest.mark.invariant("pricing", 26)
@given(shop=shops((PriceAmountType.PRICE,)))
def test_resolving_again_deletes_nothing_more_where_the_other_list_is_free_of_duplicates(shop: Tables) -> None:
    # Only the first duplicate of a line is looked at, so of two in the other list one would be left.
    clean = without(shop, list_duplicates_of_s2(shop))
    again = without(clean, list_duplicates(clean, "S1").removed)
    assert not list_duplicates(again, "S1")


def list_duplicates_of_s2(shop: Tables) -> list[PriceListLine]:
    kept: list[PriceListLine] = []
    gone: list[PriceListLine] = []
    for line in shop.where(PriceListLine, price_list_code="S2"):
        doubled = any(is_duplicate(line, other, allow_updating_defaults=True) for other in kept)
        (gone if doubled else kept).append(line)
    return gone


@given(shop=shops())
def test_after_activation_every_line_left_of_the_list_is_active(shop: Tables) -> None:
    active = shop.apply(change_list_status(shop, "S1", ACTIVE))
    assert all(line.status is ACTIVE for line in active.where(PriceListLine, price_list_code="S1"))


@given(shop=shops(), keep=st.lists(st.tuples(st.sampled_from(["S1", "S2"]), st.integers(1, 9))))
def test_exactly_the_lines_announced_are_deleted(shop: Tables, keep: list[tuple[str, int]]) -> None:
    announced = list_duplicates(shop, "S1", keep=keep).removed
    done = change_list_status(shop, "S1", ACTIVE, keep=keep)
    assert sorted(line.line_no for line in done.deleted_of(PriceListLine)) == sorted(r.line_no for r in announced)
    refused = Policies(remove_duplicate_prices=False)
    assert bool(change_list_status(shop, "S1", ACTIVE, keep=keep, policies=refused)) is not bool(announced)
