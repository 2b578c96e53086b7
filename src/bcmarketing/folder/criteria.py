"""The selection steps of segments: one row of a file a step, and the criteria lines that record it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

import attrs

from ..arguments import checked_code
from ..codes import to_code
from ..errors import BCMarketingError, InvalidField
from ..segments.records import CriteriaAction, CriteriaLineType, SegmentCriteriaLine
from ..segments.steps import SelectionStep, criteria_lines, recorded_filters
from ..store.reader import Record
from .cells import read_cell, read_integer, reason
from .faults import BadData
from .rows import Row

_T = TypeVar("_T")

_ACTIONS: Final[Mapping[str, CriteriaAction]] = {
    "Add": CriteriaAction.ADD,
    "Reduce": CriteriaAction.REDUCE,
    "Refine": CriteriaAction.REFINE,
}
#: column -> table and field that it filters
_FILTERS: Final[Mapping[str, tuple[str, str]]] = {
    "contact_no_filter": ("contact", "no"),
    "contact_type_filter": ("contact", "type"),
    "salesperson_code_filter": ("contact", "salesperson_code"),
    "territory_code_filter": ("contact", "territory_code"),
    "country_region_code_filter": ("contact", "country_region_code"),
    "profile_questionnaire_code_filter": ("contact_profile_answer", "profile_questionnaire_code"),
    "profile_line_no_filter": ("contact_profile_answer", "line_no"),
    "mailing_group_code_filter": ("contact_mailing_group", "mailing_group_code"),
    "job_responsibility_code_filter": ("contact_job_responsibility", "job_responsibility_code"),
    "industry_group_code_filter": ("contact_industry_group", "industry_group_code"),
    "business_relation_code_filter": ("contact_business_relation", "business_relation_code"),
    "value_entry_posting_date_filter": ("value_entry", "posting_date"),
}
#: column -> mark of the selection step
_FLAGS: Final[Mapping[str, str]] = {
    "allow_existing_contacts": "allow_existing_contacts",
    "expand_companies": "expand_contact",
    "allow_related_companies": "allow_company_with_persons",
    "ignore_exclusion": "ignore_exclusion",
    "entire_companies": "entire_companies",
}
#: column -> the file whose codes it names, where it names a single one
_TARGETS: Final[Mapping[str, str]] = {
    "job_responsibility_code_filter": "job_responsibilities",
    "business_relation_code_filter": "business_relations",
    "profile_questionnaire_code_filter": "profile_questionnaires",
}
_COLUMN_OF: Final[Mapping[tuple[str, str], str]] = {place: column for column, place in _FILTERS.items()}


def read_criteria(file: str, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, SegmentCriteriaLine]]:
    """Turn selection steps into criteria lines, each with the line of its step: by segment, in the order of step_no.

    Raises:
        BadData: a segment, number, action or filter is none, or a step stands there twice.
    """
    steps: dict[tuple[str, int], tuple[int, SelectionStep]] = {}
    for line, row in rows:
        key = (
            _cell(file, line, row, "segment_no", lambda text: checked_code(text, 20, "segment_no")),
            _cell(file, line, row, "step_no", lambda text: read_integer(text, "step_no")),
        )
        if key in steps:
            shown = " ".join(map(str, key))
            raise BadData(file, line, "segment_no+step_no", shown, f"is a duplicate of line {steps[key][0]}")
        steps[key] = line, _step(file, line, row)
    last_line_no: dict[str, int] = {}
    for (segment_no, _), (line, step) in sorted(steps.items(), key=lambda item: item[0]):
        for record in criteria_lines(segment_no, last_line_no.get(segment_no, 0) + 1, step):
            last_line_no[segment_no] = record.line_no
            yield line, record


def _cell(file: str, line: int, row: Row, column: str, read: Callable[[str], _T]) -> _T:
    text = row[column]
    if not text.strip():
        raise BadData(file, line, column, text, "must not be blank")
    try:
        return read(text)
    except BCMarketingError as error:
        raise BadData(file, line, column, text, reason(error)) from error


def _step(file: str, line: int, row: Row) -> SelectionStep:
    action = _cell(file, line, row, "action", _action)
    filters: dict[str, dict[str, str]] = {}
    for column, (table, field) in _FILTERS.items():
        if row[column].strip():
            _cell(file, line, row, column, partial(_filter, table, field))
            filters.setdefault(table, {})[field] = row[column]
    flags = {field: _cell(file, line, row, column, _flag) for column, field in _FLAGS.items() if row[column]}
    try:
        return SelectionStep(action=action, filters=recorded_filters(filters), **flags)
    except BCMarketingError as error:
        raise BadData(file, line, "", "", f"filters {reason(error)}") from error


def _filter(table: str, field: str, text: str) -> object:
    return recorded_filters({table: {field: text}})


def _flag(text: str) -> bool:
    return read_cell(text, bool, "") is True


def _action(text: str) -> CriteriaAction:
    for name, action in _ACTIONS.items():
        if text.strip().casefold() == name.casefold():
            return action
    raise InvalidField("action", text, f"is none of {', '.join(map(repr, _ACTIONS))}")


@attrs.frozen
class CriteriaReference:
    """A single code that a filter names, and the file that has it."""

    column: str
    code: str
    target: str


def criteria_references(placed: Iterable[tuple[int, Record]]) -> Iterator[tuple[int, CriteriaReference]]:
    """Return the references of criteria lines, each with its line."""
    for line, record in placed:
        if isinstance(record, SegmentCriteriaLine):
            for field, expression in record.view:
                column = _COLUMN_OF[record.table, field]
                if column in _TARGETS and expression.replace("-", "").replace("_", "").isalnum():
                    yield line, CriteriaReference(column, to_code(expression), _TARGETS[column])


def criteria_rows(lines: Iterable[SegmentCriteriaLine], columns: Sequence[str]) -> Iterator[Sequence[object]]:
    """Turn action lines with their filter lines back into one row a selection step.

    Raises:
        InvalidField: a filter is on a field without a column.
    """
    steps: list[dict[str, object]] = []
    for line in lines:
        if line.type is CriteriaLineType.ACTION:
            number = 1 + sum(step["segment_no"] == line.segment_no for step in steps)
            flags = {column: getattr(line, field) for column, field in _FLAGS.items()}
            action = next(name for name, action in _ACTIONS.items() if action is line.action)
            steps.append({"segment_no": line.segment_no, "step_no": number, "action": action, **flags})
        else:
            for field, expression in line.view:
                if (line.table, field) not in _COLUMN_OF:
                    raise InvalidField("view", f"{line.table}.{field}", "has no column in segment_criteria.csv")
                steps[-1][_COLUMN_OF[line.table, field]] = expression
    yield from ([step.get(column) for column in columns] for step in steps)
