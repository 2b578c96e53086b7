"""The scenarios about segments, as Business Central's own tests state them."""

import datetime as dt
from collections.abc import Iterable

import attrs
import pytest

from bcmarketing.campaigns.overview import logged_segment_statistics
from bcmarketing.campaigns.records import Campaign, CampaignEntry
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import (
    Attachment,
    Contact,
    ContactMailingGroup,
    ContactType,
    CorrespondenceType,
    MailingGroup,
)
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import NoSeries
from bcmarketing.interactions.canceling import toggle_logged_segments
from bcmarketing.interactions.deletion import delete_canceled_logged_segments
from bcmarketing.interactions.delivery import DeliveryRequest
from bcmarketing.interactions.options import DeliveryStatus, WizardAction
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate, InteractionTemplateLanguage
from bcmarketing.interactions.refusals import NoEmailAddress
from bcmarketing.policies import Policies
from bcmarketing.segments.criteria import add_contacts, reduce_contacts
from bcmarketing.segments.editing import change_line, insert_line
from bcmarketing.segments.headers import change_segment_header, create_segment
from bcmarketing.segments.languages import attachment_of
from bcmarketing.segments.logging import log_segment, suggests_delivery
from bcmarketing.segments.mailing import MAILING_GROUP_APPLIED, apply_mailing_group
from bcmarketing.segments.records import (
    CriteriaAction,
    CriteriaLineType,
    LoggedSegment,
    SavedSegmentCriteria,
    SavedSegmentCriteriaLine,
    SegmentHeader,
    SegmentLine,
)
from bcmarketing.segments.saved import save_criteria
from bcmarketing.segments.statistics import segment_statistics
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2025, 1, 23), user_id="EVA")
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
HARD_COPY = CorrespondenceType.HARD_COPY
EMAIL = CorrespondenceType.EMAIL

SP1 = Salesperson(code="SP1")
SP2 = Salesperson(code="SP2")
C1 = Contact(no="C1", company_no="C1", salesperson_code="SP1")
C2 = Contact(no="C2", company_no="C2", salesperson_code="SP2")
T1 = InteractionTemplate(code="T1", correspondence_type_default=CorrespondenceType.BLANK)


def segment(rows: Iterable[Record], fields: dict[str, object] | None = None, contacts: str = "") -> Tables:
    """Return tables with these rows and a segment S1 that has these fields and, by code, these contacts."""
    tables = Tables.of([SP1, SP2, *rows])
    tables = tables.apply(create_segment(tables, "S1", fields, context=CONTEXT))
    for no in contacts.split():
        tables = tables.apply(insert_line(tables, "S1", no, context=CONTEXT))
    return tables


def by_hand(tables: Tables, *contacts: str) -> Tables:
    for no in contacts:
        tables = tables.apply(insert_line(tables, "S1", no, context=BY_HAND))
    return tables


@pytest.mark.scenario("136200.UpdateSegmentLinesByNoTest")
def test_the_description_of_a_header_reaches_its_lines() -> None:
    tables = segment([C1], contacts="C1")

    tables = tables.apply(change_segment_header(tables, "S1", "description", "Description", context=CONTEXT))

    [line] = tables.where(SegmentLine)
    assert line.description == "Description"


@pytest.mark.scenario("136200.AddingContactsToSegments")
def test_an_added_contact_gets_one_line_with_the_values_of_the_contact() -> None:
    tables = segment([attrs.evolve(C1, correspondence_type=EMAIL), C2])

    tables = tables.apply(add_contacts(tables, "S1", {"contact": {"no": "C1"}}, context=CONTEXT))

    [line] = tables.where(SegmentLine)
    assert (line.contact_no, line.salesperson_code, line.correspondence_type) == ("C1", "SP1", EMAIL)
    assert segment_statistics(tables, "S1").no_of_lines == 1


@pytest.mark.scenario("136200.ReducingContactsFromSegments")
def test_reducing_removes_the_contacts_that_match() -> None:
    tables = segment([C1, C2], contacts="C1 C2")
    filters = {"contact": {"no": "C1..C2", "salesperson_code": "SP1"}}

    tables = tables.apply(reduce_contacts(tables, "S1", filters, context=CONTEXT))

    assert [line.salesperson_code for line in tables.where(SegmentLine)] == ["SP2"]


@pytest.mark.scenario("136200.SegmentInteractionTemplateCode")
def test_added_lines_have_the_template_of_the_header() -> None:
    tables = segment([C1, C2, T1], {"interaction_template_code": "T1"})

    tables = tables.apply(add_contacts(tables, "S1", {"contact": {"no": "C1|C2"}}, context=CONTEXT))

    lines = [(line.contact_no, line.interaction_template_code) for line in tables.where(SegmentLine)]
    assert lines == [("C1", "T1"), ("C2", "T1")]


@pytest.mark.scenario("136200.ApplyMailingGroup")
@pytest.mark.rule("N-MAILING-GROUP")
def test_a_mailing_group_is_given_to_every_contact_of_the_segment() -> None:
    tables = segment([C1, MailingGroup(code="MG1")], contacts="C1")

    changes = apply_mailing_group(tables, "S1", "MG1")

    assert changes.inserted == (ContactMailingGroup(contact_no="C1", mailing_group_code="MG1"),)
    assert [notice.rule for notice in changes.notices] == [MAILING_GROUP_APPLIED]


@pytest.mark.scenario("136200.ReduceContactFromSegment")
def test_reducing_by_contact_number_removes_just_that_contact() -> None:
    tables = segment([C1, C2], contacts="C1 C2")

    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"no": "C1"}}, context=CONTEXT))

    assert [line.contact_no for line in tables.where(SegmentLine)] == ["C2"]


@pytest.mark.scenario("136200.CreateNewSegmentWithDetails")
def test_salesperson_and_campaign_of_the_header_reach_the_lines() -> None:
    tables = segment([C2, Campaign(no="CP1")], {"salesperson_code": "SP1"}, contacts="C2")

    tables = tables.apply(change_segment_header(tables, "S1", "campaign_no", "CP1", context=CONTEXT))

    [line] = tables.where(SegmentLine)
    assert (line.salesperson_code, line.campaign_no) == ("SP1", "CP1")


@pytest.mark.scenario("136200.AddContactsMailingGroupContactsOnlySkipsUnRelatedCompaniesAllowRelatedCompaniesTRUE")
def test_an_unrelated_company_is_not_added() -> None:
    persons = [Contact(no=no, type=ContactType.PERSON) for no in ("B", "C")]
    members = [ContactMailingGroup(contact_no=no, mailing_group_code="M") for no in ("B", "C")]
    tables = segment([Contact(no="A", company_no="A"), *persons, *members])
    filters = {"contact_mailing_group": {"mailing_group_code": "M"}}

    tables = tables.apply(add_contacts(tables, "S1", filters, allow_related_companies=True, context=CONTEXT))

    assert [line.contact_no for line in tables.where(SegmentLine)] == ["B", "C"]


@pytest.mark.scenario("136213.SegmentAddContactManual")
def test_a_line_can_be_entered_by_hand() -> None:
    tables = by_hand(segment([C1]), "C1")

    assert [line.contact_no for line in tables.where(SegmentLine)] == ["C1"]


@pytest.mark.scenario("136213.ReduceSegmentLineWithConfirmation")
def test_emptying_a_segment_forgets_its_criteria() -> None:
    tables = by_hand(segment([C1]), "C1")

    tables = tables.apply(reduce_contacts(tables, "S1", {"contact": {"salesperson_code": ""}}, context=CONTEXT))

    assert tables.where(SegmentLine) == []
    assert segment_statistics(tables, "S1").no_of_criteria_actions == 0


@pytest.mark.scenario("136213.ReduceSegmentLineWithWithOutConfirmation")
def test_emptying_a_segment_keeps_its_criteria_when_so_answered() -> None:
    tables = by_hand(segment([C1]), "C1")
    policies = Policies(reset_criteria_when_empty=False)

    tables = tables.apply(reduce_contacts(tables, "S1", {}, context=CONTEXT, policies=policies))

    assert tables.where(SegmentLine) == []
    assert segment_statistics(tables, "S1").no_of_criteria_actions == 2


@pytest.mark.scenario("136213.SaveSegmentCriteria")
def test_criteria_can_be_saved_under_a_code() -> None:
    tables = by_hand(segment([C1, C2]), "C1", "C2")

    tables = tables.apply(save_criteria(tables, "S1", "X1", "Two", context=CONTEXT))

    assert tables.where(SavedSegmentCriteria) == [SavedSegmentCriteria(code="X1", description="Two", user_id="EVA")]
    lines = tables.where(SavedSegmentCriteriaLine, segment_criteria_code="X1")
    assert [(line.line_no, line.type, line.action, line.view) for line in lines] == [
        (1, CriteriaLineType.ACTION, CriteriaAction.ADD, ()),
        (2, CriteriaLineType.FILTER, CriteriaAction.BLANK, (("no", "C1"),)),
        (3, CriteriaLineType.ACTION, CriteriaAction.ADD, ()),
        (4, CriteriaLineType.FILTER, CriteriaAction.BLANK, (("no", "C2"),)),
    ]


FOR_CAMPAIGN: dict[str, object] = {"interaction_template_code": "T1", "campaign_no": "CP1", "description": "S1"}


@pytest.mark.scenario("136207.LogSegmentWithCampaignEntry")
def test_logging_a_segment_of_a_campaign_leaves_an_entry_and_a_follow_up() -> None:
    tables = segment([C1, T1, Campaign(no="CP1")], FOR_CAMPAIGN, contacts="C1")

    tables = tables.apply(log_segment(tables, "S1", follow_up=True, follow_up_no="S2", context=CONTEXT))

    [entry] = tables.where(CampaignEntry)
    assert (entry.campaign_no, entry.segment_no) == ("CP1", "S1")
    [logged] = tables.where(LoggedSegment)
    assert logged.segment_no == "S1"
    assert logged_segment_statistics(tables, logged).no_of_campaign_entries == 1
    [header] = tables.where(SegmentHeader)
    assert (header.no, header.campaign_no, header.description) == ("S2", "CP1", "Follow-up on segment S1")


@pytest.mark.scenario("136207.DeleteLogSegment")
def test_a_canceled_logged_segment_can_be_deleted() -> None:
    tables = segment([C1, T1, Campaign(no="CP1")], FOR_CAMPAIGN, contacts="C1")
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))
    [logged] = tables.where(LoggedSegment)
    kept = tables.apply(delete_canceled_logged_segments(tables, {"segment_no": "S1"}))
    assert kept.where(LoggedSegment) == [logged]

    tables = tables.apply(toggle_logged_segments(tables, [logged.entry_no]))
    tables = tables.apply(delete_canceled_logged_segments(tables, {"segment_no": "S1"}))

    assert tables.where(LoggedSegment) == []


#: A template by e-mail whose default language has a document.
T_MAIL = InteractionTemplate(code="T1", correspondence_type_default=EMAIL, language_code_default="ENU")
T_MAIL_ENU = InteractionTemplateLanguage(interaction_template_code="T1", language_code="ENU", attachment_no=4)
P1 = Contact(no="C1", type=ContactType.PERSON, salesperson_code="SP1")
MAIL: dict[str, object] = {"interaction_template_code": "T1", "description": "S1"}


@pytest.mark.scenario("136208.LogSegmentEmailCorrTypeContNoEmail")
def test_a_line_by_email_without_address_blocks_the_delivery() -> None:
    tables = segment([P1, T_MAIL, T_MAIL_ENU, Attachment(no=4)], MAIL, contacts="C1")

    with pytest.raises(NoEmailAddress) as refused:
        log_segment(tables, "S1", deliver=True, context=CONTEXT)

    assert refused.value.contact_no == "C1"
    assert tables.where(InteractionLogEntry) == []
    assert tables.get(SegmentHeader, "S1") is not None


@pytest.mark.scenario("136208.LogSegmentEmailCorrTypeContNoEmailNoDeliver")
def test_without_delivery_the_missing_address_does_not_matter() -> None:
    tables = segment([P1, T_MAIL, T_MAIL_ENU, Attachment(no=4)], MAIL, contacts="C1")

    changes = log_segment(tables, "S1", deliver=False, context=CONTEXT)

    [entry] = changes.inserted_of(InteractionLogEntry)
    assert (entry.contact_no, entry.correspondence_type) == ("C1", CorrespondenceType.BLANK)
    assert changes.requests == ()


@pytest.mark.scenario("136208.VerifyAttachmentNoOnSegemntLineIfRevalidateContactNo")
def test_entering_the_same_contact_again_keeps_the_document_of_the_line() -> None:
    template = attrs.evolve(T_MAIL, correspondence_type_default=HARD_COPY)
    tables = segment([P1, template, T_MAIL_ENU, Attachment(no=4)], MAIL, contacts="C1")

    tables = tables.apply(change_line(tables, "S1", 10000, "contact_no", "C1", context=CONTEXT))

    work = Work(tables)
    [line] = tables.where(SegmentLine)
    assert line.attachment_no == attachment_of(work, work.require(SegmentHeader, "S1")) != 0
    tables = tables.apply(log_segment(tables, "S1", context=CONTEXT))
    assert [logged.segment_no for logged in tables.where(LoggedSegment)] == ["S1"]


@pytest.mark.scenario("136205.CheckSegmentWithSetup")
def test_a_segment_takes_its_number_from_the_series_of_the_setup() -> None:
    tables = Tables.of([MarketingSetup(segment_nos="SEGM"), NumberSeries(code="SEGM", starting_no="SM00001")])

    tables = tables.apply(create_segment(tables, context=CONTEXT))

    assert [(header.no, header.no_series) for header in tables.where(SegmentHeader)] == [("SM00001", "SEGM")]


@pytest.mark.scenario("136205.CheckSegmentWOSetup")
@pytest.mark.rule("E-NO-SERIES")
def test_a_segment_without_number_needs_a_series() -> None:
    tables = Tables.of([MarketingSetup(segment_nos="")])

    with pytest.raises(NoSeries, match="Segment"):
        create_segment(tables, context=CONTEXT)


WITH_ADDRESS = attrs.evolve(P1, email="c1@example.com")
T_WORD = InteractionTemplate(code="T1", correspondence_type_default=EMAIL, word_template_code="W1")


@pytest.mark.parametrize(
    ("template", "language", "fields"),
    [
        pytest.param(
            T_MAIL, T_MAIL_ENU, {}, id="text", marks=pytest.mark.scenario("136208.LogSegmentWithEmailTextAttachment")
        ),
        pytest.param(
            T_WORD,
            None,
            {"send_word_docs_as_attmt": True},
            id="word-as-attachment",
            marks=pytest.mark.scenario("136208.LogSegmentWithWordTemplateAndSendAsAttachmentToggle"),
        ),
        pytest.param(
            attrs.evolve(T_WORD, wizard_action=WizardAction.OPEN),
            None,
            {},
            id="word-open",
            marks=pytest.mark.scenario("136208.LogSegmentWithWordTemplateAndWizardActionOpen"),
        ),
        pytest.param(
            T_WORD,
            None,
            {},
            id="word",
            marks=pytest.mark.scenario("136208.LogSegmentWithWordTemplateAndWizardActionEmpty"),
        ),
    ],
)
def test_an_email_segment_logs_one_entry_for_its_line_and_hands_it_over(
    template: InteractionTemplate, language: InteractionTemplateLanguage | None, fields: dict[str, object]
) -> None:
    before = InteractionLogEntry(entry_no=41, contact_no="C9")
    rows: list[Record] = [WITH_ADDRESS, template, Attachment(no=4), before]
    if language is not None:
        rows.append(language)
    tables = segment(rows, MAIL | fields, contacts="C1")
    assert suggests_delivery(tables, "S1")

    changes = log_segment(tables, "S1", deliver=True, context=CONTEXT)

    [entry] = changes.inserted_of(InteractionLogEntry)
    assert (entry.entry_no, entry.contact_no, entry.delivery_status) == (42, "C1", DeliveryStatus.IN_PROGRESS)
    [request] = changes.requests
    assert isinstance(request, DeliveryRequest)
    assert (request.entry_no, request.correspondence_type, request.wizard_action) == (42, EMAIL, template.wizard_action)
    assert (request.attachment_no, request.word_template_code) == (entry.attachment_no, template.word_template_code)
    assert request.send_word_docs_as_attmt is fields.get("send_word_docs_as_attmt", False)
