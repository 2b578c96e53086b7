"""What processes and values are given: the wrong type is refused by name, codes are normalised everywhere."""

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import pytest

from bcmarketing.activities.proposals import Overrides
from bcmarketing.activities.records import Task
from bcmarketing.activities.views import TaskFilters
from bcmarketing.campaigns.ledger import CampaignLedger
from bcmarketing.campaigns.overview import FlowFilters, campaign_overview
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignStatus
from bcmarketing.campaigns.statistics import campaign_statistics
from bcmarketing.campaigns.statuses import set_campaign_status
from bcmarketing.contacts.customers import Master
from bcmarketing.contacts.partners import Customer, Salesperson, Vendor
from bcmarketing.contacts.profiles import (
    ContactProfileAnswer,
    ProfileLineType,
    ProfileQuestionnaire,
    ProfileQuestionnaireLine,
)
from bcmarketing.contacts.records import (
    BusinessRelation,
    Contact,
    ContactAltAddress,
    ContactBusinessRelation,
    ContactType,
    CorrespondenceType,
    IndustryGroup,
    JobResponsibility,
    MailingGroup,
    RelationLink,
)
from bcmarketing.contacts.setup import MarketingSetup, NumberSeries
from bcmarketing.context import Context
from bcmarketing.errors import InvalidField, WrongType
from bcmarketing.filters.predicates import record_predicate
from bcmarketing.interactions.comments import Comment
from bcmarketing.interactions.document_kinds import OUTGOING_CALLS
from bcmarketing.interactions.documents import Document
from bcmarketing.interactions.drafts import Draft, override
from bcmarketing.interactions.options import DocumentType, Evaluation, WizardAction
from bcmarketing.interactions.records import (
    InteractionGroup,
    InteractionLogEntry,
    InteractionTemplate,
    InteractionTemplateLanguage,
    InteractionTemplateSetup,
)
from bcmarketing.opportunities.records import Opportunity
from bcmarketing.periods import Period
from bcmarketing.segments.index import ContactIndex
from bcmarketing.segments.preview import preview
from bcmarketing.segments.records import (
    VIEW_LENGTH,
    CriteriaAction,
    LoggedSegment,
    SavedSegmentCriteria,
    SavedSegmentCriteriaLine,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentInteractionLanguage,
    SegmentLine,
)
from bcmarketing.segments.steps import SelectionStep
from bcmarketing.store.reader import Reader
from bcmarketing.store.tables import Tables

pytestmark = pytest.mark.rule("E-FIELD-INVALID")

TODAY = dt.date(2027, 1, 4)
CONTEXT = Context(today=TODAY)
BLANK = CorrespondenceType.BLANK
LINE = SegmentLine(
    segment_no="S1",
    line_no=10000,
    contact_no="C1",
    contact_company_no="C1",
    salesperson_code="SP1",
    interaction_template_code="T1",
    description="Letter",
    date=TODAY,
    campaign_no="CP1",
    campaign_target=True,
)
DRAFT = SegmentLine(
    contact_no="C1", salesperson_code="SP1", interaction_template_code="T1", description="Talked", date=TODAY
)
TABLES = Tables.of(
    [
        Campaign(no="CP1"),
        CampaignStatus(code="ST"),
        CampaignEntry(entry_no=1, campaign_no="CP1", canceled=True),
        Contact(no="C1", company_no="C1", name="Ark", salesperson_code="SP1", phone_no="1"),
        Contact(no="C2", company_no="C2", name="Zoo"),
        Contact(no="P1", type=ContactType.PERSON, company_no="C1"),
        ContactAltAddress(contact_no="C1", code="A1"),
        Salesperson(code="SP1"),
        Customer(no="K1"),
        Vendor(no="V1"),
        BusinessRelation(code="PRESS"),
        ContactBusinessRelation(contact_no="P1", business_relation_code="PRESS"),
        MarketingSetup(
            bus_rel_code_for_customers="CUST", bus_rel_code_for_vendors="VEND", contact_nos="ALL", segment_nos="ALL"
        ),
        NumberSeries(code="ALL", starting_no="N001", manual_nos=True),
        MailingGroup(code="M1"),
        MailingGroup(code="M2"),
        IndustryGroup(code="I1"),
        JobResponsibility(code="J1"),
        ProfileQuestionnaire(code="Q1"),
        ProfileQuestionnaireLine(
            profile_questionnaire_code="Q1", line_no=1, type=ProfileLineType.QUESTION, multiple_answers=True
        ),
        ProfileQuestionnaireLine(profile_questionnaire_code="Q1", line_no=2, type=ProfileLineType.ANSWER),
        ProfileQuestionnaireLine(profile_questionnaire_code="Q1", line_no=3, type=ProfileLineType.ANSWER),
        ContactProfileAnswer(contact_no="C1", profile_questionnaire_code="Q1", line_no=3),
        InteractionGroup(code="G1"),
        InteractionTemplate(code="T1", description="Letter", correspondence_type_default=BLANK),
        InteractionTemplateLanguage(interaction_template_code="T1", language_code="ENU"),
        InteractionTemplateSetup(purpose=OUTGOING_CALLS, interaction_template_code="T1"),
        SegmentHeader(no="S1", description="Fair", interaction_template_code="T1"),
        SegmentInteractionLanguage(segment_no="S1", segment_line_no=0, language_code="ENU"),
        SegmentCriteriaLine(segment_no="S1", line_no=1, action=CriteriaAction.ADD),
        SavedSegmentCriteria(code="SC1"),
        LINE,
        LoggedSegment(entry_no=1, segment_no="S0", canceled=True),
        InteractionLogEntry(entry_no=1, contact_no="C1", contact_company_no="C1", interaction_template_code="T1"),
        Task(no="TD1", contact_no="C1", contact_company_no="C1"),
        Opportunity(no="O1", contact_no="C1", contact_company_no="C1"),
    ]
)

#: What each kind of argument refuses; a code also refuses what is too long.
WRONG: Final[dict[str, tuple[object, ...]]] = {
    "code": (None, 5, True, b"C1", ["C1"], {}),
    "code or None": (5, True, b"C1", ["C1"], {}),
    "text": (None, 5, b"x", ["x"]),
    "number": (None, "1", True, 1.0, [1]),
    "flag": (None, "no", 1, 0),
    "codes": (None, 5, "C1", b"C1", [5], [None], [["C1"]]),
    "codes or None": (5, "C1", b"C1", [5], [None], [["C1"]]),
    "text or None": (5, b"x", ["x"]),
    "flag or None": ("no", 1, 0),
    "numbers": (None, 1, "1", ["1"], [True], [1.0], [[1]]),
    "filters": (None, 5, "no=C1", ["no"], b"", {"contact": "no"}, {"contact": {"no": 5}}),
    "row filters": (None, 5, "1..3", ["no"], b"", {"entry_no": 5}),
    "comments": (None, 5, "", "well", ["well"], [None]),
    "mapping": (5, "", "x", ["x"]),
    "option": (None, 1, "Company", CriteriaAction.ADD),
    "period": (None, 5, "2027", TODAY),
    "flow filters": (None, {}, {"date": "2027-01-01"}),
}
#: parameter -> its kind and a value that is taken
GIVEN: Final[dict[str, tuple[str, object]]] = {
    "activated_only": ("flag", False),
    "allow_existing_contacts": ("flag", False),
    "allow_related_companies": ("flag", False),
    "campaign_no": ("code", "CP1"),
    "code": ("code", "M1"),
    "comment": ("text", "Stand 12"),
    "comments": ("comments", [Comment("well")]),
    "company_name": ("text", "Ark"),
    "company_no": ("code", "C1"),
    "contact_company_no": ("code", "C1"),
    "contact_no": ("code", "C1"),
    "contact_nos": ("codes", ["C1"]),
    "customer_no": ("code", "K1"),
    "customer_nos": ("codes or None", []),
    "delete_old": ("flag", True),
    "deliver": ("flag", False),
    "description": ("text", "Visitors"),
    "entire_companies": ("flag", False),
    "entry_no": ("number", 1),
    "entry_nos": ("numbers", [1]),
    "expand_companies": ("flag", False),
    "field": ("text", "description"),
    "fields": ("mapping", {}),
    "filters": ("filters", {}),
    "finish_later": ("flag", True),
    "flow": ("mapping", {"": ["ST"]}),
    "follow_up": ("flag", False),
    "follow_up_no": ("code", "S9"),
    "group_code": ("code", "G1"),
    "ignore_exclusion": ("flag", False),
    "interaction_template_code": ("code", "T1"),
    "language_code": ("code", "ENU"),
    "layout_code": ("code", "L1"),
    "line_no": ("number", 10000),
    "link": ("option", RelationLink.CUSTOMER),
    "logged_segment_entry_no": ("number", 1),
    "name": ("text", "Ann"),
    "new_code": ("code", "NEW"),
    "new_no": ("code", "CP2"),
    "no": ("code", "S9"),
    "opportunity_no": ("code", "O1"),
    "period": ("period", Period()),
    "phone_no": ("text", "555"),
    "postponed": ("flag", False),
    "primary_contact_no": ("code", "P1"),
    "purpose": ("text", OUTGOING_CALLS),
    "questionnaire_code": ("code", "Q1"),
    "replace_attachment_by_word_template": ("flag", True),
    "salesperson_code": ("code", "SP1"),
    "segment_no": ("code", "S1"),
    "status_code": ("code", "ST"),
    "successful": ("flag", True),
    "task_no": ("code", "TD1"),
    "template_code": ("code", "T1"),
    "to": ("option", ContactType.PERSON),
    "vendor_no": ("code", "V1"),
    "vendor_nos": ("codes or None", []),
    "with_campaign": ("flag", True),
    "wizard_action": ("option", WizardAction.OPEN),
    "word_template_code": ("code", "W1"),
}
#: Where a function takes another value, or another kind of value, under the same name.
GIVEN_TO: Final[dict[str, tuple[str, object]]] = {
    "add_profile_answer.line_no": ("number", 2),
    "amend_entry.description": ("text or None", "Met"),
    "amend_entry.successful": ("flag or None", True),
    "assign_industry_group.code": ("code", "I1"),
    "assign_job_responsibility.code": ("code", "J1"),
    "campaign_overview.filters": ("flow filters", FlowFilters()),
    "change_contact_type.contact_no": ("code", "C2"),
    "complete_relation.no": ("code", "K1"),
    "create_customer.contact_no": ("code", "C2"),
    "create_customer.customer_no": ("code", "K9"),
    "create_relation.no": ("code", "K1"),
    "create_vendor.contact_no": ("code", "C2"),
    "create_vendor.vendor_no": ("code", "V9"),
    "delete_alternative_address.code": ("code", "A1"),
    "delete_canceled_campaign_entries.filters": ("row filters", {}),
    "delete_canceled_log_entries.filters": ("row filters", {}),
    "delete_canceled_logged_segments.filters": ("row filters", {}),
    "delete_contact.contact_no": ("code", "C2"),
    "delete_mailing_group.code": ("code", "M2"),
    "delete_profile_answer.line_no": ("number", 3),
    "delete_relation.code": ("code", "PRESS"),
    "delete_relation.contact_no": ("code", "P1"),
    "delete_saved_criteria.code": ("code", "SC1"),
    "explain_membership.contact_no": ("code or None", "C1"),
    "link_customer.master": ("option", Master.LINKED),
    "link_vendor.master": ("option", Master.LINKED),
    "record_interaction.campaign_no": ("code or None", "CP1"),
    "record_interaction.campaign_response": ("flag or None", True),
    "record_interaction.campaign_target": ("flag or None", True),
    "record_interaction.description": ("text or None", "Met"),
    "record_interaction.opportunity_no": ("code or None", "O1"),
    "record_interaction.salesperson_code": ("code or None", "SP1"),
    "remove_language.line_no": ("number", 0),
    "rename_business_relation.code": ("code", "PRESS"),
    "reuse_criteria.code": ("code", "SC1"),
    "save_criteria.code": ("code", "SC2"),
}
#: Records and other values that have checked themselves, and what may be anything, where a function needs it to run.
OTHERS: Final[dict[str, object]] = {
    "campaign": Campaign(no="CP1", status_code="ST"),
    "contact": Contact(no="C1", company_no="C1"),
    "context": CONTEXT,
    "draft": Draft(line=DRAFT),
    "evaluation": Evaluation.POSITIVE,
    "line": DRAFT,
    "value": "Letter",
}
#: More of the same, and what has tests of its own, such as amounts, dates and number series.
UNTESTED: Final = frozenset(
    {
        "address",
        "contact_numbers",
        "cost",
        "customer",
        "date",
        "document",
        "duration",
        "edit_active_prices",
        "entry",
        "full_name",
        "group",
        "invoice",
        "numbers",
        "opportunity_action",
        "policies",
        "reader",
        "relation",
        "row",
        "segment",
        "status",
        "template",
        "vendor",
    }
)
#: Parameters that are records, although others of the same name are not.
OF_RECORDS: Final = ("insert_address_period.period", "assign_price_row.campaign_no", "change_price_row_date.field")
PACKAGES: Final = ("campaigns", "contacts", "interactions", "segments")


def processes() -> Iterator[Callable[..., object]]:
    """Return the functions of the four packages that read storage; steps, which also read a `Work`, are left out."""
    for package in PACKAGES:
        for info in pkgutil.iter_modules(importlib.import_module(f"bcmarketing.{package}").__path__):
            module = importlib.import_module(f"bcmarketing.{package}.{info.name}")
            for name, function in vars(module).items():
                own = inspect.isfunction(function) and function.__module__ == module.__name__
                if own and not name.startswith("_"):
                    first = next(iter(inspect.signature(function).parameters.values()), None)
                    if first is not None and first.annotation is Reader:
                        yield function


def given(process: Callable[..., object], parameter: str) -> tuple[str, object] | None:
    return GIVEN_TO.get(f"{process.__name__}.{parameter}", GIVEN.get(parameter))


def arguments(process: Callable[..., object]) -> dict[str, object]:
    """Return what a process needs to run, and its clocks."""
    found: dict[str, object] = {}
    for parameter in list(inspect.signature(process).parameters.values())[1:]:
        if parameter.name == "context" or parameter.default is parameter.empty:
            of_table = given(process, parameter.name)
            found[parameter.name] = OTHERS[parameter.name] if of_table is None else of_table[1]
    return found


def cases() -> list[Any]:
    return [
        pytest.param(process, name, id=f"{process.__name__}-{name}")
        for process in processes()
        for name in inspect.signature(process).parameters
        if given(process, name) is not None and f"{process.__name__}.{name}" not in OF_RECORDS
    ]


CASES: Final = cases()


def names(error: InvalidField, parameter: str) -> bool:
    """Return whether an error names a parameter, by itself or as the field that it becomes."""
    return parameter in error.field or error.field in parameter


def test_every_parameter_of_every_process_is_looked_at_here() -> None:
    known = GIVEN.keys() | OTHERS.keys() | UNTESTED | {name.split(".")[1] for name in GIVEN_TO}
    found = {name for process in processes() for name in inspect.signature(process).parameters}
    assert found <= known, sorted(found - known)
    assert len(CASES) > 150


@pytest.mark.parametrize(("process", "parameter"), CASES)
def test_an_argument_of_the_wrong_type_is_refused_by_name(process: Callable[..., object], parameter: str) -> None:
    kind, value = given(process, parameter) or ("", None)
    plain = arguments(process)
    process(TABLES, **{**plain, parameter: value})  # which is taken

    for wrong in WRONG[kind]:
        with pytest.raises(WrongType) as caught:
            process(TABLES, **{**plain, parameter: wrong})
        assert names(caught.value, parameter), (wrong, str(caught.value))
    if kind.startswith("code"):
        with pytest.raises(InvalidField) as too_long:
            process(TABLES, **{**plain, parameter: ["X" * 31] if kind.startswith("codes") else "X" * 31})
        assert names(too_long.value, parameter), str(too_long.value)


@pytest.mark.parametrize(
    ("process", "parameter"), [case for case in CASES if (given(*case.values) or "")[0] in ("code", "code or None")]
)
def test_a_code_is_brought_into_its_normal_form(process: Callable[..., object], parameter: str) -> None:
    _, code = given(process, parameter) or ("", "")
    plain = arguments(process)
    assert process(TABLES, **{**plain, parameter: f" {str(code).lower()} "}) == process(
        TABLES, **{**plain, parameter: code}
    )


ADD: Final = CriteriaAction.ADD


@pytest.mark.parametrize(
    ("make", "plain", "field", "wrong"),
    [
        (Context, {}, "today", None),
        (Context, {}, "today", dt.datetime(2027, 1, 4)),  # noqa: DTZ001
        (Context, {"today": TODAY}, "work_date", None),
        (Context, {"today": TODAY}, "now", None),
        (Context, {"today": TODAY}, "interactive", "no"),
        (Context, {"today": TODAY}, "user_email", 5),
        (Draft, {}, "line", None),
        (Draft, {}, "successful", "no"),
        (Document, {"type": DocumentType.SALES_INV}, "account", "C1"),
        (FlowFilters, {}, "date", TODAY),
        (FlowFilters, {}, "task_closed", True),
        (Overrides, {}, "team_code", 5),
        (Overrides, {}, "salesperson_code", ["SP1"]),
        (TaskFilters, {}, "period", "2027"),
        (SegmentLine, {}, "time_of_interaction", "noon"),
        (SelectionStep, {}, "action", "Add Contacts"),
        (SelectionStep, {"action": ADD}, "entire_companies", 1),
        (SelectionStep, {"action": ADD}, "filters", {"contact": {"no": "C1"}}),
        (SelectionStep, {"action": ADD}, "filters", ((5, ()),)),
        (SelectionStep, {"action": ADD}, "filters", (("contact", "no=C1"),)),
        (SegmentCriteriaLine, {"segment_no": "S1", "line_no": 1}, "view", "no=C1"),
        (SegmentCriteriaLine, {"segment_no": "S1", "line_no": 1}, "view", (("no", 5),)),
        (SavedSegmentCriteriaLine, {"segment_criteria_code": "SC1", "line_no": 1}, "view", [("no", "C1")]),
        (lambda period: Period.parse(period), {}, "period", None),  # noqa: PLW0108 - its parameter is named here
        (lambda view: record_predicate(Contact, view), {}, "view", None),
        (lambda steps: preview(TABLES, steps), {}, "steps", None),
        (lambda steps: preview(TABLES, steps), {}, "steps", ["add"]),
        (lambda filters: ContactIndex(TABLES).matching(filters), {}, "filters", None),
        (lambda steps: ContactIndex(TABLES).count(steps), {}, "steps", 5),
        (lambda campaign_no: CampaignLedger([]).figures(campaign_no), {}, "campaign_no", ["CP1"]),
        (lambda period: CampaignLedger([]).figures("CP1", period), {}, "period", "2027"),
        (lambda period: campaign_statistics([], period), {}, "period", "2027"),
        (partial(override, Draft()), {}, "successful", "no"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(
    make: Callable[..., object], plain: dict[str, object], field: str, wrong: object
) -> None:
    with pytest.raises(WrongType) as caught:
        make(**plain, **{field: wrong})
    assert caught.value.field == field


def test_the_view_of_a_criteria_line_is_no_longer_than_its_field() -> None:
    longest = (("no", "C" * (VIEW_LENGTH - 2)),)
    assert SegmentCriteriaLine(segment_no="S1", line_no=1, view=longest).view == longest
    with pytest.raises(InvalidField, match="longer than 2048"):
        SegmentCriteriaLine(segment_no="S1", line_no=1, view=(*longest, ("c", "")))


def test_what_is_entered_over_proposals_is_brought_into_its_normal_form() -> None:
    assert Overrides(campaign_no=" cp1 ", team_code="") == Overrides(campaign_no="CP1", team_code="")
    assert Overrides().campaign_no is None


def test_a_flow_of_statuses_is_one_of_codes() -> None:
    assert set_campaign_status(TABLES, "CP1", "ST", flow={"": [" st "]}, context=CONTEXT)
    # A text is a collection of letters, in which a shorter code would be found.
    with pytest.raises(WrongType, match="flow"):
        set_campaign_status(TABLES, "CP1", "ST", flow={"": "LAST"}, context=CONTEXT)


def test_flow_filters_are_filter_text() -> None:
    overview = campaign_overview(TABLES, "CP1", FlowFilters(date="2027-01-01..", task_closed="No"))
    assert not overview.task_entry_exists
