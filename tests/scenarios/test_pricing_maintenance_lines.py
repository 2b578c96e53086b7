"""Scenarios of price lines while they are entered, in price lists and in the worksheet."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import Contact
from bcmarketing.pricing.assets import VariantNeedsItem
from bcmarketing.pricing.items import CustomerPriceGroup, Item, ItemDiscountGroup, ItemVariant
from bcmarketing.pricing.line_products import (
    UnitNeedsItem,
    WorkTypeNeedsResource,
    enter_asset_no,
    enter_asset_type,
    enter_unit_of_measure,
    enter_variant_code,
    enter_work_type,
)
from bcmarketing.pricing.line_terms import (
    CostFactorNeedsJob,
    DatesReversed,
    GroupNeedsDiscount,
    NotDefined,
    SourceNotInList,
    check_cost_factor,
    with_header,
)
from bcmarketing.pricing.list_checks import AllProducts
from bcmarketing.pricing.list_lines import (
    enter_allow_invoice_disc,
    enter_allow_line_disc,
    enter_amount_type,
    enter_header_field,
    enter_source_no,
    enter_source_type,
    enter_unit_price,
    insert_price_line,
    next_line_no,
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
from bcmarketing.pricing.source_rules import AmountTypeRefused
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine
from bcmarketing.store.tables import Tables

Line: TypeAlias = PriceListLine | PriceWorksheetLine
ANY, PRICE, DISCOUNT = PriceAmountType
SOURCE, ASSET = PriceSourceType, PriceAssetType
EMPTY = Tables.of(())
JAN = dt.date(2020, 1, 1), dt.date(2020, 1, 31)
ITEM = Item(
    no="X",
    base_unit_of_measure="PCS",
    sales_unit_of_measure="SU",
    price_includes_vat=True,
    vat_bus_posting_gr_price="IVAT",
)
CUSTOMER = Customer(no="C", vat_bus_posting_group="CVAT", currency_code="USD")

#: A rule of price list lines is one of worksheet lines, too.
both = pytest.mark.parametrize("kind", [PriceListLine, PriceWorksheetLine])
Kind: TypeAlias = Callable[..., Line]


def shop(*rows: Any) -> Tables:
    return Tables.of((ITEM, CUSTOMER, *rows))


def all_customers(**fields: Any) -> PriceListHeader:
    return PriceListHeader(
        **{"code": "S1", "source_type": SOURCE.ALL_CUSTOMERS, "price_type": PriceType.SALE, **fields}
    )


def shown(line: Line, *fields: str) -> list[Any]:
    return [getattr(line, field) for field in fields]


@pytest.mark.scenario("134123.T004_SetNextLineNo")
def test_the_next_line_comes_10000_after_the_last_of_its_list() -> None:
    lines = [
        PriceListLine(price_list_code=code, line_no=no) for code, no in [("A", 10_000), ("A", 20_000), ("B", 50_000)]
    ]
    assert next_line_no(Tables.of(lines), "A") == 30_000


@pytest.mark.scenario(
    "134123.T007_InsertLineForPriceListWithSourceTypeAll", "134198.T007_InsertLineForPriceListWithSourceTypeAll"
)
@both
def test_the_defaults_of_the_list_come_with_the_product_type_not_with_the_insert(kind: Kind) -> None:
    start, end = dt.date(2025, 1, 23), dt.date(2025, 2, 2)
    header = PriceListHeader(
        code="S1", starting_date=start, ending_date=end, price_includes_vat=True, vat_bus_posting_gr_price="VG"
    )
    fields = {"source_type": SOURCE.CUSTOMER, "source_no": "C", "price_type": PriceType.SALE, "amount_type": PRICE}
    line = kind(price_list_code="S1", line_no=10_000, **fields)
    tables = shop(header, line)
    (stored,) = tables.where(type(line))
    assert stored.starting_date is None
    line = enter_asset_type(tables, line, ASSET.ITEM)
    assert shown(line, "source_type", "source_no", "price_type", "amount_type") == [
        SOURCE.ALL,
        "",
        PriceType.ANY,
        PRICE,
    ]
    assert shown(line, "starting_date", "ending_date", "allow_line_disc", "allow_invoice_disc") == [
        start,
        end,
        True,
        True,
    ]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [True, "VG"]


@pytest.mark.scenario("134123.T009_AssetTypeAllAutoconvertedToItem")
def test_product_type_all_becomes_item() -> None:
    line = PriceListLine()
    assert line.asset_type is ASSET.ITEM
    assert enter_asset_type(EMPTY, line, ASSET.ALL).asset_type is ASSET.ITEM


@pytest.mark.scenario("134123.T011_ReValidateSourceType", "134198.T011_ReValidateSourceType")
@both
def test_the_same_source_type_again_clears_the_source(kind: Kind) -> None:
    line = enter_source_type(shop(), kind(source_type=SOURCE.CUSTOMER, source_no="C"), SOURCE.CUSTOMER)
    assert shown(line, "source_type", "source_no") == [SOURCE.CUSTOMER, ""]


@pytest.mark.rule("E-PRICE-LINE-SOURCE")
@pytest.mark.scenario(
    "134123.T019_SourceTypeInLineMustBeInTheHeadersSourceGroup",
    "134198.T019_SourceTypeInLineMustBeInTheHeadersSourceGroup",
)
@both
def test_the_source_of_a_line_fits_the_group_of_its_list(kind: Kind) -> None:
    with pytest.raises(SourceNotInList, match="cannot be Vendor if that of the price list is All Customers"):
        enter_source_type(shop(all_customers()), kind(price_list_code="S1"), SOURCE.VENDOR)


@pytest.mark.scenario("134123.T020_InsertNewLineDoesNotControlConsistency")
def test_inserting_does_not_check_completeness() -> None:
    (line,) = insert_price_line(EMPTY, PriceListLine(source_type=SOURCE.CUSTOMER)).inserted_of(PriceListLine)
    assert (line.line_no, line.source_no, line.asset_no) == (10_000, "", "")


@pytest.mark.rule("E-PRICE-DEFINES")
@pytest.mark.scenario(
    "134198.T023_UnitPriceCostFactorNotAllowedForDiscountLine",
    "134123.T025_AllowLineDiscNotAllowedForDiscountLine",
    "134198.T025_AllowLineDiscNotAllowedForDiscountLine",
    "134123.T026_AllowInvDiscNotAllowedForDiscountLine",
)
@both
def test_a_discount_line_has_neither_price_nor_marks(kind: Kind) -> None:
    line = kind(amount_type=DISCOUNT)
    for step in (
        lambda: enter_unit_price(EMPTY, line, Decimal(1)),
        lambda: enter_allow_line_disc(EMPTY, line, allow=True),
        lambda: enter_allow_invoice_disc(EMPTY, line, allow=True),
        lambda: check_cost_factor(line),
    ):
        with pytest.raises(NotDefined):
            step()


@pytest.mark.scenario("134198.T028_DefaultAmountTypeOnSourceTypeValidation")
@both
def test_the_source_type_says_what_a_line_defines(kind: Kind) -> None:
    line, found = kind(), []
    for source in (SOURCE.CUSTOMER_PRICE_GROUP, SOURCE.CUSTOMER_DISC_GROUP, SOURCE.CUSTOMER):
        line = enter_source_type(EMPTY, line, source)
        found.append(line.amount_type)
    assert found == [PRICE, DISCOUNT, ANY]


@pytest.mark.scenario("134123.T029_ValidateAmountType")
@pytest.mark.parametrize(
    ("source", "accepted"),
    [
        (SOURCE.CUSTOMER_DISC_GROUP, [DISCOUNT]),
        (SOURCE.CUSTOMER_PRICE_GROUP, [PRICE]),
        (SOURCE.CUSTOMER, [PRICE, DISCOUNT, ANY]),
    ],
)
def test_groups_fix_what_a_line_may_define(source: PriceSourceType, accepted: list[PriceAmountType]) -> None:
    line = PriceListLine(source_type=source)
    for amount_type in (PRICE, DISCOUNT, ANY):
        if amount_type in accepted:
            assert enter_amount_type(EMPTY, line, amount_type).amount_type is amount_type
        else:
            with pytest.raises(AmountTypeRefused):
                enter_amount_type(EMPTY, line, amount_type)


@pytest.mark.rule("E-PRICE-WORK-TYPE")
@pytest.mark.scenario("134198.T030_WorkTypeCodeNotAllowedForItem")
@both
def test_a_work_type_needs_a_resource(kind: Kind) -> None:
    with pytest.raises(WorkTypeNeedsResource, match="asset_type must be Resource"):
        enter_work_type(EMPTY, kind(), "HOUR")


@pytest.mark.scenario("134123.T035_VariantCodeAllowedForItem", "134198.T035_VariantCodeAllowedForItem")
@both
def test_an_item_line_takes_a_variant_of_the_item(kind: Kind) -> None:
    tables = shop(ItemVariant(item_no="X", code="V"))
    assert enter_variant_code(tables, kind(asset_no="X"), "V").variant_code == "V"


@pytest.mark.scenario("134123.T036_VariantCodeNoAllowedForBlankItem", "134198.T036_VariantCodeNoAllowedForBlankItem")
@both
def test_a_variant_needs_an_item(kind: Kind) -> None:
    with pytest.raises(VariantNeedsItem, match="product number"):
        enter_variant_code(shop(), kind(), "V")


@pytest.mark.scenario("134123.T037_ValidateUnitPriceWithBlankAssetType")
def test_a_price_needs_a_product_type() -> None:
    with pytest.raises(AllProducts):
        enter_unit_price(EMPTY, PriceListLine(asset_type=ASSET.ALL), Decimal(1))


@pytest.mark.scenario("134123.T040_AmountTypePriceFromDiscount", "134198.T040_AmountTypePriceFromDiscount")
@both
def test_a_discount_line_that_becomes_a_price_loses_its_percentage(kind: Kind) -> None:
    line = enter_amount_type(EMPTY, kind(amount_type=DISCOUNT, line_discount_pct=Decimal("13.3")), PRICE)
    assert shown(line, "line_discount_pct", "unit_price", "allow_line_disc", "allow_invoice_disc") == [
        0,
        0,
        False,
        False,
    ]


@pytest.mark.scenario("134198.T041_AmountTypePriceWithHeader")
@both
def test_a_line_that_becomes_a_price_takes_the_marks_of_its_list(kind: Kind) -> None:
    line = kind(price_list_code="S1", amount_type=DISCOUNT, line_discount_pct=Decimal("13.3"))
    line = enter_amount_type(shop(all_customers()), line, PRICE)
    assert shown(line, "line_discount_pct", "unit_price", "allow_line_disc", "allow_invoice_disc") == [0, 0, True, True]


@pytest.mark.scenario("134123.T042_AmountTypeDiscountFromPrice", "134198.T042_AmountTypeDiscountFromPrice")
@both
def test_a_price_line_that_becomes_a_discount_loses_price_and_marks(kind: Kind) -> None:
    line = kind(amount_type=PRICE, unit_price=Decimal(10), allow_line_disc=True, allow_invoice_disc=True)
    line = enter_amount_type(EMPTY, line, DISCOUNT)
    assert shown(line, "line_discount_pct", "unit_price", "allow_line_disc", "allow_invoice_disc") == [
        0,
        0,
        False,
        False,
    ]


@pytest.mark.rule("E-PRICE-GROUP-DISCOUNT")
@pytest.mark.scenario(
    "134123.T043_AmountTypeMustBeDiscountForItemDiscGroup", "134198.T043_AmountTypeMustBeDiscountForItemDiscGroup"
)
@both
def test_item_discount_groups_carry_discounts_only(kind: Kind) -> None:
    line = enter_asset_type(EMPTY, kind(), ASSET.ITEM_DISCOUNT_GROUP)
    assert line.amount_type is DISCOUNT
    for amount_type in (PRICE, ANY):
        with pytest.raises(GroupNeedsDiscount):
            enter_amount_type(EMPTY, line, amount_type)


@pytest.mark.scenario("134198.T060_CopyCustomerHeaderToAllCustomersLine")
@both
def test_the_source_of_the_list_takes_the_place_of_the_lines(kind: Kind) -> None:
    header = all_customers(source_type=SOURCE.CUSTOMER, source_no="X", status=PriceStatus.ACTIVE)
    line = kind(source_type=SOURCE.ALL_CUSTOMERS, asset_no="X", status=PriceStatus.ACTIVE)
    assert shown(with_header(line, header), "source_type", "source_no", "status") == [
        SOURCE.CUSTOMER,
        "X",
        PriceStatus.DRAFT,
    ]


@pytest.mark.scenario("134123.T062_CopyPriceHeaderToDiscountLine")
def test_a_price_list_turns_a_discount_into_a_price() -> None:
    line = PriceListLine(asset_no="X", amount_type=DISCOUNT, line_discount_pct=Decimal(10))
    line = with_header(line, all_customers(amount_type=PRICE))
    assert shown(line, "amount_type", "line_discount_pct") == [PRICE, 0]


@pytest.mark.scenario("134198.T063_CopyPriceHeaderToItemDiscGroupLine")
@both
def test_a_price_list_cannot_take_a_line_for_an_item_discount_group(kind: Kind) -> None:
    line = kind(asset_type=ASSET.ITEM_DISCOUNT_GROUP, asset_no="G", amount_type=DISCOUNT)
    with pytest.raises(GroupNeedsDiscount, match="must define a discount"):
        with_header(line, all_customers(amount_type=PRICE))


@pytest.mark.scenario("134123.T064_CopyDiscountHeaderToPriceLine", "134198.T064_CopyDiscountHeaderToPriceLine")
@both
def test_a_discount_list_turns_a_price_into_a_discount(kind: Kind) -> None:
    line = with_header(kind(asset_no="X", unit_price=Decimal(50)), all_customers(amount_type=DISCOUNT))
    assert shown(line, "amount_type", "unit_price") == [DISCOUNT, 0]


@pytest.mark.scenario(
    "134123.T080_SourcePriceIncludesVATKeepsHeadersValueIfNotAllowedUpdatingDefaults",
    "134198.T080_SourcePriceIncludesVATKeepsHeadersValueIfNotAllowedUpdatingDefaults",
)
@both
def test_the_vat_of_the_list_governs_against_the_customer(kind: Kind) -> None:
    header = all_customers(source_type=SOURCE.CUSTOMER, source_no="C")
    tables = Tables.of((header, attrs.evolve(CUSTOMER, prices_including_vat=True)))
    line = enter_source_no(tables, kind(price_list_code="S1", source_type=SOURCE.CUSTOMER), "C")
    assert shown(line, "source_no", "price_includes_vat", "vat_bus_posting_gr_price") == ["C", False, ""]


@pytest.mark.scenario(
    "134123.T081_AssetPriceIncludesVATKeepsHeadersValueIfNotAllowedUpdatingDefaults",
    "134198.T081_AssetPriceIncludesVATKeepsHeadersValueIfNotAllowedUpdatingDefaults",
    "134123.T082_PriceIncludesVATGetsAssetsValueIfAllowedUpdatingDeafults",
    "134198.T082_PriceIncludesVATGetsAssetsValueIfAllowedUpdatingDeafults",
)
@pytest.mark.parametrize("updating", [False, True])
@both
def test_the_vat_of_the_item_is_taken_where_the_list_leaves_its_defaults_to_the_lines(
    kind: Kind, updating: bool
) -> None:
    header = all_customers(source_type=SOURCE.CUSTOMER, source_no="C", allow_updating_defaults=updating)
    tables = shop(header)
    line = enter_asset_type(tables, kind(price_list_code="S1"), ASSET.ITEM)
    assert not line.price_includes_vat
    assert enter_asset_no(tables, line, "X").price_includes_vat is updating


@pytest.mark.scenario("134198.T099_ValidateBlankNoForAsset")
@both
def test_clearing_the_product_keeps_price_and_quantity(kind: Kind) -> None:
    line = kind(asset_no="X", minimum_quantity=Decimal(10), unit_price=Decimal(100))
    line = enter_asset_no(shop(), line, "")
    assert shown(line, "asset_type", "asset_no", "minimum_quantity", "unit_price") == [ASSET.ITEM, "", 10, 100]


@pytest.mark.scenario("134198.T100_ValidateItemNoForCustomer")
@both
def test_an_item_on_a_line_for_a_customer_keeps_the_customers_vat(kind: Kind) -> None:
    line = enter_source_no(shop(), enter_source_type(shop(), kind(), SOURCE.CUSTOMER), "C")
    line = enter_asset_no(shop(), line, "X")
    assert shown(line, "unit_of_measure_code", "variant_code", "allow_invoice_disc") == ["SU", "", True]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price", "currency_code") == [False, "CVAT", "USD"]


@pytest.mark.scenario("134123.T101_ValidateItemNoForAllCustomers")
@both
def test_an_item_on_a_line_for_all_customers_brings_its_vat(kind: Kind) -> None:
    line = enter_asset_no(shop(), enter_source_type(shop(), kind(), SOURCE.ALL_CUSTOMERS), "X")
    assert shown(line, "unit_of_measure_code", "allow_invoice_disc", "currency_code") == ["SU", True, ""]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [True, "IVAT"]


GROUP = CustomerPriceGroup(
    code="G", price_includes_vat=True, vat_bus_posting_gr_price="GVAT", allow_invoice_disc=False, allow_line_disc=False
)


@pytest.mark.scenario("134123.T102_ValidateItemNoForCustomerPriceGroup")
@both
def test_an_item_on_a_line_for_a_price_group_brings_its_invoice_discount_only(kind: Kind) -> None:
    tables = shop(GROUP)
    line = enter_source_no(tables, enter_source_type(tables, kind(), SOURCE.CUSTOMER_PRICE_GROUP), "G")
    line = enter_asset_no(tables, line, "X")
    assert shown(line, "unit_of_measure_code", "allow_invoice_disc") == ["SU", True]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [True, "GVAT"]


@pytest.mark.scenario(
    "134123.T103_ValidateItemDiscountGroupForCustomer", "134198.T103_ValidateItemDiscountGroupForCustomer"
)
@both
def test_an_item_discount_group_clears_unit_and_variant(kind: Kind) -> None:
    tables = shop(ItemDiscountGroup(code="X"))
    line = enter_source_no(tables, kind(source_type=SOURCE.CUSTOMER), "C")
    line = attrs.evolve(line, asset_type=ASSET.ITEM_DISCOUNT_GROUP, unit_of_measure_code="U", variant_code="V")
    line = enter_asset_no(tables, line, "X")
    assert shown(line, "asset_no", "unit_of_measure_code", "variant_code", "allow_invoice_disc") == ["X", "", "", False]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [False, "CVAT"]


@pytest.mark.scenario("134198.T113_ValidateAllCustomersSourceNoForItem")
@both
def test_all_customers_take_no_number(kind: Kind) -> None:
    assert enter_source_no(shop(), kind(source_type=SOURCE.ALL_CUSTOMERS), "C").source_no == ""


@pytest.mark.scenario("134198.T114_ValidateCustomerNoForItem")
@both
def test_a_customer_brings_currency_vat_and_line_discount(kind: Kind) -> None:
    line = enter_asset_no(shop(), kind(source_type=SOURCE.CUSTOMER), "X")
    line = enter_source_no(shop(), line, "C")
    assert shown(line, "allow_line_disc", "currency_code") == [True, "USD"]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [False, "CVAT"]


@pytest.mark.scenario("134198.T115_ValidateCustomerPriceGroupForItem")
@both
def test_a_price_group_brings_vat_and_marks(kind: Kind) -> None:
    tables = shop(GROUP)
    line = enter_asset_no(tables, kind(source_type=SOURCE.CUSTOMER_PRICE_GROUP), "X")
    line = enter_source_no(tables, line, "G")
    assert shown(line, "allow_line_disc", "allow_invoice_disc") == [False, False]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [True, "GVAT"]


@pytest.mark.scenario("134198.T116_ValidateCampaignNoForItem")
@both
def test_a_campaign_brings_its_dates(kind: Kind) -> None:
    tables = shop(Campaign(no="CP", starting_date=JAN[0], ending_date=JAN[1]))
    line = enter_source_no(tables, kind(source_type=SOURCE.CAMPAIGN), "CP")
    assert shown(line, "starting_date", "ending_date") == list(JAN)


@pytest.mark.scenario("134198.T117_ValidateContactNoForItem", "134198.T118_ValidateItemForContact")
@pytest.mark.parametrize("contact_first", [False, True])
@both
def test_a_contact_brings_nothing_so_the_item_decides(kind: Kind, contact_first: bool) -> None:
    tables = shop(Contact(no="K"))
    line = kind(source_type=SOURCE.CONTACT, price_type=PriceType.SALE)
    if contact_first:
        line = enter_asset_no(tables, enter_source_no(tables, line, "K"), "X")
    else:
        line = enter_source_no(tables, enter_asset_no(tables, line, "X"), "K")
    assert shown(line, "source_no", "unit_of_measure_code", "allow_invoice_disc") == ["K", "SU", True]
    assert shown(line, "price_includes_vat", "vat_bus_posting_gr_price") == [True, "IVAT"]


@pytest.mark.rule("E-PRICE-DATE-ORDER")
@pytest.mark.scenario(
    "134123.T140_ValidateStartingDateAfterEndingDate", "134198.T140_ValidateStartingDateAfterEndingDate"
)
@both
def test_a_price_does_not_start_after_it_ends(kind: Kind) -> None:
    with pytest.raises(DatesReversed):
        enter_header_field(EMPTY, kind(ending_date=JAN[1]), "starting_date", dt.date(2020, 2, 1))


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
@pytest.mark.scenario("134198.T142_ValidateStartingDateForCampaign", "134198.T143_ValidateEndingDateForCampaignViaUI")
@both
def test_the_dates_of_a_campaign_line_change_on_the_campaign_only(kind: Kind) -> None:
    line = kind(source_type=SOURCE.CAMPAIGN, source_no="CP", starting_date=dt.date(2020, 2, 1))
    with pytest.raises(CampaignRowDates):
        enter_header_field(EMPTY, line, "starting_date", JAN[0])
    with pytest.raises(CampaignRowDates):
        enter_header_field(EMPTY, line, "ending_date", JAN[1])


@pytest.mark.rule("E-PRICE-UNIT")
@pytest.mark.scenario("134123.T150_ValidateUnitOfMeasureForNonItem", "134198.T150_ValidateUnitOfMeasureForNonItem")
@both
def test_only_items_and_resources_have_units(kind: Kind) -> None:
    with pytest.raises(UnitNeedsItem, match="asset_type must be Item or Resource"):
        enter_unit_of_measure(EMPTY, kind(asset_type=ASSET.GL_ACCOUNT, asset_no="8000"), "BOX")


@pytest.mark.scenario("134123.T151_ValidateVariantCodeForNonItem", "134198.T151_ValidateVariantCodeForNonItem")
@both
def test_only_items_have_variants(kind: Kind) -> None:
    with pytest.raises(VariantNeedsItem, match="product type must be Item"):
        enter_variant_code(EMPTY, kind(asset_type=ASSET.ITEM_DISCOUNT_GROUP, asset_no="G"), "X")


@pytest.mark.rule("E-PRICE-COST-FACTOR")
@pytest.mark.scenario("134123.T162_ValidateCostFactorForNonJob", "134198.T162_ValidateCostFactorForNonJob")
@both
def test_only_jobs_have_a_cost_factor(kind: Kind) -> None:
    with pytest.raises(CostFactorNeedsJob, match="source_group must be Job"):
        check_cost_factor(kind(source_type=SOURCE.ALL_CUSTOMERS))
    check_cost_factor(kind(source_type=SOURCE.JOB))
