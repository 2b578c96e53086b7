"""Interaction templates and log entries."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_not_negative, to_amount_or_given
from ..codes import (
    bc,
    code10,
    code20,
    code30,
    code50,
    is_bool,
    is_date,
    is_integer,
    is_option,
    is_time,
    text50,
    text80,
    text100,
    text250,
    to_code,
)
from ..contacts.records import CorrespondenceType
from .options import DeliveryStatus, DocumentType, Evaluation, InformationFlow, InitiatedBy, WizardAction


@attrs.frozen(kw_only=True)
class InteractionGroup:
    """A group of interaction templates (table 5063)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class InteractionTemplate:
    """What an interaction of one kind costs and does by default (table 5064)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    interaction_group_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Group Code", 2)
    )
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    unit_cost: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Cost (LCY)", 4)
    )
    unit_duration: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Duration (Min.)", 5)
    )
    information_flow: InformationFlow = attrs.field(
        default=InformationFlow.BLANK, validator=is_option(InformationFlow), metadata=bc("Information Flow", 6)
    )
    initiated_by: InitiatedBy = attrs.field(
        default=InitiatedBy.BLANK, validator=is_option(InitiatedBy), metadata=bc("Initiated By", 7)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 9))
    campaign_target: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Target", 10))
    campaign_response: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Response", 11))
    correspondence_type_default: CorrespondenceType = attrs.field(
        default=CorrespondenceType.EMAIL,
        validator=is_option(CorrespondenceType),
        metadata=bc("Correspondence Type (Default)", 12),
    )
    language_code_default: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Language Code (Default)", 17)
    )
    wizard_action: WizardAction = attrs.field(
        default=WizardAction.BLANK, validator=is_option(WizardAction), metadata=bc("Wizard Action", 18)
    )
    ignore_contact_corres_type: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Ignore Contact Corres. Type", 19)
    )
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 20)
    )


@attrs.frozen(kw_only=True)
class InteractionTemplateLanguage:
    """The document of a template in one language (table 5103)."""

    key_fields: ClassVar[tuple[str, ...]] = ("interaction_template_code", "language_code")

    interaction_template_code: str = attrs.field(
        converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 1)
    )
    language_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Language Code", 2))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    attachment_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Attachment No.", 4))
    custom_layout_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Custom Layout Code", 5)
    )
    report_layout_name: str = attrs.field(default="", validator=text250, metadata=bc("Report Layout Name", 6))
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 7)
    )


@attrs.frozen(kw_only=True)
class InteractionTemplateSetup:
    """The template used for one kind of document or interaction (a field of table 5122)."""

    key_fields: ClassVar[tuple[str, ...]] = ("purpose",)

    purpose: str = attrs.field(validator=text50, metadata=bc("Purpose", 1))
    interaction_template_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 2)
    )


@attrs.frozen(kw_only=True)
class InteractionLogEntry:
    """An interaction that took place, or one postponed (table 5065). ``duration`` is in minutes."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no",)

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 2))
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 3)
    )
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 4))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 5))
    information_flow: InformationFlow = attrs.field(
        default=InformationFlow.BLANK, validator=is_option(InformationFlow), metadata=bc("Information Flow", 6)
    )
    initiated_by: InitiatedBy = attrs.field(
        default=InitiatedBy.BLANK, validator=is_option(InitiatedBy), metadata=bc("Initiated By", 7)
    )
    attachment_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Attachment No.", 8))
    cost: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Cost (LCY)", 9)
    )
    duration: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Duration (Min.)", 10)
    )
    user_id: str = attrs.field(default="", converter=to_code, validator=code50, metadata=bc("User ID", 11))
    interaction_group_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Group Code", 12)
    )
    interaction_template_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 13)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 14))
    campaign_entry_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Campaign Entry No.", 15))
    campaign_response: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Response", 16))
    campaign_target: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Target", 17))
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 18))
    evaluation: Evaluation = attrs.field(
        default=Evaluation.BLANK, validator=is_option(Evaluation), metadata=bc("Evaluation", 19)
    )
    time_of_interaction: dt.time | None = attrs.field(
        default=None, validator=is_time, metadata=bc("Time of Interaction", 20)
    )
    attempt_failed: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Attempt Failed", 21))
    todo_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("To-do No.", 23))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 24)
    )
    delivery_status: DeliveryStatus = attrs.field(
        default=DeliveryStatus.BLANK, validator=is_option(DeliveryStatus), metadata=bc("Delivery Status", 25)
    )
    canceled: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Canceled", 26))
    correspondence_type: CorrespondenceType = attrs.field(
        default=CorrespondenceType.BLANK,
        validator=is_option(CorrespondenceType),
        metadata=bc("Correspondence Type", 27),
    )
    contact_alt_address_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Contact Alt. Address Code", 28)
    )
    logged_segment_entry_no: int = attrs.field(
        default=0, validator=is_integer, metadata=bc("Logged Segment Entry No.", 29)
    )
    document_type: DocumentType = attrs.field(
        default=DocumentType.BLANK, validator=is_option(DocumentType), metadata=bc("Document Type", 30)
    )
    document_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Document No.", 31))
    version_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Version No.", 32))
    doc_no_occurrence: int = attrs.field(default=0, validator=is_integer, metadata=bc("Doc. No. Occurrence", 33))
    contact_via: str = attrs.field(default="", validator=text80, metadata=bc("Contact Via", 34))
    send_word_docs_as_attmt: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Send Word Docs. as Attmt.", 35)
    )
    interaction_language_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Language Code", 36)
    )
    email_logged: bool = attrs.field(default=False, validator=is_bool, metadata=bc("E-Mail Logged", 37))
    subject: str = attrs.field(default="", validator=text100, metadata=bc("Subject", 38))
    opportunity_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity No.", 44)
    )
    postponed: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Postponed", 45))
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 46)
    )
    merged: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Merged", 47))
    modified_word_template: int = attrs.field(
        default=0, validator=is_integer, metadata=bc("Modified Word Template", 48)
    )


@attrs.frozen(kw_only=True)
class InterLogEntryCommentLine:
    """A comment on an interaction log entry (table 5123)."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no", "line_no")

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 2))
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 4))
    code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Code", 5))
    comment: str = attrs.field(default="", validator=text80, metadata=bc("Comment", 6))
    last_date_modified: dt.date | None = attrs.field(
        default=None, validator=is_date, metadata=bc("Last Date Modified", 7)
    )
