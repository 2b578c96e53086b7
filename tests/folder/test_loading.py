import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bcmarketing.__main__ import main
from bcmarketing.context import Context
from bcmarketing.errors import InvalidField
from bcmarketing.folder.export import write_folder
from bcmarketing.folder.faults import BadData, BadStep
from bcmarketing.folder.filling import with_segment_lines
from bcmarketing.folder.layout import TABLES
from bcmarketing.folder.orders import ORDER_COLUMNS, read_orders
from bcmarketing.folder.reading import load_folder
from bcmarketing.folder.steps import bind, read_steps, to_steps
from bcmarketing.samples import winter_light
from bcmarketing.segments.criteria import add_contacts
from bcmarketing.segments.records import (
    CriteriaAction,
    CriteriaLineType,
    SegmentCriteriaLine,
    SegmentHeader,
    SegmentLine,
)
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "data", winter_light.tables(), winter_light.ORDERS, winter_light.STEPS)


def test_what_was_exported_loads_again(folder: Path) -> None:
    loaded = load_folder(folder)
    assert loaded.tables == winter_light.tables()
    assert loaded.dangling == ()
    assert read_orders(folder / "orders.csv") == winter_light.ORDERS
    assert read_steps(folder / "steps.json") == to_steps(winter_light.STEPS)


def test_criteria_survive_export(tmp_path: Path) -> None:
    rows: list[Record] = [
        SegmentHeader(no="SM1"),
        SegmentCriteriaLine(segment_no="SM1", line_no=1, action=CriteriaAction.ADD, no_of_filters=2),
        SegmentCriteriaLine(
            segment_no="SM1", line_no=2, type=CriteriaLineType.FILTER, table="contact", view=(("no", "A..B"),)
        ),
        SegmentCriteriaLine(
            segment_no="SM1",
            line_no=3,
            type=CriteriaLineType.FILTER,
            table="contact_business_relation",
            view=(("business_relation_code", "CUST"),),
        ),
        SegmentCriteriaLine(segment_no="SM1", line_no=4, action=CriteriaAction.REFINE, entire_companies=True),
    ]
    tables = Tables.of([*winter_light.tables().rows(), *rows])
    assert load_folder(write_folder(tmp_path, tables)).tables == tables


def spoil(folder: Path, name: str, edit: Callable[[str], str]) -> None:
    path = folder / f"{name}.csv"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.rule("E-DATA")
@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("campaigns", "no,description", "no,colour", "campaigns.csv, line 1, column colour: 'colour' is no column"),
        ("campaigns", "no,description", "no,no", "campaigns.csv, line 1, column no: 'no' stands there twice"),
        (
            "teams",
            "code,name",
            "code",
            "teams.csv, line 1, column name: '' is missing from the header",
        ),
        (
            "campaigns",
            "2027-11-01",
            "2027-11-31",
            "campaigns.csv, line 2, column starting_date: '2027-11-31' is no date such as 2027-01-31",
        ),
        ("items", ",40,", ",forty,", "items.csv, line 2, column unit_price: 'forty' is no decimal number"),
        (
            "activity_steps",
            "<CM+5D>",
            "CM+5X",
            "activity_steps.csv, line 4, column date_formula: 'CM+5X' is no date formula: expected a unit",
        ),
        (
            "campaign_statuses",
            "1-IDEA",
            "1-IDEA-TOO-LONG",
            "campaign_statuses.csv, line 2, column code: '1-IDEA-TOO-LONG' is longer than 10 characters",
        ),
        (
            "campaign_statuses",
            "2-READY",
            "1-idea",
            "campaign_statuses.csv, line 3, column code: '1-IDEA' is a duplicate of line 2",
        ),
        ("campaign_statuses", "2-READY", "", "campaign_statuses.csv, line 3, column code: '' must not be blank"),
        ("contacts", ",false,", ",no,", "contacts.csv, line 2, column exclude_from_segment: 'no' is neither true nor"),
        ("contacts", "Person", "Robot", "column type: 'Robot' is none of 'Company', 'Person'"),
        ("activity_steps", "10000", "1e4", "column step_no: '1e4' is no whole number"),
        ("marketing_setup", "to_do_nos", "to_dos", ", column field: 'to_dos' is no field"),
        ("customers", "Elm Hardware", "Elm,Hardware", "customers.csv, line 4: has 20 fields, not 19"),
        ("customers", "Elm Hardware", '"Elm" Hardware"', "customers.csv, line 4: is no CSV"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    assert old in (folder / f"{name}.csv").read_text(encoding="utf-8")
    spoil(folder, name, lambda text: text.replace(old, new, 1))
    with pytest.raises(BadData) as caught:
        load_folder(folder)
    assert message in str(caught.value)
    assert caught.value.file == f"{name}.csv"


def with_criteria(folder: Path, *steps: dict[str, str]) -> Path:
    """Write segments SM8 and SM9 and these selection steps into the folder."""
    columns = TABLES["segments"].columns
    rows = [dict.fromkeys(columns, "") | {"no": no, "description": no, "date": "2027-02-01"} for no in ("SM8", "SM9")]
    for name, content in (("segments", rows), ("segment_criteria", list(steps))):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLES[name].columns, restval="")
            writer.writeheader()
            writer.writerows(content)
    return folder


def step_of(segment_no: str, step_no: str, action: str, **filters: str) -> dict[str, str]:
    return {"segment_no": segment_no, "step_no": step_no, "action": action, **filters}


def test_selection_steps_are_taken_in_the_order_of_their_numbers_whatever_their_place(folder: Path) -> None:
    with_criteria(
        folder,
        step_of("SM9", "10", "Reduce", contact_no_filter="BIRCH-1"),
        step_of("SM8", "1", "add", contact_no_filter="ANN"),
        step_of("sm9", "9", "Add", contact_no_filter="ALDER-1|BIRCH-1"),
    )
    tables = load_folder(folder).tables
    assert [(line.action, line.view) for line in tables.where(SegmentCriteriaLine, segment_no="SM9")] == [
        (CriteriaAction.ADD, ()),
        (CriteriaAction.BLANK, (("no", "ALDER-1|BIRCH-1"),)),
        (CriteriaAction.REDUCE, ()),
        (CriteriaAction.BLANK, (("no", "BIRCH-1"),)),
    ]
    assert [line.contact_no for line in with_segment_lines(tables).where(SegmentLine, segment_no="SM9")] == ["ALDER-1"]


@pytest.mark.rule("E-DATA")
@pytest.mark.parametrize(
    ("step", "message"),
    [
        (step_of("SM9", "x", "Add"), "line 3, column step_no: 'x' is no whole number"),
        (step_of("SM9", "", "Add"), "line 3, column step_no: '' must not be blank"),
        (step_of("", "2", "Add"), "line 3, column segment_no: '' must not be blank"),
        (step_of("S" * 21, "2", "Add"), "is longer than 20 characters"),
        (step_of("sm9", "01", "Add"), "line 3, column segment_no+step_no: 'SM9 1' is a duplicate of line 2"),
        (step_of("SM9", "2", "Drop"), "line 3, column action: 'Drop' is none of 'Add', 'Reduce', 'Refine'"),
        (step_of("SM9", "2", ""), "line 3, column action: '' must not be blank"),
        (
            step_of("SM9", "2", "Add", contact_no_filter="A|("),
            "line 3, column contact_no_filter: 'A|(' is no filter: expected",
        ),
        (
            step_of("SM9", "2", "Add", contact_type_filter="Robot"),
            "line 3, column contact_type_filter: 'Robot' names 'Robot', which is not one of",
        ),
        (
            step_of("SM9", "2", "Add", contact_no_filter="A|" * 600 + "B", territory_code_filter="A|" * 500 + "B"),
            "segment_criteria.csv, line 3: filters of contact are longer than 2048 characters",
        ),
        (step_of("SM9", "2", "Add", expand_companies="no"), "column expand_companies: 'no' is neither true nor false"),
    ],
)
def test_what_is_wrong_in_a_selection_step_is_told_with_its_place(
    folder: Path, step: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with_criteria(folder, step_of("SM9", "1", "Add"), step)
    with pytest.raises(BadData) as caught:
        load_folder(folder)
    assert caught.value.file == "segment_criteria.csv"
    assert message in str(caught.value)
    assert main(["--data", str(folder), "--check"]) == 1
    assert "segment_criteria.csv, line 3" in capsys.readouterr().err


def test_a_code_in_a_filter_is_looked_up_as_the_filter_reads_it(folder: Path) -> None:
    press, buyer = {"business_relation_code_filter": "press"}, {"job_responsibility_code_filter": "Baker"}
    with_criteria(folder, step_of("SM9", "1", "Add", **press), step_of("SM9", "2", "Add", **buyer))
    [dangling] = load_folder(folder).dangling
    assert (dangling.line, dangling.column, dangling.value) == (3, "job_responsibility_code_filter", "BAKER")


def test_a_filter_without_a_column_cannot_be_exported(tmp_path: Path) -> None:
    tables = Tables.of([SegmentHeader(no="SM1")])
    context = Context(today=dt.date(2027, 1, 1))
    tables = tables.apply(add_contacts(tables, "SM1", {"contact": {"name": "A*"}}, context=context))
    with pytest.raises(InvalidField, match=r"contact\.name.*has no column in segment_criteria\.csv"):
        write_folder(tmp_path, tables)


def test_every_table_is_required(folder: Path) -> None:
    for name in TABLES:
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        (folder / f"{name}.csv").unlink()
        with pytest.raises(BadData, match=rf"^{name}\.csv: is missing \(E-DATA\)$"):
            load_folder(folder)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def test_a_folder_that_is_none_and_files_that_are_no_text_are_told(folder: Path) -> None:
    with pytest.raises(BadData, match="is no folder"):
        load_folder(folder / "nothing")
    (folder / "teams.csv").write_bytes(b"code,name\n\xff,\n")
    with pytest.raises(BadData, match=r"teams\.csv: cannot be read"):
        load_folder(folder)
    (folder / "teams.csv").write_bytes(b"")
    with pytest.raises(BadData, match=r"teams\.csv, line 1: has no header line"):
        load_folder(folder)


def test_a_reference_to_nothing_is_reported_with_its_place_and_stops_a_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder, "campaigns", lambda text: text.replace("NINA", "NOBODY"))
    [dangling] = load_folder(folder).dangling
    assert str(dangling) == "campaigns.csv, line 2, column salesperson_code: 'NOBODY' is not in salespeople.csv"
    assert main(["--data", str(folder)]) == 1
    assert "'NOBODY' is not in salespeople.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "column", "value", "target"),
    [
        ("contact_business_relations", "no", "C999", "customers"),
        ("sales_prices", "source_no", "C999", "customers"),
        ("sales_line_discounts", "asset_no", "NOTHING", "item_disc_groups"),
        ("items", "base_unit_of_measure", "TON", "item_units_of_measure"),
        ("opportunity_entries", "sales_cycle_stage", "9", "sales_cycle_stages"),
        ("marketing_setup", "value", "NOSERIES", "number_series"),
    ],
)
def test_references_that_depend_on_other_columns_are_checked_too(
    folder: Path, name: str, column: str, value: str, target: str
) -> None:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row[column] and row.get("field", "to_do_nos") == "to_do_nos")
    row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert [(found.value, found.target) for found in load_folder(folder).dangling] == [(value, target)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A,Order,before,C100,C100,,LAMP,PCS,two,2027-11-05,,", "column quantity: 'two' is no decimal number"),
        ("A,Order,before,C100,C100,,,PCS,2,2027-11-05,,", "column item_no: '' must not be blank"),
        ("A,Letter,before,C100,C100,,LAMP,PCS,2,2027-11-05,,", "column document_type: 'Letter' is none of"),
        ("1,Order,before,C100,C100,,LAMP,PCS,2,2027-11-05,,", "column line_id: '1' is a duplicate of line 2"),
        (f"A,Order,before,{'C' * 21},,,LAMP,PCS,2,2027-11-05,,", "is longer than 20 characters"),
    ],
)
def test_what_is_wrong_in_an_order_line_is_told_with_its_place(folder: Path, line: str, message: str) -> None:
    spoil(folder, "orders", lambda text: f"{text}{line}\n")
    with pytest.raises(BadData, match=r"orders\.csv, line 15") as caught:
        read_orders(folder / "orders.csv")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("column", "value"), [("item_no", "CAR"), ("currency_code", "USD"), ("bill_to_contact_no", "X")]
)
def test_an_order_line_names_what_exists(
    folder: Path, column: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = dict(
        zip(
            ORDER_COLUMNS,
            ["A", "Order", "before", "C100", "C100", "", "LAMP", "PCS", "2", "2027-11-05", "", ""],
            strict=True,
        )
    )
    cells[column] = value
    spoil(folder, "orders", lambda text: text + "\n" + ",".join(cells.values()) + "\n")  # behind a blank line
    assert main(["--data", str(folder)]) == 1
    assert f"orders.csv, line 16, column {column}: {value!r} does not exist" in capsys.readouterr().err


def write_steps(folder: Path, content: object) -> None:
    (folder / "steps.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.rule("E-STEP")
@pytest.mark.parametrize(
    ("step", "message"),
    [
        (7, "step 1: is no object"),
        ({"process": "go_back", "arguments": {}}, "step 1 (go_back): date = ''"),
        ({"date": "2027-01-01"}, "step 1: names no process"),
        ({"date": "2027-01-01", "process": 3}, "step 1: process = 3 is no text"),
        ({"date": "2027-01-01", "process": "fly", "arguments": {}}, "step 1 (fly): is no process; there are"),
        ({"date": "2027-01-01", "process": "go_back", "arguments": []}, "arguments are no object"),
        ({"date": "2027-01-01", "process": "go_back", "colour": ""}, "has a key 'colour'"),
        ({"date": "2027-01-01", "process": "go_back"}, "argument segment_no is missing"),
        (
            {"date": "2027-01-01", "process": "go_back", "arguments": {"segment_no": "S", "speed": 1}},
            "argument speed is not known; the process takes segment_no",
        ),
        (
            {"date": "2027-01-01", "process": "go_back", "arguments": {"segment_no": 7}},
            "argument segment_no = 7 is not text",
        ),
        (
            {"date": "2027-01-01", "process": "toggle_canceled_campaign_entry", "arguments": {"entry_no": "x"}},
            "argument entry_no = 'x' is no whole number",
        ),
        (
            {
                "date": "2027-01-01",
                "process": "add_contacts",
                "arguments": {"segment_no": "S", "filters": {"contact": 1}},
            },
            "holds no fields with filter expressions",
        ),
        (
            {"date": "2027-01-01", "process": "add_contacts", "arguments": {"segment_no": "S", "filters": "all"}},
            "is not an object: table -> field -> filter expression",
        ),
        (
            {
                "date": "2027-01-01",
                "process": "assign_activity",
                "arguments": {"activity_code": "LAUNCH", "campaign_no": "LIGHT", "start": "soon"},
            },
            "argument start = 'soon' is no date",
        ),
    ],
)
def test_a_step_that_is_none_is_told(
    folder: Path, step: object, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_steps(folder, [step])
    assert main(["--data", str(folder)]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("text", "message"), [("[", "is no JSON"), ("{}", "is no list of steps"), ("", "is no JSON")])
def test_steps_that_are_no_steps_are_told(folder: Path, text: str, message: str) -> None:
    (folder / "steps.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match=message):
        read_steps(folder / "steps.json")
    (folder / "steps.json").unlink()
    with pytest.raises(BadData, match="is missing"):
        read_steps(folder / "steps.json")


def test_arguments_take_numbers_and_decimal_text() -> None:
    from bcmarketing.folder.processes import PROCESSES

    arguments = {"contact_no": "C", "interaction_template_code": "CALL", "cost": "2.50", "duration_min": 7}
    [step] = to_steps([{"date": "2027-01-01", "process": "log_interaction", "arguments": arguments}])
    bound = bind(step, PROCESSES["log_interaction"])
    assert (str(bound["cost"]), str(bound["duration_min"])) == ("2.50", "7")
    [step] = to_steps([{"date": "2027-01-01", "process": "log_interaction", "arguments": {**arguments, "cost": True}}])
    with pytest.raises(BadStep, match="cost = True is not a number"):
        bind(step, PROCESSES["log_interaction"])
    [step] = to_steps([{"date": "2027-01-01", "process": "log_interaction", "arguments": {**arguments, "cost": 1.5}}])
    with pytest.raises(BadStep, match=r"cost = 1\.5 is no exact amount; give a Decimal, an int or text"):
        bind(step, PROCESSES["log_interaction"])
