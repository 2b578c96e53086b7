"""The marketing setup and the number series it names."""

from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_percentage, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_integer, is_option, text30, text80, text100, to_code
from .records import CorrespondenceType


@attrs.frozen(kw_only=True)
class NumberSeries:
    """A number series, as far as its first and last number (tables 308, 309)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    starting_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Starting No.", 4))
    ending_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Ending No.", 5))
    increment_by: int = attrs.field(default=1, validator=is_integer, metadata=bc("Increment-by No.", 7))
    last_no_used: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Last No. Used", 9))
    manual_nos: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Manual Nos.", 3))


@attrs.frozen(kw_only=True)
class MarketingSetup:
    """The marketing setup: one row, whose key is blank (table 5079)."""

    key_fields: ClassVar[tuple[str, ...]] = ("primary_key",)

    primary_key: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Primary Key", 1))
    contact_nos: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact Nos.", 2))
    campaign_nos: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign Nos.", 3))
    segment_nos: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment Nos.", 4))
    to_do_nos: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("To-do Nos.", 5))
    opportunity_nos: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity Nos.", 6)
    )
    bus_rel_code_for_customers: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Bus. Rel. Code for Customers", 7)
    )
    bus_rel_code_for_vendors: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Bus. Rel. Code for Vendors", 8)
    )
    bus_rel_code_for_bank_accs: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Bus. Rel. Code for Bank Accs.", 9)
    )
    bus_rel_code_for_employees: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Bus. Rel. Code for Employees", 10)
    )
    inherit_salesperson_code: bool = attrs.field(
        default=True, validator=is_bool, metadata=bc("Inherit Salesperson Code", 22)
    )
    inherit_territory_code: bool = attrs.field(
        default=True, validator=is_bool, metadata=bc("Inherit Territory Code", 23)
    )
    inherit_country_region_code: bool = attrs.field(
        default=True, validator=is_bool, metadata=bc("Inherit Country/Region Code", 24)
    )
    inherit_language_code: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Inherit Language Code", 25))
    inherit_address_details: bool = attrs.field(
        default=True, validator=is_bool, metadata=bc("Inherit Address Details", 26)
    )
    inherit_communication_details: bool = attrs.field(
        default=True, validator=is_bool, metadata=bc("Inherit Communication Details", 27)
    )
    inherit_format_region: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Inherit Format Region", 34))
    default_salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Default Salesperson Code", 28)
    )
    default_territory_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Default Territory Code", 29)
    )
    default_country_region_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Default Country/Region Code", 30)
    )
    default_language_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Default Language Code", 31)
    )
    default_sales_cycle_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Default Sales Cycle Code", 32)
    )
    default_format_region: str = attrs.field(default="", validator=text80, metadata=bc("Default Format Region", 36))
    default_correspondence_type: CorrespondenceType = attrs.field(
        default=CorrespondenceType.BLANK,
        validator=is_option(CorrespondenceType),
        metadata=bc("Default Correspondence Type", 33),
    )
    def_company_salutation_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Def. Company Salutation Code", 51)
    )
    default_person_salutation_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Default Person Salutation Code", 52)
    )
    attachment_storage_type: str = attrs.field(default="", validator=text30, metadata=bc("Attachment Storage Type", 38))
    autosearch_for_duplicates: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Autosearch for Duplicates", 47)
    )
    search_hit_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_percentage, metadata=bc("Search Hit %", 48)
    )
    maintain_dupl_search_strings: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Maintain Dupl. Search Strings", 49)
    )
