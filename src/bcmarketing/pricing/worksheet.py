"""The sales price worksheet of the older engine: suggest prices, look at them, implement them (table 7023)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ONE, ZERO, is_amount, to_amount_or_given
from ..campaigns.records import Campaign
from ..codes import code10, code20, is_bool, is_date, is_day, is_option, to_code
from ..errors import FieldRequired, NotFound, Refusal
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader, key_of
from ..store.work import Work
from .arithmetic import round_ratio, times
from .currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from .exchange import exchange_factor
from .items import CustomerPriceGroup, Item, ItemUnitOfMeasure
from .legacy import legacy_key
from .legacy_checks import as_stored_record
from .legacy_records import SalesPrice, SalesPriceType, SalesPriceWorksheetLine
from .line_terms import check_date_order
from .request import UnitFactorZero
from .rounding_methods import RoundingMethod, rounded_by, rounding_step


@attrs.frozen
class MultipleSources(Refusal, ValueError):
    """Two prices would become one row of the worksheet."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-WORKSHEET-SOURCES",
        "No two prices may be suggested for one row of the sales price worksheet.",
        "report 7053",
    )
    text: ClassVar[str] = "several prices of item {item!r} lead to the same row of the worksheet"
    item: str


def _to_code_or_none(value: str | None) -> str | None:
    return None if value is None else to_code(value)


def _code10_or_none(record: object, attribute: "attrs.Attribute[str | None]", value: object) -> None:
    if value is not None:
        code10(record, attribute, value)


@attrs.frozen(kw_only=True)
class Suggestion:
    """Whom prices are suggested for, and how they come about.

    Attributes:
        sales_type: whom the new prices are for.
        sales_code: their code; for all customers there is none, and what is given does not count.
        unit_of_measure_code: the new unit; ``None`` keeps that of the price (or takes the item's sales unit).
        currency_code: the new currency; ``None`` keeps that of the price (or takes local currency).
        starting_date: replaces the dates of the price if it or *ending_date* is given.
        ending_date: likewise; for a campaign both dates are those of the campaign.
        price_lower_limit: only prices above it are multiplied.
        factor: what they are multiplied by.
        rounding_method_code: how the result is rounded; blank for none.
        create_new: suggest prices that do not exist yet, too.
        work_date: the date of the exchange rates.

    Raises:
        DatesReversed: the prices would start after they end.
    """

    sales_type: SalesPriceType = attrs.field(validator=is_option(SalesPriceType))
    sales_code: str = attrs.field(default="", converter=to_code, validator=code20)
    unit_of_measure_code: str | None = attrs.field(default=None, converter=_to_code_or_none, validator=_code10_or_none)
    currency_code: str | None = attrs.field(default=None, converter=_to_code_or_none, validator=_code10_or_none)
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date)
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date)
    price_lower_limit: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    factor: Decimal = attrs.field(default=ONE, converter=to_amount_or_given, validator=is_amount)
    rounding_method_code: str = attrs.field(default="", converter=to_code, validator=code10)
    create_new: bool = attrs.field(default=True, validator=is_bool)
    work_date: dt.date = attrs.field(validator=is_day)

    def __attrs_post_init__(self) -> None:
        check_date_order(self, "starting_date", self.starting_date)

    @property
    def target_code(self) -> str:
        """The code of whom the new prices are for; blank for all customers."""
        return "" if self.sales_type is SalesPriceType.ALL_CUSTOMERS else self.sales_code


def current_price(row: SalesPriceWorksheetLine, prices: Iterable[SalesPrice]) -> SalesPrice | None:
    """Return the price that a row shows as current: the last one, in key order, that holds from its date on.

    Item, customer (or group or campaign), currency, unit and variant are the row's; starting date and minimum quantity
    do not lie above the row's.
    """
    same = [
        price
        for price in prices
        if (price.item_no, price.sales_type, price.sales_code) == (row.item_no, row.sales_type, row.sales_code)
        and (price.currency_code, price.unit_of_measure_code, price.variant_code)
        == (row.currency_code, row.unit_of_measure_code, row.variant_code)
        and price.minimum_quantity <= row.minimum_quantity
        and (
            price.starting_date is None or (row.starting_date is not None and price.starting_date <= row.starting_date)
        )
    ]
    return max(same, key=legacy_key, default=None)


def price_exists(row: SalesPriceWorksheetLine, current: SalesPrice | None) -> bool:
    """Return whether a row changes a price, rather than adding one: its current price starts on the same date."""
    return current is not None and current.starting_date == row.starting_date


def suggest_from_prices(reader: Reader, prices: Iterable[SalesPrice], suggestion: Suggestion) -> ChangeSet:
    """Decide the rows of the worksheet that some sales prices suggest.

    A price whose item lacks the new unit, or that of the price where the unit is another, is passed over.

    Raises:
        FieldRequired: the code of whom the prices are for is blank.
        NotFound: the price group, campaign, a currency or an exchange rate does not exist.
        UnitFactorZero: a unit holds no base units.
        MultipleSources: two prices lead to the same row.
    """
    desk = _Desk(reader, suggestion)
    for price in prices:
        unit = (
            price.unit_of_measure_code if suggestion.unit_of_measure_code is None else suggestion.unit_of_measure_code
        )
        old_units = new_units = ONE
        if unit != price.unit_of_measure_code:
            old, new = desk.units(price.item_no, price.unit_of_measure_code), desk.units(price.item_no, unit)
            if old is None or new is None:
                continue
            old_units, new_units = old, new
        currency = price.currency_code if suggestion.currency_code is None else suggestion.currency_code
        numerator, denominator = times(price.unit_price, new_units), old_units
        if price.currency_code != currency:
            numerator = times(numerator, desk.factor(currency))
            denominator = times(denominator, desk.factor(price.currency_code))
        amount = round_ratio(numerator, denominator, desk.precision(currency))
        if amount > suggestion.price_lower_limit:
            amount = times(amount, suggestion.factor)
        start, end = desk.dates(price.starting_date, price.ending_date)
        row = SalesPriceWorksheetLine(
            item_no=price.item_no,
            sales_type=suggestion.sales_type,
            sales_code=suggestion.target_code,
            currency_code=currency,
            starting_date=start,
            ending_date=end,
            variant_code=price.variant_code,
            unit_of_measure_code=unit,
            minimum_quantity=price.minimum_quantity,
            new_unit_price=desk.rounded(amount),
        )
        desk.put(with_terms(row, desk.group or price))
    return desk.done()


def suggest_from_items(reader: Reader, items: Iterable[Item], suggestion: Suggestion) -> ChangeSet:
    """Decide the rows of the worksheet that the cards of some items suggest.

    A row whose price does not exist shows the converted card price as current. A card price that is not above the
    lower limit suggests 0.

    Raises:
        FieldRequired: the code of whom the prices are for is blank.
        NotFound: the price group, campaign, a currency or an exchange rate does not exist.
        UnitFactorZero: a unit holds no base units.
    """
    desk = _Desk(reader, suggestion)
    currency = suggestion.currency_code or ""
    for item in items:
        unit = (
            item.sales_unit_of_measure if suggestion.unit_of_measure_code is None else suggestion.unit_of_measure_code
        )
        units = desk.units(item.no, unit)
        if units is None:
            continue
        card = round_ratio(times(times(item.unit_price, units), desk.factor(currency)), ONE, desk.precision(currency))
        amount = times(card, suggestion.factor) if card > suggestion.price_lower_limit else ZERO
        start, end = desk.dates(None, None)
        row = SalesPriceWorksheetLine(
            item_no=item.no,
            sales_type=suggestion.sales_type,
            sales_code=suggestion.target_code,
            currency_code=currency,
            starting_date=start,
            ending_date=end,
            unit_of_measure_code=unit,
            new_unit_price=desk.rounded(amount),
            price_includes_vat=item.price_includes_vat,
            allow_invoice_disc=item.allow_invoice_disc,
            vat_bus_posting_gr_price=item.vat_bus_posting_gr_price,
            allow_line_disc=True,
        )
        desk.put(row, card=card)
    return desk.done()


def with_terms(row: SalesPriceWorksheetLine, terms: SalesPrice | CustomerPriceGroup) -> SalesPriceWorksheetLine:
    """Return a row with VAT and marks as a price, or a price group, has them."""
    return attrs.evolve(
        row,
        price_includes_vat=terms.price_includes_vat,
        vat_bus_posting_gr_price=terms.vat_bus_posting_gr_price,
        allow_line_disc=terms.allow_line_disc,
        allow_invoice_disc=terms.allow_invoice_disc,
    )


class _Desk:
    """One run of suggestions: what it reads, and the rows it makes."""

    def __init__(self, reader: Reader, suggestion: Suggestion) -> None:
        self._work = Work(reader)
        self._suggestion = suggestion
        self._steps = tuple(reader.where(RoundingMethod, code=suggestion.rounding_method_code))
        self._rates = tuple(reader.where(CurrencyExchangeRate))
        self.group: CustomerPriceGroup | None = None
        self._campaign: Campaign | None = None
        self._made: set[object] = set()
        if suggestion.sales_type is not SalesPriceType.ALL_CUSTOMERS and not suggestion.sales_code:
            raise FieldRequired("sales_code")
        if suggestion.sales_type is SalesPriceType.CUSTOMER_PRICE_GROUP:
            self.group = self._work.require(CustomerPriceGroup, suggestion.sales_code)
        elif suggestion.sales_type is SalesPriceType.CAMPAIGN:
            self._campaign = self._work.require(Campaign, suggestion.sales_code)

    def units(self, item_no: str, code: str) -> Decimal | None:
        """Return the base units in a unit of an item, or ``None`` when the item lacks it.

        Raises:
            UnitFactorZero: there are none in it.
        """
        row = self._work.get(ItemUnitOfMeasure, (item_no, code))
        if row is not None:
            if not row.qty_per_unit_of_measure:
                raise UnitFactorZero(item_no, code)
            return row.qty_per_unit_of_measure
        item = self._work.get(Item, item_no)
        return ONE if not code or (item is not None and item.base_unit_of_measure == code) else None

    def factor(self, currency: str) -> Decimal:
        return exchange_factor(self._rates, currency, self._suggestion.work_date) if currency else ONE

    def precision(self, currency: str) -> Decimal:
        if currency:
            return self._work.require(Currency, currency).unit_amount_rounding_precision
        setup = self._work.get(GeneralLedgerSetup, "")
        if setup is None:
            raise NotFound(GeneralLedgerSetup.__name__, "")
        return setup.unit_amount_rounding_precision

    def dates(self, start: dt.date | None, end: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
        if self._campaign is not None:
            return self._campaign.starting_date, self._campaign.ending_date
        asked = (self._suggestion.starting_date, self._suggestion.ending_date)
        return asked if any(asked) else (start, end)

    def rounded(self, amount: Decimal) -> Decimal:
        step = rounding_step(self._steps, self._suggestion.rounding_method_code, amount)
        return rounded_by(step, amount) if step else amount

    def put(self, row: SalesPriceWorksheetLine, *, card: Decimal | None = None) -> None:
        """Store a row with its current price.

        Args:
            card: of a row that an item suggests: its card price, which shows where there is no current price.
                Where there is one, such a row takes its VAT and marks.
        """
        if key_of(row) in self._made:
            raise MultipleSources(row.item_no)
        self._made.add(key_of(row))
        known = self._work.where(SalesPrice, item_no=row.item_no, sales_type=row.sales_type, sales_code=row.sales_code)
        current = current_price(row, known)
        if not self._suggestion.create_new and not price_exists(row, current):
            return
        if current is None:
            shown = attrs.evolve(row, current_unit_price=card or ZERO)
        else:
            shown = attrs.evolve(row, current_unit_price=current.unit_price)
            if card is not None:
                shown = with_terms(shown, current)
        self._work.save(shown)

    def done(self) -> ChangeSet:
        return self._work.done()


def implement_prices(reader: Reader, rows: Iterable[SalesPriceWorksheetLine], *, delete_rows: bool = True) -> ChangeSet:
    """Decide the sales prices that rows of the worksheet become; rows whose new price is 0 become none.

    A price with the same identity is overwritten.

    Args:
        delete_rows: remove the rows from the worksheet.

    Raises:
        NotFound: a row that is to be removed is not in the worksheet.
        FieldRequired, DatesReversed: a price cannot be stored; see `as_stored_record`.
    """
    work = Work(reader)
    for row in rows:
        if row.new_unit_price:
            price = SalesPrice(
                item_no=row.item_no,
                sales_type=row.sales_type,
                sales_code=row.sales_code,
                currency_code=row.currency_code,
                starting_date=row.starting_date,
                ending_date=row.ending_date,
                variant_code=row.variant_code,
                unit_of_measure_code=row.unit_of_measure_code,
                minimum_quantity=row.minimum_quantity,
                unit_price=row.new_unit_price,
                price_includes_vat=row.price_includes_vat,
                allow_invoice_disc=row.allow_invoice_disc,
                vat_bus_posting_gr_price=row.vat_bus_posting_gr_price,
                allow_line_disc=row.allow_line_disc,
            )
            work.save(as_stored_record(price))
        if delete_rows:
            work.delete(row)
    return work.done()
