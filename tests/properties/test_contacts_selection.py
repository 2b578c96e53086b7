"""Selecting contacts, against a reading of the rules that looks at one contact after the other."""

import datetime as dt
from collections.abc import Iterable, Mapping
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.contacts.profiles import ContactProfileAnswer
from bcmarketing.contacts.records import (
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    ContactType,
    RelationLink,
)
from bcmarketing.contacts.trade import PostedDocument, TradeSource, ValueEntry
from bcmarketing.context import Context
from bcmarketing.errors import InvalidField, WrongType
from bcmarketing.filters.expression import compile_filter
from bcmarketing.filters.fields import field_type
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.policies import Policies
from bcmarketing.segments.bitmaps import FieldBitmaps, bitmap, members
from bcmarketing.segments.criteria import carry_out
from bcmarketing.segments.filtering import TABLES
from bcmarketing.segments.index import ContactIndex
from bcmarketing.segments.opened import OpenSegment
from bcmarketing.segments.preview import preview
from bcmarketing.segments.records import CriteriaAction, SegmentHeader, SegmentLine
from bcmarketing.segments.selection import Selection, matching
from bcmarketing.segments.steps import SelectionStep, recorded_filters
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2027, 1, 11))
COMPANIES = ("C1", "C2", "C3")
PERSONS = ("P1", "P2", "P3", "P4")
nos = st.sampled_from(COMPANIES + PERSONS)
letters = st.sampled_from("AB")
Row = TypeVar("Row")


def unique(rows: Iterable[Row], *fields: str) -> list[Row]:
    return list({tuple(getattr(row, field) for field in fields): row for row in rows}.values())


@st.composite
def worlds(draw: st.DrawFn) -> Tables:
    names = {no: draw(st.sampled_from(["", "Ark", "Zoo"])) for no in COMPANIES}
    companies = [
        Contact(no=no, name=names[no], company_no=no, company_name=names[no], exclude_from_segment=draw(st.booleans()))
        for no in COMPANIES
    ]
    persons = []
    for no in PERSONS:
        company = draw(st.sampled_from(("", *COMPANIES)))
        persons.append(
            Contact(
                no=no,
                type=ContactType.PERSON,
                name=draw(letters),
                company_no=company,
                company_name=names.get(company, ""),
                exclude_from_segment=draw(st.booleans()),
            )
        )
    links = st.sampled_from([RelationLink.CUSTOMER, RelationLink.VENDOR, RelationLink.BLANK])
    relations = unique(
        draw(
            st.lists(
                st.builds(
                    ContactBusinessRelation,
                    contact_no=nos,
                    business_relation_code=letters,
                    link_to_table=links,
                    no=letters,
                ),
                max_size=4,
            )
        ),
        "contact_no",
        "business_relation_code",
    )
    answers = unique(
        draw(
            st.lists(
                st.builds(
                    ContactProfileAnswer, contact_no=nos, profile_questionnaire_code=letters, line_no=st.integers(1, 2)
                ),
                max_size=4,
            )
        ),
        "contact_no",
        "profile_questionnaire_code",
        "line_no",
    )
    groups = draw(st.lists(st.builds(ContactMailingGroup, contact_no=nos, mailing_group_code=letters), max_size=4))
    jobs = draw(
        st.lists(st.builds(ContactJobResponsibility, contact_no=nos, job_responsibility_code=letters), max_size=4)
    )
    industries = draw(
        st.lists(st.builds(ContactIndustryGroup, contact_no=nos, industry_group_code=letters), max_size=4)
    )
    entries = [
        InteractionLogEntry(
            entry_no=no,
            contact_no=draw(nos),
            contact_company_no=draw(st.sampled_from(("", *COMPANIES))),
            interaction_template_code=draw(letters),
            canceled=draw(st.booleans()),
        )
        for no in range(draw(st.integers(0, 4)))
    ]
    sources = st.sampled_from([TradeSource.CUSTOMER, TradeSource.VENDOR])
    trade = [
        ValueEntry(
            entry_no=no,
            item_no=draw(letters),
            source_type=draw(sources),
            source_no=draw(letters),
            document_no=draw(letters),
        )
        for no in range(draw(st.integers(0, 4)))
    ]
    documents = unique(
        draw(
            st.lists(
                st.builds(PostedDocument, source_type=sources, no=letters, contact_no=nos, bill_to_contact_no=nos),
                max_size=4,
            )
        ),
        "source_type",
        "no",
    )
    return Tables.of(
        [
            *companies,
            *persons,
            *relations,
            *answers,
            *unique(groups, "contact_no", "mailing_group_code"),
            *unique(jobs, "contact_no", "job_responsibility_code"),
            *unique(industries, "contact_no", "industry_group_code"),
            *entries,
            *trade,
            *documents,
        ]
    )


expressions = st.sampled_from(["A", "B", "<>A", "A|B", "*"])
FIELDS: Mapping[str, tuple[str, ...]] = {
    "contact_profile_answer": ("profile_questionnaire_code", "contact_no"),
    "contact_mailing_group": ("mailing_group_code",),
    "interaction_log_entry": ("interaction_template_code",),
    "contact_job_responsibility": ("job_responsibility_code",),
    "contact_industry_group": ("industry_group_code",),
    "contact_business_relation": ("business_relation_code", "no"),
    "value_entry": ("item_no",),
}


@st.composite
def filter_maps(draw: st.DrawFn) -> dict[str, dict[str, str]]:
    filters: dict[str, dict[str, str]] = {}
    if draw(st.booleans()):
        filters["contact"] = {"no": draw(st.sampled_from(["C*", "P1..P3", "<>P2", "C1|P1", ""]))}
    for table in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=2, unique=True)):
        filters[table] = {draw(st.sampled_from(FIELDS[table])): draw(expressions)}
    return filters


def passes_row(row: object, view: Mapping[str, str]) -> bool:
    return all(compile_filter(text, field_type(type(row), field))(getattr(row, field)) for field, text in view.items())


def passes(
    tables: Tables, contact: Contact, filters: Mapping[str, Mapping[str, str]], *, adding: bool, last: bool
) -> bool:
    """Look at one contact, table by table, as the specification says it."""
    for table, view in filters.items():
        rows = [row for row in tables.where(TABLES[table]) if passes_row(row, view)]
        if table == "contact":
            found = contact in rows
        elif table == "value_entry":
            found = has_trade(
                tables, contact, rows, filters.get("contact_business_relation", {}), adding=adding, last=last
            )
        elif table == "interaction_log_entry":
            found = any((row.contact_company_no, row.contact_no) == (contact.company_no, contact.no) for row in rows)
        elif table in {"contact_industry_group", "contact_business_relation"}:
            found = any(row.contact_no == contact.company_no for row in rows)
        else:
            found = any(row.contact_no == contact.no for row in rows)
        if any(view.values()) and not found:
            return False
    return True


def has_trade(
    tables: Tables,
    contact: Contact,
    entries: list[ValueEntry],
    relation_view: Mapping[str, str],
    *,
    adding: bool,
    last: bool,
) -> bool:
    results = []
    for relation in tables.where(ContactBusinessRelation, contact_no=contact.company_no):
        kind = {RelationLink.CUSTOMER: TradeSource.CUSTOMER, RelationLink.VENDOR: TradeSource.VENDOR}.get(
            relation.link_to_table
        )
        mine = [entry for entry in entries if (entry.source_type, entry.source_no) == (kind, relation.no)]
        if not passes_row(relation, relation_view) or not mine:
            continue
        documents = [tables.get(PostedDocument, (entry.source_type, entry.document_no)) for entry in mine]
        named = any(one and contact.no in (one.contact_no, one.bill_to_contact_no) for one in documents)
        results.append(contact.type is ContactType.COMPANY or not adding or named)
    return any(results[-1:] if last else results)


@settings(max_examples=150)
@given(worlds(), filter_maps(), st.booleans(), st.booleans())
def test_one_pass_finds_what_looking_at_each_contact_finds(
    tables: Tables, filters: dict[str, dict[str, str]], adding: bool, last: bool
) -> None:
    policies = Policies(last_relation_decides=last)
    found = matching(tables, filters, persons_by_document=adding, policies=policies)
    assert found == [c for c in tables.where(Contact) if passes(tables, c, filters, adding=adding, last=last)]
    selection = Selection.of(tables, filters, persons_by_document=adding, policies=policies)
    for contact in tables.where(Contact):
        failures = selection.failures(contact)
        assert (contact in found) is (not failures)
        for failure in failures:
            assert all(text == filters[failure.table][field] for field, text in failure.view)
            alone = {failure.table: filters[failure.table]}
            if failure.table == "value_entry" and "contact_business_relation" in filters:
                alone["contact_business_relation"] = filters["contact_business_relation"]
            assert contact not in matching(tables, alone, persons_by_document=adding, policies=policies)


def step_of(action: CriteriaAction, filters: dict[str, dict[str, str]], **flags: bool) -> SelectionStep:
    return SelectionStep(action=action, filters=recorded_filters(filters), **flags)


@pytest.mark.invariant("campaigns", 16)
@pytest.mark.invariant("campaigns", 17)
@settings(max_examples=80)
@given(worlds(), filter_maps(), st.booleans(), st.booleans(), st.booleans())
def test_an_add_step_finds_companies_and_persons_once_and_nobody_excluded(
    tables: Tables, filters: dict[str, dict[str, str]], expand: bool, related: bool, ignore: bool
) -> None:
    step = step_of(
        CriteriaAction.ADD,
        filters,
        expand_contact=expand,
        allow_company_with_persons=related,
        ignore_exclusion=ignore,
    )
    everyone = tables.where(Contact)
    wanted = {c.no for c in everyone if passes(tables, c, filters, adding=True, last=True)}
    if expand:
        of = {c.company_no for c in everyone if c.no in wanted and c.company_no}
        wanted = {c.no for c in everyone if c.no in wanted or c.company_no in of}
    if related:
        wanted |= {c.company_no for c in everyone if c.no in wanted and c.company_no}
    expected = [c for c in everyone if c.no in wanted and (ignore or not c.exclude_from_segment)]
    assert preview(tables, [step]) == preview(tables, [step, step]) == expected


steps = st.builds(
    step_of,
    st.sampled_from(CriteriaAction),
    filter_maps(),
    ignore_exclusion=st.booleans(),
    entire_companies=st.booleans(),
    expand_contact=st.booleans(),
    allow_company_with_persons=st.booleans(),
)


@pytest.mark.invariant("campaigns", 15)
@settings(max_examples=60)
@given(worlds(), filter_maps(), st.booleans())
def test_what_reduce_and_refine_keep_are_complements_and_entire_companies_go_together(
    tables: Tables, filters: dict[str, dict[str, str]], entire: bool
) -> None:
    add = step_of(CriteriaAction.ADD, {"contact": {"no": "<>P2&<>C2"}})
    reduced = preview(tables, [add, step_of(CriteriaAction.REDUCE, filters, entire_companies=entire)])
    refined = preview(tables, [add, step_of(CriteriaAction.REFINE, filters, entire_companies=entire)])
    chosen = preview(tables, [add])
    assert sorted(c.no for c in reduced + refined) == [c.no for c in chosen]
    for contact in chosen:
        family = tables.where(Contact, company_no=contact.company_no) if entire and contact.company_no else [contact]
        assert (contact in refined) is any(passes(tables, one, filters, adding=False, last=True) for one in family)


@settings(max_examples=60)
@given(worlds(), st.lists(steps, max_size=4), st.data())
def test_a_preview_shows_whom_the_steps_leave_in_a_segment(
    tables: Tables, sequence: list[SelectionStep], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(tables.where(Contact)))
    tables = tables.apply(ChangeSet(inserted=(SegmentHeader(no="SM1"),)))
    for step in sequence:
        work = Work(tables)
        carry_out(OpenSegment(work, "SM1", context=CONTEXT, policies=Policies()), step)
        tables = tables.apply(work.done())
    held = {line.contact_no for line in tables.where(SegmentLine)}
    assert preview(tables, sequence, iter(order)) == [contact for contact in order if contact.no in held]


def test_any_number_of_steps_is_previewed() -> None:
    tables = Tables.of([Contact(no="C1"), Contact(no="C2")])
    add, reduce = step_of(CriteriaAction.ADD, {}), step_of(CriteriaAction.REDUCE, {"contact": {"no": "C2"}})
    assert [contact.no for contact in preview(tables, [add, reduce] * 300)] == ["C1"]
    assert preview(tables, []) == preview(tables, [reduce]) == []


def test_what_cannot_be_filtered_is_refused() -> None:
    with pytest.raises(InvalidField, match="none of the tables"):
        matching(Tables(), {"customer": {"no": "A"}})
    with pytest.raises(WrongType, match="no mapping"):
        matching(Tables(), {"contact": "A"})  # type: ignore[dict-item]


@settings(max_examples=80)
@given(worlds(), filter_maps(), st.lists(steps, max_size=4), st.booleans())
def test_the_kept_index_gives_the_answers_of_the_pass(
    tables: Tables, filters: dict[str, dict[str, str]], sequence: list[SelectionStep], last: bool
) -> None:
    policies = Policies(last_relation_decides=last)
    index = ContactIndex(tables, policies=policies)
    for _ in range(2):
        assert index.matching(filters) == matching(tables, filters, policies=policies)
        found = preview(tables, sequence, policies=policies)
        assert index.members(sequence) == found
        assert index.count(sequence) == len(found)


MANY = Random(5).choices(range(2000), k=6000)


@settings(max_examples=40)
@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 5), st.booleans())
def test_runs_of_many_values_are_the_values_one_by_one(low: int, high: int, step: int, single: bool) -> None:
    size = len(MANY)

    def passed(value: int) -> bool:
        return low <= value <= high and value % step == 0

    bitmaps = FieldBitmaps(((value, at) for at, value in enumerate(MANY)), size, is_single=single)
    assert members(bitmaps.passing(passed), range(size)) == [at for at in range(size) if passed(MANY[at])]
    assert members(bitmaps.having({low, high}), range(size)) == [at for at in range(size) if MANY[at] in {low, high}]
    assert bitmap(bitmaps.positions_of(low), size) == bitmaps.having([low])


@pytest.mark.parametrize("few", [1, 3])
def test_values_that_many_have_are_kept_as_sets(few: int) -> None:
    bitmaps = FieldBitmaps(((at % few, at) for at in range(300)), 300, is_single=True)
    for _ in range(2):
        assert bitmaps.passing(lambda value: value == 0) == bitmap(range(0, 300, few), 300)
    assert bitmaps.having([7]) == bitmaps.passing(lambda _value: False) == 0


@pytest.mark.parametrize("last", [True, False])
def test_the_last_relation_with_trade_decides_for_a_person(last: bool) -> None:
    def relation(code: str, link: RelationLink) -> ContactBusinessRelation:
        return ContactBusinessRelation(contact_no="C1", business_relation_code=code, link_to_table=link, no="X")

    def traded(no: int, source: TradeSource) -> list[ValueEntry | PostedDocument]:
        named = "P1" if source is TradeSource.CUSTOMER else "P2"
        return [
            ValueEntry(entry_no=no, item_no="A", source_type=source, source_no="X", document_no="D"),
            PostedDocument(source_type=source, no="D", contact_no=named),
        ]

    tables = Tables.of(
        [
            Contact(no="C1", company_no="C1"),
            Contact(no="P1", type=ContactType.PERSON, company_no="C1"),
            Contact(no="P2", type=ContactType.PERSON, company_no="C1"),
            Contact(no="P3", type=ContactType.PERSON, company_no="C1"),
            relation("CUST", RelationLink.CUSTOMER),
            relation("PRESS", RelationLink.BLANK),
            relation("VEND", RelationLink.VENDOR),
            *traded(1, TradeSource.CUSTOMER),
            *traded(2, TradeSource.VENDOR),
            ValueEntry(entry_no=3, item_no="A", source_type=TradeSource.VENDOR, source_no="X", document_no="GONE"),
        ]
    )
    policies = Policies(last_relation_decides=last)
    filters = {"value_entry": {"item_no": "A"}}
    found = [contact.no for contact in matching(tables, filters, policies=policies)]
    assert found == (["C1", "P2"] if last else ["C1", "P1", "P2"])
    customers = {**filters, "contact_business_relation": {"business_relation_code": "CUST|PRESS"}}
    assert [contact.no for contact in matching(tables, customers, policies=policies)] == ["C1", "P1"]
    removed = matching(tables, filters, persons_by_document=False, policies=policies)
    assert [contact.no for contact in removed] == ["C1", "P1", "P2", "P3"]
