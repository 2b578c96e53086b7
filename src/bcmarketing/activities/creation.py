"""Creating single tasks (table 5080, the task assistant)."""

from collections.abc import Iterable, Sequence

import attrs

from ..arguments import checked_each
from ..campaigns.records import Campaign
from ..contacts.numbers import check_manual_no
from ..contacts.privacy import check_not_blocked
from ..contacts.records import Contact, RlshpMgtCommentLine
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity
from ..options import Option
from ..policies import BC, Policies
from ..segments.records import SegmentHeader, SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attendance import check_organizer_given, check_rows, completed_row, is_organizer, organizer_row
from .insertion import TaskWriter, invited
from .numbering import KIND, task_series
from .people import People, company_of
from .proposals import active_entry_no
from .records import Attendee, AttendeeType, Task, TaskType, Team
from .recurrence import check_recurrence
from .refusals import MeetingNotSupported, NoTaskAssignee
from .schedule import as_all_day_event, checked_date, checked_duration, with_ending_stored


class Assignee(Option):
    """What somebody may want to carry a task; only a salesperson and, where allowed, a team can."""

    SALESPERSON = 0, "Salesperson"
    TEAM = 1, "Team"
    CONTACT = 2, "Contact"
    OPPORTUNITY = 3, "Opportunity"
    CAMPAIGN = 4, "Campaign"
    SEGMENT = 5, "Segment"


@attrs.frozen
class InvitationRequest:
    """The invitations to a meeting, or to another task, that the host should send."""

    task_no: str


@checked_kinds
def create_task(
    reader: Reader,
    draft: Task,
    *,
    assignee: Assignee | None = None,
    attendees: Sequence[Attendee] = (),
    comments: Sequence[RlshpMgtCommentLine] = (),
    send_invitations: bool = False,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Create a task, and the parts of everybody in it.

    A contact's task is one record. A team's task has a part for each member. A segment gives one task for each of its
    lines with a contact, unless the task is a meeting: then it is one meeting for those who are given.
    An all-day event is stored without start time, and a span that is no whole days is extended to them.

    Args:
        reader: the tables.
        draft: the task; a number on it counts as typed by hand.
        assignee: what carries the task: a team if the draft names one, else a salesperson, unless told.
            The other of the two is cleared.
        attendees: who attends a meeting, with line numbers; for another task they are passed over.
            Without a team the task's salesperson takes the place of the organizer among them, who must exist, have
            an e-mail address and be the only one all the same.
        comments: comments of the task; their key is filled in.
        send_invitations: ask the host to send the invitations.
        numbers: numbers of the new tasks; without any, the series of the marketing setup gives them.
        policies: ``meetings_allowed``, ``allow_team_tasks``, ``segment_contacts``, ``derive_task_ending`` (D-3).

    Raises:
        WrongType: an argument is of another type.
        MeetingNotSupported: meetings are switched off.
        NoTaskAssignee: the assignee carries no tasks.
        FieldRequired: date, description, team or salesperson is blank; a timed meeting has no start or duration;
            a recurring task does not say how; invitations lack what they need.
        DateOutOfRange, NegativeDuration, DurationTooShort, DurationTooLong: as for an edited task.
        OrganizerMissing, OrganizerNotSalesperson: a meeting has no organizer, or a contact for one.
        OrganizerWithoutEmail, SecondOrganizer, AttendeeTwice, AttendeeWithoutEmail: the attendees are refused.
        NotFound, Blocked, ContactBlocked: a record does not exist or is blocked.
        ManualNo, NoSeries: the number cannot be typed, or there is none.

    Source: activities specification, creating a task.
    """
    work = Work(reader)
    attendees = checked_each(attendees, Attendee, "attendees")
    comments = checked_each(comments, RlshpMgtCommentLine, "comments")
    if draft.type is TaskType.MEETING and not policies.meetings_allowed:
        raise MeetingNotSupported
    if draft.segment_no and not policies.segment_contacts:
        return work.done()
    if assignee is None:
        assignee = Assignee.TEAM if draft.team_code else Assignee.SALESPERSON
    draft = _carried(draft, assignee, policies)
    _check(draft, attendees, assignee)
    if send_invitations:
        _check_invitations(work, draft, attendees)
    check_recurrence(draft)
    if draft.all_day_event:
        draft = as_all_day_event(draft)
    draft = with_ending_stored(_linked(work, draft), policies)
    if draft.no:
        check_manual_no(work, task_series(work), KIND, draft.no)
    writer = TaskWriter(work, numbers)
    if draft.salesperson_code:
        writer.people.check_assignable(draft.salesperson_code)
    owners = _insert(writer, draft, attendees, comments)
    if send_invitations:
        for owner in owners:
            work.request(InvitationRequest(owner.no))
    return work.done()


def _insert(
    writer: TaskWriter, draft: Task, attendees: Sequence[Attendee], comments: Sequence[RlshpMgtCommentLine]
) -> list[Task]:
    """Insert the task, or one for each line of its segment, and return the owning tasks."""
    if draft.type is TaskType.MEETING:
        return [writer.meeting(invited(writer.work, draft), _rows(draft, attendees, writer.people), comments)]
    if not draft.segment_no:
        return [writer.plain(draft, contact_takes_part=False, comments=comments)]
    owners: list[Task] = []
    for line in writer.work.where(SegmentLine, segment_no=draft.segment_no):
        if line.contact_no:
            owners.append(writer.of_segment_line(draft, line.contact_no, comments))
            draft = attrs.evolve(draft, no="")  # a number typed by hand is used up
    return owners


def _carried(draft: Task, assignee: Assignee, policies: Policies) -> Task:
    """Return the draft with its carrier alone."""
    if assignee is Assignee.SALESPERSON:
        return attrs.evolve(draft, team_code="")
    if assignee is Assignee.TEAM and policies.allow_team_tasks:
        return attrs.evolve(draft, salesperson_code="")
    raise NoTaskAssignee(assignee.caption)


def _check(draft: Task, attendees: Sequence[Attendee], assignee: Assignee) -> None:
    """Check a draft, in Business Central's order; raises what `create_task` raises."""
    if draft.date is None:
        raise FieldRequired("date")
    checked_date(draft.date)
    if not draft.description:
        raise FieldRequired("description")
    if assignee is Assignee.TEAM and not draft.team_code:
        raise FieldRequired("team_code")
    if assignee is Assignee.SALESPERSON and not draft.salesperson_code:
        raise FieldRequired("salesperson_code")
    if draft.type is TaskType.MEETING:
        check_timed_meeting(draft)
        check_organizer_given(attendees)
    checked_duration(draft.duration)


def check_timed_meeting(task: Task) -> None:
    """Check that a meeting that does not take whole days says when it starts and how long it takes.

    Raises:
        FieldRequired: start time or duration is missing.
    """
    if task.type is TaskType.MEETING and not task.all_day_event:
        if task.start_time is None:
            raise FieldRequired("start_time")
        if task.duration == 0:
            raise FieldRequired("duration")


def _check_invitations(work: Work, draft: Task, attendees: Sequence[Attendee]) -> None:
    if draft.type is TaskType.MEETING:
        draft = invited(work, draft)  # the template that the setup names is one
        if not draft.interaction_template_code:
            raise FieldRequired("interaction_template_code")
        # Somebody is always invited: the organizer, whom an earlier check demands.
        contact_invited = any(row.send_invitation and row.attendee_type is AttendeeType.CONTACT for row in attendees)
        if contact_invited and not draft.attachment_no:
            raise FieldRequired("attachment_no")
    if not draft.location:
        raise FieldRequired("location")


def _linked(work: Work, draft: Task) -> Task:
    """Return the draft with what follows from its links, all of which must exist."""
    if draft.team_code:
        work.require(Team, draft.team_code)
    company_no = ""
    if draft.contact_no:
        company_no = company_of(check_not_blocked(work.require(Contact, draft.contact_no)))
    if draft.campaign_no:
        work.require(Campaign, draft.campaign_no)
    if draft.opportunity_no:
        work.require(Opportunity, draft.opportunity_no)
    if draft.segment_no:
        work.require(SegmentHeader, draft.segment_no)
    return attrs.evolve(
        draft, contact_company_no=company_no, opportunity_entry_no=active_entry_no(work, draft.opportunity_no)
    )


def _rows(draft: Task, attendees: Sequence[Attendee], people: People) -> list[Attendee]:
    """Return the attendees of a meeting as they are stored: without a team, the task's salesperson is the organizer.

    Whoever was given as the organizer then has no row, but must be able to organize a task, too, and be the only one:
    what a page accepts as an attendee does not depend on what becomes of it.
    """
    rows = [completed_row(row, people) for row in attendees]
    if draft.team_code:
        return rows
    check_rows(rows, people, draft.type)
    organizer = people.salesperson(draft.salesperson_code)
    return [organizer_row(row.line_no, organizer) if is_organizer(row) else row for row in rows]
