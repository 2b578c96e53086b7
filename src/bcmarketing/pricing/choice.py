"""Stage four: which of the candidates wins, as a row of sieves that each let fewer through."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from ..arguments import checked_each
from ..codes import is_a, is_callable
from .candidates import PriceRecord
from .records import PriceAmountType, PriceListLine, PriceSourceType
from .verdicts import Verdict


@attrs.frozen
class Offer:
    """A candidate that reaches its minimum quantity, and what it comes to.

    Attributes:
        record: the candidate.
        amount: its unit price in the document's terms, or its discount %.
        net: what it is compared by: the price less the line's discount, or the discount % again.
    """

    record: PriceRecord
    amount: Decimal
    net: Decimal


Offers: TypeAlias = Sequence[Offer]


@attrs.frozen
class Sieve:
    """One comparison between offers.

    Attributes:
        keep: returns the offers that remain, of those given, in their order; never none of some.
            (A sieve of discounts may drop all.)
        verdict: what becomes of the others.
    """

    keep: Callable[[Offers], Offers] = attrs.field(validator=is_callable)
    verdict: Verdict = attrs.field(validator=is_a(Verdict))


#: A row of sieves: stage four as a profile holds it.
Choice: TypeAlias = tuple[Sieve, ...]


def rank(record: PriceRecord) -> int:
    """Return how specific a record is: how many of currency and variant it names.

    >>> rank(PriceListLine(currency_code="USD", variant_code="VAR"))
    2
    """
    return (record.currency_code != "") + (record.variant_code != "")


def most_specific(offers: Offers) -> Offers:
    """Keep the offers of the highest rank present."""
    highest = max((rank(offer.record) for offer in offers), default=0)
    return [offer for offer in offers if rank(offer.record) == highest]


def lowest(offers: Offers) -> Offers:
    """Keep the offers with the lowest net amount."""
    least = min((offer.net for offer in offers), default=None)
    return [offer for offer in offers if offer.net == least]


def highest(offers: Offers) -> Offers:
    """Keep the offers with the highest net amount."""
    most = max((offer.net for offer in offers), default=None)
    return [offer for offer in offers if offer.net == most]


def above_zero(offers: Offers) -> Offers:
    """Keep the discounts above 0 %."""
    return [offer for offer in offers if offer.amount > 0]


def declaring(offers: Offers) -> Offers:
    """Keep what declares a discount: discount lines, even of 0 %, and other lines above 0 %."""
    return [offer for offer in offers if offer.amount > 0 or _is_discount_line(offer.record)]


def _is_discount_line(record: PriceRecord) -> bool:
    return isinstance(record, PriceListLine) and record.amount_type is PriceAmountType.DISCOUNT


def first_in_key_order(offers: Offers) -> Offers:
    """Keep the first offer by price list code and line number."""
    return sorted(offers, key=_key)[:1]


def _key(offer: Offer) -> tuple[str, int]:
    line = offer.record
    return (line.price_list_code, line.line_no) if isinstance(line, PriceListLine) else ("", 0)


def campaigns_first(offers: Offers) -> Offers:
    """Keep the lines of campaigns if there are any, else all."""
    of_campaigns = [offer for offer in offers if _source_type(offer) is PriceSourceType.CAMPAIGN]
    return of_campaigns or offers


def _source_type(offer: Offer) -> PriceSourceType:
    line = offer.record
    return line.source_type if isinstance(line, PriceListLine) else PriceSourceType.ALL


def _to_ranking(
    ranking: Iterable[PriceSourceType | Iterable[PriceSourceType]],
) -> tuple[tuple[PriceSourceType, ...], ...]:
    """Return groups of source types; a type that stands alone is a group of its own."""
    return tuple(_to_group(group) for group in checked_each(ranking, object, "ranking"))


def _to_group(group: object) -> tuple[PriceSourceType, ...]:
    several = isinstance(group, Iterable) and not isinstance(group, str | bytes)
    kinds: Iterable[Any] = group if several else (group,)  # type: ignore[assignment] # as was just seen
    return checked_each(kinds, PriceSourceType, "ranking")


@attrs.frozen
class BySource:
    """Keeps the lines of the source that ranks first among those that have a line.

    Attributes:
        ranking: groups of source types that rank alike, first to last; types left out come after all others.

    Raises:
        WrongType: something ranked is no PriceSourceType.
    """

    ranking: tuple[tuple[PriceSourceType, ...], ...] = attrs.field(converter=_to_ranking)

    def __call__(self, offers: Offers) -> Offers:
        """Return the lines of the first group of sources that has any."""
        for group in self.ranking:
            kept = [offer for offer in offers if _source_type(offer) in group]
            if kept:
                return kept
        return offers


FIRST: Final = Sieve(first_in_key_order, Verdict.TIED)
SPECIFIC: Final = Sieve(most_specific, Verdict.LESS_SPECIFIC)
HIGHEST: Final = Sieve(highest, Verdict.LOWER)

#: Lowest price: of the most specific lines the one with the lowest net amount.
LOWEST_PRICE: Final[Choice] = (SPECIFIC, Sieve(lowest, Verdict.DEARER), FIRST)
#: Of the most specific lines above 0 % the highest.
BEST_DISCOUNT: Final[Choice] = (Sieve(above_zero, Verdict.NO_DISCOUNT), SPECIFIC, HIGHEST, FIRST)
#: The highest percentage, however specific.
HIGHEST_DISCOUNT: Final[Choice] = (Sieve(above_zero, Verdict.NO_DISCOUNT), HIGHEST, FIRST)
#: As `BEST_DISCOUNT`, but a discount line of 0 % competes.
DECLARED_DISCOUNT: Final[Choice] = (Sieve(declaring, Verdict.NO_DISCOUNT), SPECIFIC, HIGHEST, FIRST)


def choose(offers: Offers, choice: Choice) -> tuple[Offer | None, tuple[tuple[Offer, Verdict], ...]]:
    """Pass offers through the sieves; return the winner, if any, and every loser with the comparison it lost.

    >>> cheap, dear = (Offer(PriceListLine(line_no=n), Decimal(n), Decimal(n)) for n in (1, 2))
    >>> winner, lost = choose([dear, cheap], LOWEST_PRICE)
    >>> winner.amount, [verdict for _, verdict in lost]
    (Decimal('1'), [Verdict.DEARER])
    """
    lost: list[tuple[Offer, Verdict]] = []
    for sieve in choice:
        kept = sieve.keep(offers)
        if len(kept) < len(offers):
            staying = {id(offer) for offer in kept}
            lost += [(offer, sieve.verdict) for offer in offers if id(offer) not in staying]
        offers = kept
    return (offers[0] if offers else None), tuple(lost)
