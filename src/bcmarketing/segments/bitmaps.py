"""Sets of positions as integers, and the positions of each value of a field: what a kept index is made of."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import Any, Final, TypeVar

T = TypeVar("T")

#: Turns the digits 0 and 1 of a binary number into false and true bytes.
_TRUTH: Final = bytes(digit == ord("1") for digit in range(256))
#: Prefixes kept of a field with many values: 128 of them take 16 MB for a million positions.
_BLOCKS: Final = 128


def bitmap(positions: Iterable[int], size: int) -> int:
    """Return the set of these positions below *size*: bit *n* stands for position *n*.

    >>> bin(bitmap([0, 3], 8))
    '0b1001'
    """
    raw = bytearray((size + 7) // 8)
    for position in positions:
        raw[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(raw, "little")


def members(bits: int, rows: Sequence[T]) -> list[T]:
    """Return the rows at the positions of a set, in their order.

    >>> members(0b101, ["a", "b", "c"])
    ['a', 'c']
    """
    return list(compress(rows, f"{bits:b}"[::-1].encode().translate(_TRUTH)))


class FieldBitmaps:
    """The positions at which a field has each of its values.

    Positions stand in the order of their values, so a run of values is a stretch of positions.
    """

    def __init__(self, pairs: Iterable[tuple[Hashable, int]], size: int, *, is_single: bool) -> None:
        """Take in values with their positions.

        Args:
            pairs: values and positions.
            size: positions are below it.
            is_single: no position has two values; then a long run follows from two prefixes.
        """
        found: dict[Hashable, list[int]] = {}
        for value, position in pairs:
            found.setdefault(value, []).append(position)
        # A blank date sorts before every date.
        self.values: list[Any] = sorted(found, key=lambda value: (value is not None, value))
        self._places = {value: place for place, value in enumerate(self.values)}
        self._starts = [0, *accumulate(len(found[value]) for value in self.values)]
        self._positions = [position for value in self.values for position in found[value]]
        self._size = size
        self._is_single = is_single
        self._of_value: dict[int, int] = {}
        self._prefixes: list[int] = []

    def positions_of(self, value: Hashable) -> Sequence[int]:
        """Return the positions with this value."""
        place = self._places.get(value)
        return () if place is None else self._positions[self._starts[place] : self._starts[place + 1]]

    def having(self, values: Iterable[Hashable]) -> int:
        """Return the positions with one of these values."""
        places = (self._places.get(value) for value in values)
        return self._union((place, place + 1) for place in places if place is not None)

    def passing(self, test: Callable[[Any], bool]) -> int:
        """Return the positions whose value passes; each value is tested once."""
        return self._union(_runs(map(test, self.values)))

    def _union(self, runs: Iterable[tuple[int, int]]) -> int:
        """Return the positions with a value from *first* to before *stop* of one of the runs."""
        bits = 0
        few: list[int] = []  # positions of values that few contacts have: one set for all of them
        for first, stop in runs:
            if self._is_single and stop - first > _BLOCKS // 2:
                bits |= self._prefix(self._starts[stop]) & ~self._prefix(self._starts[first])
                continue
            for place in range(first, stop):
                stretch = self._positions[self._starts[place] : self._starts[place + 1]]
                if len(stretch) * _BLOCKS < self._size:
                    few += stretch
                    continue
                if place not in self._of_value:
                    self._of_value[place] = bitmap(stretch, self._size)
                bits |= self._of_value[place]
        return bits | bitmap(few, self._size) if few else bits

    def _prefix(self, stop: int) -> int:
        """Return the first *stop* positions, in the order of their values."""
        step = len(self._positions) // _BLOCKS + 1
        if not self._prefixes:
            blocks = range(0, len(self._positions) + step, step)
            stretches = (bitmap(self._positions[at : at + step], self._size) for at in blocks)
            self._prefixes = list(accumulate(stretches, int.__or__, initial=0))
        if stop == len(self._positions):
            return self._prefixes[-1]
        block = stop // step
        return self._prefixes[block] | bitmap(self._positions[block * step : stop], self._size)


def _runs(passes: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Return where runs of true begin and end.

    >>> list(_runs([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    start = -1
    place = -1
    for place, passed in enumerate(passes):
        if passed and start < 0:
            start = place
        elif not passed and start >= 0:
            yield start, place
            start = -1
    if start >= 0:
        yield start, place + 1
