"""New price lines by the dozen: suggested from the cards of products, or copied from other lines."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar, Final, Self

import attrs

from ..amounts import ONE, ZERO, is_not_negative, is_quantity, to_amount_or_given
from ..arguments import checked_code
from ..codes import code10, code20, is_bool, is_day, is_option, to_code
from ..errors import Refusal
from ..filters.predicates import record_predicate
from ..kinds import checked_kinds
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .adjusting import Adjustment, adjust
from .currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from .default_lists import default_price_list_code
from .items import Item, ItemDiscountGroup
from .line_products import GroupNotBought, with_product_defaults
from .line_terms import with_amount_type, with_header
from .list_lines import LINE_STEP, next_line_no
from .records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceStatus,
    PriceType,
)
from .rounding_methods import RoundingMethod
from .worksheet_records import PriceWorksheetLine

_EVERY_LINE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen
class SameList(Refusal, ValueError):
    """A price list is copied onto itself."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-SAME-LIST", "Lines are copied from one price list to another.", "codeunit 7017, CopyLines"
    )
    text: ClassVar[str] = "price list {code!r} cannot be copied onto itself"
    code: str


def _is_bool_or_none(record: object, attribute: "attrs.Attribute[bool | None]", value: object) -> None:
    if value is not None:
        is_bool(record, attribute, value)


@attrs.frozen(kw_only=True)
class PriceLineFilters:
    """Which lines are suggested or copied, where they go, and how their prices are adjusted (table 7005).

    Attributes:
        to_price_list_code: the list that gets the lines; blank for the worksheet.
        asset_type: the kind of product; (All) only where lines are copied.
        product_filter: a filter on the number of the product.
        minimum_quantity: of lines that are suggested.
        adjustment_factor: what prices are multiplied by.
        rounding_method_code: how they are rounded; blank for none.
        exchange_rate_date: the day of the exchange rates.
        copy_lines: lines are copied, not suggested.
        copy_as_new_lines: lines copied to the worksheet become new ones; otherwise they change those they come from.
        force_defaults: copied lines take source, dates and currency from their new list; ``None`` where that list does
            not leave its defaults to its lines. New lines of the worksheet that do not take them keep VAT and marks.
    """

    to_price_list_code: str = attrs.field(default="", converter=to_code, validator=code20)
    asset_type: PriceAssetType = attrs.field(default=PriceAssetType.ITEM, validator=is_option(PriceAssetType))
    product_filter: str = ""
    minimum_quantity: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_quantity)
    adjustment_factor: Decimal = attrs.field(default=ONE, converter=to_amount_or_given, validator=is_not_negative)
    rounding_method_code: str = attrs.field(default="", converter=to_code, validator=code10)
    exchange_rate_date: dt.date = attrs.field(validator=is_day)
    copy_lines: bool = attrs.field(default=False, validator=is_bool)
    copy_as_new_lines: bool = attrs.field(default=False, validator=is_bool)
    force_defaults: bool | None = attrs.field(default=None, validator=_is_bool_or_none)

    @classmethod
    def for_copying(cls, to_price_list_code: str = "", *, exchange_rate_date: dt.date) -> Self:
        """Return the filters that copying starts from: all kinds of product, prices as they are.

        >>> PriceLineFilters.for_copying("S1", exchange_rate_date=dt.date(2027, 1, 25)).asset_type
        PriceAssetType.ALL
        """
        return cls(
            to_price_list_code=to_price_list_code,
            asset_type=PriceAssetType.ALL,
            copy_lines=True,
            exchange_rate_date=exchange_rate_date,
        )

    def with_asset_type(self, asset_type: PriceAssetType) -> Self:
        """Return the filters for all products of another kind; (All) is Item unless lines are copied."""
        is_all = asset_type is PriceAssetType.ALL and not self.copy_lines
        return attrs.evolve(self, asset_type=PriceAssetType.ITEM if is_all else asset_type, product_filter="")


@checked_kinds
def suggest_lines(reader: Reader, filters: PriceLineFilters) -> ChangeSet:
    """Decide new lines of a price list, or of the worksheet, from the cards of products.

    A line has the defaults of its list and of its product, and the adjusted card price; a discount has none.
    Lines of the worksheet are for the default price list and show the card price as it was.

    Raises:
        NotFound: the price list, its currency or an exchange rate does not exist.
        NoDefaultList: lines for the worksheet, and there is no default price list.
        GroupNotBought: item discount groups for a list of purchase prices.
        FilterSyntax: the product filter is none.
    """
    desk = _Desk(reader, filters)
    code = filters.to_price_list_code or default_price_list_code(reader)
    header = desk.work.require(PriceListHeader, code)
    kind = PriceAssetType.ITEM if filters.asset_type is PriceAssetType.ALL else filters.asset_type
    if kind is PriceAssetType.ITEM_DISCOUNT_GROUP and header.price_type is PriceType.PURCHASE:
        raise GroupNotBought
    for no, card_price in _products(reader, kind, filters.product_filter):
        line = PriceListLine(price_list_code=header.code, asset_type=kind, asset_no=no)
        if kind is PriceAssetType.ITEM_DISCOUNT_GROUP:
            line = with_amount_type(line, PriceAmountType.DISCOUNT, header)
        line = with_product_defaults(reader, with_header(line, header, force=True), header)
        priced = ZERO if line.amount_type is PriceAmountType.DISCOUNT else card_price
        price = desk.adjusted(priced, "", header.currency_code)
        desk.put(
            attrs.evolve(line, minimum_quantity=filters.minimum_quantity, unit_price=price), existing_price=card_price
        )
    return desk.work.done()


def _products(reader: Reader, kind: PriceAssetType, product_filter: str) -> Iterator[tuple[str, Decimal]]:
    """Yield number and card price of the products; resources and accounts have no cards here."""
    match kind:
        case PriceAssetType.ITEM:
            chosen = record_predicate(Item, {"no": product_filter})
            yield from ((item.no, item.unit_price) for item in reader.where(Item) if chosen(item))
        case PriceAssetType.ITEM_DISCOUNT_GROUP:
            is_meant = record_predicate(ItemDiscountGroup, {"code": product_filter})
            yield from ((group.code, ZERO) for group in reader.where(ItemDiscountGroup) if is_meant(group))
        case _:
            return


@checked_kinds
def copy_lines(
    reader: Reader,
    filters: PriceLineFilters,
    *,
    from_price_list_code: str = "",
    line_filter: Mapping[str, str] = _EVERY_LINE,
    defaults: PriceListHeader | None = None,
) -> ChangeSet:
    """Decide copies of price lines in a price list, or in the worksheet.

    Copied are lines of the price type and side of trade of the target. A copy is a draft with an adjusted price; in
    its new list it has that list's defaults. In the worksheet it stands for the line that it comes from, or is new in
    the default price list, whose defaults it has only where they are forced.

    Args:
        from_price_list_code: the list that lines come from; blank for all others and loose lines.
        line_filter: filters on fields of the lines, by field.
        defaults: what new lines of the worksheet take their defaults from; the default price list where ``None``.

    Raises:
        SameList: source and target are one list.
        NotFound: a price list, a currency or an exchange rate does not exist.
        NoDefaultList: new lines for the worksheet, and there is no default price list.
        GroupNeedsDiscount, AmountTypeRefused: a line cannot define what the new list defines.
        FilterSyntax: a filter is none.
        WrongType: *defaults* is no price list.
    """
    target, source = filters.to_price_list_code, checked_code(from_price_list_code, 20, "from_price_list_code")
    if target and target == source:
        raise SameList(target)
    desk = _Desk(reader, filters)
    of_source = desk.work.require(PriceListHeader, source) if source else None
    is_new = bool(target) or filters.copy_as_new_lines
    header = desk.target(defaults) if is_new else None
    like = header or of_source
    side = (like.price_type, like.source_group) if like else (PriceType.SALE, PriceSourceGroup.CUSTOMER)
    for line in _copied(reader, filters, source, line_filter):
        if (line.price_type, line.source_group) != side:
            continue
        copy = desk.in_list(line, header) if header else line
        price = desk.adjusted(line.unit_price, line.currency_code, copy.currency_code)
        priced = attrs.evolve(copy, unit_price=ZERO if copy.amount_type is PriceAmountType.DISCOUNT else price)
        drafted = attrs.evolve(priced, status=PriceStatus.DRAFT)
        desk.put(drafted, existing_price=line.unit_price, existing=not is_new)
    return desk.work.done()


def _copied(
    reader: Reader, filters: PriceLineFilters, source: str, line_filter: Mapping[str, str]
) -> Iterator[PriceListLine]:
    view = {"asset_no": filters.product_filter, **line_filter}
    chosen: Callable[[PriceListLine], bool] = record_predicate(PriceListLine, {k: v for k, v in view.items() if v})
    rows: Iterable[PriceListLine] = (
        reader.where(PriceListLine, price_list_code=source) if source else reader.where(PriceListLine)
    )
    for line in list(rows):
        of_target = bool(filters.to_price_list_code) and line.price_list_code == filters.to_price_list_code
        is_kind = filters.asset_type in (PriceAssetType.ALL, line.asset_type)
        if is_kind and not of_target and chosen(line):
            yield line


class _Desk:
    """One run: what it reads, and the lines that it makes."""

    def __init__(self, reader: Reader, filters: PriceLineFilters) -> None:
        self.work = Work(reader)
        self._filters = filters
        self._steps = tuple(reader.where(RoundingMethod, code=filters.rounding_method_code))
        self._rates = tuple(reader.where(CurrencyExchangeRate))
        self._precisions: dict[str, Decimal] = {}
        self._last: dict[str, int] = {}

    def target(self, defaults: PriceListHeader | None) -> PriceListHeader:
        """Return the list that new lines go to, with the defaults that they take."""
        code = self._filters.to_price_list_code
        if code:
            return self.work.require(PriceListHeader, code)
        code = default_price_list_code(self.work)
        return attrs.evolve(defaults, code=code) if defaults else self.work.require(PriceListHeader, code)

    def in_list(self, line: PriceListLine, header: PriceListHeader) -> PriceListLine:
        """Return a copied line in its new list, with the defaults that it takes there."""
        forced = self._filters.force_defaults
        if forced is None:
            forced = not header.allow_updating_defaults
        moved = attrs.evolve(line, price_list_code=header.code)
        return with_header(moved, header, force=forced) if forced or self._filters.to_price_list_code else moved

    def adjusted(self, price: Decimal, from_currency: str, to_currency: str) -> Decimal:
        adjustment = Adjustment(
            from_currency=from_currency,
            to_currency=to_currency,
            exchange_rate_date=self._filters.exchange_rate_date,
            factor=self._filters.adjustment_factor,
            rounding_method_code=self._filters.rounding_method_code,
            precision=self._precision(to_currency),
        )
        return adjust(price, adjustment, rates=self._rates, steps=self._steps)

    def _precision(self, currency: str) -> Decimal:
        if currency not in self._precisions:
            row = (
                self.work.require(Currency, currency)
                if currency
                else self.work.get(GeneralLedgerSetup, "") or GeneralLedgerSetup()
            )
            self._precisions[currency] = row.unit_amount_rounding_precision
        return self._precisions[currency]

    def put(self, line: PriceListLine, *, existing_price: Decimal, existing: bool = False) -> None:
        """Add a line to its list, or to the worksheet."""
        if self._filters.to_price_list_code:
            self.work.insert(attrs.evolve(line, line_no=self._next(next_line_no, line.price_list_code)))
            return
        row = as_worksheet_line(line, existing_line=existing, existing_unit_price=existing_price)
        if existing:
            self.work.save(row)
        else:
            self.work.insert(attrs.evolve(row, line_no=self._next(next_worksheet_no, line.price_list_code)))

    def _next(self, first: Callable[[Work, str], int], code: str) -> int:
        self._last[code] = self._last[code] + LINE_STEP if code in self._last else first(self.work, code)
        return self._last[code]


def next_worksheet_no(work: Work, price_list_code: str) -> int:
    """Return the number of a new line of the worksheet for a price list: 10000 after the last new one."""
    rows = work.where(PriceWorksheetLine, price_list_code=price_list_code, existing_line=False)
    return max((row.line_no for row in rows), default=0) + LINE_STEP


def as_worksheet_line(
    line: PriceListLine, *, existing_line: bool = False, existing_unit_price: Decimal = ZERO
) -> PriceWorksheetLine:
    """Return a worksheet line with the fields of a price line."""
    fields = {field.name: getattr(line, field.name) for field in attrs.fields(PriceListLine)}
    return PriceWorksheetLine(**fields, existing_line=existing_line, existing_unit_price=existing_unit_price)


def as_price_line(row: PriceWorksheetLine) -> PriceListLine:
    """Return a price line with the fields of a worksheet line."""
    return PriceListLine(**{field.name: getattr(row, field.name) for field in attrs.fields(PriceListLine)})
