"""The default price list: where prices go that name no list."""

from collections.abc import Iterator
from typing import ClassVar, Final

import attrs

from ..arguments import checked_code
from ..errors import FieldRequired, NoSeries, Refusal
from ..kinds import checked_kinds
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .list_lines import next_line_no
from .records import (
    PriceAmountType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from .sales_setup_records import SalesSetup

#: The highest number of a line in the default price list.
LAST_LINE_NO: Final = 1_000_000_000


@attrs.frozen
class NoDefaultList(Refusal, LookupError):
    """The sales setup names no default price list."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DEFAULT-LIST", "The sales setup must name a default price list.", "codeunit 7017, default list"
    )
    text: ClassVar[str] = "the sales setup names no default price list"


def sales_setup(reader: Reader | Work) -> SalesSetup:
    """Return the sales setup; one of defaults where none is stored."""
    return reader.get(SalesSetup, "") or SalesSetup()


def default_price_list_code(reader: Reader | Work) -> str:
    """Return the code of the default price list.

    Raises:
        NoDefaultList: there is none.
    """
    code = sales_setup(reader).default_price_list_code
    if not code:
        raise NoDefaultList
    return code


def default_list_header(code: str) -> PriceListHeader:
    """Return the default sales price list: for all customers, active, its defaults open to change."""
    return PriceListHeader(
        code=code,
        description="Default price list.",
        source_group=PriceSourceGroup.CUSTOMER,
        source_type=PriceSourceType.ALL_CUSTOMERS,
        price_type=PriceType.SALE,
        amount_type=PriceAmountType.ANY,
        status=PriceStatus.ACTIVE,
        allow_updating_defaults=True,
    )


@checked_kinds
def create_default_price_list(reader: Reader, code: str) -> ChangeSet:
    """Decide a new default price list: for all customers, active, open to editing; the sales setup names it.

    Raises:
        FieldRequired: the code is blank.
        InvalidField: the code is too long.
        Duplicate: there is a price list with the code.
    """
    work = Work(reader)
    make_default(work, checked_code(code, 20, "code"))
    return work.done()


def make_default(work: Work, code: str) -> None:
    """Make a code that of a new default price list; a step of other processes.

    Raises:
        FieldRequired: the code is blank.
        Duplicate: there is a price list with the code.
    """
    if not code:
        raise FieldRequired("code")
    work.insert(default_list_header(code))
    work.save(attrs.evolve(sales_setup(work), default_price_list_code=code, allow_editing_active_price=True))


def make_next_default(work: Work, numbers: Iterator[str] | None) -> str:
    """Make the next code that of a new default price list, and return it; a step of other processes.

    Raises:
        NoSeries: there is no next code.
        Duplicate: there is a price list with the code.
    """
    code = next(numbers, "") if numbers else ""
    if not code:
        raise NoSeries("price list")
    make_default(work, code)
    return code


def add_to_default_price_list(
    reader: Reader, line: PriceListLine, *, numbers: Iterator[str] | None = None
) -> ChangeSet:
    """Decide a new line of the default price list, numbered after the last one.

    Once line numbers would pass 1,000,000,000, a new list becomes the default and the line its first.

    Args:
        numbers: codes of new price lists.

    Raises:
        NoDefaultList: there is no default price list.
        NoSeries: a new list is needed, and there is no code for it.
    """
    work = Work(reader)
    code = default_price_list_code(work)
    no = next_line_no(work, code)
    if no > LAST_LINE_NO:
        code = make_next_default(work, numbers)
        no = next_line_no(work, code)
    work.insert(attrs.evolve(line, price_list_code=code, line_no=no))
    return work.done()
