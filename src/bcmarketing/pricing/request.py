"""What a price is asked for: one line of a sales document as plain values, and the set-up around it."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Final

import attrs

from ..amounts import ONE, ZERO, is_amount, is_not_negative, is_percentage, is_precision, to_amount_or_given
from ..arguments import checked_code, checked_each
from ..campaigns.records import CampaignTargetGroup, TargetType
from ..codes import code10, code20, each_code20, is_bool, is_date, is_option, to_code, to_codes
from ..errors import NotFound, Refusal
from ..making import made_at_once
from ..rules import Rule
from .currencies import CurrencyExchangeRate, VatCalculationType, VatPostingSetup
from .product import Product, is_product, to_product
from .records import SalesDocumentType
from .request_fit import fits

_POSTED: Final = (SalesDocumentType.INVOICE, SalesDocumentType.CREDIT_MEMO)


@attrs.frozen
class UnitFactorZero(Refusal, ValueError):
    """A sales line's unit of measure holds no base units."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-UNIT-FACTOR",
        "The quantity per unit of measure of a line is not 0.",
        "sales line field 5404, TestField in codeunit 7020",
    )
    text: ClassVar[str] = "qty_per_unit_of_measure is 0 for unit {unit!r} of {product!r}"
    product: str
    unit: str


@attrs.frozen
class CurrencyFactorMissing(Refusal, ValueError):
    """A document in foreign currency carries no currency factor."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-CURRENCY-FACTOR",
        "A document in foreign currency has a currency factor.",
        "sales header field 33, TestField in codeunit 7020",
    )
    text: ClassVar[str] = "currency_factor is missing for currency {currency!r}"
    currency: str


@attrs.frozen
class PrecisionZero(Refusal, ValueError):
    """A rounding precision of the document's currency is 0."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-PRECISION",
        "The rounding precisions of the document's currency are above 0.",
        "currency field 13, TestField in codeunit 7020",
    )
    text: ClassVar[str] = "{field} is 0 for currency {currency!r}"
    field: str
    currency: str


@attrs.frozen
class DateMissing(Refusal, ValueError):
    """The document has no date that prices could hold on, and no work date steps in."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-DATE", "Prices hold on a date: the document's, or else the work date.", "codeunit 7020"
    )
    text: ClassVar[str] = "{field} is blank, and so is work_date"
    field: str


@made_at_once(fits)
@attrs.frozen(kw_only=True)
class PriceRequest:
    """One line of a sales document, as far as its price and discount depend on it.

    Everything is a plain value, so nothing needs to be stored to ask for a price. What belongs to the customer
    comes from the *bill-to* customer; the groups are those of the line.

    Attributes:
        product: what is sold; an `Item` is taken as the product it is.
        variant_code: the variant, or blank.
        unit_of_measure_code: the unit sold; blank matches prices of every unit.
        qty_per_unit_of_measure: base units in one unit; not 0.
        quantity: in units; its sign does not matter for the price.
        work_type_code: of a resource.
        document_type: decides which date counts.
        order_date: of the document.
        posting_date: of the document; of the line itself when it stands alone.
        stand_alone: the line belongs to no document: its own posting date counts, the document type does not.
        work_date: steps in for a blank date.
        customer_no: the bill-to customer.
        contact_no: the bill-to contact.
        campaign_no: the campaign that the document names. It is taken as it is, activated or not.
        activated_campaigns: see `activated_campaigns`; they count only while no campaign is named.
        customer_price_group: of the line.
        customer_disc_group: of the line.
        currency_code: of the document; blank is local currency.
        currency_factor: foreign units for one unit of local currency; required with a currency.
        unit_precision: what unit prices of the document are rounded to; from the currency or the ledger setup.
        amount_precision: likewise for amounts.
        prices_including_vat: whether the document's prices do.
        vat_pct: the line's VAT %.
        vat_calculation_type: the line's.
        vat_bus_posting_group: the line's.
        vat_prod_posting_group: the line's; blank means that of the product.
        line_discount_pct: the discount on the line now; counts where a price is looked for on its own.
        allow_line_disc: the line's mark as it stands; the card price leaves it.
        allow_invoice_disc: likewise.
        date: the date on which prices must hold; ``None`` when document date and work date are blank. Computed.

    Raises:
        UnitFactorZero: no base units in a unit.
        CurrencyFactorMissing: a currency without factor.
        PrecisionZero: a rounding precision of 0.

    >>> from bcmarketing import Item
    >>> request = PriceRequest(
    ...     product=Item(no="1960-S", unit_price="125.10"), quantity=10, order_date=dt.date(2027, 1, 25),
    ...     customer_no="10000", unit_precision="0.00001", amount_precision="0.01",
    ... )
    >>> request.product.no, request.date
    ('1960-S', datetime.date(2027, 1, 25))
    """

    product: Product = attrs.field(converter=to_product, validator=is_product)
    variant_code: str = attrs.field(default="", converter=to_code, validator=code10)
    unit_of_measure_code: str = attrs.field(default="", converter=to_code, validator=code10)
    qty_per_unit_of_measure: Decimal = attrs.field(default=ONE, converter=to_amount_or_given, validator=is_amount)
    quantity: Decimal = attrs.field(converter=to_amount_or_given, validator=is_amount)
    work_type_code: str = attrs.field(default="", converter=to_code, validator=code10)
    document_type: SalesDocumentType = attrs.field(
        default=SalesDocumentType.ORDER, validator=is_option(SalesDocumentType)
    )
    order_date: dt.date | None = attrs.field(default=None, validator=is_date)
    posting_date: dt.date | None = attrs.field(default=None, validator=is_date)
    stand_alone: bool = attrs.field(default=False, validator=is_bool)
    work_date: dt.date | None = attrs.field(default=None, validator=is_date)
    customer_no: str = attrs.field(default="", converter=to_code, validator=code20)
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20)
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20)
    activated_campaigns: tuple[str, ...] = attrs.field(default=(), converter=to_codes, validator=each_code20)
    customer_price_group: str = attrs.field(default="", converter=to_code, validator=code10)
    customer_disc_group: str = attrs.field(default="", converter=to_code, validator=code20)
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10)
    currency_factor: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_not_negative)
    unit_precision: Decimal = attrs.field(converter=to_amount_or_given, validator=is_precision)
    amount_precision: Decimal = attrs.field(converter=to_amount_or_given, validator=is_precision)
    prices_including_vat: bool = attrs.field(default=False, validator=is_bool)
    vat_pct: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_not_negative)
    vat_calculation_type: VatCalculationType = attrs.field(
        default=VatCalculationType.NORMAL_VAT, validator=is_option(VatCalculationType)
    )
    vat_bus_posting_group: str = attrs.field(default="", converter=to_code, validator=code20)
    vat_prod_posting_group: str = attrs.field(default="", converter=to_code, validator=code20)
    line_discount_pct: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_percentage)
    allow_line_disc: bool = attrs.field(default=True, validator=is_bool)
    allow_invoice_disc: bool = attrs.field(default=True, validator=is_bool)
    date: dt.date | None = attrs.field(init=False, eq=False, repr=False)

    @date.default
    def _date(self) -> dt.date | None:
        return self.document_date or self.work_date

    def __attrs_post_init__(self) -> None:
        if self.qty_per_unit_of_measure == ZERO:
            raise UnitFactorZero(self.product.no, self.unit_of_measure_code)
        if self.currency_code and self.currency_factor == ZERO:
            raise CurrencyFactorMissing(self.currency_code)
        if self.unit_precision == ZERO:
            raise PrecisionZero("unit_precision", self.currency_code)
        if self.amount_precision == ZERO:
            raise PrecisionZero("amount_precision", self.currency_code)

    @property
    def document_date(self) -> dt.date | None:
        """The date that the kind of document prices by, without the work date that steps in for a blank one."""
        return getattr(self, self.date_field)  # type: ignore[no-any-return]

    @property
    def date_field(self) -> str:
        """Name of the field that holds the date prices hold on.

        Source: sales documents; invoices and credit memos price by posting date, the others by order date.
        """
        return "posting_date" if self.stand_alone or self.document_type in _POSTED else "order_date"

    @property
    def price_variant(self) -> str:
        """The variant that prices are looked up with: blank when it is none of the item's variants."""
        variants = self.product.variants
        return self.variant_code if variants is None or self.variant_code in variants else ""

    def required_date(self) -> dt.date:
        """Return the date on which prices must hold.

        Raises:
            DateMissing: document date and work date are blank.
        """
        if self.date is None:
            raise DateMissing(self.date_field)
        return self.date


@attrs.frozen
class VatSetupMissing(NotFound):
    """A price includes the VAT of two posting groups that have no VAT posting setup."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-VAT-SETUP",
        "A price that includes VAT needs the VAT posting setup of its groups.",
        "VAT posting setup, Get in codeunits 7000 and 7020",
    )


def _to_vat_setups(rows: Iterable[VatPostingSetup]) -> tuple[VatPostingSetup, ...]:
    return checked_each(rows, VatPostingSetup, "vat_setups")


def _to_rates(rows: Iterable[CurrencyExchangeRate]) -> tuple[CurrencyExchangeRate, ...]:
    return checked_each(rows, CurrencyExchangeRate, "exchange_rates")


@attrs.frozen(kw_only=True)
class PriceSetup:
    """The set-up rows that turn a stored price into the document's.

    Attributes:
        vat_setups: VAT posting setups; only prices including VAT look at them.
        exchange_rates: needed only where a rate fixes both amounts; the document's factor rules otherwise.

    Raises:
        WrongType: a row is of another table.

    >>> PriceSetup(vat_setups=[VatPostingSetup(vat_bus_posting_group="EU", vat_pct=19)]).vat("EU", "").vat_pct
    Decimal('19')
    """

    vat_setups: tuple[VatPostingSetup, ...] = attrs.field(default=(), converter=_to_vat_setups)
    exchange_rates: tuple[CurrencyExchangeRate, ...] = attrs.field(default=(), converter=_to_rates)

    @cached_property
    def _vat_by_groups(self) -> dict[tuple[str, str], VatPostingSetup]:
        return {(row.vat_bus_posting_group, row.vat_prod_posting_group): row for row in self.vat_setups}

    def vat(self, business_group: str, product_group: str) -> VatPostingSetup:
        """Return the VAT posting setup of two groups.

        Raises:
            VatSetupMissing: there is none.
            InvalidField: a group is no text, or too long.
        """
        try:
            return self._vat_by_groups[business_group, product_group]
        except (KeyError, TypeError):
            return self._vat_of_codes(business_group, product_group)

    def _vat_of_codes(self, business_group: str, product_group: str) -> VatPostingSetup:
        # Only who misses gets here: codes are in their normal form nearly always.
        groups = checked_code(business_group, 20, "business_group"), checked_code(product_group, 20, "product_group")
        try:
            return self._vat_by_groups[groups]
        except KeyError:
            raise VatSetupMissing(VatPostingSetup.__name__, groups) from None


#: No VAT, no fixed exchange rates: enough while no price includes VAT.
PLAIN_SETUP: Final = PriceSetup()


def activated_campaigns(
    targets: Iterable[CampaignTargetGroup], customer_no: str, contact_company_no: str = ""
) -> tuple[str, ...]:
    """Return the campaigns whose prices hold for a customer, once each, in the order of the rows.

    They are those that name the customer; only if none does, those that name the company of the contact.

    Args:
        targets: rows of the campaign target group.
        customer_no: the bill-to customer.
        contact_company_no: the company of the bill-to contact; blank for none.

    Raises:
        InvalidField: a number is no text or too long, or a row is none of the target group.

    Source: codeunit 7020; the target group is what activating a campaign fills.

    >>> rows = [CampaignTargetGroup(type=TargetType.CONTACT, no="CT1", campaign_no="CP1")]
    >>> activated_campaigns(rows, "10000", "CT1")
    ('CP1',)
    """
    customer = checked_code(customer_no, 20, "customer_no")
    company = checked_code(contact_company_no, 20, "contact_company_no")
    of_customer: dict[str, None] = {}
    of_company: dict[str, None] = {}
    for row in checked_each(targets, CampaignTargetGroup, "targets"):
        if row.type is TargetType.CUSTOMER and customer and row.no == customer:
            of_customer[row.campaign_no] = None
        elif row.type is TargetType.CONTACT and company and row.no == company:
            of_company[row.campaign_no] = None
    return tuple(of_customer or of_company)
