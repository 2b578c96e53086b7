"""The contact card: contacts come and change, and their persons and linked records follow (table 5050)."""

from collections.abc import Iterator

import attrs

from ..arguments import checked_code
from ..context import Context
from ..errors import NoSeries, NotFound
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .consent import with_consent
from .inheritance import followed
from .linked import update_partners
from .links import stored_contact
from .membership import as_company, as_person, change_company, change_type
from .numbers import check_manual_no, next_no
from .records import Contact, ContactType, CorrespondenceType
from .summary import marketing_setup, persons_of, summed_up


@checked_kinds
def insert_contact(
    reader: Reader, contact: Contact, *, numbers: Iterator[str] | None = None, context: Context
) -> ChangeSet:
    """Add a contact.

    A blank number is taken from *numbers* or from the series of the marketing setup; numbers in use are skipped.
    Blank fields get the defaults of the setup, a blank salesperson the user's own.
    A company is its own company. A person keeps the company given and takes nothing over from it.
    A minor is blocked for privacy, until somebody unblocks it with parental consent.

    Raises:
        NoSeries: the number is blank, and there is nothing to take one from.
        ManualNo: the number is given, and the series does not allow that.
        Duplicate: there is a contact with this number.

    >>> import datetime as dt
    >>> from bcmarketing.store.tables import Tables
    >>> changes = insert_contact(Tables(), Contact(no="C1", name="Ark"), context=Context(today=dt.date(2027, 1, 11)))
    >>> changes.inserted_of(Contact)[0].company_no
    'C1'
    """
    work = Work(reader)
    new_contact(work, contact, numbers=numbers, context=context)
    return work.done()


def new_contact(
    work: Work, contact: Contact, *, numbers: Iterator[str] | None, context: Context, defaults: bool = True
) -> Contact:
    """Add a contact; a step of several processes. Contacts made for a customer go without *defaults*."""
    setup = marketing_setup(work)
    if contact.no:
        check_manual_no(work, setup.contact_nos, "Contact", contact.no)
        contact = attrs.evolve(contact, no_series="")
    else:
        no = _free_number(work, setup.contact_nos, numbers)
        contact = attrs.evolve(contact, no=no, no_series=setup.contact_nos if numbers is None else "")
    if defaults:
        contact = _with_defaults(work, contact, context)
    if contact.minor:
        contact = attrs.evolve(contact, privacy_blocked=True)
    contact = as_company(contact, setup) if contact.type is ContactType.COMPANY else as_person(contact, setup)
    return work.insert(summed_up(work, contact))


def _free_number(work: Work, series_code: str, numbers: Iterator[str] | None) -> str:
    while True:
        no = next_no(work, series_code, "Contact") if numbers is None else next(numbers, "")
        if not no:
            raise NoSeries("Contact")
        if work.get(Contact, no) is None:
            return no


def _with_defaults(work: Work, contact: Contact, context: Context) -> Contact:
    setup = marketing_setup(work)
    company = contact.type is ContactType.COMPANY
    salesperson = context.user_salesperson_code or setup.default_salesperson_code
    correspondence = contact.correspondence_type
    if correspondence is CorrespondenceType.BLANK:
        correspondence = setup.default_correspondence_type
    salutation = setup.def_company_salutation_code if company else setup.default_person_salutation_code
    return attrs.evolve(
        contact,
        salesperson_code=contact.salesperson_code or salesperson,
        territory_code=contact.territory_code or setup.default_territory_code,
        country_region_code=contact.country_region_code or setup.default_country_region_code,
        language_code=contact.language_code or setup.default_language_code,
        format_region=contact.format_region or setup.default_format_region,
        correspondence_type=correspondence,
        salutation_code=contact.salutation_code or salutation,
    )


@checked_kinds
def modify_contact(reader: Reader, contact: Contact) -> ChangeSet:
    """Store a changed contact, and let everything follow that depends on it.

    A changed type and a changed company are checked and carried out as `change_contact_type` and
    `change_contact_company` do; then the other fields apply.
    The persons of a company follow in the fields that the setup hands on, if they still hold the old value;
    linked customers, vendors and bank accounts follow in name and all shared fields.

    Args:
        reader: the tables.
        contact: the contact as it is to be, under the number it has.

    Raises:
        NotFound: there is no contact with this number, or the new company is a person.
        ConsentMissing: a minor without parental consent would be unblocked.
        ContactHasLogEntries, ContactHasTasks, ContactHasOpportunities, ContactHasPersons, ContactTypeField: the
            type cannot change.
        ContactNotPerson, ContactOnSegment: the company cannot change.
    """
    work = Work(reader)
    old = work.require(Contact, contact.no)
    company_no = contact.company_no
    new = attrs.evolve(
        contact,
        type=old.type,
        company_no=old.company_no,
        company_name=old.company_name,
        business_relation=old.business_relation,
    )
    new = change_type(work, new, contact.type)
    if company_no not in {old.company_no, new.company_no}:
        new = change_company(work, new, company_no)
    store(work, old, with_consent(old, new))
    return work.done()


def store(work: Work, old: Contact, new: Contact) -> None:
    """Store a changed contact; its persons and linked records follow. A step of several processes."""
    if new.type is ContactType.COMPANY:
        new = attrs.evolve(new, company_name=new.name)
        setup = marketing_setup(work)
        for person in persons_of(work, new.no):
            _put(work, person, followed(person, old, new, setup))
    _put(work, old, new)


def _put(work: Work, old: Contact, new: Contact) -> None:
    if old != new:
        work.modify(new)
        update_partners(work, new)


@checked_kinds
def change_contact_type(reader: Reader, contact_no: str, to: ContactType) -> ChangeSet:
    """Make a company a person, or a person a company.

    Raises:
        NotFound: there is no such contact.
        WrongType: *to* is no `ContactType`.
        ContactHasLogEntries, ContactHasTasks, ContactHasOpportunities: something under way names the contact.
        ContactHasPersons: persons belong to the company.
        ContactTypeField: a field is filled that only the old type has.
        ContactOnSegment: the contact is on a segment; a new type brings a new company with it.

    Source: table 5050, TypeChange.
    """
    work = Work(reader)
    contact = stored_contact(work, contact_no)
    store(work, contact, change_type(work, contact, to))
    return work.done()


@checked_kinds
def change_contact_company(reader: Reader, contact_no: str, company_no: str) -> ChangeSet:
    """Give a person another company, or none: the person takes over what the company hands on.

    Entering the company that is there already takes everything over again.
    Log entries, opportunities and tasks stay with the old company.

    Raises:
        NotFound: there is no such contact, or the company is a person.
        ContactNotPerson: the contact is a company.
        ContactOnSegment: the contact is on a segment.

    Source: table 5050, Company No.

    >>> from bcmarketing.store.tables import Tables
    >>> company = Contact(no="C1", name="Ark", company_no="C1", city="Oslo")
    >>> tables = Tables.of([company, Contact(no="P1", type=ContactType.PERSON)])
    >>> [person] = change_contact_company(tables, "P1", "C1").modified_of(Contact)
    >>> person.company_name, person.city
    ('Ark', 'Oslo')
    """
    work = Work(reader)
    contact = stored_contact(work, contact_no)
    store(work, contact, change_company(work, contact, checked_code(company_no, 20, "company_no")))
    return work.done()


@checked_kinds
def set_company_name(reader: Reader, contact_no: str, company_name: str) -> ChangeSet:
    """Give a person the company of this name: the first one by number, persons of that name left aside.

    A blank name takes the person out of the company.

    Raises:
        NotFound: there is no such contact, or no company has this name.
        ContactNotPerson: the contact is a company.
        ContactOnSegment: the contact is on a segment.

    Source: table 5050, Company Name.
    """
    company_no = ""
    if company_name:
        named = reader.where(Contact, name=company_name, type=ContactType.COMPANY)
        company = next(iter(named), None)
        if company is None:
            raise NotFound("company", company_name)
        company_no = company.no
    return change_contact_company(reader, contact_no, company_no)
