"""Runs over other folders: rules that the Office Futurus folder does not exercise."""

import csv
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bcmarketing.__main__ import main
from bcmarketing.folder.export import write_folder
from bcmarketing.samples import winter_light

Rows = list[dict[str, str]]


def step(process: str, /, **arguments: object) -> dict[str, object]:
    return {"stage": "", "date": "2027-02-01", "process": process, "arguments": arguments, "expected": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "data"
    write_folder(path, winter_light.tables(), winter_light.ORDERS, winter_light.STEPS)
    return path


def edit(folder: Path, name: str, change: Callable[[Rows], object]) -> None:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def run(folder: Path, *steps: Mapping[str, object]) -> dict[str, Rows]:
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    out = folder.parent / "out"
    assert main(["--data", str(folder), "--out", str(out)]) == 0
    results = {}
    for path in out.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            results[path.stem] = list(csv.DictReader(file))
    return results


def first(folder: Path, name: str) -> dict[str, str]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


def test_a_new_segment_has_the_marks_given_even_if_its_template_has_others(folder: Path) -> None:
    edit(folder, "interaction_templates", lambda rows: [row.update(campaign_target="true") for row in rows])
    template, contact = first(folder, "interaction_templates")["code"], first(folder, "contacts")["no"]
    every = {"contact": {"no": contact}}
    results = run(
        folder,
        step("create_segment", no="S1", description="a", date="2027-02-01", interaction_template_code=template),
        step("add_contacts", segment_no="S1", filters=every),
        step("report_segment_lines", segment_no="S1", moment="left out"),
        step(
            "create_segment",
            no="S2",
            description="b",
            date="2027-02-01",
            interaction_template_code=template,
            campaign_target=True,
        ),
        step("add_contacts", segment_no="S2", filters=every),
        step("report_segment_lines", segment_no="S2", moment="given"),
    )
    assert [(row["moment"], row["campaign_target"]) for row in results["segment_lines"]] == [
        ("left out", "false"),
        ("given", "true"),
    ]


def test_an_activity_without_steps_is_one_task_on_the_start_date(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, "activities", lambda rows: rows.append({"code": "EMPTY", "description": "Nothing yet"}))
    campaign = first(folder, "campaigns")
    start = dt.date(2027, 2, 8).isoformat()
    results = run(folder, step("assign_activity", activity_code="EMPTY", campaign_no=campaign["no"], start=start))
    [row] = results["tasks"]
    assert (row["activity_code"], row["step_no"], row["date"], row["type"]) == ("EMPTY", "", start, "")
    assert "(blank)" in capsys.readouterr().out


def test_segments_of_the_tables_get_their_lines_from_their_steps(folder: Path) -> None:
    built, other = "S1", "S2"
    campaign, template = first(folder, "campaigns")["no"], first(folder, "interaction_templates")["code"]
    people = [row for row in _rows(folder, "contacts") if row["exclude_from_segment"] == "false"][:2]
    edit(
        folder,
        "segments",
        lambda rows: rows.append(
            {
                "no": built,
                "description": "Kept",
                "campaign_no": campaign,
                "date": "2027-01-20",
                "interaction_template_code": template,
                "campaign_target": "true",
                "campaign_response": "false",
            }
        ),
    )
    both = "|".join(row["no"] for row in people)
    edit(
        folder,
        "segment_criteria",
        lambda rows: rows.extend(
            [
                {"segment_no": built, "step_no": "1", "action": "Add", "contact_no_filter": both},
                {"segment_no": built, "step_no": "2", "action": "Reduce", "contact_no_filter": people[1]["no"]},
            ]
        ),
    )
    results = run(
        folder,
        step("report_segment_lines", segment_no=built, moment="as loaded"),
        step("go_back", segment_no=built),
        step("report_segment_lines", segment_no=built, moment="gone back"),
        step("save_criteria", segment_no=built, code="KEEP"),
        step("create_segment", no=other, description="b", date="2027-02-01"),
        step("reuse_criteria", segment_no=other, code="KEEP"),
        step("report_segment_lines", segment_no=other, moment="reused"),
    )
    lines = results["segment_lines"]
    by_moment = {
        moment: sorted(row["contact_no"] for row in lines if row["moment"] == moment)
        for moment in ("as loaded", "gone back", "reused")
    }
    assert by_moment == {
        "as loaded": [people[0]["no"]],
        "gone back": sorted(row["no"] for row in people),
        "reused": sorted(row["no"] for row in people),
    }
    assert {(row["campaign_no"], row["campaign_target"]) for row in lines if row["segment_no"] == built} == {
        (campaign, "true")
    }


def test_campaign_entries_of_the_tables_may_name_segments_that_were_logged(folder: Path) -> None:
    campaign = first(folder, "campaigns")
    edit(
        folder,
        "campaign_entries",
        lambda rows: rows.append(
            {
                "entry_no": "7",
                "campaign_no": campaign["no"],
                "description": "Last year's letters",
                "date": "2026-02-01",
                "segment_no": "GONE",
                "canceled": "false",
            }
        ),
    )
    results = run(folder, step("report_campaign_entries", moment="now"))
    assert [(row["entry_no"], row["segment_no"]) for row in results["campaign_entries"]] == [("7", "GONE")]


def _rows(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refused(folder: Path, content: str, capsys: pytest.CaptureFixture[str]) -> str:
    (folder / "steps.json").write_text(content, encoding="utf-8")
    out = folder.parent / "out"
    assert main(["--data", str(folder), "--out", str(out)]) == 1
    assert not out.exists()
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (step("activate_campaign", campaign_no="NOSUCH"), "step 3 (activate_campaign, 2027-02-01) was refused"),
        ({**step("report_campaign_entries", moment="x"), "refused": "E-NOT-FOUND"}, "had to be refused by E-NOT-FOUND"),
    ],
)
def test_what_was_reported_before_a_refused_step_is_written_and_said_in_the_same_line(
    folder: Path, last: Mapping[str, object], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign_no, out = first(folder, "campaigns")["no"], folder.parent / "out"
    before = [
        step("set_campaign_status", campaign_no=campaign_no, status_code="2-READY"),
        step("report_statistics", campaign_no=campaign_no, moment="before"),
    ]
    (folder / "steps.json").write_text(json.dumps([*before, last]), encoding="utf-8")
    assert main(["--data", str(folder), "--out", str(out)]) == 1
    error = capsys.readouterr().err
    assert why in error
    assert error.endswith(f"; what the steps before it reported is in {out}\n")
    assert error.count("\n") == 1
    assert [row["moment"] for row in _rows(out, "statistics")] == ["before"]
    assert _rows(out, "campaign_entries") == []


def test_a_refused_step_is_told_even_if_the_results_cannot_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = [step("report_campaign_entries", moment="x"), step("activate_campaign", campaign_no="NOSUCH")]
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    assert main(["--data", str(folder), "--out", "/dev/null/out"]) == 1
    error = capsys.readouterr().err
    assert "Campaign 'NOSUCH' does not exist (E-NOT-FOUND); /dev/null/out: cannot be written" in error
    assert error.count("\n") == 1


def test_the_sample_never_overwrites_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["--export", str(folder)]) == 1
    error = capsys.readouterr().err
    assert "holds files already; export into a new or an empty folder" in error
    assert error.count("\n") == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    empty = folder.parent / "empty"
    empty.mkdir()
    assert main(["--export", str(empty)]) == 0
    assert main(["--export", str(empty / "steps.json")]) == 1


@pytest.mark.parametrize("status", ["", " "])
def test_a_status_is_never_blank(folder: Path, status: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = {"campaign_no": first(folder, "campaigns")["no"], "status_code": status}
    assert "E-NOT-FOUND" in refused(folder, json.dumps([step("set_campaign_status", **arguments)]), capsys)


@pytest.mark.parametrize("content", ["9" * 5000, '[{"date": "2027-02-01", "process": "\\ud800"}]'])
def test_numbers_and_texts_that_nothing_can_hold_are_refused(
    folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "steps.json: is no JSON" in refused(folder, content, capsys)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
@pytest.mark.parametrize("option", ["--data", "--orders", "--out"])
def test_names_that_no_file_can_have_are_refused(
    folder: Path, option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), option, name]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_results_never_overwrite_the_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "orders.csv").read_bytes()
    with pytest.raises(SystemExit, match="2"):
        main(["--data", str(folder), "--out", str(folder / ".." / folder.name)])
    assert "--out must be another folder" in capsys.readouterr().err
    assert (folder / "orders.csv").read_bytes() == before


def test_only_line_ends_end_a_line_of_a_table(folder: Path) -> None:
    contact = first(folder, "contacts")["no"]
    name = "Night\u2028and\x85Day"
    edit(folder, "contacts", lambda rows: rows[0].update(name=name, type="Company", company_no=contact))
    results = run(
        folder,
        step("create_segment", no="S1", description="a", date="2027-02-01"),
        step("add_contacts", segment_no="S1", filters={"contact": {"no": contact}}),
        step("report_segment_lines", segment_no="S1", moment="now"),
    )
    assert [row["company_name"] for row in results["segment_lines"]] == [name]


def test_results_are_written_even_if_nobody_reads_the_story_to_its_end(folder: Path) -> None:
    out = folder.parent / "out"
    command = [sys.executable, "-m", "bcmarketing", "--data", str(folder), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (0, b"")
    assert (out / "statistics.csv").exists()


def test_a_refused_step_is_told_once_even_if_nobody_reads_the_story(folder: Path) -> None:
    steps = [step("report_campaign_entries", moment="x"), step("activate_campaign", campaign_no="NOSUCH")]
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    command = [sys.executable, "-m", "bcmarketing", "--data", str(folder), "--out", str(folder.parent / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert errors.count(b"was refused") == 1


def test_a_console_that_lacks_letters_shows_them_escaped(folder: Path) -> None:
    status = first(folder, "campaign_statuses")
    edit(folder, "campaign_statuses", lambda rows: rows[0].update(description="Après"))
    arguments = {"campaign_no": first(folder, "campaigns")["no"], "status_code": status["code"]}
    (folder / "steps.json").write_text(json.dumps([step("set_campaign_status", **arguments)]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bcmarketing", "--data", str(folder)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert rb"Apr\xe8s" in done.stdout


def test_a_segment_that_is_linked_exists_even_if_nothing_is_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "E-NOT-FOUND" in refused(folder, json.dumps([step("link_segment", segment_no="NOSUCH")]), capsys)
