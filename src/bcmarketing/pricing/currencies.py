"""Currencies, exchange rates, rounding precisions and VAT rates."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar, Final

import attrs

from ..amounts import ZERO, is_not_negative, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_date, is_option, text10, text30, text100, to_code
from ..options import Option

CENT: Final = Decimal("0.01")
UNIT_PRECISION: Final = Decimal("0.00001")


class FixExchangeRateAmount(Option):
    """Which side of an exchange rate a document may not change."""

    CURRENCY = 0, "Currency"
    RELATIONAL_CURRENCY = 1, "Relational Currency"
    BOTH = 2, "Both"


@attrs.frozen(kw_only=True)
class Currency:
    """A currency and its rounding precisions (table 4)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text30, metadata=bc("Description", 15))
    iso_numeric_code: str = attrs.field(default="", validator=text10, metadata=bc("ISO Numeric Code", 14))
    invoice_rounding_precision: Decimal = attrs.field(
        default=CENT,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Invoice Rounding Precision", 10),
    )
    amount_rounding_precision: Decimal = attrs.field(
        default=CENT,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Amount Rounding Precision", 12),
    )
    unit_amount_rounding_precision: Decimal = attrs.field(
        default=UNIT_PRECISION,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Unit-Amount Rounding Precision", 13),
    )
    emu_currency: bool = attrs.field(default=False, validator=is_bool, metadata=bc("EMU Currency", 17))


@attrs.frozen(kw_only=True)
class CurrencyExchangeRate:
    """An exchange rate from a date on (table 330).

    ``exchange_rate_amount`` units of the currency are ``relational_exch_rate_amount`` of local currency,
    or of ``relational_currency_code`` where that is set.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("currency_code", "starting_date")

    currency_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Currency Code", 1))
    starting_date: dt.date = attrs.field(validator=is_date, metadata=bc("Starting Date", 2))
    exchange_rate_amount: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Exchange Rate Amount", 3)
    )
    adjustment_exch_rate_amount: Decimal = attrs.field(
        default=ZERO,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Adjustment Exch. Rate Amount", 4),
    )
    relational_currency_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Relational Currency Code", 5)
    )
    relational_exch_rate_amount: Decimal = attrs.field(
        default=ZERO,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Relational Exch. Rate Amount", 6),
    )
    fix_exchange_rate_amount: FixExchangeRateAmount = attrs.field(
        default=FixExchangeRateAmount.CURRENCY,
        validator=is_option(FixExchangeRateAmount),
        metadata=bc("Fix Exchange Rate Amount", 7),
    )
    relational_adjmt_exch_rate_amt: Decimal = attrs.field(
        default=ZERO,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Relational Adjmt Exch Rate Amt", 8),
    )


@attrs.frozen(kw_only=True)
class GeneralLedgerSetup:
    """Local currency and its rounding precisions: one row, whose key is blank (table 98)."""

    key_fields: ClassVar[tuple[str, ...]] = ("primary_key",)

    primary_key: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Primary Key", 1))
    lcy_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("LCY Code", 71))
    local_currency_description: str = attrs.field(
        default="", validator=text100, metadata=bc("Local Currency Description", 162)
    )
    amount_rounding_precision: Decimal = attrs.field(
        default=CENT,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Amount Rounding Precision", 49),
    )
    unit_amount_rounding_precision: Decimal = attrs.field(
        default=UNIT_PRECISION,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Unit-Amount Rounding Precision", 48),
    )
    invoice_rounding_precision: Decimal = attrs.field(
        default=CENT,
        converter=to_amount_or_given,
        validator=is_not_negative,
        metadata=bc("Inv. Rounding Precision (LCY)", 58),
    )


class VatCalculationType(Option):
    """How VAT is calculated."""

    NORMAL_VAT = 0, "Normal VAT"
    REVERSE_CHARGE_VAT = 1, "Reverse Charge VAT"
    FULL_VAT = 2, "Full VAT"
    SALES_TAX = 3, "Sales Tax"
    NO_TAXABLE_VAT = 4, "No Taxable VAT"


@attrs.frozen(kw_only=True)
class VatPostingSetup:
    """The VAT rate between a business and a product posting group (table 325)."""

    key_fields: ClassVar[tuple[str, ...]] = ("vat_bus_posting_group", "vat_prod_posting_group")

    vat_bus_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Bus. Posting Group", 1)
    )
    vat_prod_posting_group: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("VAT Prod. Posting Group", 2)
    )
    vat_calculation_type: VatCalculationType = attrs.field(
        default=VatCalculationType.NORMAL_VAT,
        validator=is_option(VatCalculationType),
        metadata=bc("VAT Calculation Type", 3),
    )
    vat_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("VAT %", 4)
    )
