"""Interactions that start from a task: drafts, which the host completes and logs."""

import attrs

from ..arguments import checked
from ..kinds import checked_kinds
from ..segments.records import SegmentLine
from ..store.work import Work
from .records import Task, TaskType
from .refusals import PhoneCallWithoutContact


@attrs.frozen
class InteractionDraft:
    """An interaction that somebody should log for a task.

    Attributes:
        phone_call: whether it is a phone call.
        line: what is known of it; template, date and description are for whoever logs it. So is the contact of a
            meeting, unless the task itself has one: contacts who were invited stand among the attendees.
    """

    phone_call: bool
    line: SegmentLine


@checked_kinds
def draft_phone_call(task: Task) -> InteractionDraft:
    """Return the phone call that starts from a task: with its contact, campaign and salesperson.

    Raises:
        PhoneCallWithoutContact: the task has no contact.

    Source: activities specification, making a phone call from a task.

    >>> draft_phone_call(Task(no="TD1", salesperson_code="JO", contact_no="CT1")).line.salesperson_code
    'JO'
    """
    if not task.contact_no:
        raise PhoneCallWithoutContact(task.no)
    return InteractionDraft(phone_call=True, line=_line(task))


def draft_interaction(task: Task) -> InteractionDraft:
    """Return the interaction that completing a task gives; a phone call loses the opportunity on the way (Q-5).

    Raises:
        PhoneCallWithoutContact: the task is a phone call and has no contact.

    Source: activities specification, closing a task.
    """
    if checked(task, Task, "task").type is TaskType.PHONE_CALL:
        return draft_phone_call(task)
    return InteractionDraft(phone_call=False, line=attrs.evolve(_line(task), opportunity_no=task.opportunity_no))


def request_interaction(work: Work, task: Task) -> None:
    """Ask the host to have the interaction of a completed task logged; raises what `draft_interaction` raises."""
    work.request(draft_interaction(task))


def _line(task: Task) -> SegmentLine:
    return SegmentLine(
        todo_no=task.no,
        contact_no=task.contact_no,
        contact_company_no=task.contact_company_no,
        salesperson_code=task.salesperson_code,
        campaign_no=task.campaign_no,
    )
