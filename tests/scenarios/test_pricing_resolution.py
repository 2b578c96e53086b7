"""Scenarios that resolve a price or a discount, with both engines where both give the same."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import CampaignTargetGroup, TargetType
from bcmarketing.pricing.candidates import PriceRecord
from bcmarketing.pricing.convert import line_of
from bcmarketing.pricing.currencies import CurrencyExchangeRate, VatCalculationType, VatPostingSetup
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.exchange import exchange_factor
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy import legacy_key
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import CURRENT, VERSION_15, PricingProfile
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
    SalesDocumentType,
)
from bcmarketing.pricing.request import PriceRequest, PriceSetup, activated_campaigns
from bcmarketing.pricing.resolution import find_discount, find_price, resolve
from bcmarketing.pricing.sales_line import SalesLine, Trigger, name_campaign, put_item, reprice, set_variant
from bcmarketing.pricing.sources import sources

FEB, MARCH, APRIL, JUNE = (dt.date(2002, month, 1) for month in (2, 3, 4, 6))
DAY = dt.date(2025, 1, 23)
USD = exchange_factor(
    [
        CurrencyExchangeRate(
            currency_code="USD",
            starting_date=dt.date(2000, 1, 1),
            exchange_rate_amount=100,
            relational_exch_rate_amount="64.8824",
        )
    ],
    "USD",
    FEB,
)
A = Product(no="A", unit_price="22.22", variants=["VAR"])
B = Product(no="B", unit_price="333.33", variants=["VAR"])
C = Product(no="C", unit_price="4444.44", variants=["VAR"])
D = Product(no="D", unit_price="4444.44", variants=["VAR"])
FACTORS = {"PCS": 1, "BOX": 3}


def ask(product: Product | Item, quantity: Any = 1, unit: str = "PCS", **fields: Any) -> PriceRequest:
    settings: dict[str, Any] = {
        "order_date": DAY,
        "unit_precision": "0.001" if fields.get("currency_code") else "0.00001",
        "amount_precision": "0.01",
        "qty_per_unit_of_measure": FACTORS[unit],
    }
    return PriceRequest(product=product, quantity=quantity, unit_of_measure_code=unit, **{**settings, **fields})


def line(**fields: Any) -> PriceListLine:
    defaults: dict[str, Any] = {
        "source_type": PriceSourceType.CUSTOMER if fields.get("source_no") else PriceSourceType.ALL_CUSTOMERS,
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
        "allow_line_disc": True,
    }
    defaults.update(fields)
    for name in {"unit_price", "line_discount_pct", "minimum_quantity"} & defaults.keys():
        defaults[name] = Decimal(defaults[name])
    return PriceListLine(**defaults)


def figures(*values: object) -> tuple[object, ...]:
    return values


def price_line(price: object, **fields: Any) -> PriceListLine:
    return line(amount_type=PriceAmountType.PRICE, unit_price=price, **fields)


def discount_line(percentage: object, **fields: Any) -> PriceListLine:
    return line(amount_type=PriceAmountType.DISCOUNT, line_discount_pct=percentage, allow_line_disc=False, **fields)


def both_engines(records: Sequence[SalesPrice | SalesLineDiscount]) -> list[tuple[PricingProfile, list[PriceRecord]]]:
    ordered = sorted(records, key=lambda record: (isinstance(record, SalesLineDiscount), *map(str, legacy_key(record))))
    lines: list[PriceRecord] = [line_of(record, "CONV", n) for n, record in enumerate(ordered, 1)]
    return [(VERSION_15, list(records)), (CURRENT, lines)]


def only(day: dt.date) -> dict[str, dt.date]:
    return {"starting_date": day, "ending_date": day}


def of_customer(no: str, item: str, price: object, minimum: object = 0, **fields: Any) -> SalesPrice:
    return SalesPrice(item_no=item, sales_code=no, unit_price=price, minimum_quantity=minimum, **fields)  # type: ignore[arg-type]


@pytest.mark.scenario("103526.Test1")
def test_dated_prices_for_a_customer_a_group_and_all_customers() -> None:
    may = {"starting_date": MARCH, "ending_date": dt.date(2002, 5, 1)}
    june = {"starting_date": JUNE}
    records: list[SalesPrice | SalesLineDiscount] = []
    for item, kind, code, amounts in (
        ("A", SalesPriceType.CUSTOMER, "10000", ("22.21", 20, 18, 14)),
        ("B", SalesPriceType.CUSTOMER_PRICE_GROUP, "CPG1", ("333.31", 330, 320, 300)),
        ("C", SalesPriceType.ALL_CUSTOMERS, "", ("4444.41", 4440, 4430, 4410)),
    ):
        records += [
            SalesPrice(item_no=item, sales_type=kind, sales_code=code, unit_price=amount, **dates)  # type: ignore[arg-type]
            for amount, dates in zip(amounts, ({}, may, only(APRIL), june), strict=True)
        ]
    expected: dict[dt.date, tuple[Any, ...]] = {
        FEB: ("22.21", "333.31", "13333.23"),
        MARCH: (20, 330, 13320),
        APRIL: (18, 320, 13290),
        JUNE: (14, 300, 13230),
    }
    for profile, rows in both_engines(records):
        for day, row in expected.items():
            common: dict[str, Any] = {"order_date": day, "customer_no": "10000", "customer_price_group": "CPG1"}
            found = [
                resolve(asked, rows, profile=profile).unit_price
                for asked in (ask(A, **common), ask(B, **common), ask(C, unit="BOX", **common))
            ]
            assert found == [Decimal(figure) for figure in row]
        for product, unit, figure in ((A, "PCS", "22.22"), (B, "PCS", "333.33"), (C, "BOX", "13290")):
            other = ask(product, unit=unit, order_date=APRIL, customer_no="20000")
            assert resolve(other, rows, profile=profile).unit_price == Decimal(figure)


def prices_of(customer: str) -> list[SalesPrice | SalesLineDiscount]:
    usd = {"currency_code": "USD"}
    box = {"unit_of_measure_code": "BOX"}
    april = only(APRIL)
    return [
        of_customer(customer, "A", 10, 5),
        of_customer(customer, "A", 8, 10),
        of_customer(customer, "A", 11, 5, **only(dt.date(2001, 1, 1))),
        of_customer(customer, "A", 6, 0, **april),
        of_customer(customer, "A", 4, 5, **april),
        of_customer(customer, "A", 2, 10, **april),
        of_customer(customer, "B", 500, 0, **usd),
        of_customer(customer, "B", 430, 100, **usd),
        of_customer(customer, "B", 465, 0, **usd, **april),
        of_customer(customer, "B", 455, 5, **usd, **april),
        of_customer(customer, "B", 430, 10, **usd, **april),
        of_customer(customer, "D", 13200, 0, **box),
        of_customer(customer, "D", 20000, 0, **box, **usd),
        of_customer(customer, "D", 12900, 100, **box),
        of_customer(customer, "D", 13050, 0, **box, **april),
        of_customer(customer, "D", 19500, 0, **box, **usd, **april),
        of_customer(customer, "D", 19200, 5, **box, **usd, **april),
        of_customer(customer, "D", 18900, 10, **box, **usd, **april),
        of_customer(customer, "D", 17000, 10, **box, **usd, **april, variant_code="VAR"),
    ]


@pytest.mark.scenario("103526.Test2")
def test_quantity_breaks_units_currencies_and_variants() -> None:
    local: dict[dt.date, list[tuple[Product, int, str, str]]] = {
        MARCH: [
            (A, 2, "PCS", "22.22"), (A, 5, "PCS", "10"), (A, 10, "PCS", "8"),
            (D, 2, "PCS", "4444.44"), (D, 2, "BOX", "13200"), (D, 100, "BOX", "12900"),
        ],
        APRIL: [
            (A, 2, "PCS", "6"), (A, 5, "PCS", "4"), (A, 10, "PCS", "2"), (D, 90, "BOX", "13050"),
            (D, 100, "BOX", "12900"),
        ],
        dt.date(2001, 1, 1): [(A, 2, "PCS", "22.22"), (A, 5, "PCS", "10"), (A, 10, "PCS", "8")],
    }  # fmt: skip
    foreign: dict[dt.date, list[tuple[Product, int, str, str]]] = {
        MARCH: [
            (A, 2, "PCS", "34.247"), (A, 5, "PCS", "15.413"), (A, 10, "PCS", "12.33"), (B, 2, "PCS", "500"),
            (B, 100, "PCS", "430"), (D, 2, "PCS", "6849.993"), (D, 2, "BOX", "20000"), (D, 100, "BOX", "20000"),
        ],
        APRIL: [
            (A, 2, "PCS", "9.248"), (A, 5, "PCS", "6.165"), (A, 10, "PCS", "3.083"), (B, 2, "PCS", "465"),
            (B, 100, "PCS", "430"), (D, 2, "PCS", "6849.993"), (D, 2, "BOX", "19500"), (D, 100, "BOX", "18900"),
        ],
    }  # fmt: skip
    for profile, rows in both_engines(prices_of("20000")):
        for currency, table in ({}, local), ({"currency_code": "USD", "currency_factor": USD}, foreign):
            for day, cases in table.items():
                for product, quantity, unit, figure in cases:
                    asked = ask(product, quantity, unit, order_date=day, customer_no="20000", **currency)
                    assert resolve(asked, rows, profile=profile).unit_price == Decimal(figure)
        variant = ask(
            D, 10, "BOX", order_date=APRIL, customer_no="20000", currency_code="USD", currency_factor=USD,
            variant_code="VAR",
        )  # fmt: skip
        assert resolve(variant, rows, profile=profile).unit_price == 17000


@pytest.mark.scenario("103526.Test3")
@pytest.mark.parametrize(
    "document_type",
    [
        SalesDocumentType.ORDER,
        SalesDocumentType.INVOICE,
        SalesDocumentType.CREDIT_MEMO,
        SalesDocumentType.BLANKET_ORDER,
        SalesDocumentType.RETURN_ORDER,
    ],
)
def test_all_document_types_and_negative_quantities(document_type: SalesDocumentType) -> None:
    common: dict[str, Any] = {
        "order_date": MARCH, "posting_date": MARCH, "customer_no": "30000", "document_type": document_type,
    }  # fmt: skip
    cases = [(A, 2, "PCS"), (A, 5, "PCS"), (A, 10, "PCS"), (D, 2, "PCS"), (D, 2, "BOX"), (D, 100, "BOX")]
    expected = [Decimal(x) for x in ("22.22", "10", "8", "4444.44", "13200", "12900")]
    changed = [record for record in prices_of("30000") if isinstance(record, SalesPrice)]
    for number, record in enumerate(changed):
        if record.item_no == "A" and not record.starting_date:
            change = {"minimum_quantity": 3} if record.minimum_quantity == 5 else {"unit_price": "8.25"}
            changed[number] = attrs.evolve(record, **change)
        if record.unit_price == 12900:
            changed[number] = attrs.evolve(record, unit_of_measure_code="")
    changed.append(of_customer("30000", "A", "7.5", 20))
    for (profile, rows), (_, later) in zip(both_engines(prices_of("30000")), both_engines(changed), strict=True):
        for sign in (1, -1):
            asked = [ask(product, sign * quantity, unit, **common) for product, quantity, unit in cases]
            assert [resolve(one, rows, profile=profile).unit_price for one in asked] == expected
        more = [(A, 5, "PCS", "10"), (A, 10, "PCS", "8.25"), (A, 20, "PCS", "7.5"), (D, 100, "BOX", "13200")]
        for product, quantity, unit, figure in more:
            assert resolve(ask(product, quantity, unit, **common), later, profile=profile).unit_price == Decimal(figure)


@pytest.mark.parametrize(
    ("rows", "winner"),
    [
        pytest.param(
            [("10", "", ""), ("15", "", ""), ("9", "DRAFT", "")],
            0,
            marks=pytest.mark.scenario("134159.T060_CalcBestAmountPicksBestPriceOfTwoBestFirst"),
        ),
        pytest.param(
            [("15", "", ""), ("10", "", ""), ("9", "INACTIVE", "")],
            1,
            marks=pytest.mark.scenario("134159.T061_CalcBestAmountPicksBestPriceOfTwoBestSecond"),
        ),
    ],
)
def test_the_lowest_active_price_wins(rows: list[tuple[str, str, str]], winner: int) -> None:
    lines = [
        price_line(price, asset_no="A", line_no=10000 * n, status=PriceStatus[status or "ACTIVE"])
        for n, (price, status, _) in enumerate(rows, 1)
    ]
    assert resolve(ask(A), lines).price_line is lines[winner]


@pytest.mark.parametrize(
    ("rows", "winner"),
    [
        pytest.param(
            [("", "", 10), ("X", "", 15), ("", "VAR", 11)],
            2,
            marks=pytest.mark.scenario(
                "134159.T065_CalcBestAmountAmongPricesWhereFilledCurrencyCodeOrVariantCodeThird"
            ),
        ),
        pytest.param(
            [("", "", 10), ("X", "", 15), ("", "VAR", 14), ("X", "VAR", 20)],
            3,
            marks=pytest.mark.scenario("134159.T066_CalcBestAmountAmongPricesWhereFilledCurrencyCodeAndVariantCode"),
        ),
        pytest.param(
            [("X", "VAR", 10), ("X", "", 15), ("", "VAR", 14), ("X", "VAR", 20), ("", "", 7)],
            0,
            marks=pytest.mark.scenario(
                "134159.T067_CalcBestAmountAmongPricesWhereFilledCurrencyCodeAndVariantCodeOfTwo"
            ),
        ),
    ],
)
def test_currency_and_variant_make_a_price_specific(rows: list[tuple[str, str, int]], winner: int) -> None:
    lines = [
        price_line(price, asset_no="A", line_no=10000 * n, currency_code=currency, variant_code=variant)
        for n, (currency, variant, price) in enumerate(rows, 1)
    ]
    asked = ask(A, currency_code="X", currency_factor="1.3", variant_code="VAR")
    for order in (lines, lines[::-1]):
        assert resolve(asked, order).price_line is lines[winner]


@pytest.mark.parametrize(
    ("includes", "price", "document", "reverse", "figure"),
    [
        pytest.param(
            False, 100, True, False, 125,
            marks=pytest.mark.scenario("134159.T080_ConvertVATNormalExclVATToNormalInclVAT"),
        ),
        pytest.param(
            False, 100, True, True, 100,
            marks=pytest.mark.scenario("134159.T082_ConvertVATNormalExclVATToRevChargeInclVAT"),
        ),
        pytest.param(
            True, 125, False, True, 100,
            marks=pytest.mark.scenario("134159.T083_ConvertVATNormalInclVATToRevChargeExclVAT"),
        ),
        pytest.param(
            True, 125, True, True, 100,
            marks=pytest.mark.scenario("134159.T084_ConvertVATNormalInclVATToRevChargeInclVAT"),
        ),
    ],
)  # fmt: skip
def test_vat_between_price_and_document(includes: bool, price: int, document: bool, reverse: bool, figure: int) -> None:
    setup = PriceSetup(
        vat_setups=[VatPostingSetup(vat_bus_posting_group="DOM", vat_prod_posting_group="GOODS", vat_pct=25)]
    )
    asked = ask(
        Product(no="I", vat_prod_posting_group="GOODS"),
        document_type=SalesDocumentType.INVOICE,
        posting_date=DAY,
        customer_no="CA",
        prices_including_vat=document,
        vat_pct=0 if reverse else 25,
        vat_calculation_type=VatCalculationType.REVERSE_CHARGE_VAT if reverse else VatCalculationType.NORMAL_VAT,
        vat_bus_posting_group="EU" if reverse else "DOM",
        vat_prod_posting_group="GOODS",
    )
    row = price_line(price, asset_no="I", source_no="CA", price_includes_vat=includes, vat_bus_posting_gr_price="DOM")
    assert resolve(asked, [row], setup).unit_price == figure


@pytest.mark.scenario(
    "134159.T050_ApplyDiscountSalesLineCalculateDiscIfAllowLineDiscFalseV15",
    "134159.T051_ApplyDiscountSalesLineCalculateDiscIfAllowLineDiscFalseV16",
)
def test_the_discount_step_alone_ignores_the_mark_of_the_line() -> None:
    records = [SalesLineDiscount(code="A", sales_code="CA", line_discount_pct=15)]
    asked = ask(A, customer_no="CA", allow_line_disc=False)
    for profile, rows in both_engines(records):
        winner = find_discount(asked, rows, profile).winner
        assert winner is not None
        assert winner.amount == 15
        whole = resolve(asked, rows, profile=profile)
        assert figures(whole.found_discount_pct, whole.line_discount_pct, whole.allow_line_disc) == (15, 0, False)


@pytest.mark.scenario("134159.T110_ApplyDiscountSalesLine")
def test_the_highest_discount_wins_whatever_its_source() -> None:
    rows = [discount_line("14.99", asset_no="A", source_no="CA"), discount_line(15, asset_no="A", line_no=1)]
    assert resolve(ask(A, customer_no="CA"), rows).line_discount_pct == 15


@pytest.mark.scenario("134159.T112_ApplyPriceFromItemCardSalesLine")
def test_the_card_price_stands_in() -> None:
    decision = resolve(ask(Product(no="X", unit_price=100)), [])
    assert figures(decision.unit_price, decision.is_card_price) == (100, True)


@pytest.mark.parametrize(
    ("customer_allows", "price_allows", "figure"),
    [
        pytest.param(
            False, None, "0",
            marks=pytest.mark.scenario("134159.T160_ApplyDiscountSalesLineIfNoPriceNoLineDiscAllowedByCustomer"),
        ),
        pytest.param(
            True, None, "12.5",
            marks=pytest.mark.scenario("134159.T161_ApplyDiscountSalesLineIfNoPriceButLineDiscAllowedByCustomer"),
        ),
        pytest.param(
            False, False, "0",
            marks=pytest.mark.scenario(
                "134159.T162_ApplyDiscountSalesLineIfPriceDoesNotAllowLineDiscAndNotAllowedByCustomer"
            ),
        ),
        pytest.param(
            False, True, "12.5",
            marks=pytest.mark.scenario(
                "134159.T164_ApplyDiscountSalesLineIfPriceAllowsLineDiscButDiscNotAllowedByCustomer"
            ),
        ),
        pytest.param(
            True, True, "12.5",
            marks=pytest.mark.scenario("134159.T165_ApplyDiscountSalesLineIfPriceAllowsLineDiscAndDiscAllowedByCustomer"),
        ),
    ],
)  # fmt: skip
def test_who_decides_whether_a_line_is_discounted(
    customer_allows: bool, price_allows: bool | None, figure: str
) -> None:
    rows = [discount_line("12.5", asset_no="A", source_no="CA")]
    if price_allows is not None:
        rows.append(price_line(9, asset_no="A", source_no="CA", line_no=1, allow_line_disc=price_allows))
    made = put_item(
        ask(A, customer_no="CA"),
        Item(no="A", unit_price=20),
        lambda asked: resolve(asked, rows),
        allow_line_disc=customer_allows,
    )
    assert made.line_discount_pct == Decimal(figure)


@pytest.mark.scenario("134159.VerifySalesLineDiscountUpdateWhenIncludeVariant")
def test_a_group_discount_applies_with_and_without_variant() -> None:
    rows = [
        discount_line(
            10,
            source_type=PriceSourceType.CUSTOMER_DISC_GROUP,
            source_no="D",
            asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP,
            asset_no="X",
        ),
        line(asset_no="I", unit_price=80, line_no=1),
        line(asset_no="I", variant_code="V", unit_price=60, line_no=2),
    ]

    def quote(asked: PriceRequest) -> PriceDecision:
        return resolve(asked, rows)

    product = Product(no="I", group_no="X", variants=["V"])
    asked = ask(product, customer_no="A", customer_disc_group="D", document_type=SalesDocumentType.QUOTE)
    first = reprice(SalesLine(request=asked), Trigger.PRODUCT, quote)
    assert figures(first.unit_price, first.line_discount_pct) == (80, 10)
    second = set_variant(first, "V", quote)
    assert figures(second.unit_price, second.line_discount_pct) == (60, 10)


@pytest.mark.scenario("134159.DiscountPreservedWhenSpuriousZeroPctVariantLineExists")
def test_a_variant_line_of_no_discount_hides_no_generic_discount() -> None:
    rows = [
        discount_line(
            10,
            source_type=PriceSourceType.CUSTOMER_DISC_GROUP,
            source_no="D",
            asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP,
            asset_no="X",
        ),
        line(asset_no="I", variant_code="V", unit_price=75, line_no=1),
    ]
    product = Product(no="I", group_no="X", variants=["V"])
    decision = resolve(ask(product, customer_no="A", customer_disc_group="D", variant_code="V"), rows)
    assert figures(decision.unit_price, decision.line_discount_pct) == (75, 10)


@pytest.mark.scenario("134159.T210_SalesLineMinQtyPriceForGLAccount")
def test_a_gl_account_has_no_card_price() -> None:
    account = Product(no="8100", type=PriceAssetType.GL_ACCOUNT)
    row = price_line(150, asset_type=PriceAssetType.GL_ACCOUNT, asset_no="8100", minimum_quantity=10)
    common = {"work_date": DAY, "unit_precision": 1, "amount_precision": 1}
    assert resolve(PriceRequest(product=account, quantity=1, **common), [row]).unit_price == 0  # type: ignore[arg-type]
    assert resolve(PriceRequest(product=account, quantity=10, **common), [row]).unit_price == 150  # type: ignore[arg-type]


@pytest.mark.scenario("134159.T245_SalesLineMinQtyPriceForResource")
def test_a_resource_has_a_card_price() -> None:
    resource = Product(no="LIFT", type=PriceAssetType.RESOURCE, unit_price=100)
    row = price_line(50, asset_type=PriceAssetType.RESOURCE, asset_no="LIFT", minimum_quantity=10)
    assert [resolve(ask(resource, quantity), [row]).unit_price for quantity in (1, 10)] == [100, 50]


@pytest.mark.scenario("134223.CalcSalesPriceForTempRecordSimple")
def test_a_document_need_not_be_stored() -> None:
    assert resolve(ask(Product(no="I")), [price_line("123.45", asset_no="I")]).unit_price == Decimal("123.45")


@pytest.mark.scenario("134223.CalcSalesPriceForTempRecordForInvoice")
def test_an_invoice_is_priced_by_posting_date() -> None:
    rows = [
        price_line(1500, asset_no="I", starting_date=dt.date(2025, 1, 9), ending_date=dt.date(2025, 1, 22)),
        price_line(500, asset_no="I", line_no=1, starting_date=dt.date(2025, 1, 24), ending_date=dt.date(2025, 2, 6)),
    ]
    asked = ask(
        Product(no="I"),
        document_type=SalesDocumentType.INVOICE,
        work_date=DAY,
        order_date=dt.date(2025, 1, 30),
        posting_date=dt.date(2025, 1, 16),
    )
    assert resolve(asked, rows).unit_price == 1500


@pytest.mark.scenario("134159.T010_SalesLinePriceCopyToBufferWithoutPostingDate")
def test_a_line_on_its_own_without_date_uses_the_work_date() -> None:
    work_date = dt.date(2020, 1, 25)
    product = Product(no="I", unit_price=119, price_includes_vat=True, vat_prod_posting_group="VG")
    asked = ask(product, stand_alone=True, order_date=None, work_date=work_date)
    assert asked.date == work_date
    setup = PriceSetup(vat_setups=[VatPostingSetup(vat_prod_posting_group="VG", vat_pct=19)])
    assert resolve(asked, [], setup).unit_price == 100  # with the VAT product group of the item


@pytest.mark.scenario("134159.T011_SalesLinePriceCopyToBufferWithoutHeader")
def test_a_line_on_its_own_uses_its_own_posting_date() -> None:
    resource = Product(no="LIFT", type=PriceAssetType.RESOURCE, vat_prod_posting_group="RG")
    day = dt.date(2020, 1, 30)
    asked = ask(resource, stand_alone=True, order_date=None, posting_date=day, work_date=dt.date(2020, 1, 25))
    assert (asked.date, asked.product.vat_prod_posting_group) == (day, "RG")


@pytest.mark.scenario("134159.T012_SalesLinePriceCopyToBufferWithHeaderBlankNo")
def test_a_header_without_number_does_not_date_its_line() -> None:
    account = Product(no="8100", type=PriceAssetType.GL_ACCOUNT)
    asked = ask(
        account,
        stand_alone=True,
        document_type=SalesDocumentType.INVOICE,
        order_date=dt.date(2020, 1, 29),
        posting_date=dt.date(2020, 1, 31),  # of the line; the header has 2020-01-30
        work_date=dt.date(2020, 1, 25),
    )
    assert asked.date == dt.date(2020, 1, 31)


@pytest.mark.scenario("134159.T013_SalesLinePriceCopyToBufferWithHeaderInvoice")
def test_an_invoice_line_is_dated_by_the_header() -> None:
    asked = ask(
        A,
        document_type=SalesDocumentType.INVOICE,
        posting_date=dt.date(2020, 1, 30),
        order_date=dt.date(2020, 1, 29),
    )
    assert asked.date == dt.date(2020, 1, 30)


TARGETS = [
    CampaignTargetGroup(type=TargetType.CUSTOMER, no="CA", campaign_no="C2"),
    CampaignTargetGroup(type=TargetType.CUSTOMER, no="CA", campaign_no="C3"),
    CampaignTargetGroup(type=TargetType.CONTACT, no="CO", campaign_no="C4"),
    CampaignTargetGroup(type=TargetType.CONTACT, no="CO", campaign_no="C5"),
]


@pytest.mark.parametrize(
    ("rows", "campaigns"),
    [
        pytest.param(
            TARGETS,
            ["C2", "C3"],
            marks=pytest.mark.scenario("134159.T002_SalesLineAddsActivatedCustomerCampaignAsSource"),
        ),
        pytest.param(
            TARGETS[2:],
            ["C4", "C5"],
            marks=pytest.mark.scenario("134159.T003_SalesLineAddsActivatedContactCampaignAsSource"),
        ),
    ],
)
def test_activated_campaigns_are_sources(rows: list[CampaignTargetGroup], campaigns: list[str]) -> None:
    asked = ask(A, customer_no="CA", contact_no="CO", activated_campaigns=activated_campaigns(rows, "CA", "CO"))
    found = [source.no for source in sources(asked) if source.type is PriceSourceType.CAMPAIGN]
    assert found == campaigns


@pytest.mark.scenario("134159.T230_SalesLineGetsCustomerSourcesForResource")
def test_all_sources_of_a_document_stand_on_one_level() -> None:
    asked = ask(
        Product(no="LIFT", type=PriceAssetType.RESOURCE),
        customer_no="A",
        contact_no="C",
        campaign_no="HC",
        activated_campaigns=["C2"],
        customer_price_group="CPG",
        customer_disc_group="CDG",
    )
    assert [(source.type, source.no) for source in sources(asked)] == [
        (PriceSourceType.ALL_CUSTOMERS, ""),
        (PriceSourceType.CUSTOMER, "A"),
        (PriceSourceType.CONTACT, "C"),
        (PriceSourceType.CAMPAIGN, "HC"),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, "CPG"),
        (PriceSourceType.CUSTOMER_DISC_GROUP, "CDG"),
    ]
    assert {source.level for source in sources(asked)} == {0}


@pytest.mark.scenario("134159.T192_SalesLineChangeActivatedCampaignOnHeaderAsSource")
def test_another_campaign_on_the_document_prices_its_lines_anew() -> None:
    rows = [
        price_line(price, asset_no="X", line_no=n, source_type=PriceSourceType.CAMPAIGN, source_no=campaign)
        for n, (campaign, price) in enumerate([("C1", 150), ("C2", 350)], 1)
    ]

    def quote(asked: PriceRequest) -> PriceDecision:
        return resolve(asked, rows)

    asked = ask(Product(no="X", unit_price=500), customer_no="CA", campaign_no="C1", activated_campaigns=["C1", "C2"])
    first = reprice(SalesLine(request=asked), Trigger.PRODUCT, quote)
    assert first.unit_price == 150
    (second,) = name_campaign([first], "C2", quote)
    assert second.unit_price == 350
    (third,) = name_campaign([second], "", quote, activated=["C1"])
    assert third.unit_price == 150


@pytest.mark.scenario("137201.LineDiscountWithSalesPrice")
def test_price_and_discount_on_one_line() -> None:
    common: dict[str, Any] = {"sales_code": "CU", "unit_of_measure_code": "PCS", "minimum_quantity": "12.5"}
    records: list[SalesPrice | SalesLineDiscount] = [
        SalesPrice(item_no="I", unit_price=99, starting_date=DAY, **common),
        SalesLineDiscount(code="I", line_discount_pct="8.25", **common),
    ]
    for profile, rows in both_engines(records):
        decision = resolve(ask(Product(no="I", unit_price=103), "12.5", customer_no="CU"), rows, profile=profile)
        assert figures(decision.unit_price, decision.line_discount_pct) == (99, Decimal("8.25"))
        assert decision.amounts.line_amount == Decimal("1135.41")


# --- campaigns of the older engine -------------------------------------------------------------------------------

CHAIR = Product(no="I1", unit_price=80)
CAMPAIGN_PRICE = SalesPrice(
    item_no="I1",
    sales_type=SalesPriceType.CAMPAIGN,
    sales_code="CP1",
    unit_of_measure_code="PCS",
    minimum_quantity=12,
    unit_price=55,
    starting_date=DAY,
    ending_date=dt.date(2025, 1, 27),
)
CAMPAIGN_DISCOUNT = SalesLineDiscount(
    type=SalesLineDiscountType.ITEM,
    code="I1",
    sales_type=SalesLineDiscSalesType.CAMPAIGN,
    sales_code="CP1",
    minimum_quantity=7,
    line_discount_pct=15,
)
TARGET = CampaignTargetGroup(type=TargetType.CUSTOMER, no="CU1", campaign_no="CP1")


@pytest.mark.scenario("136214.ActivateCampaignWithLog")
def test_an_activated_campaign_prices_the_orders_of_its_target() -> None:
    asked = ask(
        CHAIR, 12, customer_no="CU1", campaign_no="CP1", activated_campaigns=activated_campaigns([TARGET], "CU1")
    )
    for profile, rows in both_engines([CAMPAIGN_PRICE]):
        assert resolve(asked, rows, profile=profile).unit_price == 55
        assert resolve(attrs.evolve(asked, quantity=11), rows, profile=profile).unit_price == 80


@pytest.mark.scenario("136214.SalesOrderPriceDeleteContactFromSeg")
def test_the_campaign_price_goes_with_the_target_row() -> None:
    for targets, figure in ([TARGET], 55), ([], 80):
        asked = ask(CHAIR, 12, customer_no="CU1", activated_campaigns=activated_campaigns(targets, "CU1"))
        assert resolve(asked, [CAMPAIGN_PRICE], profile=VERSION_15).unit_price == figure


@pytest.mark.scenario("136214.SalesOrderDiscountDeleteContactFromSeg")
def test_the_campaign_discount_goes_with_the_target_row() -> None:
    for targets, figure in ([TARGET], 15), ([], 0):
        asked = ask(CHAIR, 7, customer_no="CU1", activated_campaigns=activated_campaigns(targets, "CU1"))
        assert resolve(asked, [CAMPAIGN_DISCOUNT], profile=VERSION_15).line_discount_pct == figure


@pytest.mark.scenario("136214.SalesOrderPriceAddNewContactToSeg")
def test_a_named_campaign_that_is_not_activated_counts_only_for_the_current_engine() -> None:
    for customer in ("CU1", "CU2"):
        asked = ask(CHAIR, 12, customer_no=customer, campaign_no="CP1")
        (old, rows), (new, lines) = both_engines([CAMPAIGN_PRICE])
        assert resolve(asked, rows, profile=old).unit_price == 80
        assert resolve(asked, lines, profile=new).unit_price == 55


def test_finding_a_price_alone_uses_the_discount_on_the_line() -> None:
    rows = [price_line(90, asset_no="A", allow_line_disc=False), price_line(95, asset_no="A", line_no=1)]
    assert [find_price(ask(A, line_discount_pct=pct), rows).winner for pct in (0, 10)][1].net == Decimal("85.50")  # type: ignore[union-attr]
