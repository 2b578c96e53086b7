"""Segment headers: creation, and changes that their lines follow."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Attachment, Contact, CorrespondenceType
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import Blocked, Declined, Duplicate, InvalidField, ManualNo, NotFound, WrongType
from bcmarketing.interactions.options import InformationFlow, InitiatedBy
from bcmarketing.interactions.records import InteractionGroup, InteractionTemplate, InteractionTemplateLanguage
from bcmarketing.policies import Policies
from bcmarketing.segments.documents import add_language, remove_language
from bcmarketing.segments.headers import LINE_FIELDS, change_segment_header, create_segment
from bcmarketing.segments.languages import (
    AttachmentCopy,
    attachment_of,
    find_language,
    is_inherited,
    modified_word_template_of,
)
from bcmarketing.segments.records import SegmentHeader, SegmentInteractionLanguage, SegmentLine
from bcmarketing.segments.refusals import InheritedAttachment
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2027, 2, 4), work_date=dt.date(2027, 2, 5))
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
NO = Policies(propagate_to_lines=False)
BLANK, HARD_COPY, EMAIL = CorrespondenceType

HEADER = SegmentHeader(no="S1", interaction_template_code="BUS")
MATCHING = SegmentLine(segment_no="S1", line_no=10000, contact_no="C1", interaction_template_code="BUS")
OTHER = SegmentLine(segment_no="S1", line_no=20000, contact_no="C2", interaction_template_code="MEMO")
BUS = InteractionTemplate(code="BUS", correspondence_type_default=HARD_COPY)
DEU = Contact(no="C1", company_no="C1", language_code="DEU")
FRA = Contact(no="C2", company_no="C2", language_code="FRA")


def changed(
    tables: Tables, field: str, value: object, context: Context = CONTEXT, policies: Policies | None = None
) -> Tables:
    return tables.apply(
        change_segment_header(tables, "S1", field, value, context=context, policies=policies or Policies())
    )


def lines(tables: Tables) -> list[SegmentLine]:
    return tables.where(SegmentLine)


def header_of(tables: Tables) -> SegmentHeader:
    [header] = tables.where(SegmentHeader)
    return header


def row(language: str, attachment_no: int = 0, line_no: int = 0, subject: str = "") -> SegmentInteractionLanguage:
    return SegmentInteractionLanguage(
        segment_no="S1",
        segment_line_no=line_no,
        language_code=language,
        attachment_no=attachment_no,
        subject=subject,
    )


# Creation


def test_a_new_segment_is_dated_by_the_work_date_until_its_date_is_entered() -> None:
    changes = create_segment(Tables(), "s1", {"description": "Fair"}, context=CONTEXT)
    assert changes.inserted == (SegmentHeader(no="S1", description="Fair", date=dt.date(2027, 2, 5)),)
    dated = create_segment(Tables(), "S1", {"date": dt.date(2027, 2, 10)}, context=CONTEXT)
    assert dated.inserted == (SegmentHeader(no="S1", date=dt.date(2027, 2, 10)),)


def test_fields_are_entered_in_the_order_given() -> None:
    template = attrs.evolve(BUS, campaign_target=True, unit_cost=8)
    tables = Tables.of([template, Campaign(no="CP1")])
    last = create_segment(tables, "S1", {"campaign_target": False, "interaction_template_code": "BUS"}, context=CONTEXT)
    first = create_segment(
        tables, "S1", {"interaction_template_code": "BUS", "campaign_target": False}, context=CONTEXT
    )
    assert [header.campaign_target for header in last.inserted_of(SegmentHeader)] == [True]
    assert [header.campaign_target for header in first.inserted_of(SegmentHeader)] == [False]


@pytest.mark.rule("E-BLOCKED")
def test_the_salesperson_of_the_user_is_taken_unless_blocked() -> None:
    context = attrs.evolve(CONTEXT, user_salesperson_code="HR")
    [header] = create_segment(Tables.of([Salesperson(code="HR")]), "S1", context=context).inserted_of(SegmentHeader)
    assert header.salesperson_code == "HR"
    for blocked in (Salesperson(code="HR", blocked=True), Salesperson(code="HR", privacy_blocked=True)):
        with pytest.raises(Blocked, match="HR"):
            create_segment(Tables.of([blocked]), "S1", context=context)


@pytest.mark.rule("E-MANUAL-NO")
@pytest.mark.rule("E-DUPLICATE")
def test_numbers_come_from_the_caller_from_the_host_or_from_the_series() -> None:
    setup = MarketingSetup(segment_nos="SEGM")
    series = NumberSeries(code="SEGM", starting_no="SM1", last_no_used="SM4", manual_nos=False)
    tables = Tables.of([setup, series])
    [by_series] = create_segment(tables, context=CONTEXT).inserted_of(SegmentHeader)
    assert (by_series.no, by_series.no_series) == ("SM5", "SEGM")
    [by_host] = create_segment(tables, numbers=iter(["H7"]), context=CONTEXT).inserted_of(SegmentHeader)
    assert by_host.no == "H7"
    with pytest.raises(ManualNo):
        create_segment(tables, "S1", context=CONTEXT)
    with pytest.raises(Duplicate):
        create_segment(Tables.of([HEADER]), "S1", context=CONTEXT)


# Propagation

VALUES: dict[str, object] = {
    "description": "Fair",
    "campaign_no": "CP1",
    "salesperson_code": "HR",
    "unit_cost": Decimal(3),
    "unit_duration": Decimal(4),
    "date": dt.date(2027, 3, 1),
    "campaign_target": True,
    "campaign_response": True,
    "information_flow": InformationFlow.INBOUND,
    "initiated_by": InitiatedBy.THEM,
    "send_word_docs_as_attmt": True,
    "word_template_code": "W1",
}
SMALL = Tables.of(
    [HEADER, MATCHING, OTHER, BUS, Campaign(no="CP1"), Salesperson(code="HR"), InteractionGroup(code="G")]
)


@pytest.mark.parametrize("field", VALUES)
def test_a_field_reaches_the_lines_that_have_the_template_of_the_header(field: str) -> None:
    value = VALUES[field]
    on_line: dict[str, Any] = {LINE_FIELDS[field]: value}
    for tables in (changed(SMALL, field, value), changed(SMALL, field, value, BY_HAND)):
        assert getattr(header_of(tables), field) == value
        assert lines(tables) == [attrs.evolve(MATCHING, **on_line), OTHER]
    declined = changed(SMALL, field, value, BY_HAND, NO)
    assert getattr(header_of(declined), field) == value
    assert lines(declined) == [MATCHING, OTHER]
    assert lines(changed(SMALL, field, value, CONTEXT, NO)) != [MATCHING, OTHER]


def test_a_header_without_template_matches_lines_without_template() -> None:
    blank = attrs.evolve(MATCHING, interaction_template_code="")
    tables = changed(Tables.of([attrs.evolve(HEADER, interaction_template_code=""), blank, OTHER]), "description", "X")
    assert [line.description for line in lines(tables)] == ["X", ""]


@pytest.mark.parametrize(("field", "value"), [("ignore_contact_corres_type", True), ("interaction_group_code", "G")])
def test_two_fields_stay_with_the_header(field: str, value: object) -> None:
    tables = changed(SMALL, field, value)
    assert getattr(header_of(tables), field) == value
    assert lines(tables) == [MATCHING, OTHER]


def test_the_way_of_correspondence_reaches_lines_only_with_a_document_and_a_value() -> None:
    assert lines(changed(SMALL, "correspondence_type_default", EMAIL))[0].correspondence_type is BLANK
    word = Tables.of([HEADER, attrs.evolve(MATCHING, correspondence_type=HARD_COPY), BUS_WORD])
    assert lines(changed(word, "correspondence_type_default", EMAIL))[0].correspondence_type is EMAIL
    assert lines(changed(word, "correspondence_type_default", BLANK))[0].correspondence_type is HARD_COPY
    attached = Tables.of([attrs.evolve(HEADER, language_code_default="DEU"), MATCHING, BUS, row("DEU", 5)])
    assert lines(changed(attached, "correspondence_type_default", EMAIL))[0].correspondence_type is EMAIL


BUS_WORD = attrs.evolve(BUS, word_template_code="W1")


def test_clearing_the_campaign_by_hand_clears_the_marks_of_the_header_alone() -> None:
    marked = attrs.evolve(HEADER, campaign_no="CP1", campaign_target=True, campaign_response=True)
    line = attrs.evolve(MATCHING, campaign_no="CP1", campaign_target=True, campaign_response=True)
    tables = Tables.of([marked, line, Campaign(no="CP1")])
    by_hand = changed(tables, "campaign_no", "", BY_HAND)
    assert header_of(by_hand) == HEADER
    assert lines(by_hand) == [attrs.evolve(line, campaign_no="")]
    by_code = changed(tables, "campaign_no", "")
    assert header_of(by_code) == attrs.evolve(marked, campaign_no="")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("no", "S2", InvalidField),
        ("no_series", "X", InvalidField),
        ("nothing", "X", InvalidField),
        ("unit_cost", -1, InvalidField),
        ("description", "x" * 101, InvalidField),
        ("campaign_target", 1, WrongType),
        ("campaign_no", 1, WrongType),
        ("campaign_no", "CP9", NotFound),
        ("salesperson_code", "ZZ", NotFound),
        ("interaction_group_code", "ZZ", NotFound),
        ("interaction_template_code", "ZZ", NotFound),
        ("interaction_template_code", "", NotFound),
        ("interaction_template_code", None, WrongType),
        ("interaction_template_code", "T" * 11, InvalidField),
        ("salesperson_code", "S" * 21, InvalidField),
    ],
)
@pytest.mark.rule("E-FIELD-INVALID")
def test_a_value_that_does_not_fit_a_header_is_refused(field: str, value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        changed(SMALL, field, value)


# The template

LETTER = InteractionTemplate(
    code="LETTER",
    interaction_group_code="G",
    unit_cost=8,
    unit_duration=30,
    information_flow=InformationFlow.OUTBOUND,
    initiated_by=InitiatedBy.US,
    campaign_target=True,
    campaign_response=True,
    correspondence_type_default=HARD_COPY,
    language_code_default="ENU",
    ignore_contact_corres_type=True,
    word_template_code="W2",
)


def test_a_template_gives_the_header_its_values_and_the_lines_only_what_goes_with_the_document() -> None:
    header = attrs.evolve(HEADER, subject_default="Fair", campaign_no="CP1", unit_cost=1)
    line = attrs.evolve(MATCHING, cost=1, campaign_no="CP1", correspondence_type=EMAIL)
    tables = changed(Tables.of([header, line, OTHER, LETTER]), "interaction_template_code", "LETTER")
    assert header_of(tables) == SegmentHeader(
        no="S1",
        interaction_template_code="LETTER",
        interaction_group_code="G",
        unit_cost=8,
        unit_duration=30,
        information_flow=InformationFlow.OUTBOUND,
        initiated_by=InitiatedBy.US,
        campaign_target=True,
        campaign_response=True,
        correspondence_type_default=HARD_COPY,
        language_code_default="ENU",
        ignore_contact_corres_type=True,
        word_template_code="W2",
        campaign_no="CP1",
    )
    new: dict[str, Any] = {
        "interaction_template_code": "LETTER",
        "correspondence_type": HARD_COPY,
        "word_template_code": "W2",
    }
    assert lines(tables) == [attrs.evolve(line, **new), attrs.evolve(OTHER, **new)]


def test_the_campaign_of_a_template_goes_to_the_header_alone() -> None:
    tables = Tables.of([HEADER, MATCHING, attrs.evolve(LETTER, campaign_no="CP2")])
    tables = changed(tables, "interaction_template_code", "LETTER")
    assert header_of(tables).campaign_no == "CP2"
    assert lines(tables)[0].campaign_no == ""


def test_declined_lines_keep_their_template_and_those_that_have_the_new_one_follow_it() -> None:
    already = attrs.evolve(OTHER, interaction_template_code="LETTER", correspondence_type=EMAIL)
    tables = changed(Tables.of([HEADER, MATCHING, already, LETTER]), "interaction_template_code", "LETTER", BY_HAND, NO)
    assert header_of(tables).interaction_template_code == "LETTER"
    assert lines(tables) == [
        MATCHING,
        attrs.evolve(already, correspondence_type=HARD_COPY, word_template_code="W2"),
    ]


@pytest.mark.rule("E-SEGMENT-INHERITED-ATTACHMENT")
def test_the_template_does_not_change_without_a_line_that_holds_the_header_s_document() -> None:
    header = attrs.evolve(HEADER, language_code_default="DEU")
    line = attrs.evolve(MATCHING, language_code="DEU", attachment_no=5)
    tables = Tables.of([header, line, row("DEU", 5), LETTER])
    with pytest.raises(InheritedAttachment, match="10000"):
        changed(tables, "interaction_template_code", "LETTER", BY_HAND, NO)
    assert header_of(changed(tables, "interaction_template_code", "LETTER", BY_HAND)).interaction_template_code


def test_the_languages_of_the_template_replace_those_of_the_header() -> None:
    header = attrs.evolve(HEADER, language_code_default="ENU", subject_default="Fair")
    line = attrs.evolve(MATCHING, language_code="ENU", attachment_no=5, subject="Fair")
    template = attrs.evolve(LETTER, word_template_code="")
    languages: list[Record] = [
        InteractionTemplateLanguage(interaction_template_code="LETTER", language_code=code, attachment_no=no)
        for code, no in (("FRA", 2), ("ENU", 3), ("DEU", 0))
    ]
    contacts: list[Record] = [DEU, FRA]
    documents: list[Record] = [Attachment(no=no) for no in (2, 3, 5)]
    start = Tables.of([header, line, OTHER, template, row("ENU", 5, subject="Fair"), *languages, *contacts, *documents])

    changes = change_segment_header(start, "S1", "interaction_template_code", "LETTER", context=CONTEXT)

    tables = start.apply(changes)
    rows = tables.where(SegmentInteractionLanguage)
    assert [(one.language_code, one.attachment_no) for one in rows] == [("DEU", 0), ("ENU", 6), ("FRA", 7)]
    assert [one.no for one in tables.where(Attachment)] == [2, 3, 6, 7]
    assert changes.requests == (AttachmentCopy(3, 6), AttachmentCopy(2, 7))
    assert (header_of(tables).language_code_default, header_of(tables).subject_default) == ("ENU", "")
    # The first language goes to all lines that hold no document any more, the others to contacts who speak them.
    assert [(one.language_code, one.attachment_no) for one in lines(tables)] == [("DEU", 0), ("FRA", 7)]


# Languages


def test_a_missing_default_language_is_created_or_the_change_given_up() -> None:
    tables = changed(
        Tables.of([attrs.evolve(HEADER, subject_default="Fair"), MATCHING]), "language_code_default", "ENU"
    )
    assert tables.where(SegmentInteractionLanguage) == [attrs.evolve(row("ENU"), description="BUS ENU")]
    assert (header_of(tables).language_code_default, header_of(tables).subject_default) == ("ENU", "")
    assert lines(tables)[0].language_code == "ENU"


@pytest.mark.rule("E-DECLINED")
def test_without_the_missing_language_the_default_stays() -> None:
    with pytest.raises(Declined):
        changed(SMALL, "language_code_default", "ENU", policies=Policies(create_missing_language=False))


def test_a_default_language_brings_its_subject_and_the_same_one_changes_nothing() -> None:
    tables = Tables.of([HEADER, row("ENU", subject="Fair")])
    tables = changed(tables, "language_code_default", "enu ")
    assert header_of(tables).subject_default == "Fair"
    assert not change_segment_header(tables, "S1", "language_code_default", "ENU", context=CONTEXT)


def test_a_subject_goes_to_the_default_language_and_to_lines_that_had_the_old_one() -> None:
    header = attrs.evolve(HEADER, language_code_default="ENU", subject_default="Old")
    follows = attrs.evolve(MATCHING, language_code="ENU", subject="Old")
    own = attrs.evolve(MATCHING, line_no=30000, language_code="ENU", subject="Mine")
    elsewhere = attrs.evolve(MATCHING, line_no=40000, language_code="DEU", subject="Old")
    start = Tables.of([header, follows, own, elsewhere, row("ENU", subject="Old")])
    tables = changed(start, "subject_default", "New")
    assert tables.where(SegmentInteractionLanguage) == [row("ENU", subject="New")]
    assert lines(tables) == [attrs.evolve(follows, subject="New"), own, elsewhere]
    declined = changed(start, "subject_default", "New", CONTEXT, NO)
    assert lines(declined) == [follows, own, elsewhere]
    assert changed(SMALL, "subject_default", "New").where(SegmentInteractionLanguage) == []


def test_a_document_of_the_header_is_that_of_its_default_language() -> None:
    tables = changed(Tables.of([HEADER, MATCHING, OTHER]), "attachment_no", 5)
    assert [one.attachment_no for one in tables.where(SegmentInteractionLanguage)] == [5]
    assert [line.attachment_no for line in lines(tables)] == [5, 0]
    tables = changed(tables, "attachment_no", 6)
    assert [line.attachment_no for line in lines(tables)] == [6, 0]
    kept = changed(tables, "attachment_no", 7, BY_HAND, NO)
    assert [line.attachment_no for line in lines(kept)] == [6, 0]
    assert attachment_of(Work(kept), header_of(kept)) == 7


def test_derived_documents_of_a_header() -> None:
    header = attrs.evolve(HEADER, language_code_default="DEU", word_template_code="W1")
    plain, word = row("DEU", 5), attrs.evolve(row("DEU", 5), word_template_code="W1")
    for one, attachment_no, modified in ((plain, 5, 0), (word, 0, 5), (row("ENU", 5), 0, 0)):
        work = Work(Tables.of([one]))
        assert (attachment_of(work, header), modified_word_template_of(work, header)) == (attachment_no, modified)


@pytest.mark.parametrize(
    ("changes", "rows", "expected"),
    [
        pytest.param({}, [row("DEU", 5)], True, id="the header's row"),
        pytest.param({}, [], False, id="no row"),
        pytest.param({}, [row("DEU", 6)], False, id="another document"),
        pytest.param({}, [row("ENU", 5)], False, id="another language"),
        pytest.param({}, [row("DEU", 5), row("DEU", 5, 10000)], False, id="its own row"),
        pytest.param({}, [row("DEU", 5), row("DEU", 9, 10000)], True, id="an own row with another document"),
        pytest.param({"word_template_code": "W1"}, [row("DEU", 5)], False, id="both"),
        pytest.param({"attachment_no": 0}, [row("DEU", 0)], False, id="neither"),
        pytest.param({"attachment_no": 0, "word_template_code": "W1"}, [row("DEU", 0)], True, id="a Word template"),
        pytest.param({"interaction_template_code": ""}, [row("DEU", 5)], False, id="no template"),
        pytest.param({"language_code": "FRA"}, [row("DEU", 5)], True, id="a modified Word document of the header"),
    ],
)
def test_when_a_line_inherits_its_document(
    changes: dict[str, Any], rows: list[SegmentInteractionLanguage], expected: bool
) -> None:
    is_modified = changes == {"language_code": "FRA"}
    header = attrs.evolve(HEADER, language_code_default="DEU", word_template_code="" if is_modified else "W9")
    line = attrs.evolve(MATCHING, language_code="DEU", attachment_no=5)
    changed_line = attrs.evolve(line, **changes)
    assert is_inherited(Work(Tables.of(rows)), changed_line, header) is expected


@pytest.mark.parametrize(
    ("code", "own", "spoken", "expected"),
    [
        pytest.param("BUS", [], "DEU", "DEU", id="the header's template: a row of the header"),
        pytest.param("BUS", [], "FRA", "SVE", id="else the header's default"),
        pytest.param("BUS", ["ENU", "NOR"], "DEU", "ENU", id="rows of its own go before, whatever the template"),
        pytest.param("MEMO", ["ENU", "NOR"], "NOR", "NOR", id="another template: a row of its own"),
        pytest.param("MEMO", ["ENU", "NOR"], "DEU", "ENU", id="else the template's default"),
        pytest.param("MEMO", ["ITA", "NOR"], "DEU", "ITA", id="else its first row"),
        pytest.param("MEMO", [], "DEU", "", id="else none"),
    ],
)
def test_the_language_that_a_line_finds(code: str, own: list[str], spoken: str, expected: str) -> None:
    templates = [InteractionTemplate(code=code, language_code_default="ENU") for code in ("BUS", "MEMO")]
    header = attrs.evolve(HEADER, language_code_default="SVE")
    work = Work(Tables.of([row("DEU"), *templates]))
    rows = [row(language, line_no=20000) for language in own]
    assert find_language(work, code, rows, header, spoken) == expected
    with pytest.raises(NotFound, match="InteractionTemplate"):
        find_language(work, "GONE", rows, header, "FRA")


def test_adding_a_language_gives_lines_its_document() -> None:
    inherits = attrs.evolve(OTHER, interaction_template_code="BUS", language_code="DEU", attachment_no=5)
    own = attrs.evolve(inherits, line_no=30000, attachment_no=9)
    tables = Tables.of([HEADER, MATCHING, inherits, own, DEU, FRA, row("DEU", 5)])
    tables = tables.apply(add_language(tables, row("FRA", 6, subject="Salon")))
    assert [(line.language_code, line.attachment_no, line.subject) for line in lines(tables)] == [
        ("", 0, ""),
        ("FRA", 6, "Salon"),
        ("DEU", 9, ""),
    ]
    tables = tables.apply(add_language(tables, row("ENU", 8, 10000)))
    assert (lines(tables)[0].language_code, lines(tables)[0].attachment_no) == ("ENU", 8)
    with pytest.raises(Duplicate):
        add_language(tables, row("ENU", 8, 10000))
    with pytest.raises(NotFound):
        add_language(tables, row("ENU", 8, 50000))


def test_removing_a_language_of_the_header_moves_default_and_lines() -> None:
    header = attrs.evolve(HEADER, language_code_default="DEU", subject_default="Messe")
    line = attrs.evolve(MATCHING, contact_no="C2", language_code="DEU", attachment_no=5)
    orphan = attrs.evolve(line, line_no=20000, contact_no="")
    start = Tables.of(
        [header, line, orphan, FRA, row("DEU", 5, subject="Messe"), row("FRA", 6, subject="Salon"), Attachment(no=5)]
    )
    tables = start.apply(remove_language(start, "S1", "DEU"))
    assert (header_of(tables).language_code_default, header_of(tables).subject_default) == ("FRA", "Salon")
    assert [(one.language_code, one.attachment_no) for one in lines(tables)] == [("FRA", 6), ("DEU", 5)]
    assert tables.where(Attachment) == []
    tables = tables.apply(remove_language(tables, "S1", "FRA"))
    assert header_of(tables).language_code_default == ""
    assert (lines(tables)[0].language_code, lines(tables)[0].attachment_no) == ("", 0)
    with pytest.raises(NotFound):
        remove_language(tables, "S1", "FRA")


def test_removing_a_language_of_a_line_leaves_it_the_next_one_or_the_header_s() -> None:
    header = attrs.evolve(HEADER, language_code_default="SVE", subject_default="Mässa")
    own = attrs.evolve(MATCHING, language_code="ENU", attachment_no=8)
    rows = [row("ENU", 8, 10000), row("FRA", 9, 10000), row("DEU", 5, subject="Messe")]
    start = Tables.of([header, own, DEU, *rows, Attachment(no=8, read_only=True)])

    tables = start.apply(remove_language(start, "S1", "ENU", 10000))
    assert (lines(tables)[0].language_code, lines(tables)[0].attachment_no) == ("FRA", 9)
    assert tables.where(Attachment) == [Attachment(no=8, read_only=True)]
    tables = tables.apply(remove_language(tables, "S1", "FRA", 10000))
    assert (lines(tables)[0].language_code, lines(tables)[0].attachment_no, lines(tables)[0].subject) == (
        "DEU",
        5,
        "Messe",
    )

    elsewhere = Tables.of([header, attrs.evolve(own, interaction_template_code="MEMO"), DEU, rows[0]])
    elsewhere = elsewhere.apply(remove_language(elsewhere, "S1", "ENU", 10000))
    assert (lines(elsewhere)[0].language_code, lines(elsewhere)[0].attachment_no) == ("", 0)
    unspoken = Tables.of([header, attrs.evolve(own, contact_no="C2"), FRA, rows[0]])
    unspoken = unspoken.apply(remove_language(unspoken, "S1", "ENU", 10000))
    assert (lines(unspoken)[0].language_code, lines(unspoken)[0].subject) == ("SVE", "Mässa")
    unrelated = start.apply(remove_language(start, "S1", "FRA", 10000))
    assert lines(unrelated) == [own]
