"""What every `Reader` must do: a host runs these checks against its own store.

The checks compare the host's answers with those of `Tables`, and raise `AssertionError` where they differ.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import cast

import attrs

from ..samples import winter_light
from ..store.changes import ChangeSet, Modified
from ..store.reader import Reader, Record, key_of
from ..store.tables import Tables

#: Makes a store that holds these rows and nothing else, and returns its reader.
MakeReader = Callable[[Sequence[Record]], Reader]
#: Applies a change set to the store behind a reader, and returns a reader of what is there then.
Apply = Callable[[Reader, ChangeSet], Reader]


def check_reader(make_reader: MakeReader, rows: Iterable[Record] | None = None) -> None:
    """Check that a reader answers as `Tables` does.

    Args:
        make_reader: makes a store of the host's that holds these rows.
        rows: the rows; those of the sample unless given.

    Raises:
        AssertionError: an answer differs; the message says which.

    >>> check_reader(Tables.of)
    """
    stored = tuple(winter_light.tables().rows() if rows is None else rows)
    # Backwards, so that an order of insertion is not mistaken for the order of keys.
    compare(make_reader(stored[::-1]), Tables.of(stored))
    compare(make_reader(()), Tables(), kinds={type(row) for row in stored})


def check_store(make_reader: MakeReader, apply: Apply, rows: Iterable[Record] | None = None) -> None:
    """Check that a store applies change sets as `Tables` does: each row changed, each deleted, each inserted again.

    Raises:
        AssertionError: an answer differs after a change set.

    >>> check_store(Tables.of, lambda tables, changes: tables.apply(changes))
    """
    stored = tuple(winter_light.tables().rows() if rows is None else rows)
    reader, tables = make_reader(stored), Tables.of(stored)
    for changes in (_touched(stored), ChangeSet(deleted=tuple(map(_touch, stored))), ChangeSet(inserted=stored)):
        reader, tables = apply(reader, changes), tables.apply(changes)
        compare(reader, tables, kinds={type(row) for row in stored})


def compare(reader: Reader, tables: Tables, *, kinds: Iterable[type[Record]] = ()) -> None:
    """Compare everything that a reader can be asked about these tables.

    Raises:
        AssertionError: an answer differs; the message says which.
    """
    for kind in sorted({*tables.kinds(), *kinds}, key=lambda kind: kind.__name__):
        rows = tables.where(kind)
        _same(list(reader.where(kind)), rows, f"where({kind.__name__})")
        _same(reader.last(kind), tables.last(kind), f"last({kind.__name__})")
        _same(reader.get(kind, "no such key"), None, f"get({kind.__name__}, a key that is not there)")
        for row in rows:
            key = key_of(row)
            _same(reader.get(kind, key), row, f"get({kind.__name__}, {key!r})")
        for name, value in _questions(rows):
            question = f"where({kind.__name__}, {name}={value!r})"
            _same(list(reader.where(kind, **{name: value})), tables.where(kind, **{name: value}), question)


def _questions(rows: Sequence[Record]) -> Iterator[tuple[str, Hashable]]:
    """Return every field with every value that it has in the rows."""
    for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(rows[0]))) if rows else ():
        for value in dict.fromkeys(getattr(row, field.name) for row in rows):
            yield field.name, value


def _same(answer: object, expected: object, question: str) -> None:
    if answer != expected:
        raise AssertionError(f"{question} gave {answer!r}, not {expected!r}")


def _touched(rows: Sequence[Record]) -> ChangeSet:
    pairs = [(row, _touch(row)) for row in rows]
    return ChangeSet(modified=tuple(Modified(old, new) for old, new in pairs if old != new))


def _touch(row: Record) -> Record:
    """Return the row with its description changed, if it has one."""
    fields = attrs.fields_dict(cast("type[attrs.AttrsInstance]", type(row)))
    if "description" not in fields:
        return row
    return type(row)(**{**{name: getattr(row, name) for name in fields}, "description": "changed"})
