"""What a segment line takes over from header, contact and template."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import (
    Attachment,
    Contact,
    ContactAltAddrDateRange,
    ContactType,
    CorrespondenceType,
)
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.interactions.options import Evaluation, InformationFlow, InitiatedBy
from bcmarketing.interactions.records import InteractionTemplate, InteractionTemplateLanguage
from bcmarketing.segments.editing import change_line, delete_line, delete_segment, insert_line
from bcmarketing.segments.line_defaults import alternative_address
from bcmarketing.segments.lines import (
    validate_contact,
    validate_language,
    validate_template,
)
from bcmarketing.segments.records import (
    CriteriaAction,
    HistoryAction,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentHistory,
    SegmentInteractionLanguage,
    SegmentLine,
)
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

DAY = dt.date(2027, 2, 10)
CONTEXT = Context(today=dt.date(2027, 2, 4), user_salesperson_code="USER")
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
BLANK, HARD_COPY, EMAIL = CorrespondenceType

HEADER = SegmentHeader(no="S1", description="Visitors", date=DAY)
COMPANY = Contact(no="C1", company_no="C1", salesperson_code="HR", language_code="DEU")
PERSON = Contact(no="P1", company_no="C1", type=ContactType.PERSON, correspondence_type=EMAIL)
TEMPLATE = InteractionTemplate(
    code="BUS",
    interaction_group_code="LETTER",
    description="Business letter",
    unit_cost=8,
    unit_duration=30,
    information_flow=InformationFlow.OUTBOUND,
    initiated_by=InitiatedBy.US,
    correspondence_type_default=HARD_COPY,
    campaign_target=True,
)
LINE = SegmentLine(segment_no="S1", line_no=10000)


def entered(line: SegmentLine, contact_no: str, *rows: Record) -> SegmentLine:
    """Return the line after the contact was entered."""
    return validate_contact(Work(Tables.of([COMPANY, PERSON, *rows])), line, contact_no, context=CONTEXT)


def stored(rows: Iterable[Record]) -> SegmentLine:
    [line] = Tables.of(rows).where(SegmentLine)
    return line


def test_a_line_starts_over_from_its_header_when_the_contact_is_entered() -> None:
    header = attrs.evolve(
        HEADER,
        campaign_no="CP1",
        unit_cost=8,
        unit_duration=30,
        campaign_target=True,
        campaign_response=True,
        information_flow=InformationFlow.INBOUND,
        initiated_by=InitiatedBy.THEM,
        interaction_group_code="LETTER",
        send_word_docs_as_attmt=True,
        word_template_code="W1",
    )
    line = attrs.evolve(LINE, cost=99, evaluation=Evaluation.NEGATIVE, merged=True, description="old")

    got = entered(line, "C1", header)

    assert got == SegmentLine(
        segment_no="S1",
        line_no=10000,
        contact_no="C1",
        contact_company_no="C1",
        description="Visitors",
        campaign_no="CP1",
        salesperson_code="HR",
        cost=8,
        duration=30,
        date=DAY,
        campaign_target=True,
        campaign_response=True,
        information_flow=InformationFlow.INBOUND,
        initiated_by=InitiatedBy.THEM,
        interaction_group_code="LETTER",
        send_word_doc_as_attmt=True,
        word_template_code="W1",
    )


@pytest.mark.parametrize(("of_header", "expected"), [("", "HR"), ("JO", "JO")])
def test_the_salesperson_of_the_header_goes_before_that_of_the_contact(of_header: str, expected: str) -> None:
    got = entered(LINE, "C1", attrs.evolve(HEADER, salesperson_code=of_header))
    assert got.salesperson_code == expected


@pytest.mark.parametrize(
    ("given", "by_user", "expected"), [("", "USER", "USER"), ("JO", "USER", "USER"), ("JO", "", "JO"), ("", "", "HR")]
)
def test_a_draft_takes_the_salesperson_of_the_user_else_its_own_else_the_contact_s(
    given: str, by_user: str, expected: str
) -> None:
    context = attrs.evolve(CONTEXT, user_salesperson_code=by_user)
    draft = SegmentLine(salesperson_code=given)
    got = validate_contact(Work(Tables.of([COMPANY])), draft, "C1", context=context)
    assert (got.salesperson_code, got.contact_company_no) == (expected, "C1")


@pytest.mark.parametrize(
    ("header_ignores", "header_type", "template_ignores", "template_type", "contact_no", "expected"),
    [
        pytest.param(True, HARD_COPY, False, EMAIL, "P1", HARD_COPY, id="the header ignores the contact's"),
        pytest.param(True, BLANK, False, HARD_COPY, "P1", EMAIL, id="ignoring without a type of its own"),
        pytest.param(False, HARD_COPY, False, EMAIL, "C1", EMAIL, id="contact without one: the template's"),
        pytest.param(False, HARD_COPY, False, BLANK, "C1", BLANK, id="also a blank one"),
        pytest.param(False, BLANK, True, HARD_COPY, "P1", HARD_COPY, id="the template ignores the contact's"),
        pytest.param(False, HARD_COPY, False, HARD_COPY, "P1", EMAIL, id="else the contact's"),
    ],
)
def test_the_way_of_correspondence_follows_header_template_and_contact(
    header_ignores: bool,
    header_type: CorrespondenceType,
    template_ignores: bool,
    template_type: CorrespondenceType,
    contact_no: str,
    expected: CorrespondenceType,
) -> None:
    header = attrs.evolve(
        HEADER,
        interaction_template_code="BUS",
        ignore_contact_corres_type=header_ignores,
        correspondence_type_default=header_type,
    )
    template = attrs.evolve(
        TEMPLATE, ignore_contact_corres_type=template_ignores, correspondence_type_default=template_type
    )
    assert entered(LINE, contact_no, header, template).correspondence_type is expected


def test_without_template_a_contact_without_type_leaves_the_line_blank() -> None:
    header = attrs.evolve(HEADER, correspondence_type_default=HARD_COPY)
    assert entered(LINE, "C1", header).correspondence_type is BLANK


def test_a_contact_that_does_not_exist_gives_nothing() -> None:
    line = attrs.evolve(LINE, contact_company_no="C9", contact_alt_address_code="X", salesperson_code="JO")
    got = entered(line, "GONE", attrs.evolve(HEADER, salesperson_code="HR", correspondence_type_default=EMAIL))
    assert (got.contact_no, got.contact_company_no, got.contact_alt_address_code) == ("GONE", "", "")
    assert (got.salesperson_code, got.correspondence_type) == ("HR", EMAIL)
    draft = entered(SegmentLine(salesperson_code="JO", language_code="DEU"), "")
    assert (draft.salesperson_code, draft.language_code) == ("", "")


RANGES = [
    ContactAltAddrDateRange(contact_no="C1", contact_alt_address_code="ALWAYS"),
    ContactAltAddrDateRange(
        contact_no="C1", contact_alt_address_code="FAIR", starting_date=DAY, ending_date=dt.date(2027, 2, 12)
    ),
    ContactAltAddrDateRange(
        contact_no="C1", contact_alt_address_code="DAY", starting_date=dt.date(2027, 2, 11), ending_date=DAY
    ),
]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, "ALWAYS"),
        (dt.date(2027, 2, 9), "ALWAYS"),
        (DAY, "FAIR"),
        (dt.date(2027, 2, 12), "FAIR"),
        (dt.date(2027, 2, 13), "ALWAYS"),
    ],
)
def test_the_alternative_address_is_the_one_that_began_last(date: dt.date | None, expected: str) -> None:
    work = Work(Tables.of(RANGES))
    assert alternative_address(work, "C1", date) == expected
    assert alternative_address(work, "C2", date) == ""


def test_the_line_gets_the_address_of_its_date_and_follows_a_new_date() -> None:
    tables = Tables.of([HEADER, COMPANY, *RANGES])
    tables = tables.apply(insert_line(tables, "S1", "C1", context=CONTEXT))
    assert stored(tables.where(SegmentLine)).contact_alt_address_code == "FAIR"

    moved = tables.apply(change_line(tables, "S1", 10000, "date", dt.date(2027, 2, 13), context=CONTEXT))
    assert stored(moved.where(SegmentLine)).contact_alt_address_code == "ALWAYS"
    chosen = tables.apply(change_line(tables, "S1", 10000, "contact_alt_address_code", "HOME", context=CONTEXT))
    chosen = chosen.apply(change_line(chosen, "S1", 10000, "date", dt.date(2027, 2, 13), context=CONTEXT))
    assert stored(chosen.where(SegmentLine)).contact_alt_address_code == "HOME"


def with_template(line: SegmentLine, code: str, *rows: Record, keep_campaign: bool = False) -> SegmentLine:
    """Return the line after the template was entered."""
    work = Work(Tables.of([COMPANY, PERSON, *rows]))
    return validate_template(work, line, code, keep_campaign=keep_campaign)


DRAFT = SegmentLine(contact_no="C1", contact_company_no="C1")


def test_a_template_gives_a_draft_its_values() -> None:
    got = with_template(attrs.evolve(DRAFT, cost=99, campaign_response=True), "BUS", TEMPLATE)
    assert got == attrs.evolve(
        DRAFT,
        interaction_template_code="BUS",
        interaction_group_code="LETTER",
        description="Business letter",
        cost=8,
        duration=30,
        information_flow=InformationFlow.OUTBOUND,
        initiated_by=InitiatedBy.US,
        campaign_target=True,
        correspondence_type=HARD_COPY,
    )


def test_a_blank_template_clears_what_a_template_gives() -> None:
    line = attrs.evolve(DRAFT, interaction_template_code="BUS", cost=8, attachment_no=7, correspondence_type=EMAIL)
    assert with_template(line, "", TEMPLATE) == DRAFT


@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.rule("E-NOT-FOUND")
def test_a_template_needs_a_contact_that_exists_and_must_exist() -> None:
    with pytest.raises(FieldRequired, match="contact_no"):
        with_template(SegmentLine(), "BUS", TEMPLATE)
    with pytest.raises(NotFound, match="Contact"):
        with_template(SegmentLine(contact_no="C9"), "BUS", TEMPLATE)
    with pytest.raises(NotFound, match="InteractionTemplate"):
        with_template(DRAFT, "NONE", TEMPLATE)


@pytest.mark.parametrize(
    ("description", "before", "expected"),
    [("", "", "Business letter"), ("Mine", "", "Mine"), ("Mine", "BUS", "Mine"), ("Mine", "MEMO", "Business letter")],
)
def test_the_description_comes_from_the_template_if_blank_or_if_another_template_was_there(
    description: str, before: str, expected: str
) -> None:
    line = attrs.evolve(DRAFT, description=description, interaction_template_code=before)
    assert with_template(line, "BUS", TEMPLATE).description == expected


@pytest.mark.parametrize(
    ("of_header", "of_template", "keep", "expected"),
    [
        ("CPH", "CPT", False, "CPH"),
        ("CPH", "CPT", True, "CPH"),
        ("", "CPT", False, "CPT"),
        ("", "CPT", True, "OWN"),
        ("", "", False, "OWN"),
    ],
)
def test_the_campaign_comes_from_the_header_else_from_the_template(
    of_header: str, of_template: str, keep: bool, expected: str
) -> None:
    header = attrs.evolve(HEADER, campaign_no=of_header)
    line = attrs.evolve(LINE, contact_no="C1", campaign_no="OWN")
    got = with_template(line, "BUS", header, attrs.evolve(TEMPLATE, campaign_no=of_template), keep_campaign=keep)
    assert got.campaign_no == expected


@pytest.mark.parametrize(
    ("header_ignores", "template_ignores", "template_type", "contact_no", "expected"),
    [
        pytest.param(True, False, HARD_COPY, "P1", EMAIL, id="the header ignores the contact's, its own is e-mail"),
        pytest.param(False, True, HARD_COPY, "P1", HARD_COPY, id="the template ignores the contact's"),
        pytest.param(False, True, BLANK, "P1", BLANK, id="and has none"),
        pytest.param(False, False, HARD_COPY, "C1", HARD_COPY, id="the contact has none"),
        pytest.param(False, False, HARD_COPY, "P1", EMAIL, id="the contact's"),
        pytest.param(False, False, BLANK, "C1", HARD_COPY, id="none at all: as it was"),
    ],
)
def test_the_way_of_correspondence_when_the_template_is_entered(
    header_ignores: bool,
    template_ignores: bool,
    template_type: CorrespondenceType,
    contact_no: str,
    expected: CorrespondenceType,
) -> None:
    header = attrs.evolve(HEADER, ignore_contact_corres_type=header_ignores, correspondence_type_default=EMAIL)
    template = attrs.evolve(
        TEMPLATE, ignore_contact_corres_type=template_ignores, correspondence_type_default=template_type
    )
    line = attrs.evolve(LINE, contact_no=contact_no, correspondence_type=HARD_COPY, description="Mine")
    assert with_template(line, "BUS", header, template).correspondence_type is expected


BUS_DEU = InteractionTemplateLanguage(
    interaction_template_code="BUS", language_code="DEU", attachment_no=5, word_template_code=""
)
BUS_ENU = InteractionTemplateLanguage(
    interaction_template_code="BUS", language_code="ENU", attachment_no=6, word_template_code=""
)


def test_a_draft_takes_the_document_in_the_language_of_the_contact_else_in_the_template_s() -> None:
    template = attrs.evolve(TEMPLATE, language_code_default="ENU", word_template_code="W1")
    deu = with_template(DRAFT, "BUS", template, BUS_DEU, BUS_ENU)
    assert (deu.language_code, deu.attachment_no, deu.word_template_code) == ("DEU", 5, "")
    enu = with_template(attrs.evolve(DRAFT, contact_no="P1"), "BUS", template, BUS_DEU, BUS_ENU)
    assert (enu.language_code, enu.attachment_no) == ("ENU", 6)
    none = with_template(DRAFT, "BUS", template)
    assert (none.language_code, none.attachment_no, none.word_template_code) == ("ENU", 0, "W1")


def test_another_template_than_the_header_s_gives_a_line_languages_of_its_own() -> None:
    template = attrs.evolve(TEMPLATE, language_code_default="ENU")
    line = attrs.evolve(LINE, contact_no="C1", description="Mine")
    tables = Tables.of([HEADER, COMPANY, template, BUS_DEU, BUS_ENU, line, Attachment(no=5), Attachment(no=6)])

    tables = tables.apply(change_line(tables, "S1", 10000, "interaction_template_code", "BUS", context=CONTEXT))

    own = tables.where(SegmentInteractionLanguage, segment_line_no=10000)
    assert [(row.language_code, row.attachment_no) for row in own] == [("DEU", 7), ("ENU", 8)]
    line = stored(tables.where(SegmentLine))
    assert (line.language_code, line.attachment_no) == ("DEU", 7)
    # Entering the contact again starts over from the header: what was the line's own goes, with its documents.
    again = tables.apply(change_line(tables, "S1", 10000, "contact_no", "C1", context=CONTEXT))
    assert again.where(SegmentInteractionLanguage) == []
    assert [row.no for row in again.where(Attachment)] == [5, 6]
    line = stored(again.where(SegmentLine))
    assert (line.interaction_template_code, line.language_code, line.attachment_no) == ("", "", 0)


def test_the_header_s_template_gives_a_line_the_header_s_document() -> None:
    header = attrs.evolve(HEADER, interaction_template_code="BUS", language_code_default="ENU")
    row = SegmentInteractionLanguage(
        segment_no="S1", segment_line_no=0, language_code="DEU", attachment_no=11, subject="Messe"
    )
    line = attrs.evolve(LINE, contact_no="C1", description="Mine", subject="?")
    got = with_template(line, "BUS", header, TEMPLATE, row)
    assert (got.language_code, got.attachment_no, got.subject) == ("DEU", 11, "")
    without = with_template(line, "BUS", header, TEMPLATE)
    assert (without.language_code, without.attachment_no) == ("ENU", 0)


def test_a_language_brings_its_document() -> None:
    rows: list[Record] = [
        attrs.evolve(HEADER, interaction_template_code="BUS"),
        SegmentInteractionLanguage(
            segment_no="S1", segment_line_no=0, language_code="DEU", attachment_no=11, subject="Messe"
        ),
        SegmentInteractionLanguage(segment_no="S1", segment_line_no=20000, language_code="FRA", attachment_no=12),
        BUS_DEU,
    ]
    work = Work(Tables.of(rows))
    line = attrs.evolve(LINE, contact_no="C1", interaction_template_code="BUS", language_code="ENU", subject="Fair")
    assert validate_language(work, line, "ENU") is line
    deu = validate_language(work, line, "DEU")
    assert (deu.attachment_no, deu.subject) == (11, "Messe")
    unknown = validate_language(work, line, "FRA")
    assert (unknown.language_code, unknown.attachment_no, unknown.subject) == ("FRA", 0, "")
    own = validate_language(work, attrs.evolve(line, line_no=20000), "FRA")
    assert (own.attachment_no, own.subject) == (12, "")
    not_own = validate_language(work, attrs.evolve(line, line_no=20000), "DEU")
    assert (not_own.attachment_no, not_own.subject) == (0, "")
    draft = attrs.evolve(DRAFT, interaction_template_code="BUS")
    assert validate_language(work, draft, "DEU").attachment_no == 5
    with pytest.raises(NotFound):
        validate_language(work, draft, "FRA")
    with pytest.raises(FieldRequired, match="interaction_template_code"):
        validate_language(work, DRAFT, "DEU")


ROW = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")
ROW_2 = CampaignTargetGroup(type=TargetType.CONTACT, no="C2", campaign_no="CP1")
TARGET = attrs.evolve(LINE, contact_no="C1", contact_company_no="C1", campaign_no="CP1", campaign_target=True)
OTHER = Contact(no="C2", company_no="C2")


def test_the_target_group_of_an_activated_campaign_follows_campaign_and_mark() -> None:
    tables = Tables.of([HEADER, COMPANY, OTHER, Campaign(no="CP1"), Campaign(no="CP2"), TARGET, ROW, ROW_2])
    unmarked = change_line(tables, "S1", 10000, "campaign_target", False, context=CONTEXT)
    assert unmarked.deleted == (ROW,)
    elsewhere = change_line(tables, "S1", 10000, "campaign_no", "CP2", context=CONTEXT)
    assert elsewhere.deleted == (ROW,)
    assert elsewhere.inserted == ()
    back = tables.apply(elsewhere)
    assert change_line(back, "S1", 10000, "campaign_no", "CP1", context=CONTEXT).inserted == (ROW,)


def test_changing_the_contact_of_the_only_target_line_leaves_the_campaign_inactive() -> None:
    header = attrs.evolve(HEADER, campaign_no="CP1", campaign_target=True)
    tables = Tables.of([header, COMPANY, OTHER, Campaign(no="CP1"), TARGET, ROW])

    changes = change_line(tables, "S1", 10000, "contact_no", "C2", context=CONTEXT)

    assert changes.deleted == (ROW,)
    assert changes.inserted == ()


def test_a_line_without_activated_campaign_leaves_target_groups_alone() -> None:
    header = attrs.evolve(HEADER, campaign_no="CP1", campaign_target=True)
    tables = Tables.of([header, COMPANY, Campaign(no="CP1")])
    assert [type(row) for row in insert_line(tables, "S1", "C1", context=CONTEXT).inserted] == [SegmentLine]


def test_what_a_person_does_to_lines_is_recorded_and_what_code_does_is_not() -> None:
    tables = Tables.of([HEADER, COMPANY, OTHER])
    by_code = tables.apply(insert_line(tables, "S1", "C1", context=CONTEXT))
    assert by_code.where(SegmentCriteriaLine) == []

    by_hand = by_code.apply(insert_line(by_code, "S1", "C1", context=BY_HAND))
    by_hand = by_hand.apply(insert_line(by_hand, "S1", "", context=BY_HAND))
    by_hand = by_hand.apply(change_line(by_hand, "S1", 20000, "contact_no", "C2", context=BY_HAND))
    by_hand = by_hand.apply(change_line(by_hand, "S1", 20000, "contact_no", "C2", context=BY_HAND))
    by_hand = by_hand.apply(delete_line(by_hand, "S1", 20000, context=BY_HAND))

    criteria = by_hand.where(SegmentCriteriaLine)
    steps = [(line.action, line.no_of_filters) for line in criteria if line.action is not CriteriaAction.BLANK]
    add, reduce = CriteriaAction.ADD, CriteriaAction.REDUCE
    assert steps == [(add, 1), (reduce, 1), (add, 1), (reduce, 1)]
    assert [line.view for line in criteria if line.view] == [(("no", no),) for no in ("C1", "C1", "C2", "C2")]
    assert [(row.segment_action_no, row.contact_no, row.action_taken) for row in by_hand.where(SegmentHistory)] == [
        (1, "C1", HistoryAction.INSERTION),
        (2, "C1", HistoryAction.DELETION),
        (3, "C2", HistoryAction.INSERTION),
        (4, "C2", HistoryAction.DELETION),
    ]


def test_lines_are_numbered_ten_thousand_after_the_last_one_that_is_left() -> None:
    tables = Tables.of([HEADER, COMPANY])
    for _ in range(3):
        tables = tables.apply(insert_line(tables, "S1", "C1", context=CONTEXT))
    assert [line.line_no for line in tables.where(SegmentLine)] == [10000, 20000, 30000]
    tables = tables.apply(delete_line(tables, "S1", 30000, context=CONTEXT))
    tables = tables.apply(delete_line(tables, "S1", 10000, context=CONTEXT))
    tables = tables.apply(insert_line(tables, "S1", "C1", context=CONTEXT))
    assert [line.line_no for line in tables.where(SegmentLine)] == [20000, 30000]


def test_tasks_leave_the_segment_with_the_last_line_of_their_contact() -> None:
    task = Task(no="TD1", segment_no="S1", contact_no="C1")
    other = Task(no="TD2", segment_no="S1", contact_no="C2")
    second = attrs.evolve(TARGET, line_no=20000)
    tables = Tables.of([HEADER, TARGET, second, task, other])
    one_left = delete_line(tables, "S1", 10000, context=CONTEXT)
    assert one_left.modified == ()
    none_left = delete_line(tables.apply(one_left), "S1", 20000, context=CONTEXT)
    assert none_left.modified_of(Task) == (attrs.evolve(task, segment_no=""),)


def test_a_segment_goes_with_all_that_is_its_own() -> None:
    language = SegmentInteractionLanguage(segment_no="S1", segment_line_no=0, language_code="DEU", attachment_no=5)
    held = SegmentInteractionLanguage(segment_no="S1", segment_line_no=10000, language_code="DEU", attachment_no=6)
    own: list[Record] = [
        SegmentCriteriaLine(segment_no="S1", line_no=1),
        SegmentCriteriaLine(segment_no="S1", line_no=2),
        SegmentHistory(segment_no="S1", segment_action_no=1, segment_line_no=10000),
        language,
        held,
        HEADER,
        TARGET,
        Attachment(no=5),
        ROW,
    ]
    other = attrs.evolve(TARGET, segment_no="S2", campaign_target=False)
    tables = Tables.of([*own, attrs.evolve(HEADER, no="S2"), other, Attachment(no=6, read_only=True)])

    tables = tables.apply(delete_segment(tables, "S1", context=CONTEXT))

    assert tables == Tables.of([attrs.evolve(HEADER, no="S2"), other, Attachment(no=6, read_only=True)])


def test_lines_and_segments_that_do_not_exist_are_refused() -> None:
    tables = Tables.of([HEADER, COMPANY])
    with pytest.raises(NotFound, match="SegmentHeader"):
        insert_line(tables, "S9", "C1", context=CONTEXT)
    with pytest.raises(NotFound, match="Contact"):
        insert_line(tables, "S1", "C9", context=CONTEXT)
    with pytest.raises(NotFound, match="SegmentLine"):
        change_line(tables, "S1", 5, "cost", 1, context=CONTEXT)
    with pytest.raises(NotFound, match="SegmentLine"):
        delete_line(tables, "S1", 5, context=CONTEXT)
    with pytest.raises(NotFound, match="SegmentHeader"):
        delete_segment(tables, "S9", context=CONTEXT)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("line_no", 5, InvalidField),
        ("contact_company_no", "C1", InvalidField),
        ("no_such_field", "", InvalidField),
        ("cost", -1, InvalidField),
        ("cost", "much", InvalidField),
        ("contact_no", 5, WrongType),
        ("campaign_target", "yes", WrongType),
        ("date", "tomorrow", WrongType),
        ("description", "x" * 101, InvalidField),
        ("campaign_no", "CP9", NotFound),
        ("salesperson_code", "NOBODY", NotFound),
        ("salesperson_code", "OLD", Blocked),
        ("language_code", "DEU", FieldRequired),
    ],
)
def test_a_value_that_does_not_fit_a_line_is_refused(field: str, value: object, error: type[Exception]) -> None:
    tables = Tables.of([HEADER, COMPANY, TARGET, Salesperson(code="OLD", blocked=True)])
    with pytest.raises(error):
        change_line(tables, "S1", 10000, field, value, context=CONTEXT)


def test_a_plain_field_of_a_line_is_just_entered() -> None:
    tables = Tables.of([HEADER, COMPANY, TARGET, Salesperson(code="HR")])
    for field, value in (("cost", Decimal("2.50")), ("salesperson_code", "HR"), ("evaluation", Evaluation.POSITIVE)):
        changes = change_line(tables, "S1", 10000, field, value, context=CONTEXT)
        [line] = changes.modified_of(SegmentLine)
        assert getattr(line, field) == value
