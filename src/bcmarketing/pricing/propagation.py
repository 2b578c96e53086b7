"""What becomes of prices when the customer, group, item or unit that they name is deleted or renamed.

Each process decides the changes to price lists, their lines and the worksheet; the record itself is another's.
"""

from collections.abc import Hashable, Iterator
from typing import ClassVar

import attrs

from ..arguments import checked, checked_code, required_code
from ..contacts.partners import Customer
from ..errors import Refusal
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .list_checks import AnyLine
from .records import PriceAssetType, PriceListHeader, PriceListLine, PriceSourceType
from .worksheet_records import PriceWorksheetLine


@attrs.frozen
class GroupInUse(Refusal, ValueError):
    """A customer discount group that a customer belongs to is deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-GROUP-USED",
        "A customer discount group that a customer belongs to is not deleted.",
        "table 340, OnDelete",
    )
    text: ClassVar[str] = "customer discount group {code!r} is that of customer {customer_no!r}"
    code: str
    customer_no: str


def delete_source_prices(reader: Reader, source_type: PriceSourceType, no: str) -> ChangeSet:
    """Decide what goes with a customer, contact, campaign or group that is deleted: its price lists and lines.

    Lines of another source in such a list go with it. Nothing asks whether a list is active.

    Raises:
        FieldRequired: the number is blank.
        GroupInUse: a customer belongs to the customer discount group.
        WrongType: the kind is no PriceSourceType.
    """
    checked(source_type, PriceSourceType, "source_type")
    work = Work(reader)
    code = required_code(no, 20, "source_no")
    if source_type is PriceSourceType.CUSTOMER_DISC_GROUP:
        customer = next(iter(work.where(Customer, customer_disc_group=code)), None)
        if customer is not None:
            raise GroupInUse(code, customer.no)
    for header in work.where(PriceListHeader, source_type=source_type, source_no=code):
        for line in work.where(PriceListLine, price_list_code=header.code):
            work.delete(line)
        work.delete(header)
    for row in _lines(work, source_type=source_type, source_no=code):
        work.delete(row)
    return work.done()


def rename_price_source(reader: Reader, source_type: PriceSourceType, no: str, new_no: str) -> ChangeSet:
    """Decide what follows from the new number of a customer, contact, campaign or group: price lists and lines name it.

    Raises:
        FieldRequired: a number is blank.
        WrongType: the kind is no PriceSourceType.
    """
    checked(source_type, PriceSourceType, "source_type")
    work = Work(reader)
    old, new = required_code(no, 20, "source_no"), required_code(new_no, 20, "source_no")
    for header in work.where(PriceListHeader, source_type=source_type, source_no=old):
        of_filter = new if header.filter_source_no == old else header.filter_source_no
        work.modify(attrs.evolve(header, source_no=new, filter_source_no=of_filter))
    for line in _lines(work, source_type=source_type, source_no=old):
        work.modify(attrs.evolve(line, source_no=new))
    return work.done()


def delete_product_prices(reader: Reader, asset_type: PriceAssetType, no: str, *, variant_code: str = "") -> ChangeSet:
    """Decide what goes with an item, group, resource or account that is deleted: its lines.

    Args:
        variant_code: the variant that is deleted, where the item stays; only its own lines go.

    Raises:
        FieldRequired: the number is blank.
        WrongType: the kind is no PriceAssetType.
    """
    checked(asset_type, PriceAssetType, "asset_type")
    work = Work(reader)
    fields: dict[str, Hashable] = {"asset_type": asset_type, "asset_no": required_code(no, 20, "asset_no")}
    if variant_code:
        fields["variant_code"] = checked_code(variant_code, 10, "variant_code")
    for line in _lines(work, **fields):
        work.delete(line)
    return work.done()


def rename_price_product(reader: Reader, asset_type: PriceAssetType, no: str, new_no: str) -> ChangeSet:
    """Decide what follows from the new number of an item, group, resource or account: its lines name it.

    Raises:
        FieldRequired: a number is blank.
        WrongType: the kind is no PriceAssetType.
    """
    checked(asset_type, PriceAssetType, "asset_type")
    work = Work(reader)
    old, new = required_code(no, 20, "asset_no"), required_code(new_no, 20, "asset_no")
    for line in _lines(work, asset_type=asset_type, asset_no=old):
        work.modify(attrs.evolve(line, asset_no=new))
    return work.done()


def rename_price_variant(reader: Reader, item_no: str, code: str, new_code: str) -> ChangeSet:
    """Decide what follows from the new code of a variant: the lines of its item name it.

    Raises:
        FieldRequired: a number or code is blank.
    """
    work = Work(reader)
    old, new = required_code(code, 10, "variant_code"), required_code(new_code, 10, "variant_code")
    item = required_code(item_no, 20, "asset_no")
    for line in _lines(work, asset_type=PriceAssetType.ITEM, asset_no=item, variant_code=old):
        work.modify(attrs.evolve(line, variant_code=new))
    return work.done()


def rename_price_unit(reader: Reader, code: str, new_code: str) -> ChangeSet:
    """Decide what follows from the new code of a unit of measure: all lines name it.

    Raises:
        FieldRequired: a code is blank.
    """
    work = Work(reader)
    old, new = (required_code(unit, 10, "unit_of_measure_code") for unit in (code, new_code))
    for line in _lines(work, unit_of_measure_code=old):
        work.modify(attrs.evolve(line, unit_of_measure_code=new))
    return work.done()


def _lines(work: Work, **fields: Hashable) -> Iterator[AnyLine]:
    yield from work.where(PriceListLine, **fields)
    yield from work.where(PriceWorksheetLine, **fields)
