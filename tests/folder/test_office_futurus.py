"""The documented walkthrough "conducting a sales campaign" on Business Central's demonstration data."""

import csv
import datetime as dt
import json
import shutil
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from bcmarketing.__main__ import main
from bcmarketing.folder.reading import load_folder
from bcmarketing.folder.writing import RESULTS

DATA = Path(__file__).parents[3] / "shared" / "data"
FUTURUS = DATA / "office-futurus"
needs_data = pytest.mark.skipif(not FUTURUS.is_dir(), reason="the demonstration data lie outside the project")


def comparable(text: str) -> object:
    """Return a cell as what it says: numbers compare by value."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def rows_of(path: Path, left_out: tuple[str, ...]) -> Counter[tuple[tuple[str, object], ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(
            tuple((column, comparable(text)) for column, text in row.items() if column not in left_out)
            for row in csv.DictReader(file)
        )


@needs_data
def test_the_run_reproduces_every_result_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(FUTURUS), "--out", str(tmp_path)]) == 0
    assert "7 result files" in capsys.readouterr().out
    for name in RESULTS:
        left_out = ("why", "entry_no") if name == "interaction_log_entries" else ("why",)
        expected = rows_of(FUTURUS / "expected" / f"{name}.csv", left_out)
        assert rows_of(tmp_path / f"{name}.csv", left_out) == expected, name


@needs_data
def test_all_result_files_have_the_columns_expected() -> None:
    for name, columns in RESULTS.items():
        with (FUTURUS / "expected" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == columns, name


@needs_data
def test_cronus_loads_whole_and_its_one_dangling_reference_is_told() -> None:
    loaded = load_folder(DATA / "cronus")
    assert [str(dangling) for dangling in loaded.dangling] == [
        "campaign_entries.csv, line 2, column campaign_no: 'CMP1' is not in campaigns.csv"
    ]
    assert loaded.references > 8000
    assert len(loaded.tables.kinds()) == 51  # of 53 files; customer price groups and log entries hold a header only


@needs_data
def test_an_entry_of_a_campaign_that_is_gone_is_noted_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(DATA / "cronus", tmp_path / "cronus"))
    (folder / "orders.csv").write_text((FUTURUS / "orders.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    arguments = {"campaign_no": "CP1001", "status_code": "9-DONE"}
    step = {"date": "2027-01-26", "process": "set_campaign_status", "arguments": arguments}
    (folder / "steps.json").write_text(json.dumps([step]), "utf-8")
    assert main(["--data", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "note: campaign_entries.csv, line 2, column campaign_no: 'CMP1' is not in campaigns.csv" in out
    assert "-> 9-DONE" in out


@needs_data
def test_checking_a_folder_counts_its_rows_and_references(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(DATA / "cronus"), "--check"]) == 1
    out = capsys.readouterr().out
    assert "   527  Contact" in out
    assert "1 dangling" in out
    assert main(["--data", str(FUTURUS), "--check"]) == 0


@needs_data
def test_other_orders_can_be_priced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders = tmp_path / "mine.csv"
    lines = (FUTURUS / "orders.csv").read_text(encoding="utf-8").splitlines()
    orders.write_text("\n".join([lines[0], "X1,Order,activated,10000,10000,,1960-S,PCS,8,2027-02-12,,"]), "utf-8")
    assert main(["--data", str(FUTURUS), "--orders", str(orders), "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    with (tmp_path / "out" / "orders.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["line_id"] == "X1"
    assert (Decimal(row["unit_price"]), Decimal(row["line_amount"])) == (Decimal(99), Decimal("712.80"))
    assert dt.date.fromisoformat(row["order_date"]) == dt.date(2027, 2, 12)
