"""To which company a contact belongs, and whether it is a company or a person (table 5050)."""

from typing import Final, get_args

import attrs

from ..activities.records import Task
from ..errors import NotFound
from ..interactions.records import InteractionLogEntry
from ..opportunities.records import Opportunity, OpportunityEntry
from ..segments.records import SegmentLine
from ..store.work import Work
from .inheritance import joined
from .records import Contact, ContactBusinessRelation, ContactIndustryGroup, ContactJobResponsibility, ContactType
from .refusals import (
    ContactHasLogEntries,
    ContactHasOpportunities,
    ContactHasPersons,
    ContactHasTasks,
    ContactNotPerson,
    ContactOnSegment,
    ContactTypeField,
)
from .setup import MarketingSetup
from .summary import marketing_setup, persons_of, summed_up

#: What names a contact and its company, and moves when the contact does.
_Dependent = InteractionLogEntry | Opportunity | OpportunityEntry | Task
DEPENDENTS: Final[tuple[type[_Dependent], ...]] = get_args(_Dependent)


def as_company(contact: Contact, setup: MarketingSetup) -> Contact:
    """Return *contact* as a company: its own company, with a company's salutation and no person's name."""
    return attrs.evolve(
        contact,
        type=ContactType.COMPANY,
        company_no=contact.no,
        company_name=contact.name,
        first_name="",
        middle_name="",
        surname="",
        job_title="",
        salutation_code=setup.def_company_salutation_code,
        lookup_contact_no="",
    )


def as_person(contact: Contact, setup: MarketingSetup) -> Contact:
    """Return *contact* as a person; the company stays, unless it was the contact itself."""
    person = attrs.evolve(contact, type=ContactType.PERSON, lookup_contact_no=contact.no)
    if contact.company_no != contact.no:
        return person
    return attrs.evolve(person, company_no="", company_name="", salutation_code=setup.default_person_salutation_code)


def change_type(work: Work, contact: Contact, to: ContactType) -> Contact:
    """Return a stored contact with another type, after the checks; a step of `modify_contact`."""
    if contact.type is to:
        return contact
    no = contact.no
    if work.where(InteractionLogEntry, contact_no=no):
        raise ContactHasLogEntries(no)
    if work.where(Task, contact_no=no):
        raise ContactHasTasks(no)
    if work.where(Opportunity, contact_no=no):
        raise ContactHasOpportunities(no)
    setup = marketing_setup(work)
    if to is ContactType.COMPANY:
        _check_blank(no, "organizational_level_code", contact.organizational_level_code)
        _check_blank(no, "job_responsibilities", len(work.where(ContactJobResponsibility, contact_no=no)))
        return _with_own_company(work, contact, as_company(contact, setup))
    if persons_of(work, no):
        raise ContactHasPersons(no)
    _check_blank(no, "business_relations", len(work.where(ContactBusinessRelation, contact_no=contact.company_no)))
    _check_blank(no, "industry_groups", len(work.where(ContactIndustryGroup, contact_no=contact.company_no)))
    _check_blank(no, "currency_code", contact.currency_code)
    _check_blank(no, "vat_registration_no", contact.vat_registration_no)
    return _with_own_company(work, contact, as_person(contact, setup))


def _with_own_company(work: Work, old: Contact, new: Contact) -> Contact:
    # A new type brings a new company with it, and a contact on a segment keeps its company.
    if new.company_no != old.company_no:
        _check_off_segments(work, old.no)
    return summed_up(work, new)


def _check_off_segments(work: Work, contact_no: str) -> None:
    line = next(iter(work.where(SegmentLine, contact_no=contact_no)), None)
    if line is not None:
        raise ContactOnSegment(contact_no, line.segment_no)


def _check_blank(contact_no: str, field: str, value: str | int) -> None:
    if value:
        raise ContactTypeField(contact_no, field, value)


def change_company(work: Work, contact: Contact, company_no: str) -> Contact:
    """Return a stored contact with another company, after the checks; a step of `modify_contact`.

    Log entries, opportunities and tasks of the person stay with the company that the person leaves.
    """
    old = work.get(Contact, contact.company_no) if contact.company_no else None
    new = work.get(Contact, company_no) if company_no else None
    changes = company_no != contact.company_no
    if changes and contact.type is not ContactType.PERSON:
        raise ContactNotPerson(contact.no)
    if new is not None and new.type is not ContactType.COMPANY:
        raise NotFound("company", company_no)
    if contact.type is ContactType.PERSON:
        # A company that is not known (any more) has no name and hands nothing on.
        setup = marketing_setup(work)
        heir = attrs.evolve(contact, company_name="") if new is None else joined(contact, old, new, setup)
        contact, left = attrs.evolve(heir, company_no=company_no), contact.company_no
        if changes:
            _check_off_segments(work, contact.no)
            leave_behind(work, contact.no, left, left or company_no)
            contact = summed_up(work, contact)
    return contact


def leave_behind(work: Work, contact_no: str, company_no: str, new_contact_no: str) -> None:
    """Hand what names a contact of a company on to another contact; the company on it stays."""
    for kind in DEPENDENTS:
        for row in work.where(kind, contact_company_no=company_no, contact_no=contact_no):
            work.modify(attrs.evolve(row, contact_no=new_contact_no))
