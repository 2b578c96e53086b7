"""Hypothesis strategies for values and records of this package (extra ``testing``).

With hypothesis installed, ``st.from_type(DateFormula)`` and ``st.builds`` know date formulas by themselves.
"""

import datetime as dt
import types
import typing
from decimal import Decimal
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st

from ..campaigns.records import Campaign
from ..dates.formula import DateFormula
from ..dates.terms import Kind, Term, Unit, number_range
from ..options import Option
from ..periods import Period
from ..pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from ..store.reader import Record

R = TypeVar("R", bound=Record)

_CODE_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
_EARLIEST, _LATEST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)


def codes(*, min_size: int = 1, max_size: int = 10) -> st.SearchStrategy[str]:
    """Generate codes in their normal form; none is blank unless *min_size* is 0."""
    return st.text(_CODE_LETTERS, min_size=min_size, max_size=max_size)


def texts(*, max_size: int = 20) -> st.SearchStrategy[str]:
    """Generate texts for descriptions and names."""
    return st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=max_size)


def dates(*, min_value: dt.date = _EARLIEST, max_value: dt.date = _LATEST) -> st.SearchStrategy[dt.date]:
    """Generate dates; they shrink towards 2000-01-01."""
    return st.dates(min_value, max_value)


def amounts(
    *, min_value: Decimal | int = 0, max_value: Decimal | int = 1_000_000, places: int = 2
) -> st.SearchStrategy[Decimal]:
    """Generate finite decimals with at most this many places; both ends belong."""
    return st.decimals(min_value, max_value, places=places, allow_nan=False, allow_infinity=False)


def percentages(*, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Generate percentages from 0 to 100."""
    return amounts(max_value=100, places=places)


def periods() -> st.SearchStrategy[Period]:
    """Generate periods, open ends among them."""
    edges = st.tuples(st.none() | dates(), st.none() | dates())
    return edges.map(_in_order).map(lambda ends: Period(*ends))


def _in_order(ends: tuple[dt.date | None, dt.date | None]) -> tuple[dt.date | None, dt.date | None]:
    start, end = ends
    return (end, start) if start is not None and end is not None and start > end else (start, end)


@st.composite
def terms(draw: st.DrawFn, *, max_number: int = 60) -> Term:
    """Generate terms of date formulas; counted terms move by at most *max_number* units."""
    kind, unit = draw(st.sampled_from(Kind)), draw(st.sampled_from(Unit))
    lowest, highest = number_range(kind, unit)
    if kind is Kind.NUMBERED and unit is Unit.YEAR:
        lowest, highest = 1900, 2100
    number = draw(st.integers(lowest, min(highest, max_number) if kind is Kind.COUNTED else highest))
    return Term(kind, unit, number, draw(st.sampled_from((1, -1))))


def date_formulas(*, min_terms: int = 0, max_terms: int = 4) -> st.SearchStrategy[DateFormula]:
    """Generate date formulas, the blank one among them."""
    return st.lists(terms(), min_size=min_terms, max_size=max_terms).map(lambda found: DateFormula(tuple(found)))


def records(kind: type[R], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[R]:
    """Generate records of a kind: every field has a value that fits it on its own.

    Args:
        kind: the record.
        fields: strategies for some of the fields, in the place of the default ones.

    >>> from bcmarketing.contacts.records import Contact
    >>> sample = records(Contact, no=st.just("CT1"))
    """
    found: dict[str, st.SearchStrategy[Any]] = {}
    for field in attrs.fields(kind):
        if field.init:
            found[field.name] = fields.get(field.name, _of_field(field))
    return st.builds(kind, **found)


def _of_field(field: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:
    kind = field.type
    if isinstance(kind, types.UnionType):
        inner = next(member for member in typing.get_args(kind) if member is not types.NoneType)
        return st.none() | _of_type(inner, field)
    return _of_type(kind, field)


def _of_type(kind: object, field: "attrs.Attribute[Any]") -> st.SearchStrategy[Any]:
    if kind is str:
        is_code = field.converter is not None or field.validator is None
        return codes(min_size=int(field.default is attrs.NOTHING)) if is_code else texts(max_size=10)
    if kind is Decimal:
        return percentages() if "_pct" in field.name else amounts()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(int(field.default is attrs.NOTHING), 1_000_000)
    if kind is dt.date:
        return dates()
    if kind is dt.time:
        return st.times()
    if kind is DateFormula:
        return date_formulas(max_terms=2)
    if isinstance(kind, type) and issubclass(kind, Option):
        return st.sampled_from(kind)
    return st.just(field.default)


def campaigns(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Campaign]:
    """Generate campaigns whose dates are in order."""
    return st.tuples(records(Campaign, **fields), periods()).map(
        lambda pair: attrs.evolve(pair[0], starting_date=pair[1].start, ending_date=pair[1].end)
    )


_SOURCES: Final = (
    PriceSourceType.ALL_CUSTOMERS,
    PriceSourceType.CUSTOMER,
    PriceSourceType.CONTACT,
    PriceSourceType.CAMPAIGN,
    PriceSourceType.CUSTOMER_PRICE_GROUP,
    PriceSourceType.CUSTOMER_DISC_GROUP,
)


@st.composite
def price_list_lines(draw: st.DrawFn, /, **fields: st.SearchStrategy[Any]) -> PriceListLine:
    """Generate active sales lines of price lists that verify: amounts as the kind of source and product allows.

    Args:
        fields: strategies for some of the fields, in the place of the default ones.
    """
    source = draw(fields.pop("source_type", st.sampled_from(_SOURCES)))
    asset = draw(fields.pop("asset_type", st.sampled_from((PriceAssetType.ITEM, PriceAssetType.ITEM_DISCOUNT_GROUP))))
    kinds = [PriceAmountType.PRICE, PriceAmountType.DISCOUNT, PriceAmountType.ANY]
    if source is PriceSourceType.CUSTOMER_PRICE_GROUP:
        kinds, asset = [PriceAmountType.PRICE], PriceAssetType.ITEM
    elif source is PriceSourceType.CUSTOMER_DISC_GROUP or asset is PriceAssetType.ITEM_DISCOUNT_GROUP:
        kinds = [PriceAmountType.DISCOUNT]
    amount_type = draw(fields.pop("amount_type", st.sampled_from(kinds)))
    is_price, is_discount = amount_type is not PriceAmountType.DISCOUNT, amount_type is not PriceAmountType.PRICE
    period = draw(periods())
    of_item = asset is PriceAssetType.ITEM
    values: dict[str, Any] = {
        "price_list_code": draw(codes()),
        "line_no": draw(st.integers(1, 100)) * 10_000,
        "source_type": source,
        "source_no": "" if source is PriceSourceType.ALL_CUSTOMERS else draw(codes()),
        "asset_type": asset,
        "asset_no": draw(codes()),
        "variant_code": draw(codes(min_size=0)) if of_item else "",
        "unit_of_measure_code": draw(codes(min_size=0)) if of_item else "",
        "currency_code": draw(codes(min_size=0, max_size=3)),
        "starting_date": period.start,
        "ending_date": period.end,
        "minimum_quantity": draw(amounts(max_value=100, places=1)),
        "amount_type": amount_type,
        "unit_price": draw(amounts(places=5)) if is_price else Decimal(0),
        "line_discount_pct": draw(percentages()) if is_discount else Decimal(0),
        "allow_line_disc": is_price and draw(st.booleans()),
        "allow_invoice_disc": is_price and draw(st.booleans()),
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
    }
    return PriceListLine(**{**values, **{name: draw(strategy) for name, strategy in fields.items()}})


def _register() -> None:
    """Let hypothesis know date formulas; called by its entry point."""
    st.register_type_strategy(DateFormula, date_formulas())
