"""Entering price lines: what a list lays down, what a product brings, what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.contacts.partners import Customer, Vendor
from bcmarketing.errors import FieldRequired, InvalidField, NotFound
from bcmarketing.pricing.items import CustomerDiscountGroup, Item, ItemDiscountGroup, ItemUnitOfMeasure, ItemVariant
from bcmarketing.pricing.line_products import (
    GroupNotBought,
    enter_asset_no,
    enter_asset_type,
    enter_unit_of_measure,
    enter_variant_code,
    enter_work_type,
)
from bcmarketing.pricing.line_terms import (
    HeaderField,
    HeaderGoverns,
    NotDefined,
    SourceNotInList,
    as_stored,
    with_header,
)
from bcmarketing.pricing.list_checks import NotDraft
from bcmarketing.pricing.list_lines import (
    enter_allow_invoice_disc,
    enter_allow_line_disc,
    enter_amount_type,
    enter_header_field,
    enter_line_discount_pct,
    enter_minimum_quantity,
    enter_source_no,
    enter_source_type,
    enter_unit_price,
    insert_price_line,
    next_line_no,
    save_price_line,
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
from bcmarketing.pricing.source_rules import AmountTypeRefused, is_for
from bcmarketing.store.tables import Tables

ANY, PRICE, DISCOUNT = PriceAmountType
DAY = dt.date(2027, 1, 25)
EMPTY = Tables.of(())
ITEM = Item(no="X", description="chair", base_unit_of_measure="PCS", vat_prod_posting_group="GOODS")
SHOP: tuple[Any, ...] = (
    ITEM,
    Item(no="Y", base_unit_of_measure="KG"),
    ItemVariant(item_no="X", code="RED", description="red chair"),
    ItemUnitOfMeasure(item_no="X", code="BOX", qty_per_unit_of_measure=4),
    ItemDiscountGroup(code="G", description="chairs"),
    Customer(no="C", currency_code="USD"),
    CustomerDiscountGroup(code="D"),
    Vendor(no="V"),
)


def shop(**fields: Any) -> Tables:
    header = {"code": "S1", "source_type": PriceSourceType.ALL_CUSTOMERS, "price_type": PriceType.SALE}
    return Tables.of((*SHOP, PriceListHeader(**{**header, **fields})))


def line(**fields: Any) -> PriceListLine:
    given = {"price_list_code": "S1", "source_type": PriceSourceType.ALL_CUSTOMERS, "asset_no": "X"}
    return PriceListLine(**{**given, "price_type": PriceType.SALE, **fields})


@pytest.mark.rule("E-PRICE-STATUS")
@pytest.mark.parametrize("status", [PriceStatus.ACTIVE, PriceStatus.INACTIVE])
def test_a_line_of_a_list_that_is_no_draft_is_not_entered(status: PriceStatus) -> None:
    tables, own = shop(), line(status=status)
    with pytest.raises(NotDraft):
        enter_unit_price(tables, own, Decimal(1))
    assert enter_unit_price(EMPTY, own, Decimal(1)).unit_price == 1  # a loose line has no list to be drafted in


def test_an_active_line_is_entered_where_active_lists_are_open() -> None:
    own = line(status=PriceStatus.ACTIVE)
    assert enter_minimum_quantity(shop(), own, Decimal(5), edit_active_prices=True).minimum_quantity == 5


@pytest.mark.rule("E-PRICE-LINE-DEFAULTS")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency_code", "USD"),
        ("price_includes_vat", True),
        ("vat_bus_posting_gr_price", "DOMESTIC"),
        ("starting_date", DAY),
        ("ending_date", DAY),
    ],
)
def test_a_list_lays_down_currency_vat_and_dates_unless_it_leaves_them_to_the_lines(
    field: HeaderField, value: str | bool | dt.date
) -> None:
    with pytest.raises(HeaderGoverns, match=field):
        enter_header_field(shop(), line(), field, value)
    for tables in (shop(allow_updating_defaults=True), shop(**{field: value}), EMPTY):
        assert getattr(enter_header_field(tables, line(), field, value), field) == value


@pytest.mark.rule("E-PRICE-LINE-DEFAULTS")
def test_the_number_of_a_list_is_that_of_its_lines() -> None:
    tables = shop(source_type=PriceSourceType.CUSTOMER, source_no="B")
    with pytest.raises(HeaderGoverns, match="source_no"):
        enter_source_no(tables, line(source_type=PriceSourceType.CUSTOMER), "C")


@pytest.mark.rule("E-PRICE-LINE-SOURCE")
def test_the_source_of_a_line_is_no_wider_than_that_of_its_list() -> None:
    for_customer = shop(source_type=PriceSourceType.CUSTOMER, source_no="C")
    for kind in (PriceSourceType.CUSTOMER_PRICE_GROUP, PriceSourceType.ALL_CUSTOMERS):
        with pytest.raises(SourceNotInList):
            enter_source_type(for_customer, line(), kind)
    with pytest.raises(SourceNotInList):
        enter_source_type(shop(source_type=PriceSourceType.CAMPAIGN), line(), PriceSourceType.CUSTOMER)
    for kind in (PriceSourceType.ALL_CUSTOMERS, PriceSourceType.CUSTOMER, PriceSourceType.CAMPAIGN):
        assert enter_source_type(shop(), line(), kind).source_type is kind
    wide = shop(source_type=PriceSourceType.ALL, price_type=PriceType.ANY)
    assert enter_source_type(wide, line(), PriceSourceType.VENDOR).source_type is PriceSourceType.VENDOR
    free = shop(source_type=PriceSourceType.CAMPAIGN, allow_updating_defaults=True)
    assert enter_source_type(free, line(), PriceSourceType.CUSTOMER).source_type is PriceSourceType.CUSTOMER


@pytest.mark.parametrize(
    ("kind", "no", "found"),
    [
        (PriceSourceType.CUSTOMER, "C", "C"),
        (PriceSourceType.CUSTOMER, " c ", "C"),
        (PriceSourceType.CUSTOMER, "NONE", ""),
        (PriceSourceType.CUSTOMER, "", ""),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, "C", ""),
        (PriceSourceType.CUSTOMER_DISC_GROUP, "D", "D"),
        (PriceSourceType.CAMPAIGN, "C", ""),
        (PriceSourceType.CONTACT, "C", ""),
        (PriceSourceType.VENDOR, "V", "V"),
        (PriceSourceType.JOB, "J", "J"),
        (PriceSourceType.ALL_CUSTOMERS, "C", ""),
    ],
)
def test_a_number_that_does_not_exist_becomes_blank(kind: PriceSourceType, no: str, found: str) -> None:
    assert enter_source_no(shop(), PriceListLine(source_type=kind), no).source_no == found


def test_a_list_that_lays_its_defaults_down_takes_nothing_from_the_source() -> None:
    own = line(source_type=PriceSourceType.CUSTOMER)
    assert enter_source_no(shop(), own, "C").currency_code == ""
    assert enter_source_no(shop(allow_updating_defaults=True), own, "C").currency_code == "USD"


def test_a_new_source_type_brings_the_defaults_of_the_product_again_and_keeps_the_variant() -> None:
    own = PriceListLine(asset_no="X", variant_code="RED", currency_code="USD", source_no="C")
    entered = enter_source_type(shop(), own, PriceSourceType.CAMPAIGN)
    assert (entered.source_no, entered.currency_code) == ("", "")
    assert (entered.variant_code, entered.unit_of_measure_code, entered.description) == ("RED", "PCS", "red chair")


@pytest.mark.rule("E-PRICE-AMOUNT-TYPE")
def test_an_item_discount_group_stays_a_discount_under_a_new_source_that_may_define_one() -> None:
    own = PriceListLine(asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP, asset_no="G", amount_type=DISCOUNT)
    assert enter_source_type(shop(), own, PriceSourceType.CUSTOMER).amount_type is DISCOUNT
    with pytest.raises(AmountTypeRefused):
        enter_source_type(shop(), own, PriceSourceType.CUSTOMER_PRICE_GROUP)


@pytest.mark.rule("E-PRICE-GROUP-PURCHASE")
def test_an_item_discount_group_has_no_purchase_prices() -> None:
    with pytest.raises(GroupNotBought):
        enter_asset_type(EMPTY, PriceListLine(price_type=PriceType.PURCHASE), PriceAssetType.ITEM_DISCOUNT_GROUP)
    bought = shop(source_type=PriceSourceType.ALL_VENDORS, price_type=PriceType.PURCHASE)
    with pytest.raises(GroupNotBought):  # though the line does not say so yet
        enter_asset_type(bought, PriceListLine(price_list_code="S1"), PriceAssetType.ITEM_DISCOUNT_GROUP)


def test_a_new_product_type_clears_the_product() -> None:
    own = line(variant_code="RED", unit_of_measure_code="BOX", description="red chair")
    entered = enter_asset_type(shop(), own, PriceAssetType.GL_ACCOUNT)
    assert (entered.asset_no, entered.variant_code, entered.unit_of_measure_code, entered.description) == ("",) * 4


def test_an_item_brings_its_description_unit_and_vat_product_group() -> None:
    entered = enter_asset_no(shop(), PriceListLine(variant_code="RED"), "x")
    assert (entered.asset_no, entered.description, entered.variant_code) == ("X", "chair", "")
    assert (entered.unit_of_measure_code, entered.vat_prod_posting_group) == ("PCS", "GOODS")


def test_the_same_item_again_keeps_its_variant_and_another_one_does_not() -> None:
    own = line(variant_code="RED")
    assert enter_asset_no(shop(), own, "X").variant_code == "RED"
    assert enter_asset_no(shop(), own, "Y").variant_code == ""


@pytest.mark.parametrize(
    ("kind", "no", "found"),
    [
        (PriceAssetType.ITEM, "NONE", ""),
        (PriceAssetType.ITEM_DISCOUNT_GROUP, "NONE", ""),
        (PriceAssetType.ITEM_DISCOUNT_GROUP, "G", "G"),
        (PriceAssetType.GL_ACCOUNT, "8000", "8000"),
    ],
)
def test_a_product_that_does_not_exist_becomes_blank(kind: PriceAssetType, no: str, found: str) -> None:
    assert enter_asset_no(shop(), PriceListLine(asset_type=kind), no).asset_no == found


def test_the_mark_of_the_item_counts_unless_the_list_allows_invoice_discounts() -> None:
    fixed = attrs.evolve(ITEM, no="F", allow_invoice_disc=False)
    rows = (fixed, PriceListHeader(code="S1"), PriceListHeader(code="S2", allow_invoice_disc=False))
    own = {code: PriceListLine(price_list_code=code, allow_invoice_disc=True) for code in ("", "S1", "S2")}
    entered = {code: enter_asset_no(Tables.of(rows), row, "F").allow_invoice_disc for code, row in own.items()}
    assert entered == {"": False, "S1": True, "S2": False}


def test_a_variant_of_another_item_becomes_blank() -> None:
    entered = enter_variant_code(shop(), line(asset_no="Y"), "RED")
    assert (entered.variant_code, entered.description) == ("", "")
    assert enter_variant_code(shop(), line(), "RED").description == "red chair"
    assert enter_variant_code(shop(), line(variant_code="RED"), "").description == "chair"


def test_the_unit_belongs_to_the_item() -> None:
    for unit in ("BOX", "PCS", ""):
        assert enter_unit_of_measure(shop(), line(), unit).unit_of_measure_code == unit
    with pytest.raises(NotFound, match="ItemUnitOfMeasure"):
        enter_unit_of_measure(shop(), line(), "KG")
    with pytest.raises(FieldRequired, match="asset_no"):
        enter_unit_of_measure(shop(), line(asset_no=""), "PCS")
    group = line(asset_type=PriceAssetType.RESOURCE_GROUP, asset_no="")
    assert enter_unit_of_measure(shop(), group, "HOUR").unit_of_measure_code == "HOUR"
    person = line(asset_type=PriceAssetType.RESOURCE, asset_no="LINA")
    assert enter_unit_of_measure(shop(), person, "HOUR").unit_of_measure_code == "HOUR"
    assert enter_work_type(shop(), person, "km").work_type_code == "KM"


@pytest.mark.rule("E-PRICE-DEFINES")
def test_a_price_has_no_percentage_and_a_discount_no_price_not_even_0() -> None:
    with pytest.raises(NotDefined):
        enter_line_discount_pct(EMPTY, line(amount_type=PRICE), Decimal(5))
    assert enter_line_discount_pct(EMPTY, line(amount_type=PRICE), Decimal(0)).line_discount_pct == 0
    assert enter_line_discount_pct(EMPTY, line(), Decimal(5)).line_discount_pct == 5
    with pytest.raises(NotDefined):
        enter_unit_price(EMPTY, line(amount_type=DISCOUNT), Decimal(0))


def test_marks_are_set_on_prices_and_taken_off_anything() -> None:
    assert enter_allow_line_disc(EMPTY, line(), allow=True).allow_line_disc
    assert enter_allow_invoice_disc(EMPTY, line(), allow=True).allow_invoice_disc
    assert not enter_allow_line_disc(EMPTY, line(amount_type=DISCOUNT), allow=False).allow_line_disc
    assert not enter_allow_invoice_disc(EMPTY, line(amount_type=DISCOUNT), allow=False).allow_invoice_disc


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_a_price_or_discount_is_entered_on_a_complete_line_only() -> None:
    with pytest.raises(FieldRequired, match="source_no"):
        enter_unit_price(EMPTY, line(source_type=PriceSourceType.CUSTOMER), Decimal(1))
    with pytest.raises(FieldRequired, match="asset_no"):
        enter_line_discount_pct(EMPTY, line(asset_no=""), Decimal(1))


@pytest.mark.rule("E-FIELD-INVALID")
def test_bad_values_are_refused_by_name() -> None:
    for price in (Decimal(-1), Decimal("NaN")):
        with pytest.raises(InvalidField, match="unit_price"):
            enter_unit_price(EMPTY, line(), price)
    with pytest.raises(InvalidField, match="line_discount_pct"):
        enter_line_discount_pct(EMPTY, line(), Decimal(101))
    with pytest.raises(InvalidField, match="source_type"):
        enter_source_type(shop(), line(), "Customer")  # type: ignore[arg-type]
    with pytest.raises(InvalidField, match="source_no"):
        enter_source_no(EMPTY, line(), "C" * 21)


def test_the_date_that_a_campaign_line_has_is_no_change() -> None:
    own = PriceListLine(source_type=PriceSourceType.CAMPAIGN, source_no="CP", starting_date=DAY)
    assert enter_header_field(EMPTY, own, "starting_date", DAY) == own
    with pytest.raises(CampaignRowDates):
        enter_header_field(EMPTY, own, "starting_date", None)


def test_a_list_that_leaves_its_defaults_to_the_lines_is_copied_whole_only_by_force() -> None:
    header = PriceListHeader(
        code="S1",
        source_type=PriceSourceType.CUSTOMER,
        source_no="C",
        currency_code="USD",
        allow_updating_defaults=True,
    )
    own = PriceListLine(source_type=PriceSourceType.CAMPAIGN, source_no="CP")
    assert with_header(own, header).source_no == "CP"
    forced = with_header(own, header, force=True)
    assert (forced.source_no, forced.currency_code) == ("C", "USD")


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({}, (True, False)),
        ({"source_type": PriceSourceType.CUSTOMER}, (False, False)),
        ({"source_type": PriceSourceType.CUSTOMER_PRICE_GROUP}, (False, False)),
        ({"asset_type": PriceAssetType.RESOURCE}, (True, True)),
        ({"asset_type": PriceAssetType.RESOURCE, "source_type": PriceSourceType.CUSTOMER}, (False, True)),
        ({"amount_type": DISCOUNT}, (False, False)),
        ({"price_type": PriceType.PURCHASE}, (False, False)),
        ({"price_list_code": "S1"}, (False, False)),
    ],
)
def test_a_loose_sales_price_allows_discounts_by_its_source_and_product(
    fields: dict[str, Any], marks: tuple[bool, bool]
) -> None:
    stored = as_stored(line(**{"price_list_code": "", **fields}))
    assert (stored.allow_line_disc, stored.allow_invoice_disc) == marks


def test_a_new_line_is_numbered_after_the_last_one_and_keeps_a_number_of_its_own() -> None:
    tables = Tables.of((line(line_no=15_000),))
    assert insert_price_line(tables, line()).inserted_of(PriceListLine)[0].line_no == 25_000
    assert insert_price_line(tables, line(line_no=7)).inserted_of(PriceListLine)[0].line_no == 7


def test_a_line_that_is_saved_unchanged_changes_nothing_and_an_active_one_becomes_a_draft() -> None:
    own = line(line_no=10_000, status=PriceStatus.ACTIVE)
    tables = Tables.of((own,))
    assert not save_price_line(tables, own)
    (saved,) = save_price_line(tables, attrs.evolve(own, unit_price=Decimal(9))).modified_of(PriceListLine)
    assert (saved.unit_price, saved.status) == (Decimal(9), PriceStatus.DRAFT)
    with pytest.raises(NotFound):
        save_price_line(EMPTY, own)


@pytest.mark.rule("E-PRICE-STATUS")
def test_a_line_of_a_list_is_saved_as_a_draft_or_where_active_ones_are_open() -> None:
    own = line(line_no=10_000, status=PriceStatus.ACTIVE)
    tables = Tables.of((PriceListHeader(code="S1"), own))
    dearer = attrs.evolve(own, unit_price=Decimal(9))
    with pytest.raises(NotDraft):
        save_price_line(tables, dearer)
    assert save_price_line(tables, dearer, edit_active_prices=True)
    assert save_price_line(tables, attrs.evolve(own, status=PriceStatus.INACTIVE))


@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("source"), st.sampled_from([PriceSourceType.CUSTOMER, *list(PriceSourceType)[:5]])),
            st.tuples(st.just("asset"), st.sampled_from([PriceAssetType.ITEM, PriceAssetType.ALL])),
            st.tuples(st.just("amount"), st.sampled_from(PriceAmountType)),
        ),
        max_size=6,
    )
)
def test_whatever_is_entered_a_loose_line_never_defines_what_its_source_cannot(steps: list[tuple[str, Any]]) -> None:
    own = PriceListLine()
    for step, value in steps:
        try:
            if step == "source":
                own = enter_source_type(EMPTY, own, value)
            elif step == "asset":
                own = enter_asset_type(EMPTY, own, value)
            else:
                own = enter_amount_type(EMPTY, own, value)
        except AmountTypeRefused:
            continue
        assert is_for(own.source_type, own.amount_type)
        assert own.amount_type is not DISCOUNT or not own.unit_price
        assert own.asset_type is not PriceAssetType.ALL


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_list_lays_down_five_fields_and_no_others() -> None:
    for field in ("status", "nothing", None, ["ending_date"]):
        with pytest.raises(InvalidField, match="field"):
            enter_header_field(EMPTY, line(), field, PriceStatus.ACTIVE)  # type: ignore[arg-type]
    with pytest.raises(InvalidField, match="line_discount_pct"):
        enter_line_discount_pct(EMPTY, line(amount_type=PRICE), Decimal("sNaN"))


def test_the_next_number_of_a_line_is_asked_for_by_a_code() -> None:
    tables = Tables.of((line(line_no=30_000),))
    assert next_line_no(tables, " s1") == 40_000
