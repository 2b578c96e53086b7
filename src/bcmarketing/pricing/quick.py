"""The short way through the pipeline: the decision of `resolve`, found with few tests and one conversion.

Lines that convert alike keep their order when they are converted and rounded, as long as the gap between two prices
is not below the rounding precision. So prices are compared as they are stored, and only the winner is converted.
Whatever does not fit this is left to `resolve`.
"""

import datetime as dt
import decimal
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ..amounts import HUNDRED, ONE, ZERO
from .arithmetic import round_ratio, times
from .buckets import Bucket, BySource, Entry, Pile, from_source
from .choice import BEST_DISCOUNT, DECLARED_DISCOUNT, HIGHEST_DISCOUNT
from .conversion import included_vat_pct, net_price
from .currencies import UNIT_PRECISION, FixExchangeRateAmount
from .decision import PriceDecision
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
    """The short way over the shelves of a book.

    Attributes:
        items, recent: the shelf of items, see `Shelf`.
        wider: some line is for all products.
    """

    __slots__ = (
        "_conversion",
        "_declared",
        "_fixed",
        "_gap",
        "_setup",
        "_shelves",
        "_specific",
        "items",
        "recent",
        "wider",
    )

    def __init__(self, shelves: Shelves, setup: PriceSetup, profile: PricingProfile) -> None:
        self.items = shelves.items.base
        self.recent = shelves.items.recent
        self.wider = bool(shelves.items.get("") or shelves.groups.get(""))
        self._shelves = shelves
        self._gap = shelves.gap
        self._setup = setup
        self._fixed = any(rate.fix_exchange_rate_amount is FixExchangeRateAmount.BOTH for rate in setup.exchange_rates)
        self._conversion = profile.conversion
        self._specific = profile.discount_choice != HIGHEST_DISCOUNT
        self._declared = profile.discount_choice == DECLARED_DISCOUNT

    def decide(  # noqa: C901, PLR0912, PLR0915 - a call costs as much as the tests of one line
        self, request: PriceRequest, day: dt.date, lines: list[PriceListLine], piles: list[Pile]
    ) -> PriceDecision | None:
        """Return the decision over lines that `collect` brought; ``None`` where only `resolve` can tell."""
        variant, unit, currency = request.variant_code, request.unit_of_measure_code, request.currency_code
        variants, factor = request.product.variants, request.qty_per_unit_of_measure
        if variants is not None and variant not in variants:
            variant = ""
        quantity = request.quantity
        if quantity.is_signed():
            quantity = quantity.copy_abs()
        base = quantity if factor is ONE else times(quantity, factor)
        specific, declared = self._specific, self._declared
        found = False
        best_rank = 0
        offers: list[PriceListLine] = []
        discount_rank, discount, discount_line = -1, ZERO, None
        for line in lines:
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
                if kind is not _DISCOUNT:
                    found = True
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
        today = day.toordinal() if piles else 0
        for pile in piles:
            for of_variant, of_unit, of_currency, rank, starts, ends, alike in pile.prices:
                if (
                    rank < best_rank
                    or (of_variant and of_variant != variant)
                    or (of_currency and of_currency != currency)
                    or (of_unit and unit and of_unit != unit)
                ):
                    continue
                reached = quantity if of_unit else base
                place = -1
                for start, end in zip(starts, ends, strict=True):
                    place += 1
                    if start > today or end < today:
                        continue
                    line = alike[place]
                    minimum = line.minimum_quantity
                    if minimum and minimum > reached:
                        found = True
                        continue
                    if rank > best_rank:
                        best_rank, offers = rank, [line]
                    else:
                        offers.append(line)
                    break
            for of_variant, of_unit, of_currency, specificity, starts, ends, alike in pile.discounts:
                if (
                    (of_variant and of_variant != variant)
                    or (of_currency and of_currency != currency)
                    or (of_unit and unit and of_unit != unit)
                ):
                    continue
                reached = quantity if of_unit else base
                rank = specificity if specific else 0
                if rank < discount_rank:
                    continue
                place = -1
                for start, end in zip(starts, ends, strict=True):
                    place += 1
                    if start > today or end < today:
                        continue
                    line = alike[place]
                    percentage = line.line_discount_pct
                    if rank == discount_rank and percentage < discount:
                        break
                    if not percentage and not (declared and line.amount_type is _DISCOUNT):
                        continue
                    minimum = line.minimum_quantity
                    if minimum and minimum > reached:
                        continue
                    if rank > discount_rank or percentage > discount:
                        discount_rank, discount, discount_line = rank, percentage, line
                    else:
                        discount_line = _earlier(line, discount_line)
                        discount = discount_line.line_discount_pct
                    break

        price_line = offers[0] if offers else None
        if piles or len(offers) > 1:
            # What allows a discount of 100 % costs nothing, however dear it is, and the first of all those wins.
            if discount == HUNDRED or not self._keeps_order(request):
                return None
            if len(offers) > 1:
                price_line = self._lowest(offers, discount, request)
        unit_price = self.unit_price(price_line, request)
        return PriceDecision(request, unit_price, price_line, discount_line, found or price_line is not None)

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

    def collect_wider(
        self, request: PriceRequest, day: dt.date, item: Entry, lines: list[PriceListLine], piles: list[Pile]
    ) -> bool:
        """Collect the lines of the product's group and of all products; return whether that suffices."""
        group: Entry = self._shelves.groups.get(request.product.group_no) if request.product.group_no else ()
        if group and not collect(group, request, lines, piles):
            return False
        return not self.wider or self._collect_catch_all(request, day, (item, group), lines)

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

    def _lowest(self, offers: list[PriceListLine], discount: Decimal, request: PriceRequest) -> PriceListLine:
        """Return the line with the lowest net price; of equal ones the first by list and line number."""
        best, best_net = offers[0], None
        for line in offers[1:]:
            if (
                (not discount or line.allow_line_disc is best.allow_line_disc)
                and not (line.price_includes_vat or best.price_includes_vat)
                and (not line.unit_of_measure_code) is (not best.unit_of_measure_code)
                and (not line.currency_code) is (not best.currency_code)
            ):
                if line.unit_price < best.unit_price:
                    best, best_net = line, None
                elif line.unit_price == best.unit_price:
                    best = _earlier(line, best)
                continue
            if best_net is None:
                best_net = self._net(best, discount, request)
            net = self._net(line, discount, request)
            if net < best_net or (net == best_net and _earlier(line, best) is line):
                best, best_net = line, net
        return best

    def _net(self, line: PriceListLine, discount: Decimal, request: PriceRequest) -> Decimal:
        return net_price(self.unit_price(line, request), discount, allow_line_disc=line.allow_line_disc)

    def unit_price(self, line: PriceListLine | None, request: PriceRequest) -> Decimal:
        """Return what `Conversion.unit_price` makes of a line's price, or of the card's where there is no line.

        At a third of the cost where no VAT is involved.
        """
        if line is None:
            product = request.product
            amount, taxed, unit, currency = product.unit_price, product.price_includes_vat, "", ""
        else:
            amount, taxed = line.unit_price, line.price_includes_vat
            unit, currency = line.unit_of_measure_code, line.currency_code
        if not amount:
            return amount
        if taxed or request.prices_including_vat or (self._fixed and request.currency_code):
            return self._conversion.unit_price(request.product if line is None else line, request, self._setup)
        factor, precision = request.qty_per_unit_of_measure, request.unit_precision
        if factor is not ONE and not unit:
            amount = times(amount, factor)
        if request.currency_code and not currency:
            amount = times(amount, request.currency_factor)
        if precision == UNIT_PRECISION:  # of which there are several spellings, such as 0.000010
            return _quantize(amount, UNIT_PRECISION)
        return round_ratio(amount, ONE, precision)


def collect(  # noqa: C901, PLR0912 - one step for every type of source
    entry: Entry, request: PriceRequest, lines: list[PriceListLine], piles: list[Pile]
) -> bool:
    """Collect the lines of one product that are for the sources of a request; return whether that suffices."""
    if isinstance(entry, tuple):
        for line in entry:
            kind = line.source_type
            if kind is _CUSTOMER:
                asked = line.source_no == request.customer_no
            elif kind is _EVERYONE:
                asked = True
            elif kind is _PRICE_GROUP:
                asked = line.source_no == request.customer_price_group
            elif kind is _CAMPAIGN:
                asked = line.source_no in _campaigns(request)
            else:
                asked = line.source_no == (request.contact_no if kind is _CONTACT else request.customer_disc_group)
            if asked:
                lines.append(line)
        return True
    if entry.odd:
        return False
    buckets: list[Bucket] = [entry.everyone] if entry.everyone else []
    if entry.customers and (bucket := entry.customers.get(request.customer_no)):
        buckets.append(bucket)
    if entry.contacts and (bucket := entry.contacts.get(request.contact_no)):
        buckets.append(bucket)
    if entry.campaigns:
        get, campaigns = entry.campaigns.get, _campaigns(request)
        buckets += [bucket for campaign in campaigns if (bucket := get(campaign))]
    if entry.price_groups and (bucket := entry.price_groups.get(request.customer_price_group)):
        buckets.append(bucket)
    if entry.disc_groups and (bucket := entry.disc_groups.get(request.customer_disc_group)):
        buckets.append(bucket)
    for bucket in buckets:
        if isinstance(bucket, tuple):
            lines += bucket
        elif (unsorted := bucket.visit()) is not None:
            lines += unsorted
        else:
            lines += bucket.rest
            piles.append(bucket)
    return True


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
