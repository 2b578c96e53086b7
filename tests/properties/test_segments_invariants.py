"""Segments hold their invariants, whatever is done to them; naive rules stand beside the fast ones."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import (
    Contact,
    ContactBusinessRelation,
    ContactJobResponsibility,
    ContactType,
    RelationLink,
)
from bcmarketing.context import Context
from bcmarketing.errors import Refusal
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate
from bcmarketing.policies import Policies
from bcmarketing.segments.criteria import add_contacts, reduce_contacts, refine_contacts
from bcmarketing.segments.editing import change_line, delete_line, delete_segment, insert_line
from bcmarketing.segments.headers import LINE_FIELDS, change_segment_header, create_segment
from bcmarketing.segments.history import go_back
from bcmarketing.segments.logging import log_segment
from bcmarketing.segments.membership import Verdict, explain_membership
from bcmarketing.segments.records import (
    CriteriaLineType,
    LoggedSegment,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentHistory,
    SegmentInteractionLanguage,
    SegmentLine,
)
from bcmarketing.segments.refusals import EmptySegment
from bcmarketing.segments.saved import reuse_criteria, save_criteria
from bcmarketing.segments.statistics import segment_statistics
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 2, 10))
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
UNDO = Policies(undo_last_action=True)
KEEP = Policies(reset_criteria_when_empty=False, undo_last_action=True)

COMPANIES = ("A", "B", "C")
PERSONS = ("P", "Q", "R", "S")
SALESPEOPLE = ("HR", "JO")
Filters = dict[str, dict[str, str]]
PROCESSES: dict[str, Callable[..., ChangeSet]] = {"+": add_contacts, "-": reduce_contacts, "=": refine_contacts}


@st.composite
def worlds(draw: st.DrawFn) -> Tables:
    """Companies, persons with and without company, relations, an activated campaign, and a segment S with lines."""
    rows: list[Record] = [Salesperson(code=code) for code in SALESPEOPLE]
    names = st.sampled_from(("Ada", "Bo"))
    salespeople = st.sampled_from(SALESPEOPLE)
    for no in COMPANIES:
        rows.append(
            Contact(
                no=no,
                company_no=no,
                company_name=draw(names),
                salesperson_code=draw(salespeople),
                exclude_from_segment=draw(st.booleans()),
            )
        )
        if draw(st.booleans()):
            rows.append(
                ContactBusinessRelation(
                    contact_no=no, business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no=f"K{no}"
                )
            )
    for no in PERSONS:
        company = draw(st.sampled_from(("", *COMPANIES)))
        rows.append(
            Contact(
                no=no,
                type=ContactType.PERSON,
                name=draw(names),
                company_no=company,
                salesperson_code=draw(salespeople),
                exclude_from_segment=draw(st.booleans()),
            )
        )
        if draw(st.booleans()):
            rows.append(ContactJobResponsibility(contact_no=no, job_responsibility_code="BUY"))
    target, has_campaign = draw(st.booleans()), draw(st.booleans())
    rows += [
        Campaign(no="CP"),
        CampaignTargetGroup(type=TargetType.CONTACT, no="X", campaign_no="CP"),
        InteractionTemplate(code="T", unit_cost=2, unit_duration=5),
        SegmentHeader(
            no="S",
            description="Fair",
            date=CONTEXT.today,
            campaign_no="CP" if has_campaign else "",
            campaign_target=target,
            interaction_template_code="T",
            unit_cost=2,
            unit_duration=5,
        ),
    ]
    tables = Tables.of(rows)
    for no in draw(st.lists(st.sampled_from(("", *COMPANIES, *PERSONS)), max_size=5)):
        tables = tables.apply(insert_line(tables, "S", no, context=CONTEXT))
    return tables


filters = st.sampled_from(
    [
        {},
        {"contact": {"salesperson_code": "HR"}},
        {"contact": {"no": "A..P"}},
        {"contact": {"type": "Person", "salesperson_code": "JO"}},
        {"contact_business_relation": {"business_relation_code": "CUST"}},
        {"contact_job_responsibility": {"job_responsibility_code": "B*"}},
        {"contact": {"name": "<>Bo"}, "contact_business_relation": {"no": "KA|KB"}},
    ]
)


def lines(tables: Tables) -> list[SegmentLine]:
    return tables.where(SegmentLine, segment_no="S")


def contacts(tables: Tables) -> list[str]:
    return [line.contact_no for line in lines(tables)]


def actions(tables: Tables) -> int:
    return segment_statistics(tables, "S").no_of_criteria_actions


# A naive reading of the selection rules, for the filters above.


def passes(tables: Tables, contact: Contact, filters: Filters) -> bool:
    def relations(no: str) -> list[ContactBusinessRelation]:
        return [row for row in tables.where(ContactBusinessRelation) if no and row.contact_no == no]

    tests: dict[tuple[str, str], Callable[[], bool]] = {
        ("contact", "salesperson_code"): lambda: contact.salesperson_code == filters["contact"]["salesperson_code"],
        ("contact", "no"): lambda: "A" <= contact.no <= "P",
        ("contact", "type"): lambda: contact.type is ContactType.PERSON,
        ("contact", "name"): lambda: contact.name != "Bo",
        ("contact_business_relation", "business_relation_code"): lambda: bool(relations(contact.company_no)),
        ("contact_business_relation", "no"): lambda: any(
            row.no in {"KA", "KB"} for row in relations(contact.company_no)
        ),
        ("contact_job_responsibility", "job_responsibility_code"): lambda: any(
            row.contact_no == contact.no for row in tables.where(ContactJobResponsibility)
        ),
    }
    return all(tests[table, field]() for table, view in filters.items() for field in view)


def naively_added(tables: Tables, filters: Filters, flags: dict[str, bool]) -> list[str]:
    everyone = tables.where(Contact)
    found = {row.no for row in everyone if passes(tables, row, filters)}
    if flags["expand_companies"]:
        companies = {row.company_no for row in everyone if row.no in found} - {""}
        found = {row.no for row in everyone if row.company_no in companies or (not row.company_no and row.no in found)}
    if flags["allow_related_companies"]:
        found |= {row.company_no for row in everyone if row.no in found} - {""}
    kept = [row for row in everyone if row.no in found and (flags["ignore_exclusion"] or not row.exclude_from_segment)]
    kept.sort(key=lambda row: (row.company_name, row.company_no, row.type.value, row.name, row.no))
    present = set(contacts(tables))
    return [row.no for row in kept if flags["allow_existing_contacts"] or row.no not in present]


flags = st.fixed_dictionaries(
    {
        name: st.booleans()
        for name in ("allow_existing_contacts", "expand_companies", "allow_related_companies", "ignore_exclusion")
    }
)


@given(worlds(), filters, flags)
@pytest.mark.invariant("campaigns", 14, 16, 17)
def test_adding_finds_what_the_rule_says_in_its_order(tables: Tables, filters: Filters, flags: dict[str, Any]) -> None:
    expected = naively_added(tables, filters, flags)

    after = tables.apply(add_contacts(tables, "S", filters, context=CONTEXT, **flags))

    before = contacts(tables)
    assert contacts(after) == before + expected
    numbers = [line.line_no for line in lines(after)]
    assert numbers == [10000 * position for position in range(1, len(numbers) + 1)]
    if not flags["ignore_exclusion"]:
        assert not any(after.get(Contact, no).exclude_from_segment for no in expected if after.get(Contact, no))  # type: ignore[union-attr]
    if not flags["allow_existing_contacts"]:
        assert all(count == max(1, before.count(no)) for no, count in Counter(contacts(after)).items())
        again = after.apply(add_contacts(after, "S", filters, context=CONTEXT, **flags))
        assert contacts(again) == contacts(after)


def naively_matched(tables: Tables, filters: Filters, *, entire_companies: bool) -> set[str]:
    matched = set()
    for line in lines(tables):
        company = line.contact_company_no if entire_companies else ""
        looked_at = [
            row for row in tables.where(Contact) if row.no == line.contact_no or (company and row.company_no == company)
        ]
        if any(passes(tables, row, filters) for row in looked_at):
            matched.add(line.contact_no)
    return matched


@given(worlds(), filters, st.booleans())
@pytest.mark.invariant("campaigns", 15)
def test_reducing_and_refining_part_the_lines_that_have_a_contact(
    tables: Tables, filters: Filters, entire_companies: bool
) -> None:
    matched = naively_matched(tables, filters, entire_companies=entire_companies)

    reduced = tables.apply(reduce_contacts(tables, "S", filters, entire_companies=entire_companies, context=CONTEXT))
    refined = tables.apply(refine_contacts(tables, "S", filters, entire_companies=entire_companies, context=CONTEXT))

    assert lines(reduced) == [line for line in lines(tables) if line.contact_no not in matched]
    assert lines(refined) == [line for line in lines(tables) if line.contact_no in matched]
    if not entire_companies:
        both = [line for line in lines(tables) if line.contact_no]
        assert sorted((*lines(reduced), *lines(refined)), key=lambda line: line.line_no) == [
            line for line in lines(tables) if line in both or not line.contact_no
        ]


@given(worlds(), filters)
@pytest.mark.invariant("campaigns", 18)
def test_going_back_after_adding_restores_contacts_and_steps(tables: Tables, filters: Filters) -> None:
    tables = tables.apply(reduce_contacts(tables, "S", {"contact": {"no": "A"}}, context=CONTEXT, policies=KEEP))
    added = tables.apply(add_contacts(tables, "S", filters, context=CONTEXT))
    back = added.apply(go_back(added, "S", context=CONTEXT, policies=KEEP))
    assert set(contacts(back)) == set(contacts(tables))
    assert actions(back) == actions(tables)
    assert back.where(SegmentHistory) == tables.where(SegmentHistory)


@given(worlds(), filters, st.booleans())
@pytest.mark.invariant("campaigns", 18)
def test_going_back_after_reducing_brings_the_contacts_back_from_the_last_to_the_first(
    tables: Tables, filters: Filters, refines: bool
) -> None:
    step = refine_contacts if refines else reduce_contacts
    removed = tables.apply(step(tables, "S", filters, context=CONTEXT, policies=KEEP))
    gone = [line.contact_no for line in lines(tables) if line not in lines(removed)]
    back = removed.apply(go_back(removed, "S", context=CONTEXT, policies=KEEP))
    assert contacts(back) == contacts(removed) + gone[::-1]
    assert Counter(contacts(back)) == Counter(contacts(tables))
    assert actions(back) == actions(tables)


Step = Callable[[Tables], ChangeSet]


def _names(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


def _process(process: Callable[..., ChangeSet], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(*arguments).map(lambda given: lambda tables: process(tables, "S", *given, context=CONTEXT))


def _by_hand(process: Callable[..., ChangeSet], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(*arguments).map(lambda given: lambda tables: process(tables, "S", *given, context=BY_HAND))


line_nos = st.sampled_from((10000, 20000, 30000))
steps: st.SearchStrategy[Step] = st.one_of(
    _process(add_contacts, filters),
    _process(reduce_contacts, filters),
    _process(refine_contacts, filters),
    _by_hand(insert_line, _names("", *COMPANIES, *PERSONS)),
    _by_hand(delete_line, line_nos),
    _process(delete_line, line_nos),
    _by_hand(change_line, line_nos, st.just("contact_no"), _names("", *COMPANIES, *PERSONS)),
    _process(change_line, line_nos, st.just("campaign_no"), _names("", "CP")),
    _process(change_line, line_nos, st.just("campaign_target"), st.booleans()),
    _process(change_line, line_nos, st.just("cost"), st.sampled_from((Decimal(0), Decimal("1.25")))),
    _process(change_segment_header, st.just("campaign_no"), _names("", "CP")),
    _process(change_segment_header, st.just("campaign_target"), st.booleans()),
    _process(change_segment_header, st.just("interaction_template_code"), st.just("T")),
    st.just(lambda tables: go_back(tables, "S", context=CONTEXT, policies=UNDO)),
)


# Rule 4 as it is written, without memory: what a process does to the target group.


def naive_row(tables: Tables, line: SegmentLine, contact_no: str) -> CampaignTargetGroup:
    relations = tables.where(ContactBusinessRelation, contact_no=line.contact_company_no)
    linked = [row.no for row in relations if row.link_to_table is RelationLink.CUSTOMER]
    kind, no = (TargetType.CUSTOMER, linked[0]) if linked else (TargetType.CONTACT, contact_no)
    return CampaignTargetGroup(type=kind, no=no, campaign_no=line.campaign_no)


def naively_deregistered(
    rows: set[CampaignTargetGroup], tables: Tables, stored: Iterable[SegmentLine], line: SegmentLine
) -> set[CampaignTargetGroup]:
    supports = sum(
        one.campaign_no == line.campaign_no
        and one.contact_company_no == line.contact_company_no
        and one.campaign_target
        for one in stored
    )
    if line.campaign_no and supports == 1:
        return rows - {naive_row(tables, line, line.contact_no)}
    return rows


def naively_removed(tables: Tables, removed: Sequence[SegmentLine]) -> set[CampaignTargetGroup]:
    rows, stored = set(tables.where(CampaignTargetGroup)), tables.where(SegmentLine)
    for line in removed:
        rows = naively_deregistered(rows, tables, stored, line)
        stored.remove(line)
    return rows


@given(worlds(), st.lists(steps, max_size=6), filters)
def test_target_groups_lose_what_the_plain_rule_drops_line_by_line(
    tables: Tables, done: list[Step], filters: Filters
) -> None:
    tables = carried_out(tables, done)
    for changes in (
        reduce_contacts(tables, "S", filters, context=CONTEXT),
        delete_segment(tables, "S", context=CONTEXT),
    ):
        removed = [line for line in lines(tables) if line in changes.deleted_of(SegmentLine)]
        assert set(tables.apply(changes).where(CampaignTargetGroup)) == naively_removed(tables, removed)


@given(worlds(), st.lists(steps, max_size=4), filters)
def test_target_groups_gain_the_rows_of_added_targets_while_the_campaign_is_activated(
    tables: Tables, done: list[Step], filters: Filters
) -> None:
    tables = carried_out(tables, done)
    changes = add_contacts(tables, "S", filters, context=CONTEXT)
    added = changes.inserted_of(SegmentLine)
    expected = set(tables.where(CampaignTargetGroup))
    if expected:
        expected |= {
            naive_row(tables, line, line.contact_company_no)
            for line in added
            if line.campaign_no and line.campaign_target
        }
    assert set(tables.apply(changes).where(CampaignTargetGroup)) == expected


def carried_out(tables: Tables, done: Iterable[Step]) -> Tables:
    for step in done:
        try:
            tables = tables.apply(step(tables))
        except Refusal:
            continue  # a line that is not there
    return tables


@given(worlds(), st.lists(steps, max_size=12))
@pytest.mark.invariant("campaigns", 13, 14, 19)
def test_figures_numbers_and_filter_counts_hold_after_any_process(tables: Tables, done: list[Step]) -> None:
    created = [line.line_no for line in lines(tables)]
    for step in done:
        last = max(created, default=0)
        tables = carried_out(tables, [step])
        statistics = segment_statistics(tables, "S")
        assert statistics.no_of_lines == len(lines(tables))
        assert statistics.cost == sum((line.cost for line in lines(tables)), Decimal(0))
        assert statistics.duration == sum((line.duration for line in lines(tables)), Decimal(0))
        numbers = [line.line_no for line in lines(tables)]
        assert numbers == sorted(set(numbers))
        assert all(no % 10000 == 0 for no in numbers)
        new = [no for no in numbers if no not in created]
        assert not new or new[0] > last
        created = numbers
        criteria = tables.where(SegmentCriteriaLine, segment_no="S")
        assert [line.line_no for line in criteria] == list(range(1, len(criteria) + 1))
        for place, line in enumerate(criteria):
            if line.type is CriteriaLineType.ACTION:
                following = criteria[place + 1 :]
                ends = [at for at, other in enumerate(following) if other.type is CriteriaLineType.ACTION]
                assert line.no_of_filters == (ends[0] if ends else len(following))
        assert all(row.segment_action_no <= actions(tables) for row in tables.where(SegmentHistory))


@given(worlds(), st.lists(steps, max_size=6), st.booleans())
@pytest.mark.invariant("campaigns", 5, 6, 7)
def test_a_logged_segment_leaves_its_entries_and_nothing_else(
    tables: Tables, done: list[Step], follow_up: bool
) -> None:
    tables = carried_out(tables, done)
    header = tables.get(SegmentHeader, "S")
    assert header is not None
    with_contact = [line for line in lines(tables) if line.contact_no]
    if not with_contact:
        before = Tables.of(tables.rows())
        with pytest.raises(EmptySegment):
            log_segment(tables, "S", follow_up=follow_up, follow_up_no="F", context=CONTEXT)
        assert tables == before
        return
    changes = log_segment(tables, "S", follow_up=follow_up, follow_up_no="F", context=CONTEXT)
    after = tables.apply(changes)
    own: tuple[type[Any], ...] = (SegmentLine, SegmentCriteriaLine, SegmentHistory, SegmentInteractionLanguage)
    assert not any(after.where(kind, segment_no="S") for kind in own)
    assert after.get(SegmentHeader, "S") is None
    assert [logged.segment_no for logged in after.where(LoggedSegment)] == ["S"]
    entries = after.where(InteractionLogEntry)
    assert [entry.contact_no for entry in entries] == [line.contact_no for line in with_contact]
    assert sum((entry.cost for entry in entries), Decimal(0)) == sum((line.cost for line in with_contact), Decimal(0))
    assert sum(entry.duration for entry in entries) == sum(line.duration for line in with_contact)
    of_campaign = {entry.campaign_entry_no for entry in entries if entry.campaign_no}
    assert len(of_campaign) == len({entry.campaign_no for entry in entries} - {""})
    for entry in entries:
        if entry.campaign_no:
            referenced = after.get(CampaignEntry, entry.campaign_entry_no)
            assert referenced is not None
            assert referenced.campaign_no == entry.campaign_no
    if follow_up:
        followed = after.where(SegmentLine, segment_no="F")
        assert [line.contact_no for line in followed] == [entry.contact_no for entry in entries]
        assert [line.campaign_no for line in followed] == [entry.campaign_no for entry in entries]
        assert not any(line.campaign_target for line in followed)


@given(worlds(), st.lists(st.tuples(st.sampled_from("+-="), filters), min_size=1, max_size=4))
@pytest.mark.invariant("campaigns", 20)
def test_saved_criteria_give_the_same_contacts_on_an_empty_segment(
    tables: Tables, selection: list[tuple[str, Filters]]
) -> None:
    for name in ("FIRST", "SECOND"):
        tables = tables.apply(create_segment(tables, name, context=CONTEXT))
    for kind, filters in selection:
        tables = tables.apply(PROCESSES[kind](tables, "FIRST", filters, context=CONTEXT, policies=KEEP))
    tables = tables.apply(save_criteria(tables, "FIRST", "SAVED", context=CONTEXT))

    tables = tables.apply(reuse_criteria(tables, "SECOND", "SAVED", context=CONTEXT, policies=KEEP))

    def reached(no: str) -> list[str]:
        return [line.contact_no for line in tables.where(SegmentLine, segment_no=no)]

    def recorded(no: str) -> list[SegmentCriteriaLine]:
        return [attrs.evolve(line, segment_no="") for line in tables.where(SegmentCriteriaLine, segment_no=no)]

    assert reached("SECOND") == reached("FIRST")
    assert recorded("SECOND") == recorded("FIRST")


@given(
    worlds(),
    st.lists(st.sampled_from(("T", "U")), max_size=6),
    st.sampled_from(
        (
            ("description", "New"),
            ("campaign_no", "CP"),
            ("campaign_no", ""),
            ("campaign_target", True),
            ("campaign_response", True),
            ("unit_cost", Decimal(9)),
            ("date", dt.date(2027, 3, 1)),
            ("salesperson_code", "HR"),
        )
    ),
)
@pytest.mark.invariant("campaigns", 21)
def test_a_header_change_touches_only_lines_with_its_template_and_never_the_target_group(
    tables: Tables, templates: list[str], change: tuple[str, object]
) -> None:
    tables = tables.apply(ChangeSet(inserted=(InteractionTemplate(code="U"),)))
    for line, code in zip(lines(tables), templates, strict=False):
        if line.contact_no:
            tables = tables.apply(
                change_line(tables, "S", line.line_no, "interaction_template_code", code, context=CONTEXT)
            )
    field, value = change
    after = tables.apply(change_segment_header(tables, "S", field, value, context=CONTEXT))
    assert after.where(CampaignTargetGroup) == tables.where(CampaignTargetGroup)
    expected: dict[str, Any] = {LINE_FIELDS[field]: value}
    assert lines(after) == [
        attrs.evolve(line, **expected) if line.interaction_template_code == "T" else line for line in lines(tables)
    ]
    retemplated = after.apply(change_segment_header(after, "S", "interaction_template_code", "U", context=CONTEXT))
    assert {line.interaction_template_code for line in lines(retemplated)} <= {"U"}
    assert retemplated.where(CampaignTargetGroup) == tables.where(CampaignTargetGroup)


@given(worlds(), st.lists(st.tuples(st.sampled_from("+-="), filters), max_size=5))
def test_every_contact_is_told_what_each_step_did_about_it(
    tables: Tables, selection: list[tuple[str, Filters]]
) -> None:
    inside = {no: no in contacts(tables) for no in (*COMPANIES, *PERSONS)}
    expected: dict[str, list[tuple[bool, bool]]] = {no: [] for no in inside}
    for kind, filters in selection:
        tables = tables.apply(PROCESSES[kind](tables, "S", filters, context=CONTEXT, policies=KEEP))
        for no, was_inside in inside.items():
            expected[no].append((was_inside, no in contacts(tables)))
            inside[no] = no in contacts(tables)
    changes_by = {(False, True): {Verdict.BROUGHT_IN}, (True, False): {Verdict.REMOVED}}
    stays = {(True, True): {Verdict.HAD_LINE, Verdict.PASSED, Verdict.NOT_FOUND, Verdict.EXCLUDED}}
    stays[False, False] = {Verdict.NOT_FOUND, Verdict.EXCLUDED, Verdict.ABSENT}
    told = explain_membership(tables, "S")
    assert [one.contact_no for one in told] == sorted(inside)
    for one in told:
        assert one.is_member is inside[one.contact_no]
        moves = expected[one.contact_no]
        assert all(
            decision.verdict in (changes_by | stays)[move] for decision, move in zip(one.decisions, moves, strict=True)
        )
        for decision in one.decisions:
            passed = passes(tables, tables.get(Contact, one.contact_no), decision.step.by_table())  # type: ignore[arg-type]
            assert (not decision.failed) is passed
            tables_named = {table for table, _ in (*decision.matched, *decision.failed)}
            assert tables_named == set(decision.step.by_table())
