"""Laws of duplicate price lines, against a finder written as plainly as the rule reads."""

from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.pricing.duplicates import DuplicateFinder, find_duplicate, group_duplicates, is_duplicate
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)

ANY, PRICE, DISCOUNT = PriceAmountType.ANY, PriceAmountType.PRICE, PriceAmountType.DISCOUNT


def lines_of(codes: tuple[str, ...] = ("S1", "S2")) -> st.SearchStrategy[list[PriceListLine]]:
    one = st.builds(
        PriceListLine,
        price_list_code=st.sampled_from(codes),
        line_no=st.integers(1, 9),
        asset_type=st.sampled_from([PriceAssetType.ITEM, PriceAssetType.RESOURCE, PriceAssetType.ITEM_DISCOUNT_GROUP]),
        asset_no=st.just("X"),
        variant_code=st.sampled_from(["", "V"]),
        work_type_code=st.sampled_from(["", "W"]),
        source_type=st.sampled_from([PriceSourceType.ALL_CUSTOMERS, PriceSourceType.CUSTOMER]),
        currency_code=st.sampled_from(["", "EUR"]),
        amount_type=st.sampled_from(PriceAmountType),
        price_type=st.just(PriceType.SALE),
        status=st.sampled_from(PriceStatus),
    )
    return st.lists(one, max_size=9, unique_by=lambda line: (line.price_list_code, line.line_no))


def plainly(x: PriceListLine, y: PriceListLine, *, updating: bool) -> bool:
    def fields(line: PriceListLine, *names: str) -> list[Any]:
        return [getattr(line, name) for name in names]

    product = ["asset_type", "asset_no", "unit_of_measure_code", "minimum_quantity"]
    if x.asset_type is PriceAssetType.ITEM:
        product.append("variant_code")
    if x.asset_type in {PriceAssetType.RESOURCE, PriceAssetType.RESOURCE_GROUP}:
        product.append("work_type_code")
    source = ["price_type", "source_type", "source_no", "currency_code", "starting_date"]
    same_list = x.price_list_code == y.price_list_code
    if same_list and x.line_no == y.line_no:
        return False
    if x.amount_type is not ANY and y.amount_type not in {x.amount_type, ANY}:
        return False
    names = product if same_list and not updating else product + source
    return fields(x, *names) == fields(y, *names)


@pytest.mark.invariant("pricing", 25)
@given(lines=lines_of(), updating=st.booleans())
def test_a_line_duplicates_another_as_the_other_duplicates_it(lines: list[PriceListLine], updating: bool) -> None:
    for x in lines:
        for y in lines:
            expected = plainly(x, y, updating=updating)
            assert is_duplicate(x, y, allow_updating_defaults=updating) is expected
            assert is_duplicate(y, x, allow_updating_defaults=updating) is expected


@pytest.mark.invariant("pricing", 25)
@given(lists=st.sampled_from([("S1", "S1", "S1"), ("S1", "S2", "S3")]), updating=st.booleans())
def test_a_price_and_a_discount_both_duplicate_a_line_for_either_but_not_each_other(
    lists: tuple[str, str, str], updating: bool
) -> None:
    price, either, discount = (
        PriceListLine(price_list_code=code, line_no=no, asset_no="X", amount_type=kind)
        for no, (code, kind) in enumerate(zip(lists, (PRICE, ANY, DISCOUNT), strict=True))
    )
    assert is_duplicate(price, either, allow_updating_defaults=updating)
    assert is_duplicate(either, discount, allow_updating_defaults=updating)
    assert not is_duplicate(price, discount, allow_updating_defaults=updating)


@given(lines=lines_of(), updating=st.booleans())
def test_the_first_duplicate_of_the_own_list_is_found_before_those_of_others(
    lines: list[PriceListLine], updating: bool
) -> None:
    ordered = sorted(lines, key=lambda line: (line.price_list_code, line.line_no))
    for x in lines:
        found = [y for y in ordered if plainly(x, y, updating=updating)]
        expected = sorted(found, key=lambda y: y.price_list_code != x.price_list_code)[:1]
        assert find_duplicate(x, lines, allow_updating_defaults=updating) is (expected[0] if expected else None)


@given(lines=lines_of(("S1",)), updating=st.booleans())
def test_groups_keep_exactly_one_line_and_number_their_entries_in_order(
    lines: list[PriceListLine], updating: bool
) -> None:
    proposal = group_duplicates(lines, DuplicateFinder(lines, allow_updating_defaults=updating).inside)
    assert [entry.entry_no for entry in proposal.entries] == list(range(1, len(proposal.entries) + 1))
    keys = [(entry.line.price_list_code, entry.line.line_no) for entry in proposal.entries]
    assert len(keys) == len(set(keys))
    for group in proposal.groups:
        assert group.kept is group.leader
        assert all(entry.remove and entry.leader_no == group.leader.entry_no for entry in group.others)
        for entry in group.others:
            other = proposal.keep(entry.entry_no)
            assert entry.line not in other.removed
            assert len(other.removed) == len(proposal.removed)
            key = (entry.line.price_list_code, entry.line.line_no)
            finder = DuplicateFinder(lines, allow_updating_defaults=updating)
            assert group_duplicates(lines, finder.inside, keep={key}) == other


@given(lines=lines_of(("S1",)))
def test_a_line_that_is_alone_is_in_no_group(lines: list[PriceListLine]) -> None:
    alone = [attrs.evolve(line, asset_no=f"X{line.line_no}") for line in lines]
    assert not group_duplicates(alone, DuplicateFinder(alone).inside)
