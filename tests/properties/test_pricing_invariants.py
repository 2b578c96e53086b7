"""The numbered invariants of prices and discounts, and the engines against independent oracles.

The oracles compute with fractions and follow the tables of the rules literally; they share nothing with the package
but its records.
"""

import datetime as dt
import decimal
import math
import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.records import CampaignTargetGroup, TargetType
from bcmarketing.errors import Refusal
from bcmarketing.pricing.choice import rank
from bcmarketing.pricing.convert import line_of
from bcmarketing.pricing.currencies import VatCalculationType, VatPostingSetup
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.legacy import legacy_key
from bcmarketing.pricing.legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from bcmarketing.pricing.line_amounts import set_line_discount_pct, set_unit_price
from bcmarketing.pricing.picking import offered, pick_price
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import (
    CAMPAIGN_ALWAYS,
    CURRENT,
    DECLARED_ZERO,
    SOURCE_PRIORITY,
    VERSION_15,
    VERSION_27_5,
    PricingProfile,
)
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
from bcmarketing.pricing.sales_line import KEEPING_TRIGGERS, SalesLine, Trigger, reprice, update

TODAY = dt.date(2027, 1, 15)
DAYS = [None, None, TODAY - dt.timedelta(3), TODAY - dt.timedelta(1), TODAY, TODAY + dt.timedelta(1)]
UNITS = {"": Decimal(1), "PCS": Decimal(1), "BOX": Decimal(3), "PAL": Decimal("2.5")}
FACTORS = {"USD": Decimal("1.37"), "EUR": Decimal(100) / Decimal("64.8824")}
VAT_SETUPS = tuple(
    VatPostingSetup(vat_bus_posting_group=group, vat_prod_posting_group=product, vat_calculation_type=kind, vat_pct=pct)
    for group, kind, pct in (
        ("DOM", VatCalculationType.NORMAL_VAT, 19),
        ("EXP", VatCalculationType.NORMAL_VAT, 7),
        ("EU", VatCalculationType.REVERSE_CHARGE_VAT, 19),
        ("FULL", VatCalculationType.FULL_VAT, 19),
        ("NONE", VatCalculationType.NO_TAXABLE_VAT, 0),
    )
    for product in ("GOODS", "FOOD")
)
SETUP = PriceSetup(vat_setups=VAT_SETUPS)

V16_SOURCES = [
    (PriceSourceType.ALL_CUSTOMERS, ""),
    (PriceSourceType.CUSTOMER, "C1"),
    (PriceSourceType.CUSTOMER, "C2"),
    (PriceSourceType.CONTACT, "K1"),
    (PriceSourceType.CAMPAIGN, "M1"),
    (PriceSourceType.CAMPAIGN, "M2"),
    (PriceSourceType.CAMPAIGN, "M3"),
    (PriceSourceType.CUSTOMER_PRICE_GROUP, "PG"),
    (PriceSourceType.CUSTOMER_DISC_GROUP, "DG"),
    (PriceSourceType.VENDOR, "C1"),
]

seeds = st.integers(0, 2**32)
sizes = st.integers(0, 14)
cases = st.tuples(seeds, sizes)


class World:
    """One random request with records of both engines."""

    def __init__(self, seed: int, size: int, *, plain: bool = False) -> None:
        self.rng = random.Random(seed)
        self.plain = plain
        self.request = self.make_request()
        self.lines = [self.make_line(number) for number in range(size)]

    def pick(self, *choices: Any) -> Any:
        return self.rng.choice(choices)

    def make_request(self) -> PriceRequest:
        unit = self.pick("", "PCS", "PCS", "BOX", "PAL")
        currency = self.pick("", "", "USD", "EUR")
        vat = self.rng.choice(VAT_SETUPS)
        reverse = vat.vat_calculation_type is VatCalculationType.REVERSE_CHARGE_VAT
        return PriceRequest(
            product=Product(
                no="I1",
                unit_price=self.pick("0", "10", "12.345", "99.99"),
                price_includes_vat=self.pick(True, False) and not self.plain,
                vat_bus_posting_gr_price=self.pick("DOM", "EXP"),
                vat_prod_posting_group=self.pick("GOODS", "FOOD"),
                group_no=self.pick("", "IG"),
                variants=self.pick(None, ("V1", "V2"), ("V2",)),
            ),
            variant_code=self.pick("", "V1", "V1", "V2"),
            unit_of_measure_code=unit,
            qty_per_unit_of_measure=UNITS[unit],
            quantity=self.pick("0", "1", "2", "5", "10", "-5", "2.5"),
            document_type=self.rng.choice(list(SalesDocumentType)),
            order_date=TODAY,
            posting_date=self.pick(TODAY, TODAY, None, TODAY + dt.timedelta(1)),
            work_date=TODAY,
            customer_no=self.pick("C1", "C1", ""),
            contact_no=self.pick("", "K1"),
            campaign_no=self.pick("", "", "M1"),
            activated_campaigns=self.pick((), ("M2",), ("M2", "M3")),
            customer_price_group=self.pick("", "PG"),
            customer_disc_group=self.pick("", "DG"),
            currency_code=currency,
            currency_factor=FACTORS.get(currency, 0),
            unit_precision=self.pick("0.00001", "0.001", "0.01", "0.05"),
            amount_precision=self.pick("0.01", "0.05"),
            prices_including_vat=self.pick(True, False) and not self.plain,
            vat_pct=0 if reverse else vat.vat_pct,
            vat_calculation_type=vat.vat_calculation_type,
            vat_bus_posting_group=vat.vat_bus_posting_group,
            vat_prod_posting_group=self.pick("", "GOODS"),
            line_discount_pct=self.pick("0", "10"),
            allow_line_disc=self.pick(True, True, False),
            allow_invoice_disc=self.pick(True, False),
        )

    def make_line(self, number: int, **fields: Any) -> PriceListLine:
        source_type, source_no = self.rng.choice(V16_SOURCES)
        asset_type, asset_no = self.pick(
            *[(PriceAssetType.ITEM, "I1")] * 5,
            (PriceAssetType.ITEM, "I2"),
            (PriceAssetType.ITEM, ""),
            (PriceAssetType.ITEM_DISCOUNT_GROUP, "IG"),
            (PriceAssetType.ITEM_DISCOUNT_GROUP, ""),
        )
        is_item = asset_type is PriceAssetType.ITEM and asset_no != ""
        amount_type = self.rng.choice(list(PriceAmountType))
        made: dict[str, Any] = {
            "price_list_code": self.pick("P1", "P2", ""),
            "line_no": 10000 * (number + 1),
            "source_type": source_type,
            "source_no": source_no,
            "asset_type": asset_type,
            "asset_no": asset_no,
            "variant_code": self.pick("", "", "V1", "V2") if is_item else "",
            "currency_code": self.pick("", "", "", "USD", "EUR"),
            "starting_date": self.rng.choice(DAYS),
            "ending_date": self.rng.choice([None, None, None, TODAY, TODAY + dt.timedelta(2), TODAY - dt.timedelta(2)]),
            "minimum_quantity": Decimal(self.pick("0", "0", "0", "2", "3", "6")),
            "unit_of_measure_code": self.pick("", "", "PCS", "BOX") if is_item else "",
            "amount_type": amount_type,
            "unit_price": Decimal(0)
            if amount_type is PriceAmountType.DISCOUNT
            else Decimal(self.pick("0", "9", "10", "10", "11.11", "20", "33.333")),
            "line_discount_pct": Decimal(0)
            if amount_type is PriceAmountType.PRICE
            else Decimal(self.pick("0", "0", "5", "10", "33.333", "100")),
            "allow_line_disc": self.pick(True, True, False),
            "allow_invoice_disc": self.pick(True, False),
            "price_includes_vat": self.pick(True, False) and not self.plain,
            "vat_bus_posting_gr_price": self.pick("DOM", "EXP", "EU"),
            "price_type": self.pick(*[PriceType.SALE] * 8, PriceType.PURCHASE, PriceType.ANY),
            "status": self.pick(*[PriceStatus.ACTIVE] * 8, PriceStatus.DRAFT, PriceStatus.INACTIVE),
        }
        if made["starting_date"] and made["ending_date"] and made["starting_date"] > made["ending_date"]:
            made["ending_date"] = None
        return PriceListLine(**{**made, **fields})

    def old_records(self, size: int, *, positive: bool = False) -> list[SalesPrice | SalesLineDiscount]:
        """Return records of the older engine, no two with one key."""
        found: dict[Any, SalesPrice | SalesLineDiscount] = {}
        for _ in range(size):
            record = self.old_price(positive=positive) if self.rng.random() < 0.6 else self.old_discount()
            found[type(record), legacy_key(record)] = record
        return list(found.values())

    def old_common(self) -> dict[str, Any]:
        start = self.rng.choice(DAYS)
        end = self.rng.choice([None, None, TODAY, TODAY - dt.timedelta(2)])
        return {
            "starting_date": start,
            "ending_date": None if start and end and start > end else end,
            "currency_code": self.pick("", "", "", "USD", "EUR"),
            "unit_of_measure_code": self.pick("", "", "PCS", "BOX"),
            "minimum_quantity": self.pick("0", "0", "2", "6"),
        }

    def old_price(self, *, positive: bool = False) -> SalesPrice:
        kind = self.rng.choice(list(SalesPriceType))
        codes = {
            SalesPriceType.CUSTOMER: ["C1", "C1", "C2"],
            SalesPriceType.CUSTOMER_PRICE_GROUP: ["PG"],
            SalesPriceType.ALL_CUSTOMERS: [""],
            SalesPriceType.CAMPAIGN: ["M1", "M2", "M3"],
        }
        return SalesPrice(
            item_no=self.pick("I1", "I1", "I1", "I2"),
            sales_type=kind,
            sales_code=self.rng.choice(codes[kind]),
            variant_code=self.pick("", "", "V1", "V2"),
            unit_price=self.pick("9", "10", "11.11", "20") if positive else self.pick("0", "9", "10", "11.11", "20"),
            price_includes_vat=self.pick(True, False) and not self.plain,
            vat_bus_posting_gr_price=self.pick("DOM", "EXP", "EU"),
            allow_line_disc=self.pick(True, True, False),
            allow_invoice_disc=self.pick(True, False),
            **self.old_common(),
        )

    def old_discount(self) -> SalesLineDiscount:
        kind = self.rng.choice(list(SalesLineDiscSalesType))
        codes = {
            SalesLineDiscSalesType.CUSTOMER: ["C1", "C1", "C2"],
            SalesLineDiscSalesType.CUSTOMER_DISC_GROUP: ["DG"],
            SalesLineDiscSalesType.ALL_CUSTOMERS: [""],
            SalesLineDiscSalesType.CAMPAIGN: ["M1", "M2", "M3"],
        }
        of_item = self.rng.random() < 0.7
        return SalesLineDiscount(
            type=SalesLineDiscountType.ITEM if of_item else SalesLineDiscountType.ITEM_DISC_GROUP,
            code=self.pick("I1", "I1", "I2") if of_item else "IG",
            sales_type=kind,
            sales_code=self.rng.choice(codes[kind]),
            variant_code=self.pick("", "", "V1", "V2") if of_item else "",
            line_discount_pct=self.pick("0", "5", "10", "33.333", "100"),
            **self.old_common(),
        )


# --- the oracles ---------------------------------------------------------------------------------------------------


def rounded(value: Fraction, precision: Decimal) -> Fraction:
    steps = value / Fraction(precision)
    whole = math.floor(abs(steps) + Fraction(1, 2))
    return (whole if steps >= 0 else -whole) * Fraction(precision)


def vat_setup(business: str, product: str) -> VatPostingSetup:
    return next(r for r in VAT_SETUPS if (r.vat_bus_posting_group, r.vat_prod_posting_group) == (business, product))


def day_of(request: PriceRequest, *, blank_stays: bool = False) -> dt.date | None:
    posted = request.document_type in {SalesDocumentType.INVOICE, SalesDocumentType.CREDIT_MEMO}
    date = request.posting_date if posted else request.order_date
    return date if date or blank_stays else request.work_date


def converted(request: PriceRequest, price: Any, *, legacy: bool, unit: str, currency: str) -> Fraction:
    amount = Fraction(price.unit_price)
    if amount == 0 and not legacy:
        return Fraction(0)
    kind, line_vat = request.vat_calculation_type, Fraction(request.vat_pct)
    incl = request.prices_including_vat
    reverse = kind is VatCalculationType.REVERSE_CHARGE_VAT
    if not price.price_includes_vat:
        if incl and (legacy or not reverse):
            amount = amount * (1 + line_vat / 100)
    else:
        card_group = request.product.vat_prod_posting_group
        setup = vat_setup(
            price.vat_bus_posting_gr_price, card_group if legacy else request.vat_prod_posting_group or card_group
        )
        r = Fraction(setup.vat_pct)
        if setup.vat_calculation_type is VatCalculationType.REVERSE_CHARGE_VAT:
            r = Fraction(0)
        same = request.vat_bus_posting_group == price.vat_bus_posting_gr_price if legacy else line_vat == r
        if kind is VatCalculationType.NO_TAXABLE_VAT:
            pass
        elif reverse or not incl:
            amount = amount / (1 + r / 100)
        elif not same:
            amount = amount * (100 + line_vat) / (100 + r)
    if unit == "":
        amount *= Fraction(request.qty_per_unit_of_measure)
    if request.currency_code and not currency:
        amount *= Fraction(request.currency_factor)
    return rounded(amount, request.unit_precision)


def reaches(request: PriceRequest, record: Any) -> bool:
    quantity = abs(Fraction(request.quantity))
    if record.unit_of_measure_code == "":
        quantity *= Fraction(request.qty_per_unit_of_measure)
    return Fraction(record.minimum_quantity) <= quantity


def v16_qualifying(request: PriceRequest, lines: Sequence[PriceListLine], wanted: PriceAmountType) -> list[Any]:
    day = day_of(request)
    assert day is not None
    variants = request.product.variants
    variant = request.variant_code if variants is None or request.variant_code in variants else ""
    sources = [(PriceSourceType.ALL_CUSTOMERS, "")]
    sources.append((PriceSourceType.CUSTOMER, request.customer_no))
    sources.append((PriceSourceType.CONTACT, request.contact_no))
    campaigns = [request.campaign_no] if request.campaign_no else list(request.activated_campaigns)
    sources += [(PriceSourceType.CAMPAIGN, campaign) for campaign in campaigns]
    if wanted is PriceAmountType.PRICE:
        sources.append((PriceSourceType.CUSTOMER_PRICE_GROUP, request.customer_price_group))
    else:
        sources.append((PriceSourceType.CUSTOMER_DISC_GROUP, request.customer_disc_group))
    pool = []
    for kind, no in sources:
        if kind is not PriceSourceType.ALL_CUSTOMERS and not no:
            continue
        for level in (0, -1):
            hits = []
            for line in lines:
                if line.asset_type is PriceAssetType.ITEM:
                    match = line.asset_no == (request.product.no if level == 0 else "")
                    match = match and line.variant_code in ({variant, ""} if level == 0 else {""})
                else:
                    match = line.asset_type is PriceAssetType.ITEM_DISCOUNT_GROUP and request.product.group_no != ""
                    match = match and line.asset_no == (request.product.group_no if level == 0 else "")
                if (
                    match
                    and line.status is PriceStatus.ACTIVE
                    and line.price_type is PriceType.SALE
                    and line.amount_type in {wanted, PriceAmountType.ANY}
                    and (line.ending_date is None or line.ending_date >= day)
                    and line.currency_code in {request.currency_code, ""}
                    and (
                        request.unit_of_measure_code == ""
                        or line.unit_of_measure_code in {request.unit_of_measure_code, ""}
                    )
                    and (line.starting_date is None or line.starting_date <= day)
                    and line.source_type is kind
                    and (kind is PriceSourceType.ALL_CUSTOMERS or line.source_no == no)
                ):
                    hits.append(line)
            if hits:
                pool += hits
                break
    return pool


def filled(record: Any) -> int:
    return int(record.currency_code != "") + int(record.variant_code != "")


RANKING = [
    {PriceSourceType.CUSTOMER},
    {PriceSourceType.CONTACT},
    {PriceSourceType.CAMPAIGN},
    {PriceSourceType.CUSTOMER_PRICE_GROUP, PriceSourceType.CUSTOMER_DISC_GROUP},
    {PriceSourceType.ALL_CUSTOMERS},
]


def narrowed(profile: PricingProfile, pool: list[Any]) -> list[Any]:
    if profile is SOURCE_PRIORITY:
        for group in RANKING:
            hits = [line for line in pool if line.source_type in group]
            if hits:
                return hits
    if profile is CAMPAIGN_ALWAYS:
        return [line for line in pool if line.source_type is PriceSourceType.CAMPAIGN] or pool
    return pool


Outcome = tuple[Fraction, Fraction, bool, bool, bool, Any, Any]


def v16_oracle(request: PriceRequest, lines: Sequence[PriceListLine], profile: PricingProfile = CURRENT) -> Outcome:
    pool = [line for line in v16_qualifying(request, lines, PriceAmountType.DISCOUNT) if reaches(request, line)]
    pool = narrowed(profile, pool)
    if profile is DECLARED_ZERO:
        pool = [line for line in pool if line.line_discount_pct > 0 or line.amount_type is PriceAmountType.DISCOUNT]
    else:
        pool = [line for line in pool if line.line_discount_pct > 0]
    if profile is not VERSION_27_5 and pool:
        top = max(map(filled, pool))
        pool = [line for line in pool if filled(line) == top]
    discount_line = None
    for line in sorted(pool, key=lambda line: (line.price_list_code, line.line_no)):
        if discount_line is None or line.line_discount_pct > discount_line.line_discount_pct:
            discount_line = line
    pct = Fraction(discount_line.line_discount_pct) if discount_line else Fraction(0)

    qualifying = v16_qualifying(request, lines, PriceAmountType.PRICE)
    pool = narrowed(profile, [line for line in qualifying if reaches(request, line)])
    top = max(map(filled, pool), default=0)
    best = None
    for line in sorted(pool, key=lambda line: (line.price_list_code, line.line_no)):
        if filled(line) != top:
            continue
        price = converted(request, line, legacy=False, unit=line.unit_of_measure_code, currency=line.currency_code)
        net = price * (1 - pct / 100) if line.allow_line_disc else price
        if best is None or net < best[1]:
            best = (price, net, line)
    return finished(request, best, pct, bool(qualifying), discount_line, legacy=False)


def finished(
    request: PriceRequest, best: Any, pct: Fraction, found: bool, discount_line: Any, *, legacy: bool
) -> Outcome:
    if best is None:
        price = converted(request, request.product, legacy=legacy, unit="", currency="")
        allow, invoice, line = request.allow_line_disc, request.allow_invoice_disc, None
    else:
        price, _, line = best
        allow, invoice = line.allow_line_disc, line.allow_invoice_disc
    return price, pct if allow else Fraction(0), allow, invoice, found, line, discount_line


def v15_oracle(request: PriceRequest, records: Sequence[Any]) -> Outcome:
    day = day_of(request, blank_stays=True)

    def common(record: Any) -> bool:
        return (
            record.variant_code in {request.variant_code, ""}
            and (record.ending_date is None or day is None or record.ending_date >= day)
            and record.currency_code in {request.currency_code, ""}
            and (
                request.unit_of_measure_code == "" or record.unit_of_measure_code in {request.unit_of_measure_code, ""}
            )
            and (record.starting_date is None or (day is not None and record.starting_date <= day))
        )

    def mine(record: Any, group: str) -> bool:
        match record.sales_type.name:
            case "ALL_CUSTOMERS":
                return True
            case "CUSTOMER":
                return request.customer_no != "" and record.sales_code == request.customer_no
            case "CAMPAIGN":
                known = request.customer_no or request.contact_no
                return known != "" and record.sales_code in request.activated_campaigns
            case _:
                return group != "" and record.sales_code == group

    def kind(record: Any) -> tuple[bool, bool]:
        return (record.currency_code != "", record.variant_code != "") if record else (False, False)

    def takes(record: Any, holder: Any, better: bool) -> bool:
        new, old = kind(record), kind(holder)
        if (new[0] and not old[0]) or (new[1] and not old[1]):
            return True
        if (old[0] and not new[0]) or (old[1] and not new[1]):
            return False
        return better

    def order(record: Any) -> Any:
        head = (record.item_no,) if isinstance(record, SalesPrice) else (record.type.value, record.code)
        start = (0, TODAY) if record.starting_date is None else (1, record.starting_date)
        return (
            head, record.sales_type.value, record.sales_code, start, record.currency_code, record.variant_code,
            record.unit_of_measure_code, record.minimum_quantity,
        )  # fmt: skip

    holder: Any = None
    for record in sorted((r for r in records if isinstance(r, SalesLineDiscount)), key=order):
        if record.type is SalesLineDiscountType.ITEM:
            product = record.code == request.product.no
        else:
            product = request.product.group_no != "" and record.code == request.product.group_no
        if product and common(record) and mine(record, request.customer_disc_group) and reaches(request, record):
            held = holder.line_discount_pct if holder else 0
            if takes(record, holder, record.line_discount_pct > held):
                holder = record
    pct = Fraction(holder.line_discount_pct) if holder else Fraction(0)
    discount_line, best, found = holder, None, False
    for price_record in sorted((r for r in records if isinstance(r, SalesPrice)), key=order):
        if not (
            price_record.item_no == request.product.no
            and common(price_record)
            and mine(price_record, request.customer_price_group)
        ):
            continue
        found = True
        if not reaches(request, price_record):
            continue
        unit, currency = price_record.unit_of_measure_code, price_record.currency_code
        price = converted(request, price_record, legacy=True, unit=unit, currency=currency)
        net = price * (1 - pct / 100) if price_record.allow_line_disc else price
        better = best is None or best[0] == 0 or net < best[1]
        if takes(price_record, best[2] if best else None, better):
            best = (price, net, price_record)
    return finished(request, best, pct, found, discount_line, legacy=True)


def outcome(decision: PriceDecision) -> Outcome:
    return (
        Fraction(decision.unit_price),
        Fraction(decision.line_discount_pct),
        decision.allow_line_disc,
        decision.allow_invoice_disc,
        decision.price_found,
        decision.price_line,
        decision.discount_line,
    )


@settings(max_examples=400)
@given(cases, st.sampled_from([CURRENT, VERSION_27_5, DECLARED_ZERO, SOURCE_PRIORITY, CAMPAIGN_ALWAYS]))
def test_the_current_engine_and_its_variations_agree_with_the_oracle(
    case: tuple[int, int], profile: PricingProfile
) -> None:
    world = World(*case)
    decision = resolve(world.request, world.lines, SETUP, profile)
    assert outcome(decision) == v16_oracle(world.request, world.lines, profile)


@settings(max_examples=300)
@given(cases)
def test_the_older_engine_agrees_with_the_oracle(case: tuple[int, int]) -> None:
    world = World(*case)
    records = world.old_records(case[1] * 2)
    decision = resolve(world.request, records, SETUP, VERSION_15)
    assert outcome(decision) == v15_oracle(world.request, records)


@settings(max_examples=60)
@given(cases)
def test_neither_the_order_nor_the_thread_s_decimal_context_nor_a_trace_changes_a_decision(
    case: tuple[int, int],
) -> None:
    world = World(*case)
    records = [*world.lines, *world.old_records(case[1])]
    for profile in (CURRENT, VERSION_15):
        plain = resolve(world.request, records, SETUP, profile)
        with decimal.localcontext(prec=3, rounding=decimal.ROUND_UP):
            shuffled = resolve(world.request, records[::-1], SETUP, profile, trace=True)
            plain_data, amounts = shuffled.to_plain(), shuffled.amounts
        assert attrs.evolve(shuffled, trace=None) == plain
        assert amounts == plain.amounts
        assert {**plain_data, "trace": None} == plain.to_plain()
        assert shuffled.explain().startswith(plain.explain())


@settings(max_examples=60)
@given(cases)
def test_a_trace_gives_every_record_one_verdict_for_price_and_one_for_discount(case: tuple[int, int]) -> None:
    world = World(*case)
    records = [*world.lines, *world.old_records(case[1])]
    for profile in (CURRENT, VERSION_15, SOURCE_PRIORITY):
        decision = resolve(world.request, records, SETUP, profile, trace=True)
        trace = decision.trace
        assert trace is not None
        assert [look.record for look in trace.looks] == records * 2
        winners = {look.amount_type: look.record for look in trace.looks if look.verdict.name == "WINS"}
        assert winners.get(PriceAmountType.PRICE) == decision.price_line
        assert winners.get(PriceAmountType.DISCOUNT) == decision.discount_line
        for look in trace.looks:
            if look.record is decision.price_line and look.amount_type is PriceAmountType.PRICE:
                assert look.steps[-1].amount == decision.unit_price
        assert bool(trace.card) is decision.is_card_price


@settings(max_examples=150)
@given(cases, st.sampled_from(list(Trigger)), st.sampled_from([CURRENT, VERSION_15]))
def test_the_update_step_agrees_with_the_oracle(
    case: tuple[int, int], trigger: Trigger, profile: PricingProfile
) -> None:
    world = World(*case)
    request = world.request
    records: list[Any] = world.old_records(case[1] * 2) if profile is VERSION_15 else list(world.lines)
    expected = v15_oracle(request, records) if profile is VERSION_15 else v16_oracle(request, records)
    price, _, allow, invoice, found, _, discount_line = expected
    typed = Decimal("77.77")
    line = reprice(
        SalesLine(request=request, unit_price=typed), trigger, lambda asked: resolve(asked, records, SETUP, profile)
    )
    if not found and trigger in {Trigger.QUANTITY, Trigger.VARIANT}:
        price, allow, invoice = Fraction(typed), request.allow_line_disc, request.allow_invoice_disc
    pct = Fraction(discount_line.line_discount_pct) if discount_line is not None and allow else Fraction(0)
    gross = rounded(Fraction(request.quantity) * price, request.amount_precision)
    off = rounded(gross * pct / 100, request.amount_precision)
    assert (Fraction(line.unit_price), Fraction(line.line_discount_pct)) == (price, pct)
    assert (line.allow_line_disc, line.allow_invoice_disc) == (allow, invoice)
    assert (Fraction(line.line_discount_amount), Fraction(line.line_amount)) == (off, gross - off)


@settings(max_examples=80)
@given(cases, st.sampled_from([CURRENT, VERSION_15]))
def test_a_list_to_pick_from_offers_all_that_could_hold_and_picking_tests_the_rest(
    case: tuple[int, int], profile: PricingProfile
) -> None:
    world = World(*case)
    request = world.request
    records: list[Any] = world.old_records(case[1] * 2) if profile is VERSION_15 else list(world.lines)
    records = [record for record in records if getattr(record, "asset_no", "I1") == "I1"]  # no levels of products
    strict = offered(request, records, PriceAmountType.PRICE, profile, show_all=False)
    shown = offered(request, records, PriceAmountType.PRICE, profile)
    assert {id(record) for record in strict} <= {id(record) for record in shown}
    day = profile.date(request)
    for record in shown:
        fits = (
            record.currency_code in {request.currency_code, ""}
            and record.unit_of_measure_code in {request.unit_of_measure_code, ""}
            and (record.starting_date is None or (day is not None and record.starting_date <= day))
        )
        if fits and reaches(request, record):
            picked = pick_price(SalesLine(request=request), record, SETUP, profile)
            legacy, unit = profile is VERSION_15, record.unit_of_measure_code
            price = converted(request, record, legacy=legacy, unit=unit, currency=record.currency_code)
            assert Fraction(picked.unit_price) == price
            assert picked.line_discount_pct == (request.line_discount_pct if record.allow_line_disc else 0)
        else:
            with pytest.raises(Refusal):
                pick_price(SalesLine(request=request), record, SETUP, profile)


# --- the numbered invariants ---------------------------------------------------------------------------------------


def candidates(request: PriceRequest, lines: Sequence[Any], wanted: PriceAmountType) -> list[Any]:
    return [line for line in v16_qualifying(request, lines, wanted) if reaches(request, line)]


def net_of(request: PriceRequest, line: Any) -> Fraction:
    price = converted(request, line, legacy=False, unit=line.unit_of_measure_code, currency=line.currency_code)
    return price * (1 - Fraction(request.line_discount_pct) / 100) if line.allow_line_disc else price


def resolved_net(request: PriceRequest, lines: Sequence[Any]) -> Fraction | None:
    """Return the net of the price step with the request's own discount, or ``None`` for the card price."""
    winner = find_price(request, lines, SETUP).winner
    return Fraction(winner.net) if winner else None


@pytest.mark.invariant("pricing", 1)
@settings(max_examples=100)
@given(cases)
def test_the_lowest_net_of_the_highest_rank_wins(case: tuple[int, int]) -> None:
    world = World(*case)
    pool = candidates(world.request, world.lines, PriceAmountType.PRICE)
    top = max(map(filled, pool), default=0)
    lowest = min((net_of(world.request, line) for line in pool if filled(line) == top), default=None)
    assert resolved_net(world.request, world.lines) == lowest


@pytest.mark.invariant("pricing", 2)
@settings(max_examples=100)
@given(cases)
def test_one_more_candidate_of_the_winner_s_rank_never_raises_the_net(case: tuple[int, int]) -> None:
    world = World(*case)
    world.lines = [line for line in world.lines if line.asset_no == "I1"]
    more = world.make_line(99, asset_type=PriceAssetType.ITEM, asset_no="I1")
    before = find_price(world.request, world.lines, SETUP).winner
    after = find_price(world.request, [*world.lines, more], SETUP).winner
    # A line closer to the product could hide one of the same source, so all stand on one level here.
    qualifies = candidates(world.request, [more], PriceAmountType.PRICE)
    if qualifies and before is not None and rank(more) == rank(before.record):
        assert after is not None
        assert after.net <= before.net


@pytest.mark.invariant("pricing", 3)
@settings(max_examples=100)
@given(cases)
def test_renumbering_changes_neither_the_discount_nor_the_net(case: tuple[int, int]) -> None:
    world = World(*case)
    numbers = [line.line_no for line in world.lines]
    world.rng.shuffle(numbers)
    renumbered = [
        attrs.evolve(line, line_no=number, price_list_code="P9")
        for line, number in zip(world.lines, numbers, strict=True)
    ]
    assert resolved_net(world.request, world.lines) == resolved_net(world.request, renumbered)
    first = find_discount(world.request, world.lines).winner
    second = find_discount(world.request, renumbered).winner
    assert (first and first.amount) == (second and second.amount)


@pytest.mark.invariant("pricing", 4)
@settings(max_examples=100)
@given(cases)
def test_records_that_fail_a_test_change_nothing(case: tuple[int, int]) -> None:
    world = World(*case)
    qualifying = [
        *v16_qualifying(world.request, world.lines, PriceAmountType.PRICE),
        *v16_qualifying(world.request, world.lines, PriceAmountType.DISCOUNT),
    ]
    kept = [line for line in world.lines if any(line is known for known in qualifying)]
    whole = resolve(world.request, world.lines, SETUP)
    assert outcome(whole) == outcome(resolve(world.request, kept, SETUP))


@pytest.mark.invariant("pricing", 4)
@settings(max_examples=80)
@given(cases)
def test_old_records_that_fail_a_test_change_nothing(case: tuple[int, int]) -> None:
    world = World(*case)
    records = world.old_records(case[1] * 2)
    whole = resolve(world.request, records, SETUP, VERSION_15, trace=True)
    assert whole.trace is not None
    failing = {
        "OTHER_PRODUCT",
        "OTHER_VARIANT",
        "EXPIRED",
        "OTHER_CURRENCY",
        "OTHER_UNIT",
        "NOT_STARTED",
        "OTHER_SOURCE",
    }
    dropped = {id(look.record) for look in whole.trace.looks if look.verdict.name in failing}
    kept = [record for record in records if id(record) not in dropped]
    assert outcome(whole) == outcome(resolve(world.request, kept, SETUP, VERSION_15))


@pytest.mark.invariant("pricing", 5)
@settings(max_examples=100)
@given(cases)
def test_on_a_foreign_document_the_document_s_currency_wins(case: tuple[int, int]) -> None:
    world = World(*case)
    request = attrs.evolve(world.request, currency_code="USD", currency_factor="1.37")
    winner = find_price(request, world.lines, SETUP).winner
    pool = candidates(request, world.lines, PriceAmountType.PRICE)
    foreign = [line for line in pool if line.currency_code]
    if winner is None or not foreign:
        return
    if not winner.record.currency_code:
        assert winner.record.variant_code
        assert not any(filled(line) == 2 for line in pool)
        assert all(winner.net <= net_of(request, line) for line in foreign)


@pytest.mark.invariant("pricing", 6)
@settings(max_examples=80)
@given(cases)
def test_local_documents_never_use_foreign_records(case: tuple[int, int]) -> None:
    world = World(*case)
    request = attrs.evolve(world.request, currency_code="", currency_factor=0)
    for records, profile in ((world.lines, CURRENT), (world.old_records(case[1] * 2), VERSION_15)):
        decision = resolve(request, records, SETUP, profile)
        for line in (decision.price_line, decision.discount_line):
            assert line is None or line.currency_code == ""


@pytest.mark.invariant("pricing", 7)
@settings(max_examples=100)
@given(cases)
def test_a_candidate_for_the_variant_keeps_those_without_from_winning(case: tuple[int, int]) -> None:
    world = World(*case)
    for wanted, found in (
        (PriceAmountType.PRICE, find_price(world.request, world.lines, SETUP)),
        (PriceAmountType.DISCOUNT, find_discount(world.request, world.lines)),
    ):
        pool = candidates(world.request, world.lines, wanted)
        if wanted is PriceAmountType.DISCOUNT:
            pool = [line for line in pool if line.line_discount_pct > 0]
        if found.winner is not None and not found.winner.record.variant_code:
            alike = bool(found.winner.record.currency_code)
            assert not any(line.variant_code and bool(line.currency_code) is alike for line in pool)


@pytest.mark.invariant("pricing", 8)
@settings(max_examples=100)
@given(cases)
def test_a_discount_stays_within_its_bounds(case: tuple[int, int]) -> None:
    world = World(*case)
    for records, profile in ((world.lines, CURRENT), (world.old_records(case[1] * 2), VERSION_15)):
        decision = resolve(world.request, records, SETUP, profile)
        assert 0 <= decision.line_discount_pct <= 100
        assert decision.allow_line_disc or decision.line_discount_pct == 0
        amounts = decision.amounts
        if amounts.gross >= 0:
            assert 0 <= amounts.line_discount_amount <= amounts.gross
        assert amounts.line_amount == amounts.gross - amounts.line_discount_amount


@pytest.mark.invariant("pricing", 9)
@settings(max_examples=100)
@given(cases)
def test_the_highest_discount_of_the_highest_rank_wins(case: tuple[int, int]) -> None:
    world = World(*case)
    pool = candidates(world.request, world.lines, PriceAmountType.DISCOUNT)
    pool = [line for line in pool if line.line_discount_pct > 0]
    top = max(map(filled, pool), default=0)
    best = max((line.line_discount_pct for line in pool if filled(line) == top), default=Decimal(0))
    assert resolve(world.request, world.lines, SETUP).found_discount_pct == best


@pytest.mark.invariant("pricing", 9)
@settings(max_examples=80)
@given(cases)
def test_one_more_old_discount_of_the_winner_s_kind_never_lowers_it(case: tuple[int, int]) -> None:
    world = World(*case)
    records = [r for r in world.old_records(case[1] * 2) if not (r.currency_code and r.variant_code)]
    records = [r for r in records if not r.variant_code]  # no mix of currency-only and variant-only
    more = attrs.evolve(world.old_discount(), variant_code="")
    before = find_discount(world.request, records, VERSION_15).winner
    kept = [r for r in records if not isinstance(r, SalesLineDiscount) or legacy_key(r) != legacy_key(more)]
    if len(kept) < len(records) or before is None or rank(more) != rank(before.record):
        return
    after = find_discount(world.request, [*records, more], VERSION_15).winner
    assert after is not None
    assert after.amount >= before.amount


@pytest.mark.invariant("pricing", 10)
@settings(max_examples=80)
@given(cases)
def test_the_sign_of_the_quantity_changes_only_the_sign_of_the_amounts(case: tuple[int, int]) -> None:
    world = World(*case)
    opposite = attrs.evolve(world.request, quantity=-world.request.quantity)
    for records, profile in ((world.lines, CURRENT), (world.old_records(case[1] * 2), VERSION_15)):
        first = resolve(world.request, records, SETUP, profile)
        second = resolve(opposite, records, SETUP, profile)
        assert outcome(first) == outcome(second)
        assert first.amounts.line_amount == -second.amounts.line_amount


@pytest.mark.invariant("pricing", 11)
@settings(max_examples=100)
@given(cases, st.integers(0, 12), st.integers(0, 12))
def test_a_larger_quantity_only_adds_candidates_and_never_raises_the_net_of_one_rank(
    case: tuple[int, int], one: int, other: int
) -> None:
    world = World(*case)
    small, large = sorted((one, other))
    lines = [attrs.evolve(line, currency_code="", variant_code="") for line in world.lines]
    before = find_price(attrs.evolve(world.request, quantity=small), lines, SETUP)
    after = find_price(attrs.evolve(world.request, quantity=large), lines, SETUP)
    assert {id(offer.record) for offer in before.offers} <= {id(offer.record) for offer in after.offers}
    if before.winner is not None:
        assert after.winner is not None
        assert after.winner.net <= before.winner.net


@pytest.mark.invariant("pricing", 12)
@given(st.integers(1, 10**6), st.integers(1, 500), st.integers(0, 5000), st.integers(0, 20))
def test_a_price_without_unit_scales_with_the_unit(price: int, factor: int, minimum: int, quantity: int) -> None:
    base = World(0, 0, plain=True).request
    request = attrs.evolve(
        base,
        unit_of_measure_code="BOX",
        qty_per_unit_of_measure=Decimal(factor) / 10,
        quantity=quantity,
        currency_code="",
        prices_including_vat=False,
    )
    line = PriceListLine(
        asset_no="I1",
        unit_price=Decimal(price) / 1000,
        minimum_quantity=Decimal(minimum) / 100,
        source_type=PriceSourceType.ALL_CUSTOMERS,
        price_type=PriceType.SALE,
        status=PriceStatus.ACTIVE,
    )
    winner = find_price(request, [line]).winner
    reached = Fraction(quantity) >= Fraction(minimum, 100) / Fraction(factor, 10)
    assert (winner is not None) is reached
    if winner is not None:
        exact = Fraction(price, 1000) * Fraction(factor, 10)
        assert Fraction(winner.amount) == rounded(exact, request.unit_precision)


@pytest.mark.invariant("pricing", 13)
@given(st.integers(1, 10**7), st.integers(0, 19999), st.sampled_from([1, 5, 10, 100]))
def test_vat_goes_out_and_in_again_up_to_one_unit(steps: int, rate: int, coarse: int) -> None:
    precision = Decimal(coarse) / 10000
    price, pct = steps * precision, Decimal(rate) / 100
    setup = PriceSetup(vat_setups=[VatPostingSetup(vat_bus_posting_group="DOM", vat_pct=pct)])
    product = Product(no="I1", unit_price=price, price_includes_vat=True, vat_bus_posting_gr_price="DOM")
    including = PriceRequest(
        product=product, quantity=1, order_date=TODAY, unit_precision=precision, amount_precision="0.01",
        vat_pct=pct, vat_bus_posting_group="DOM", prices_including_vat=True,
    )  # fmt: skip
    assert resolve(including, [], setup).unit_price == price
    assert resolve(including, [], setup, VERSION_15).unit_price == price
    excluding = attrs.evolve(including, prices_including_vat=False)
    without = resolve(excluding, [], setup).unit_price
    back = attrs.evolve(including, product=attrs.evolve(product, unit_price=without, price_includes_vat=False))
    for profile in (CURRENT, VERSION_15):
        assert abs(resolve(back, [], setup, profile).unit_price - price) <= precision


@pytest.mark.invariant("pricing", 14)
@settings(max_examples=100)
@given(cases)
def test_a_resolved_price_is_a_multiple_of_the_precision(case: tuple[int, int]) -> None:
    world = World(*case)
    for records, profile in ((world.lines, CURRENT), (world.old_records(case[1] * 2), VERSION_15)):
        price = resolve(world.request, records, SETUP, profile).unit_price
        assert (Fraction(price) / Fraction(world.request.unit_precision)).denominator == 1


@pytest.mark.invariant("pricing", 15)
@settings(max_examples=80)
@given(cases, st.sampled_from([trigger for trigger in Trigger if trigger not in KEEPING_TRIGGERS]))
def test_an_update_repeated_on_its_own_result_changes_nothing(case: tuple[int, int], trigger: Trigger) -> None:
    world = World(*case)
    for records, profile in ((world.lines, CURRENT), (world.old_records(case[1] * 2), VERSION_15)):

        def quote(
            request: PriceRequest, records: Sequence[Any] = records, profile: PricingProfile = profile
        ) -> PriceDecision:
            return resolve(request, records, SETUP, profile)

        once = reprice(SalesLine(request=world.request), trigger, quote)
        assert reprice(once, trigger, quote) == once


@pytest.mark.invariant("pricing", 16)
@settings(max_examples=80)
@given(cases)
def test_campaign_records_count_only_through_their_gate(case: tuple[int, int]) -> None:
    world = World(*case)
    request = world.request
    closed = attrs.evolve(request, campaign_no="", activated_campaigns=())
    others = [line for line in world.lines if line.source_type is not PriceSourceType.CAMPAIGN]
    assert outcome(resolve(closed, world.lines, SETUP)) == outcome(resolve(closed, others, SETUP))
    open_to = {request.campaign_no} if request.campaign_no else set(request.activated_campaigns)
    admitted = [
        line for line in world.lines if line.source_type is not PriceSourceType.CAMPAIGN or line.source_no in open_to
    ]
    assert outcome(resolve(request, world.lines, SETUP)) == outcome(resolve(request, admitted, SETUP))
    records = world.old_records(case[1] * 2)
    plain = [r for r in records if r.sales_type.name != "CAMPAIGN"]
    assert outcome(resolve(closed, records, SETUP, VERSION_15)) == outcome(resolve(closed, plain, SETUP, VERSION_15))


@pytest.mark.invariant("pricing", 17)
@given(st.lists(st.tuples(st.sampled_from(list(TargetType)), st.sampled_from(["C1", "C2", "K1"]), st.integers(1, 4))))
def test_any_row_of_the_customer_hides_those_of_his_company(rows: list[tuple[TargetType, str, int]]) -> None:
    targets = [CampaignTargetGroup(type=kind, no=no, campaign_no=f"M{n}") for kind, no, n in rows]
    found = activated_campaigns(targets, "C1", "K1")
    own = [f"M{n}" for kind, no, n in rows if kind is TargetType.CUSTOMER and no == "C1"]
    company = [f"M{n}" for kind, no, n in rows if kind is TargetType.CONTACT and no == "K1"]
    assert set(found) == set(own or company)
    assert len(found) == len(set(found))
    if own:
        without = [row for row in targets if row.type is TargetType.CUSTOMER]
        assert activated_campaigns(without, "C1", "K1") == found


@pytest.mark.invariant("pricing", 18)
@settings(max_examples=80)
@given(cases)
def test_a_named_campaign_hides_the_activated_ones_and_the_older_engine_ignores_it(case: tuple[int, int]) -> None:
    world = World(*case)
    named = attrs.evolve(world.request, campaign_no="M1")
    for activated in ((), ("M2",), ("M1", "M2", "M3")):
        other = attrs.evolve(named, activated_campaigns=activated)
        assert outcome(resolve(named, world.lines, SETUP)) == outcome(resolve(other, world.lines, SETUP))
    records = world.old_records(case[1] * 2)
    without = attrs.evolve(named, campaign_no="")
    first = resolve(named, records, SETUP, VERSION_15)
    assert outcome(first) == outcome(resolve(without, records, SETUP, VERSION_15))


@pytest.mark.invariant("pricing", 19)
@settings(max_examples=80)
@given(cases)
def test_price_groups_give_prices_and_discount_groups_discounts(case: tuple[int, int]) -> None:
    world = World(*case)
    groups = {PriceSourceType.CUSTOMER_PRICE_GROUP, PriceSourceType.CUSTOMER_DISC_GROUP}
    no_price_groups = [x for x in world.lines if x.source_type is not PriceSourceType.CUSTOMER_PRICE_GROUP]
    no_disc_groups = [x for x in world.lines if x.source_type is not PriceSourceType.CUSTOMER_DISC_GROUP]
    full = find_discount(world.request, world.lines).winner
    assert full == find_discount(world.request, no_price_groups).winner
    prices = find_price(world.request, world.lines, SETUP)
    assert prices.offers == find_price(world.request, no_disc_groups, SETUP).offers
    assert full is None or full.record.source_type in {s for s, _ in V16_SOURCES} - (  # type: ignore[union-attr]
        groups - {PriceSourceType.CUSTOMER_DISC_GROUP}
    )


@pytest.mark.invariant("pricing", 20)
@settings(max_examples=80)
@given(cases, st.sampled_from([PriceStatus.DRAFT, PriceStatus.INACTIVE]))
def test_a_winner_that_is_no_longer_active_is_as_good_as_deleted(case: tuple[int, int], status: PriceStatus) -> None:
    world = World(*case)
    decision = resolve(world.request, world.lines, SETUP)
    for winner in (decision.price_line, decision.discount_line):
        if winner is not None:
            assert isinstance(winner, PriceListLine)
            deleted = [line for line in world.lines if line is not winner]
            changed = [*deleted, attrs.evolve(winner, status=status)]
            first, second = resolve(world.request, deleted, SETUP), resolve(world.request, changed, SETUP)
            assert outcome(first) == outcome(second)


@pytest.mark.invariant("pricing", 21)
@settings(max_examples=80)
@given(cases, st.integers(0, 100), st.integers(0, 100))
def test_a_lower_discount_never_lowers_the_net(case: tuple[int, int], one: int, other: int) -> None:
    world = World(*case)
    low, high = sorted((one, other))
    nets = [
        resolved_net(attrs.evolve(world.request, line_discount_pct=percentage), world.lines)
        for percentage in (high, low)
    ]
    if nets[0] is not None and nets[1] is not None:
        assert nets[0] <= nets[1]


@pytest.mark.invariant("pricing", 22)
@settings(max_examples=60)
@given(cases, cases)
def test_changed_price_records_reach_a_line_only_through_a_trigger(
    case: tuple[int, int], later: tuple[int, int]
) -> None:
    world, changed = World(*case), World(*later)
    line = reprice(SalesLine(request=world.request), Trigger.PRODUCT, lambda asked: resolve(asked, world.lines, SETUP))
    typed = set_line_discount_pct(set_unit_price(line, line.unit_price), line.line_discount_pct)
    assert typed == line
    again = reprice(line, Trigger.FORCED, lambda asked: resolve(asked, changed.lines, SETUP))
    fresh = resolve(line.request, changed.lines, SETUP)
    assert (again.unit_price, again.line_discount_pct) == (fresh.unit_price, fresh.line_discount_pct)


@pytest.mark.invariant("pricing", 23)
@settings(max_examples=80)
@given(cases)
def test_without_candidates_the_converted_card_price_holds(case: tuple[int, int]) -> None:
    world = World(*case)
    for profile in (CURRENT, VERSION_15):
        legacy = profile is VERSION_15
        decision = resolve(world.request, [], SETUP, profile)
        card = converted(world.request, world.request.product, legacy=legacy, unit="", currency="")
        assert Fraction(decision.unit_price) == card
        anybody = attrs.evolve(
            world.request,
            customer_no="C2",
            contact_no="",
            campaign_no="",
            customer_price_group="",
            customer_disc_group="",
        )
        assert resolve(anybody, [], SETUP, profile).unit_price == decision.unit_price


@pytest.mark.invariant("pricing", 24)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60), st.integers(-2, 62))
def test_both_ends_of_a_period_are_inside(start: dt.date, length: int, offset: int) -> None:
    end, day = start + dt.timedelta(length), start + dt.timedelta(offset)
    common: dict[str, Any] = {"starting_date": start, "ending_date": end, "unit_price": Decimal(5)}
    line = PriceListLine(
        asset_no="I1",
        source_type=PriceSourceType.ALL_CUSTOMERS,
        price_type=PriceType.SALE,
        status=PriceStatus.ACTIVE,
        **common,
    )
    old = SalesPrice(item_no="I1", sales_type=SalesPriceType.ALL_CUSTOMERS, **common)
    request = PriceRequest(
        product=Product(no="I1", unit_price=9), quantity=1, order_date=day, unit_precision=1, amount_precision=1
    )
    expected = 5 if start <= day <= end else 9
    assert resolve(request, [line]).unit_price == expected
    assert resolve(request, [old], profile=VERSION_15).unit_price == expected


@pytest.mark.invariant("pricing", 27)
@settings(max_examples=150)
@given(cases)
def test_converted_records_give_the_same_update(case: tuple[int, int]) -> None:
    world = World(*case)
    request = attrs.evolve(world.request, campaign_no="", contact_no="", vat_prod_posting_group="")
    request = attrs.evolve(
        request,
        product=attrs.evolve(request.product, variants=None),
        customer_no="C1",
        posting_date=request.posting_date or TODAY,
        vat_prod_posting_group=request.product.vat_prod_posting_group,
    )
    vat = vat_setup(request.vat_bus_posting_group, request.product.vat_prod_posting_group)
    assert vat.vat_calculation_type is request.vat_calculation_type
    product = request.product
    request = attrs.evolve(request, product=attrs.evolve(product, unit_price=product.unit_price or 7))
    records = [
        record
        for record in world.old_records(case[1] * 2, positive=True)
        if isinstance(record, SalesPrice)
        or record.line_discount_pct
        or not (record.currency_code or record.variant_code)
    ]
    mixes = world.rng.random() < 0.5
    records = [record for record in records if not (record.variant_code if mixes else record.currency_code)]
    ordered = sorted((r for r in records if isinstance(r, SalesPrice)), key=legacy_key)
    discounts = sorted((r for r in records if isinstance(r, SalesLineDiscount)), key=legacy_key)
    everything: list[SalesPrice | SalesLineDiscount] = [*ordered, *discounts]
    lines = [line_of(record, "D", 10000 * n) for n, record in enumerate(everything, 1)]
    start = SalesLine(request=request, unit_price=Decimal("77.77"))
    for trigger in (Trigger.PRODUCT, Trigger.QUANTITY):
        old = update(start, trigger, resolve(request, records, SETUP, VERSION_15))
        new = update(start, trigger, resolve(request, lines, SETUP))
        assert old == new


def test_a_refused_request_says_why() -> None:
    world = World(3, 0)
    with pytest.raises(Refusal, match="E-PRICE-DATE"):
        resolve(attrs.evolve(world.request, order_date=None, posting_date=None, work_date=None), [])
