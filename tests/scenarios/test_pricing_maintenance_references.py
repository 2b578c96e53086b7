"""Scenarios of records that prices name, when they are deleted or renamed."""

from typing import Any, TypeAlias

import pytest

from bcmarketing.pricing.propagation import (
    delete_product_prices,
    delete_source_prices,
    rename_price_product,
    rename_price_source,
    rename_price_unit,
    rename_price_variant,
)
from bcmarketing.pricing.records import PriceAssetType, PriceListHeader, PriceListLine, PriceSourceType
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.tables import Tables

Kind: TypeAlias = type[PriceListLine] | type[PriceWorksheetLine]
both = pytest.mark.parametrize("kind", [PriceListLine, PriceWorksheetLine])
ITEM, GROUP = PriceAssetType.ITEM, PriceAssetType.ITEM_DISCOUNT_GROUP


def two_lists(source_type: PriceSourceType) -> Tables:
    rows: list[PriceListHeader | PriceListLine] = []
    for no in ("A", "B"):
        source: dict[str, Any] = {"source_type": source_type, "source_no": no}
        rows.append(PriceListHeader(code=f"S-{no}", filter_source_no=no, **source))
        rows.append(PriceListLine(price_list_code=f"S-{no}", line_no=10_000, **source))
    return Tables.of(rows)


def sources(tables: Tables) -> list[list[str]]:
    headers, lines = tables.where(PriceListHeader), tables.where(PriceListLine)
    return [
        [header.source_no for header in headers],
        [header.filter_source_no for header in headers],
        [line.source_no for line in lines],
    ]


def named(tables: Tables, kind: Kind, field: str) -> list[str]:
    return [getattr(row, field) for row in tables.where(kind)]


@pytest.mark.scenario("134118.T111_ModifyPricesOnContactRename", "134118.T112_ModifyPricesOnCustomerRename")
@pytest.mark.parametrize("source_type", [PriceSourceType.CONTACT, PriceSourceType.CUSTOMER, PriceSourceType.CAMPAIGN])
def test_the_price_lists_of_a_source_follow_its_number(source_type: PriceSourceType) -> None:
    tables = two_lists(source_type)
    assert sources(tables.apply(rename_price_source(tables, source_type, "A", "X"))) == [["X", "B"]] * 3


@pytest.mark.scenario(
    "134118.T103_DeletePricesOnCustomerPriceGroupDeletion", "134118.T104_DeletePricesOnCustomerDiscGroupDeletion"
)
@pytest.mark.parametrize(
    "source_type", [PriceSourceType.CUSTOMER_PRICE_GROUP, PriceSourceType.CUSTOMER_DISC_GROUP, PriceSourceType.CUSTOMER]
)
def test_the_price_lists_of_a_source_go_with_it(source_type: PriceSourceType) -> None:
    tables = two_lists(source_type)
    assert sources(tables.apply(delete_source_prices(tables, source_type, "A"))) == [["B"]] * 3


@pytest.mark.scenario(
    "134123.T122_DeletePricesOnItemDeletion",
    "134198.T122_DeletePricesOnItemDeletion",
    "134123.T123_DeletePricesOnItemDiscountGroupDeletion",
    "134198.T123_DeletePricesOnItemDiscountGroupDeletion",
)
@pytest.mark.parametrize("asset_type", [ITEM, GROUP])
@both
def test_the_lines_of_a_product_go_with_it(kind: Kind, asset_type: PriceAssetType) -> None:
    tables = Tables.of([kind(line_no=no, asset_type=asset_type, asset_no=code) for no, code in enumerate("AB")])
    assert named(tables.apply(delete_product_prices(tables, asset_type, "A")), kind, "asset_no") == ["B"]


@pytest.mark.scenario("134123.T126_DeletePricesOnItemVariantDeletion", "134198.T126_DeletePricesOnItemVariantDeletion")
@both
def test_the_lines_of_a_variant_go_with_it(kind: Kind) -> None:
    tables = Tables.of([kind(line_no=no, asset_no="I", variant_code=code) for no, code in enumerate(["A", "B", ""])])
    after = tables.apply(delete_product_prices(tables, ITEM, "I", variant_code="a"))
    assert named(after, kind, "variant_code") == ["B", ""]


@pytest.mark.scenario(
    "134123.T132_ModifyPricesOnItemRename",
    "134123.VerifyValuesOnPriceListHeaderAndPriceListLineWhenItemAndGLAccountRename",
)
@pytest.mark.parametrize("asset_type", [ITEM, PriceAssetType.GL_ACCOUNT])
@both
def test_the_lines_of_a_product_follow_its_number(kind: Kind, asset_type: PriceAssetType) -> None:
    tables = Tables.of([kind(line_no=no, asset_type=asset_type, asset_no=code) for no, code in enumerate("AB")])
    assert named(tables.apply(rename_price_product(tables, asset_type, "A", "X")), kind, "asset_no") == ["X", "B"]


@pytest.mark.scenario("134123.T136_ModifyPricesOnItemVariantRename")
@both
def test_the_lines_of_a_variant_follow_its_code(kind: Kind) -> None:
    tables = Tables.of([kind(line_no=no, asset_no="I", variant_code=code) for no, code in enumerate("AB")])
    assert named(tables.apply(rename_price_variant(tables, "I", "A", "X")), kind, "variant_code") == ["X", "B"]


@pytest.mark.scenario("134198.T137_ModifyPricesOnUnitOfMeasureRename")
@both
def test_the_lines_of_a_unit_follow_its_code(kind: Kind) -> None:
    tables = Tables.of([kind(line_no=no, asset_no="I", unit_of_measure_code=code) for no, code in enumerate("AB")])
    after = tables.apply(rename_price_unit(tables, "A", "X"))
    assert named(after, kind, "unit_of_measure_code") == ["X", "B"]
