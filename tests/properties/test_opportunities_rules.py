"""Laws of moves, probabilities and figures, each against a plain statement of the rule."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from bcmarketing.contacts.partners import Salesperson
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.estimates import estimated, probability
from bcmarketing.opportunities.matrix import opportunities_matrix
from bcmarketing.opportunities.records import (
    ActionTaken,
    ActionType,
    OpportunityEntry,
    OpportunityOutput,
    OpportunityStatus,
    ProbabilityCalculation,
    SalesCycle,
    SalesCycleStage,
)
from bcmarketing.opportunities.returns import Undefined, campaign_return
from bcmarketing.opportunities.stages import possible_moves
from bcmarketing.opportunities.statistics import (
    campaign_opportunity_figures,
    close_code_figures,
    cycle_opportunity_figures,
    figures_by,
    salesperson_opportunity_figures,
    stage_opportunity_figures,
)
from bcmarketing.periods import Period

percentages = st.decimals(0, 100, places=2)
amounts = st.decimals(0, 10**12, places=2)
methods = st.sampled_from(ProbabilityCalculation)
days = st.dates(dt.date(2027, 1, 1), dt.date(2027, 3, 31))


@st.composite
def cycles(draw: st.DrawFn) -> tuple[SalesCycleStage, ...]:
    numbers = draw(st.lists(st.integers(1, 40), unique=True, max_size=8))
    return tuple(SalesCycleStage(sales_cycle_code="CYC", stage=no, allow_skip=draw(st.booleans())) for no in numbers)


entries = st.lists(
    st.builds(
        OpportunityEntry,
        entry_no=st.integers(1, 99),
        opportunity_no=st.sampled_from(["OP1", "OP2"]),
        campaign_no=st.sampled_from(["", "CP1", "CP2"]),
        salesperson_code=st.sampled_from(["", "JO", "RB"]),
        sales_cycle_code=st.sampled_from(["", "CYC", "FIRM"]),
        sales_cycle_stage=st.integers(0, 3),
        active=st.booleans(),
        action_taken=st.sampled_from(ActionTaken),
        close_opportunity_code=st.sampled_from(["", "BEST"]),
        estimated_value_lcy=amounts,
        calcd_current_value_lcy=amounts,
        estimated_close_date=st.none() | days,
    ),
    max_size=12,
)


@pytest.mark.invariant("activities", 26)
@given(stages=cycles(), data=st.data())
def test_moves_lead_where_the_table_of_the_specification_says(
    stages: tuple[SalesCycleStage, ...], data: st.DataObject
) -> None:
    current = data.draw(st.none() | st.sampled_from([*(stage.stage for stage in stages), 99]))
    moves = possible_moves(stages, current)
    offered = {kind: [stage.stage for stage in targets] for kind, targets in moves.targets.items()}
    skippable = {stage.stage: stage.allow_skip for stage in stages}
    numbers = sorted(skippable)
    expected: dict[ActionType, list[int]] = {}
    if current is None:
        if numbers:
            expected[ActionType.FIRST] = [numbers[0]]
    elif current in numbers:
        above = [no for no in numbers if no > current]
        below = sorted((no for no in numbers if no < current), reverse=True)
        skips: list[int] = []
        for no in above:
            if no == above[0] and not skippable[no]:
                break
            skips.append(no)
            if not skippable[no]:
                break
        expected[ActionType.UPDATE] = [current]
        if above:
            expected[ActionType.NEXT] = [above[0]]
        if below:
            expected[ActionType.PREVIOUS] = [below[0]]
        if len(skips) > 1:
            expected[ActionType.SKIP] = skips
            assert skips[0] == above[0]
            assert all(skippable[no] for no in skips[:-1])
        if len(below) > 1:
            expected[ActionType.JUMP] = below
    assert offered == expected
    order = [
        ActionType.FIRST,
        ActionType.NEXT,
        ActionType.UPDATE,
        ActionType.PREVIOUS,
        ActionType.SKIP,
        ActionType.JUMP,
    ]
    assert moves.proposed is next((kind for kind in order if kind in expected), ActionType.BLANK)
    for kind, targets in expected.items():
        assert moves.target(kind) == next(stage for stage in stages if stage.stage == targets[0])
        assert moves.target(kind, 98) is None


def _exact_probability(method: ProbabilityCalculation, chances: Decimal, completed: Decimal) -> Fraction:
    one, other = Fraction(chances), Fraction(completed)
    return {
        ProbabilityCalculation.MULTIPLY: one * other / 100,
        ProbabilityCalculation.ADD: (one + other) / 2,
        ProbabilityCalculation.CHANCES_OF_SUCCESS: one,
        ProbabilityCalculation.COMPLETED: other,
    }[method]


@pytest.mark.invariant("activities", 24)
@given(method=methods, chances=percentages, completed=percentages, more=percentages)
def test_probabilities_are_exact_bounded_and_monotone(
    method: ProbabilityCalculation, chances: Decimal, completed: Decimal, more: Decimal
) -> None:
    found = probability(method, chances, completed)
    assert Fraction(found) == _exact_probability(method, chances, completed)
    assert 0 <= found <= 100
    assert probability(ProbabilityCalculation.ADD, chances, completed) >= probability(
        ProbabilityCalculation.MULTIPLY, chances, completed
    )
    assert probability(method, max(chances, more), completed) >= found
    assert probability(method, chances, max(completed, more)) >= found


@pytest.mark.invariant("activities", 25)
@given(
    method=methods,
    value=st.decimals(0, 10**17, places=2),
    chances=percentages,
    completed=percentages,
    of_stage=percentages,
    action_type=st.sampled_from(ActionType),
)
def test_the_current_value_of_a_stage_is_the_estimated_value_times_its_probability_exactly(
    method: ProbabilityCalculation,
    value: Decimal,
    chances: Decimal,
    completed: Decimal,
    of_stage: Decimal,
    action_type: ActionType,
) -> None:
    entry = estimated(
        OpportunityEntry(entry_no=1, estimated_value_lcy=value, chances_of_success_pct=chances),
        cycle=SalesCycle(code="CYC", probability_calculation=method),
        stage=SalesCycleStage(
            sales_cycle_code="CYC", stage=1, completed_pct=completed, chances_of_success_pct=of_stage
        ),
        action_type=action_type,
    )
    jumps = action_type in (ActionType.SKIP, ActionType.JUMP)
    taken = of_stage if of_stage and (jumps or not chances) else chances
    exact = _exact_probability(method, taken, completed)
    assert entry.chances_of_success_pct == taken
    assert entry.completed_pct == completed
    assert Fraction(entry.probability_pct) == exact
    assert Fraction(entry.calcd_current_value_lcy) == Fraction(value) * exact / 100


@pytest.mark.invariant("activities", 25)
@given(
    cycle=st.none() | st.builds(SalesCycle, code=st.just("CYC"), probability_calculation=methods),
    value=amounts,
    amount=amounts,
    chances=percentages,
    quote_value=st.none() | amounts,
)
def test_a_won_entry_is_certain_and_a_lost_one_worth_nothing_with_a_sales_cycle_or_without(
    cycle: SalesCycle | None, value: Decimal, amount: Decimal, chances: Decimal, quote_value: Decimal | None
) -> None:
    def closed(action: ActionTaken) -> OpportunityEntry:
        entry = OpportunityEntry(
            entry_no=1,
            action_taken=action,
            estimated_value_lcy=value,
            calcd_current_value_lcy=amount,
            chances_of_success_pct=chances,
        )
        return estimated(entry, cycle=cycle, stage=None, quote_value=quote_value)

    won, lost = closed(ActionTaken.WON), closed(ActionTaken.LOST)
    assert won.probability_pct == won.completed_pct == won.chances_of_success_pct == 100
    assert won.calcd_current_value_lcy == (amount if quote_value is None else quote_value)
    assert lost.probability_pct == lost.chances_of_success_pct == lost.calcd_current_value_lcy == 0
    assert lost.completed_pct == 100
    assert won.estimated_value_lcy == lost.estimated_value_lcy == value
    assert closed(ActionTaken.NEXT).probability_pct == 0


@pytest.mark.invariant("activities", 31)
@given(rows=entries)
def test_figures_equal_plain_sums(rows: list[OpportunityEntry]) -> None:
    def plain(kept: list[OpportunityEntry]) -> tuple[object, ...]:
        estimated_value = sum((Fraction(entry.estimated_value_lcy) for entry in kept), Fraction())
        current_value = sum((Fraction(entry.calcd_current_value_lcy) for entry in kept), Fraction())
        return len(kept), estimated_value, current_value, kept

    live = [entry for entry in rows if entry.active]
    open_ones = [entry for entry in live if entry.action_taken not in (ActionTaken.WON, ActionTaken.LOST)]
    cases = [
        (campaign_opportunity_figures(rows, "CP1"), [e for e in live if e.campaign_no == "CP1"]),
        (salesperson_opportunity_figures(rows, "JO"), [e for e in live if e.salesperson_code == "JO"]),
        (cycle_opportunity_figures(rows, "CYC"), [e for e in open_ones if e.sales_cycle_code == "CYC"]),
        (
            stage_opportunity_figures(rows, "CYC", 2),
            [e for e in live if e.sales_cycle_code == "CYC" and e.sales_cycle_stage == 2],
        ),
        (close_code_figures(rows, "BEST"), [e for e in rows if e.close_opportunity_code == "BEST"]),
        (
            salesperson_opportunity_figures(rows, "JO", {"action_taken": "Won|Lost", "sales_cycle_stage": ">0"}),
            [
                e
                for e in live
                if e.salesperson_code == "JO"
                and e.action_taken in (ActionTaken.WON, ActionTaken.LOST)
                and e.sales_cycle_stage > 0
            ],
        ),
    ]
    for figures, kept in cases:
        found = (
            figures.no_of_opportunities,
            Fraction(figures.estimated_value_lcy),
            Fraction(figures.calcd_current_value_lcy),
            figures.entries,
        )
        assert found == plain(kept)
        if kept:
            average = Fraction(figures.estimated_value_lcy) / len(kept)
            shown = Fraction(figures.value(OpportunityOutput.AVG_ESTIMATED_VALUE))
            assert abs(shown - average) <= abs(average) / 10**25
    by_campaign = figures_by(rows, "campaign_no")
    assert list(by_campaign) == sorted({entry.campaign_no for entry in live})
    for code, figures in by_campaign.items():
        assert figures == campaign_opportunity_figures(rows, code)
    assert sum(figures.no_of_opportunities for figures in by_campaign.values()) == len(live)


@given(
    rows=entries,
    costs=st.lists(
        st.builds(
            InteractionLogEntry,
            entry_no=st.integers(1, 99),
            campaign_no=st.sampled_from(["", "CP1"]),
            cost=amounts,
            canceled=st.booleans(),
            postponed=st.booleans(),
        ),
        max_size=6,
    ),
)
def test_the_return_of_a_campaign_sums_each_entry_once(
    rows: list[OpportunityEntry], costs: list[InteractionLogEntry]
) -> None:
    found = campaign_return("CP1", costs, rows)
    live = [entry for entry in costs if entry.campaign_no == "CP1" and not entry.canceled and not entry.postponed]
    own = [entry for entry in rows if entry.campaign_no == "CP1" and entry.active]
    won = [entry for entry in own if entry.action_taken is ActionTaken.WON]
    assert found.cost.entries == tuple(live)
    assert found.estimated_value.entries == found.current_value.entries == tuple(own)
    assert found.won_value.entries == tuple(won)
    cost = sum((Fraction(entry.cost) for entry in live), Fraction())
    value = sum((Fraction(entry.calcd_current_value_lcy) for entry in won), Fraction())
    assert Fraction(found.cost.value) == cost
    assert Fraction(found.won_value.value) == value
    if cost == 0:
        assert found.roi_won is found.roi_estimated is found.roi_current is Undefined.NO_COST
    else:
        assert isinstance(found.roi_won, Decimal)
        exact = (value - cost) / cost
        assert abs(Fraction(found.roi_won) - exact) <= max(abs(exact), Fraction(1)) / 10**25


@given(
    rows=entries, status=st.sampled_from(OpportunityStatus), cuts=st.lists(days, unique=True, min_size=1, max_size=4)
)
def test_cells_over_a_partition_of_time_add_up_to_the_row(
    rows: list[OpportunityEntry], status: OpportunityStatus, cuts: list[dt.date]
) -> None:
    cuts.sort()
    a_day = dt.timedelta(days=1)
    starts: list[dt.date | None] = [None, *cuts]
    ends: list[dt.date | None] = [*(cut - a_day for cut in cuts), None]
    periods = [Period(start, end) for start, end in zip(starts, ends, strict=True)]
    people = [Salesperson(code="JO"), Salesperson(code="RB"), Salesperson(code="XX")]
    matrix = opportunities_matrix(people, rows, periods, status=status)
    actions = {
        OpportunityStatus.NOT_STARTED: [],
        OpportunityStatus.IN_PROGRESS: [action for action in ActionTaken if action.value <= 4],
        OpportunityStatus.WON: [ActionTaken.WON],
        OpportunityStatus.LOST: [ActionTaken.LOST],
    }[status]
    counted = Counter(e.salesperson_code for e in rows if e.active and e.action_taken in actions)
    assert {row.record: row.total.no_of_opportunities for row in matrix} == {
        person: counted[person.code] for person in people if counted[person.code]
    }
    for row in matrix:
        for output in (OpportunityOutput.NO_OF_OPPORTUNITIES, OpportunityOutput.CALCD_CURRENT_VALUE):
            assert sum(cell.value(output) for cell in row.cells) == row.total.value(output)
