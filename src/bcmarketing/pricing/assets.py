"""How the product of a price is entered: its number, its variant, and what they bring."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar, Final

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..codes import to_code
from ..errors import Refusal
from ..rules import Rule
from .records import PriceAssetType

_NO_VARIANTS: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen
class VariantNeedsItem(Refusal, ValueError):
    """A variant is given where no item is named."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-VARIANT",
        "A variant belongs to an item that is named.",
        "price list line field 9, price asset interface",
    )
    text: ClassVar[str] = "variant_code = {variant!r}: {why}"
    variant: str
    why: str


@attrs.frozen
class ProductRecord:
    """A record that a price may name as its product.

    Attributes:
        no: its number.
        id: the id the platform gave it.
        description: for people.
        unit_price: the card price; 0 where there is none.
        variants: descriptions of an item's variants by code.
    """

    no: str
    id: str = ""
    description: str = ""
    unit_price: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    variants: Mapping[str, str] = _NO_VARIANTS


@attrs.frozen(kw_only=True)
class EnteredAsset:
    """The product of a price while it is entered."""

    type: PriceAssetType = PriceAssetType.ITEM
    no: str = ""
    id: str = ""
    variant_code: str = ""
    description: str = ""
    unit_price: Decimal = ZERO


def needs_number(asset_type: PriceAssetType) -> bool:
    """Return whether a kind of product is named by a number; (All) is not."""
    return asset_type is not PriceAssetType.ALL


def enter_asset_no(
    asset: EnteredAsset, no: str, records: Iterable[ProductRecord], *, record_id: str = ""
) -> EnteredAsset:
    """Set the product by number, or by the id of its record; a blank or unknown one clears everything but the kind.

    Args:
        records: the records of the product's kind.
        record_id: counts where the number is blank.
    """
    code = to_code(no)
    for record in records:
        if record.no == code if code else record_id and record.id == record_id:
            return EnteredAsset(
                type=asset.type,
                no=record.no,
                id=record.id,
                description=record.description,
                unit_price=record.unit_price,
            )
    return EnteredAsset(type=asset.type)


def enter_variant(asset: EnteredAsset, variant_code: str, records: Iterable[ProductRecord]) -> EnteredAsset:
    """Set the variant and its description; a variant that is not the item's is cleared.

    Raises:
        VariantNeedsItem: a variant is given, but no item is named.
    """
    code = to_code(variant_code)
    if code and asset.type is not PriceAssetType.ITEM:
        raise VariantNeedsItem(code, "the product type must be Item")
    if code and not asset.no:
        raise VariantNeedsItem(code, "it needs a product number")
    item = next((record for record in records if record.no == asset.no), ProductRecord(asset.no))
    known = code if code in item.variants else ""
    return attrs.evolve(asset, variant_code=known, description=item.variants[known] if known else item.description)
