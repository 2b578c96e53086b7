"""Assigning an activity to a segment costs in proportion to the tasks it creates.

Run with ``pytest tests/benchmarks/test_bench_activities.py -s``.
"""

import datetime as dt
import gc
import itertools
import time

from bcmarketing.activities.assignment import assign_activity
from bcmarketing.activities.records import Activity, ActivityStep, Task, TaskType
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.segments.records import SegmentHeader, SegmentLine
from bcmarketing.store.tables import Tables

STEPS, CONTACTS, ROUNDS = 10, 10_000, 5
#: Doubling the contacts may cost this many times as much.
LIMIT = 2.2


def world(contacts: int) -> Tables:
    """Return a segment of so many contacts, and an activity of nine phone calls and a meeting."""
    return Tables.of(
        [
            Salesperson(code="JO", email="jo@example.com"),
            Activity(code="LAUNCH"),
            *(
                ActivityStep(
                    activity_code="LAUNCH",
                    step_no=no,
                    type=TaskType.PHONE_CALL if no < STEPS else TaskType.MEETING,
                    description=f"Step {no}",
                    date_formula=f"{no}W",
                )
                for no in range(1, STEPS + 1)
            ),
            SegmentHeader(no="SM1", salesperson_code="JO"),
            *(Contact(no=f"CT{n:06}", company_no=f"CC{n:06}") for n in range(contacts)),
            *(SegmentLine(segment_no="SM1", line_no=n, contact_no=f"CT{n:06}") for n in range(contacts)),
        ]
    )


def time_assignment(tables: Tables) -> tuple[float, int]:
    numbers = (f"TD{number:07}" for number in itertools.count(1))
    # The processor's time, without passes of the collector: other programs, and all else that the process keeps in
    # memory, are no part of the cost.
    gc.collect()
    gc.disable()
    start = time.process_time()
    changes = assign_activity(tables, "LAUNCH", date=dt.date(2027, 1, 11), segment_no="SM1", numbers=numbers)
    seconds = time.process_time() - start
    gc.enable()
    return seconds, len(changes.inserted_of(Task))


def test_twice_the_contacts_take_twice_the_time() -> None:
    half, whole = world(CONTACTS // 2), world(CONTACTS)
    fast: list[float] = []
    slow: list[float] = []
    for _ in range(ROUNDS):
        for tables, times, contacts in ((half, fast, CONTACTS // 2), (whole, slow, CONTACTS)):
            seconds, tasks = time_assignment(tables)
            assert tasks == 19 * contacts + 1
            times.append(seconds)
    ratio, each = min(slow) / min(fast), min(slow) / (19 * CONTACTS + 1) * 1e6
    print(f"\n{CONTACTS} contacts, {STEPS} steps: {min(slow):.2f} s, {each:.1f} us a task; doubling: x{ratio:.2f}")
    assert ratio <= LIMIT
