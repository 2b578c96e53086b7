"""What would have to change for a price list line to win, or why nothing does."""

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from ..amounts import LIMIT, to_step
from ..arguments import checked_each
from ..errors import Refusal
from ..kinds import checked_kinds
from .arithmetic import minus, times
from .book import PriceBook
from .candidates import (
    DISCOUNT,
    PRICE,
    PriceRecord,
    checked_record,
    checked_records,
    checked_search,
    products,
    reaches_minimum,
)
from .changes import NO_CHANGE, Change, CurrencyTerms
from .decision import PriceDecision
from .legacy_records import SalesLineDiscount, SalesLineDiscSalesType, SalesPrice, SalesPriceType
from .profiles import CURRENT, PricingProfile
from .records import PriceAmountType, PriceListLine, PriceSourceType
from .request import PLAIN_SETUP, CurrencyFactorMissing, PriceRequest, PriceSetup
from .resolution import resolve
from .verdicts import Verdict

_STEP: Final = Decimal("0.00001")
_DAY: Final = dt.timedelta(days=1)


@attrs.frozen
class WouldWin:
    """The smallest change under which a line wins; no change when it does already.

    Attributes:
        change: what changes.
        request: the request after the change.
        decision: what it then costs.
    """

    change: Change
    request: PriceRequest
    decision: PriceDecision

    def explain(self) -> str:
        """Return the answer in words."""
        return f"wins: {self.change}" if self.change else "wins already"


@attrs.frozen
class NeverWins:
    """No change of quantity, date, currency or campaigns makes a line win.

    Attributes:
        why: the test that it fails whatever changes, or the comparison it loses where it comes furthest;
            `Verdict.NOT_PRICED` where nothing can be decided under any change under which it qualifies.
        rival: the record that wins there; ``None`` when there is none.
        change: how far it comes: the smallest change under which it qualifies; ``None`` when there is none.
    """

    why: Verdict
    rival: PriceRecord | None = None
    change: Change | None = None

    def explain(self) -> str:
        """Return the answer in words."""
        return f"never wins: it {self.why.value}"


Counterfactual: TypeAlias = WouldWin | NeverWins


@checked_kinds
def what_would_win(
    line: PriceRecord,
    request: PriceRequest,
    records: Iterable[PriceRecord],
    setup: PriceSetup = PLAIN_SETUP,
    profile: PricingProfile = CURRENT,
    *,
    amount_type: PriceAmountType | None = None,
    currencies: Iterable[CurrencyTerms] = (),
    quantity_step: Decimal | int | str = _STEP,
) -> Counterfactual:
    """Return the smallest change that makes a line win, or why none does.

    Four things may change: the quantity, its sign kept; the date; the currency, to one of *currencies* or to local
    currency; and the campaigns: join the line's, no longer name one, leave one of the others, leave all others, name
    the line's; in this order. Everything else stays.

    The smallest change touches the fewest of these four. Among changes of as many it is the one that touches the
    quantity rather than the date, the date rather than the currency, and the currency rather than the campaigns; and
    among changes of the same things the one with the smallest difference of quantity, then the one with the fewest
    days, then the first currency in the order given, then the first change of campaigns. Of two that are equally far
    off, the larger quantity and the later date come first.

    Args:
        line: the record; it need not be among the records.
        records: all that compete, such as ``book.lines_for(request)``.
        amount_type: whether it is to win the price or the discount; by default what it defines, and the price
            for lines that define both.
        currencies: what the document could be in.
        quantity_step: what quantities are multiples of: 1 for whole units.

    Raises:
        InvalidField: the quantity step is not above 0, or another argument does not fit.
        CurrencyFactorMissing: one of the currencies has no factor.
        DateMissing, VatSetupMissing, SalesTaxIncluded: of the request as it stands, see `resolve`.

    >>> from bcmarketing.pricing.items import Item
    >>> from bcmarketing.pricing.records import PriceStatus, PriceType
    >>> line = PriceListLine(
    ...     price_list_code="CAMP", line_no=10000, source_type=PriceSourceType.CAMPAIGN, source_no="CP1",
    ...     asset_no="1960-S", unit_price=Decimal(99), minimum_quantity=Decimal(10),
    ...     price_type=PriceType.SALE, status=PriceStatus.ACTIVE,
    ... )
    >>> request = PriceRequest(
    ...     product=Item(no="1960-S", unit_price="125.10"), quantity=1, order_date=dt.date(2027, 1, 25),
    ...     customer_no="10000", unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> print(what_would_win(line, request, [line]).explain())
    wins: quantity 10, and with campaigns CP1 activated
    """
    step = to_step(quantity_step, "quantity_step")
    if amount_type is None:
        amount_type = DISCOUNT if _gives_discount_only(checked_record(line, "line")) else PRICE
    case = _Case(
        line=checked_record(line, "line"),
        request=request,
        records=checked_records(records),
        setup=setup,
        profile=profile,
        amount_type=checked_search(amount_type),
    )
    offered = _checked_terms(currencies)
    decision = case.decide(request)
    if case.is_won(decision):
        return WouldWin(NO_CHANGE, request, decision)
    dimensions = (case.quantities(step), case.dates(), case.currencies(offered), case.campaigns())
    furthest: Change | None = None
    undecided: Change | None = None
    for change in _changes(dimensions):
        changed = change.of(request)
        if not case.qualifies(changed):
            continue
        try:
            decision = case.decide(changed)
        except Refusal:  # some line cannot be priced there
            undecided = change if undecided is None else undecided
            continue
        if case.is_won(decision):
            return WouldWin(change, changed, decision)
        furthest = change if furthest is None else furthest
    if furthest is None and undecided is not None:
        return NeverWins(Verdict.NOT_PRICED, change=undecided)
    return case.obstacle(furthest, dimensions)


def _checked_terms(currencies: Iterable[CurrencyTerms]) -> tuple[CurrencyTerms, ...]:
    offered = checked_each(currencies, CurrencyTerms, "currencies")
    for terms in offered:
        if terms.code and not terms.factor:
            raise CurrencyFactorMissing(terms.code)
    return offered


def _changes(dimensions: Sequence[Sequence[Change]]) -> Iterator[Change]:
    """Combine changes of single things, from the smallest on; a first entry of no change says the thing may stay."""
    for count in range(len(dimensions) + 1):
        for touched in itertools.combinations(range(len(dimensions)), count):
            choices = [
                [change for change in choice if bool(change) is (place in touched)]
                for place, choice in enumerate(dimensions)
            ]
            for quantity, date, currency, campaigns in itertools.product(*choices):
                yield Change(
                    quantity=quantity.quantity,
                    date=date.date,
                    currency=currency.currency,
                    campaigns=campaigns.campaigns,
                )


class _Case:
    """A line, a request, and all that competes with it."""

    def __init__(
        self,
        *,
        line: PriceRecord,
        request: PriceRequest,
        records: tuple[PriceRecord, ...],
        setup: PriceSetup,
        profile: PricingProfile,
        amount_type: PriceAmountType,
    ) -> None:
        self._line = line
        self._request = request
        self._setup = setup
        self._profile = profile
        self._amount_type = amount_type
        self._records = self._rivals(records if line in records else (*records, line))
        self._book: PriceBook | None = None
        lines = [record for record in self._records if isinstance(record, PriceListLine)]
        if len(lines) == len(self._records):
            self._book = PriceBook(lines, setup, profile)

    def _rivals(self, records: tuple[PriceRecord, ...]) -> tuple[PriceRecord, ...]:
        """Return the records that name the product and whose source can be reached by a change of campaigns."""
        named = {(product.type, product.no) for product in products(self._request)}
        reachable = {
            (source.type, source.no)
            for change in (NO_CHANGE, *self._campaign_changes())
            for source in self._profile.sources(change.of(self._request))
        }
        return tuple(
            record
            for record in records
            if not isinstance(record, PriceListLine)
            or record is self._line
            or (
                (record.asset_type, record.asset_no) in named
                and (
                    record.source_type is PriceSourceType.ALL_CUSTOMERS
                    or (record.source_type, record.source_no) in reachable
                )
            )
        )

    def decide(self, request: PriceRequest, *, trace: bool = False) -> PriceDecision:
        if self._book is not None:
            return self._book.resolve(request, trace=trace)
        return resolve(request, self._records, self._setup, self._profile, trace=trace)

    def is_won(self, decision: PriceDecision) -> bool:
        winner = decision.discount_line if self._amount_type is DISCOUNT else decision.price_line
        return winner == self._line

    def qualifies(self, request: PriceRequest) -> bool:
        """Return whether the line passes every test, were it alone."""
        return self._verdict(request) is Verdict.QUALIFIES and reaches_minimum(self._line, request)

    def _verdict(self, request: PriceRequest) -> Verdict:
        asked = self._profile.sources(request)
        (verdict,) = self._profile.judge(request, (self._line,), self._amount_type, asked)
        return verdict

    def quantities(self, step: Decimal) -> list[Change]:
        """Return the quantities at which some record starts or stops to be reached and the line is, nearest first."""
        request = self._request
        now = request.quantity.copy_abs()
        turns: set[Decimal] = set()
        for record in self._records:
            least = self._least(record, step)
            if least is not None:
                turns.add(least if least > now else minus(least, step))
        own = self._least(self._line, step)
        changes = [NO_CHANGE] if reaches_minimum(self._line, request) else []
        reached = (turn for turn in turns if 0 <= turn < LIMIT and turn != now and own is not None and turn >= own)
        nearest = sorted(reached, key=lambda turn: (abs(Fraction(turn) - Fraction(now)), turn < now))
        return changes + [Change(quantity=turn.copy_sign(request.quantity)) for turn in nearest]

    def _least(self, record: PriceRecord, step: Decimal) -> Decimal | None:
        """Return the smallest quantity, a multiple of *step*, that reaches the minimum of a record."""
        factor = self._request.qty_per_unit_of_measure
        needed = Fraction(record.minimum_quantity)
        if not record.unit_of_measure_code and needed:
            if factor < 0:
                return None
            needed /= Fraction(factor)
        return times(Decimal(math.ceil(needed / Fraction(step))), step)

    def dates(self) -> list[Change]:
        """Return the days on which some record starts or stops to hold and the line does, nearest first."""
        now = self._profile.date(self._request)
        first, last = self._line.starting_date or dt.date.min, self._line.ending_date or dt.date.max
        if now is None:
            return [NO_CHANGE]
        turns: set[dt.date] = set()
        starts = [record.starting_date for record in self._records]
        starts += [rate.starting_date for rate in self._setup.exchange_rates]
        ends = [record.ending_date for record in self._records]
        turns |= {start for start in starts if start is not None and start > now}
        turns |= {start - _DAY for start in starts if start is not None and dt.date.min < start <= now}
        turns |= {end for end in ends if end is not None and end < now}
        turns |= {end + _DAY for end in ends if end is not None and now <= end < dt.date.max}
        changes = [NO_CHANGE] if first <= now <= last else []
        held = (day for day in turns if first <= day <= last)
        changes += [Change(date=day) for day in sorted(held, key=lambda day: (abs(day - now), day < now))]
        return changes

    def currencies(self, offered: tuple[CurrencyTerms, ...]) -> list[Change]:
        """Return the currencies in which the line counts, in the order given; local currency needs not be given."""
        now, own = self._request.currency_code, self._line.currency_code
        terms: dict[str, CurrencyTerms] = {}
        for offer in (*offered, CurrencyTerms(code="")):
            terms.setdefault(offer.code, offer)
        changes = [NO_CHANGE] if own in {"", now} else []
        changes += [Change(currency=offer) for code, offer in terms.items() if code != now and own in {"", code}]
        return changes

    def campaigns(self) -> list[Change]:
        """Return the memberships under which the line's source is asked; no change first if it is so now."""
        changes = (NO_CHANGE, *self._campaign_changes())
        own = _campaign_of(self._line)
        return [change for change in changes if not own or self._reaches(own, change)]

    def _reaches(self, campaign: str, change: Change) -> bool:
        changed = change.of(self._request)
        return any(
            source.type is PriceSourceType.CAMPAIGN and source.no == campaign
            for source in self._profile.sources(changed)
        )

    def _campaign_changes(self) -> list[Change]:
        named, activated = self._request.campaign_no, self._request.activated_campaigns
        own = _campaign_of(self._line)
        changes: list[Change] = []
        if own and not named and own not in activated:
            changes.append(Change(campaigns=("", (*activated, own))))
        if named:
            changes.append(Change(campaigns=("", activated)))
        others = tuple(dict.fromkeys(campaign for campaign in activated if campaign != own))
        if not named:
            changes += [Change(campaigns=("", tuple(kept for kept in activated if kept != left))) for left in others]
            if len(others) > 1:
                changes.append(Change(campaigns=("", tuple(kept for kept in activated if kept == own))))
        if own and named != own:
            changes.append(Change(campaigns=(own, activated)))
        return changes

    def obstacle(self, furthest: Change | None, dimensions: Sequence[Sequence[Change]]) -> NeverWins:
        """Return why the line does not win where it comes furthest."""
        if furthest is None:
            return self._fixed_obstacle(dimensions)
        decision = self.decide(furthest.of(self._request), trace=True)
        looks = decision.trace.looks if decision.trace else ()
        verdicts = [
            look.verdict for look in looks if look.amount_type is self._amount_type and look.record == self._line
        ]
        rival = decision.discount_line if self._amount_type is DISCOUNT else decision.price_line
        return NeverWins(verdicts[0], rival, furthest)

    def _fixed_obstacle(self, dimensions: Sequence[Sequence[Change]]) -> NeverWins:
        """Return the test that the line fails although everything else has been changed in its favour."""
        request = self._request
        for changes in dimensions:
            if changes:
                request = changes[0].of(request)
        verdict = self._verdict(request)
        return NeverWins(Verdict.BELOW_MINIMUM if verdict is Verdict.QUALIFIES else verdict)


def _gives_discount_only(record: PriceRecord) -> bool:
    if isinstance(record, PriceListLine):
        return record.amount_type is DISCOUNT
    return isinstance(record, SalesLineDiscount)


def _campaign_of(record: PriceRecord) -> str:
    """Return the campaign that a record belongs to; blank for none."""
    if isinstance(record, PriceListLine):
        return record.source_no if record.source_type is PriceSourceType.CAMPAIGN else ""
    if isinstance(record, SalesPrice):
        return record.sales_code if record.sales_type is SalesPriceType.CAMPAIGN else ""
    return record.sales_code if record.sales_type is SalesLineDiscSalesType.CAMPAIGN else ""
