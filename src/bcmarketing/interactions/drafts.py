"""Drafts: interactions that somebody is about to log, as values (table 5077 without a segment, page 5077).

Every step gets a draft and returns the next; nothing is stored until the draft is finished or left for later.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import attrs

from ..activities.records import Task
from ..arguments import checked_code
from ..codes import is_a, is_bool
from ..contacts.partners import Salesperson
from ..contacts.privacy import check_not_blocked
from ..contacts.records import Contact
from ..context import Context
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity
from ..policies import BC, Policies
from ..segments.lines import validate_contact, validate_date, validate_language, validate_template
from ..segments.records import SegmentLine
from ..store.reader import Reader
from ..store.work import Work
from .logging import line_of_entry
from .options import Evaluation
from .records import InteractionLogEntry, InteractionTemplate

_DAY: Final = dt.date(2000, 1, 1)


@attrs.frozen(kw_only=True)
class Draft:
    """An interaction being written.

    Attributes:
        line: what the log entry will say. Its ``line_no`` is 0 for a new entry, else the entry that is resumed.
        successful: whether the interaction took place as meant; if not, the entry says "attempt failed".
        dial: whether a phone number is to be dialed.
        has_document: whether the draft holds a document's content, which is the host's to know.
        keep_campaign: whether the campaign comes from where the draft was started, so that no template changes it.
        keep_salesperson: likewise for the salesperson, whom no contact changes.
    """

    line: SegmentLine = attrs.field(factory=SegmentLine, validator=is_a(SegmentLine))
    successful: bool = attrs.field(default=True, validator=is_bool)
    dial: bool = attrs.field(default=False, validator=is_bool)
    has_document: bool = attrs.field(default=False, validator=is_bool)
    keep_campaign: bool = attrs.field(default=False, validator=is_bool)
    keep_salesperson: bool = attrs.field(default=False, validator=is_bool)


def on_draft(step: Callable[[SegmentLine], SegmentLine], line: SegmentLine) -> SegmentLine:
    """Return the line of a draft after a step that lines share: a draft has no header, even where it names a segment.

    A call made from a segment, and a resumed interaction of one, keep its number; the segment may still be there.
    """
    return attrs.evolve(step(attrs.evolve(line, segment_no="")), segment_no=line.segment_no)


def interaction_time(now: dt.time) -> dt.time:
    """Return the time that a draft starts with: a second from now, rounded up to the minute.

    >>> interaction_time(dt.time(9, 59, 59)), interaction_time(dt.time(10, 0)), interaction_time(dt.time(23, 59, 59, 1))
    (datetime.time(10, 0), datetime.time(10, 1), datetime.time(0, 1))
    """
    moment = dt.datetime.combine(_DAY, now.replace(tzinfo=None)) + dt.timedelta(seconds=1)
    if moment.second or moment.microsecond:
        moment = moment.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return moment.time()


def _opened(work: Work, draft: Draft, context: Context) -> Draft:
    """Return the draft as it is shown first: dated on the work date, about to take place, and successful."""
    line = validate_date(work, draft.line, context.work_date)
    line = attrs.evolve(line, time_of_interaction=interaction_time(context.now))
    return attrs.evolve(draft, line=line, successful=True)


@checked_kinds
def start_draft(reader: Reader, contact_no: str, *, context: Context, policies: Policies = BC) -> Draft:
    """Return a draft of an interaction with a contact.

    The salesperson is the one with the user's e-mail address, if there is exactly one; else the user's own;
    else the contact's.

    Raises:
        NotFound: there is no such contact.
        ContactBlocked: the contact is blocked for privacy.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([Contact(no="CT1", company_no="CT1", salesperson_code="EVA")])
    >>> draft = start_draft(tables, "CT1", context=Context(today=dt.date(2027, 1, 11), now=dt.time(8, 30)))
    >>> draft.line.salesperson_code, draft.line.date, draft.line.time_of_interaction
    ('EVA', datetime.date(2027, 1, 11), datetime.time(8, 31))
    """
    work = Work(reader)
    contact = check_not_blocked(work.require(Contact, checked_code(contact_no, 20, "contact_no")))
    line = validate_contact(work, SegmentLine(), contact.no, context=context, policies=policies)
    own = _salesperson_of_user(work, context)
    if own:
        line = attrs.evolve(line, salesperson_code=own)
    return _opened(work, Draft(line=line), context)


def _salesperson_of_user(work: Work, context: Context) -> str:
    found = work.where(Salesperson, email=context.user_email) if context.user_email else []
    return found[0].code if len(found) == 1 else ""


def start_draft_from_log(
    reader: Reader,
    *,
    contact_company_no: str = "",
    contact_no: str = "",
    salesperson_code: str = "",
    campaign_no: str = "",
    opportunity_no: str = "",
    context: Context,
    policies: Policies = BC,
) -> Draft:
    """Return a draft started from a list of log entries, with what the list is filtered by; blank is no filter.

    A person goes before its company.

    Raises:
        NotFound: the company or contact does not exist.
        ContactBlocked: one of them is blocked for privacy, or the company that the contact belongs to.
    """
    work = Work(reader)
    line = SegmentLine()
    nos = checked_code(contact_company_no, 20, "contact_company_no"), checked_code(contact_no, 20, "contact_no")
    for no in filter(None, nos):
        contact = check_not_blocked(work.require(Contact, no))
        company = work.get(Contact, contact.company_no)
        if company is not None:
            check_not_blocked(company)
        line = validate_contact(work, line, contact.no, context=context, policies=policies)
    line = attrs.evolve(
        line,
        salesperson_code=checked_code(salesperson_code, 20, "salesperson_code") or line.salesperson_code,
        campaign_no=campaign_no,
        opportunity_no=opportunity_no,
    )
    return _opened(work, Draft(line=line, keep_campaign=bool(campaign_no)), context)


def start_draft_from_opportunity(
    reader: Reader, opportunity_no: str, *, context: Context, policies: Policies = BC
) -> Draft:
    """Return a draft started from an opportunity, with its contact, salesperson and campaign.

    Raises:
        NotFound: there is no such opportunity, or its company or contact does not exist.
        ContactBlocked: one of these is blocked for privacy.
    """
    opportunity = Work(reader).require(Opportunity, checked_code(opportunity_no, 20, "opportunity_no"))
    return start_draft_from_log(
        reader,
        contact_company_no=opportunity.contact_company_no,
        contact_no=opportunity.contact_no,
        salesperson_code=opportunity.salesperson_code,
        campaign_no=opportunity.campaign_no,
        opportunity_no=opportunity.no,
        context=context,
        policies=policies,
    )


def start_draft_from_task(reader: Reader, task_no: str, *, context: Context, policies: Policies = BC) -> Draft:
    """Return a draft started from a task, with its contact, salesperson, campaign and opportunity.

    Raises:
        NotFound: there is no such task, or its contact does not exist.
        ContactBlocked: the contact is blocked for privacy.
    """
    work = Work(reader)
    task = work.require(Task, checked_code(task_no, 20, "task_no"))
    line = SegmentLine(todo_no=task.no)
    if task.contact_no:
        contact = check_not_blocked(work.require(Contact, task.contact_no))
        line = validate_contact(work, line, contact.no, context=context, policies=policies)
    line = attrs.evolve(
        line,
        salesperson_code=task.salesperson_code,
        campaign_no=task.campaign_no,
        opportunity_no=task.opportunity_no,
    )
    return _opened(work, Draft(line=line, keep_campaign=bool(task.campaign_no)), context)


def start_draft_from_salesperson(reader: Reader, salesperson_code: str, *, context: Context) -> Draft:
    """Return a draft without contact of a salesperson, who stays whatever contact is chosen.

    Raises:
        NotFound: there is no such salesperson.
    """
    work = Work(reader)
    salesperson = work.require(Salesperson, checked_code(salesperson_code, 20, "salesperson_code"))
    line = SegmentLine(salesperson_code=salesperson.code)
    return _opened(work, Draft(line=line, keep_salesperson=True), context)


@checked_kinds
def resume_draft(reader: Reader, entry_no: int, *, context: Context) -> Draft:
    """Return a draft with the values of a log entry, which finishing it will overwrite; how a list is filtered is moot.

    Word template and the mark "merged" are not taken over.

    Raises:
        NotFound: there is no such log entry.
    """
    work = Work(reader)
    line = line_of_entry(work.require(InteractionLogEntry, entry_no))
    line = attrs.evolve(line, word_template_code="", merged=False)
    return _opened(work, Draft(line=line, keep_campaign=bool(line.campaign_no)), context)


@checked_kinds
def choose_contact(
    reader: Reader, draft: Draft, contact_no: str, *, context: Context, policies: Policies = BC
) -> Draft:
    """Return the draft with a contact.

    Raises:
        NotFound: there is no such contact.
        ContactBlocked: the contact is blocked for privacy.
    """
    work = Work(reader)
    contact = check_not_blocked(work.require(Contact, checked_code(contact_no, 20, "contact_no")))
    line = on_draft(
        lambda line: validate_contact(work, line, contact.no, context=context, policies=policies), draft.line
    )
    if draft.keep_salesperson:
        line = attrs.evolve(line, salesperson_code=draft.line.salesperson_code)
    return attrs.evolve(draft, line=line)


@checked_kinds
def choose_template(reader: Reader, draft: Draft, template_code: str, *, context: Context) -> Draft:
    """Return the draft with an interaction template and what comes from it.

    Chosen by a person, the way of correspondence becomes the template's; by code, the contact's may go before it.

    Raises:
        FieldRequired: the draft has no contact.
        NotFound: the contact or template does not exist.
    """
    work = Work(reader)
    line = on_draft(
        lambda line: validate_template(work, line, template_code, keep_campaign=draft.keep_campaign), draft.line
    )
    if context.interactive and line.interaction_template_code:
        template = work.require(InteractionTemplate, line.interaction_template_code)
        line = attrs.evolve(line, correspondence_type=template.correspondence_type_default)
    return attrs.evolve(draft, line=line)


def choose_language(reader: Reader, draft: Draft, language_code: str) -> Draft:
    """Return the draft in another language of its template.

    Raises:
        FieldRequired: the draft has no template.
        NotFound: the template has no such language.
    """
    line = on_draft(lambda line: validate_language(Work(reader), line, language_code), draft.line)
    return attrs.evolve(draft, line=line)


@checked_kinds
def choose_date(reader: Reader, draft: Draft, date: dt.date) -> Draft:
    """Return the draft on another day; an alternative address that held on the old day gives way to that of the new."""
    line = on_draft(lambda line: validate_date(Work(reader), line, date), draft.line)
    return attrs.evolve(draft, line=line)


@checked_kinds
def override(
    draft: Draft,
    *,
    description: str | None = None,
    salesperson_code: str | None = None,
    campaign_no: str | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
    opportunity_no: str | None = None,
    evaluation: Evaluation | None = None,
    cost: Decimal | int | str | None = None,
    duration: Decimal | int | str | None = None,
    successful: bool | None = None,
) -> Draft:
    """Return the draft with some of its values entered by hand; ``None`` leaves a value as it is.

    The date, which an address may depend on, is entered by `choose_date`.

    >>> override(Draft(), cost="17.50", successful=False).line.cost
    Decimal('17.50')
    """
    entered: dict[str, Any] = {
        "description": description,
        "salesperson_code": salesperson_code,
        "campaign_no": campaign_no,
        "campaign_target": campaign_target,
        "campaign_response": campaign_response,
        "opportunity_no": opportunity_no,
        "evaluation": evaluation,
        "cost": cost,
        "duration": duration,
    }
    line = attrs.evolve(draft.line, **{name: value for name, value in entered.items() if value is not None})
    return attrs.evolve(draft, line=line, successful=draft.successful if successful is None else successful)
