"""Contacts made for customers, and what customers do to their contacts (table 18, codeunit 5056)."""

from collections.abc import Iterable, Iterator

import attrs

from ..arguments import checked_code, checked_codes
from ..campaigns.targets import convert_to_contact
from ..context import Context
from ..errors import NoSeries
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .cards import store
from .links import contact_of, relation_to, stored_contact
from .membership import change_company
from .partner_contacts import change_partner, contact_for, give_contact, join_person, remove_partner
from .partners import Customer
from .records import ContactType, RelationLink
from .relations import link_contact, relation_code
from .summary import marketing_setup
from .templates import CustomerTemplate, with_template


@checked_kinds
def insert_customer(
    reader: Reader,
    customer: Customer,
    *,
    template: CustomerTemplate | None = None,
    contact_numbers: Iterator[str] | None = None,
    context: Context,
) -> ChangeSet:
    """Add a customer, and give it a contact if the setup has a relation code for customers.

    If the primary contact's company has a customer relation waiting for a number, that one is completed.
    Otherwise a contact of the customer's contact type is made and linked; a person becomes the primary contact.

    Args:
        reader: the tables.
        customer: the customer, with its number.
        template: fills what is blank, and gives the contact type.
        contact_numbers: numbers for the contact; by default the series of the marketing setup.
        context: who asks, and when.

    Raises:
        Duplicate: there is a customer with this number.
        NoSeries: the customer has no number, or there is nothing to take the contact's number from.

    Source: table 18, OnInsert; codeunit 5056.
    """
    work = Work(reader)
    if not customer.no:
        raise NoSeries("Customer")
    if template is not None:
        customer = attrs.evolve(with_template(customer, template), contact_type=template.contact_type)
    work.insert(customer)
    if marketing_setup(work).bus_rel_code_for_customers:
        give_contact(work, customer, customer.contact_type, contact_numbers, context)
    return work.done()


def create_contacts_from_customers(
    reader: Reader,
    customer_nos: Iterable[str] | None = None,
    *,
    contact_numbers: Iterator[str] | None = None,
    context: Context,
) -> ChangeSet:
    """Give a contact to every customer that has none, as `insert_customer` does.

    Args:
        reader: the tables.
        customer_nos: the customers to look at; by default all, by number.
        contact_numbers: numbers for the contacts; by default the series of the marketing setup.
        context: who asks, and when.

    Raises:
        NotFound: there is no such customer.
        FieldRequired: the setup has no relation code for customers.
        NoSeries: there is nothing to take a contact's number from.

    Source: report 5195, Create Conts. from Customers.
    """
    work = Work(reader)
    relation_code(marketing_setup(work), RelationLink.CUSTOMER)
    nos = (
        [row.no for row in work.where(Customer)]
        if customer_nos is None
        else checked_codes(customer_nos, 20, "customer_nos")
    )
    for no in nos:
        customer = work.require(Customer, no)
        if contact_of(work, RelationLink.CUSTOMER, customer.no) is None:
            give_contact(work, customer, customer.contact_type, contact_numbers, context)
    return work.done()


@checked_kinds
def modify_customer(reader: Reader, customer: Customer) -> ChangeSet:
    """Store a changed customer; its contact follows in name and all shared fields, and so do a company's persons.

    Raises:
        NotFound: there is no customer with this number.

    Source: codeunit 5056, OnModify.
    """
    work = Work(reader)
    change_partner(work, customer)
    return work.done()


@checked_kinds
def add_person(
    reader: Reader, customer_no: str, name: str, *, contact_numbers: Iterator[str] | None = None, context: Context
) -> ChangeSet:
    """Add a person to the company that is a customer's contact; the person becomes the primary contact.

    Without such a company nothing changes.

    Raises:
        NotFound: there is no such customer.
        NoSeries: there is nothing to take the person's number from.
        InvalidField: the name is too long.

    Source: codeunit 5056, InsertNewContactPerson.
    """
    work = Work(reader)
    customer = work.require(Customer, checked_code(customer_no, 20, "customer_no"))
    join_person(work, customer, name, contact_numbers, context)
    return work.done()


@checked_kinds
def delete_customer(reader: Reader, customer_no: str) -> ChangeSet:
    """Delete a customer. Its rows in target groups become its contact's, its relation goes, the contact stays.

    Raises:
        NotFound: there is no such customer.
        CustomerWithoutContact: it has rows in a target group, and no contact.

    Source: table 18, OnDelete.
    """
    work = Work(reader)
    customer = work.require(Customer, checked_code(customer_no, 20, "customer_no"))
    convert_to_contact(work, customer.no)
    remove_partner(work, customer)
    return work.done()


@checked_kinds
def find_or_restore(
    reader: Reader,
    contact_no: str,
    customer_no: str,
    *,
    contact_numbers: Iterator[str] | None = None,
    context: Context,
) -> ChangeSet:
    """Make sure that a customer has a contact, starting from a person named on it.

    The relation that the customer has, or now gets, stands in ``because``; a company contact gives none.
    A person's company is linked. A person without company gets one made of the customer's data.

    Raises:
        NotFound: there is no such contact or customer.
        RelationExists: the person's company is linked with another customer.
        FieldRequired: the setup has no relation code for customers.
        NoSeries: a company is to be made, and there is nothing to take its number from.

    Source: table 5054, FindOrRestoreContactBusinessRelation.
    """
    work = Work(reader)
    contact, customer = (
        stored_contact(work, contact_no),
        work.require(Customer, checked_code(customer_no, 20, "customer_no")),
    )
    relation = relation_to(work, RelationLink.CUSTOMER, customer.no)
    if relation is None and contact.type is ContactType.PERSON:
        if contact.company_no:
            relation = link_contact(work, contact.company_no, RelationLink.CUSTOMER, customer.no)
        else:
            company = contact_for(work, customer, ContactType.COMPANY, contact_numbers, context)
            relation = relation_to(work, RelationLink.CUSTOMER, customer.no)
            store(work, contact, change_company(work, contact, company.no))
    if relation is not None:
        work.because(relation)
    return work.done()
