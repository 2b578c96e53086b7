"""Contacts and the customers, vendors and bank accounts they are linked with: what both sides share."""

from collections.abc import Mapping
from typing import Final, TypeVar

import attrs

from ..store.work import Work
from .partners import BankAccount, Customer, Vendor
from .records import Contact, ContactBusinessRelation, RelationLink

#: A record that a contact can be linked with.
Partner = Customer | Vendor | BankAccount
P = TypeVar("P", bound=Customer | Vendor | BankAccount)

KINDS: Final[Mapping[RelationLink, type[Customer] | type[Vendor] | type[BankAccount]]] = {
    RelationLink.CUSTOMER: Customer,
    RelationLink.VENDOR: Vendor,
    RelationLink.BANK_ACCOUNT: BankAccount,
}
#: Fields of a contact, and what the partner calls them where the name differs. Their numbers are equal in BC.
_OTHER_NAMES: Final[Mapping[type[object], Mapping[str, str]]] = {
    Customer: {},
    Vendor: {"salesperson_code": "purchaser_code"},
    BankAccount: {"salesperson_code": "our_contact_code"},
}
_SHARED: Final = (
    "name",
    "name_2",
    "address",
    "address_2",
    "city",
    "phone_no",
    "territory_code",
    "currency_code",
    "language_code",
    "salesperson_code",
    "country_region_code",
    "fax_no",
    "vat_registration_no",
    "post_code",
    "email",
    "home_page",
    "format_region",
)


def shared_fields(kind: type[P]) -> dict[str, str]:
    """Return the fields that a contact shares with such a partner: name on the contact -> name on the partner.

    >>> shared_fields(Vendor)["salesperson_code"]
    'purchaser_code'
    """
    has = attrs.fields_dict(kind)
    names = {field: _OTHER_NAMES[kind].get(field, field) for field in _SHARED}
    return {field: other for field, other in names.items() if other in has}


def copied_to_partner(contact: Contact, partner: P) -> P:
    """Return *partner* with the contact's name and what else they share.

    >>> copied_to_partner(Contact(no="C1", name="Ark"), Customer(no="10000", name="Zoo")).name
    'Ark'
    """
    values = {other: getattr(contact, field) for field, other in shared_fields(type(partner)).items()}
    return attrs.evolve(partner, **values)


def copied_to_contact(partner: Partner, contact: Contact) -> Contact:
    """Return *contact* with the partner's name and what else they share; the type stays.

    >>> copied_to_contact(Customer(no="10000", name="Zoo"), Contact(no="C1", name="Ark")).name
    'Zoo'
    """
    values = {field: getattr(partner, other) for field, other in shared_fields(type(partner)).items()}
    return attrs.evolve(contact, **values)


def update_partners(work: Work, contact: Contact) -> None:
    """Bring the partners that a contact is linked with in step with it. Source: codeunits 5055-5057."""
    for relation in work.where(ContactBusinessRelation, contact_no=contact.no):
        kind = KINDS.get(relation.link_to_table)
        partner = work.get(kind, relation.no) if kind is not None and relation.no else None
        if partner is not None:
            work.modify(copied_to_partner(contact, partner))
