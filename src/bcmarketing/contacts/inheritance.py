"""What a person takes over from the company: on joining it, and when the company changes."""

from collections.abc import Iterable
from typing import Any, Final

import attrs

from .records import Contact
from .setup import MarketingSetup

#: Each field with the switch of the setup that hands it on; a company's value always wins on joining.
_OVERWRITTEN: Final = (
    ("salesperson_code", "inherit_salesperson_code"),
    ("territory_code", "inherit_territory_code"),
    ("country_region_code", "inherit_country_region_code"),
    ("language_code", "inherit_language_code"),
    ("format_region", "inherit_format_region"),
)
#: The address goes over as a whole or not at all.
_ADDRESS: Final = ("address", "address_2", "post_code", "city")
_REACHED_BY: Final = ("phone_no", "mobile_phone_no", "fax_no", "email", "home_page")
#: Each of these goes over by itself.
_COMMUNICATION: Final = (*_REACHED_BY, "correspondence_type")


def joined(person: Contact, old: Contact | None, new: Contact, setup: MarketingSetup) -> Contact:
    """Return *person* with what the company *new* hands on, each part by its switch in the setup.

    Codes are always overwritten. The address goes over if the person's is blank or that of the company before;
    so does each means of communication by itself.

    Args:
        person: as it was in the company before.
        old: the company before, if there was one.
        new: the company joined.
        setup: the inherit switches.

    Source: table 5050, InheritCompanyToPersonData.

    >>> person = Contact(no="P1", email="ann@example.org")
    >>> new = joined(person, None, Contact(no="C1", name="Ark", city="Oslo", email="ark@example.org"), MarketingSetup())
    >>> new.company_name, new.city, new.email
    ('Ark', 'Oslo', 'ann@example.org')
    """
    changes: dict[str, Any] = {"company_name": new.name}
    for field, switch in _OVERWRITTEN:
        if getattr(setup, switch):
            changes[field] = getattr(new, field)
    if setup.inherit_address_details:
        own = _values(person, _ADDRESS)
        if not any(own) or (old is not None and own == _values(old, _ADDRESS)):
            changes |= zip(_ADDRESS, _values(new, _ADDRESS), strict=True)
    if setup.inherit_communication_details:
        blank = Contact(no="")
        for field in _COMMUNICATION:
            if getattr(person, field) in {getattr(blank, field), getattr(old or blank, field)}:
                changes[field] = getattr(new, field)
    return attrs.evolve(person, **changes)


def followed(person: Contact, before: Contact, after: Contact, setup: MarketingSetup) -> Contact:
    """Return *person* with what changed on the company, as far as the person still holds the old values.

    The name always follows. The correspondence type stays.

    Source: table 5050, OnModify.

    >>> before, after = Contact(no="C1", city="Oslo"), Contact(no="C1", city="Bergen")
    >>> followed(Contact(no="P1", city="Oslo"), before, after, MarketingSetup()).city
    'Bergen'
    """
    changes: dict[str, Any] = {"company_name": after.name} if before.name != after.name else {}
    fields = [field for field, switch in _OVERWRITTEN if getattr(setup, switch)]
    if setup.inherit_communication_details:
        fields += _REACHED_BY
    for field in fields:
        if getattr(before, field) != getattr(after, field) and getattr(person, field) == getattr(before, field):
            changes[field] = getattr(after, field)
    if setup.inherit_address_details and _values(person, _ADDRESS) == _values(before, _ADDRESS):
        changes |= zip(_ADDRESS, _values(after, _ADDRESS), strict=True)
    return attrs.evolve(person, **changes) if changes else person


def _values(contact: Contact, fields: Iterable[str]) -> tuple[object, ...]:
    return tuple(getattr(contact, field) for field in fields)
