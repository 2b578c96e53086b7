"""Deleting opportunities, sales cycles and stages, each with what belongs to it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..arguments import checked, checked_code
from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..filters.predicates import record_predicate
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import (
    ActionTaken,
    Opportunity,
    OpportunityEntry,
    OpportunityStatus,
    SalesCycle,
    SalesCycleStage,
)
from .refusals import CycleInUse, OpportunityInProgress, StageInUse
from .standing import opportunity_of
from .statistics import check_filters

_CLOSING: Final = (ActionTaken.WON, ActionTaken.LOST)
_ALL: Final[Mapping[str, str]] = MappingProxyType({})


@checked_kinds
def delete_opportunity(reader: Reader, opportunity_no: str) -> ChangeSet:
    """Delete an opportunity with its entries and comments; its tasks and interactions stay.

    Raises:
        NotFound: there is no such opportunity.
        OpportunityInProgress: it is in progress.

    Source: table 5092, OnDelete.
    """
    work = Work(reader)
    opportunity = opportunity_of(work, opportunity_no)
    if opportunity.status is OpportunityStatus.IN_PROGRESS:
        raise OpportunityInProgress(opportunity.no)
    _delete(work, opportunity)
    return work.done()


@checked_kinds
def delete_closed_opportunities(reader: Reader, filters: Mapping[str, str] = _ALL) -> ChangeSet:
    """Delete all closed opportunities that pass the filters, with their entries and comments.

    Args:
        filters: filter expressions by field of `Opportunity`; Business Central offers number, closing date,
            salesperson, campaign, contact and sales cycle.

    Raises:
        WrongType: the filters are no mapping.
        InvalidField: a filter names no field of the opportunities.
        FilterSyntax: a filter is malformed.
        FilterValue: a value in a filter does not fit its field.

    Source: report 5182.
    """
    work = Work(reader)
    is_meant = record_predicate(Opportunity, check_filters(filters))
    for opportunity in work.where(Opportunity, closed=True):
        if is_meant(opportunity):
            _delete(work, opportunity)
    return work.done()


def delete_sales_cycle(reader: Reader, sales_cycle_code: str) -> ChangeSet:
    """Delete a sales cycle with its stages and the comments of both.

    Raises:
        NotFound: there is no such sales cycle.
        CycleInUse: an open opportunity is in it.

    Source: table 5090, OnDelete.
    """
    work = Work(reader)
    cycle = work.require(SalesCycle, checked_code(sales_cycle_code, 10, "sales_cycle_code"))
    entries = work.where(OpportunityEntry, active=True, sales_cycle_code=cycle.code)
    if any(entry.action_taken not in _CLOSING for entry in entries):
        raise CycleInUse(cycle.code)
    _delete_comments(work, CommentTable.SALES_CYCLE, cycle.code)
    for stage in work.where(SalesCycleStage, sales_cycle_code=cycle.code):
        _delete_stage(work, stage)
    work.delete(cycle)
    return work.done()


def delete_stage(reader: Reader, sales_cycle_code: str, stage: int) -> ChangeSet:
    """Delete a stage of a sales cycle with its comments.

    Raises:
        NotFound: there is no such stage.
        StageInUse: an opportunity stands on it.

    Source: table 5091, OnDelete.
    """
    work = Work(reader)
    code = checked_code(sales_cycle_code, 10, "sales_cycle_code")
    found = work.require(SalesCycleStage, (code, checked(stage, int, "stage")))
    if work.where(OpportunityEntry, active=True, sales_cycle_code=code, sales_cycle_stage=stage):
        raise StageInUse(code, stage)
    _delete_stage(work, found)
    return work.done()


def _delete(work: Work, opportunity: Opportunity) -> None:
    _delete_comments(work, CommentTable.OPPORTUNITY, opportunity.no)
    for entry in work.where(OpportunityEntry, opportunity_no=opportunity.no):
        work.delete(entry)
    work.delete(opportunity)


def _delete_stage(work: Work, stage: SalesCycleStage) -> None:
    for comment in work.where(
        RlshpMgtCommentLine,
        table_name=CommentTable.SALES_CYCLE_STAGE,
        no=stage.sales_cycle_code,
        sub_no=stage.stage,
    ):
        work.delete(comment)
    work.delete(stage)


def _delete_comments(work: Work, table: CommentTable, no: str) -> None:
    for comment in work.where(RlshpMgtCommentLine, table_name=table, no=no):
        work.delete(comment)
