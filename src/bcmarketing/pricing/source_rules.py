"""What the kinds of price sources are like, and how a source is entered."""

from collections.abc import Iterable
from typing import ClassVar, Final

import attrs

from ..arguments import checked, checked_code, checked_each
from ..codes import code20, is_option, is_text, to_code
from ..errors import Refusal
from ..rules import Rule
from .records import PriceAmountType, PriceSourceGroup, PriceSourceType, PriceType


@attrs.frozen
class ParentNotBlank(Refusal, ValueError):
    """A parent is given to a source that has none."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-PARENT", "Only job tasks have a parent source.", "price source interface, SetParent"
    )
    text: ClassVar[str] = "parent_source_no = {parent!r} must be blank for source type {type}"
    parent: str
    type: PriceSourceType


@attrs.frozen
class AmountTypeRefused(Refusal, ValueError):
    """A source cannot supply what the line is to define."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-AMOUNT-TYPE",
        "Customer price groups define prices only, customer discount groups discounts only.",
        "price source interfaces, VerifyAmountType",
    )
    text: ClassVar[str] = "source type {type} cannot define {amount_type}"
    type: PriceSourceType
    amount_type: PriceAmountType


_ALL_TYPES: Final = (
    PriceSourceType.ALL,
    PriceSourceType.ALL_CUSTOMERS,
    PriceSourceType.ALL_VENDORS,
    PriceSourceType.ALL_JOBS,
)
_CUSTOMER_SIDE: Final = (
    PriceSourceType.ALL_CUSTOMERS,
    PriceSourceType.CUSTOMER,
    PriceSourceType.CUSTOMER_PRICE_GROUP,
    PriceSourceType.CUSTOMER_DISC_GROUP,
)
_VENDOR_SIDE: Final = (PriceSourceType.ALL_VENDORS, PriceSourceType.VENDOR)
_JOB_SIDE: Final = (PriceSourceType.ALL_JOBS, PriceSourceType.JOB, PriceSourceType.JOB_TASK)


def own_group(source_type: PriceSourceType) -> PriceSourceGroup:
    """Return the side of trade that a kind of source belongs to by itself; All for campaigns, contacts and All.

    >>> own_group(PriceSourceType.CUSTOMER_PRICE_GROUP), own_group(PriceSourceType.CAMPAIGN)
    (PriceSourceGroup.CUSTOMER, PriceSourceGroup.ALL)
    """
    kind = checked(source_type, PriceSourceType, "source_type")
    if kind in _CUSTOMER_SIDE:
        return PriceSourceGroup.CUSTOMER
    if kind in _VENDOR_SIDE:
        return PriceSourceGroup.VENDOR
    return PriceSourceGroup.JOB if kind in _JOB_SIDE else PriceSourceGroup.ALL


def source_group(source_type: PriceSourceType, price_type: PriceType = PriceType.ANY) -> PriceSourceGroup:
    """Return the group that a source gets when its kind is set: that of the price type where the kind has none."""
    group = own_group(source_type)
    if group is not PriceSourceGroup.ALL:
        return group
    match checked(price_type, PriceType, "price_type"):
        case PriceType.SALE:
            return PriceSourceGroup.CUSTOMER
        case PriceType.PURCHASE:
            return PriceSourceGroup.VENDOR
        case _:
            return PriceSourceGroup.ALL


def implied_price_type(source_type: PriceSourceType, price_type: PriceType = PriceType.ANY) -> PriceType:
    """Return the price type after a kind of source is set: customers imply Sale, vendors Purchase, others nothing."""
    kind = checked(source_type, PriceSourceType, "source_type")
    if kind in _CUSTOMER_SIDE:
        return PriceType.SALE
    return PriceType.PURCHASE if kind in _VENDOR_SIDE else checked(price_type, PriceType, "price_type")


def takes_number(source_type: PriceSourceType) -> bool:
    """Return whether a kind of source needs a number; the All kinds take none."""
    return checked(source_type, PriceSourceType, "source_type") not in _ALL_TYPES


def is_for(source_type: PriceSourceType, amount_type: PriceAmountType) -> bool:
    """Return whether a kind of source may define what a line is to define.

    A group defines only its own: Any is refused too.
    """
    default, wanted = default_amount_type(source_type), checked(amount_type, PriceAmountType, "amount_type")
    return default is PriceAmountType.ANY or wanted is default


def default_amount_type(source_type: PriceSourceType) -> PriceAmountType:
    """Return what a line defines once its kind of source is set."""
    match checked(source_type, PriceSourceType, "source_type"):
        case PriceSourceType.CUSTOMER_PRICE_GROUP:
            return PriceAmountType.PRICE
        case PriceSourceType.CUSTOMER_DISC_GROUP:
            return PriceAmountType.DISCOUNT
        case _:
            return PriceAmountType.ANY


def check_amount_type(source_type: PriceSourceType, amount_type: PriceAmountType) -> PriceAmountType:
    """Return an amount type that a kind of source may define.

    Raises:
        AmountTypeRefused: it may not.
    """
    if not is_for(source_type, amount_type):
        raise AmountTypeRefused(source_type, amount_type)
    return amount_type


@attrs.frozen
class SourceRecord:
    """A record that a source may name: its number, the id the platform gave it, and its description."""

    no: str = attrs.field(converter=to_code, validator=code20)
    id: str = attrs.field(validator=is_text)
    description: str = attrs.field(default="", validator=is_text)


@attrs.frozen(kw_only=True)
class EnteredSource:
    """A price source while it is entered.

    Attributes:
        type: the kind.
        no: the number; blank until one is found.
        id: the platform's id of the same record.
        parent_no: the job of a job task.
        description: of the record.
        price_type: sale or purchase, or open.
        group: the side of trade.
    """

    type: PriceSourceType = attrs.field(default=PriceSourceType.ALL, validator=is_option(PriceSourceType))
    no: str = attrs.field(default="", converter=to_code, validator=code20)
    id: str = attrs.field(default="", validator=is_text)
    parent_no: str = attrs.field(default="", converter=to_code, validator=code20)
    description: str = attrs.field(default="", validator=is_text)
    price_type: PriceType = attrs.field(default=PriceType.ANY, validator=is_option(PriceType))
    group: PriceSourceGroup = attrs.field(default=PriceSourceGroup.ALL, validator=is_option(PriceSourceGroup))


def enter_type(source: EnteredSource, source_type: PriceSourceType) -> EnteredSource:
    """Set the kind of a source, even to the same again: number and parent are cleared, group and price type follow."""
    entered = checked(source, EnteredSource, "source")
    return EnteredSource(
        type=source_type,
        price_type=implied_price_type(source_type, entered.price_type),
        group=source_group(source_type, entered.price_type),
    )


def enter_no(source: EnteredSource, no: str, records: Iterable[SourceRecord]) -> EnteredSource:
    """Set the number of a source; a blank or unknown one clears number, id, parent and description.

    Args:
        records: the records of the source's kind.
    """
    code = checked_code(no, 20, "no")
    rows = checked_each(records, SourceRecord, "records")
    return _entered(source, next((row for row in rows if code and row.no == code), None))


def enter_id(source: EnteredSource, record_id: str, records: Iterable[SourceRecord]) -> EnteredSource:
    """Set a source by the id of its record; the effect is that of setting its number."""
    wanted = checked(record_id, str, "record_id")
    rows = checked_each(records, SourceRecord, "records")
    return _entered(source, next((row for row in rows if wanted and row.id == wanted), None))


def _entered(source: EnteredSource, found: SourceRecord | None) -> EnteredSource:
    entered = checked(source, EnteredSource, "source")
    if found is None or not takes_number(entered.type):
        return attrs.evolve(entered, no="", id="", parent_no="", description="")
    return attrs.evolve(entered, no=found.no, id=found.id, parent_no="", description=found.description)


def enter_parent(source: EnteredSource, parent_no: str) -> EnteredSource:
    """Set the parent of a source; the All kinds drop it silently.

    Raises:
        ParentNotBlank: the kind has no parent, and the number is not blank.
    """
    entered = checked(source, EnteredSource, "source")
    return attrs.evolve(entered, parent_no=parent_of(entered.type, parent_no))


def parent_of(source_type: PriceSourceType, parent_no: str) -> str:
    """Return the parent that a source of a kind gets: job tasks have one, the All kinds drop it silently.

    Raises:
        ParentNotBlank: the kind has no parent, and the number is not blank.
    """
    parent = checked_code(parent_no, 20, "parent_no")
    numbered = takes_number(source_type)
    if source_type is PriceSourceType.JOB_TASK:
        return parent
    if parent and numbered:
        raise ParentNotBlank(parent, source_type)
    return ""
