"""The public surface: written out once for the interpreter, once for type checkers, and cheap to import."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Hashable
from importlib import import_module
from pathlib import Path

import pytest

import bcmarketing

STUB = Path(bcmarketing.__file__).with_suffix(".pyi")
#: The stub has no list of them: type checkers take all its names for public, and a list without items for none.
NAMES: list[str] = vars(bcmarketing)["__all__"]


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(bcmarketing, name)
    assert name in dir(bcmarketing)
    if callable(value) and value is not Hashable:  # which a key is, and which says nothing
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
    assert sorted(str(name) for name in stub) == NAMES
    for name, module in stub.items():
        assert getattr(import_module(f"bcmarketing.{module}"), str(name)) is getattr(bcmarketing, str(name))


def test_a_star_brings_every_public_name() -> None:
    known: dict[str, object] = {}
    exec("from bcmarketing import *", known)  # noqa: S102
    assert known.keys() - {"__builtins__"} == set(NAMES)


def loaded_by(code: str) -> set[str]:
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_of_it() -> None:
    assert {name for name in loaded_by("import bcmarketing") if name.startswith("bcmarketing")} == {"bcmarketing"}


def test_everything_public_is_had_without_an_extra() -> None:
    loaded = loaded_by("import bcmarketing\nfor name in bcmarketing.__all__: getattr(bcmarketing, name)")
    assert not loaded & {"hypothesis", "cattrs", "narwhals", "pandas", "numpy"}


def defined() -> dict[str, set[str]]:
    """Return the functions and classes of the package with the modules that define them."""
    found: dict[str, set[str]] = {}
    for path in STUB.parent.rglob("*.py"):
        module = ".".join(path.relative_to(STUB.parent).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.setdefault(node.name, set()).add(module)
    return found


def test_pages_say_where_a_name_is_found_that_is_not_public() -> None:
    modules, project = defined(), Path(__file__).parents[1]
    for page in (project / "README.md", *(project / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"`(\w+)[`(]", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))
        if page.stem not in ("policies", "runs"):  # whose names are those of fields and of steps
            lost = {name for name in named & modules.keys() - set(NAMES) if not any(m in text for m in modules[name])}
            assert lost == set(), page.name


def test_the_version_is_that_of_the_changelog() -> None:
    changelog = Path(__file__).parents[1] / "CHANGELOG.md"
    assert f"## [{bcmarketing.__version__}]" in changelog.read_text(encoding="utf-8")
