"""The kit for the tests of those who build on the package."""

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.records import Campaign
from bcmarketing.dates.formula import DateFormula
from bcmarketing.options import Option
from bcmarketing.pricing.records import PriceAmountType, PriceListLine, PriceSourceType
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Key, R, Record, key_of, sortable
from bcmarketing.store.tables import Tables
from bcmarketing.tabular import from_row, record_kinds, to_row
from bcmarketing.testing import strategies
from bcmarketing.testing.contract import check_reader, check_store


class ListReader:
    """A store as a host might write it: a list, looked through for every question."""

    def __init__(self, rows: Iterable[Record]) -> None:
        self.rows = list(rows)

    def get(self, kind: type[R], key: Key, /) -> R | None:
        return next((row for row in self.rows if isinstance(row, kind) and key_of(row) == key), None)

    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        found = [row for row in self.rows if isinstance(row, kind)]
        kept = [row for row in found if all(getattr(row, name) == value for name, value in fields.items())]
        return sorted(kept, key=lambda row: str(key_of(row)).zfill(20))

    def last(self, kind: type[R], /) -> R | None:
        return next(reversed(self.where(kind)), None)


def test_a_store_that_keeps_the_contract_passes() -> None:
    rows = [Campaign(no="B", description="b"), Campaign(no="A"), Campaign(no="C", salesperson_code="JO")]
    check_reader(ListReader, rows)

    def apply(reader: object, changes: ChangeSet) -> ListReader:
        assert isinstance(reader, ListReader)
        gone = [*changes.deleted, *(change.old for change in changes.modified)]
        kept = [row for row in reader.rows if row not in gone]
        return ListReader([*kept, *changes.inserted, *(change.new for change in changes.modified)])

    check_store(ListReader, apply, rows)


class Unsorted(ListReader):
    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        return super().where(kind, **fields)[::-1]


class Forgetful(ListReader):
    def get(self, _kind: type[R], _key: Key, /) -> R | None:
        return None


class LastIsFirst(ListReader):
    def last(self, kind: type[R], /) -> R | None:
        return next(iter(self.where(kind)), None)


@pytest.mark.parametrize(
    ("make", "message"),
    [(Unsorted, r"where\(Campaign\)"), (Forgetful, r"get\(Campaign, 'A'\)"), (LastIsFirst, r"last\(Campaign\)")],
)
def test_a_store_that_breaks_the_contract_is_told_where(make: type[ListReader], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_reader(make, [Campaign(no="A"), Campaign(no="B")])


def parts_of(row: Record) -> tuple[object, ...]:
    key = key_of(row)
    return key if isinstance(key, tuple) else (key,)


def changed(change: Callable[[object], object]) -> Callable[[Record], object]:
    """Return an order of rows by their keys, with a change to every part of a key."""
    return lambda row: sortable(tuple(map(change, parts_of(row))))


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (lambda row: json.dumps([str(part) for part in parts_of(row)]), r"where\(ActivityStep\)"),
        (changed(lambda part: f"{part}" if type(part) is int else part), r"where\(ActivityStep\)"),
        (changed(lambda part: unicodedata.normalize("NFD", part) if isinstance(part, str) else part), r"where\("),
        (changed(lambda part: f"{part}" if isinstance(part, Decimal) else part), r"where\(SalesPrice\)"),
        (changed(lambda part: part.caption if isinstance(part, Option) else part), r"where\(SalesLineDiscount\)"),
        (changed(lambda part: dt.date.max if part is None else part), r"where\(SalesPrice\)"),
        (changed(lambda part: not part if isinstance(part, bool) else part), r"where\(PriceWorksheetLine\)"),
    ],
    ids=["JSON text", "numbers as text", "letters", "amounts as text", "captions", "blank dates last", "yes before no"],
)
def test_an_order_that_is_not_that_of_keys_is_told_on_the_rows_of_the_kit(
    order: Callable[[Record], Any], message: str
) -> None:
    class Ordered(ListReader):
        def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
            return sorted(super().where(kind, **fields), key=order)

    with pytest.raises(AssertionError, match=message):
        check_reader(Ordered)


def test_a_store_that_ignores_changes_is_told() -> None:
    with pytest.raises(AssertionError, match="gave"):
        check_store(ListReader, lambda reader, _: reader, [Campaign(no="A")])


@pytest.mark.parametrize("name", sorted(record_kinds()))
@settings(max_examples=5)
@given(data=st.data())
def test_every_record_has_a_strategy_and_survives_plain_data(name: str, data: st.DataObject) -> None:
    kind = record_kinds()[name]
    strategy = strategies.price_list_lines() if kind is PriceListLine else strategies.records(kind)
    record = data.draw(strategy)
    assert from_row(kind, to_row(record)) == record
    assert from_row(kind, to_row(record, text=True), text=True) == record
    assert Tables.of([record]).get(kind, key_of(record)) == record


@given(strategies.campaigns(no=st.just("CP1")))
def test_generated_campaigns_have_their_dates_in_order(campaign: Campaign) -> None:
    assert campaign.no == "CP1"
    if campaign.starting_date and campaign.ending_date:
        assert campaign.starting_date <= campaign.ending_date


@given(strategies.price_list_lines(asset_no=st.just("LAMP")))
def test_generated_price_lines_hold_what_their_source_allows(line: PriceListLine) -> None:
    assert line.asset_no == "LAMP"
    if line.source_type is PriceSourceType.CUSTOMER_PRICE_GROUP:
        assert line.amount_type is PriceAmountType.PRICE
    if line.source_type is PriceSourceType.CUSTOMER_DISC_GROUP:
        assert line.amount_type is PriceAmountType.DISCOUNT
    if line.amount_type is PriceAmountType.DISCOUNT:
        assert not line.unit_price
        assert not line.allow_line_disc


@given(strategies.date_formulas())
def test_generated_formulas_are_read_back(formula: DateFormula) -> None:
    assert DateFormula.parse(str(formula)) == formula


def test_hypothesis_knows_date_formulas_by_their_type() -> None:
    strategies._register()

    @attrs.frozen
    class Step:
        formula: DateFormula

    @given(st.builds(Step))
    @settings(max_examples=10)
    def check(step: Step) -> None:
        assert isinstance(step.formula, DateFormula)

    check()
