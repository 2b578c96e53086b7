"""Adding, changing and deleting the attendees of a stored task (table 5199)."""

from collections.abc import Iterable

import attrs

from ..errors import InvalidField
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attendance import check_attendee, completed_row, has_email, is_organizer, next_line_no
from .insertion import TaskWriter
from .records import AttendanceType, Attendee, AttendeeType, InvitationResponse, SystemTaskType, Task
from .refusals import OrganizerFixed, OrganizerKept, OrganizerNotSalesperson
from .subtasks import is_owner, parts_of, stored_task


@checked_kinds
def add_attendee(
    reader: Reader,
    task_no: str,
    attendee_type: AttendeeType,
    attendee_no: str,
    *,
    attendance_type: AttendanceType = AttendanceType.REQUIRED,
    send_invitation: bool | None = None,
    line_no: int | None = None,
    numbers: Iterable[str] | None = None,
) -> ChangeSet:
    """Add an attendee to an owning task, with a part in it.

    Args:
        reader: the tables.
        task_no: the owning task.
        attendee_type: whether a salesperson or a contact attends.
        attendee_no: who attends.
        attendance_type: how; the organizer of a task without team has the owning task for a part.
        send_invitation: whether to invite; if there is an e-mail address, unless told. An organizer always is.
        line_no: the line; the next one unless told.
        numbers: numbers of new tasks; without any, the series of the marketing setup gives them.

    Raises:
        NotFound: there is no such task, salesperson or contact.
        InvalidField: the task is a sub-task.
        FieldRequired: nobody is named.
        OrganizerNotSalesperson, OrganizerWithoutEmail, SecondOrganizer: the row cannot organize the task.
        AttendeeTwice, AttendeeWithoutEmail: the attendee is refused.
        NoSeries: there is no number for the part.

    Source: activities specification, attendees.
    """
    work = Work(reader)
    owner = _owner(work, task_no)
    others = work.where(Attendee, task_no=owner.no)
    row = Attendee(
        task_no=owner.no,
        line_no=next_line_no(others) if line_no is None else line_no,
        attendance_type=attendance_type,
        attendee_type=attendee_type,
        attendee_no=attendee_no,
        send_invitation=False if send_invitation is None else send_invitation,
    )
    writer = TaskWriter(work, numbers)
    row = _completed(row, writer, send_invitation=send_invitation)
    check_attendee(row, others, writer.people, owner.type)
    writer.attend(owner, row)
    return work.done()


@checked_kinds
def change_attendee(
    reader: Reader,
    task_no: str,
    line_no: int,
    *,
    attendance_type: AttendanceType | None = None,
    attendee_type: AttendeeType | None = None,
    attendee_no: str | None = None,
    send_invitation: bool | None = None,
    invitation_response: InvitationResponse | None = None,
    invitation_sent: bool | None = None,
    numbers: Iterable[str] | None = None,
) -> ChangeSet:
    """Change an attendee; what is ``None`` stays, but another type clears the number, and either the invitation.

    Another attendee loses his part in the task, and the new one gets one.

    Raises:
        NotFound: there is no such row, salesperson or contact.
        InvalidField: the task is a sub-task.
        OrganizerNotSalesperson, OrganizerFixed: an organizer is to become a contact, somebody else, an ordinary
            attendee, or not to be invited.
        FieldRequired, OrganizerWithoutEmail, SecondOrganizer, AttendeeTwice, AttendeeWithoutEmail, NoSeries:
            as in `add_attendee`.

    Source: activities specification, attendees.
    """
    work = Work(reader)
    owner = _owner(work, task_no)
    old = work.require(Attendee, (owner.no, line_no))
    new_type = old.attendee_type if attendee_type is None else attendee_type
    number = "" if new_type is not old.attendee_type else old.attendee_no
    row = attrs.evolve(
        old,
        attendance_type=old.attendance_type if attendance_type is None else attendance_type,
        attendee_type=new_type,
        attendee_no=number if attendee_no is None else attendee_no,
        invitation_response=old.invitation_response if invitation_response is None else invitation_response,
        invitation_sent=old.invitation_sent if invitation_sent is None else invitation_sent,
    )
    if is_organizer(old):
        _check_organizer_kept(old, row, send_invitation=send_invitation)
    writer = TaskWriter(work, numbers)
    is_other = (row.attendee_type, row.attendee_no) != (old.attendee_type, old.attendee_no)
    if send_invitation is None and not is_other:
        send_invitation = old.send_invitation
    row = _completed(row, writer, send_invitation=send_invitation)
    others = [other for other in work.where(Attendee, task_no=owner.no) if other.line_no != line_no]
    check_attendee(row, others, writer.people, owner.type)
    work.modify(row)
    if is_other or is_organizer(row) != is_organizer(old):
        _delete_part(work, owner, old)
        writer.attend_part(owner, row)
    return work.done()


@checked_kinds
def delete_attendee(reader: Reader, task_no: str, line_no: int) -> ChangeSet:
    """Delete an attendee, and his part in the task. An imported row of a sub-task can go, too.

    Raises:
        NotFound: there is no such row.
        OrganizerKept: the attendee organizes the task.

    Source: activities specification, attendees.
    """
    work = Work(reader)
    owner = stored_task(work, task_no)
    row = work.require(Attendee, (owner.no, line_no))
    if is_organizer(row):
        raise OrganizerKept(row.task_no, row.attendee_no)
    work.delete(row)
    _delete_part(work, owner, row)
    return work.done()


def _owner(work: Work, task_no: str) -> Task:
    """Return a stored task that can have attendees: they would make sub-tasks of a sub-task."""
    task = stored_task(work, task_no)
    if not is_owner(task):
        raise InvalidField("task_no", task.no, f"is a sub-task; the attendees are those of {task.organizer_task_no}")
    return task


def _completed(row: Attendee, writer: TaskWriter, *, send_invitation: bool | None) -> Attendee:
    """Return a row with name and invitation: as told, else if there is an e-mail address."""
    if not is_organizer(row) and row.attendee_no:
        asked = has_email(row, writer.people) if send_invitation is None else send_invitation
        row = attrs.evolve(row, send_invitation=asked)
    return completed_row(row, writer.people)


def _check_organizer_kept(old: Attendee, new: Attendee, *, send_invitation: bool | None) -> None:
    if new.attendee_type is not AttendeeType.SALESPERSON:
        raise OrganizerNotSalesperson(old.attendee_no)
    for field in ("attendance_type", "attendee_no"):
        if getattr(new, field) != getattr(old, field):
            raise OrganizerFixed(old.task_no, old.attendee_no, field)
    if send_invitation is False:
        raise OrganizerFixed(old.task_no, old.attendee_no, "send_invitation")


def _delete_part(work: Work, owner: Task, attendee: Attendee) -> None:
    """Delete the part of an attendee who does not organize the task, if there is one."""
    of_salesperson = attendee.attendee_type is AttendeeType.SALESPERSON
    kind = SystemTaskType.SALESPERSON_ATTENDEE if of_salesperson else SystemTaskType.CONTACT_ATTENDEE
    for part in parts_of(work, owner):
        person = part.salesperson_code if of_salesperson else part.contact_no
        if part.system_task_type is kind and person == attendee.attendee_no:
            work.delete(part)
