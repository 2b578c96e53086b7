"""The reference pages, and the tables of the page on runs, are generated from the code; run this file to write them."""

import re
from collections.abc import Mapping, Sequence
from importlib import util as _util
from pathlib import Path

import attrs
import pytest

from bcmarketing.folder.arguments import Parameter, parameters
from bcmarketing.folder.layout import TABLES
from bcmarketing.folder.orders import ORDER_COLUMNS
from bcmarketing.folder.processes import PROCESSES
from bcmarketing.folder.writing import RESULTS
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


def runs_page() -> str:
    """Return the page on runs as it stands, with its tables made anew."""
    page = (DOCS / "runs.md").read_text(encoding="utf-8")
    files = {name: table.columns for name, table in TABLES.items()} | {"orders": ORDER_COLUMNS}
    tables = {"processes": _processes(), "results": _files(RESULTS), "tables": _files(dict(sorted(files.items())))}
    for name, table in tables.items():
        start, end = f"<!-- {name}: generated -->\n\n", f"\n<!-- end of {name} -->\n"
        before, rest = page.split(start)
        page = f"{before}{start}{table}{end}{rest.split(end)[1]}"
    return page


def _processes() -> str:
    lines = ["| process | must be given | may be left out | what it does |", "|---|---|---|---|"]
    for name, process in PROCESSES.items():
        known = parameters(process)
        required = [f"`{name}`" for name, parameter in known.items() if parameter.is_required]
        optional = [f"`{name}`{_default(parameter)}" for name, parameter in known.items() if not parameter.is_required]
        lines.append(f"| `{name}` | {', '.join(required)} | {', '.join(optional)} | {process.__doc__} |")
    return "\n".join(lines) + "\n"


def _default(parameter: Parameter) -> str:
    return {"": " (blank)", False: " (false)", None: ""}[parameter.default]


def _files(files: Mapping[str, Sequence[str]]) -> str:
    rows = "".join(f"| `{file}.csv` | {' '.join(columns)} |\n" for file, columns in files.items())
    return f"| file | columns |\n|---|---|\n{rows}"


PAGES = {"rules": rules_page, "policies": policies_page, "runs": runs_page}


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_a_reference_page_says_what_the_code_says(name: str, page: object) -> None:
    assert callable(page)
    assert (DOCS / f"{name}.md").read_text(encoding="utf-8") == page(), f"run {Path(__file__).name} to write docs anew"


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / f"{name}.md").write_text(page(), encoding="utf-8")
