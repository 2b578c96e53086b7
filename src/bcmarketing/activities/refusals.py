"""What activities, tasks and attendees refuse."""

import datetime as dt
from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule
from .records import (
    NegativeDuration as NegativeDuration,  # noqa: PLC0414 - raised beside its field, found here with the others
    TaskType,
)


@attrs.frozen
class NoTaskAssignee(Refusal, ValueError):
    """A single task is to be carried by something that carries no tasks.

    >>> print(NoTaskAssignee("Contact"))
    a single task is not carried by a Contact (E-TASK-ASSIGNEE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-TASK-ASSIGNEE",
        "A single task is carried by a salesperson or, where allowed, by a team; all else is a link.",
        "documentation on tasks; table 5080, Team To-do",
    )
    text: ClassVar[str] = "a single task is not carried by a {assignee}"
    assignee: str


@attrs.frozen
class NobodyResponsible(Refusal, ValueError):
    """A task or an activity has neither salesperson nor team."""

    rule: ClassVar[Rule] = Rule(
        "E-TASK-RESPONSIBLE", "A task has a salesperson or a team.", "table 5080, checks on save and of the assistant"
    )
    text: ClassVar[str] = "neither a salesperson nor a team is responsible"


@attrs.frozen
class TaskTypeFixed(Refusal, ValueError):
    """A stored task is to become a meeting, or to stop being one."""

    rule: ClassVar[Rule] = Rule(
        "E-TASK-TYPE-CHANGE", "A stored task stays a meeting or no meeting.", "table 5080, Type"
    )
    text: ClassVar[str] = "task {task_no} cannot change from type {old!r} to {new!r}"
    task_no: str
    old: TaskType
    new: TaskType


@attrs.frozen
class MeetingNotSupported(Refusal, ValueError):
    """Meetings are switched off in this installation."""

    rule: ClassVar[Rule] = Rule(
        "E-MEETING-NOT-SUPPORTED", "The online edition has no tasks of type meeting.", "table 5080, Type"
    )
    text: ClassVar[str] = "tasks of type meeting are not supported here"


@attrs.frozen
class MeetingOrganizerRequired(Refusal, ValueError):
    """An activity with a meeting goes to a team, and nobody organizes the meeting."""

    rule: ClassVar[Rule] = Rule(
        "E-MEETING-ORGANIZER-REQUIRED",
        "A team that gets an activity with a meeting needs a meeting organizer.",
        "table 5080, checks of the assistant",
    )
    text: ClassVar[str] = "activity {activity_code} includes a meeting, and team {team_code} needs an organizer for it"
    activity_code: str
    team_code: str


@attrs.frozen
class MeetingOrganizerFixed(Refusal, ValueError):
    """A meeting without team is to get another salesperson."""

    rule: ClassVar[Rule] = Rule(
        "E-MEETING-ORGANIZER-FIXED", "The salesperson of a meeting without team stays.", "table 5080, Salesperson Code"
    )
    text: ClassVar[str] = "{salesperson_code} organizes meeting {task_no} and cannot be replaced"
    task_no: str
    salesperson_code: str


@attrs.frozen
class OrganizerMissing(Refusal, ValueError):
    """A meeting has no organizer among its attendees."""

    rule: ClassVar[Rule] = Rule(
        "E-ORGANIZER-MISSING", "A meeting has an organizer among its attendees.", "table 5080, checks of the assistant"
    )
    text: ClassVar[str] = "the meeting has no organizer"


@attrs.frozen
class OrganizerNotSalesperson(Refusal, ValueError):
    """The organizer of a task is a contact."""

    rule: ClassVar[Rule] = Rule("E-ORGANIZER-NOT-SALESPERSON", "An organizer is a salesperson.", "table 5199")
    text: ClassVar[str] = "{attendee_no!r} organizes the task and must be a salesperson"
    attendee_no: str


@attrs.frozen
class OrganizerWithoutEmail(Refusal, ValueError):
    """Somebody who has to organize a task has no e-mail address.

    >>> print(OrganizerWithoutEmail("JO"))
    salesperson JO organizes a task and has no e-mail address (E-ORGANIZER-NO-EMAIL)
    """

    rule: ClassVar[Rule] = Rule(
        "E-ORGANIZER-NO-EMAIL",
        "Who organizes a task, or gets an activity, has an e-mail address; a phone call needs none.",
        "tables 5080 and 5199, e-mail checks",
    )
    text: ClassVar[str] = "salesperson {salesperson_code} organizes a task and has no e-mail address"
    salesperson_code: str


@attrs.frozen
class SecondOrganizer(Refusal, ValueError):
    """A task gets a second organizer."""

    rule: ClassVar[Rule] = Rule("E-ORGANIZER-DUPLICATE", "A task has one organizer.", "table 5199")
    text: ClassVar[str] = "{attendee_no!r} cannot organize the task, {organizer_no!r} does"
    attendee_no: str
    organizer_no: str


@attrs.frozen
class OrganizerKept(Refusal, ValueError):
    """The organizer of a task is to be deleted from its attendees."""

    rule: ClassVar[Rule] = Rule("E-ORGANIZER-DELETE", "The organizer is not deleted from the attendees.", "table 5199")
    text: ClassVar[str] = "{attendee_no!r} organizes task {task_no} and cannot be deleted"
    task_no: str
    attendee_no: str


@attrs.frozen
class OrganizerFixed(Refusal, ValueError):
    """The row of an organizer is to change."""

    rule: ClassVar[Rule] = Rule(
        "E-ORGANIZER-CHANGE", "An organizer stays the same person, stays organizer and stays invited.", "table 5199"
    )
    text: ClassVar[str] = "{attendee_no!r} organizes task {task_no}, and {field} cannot change"
    task_no: str
    attendee_no: str
    field: str


@attrs.frozen
class AttendeeTwice(Refusal, ValueError):
    """Somebody attends a task twice."""

    rule: ClassVar[Rule] = Rule("E-ATTENDEE-DUPLICATE", "An attendee number stands once in a task.", "table 5199")
    text: ClassVar[str] = "{attendee_no!r} attends the task already"
    attendee_no: str


@attrs.frozen
class AttendeeWithoutEmail(Refusal, ValueError):
    """An invitation is to go to somebody without e-mail address."""

    rule: ClassVar[Rule] = Rule(
        "E-ATTENDEE-NO-EMAIL", "Who is invited has an e-mail address, except to a phone call.", "table 5199"
    )
    text: ClassVar[str] = "{attendee_no!r} is to be invited and has no e-mail address"
    attendee_no: str


@attrs.frozen
class CompletedByMissing(Refusal, ValueError):
    """A team task is closed without saying who completed it."""

    rule: ClassVar[Rule] = Rule(
        "E-COMPLETED-BY", "Closing a team task names who completed it; canceling need not.", "table 5080, Closed"
    )
    text: ClassVar[str] = "who completed task {task_no} of team {team_code}?"
    task_no: str
    team_code: str


@attrs.frozen
class DateOutOfRange(Refusal, ValueError):
    """A date of a task lies outside 1900-01-01 to 2999-12-31.

    >>> print(DateOutOfRange("date", dt.date(1899, 12, 31)))
    date = 1899-12-31 is not between 1900-01-01 and 2999-12-31 (E-DATE-RANGE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-RANGE", "Dates of a task lie between 1900-01-01 and 2999-12-31.", "table 5080, Date and Ending Date"
    )
    text: ClassVar[str] = "{field} = {date} is not between 1900-01-01 and 2999-12-31"
    field: str
    date: dt.date


@attrs.frozen
class DurationTooShort(Refusal, ValueError):
    """A task would take less than a minute; the duration is in milliseconds."""

    rule: ClassVar[Rule] = Rule("E-DURATION-MIN", "A task takes a minute at least.", "table 5080, Duration")
    text: ClassVar[str] = "a duration of {duration} ms is less than a minute"
    duration: int


@attrs.frozen
class DurationTooLong(Refusal, ValueError):
    """A task would take more than ten years; the duration is in milliseconds."""

    rule: ClassVar[Rule] = Rule("E-DURATION-MAX", "A task takes 3650 days at most.", "table 5080, Duration")
    text: ClassVar[str] = "a duration of {duration} ms is more than 3650 days"
    duration: int


@attrs.frozen
class PhoneCallWithoutContact(Refusal, ValueError):
    """A phone call is to be made from a task without contact."""

    rule: ClassVar[Rule] = Rule("E-PHONE-CALL-NO-CONTACT", "A phone call needs a contact.", "table 5080, MakePhoneCall")
    text: ClassVar[str] = "task {task_no} has no contact to call"
    task_no: str


@attrs.frozen
class SalespersonHasOpenTasks(Refusal, ValueError):
    """A salesperson with open tasks is to be deleted."""

    rule: ClassVar[Rule] = Rule("E-SALESPERSON-OPEN-TASKS", "A salesperson with open tasks is kept.", "table 13")
    text: ClassVar[str] = "salesperson {salesperson_code} has open tasks"
    salesperson_code: str


@attrs.frozen
class SalespersonHasOpenOpportunities(Refusal, ValueError):
    """A salesperson with open opportunities is to be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-SALESPERSON-OPEN-OPPORTUNITIES", "A salesperson with open opportunities is kept.", "table 13"
    )
    text: ClassVar[str] = "salesperson {salesperson_code} has open opportunities"
    salesperson_code: str
