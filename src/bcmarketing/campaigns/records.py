"""Campaigns, their statuses and entries, and whom their prices apply to."""

import datetime as dt
from typing import ClassVar

import attrs

from ..codes import bc, code10, code20, code50, is_bool, is_date, is_integer, is_option, text100, to_code
from ..interactions.options import DocumentType
from ..options import Option


class TargetType(Option):
    """What a row of the target group names."""

    CUSTOMER = 0, "Customer"
    CONTACT = 1, "Contact"


@attrs.frozen(kw_only=True)
class CampaignStatus:
    """A status of campaigns; a list of the user's own, without rules on the order (table 5073)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class Campaign:
    """A campaign (table 5071). Dates are inclusive; a blank date is open."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 3))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 4))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 5)
    )
    last_date_modified: dt.date | None = attrs.field(
        default=None, validator=is_date, metadata=bc("Last Date Modified", 7)
    )
    no_series: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No. Series", 8))
    global_dimension_1_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Global Dimension 1 Code", 9)
    )
    global_dimension_2_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Global Dimension 2 Code", 10)
    )
    status_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Status Code", 11))


@attrs.frozen(kw_only=True)
class CampaignEntry:
    """What a campaign did on one occasion, such as one logged segment (table 5072)."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no",)

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 2))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 4))
    user_id: str = attrs.field(default="", converter=to_code, validator=code50, metadata=bc("User ID", 5))
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 6))
    canceled: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Canceled", 7))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 12)
    )
    register_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Register No.", 13))
    document_type: DocumentType = attrs.field(
        default=DocumentType.BLANK, validator=is_option(DocumentType), metadata=bc("Document Type", 14)
    )


@attrs.frozen(kw_only=True)
class CampaignTargetGroup:
    """A customer, or the company contact of a prospect, for whom a campaign's prices hold (table 7030)."""

    key_fields: ClassVar[tuple[str, ...]] = ("type", "no", "campaign_no")

    type: TargetType = attrs.field(validator=is_option(TargetType), metadata=bc("Type", 1))
    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 2))
    campaign_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Campaign No.", 3))
