"""Rows that answer "is there one?" again and again while a process adds and removes rows."""

from collections.abc import Hashable
from typing import cast

from ..store.reader import Key, R, Record, key_of
from ..store.work import Work


class Witnesses:
    """Finds a few rows with given field values, without reading all of them for every question.

    The rows found once are remembered and looked at again by key. They are searched anew only when too few of them
    still hold, so a process that removes ten thousand rows one by one asks ten thousand times in linear time.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: dict[Hashable, list[Key]] = {}

    def some(self, kind: type[R], limit: int, /, **fields: Hashable) -> list[R]:
        """Return up to *limit* rows whose fields equal these by now; fewer only when there are no more.

        Which rows, and in which order, is not promised.
        """
        question = (kind, *fields.items())
        known = self._known.get(question, [])
        rows = self._still(kind, known, limit, fields)
        if len(rows) < limit:
            known = self._known[question] = [key_of(row) for row in self._work.where(kind, **fields)]
            known.reverse()
            rows = self._still(kind, known, limit, fields)
        return rows

    def _still(self, kind: type[R], known: list[Key], limit: int, fields: dict[str, Hashable]) -> list[R]:
        rows: list[R] = []
        while known and len(rows) < limit:
            key = known.pop()
            row = self._work.get(kind, key)
            if row is not None and all(getattr(row, name) == value for name, value in fields.items()):
                rows.append(row)
        known.extend(key_of(cast("Record", row)) for row in reversed(rows))
        return rows
