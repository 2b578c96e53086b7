"""Deleting contacts, and what goes or stays with them (table 5050, OnDelete)."""

from typing import Final, get_args

import attrs

from ..activities.records import Task
from ..campaigns.targets import TargetGroup
from ..interactions.records import InteractionLogEntry
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity, OpportunityStatus
from ..policies import BC, Policies
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import stored_contact
from .partners import Customer
from .profiles import ContactProfileAnswer
from .records import (
    CommentTable,
    Contact,
    ContactAltAddrDateRange,
    ContactAltAddress,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    ContactType,
    RlshpMgtCommentLine,
)
from .refusals import ContactHasOpenOpportunities, ContactHasOpenTasks, ContactHasSegmentLines
from .summary import persons_of

_Own = (
    ContactIndustryGroup
    | ContactJobResponsibility
    | ContactMailingGroup
    | ContactProfileAnswer
    | ContactAltAddress
    | ContactAltAddrDateRange
)
#: What belongs to a contact and goes with it.
_OWN: Final[tuple[type[_Own], ...]] = get_args(_Own)
_UNDER_WAY: Final = (OpportunityStatus.NOT_STARTED, OpportunityStatus.IN_PROGRESS)


@checked_kinds
def delete_contact(reader: Reader, contact_no: str, *, policies: Policies = BC) -> ChangeSet:
    """Delete a contact; with a company go its persons, by the same rule.

    Relations, groups, answers, comments and addresses go. Log entries, closed tasks and opportunities stay:
    those of a person move to the company, those of a company name nobody any more.
    Linked customers stay; they lose the contact as primary contact. Vendors stay as they are.

    Args:
        reader: the tables.
        contact_no: the contact.
        policies: `target_cleanup`: whether the rows of target groups go that log entries of the company supported.

    Raises:
        NotFound: there is no such contact.
        ContactHasOpenTasks: the contact, or a person of the company, has open tasks.
        ContactHasSegmentLines: ... is on a segment.
        ContactHasOpenOpportunities: ... has opportunities not started or in progress.

    Source: table 5050, OnDelete.

    >>> from bcmarketing.store.tables import Tables
    >>> company = Contact(no="C1", company_no="C1")
    >>> tables = Tables.of([company, Contact(no="P1", type=ContactType.PERSON, company_no="C1")])
    >>> [contact.no for contact in delete_contact(tables, "C1").deleted_of(Contact)]
    ['P1', 'C1']
    """
    work = Work(reader)
    _delete(work, stored_contact(work, contact_no), TargetGroup(work, policies))
    return work.done()


def _delete(work: Work, contact: Contact, targets: TargetGroup) -> None:
    _check(work, contact.no)
    for relation in work.where(ContactBusinessRelation, contact_no=contact.no):
        work.delete(relation)
    if contact.type is ContactType.COMPANY:
        _forget_company(work, contact, targets)
    else:
        _move_to_company(work, contact)
    for kind in _OWN:
        for row in work.where(kind, contact_no=contact.no):
            work.delete(row)
    for comment in work.where(RlshpMgtCommentLine, table_name=CommentTable.CONTACT, no=contact.no):
        work.delete(comment)
    for customer in work.where(Customer, primary_contact_no=contact.no):
        work.modify(attrs.evolve(customer, primary_contact_no=""))
    work.delete(contact)


def _check(work: Work, contact_no: str) -> None:
    if work.where(Task, contact_no=contact_no, closed=False):
        raise ContactHasOpenTasks(contact_no)
    line = next(iter(work.where(SegmentLine, contact_no=contact_no)), None)
    if line is not None:
        raise ContactHasSegmentLines(contact_no, line.segment_no)
    if any(work.where(Opportunity, contact_no=contact_no, status=status) for status in _UNDER_WAY):
        raise ContactHasOpenOpportunities(contact_no)


def _forget_company(work: Work, company: Contact, targets: TargetGroup) -> None:
    # All entries of the company, its persons' too: otherwise those would move to the company that goes.
    for entry in work.where(InteractionLogEntry, contact_company_no=company.no):
        targets.deregister_log_entry(entry)
        work.modify(attrs.evolve(entry, contact_no="", contact_company_no=""))
    for person in persons_of(work, company.no):
        _delete(work, person, targets)
    for opportunity in work.where(Opportunity, contact_company_no=company.no):
        work.modify(attrs.evolve(opportunity, contact_no="", contact_company_no=""))
    for task in work.where(Task, contact_company_no=company.no):
        work.modify(attrs.evolve(task, contact_no="", contact_company_no=""))


def _move_to_company(work: Work, person: Contact) -> None:
    where = {"contact_no": person.no, "contact_company_no": person.company_no}
    for entry in work.where(InteractionLogEntry, **where):
        work.modify(attrs.evolve(entry, contact_no=person.company_no))
    for opportunity in work.where(Opportunity, **where):
        work.modify(attrs.evolve(opportunity, contact_no=person.company_no))
    for task in work.where(Task, **where):
        work.modify(attrs.evolve(task, contact_no=person.company_no))
