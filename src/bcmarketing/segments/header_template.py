"""The interaction template of a segment header changes, and what that takes along (table 5076)."""

import attrs

from ..context import Context
from ..interactions.records import InteractionTemplate
from ..policies import Policies
from ..store.work import Work
from .languages import delete_header_row, header_rows, insert_header_row, is_inherited, template_rows
from .records import SegmentHeader, SegmentLine
from .refusals import InheritedAttachment


def change_template(
    work: Work, header: SegmentHeader, template: InteractionTemplate, *, context: Context, policies: Policies
) -> SegmentHeader:
    """Give a header another template, and return it.

    All lines follow, whatever their template was, unless a person says no. Of their values only template, way of
    correspondence, Word template and document do: cost, duration, flow, marks, group and campaign of a line stay.

    Raises:
        InheritedAttachment: the lines shall not follow, and one of them holds the header's document.

    Source: table 5076, "Interaction Template Code" OnValidate.
    """
    hands_on = not context.interactive or policies.propagate_to_lines
    lines = work.where(SegmentLine, segment_no=header.no)
    if not hands_on:
        retold = attrs.evolve(header, word_template_code=template.word_template_code)
        for line in lines:
            if is_inherited(work, line, retold):
                raise InheritedAttachment(header.no, line.line_no)
    header = work.modify(_with_template(header, template))
    for line in lines:
        work.modify(_followed(line, header, hands_on=hands_on))
    return _change_languages(work, header)


def _with_template(header: SegmentHeader, template: InteractionTemplate) -> SegmentHeader:
    return attrs.evolve(
        header,
        interaction_template_code=template.code,
        subject_default="",
        language_code_default=template.language_code_default,
        interaction_group_code=template.interaction_group_code,
        unit_cost=template.unit_cost,
        unit_duration=template.unit_duration,
        information_flow=template.information_flow,
        initiated_by=template.initiated_by,
        campaign_target=template.campaign_target,
        campaign_response=template.campaign_response,
        correspondence_type_default=template.correspondence_type_default,
        ignore_contact_corres_type=template.ignore_contact_corres_type,
        word_template_code=template.word_template_code,
        campaign_no=template.campaign_no or header.campaign_no,
    )


def _followed(line: SegmentLine, header: SegmentHeader, *, hands_on: bool) -> SegmentLine:
    code = header.interaction_template_code
    if not hands_on and line.interaction_template_code != code:
        return line
    return attrs.evolve(
        line,
        interaction_template_code=code,
        correspondence_type=header.correspondence_type_default,
        word_template_code=header.word_template_code,
    )


def _change_languages(work: Work, header: SegmentHeader) -> SegmentHeader:
    """Replace the header's languages by the template's; the default language stays the template's."""
    # Copies first: a document that goes must not lend its number to one that comes.
    rows = template_rows(work, header.interaction_template_code, header.no)
    left = header
    for row in header_rows(work, header.no):
        left = delete_header_row(work, left, row)
    header = work.modify(header)
    for row in rows:
        insert_header_row(work, header, row)
    return header
