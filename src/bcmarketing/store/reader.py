"""What a process reads: the port that a host implements over its own tables."""

import datetime as dt
import operator
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

import attrs

from ..errors import NotFound, WrongType
from ..kinds import checked_kinds


class Record(attrs.AttrsInstance, Protocol):
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
    if not hasattr(kind, "key_fields"):
        raise WrongType("kind", kind, "is no record: it has no key_fields")
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


@checked_kinds
def require(reader: Reader, kind: type[R], key: Key, /) -> R:
    """Return the record with this key, where `Reader.get` may return ``None``.

    Raises:
        NotFound: there is none.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> from bcmarketing.store.tables import Tables
    >>> require(Tables.of([Campaign(no="CP1")]), Campaign, "CP1").no
    'CP1'
    """
    row = reader.get(kind, key)
    if row is None:
        raise NotFound(kind.__name__, key)
    return row


def sortable(key: Key) -> Any:  # noqa: ANN401 - keys of one table compare with each other, whatever they are
    """Return what a key sorts by, for a host whose store does not sort as `Reader.where` promises.

    >>> import datetime as dt
    >>> sorted([("C1", dt.date(2027, 1, 1)), ("C1", None)], key=sortable)
    [('C1', None), ('C1', datetime.date(2027, 1, 1))]
    """
    # A blank date sorts before every date.
    if isinstance(key, tuple):
        return tuple(dt.date.min if part is None else part for part in key)
    return key
