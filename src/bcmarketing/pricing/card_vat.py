"""Price groups and items whose prices include VAT: the posting group that says which, and the setup that it needs."""

import attrs

from ..store.reader import Reader
from .currencies import VatPostingSetup
from .default_lists import sales_setup
from .items import CustomerPriceGroup, Item
from .request import VatSetupMissing


def enter_group_includes_vat(reader: Reader, group: CustomerPriceGroup, *, includes: bool) -> CustomerPriceGroup:
    """Set whether the prices of a price group include VAT; if so, it is that of the posting group in the sales setup.

    Where the sales setup names no posting group, the price group keeps its own.

    Source: table 6, Price Includes VAT.

    >>> from bcmarketing.pricing.sales_setup_records import SalesSetup
    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([SalesSetup(vat_bus_posting_gr_price="DOMESTIC")])
    >>> enter_group_includes_vat(tables, CustomerPriceGroup(code="RETAIL"), includes=True).vat_bus_posting_gr_price
    'DOMESTIC'
    """
    of_setup = sales_setup(reader).vat_bus_posting_gr_price if includes else ""
    return attrs.evolve(
        group,
        price_includes_vat=includes,
        vat_bus_posting_gr_price=of_setup or group.vat_bus_posting_gr_price,
    )


def enter_item_includes_vat(reader: Reader, item: Item, *, includes: bool) -> Item:
    """Set whether the card price of an item includes VAT.

    Raises:
        VatSetupMissing: it would, and there is no VAT posting setup for it.

    Source: table 27, Price Includes VAT.
    """
    return check_item_vat(reader, attrs.evolve(item, price_includes_vat=includes))


def check_item_vat(reader: Reader, item: Item) -> Item:
    """Return an item whose VAT is known, should its card price include VAT.

    Raises:
        VatSetupMissing: there is no VAT posting setup for the item's business group of prices and its product group.
    """
    groups = (item.vat_bus_posting_gr_price, item.vat_prod_posting_group)
    if item.price_includes_vat and reader.get(VatPostingSetup, groups) is None:
        raise VatSetupMissing(VatPostingSetup.__name__, groups)
    return item
