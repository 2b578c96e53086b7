"""What a run reports: rows of the result files, read off the tables as they stand."""

from collections.abc import Iterable, Iterator
from typing import Final

from ..activities.records import ActivityStep, SystemTaskType, Task
from ..campaigns.overview import FlowFilters, campaign_overview
from ..campaigns.records import CampaignEntry, CampaignTargetGroup
from ..contacts.records import Contact, ContactBusinessRelation, ContactType
from ..interactions.records import InteractionLogEntry
from ..segments.records import SegmentLine
from ..store.reader import Reader
from .orders import ResultRow
from .writing import RESULTS

#: column of a result file -> field of the record, where they differ
_RENAMED: Final = {"duration_min": "duration", "task_no": "todo_no"}
#: columns that refer to a numbered row: 0 is written as blank
_REFERENCES: Final = ("register_no", "campaign_entry_no", "logged_segment_entry_no")


def _row(file: str, moment: str, record: object) -> ResultRow:
    row: dict[str, object] = {"moment": moment}
    for column in RESULTS[file][1:]:
        value = getattr(record, _RENAMED.get(column, column))
        row[column] = None if column in _REFERENCES and value == 0 else value
    return row


def campaign_entry_rows(reader: Reader, moment: str) -> Iterator[ResultRow]:
    """Return a row for every campaign entry."""
    return (_row("campaign_entries", moment, entry) for entry in reader.where(CampaignEntry))


def interaction_log_entry_rows(reader: Reader, moment: str) -> Iterator[ResultRow]:
    """Return a row for every interaction log entry."""
    return (_row("interaction_log_entries", moment, entry) for entry in reader.where(InteractionLogEntry))


def target_group_rows(reader: Reader, campaign_no: str, moment: str) -> Iterator[ResultRow]:
    """Return a row for everyone whom the campaign's prices hold for."""
    rows = reader.where(CampaignTargetGroup, campaign_no=campaign_no)
    return (_row("campaign_target_group", moment, row) for row in rows)


def segment_line_rows(reader: Reader, segment_no: str, moment: str) -> Iterator[ResultRow]:
    """Return a row for every line of a segment, with the contact and the relations of its company."""
    for line in reader.where(SegmentLine, segment_no=segment_no):
        contact = reader.get(Contact, line.contact_no)
        company = reader.get(Contact, line.contact_company_no)
        relations = reader.where(ContactBusinessRelation, contact_no=line.contact_company_no)
        yield {
            "moment": moment,
            "segment_no": segment_no,
            "contact_no": line.contact_no,
            "contact_name": contact.name if contact and contact.type is ContactType.PERSON else "",
            "contact_company_no": line.contact_company_no,
            "company_name": company.name if company else "",
            "company_relations": "|".join(relation.business_relation_code for relation in relations),
            "campaign_no": line.campaign_no,
            "campaign_target": line.campaign_target,
            "campaign_response": line.campaign_response,
        }


def task_rows(steps: Iterable[ActivityStep], tasks: Iterable[Task], start: object) -> Iterator[ResultRow]:
    """Return a row for every step of an assigned activity, with the task that carries it.

    The owning tasks stand in the order of the steps. An activity without steps made one task, which has no step.
    """
    owners = [task for task in tasks if task.organizer_task_no == task.no and _is_owner(task)]
    numbers: list[int | None] = [step.step_no for step in steps]
    for step_no, task in zip(numbers or [None], owners, strict=True):
        row = {column: getattr(task, column, None) for column in RESULTS["tasks"]}
        yield {**row, "start_date": start, "step_no": step_no}


def _is_owner(task: Task) -> bool:
    return task.system_task_type in (SystemTaskType.ORGANIZER, SystemTaskType.TEAM)


def statistics_row(reader: Reader, campaign_no: str, moment: str, date_filter: str) -> ResultRow:
    """Return the statistics of a campaign, and how many entries it has, canceled or not, whatever their dates."""
    overview = campaign_overview(reader, campaign_no, FlowFilters(date=date_filter))
    campaign_no = campaign_no.strip().upper()
    figures = overview.figures
    return {
        "campaign_no": campaign_no,
        "moment": moment,
        "date_filter": date_filter,
        "campaign_entries": len(list(reader.where(CampaignEntry, campaign_no=campaign_no))),
        "interaction_log_entries": len(list(reader.where(InteractionLogEntry, campaign_no=campaign_no))),
        "target_contacts_contacted": figures.target_contacts_contacted,
        "contacts_responded": figures.contacts_responded,
        "response_rate_pct": figures.response_rate_pct,
        "cost": figures.cost,
        "avg_cost_per_response": figures.avg_cost_per_response,
        "duration_min": figures.duration,
        "avg_duration_per_response": figures.avg_duration_per_response,
        "no_of_opportunities": overview.no_of_opportunities,
        "estimated_value": overview.estimated_value,
        "calcd_current_value": overview.calcd_current_value,
        "why": "live entries only: neither canceled nor postponed; opportunities by their active entries",
    }
