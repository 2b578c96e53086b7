"""The shape of the house: imports point down, and every rule has a test."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bcmarketing
from bcmarketing.rules import Rule

SOURCE = Path(bcmarketing.__file__).parent
TESTS = Path(__file__).parent

VALUES = {
    "rules",
    "errors",
    "options",
    "arguments",
    "kinds",
    "codes",
    "amounts",
    "making",
    "periods",
    "context",
    "policies",
    "filters",
    "dates",
}
RECORDS = {
    "contacts.profiles",
    "contacts.partners",
    "contacts.setup",
    "interactions.options",
    "pricing.items",
    "pricing.currencies",
    "pricing.legacy_records",
    "store.reader",
    "store.changes",
    "store.indexes",
}
EDGES = {"folder", "samples", "testing", "tabular", "frames", "notebook", "story", "__main__"}
#: What a module imports that reads and stores: it is a process.
STORAGE = {"store.work", "store.tables", "a reader"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        yield name.removesuffix(".__init__").replace("__init__", ""), path


def imports_of(name: str, path: Path) -> set[str]:
    """Return the modules of the package that one imports at run time, without the package's own name."""
    package = name.split(".")[:-1] if path.name != "__init__.py" else name.split(".") if name else []
    known = {other for other, _ in modules()}
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *((node.module or "").split("."))]
            dotted = ".".join(part for part in base if part)
            if dotted == "store.reader" and any(alias.name == "Reader" for alias in node.names):
                found.add("a reader")
            found |= {full if (full := f"{dotted}.{a.name}".strip(".")) in known else dotted for a in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bcmarketing"):
            found.add((node.module or "").removeprefix("bcmarketing").lstrip("."))
    return found - {""}


def layer(name: str, imports: dict[str, set[str]]) -> int:
    top = name.split(".", maxsplit=1)[0]
    if top in VALUES:
        return 0
    if name.endswith("records") or name in RECORDS:
        return 1
    if top in EDGES:
        return 4
    if top == "store":
        return 2
    return 3 if imports[name] & STORAGE else 2


def test_imports_point_down_only() -> None:
    imports = {name: imports_of(name, path) for name, path in modules() if name}
    wrong = [
        f"{name} imports {other}"
        for name, others in imports.items()
        for other in others
        if other in imports and layer(other, imports) > layer(name, imports)
    ]
    assert wrong == []


def test_no_module_is_imported_in_a_circle() -> None:
    imports = {name: imports_of(name, path) for name, path in modules() if name}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in sorted(imports.get(name, ())):
                visit(other, (*path, name))
            done.add(name)

    for name in imports:
        visit(name, ())


def test_packages_hold_no_code_of_their_own() -> None:
    for name, path in modules():
        if path.name == "__init__.py" and name:
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, name
            assert isinstance(body[0], ast.Expr), name


def rules() -> dict[str, list[Rule]]:
    """Return every rule of the package by its identifier: constants of modules and of classes."""
    found: dict[str, dict[int, Rule]] = {}
    for info in pkgutil.walk_packages([str(SOURCE)], "bcmarketing."):
        if info.name.endswith("__main__") or ".testing" in info.name:
            continue
        module = importlib.import_module(info.name)
        for value in list(vars(module).values()):
            for rule in (value, *vars(value).values()) if isinstance(value, type) else (value,):
                if isinstance(rule, Rule):
                    found.setdefault(rule.id, {})[id(rule)] = rule
    return {rule_id: list(same.values()) for rule_id, same in sorted(found.items())}


def marked(mark: str) -> set[str]:
    """Return the texts that stand in marks of this name anywhere in the tests."""
    found: set[str] = set()
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == mark:
                found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_every_rule_has_one_definition_a_sentence_and_a_source() -> None:
    for rule_id, same in rules().items():
        assert len(same) == 1, f"{rule_id} is defined {len(same)} times"
        assert re.fullmatch(r"[ENR]-[A-Z0-9]+(-[A-Z0-9]+)*", rule_id), rule_id
        assert same[0].statement.endswith("."), rule_id
        assert same[0].source, rule_id


def test_every_rule_has_a_test() -> None:
    missing = sorted(set(rules()) - marked("rule"))
    assert missing == [], f"rules without a test: {', '.join(missing)}"


def test_marks_name_rules_that_exist() -> None:
    unknown = sorted(marked("rule") - set(rules()))
    assert unknown == [], f"marks of unknown rules: {', '.join(unknown)}"


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: str(value) if value else "package")
def test_a_module_fits_on_a_few_screens(name: str, path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 420, f"{name} has {lines} lines"
