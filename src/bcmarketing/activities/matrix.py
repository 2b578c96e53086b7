"""How many tasks salespeople, teams, campaigns or contacts have in each of several periods (page 5102)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from ..arguments import checked, checked_code, checked_each
from ..campaigns.records import Campaign
from ..codes import check_date
from ..contacts.partners import Salesperson
from ..contacts.records import Contact, ContactType
from ..dates.formula import DateFormula
from ..dates.terms import Term, Unit
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..periods import Period
from ..store.reader import Reader
from .people import company_of
from .records import SystemTaskType, Task, Team
from .views import TaskFilters, TaskParty

#: Which tasks of a row are counted.
_COUNTED: Final[Mapping[TaskParty, tuple[SystemTaskType, ...]]] = MappingProxyType(
    {
        TaskParty.SALESPERSON: (SystemTaskType.ORGANIZER, SystemTaskType.SALESPERSON_ATTENDEE),
        TaskParty.TEAM: (SystemTaskType.TEAM,),
        TaskParty.CAMPAIGN: (SystemTaskType.ORGANIZER,),
        TaskParty.CONTACT: (SystemTaskType.CONTACT_ATTENDEE,),
    }
)


@attrs.frozen
class TasksCell:
    """The tasks of one row in one period, by number."""

    tasks: tuple[Task, ...] = ()

    def __len__(self) -> int:
        return len(self.tasks)

    @property
    def shown_count(self) -> str:
        """The number of tasks as people see it: blank for none."""
        return str(len(self.tasks)) if self.tasks else ""

    @property
    def shown_contact_no(self) -> str:
        """The contact of the only task; blank without tasks, else ``Multiple``, also for one task without contact."""
        if not self.tasks:
            return ""
        return (self.tasks[0].contact_no if len(self.tasks) == 1 else "") or "Multiple"


_BLANK: Final = TasksCell()


@attrs.frozen
class TasksRow:
    """One row of the matrix.

    Attributes:
        no: the salesperson, team, campaign or contact.
        cells: the tasks of each period.
        total: the tasks of all dates.
    """

    no: str
    cells: tuple[TasksCell, ...]
    total: TasksCell


@attrs.frozen
class TasksMatrix:
    """Rows by code, and the periods of their cells."""

    periods: tuple[Period, ...]
    rows: tuple[TasksRow, ...]

    def cell(self, no: str, place: int) -> TasksCell:
        """Return the cell of a row in the period with this place, from 0; blank if there is no such row.

        Raises:
            InvalidField: there is no such period.
        """
        no = checked_code(no, 20, "no")
        if not 0 <= checked(place, int, "place") < len(self.periods):
            raise InvalidField("place", place, f"is not the place of one of {len(self.periods)} periods")
        return next((row.cells[place] for row in self.rows if row.no == no), _BLANK)


def consecutive_periods(day: dt.date, unit: Unit, count: int) -> tuple[Period, ...]:
    """Return *count* whole periods that follow each other: days, weeks, months, quarters or years.

    The first is the one that *day* lies in; weeks begin on Monday.

    Raises:
        WrongType: an argument is of another type.
        InvalidField: the count is negative.
        DateOverflow: the calendar ends before.

    >>> [str(period.end) for period in consecutive_periods(dt.date(2027, 1, 25), Unit.MONTH, 2)]
    ['2027-01-31', '2027-02-28']
    """
    check_date(day, "day")
    if checked(count, int, "count") < 0:
        raise InvalidField("count", count, "must not be negative")
    first, last = DateFormula((-Term.current(unit),)), DateFormula((Term.current(unit),))
    found: list[Period] = []
    for _ in range(count):
        found.append(Period(first.apply(day), last.apply(day)))
        if len(found) < count:
            day = DateFormula((Term.current(unit), Term.counted(1, Unit.DAY))).apply(day)
    return tuple(found)


@checked_kinds
def tasks_matrix(
    reader: Reader,
    rows: TaskParty,
    periods: Sequence[Period],
    *,
    filters: TaskFilters | None = None,
    include_closed: bool = False,
) -> TasksMatrix:
    """Count tasks by row and period.

    A row is there if some task of it passes the filters on whatever date. The filter on a company restricts rows by
    the company of the task, but the cells of salespeople, teams and campaigns by its contact (Q-8).

    Args:
        reader: the tables.
        rows: whose tasks each row counts; opportunities have no matrix.
        periods: what the columns are, such as `consecutive_periods` gives.
        filters: salesperson, team, campaign, company, status and priority of the tasks that count.
        include_closed: count closed tasks, too; without, a filter on status Completed shows nothing.

    Raises:
        WrongType: an argument is of another type.
        InvalidField: the rows are opportunities.

    Source: activities specification, tasks matrix.
    """
    if rows not in _COUNTED:
        raise InvalidField("rows", rows, "has no tasks matrix")
    periods = checked_each(periods, Period, "periods")
    filters = TaskFilters() if filters is None else filters
    company_no = filters.contact_company_no
    filters = attrs.evolve(filters, contact_company_no="", closed=filters.closed if include_closed else False)
    passed = [task for task in reader.where(Task, **filters.fields()) if filters.admits(task)]
    of_company = [task for task in passed if not company_no or task.contact_company_no == company_no]
    counted = [task for task in passed if task.system_task_type in _COUNTED[rows]]
    if company_no:
        field = "contact_company_no" if rows is TaskParty.CONTACT else "contact_no"
        counted = [task for task in counted if getattr(task, field) == company_no]
    existing, cells = _by_row(rows, of_company), _by_row(rows, counted)
    found: list[TasksRow] = []
    for no, key in _keys(reader, rows):
        if key in existing:
            tasks = cells.get(key, [])
            found.append(TasksRow(no, tuple(_cell(tasks, period) for period in periods), TasksCell(tuple(tasks))))
    return TasksMatrix(periods, tuple(found))


def _cell(tasks: Sequence[Task], period: Period) -> TasksCell:
    return TasksCell(tuple(task for task in tasks if task.date is not None and task.date in period))


def _by_row(rows: TaskParty, tasks: Sequence[Task]) -> dict[Hashable, list[Task]]:
    """Return tasks by the key of the row they belong to; a contact's task counts for the person and the company."""
    found: dict[Hashable, list[Task]] = {}
    for task in tasks:
        for key in _keys_of_task(rows, task):
            found.setdefault(key, []).append(task)
    return found


def _keys_of_task(rows: TaskParty, task: Task) -> tuple[Hashable, ...]:
    match rows:
        case TaskParty.SALESPERSON:
            return (task.salesperson_code,)
        case TaskParty.TEAM:
            return (task.team_code,)
        case TaskParty.CAMPAIGN:
            return (task.campaign_no,)
        case _:
            return ((ContactType.PERSON, task.contact_no), (ContactType.COMPANY, task.contact_company_no))


def _keys(reader: Reader, rows: TaskParty) -> list[tuple[str, Hashable]]:
    """Return the number of every possible row, with its key."""
    match rows:
        case TaskParty.SALESPERSON:
            return [(row.code, row.code) for row in reader.where(Salesperson)]
        case TaskParty.TEAM:
            return [(row.code, row.code) for row in reader.where(Team)]
        case TaskParty.CAMPAIGN:
            return [(row.no, row.no) for row in reader.where(Campaign)]
        case _:
            return [(row.no, (row.type, _number(row))) for row in reader.where(Contact)]


def _number(contact: Contact) -> str:
    return company_of(contact) if contact.type is ContactType.COMPANY else contact.no
