"""A run told to people: what each step did, with tables where a table says more than a sentence."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from typing import Final

from .activities.records import ActivityStep
from .campaigns.activation import SupportedRow
from .campaigns.records import Campaign, CampaignStatus, CampaignTargetGroup, TargetType
from .contacts.partners import Customer
from .contacts.records import Contact
from .folder.cells import write_cell
from .folder.run import StepResult
from .segments.records import SegmentLine
from .store.tables import Tables

#: Rows of a report that are shown; more are counted, and stand in the result files.
_SHOWN: Final = 8
_INDENT: Final = "    "

_MONEY: Final = (
    "unit_price",
    "line_amount",
    "cost",
    "avg_cost_per_response",
    "estimated_value",
    "calcd_current_value",
)
_CENT: Final = Decimal("0.01")
_WIDE: Final = Context(prec=50)

#: Takes a line of text.
Say = Callable[[str], None]


def tell(results: Iterable[StepResult], say: Say = print) -> list[StepResult]:
    """Tell what steps did, each as it is done; return them."""
    told: list[StepResult] = []
    stage = ""
    for result in results:
        step = result.step
        if step.stage and step.stage != stage:
            stage = step.stage
            say("")
            say(f"== {stage} ==")
        say(f"{step.date}  {step.process.replace('_', ' ')}{_subject(result)}")
        if step.expected:
            say(f"{_INDENT}({step.expected})")
        _tell_step(result, lambda text: say(f"{_INDENT}{text}"))
        told.append(result)
    return told


def _subject(result: StepResult) -> str:
    arguments = result.step.arguments
    names = ("activity_code", "no", "segment_no", "contact_no", "campaign_no", "entry_no", "campaign_state", "moment")
    said = [str(arguments[name]) for name in names if arguments.get(name)]
    return f": {', '.join(said)}" if said else ""


def _tell_step(result: StepResult, say: Say) -> None:
    if result.refusal is not None:
        say(f"refused: {result.refusal}")
        return
    teller = _TELLERS.get(result.step.process)
    if teller is not None:
        teller(result, say)
    for notice in result.outcome.changes.notices:
        say(str(notice))


def _status(result: StepResult, say: Say) -> None:
    statuses = {status.code: status.description for status in result.tables.where(CampaignStatus)}
    order = list(statuses)
    for campaign in result.outcome.changes.modified_of(Campaign):
        before = result.before.get(Campaign, campaign.no)
        later = order[order.index(campaign.status_code) + 1 :]
        following = f"; next in the list: {later[0]} {statuses[later[0]]}" if later else "; the last of the list"
        old = before.status_code if before else ""
        say(f"{old or 'no status'} -> {campaign.status_code} {statuses[campaign.status_code]}{following}")


def _tasks(result: StepResult, say: Say) -> None:
    for _, rows in result.outcome.rows:
        formulas: dict[tuple[object, object], str] = {
            (step.activity_code, step.step_no): str(step.date_formula) for step in result.tables.where(ActivityStep)
        }
        shown = [
            (
                row["date"],
                formulas.get((row["activity_code"], row["step_no"])) or "(blank)",
                row["type"] or "Task",
                row["description"],
                row["priority"],
                row["salesperson_code"],
            )
            for row in rows
        ]
        table(("date", "formula", "type", "task", "priority", "carried by"), shown, say)


def _segment(result: StepResult, say: Say) -> None:
    changes = result.outcome.changes
    for line in changes.deleted_of(SegmentLine):
        say(f"out: {_contact(result.tables, line.contact_no)}")
    for line in changes.inserted_of(SegmentLine):
        say(f"in:  {_contact(result.tables, line.contact_no)}")
    if not changes.deleted_of(SegmentLine) and not changes.inserted_of(SegmentLine):
        say(f"{len(changes.modified_of(SegmentLine))} lines changed")


def _contact(tables: Tables, no: str) -> str:
    contact = tables.get(Contact, no)
    if contact is None:
        return no
    company = tables.get(Contact, contact.company_no)
    of_company = f", {company.name}" if company is not None and company != contact else ""
    return f"{no} {contact.name}{of_company}"


def _targets(result: StepResult, say: Say) -> None:
    rows = []
    for support in result.outcome.changes.because:
        if isinstance(support, SupportedRow):
            target = support.row
            reasons = [f"segment {line.segment_no}: {line.contact_no}" for line in support.lines]
            reasons += [f"log entry {entry.entry_no}: {entry.contact_no}" for entry in support.log_entries]
            rows.append((target.type, target.no, _target_name(result.tables, target), "; ".join(reasons)))
    table(("for", "no.", "name", "because of"), rows, say)


def _target_name(tables: Tables, target: CampaignTargetGroup) -> str:
    if target.type is TargetType.CUSTOMER:
        customer = tables.get(Customer, target.no)
        return customer.name if customer else ""
    contact = tables.get(Contact, target.no)
    return contact.name if contact else ""


def _prices(result: StepResult, say: Say) -> None:
    columns = (
        ("line", "line_id"),
        ("customer", "bill_to_customer_no"),
        ("contact", "bill_to_contact_no"),
        ("item", "item_no"),
        ("qty", "quantity"),
        ("unit", "unit_of_measure_code"),
        ("date", "order_date"),
        ("campaign", "campaign_no"),
        ("curr.", "currency_code"),
        ("price", "unit_price"),
        ("disc. %", "line_discount_pct"),
        ("amount", "line_amount"),
        ("why", "why"),
    )
    _rows(result, columns, say)


def _statistics(result: StepResult, say: Say) -> None:
    columns = (
        ("contacted", "target_contacts_contacted"),
        ("responded", "contacts_responded"),
        ("rate %", "response_rate_pct"),
        ("cost", "cost"),
        ("per response", "avg_cost_per_response"),
        ("minutes", "duration_min"),
        ("opportunities", "no_of_opportunities"),
        ("estimated", "estimated_value"),
        ("current", "calcd_current_value"),
        ("entries", "campaign_entries"),
        ("interactions", "interaction_log_entries"),
    )
    _rows(result, columns, say)


_LOG_COLUMNS: Final = (
    ("entry", "entry_no"),
    ("contact", "contact_no"),
    ("company", "contact_company_no"),
    ("date", "date"),
    ("template", "interaction_template_code"),
    ("campaign", "campaign_no"),
    ("campaign entry", "campaign_entry_no"),
    ("target", "campaign_target"),
    ("response", "campaign_response"),
    ("cost", "cost"),
    ("minutes", "duration_min"),
    ("canceled", "canceled"),
)


def _log_report(result: StepResult, say: Say) -> None:
    _rows(result, _LOG_COLUMNS, say, most=_SHOWN)


def _report(result: StepResult, say: Say) -> None:
    for _, rows in result.outcome.rows:
        columns = tuple((column, column) for column in (rows[0] if rows else ()) if column != "moment")
        kept = [pair for pair in columns if any(write_cell(row[pair[1]]) not in ("", "false") for row in rows)]
        _rows(result, kept, say, most=_SHOWN)


def _rows(result: StepResult, columns: Sequence[tuple[str, str]], say: Say, *, most: int | None = None) -> None:
    for _, rows in result.outcome.rows:
        shown = [tuple(_money(column, row.get(column)) for _, column in columns) for row in rows[:most]]
        table(tuple(title for title, _ in columns), shown, say)
        if len(rows) > len(shown):
            say(f"... and {len(rows) - len(shown)} more")


def _logged(result: StepResult, say: Say) -> None:
    changes = result.outcome.changes
    kinds: dict[str, int] = {}
    for row in changes.inserted:
        kinds[type(row).__name__] = kinds.get(type(row).__name__, 0) + 1
    say("new: " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()))


def _deleted(result: StepResult, say: Say) -> None:
    for row in result.outcome.changes.deleted:
        say(f"deleted: {type(row).__name__} {getattr(row, 'entry_no', '')} {getattr(row, 'description', '')}".rstrip())


def _canceled(result: StepResult, say: Say) -> None:
    for change in result.outcome.changes.modified:
        mark = "canceled" if getattr(change.new, "canceled", False) else "no longer canceled"
        say(f"{mark}: {type(change.new).__name__} {getattr(change.new, 'entry_no', '')}")


_TELLERS: Final[dict[str, Callable[[StepResult, Say], None]]] = {
    "set_campaign_status": _status,
    "assign_activity": _tasks,
    "add_contacts": _segment,
    "reduce_contacts": _segment,
    "refine_contacts": _segment,
    "go_back": _segment,
    "reuse_criteria": _segment,
    "link_segment": _segment,
    "change_segment_line": _segment,
    "remove_segment_line": _segment,
    "activate_campaign": _targets,
    "price_orders": _prices,
    "log_segment": _logged,
    "log_interaction": _logged,
    "toggle_canceled_campaign_entry": _canceled,
    "toggle_canceled_interaction_log_entry": _canceled,
    "delete_campaign_entry": _deleted,
    "delete_canceled_campaign_entries": _deleted,
    "report_segment_lines": _report,
    "report_campaign_target_group": _report,
    "report_campaign_entries": _report,
    "report_interaction_log_entries": _log_report,
    "report_statistics": _statistics,
}


def _money(column: str, value: object) -> object:
    """Show amounts of money with two decimals or more."""
    if column not in _MONEY or not isinstance(value, Decimal):
        return value
    return f"{value:.2f}" if value == value.quantize(_CENT, context=_WIDE) else f"{value.normalize(_WIDE):f}"


def table(titles: Sequence[str], rows: Sequence[Sequence[object]], say: Say) -> None:
    """Say a table with aligned columns; columns without any value are left out, numbers stand to the right.

    >>> table(("no.", "name", "note"), [("A", "Alder", ""), ("B", "Bo", "")], print)
    no.  name
    A    Alder
    B    Bo
    """
    texts = [[write_cell(value) for value in row] for row in rows]
    kept = [place for place in range(len(titles)) if any(row[place] for row in texts)]
    if not kept:
        say("none")
        return
    cells = [[titles[place] for place in kept], *([row[place] for place in kept] for row in texts)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(kept))]
    right = [all(_is_number(row[place]) for row in cells[1:]) for place in range(len(kept))]
    for row in cells:
        parts = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(row, widths, right, strict=True)
        ]
        say("  ".join(parts).rstrip())


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit() or text == ""
