"""Scenarios of price lists as a whole: status, duplicates, deletion."""

from typing import Any

import attrs
import pytest

from bcmarketing.errors import FieldRequired
from bcmarketing.pricing.list_checks import (
    ActiveNotDeleted,
    SourceNoNotBlank,
    effective_amount_type,
    has_draft_lines,
    is_editable,
)
from bcmarketing.pricing.lists import change_list_status, delete_price_line, delete_price_list, list_duplicates
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.store.tables import Tables

DRAFT, ACTIVE, INACTIVE = PriceStatus
ALL_CUSTOMERS = PriceSourceType.ALL_CUSTOMERS


def price_list(code: str, *lines: dict[str, Any], **fields: Any) -> list[PriceListHeader | PriceListLine]:
    header = PriceListHeader(**{"code": code, "source_type": ALL_CUSTOMERS, "price_type": PriceType.SALE, **fields})
    rows: list[PriceListHeader | PriceListLine] = [header]
    for no, own in enumerate(lines, start=1):
        given = {"asset_no": "X", "source_type": header.source_type, "source_no": header.source_no}
        row = PriceListLine(price_list_code=code, line_no=no * 10_000, **{**given, **own})
        rows.append(attrs.evolve(row, price_type=PriceType.SALE, status=header.status))
    return rows


def marks(tables: Tables, code: str) -> list[list[tuple[str, int, bool]]]:
    found = list_duplicates(tables, code)
    return [
        [(entry.line.price_list_code, entry.line.line_no, entry.remove) for entry in groups.entries]
        for groups in (found.inside, found.across)
    ]


def statuses(tables: Tables) -> dict[tuple[str, int], PriceStatus]:
    return {(line.price_list_code, line.line_no): line.status for line in tables.where(PriceListLine)}


def status_of(tables: Tables, code: str) -> PriceStatus:
    header = tables.get(PriceListHeader, code)
    assert header is not None
    return header.status


@pytest.mark.scenario(
    "134168.T030_DuplicatePriceLineInTheSamePriceList", "134168.T035_DuplicatePriceLineInTheSamePriceList"
)
def test_of_two_duplicates_in_a_list_the_first_stays() -> None:
    tables = Tables.of(price_list("S1", {}, {}))
    assert marks(tables, "S1") == [[("S1", 10_000, False), ("S1", 20_000, True)], []]
    after = tables.apply(change_list_status(tables, "S1", ACTIVE))
    assert status_of(after, "S1") is ACTIVE
    assert statuses(after) == {("S1", 10_000): ACTIVE}


@pytest.mark.scenario("134168.T033_TwoDuplicatePriceLinesInTwoPriceLists")
def test_a_duplicate_in_another_list_goes() -> None:
    tables = Tables.of([*price_list("S1", {}, status=ACTIVE), *price_list("S2", {})])
    assert marks(tables, "S2") == [[], [("S2", 10_000, False), ("S1", 10_000, True)]]
    after = tables.apply(change_list_status(tables, "S2", ACTIVE))
    assert statuses(after) == {("S2", 10_000): ACTIVE}


@pytest.mark.scenario("134168.T034_ThreeDuplicatePriceLinesInTwoPriceLists")
def test_duplicates_inside_the_list_go_before_those_in_others() -> None:
    tables = Tables.of([*price_list("S1", {}, status=ACTIVE), *price_list("S2", {}, {})])
    assert marks(tables, "S2") == [
        [("S2", 10_000, False), ("S2", 20_000, True)],
        [("S2", 10_000, False), ("S1", 10_000, True)],
    ]
    after = tables.apply(change_list_status(tables, "S2", ACTIVE))
    assert statuses(after) == {("S2", 10_000): ACTIVE}


@pytest.mark.scenario("134118.T050_UpdateStatusConfirmYes")
def test_activation_reaches_the_lines() -> None:
    tables = Tables.of(price_list("S1", {}))
    after = tables.apply(change_list_status(tables, "S1", ACTIVE))
    assert (status_of(after, "S1"), statuses(after)) == (ACTIVE, {("S1", 10_000): ACTIVE})


@pytest.mark.scenario("134118.T057_ActivePriceListToDraft")
def test_an_active_list_returns_to_draft() -> None:
    tables = Tables.of(price_list("S1", {}, status=ACTIVE))
    after = tables.apply(change_list_status(tables, "S1", DRAFT))
    assert (status_of(after, "S1"), statuses(after)) == (DRAFT, {("S1", 10_000): DRAFT})


@pytest.mark.rule("E-PRICE-SOURCE-NO")
@pytest.mark.scenario("134118.T060_UpdateStatusOnHeaderSourceAllCustomersSourceFilled")
def test_activation_refuses_a_number_on_all_customers() -> None:
    with pytest.raises(SourceNoNotBlank):
        change_list_status(Tables.of(price_list("S1", source_no="X")), "S1", ACTIVE)


@pytest.mark.scenario("134118.T061_UpdateStatusOnHeaderSourceCustomersSourceBlank")
def test_activation_refuses_a_blank_customer() -> None:
    with pytest.raises(FieldRequired, match="source_no"):
        change_list_status(Tables.of(price_list("S1", source_type=PriceSourceType.CUSTOMER)), "S1", ACTIVE)


@pytest.mark.scenario("134118.T066_UpdateStatusOnHeaderAsDefaultWithBlankSourceNo")
def test_activation_verifies_the_source_of_every_line() -> None:
    blank = {"source_type": PriceSourceType.CUSTOMER, "asset_no": "Y"}
    with pytest.raises(FieldRequired, match="source_no"):
        change_list_status(Tables.of(price_list("S1", {}, blank, allow_updating_defaults=True)), "S1", ACTIVE)


@pytest.mark.scenario("134118.T068_UpdateStatusOnHeaderAsDefaultWithBlankProductNo")
def test_a_blank_account_number_passes_activation() -> None:
    account = {"asset_type": PriceAssetType.GL_ACCOUNT}
    rows = price_list("S1", account, {**account, "asset_no": ""}, allow_updating_defaults=True)
    tables = Tables.of(rows)
    assert set(statuses(tables.apply(change_list_status(tables, "S1", ACTIVE))).values()) == {ACTIVE}


@pytest.mark.scenario("134118.T092_DraftPriceListHasDraflLines")
def test_a_draft_list_never_reports_draft_lines() -> None:
    header = PriceListHeader(code="S1", source_type=ALL_CUSTOMERS)
    assert not has_draft_lines(header, [PriceListLine(price_list_code="S1")], edit_active_prices=True)


@pytest.mark.scenario("134118.T052_IsEditable", "134198.T050_IsEditable")
def test_only_drafts_are_editable() -> None:
    assert [is_editable(status) for status in (DRAFT, ACTIVE, INACTIVE)] == [True, False, False]


@pytest.mark.scenario("134118.T053_ActiveIsEditableIfAllowedEditing", "134198.T051_ActiveIsEditableIfEditingAllowed")
def test_active_ones_are_editable_where_the_setup_opens_them() -> None:
    allowed = [is_editable(status, edit_active_prices=True) for status in (DRAFT, ACTIVE, INACTIVE)]
    assert allowed == [True, True, False]


@pytest.mark.rule("E-PRICE-DELETE-ACTIVE")
@pytest.mark.scenario("134118.T055_CannotDeleteActivePriceList")
def test_an_active_list_is_not_deleted() -> None:
    with pytest.raises(ActiveNotDeleted):
        delete_price_list(Tables.of(price_list("S1", status=ACTIVE)), "S1")


@pytest.mark.scenario("134118.T006_DeleteLineOnHeaderDeletion")
def test_the_lines_go_with_their_list() -> None:
    tables = Tables.of([*price_list("X", {}, {}), *price_list("Y", {})])
    assert list(statuses(tables.apply(delete_price_list(tables, "X")))) == [("Y", 10_000)]


@pytest.mark.scenario("134123.T056_CanDeleteActiveLineIfEditingAllowed")
def test_an_active_line_is_deleted_where_active_ones_are_open() -> None:
    tables = Tables.of(price_list("S1", {}, status=ACTIVE))
    assert not statuses(tables.apply(delete_price_line(tables, ("S1", 10_000), edit_active_prices=True)))


@pytest.mark.scenario("134118.T030_UpdateAmountTypeAnyNoLines")
@pytest.mark.scenario("134118.T033_UpdateAmountTypePriceInLinesPriceOnly")
@pytest.mark.scenario("134118.T034_UpdateAmountTypeDiscountInLinesDiscountOnly")
@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], PriceAmountType.ANY),
        ([PriceAmountType.PRICE], PriceAmountType.PRICE),
        ([PriceAmountType.DISCOUNT], PriceAmountType.DISCOUNT),
    ],
)
def test_what_a_list_defines_follows_its_lines(kinds: list[PriceAmountType], expected: PriceAmountType) -> None:
    header = PriceListHeader(code="S1", source_type=ALL_CUSTOMERS)
    assert effective_amount_type(header, [PriceListLine(amount_type=kind) for kind in kinds]) is expected
