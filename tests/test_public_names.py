"""The public surface: written out once for the interpreter, once for type checkers, and cheap to import."""

import ast
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import bcmarketing

STUB = Path(bcmarketing.__file__).with_suffix(".pyi")


@pytest.mark.parametrize("name", bcmarketing.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(bcmarketing, name)
    assert name in dir(bcmarketing)
    if callable(value):
        assert value.__doc__, name


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = bcmarketing.nothing  # type: ignore[attr-defined]


def test_type_checkers_see_the_same_names_from_the_same_modules() -> None:
    stub = {
        alias.asname: node.module
        for node in ast.parse(STUB.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(str(name) for name in stub) == bcmarketing.__all__
    for name, module in stub.items():
        assert getattr(import_module(f"bcmarketing.{module}"), str(name)) is getattr(bcmarketing, str(name))


def loaded_by(code: str) -> set[str]:
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_of_it() -> None:
    assert {name for name in loaded_by("import bcmarketing") if name.startswith("bcmarketing")} == {"bcmarketing"}


def test_everything_public_is_had_without_an_extra() -> None:
    loaded = loaded_by("import bcmarketing\nfor name in bcmarketing.__all__: getattr(bcmarketing, name)")
    assert not loaded & {"hypothesis", "cattrs", "narwhals", "pandas", "numpy"}


def test_the_version_is_that_of_the_changelog() -> None:
    changelog = Path(__file__).parents[1] / "CHANGELOG.md"
    assert f"## [{bcmarketing.__version__}]" in changelog.read_text(encoding="utf-8")
