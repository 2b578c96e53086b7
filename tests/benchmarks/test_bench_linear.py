"""Work that must stay linear: twice the input, about twice the time.

Run with ``pytest tests/benchmarks/test_bench_linear.py -s``.
"""

import time
from collections.abc import Callable

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.targets import TargetGroup
from bcmarketing.filters.expression import Filter
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work


@pytest.mark.parametrize(
    "work",
    [
        lambda size: str(Filter.parse("A|(B&(" * size + "C" + "))" * size)),
        lambda size: Filter.parse("*a" * size + "b").matches("a" * size),
        lambda size: Filter.parse("A&<>B|" * size + "C").matches("Q"),
    ],
)
def test_twice_the_filter_takes_about_twice_the_time(work: Callable[[int], object]) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        work(size)
        return time.process_time() - started

    once, twice = (min(seconds(size) for _ in range(5)) for size in (1500, 3000))
    assert twice < 3.5 * once


def test_many_lines_of_one_company_are_deregistered_in_linear_time() -> None:
    line = SegmentLine(
        segment_no="SM1", contact_no="C1", contact_company_no="C1", campaign_no="CP1", campaign_target=True
    )
    rows = [CampaignTargetGroup(type=TargetType.CONTACT, no=no, campaign_no="CP1") for no in ("C1", "C2")]

    def seconds(count: int) -> float:
        lines = [attrs.evolve(line, line_no=no) for no in range(1, count + 1)]
        work = Work(Tables.of([Campaign(no="CP1"), *rows, *lines]))
        targets = TargetGroup(work)
        start = time.process_time()
        for gone in lines:
            targets.is_activated("CP1")
            targets.deregister_line(gone)
            work.delete(gone)
        took = time.process_time() - start
        assert work.where(CampaignTargetGroup) == rows[1:]
        return took

    seconds(500)
    # Four times the lines: linear time is 4 times as long, a look at all lines for each of them 16 times.
    assert min(seconds(4000) for _ in range(3)) < 10 * min(seconds(1000) for _ in range(3))
