"""Rows by the values of some of their fields."""

import operator
from collections.abc import Hashable, Iterable
from functools import cache

import attrs

from ..errors import WrongType
from .reader import Key, Record


class FieldIndex:
    """The rows of one table by the values of some fields; kept up to date by whoever owns the rows."""

    def __init__(self, fields: tuple[str, ...], rows: Iterable[tuple[Key, Record | None]]) -> None:
        self._values = operator.attrgetter(*fields)
        self._found: dict[Hashable, dict[Key, Record]] = {}
        for key, row in rows:
            if row is not None:
                self.add(key, row)

    def add(self, key: Key, row: Record) -> None:
        """Take a row in."""
        self._found.setdefault(self._values(row), {})[key] = row

    def remove(self, key: Key, row: Record) -> None:
        """Leave a row out."""
        self._found.get(self._values(row), {}).pop(key, None)

    def find(self, values: Hashable) -> dict[Key, Record]:
        """Return the rows with these values."""
        return self._found.get(values, {})


@cache
def _fields_of(kind: type[Record]) -> frozenset[str]:
    return frozenset(field.name for field in attrs.fields(kind))


def asked(kind: type[Record], fields: dict[str, Hashable]) -> tuple[tuple[str, ...], Hashable]:
    """Return names and values in one order, the shape in which `FieldIndex` wants them."""
    for name, value in fields.items():
        if name not in _fields_of(kind):
            raise WrongType(name, value, f"is no field of {kind.__name__}")
    names = tuple(sorted(fields))
    values = tuple(fields[name] for name in names)
    return names, (values[0] if len(values) == 1 else values)
