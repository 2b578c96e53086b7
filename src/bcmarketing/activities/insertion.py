"""Storing a new piece of work: the owning task, its attendees and the parts of everybody in it."""

from collections.abc import Iterable, Sequence

import attrs

from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..interactions.document_kinds import MEETING_INVITATION, template_for
from ..interactions.records import InteractionTemplate
from ..store.work import Work
from .attendance import check_attendees
from .numbering import task_numbers
from .people import People
from .records import Attendee, AttendeeType, Task, TaskType
from .subtasks import contact_part, has_sub_task, member_part, owning_task, sub_task


class TaskWriter:
    """Inserts tasks into a `Work`, and numbers them in the order in which they come."""

    def __init__(self, work: Work, numbers: Iterable[str] | None) -> None:
        self.work = work
        self.people = People(work)
        self.inserted: list[Task] = []
        self._numbers = task_numbers(work, numbers)

    def plain(self, draft: Task, *, contact_takes_part: bool, comments: Sequence[RlshpMgtCommentLine] = ()) -> Task:
        """Insert a task that is no meeting, and the parts of its team's members.

        A member organizes his own part and needs an e-mail address, except for a phone call;
        in a segment that exception is missing (Q-3).

        Args:
            draft: the task; without number it gets the next one.
            contact_takes_part: whether its contact gets a part: in a segment first, else after the members.
            comments: the comments of the task.
        """
        owner = self._owner(draft, draft.contact_no, draft.contact_company_no, comments)
        return self._with_parts(owner, contact_takes_part=contact_takes_part and bool(owner.contact_no))

    def of_segment_line(self, draft: Task, contact_no: str, comments: Sequence[RlshpMgtCommentLine] = ()) -> Task:
        """Insert a task that is no meeting for a contact of a segment, who gets a part; else as `plain`."""
        owner = self._owner(draft, contact_no, self.people.company_no(contact_no), comments)
        return self._with_parts(owner, contact_takes_part=True)

    def meeting(self, draft: Task, rows: Iterable[Attendee], comments: Sequence[RlshpMgtCommentLine] = ()) -> Task:
        """Insert a meeting with its attendees in the order of their lines; contacts stand there, not on the task."""
        attendees = sorted(rows, key=lambda row: row.line_no)
        check_attendees(attendees, self.people, draft.type)
        owner = self._owner(draft, "", "", comments)
        for row in attendees:
            self.attend(owner, attrs.evolve(row, task_no=owner.no))
        return owner

    def attend(self, owner: Task, attendee: Attendee) -> None:
        """Insert the row of an attendee, and the part that goes with it."""
        self.work.insert(attendee)
        self.attend_part(owner, attendee)

    def attend_part(self, owner: Task, attendee: Attendee) -> None:
        """Insert the part of an attendee whose row is there; the organizer of a task without team has the owner."""
        if has_sub_task(owner, attendee):
            is_contact = attendee.attendee_type is AttendeeType.CONTACT
            company_no = self.people.company_no(attendee.attendee_no) if is_contact else ""
            self._insert(sub_task(owner, attendee, self._next_no(), company_no))

    def take_part(self, owner: Task, salesperson_code: str, *, email_needed: bool) -> None:
        """Insert the part of a team's member in a task that is no meeting.

        Raises:
            OrganizerWithoutEmail: an e-mail address is needed and missing.
        """
        if email_needed:
            self.people.check_organizer(salesperson_code)
        self._insert(member_part(owner, self._next_no(), salesperson_code))

    def _with_parts(self, owner: Task, *, contact_takes_part: bool) -> Task:
        if contact_takes_part and owner.segment_no:
            self._contact_part(owner)
        for member in self.people.members(owner.team_code):
            self.take_part(owner, member, email_needed=owner.type is not TaskType.PHONE_CALL or bool(owner.segment_no))
        if contact_takes_part and not owner.segment_no:
            self._contact_part(owner)
        return owner

    def _contact_part(self, owner: Task) -> None:
        self._insert(contact_part(owner, self._next_no(), owner.contact_no, owner.contact_company_no))

    def _owner(self, draft: Task, contact_no: str, company_no: str, comments: Sequence[RlshpMgtCommentLine]) -> Task:
        owner = self._insert(owning_task(draft, draft.no or self._next_no(), contact_no, company_no))
        for line in comments:
            self.work.insert(attrs.evolve(line, table_name=CommentTable.TASK, no=owner.no, sub_no=0))
        return owner

    def _insert(self, task: Task) -> Task:
        self.inserted.append(self.work.insert(task))
        return task

    def _next_no(self) -> str:
        return next(self._numbers)


def invited(work: Work, draft: Task) -> Task:
    """Return a new meeting with what it takes from the template that the setup names for invitations.

    A template that the meeting names already stays.
    """
    code = "" if draft.interaction_template_code else template_for(work, MEETING_INVITATION)
    if not code:
        return draft
    template = work.require(InteractionTemplate, code)
    return attrs.evolve(
        draft,
        interaction_template_code=code,
        language_code=template.language_code_default,
        subject=template.description,
        unit_cost_lcy=template.unit_cost,
        unit_duration_min=template.unit_duration,
        campaign_no=draft.campaign_no or template.campaign_no,
    )
