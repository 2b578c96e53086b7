"""The processes that a step can name, each a thin cover of a process of the library."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import attrs

from ..activities.assignment import assign_activity as assign
from ..activities.planning import steps_of
from ..activities.proposals import Overrides
from ..activities.records import ActivityStep, Task
from ..campaigns import activation, entry_deletion, statuses
from ..errors import FieldRequired, NotFound
from ..interactions import canceling, deletion
from ..interactions.recording import record_interaction
from ..segments import criteria, editing, headers, history, logging, saved
from ..segments.records import SegmentHeader, SegmentLine
from ..store.changes import ChangeSet
from ..store.tables import Tables
from .layout import TABLES
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
from .steps import FilterArguments


def set_campaign_status(run: Request, *, campaign_no: str, status_code: str) -> Outcome:
    """Give a campaign a status, which must exist."""
    if not status_code.strip():
        raise NotFound("CampaignStatus", "")
    return Outcome(statuses.set_campaign_status(run.tables, campaign_no, status_code, context=run.context))


def assign_activity(
    run: Request, *, activity_code: str, campaign_no: str, start: dt.date, salesperson_code: str = ""
) -> Outcome:
    """Assign an activity to a campaign: a task a step, for the campaign's salesperson or the one given."""
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


def create_segment(
    run: Request,
    *,
    no: str,
    description: str,
    date: dt.date,
    salesperson_code: str = "",
    interaction_template_code: str = "",
    campaign_no: str = "",
    campaign_target: bool = False,
    campaign_response: bool = False,
) -> Outcome:
    """Create a segment and enter its fields in this order, blank and false ones too: they replace the template's."""
    fields: dict[str, object] = {
        "description": description,
        "date": date,
        "salesperson_code": salesperson_code,
        "interaction_template_code": interaction_template_code,
        "campaign_no": campaign_no,
        "campaign_target": campaign_target,
        "campaign_response": campaign_response,
    }
    if not interaction_template_code:
        del fields["interaction_template_code"]
    return Outcome(headers.create_segment(run.tables, no, fields, context=run.context, policies=run.policies))


def _fields_of(filters: FilterArguments) -> FilterArguments:
    """Return filters by field, where a step names them by column."""
    renamed = TABLES["interaction_log_entries"].renamed
    return {
        table: {
            renamed.get(field, field) if table == "interaction_log_entry" else field: text
            for field, text in view.items()
        }
        for table, view in filters.items()
    }


def add_contacts(
    run: Request,
    *,
    segment_no: str,
    filters: FilterArguments,
    allow_existing_contacts: bool = False,
    expand_companies: bool = False,
    allow_related_companies: bool = False,
    ignore_exclusion: bool = False,
) -> Outcome:
    """Add the contacts that match."""
    return Outcome(
        criteria.add_contacts(
            run.tables,
            segment_no,
            _fields_of(filters),
            allow_existing_contacts=allow_existing_contacts,
            expand_companies=expand_companies,
            allow_related_companies=allow_related_companies,
            ignore_exclusion=ignore_exclusion,
            context=run.context,
            policies=run.policies,
        )
    )


def reduce_contacts(
    run: Request, *, segment_no: str, filters: FilterArguments, entire_companies: bool = False
) -> Outcome:
    """Remove the contacts that match."""
    return Outcome(
        criteria.reduce_contacts(
            run.tables,
            segment_no,
            _fields_of(filters),
            entire_companies=entire_companies,
            context=run.context,
            policies=run.policies,
        )
    )


def refine_contacts(
    run: Request, *, segment_no: str, filters: FilterArguments, entire_companies: bool = False
) -> Outcome:
    """Keep the contacts that match."""
    return Outcome(
        criteria.refine_contacts(
            run.tables,
            segment_no,
            _fields_of(filters),
            entire_companies=entire_companies,
            context=run.context,
            policies=run.policies,
        )
    )


def go_back(run: Request, *, segment_no: str) -> Outcome:
    """Undo the last selection step."""
    return Outcome(history.go_back(run.tables, segment_no, context=run.context, policies=run.policies))


def save_criteria(run: Request, *, segment_no: str, code: str, description: str = "") -> Outcome:
    """Save the selection steps of a segment under a code."""
    return Outcome(
        saved.save_criteria(run.tables, segment_no, code, description, context=run.context, policies=run.policies)
    )


def reuse_criteria(run: Request, *, segment_no: str, code: str) -> Outcome:
    """Carry out saved selection steps on a segment without any."""
    return Outcome(saved.reuse_criteria(run.tables, segment_no, code, context=run.context, policies=run.policies))


def link_segment(
    run: Request,
    *,
    segment_no: str,
    campaign_no: str | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
) -> Outcome:
    """Change campaign and flags of a segment, in this order, and hand each change on to its lines."""
    if run.tables.get(SegmentHeader, segment_no.strip().upper()) is None:
        raise NotFound("SegmentHeader", segment_no)
    fields = {"campaign_no": campaign_no, "campaign_target": campaign_target, "campaign_response": campaign_response}

    def enter(tables: Tables, field: str, value: object) -> ChangeSet:
        return headers.change_segment_header(
            tables, segment_no, field, value, context=run.context, policies=run.policies
        )

    return _entered(run.tables, fields, enter)


def _entered(
    tables: Tables, fields: Mapping[str, object], enter: Callable[[Tables, str, object], ChangeSet]
) -> Outcome:
    """Enter the fields that are given one after the other, each on what the ones before it left."""
    changes = ChangeSet()
    for field, value in fields.items():
        if value is not None:
            change = enter(tables, field, value)
            changes, tables = changes.then(change), tables.apply(change)
    return Outcome(changes)


def change_segment_line(
    run: Request,
    *,
    segment_no: str,
    contact_no: str,
    campaign_no: str | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
) -> Outcome:
    """Change campaign and flags of the one line of a contact, in this order."""
    line = line_of(run.tables, segment_no, contact_no)
    fields = {"campaign_no": campaign_no, "campaign_target": campaign_target, "campaign_response": campaign_response}

    def enter(tables: Tables, field: str, value: object) -> ChangeSet:
        return editing.change_line(
            tables, line.segment_no, line.line_no, field, value, context=run.context, policies=run.policies
        )

    return _entered(run.tables, fields, enter)


def remove_segment_line(run: Request, *, segment_no: str, contact_no: str) -> Outcome:
    """Remove the one line of a contact by hand, which is recorded as a step."""
    line = line_of(run.tables, segment_no, contact_no)
    by_hand = attrs.evolve(run.context, interactive=True)
    return Outcome(
        editing.delete_line(run.tables, line.segment_no, line.line_no, context=by_hand, policies=run.policies)
    )


def line_of(tables: Tables, segment_no: str, contact_no: str) -> SegmentLine:
    """Return the one line of a contact in a segment.

    Raises:
        NotFound: there is none, or there are several.
    """
    segment_no, contact_no = segment_no.strip().upper(), contact_no.strip().upper()
    lines = tables.where(SegmentLine, segment_no=segment_no, contact_no=contact_no)
    if not contact_no:
        raise FieldRequired("contact_no")
    if len(lines) != 1:
        raise NotFound("one SegmentLine", (segment_no, contact_no))
    return lines[0]


def activate_campaign(run: Request, *, campaign_no: str) -> Outcome:
    """Make the campaign's prices hold for its targets."""
    return Outcome(activation.activate_campaign(run.tables, campaign_no, policies=run.policies))


def deactivate_campaign(run: Request, *, campaign_no: str) -> Outcome:
    """Make the campaign's prices hold for nobody."""
    return Outcome(activation.deactivate_campaign(run.tables, campaign_no))


def price_orders(run: Request, *, campaign_state: str) -> Outcome:
    """Price the order lines of one state, as things stand now."""
    price = pricer(run.tables, run.context.work_date)
    rows = tuple(price(order) for order in run.orders if order.campaign_state == campaign_state)
    return Outcome(rows=(("orders", rows),))


def log_segment(
    run: Request, *, segment_no: str, deliver: bool = False, follow_up: bool = False, follow_up_no: str = ""
) -> Outcome:
    """Log a segment; *follow_up_no* is the number of the follow-up segment."""
    return Outcome(
        logging.log_segment(
            run.tables,
            segment_no,
            deliver=deliver,
            follow_up=follow_up,
            follow_up_no=follow_up_no,
            context=run.context,
            policies=run.policies,
        )
    )


def log_interaction(
    run: Request,
    *,
    contact_no: str,
    interaction_template_code: str,
    campaign_no: str = "",
    salesperson_code: str = "",
    description: str = "",
    campaign_response: bool | None = None,
    cost: Decimal | None = None,
    duration_min: Decimal | None = None,
) -> Outcome:
    """Log one finished interaction outside segments, for no campaign unless given; the rest is the template's."""
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
    """Cancel a campaign entry, or take that back."""
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
    """Report whom a campaign's prices hold for."""
    rows = target_group_rows(run.tables, campaign_no.strip().upper(), moment)
    return Outcome(rows=(("campaign_target_group", tuple(rows)),))


def report_campaign_entries(run: Request, *, moment: str) -> Outcome:
    """Report all campaign entries."""
    return Outcome(rows=(("campaign_entries", tuple(campaign_entry_rows(run.tables, moment))),))


def report_interaction_log_entries(run: Request, *, moment: str) -> Outcome:
    """Report all interaction log entries."""
    return Outcome(rows=(("interaction_log_entries", tuple(interaction_log_entry_rows(run.tables, moment))),))


def report_statistics(run: Request, *, campaign_no: str, moment: str, date_filter: str = "") -> Outcome:
    """Report the statistics of a campaign."""
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
            create_segment,
            add_contacts,
            reduce_contacts,
            refine_contacts,
            go_back,
            save_criteria,
            reuse_criteria,
            link_segment,
            change_segment_line,
            remove_segment_line,
            activate_campaign,
            deactivate_campaign,
            price_orders,
            log_segment,
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
