"""Contacts that are blocked for privacy: nothing new is started with them."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule
from .records import Contact


@attrs.frozen
class ContactBlocked(Refusal, ValueError):
    """The contact is blocked for privacy.

    >>> print(ContactBlocked("CT1"))
    contact CT1 is blocked for privacy (E-CONTACT-BLOCKED)
    """

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-BLOCKED",
        "With a contact blocked for privacy, no interaction, task, opportunity or customer is started.",
        "table 5050, Privacy Blocked",
    )
    text: ClassVar[str] = "contact {contact_no} is blocked for privacy"
    contact_no: str


def check_not_blocked(contact: Contact) -> Contact:
    """Return the contact.

    Raises:
        ContactBlocked: it is blocked for privacy.
    """
    if contact.privacy_blocked:
        raise ContactBlocked(contact.no)
    return contact
