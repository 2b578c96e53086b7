"""Sales cycles and their stages, opportunities and their entries."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from ..amounts import HUNDRED, ZERO, is_amount, is_percentage, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_date, is_integer, is_option, text100, to_code
from ..dates.checks import is_date_formula
from ..dates.formula import DateFormula, to_date_formula
from ..errors import InvalidField
from ..options import Option


class ProbabilityCalculation(Option):
    """How the probability of an entry follows from chances and completion."""

    MULTIPLY = 0, "Multiply"
    ADD = 1, "Add"
    CHANCES_OF_SUCCESS = 2, "Chances of Success %"
    COMPLETED = 3, "Completed %"


class OpportunityStatus(Option):
    """How an opportunity stands."""

    NOT_STARTED = 0, "Not Started"
    IN_PROGRESS = 1, "In Progress"
    WON = 2, "Won"
    LOST = 3, "Lost"


class OpportunityPriority(Option):
    """How urgent an opportunity is."""

    LOW = 0, "Low"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"


class ActionTaken(Option):
    """What the entry of an opportunity did."""

    BLANK = 0, ""
    NEXT = 1, "Next"
    PREVIOUS = 2, "Previous"
    UPDATED = 3, "Updated"
    JUMPED = 4, "Jumped"
    WON = 5, "Won"
    LOST = 6, "Lost"


class ActionType(Option):
    """A move that an update of an opportunity asks for."""

    BLANK = 0, ""
    FIRST = 1, "First"
    NEXT = 2, "Next"
    PREVIOUS = 3, "Previous"
    SKIP = 4, "Skip"
    UPDATE = 5, "Update"
    JUMP = 6, "Jump"


class OpportunityDocumentType(Option):
    """The kind of sales document an opportunity is linked with."""

    BLANK = 0, ""
    QUOTE = 1, "Quote"
    ORDER = 2, "Order"
    POSTED_INVOICE = 3, "Posted Invoice"


class CloseCodeType(Option):
    """Whether a close code tells why an opportunity was won or lost."""

    WON = 0, "Won"
    LOST = 1, "Lost"


class OpportunityOutput(Option):
    """What a cell of the opportunities matrix shows."""

    NO_OF_OPPORTUNITIES = 0, "No. of Opportunities"
    ESTIMATED_VALUE = 1, "Estimated Value (LCY)"
    CALCD_CURRENT_VALUE = 2, "Calc. Current Value (LCY)"
    AVG_ESTIMATED_VALUE = 3, "Avg. Estimated Value (LCY)"
    AVG_CALCD_CURRENT_VALUE = 4, "Avg. Calc. Current Value (LCY)"


def is_stage_number(_record: object, attribute: "attrs.Attribute[Any]", value: int) -> None:
    """Validate the number of a stage: at least 1."""
    is_integer(_record, attribute, value)
    if value < 1:
        raise InvalidField(attribute.name, value, "must be at least 1")


def is_at_most_100(_record: object, attribute: "attrs.Attribute[Any]", value: Decimal) -> None:
    """Validate chances of success: at most 100 percent."""
    is_amount(_record, attribute, value)
    if value > HUNDRED:
        raise InvalidField(attribute.name, value, "must be at most 100")


@attrs.frozen(kw_only=True)
class SalesCycle:
    """A sales cycle (table 5090)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    probability_calculation: ProbabilityCalculation = attrs.field(
        default=ProbabilityCalculation.MULTIPLY,
        validator=is_option(ProbabilityCalculation),
        metadata=bc("Probability Calculation", 3),
    )
    blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Blocked", 4))


@attrs.frozen(kw_only=True)
class SalesCycleStage:
    """A stage of a sales cycle; stages follow each other by number (table 5091)."""

    key_fields: ClassVar[tuple[str, ...]] = ("sales_cycle_code", "stage")

    sales_cycle_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Sales Cycle Code", 1))
    stage: int = attrs.field(validator=is_stage_number, metadata=bc("Stage", 2))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 3))
    completed_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_percentage, metadata=bc("Completed %", 4)
    )
    activity_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Activity Code", 5))
    quote_required: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Quote Required", 6))
    allow_skip: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Allow Skip", 7))
    date_formula: DateFormula = attrs.field(
        default=DateFormula(),
        converter=to_date_formula,
        validator=is_date_formula,
        metadata=bc("Date Formula", 14),
    )
    chances_of_success_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_percentage, metadata=bc("Chances of Success %", 15)
    )


@attrs.frozen(kw_only=True)
class CloseOpportunityCode:
    """A reason for winning or losing (table 5094)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    type: CloseCodeType = attrs.field(
        default=CloseCodeType.WON, validator=is_option(CloseCodeType), metadata=bc("Type", 4)
    )


@attrs.frozen(kw_only=True)
class Opportunity:
    """An opportunity (table 5092); its figures are those of its active entry."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 3)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 4))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 5))
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 6)
    )
    sales_cycle_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Sales Cycle Code", 7)
    )
    sales_document_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Sales Document No.", 8)
    )
    creation_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Creation Date", 9))
    status: OpportunityStatus = attrs.field(
        default=OpportunityStatus.NOT_STARTED, validator=is_option(OpportunityStatus), metadata=bc("Status", 10)
    )
    priority: OpportunityPriority = attrs.field(
        default=OpportunityPriority.NORMAL, validator=is_option(OpportunityPriority), metadata=bc("Priority", 11)
    )
    closed: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Closed", 12))
    date_closed: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date Closed", 13))
    no_series: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No. Series", 26))
    segment_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Segment No.", 27))
    sales_document_type: OpportunityDocumentType = attrs.field(
        default=OpportunityDocumentType.BLANK,
        validator=is_option(OpportunityDocumentType),
        metadata=bc("Sales Document Type", 29),
    )
    segment_description: str = attrs.field(default="", validator=text100, metadata=bc("Segment Description", 9503))


@attrs.frozen(kw_only=True)
class OpportunityEntry:
    """A step in the history of an opportunity; one entry of each is active (table 5093)."""

    key_fields: ClassVar[tuple[str, ...]] = ("entry_no",)

    entry_no: int = attrs.field(validator=is_integer, metadata=bc("Entry No.", 1))
    opportunity_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Opportunity No.", 2)
    )
    sales_cycle_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Sales Cycle Code", 3)
    )
    sales_cycle_stage: int = attrs.field(default=0, validator=is_integer, metadata=bc("Sales Cycle Stage", 4))
    contact_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Contact No.", 5))
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 6)
    )
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 7)
    )
    campaign_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Campaign No.", 8))
    date_of_change: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date of Change", 9))
    active: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Active", 10))
    date_closed: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date Closed", 11))
    days_open: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Days Open", 12)
    )
    action_taken: ActionTaken = attrs.field(
        default=ActionTaken.BLANK, validator=is_option(ActionTaken), metadata=bc("Action Taken", 13)
    )
    estimated_value_lcy: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Estimated Value (LCY)", 14)
    )
    calcd_current_value_lcy: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Calcd. Current Value (LCY)", 15)
    )
    completed_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Completed %", 16)
    )
    chances_of_success_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_at_most_100, metadata=bc("Chances of Success %", 17)
    )
    probability_pct: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Probability %", 18)
    )
    close_opportunity_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Close Opportunity Code", 19)
    )
    previous_sales_cycle_stage: int = attrs.field(
        default=0, validator=is_integer, metadata=bc("Previous Sales Cycle Stage", 20)
    )
    estimated_close_date: dt.date | None = attrs.field(
        default=None, validator=is_date, metadata=bc("Estimated Close Date", 21)
    )
    sales_cycle_stage_description: str = attrs.field(
        default="", validator=text100, metadata=bc("Sales Cycle Stage Description", 9504)
    )
