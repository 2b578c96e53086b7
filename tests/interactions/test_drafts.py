"""Drafts of interactions: where they start, what they need, how they end; phone calls."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.campaigns.records import Campaign, CampaignEntry
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.privacy import ContactBlocked
from bcmarketing.contacts.records import (
    Attachment,
    Contact,
    ContactAltAddrDateRange,
    ContactAltAddress,
    ContactType,
    CorrespondenceType,
)
from bcmarketing.context import Context
from bcmarketing.errors import FieldRequired, NotFound
from bcmarketing.interactions.calls import check_call, log_call, start_call, start_call_to_contact
from bcmarketing.interactions.comments import Comment, modify_comment, replace_comments
from bcmarketing.interactions.delivery import DeliveryRequest
from bcmarketing.interactions.document_kinds import OUTGOING_CALLS
from bcmarketing.interactions.drafts import (
    Draft,
    choose_contact,
    choose_date,
    choose_language,
    choose_template,
    interaction_time,
    override,
    resume_draft,
    start_draft,
    start_draft_from_log,
    start_draft_from_opportunity,
    start_draft_from_salesperson,
    start_draft_from_task,
)
from bcmarketing.interactions.finishing import amend_entry, check_draft, finish_draft, leave_draft
from bcmarketing.interactions.options import DeliveryStatus, Evaluation, WizardAction
from bcmarketing.interactions.recording import record_interaction
from bcmarketing.interactions.records import (
    InteractionLogEntry,
    InteractionTemplate,
    InteractionTemplateLanguage,
    InteractionTemplateSetup,
    InterLogEntryCommentLine,
)
from bcmarketing.interactions.refusals import (
    CallWithoutPhone,
    DraftWithoutContact,
    DraftWithoutDocument,
    EmailWithoutDocument,
)
from bcmarketing.opportunities.records import Opportunity
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.tables import Tables

TODAY, WORK_DATE = dt.date(2027, 1, 11), dt.date(2027, 3, 2)
CONTEXT = Context(today=TODAY, work_date=WORK_DATE, now=dt.time(8, 30, 15), user_id="EVA")
BY_HAND = attrs.evolve(CONTEXT, interactive=True)
EMAIL, HARD_COPY = CorrespondenceType.EMAIL, CorrespondenceType.HARD_COPY

EVA, HR = Salesperson(code="EVA", email="eva@cronus.test"), Salesperson(code="HR", email="hr@cronus.test")
C1 = Contact(no="C1", company_no="C1", salesperson_code="HR", phone_no="555")
P1 = Contact(no="P1", type=ContactType.PERSON, company_no="C1", salesperson_code="EVA", email="p1@cronus.test")
BLOCKED = Contact(no="B1", company_no="B1", privacy_blocked=True)
T1 = InteractionTemplate(
    code="T1",
    description="Letter",
    unit_cost=12,
    unit_duration=8,
    campaign_target=True,
    correspondence_type_default=CorrespondenceType.BLANK,
)
COMPLETE = Draft(
    line=SegmentLine(
        contact_no="C1",
        contact_company_no="C1",
        interaction_template_code="T1",
        salesperson_code="HR",
        date=WORK_DATE,
        description="Talked",
    )
)
TABLES = Tables.of([EVA, HR, C1, P1, BLOCKED, T1])


def entered(**fields: object) -> Draft:
    return attrs.evolve(COMPLETE, line=attrs.evolve(COMPLETE.line, **fields))  # type: ignore[arg-type]


def the_entry(tables: Tables) -> InteractionLogEntry:
    (entry,) = tables.where(InteractionLogEntry)
    return entry


@pytest.mark.parametrize(
    ("now", "starts"),
    [
        (dt.time(8, 30), dt.time(8, 31)),
        (dt.time(8, 30, 58), dt.time(8, 31)),
        (dt.time(8, 30, 59), dt.time(8, 31)),
        (dt.time(8, 30, 59, 1), dt.time(8, 32)),
        (dt.time(23, 59), dt.time(0)),
    ],
)
def test_a_draft_takes_place_a_second_from_now_rounded_up_to_the_minute(now: dt.time, starts: dt.time) -> None:
    assert interaction_time(now) == starts


def test_a_draft_starts_on_the_work_date_and_is_successful() -> None:
    draft = start_draft(TABLES, "p1", context=CONTEXT)

    line = draft.line
    assert (line.contact_no, line.contact_company_no, line.salesperson_code) == ("P1", "C1", "EVA")
    assert (line.date, line.time_of_interaction, draft.successful) == (WORK_DATE, dt.time(8, 31), True)
    assert (line.segment_no, line.line_no) == ("", 0)


def test_the_alternative_address_is_that_of_the_work_date() -> None:
    ranges = [
        ContactAltAddrDateRange(contact_no="C1", starting_date=None, contact_alt_address_code="ALWAYS"),
        ContactAltAddrDateRange(contact_no="C1", starting_date=WORK_DATE, contact_alt_address_code="MARCH"),
    ]

    draft = start_draft(Tables.of([C1, *ranges]), "C1", context=CONTEXT)

    assert draft.line.contact_alt_address_code == "MARCH"


def test_the_salesperson_with_the_mail_address_of_the_user_goes_first() -> None:
    by_mail = attrs.evolve(CONTEXT, user_email="eva@cronus.test", user_salesperson_code="HR")
    of_user = attrs.evolve(CONTEXT, user_email="nobody@cronus.test", user_salesperson_code="EVA")
    twice = Tables.of([C1, EVA, attrs.evolve(EVA, code="EV2")])

    assert start_draft(TABLES, "C1", context=by_mail).line.salesperson_code == "EVA"
    assert start_draft(TABLES, "C1", context=of_user).line.salesperson_code == "EVA"
    assert start_draft(TABLES, "C1", context=CONTEXT).line.salesperson_code == "HR"
    assert start_draft(twice, "C1", context=by_mail).line.salesperson_code == "HR"


@pytest.mark.rule("E-CONTACT-BLOCKED")
def test_no_draft_starts_with_a_blocked_contact() -> None:
    task = Task(no="TD1", contact_no="B1")
    opportunity = Opportunity(no="O1", contact_no="P1", contact_company_no="B1")
    tables = Tables.of([C1, P1, BLOCKED, task, opportunity])

    with pytest.raises(ContactBlocked):
        start_draft(tables, "B1", context=CONTEXT)
    with pytest.raises(ContactBlocked):
        start_draft_from_log(tables, contact_company_no="B1", contact_no="P1", context=CONTEXT)
    with pytest.raises(ContactBlocked):
        start_draft_from_opportunity(tables, "O1", context=CONTEXT)
    with pytest.raises(ContactBlocked):
        start_draft_from_task(tables, "TD1", context=CONTEXT)
    with pytest.raises(ContactBlocked):
        choose_contact(tables, Draft(), "B1", context=CONTEXT)


def test_a_draft_from_a_list_takes_what_the_list_is_filtered_by_and_the_person_first() -> None:
    draft = start_draft_from_log(
        TABLES,
        contact_company_no="C1",
        contact_no="P1",
        salesperson_code="HR",
        campaign_no="CP1",
        opportunity_no="O1",
        context=CONTEXT,
    )

    line = draft.line
    assert (line.contact_no, line.salesperson_code) == ("P1", "HR")
    assert (line.campaign_no, line.opportunity_no, draft.keep_campaign) == ("CP1", "O1", True)
    company = start_draft_from_log(TABLES, contact_company_no="C1", context=CONTEXT)
    assert (company.line.contact_no, company.line.salesperson_code, company.keep_campaign) == ("C1", "HR", False)


@pytest.mark.rule("E-CONTACT-BLOCKED")
def test_a_draft_from_a_list_or_opportunity_is_refused_for_the_contact_and_for_its_company() -> None:
    blocked = attrs.evolve(C1, privacy_blocked=True)
    opportunity = Opportunity(no="O1", contact_no="P1", contact_company_no="C1")
    tables = Tables.of([blocked, P1, opportunity])

    with pytest.raises(ContactBlocked, match="C1"):
        start_draft_from_log(tables, contact_no="P1", context=CONTEXT)
    with pytest.raises(ContactBlocked, match="C1"):
        start_draft_from_log(tables, contact_company_no="C1", context=CONTEXT)
    with pytest.raises(ContactBlocked, match="C1"):
        start_draft_from_opportunity(tables, "O1", context=CONTEXT)
    assert start_draft(tables, "P1", context=CONTEXT).line.contact_no == "P1"
    alone = start_draft_from_log(Tables.of([P1]), contact_no="P1", context=CONTEXT)
    assert alone.line.contact_company_no == "C1"


def test_a_draft_from_an_opportunity_or_task_takes_its_values() -> None:
    opportunity = Opportunity(
        no="O1", contact_no="P1", contact_company_no="C1", salesperson_code="HR", campaign_no="CP1"
    )
    task = Task(no="TD1", contact_no="C1", salesperson_code="EVA", campaign_no="CP1", opportunity_no="O1")
    alone = Task(no="TD2", salesperson_code="EVA")
    tables = Tables.of([C1, P1, opportunity, task, alone])

    of_opportunity = start_draft_from_opportunity(tables, "O1", context=CONTEXT).line
    of_task = start_draft_from_task(tables, "TD1", context=CONTEXT).line

    assert (of_opportunity.contact_no, of_opportunity.salesperson_code) == ("P1", "HR")
    assert (of_opportunity.campaign_no, of_opportunity.opportunity_no) == ("CP1", "O1")
    assert (of_task.contact_no, of_task.salesperson_code, of_task.todo_no) == ("C1", "EVA", "TD1")
    assert (of_task.campaign_no, of_task.opportunity_no) == ("CP1", "O1")
    assert start_draft_from_task(tables, "TD2", context=CONTEXT).line.contact_no == ""


def test_the_salesperson_that_a_draft_starts_from_stays() -> None:
    draft = start_draft_from_salesperson(TABLES, "EVA", context=attrs.evolve(CONTEXT, user_salesperson_code="HR"))

    draft = choose_contact(TABLES, draft, "C1", context=attrs.evolve(CONTEXT, user_salesperson_code="HR"))

    assert (draft.line.contact_no, draft.line.salesperson_code) == ("C1", "EVA")
    with pytest.raises(NotFound):
        start_draft_from_salesperson(TABLES, "NOBODY", context=CONTEXT)


def test_a_template_brings_its_values_and_by_hand_its_way_of_correspondence() -> None:
    by_mail = attrs.evolve(P1, correspondence_type=EMAIL)
    template = attrs.evolve(T1, correspondence_type_default=HARD_COPY, campaign_no="CP9")
    tables = Tables.of([by_mail, template])
    draft = start_draft(tables, "P1", context=CONTEXT)

    by_code = choose_template(tables, draft, "T1", context=CONTEXT).line
    by_hand = choose_template(tables, draft, "T1", context=BY_HAND).line

    assert (by_code.description, by_code.cost, by_code.duration) == ("Letter", Decimal(12), Decimal(8))
    assert (by_code.campaign_no, by_code.campaign_target) == ("CP9", True)
    assert (by_code.correspondence_type, by_hand.correspondence_type) == (EMAIL, HARD_COPY)
    fixed = attrs.evolve(draft, keep_campaign=True)
    assert choose_template(tables, fixed, "T1", context=CONTEXT).line.campaign_no == ""
    assert choose_template(tables, draft, "", context=BY_HAND).line.interaction_template_code == ""


def test_a_language_brings_its_document() -> None:
    row = InteractionTemplateLanguage(interaction_template_code="T1", language_code="DEU", attachment_no=4)
    tables = Tables.of([C1, T1, row])

    draft = choose_language(tables, COMPLETE, "DEU")

    assert (draft.line.language_code, draft.line.attachment_no) == ("DEU", 4)


def test_a_resumed_draft_has_no_header_though_its_segment_is_still_there() -> None:
    entry = InteractionLogEntry(
        entry_no=10000, segment_no="SM1", contact_no="C1", interaction_template_code="T1", description="Met"
    )
    other = attrs.evolve(T1, code="T2", campaign_no="CP2")
    row = InteractionTemplateLanguage(interaction_template_code="T2", language_code="", attachment_no=5)
    german = attrs.evolve(row, language_code="DEU", attachment_no=7)
    header = SegmentHeader(no="SM1", description="Fair", interaction_template_code="T1", campaign_no="CP1")
    line = SegmentLine(segment_no="SM1", line_no=10000, contact_no="C1", description="Met")
    tables = Tables.of([EVA, HR, C1, T1, other, row, german, header, line, entry, Attachment(no=5)])

    draft = choose_template(tables, resume_draft(tables, 10000, context=CONTEXT), "T2", context=CONTEXT)

    assert (draft.line.segment_no, draft.line.line_no, draft.line.campaign_no) == ("SM1", 10000, "CP2")
    assert draft.line.attachment_no == 5
    assert choose_language(tables, draft, "DEU").line.attachment_no == 7
    again = choose_contact(tables, draft, "C1", context=CONTEXT).line
    assert (again.interaction_template_code, again.segment_no) == ("T2", "SM1")


def test_values_entered_by_hand_go_before_those_of_the_template() -> None:
    draft = override(
        COMPLETE,
        description="Met",
        salesperson_code="eva",
        campaign_no="CP1",
        campaign_target=False,
        campaign_response=True,
        opportunity_no="O1",
        evaluation=Evaluation.POSITIVE,
        cost="1.50",
        duration=3,
        successful=False,
    )

    line = draft.line
    assert (line.description, line.salesperson_code) == ("Met", "EVA")
    assert (line.campaign_no, line.campaign_target, line.campaign_response) == ("CP1", False, True)
    assert (line.opportunity_no, line.evaluation, line.cost, line.duration) == (
        "O1",
        Evaluation.POSITIVE,
        Decimal("1.50"),
        Decimal(3),
    )
    assert draft.successful is False
    assert override(draft) == draft


def test_another_day_brings_the_alternative_address_of_that_day() -> None:
    trip = ContactAltAddress(contact_no="C1", code="TRIP", email="trip@example.org")
    day = TODAY - dt.timedelta(4)
    away = ContactAltAddrDateRange(
        contact_no="C1", starting_date=day, ending_date=day + dt.timedelta(1), contact_alt_address_code="TRIP"
    )
    tables = Tables.of([*TABLES.rows(), trip, away])
    draft = choose_date(tables, start_draft(tables, "C1", context=CONTEXT), day)
    assert (draft.line.date, draft.line.contact_alt_address_code) == (day, "TRIP")
    assert choose_date(tables, draft, TODAY).line.contact_alt_address_code == ""
    recorded = record_interaction(tables, "C1", "T1", date=day, context=CONTEXT)
    (entry,) = recorded.inserted_of(InteractionLogEntry)
    assert (entry.date, entry.contact_alt_address_code) == (day, "TRIP")


@pytest.mark.rule("E-DRAFT-CONTACT")
def test_a_draft_needs_a_contact_before_anything_else() -> None:
    with pytest.raises(DraftWithoutContact):
        check_draft(Tables(), Draft())


@pytest.mark.rule("E-DRAFT-NO-DOCUMENT")
def test_a_template_that_opens_its_document_needs_one() -> None:
    opening = attrs.evolve(T1, wizard_action=WizardAction.OPEN)
    with pytest.raises(DraftWithoutDocument):
        check_draft(Tables.of([opening]), attrs.evolve(COMPLETE, has_document=True))

    check_draft(Tables.of([opening]), entered(attachment_no=4))
    check_draft(Tables.of([attrs.evolve(opening, word_template_code="W1")]), COMPLETE)


@pytest.mark.rule("E-DRAFT-EMAIL-NO-DOCUMENT")
def test_what_goes_by_email_needs_content() -> None:
    by_mail = entered(correspondence_type=EMAIL, attachment_no=4)
    with pytest.raises(EmailWithoutDocument):
        check_draft(TABLES, by_mail)

    check_draft(TABLES, attrs.evolve(by_mail, has_document=True))
    check_draft(TABLES, entered(correspondence_type=HARD_COPY))
    check_draft(Tables.of([attrs.evolve(T1, word_template_code="W1")]), by_mail)


def test_the_template_of_a_draft_must_exist() -> None:
    with pytest.raises(NotFound):
        check_draft(Tables(), COMPLETE)


def test_finishing_logs_the_description_as_subject_and_how_it_went() -> None:
    tables = TABLES.apply(finish_draft(TABLES, override(COMPLETE, successful=False), context=CONTEXT))

    entry = the_entry(tables)
    assert (entry.subject, entry.attempt_failed, entry.postponed, entry.user_id) == ("Talked", True, False, "EVA")
    assert entry.delivery_status is DeliveryStatus.BLANK


def test_what_has_a_way_to_go_is_delivered_when_finished_and_not_before() -> None:
    draft = entered(correspondence_type=HARD_COPY, attachment_no=4, language_code="DEU")

    finished = finish_draft(TABLES, draft, context=CONTEXT)
    later = leave_draft(TABLES, draft, finish_later=True, context=CONTEXT)

    assert finished.requests == (
        DeliveryRequest(
            entry_no=1,
            attachment_no=4,
            modified_word_template=0,
            correspondence_type=HARD_COPY,
            subject="Talked",
            language_code="DEU",
            word_template_code="",
            wizard_action=WizardAction.BLANK,
            send_word_docs_as_attmt=False,
        ),
    )
    assert finished.inserted_of(InteractionLogEntry)[0].delivery_status is DeliveryStatus.IN_PROGRESS
    assert later.requests == ()
    assert later.inserted_of(InteractionLogEntry)[0].delivery_status is DeliveryStatus.BLANK


def test_leaving_for_later_needs_a_complete_draft_and_logs_no_campaign_entry() -> None:
    tables = Tables.of([C1, HR, T1, Campaign(no="CP1")])
    draft = entered(campaign_no="CP1")

    changes = leave_draft(tables, draft, finish_later=True, context=CONTEXT)

    assert [type(row) for row in changes.inserted] == [InteractionLogEntry]
    assert changes.inserted_of(InteractionLogEntry)[0].postponed
    with pytest.raises(FieldRequired, match="description"):
        leave_draft(tables, override(draft, description=""), finish_later=True, context=CONTEXT)
    assert not leave_draft(tables, Draft(), finish_later=False, context=CONTEXT)


def test_a_resumed_entry_keeps_what_a_draft_does_not_have_and_loses_its_comments() -> None:
    postponed = InteractionLogEntry(
        entry_no=3,
        contact_no="C1",
        interaction_template_code="T1",
        salesperson_code="HR",
        description="Talk",
        date=TODAY,
        postponed=True,
        word_template_code="W1",
        merged=True,
        canceled=True,
        modified_word_template=8,
        interaction_language_code="DEU",
        attempt_failed=True,
    )
    comment = InterLogEntryCommentLine(entry_no=3, line_no=10000, comment="old")
    tables = Tables.of([C1, HR, T1, postponed, comment])

    draft = resume_draft(tables, 3, context=CONTEXT)
    tables = tables.apply(finish_draft(tables, draft, comments=[Comment("new", "n", TODAY)], context=CONTEXT))

    assert (draft.line.language_code, draft.line.word_template_code, draft.line.merged) == ("DEU", "", False)
    assert (draft.line.date, draft.successful) == (WORK_DATE, True)
    assert the_entry(tables) == attrs.evolve(
        postponed,
        postponed=False,
        word_template_code="",
        merged=False,
        attempt_failed=False,
        subject="Talk",
        date=WORK_DATE,
        time_of_interaction=dt.time(8, 31),
        user_id="EVA",
    )
    (line,) = tables.where(InterLogEntryCommentLine)
    assert (line.comment, line.code, line.date) == ("new", "N", TODAY)


def test_only_an_entry_that_exists_is_resumed() -> None:
    with pytest.raises(NotFound):
        resume_draft(Tables(), 3, context=CONTEXT)
    with pytest.raises(NotFound, match="InteractionLogEntry 3"):
        finish_draft(TABLES, entered(line_no=3), context=CONTEXT)


def test_a_finished_entry_may_be_amended() -> None:
    tables = TABLES.apply(finish_draft(TABLES, COMPLETE, comments=[Comment("old")], context=CONTEXT))

    tables = tables.apply(
        amend_entry(
            tables, 1, description="Met", evaluation=Evaluation.NEUTRAL, successful=False, cost=1, duration="2.5"
        )
    )
    tables = tables.apply(replace_comments(tables, 1, [Comment("a"), Comment("b")]))

    entry = the_entry(tables)
    assert (entry.description, entry.evaluation, entry.attempt_failed) == ("Met", Evaluation.NEUTRAL, True)
    assert (entry.cost, entry.duration) == (Decimal(1), Decimal("2.5"))
    lines = tables.where(InterLogEntryCommentLine)
    assert [line.comment for line in lines] == ["a", "b"]
    tables = tables.apply(modify_comment(tables, attrs.evolve(lines[0], comment="c"), context=CONTEXT))
    assert tables.where(InterLogEntryCommentLine)[0].last_date_modified == TODAY
    assert not amend_entry(tables, 1)
    with pytest.raises(NotFound):
        amend_entry(tables, 2)
    with pytest.raises(NotFound):
        replace_comments(tables, 2, [])


CALL = InteractionTemplate(
    code="CALL",
    description="Outgoing call",
    campaign_no="CP9",
    campaign_target=True,
    correspondence_type_default=CorrespondenceType.BLANK,
)
CALLS_BY_CALL = InteractionTemplateSetup(purpose=OUTGOING_CALLS, interaction_template_code="CALL")
LINE = SegmentLine(
    segment_no="SM1",
    line_no=10000,
    contact_no="C1",
    contact_company_no="C1",
    campaign_no="CP1",
    salesperson_code="HR",
    todo_no="TD1",
    contact_alt_address_code="ALT",
    campaign_response=True,
    cost=99,
)
SM1 = SegmentHeader(no="SM1")
FOR_CALLS = Tables.of([C1, P1, HR, CALL, CALLS_BY_CALL, Campaign(no="CP1"), SM1, LINE])


def test_a_call_from_a_segment_line_keeps_its_campaign_and_takes_the_marks_of_the_template() -> None:
    draft = start_call(FOR_CALLS, LINE, context=CONTEXT)

    line = draft.line
    assert (line.segment_no, line.line_no, line.contact_via) == ("SM1", 0, "555")
    assert (line.date, line.time_of_interaction) == (TODAY, CONTEXT.now)
    assert (line.campaign_no, line.campaign_target, line.campaign_response) == ("CP1", True, False)
    assert (line.todo_no, line.contact_alt_address_code, line.cost) == ("TD1", "ALT", Decimal(0))
    assert (draft.dial, draft.successful) == (True, True)
    assert start_call(FOR_CALLS, LINE, phone_no="777", context=CONTEXT).line.contact_via == "777"
    other_header = attrs.evolve(SM1, campaign_no="CP2", description="Fair", interaction_template_code="CALL")
    tables = Tables.of([C1, CALL, CALLS_BY_CALL, other_header, LINE])
    assert start_call(tables, attrs.evolve(LINE, description="Met"), context=CONTEXT).line.campaign_no == "CP1"


def test_the_entry_of_a_call_names_the_segment_but_no_logged_one_and_its_campaign_entry_neither() -> None:
    tables = FOR_CALLS.apply(log_call(FOR_CALLS, start_call(FOR_CALLS, LINE, context=CONTEXT), context=CONTEXT))

    entry = the_entry(tables)
    assert (entry.segment_no, entry.logged_segment_entry_no, entry.campaign_entry_no) == ("SM1", 0, 1)
    (campaign_entry,) = tables.where(CampaignEntry)
    assert (campaign_entry.segment_no, campaign_entry.register_no) == ("SM1", 0)


def test_a_call_to_a_contact_or_for_a_task_needs_no_segment() -> None:
    task = Task(no="TD7", salesperson_code="HR", campaign_no="CP1", opportunity_no="O1")
    tables = Tables.of([C1, HR, CALL, CALLS_BY_CALL, task])

    plain = start_call_to_contact(tables, "C1", context=CONTEXT).line
    of_task = start_call_to_contact(tables, "C1", phone_no="777", task_no="TD7", context=CONTEXT).line

    assert (plain.contact_via, plain.date, plain.salesperson_code, plain.campaign_no) == ("555", TODAY, "HR", "")
    assert (of_task.contact_via, of_task.todo_no, of_task.campaign_no) == ("777", "TD7", "CP1")
    assert of_task.opportunity_no == "O1"


@pytest.mark.rule("E-FIELD-REQUIRED", "E-NOT-FOUND")
def test_a_call_needs_a_contact_and_a_template_in_the_setup() -> None:
    with pytest.raises(NotFound, match="Contact"):
        start_call(Tables.of([CALL, CALLS_BY_CALL]), LINE, context=CONTEXT)
    with pytest.raises(FieldRequired, match="outg_calls"):
        start_call(Tables.of([C1]), LINE, context=CONTEXT)
    with pytest.raises(FieldRequired, match="outg_calls"):
        start_call_to_contact(Tables.of([C1]), "C1", context=CONTEXT)


@pytest.mark.rule("E-CALL-NO-PHONE")
def test_dialing_needs_a_number() -> None:
    silent = start_call_to_contact(FOR_CALLS, "P1", context=CONTEXT)
    assert silent.line.contact_via == ""

    with pytest.raises(CallWithoutPhone):
        log_call(FOR_CALLS, silent, context=CONTEXT)
    check_call(attrs.evolve(silent, dial=False))


@pytest.mark.parametrize("field", ["date", "description", "salesperson_code"])
def test_a_call_says_when_what_and_who(field: str) -> None:
    draft = start_call(FOR_CALLS, LINE, context=CONTEXT)
    blank = attrs.evolve(draft.line, **{field: None if field == "date" else ""})  # type: ignore[arg-type]

    with pytest.raises(FieldRequired, match=field):
        check_call(attrs.evolve(draft, line=blank))


def test_one_call_records_an_interaction_that_is_over() -> None:
    tables = Tables.of([C1, HR, T1, Campaign(no="CP1")])

    changes = record_interaction(
        tables, "C1", "T1", campaign_no="CP1", campaign_response=True, comments=[Comment("x")], context=CONTEXT
    )

    (entry,) = changes.inserted_of(InteractionLogEntry)
    assert (entry.description, entry.cost, entry.date) == ("Letter", Decimal(12), WORK_DATE)
    assert (entry.campaign_no, entry.campaign_entry_no, entry.campaign_response) == ("CP1", 1, True)
    assert (len(changes.inserted_of(InterLogEntryCommentLine)), changes.requests) == (1, ())
    with pytest.raises(FieldRequired, match="interaction_template_code"):
        record_interaction(tables, "C1", "", context=CONTEXT)
