"""Phone calls: drafts that dial (codeunit 5051, page 5145)."""

from collections.abc import Iterable

import attrs

from ..activities.records import Task
from ..arguments import checked_code
from ..contacts.records import Contact
from ..context import Context
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.lines import validate_contact, validate_date, validate_template
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .comments import Comment
from .document_kinds import OUTGOING_CALLS, template_for
from .drafts import Draft, on_draft
from .logging import log_line
from .refusals import CallWithoutPhone


@checked_kinds
def start_call(reader: Reader, line: SegmentLine, *, phone_no: str = "", context: Context) -> Draft:
    """Return the draft of a phone call to the contact of a segment line.

    It keeps the line's campaign, and takes the target and response marks from the template for outgoing calls.

    Args:
        reader: the tables.
        line: the segment line, which stays as it is.
        phone_no: the number to dial; the contact's unless given.
        context: the clocks.

    Raises:
        NotFound: there is no such contact, or the template that the setup names does not exist.
        FieldRequired: the setup names no template for outgoing calls.
    """
    work = Work(reader)
    contact = work.require(Contact, line.contact_no)
    template_code = _template_for_calls(work)
    draft = SegmentLine(
        segment_no=line.segment_no,
        contact_no=line.contact_no,
        contact_company_no=line.contact_company_no,
        contact_via=phone_no or contact.phone_no,
        todo_no=line.todo_no,
        salesperson_code=line.salesperson_code,
        contact_alt_address_code=line.contact_alt_address_code,
        campaign_no=line.campaign_no,
        campaign_target=line.campaign_target,
        campaign_response=line.campaign_response,
        date=context.today,
        time_of_interaction=context.now,
    )
    return _call(on_draft(lambda line: validate_template(work, line, template_code, keep_campaign=True), draft))


@checked_kinds
def start_call_to_contact(
    reader: Reader, contact_no: str, *, phone_no: str = "", task_no: str = "", context: Context, policies: Policies = BC
) -> Draft:
    """Return the draft of a phone call to a contact, perhaps for a task.

    Args:
        reader: the tables.
        contact_no: whom to call.
        phone_no: the number to dial; the contact's unless given.
        task_no: the task, which gives its salesperson, campaign and opportunity; blank for none.
        context: the clocks and the user.
        policies: how segment lines take a contact.

    Raises:
        NotFound: there is no such contact or task, or the template that the setup names does not exist.
        FieldRequired: the setup names no template for outgoing calls.
    """
    work = Work(reader)
    contact = work.require(Contact, checked_code(contact_no, 20, "contact_no"))
    task_no = checked_code(task_no, 20, "task_no")
    task = work.require(Task, task_no) if task_no else None
    template_code = _template_for_calls(work)
    contact_via = phone_no or contact.phone_no
    line = SegmentLine(contact_via=contact_via, time_of_interaction=context.now)
    line = validate_contact(work, line, contact.no, context=context, policies=policies)
    line = validate_date(work, line, context.today)
    if task is not None:
        line = attrs.evolve(
            line,
            todo_no=task.no,
            salesperson_code=task.salesperson_code or line.salesperson_code,
            campaign_no=task.campaign_no,
            opportunity_no=task.opportunity_no,
        )
    return _call(validate_template(work, line, template_code, keep_campaign=True))


def _template_for_calls(work: Work) -> str:
    template_code = template_for(work, OUTGOING_CALLS)
    if not template_code:
        raise FieldRequired("outg_calls")
    return template_code


def _call(line: SegmentLine) -> Draft:
    return Draft(line=line, dial=True, keep_campaign=True)


def check_call(draft: Draft) -> None:
    """Check that a call can be made and logged; the first fault is told.

    Raises:
        CallWithoutPhone: it is to be dialed, and there is no number.
        FieldRequired: the date, description or salesperson is blank.
    """
    line = draft.line
    if draft.dial and not line.contact_via:
        raise CallWithoutPhone
    required = {"date": line.date, "description": line.description, "salesperson_code": line.salesperson_code}
    for field, value in required.items():
        if not value:
            raise FieldRequired(field)


@checked_kinds
def log_call(
    reader: Reader, draft: Draft, *, comments: Iterable[Comment] = (), context: Context, policies: Policies = BC
) -> ChangeSet:
    """Log a phone call. Its entry names the segment it was made from, but is none of that segment's logged ones.

    Raises:
        Refusal: as `check_call` and as `log_interaction`.
    """
    check_call(draft)
    work = Work(reader)
    line = attrs.evolve(draft.line, attempt_failed=not draft.successful)
    log_line(work, line, comments=comments, context=context, policies=policies)
    return work.done()
