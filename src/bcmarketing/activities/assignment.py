"""Assigning an activity: the tasks that its steps lead to (tables 5080 and 5081)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from ..arguments import checked_code
from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..segments.records import SegmentLine
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attendance import LINE_STEP, contact_row, next_line_no, organizer_row, salesperson_row
from .insertion import TaskWriter, invited
from .people import People
from .planning import plan_steps, steps_of
from .proposals import Origin, Overrides, overridden, proposed
from .records import DAY, Activity, ActivityStep, Attendee, Task, TaskPriority, TaskStatus, TaskType
from .refusals import MeetingOrganizerRequired, NobodyResponsible
from .schedule import checked_date, with_all_day_event, with_ending_stored

_AS_PROPOSED: Final = Overrides()


def includes_meeting(reader: Reader | Work, activity_code: str) -> bool:
    """Return whether a step of the activity is a meeting; an unknown activity includes none."""
    steps = reader.where(ActivityStep, activity_code=checked_code(activity_code, 10, "activity_code"))
    return any(step.type is TaskType.MEETING for step in steps)


@checked_kinds
def assign_activity(
    reader: Reader,
    activity_code: str,
    *,
    date: dt.date | None,
    contact_no: str = "",
    salesperson_code: str = "",
    team_code: str = "",
    campaign_no: str = "",
    opportunity_no: str = "",
    segment_no: str = "",
    overrides: Overrides = _AS_PROPOSED,
    meeting_organizer: str = "",
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> ChangeSet:
    """Assign an activity to a salesperson, a team, a contact, a campaign, an opportunity or a segment.

    Every step becomes a task on the date that its formula gives for *date*; a team's members, an invited contact and
    the contacts of a segment get tasks of their own under it. The tasks of a campaign go to its salesperson.

    Args:
        reader: the tables.
        activity_code: the activity.
        date: the start date.
        contact_no: a company or person; proposes the contact's salesperson.
        salesperson_code: the salesperson who carries the tasks.
        team_code: the team that carries the tasks; no salesperson is proposed beside it.
        campaign_no: proposes the campaign's salesperson.
        opportunity_no: proposes contact, campaign and salesperson of the opportunity.
        segment_no: proposes campaign and salesperson of the segment; all its contacts get the activity.
        overrides: what is entered over these proposals. An entered salesperson takes the place of a team.
        meeting_organizer: the salesperson who organizes a team's meetings.
        numbers: numbers of the new tasks; without any, the series of the marketing setup gives them.
        policies: ``segment_contacts``, ``segment_activity_uses_all_contacts`` (D-1), ``derive_task_ending`` (D-3),
            ``all_day_only_on_change`` (D-2).

    Raises:
        FieldRequired: activity or date is blank.
        NotFound: a record that is named does not exist.
        Blocked, ContactBlocked: the salesperson is blocked, or the contact for privacy.
        NobodyResponsible: there is neither salesperson nor team.
        MeetingOrganizerRequired: a team gets a meeting that nobody organizes.
        OrganizerWithoutEmail: the salesperson or meeting organizer has no e-mail address, even without a meeting
            (Q-1); or a member of the team has none.
        DateOutOfRange, DateOverflow: a task would be dated before 1900-01-01 or after 2999-12-31.
        NoSeries: a number is needed and there is none.

    Source: activities specification, assigning an activity.
    """
    work = Work(reader)
    origin = Origin(
        contact_no=contact_no,
        salesperson_code=salesperson_code,
        team_code=team_code,
        campaign_no=campaign_no,
        opportunity_no=opportunity_no,
        segment_no=segment_no,
    )
    activity_code = checked_code(activity_code, 10, "activity_code")
    meeting_organizer = checked_code(meeting_organizer, 20, "meeting_organizer")
    base = overridden(work, proposed(work, origin), overrides)
    whole_segment = bool(base.segment_no) and not base.contact_no
    if whole_segment and not policies.segment_contacts:
        return work.done()
    if not activity_code:
        raise FieldRequired("activity_code")
    work.require(Activity, activity_code)
    if date is None:
        raise FieldRequired("date")
    base = attrs.evolve(base, date=checked_date(date), activity_code=activity_code)
    if not base.team_code or not includes_meeting(work, activity_code):
        meeting_organizer = ""
    _check_carrier(work, base, meeting_organizer)
    contacts = _segment_contacts(work, base.segment_no) if whole_segment else None
    if contacts != ():
        insert_activity(
            work,
            activity_code,
            base,
            meeting_organizer=meeting_organizer,
            contacts=contacts,
            numbers=numbers,
            policies=policies,
        )
    return work.done()


def insert_activity(
    work: Work,
    activity_code: str,
    base: Task,
    *,
    meeting_organizer: str = "",
    contacts: Sequence[str] | None = None,
    numbers: Iterable[str] | None = None,
    policies: Policies = BC,
) -> tuple[Task, ...]:
    """Insert the tasks of an activity as a step of a process, and return them in order.

    Nothing of `assign_activity`'s input is checked here: this is also how a stage gives its tasks.

    Args:
        work: the process.
        activity_code: an activity; without steps, or unknown, it gives one task, *base* itself.
        base: start date, carrier and links of the tasks, also their ``activity_code``; it has no number.
        meeting_organizer: the salesperson who organizes a team's meetings.
        contacts: the contacts of the segment that *base* names, line by line;
            ``None`` if the activity is for the contact of *base* alone.
        numbers: numbers of the new tasks; without any, the series of the marketing setup gives them.
        policies: as in `assign_activity`.

    Raises:
        FieldRequired: *base* has no date.
        MeetingOrganizerRequired, OrganizerWithoutEmail, NotFound, DateOutOfRange, DateOverflow, NoSeries:
            as in `assign_activity`.

    Source: activities specification, what an activity creates, and tasks of a stage.
    """
    start = base.date
    if start is None:
        raise FieldRequired("date")
    writer = TaskWriter(work, numbers)
    base = attrs.evolve(base, no="", status=TaskStatus.NOT_STARTED, duration=DAY)
    planned = plan_steps(steps_of(activity_code, work.where(ActivityStep, activity_code=activity_code)), start)
    work.because(*planned)
    drafts = [
        attrs.evolve(
            # Without the policy, an ending is stored that was counted from the start date (D-3).
            with_ending_stored(_typed(base, plan.step.type, policies), policies),
            date=plan.date,
            priority=plan.step.priority,
            description=plan.step.description,
        )
        for plan in planned
    ]
    if not drafts:
        drafts = [with_ending_stored(_typed(base, TaskType.BLANK, policies), policies)]
    for draft in drafts:
        if draft.type is TaskType.MEETING:
            rows = _meeting_rows(writer.people, draft, meeting_organizer, activity_code, contacts)
            writer.meeting(invited(work, draft), rows)
        elif contacts is None:
            writer.plain(draft, contact_takes_part=bool(draft.team_code or draft.segment_no))
        elif policies.segment_activity_uses_all_contacts:
            for contact_no in contacts:
                writer.of_segment_line(draft, contact_no)
    return tuple(writer.inserted)


def _check_carrier(work: Work, base: Task, meeting_organizer: str) -> None:
    """Check who carries an activity; raises what `assign_activity` raises."""
    if not base.team_code and not base.salesperson_code:
        raise NobodyResponsible
    if base.team_code and not meeting_organizer and includes_meeting(work, base.activity_code):
        raise MeetingOrganizerRequired(base.activity_code, base.team_code)
    organizer = meeting_organizer or base.salesperson_code
    if organizer:
        people = People(work)
        people.check_assignable(organizer)
        people.check_organizer(organizer)


def _segment_contacts(work: Work, segment_no: str) -> tuple[str, ...]:
    """Return the contacts of a segment, line by line."""
    return tuple(line.contact_no for line in work.where(SegmentLine, segment_no=segment_no) if line.contact_no)


def _typed(base: Task, task_type: TaskType, policies: Policies) -> Task:
    """Return the base of a step's task; a meeting becomes an all-day event over 24 hours from midnight (Q-2)."""
    typed = attrs.evolve(base, type=task_type, priority=TaskPriority.NORMAL, all_day_event=False, start_time=None)
    return with_all_day_event(typed, on=True, policies=policies) if task_type is TaskType.MEETING else typed


def _meeting_rows(
    people: People, draft: Task, meeting_organizer: str, activity_code: str, contacts: Sequence[str] | None
) -> list[Attendee]:
    """Return the attendees of an activity's meeting: the organizer, the other members of the team, the contacts."""
    organizer = meeting_organizer if draft.team_code else draft.salesperson_code
    rows = [organizer_row(LINE_STEP, people.salesperson(organizer))] if organizer else []
    if draft.team_code:
        if not organizer:
            raise MeetingOrganizerRequired(activity_code, draft.team_code)
        # A member who organizes the meeting leaves his place free.
        for place, member in enumerate(people.members(draft.team_code), 2):
            if member != organizer:
                rows.append(salesperson_row(place * LINE_STEP, people.salesperson(member), invited=False))
        line_no = (len(people.members(draft.team_code)) + 2) * LINE_STEP
    else:
        line_no = next_line_no(rows)
    invited_contacts = dict.fromkeys((draft.contact_no,) if contacts is None else contacts)
    for place, contact_no in enumerate(filter(None, invited_contacts)):
        rows.append(contact_row(line_no + place * LINE_STEP, people.contact(contact_no)))
    return rows
