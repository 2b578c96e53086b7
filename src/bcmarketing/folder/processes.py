"""The processes that a step can name, each a thin cover of a process of the library."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from ..activities.assignment import assign_activity as assign
from ..activities.planning import steps_of
from ..activities.proposals import Overrides
from ..activities.records import ActivityStep, Task
from ..campaigns import activation, entry_deletion, statuses
from ..errors import NotFound
from ..interactions import canceling, deletion
from ..interactions.recording import record_interaction
from . import segment_processes
from .arguments import ActivityCode, CampaignNo, ContactNo, SalespersonCode, StatusCode, TemplateCode
from .orders import pricer
from .outcomes import Outcome, Request
from .reports import (
    campaign_entry_rows,
    interaction_log_entry_rows,
    segment_line_rows,
    statistics_row,
    target_group_rows,
    task_rows,
)


def set_campaign_status(run: Request, *, campaign_no: CampaignNo, status_code: StatusCode) -> Outcome:
    """Give a campaign a status, which must exist."""
    if not status_code.strip():
        raise NotFound("CampaignStatus", "")
    return Outcome(statuses.set_campaign_status(run.tables, campaign_no, status_code, context=run.context))


def assign_activity(
    run: Request,
    *,
    activity_code: ActivityCode,
    campaign_no: CampaignNo,
    start: dt.date,
    salesperson_code: SalespersonCode = "",
) -> Outcome:
    """Assign an activity to a campaign, and report its tasks: for the campaign's salesperson unless one is given."""
    changes = assign(
        run.tables,
        activity_code,
        date=start,
        campaign_no=campaign_no,
        overrides=Overrides(salesperson_code=salesperson_code) if salesperson_code else Overrides(),
        policies=run.policies,
    )
    steps = steps_of(activity_code.strip().upper(), run.tables.where(ActivityStep))
    return Outcome(changes, (("tasks", tuple(task_rows(steps, changes.inserted_of(Task), start))),))


def activate_campaign(run: Request, *, campaign_no: CampaignNo) -> Outcome:
    """Make the campaign's prices hold for its targets."""
    return Outcome(activation.activate_campaign(run.tables, campaign_no, policies=run.policies))


def deactivate_campaign(run: Request, *, campaign_no: CampaignNo) -> Outcome:
    """Make the campaign's prices hold for nobody."""
    return Outcome(activation.deactivate_campaign(run.tables, campaign_no))


def price_orders(run: Request, *, campaign_state: str) -> Outcome:
    """Price the order lines that have this `campaign_state`, as things stand now, and report them."""
    price = pricer(run.tables, run.context.work_date)
    rows = tuple(price(order) for order in run.orders if order.campaign_state == campaign_state)
    return Outcome(rows=(("orders", rows),))


def log_interaction(
    run: Request,
    *,
    contact_no: ContactNo,
    interaction_template_code: TemplateCode,
    campaign_no: CampaignNo = "",
    salesperson_code: SalespersonCode = "",
    description: str = "",
    campaign_response: bool | None = None,
    cost: Decimal | None = None,
    duration_min: Decimal | None = None,
) -> Outcome:
    """Log one finished interaction outside segments: for the contact's salesperson; the rest is the template's."""
    return Outcome(
        record_interaction(
            run.tables,
            contact_no,
            interaction_template_code,
            date=run.context.work_date,
            campaign_no=campaign_no,
            salesperson_code=salesperson_code or None,
            description=description or None,
            campaign_response=campaign_response,
            cost=cost,
            duration=duration_min,
            context=run.context,
            policies=run.policies,
        )
    )


def toggle_canceled_campaign_entry(run: Request, *, entry_no: int) -> Outcome:
    """Cancel a campaign entry with its log entries, or take that back."""
    return Outcome(canceling.toggle_campaign_entry(run.tables, entry_no, policies=run.policies))


def toggle_canceled_interaction_log_entry(run: Request, *, entry_no: int) -> Outcome:
    """Cancel an interaction log entry, or take that back."""
    return Outcome(canceling.toggle_log_entries(run.tables, [entry_no], policies=run.policies))


def delete_campaign_entry(run: Request, *, entry_no: int) -> Outcome:
    """Delete one campaign entry, which must be canceled."""
    return Outcome(entry_deletion.delete_campaign_entry(run.tables, entry_no))


def delete_canceled_campaign_entries(run: Request, *, campaign_no: str = "") -> Outcome:
    """Delete the canceled campaign entries of a campaign, or of all."""
    exactly = campaign_no.replace("'", "''")
    filters = {"campaign_no": f"'{exactly}'"} if campaign_no else {}
    return Outcome(deletion.delete_canceled_campaign_entries(run.tables, filters))


def report_segment_lines(run: Request, *, segment_no: str, moment: str) -> Outcome:
    """Report the lines of a segment."""
    rows = segment_line_rows(run.tables, segment_no.strip().upper(), moment)
    return Outcome(rows=(("segment_lines", tuple(rows)),))


def report_campaign_target_group(run: Request, *, campaign_no: str, moment: str) -> Outcome:
    """Report whom a campaign's prices hold for now."""
    rows = target_group_rows(run.tables, campaign_no.strip().upper(), moment)
    return Outcome(rows=(("campaign_target_group", tuple(rows)),))


def report_campaign_entries(run: Request, *, moment: str) -> Outcome:
    """Report all campaign entries."""
    return Outcome(rows=(("campaign_entries", tuple(campaign_entry_rows(run.tables, moment))),))


def report_interaction_log_entries(run: Request, *, moment: str) -> Outcome:
    """Report all interaction log entries."""
    return Outcome(rows=(("interaction_log_entries", tuple(interaction_log_entry_rows(run.tables, moment))),))


def report_statistics(run: Request, *, campaign_no: CampaignNo, moment: str, date_filter: str = "") -> Outcome:
    """Report the statistics of a campaign; `date_filter` restricts entries to these dates."""
    return Outcome(rows=(("statistics", (statistics_row(run.tables, campaign_no, moment, date_filter),)),))


#: A process of a run: it takes keyword-only arguments, which a step names.
Process = Callable[..., Outcome]

#: name -> process
PROCESSES: Final[Mapping[str, Process]] = MappingProxyType(
    {
        process.__name__: process
        for process in (
            set_campaign_status,
            assign_activity,
            segment_processes.create_segment,
            segment_processes.add_contacts,
            segment_processes.reduce_contacts,
            segment_processes.refine_contacts,
            segment_processes.go_back,
            segment_processes.save_criteria,
            segment_processes.reuse_criteria,
            segment_processes.link_segment,
            segment_processes.change_segment_line,
            segment_processes.remove_segment_line,
            activate_campaign,
            deactivate_campaign,
            price_orders,
            segment_processes.log_segment,
            log_interaction,
            toggle_canceled_campaign_entry,
            toggle_canceled_interaction_log_entry,
            delete_campaign_entry,
            delete_canceled_campaign_entries,
            report_segment_lines,
            report_campaign_target_group,
            report_campaign_entries,
            report_interaction_log_entries,
            report_statistics,
        )
    }
)
