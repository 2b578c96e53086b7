"""Which engine answers a line: by the price calculation setup and its exceptions."""

from collections.abc import Iterable
from typing import ClassVar, TypeAlias

import attrs

from ..arguments import checked, checked_code, checked_each
from ..codes import code20, is_a, is_option, to_code
from ..contacts.partners import Customer, PriceCalculationMethod
from ..errors import NotFound, Refusal
from ..kinds import checked_kinds
from ..options import Option
from ..rules import Rule
from .items import CustomerPriceGroup
from .product import Product
from .profiles import CURRENT, VERSION_15, PricingProfile
from .records import PriceAssetType, PriceCalculationHandler, PriceSourceGroup, PriceType
from .sales_setup_records import SalesSetup
from .setup_records import DtldPriceCalculationSetup, PriceCalculationSetup
from .source_list import setup_source
from .sources import PriceSource


@attrs.frozen
class MethodNotImplemented(Refusal, ValueError):
    """No enabled setup implements a price calculation method."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-METHOD",
        "A price calculation method is chosen only if an enabled setup implements it.",
        "codeunit 7001, VerifyMethodImplemented",
    )
    text: ClassVar[str] = "method {method} has no active implementation for price type {type}"
    method: Option
    type: PriceType


@attrs.frozen
class DefaultSwitchedOff(Refusal, ValueError):
    """A default setup cannot be switched off directly: make another the default."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DEFAULT-SETUP",
        "The default mark of a price calculation setup is moved, not removed.",
        "table 7006, field Default",
    )
    text: ClassVar[str] = "setup {code!r} stays the default until another one is made it"
    code: str


@attrs.frozen(kw_only=True)
class SetupKey:
    """What the engine of a line is looked up by."""

    method: Option = attrs.field(validator=is_a(Option))
    type: PriceType = attrs.field(validator=is_option(PriceType))
    asset_type: PriceAssetType = attrs.field(validator=is_option(PriceAssetType))
    asset_no: str = attrs.field(converter=to_code, validator=code20)
    source_group: PriceSourceGroup = attrs.field(validator=is_option(PriceSourceGroup))
    source_no: str = attrs.field(converter=to_code, validator=code20)


def setup_key(method: Option, product: Product, sources: Iterable[PriceSource]) -> SetupKey | None:
    """Return what the engine of a sales line is looked up by; ``None`` when no source belongs to a group.

    A method that is not defined counts as Lowest Price.

    Args:
        method: the one stored on the line.
        sources: those of the line, in their order.

    Raises:
        WrongType: an argument is of no kind that is taken here.
    """
    checked(method, Option, "method")
    checked(product, Product, "product")
    source = setup_source(sources)
    if source is None:
        return None
    defined = PriceCalculationMethod.LOWEST_PRICE if method is PriceCalculationMethod.NOT_DEFINED else method
    group, no = source
    return SetupKey(
        method=defined,
        type=PriceType.SALE,
        asset_type=product.type,
        asset_no=product.no,
        source_group=group,
        source_no=no,
    )


_Place: TypeAlias = tuple[PriceSourceGroup, str, PriceAssetType, str]


def find_setup(
    setups: Iterable[PriceCalculationSetup], exceptions: Iterable[DtldPriceCalculationSetup], key: SetupKey
) -> PriceCalculationSetup | None:
    """Return the setup for a line: that of the closest exception, else the default of the kind of product, else of all.

    Disabled exceptions and disabled defaults are passed over; nothing steps in for a disabled default, nor for a setup
    that the exception names and that does not exist.

    Raises:
        WrongType: an argument is of no kind that is taken here.

    Source: codeunit 7001, FindSetup.
    """
    rows = checked_each(setups, PriceCalculationSetup, "setups")
    checked(key, SetupKey, "key")
    given = checked_each(exceptions, DtldPriceCalculationSetup, "exceptions")
    detailed = [row for row in given if row.enabled and row.method is key.method and row.type is key.type]
    codes: dict[_Place, str] = {}
    for exception in detailed:
        place = (exception.source_group, exception.source_no, exception.asset_type, exception.asset_no)
        codes.setdefault(place, exception.setup_code)
    for place in _places(key):
        code = codes.get(place)
        if code is not None:
            return next((row for row in rows if row.code == code), None)
    defaults = [
        row for row in rows if row.enabled and row.default and row.method is key.method and row.type is key.type
    ]
    for asset_type in (key.asset_type, PriceAssetType.ALL):
        for row in defaults:
            if row.asset_type is asset_type:
                return row
    return None


def _places(key: SetupKey) -> Iterable[_Place]:
    kinds = ((key.asset_type, key.asset_no), (key.asset_type, ""), (PriceAssetType.ALL, ""))
    for source_no in (key.source_no, ""):
        for asset_type, asset_no in kinds:
            yield key.source_group, source_no, asset_type, asset_no
    yield PriceSourceGroup.ALL, "", key.asset_type, key.asset_no
    yield PriceSourceGroup.ALL, "", key.asset_type, ""


@checked_kinds
def engine_of(
    setups: Iterable[PriceCalculationSetup],
    exceptions: Iterable[DtldPriceCalculationSetup],
    key: SetupKey | None,
    *,
    extended: bool = True,
    legacy_retired: bool = False,
) -> Option:
    """Return the engine that answers a line.

    Args:
        key: see `setup_key`; ``None`` where no source belongs to a group.
        extended: whether extended pricing is switched on. Switched off, the older engine answers.
        legacy_retired: whether the older engine is gone from this build.

    Raises:
        WrongType: an argument is of no kind that is taken here.
    """
    retired = legacy_retired
    if not extended:
        return PriceCalculationHandler.VERSION_16 if retired else PriceCalculationHandler.VERSION_15
    found = None if key is None else find_setup(setups, exceptions, key)
    return found.implementation if found else PriceCalculationHandler.NOT_DEFINED


def profile_of(engine: Option) -> PricingProfile:
    """Return the profile of an engine; one that is not defined behaves as the older one.

    Raises:
        WrongType: it is no option.

    >>> profile_of(PriceCalculationHandler.NOT_DEFINED).name
    'Version 15'
    """
    return CURRENT if checked(engine, Option, "engine") is PriceCalculationHandler.VERSION_16 else VERSION_15


def document_method(customer: Customer, group: CustomerPriceGroup | None, sales_setup: SalesSetup | Option) -> Option:
    """Return the method of a document: the bill-to customer's, else that of his price group, else the sales setup's.

    Args:
        sales_setup: the sales setup, or the method that it names.

    Raises:
        WrongType: an argument is of no kind that is taken here.
    """
    undefined = PriceCalculationMethod.NOT_DEFINED
    checked(customer, Customer, "customer")
    if group is not None:
        checked(group, CustomerPriceGroup, "group")
    last = sales_setup.price_calculation_method if isinstance(sales_setup, SalesSetup) else sales_setup
    checked(last, Option, "sales_setup")
    if customer.price_calculation_method is not undefined:
        return customer.price_calculation_method
    if group is not None and group.price_calculation_method is not undefined:
        return group.price_calculation_method
    return last


def check_method(
    method: Option, price_type: PriceType, setups: Iterable[PriceCalculationSetup], *, may_be_undefined: bool = False
) -> Option:
    """Return a method that may be stored.

    Args:
        price_type: Any accepts an implementation for sales or for purchases.
        may_be_undefined: customers and price groups may leave the method open; the sales setup may not.

    Raises:
        MethodNotImplemented: no enabled setup implements it.
        WrongType: an argument is of no kind that is taken here.
    """
    checked(method, Option, "method")
    checked(price_type, PriceType, "price_type")
    if checked(may_be_undefined, bool, "may_be_undefined") and method is PriceCalculationMethod.NOT_DEFINED:
        return method
    wanted = {price_type} if price_type is not PriceType.ANY else {PriceType.SALE, PriceType.PURCHASE}
    rows = checked_each(setups, PriceCalculationSetup, "setups")
    if not any(row.enabled and row.method is method and row.type in wanted for row in rows):
        raise MethodNotImplemented(method, price_type)
    return method


def new_setup(
    method: Option,
    price_type: PriceType,
    asset_type: PriceAssetType,
    implementation: Option,
    *,
    enabled: bool = True,
    default: bool = False,
) -> PriceCalculationSetup:
    """Return a setup with the group and code that it gets on insert.

    Raises:
        WrongType: an argument is of no kind that is taken here.

    >>> from bcmarketing.pricing.records import PriceAssetType
    >>> sale = PriceType.SALE, PriceAssetType.ITEM, PriceCalculationHandler.VERSION_16
    >>> new_setup(PriceCalculationMethod.LOWEST_PRICE, *sale).code
    '[1-1-10]-7002'
    """
    checked(method, Option, "method")
    checked(price_type, PriceType, "price_type")
    checked(asset_type, PriceAssetType, "asset_type")
    checked(implementation, Option, "implementation")
    group_id = f"{method.value}-{price_type.value}-{asset_type.value}"
    return PriceCalculationSetup(
        code=f"[{group_id}]-{implementation.value}",
        method=method,
        type=price_type,
        asset_type=asset_type,
        group_id=group_id,
        implementation=implementation,
        enabled=enabled,
        default=default,
    )


@attrs.frozen
class Defaults:
    """Setups and exceptions after the default of a group has moved."""

    setups: tuple[PriceCalculationSetup, ...]
    exceptions: tuple[DtldPriceCalculationSetup, ...]


def set_default(
    setups: Iterable[PriceCalculationSetup],
    exceptions: Iterable[DtldPriceCalculationSetup],
    code: str,
    *,
    default: bool = True,
) -> Defaults:
    """Make a setup the default of its group; its own exceptions go, and the previous default loses the mark.

    Raises:
        DefaultSwitchedOff: the mark would be removed.
        NotFound: there is no such setup.
        InvalidField: the code is too long.
    """
    rows = checked_each(setups, PriceCalculationSetup, "setups")
    kept = checked_each(exceptions, DtldPriceCalculationSetup, "exceptions")
    no = checked_code(code, 100, "code")
    chosen = next((row for row in rows if row.code == no), None)
    if chosen is None:
        raise NotFound("PriceCalculationSetup", no)
    if chosen.default is checked(default, bool, "default"):
        return Defaults(rows, kept)
    if not default:
        raise DefaultSwitchedOff(no)
    moved = tuple(attrs.evolve(row, default=row.code == no) if row.group_id == chosen.group_id else row for row in rows)
    return Defaults(moved, tuple(row for row in kept if row.setup_code != no))


def refresh_setups(
    setups: Iterable[PriceCalculationSetup], supported: Iterable[PriceCalculationSetup]
) -> tuple[PriceCalculationSetup, ...]:
    """Return the setups after a refresh: unsupported ones are gone, missing ones added, defaults as they were.

    A setup that is added is default only if its group has no default.

    Raises:
        WrongType: a row is no price calculation setup.
    """
    offered = {row.code: row for row in checked_each(supported, PriceCalculationSetup, "supported")}
    kept = [row for row in checked_each(setups, PriceCalculationSetup, "setups") if row.code in offered]
    known = {row.code for row in kept}
    with_default = {row.group_id for row in kept if row.default}
    for row in offered.values():
        if row.code not in known:
            default = row.default and row.group_id not in with_default
            kept.append(attrs.evolve(row, default=default))
            if default:
                with_default.add(row.group_id)
    return tuple(kept)
