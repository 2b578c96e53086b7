import datetime as dt
from typing import Any

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.contacts.cards import (
    change_contact_company,
    change_contact_type,
    insert_contact,
    modify_contact,
    set_company_name,
)
from bcmarketing.contacts.inheritance import followed, joined
from bcmarketing.contacts.records import (
    BusinessRelationSummary,
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactType,
    CorrespondenceType,
    RelationLink,
)
from bcmarketing.contacts.refusals import (
    ConsentMissing,
    ContactHasLogEntries,
    ContactHasOpportunities,
    ContactHasPersons,
    ContactHasTasks,
    ContactNotPerson,
    ContactOnSegment,
    ContactTypeField,
)
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import Duplicate, ManualNo, NoSeries, NotFound, Refusal, WrongType
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 1, 11))
C1 = Contact(no="C1", name="Ark", company_no="C1", company_name="Ark")
C2 = Contact(no="C2", name="Zoo", company_no="C2", company_name="Zoo")
P1 = Contact(no="P1", name="Ann", type=ContactType.PERSON, company_no="C1", company_name="Ark", lookup_contact_no="P1")


def after(tables: Tables, changes: Any, no: str = "P1") -> Contact:
    found = tables.apply(changes).get(Contact, no)
    assert found is not None
    return found


def test_a_new_contact_gets_the_defaults_of_the_setup_and_the_salesperson_of_the_user() -> None:
    setup = MarketingSetup(
        default_salesperson_code="JO",
        default_territory_code="MID",
        default_country_region_code="GB",
        default_language_code="ENG",
        default_format_region="en-GB",
        default_correspondence_type=CorrespondenceType.EMAIL,
        def_company_salutation_code="COMPANY",
        default_person_salutation_code="UNISEX",
    )
    tables = Tables.of([setup])
    person = after(tables, insert_contact(tables, Contact(no="P1", type=ContactType.PERSON), context=CONTEXT))
    assert (person.salesperson_code, person.territory_code, person.country_region_code) == ("JO", "MID", "GB")
    assert (person.language_code, person.format_region) == ("ENG", "en-GB")
    assert (person.correspondence_type, person.salutation_code) == (CorrespondenceType.EMAIL, "UNISEX")
    assert (person.company_no, person.lookup_contact_no) == ("", "P1")
    user = attrs.evolve(CONTEXT, user_salesperson_code="PS")
    given = Contact(no="C9", first_name="Ann", job_title="Boss", salutation_code="X", territory_code="N")
    company = after(tables, insert_contact(tables, given, context=user), "C9")
    assert (company.salesperson_code, company.territory_code, company.salutation_code) == ("PS", "N", "COMPANY")
    assert (company.company_no, company.first_name, company.job_title) == ("C9", "", "")


@pytest.mark.rule("E-NO-SERIES", "E-MANUAL-NO", "E-DUPLICATE")
def test_numbers_come_from_the_caller_or_the_series_and_may_not_be_in_use() -> None:
    setup = MarketingSetup(contact_nos="CONT")
    series = NumberSeries(code="CONT", starting_no="CT1", manual_nos=False)
    with pytest.raises(NoSeries, match="Contact"):
        insert_contact(Tables.of([setup]), Contact(no=""), context=CONTEXT)
    with pytest.raises(ManualNo, match="P1"):
        insert_contact(Tables.of([setup, series]), Contact(no="P1"), context=CONTEXT)
    with pytest.raises(Duplicate):
        insert_contact(Tables.of([C1]), C1, context=CONTEXT)
    taken = Tables.of([setup, series, Contact(no="CT1"), Contact(no="CT2")])
    changes = insert_contact(taken, Contact(no=""), context=CONTEXT)
    assert [contact.no for contact in changes.inserted_of(Contact)] == ["CT3"]
    assert [row.last_no_used for row in changes.modified_of(NumberSeries)] == ["CT3"]
    numbered = insert_contact(taken, Contact(no=""), numbers=iter(["CT1", "X7"]), context=CONTEXT)
    assert [(row.no, row.no_series) for row in numbered.inserted] == [("X7", "")]  # type: ignore[attr-defined]
    with pytest.raises(NoSeries):
        insert_contact(taken, Contact(no=""), numbers=iter(["CT1"]), context=CONTEXT)


@pytest.mark.rule("E-CONTACT-TYPE-LOG", "E-CONTACT-TYPE-TASK", "E-CONTACT-TYPE-OPPORTUNITY")
@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (InteractionLogEntry(entry_no=1, contact_no="P1"), ContactHasLogEntries),
        (Task(no="T1", contact_no="P1"), ContactHasTasks),
        (Opportunity(no="O1", contact_no="P1"), ContactHasOpportunities),
    ],
)
def test_a_contact_with_a_history_keeps_its_type(row: Record, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal, match="P1"):
        change_contact_type(Tables.of([C1, P1, row]), "P1", ContactType.COMPANY)


@pytest.mark.rule("E-CONTACT-TYPE-FIELD")
@pytest.mark.parametrize(
    ("contact", "row", "field"),
    [
        (attrs.evolve(P1, organizational_level_code="CEO"), None, "organizational_level_code"),
        (P1, ContactJobResponsibility(contact_no="P1", job_responsibility_code="IT"), "job_responsibilities"),
        (C2, ContactBusinessRelation(contact_no="C2", business_relation_code="A"), "business_relations"),
        (C2, ContactIndustryGroup(contact_no="C2", industry_group_code="A"), "industry_groups"),
        (attrs.evolve(C2, currency_code="EUR"), None, "currency_code"),
        (attrs.evolve(C2, vat_registration_no="1"), None, "vat_registration_no"),
    ],
)
def test_fields_of_the_old_type_must_be_blank(contact: Contact, row: Record | None, field: str) -> None:
    rows: list[Record] = [C1, contact, *([] if row is None else [row])]
    other = ContactType.COMPANY if contact.type is ContactType.PERSON else ContactType.PERSON
    with pytest.raises(ContactTypeField) as refusal:
        change_contact_type(Tables.of(rows), contact.no, other)
    assert refusal.value.field == field


@pytest.mark.rule("E-CONTACT-TYPE-PERSONS")
def test_a_company_with_persons_stays_a_company() -> None:
    with pytest.raises(ContactHasPersons, match="C1"):
        change_contact_type(Tables.of([C1, P1]), "C1", ContactType.PERSON)


def test_a_person_becomes_a_company_of_its_own_and_a_company_a_person_without() -> None:
    setup = MarketingSetup(def_company_salutation_code="COMPANY", default_person_salutation_code="UNISEX")
    relation = ContactBusinessRelation(
        contact_no="C1", business_relation_code="A", link_to_table=RelationLink.CUSTOMER, no="K"
    )
    tables = Tables.of([setup, C1, attrs.evolve(P1, business_relation=BusinessRelationSummary.OTHER), C2, relation])
    company = after(tables, change_contact_type(tables, "P1", ContactType.COMPANY))
    assert (company.company_no, company.company_name, company.salutation_code) == ("P1", "Ann", "COMPANY")
    assert (company.lookup_contact_no, company.business_relation) == ("", BusinessRelationSummary.NONE)
    person = after(tables, change_contact_type(tables, "C2", ContactType.PERSON), "C2")
    assert (person.company_no, person.company_name, person.salutation_code) == ("", "", "UNISEX")
    assert person.lookup_contact_no == "C2"
    assert not change_contact_type(tables, "C2", ContactType.COMPANY)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("to", ["Company", "Person", 1, None])
def test_the_type_of_a_contact_changes_to_a_member_of_the_option_only(to: Any) -> None:
    with pytest.raises(WrongType, match=r"to = .*: is no ContactType"):
        change_contact_type(Tables.of([C2]), "C2", to)


@pytest.mark.rule("E-CONTACT-NOT-PERSON", "E-CONTACT-ON-SEGMENT", "E-NOT-FOUND")
def test_only_persons_off_every_segment_change_company() -> None:
    line = SegmentLine(segment_no="SM1", line_no=10000, contact_no="P1", contact_company_no="C1")
    tables = Tables.of([C1, C2, P1, attrs.evolve(P1, no="P2"), line])
    with pytest.raises(ContactNotPerson, match="C1"):
        change_contact_company(tables, "C1", "C2")
    with pytest.raises(ContactOnSegment, match="SM1"):
        change_contact_company(tables, "P1", "C2")
    with pytest.raises(ContactOnSegment, match="SM1"):
        change_contact_type(tables, "P1", ContactType.COMPANY)
    with pytest.raises(NotFound, match="P2"):
        change_contact_company(tables, "P1", "P2")
    with pytest.raises(NotFound, match="Atlantis"):
        set_company_name(tables, "P2", "Atlantis")
    assert not change_contact_company(tables, "P1", "C1")
    assert not change_contact_company(tables, "C1", "C1")


def test_what_names_a_person_stays_with_the_company_left() -> None:
    rows: list[Record] = []
    for at, company in enumerate(("C1", ""), 1):
        person = f"P{at}"
        of: dict[str, str] = {"contact_no": person, "contact_company_no": company}
        rows += [
            attrs.evolve(P1, no=person, company_no=company),
            InteractionLogEntry(entry_no=at, **of),  # type: ignore[arg-type]
            Opportunity(no=person, **of),  # type: ignore[arg-type]
            OpportunityEntry(entry_no=at, **of),  # type: ignore[arg-type]
            Task(no=person, **of),  # type: ignore[arg-type]
        ]
    tables = Tables.of([C1, C2, *rows])
    tables = tables.apply(change_contact_company(tables, "P1", "C2"))
    tables = tables.apply(change_contact_company(tables, "P2", "C2"))
    for kind in (InteractionLogEntry, Opportunity, OpportunityEntry, Task):
        named = [(row.contact_no, row.contact_company_no) for row in tables.where(kind)]  # type: ignore[attr-defined]
        assert named == [("C1", "C1"), ("C2", "")]


def test_leaving_the_company_or_entering_an_unknown_one_clears_the_name_only() -> None:
    person = attrs.evolve(P1, city="Oslo", salesperson_code="JO")
    tables = Tables.of([C1, person])
    for company in ("", "C9"):
        changed = after(tables, change_contact_company(tables, "p1", company))
        assert (changed.company_no, changed.company_name) == (company, "")
        assert (changed.city, changed.salesperson_code) == ("Oslo", "JO")
    assert after(tables, set_company_name(tables, "P1", "")).company_no == ""


def test_modifying_a_card_carries_out_a_change_of_type_or_company() -> None:
    tables = Tables.of([C1, C2, P1])
    moved = after(tables, modify_contact(tables, attrs.evolve(P1, company_no="C2", name="Anna")))
    assert (moved.company_name, moved.name) == ("Zoo", "Anna")
    changed = after(tables, modify_contact(tables, attrs.evolve(P1, type=ContactType.COMPANY, name="Anna Ltd")))
    assert (changed.company_no, changed.company_name) == ("P1", "Anna Ltd")
    member = attrs.evolve(C2, type=ContactType.PERSON, company_no="C1")
    assert after(tables, modify_contact(tables, member), "C2").company_name == "Ark"
    assert not modify_contact(tables, P1)
    with pytest.raises(NotFound):
        modify_contact(tables, attrs.evolve(P1, no="P9"))


@pytest.mark.rule("E-CONTACT-CONSENT")
def test_minors_are_blocked_until_there_is_consent_and_somebody_unblocks_them() -> None:
    tables = Tables.of([C1, P1])

    def change(**fields: Any) -> Contact:
        nonlocal tables
        person = tables.get(Contact, "P1")
        assert person is not None
        tables = tables.apply(modify_contact(tables, attrs.evolve(person, **fields)))
        changed = tables.get(Contact, "P1")
        assert changed is not None
        return changed

    assert change(minor=True).privacy_blocked
    new = attrs.evolve(P1, no="P2", minor=True, parental_consent_received=True)
    assert after(tables, insert_contact(tables, new, context=CONTEXT), "P2").privacy_blocked
    with pytest.raises(ConsentMissing, match="P1"):
        change(privacy_blocked=False)
    assert change(parental_consent_received=True).privacy_blocked
    assert not change(privacy_blocked=False).privacy_blocked
    assert change(parental_consent_received=False).privacy_blocked


ALL_OFF = MarketingSetup(
    inherit_salesperson_code=False,
    inherit_territory_code=False,
    inherit_country_region_code=False,
    inherit_language_code=False,
    inherit_address_details=False,
    inherit_communication_details=False,
    inherit_format_region=False,
)
FULL = Contact(
    no="C1",
    name="Ark",
    salesperson_code="JO",
    territory_code="MID",
    country_region_code="GB",
    language_code="ENG",
    format_region="en-GB",
    address="Quay",
    address_2="2",
    post_code="B1",
    city="Oslo",
    phone_no="1",
    mobile_phone_no="2",
    fax_no="3",
    email="e",
    home_page="h",
    correspondence_type=CorrespondenceType.EMAIL,
)
SWITCHED = {
    "inherit_salesperson_code": ("salesperson_code",),
    "inherit_territory_code": ("territory_code",),
    "inherit_country_region_code": ("country_region_code",),
    "inherit_language_code": ("language_code",),
    "inherit_format_region": ("format_region",),
    "inherit_address_details": ("address", "address_2", "post_code", "city"),
    "inherit_communication_details": (
        "phone_no",
        "mobile_phone_no",
        "fax_no",
        "email",
        "home_page",
        "correspondence_type",
    ),
}


@pytest.mark.parametrize("switch", SWITCHED)
def test_each_switch_of_the_setup_hands_on_its_own_fields_and_no_others(switch: str) -> None:
    on: dict[str, Any] = {switch: True}
    setup = attrs.evolve(ALL_OFF, **on)
    blank = Contact(no="P1", type=ContactType.PERSON)
    same: dict[str, Any] = {field: getattr(FULL, field) for field in SWITCHED[switch]}
    assert joined(blank, None, FULL, setup) == attrs.evolve(blank, company_name="Ark", **same)
    as_before = attrs.evolve(FULL, no="P1", company_name="Ark")
    emptied = {field: getattr(blank, field) for field in SWITCHED[switch] if field != "correspondence_type"}
    changed: dict[str, Any] = {**emptied}
    assert followed(as_before, FULL, Contact(no="C1", name="Ark"), setup) == attrs.evolve(as_before, **changed)


def test_codes_are_overwritten_on_joining_but_only_followed_while_they_are_equal() -> None:
    own = Contact(no="P1", salesperson_code="PS", email="own", address="own")
    heir = joined(own, None, FULL, MarketingSetup())
    assert (heir.salesperson_code, heir.email, heir.address, heir.city) == ("JO", "own", "own", "")
    new = attrs.evolve(FULL, salesperson_code="XX", email="new", city="Bergen", name="Arc")
    kept = followed(own, FULL, new, MarketingSetup())
    assert (kept.salesperson_code, kept.email, kept.city, kept.company_name) == ("PS", "own", "", "Arc")
