"""Contacts and customers: links, relations, summaries (tests 134626, 136201, 136205)."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.contacts.cards import change_contact_company, modify_contact
from bcmarketing.contacts.customer_contacts import (
    create_contacts_from_customers,
    delete_customer,
    find_or_restore,
    insert_customer,
    modify_customer,
)
from bcmarketing.contacts.customers import Master, create_customer, create_vendor, link_customer
from bcmarketing.contacts.deletion import delete_contact
from bcmarketing.contacts.links import contact_of, customer_relation, relation_to
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import (
    BusinessRelation,
    BusinessRelationSummary,
    Contact,
    ContactBusinessRelation,
    ContactType,
    RelationLink,
)
from bcmarketing.contacts.refusals import RelationReserved
from bcmarketing.contacts.relations import (
    complete_relation,
    create_relation,
    delete_relation,
    insert_relation,
    rename_business_relation,
)
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.contacts.templates import CustomerTemplate
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 1, 11))
SETUP = MarketingSetup(
    contact_nos="CONT",
    bus_rel_code_for_customers="CUST",
    bus_rel_code_for_vendors="VEND",
    bus_rel_code_for_bank_accs="BANK",
    bus_rel_code_for_employees="EMP",
)
SERIES = NumberSeries(code="CONT", starting_no="CT000001", ending_no="CT999999")
C1 = Contact(no="C1", name="Name A", company_no="C1", company_name="Name A", city="Oslo")
P1 = Contact(no="P1", name="Name A", type=ContactType.PERSON, lookup_contact_no="P1")
P1_OF_C1 = attrs.evolve(P1, company_no="C1", company_name="Name A")
K1 = Customer(no="K1", name="Name B", city="Bergen")
LINK = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
)


def world(*rows: Record, **setup: Any) -> Tables:
    return Tables.of([attrs.evolve(SETUP, **setup), SERIES, *rows])


def contact(tables: Tables, changes: ChangeSet, no: str = "C1") -> Contact:
    found = tables.apply(changes).get(Contact, no)
    assert found is not None
    return found


@pytest.mark.scenario("136205.ContactFromCustomerWithSetup")
def test_a_new_customer_gets_a_linked_contact() -> None:
    tables = world()
    tables = tables.apply(insert_customer(tables, K1, context=CONTEXT))
    made = tables.get(Contact, "CT000001")
    assert made is not None
    assert (made.name, made.city, made.type, made.business_relation) == (
        "Name B",
        "Bergen",
        ContactType.COMPANY,
        BusinessRelationSummary.CUSTOMER,
    )
    assert tables.where(ContactBusinessRelation) == [attrs.evolve(LINK, contact_no="CT000001")]


@pytest.mark.scenario("136201.LinkContactWithCustomerError", "136201.CreateCustomerFromContactError")
@pytest.mark.rule("E-FIELD-REQUIRED")
def test_links_need_the_relation_code_in_the_setup() -> None:
    tables = world(C1, K1, bus_rel_code_for_customers="")
    with pytest.raises(FieldRequired, match="bus_rel_code_for_customers"):
        link_customer(tables, "C1", "K1")
    with pytest.raises(FieldRequired, match="bus_rel_code_for_customers"):
        create_customer(tables, "C1", customer_no="K2")
    with pytest.raises(FieldRequired, match="bus_rel_code_for_customers"):
        create_contacts_from_customers(tables, context=CONTEXT)


@pytest.mark.scenario("136201.CreateContactFromCustomer")
def test_customers_without_contact_are_given_one() -> None:
    tables = world(K1, attrs.evolve(K1, no="K2"), C1, LINK)
    tables = tables.apply(create_contacts_from_customers(tables, context=CONTEXT))
    assert contact_of(tables, RelationLink.CUSTOMER, "K1") == "C1"
    assert contact_of(tables, RelationLink.CUSTOMER, "K2") == "CT000001"


@pytest.mark.scenario("136201.LinkContactWithCustomerAsContact")
def test_with_the_contact_as_master_the_contact_keeps_its_name() -> None:
    tables = world(C1, K1)
    tables = tables.apply(link_customer(tables, "C1", "K1", master=Master.CONTACT))
    linked, customer = tables.get(Contact, "C1"), tables.get(Customer, "K1")
    assert linked is not None
    assert customer is not None
    assert (linked.name, customer.name, customer.city) == ("Name A", "Name A", "Oslo")


@pytest.mark.scenario("136201.LinkContactWithCustomer", "136201.CustomerLinkedContact")
def test_with_the_customer_as_master_the_contact_takes_its_name() -> None:
    tables = world(C1, K1, P1_OF_C1)
    changes = link_customer(tables, "C1", "K1", master=Master.LINKED)
    linked = contact(tables, changes)
    assert (linked.name, linked.company_name, linked.city) == ("Name B", "Name B", "Bergen")
    assert contact_of(tables.apply(changes), RelationLink.CUSTOMER, "K1") == "C1"
    assert contact(tables, changes, "P1").company_name == "Name B"


@pytest.mark.scenario("136201.LinkPersonContactWithCustomer")
def test_a_person_takes_the_customers_name_and_stays_a_person() -> None:
    tables = world(P1, K1)
    linked = contact(tables, link_customer(tables, "P1", "K1", master=Master.LINKED), "P1")
    assert (linked.name, linked.type) == ("Name B", ContactType.PERSON)


@pytest.mark.scenario("136201.UpdateContactLinkedToCustomer")
def test_renaming_a_contact_renames_its_customer() -> None:
    tables = world(C1, K1, LINK)
    tables = tables.apply(modify_contact(tables, attrs.evolve(C1, name="New")))
    customer = tables.get(Customer, "K1")
    assert customer is not None
    assert customer.name == "New"


@pytest.mark.scenario("136201.DeleteContactLinkedToCustomer")
def test_a_deleted_contact_leaves_its_customer() -> None:
    tables = world(C1, attrs.evolve(K1, primary_contact_no="C1"), LINK)
    tables = tables.apply(delete_contact(tables, "C1"))
    customer = tables.get(Customer, "K1")
    assert customer is not None
    assert customer.primary_contact_no == ""
    assert tables.where(ContactBusinessRelation) == []


@pytest.mark.scenario("136201.DeleteCustomerLinkedToContact")
def test_a_deleted_customer_leaves_its_contact() -> None:
    tables = world(C1, K1, LINK)
    tables = tables.apply(delete_contact(tables, "C1"))
    tables = tables.apply(create_contacts_from_customers(tables, ["K1"], context=CONTEXT))
    tables = tables.apply(delete_customer(tables, "K1"))
    assert tables.get(Customer, "K1") is None
    assert tables.get(Contact, "CT000001") is not None
    assert tables.where(ContactBusinessRelation) == []


@pytest.mark.scenario("136201.ContactBusinessRelationIsCreatedWithoutValidationCheckWhenNonUIRun")
def test_code_may_enter_a_reserved_relation_without_number() -> None:
    tables = world(C1)
    relation = ContactBusinessRelation(contact_no="C1", business_relation_code="CUST")
    changes = insert_relation(tables, relation, context=CONTEXT)
    assert changes.inserted_of(ContactBusinessRelation) == (relation,)


@pytest.mark.scenario("136201.ContactBusinessRelationIsCreatedWithValidationCheckWhenUIRun")
@pytest.mark.rule("E-RELATION-RESERVED")
@pytest.mark.parametrize(
    ("code", "link"), [("CUST", "Customer"), ("VEND", "Vendor"), ("BANK", "Bank Account"), ("EMP", ""), ("PRESS", "")]
)
def test_a_person_at_work_cannot_enter_a_reserved_relation_without_number(code: str, link: str) -> None:
    tables = world(C1)
    relation = ContactBusinessRelation(contact_no="C1", business_relation_code=code)
    person_at_work = attrs.evolve(CONTEXT, interactive=True)
    if not link:
        assert insert_relation(tables, relation, context=person_at_work).inserted == (relation,)
        return
    with pytest.raises(RelationReserved) as refusal:
        insert_relation(tables, relation, context=person_at_work)
    assert (refusal.value.code, refusal.value.link) == (code, link)


@pytest.mark.scenario("136201.CreateCustomerForPersonContactWithCompanyContactWithoutCustomer")
def test_the_customer_made_of_a_person_is_the_companys() -> None:
    tables = world(C1, P1_OF_C1)
    tables = tables.apply(create_customer(tables, "P1", customer_no="K9"))
    assert contact_of(tables, RelationLink.CUSTOMER, "K9") == "C1"
    assert customer_relation(tables, "P1") is None


@pytest.mark.scenario("136201.T200_ContactLinkedWithCustomerHasBusinessRelationCustomer")
def test_the_summary_of_a_customer_is_customer() -> None:
    tables = world(C1)
    changes = create_customer(tables, "C1", customer_no="K1")
    assert contact(tables, changes).business_relation is BusinessRelationSummary.CUSTOMER
    assert [notice.rule.id for notice in changes.notices] == ["N-CREATED"]


@pytest.mark.scenario("136201.T204_ContactLinkedWithAlternateCustomerandVendorHasBusinessRelationMultiple")
def test_the_summary_of_two_relations_is_multiple() -> None:
    tables = world(C1, attrs.evolve(LINK, business_relation_code="ALTC"))
    changes = create_vendor(tables, "C1", vendor_no="V1")
    assert contact(tables, changes).business_relation is BusinessRelationSummary.MULTIPLE


@pytest.mark.scenario("136201.T205_ContactLinkedWithBankWithAlternateCodeHasBusinessRelationOther")
def test_the_summary_of_a_relation_outside_the_setup_is_other() -> None:
    tables = world(C1)
    relation = ContactBusinessRelation(
        contact_no="C1", business_relation_code="ALTB", link_to_table=RelationLink.BANK_ACCOUNT, no="B1"
    )
    changes = insert_relation(tables, relation, context=CONTEXT)
    assert contact(tables, changes).business_relation is BusinessRelationSummary.OTHER


@pytest.mark.scenario("136201.T215_ContactPersonWithCompanyLinkedToCustomerHasBusRelationCustomer")
def test_a_person_shares_the_companys_summary() -> None:
    tables = world(C1, LINK, P1)
    person = contact(tables, change_contact_company(tables, "P1", "C1"), "P1")
    assert person.business_relation is BusinessRelationSummary.CUSTOMER


@pytest.mark.scenario("136201.T216_ContactPersonsGotUpdatedBusRelationOnRemovedCompanyRelation")
def test_persons_lose_the_companys_relation_from_their_summary() -> None:
    p2 = attrs.evolve(P1, no="P2")
    own = ContactBusinessRelation(contact_no="P2", business_relation_code="PRESS")
    tables = world(C1, LINK, P1, p2, own)
    for no in ("P1", "P2"):
        tables = tables.apply(change_contact_company(tables, no, "C1"))
    assert [person.business_relation for person in tables.where(Contact, type=ContactType.PERSON)] == [
        BusinessRelationSummary.CUSTOMER,
        BusinessRelationSummary.MULTIPLE,
    ]
    tables = tables.apply(delete_relation(tables, "C1", "CUST"))
    assert [person.business_relation for person in tables.where(Contact, type=ContactType.PERSON)] == [
        BusinessRelationSummary.NONE,
        BusinessRelationSummary.OTHER,
    ]


@pytest.mark.scenario("136201.UT_ContBusRelCreateRelation_ForCustomer")
def test_a_relation_is_created_under_the_code_of_the_setup() -> None:
    tables = world(C1, K1)
    assert create_relation(tables, "C1", RelationLink.CUSTOMER, "K1").inserted == (LINK,)


@pytest.mark.scenario("136201.UT_ContBusRelFindOrRestoreContactBusinessRelation_FindForCustomer")
def test_a_relation_that_exists_is_found() -> None:
    changes = find_or_restore(world(C1, P1_OF_C1, K1, LINK), "P1", "K1", context=CONTEXT)
    assert not changes
    assert changes.because == (LINK,)


@pytest.mark.scenario("136201.UT_ContBusRelFindOrRestoreContactBusinessRelation_ForContactWithCompanyTypeForCustomer")
def test_nothing_is_restored_for_a_company_contact() -> None:
    changes = find_or_restore(world(C1, K1), "C1", "K1", context=CONTEXT)
    assert not changes
    assert changes.because == ()


@pytest.mark.scenario("136201.UT_UpdateEmptyNoForContact_BlankNo")
def test_a_relation_waiting_for_a_number_is_completed() -> None:
    tables = world(C1, P1_OF_C1, K1, attrs.evolve(LINK, no=""))
    changes = complete_relation(tables, RelationLink.CUSTOMER, "K1", "P1")
    assert changes
    assert relation_to(tables.apply(changes), RelationLink.CUSTOMER, "K1") == LINK


@pytest.mark.scenario("136201.RenameBusinessRelationShouldNotUpdateContactBusinessRelation")
def test_a_renamed_relation_code_is_followed_by_the_setup_and_the_contacts() -> None:
    tables = world(C1, LINK, BusinessRelation(code="CUST", description="Customer"))
    tables = tables.apply(rename_business_relation(tables, "CUST", "CUSX"))
    setup = tables.get(MarketingSetup, "")
    assert setup is not None
    assert setup.bus_rel_code_for_customers == "CUSX"
    assert tables.where(ContactBusinessRelation) == [attrs.evolve(LINK, business_relation_code="CUSX")]
    assert tables.get(BusinessRelation, "CUST") is None


@pytest.mark.scenario("134626.CreateCustomerForPersonContactWithSameDetails")
def test_a_person_without_company_becomes_a_customer_herself() -> None:
    person = attrs.evolve(P1, city="Oslo", salesperson_code="JO", currency_code="EUR")
    tables = world(person)
    template = CustomerTemplate(code="PERS", contact_type=ContactType.PERSON, customer_price_group="RETAIL")
    changes = create_customer(tables, "P1", customer_no="K1", template=template)
    [customer] = changes.inserted_of(Customer)
    assert (customer.name, customer.city, customer.salesperson_code, customer.currency_code) == (
        "Name A",
        "Oslo",
        "JO",
        "EUR",
    )
    assert (customer.contact_type, customer.customer_price_group) == (ContactType.PERSON, "RETAIL")
    assert changes.inserted_of(ContactBusinessRelation) == (attrs.evolve(LINK, contact_no="P1"),)


@pytest.mark.scenario("134626.CutomerCreatedFromContactWitNoEqualToNoOfExistingCustomer")
def test_the_number_of_a_contact_may_be_that_of_a_customer() -> None:
    x = Contact(no="X", company_no="X")
    tables = world(x, Customer(no="X", name="Somebody else"))
    tables = tables.apply(create_customer(tables, "X", customer_no="K7"))
    assert contact_of(tables, RelationLink.CUSTOMER, "K7") == "X"
    assert contact_of(tables, RelationLink.CUSTOMER, "X") is None


@pytest.mark.scenario("134626.CompanyContactOfCustomerCreatedFromTepmplate")
def test_the_contact_has_the_type_that_the_template_gives_the_customer() -> None:
    template = CustomerTemplate(code="PERS", contact_type=ContactType.PERSON)
    changes = insert_customer(world(), K1, template=template, context=CONTEXT)
    assert [made.type for made in changes.inserted_of(Contact)] == [ContactType.PERSON]


@pytest.mark.scenario("134626.PersonCustomerCreationSetsDefaultContact")
def test_the_contact_of_a_person_customer_is_its_primary_contact() -> None:
    tables = world()
    tables = tables.apply(insert_customer(tables, attrs.evolve(K1, contact_type=ContactType.PERSON), context=CONTEXT))
    customer = tables.get(Customer, "K1")
    assert customer is not None
    assert customer.primary_contact_no == "CT000001"
    assert contact_of(tables, RelationLink.CUSTOMER, "K1") == "CT000001"
    changes = modify_customer(tables, attrs.evolve(customer, name="Renamed"))
    assert contact(tables, changes, "CT000001").name == "Renamed"
