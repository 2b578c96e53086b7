"""Records that an argument or a field of a segment names."""

from ..arguments import checked_code
from ..campaigns.records import Campaign
from ..contacts.partners import Salesperson
from ..contacts.records import Contact
from ..errors import Blocked
from ..interactions.records import InteractionGroup, InteractionTemplate
from ..store.work import Work
from .records import SegmentHeader


def stored_header(work: Work, segment_no: str) -> SegmentHeader:
    """Return the segment that an argument names.

    Raises:
        NotFound: there is no such segment.
        InvalidField: the number is no text, or too long.
    """
    return work.require(SegmentHeader, checked_code(segment_no, 20, "segment_no"))


def check_reference(work: Work, field: str, code: str) -> None:
    """Check that the record which a field of a header or line names exists; a blank field names none.

    Raises:
        NotFound: it does not exist.
        Blocked: it is a salesperson who is blocked.
    """
    if not code or field not in _REFERENCES:
        return
    row = work.require(_REFERENCES[field], code)
    if isinstance(row, Salesperson) and (row.blocked or row.privacy_blocked):
        raise Blocked(field, code)


_REFERENCES: dict[
    str, type[Campaign] | type[Contact] | type[InteractionGroup] | type[InteractionTemplate] | type[Salesperson]
] = {
    "campaign_no": Campaign,
    "contact_no": Contact,
    "interaction_group_code": InteractionGroup,
    "interaction_template_code": InteractionTemplate,
    "salesperson_code": Salesperson,
}
