"""What a price list line accepts, and what it refuses by name."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from bcmarketing.errors import InvalidField, WrongType
from bcmarketing.pricing.legacy_records import SalesLineDiscount, SalesPrice, SalesPriceWorksheetLine
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.worksheet_records import PriceWorksheetLine


def test_a_new_line_is_a_draft_that_defines_price_and_discount_for_an_item() -> None:
    line = PriceListLine()
    assert (line.status, line.price_type, line.amount_type) == (
        PriceStatus.DRAFT,
        PriceType.ANY,
        PriceAmountType.ANY,
    )
    assert (line.source_group, line.source_type) == (PriceSourceGroup.ALL, PriceSourceType.ALL)
    assert (line.allow_line_disc, line.allow_invoice_disc, line.price_includes_vat) == (False, False, False)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_list_code", 7),
        ("price_list_code", None),
        ("price_list_code", "S" * 21),
        ("line_no", True),
        ("line_no", "10000"),
        ("source_type", 11),
        ("asset_type", "Item"),
        ("asset_no", b"1960-S"),
        ("variant_code", "V" * 11),
        ("work_type_code", 1.5),
        ("starting_date", dt.datetime(2027, 1, 25)),  # noqa: DTZ001 - refused, whatever its zone
        ("starting_date", "2027-01-25"),
        ("ending_date", dt.datetime(2027, 1, 25, tzinfo=dt.UTC)),
        ("minimum_quantity", Decimal(-1)),
        ("minimum_quantity", Decimal("-0.00001")),
        ("minimum_quantity", Decimal("NaN")),
        ("unit_of_measure_code", "UNITOFMEASURE"),
        ("amount_type", PriceType.SALE),
        ("unit_price", 12.5),
        ("unit_price", Decimal("sNaN")),
        ("unit_price", Decimal("Infinity")),
        ("unit_price", Decimal(10) ** 18),
        ("line_discount_pct", Decimal("100.00001")),
        ("line_discount_pct", Decimal(-5)),
        ("allow_line_disc", 1),
        ("allow_invoice_disc", None),
        ("price_includes_vat", "yes"),
        ("vat_prod_posting_group", "V" * 21),
        ("price_type", None),
        ("description", "d" * 101),
        ("description", 5),
        ("status", "Active"),
        ("source_group", PriceSourceType.ALL),
    ],
)
def test_what_does_not_fit_is_refused_and_named(field: str, value: object) -> None:
    with pytest.raises(InvalidField) as refusal:
        PriceListLine(**{field: value})  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert repr(refusal.value.value) == repr(value)


@pytest.mark.parametrize("value", [5.0, True, None])
def test_an_amount_of_another_type_is_a_wrong_type(value: object) -> None:
    with pytest.raises(WrongType, match="unit_price"):
        PriceListLine(unit_price=value)  # type: ignore[arg-type]


def test_codes_and_amounts_are_brought_into_their_normal_form() -> None:
    loose = PriceListLine(price_list_code=" s1", source_no="10000\t", currency_code="eur", unit_price="12.50")
    assert loose == PriceListLine(
        price_list_code="S1", source_no="10000", currency_code="EUR", unit_price=Decimal("12.50")
    )
    assert PriceListLine(minimum_quantity=5).minimum_quantity == Decimal(5)


def test_what_is_unusual_but_sound_is_accepted() -> None:
    line = PriceListLine(
        price_list_code="L" * 20,
        source_no="S" * 20,
        asset_no="RED 1/2 WINE, SEC",
        variant_code="V" * 10,
        currency_code="C" * 10,
        work_type_code="W" * 10,
        unit_of_measure_code="U" * 10,
        vat_bus_posting_gr_price="Ü" * 20,
        vat_prod_posting_group="1" * 20,
        minimum_quantity=Decimal("-0"),
        unit_price=Decimal(10) ** 18 - Decimal("0.00001"),
        line_discount_pct=Decimal(100),
        description="d" * 100,
    )
    assert line.minimum_quantity == 0


def test_a_date_type_of_the_hosts_own_counts_as_a_date() -> None:
    class Day(dt.date):
        pass

    assert PriceListLine(starting_date=Day(2027, 1, 25)).starting_date == dt.date(2027, 1, 25)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (PriceListLine, "minimum_quantity"),
        (PriceListLine, "line_discount_pct"),
        (PriceWorksheetLine, "minimum_quantity"),
        (PriceWorksheetLine, "line_discount_pct"),
        (SalesPrice, "minimum_quantity"),
        (SalesLineDiscount, "minimum_quantity"),
        (SalesLineDiscount, "line_discount_pct"),
        (SalesPriceWorksheetLine, "minimum_quantity"),
    ],
)
def test_quantities_and_percentages_have_five_decimals_at_most(kind: Callable[..., object], field: str) -> None:
    needed = {SalesPrice: {"item_no": "X"}, SalesLineDiscount: {"code": "X"}, SalesPriceWorksheetLine: {"item_no": "X"}}
    own = needed.get(kind, {})  # type: ignore[call-overload]
    for accepted in ("0.00001", "1.100000000", "12"):
        assert getattr(kind(**own, **{field: accepted}), field) == Decimal(accepted)
    for value in (Decimal("0.000001"), Decimal("1.1000001"), Decimal("1E-2000000"), "1.123456"):
        with pytest.raises(InvalidField, match=field):
            kind(**own, **{field: value})
