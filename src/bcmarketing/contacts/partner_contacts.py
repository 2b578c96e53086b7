"""Steps that customers and vendors share: a contact made for them, following them, joined by a person."""

from collections.abc import Iterator

import attrs

from ..context import Context
from ..store.work import Work
from .cards import new_contact, store
from .linked import copied_to_contact
from .links import contact_of
from .membership import change_company
from .partners import Customer, Vendor
from .records import Contact, ContactBusinessRelation, ContactType, RelationLink
from .relations import complete, link_contact, remove_relation


def link_of(partner: Customer | Vendor) -> RelationLink:
    """Return the kind of link that such a record has with its contact."""
    return RelationLink.CUSTOMER if isinstance(partner, Customer) else RelationLink.VENDOR


def linked_contact(work: Work, partner: Customer | Vendor) -> Contact | None:
    """Return the contact of a customer or vendor, if there is one."""
    contact_no = contact_of(work, link_of(partner), partner.no)
    return None if contact_no is None else work.get(Contact, contact_no)


def give_contact(
    work: Work, partner: Customer | Vendor, kind: ContactType, numbers: Iterator[str] | None, context: Context
) -> None:
    """Complete the relation that waits for the partner's number, or else make and link a contact of this type."""
    if complete(work, link_of(partner), partner.no, partner.primary_contact_no):
        return
    contact = contact_for(work, partner, kind, numbers, context)
    if contact.type is ContactType.PERSON:
        work.modify(attrs.evolve(partner, primary_contact_no=contact.no))


def contact_for(
    work: Work, partner: Customer | Vendor, kind: ContactType, numbers: Iterator[str] | None, context: Context
) -> Contact:
    """Make a contact of the partner's data, without the defaults of the setup, and link it."""
    blank = Contact(no="", type=kind)
    made = new_contact(work, copied_to_contact(partner, blank), numbers=numbers, context=context, defaults=False)
    link_contact(work, made.no, link_of(partner), partner.no)
    return made


def change_partner(work: Work, partner: Customer | Vendor) -> None:
    """Store a changed partner; its contact follows, and so do a company's persons."""
    work.modify(partner)
    contact = linked_contact(work, partner)
    if contact is not None:
        store(work, contact, copied_to_contact(partner, contact))


def join_person(
    work: Work, partner: Customer | Vendor, name: str, numbers: Iterator[str] | None, context: Context
) -> None:
    """Add a person to the company that is the partner's contact, as its primary contact; without one, do nothing."""
    blank = Contact(no="", type=ContactType.PERSON, name=name)
    company = linked_contact(work, partner)
    if company is None or company.type is not ContactType.COMPANY:
        return
    person = new_contact(work, blank, numbers=numbers, context=context, defaults=False)
    work.modify(change_company(work, person, company.no))
    work.modify(attrs.evolve(partner, primary_contact_no=person.no))


def remove_partner(work: Work, partner: Customer | Vendor) -> None:
    """Delete a partner and its relations; the contact stays."""
    for relation in work.where(ContactBusinessRelation, link_to_table=link_of(partner), no=partner.no):
        remove_relation(work, relation)
    work.delete(partner)
