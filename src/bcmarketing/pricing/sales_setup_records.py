"""The sales setup, as far as prices look."""

from typing import ClassVar

import attrs

from ..codes import bc, code10, code20, is_bool, to_code


@attrs.frozen(kw_only=True)
class SalesSetup:
    """How sales prices are kept: one row, whose key is blank (Sales & Receivables Setup, table 311)."""

    key_fields: ClassVar[tuple[str, ...]] = ("primary_key",)

    primary_key: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Primary Key", 1))
    price_list_nos: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Price List Nos.", 7004)
    )
    allow_editing_active_price: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Editing Active Price", 7006)
    )
    default_price_list_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Default Price List Code", 7007)
    )
