"""Closing an opportunity as won or lost: what is proposed, what a user may change, and what is refused."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..amounts import ZERO, is_amount, to_amount_or_given
from ..arguments import checked
from ..codes import code10, code20, is_bool, is_date, is_option, to_code
from ..errors import FieldRequired, NotFound
from .documents import SalesDocument
from .records import ActionTaken, CloseCodeType, CloseOpportunityCode, Opportunity, OpportunityEntry
from .refusals import CloseCodeMismatch, NeitherWonNorLost, NoSalesAmount
from .updates import check_open, draft_entry

#: The type of close code that each outcome takes.
_CODE_TYPE = {ActionTaken.WON: CloseCodeType.WON, ActionTaken.LOST: CloseCodeType.LOST}


@attrs.frozen(kw_only=True)
class OpportunityClosing:
    """What a user enters to close an opportunity.

    Attributes:
        opportunity_no: the opportunity to close.
        action_taken: ``WON`` or ``LOST``.
        close_opportunity_code: why; a code of the same type.
        date_of_change: the closing date; it may lie before the last change.
        sales_amount_lcy: what a won opportunity brings in local currency, above 0; a linked quote replaces it.
        cancel_old_tasks: cancel the open tasks of the opportunity.
    """

    opportunity_no: str = attrs.field(converter=to_code, validator=code20)
    action_taken: ActionTaken = attrs.field(default=ActionTaken.BLANK, validator=is_option(ActionTaken))
    close_opportunity_code: str = attrs.field(default="", converter=to_code, validator=code10)
    date_of_change: dt.date | None = attrs.field(default=None, validator=is_date)
    sales_amount_lcy: Decimal = attrs.field(default=ZERO, converter=to_amount_or_given, validator=is_amount)
    cancel_old_tasks: bool = attrs.field(default=True, validator=is_bool)


@attrs.frozen
class ClosingDraft:
    """A close as it opens: what is proposed, and the close codes to choose from."""

    closing: OpportunityClosing
    close_codes: tuple[CloseOpportunityCode, ...]
    quote: SalesDocument | None = None

    def choosing(self, outcome: ActionTaken) -> "ClosingDraft":
        """Return the draft with an outcome chosen.

        The only close code of that type is proposed, and for a won opportunity the value of the linked quote.
        """
        checked(outcome, ActionTaken, "outcome")
        codes = [code.code for code in self.close_codes if code.type is _CODE_TYPE.get(outcome)]
        won = outcome is ActionTaken.WON and self.quote is not None
        closing = attrs.evolve(
            self.closing,
            action_taken=outcome,
            close_opportunity_code=codes[0] if len(codes) == 1 else "",
            sales_amount_lcy=self.quote.value_lcy if won and self.quote is not None else ZERO,
        )
        return attrs.evolve(self, closing=closing)


def draft_closing(
    opportunity: Opportunity,
    active: OpportunityEntry | None,
    close_codes: Iterable[CloseOpportunityCode],
    *,
    work_date: dt.date,
    quote: SalesDocument | None = None,
) -> ClosingDraft:
    """Return a close of the opportunity as it opens: dated, with old tasks to be canceled, without outcome.

    Raises:
        OpportunityClosed: the opportunity is closed.

    Source: table 5092, CloseOpportunity; page 5128.

    >>> codes = [CloseOpportunityCode(code="PRICE", type=CloseCodeType.LOST)]
    >>> draft = draft_closing(Opportunity(no="OP1"), None, codes, work_date=dt.date(2027, 1, 11))
    >>> draft.choosing(ActionTaken.LOST).closing.close_opportunity_code
    'PRICE'
    """
    check_open(opportunity)
    date = draft_entry(opportunity, active, work_date).date_of_change
    return ClosingDraft(
        OpportunityClosing(opportunity_no=opportunity.no, date_of_change=date), tuple(close_codes), quote
    )


def closing_entry(
    closing: OpportunityClosing,
    opportunity: Opportunity,
    active: OpportunityEntry | None,
    close_code: CloseOpportunityCode | None,
    *,
    work_date: dt.date,
) -> OpportunityEntry:
    """Check a close and return the entry it makes, without number and before estimates.

    Args:
        close_code: the close code that the closing names, if it exists.

    Raises:
        OpportunityClosed: the opportunity is closed.
        NeitherWonNorLost: no outcome is chosen.
        FieldRequired: the close code or the closing date is missing.
        NotFound: the close code does not exist.
        CloseCodeMismatch: the close code is of the other type.
        NoSalesAmount: the opportunity is won, and the amount entered is not above 0.

    Source: table 5093, CheckStatus of closing; page 5128.
    """
    check_open(opportunity)
    wanted = _CODE_TYPE.get(closing.action_taken)
    if wanted is None:
        raise NeitherWonNorLost(closing.action_taken)
    if not closing.close_opportunity_code:
        raise FieldRequired("close_opportunity_code")
    if close_code is None:
        raise NotFound(CloseOpportunityCode.__name__, closing.close_opportunity_code)
    if close_code.type is not wanted:
        raise CloseCodeMismatch(close_code.code, close_code.type)
    if closing.date_of_change is None:
        raise FieldRequired("date_of_change")
    won = closing.action_taken is ActionTaken.WON
    if won and closing.sales_amount_lcy <= ZERO:
        raise NoSalesAmount(closing.sales_amount_lcy)
    return attrs.evolve(
        draft_entry(opportunity, active, work_date),
        date_of_change=closing.date_of_change,
        action_taken=closing.action_taken,
        close_opportunity_code=closing.close_opportunity_code,
        calcd_current_value_lcy=closing.sales_amount_lcy if won else ZERO,
    )
