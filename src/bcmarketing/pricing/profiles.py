"""Named profiles: every choice that Business Central has made differently at some time, and two that users ask for."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from ..codes import is_a, is_callable, is_text
from ..errors import WrongType
from .candidates import Judge, judge
from .choice import (
    BEST_DISCOUNT,
    DECLARED_DISCOUNT,
    HIGHEST_DISCOUNT,
    LOWEST_PRICE,
    BySource,
    Choice,
    Sieve,
    campaigns_first,
)
from .conversion import CONVERSION, Conversion
from .legacy import LEGACY_CONVERSION, LEGACY_DISCOUNT, LEGACY_PRICE, document_date, legacy_judge, legacy_sources
from .records import PriceSourceType
from .request import PriceRequest
from .sources import PriceSource, sources
from .verdicts import Verdict


def _is_choice(_profile: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(sieve, Sieve) for sieve in value):
        raise WrongType(attribute.name, value, "is no tuple of sieves")


@attrs.frozen(kw_only=True)
class PricingProfile:
    """How prices are found: the stages of the pipeline, as values. A host replaces a stage with `attrs.evolve`.

    Attributes:
        name: for people.
        date: the date that what is picked by hand must hold on.
        sources: stage one, who may supply a price.
        judge: stage two, which records qualify.
        conversion: stage three, what a price comes to on the document.
        price_choice: stage four for prices.
        discount_choice: stage four for discounts.

    >>> strict = attrs.evolve(CURRENT, name="most specific discount, even of 0 %", discount_choice=LOWEST_PRICE[:1])
    >>> strict.price_choice == CURRENT.price_choice
    True
    """

    name: str = attrs.field(validator=is_text)
    date: Callable[[PriceRequest], dt.date | None] = attrs.field(
        default=PriceRequest.required_date, validator=is_callable
    )
    sources: Callable[[PriceRequest], tuple[PriceSource, ...]] = attrs.field(default=sources, validator=is_callable)
    judge: Judge = attrs.field(default=judge, validator=is_callable)
    conversion: Conversion = attrs.field(default=CONVERSION, validator=is_a(Conversion))
    price_choice: Choice = attrs.field(default=LOWEST_PRICE, validator=_is_choice)
    discount_choice: Choice = attrs.field(default=BEST_DISCOUNT, validator=_is_choice)


#: The current engine ("Version 16"), as of August 2026.
CURRENT: Final = PricingProfile(name="current")

#: Version 27.5, which took the highest discount, however specific.
VERSION_27_5: Final = PricingProfile(name="27.5", discount_choice=HIGHEST_DISCOUNT)

#: The proposal that a discount line of 0 % counts where it is the most specific.
DECLARED_ZERO: Final = PricingProfile(name="declared zero", discount_choice=DECLARED_DISCOUNT)

#: The older engine, over sales prices and sales line discounts.
VERSION_15: Final = PricingProfile(
    name="Version 15",
    date=document_date,
    sources=legacy_sources,
    judge=legacy_judge,
    conversion=LEGACY_CONVERSION,
    price_choice=LEGACY_PRICE,
    discount_choice=LEGACY_DISCOUNT,
)

#: Customer before contact, campaign, group and all customers.
DEFAULT_RANKING: Final = (
    (PriceSourceType.CUSTOMER,),
    (PriceSourceType.CONTACT,),
    (PriceSourceType.CAMPAIGN,),
    (PriceSourceType.CUSTOMER_PRICE_GROUP, PriceSourceType.CUSTOMER_DISC_GROUP),
    (PriceSourceType.ALL_CUSTOMERS,),
)


def source_priority(
    ranking: Iterable[PriceSourceType | Iterable[PriceSourceType]] = DEFAULT_RANKING,
) -> PricingProfile:
    """Return the profile in which the first source with a line that reaches its minimum decides.

    Args:
        ranking: source types, first to last; types in a collection of their own rank alike. Types left out come
            after all others.

    Raises:
        WrongType: something ranked is no PriceSourceType.

    >>> source_priority([PriceSourceType.CAMPAIGN]).price_choice[0].verdict
    Verdict.OTHER_SOURCE_DECIDES
    """
    first = Sieve(BySource(ranking), Verdict.OTHER_SOURCE_DECIDES)
    return PricingProfile(
        name="source priority", price_choice=(first, *LOWEST_PRICE), discount_choice=(first, *BEST_DISCOUNT)
    )


#: The source that ranks first decides; see `source_priority` for other rankings.
SOURCE_PRIORITY: Final = source_priority()

_CAMPAIGNS: Final = Sieve(campaigns_first, Verdict.NOT_OF_CAMPAIGN)

#: The lines of a campaign go before all others, even if dearer.
CAMPAIGN_ALWAYS: Final = PricingProfile(
    name="campaign always", price_choice=(_CAMPAIGNS, *LOWEST_PRICE), discount_choice=(_CAMPAIGNS, *BEST_DISCOUNT)
)
