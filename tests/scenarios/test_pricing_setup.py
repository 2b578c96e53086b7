"""Scenarios of price sources, source lists, product entry and the choice of the engine."""

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from bcmarketing.contacts.partners import Customer, PriceCalculationMethod
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.errors import InvalidField, NotFound, WrongType
from bcmarketing.options import Option
from bcmarketing.pricing.assets import (
    EnteredAsset,
    ProductRecord,
    VariantNeedsItem,
    enter_asset_no,
    enter_variant,
    needs_number,
)
from bcmarketing.pricing.card_vat import check_item_vat, enter_group_includes_vat, enter_item_includes_vat
from bcmarketing.pricing.currencies import VatPostingSetup
from bcmarketing.pricing.items import CustomerPriceGroup, Item
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceCalculationHandler,
    PriceSourceGroup,
    PriceSourceType,
    PriceType,
)
from bcmarketing.pricing.request import VatSetupMissing
from bcmarketing.pricing.sales_setup_records import SalesSetup
from bcmarketing.pricing.setup import (
    DefaultSwitchedOff,
    MethodNotImplemented,
    SetupKey,
    check_method,
    document_method,
    engine_of,
    find_setup,
    new_setup,
    profile_of,
    refresh_setups,
    set_default,
    setup_key,
)
from bcmarketing.pricing.setup_records import DtldPriceCalculationSetup, PriceCalculationSetup
from bcmarketing.pricing.source_list import (
    MixedPriceTypes,
    PriceSourceList,
    contact_sources,
    customer_sources,
    setup_source,
)
from bcmarketing.pricing.source_rules import (
    AmountTypeRefused,
    EnteredSource,
    ParentNotBlank,
    SourceRecord,
    check_amount_type,
    default_amount_type,
    enter_id,
    enter_no,
    enter_parent,
    enter_type,
    implied_price_type,
    is_for,
    source_group,
    takes_number,
)
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.store.tables import Tables

S = PriceSourceType
LOWEST = PriceCalculationMethod.LOWEST_PRICE
UNDEFINED = PriceCalculationMethod.NOT_DEFINED


class Methods(Option):
    """Methods of a host's own."""

    TEST = 50, "Test"
    OTHER = 51, "Other"


class Handlers(Option):
    """Engines of a host's own."""

    TEST = 60000, "Test"


# --- sources --------------------------------------------------------------------------------------------------------


RECORDS = [SourceRecord("R1", "ID1", "First"), SourceRecord("A", "Y", "Second"), SourceRecord("R2", "X", "Third")]


def entered(kind: PriceSourceType) -> EnteredSource:
    return enter_no(enter_type(EnteredSource(), kind), "R1", RECORDS)


def facts(source: EnteredSource) -> tuple[str, str, str, PriceSourceType]:
    return source.no, source.parent_no, source.id, source.type


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(S.CUSTOMER, marks=pytest.mark.scenario("134120.T040_Customer_ChangedSourceIDValidation")),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            marks=pytest.mark.scenario("134120.T060_CustomerPriceGroup_ChangedSourceIDValidation"),
        ),
        pytest.param(S.CAMPAIGN, marks=pytest.mark.scenario("134120.T080_Campaign_ChangedSourceIDValidation")),
        pytest.param(S.CONTACT, marks=pytest.mark.scenario("134120.T090_Contact_ChangedSourceIDValidation")),
    ],
)
def test_an_id_brings_its_number(kind: PriceSourceType) -> None:
    source = enter_id(entered(kind), "Y", RECORDS)
    assert facts(source) == ("A", "", "Y", kind)
    assert source.description == "Second"


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(S.CUSTOMER, marks=pytest.mark.scenario("134120.T042_Customer_ChangedSourceNoValidation")),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            marks=pytest.mark.scenario("134120.T062_CustomerPriceGroup_ChangedSourceNoValidation"),
        ),
        pytest.param(S.CONTACT, marks=pytest.mark.scenario("134120.T092_Contact_ChangedSourceNoValidation")),
    ],
)
def test_a_number_brings_its_id(kind: PriceSourceType) -> None:
    assert facts(enter_no(entered(kind), "r2", RECORDS)) == ("R2", "", "X", kind)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(S.CUSTOMER, marks=pytest.mark.scenario("134120.T041_Customer_BlankSourceIDValidation")),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP, marks=pytest.mark.scenario("134120.T061_CustomerPriceGroup_BlankSourceIDValidation")
        ),
        pytest.param(S.CONTACT, marks=pytest.mark.scenario("134120.T091_Contact_BlankSourceIDValidation")),
    ],
)
def test_a_blank_id_clears_the_source(kind: PriceSourceType) -> None:
    assert facts(enter_id(entered(kind), "", RECORDS)) == ("", "", "", kind)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(
            S.CUSTOMER_DISC_GROUP,
            marks=pytest.mark.scenario("134120.T053_CustomerDiscountGroup_NotExistingSourceNoValidation"),
        ),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            marks=pytest.mark.scenario("134120.T063_CustomerPriceGroup_NotExistingSourceNoValidation"),
        ),
        pytest.param(S.CAMPAIGN, marks=pytest.mark.scenario("134120.T083_Campaign_NotExistingSourceNoValidation")),
    ],
)
def test_an_unknown_number_clears_the_source(kind: PriceSourceType) -> None:
    source = enter_no(entered(kind), "NONE", RECORDS)
    assert facts(source) == ("", "", "", kind)
    assert source.description == ""


@pytest.mark.rule("E-PRICE-PARENT")
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(S.CUSTOMER, marks=pytest.mark.scenario("134120.T044_Customer_ChangedParentSourceNoValidation")),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            marks=pytest.mark.scenario("134120.T064_CustomerPriceGroup_ChangedParentSourceNoValidation"),
        ),
        pytest.param(S.CAMPAIGN, marks=pytest.mark.scenario("134120.T084_Campaign_ChangedParentSourceNoValidation")),
        S.CUSTOMER_DISC_GROUP,
        S.CONTACT,
    ],
)
def test_sources_of_sales_have_no_parent(kind: PriceSourceType) -> None:
    with pytest.raises(ParentNotBlank, match="must be blank for source type"):
        enter_parent(entered(kind), "X")


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(
            S.CUSTOMER_DISC_GROUP,
            marks=pytest.mark.scenario("134120.T055_CustomerDiscountGroup_BlankParentSourceNoValidation"),
        ),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            marks=pytest.mark.scenario("134120.T065_CustomerPriceGroup_BlankParentSourceNoValidation"),
        ),
        pytest.param(S.CONTACT, marks=pytest.mark.scenario("134120.T095_Contact_BlankParentSourceNoValidation")),
    ],
)
def test_a_blank_parent_is_accepted(kind: PriceSourceType) -> None:
    assert enter_parent(entered(kind), " ").parent_no == ""


def test_the_all_kinds_drop_a_parent_and_job_tasks_keep_theirs() -> None:
    assert enter_parent(EnteredSource(type=S.ALL_CUSTOMERS), "X").parent_no == ""
    assert enter_parent(EnteredSource(type=S.JOB_TASK), "j1").parent_no == "J1"


@pytest.mark.scenario(
    "134120.T046_Customer_IsSourceNoAllowed",
    "134120.T056_CustomerDiscountGroup_IsSourceNoAllowed",
    "134120.T066_CustomerPriceGroup_IsSourceNoAllowed",
    "134120.T086_Campaign_IsSourceNoAllowed",
)
def test_every_kind_but_the_all_kinds_takes_a_number() -> None:
    assert [kind for kind in S if not takes_number(kind)] == [S.ALL, S.ALL_CUSTOMERS, S.ALL_VENDORS, S.ALL_JOBS]


@pytest.mark.scenario("134120.T030_All_ChangedSourceIDValidation")
def test_all_customers_ignore_an_id() -> None:
    assert facts(enter_id(enter_type(EnteredSource(), S.ALL_CUSTOMERS), "Y", RECORDS)) == ("", "", "", S.ALL_CUSTOMERS)


ANY, PRICE, DISCOUNT = PriceAmountType.ANY, PriceAmountType.PRICE, PriceAmountType.DISCOUNT


@pytest.mark.rule("E-PRICE-AMOUNT-TYPE")
@pytest.mark.parametrize(
    ("kind", "default", "allowed"),
    [
        pytest.param(
            S.CUSTOMER, ANY, {ANY, PRICE, DISCOUNT}, marks=pytest.mark.scenario("134120.T048_Customer_VerifyAmountType")
        ),
        pytest.param(
            S.CAMPAIGN, ANY, {ANY, PRICE, DISCOUNT}, marks=pytest.mark.scenario("134120.T088_Campaign_VerifyAmountType")
        ),
        pytest.param(
            S.CUSTOMER_DISC_GROUP,
            DISCOUNT,
            {DISCOUNT},
            marks=pytest.mark.scenario("134120.T058_CustomerDiscountGroup_VerifyAmountTypeDiscountOnly"),
        ),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            PRICE,
            {PRICE},
            marks=pytest.mark.scenario(
                "134120.T068_CustomerPriceGroup_VerifyAmountTypePriceOnly",
                "134120.T069_CustomerPriceGroup_IsForAmountTypePriceOnly",
            ),
        ),
    ],
)
def test_what_a_kind_of_source_may_define(
    kind: PriceSourceType, default: PriceAmountType, allowed: set[PriceAmountType]
) -> None:
    assert default_amount_type(kind) is default
    for amount_type in PriceAmountType:
        assert is_for(kind, amount_type) is (amount_type in allowed)
        if amount_type in allowed:
            assert check_amount_type(kind, amount_type) is amount_type
        else:
            with pytest.raises(AmountTypeRefused, match="cannot define"):
                check_amount_type(kind, amount_type)


@pytest.mark.scenario(
    "134120.T100_All_NewSourceGetsGroupAll",
    "134120.T110_CustomerPriceGroup_NewSourceGetsGroupCustomer",
    "134120.T111_CustomerDiscGroup_NewSourceGetsGroupCustomer",
    "134120.T108_Campaign_NewSourceGetsGroupAll",
)
def test_the_group_of_a_new_source() -> None:
    assert enter_type(EnteredSource(), S.ALL).group is PriceSourceGroup.ALL
    assert enter_type(EnteredSource(), S.CUSTOMER_PRICE_GROUP).group is PriceSourceGroup.CUSTOMER
    assert enter_type(EnteredSource(), S.CUSTOMER_DISC_GROUP).group is PriceSourceGroup.CUSTOMER
    campaign = enter_type(EnteredSource(), S.CAMPAIGN)
    assert campaign.group is PriceSourceGroup.ALL
    bought = enter_type(attrs.evolve(campaign, price_type=PriceType.PURCHASE), S.CAMPAIGN)
    assert bought.group is PriceSourceGroup.VENDOR
    assert source_group(S.CAMPAIGN, PriceType.SALE) is PriceSourceGroup.CUSTOMER
    assert source_group(S.VENDOR) is PriceSourceGroup.VENDOR
    assert source_group(S.JOB) is PriceSourceGroup.JOB


@pytest.mark.parametrize(
    ("kind", "price_type"),
    [
        pytest.param(
            S.ALL_CUSTOMERS, PriceType.SALE, marks=pytest.mark.scenario("134120.T121_AllCustomers_GetPriceType")
        ),
        pytest.param(S.CUSTOMER, PriceType.SALE, marks=pytest.mark.scenario("134120.T121_Customer_GetPriceType")),
        pytest.param(S.CONTACT, PriceType.ANY, marks=pytest.mark.scenario("134120.T128_Contact_GetPriceType")),
        pytest.param(
            S.CUSTOMER_PRICE_GROUP,
            PriceType.SALE,
            marks=pytest.mark.scenario("134120.T129_CustomerPriceGroup_GetPriceType"),
        ),
        (S.VENDOR, PriceType.PURCHASE),
        (S.ALL, PriceType.ANY),
    ],
)
def test_the_price_type_that_a_kind_of_source_implies(kind: PriceSourceType, price_type: PriceType) -> None:
    assert enter_type(EnteredSource(), kind).price_type is implied_price_type(kind) is price_type


# --- source lists ---------------------------------------------------------------------------------------------------


def entries(whole: PriceSourceList) -> list[tuple[PriceSourceType, str, int]]:
    return [(source.type, source.no, source.level) for source in whole.sources]


@pytest.mark.scenario("134121.T001_AddTwiceThenGetList", "134121.T005_RemoveCustomerSource")
def test_sources_are_added_and_removed_by_kind() -> None:
    whole = PriceSourceList().add(S.CUSTOMER, "C").add(S.ALL_CUSTOMERS).add(S.CUSTOMER, "")
    assert entries(whole) == [(S.CUSTOMER, "C", 0), (S.ALL_CUSTOMERS, "", 0)]
    assert entries(whole.remove(S.CUSTOMER)) == [(S.ALL_CUSTOMERS, "", 0)]
    assert whole.get(S.CUSTOMER) == PriceSource(S.CUSTOMER, "C")
    assert whole.get(S.CONTACT) is None


@pytest.mark.scenario("134121.T006_RemoveCustomerSourceAtLevel")
def test_sources_are_removed_on_one_level() -> None:
    whole = PriceSourceList().add(S.CUSTOMER, "A", level=2).add(S.CUSTOMER, "B", level=3)
    assert whole.levels == (2, 3)
    assert entries(whole.remove(S.CUSTOMER, level=2)) == [(S.CUSTOMER, "B", 3)]


@pytest.mark.scenario("134121.T007_RemoveMultipleCustomerSourcesAtLevels")
def test_sources_of_other_levels_stay() -> None:
    whole = PriceSourceList().add(S.ALL_CUSTOMERS).add(S.CUSTOMER, "A").add(S.CUSTOMER, "B", level=1)
    assert entries(whole.remove(S.CUSTOMER, level=1)) == [(S.ALL_CUSTOMERS, "", 0), (S.CUSTOMER, "A", 0)]
    assert [source.no for source in whole.at(0)] == ["", "A"]
    assert PriceSourceList().levels == (0, 0)


@pytest.mark.rule("E-PRICE-SOURCE-TYPES")
def test_sources_of_sales_and_purchases_do_not_mix() -> None:
    sale = PriceSourceList().add(S.CAMPAIGN, "CP").add(S.CUSTOMER, "C")
    with pytest.raises(MixedPriceTypes, match="source type Vendor is for Purchase, and the list is for Sale"):
        sale.add(S.VENDOR, "V")
    assert len(sale.add(S.CONTACT, "K").sources) == 3


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        pytest.param(
            [(S.CONTACT, "K", 0), (S.CAMPAIGN, "CP", 0)],
            None,
            marks=pytest.mark.scenario("134121.T100_GetSourceGroupFromListOfNoGroups"),
        ),
        pytest.param(
            [(S.CAMPAIGN, "CP", 0), (S.CUSTOMER, "C", 0)],
            (PriceSourceGroup.CUSTOMER, "C"),
            marks=pytest.mark.scenario("134121.T101_GetSourceGroupFromListWithGroupAndNonGroup"),
        ),
        pytest.param(
            [(S.JOB, "J", 0), (S.ALL_CUSTOMERS, "", 0), (S.CUSTOMER, "C", 0)],
            (PriceSourceGroup.JOB, "J"),
            marks=pytest.mark.scenario("134121.T102_GetSourceGroupFromListOf3Groups"),
        ),
        ([(S.ALL_CUSTOMERS, "", 5), (S.CUSTOMER, "C", 0)], (PriceSourceGroup.CUSTOMER, "C")),
        ([(S.CUSTOMER, "C", 0), (S.JOB, "J", 1)], (PriceSourceGroup.JOB, "J")),
        ([(S.ALL_CUSTOMERS, "", 0)], (PriceSourceGroup.CUSTOMER, "")),
        ([(S.CUSTOMER_PRICE_GROUP, "PG", 0), (S.CUSTOMER, "C", 0)], (PriceSourceGroup.CUSTOMER, "")),
    ],
)
def test_the_source_by_which_an_engine_is_looked_up(
    added: list[tuple[PriceSourceType, str, int]], expected: tuple[PriceSourceGroup, str] | None
) -> None:
    assert setup_source([PriceSource(*entry) for entry in added]) == expected


def test_a_job_task_reports_its_job() -> None:
    whole = PriceSourceList().add(S.JOB_TASK, "T1", level=3, parent_no="J1")
    assert setup_source(whole.sources) == (PriceSourceGroup.JOB, "J1")


CUSTOMER = Customer(no="CU", customer_price_group="PG", customer_disc_group="DG")


@pytest.mark.scenario("134121.T200_AddChildPriceSourcesForContact", "134121.T201_AddChildPriceSourcesForCustomer")
def test_the_sources_that_come_with_a_contact_or_customer() -> None:
    of_customer = [PriceSource(S.CUSTOMER, "CU"), PriceSource(S.CUSTOMER_PRICE_GROUP, "PG")]
    of_customer.append(PriceSource(S.CUSTOMER_DISC_GROUP, "DG"))
    assert list(customer_sources(CUSTOMER)) == of_customer
    relations = [
        ContactBusinessRelation(contact_no=contact, business_relation_code=code, link_to_table=link, no=no)
        for contact, code, link, no in (
            ("CO", "CUST", RelationLink.CUSTOMER, "CU"),
            ("CO", "GONE", RelationLink.CUSTOMER, "NONE"),
            ("CO", "VEND", RelationLink.VENDOR, "CU"),
            ("CX", "CUST", RelationLink.CUSTOMER, "CU"),
        )
    ]
    found = contact_sources("CO", relations, {"CU": CUSTOMER})
    assert list(found) == [PriceSource(S.CONTACT, "CO"), *of_customer]


# --- products -------------------------------------------------------------------------------------------------------


@pytest.mark.scenario("134119.T001_IsAssetNoRequired")
def test_every_kind_of_product_but_all_needs_a_number() -> None:
    assert [kind for kind in PriceAssetType if not needs_number(kind)] == [PriceAssetType.ALL]


ITEM = ProductRecord("I", "ID", "Bike", "12.34", variants={"V": "Red bike"})


@pytest.mark.scenario("134119.T010_UnitPriceForItemSale")
def test_an_id_brings_the_card_price() -> None:
    asset = enter_asset_no(EnteredAsset(type=PriceAssetType.ITEM), "", [ITEM], record_id="ID")
    assert f"{asset.no} {asset.unit_price}" == "I 12.34"


@pytest.mark.scenario("134119.T021_DescriptionForItemVariant", "134119.T040_VariantCodeAllowedForItem")
def test_a_variant_brings_its_description() -> None:
    asset = enter_variant(enter_asset_no(EnteredAsset(), "i", [ITEM]), "v", [ITEM])
    assert (asset.variant_code, asset.description) == ("V", "Red bike")
    assert enter_variant(asset, "", [ITEM]).description == "Bike"
    assert enter_variant(asset, "OTHER", [ITEM]).variant_code == ""


@pytest.mark.scenario("134119.T027_DescriptionBlankOnBlankProduct")
def test_a_blank_or_unknown_product_clears_the_description() -> None:
    asset = enter_asset_no(EnteredAsset(), "I", [ITEM])
    assert asset.description == "Bike"
    for no in ("", "NONE"):
        assert enter_asset_no(asset, no, [ITEM]) == EnteredAsset()


@pytest.mark.rule("E-PRICE-VARIANT")
@pytest.mark.scenario("134119.T041_VariantCodeNotAllowedForItemDiscGroup")
def test_a_variant_is_only_for_a_named_item() -> None:
    group = enter_asset_no(EnteredAsset(type=PriceAssetType.ITEM_DISCOUNT_GROUP), "G", [ProductRecord("G")])
    with pytest.raises(VariantNeedsItem, match="must be Item"):
        enter_variant(group, "V", [])
    with pytest.raises(VariantNeedsItem, match="needs a product number"):
        enter_variant(EnteredAsset(), "V", [])


# --- engines --------------------------------------------------------------------------------------------------------


def setup(code: str, asset_type: PriceAssetType = PriceAssetType.ALL, **fields: Any) -> PriceCalculationSetup:
    return PriceCalculationSetup(code=code, asset_type=asset_type, **fields)


def exceptions(*rows: tuple[PriceSourceGroup, str, PriceAssetType, str, str]) -> list[DtldPriceCalculationSetup]:
    return [
        DtldPriceCalculationSetup(
            line_no=number, source_group=group, source_no=source, asset_type=asset_type, asset_no=asset, setup_code=code
        )
        for number, (group, source, asset_type, asset, code) in enumerate(rows)
    ]


ITEMS, ALL = PriceAssetType.ITEM, PriceAssetType.ALL
EVERYBODY, CUSTOMERS = PriceSourceGroup.ALL, PriceSourceGroup.CUSTOMER
FOUR = [setup("A"), setup("B"), setup("C", ITEMS), setup("D", ITEMS)]
KEY = SetupKey(
    method=LOWEST, type=PriceType.SALE, asset_type=ITEMS, asset_no="X", source_group=CUSTOMERS, source_no="Y"
)
LADDER = [
    (EVERYBODY, "", ITEMS, "", "C"),
    (EVERYBODY, "", ITEMS, "X", "D"),
    (CUSTOMERS, "", ALL, "", "B"),
    (CUSTOMERS, "", ITEMS, "", "C"),
    (CUSTOMERS, "", ITEMS, "X", "D"),
    (CUSTOMERS, "Y", ALL, "", "B"),
    (CUSTOMERS, "Y", ITEMS, "", "C"),
    (CUSTOMERS, "Y", ITEMS, "X", "D"),
]


@pytest.mark.parametrize(
    ("rungs", "code"),
    [
        pytest.param(8, "D", marks=pytest.mark.scenario("134158.T011_OneSourceOneAsset")),
        pytest.param(7, "C", marks=pytest.mark.scenario("134158.T012_OneSourceAssetType")),
        pytest.param(6, "B", marks=pytest.mark.scenario("134158.T013_OneSourceAllAssets")),
        pytest.param(5, "D", marks=pytest.mark.scenario("134158.T014_SourceGroupOneAsset")),
        pytest.param(4, "C", marks=pytest.mark.scenario("134158.T015_SourceGroupAssetType")),
        pytest.param(2, "D", marks=pytest.mark.scenario("134158.T017_AllSourcesOneAsset")),
        (3, "B"),
        (1, "C"),
    ],
)
def test_the_closest_exception_decides(rungs: int, code: str) -> None:
    found = find_setup(FOUR, exceptions(*LADDER[:rungs]), KEY)
    assert found is not None
    assert found.code == code


@pytest.mark.scenario("134158.T010_OneSourceOneAssetSkipDisabledDtldSetup")
def test_disabled_exceptions_are_skipped() -> None:
    rows = exceptions(LADDER[6], LADDER[7])
    found = find_setup(FOUR, [rows[0], attrs.evolve(rows[1], enabled=False)], KEY)
    assert found == FOUR[2]


@pytest.mark.scenario("134158.T018_AllSourcesAssetTypeDefault")
def test_an_exception_for_all_sources_beats_the_default() -> None:
    rows = [*FOUR[:2], attrs.evolve(FOUR[2], default=True), FOUR[3]]
    assert find_setup(rows, exceptions((EVERYBODY, "", ITEMS, "", "D")), KEY) == FOUR[3]


@pytest.mark.parametrize(
    "exception",
    [
        pytest.param(
            (CUSTOMERS, "Y", ITEMS, "", "C"),
            marks=pytest.mark.scenario("134158.T112_FindSetupDtldSetupForCustomerAndAllItems"),
        ),
        pytest.param(
            (CUSTOMERS, "", ITEMS, "", "C"),
            marks=pytest.mark.scenario("134158.T113_FindSetupDtldSetupForAllCustomersAndAllItems"),
        ),
    ],
)
def test_an_exception_beats_the_default(exception: tuple[PriceSourceGroup, str, PriceAssetType, str, str]) -> None:
    rows = [attrs.evolve(FOUR[0], default=True), FOUR[1], FOUR[2], attrs.evolve(FOUR[3], default=True)]
    assert find_setup(rows, exceptions(exception), KEY) == FOUR[2]
    assert find_setup(rows, [], KEY) == rows[3]
    other = attrs.evolve(KEY, method=Methods.TEST)
    assert find_setup(rows, exceptions(exception), other) is None


@pytest.mark.scenario("134158.T100_FindSetupOfTwo", "134158.T101_FindSetupOfTwoDefaultIsDisabled")
def test_defaults_of_the_other_price_type_or_disabled_are_ignored() -> None:
    rows = [
        setup("A", default=True),
        setup("B"),
        setup("C", type=PriceType.PURCHASE, default=True),
        setup("D", type=PriceType.PURCHASE),
    ]
    assert find_setup(rows, [], KEY) == rows[0]
    assert find_setup([attrs.evolve(rows[0], enabled=False), *rows[1:]], [], KEY) is None


@pytest.mark.scenario("134158.T020_FindSetupForSalesDocDefaultMethod", "134158.T030_SetAssetSourceForSetupSalesLine")
def test_the_line_s_method_selects_the_setup() -> None:
    rows = [
        setup("A", default=True),
        setup("B"),
        setup("C", method=Methods.TEST, default=True),
        setup("D", method=Methods.TEST),
    ]
    key = setup_key(Methods.TEST, Product(no="X"), [PriceSource(S.CUSTOMER, "Y")])
    assert key == attrs.evolve(KEY, method=Methods.TEST)
    assert key is not None
    assert find_setup(rows, [], key) == rows[2]
    undefined = setup_key(UNDEFINED, Product(no="X"), [PriceSource(S.CUSTOMER, "Y")])
    assert undefined == KEY
    assert setup_key(LOWEST, Product(no="X"), [PriceSource(S.CAMPAIGN, "CP")]) is None


def test_the_engine_and_its_profile() -> None:
    rows = [setup("A", default=True)]
    assert engine_of(rows, [], KEY) is PriceCalculationHandler.VERSION_16
    assert engine_of(rows, [], None) is PriceCalculationHandler.NOT_DEFINED
    assert engine_of([], [], KEY) is PriceCalculationHandler.NOT_DEFINED
    assert engine_of(rows, [], KEY, extended=False) is PriceCalculationHandler.VERSION_15
    retired = engine_of(rows, [], KEY, extended=False, legacy_retired=True)
    assert retired is PriceCalculationHandler.VERSION_16
    assert [profile_of(engine).name for engine in PriceCalculationHandler] == ["Version 15", "current", "Version 15"]
    assert engine_of(rows, exceptions((CUSTOMERS, "", ALL, "", "GONE")), KEY) is PriceCalculationHandler.NOT_DEFINED


@pytest.mark.scenario(
    "134158.T040_SalesLineGetsMethodFromSalesSetup",
    "134158.T041_SalesLineGetsMethodFromCustomerPriceGroup",
    "134158.T042_SalesLineGetsMethodFromCustomer",
)
def test_the_method_of_a_document() -> None:
    silent, speaking = Customer(no="C"), Customer(no="C", price_calculation_method=LOWEST)
    group = CustomerPriceGroup(code="G", price_calculation_method=LOWEST)
    assert document_method(silent, None, Methods.TEST) is Methods.TEST
    assert document_method(silent, CustomerPriceGroup(code="G"), Methods.TEST) is Methods.TEST
    assert document_method(silent, None, SalesSetup()) is LOWEST
    assert document_method(silent, None, SalesSetup(price_calculation_method=UNDEFINED)) is UNDEFINED
    assert document_method(silent, group, Methods.TEST) is LOWEST
    assert document_method(speaking, CustomerPriceGroup(code="G"), Methods.TEST) is LOWEST
    of_host: Any = Methods.TEST
    assert document_method(Customer(no="C", price_calculation_method=of_host), group, LOWEST) is Methods.TEST
    own = CustomerPriceGroup(code="G", price_calculation_method=of_host)
    assert document_method(silent, own, SalesSetup()) is Methods.TEST
    assert document_method(silent, None, SalesSetup(price_calculation_method=of_host)) is Methods.TEST


@pytest.mark.rule("E-PRICE-METHOD")
@pytest.mark.scenario(
    "134158.T000_VerifyMethodImplementedAnyOnEmptySetup",
    "134158.T002_VerifyMethodImplementedAnyOnPurchSetup",
    "134158.T200_SalesSetupInitialDefaultMethod",
    "134158.T202_SalesSetupValidateNotImplementedMethod",
    "134158.T204_CustomerPriceGroupValidateNotDefinedMethod",
)
def test_a_method_needs_an_implementation() -> None:
    rows = [setup("A")]
    with pytest.raises(MethodNotImplemented, match="method Test has no active implementation for price type"):
        check_method(Methods.TEST, PriceType.ANY, rows)
    bought = [setup("P", method=Methods.TEST, type=PriceType.PURCHASE)]
    assert check_method(Methods.TEST, PriceType.ANY, bought) is Methods.TEST
    for method in (Methods.TEST, UNDEFINED):
        with pytest.raises(MethodNotImplemented):
            check_method(method, PriceType.SALE, bought)
    with pytest.raises(MethodNotImplemented):
        check_method(LOWEST, PriceType.SALE, [setup("A", enabled=False)])
    # The first method a company has is one that its setups implement.
    assert check_method(LOWEST, PriceType.SALE, rows) is setup("A").method
    assert check_method(UNDEFINED, PriceType.SALE, [], may_be_undefined=True) is UNDEFINED


@pytest.mark.scenario("134158.T005_DefaultFlagsDontOverwriteActualDefault")
def test_a_refresh_keeps_the_defaults_and_drops_what_is_not_supported() -> None:
    def both(*, test_is_default: bool) -> list[PriceCalculationSetup]:
        v16 = new_setup(LOWEST, PriceType.SALE, ALL, PriceCalculationHandler.VERSION_16, default=not test_is_default)
        return [v16, new_setup(LOWEST, PriceType.SALE, ALL, Handlers.TEST, default=test_is_default)]

    chosen = both(test_is_default=True)
    assert refresh_setups(chosen, both(test_is_default=False)) == tuple(chosen)
    gone = setup("GONE")
    assert refresh_setups([gone, chosen[1]], both(test_is_default=False)) == (chosen[1], chosen[0])
    assert refresh_setups([], both(test_is_default=False)) == tuple(both(test_is_default=False))


@pytest.mark.rule("E-PRICE-DEFAULT-SETUP")
@pytest.mark.scenario("134158.T007_DefaultPriceCalcSetupGotRemovedExceptions")
def test_a_new_default_takes_the_mark_and_loses_its_exceptions() -> None:
    rows: Sequence[PriceCalculationSetup] = [setup("A"), setup("B", default=True), setup("I", ITEMS, default=True)]
    mine = exceptions((CUSTOMERS, "Y", ALL, "", "A"), (CUSTOMERS, "Y", ALL, "", "B"))
    moved = set_default(rows, mine, "A")
    assert [row.default for row in moved.setups] == [True, False, True]
    assert moved.exceptions == (mine[1],)
    assert set_default(moved.setups, moved.exceptions, "A") == moved
    assert set_default(rows, mine, " a") == moved
    with pytest.raises(NotFound, match="PriceCalculationSetup"):
        set_default(rows, mine, "NONE")
    with pytest.raises(WrongType, match="code"):
        set_default(rows, mine, ["A"])  # type: ignore[arg-type]
    with pytest.raises(DefaultSwitchedOff):
        set_default(rows, mine, "B", default=False)


def test_the_prices_of_a_group_include_the_vat_that_the_sales_setup_names() -> None:
    group = CustomerPriceGroup(code="G", vat_bus_posting_gr_price="OWN")
    named = Tables.of([SalesSetup(vat_bus_posting_gr_price="domestic")])
    including = enter_group_includes_vat(named, group, includes=True)
    assert (including.price_includes_vat, including.vat_bus_posting_gr_price) == (True, "DOMESTIC")
    for tables in (Tables(), Tables.of([SalesSetup()])):
        kept = enter_group_includes_vat(tables, group, includes=True)
        assert (kept.price_includes_vat, kept.vat_bus_posting_gr_price) == (True, "OWN")
    assert enter_group_includes_vat(named, group, includes=False) == group


@pytest.mark.rule("E-PRICE-VAT-SETUP")
def test_an_item_whose_price_includes_vat_has_a_vat_posting_setup() -> None:
    item = Item(no="I", vat_bus_posting_gr_price="DOMESTIC", vat_prod_posting_group="GOODS")
    with pytest.raises(VatSetupMissing):
        enter_item_includes_vat(Tables(), item, includes=True)
    with pytest.raises(VatSetupMissing):
        check_item_vat(Tables(), attrs.evolve(item, price_includes_vat=True))
    assert enter_item_includes_vat(Tables(), item, includes=False) == item
    known = Tables.of([VatPostingSetup(vat_bus_posting_group="DOMESTIC", vat_prod_posting_group="GOODS", vat_pct=25)])
    assert enter_item_includes_vat(known, item, includes=True) == attrs.evolve(item, price_includes_vat=True)


def test_setups_take_options_only() -> None:
    with pytest.raises(WrongType, match="method"):
        setup("A", method="Lowest Price")
    with pytest.raises(InvalidField, match="is nothing that is sold"):
        Product(no="G", type=PriceAssetType.ITEM_DISCOUNT_GROUP)
    with pytest.raises(InvalidField, match="a G/L account has no price"):
        Product(no="6110", type=PriceAssetType.GL_ACCOUNT, unit_price=5)
    with pytest.raises(InvalidField, match="only the card price of an item includes VAT"):
        Product(no="R", type=PriceAssetType.RESOURCE, price_includes_vat=True)
