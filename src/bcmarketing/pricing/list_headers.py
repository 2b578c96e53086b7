"""Entering the fields of a price list: what follows, for the list itself and for its lines."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, Final, Literal, TypeAlias, get_args

import attrs

from ..arguments import check_name, checked_code
from ..errors import FieldRequired, NoSeries, Refusal
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .line_terms import DATE_FIELDS, DateField, check_dates
from .list_checks import check_editable
from .records import PriceAmountType, PriceListHeader, PriceListLine, PriceSourceGroup, PriceSourceType, PriceStatus
from .source_rules import check_amount_type, default_amount_type, implied_price_type, source_group
from .source_terms import find_source, with_terms

#: A field of a price list that is fixed as soon as it has lines.
FixedField: TypeAlias = Literal["currency_code", "price_includes_vat", "vat_bus_posting_gr_price"]
_FIXED_FIELDS: Final[tuple[str, ...]] = get_args(FixedField)


@attrs.frozen
class CodeFixed(Refusal, ValueError):
    """The code of a price list would change."""

    rule: ClassVar[Rule] = Rule("E-PRICE-CODE-FIXED", "A price list keeps its code.", "table 7000, OnRename")
    text: ClassVar[str] = "price list {code!r} cannot become {new_code!r}"
    code: str
    new_code: str


@attrs.frozen
class LinesExist(Refusal, ValueError):
    """A field that the lines of a price list rest on would change."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-LINES-EXIST",
        "Source, currency and VAT of a price list are fixed by its first line, unless it allows updating its defaults.",
        "table 7000, ConfirmUpdate and TestLinesExist",
    )
    text: ClassVar[str] = "{field} of price list {code!r} cannot change while it has lines"
    field: str
    code: str


@checked_kinds
def insert_price_list(reader: Reader, header: PriceListHeader, *, numbers: Iterator[str] | None = None) -> ChangeSet:
    """Decide a new price list; without a code it gets the next number, and without an amount type its source's.

    Args:
        header: the new list; its code is blank to take a number.
        numbers: numbers of the sales price lists.

    Raises:
        FieldRequired: the code is blank, and the list is for no side of trade, so that there is no series.
        NoSeries: the code is blank, and there are no numbers.
        Duplicate: there is a list with the code.
    """
    work = Work(reader)
    work.insert(
        attrs.evolve(
            header,
            code=header.code or _next_code(header, numbers),
            amount_type=_amount_type(header),
            filter_source_no=header.source_no,
        )
    )
    return work.done()


def _next_code(header: PriceListHeader, numbers: Iterator[str] | None) -> str:
    if header.source_group is PriceSourceGroup.ALL:
        raise FieldRequired("code")
    code = next(numbers, "") if numbers else ""
    if not code:
        raise NoSeries("price list")
    return code


def _amount_type(header: PriceListHeader) -> PriceAmountType:
    is_open = header.amount_type is PriceAmountType.ANY
    return default_amount_type(header.source_type) if is_open else header.amount_type


def save_price_list(reader: Reader, header: PriceListHeader, *, edit_active_prices: bool = False) -> ChangeSet:
    """Decide what a changed price list is stored as; its lines and its status stay as they are.

    Raises:
        NotFound: there is no such list.
        NotDraft: it may not be changed.
    """
    work = Work(reader)
    old = work.require(PriceListHeader, header.code)
    changed = attrs.evolve(header, status=old.status)
    if changed != old:
        check_editable(old, edit_active_prices=edit_active_prices)
    work.modify(changed)
    return work.done()


def enter_list_code(header: PriceListHeader, code: str) -> PriceListHeader:
    """Set the code of a price list that has none yet.

    Raises:
        CodeFixed: it has another one.
        InvalidField: the code is too long.

    >>> enter_list_code(PriceListHeader(code=""), "s1").code
    'S1'
    """
    new_code = checked_code(code, 20, "code")
    if header.code and new_code != header.code:
        raise CodeFixed(header.code, new_code)
    return attrs.evolve(header, code=new_code)


def enter_list_source_type(
    reader: Reader, header: PriceListHeader, source_type: PriceSourceType, *, edit_active_prices: bool = False
) -> PriceListHeader:
    """Set whom a price list is for: the number is cleared; group, price type and what the list defines follow.

    Raises:
        NotDraft: the list may not be changed.
        LinesExist: it has lines, and does not leave its defaults to them.
    """
    check_editable(header, edit_active_prices=edit_active_prices)
    if source_type is not header.source_type or header.source_no:
        _check_fixed(reader, header, "source_type")
    return attrs.evolve(
        header,
        source_type=source_type,
        source_no="",
        parent_source_no="",
        filter_source_no="",
        source_group=source_group(source_type, header.price_type),
        price_type=implied_price_type(source_type, header.price_type),
        amount_type=default_amount_type(source_type),
    )


def enter_list_source_no(
    reader: Reader, header: PriceListHeader, source_no: str, *, edit_active_prices: bool = False
) -> PriceListHeader:
    """Set the number of whom a price list is for; one that does not exist becomes blank.

    The source brings its terms: a customer's currency and VAT, a price group's VAT and marks, a campaign's dates.

    Raises:
        NotDraft: the list may not be changed.
        LinesExist: it has lines, and does not leave its defaults to them.
        InvalidField: the number is too long.
    """
    check_editable(header, edit_active_prices=edit_active_prices)
    no = checked_code(source_no, 20, "source_no")
    if no != header.source_no:
        _check_fixed(reader, header, "source_no")
    source = find_source(reader, header.source_type, no)
    if source is None:
        return attrs.evolve(header, source_no="", filter_source_no="")
    return with_terms(attrs.evolve(header, source_no=no, filter_source_no=no), source)


def enter_list_amount_type(
    header: PriceListHeader, amount_type: PriceAmountType, *, edit_active_prices: bool = False
) -> PriceListHeader:
    """Set what a price list defines.

    Raises:
        NotDraft: the list may not be changed.
        AmountTypeRefused: its source cannot define it.
    """
    check_editable(header, edit_active_prices=edit_active_prices)
    return attrs.evolve(header, amount_type=check_amount_type(header.source_type, amount_type))


def enter_list_field(
    reader: Reader,
    header: PriceListHeader,
    field: FixedField,
    value: str | bool,  # noqa: FBT001 - one of the fields is a mark
    *,
    edit_active_prices: bool = False,
) -> PriceListHeader:
    """Set currency or VAT of a price list.

    Raises:
        NotDraft: the list may not be changed.
        LinesExist: it has lines, and does not leave its defaults to them.
        InvalidField: there is no such field, or the value does not fit.
    """
    check_name(field, _FIXED_FIELDS)
    check_editable(header, edit_active_prices=edit_active_prices)
    changed = attrs.evolve(header, **{field: value})  # type: ignore[arg-type]
    if changed != header:
        _check_fixed(reader, header, field)
    return changed


def enter_allow_updating_defaults(
    reader: Reader, header: PriceListHeader, *, allow: bool, edit_active_prices: bool = False
) -> PriceListHeader:
    """Set whether the lines of a price list may differ from it in source, currency, VAT and dates.

    Raises:
        NotDraft: the list may not be changed.
        LinesExist: it would no longer leave its defaults to lines that it has.
    """
    check_editable(header, edit_active_prices=edit_active_prices)
    if header.allow_updating_defaults and not allow and _has_lines(reader, header):
        raise LinesExist("allow_updating_defaults", header.code)
    return attrs.evolve(header, allow_updating_defaults=allow)


def _check_fixed(reader: Reader, header: PriceListHeader, field: str) -> None:
    if not header.allow_updating_defaults and _has_lines(reader, header):
        raise LinesExist(field, header.code)


def _has_lines(reader: Reader, header: PriceListHeader) -> bool:
    return any(True for _ in reader.where(PriceListLine, price_list_code=header.code))


def change_list_date(
    reader: Reader,
    code: str,
    field: DateField,
    value: dt.date | None,
    *,
    edit_active_prices: bool = False,
    policies: Policies = BC,
) -> ChangeSet:
    """Decide what a new date of a price list changes: its lines get it, and become drafts.

    A line that would then end before it starts gets the list's other date, too; an open end is no conflict. Where the
    list leaves its defaults to the lines this is a question; declined, only the list changes.

    Raises:
        NotFound: there is no such price list.
        NotDraft: it may not be changed.
        CampaignRowDates: it is for a campaign.
        DatesReversed: it would start after it ends.
        InvalidField: there is no such date.
    """
    check_name(field, DATE_FIELDS)
    work = Work(reader)
    header = work.require(PriceListHeader, checked_code(code, 20, "code"))
    check_editable(header, edit_active_prices=edit_active_prices)
    check_dates(header, field, value)
    set_list_date(work, header, field, value, policies=policies)
    return work.done()


def set_list_date(
    work: Work, header: PriceListHeader, field: DateField, value: dt.date | None, *, policies: Policies = BC
) -> None:
    """Give a price list, and the lines that follow it, a date that has been checked; a step of other processes."""
    starts = field == "starting_date"
    header = attrs.evolve(header, starting_date=value) if starts else attrs.evolve(header, ending_date=value)
    work.modify(header)
    if policies.update_price_list_lines or not header.allow_updating_defaults:
        for line in work.where(PriceListLine, price_list_code=header.code):
            if getattr(line, field) != value:
                work.modify(_with_date(line, header, field))


def _with_date(line: PriceListLine, header: PriceListHeader, field: DateField) -> PriceListLine:
    start, end = line.starting_date, line.ending_date
    if field == "starting_date":
        start = header.starting_date
        end = header.ending_date if _reversed(start, end) else end
    else:
        end = header.ending_date
        start = header.starting_date if _reversed(start, end) else start
    return attrs.evolve(line, starting_date=start, ending_date=end, status=PriceStatus.DRAFT)


def _reversed(start: dt.date | None, end: dt.date | None) -> bool:
    return start is not None and end is not None and start > end
