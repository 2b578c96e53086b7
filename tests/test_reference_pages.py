"""The reference pages are generated from the code; run this file to write them anew."""

import re
from importlib import util as _util
from pathlib import Path

import attrs
import pytest

from bcmarketing.policies import BC, Policies

DOCS = Path(__file__).parents[1] / "docs"


#: Questions without a default answer, and answers that belong to one call: arguments of their processes.
ASKED = {
    "leave_draft(finish_later=)": "keep an unfinished interaction to resume it; asked every time",
    "set_word_template(replace_attachment_by_word_template=)": (
        "a Word template takes the place of the attachment; asked every time"
    ),
    "OpportunityUpdate.cancel_old_tasks": "cancel the open tasks of an opportunity that moves; no unless given",
    "OpportunityClosing.cancel_old_tasks": "cancel the open tasks of an opportunity that closes; yes unless given",
    "modify_campaign(edit_active_prices=)": "active prices may be edited, so nobody is asked; no unless given",
    "log_segment(deliver=, follow_up=)": "deliver documents, create a follow-up segment; no unless given",
}


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
    lines += [
        "",
        "What is asked anew for every call is an argument of the process:",
        "",
        "| argument | meaning |",
        "|---|---|",
    ]
    lines += [f"| `{argument}` | {meaning} |" for argument, meaning in ASKED.items()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("name", "page"), [("rules", rules_page), ("policies", policies_page)])
def test_a_reference_page_says_what_the_code_says(name: str, page: object) -> None:
    assert callable(page)
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == page(), f"run {Path(__file__).name} to write docs anew"


if __name__ == "__main__":
    (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8")
    (DOCS / "policies.md").write_text(policies_page(), encoding="utf-8")
