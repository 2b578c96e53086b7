"""Stage one: who may supply the price of a line, in order (price sources)."""

import attrs

from ..codes import code20, is_integer, is_option, to_code
from .records import PriceAmountType, PriceSourceType
from .request import PriceRequest


@attrs.frozen
class PriceSource:
    """One supplier of prices: a kind, its number, and the level it stands on.

    Sources of a higher level hide those below; the sources of a sales line all stand on level 0.
    Only job tasks have a parent, their job.
    """

    type: PriceSourceType = attrs.field(validator=is_option(PriceSourceType))
    no: str = attrs.field(default="", converter=to_code, validator=code20)
    level: int = attrs.field(default=0, validator=is_integer)
    parent_no: str = attrs.field(default="", converter=to_code, validator=code20)


ALL_CUSTOMERS = PriceSource(PriceSourceType.ALL_CUSTOMERS)


def sources(request: PriceRequest) -> tuple[PriceSource, ...]:
    """Return who may supply the price or discount of a line, in Business Central's order.

    All customers; the bill-to customer; the bill-to contact; the named campaign, or else the activated ones;
    the line's price group and discount group. Blank numbers are left out.

    Source: codeunit 7020, sources of a sales line.

    >>> import datetime as dt
    >>> from bcmarketing.pricing.product import Product
    >>> request = PriceRequest(
    ...     product=Product(no="1960-S"), quantity=1, order_date=dt.date(2027, 1, 25), customer_no="10000",
    ...     activated_campaigns=["CP1"], unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> [(str(source.type), source.no) for source in sources(request)]
    [('All Customers', ''), ('Customer', '10000'), ('Campaign', 'CP1')]
    """
    campaigns = (request.campaign_no,) if request.campaign_no else request.activated_campaigns
    numbered = (
        (PriceSourceType.CUSTOMER, request.customer_no),
        (PriceSourceType.CONTACT, request.contact_no),
        *((PriceSourceType.CAMPAIGN, campaign) for campaign in campaigns),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, request.customer_price_group),
        (PriceSourceType.CUSTOMER_DISC_GROUP, request.customer_disc_group),
    )
    return (ALL_CUSTOMERS, *(PriceSource(kind, no) for kind, no in numbered if no))


def serves(source_type: PriceSourceType, amount_type: PriceAmountType) -> bool:
    """Return whether sources of a type are asked for prices, or for discounts.

    Price groups supply prices only, discount groups discounts only; all others supply both.

    >>> serves(PriceSourceType.CUSTOMER_DISC_GROUP, PriceAmountType.PRICE)
    False
    """
    match source_type:
        case PriceSourceType.CUSTOMER_PRICE_GROUP:
            return amount_type is not PriceAmountType.DISCOUNT
        case PriceSourceType.CUSTOMER_DISC_GROUP:
            return amount_type is not PriceAmountType.PRICE
        case _:
            return True
