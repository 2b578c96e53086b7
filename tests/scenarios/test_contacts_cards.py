"""The contact card: defaults, companies, inheritance, privacy (tests 134626, 136201, 136205, 136901)."""

import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.contacts.cards import (
    change_contact_company,
    change_contact_type,
    insert_contact,
    modify_contact,
    set_company_name,
)
from bcmarketing.contacts.deletion import delete_contact
from bcmarketing.contacts.groups import assign_industry_group, assign_job_responsibility, assign_mailing_group
from bcmarketing.contacts.records import (
    BusinessRelationSummary,
    Contact,
    ContactBusinessRelation,
    ContactType,
    CorrespondenceType,
    IndustryGroup,
    JobResponsibility,
    MailingGroup,
    RelationLink,
)
from bcmarketing.contacts.refusals import ContactTypeField
from bcmarketing.contacts.relations import insert_relation
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.contacts.statistics import contact_statistics
from bcmarketing.contacts.summary import persons_of
from bcmarketing.context import Context
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
COMPANY = Contact(
    no="C1",
    name="Ark",
    company_no="C1",
    company_name="Ark",
    salesperson_code="JO",
    territory_code="MID",
    country_region_code="GB",
    language_code="ENG",
    address="1 Quay",
    address_2="Floor 2",
    post_code="B1",
    city="Birmingham",
    phone_no="111",
    fax_no="112",
    email="ark@example.org",
)
PERSON = Contact(no="P1", name="Ann", type=ContactType.PERSON, lookup_contact_no="P1")


def world(*rows: Record, **setup: Any) -> Tables:
    return Tables.of([attrs.evolve(SETUP, **setup), SERIES, *rows])


def after(tables: Tables, changes: ChangeSet, no: str = "P1") -> Contact:
    found = tables.apply(changes).get(Contact, no)
    assert found is not None
    return found


@pytest.mark.scenario("136901.ContactCompanySummary")
def test_persons_are_listed_by_their_company_and_carry_its_name() -> None:
    tables = world(COMPANY, PERSON)
    tables = tables.apply(change_contact_company(tables, "P1", "C1"))
    assert [(person.no, person.company_name) for person in persons_of(tables, "C1")] == [("P1", "Ark")]


@pytest.mark.scenario("136205.ValuesWithInheritance", "136201.ContactOfTypePerson")
def test_a_person_takes_over_the_data_of_the_company_joined() -> None:
    tables = world(COMPANY, PERSON)
    person = after(tables, change_contact_company(tables, "P1", "C1"))
    for field in (
        "salesperson_code",
        "territory_code",
        "country_region_code",
        "language_code",
        "address",
        "address_2",
        "post_code",
        "city",
        "phone_no",
        "fax_no",
        "email",
    ):
        assert getattr(person, field) == getattr(COMPANY, field)
    assert (person.company_no, person.company_name, person.name) == ("C1", "Ark", "Ann")


@pytest.mark.scenario("136205.ValuesWOInheritance")
def test_a_person_takes_over_nothing_that_is_switched_off() -> None:
    tables = world(COMPANY, PERSON, inherit_address_details=False, inherit_communication_details=False)
    person = after(tables, change_contact_company(tables, "P1", "C1"))
    assert (person.address, person.city, person.email) == ("", "", "")


@pytest.mark.scenario("136205.NoDefaultValuesTypeCompany", "136205.NoDefaultValuesTypePerson")
@pytest.mark.parametrize("kind", ContactType)
def test_without_defaults_in_the_setup_a_new_contact_stays_blank(kind: ContactType) -> None:
    tables = world()
    contact = after(tables, insert_contact(tables, Contact(no="P1", type=kind), context=CONTEXT))
    assert (contact.territory_code, contact.country_region_code, contact.language_code) == ("", "", "")
    assert (contact.salutation_code, contact.correspondence_type) == ("", CorrespondenceType.BLANK)


@pytest.mark.scenario("136205.CheckContactWithSetup")
def test_a_contact_without_number_takes_one_from_the_series_of_the_setup() -> None:
    tables = world(Contact(no="CT000001"))
    contact = after(tables, insert_contact(tables, Contact(no=""), context=CONTEXT), "CT000002")
    assert contact.no_series == "CONT"


@pytest.mark.scenario("136201.ContactBusinessRelationCompatibility")
def test_links_and_summaries_share_ordinals_and_names() -> None:
    assert [(link.value, link.caption) for link in RelationLink] == [
        (summary.value, summary.caption) for summary in list(BusinessRelationSummary)[: len(RelationLink)]
    ]


@pytest.mark.scenario(
    "136201.IndustryGroupForContact",
    "136201.BusinessRelationForContact",
    "136201.MailingGroupForContact",
    "136201.JobResponsibilityForContact",
)
def test_assigning_a_group_counts_on_the_contact() -> None:
    tables = world(
        COMPANY, PERSON, IndustryGroup(code="WHOLE"), MailingGroup(code="FAIR"), JobResponsibility(code="PURCHASE")
    )
    figures = contact_statistics(tables, COMPANY)
    assert (figures.no_of_industry_groups, figures.no_of_business_relations, figures.no_of_mailing_groups) == (0, 0, 0)
    tables = tables.apply(assign_industry_group(tables, "c1", "WHOLE"))
    tables = tables.apply(assign_mailing_group(tables, "C1", "FAIR"))
    relation = ContactBusinessRelation(contact_no="C1", business_relation_code="PRESS")
    tables = tables.apply(insert_relation(tables, relation, context=CONTEXT))
    tables = tables.apply(assign_job_responsibility(tables, "P1", "PURCHASE"))
    figures = contact_statistics(tables, COMPANY)
    assert (figures.no_of_industry_groups, figures.no_of_business_relations, figures.no_of_mailing_groups) == (1, 1, 1)
    assert contact_statistics(tables, PERSON).no_of_job_responsibilities == 1


@pytest.mark.scenario("136201.ContactWithBlankAddressGetsUpdatedWhenAssignToCompany")
def test_a_blank_address_is_filled_from_the_company() -> None:
    tables = world(COMPANY, PERSON)
    assert after(tables, change_contact_company(tables, "P1", "C1")).address == "1 Quay"


@pytest.mark.scenario("136201.ContactWithNonBlankAddressNotUpdatedWhenAssignToCompany")
def test_a_person_keeps_an_address_of_her_own() -> None:
    tables = world(COMPANY, attrs.evolve(PERSON, address="9 Lane"))
    person = after(tables, change_contact_company(tables, "P1", "C1"))
    assert (person.address, person.city) == ("9 Lane", "")


@pytest.mark.scenario("136201.ContactWithCompanyAddressGetsUpdatedWhenAssignToNewCompany")
def test_the_address_of_the_old_company_gives_way_to_that_of_the_new() -> None:
    other = Contact(no="C2", name="Zoo", company_no="C2", company_name="Zoo", address="7 Park", city="Leeds")
    tables = world(COMPANY, other, PERSON)
    tables = tables.apply(change_contact_company(tables, "P1", "C1"))
    person = after(tables, change_contact_company(tables, "P1", "C2"))
    assert (person.address, person.address_2, person.post_code, person.city) == ("7 Park", "", "", "Leeds")
    assert (person.company_name, person.email) == ("Zoo", "")


@pytest.mark.scenario("136201.T206_ContactWithoutRelationsHasBusinessRelationNone")
def test_a_new_contact_has_no_business_relation() -> None:
    tables = world()
    contact = after(tables, insert_contact(tables, Contact(no="C9"), context=CONTEXT), "C9")
    assert contact.business_relation is BusinessRelationSummary.NONE


@pytest.mark.scenario("136201.ContactDeletion")
def test_a_contact_that_nothing_needs_can_be_deleted() -> None:
    tables = world(COMPANY)
    assert tables.apply(delete_contact(tables, "C1")).get(Contact, "C1") is None


@pytest.mark.scenario("134626.CreatePersonContactNotCreateCustomerAutomatically")
def test_a_new_person_is_no_customer() -> None:
    tables = world()
    changes = insert_contact(tables, Contact(no="", type=ContactType.PERSON), context=CONTEXT)
    assert changes.inserted_of(ContactBusinessRelation) == ()
    assert [contact.type for contact in changes.inserted_of(Contact)] == [ContactType.PERSON]


@pytest.mark.scenario("134626.SetCompanyWithSameNameAsContactToCompanyName")
def test_a_company_name_means_a_company_and_never_a_person() -> None:
    company = Contact(no="X1", name="S", company_no="X1", company_name="S")
    person = Contact(no="A1", name="S", type=ContactType.PERSON)
    tables = world(company, person)
    changed = after(tables, set_company_name(tables, "A1", "S"), "A1")
    assert (changed.company_no, changed.company_name) == ("X1", "S")


@pytest.mark.scenario("134626.ChangeTypeOfNewContactLinkedToCustomer")
def test_a_company_with_business_relations_stays_a_company() -> None:
    relation = ContactBusinessRelation(
        contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
    )
    with pytest.raises(ContactTypeField) as refusal:
        change_contact_type(world(COMPANY, relation), "C1", ContactType.PERSON)
    assert (refusal.value.field, refusal.value.value) == ("business_relations", 1)


def test_the_stored_person_follows_when_the_company_card_changes() -> None:
    joined = attrs.evolve(
        COMPANY, no="P1", name="Ann", type=ContactType.PERSON, lookup_contact_no="P1", email="ann@example.org"
    )
    tables = world(COMPANY, joined)
    new = attrs.evolve(COMPANY, name="Arc", city="Leeds", email="new@example.org", salesperson_code="PS")
    person = after(tables, modify_contact(tables, new))
    assert (person.company_name, person.city, person.email, person.salesperson_code) == (
        "Arc",
        "Leeds",
        "ann@example.org",
        "PS",
    )
