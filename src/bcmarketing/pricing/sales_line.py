"""Stage five: a sales line, and what a change of it or of its document does to price and discount."""

import enum
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeAlias

import attrs
from attrs.validators import optional

from ..amounts import ZERO, divide, is_amount, is_percentage, to_amount, to_amount_or_given
from ..arguments import checked, checked_code, checked_codes, checked_each
from ..codes import is_a
from ..errors import InvalidField, Refusal
from ..kinds import checked_kinds
from ..rules import Rule
from .arithmetic import times
from .decision import PriceDecision, line_amounts
from .items import Item
from .product import Product
from .records import SalesDocumentType
from .request import PriceRequest

#: What answers a request: `resolve` with its records filled in, or a price book.
Quote: TypeAlias = Callable[[PriceRequest], PriceDecision]

_RETURNS: Final = (SalesDocumentType.CREDIT_MEMO, SalesDocumentType.RETURN_ORDER)


@attrs.frozen
class ItemBlocked(Refusal, ValueError):
    """A blocked item is put on a sales line."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-BLOCKED",
        "A blocked item is not sold, and one blocked for sales is only taken back.",
        "item fields 54 and 8003, TestField in table 37",
    )
    text: ClassVar[str] = "item {item!r} cannot be sold: {field} is set"
    item: str
    field: str


class Trigger(enum.Enum):
    """The field whose change asks for the price of a line anew.

    The first field that asks owns the recalculation; fields that change along with it do not count.
    """

    PRODUCT = "No."
    QUANTITY = "Quantity"
    UNIT_OF_MEASURE = "Unit of Measure Code"
    VARIANT = "Variant Code"
    PRICE_GROUP = "Customer Price Group"
    DISC_GROUP = "Customer Disc. Group"
    RETURN_REASON = "Return Reason Code"
    FORCED = "forced, as by another campaign on the document"

    def __repr__(self) -> str:
        return f"Trigger.{self.name}"


#: These fields replace the price only if some price record qualifies.
KEEPING_TRIGGERS: Final = (Trigger.QUANTITY, Trigger.VARIANT)


def _is_unit_factor(_terms: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    is_amount(_terms, attribute, value)
    if not value:
        raise InvalidField(attribute.name, value, "must not be 0: a unit holds some base units")


def _to_amount_or_none(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else to_amount_or_given(value)


@attrs.frozen
class BlanketTerms:
    """Price and discount of the blanket order line that a line draws on; they are copied, not resolved."""

    unit_price: Decimal = attrs.field(converter=to_amount_or_given, validator=is_amount)
    line_discount_pct: Decimal = attrs.field(converter=to_amount_or_given, validator=is_percentage)


@attrs.frozen
class PostedTerms:
    """Price and unit of the posted line that a credit memo or return line copies; the price is only rescaled.

    Raises:
        InvalidField: the unit holds no base units.
    """

    unit_price: Decimal = attrs.field(converter=to_amount_or_given, validator=is_amount)
    qty_per_unit_of_measure: Decimal = attrs.field(converter=to_amount_or_given, validator=_is_unit_factor)


@attrs.frozen(kw_only=True)
class SalesLine:
    """A line of a sales document, as far as its price goes.

    Attributes:
        request: what the price depends on. It carries the line's discount % and marks as they stand.
        unit_price: in the document's currency and way with VAT; typed prices may be below 0.
        line_discount_amount: rounded to the amount precision.
        line_amount: what is left after the line discount.
        inv_discount_amount: the line's share of the invoice discount.
        blanket: set when the line draws on a blanket order.
        posted: set when the line copies a posted document.
        amount: line amount without VAT, less invoice discount, where the host keeps it.
        amount_including_vat: likewise with VAT.
    """

    request: PriceRequest = attrs.field(validator=is_a(PriceRequest))
    unit_price: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    line_discount_amount: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    line_amount: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    inv_discount_amount: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    blanket: BlanketTerms | None = attrs.field(default=None, validator=optional(is_a(BlanketTerms)))
    posted: PostedTerms | None = attrs.field(default=None, validator=optional(is_a(PostedTerms)))
    amount: Decimal | None = attrs.field(default=None, converter=_to_amount_or_none, validator=optional(is_amount))
    amount_including_vat: Decimal | None = attrs.field(
        default=None, converter=_to_amount_or_none, validator=optional(is_amount)
    )

    @property
    def line_discount_pct(self) -> Decimal:
        """The line discount %."""
        return self.request.line_discount_pct

    @property
    def allow_line_disc(self) -> bool:
        """Whether the line takes a line discount."""
        return self.request.allow_line_disc

    @property
    def allow_invoice_disc(self) -> bool:
        """Whether the line takes part in the invoice discount."""
        return self.request.allow_invoice_disc


@checked_kinds
def put_item(
    request: PriceRequest,
    item: Item,
    quote: Quote,
    *,
    allow_line_disc: bool,
    variants: Iterable[str] | None = None,
) -> SalesLine:
    """Put an item on a line, or set it again: the marks start anew, then the price is resolved.

    Args:
        request: the line; its product and marks are replaced.
        allow_line_disc: the mark of the document.
        variants: the item's variants, if known.

    Raises:
        ItemBlocked: the item is blocked, or blocked for sales on a document that sells.
        WrongType: an argument is of no kind that is taken here, such as variants that are one text.
    """
    asked = request
    check_sellable(item, asked.document_type)
    started = attrs.evolve(
        asked,
        product=Product.of(item, variants),
        allow_line_disc=allow_line_disc,
        allow_invoice_disc=item.allow_invoice_disc,
    )
    return reprice(SalesLine(request=started), Trigger.PRODUCT, quote)


def check_sellable(item: Item, document_type: SalesDocumentType) -> None:
    """Refuse items that must not be put on a sales line. Resolving a price does not look at this.

    Raises:
        ItemBlocked: the item is blocked; or blocked for sales, unless the document takes goods back.
    """
    checked(document_type, SalesDocumentType, "document_type")
    if checked(item, Item, "item").blocked:
        raise ItemBlocked(item.no, "blocked")
    if item.sales_blocked and document_type not in _RETURNS:
        raise ItemBlocked(item.no, "sales_blocked")


@checked_kinds
def reprice(line: SalesLine, trigger: Trigger, quote: Quote) -> SalesLine:
    """Return a line with price, discount and amounts as they are after *trigger*.

    A line that draws on a blanket order takes the terms of that; a line that copies a posted one rescales its price
    to the unit. Any other is resolved and updated as `update` does.

    Raises:
        WrongType: the trigger is none, or the quote answers no requests.
        Whatever the quote raises.

    Source: table 37, UpdateUnitPriceByField; codeunit 7020.
    """
    if line.blanket is not None:
        terms = line.blanket
        request = attrs.evolve(line.request, line_discount_pct=terms.line_discount_pct)
        return with_amounts(attrs.evolve(line, request=request, unit_price=terms.unit_price))
    if line.posted is not None:
        scaled = times(line.posted.unit_price, line.request.qty_per_unit_of_measure)
        price = divide(scaled, line.posted.qty_per_unit_of_measure)
        return with_amounts(attrs.evolve(line, unit_price=price) if trigger is Trigger.UNIT_OF_MEASURE else line)
    return update(line, trigger, quote(line.request))


def update(line: SalesLine, trigger: Trigger, decision: PriceDecision) -> SalesLine:
    """Apply a decision to a line: the update step.

    The discount is always taken. Price and marks are taken if some price record qualifies, or if the trigger is neither
    the quantity nor the variant: so a typed price survives another quantity while there are no price records.
    With the card price the marks stay as an earlier record left them. Without the mark the discount is dropped.
    """
    old = checked(line, SalesLine, "line").request
    checked(trigger, Trigger, "trigger")
    taken = checked(decision, PriceDecision, "decision").price_found or trigger not in KEEPING_TRIGGERS
    allow_line = decision.allow_line_disc if taken else old.allow_line_disc
    allow_invoice = decision.allow_invoice_disc if taken else old.allow_invoice_disc
    request = attrs.evolve(
        old,
        line_discount_pct=decision.found_discount_pct if allow_line else ZERO,
        allow_line_disc=allow_line,
        allow_invoice_disc=allow_invoice,
    )
    unit_price = decision.unit_price if taken else line.unit_price
    return with_amounts(attrs.evolve(line, request=request, unit_price=unit_price))


def with_amounts(line: SalesLine) -> SalesLine:
    """Return a line with its amounts computed; its invoice discount is cleared."""
    request = checked(line, SalesLine, "line").request
    amounts = line_amounts(request.quantity, line.unit_price, request.line_discount_pct, request.amount_precision)
    return attrs.evolve(
        line,
        line_discount_amount=amounts.line_discount_amount,
        line_amount=amounts.line_amount,
        inv_discount_amount=ZERO,
    )


def set_quantity(line: SalesLine, quantity: Decimal | int | str, quote: Quote) -> SalesLine:
    """Change the quantity, in units, and reprice."""
    return _changed(line, Trigger.QUANTITY, quote, quantity=to_amount(quantity, "quantity"))


def set_unit_of_measure(
    line: SalesLine, code: str, qty_per_unit_of_measure: Decimal | int | str, quote: Quote
) -> SalesLine:
    """Change the unit sold and reprice; the quantity stays as it is.

    Raises:
        UnitFactorZero: the unit holds no base units.
    """
    factor = to_amount(qty_per_unit_of_measure, "qty_per_unit_of_measure")
    return _changed(line, Trigger.UNIT_OF_MEASURE, quote, unit_of_measure_code=code, qty_per_unit_of_measure=factor)


def set_variant(line: SalesLine, variant_code: str, quote: Quote) -> SalesLine:
    """Change the variant and reprice."""
    return _changed(line, Trigger.VARIANT, quote, variant_code=variant_code)


def set_price_group(line: SalesLine, customer_price_group: str, quote: Quote) -> SalesLine:
    """Change the line's customer price group and reprice."""
    return _changed(line, Trigger.PRICE_GROUP, quote, customer_price_group=customer_price_group)


def set_disc_group(line: SalesLine, customer_disc_group: str, quote: Quote) -> SalesLine:
    """Change the line's customer discount group and reprice."""
    return _changed(line, Trigger.DISC_GROUP, quote, customer_disc_group=customer_disc_group)


def set_return_reason(line: SalesLine, return_reason_code: str, quote: Quote) -> SalesLine:
    """Reprice a line whose return reason is cleared, or is set while its price is 0; leave it otherwise."""
    code = checked_code(return_reason_code, 10, "return_reason_code")
    asked = not code or checked(line, SalesLine, "line").unit_price == ZERO
    return reprice(line, Trigger.RETURN_REASON, quote) if asked else line


def _changed(line: SalesLine, trigger: Trigger, quote: Quote, **fields: Decimal | str) -> SalesLine:
    old = checked(line, SalesLine, "line").request
    return reprice(attrs.evolve(line, request=attrs.evolve(old, **fields)), trigger, quote)  # type: ignore[arg-type]


def name_campaign(
    lines: Iterable[SalesLine], campaign_no: str, quote: Quote, *, activated: Iterable[str] | None = None
) -> tuple[SalesLine, ...]:
    """Name another campaign on the document, or none: every line is priced anew.

    Args:
        activated: the campaigns activated for the customer now; those known to each line unless given.

    Raises:
        WrongType: the lines, or the activated campaigns, are no collection of such, as a text is none.
    """
    campaigns = None if activated is None else checked_codes(activated, 20, "activated")
    repriced: list[SalesLine] = []
    for line in checked_each(lines, SalesLine, "lines"):
        known = line.request.activated_campaigns if campaigns is None else campaigns
        request = attrs.evolve(line.request, campaign_no=campaign_no, activated_campaigns=known)
        repriced.append(reprice(attrs.evolve(line, request=request), Trigger.FORCED, quote))
    return tuple(repriced)
