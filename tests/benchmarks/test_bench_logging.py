"""Segments of 100,000 lines: adding, reducing, going back, logging and deleting cost in proportion to the lines.

Run with ``pytest tests/benchmarks/test_bench_logging.py -s``.
"""

import datetime as dt
import gc
import statistics
import time
from collections.abc import Callable

import pytest

from bcmarketing.campaigns.activation import activate_campaign
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact, ContactType, CorrespondenceType
from bcmarketing.context import Context
from bcmarketing.interactions.records import InteractionTemplate
from bcmarketing.policies import Policies
from bcmarketing.segments.criteria import add_contacts, reduce_contacts
from bcmarketing.segments.editing import delete_segment
from bcmarketing.segments.headers import create_segment
from bcmarketing.segments.history import go_back
from bcmarketing.segments.logging import log_segment
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 2, 10))
LINES, ROUNDS = 100_000, 3
UNDO = Policies(undo_last_action=True)


def contact(number: int, company_size: int) -> Contact:
    """Return one of many contacts: a company every *company_size* contacts, persons without company for 0."""
    if not company_size:
        return Contact(no=f"CT{number:07}", type=ContactType.PERSON, salesperson_code="HR")
    company = f"CT{number - number % company_size:07}"
    kind = ContactType.PERSON if number % company_size else ContactType.COMPANY
    return Contact(no=f"CT{number:07}", company_no=company, type=kind, salesperson_code="HR")


def activated(size: int, company_size: int) -> tuple[Tables, Tables]:
    """Return tables with an empty segment, and with the segment full of targets of an activated campaign."""
    template = InteractionTemplate(code="BUS", unit_cost=8, correspondence_type_default=CorrespondenceType.HARD_COPY)
    contacts = (contact(number, company_size) for number in range(size))
    tables = Tables.of([Salesperson(code="HR"), Campaign(no="CP1"), template, *contacts])
    fields: dict[str, object] = {
        "description": "Everybody",
        "interaction_template_code": "BUS",
        "campaign_no": "CP1",
        "campaign_target": True,
    }
    empty = tables.apply(create_segment(tables, "S1", fields, context=CONTEXT))
    full = empty.apply(add_contacts(empty, "S1", {}, context=CONTEXT))
    return empty, full.apply(activate_campaign(full, "CP1"))


Process = Callable[[Tables, Tables], ChangeSet]
PROCESSES: dict[str, Process] = {
    "add": lambda empty, _full: add_contacts(empty, "S1", {}, context=CONTEXT),
    "add again, activated": lambda _empty, full: add_contacts(
        full, "S1", {}, allow_existing_contacts=True, context=CONTEXT
    ),
    "reduce": lambda _empty, full: reduce_contacts(full, "S1", {}, context=CONTEXT),
    "go back": lambda _empty, full: go_back(full, "S1", context=CONTEXT, policies=UNDO),
    "delete": lambda _empty, full: delete_segment(full, "S1", context=CONTEXT),
    "log": lambda _empty, full: log_segment(full, "S1", context=CONTEXT),
    "log and follow up": lambda _empty, full: log_segment(
        full, "S1", follow_up=True, follow_up_no="S2", context=CONTEXT
    ),
}


def time_process(process: Process, tables: tuple[Tables, Tables]) -> float:
    """Return the processor seconds of a process; the collector rests, as its pauses fall where they may."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        process(*tables)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("company_size", [4, 0, LINES], ids=["companies of four", "no company", "one company"])
def test_twice_the_lines_take_about_twice_the_time(company_size: int) -> None:
    half, whole = activated(LINES // 2, company_size), activated(LINES, company_size)
    ratios: dict[str, float] = {}
    for name, process in PROCESSES.items():
        rounds = [(time_process(process, half), time_process(process, whole)) for _ in range(ROUNDS)]
        ratios[name] = statistics.median(large / small for small, large in rounds)
        small, large = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"\n{name}: {LINES // 2:,} lines {small:.2f} s, {LINES:,} lines {large:.2f} s, ratio {ratios[name]:.2f}")
    assert all(ratio <= 2.2 for ratio in ratios.values()), ratios
