"""What users write type-checks strictly: the examples of README and docs, and code over the public names."""

import doctest
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bcmarketing

PROJECT = Path(__file__).parents[1]

HOST = '''\
from collections.abc import Hashable
from typing import TypeVar, assert_type

import attrs

from bcmarketing import *

R = TypeVar("R", bound=Record)


class Host:
    """A store as a host writes it."""

    def __init__(self, rows: list[Record]) -> None:
        self.rows = rows

    def get(self, kind: type[R], key: Key, /) -> R | None:
        return next((row for row in self.where(kind) if key_of(row) == key), None)

    def where(self, kind: type[R], /, **fields: Hashable) -> list[R]:
        for name in fields:
            assert name in [field.name for field in attrs.fields(kind)]
        found = [row for row in self.rows if isinstance(row, kind)]
        return sorted(found, key=lambda row: sortable(key_of(row)))

    def last(self, kind: type[R], /) -> R | None:
        return next(reversed(self.where(kind)), None)


host: Reader = Host([Campaign(no="CP1"), Customer(no="10000")])
assert_type(host.get(Campaign, "CP1"), Campaign | None)
assert_type(require(host, Campaign, "CP1"), Campaign)
assert_type(activate_campaign(host, "CP1"), ChangeSet)
'''


def sources() -> Iterator[tuple[str, str]]:
    """Return the modules to check: of a page its examples, on the lines where they stand."""
    yield "host", HOST
    names: list[str] = vars(bcmarketing)["__all__"]
    yield "star", "\n".join(["from bcmarketing import *", *(f"print({name})" for name in names)])
    for page in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))):
        lines: list[str] = []
        for example in doctest.DocTestParser().get_examples(page.read_text(encoding="utf-8")):
            lines += [""] * (example.lineno - len(lines)) + example.source.splitlines()
        if lines:
            yield page.stem.replace("-", "_"), "\n".join(lines)


def test_examples_and_public_names_are_typed_strictly(tmp_path: Path) -> None:
    for name, source in sources():
        (tmp_path / f"page_{name}.py").write_text(f"{source}\n", encoding="utf-8")
    # Run elsewhere, so that the package is seen as users have it: installed, without the settings of the project.
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", f"--cache-dir={tmp_path / 'cache'}", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0
