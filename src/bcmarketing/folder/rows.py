"""The rows of a CSV file, each with its line."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from .faults import BadData

#: A row as it stands in a file: column -> text.
Row = dict[str, str]


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
