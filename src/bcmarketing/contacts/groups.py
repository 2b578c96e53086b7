"""The groups contacts are put into: mailing groups, industry groups, responsibilities (tables 5056, 5058, 5067)."""

from ..arguments import checked_code
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import stored_contact
from .records import (
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    IndustryGroup,
    JobResponsibility,
    MailingGroup,
)


@checked_kinds
def assign_mailing_group(reader: Reader, contact_no: str, code: str) -> ChangeSet:
    """Put a contact into a mailing group.

    Raises:
        NotFound: there is no such contact or group.
        Duplicate: the contact is in it.

    >>> from bcmarketing.contacts.records import Contact
    >>> from bcmarketing.store.tables import Tables
    >>> changes = assign_mailing_group(Tables.of([Contact(no="C1"), MailingGroup(code="FAIR")]), "C1", "FAIR")
    >>> changes.inserted
    (ContactMailingGroup(contact_no='C1', mailing_group_code='FAIR'),)
    """
    work = Work(reader)
    group = work.require(MailingGroup, checked_code(code, 10, "code"))
    work.insert(ContactMailingGroup(contact_no=stored_contact(work, contact_no).no, mailing_group_code=group.code))
    return work.done()


@checked_kinds
def assign_industry_group(reader: Reader, contact_no: str, code: str) -> ChangeSet:
    """Put a company into an industry group; its persons are selected through it.

    Raises:
        NotFound: there is no such contact or group.
        Duplicate: the contact is in it.
    """
    work = Work(reader)
    group = work.require(IndustryGroup, checked_code(code, 10, "code"))
    work.insert(ContactIndustryGroup(contact_no=stored_contact(work, contact_no).no, industry_group_code=group.code))
    return work.done()


@checked_kinds
def assign_job_responsibility(reader: Reader, contact_no: str, code: str) -> ChangeSet:
    """Note what a person is responsible for.

    Raises:
        NotFound: there is no such contact or responsibility.
        Duplicate: it is noted.
    """
    work = Work(reader)
    job = work.require(JobResponsibility, checked_code(code, 10, "code"))
    work.insert(
        ContactJobResponsibility(contact_no=stored_contact(work, contact_no).no, job_responsibility_code=job.code)
    )
    return work.done()
