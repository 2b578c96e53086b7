"""Selection steps: recorded, carried out, undone, saved and used again."""

import datetime as dt
from collections.abc import Hashable

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.deletion import delete_contact
from bcmarketing.contacts.records import (
    Contact,
    ContactBusinessRelation,
    ContactMailingGroup,
    ContactType,
    MailingGroup,
)
from bcmarketing.context import Context
from bcmarketing.errors import Duplicate, FieldRequired, InvalidField, NotFound
from bcmarketing.filters.refusals import FilterSyntax, FilterValue
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.policies import Policies
from bcmarketing.segments.criteria import add_contacts, reduce_contacts, refine_contacts
from bcmarketing.segments.editing import change_line, delete_line, insert_line
from bcmarketing.segments.history import go_back
from bcmarketing.segments.mailing import apply_mailing_group, delete_mailing_group
from bcmarketing.segments.membership import Verdict, explain_membership
from bcmarketing.segments.records import (
    CriteriaAction,
    CriteriaLineType,
    HistoryAction,
    LoggedSegment,
    SavedSegmentCriteria,
    SavedSegmentCriteriaLine,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentHistory,
    SegmentLine,
)
from bcmarketing.segments.refusals import MailingGroupInUse, NoCriteria, NoSuchMailingGroup
from bcmarketing.segments.reuse import reuse_logged
from bcmarketing.segments.saved import delete_saved_criteria, reuse_criteria, save_criteria
from bcmarketing.segments.statistics import segment_statistics
from bcmarketing.segments.steps import SelectionStep, criteria_lines, recorded_filters, steps_of
from bcmarketing.store.reader import Key, R
from bcmarketing.store.tables import Tables
from bcmarketing.testing.invariants import check_invariants

CONTEXT = Context(today=dt.date(2027, 2, 4), user_id="EVA")
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
UNDO = Policies(undo_last_action=True)

HEADER = SegmentHeader(no="S1", description="Fair")
ACME = Contact(no="A", company_no="A", company_name="Acme", salesperson_code="HR")
ANN = Contact(no="A1", company_no="A", company_name="Acme", type=ContactType.PERSON, name="Ann")
BEN = Contact(no="A2", company_no="A", company_name="Acme", type=ContactType.PERSON, name="Ben", salesperson_code="HR")
BOLT = Contact(no="B", company_no="B", company_name="Bolt")
SOLO = Contact(no="P", type=ContactType.PERSON, name="Solo")
CUSTOMER = ContactBusinessRelation(contact_no="A", business_relation_code="CUST")
TABLES = Tables.of([HEADER, ACME, ANN, BEN, BOLT, SOLO, CUSTOMER])
CUST = {"contact_business_relation": {"business_relation_code": "CUST"}}


def contacts(tables: Tables, segment_no: str = "S1") -> list[str]:
    return [line.contact_no for line in tables.where(SegmentLine, segment_no=segment_no)]


def added(tables: Tables, *filters: str) -> Tables:
    for numbers in filters:
        tables = tables.apply(add_contacts(tables, "S1", {"contact": {"no": numbers}}, context=CONTEXT))
    return tables


def history(tables: Tables) -> list[tuple[int, int, str, HistoryAction]]:
    return [
        (row.segment_action_no, row.segment_line_no, row.contact_no, row.action_taken)
        for row in tables.where(SegmentHistory)
    ]


def test_contacts_are_added_by_company_name_company_type_name_and_number() -> None:
    assert contacts(tables := added(TABLES, "*")) == ["P", "A", "A1", "A2", "B"]
    assert [line.line_no for line in tables.where(SegmentLine)] == [10000, 20000, 30000, 40000, 50000]
    assert history(tables)[0] == (1, 10000, "P", HistoryAction.INSERTION)


def test_a_step_is_recorded_with_its_marks_and_filters_in_the_order_of_the_tables() -> None:
    filters = CUST | {"contact": {"salesperson_code": "HR", "name": " "}, "contact_mailing_group": {}}
    tables = TABLES.apply(
        add_contacts(
            TABLES,
            "S1",
            filters,
            allow_existing_contacts=True,
            expand_companies=True,
            allow_related_companies=True,
            ignore_exclusion=True,
            context=CONTEXT,
        )
    )
    tables = tables.apply(refine_contacts(tables, "S1", {}, entire_companies=True, context=CONTEXT))
    assert tables.where(SegmentCriteriaLine) == [
        SegmentCriteriaLine(
            segment_no="S1",
            line_no=1,
            action=CriteriaAction.ADD,
            allow_existing_contacts=True,
            expand_contact=True,
            allow_company_with_persons=True,
            ignore_exclusion=True,
            no_of_filters=2,
        ),
        SegmentCriteriaLine(
            segment_no="S1",
            line_no=2,
            type=CriteriaLineType.FILTER,
            table="contact",
            view=(("salesperson_code", "HR"),),
        ),
        SegmentCriteriaLine(
            segment_no="S1",
            line_no=3,
            type=CriteriaLineType.FILTER,
            table="contact_business_relation",
            view=(("business_relation_code", "CUST"),),
        ),
        SegmentCriteriaLine(segment_no="S1", line_no=4, action=CriteriaAction.REFINE, entire_companies=True),
    ]


def test_steps_are_read_back_from_the_lines_that_record_them() -> None:
    steps = (
        SelectionStep(action=CriteriaAction.ADD, filters=recorded_filters(CUST), ignore_exclusion=True),
        SelectionStep(action=CriteriaAction.REDUCE, entire_companies=True),
    )
    lines = criteria_lines("S1", 1, steps[0])
    assert steps_of((*lines, *criteria_lines("S1", 3, steps[1]))) == steps
    assert steps[0].by_table() == CUST


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"contact": {"no": "(A"}}, FilterSyntax),
        ({"contact": {"type": "Robot"}}, FilterValue),
        ({"contact": {"shoe_size": "43"}}, InvalidField),
        ({"shoes": {"size": "43"}}, InvalidField),
        ({"contact": {"name": "x" * 2048}}, InvalidField),
    ],
)
@pytest.mark.parametrize("step", [add_contacts, reduce_contacts, refine_contacts])
def test_a_malformed_filter_is_refused_before_anything_is_recorded(
    step: object, filters: dict[str, dict[str, str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        step(TABLES, "S1", filters, context=CONTEXT)  # type: ignore[operator]


def test_a_step_that_changes_nothing_is_recorded_all_the_same() -> None:
    tables = TABLES.apply(reduce_contacts(TABLES, "S1", {}, context=CONTEXT))
    assert segment_statistics(tables, "S1").no_of_criteria_actions == 1


def test_entire_companies_match_when_one_of_their_contacts_does() -> None:
    tables = added(TABLES, "A1|B|P")
    filters = {"contact": {"salesperson_code": "HR"}}
    reduced = tables.apply(reduce_contacts(tables, "S1", filters, entire_companies=True, context=CONTEXT))
    assert contacts(reduced) == ["P", "B"]
    plain = tables.apply(reduce_contacts(tables, "S1", filters, context=CONTEXT))
    assert contacts(plain) == ["P", "A1", "B"]
    refined = tables.apply(refine_contacts(tables, "S1", filters, entire_companies=True, context=CONTEXT))
    assert contacts(refined) == ["A1"]


def test_a_line_without_contact_goes_by_refining_only() -> None:
    tables = added(TABLES.apply(insert_line(TABLES, "S1", "", context=CONTEXT)), "A")
    assert contacts(tables.apply(reduce_contacts(tables, "S1", {}, context=CONTEXT))) == [""]
    assert contacts(tables.apply(refine_contacts(tables, "S1", {}, context=CONTEXT))) == ["A"]


def test_when_a_reduce_empties_the_segment_its_last_removal_stands_under_action_0() -> None:
    tables = added(TABLES, "A|B")
    tables = tables.apply(reduce_contacts(tables, "S1", {}, context=CONTEXT))
    assert tables.where(SegmentCriteriaLine) == []
    assert history(tables) == [(0, 20000, "B", HistoryAction.DELETION)]
    again = added(tables, "A|B")
    again = again.apply(reduce_contacts(again, "S1", {}, context=CONTEXT))
    assert history(again) == [(0, 20000, "B", HistoryAction.DELETION)]


def test_deleting_the_last_line_resets_criteria_only_if_there_is_more_than_one_step() -> None:
    tables = added(TABLES, "A")
    one = tables.apply(delete_line(tables, "S1", 10000, context=CONTEXT))
    assert segment_statistics(one, "S1").no_of_criteria_actions == 1
    two = tables.apply(delete_line(tables, "S1", 10000, context=BY_HAND))
    assert two.where(SegmentCriteriaLine) == []
    assert two.where(SegmentHistory) == []


# Going back


def test_going_back_needs_a_step_and_a_yes() -> None:
    assert not go_back(added(TABLES, "A"), "S1", context=CONTEXT)
    assert not go_back(TABLES, "S1", context=CONTEXT, policies=UNDO)
    with pytest.raises(NotFound):
        go_back(TABLES, "S9", context=CONTEXT, policies=UNDO)


def test_going_back_brings_removed_contacts_back_anew_from_the_last_to_the_first() -> None:
    tables = added(TABLES, "A|B|P")
    tables = tables.apply(change_line(tables, "S1", 20000, "cost", 7, context=CONTEXT))
    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "A|B"}}, context=CONTEXT))
    tables = tables.apply(go_back(tables, "S1", context=CONTEXT, policies=UNDO))
    lines = tables.where(SegmentLine)
    assert [(line.line_no, line.contact_no, int(line.cost)) for line in lines] == [
        (10000, "P", 0),
        (20000, "B", 0),
        (30000, "A", 0),
    ]
    assert segment_statistics(tables, "S1").no_of_criteria_actions == 1
    assert {row[0] for row in history(tables)} == {1}


@pytest.mark.parametrize(("all_lines", "left"), [(True, []), (False, [10000])])
def test_going_back_removes_all_lines_of_a_contact_or_only_the_added_one(all_lines: bool, left: list[int]) -> None:
    tables = TABLES.apply(insert_line(TABLES, "S1", "A", context=CONTEXT))
    filters = {"contact": {"no": "A"}}
    tables = tables.apply(add_contacts(tables, "S1", filters, allow_existing_contacts=True, context=CONTEXT))
    policies = attrs.evolve(UNDO, go_back_all_lines=all_lines)
    tables = tables.apply(go_back(tables, "S1", context=CONTEXT, policies=policies))
    assert [line.line_no for line in tables.where(SegmentLine)] == left


def test_going_back_over_the_last_line_of_several_steps_forgets_them_all() -> None:
    tables = added(TABLES, "B")
    tables = tables.apply(delete_line(tables, "S1", 10000, context=CONTEXT))
    tables = added(tables, "A|P")
    tables = tables.apply(go_back(tables, "S1", context=CONTEXT, policies=UNDO))
    assert contacts(tables) == []
    assert tables.where(SegmentCriteriaLine) == []
    assert tables.where(SegmentHistory) == []


def test_going_back_brings_a_line_back_without_company_when_its_contact_is_gone() -> None:
    tables = added(TABLES, "A1|B")
    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "A1"}}, context=CONTEXT))
    tables = tables.apply(delete_contact(tables, "A1"))
    tables = tables.apply(go_back(tables, "S1", context=CONTEXT, policies=UNDO))
    line = next(iter(tables.where(SegmentLine, contact_no="A1")))
    assert line.contact_company_no == ""
    check_invariants(tables)


# Saving and using again


@pytest.mark.rule("E-SEGMENT-NO-CRITERIA")
@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.rule("E-DUPLICATE")
def test_saving_needs_criteria_and_a_new_code() -> None:
    with pytest.raises(NoCriteria, match="S1"):
        save_criteria(TABLES, "S1", "", context=CONTEXT)
    tables = added(TABLES, "A")
    with pytest.raises(FieldRequired, match="code"):
        save_criteria(tables, "S1", " ", context=CONTEXT)
    tables = tables.apply(save_criteria(tables, "S1", "X", context=CONTEXT))
    with pytest.raises(Duplicate):
        save_criteria(tables, "S1", "x", context=CONTEXT)
    tables = tables.apply(delete_saved_criteria(tables, "X"))
    assert tables.where(SavedSegmentCriteria) == []
    assert tables.where(SavedSegmentCriteriaLine) == []
    with pytest.raises(NotFound):
        delete_saved_criteria(tables, "X")
    with pytest.raises(NotFound):
        reuse_criteria(tables, "S1", "X", context=CONTEXT)


class KindsRead:
    """A reader that notes which kinds of rows are looked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.kinds: set[str] = set()

    def get(self, kind: type[R], key: Key, /) -> R | None:
        self.kinds.add(kind.__name__)
        return self._tables.get(kind, key)

    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        self.kinds.add(kind.__name__)
        return self._tables.where(kind, **fields)

    def last(self, kind: type[R], /) -> R | None:
        self.kinds.add(kind.__name__)
        return self._tables.last(kind)


def test_saving_criteria_does_not_read_the_lines() -> None:
    reader = KindsRead(added(TABLES, "A"))

    save_criteria(reader, "S1", "X", context=CONTEXT)

    assert reader.kinds == {
        "SegmentHeader",
        "SegmentCriteriaLine",
        "SavedSegmentCriteria",
        "SavedSegmentCriteriaLine",
    }


def test_reusing_asks_when_the_segment_has_criteria_and_the_button_is_no() -> None:
    tables = added(TABLES, "A")
    tables = tables.apply(save_criteria(tables, "S1", "X", context=CONTEXT))
    assert not reuse_criteria(tables, "S1", "X", context=CONTEXT)
    yes = Policies(reuse_when_criteria_exist=True)
    tables = tables.apply(reuse_criteria(tables, "S1", "X", context=CONTEXT, policies=yes))
    assert segment_statistics(tables, "S1").no_of_criteria_actions == 2
    assert contacts(tables) == ["A"]


@pytest.mark.parametrize(("keeps_mark", "expected"), [(False, []), (True, ["A1"])])
def test_a_reused_refine_forgets_its_mark_for_entire_companies(keeps_mark: bool, expected: list[str]) -> None:
    tables = added(TABLES, "A1|B")
    filters = {"contact": {"salesperson_code": "HR"}}
    tables = tables.apply(refine_contacts(tables, "S1", filters, entire_companies=True, context=CONTEXT))
    assert contacts(tables) == ["A1"]
    tables = tables.apply(save_criteria(tables, "S1", "X", context=CONTEXT))
    tables = Tables.of([*tables.rows(), attrs.evolve(HEADER, no="S2")])
    policies = Policies(reuse_refine_entire_companies=keeps_mark)
    tables = tables.apply(reuse_criteria(tables, "S2", "X", context=CONTEXT, policies=policies))
    assert contacts(tables, "S2") == expected


def test_a_saved_step_without_action_does_nothing() -> None:
    saved = SavedSegmentCriteria(code="X")
    blank = SavedSegmentCriteriaLine(segment_criteria_code="X", line_no=1)
    assert not reuse_criteria(Tables.of([HEADER, saved, blank]), "S1", "X", context=CONTEXT)


def test_a_logged_segment_comes_back_entry_by_entry_with_its_campaigns() -> None:
    entries = [
        InteractionLogEntry(
            entry_no=no, contact_no=contact_no, campaign_no=campaign_no, logged_segment_entry_no=7, canceled=no == 2
        )
        for no, contact_no, campaign_no in ((1, "B", "CP2"), (2, "A", ""), (3, "B", "CP1"))
    ]
    header = attrs.evolve(HEADER, campaign_no="CP1")
    logged = LoggedSegment(entry_no=7, segment_no="S0")
    tables = Tables.of([header, ACME, BOLT, Campaign(no="CP1"), logged, *entries, InteractionLogEntry(entry_no=4)])

    tables = tables.apply(reuse_logged(tables, "S1", 7, context=CONTEXT))

    lines = tables.where(SegmentLine)
    assert [(line.line_no, line.contact_no, line.campaign_no) for line in lines] == [
        (10000, "B", "CP2"),
        (20000, "A", ""),
        (30000, "B", "CP1"),
    ]
    action, filters = tables.where(SegmentCriteriaLine)
    assert (action.action, action.allow_existing_contacts) == (CriteriaAction.ADD, True)
    assert (filters.table, filters.view) == ("interaction_log_entry", (("logged_segment_entry_no", "7"),))
    assert [row[2] for row in history(tables)] == ["B", "A", "B"]
    assert not reuse_logged(tables, "S1", 7, context=BY_HAND)
    assert reuse_logged(tables, "S1", 7, context=CONTEXT)
    yes = Policies(reuse_when_criteria_exist=True)
    assert reuse_logged(tables, "S1", 7, context=BY_HAND, policies=yes)
    with pytest.raises(NotFound):
        reuse_logged(tables, "S1", 8, context=CONTEXT)


# Mailing groups

GROUP = MailingGroup(code="FAIR")
HELD = ContactMailingGroup(contact_no="B", mailing_group_code="FAIR")


def test_a_mailing_group_stays_with_others_unless_old_assignments_go() -> None:
    tables = added(Tables.of([*TABLES.rows(), GROUP, HELD]), "A|B")
    tables = tables.apply(insert_line(tables, "S1", "", context=CONTEXT))
    tables = tables.apply(delete_line(tables, "S1", 20000, context=CONTEXT))
    plain = tables.apply(apply_mailing_group(tables, "S1", "fair"))
    assert [row.contact_no for row in plain.where(ContactMailingGroup)] == ["", "A", "B"]
    assert not apply_mailing_group(plain, "S1", "FAIR")
    anew = tables.apply(apply_mailing_group(tables, "S1", "FAIR", delete_old=True))
    assert [row.contact_no for row in anew.where(ContactMailingGroup)] == ["", "A"]


@pytest.mark.rule("E-MAILING-GROUP")
def test_a_mailing_group_must_be_named_and_exist() -> None:
    for code in ("", "NONE"):
        with pytest.raises(NoSuchMailingGroup):
            apply_mailing_group(TABLES, "S1", code)


@pytest.mark.rule("E-MAILING-GROUP-IN-USE")
def test_a_mailing_group_with_contacts_is_not_deleted() -> None:
    tables = Tables.of([GROUP, HELD])
    with pytest.raises(MailingGroupInUse):
        delete_mailing_group(tables, "FAIR")
    assert delete_mailing_group(Tables.of([GROUP]), "fair").deleted == (GROUP,)
    with pytest.raises(NotFound):
        delete_mailing_group(TABLES, "NONE")


# Why a contact is in, or out


def test_each_contact_is_told_which_step_brought_it_in_and_which_dropped_it_by_which_filter() -> None:
    excluded = Contact(no="X", company_no="A", exclude_from_segment=True, type=ContactType.PERSON)
    tables = Tables.of([*TABLES.rows(), excluded])
    tables = tables.apply(insert_line(tables, "S1", "B", context=CONTEXT))
    tables = tables.apply(add_contacts(tables, "S1", CUST, context=CONTEXT))
    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"name": "Ann"}}, context=CONTEXT))
    tables = tables.apply(refine_contacts(tables, "S1", {"contact": {"no": "A..B"}}, context=CONTEXT))

    told = {one.contact_no: one for one in explain_membership(tables, "S1")}

    verdicts = {no: [decision.verdict for decision in one.decisions] for no, one in told.items()}
    assert verdicts == {
        "A": [Verdict.BROUGHT_IN, Verdict.PASSED, Verdict.PASSED],
        "A1": [Verdict.BROUGHT_IN, Verdict.REMOVED, Verdict.ABSENT],
        "A2": [Verdict.BROUGHT_IN, Verdict.PASSED, Verdict.PASSED],
        "B": [Verdict.NOT_FOUND, Verdict.PASSED, Verdict.PASSED],
        "P": [Verdict.NOT_FOUND, Verdict.ABSENT, Verdict.ABSENT],
        "X": [Verdict.EXCLUDED, Verdict.ABSENT, Verdict.ABSENT],
    }
    assert told["A"].line_nos == (20000,)
    assert told["A"].brought_in_by is told["A"].decisions[0]
    assert told["A"].dropped_by is None
    assert told["A1"].dropped_by is told["A1"].decisions[1]
    assert told["P"].dropped_by is told["P"].decisions[0]
    assert told["P"].decisions[0].failed == (("contact_business_relation", (("business_relation_code", "CUST"),)),)
    assert told["B"].brought_in_by is None
    assert told["A1"].explain().splitlines() == [
        "A1 is not in segment S1",
        "  step 1, Add Contacts, brought it in (it matches contact_business_relation.business_relation_code = CUST)",
        "  step 2, Remove Contacts (Reduce), removed it (it matches contact.name = Ann)",
        "  step 3, Remove Contacts (Refine), had nothing to remove (it matches contact.no = A..B)",
    ]
    assert told["B"].explain().splitlines()[0] == "B is in segment S1, line 10000, entered outside the recorded steps"
    assert explain_membership(tables, "S1", "A1") == (told["A1"],)
    assert repr(Verdict.PASSED) == "Verdict.PASSED"


def test_contacts_that_come_and_go_with_their_company_are_told_so() -> None:
    tables = TABLES.apply(add_contacts(TABLES, "S1", {"contact": {"no": "A1"}}, expand_companies=True, context=CONTEXT))
    by_company = {"contact": {"no": "A2"}}
    tables = tables.apply(refine_contacts(tables, "S1", by_company, entire_companies=True, context=CONTEXT))
    tables = tables.apply(add_contacts(tables, "S1", {"contact": {"no": "A1"}}, expand_companies=True, context=CONTEXT))
    keep = Policies(reset_criteria_when_empty=False)
    tables = tables.apply(
        reduce_contacts(tables, "S1", by_company, entire_companies=True, context=CONTEXT, policies=keep)
    )
    [acme] = explain_membership(tables, "S1", "A")
    assert [decision.verdict for decision in acme.decisions] == [
        Verdict.BROUGHT_IN,
        Verdict.PASSED,
        Verdict.HAD_LINE,
        Verdict.REMOVED,
    ]
    assert all(decision.is_by_company for decision in acme.decisions)
    assert acme.explain().splitlines()[1] == "  step 1, Add Contacts, brought it in (through its company)"


def test_after_a_reset_no_step_is_left_to_blame() -> None:
    tables = added(TABLES, "A")
    tables = tables.apply(reduce_contacts(tables, "S1", {}, context=CONTEXT))
    [one] = explain_membership(tables, "S1", "A")
    assert (one.is_member, one.decisions, one.dropped_by) == (False, (), None)
    again = added(tables, "B")
    [acme] = explain_membership(again, "S1", "A")
    assert [decision.verdict for decision in acme.decisions] == [Verdict.NOT_FOUND]
    with pytest.raises(NotFound):
        explain_membership(tables, "S1", "NOBODY")
    with pytest.raises(NotFound):
        explain_membership(tables, "S9")
