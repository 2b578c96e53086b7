"""The identifiers of the specifications are ours: none is missing, none is spelled another way."""

import importlib.util
import re
from pathlib import Path

import pytest

SPEC = Path(__file__).parents[2] / "shared" / "spec"


def rule_ids() -> set[str]:
    spec = importlib.util.spec_from_file_location("layers", Path(__file__).with_name("test_layers.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.rules())


@pytest.mark.skipif(not SPEC.is_dir(), reason="the specifications lie outside the project")
@pytest.mark.parametrize("name", ["campaigns-segments-interactions", "activities-tasks-opportunities"])
def test_every_identifier_of_a_specification_is_a_rule(name: str) -> None:
    table_rows = [line for line in (SPEC / f"{name}.md").read_text("utf-8").splitlines() if line.startswith("| E-")]
    wanted = {found for row in table_rows for found in re.findall(r"\bE-[A-Z]{2,}(?:-[A-Z]+)*", row.split("|")[1])}
    assert len(wanted) > 30
    assert wanted <= rule_ids()
