from collections.abc import Callable

import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.contacts.records import CommentTable, RlshpMgtCommentLine
from bcmarketing.errors import InvalidField, NotFound
from bcmarketing.opportunities.deletion import (
    delete_closed_opportunities,
    delete_opportunity,
    delete_sales_cycle,
    delete_stage,
)
from bcmarketing.opportunities.overview import sales_cycle_has_comment
from bcmarketing.opportunities.records import (
    ActionTaken,
    Opportunity,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.refusals import CycleInUse, OpportunityInProgress, StageInUse
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]
COMMENTS = [
    RlshpMgtCommentLine(table_name=CommentTable.OPPORTUNITY, no="OP1", line_no=1),
    RlshpMgtCommentLine(table_name=CommentTable.OPPORTUNITY, no="OP2", line_no=1),
    RlshpMgtCommentLine(table_name=CommentTable.SALES_CYCLE, no="FIRM", line_no=1),
    RlshpMgtCommentLine(table_name=CommentTable.SALES_CYCLE_STAGE, no="FIRM", sub_no=1, line_no=1),
    RlshpMgtCommentLine(table_name=CommentTable.SALES_CYCLE_STAGE, no="FIRM", sub_no=2, line_no=1),
]
TASK = Task(no="T1", organizer_task_no="T1", opportunity_no="OP1")


@pytest.mark.rule("E-OPP-ACTIVE", "E-NOT-FOUND")
def test_an_opportunity_in_progress_is_not_deleted(build: Build) -> None:
    with pytest.raises(OpportunityInProgress):
        delete_opportunity(build(), "OP1")
    with pytest.raises(NotFound):
        delete_opportunity(build(), "OP9")


@pytest.mark.parametrize("status", [status for status in OpportunityStatus if status.name != "IN_PROGRESS"])
def test_any_other_goes_with_entries_and_comments_while_tasks_stay(build: Build, status: OpportunityStatus) -> None:
    changes = delete_opportunity(build(*COMMENTS, TASK, status=status), "op1")
    kinds = [type(row) for row in changes.deleted]
    assert kinds == [RlshpMgtCommentLine, OpportunityEntry, Opportunity]
    assert changes.deleted[0] == COMMENTS[0]


@pytest.mark.rule("E-FIELD-INVALID")
def test_the_batch_deletes_closed_ones_within_its_filters(build: Build) -> None:
    closed: list[Record] = [
        Opportunity(no="A1", status=OpportunityStatus.WON, closed=True, salesperson_code="JO"),
        Opportunity(no="A2", status=OpportunityStatus.LOST, closed=True, salesperson_code="RB"),
        OpportunityEntry(entry_no=20, opportunity_no="A1"),
        OpportunityEntry(entry_no=21, opportunity_no="A2", active=True),
    ]
    tables = build(*closed, *COMMENTS)
    left = tables.apply(delete_closed_opportunities(tables))
    assert [row.no for row in left.where(Opportunity)] == ["OP1", "OP2"]
    assert [row.entry_no for row in left.where(OpportunityEntry)] == [7]
    filtered = delete_closed_opportunities(tables, {"salesperson_code": "JO|XX", "no": "A*"})
    assert [row.no for row in filtered.deleted_of(Opportunity)] == ["A1"]
    with pytest.raises(InvalidField):
        delete_closed_opportunities(tables, {"colour": "red"})


@pytest.mark.rule("E-CYCLE-IN-USE")
def test_a_cycle_goes_with_stages_and_comments_once_no_open_opportunity_is_in_it(build: Build) -> None:
    tables = build(*COMMENTS)
    with pytest.raises(CycleInUse):
        delete_sales_cycle(tables, "FIRM")
    active = tables.where(OpportunityEntry)[0]
    closed = build(*COMMENTS, attrs.evolve(active, action_taken=ActionTaken.LOST))
    changes = delete_sales_cycle(closed, "firm")
    assert len(changes.deleted_of(SalesCycleStage)) == 4
    assert set(changes.deleted_of(RlshpMgtCommentLine)) == set(COMMENTS[2:])
    assert [cycle.code for cycle in changes.deleted_of(SalesCycle)] == ["FIRM"]
    assert not sales_cycle_has_comment(build(), "FIRM")


@pytest.mark.rule("E-STAGE-IN-USE", "E-NOT-FOUND")
def test_a_stage_goes_once_no_opportunity_stands_on_it(build: Build) -> None:
    tables = build(*COMMENTS)
    with pytest.raises(StageInUse):
        delete_stage(tables, "FIRM", 1)
    changes = delete_stage(tables, "firm", 2)
    assert changes.deleted_of(RlshpMgtCommentLine) == (COMMENTS[4],)
    assert [stage.stage for stage in changes.deleted_of(SalesCycleStage)] == [2]
    with pytest.raises(NotFound):
        delete_stage(tables, "FIRM", 9)
