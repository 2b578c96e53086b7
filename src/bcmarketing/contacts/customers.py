"""Customers and vendors made from contacts, or linked with them (table 5050, codeunits 5055 and 5056)."""

import enum
from typing import Final

from ..arguments import checked_code
from ..campaigns.targets import convert_to_customer
from ..codes import to_code
from ..errors import NoSeries, WrongType
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .cards import store
from .linked import KINDS, copied_to_contact, copied_to_partner
from .links import stored_contact
from .partners import Customer, Vendor
from .privacy import check_not_blocked
from .records import Contact, ContactType, RelationLink
from .relations import check_no_link, link_contact, relation_code
from .summary import marketing_setup
from .templates import CustomerTemplate, with_template

CREATED: Final = Rule("N-CREATED", "The user is told what was created from the contact.", "table 5050, CreateCustomer")


class Master(enum.Enum):
    """Whose data win when a contact and a record that exist already are linked."""

    CONTACT = "the contact's"
    LINKED = "the linked record's"

    def __repr__(self) -> str:
        return f"Master.{self.name}"


@checked_kinds
def create_customer(
    reader: Reader, contact_no: str, *, customer_no: str, template: CustomerTemplate | None = None
) -> ChangeSet:
    """Make a customer of a contact; for a person with a company, of the company.

    The contact's rows in target groups become the customer's.

    Args:
        reader: the tables.
        contact_no: the contact.
        customer_no: the number that the host gives the customer; it has nothing to do with the contact's.
        template: fills what the contact leaves blank.

    Raises:
        NotFound: there is no such contact.
        RelationExists: the contact or its company has a customer already.
        ContactBlocked: the contact is blocked for privacy.
        FieldRequired: the setup has no relation code for customers.
        NoSeries: the customer's number is blank.
        Duplicate: there is a customer with this number.

    Source: table 5050, CreateCustomerFromTemplate.

    >>> from bcmarketing.contacts.setup import MarketingSetup
    >>> from bcmarketing.store.tables import Tables
    >>> setup = MarketingSetup(bus_rel_code_for_customers="CUST")
    >>> tables = Tables.of([setup, Contact(no="C1", name="Ark", company_no="C1")])
    >>> create_customer(tables, "C1", customer_no="10000").inserted_of(Customer)[0].name
    'Ark'
    """
    work = Work(reader)
    contact = _contact_to_link(work, contact_no, RelationLink.CUSTOMER)
    no = _given_no(customer_no, "customer_no", "Customer")
    customer = copied_to_partner(contact, Customer(no=no, contact_type=contact.type))
    customer = work.insert(with_template(customer, template))
    link_contact(work, contact.no, RelationLink.CUSTOMER, customer.no)
    convert_to_customer(work, contact.no, customer.no)
    work.notice(CREATED, f"customer {customer.no} is created from contact {contact.no}")
    return work.done()


def create_vendor(reader: Reader, contact_no: str, *, vendor_no: str) -> ChangeSet:
    """Make a vendor of a contact; for a person with a company, of the company.

    Raises:
        NotFound: there is no such contact.
        RelationExists: the contact or its company has a vendor already.
        ContactBlocked: the contact is blocked for privacy.
        FieldRequired: the setup has no relation code for vendors.
        NoSeries: the vendor's number is blank.
        Duplicate: there is a vendor with this number.

    Source: table 5050, CreateVendor.
    """
    work = Work(reader)
    contact = _contact_to_link(work, contact_no, RelationLink.VENDOR)
    no = _given_no(vendor_no, "vendor_no", "Vendor")
    vendor = work.insert(copied_to_partner(contact, Vendor(no=no)))
    link_contact(work, contact.no, RelationLink.VENDOR, vendor.no)
    work.notice(CREATED, f"vendor {vendor.no} is created from contact {contact.no}")
    return work.done()


def _given_no(no: str, field: str, kind: str) -> str:
    checked = checked_code(no, 20, field)
    if not checked:
        raise NoSeries(kind)
    return checked


def _contact_to_link(work: Work, contact_no: str, link: RelationLink) -> Contact:
    """Return the contact to make a customer or vendor of: the company, where the contact has one."""
    contact = stored_contact(work, contact_no)
    company = _check_unlinked(work, contact, link)
    target = contact if company is None else company
    check_not_blocked(target)
    relation_code(marketing_setup(work), link)
    return target


def _check_unlinked(work: Work, contact: Contact, link: RelationLink) -> Contact | None:
    """Check that neither the contact nor, for a person, its company is linked, and return a person's company."""
    check_no_link(work, contact.no, link)
    if contact.type is not ContactType.PERSON or not contact.company_no:
        return None
    check_no_link(work, contact.company_no, link)
    return work.get(Contact, contact.company_no)


@checked_kinds
def link_customer(
    reader: Reader, contact_no: str, customer_no: str, *, master: Master = Master.CONTACT, policies: Policies = BC
) -> ChangeSet:
    """Link a contact with a customer that exists.

    Args:
        reader: the tables.
        contact_no: the contact, a person too.
        customer_no: the customer.
        master: whose name and other shared fields both get.
        policies: `convert_on_link`: the contact's rows in target groups become the customer's (Q5).

    Raises:
        NotFound: there is no such contact or customer.
        RelationExists: the contact or its company has a customer, or the customer a contact.
        ContactBlocked: the contact is blocked for privacy.
        FieldRequired: the setup has no relation code for customers.

    Source: table 5050, CreateCustomerLink.
    """
    work = Work(reader)
    _link(work, contact_no, RelationLink.CUSTOMER, checked_code(customer_no, 20, "customer_no"), master)
    if policies.convert_on_link:
        convert_to_customer(work, to_code(contact_no), to_code(customer_no))
    return work.done()


def link_vendor(reader: Reader, contact_no: str, vendor_no: str, *, master: Master = Master.CONTACT) -> ChangeSet:
    """Link a contact with a vendor that exists; as `link_customer`, without target groups.

    Raises:
        NotFound: there is no such contact or vendor.
        RelationExists: the contact or its company has a vendor, or the vendor a contact.
        ContactBlocked: the contact is blocked for privacy.
        FieldRequired: the setup has no relation code for vendors.
    """
    work = Work(reader)
    _link(work, contact_no, RelationLink.VENDOR, checked_code(vendor_no, 20, "vendor_no"), master)
    return work.done()


def _link(work: Work, contact_no: str, link: RelationLink, no: str, master: Master) -> None:
    if not isinstance(master, Master):
        raise WrongType("master", master, "is no Master")
    contact = stored_contact(work, contact_no)
    partner = work.require(KINDS[link], no)
    _check_unlinked(work, contact, link)
    check_not_blocked(contact)
    link_contact(work, contact.no, link, partner.no)
    linked = work.require(Contact, contact.no)
    if master is Master.CONTACT:
        work.modify(copied_to_partner(linked, partner))
    else:
        store(work, linked, copied_to_contact(partner, linked))
