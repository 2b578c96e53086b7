"""Entering prices and discounts of the older engine: what each field brings, what is refused, and copies."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.contacts.partners import Customer
from bcmarketing.errors import FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.pricing.items import (
    CustomerDiscountGroup,
    CustomerPriceGroup,
    Item,
    ItemDiscountGroup,
    ItemUnitOfMeasure,
    ItemVariant,
)
from bcmarketing.pricing.legacy_checks import as_stored_record, enter_record_date
from bcmarketing.pricing.legacy_entry import (
    copy_prices_to_customer,
    enter_discount_code,
    enter_discount_sales_code,
    enter_discount_sales_type,
    enter_price_item_no,
    enter_price_sales_code,
    enter_price_sales_type,
    enter_record_unit,
    enter_record_variant,
)
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.store.tables import Tables

DAY, LATER = dt.date(2027, 1, 25), dt.date(2027, 2, 28)
ITEM = Item(
    no="X",
    base_unit_of_measure="PCS",
    sales_unit_of_measure="BOX",
    allow_invoice_disc=False,
    price_includes_vat=True,
    vat_bus_posting_gr_price="VI",
)
GROUP = CustomerPriceGroup(
    code="PG", price_includes_vat=True, vat_bus_posting_gr_price="VG", allow_line_disc=False, allow_invoice_disc=False
)
CUSTOMER = Customer(
    no="C", currency_code="USD", prices_including_vat=True, vat_bus_posting_group="VC", allow_line_disc=False
)
SHOP = Tables.of(
    [
        ITEM,
        Item(no="Y", base_unit_of_measure="KG"),
        ItemVariant(item_no="X", code="RED"),
        ItemUnitOfMeasure(item_no="X", code="BOX", qty_per_unit_of_measure=4),
        ItemDiscountGroup(code="IDG"),
        GROUP,
        CustomerDiscountGroup(code="DG"),
        CUSTOMER,
        Customer(no="D"),
        Campaign(no="CP", starting_date=DAY, ending_date=LATER),
    ]
)
ALL = SalesPriceType.ALL_CUSTOMERS
DISCOUNTED = SalesLineDiscSalesType


def price(**fields: Any) -> SalesPrice:
    return SalesPrice(**{"item_no": "X", **fields})


def discount(**fields: Any) -> SalesLineDiscount:
    return SalesLineDiscount(**{"code": "X", **fields})


def test_another_sales_type_clears_the_code_and_brings_the_item_again() -> None:
    own = price(sales_code="C", currency_code="USD", vat_bus_posting_gr_price="VC")
    assert enter_price_sales_type(SHOP, own, SalesPriceType.CUSTOMER) == own
    grouped = enter_price_sales_type(SHOP, own, SalesPriceType.CUSTOMER_PRICE_GROUP)
    assert grouped == attrs.evolve(
        own, sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code="", allow_invoice_disc=False
    )
    for_all = enter_price_sales_type(SHOP, own, ALL)
    assert (for_all.allow_invoice_disc, for_all.price_includes_vat, for_all.vat_bus_posting_gr_price) == (
        False,
        True,
        "VI",
    )
    itemless = price(item_no="")
    assert enter_price_sales_type(SHOP, itemless, ALL) == attrs.evolve(itemless, sales_type=ALL)


def test_another_sales_type_of_a_discount_clears_the_code() -> None:
    own = discount(sales_code="C", currency_code="USD")
    assert enter_discount_sales_type(own, DISCOUNTED.CUSTOMER) == own
    for_all = enter_discount_sales_type(own, DISCOUNTED.ALL_CUSTOMERS)
    assert for_all == attrs.evolve(own, sales_type=DISCOUNTED.ALL_CUSTOMERS, sales_code="")


def test_a_customer_brings_currency_vat_and_his_mark_to_a_price() -> None:
    assert enter_price_sales_code(SHOP, price(), " c ") == price(
        sales_code="C",
        currency_code="USD",
        price_includes_vat=True,
        vat_bus_posting_gr_price="VC",
        allow_line_disc=False,
    )


def test_a_price_group_brings_vat_and_marks_to_a_price() -> None:
    own = price(sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, currency_code="EUR")
    assert enter_price_sales_code(SHOP, own, "PG") == attrs.evolve(
        own,
        sales_code="PG",
        price_includes_vat=True,
        vat_bus_posting_gr_price="VG",
        allow_line_disc=False,
        allow_invoice_disc=False,
    )


def test_a_campaign_brings_its_dates_to_prices_and_discounts_and_others_nothing_to_discounts() -> None:
    of_campaign = price(sales_type=SalesPriceType.CAMPAIGN)
    dated = {"sales_code": "CP", "starting_date": DAY, "ending_date": LATER}
    assert enter_price_sales_code(SHOP, of_campaign, "CP") == attrs.evolve(of_campaign, **dated)  # type: ignore[arg-type]
    discounted = discount(sales_type=DISCOUNTED.CAMPAIGN)
    assert enter_discount_sales_code(SHOP, discounted, "CP") == attrs.evolve(discounted, **dated)  # type: ignore[arg-type]
    for kind, code in ((DISCOUNTED.CUSTOMER, "C"), (DISCOUNTED.CUSTOMER_DISC_GROUP, "DG")):
        own = discount(sales_type=kind)
        assert enter_discount_sales_code(SHOP, own, code) == attrs.evolve(own, sales_code=code)


def test_a_blank_code_brings_nothing() -> None:
    for kind in SalesPriceType:
        own = price(sales_type=kind, sales_code="OLD")
        assert enter_price_sales_code(SHOP, own, "") == attrs.evolve(own, sales_code="")
    for of in DISCOUNTED:
        own_discount = discount(sales_type=of, sales_code="OLD")
        assert enter_discount_sales_code(SHOP, own_discount, "") == attrs.evolve(own_discount, sales_code="")


@pytest.mark.rule("E-FIELD-INVALID")
def test_all_customers_have_no_code_and_codes_are_codes() -> None:
    with pytest.raises(InvalidField, match="must be blank"):
        enter_price_sales_code(SHOP, price(sales_type=ALL), "C")
    with pytest.raises(InvalidField, match="must be blank"):
        enter_discount_sales_code(SHOP, discount(sales_type=DISCOUNTED.ALL_CUSTOMERS), "C")
    with pytest.raises(WrongType, match="sales_code"):
        enter_price_sales_code(SHOP, price(), None)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="sales_type"):
        enter_price_sales_type(SHOP, price(), DISCOUNTED.CUSTOMER)  # type: ignore[arg-type]


@pytest.mark.rule("E-NOT-FOUND")
def test_what_a_record_names_exists() -> None:
    for kind in (SalesPriceType.CUSTOMER, SalesPriceType.CUSTOMER_PRICE_GROUP, SalesPriceType.CAMPAIGN):
        with pytest.raises(NotFound):
            enter_price_sales_code(SHOP, price(sales_type=kind), "NONE")
    for of in (DISCOUNTED.CUSTOMER, DISCOUNTED.CUSTOMER_DISC_GROUP, DISCOUNTED.CAMPAIGN):
        with pytest.raises(NotFound):
            enter_discount_sales_code(SHOP, discount(sales_type=of), "NONE")
    with pytest.raises(NotFound, match="Item"):
        enter_price_item_no(SHOP, price(), "NONE")
    for type_ in SalesLineDiscountType:
        with pytest.raises(NotFound):
            enter_discount_code(SHOP, discount(type=type_), "NONE")
    with pytest.raises(NotFound, match="ItemUnitOfMeasure"):
        enter_record_unit(SHOP, price(), "PAL")
    with pytest.raises(NotFound, match="ItemVariant"):
        enter_record_variant(SHOP, discount(), "BLUE")
    with pytest.raises(NotFound, match="Customer"):
        copy_prices_to_customer(SHOP, [price()], "NONE")


def test_another_item_brings_its_unit_and_marks_and_clears_the_variant() -> None:
    own = price(item_no="Y", sales_code="C", variant_code="BLUE", unit_of_measure_code="KG")
    entered = enter_price_item_no(SHOP, own, "x")
    assert entered == price(sales_code="C", unit_of_measure_code="BOX", allow_invoice_disc=False)
    assert enter_price_item_no(SHOP, entered, "Y").unit_of_measure_code == "KG"  # no sales unit: the base unit
    kept = enter_price_item_no(SHOP, price(variant_code="RED", unit_of_measure_code="PCS"), "X")
    assert (kept.variant_code, kept.unit_of_measure_code) == ("RED", "PCS")
    for_all = enter_price_item_no(SHOP, price(item_no="", sales_type=ALL), "X")
    assert (for_all.price_includes_vat, for_all.vat_bus_posting_gr_price) == (True, "VI")


def test_a_price_group_that_agrees_with_the_price_keeps_its_mark() -> None:
    of_group = price(item_no="Y", sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code="PG")
    assert not enter_price_item_no(SHOP, of_group, "X").allow_invoice_disc  # PG does not allow it, the price does
    agreed = attrs.evolve(of_group, item_no="X", allow_invoice_disc=False)
    assert not enter_price_item_no(SHOP, agreed, "Y").allow_invoice_disc  # Y does
    groupless = attrs.evolve(agreed, sales_code="")
    assert enter_price_item_no(SHOP, groupless, "Y").allow_invoice_disc


def test_another_item_or_group_of_a_discount_clears_unit_and_variant() -> None:
    own = discount(code="Y", unit_of_measure_code="KG", variant_code="BLUE")
    assert enter_discount_code(SHOP, own, "X") == discount(unit_of_measure_code="BOX")
    assert enter_discount_code(SHOP, own, "Y") == own
    group = discount(type=SalesLineDiscountType.ITEM_DISC_GROUP, unit_of_measure_code="KG")
    assert enter_discount_code(SHOP, group, "IDG") == attrs.evolve(group, code="IDG", unit_of_measure_code="")


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_a_record_has_a_product() -> None:
    with pytest.raises(FieldRequired, match="item_no"):
        enter_price_item_no(SHOP, price(), " ")
    with pytest.raises(FieldRequired, match="code"):
        enter_discount_code(SHOP, discount(), "")


def test_units_and_variants_are_those_of_the_item() -> None:
    assert enter_record_unit(SHOP, price(), "box").unit_of_measure_code == "BOX"
    assert enter_record_unit(SHOP, discount(), "PCS").unit_of_measure_code == "PCS"  # the base unit needs no row
    assert enter_record_variant(SHOP, price(), "red").variant_code == "RED"
    group = discount(type=SalesLineDiscountType.ITEM_DISC_GROUP, code="IDG")
    for enter in (enter_record_unit, enter_record_variant):
        assert enter(SHOP, group, "") == group
        with pytest.raises(InvalidField, match="must be Item"):
            enter(SHOP, group, "BOX")


@pytest.mark.rule("E-CAMPAIGN-ROW-DATES")
def test_a_person_dates_no_record_of_a_campaign() -> None:
    own = price(sales_type=SalesPriceType.CAMPAIGN, sales_code="CP", starting_date=DAY)
    with pytest.raises(CampaignRowDates):
        enter_record_date(own, "ending_date", LATER, interactive=True)
    assert enter_record_date(own, "ending_date", LATER, interactive=False).ending_date == LATER
    assert enter_record_date(price(), "starting_date", DAY, interactive=True).starting_date == DAY


def test_prices_are_copied_to_a_customer_who_does_not_have_them() -> None:
    chosen = [
        price(sales_type=ALL, unit_price=10, currency_code="EUR"),
        price(sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code="PG", unit_price=11, currency_code="EUR"),
        price(sales_type=ALL, unit_price=12, minimum_quantity=5),
        price(sales_code="D", unit_price=13),
    ]
    known = price(sales_code="D", unit_price=9, minimum_quantity=5)
    tables = SHOP.apply(copy_prices_to_customer(SHOP, [known], "D"))
    changes = copy_prices_to_customer(tables, chosen, "d")
    assert not changes.modified
    assert not changes.deleted
    assert list(changes.inserted) == [
        attrs.evolve(chosen[0], sales_type=SalesPriceType.CUSTOMER, sales_code="D"),
        chosen[3],
    ]
    for row in changes.inserted_of(SalesPrice):
        assert as_stored_record(row) == row
