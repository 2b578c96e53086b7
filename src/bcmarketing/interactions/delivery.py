"""What the host is asked to deliver: a letter or an e-mail that goes with a log entry."""

import attrs

from ..contacts.records import CorrespondenceType
from ..errors import FieldRequired
from ..store.work import Work
from .options import DeliveryStatus, WizardAction
from .records import InteractionLogEntry


@attrs.frozen(kw_only=True)
class DeliveryRequest:
    """A document to deliver; delivering, merging and the outcome are the host's (table 5074).

    Attributes:
        entry_no: the log entry that the document goes with.
        attachment_no: the document; 0 where a Word template is merged.
        modified_word_template: the document that replaces the Word template's own; 0 for none.
        correspondence_type: how it goes; blank leaves it to the host.
        subject: the subject of the mail.
        language_code: the language of the document.
        word_template_code: the Word template to merge; the host stores the number of the result on the entry.
        wizard_action: what the template says about the document.
        send_word_docs_as_attmt: whether the document is attached or is the text of the mail.
    """

    entry_no: int
    attachment_no: int
    modified_word_template: int
    correspondence_type: CorrespondenceType
    subject: str
    language_code: str
    word_template_code: str
    wizard_action: WizardAction
    send_word_docs_as_attmt: bool


def request_delivery(
    work: Work, entry: InteractionLogEntry, wizard_action: WizardAction, *, document_required: bool = True
) -> InteractionLogEntry:
    """Ask the host to deliver the document of an entry, and return the entry marked as in progress, not yet stored.

    A segment is logged only with a document for each delivery; a single interaction may leave it to the host.

    Raises:
        FieldRequired: a document is required, and there is neither a Word template nor an attachment.
    """
    if document_required and not entry.word_template_code and not entry.attachment_no:
        raise FieldRequired("attachment_no")
    work.request(
        DeliveryRequest(
            entry_no=entry.entry_no,
            attachment_no=entry.attachment_no,
            modified_word_template=entry.modified_word_template,
            correspondence_type=entry.correspondence_type,
            subject=entry.subject,
            language_code=entry.interaction_language_code,
            word_template_code=entry.word_template_code,
            wizard_action=wizard_action,
            send_word_docs_as_attmt=entry.send_word_docs_as_attmt,
        )
    )
    return attrs.evolve(entry, delivery_status=DeliveryStatus.IN_PROGRESS)
