"""What opportunities, sales cycles and the documents linked with them refuse."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule
from .records import ActionTaken, ActionType, CloseCodeType, OpportunityDocumentType, OpportunityStatus


@attrs.frozen
class ContactMissing(Refusal, ValueError):
    """An opportunity is to be created without a contact.

    >>> print(ContactMissing())
    an opportunity needs a contact (E-OPP-CONTACT)
    """

    rule: ClassVar[Rule] = Rule("E-OPP-CONTACT", "The wizard creates no opportunity without contact.", "table 5092")
    text: ClassVar[str] = "an opportunity needs a contact"


@attrs.frozen
class ContactOfOtherCompany(Refusal, ValueError):
    """An opportunity under way, or closed, is to move to a contact of another company."""

    rule: ClassVar[Rule] = Rule(
        "E-OPP-CONTACT-COMPANY", "Once started, an opportunity stays with the company of its contact.", "table 5092"
    )
    text: ClassVar[str] = (
        "opportunity {opportunity_no} belongs to company {company_no!r}, contact {contact_no} does not"
    )
    opportunity_no: str
    contact_no: str
    company_no: str


@attrs.frozen
class WrongStatus(Refusal, ValueError):
    """A step needs an opportunity of another status.

    >>> from bcmarketing.opportunities.records import OpportunityStatus
    >>> print(WrongStatus("OP1", OpportunityStatus.LOST, OpportunityStatus.IN_PROGRESS))
    opportunity OP1 is Lost and must be In Progress (E-OPP-STATUS)
    """

    rule: ClassVar[Rule] = Rule("E-OPP-STATUS", "A step needs an opportunity of a certain status.", "table 5092")
    text: ClassVar[str] = "opportunity {opportunity_no} is {status} and must be {needed}"
    opportunity_no: str
    status: OpportunityStatus
    needed: OpportunityStatus


@attrs.frozen
class OpportunityClosed(Refusal, ValueError):
    """A closed opportunity is to be updated or closed again."""

    rule: ClassVar[Rule] = Rule("E-OPP-CLOSED", "A closed opportunity neither moves nor closes again.", "table 5092")
    text: ClassVar[str] = "opportunity {opportunity_no} is closed"
    opportunity_no: str


@attrs.frozen
class OpportunityInProgress(Refusal, ValueError):
    """An opportunity under way is to be deleted."""

    rule: ClassVar[Rule] = Rule("E-OPP-ACTIVE", "An opportunity in progress is not deleted.", "table 5092")
    text: ClassVar[str] = "opportunity {opportunity_no} is in progress and cannot be deleted"
    opportunity_no: str


@attrs.frozen
class CampaignDates(Refusal, ValueError):
    """The campaign does not run on the creation date of the opportunity."""

    rule: ClassVar[Rule] = Rule(
        "E-OPP-CAMPAIGN-DATES",
        "A campaign entered on an opportunity runs on its creation date, and has an ending date.",
        "table 5092, campaign number",
    )
    text: ClassVar[str] = "campaign {campaign_no} does not run on the creation date of opportunity {opportunity_no}"
    campaign_no: str
    opportunity_no: str


@attrs.frozen
class CampaignNotActive(Refusal, ValueError):
    """The campaign is not activated."""

    rule: ClassVar[Rule] = Rule(
        "E-CAMPAIGN-NOT-ACTIVE", "A campaign entered on an opportunity is activated.", "table 5092, campaign number"
    )
    text: ClassVar[str] = "campaign {campaign_no} is not activated"
    campaign_no: str


@attrs.frozen
class SegmentOfOtherCampaign(Refusal, ValueError):
    """The segment belongs to another campaign than the opportunity."""

    rule: ClassVar[Rule] = Rule(
        "E-SEGMENT-CAMPAIGN", "Segment and campaign of an opportunity belong together.", "table 5092, segment number"
    )
    text: ClassVar[str] = "segment {segment_no} does not belong to campaign {campaign_no}"
    segment_no: str
    campaign_no: str


@attrs.frozen
class CycleBlocked(Refusal, ValueError):
    """A blocked sales cycle is to be used."""

    rule: ClassVar[Rule] = Rule("E-CYCLE-BLOCKED", "A blocked sales cycle is not entered.", "table 5090, Blocked")
    text: ClassVar[str] = "sales cycle {sales_cycle_code} is blocked"
    sales_cycle_code: str


@attrs.frozen
class CycleWithoutStages(Refusal, ValueError):
    """An opportunity is to enter or leave a stage, and its sales cycle has none to offer."""

    rule: ClassVar[Rule] = Rule(
        "E-CYCLE-NO-STAGES", "An opportunity moves only if its sales cycle has stages.", "table 5093, action types"
    )
    text: ClassVar[str] = "sales cycle {sales_cycle_code!r} offers no stage"
    sales_cycle_code: str


@attrs.frozen
class CycleInUse(Refusal, ValueError):
    """A sales cycle with open opportunities is to be deleted."""

    rule: ClassVar[Rule] = Rule("E-CYCLE-IN-USE", "A sales cycle with open opportunities is kept.", "table 5090")
    text: ClassVar[str] = "sales cycle {sales_cycle_code} has open opportunities"
    sales_cycle_code: str


@attrs.frozen
class StageInUse(Refusal, ValueError):
    """A stage on which opportunities stand is to be deleted."""

    rule: ClassVar[Rule] = Rule("E-STAGE-IN-USE", "A stage on which an opportunity stands is kept.", "table 5091")
    text: ClassVar[str] = "opportunities stand on stage {stage} of sales cycle {sales_cycle_code}"
    sales_cycle_code: str
    stage: int


@attrs.frozen
class StageNotAllowed(Refusal, ValueError):
    """An update asks for a move that the opportunity cannot make from where it stands."""

    rule: ClassVar[Rule] = Rule(
        "E-STAGE-NOT-ALLOWED", "An update moves to a stage that its action type offers.", "table 5093, stage lists"
    )
    text: ClassVar[str] = "opportunity {opportunity_no} cannot go to stage {stage} by action type {action_type!r}"
    opportunity_no: str
    action_type: ActionType
    stage: int


@attrs.frozen
class QuoteRequired(Refusal, ValueError):
    """The stage to enter requires a quote, and none is linked."""

    rule: ClassVar[Rule] = Rule(
        "E-QUOTE-REQUIRED", "A stage that requires a quote is entered with one.", "table 5093, next and skip"
    )
    text: ClassVar[str] = "stage {stage} requires that a sales quote is assigned to opportunity {opportunity_no}"
    opportunity_no: str
    stage: int


@attrs.frozen
class QuoteExists(Refusal, ValueError):
    """A quote is to be created for an opportunity that has one."""

    rule: ClassVar[Rule] = Rule("E-QUOTE-EXISTS", "An opportunity has one quote at most.", "table 5092, CreateQuote")
    text: ClassVar[str] = "quote {quote_no} is assigned to opportunity {opportunity_no} already"
    opportunity_no: str
    quote_no: str


@attrs.frozen
class NoQuote(Refusal, LookupError):
    """The quote of an opportunity is to be shown, and it has none."""

    rule: ClassVar[Rule] = Rule("E-NO-QUOTE", "Only an assigned quote can be shown.", "table 5092, ShowQuote")
    text: ClassVar[str] = "no sales quote is assigned to opportunity {opportunity_no}"
    opportunity_no: str


@attrs.frozen
class DocumentAssigned(Refusal, ValueError):
    """A sales document is to be linked with a second opportunity."""

    rule: ClassVar[Rule] = Rule(
        "E-DOCUMENT-ASSIGNED", "A sales document belongs to one opportunity.", "table 5092, sales document number"
    )
    text: ClassVar[str] = "sales document {document_no} is assigned to opportunity {opportunity_no} already"
    document_no: str
    opportunity_no: str


@attrs.frozen
class DocumentTypeRefused(Refusal, ValueError):
    """A user sets a sales document type that only posting sets."""

    rule: ClassVar[Rule] = Rule(
        "E-DOCUMENT-TYPE", "Only invoicing makes the document of an opportunity a posted invoice.", "table 5092"
    )
    text: ClassVar[str] = "sales document type {document_type} is only set by invoicing"
    document_type: OpportunityDocumentType


@attrs.frozen
class QuoteOpportunityOpen(Refusal, ValueError):
    """A quote is to become an order while its opportunity is still in progress."""

    rule: ClassVar[Rule] = Rule(
        "E-QUOTE-OPP-OPEN", "A quote becomes an order once its opportunity is closed.", "codeunit 86"
    )
    text: ClassVar[str] = "opportunity {opportunity_no} of quote {quote_no} is still in progress"
    quote_no: str
    opportunity_no: str


@attrs.frozen
class MustBePositive(Refusal, ValueError):
    """A value or percentage must be above 0.

    >>> print(MustBePositive("estimated_value_lcy", Decimal(0)))
    estimated_value_lcy must be above 0 and is 0 (E-MUST-BE-POSITIVE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-MUST-BE-POSITIVE", "Estimated value and chances of a move are above 0.", "table 5093, checks of an update"
    )
    text: ClassVar[str] = "{field} must be above 0 and is {value}"
    field: str
    value: Decimal


@attrs.frozen
class ChangeDateTooEarly(Refusal, ValueError):
    """An update is dated before the last change, or not at all."""

    rule: ClassVar[Rule] = Rule(
        "E-CHANGE-DATE", "Updates follow each other in time.", "table 5093, checks of an update"
    )
    text: ClassVar[str] = "date of change {date} is before the last change, {last}"
    date: dt.date | None
    last: dt.date | None


@attrs.frozen
class CloseDateTooEarly(Refusal, ValueError):
    """The estimated closing date of an update lies before its date."""

    rule: ClassVar[Rule] = Rule(
        "E-CLOSE-DATE", "An opportunity is expected to close no earlier than it changes.", "table 5093"
    )
    text: ClassVar[str] = "estimated closing date {estimated_close_date} is before the date of change {date_of_change}"
    estimated_close_date: dt.date
    date_of_change: dt.date


@attrs.frozen
class NeitherWonNorLost(Refusal, ValueError):
    """An opportunity is to be closed without saying how it ended."""

    rule: ClassVar[Rule] = Rule("E-WON-OR-LOST", "Closing says won or lost.", "table 5093, checks of closing")
    text: ClassVar[str] = "an opportunity closes as won or lost, not as {action_taken!r}"
    action_taken: ActionTaken


@attrs.frozen
class CloseCodeMismatch(Refusal, ValueError):
    """A close code for the other outcome is given."""

    rule: ClassVar[Rule] = Rule("E-CLOSE-CODE-TYPE", "A close code fits the outcome.", "table 5093, close code")
    text: ClassVar[str] = "close code {code} is of type {type}"
    code: str
    type: CloseCodeType


@attrs.frozen
class NoSalesAmount(Refusal, ValueError):
    """An opportunity is to be won without a sales amount."""

    rule: ClassVar[Rule] = Rule("E-SALES-AMOUNT", "A won opportunity has a sales amount above 0.", "table 5093")
    text: ClassVar[str] = "the sales amount must be above 0 and is {amount}"
    amount: Decimal


@attrs.frozen
class CompanyMissing(Refusal, LookupError):
    """The company of a person who becomes a customer does not exist."""

    rule: ClassVar[Rule] = Rule("E-NO-COMPANY", "A won person's company exists.", "table 5093, customer check")
    text: ClassVar[str] = "company {company_no} of contact {contact_no} does not exist"
    contact_no: str
    company_no: str


@attrs.frozen
class EntryCanceled(Refusal, ValueError):
    """An opportunity is to be created out of a canceled interaction."""

    rule: ClassVar[Rule] = Rule("E-ENTRY-CANCELED", "A canceled interaction leads to no opportunity.", "table 5065")
    text: ClassVar[str] = "interaction {entry_no} is canceled"
    entry_no: int


@attrs.frozen
class EntryHasOpportunity(Refusal, ValueError):
    """A second opportunity is to be created out of an interaction."""

    rule: ClassVar[Rule] = Rule(
        "E-ENTRY-HAS-OPPORTUNITY", "An interaction belongs to one opportunity at most.", "table 5065"
    )
    text: ClassVar[str] = "interaction {entry_no} belongs to opportunity {opportunity_no}"
    entry_no: int
    opportunity_no: str
