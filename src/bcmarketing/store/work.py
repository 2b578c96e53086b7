"""A process at work: a reader that sees its own changes and ends as a change set."""

from collections.abc import Hashable
from typing import cast

from ..errors import Duplicate, NotFound
from ..kinds import checked_kinds
from ..rules import Rule
from .changes import ChangeSet, Modified, Notice
from .indexes import FieldIndex, asked
from .reader import Key, R, Reader, Record, key_getter, key_of, sortable


class _Pending:
    """The rows of one kind that a `Work` has touched."""

    def __init__(self) -> None:
        self.rows: dict[Key, Record | None] = {}
        self.before: dict[Key, Record | None] = {}
        self._indexes: dict[tuple[str, ...], FieldIndex] = {}

    def put(self, key: Key, old: Record | None, new: Record | None) -> None:
        if key not in self.before:
            self.before[key] = old
        last = self.rows.get(key)
        self.rows[key] = new
        for index in self._indexes.values():
            if last is not None:
                index.remove(key, last)
            if new is not None:
                index.add(key, new)

    def find(self, names: tuple[str, ...], values: Hashable) -> dict[Key, Record]:
        index = self._indexes.get(names)
        if index is None:
            index = self._indexes[names] = FieldIndex(names, self.rows.items())
        return index.find(values)


class Work:
    """A process at work: reads through to a `Reader`, sees its own changes, ends as a `ChangeSet`.

    The order in which rows are first touched is the order of the change set.
    """

    @checked_kinds
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._pending: dict[type[Record], _Pending] = {}
        self._touched: list[tuple[type[Record], Key]] = []
        self._notices: list[Notice] = []
        self._because: list[object] = []
        self._requests: list[object] = []

    def get(self, kind: type[R], key: Key, /) -> R | None:
        """Return the record with this key as it is by now, or ``None``."""
        pending = self._pending.get(kind)
        if pending is not None and key in pending.rows:
            return cast("R | None", pending.rows[key])
        return self._reader.get(kind, key)

    def require(self, kind: type[R], key: Key, /) -> R:
        """Return the record with this key.

        Raises:
            NotFound: there is none.
        """
        row = self.get(kind, key)
        if row is None:
            raise NotFound(kind.__name__, key)
        return row

    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        """Return the records whose fields equal these by now, in key order."""
        stored = self._reader.where(kind, **fields)
        pending = self._pending.get(kind)
        if pending is None:
            return list(stored)
        get_key = key_getter(kind)
        kept = [row for row in stored if get_key(row) not in pending.rows]
        if fields:
            found = cast("list[R]", list(pending.find(*asked(kind, fields)).values()))
        else:
            found = [cast("R", row) for row in pending.rows.values() if row is not None]
        if not found:
            return kept
        return sorted(kept + found, key=lambda row: sortable(get_key(row)))

    def last(self, kind: type[R], /) -> R | None:
        """Return the record with the highest key by now, or ``None``."""
        stored = self._reader.last(kind)
        pending = self._pending.get(kind)
        if pending is None:
            return stored
        get_key = key_getter(kind)
        if stored is not None and get_key(stored) in pending.rows:
            # The highest stored row was touched. If it is gone, only a look at all rows tells what comes next.
            if pending.rows[get_key(stored)] is None:
                return max(self.where(kind), key=lambda row: sortable(get_key(row)), default=None)
            stored = None
        own = max((key for key, row in pending.rows.items() if row is not None), key=sortable, default=None)
        candidates = [row for row in (stored, self.get(kind, own) if own is not None else None) if row is not None]
        return max(candidates, key=lambda row: sortable(get_key(row)), default=None)

    def insert(self, row: R) -> R:
        """Add a row.

        Raises:
            Duplicate: a row with its key exists.
        """
        kind, key = type(row), key_of(row)
        if self.get(kind, key) is not None:
            raise Duplicate(kind.__name__, key)
        self._put(kind, key, None, row)
        return row

    def modify(self, row: R) -> R:
        """Put a row in the place of the one with its key; an equal row changes nothing.

        Raises:
            NotFound: there is none.
        """
        kind, key = type(row), key_of(row)
        old = self.get(kind, key)
        if old is None:
            raise NotFound(kind.__name__, key)
        if old != row:
            self._put(kind, key, old, row)
        return row

    def save(self, row: R) -> R:
        """Insert a row, or put it in the place of the one with its key."""
        return self.insert(row) if self.get(type(row), key_of(row)) is None else self.modify(row)

    def delete(self, row: Record) -> None:
        """Remove the row with this row's key.

        Raises:
            NotFound: there is none.
        """
        kind, key = type(row), key_of(row)
        old = self.get(kind, key)
        if old is None:
            raise NotFound(kind.__name__, key)
        self._put(kind, key, old, None)

    def _put(self, kind: type[Record], key: Key, old: Record | None, new: Record | None) -> None:
        pending = self._pending.get(kind)
        if pending is None:
            pending = self._pending[kind] = _Pending()
        if key not in pending.before:
            self._touched.append((kind, key))
        pending.put(key, old, new)

    def notice(self, rule: Rule, message: str, count: int = 0) -> None:
        """Tell the user something."""
        self._notices.append(Notice(rule, message, count))

    def because(self, *decisions: object) -> None:
        """Record decisions that explain the changes."""
        self._because.extend(decisions)

    def request(self, request: object) -> None:
        """Ask the host for something only it can do."""
        self._requests.append(request)

    @checked_kinds
    def take(self, changes: ChangeSet) -> None:
        """Carry on from what another process decided on the same rows."""
        for row in changes.deleted:
            self.delete(row)
        for change in changes.modified:
            self.modify(change.new)
        for row in changes.inserted:
            self.insert(row)
        self._notices.extend(changes.notices)
        self._because.extend(changes.because)
        self._requests.extend(changes.requests)

    def done(self) -> ChangeSet:
        """Return what there is to store."""
        inserted: list[Record] = []
        modified: list[Modified] = []
        deleted: list[Record] = []
        for kind, key in self._touched:
            pending = self._pending[kind]
            old, new = pending.before[key], pending.rows[key]
            if old is None and new is not None:
                inserted.append(new)
            elif old is not None and new is None:
                deleted.append(old)
            elif old is not None and new is not None and old != new:
                modified.append(Modified(old, new))
        return ChangeSet(
            tuple(inserted),
            tuple(modified),
            tuple(deleted),
            tuple(self._notices),
            tuple(self._because),
            tuple(self._requests),
        )
