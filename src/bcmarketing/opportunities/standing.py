"""Where an opportunity stands: all that a step of it reads, read once."""

import attrs

from ..arguments import checked, checked_code
from ..errors import NotFound
from ..store.reader import Reader
from ..store.work import Work
from .documents import SalesDocument
from .records import (
    Opportunity,
    OpportunityDocumentType,
    OpportunityEntry,
    SalesCycle,
    SalesCycleStage,
)
from .stages import in_order


@attrs.frozen
class Standing:
    """An opportunity with its active entry, its sales cycle and its quote.

    Attributes:
        opportunity: the opportunity.
        active: its active entry; ``None`` before the first stage.
        cycle: its sales cycle; ``None`` without one.
        stages: the stages of that cycle by number.
        quote: the sales quote with the opportunity's document number, if there is one.
    """

    opportunity: Opportunity
    active: OpportunityEntry | None
    cycle: SalesCycle | None
    stages: tuple[SalesCycleStage, ...]
    quote: SalesDocument | None

    def stage(self, number: int) -> SalesCycleStage | None:
        """Return the stage of the cycle with this number."""
        return next((stage for stage in self.stages if stage.stage == number), None)


def opportunity_of(reader: Reader | Work, opportunity_no: str) -> Opportunity:
    """Return an opportunity by its number.

    Raises:
        NotFound: there is none with this number.
    """
    no = checked_code(opportunity_no, 20, "opportunity_no")
    found = reader.get(Opportunity, no)
    if found is None:
        raise NotFound(Opportunity.__name__, no)
    return found


def document_of(reader: Reader | Work, document_type: OpportunityDocumentType, document_no: str) -> SalesDocument:
    """Return a sales document by its type and number.

    Raises:
        NotFound: there is no such document.
    """
    checked(document_type, OpportunityDocumentType, "document_type")
    key = (document_type, checked_code(document_no, 20, "document_no"))
    found = reader.get(SalesDocument, key)
    if found is None:
        raise NotFound(SalesDocument.__name__, key)
    return found


def standing_of(reader: Reader | Work, opportunity: Opportunity) -> Standing:
    """Read what belongs to an opportunity."""
    code = checked(opportunity, Opportunity, "opportunity").sales_cycle_code
    return Standing(
        opportunity,
        active_entry(reader, opportunity.no),
        reader.get(SalesCycle, code) if code else None,
        in_order(reader.where(SalesCycleStage, sales_cycle_code=code)) if code else (),
        linked_quote(reader, opportunity),
    )


def active_entry(reader: Reader | Work, opportunity_no: str) -> OpportunityEntry | None:
    """Return the active entry of an opportunity."""
    no = checked_code(opportunity_no, 20, "opportunity_no")
    return next(iter(reader.where(OpportunityEntry, active=True, opportunity_no=no)), None)


def linked_quote(reader: Reader | Work, opportunity: Opportunity) -> SalesDocument | None:
    """Return the sales quote that has the document number of an opportunity."""
    no = checked(opportunity, Opportunity, "opportunity").sales_document_no
    return reader.get(SalesDocument, (OpportunityDocumentType.QUOTE, no)) if no else None
