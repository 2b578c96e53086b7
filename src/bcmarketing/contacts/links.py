"""Who a contact is linked with: customers, vendors and bank accounts, by business relation (table 5054)."""

from ..arguments import checked_code
from ..store.reader import Reader
from ..store.work import Work
from .records import Contact, ContactBusinessRelation, RelationLink


def stored_contact(work: Work, contact_no: str) -> Contact:
    """Return the contact that an argument names.

    Raises:
        NotFound: there is no such contact.
        InvalidField: the number is too long.
    """
    return work.require(Contact, checked_code(contact_no, 20, "contact_no"))


def relation_of(reader: Reader | Work, contact_no: str, link: RelationLink) -> ContactBusinessRelation | None:
    """Return the first relation, by key, of exactly this contact that links to that kind of record.

    Persons have no part in their company's relations here; ask for the company's number.

    Source: table 5054, FindByContact.

    >>> from bcmarketing.store.tables import Tables
    >>> row = ContactBusinessRelation(
    ...     contact_no="CT1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000")
    >>> relation_of(Tables.of([row]), "CT1", RelationLink.CUSTOMER).no
    '10000'
    """
    return next(iter(reader.where(ContactBusinessRelation, contact_no=contact_no, link_to_table=link)), None)


def customer_relation(reader: Reader | Work, contact_no: str) -> ContactBusinessRelation | None:
    """Return the first relation, by key, of exactly this contact that links to a customer."""
    return relation_of(reader, contact_no, RelationLink.CUSTOMER)


def relation_to(reader: Reader | Work, link: RelationLink, no: str) -> ContactBusinessRelation | None:
    """Return the first relation, by key, that links a contact to this customer, vendor, bank account or employee.

    Source: table 5054, FindByRelation.
    """
    return next(iter(reader.where(ContactBusinessRelation, link_to_table=link, no=no)), None)


def contact_of(reader: Reader | Work, link: RelationLink, no: str) -> str | None:
    """Return the contact of this customer, vendor, bank account or employee: that of the first relation, by key.

    >>> from bcmarketing.store.tables import Tables
    >>> row = ContactBusinessRelation(
    ...     contact_no="CT1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="10000")
    >>> contact_of(Tables.of([row]), RelationLink.CUSTOMER, "10000")
    'CT1'
    """
    relation = relation_to(reader, link, no)
    return None if relation is None else relation.contact_no
