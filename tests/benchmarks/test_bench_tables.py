"""Applying a change set costs in proportion to the change, not to the table.

Run with ``pytest tests/benchmarks/test_bench_tables.py -s``.
"""

import statistics
import time

import attrs

from bcmarketing.campaigns.records import CampaignEntry
from bcmarketing.store.changes import ChangeSet, Modified
from bcmarketing.store.tables import Tables

ROWS, CALLS, ROUNDS = 1_000, 20, 5


def change_sets(size: int) -> list[ChangeSet]:
    """Return change sets that follow each other: a quarter of the rows modified, a quarter deleted, half inserted."""
    sets = []
    for call in range(CALLS):
        old = [CampaignEntry(entry_no=number) for number in range(call, size, size // 500)][: ROWS // 2]
        half = ROWS // 4
        sets.append(
            ChangeSet(
                modified=tuple(Modified(row, attrs.evolve(row, canceled=True)) for row in old[:half]),
                deleted=tuple(old[half:]),
                inserted=tuple(CampaignEntry(entry_no=size + call * ROWS + n) for n in range(ROWS // 2)),
            )
        )
    return sets


def time_calls(tables: Tables, sets: list[ChangeSet]) -> float:
    start = time.perf_counter()
    for changes in sets:
        tables = tables.apply(changes)
    return time.perf_counter() - start


def test_a_thousand_rows_cost_the_same_in_a_large_table() -> None:
    small_rows, large_rows = 10_000, 1_000_000
    small = Tables.of(CampaignEntry(entry_no=number) for number in range(small_rows))
    large = Tables.of(CampaignEntry(entry_no=number) for number in range(large_rows))
    small_sets, large_sets = change_sets(small_rows), change_sets(large_rows)
    ratios, times = [], []
    for _ in range(ROUNDS):
        fast, slow = time_calls(small, small_sets), time_calls(large, large_sets)
        ratios.append(slow / fast)
        times.append((fast / CALLS * 1000, slow / CALLS * 1000))
    ratio = statistics.median(ratios)
    fast, slow = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"\n1,000 rows applied to 10,000: {fast:.2f} ms, to 1,000,000: {slow:.2f} ms, ratio {ratio:.2f}")
    assert ratio <= 3
