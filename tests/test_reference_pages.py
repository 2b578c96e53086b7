"""The reference pages are generated from the code; run this file to write them anew."""

import re
from importlib import util as _util
from pathlib import Path

import attrs
import pytest

from bcmarketing.policies import BC, Policies

DOCS = Path(__file__).parents[1] / "docs"


def _rules() -> dict[str, list[object]]:
    """Return the rules by identifier, as the test of the layers collects them."""
    spec = _util.spec_from_file_location("layers", Path(__file__).with_name("test_layers.py"))
    assert spec is not None
    assert spec.loader is not None
    module = _util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rules: dict[str, list[object]] = module.rules()
    return rules


def rules_page() -> str:
    """Return the page that lists every rule."""
    lines = [
        "# Rules",
        "",
        "Every rule that the library names, with its source in Business Central.",
        "`E-` refuses, `N-` notices, `R-` decides.",
        "Errors carry their rule as `rule`, notices as `rule`, decisions in `because`.",
        "This page is generated from the code.",
        "",
        "| rule | says | source |",
        "|---|---|---|",
    ]
    for rule_id, [rule, *_] in _rules().items():
        statement, source = (getattr(rule, name).replace("|", "\\|") for name in ("statement", "source"))
        lines.append(f"| `{rule_id}` | {statement} | {source} |")
    return "\n".join(lines) + "\n"


def policies_page() -> str:
    """Return the page that lists every policy with its default."""
    described = dict(
        re.findall(
            r"^ {8}(\w+): (.+?)(?=^ {8}\w+: |^\S|^ {0,4}\S|\Z)", Policies.__doc__ or "", re.MULTILINE | re.DOTALL
        )
    )
    lines = [
        "# Policies",
        "",
        "Business Central asks its users questions, and it has peculiarities.",
        "Both are fields of `Policies`; every process takes one as `policies=`.",
        "The default is the answer of Business Central's default button, or its own behaviour.",
        "This page is generated from the code.",
        "",
        "| policy | default | meaning |",
        "|---|---|---|",
    ]
    for field in attrs.fields(Policies):
        default = getattr(BC, field.name)
        text = " ".join(described[field.name].split())
        lines.append(f"| `{field.name}` | `{default!r}` | {text} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("name", "page"), [("rules", rules_page), ("policies", policies_page)])
def test_a_reference_page_says_what_the_code_says(name: str, page: object) -> None:
    assert callable(page)
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == page(), f"run {Path(__file__).name} to write docs anew"


if __name__ == "__main__":
    (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8")
    (DOCS / "policies.md").write_text(policies_page(), encoding="utf-8")
