"""What a process reads: the port that a host implements over its own tables."""

import datetime as dt
import operator
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar


class Record(Protocol):
    """A row of a table: an attrs class that names the fields of its key."""

    key_fields: ClassVar[tuple[str, ...]]


R = TypeVar("R", bound=Record)

#: The key of a record: the value of its one key field, or a tuple of several.
Key = Hashable


class Reader(Protocol):
    """All that a process asks of storage."""

    def get(self, kind: type[R], key: Key, /) -> R | None:
        """Return the record with this key, or ``None``."""
        ...

    def where(self, kind: type[R], /, **fields: Hashable) -> Iterable[R]:
        """Return the records whose fields equal these, in key order; all records when no field is given."""
        ...

    def last(self, kind: type[R], /) -> R | None:
        """Return the record with the highest key, or ``None`` when the table is empty."""
        ...


@cache
def key_getter(kind: type[Record]) -> Callable[[Any], Key]:
    """Return the function that reads the key off a record of this kind."""
    return operator.attrgetter(*kind.key_fields)


def key_of(record: Record) -> Key:
    """Return the key of a record: the value of its key field, or a tuple of several.

    >>> from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
    >>> key_of(Campaign(no="CP1"))
    'CP1'
    >>> key_of(CampaignTargetGroup(type=TargetType.CONTACT, no="CT1", campaign_no="CP1"))
    (TargetType.CONTACT, 'CT1', 'CP1')
    """
    return key_getter(type(record))(record)


def sortable(key: Key) -> Any:  # noqa: ANN401 - keys of one table compare with each other, whatever they are
    """Return what a key sorts by."""
    # A blank date sorts before every date.
    if isinstance(key, tuple):
        return tuple(dt.date.min if part is None else part for part in key)
    return key
