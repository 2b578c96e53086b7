"""Documents of interactions: which there are is known here, their content is the host's (table 5062)."""

from ..contacts.records import Attachment
from ..store.work import Work
from .records import InteractionLogEntry


def remove_attachment(work: Work, no: int) -> None:
    """Remove a document; one that is not stored needs no removing."""
    attachment = work.get(Attachment, no) if no else None
    if attachment is not None:
        work.delete(attachment)


class AttachmentUse:
    """How many log entries use a document, for a process that looks at many entries.

    Each document's entries are read once; tell it of every entry that lets go of its document.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._users: dict[int, int] = {}

    def is_alone(self, entry: InteractionLogEntry) -> bool:
        """Return whether the entry has a document that no other entry uses."""
        return bool(entry.attachment_no) and self._count(entry.attachment_no) == 1

    def let_go(self, entry: InteractionLogEntry) -> None:
        """Note that the entry no longer uses its document; call it before the entry is changed or deleted."""
        if entry.attachment_no:
            self._users[entry.attachment_no] = self._count(entry.attachment_no) - 1

    def _count(self, attachment_no: int) -> int:
        if attachment_no not in self._users:
            self._users[attachment_no] = len(self._work.where(InteractionLogEntry, attachment_no=attachment_no))
        return self._users[attachment_no]
