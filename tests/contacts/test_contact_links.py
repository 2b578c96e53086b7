import datetime as dt

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CustomerWithoutContact
from bcmarketing.contacts.cards import modify_contact
from bcmarketing.contacts.customer_contacts import (
    add_person,
    create_contacts_from_customers,
    delete_customer,
    find_or_restore,
    insert_customer,
    modify_customer,
)
from bcmarketing.contacts.customers import Master, create_customer, create_vendor, link_customer, link_vendor
from bcmarketing.contacts.links import contact_of, relation_of
from bcmarketing.contacts.partners import BankAccount, Customer, Vendor
from bcmarketing.contacts.privacy import ContactBlocked
from bcmarketing.contacts.profiles import ProfileQuestionnaire
from bcmarketing.contacts.records import (
    BusinessRelation,
    BusinessRelationSummary,
    Contact,
    ContactBusinessRelation,
    ContactType,
    RelationLink,
)
from bcmarketing.contacts.refusals import RelationExists
from bcmarketing.contacts.relations import (
    complete_relation,
    create_relation,
    insert_relation,
    relation_code,
    rename_business_relation,
)
from bcmarketing.contacts.setup import MarketingSetup
from bcmarketing.contacts.summary import refresh_summaries, relation_summary
from bcmarketing.contacts.templates import CustomerTemplate, with_template
from bcmarketing.contacts.vendor_contacts import (
    add_person_to_vendor,
    create_contacts_from_vendors,
    delete_vendor,
    insert_vendor,
    modify_vendor,
)
from bcmarketing.context import Context
from bcmarketing.errors import Duplicate, FieldRequired, NoSeries, NotFound, WrongType
from bcmarketing.policies import Policies
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2027, 1, 11))
SETUP = MarketingSetup(
    bus_rel_code_for_customers="CUST",
    bus_rel_code_for_vendors="VEND",
    bus_rel_code_for_bank_accs="BANK",
    bus_rel_code_for_employees="EMP",
)
C1 = Contact(no="C1", name="Ark", company_no="C1", company_name="Ark")
C2 = Contact(no="C2", name="Zoo", company_no="C2", company_name="Zoo")
P1 = Contact(no="P1", name="Ann", type=ContactType.PERSON, company_no="C1", company_name="Ark")
LONE = Contact(no="P2", name="Bob", type=ContactType.PERSON)
K1 = Customer(no="K1", name="Shop")
LINK = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
)


def target(kind: TargetType, no: str, campaign_no: str = "CP1") -> CampaignTargetGroup:
    return CampaignTargetGroup(type=kind, no=no, campaign_no=campaign_no)


@pytest.mark.rule("E-RELATION-EXISTS")
def test_a_contact_has_one_link_of_a_kind_and_a_number_one_contact() -> None:
    tables = Tables.of([SETUP, C1, C2, P1, LINK, K1, Customer(no="K2")])
    with pytest.raises(RelationExists, match="C1"):
        create_relation(tables, "C1", RelationLink.CUSTOMER, "K2")
    with pytest.raises(RelationExists, match="C1"):
        create_relation(tables, "C2", RelationLink.CUSTOMER, "K1")
    with pytest.raises(RelationExists, match="C1"):
        create_customer(tables, "P1", customer_no="K3")
    with pytest.raises(RelationExists, match="C1"):
        link_customer(tables, "P1", "K2")
    with pytest.raises(Duplicate):
        insert_relation(tables, attrs.evolve(LINK, no="", link_to_table=RelationLink.BLANK), context=CONTEXT)
    assert create_relation(tables, "C1", RelationLink.VENDOR, "K1")


def test_a_numbered_relation_replaces_the_one_without_number() -> None:
    waiting = ContactBusinessRelation(contact_no="C1", business_relation_code="CUST")
    tables = Tables.of([SETUP, C1, waiting])
    tables = tables.apply(create_relation(tables, "c1", RelationLink.CUSTOMER, "K1"))
    assert tables.where(ContactBusinessRelation) == [LINK]


@pytest.mark.rule("E-CONTACT-BLOCKED")
def test_a_contact_blocked_for_privacy_becomes_no_customer() -> None:
    tables = Tables.of([SETUP, attrs.evolve(C1, privacy_blocked=True), P1, K1])
    with pytest.raises(ContactBlocked, match="C1"):
        create_customer(tables, "P1", customer_no="K2")
    with pytest.raises(ContactBlocked, match="C1"):
        link_customer(tables, "C1", "K1")
    assert link_customer(tables, "P1", "K1")


def test_the_company_decides_not_the_person_where_a_customer_is_made() -> None:
    tables = Tables.of([SETUP, C1, attrs.evolve(P1, privacy_blocked=True)])
    assert create_customer(tables, "P1", customer_no="K2")
    gone = Tables.of([SETUP, P1])
    assert create_customer(gone, "P1", customer_no="K2").inserted_of(ContactBusinessRelation)[0].contact_no == "P1"


def test_numbers_of_customers_and_vendors_come_from_the_host() -> None:
    tables = Tables.of([SETUP, C1, K1, Vendor(no="V1")])
    with pytest.raises(NoSeries, match="Customer"):
        create_customer(tables, "C1", customer_no=" ")
    with pytest.raises(NoSeries, match="Vendor"):
        create_vendor(tables, "C1", vendor_no="")
    with pytest.raises(NoSeries, match="Customer"):
        insert_customer(tables, Customer(no=""), context=CONTEXT)
    with pytest.raises(Duplicate):
        create_customer(tables, "C1", customer_no="K1")
    with pytest.raises(FieldRequired, match="link_to_table"):
        relation_code(SETUP, RelationLink.BLANK)


@pytest.mark.rule("N-CREATED")
def test_a_new_customer_takes_the_contacts_place_in_target_groups() -> None:
    rows = [target(TargetType.CONTACT, "C1"), target(TargetType.CONTACT, "C1", "CP2"), target(TargetType.CUSTOMER, "X")]
    tables = Tables.of([SETUP, C1, Campaign(no="CP1"), *rows])
    changes = create_customer(tables, "c1", customer_no="k1")
    assert [str(notice) for notice in changes.notices] == ["customer K1 is created from contact C1 (N-CREATED)"]
    assert tables.apply(changes).where(CampaignTargetGroup) == [
        target(TargetType.CUSTOMER, "K1"),
        target(TargetType.CUSTOMER, "K1", "CP2"),
        target(TargetType.CUSTOMER, "X"),
    ]


@pytest.mark.parametrize(
    ("convert", "kind", "no"), [(False, TargetType.CONTACT, "C1"), (True, TargetType.CUSTOMER, "K1")]
)
def test_linking_by_hand_converts_target_rows_only_if_asked(convert: bool, kind: TargetType, no: str) -> None:
    tables = Tables.of([SETUP, C1, K1, target(TargetType.CONTACT, "C1")])
    changes = link_customer(tables, "C1", "K1", policies=Policies(convert_on_link=convert))
    assert tables.apply(changes).where(CampaignTargetGroup) == [target(kind, no)]


def test_vendors_are_made_and_linked_like_customers() -> None:
    contact = attrs.evolve(C1, salesperson_code="PS", currency_code="EUR")
    tables = Tables.of([SETUP, contact, C2, P1, Vendor(no="V2", name="Mill")])
    changes = create_vendor(tables, "P1", vendor_no="V1")
    [vendor] = changes.inserted_of(Vendor)
    assert (vendor.name, vendor.purchaser_code, vendor.currency_code) == ("Ark", "PS", "EUR")
    assert changes.modified_of(Contact)[0].business_relation is BusinessRelationSummary.VENDOR
    tables = tables.apply(changes)
    linked = tables.apply(link_vendor(tables, "C2", "V2", master=Master.LINKED)).get(Contact, "C2")
    assert linked is not None
    assert linked.name == "Mill"
    with pytest.raises(NotFound, match="V9"):
        link_vendor(tables, "C2", "V9")
    with pytest.raises(WrongType, match="master"):
        link_vendor(tables, "C2", "V2", master="contact")  # type: ignore[arg-type]
    assert repr(Master.LINKED) == "Master.LINKED"


def test_linked_records_keep_in_step_in_both_directions() -> None:
    links = [
        LINK,
        ContactBusinessRelation(
            contact_no="C1", business_relation_code="VEND", link_to_table=RelationLink.VENDOR, no="V1"
        ),
        ContactBusinessRelation(
            contact_no="C1", business_relation_code="BANK", link_to_table=RelationLink.BANK_ACCOUNT, no="B1"
        ),
        ContactBusinessRelation(
            contact_no="C1", business_relation_code="EMP", link_to_table=RelationLink.EMPLOYEE, no="E1"
        ),
        ContactBusinessRelation(
            contact_no="C1", business_relation_code="GONE", link_to_table=RelationLink.VENDOR, no="V9"
        ),
    ]
    tables = Tables.of([SETUP, C1, P1, K1, Vendor(no="V1"), BankAccount(no="B1"), *links])
    new = attrs.evolve(C1, name="Arc", salesperson_code="PS", email="arc@example.org")
    tables = tables.apply(modify_contact(tables, new))
    customer, vendor, bank = tables.get(Customer, "K1"), tables.get(Vendor, "V1"), tables.get(BankAccount, "B1")
    assert customer is not None
    assert vendor is not None
    assert bank is not None
    assert (customer.name, customer.salesperson_code, customer.email) == ("Arc", "PS", "arc@example.org")
    assert (vendor.name, vendor.purchaser_code) == ("Arc", "PS")
    assert (bank.name, bank.our_contact_code) == ("Arc", "PS")
    tables = tables.apply(modify_customer(tables, attrs.evolve(customer, name="Final")))
    assert [row.company_name for row in tables.where(Contact)] == ["Final", "Final"]
    assert [row.name for row in tables.where(Vendor)] == ["Final"]
    alone = Tables.of([K1])
    assert [row.no for row in modify_customer(alone, attrs.evolve(K1, name="New")).modified_of(Customer)] == ["K1"]


def test_a_new_customer_completes_the_relation_that_waits_for_it() -> None:
    waiting = attrs.evolve(LINK, no="")
    tables = Tables.of([SETUP, C1, P1, waiting])
    changes = insert_customer(tables, attrs.evolve(K1, primary_contact_no="P1"), context=CONTEXT)
    assert changes.inserted_of(Contact) == ()
    assert changes.modified_of(ContactBusinessRelation) == (LINK,)
    assert [row.business_relation for row in changes.modified_of(Contact)] == [BusinessRelationSummary.CUSTOMER] * 2


@pytest.mark.parametrize(
    ("no", "contact_no", "waiting"),
    [
        ("", "P1", True),
        ("K1", "", True),
        ("K1", "C1", True),
        ("K1", "P9", True),
        ("K1", "P2", True),
        ("K1", "P1", False),
    ],
)
def test_nothing_else_is_completed(no: str, contact_no: str, waiting: bool) -> None:
    relation = attrs.evolve(LINK, no="" if waiting else "K7")
    tables = Tables.of([SETUP, C1, P1, LONE, relation])
    assert not complete_relation(tables, RelationLink.CUSTOMER, no, contact_no)


def test_without_a_relation_code_a_new_customer_has_no_contact() -> None:
    changes = insert_customer(Tables(), K1, context=CONTEXT)
    assert changes.inserted == (K1,)


def test_contacts_made_for_customers_skip_the_defaults_of_the_setup() -> None:
    setup = attrs.evolve(SETUP, default_territory_code="MID", def_company_salutation_code="COMPANY")
    tables = Tables.of([setup, K1])
    changes = create_contacts_from_customers(tables, ["k1"], contact_numbers=iter(["C7"]), context=CONTEXT)
    [made] = changes.inserted_of(Contact)
    assert (made.no, made.territory_code, made.salutation_code, made.company_name) == ("C7", "", "COMPANY", "Shop")
    with pytest.raises(NotFound, match="K9"):
        create_contacts_from_customers(tables, ["K9"], context=CONTEXT)


def test_a_person_added_to_a_customer_joins_its_company_and_becomes_primary_contact() -> None:
    tables = Tables.of([SETUP, attrs.evolve(C1, city="Oslo", salesperson_code="PS"), K1, LINK])
    tables = tables.apply(add_person(tables, "K1", "Eve", contact_numbers=iter(["P7"]), context=CONTEXT))
    person, customer = tables.get(Contact, "P7"), tables.get(Customer, "K1")
    assert person is not None
    assert customer is not None
    assert (person.name, person.company_no, person.city, person.salesperson_code) == ("Eve", "C1", "Oslo", "PS")
    assert person.business_relation is BusinessRelationSummary.CUSTOMER
    assert customer.primary_contact_no == "P7"
    assert not add_person(Tables.of([SETUP, K1]), "K1", "Eve", context=CONTEXT)
    of_person = Tables.of([SETUP, K1, LONE, attrs.evolve(LINK, contact_no="P2")])
    assert not add_person(of_person, "K1", "Eve", context=CONTEXT)


@pytest.mark.rule("E-CUSTOMER-NO-CONTACT")
def test_a_deleted_customer_hands_its_target_rows_to_its_contact() -> None:
    tables = Tables.of([SETUP, C1, P1, K1, LINK, target(TargetType.CUSTOMER, "K1")])
    tables = tables.apply(delete_customer(tables, "k1"))
    assert tables.where(CampaignTargetGroup) == [target(TargetType.CONTACT, "C1")]
    assert tables.where(ContactBusinessRelation) == []
    lone = Tables.of([K1, target(TargetType.CUSTOMER, "K1")])
    with pytest.raises(CustomerWithoutContact):
        delete_customer(lone, "K1")


def test_find_or_restore_links_the_company_or_makes_one() -> None:
    tables = Tables.of([SETUP, C1, P1, LONE, K1, attrs.evolve(K1, no="K2")])
    changes = find_or_restore(tables, "P1", "K1", context=CONTEXT)
    assert changes.because == (LINK,)
    tables = tables.apply(changes)
    with pytest.raises(RelationExists):
        find_or_restore(tables, "P1", "K2", context=CONTEXT)
    changes = find_or_restore(tables, "P2", "K2", contact_numbers=iter(["C9"]), context=CONTEXT)
    tables = tables.apply(changes)
    person = tables.get(Contact, "P2")
    assert person is not None
    assert (person.company_no, person.company_name) == ("C9", "Shop")
    assert contact_of(tables, RelationLink.CUSTOMER, "K2") == "C9"
    assert [relation.no for relation in changes.because] == ["K2"]  # type: ignore[attr-defined]


def test_a_relation_code_is_renamed_everywhere_and_to_a_free_code_only() -> None:
    tables = Tables.of(
        [
            SETUP,
            BusinessRelation(code="CUST"),
            BusinessRelation(code="PRESS"),
            ProfileQuestionnaire(code="Q", business_relation_code="CUST"),
            LINK,
        ]
    )
    changes = rename_business_relation(tables, "cust", "custx")
    assert [row.business_relation_code for row in changes.modified_of(ProfileQuestionnaire)] == ["CUSTX"]
    with pytest.raises(Duplicate):
        rename_business_relation(tables, "CUST", "PRESS")
    with pytest.raises(FieldRequired):
        rename_business_relation(tables, "CUST", " ")
    with pytest.raises(NotFound):
        rename_business_relation(tables, "VEND", "X")
    assert not rename_business_relation(tables, "CUST", "CUST")
    assert rename_business_relation(Tables.of([BusinessRelation(code="A")]), "A", "B").inserted == (
        BusinessRelation(code="B"),
    )


def test_summaries_show_a_single_numbered_relation_of_the_setup_only() -> None:
    other = ContactBusinessRelation(contact_no="C1", business_relation_code="PRESS")
    assert relation_summary([LINK], SETUP) is BusinessRelationSummary.CUSTOMER
    assert relation_summary([attrs.evolve(LINK, no="")], SETUP) is BusinessRelationSummary.OTHER
    assert relation_summary([other], SETUP) is BusinessRelationSummary.OTHER
    assert relation_summary([LINK, other], SETUP) is BusinessRelationSummary.MULTIPLE
    assert relation_summary([other, attrs.evolve(other, business_relation_code="X")], SETUP) is (
        BusinessRelationSummary.MULTIPLE
    )
    work = Work(Tables.of([LINK]))
    refresh_summaries(work, "C1")
    assert not work.done()
    assert relation_of(work, "C1", RelationLink.VENDOR) is None
    assert contact_of(work, RelationLink.VENDOR, "K1") is None


def test_a_template_fills_what_is_blank() -> None:
    template = CustomerTemplate(code="T", currency_code="EUR", prices_including_vat=True, allow_line_disc=False)
    customer = with_template(Customer(no="K", currency_code="USD"), template)
    assert (customer.currency_code, customer.prices_including_vat, customer.allow_line_disc) == ("USD", True, False)
    assert with_template(K1, None) is K1


def test_vendors_get_change_and_leave_their_contact_as_customers_do() -> None:
    with pytest.raises(NoSeries, match="Vendor"):
        insert_vendor(Tables(), Vendor(no=""), context=CONTEXT)
    assert insert_vendor(Tables(), Vendor(no="V1"), context=CONTEXT).inserted == (Vendor(no="V1"),)
    tables = Tables.of([SETUP])
    mill = Vendor(no="V1", name="Mill", purchaser_code="PS")
    tables = tables.apply(insert_vendor(tables, mill, contact_numbers=iter(["C7"]), context=CONTEXT))
    company = tables.get(Contact, "C7")
    assert company is not None
    assert (company.name, company.salesperson_code, company.business_relation) == (
        "Mill",
        "PS",
        BusinessRelationSummary.VENDOR,
    )
    people = iter(["P7"])
    tables = tables.apply(add_person_to_vendor(tables, "v1", "Eve", contact_numbers=people, context=CONTEXT))
    vendor = tables.get(Vendor, "V1")
    assert vendor is not None
    assert vendor.primary_contact_no == "P7"
    tables = tables.apply(modify_vendor(tables, attrs.evolve(vendor, name="New Mill")))
    assert [row.company_name for row in tables.where(Contact)] == ["New Mill", "New Mill"]
    tables = tables.apply(delete_vendor(tables, "V1"))
    assert [row.business_relation for row in tables.where(Contact)] == [BusinessRelationSummary.NONE] * 2


def test_vendors_without_contact_are_given_one() -> None:
    tables = Tables.of([SETUP, Vendor(no="V1"), Vendor(no="V2")])
    numbers = iter(["C1", "C2"])
    tables = tables.apply(create_contacts_from_vendors(tables, ["v1"], contact_numbers=numbers, context=CONTEXT))
    tables = tables.apply(create_contacts_from_vendors(tables, contact_numbers=numbers, context=CONTEXT))
    assert [contact_of(tables, RelationLink.VENDOR, no) for no in ("V1", "V2")] == ["C1", "C2"]
    with pytest.raises(FieldRequired, match="bus_rel_code_for_vendors"):
        create_contacts_from_vendors(Tables(), context=CONTEXT)
