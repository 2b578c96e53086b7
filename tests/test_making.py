"""Records made at once are those that attrs makes with care, and what attrs refuses they refuse likewise."""

import copy
import datetime as dt
import gc
import inspect
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.errors import BCMarketingError
from bcmarketing.making import made_at_once, no_collections
from bcmarketing.options import Option
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.records import PriceAmountType, PriceListLine, PriceSourceType, PriceStatus
from bcmarketing.pricing.request import PriceRequest

#: Values of which some fit a field and others are near it.
CODES: list[Any] = [
    "",
    "A",
    "1960-S",
    "RED WINE",
    " A",
    "A\t",
    "a",
    "\xa0",
    "ÄÖ",
    "ß",
    "X" * 10,
    "X" * 11,
    "X" * 21,
    None,
    5,
    b"A",
]
AMOUNTS: list[Any] = [
    *map(
        Decimal, ("0", "-0", "1", "12.50", "100", "100.00001", "-1", "1e18", "999999999999999999.99999", "NaN", "sNaN")
    ),
    *map(
        Decimal, ("0.00001", "0.000010", "0.000001", "1.100000", "1.1000001", "99.9999999", "999999999999999999.000001")
    ),
    *(Decimal("1E-1000000"), Decimal("1E+2"), Decimal("0E-9"), "2.1234567"),
    *map(Decimal, ("1E-15", "1E-16", "1E-130", "0.0500000000000001", "0.025", "1E-999999999")),
    *(5, "7.25", "x", 1.5, True, None, Decimal("Infinity")),
]
DATES: list[Any] = [None, dt.date(2027, 1, 25), dt.datetime(2027, 1, 25, tzinfo=dt.UTC), "2027-01-25"]
FLAGS: list[Any] = [True, False, 1, None]
OTHERS: list[Any] = [None, 0, 10_000, True, "text", "d" * 100, "d" * 101, PriceStatus.ACTIVE, PriceAmountType.PRICE]


def values_for(field: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:
    kind = field.type
    if kind is Product:
        return st.sampled_from([LAMP, Item(no="LAMP", unit_price="40"), "LAMP", None])
    if field.name == "activated_campaigns":
        return st.sampled_from(
            [(), ("CP1",), ("CP1", "CP 2"), ["cp1"], ("cp1",), ("C" * 21,), "CP1", b"CP1", 5, None, [5]]
        )
    if isinstance(kind, type) and issubclass(kind, Option):
        return st.sampled_from([*kind, *OTHERS])
    near = {bool: FLAGS, Decimal: AMOUNTS, str: CODES + OTHERS, int: OTHERS}.get(kind, DATES)  # type: ignore[arg-type]
    return st.sampled_from(near)


def outcome(make: Callable[[], object]) -> tuple[type, str]:
    try:
        made = make()
    except BCMarketingError as refused:
        return type(refused), str(refused)
    return type(made), repr(made)


def carefully(kind: type[object], given: dict[str, Any]) -> object:
    """Make a record by the ``__init__`` of attrs."""
    made: object = kind.__new__(kind)
    vars(kind)["__init__"].__wrapped__(made, **given)
    return made


LAMP = Product(no="LAMP", unit_price="40")
#: What a record cannot do without.
NEEDED: dict[type[object], dict[str, Any]] = {
    PriceListLine: {},
    PriceRequest: {"product": LAMP, "quantity": 1, "unit_precision": "0.001", "amount_precision": "0.01"},
}


@pytest.mark.parametrize("kind", NEEDED)
def test_what_is_made_at_once_is_what_attrs_makes(kind: type[object]) -> None:
    needed = NEEDED[kind]
    fields = {field.name: values_for(field) for field in attrs.fields(kind) if field.init}  # type: ignore[arg-type]

    @settings(max_examples=400)
    @given(few=st.sets(st.sampled_from(sorted(fields)), max_size=4), data=st.data())
    def check(few: set[str], data: st.DataObject) -> None:
        values = needed | {name: data.draw(fields[name], label=name) for name in sorted(few)}
        assert outcome(lambda: kind(**values)) == outcome(lambda: carefully(kind, values))

    check()


def test_a_record_made_at_once_is_frozen_and_like_any_other() -> None:
    line = PriceListLine(price_list_code="S1", line_no=10000, source_type=PriceSourceType.ALL_CUSTOMERS)
    assert type(line) is PriceListLine
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        line.line_no = 5  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del line.line_no
    assert pickle.loads(pickle.dumps(line)) == copy.deepcopy(line) == line  # noqa: S301 - our own bytes
    assert attrs.evolve(line, line_no=20000).line_no == 20000
    assert inspect.signature(PriceListLine).parameters["line_no"].default == 0


def test_defaults_and_computed_fields_are_filled() -> None:
    @made_at_once(lambda width, _height: width.__class__ is int)
    @attrs.frozen(kw_only=True)
    class Panel:
        width: int = attrs.field(converter=int)
        height: int = 2
        area: int = attrs.field(init=False)

        @area.default
        def _area(self) -> int:
            return self.width * self.height

    assert Panel(width=3).area == Panel(width="3").area == 6
    with pytest.raises(TypeError, match="width"):
        Panel()  # type: ignore[call-arg]


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_afterwards_as_it_was(is_on: bool) -> None:
    def fail() -> None:
        with no_collections():
            assert not gc.isenabled()
            raise ZeroDivisionError

    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with pytest.raises(ZeroDivisionError):
            fail()
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
