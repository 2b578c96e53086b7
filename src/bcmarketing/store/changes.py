"""What a process wants stored: rows to insert, modify and delete, with the reasons."""

import itertools
from collections.abc import Iterable
from typing import ClassVar, cast

import attrs

from ..arguments import checked_each
from ..errors import BCMarketingError
from ..rules import Rule
from .reader import Key, R, Record, key_of


@attrs.frozen
class Notice:
    """What Business Central would tell the user; ``count`` where the message counts something."""

    rule: Rule
    message: str
    count: int = 0

    def __str__(self) -> str:
        return f"{self.message} ({self.rule.id})"


@attrs.frozen
class Modified:
    """A record before and after a change; its key stays."""

    old: Record
    new: Record


@attrs.frozen
class StaleRows(BCMarketingError, ValueError):
    """Rows changed since the decision was taken, so the change set no longer fits; nothing was applied.

    Attributes:
        rows: kind and key of each row that is not as the change set expects it.
    """

    rule: ClassVar[Rule] = Rule(
        "E-STALE-ROWS", "A change set applies only to the rows it was decided on.", "optimistic locking of the platform"
    )
    rows: tuple[tuple[str, Key], ...]

    def __str__(self) -> str:
        shown = ", ".join(f"{kind} {key!r}" for kind, key in self.rows[:5])
        more = f" and {len(self.rows) - 5} more" if len(self.rows) > 5 else ""  # noqa: PLR2004
        return f"changed since the decision: {shown}{more} ({self.rule.id})"


@attrs.frozen
class ChangeSet:
    """What a process decided: rows to insert, modify and delete, and why.

    Attributes:
        inserted: new rows.
        modified: rows before and after.
        deleted: rows as they were.
        notices: what to tell the user.
        because: the decisions behind the changes, in the order they were taken.
        requests: what only the host can do: deliver a letter, create a customer, remove a document.

    Rows stand in the order in which the process first touched them.
    """

    inserted: tuple[Record, ...] = ()
    modified: tuple[Modified, ...] = ()
    deleted: tuple[Record, ...] = ()
    notices: tuple[Notice, ...] = ()
    because: tuple[object, ...] = attrs.field(default=(), repr=False)
    requests: tuple[object, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inserted or self.modified or self.deleted or self.requests)

    def inserted_of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the new rows of one kind."""
        return tuple(row for row in self.inserted if isinstance(row, kind))

    def modified_of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the changed rows of one kind, as they are afterwards."""
        return tuple(change.new for change in self.modified if isinstance(change.new, kind))

    def deleted_of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the deleted rows of one kind."""
        return tuple(row for row in self.deleted if isinstance(row, kind))

    def then(self, *later: "ChangeSet") -> "ChangeSet":
        """Return the change set that does what this one and then each of *later* does.

        Raises:
            StaleRows: one was not decided on the rows that those before it leave.
        """
        net, every = _NetChanges(), (self, *checked_each(later, ChangeSet, "later"))
        for changes in every:
            net.take(changes)
        return net.changes(
            tuple(notice for changes in every for notice in changes.notices),
            tuple(reason for changes in every for reason in changes.because),
            tuple(request for changes in every for request in changes.requests),
        )


class _NetChanges:
    """First state and last state of every row that a series of change sets touches."""

    def __init__(self) -> None:
        self._rows: dict[tuple[type[Record], Key], tuple[Record | None, Record | None]] = {}

    def take(self, changes: ChangeSet) -> None:
        steps: Iterable[tuple[Record | None, Record | None]] = itertools.chain(
            ((None, row) for row in changes.inserted),
            ((change.old, change.new) for change in changes.modified),
            ((row, None) for row in changes.deleted),
        )
        stale: list[tuple[str, Key]] = []
        for old, new in steps:
            row = cast("Record", new if old is None else old)
            place = (type(row), key_of(row))
            first, last = self._rows.get(place, (old, old))
            if last != old:
                stale.append((place[0].__name__, place[1]))
            self._rows[place] = (first, new)
        if stale:
            raise StaleRows(tuple(stale))

    def changes(
        self, notices: tuple[Notice, ...], because: tuple[object, ...], requests: tuple[object, ...]
    ) -> ChangeSet:
        pairs = self._rows.values()
        return ChangeSet(
            tuple(new for old, new in pairs if old is None and new is not None),
            tuple(Modified(old, new) for old, new in pairs if old is not None and new is not None and old != new),
            tuple(old for old, new in pairs if old is not None and new is None),
            notices,
            because,
            requests,
        )
