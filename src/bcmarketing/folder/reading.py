"""Reading a data folder: every file, every reference, or one clear error and nothing."""

import os
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
from ..segments.records import SegmentCriteriaLine
from ..store.reader import Key, Record, key_of
from ..store.tables import Tables
from .cells import has_blank, read_cell, reason
from .criteria import criteria_references, read_criteria
from .faults import BadData, Dangling
from .layout import TABLES, Table
from .rows import Row, read_rows

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


@cache
def _field_types(kind: type[Record]) -> dict[str, object]:
    return {field.name: field.type for field in attrs.fields(kind)}


def _records(name: str, table: Table, rows: list[tuple[int, Row]]) -> list[Placed]:
    file = f"{name}.csv"
    if table.kind is MarketingSetup:
        return [_setup(file, rows)]
    if table.kind is SegmentCriteriaLine:
        return list(read_criteria(file, rows))
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
    for field in attrs.fields(table.kind):
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
    for line, reference in criteria_references(files["segment_criteria"]):
        checked += 1
        if reference.code not in keys[reference.target]:
            dangling.append(Dangling("segment_criteria.csv", line, reference.column, reference.code, reference.target))
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
