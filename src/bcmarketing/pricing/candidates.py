"""Stage two: which price list lines qualify for a request, and why the others do not."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Protocol, TypeAlias, TypeVar

import attrs

from ..amounts import ZERO
from ..arguments import checked
from ..errors import InvalidField, WrongType
from .arithmetic import times
from .legacy_records import SalesLineDiscount, SalesPrice
from .records import PriceAmountType, PriceAssetType, PriceListLine, PriceSourceType, PriceStatus, PriceType
from .request import PriceRequest
from .sources import PriceSource, serves
from .verdicts import Verdict

#: What is looked for: a price, or a discount.
PRICE: Final = PriceAmountType.PRICE
DISCOUNT: Final = PriceAmountType.DISCOUNT

#: A record of either price engine.
PriceRecord: TypeAlias = PriceListLine | SalesPrice | SalesLineDiscount

_KINDS: Final = (PriceListLine, SalesPrice, SalesLineDiscount)
_R = TypeVar("_R", bound=PriceRecord)


def checked_record(record: _R, field: str = "record") -> _R:
    """Return a record of either price engine.

    Raises:
        WrongType: it is something else.
    """
    if not isinstance(record, _KINDS):
        raise WrongType(field, record, "is no price list line, sales price or sales line discount")
    return record


def checked_records(records: Iterable[_R]) -> tuple[_R, ...]:
    """Return records of either price engine, in their order.

    Raises:
        WrongType: they are no collection, or one of them is something else.
    """
    if not _is_collection(records):
        raise WrongType("records", records, "is no collection of price records")
    rows = tuple(records)
    for row in rows:
        if not isinstance(row, _KINDS):
            checked_record(row, "records")  # which says what is wrong with it
    return rows


def _is_collection(values: object) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes)


def checked_search(amount_type: PriceAmountType) -> PriceAmountType:
    """Return what is looked for: a price or a discount, and not both at once.

    Raises:
        InvalidField: it is neither.
    """
    if checked(amount_type, PriceAmountType, "amount_type") is PriceAmountType.ANY:
        raise InvalidField("amount_type", amount_type, "is neither a price nor a discount")
    return amount_type


class Judge(Protocol):
    """Stage two as a profile holds it: one verdict for each record, in the order of the records."""

    def __call__(
        self,
        request: PriceRequest,
        records: Sequence[PriceRecord],
        amount_type: PriceAmountType,
        sources: tuple[PriceSource, ...],
        *,
        show_all: bool = False,
    ) -> tuple[Verdict, ...]:
        """Judge the records; see `judge`."""
        ...


@attrs.frozen
class PricedProduct:
    """Something a price list line may name to reach the product of a request.

    Attributes:
        type: the kind of product.
        no: its number; blank is all products of the kind.
        level: lines on a lower level count only for sources without any on a higher one.
        variant: the variant that lines may name; ``None`` compares no variant.
        work_type: the work type that lines must name; ``None`` compares none.
    """

    type: PriceAssetType
    no: str
    level: int = 0
    variant: str | None = None
    work_type: str | None = None


def products(request: PriceRequest) -> tuple[PricedProduct, ...]:
    """Return what price list lines may name to reach the product, highest level first.

    Source: codeunits 7020 and 7003, price assets of items, resources and G/L accounts.

    >>> from bcmarketing.pricing.product import Product
    >>> request = PriceRequest(
    ...     product=Product(no="1960-S", group_no="RETAIL"), quantity=1,
    ...     unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> [(str(product.type), product.no, product.level) for product in products(request)]
    [('Item', '1960-S', 0), ('Item Discount Group', 'RETAIL', 0), ('Item', '', -1), ('Item Discount Group', '', -1)]
    """
    product = request.product
    match product.type:
        case PriceAssetType.RESOURCE:
            work_type = request.work_type_code
            named = PricedProduct(product.type, product.no, work_type=work_type)
            everything = PricedProduct(product.type, "", -2, work_type=work_type)
            if not product.group_no:
                return named, everything
            group = PricedProduct(PriceAssetType.RESOURCE_GROUP, product.group_no, -1, work_type=work_type)
            return named, group, everything, attrs.evolve(group, no="", level=-2)
        case PriceAssetType.GL_ACCOUNT:
            return PricedProduct(product.type, product.no), PricedProduct(product.type, "", -1)
        case _:
            item = PricedProduct(PriceAssetType.ITEM, product.no, variant=request.price_variant)
            all_items = PricedProduct(PriceAssetType.ITEM, "", -1, variant="")
            if not product.group_no:
                return item, all_items
            group = PricedProduct(PriceAssetType.ITEM_DISCOUNT_GROUP, product.group_no)
            return item, group, all_items, attrs.evolve(group, no="", level=-1)


def judge(
    request: PriceRequest,
    records: Sequence[PriceRecord],
    amount_type: PriceAmountType,
    sources: tuple[PriceSource, ...],
    *,
    show_all: bool = False,
) -> tuple[Verdict, ...]:
    """Return what becomes of each line: `Verdict.QUALIFIES`, or the test it fails.

    The minimum quantity is no test here: a line that does not reach it still counts as found.

    Args:
        amount_type: whether a price or a discount is looked for.
        sources: from stage one.
        show_all: offer lines of other currencies, other units and later starts too, as lists to pick from do.

    Raises:
        DateMissing: document date and work date are blank.

    Source: codeunits 7002 and 7008, filters on price list lines.
    """
    day = request.required_date()
    by_source = _by_source(sources, amount_type)
    by_product = {(product.type, product.no): product for product in products(request)}
    verdicts: list[Verdict] = []
    matches: list[tuple[int, PriceSource, int]] = []
    for index, line in enumerate(records):
        if not isinstance(line, PriceListLine):
            verdicts.append(Verdict.OTHER_ENGINE)
            continue
        source = by_source.get(_source_key(line))
        product = by_product.get((line.asset_type, line.asset_no))
        verdict = (
            _not_offered(line, amount_type, day)
            or _not_yet(line, request, day, show_all=show_all)
            or _elsewhere(line, source, product)
            or Verdict.QUALIFIES
        )
        if verdict is Verdict.QUALIFIES and source is not None and product is not None:
            matches.append((index, source, product.level))
        verdicts.append(verdict)
    for index, hidden in _hidden(matches):
        verdicts[index] = hidden
    return tuple(verdicts)


def _by_source(
    sources: tuple[PriceSource, ...], amount_type: PriceAmountType
) -> Mapping[tuple[PriceSourceType, str], PriceSource]:
    found: dict[tuple[PriceSourceType, str], PriceSource] = {}
    for source in sources:
        if serves(source.type, amount_type):
            known = found.setdefault((source.type, source.no), source)
            if source.level > known.level:
                found[source.type, source.no] = source
    return found


def _source_key(line: PriceListLine) -> tuple[PriceSourceType, str]:
    # The number of a line for all customers is not compared.
    kind = line.source_type
    return kind, "" if kind is PriceSourceType.ALL_CUSTOMERS else line.source_no


def _not_offered(line: PriceListLine, amount_type: PriceAmountType, day: dt.date) -> Verdict | None:
    if line.status is not PriceStatus.ACTIVE:
        return Verdict.NOT_ACTIVE
    if line.price_type is not PriceType.SALE:
        return Verdict.NOT_SALE
    if line.amount_type is not amount_type and line.amount_type is not PriceAmountType.ANY:
        return Verdict.OTHER_AMOUNT
    if line.ending_date is not None and line.ending_date < day:
        return Verdict.EXPIRED
    return None


def _not_yet(line: PriceListLine, request: PriceRequest, day: dt.date, *, show_all: bool) -> Verdict | None:
    """Return the failure of the tests that lists to pick from leave out."""
    if show_all:
        return None
    if line.currency_code not in {request.currency_code, ""}:
        return Verdict.OTHER_CURRENCY
    if request.unit_of_measure_code and line.unit_of_measure_code not in {request.unit_of_measure_code, ""}:
        return Verdict.OTHER_UNIT
    if line.starting_date is not None and line.starting_date > day:
        return Verdict.NOT_STARTED
    return None


def _elsewhere(line: PriceListLine, source: PriceSource | None, product: PricedProduct | None) -> Verdict | None:
    if source is None:
        return Verdict.OTHER_SOURCE
    if product is None:
        return Verdict.OTHER_PRODUCT
    if product.variant is not None and line.variant_code not in {product.variant, ""}:
        return Verdict.OTHER_VARIANT
    if product.work_type is not None and line.work_type_code != product.work_type:
        return Verdict.OTHER_WORK_TYPE
    return None


def _hidden(matches: Sequence[tuple[int, PriceSource, int]]) -> list[tuple[int, Verdict]]:
    """Return the matches that a higher level hides: of sources over all, of products within one source."""
    top_source = max((source.level for _, source, _ in matches), default=0)
    top_product: dict[tuple[PriceSourceType, str], int] = {}
    for _, source, level in matches:
        place = (source.type, source.no)
        top_product[place] = max(level, top_product.get(place, level))
    hidden: list[tuple[int, Verdict]] = []
    for index, source, level in matches:
        if source.level < top_source:
            hidden.append((index, Verdict.HIDDEN_BY_SOURCE))
        elif level < top_product[source.type, source.no]:
            hidden.append((index, Verdict.HIDDEN_BY_PRODUCT))
    return hidden


def reaches_minimum(record: PriceRecord, request: PriceRequest) -> bool:
    """Return whether the quantity reaches a record's minimum: in base units where the record names no unit.

    The sign of the quantity does not matter.

    >>> from bcmarketing.pricing.product import Product
    >>> dozen = PriceRequest(
    ...     product=Product(no="1960-S"), quantity=-1, unit_of_measure_code="DOZEN", qty_per_unit_of_measure=12,
    ...     unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> reaches_minimum(PriceListLine(minimum_quantity=Decimal(12)), dozen)
    True
    """
    if not record.minimum_quantity:
        return True
    quantity = request.quantity.copy_abs()
    if not record.unit_of_measure_code:
        quantity = times(quantity, request.qty_per_unit_of_measure)
    return record.minimum_quantity <= quantity


def discount_of(record: PriceRecord) -> Decimal:
    """Return the line discount % of a record; 0 for a sales price, which has none."""
    return ZERO if isinstance(record, SalesPrice) else record.line_discount_pct
