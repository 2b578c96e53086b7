"""Groups of duplicate price lines, and the choice between their members."""

from decimal import Decimal

import pytest

from bcmarketing.errors import NotFound
from bcmarketing.pricing.duplicates import DuplicateFinder, DuplicateLines, find_duplicate, group_duplicates
from bcmarketing.pricing.records import PriceAmountType, PriceListLine, PriceSourceType, PriceStatus

LINES = [PriceListLine(price_list_code="S1", line_no=no * 10_000, asset_no="X") for no in (1, 2, 3)]


@pytest.mark.scenario("134168.T056_DuplicatePriceLinesAddOneLine")
def test_a_line_joins_a_group_as_the_next_entry_and_is_to_go() -> None:
    pair = DuplicateLines().with_pair(*LINES[:2])
    added = pair.with_line(1, LINES[2]).entries[-1]
    assert (added.entry_no, added.leader_no, added.remove) == (3, 1, True)


@pytest.mark.scenario("134168.T050_CanTurnRemoveOffInDuplicatePriceLine")
def test_keeping_another_member_removes_the_rest() -> None:
    proposal = DuplicateLines().with_pair(*LINES[:2]).keep(2)
    assert [entry.remove for entry in proposal.entries] == [True, False]
    (group,) = proposal.groups
    assert group.kept.line is LINES[1]


@pytest.mark.scenario("134168.T052_RevalidationOfRemoveDoesNotChangeDuplicatePriceLine")
def test_removing_what_goes_anyway_or_what_is_kept_changes_nothing() -> None:
    proposal = DuplicateLines().with_pair(*LINES[:2])
    assert proposal.remove(2) == proposal
    assert proposal.remove(1) == proposal


@pytest.mark.parametrize("entry_no", [0, 3, -1])
def test_an_entry_that_does_not_exist_is_refused(entry_no: int) -> None:
    proposal = DuplicateLines().with_pair(*LINES[:2])
    for step in (proposal.keep, proposal.remove):
        with pytest.raises(NotFound):
            step(entry_no)
    with pytest.raises(NotFound):
        proposal.with_line(entry_no, LINES[2])


def test_a_line_joins_leaders_only() -> None:
    with pytest.raises(NotFound):
        DuplicateLines().with_pair(*LINES[:2]).with_line(2, LINES[2])


def test_choices_reach_their_own_group_only() -> None:
    other = [PriceListLine(price_list_code="S1", line_no=no, asset_no="Y") for no in (1, 2)]
    lines = [*other, *LINES]
    proposal = group_duplicates(lines, DuplicateFinder(lines).inside, keep={("S1", 30_000)})
    assert [group.kept.line.line_no for group in proposal.groups] == [1, 30_000]


@pytest.mark.scenario("134168.T040_CheckDuplicatePriceLineInTheSamePriceList")
def test_a_line_that_is_not_stored_yet_is_checked() -> None:
    new = PriceListLine(price_list_code="S1", asset_no="X")
    assert find_duplicate(new, LINES[:1]) is LINES[0]


@pytest.mark.scenario("134168.T043_CheckDuplicatePriceLinesInTwoPriceLists")
def test_the_minimum_quantity_is_part_of_the_comparison() -> None:
    ten = Decimal(10)
    active = PriceListLine(
        price_list_code="S1", line_no=1, asset_no="X", minimum_quantity=ten, status=PriceStatus.ACTIVE
    )
    draft = PriceListLine(price_list_code="S2", line_no=1, asset_no="X")
    new = PriceListLine(price_list_code="S2", asset_no="X", minimum_quantity=ten)
    assert find_duplicate(draft, [active, draft]) is None
    assert find_duplicate(new, [active, draft]) is active


def test_loose_lines_are_compared_by_their_sources() -> None:
    loose = PriceListLine(line_no=1, asset_no="X", source_type=PriceSourceType.CUSTOMER, source_no="C1")
    other = PriceListLine(line_no=2, asset_no="X", source_type=PriceSourceType.CUSTOMER, source_no="C2")
    same = PriceListLine(line_no=3, asset_no="X", source_type=PriceSourceType.CUSTOMER, source_no="C1")
    assert find_duplicate(loose, [loose, other]) is None
    assert find_duplicate(loose, [loose, other, same]) is same


def test_a_price_and_a_discount_that_both_overlap_one_line_end_in_one_group() -> None:
    either, price, discount = (
        PriceListLine(price_list_code="S1", line_no=no, asset_no="X", amount_type=kind)
        for no, kind in enumerate((PriceAmountType.ANY, PriceAmountType.PRICE, PriceAmountType.DISCOUNT))
    )
    lines = [either, price, discount]
    proposal = group_duplicates(lines, DuplicateFinder(lines).inside)
    assert proposal.removed == (price, discount)
