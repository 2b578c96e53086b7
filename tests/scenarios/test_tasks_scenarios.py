"""Scenarios of Business Central's tests on tasks, restated with our own figures."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

import attrs
import pytest

from bcmarketing.activities.attendance import contact_row, organizer_row
from bcmarketing.activities.creation import create_task
from bcmarketing.activities.deletion import delete_canceled_tasks
from bcmarketing.activities.drafting import draft_task
from bcmarketing.activities.editing import edit_task, save_task
from bcmarketing.activities.interactions import InteractionDraft, draft_phone_call
from bcmarketing.activities.lifecycle import close_task, set_task_canceled, set_task_status
from bcmarketing.activities.matrix import TasksCell, consecutive_periods, tasks_matrix
from bcmarketing.activities.reassignment import reassign_task
from bcmarketing.activities.records import (
    DAY,
    AttendanceType,
    Attendee,
    CalcDueDateFrom,
    SystemTaskType,
    Task,
    TaskPriority,
    TaskStatus,
    TaskType,
    Team,
    TeamMember,
)
from bcmarketing.activities.refusals import (
    MeetingNotSupported,
    OrganizerMissing,
    OrganizerWithoutEmail,
    SalespersonHasOpenTasks,
)
from bcmarketing.activities.schedule import ending_of, with_ending
from bcmarketing.activities.upkeep import delete_salesperson
from bcmarketing.activities.views import TaskFilters, TaskParty, tasks_of
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.context import Context
from bcmarketing.dates.terms import Unit
from bcmarketing.errors import NoSeries
from bcmarketing.interactions.logging import log_interaction
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate
from bcmarketing.opportunities.records import Opportunity, OpportunityStatus
from bcmarketing.policies import Policies
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

DAY_ONE = dt.date(2024, 1, 25)
TODAY = Context(today=DAY_ONE)
FEBRUARY = Context(today=dt.date(2024, 2, 1))
JO = Salesperson(code="JO", name="Jo", email="jo@example.com")
RB = Salesperson(code="RB", name="Rob", email="rb@example.com")
CC1 = Contact(no="CC1", company_no="CC1", name="Chairs", salesperson_code="JO")


def numbers(first: int = 1) -> Iterator[str]:
    return (f"TD{number:04}" for number in itertools.count(first))


def contacts(count: int) -> list[Contact]:
    return [Contact(no=f"CT{n}", company_no=f"CC{n}", name=f"Person {n}") for n in range(1, count + 1)]


def segment(count: int, salesperson_code: str = "") -> list[Record]:
    lines = [SegmentLine(segment_no="SM1", line_no=n * 10000, contact_no=f"CT{n}") for n in range(1, count + 1)]
    return [SegmentHeader(no="SM1", date=DAY_ONE, salesperson_code=salesperson_code), *lines, *contacts(count)]


def team(*members: str) -> list[Record]:
    return [Team(code="SALE"), *(TeamMember(team_code="SALE", salesperson_code=code) for code in members)]


def draft(**fields: object) -> Task:
    return attrs.evolve(Task(no="", date=DAY_ONE, description="JO"), **fields)  # type: ignore[arg-type]


def created(tables: Tables, task: Task, attendees: Iterable[Attendee] = (), first: int = 1) -> Tables:
    return tables.apply(create_task(tables, task, attendees=tuple(attendees), numbers=numbers(first)))


def recurring(**fields: object) -> Task:
    how: dict[str, object] = {"recurring": True, "recurring_date_interval": "2D"}
    return draft(salesperson_code="JO", calc_due_date_from=CalcDueDateFrom.CLOSING_DATE, **how, **fields)


@pytest.mark.scenario("136203.TaskWithoutEMailTeam")
def test_a_member_without_email_stops_the_task_of_his_team() -> None:
    tables = Tables.of([*team("JO"), attrs.evolve(JO, email="")])
    with pytest.raises(OrganizerWithoutEmail, match="JO"):
        create_task(tables, draft(team_code="SALE", description="SALE"), numbers=numbers())
    assert tables.count(Task) == 0


@pytest.mark.scenario("136203.DeleteTaskTeamTypeBlank")
def test_a_canceled_team_task_is_deleted_with_all_its_parts() -> None:
    tables = Tables.of([*team("JO"), JO, *contacts(1)])
    tables = created(tables, draft(team_code="SALE", description="SALE"))
    tables = tables.apply(edit_task(tables, attrs.evolve(tables.where(Task)[0], contact_no="CT1")))
    assert [task.contact_no for task in tables.where(Task)] == ["CT1", "CT1"]
    tables = tables.apply(set_task_canceled(tables, "TD0001", context=TODAY))
    tables = tables.apply(delete_canceled_tasks(tables, lambda task: task.no == "TD0001"))
    assert tables.count(Task) == 0


@pytest.mark.scenario("136203.TaskSegmentTypePhoneCall")
def test_a_phone_call_for_a_segment_is_one_task_for_each_contact() -> None:
    tables = Tables.of([JO, *segment(3, salesperson_code="JO")])
    task = attrs.evolve(
        draft_task(tables, segment_no="SM1", context=TODAY), type=TaskType.PHONE_CALL, description="SM1"
    )
    tables = created(tables, task)
    owners = [task for task in tables.where(Task) if task.system_task_type is SystemTaskType.ORGANIZER]
    assert [(task.salesperson_code, task.segment_no) for task in owners] == [("JO", "SM1")] * 3
    for n in (1, 2, 3):
        found = tables.where(Task, contact_no=f"CT{n}", segment_no="SM1", contact_company_no=f"CC{n}", date=DAY_ONE)
        assert len(found) == 2


@pytest.mark.parametrize("task_type", [TaskType.BLANK, TaskType.PHONE_CALL])
@pytest.mark.scenario("136203.TeamTaskSegmentTypeBlank", "136203.TeamTaskSegmentTypePhoneCall")
def test_a_team_of_one_gets_one_part_for_each_contact_of_a_segment(task_type: TaskType) -> None:
    tables = Tables.of([JO, *team("JO"), *segment(3)])
    tables = created(tables, draft(segment_no="SM1", team_code="SALE", type=task_type, description="SM1"))
    assert len(tables.where(Task, segment_no="SM1", system_task_type=SystemTaskType.ORGANIZER)) == 3
    assert len(tables.where(Task, segment_no="SM1", salesperson_code="JO")) == 3
    for n in (1, 2, 3):
        assert tables.where(Task, contact_no=f"CT{n}", segment_no="SM1", contact_company_no=f"CC{n}", date=DAY_ONE)


def meeting_of_team() -> Task:
    return draft(segment_no="SM1", team_code="SALE", type=TaskType.MEETING, all_day_event=True, description="SM1")


@pytest.mark.scenario("136203.TeamTaskSegmentWOOrganizer")
def test_a_team_meeting_without_organizer_is_refused() -> None:
    tables = Tables.of([JO, *team("JO"), *segment(2)])
    rows = [contact_row(10000 * n, contact) for n, contact in enumerate(contacts(2), 1)]
    with pytest.raises(OrganizerMissing):
        create_task(tables, meeting_of_team(), attendees=rows, numbers=numbers())


@pytest.mark.scenario("136203.TeamTaskSegmentTypeMeeting")
def test_a_team_meeting_for_a_segment_is_one_meeting_with_its_contacts() -> None:
    tables = Tables.of([JO, *team("JO"), *segment(2)])
    rows = [contact_row(10000 * n, contact) for n, contact in enumerate(contacts(2), 2)]
    tables = created(tables, meeting_of_team(), [organizer_row(10000, JO), *rows])
    assert len(tables.where(Task, segment_no="SM1", system_task_type=SystemTaskType.ORGANIZER)) == 1
    assert len(tables.where(Task, segment_no="SM1", salesperson_code="JO")) == 1
    for n in (1, 2):
        assert tables.where(Task, contact_no=f"CT{n}", segment_no="SM1", contact_company_no=f"CC{n}", date=DAY_ONE)


@pytest.mark.scenario("136203.RecurringTaskTypeBlank")
def test_a_recurring_task_keeps_its_recurrence() -> None:
    tables = created(Tables.of([JO]), recurring())
    (task,) = tables.where(Task, salesperson_code="JO")
    assert (task.recurring, task.description, task.type) == (True, "JO", TaskType.BLANK)


@pytest.mark.scenario("136203.RecurringTaskTypeMeeting")
def test_a_recurring_meeting_keeps_its_recurrence() -> None:
    task = recurring(type=TaskType.MEETING, all_day_event=True)
    tables = created(Tables.of([JO]), task, [organizer_row(10000, JO)])
    (task,) = tables.where(Task, salesperson_code="JO")
    assert (task.recurring, task.description, task.type) == (True, "JO", TaskType.MEETING)


@pytest.mark.scenario("136203.ClosedRecurringTask")
def test_closing_a_recurring_task_creates_the_next_one() -> None:
    tables = created(Tables.of([JO]), recurring())
    tables = tables.apply(close_task(tables, "TD0001", context=FEBRUARY, numbers=numbers(2)))
    closed, successor = tables.where(Task)
    assert (closed.status, closed.date_closed) == (TaskStatus.COMPLETED, dt.date(2024, 2, 1))
    assert (successor.closed, successor.recurring, successor.description) == (False, True, "JO")
    assert (successor.date, successor.status) == (dt.date(2024, 2, 3), TaskStatus.NOT_STARTED)


@pytest.mark.scenario("136203.ClosedTaskRecurringFalse", "136203.CanceledTaskRecurringFalse")
@pytest.mark.parametrize("canceled", [False, True])
def test_a_task_whose_recurrence_is_switched_off_has_no_successor(canceled: bool) -> None:
    tables = created(Tables.of([JO]), recurring())
    tables = tables.apply(edit_task(tables, attrs.evolve(tables.where(Task)[0], recurring=False)))
    process = set_task_canceled if canceled else close_task
    tables = tables.apply(process(tables, "TD0001", context=FEBRUARY))
    (task,) = tables.where(Task)
    assert (task.status, task.closed, task.canceled) == (TaskStatus.COMPLETED, True, canceled)


@pytest.mark.scenario("136203.NonRecurringTaskTypePhoneCall", "136203.NonRecurringTaskTypeMeeting")
@pytest.mark.parametrize("task_type", [TaskType.PHONE_CALL, TaskType.MEETING])
def test_a_stored_task_can_be_made_recurring(task_type: TaskType) -> None:
    task = draft(salesperson_code="JO", type=task_type, all_day_event=task_type is TaskType.MEETING)
    tables = created(Tables.of([JO]), task, [organizer_row(10000, JO)])
    made = recurring()
    changed = attrs.evolve(
        tables.where(Task)[0],
        recurring=True,
        recurring_date_interval=made.recurring_date_interval,
        calc_due_date_from=made.calc_due_date_from,
    )
    tables = tables.apply(edit_task(tables, changed))
    (task,) = tables.where(Task, salesperson_code="JO")
    assert (task.recurring, task.description, task.type) == (True, "JO", task_type)


@pytest.mark.scenario("136203.ReassignTeamTaskTypePhoneCall")
def test_a_team_s_phone_call_goes_to_a_salesperson_alone() -> None:
    tables = Tables.of([JO, RB, *team("JO")])
    tables = created(tables, draft(team_code="SALE", type=TaskType.PHONE_CALL, description="SALE"))
    tables = tables.apply(reassign_task(tables, "TD0001", salesperson_code="RB"))
    (task,) = tables.where(Task)
    assert (task.no, task.salesperson_code, task.team_code) == ("TD0001", "RB", "")
    assert task.system_task_type is SystemTaskType.ORGANIZER


@pytest.mark.scenario("136203.ReassignTeamTaskTypeMeeting")
def test_a_team_s_meeting_goes_to_a_salesperson_who_organizes_it() -> None:
    tables = Tables.of([JO, RB, *team("JO")])
    task = draft(team_code="SALE", type=TaskType.MEETING, all_day_event=True, description="SALE")
    tables = created(tables, task, [organizer_row(10000, JO)])
    tables = tables.apply(reassign_task(tables, "TD0001", salesperson_code="RB"))
    assert tables.where(Task, system_task_type=SystemTaskType.TEAM) == []
    assert [task.no for task in tables.where(Task, salesperson_code="RB")] == ["TD0001"]
    rows = [(row.attendee_no, row.attendance_type) for row in tables.where(Attendee, task_no="TD0001")]
    assert rows == [("RB", AttendanceType.TASK_ORGANIZER), ("JO", AttendanceType.REQUIRED)]
    (part,) = tables.where(Task, salesperson_code="JO")
    assert (part.system_task_type, part.team_code) == (SystemTaskType.SALESPERSON_ATTENDEE, "")


@pytest.mark.scenario("136203.ReassignTaskTypeMeeting")
def test_a_salesperson_s_meeting_goes_to_a_team_and_he_stays_the_organizer() -> None:
    task = draft(salesperson_code="JO", type=TaskType.MEETING, all_day_event=True)
    tables = created(Tables.of([JO, *team()]), task, [organizer_row(10000, JO)])
    tables = tables.apply(reassign_task(tables, "TD0001", team_code="SALE", numbers=numbers(2)))
    owner, part = tables.where(Task, team_code="SALE")
    assert (owner.system_task_type, owner.salesperson_code) == (SystemTaskType.TEAM, "")
    assert (part.system_task_type, part.salesperson_code) == (SystemTaskType.ORGANIZER, "JO")


CALL = Task(
    no="TD1",
    organizer_task_no="TD1",
    type=TaskType.PHONE_CALL,
    salesperson_code="JO",
    contact_no="CC1",
    contact_company_no="CC1",
    opportunity_no="OP1",
    date=DAY_ONE,
)


@pytest.mark.scenario("136203.TaskMakePhoneCallFromCardSalesPerson", "136203.TaskMakePhoneCallFromListSalesPerson")
def test_a_phone_call_from_a_task_carries_the_task_s_salesperson() -> None:
    line = draft_phone_call(CALL).line
    assert (line.salesperson_code, line.contact_no, line.todo_no) == ("JO", "CC1", "TD1")


AT_WORK = Context(today=DAY_ONE, interactive=True)
LOGGING = Policies(log_interaction=True)


@pytest.mark.scenario("136203.TaskPhoneCallCompleteSalesPerson")
def test_completing_a_phone_call_proposes_to_log_it_for_its_salesperson() -> None:
    tables = Tables.of([CALL, JO, CC1])
    changes = set_task_status(tables, "TD1", TaskStatus.COMPLETED, context=AT_WORK, policies=LOGGING)
    (task,) = changes.modified_of(Task)
    (request,) = changes.requests
    assert task.closed
    assert isinstance(request, InteractionDraft)
    assert request.phone_call
    assert (request.line.salesperson_code, request.line.opportunity_no) == ("JO", "")


@pytest.mark.scenario("136203.InteractionLogWizardOnClosedMeeting")
def test_completing_a_meeting_leads_to_an_interaction_with_its_contact() -> None:
    meeting = attrs.evolve(CALL, type=TaskType.MEETING, start_time=dt.time(10), duration=DAY // 24)
    tables = Tables.of([meeting, JO, CC1, InteractionTemplate(code="ANY", interaction_group_code="ANY")])
    changes = set_task_status(tables, "TD1", TaskStatus.COMPLETED, context=AT_WORK, policies=LOGGING)
    (request,) = changes.requests
    assert isinstance(request, InteractionDraft)
    assert not request.phone_call
    line = attrs.evolve(request.line, interaction_template_code="ANY", date=DAY_ONE, description="Met")
    tables = tables.apply(changes)
    tables = tables.apply(log_interaction(tables, line, context=AT_WORK))
    (entry,) = tables.where(InteractionLogEntry)
    assert (entry.contact_no, entry.todo_no, entry.opportunity_no) == ("CC1", "TD1", "OP1")


@pytest.mark.scenario("136203.DeleteSalespersonWithOpenTask")
def test_a_salesperson_with_an_open_task_is_kept() -> None:
    tables = created(Tables.of([JO]), draft(salesperson_code="JO"))
    with pytest.raises(SalespersonHasOpenTasks, match="JO"):
        delete_salesperson(tables, "JO")


@pytest.mark.scenario("136203.DeleteSalespersonWithClosedTask")
def test_a_salesperson_with_closed_tasks_only_can_go() -> None:
    tables = created(Tables.of([JO]), draft(salesperson_code="JO"))
    tables = tables.apply(close_task(tables, "TD0001", completed_by="JO", context=TODAY))
    assert delete_salesperson(tables, "JO").deleted == (JO,)


@pytest.mark.scenario("136203.DeleteSalespersonWithClosedOpportunity")
def test_a_salesperson_with_closed_opportunities_only_can_go() -> None:
    won = Opportunity(no="OP1", salesperson_code="JO", status=OpportunityStatus.WON, closed=True)
    assert delete_salesperson(Tables.of([JO, won]), "JO").deleted == (JO,)


@pytest.mark.scenario("136203.TaskEmptyTypeEndingDateChange")
def test_the_ending_date_entered_on_a_task_of_blank_type_is_kept() -> None:
    imported = Task(no="TD1", organizer_task_no="TD1", salesperson_code="JO", date=DAY_ONE, duration=0)
    before = ending_of(imported)
    tables = Tables.of([imported])
    tables = tables.apply(edit_task(tables, with_ending(imported, dt.date(2024, 1, 26))))
    (task,) = tables.where(Task)
    after = ending_of(task)
    assert before is not None
    assert before.date == DAY_ONE
    assert after is not None
    assert (after.date, task.duration) == (dt.date(2024, 1, 26), DAY)


@pytest.mark.scenario("136203.MeetingTaskTypeSaaSNotAllowed")
def test_without_meetings_a_stored_task_does_not_become_one() -> None:
    tables = created(Tables.of([JO]), draft(salesperson_code="JO"))
    with pytest.raises(MeetingNotSupported):
        edit_task(
            tables,
            attrs.evolve(tables.where(Task)[0], type=TaskType.MEETING),
            policies=Policies(meetings_allowed=False),
        )


OP1 = Opportunity(no="OP1", contact_no="CC1", contact_company_no="CC1", salesperson_code="JO", sales_cycle_code="CYC")


def opportunity_meeting(tables: Tables) -> Tables:
    task = attrs.evolve(
        draft_task(tables, opportunity_no="OP1", context=TODAY),
        type=TaskType.MEETING,
        all_day_event=True,
        priority=TaskPriority.LOW,
        description="OP1",
    )
    return created(tables, task, [organizer_row(10000, JO)])


@pytest.mark.scenario("136209.CreateOpportunityTask")
def test_a_meeting_of_an_opportunity_is_its_salesperson_s() -> None:
    tables = opportunity_meeting(Tables.of([JO, CC1, OP1]))
    (task,) = tables.where(Task, opportunity_no="OP1")
    assert (task.salesperson_code, task.type) == ("JO", TaskType.MEETING)


@pytest.mark.scenario("136209.ModifyOpportunityTask")
def test_an_import_stores_another_salesperson_without_reassigning() -> None:
    tables = opportunity_meeting(Tables.of([JO, RB, CC1, OP1]))
    (task,) = tables.where(Task, opportunity_no="OP1")
    tables = tables.apply(save_task(tables, attrs.evolve(task, salesperson_code="RB")))
    assert [task.opportunity_no for task in tables.where(Task, salesperson_code="RB")] == ["OP1"]


@pytest.mark.scenario("136207.CanceledTeamTask", "136207.DeleteTask")
def test_a_team_task_is_canceled_without_saying_who_completed_it_and_then_deleted() -> None:
    tables = created(Tables.of(team()), draft(team_code="SALE"))
    tables = tables.apply(set_task_canceled(tables, "TD0001", context=FEBRUARY))
    (task,) = tables.where(Task)
    assert (task.canceled, task.status, task.date_closed) == (True, TaskStatus.COMPLETED, dt.date(2024, 2, 1))
    tables = tables.apply(delete_canceled_tasks(tables, TaskFilters(team_code="SALE").admits))
    assert tables.where(Task, team_code="SALE") == []


MONTHS = consecutive_periods(DAY_ONE, Unit.MONTH, 12)
DAYS = consecutive_periods(DAY_ONE, Unit.DAY, 12)


@pytest.mark.scenario("136211.TaskWithSalesperson")
def test_the_matrix_counts_the_task_of_a_salesperson() -> None:
    tables = Tables.of([JO])
    tables = created(tables, attrs.evolve(draft_task(tables, salesperson_code="JO", context=TODAY), description="JO"))
    matrix = tasks_matrix(tables, TaskParty.SALESPERSON, MONTHS, filters=TaskFilters(salesperson_code="JO"))
    assert len(matrix.cell("JO", 0)) == 1


@pytest.mark.scenario("136211.TaskWithTeam")
def test_the_matrix_counts_the_task_of_a_team() -> None:
    tables = created(Tables.of(team()), draft(team_code="SALE"))
    matrix = tasks_matrix(tables, TaskParty.TEAM, MONTHS, filters=TaskFilters(team_code="SALE"))
    assert len(matrix.cell("SALE", 0)) == 1


@pytest.mark.scenario(
    "136211.TaskWithStatusNotStarted",
    "136211.TaskWithStatusWaiting",
    "136211.TaskWithStatusPostponed",
    "136211.TaskWithStatusCompleted",
)
@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (TaskStatus.NOT_STARTED, "1"),
        (TaskStatus.WAITING, "1"),
        (TaskStatus.POSTPONED, "1"),
        (TaskStatus.COMPLETED, ""),
    ],
)
def test_the_matrix_hides_completed_tasks_unless_closed_ones_are_included(status: TaskStatus, shown: str) -> None:
    tables = created(Tables.of([JO]), draft(salesperson_code="JO"))
    tables = tables.apply(set_task_status(tables, "TD0001", status, context=TODAY))
    filters = TaskFilters(salesperson_code="JO", status=status)
    assert tasks_matrix(tables, TaskParty.SALESPERSON, MONTHS, filters=filters).cell("JO", 0).shown_count == shown


@pytest.mark.scenario("136211.CheckContactNumberOnTaskMatrix")
def test_the_matrix_names_the_contact_of_a_single_task() -> None:
    tables = Tables.of([JO, CC1])
    tables = created(tables, attrs.evolve(draft_task(tables, contact_no="CC1", context=TODAY), description="CC1"))
    matrix = tasks_matrix(tables, TaskParty.SALESPERSON, DAYS, filters=TaskFilters(contact_company_no="CC1"))
    assert matrix.cell("JO", 0).shown_contact_no == "CC1"


@pytest.mark.scenario("136211.CheckContactNumberOnTaskMatrixwithZeroContactNo")
def test_the_matrix_names_no_contact_without_tasks() -> None:
    tables = Tables.of([JO, CC1])
    draft_task(tables, contact_no="CC1", context=TODAY)
    cell = tasks_matrix(tables, TaskParty.SALESPERSON, DAYS).cell("JO", 0)
    assert (cell, cell.shown_contact_no) == (TasksCell(), "")


@pytest.mark.scenario("136201.VerifyOneRecordIsCreatedForNonMeetingTaskCreatedFromTaskListForContact")
def test_a_contact_s_task_is_a_single_record() -> None:
    tables = Tables.of([JO, CC1])
    tables = created(tables, attrs.evolve(draft_task(tables, contact_no="CC1", context=TODAY), description="CC1"))
    assert len(tables.where(Task, contact_no="CC1")) == 1
    assert len(tasks_of(tables, TaskParty.CONTACT, "CC1")) == 1


@pytest.mark.scenario("136205.CheckTaskWOSetup")
def test_a_task_needs_a_number_series() -> None:
    tables = Tables.of([JO])
    with pytest.raises(NoSeries, match="Task"):
        create_task(tables, draft(salesperson_code="JO"))
