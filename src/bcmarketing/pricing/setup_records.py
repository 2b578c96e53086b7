"""Which engine answers: the price calculation setup."""

from typing import Any, ClassVar

import attrs

from ..codes import code20, is_bool, is_integer, is_option, max_length, to_code
from ..contacts.partners import PriceCalculationMethod
from ..errors import WrongType
from ..options import Option
from .records import PriceAssetType, PriceCalculationHandler, PriceSourceGroup, PriceType

_code100 = max_length(100)


def _is_any_option(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, Option):
        raise WrongType(attribute.name, value, "is no option")


def _ordinal(option: object) -> str:
    return str(option.value) if isinstance(option, Option) else ""  # no option: the validator that comes next says so


@attrs.frozen(kw_only=True)
class PriceCalculationSetup:
    """An engine that answers for a method, a price type and a kind of product (table 7006).

    Methods and engines of a host's own are options of its own.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=_code100)
    method: Option = attrs.field(default=PriceCalculationMethod.LOWEST_PRICE, validator=_is_any_option)
    type: PriceType = attrs.field(default=PriceType.SALE, validator=is_option(PriceType))
    asset_type: PriceAssetType = attrs.field(default=PriceAssetType.ALL, validator=is_option(PriceAssetType))
    group_id: str = attrs.field(converter=to_code, validator=_code100)
    implementation: Option = attrs.field(default=PriceCalculationHandler.VERSION_16, validator=_is_any_option)
    enabled: bool = attrs.field(default=True, validator=is_bool)
    default: bool = attrs.field(default=False, validator=is_bool)

    @group_id.default
    def _group_id(self) -> str:
        return "-".join(_ordinal(option) for option in (self.method, self.type, self.asset_type))


@attrs.frozen(kw_only=True)
class DtldPriceCalculationSetup:
    """An exception to the default engine, for a customer, a kind of product or one product (table 7008)."""

    key_fields: ClassVar[tuple[str, ...]] = ("line_no",)

    line_no: int = attrs.field(validator=is_integer)
    setup_code: str = attrs.field(converter=to_code, validator=_code100)
    method: Option = attrs.field(default=PriceCalculationMethod.LOWEST_PRICE, validator=_is_any_option)
    type: PriceType = attrs.field(default=PriceType.SALE, validator=is_option(PriceType))
    asset_type: PriceAssetType = attrs.field(default=PriceAssetType.ALL, validator=is_option(PriceAssetType))
    asset_no: str = attrs.field(default="", converter=to_code, validator=code20)
    source_group: PriceSourceGroup = attrs.field(default=PriceSourceGroup.ALL, validator=is_option(PriceSourceGroup))
    source_no: str = attrs.field(default="", converter=to_code, validator=code20)
    enabled: bool = attrs.field(default=True, validator=is_bool)
