"""Logging a segment: entries, campaign entries, documents, target groups and the follow-up."""

import datetime as dt

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Attachment, Contact, CorrespondenceType
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, NoSeries, NotFound
from bcmarketing.interactions.delivery import DeliveryRequest
from bcmarketing.interactions.options import DeliveryStatus
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate
from bcmarketing.policies import Policies, TargetCleanup
from bcmarketing.segments.criteria import reduce_contacts
from bcmarketing.segments.logging import log_segment, suggests_delivery
from bcmarketing.segments.records import (
    LoggedSegment,
    SegmentHeader,
    SegmentInteractionLanguage,
    SegmentLine,
)
from bcmarketing.segments.refusals import AlreadyLogged, EmptySegment
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

DAY = dt.date(2027, 2, 10)
CONTEXT = Context(today=dt.date(2027, 2, 11), work_date=DAY, user_id="EVA")
BLANK, HARD_COPY, EMAIL = CorrespondenceType
HEADER = SegmentHeader(no="S1", description="Fair", campaign_no="CP1", date=DAY)
LINE = SegmentLine(
    segment_no="S1",
    line_no=10000,
    contact_no="A",
    contact_company_no="A",
    salesperson_code="HR",
    interaction_template_code="T",
    campaign_no="CP1",
    date=DAY,
    cost=8,
)
BASE: list[Record] = [
    Salesperson(code="HR"),
    Contact(no="A", company_no="A"),
    Contact(no="B", company_no="B"),
    InteractionTemplate(code="T", correspondence_type_default=BLANK),
    Campaign(no="CP1"),
    Campaign(no="CP2"),
]


def line(line_no: int, contact_no: str = "A", campaign_no: str = "CP1", day: int = 10) -> SegmentLine:
    return attrs.evolve(
        LINE,
        line_no=line_no,
        contact_no=contact_no,
        contact_company_no=contact_no,
        campaign_no=campaign_no,
        date=DAY.replace(day=day),
    )


def test_there_is_one_campaign_entry_for_each_campaign_dated_by_its_earliest_line() -> None:
    lines = [
        line(10000, "A", "CP2", 9),
        line(20000, "B", "CP1", 8),
        line(30000, "", "CP1", 1),
        line(40000, "A", "CP1", 7),
    ]
    tables = Tables.of([*BASE, HEADER, *lines, line(50000, "B", "")])

    changes = log_segment(tables, "S1", context=CONTEXT)

    assert [
        (entry.entry_no, entry.campaign_no, entry.date, entry.description, entry.register_no, entry.user_id)
        for entry in changes.inserted_of(CampaignEntry)
    ] == [
        (1, "CP1", DAY.replace(day=7), "Fair", 1, "EVA"),
        (2, "CP2", DAY.replace(day=9), "Fair", 1, "EVA"),
    ]
    assert [
        (entry.entry_no, entry.contact_no, entry.campaign_no, entry.campaign_entry_no, entry.segment_no)
        for entry in changes.inserted_of(InteractionLogEntry)
    ] == [(1, "A", "CP2", 2, "S1"), (2, "B", "CP1", 1, "S1"), (3, "A", "CP1", 1, "S1"), (4, "B", "", 0, "S1")]
    assert changes.inserted_of(LoggedSegment) == (
        LoggedSegment(entry_no=1, segment_no="S1", description="Fair", creation_date=CONTEXT.today, user_id="EVA"),
    )
    assert {entry.logged_segment_entry_no for entry in changes.inserted_of(InteractionLogEntry)} == {1}


@pytest.mark.parametrize(("reuses", "expected"), [(True, [4, 4]), (False, [5, 5])])
def test_a_canceled_campaign_entry_is_used_again_unless_the_policy_says_no(reuses: bool, expected: list[int]) -> None:
    canceled = CampaignEntry(entry_no=4, campaign_no="CP1", segment_no="S1", canceled=True)
    tables = Tables.of([*BASE, HEADER, line(10000), line(20000, "B"), canceled])
    policies = Policies(reuse_canceled_campaign_entry=reuses)
    changes = log_segment(tables, "S1", context=CONTEXT, policies=policies)
    assert [entry.campaign_entry_no for entry in changes.inserted_of(InteractionLogEntry)] == expected


@pytest.mark.rule("E-SEGMENT-LOGGED")
@pytest.mark.rule("E-FIELD-REQUIRED")
@pytest.mark.rule("E-SEGMENT-EMPTY")
def test_a_segment_is_refused_in_this_order() -> None:
    without_contact = line(10000, "")
    nameless = attrs.evolve(HEADER, description="")
    logged = LoggedSegment(entry_no=1, segment_no="S1", canceled=True)
    with pytest.raises(NotFound, match="SegmentHeader"):
        log_segment(Tables(), "S1", context=CONTEXT)
    with pytest.raises(AlreadyLogged, match="S1"):
        log_segment(Tables.of([nameless, without_contact, logged]), "S1", context=CONTEXT)
    with pytest.raises(FieldRequired, match="description"):
        log_segment(Tables.of([nameless, without_contact]), "S1", context=CONTEXT)
    with pytest.raises(EmptySegment, match="S1"):
        log_segment(Tables.of([HEADER, without_contact]), "S1", context=CONTEXT)


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("date", attrs.evolve(LINE, date=None)),
        ("salesperson_code", attrs.evolve(LINE, salesperson_code="")),
        ("interaction_template_code", attrs.evolve(LINE, interaction_template_code="")),
    ],
)
def test_a_line_that_lacks_something_is_refused(field: str, bad: SegmentLine) -> None:
    with pytest.raises(FieldRequired, match=field):
        log_segment(Tables.of([*BASE, HEADER, bad]), "S1", context=CONTEXT)


def test_only_lines_that_say_how_they_go_are_delivered() -> None:
    by_letter = attrs.evolve(LINE, correspondence_type=HARD_COPY, attachment_no=5)
    silent = line(20000, "B")
    tables = Tables.of([*BASE, HEADER, by_letter, silent])
    assert suggests_delivery(tables, "S1")
    assert not suggests_delivery(Tables.of([*BASE, HEADER, silent]), "S1")
    with pytest.raises(NotFound):
        suggests_delivery(tables, "S9")

    changes = log_segment(tables, "S1", deliver=True, context=CONTEXT)

    statuses = [entry.delivery_status for entry in changes.inserted_of(InteractionLogEntry)]
    assert statuses == [DeliveryStatus.IN_PROGRESS, DeliveryStatus.BLANK]
    assert [request.entry_no for request in changes.requests if isinstance(request, DeliveryRequest)] == [1]
    assert log_segment(tables, "S1", context=CONTEXT).requests == ()


def test_a_line_to_deliver_needs_a_document() -> None:
    template = InteractionTemplate(code="T", correspondence_type_default=HARD_COPY)
    rows = [row for row in BASE if not isinstance(row, InteractionTemplate)]
    tables = Tables.of([*rows, template, HEADER, LINE])
    with pytest.raises(FieldRequired, match="attachment_no"):
        log_segment(tables, "S1", deliver=True, context=CONTEXT)
    assert log_segment(tables, "S1", context=CONTEXT)


def test_documents_that_entries_hold_survive_the_segment() -> None:
    header = attrs.evolve(HEADER, language_code_default="DEU", word_template_code="W1")
    with_document = attrs.evolve(LINE, attachment_no=5)
    languages = [
        SegmentInteractionLanguage(segment_no="S1", segment_line_no=10000, language_code="DEU", attachment_no=5),
        SegmentInteractionLanguage(
            segment_no="S1", segment_line_no=0, language_code="DEU", attachment_no=6, word_template_code="W1"
        ),
        SegmentInteractionLanguage(segment_no="S1", segment_line_no=0, language_code="ENU", attachment_no=7),
    ]
    documents = [Attachment(no=no) for no in (5, 6, 7)]
    tables = Tables.of([*BASE, header, with_document, line(20000, "B"), *languages, *documents])

    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))

    entries = tables.where(InteractionLogEntry)
    assert [(entry.attachment_no, entry.modified_word_template) for entry in entries] == [(5, 0), (0, 6)]
    assert tables.where(Attachment) == [Attachment(no=5, read_only=True), Attachment(no=6, read_only=True)]
    assert tables.where(SegmentInteractionLanguage) == []


ROW = CampaignTargetGroup(type=TargetType.CONTACT, no="A", campaign_no="CP1")


def test_the_target_group_survives_logging_its_lines() -> None:
    tables = Tables.of([*BASE, HEADER, attrs.evolve(LINE, campaign_target=True), ROW])
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))
    assert tables.where(CampaignTargetGroup) == [ROW]


@pytest.mark.parametrize(("cleanup", "left"), [(TargetCleanup.BC, []), (TargetCleanup.SUPPORT, [ROW])])
def test_logging_the_answers_drops_the_row_that_one_letter_supports(
    cleanup: TargetCleanup, left: list[CampaignTargetGroup]
) -> None:
    letter = InteractionLogEntry(
        entry_no=1, contact_no="A", contact_company_no="A", campaign_no="CP1", campaign_target=True
    )
    tables = Tables.of([*BASE, HEADER, LINE, ROW, letter])
    policies = Policies(target_cleanup=cleanup)
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT, policies=policies))
    assert tables.where(CampaignTargetGroup) == left


@pytest.mark.parametrize("cleanup", TargetCleanup)
def test_reducing_a_target_drops_its_row(cleanup: TargetCleanup) -> None:
    tables = Tables.of([*BASE, HEADER, attrs.evolve(LINE, campaign_target=True), ROW])
    changes = reduce_contacts(tables, "S1", {}, context=CONTEXT, policies=Policies(target_cleanup=cleanup))
    assert changes.deleted_of(CampaignTargetGroup) == (ROW,)


def test_a_follow_up_has_contacts_and_campaigns_and_nothing_else_of_the_segment() -> None:
    header = attrs.evolve(HEADER, campaign_target=True, interaction_template_code="T", unit_cost=8)
    tables = Tables.of([*BASE, header, line(10000, "B", "CP2"), line(20000, "A", "")])

    tables = tables.apply(log_segment(tables, "S1", follow_up=True, follow_up_no="S2", context=CONTEXT))

    assert tables.where(SegmentHeader) == [
        SegmentHeader(no="S2", description="Follow-up on segment S1", campaign_no="CP1", date=DAY)
    ]
    lines = tables.where(SegmentLine)
    assert [(one.contact_no, one.campaign_no, int(one.cost), one.campaign_target) for one in lines] == [
        ("B", "CP2", 0, False),
        ("A", "", 0, False),
    ]


def test_the_number_of_a_follow_up_comes_from_the_series_or_the_host() -> None:
    plain = Tables.of([*BASE, HEADER, LINE])
    with pytest.raises(NoSeries):
        log_segment(plain, "S1", follow_up=True, context=CONTEXT)
    [header] = log_segment(plain, "S1", follow_up=True, numbers=iter(["H1"]), context=CONTEXT).inserted_of(
        SegmentHeader
    )
    assert header.no == "H1"
    setup: list[Record] = [MarketingSetup(segment_nos="SEGM"), NumberSeries(code="SEGM", starting_no="SM1")]
    with_series = Tables.of([*BASE, HEADER, LINE, *setup])
    [header] = log_segment(with_series, "S1", follow_up=True, context=CONTEXT).inserted_of(SegmentHeader)
    assert (header.no, header.no_series) == ("SM1", "SEGM")


def test_the_description_of_a_follow_up_is_cut_to_50_characters() -> None:
    long = "S" * 20
    tables = Tables.of([*BASE, attrs.evolve(HEADER, no=long), attrs.evolve(LINE, segment_no=long)])
    [header] = log_segment(tables, long, follow_up=True, follow_up_no="F", context=CONTEXT).inserted_of(SegmentHeader)
    assert header.description == f"Follow-up on segment {long}"
    assert len(header.description) <= 50
