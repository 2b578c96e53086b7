"""The sample campaign: its figures, and the commands that tell it."""

import csv
import datetime as dt
import itertools
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bcmarketing.__main__ import main
from bcmarketing.activities.records import Task
from bcmarketing.campaigns.records import Campaign, CampaignEntry, CampaignTargetGroup
from bcmarketing.folder.run import RefusalMissed, StepRefused, StepResult, changes_of, results_of, run_steps
from bcmarketing.folder.steps import to_steps
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.samples import winter_light
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.tables import Tables
from bcmarketing.story import table

STEPS = to_steps(winter_light.STEPS)


@pytest.fixture(scope="module")
def done() -> list[StepResult]:
    return list(run_steps(winter_light.tables(), winter_light.ORDERS, STEPS))


def test_the_activity_is_dated_by_its_formulas(done: list[StepResult]) -> None:
    tasks = done[-1].tables.where(Task)
    assert [(task.date, task.description, task.salesperson_code) for task in tasks] == [
        (dt.date(2027, 10, 25), "Write the winter card", "NINA"),
        (dt.date(2027, 11, 1), "Ask the printer for the cards", "NINA"),
        (dt.date(2027, 11, 5), "Count the replies", "NINA"),
    ]


def test_the_segment_holds_the_buyers_without_the_press(done: list[StepResult]) -> None:
    rows = results_of(done)["segment_lines"]
    assert [row["contact_no"] for row in rows] == ["CEDAR-1", "BIRCH-1", "ALDER-1"]
    assert {row["campaign_no"] for row in rows} == {"LIGHT"}
    assert all(row["campaign_target"] for row in rows)


def test_customers_and_a_prospect_are_targets(done: list[StepResult]) -> None:
    rows = results_of(done)["campaign_target_group"]
    assert [(str(row["type"]), row["no"]) for row in rows] == [
        ("Customer", "C100"),
        ("Customer", "C200"),
        ("Contact", "CEDAR"),
    ]


def test_every_order_line_costs_what_it_must(done: list[StepResult]) -> None:
    priced = {
        row["line_id"]: (row["unit_price"], row["line_discount_pct"], row["line_amount"])
        for row in results_of(done)["orders"]
    }
    figures = {
        "1": ("36", "0", "72"),  # not activated yet: the customer's own price
        "2": ("40", "7.5", "74"),  # not activated yet: item card, trade discount
        "3": ("34", "5", "64.60"),  # the campaign's price beats his own
        "4": ("34", "7.5", "62.90"),  # the trade discount beats the campaign's
        "5": ("30", "0", "360"),  # from 12 pieces, 30.00 without discount beats 34.00 less 7.5 %, which is 31.45
        "6": ("180", "0", "360"),  # 2 boxes are 12 pieces
        "7": ("40", "7.5", "74"),  # no target
        "8": ("34", "7.5", "62.90"),  # no target, but the order names the campaign
        "9": ("44", "5", "125.40"),  # the price in EUR, though 34.00 x 1.25 = 42.50 is lower
        "10": ("34", "5", "32.30"),  # a prospect, by the company of the contact
        "11": ("6.50", "0", "26"),  # a price line counts, though the item card is lower
        "12": ("40", "7.5", "74"),  # the campaign's lines have ended
        "13": ("40", "7.5", "74"),  # deactivated
    }
    assert priced == {line: tuple(map(Decimal, row)) for line, row in figures.items()}


def test_the_statistics_follow_the_entries(done: list[StepResult]) -> None:
    rows = results_of(done)["statistics"]
    columns = ("target_contacts_contacted", "contacts_responded", "response_rate_pct", "cost", "duration_min")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        (0, 0, 0, 0, 0),
        (3, 2, Decimal("66.7"), Decimal("9.30"), 49),
        (3, 2, Decimal("66.7"), Decimal("8.30"), 34),
    ]
    assert [(row["no_of_opportunities"], row["estimated_value"]) for row in rows] == [(1, 900)] * 3


def test_only_the_canceled_entry_is_deleted(done: list[StepResult]) -> None:
    tables = done[-1].tables
    assert [entry.entry_no for entry in tables.where(CampaignEntry)] == [1, 2]
    assert [entry.entry_no for entry in tables.where(InteractionLogEntry)] == [1, 2, 3, 4, 5]
    assert [result.step.process for result in done if result.refusal] == ["activate_campaign", "delete_campaign_entry"]


def test_at_the_end_the_campaign_is_done_and_its_follow_up_segment_left(done: list[StepResult]) -> None:
    tables = done[-1].tables
    assert [campaign.status_code for campaign in tables.where(Campaign)] == ["4-DONE"]
    assert tables.where(CampaignTargetGroup) == []
    assert [header.no for header in tables.where(SegmentHeader)] == ["SM002"]
    assert [line.campaign_target for line in tables.where(SegmentLine)] == [False] * 3


def test_all_changes_of_a_run_are_one_change_set(done: list[StepResult]) -> None:
    assert winter_light.tables().apply(changes_of(done)) == done[-1].tables


def test_each_result_holds_the_tables_before_and_after(done: list[StepResult]) -> None:
    for before, after in itertools.pairwise(done):
        assert after.before == before.tables


def test_a_refused_step_ends_the_run_and_names_the_rule() -> None:
    steps = to_steps([{"date": "2027-01-01", "process": "activate_campaign", "arguments": {"campaign_no": "LIGHT"}}])
    with pytest.raises(StepRefused, match=r"step 1 \(activate_campaign, 2027-01-01\) was refused: .*NO-TARGETS"):
        list(run_steps(winter_light.tables(), (), steps))
    steps = to_steps([{"date": "2027-01-01", "process": "activate_campaign", "arguments": {"campaign_no": "NONE"}}])
    with pytest.raises(StepRefused, match="Campaign 'NONE' does not exist"):
        list(run_steps(winter_light.tables(), (), steps))


@pytest.mark.rule("E-NOT-REFUSED")
def test_a_step_that_must_be_refused_and_is_not_ends_the_run() -> None:
    step = {"date": "2027-01-01", "process": "deactivate_campaign", "arguments": {"campaign_no": "LIGHT"}}
    with pytest.raises(RefusalMissed, match="had to be refused by E-DECLINED"):
        list(run_steps(winter_light.tables(), (), to_steps([{**step, "refused": "E-DECLINED"}])))


@pytest.mark.parametrize("key", ["segment_no", "contact_no"])
def test_a_line_is_named_by_its_contact(key: str) -> None:
    arguments = {"segment_no": "SM1", "contact_no": "ANN", key: "OTHER"}
    steps = to_steps([{"date": "2027-01-01", "process": "remove_segment_line", "arguments": arguments}])
    tables = Tables.of([SegmentHeader(no="SM1"), SegmentLine(segment_no="SM1", line_no=10000, contact_no="ANN")])
    with pytest.raises(StepRefused, match="one SegmentLine"):
        list(run_steps(tables, (), steps))


def test_the_story_is_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    for line in (
        "== plan ==",
        "(E-CAMPAIGN-NO-TARGETS)",
        "refused: campaign entry 3 is not canceled (E-ENTRY-NOT-CANCELED)",
        "campaign LIGHT is now activated (N-ACTIVATED)",
        "1 campaign entry deleted (N-DELETED)",
        "CM+5D",
        "7 result files",
    ):
        assert line in out
    with (tmp_path / "out" / "tasks.csv").open(encoding="utf-8", newline="") as file:
        assert [row["date"] for row in csv.DictReader(file)] == ["2027-10-25", "2027-11-01", "2027-11-05"]


def test_an_exported_sample_tells_the_same_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    story = capsys.readouterr().out
    assert main(["--export", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    assert main(["--data", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().out == story


def test_a_date_formula_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["date", "-CM+1M", "2027-01-15"]) == 0
    assert "leads from Fri 2027-01-15 to Mon 2027-02-01" in capsys.readouterr().out
    assert main(["date", "--language", "de", "1J", "2027-01-15"]) == 0
    assert "2028-01-15" in capsys.readouterr().out
    assert main(["date", "--language=de", "--", "-1J", "2027-01-15"]) == 0
    assert "2026-01-15" in capsys.readouterr().out
    assert main(["date", "1W"]) == 0
    assert "1W" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["date", "5X", "2027-01-15"], "E-DATE-FORMULA-SYNTAX"),
        (["date", "1W", "2027-02-30"], "'2027-02-30': is no date"),
        (["--data", "no-such-folder"], "is no folder"),
        (["--orders", "no-such-file.csv"], "no-such-file.csv: is missing"),
        (["--out", "/dev/null/out"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    err = capsys.readouterr().err
    assert message in err
    assert err.startswith("bcmarketing: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--fly"], ["date"], ["date", "1W", "--fly"], ["--check"], ["date", "--language"]]
)
def test_a_wrong_command_line_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m bcmarketing" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["date", "--help"], ["date", "-h"]])
def test_help_is_given(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert "date formula" in capsys.readouterr().out


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bcmarketing", "date", "CM+5D", "2027-01-15"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "2027-02-05" in done.stdout


def test_an_empty_table_is_said_to_be_empty(capsys: pytest.CaptureFixture[str]) -> None:
    table(("no.",), [], print)
    assert capsys.readouterr().out == "none\n"
