"""The customers, vendors, bank accounts and salespeople that contacts are linked with."""

from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_percentage, to_amount_or_given
from ..codes import bc, code10, code20, is_a, is_bool, is_filled, is_option, text30, text50, text80, text100, to_code
from ..options import Option
from .records import ContactType


class PriceCalculationMethod(Option):
    """How the best price is found. A host may keep methods of its own: an `Option` type beside this one."""

    NOT_DEFINED = 0, "Not Defined"
    LOWEST_PRICE = 1, "Lowest Price"


@attrs.frozen(kw_only=True)
class Customer:
    """A customer, as far as contacts and prices look (table 18)."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    name: str = attrs.field(default="", validator=text100, metadata=bc("Name", 2))
    address: str = attrs.field(default="", validator=text100, metadata=bc("Address", 5))
    address_2: str = attrs.field(default="", validator=text50, metadata=bc("Address 2", 6))
    city: str = attrs.field(default="", validator=text30, metadata=bc("City", 7))
    contact: str = attrs.field(default="", validator=text100, metadata=bc("Contact", 8))
    phone_no: str = attrs.field(default="", validator=text30, metadata=bc("Phone No.", 9))
    global_dimension_1_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Global Dimension 1 Code", 16)
    )
    territory_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Territory Code", 15)
    )
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 22))
    customer_price_group: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Customer Price Group", 23)
    )
    language_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Language Code", 24))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 29)
    )
    customer_disc_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Customer Disc. Group", 34)
    )
    country_region_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Country/Region Code", 35)
    )
    bill_to_customer_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Bill-to Customer No.", 45)
    )
    prices_including_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Prices Including VAT", 82))
    post_code: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Post Code", 91))
    email: str = attrs.field(default="", validator=text80, metadata=bc("E-Mail", 102))
    vat_bus_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Group", 110)
    )
    primary_contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Primary Contact No.", 5049)
    )
    contact_type: ContactType = attrs.field(
        default=ContactType.COMPANY, validator=is_option(ContactType), metadata=bc("Contact Type", 5050)
    )
    price_calculation_method: PriceCalculationMethod = attrs.field(
        default=PriceCalculationMethod.NOT_DEFINED,
        validator=is_a(Option),
        metadata=bc("Price Calculation Method", 7000),
    )
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Line Disc.", 7001))


@attrs.frozen(kw_only=True)
class Vendor:
    """A vendor, as far as contacts look (table 23)."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    name: str = attrs.field(default="", validator=text100, metadata=bc("Name", 2))
    territory_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Territory Code", 15)
    )
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 22))
    purchaser_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Purchaser Code", 29)
    )
    country_region_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Country/Region Code", 35)
    )
    contact: str = attrs.field(default="", validator=text100, metadata=bc("Contact", 8))
    primary_contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Primary Contact No.", 5049)
    )


@attrs.frozen(kw_only=True)
class BankAccount:
    """A bank account, as far as contacts look (table 270)."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    name: str = attrs.field(default="", validator=text100, metadata=bc("Name", 2))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 22))
    our_contact_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Our Contact Code", 29)
    )


@attrs.frozen(kw_only=True)
class Salesperson:
    """A salesperson or purchaser (table 13)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=[code20, is_filled], metadata=bc("Code", 1))
    name: str = attrs.field(default="", validator=text50, metadata=bc("Name", 2))
    commission_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_percentage, metadata=bc("Commission %", 3)
    )
    privacy_blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Privacy Blocked", 150))
    email: str = attrs.field(default="", validator=text80, metadata=bc("E-Mail", 5052))
    job_title: str = attrs.field(default="", validator=text30, metadata=bc("Job Title", 5062))
    blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Blocked", 5053))
