"""Reading a data folder: every file, every reference, or one clear error and nothing."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, cast

import attrs

from ..activities.records import DAY, Task
from ..amounts import multiply
from ..contacts.records import Contact
from ..contacts.setup import MarketingSetup
from ..errors import BCMarketingError, InvalidField
from ..segments.records import CriteriaAction, CriteriaLineType, SegmentCriteriaLine
from ..store.reader import Key, Record, key_of
from ..store.tables import Tables
from .cells import has_blank, read_cell, reason
from .faults import BadData, Dangling
from .layout import TABLES, Table

#: A row as it stands in a file: column -> text.
Row = dict[str, str]
#: A record and the line it stands on.
Placed = tuple[int, Record]

_MINUTE: Final = DAY // 1440


@attrs.frozen
class LoadedFolder:
    """The tables of a data folder.

    Attributes:
        tables: every row of every file, as records.
        references: how many references were checked.
        dangling: those that lead nowhere.
    """

    tables: Tables
    references: int
    dangling: tuple[Dangling, ...]


def load_folder(folder: Path | str) -> LoadedFolder:
    """Load all tables of a data folder.

    Dangling references are reported, not refused: databases have them; a run can refuse them.

    Raises:
        BadData: a file is missing or wrong; names file, line, column and value.
    """
    folder = Path(folder)
    if not os.path.isdir(folder):  # noqa: PTH112 - False for names that no folder can have, too
        raise BadData(str(folder), 0, "", "", "is no folder")
    files: dict[str, list[Placed]] = {}
    for name, table in TABLES.items():
        files[name] = _records(name, table, read_rows(folder / f"{name}.csv", table.columns))
    files["contacts"] = _with_company_names(files["contacts"])
    checked, dangling = _references(files)
    tables = Tables.of(record for placed in files.values() for _, record in placed)
    return LoadedFolder(tables, checked, tuple(dangling))


def read_rows(path: Path, columns: Sequence[str]) -> list[tuple[int, Row]]:
    """Return the rows of a CSV file with these columns, each with its line number.

    Raises:
        BadData: the file is missing, is no UTF-8 CSV, or has other columns.
    """
    return list(_read_rows(path, columns))


def _read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadData(path.name, 0, "", "", "is missing") from None
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, or a name that no file can have
        raise BadData(path.name, 0, "", "", f"cannot be read: {error}") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is None:
            raise BadData(path.name, 1, "", "", "has no header line")
        _check_header(path.name, header, columns)
        start = rows.line_num + 1
        for cells in rows:
            if cells:
                if len(cells) != len(header):
                    raise BadData(path.name, start, "", "", f"has {len(cells)} fields, not {len(header)}")
                yield start, dict(zip(header, cells, strict=True))
            start = rows.line_num + 1
    except csv.Error as error:
        raise BadData(path.name, rows.line_num, "", "", f"is no CSV: {error}") from None


def _check_header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    for column in header:
        if column not in columns:
            raise BadData(file, 1, column, column, "is no column of this table")
        if header.count(column) > 1:
            raise BadData(file, 1, column, column, "stands there twice")
    for column in columns:
        if column not in header:
            raise BadData(file, 1, column, "", "is missing from the header")


@cache
def _field_types(kind: type[Record]) -> dict[str, object]:
    return {field.name: field.type for field in attrs.fields(cast("type[attrs.AttrsInstance]", kind))}


def _records(name: str, table: Table, rows: list[tuple[int, Row]]) -> list[Placed]:
    file = f"{name}.csv"
    if table.kind is MarketingSetup:
        return [_setup(file, rows)]
    if table.kind is SegmentCriteriaLine:
        return list(_criteria(file, rows))
    placed = [(line, _record(file, line, table, row)) for line, row in rows]
    _check_keys(file, table, placed)
    return placed


def _record(file: str, line: int, table: Table, row: Row) -> Record:
    types = _field_types(table.kind)
    values: dict[str, object] = {}
    for column, text in row.items():
        field = table.renamed.get(column, column)
        if column in table.ignored or (text == "" and not has_blank(types[field])):
            continue
        try:
            values[field] = read_cell(text, types[field], column)
        except BCMarketingError as error:
            raise BadData(file, line, column, text, reason(error)) from error
    if table.kind is Task and "duration" in row | values:
        values["duration"] = _milliseconds(file, line, row["duration_min"])
    return make(file, line, table, row, values)


def make(file: str, line: int, table: Table, row: Row, values: dict[str, object]) -> Record:
    """Make the record of a row.

    Raises:
        BadData: a key is blank or a value does not fit its field.
    """
    columns = {table.renamed.get(column, column): column for column in table.columns}
    for field in attrs.fields(cast("type[attrs.AttrsInstance]", table.kind)):
        if field.default is attrs.NOTHING and field.name not in values:
            column = columns.get(field.name, field.name)
            raise BadData(file, line, column, row.get(column, ""), "must not be blank")
    try:
        return table.kind(**values)
    except InvalidField as error:
        column = columns.get(error.field, error.field)
        raise BadData(file, line, column, row.get(column, ""), error.why) from error


def _milliseconds(file: str, line: int, minutes: str) -> int:
    try:
        value = read_cell(minutes or "0", Decimal, "duration_min")
    except BCMarketingError as error:
        raise BadData(file, line, "duration_min", minutes, reason(error)) from error
    return int(multiply(cast("Decimal", value), Decimal(_MINUTE)))


def _check_keys(file: str, table: Table, placed: list[Placed]) -> None:
    columns = [{field: column for column, field in table.renamed.items()}.get(f, f) for f in table.kind.key_fields]
    seen: dict[Key, int] = {}
    for line, record in placed:
        key = key_of(record)
        if key in seen:
            shown = " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
            raise BadData(file, line, "+".join(columns), shown, f"is a duplicate of line {seen[key]}")
        seen[key] = line


def _setup(file: str, rows: list[tuple[int, Row]]) -> Placed:
    types = _field_types(MarketingSetup)
    values: dict[str, object] = {}
    for line, row in rows:
        field, text = row["field"], row["value"]
        if field not in types or field == "primary_key":
            raise BadData(file, line, "field", field, "is no field of the marketing setup")
        if field in values:
            raise BadData(file, line, "field", field, "stands there twice")
        try:
            values[field] = read_cell(text, types[field], field) if text else None
            MarketingSetup(**{key: value for key, value in values.items() if value is not None})  # type: ignore[arg-type]
        except BCMarketingError as error:
            raise BadData(file, line, "value", text, reason(error)) from error
    return 2, MarketingSetup(**{key: value for key, value in values.items() if value is not None})  # type: ignore[arg-type]


#: column of segment_criteria.csv -> table and field that it filters
CRITERIA_COLUMNS: Final = {
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
#: column of segment_criteria.csv -> mark of the selection step
CRITERIA_FLAGS: Final = {
    "allow_existing_contacts": "allow_existing_contacts",
    "expand_companies": "expand_contact",
    "allow_related_companies": "allow_company_with_persons",
    "ignore_exclusion": "ignore_exclusion",
    "entire_companies": "entire_companies",
}
#: table of a filter -> field -> the file whose codes it names, where it names a single one
_CRITERIA_TARGETS: Final = {
    ("contact_job_responsibility", "job_responsibility_code"): "job_responsibilities",
    ("contact_business_relation", "business_relation_code"): "business_relations",
    ("contact_profile_answer", "profile_questionnaire_code"): "profile_questionnaires",
}


def _criteria(file: str, rows: list[tuple[int, Row]]) -> Iterator[Placed]:
    """Turn each selection step into its action line and one filter line per table."""
    numbers: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for line, row in rows:
        if (row["segment_no"], row["step_no"]) in seen:
            raise BadData(file, line, "segment_no+step_no", f"{row['segment_no']} {row['step_no']}", "is a duplicate")
        seen.add((row["segment_no"], row["step_no"]))
        views: dict[str, list[tuple[str, str]]] = {}
        for column, (table, field) in CRITERIA_COLUMNS.items():
            if row[column]:
                views.setdefault(table, []).append((field, row[column]))
        column = "action"
        try:
            action = CriteriaAction.parse(row["action"], column)
            flags = {}
            for column in CRITERIA_FLAGS:
                flags[column] = row[column] != "" and read_cell(row[column], bool, column) is True
            column = "segment_no"
            number = numbers.get(row["segment_no"], 0) + 1
            head = SegmentCriteriaLine(
                segment_no=row["segment_no"],
                line_no=number,
                action=action,
                no_of_filters=len(views),
                allow_existing_contacts=flags["allow_existing_contacts"],
                expand_contact=flags["expand_companies"],
                allow_company_with_persons=flags["allow_related_companies"],
                ignore_exclusion=flags["ignore_exclusion"],
                entire_companies=flags["entire_companies"],
            )
        except BCMarketingError as error:
            raise BadData(file, line, column, row[column], reason(error)) from error
        yield line, head
        for table, view in views.items():
            number += 1
            yield (
                line,
                SegmentCriteriaLine(
                    segment_no=row["segment_no"],
                    line_no=number,
                    type=CriteriaLineType.FILTER,
                    table=table,
                    view=tuple(view),
                ),
            )
        numbers[row["segment_no"]] = number


def _with_company_names(placed: list[Placed]) -> list[Placed]:
    """Fill in the company names, which the files leave out."""
    names = {contact.no: contact.name for _, contact in placed if isinstance(contact, Contact)}
    return [
        (line, attrs.evolve(contact, company_name=names.get(contact.company_no, "")))
        for line, contact in placed
        if isinstance(contact, Contact)
    ]


def _references(files: dict[str, list[Placed]]) -> tuple[int, list[Dangling]]:
    keys = {name: {key_of(record) for _, record in placed} for name, placed in files.items()}
    checked, dangling = 0, []
    for name, placed in files.items():
        table = TABLES[name]
        for column, where in table.refers.items():
            for line, record in placed:
                target, key = _target(table, column, where, record)
                if target == "" or key in ("", 0):
                    continue
                checked += 1
                if key not in keys[target]:
                    shown = key[-1] if isinstance(key, tuple) else key
                    dangling.append(Dangling(f"{name}.csv", line, column, str(shown), target))
    for line, record in files["segment_criteria"]:
        for field, code in record.view if isinstance(record, SegmentCriteriaLine) else ():
            target = _CRITERIA_TARGETS.get((cast("SegmentCriteriaLine", record).table, field), "")
            if target and code.replace("-", "").replace("_", "").isalnum():
                checked += 1
                if code not in keys[target]:
                    dangling.append(Dangling("segment_criteria.csv", line, f"{field}_filter", code, target))
    return checked, dangling


def _target(table: Table, column: str, where: str, record: Record) -> tuple[str, Key]:
    """Return the file and the key that a reference leads to; a blank file for no reference."""
    value = getattr(record, table.renamed.get(column, column))
    if value in ("", 0):
        return "", ""
    if ": " in where:
        decider, _, choices = where.partition(": ")
        caption = str(getattr(record, table.renamed.get(decider, decider)))
        targets = dict(choice.split("=") for choice in choices.split())
        return targets.get(caption.replace(" ", "_"), ""), value
    if "=" in where:
        columns, target = where.split("=")
        return target, tuple(getattr(record, table.renamed.get(part, part)) for part in columns.split("+"))
    return where, value
