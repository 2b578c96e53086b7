"""What a price line may say: what it defines, what its list lays down, and in what order its dates stand."""

import datetime as dt
from typing import ClassVar, Final, Literal, Protocol, TypeAlias, get_args

import attrs

from ..amounts import ZERO
from ..arguments import check_name, checked
from ..campaigns.refusals import CampaignRowDates
from ..codes import check_date
from ..errors import Refusal, WrongType
from ..rules import Rule
from .list_checks import AnyLine, L
from .records import (
    PriceAmountType,
    PriceAssetType,
    PriceListHeader,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from .source_rules import check_amount_type, source_group

#: A field that a price list lays down for its lines, unless it leaves its defaults to them.
HeaderField: TypeAlias = Literal[
    "currency_code", "price_includes_vat", "vat_bus_posting_gr_price", "starting_date", "ending_date"
]
#: A date of a price list, line or record of the older engine.
DateField: TypeAlias = Literal["starting_date", "ending_date"]
HEADER_FIELDS: Final[tuple[str, ...]] = get_args(HeaderField)
DATE_FIELDS: Final[tuple[str, ...]] = get_args(DateField)
_LIST_FIELDS: Final = tuple(attribute.name for attribute in attrs.fields(PriceListHeader))


@attrs.frozen
class NotDefined(Refusal, ValueError):
    """A value is given to a line that does not define it."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DEFINES",
        "A line has only values of what it defines: a discount no price and no marks, a price no percentage.",
        "table 7001, TestAmountType",
    )
    text: ClassVar[str] = "{field} is not allowed on a line that defines {amount_type}"
    field: str
    amount_type: PriceAmountType


@attrs.frozen
class GroupNeedsDiscount(Refusal, ValueError):
    """A line for an item discount group would define a price."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-GROUP-DISCOUNT", "Lines for item discount groups define discounts only.", "table 7001, Amount Type"
    )
    text: ClassVar[str] = "amount_type = {amount_type}: a line for an item discount group must define a discount"
    amount_type: PriceAmountType


@attrs.frozen
class HeaderGoverns(Refusal, ValueError):
    """A field of a line would differ from its price list, which does not leave its defaults to the lines."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-LINE-DEFAULTS",
        "Lines follow their price list unless it allows updating its defaults.",
        "table 7001, TestHeadersValue",
    )
    text: ClassVar[str] = "{field} = {value!r} must equal {expected!r} of the price list"
    field: str
    value: object
    expected: object


@attrs.frozen
class SourceNotInList(Refusal, ValueError):
    """The kind of source of a line does not fit its price list."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-LINE-SOURCE",
        "The source of a line is that of its price list or lies within it.",
        "table 7001, VerifySourceType",
    )
    text: ClassVar[str] = "source_type cannot be {type} if that of the price list is {header_type}"
    type: PriceSourceType
    header_type: PriceSourceType


@attrs.frozen
class DatesReversed(Refusal, ValueError):
    """A price would start after it ends."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DATE-ORDER",
        "A price does not start after it ends.",
        "tables 7000 and 7001, CheckDates; tables 7002 and 7004, dates OnValidate",
    )
    text: ClassVar[str] = "starting_date = {starting} is after ending_date = {ending}"
    starting: dt.date
    ending: dt.date


@attrs.frozen
class CostFactorNeedsJob(Refusal, ValueError):
    """A cost factor is given to a line that is for no job."""

    rule: ClassVar[Rule] = Rule("E-PRICE-COST-FACTOR", "Only jobs are priced by a cost factor.", "table 7001, field 18")
    text: ClassVar[str] = "cost_factor: source_group must be Job"


def _checked_line(line: L) -> L:
    if not isinstance(line, AnyLine):
        raise WrongType("line", line, "is no line of a price list or of the worksheet")
    return line


def _check_header(header: PriceListHeader | None) -> None:
    if header is not None:
        checked(header, PriceListHeader, "header")


def with_amount_type(line: L, amount_type: PriceAmountType, header: PriceListHeader | None) -> L:
    """Return a line that defines something else: what it no longer defines goes.

    A price gets the marks of its list; a discount has none.

    Raises:
        AmountTypeRefused: the source cannot define it.
        GroupNeedsDiscount: the line is for an item discount group.
        WrongType: an argument is of no kind that is taken here.
    """
    _check_header(header)
    check_amount_type(_checked_line(line).source_type, amount_type)
    if line.asset_type is PriceAssetType.ITEM_DISCOUNT_GROUP and amount_type is not PriceAmountType.DISCOUNT:
        raise GroupNeedsDiscount(amount_type)
    match amount_type:
        case PriceAmountType.PRICE:
            line = attrs.evolve(line, amount_type=amount_type, line_discount_pct=ZERO)
            return with_marks_of(line, header) if header else line
        case PriceAmountType.DISCOUNT:
            return attrs.evolve(
                line, amount_type=amount_type, unit_price=ZERO, allow_line_disc=False, allow_invoice_disc=False
            )
        case _:
            return attrs.evolve(line, amount_type=amount_type)


def with_marks_of(line: L, header: PriceListHeader) -> L:
    """Return a line that allows the discounts that its list allows."""
    checked(header, PriceListHeader, "header")
    return attrs.evolve(
        _checked_line(line), allow_line_disc=header.allow_line_disc, allow_invoice_disc=header.allow_invoice_disc
    )


def with_header(line: L, header: PriceListHeader, *, force: bool = False) -> L:
    """Return a line with the defaults of a price list; it is a draft.

    Source, dates and currency come only from a list that does not leave them to its lines.

    Args:
        force: take them in any case.

    Raises:
        GroupNeedsDiscount: the list defines prices, and the line is for an item discount group.
        AmountTypeRefused: the line's source cannot define what the list defines.
        WrongType: an argument is of no kind that is taken here.

    Source: table 7001, CopyFrom price list header.
    """
    checked(header, PriceListHeader, "header")
    checked(force, bool, "force")
    line = attrs.evolve(_checked_line(line), price_type=header.price_type, status=PriceStatus.DRAFT)
    if force or not header.allow_updating_defaults:
        line = attrs.evolve(
            line,
            source_group=header.source_group,
            source_type=header.source_type,
            source_no=header.source_no,
            starting_date=header.starting_date,
            ending_date=header.ending_date,
            currency_code=header.currency_code,
        )
    if header.amount_type is not PriceAmountType.ANY:
        line = with_amount_type(line, header.amount_type, header)
    line = attrs.evolve(
        line,
        price_includes_vat=header.price_includes_vat,
        vat_bus_posting_gr_price=header.vat_bus_posting_gr_price,
    )
    return with_marks_of(line, header)


def as_stored(line: L) -> L:
    """Return a line as it is stored: a loose sales price allows discounts by the kind of its source and product.

    Line discounts unless it is for a customer or price group, invoice discounts unless it is for a price group or an
    item; what is allowed already stays.
    """
    if (
        _checked_line(line).price_list_code
        or line.price_type is not PriceType.SALE
        or line.amount_type is PriceAmountType.DISCOUNT
    ):
        return line
    for_group = line.source_type is PriceSourceType.CUSTOMER_PRICE_GROUP
    for_customer = line.source_type is PriceSourceType.CUSTOMER
    return attrs.evolve(
        line,
        allow_line_disc=line.allow_line_disc or not (for_group or for_customer),
        allow_invoice_disc=line.allow_invoice_disc or not (for_group or line.asset_type is PriceAssetType.ITEM),
    )


def check_source_type(source_type: PriceSourceType, header: PriceListHeader | None) -> None:
    """Check that a kind of source fits the price list of a line.

    A list with a source number takes its own kind only; another one takes kinds of its group that are no wider.

    Raises:
        SourceNotInList: it does not fit.
        WrongType: it is no kind of source.
    """
    checked(source_type, PriceSourceType, "source_type")
    _check_header(header)
    if header is None or header.allow_updating_defaults or source_type is header.source_type:
        return
    everyone = PriceSourceGroup.ALL
    own = source_group(header.source_type, header.price_type)
    group = own if header.source_group is everyone else header.source_group
    outside = group not in (everyone, source_group(source_type, header.price_type))
    if header.source_no or source_type < header.source_type or outside:
        raise SourceNotInList(source_type, header.source_type)


def check_governed(field: str, value: object, header: PriceListHeader | None) -> None:
    """Check that a value is that of the price list, where the list lays it down.

    Raises:
        HeaderGoverns: it is another.
        InvalidField: a price list has no such field.
    """
    check_name(field, _LIST_FIELDS)
    _check_header(header)
    if header is not None and not header.allow_updating_defaults and value != getattr(header, field):
        raise HeaderGoverns(field, value, getattr(header, field))


def check_dates(row: AnyLine | PriceListHeader, field: str, value: dt.date | None) -> None:
    """Check a new date of a price line or list.

    Raises:
        CampaignRowDates: it would change, and the row is for a campaign.
        DatesReversed: the row would start after it ends.
        WrongType: the value is no date, or the row none that has dates.
        InvalidField: the field is none of the two dates.
    """
    if not isinstance(row, AnyLine | PriceListHeader):
        raise WrongType("row", row, "is no price list and no line of one")
    check_name(field, DATE_FIELDS)
    if value is not None:
        check_date(value, field)
    if row.source_type is PriceSourceType.CAMPAIGN and value != getattr(row, field):
        raise CampaignRowDates(field, row.source_no)
    check_date_order(row, field, value)


class _Dated(Protocol):
    @property
    def starting_date(self) -> dt.date | None: ...
    @property
    def ending_date(self) -> dt.date | None: ...


def check_date_order(row: _Dated, field: str, value: dt.date | None) -> None:
    """Check that a row does not start after it ends once one of its dates is another.

    Raises:
        DatesReversed: it would.
        WrongType: the value is no date, or the row has none.
        InvalidField: the field is none of the two dates.
    """
    check_name(field, DATE_FIELDS)
    if not all(hasattr(row, name) for name in DATE_FIELDS):
        raise WrongType("row", row, "has no starting_date and ending_date")
    if value is not None:
        check_date(value, field)
    start, end = (value, row.ending_date) if field == "starting_date" else (row.starting_date, value)
    if start is not None and end is not None and start > end:
        raise DatesReversed(start, end)


def check_cost_factor(line: AnyLine) -> None:
    """Check that a line may have a cost factor, which prices of jobs have and sales prices do not.

    Raises:
        CostFactorNeedsJob: the line is for no job.
        NotDefined: it defines a discount.
    """
    check_defined(line, "cost_factor")
    if source_group(line.source_type, line.price_type) is not PriceSourceGroup.JOB:
        raise CostFactorNeedsJob


def check_defined(line: AnyLine, field: str) -> None:
    """Check that a line may have a value that only prices have.

    Raises:
        NotDefined: the line defines a discount.
    """
    if _checked_line(line).amount_type is PriceAmountType.DISCOUNT:
        raise NotDefined(field, line.amount_type)
