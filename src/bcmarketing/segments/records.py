"""Segments: headers, lines, criteria, history, and what is left of them once logged."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar, Final

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
    to_code,
)
from ..contacts.records import CorrespondenceType
from ..errors import InvalidField, WrongType
from ..interactions.options import DocumentType, Evaluation, InformationFlow, InitiatedBy
from ..options import Option

#: What Business Central keeps of the filters on one table.
VIEW_LENGTH: Final = 2048


def is_view(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate the filters on one table: pairs of a field's name and its filter expression, not too long together."""
    if not isinstance(value, tuple) or not all(_is_pair(pair) for pair in value):
        raise WrongType(attribute.name, value, "is no tuple of pairs of a field name and a filter expression")
    if sum(len(field) + len(expression) for field, expression in value) > VIEW_LENGTH:
        raise InvalidField(attribute.name, value, f"is longer than {VIEW_LENGTH} characters")


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(text, str) for text in value)  # noqa: PLR2004


class CriteriaLineType(Option):
    """Whether a criteria line is a selection step or a filter of one."""

    ACTION = 0, "Action"
    FILTER = 1, "Filter"


class CriteriaAction(Option):
    """What a selection step does."""

    BLANK = 0, ""
    ADD = 1, "Add Contacts"
    REDUCE = 2, "Remove Contacts (Reduce)"
    REFINE = 3, "Remove Contacts (Refine)"


class HistoryAction(Option):
    """What happened to a line."""

    INSERTION = 0, "Insertion"
    DELETION = 1, "Deletion"


@attrs.frozen(kw_only=True)
class SegmentHeader:
    """A segment: contacts chosen for one occasion, with what its lines start from (table 5076)."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 3))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 4)
    )
    correspondence_type_default: CorrespondenceType = attrs.field(
        default=CorrespondenceType.BLANK,
        validator=is_option(CorrespondenceType),
        metadata=bc("Correspondence Type (Default)", 5),
    )
    interaction_template_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 6)
    )
    unit_cost: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Cost (LCY)", 7)
    )
    unit_duration: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Unit Duration (Min.)", 8)
    )
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 10))
    campaign_target: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Target", 11))
    information_flow: InformationFlow = attrs.field(
        default=InformationFlow.BLANK, validator=is_option(InformationFlow), metadata=bc("Information Flow", 12)
    )
    initiated_by: InitiatedBy = attrs.field(
        default=InitiatedBy.BLANK, validator=is_option(InitiatedBy), metadata=bc("Initiated By", 13)
    )
    no_series: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No. Series", 14))
    campaign_response: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Response", 15))
    language_code_default: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Language Code (Default)", 19)
    )
    interaction_group_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Group Code", 20)
    )
    send_word_docs_as_attmt: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Send Word Docs. as Attmt.", 22)
    )
    ignore_contact_corres_type: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Ignore Contact Corres. Type", 23)
    )
    subject_default: str = attrs.field(default="", validator=text100, metadata=bc("Subject (Default)", 24))
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 26)
    )


@attrs.frozen(kw_only=True)
class SegmentLine:
    """A contact in a segment, with the interaction planned for it (table 5077). Without ``segment_no``: a draft."""

    key_fields: ClassVar[tuple[str, ...]] = ("segment_no", "line_no")

    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 1))
    line_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Line No.", 2))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 3))
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 4))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 5)
    )
    correspondence_type: CorrespondenceType = attrs.field(
        default=CorrespondenceType.BLANK, validator=is_option(CorrespondenceType), metadata=bc("Correspondence Type", 6)
    )
    interaction_template_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Template Code", 7)
    )
    cost: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Cost (LCY)", 8)
    )
    duration: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Duration (Min.)", 9)
    )
    attachment_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Attachment No.", 10))
    campaign_response: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Response", 11))
    information_flow: InformationFlow = attrs.field(
        default=InformationFlow.BLANK, validator=is_option(InformationFlow), metadata=bc("Information Flow", 13)
    )
    initiated_by: InitiatedBy = attrs.field(
        default=InitiatedBy.BLANK, validator=is_option(InitiatedBy), metadata=bc("Initiated By", 14)
    )
    contact_alt_address_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Contact Alt. Address Code", 15)
    )
    evaluation: Evaluation = attrs.field(
        default=Evaluation.BLANK, validator=is_option(Evaluation), metadata=bc("Evaluation", 16)
    )
    campaign_target: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Campaign Target", 17))
    language_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Language Code", 19))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 22))
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 23))
    time_of_interaction: dt.time | None = attrs.field(
        default=None, validator=is_time, metadata=bc("Time of Interaction", 24)
    )
    attempt_failed: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Attempt Failed", 25))
    todo_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("To-do No.", 26))
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 27)
    )
    campaign_entry_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Campaign Entry No.", 28))
    interaction_group_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Interaction Group Code", 29)
    )
    document_type: DocumentType = attrs.field(
        default=DocumentType.BLANK, validator=is_option(DocumentType), metadata=bc("Document Type", 31)
    )
    document_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Document No.", 32))
    send_word_doc_as_attmt: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Send Word Doc. As Attmt.", 33)
    )
    contact_via: str = attrs.field(default="", validator=text80, metadata=bc("Contact Via", 34))
    version_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Version No.", 35))
    doc_no_occurrence: int = attrs.field(default=0, validator=is_integer, metadata=bc("Doc. No. Occurrence", 36))
    subject: str = attrs.field(default="", validator=text100, metadata=bc("Subject", 37))
    opportunity_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity No.", 44)
    )
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 53)
    )
    merged: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Merged", 54))


@attrs.frozen(kw_only=True)
class LoggedSegment:
    """What is left of a segment once it is logged (table 5075)."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no",)

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 2))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    creation_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Creation Date", 6))
    user_id: str = attrs.field(default="", converter=to_code, validator=code50, metadata=bc("User ID", 7))
    canceled: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Canceled", 8))


@attrs.frozen(kw_only=True)
class SegmentInteractionLanguage:
    """The document of a segment (line 0) or of one of its lines in one language (table 5104)."""

    key_fields: ClassVar[tuple[str, ...]] = ("segment_no", "segment_line_no", "language_code")

    segment_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Segment No.", 1))
    segment_line_no: int = attrs.field(validator=is_integer, metadata=bc("Segment Line No.", 2))
    language_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Language Code", 3))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 4))
    attachment_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Attachment No.", 5))
    subject: str = attrs.field(default="", validator=text100, metadata=bc("Subject", 6))
    word_template_code: str = attrs.field(
        default="", converter=to_code, validator=code30, metadata=bc("Word Template Code", 7)
    )


@attrs.frozen(kw_only=True)
class SegmentHistory:
    """What a selection step did to a line (table 5078)."""

    key_fields: ClassVar[tuple[str, ...]] = ("segment_no", "segment_action_no", "segment_line_no")

    segment_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Segment No.", 1))
    segment_action_no: int = attrs.field(validator=is_integer, metadata=bc("Segment Action No.", 2))
    segment_line_no: int = attrs.field(validator=is_integer, metadata=bc("Segment Line No.", 3))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 4))
    action_taken: HistoryAction = attrs.field(
        default=HistoryAction.INSERTION, validator=is_option(HistoryAction), metadata=bc("Action Taken", 5)
    )


@attrs.frozen(kw_only=True)
class SavedSegmentCriteria:
    """Selection steps saved under a code (table 5098)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    user_id: str = attrs.field(default="", converter=to_code, validator=code50, metadata=bc("User ID", 3))


@attrs.frozen(kw_only=True)
class SegmentCriteriaLine:
    """A selection step of a segment, or one filter of it (table 5097).

    A filter line holds its filters in ``view``: field names of ``table`` with filter expressions, by name of the field.
    """

    key_fields: ClassVar[tuple[str, ...]] = ("segment_no", "line_no")

    segment_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Segment No.", 1))
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 2))
    type: CriteriaLineType = attrs.field(
        default=CriteriaLineType.ACTION, validator=is_option(CriteriaLineType), metadata=bc("Type", 3)
    )
    action: CriteriaAction = attrs.field(
        default=CriteriaAction.BLANK, validator=is_option(CriteriaAction), metadata=bc("Action", 4)
    )
    table: str = attrs.field(default="", validator=text50, metadata=bc("Table No.", 5))
    view: tuple[tuple[str, str], ...] = attrs.field(default=(), validator=is_view, metadata=bc("View", 6))
    allow_existing_contacts: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Existing Contacts", 8)
    )
    expand_contact: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Expand Contact", 9))
    allow_company_with_persons: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Company with Persons", 10)
    )
    ignore_exclusion: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Ignore Exclusion", 11))
    entire_companies: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Entire Companies", 12))
    no_of_filters: int = attrs.field(default=0, validator=is_integer, metadata=bc("No. of Filters", 14))


@attrs.frozen(kw_only=True)
class SavedSegmentCriteriaLine:
    """A selection step saved under a code, or one filter of it (table 5099); fields as in `SegmentCriteriaLine`."""

    key_fields: ClassVar[tuple[str, ...]] = ("segment_criteria_code", "line_no")

    segment_criteria_code: str = attrs.field(
        converter=to_code, validator=code10, metadata=bc("Segment Criteria Code", 1)
    )
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 2))
    type: CriteriaLineType = attrs.field(
        default=CriteriaLineType.ACTION, validator=is_option(CriteriaLineType), metadata=bc("Type", 3)
    )
    action: CriteriaAction = attrs.field(
        default=CriteriaAction.BLANK, validator=is_option(CriteriaAction), metadata=bc("Action", 4)
    )
    table: str = attrs.field(default="", validator=text50, metadata=bc("Table No.", 5))
    view: tuple[tuple[str, str], ...] = attrs.field(default=(), validator=is_view, metadata=bc("View", 6))
    allow_existing_contacts: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Existing Contacts", 8)
    )
    expand_contact: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Expand Contact", 9))
    allow_company_with_persons: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Allow Company with Persons", 10)
    )
    ignore_exclusion: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Ignore Exclusion", 11))
    entire_companies: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Entire Companies", 12))
    no_of_filters: int = attrs.field(default=0, validator=is_integer, metadata=bc("No. of Filters", 14))
