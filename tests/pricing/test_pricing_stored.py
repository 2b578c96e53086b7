"""Prices from stored records: requests, conversion of older records, journals, invoice discounts, and a whole run."""

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Customer, PriceCalculationMethod
from bcmarketing.contacts.records import Contact
from bcmarketing.errors import InvalidField, NoSeries, NotFound
from bcmarketing.pricing.convert import (
    Lists,
    NoCounterpart,
    convert_prices,
    line_of,
    sales_line_discount_of,
    sales_price_of,
)
from bcmarketing.pricing.currencies import (
    Currency,
    CurrencyExchangeRate,
    GeneralLedgerSetup,
    VatCalculationType,
    VatPostingSetup,
)
from bcmarketing.pricing.invoice_discount import (
    CustomerInvoiceDiscount,
    DiscountedDocument,
    InvoiceTerms,
    discount_invoice,
    invoice_terms,
)
from bcmarketing.pricing.items import (
    CustomerDiscountGroup,
    CustomerPriceGroup,
    Item,
    ItemDiscountGroup,
    ItemUnitOfMeasure,
    ItemVariant,
)
from bcmarketing.pricing.journal import analysis_price, journal_price
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.line_amounts import set_line_discount_pct
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import CURRENT, VERSION_15
from bcmarketing.pricing.quoting import price_records, price_request, profile_for, quote, quote_all
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceCalculationHandler,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
    SalesDocumentType,
)
from bcmarketing.pricing.request import PriceRequest, VatSetupMissing
from bcmarketing.pricing.resolution import resolve
from bcmarketing.pricing.sales_line import SalesLine, Trigger, reprice
from bcmarketing.pricing.sales_setup_records import SalesSetup
from bcmarketing.pricing.setup import new_setup
from bcmarketing.pricing.setup_records import DtldPriceCalculationSetup
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

DAY = dt.date(2025, 1, 23)
FUTURUS = Path(__file__).parents[3] / "shared" / "data" / "office-futurus"


def stored(*rows: Record) -> Tables:
    return Tables.of(rows)


# --- requests -------------------------------------------------------------------------------------------------------

BASICS: tuple[Record, ...] = (
    GeneralLedgerSetup(),
    Item(
        no="I", unit_price=10, base_unit_of_measure="PCS", sales_unit_of_measure="BOX", item_disc_group="IG",
        vat_prod_posting_group="GOODS", allow_invoice_disc=False,
    ),
    ItemUnitOfMeasure(item_no="I", code="BOX", qty_per_unit_of_measure=3),
    ItemVariant(item_no="I", code="V"),
    Currency(code="USD", unit_amount_rounding_precision="0.001"),
    CurrencyExchangeRate(
        currency_code="USD", starting_date=DAY, exchange_rate_amount=5, relational_exch_rate_amount=4
    ),
    VatPostingSetup(vat_bus_posting_group="DOM", vat_prod_posting_group="GOODS", vat_pct=25),
    Customer(
        no="CU", customer_price_group="PG", customer_disc_group="DG", currency_code="USD", allow_line_disc=False,
        prices_including_vat=True, vat_bus_posting_group="DOM",
    ),
    CampaignTargetGroup(type=TargetType.CONTACT, no="CO", campaign_no="CP1"),
    Contact(no="CO", company_no="CO"),
    Contact(no="LONE"),
)  # fmt: skip
ITEM_ONLY: tuple[Record, ...] = (GeneralLedgerSetup(), Item(no="I", unit_price=10, base_unit_of_measure="PCS"))


def test_a_request_is_filled_from_the_bill_to_customer() -> None:
    request = price_request(stored(*BASICS), item_no="i", quantity=2, customer_no="cu", contact_no="CO", order_date=DAY)
    assert request == PriceRequest(
        product=Product(no="I", unit_price=10, group_no="IG", vat_prod_posting_group="GOODS", variants=["V"]),
        quantity=2,
        unit_of_measure_code="BOX",
        qty_per_unit_of_measure=3,
        order_date=DAY,
        customer_no="CU",
        contact_no="CO",
        activated_campaigns=["CP1"],
        customer_price_group="PG",
        customer_disc_group="DG",
        currency_code="USD",
        currency_factor="1.25",
        unit_precision="0.001",
        amount_precision="0.01",
        prices_including_vat=True,
        vat_pct=25,
        vat_bus_posting_group="DOM",
        vat_prod_posting_group="GOODS",
        allow_line_disc=False,
        allow_invoice_disc=False,
    )
    decision = quote(stored(*BASICS), request)
    assert decision.unit_price == Decimal("46.875")  # 10 * 1.25 VAT * 3 pieces * 1.25 USD


@pytest.mark.parametrize("kind", [VatCalculationType.REVERSE_CHARGE_VAT, VatCalculationType.SALES_TAX])
def test_a_line_has_no_vat_where_the_buyer_accounts_for_it(kind: VatCalculationType) -> None:
    def own(row: Record) -> Record:
        return attrs.evolve(row, vat_calculation_type=kind) if isinstance(row, VatPostingSetup) else row

    request = price_request(stored(*map(own, BASICS)), item_no="I", quantity=1, customer_no="CU", order_date=DAY)
    assert (request.vat_calculation_type, request.vat_pct) == (kind, Decimal(0))


def test_what_is_given_goes_before_what_is_stored() -> None:
    tables = stored(*BASICS)
    request = price_request(
        tables, item_no="I", quantity=1, customer_no="CU", order_date=DAY, unit_of_measure_code="PCS",
        currency_code="USD", currency_factor=2,
    )  # fmt: skip
    assert (request.unit_of_measure_code, f"{request.currency_factor}") == ("PCS", "2")
    local = price_request(tables, item_no="I", quantity=1, customer_no="CU", currency_code="")
    assert (local.currency_code, str(local.unit_precision)) == ("", "0.00001")
    alone = price_request(stored(*ITEM_ONLY), item_no="I", quantity=1, contact_no="LONE")
    assert (alone.unit_of_measure_code, alone.customer_no, alone.activated_campaigns) == ("PCS", "", ())


def test_the_rows_of_the_customer_hide_those_of_his_company() -> None:
    own = CampaignTargetGroup(type=TargetType.CUSTOMER, no="CU", campaign_no="CP2")
    request = price_request(
        stored(*BASICS, own), item_no="I", quantity=1, customer_no="CU", contact_no="CO", order_date=DAY
    )
    assert request.activated_campaigns == ("CP2",)
    lone = price_request(stored(*BASICS), item_no="I", quantity=1, customer_no="CU", contact_no="LONE", order_date=DAY)
    assert lone.activated_campaigns == ()


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"item_no": "NONE"}, "Item 'NONE' does not exist"),
        ({"customer_no": "NONE"}, "Customer 'NONE' does not exist"),
        ({"unit_of_measure_code": "PAL"}, "ItemUnitOfMeasure"),
        ({"currency_code": "EUR"}, "Currency 'EUR' does not exist"),
        ({"order_date": dt.date(2024, 1, 1)}, "CurrencyExchangeRate"),
    ],
)
def test_what_does_not_exist_is_named(fields: dict[str, Any], text: str) -> None:
    asked: dict[str, Any] = {"item_no": "I", "quantity": 1, "customer_no": "CU", "order_date": DAY}
    asked.update(fields)
    with pytest.raises(NotFound, match=text):
        price_request(stored(*BASICS), **asked)


@pytest.mark.rule("E-PRICE-VAT-SETUP")
def test_vat_groups_need_their_setup() -> None:
    rows = [row for row in BASICS if not isinstance(row, VatPostingSetup)]
    with pytest.raises(VatSetupMissing):
        price_request(stored(*rows), item_no="I", quantity=1, customer_no="CU", order_date=DAY)
    without = [row for row in BASICS if not isinstance(row, GeneralLedgerSetup)]
    with pytest.raises(NotFound, match="GeneralLedgerSetup"):
        price_request(stored(*without), item_no="I", quantity=1)


def test_only_records_of_the_product_are_read() -> None:
    wanted: list[Record] = [
        PriceListLine(line_no=1, asset_no="I"),
        PriceListLine(line_no=2, asset_no=""),
        PriceListLine(line_no=3, asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP, asset_no="IG"),
        SalesPrice(item_no="I", sales_code="CU"),
        SalesLineDiscount(code="I", sales_code="CU"),
        SalesLineDiscount(type=SalesLineDiscountType.ITEM_DISC_GROUP, code="IG", sales_code="CU"),
    ]
    others: list[Record] = [
        PriceListLine(line_no=4, asset_no="J"),
        SalesPrice(item_no="J", sales_code="CU"),
        SalesLineDiscount(code="IG", sales_code="CU"),
    ]
    tables = stored(*BASICS, *wanted, *others)
    request = price_request(tables, item_no="I", quantity=1, customer_no="CU", order_date=DAY)
    found = price_records(tables, request)
    assert {id(row) for row in found} == {id(row) for row in wanted}
    ungrouped = attrs.evolve(request, product=attrs.evolve(request.product, group_no=""))
    assert len(price_records(tables, ungrouped)) == 4


def test_the_stored_setup_tells_the_profile() -> None:
    default = new_setup(
        PriceCalculationMethod.LOWEST_PRICE,
        PriceType.SALE,
        PriceAssetType.ALL,
        PriceCalculationHandler.VERSION_16,
        default=True,
    )
    old = new_setup(
        PriceCalculationMethod.LOWEST_PRICE, PriceType.SALE, PriceAssetType.ITEM, PriceCalculationHandler.VERSION_15
    )
    exception = DtldPriceCalculationSetup(
        line_no=1,
        setup_code=old.code,
        asset_type=PriceAssetType.ITEM,
        source_group=PriceSourceGroup.CUSTOMER,
        source_no="CU",
    )
    tables = stored(*BASICS, default, old)
    request = price_request(tables, item_no="I", quantity=1, customer_no="CU", order_date=DAY)
    assert profile_for(tables, request) is CURRENT
    assert profile_for(stored(*BASICS, default, old, exception), request) is VERSION_15
    assert profile_for(tables, request, extended=False) is VERSION_15
    assert profile_for(tables, request, extended=False, legacy_retired=True) is CURRENT


# --- older records to lines -----------------------------------------------------------------------------------------


def codes() -> Iterator[str]:
    return (f"L{number}" for number in range(1, 100))


CONVERTED: tuple[Record, ...] = (
    Item(no="I"),
    Item(no="I1"),
    Item(no="I2"),
    Currency(code="EUR"),
    Customer(no="C"),
    CustomerPriceGroup(code="G"),
    CustomerDiscountGroup(code="DG"),
    Campaign(no="CP"),
    ItemDiscountGroup(code="IG"),
    ItemVariant(item_no="I", code="V"),
    ItemUnitOfMeasure(item_no="I", code="BOX", qty_per_unit_of_measure=3),
)
FOR_ALL: dict[str, Any] = {"sales_type": SalesPriceType.ALL_CUSTOMERS, "starting_date": DAY}


@pytest.mark.parametrize(
    ("records", "headers"),
    [
        pytest.param(
            [
                SalesPrice(item_no="I", minimum_quantity=5, currency_code="EUR", **FOR_ALL),
                SalesPrice(item_no="I", minimum_quantity=5, **FOR_ALL),
            ],
            [("", PriceAmountType.PRICE), ("EUR", PriceAmountType.PRICE)],
            marks=pytest.mark.scenario("134167.T001_CopySalesPriceToSeparateHeaders"),
        ),
        pytest.param(
            [
                SalesPrice(item_no="I1", minimum_quantity=5, currency_code="EUR", **FOR_ALL),
                SalesPrice(item_no="I2", minimum_quantity=10, currency_code="EUR", **FOR_ALL),
            ],
            [("EUR", PriceAmountType.PRICE)],
            marks=pytest.mark.scenario("134167.T002_CopySalesPriceToSameHeader"),
        ),
        pytest.param(
            [
                SalesPrice(item_no="I", sales_code="C", currency_code="EUR"),
                SalesLineDiscount(code="I", sales_code="C"),
            ],
            [("EUR", PriceAmountType.PRICE), ("", PriceAmountType.DISCOUNT)],
            marks=pytest.mark.scenario("134167.T003_CopySalesPriceDiscoutToSeparateHeaders"),
        ),
    ],
)
def test_converted_records_share_a_list_by_source_dates_currency_and_kind(
    records: list[Record], headers: list[tuple[str, PriceAmountType]]
) -> None:
    changes = convert_prices(stored(*CONVERTED, *records), lists=Lists.GENERATED, numbers=codes())
    made = changes.inserted_of(PriceListHeader)
    assert [(header.currency_code, header.amount_type) for header in made] == headers
    assert len(changes.inserted_of(PriceListLine)) == 2
    assert {header.status for header in made} == {PriceStatus.ACTIVE}


@pytest.mark.scenario("134167.T004_CopySalesPriceCampaignToSeparateHeaders")
def test_a_list_of_a_campaign_is_of_the_customer_group() -> None:
    records: list[Record] = [
        SalesPrice(
            item_no="I", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP", currency_code="EUR", starting_date=DAY
        ),
        SalesPrice(item_no="I", sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code="G"),
    ]
    changes = convert_prices(stored(*CONVERTED, *records), lists=Lists.GENERATED, numbers=codes())
    group, campaign = changes.inserted_of(PriceListHeader)
    assert (group.source_type, group.source_no) == (PriceSourceType.CUSTOMER_PRICE_GROUP, "G")
    assert (campaign.source_type, campaign.source_no) == (PriceSourceType.CAMPAIGN, "CP")
    assert campaign.source_group is PriceSourceGroup.CUSTOMER
    assert campaign.description == "Campaign CP, 2025-01-23 - "
    assert [line.source_no for line in changes.inserted_of(PriceListLine)] == ["G", "CP"]


@pytest.mark.scenario("134167.T105_FeatureUpdateWithDefaultSalesPriceListNo")
def test_records_are_converted_into_the_default_list() -> None:
    prices = [SalesPrice(item_no=item, sales_code="C", unit_price=5) for item in ("I", "I1")]
    tables = stored(*CONVERTED, *prices)
    changes = convert_prices(tables, lists=Lists.DEFAULT, default_list="DEF")
    assert [(line.price_list_code, line.line_no) for line in changes.inserted_of(PriceListLine)] == [
        ("DEF", 10000),
        ("DEF", 20000),
    ]
    (header,) = changes.inserted_of(PriceListHeader)
    assert (header.description, header.allow_updating_defaults) == ("Default price list.", True)
    after = tables.apply(changes)
    assert after.get(SalesSetup, "") == SalesSetup(default_price_list_code="DEF", allow_editing_active_price=True)
    again = convert_prices(after, lists=Lists.DEFAULT, default_list="def")
    assert convert_prices(after, lists=Lists.DEFAULT) == again
    assert not again.modified_of(SalesSetup)
    assert [line.line_no for line in again.inserted_of(PriceListLine)] == [30000, 40000]
    assert again.inserted_of(PriceListHeader) == ()
    with pytest.raises(NoSeries, match="default price list"):
        convert_prices(tables, lists=Lists.DEFAULT)
    for numbers in (None, iter(())):
        with pytest.raises(NoSeries, match="price list"):
            convert_prices(tables, lists=Lists.GENERATED, numbers=numbers)


def test_a_default_list_that_the_setup_names_is_made_where_it_is_gone() -> None:
    tables = stored(*CONVERTED, SalesPrice(item_no="I", sales_code="C"), SalesSetup(default_price_list_code="D"))
    changes = convert_prices(tables, lists=Lists.DEFAULT)
    assert [header.code for header in changes.inserted_of(PriceListHeader)] == ["D"]
    assert [setup.allow_editing_active_price for setup in changes.modified_of(SalesSetup)] == [True]


def test_records_whose_references_are_gone_are_passed_over() -> None:
    kinds = SalesPriceType, SalesLineDiscSalesType
    gone: list[Record] = [
        SalesPrice(item_no="NONE", **FOR_ALL),
        SalesPrice(item_no="I", variant_code="X", **FOR_ALL),
        SalesPrice(item_no="I", unit_of_measure_code="PAL", **FOR_ALL),
        SalesPrice(item_no="I", currency_code="USD", **FOR_ALL),
        SalesPrice(item_no="I", sales_code="NONE"),
        SalesPrice(item_no="I", sales_type=kinds[0].CUSTOMER_PRICE_GROUP, sales_code="NONE"),
        SalesPrice(item_no="I", sales_type=kinds[0].CAMPAIGN, sales_code="NONE"),
        SalesLineDiscount(code="I", sales_type=kinds[1].CUSTOMER_DISC_GROUP, sales_code="NONE"),
        SalesLineDiscount(type=SalesLineDiscountType.ITEM_DISC_GROUP, code="NONE", sales_code="C"),
    ]
    assert not convert_prices(stored(*CONVERTED, *gone))
    kept: list[Record] = [
        SalesPrice(item_no="I", variant_code="V", unit_of_measure_code="BOX", **FOR_ALL),
        SalesLineDiscount(code="I", sales_type=kinds[1].CUSTOMER_DISC_GROUP, sales_code="DG"),
        SalesLineDiscount(type=SalesLineDiscountType.ITEM_DISC_GROUP, code="IG", sales_code="C"),
    ]
    changes = convert_prices(stored(*CONVERTED, *kept, *gone))
    assert [line.line_no for line in changes.inserted_of(PriceListLine)] == [10000, 20000, 30000]
    assert {line.price_list_code for line in changes.inserted_of(PriceListLine)} == {""}
    assert repr(Lists.NONE) == "Lists.NONE"


@pytest.mark.rule("E-PRICE-NO-COUNTERPART")
def test_lines_convert_back() -> None:
    price = SalesPrice(
        item_no="I", sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code="G", unit_price=5, ending_date=DAY,
        minimum_quantity=2, price_includes_vat=True, vat_bus_posting_gr_price="DOM", allow_line_disc=False,
    )  # fmt: skip
    assert sales_price_of(line_of(price)) == price
    for kind, code in ((SalesLineDiscountType.ITEM, "I"), (SalesLineDiscountType.ITEM_DISC_GROUP, "IG")):
        discount = SalesLineDiscount(
            type=kind, code=code, sales_type=SalesLineDiscSalesType.CUSTOMER_DISC_GROUP, sales_code="DG",
            line_discount_pct=5, currency_code="EUR",
        )  # fmt: skip
        assert sales_line_discount_of(line_of(discount)) == discount
    contact = PriceListLine(source_type=PriceSourceType.CONTACT, source_no="CT", asset_no="I")
    assert sales_price_of(contact).sales_type is SalesPriceType.CUSTOMER
    assert sales_line_discount_of(contact).sales_type is SalesLineDiscSalesType.CUSTOMER
    resource = attrs.evolve(contact, asset_type=PriceAssetType.RESOURCE)
    for convert in (sales_price_of, sales_line_discount_of):
        with pytest.raises(NoCounterpart, match="Resource"):
            convert(resource)


# --- journals -------------------------------------------------------------------------------------------------------


def test_journals_know_only_prices_for_all_customers() -> None:
    item = Item(no="I", unit_price=10, base_unit_of_measure="PCS")
    records = [
        SalesPrice(item_no="I", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price=8, minimum_quantity=5),
        SalesPrice(item_no="I", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price=9, starting_date=DAY),
        SalesPrice(item_no="I", sales_code="CU", unit_price=1),
        SalesPrice(item_no="I", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP", unit_price=2),
    ]
    common: dict[str, Any] = {"unit_precision": "0.01"}
    assert journal_price(item, records, posting_date=DAY, quantity=5, **common) == 8
    assert journal_price(item, records, posting_date=DAY, quantity=1, **common) == 9
    boxes = journal_price(
        item, records, posting_date=DAY, quantity=1, unit_of_measure_code="BOX", qty_per_unit_of_measure=3, **common
    )
    assert boxes == 27
    assert journal_price(item, records, posting_date=None, quantity=1, **common) == 10
    assert analysis_price(item, records, day=DAY, **common) == 9
    assert analysis_price(item, [], day=DAY, **common) == 10


# --- invoice discounts ----------------------------------------------------------------------------------------------


def sold(*amounts: Any, **fields: Any) -> list[SalesLine]:
    settings: dict[str, Any] = {"order_date": DAY, "unit_precision": "0.01", "amount_precision": "0.01"}
    settings |= {"product": Product(no="I", unit_price=1)} | fields
    return [
        reprice(
            SalesLine(request=PriceRequest(quantity=amount, **settings)),
            Trigger.PRODUCT,
            lambda request: resolve(request, []),
        )
        for amount in amounts
    ]


@pytest.mark.scenario("132522.LcyDiscountTest")
def test_an_order_above_the_minimum_earns_the_invoice_discount() -> None:
    rows = [CustomerInvoiceDiscount(code="T", minimum_amount=1000, discount_pct=10)]
    done = discount_invoice(sold(1050), rows, "T")
    assert [line.inv_discount_amount for line in done.lines] == [105]
    assert discount_invoice(sold(999), rows, "T").terms.discount_pct == 0
    assert discount_invoice(sold(1050), rows, "OTHER").terms.row is None


@pytest.mark.scenario("132522.InvDiscPerShowCorrectValueAfterAddingLineDiscount")
def test_a_line_discount_keeps_the_percentage_of_the_document() -> None:
    rows = [CustomerInvoiceDiscount(code="C", discount_pct=15)]
    document = discount_invoice(sold(1500), rows, "C")
    assert document.lines[0].inv_discount_amount == 225
    line = set_line_discount_pct(document.lines[0], 5)
    assert (f"{line.inv_discount_amount}", f"{document.terms.discount_pct}") == ("0", "15")


def test_lines_that_disallow_it_neither_count_nor_take_part() -> None:
    rows = [CustomerInvoiceDiscount(code="T", minimum_amount=n, discount_pct=n) for n in (10, 20)]
    lines = [*sold(15), *sold(10, allow_invoice_disc=False)]
    done = discount_invoice(lines, rows, "T")
    assert [line.inv_discount_amount for line in done.lines] == [Decimal("1.50"), 0]
    assert discount_invoice(lines[1:], rows, "T").lines == (lines[1],)


def test_a_document_without_a_line_that_allows_it_still_has_terms() -> None:
    row = CustomerInvoiceDiscount(code="T", discount_pct=5, service_charge=3)
    lines = sold(15, allow_invoice_disc=False)
    done = discount_invoice(lines, [row], "T")
    assert done.lines == tuple(lines)
    assert done.terms == InvoiceTerms(row, Decimal(5), Decimal(3))
    assert discount_invoice([], [row], "T") == DiscountedDocument((), InvoiceTerms(None, Decimal(0), Decimal(0)))


def test_a_returned_gift_is_worth_nothing_rather_than_less() -> None:
    (line,) = sold(-1, product=Product(no="I"))
    assert str(line.line_amount) == str(set_line_discount_pct(line, 10).line_discount_amount) == "0.00"


def test_what_rounding_leaves_goes_on_to_the_next_line() -> None:
    rows = [CustomerInvoiceDiscount(code="T", discount_pct=Decimal("0.5"))]
    done = discount_invoice(sold(1, 1, 1, 1), rows, "T")
    assert [str(line.inv_discount_amount) for line in done.lines] == ["0.01", "0.00", "0.01", "0.00"]


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("amount", [None, 500.0, Decimal("NaN"), "much", True])
def test_an_invoice_discount_is_given_for_an_amount(amount: Any) -> None:
    rows = [CustomerInvoiceDiscount(code="T", discount_pct=5)]
    precise: dict[str, Any] = {"amount_precision": Decimal("0.01")}
    assert invoice_terms(rows, "t", "500", **precise).discount_pct == 5
    for field, given in (
        ("base", {**precise, "base": amount}),
        ("currency_factor", {**precise, "base": 1, "currency_factor": amount}),
        ("amount_precision", {"base": 1, "amount_precision": amount}),
        ("amount_precision", {"base": 1, "amount_precision": Decimal(0)}),
        ("code", {**precise, "base": 1, "code": ["T"]}),
        ("currency_code", {**precise, "base": 1, "currency_code": None}),
    ):
        with pytest.raises(InvalidField, match=field):
            invoice_terms(rows, **{"code": "T", **given})


def test_foreign_documents_fall_back_on_local_rows() -> None:
    rows = [
        CustomerInvoiceDiscount(code="T", minimum_amount=100, discount_pct=5, service_charge=7),
        CustomerInvoiceDiscount(code="T", minimum_amount=500, discount_pct=9, currency_code="USD"),
    ]
    common: dict[str, Any] = {
        "currency_code": "USD",
        "currency_factor": Decimal(2),
        "amount_precision": Decimal("0.01"),
    }
    assert invoice_terms(rows, "T", Decimal(500), **common).discount_pct == 9
    local = invoice_terms(rows, "T", Decimal(200), **common)
    assert [local.discount_pct, local.service_charge] == [5, 14]
    assert invoice_terms(rows, "T", Decimal(199), **common).row is None
    done = discount_invoice(sold(100, currency_code="USD", currency_factor=2), rows, "T")
    assert done.terms.discount_pct == 5


# --- a whole run ----------------------------------------------------------------------------------------------------


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def old_prices(folder: Path) -> Iterator[Record]:
    for row in table(folder, "sales_prices"):
        yield SalesPrice(
            item_no=row["item_no"],
            sales_type=SalesPriceType.parse(row["source_type"]),
            sales_code=row["source_no"],
            variant_code=row["variant_code"],
            unit_of_measure_code=row["unit_of_measure_code"],
            minimum_quantity=row["minimum_quantity"],
            currency_code=row["currency_code"],
            starting_date=date(row["starting_date"]),
            ending_date=date(row["ending_date"]),
            unit_price=row["unit_price"],
            allow_line_disc=row["allow_line_disc"] == "true",
            allow_invoice_disc=row["allow_invoice_disc"] == "true",
        )
    for row in table(folder, "sales_line_discounts"):
        yield SalesLineDiscount(
            type=SalesLineDiscountType.parse(row["asset_type"]),
            code=row["asset_no"],
            sales_type=SalesLineDiscSalesType.parse(row["source_type"]),
            sales_code=row["source_no"],
            variant_code=row["variant_code"],
            unit_of_measure_code=row["unit_of_measure_code"],
            minimum_quantity=row["minimum_quantity"],
            currency_code=row["currency_code"],
            starting_date=date(row["starting_date"]),
            ending_date=date(row["ending_date"]),
            line_discount_pct=row["line_discount_pct"],
        )


def world(folder: Path) -> Tables:
    setup = table(folder, "general_setup")[0]
    rows: list[Record] = [
        GeneralLedgerSetup(
            lcy_code=setup["lcy_code"],
            amount_rounding_precision=setup["amount_rounding_precision"],
            unit_amount_rounding_precision=setup["unit_amount_rounding_precision"],
        ),
        *old_prices(folder),
    ]
    rows += [
        Item(
            no=row["no"],
            unit_price=row["unit_price"],
            base_unit_of_measure=row["base_unit_of_measure"],
            sales_unit_of_measure=row["sales_unit_of_measure"],
            item_disc_group=row["item_disc_group"],
        )
        for row in table(folder, "items")
    ]
    rows += [
        ItemUnitOfMeasure(
            item_no=row["item_no"], code=row["code"], qty_per_unit_of_measure=row["qty_per_unit_of_measure"]
        )
        for row in table(folder, "item_units_of_measure")
    ]
    rows += [
        Customer(
            no=row["no"],
            customer_price_group=row["customer_price_group"],
            customer_disc_group=row["customer_disc_group"],
            allow_line_disc=row["allow_line_disc"] == "true",
        )
        for row in table(folder, "customers")
    ]
    rows += [
        Currency(
            code=row["code"],
            amount_rounding_precision=row["amount_rounding_precision"],
            unit_amount_rounding_precision=row["unit_amount_rounding_precision"],
        )
        for row in table(folder, "currencies")
    ]
    rows += [
        CurrencyExchangeRate(
            currency_code=row["currency_code"],
            starting_date=dt.date.fromisoformat(row["starting_date"]),
            exchange_rate_amount=row["exchange_rate_amount"],
            relational_exch_rate_amount=row["relational_exch_rate_amount"],
        )
        for row in table(folder, "currency_exchange_rates")
    ]
    rows += [Contact(no=row["no"], company_no=row["company_no"]) for row in table(folder, "contacts")]
    rows += [Campaign(no=row["no"]) for row in table(folder, "campaigns")]
    rows += [CustomerDiscountGroup(code=row["code"]) for row in table(folder, "customer_disc_groups")]
    rows += [ItemDiscountGroup(code=row["code"]) for row in table(folder, "item_disc_groups")]
    return Tables.of(rows)


@pytest.mark.skipif(not FUTURUS.is_dir(), reason="the reference data is not beside the project")
def test_the_orders_of_a_whole_campaign_are_priced_as_expected() -> None:
    base = world(FUTURUS)
    base = base.apply(convert_prices(base))
    targets = [
        CampaignTargetGroup(type=TargetType.parse(row["type"]), no=row["no"], campaign_no=row["campaign_no"])
        for row in table(FUTURUS / "expected", "campaign_target_group")
    ]
    activated = base.apply(ChangeSet(inserted=tuple(targets)))
    old = {
        "L13": ("125.10", "5", "1188.45"),
        "L14": ("99", "10", "891"),
        "L15": ("99", "10", "891"),
        "L24": ("125.10", "0", "500.40"),
    }
    orders = table(FUTURUS / "expected", "orders")
    assert len(orders) == 24
    for profile in (CURRENT, VERSION_15):
        for state in ("not activated", "activated", "deactivated"):
            rows = [row for row in orders if row["campaign_state"] == state]
            tables = activated if state == "activated" else base
            requests = [
                price_request(
                    tables,
                    item_no=row["item_no"],
                    quantity=row["quantity"],
                    unit_of_measure_code=row["unit_of_measure_code"],
                    customer_no=row["bill_to_customer_no"],
                    contact_no=row["bill_to_contact_no"],
                    campaign_no=row["campaign_no"],
                    currency_code=row["currency_code"],
                    document_type=SalesDocumentType.parse(row["document_type"]),
                    order_date=date(row["order_date"]),
                    posting_date=date(row["order_date"]),
                )
                for row in rows
            ]
            for row, decision in zip(rows, quote_all(tables, requests, profile), strict=True):
                expected = (row["unit_price"], row["line_discount_pct"], row["line_amount"])
                if profile is VERSION_15:
                    expected = old.get(row["line_id"], expected)
                found = (decision.unit_price, decision.line_discount_pct, decision.amounts.line_amount)
                assert found == tuple(Decimal(figure) for figure in expected), row["line_id"]
