"""What is done with log entries after the fact: evaluation, and the title that a list shows (table 5065)."""

from collections.abc import Callable, Iterable
from typing import assert_never

import attrs

from ..arguments import checked_each
from ..contacts.partners import Salesperson
from ..contacts.records import Contact, ContactType
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .options import Evaluation, InformationFlow
from .records import InteractionLogEntry, InteractionTemplate


@checked_kinds
def evaluate_entries(reader: Reader, entry_nos: Iterable[int], evaluation: Evaluation | int) -> ChangeSet:
    """Note on all selected log entries how the interaction went.

    Args:
        reader: the tables.
        entry_nos: the selection.
        evaluation: the evaluation or its ordinal, 1 for Very Positive to 5 for Very Negative.

    Raises:
        WrongType: *entry_nos* is no collection of whole numbers; a single one goes into a list.
        NotFound: there is no such log entry.
        InvalidField: there is no such evaluation, or it is blank.

    >>> from bcmarketing.store.tables import Tables
    >>> changes = evaluate_entries(Tables.of([InteractionLogEntry(entry_no=1)]), [1], 2)
    >>> changes.modified_of(InteractionLogEntry)[0].evaluation
    Evaluation.POSITIVE
    """
    chosen = evaluation if isinstance(evaluation, Evaluation) else Evaluation.parse(evaluation, "evaluation")
    if chosen is Evaluation.BLANK:
        raise InvalidField("evaluation", evaluation, "is no evaluation")
    work = Work(reader)
    for entry_no in checked_each(entry_nos, int, "entry_nos"):
        work.modify(attrs.evolve(work.require(InteractionLogEntry, entry_no), evaluation=chosen))
    return work.done()


def contact_name(reader: Reader, entry: InteractionLogEntry) -> str:
    """Return the name of the contact that a log entry shows, company or person; blank when there is none."""
    contact = reader.get(Contact, entry.contact_no)
    return "" if contact is None else contact.name


def contact_company_name(reader: Reader, entry: InteractionLogEntry) -> str:
    """Return the name of the company that a log entry shows; blank when there is none, or a person has its number."""
    company = reader.get(Contact, entry.contact_company_no)
    return company.name if company is not None and company.type is ContactType.COMPANY else ""


def _nobody(_user_id: str) -> None:
    return None


@checked_kinds
def entry_title(reader: Reader, entry: InteractionLogEntry, *, full_name: Callable[[str], str | None] = _nobody) -> str:
    """Return the title of a log entry: what its template calls it, and who wrote or answered.

    Args:
        reader: the tables.
        entry: the log entry; its template decides, not what the entry itself says.
        full_name: the full name of a user, or ``None``; users are the host's.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([
    ...     InteractionTemplate(code="BUS", description="Business letter", information_flow=InformationFlow.OUTBOUND),
    ...     Salesperson(code="EVA", name="Eva Valverde"),
    ... ])
    >>> entry_title(tables, InteractionLogEntry(entry_no=1, interaction_template_code="BUS", salesperson_code="EVA"))
    'Business letter - by Eva Valverde'
    """
    template = reader.get(InteractionTemplate, entry.interaction_template_code)
    if template is None:
        return ""
    match template.information_flow:
        case InformationFlow.OUTBOUND:
            return _joined(template.description, "by", _author(reader, entry, full_name))
        case InformationFlow.INBOUND:
            return _joined(template.description, "from", contact_name(reader, entry))
        case InformationFlow.BLANK:
            return template.description
        case _:
            assert_never(template.information_flow)


def _author(reader: Reader, entry: InteractionLogEntry, full_name: Callable[[str], str | None]) -> str | None:
    if not entry.salesperson_code:
        return full_name(entry.user_id)
    salesperson = reader.get(Salesperson, entry.salesperson_code)
    return None if salesperson is None else salesperson.name


def _joined(description: str, word: str, name: str | None) -> str:
    return f"{description} - {word} {name}" if name else description
