"""The figures of one template, group or salesperson, read from storage (tables 5064, 5063, 13, flow fields)."""

from typing import TypeVar

from ..arguments import checked_code
from ..contacts.partners import Salesperson
from ..errors import NotFound
from ..kinds import checked_kinds
from ..periods import Period
from ..store.reader import Reader, Record
from .records import InteractionGroup, InteractionLogEntry, InteractionTemplate
from .statistics import ALWAYS, InteractionFigures, rows_of, sum_up

R = TypeVar("R", bound=Record)


@checked_kinds
def template_statistics(reader: Reader, template_code: str, period: Period = ALWAYS) -> InteractionFigures:
    """Return the live interactions of a template in figures.

    Raises:
        NotFound: there is no such template.

    >>> from bcmarketing.store.tables import Tables
    >>> entry = InteractionLogEntry(entry_no=1, interaction_template_code="BUS", cost=12, duration=8)
    >>> template_statistics(Tables.of([InteractionTemplate(code="BUS"), entry]), "bus")
    InteractionFigures(no_of_interactions=1, cost=Decimal('12'), duration=Decimal('8'))
    """
    code = _existing(reader, InteractionTemplate, checked_code(template_code, 10, "interaction_template_code"))
    entries = reader.where(InteractionLogEntry, interaction_template_code=code, canceled=False, postponed=False)
    return sum_up(rows_of(entries, period))


@checked_kinds
def group_statistics(reader: Reader, group_code: str, period: Period = ALWAYS) -> InteractionFigures:
    """Return the live interactions of an interaction group in figures.

    Raises:
        NotFound: there is no such group.
    """
    code = _existing(reader, InteractionGroup, checked_code(group_code, 10, "interaction_group_code"))
    entries = reader.where(InteractionLogEntry, interaction_group_code=code, canceled=False, postponed=False)
    return sum_up(rows_of(entries, period))


@checked_kinds
def salesperson_statistics(reader: Reader, salesperson_code: str, period: Period = ALWAYS) -> InteractionFigures:
    """Return the live interactions of a salesperson in figures, averages included.

    Raises:
        NotFound: there is no such salesperson.
    """
    code = _existing(reader, Salesperson, checked_code(salesperson_code, 20, "salesperson_code"))
    entries = reader.where(InteractionLogEntry, salesperson_code=code, canceled=False, postponed=False)
    return sum_up(rows_of(entries, period))


def _existing(reader: Reader, kind: type[R], code: str) -> str:
    if reader.get(kind, code) is None:
        raise NotFound(kind.__name__, code)
    return code
