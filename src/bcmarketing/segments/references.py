"""Records that a field of a segment names."""

from ..campaigns.records import Campaign
from ..codes import to_code
from ..contacts.partners import Salesperson
from ..contacts.records import Contact
from ..errors import Blocked, WrongType
from ..interactions.records import InteractionGroup, InteractionTemplate
from ..store.work import Work


def check_reference(work: Work, field: str, value: object) -> None:
    """Check that the record which a field of a header or line names exists; a blank field names none.

    Raises:
        NotFound: it does not exist.
        Blocked: it is a salesperson who is blocked.
        WrongType: the field holds a code, and *value* is no text.
    """
    if field not in _REFERENCES:
        return
    if not isinstance(value, str):
        raise WrongType(field, value, "is no text")
    code = to_code(value)
    if not code:
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
