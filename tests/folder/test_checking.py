"""What is told of a run before it is carried out, and that the run says the same."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bcmarketing.__main__ import main
from bcmarketing.folder.arguments import Names, parameters
from bcmarketing.folder.checking import step_faults
from bcmarketing.folder.export import write_folder
from bcmarketing.folder.faults import BadData
from bcmarketing.folder.filling import with_segment_lines
from bcmarketing.folder.processes import PROCESSES
from bcmarketing.folder.run import StepRefused, run_steps
from bcmarketing.folder.steps import Step, to_steps
from bcmarketing.samples import winter_light
from bcmarketing.segments.records import SegmentHeader
from bcmarketing.store.tables import Tables

TABLES_OF_SAMPLE = winter_light.tables()
#: A value for every argument that must be given.
GIVEN: Mapping[str, object] = {
    "activity_code": "LAUNCH",
    "campaign_no": "LIGHT",
    "campaign_state": "before",
    "code": "KEEP",
    "contact_no": "ALDER-1",
    "date": "2027-11-02",
    "description": "a",
    "entry_no": 1,
    "filters": {},
    "interaction_template_code": "CALL",
    "moment": "now",
    "no": "S2",
    "salesperson_code": "NINA",
    "segment_no": "S1",
    "start": "2027-11-02",
    "status_code": "2-READY",
}


def step(process: str, refused: str = "", /, **arguments: object) -> dict[str, object]:
    return {"date": "2027-11-20", "process": process, "arguments": arguments, "refused": refused}


#: A segment with a line, and its steps saved.
GROUND = (
    step("create_segment", no="s1", description="a", date="2027-11-02"),
    step("add_contacts", segment_no="S1", filters={"contact": {"no": "ALDER-1"}}),
    step("save_criteria", segment_no="S1", code="keep"),
)
NAMING = [
    (process, name)
    for process, carried_out in PROCESSES.items()
    for name, parameter in parameters(carried_out).items()
    if isinstance(parameter.mark, Names)
]


def steps_with(process: str, **arguments: object) -> tuple[Step, ...]:
    known = parameters(PROCESSES[process])
    given = {name: GIVEN[name] for name, parameter in known.items() if parameter.is_required}
    return to_steps([*GROUND, step(process, **{**given, **arguments})])


def refused_by_run(steps: tuple[Step, ...]) -> bool:
    try:
        list(run_steps(TABLES_OF_SAMPLE, (), steps))
    except StepRefused as error:
        return error.step == steps[-1] and "not exist" in str(error)
    return False


@pytest.mark.parametrize(("process", "name"), NAMING)
def test_what_a_run_would_not_find_is_told_before(process: str, name: str) -> None:
    steps = steps_with(process, **{name: "NOWHERE"})
    [fault] = step_faults(TABLES_OF_SAMPLE, steps)
    assert (fault.step, fault.process, fault.argument) == (4, process, name)
    assert "'NOWHERE' is " in str(fault)
    assert refused_by_run(steps)


@pytest.mark.parametrize("process", PROCESSES)
def test_what_a_run_finds_is_no_fault(process: str) -> None:
    known = parameters(PROCESSES[process])
    names = {name: str(GIVEN[name]).lower() for name, parameter in known.items() if isinstance(parameter.mark, Names)}
    assert list(step_faults(TABLES_OF_SAMPLE, steps_with(process, **names))) == []
    blank = {name: "" for name in names if not known[name].is_required}
    assert list(step_faults(TABLES_OF_SAMPLE, steps_with(process, **blank))) == []


@pytest.mark.parametrize(
    ("process", "name"),
    [(process, name) for process, name in NAMING if parameters(PROCESSES[process])[name].is_required],
)
def test_what_must_be_named_is_not_blank(process: str, name: str) -> None:
    steps = steps_with(process, **{name: " "})
    [fault] = step_faults(TABLES_OF_SAMPLE, steps)
    assert f"argument {name} = ' ' must not be blank" in str(fault)
    with pytest.raises(StepRefused):
        list(run_steps(TABLES_OF_SAMPLE, (), steps))


def test_the_steps_of_the_sample_are_without_fault() -> None:
    assert list(step_faults(TABLES_OF_SAMPLE, to_steps(winter_light.STEPS))) == []


def test_a_follow_up_segment_may_be_named_by_later_steps() -> None:
    log = step("log_segment", segment_no="S1", follow_up=True, follow_up_no="S9")
    assert list(step_faults(TABLES_OF_SAMPLE, to_steps([*GROUND, log, step("go_back", segment_no="s9")]))) == []
    without_number = step("log_segment", segment_no="S1", follow_up=True)
    steps = to_steps([*GROUND, without_number, step("go_back", segment_no="SM001")])
    assert list(step_faults(TABLES_OF_SAMPLE, steps)) == []
    [fault] = step_faults(TABLES_OF_SAMPLE, to_steps([step("go_back", segment_no="S1"), *GROUND]))
    assert "'S1' is not in segments.csv, nor made by a step before" in str(fault)


def test_a_step_that_must_be_refused_may_name_what_is_not_there_and_makes_nothing() -> None:
    steps = [
        step("activate_campaign", "E-NOT-FOUND", campaign_no="NOWHERE"),
        step("create_segment", "E-NOT-FOUND", no="S5", description="a", date="2027-11-02", campaign_no="NOWHERE"),
        step("go_back", segment_no="S5"),
    ]
    assert [fault.step for fault in step_faults(TABLES_OF_SAMPLE, to_steps(steps))] == [3]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"contact": {"no": "A|("}}, "argument filters contact.no = 'A|(' is no filter: expected"),
        ({"contact": {"type": "Robot"}}, "contact.type = 'Robot' names 'Robot', which is not one of"),
        ({"contact": {"colour": "red"}}, "argument filters 'colour' is no field of Contact"),
        ({"nothing": {}}, "argument filters 'nothing' is none of the tables contact,"),
        ({"interaction_log_entry": {"duration_min": "x"}}, "interaction_log_entry.duration = 'x' names 'x'"),
    ],
)
def test_a_filter_that_is_none_is_told(filters: Mapping[str, Mapping[str, str]], message: str) -> None:
    [fault] = step_faults(TABLES_OF_SAMPLE, steps_with("add_contacts", filters=filters))
    assert message in str(fault)
    assert "\n" not in str(fault)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "data", TABLES_OF_SAMPLE, winter_light.ORDERS, winter_light.STEPS)


def check(folder: Path, steps: object) -> int:
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    return main(["--data", str(folder), "--check"])


def test_checking_looks_at_order_lines_and_steps(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(folder), "--check"]) == 0
    assert "\n13 order lines checked\n31 steps checked, 0 faults\n" in capsys.readouterr().out
    steps = [step("fly"), step("go_back"), step("activate_campaign", campaign_no="NOWHERE")]
    assert check(folder, steps) == 1
    out = capsys.readouterr().out
    assert "3 steps checked, 3 faults\n  step 1 (fly): is no process; there are" in out
    assert "\n  step 2 (go_back): argument segment_no is missing (E-STEP)\n" in out
    assert "argument campaign_no = 'NOWHERE' is not in campaigns.csv (E-STEP)\n" in out


def test_checking_says_where_order_lines_and_steps_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(folder, {}) == 1
    assert "steps.json: is no list of steps" in capsys.readouterr().err
    orders = folder / "orders.csv"
    orders.write_text(orders.read_text("utf-8").replace("LAMP", "CAR", 1), "utf-8")
    assert check(folder, []) == 1
    assert "orders.csv, line 2, column item_no: 'CAR' does not exist" in capsys.readouterr().err
    other = folder / "other.csv"
    other.write_text(orders.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert main(["--data", str(folder), "--orders", str(other), "--check"]) == 0
    assert "\n0 order lines checked\n" in capsys.readouterr().out


def test_tables_can_be_checked_before_there_are_order_lines_and_steps(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "orders.csv").unlink()
    (folder / "steps.json").unlink()
    assert main(["--data", str(folder), "--check"]) == 0
    out = capsys.readouterr().out
    assert "orders.csv is missing; a run needs it\nsteps.json is missing; a run needs it\n" in out


def test_a_segment_that_cannot_be_built_is_named() -> None:
    tables = Tables.of([SegmentHeader(no="SM9", salesperson_code="NOBODY")])
    with pytest.raises(BadData, match=r"segments\.csv, column no: 'SM9' cannot be built .* 'NOBODY' does not exist"):
        with_segment_lines(tables)
