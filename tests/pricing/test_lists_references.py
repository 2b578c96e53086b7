"""Records that prices name: what is refused when they are deleted or renamed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.cards import delete_campaign, modify_campaign, rename_campaign
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Customer
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, WrongType
from bcmarketing.pricing.propagation import (
    GroupInUse,
    delete_product_prices,
    delete_source_prices,
    rename_price_product,
    rename_price_source,
    rename_price_unit,
    rename_price_variant,
)
from bcmarketing.pricing.records import PriceAssetType, PriceListHeader, PriceListLine, PriceSourceType
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

EMPTY = Tables.of(())
TODAY = Context(today=dt.date(2027, 1, 25))
CUSTOMER, ITEM = PriceSourceType.CUSTOMER, PriceAssetType.ITEM


@pytest.mark.rule("E-PRICE-GROUP-USED")
def test_a_customer_discount_group_in_use_is_not_deleted() -> None:
    tables = Tables.of((Customer(no="C", customer_disc_group="G"),))
    with pytest.raises(GroupInUse, match="that of customer 'C'"):
        delete_source_prices(tables, PriceSourceType.CUSTOMER_DISC_GROUP, "G")
    assert not delete_source_prices(tables, PriceSourceType.CUSTOMER_DISC_GROUP, "H")


def test_lines_for_others_go_with_the_list_and_lines_elsewhere_go_with_the_source() -> None:
    rows = (
        PriceListHeader(code="S1", source_type=CUSTOMER, source_no="C"),
        PriceListLine(price_list_code="S1", line_no=1, source_type=CUSTOMER, source_no="D"),
        PriceListLine(price_list_code="S2", line_no=1, source_type=CUSTOMER, source_no="C"),
        PriceListLine(price_list_code="S2", line_no=2, source_type=CUSTOMER, source_no="D"),
        PriceListLine(price_list_code="S2", line_no=3, source_type=PriceSourceType.CONTACT, source_no="C"),
        PriceWorksheetLine(line_no=1, source_type=CUSTOMER, source_no="C"),
    )
    tables = Tables.of(rows)
    after = tables.apply(delete_source_prices(tables, CUSTOMER, "c"))
    assert [line.line_no for line in after.where(PriceListLine)] == [2, 3]
    assert not list(after.where(PriceListHeader)) + list(after.where(PriceWorksheetLine))


def test_the_price_lists_of_a_campaign_go_with_it_and_with_all_their_lines() -> None:
    of_campaign: dict[str, Any] = {"source_type": PriceSourceType.CAMPAIGN, "source_no": "CP"}
    rows = (
        Campaign(no="CP"),
        PriceListHeader(code="S1", **of_campaign),
        PriceListLine(price_list_code="S1", line_no=1, source_type=CUSTOMER, source_no="D"),
        PriceListLine(price_list_code="S2", line_no=1, **of_campaign),
        PriceListLine(price_list_code="S2", line_no=2, source_type=CUSTOMER, source_no="D"),
    )
    tables = Tables.of(rows)
    after = tables.apply(delete_campaign(tables, "CP"))
    assert list(after.rows()) == [rows[-1]]


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_blank_numbers_are_refused_as_they_would_name_every_loose_end() -> None:
    steps: tuple[Callable[[], ChangeSet], ...] = (
        lambda: delete_source_prices(EMPTY, CUSTOMER, ""),
        lambda: delete_product_prices(EMPTY, ITEM, " "),
        lambda: rename_price_source(EMPTY, CUSTOMER, "C", ""),
        lambda: rename_price_product(EMPTY, ITEM, "", "X"),
        lambda: rename_price_variant(EMPTY, "I", "", "X"),
        lambda: rename_price_unit(EMPTY, "PCS", ""),
    )
    for step in steps:
        with pytest.raises(FieldRequired):
            step()


@pytest.mark.rule("E-FIELD-INVALID")
def test_the_kind_of_what_is_deleted_or_renamed_is_an_option() -> None:
    steps: tuple[Callable[[Any], ChangeSet], ...] = (
        lambda kind: delete_source_prices(EMPTY, kind, "C"),
        lambda kind: rename_price_source(EMPTY, kind, "C", "D"),
        lambda kind: delete_product_prices(EMPTY, kind, "I"),
        lambda kind: rename_price_product(EMPTY, kind, "I", "J"),
    )
    for step in steps:
        for kind in ("Customer", 11, None):
            with pytest.raises(WrongType, match="_type"):
                step(kind)


def test_the_filter_of_a_list_follows_only_where_it_named_the_source() -> None:
    header = PriceListHeader(code="S1", source_type=CUSTOMER, source_no="C", filter_source_no="OTHER")
    (renamed,) = rename_price_source(Tables.of((header,)), CUSTOMER, "C", "X").modified_of(PriceListHeader)
    assert (renamed.source_no, renamed.filter_source_no) == ("X", "OTHER")


def test_worksheet_lines_follow_their_campaign() -> None:
    campaign = Campaign(no="CP", starting_date=dt.date(2027, 1, 1))
    row = PriceWorksheetLine(line_no=1, source_type=PriceSourceType.CAMPAIGN, source_no="CP")
    tables = Tables.of((campaign, row, PriceWorksheetLine(line_no=2)))
    later = attrs.evolve(campaign, starting_date=dt.date(2027, 1, 6))
    moved = modify_campaign(tables, later, context=TODAY)
    assert [new.starting_date for new in moved.modified_of(PriceWorksheetLine)] == [dt.date(2027, 1, 6)]
    renamed = rename_campaign(tables, "CP", "CQ", context=TODAY)
    assert [new.source_no for new in renamed.modified_of(PriceWorksheetLine)] == ["CQ"]
    assert [gone.line_no for gone in delete_campaign(tables, "CP").deleted_of(PriceWorksheetLine)] == [1]
