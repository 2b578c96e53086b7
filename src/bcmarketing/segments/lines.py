"""What a segment line takes over when its fields are entered: from the header, the contact and the template.

Each step gets a line and returns the new one; nothing is stored, so drafts without a segment use the same steps.
"""

import datetime as dt
from typing import Any

import attrs

from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..campaigns.targets import TargetGroup
from ..contacts.records import Contact, CorrespondenceType
from ..context import Context
from ..errors import FieldRequired
from ..interactions.options import InformationFlow, InitiatedBy
from ..interactions.records import InteractionTemplate, InteractionTemplateLanguage
from ..policies import BC, Policies
from ..store.work import Work
from .languages import (
    find_language,
    header_row,
    own_rows,
    remove_rows,
    template_rows,
)
from .line_defaults import alternative_address, contact_correspondence_type, header_defaults, template_defaults
from .records import SegmentHeader, SegmentInteractionLanguage, SegmentLine


def header_of(work: Work, line: SegmentLine) -> SegmentHeader | None:
    """Return the header of a line; ``None`` for a draft."""
    return work.get(SegmentHeader, line.segment_no) if line.segment_no else None


def validate_contact(
    work: Work,
    line: SegmentLine,
    contact_no: str,
    *,
    context: Context,
    policies: Policies = BC,
    targets: TargetGroup | None = None,
) -> SegmentLine:
    """Return the line with a contact entered, whether or not it is another one than before.

    A line of a segment starts over from its header; then the contact gives company, language, salesperson, way of
    correspondence, and the alternative address that holds on the line's date. A contact that does not exist gives
    nothing.

    Args:
        work: the process at work; language rows of the line's own go, and target groups follow another contact.
        line: the line as it is.
        contact_no: the contact; may be blank.
        context: whose user's salesperson a draft takes.
        policies: how target groups are kept.
        targets: the target groups of the process, if it changes more lines than this.

    Source: table 5077, "Contact No." OnValidate.
    """
    old, header = line, header_of(work, line)
    contact_no = checked_code(contact_no, 20, "contact_no")
    contact = work.get(Contact, contact_no) if contact_no else None
    changes = _on_draft(work, line, contact, context) if header is None else _on_segment(work, line, header, contact)
    line = attrs.evolve(line, contact_no=contact_no, **changes)
    # A draft is a value: only lines of a segment move target groups.
    if header is not None and line.contact_no != old.contact_no:
        (targets or TargetGroup(work, policies)).line_changed(old, line)
    return line


def _on_draft(work: Work, line: SegmentLine, contact: Contact | None, context: Context) -> dict[str, Any]:
    if contact is None:
        return {
            "contact_company_no": "",
            "contact_alt_address_code": "",
            "salesperson_code": "",
            "language_code": "",
        }
    own = context.user_salesperson_code or line.salesperson_code
    return {
        "contact_company_no": contact.company_no,
        "contact_alt_address_code": alternative_address(work, contact.no, line.date),
        "salesperson_code": own or contact.salesperson_code,
        "language_code": find_language(work, line.interaction_template_code, (), None, contact.language_code),
    }


def _on_segment(work: Work, line: SegmentLine, header: SegmentHeader, contact: Contact | None) -> dict[str, Any]:
    changes = header_defaults(work, header)
    own = own_rows(work, line)
    if contact is None:
        changes |= {"contact_company_no": "", "contact_alt_address_code": ""}
    else:
        if own:  # Their languages do not count any more, but Business Central looks at them once.
            find_language(work, header.interaction_template_code, own, header, contact.language_code)
        changes |= {
            "contact_company_no": contact.company_no,
            "contact_alt_address_code": alternative_address(work, contact.no, header.date),
            "salesperson_code": header.salesperson_code or contact.salesperson_code,
            "correspondence_type": contact_correspondence_type(work, header, contact),
        }
    remove_rows(work, own)
    return changes | _header_document(work, header, contact)


def _header_document(work: Work, header: SegmentHeader, contact: Contact | None) -> dict[str, Any]:
    """Return language and document that a line without language rows of its own has from its header."""
    spoken = contact.language_code if contact is not None else ""
    language = find_language(work, header.interaction_template_code, (), header, spoken)
    changes: dict[str, Any] = {"language_code": language}
    row = header_row(work, header.no, language)
    if row is not None:
        changes |= {"subject": row.subject, "word_template_code": row.word_template_code}
        # The content is the host's: a document counts as there when it has a number.
        if row.attachment_no:
            changes["attachment_no"] = row.attachment_no
    return changes


def validate_template(
    work: Work,
    line: SegmentLine,
    code: str,
    *,
    keep_campaign: bool = False,
) -> SegmentLine:
    """Return the line with an interaction template entered.

    Costs, flow, marks and document come from the template; a template that the header does not have gives the line
    language rows of its own. Target groups do not follow.

    Args:
        work: the process at work; language rows of the line's own come and go.
        line: the line as it is.
        code: the template; blank clears what a template gives.
        keep_campaign: leave the campaign alone, whatever the template's is; a header's comes in all the same.

    Raises:
        FieldRequired: the line has no contact.
        NotFound: there is no such contact or template.

    Source: table 5077, "Interaction Template Code" OnValidate.
    """
    if not line.contact_no:
        raise FieldRequired("contact_no")
    contact = work.require(Contact, line.contact_no)
    old, header = line, header_of(work, line)
    line = attrs.evolve(
        line,
        interaction_template_code=code,
        attachment_no=0,
        language_code="",
        subject="",
        interaction_group_code="",
        cost=0,
        duration=0,
        information_flow=InformationFlow.BLANK,
        initiated_by=InitiatedBy.BLANK,
        campaign_target=False,
        campaign_response=False,
        correspondence_type=CorrespondenceType.BLANK,
    )
    code = line.interaction_template_code
    template = work.require(InteractionTemplate, code) if code else None
    if header is None or not line.description:
        line = _with_template_document(work, line, header, contact.language_code, template)
    else:
        line = _with_segment_document(work, line, header, contact.language_code)
    if template is None:
        return line
    changes = template_defaults(line, old, header, contact, template)
    if header is not None and header.campaign_no:
        changes["campaign_no"] = header.campaign_no
    elif template.campaign_no and not keep_campaign:
        changes["campaign_no"] = template.campaign_no
    return attrs.evolve(line, **changes)


def _with_segment_document(work: Work, line: SegmentLine, header: SegmentHeader, contact_language: str) -> SegmentLine:
    """Return the line with the document of the header, or of its own where its template is not the header's."""
    code = line.interaction_template_code
    line_no = 0 if code == header.interaction_template_code else line.line_no
    # Copies first: a document that goes must not lend its number to one that comes.
    copies = template_rows(work, code, line.segment_no, line_no) if line_no else []
    remove_rows(work, own_rows(work, line))
    if not code:
        return line
    for copy in copies:
        work.insert(copy)
    language = find_language(work, code, own_rows(work, line), header, contact_language)
    row = work.get(SegmentInteractionLanguage, (line.segment_no, line_no, language))
    if row is None:
        return attrs.evolve(line, language_code=language)
    return attrs.evolve(
        line,
        language_code=language,
        attachment_no=row.attachment_no,
        word_template_code=row.word_template_code,
    )


def _with_template_document(
    work: Work,
    line: SegmentLine,
    header: SegmentHeader | None,
    contact_language: str,
    template: InteractionTemplate | None,
) -> SegmentLine:
    code, own = line.interaction_template_code, own_rows(work, line)
    language = find_language(work, code, own, header, contact_language)
    row = work.get(InteractionTemplateLanguage, (code, language))
    if row is not None:
        return attrs.evolve(
            line,
            language_code=language,
            attachment_no=row.attachment_no,
            word_template_code=row.word_template_code,
        )
    word_template_code = template.word_template_code if template is not None else line.word_template_code
    return attrs.evolve(line, language_code=language, word_template_code=word_template_code)


def validate_language(work: Work, line: SegmentLine, language_code: str) -> SegmentLine:
    """Return the line with a language entered, and the document that goes with it.

    Raises:
        FieldRequired: the line has no interaction template.
        NotFound: a draft's template has no such language.

    Source: table 5077, "Language Code" OnValidate.
    """
    if not line.interaction_template_code:
        raise FieldRequired("interaction_template_code")
    old, header = line, header_of(work, line)
    line = attrs.evolve(line, language_code=language_code)
    if line.language_code == old.language_code:
        return old
    if header is None:
        key = (line.interaction_template_code, line.language_code)
        return attrs.evolve(line, attachment_no=work.require(InteractionTemplateLanguage, key).attachment_no)
    own = {row.language_code: row for row in own_rows(work, line)}
    row = own.get(line.language_code) if own else header_row(work, header.no, line.language_code)
    if row is None:
        return attrs.evolve(line, attachment_no=0, subject="")
    return attrs.evolve(
        line, attachment_no=row.attachment_no, word_template_code=row.word_template_code, subject=row.subject
    )


def validate_date(work: Work, line: SegmentLine, date: dt.date | None) -> SegmentLine:
    """Return the line with a date entered; an alternative address that held on the old date gives way to the new one.

    Source: table 5077, Date OnValidate.
    """
    new = attrs.evolve(line, date=date)
    if line.contact_alt_address_code != alternative_address(work, line.contact_no, line.date):
        return new
    return attrs.evolve(new, contact_alt_address_code=alternative_address(work, line.contact_no, date))


def validate_campaign(
    work: Work,
    line: SegmentLine,
    campaign_no: str,
    *,
    policies: Policies = BC,
    targets: TargetGroup | None = None,
) -> SegmentLine:
    """Return the line with a campaign entered; target groups of activated campaigns follow.

    Raises:
        NotFound: there is no such campaign.
    """
    new = attrs.evolve(line, campaign_no=campaign_no)
    if new.campaign_no:
        work.require(Campaign, new.campaign_no)
    (targets or TargetGroup(work, policies)).line_changed(line, new)
    return new


def validate_target(
    work: Work,
    line: SegmentLine,
    campaign_target: bool,  # noqa: FBT001 - the value of a field
    *,
    policies: Policies = BC,
    targets: TargetGroup | None = None,
) -> SegmentLine:
    """Return the line marked as campaign target or not; the target group of an activated campaign follows."""
    new = attrs.evolve(line, campaign_target=campaign_target)
    (targets or TargetGroup(work, policies)).line_changed(line, new)
    return new
