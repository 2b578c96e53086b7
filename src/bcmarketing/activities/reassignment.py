"""Handing a task from one carrier to another: salesperson or team (table 5080)."""

from collections.abc import Iterable

import attrs

from ..arguments import checked_code
from ..errors import InvalidField
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attendance import LINE_STEP, check_row, is_organizer, next_line_no, organizer_of, organizer_row, salesperson_row
from .closing import reopened
from .insertion import TaskWriter
from .records import AttendanceType, Attendee, AttendeeType, SystemTaskType, Task, TaskType, Team
from .refusals import MeetingOrganizerFixed, NobodyResponsible
from .subtasks import is_owner, parts_of, store_task, stored_task


@checked_kinds
def reassign_task(
    reader: Reader,
    task_no: str,
    *,
    salesperson_code: str = "",
    team_code: str = "",
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Hand an owning task to a salesperson or to a team.

    To or from a team a closed task is opened again. Of a meeting, the former salesperson stays the organizer when a
    team takes over; a salesperson who takes over from a team becomes the organizer.

    Args:
        reader: the tables.
        task_no: the owning task.
        salesperson_code: who carries it from now on; either this or the team.
        team_code: the team that carries it from now on.
        numbers: numbers of new sub-tasks; without any, the series of the marketing setup gives them.
        policies: ``confirm_reassignment``; no leaves the task where it is.

    Raises:
        NotFound: there is no such task, salesperson or team.
        NobodyResponsible: neither salesperson nor team is given.
        InvalidField: both are, or the task is a sub-task.
        Blocked: the salesperson is blocked.
        MeetingOrganizerFixed: a meeting without team is to get another salesperson.
        OrganizerWithoutEmail: a member, or the new organizer of a meeting, has no e-mail address.
        NoSeries: there is no number for a sub-task.

    Source: activities specification, reassigning.
    """
    work = Work(reader)
    salesperson_code = checked_code(salesperson_code, 20, "salesperson_code")
    team_code = checked_code(team_code, 10, "team_code")
    task = stored_task(work, task_no)
    if not salesperson_code and not team_code:
        raise NobodyResponsible
    if salesperson_code and team_code:
        raise InvalidField("team_code", team_code, f"comes beside the salesperson {salesperson_code}; give one of them")
    if not is_owner(task):
        raise InvalidField("no", task.no, f"is a sub-task; reassign its owner {task.organizer_task_no}")
    if (task.salesperson_code, task.team_code) == (salesperson_code, team_code):
        return work.done()
    step = _Reassignment(work, task, TaskWriter(work, numbers))
    if salesperson_code:
        step.people.check_assignable(salesperson_code)
    else:
        work.require(Team, team_code)
    asked = bool(task.team_code) or (task.closed and bool(team_code))
    if policies.confirm_reassignment or not asked:
        step.carry_out(salesperson_code, team_code)
    return work.done()


class _Reassignment:
    """One task on its way to another carrier."""

    def __init__(self, work: Work, task: Task, writer: TaskWriter) -> None:
        self.people = writer.people
        self._work = work
        self._writer = writer
        self._old = task
        self._task = reopened(task) if task.closed else task
        self._meeting = task.type is TaskType.MEETING

    def carry_out(self, salesperson_code: str, team_code: str) -> None:
        """Hand the task on; one of the two is blank."""
        if self._old.team_code and team_code:
            self.team_to_team(team_code)
        elif team_code:
            self.to_team(team_code)
        elif self._old.team_code:
            self.to_salesperson(salesperson_code)
        elif self._meeting:
            raise MeetingOrganizerFixed(self._old.no, self._old.salesperson_code)
        else:
            store_task(self._work, attrs.evolve(self._old, salesperson_code=salesperson_code))

    def to_salesperson(self, code: str) -> None:
        """Hand a team's task to a salesperson."""
        for part in self._parts(SystemTaskType.ORGANIZER):
            if self._meeting and part.salesperson_code != code:
                # The former organizer attends like the others.
                self._work.modify(attrs.evolve(part, system_task_type=SystemTaskType.SALESPERSON_ATTENDEE))
            else:
                self._work.delete(part)
        if self._meeting:
            self._delete_parts(SystemTaskType.SALESPERSON_ATTENDEE, {code})
            self._put_organizer_first(code)
        self._carried_by(code, "")

    def to_team(self, team_code: str) -> None:
        """Hand a salesperson's task to a team; the organizer of a meeting stays."""
        owner = self._carried_by("", team_code)
        if self._meeting:
            organizer = organizer_of(self._rows())
            if organizer is None and self._old.salesperson_code:
                salesperson = self.people.salesperson(self._old.salesperson_code)
                organizer = organizer_row(next_line_no(self._rows()), salesperson)
                organizer = self._work.insert(attrs.evolve(organizer, task_no=owner.no))
            if organizer is not None:
                self._writer.attend_part(owner, organizer)
        self._add_members(owner)

    def team_to_team(self, team_code: str) -> None:
        """Hand a team's task to another team; who is in both keeps his part."""
        staying = set(self.people.members(team_code))
        if self._meeting:
            leaving = set(self.people.members(self._old.team_code)) - staying
            for row in self._rows():
                if not is_organizer(row) and _is_salesperson(row) and row.attendee_no in leaving:
                    self._work.delete(row)
            self._delete_parts(SystemTaskType.SALESPERSON_ATTENDEE, leaving)
        else:
            parts = self._parts(SystemTaskType.ORGANIZER)
            self._delete_parts(SystemTaskType.ORGANIZER, {part.salesperson_code for part in parts} - staying)
        self._add_members(self._carried_by("", team_code))

    def _carried_by(self, salesperson_code: str, team_code: str) -> Task:
        """Store the owner as its new carrier's, and return it; one of the two is blank."""
        kind = SystemTaskType.TEAM if team_code else SystemTaskType.ORGANIZER
        owner = attrs.evolve(self._task, salesperson_code=salesperson_code, team_code=team_code, system_task_type=kind)
        return store_task(self._work, owner)

    def _add_members(self, owner: Task) -> None:
        """Give each member of the team a part who has none; who only attends what is no meeting has none yet."""
        kinds = _OF_SALESPEOPLE if self._meeting else (SystemTaskType.ORGANIZER,)
        present = {part.salesperson_code for part in self._parts(*kinds)}
        for member in self.people.members(owner.team_code):
            if member in present:
                continue
            if self._meeting:
                self._attend(owner, member)
            else:
                self._writer.take_part(owner, member, email_needed=owner.type is not TaskType.PHONE_CALL)

    def _attend(self, owner: Task, member: str) -> None:
        """Have a member attend a meeting, and be required; the row of one whose part was deleted is there still."""
        rows = self._rows()
        row = next((row for row in rows if _is_salesperson(row) and row.attendee_no == member), None)
        if row is not None:
            row = attrs.evolve(row, attendance_type=AttendanceType.REQUIRED)
            self._work.save(row)
            self._writer.attend_part(owner, row)
            return
        row = salesperson_row(next_line_no(rows), self.people.salesperson(member))
        self._writer.attend(owner, attrs.evolve(row, task_no=owner.no))

    def _put_organizer_first(self, code: str) -> None:
        """Make a salesperson the organizer, on the first line; who stood there changes places with him."""
        rows = self._rows()
        own = next((row for row in rows if _is_salesperson(row) and row.attendee_no == code), None)
        first = min((row.line_no for row in rows), default=LINE_STEP)
        free = next_line_no(rows) if own is None else own.line_no
        organizer = attrs.evolve(organizer_row(first, self.people.salesperson(code)), task_no=self._task.no)
        check_row(organizer, self.people, self._task.type)
        if own is not None:
            self._work.delete(own)
        for row in rows:
            if row != own:
                moved = attrs.evolve(row, attendance_type=AttendanceType.REQUIRED) if is_organizer(row) else row
                if row.line_no == first:
                    self._work.delete(row)
                    moved = attrs.evolve(moved, line_no=free)
                self._work.save(moved)
        self._work.insert(organizer)

    def _rows(self) -> list[Attendee]:
        return self._work.where(Attendee, task_no=self._task.no)

    def _parts(self, *kinds: SystemTaskType) -> list[Task]:
        return [part for part in parts_of(self._work, self._task) if part.system_task_type in kinds]

    def _delete_parts(self, kind: SystemTaskType, salespeople: set[str]) -> None:
        for part in self._parts(kind):
            if part.salesperson_code in salespeople:
                self._work.delete(part)


_OF_SALESPEOPLE = (SystemTaskType.ORGANIZER, SystemTaskType.SALESPERSON_ATTENDEE)


def _is_salesperson(row: Attendee) -> bool:
    return row.attendee_type is AttendeeType.SALESPERSON
