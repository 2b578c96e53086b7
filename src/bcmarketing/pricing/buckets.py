"""How a price book keeps the lines of one product: few in a row, many by the source they are for."""

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, TypeAlias

from .choice import rank
from .records import PriceAmountType, PriceAssetType, PriceListLine, PriceSourceType, PriceStatus, PriceType

#: Lines of one product that are kept in a row: testing each is cheaper than looking its sources up.
FEW: Final = 4
#: Lines of one product and source that stay as they are: sorting more than these pays.
SHORT: Final = 6
#: Visits to the lines of one product and source after which they are sorted: most are hardly ever asked for.
BUSY: Final = 3

_PRICE = PriceAmountType.PRICE
_DISCOUNT = PriceAmountType.DISCOUNT

#: Later than every day.
_OPEN: Final = dt.date.max.toordinal() + 1

#: Views that a pile keeps: more than there are variants, units and currencies that anybody asks for.
_VIEWS: Final = 100

Lines: TypeAlias = tuple[PriceListLine, ...]


def in_key_order(lines: Iterable[PriceListLine]) -> Lines:
    """Return lines by price list code and line number."""
    return tuple(sorted(lines, key=_key))


def _key(line: PriceListLine) -> tuple[str, int]:
    return line.price_list_code, line.line_no


#: What lines of one kind come to on a day. For each quantity from which on that changes, three in a row: the lowest
#: price of those that allow a discount, of those that refuse one, and the highest discount.
Winners: TypeAlias = tuple[PriceListLine | None, ...]


class Alike:
    """The lines of one variant, unit and currency: they fit the same requests and convert alike.

    Attributes:
        rank: how specific they are.
        of_unit: whether they name a unit.
        leasts: their minimum quantities, in order.
        edges: the days on which one of them starts or no longer holds, as ordinals, in order.
        cells: who wins before the first of these days, from each of them to the next, and after the last;
            ``None`` as long as nobody has asked.
    """

    __slots__ = ("_lines", "cells", "edges", "leasts", "of_unit", "rank")

    def __init__(self, lines: Lines) -> None:
        first = lines[0]
        self.rank = rank(first)
        self.of_unit = first.unit_of_measure_code != ""
        self.leasts = tuple(sorted({line.minimum_quantity for line in lines}))
        self.edges = array("i", sorted({_start(line) for line in lines} | {_end(line) for line in lines}))
        self.cells: list[Winners | None] = [None] * (len(self.edges) + 1)
        self._lines = lines

    def winners(self, place: int) -> Winners:
        """Return who wins in one of the cells, and keep that; nobody where no line holds."""
        first_day = self.edges[place - 1] if place else 0
        holding = [line for line in self._lines if _start(line) <= first_day < _end(line)]
        winners = tuple(_winners(holding, self.leasts)) if holding else ()
        self.cells[place] = winners
        return winners


def _start(line: PriceListLine) -> int:
    return 1 if line.starting_date is None else line.starting_date.toordinal()


def _end(line: PriceListLine) -> int:
    """Return the first day on which a line no longer holds."""
    return _OPEN if line.ending_date is None else line.ending_date.toordinal() + 1


def _winners(lines: list[PriceListLine], leasts: Iterable[Decimal]) -> Iterator[PriceListLine | None]:
    prices = sorted((line for line in lines if line.amount_type is not _DISCOUNT), key=_by_price)
    # 0 % is no discount, unless a discount line declares it, which counts under one profile.
    discounts = sorted(
        (
            line
            for line in lines
            if line.amount_type is _DISCOUNT or (line.line_discount_pct and line.amount_type is not _PRICE)
        ),
        key=_by_discount,
    )
    for least in leasts:
        allowing = _first(prices, least, allowing=True)
        refusing = _first(prices, least, allowing=False)
        if allowing and refusing and refusing.unit_price > allowing.unit_price:
            refusing = None  # whatever the discount, it is the dearer one
        yield allowing
        yield refusing
        yield _first(discounts, least)


def _first(lines: list[PriceListLine], least: Decimal, *, allowing: bool | None = None) -> PriceListLine | None:
    for line in lines:
        if line.minimum_quantity <= least and (allowing is None or line.allow_line_disc is allowing):
            return line
    return None


#: Variant, unit and currency of lines or of a request.
Kind: TypeAlias = tuple[str, str, str]


_NO_KINDS: Final[dict[Kind, Alike]] = {}
_NO_VIEWS: Final[dict[Kind, tuple[Alike, ...]]] = {}


class Pile:
    """Many lines of one product and source, sorted once they have been asked for often enough.

    Attributes:
        lines: all of them.
        visits: how often they have been asked for; stops counting when they are sorted.
        rest: lines that must be looked at one by one: those of a price including VAT.
        views: for requests of a variant, unit and currency the lines that fit them.
    """

    __slots__ = ("_kinds", "lines", "rest", "views", "visits")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.visits = 0
        self.rest: Lines = ()
        self.views: dict[Kind, tuple[Alike, ...]] = _NO_VIEWS
        self._kinds: dict[Kind, Alike] = _NO_KINDS

    def visit(self) -> None:
        """Count a visit, and sort the lines at the last that counts.

        Only a pile that is sorted has all its visits: another thread never sees one half done.
        """
        if self.visits == BUSY - 1:
            self._sort()
        self.visits += 1

    def _sort(self) -> None:
        kinds: dict[Kind, list[PriceListLine]] = {}
        rest: list[PriceListLine] = []
        for line in self.lines:
            if line.price_includes_vat:
                rest.append(line)
            else:
                kind = line.variant_code, line.unit_of_measure_code, line.currency_code
                kinds.setdefault(kind, []).append(line)
        self._kinds = {kind: Alike(tuple(lines)) for kind, lines in kinds.items()}
        self.rest = tuple(rest)
        self.views = {}

    def fitting(self, asked: Kind) -> tuple[Alike, ...]:
        """Return the lines that fit requests of a kind; `views` keeps them from then on."""
        variant, unit, currency = asked
        found = tuple(
            lines
            for (of_variant, of_unit, of_currency), lines in self._kinds.items()
            if of_variant in {"", variant} and (not unit or of_unit in {"", unit}) and of_currency in {"", currency}
        )
        if len(self.views) < _VIEWS:
            self.views[asked] = found
        return found


def _by_price(line: PriceListLine) -> tuple[object, str, int]:
    return line.unit_price, line.price_list_code, line.line_no


def _by_discount(line: PriceListLine) -> tuple[object, str, int]:
    return line.line_discount_pct.copy_negate(), line.price_list_code, line.line_no


Bucket: TypeAlias = Lines | Pile

_EVERYONE: Final = "everyone"
_IDLE: Final = "idle"
#: Where lines are kept by the number of their source.
_TABLES: Final = {
    PriceSourceType.CUSTOMER: "customers",
    PriceSourceType.CONTACT: "contacts",
    PriceSourceType.CAMPAIGN: "campaigns",
    PriceSourceType.CUSTOMER_PRICE_GROUP: "price_groups",
    PriceSourceType.CUSTOMER_DISC_GROUP: "disc_groups",
}
#: The sources that lines are kept by.
SALES_SOURCES: Final = frozenset({PriceSourceType.ALL_CUSTOMERS, *_TABLES})
#: What these sources do not supply.
_UNSERVED: Final = {
    PriceSourceType.CUSTOMER_PRICE_GROUP: _DISCOUNT,
    PriceSourceType.CUSTOMER_DISC_GROUP: _PRICE,
}
_NOBODY: Final[dict[str, Bucket]] = {}


def _place(line: PriceListLine) -> tuple[str, str]:
    """Return the table and the number that a line is kept under."""
    kind = line.source_type
    if line.status is not PriceStatus.ACTIVE or line.price_type is not PriceType.SALE:
        return _IDLE, ""
    if kind is PriceSourceType.ALL_CUSTOMERS:
        return _EVERYONE, ""  # their number is not compared
    if kind not in _TABLES or not line.source_no or line.amount_type is _UNSERVED.get(kind):
        return _IDLE, ""
    return _TABLES[kind], line.source_no


def _is_odd(line: PriceListLine) -> bool:
    """Return whether only all the rules can judge a line: one of a group that names a variant, or half unserved."""
    if line.asset_type is PriceAssetType.ITEM and line.asset_no:
        return line.source_type in _UNSERVED and line.amount_type is PriceAmountType.ANY
    return line.variant_code != "" or (line.source_type in _UNSERVED and line.amount_type is PriceAmountType.ANY)


class BySource:
    """The lines of one product by the source they are for.

    Attributes:
        everyone: lines for all customers.
        customers, contacts, campaigns, price_groups, disc_groups: lines by the number of their source.
        idle: lines that never qualify for a sale, such as drafts.
        odd: some line can only be judged with all the rules at hand.
    """

    __slots__ = ("campaigns", "contacts", "customers", "disc_groups", "everyone", "idle", "odd", "price_groups")

    def __init__(self) -> None:
        self.everyone: Bucket = ()
        self.customers = _NOBODY
        self.contacts = _NOBODY
        self.campaigns = _NOBODY
        self.price_groups = _NOBODY
        self.disc_groups = _NOBODY
        self.idle: Lines = ()
        self.odd = False

    @classmethod
    def of(cls, lines: Iterable[PriceListLine]) -> "BySource":
        """Sort lines into their places."""
        tables: dict[str, dict[str, list[PriceListLine]]] = {}
        entry = cls()
        for line in lines:
            table, no = _place(line)
            tables.setdefault(table, {}).setdefault(no, []).append(line)
            entry.odd = entry.odd or _is_odd(line)
        for table, found in tables.items():
            entry._put(table, {no: _packed(bucket) for no, bucket in found.items()})
        return entry

    def _put(self, table: str, buckets: dict[str, Bucket]) -> None:
        if table == _IDLE:
            self.idle = _lines(buckets[""])
        elif table == _EVERYONE:
            self.everyone = buckets[""]
        else:
            setattr(self, table, buckets)

    def _table(self, table: str) -> dict[str, Bucket]:
        if table == _IDLE:
            return {"": self.idle}
        if table == _EVERYONE:
            return {"": self.everyone}
        return dict(getattr(self, table))

    def changed(self, removed: Iterable[PriceListLine], added: Iterable[PriceListLine]) -> "BySource":
        """Return the same product with other lines; what does not change is shared.

        Raises:
            KeyError: a removed line is not there.
        """
        entry = BySource()
        for name in self.__slots__:
            setattr(entry, name, getattr(self, name))
        places: dict[tuple[str, str], tuple[list[PriceListLine], list[PriceListLine]]] = {}
        for line in removed:
            places.setdefault(_place(line), ([], []))[0].append(line)
        for line in added:
            places.setdefault(_place(line), ([], []))[1].append(line)
            entry.odd = entry.odd or _is_odd(line)
        tables = {table: entry._table(table) for table, _ in places}
        for (table, no), (gone, new) in places.items():
            bucket = _packed((*without(_lines(tables[table].get(no, ())), gone), *new))
            if bucket or table in {_IDLE, _EVERYONE}:
                tables[table][no] = bucket
            else:
                tables[table].pop(no, None)
        for table, buckets in tables.items():
            entry._put(table, buckets)
        return entry

    def __iter__(self) -> Iterator[PriceListLine]:
        yield from _lines(self.everyone)
        for table in _TABLES.values():
            for bucket in getattr(self, table).values():
                yield from _lines(bucket)
        yield from self.idle

    def from_source(self, kind: PriceSourceType, no: str) -> Lines:
        """Return the lines of one source."""
        if kind is PriceSourceType.ALL_CUSTOMERS:
            return _lines(self.everyone)
        table: dict[str, Bucket] = getattr(self, _TABLES[kind])
        return _lines(table.get(no, ()))


def _packed(lines: Iterable[PriceListLine]) -> Bucket:
    packed = tuple(lines)
    return Pile(packed) if len(packed) > SHORT else packed


def _lines(bucket: Bucket) -> Lines:
    return bucket.lines if isinstance(bucket, Pile) else bucket


def without(lines: Lines, removed: Iterable[PriceListLine]) -> Lines:
    """Return *lines* without one of each of *removed*.

    Raises:
        KeyError: one is not among them.
    """
    left = list(lines)
    for line in removed:
        try:
            left.remove(line)
        except ValueError:
            raise KeyError(line) from None
    return tuple(left)


#: All lines of one product: few in a row, many by source.
Entry: TypeAlias = Lines | BySource


def entry_of(lines: Iterable[PriceListLine]) -> Entry:
    """Return the lines of one product as a price book keeps them."""
    kept = tuple(lines)
    if len(kept) <= FEW and all(_place(line)[0] != _IDLE and not _is_odd(line) for line in kept):
        return kept
    return BySource.of(kept)


def from_source(entry: Entry, kind: PriceSourceType, no: str) -> Lines:
    """Return the lines of one product and one source of a sales line."""
    if isinstance(entry, BySource):
        return entry.from_source(kind, no)
    everyone = kind is PriceSourceType.ALL_CUSTOMERS
    return tuple(line for line in entry if line.source_type is kind and (everyone or line.source_no == no))


def changed_entry(entry: Entry, removed: Iterable[PriceListLine], added: Iterable[PriceListLine]) -> Entry:
    """Return the lines of one product after a change.

    Raises:
        KeyError: a removed line is not among them.
    """
    if isinstance(entry, BySource):
        return entry.changed(removed, added)
    return entry_of((*without(entry, removed), *added))
