"""The price worksheet: lines are entered there, and implemented in their price lists."""

from collections.abc import Collection, Iterable

import attrs

from ..errors import FieldRequired
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader, key_of
from ..store.work import Work
from .default_lists import sales_setup
from .duplicates import LineKey, checked_keys
from .line_terms import as_stored
from .list_checks import AllProducts, SourceNoNotBlank, verify_line
from .list_lines import LINE_STEP, next_line_no
from .lists import activate_lines
from .records import PriceListHeader, PriceListLine, PriceStatus
from .suggesting import as_price_line, next_worksheet_no
from .worksheet_records import PriceWorksheetLine


@attrs.frozen
class Implemented:
    """What became of the lines of the worksheet; lines without price list count nowhere.

    Attributes:
        inserted: the new lines.
        modified: the lines that were overwritten.
        skipped: the worksheet lines that are not complete, or whose line is gone; they stay.
    """

    inserted: tuple[LineKey, ...]
    modified: tuple[LineKey, ...]
    skipped: tuple[PriceWorksheetLine, ...]


def insert_worksheet_line(reader: Reader, row: PriceWorksheetLine) -> ChangeSet:
    """Decide a new line of the worksheet; without a price list it gets the default one, if there is one.

    A line number of 0 becomes the next one, unless the line stands for an existing one, whose number it has.

    Raises:
        Duplicate: there is such a line.
    """
    work = Work(reader)
    code = row.price_list_code or sales_setup(work).default_price_list_code
    no = row.line_no or (0 if row.existing_line else next_worksheet_no(work, code))
    work.insert(as_stored(attrs.evolve(row, price_list_code=code, line_no=no)))
    return work.done()


def delete_worksheet_line(reader: Reader, row: PriceWorksheetLine) -> ChangeSet:
    """Decide that a line of the worksheet goes, whatever its status.

    Raises:
        NotFound: there is no such line.
    """
    work = Work(reader)
    work.delete(row)
    return work.done()


@checked_kinds
def implement_worksheet(
    reader: Reader,
    rows: Iterable[PriceWorksheetLine] | None = None,
    *,
    keep: Collection[LineKey] = (),
    policies: Policies = BC,
) -> ChangeSet:
    """Decide what the lines of the worksheet become: new lines of their lists, or changes to the lines they stand for.

    A line that is not complete, or whose line is gone, is skipped and stays. In active lists the duplicates of the
    drafts go, and all drafts of the list become active. What became of the lines stands in ``because``.

    Args:
        rows: lines of the worksheet; all where ``None``.
        keep: list and line number of duplicates that stay in place of the leaders of their groups.

    Raises:
        NotFound: a line is not in the worksheet.
        FieldRequired: a price that would come into a list names no item; the worksheet does not see to that.
        SourceNoNotBlank, AllProducts: another draft of an active list is not complete.
        WrongType: *keep* is no collection of keys of price lines.
    """
    keep = checked_keys(keep, "keep")
    work = Work(reader)
    inserted: list[LineKey] = []
    modified: list[LineKey] = []
    skipped: list[PriceWorksheetLine] = []
    last: dict[str, int] = {}
    for row in list(reader.where(PriceWorksheetLine) if rows is None else rows):
        stored = work.require(PriceWorksheetLine, key_of(row))
        if not stored.price_list_code:
            continue
        line = attrs.evolve(as_price_line(stored), status=PriceStatus.DRAFT)
        key = (line.price_list_code, line.line_no)
        # Looked up in what is stored: a line that was just inserted may have taken the number of one that is gone.
        if not _is_complete(stored) or (stored.existing_line and reader.get(PriceListLine, key) is None):
            skipped.append(stored)
            continue
        if stored.existing_line:
            work.modify(line)
            modified.append(key)
        else:
            code = line.price_list_code
            last[code] = last[code] + LINE_STEP if code in last else next_line_no(work, code)
            work.insert(attrs.evolve(line, line_no=last[code]))
            inserted.append((code, last[code]))
        work.delete(stored)
    for key in (*inserted, *modified):
        verify_line(work.require(PriceListLine, key))
    for code in dict.fromkeys(code for code, _ in (*inserted, *modified)):
        _activate(work, code, keep, policies)
    work.because(Implemented(tuple(inserted), tuple(modified), tuple(skipped)))
    return work.done()


def _is_complete(row: PriceWorksheetLine) -> bool:
    try:
        verify_line(row)
    except (FieldRequired, SourceNoNotBlank, AllProducts):
        return False
    return True


def _activate(work: Work, code: str, keep: Collection[LineKey], policies: Policies) -> None:
    header = work.get(PriceListHeader, code)
    if header is not None and header.status is PriceStatus.ACTIVE:
        lines = work.where(PriceListLine, price_list_code=code)
        activate_lines(work, header, lines, keep=keep, policies=policies)
