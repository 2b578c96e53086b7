"""The trace of a resolution: every record looked at, and the sources that nobody asked."""

import enum
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeAlias

import attrs

from .candidates import PriceRecord
from .conversion import Step
from .legacy_records import SalesLineDiscount, SalesPrice
from .records import PriceAmountType, PriceAssetType, PriceSourceType
from .request import PriceRequest
from .sources import PriceSource
from .verdicts import Verdict

#: What serialised values are made of.
Plain: TypeAlias = str | int | bool | list["Plain"] | dict[str, "Plain"] | None


class NotConsulted(enum.Enum):
    """Why a source was not asked."""

    NAMED_CAMPAIGN_HIDES = "the document names a campaign, which hides the activated ones"
    NAMED_CAMPAIGN_IGNORED = "this engine ignores the campaign that a document names"
    NO_CONTACTS = "this engine knows no prices of contacts"
    PRICES_ONLY = "price groups supply no discounts"
    DISCOUNTS_ONLY = "discount groups supply no prices"

    def __repr__(self) -> str:
        return f"NotConsulted.{self.name}"


@attrs.frozen
class Unasked:
    """A source that the request names and that was not asked, and why."""

    source: PriceSource
    why: NotConsulted


def unasked(request: PriceRequest, asked: Iterable[PriceSource]) -> tuple[Unasked, ...]:
    """Return the sources that a request names, but that are not among those *asked*, or not for everything.

    >>> from bcmarketing.pricing.product import Product
    >>> request = PriceRequest(
    ...     product=Product(no="1960-S"), quantity=1, campaign_no="CP2", activated_campaigns=["CP1"],
    ...     unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> [(row.source.no, row.why) for row in unasked(request, [PriceSource(PriceSourceType.CAMPAIGN, "CP2")])]
    [('CP1', NotConsulted.NAMED_CAMPAIGN_HIDES)]
    """
    known = {(source.type, source.no) for source in asked}
    found: list[Unasked] = []
    if request.contact_no and (PriceSourceType.CONTACT, request.contact_no) not in known:
        found.append(Unasked(PriceSource(PriceSourceType.CONTACT, request.contact_no), NotConsulted.NO_CONTACTS))
    if request.campaign_no:
        named = PriceSource(PriceSourceType.CAMPAIGN, request.campaign_no)
        if (named.type, named.no) not in known:
            found.append(Unasked(named, NotConsulted.NAMED_CAMPAIGN_IGNORED))
        found += [
            Unasked(PriceSource(PriceSourceType.CAMPAIGN, campaign), NotConsulted.NAMED_CAMPAIGN_HIDES)
            for campaign in request.activated_campaigns
            if (PriceSourceType.CAMPAIGN, campaign) not in known
        ]
    if request.customer_price_group:
        group = PriceSource(PriceSourceType.CUSTOMER_PRICE_GROUP, request.customer_price_group)
        found.append(Unasked(group, NotConsulted.PRICES_ONLY))
    if request.customer_disc_group:
        group = PriceSource(PriceSourceType.CUSTOMER_DISC_GROUP, request.customer_disc_group)
        found.append(Unasked(group, NotConsulted.DISCOUNTS_ONLY))
    return tuple(found)


@attrs.frozen(kw_only=True)
class Look:
    """One record looked at for the price or for the discount.

    Attributes:
        amount_type: what it was looked at for: Price or Discount.
        record: the record.
        verdict: the test it failed, the comparison it lost, or that it won.
        steps: its price as stored, after each conversion, and rounded; or its percentage. Empty for records that
            are no offer.
        net: what it was compared by; ``None`` for records that are no offer.
    """

    amount_type: PriceAmountType
    record: PriceRecord
    verdict: Verdict
    steps: tuple[Step, ...] = ()
    net: Decimal | None = None


@attrs.frozen
class PriceTrace:
    """How a decision came about.

    Attributes:
        profile: the name of the profile.
        sources: who was asked, in order.
        unasked: who was not, and why.
        looks: every record, first for the discount, then for the price, in the order given.
        card: how the card price was converted; empty where a record gave the price.
    """

    profile: str
    sources: tuple[PriceSource, ...]
    unasked: tuple[Unasked, ...]
    looks: tuple[Look, ...]
    card: tuple[Step, ...]


def source_of(record: PriceRecord) -> tuple[str, str]:
    """Return whom a record is for: the kind, as people read it, and the number."""
    if isinstance(record, SalesPrice | SalesLineDiscount):
        return str(record.sales_type), record.sales_code
    return str(record.source_type), record.source_no


def product_of(record: PriceRecord) -> tuple[str, str]:
    """Return what a record prices: the kind, as people read it, and the number."""
    if isinstance(record, SalesPrice):
        return str(PriceAssetType.ITEM), record.item_no
    if isinstance(record, SalesLineDiscount):
        return str(record.type), record.code
    return str(record.asset_type), record.asset_no


def label(record: PriceRecord) -> str:
    """Return how people would name a record.

    >>> from bcmarketing.pricing.records import PriceListLine
    >>> owner = {"source_type": PriceSourceType.CUSTOMER, "source_no": "10000"}
    >>> label(PriceListLine(price_list_code="S1", line_no=10000, asset_no="1960-S", **owner))
    'S1/10000: Item 1960-S for Customer 10000'
    """
    place = "" if isinstance(record, SalesPrice | SalesLineDiscount) else f"{record.price_list_code}/{record.line_no}: "
    whose = " ".join(part for part in source_of(record) if part)
    what, no = product_of(record)
    details = [
        f"variant {record.variant_code}" if record.variant_code else "",
        f"unit {record.unit_of_measure_code}" if record.unit_of_measure_code else "",
        f"in {record.currency_code}" if record.currency_code else "",
        f"from {shown(record.minimum_quantity)}" if record.minimum_quantity else "",
        f"since {record.starting_date}" if record.starting_date else "",
        f"until {record.ending_date}" if record.ending_date else "",
    ]
    return ", ".join([f"{place}{what} {no or '(all)'} for {whose}", *(detail for detail in details if detail)])


def plain_record(record: PriceRecord) -> dict[str, Plain]:
    """Return the fields of a record as plain data: text, numbers, booleans and ``None``; amounts are text."""
    return {attribute.name: plain(getattr(record, attribute.name)) for attribute in attrs.fields(type(record))}


def plain(value: object) -> Plain:
    """Return a value as plain data."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def plain_trace(trace: PriceTrace) -> dict[str, Plain]:
    """Return a trace as plain data."""
    return {
        "profile": trace.profile,
        "sources": [_plain_source(source) for source in trace.sources],
        "unasked": [{**_plain_source(row.source), "why": row.why.name} for row in trace.unasked],
        "looks": [_plain_look(look) for look in trace.looks],
        "card": _plain_steps(trace.card),
    }


def _plain_source(source: PriceSource) -> dict[str, Plain]:
    return {"type": str(source.type), "no": source.no, "level": source.level}


def _plain_look(look: Look) -> dict[str, Plain]:
    (source_type, source_no), (product_type, product_no) = source_of(look.record), product_of(look.record)
    return {
        "for": str(look.amount_type),
        "source_type": source_type,
        "source_no": source_no,
        "product_type": product_type,
        "product_no": product_no,
        "record": plain_record(look.record),
        "verdict": look.verdict.name,
        "steps": _plain_steps(look.steps),
        "net": plain(look.net),
    }


def _plain_steps(steps: tuple[Step, ...]) -> list[Plain]:
    return [{"step": step.name, "amount": plain(step.amount)} for step in steps]


def shown(amount: Decimal) -> str:
    """Return an amount as people write it: no exponent, no trailing zeros.

    >>> shown(Decimal("125.10")), shown(Decimal("0E-5"))
    ('125.1', '0')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(trace: PriceTrace, amount_type: PriceAmountType, say: Callable[[str], None]) -> None:
    """Tell people, line by line, what a trace knows about the price or about the discount."""
    for look in trace.looks:
        if look.amount_type is amount_type:
            steps = " -> ".join(f"{shown(step.amount)} ({step.name})" for step in look.steps)
            say(f"  {label(look.record)}: {look.verdict.value}{f': {steps}' if steps else ''}")
