"""Entering the product of a price line: its kind, number, variant, unit and work type."""

from typing import ClassVar, Final

import attrs

from ..arguments import checked_code
from ..errors import FieldRequired, NotFound, Refusal
from ..rules import Rule
from ..store.reader import Reader
from .assets import EnteredAsset, ProductRecord, enter_variant
from .items import Item, ItemDiscountGroup, ItemUnitOfMeasure, ItemVariant, sales_unit
from .line_terms import with_amount_type, with_header
from .list_checks import AnyLine, L, check_editable
from .records import PriceAmountType, PriceAssetType, PriceListHeader, PriceType

_WITH_WORK_TYPE: Final = (PriceAssetType.RESOURCE, PriceAssetType.RESOURCE_GROUP)
_WITH_UNIT: Final = (PriceAssetType.ITEM, *_WITH_WORK_TYPE)


@attrs.frozen
class GroupNotBought(Refusal, ValueError):
    """A purchase price would be for an item discount group."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-GROUP-PURCHASE", "Item discount groups have no purchase prices.", "table 7001, Asset Type"
    )
    text: ClassVar[str] = "asset_type cannot be Item Discount Group on a purchase price"


@attrs.frozen
class UnitNeedsItem(Refusal, ValueError):
    """A unit of measure is given to a line whose product has none."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-UNIT", "Only items and resources are priced by units.", "table 7001, Unit of Measure Code"
    )
    text: ClassVar[str] = "unit_of_measure_code = {unit!r}: asset_type must be Item or Resource, and is {type}"
    unit: str
    type: PriceAssetType


@attrs.frozen
class WorkTypeNeedsResource(Refusal, ValueError):
    """A work type is given to a line that is for no resource."""

    rule: ClassVar[Rule] = Rule("E-PRICE-WORK-TYPE", "Work types belong to resources.", "table 7001, Work Type Code")
    text: ClassVar[str] = "work_type_code = {work_type!r}: asset_type must be Resource, and is {type}"
    work_type: str
    type: PriceAssetType


def header_of(reader: Reader, line: AnyLine, *, edit_active_prices: bool = False) -> PriceListHeader | None:
    """Return the price list of a line that is to be changed; ``None`` for a loose line.

    Raises:
        NotDraft: the line belongs to a list and may not be changed.
    """
    header = reader.get(PriceListHeader, line.price_list_code) if line.price_list_code else None
    if header is not None:
        check_editable(line, edit_active_prices=edit_active_prices)
    return header


def enter_asset_type(reader: Reader, line: L, asset_type: PriceAssetType, *, edit_active_prices: bool = False) -> L:
    """Set the kind of product: the product is cleared, and the line gets the defaults of its price list.

    (All) becomes Item; a line for an item discount group defines a discount.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        GroupNotBought: an item discount group on a purchase price, or in a list of such.
        GroupNeedsDiscount: an item discount group in a list that defines prices.
        AmountTypeRefused: the source cannot define what the line is to define.
    """
    header = header_of(reader, line, edit_active_prices=edit_active_prices)
    is_group = asset_type is PriceAssetType.ITEM_DISCOUNT_GROUP
    if is_group and PriceType.PURCHASE in {line.price_type, header.price_type if header else line.price_type}:
        raise GroupNotBought
    kind = PriceAssetType.ITEM if asset_type is PriceAssetType.ALL else asset_type
    line = attrs.evolve(_without_product(line), asset_type=kind, work_type_code="")
    if header is not None:
        line = with_header(line, header)
    return with_amount_type(line, PriceAmountType.DISCOUNT, header) if is_group else line


def enter_asset_no(reader: Reader, line: L, asset_no: str, *, edit_active_prices: bool = False) -> L:
    """Set the product, which brings its defaults; one that does not exist becomes blank.

    Without product the line keeps its minimum quantity and price. Resources and accounts are not looked up.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        AmountTypeRefused: an item discount group, and the source defines no discounts.
        InvalidField: the number is too long.
    """
    header = header_of(reader, line, edit_active_prices=edit_active_prices)
    no = checked_code(asset_no, 20, "asset_no")
    variant = line.variant_code if no == line.asset_no else ""
    cleared = attrs.evolve(_without_product(line), variant_code=variant)
    return with_product_defaults(reader, attrs.evolve(cleared, asset_no=no), header)


def with_product_defaults(reader: Reader, line: L, header: PriceListHeader | None) -> L:
    """Return a line with what its product brings; a product that does not exist is cleared.

    An item brings description, sales unit, VAT product group, its invoice discount mark unless the list allows
    invoice discounts, and its VAT where neither list nor source has laid it down.
    """
    if not line.asset_no:
        return line
    match line.asset_type:
        case PriceAssetType.ITEM:
            item = reader.get(Item, line.asset_no)
            return _of_item(reader, line, item, header) if item else _without_product(line)
        case PriceAssetType.ITEM_DISCOUNT_GROUP:
            group = reader.get(ItemDiscountGroup, line.asset_no)
            if group is None:
                return _without_product(line)
            line = attrs.evolve(line, description=group.description, unit_of_measure_code="", variant_code="")
            return with_amount_type(line, PriceAmountType.DISCOUNT, header)
        case _:
            return line


def _of_item(reader: Reader, line: L, item: Item, header: PriceListHeader | None) -> L:
    variant = reader.get(ItemVariant, (item.no, line.variant_code)) if line.variant_code else None
    line = attrs.evolve(
        line,
        description=variant.description if variant else item.description,
        variant_code=variant.code if variant else "",
        unit_of_measure_code=sales_unit(item),
        vat_prod_posting_group=item.vat_prod_posting_group,
    )
    if header is None or not header.allow_invoice_disc:
        line = attrs.evolve(line, allow_invoice_disc=item.allow_invoice_disc)
    is_open = header is None or header.allow_updating_defaults
    if is_open and not line.vat_bus_posting_gr_price:
        line = attrs.evolve(
            line,
            price_includes_vat=item.price_includes_vat,
            vat_bus_posting_gr_price=item.vat_bus_posting_gr_price,
        )
    return line


def _without_product(line: L) -> L:
    return attrs.evolve(
        line, asset_no="", variant_code="", description="", unit_of_measure_code="", vat_prod_posting_group=""
    )


def enter_variant_code(reader: Reader, line: L, variant_code: str, *, edit_active_prices: bool = False) -> L:
    """Set the variant of the item and its description; a variant of another item becomes blank.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        VariantNeedsItem: the line names no item.
        InvalidField: the code is too long.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    code = checked_code(variant_code, 10, "variant_code")
    item = reader.get(Item, line.asset_no)
    variant = reader.get(ItemVariant, (line.asset_no, code))
    record = ProductRecord(
        line.asset_no,
        description=item.description if item else line.description,
        variants={code: variant.description} if variant else {},
    )
    entered = enter_variant(
        EnteredAsset(type=line.asset_type, no=line.asset_no, description=line.description), code, [record]
    )
    return attrs.evolve(line, variant_code=entered.variant_code, description=entered.description)


def enter_unit_of_measure(reader: Reader, line: L, unit: str, *, edit_active_prices: bool = False) -> L:
    """Set the unit that the price is for; blank is always accepted, resource groups take any.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        UnitNeedsItem: the line is neither for items nor for resources.
        FieldRequired: the line names no product.
        NotFound: the item does not have the unit.
        InvalidField: the code is too long.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    code = checked_code(unit, 10, "unit_of_measure_code")
    if code:
        _check_unit(reader, line, code)
    return attrs.evolve(line, unit_of_measure_code=code)


def _check_unit(reader: Reader, line: AnyLine, code: str) -> None:
    if line.asset_type not in _WITH_UNIT:
        raise UnitNeedsItem(code, line.asset_type)
    if line.asset_type is PriceAssetType.RESOURCE_GROUP:
        return
    if not line.asset_no:
        raise FieldRequired("asset_no")
    if line.asset_type is PriceAssetType.ITEM and reader.get(ItemUnitOfMeasure, (line.asset_no, code)) is None:
        item = reader.get(Item, line.asset_no)
        if item is None or item.base_unit_of_measure != code:
            raise NotFound("ItemUnitOfMeasure", (line.asset_no, code))


def enter_work_type(reader: Reader, line: L, work_type: str, *, edit_active_prices: bool = False) -> L:
    """Set the work type of a resource or resource group; blank is always accepted.

    Raises:
        NotDraft: the line belongs to a price list and may not be changed.
        WorkTypeNeedsResource: the line is for another kind of product.
        InvalidField: the code is too long.
    """
    header_of(reader, line, edit_active_prices=edit_active_prices)
    code = checked_code(work_type, 10, "work_type_code")
    if code and line.asset_type not in _WITH_WORK_TYPE:
        raise WorkTypeNeedsResource(code, line.asset_type)
    return attrs.evolve(line, work_type_code=code)
