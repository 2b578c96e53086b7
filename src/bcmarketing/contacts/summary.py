"""The one word in which a contact sums up its business relations."""

from collections.abc import Iterable

import attrs

from ..store.reader import Reader
from ..store.work import Work
from .records import BusinessRelationSummary, Contact, ContactBusinessRelation, ContactType
from .setup import MarketingSetup


def marketing_setup(reader: Reader | Work) -> MarketingSetup:
    """Return the marketing setup; where none is stored, one with nothing filled in."""
    return reader.get(MarketingSetup, "") or MarketingSetup()


def relation_summary(rows: Iterable[ContactBusinessRelation], setup: MarketingSetup) -> BusinessRelationSummary:
    """Return the summary of a contact's relations, a person's company's among them.

    A single relation under a code of the setup that has a number shows what it links to.

    Source: table 5050, UpdateBusinessRelation.

    >>> relation_summary([], MarketingSetup())
    BusinessRelationSummary.NONE
    """
    relations = list(rows)
    codes = {
        setup.bus_rel_code_for_customers,
        setup.bus_rel_code_for_vendors,
        setup.bus_rel_code_for_bank_accs,
        setup.bus_rel_code_for_employees,
    } - {""}
    linked = [row for row in relations if row.no and row.business_relation_code in codes]
    match len(relations), len(linked):
        case 0, _:
            return BusinessRelationSummary.NONE
        case 1, 0:
            return BusinessRelationSummary.OTHER
        case 1, _:
            return BusinessRelationSummary.parse(linked[0].link_to_table.value)
        case _:
            return BusinessRelationSummary.MULTIPLE


def summed_up(work: Work, contact: Contact) -> Contact:
    """Return *contact* with its summary as the relations are by now."""
    rows = work.where(ContactBusinessRelation, contact_no=contact.no)
    if contact.type is ContactType.PERSON and contact.company_no:
        rows += work.where(ContactBusinessRelation, contact_no=contact.company_no)
    return attrs.evolve(contact, business_relation=relation_summary(rows, marketing_setup(work)))


def refresh_summaries(work: Work, contact_no: str) -> None:
    """Sum up the relations of a contact anew, and those of the persons who belong to it."""
    contact = work.get(Contact, contact_no)
    own = [] if contact is None else [contact]
    for one in own + persons_of(work, contact_no):
        work.modify(summed_up(work, one))


def persons_of(reader: Reader | Work, company_no: str) -> list[Contact]:
    """Return the persons of a company, by number.

    >>> from bcmarketing.store.tables import Tables
    >>> person = Contact(no="P1", type=ContactType.PERSON, company_no="C1")
    >>> tables = Tables.of([Contact(no="C1", company_no="C1"), person])
    >>> [person.no for person in persons_of(tables, "C1")]
    ['P1']
    """
    return list(reader.where(Contact, company_no=company_no, type=ContactType.PERSON))
