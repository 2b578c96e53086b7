"""What campaigns and their target groups refuse."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule


@attrs.frozen
class CustomerWithoutContact(Refusal, LookupError):
    """A customer in a target group goes, and no contact is left to carry the campaign's prices."""

    rule: ClassVar[Rule] = Rule(
        "E-CUSTOMER-NO-CONTACT",
        "A customer in a target group turns into the contact of its business relation, so there must be one.",
        "table 18, OnDelete; codeunit 7030",
    )
    text: ClassVar[str] = "customer {customer_no!r} is in a target group and has no contact to convert to"
    customer_no: str
