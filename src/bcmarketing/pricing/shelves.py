"""All lines of a price book by the product they name, in two layers, so that a change need not copy them all."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from ..errors import WrongType
from .buckets import Entry, changed_entry, entry_of
from .records import PriceAssetType, PriceListLine

#: A book is rebuilt from one layer when its changed products are this part of all.
_PART: Final = 8
_CENT: Final = Decimal("0.01")


class Shelf:
    """Products of one type by their number.

    Attributes:
        base: the products as first built.
        recent: those that have changed since; they hide the ones in *base*.
    """

    __slots__ = ("base", "recent")

    def __init__(self, base: dict[str, Entry], recent: dict[str, Entry] | None = None) -> None:
        self.base = base
        self.recent = recent or {}

    def get(self, no: str) -> Entry:
        """Return the lines of a product; none for one that is unknown."""
        found = self.recent.get(no)
        return self.base.get(no, ()) if found is None else found

    def changed(self, entries: dict[str, Entry]) -> "Shelf":
        """Return a shelf on which these products have these lines."""
        recent = self.recent | entries
        if len(recent) * _PART < len(self.base):
            return Shelf(self.base, recent)
        merged = self.base | recent
        return Shelf({no: entry for no, entry in merged.items() if entry != ()})

    def __iter__(self) -> Iterator[PriceListLine]:
        for entry in (self.base | self.recent).values():
            yield from entry


class Shelves:
    """The lines of a book by type and number of the product they name.

    Attributes:
        items: the shelf of items.
        groups: the shelf of item discount groups.
        gap: every price is a multiple of it, so no two prices are closer, unless they are equal.
    """

    __slots__ = ("_shelves", "gap", "groups", "items")

    def __init__(self, shelves: dict[PriceAssetType, Shelf], gap: Decimal) -> None:
        self._shelves = shelves
        self.gap = gap
        self.items = self.of_type(PriceAssetType.ITEM)
        self.groups = self.of_type(PriceAssetType.ITEM_DISCOUNT_GROUP)

    @classmethod
    def of(cls, lines: Iterable[PriceListLine]) -> "Shelves":
        """Put lines on their shelves.

        Raises:
            WrongType: one is no price list line.
        """
        by_type: dict[PriceAssetType, dict[str, list[PriceListLine]]] = {}
        gap = _CENT
        for line in lines:
            _check(line)
            products = by_type.get(line.asset_type)
            if products is None:
                products = by_type[line.asset_type] = {}
            no = line.asset_no
            if no in products:
                products[no].append(line)
            else:
                products[no] = [line]
            if not line.unit_price.same_quantum(gap):
                gap = min(gap, _unit(line.unit_price))
        shelves = {
            kind: Shelf({no: entry_of(found) for no, found in products.items()}) for kind, products in by_type.items()
        }
        return cls(shelves, gap)

    def of_type(self, kind: PriceAssetType) -> Shelf:
        """Return the products of one type."""
        return self._shelves.get(kind) or Shelf({})

    def changed(self, removed: Iterable[PriceListLine], added: Iterable[PriceListLine]) -> "Shelves":
        """Return the shelves without and with these lines; products that do not change are shared.

        Raises:
            WrongType: an added line is no price list line.
            KeyError: a removed line is not there.
        """
        changes: dict[PriceAssetType, dict[str, tuple[list[PriceListLine], list[PriceListLine]]]] = {}
        gap = self.gap
        for line in removed:
            _check(line)
            changes.setdefault(line.asset_type, {}).setdefault(line.asset_no, ([], []))[0].append(line)
        for line in added:
            _check(line)
            changes.setdefault(line.asset_type, {}).setdefault(line.asset_no, ([], []))[1].append(line)
            gap = min(gap, _unit(line.unit_price))
        shelves = dict(self._shelves)
        for kind, products in changes.items():
            shelf = self.of_type(kind)
            shelves[kind] = shelf.changed(
                {no: changed_entry(shelf.get(no), gone, new) for no, (gone, new) in products.items()}
            )
        return Shelves(shelves, gap)

    def __iter__(self) -> Iterator[PriceListLine]:
        for shelf in self._shelves.values():
            yield from shelf


def _check(line: object) -> None:
    if not isinstance(line, PriceListLine):
        raise WrongType("lines", line, "is no PriceListLine")


def _unit(price: Decimal) -> Decimal:
    exponent = price.as_tuple().exponent
    return Decimal((0, (1,), exponent)) if isinstance(exponent, int) and exponent < -2 else _CENT  # noqa: PLR2004
