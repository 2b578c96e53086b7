"""What every `Reader` must do: a host runs these checks against its own store.

The checks compare the host's answers with those of `Tables`, and raise `AssertionError` where they differ.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

import attrs

from ..activities.records import ActivityStep
from ..campaigns.records import Campaign
from ..pricing.legacy_records import SalesPrice, SalesPriceType
from ..pricing.worksheet_records import PriceWorksheetLine
from ..samples import winter_light
from ..store.changes import ChangeSet, Modified
from ..store.reader import Reader, Record, key_of
from ..store.tables import Tables

S = TypeVar("S", bound=Reader)

#: Makes a store that holds these rows and nothing else, and returns its reader.
MakeReader = Callable[[Sequence[Record]], S]
#: Applies a change set to the store behind a reader, and returns a reader of what is there then.
Apply = Callable[[S, ChangeSet], S]


def default_rows() -> tuple[Record, ...]:
    """Return the rows of the sample, and some whose order of keys a store easily gets wrong."""
    return (*winter_light.tables().rows(), *_rows_hard_to_sort())


def _rows_hard_to_sort() -> Iterator[Record]:
    # Codes sort character by character: "10" before "9", a beginning before what goes on, a blank before a letter.
    for code in ("10", "9", "A", "A B", "A-B", "AB", "Z", "Ä"):
        yield Campaign(no=code)
        for step_no in (9, 10):
            yield ActivityStep(activity_code=code, step_no=step_no)
    # Options sort by their numbers, not by their captions; amounts by size; a blank date before every date.
    for sales_type in SalesPriceType:
        for quantity in (0, 5, 10):
            for day in (None, dt.date(2027, 1, 1), dt.date(2027, 11, 1)):
                yield SalesPrice(
                    item_no="A", sales_type=sales_type, unit_price=1, minimum_quantity=quantity, starting_date=day
                )
    for existing in (False, True):
        yield PriceWorksheetLine(price_list_code="A", existing_line=existing, line_no=1)


def check_reader(make_reader: MakeReader[S], rows: Iterable[Record] | None = None) -> None:
    """Check that a reader answers as `Tables` does.

    Args:
        make_reader: makes a store of the host's that holds these rows.
        rows: the rows; `default_rows` unless given.

    Raises:
        AssertionError: an answer differs; the message says which.

    >>> check_reader(Tables.of)
    """
    stored = tuple(default_rows() if rows is None else rows)
    # Backwards, so that an order of insertion is not mistaken for the order of keys.
    compare(make_reader(stored[::-1]), Tables.of(stored))
    compare(make_reader(()), Tables(), kinds={type(row) for row in stored})


def check_store(make_reader: MakeReader[S], apply: Apply[S], rows: Iterable[Record] | None = None) -> None:
    """Check that a store applies change sets as `Tables` does: each row changed, each deleted, each inserted again.

    Raises:
        AssertionError: an answer differs after a change set.

    >>> check_store(Tables.of, lambda tables, changes: tables.apply(changes))
    """
    stored = tuple(default_rows() if rows is None else rows)
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
    for field in attrs.fields(type(rows[0])) if rows else ():
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
    fields = attrs.fields_dict(type(row))
    if "description" not in fields:
        return row
    return type(row)(**{**{name: getattr(row, name) for name in fields}, "description": "changed"})
