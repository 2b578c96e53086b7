"""The order lines of a data folder: read, priced, and written with the reason."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import attrs

from ..amounts import is_amount, to_amount_or_given
from ..codes import code10, code20, is_date, is_option, text30, to_code
from ..contacts.partners import Customer
from ..contacts.records import Contact
from ..errors import BCMarketingError, InvalidField
from ..pricing.book import PriceBook
from ..pricing.candidates import PriceRecord
from ..pricing.convert import convert_prices
from ..pricing.currencies import Currency
from ..pricing.decision import PriceDecision
from ..pricing.items import Item, ItemUnitOfMeasure
from ..pricing.quoting import price_request, price_setup
from ..pricing.records import PriceListLine, SalesDocumentType
from ..pricing.trace import product_of, shown, source_of
from ..store.reader import Reader, require
from .cells import read_cell, reason
from .faults import BadData
from .rows import Row, read_rows

#: A row of a result file: column -> value.
ResultRow = Mapping[str, object]

#: The columns of ``orders.csv``.
ORDER_COLUMNS: Final = (
    "line_id",
    "document_type",
    "campaign_state",
    "sell_to_customer_no",
    "bill_to_customer_no",
    "bill_to_contact_no",
    "item_no",
    "unit_of_measure_code",
    "quantity",
    "order_date",
    "campaign_no",
    "currency_code",
)
_TYPES: Final[Mapping[str, object]] = {
    "document_type": SalesDocumentType,
    "quantity": Decimal,
    "order_date": dt.date,
}


@attrs.frozen(kw_only=True)
class OrderLine:
    """One line of a sales document, as a data folder gives it.

    Attributes:
        campaign_state: the label by which a run picks the line.
    """

    line_id: str = attrs.field(validator=text30)
    document_type: SalesDocumentType = attrs.field(
        default=SalesDocumentType.ORDER, validator=is_option(SalesDocumentType)
    )
    campaign_state: str = ""
    sell_to_customer_no: str = attrs.field(default="", converter=to_code, validator=code20)
    bill_to_customer_no: str = attrs.field(default="", converter=to_code, validator=code20)
    bill_to_contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    item_no: str = attrs.field(converter=to_code, validator=code20)
    unit_of_measure_code: str = attrs.field(default="", converter=to_code, validator=code10)
    quantity: Decimal = attrs.field(converter=to_amount_or_given, validator=is_amount)
    order_date: dt.date | None = attrs.field(default=None, validator=is_date)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10)


def read_orders(path: Path, reader: Reader | None = None) -> tuple[OrderLine, ...]:
    """Read a file of order lines.

    Args:
        path: the file.
        reader: tables that must hold what an order line names, apart from the campaign, which is taken literally.

    Raises:
        BadData: it is missing or wrong, or names what is not there; names file, line, column and value.
    """
    orders: list[OrderLine] = []
    seen: dict[str, int] = {}
    for line, row in read_rows(path, ORDER_COLUMNS):
        order = _order(path.name, line, row)
        if order.line_id in seen:
            raise BadData(path.name, line, "line_id", order.line_id, f"is a duplicate of line {seen[order.line_id]}")
        seen[order.line_id] = line
        if reader is not None:
            _check(path.name, line, reader, order)
        orders.append(order)
    return tuple(orders)


def _order(file: str, line: int, row: Row) -> OrderLine:
    values: dict[str, object] = {}
    for column, text in row.items():
        if text == "" and column in ("line_id", "item_no", "quantity"):
            raise BadData(file, line, column, text, "must not be blank")
        if text:
            try:
                values[column] = read_cell(text, _TYPES.get(column, str), column)
            except BCMarketingError as error:
                raise BadData(file, line, column, text, reason(error)) from error
    try:
        return OrderLine(**values)  # type: ignore[arg-type]
    except InvalidField as error:
        raise BadData(file, line, error.field, row[error.field], error.why) from error


def _check(file: str, line: int, reader: Reader, order: OrderLine) -> None:
    unit = (order.item_no, order.unit_of_measure_code)
    named: tuple[tuple[str, str, object], ...] = (
        ("sell_to_customer_no", order.sell_to_customer_no, reader.get(Customer, order.sell_to_customer_no)),
        ("bill_to_customer_no", order.bill_to_customer_no, reader.get(Customer, order.bill_to_customer_no)),
        ("bill_to_contact_no", order.bill_to_contact_no, reader.get(Contact, order.bill_to_contact_no)),
        ("item_no", order.item_no, reader.get(Item, order.item_no)),
        ("unit_of_measure_code", order.unit_of_measure_code, reader.get(ItemUnitOfMeasure, unit)),
        ("currency_code", order.currency_code, reader.get(Currency, order.currency_code)),
    )
    for column, value, row in named:
        if value and row is None:
            raise BadData(file, line, column, value, "does not exist")


def bill_to_customer(reader: Reader, order: OrderLine) -> Customer | None:
    """Return the customer that an order line is billed to: the one named, or else the sell-to customer's own.

    Raises:
        NotFound: the line names a customer that is not there.
    """
    if order.bill_to_customer_no:
        return require(reader, Customer, order.bill_to_customer_no)
    if not order.sell_to_customer_no:
        return None
    customer = require(reader, Customer, order.sell_to_customer_no)
    return require(reader, Customer, customer.bill_to_customer_no) if customer.bill_to_customer_no else customer


def pricer(reader: Reader, work_date: dt.date) -> Callable[[OrderLine], ResultRow]:
    """Return a function that prices an order line as the tables stand: the row of the result file."""
    lines = [*reader.where(PriceListLine), *convert_prices(reader).inserted_of(PriceListLine)]
    book = PriceBook(lines, price_setup(reader))

    def price(order: OrderLine) -> ResultRow:
        customer = bill_to_customer(reader, order)
        request = price_request(
            reader,
            item_no=order.item_no,
            quantity=order.quantity,
            customer_no=customer.no if customer else "",
            contact_no=order.bill_to_contact_no,
            campaign_no=order.campaign_no,
            document_type=order.document_type,
            order_date=order.order_date,
            posting_date=order.order_date,
            work_date=work_date,
            unit_of_measure_code=order.unit_of_measure_code,
            currency_code=order.currency_code,
        )
        decision = book.resolve(request)
        return {
            **{column: getattr(order, column) for column in ORDER_COLUMNS},
            "unit_price": decision.unit_price,
            "line_discount_pct": decision.line_discount_pct,
            "line_amount": decision.amounts.line_amount,
            "why": why(decision),
        }

    return price


def why(decision: PriceDecision) -> str:
    """Return in one line why a price is what it is."""
    reasons = []
    if decision.price_line is None:
        reasons.append("item card, as no price line applies")
    else:
        reasons.append(_told("price", decision.price_line))
    if decision.discount_line is not None:
        reasons.append(_told(f"{shown(decision.found_discount_pct)} %", decision.discount_line))
        if decision.found_discount_pct and not decision.allow_line_disc:
            giver = "the price" if decision.price_line is not None else "the customer"
            reasons.append(f"dropped, as {giver} allows no line discount")
    return "; ".join(reasons)


def _told(what: str, record: PriceRecord) -> str:
    source, product = source_of(record), product_of(record)
    whose = " ".join(part for part in source if part).lower() if not source[1] else f"{source[0].lower()} {source[1]}"
    of_group = f" on {product[1]}" if product[0] != "Item" else ""
    currency = f" in {record.currency_code}" if record.currency_code else ""
    minimum = f" from {shown(record.minimum_quantity)}" if record.minimum_quantity else ""
    return f"{what} of {whose}{of_group}{currency}{minimum}"
