"""Price list lines column by column: the shape in which a price book travels between processes."""

import operator
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import attrs

from .records import PriceListLine

_NAMES: Final = tuple(field.name for field in attrs.fields(PriceListLine))

#: One column for each field, each value of a column stored once.
Columns: TypeAlias = tuple[Sequence[object], ...]


def to_columns(lines: Iterable[PriceListLine]) -> Columns:
    """Return the fields of lines as columns in which equal values are one object, so that they travel once."""
    columns = tuple(zip(*map(operator.attrgetter(*_NAMES), lines), strict=True))
    return tuple(_shared(column) for column in columns)


def _shared(column: Sequence[object]) -> Sequence[object]:
    known: dict[str, object] = {}
    # By text, as 5 and 5.0 are equal, and yet not the same to those who print them.
    return [known.setdefault(str(value), value) for value in column]


def from_columns(columns: Columns) -> list[PriceListLine]:
    """Return the lines of which these are the columns."""
    return [PriceListLine(**dict(zip(_NAMES, row, strict=True))) for row in zip(*columns, strict=True)]
