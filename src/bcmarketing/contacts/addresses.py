"""Alternative addresses of contacts, and when they hold (tables 5051, 5052)."""

from ..arguments import checked_code
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import stored_contact
from .records import ContactAltAddrDateRange, ContactAltAddress


@checked_kinds
def insert_alternative_address(reader: Reader, address: ContactAltAddress) -> ChangeSet:
    """Add an alternative address to a contact.

    Raises:
        NotFound: there is no such contact.
        Duplicate: the contact has an address with this code.
    """
    work = Work(reader)
    stored_contact(work, address.contact_no)
    work.insert(address)
    return work.done()


@checked_kinds
def insert_address_period(reader: Reader, period: ContactAltAddrDateRange) -> ChangeSet:
    """Say from when to when an alternative address of a contact holds.

    Of several periods that hold on a day, the one that starts latest counts.

    Raises:
        NotFound: the contact has no such address.
        InvalidField: the period starts after it ends.
        Duplicate: the contact has a period that starts on the same day.
    """
    work = Work(reader)
    work.require(ContactAltAddress, (period.contact_no, period.contact_alt_address_code))
    start, end = period.starting_date, period.ending_date
    if start is not None and end is not None and start > end:
        raise InvalidField("starting_date", start, f"is after the ending date {end}")
    work.insert(period)
    return work.done()


def delete_alternative_address(reader: Reader, contact_no: str, code: str) -> ChangeSet:
    """Delete an alternative address, with the periods in which it held.

    Raises:
        NotFound: the contact has no such address.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([ContactAltAddress(contact_no="C1", code="SUMMER")])
    >>> [address.code for address in delete_alternative_address(tables, "C1", "SUMMER").deleted_of(ContactAltAddress)]
    ['SUMMER']
    """
    work = Work(reader)
    key = (checked_code(contact_no, 20, "contact_no"), checked_code(code, 10, "code"))
    address = work.require(ContactAltAddress, key)
    for period in work.where(
        ContactAltAddrDateRange, contact_no=address.contact_no, contact_alt_address_code=address.code
    ):
        work.delete(period)
    work.delete(address)
    return work.done()
