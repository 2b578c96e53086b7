"""Activities and their steps, tasks, attendees and teams."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar, Final

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..codes import (
    bc,
    code10,
    code20,
    is_bool,
    is_date,
    is_filled,
    is_integer,
    is_option,
    is_time,
    text50,
    text100,
    to_code,
)
from ..dates.checks import is_date_formula
from ..dates.formula import DateFormula, to_date_formula
from ..errors import Refusal
from ..options import Option
from ..rules import Rule

#: A day in milliseconds, the unit of durations.
DAY: Final = 86_400_000


class TaskType(Option):
    """What kind of work a task is."""

    BLANK = 0, ""
    MEETING = 1, "Meeting"
    PHONE_CALL = 2, "Phone Call"


class TaskStatus(Option):
    """How far a task is."""

    NOT_STARTED = 0, "Not Started"
    IN_PROGRESS = 1, "In Progress"
    COMPLETED = 2, "Completed"
    WAITING = 3, "Waiting"
    POSTPONED = 4, "Postponed"


class TaskPriority(Option):
    """How urgent a task is."""

    LOW = 0, "Low"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"


class SystemTaskType(Option):
    """Whose part of a piece of work a task is."""

    ORGANIZER = 0, "Organizer"
    SALESPERSON_ATTENDEE = 1, "Salesperson Attendee"
    CONTACT_ATTENDEE = 2, "Contact Attendee"
    TEAM = 3, "Team"


class CalcDueDateFrom(Option):
    """What the date of a recurring task's successor is counted from."""

    BLANK = 0, ""
    DUE_DATE = 1, "Due Date"
    CLOSING_DATE = 2, "Closing Date"


class AttendanceType(Option):
    """How an attendee attends."""

    REQUIRED = 0, "Required"
    OPTIONAL = 1, "Optional"
    TASK_ORGANIZER = 2, "To-do Organizer"


class AttendeeType(Option):
    """Whether an attendee is a contact or a salesperson."""

    CONTACT = 0, "Contact"
    SALESPERSON = 1, "Salesperson"


class InvitationResponse(Option):
    """How an attendee answered."""

    NONE = 0, "None"
    ACCEPTED = 1, "Accepted"
    DECLINED = 2, "Declined"
    TENTATIVE = 3, "Tentative"


@attrs.frozen
class NegativeDuration(Refusal, ValueError):
    """A task would end before it starts; the duration is in milliseconds."""

    rule: ClassVar[Rule] = Rule("E-DURATION-NEGATIVE", "A task does not end before it starts.", "table 5080, Duration")
    text: ClassVar[str] = "a duration of {duration} ms is negative"
    duration: int


def is_duration(_record: object, attribute: "attrs.Attribute[Any]", value: int) -> None:
    """Validate a duration: milliseconds, at least 0; an import may store 0, too."""
    is_integer(_record, attribute, value)
    if value < 0:
        raise NegativeDuration(value)


@attrs.frozen(kw_only=True)
class Activity:
    """A named series of steps (table 5081)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=[code10, is_filled], metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class ActivityStep:
    """A step of an activity; its date formula applies to the start date of the activity (table 5082)."""

    key_fields: ClassVar[tuple[str, ...]] = ("activity_code", "step_no")

    activity_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Activity Code", 1))
    step_no: int = attrs.field(validator=is_integer, metadata=bc("Step No.", 2))
    type: TaskType = attrs.field(default=TaskType.BLANK, validator=is_option(TaskType), metadata=bc("Type", 3))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 4))
    priority: TaskPriority = attrs.field(
        default=TaskPriority.LOW, validator=is_option(TaskPriority), metadata=bc("Priority", 5)
    )
    date_formula: DateFormula = attrs.field(
        default=DateFormula(),
        converter=to_date_formula,
        validator=is_date_formula,
        metadata=bc("Date Formula", 6),
    )


@attrs.frozen(kw_only=True)
class Task:
    """A task, which Business Central also calls a to-do (table 5080). ``duration`` is in milliseconds.

    The ending is derived (`schedule.ending_of`) and blank here, unless the policy ``derive_task_ending`` is off.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    team_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Team Code", 2))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 3)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 4))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 5))
    opportunity_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity No.", 6)
    )
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 7))
    type: TaskType = attrs.field(default=TaskType.BLANK, validator=is_option(TaskType), metadata=bc("Type", 8))
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 9))
    status: TaskStatus = attrs.field(
        default=TaskStatus.NOT_STARTED, validator=is_option(TaskStatus), metadata=bc("Status", 10)
    )
    priority: TaskPriority = attrs.field(
        default=TaskPriority.NORMAL, validator=is_option(TaskPriority), metadata=bc("Priority", 11)
    )
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 12))
    closed: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Closed", 13))
    date_closed: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date Closed", 14))
    canceled: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Canceled", 17))
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 22)
    )
    recurring: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Recurring", 24))
    recurring_date_interval: DateFormula = attrs.field(
        default=DateFormula(),
        converter=to_date_formula,
        validator=is_date_formula,
        metadata=bc("Recurring Date Interval", 25),
    )
    calc_due_date_from: CalcDueDateFrom = attrs.field(
        default=CalcDueDateFrom.BLANK, validator=is_option(CalcDueDateFrom), metadata=bc("Calc. Due Date From", 26)
    )
    start_time: dt.time | None = attrs.field(default=None, validator=is_time, metadata=bc("Start Time", 28))
    duration: int = attrs.field(default=DAY, validator=is_duration, metadata=bc("Duration", 29))
    opportunity_entry_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Opportunity Entry No.", 31))
    all_day_event: bool = attrs.field(default=False, validator=is_bool, metadata=bc("All Day Event", 34))
    location: str = attrs.field(default="", validator=text100, metadata=bc("Location", 35))
    organizer_task_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Organizer To-do No.", 36)
    )
    interaction_template_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 37)
    )
    language_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Language Code", 38))
    attachment_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Attachment No.", 39))
    subject: str = attrs.field(default="", validator=text100, metadata=bc("Subject", 40))
    unit_cost_lcy: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Unit Cost (LCY)", 41)
    )
    unit_duration_min: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Unit Duration (Min.)", 42)
    )
    system_task_type: SystemTaskType = attrs.field(
        default=SystemTaskType.ORGANIZER, validator=is_option(SystemTaskType), metadata=bc("System To-do Type", 45)
    )
    completed_by: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Completed By", 46))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 47))
    ending_time: dt.time | None = attrs.field(default=None, validator=is_time, metadata=bc("Ending Time", 48))
    activity_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Activity Code", 9508)
    )


@attrs.frozen(kw_only=True)
class Attendee:
    """Somebody invited to a meeting (table 5199)."""

    key_fields: ClassVar[tuple[str, ...]] = ("task_no", "line_no")

    task_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("To-do No.", 1))
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 2))
    attendance_type: AttendanceType = attrs.field(
        default=AttendanceType.REQUIRED, validator=is_option(AttendanceType), metadata=bc("Attendance Type", 3)
    )
    attendee_type: AttendeeType = attrs.field(
        default=AttendeeType.CONTACT, validator=is_option(AttendeeType), metadata=bc("Attendee Type", 4)
    )
    attendee_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Attendee No.", 5))
    attendee_name: str = attrs.field(default="", validator=text100, metadata=bc("Attendee Name", 6))
    send_invitation: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Send Invitation", 7))
    invitation_response: InvitationResponse = attrs.field(
        default=InvitationResponse.NONE,
        validator=is_option(InvitationResponse),
        metadata=bc("Invitation Response Type", 8),
    )
    invitation_sent: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Invitation Sent", 9))


@attrs.frozen(kw_only=True)
class Team:
    """A team of salespeople (table 5083)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    name: str = attrs.field(default="", validator=text50, metadata=bc("Name", 2))


@attrs.frozen(kw_only=True)
class TeamMember:
    """A salesperson in a team (table 5084)."""

    key_fields: ClassVar[tuple[str, ...]] = ("team_code", "salesperson_code")

    team_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Team Code", 1))
    salesperson_code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Salesperson Code", 2))
