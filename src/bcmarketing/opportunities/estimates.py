"""Probability and current value of an opportunity: exact, never rounded."""

import decimal
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import Final, assert_never

import attrs

from ..amounts import HUNDRED, ZERO
from ..arguments import checked
from .records import ActionTaken, ActionType, OpportunityEntry, ProbabilityCalculation, SalesCycle, SalesCycleStage

#: Values, chances and completion are stored unrounded, and so are their products and sums.
#: A value just below 10^18 with three decimals, times two percentages with three, has 31 digits: more than the 28
#: of `amounts`, in which that product would be rounded.
EXACT: Final = decimal.Context(
    prec=120,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-999_999,
    Emax=999_999,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
_HUNDREDTH: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts.

    >>> total([Decimal("0.1"), Decimal("0.2")])
    Decimal('0.3')
    """
    return reduce(EXACT.add, amounts, ZERO)


def probability(calculation: ProbabilityCalculation, chances_pct: Decimal, completed_pct: Decimal) -> Decimal:
    """Return the probability in percent that follows from chances of success and completion.

    Source: table 5093, UpdateEstimates.

    >>> probability(ProbabilityCalculation.MULTIPLY, Decimal(70), Decimal(30))
    Decimal('21.00')
    >>> probability(ProbabilityCalculation.ADD, Decimal(70), Decimal(30))
    Decimal('50.0')
    """
    match checked(calculation, ProbabilityCalculation, "calculation"):
        case ProbabilityCalculation.MULTIPLY:
            return EXACT.multiply(EXACT.multiply(chances_pct, completed_pct), _HUNDREDTH)
        case ProbabilityCalculation.ADD:
            return EXACT.multiply(EXACT.add(chances_pct, completed_pct), _HALF)
        case ProbabilityCalculation.CHANCES_OF_SUCCESS:
            return chances_pct
        case ProbabilityCalculation.COMPLETED:
            return completed_pct
        case _:
            assert_never(calculation)


def current_value(estimated_value: Decimal, probability_pct: Decimal) -> Decimal:
    """Return the estimated value weighted by its probability.

    >>> current_value(Decimal(5000), Decimal(21))
    Decimal('1050.00')
    """
    return EXACT.multiply(EXACT.multiply(estimated_value, probability_pct), _HUNDREDTH)


def estimated(
    entry: OpportunityEntry,
    *,
    cycle: SalesCycle | None,
    stage: SalesCycleStage | None,
    action_type: ActionType = ActionType.BLANK,
    quote_value: Decimal | None = None,
) -> OpportunityEntry:
    """Return the entry with its completion, probability, current value and estimated closing date worked out.

    Args:
        entry: the entry as drafted.
        cycle: its sales cycle; without one only a won or lost entry is worked out.
        stage: its stage, if there is one; closing entries have none.
        action_type: how the stage was reached: skipping and jumping take the chances of the stage, all other moves
            keep what was entered unless that is 0.
        quote_value: value of the linked quote; it replaces the sales amount entered for a won opportunity.

    Source: table 5093, UpdateEstimates.

    >>> cycle = SalesCycle(code="FIRM", probability_calculation=ProbabilityCalculation.ADD)
    >>> stage = SalesCycleStage(sales_cycle_code="FIRM", stage=1, completed_pct=30, chances_of_success_pct=70)
    >>> entry = estimated(OpportunityEntry(entry_no=1, estimated_value_lcy=5000), cycle=cycle, stage=stage)
    >>> entry.chances_of_success_pct, entry.probability_pct, entry.calcd_current_value_lcy
    (Decimal('70'), Decimal('50.0'), Decimal('2500.000'))
    """
    if cycle is not None and stage is not None:
        entry = _on_stage(entry, cycle, stage, action_type)
    # The specification tells of estimates for entries that have a cycle, but an opportunity can also be closed without
    # one, before its first stage, and every won entry has probability 100 (its invariant 25): so this part needs none.
    match entry.action_taken:
        case ActionTaken.WON:
            amount = entry.calcd_current_value_lcy if quote_value is None else quote_value
            return attrs.evolve(
                entry,
                calcd_current_value_lcy=amount,
                completed_pct=HUNDRED,
                chances_of_success_pct=HUNDRED,
                probability_pct=HUNDRED,
            )
        case ActionTaken.LOST:
            return attrs.evolve(
                entry,
                calcd_current_value_lcy=ZERO,
                completed_pct=HUNDRED,
                chances_of_success_pct=ZERO,
                probability_pct=ZERO,
            )
        case _:
            return entry


def _on_stage(
    entry: OpportunityEntry, cycle: SalesCycle, stage: SalesCycleStage, action_type: ActionType
) -> OpportunityEntry:
    chances = entry.chances_of_success_pct
    if stage.chances_of_success_pct != ZERO and (chances == ZERO or action_type in (ActionType.SKIP, ActionType.JUMP)):
        chances = stage.chances_of_success_pct
    probability_pct = probability(cycle.probability_calculation, chances, stage.completed_pct)
    close_date = entry.estimated_close_date
    if close_date is None or close_date == entry.date_of_change:
        close_date = entry.date_of_change and stage.date_formula.apply(entry.date_of_change)
    return attrs.evolve(
        entry,
        chances_of_success_pct=chances,
        completed_pct=stage.completed_pct,
        probability_pct=probability_pct,
        calcd_current_value_lcy=current_value(entry.estimated_value_lcy, probability_pct),
        estimated_close_date=close_date,
    )
