"""Whatever is given to the functions of sales lines and prices: they take it, or they refuse it by name."""

import contextlib
import datetime as dt
import inspect
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.records import CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Customer, PriceCalculationMethod
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.errors import BCMarketingError, InvalidField
from bcmarketing.pricing import (
    adjusting,
    counterfactual,
    exchange,
    journal,
    line_amounts,
    line_terms,
    picking,
    quoting,
    resolution,
    rounding_methods,
    sales_line,
    setup as setups,
    source_list,
    source_rules,
)
from bcmarketing.pricing.adjusting import Adjustment
from bcmarketing.pricing.changes import CurrencyTerms
from bcmarketing.pricing.choice import LOWEST_PRICE, BySource, Sieve, lowest
from bcmarketing.pricing.conversion import Conversion
from bcmarketing.pricing.currencies import CurrencyExchangeRate, GeneralLedgerSetup, VatPostingSetup
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.items import CustomerPriceGroup, Item
from bcmarketing.pricing.profiles import CURRENT, PricingProfile, source_priority
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
from bcmarketing.pricing.request import PLAIN_SETUP, PriceRequest, PriceSetup, activated_campaigns
from bcmarketing.pricing.rounding_methods import RoundingMethod
from bcmarketing.pricing.sales_line import BlanketTerms, PostedTerms, SalesLine, Trigger
from bcmarketing.pricing.sales_setup_records import SalesSetup
from bcmarketing.pricing.setup import SetupKey, new_setup
from bcmarketing.pricing.setup_records import DtldPriceCalculationSetup
from bcmarketing.pricing.source_list import PriceSourceList
from bcmarketing.pricing.source_rules import EnteredSource, SourceRecord
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.pricing.verdicts import Verdict
from bcmarketing.store.tables import Tables

DAY = dt.date(2027, 1, 25)
HOSTILE: list[Any] = [
    None,
    5,
    1.5,
    True,
    Decimal("NaN"),
    Decimal("Infinity"),
    Decimal("1E-130"),
    "",
    "no",
    "X" * 21,
    ["A"],
    [5],
    b"A",
    dt.datetime(2027, 1, 25, tzinfo=dt.UTC),
    object(),
]

ITEM = Item(no="I1", unit_price=30)
PRICE = PriceListLine(
    price_list_code="S",
    line_no=10000,
    source_type=PriceSourceType.ALL_CUSTOMERS,
    asset_no="I1",
    amount_type=PriceAmountType.PRICE,
    unit_price=Decimal(20),
    allow_line_disc=True,
    price_type=PriceType.SALE,
    status=PriceStatus.ACTIVE,
)
DISCOUNT = attrs.evolve(
    PRICE,
    line_no=20000,
    amount_type=PriceAmountType.DISCOUNT,
    unit_price=0,
    line_discount_pct=10,
    allow_line_disc=False,
)
RECORDS = (PRICE, DISCOUNT)
HEADER = PriceListHeader(code="S", source_type=PriceSourceType.ALL_CUSTOMERS, price_type=PriceType.SALE)
REQUEST = PriceRequest(product=ITEM, quantity=2, order_date=DAY, unit_precision="0.01", amount_precision="0.01")
LINE = SalesLine(request=REQUEST, unit_price=20, line_amount=40)
RATE = CurrencyExchangeRate(
    currency_code="USD", starting_date=DAY, exchange_rate_amount=1, relational_exch_rate_amount=2
)
KEY = SetupKey(
    method=PriceCalculationMethod.LOWEST_PRICE,
    type=PriceType.SALE,
    asset_type=PriceAssetType.ITEM,
    asset_no="I1",
    source_group=PriceSourceGroup.CUSTOMER,
    source_no="C",
)
SETUP = new_setup(
    PriceCalculationMethod.LOWEST_PRICE, PriceType.SALE, PriceAssetType.ITEM, PriceCalculationHandler.VERSION_16
)
METHOD = RoundingMethod(code="R", precision="0.05")
RELATION = ContactBusinessRelation(
    contact_no="CO", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="C"
)
READER = Tables.of([ITEM, Customer(no="C"), PRICE, SETUP, GeneralLedgerSetup(), RATE])


def quote(request: PriceRequest) -> PriceDecision:
    return resolution.resolve(request, RECORDS)


PRICED: dict[str, Any] = {"request": REQUEST, "records": RECORDS, "profile": CURRENT}
SHOWN: dict[str, Any] = {"request": REQUEST, "records": RECORDS, "profile": CURRENT, "show_all": True}
KIND: dict[str, Any] = {"source_type": PriceSourceType.CAMPAIGN}

#: Every public function with arguments that it takes.
CALLS: dict[ModuleType, dict[str, dict[str, Any]]] = {
    sales_line: {
        "put_item": {"request": REQUEST, "item": ITEM, "quote": quote, "allow_line_disc": True, "variants": ["V"]},
        "check_sellable": {"item": ITEM, "document_type": SalesDocumentType.ORDER},
        "reprice": {"line": LINE, "trigger": Trigger.QUANTITY, "quote": quote},
        "update": {"line": LINE, "trigger": Trigger.QUANTITY, "decision": quote(REQUEST)},
        "with_amounts": {"line": LINE},
        "set_quantity": {"line": LINE, "quantity": 3, "quote": quote},
        "set_unit_of_measure": {"line": LINE, "code": "BOX", "qty_per_unit_of_measure": 6, "quote": quote},
        "set_variant": {"line": LINE, "variant_code": "V", "quote": quote},
        "set_price_group": {"line": LINE, "customer_price_group": "G", "quote": quote},
        "set_disc_group": {"line": LINE, "customer_disc_group": "G", "quote": quote},
        "set_return_reason": {"line": SalesLine(request=REQUEST), "return_reason_code": "R", "quote": quote},
        "name_campaign": {"lines": [LINE], "campaign_no": "CP", "quote": quote, "activated": ["CP1"]},
    },
    line_amounts: {
        "set_unit_price": {"line": LINE, "unit_price": 5},
        "set_line_discount_pct": {"line": LINE, "line_discount_pct": 5},
        "gross_amount": {"line": LINE},
        "set_line_discount_amount": {"line": LINE, "amount": 5},
        "set_line_amount": {"line": LINE, "amount": 5},
        "set_prices_including_vat": {"line": LINE, "including": True, "rescale": True},
    },
    line_terms: {
        "with_amount_type": {"line": PRICE, "amount_type": PriceAmountType.PRICE, "header": HEADER},
        "with_marks_of": {"line": PRICE, "header": HEADER},
        "with_header": {"line": PRICE, "header": HEADER, "force": True},
        "as_stored": {"line": PRICE},
        "check_source_type": {"source_type": PriceSourceType.CUSTOMER, "header": HEADER},
        "check_governed": {"field": "currency_code", "value": "", "header": HEADER},
        "check_dates": {"row": PRICE, "field": "starting_date", "value": DAY},
        "check_date_order": {"row": PRICE, "field": "starting_date", "value": DAY},
        "check_cost_factor": {"line": attrs.evolve(PRICE, source_type=PriceSourceType.JOB, source_no="J")},
        "check_defined": {"line": PRICE, "field": "unit_price"},
    },
    picking: {
        "offered": {**SHOWN, "amount_type": PriceAmountType.PRICE},
        "count_prices": SHOWN,
        "count_discounts": SHOWN,
        "price_exists": SHOWN,
        "discount_exists": SHOWN,
        "pick_price": {"line": LINE, "record": PRICE, "setup": PLAIN_SETUP, "profile": CURRENT},
        "pick_discount": {"line": LINE, "record": DISCOUNT, "profile": CURRENT},
    },
    counterfactual: {
        "what_would_win": {
            **PRICED,
            "line": attrs.evolve(PRICE, minimum_quantity=Decimal(5)),
            "setup": PLAIN_SETUP,
            "amount_type": PriceAmountType.PRICE,
            "currencies": [CurrencyTerms(code="USD", factor=2)],
            "quantity_step": 1,
        },
    },
    journal: {
        "journal_price": {
            "item": ITEM,
            "records": RECORDS,
            "posting_date": DAY,
            "quantity": 1,
            "unit_of_measure_code": "BOX",
            "qty_per_unit_of_measure": 6,
            "variant_code": "V",
            "unit_precision": "0.01",
            "setup": PLAIN_SETUP,
        },
        "analysis_price": {
            "item": ITEM,
            "records": RECORDS,
            "day": DAY,
            "unit_precision": "0.01",
            "setup": PLAIN_SETUP,
        },
    },
    quoting: {
        "price_request": {
            "reader": READER,
            "item_no": "I1",
            "quantity": 1,
            "customer_no": "C",
            "contact_no": "CO",
            "campaign_no": "CP",
            "document_type": SalesDocumentType.ORDER,
            "order_date": DAY,
            "posting_date": DAY,
            "work_date": DAY,
            "variant_code": "V",
            "unit_of_measure_code": "",
            "currency_code": "",
            "currency_factor": 2,
        },
        "profile_for": {
            "reader": READER,
            "request": REQUEST,
            "method": KEY.method,
            "extended": True,
            "legacy_retired": False,
        },
        "price_records": {"reader": READER, "request": REQUEST},
        "quote": {"reader": READER, "request": REQUEST, "profile": CURRENT, "setup": PLAIN_SETUP, "trace": True},
        "quote_all": {"reader": READER, "requests": [REQUEST], "profile": CURRENT},
    },
    exchange: {
        name: {"rates": [RATE], "currency_code": "USD", "day": DAY}
        for name in ("rate_in_force", "exchange_factor", "fixed_factor")
    },
    adjusting: {
        "adjust": {
            "price": 5,
            "adjustment": Adjustment(exchange_rate_date=DAY, to_currency="USD", rounding_method_code="R"),
            "rates": [RATE],
            "steps": [METHOD],
        },
    },
    rounding_methods: {
        "rounding_step": {"steps": [METHOD], "code": "R", "price": Decimal(5)},
        "rounded_by": {"step": METHOD, "price": Decimal(5)},
    },
    source_rules: {
        "own_group": KIND,
        "source_group": {**KIND, "price_type": PriceType.SALE},
        "implied_price_type": {**KIND, "price_type": PriceType.SALE},
        "takes_number": KIND,
        "is_for": {**KIND, "amount_type": PriceAmountType.PRICE},
        "default_amount_type": KIND,
        "check_amount_type": {**KIND, "amount_type": PriceAmountType.PRICE},
        "enter_type": {**KIND, "source": EnteredSource()},
        "enter_no": {"source": EnteredSource(), "no": "R1", "records": [SourceRecord("R1", "ID")]},
        "enter_id": {"source": EnteredSource(), "record_id": "ID", "records": [SourceRecord("R1", "ID")]},
        "enter_parent": {"source": EnteredSource(), "parent_no": ""},
        "parent_of": {**KIND, "parent_no": ""},
    },
    source_list: {
        "setup_source": {"sources": [PriceSource(PriceSourceType.CUSTOMER, "C")]},
        "customer_sources": {"customer": Customer(no="C"), "level": 1},
        "contact_sources": {
            "contact_no": "CO",
            "relations": [RELATION],
            "customers": {"C": Customer(no="C")},
            "level": 1,
        },
    },
    setups: {
        "setup_key": {"method": KEY.method, "product": REQUEST.product, "sources": []},
        "find_setup": {"setups": [SETUP], "exceptions": [], "key": KEY},
        "engine_of": {"setups": [SETUP], "exceptions": [], "key": KEY, "extended": True, "legacy_retired": False},
        "profile_of": {"engine": PriceCalculationHandler.VERSION_16},
        "check_method": {"method": KEY.method, "price_type": KEY.type, "setups": [SETUP], "may_be_undefined": True},
        "new_setup": {
            "method": KEY.method,
            "price_type": KEY.type,
            "asset_type": KEY.asset_type,
            "implementation": PriceCalculationHandler.VERSION_16,
            "enabled": True,
            "default": False,
        },
        "document_method": {
            "customer": Customer(no="C"),
            "group": CustomerPriceGroup(code="G"),
            "sales_setup": SalesSetup(),
        },
        "set_default": {"setups": [SETUP], "exceptions": [], "code": SETUP.code, "default": True},
        "refresh_setups": {"setups": [SETUP], "supported": [SETUP]},
    },
}
#: A validator, what takes nothing but the storage, and what takes only what has been checked.
ELSEWHERE = {"is_day", "price_setup", "fixed_among"}

#: Other functions, and records that are made of what is given.
MADE: list[tuple[Callable[..., object], dict[str, Any]]] = [
    (resolution.find_discount, PRICED),
    (resolution.find_price, PRICED | {"setup": PLAIN_SETUP}),
    (resolution.resolve, PRICED | {"setup": PLAIN_SETUP, "trace": True}),
    (
        activated_campaigns,
        {
            "targets": [CampaignTargetGroup(type=TargetType.CUSTOMER, no="C", campaign_no="CP")],
            "customer_no": "C",
            "contact_company_no": "CO",
        },
    ),
    (source_priority, {"ranking": [PriceSourceType.CUSTOMER]}),
    (BySource, {"ranking": [PriceSourceType.CUSTOMER]}),
    (Sieve, {"keep": lowest, "verdict": Verdict.DEARER}),
    (Conversion, {"zero_too": True, "vat": CURRENT.conversion.vat, "rate_date": CURRENT.conversion.rate_date}),
    (
        PricingProfile,
        {
            "name": "mine",
            "date": CURRENT.date,
            "sources": CURRENT.sources,
            "judge": CURRENT.judge,
            "conversion": CURRENT.conversion,
            "price_choice": LOWEST_PRICE,
            "discount_choice": LOWEST_PRICE,
        },
    ),
    (PriceSetup, {"vat_setups": [VatPostingSetup(vat_pct=19)], "exchange_rates": [RATE]}),
    (PriceSetup(vat_setups=[VatPostingSetup()]).vat, {"business_group": "", "product_group": ""}),
    (SalesLine, attrs.asdict(LINE, recurse=False) | {"amount": 5, "amount_including_vat": 6}),
    (BlanketTerms, {"unit_price": 5, "line_discount_pct": 5}),
    (PostedTerms, {"unit_price": 5, "qty_per_unit_of_measure": 6}),
    (SetupKey, attrs.asdict(KEY, recurse=False)),
    (PriceSourceList, {"sources": [PriceSource(PriceSourceType.CUSTOMER, "C")], "price_type": PriceType.SALE}),
    (PriceSourceList().add, {"source_type": PriceSourceType.JOB_TASK, "no": "T", "level": 1, "parent_no": "J"}),
    (PriceSourceList().get, KIND),
    (PriceSourceList().at, {"level": 1}),
    (PriceSourceList().remove, {**KIND, "level": 1}),
    (EnteredSource, attrs.asdict(EnteredSource(), recurse=False)),
    (SourceRecord, {"no": "R1", "id": "ID", "description": ""}),
    (Adjustment, {"exchange_rate_date": DAY, "factor": 2, "precision": "0.01"}),
    (RoundingMethod, {"code": "R", "precision": "0.05"}),
    (DtldPriceCalculationSetup, {"line_no": 1, "setup_code": "A"}),
]
ALL: list[tuple[Callable[..., object], dict[str, Any]]] = [
    *((getattr(module, name), taken) for module, calls in CALLS.items() for name, taken in calls.items()),
    *MADE,
]
NAMES = [call.__name__ for call, _ in ALL]

#: Parameters that take nothing of what is hostile: each is of a class or option of its own, or a collection of such.
STRICT = {
    "line",
    "lines",
    "request",
    "requests",
    "records",
    "record",
    "item",
    "quote",
    "setup",
    "profile",
    "decision",
    "trigger",
    "document_type",
    "amount_type",
    "source_type",
    "price_type",
    "currencies",
    "rates",
    "steps",
    "step",
    "adjustment",
    "targets",
    "ranking",
    "relations",
    "customers",
    "customer",
    "method",
    "product",
    "sources",
    "setups",
    "exceptions",
    "supported",
    "engine",
    "sales_setup",
    "vat_setups",
    "exchange_rates",
    "conversion",
    "price_choice",
    "row",
}
#: Where ``None`` says that the function decides by itself.
LEFT_OPEN = {("what_would_win", "amount_type"), ("quote", "setup")}


def given_in(taken: dict[str, Any]) -> list[str]:
    """Return what may be given instead: all but the storage of the host, which is whatever has its methods."""
    return sorted(set(taken) - {"reader"})


def test_every_public_function_is_called() -> None:
    for module, calls in CALLS.items():
        public = {
            name
            for name, member in inspect.getmembers(module, inspect.isfunction)
            if member.__module__ == module.__name__ and not name.startswith("_")
        }
        assert public - ELSEWHERE == set(calls)


@pytest.mark.parametrize(("call", "taken"), ALL, ids=NAMES)
def test_what_a_function_takes_is_taken(call: Callable[..., object], taken: dict[str, Any]) -> None:
    call(**taken)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize(("call", "taken"), ALL, ids=NAMES)
def test_any_one_argument_is_taken_or_refused(call: Callable[..., object], taken: dict[str, Any]) -> None:
    for name in given_in(taken):
        for value in HOSTILE:
            given_instead = taken | {name: value}
            if name in STRICT and not (value is None and (call.__name__, name) in LEFT_OPEN):
                with pytest.raises(InvalidField):
                    call(**given_instead)
            else:
                with contextlib.suppress(BCMarketingError):
                    call(**given_instead)


@pytest.mark.parametrize(("call", "taken"), ALL, ids=NAMES)
def test_any_arguments_are_taken_or_refused(call: Callable[..., object], taken: dict[str, Any]) -> None:
    names = st.sampled_from(given_in(taken))

    @settings(max_examples=30)
    @given(few=st.dictionaries(names, st.sampled_from(HOSTILE), max_size=3))
    def check(few: dict[str, Any]) -> None:
        with contextlib.suppress(BCMarketingError):
            call(**(taken | few))

    check()
