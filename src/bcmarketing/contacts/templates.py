"""Customer templates: what a new customer gets besides the contact's data (table 1381)."""

from typing import ClassVar

import attrs

from ..codes import bc, code10, code20, is_bool, is_option, text100, to_code
from .partners import Customer
from .records import ContactType


@attrs.frozen(kw_only=True)
class CustomerTemplate:
    """What customers of one sort have in common (table 1381)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    territory_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Territory Code", 15)
    )
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 22))
    customer_price_group: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Customer Price Group", 23)
    )
    language_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Language Code", 24))
    customer_disc_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Customer Disc. Group", 34)
    )
    country_region_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Country/Region Code", 35)
    )
    prices_including_vat: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Prices Including VAT", 82))
    vat_bus_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Group", 110)
    )
    contact_type: ContactType = attrs.field(
        default=ContactType.COMPANY, validator=is_option(ContactType), metadata=bc("Contact Type", 5050)
    )
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool, metadata=bc("Allow Line Disc.", 7001))


def with_template(customer: Customer, template: CustomerTemplate | None) -> Customer:
    """Return *customer* with what is blank filled from a template.

    The contact type stays: that of the contact, or what the customer was given.

    >>> template = CustomerTemplate(code="SHOP", customer_price_group="RETAIL")
    >>> with_template(Customer(no="10000"), template).customer_price_group
    'RETAIL'
    """
    if template is None:
        return customer
    return attrs.evolve(
        customer,
        territory_code=customer.territory_code or template.territory_code,
        currency_code=customer.currency_code or template.currency_code,
        customer_price_group=customer.customer_price_group or template.customer_price_group,
        language_code=customer.language_code or template.language_code,
        customer_disc_group=customer.customer_disc_group or template.customer_disc_group,
        country_region_code=customer.country_region_code or template.country_region_code,
        prices_including_vat=customer.prices_including_vat or template.prices_including_vat,
        vat_bus_posting_group=customer.vat_bus_posting_group or template.vat_bus_posting_group,
        allow_line_disc=customer.allow_line_disc and template.allow_line_disc,
    )
