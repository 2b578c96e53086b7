"""What interactions refuse."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule


@attrs.frozen
class NoEmailAddress(Refusal, ValueError):
    """An interaction is to go out by e-mail, and there is no address to send it to."""

    rule: ClassVar[Rule] = Rule(
        "E-EMAIL-ADDRESS",
        "Delivery by e-mail needs an address of the contact or of its alternative address.",
        "codeunit 5051, TestFields",
    )
    text: ClassVar[str] = "contact {contact_no!r} has no e-mail address to deliver to"
    contact_no: str
