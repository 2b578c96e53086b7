"""What header, contact and template give a line, each by itself (table 5077)."""

import datetime as dt
from typing import Any

from ..contacts.records import Contact, ContactAltAddrDateRange, CorrespondenceType
from ..interactions.options import Evaluation
from ..interactions.records import InteractionTemplate
from ..store.work import Work
from .languages import attachment_of
from .records import SegmentHeader, SegmentLine


def header_defaults(work: Work, header: SegmentHeader) -> dict[str, Any]:
    """Return what a line has from its header before its contact is looked at, by field of the line."""
    return {
        "description": header.description,
        "campaign_no": header.campaign_no,
        "salesperson_code": header.salesperson_code,
        "correspondence_type": header.correspondence_type_default,
        "interaction_template_code": header.interaction_template_code,
        "interaction_group_code": header.interaction_group_code,
        "cost": header.unit_cost,
        "duration": header.unit_duration,
        "attachment_no": attachment_of(work, header),
        "date": header.date,
        "campaign_target": header.campaign_target,
        "campaign_response": header.campaign_response,
        "information_flow": header.information_flow,
        "initiated_by": header.initiated_by,
        "send_word_doc_as_attmt": header.send_word_docs_as_attmt,
        "word_template_code": header.word_template_code,
        "evaluation": Evaluation.BLANK,
        "merged": False,
    }


def contact_correspondence_type(work: Work, header: SegmentHeader, contact: Contact) -> CorrespondenceType:
    """Return how a contact is written to when it is entered on a line: as header, template or contact say."""
    if header.ignore_contact_corres_type and header.correspondence_type_default is not CorrespondenceType.BLANK:
        return header.correspondence_type_default
    template = work.get(InteractionTemplate, header.interaction_template_code)
    if template is not None and (
        template.ignore_contact_corres_type or contact.correspondence_type is CorrespondenceType.BLANK
    ):
        return template.correspondence_type_default
    return contact.correspondence_type


def template_defaults(
    line: SegmentLine,
    old: SegmentLine,
    header: SegmentHeader | None,
    contact: Contact,
    template: InteractionTemplate,
) -> dict[str, Any]:
    """Return what a line has from a template, by field of the line.

    Args:
        line: the line with the template entered.
        old: the line before.
        header: its header; ``None`` for a draft.
        contact: its contact.
        template: the template.
    """
    changes: dict[str, Any] = {
        "interaction_group_code": template.interaction_group_code,
        "cost": template.unit_cost,
        "duration": template.unit_duration,
        "information_flow": template.information_flow,
        "initiated_by": template.initiated_by,
        "campaign_target": template.campaign_target,
        "campaign_response": template.campaign_response,
        "correspondence_type": template_correspondence_type(old, header, contact, template),
    }
    if not line.description or old.interaction_template_code not in ("", template.code):
        changes["description"] = template.description
    return changes


def template_correspondence_type(
    old: SegmentLine, header: SegmentHeader | None, contact: Contact, template: InteractionTemplate
) -> CorrespondenceType:
    """Return how a contact is written to when a template is entered, by header, template or contact; else as before."""
    blank = CorrespondenceType.BLANK
    if header is not None and header.ignore_contact_corres_type and header.correspondence_type_default is not blank:
        return header.correspondence_type_default
    by_template = template.correspondence_type_default
    if template.ignore_contact_corres_type or (contact.correspondence_type is blank and by_template is not blank):
        return by_template
    return contact.correspondence_type if contact.correspondence_type is not blank else old.correspondence_type


def alternative_address(work: Work, contact_no: str, date: dt.date | None) -> str:
    """Return the alternative address of a contact on a date: of those that hold, the one that began last; else blank.

    Both ends of a range belong to it; a blank start lies before every date, a blank end is open.
    """
    holding = [
        period
        for period in work.where(ContactAltAddrDateRange, contact_no=contact_no)
        if _sortable(period.starting_date) <= _sortable(date)
        and (period.ending_date is None or period.ending_date >= _sortable(date))
    ]
    if not holding:
        return ""
    return max(holding, key=lambda period: _sortable(period.starting_date)).contact_alt_address_code


def _sortable(date: dt.date | None) -> dt.date:
    return date or dt.date.min
