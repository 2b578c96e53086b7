"""Scenarios of the price and discount overviews."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import Contact, ContactBusinessRelation, ContactType, RelationLink
from bcmarketing.errors import Duplicate, FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.pricing.currencies import VatPostingSetup
from bcmarketing.pricing.items import CustomerPriceGroup, Item
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.line_terms import DatesReversed
from bcmarketing.pricing.list_overview import price_lines, price_lists, sources_of_customer
from bcmarketing.pricing.overview import (
    actual_only,
    change_price_includes_vat,
    customer_has_lines,
    customer_overview,
    delete_row,
    insert_row,
    item_has_lines,
    item_overview,
    modify_row,
)
from bcmarketing.pricing.overview_rows import (
    OverviewLineType,
    OverviewRow,
    OverviewSalesType,
    record_of,
    row_of,
    set_item,
    set_item_disc_group,
    set_line_type,
    set_sales_code,
    set_sales_type,
    set_type,
    set_unit_of_measure,
    set_variant,
)
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.request import VatSetupMissing
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

TODAY = dt.date(2025, 1, 23)
YESTERDAY = dt.date(2025, 1, 22)
PRICE, DISCOUNT = OverviewLineType.SALES_PRICE, OverviewLineType.SALES_LINE_DISCOUNT
ITEM, GROUP = SalesLineDiscountType.ITEM, SalesLineDiscountType.ITEM_DISC_GROUP
Disc, Price = SalesLineDiscSalesType, SalesPriceType

WHO_DISCOUNTS = [
    (Disc.CUSTOMER, "CU", 5, 3),
    (Disc.CUSTOMER, "OTHER", 6, 0),
    (Disc.CUSTOMER_DISC_GROUP, "DG", 7, 0),
    (Disc.CUSTOMER_DISC_GROUP, "ODG", 8, 0),
    (Disc.ALL_CUSTOMERS, "", 9, 0),
    (Disc.CAMPAIGN, "CP", 4, 0),
]
WHO_PRICES = [
    (Price.CUSTOMER, "CU", 50),
    (Price.CUSTOMER, "OTHER", 51),
    (Price.CUSTOMER_PRICE_GROUP, "PG", 52),
    (Price.CUSTOMER_PRICE_GROUP, "OPG", 53),
    (Price.ALL_CUSTOMERS, "", 54),
    (Price.CAMPAIGN, "CP", 55),
]


def stored(*rows: Record) -> Tables:
    return Tables.of(rows)


def customer_tables(**customer: Any) -> Tables:
    discounts = [
        SalesLineDiscount(
            type=kind, code="I1" if kind is ITEM else "IDG", sales_type=sales_type, sales_code=code,
            line_discount_pct=percentage, minimum_quantity=minimum, ending_date=end,
        )
        for kind in (ITEM, GROUP)
        for sales_type, code, percentage, minimum in WHO_DISCOUNTS
        for end in (None, YESTERDAY)
        if end is None or (kind is ITEM and percentage == 5)
    ]  # fmt: skip
    expired = [attrs.evolve(row, minimum_quantity=1) for row in discounts if row.ending_date]
    prices = [
        SalesPrice(item_no="I1", sales_type=sales_type, sales_code=code, unit_price=price)
        for sales_type, code, price in WHO_PRICES
    ]
    kept = [row for row in discounts if not row.ending_date]
    return stored(Customer(no="CU", **customer), *kept, *expired, *prices)


def discounts_of(rows: tuple[OverviewRow, ...]) -> set[int]:
    return {int(row.line_discount_pct) for row in rows if row.line_type is DISCOUNT}


def prices_of(rows: tuple[OverviewRow, ...]) -> list[int]:
    return [int(row.unit_price) for row in rows if row.line_type is PRICE]


@pytest.mark.scenario(
    "138020.BasicDiscLinesInsertedIntoBufferForCustomer",
    "138020.BasicDiscLinesInsertedIntoBufferForAllCustomer",
    "138020.BasicPriceLinesInsertedIntoBufferForAllCust",
    "138020.ValidateDiscountLinesInsertedIntoBufferForCust_NegForCamp",
)
def test_the_overview_of_a_customer_without_groups() -> None:
    rows = customer_overview(customer_tables(), "CU")
    assert discounts_of(rows) == {5, 9}
    assert prices_of(rows) == [50, 54]
    expired = [row for row in rows if row.ending_date == YESTERDAY]
    assert len(expired) == 1
    assert set(rows) - set(actual_only(rows, TODAY)) == set(expired)
    assert customer_overview(customer_tables(), "CU", limit=2) == rows[:2]


@pytest.mark.rule("E-FIELD-INVALID")
def test_what_an_overview_is_asked_for_is_checked() -> None:
    tables = customer_tables()
    rows = customer_overview(tables, "CU")
    assert customer_overview(tables, "CU", limit=0) == ()
    for limit in (1.5, True, "2", -1):
        with pytest.raises(InvalidField, match="limit"):
            customer_overview(tables, "CU", limit=limit)  # type: ignore[arg-type]
    for day in (None, dt.datetime(2025, 1, 23, tzinfo=dt.UTC)):
        with pytest.raises(WrongType, match="today"):
            actual_only(rows, day)  # type: ignore[arg-type]
    for overview in (customer_overview, customer_has_lines, item_overview, item_has_lines):
        for no in (["CU"], None, "C" * 21):
            with pytest.raises(InvalidField, match="_no"):
                overview(tables, no)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="asset_no"):
        price_lines([], asset_no=["X"])  # type: ignore[arg-type]


@pytest.mark.scenario(
    "138020.BasicDiscLinesInsertedIntoBufferForCustDiscGr",
    "138020.ValidateDiscountLinesInsertedIntoBufferForCustomerWithDiscGroup",
)
def test_the_overview_of_a_customer_in_a_discount_group() -> None:
    rows = customer_overview(customer_tables(customer_disc_group="DG"), "CU")
    assert discounts_of(rows) == {5, 7, 9}
    assert prices_of(rows) == [50, 54]


@pytest.mark.scenario(
    "138020.BasicPriceLinesInsertedIntoBufferForCustPriceGr",
    "138020.ValidatePriceLinesInsertedIntoBufferForCustomerWithPriceGroup",
)
def test_the_overview_of_a_customer_in_a_price_group() -> None:
    rows = customer_overview(customer_tables(customer_price_group="PG"), "CU")
    assert prices_of(rows) == [50, 54, 52]
    assert discounts_of(rows) == {5, 9}


@pytest.mark.scenario("138020.ValidateDiscountLinesInsertedIntoBufferForCustWith2Group_NegForCamp")
def test_groups_bring_no_campaign_rows() -> None:
    rows = customer_overview(customer_tables(customer_price_group="PG", customer_disc_group="DG"), "CU")
    assert all(row.sales_type is not OverviewSalesType.CAMPAIGN for row in rows)


CAMPAIGN_PRICE = SalesPrice(
    item_no="I1",
    sales_type=Price.CAMPAIGN,
    sales_code="CP1",
    unit_of_measure_code="PCS",
    minimum_quantity=12,
    unit_price=55,
)


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(
            "CO1", marks=pytest.mark.scenario("136214.ActivatedCampaignSalesPriceForCompanyContactAndCustomer")
        ),
        pytest.param(
            "PE1", marks=pytest.mark.scenario("136214.ActivatedCampaignSalesPriceForPersonContactAndCustomer")
        ),
    ],
)
def test_the_overview_shows_activated_campaigns_that_target_the_company(member: str) -> None:
    rows: list[Record] = [
        Customer(no="CU1"),
        Contact(no="CO1", company_no="CO1"),
        Contact(no="PE1", type=ContactType.PERSON, company_no="CO1"),
        ContactBusinessRelation(
            contact_no="CO1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="CU1"
        ),
        SegmentLine(segment_no="S1", line_no=1, contact_no=member, campaign_no="CP1", campaign_target=True),
        SegmentLine(segment_no="S1", line_no=2, contact_no=member, campaign_target=True),
        CAMPAIGN_PRICE,
        SalesLineDiscount(code="I1", sales_type=Disc.CAMPAIGN, sales_code="CP1", line_discount_pct=9),
    ]
    assert customer_overview(stored(*rows), "CU1") == ()
    activated = CampaignTargetGroup(type=TargetType.CUSTOMER, no="CU1", campaign_no="CP1")
    (row,) = customer_overview(stored(*rows, activated), "CU1")
    shown = (row.sales_type, row.sales_code, f"{row.minimum_quantity} {row.unit_price}")
    assert shown == (OverviewSalesType.CAMPAIGN, "CP1", "12 55")
    no_line = [kept for kept in rows if not isinstance(kept, SegmentLine)]
    assert customer_overview(stored(*no_line, activated), "CU1") == ()


@pytest.mark.parametrize(
    ("records", "customer", "expected"),
    [
        pytest.param([], {}, False, marks=pytest.mark.scenario("138020.CustHasLines_Neg")),
        pytest.param(
            [SalesLineDiscount(code="I1", sales_type=Disc.ALL_CUSTOMERS)],
            {},
            True,
            marks=pytest.mark.scenario("138020.CustHasLines_AllCustOnSalesDisc"),
        ),
        pytest.param(
            [SalesLineDiscount(type=GROUP, code="IDG", sales_type=Disc.ALL_CUSTOMERS)],
            {},
            True,
            marks=pytest.mark.scenario("138020.CustHasLines_AllCustOnSalesPrice"),
        ),
        pytest.param(
            [SalesPrice(item_no="I1", sales_code="CU")],
            {},
            True,
            marks=pytest.mark.scenario("138020.CustHasLines_CustOnSalesPrice"),
        ),
        pytest.param(
            [SalesLineDiscount(code="I1", sales_code="CU")],
            {},
            True,
            marks=pytest.mark.scenario("138020.CustHasLines_CustOnSalesDisc"),
        ),
        pytest.param(
            [SalesLineDiscount(code="I1", sales_type=Disc.CUSTOMER_DISC_GROUP, sales_code="DG")],
            {"customer_disc_group": "DG"},
            True,
            marks=pytest.mark.scenario("138020.CustHasLines_CustOnSalesDiscGr"),
        ),
        (
            [SalesLineDiscount(code="I1", sales_type=Disc.CUSTOMER_DISC_GROUP, sales_code="DG"), CAMPAIGN_PRICE],
            {},
            False,
        ),
    ],
)
def test_whether_a_customer_has_lines(records: list[Any], customer: dict[str, Any], expected: bool) -> None:
    assert customer_has_lines(stored(Customer(no="CU", **customer), *records), "CU") is expected


# --- items ----------------------------------------------------------------------------------------------------------


def item_tables(**item: Any) -> Tables:
    who = [(Disc.CUSTOMER, "CU"), (Disc.CUSTOMER_DISC_GROUP, "DG"), (Disc.ALL_CUSTOMERS, "")]
    discounts = [
        SalesLineDiscount(type=kind, code=code, sales_type=sales_type, sales_code=sales_code, line_discount_pct=pct)
        for kind, code, pct in ((ITEM, "I1", 5), (GROUP, "IDG", 7), (ITEM, "I2", 6), (GROUP, "OTHER", 8))
        for sales_type, sales_code in who
    ]
    discounts += [
        SalesLineDiscount(type=kind, code=code, sales_type=Disc.CAMPAIGN, sales_code="CP", line_discount_pct=4)
        for kind, code in ((ITEM, "I1"), (GROUP, "IDG"))
    ]
    prices = [
        SalesPrice(item_no="I1", sales_type=Price.parse(sales_type.value), sales_code=sales_code, unit_price=50)
        for sales_type, sales_code in who
    ]
    prices.append(SalesPrice(item_no="I1", sales_type=Price.CAMPAIGN, sales_code="CP", unit_price=55))
    prices.append(SalesPrice(item_no="I2", sales_type=Price.ALL_CUSTOMERS, unit_price=51))
    return stored(Item(no="I1", **item), Item(no="I2", item_disc_group="IDG"), *discounts, *prices)


@pytest.mark.scenario(
    "138019.ValidateDiscountLinesInsertedIntoBufferForItem_NegForCamp",
    "138019.ValidateDiscountLinesInsertedIntoBuffer_NegForOtherItem",
    "138019.ValidatePriceLinesInsertedIntoBufferForItem",
    "138019.ValidatePriceLinesInsertedIntoBufferForItem_NegForCamp",
)
def test_the_overview_of_an_item() -> None:
    rows = item_overview(item_tables(), "I1")
    assert prices_of(rows) == [50, 50, 50]
    assert [int(row.line_discount_pct) for row in rows if row.line_type is DISCOUNT] == [5, 5, 5]
    assert {row.code for row in rows} == {"I1"}


@pytest.mark.scenario(
    "138019.ValidateDiscountLinesInsertedIntoBufferForItemWithDiscGroup",
    "138019.ValidateDiscountLinesInsertedIntoBufferForItemWithDiscGroup_NegForCamp",
    "138019.ValidateDiscountLinesInsertedIntoBuffer_NegForOtherItemDiscGr",
    "138019.ValidatePriceLinesInsertedIntoBuffer_NegForOtherItemAndTheSameDiscGr",
)
def test_the_overview_of_an_item_with_a_discount_group() -> None:
    rows = item_overview(item_tables(item_disc_group="IDG"), "I1")
    assert [int(row.line_discount_pct) for row in rows if row.line_type is DISCOUNT] == [5, 5, 5, 7, 7, 7]
    assert {(row.type, row.code) for row in rows} == {(ITEM, "I1"), (GROUP, "IDG")}


@pytest.mark.scenario(
    "138019.TestItemHasLinesNoDiscount", "138019.TestItemHasLinesDiscount", "138019.TestItemHasLinesDiscountGroup"
)
def test_whether_an_item_has_lines() -> None:
    assert not item_has_lines(stored(Item(no="I1")), "I1")
    assert item_has_lines(item_tables(), "I1")
    group = SalesLineDiscount(type=GROUP, code="IDG", sales_code="CU")
    assert item_has_lines(stored(Item(no="I1", item_disc_group="IDG"), group), "I1")
    assert not item_has_lines(stored(Item(no="I1"), group), "I1")
    for overview in (item_overview, item_has_lines, customer_overview, customer_has_lines):
        with pytest.raises(NotFound):
            overview(Tables(), "NONE")


# --- editing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line_type", "kind"),
    [
        pytest.param(
            DISCOUNT,
            ITEM,
            marks=pytest.mark.scenario(
                "138020.Publish_Added_CustomerDiscountLine",
                "138020.Publish_Del_CustomerDiscountLine",
                "138020.Publish_TheSameValuesForCustomerDiscounts",
                "138019.Publish_Added_ItemDiscountLine",
                "138019.Publish_TheSameValuesForItemDiscounts",
            ),
        ),
        pytest.param(
            DISCOUNT,
            GROUP,
            marks=pytest.mark.scenario(
                "138020.Publish_Added_CustomerDiscountGrLine",
                "138020.Publish_Modif_CustomerDiscountGrLine",
                "138020.Publish_Del_CustomerDiscountGrLine",
                "138019.Publish_Added_ItemDiscountGrLine",
                "138019.Publish_Modif_ItemDiscountGrLine",
                "138019.Publish_Del_ItemDiscountGrLine",
            ),
        ),
        pytest.param(
            PRICE,
            ITEM,
            marks=pytest.mark.scenario(
                "138020.Publish_Modif_CustomerPriceLine",
                "138020.Publish_Del_CustomerPriceLine",
                "138020.Publish_TheSameValuesForPrices",
                "138019.Publish_Modif_ItemPriceLine",
                "138019.Publish_Del_ItemPriceLine",
                "138019.Publish_TheSameValuesForPrices",
            ),
        ),
    ],
)
def test_editing_the_overview_writes_through(line_type: OverviewLineType, kind: SalesLineDiscountType) -> None:
    tables = customer_tables()
    rows = customer_overview(tables, "CU")
    row = next(row for row in rows if (row.line_type, row.type) == (line_type, kind))
    assert row_of(record_of(row)) == row
    assert not modify_row(tables, row, row)

    copy = attrs.evolve(row, minimum_quantity=77)
    added = insert_row(tables, copy)
    assert added.inserted == (record_of(copy),)
    after = tables.apply(added)
    assert set(customer_overview(after, "CU")) == {*rows, copy}
    with pytest.raises(Duplicate):
        insert_row(after, copy)

    change = {"unit_price": 1} if line_type is PRICE else {"line_discount_pct": 1}
    changed = attrs.evolve(row, **change)  # type: ignore[arg-type]
    assert [new.new for new in modify_row(tables, row, changed).modified] == [record_of(changed)]
    moved = modify_row(tables, row, attrs.evolve(changed, minimum_quantity=78))
    assert (len(moved.deleted), len(moved.inserted)) == (1, 1)

    gone = tables.apply(delete_row(tables, row))
    assert len(customer_overview(gone, "CU")) == len(rows) - 1
    with pytest.raises(NotFound):
        delete_row(gone, row)


def row(line_type: OverviewLineType = PRICE, **fields: Any) -> OverviewRow:
    return OverviewRow(line_type=line_type, **fields)


@pytest.mark.scenario("138020.ValidateTrigger_RenameRecord_Neg")
def test_a_row_needs_its_codes() -> None:
    with pytest.raises(FieldRequired, match="sales_code"):
        record_of(row(code="I1"))
    with pytest.raises(FieldRequired, match="code"):
        record_of(row(sales_code="CU"))
    with pytest.raises(InvalidField, match="must be blank"):
        record_of(row(code="I1", sales_type=OverviewSalesType.ALL_CUSTOMERS, sales_code="R"))


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_row_is_a_price_or_a_discount_and_a_group_has_neither_unit_nor_variant() -> None:
    blank = row(OverviewLineType.BLANK, code="I1", sales_code="CU")
    group = row(DISCOUNT, type=GROUP, code="IDG", sales_code="CU")
    assert record_of(group) == SalesLineDiscount(type=GROUP, code="IDG", sales_code="CU")
    refused = [blank, *(attrs.evolve(group, **{field: "X"}) for field in ("unit_of_measure_code", "variant_code"))]  # type: ignore[arg-type]
    for wrong in refused:
        with pytest.raises(InvalidField, match="must be"):
            insert_row(Tables(), wrong)
    with pytest.raises(InvalidField, match="must be a price or a discount"):
        delete_row(Tables(), blank)
    with pytest.raises(InvalidField, match="must be a discount"):
        set_type(blank, GROUP, attrs.evolve(CHAIR, item_disc_group="IDG"))


def test_a_row_that_could_not_be_entered_is_put_right_or_removed() -> None:
    wrong = SalesLineDiscount(type=GROUP, code="IDG", sales_code="CU", variant_code="X")
    tables = stored(Customer(no="CU"), wrong)
    (shown,) = customer_overview(tables, "CU")
    right = tables.apply(modify_row(tables, shown, attrs.evolve(shown, variant_code="")))
    assert right.where(SalesLineDiscount) == [attrs.evolve(wrong, variant_code="")]
    assert tables.apply(delete_row(tables, shown)).where(SalesLineDiscount) == []


SPRING = Campaign(no="CP", starting_date=YESTERDAY, ending_date=TODAY)


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES", "E-NOT-FOUND")
@pytest.mark.parametrize("line_type", [PRICE, DISCOUNT])
def test_rows_of_a_campaign_have_its_dates(line_type: OverviewLineType) -> None:
    own = row(line_type, code="I1", sales_type=OverviewSalesType.CAMPAIGN, sales_code="CP")
    with pytest.raises(NotFound, match="Campaign"):
        insert_row(Tables(), own)
    tables = stored(SPRING)
    tables = tables.apply(insert_row(tables, own))
    dated = attrs.evolve(own, starting_date=YESTERDAY, ending_date=TODAY)
    assert tables == stored(SPRING, record_of(dated))
    for change in ({"starting_date": TODAY}, {"ending_date": YESTERDAY}, {"ending_date": None}):
        with pytest.raises(CampaignRowDates):
            modify_row(tables, dated, attrs.evolve(dated, **change))
    more = attrs.evolve(dated, minimum_quantity=2)
    assert modify_row(tables, dated, more).inserted == (record_of(more),)


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_the_dates_of_a_campaign_s_price_may_be_cleared_and_those_of_its_discount_not() -> None:
    for line_type in (PRICE, DISCOUNT):
        of_campaign = row(line_type, code="I1", sales_type=OverviewSalesType.CAMPAIGN, sales_code="CP")
        dated = attrs.evolve(of_campaign, starting_date=YESTERDAY, ending_date=TODAY)
        tables = stored(SPRING, record_of(dated))
        if line_type is PRICE:
            assert tables.apply(modify_row(tables, dated, of_campaign)) == stored(SPRING, record_of(of_campaign))
        else:
            with pytest.raises(CampaignRowDates):
                modify_row(tables, dated, of_campaign)


def test_a_row_that_becomes_one_of_a_campaign_gets_its_dates() -> None:
    for line_type in (PRICE, DISCOUNT):
        own = row(line_type, code="I1", sales_code="CU")
        tables = stored(SPRING, record_of(own))
        of_campaign = attrs.evolve(own, sales_type=OverviewSalesType.CAMPAIGN, sales_code="CP")
        dated = attrs.evolve(of_campaign, starting_date=YESTERDAY, ending_date=TODAY)
        assert tables.apply(modify_row(tables, own, of_campaign)) == stored(SPRING, record_of(dated))


@pytest.mark.scenario("138020.ValidateTrigger_Dates", "138020.ValidateTrigger_Dates_Neg")
def test_a_row_starts_no_later_than_it_ends() -> None:
    one_day = row(code="I1", sales_code="CU", starting_date=TODAY, ending_date=TODAY)
    assert record_of(one_day).ending_date == TODAY
    reversed_row = attrs.evolve(one_day, ending_date=YESTERDAY)
    with pytest.raises(DatesReversed):
        record_of(reversed_row)
    # A host may have stored such a record: it is shown, and can be put right or removed.
    price = attrs.evolve(record_of(one_day), ending_date=YESTERDAY)
    tables = stored(Customer(no="CU"), price)
    assert customer_overview(tables, "CU") == (reversed_row,)
    assert tables.apply(modify_row(tables, reversed_row, one_day)) == stored(Customer(no="CU"), record_of(one_day))
    assert tables.apply(delete_row(tables, reversed_row)) == stored(Customer(no="CU"))


CHAIR = Item(no="I1", sales_unit_of_measure="UM5", price_includes_vat=True, vat_bus_posting_gr_price="VG")


@pytest.mark.scenario("138020.ValidateTrigger_Type4Item", "138020.ValidateTrigger_Code_TypeItem")
def test_type_item_takes_the_loaded_item_and_its_sales_unit() -> None:
    typed = set_type(row(DISCOUNT, type=GROUP, code="IDG"), ITEM, CHAIR)
    assert (typed.type, typed.code, typed.unit_of_measure_code) == (ITEM, "I1", "UM5")
    assert set_type(row(), ITEM).code == ""
    assert set_item(row(), CHAIR).unit_of_measure_code == "UM5"
    assert set_item(row(), Item(no="I2", base_unit_of_measure="PCS")).unit_of_measure_code == "PCS"


@pytest.mark.scenario("138019.LineType_vs_Type")
def test_a_price_is_of_no_item_discount_group() -> None:
    with pytest.raises(InvalidField, match="must be a discount"):
        set_type(row(), GROUP, attrs.evolve(CHAIR, item_disc_group="IDG"))
    discount = set_type(row(DISCOUNT), GROUP, attrs.evolve(CHAIR, item_disc_group="IDG"))
    assert (discount.type, discount.code) == (GROUP, "IDG")
    assert set_type(row(DISCOUNT), GROUP).code == ""
    with pytest.raises(FieldRequired, match="item_disc_group"):
        set_type(row(DISCOUNT), GROUP, CHAIR)
    with pytest.raises(InvalidField, match="must be a discount"):
        set_line_type(discount, PRICE)
    with pytest.raises(InvalidField, match=r"must be Item Disc\. Group"):
        set_item_disc_group(row(DISCOUNT), "IDG")
    assert set_item_disc_group(attrs.evolve(discount, minimum_quantity=2), "OTHER").code == "OTHER"


def test_the_other_kind_of_row_has_no_amount_of_this() -> None:
    assert set_line_type(row(DISCOUNT, line_discount_pct=5), PRICE) == row()
    assert set_line_type(row(unit_price=5), DISCOUNT) == row(DISCOUNT)


@pytest.mark.scenario("138020.ValidateTrigger_Code_LineTypeSalesPrice1")
def test_an_item_brings_its_marks_unless_the_price_group_agrees() -> None:
    group = CustomerPriceGroup(code="PG", allow_invoice_disc=True)
    unitless = attrs.evolve(CHAIR, sales_unit_of_measure="", allow_invoice_disc=False)
    before = row(
        sales_type=OverviewSalesType.CUSTOMER_GROUP,
        sales_code="PG",
        allow_invoice_disc=True,
        unit_of_measure_code="UMC",
        variant_code="VC",
    )
    after = set_item(before, unitless, group)
    assert (after.unit_of_measure_code, after.variant_code) == ("", "")
    assert (after.allow_invoice_disc, after.price_includes_vat) == (True, False)
    assert not set_item(before, unitless, attrs.evolve(group, allow_invoice_disc=False)).allow_invoice_disc
    for_all = set_item(row(sales_type=OverviewSalesType.ALL_CUSTOMERS), CHAIR)
    assert (for_all.price_includes_vat, for_all.vat_bus_posting_gr_price) == (True, "VG")
    assert not set_item(row(DISCOUNT), CHAIR).allow_invoice_disc


@pytest.mark.scenario(
    "138020.ValidateTrigger_SalesType_Customer",
    "138020.ValidateTrigger_SalesType_AllCustomer",
    "138020.ValidateTrigger_SalesType_PriceDiscGr",
)
def test_without_a_loaded_customer_the_sales_code_is_cleared() -> None:
    for kind in OverviewSalesType:
        assert set_sales_type(row(sales_code="SC1"), kind).sales_code == ""
    loaded = Customer(no="CU", customer_price_group="PG", customer_disc_group="DG")
    assert set_sales_type(row(), OverviewSalesType.CUSTOMER, loaded).sales_code == "CU"
    assert set_sales_type(row(), OverviewSalesType.CUSTOMER_GROUP, loaded).sales_code == "PG"
    assert set_sales_type(row(DISCOUNT), OverviewSalesType.CUSTOMER_GROUP, loaded).sales_code == "DG"
    assert set_sales_type(row(sales_code="X"), OverviewSalesType.ALL_CUSTOMERS, loaded).sales_code == ""


@pytest.mark.scenario(
    "138020.ValidateTrigger_SalesType_SalesPrice_Neg", "138020.ValidateTrigger_SalesType_SalesDisc_Neg"
)
def test_a_group_row_needs_a_customer_in_a_group() -> None:
    for line_type, field in ((PRICE, "customer_price_group"), (DISCOUNT, "customer_disc_group")):
        with pytest.raises(FieldRequired, match=field):
            set_sales_type(row(line_type), OverviewSalesType.CUSTOMER_GROUP, Customer(no="CU"))


@pytest.mark.scenario("138020.ValidateTrigger_SalesCode4AllCust")
def test_all_customers_take_no_code() -> None:
    everybody = row(sales_type=OverviewSalesType.ALL_CUSTOMERS)
    with pytest.raises(InvalidField, match="must be blank"):
        set_sales_code(everybody, "R")
    assert set_sales_code(everybody, "") == everybody


@pytest.mark.scenario("138020.ValidateTrigger_SalesCode4Group")
def test_a_price_group_supplies_vat_and_marks_to_prices() -> None:
    group = CustomerPriceGroup(code="PG", price_includes_vat=True, vat_bus_posting_gr_price="VG")
    of_group = row(sales_type=OverviewSalesType.CUSTOMER_GROUP)
    taken = set_sales_code(of_group, "pg", group)
    assert taken == attrs.evolve(
        of_group,
        sales_code="PG",
        price_includes_vat=True,
        vat_bus_posting_gr_price="VG",
        allow_line_disc=True,
        allow_invoice_disc=True,
    )
    discount = row(DISCOUNT, sales_type=OverviewSalesType.CUSTOMER_GROUP)
    assert set_sales_code(discount, "PG", group) == attrs.evolve(discount, sales_code="PG")


@pytest.mark.scenario("138020.ValidateTrigger_SalesCode4Cust")
def test_a_customer_supplies_the_currency_and_to_prices_vat_and_the_mark() -> None:
    customer = Customer(no="CU", currency_code="CC", prices_including_vat=True, vat_bus_posting_group="VAT")
    taken = set_sales_code(row(), "CU", customer)
    assert taken == attrs.evolve(
        row(),
        sales_code="CU",
        currency_code="CC",
        price_includes_vat=True,
        vat_bus_posting_gr_price="VAT",
        allow_line_disc=True,
    )
    discount = set_sales_code(row(DISCOUNT), "CU", customer)
    assert discount == row(DISCOUNT, sales_code="CU", currency_code="CC")


@pytest.mark.scenario("138020.ValidateTrigger_UnitOfMeasureCode")
def test_units_and_variants_are_for_items() -> None:
    group = row(DISCOUNT, type=GROUP, code="IDG")
    for change in (set_unit_of_measure, set_variant):
        with pytest.raises(InvalidField, match="must be Item"):
            change(group, "V")
    assert set_variant(set_unit_of_measure(row(code="I1"), "PCS"), "V").variant_code == "V"


@pytest.mark.scenario("138019.UpdatePriceInclVatOnItem_SetFalse")
def test_the_prices_of_an_item_are_switched_to_exclude_vat() -> None:
    price = SalesPrice(
        item_no="I1", sales_code="CU", unit_price=100, price_includes_vat=True, vat_bus_posting_gr_price="DOM"
    )
    free = attrs.evolve(price, sales_code="CX", unit_price=0)
    setup = VatPostingSetup(vat_bus_posting_group="DOM", vat_prod_posting_group="GOODS", vat_pct=25)
    tables = stored(Item(no="I1", vat_prod_posting_group="GOODS"), setup, price, free)
    (change,) = change_price_includes_vat(tables, "I1", including=False, consent=True).modified
    assert change.new == attrs.evolve(price, unit_price=80, price_includes_vat=False)
    assert not change_price_includes_vat(tables, "I1", including=False, consent=False)
    assert not change_price_includes_vat(tables, "I1", including=True, consent=True)
    back = tables.apply(change_price_includes_vat(tables, "I1", including=False, consent=True))
    again = back.apply(change_price_includes_vat(back, "I1", including=True, consent=True))
    assert list(again.where(SalesPrice)) == list(tables.where(SalesPrice))
    with pytest.raises(NotFound):
        change_price_includes_vat(tables, "NONE", including=True, consent=True)
    bare = stored(Item(no="I1"), price)
    with pytest.raises(VatSetupMissing):
        change_price_includes_vat(bare, "I1", including=False, consent=True)


# --- the current engine ---------------------------------------------------------------------------------------------


def test_price_lists_and_lines_of_a_customer() -> None:
    customer = Customer(no="CU", customer_price_group="PG", bill_to_customer_no="BT")
    sources = sources_of_customer(customer)
    assert [source.no for source in sources] == ["BT", "", "PG"]
    assert sources_of_customer(customer, Customer(no="OTHER"))[0].no == "OTHER"
    sources = sources_of_customer(attrs.evolve(customer, bill_to_customer_no=""))
    assert [source.no for source in sources] == ["CU", "", "PG"]

    def header(code: str, kind: PriceSourceType, no: str = "", **fields: Any) -> PriceListHeader:
        defaults: dict[str, Any] = {"price_type": PriceType.SALE, "source_group": PriceSourceGroup.CUSTOMER}
        return PriceListHeader(code=code, source_type=kind, source_no=no, **{**defaults, **fields})

    headers = [
        header("P1", PriceSourceType.CUSTOMER, "CU", amount_type=PriceAmountType.PRICE),
        header("P2", PriceSourceType.ALL_CUSTOMERS),
        header("P3", PriceSourceType.CUSTOMER_PRICE_GROUP, "PG", amount_type=PriceAmountType.DISCOUNT),
        header("P4", PriceSourceType.CUSTOMER, "CX"),
        header("P5", PriceSourceType.CUSTOMER, "CU", price_type=PriceType.PURCHASE),
        header("P6", PriceSourceType.CUSTOMER, "CU", source_group=PriceSourceGroup.ALL),
    ]
    assert [found.code for found in price_lists(headers, sources)] == ["P1", "P2", "P3"]
    assert [found.code for found in price_lists(headers, sources, PriceAmountType.PRICE)] == ["P1", "P2"]
    campaign = PriceSource(PriceSourceType.CAMPAIGN, "CP")
    assert price_lists([header("P7", PriceSourceType.CAMPAIGN, "CP")], [campaign])

    common: dict[str, Any] = {"price_type": PriceType.SALE, "source_type": PriceSourceType.CUSTOMER, "source_no": "CU"}
    lines = [
        PriceListLine(line_no=1, asset_no="I1", status=PriceStatus.ACTIVE, **common),
        PriceListLine(line_no=2, asset_no="I1", variant_code="V", amount_type=PriceAmountType.PRICE, **common),
        PriceListLine(line_no=3, asset_no="I2", amount_type=PriceAmountType.DISCOUNT, **common),
        PriceListLine(line_no=4, asset_no="I1", status=PriceStatus.INACTIVE, **common),
        PriceListLine(line_no=5, asset_no="I1", **{**common, "source_no": "CX"}),
    ]

    def found(**filters: Any) -> list[int]:
        return [line.line_no for line in price_lines(lines, **filters)]

    assert found() == [1, 2, 3, 5]
    assert found(sources=sources) == [1, 2, 3]
    assert found(sources=sources, amount_type=PriceAmountType.DISCOUNT) == [1, 3]
    assert found(asset_type=PriceAssetType.ITEM, asset_no="I1", variant_code="V") == [2]
    assert found(asset_no=" i1", variant_code="v") == [2]
    assert found(price_type=PriceType.PURCHASE) == []
