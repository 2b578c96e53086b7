import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bcmarketing.activities.records import ActivityStep
from bcmarketing.campaigns.records import Campaign, CampaignStatus, CampaignTargetGroup, TargetType
from bcmarketing.dates.formula import DateFormula
from bcmarketing.errors import InvalidField
from bcmarketing.interactions.records import InteractionTemplate
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType
from bcmarketing.rules import Rule
from bcmarketing.samples import winter_light
from bcmarketing.segments.records import CriteriaLineType, SegmentCriteriaLine, SegmentLine
from bcmarketing.store.changes import ChangeSet, Modified, Notice
from bcmarketing.store.reader import Record
from bcmarketing.tabular import Names, from_plain, from_row, record_kinds, to_plain, to_row, to_rows

ROWS = tuple(winter_light.tables().rows())


@given(row=st.sampled_from(ROWS), names=st.sampled_from(["python", "bc"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_record_survives_json_under_either_names(row: Record, names: Names) -> None:
    plain = json.loads(json.dumps(to_row(row, names=names)))
    assert from_row(type(row), plain, names=names) == row


def test_every_record_knows_the_names_of_business_central() -> None:
    for kind in record_kinds().values():
        fields = attrs.fields(kind)
        names = [field.metadata["bc"][0] for field in fields]
        assert len(set(names)) == len(names), kind.__name__


@given(
    st.lists(st.sampled_from(ROWS), unique=True, max_size=4), st.lists(st.sampled_from(ROWS), unique=True, max_size=4)
)
@settings(deadline=None)
def test_a_change_set_survives_json(inserted: list[Record], deleted: list[Record]) -> None:
    changes = ChangeSet(
        inserted=tuple(inserted),
        modified=(Modified(Campaign(no="A"), Campaign(no="A", description="x")),),
        deleted=tuple(deleted),
        notices=(Notice(Rule("N-X", "X.", "here"), "told", 2),),
    )
    assert from_plain(json.loads(json.dumps(to_plain(changes)))) == changes


def test_reasons_and_requests_become_text() -> None:
    changes = ChangeSet(because=(CampaignStatus(code="1"),), requests=("print",))
    assert from_plain(to_plain(changes)).because == (str(CampaignStatus(code="1")),)
    assert from_plain(to_plain(changes)).requests == ("print",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"no": "C", "colour": "red"}, r"Campaign\.colour = 'red': is no field of Campaign"),
        ({"description": "x"}, r"Campaign\.no = None: must be given"),
        ({"no": "C", "starting_date": "soon"}, r"Campaign\.starting_date = 'soon': is no date such as 2027-01-31"),
        ({"no": "C", "starting_date": ""}, r"Campaign\.starting_date = '': is no date such as"),
        ({"no": "C", "starting_date": "20270101"}, r"Campaign\.starting_date = '20270101': is no date such as"),
        ({"no": "C", "starting_date": "2027-W01-1"}, r"Campaign\.starting_date = '2027-W01-1': is no date such as"),
        ({"no": "C", "starting_date": 20270101}, r"Campaign\.starting_date = 20270101: is no date"),
        (
            {"no": "C", "starting_date": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)},
            r"Campaign\.starting_date = .*is a date-time",
        ),
        ({"no": 7}, r"Campaign\.no = 7: is no text"),
        ({"no": "C" * 30}, r"Campaign\.no = 'C{30}': is longer than 20 characters"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name(row: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidField, match=message):
        from_row(Campaign, row)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (SalesPrice, {"item_no": "A", "unit_price": 0.1 + 0.2}, r"SalesPrice\.unit_price = 0\.3.*is no exact amount"),
        (SalesPrice, {"item_no": "A", "unit_price": True}, r"SalesPrice\.unit_price = True: is no exact amount"),
        (SalesPrice, {"item_no": "A", "unit_price": "1e2"}, r"SalesPrice\.unit_price = '1e2': is no decimal number"),
        (SalesPrice, {"item_no": "A", "allow_line_disc": "true"}, r"SalesPrice\.allow_line_disc = 'true': is neither"),
        (SalesPrice, {"item_no": "A", "allow_line_disc": 2}, r"SalesPrice\.allow_line_disc = 2: is neither"),
        (SalesPrice, {"item_no": "A", "sales_type": "Nobody"}, r"SalesPrice\.sales_type = 'Nobody': is none of"),
        (
            SalesPrice,
            {"item_no": "A", "sales_type": TargetType.CONTACT},
            r"SalesPrice\.sales_type = .*is no Sales",
        ),
        (ActivityStep, {"activity_code": "A", "step_no": "1"}, r"ActivityStep\.step_no = '1': is no whole number"),
        (ActivityStep, {"activity_code": "A", "step_no": True}, r"ActivityStep\.step_no = True: is no whole number"),
        (
            ActivityStep,
            {"activity_code": "A", "step_no": 1, "date_formula": 7},
            r"ActivityStep\.date_formula = 7: is",
        ),
        (
            ActivityStep,
            {"activity_code": "A", "step_no": 1, "date_formula": "5X"},
            r"ActivityStep\.date_formula = '5X'",
        ),
        (SegmentLine, {"time_of_interaction": "soon"}, r"SegmentLine\.time_of_interaction = 'soon': is no time"),
        (SegmentLine, {"time_of_interaction": "0930"}, r"SegmentLine\.time_of_interaction = '0930': is no time"),
        (SegmentLine, {"time_of_interaction": "09:30+01:00"}, r"SegmentLine\.time_of_interaction = .*: is no time"),
        (SegmentLine, {"time_of_interaction": 9}, r"SegmentLine\.time_of_interaction = 9: is no text"),
        (SegmentCriteriaLine, {"view": [["no"]]}, r"SegmentCriteriaLine\.view = \[\['no'\]\]: is no list of fields"),
        (SegmentCriteriaLine, {"view": "no"}, r"SegmentCriteriaLine\.view = 'no': is no list of fields"),
    ],
)
def test_a_value_that_does_not_fit_names_record_and_field(
    kind: type[Record], fields: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidField, match=f"^{message}"):
        from_row(kind, fields)


def test_objects_pass_as_a_database_gives_them() -> None:
    price = SalesPrice(
        item_no="A", sales_type=SalesPriceType.CUSTOMER, unit_price="9.50", starting_date=dt.date(2027, 1, 1)
    )
    fields = {"item_no": "A", "unit_price": Decimal("9.50"), "starting_date": dt.date(2027, 1, 1), "allow_line_disc": 1}
    assert from_row(SalesPrice, {**fields, "sales_type": SalesPriceType.CUSTOMER}) == price
    assert from_row(SalesPrice, {**fields, "sales_type": 0, "unit_price": "9.5"}) == price
    step = {"activity_code": "A", "step_no": 1, "date_formula": DateFormula.parse("1W")}
    assert from_row(ActivityStep, step).date_formula == DateFormula.parse("1W")
    line = {"segment_no": "S", "line_no": 1, "time_of_interaction": dt.time(9, 30)}
    assert from_row(SegmentLine, line).time_of_interaction == dt.time(9, 30)


@given(row=st.sampled_from(ROWS), names=st.sampled_from(["python", "bc"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_record_survives_a_csv_file(row: Record, names: Names) -> None:
    file = io.StringIO()
    cells = to_row(row, names=names, text=True)
    writer = csv.DictWriter(file, list(cells))
    writer.writeheader()
    writer.writerow(cells)
    [read] = csv.DictReader(io.StringIO(file.getvalue()))
    assert from_row(type(row), read, names=names, text=True) == row


def test_a_blank_cell_is_the_blank_of_its_field_or_its_default() -> None:
    cells: dict[str, object] = {"no": "C", "description": "", "starting_date": "", "ending_date": None}
    assert from_row(Campaign, cells, text=True) == Campaign(no="C")
    assert from_row(CampaignTargetGroup, {"type": "Contact", "no": "", "campaign_no": "C"}, text=True).no == ""
    assert from_row(Item, {"no": "LAMP", "allow_invoice_disc": "", "unit_price": ""}, text=True) == Item(no="LAMP")
    blank_template = {"code": "T", "correspondence_type_default": ""}
    assert from_row(InteractionTemplate, blank_template, text=True).correspondence_type_default.caption == ""


@pytest.mark.parametrize(
    ("kind", "cells", "message"),
    [
        (ActivityStep, {"activity_code": "A", "step_no": ""}, r"ActivityStep\.step_no = None: must be given"),
        (ActivityStep, {"activity_code": "A", "step_no": "1x"}, r"ActivityStep\.step_no = '1x': is no whole number"),
        (ActivityStep, {"activity_code": "A", "step_no": 1}, r"ActivityStep\.step_no = 1: is no text"),
        (SegmentCriteriaLine, {"view": "[["}, r"SegmentCriteriaLine\.view = '\[\[': is no list of fields"),
        (SegmentCriteriaLine, {"view": "{}"}, r"SegmentCriteriaLine\.view = '\{\}': is no list of fields"),
    ],
)
def test_a_cell_that_does_not_fit_names_record_and_field(
    kind: type[Record], cells: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidField, match=f"^{message}"):
        from_row(kind, cells, text=True)


def test_names_that_are_nobodys_are_refused() -> None:
    for names in ("BC", "german"):
        with pytest.raises(InvalidField, match=f"names = '{names}': is neither 'python' nor 'bc'"):
            to_row(Campaign(no="A"), names=names)  # type: ignore[arg-type]
        with pytest.raises(InvalidField, match=f"names = '{names}': is neither 'python' nor 'bc'"):
            from_row(Campaign, {"no": "A"}, names=names)  # type: ignore[arg-type]


def test_a_float_is_refused_in_a_change_set_too() -> None:
    plain = to_plain(ChangeSet(inserted=(SalesPrice(item_no="A", unit_price=1),)))
    plain["inserted"][0]["row"]["unit_price"] = 0.1
    with pytest.raises(InvalidField, match=r"SalesPrice\.unit_price = 0\.1: is no exact amount"):
        from_plain(plain)


def test_criteria_survive_plain_data_and_text() -> None:
    view = (("no", "A..B"), ("name", '@*"x"*'))
    line = SegmentCriteriaLine(segment_no="S", line_no=1, type=CriteriaLineType.FILTER, table="contact", view=view)
    assert from_row(SegmentCriteriaLine, json.loads(json.dumps(to_row(line)))) == line
    assert from_row(SegmentCriteriaLine, to_row(line, text=True), text=True) == line


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("inserted"),
        lambda plain: plain["inserted"].append({"kind": "Nothing", "row": {}}),
        lambda plain: plain["inserted"].append(7),
    ],
)
def test_what_describes_no_change_set_is_refused(spoil: Callable[[dict[str, list[object]]], object]) -> None:
    plain = to_plain(ChangeSet(inserted=(Campaign(no="A"),)))
    spoil(plain)
    with pytest.raises(InvalidField):
        from_plain(plain)


def test_rows_keep_their_order() -> None:
    assert [row["code"] for row in to_rows([CampaignStatus(code="2"), CampaignStatus(code="1")])] == ["2", "1"]
