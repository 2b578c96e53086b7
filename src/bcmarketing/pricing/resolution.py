"""The pipeline: sources, candidates, conversion, choice, and the decision they lead to."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import attrs

from ..amounts import ZERO
from ..arguments import checked
from ..codes import is_a
from ..errors import WrongType
from .candidates import DISCOUNT, PRICE, PriceRecord, checked_records, discount_of, reaches_minimum
from .choice import Choice, Offer, choose
from .conversion import Step, net_price
from .decision import PriceDecision
from .legacy_records import SalesLineDiscount, SalesPrice
from .profiles import CURRENT, PricingProfile
from .records import PriceAmountType, PriceListLine
from .request import PLAIN_SETUP, PriceRequest, PriceSetup
from .trace import Look, PriceTrace, unasked
from .verdicts import Verdict


@attrs.frozen
class Found:
    """What a search for the best price, or the best discount, brought.

    Attributes:
        winner: the best offer; ``None`` when the fallback steps in.
        found: some record qualifies, even if none reaches its minimum quantity.
        offers: the records that qualify and reach it, in the order given.
        verdicts: what became of each record, in the order given.
    """

    winner: Offer | None
    found: bool
    offers: tuple[Offer, ...] = attrs.field(repr=False)
    verdicts: tuple[Verdict, ...] = attrs.field(repr=False)


def find_discount(request: PriceRequest, records: Iterable[PriceRecord], profile: PricingProfile = CURRENT) -> Found:
    """Find the best line discount: the discount step alone.

    Raises:
        DateMissing: document date and work date are blank (not with the older engine).
        WrongType: an argument, or one of the records, is of no kind that is taken here.
    """
    return _Search(request, checked_records(records), PLAIN_SETUP, profile).discount()


def find_price(
    request: PriceRequest,
    records: Iterable[PriceRecord],
    setup: PriceSetup = PLAIN_SETUP,
    profile: PricingProfile = CURRENT,
) -> Found:
    """Find the best price: the price step alone, under the discount that the request says is on the line.

    Raises:
        DateMissing: document date and work date are blank (not with the older engine).
        VatSetupMissing, SalesTaxIncluded: of any candidate that reaches its minimum quantity.
        WrongType: an argument, or one of the records, is of no kind that is taken here.
    """
    return _Search(request, checked_records(records), setup, profile).price(request.line_discount_pct)


def resolve(
    request: PriceRequest,
    records: Iterable[PriceRecord],
    setup: PriceSetup = PLAIN_SETUP,
    profile: PricingProfile = CURRENT,
    *,
    trace: bool = False,
) -> PriceDecision:
    """Decide what a line costs: the discount first, then the price that is best under it.

    The order of the records does not matter. Records of the engine that the profile does not use are ignored.

    Args:
        records: price list lines; for the older engine sales prices and sales line discounts.
        setup: VAT set-up and fixed exchange rates, where prices need them.
        trace: keep every record that was looked at, and what became of it.

    Raises:
        DateMissing: document date and work date are blank (not with the older engine).
        VatSetupMissing, SalesTaxIncluded: of a candidate that reaches its minimum quantity, or of the card price
            where it steps in.
        WrongType: an argument, or one of the records, is of no kind that is taken here.

    Source: codeunits 7002, 7008 and 7020; 7000 and 7003 for the older engine.

    >>> import datetime as dt
    >>> from bcmarketing.pricing.items import Item
    >>> from bcmarketing.pricing.records import PriceSourceType, PriceStatus, PriceType
    >>> chair = Item(no="1960-S", unit_price="125.10")
    >>> line = PriceListLine(
    ...     price_list_code="CAMP", line_no=10000, source_type=PriceSourceType.CAMPAIGN, source_no="CP1",
    ...     asset_no="1960-S", unit_price=Decimal("99.00"), allow_line_disc=True, price_type=PriceType.SALE,
    ...     status=PriceStatus.ACTIVE,
    ... )
    >>> request = PriceRequest(
    ...     product=chair, quantity=10, order_date=dt.date(2027, 1, 25), customer_no="10000", campaign_no="CP1",
    ...     unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> decision = resolve(request, [line])
    >>> decision.amounts.line_amount, decision.price_line is line
    (Decimal('990.00'), True)
    """
    checked(trace, bool, "trace")
    search = _Search(request, checked_records(records), setup, profile)
    discounts = search.discount()
    prices = search.price(discounts.winner.amount if discounts.winner else ZERO)
    decision = decide(
        request,
        prices.winner,
        discounts.winner,
        price_found=prices.found,
        card_price=None if prices.winner else profile.conversion.unit_price(request.product, request, setup),
    )
    return attrs.evolve(decision, trace=search.trace(prices, discounts)) if trace else decision


def decide(
    request: PriceRequest,
    price: Offer | None,
    discount: Offer | None,
    *,
    price_found: bool,
    card_price: Decimal | None,
) -> PriceDecision:
    """Put a decision together from the winning offers.

    Args:
        card_price: the converted card price, which stands in where no record gives the price.

    A record decides whether the line allows discounts; the card price leaves the line's marks as they are.
    Where the line does not allow a line discount in the end, the discount is dropped.
    """
    price_line = price.record if price else None
    return PriceDecision(
        request=request,
        unit_price=price.amount if price else (card_price or ZERO),
        price_line=price_line if isinstance(price_line, PriceListLine | SalesPrice) else None,
        discount_line=discount.record if discount and not isinstance(discount.record, SalesPrice) else None,
        price_found=price_found,
    )


@attrs.frozen
class _Search:
    """One request against some records, under one profile."""

    request: PriceRequest = attrs.field(validator=is_a(PriceRequest))
    records: tuple[PriceRecord, ...]
    setup: PriceSetup = attrs.field(validator=is_a(PriceSetup))
    profile: PricingProfile = attrs.field(validator=is_a(PricingProfile))

    def discount(self) -> Found:
        return self._find(DISCOUNT, self.profile.discount_choice, _discount_offer)

    def price(self, line_discount_pct: Decimal) -> Found:
        def offer(record: PriceRecord) -> Offer:
            return self._price_offer(record, line_discount_pct)

        return self._find(PRICE, self.profile.price_choice, offer)

    def _find(self, amount_type: PriceAmountType, choice: Choice, offer: Callable[[PriceRecord], Offer]) -> Found:
        asked = self.profile.sources(self.request)
        verdicts = list(self.profile.judge(self.request, self.records, amount_type, asked))
        qualifying = [index for index, verdict in enumerate(verdicts) if verdict is Verdict.QUALIFIES]
        offers: dict[int, Offer] = {}
        for index in qualifying:
            if reaches_minimum(self.records[index], self.request):
                offers[index] = offer(self.records[index])
            else:
                verdicts[index] = Verdict.BELOW_MINIMUM
        winner, lost = choose(tuple(offers.values()), choice)
        fates = {id(loser): verdict for loser, verdict in lost}
        for index, competing in offers.items():
            verdicts[index] = fates.get(id(competing), Verdict.WINS)
        return Found(winner, bool(qualifying), tuple(offers.values()), tuple(verdicts))

    def _price_offer(self, record: PriceRecord, line_discount_pct: Decimal) -> Offer:
        if isinstance(record, SalesLineDiscount):
            raise WrongType("records", record, "gives no price, although the judge of the profile lets it through")
        price = self.profile.conversion.unit_price(record, self.request, self.setup)
        return Offer(record, price, net_price(price, line_discount_pct, allow_line_disc=record.allow_line_disc))

    def trace(self, prices: Found, discounts: Found) -> PriceTrace:
        looks = (*self._looks(DISCOUNT, discounts), *self._looks(PRICE, prices))
        asked = self.profile.sources(self.request)
        convert = self.profile.conversion
        card = () if prices.winner else convert.steps(self.request.product, self.request, self.setup)
        return PriceTrace(self.profile.name, asked, unasked(self.request, asked), looks, card)

    def _looks(self, amount_type: PriceAmountType, found: Found) -> Iterator[Look]:
        offers = {id(offer.record): offer for offer in found.offers}
        for record, verdict in zip(self.records, found.verdicts, strict=True):
            offer = offers.get(id(record))
            steps = self._steps(record, amount_type) if offer else ()
            net = offer.net if offer else None
            yield Look(amount_type=amount_type, record=record, verdict=verdict, steps=steps, net=net)

    def _steps(self, record: PriceRecord, amount_type: PriceAmountType) -> tuple[Step, ...]:
        if amount_type is DISCOUNT or isinstance(record, SalesLineDiscount):
            return (Step("discount %", discount_of(record)),)
        return self.profile.conversion.steps(record, self.request, self.setup)


def _discount_offer(record: PriceRecord) -> Offer:
    percentage = discount_of(record)
    return Offer(record, percentage, percentage)
