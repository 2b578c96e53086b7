"""The sales setup, as far as prices look."""

from typing import ClassVar

import attrs

from ..codes import bc, code10, code20, is_a, is_bool, to_code
from ..contacts.partners import PriceCalculationMethod
from ..options import Option


@attrs.frozen(kw_only=True)
class SalesSetup:
    """How sales prices are kept: one row, whose key is blank (Sales & Receivables Setup, table 311).

    Attributes:
        vat_bus_posting_gr_price: whose VAT the prices of a price group include; blank leaves that to the group.
        price_calculation_method: that of customers who have none, neither by themselves nor by their price group.
        allow_editing_active_price: whether active price lists are open to editing.
        default_price_list_code: the list that prices go to which name none.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("primary_key",)

    primary_key: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Primary Key", 1))
    vat_bus_posting_gr_price: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Gr. (Price)", 44)
    )
    price_calculation_method: PriceCalculationMethod = attrs.field(
        default=PriceCalculationMethod.LOWEST_PRICE,
        validator=is_a(Option),
        metadata=bc("Price Calculation Method", 7000),
    )
    price_list_nos: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Price List Nos.", 7004)
    )
    allow_editing_active_price: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Editing Active Price", 7006)
    )
    default_price_list_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Default Price List Code", 7007)
    )
