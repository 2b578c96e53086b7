"""Campaign statistics over a million log entries: all campaigns in one pass, and one campaign in a range of dates.

Run with ``pytest tests/benchmarks/test_bench_statistics.py -s``.
The competitors are timed in turn, round by round; a ratio is the median of those of the rounds.
"""

import datetime as dt
import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from bcmarketing.campaigns.ledger import CampaignLedger
from bcmarketing.campaigns.statistics import CampaignFigures, campaign_statistics
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.periods import Period

ENTRIES, CAMPAIGNS, DAYS, ROUNDS = 1_000_000, 200, 700, 5
FIRST = dt.date(2026, 1, 1)
QUARTER = Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


@pytest.fixture(scope="module")
def entries() -> Iterator[list[InteractionLogEntry]]:
    chance = random.Random(23)
    campaigns = [f"CP{no:04d}" for no in range(CAMPAIGNS)]
    days = [FIRST + dt.timedelta(day) for day in range(DAYS)]
    gc.disable()
    yield [
        InteractionLogEntry(
            entry_no=no,
            campaign_no=chance.choice(campaigns),
            date=chance.choice(days),
            cost=Decimal(chance.randrange(5000)).scaleb(-2),
            duration=Decimal(chance.randrange(1, 90)),
            canceled=chance.random() < 0.03,
            postponed=chance.random() < 0.02,
            campaign_target=chance.random() < 0.6,
            campaign_response=chance.random() < 0.2,
        )
        for no in range(1, ENTRIES + 1)
    ]
    gc.enable()


def by_hand(entries: list[InteractionLogEntry]) -> dict[str, tuple[int, int, Decimal, Decimal]]:
    """The loop that somebody writes who has no library."""
    sums: dict[str, list[object]] = {}
    for entry in entries:
        if entry.canceled or entry.postponed:
            continue
        figures = sums.get(entry.campaign_no)
        if figures is None:
            figures = sums[entry.campaign_no] = [0, 0, Decimal(0), Decimal(0)]
        if entry.campaign_target:
            figures[0] += 1  # type: ignore[operator]
        if entry.campaign_response:
            figures[1] += 1  # type: ignore[operator]
        figures[2] += entry.cost  # type: ignore[operator]
        figures[3] += entry.duration  # type: ignore[operator]
    return {no: tuple(figures) for no, figures in sums.items()}  # type: ignore[misc]


def scan(entries: list[InteractionLogEntry], campaign_no: str) -> CampaignFigures:
    """One campaign and one range of dates, without an index."""
    mine = [
        entry
        for entry in entries
        if entry.campaign_no == campaign_no
        and entry.date is not None
        and dt.date(2026, 7, 1) <= entry.date <= dt.date(2026, 9, 30)
        and not entry.canceled
        and not entry.postponed
    ]
    return CampaignFigures(
        sum(entry.campaign_target for entry in mine),
        sum(entry.campaign_response for entry in mine),
        sum((entry.cost for entry in mine), Decimal(0)),
        sum((entry.duration for entry in mine), Decimal(0)),
    )


def seconds(call: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_all_campaigns_in_one_pass_cost_what_a_loop_by_hand_costs(entries: list[InteractionLogEntry]) -> None:
    expected = {no: CampaignFigures(*figures) for no, figures in by_hand(entries).items()}
    assert campaign_statistics(entries) == expected

    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(seconds(lambda: by_hand(entries)))
        ours.append(seconds(lambda: campaign_statistics(entries)))
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))

    per_entry = [statistics.median(times) / ENTRIES * 1e9 for times in (ours, theirs)]
    print(f"\n{ENTRIES:,} entries: {per_entry[0]:.0f} ns each, by hand {per_entry[1]:.0f} ns, ratio {ratio:.2f}")
    assert ratio <= 1.3


def test_one_campaign_in_a_range_of_dates_needs_no_scan_once_the_ledger_stands(
    entries: list[InteractionLogEntry],
) -> None:
    built = seconds(lambda: CampaignLedger(entries))
    ledger = CampaignLedger(entries)
    assert ledger.figures("CP0007", QUARTER) == scan(entries, "CP0007")

    questions = 1000
    ratios, asked = [], []
    for _ in range(ROUNDS):
        scanned = seconds(lambda: scan(entries, "CP0007"))
        answer = seconds(lambda: [ledger.figures("CP0007", QUARTER) for _ in range(questions)]) / questions
        ratios.append(scanned / answer)
        asked.append(answer)
    ratio = statistics.median(ratios)

    print(
        f"\nledger over {ENTRIES:,} entries: built in {built / ENTRIES * 1e6:.2f} us per entry, "
        f"a question takes {statistics.median(asked) * 1e6:.2f} us, a scan {ratio:,.0f} times as long"
    )
    assert ratio >= 1000
