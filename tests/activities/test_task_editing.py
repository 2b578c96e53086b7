"""Changing stored tasks: types, times, links, and what follows on the sub-tasks."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.activities.editing import edit_task, save_task
from bcmarketing.activities.records import DAY, CalcDueDateFrom, SystemTaskType, Task, TaskStatus, TaskType
from bcmarketing.activities.refusals import (
    DateOutOfRange,
    DurationTooLong,
    DurationTooShort,
    MeetingNotSupported,
    NegativeDuration,
    NobodyResponsible,
    TaskTypeFixed,
)
from bcmarketing.activities.schedule import (
    Ending,
    duration_until,
    ending,
    ending_of,
    with_all_day_event,
    with_date,
    with_duration,
    with_ending,
    with_ending_stored,
    with_start_time,
)
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.records import Contact
from bcmarketing.dates.formula import DateFormula
from bcmarketing.errors import FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.opportunities.records import Opportunity, OpportunityEntry
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

START = dt.date(2024, 1, 25)
TASK = Task(no="TD1", organizer_task_no="TD1", salesperson_code="JO", date=START, description="Work")
CALL = attrs.evolve(TASK, type=TaskType.PHONE_CALL)
MEETING = attrs.evolve(TASK, type=TaskType.MEETING, start_time=dt.time(10))
LINKS: list[Record] = [
    Contact(no="CT1", company_no="CC1"),
    Contact(no="CT2", company_no="CC2"),
    Campaign(no="CP1"),
    SegmentHeader(no="SM1"),
    Opportunity(no="OP1"),
    OpportunityEntry(entry_no=4, opportunity_no="OP1", active=True),
    Opportunity(no="OP2"),
]


def edited(task: Task, *others: Task, policies: Policies | None = None, **fields: Any) -> list[Task]:
    tables = Tables.of([task, *others, *LINKS])
    return tables.apply(edit_task(tables, attrs.evolve(task, **fields), policies=policies or Policies())).where(Task)


@pytest.mark.rule("E-TASK-TYPE-CHANGE")
def test_a_task_stays_a_meeting_or_none() -> None:
    assert edited(TASK, type=TaskType.PHONE_CALL)[0].type is TaskType.PHONE_CALL
    assert edited(CALL, type=TaskType.BLANK)[0].type is TaskType.BLANK
    for task, kind in ((TASK, TaskType.MEETING), (CALL, TaskType.MEETING), (MEETING, TaskType.BLANK)):
        with pytest.raises(TaskTypeFixed, match="TD1"):
            edited(task, type=kind)


@pytest.mark.rule("E-MEETING-NOT-SUPPORTED")
def test_without_meetings_no_task_becomes_one_but_stored_ones_can_be_edited() -> None:
    without = Policies(meetings_allowed=False)
    with pytest.raises(MeetingNotSupported):
        edited(TASK, type=TaskType.MEETING, policies=without)
    assert edited(MEETING, description="Other", policies=without)[0].description == "Other"


@pytest.mark.rule("E-TASK-RESPONSIBLE")
def test_an_edited_task_has_somebody_responsible() -> None:
    with pytest.raises(NobodyResponsible):
        edited(attrs.evolve(TASK, salesperson_code=""), description="Other")


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_date_and_the_times_of_a_meeting_stay_filled() -> None:
    with pytest.raises(FieldRequired, match="date"):
        edited(TASK, date=None)
    with pytest.raises(FieldRequired, match="start_time"):
        edited(MEETING, start_time=None)
    event = with_all_day_event(attrs.evolve(MEETING, duration=DAY // 2), on=True)
    timed = with_all_day_event(event, on=False)
    with pytest.raises(FieldRequired, match="duration"):
        edited(event, all_day_event=False, duration=timed.duration, start_time=dt.time(9))


@pytest.mark.rule("E-DATE-RANGE", "E-DURATION-NEGATIVE", "E-DURATION-MIN", "E-DURATION-MAX")
def test_entered_times_are_within_bounds_and_imported_ones_may_stay() -> None:
    with pytest.raises(DateOutOfRange, match="1899"):
        edited(TASK, date=dt.date(1899, 12, 31))
    with pytest.raises(DateOutOfRange, match="ending_date"):
        with_ending(TASK, dt.date(3000, 1, 1))
    with pytest.raises(NegativeDuration):
        with_ending(TASK, START - dt.timedelta(days=1))
    with pytest.raises(DurationTooShort):
        edited(TASK, duration=0)
    with pytest.raises(DurationTooLong):
        with_ending(TASK, START + dt.timedelta(days=3651))
    imported = attrs.evolve(TASK, duration=0)
    assert edited(imported, description="Other")[0].duration == 0


def test_what_has_a_process_of_its_own_is_not_edited() -> None:
    for fields in ({"status": TaskStatus.COMPLETED}, {"closed": True}, {"salesperson_code": "RB"}):
        with pytest.raises(InvalidField, match="is changed by"):
            edited(TASK, **fields)
    with pytest.raises(NotFound):
        edit_task(Tables.of([]), TASK)


def test_company_and_entry_follow_contact_and_opportunity() -> None:
    (task,) = edited(TASK, contact_no="CT1", opportunity_no="OP1", campaign_no="CP1", segment_no="SM1")
    assert (task.contact_company_no, task.opportunity_entry_no) == ("CC1", 4)
    (other,) = edited(task, contact_no="", opportunity_no="OP2")
    assert (other.contact_company_no, other.opportunity_entry_no) == ("", 0)
    (bare,) = edited(task, opportunity_no="")
    assert bare.opportunity_entry_no == 0
    for field in ("contact_no", "opportunity_no", "campaign_no", "segment_no"):
        unknown: dict[str, Any] = {field: "NONE"}
        with pytest.raises(NotFound):
            edited(TASK, **unknown)


def test_the_contact_s_part_goes_to_the_new_contact_or_away() -> None:
    owner = attrs.evolve(TASK, contact_no="CT1", contact_company_no="CC1")
    part = attrs.evolve(owner, no="TD2", system_task_type=SystemTaskType.CONTACT_ATTENDEE)
    other = attrs.evolve(part, no="TD3", contact_no="CT9")
    tasks = edited(owner, part, other, contact_no="CT2")
    assert [(task.contact_no, task.contact_company_no) for task in tasks] == [
        ("CT2", "CC2"),
        ("CT2", "CC2"),
        ("CT9", "CC1"),
    ]
    assert [task.no for task in edited(owner, part, contact_no="")] == ["TD1"]
    assert [task.no for task in edited(TASK, contact_no="CT1")] == ["TD1"]


def test_switching_recurrence_off_clears_how_it_was() -> None:
    recurring = attrs.evolve(
        TASK, recurring=True, recurring_date_interval="1W", calc_due_date_from=CalcDueDateFrom.DUE_DATE
    )
    assert edited(recurring, recurring=False) == [TASK]


def test_saving_an_owner_rewrites_its_parts() -> None:
    owner = attrs.evolve(
        TASK, team_code="SALE", salesperson_code="", system_task_type=SystemTaskType.TEAM, contact_no="CT1"
    )
    member = attrs.evolve(owner, no="TD2", system_task_type=SystemTaskType.ORGANIZER, salesperson_code="RB")
    contact = attrs.evolve(owner, no="TD3", system_task_type=SystemTaskType.CONTACT_ATTENDEE, contact_no="CT2")
    tables = Tables.of([owner, member, contact])
    changed = attrs.evolve(owner, description="Other", contact_no="CT9", date=dt.date(2024, 2, 1))
    tables = tables.apply(save_task(tables, changed))
    assert tables.where(Task) == [
        changed,
        attrs.evolve(member, description="Other", contact_no="CT9", date=dt.date(2024, 2, 1)),
        attrs.evolve(contact, description="Other", date=dt.date(2024, 2, 1)),
    ]
    # What changes on a part stays there.
    tables = tables.apply(save_task(tables, attrs.evolve(tables.where(Task)[1], description="Mine")))
    assert [task.description for task in tables.where(Task)] == ["Other", "Mine", "Other"]


def test_without_a_team_organizer_parts_are_left_alone() -> None:
    stray = attrs.evolve(TASK, no="TD2", salesperson_code="RB")
    tables = Tables.of([TASK, stray])
    tables = tables.apply(save_task(tables, attrs.evolve(TASK, description="Other")))
    assert [task.description for task in tables.where(Task)] == ["Other", "Work"]


@pytest.mark.parametrize(
    ("kind", "start_time", "duration", "all_day", "expected"),
    [
        (TaskType.BLANK, None, DAY, False, Ending(dt.date(2024, 1, 26), dt.time(0))),
        (TaskType.BLANK, dt.time(9, 30), DAY, False, Ending(START, dt.time(9, 30))),
        (TaskType.PHONE_CALL, dt.time(9, 15), 2_730_000, False, Ending(START, dt.time(10, 0, 30))),
        (TaskType.MEETING, None, DAY, False, Ending(dt.date(2024, 1, 26), dt.time(0))),
        (TaskType.MEETING, None, 2 * DAY, True, Ending(dt.date(2024, 1, 26), None)),
        (TaskType.MEETING, dt.time(9), 2 * DAY, True, Ending(dt.date(2024, 1, 26), None)),
    ],
)
def test_a_task_ends_by_type_and_times(
    kind: TaskType, start_time: dt.time | None, duration: int, all_day: bool, expected: Ending
) -> None:
    assert ending(kind, START, start_time, duration, all_day_event=all_day) == expected


def test_a_task_without_date_has_no_end() -> None:
    undated = attrs.evolve(TASK, date=None)
    assert ending_of(undated) is None
    assert duration_until(undated, START) == undated.duration
    assert with_ending_stored(undated, Policies(derive_task_ending=False)) == undated
    with pytest.raises(DateOutOfRange):
        ending(TaskType.BLANK, dt.date.max, None, DAY)


def test_other_times_move_the_end() -> None:
    call = with_start_time(with_duration(CALL, 3_600_000), dt.time(9))
    assert ending_of(call) == Ending(START, dt.time(10))
    assert ending_of(with_date(call, dt.date(2024, 2, 1))) == Ending(dt.date(2024, 2, 1), dt.time(10))
    assert with_ending(call, START, dt.time(9, 45, 30)).duration == 2_730_000
    assert with_ending(TASK, dt.date(2024, 1, 28)).duration == 3 * DAY


@pytest.mark.parametrize(
    ("start_time", "hours", "days"), [(None, 8, 1), (None, 24, 2), (None, 25, 2), (dt.time(20), 8, 1), (None, 0, 1)]
)
def test_an_all_day_event_takes_whole_days(start_time: dt.time | None, hours: int, days: int) -> None:
    event = with_all_day_event(attrs.evolve(MEETING, start_time=start_time, duration=hours * DAY // 24), on=True)
    assert (event.start_time, event.duration, event.all_day_event) == (None, days * DAY, True)
    end = ending_of(event)
    assert end is not None
    assert (end.date - START).days == days - 1


EVENT = attrs.evolve(MEETING, all_day_event=True, start_time=None, duration=2 * DAY)


@pytest.mark.invariant("activities", 17)
@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, 2),  # from 10:00 on for a day: until midnight of the next day, and that counts
        ({"duration": DAY // 3}, 1),
        ({"duration": DAY // 3, "start_time": dt.time(20)}, 1),
        ({"duration": 3 * DAY, "start_time": None}, 3),
        ({"start_time": None}, 1),
    ],
)
def test_setting_the_all_day_mark_alone_gives_whole_days(fields: dict[str, Any], days: int) -> None:
    (task,) = edited(MEETING, all_day_event=True, **fields)
    assert (task.all_day_event, task.start_time, task.duration) == (True, None, days * DAY)


def test_an_edit_that_switched_the_all_day_mark_itself_is_stored_as_it_is() -> None:
    two_days = attrs.evolve(MEETING, duration=2 * DAY)
    for task in (MEETING, two_days, attrs.evolve(MEETING, duration=3650 * DAY)):
        event = with_all_day_event(task, on=True)
        assert edited(task, all_day_event=True, start_time=None, duration=event.duration) == [event]
        timed = with_start_time(with_all_day_event(event, on=False), dt.time(10))
        assert edited(event, all_day_event=False, start_time=dt.time(10), duration=timed.duration) == [task]
    # The days entered happen to be those the meeting took.
    again = with_all_day_event(with_duration(two_days, DAY), on=True)
    assert edited(two_days, all_day_event=True, start_time=None, duration=again.duration) == [again]


def test_taking_the_all_day_mark_away_takes_a_day_away() -> None:
    (task,) = edited(EVENT, all_day_event=False, start_time=dt.time(10))
    assert task == MEETING
    (shorter,) = edited(EVENT, all_day_event=False, start_time=dt.time(10), duration=3_600_000)
    assert shorter.duration == 3_600_000
    with pytest.raises(FieldRequired, match="duration"):
        edited(attrs.evolve(EVENT, duration=DAY), all_day_event=False, start_time=dt.time(10))
    with pytest.raises(NegativeDuration):
        edited(attrs.evolve(EVENT, duration=DAY // 3), all_day_event=False, start_time=dt.time(10))


@pytest.mark.rule("E-DURATION-NEGATIVE", "E-DURATION-MIN", "E-DURATION-MAX", "E-FIELD-INVALID")
def test_a_duration_entered_with_the_all_day_mark_or_on_an_event_is_checked() -> None:
    for duration, refusal in ((-5, NegativeDuration), (1, DurationTooShort), (3650 * DAY + 1, DurationTooLong)):
        with pytest.raises(refusal):
            edited(MEETING, all_day_event=True, duration=duration, start_time=dt.time(20))
        with pytest.raises(refusal):
            edited(EVENT, duration=duration)
        with pytest.raises(refusal):
            edited(EVENT, all_day_event=False, duration=duration, start_time=dt.time(20))
    for change in (lambda: edited(EVENT, duration=DAY // 3), lambda: with_duration(EVENT, DAY // 3)):
        with pytest.raises(InvalidField, match="no whole number of days"):
            change()
    assert edited(EVENT, duration=3 * DAY)[0].duration == 3 * DAY
    imported = attrs.evolve(EVENT, duration=DAY // 3)
    assert edited(imported, description="Other")[0].duration == DAY // 3


@pytest.mark.rule("E-DURATION-NEGATIVE")
def test_no_task_has_a_negative_duration_and_an_imported_one_may_have_none() -> None:
    with pytest.raises(NegativeDuration, match="-1 ms is negative"):
        Task(no="TD1", duration=-1)
    assert Task(no="TD1", duration=0).duration == 0


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: with_duration(TASK, Decimal("NaN")), "duration"),  # type: ignore[arg-type]
        (lambda: with_duration(TASK, None), "duration"),  # type: ignore[arg-type]
        (lambda: with_duration(TASK, True), "duration"),
        (lambda: with_duration(TASK, 3e6), "duration"),  # type: ignore[arg-type]
        (lambda: with_ending(TASK, START, "10:00"), "ending_time"),  # type: ignore[arg-type]
        (lambda: with_ending(TASK, None), "ending_date"),  # type: ignore[arg-type]
        (lambda: duration_until(TASK, dt.datetime(2024, 1, 25)), "ending_date"),  # noqa: DTZ001
        (lambda: with_all_day_event(TASK, on="no"), "on"),  # type: ignore[arg-type]
        (lambda: ending(TaskType.BLANK, None), "date"),  # type: ignore[arg-type]
        (lambda: ending(TaskType.BLANK, dt.datetime(2024, 1, 25)), "date"),  # noqa: DTZ001
        (lambda: ending(TaskType.BLANK, START, "10:00"), "start_time"),  # type: ignore[arg-type]
        (lambda: ending(TaskType.BLANK, START, None, "x"), "duration"),  # type: ignore[arg-type]
        (lambda: ending("Meeting", START), "type"),  # type: ignore[arg-type]
        (lambda: edit_task(Tables(), None), "task"),  # type: ignore[arg-type]
        (lambda: save_task(Tables(), "TD1"), "task"),  # type: ignore[arg-type]
    ],
)
def test_times_and_tasks_of_another_type_are_named(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(WrongType) as refused:
        call()
    assert refused.value.field == argument


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_an_edit_of_how_a_task_recurs_says_it_in_full() -> None:
    with pytest.raises(FieldRequired, match="recurring_date_interval"):
        edited(TASK, recurring=True)
    with pytest.raises(FieldRequired, match="calc_due_date_from"):
        edited(TASK, recurring=True, recurring_date_interval=DateFormula.parse("1W"))
    (task,) = edited(
        TASK,
        recurring=True,
        recurring_date_interval=DateFormula.parse("1W"),
        calc_due_date_from=CalcDueDateFrom.DUE_DATE,
    )
    assert task.recurring
    with pytest.raises(FieldRequired, match="recurring_date_interval"):
        edited(task, recurring_date_interval=DateFormula())
    imported = attrs.evolve(TASK, recurring=True)
    assert edited(imported, description="Other")[0].recurring


def test_business_central_counts_a_day_each_time_the_mark_is_set() -> None:
    bc = Policies(all_day_only_on_change=False)
    event = with_all_day_event(MEETING, on=True)
    again = with_all_day_event(event, on=True, policies=bc)
    assert (event.duration, again.duration) == (2 * DAY, 3 * DAY)
    assert with_all_day_event(event, on=True) == event
    assert with_all_day_event(MEETING, on=False) == MEETING
    assert with_all_day_event(attrs.evolve(MEETING, duration=2 * DAY), on=False, policies=bc).duration == DAY


def test_with_stored_endings_an_edit_of_the_times_stores_the_new_one() -> None:
    bc = Policies(derive_task_ending=False)
    stored = attrs.evolve(TASK, ending_date=dt.date(2024, 3, 1), ending_time=dt.time(12))
    assert ending_of(stored, bc) == Ending(dt.date(2024, 3, 1), dt.time(12))
    assert ending_of(stored) == Ending(dt.date(2024, 1, 26), dt.time(0))
    assert edited(stored, policies=bc, description="Other")[0].ending_date == dt.date(2024, 3, 1)
    assert edited(stored, policies=bc, date=dt.date(2024, 2, 1))[0].ending_date == dt.date(2024, 2, 2)
