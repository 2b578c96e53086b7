"""The processes on segments that a step can name, each a thin cover of a process of the library."""

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from ..errors import FieldRequired, NotFound
from ..segments import criteria, editing, headers, history, logging, saved
from ..segments.records import SegmentHeader, SegmentLine
from ..store.changes import ChangeSet
from ..store.tables import Tables
from .arguments import (
    CampaignNo,
    ContactNo,
    CriteriaCode,
    FilterArguments,
    FollowUpNo,
    NewCriteriaCode,
    NewSegmentNo,
    SalespersonCode,
    SegmentNo,
    TemplateCode,
)
from .layout import TABLES
from .outcomes import Outcome, Request


def create_segment(
    run: Request,
    *,
    no: NewSegmentNo,
    description: str,
    date: dt.date,
    salesperson_code: SalespersonCode = "",
    interaction_template_code: TemplateCode = "",
    campaign_no: CampaignNo = "",
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


def fields_of(filters: FilterArguments) -> FilterArguments:
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
    segment_no: SegmentNo,
    filters: FilterArguments,
    allow_existing_contacts: bool = False,
    expand_companies: bool = False,
    allow_related_companies: bool = False,
    ignore_exclusion: bool = False,
) -> Outcome:
    """Add the contacts that match all filters; every contact, if there are none."""
    return Outcome(
        criteria.add_contacts(
            run.tables,
            segment_no,
            fields_of(filters),
            allow_existing_contacts=allow_existing_contacts,
            expand_companies=expand_companies,
            allow_related_companies=allow_related_companies,
            ignore_exclusion=ignore_exclusion,
            context=run.context,
            policies=run.policies,
        )
    )


def reduce_contacts(
    run: Request, *, segment_no: SegmentNo, filters: FilterArguments, entire_companies: bool = False
) -> Outcome:
    """Remove the contacts that match all filters."""
    return _narrowed(criteria.reduce_contacts, run, segment_no, filters, entire_companies=entire_companies)


def refine_contacts(
    run: Request, *, segment_no: SegmentNo, filters: FilterArguments, entire_companies: bool = False
) -> Outcome:
    """Keep only the contacts that match all filters."""
    return _narrowed(criteria.refine_contacts, run, segment_no, filters, entire_companies=entire_companies)


def _narrowed(
    process: Callable[..., ChangeSet],
    run: Request,
    segment_no: str,
    filters: FilterArguments,
    *,
    entire_companies: bool,
) -> Outcome:
    return Outcome(
        process(
            run.tables,
            segment_no,
            fields_of(filters),
            entire_companies=entire_companies,
            context=run.context,
            policies=run.policies,
        )
    )


def go_back(run: Request, *, segment_no: SegmentNo) -> Outcome:
    """Undo the last selection step."""
    return Outcome(history.go_back(run.tables, segment_no, context=run.context, policies=run.policies))


def save_criteria(run: Request, *, segment_no: SegmentNo, code: NewCriteriaCode, description: str = "") -> Outcome:
    """Save the selection steps of a segment under a code."""
    return Outcome(
        saved.save_criteria(run.tables, segment_no, code, description, context=run.context, policies=run.policies)
    )


def reuse_criteria(run: Request, *, segment_no: SegmentNo, code: CriteriaCode) -> Outcome:
    """Carry out saved selection steps on a segment without any."""
    return Outcome(saved.reuse_criteria(run.tables, segment_no, code, context=run.context, policies=run.policies))


def link_segment(
    run: Request,
    *,
    segment_no: SegmentNo,
    campaign_no: CampaignNo | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
) -> Outcome:
    """Change what is given of a segment, in this order, and hand each change on to its lines."""
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
    segment_no: SegmentNo,
    contact_no: ContactNo,
    campaign_no: CampaignNo | None = None,
    campaign_target: bool | None = None,
    campaign_response: bool | None = None,
) -> Outcome:
    """Change what is given of the one line of a contact, in this order."""
    line = line_of(run.tables, segment_no, contact_no)
    fields = {"campaign_no": campaign_no, "campaign_target": campaign_target, "campaign_response": campaign_response}

    def enter(tables: Tables, field: str, value: object) -> ChangeSet:
        return editing.change_line(
            tables, line.segment_no, line.line_no, field, value, context=run.context, policies=run.policies
        )

    return _entered(run.tables, fields, enter)


def remove_segment_line(run: Request, *, segment_no: SegmentNo, contact_no: ContactNo) -> Outcome:
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


def log_segment(
    run: Request,
    *,
    segment_no: SegmentNo,
    deliver: bool = False,
    follow_up: bool = False,
    follow_up_no: FollowUpNo = "",
) -> Outcome:
    """Log a segment, which is gone then; `follow_up_no` is the number of the follow-up segment."""
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
