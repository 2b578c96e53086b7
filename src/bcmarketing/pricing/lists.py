"""The life of a price list: activated, withdrawn, deleted."""

from collections.abc import Collection, Iterable

import attrs

from ..arguments import checked_code
from ..errors import WrongType
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .duplicates import DuplicateFinder, DuplicateLines, LineKey, checked_key, checked_keys, group_duplicates
from .list_checks import check_deletable, has_draft_lines, verify_line, verify_source
from .records import PriceListHeader, PriceListLine, PriceStatus


@attrs.frozen
class ListDuplicates:
    """The duplicates of the drafts of a price list.

    Attributes:
        inside: among the lines of the list.
        across: between what *inside* keeps and the lines of other lists.
    """

    inside: DuplicateLines
    across: DuplicateLines

    def __bool__(self) -> bool:
        return bool(self.inside or self.across)

    @property
    def removed(self) -> tuple[PriceListLine, ...]:
        """The lines that are to go."""
        return self.inside.removed + self.across.removed


@checked_kinds
def list_duplicates(reader: Reader, code: str, *, keep: Collection[LineKey] = ()) -> ListDuplicates:
    """Return the duplicates that activating a price list would remove: what to show before it is activated.

    Args:
        keep: list and line number of lines that stay in place of the leaders of their groups.

    Raises:
        NotFound: there is no such price list.
        WrongType: *keep* is no collection of keys of price lines.
    """
    work = Work(reader)
    header = _header(work, code)
    return _duplicates(work, header, _lines(work, header), keep)


@checked_kinds
def change_list_status(
    reader: Reader, code: str, status: PriceStatus, *, keep: Collection[LineKey] = (), policies: Policies = BC
) -> ChangeSet:
    """Decide what a new status of a price list changes: the list and all its lines get it.

    An activated list is verified with all its lines, and the duplicates of its drafts go. The status stays as it is
    where removing duplicates, or the new status of the lines, is declined. A status that the list has changes nothing.

    Args:
        keep: list and line number of duplicates that stay in place of the leaders of their groups; see
            `list_duplicates`.

    Raises:
        NotFound: there is no such price list.
        SourceNoNotBlank, FieldRequired, ParentNotBlank, AllProducts: the list or a line is not complete.
        WrongType: the status is none, or *keep* no collection of keys of price lines.
    """
    keep = checked_keys(keep, "keep")
    work = Work(reader)
    header = _header(work, code)
    if header.status is status:
        return work.done()
    lines = _lines(work, header)
    duplicates = ListDuplicates(DuplicateLines(), DuplicateLines())
    if status is PriceStatus.ACTIVE:
        verify_source(header)
        for line in lines:
            verify_line(line)
        duplicates = _duplicates(work, header, lines, keep)
    if _is_declined(duplicates, policies) or (lines and not policies.change_price_list_status):
        return work.done()
    work.modify(attrs.evolve(header, status=status))
    _set_status(work, _without(work, lines, duplicates), status)
    return work.done()


@checked_kinds
def activate_draft_lines(
    reader: Reader,
    code: str,
    *,
    line_nos: Collection[int] | None = None,
    keep: Collection[LineKey] = (),
    edit_active_prices: bool = False,
    policies: Policies = BC,
) -> ChangeSet:
    """Decide what becomes of the drafts of an active price list: verified and without duplicates they are active.

    Nothing happens to a list that is not active, or where active lists are not open to editing.

    Args:
        line_nos: the lines that the user changed; all where ``None``.
        keep: list and line number of duplicates that stay in place of the leaders of their groups.
        edit_active_prices: whether the sales setup opens active price lists to editing.

    Raises:
        NotFound: there is no such price list.
        SourceNoNotBlank, FieldRequired, AllProducts: a draft is not complete.
        WrongType: *line_nos* is no collection of numbers, or *keep* none of keys of price lines.
    """
    keep, chosen = checked_keys(keep, "keep"), _numbers(line_nos)
    work = Work(reader)
    header = _header(work, code)
    lines = _lines(work, header)
    own = [line for line in lines if chosen is None or line.line_no in chosen]
    if has_draft_lines(header, own, edit_active_prices=edit_active_prices):
        activate_lines(work, header, own, keep=keep, policies=policies)
    return work.done()


def _numbers(line_nos: object) -> frozenset[int] | None:
    if line_nos is None:
        return None
    if not isinstance(line_nos, Iterable) or any(no.__class__ is not int for no in line_nos):
        raise WrongType("line_nos", line_nos, "is no collection of line numbers")
    return frozenset(line_nos)


def activate_lines(
    work: Work,
    header: PriceListHeader,
    lines: Iterable[PriceListLine],
    *,
    keep: Collection[LineKey] = (),
    policies: Policies = BC,
) -> None:
    """Make the drafts among some lines of a list active, after the checks; a step of other processes.

    Raises:
        SourceNoNotBlank, FieldRequired, AllProducts: a draft is not complete.
    """
    drafts = [line for line in lines if line.status is PriceStatus.DRAFT]
    for line in drafts:
        verify_line(line)
    duplicates = _duplicates(work, header, drafts, keep)
    if not _is_declined(duplicates, policies):
        _set_status(work, _without(work, drafts, duplicates), PriceStatus.ACTIVE)


@checked_kinds
def delete_price_list(reader: Reader, code: str, *, edit_active_prices: bool = False) -> ChangeSet:
    """Decide what goes with a price list: its lines.

    Raises:
        NotFound: there is no such price list.
        ActiveNotDeleted: it is active, and active ones are not open to editing.
    """
    work = Work(reader)
    header = _header(work, code)
    check_deletable(header, edit_active_prices=edit_active_prices)
    for line in _lines(work, header):
        work.delete(line)
    work.delete(header)
    return work.done()


def delete_price_line(reader: Reader, key: LineKey, *, edit_active_prices: bool = False) -> ChangeSet:
    """Decide that a line of a price list goes.

    Args:
        key: list and line number.

    Raises:
        NotFound: there is no such line.
        ActiveNotDeleted: it is active, and active ones are not open to editing.
        WrongType: it is no key of a price line.
    """
    work = Work(reader)
    line = work.require(PriceListLine, checked_key(key, "key"))
    check_deletable(line, edit_active_prices=edit_active_prices)
    work.delete(line)
    return work.done()


def _header(work: Work, code: str) -> PriceListHeader:
    return work.require(PriceListHeader, checked_code(code, 20, "code"))


def _lines(work: Work, header: PriceListHeader) -> list[PriceListLine]:
    return work.where(PriceListLine, price_list_code=header.code)


def _duplicates(
    work: Work, header: PriceListHeader, lines: Iterable[PriceListLine], keep: Collection[LineKey]
) -> ListDuplicates:
    drafts = [line for line in lines if line.status is PriceStatus.DRAFT]
    own = DuplicateFinder(_lines(work, header), allow_updating_defaults=header.allow_updating_defaults)
    inside = group_duplicates(drafts, own.inside, keep=keep)
    gone = {(line.price_list_code, line.line_no) for line in inside.removed}
    kept = [line for line in drafts if (line.price_list_code, line.line_no) not in gone]
    products = dict.fromkeys((line.asset_type, line.asset_no) for line in kept)
    same_products = (row for kind, no in products for row in work.where(PriceListLine, asset_type=kind, asset_no=no))
    return ListDuplicates(inside, group_duplicates(kept, DuplicateFinder(same_products).across, keep=keep))


def _is_declined(duplicates: ListDuplicates, policies: Policies) -> bool:
    return bool(duplicates) and not policies.remove_duplicate_prices


def _without(work: Work, lines: Iterable[PriceListLine], duplicates: ListDuplicates) -> list[PriceListLine]:
    """Delete the duplicates that are to go, and return the lines that stay."""
    gone = dict.fromkeys((line.price_list_code, line.line_no) for line in duplicates.removed)
    for line in duplicates.removed:
        work.delete(line)
    return [line for line in lines if (line.price_list_code, line.line_no) not in gone]


def _set_status(work: Work, lines: Iterable[PriceListLine], status: PriceStatus) -> None:
    for line in lines:
        work.modify(attrs.evolve(line, status=status))
