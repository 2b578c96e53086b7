"""From line to log entry: the checks, the copy, the campaign entry; documents that log themselves; titles."""

import datetime as dt

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import (
    Contact,
    ContactAltAddress,
    ContactBusinessRelation,
    ContactType,
    CorrespondenceType,
    RelationLink,
)
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.interactions.checks import check_line
from bcmarketing.interactions.comments import Comment
from bcmarketing.interactions.delivery import request_delivery
from bcmarketing.interactions.document_kinds import PURPOSES
from bcmarketing.interactions.documents import (
    Account,
    Document,
    PostedInvoice,
    log_cover_sheets,
    log_document,
    log_posted_invoice,
    log_segment_cover_sheets,
)
from bcmarketing.interactions.entries import contact_company_name, contact_name, entry_title, evaluate_entries
from bcmarketing.interactions.logging import copy_of_line, line_of_entry, log_interaction
from bcmarketing.interactions.options import (
    DocumentType,
    Evaluation,
    InformationFlow,
    InitiatedBy,
    WizardAction,
)
from bcmarketing.interactions.records import (
    InteractionLogEntry,
    InteractionTemplate,
    InteractionTemplateLanguage,
    InteractionTemplateSetup,
    InterLogEntryCommentLine,
)
from bcmarketing.interactions.refusals import NoEmailAddress, NoInvoiceTemplate, TemplateHasLanguage
from bcmarketing.policies import Policies
from bcmarketing.segments.logging import log_segment
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

DAY = dt.date(2027, 3, 2)
CONTEXT = Context(today=DAY, now=dt.time(8, 30), user_id="EVA")
EMAIL, BLANK = CorrespondenceType.EMAIL, CorrespondenceType.BLANK

C1 = Contact(no="C1", company_no="C1", salesperson_code="HR")
HR = Salesperson(code="HR")
T1 = InteractionTemplate(
    code="T1", interaction_group_code="G1", description="Letter", correspondence_type_default=BLANK
)
CP1 = Campaign(no="CP1", starting_date=DAY, ending_date=DAY)
LINE = SegmentLine(
    contact_no="C1",
    contact_company_no="C1",
    date=DAY,
    salesperson_code="HR",
    interaction_template_code="T1",
    campaign_no="CP1",
)
TABLES = Tables.of([C1, HR, T1, CP1])


@pytest.mark.rule("E-FIELD-REQUIRED", "E-NOT-FOUND")
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (SegmentLine(), FieldRequired("date")),
        (SegmentLine(date=DAY), FieldRequired("contact_no")),
        (SegmentLine(date=DAY, contact_no="C9"), NotFound("Contact", "C9")),
        (SegmentLine(date=DAY, contact_no="C1"), FieldRequired("salesperson_code")),
        (attrs.evolve(LINE, salesperson_code="X"), NotFound("Salesperson", "X")),
        (attrs.evolve(LINE, interaction_template_code=""), FieldRequired("interaction_template_code")),
        (attrs.evolve(LINE, interaction_template_code="X"), NotFound("InteractionTemplate", "X")),
        (attrs.evolve(LINE, campaign_no="X"), NotFound("Campaign", "X")),
    ],
)
def test_a_line_is_checked_field_by_field_in_this_order(line: SegmentLine, fault: Exception) -> None:
    with pytest.raises(type(fault)) as refused:
        check_line(Work(TABLES), line, deliver=False)

    assert str(refused.value) == str(fault)


def test_a_document_needs_no_salesperson() -> None:
    line = attrs.evolve(LINE, salesperson_code="", document_type=DocumentType.SALES_INV)

    assert check_line(Work(TABLES), line, deliver=False) == line


def checked(line: SegmentLine, *rows: Record, email: str = "", deliver: bool = False) -> CorrespondenceType:
    work = Work(Tables.of([attrs.evolve(C1, email=email), HR, T1, CP1, *rows]))
    return check_line(work, attrs.evolve(line, correspondence_type=EMAIL), deliver=deliver).correspondence_type


WITH_ADDRESS = attrs.evolve(LINE, contact_alt_address_code="ALT")
SILENT, SPEAKING = (ContactAltAddress(contact_no="C1", code="ALT", email=email) for email in ("", "alt@cronus.test"))


@pytest.mark.rule("E-EMAIL-ADDRESS")
def test_what_goes_by_email_needs_an_address() -> None:
    assert checked(LINE, email="c1@cronus.test", deliver=True) is EMAIL
    assert checked(LINE) is BLANK
    with pytest.raises(NoEmailAddress):
        checked(LINE, deliver=True)
    with pytest.raises(NoEmailAddress):
        checked(WITH_ADDRESS, deliver=True)  # an alternative address that does not exist is none


def test_an_alternative_address_gives_its_email_and_without_one_nothing_is_refused() -> None:
    assert checked(WITH_ADDRESS, SPEAKING, deliver=True) is EMAIL
    assert checked(WITH_ADDRESS, SILENT, deliver=True) is BLANK
    assert checked(WITH_ADDRESS, SILENT, email="c1@cronus.test") is EMAIL


def test_other_ways_of_correspondence_need_no_address() -> None:
    letter = attrs.evolve(LINE, correspondence_type=CorrespondenceType.HARD_COPY)

    assert check_line(Work(TABLES), letter, deliver=True) == letter


def test_the_copy_of_a_line_has_every_field_that_both_have() -> None:
    line = attrs.evolve(
        LINE,
        segment_no="SM1",
        language_code="DEU",
        send_word_doc_as_attmt=True,
        attachment_no=4,
        information_flow=InformationFlow.INBOUND,
        initiated_by=InitiatedBy.THEM,
        evaluation=Evaluation.NEGATIVE,
        cost=3,
        duration=7,
        merged=True,
        campaign_entry_no=8,
    )

    entry = copy_of_line(line, 5, "EVA")

    shared = {field.name for field in attrs.fields(SegmentLine)} & {
        field.name for field in attrs.fields(InteractionLogEntry)
    }
    assert all(getattr(entry, name) == getattr(line, name) for name in shared)
    assert (entry.interaction_language_code, entry.send_word_docs_as_attmt) == ("DEU", True)
    assert (entry.entry_no, entry.user_id, entry.canceled, entry.logged_segment_entry_no) == (5, "EVA", False, 0)
    assert line_of_entry(entry) == attrs.evolve(line, line_no=5)


def test_interactions_outside_segments_share_one_campaign_entry() -> None:
    tables = TABLES
    for _ in range(2):
        tables = tables.apply(log_interaction(tables, LINE, context=CONTEXT))

    (campaign_entry,) = tables.where(CampaignEntry)
    assert campaign_entry == CampaignEntry(
        entry_no=1,
        campaign_no="CP1",
        description="Interactions",
        date=DAY,
        user_id="EVA",
        salesperson_code="HR",
    )
    entries = tables.where(InteractionLogEntry)
    assert [(entry.entry_no, entry.campaign_entry_no) for entry in entries] == [(1, 1), (2, 1)]


def test_segments_and_document_kinds_have_campaign_entries_of_their_own() -> None:
    header = SegmentHeader(no="SM1", description="Visitors")
    tables = Tables.of([C1, HR, T1, CP1, header])

    for line in (
        LINE,
        attrs.evolve(LINE, segment_no="SM1"),
        attrs.evolve(LINE, document_type=DocumentType.SALES_QTE),
    ):
        tables = tables.apply(log_interaction(tables, line, context=CONTEXT))

    assert [entry.description for entry in tables.where(CampaignEntry)] == ["Interactions", "Visitors", "Sales Quotes"]
    with pytest.raises(NotFound, match="SegmentHeader"):
        log_interaction(tables, attrs.evolve(LINE, segment_no="GONE"), context=CONTEXT)


def test_a_canceled_campaign_entry_is_reused_unless_the_policy_says_no() -> None:
    canceled = CampaignEntry(entry_no=5, campaign_no="CP1", canceled=True)
    earlier = CampaignEntry(entry_no=6, campaign_no="CP1", date=DAY)
    tables = Tables.of([C1, HR, T1, CP1, canceled, earlier])
    skipping = Policies(reuse_canceled_campaign_entry=False)

    def entry_no(policies: Policies) -> int:
        changes = log_interaction(tables, LINE, context=CONTEXT, policies=policies)
        return changes.inserted_of(InteractionLogEntry)[0].campaign_entry_no

    assert (entry_no(Policies()), entry_no(skipping)) == (5, 6)
    alone = Tables.of([C1, HR, T1, CP1, canceled])
    assert log_interaction(alone, LINE, context=CONTEXT, policies=skipping).inserted_of(CampaignEntry)[0].entry_no == 6


def test_a_postponed_interaction_is_not_checked_and_has_no_campaign_entry() -> None:
    changes = log_interaction(Tables(), SegmentLine(campaign_no="X"), postponed=True, deliver=True, context=CONTEXT)

    (entry,) = changes.inserted
    assert entry == InteractionLogEntry(entry_no=1, campaign_no="X", postponed=True, user_id="EVA")
    assert changes.requests == ()


def test_comments_are_stored_with_the_entry() -> None:
    changes = log_interaction(TABLES, LINE, comments=[Comment("a"), Comment("b", "c", DAY)], context=CONTEXT)

    assert changes.inserted_of(InterLogEntryCommentLine) == (
        InterLogEntryCommentLine(entry_no=1, line_no=10000, comment="a"),
        InterLogEntryCommentLine(entry_no=1, line_no=20000, comment="b", code="C", date=DAY),
    )


def test_comments_left_behind_become_nobody_s() -> None:
    left = InterLogEntryCommentLine(entry_no=7, line_no=10000, comment="of an entry deleted in bulk")
    header = SegmentHeader(no="S1", description="Fair")
    line = attrs.evolve(LINE, segment_no="S1", line_no=10000)
    tables = Tables.of([C1, HR, T1, CP1, header, line, left])

    single = log_interaction(tables, LINE, comments=[Comment("new")], context=CONTEXT)
    logged = log_segment(tables, "S1", context=CONTEXT)

    assert [entry.entry_no for entry in single.inserted_of(InteractionLogEntry)] == [8]
    assert [row.entry_no for row in single.inserted_of(InterLogEntryCommentLine)] == [8]
    assert single.deleted == ()
    assert [entry.entry_no for entry in logged.inserted_of(InteractionLogEntry)] == [8]
    later = tables.apply(single)
    assert log_interaction(later, LINE, context=CONTEXT).inserted_of(InteractionLogEntry)[0].entry_no == 9


def test_a_segment_delivers_only_what_has_a_document() -> None:
    work = Work(Tables())
    entry = InteractionLogEntry(entry_no=1)

    with pytest.raises(FieldRequired, match="attachment_no"):
        request_delivery(work, entry, WizardAction.BLANK)
    request_delivery(work, attrs.evolve(entry, word_template_code="W1"), WizardAction.MERGE)
    request_delivery(work, entry, WizardAction.BLANK, document_required=False)

    assert len(work.done().requests) == 2


INVOICES = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.SALES_INV], interaction_template_code="T1")
C1_IS_K1 = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
)
OF_K1 = Document(type=DocumentType.SALES_INV, no="SI1", account=Account("K1", RelationLink.CUSTOMER))


def test_a_document_is_logged_with_the_contact_of_its_account() -> None:
    tables = Tables.of([C1, T1, INVOICES, C1_IS_K1, CP1])

    (entry,) = log_document(tables, OF_K1, context=CONTEXT).inserted_of(InteractionLogEntry)
    of_contact = attrs.evolve(OF_K1, account=Account("C1"), description="Chairs", campaign_no="CP1", opportunity_no="O")
    (second,) = log_document(tables, of_contact, context=CONTEXT).inserted_of(InteractionLogEntry)

    assert (entry.contact_no, entry.salesperson_code, entry.description) == ("C1", "", "Letter")
    assert (entry.date, entry.time_of_interaction) == (DAY, CONTEXT.now)
    assert (second.salesperson_code, second.description, second.opportunity_no) == ("HR", "Chairs", "O")
    assert (second.campaign_no, second.campaign_entry_no) == ("CP1", 1)


def test_without_template_or_contact_nothing_is_logged() -> None:
    assert not log_document(Tables.of([C1, C1_IS_K1]), OF_K1, context=CONTEXT)
    assert not log_document(Tables.of([C1, T1, INVOICES]), OF_K1, context=CONTEXT)
    assert not log_document(Tables.of([C1_IS_K1, T1, INVOICES]), OF_K1, context=CONTEXT)
    nobody = attrs.evolve(OF_K1, account=Account("C9"))
    assert not log_document(Tables.of([C1, T1, INVOICES]), nobody, context=CONTEXT)


@pytest.mark.rule("E-DOC-TEMPLATE-LANGUAGE")
def test_the_template_of_documents_has_no_languages() -> None:
    language = InteractionTemplateLanguage(interaction_template_code="T1", language_code="DEU")

    with pytest.raises(TemplateHasLanguage):
        log_document(Tables.of([C1, T1, INVOICES, language]), OF_K1, context=CONTEXT)


def test_a_document_needs_a_kind_and_its_template_and_campaign_to_exist() -> None:
    with pytest.raises(InvalidField, match="kind of document"):
        log_document(TABLES, attrs.evolve(OF_K1, type=DocumentType.BLANK), context=CONTEXT)
    with pytest.raises(NotFound, match="InteractionTemplate"):
        log_document(Tables.of([C1, INVOICES]), OF_K1, context=CONTEXT)
    with pytest.raises(NotFound, match="Campaign"):
        log_document(Tables.of([C1, T1, INVOICES, C1_IS_K1]), attrs.evolve(OF_K1, campaign_no="X"), context=CONTEXT)


def test_what_a_document_says_is_brought_into_its_normal_form_or_refused() -> None:
    assert Account(" k1 ", RelationLink.CUSTOMER) == Account("K1", RelationLink.CUSTOMER)
    assert attrs.evolve(OF_K1, campaign_no="cp1").campaign_no == "CP1"
    with pytest.raises(WrongType, match="type"):
        Document(type="Invoice", account=Account("C1"))  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="posting_date"):
        PostedInvoice(no="SI1", bill_to_customer_no="K1", posting_date="2027-03-02")  # type: ignore[arg-type]


COVERS = InteractionTemplateSetup(purpose=PURPOSES[DocumentType.COVER_SHEET], interaction_template_code="T1")


def test_cover_sheets_of_a_segment_name_its_campaign_only_when_asked() -> None:
    lines = [SegmentLine(segment_no="SM1", line_no=no, contact_no=contact) for no, contact in ((1, "C1"), (2, "C9"))]
    header = SegmentHeader(no="SM1", campaign_no="CP1")
    tables = Tables.of([C1, T1, CP1, COVERS, header, *lines])

    plain = log_segment_cover_sheets(tables, "SM1", context=CONTEXT).inserted_of(InteractionLogEntry)
    named = log_segment_cover_sheets(tables, "SM1", with_campaign=True, context=CONTEXT)

    assert [(entry.contact_no, entry.campaign_no, entry.document_no) for entry in plain] == [("C1", "", "")]
    assert [entry.description for entry in named.inserted_of(CampaignEntry)] == ["Cover Sheets"]
    with pytest.raises(NotFound):
        log_segment_cover_sheets(tables, "SM9", context=CONTEXT)
    twice = log_cover_sheets(tables, ["C1", "C9", "C1"], context=CONTEXT).inserted_of(InteractionLogEntry)
    assert [entry.entry_no for entry in twice] == [1, 2]


ROW = CampaignTargetGroup(type=TargetType.CUSTOMER, no="K1", campaign_no="CP1")
INVOICE = PostedInvoice(no="SI1", order_no="SO1", bill_to_customer_no="K1", bill_to_contact_no="C1", posting_date=DAY)
FOR_INVOICES: list[Record] = [C1, T1, INVOICES, C1_IS_K1, ROW]


def logged(invoice: PostedInvoice, *rows: Record, policies: Policies | None = None) -> bool:
    tables = Tables.of([*FOR_INVOICES, *rows])
    return bool(log_posted_invoice(tables, invoice, context=CONTEXT, policies=policies or Policies()))


def test_an_invoice_is_logged_on_the_days_of_the_campaign() -> None:
    day = dt.timedelta(1)

    assert logged(INVOICE, CP1)
    assert not logged(attrs.evolve(INVOICE, posting_date=DAY - day), CP1)
    assert not logged(attrs.evolve(INVOICE, posting_date=DAY + day), CP1)
    assert logged(INVOICE, attrs.evolve(CP1, starting_date=None))
    open_end = attrs.evolve(CP1, ending_date=None)
    assert not logged(INVOICE, open_end)
    assert logged(INVOICE, open_end, policies=Policies(blank_end_is_closed=False))


def test_only_the_first_campaign_of_the_customer_is_looked_at() -> None:
    over = Campaign(no="CP0", ending_date=DAY - dt.timedelta(1))

    assert not logged(INVOICE, CP1, over, attrs.evolve(ROW, campaign_no="CP0"))
    assert not logged(attrs.evolve(INVOICE, bill_to_customer_no="K2"), CP1)
    with pytest.raises(NotFound, match="CP1"):
        logged(INVOICE)


def test_an_order_logged_as_an_invoice_is_not_logged_again() -> None:
    entry = InteractionLogEntry(
        entry_no=1,
        contact_no="C1",
        document_type=DocumentType.SALES_INV,
        document_no="SO1",
        interaction_group_code="G1",
    )

    assert not logged(INVOICE, CP1, entry)
    for other in (
        attrs.evolve(entry, contact_no="C2"),
        attrs.evolve(entry, document_no="SI1"),
        attrs.evolve(entry, document_type=DocumentType.SALES_QTE),
        attrs.evolve(entry, interaction_group_code="G2"),
    ):
        assert logged(INVOICE, CP1, other)


def test_a_customer_without_contact_was_never_logged() -> None:
    rows: list[Record] = [C1, T1, INVOICES, ROW, CP1]

    assert log_posted_invoice(Tables.of(rows), INVOICE, context=CONTEXT)
    nobody = attrs.evolve(INVOICE, bill_to_contact_no="")
    assert not log_posted_invoice(Tables.of(rows), nobody, context=CONTEXT)


@pytest.mark.rule("E-DOC-INVOICE-TEMPLATE")
def test_an_invoice_to_a_target_needs_a_template_only_while_the_campaign_runs() -> None:
    rows: list[Record] = [C1, C1_IS_K1, ROW, CP1]
    with pytest.raises(NoInvoiceTemplate):
        log_posted_invoice(Tables.of(rows), INVOICE, context=CONTEXT)

    late = attrs.evolve(INVOICE, posting_date=DAY + dt.timedelta(1))
    assert not log_posted_invoice(Tables.of(rows), late, context=CONTEXT)


def test_titles_name_who_wrote_or_answered() -> None:
    def title(flow: InformationFlow, **fields: str) -> str:
        template = InteractionTemplate(code="X", description="TD", information_flow=flow)
        tables = Tables.of([template, attrs.evolve(C1, name="Cannon"), Salesperson(code="HR", name="Helga")])
        entry = InteractionLogEntry(
            entry_no=1,
            interaction_template_code=fields.get("template", "X"),
            salesperson_code=fields.get("salesperson", ""),
            contact_no=fields.get("contact", ""),
            information_flow=InformationFlow.BLANK,  # what the entry itself says does not matter
        )
        return entry_title(tables, entry)

    assert title(InformationFlow.OUTBOUND, salesperson="HR") == "TD - by Helga"
    assert title(InformationFlow.OUTBOUND, salesperson="GONE") == "TD"
    assert title(InformationFlow.OUTBOUND) == "TD"
    assert title(InformationFlow.INBOUND, contact="C1", salesperson="HR") == "TD - from Cannon"
    assert title(InformationFlow.INBOUND, contact="GONE") == "TD"
    assert title(InformationFlow.BLANK, contact="C1") == "TD"
    assert title(InformationFlow.OUTBOUND, template="GONE") == ""


def test_an_entry_shows_the_names_of_its_contact_and_company() -> None:
    person = Contact(no="P1", name="Pat", type=ContactType.PERSON, company_no="C1")
    tables = Tables.of([attrs.evolve(C1, name="Cannon"), person])

    def names(contact_no: str, company_no: str) -> tuple[str, str]:
        entry = InteractionLogEntry(entry_no=1, contact_no=contact_no, contact_company_no=company_no)
        return contact_name(tables, entry), contact_company_name(tables, entry)

    assert names("P1", "C1") == ("Pat", "Cannon")
    assert names("C1", "C1") == ("Cannon", "Cannon")
    assert names("C1", "P1") == ("Cannon", "")
    assert names("", "GONE") == ("", "")


def test_an_evaluation_reaches_all_selected_entries() -> None:
    tables = Tables.of([InteractionLogEntry(entry_no=no) for no in (1, 2, 3)])

    tables = tables.apply(evaluate_entries(tables, [3, 1], Evaluation.VERY_NEGATIVE))

    assert [entry.evaluation.value for entry in tables.where(InteractionLogEntry)] == [5, 0, 5]
    for wrong in (0, 6, Evaluation.BLANK):
        with pytest.raises(InvalidField):
            evaluate_entries(tables, [1], wrong)
    with pytest.raises(NotFound):
        evaluate_entries(tables, [9], 1)
