"""What the source of a price knows: the terms that it hands to a price list or line."""

from typing import TypeAlias, TypeVar

import attrs

from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..contacts.partners import Customer, Vendor
from ..contacts.records import Contact
from ..store.reader import Reader
from .items import CustomerDiscountGroup, CustomerPriceGroup
from .list_checks import AnyLine
from .records import PriceListHeader, PriceSourceType
from .source_rules import takes_number

#: The record of a source; its number where the kind has no records here, as jobs have none.
SourceOrNo: TypeAlias = Customer | CustomerPriceGroup | CustomerDiscountGroup | Campaign | Contact | Vendor | str

_Row = TypeVar("_Row", bound=AnyLine | PriceListHeader)


def find_source(reader: Reader, source_type: PriceSourceType, no: str) -> SourceOrNo | None:
    """Return the record of a source; ``None`` where it does not exist or the kind takes no number.

    Raises:
        InvalidField: the kind is no PriceSourceType, or the number no text or too long.
    """
    code = checked_code(no, 20, "source_no")
    if not takes_number(source_type) or not code:
        return None
    match source_type:
        case PriceSourceType.CUSTOMER:
            return reader.get(Customer, code)
        case PriceSourceType.CUSTOMER_PRICE_GROUP:
            return reader.get(CustomerPriceGroup, code)
        case PriceSourceType.CUSTOMER_DISC_GROUP:
            return reader.get(CustomerDiscountGroup, code)
        case PriceSourceType.CAMPAIGN:
            return reader.get(Campaign, code)
        case PriceSourceType.CONTACT:
            return reader.get(Contact, code)
        case PriceSourceType.VENDOR:
            return reader.get(Vendor, code)
        case _:
            return code


def with_terms(row: _Row, source: SourceOrNo) -> _Row:
    """Return a price list or line with what its source knows.

    A customer brings currency, VAT and line discount mark, a price group VAT and marks, a campaign its dates;
    the others bring nothing.
    """
    match source:
        case Customer():
            return attrs.evolve(
                row,
                currency_code=source.currency_code,
                allow_line_disc=source.allow_line_disc,
                price_includes_vat=source.prices_including_vat,
                vat_bus_posting_gr_price=source.vat_bus_posting_group,
            )
        case CustomerPriceGroup():
            return attrs.evolve(
                row,
                allow_line_disc=source.allow_line_disc,
                allow_invoice_disc=source.allow_invoice_disc,
                price_includes_vat=source.price_includes_vat,
                vat_bus_posting_gr_price=source.vat_bus_posting_gr_price,
            )
        case Campaign():
            return attrs.evolve(row, starting_date=source.starting_date, ending_date=source.ending_date)
        case _:
            return row
