"""Laws of the life of tasks: whatever is done to owning tasks, owners, parts and attendees fit together."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterator

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bcmarketing.activities.assignment import assign_activity
from bcmarketing.activities.attendance import contact_row, organizer_row, salesperson_row
from bcmarketing.activities.attendees import add_attendee, change_attendee, delete_attendee
from bcmarketing.activities.creation import create_task
from bcmarketing.activities.deletion import delete_canceled_tasks, delete_task
from bcmarketing.activities.editing import edit_task, save_task
from bcmarketing.activities.lifecycle import close_task, reopen_task, set_task_canceled, set_task_status
from bcmarketing.activities.reassignment import reassign_task
from bcmarketing.activities.records import (
    Activity,
    ActivityStep,
    AttendanceType,
    Attendee,
    AttendeeType,
    CalcDueDateFrom,
    SystemTaskType,
    Task,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import SalespersonHasOpenOpportunities, SalespersonHasOpenTasks
from bcmarketing.activities.subtasks import following
from bcmarketing.activities.upkeep import delete_salesperson
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.context import Context
from bcmarketing.errors import BCMarketingError
from bcmarketing.opportunities.records import Opportunity
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

PEOPLE = [Salesperson(code=code, name=code, email=f"{code}@example.com") for code in ("AH", "JO", "RB")]
CODES = [person.code for person in PEOPLE]
CONTACTS = [Contact(no=f"CT{n}", company_no=f"CC{n}", name=f"Person {n}") for n in (1, 2)]
DAY_ONE = dt.date(2024, 1, 25)
CONTEXT = Context(today=dt.date(2024, 2, 1))
WORLD: list[Record] = [
    *PEOPLE,
    *CONTACTS,
    Team(code="SALE"),
    TeamMember(team_code="SALE", salesperson_code="AH"),
    TeamMember(team_code="SALE", salesperson_code="JO"),
    Team(code="HELP"),
    TeamMember(team_code="HELP", salesperson_code="JO"),
    TeamMember(team_code="HELP", salesperson_code="RB"),
    SegmentHeader(no="SM1"),
    SegmentLine(segment_no="SM1", line_no=10000, contact_no="CT1"),
    SegmentLine(segment_no="SM1", line_no=20000, contact_no="CT2"),
    Activity(code="LAUNCH"),
    ActivityStep(activity_code="LAUNCH", step_no=1, description="Write"),
    ActivityStep(activity_code="LAUNCH", step_no=2, type=TaskType.MEETING, description="Meet", date_formula="1W"),
]

carriers = st.sampled_from([("JO", ""), ("RB", ""), ("", "SALE"), ("", "HELP")])
contact_nos = st.sampled_from(["", "CT1", "CT2"])


def numbers(prefix: str = "TD") -> Iterator[str]:
    return (f"{prefix}{number:06}" for number in itertools.count(1))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Task, list[Attendee]]:
    """Draw a new task with attendees that suit it."""
    salesperson, team = draw(carriers)
    kind = draw(st.sampled_from(TaskType))
    recurring = draw(st.booleans())
    task = Task(
        no="",
        description="Work",
        date=DAY_ONE,
        salesperson_code=salesperson,
        team_code=team,
        type=kind,
        contact_no=draw(contact_nos),
        segment_no=draw(st.sampled_from(["", "", "SM1"])),
        all_day_event=kind is TaskType.MEETING,
        recurring=recurring,
        recurring_date_interval="2D" if recurring else "",
        calc_due_date_from=draw(st.sampled_from([CalcDueDateFrom.DUE_DATE, CalcDueDateFrom.CLOSING_DATE])),
    )
    organizer = salesperson or draw(st.sampled_from(CODES))
    by_code = {person.code: person for person in PEOPLE}
    others = [code for code in draw(st.lists(st.sampled_from(CODES), unique=True)) if code != organizer]
    rows = [organizer_row(10000, by_code[organizer])]
    rows += [salesperson_row(20000 + 10000 * n, by_code[code]) for n, code in enumerate(others)]
    guests = draw(st.lists(st.sampled_from(CONTACTS), unique=True))
    rows += [contact_row(90000 + 10000 * n, contact) for n, contact in enumerate(guests)]
    return task, [
        attrs.evolve(row, send_invitation=row.attendance_type is AttendanceType.TASK_ORGANIZER) for row in rows
    ]


def owners_in(tables: Tables) -> list[Task]:
    return [task for task in tables.where(Task) if task.no == task.organizer_task_no]


def check(tables: Tables) -> None:
    """Check all that holds between owners, parts and attendees."""
    tasks = {task.no: task for task in tables.where(Task)}
    for task in tasks.values():
        assert task.closed == (task.status is TaskStatus.COMPLETED) == (task.date_closed is not None)
        assert task.closed or not task.canceled
        owner = tasks[task.organizer_task_no]
        assert owner.organizer_task_no == owner.no
        if task is owner:
            of_team = owner.system_task_type is SystemTaskType.TEAM
            assert (owner.team_code != "") == of_team == (owner.salesperson_code == "")
            assert owner.system_task_type in (SystemTaskType.TEAM, SystemTaskType.ORGANIZER)
        else:
            assert following(owner, task) == task
            assert task.system_task_type is not SystemTaskType.TEAM
            assert owner.team_code or task.system_task_type is not SystemTaskType.ORGANIZER
    rows = tables.where(Attendee)
    assert all(row.task_no in tasks for row in rows)
    assert all(count == 1 for count in Counter((row.task_no, row.attendee_no) for row in rows).values())
    organizers = [row for row in rows if row.attendance_type is AttendanceType.TASK_ORGANIZER]
    assert all(count == 1 for count in Counter(row.task_no for row in organizers).values())
    assert all(row.attendee_type is AttendeeType.SALESPERSON for row in organizers)
    for owner in owners_in(tables):
        _check_parts_of_meeting(tables, owner)


def _check_parts_of_meeting(tables: Tables, owner: Task) -> None:
    """Each attendee of a meeting has one part, but the organizer of a meeting without team."""
    if owner.type is not TaskType.MEETING:
        return
    parts = [task for task in tables.where(Task, organizer_task_no=owner.no) if task.no != owner.no]
    rows = tables.where(Attendee, task_no=owner.no)
    invited = sorted(
        row.attendee_no for row in rows if owner.team_code or row.attendance_type is not AttendanceType.TASK_ORGANIZER
    )
    people = sorted(
        part.contact_no if part.system_task_type is SystemTaskType.CONTACT_ATTENDEE else part.salesperson_code
        for part in parts
    )
    assert people == invited
    if not owner.team_code:
        assert [row.attendee_no for row in rows if row.attendance_type is AttendanceType.TASK_ORGANIZER] == [
            owner.salesperson_code
        ]


class TaskMachine(RuleBasedStateMachine):
    """Owning tasks under all operations, in any order; a refused one changes nothing."""

    @initialize()
    def begin(self) -> None:
        self.tables = Tables.of(WORLD)
        self.numbers = numbers()

    def attempt(self, process: Callable[[], ChangeSet]) -> None:
        try:
            changes = process()
        except BCMarketingError:
            return
        self.tables = self.tables.apply(changes)

    def owner(self, data: st.DataObject) -> Task | None:
        found = owners_in(self.tables)
        return data.draw(st.sampled_from(found)) if found else None

    @rule(drawn=drafts())
    def create(self, drawn: tuple[Task, list[Attendee]]) -> None:
        task, rows = drawn
        self.attempt(lambda: create_task(self.tables, task, attendees=rows, numbers=self.numbers))

    @rule(carrier=carriers, contact_no=contact_nos, segment_no=st.sampled_from(["", "SM1"]))
    def assign(self, carrier: tuple[str, str], contact_no: str, segment_no: str) -> None:
        salesperson, team = carrier
        self.attempt(
            lambda: assign_activity(
                self.tables,
                "LAUNCH",
                date=DAY_ONE,
                salesperson_code=salesperson,
                team_code=team,
                contact_no=contact_no,
                segment_no=segment_no,
                meeting_organizer="RB",
                numbers=self.numbers,
            )
        )

    @rule(data=st.data(), completed_by=st.sampled_from(["", "JO"]))
    def close(self, data: st.DataObject, completed_by: str) -> None:
        if task := self.owner(data):
            self.attempt(
                lambda: close_task(
                    self.tables, task.no, completed_by=completed_by, context=CONTEXT, numbers=self.numbers
                )
            )

    @rule(data=st.data(), canceled=st.booleans())
    def cancel(self, data: st.DataObject, canceled: bool) -> None:
        if task := self.owner(data):
            self.attempt(
                lambda: set_task_canceled(
                    self.tables, task.no, canceled=canceled, context=CONTEXT, numbers=self.numbers
                )
            )

    @rule(data=st.data(), status=st.sampled_from(TaskStatus))
    def give_status(self, data: st.DataObject, status: TaskStatus) -> None:
        if task := self.owner(data):
            self.attempt(
                lambda: set_task_status(
                    self.tables, task.no, status, completed_by="AH", context=CONTEXT, numbers=self.numbers
                )
            )

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        if task := self.owner(data):
            self.attempt(lambda: reopen_task(self.tables, task.no))

    @rule(data=st.data(), carrier=carriers)
    def reassign(self, data: st.DataObject, carrier: tuple[str, str]) -> None:
        if task := self.owner(data):
            salesperson, team = carrier
            self.attempt(
                lambda: reassign_task(
                    self.tables, task.no, salesperson_code=salesperson, team_code=team, numbers=self.numbers
                )
            )

    @rule(
        data=st.data(),
        attendee=st.sampled_from(
            [(AttendeeType.SALESPERSON, code) for code in CODES] + [(AttendeeType.CONTACT, c.no) for c in CONTACTS]
        ),
        attendance=st.sampled_from([AttendanceType.REQUIRED, AttendanceType.OPTIONAL]),
    )
    def attend(self, data: st.DataObject, attendee: tuple[AttendeeType, str], attendance: AttendanceType) -> None:
        if task := self.owner(data):
            self.attempt(
                lambda: add_attendee(self.tables, task.no, *attendee, attendance_type=attendance, numbers=self.numbers)
            )

    @rule(data=st.data(), new_no=st.sampled_from([*CODES, "CT1", "CT2", ""]))
    def change_or_delete_attendee(self, data: st.DataObject, new_no: str) -> None:
        rows = self.tables.where(Attendee)
        if rows:
            row = data.draw(st.sampled_from(rows))
            if new_no:
                self.attempt(
                    lambda: change_attendee(
                        self.tables, row.task_no, row.line_no, attendee_no=new_no, numbers=self.numbers
                    )
                )
            else:
                self.attempt(lambda: delete_attendee(self.tables, row.task_no, row.line_no))

    @rule(data=st.data(), contact_no=contact_nos)
    def edit(self, data: st.DataObject, contact_no: str) -> None:
        task = self.owner(data)
        if task is not None and task.type is not TaskType.MEETING:
            changed = attrs.evolve(task, contact_no=contact_no, description="Edited")
            self.attempt(lambda: edit_task(self.tables, changed))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if task := self.owner(data):
            self.attempt(lambda: delete_task(self.tables, task.no))

    @rule()
    def delete_canceled(self) -> None:
        open_or_closed = [task.no for task in owners_in(self.tables) if not task.canceled]
        self.attempt(lambda: delete_canceled_tasks(self.tables))
        assert [task.no for task in owners_in(self.tables)] == open_or_closed

    @invariant()
    def everything_fits(self) -> None:
        if hasattr(self, "tables"):
            check(self.tables)


#: 7: closed, status and date; 9: owners and parts; 10: attendees; 14: batch deletion.
TestTasks = pytest.mark.invariant("activities", 7)(
    pytest.mark.invariant("activities", 9)(
        pytest.mark.invariant("activities", 10)(pytest.mark.invariant("activities", 14)(TaskMachine.TestCase))
    )
)
TestTasks.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def created(drawn: tuple[Task, list[Attendee]]) -> Tables:
    task, rows = drawn
    tables = Tables.of(WORLD)
    return tables.apply(create_task(tables, attrs.evolve(task, segment_no=""), attendees=rows, numbers=numbers()))


@pytest.mark.invariant("activities", 8)
@given(drafts(), st.booleans())
def test_reopening_undoes_closing_but_for_the_status(drawn: tuple[Task, list[Attendee]], canceled: bool) -> None:
    task, rows = drawn
    tables = created((attrs.evolve(task, recurring=False), rows))
    (owner,) = owners_in(tables)
    if canceled:
        tables = tables.apply(set_task_canceled(tables, owner.no, context=CONTEXT))
    else:
        tables = tables.apply(close_task(tables, owner.no, completed_by="JO", context=CONTEXT))
    tables = tables.apply(reopen_task(tables, owner.no))
    assert owners_in(tables) == [attrs.evolve(owner, status=TaskStatus.IN_PROGRESS)]
    check(tables)


@pytest.mark.invariant("activities", 11)
@given(drafts(), st.text(max_size=5))
def test_saving_twice_changes_nothing_more(drawn: tuple[Task, list[Attendee]], description: str) -> None:
    tables = created(drawn)
    (owner,) = owners_in(tables)
    changed = attrs.evolve(owner, description=description)
    tables = tables.apply(save_task(tables, changed))
    assert not save_task(tables, changed)
    assert not edit_task(tables, tables.where(Task, organizer_task_no=owner.no)[0]).inserted


@pytest.mark.invariant("activities", 12)
@given(drafts(), st.booleans())
def test_a_recurring_task_has_exactly_one_successor(drawn: tuple[Task, list[Attendee]], canceled: bool) -> None:
    tables = created(drawn)
    (owner,) = owners_in(tables)
    if canceled:
        changes = set_task_canceled(tables, owner.no, context=CONTEXT, numbers=numbers("NX"))
    else:
        changes = close_task(tables, owner.no, completed_by="JO", context=CONTEXT, numbers=numbers("NX"))
    new = [task for task in changes.inserted_of(Task) if task.no == task.organizer_task_no]
    assert len(new) == owner.recurring
    for task in new:
        kept = attrs.evolve(task, no=owner.no, organizer_task_no=owner.no, date=owner.date)
        assert kept == owner
    check(tables.apply(changes))


@pytest.mark.invariant("activities", 13)
@given(drafts(), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_a_successor_is_dated_from_the_due_date_or_from_today(
    drawn: tuple[Task, list[Attendee]], due: dt.date, today: dt.date
) -> None:
    task, rows = drawn
    tables = created((attrs.evolve(task, date=due, recurring=True, recurring_date_interval="1M+WD1"), rows))
    (owner,) = owners_in(tables)
    changes = close_task(tables, owner.no, completed_by="JO", context=Context(today=today), numbers=numbers("NX"))
    base = due if owner.calc_due_date_from is CalcDueDateFrom.DUE_DATE else today
    assert {new.date for new in changes.inserted_of(Task)} == {owner.recurring_date_interval.apply(base)}


@pytest.mark.invariant("activities", 15)
@given(drafts(), st.booleans())
def test_a_task_that_went_to_a_team_and_back_is_one_salesperson_s_again(
    drawn: tuple[Task, list[Attendee]], closed: bool
) -> None:
    task, _rows = drawn
    kind = TaskType.PHONE_CALL if task.type is TaskType.MEETING else task.type
    plain = attrs.evolve(task, type=kind, all_day_event=False, salesperson_code="JO", team_code="", recurring=False)
    tables = created((plain, []))
    (owner,) = owners_in(tables)
    if closed:
        tables = tables.apply(close_task(tables, owner.no, context=CONTEXT))
    tables = tables.apply(reassign_task(tables, owner.no, team_code="SALE", numbers=numbers("NX")))
    check(tables)
    assert tables.count(Task) == 3
    tables = tables.apply(reassign_task(tables, owner.no, salesperson_code="RB"))
    status = TaskStatus.IN_PROGRESS if closed else TaskStatus.NOT_STARTED
    assert tables.where(Task) == [attrs.evolve(owner, salesperson_code="RB", status=status)]


#: Salespeople who are named on something, and whether it is closed.
named = st.lists(st.tuples(st.sampled_from(CODES), st.booleans()))


@pytest.mark.invariant("activities", 18)
@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.booleans())),
    st.lists(st.tuples(st.sampled_from(CODES), st.booleans())),
)
def test_a_salesperson_goes_if_nothing_open_names_him(
    tasks: list[tuple[str, bool]], opportunities: list[tuple[str, bool]]
) -> None:
    rows: list[Record] = [
        *(Task(no=f"TD{n}", salesperson_code=code, closed=closed) for n, (code, closed) in enumerate(tasks)),
        *(
            Opportunity(no=f"OP{n}", salesperson_code=code, closed=closed)
            for n, (code, closed) in enumerate(opportunities)
        ),
    ]
    tables = Tables.of([*WORLD, *rows])
    if ("JO", False) in tasks:
        with pytest.raises(SalespersonHasOpenTasks):
            delete_salesperson(tables, "JO")
    elif ("JO", False) in opportunities:
        with pytest.raises(SalespersonHasOpenOpportunities):
            delete_salesperson(tables, "JO")
    else:
        tables = tables.apply(delete_salesperson(tables, "JO"))
        assert tables.get(Salesperson, "JO") is None
        assert tables.where(TeamMember, salesperson_code="JO") == []
