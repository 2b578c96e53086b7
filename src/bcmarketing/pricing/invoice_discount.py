"""Invoice discounts: which percentage a document earns, and each line's share (table 19)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ONE, ZERO, is_not_negative, is_percentage, to_amount, to_amount_or_given, to_step
from ..arguments import checked_code, checked_each
from ..codes import bc, code10, code20, to_code
from ..kinds import checked_kinds
from .arithmetic import minus, plus, round_ratio, times
from .sales_line import SalesLine


@attrs.frozen(kw_only=True)
class CustomerInvoiceDiscount:
    """The invoice discount of a code from an amount on (table 19)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code", "currency_code", "minimum_amount")

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 5))
    minimum_amount: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Minimum Amount", 2)
    )
    discount_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_percentage, metadata=bc("Discount %", 3)
    )
    service_charge: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Service Charge", 4)
    )


@attrs.frozen
class InvoiceTerms:
    """The invoice discount of a document.

    Attributes:
        row: the row that gives it; ``None`` when there is none.
        discount_pct: its percentage, or 0.
        service_charge: in the currency of the document.
    """

    row: CustomerInvoiceDiscount | None
    discount_pct: Decimal
    service_charge: Decimal


def invoice_terms(
    rows: Iterable[CustomerInvoiceDiscount],
    code: str,
    base: Decimal | int | str,
    *,
    currency_code: str = "",
    currency_factor: Decimal | int | str = ONE,
    amount_precision: Decimal | int | str,
) -> InvoiceTerms:
    """Return the terms that a document of *base* earns: those with the largest minimum amount that it reaches.

    A document in foreign currency without such a row uses the rows in local currency; their service charge is
    converted and rounded.

    Args:
        code: the invoice discount code of the customer.
        base: sum of the line amounts, in the document's currency.
        currency_factor: foreign units for one unit of local currency.
        amount_precision: the amount rounding precision of the document's currency, above 0.

    Raises:
        InvalidField: a code is too long, or an amount is none.
    """
    own, currency = checked_code(code, 20, "code"), checked_code(currency_code, 10, "currency_code")
    amount, factor = to_amount(base, "base"), to_amount(currency_factor, "currency_factor")
    precision = to_step(amount_precision, "amount_precision")
    of_code = [row for row in checked_each(rows, CustomerInvoiceDiscount, "rows") if row.code == own]
    row = _best(of_code, currency, amount, ONE)
    if row is not None:
        return InvoiceTerms(row, row.discount_pct, row.service_charge)
    local = _best(of_code, "", amount, factor) if currency else None
    if local is None:
        return InvoiceTerms(None, ZERO, ZERO)
    charge = round_ratio(times(local.service_charge, factor), ONE, precision)
    return InvoiceTerms(local, local.discount_pct, charge)


def _best(
    rows: Iterable[CustomerInvoiceDiscount], currency_code: str, base: Decimal, factor: Decimal
) -> CustomerInvoiceDiscount | None:
    # The base in the row's currency is base / factor; multiplying the minimum instead keeps the comparison exact.
    reached = (row for row in rows if row.currency_code == currency_code and times(row.minimum_amount, factor) <= base)
    return max(reached, key=lambda row: row.minimum_amount, default=None)


@attrs.frozen
class DiscountedDocument:
    """The lines of a document with their shares of the invoice discount, and the terms behind them."""

    lines: tuple[SalesLine, ...]
    terms: InvoiceTerms


@checked_kinds
def discount_invoice(
    lines: Sequence[SalesLine], rows: Iterable[CustomerInvoiceDiscount], code: str
) -> DiscountedDocument:
    """Give each line that allows it its share of the invoice discount.

    If some lines disallow it, the row is chosen by the amount of the others. What rounding leaves goes on to the next
    line. A line discount set later clears the share of that line, not the percentage of the document.

    Args:
        lines: of one document, all in its currency.
    """
    lines = checked_each(lines, SalesLine, "lines")
    if not lines:
        return DiscountedDocument((), InvoiceTerms(None, ZERO, ZERO))
    request = lines[0].request
    base = ZERO
    for line in lines:
        if line.allow_invoice_disc:
            base = plus(base, line.line_amount)
    terms = invoice_terms(
        rows,
        code,
        base,
        currency_code=request.currency_code,
        currency_factor=request.currency_factor if request.currency_code else ONE,
        amount_precision=request.amount_precision,
    )
    carried, given = ZERO, []
    for line in lines:
        share = ZERO
        if line.allow_invoice_disc:
            exact = plus(times(times(line.line_amount, terms.discount_pct), Decimal("0.01")), carried)
            share = round_ratio(exact, ONE, request.amount_precision)
            carried = minus(exact, share)
        given.append(attrs.evolve(line, inv_discount_amount=share))
    return DiscountedDocument(tuple(given), terms)
