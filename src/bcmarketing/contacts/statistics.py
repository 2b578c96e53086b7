"""A contact in figures: interactions, dates, opportunities, groups (table 5050, flow fields). Nothing is stored.

A company's figures take in all its persons; a person's are the person's own within the company.
"""

import datetime as dt
from collections.abc import Hashable
from typing import Final

import attrs

from ..activities.records import SystemTaskType, Task
from ..interactions.options import InitiatedBy
from ..interactions.records import InteractionLogEntry
from ..interactions.statistics import ALWAYS, InteractionFigures, in_period, is_live, sum_up
from ..kinds import checked_kinds
from ..opportunities.records import OpportunityEntry
from ..opportunities.statistics import OpportunityFigures, passing, sum_up as sum_up_opportunities
from ..periods import Period
from ..store.reader import Reader
from .records import (
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    ContactType,
)

#: Whose tasks are a contact's next ones.
_OWN_TASKS: Final = (SystemTaskType.ORGANIZER, SystemTaskType.CONTACT_ATTENDEE)


@attrs.frozen
class ContactFigures:
    """A contact in figures.

    Attributes:
        interactions: count, cost and minutes of the live interactions in the period.
        last_date_attempted: the latest date on which we tried to reach the contact, canceled attempts included.
        date_of_last_interaction: the latest date of an attempt that did not fail, canceled ones included.
        opportunities: the active opportunities whose estimated close date lies in the period.
        next_task_date: the date of the earliest open task.
        no_of_mailing_groups: groups of the contact itself.
        no_of_job_responsibilities: responsibilities of the contact itself.
        no_of_industry_groups: groups of the company.
        no_of_business_relations: relations of the company.
    """

    interactions: InteractionFigures
    last_date_attempted: dt.date | None
    date_of_last_interaction: dt.date | None
    opportunities: OpportunityFigures
    next_task_date: dt.date | None
    no_of_mailing_groups: int
    no_of_job_responsibilities: int
    no_of_industry_groups: int
    no_of_business_relations: int


@checked_kinds
def contact_statistics(
    reader: Reader, contact: Contact, period: Period = ALWAYS, *, opportunity_action: str = ""
) -> ContactFigures:
    """Return the figures of a contact.

    Args:
        reader: the tables.
        contact: the contact.
        period: the dates that count for interactions, and the estimated close dates that count for opportunities.
        opportunity_action: a filter on the last action of an opportunity, such as ``Won|Lost``.

    Raises:
        FilterSyntax: the filter is malformed.
        FilterValue: it names no such action.

    Source: table 5050, flow fields.

    >>> from bcmarketing.store.tables import Tables
    >>> entry = InteractionLogEntry(entry_no=1, contact_no="P1", contact_company_no="C1", cost=12)
    >>> tables = Tables.of([Contact(no="C1", company_no="C1"), entry])
    >>> contact_statistics(tables, tables.get(Contact, "C1")).interactions.no_of_interactions
    1
    """
    company_no = contact.company_no
    scope: dict[str, Hashable] = {"contact_company_no": company_no}
    if contact.type is ContactType.PERSON:
        scope["contact_no"] = contact.no
    entries = list(reader.where(InteractionLogEntry, **scope))
    finished = [entry for entry in entries if not entry.postponed]
    actions = {"action_taken": opportunity_action}
    opportunities = [
        entry
        for entry in passing(reader.where(OpportunityEntry, **scope), actions)
        if entry.active and in_period(entry.estimated_close_date, period)
    ]
    tasks = [
        task.date
        for task in reader.where(Task, **scope)
        if not task.closed and task.system_task_type in _OWN_TASKS and task.date is not None
    ]
    attempts = [entry.date for entry in finished if entry.initiated_by is InitiatedBy.US and entry.date is not None]
    successes = [entry.date for entry in finished if not entry.attempt_failed and entry.date is not None]
    return ContactFigures(
        _interactions(reader, contact, entries, period),
        max(attempts, default=None),
        max(successes, default=None),
        sum_up_opportunities(opportunities),
        min(tasks, default=None),
        _count(reader, ContactMailingGroup, contact.no),
        _count(reader, ContactJobResponsibility, contact.no),
        _count(reader, ContactIndustryGroup, company_no),
        _count(reader, ContactBusinessRelation, company_no),
    )


def _interactions(
    reader: Reader, contact: Contact, entries: list[InteractionLogEntry], period: Period
) -> InteractionFigures:
    figures = sum_up(_live(entries, period))
    if contact.type is ContactType.PERSON and not contact.company_no:
        # The count, and only the count, looks at the person alone where there is no company.
        own = list(reader.where(InteractionLogEntry, contact_no=contact.no))
        return attrs.evolve(figures, no_of_interactions=len(_live(own, period)))
    return figures


def _live(entries: list[InteractionLogEntry], period: Period) -> list[InteractionLogEntry]:
    return [entry for entry in entries if is_live(entry) and in_period(entry.date, period)]


_Group = ContactMailingGroup | ContactJobResponsibility | ContactIndustryGroup | ContactBusinessRelation


def _count(reader: Reader, kind: type[_Group], contact_no: str) -> int:
    return sum(1 for _ in reader.where(kind, contact_no=contact_no)) if contact_no else 0
