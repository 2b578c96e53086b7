"""Activating, withdrawing and deleting price lists; what must be complete, and what may be changed."""

from typing import Any

import attrs
import pytest

from bcmarketing.errors import FieldRequired, NotFound, WrongType
from bcmarketing.policies import Policies
from bcmarketing.pricing.list_checks import (
    ActiveNotDeleted,
    AllProducts,
    NotDraft,
    SourceNoNotBlank,
    after_edit,
    check_deletable,
    check_editable,
    effective_amount_type,
    has_draft_lines,
    is_editable,
    verify_line,
    verify_source,
)
from bcmarketing.pricing.list_worksheet import implement_worksheet
from bcmarketing.pricing.lists import (
    activate_draft_lines,
    change_list_status,
    delete_price_line,
    delete_price_list,
    list_duplicates,
)
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.source_rules import ParentNotBlank
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.tables import Tables

DRAFT, ACTIVE, INACTIVE = PriceStatus
ANY, PRICE, DISCOUNT = PriceAmountType
ALL_CUSTOMERS = PriceSourceType.ALL_CUSTOMERS


def header(code: str = "S1", **fields: Any) -> PriceListHeader:
    return PriceListHeader(**{"code": code, "source_type": ALL_CUSTOMERS, "price_type": PriceType.SALE, **fields})


def line(no: int = 1, **fields: Any) -> PriceListLine:
    given = {"price_list_code": "S1", "source_type": ALL_CUSTOMERS, "asset_no": "X", "price_type": PriceType.SALE}
    return PriceListLine(**{**given, "line_no": no * 10_000, **fields})


@pytest.mark.rule("E-PRICE-SOURCE-NO")
def test_a_source_that_is_all_of_its_kind_has_no_number() -> None:
    with pytest.raises(SourceNoNotBlank, match="source_no = 'C1' must be blank for source type All Customers"):
        verify_source(header(source_no="C1"))


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.parametrize("row", [header(source_type=PriceSourceType.CUSTOMER), line(source_type=PriceSourceType.JOB)])
def test_other_sources_need_a_number(row: PriceListHeader | PriceListLine) -> None:
    with pytest.raises(FieldRequired, match="source_no"):
        verify_source(row)


@pytest.mark.rule("E-PRICE-PARENT")
def test_only_job_tasks_have_a_parent() -> None:
    with pytest.raises(ParentNotBlank):
        verify_source(header(parent_source_no="J1"))
    verify_source(header(source_type=PriceSourceType.JOB_TASK, source_no="T", parent_source_no="J1"))


@pytest.mark.rule("E-PRICE-ALL-PRODUCTS")
def test_a_line_is_for_one_kind_of_product() -> None:
    with pytest.raises(AllProducts):
        verify_line(line(asset_type=PriceAssetType.ALL))


def test_the_price_of_an_item_names_it_but_a_discount_or_a_worksheet_line_need_not() -> None:
    for kind in (PRICE, ANY):
        with pytest.raises(FieldRequired, match="asset_no"):
            verify_line(line(asset_no="", amount_type=kind))
    verify_line(line(asset_no="", amount_type=DISCOUNT))
    verify_line(line(asset_no="", asset_type=PriceAssetType.GL_ACCOUNT))
    verify_line(PriceWorksheetLine(source_type=ALL_CUSTOMERS))


@pytest.mark.rule("E-PRICE-STATUS")
def test_only_drafts_are_changed_and_active_ones_where_they_are_open() -> None:
    assert [is_editable(status) for status in PriceStatus] == [True, False, False]
    assert [is_editable(status, edit_active_prices=True) for status in PriceStatus] == [True, True, False]
    with pytest.raises(NotDraft, match="price list S1 is Active"):
        check_editable(header(status=ACTIVE))
    with pytest.raises(NotDraft, match="line 10000 of price list S1 is Inactive"):
        check_editable(line(status=INACTIVE), edit_active_prices=True)
    check_editable(line(status=ACTIVE), edit_active_prices=True)


@pytest.mark.rule("E-PRICE-DELETE-ACTIVE")
def test_active_lists_and_lines_are_not_deleted_unless_they_are_open_to_editing() -> None:
    tables = Tables.of((header(status=ACTIVE), line(status=ACTIVE), line(2, status=INACTIVE)))
    with pytest.raises(ActiveNotDeleted, match="price list S1"):
        delete_price_list(tables, "S1")
    with pytest.raises(ActiveNotDeleted, match="line 10000"):
        delete_price_line(tables, ("S1", 10_000))
    assert len(delete_price_list(tables, "S1", edit_active_prices=True).deleted) == 3
    assert len(delete_price_line(tables, ("S1", 10_000), edit_active_prices=True).deleted) == 1
    assert len(delete_price_line(tables, ("S1", 20_000)).deleted) == 1
    check_deletable(PriceWorksheetLine(status=ACTIVE))


def test_an_active_line_that_is_changed_becomes_a_draft_unless_its_status_was_changed() -> None:
    old = line(status=ACTIVE)
    dearer = attrs.evolve(old, description="dearer")
    assert after_edit(old, dearer).status is DRAFT
    assert after_edit(old, old) is old
    assert after_edit(old, attrs.evolve(dearer, status=INACTIVE)).status is INACTIVE
    assert after_edit(attrs.evolve(old, status=DRAFT), dearer).status is ACTIVE


def test_only_an_active_list_that_is_open_to_editing_waits_for_drafts() -> None:
    drafts = [line()]
    assert has_draft_lines(header(status=ACTIVE), drafts, edit_active_prices=True)
    assert not has_draft_lines(header(status=ACTIVE), drafts)
    assert not has_draft_lines(header(), drafts, edit_active_prices=True)
    assert not has_draft_lines(header(status=ACTIVE), [line(status=ACTIVE)], edit_active_prices=True)


@pytest.mark.parametrize(
    ("source", "kinds", "effective"),
    [
        (PriceSourceType.CUSTOMER_PRICE_GROUP, [], PRICE),
        (PriceSourceType.CUSTOMER_DISC_GROUP, [PRICE], DISCOUNT),
        (ALL_CUSTOMERS, [], ANY),
        (ALL_CUSTOMERS, [PRICE, PRICE], PRICE),
        (ALL_CUSTOMERS, [DISCOUNT], DISCOUNT),
        (ALL_CUSTOMERS, [PRICE, DISCOUNT], ANY),
        (ALL_CUSTOMERS, [PRICE, ANY], ANY),
    ],
)
def test_a_list_that_leaves_open_what_it_defines_follows_its_source_or_lines(
    source: PriceSourceType, kinds: list[PriceAmountType], effective: PriceAmountType
) -> None:
    lines = [line(no, amount_type=kind) for no, kind in enumerate(kinds)]
    assert effective_amount_type(header(source_type=source), lines) is effective
    assert effective_amount_type(header(source_type=source, amount_type=PRICE), lines) is PRICE


def test_a_declined_status_leaves_list_and_lines_unless_there_are_no_lines() -> None:
    declined = Policies(change_price_list_status=False)
    assert not change_list_status(Tables.of((header(), line())), "S1", ACTIVE, policies=declined)
    (alone,) = change_list_status(Tables.of((header(),)), "S1", ACTIVE, policies=declined).modified_of(PriceListHeader)
    assert alone.status is ACTIVE


def test_a_list_that_is_withdrawn_is_not_verified() -> None:
    tables = Tables.of((header(source_no="C1", status=ACTIVE), line(status=ACTIVE)))
    done = change_list_status(tables, "S1", INACTIVE)
    assert [row.status for row in done.modified_of(PriceListLine)] == [INACTIVE]


def test_drafts_of_an_active_list_become_active_without_duplicates() -> None:
    tables = Tables.of((header(status=ACTIVE), line(1, status=ACTIVE), line(2), line(3, asset_no="Y"), line(4)))
    done = activate_draft_lines(tables, "S1", edit_active_prices=True)
    assert [row.line_no for row in done.deleted_of(PriceListLine)] == [10_000, 40_000]
    assert [row.line_no for row in done.modified_of(PriceListLine)] == [20_000, 30_000]
    assert not activate_draft_lines(tables, "S1")
    assert not activate_draft_lines(tables, "S1", line_nos=[10_000], edit_active_prices=True)
    refused = Policies(remove_duplicate_prices=False)
    assert not activate_draft_lines(tables, "S1", edit_active_prices=True, policies=refused)


def test_only_the_lines_of_the_user_are_verified() -> None:
    tables = Tables.of((header(status=ACTIVE), line(1, asset_no=""), line(2)))
    done = activate_draft_lines(tables, "S1", line_nos=[20_000], edit_active_prices=True)
    assert [row.line_no for row in done.modified_of(PriceListLine)] == [20_000]
    with pytest.raises(FieldRequired):
        activate_draft_lines(tables, "S1", edit_active_prices=True)


@pytest.mark.rule("E-NOT-FOUND")
def test_a_price_list_that_does_not_exist_is_refused() -> None:
    for step in (list_duplicates, delete_price_list, activate_draft_lines):
        with pytest.raises(NotFound):
            step(Tables.of(()), "S1")


def test_codes_are_read_as_codes() -> None:
    tables = Tables.of((header(), line()))
    assert change_list_status(tables, " s1 ", ACTIVE) == change_list_status(tables, "S1", ACTIVE)


def test_the_keys_of_lines_are_read_as_keys() -> None:
    tables = Tables.of([header(), line(1), line(2)])
    keep = {(" s1", 20_000)}
    assert [row.line_no for row in list_duplicates(tables, "S1", keep=keep).removed] == [10_000]
    activated = tables.apply(change_list_status(tables, "S1", ACTIVE, keep=keep))
    assert [row.line_no for row in activated.where(PriceListLine)] == [20_000]
    opened = Tables.of([header(status=ACTIVE), line(1), line(2)])
    drafted = opened.apply(activate_draft_lines(opened, "S1", keep=keep, edit_active_prices=True))
    assert [row.line_no for row in drafted.where(PriceListLine)] == [20_000]
    assert [row.line_no for row in delete_price_line(tables, ("s1", 10_000)).deleted_of(PriceListLine)] == [10_000]


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("keep", [5, None, "S1", ("S1", 10_000), [["S1", 10_000]], {("S1", "10000")}, {("S1", True)}])
def test_what_is_kept_are_lines_of_price_lists(keep: Any) -> None:
    tables = Tables.of([header(status=ACTIVE), line(1)])
    with pytest.raises(WrongType, match="keep"):
        list_duplicates(tables, "S1", keep=keep)
    with pytest.raises(WrongType, match="keep"):
        change_list_status(tables, "S1", DRAFT, keep=keep)
    with pytest.raises(WrongType, match="keep"):
        activate_draft_lines(tables, "S1", keep=keep)
    with pytest.raises(WrongType, match="keep"):
        implement_worksheet(tables, keep=keep)


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_status_a_key_and_line_numbers_are_what_they_are_called() -> None:
    tables = Tables.of([header(status=ACTIVE), line(1)])
    with pytest.raises(WrongType, match="status"):
        change_list_status(tables, "S1", "Draft")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="key"):
        delete_price_line(tables, ["S1", 10_000])  # type: ignore[arg-type]
    for line_nos in (10_000, "10000", ["10000"]):
        with pytest.raises(WrongType, match="line_nos"):
            activate_draft_lines(tables, "S1", line_nos=line_nos)  # type: ignore[arg-type]
