"""Whose tasks are whose: lists, counters and the date of the next task (tables 13, 5050, 5071, 5080, 5083, 5092)."""

import datetime as dt
from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Final

import attrs
from attrs.validators import optional

from ..arguments import checked, checked_code
from ..codes import code10, code20, is_a, is_bool, is_option, to_code
from ..contacts.records import Contact, ContactType
from ..errors import NotFound
from ..kinds import checked_kinds
from ..options import Option
from ..periods import Period
from ..store.reader import Reader
from ..store.work import Work
from .people import company_of
from .records import Attendee, InvitationResponse, SystemTaskType, Task, TaskPriority, TaskStatus


class TaskParty(Option):
    """Whose tasks are listed or counted."""

    SALESPERSON = 0, "Salesperson"
    TEAM = 1, "Team"
    CAMPAIGN = 2, "Campaign"
    CONTACT = 3, "Contact"
    OPPORTUNITY = 4, "Opportunity"


#: Which tasks of a party its list shows; the others are parts of the same work.
LISTED: Final[Mapping[TaskParty, tuple[SystemTaskType, ...]]] = MappingProxyType(
    {
        TaskParty.SALESPERSON: (SystemTaskType.ORGANIZER, SystemTaskType.SALESPERSON_ATTENDEE),
        TaskParty.TEAM: (SystemTaskType.TEAM,),
        TaskParty.CAMPAIGN: (SystemTaskType.ORGANIZER,),
        TaskParty.CONTACT: (SystemTaskType.ORGANIZER, SystemTaskType.CONTACT_ATTENDEE),
        TaskParty.OPPORTUNITY: (SystemTaskType.ORGANIZER,),
    }
)
_FIELD: Final[Mapping[TaskParty, str]] = MappingProxyType(
    {
        TaskParty.SALESPERSON: "salesperson_code",
        TaskParty.TEAM: "team_code",
        TaskParty.CAMPAIGN: "campaign_no",
        TaskParty.OPPORTUNITY: "opportunity_no",
    }
)


@attrs.frozen(kw_only=True)
class TaskFilters:
    """Which tasks count: those that fit all that is given; blank and ``None`` let every task pass.

    >>> TaskFilters(team_code="SALE").admits(Task(no="TD1", team_code="SALE"))
    True
    """

    salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    team_code: str = attrs.field(default="", converter=to_code, validator=code10)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    contact_company_no: str = attrs.field(default="", converter=to_code, validator=code20)
    status: TaskStatus | None = attrs.field(default=None, validator=optional(is_option(TaskStatus)))
    priority: TaskPriority | None = attrs.field(default=None, validator=optional(is_option(TaskPriority)))
    closed: bool | None = attrs.field(default=None, validator=optional(is_bool))
    period: Period | None = attrs.field(default=None, validator=optional(is_a(Period)))

    @checked_kinds
    def admits(self, task: Task) -> bool:
        """Return whether a task passes."""
        if self.period is not None and (task.date is None or task.date not in self.period):
            return False
        return all(getattr(task, field) == value for field, value in self.fields().items())

    def fields(self) -> dict[str, Hashable]:
        """Return the fields that must equal a value, with that value; the period is none of them."""
        given = attrs.asdict(self, recurse=False)
        del given["period"]
        return {field: value for field, value in given.items() if value not in ("", None)}


_ALL: Final = TaskFilters()


@checked_kinds
def tasks_of(reader: Reader | Work, party: TaskParty, no: str) -> list[Task]:
    """Return the tasks in somebody's list, by number.

    Of a company these are the tasks with all its people.

    Raises:
        NotFound: there is no such contact.

    Source: activities specification, which tasks belong to whom.
    """
    tasks = reader.where(Task, **key_of_party(reader, party, no))
    return [task for task in tasks if task.system_task_type in LISTED[party]]


@checked_kinds
def next_task_date(reader: Reader | Work, party: TaskParty, no: str) -> dt.date | None:
    """Return the date of somebody's next open task, or ``None``; of a team all its members' parts count, too.

    Raises:
        NotFound: there is no such contact.

    Source: activities specification, which tasks belong to whom.
    """
    tasks = reader.where(Task, closed=False, **key_of_party(reader, party, no))
    kinds = tuple(SystemTaskType) if party is TaskParty.TEAM else LISTED[party]
    return min((task.date for task in tasks if task.date and task.system_task_type in kinds), default=None)


@checked_kinds
def task_entry_exists(reader: Reader | Work, party: TaskParty, no: str, filters: TaskFilters = _ALL) -> bool:
    """Return whether some task of a party, whatever part it is, passes the filters.

    Raises:
        NotFound: there is no such contact.

    Source: activities specification, salespeople and teams.
    """
    return any(filters.admits(task) for task in reader.where(Task, **key_of_party(reader, party, no)))


def no_of_attendees(reader: Reader | Work, task: Task) -> int:
    """Return how many people attend a task, or the task it is a part of."""
    return len(_attendees(reader, task))


def attendees_accepted_no(reader: Reader | Work, task: Task) -> int:
    """Return how many of the attendees have accepted."""
    return sum(row.invitation_response is InvitationResponse.ACCEPTED for row in _attendees(reader, task))


def _attendees(reader: Reader | Work, task: Task) -> list[Attendee]:
    return list(reader.where(Attendee, task_no=checked(task, Task, "task").organizer_task_no))


def key_of_party(reader: Reader | Work, party: TaskParty, no: str) -> dict[str, Hashable]:
    """Return the fields by which a party's tasks are found, with their values.

    Raises:
        NotFound: there is no such contact.
    """
    checked(party, TaskParty, "party")
    no = checked_code(no, 20, "no")
    if party is not TaskParty.CONTACT:
        return {_FIELD[party]: no}
    contact = reader.get(Contact, no)
    if contact is None:
        raise NotFound("Contact", no)
    return contact_key(contact)


def contact_key(contact: Contact) -> dict[str, Hashable]:
    """Return the fields by which a contact's tasks are found: the company, and the number of a person."""
    key: dict[str, Hashable] = {"contact_company_no": company_of(contact)}
    return key if contact.type is ContactType.COMPANY else {**key, "contact_no": contact.no}
