"""Price lists and their lines, by whom they are for or by product: the overviews of the current engine."""

from collections.abc import Iterable

from ..arguments import checked_code
from ..contacts.partners import Customer
from .records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from .sources import ALL_CUSTOMERS, PriceSource


def sources_of_customer(customer: Customer, bill_to: Customer | None = None) -> tuple[PriceSource, ...]:
    """Return whose lists a customer's overview shows: his own or the bill-to customer's, all customers', his groups.

    Args:
        bill_to: who pays; ``None`` for the bill-to customer that the customer names, if any.
    """
    payer = bill_to.no if bill_to else customer.bill_to_customer_no or customer.no
    groups = (
        PriceSource(PriceSourceType.CUSTOMER_PRICE_GROUP, customer.customer_price_group),
        PriceSource(PriceSourceType.CUSTOMER_DISC_GROUP, customer.customer_disc_group),
    )
    return (
        PriceSource(PriceSourceType.CUSTOMER, payer),
        ALL_CUSTOMERS,
        *(group for group in groups if group.no),
    )


def price_lists(
    headers: Iterable[PriceListHeader],
    sources: Iterable[PriceSource],
    amount_type: PriceAmountType = PriceAmountType.ANY,
) -> tuple[PriceListHeader, ...]:
    """Return the sales price lists of some sources, in the order given.

    Args:
        amount_type: only lists that define it or both; Any is all lists.
    """
    wanted = {(source.type, source.no) for source in sources}
    return tuple(
        header
        for header in headers
        if header.price_type is PriceType.SALE
        and header.source_group is PriceSourceGroup.CUSTOMER
        and (header.source_type, header.source_no) in wanted
        and _defines(header.amount_type, amount_type)
    )


def price_lines(
    lines: Iterable[PriceListLine],
    *,
    sources: Iterable[PriceSource] | None = None,
    amount_type: PriceAmountType = PriceAmountType.ANY,
    price_type: PriceType = PriceType.SALE,
    asset_type: PriceAssetType | None = None,
    asset_no: str = "",
    variant_code: str = "",
) -> tuple[PriceListLine, ...]:
    """Return the draft and active lines of some sources, or of a product, in the order given.

    Args:
        sources: whose lines; ``None`` is anybody's.
        amount_type: only lines that define it or both; Any is all lines.
        asset_type: only lines of this kind of product; ``None`` is any.
        asset_no: only lines of this product; blank is all.
        variant_code: only lines of this variant; blank is all.

    Raises:
        InvalidField: a number or code is too long.
    """
    no, variant = checked_code(asset_no, 20, "asset_no"), checked_code(variant_code, 10, "variant_code")
    wanted = None if sources is None else {(source.type, source.no) for source in sources}
    return tuple(
        line
        for line in lines
        if line.status is not PriceStatus.INACTIVE
        and line.price_type is price_type
        and _defines(line.amount_type, amount_type)
        and (wanted is None or (line.source_type, line.source_no) in wanted)
        and (asset_type is None or line.asset_type is asset_type)
        and no in {"", line.asset_no}
        and variant in {"", line.variant_code}
    )


def _defines(amount_type: PriceAmountType, wanted: PriceAmountType) -> bool:
    return wanted is PriceAmountType.ANY or amount_type in {wanted, PriceAmountType.ANY}
