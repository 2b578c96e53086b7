"""Writing tables, order lines and steps as a data folder: the way back from `load_folder`."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from ..activities.records import DAY, Task
from ..amounts import divide
from ..contacts.setup import MarketingSetup
from ..segments.records import SegmentCriteriaLine
from ..store.reader import Record
from ..store.tables import Tables
from .cells import write_cell
from .criteria import criteria_rows
from .layout import TABLES, Table
from .orders import ORDER_COLUMNS, OrderLine

_MINUTE: Final = Decimal(DAY // 1440)
#: Numbers that refer to a row: 0 is written as blank.
_REFERENCES: Final = ("register_no", "campaign_entry_no", "logged_segment_entry_no", "opportunity_entry_no")


def write_folder(
    folder: Path | str,
    tables: Tables,
    orders: Iterable[OrderLine] = (),
    steps: Iterable[Mapping[str, object]] = (),
) -> Path:
    """Write everything that a data folder holds into *folder*, which is made if need be; return the folder.

    Fields that the files have no column for are left out.

    Raises:
        InvalidField: a selection step filters by a field that the files have no column for.
        OSError: the folder cannot be written to.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        _write(folder / f"{name}.csv", table.columns, _rows(table, tables))
    _write(folder / "orders.csv", ORDER_COLUMNS, ([getattr(order, c) for c in ORDER_COLUMNS] for order in orders))
    content = [{key: value for key, value in step.items() if value != ""} for step in steps]
    (folder / "steps.json").write_text(json.dumps(content, indent=1, default=write_cell) + "\n", encoding="utf-8")
    return folder


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([write_cell(value) for value in row] for row in rows)


def _rows(table: Table, tables: Tables) -> Iterator[Sequence[object]]:
    if table.kind is MarketingSetup:
        for setup in tables.where(MarketingSetup):
            fields = [field for field in attrs.fields(MarketingSetup) if field.name != "primary_key"]
            yield from ([field.name, getattr(setup, field.name)] for field in fields)
    elif table.kind is SegmentCriteriaLine:
        yield from criteria_rows(tables.where(SegmentCriteriaLine), table.columns)
    else:
        for record in tables.where(table.kind):
            yield [_value(table, record, column) for column in table.columns]


def _value(table: Table, record: Record, column: str) -> object:
    if column in table.ignored:
        return None
    value = getattr(record, table.renamed.get(column, column))
    if isinstance(record, Task) and column == "duration_min":
        return divide(Decimal(record.duration), _MINUTE)
    return None if column in _REFERENCES and value == 0 else value
