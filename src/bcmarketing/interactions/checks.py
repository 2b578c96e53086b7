"""What a line must have before it is logged."""

import attrs

from ..campaigns.records import Campaign
from ..contacts.partners import Salesperson
from ..contacts.records import Contact, ContactAltAddress, CorrespondenceType
from ..errors import FieldRequired
from ..segments.records import SegmentLine
from ..store.work import Work
from .options import DocumentType
from .records import InteractionTemplate
from .refusals import NoEmailAddress


def check_line(work: Work, line: SegmentLine, *, deliver: bool) -> SegmentLine:
    """Return *line* as it is logged, if it may be.

    By e-mail goes only what has an address: without one the correspondence type becomes blank.
    A document needs no salesperson.

    Raises:
        FieldRequired: the date, contact, salesperson or template is blank; the first of these.
        NotFound: the contact, salesperson, template or campaign does not exist.
        NoEmailAddress: it is to be delivered by e-mail, without alternative address, to a contact without address.

    Source: campaigns specification, check line; codeunit 5051.
    """
    if line.date is None:
        raise FieldRequired("date")
    contact = work.require(Contact, _filled("contact_no", line.contact_no))
    if line.document_type is DocumentType.BLANK:
        work.require(Salesperson, _filled("salesperson_code", line.salesperson_code))
    work.require(InteractionTemplate, _filled("interaction_template_code", line.interaction_template_code))
    if line.campaign_no:
        work.require(Campaign, line.campaign_no)
    if line.correspondence_type is not CorrespondenceType.EMAIL or contact.email:
        return line
    address = _alternative_address(work, line)
    if address is None and deliver:
        raise NoEmailAddress(line.contact_no)
    if address is not None and address.email:
        return line
    return attrs.evolve(line, correspondence_type=CorrespondenceType.BLANK)


def _filled(field: str, value: str) -> str:
    if not value:
        raise FieldRequired(field)
    return value


def _alternative_address(work: Work, line: SegmentLine) -> ContactAltAddress | None:
    if not line.contact_alt_address_code:
        return None
    return work.get(ContactAltAddress, (line.contact_no, line.contact_alt_address_code))
