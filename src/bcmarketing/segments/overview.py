"""A segment as people look at it: its lines with what is looked up about their contacts (tables 5076, 5077)."""

import attrs

from ..campaigns.records import Campaign
from ..contacts.records import Contact, ContactType
from ..contacts.statistics import ContactFigures, contact_statistics
from ..interactions.statistics import ALWAYS
from ..kinds import checked_kinds
from ..periods import Period
from ..store.reader import Reader
from ..store.work import Work
from .languages import attachment_of, modified_word_template_of
from .records import SegmentHeader, SegmentLine
from .references import stored_header


@attrs.frozen(kw_only=True)
class LineContact:
    """What a line or draft shows of its contact.

    Attributes:
        contact_name: the name of a person; blank for a company.
        contact_company_name: the name of the company.
        contact_phone_no: the phone number of the contact itself.
        contact_mobile_phone_no: its mobile phone number.
        contact_email: its e-mail address.
    """

    contact_name: str = ""
    contact_company_name: str = ""
    contact_phone_no: str = ""
    contact_mobile_phone_no: str = ""
    contact_email: str = ""


@attrs.frozen(kw_only=True)
class ListedLine:
    """A line of a segment with its contact, and the contact's own figures; ``None`` without contact."""

    line: SegmentLine
    contact: LineContact
    figures: ContactFigures | None


@attrs.frozen(kw_only=True)
class SegmentOverview:
    """A segment as people look at it.

    Attributes:
        header: the header.
        campaign_description: the description of its campaign.
        attachment_no: the document of its default language, unless that comes of a Word template; 0 for none.
        modified_word_template: the document that its Word template was changed into; 0 for none.
        lines: the lines, in line order.
    """

    header: SegmentHeader
    campaign_description: str
    attachment_no: int
    modified_word_template: int
    lines: tuple[ListedLine, ...]


def line_contact(reader: Reader | Work, line: SegmentLine) -> LineContact:
    """Return what a line or draft shows of its contact."""
    contact = reader.get(Contact, line.contact_no)
    company = reader.get(Contact, line.contact_company_no)
    company_name = company.name if company is not None and company.type is ContactType.COMPANY else ""
    if contact is None:
        return LineContact(contact_company_name=company_name)
    return LineContact(
        contact_name=contact.name if contact.type is ContactType.PERSON else "",
        contact_company_name=company_name,
        contact_phone_no=contact.phone_no,
        contact_mobile_phone_no=contact.mobile_phone_no,
        contact_email=contact.email,
    )


@checked_kinds
def segment_overview(reader: Reader, segment_no: str, period: Period = ALWAYS) -> SegmentOverview:
    """Return a segment with its lines and the figures of their contacts.

    Args:
        reader: the tables.
        segment_no: the segment.
        period: the dates that count for the figures.

    Raises:
        NotFound: there is no such segment.

    Source: table 5076, flow fields; report 5184, Segment - Contacts.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    campaign = work.get(Campaign, header.campaign_no) if header.campaign_no else None
    return SegmentOverview(
        header=header,
        campaign_description=campaign.description if campaign is not None else "",
        attachment_no=attachment_of(work, header),
        modified_word_template=modified_word_template_of(work, header),
        lines=tuple(_listed(reader, line, period) for line in work.where(SegmentLine, segment_no=header.no)),
    )


def _listed(reader: Reader, line: SegmentLine, period: Period) -> ListedLine:
    contact = reader.get(Contact, line.contact_no)
    figures = contact_statistics(reader, contact, period) if contact is not None else None
    return ListedLine(line=line, contact=line_contact(reader, line), figures=figures)
