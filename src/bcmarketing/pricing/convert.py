"""From the records of the older engine to price list lines, and back."""

import enum
import itertools
from collections.abc import Iterator
from typing import ClassVar, TypeAlias

import attrs

from ..amounts import ZERO
from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..contacts.partners import Customer
from ..errors import NoSeries, Refusal
from ..kinds import checked_kinds
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .currencies import Currency
from .default_lists import LAST_LINE_NO, make_default, make_next_default, sales_setup
from .items import CustomerDiscountGroup, CustomerPriceGroup, Item, ItemDiscountGroup, ItemUnitOfMeasure, ItemVariant
from .legacy import SOURCE_OF, legacy_key
from .legacy_records import (
    SalesLineDiscount,
    SalesLineDiscountType,
    SalesLineDiscSalesType,
    SalesPrice,
    SalesPriceType,
)
from .list_lines import LINE_STEP
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
from .source_rules import takes_number

#: A record of the older engine.
OldRecord: TypeAlias = SalesPrice | SalesLineDiscount


class Lists(enum.Enum):
    """Which price lists converted lines go to."""

    NONE = "none: loose lines"
    DEFAULT = "the default price list"
    GENERATED = "one list for each source, dates, currency and kind of amount"

    def __repr__(self) -> str:
        return f"Lists.{self.name}"


@attrs.frozen
class NoCounterpart(Refusal, ValueError):
    """A line has no counterpart in the older engine."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-NO-COUNTERPART",
        "The older engine has discounts of items and item discount groups only, and prices of items only.",
        "codeunit 7049, feature update",
    )
    text: ClassVar[str] = "product type {type} has no counterpart among sales prices and line discounts"
    type: PriceAssetType


def line_of(record: OldRecord, price_list_code: str = "", line_no: int = 0) -> PriceListLine:
    """Return a sales price or sales line discount as an active price list line.

    >>> line_of(SalesLineDiscount(code="1960-S", sales_code="10000", line_discount_pct=5)).line_discount_pct
    Decimal('5')
    """
    source = SOURCE_OF[record.sales_type]
    is_price = isinstance(record, SalesPrice)
    of_group = not isinstance(record, SalesPrice) and record.type is SalesLineDiscountType.ITEM_DISC_GROUP
    return PriceListLine(
        price_list_code=price_list_code,
        line_no=line_no,
        source_type=source,
        source_no=record.sales_code if takes_number(source) else "",
        source_group=PriceSourceGroup.CUSTOMER,
        asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP if of_group else PriceAssetType.ITEM,
        asset_no=record.item_no if isinstance(record, SalesPrice) else record.code,
        variant_code=record.variant_code,
        currency_code=record.currency_code,
        starting_date=record.starting_date,
        ending_date=record.ending_date,
        minimum_quantity=record.minimum_quantity,
        unit_of_measure_code=record.unit_of_measure_code,
        amount_type=PriceAmountType.PRICE if is_price else PriceAmountType.DISCOUNT,
        unit_price=record.unit_price if isinstance(record, SalesPrice) else ZERO,
        line_discount_pct=ZERO if isinstance(record, SalesPrice) else record.line_discount_pct,
        allow_line_disc=isinstance(record, SalesPrice) and record.allow_line_disc,
        allow_invoice_disc=isinstance(record, SalesPrice) and record.allow_invoice_disc,
        price_includes_vat=isinstance(record, SalesPrice) and record.price_includes_vat,
        vat_bus_posting_gr_price=record.vat_bus_posting_gr_price if isinstance(record, SalesPrice) else "",
        price_type=PriceType.SALE,
        status=PriceStatus.ACTIVE,
    )


def sales_price_of(line: PriceListLine) -> SalesPrice:
    """Return a price list line as a sales price. Sources that the older engine lacks become Customer.

    Raises:
        NoCounterpart: the line is for no item.
    """
    if line.asset_type is not PriceAssetType.ITEM:
        raise NoCounterpart(line.asset_type)
    kinds = {source: kind for kind, source in SOURCE_OF.items() if isinstance(kind, SalesPriceType)}
    return SalesPrice(
        item_no=line.asset_no,
        sales_type=kinds.get(line.source_type, SalesPriceType.CUSTOMER),
        sales_code=line.source_no,
        starting_date=line.starting_date,
        ending_date=line.ending_date,
        currency_code=line.currency_code,
        variant_code=line.variant_code,
        unit_of_measure_code=line.unit_of_measure_code,
        minimum_quantity=line.minimum_quantity,
        unit_price=line.unit_price,
        price_includes_vat=line.price_includes_vat,
        vat_bus_posting_gr_price=line.vat_bus_posting_gr_price,
        allow_line_disc=line.allow_line_disc,
        allow_invoice_disc=line.allow_invoice_disc,
    )


def sales_line_discount_of(line: PriceListLine) -> SalesLineDiscount:
    """Return a price list line as a sales line discount. Sources that the older engine lacks become Customer.

    Raises:
        NoCounterpart: the line is neither for an item nor for an item discount group.
    """
    match line.asset_type:
        case PriceAssetType.ITEM:
            kind = SalesLineDiscountType.ITEM
        case PriceAssetType.ITEM_DISCOUNT_GROUP:
            kind = SalesLineDiscountType.ITEM_DISC_GROUP
        case _:
            raise NoCounterpart(line.asset_type)
    kinds = {source: old for old, source in SOURCE_OF.items() if isinstance(old, SalesLineDiscSalesType)}
    return SalesLineDiscount(
        type=kind,
        code=line.asset_no,
        sales_type=kinds.get(line.source_type, SalesLineDiscSalesType.CUSTOMER),
        sales_code=line.source_no,
        starting_date=line.starting_date,
        ending_date=line.ending_date,
        currency_code=line.currency_code,
        variant_code=line.variant_code,
        unit_of_measure_code=line.unit_of_measure_code,
        minimum_quantity=line.minimum_quantity,
        line_discount_pct=line.line_discount_pct,
    )


@checked_kinds
def convert_prices(
    reader: Reader,
    *,
    lists: Lists = Lists.NONE,
    default_list: str = "",
    numbers: Iterator[str] | None = None,
) -> ChangeSet:
    """Decide the price list lines, and lists, that the sales prices and sales line discounts become.

    Lines come in the order of the older engine, prices first, and are numbered after the lines that a list has.
    A record whose customer, group, campaign, item, variant, unit or currency no longer exists is passed over.
    The old records stay.

    Args:
        lists: where the lines go.
        default_list: the code of the default price list; blank for the one that the sales setup names. If it does not
            exist it is made, and the sales setup names it and opens active prices to editing.
        numbers: codes of the lists that are generated, and of a new default list once line numbers would pass
            1,000,000,000 in the old one.

    Raises:
        NoSeries: a list needs a code, and there is none.
        InvalidField: the code of the default price list is too long.
    """
    work = Work(reader)
    shelf = _Lists(work, lists, checked_code(default_list, 20, "default_list"), numbers)
    prices = sorted(reader.where(SalesPrice), key=legacy_key)
    discounts = sorted(reader.where(SalesLineDiscount), key=legacy_key)
    for record in itertools.chain[OldRecord](prices, discounts):
        if _references_exist(reader, record):
            line = line_of(record)
            code, line_no = shelf.place(line)
            work.insert(attrs.evolve(line, price_list_code=code, line_no=line_no))
    return work.done()


class _Lists:
    """The lists of one conversion, and the next line number of each."""

    def __init__(self, work: Work, lists: Lists, default_list: str, numbers: Iterator[str] | None) -> None:
        self._work = work
        self._lists = lists
        self._default = default_list
        self._numbers = numbers
        self._codes: dict[tuple[object, ...], str] = {}
        self._last: dict[str, int] = {}

    def place(self, line: PriceListLine) -> tuple[str, int]:
        code = self._code(line)
        if code not in self._last:
            rows = self._work.where(PriceListLine, price_list_code=code)
            self._last[code] = max((row.line_no for row in rows), default=0)
        if self._lists is Lists.DEFAULT and self._last[code] + LINE_STEP > LAST_LINE_NO:
            code = self._next_default()
        self._last[code] += LINE_STEP
        return code, self._last[code]

    def _next_default(self) -> str:
        code = self._codes[()] = make_next_default(self._work, self._numbers)
        self._last[code] = 0
        return code

    def _code(self, line: PriceListLine) -> str:
        match self._lists:
            case Lists.NONE:
                return ""
            case Lists.DEFAULT:
                return self._default_code()
            case Lists.GENERATED:
                return self._generated_code(line)

    def _default_code(self) -> str:
        if not self._codes:
            code = self._default or sales_setup(self._work).default_price_list_code
            if not code:
                raise NoSeries("default price list")
            if self._work.get(PriceListHeader, code) is None:
                make_default(self._work, code)
            self._codes[()] = code
        return self._codes[()]

    def _generated_code(self, line: PriceListLine) -> str:
        group = (
            line.source_type,
            line.source_no,
            line.starting_date,
            line.ending_date,
            line.currency_code,
            line.amount_type,
        )
        if group not in self._codes:
            code = next(self._numbers, "") if self._numbers else ""
            if not code:
                raise NoSeries("price list")
            self._codes[group] = code
            self._work.insert(_generated_header(code, line))
        return self._codes[group]


def _generated_header(code: str, line: PriceListLine) -> PriceListHeader:
    start, end = line.starting_date or "", line.ending_date or ""
    return PriceListHeader(
        code=code,
        description=f"{line.source_type} {line.source_no}".rstrip() + f", {start} - {end}",
        source_group=PriceSourceGroup.CUSTOMER,
        source_type=line.source_type,
        source_no=line.source_no,
        filter_source_no=line.source_no,
        price_type=PriceType.SALE,
        amount_type=line.amount_type,
        currency_code=line.currency_code,
        starting_date=line.starting_date,
        ending_date=line.ending_date,
        price_includes_vat=line.price_includes_vat,
        vat_bus_posting_gr_price=line.vat_bus_posting_gr_price,
        allow_line_disc=line.allow_line_disc,
        allow_invoice_disc=line.allow_invoice_disc,
        status=PriceStatus.ACTIVE,
    )


def _references_exist(reader: Reader, record: OldRecord) -> bool:
    return _source_exists(reader, record) and _product_exists(reader, record)


def _source_exists(reader: Reader, record: OldRecord) -> bool:
    match SOURCE_OF[record.sales_type]:
        case PriceSourceType.CUSTOMER:
            return reader.get(Customer, record.sales_code) is not None
        case PriceSourceType.CUSTOMER_PRICE_GROUP:
            return reader.get(CustomerPriceGroup, record.sales_code) is not None
        case PriceSourceType.CUSTOMER_DISC_GROUP:
            return reader.get(CustomerDiscountGroup, record.sales_code) is not None
        case PriceSourceType.CAMPAIGN:
            return reader.get(Campaign, record.sales_code) is not None
        case _:
            return True


def _product_exists(reader: Reader, record: OldRecord) -> bool:
    if record.currency_code and reader.get(Currency, record.currency_code) is None:
        return False
    if isinstance(record, SalesLineDiscount) and record.type is SalesLineDiscountType.ITEM_DISC_GROUP:
        return reader.get(ItemDiscountGroup, record.code) is not None
    no = record.item_no if isinstance(record, SalesPrice) else record.code
    item = reader.get(Item, no)
    if item is None:
        return False
    if record.variant_code and reader.get(ItemVariant, (no, record.variant_code)) is None:
        return False
    unit = record.unit_of_measure_code
    return unit in {"", item.base_unit_of_measure} or reader.get(ItemUnitOfMeasure, (no, unit)) is not None
