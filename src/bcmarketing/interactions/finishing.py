"""Finishing a draft, or leaving it for later (page 5077, table 5077)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from ..contacts.records import CorrespondenceType
from ..context import Context
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .comments import Comment
from .drafts import Draft
from .logging import log_line
from .options import Evaluation, WizardAction
from .records import InteractionLogEntry, InteractionTemplate
from .refusals import DraftWithoutContact, DraftWithoutDocument, EmailWithoutDocument


@checked_kinds
def check_draft(reader: Reader | Work, draft: Draft) -> None:
    """Check that a draft says all that an interaction needs; the first fault is told.

    Raises:
        DraftWithoutContact: there is no contact.
        FieldRequired: the template, salesperson, date or description is blank.
        NotFound: there is no such template.
        DraftWithoutDocument: the template opens a document, and there is none.
        EmailWithoutDocument: it goes by e-mail, and there is nothing to send.
    """
    line = draft.line
    if not line.contact_no:
        raise DraftWithoutContact
    required = {
        "interaction_template_code": line.interaction_template_code,
        "salesperson_code": line.salesperson_code,
        "date": line.date,
        "description": line.description,
    }
    for field, value in required.items():
        if not value:
            raise FieldRequired(field)
    template = Work(reader).require(InteractionTemplate, line.interaction_template_code)
    if template.word_template_code:
        return
    if template.wizard_action is WizardAction.OPEN and not line.attachment_no:
        raise DraftWithoutDocument(template.code)
    if line.correspondence_type is CorrespondenceType.EMAIL and not draft.has_document:
        raise EmailWithoutDocument(template.code)


@checked_kinds
def finish_draft(
    reader: Reader, draft: Draft, *, comments: Iterable[Comment] = (), context: Context, policies: Policies = BC
) -> ChangeSet:
    """Log the interaction of a draft; with a way of correspondence the host is asked to deliver it.

    Raises:
        Refusal: as `check_draft` and as `log_interaction`.

    Source: campaigns specification, finish; table 5077, FinishWizard.
    """
    return _leave(reader, draft, comments, postponed=False, context=context, policies=policies)


@checked_kinds
def leave_draft(
    reader: Reader,
    draft: Draft,
    *,
    finish_later: bool,
    comments: Iterable[Comment] = (),
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Leave a draft unfinished.

    Args:
        reader: the tables.
        draft: the draft.
        finish_later: Business Central asks this without a default answer. Yes logs the interaction as postponed,
            for which the draft must be complete; no drops it.
        comments: its comments.
        context: the user and the clocks.
        policies: how log entries come about.

    Raises:
        Refusal: as `check_draft`, when the draft is kept for later.
    """
    if not finish_later:
        return ChangeSet()
    return _leave(reader, draft, comments, postponed=True, context=context, policies=policies)


def _leave(
    reader: Reader,
    draft: Draft,
    comments: Iterable[Comment],
    *,
    postponed: bool,
    context: Context,
    policies: Policies,
) -> ChangeSet:
    work = Work(reader)
    check_draft(work, draft)
    line = attrs.evolve(draft.line, attempt_failed=not draft.successful, subject=draft.line.description)
    log_line(
        work,
        line,
        comments=comments,
        deliver=line.correspondence_type is not CorrespondenceType.BLANK,
        postponed=postponed,
        context=context,
        policies=policies,
    )
    return work.done()


@checked_kinds
def amend_entry(
    reader: Reader,
    entry_no: int,
    *,
    description: str | None = None,
    evaluation: Evaluation | None = None,
    successful: bool | None = None,
    cost: Decimal | int | str | None = None,
    duration: Decimal | int | str | None = None,
) -> ChangeSet:
    """Amend an interaction just finished; ``None`` leaves a value as it is.

    Raises:
        NotFound: there is no such log entry.
    """
    work = Work(reader)
    entered: dict[str, Any] = {
        "description": description,
        "evaluation": evaluation,
        "attempt_failed": None if successful is None else not successful,
        "cost": cost,
        "duration": duration,
    }
    amended = {name: value for name, value in entered.items() if value is not None}
    work.modify(attrs.evolve(work.require(InteractionLogEntry, entry_no), **amended))
    return work.done()
