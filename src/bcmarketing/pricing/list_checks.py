"""What price lists and their lines must be like: complete before they count, and draft to be changed."""

from collections.abc import Iterable
from typing import ClassVar, TypeAlias, TypeVar

import attrs

from ..errors import FieldRequired, Refusal
from ..rules import Rule
from .records import PriceAmountType, PriceAssetType, PriceListHeader, PriceListLine, PriceSourceType, PriceStatus
from .source_rules import ParentNotBlank, default_amount_type, takes_number
from .worksheet_records import PriceWorksheetLine

#: A line of a price list, or of the worksheet: what may be entered is the same.
AnyLine: TypeAlias = PriceListLine | PriceWorksheetLine
#: One or the other.
L = TypeVar("L", bound=AnyLine)


@attrs.frozen
class SourceNoNotBlank(Refusal, ValueError):
    """A source that is all of its kind has a number."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-SOURCE-NO", "A source that is all of its kind has no number.", "price source interface, VerifySource"
    )
    text: ClassVar[str] = "source_no = {source_no!r} must be blank for source type {type}"
    source_no: str
    type: PriceSourceType


@attrs.frozen
class AllProducts(Refusal, ValueError):
    """A price line has no kind of product."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-ALL-PRODUCTS", "A price line is for one kind of product.", "table 7001, Verify"
    )
    text: ClassVar[str] = "asset_type must not be (All)"


@attrs.frozen
class NotDraft(Refusal, ValueError):
    """A price list or line that is no draft is changed."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-STATUS",
        "Only drafts are changed, and active price lists where the setup opens them to editing.",
        "tables 7000 and 7001, IsEditable",
    )
    text: ClassVar[str] = "{what} is {status}; its status must be Draft"
    what: str
    status: PriceStatus


@attrs.frozen
class ActiveNotDeleted(Refusal, ValueError):
    """An active price list or line is deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DELETE-ACTIVE",
        "An active price list or line is deleted only where the setup opens active ones to editing.",
        "tables 7000 and 7001, OnDelete",
    )
    text: ClassVar[str] = "{what} is active and cannot be deleted"
    what: str


def verify_source(row: PriceListHeader | AnyLine) -> None:
    """Check that a price list or line names its source.

    Raises:
        SourceNoNotBlank: a number is given to a source that is all of its kind.
        FieldRequired: the number of another kind of source is blank.
        ParentNotBlank: a price list has a parent source, and its kind has none.
    """
    is_task = row.source_type is PriceSourceType.JOB_TASK
    if isinstance(row, PriceListHeader) and row.parent_source_no and not is_task:
        raise ParentNotBlank(row.parent_source_no, row.source_type)
    if takes_number(row.source_type):
        if not row.source_no:
            raise FieldRequired("source_no")
    elif row.source_no:
        raise SourceNoNotBlank(row.source_no, row.source_type)


def verify_line(line: AnyLine) -> None:
    """Check that a price line is complete: it names its source and its product.

    A discount may be for all items; whether a worksheet line names its product is seen when it is implemented.

    Raises:
        SourceNoNotBlank: a number is given to a source that is all of its kind.
        FieldRequired: the number of another kind of source, or of the item of a price, is blank.
        AllProducts: the product type is (All).

    Source: table 7001, Verify.
    """
    verify_source(line)
    if line.asset_type is PriceAssetType.ALL:
        raise AllProducts
    is_item_price = line.asset_type is PriceAssetType.ITEM and line.amount_type is not PriceAmountType.DISCOUNT
    if is_item_price and not line.asset_no and isinstance(line, PriceListLine):
        raise FieldRequired("asset_no")


def is_editable(status: PriceStatus, *, edit_active_prices: bool = False) -> bool:
    """Return whether price lists and lines of a status may be changed.

    Args:
        edit_active_prices: whether the sales setup opens active price lists to editing.

    >>> [is_editable(status) for status in PriceStatus]
    [True, False, False]
    """
    return status is PriceStatus.DRAFT or (status is PriceStatus.ACTIVE and edit_active_prices)


def check_editable(row: PriceListHeader | AnyLine, *, edit_active_prices: bool = False) -> None:
    """Check that a price list or line may be changed.

    Raises:
        NotDraft: it may not.
    """
    if not is_editable(row.status, edit_active_prices=edit_active_prices):
        raise NotDraft(_named(row), row.status)


def check_deletable(row: PriceListHeader | AnyLine, *, edit_active_prices: bool = False) -> None:
    """Check that a price list or line may be deleted; worksheet lines always may.

    Raises:
        ActiveNotDeleted: it is active, and active ones are not open to editing.
    """
    if isinstance(row, PriceWorksheetLine) or edit_active_prices:
        return
    if row.status is PriceStatus.ACTIVE:
        raise ActiveNotDeleted(_named(row))


def _named(row: PriceListHeader | AnyLine) -> str:
    if isinstance(row, PriceListHeader):
        return f"price list {row.code}"
    return f"line {row.line_no} of price list {row.price_list_code}"


def after_edit(old: L, new: L) -> L:
    """Return a line as it is saved after a change by a user: an active one becomes a draft.

    A change of the status itself stands.
    """
    if old.status is PriceStatus.ACTIVE and new.status is old.status and new != old:
        return attrs.evolve(new, status=PriceStatus.DRAFT)
    return new


def has_draft_lines(
    header: PriceListHeader, lines: Iterable[PriceListLine], *, edit_active_prices: bool = False
) -> bool:
    """Return whether an active price list waits for changed lines to be verified.

    Args:
        lines: those of the list that the user changed.
        edit_active_prices: whether active price lists are open to editing; if not there is nothing to wait for.
    """
    return (
        edit_active_prices
        and header.status is PriceStatus.ACTIVE
        and any(line.status is PriceStatus.DRAFT for line in lines)
    )


def effective_amount_type(header: PriceListHeader, lines: Iterable[PriceListLine]) -> PriceAmountType:
    """Return what a price list defines: its own amount type, or where that is open what its source or lines define.

    Lines that all define a price, or all a discount, decide; any other mix is Any.

    >>> from bcmarketing.pricing.records import PriceListHeader, PriceListLine
    >>> effective_amount_type(PriceListHeader(code="S1"), [PriceListLine(amount_type=PriceAmountType.PRICE)])
    PriceAmountType.PRICE
    """
    if header.amount_type is not PriceAmountType.ANY:
        return header.amount_type
    of_source = default_amount_type(header.source_type)
    if of_source is not PriceAmountType.ANY:
        return of_source
    kinds = {line.amount_type for line in lines}
    return kinds.pop() if len(kinds) == 1 else PriceAmountType.ANY
