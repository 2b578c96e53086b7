"""The scenarios about interactions, as Business Central's own tests state them."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Task, TaskType
from bcmarketing.campaigns.overview import campaign_entry_statistics
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignStatus
from bcmarketing.campaigns.statuses import set_campaign_status
from bcmarketing.contacts.partners import Customer, Salesperson
from bcmarketing.contacts.records import (
    Attachment,
    CommentTable,
    Contact,
    ContactBusinessRelation,
    ContactType,
    CorrespondenceType,
    RelationLink,
    RlshpMgtCommentLine,
)
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired
from bcmarketing.interactions.calls import check_call, log_call, start_call
from bcmarketing.interactions.comments import Comment
from bcmarketing.interactions.deletion import delete_canceled_log_entries
from bcmarketing.interactions.document_kinds import OUTGOING_CALLS, PURPOSES
from bcmarketing.interactions.documents import (
    Account,
    Document,
    log_cover_sheets,
    log_document,
    log_segment_cover_sheets,
)
from bcmarketing.interactions.drafts import (
    Draft,
    choose_contact,
    choose_template,
    override,
    resume_draft,
    start_draft,
    start_draft_from_log,
    start_draft_from_task,
)
from bcmarketing.interactions.entries import entry_title, evaluate_entries
from bcmarketing.interactions.finishing import check_draft, finish_draft, leave_draft
from bcmarketing.interactions.options import DocumentType, Evaluation, InformationFlow, InitiatedBy, WizardAction
from bcmarketing.interactions.records import (
    InteractionGroup,
    InteractionLogEntry,
    InteractionTemplate,
    InteractionTemplateLanguage,
    InteractionTemplateSetup,
    InterLogEntryCommentLine,
)
from bcmarketing.interactions.refusals import WizardActionNotPossible
from bcmarketing.interactions.templates import (
    attachment_of,
    delete_template,
    insert_group,
    insert_template,
    remove_template_attachment,
    set_default_language,
    set_wizard_action,
)
from bcmarketing.opportunities.creation import create_opportunity_from_line, create_opportunity_from_log_entry
from bcmarketing.opportunities.records import Opportunity
from bcmarketing.segments.editing import insert_line
from bcmarketing.segments.headers import create_segment
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

TODAY = dt.date(2025, 1, 23)
CONTEXT = Context(today=TODAY, now=dt.time(8, 30), user_id="EVA")
BLANK = CorrespondenceType.BLANK

SP1 = Salesperson(code="SP1", name="Sam Pole")
C1 = Contact(no="C1", company_no="C1", name="Cannon", salesperson_code="SP1", phone_no="555")
C2 = Contact(no="C2", company_no="C2", salesperson_code="SP1")
T1 = InteractionTemplate(
    code="T1",
    interaction_group_code="G1",
    description="Letter",
    unit_cost=12,
    unit_duration=8,
    information_flow=InformationFlow.OUTBOUND,
    initiated_by=InitiatedBy.US,
    correspondence_type_default=BLANK,
)
T2 = attrs.evolve(T1, code="T2", unit_cost=7, unit_duration=9)
CALL = InteractionTemplate(code="CALL", description="Outgoing call", correspondence_type_default=BLANK)
CALLS_BY_CALL = InteractionTemplateSetup(purpose=OUTGOING_CALLS, interaction_template_code="CALL")
COVER = InteractionTemplate(code="TC", description="Cover sheet", correspondence_type_default=BLANK)
COVERS_BY_TC = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.COVER_SHEET], interaction_template_code="TC")


def finished(tables: Tables, template: str, **fields: str) -> Tables:
    """Return the tables with one more finished interaction of C1."""
    draft = choose_template(tables, start_draft(tables, "C1", context=CONTEXT), template, context=CONTEXT)
    entered = override(draft, cost=fields.get("cost"), duration=fields.get("duration"))
    return tables.apply(finish_draft(tables, entered, context=CONTEXT))


def with_segment(*rows: Record, contacts: str = "C1") -> Tables:
    tables = Tables.of([SP1, *rows])
    tables = tables.apply(create_segment(tables, "S1", {"description": "S1"}, context=CONTEXT))
    for no in contacts.split():
        tables = tables.apply(insert_line(tables, "S1", no, context=CONTEXT))
    return tables


def the_line(tables: Tables) -> SegmentLine:
    (line,) = tables.where(SegmentLine)
    return line


def the_entry(changes: ChangeSet) -> InteractionLogEntry:
    (entry,) = changes.inserted_of(InteractionLogEntry)
    return entry


@pytest.mark.scenario("136200.CampaignAndInteractionsLinked")
def test_an_interaction_with_a_campaign_creates_one_campaign_entry_with_its_figures() -> None:
    template = attrs.evolve(T1, unit_cost=30, unit_duration=20)
    tables = Tables.of([Campaign(no="CP1"), CampaignStatus(code="ST1"), template, C1, SP1])
    tables = tables.apply(set_campaign_status(tables, "CP1", "ST1", context=CONTEXT))
    draft = choose_template(tables, start_draft(tables, "C1", context=CONTEXT), "T1", context=CONTEXT)
    draft = override(draft, description="Talked", campaign_no="CP1")

    changes = finish_draft(tables, draft, context=CONTEXT)

    entry = the_entry(changes)
    assert (entry.contact_no, entry.campaign_no) == ("C1", "CP1")
    assert (entry.interaction_template_code, entry.interaction_group_code) == ("T1", "G1")
    assert (entry.information_flow, entry.initiated_by) == (InformationFlow.OUTBOUND, InitiatedBy.US)
    tables = tables.apply(changes)
    (campaign_entry,) = tables.where(CampaignEntry, campaign_no="CP1")
    figures = campaign_entry_statistics(tables, campaign_entry)
    assert (figures.no_of_interactions, figures.cost, figures.duration) == (1, Decimal(30), Decimal(20))


@pytest.mark.scenario("136200.MakePhoneCallDescriptionError")
def test_a_phone_call_needs_a_description() -> None:
    tables = with_segment(C1, CALL, CALLS_BY_CALL)
    draft = start_call(tables, the_line(tables), context=CONTEXT)
    assert draft.line.description == "Outgoing call"

    with pytest.raises(FieldRequired, match="description"):
        check_call(override(draft, description=""))


@pytest.mark.scenario("136200.MakePhoneCallNeutralEvaluation", "136200.MakePhoneCallAttemptFailed")
@pytest.mark.parametrize("successful", [True, False])
def test_the_outcome_of_a_phone_call_is_logged(successful: bool) -> None:
    tables = with_segment(C1, CALL, CALLS_BY_CALL)
    draft = start_call(tables, the_line(tables), context=CONTEXT)

    draft = override(draft, evaluation=Evaluation.NEUTRAL, successful=successful)
    entry = the_entry(log_call(tables, draft, context=CONTEXT))

    assert (entry.contact_no, entry.evaluation, entry.attempt_failed) == ("C1", Evaluation.NEUTRAL, not successful)
    assert (entry.contact_via, entry.segment_no, entry.logged_segment_entry_no) == ("555", "S1", 0)


@pytest.mark.scenario("136200.MakePhonePositiveEvaluation")
def test_a_phone_call_can_be_tied_to_a_campaign_and_an_opportunity() -> None:
    opportunity = Opportunity(no="O1", contact_no="C1", contact_company_no="C1")
    tables = with_segment(C1, CALL, CALLS_BY_CALL, Campaign(no="CP1"), opportunity)
    draft = start_call(tables, the_line(tables), context=CONTEXT)

    draft = override(draft, evaluation=Evaluation.VERY_POSITIVE, campaign_no="CP1", opportunity_no="O1")
    entry = the_entry(log_call(tables, draft, context=CONTEXT))

    assert (entry.evaluation, entry.opportunity_no) == (Evaluation.VERY_POSITIVE, "O1")
    assert (entry.campaign_no, entry.attempt_failed) == ("CP1", False)


@pytest.mark.scenario("136200.VerifySegmentNoExistOnCreatedOpportunity")
def test_an_opportunity_from_a_segment_phone_call_keeps_the_segment() -> None:
    tables = with_segment(C1, CALL, CALLS_BY_CALL)
    draft = override(start_call(tables, the_line(tables), context=CONTEXT), evaluation=Evaluation.VERY_POSITIVE)

    changes = create_opportunity_from_line(tables, draft.line, numbers=["O1"], context=CONTEXT)

    assert changes.inserted_of(Opportunity)[0].segment_no == "S1"


@pytest.mark.scenario("136213.SegmentMultiLineCoverSheet")
def test_cover_sheets_log_one_interaction_for_each_contact() -> None:
    tables = with_segment(C1, C2, COVER, COVERS_BY_TC, contacts="C1 C2")

    changes = log_segment_cover_sheets(tables, "S1", context=CONTEXT)

    entries = changes.inserted_of(InteractionLogEntry)
    assert [(e.entry_no, e.contact_no, e.interaction_template_code) for e in entries] == [
        (1, "C1", "TC"),
        (2, "C2", "TC"),
    ]


@pytest.mark.scenario("136208.CreationInteractionGroup")
def test_an_interaction_group_can_be_created() -> None:
    tables = Tables()

    tables = tables.apply(insert_group(tables, InteractionGroup(code="G1")))

    assert tables.get(InteractionGroup, "G1") is not None


@pytest.mark.scenario("136208.CreationInteractionTemplate")
def test_a_template_carries_its_group() -> None:
    tables = Tables.of([InteractionGroup(code="G1")])

    changes = insert_template(tables, InteractionTemplate(code="T1", interaction_group_code="G1"))

    assert changes.inserted_of(InteractionTemplate)[0].interaction_group_code == "G1"


@pytest.mark.scenario("136208.InteractionWithoutTemplate")
def test_an_interaction_needs_a_template() -> None:
    tables = Tables.of([C1, SP1])

    with pytest.raises(FieldRequired, match="interaction_template_code"):
        finish_draft(tables, start_draft(tables, "C1", context=CONTEXT), context=CONTEXT)


@pytest.mark.scenario("136208.InteractionFromLogEntries")
def test_a_new_interaction_is_created_from_the_log_of_a_contact() -> None:
    tables = finished(Tables.of([C1, SP1, T1, T2]), "T1")

    draft = start_draft_from_log(tables, contact_no="C1", context=CONTEXT)
    draft = choose_template(tables, draft, "T2", context=CONTEXT)
    entry = the_entry(finish_draft(tables, draft, context=CONTEXT))

    assert (entry.entry_no, entry.contact_no, entry.interaction_template_code) == (2, "C1", "T2")
    assert (entry.cost, entry.duration) == (Decimal(7), Decimal(9))


@pytest.mark.scenario("136208.InteractionForNewCostAndAmount")
def test_cost_and_duration_may_be_overridden() -> None:
    tables = finished(Tables.of([C1, SP1, T1]), "T1")

    tables = finished(tables, "T1", cost="17", duration="11")

    newest = tables.last(InteractionLogEntry)
    assert newest is not None
    assert (newest.cost, newest.duration) == (Decimal(17), Decimal(11))


def row(
    language: str, attachment_no: int = 0, layout: str = "", word_template: str = ""
) -> InteractionTemplateLanguage:
    return InteractionTemplateLanguage(
        interaction_template_code="T1",
        language_code=language,
        attachment_no=attachment_no,
        custom_layout_code=layout,
        word_template_code=word_template,
    )


ENGLISH = attrs.evolve(T1, language_code_default="ENU")


@pytest.mark.scenario("136208.RemoveAttachment")
def test_removing_the_attachment_of_a_language_clears_the_reference() -> None:
    tables = Tables.of([ENGLISH, row("ENU", 4), Attachment(no=4)])

    tables = tables.apply(remove_template_attachment(tables, "T1", "ENU"))

    assert attachment_of(tables, ENGLISH) == 0
    assert tables.get(Attachment, 4) is None


@pytest.mark.scenario("136208.ValidateWizardActionWithLangCodeWithWordAttachment")
@pytest.mark.rule("E-TEMPLATE-WIZARD-ACTION")
def test_merge_is_not_for_a_plain_document() -> None:
    tables = Tables.of([ENGLISH, row("ENU", 4), Attachment(no=4)])

    for accepted in (WizardAction.BLANK, WizardAction.OPEN, WizardAction.IMPORT):
        set_wizard_action(tables, "T1", accepted)
    with pytest.raises(WizardActionNotPossible, match="no layout"):
        set_wizard_action(tables, "T1", WizardAction.MERGE)


@pytest.mark.scenario("136208.WizardActionIsChangedFromEmptyToMergeAfterValidateEmailMergeAttachment")
def test_a_default_language_with_a_layout_makes_the_template_merge() -> None:
    tables = Tables.of([T1, row("L1", layout="MAIL")])

    changes = set_default_language(tables, "T1", "L1")

    assert changes.modified_of(InteractionTemplate)[0].wizard_action is WizardAction.MERGE


@pytest.mark.scenario("136208.WizardActionIsChangedFromMergeToEmptyAfterValidateLangCodeWithoutAttachment")
def test_a_default_language_without_a_layout_resets_merge() -> None:
    merging = attrs.evolve(T1, language_code_default="L1", wizard_action=WizardAction.MERGE)
    tables = Tables.of([merging, row("L1", layout="MAIL"), row("L2")])

    changes = set_default_language(tables, "T1", "L2")

    assert changes.modified_of(InteractionTemplate)[0].wizard_action is WizardAction.BLANK


@pytest.mark.scenario("136208.ValidateWizardActionWithLangCodeWithoutWordAttachmentWithWordTemplate")
@pytest.mark.rule("E-TEMPLATE-WIZARD-ACTION")
def test_import_is_not_for_a_word_template() -> None:
    tables = Tables.of([attrs.evolve(ENGLISH, word_template_code="W1"), row("ENU", word_template="W1")])

    for accepted in (WizardAction.BLANK, WizardAction.OPEN, WizardAction.MERGE):
        set_wizard_action(tables, "T1", accepted)
    with pytest.raises(WizardActionNotPossible, match="Word template"):
        set_wizard_action(tables, "T1", WizardAction.IMPORT)


@pytest.mark.scenario("136208.DeleteOneOfTwoCanceledInteractionLogEntriesWithOneAttachment")
def test_a_shared_attachment_survives_while_another_entry_uses_it() -> None:
    entries = [InteractionLogEntry(entry_no=no, canceled=True, attachment_no=1) for no in (1, 2)]
    tables = Tables.of([*entries, Attachment(no=1, read_only=True)])

    tables = tables.apply(delete_canceled_log_entries(tables, {"entry_no": "1"}))

    assert [entry.entry_no for entry in tables.where(InteractionLogEntry)] == [2]
    assert tables.get(Attachment, 1) is not None


@pytest.mark.scenario("136208.DeleteInteractionTmplWithEmailMergeAttachment")
def test_deleting_a_template_removes_the_attachments_of_its_languages() -> None:
    rows = [row(language, no) for no, language in enumerate(("DAN", "DEU", "ENU"), start=1)]
    tables = Tables.of([T1, *rows, *(Attachment(no=no) for no in (1, 2, 3))])

    tables = tables.apply(delete_template(tables, "T1"))

    assert tables == Tables()


@pytest.mark.scenario("136208.SegmentLine_FinishWizard_ConfirmNo")
def test_neither_finishing_nor_postponing_logs_nothing() -> None:
    assert leave_draft(Tables(), Draft(), finish_later=False, context=CONTEXT) == ChangeSet()


@pytest.mark.scenario(
    "136208.SegmentLine_FinishWizard_SalesPersonIsMandatory",
    "136208.SegmentLine_FinishWizard_DateIsMandatory",
    "136208.SegmentLine_FinishWizard_DescriptionIsMandatory",
)
@pytest.mark.parametrize(
    ("line", "field"),
    [
        (SegmentLine(contact_no="C1", interaction_template_code="T1"), "salesperson_code"),
        (SegmentLine(contact_no="C1", interaction_template_code="T1", salesperson_code="SP1"), "date"),
        (
            SegmentLine(contact_no="C1", interaction_template_code="T1", salesperson_code="SP1", date=TODAY),
            "description",
        ),
    ],
)
def test_a_draft_says_who_when_and_what(line: SegmentLine, field: str) -> None:
    with pytest.raises(FieldRequired) as refused:
        check_draft(Tables.of([C1, T1, SP1]), Draft(line=line))

    assert refused.value.field == field


@pytest.mark.scenario("136208.LogDocumentNoEmail")
def test_a_document_by_email_without_address_is_logged_without_a_way_to_go() -> None:
    by_email = attrs.evolve(C1, correspondence_type=CorrespondenceType.EMAIL)
    relation = ContactBusinessRelation(
        contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
    )
    setup = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.SALES_INV], interaction_template_code="T1")
    tables = Tables.of([by_email, Customer(no="K1"), relation, T1, setup])

    document = Document(type=DocumentType.SALES_INV, no="SI1", account=Account("C1"))
    entry = the_entry(log_document(tables, document, context=CONTEXT))

    assert (entry.contact_no, entry.document_no, entry.correspondence_type) == ("C1", "SI1", BLANK)


@pytest.mark.scenario(
    "136208.InteractionLogEntry_ResumeInteraction_BlankedFilters",
    "136208.InteractionLogEntry_ResumeInteraction_FiltersOrderAB",
    "136208.InteractionLogEntry_ResumeInteraction_FiltersOrderBA",
)
def test_resuming_takes_the_values_of_the_entry_itself() -> None:
    # How a list is filtered is no argument of the process, so it cannot matter.
    entry = InteractionLogEntry(
        entry_no=7,
        postponed=True,
        todo_no="TD1",
        contact_company_no="C1",
        contact_no="P1",
        salesperson_code="SP1",
        campaign_no="CP1",
        opportunity_no="O1",
    )

    draft = resume_draft(Tables.of([entry]), 7, context=CONTEXT)

    line = draft.line
    assert (line.todo_no, line.contact_company_no, line.contact_no) == ("TD1", "C1", "P1")
    assert (line.salesperson_code, line.campaign_no, line.opportunity_no) == ("SP1", "CP1", "O1")
    assert line.line_no == 7


@pytest.mark.scenario("136208.IntLogCommentCopiedToCreatedOpportunity")
def test_comments_move_along_when_an_opportunity_is_created() -> None:
    entry = InteractionLogEntry(entry_no=1, contact_no="C1", contact_company_no="C1")
    comment = InterLogEntryCommentLine(entry_no=1, line_no=10000, date=TODAY, code="X", comment="YYY")

    changes = create_opportunity_from_log_entry(Tables.of([C1, entry, comment]), 1, numbers=["O1"], context=CONTEXT)

    assert changes.modified_of(InteractionLogEntry)[0].opportunity_no == "O1"
    (copied,) = changes.inserted_of(RlshpMgtCommentLine)
    assert (copied.table_name, copied.no) == (CommentTable.OPPORTUNITY, "O1")
    assert (copied.date, copied.code, copied.comment) == (TODAY, "X", "YYY")


OUTBOUND_X = InteractionTemplate(code="X", description="TD", information_flow=InformationFlow.OUTBOUND)


@pytest.mark.scenario("136208.OutboundFlowEntryTitle")
def test_the_title_of_an_outbound_interaction_names_the_salesperson() -> None:
    entry = InteractionLogEntry(entry_no=1, interaction_template_code="X", salesperson_code="S")

    assert entry_title(Tables.of([OUTBOUND_X, Salesperson(code="S", name="S")]), entry) == "TD - by S"


@pytest.mark.scenario("136208.OutboundFlowEntryTitleUserName")
def test_the_title_of_an_outbound_interaction_without_salesperson_names_its_user() -> None:
    entry = InteractionLogEntry(entry_no=1, interaction_template_code="X", user_id="U")

    assert entry_title(Tables.of([OUTBOUND_X]), entry, full_name={"U": "UN"}.get) == "TD - by UN"


@pytest.mark.scenario("136208.EmptyFlowEntryTitle")
def test_the_title_without_flow_is_the_description_of_the_template() -> None:
    plain = attrs.evolve(OUTBOUND_X, information_flow=InformationFlow.BLANK)
    entry = InteractionLogEntry(entry_no=1, interaction_template_code="X", user_id="U")

    assert entry_title(Tables.of([plain]), entry) == "TD"


@pytest.mark.scenario("136208.ContactInteractionSubformEvaluateInteraction")
def test_an_evaluation_is_written_to_the_entry() -> None:
    entry = InteractionLogEntry(entry_no=1, contact_no="P1")

    changes = evaluate_entries(Tables.of([entry]), [1], 2)

    assert changes.modified_of(InteractionLogEntry)[0].evaluation is Evaluation.POSITIVE


@pytest.mark.scenario("136208.PopulateEvaluationFieldInInteractionLogEntry")
def test_an_evaluation_given_on_the_draft_is_stored() -> None:
    tables = Tables.of([C1, SP1, T1])
    draft = choose_template(tables, start_draft(tables, "C1", context=CONTEXT), "T1", context=CONTEXT)

    changes = finish_draft(tables, override(draft, evaluation=Evaluation.POSITIVE), context=CONTEXT)

    assert the_entry(changes).evaluation is Evaluation.POSITIVE


@pytest.mark.scenario("136208.CreateInteractionLogWithCommentsForTask")
def test_comments_of_an_interaction_for_a_task_are_stored() -> None:
    meeting = Task(no="TD1", type=TaskType.MEETING, contact_no="C1", contact_company_no="C1", salesperson_code="SP1")
    tables = Tables.of([C1, SP1, T1, meeting])
    draft = start_draft_from_task(tables, "TD1", context=CONTEXT)
    draft = choose_template(tables, draft, "T1", context=CONTEXT)

    comments = [Comment("one"), Comment("two"), Comment("three")]
    changes = finish_draft(tables, draft, comments=comments, context=CONTEXT)

    entry = the_entry(changes)
    assert (entry.contact_no, entry.todo_no) == ("C1", "TD1")
    lines = changes.inserted_of(InterLogEntryCommentLine)
    assert [(line.entry_no, line.comment) for line in lines] == [(1, "one"), (1, "two"), (1, "three")]


@pytest.mark.scenario("136201.ResumePostponedInteraction")
def test_a_resumed_draft_updates_its_own_entry() -> None:
    tables = Tables.of([C1, SP1, attrs.evolve(T1, unit_cost=0)])
    for _ in range(2):
        draft = choose_template(tables, start_draft(tables, "C1", context=CONTEXT), "T1", context=CONTEXT)
        tables = tables.apply(leave_draft(tables, draft, finish_later=True, context=CONTEXT))
    untouched = tables.get(InteractionLogEntry, 2)

    draft = override(resume_draft(tables, 1, context=CONTEXT), cost="31.40", duration=6)
    tables = tables.apply(finish_draft(tables, draft, context=CONTEXT))

    first, second = tables.where(InteractionLogEntry)
    assert (first.cost, first.duration, first.postponed) == (Decimal("31.40"), Decimal(6), False)
    assert second == untouched


@pytest.mark.scenario("136201.ContactCoverSheetReportLog")
def test_a_cover_sheet_logs_when_asked() -> None:
    changes = log_cover_sheets(Tables.of([C1, COVER, COVERS_BY_TC]), ["C1"], context=CONTEXT)

    entry = the_entry(changes)
    assert (entry.contact_no, entry.interaction_template_code, entry.document_no) == ("C1", "TC", "")


@pytest.mark.scenario("136201.ContactCoverSheetReportNoLog")
def test_a_cover_sheet_that_is_not_to_be_logged_logs_nothing() -> None:
    # "Without logging" is a host that asks for no contact to be logged.
    assert not log_cover_sheets(Tables.of([C1, COVER, COVERS_BY_TC]), [], context=CONTEXT)


@pytest.mark.scenario("136202.InteractionLogEntryQuote")
def test_a_quote_that_is_issued_with_logging_logs_an_interaction() -> None:
    setup = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.SALES_QTE], interaction_template_code="T1")
    quote = Document(type=DocumentType.SALES_QTE, no="SQ1", account=Account("C1"), doc_no_occurrence=1, version_no=2)

    entry = the_entry(log_document(Tables.of([C1, T1, setup]), quote, context=CONTEXT))

    assert (entry.contact_no, entry.document_no, entry.doc_no_occurrence, entry.version_no) == ("C1", "SQ1", 1, 2)


def test_a_person_chosen_on_a_draft_brings_the_company() -> None:
    person = Contact(no="P1", type=ContactType.PERSON, company_no="C1", salesperson_code="SP1")
    tables = Tables.of([C1, person])

    draft = choose_contact(tables, Draft(), "P1", context=CONTEXT)

    assert (draft.line.contact_no, draft.line.contact_company_no) == ("P1", "C1")
