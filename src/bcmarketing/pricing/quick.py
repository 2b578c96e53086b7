"""The short way through the pipeline: the decision of `resolve`, found with few tests and one conversion.

Lines that convert alike keep their order when they are converted and rounded, as long as the gap between two prices
is not below the rounding precision. So prices are compared as they are stored, and only the winner is converted.
Whatever does not fit this is left to `resolve`.
"""

import datetime as dt
import decimal
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from ..amounts import HUNDRED, ONE, ZERO
from .arithmetic import minus, round_ratio, times
from .buckets import BUSY, Bucket, BySource, Entry, Pile, from_source
from .choice import BEST_DISCOUNT, DECLARED_DISCOUNT, HIGHEST_DISCOUNT
from .conversion import included_vat_pct
from .currencies import UNIT_PRECISION, FixExchangeRateAmount
from .decision import PriceDecision, decided
from .profiles import CURRENT, PricingProfile
from .records import PriceAmountType, PriceAssetType, PriceListLine, PriceSourceType
from .request import PriceRequest, PriceSetup
from .shelves import Shelves

_PRICE: Final = PriceAmountType.PRICE
_DISCOUNT: Final = PriceAmountType.DISCOUNT
_ITEM: Final = PriceAssetType.ITEM
_EVERYONE: Final = PriceSourceType.ALL_CUSTOMERS
_CUSTOMER: Final = PriceSourceType.CUSTOMER
_CONTACT: Final = PriceSourceType.CONTACT
_CAMPAIGN: Final = PriceSourceType.CAMPAIGN
_PRICE_GROUP: Final = PriceSourceType.CUSTOMER_PRICE_GROUP
_DISC_GROUP: Final = PriceSourceType.CUSTOMER_DISC_GROUP

_NO_PILES: Final[list[Pile]] = []
_NO_OFFERS: Final[list[PriceListLine]] = []
_NOBODY: Final = (None, None, None)

_quantize: Final = decimal.Context(
    prec=120, rounding=decimal.ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[]
).quantize


def is_quick(profile: PricingProfile) -> bool:
    """Return whether a profile differs from the current engine at most in a discount choice known here."""
    return (
        profile.date is CURRENT.date
        and profile.sources is CURRENT.sources
        and profile.judge is CURRENT.judge
        and profile.conversion == CURRENT.conversion
        and profile.price_choice == CURRENT.price_choice
        and profile.discount_choice in {BEST_DISCOUNT, HIGHEST_DISCOUNT, DECLARED_DISCOUNT}
    )


class Quick:
    """The short way over the shelves of a book."""

    __slots__ = (
        "_conversion",
        "_declared",
        "_fixed",
        "_gap",
        "_items",
        "_recent",
        "_setup",
        "_shelves",
        "_specific",
        "_wider",
    )

    def __init__(self, shelves: Shelves, setup: PriceSetup, profile: PricingProfile) -> None:
        self._items = shelves.items.base
        self._recent = shelves.items.recent
        self._wider = bool(shelves.items.get("") or shelves.groups.get(""))
        self._shelves = shelves
        self._gap = shelves.gap
        self._setup = setup
        self._fixed = any(rate.fix_exchange_rate_amount is FixExchangeRateAmount.BOTH for rate in setup.exchange_rates)
        self._conversion = profile.conversion
        self._specific = profile.discount_choice != HIGHEST_DISCOUNT
        self._declared = profile.discount_choice == DECLARED_DISCOUNT

    def resolve(self, request: PriceRequest, day: dt.date) -> PriceDecision | None:
        """Return the decision for an item on a day; ``None`` where only `resolve` can tell."""
        product = request.product
        no = product.no
        entry = self._recent.get(no) if self._recent else None
        if entry is None:
            entry = self._items.get(no, ())
        if isinstance(entry, tuple) and not self._wider and not product.group_no:
            return self._decide(request, day, entry, _NO_PILES, few=True) if entry else self._card_price(request)
        lines: list[PriceListLine] = []
        piles: list[Pile] = []
        enough = collect(entry, request, lines, piles)
        if enough and (self._wider or product.group_no):
            enough = self._collect_wider(entry, request, day, lines, piles)
        if not enough:
            return None
        return self._decide(request, day, lines, piles, few=False) if lines or piles else self._card_price(request)

    def _decide(  # noqa: C901, PLR0912, PLR0915 - a call costs as much as the tests of one line
        self,
        request: PriceRequest,
        day: dt.date,
        lines: Sequence[PriceListLine],
        piles: Sequence[Pile],
        *,
        few: bool,
    ) -> PriceDecision | None:
        """Return the decision over some lines; *few* if their sources are still to be looked at."""
        variant, unit, currency = request.variant_code, request.unit_of_measure_code, request.currency_code
        variants, factor, customer_no = request.product.variants, request.qty_per_unit_of_measure, request.customer_no
        if variants is not None and variant not in variants:
            variant = ""
        quantity = request.quantity
        if quantity.is_signed():
            quantity = quantity.copy_abs()
        base = quantity if factor is ONE else times(quantity, factor)
        specific, declared = self._specific, self._declared
        found = False
        best_rank, offers = -1, _NO_OFFERS
        discount_rank, discount, discount_line = -1, ZERO, None

        for line in lines:
            if few:
                source = line.source_type
                if source is _CUSTOMER:
                    if line.source_no != customer_no:
                        continue
                elif source is not _EVERYONE and not _is_for(line, request):
                    continue
            date = line.starting_date
            if date is not None and date > day:
                continue
            date = line.ending_date
            if date is not None and date < day:
                continue
            of_unit, of_currency, of_variant = line.unit_of_measure_code, line.currency_code, line.variant_code
            if (
                (of_variant and of_variant != variant)
                or (of_currency and of_currency != currency)
                or (of_unit and unit and of_unit != unit)
            ):
                continue
            kind = line.amount_type
            minimum = line.minimum_quantity
            if minimum and minimum > (quantity if of_unit else base):
                found = found or kind is not _DISCOUNT
                continue
            rank = (of_variant != "") + (of_currency != "") if of_variant or of_currency else 0
            if kind is not _DISCOUNT:
                if line.price_includes_vat and line.unit_price:
                    self._check_vat(line, request)
                if rank > best_rank:
                    best_rank, offers = rank, [line]
                elif rank == best_rank:
                    offers.append(line)
            if kind is not _PRICE:
                if not specific:
                    rank = 0
                percentage = line.line_discount_pct
                if rank >= discount_rank and (percentage or (declared and kind is _DISCOUNT)):
                    if rank > discount_rank or percentage > discount:
                        discount_rank, discount, discount_line = rank, percentage, line
                    elif percentage == discount:
                        discount_line = _earlier(line, discount_line)
                        discount = discount_line.line_discount_pct

        if piles:
            today = day.toordinal()
            asked = variant, unit, currency
        for pile in piles:
            fitting = pile.views.get(asked)
            if fitting is None:
                fitting = pile.fitting(asked)
            for alike in fitting:
                place = bisect_right(alike.edges, today)
                winners = alike.cells[place]
                if winners is None:
                    winners = alike.winners(place)
                if not winners:
                    continue
                place = 3 * bisect_right(alike.leasts, quantity if alike.of_unit else base)
                allowing, refusing, discounting = winners[place - 3 : place] if place else _NOBODY
                rank = alike.rank
                if allowing is None and refusing is None:
                    # With the largest quantity all lines take part.
                    found = found or winners[-3] is not None or winners[-2] is not None
                elif rank >= best_rank:
                    if rank > best_rank:
                        best_rank, offers = rank, []
                    if allowing is not None:
                        offers.append(allowing)
                    if refusing is not None:
                        offers.append(refusing)
                if discounting is not None:
                    if not specific:
                        rank = 0
                    percentage = discounting.line_discount_pct
                    if rank >= discount_rank and (percentage or declared):
                        if rank > discount_rank or percentage > discount:
                            discount_rank, discount, discount_line = rank, percentage, discounting
                        elif percentage == discount:
                            discount_line = _earlier(discounting, discount_line)
                            discount = discount_line.line_discount_pct

        best = offers[0] if offers else None
        if piles or len(offers) > 1:
            # What allows a discount of 100 % costs nothing, however dear it is, and the first of all those wins.
            if discount == HUNDRED or not self._keeps_order(request):
                return None
            if len(offers) > 1:
                best = self._lowest(offers, discount, request)
        return decided(request, self._unit_price(best, request), best, discount_line, found or best is not None)

    def _card_price(self, request: PriceRequest) -> PriceDecision:
        return decided(request, self._unit_price(None, request), None, None, False)  # noqa: FBT003 - as it is declared

    def _unit_price(self, line: PriceListLine | None, request: PriceRequest) -> Decimal:
        """Return what `Conversion.unit_price` makes of a line's price, or of the card's where there is no line.

        Without VAT it takes a third of the time.
        """
        priced = request.product if line is None else line
        amount, currency = priced.unit_price, request.currency_code
        if not amount:
            return amount
        if priced.price_includes_vat or request.prices_including_vat or (currency and self._fixed):
            return self._conversion.unit_price(priced, request, self._setup)
        factor, precision = request.qty_per_unit_of_measure, request.unit_precision
        if factor is not ONE and (line is None or not line.unit_of_measure_code):
            amount = times(amount, factor)
        if currency and (line is None or not line.currency_code):
            amount = times(amount, request.currency_factor)
        if precision == UNIT_PRECISION:  # of which there are several spellings, such as 0.000010
            return _quantize(amount, UNIT_PRECISION)
        return round_ratio(amount, ONE, precision)

    def _keeps_order(self, request: PriceRequest) -> bool:
        """Return whether prices that convert alike keep their order when they are converted and rounded."""
        gap, factor = self._gap, request.qty_per_unit_of_measure
        if factor is not ONE and factor < ONE:
            gap = times(gap, factor)
        if request.currency_code:
            if self._fixed:
                return False
            if request.currency_factor < ONE:
                gap = times(gap, request.currency_factor)
        return gap >= request.unit_precision

    def _collect_wider(
        self, item: Entry, request: PriceRequest, day: dt.date, lines: list[PriceListLine], piles: list[Pile]
    ) -> bool:
        """Collect the lines of the product's group and of all products; return whether that suffices."""
        group_no = request.product.group_no
        group: Entry = self._shelves.groups.get(group_no) if group_no else ()
        if not collect(group, request, lines, piles):
            return False
        return not self._wider or self._collect_catch_all(request, day, (item, group), lines)

    def _collect_catch_all(
        self, request: PriceRequest, day: dt.date, closer: tuple[Entry, Entry], lines: list[PriceListLine]
    ) -> bool:
        """Collect the lines for all products of the sources that have none closer to the product."""
        wide = [self._shelves.items.get(""), *([self._shelves.groups.get("")] if request.product.group_no else [])]
        if any(isinstance(entry, BySource) and entry.odd for entry in wide):
            return False
        for kind, no in _asked(request):
            far = [line for entry in wide for line in from_source(entry, kind, no)]
            if not far:
                continue
            near = [
                line
                for entry in closer
                for line in from_source(entry, kind, no)
                if _holds(line, request, day) and (not line.variant_code or line.variant_code == request.price_variant)
            ]
            no_price = any(line.amount_type is not _DISCOUNT for line in near)
            no_discount = any(line.amount_type is not _PRICE for line in near)
            hidden = {_PRICE: no_price, _DISCOUNT: no_discount, PriceAmountType.ANY: no_price and no_discount}
            if no_price is not no_discount and any(line.amount_type is PriceAmountType.ANY for line in far):
                return False
            lines += [line for line in far if not hidden[line.amount_type]]
        return True

    def _check_vat(self, line: PriceListLine, request: PriceRequest) -> None:
        """Refuse a price whose VAT is unknown, also where it would not win."""
        product_group = request.vat_prod_posting_group or request.product.vat_prod_posting_group
        included_vat_pct(line.vat_bus_posting_gr_price, product_group, self._setup)

    def _lowest(self, offers: Sequence[PriceListLine], discount: Decimal, request: PriceRequest) -> PriceListLine:
        """Return the line with the lowest net price; of equal ones the first by list and line number."""
        best, lowest, net = offers[0], None, None
        for line in offers[1:]:
            if (
                (not discount or line.allow_line_disc is best.allow_line_disc)
                and not (line.price_includes_vat or best.price_includes_vat)
                and (not line.unit_of_measure_code) is (not best.unit_of_measure_code)
                and (not line.currency_code) is (not best.currency_code)
            ):
                if line.unit_price < best.unit_price:
                    best, lowest = line, None
                elif line.unit_price == best.unit_price:
                    best = _earlier(line, best)
                continue
            if net is None:
                net = self._net_of(discount, request)
            if lowest is None:
                lowest = net(best)
            amount = net(line)
            if amount < lowest or (amount == lowest and _earlier(line, best) is line):
                best, lowest = line, amount
        return best

    def _net_of(self, discount: Decimal, request: PriceRequest) -> Callable[[PriceListLine], Decimal]:
        """Return a function that gives a hundred times the net price of a line."""
        kept = minus(HUNDRED, discount)
        factor = request.qty_per_unit_of_measure
        # Where rounding changes no price, there is no need to round.
        is_exact = (
            self._gap >= UNIT_PRECISION == request.unit_precision
            and not request.currency_code
            and not request.prices_including_vat
            and (factor is ONE or factor == factor.to_integral_value())
        )

        def net(line: PriceListLine) -> Decimal:
            if not is_exact or line.price_includes_vat:
                amount = self._unit_price(line, request)
            elif line.unit_of_measure_code or factor is ONE:
                amount = line.unit_price
            else:
                amount = times(line.unit_price, factor)
            return times(amount, kept if line.allow_line_disc else HUNDRED)

        return net


def collect(  # noqa: C901 - one step for every type of source
    entry: Entry, request: PriceRequest, lines: list[PriceListLine], piles: list[Pile]
) -> bool:
    """Collect the lines of one product that are for the sources of a request; return whether that suffices."""
    if isinstance(entry, tuple):
        lines += [line for line in entry if _is_for(line, request)]
        return True
    if entry.odd:
        return False
    buckets: list[Bucket] = [entry.everyone]
    if entry.customers and (bucket := entry.customers.get(request.customer_no)):
        buckets.append(bucket)
    if entry.contacts and (bucket := entry.contacts.get(request.contact_no)):
        buckets.append(bucket)
    if entry.campaigns:
        get = entry.campaigns.get
        buckets += [bucket for campaign in _campaigns(request) if (bucket := get(campaign))]
    if entry.price_groups and (bucket := entry.price_groups.get(request.customer_price_group)):
        buckets.append(bucket)
    if entry.disc_groups and (bucket := entry.disc_groups.get(request.customer_disc_group)):
        buckets.append(bucket)
    for bucket in buckets:
        if isinstance(bucket, tuple):
            lines += bucket
        elif bucket.visits < BUSY:
            bucket.visit()
            lines += bucket.lines
        else:
            lines += bucket.rest
            piles.append(bucket)
    return True


def _is_for(line: PriceListLine, request: PriceRequest) -> bool:
    """Return whether a line is for a source of a request."""
    kind = line.source_type
    if kind is _CUSTOMER:
        return line.source_no == request.customer_no
    if kind is _PRICE_GROUP:
        return line.source_no == request.customer_price_group
    if kind is _CAMPAIGN:
        return line.source_no in _campaigns(request)
    if kind is _CONTACT:
        return line.source_no == request.contact_no
    return kind is _EVERYONE or line.source_no == request.customer_disc_group


def _campaigns(request: PriceRequest) -> tuple[str, ...]:
    return (request.campaign_no,) if request.campaign_no else request.activated_campaigns


def _asked(request: PriceRequest) -> Iterator[tuple[PriceSourceType, str]]:
    yield _EVERYONE, ""
    yield _CUSTOMER, request.customer_no
    yield _CONTACT, request.contact_no
    for campaign in dict.fromkeys(_campaigns(request)):
        yield _CAMPAIGN, campaign
    yield _PRICE_GROUP, request.customer_price_group
    yield _DISC_GROUP, request.customer_disc_group


def _holds(line: PriceListLine, request: PriceRequest, day: dt.date) -> bool:
    """Return whether dates, currency and unit of a line fit; its minimum quantity does not matter."""
    unit = request.unit_of_measure_code
    return (
        (line.starting_date is None or line.starting_date <= day)
        and (line.ending_date is None or line.ending_date >= day)
        and line.currency_code in {"", request.currency_code}
        and (not unit or line.unit_of_measure_code in {"", unit})
    )


def _earlier(line: PriceListLine, other: PriceListLine | None) -> PriceListLine:
    """Return the first of two lines by list and line number, the second if they share both."""
    if other is None or (line.price_list_code, line.line_no) < (other.price_list_code, other.line_no):
        return line
    return other
