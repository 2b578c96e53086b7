"""What is sold: a product as its card says."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import attrs

from ..amounts import ZERO, is_not_negative, to_amount_or_given
from ..arguments import checked
from ..codes import code20, each_code10, is_bool, to_code, to_codes
from ..errors import InvalidField, WrongType
from .items import Item
from .records import PriceAssetType

_SOLD: Final = (PriceAssetType.ITEM, PriceAssetType.RESOURCE, PriceAssetType.GL_ACCOUNT)


def _to_variants(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else to_codes(values)


def _are_variants(product: object, attribute: "attrs.Attribute[Any]", values: object) -> None:
    if values is not None:
        each_code10(product, attribute, values)


def _is_sold(_product: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if value not in _SOLD:
        raise InvalidField(attribute.name, value, "is nothing that is sold: give an item, resource or G/L account")


@attrs.frozen(kw_only=True)
class Product:
    """What is sold, and what its card says about the price.

    Attributes:
        no: item, resource or G/L account number.
        type: Item, Resource or G/L Account.
        unit_price: the card price in local currency per base unit; a G/L account has none.
        price_includes_vat: whether the card price does; that of a resource never does.
        vat_bus_posting_gr_price: the business group whose VAT the card price includes.
        vat_prod_posting_group: the card's VAT product posting group.
        group_no: the item discount group or the resource group; blank for none.
        variants: the item's variants, or ``None`` when unknown. A variant that is no variant of the item
            counts as blank; while the variants are unknown, it is compared as given.

    >>> Product.of(Item(no="1960-s", unit_price="125.10", item_disc_group="retail")).group_no
    'RETAIL'
    """

    no: str = attrs.field(converter=to_code, validator=code20)
    type: PriceAssetType = attrs.field(default=PriceAssetType.ITEM, validator=_is_sold)
    unit_price: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_not_negative)
    price_includes_vat: bool = attrs.field(default=False, validator=is_bool)
    vat_bus_posting_gr_price: str = attrs.field(default="", converter=to_code, validator=code20)
    vat_prod_posting_group: str = attrs.field(default="", converter=to_code, validator=code20)
    group_no: str = attrs.field(default="", converter=to_code, validator=code20)
    variants: tuple[str, ...] | None = attrs.field(default=None, converter=_to_variants, validator=_are_variants)

    def __attrs_post_init__(self) -> None:
        if self.unit_price and self.type is PriceAssetType.GL_ACCOUNT:
            raise InvalidField("unit_price", self.unit_price, "must be 0: a G/L account has no price of its own")
        if self.price_includes_vat and self.type is not PriceAssetType.ITEM:
            raise InvalidField("price_includes_vat", True, "must be no: only the card price of an item includes VAT")  # noqa: FBT003 - the value that is refused

    @property
    def unit_of_measure_code(self) -> str:
        """The unit of the card price: blank, as it is per base unit."""
        return ""

    @property
    def currency_code(self) -> str:
        """The currency of the card price: blank, as it is local."""
        return ""

    @classmethod
    def of(cls, item: Item, variants: Iterable[str] | None = None) -> "Product":
        """Return the product that an item is."""
        checked(item, Item, "item")
        return cls(
            no=item.no,
            unit_price=item.unit_price,
            price_includes_vat=item.price_includes_vat,
            vat_bus_posting_gr_price=item.vat_bus_posting_gr_price,
            vat_prod_posting_group=item.vat_prod_posting_group,
            group_no=item.item_disc_group,
            variants=variants,
        )


def to_product(value: "Product | Item") -> Product:
    """Return a product as it is, and an item as the product that it is."""
    return Product.of(value) if isinstance(value, Item) else value


def is_product(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a product."""
    if not isinstance(value, Product):
        raise WrongType(attribute.name, value, "is no Product and no Item")
