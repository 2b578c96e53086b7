"""Minors and parental consent: when a contact is blocked for privacy (table 5050)."""

import attrs

from .records import Contact
from .refusals import ConsentMissing


def with_consent(old: Contact, new: Contact) -> Contact:
    """Return the changed contact, blocked for privacy where the change asks for it.

    Becoming a minor blocks, and so does any change of the parental consent: people look at it again and unblock.

    Raises:
        ConsentMissing: a minor without consent would be unblocked.

    >>> with_consent(Contact(no="P1"), Contact(no="P1", minor=True)).privacy_blocked
    True
    """
    if (new.minor and not old.minor) or new.parental_consent_received != old.parental_consent_received:
        return attrs.evolve(new, privacy_blocked=True)
    if old.privacy_blocked and not new.privacy_blocked and new.minor and not new.parental_consent_received:
        raise ConsentMissing(new.no)
    return new
