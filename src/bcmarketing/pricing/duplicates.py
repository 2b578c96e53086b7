"""Price lines that say the same twice: how they are found, and which of them stays."""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Final, Self, TypeAlias

import attrs

from ..arguments import checked_code, checked_each
from ..errors import NotFound, WrongType
from ..kinds import checked_kinds
from ..store.reader import Key, key_of
from .records import PriceAmountType, PriceAssetType, PriceListLine

_WITH_WORK_TYPE: Final = (PriceAssetType.RESOURCE, PriceAssetType.RESOURCE_GROUP)

#: The key of a price line: list and line number.
LineKey: TypeAlias = tuple[str, int]


def is_duplicate(line: PriceListLine, other: PriceListLine, *, allow_updating_defaults: bool = False) -> bool:
    """Return whether two price lines say something about the same product for the same buyers.

    Lines of one list do so whatever their source, unless the list leaves the source to its lines. Lines of different
    lists, and loose lines, must agree in price type, source, currency and starting date. Ending dates and status do
    not matter. The answer is the same the other way round; but a price and a discount can both duplicate a line that
    defines either, without duplicating each other.

    Args:
        allow_updating_defaults: whether the list of *line* leaves source, currency and dates to its lines.

    >>> first, second = PriceListLine(price_list_code="S1", line_no=1), PriceListLine(price_list_code="S1", line_no=2)
    >>> is_duplicate(first, second)
    True
    """
    if key_of(line) == key_of(other) or _product(line) != _product(other) or not _overlap(line, other):
        return False
    return _governed(line, other, allow_updating_defaults) or _source(line) == _source(other)


def _governed(line: PriceListLine, other: PriceListLine, allow_updating_defaults: bool) -> bool:  # noqa: FBT001
    """Return whether one list decides whom both lines are for."""
    return line.price_list_code == other.price_list_code != "" and not allow_updating_defaults


def _product(line: PriceListLine) -> Hashable:
    own = ""
    if line.asset_type is PriceAssetType.ITEM:
        own = line.variant_code
    elif line.asset_type in _WITH_WORK_TYPE:
        own = line.work_type_code
    return line.asset_type, line.asset_no, own, line.unit_of_measure_code, line.minimum_quantity


def _source(line: PriceListLine) -> Hashable:
    return line.price_type, line.source_type, line.source_no, line.currency_code, line.starting_date


def _overlap(line: PriceListLine, other: PriceListLine) -> bool:
    return line.amount_type is other.amount_type or PriceAmountType.ANY in (line.amount_type, other.amount_type)


class DuplicateFinder:
    """Looks duplicates up among price lines.

    Args:
        lines: where to look; of several duplicates the first by list and line number counts.
        allow_updating_defaults: whether the list whose lines are looked up leaves source, currency and dates to them.
    """

    def __init__(self, lines: Iterable[PriceListLine], *, allow_updating_defaults: bool = False) -> None:
        self._open = allow_updating_defaults
        self._inside: dict[Hashable, list[PriceListLine]] = {}
        self._across: dict[Hashable, list[PriceListLine]] = {}
        for line in sorted(lines, key=_key):
            self._inside.setdefault((line.price_list_code, _product(line)), []).append(line)
            self._across.setdefault((_source(line), _product(line)), []).append(line)

    def inside(self, line: PriceListLine) -> PriceListLine | None:
        """Return the first duplicate in the line's own list."""
        return self._first(line, self._inside.get((line.price_list_code, _product(line)), ()))

    def across(self, line: PriceListLine) -> PriceListLine | None:
        """Return the first duplicate in another list."""
        found = self._across.get((_source(line), _product(line)), ())
        return self._first(line, (other for other in found if other.price_list_code != line.price_list_code))

    def _first(self, line: PriceListLine, others: Iterable[PriceListLine]) -> PriceListLine | None:
        duplicates = (row for row in others if is_duplicate(line, row, allow_updating_defaults=self._open))
        return next(duplicates, None)


@checked_kinds
def find_duplicate(
    line: PriceListLine, lines: Iterable[PriceListLine], *, allow_updating_defaults: bool = False
) -> PriceListLine | None:
    """Return the first duplicate of a line, stored or not: in its own list if there is one, else in another list.

    Args:
        lines: the stored lines.
        allow_updating_defaults: whether the list of *line* leaves source, currency and dates to its lines.

    Source: codeunit 7017, FindDuplicatePrice.
    """
    lines = checked_each(lines, PriceListLine, "lines")
    finder = DuplicateFinder(lines, allow_updating_defaults=allow_updating_defaults)
    return finder.inside(line) or finder.across(line)


def _key(line: PriceListLine) -> LineKey:
    return line.price_list_code, line.line_no


@attrs.frozen
class DuplicateEntry:
    """A price line in a group of duplicates (table 7021).

    Attributes:
        entry_no: 1, 2, ... in the order in which lines were added.
        leader_no: the entry number of the first line of the group.
        line: the price line.
        remove: whether it is to go.
    """

    entry_no: int
    leader_no: int
    line: PriceListLine
    remove: bool


@attrs.frozen
class DuplicateGroup:
    """Duplicates of which exactly one is kept; the leader, unless another is chosen."""

    leader: DuplicateEntry
    others: tuple[DuplicateEntry, ...]

    @property
    def kept(self) -> DuplicateEntry:
        """The one that stays."""
        return next(entry for entry in (self.leader, *self.others) if not entry.remove)


@attrs.frozen
class DuplicateLines:
    """Groups of duplicates with the proposal what is to go; every change gives a new value.

    >>> first, second = PriceListLine(price_list_code="S1", line_no=1), PriceListLine(price_list_code="S1", line_no=2)
    >>> proposal = DuplicateLines().with_pair(first, second)
    >>> [line.line_no for line in proposal.removed], [line.line_no for line in proposal.keep(2).removed]
    ([2], [1])
    """

    entries: tuple[DuplicateEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def groups(self) -> tuple[DuplicateGroup, ...]:
        """The groups, in the order of their leaders."""
        members: dict[int, list[DuplicateEntry]] = {}
        for entry in self.entries:
            members.setdefault(entry.leader_no, []).append(entry)
        return tuple(DuplicateGroup(leader, tuple(others)) for leader, *others in members.values())

    @property
    def removed(self) -> tuple[PriceListLine, ...]:
        """The lines that are to go."""
        return tuple(entry.line for entry in self.entries if entry.remove)

    def with_pair(self, leader: PriceListLine, other: PriceListLine) -> Self:
        """Return the groups and a new one: a leader that stays and another line that goes."""
        no = len(self.entries) + 1
        pair = (DuplicateEntry(no, no, leader, remove=False), DuplicateEntry(no + 1, no, other, remove=True))
        return type(self)((*self.entries, *pair))

    def with_line(self, leader_no: int, line: PriceListLine) -> Self:
        """Return the groups with one more line in a group; it goes.

        Raises:
            NotFound: there is no such group.
        """
        if self._entry(leader_no).leader_no != leader_no:
            raise NotFound("DuplicateGroup", leader_no)
        return type(self)((*self.entries, DuplicateEntry(len(self.entries) + 1, leader_no, line, remove=True)))

    def keep(self, entry_no: int) -> Self:
        """Return the groups with another choice: this entry stays, all others of its group go.

        Raises:
            NotFound: there is no such entry.
        """
        leader_no = self._entry(entry_no).leader_no
        return type(self)(
            tuple(
                attrs.evolve(entry, remove=entry.entry_no != entry_no) if entry.leader_no == leader_no else entry
                for entry in self.entries
            )
        )

    def remove(self, entry_no: int) -> Self:
        """Return the groups as they are: to remove what is kept, keep another one.

        Raises:
            NotFound: there is no such entry.
        """
        self._entry(entry_no)
        return self

    def _entry(self, entry_no: int) -> DuplicateEntry:
        if not 1 <= entry_no <= len(self.entries):
            raise NotFound("DuplicateEntry", entry_no)
        return self.entries[entry_no - 1]


def checked_key(key: object, field: str) -> LineKey:
    """Return the key of a price line in its normal form.

    Raises:
        WrongType: it is no pair of the code of a price list and a line number.
        InvalidField: the code is too long.

    >>> checked_key(("s1", 10000), "keep")
    ('S1', 10000)
    """
    code, no = key if isinstance(key, tuple) and len(key) == 2 else (None, None)  # noqa: PLR2004 - a pair
    if not isinstance(code, str) or no.__class__ is not int:
        raise WrongType(field, key, "is no pair of the code of a price list and a line number")
    return checked_code(code, 20, field), no


def checked_keys(keys: Iterable[object], field: str) -> frozenset[LineKey]:
    """Return the keys of price lines in their normal form.

    Raises:
        WrongType: one is no such key.
        InvalidField: a code is too long.
    """
    return frozenset(checked_key(key, field) for key in keys)


@checked_kinds
def group_duplicates(
    lines: Iterable[PriceListLine],
    find: Callable[[PriceListLine], PriceListLine | None],
    *,
    keep: Collection[LineKey] = (),
) -> DuplicateLines:
    """Group the duplicates of some lines.

    Only the first duplicate of a line is looked at. If it is in a group the line joins that one, else the line leads
    a new group of the two. A line that is in a group already is passed over.

    Args:
        lines: the drafts of one list, by line number.
        find: returns the first duplicate of a line; see `DuplicateFinder`.
        keep: list and line number of lines that stay in place of their leaders.

    Raises:
        WrongType: *keep* is no collection of such keys.

    Source: codeunit 7017, ResolveDuplicatePrices; table 7021.
    """
    entries: list[DuplicateEntry] = []
    leaders: dict[Key, int] = {}

    def put(line: PriceListLine, leader_no: int) -> None:
        no = len(entries) + 1
        entries.append(DuplicateEntry(no, leader_no, line, remove=no != leader_no))
        leaders[_key(line)] = leader_no

    for line in lines:
        if _key(line) in leaders:
            continue
        other = find(line)
        if other is None:
            continue
        if _key(other) in leaders:
            put(line, leaders[_key(other)])
        else:
            leader_no = len(entries) + 1
            put(line, leader_no)
            put(other, leader_no)
    return _choose(DuplicateLines(tuple(entries)), checked_keys(keep, "keep"))


def _choose(proposal: DuplicateLines, keep: frozenset[LineKey]) -> DuplicateLines:
    if not keep:
        return proposal
    chosen: dict[int, int] = {}
    for entry in proposal.entries:
        if _key(entry.line) in keep:
            chosen.setdefault(entry.leader_no, entry.entry_no)
    return DuplicateLines(
        tuple(
            attrs.evolve(entry, remove=entry.entry_no != chosen[entry.leader_no])
            if entry.leader_no in chosen
            else entry
            for entry in proposal.entries
        )
    )
