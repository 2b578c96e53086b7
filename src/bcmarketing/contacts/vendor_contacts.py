"""Contacts made for vendors, and what vendors do to their contacts (table 23, codeunit 5057)."""

from collections.abc import Iterable, Iterator

from ..arguments import checked_code, checked_codes
from ..context import Context
from ..errors import NoSeries
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import contact_of
from .partner_contacts import change_partner, give_contact, join_person, remove_partner
from .partners import Vendor
from .records import ContactType, RelationLink
from .relations import relation_code
from .summary import marketing_setup


def insert_vendor(
    reader: Reader, vendor: Vendor, *, contact_numbers: Iterator[str] | None = None, context: Context
) -> ChangeSet:
    """Add a vendor, and give it a contact if the setup has a relation code for vendors.

    If the primary contact's company has a vendor relation waiting for a number, that one is completed.
    Otherwise a company contact is made and linked.

    Raises:
        Duplicate: there is a vendor with this number.
        NoSeries: the vendor has no number, or there is nothing to take the contact's number from.

    Source: table 23, OnInsert; codeunit 5057.
    """
    work = Work(reader)
    if not vendor.no:
        raise NoSeries("Vendor")
    work.insert(vendor)
    if marketing_setup(work).bus_rel_code_for_vendors:
        give_contact(work, vendor, ContactType.COMPANY, contact_numbers, context)
    return work.done()


def create_contacts_from_vendors(
    reader: Reader,
    vendor_nos: Iterable[str] | None = None,
    *,
    contact_numbers: Iterator[str] | None = None,
    context: Context,
) -> ChangeSet:
    """Give a contact to every vendor that has none, as `insert_vendor` does.

    Args:
        reader: the tables.
        vendor_nos: the vendors to look at; by default all, by number.
        contact_numbers: numbers for the contacts; by default the series of the marketing setup.
        context: who asks, and when.

    Raises:
        NotFound: there is no such vendor.
        FieldRequired: the setup has no relation code for vendors.
        NoSeries: there is nothing to take a contact's number from.

    Source: report 5194, Create Conts. from Vendors.
    """
    work = Work(reader)
    relation_code(marketing_setup(work), RelationLink.VENDOR)
    nos = [row.no for row in work.where(Vendor)] if vendor_nos is None else checked_codes(vendor_nos, 20, "vendor_nos")
    for no in nos:
        vendor = work.require(Vendor, no)
        if contact_of(work, RelationLink.VENDOR, vendor.no) is None:
            give_contact(work, vendor, ContactType.COMPANY, contact_numbers, context)
    return work.done()


def modify_vendor(reader: Reader, vendor: Vendor) -> ChangeSet:
    """Store a changed vendor; its contact follows in name and all shared fields, and so do a company's persons.

    Raises:
        NotFound: there is no vendor with this number.

    Source: codeunit 5057, OnModify.
    """
    work = Work(reader)
    change_partner(work, vendor)
    return work.done()


def add_person_to_vendor(
    reader: Reader, vendor_no: str, name: str, *, contact_numbers: Iterator[str] | None = None, context: Context
) -> ChangeSet:
    """Add a person to the company that is a vendor's contact; the person becomes the primary contact.

    Without such a company nothing changes.

    Raises:
        NotFound: there is no such vendor.
        NoSeries: there is nothing to take the person's number from.
        InvalidField: the name is too long.

    Source: codeunit 5057, InsertNewContactPerson.
    """
    work = Work(reader)
    vendor = work.require(Vendor, checked_code(vendor_no, 20, "vendor_no"))
    join_person(work, vendor, name, contact_numbers, context)
    return work.done()


def delete_vendor(reader: Reader, vendor_no: str) -> ChangeSet:
    """Delete a vendor. Its relation goes, the contact stays.

    Raises:
        NotFound: there is no such vendor.

    Source: table 23, OnDelete.

    >>> from bcmarketing.store.tables import Tables
    >>> [vendor.no for vendor in delete_vendor(Tables.of([Vendor(no="V1")]), "V1").deleted_of(Vendor)]
    ['V1']
    """
    work = Work(reader)
    remove_partner(work, work.require(Vendor, checked_code(vendor_no, 20, "vendor_no")))
    return work.done()
