"""The rows of attendees, and what holds for each of them (table 5199)."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import attrs

from ..contacts.partners import Salesperson
from ..contacts.records import Contact
from ..errors import FieldRequired
from .records import AttendanceType, Attendee, AttendeeType, TaskType
from .refusals import (
    AttendeeTwice,
    AttendeeWithoutEmail,
    OrganizerMissing,
    OrganizerNotSalesperson,
    OrganizerWithoutEmail,
    SecondOrganizer,
)


class Directory(Protocol):
    """Who is who; an unknown salesperson or contact is refused (`NotFound`)."""

    def salesperson(self, code: str) -> Salesperson:
        """Return the salesperson with this code."""
        ...

    def contact(self, no: str) -> Contact:
        """Return the contact with this number."""
        ...


#: The distance between the line numbers of attendees.
LINE_STEP: Final = 10_000


def organizer_row(line_no: int, salesperson: Salesperson) -> Attendee:
    """Return the row of an organizer, not yet of a task; an organizer is always invited."""
    return Attendee(
        task_no="",
        line_no=line_no,
        attendance_type=AttendanceType.TASK_ORGANIZER,
        attendee_type=AttendeeType.SALESPERSON,
        attendee_no=salesperson.code,
        attendee_name=salesperson.name,
        send_invitation=True,
    )


def salesperson_row(line_no: int, salesperson: Salesperson, *, invited: bool | None = None) -> Attendee:
    """Return the row of a salesperson who has to attend; invited if there is an e-mail address, unless told."""
    return Attendee(
        task_no="",
        line_no=line_no,
        attendee_type=AttendeeType.SALESPERSON,
        attendee_no=salesperson.code,
        attendee_name=salesperson.name,
        send_invitation=bool(salesperson.email) if invited is None else invited,
    )


def contact_row(line_no: int, contact: Contact) -> Attendee:
    """Return the row of a contact who has to attend; invited if there is an e-mail address."""
    return Attendee(
        task_no="",
        line_no=line_no,
        attendee_no=contact.no,
        attendee_name=contact.name,
        send_invitation=bool(contact.email),
    )


def is_organizer(row: Attendee) -> bool:
    """Return whether a row is that of an organizer."""
    return row.attendance_type is AttendanceType.TASK_ORGANIZER


def organizer_of(rows: Iterable[Attendee]) -> Attendee | None:
    """Return the first organizer among attendees, or ``None``."""
    return next((row for row in rows if is_organizer(row)), None)


def next_line_no(rows: Iterable[Attendee]) -> int:
    """Return the line number of one more attendee: the next multiple of 10000.

    >>> next_line_no([]), next_line_no([Attendee(task_no="TD1", line_no=25000, attendee_no="CT1")])
    (10000, 30000)
    """
    return (max((row.line_no for row in rows), default=0) // LINE_STEP + 1) * LINE_STEP


def check_organizer_given(rows: Iterable[Attendee]) -> None:
    """Check that a meeting has an organizer who is a salesperson.

    Raises:
        OrganizerMissing, OrganizerNotSalesperson: it has none, or a contact.
    """
    organizer = organizer_of(rows)
    if organizer is None:
        raise OrganizerMissing
    if organizer.attendee_type is not AttendeeType.SALESPERSON:
        raise OrganizerNotSalesperson(organizer.attendee_no)


def check_attendees(rows: Sequence[Attendee], people: Directory, task_type: TaskType) -> None:
    """Check all attendees of a task; raises what `check_attendee` raises."""
    check_rows(rows, people, task_type)
    seen: set[str] = set()
    for row in rows:
        if row.attendee_no in seen:
            raise AttendeeTwice(row.attendee_no)
        seen.add(row.attendee_no)


def check_rows(rows: Iterable[Attendee], people: Directory, task_type: TaskType) -> None:
    """Check what holds for each attendee, and that one organizes the task at most.

    Raises:
        SecondOrganizer: two do; and what `check_row` raises.
    """
    organizer: Attendee | None = None
    for row in rows:
        check_row(row, people, task_type)
        if is_organizer(row):
            if organizer is not None:
                raise SecondOrganizer(row.attendee_no, organizer.attendee_no)
            organizer = row


def check_attendee(row: Attendee, others: Sequence[Attendee], people: Directory, task_type: TaskType) -> None:
    """Check an attendee beside the others of the task.

    Raises:
        FieldRequired, NotFound: nobody is named, or nobody there is.
        OrganizerNotSalesperson, OrganizerWithoutEmail: the row cannot organize the task.
        SecondOrganizer, AttendeeTwice: the task has an organizer, or this attendee, already.
        AttendeeWithoutEmail: an invitation could not be sent.
    """
    check_row(row, people, task_type)
    organizer = organizer_of(others)
    if is_organizer(row) and organizer is not None:
        raise SecondOrganizer(row.attendee_no, organizer.attendee_no)
    if any(other.attendee_no == row.attendee_no for other in others):
        raise AttendeeTwice(row.attendee_no)


def check_row(row: Attendee, people: Directory, task_type: TaskType) -> None:
    """Check what holds for an attendee whoever else attends; raises what `check_attendee` raises."""
    if not row.attendee_no:
        raise FieldRequired("attendee_no")
    if is_organizer(row) and row.attendee_type is not AttendeeType.SALESPERSON:
        raise OrganizerNotSalesperson(row.attendee_no)
    if task_type is not TaskType.PHONE_CALL and (row.send_invitation or is_organizer(row)):
        if not _person(row, people).email:
            refusal = OrganizerWithoutEmail if is_organizer(row) else AttendeeWithoutEmail
            raise refusal(row.attendee_no)
    else:
        _person(row, people)


def completed_row(row: Attendee, people: Directory) -> Attendee:
    """Return a row with the name of its attendee; an organizer is always invited.

    Raises:
        FieldRequired, NotFound: nobody is named, or nobody there is.
    """
    if not row.attendee_no:
        raise FieldRequired("attendee_no")
    invited = row.send_invitation or is_organizer(row)
    return attrs.evolve(row, attendee_name=_person(row, people).name, send_invitation=invited)


def has_email(row: Attendee, people: Directory) -> bool:
    """Return whether an attendee can be invited.

    Raises:
        NotFound: there is no such salesperson or contact.
    """
    return bool(_person(row, people).email)


def _person(row: Attendee, people: Directory) -> Salesperson | Contact:
    if row.attendee_type is AttendeeType.SALESPERSON:
        return people.salesperson(row.attendee_no)
    return people.contact(row.attendee_no)
