"""Timing in turns: all competitors in every round, by CPU time, as others may be using the machine."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def frozen() -> Iterator[None]:
    """Keep the collector from walking what the benchmark holds."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def rounds(cases: dict[str, tuple[Callable[[], object], int]], repeat: int) -> dict[str, list[float]]:
    """Return seconds per operation, for rounds in which all cases take turns: CPU time, as others use the machine."""
    times_of: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(repeat):
        for name, (run, operations) in cases.items():
            gc.collect()
            start = time.process_time()
            run()
            times_of[name].append((time.process_time() - start) / operations)
    return times_of


def each(run: Callable[[Any], object], values: Sequence[object]) -> None:
    """Call one by one, and let go of every answer."""
    for value in values:
        run(value)


def ratio(times_of: dict[str, list[float]], name: str, other: str) -> float:
    return statistics.median(a / b for a, b in zip(times_of[name], times_of[other], strict=True))


def once(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def report(title: str, times_of: dict[str, list[float]], baseline: str) -> None:
    print(f"\n{title}")
    for name, seconds in times_of.items():
        print(f"  {name:34} {statistics.median(seconds) * 1e6:9.2f} us  {ratio(times_of, name, baseline):6.2f}")
