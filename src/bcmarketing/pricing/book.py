"""The price book: an index built once over price list lines, that decides as the plain pipeline does."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ..arguments import checked, checked_each
from ..kinds import checked_kinds
from ..making import no_collections
from ..store.changes import ChangeSet, StaleRows
from ..store.reader import key_of
from .buckets import SALES_SOURCES, Lines, from_source, in_key_order
from .candidates import products
from .decision import PriceDecision
from .profiles import CURRENT, PricingProfile
from .quick import Quick, is_quick
from .records import PriceAssetType, PriceListLine
from .request import PLAIN_SETUP, PriceRequest, PriceSetup
from .resolution import resolve
from .shelves import Shelves
from .shipping import Columns, from_columns, to_columns

_ITEM: Final = PriceAssetType.ITEM


class PriceBook:
    """Price list lines by product and source, with the set-up and the profile to price by.

    It decides as `resolve` does over the same lines. A book never changes: `updated` and `apply` return another one,
    which shares with it what has not changed. It can be pickled, to be shipped to other processes.

    Args:
        lines: price list lines of any status; their order does not matter.
        setup: VAT set-up and fixed exchange rates, where prices need them.
        profile: how prices are found. A stage two of the host's own is only shown lines that name the product,
            its group, or all products.

    Raises:
        WrongType: a line is no price list line, such as a sales price of the older engine;
            or *setup* or *profile* is none.

    >>> import datetime as dt
    >>> from decimal import Decimal
    >>> from bcmarketing.pricing.items import Item
    >>> from bcmarketing.pricing.records import PriceSourceType, PriceStatus, PriceType
    >>> line = PriceListLine(
    ...     price_list_code="S1", line_no=10000, source_type=PriceSourceType.ALL_CUSTOMERS, asset_no="1960-S",
    ...     unit_price=Decimal("99.00"), status=PriceStatus.ACTIVE, price_type=PriceType.SALE,
    ... )
    >>> book = PriceBook([line])
    >>> request = PriceRequest(
    ...     product=Item(no="1960-S", unit_price="125.10"), quantity=1, order_date=dt.date(2027, 1, 25),
    ...     unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> book.resolve(request).amounts.line_amount, book.updated(removed=[line]).resolve(request).amounts.line_amount
    (Decimal('99.00'), Decimal('125.10'))
    """

    __slots__ = ("_profile", "_quick", "_setup", "_shelves")

    @checked_kinds
    def __init__(
        self,
        lines: Iterable[PriceListLine] = (),
        setup: PriceSetup = PLAIN_SETUP,
        profile: PricingProfile = CURRENT,
    ) -> None:
        # What is on shelves already comes from another book.
        shelves = lines if isinstance(lines, Shelves) else Shelves.of(lines)
        self._shelves = shelves
        self._setup = setup
        self._profile = profile
        self._quick = Quick(shelves, setup, profile) if is_quick(profile) else None

    @property
    def setup(self) -> PriceSetup:
        """The VAT set-up and exchange rates that prices are converted by."""
        return self._setup

    @property
    def profile(self) -> PricingProfile:
        """How prices are found."""
        return self._profile

    def __iter__(self) -> Iterator[PriceListLine]:
        """Iterate over all lines, by price list code and line number."""
        return iter(in_key_order(self._shelves))

    def __len__(self) -> int:
        return sum(1 for _ in self._shelves)

    def __reduce__(self) -> tuple[Callable[..., "PriceBook"], tuple[Columns, PriceSetup, PricingProfile]]:
        return _arrived, (to_columns(self._shelves), self._setup, self._profile)

    def resolve(self, request: PriceRequest, *, trace: bool = False) -> PriceDecision:
        """Decide what a line costs, as `resolve` does over all lines of the book.

        Args:
            trace: keep what became of every line that names the product, its group or all products.

        Raises:
            DateMissing: document date and work date are blank.
            VatSetupMissing, SalesTaxIncluded: of a candidate that reaches its minimum quantity, or of the card price
                where it steps in.
            WrongType: it is no price request.
        """
        if request.__class__ is not PriceRequest:
            checked(request, PriceRequest, "request")
        quick, day = self._quick, request.date
        if not trace and quick is not None and day is not None and request.product.type is _ITEM:
            decision = quick.resolve(request, day)
            if decision is not None:
                return decision
        return self._at_length(request, trace=trace)

    def _at_length(self, request: PriceRequest, *, trace: bool = False) -> PriceDecision:
        lines = self.lines_for(request) if trace else self._lines_asked(request)
        return resolve(request, lines, self._setup, self._profile, trace=trace)

    def _lines_asked(self, request: PriceRequest) -> Lines:
        """Return the lines of the product that are for the sources of a request, and perhaps more."""
        asked = dict.fromkeys((source.type, source.no) for source in self._profile.sources(request))
        if self._profile.judge is not CURRENT.judge or any(kind not in SALES_SOURCES for kind, _ in asked):
            return self.lines_for(request)
        entries = [self._shelves.of_type(product.type).get(product.no) for product in products(request)]
        return in_key_order(line for entry in entries for kind, no in asked for line in from_source(entry, kind, no))

    def resolve_many(self, requests: Iterable[PriceRequest]) -> list[PriceDecision]:
        """Decide what many lines cost; return the decisions in the order of the requests.

        Lines of the same product are priced together, and the garbage collector pauses meanwhile, as all that is made
        is kept: that is faster than one call each.

        Raises:
            WrongType: it is no collection of price requests.
            as `resolve`.
        """
        asked = checked_each(requests, PriceRequest, "requests")
        of_product: defaultdict[str, list[int]] = defaultdict(list)
        for place, request in enumerate(asked):
            of_product[request.product.no].append(place)
        decisions: list[Any] = [None] * len(asked)
        resolve_one = self.resolve
        with no_collections():
            for places in of_product.values():
                for place in places:
                    decisions[place] = resolve_one(asked[place])
        return decisions

    def lines_for(self, request: PriceRequest) -> Lines:
        """Return all lines that name the product of a request, its group, or all products; in key order."""
        found: list[PriceListLine] = []
        for product in products(checked(request, PriceRequest, "request")):
            found += self._shelves.of_type(product.type).get(product.no)
        return in_key_order(found)

    def under(self, *, setup: PriceSetup | None = None, profile: PricingProfile | None = None) -> "PriceBook":
        """Return a book over the same lines with another set-up or another profile; it costs next to nothing."""
        return PriceBook(
            self._shelves,
            self._setup if setup is None else setup,
            self._profile if profile is None else profile,
        )

    @checked_kinds
    def updated(self, *, removed: Iterable[PriceListLine] = (), added: Iterable[PriceListLine] = ()) -> "PriceBook":
        """Return the book without some lines and with others, at a cost in proportion to the change.

        Raises:
            WrongType: an added line is no price list line.
            StaleRows: a removed line is not in the book, or not as it is given.
        """
        try:
            shelves = self._shelves.changed(removed, added)
        except KeyError as missing:
            line = missing.args[0]
            raise StaleRows(((type(line).__name__, key_of(line)),)) from None
        return PriceBook(shelves, self._setup, self._profile)

    @checked_kinds
    def apply(self, changes: ChangeSet) -> "PriceBook":
        """Return the book after a change set; what it says of other tables is passed over.

        Raises:
            StaleRows: a line is not as the change set expects it.
        """
        before = (change.old for change in changes.modified)
        removed = [*changes.deleted_of(PriceListLine), *(line for line in before if isinstance(line, PriceListLine))]
        added = [*changes.inserted_of(PriceListLine), *changes.modified_of(PriceListLine)]
        return self.updated(removed=removed, added=added) if removed or added else self


def _arrived(columns: Columns, setup: PriceSetup, profile: PricingProfile) -> PriceBook:
    return PriceBook(from_columns(columns), setup, profile)
