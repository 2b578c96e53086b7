"""What interactions and their templates refuse."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule
from .options import WizardAction


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


@attrs.frozen
class WizardActionNotPossible(Refusal, ValueError):
    """A template's wizard action does not go with the document of its default language."""

    rule: ClassVar[Rule] = Rule(
        "E-TEMPLATE-WIZARD-ACTION",
        "Merge needs a layout and its document or a Word template; a layout needs Merge; a Word template bars Import.",
        "table 5064, Wizard Action OnValidate",
    )
    text: ClassVar[str] = "template {template_code!r} cannot have the wizard action {wizard_action!r}: {why}"
    template_code: str
    wizard_action: WizardAction
    why: str


@attrs.frozen
class WordTemplateWithImport(Refusal, ValueError):
    """A template that imports its document was to have a Word template."""

    rule: ClassVar[Rule] = Rule(
        "E-TEMPLATE-WORD-IMPORT",
        "A template with the wizard action Import has no Word template.",
        "table 5064, Word Template Code OnValidate",
    )
    text: ClassVar[str] = "template {template_code!r} imports its document and takes no Word template"
    template_code: str


@attrs.frozen
class DraftWithoutContact(Refusal, ValueError):
    """A draft names nobody to interact with."""

    rule: ClassVar[Rule] = Rule(
        "E-DRAFT-CONTACT", "An interaction needs a contact to interact with.", "table 5077, CheckStatus"
    )
    text: ClassVar[str] = "the draft has no contact to interact with"


@attrs.frozen
class DraftWithoutDocument(Refusal, ValueError):
    """A draft should open its document and has none."""

    rule: ClassVar[Rule] = Rule(
        "E-DRAFT-NO-DOCUMENT",
        "With the wizard action Open, a draft has an attachment or its template a Word template.",
        "table 5077, CheckStatus",
    )
    text: ClassVar[str] = "template {template_code!r} opens a document, and the draft has none"
    template_code: str


@attrs.frozen
class EmailWithoutDocument(Refusal, ValueError):
    """A draft that goes by e-mail has no content to send."""

    rule: ClassVar[Rule] = Rule(
        "E-DRAFT-EMAIL-NO-DOCUMENT",
        "What goes by e-mail has a document as its content, or its template a Word template.",
        "table 5077, CheckStatus",
    )
    text: ClassVar[str] = "the draft goes by e-mail and has no document; template {template_code!r} no Word template"
    template_code: str


@attrs.frozen
class CallWithoutPhone(Refusal, ValueError):
    """A call is to be dialed, and there is no number."""

    rule: ClassVar[Rule] = Rule("E-CALL-NO-PHONE", "Dialing needs a phone number.", "table 5077, CheckPhoneCallStatus")
    text: ClassVar[str] = "there is no phone number to dial"


@attrs.frozen
class ParentCanceled(Refusal, ValueError):
    """A log entry was to be taken back into account while what it belongs to stays canceled."""

    rule: ClassVar[Rule] = Rule(
        "E-CANCEL-PARENT",
        "A log entry cannot be un-canceled while its logged segment or campaign entry is canceled.",
        "table 5065, ToggleCanceledCheckmark",
    )
    text: ClassVar[str] = "log entry {entry_no} stays canceled as long as {parent} {parent_no} is"
    entry_no: int
    parent: str
    parent_no: int


@attrs.frozen
class TemplateHasLanguage(Refusal, ValueError):
    """The template for documents that log interactions by themselves has a language row."""

    rule: ClassVar[Rule] = Rule(
        "E-DOC-TEMPLATE-LANGUAGE",
        "A template that documents log interactions with has no languages.",
        "codeunit 5051, LogDocument",
    )
    text: ClassVar[str] = "template {template_code!r} logs documents and must have no languages"
    template_code: str


@attrs.frozen
class NoInvoiceTemplate(Refusal, LookupError):
    """An invoice is posted for an activated campaign, and no template says how to log it."""

    rule: ClassVar[Rule] = Rule(
        "E-DOC-INVOICE-TEMPLATE",
        "Posting an invoice to a campaign target needs the template for sales invoices in the setup.",
        "codeunit 5051, SalesInvoiceCampaign",
    )
    text: ClassVar[str] = "the interaction template setup names no template for sales invoices"
