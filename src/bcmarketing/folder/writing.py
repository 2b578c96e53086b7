"""Result files: CSV tables with fixed columns."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from .cells import write_cell
from .orders import ORDER_COLUMNS, ResultRow

_LINE: Final = (
    "contact_no contact_name contact_company_no company_name company_relations campaign_no campaign_target "
    "campaign_response"
)
_LOG: Final = (
    "entry_no contact_no contact_company_no date description interaction_group_code interaction_template_code "
    "information_flow initiated_by cost duration_min campaign_no campaign_entry_no campaign_response campaign_target "
    "segment_no evaluation attempt_failed task_no salesperson_code delivery_status canceled correspondence_type "
    "logged_segment_entry_no document_type document_no opportunity_no postponed"
)
_STATISTICS: Final = (
    "campaign_no moment date_filter campaign_entries interaction_log_entries target_contacts_contacted "
    "contacts_responded response_rate_pct cost avg_cost_per_response duration_min avg_duration_per_response "
    "no_of_opportunities estimated_value calcd_current_value why"
)
_ENTRY: Final = (
    "entry_no campaign_no description date user_id segment_no canceled salesperson_code register_no document_type"
)
_TASK: Final = "activity_code start_date step_no type description priority date salesperson_code campaign_no status"

#: result file -> its columns
RESULTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "campaign_entries": ("moment", *_ENTRY.split()),
        "campaign_target_group": ("moment", "type", "no", "campaign_no"),
        "interaction_log_entries": ("moment", *_LOG.split()),
        "orders": (*ORDER_COLUMNS, "unit_price", "line_discount_pct", "line_amount", "why"),
        "segment_lines": ("moment", "segment_no", *_LINE.split()),
        "statistics": tuple(_STATISTICS.split()),
        "tasks": tuple(_TASK.split()),
    }
)


def write_results(folder: Path, results: Mapping[str, Sequence[ResultRow]]) -> tuple[Path, ...]:
    """Write every result file into *folder*, which is made if need be; return the files.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, columns in RESULTS.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([write_cell(row.get(column)) for column in columns] for row in results.get(name, ()))
        paths.append(path)
    return tuple(paths)
