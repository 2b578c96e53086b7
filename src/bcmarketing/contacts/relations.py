"""Business relations of contacts: entered, completed, renamed, removed (tables 5053, 5054)."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..arguments import checked_code, required_code
from ..context import Context
from ..errors import Duplicate, FieldRequired
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import relation_of, relation_to, stored_contact
from .profiles import ProfileQuestionnaire
from .records import BusinessRelation, Contact, ContactBusinessRelation, ContactType, RelationLink
from .refusals import RelationExists, RelationReserved
from .setup import MarketingSetup
from .summary import marketing_setup, refresh_summaries

#: The field of the setup that holds the relation code of each kind of link.
SETUP_FIELDS: Final[Mapping[RelationLink, str]] = {
    RelationLink.CUSTOMER: "bus_rel_code_for_customers",
    RelationLink.VENDOR: "bus_rel_code_for_vendors",
    RelationLink.BANK_ACCOUNT: "bus_rel_code_for_bank_accs",
    RelationLink.EMPLOYEE: "bus_rel_code_for_employees",
}
#: Kinds of link whose code nobody enters by hand without a number; the code of employees is free.
_RESERVED: Final = (RelationLink.CUSTOMER, RelationLink.VENDOR, RelationLink.BANK_ACCOUNT)


def relation_code(setup: MarketingSetup, link: RelationLink) -> str:
    """Return the relation code of the setup for a kind of link.

    Raises:
        FieldRequired: the setup has none.

    >>> relation_code(MarketingSetup(bus_rel_code_for_customers="CUST"), RelationLink.CUSTOMER)
    'CUST'
    """
    field = SETUP_FIELDS.get(link)
    if field is None:
        raise FieldRequired("link_to_table")
    code: str = getattr(setup, field)
    if not code:
        raise FieldRequired(field)
    return code


@checked_kinds
def insert_relation(reader: Reader, relation: ContactBusinessRelation, *, context: Context) -> ChangeSet:
    """Give a contact a business relation, with the number of a linked record or without.

    A numbered relation takes the place of one without number under the same code.
    The summaries of the contact and its persons follow.

    Raises:
        NotFound: there is no such contact.
        RelationExists: the contact has a relation of that kind of link, or the number has a contact.
        RelationReserved: a person at work enters a code of the setup without a number.
        Duplicate: the contact has a relation with this code.

    Source: table 5054, OnInsert.
    """
    work = Work(reader)
    work.require(Contact, relation.contact_no)
    if context.interactive and not relation.no:
        setup = marketing_setup(work)
        for link in _RESERVED:
            if relation.business_relation_code and relation.business_relation_code == getattr(
                setup, SETUP_FIELDS[link]
            ):
                raise RelationReserved(relation.business_relation_code, link.caption)
    add_relation(work, relation)
    return work.done()


def add_relation(work: Work, relation: ContactBusinessRelation) -> ContactBusinessRelation:
    """Add a relation by code; a step of several processes."""
    if relation.no:
        check_no_link(work, relation.contact_no, relation.link_to_table)
        taken = relation_to(work, relation.link_to_table, relation.no)
        if taken is not None:
            raise RelationExists(taken.contact_no, relation.link_to_table.caption, relation.no)
        unnumbered = work.get(ContactBusinessRelation, (relation.contact_no, relation.business_relation_code))
        if unnumbered is not None and not unnumbered.no:
            work.delete(unnumbered)
    work.insert(relation)
    refresh_summaries(work, relation.contact_no)
    return relation


def check_no_link(work: Work, contact_no: str, link: RelationLink) -> None:
    """Check that a contact has no relation of this kind of link; one without number counts.

    Raises:
        RelationExists: it has one.
    """
    existing = relation_of(work, contact_no, link)
    if existing is not None:
        raise RelationExists(contact_no, link.caption, existing.no)


@checked_kinds
def create_relation(reader: Reader, contact_no: str, link: RelationLink, no: str) -> ChangeSet:
    """Link a contact with a customer, vendor, bank account or employee, under the code of the setup.

    Raises:
        NotFound: there is no such contact.
        FieldRequired: the setup has no code for that kind of link.
        RelationExists: the contact has such a link, or the number has a contact.

    Source: table 5054, CreateRelation.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([MarketingSetup(bus_rel_code_for_customers="CUST"), Contact(no="C1", company_no="C1")])
    >>> changes = create_relation(tables, "C1", RelationLink.CUSTOMER, "10000")
    >>> [(row.business_relation_code, row.no) for row in changes.inserted_of(ContactBusinessRelation)]
    [('CUST', '10000')]
    """
    work = Work(reader)
    link_contact(work, stored_contact(work, contact_no).no, link, no)
    return work.done()


def link_contact(work: Work, contact_no: str, link: RelationLink, no: str) -> ContactBusinessRelation:
    """Link a contact under the code of the setup; a step of several processes."""
    relation = ContactBusinessRelation(
        contact_no=contact_no,
        business_relation_code=relation_code(marketing_setup(work), link),
        link_to_table=link,
        no=no,
    )
    return add_relation(work, relation)


@checked_kinds
def delete_relation(reader: Reader, contact_no: str, code: str) -> ChangeSet:
    """Take a business relation from a contact. The summaries of the contact and its persons follow.

    Raises:
        NotFound: the contact has no such relation.
    """
    work = Work(reader)
    key = (checked_code(contact_no, 20, "contact_no"), checked_code(code, 10, "code"))
    remove_relation(work, work.require(ContactBusinessRelation, key))
    return work.done()


def remove_relation(work: Work, relation: ContactBusinessRelation) -> None:
    """Remove a relation; a step of several processes."""
    work.delete(relation)
    refresh_summaries(work, relation.contact_no)


@checked_kinds
def complete_relation(reader: Reader, link: RelationLink, no: str, primary_contact_no: str) -> ChangeSet:
    """Fill in the number of a relation that is waiting for one: that of the primary contact's company.

    Only a person's company whose first relation of that kind of link has no number is completed.
    In every other case, unknown or blank arguments among them, nothing changes and the change set is empty.

    Source: table 5054, UpdateEmptyNoForContact.
    """
    work = Work(reader)
    no, primary_contact_no = checked_code(no, 20, "no"), checked_code(primary_contact_no, 20, "primary_contact_no")
    complete(work, link, no, primary_contact_no)
    return work.done()


def complete(work: Work, link: RelationLink, no: str, primary_contact_no: str) -> bool:
    """Complete a relation if one is waiting, and return whether one was; a step of several processes."""
    person = work.get(Contact, primary_contact_no) if primary_contact_no and no else None
    if person is None or person.type is not ContactType.PERSON or not person.company_no:
        return False
    relation = relation_of(work, person.company_no, link)
    if relation is None or relation.no:
        return False
    work.modify(attrs.evolve(relation, no=no))
    refresh_summaries(work, person.company_no)
    return True


@checked_kinds
def rename_business_relation(reader: Reader, code: str, new_code: str) -> ChangeSet:
    """Give a business relation another code; the setup, the contacts and the questionnaires follow.

    Raises:
        NotFound: there is no such business relation.
        FieldRequired: the new code is blank.
        InvalidField: the new code is too long.
        Duplicate: the new code is in use.
    """
    work = Work(reader)
    relation = work.require(BusinessRelation, checked_code(code, 10, "code"))
    renamed = attrs.evolve(relation, code=required_code(new_code, 10, "code"))
    if renamed == relation:
        return work.done()
    if work.get(BusinessRelation, renamed.code) is not None:
        raise Duplicate("BusinessRelation", renamed.code)
    work.delete(relation)
    work.insert(renamed)
    setup = work.get(MarketingSetup, "")
    if setup is not None:
        fields: dict[str, Any] = {f: renamed.code for f in SETUP_FIELDS.values() if getattr(setup, f) == relation.code}
        work.modify(attrs.evolve(setup, **fields))
    for row in work.where(ContactBusinessRelation, business_relation_code=relation.code):
        work.delete(row)
        work.insert(attrs.evolve(row, business_relation_code=renamed.code))
    for questionnaire in work.where(ProfileQuestionnaire, business_relation_code=relation.code):
        work.modify(attrs.evolve(questionnaire, business_relation_code=renamed.code))
    return work.done()
