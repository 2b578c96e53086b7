"""What holds after any sequence of changes to contacts, refused ones among them."""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.contacts.cards import change_contact_company, change_contact_type, insert_contact, modify_contact
from bcmarketing.contacts.customer_contacts import add_person, delete_customer, find_or_restore, insert_customer
from bcmarketing.contacts.customers import Master, create_customer, link_customer
from bcmarketing.contacts.deletion import delete_contact
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import Contact, ContactBusinessRelation, ContactType, RelationLink
from bcmarketing.contacts.relations import delete_relation, insert_relation
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.contacts.summary import relation_summary
from bcmarketing.context import Context
from bcmarketing.errors import BCMarketingError
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 1, 11))
SETUP = MarketingSetup(contact_nos="CONT", bus_rel_code_for_customers="CUST")
ON_SEGMENT = SegmentLine(segment_no="SM1", line_no=10000, contact_no="A", contact_company_no="B")

Step = Callable[[Tables], ChangeSet]
contacts = st.sampled_from(["A", "B", "C", "CT1", "CT2", ""])
customers = st.sampled_from(["K1", "K2"])
kinds = st.sampled_from(ContactType)
names = st.sampled_from(["", "Ark", "Zoo"])


def renamed(no: str, name: str, kind: ContactType, company: str) -> Step:
    def step(tables: Tables) -> ChangeSet:
        contact = tables.get(Contact, no) or Contact(no=no)
        changed = attrs.evolve(contact, name=name, type=kind, company_no=company, address=name)
        return modify_contact(tables, changed)

    return step


def inserted(kind: ContactType, company: str, name: str) -> Step:
    contact = Contact(no="", type=kind, company_no=company, name=name)
    return lambda tables: insert_contact(tables, contact, context=CONTEXT)


def related(no: str, code: str, link: RelationLink, target: str) -> Step:
    relation = ContactBusinessRelation(contact_no=no, business_relation_code=code, link_to_table=link, no=target)
    return lambda tables: insert_relation(tables, relation, context=CONTEXT)


steps = st.one_of(
    st.builds(inserted, kinds, contacts, names),
    st.builds(renamed, contacts, names, kinds, contacts),
    st.builds(
        related,
        contacts,
        st.sampled_from(["CUST", "PRESS"]),
        st.sampled_from(RelationLink),
        st.sampled_from(["", "K1"]),
    ),
    st.builds(lambda no, kind: lambda tables: change_contact_type(tables, no, kind), contacts, kinds),
    st.builds(lambda no, company: lambda tables: change_contact_company(tables, no, company), contacts, contacts),
    st.builds(
        lambda no, code: lambda tables: delete_relation(tables, no, code), contacts, st.sampled_from(["CUST", "PRESS"])
    ),
    st.builds(lambda no, to: lambda tables: create_customer(tables, no, customer_no=to), contacts, customers),
    st.builds(
        lambda no, to, master: lambda tables: link_customer(tables, no, to, master=master),
        contacts,
        customers,
        st.sampled_from(Master),
    ),
    st.builds(
        lambda no, kind: lambda tables: insert_customer(tables, Customer(no=no, contact_type=kind), context=CONTEXT),
        customers,
        kinds,
    ),
    st.builds(lambda no: lambda tables: add_person(tables, no, "Eve", context=CONTEXT), customers),
    st.builds(lambda no, to: lambda tables: find_or_restore(tables, no, to, context=CONTEXT), contacts, customers),
    st.builds(lambda no: lambda tables: delete_customer(tables, no), customers),
    st.builds(lambda no: lambda tables: delete_contact(tables, no), contacts),
)


@pytest.mark.invariant("campaigns", 23)
@pytest.mark.invariant("campaigns", 24)
@settings(max_examples=150)
@given(st.lists(steps, max_size=12))
def test_companies_are_their_own_company_and_contacts_on_a_segment_stay_where_they_are(sequence: list[Step]) -> None:
    tables = Tables.of(
        [
            SETUP,
            NumberSeries(code="CONT", starting_no="CT1"),
            Contact(no="A", type=ContactType.PERSON, company_no="B"),
            Contact(no="B", company_no="B"),
            Contact(no="C", company_no="C"),
            ON_SEGMENT,
        ]
    )
    for step in sequence:
        try:
            changes = step(tables)
        except BCMarketingError:
            continue
        after = tables.apply(changes)
        before, kept = tables.get(Contact, "A"), after.get(Contact, "A")
        assert before is not None
        assert kept is not None
        assert kept.company_no == before.company_no == "B"
        tables = after
        for contact in tables.where(Contact):
            assert (contact.company_no == contact.no) is (contact.type is ContactType.COMPANY)
            relations = tables.where(ContactBusinessRelation, contact_no=contact.no)
            if contact.type is ContactType.PERSON and contact.company_no:
                relations += tables.where(ContactBusinessRelation, contact_no=contact.company_no)
            assert contact.business_relation is relation_summary(relations, SETUP)


@given(st.text("AB", max_size=3), st.text("AB", max_size=3), st.text("AB", max_size=3))
def test_joining_the_same_company_again_changes_nothing(name: str, address: str, email: str) -> None:
    company = Contact(no="B", company_no="B", name=name, company_name=name, address=address, email=email)
    tables = Tables.of([company, Contact(no="A", type=ContactType.PERSON, email=address)])
    once = tables.apply(change_contact_company(tables, "A", "B"))
    assert not change_contact_company(once, "A", "B")
