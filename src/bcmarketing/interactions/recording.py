"""Recording an interaction that took place, in one step."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from ..context import Context
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .comments import Comment
from .drafts import choose_date, choose_template, override, start_draft
from .logging import log_line
from .options import Evaluation


@checked_kinds
def record_interaction(
    reader: Reader,
    contact_no: str,
    interaction_template_code: str,
    *,
    date: dt.date | None = None,
    campaign_no: str | None = None,
    salesperson_code: str | None = None,
    description: str | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
    evaluation: Evaluation | None = None,
    cost: Decimal | int | str | None = None,
    duration: Decimal | int | str | None = None,
    opportunity_no: str | None = None,
    comments: Iterable[Comment] = (),
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Log one interaction with a contact that is over, outside segments; nothing is delivered.

    What is not given comes from the template; the date is the work date, the salesperson as for `start_draft`.

    Raises:
        NotFound: the contact, template, campaign or salesperson does not exist.
        ContactBlocked: the contact is blocked for privacy.
        FieldRequired: the template is blank, or there is no salesperson.

    >>> from bcmarketing.contacts.partners import Salesperson
    >>> from bcmarketing.contacts.records import Contact
    >>> from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate
    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([
    ...     Contact(no="CT1", company_no="CT1", salesperson_code="EVA"),
    ...     Salesperson(code="EVA"),
    ...     InteractionTemplate(code="OUTGOING", description="Outgoing call", unit_cost=3, unit_duration=10),
    ... ])
    >>> changes = record_interaction(tables, "CT1", "OUTGOING", duration=25, context=Context(today=dt.date(2027, 3, 3)))
    >>> entry = changes.inserted_of(InteractionLogEntry)[0]
    >>> entry.entry_no, entry.description, entry.cost, entry.duration
    (1, 'Outgoing call', Decimal('3'), Decimal('25'))
    """
    draft = start_draft(reader, contact_no, context=context, policies=policies)
    draft = choose_template(reader, draft, interaction_template_code, context=context)
    if date is not None:
        draft = choose_date(reader, draft, date)
    draft = override(
        draft,
        description=description,
        salesperson_code=salesperson_code,
        campaign_no=campaign_no,
        campaign_target=campaign_target,
        campaign_response=campaign_response,
        opportunity_no=opportunity_no,
        evaluation=evaluation,
        cost=cost,
        duration=duration,
    )
    work = Work(reader)
    log_line(work, draft.line, comments=comments, context=context, policies=policies)
    return work.done()
