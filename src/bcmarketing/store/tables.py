"""Immutable tables in memory: the embedded default of hosts without a store of their own."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Final, Self, cast

from ..errors import Duplicate
from ..kinds import checked_kinds
from .changes import ChangeSet, StaleRows
from .indexes import FieldIndex, asked
from .reader import Key, R, Record, key_getter, key_of, sortable


class _Layer:
    """Some rows of a table, and marks where rows below are gone. Never changed once made."""

    __slots__ = ("_indexes", "_order", "_sorted", "rows")

    def __init__(self, rows: dict[Key, Record | None]) -> None:
        self.rows = rows
        self._indexes: dict[tuple[str, ...], FieldIndex] = {}
        self._order: list[Key] | None = None
        self._sorted: list[Record] | None = None

    def find(self, names: tuple[str, ...], values: Hashable) -> dict[Key, Record]:
        index = self._indexes.get(names)
        if index is None:  # built on first use; a second thread would only build the same once more
            index = self._indexes[names] = FieldIndex(names, self.rows.items())
        return index.find(values)

    def order(self) -> list[Key]:
        if self._order is None:
            self._order = sorted(self.rows, key=sortable)
        return self._order

    def in_order(self) -> list[Record]:
        """Return the rows that are there, in key order; not to be changed."""
        if self._sorted is None:
            rows = self.rows
            self._sorted = [row for key in self.order() if (row := rows[key]) is not None]
        return self._sorted

    def __getstate__(self) -> dict[Key, Record | None]:
        return self.rows

    def __setstate__(self, rows: dict[Key, Record | None]) -> None:
        self.rows, self._indexes, self._order, self._sorted = rows, {}, None, None


class _Table:
    """One table as a pile of layers, newest last: a row counts where it is found first from the top.

    A change adds a layer of its own size. Layers of like size are merged, so that there are few of them:
    a row is copied about as often as the table doubles, and a few rows never copy a large table.
    """

    __slots__ = ("_count", "_layers")

    def __init__(self, layers: tuple[_Layer, ...] = (), count: int = 0) -> None:
        self._layers = layers
        self._count = count

    def __len__(self) -> int:
        return self._count

    def get(self, key: Key) -> Record | None:
        for layer in reversed(self._layers):
            if key in layer.rows:
                return layer.rows[key]
        return None

    def where(self, names: tuple[str, ...], values: Hashable) -> list[Record]:
        found: dict[Key, Record] = {}
        for depth, layer in enumerate(self._layers):
            above = self._layers[depth + 1 :]
            rows = layer.find(names, values)
            if above:
                rows = {key: row for key, row in rows.items() if not any(key in newer.rows for newer in above)}
            found |= rows
        if len(found) < 2:  # noqa: PLR2004 - nothing to sort
            return list(found.values())
        return [found[key] for key in sorted(found, key=sortable)]

    def all(self) -> list[Record]:
        if len(self._layers) == 1:
            return self._layers[0].in_order().copy()
        merged = _merged(self._layers)
        return [row for key in sorted(merged, key=sortable) if (row := merged[key]) is not None]

    def last(self) -> Record | None:
        ends = [reversed(layer.order()) for layer in self._layers]
        heads = [next(end, None) for end in ends]
        while any(head is not None for head in heads):
            top = max((head for head in heads if head is not None), key=sortable)
            row = self.get(top)
            if row is not None:
                return row
            heads = [next(end, None) if head == top else head for end, head in zip(ends, heads, strict=True)]
        return None

    def changed(self, rows: dict[Key, Record | None], growth: int) -> "_Table":
        layers = [*self._layers, _Layer(rows)]
        while len(layers) > 1 and len(layers[-2].rows) <= 2 * len(layers[-1].rows):
            merged = _merged(layers[-2:])
            if len(layers) == 2:  # noqa: PLR2004 - nothing below: what is gone need not be marked
                merged = {key: row for key, row in merged.items() if row is not None}
            layers[-2:] = [_Layer(merged)]
        return _Table(tuple(layers), self._count + growth)


def _merged(layers: Iterable[_Layer]) -> dict[Key, Record | None]:
    rows: dict[Key, Record | None] = {}
    for layer in layers:
        rows.update(layer.rows)
    return rows


_NOTHING: Final = _Table()


class Tables:
    """Immutable tables in memory: the store of notebooks, tests and the demonstration.

    `apply` returns new tables that share everything unchanged with these.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> tables = Tables.of([Campaign(no="CP2"), Campaign(no="CP1")])
    >>> [campaign.no for campaign in tables.where(Campaign)]
    ['CP1', 'CP2']
    """

    __slots__ = ("_tables",)

    def __init__(self) -> None:
        self._tables: dict[type[Record], _Table] = {}

    @classmethod
    @checked_kinds
    def of(cls, rows: Iterable[Record]) -> Self:
        """Return tables that hold these rows.

        Raises:
            Duplicate: two rows of a kind have the same key.
        """
        by_kind: dict[type[Record], dict[Key, Record | None]] = {}
        for row in rows:
            kind = type(row)
            table = by_kind.setdefault(kind, {})
            key = key_getter(kind)(row)
            if key in table:
                raise Duplicate(kind.__name__, key)
            table[key] = row
        return cls._of({kind: _Table((_Layer(rows),), len(rows)) for kind, rows in by_kind.items()})

    @classmethod
    def _of(cls, tables: dict[type[Record], _Table]) -> Self:
        made = cls()
        made._tables = tables
        return made

    def get(self, kind: type[R], key: Key, /) -> R | None:
        """Return the record with this key, or ``None``."""
        return cast("R | None", self._tables.get(kind, _NOTHING).get(key))

    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        """Return the records whose fields equal these, in key order; all records when no field is given."""
        table = self._tables.get(kind, _NOTHING)
        if not fields:
            return cast("list[R]", table.all())
        return cast("list[R]", table.where(*asked(kind, fields)))

    def last(self, kind: type[R], /) -> R | None:
        """Return the record with the highest key, or ``None`` when the table is empty."""
        return cast("R | None", self._tables.get(kind, _NOTHING).last())

    def count(self, kind: type[Record], /) -> int:
        """Return the number of rows of one kind."""
        return len(self._tables.get(kind, _NOTHING))

    def kinds(self) -> tuple[type[Record], ...]:
        """Return the kinds that have rows, by name."""
        return tuple(sorted((k for k, table in self._tables.items() if len(table)), key=lambda k: k.__name__))

    def rows(self) -> Iterator[Record]:
        """Iterate over all rows, kind by kind by name, in key order."""
        for kind in self.kinds():
            yield from self._tables[kind].all()

    @checked_kinds
    def apply(self, changes: ChangeSet) -> "Tables":
        """Return tables with the changes made; these stay as they are.

        Costs in proportion to the rows changed, not to the rows there are.

        Raises:
            StaleRows: a row is not as the change set expects it; nothing is applied.
        """
        changed: dict[type[Record], dict[Key, Record | None]] = {}
        growth: dict[type[Record], int] = {}
        stale: list[tuple[str, Key]] = []

        def put(old: Record | None, new: Record | None) -> None:
            row = cast("Record", new if old is None else old)
            kind, key = type(row), key_of(row)
            if self.get(kind, key) != old:
                stale.append((kind.__name__, key))
            changed.setdefault(kind, {})[key] = new
            growth[kind] = growth.get(kind, 0) + (new is not None) - (old is not None)

        for row in changes.deleted:
            put(row, None)
        for change in changes.modified:
            put(change.old, change.new)
        for row in changes.inserted:
            put(None, row)
        if stale:
            raise StaleRows(tuple(stale))
        tables = dict(self._tables)
        for kind, rows in changed.items():
            tables[kind] = tables.get(kind, _NOTHING).changed(rows, growth[kind])
        return Tables._of(tables)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tables):
            return NotImplemented
        kinds = self.kinds()
        return kinds == other.kinds() and all(self.where(kind) == other.where(kind) for kind in kinds)

    def __hash__(self) -> int:
        return hash(tuple((kind.__name__, len(self._tables[kind])) for kind in self.kinds()))

    def __repr__(self) -> str:
        return f"<Tables: {', '.join(f'{k.__name__} {len(self._tables[k])}' for k in self.kinds()) or 'empty'}>"
