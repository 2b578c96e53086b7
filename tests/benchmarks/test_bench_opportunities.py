"""Statistics over a million entries cost about what a loop written by hand costs.

Run with ``pytest tests/benchmarks/test_bench_opportunities.py -s``.
"""

import datetime as dt
import itertools
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from bcmarketing.opportunities.records import ActionTaken, OpportunityEntry
from bcmarketing.opportunities.statistics import (
    campaign_opportunity_figures,
    cycle_opportunity_figures,
    figures_by,
    salesperson_opportunity_figures,
)

ROWS, ROUNDS, CODES = 1_000_000, 7, 50
FROM, TO = dt.date(2027, 3, 1), dt.date(2027, 6, 30)


@pytest.fixture(scope="module")
def entries() -> list[OpportunityEntry]:
    """A million entries, every third one active, over 50 campaigns, salespeople and cycles."""
    actions = itertools.cycle(ActionTaken)
    days = [dt.date(2027, 1, 1) + dt.timedelta(days=day) for day in range(365)]
    return [
        OpportunityEntry(
            entry_no=no,
            opportunity_no=f"OP{no // 3}",
            campaign_no=f"CP{no % CODES}",
            salesperson_code=f"SP{no % CODES}",
            sales_cycle_code=f"SC{no % CODES}",
            sales_cycle_stage=no % 5,
            active=no % 3 == 0,
            action_taken=next(actions),
            estimated_value_lcy=Decimal(no % 9973) / 100,
            calcd_current_value_lcy=Decimal(no % 997) / 1000,
            estimated_close_date=days[no % 365],
        )
        for no in range(1, ROWS + 1)
    ]


Totals = dict[str, tuple[int, Decimal, Decimal]]


def by_hand(entries: list[OpportunityEntry]) -> Totals:
    sums: dict[str, list[int | Decimal]] = {}
    for entry in entries:
        if entry.active:
            found = sums.get(entry.campaign_no)
            if found is None:
                found = sums[entry.campaign_no] = [0, Decimal(0), Decimal(0)]
            found[0] += 1
            found[1] += entry.estimated_value_lcy
            found[2] += entry.calcd_current_value_lcy
    return {code: tuple(found) for code, found in sums.items()}  # type: ignore[misc]


def one_by_hand(entries: list[OpportunityEntry]) -> Totals:
    count, estimated, current = 0, Decimal(0), Decimal(0)
    for entry in entries:
        if entry.active and entry.campaign_no == "CP7":
            count += 1
            estimated += entry.estimated_value_lcy
            current += entry.calcd_current_value_lcy
    return {"CP7": (count, estimated, current)}


def filtered_by_hand(entries: list[OpportunityEntry]) -> Totals:
    count, estimated, current = 0, Decimal(0), Decimal(0)
    for entry in entries:
        if (
            entry.active
            and entry.salesperson_code == "SP7"
            and entry.estimated_close_date is not None
            and FROM <= entry.estimated_close_date <= TO
        ):
            count += 1
            estimated += entry.estimated_value_lcy
            current += entry.calcd_current_value_lcy
    return {"SP7": (count, estimated, current)}


def cycle_by_hand(entries: list[OpportunityEntry]) -> Totals:
    count, estimated, current = 0, Decimal(0), Decimal(0)
    for entry in entries:
        if (
            entry.active
            and entry.sales_cycle_code == "SC7"
            and entry.action_taken is not ActionTaken.WON
            and entry.action_taken is not ActionTaken.LOST
        ):
            count += 1
            estimated += entry.estimated_value_lcy
            current += entry.calcd_current_value_lcy
    return {"SC7": (count, estimated, current)}


def grouped(entries: list[OpportunityEntry]) -> Totals:
    return {
        code: (figures.no_of_opportunities, figures.estimated_value_lcy, figures.calcd_current_value_lcy)
        for code, figures in figures_by(entries, "campaign_no").items()
    }


def one(entries: list[OpportunityEntry]) -> Totals:
    figures = campaign_opportunity_figures(entries, "CP7")
    return {"CP7": (figures.no_of_opportunities, figures.estimated_value_lcy, figures.calcd_current_value_lcy)}


def filtered(entries: list[OpportunityEntry]) -> Totals:
    figures = salesperson_opportunity_figures(entries, "SP7", {"estimated_close_date": f"{FROM}..{TO}"})
    return {"SP7": (figures.no_of_opportunities, figures.estimated_value_lcy, figures.calcd_current_value_lcy)}


def cycle(entries: list[OpportunityEntry]) -> Totals:
    figures = cycle_opportunity_figures(entries, "SC7")
    return {"SC7": (figures.no_of_opportunities, figures.estimated_value_lcy, figures.calcd_current_value_lcy)}


def seconds(call: Callable[[list[OpportunityEntry]], Totals], entries: list[OpportunityEntry]) -> float:
    start = time.perf_counter()
    call(entries)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    ("ours", "loop"),
    [(grouped, by_hand), (one, one_by_hand), (filtered, filtered_by_hand), (cycle, cycle_by_hand)],
    ids=["all campaigns", "one campaign", "one salesperson, filtered", "one sales cycle"],
)
def test_figures_over_a_million_entries_cost_what_a_loop_costs(
    entries: list[OpportunityEntry],
    ours: Callable[[list[OpportunityEntry]], Totals],
    loop: Callable[[list[OpportunityEntry]], Totals],
) -> None:
    assert ours(entries) == loop(entries)
    pairs = [(seconds(ours, entries), seconds(loop, entries)) for _ in range(ROUNDS)]
    ratio = statistics.median(own / hand for own, hand in pairs)
    own, hand = (min(column) * 1000 for column in zip(*pairs, strict=True))
    print(f"\n{ours.__name__}: {own:.0f} ms, by hand {hand:.0f} ms, median ratio {ratio:.2f}")
    assert ratio <= 1.3
