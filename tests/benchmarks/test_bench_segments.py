"""Selecting contacts against a hand-written pass and duckdb: ratios in one run, with the same answers.

Run with ``pytest tests/benchmarks/test_bench_segments.py -s``.

Four criteria over 1,000,000 contacts: add two countries, add a mailing group, take out two territories, keep companies
with a post code from 5000 on.
"""

import gc
import random
import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest

from bcmarketing.contacts.records import Contact, ContactMailingGroup, ContactType
from bcmarketing.segments.index import ContactIndex
from bcmarketing.segments.preview import preview
from bcmarketing.segments.records import CriteriaAction
from bcmarketing.segments.steps import SelectionStep, recorded_filters
from bcmarketing.store.tables import Tables

CONTACTS = 1_000_000
ROUNDS = 7
#: What one call may cost, as a part of what the others take.
PASS_LIMIT = 1.5
INDEX_LIMIT = 0.3

STEPS = [
    SelectionStep(action=CriteriaAction.ADD, filters=recorded_filters({"contact": {"country_region_code": "L03|L07"}})),
    SelectionStep(
        action=CriteriaAction.ADD, filters=recorded_filters({"contact_mailing_group": {"mailing_group_code": "G05"}})
    ),
    SelectionStep(action=CriteriaAction.REDUCE, filters=recorded_filters({"contact": {"territory_code": "T11|T12"}})),
    SelectionStep(
        action=CriteriaAction.REFINE, filters=recorded_filters({"contact": {"type": "Company", "post_code": "5000.."}})
    ),
]
SQL = """
    SELECT count(*) FROM contact
    WHERE (country IN ('L03', 'L07') OR no IN (SELECT contact_no FROM mailing WHERE code = 'G05'))
      AND NOT excluded AND territory NOT IN ('T11', 'T12') AND type = 0 AND post_code >= '5000'
"""


class World(NamedTuple):
    tables: Tables
    contacts: list[Contact]
    groups: list[ContactMailingGroup]


@cache
def world() -> World:
    draw = random.Random(17)
    countries, territories = ([f"{letter}{no:02}" for no in range(count)] for letter, count in (("L", 20), ("T", 30)))
    codes = [f"{no:04}" for no in range(10_000)]
    names = [f"G{no:02}" for no in range(40)]
    contacts = []
    groups = []
    for at in range(CONTACTS):
        no = f"CT{at:07}"
        contact = Contact(
            no=no,
            company_no=no,
            type=ContactType.PERSON if draw.random() < 0.3 else ContactType.COMPANY,
            country_region_code=draw.choice(countries),
            territory_code=draw.choice(territories),
            post_code=draw.choice(codes),
            exclude_from_segment=draw.random() < 0.05,
        )
        contacts.append(contact)
        many = draw.choices((0, 1, 2), (0.5, 0.3, 0.2))[0]
        groups += [ContactMailingGroup(contact_no=no, mailing_group_code=name) for name in draw.sample(names, many)]
    gc.freeze()
    return World(Tables.of([*contacts, *groups]), contacts, groups)


def by_hand() -> list[Contact]:
    rows = world().tables.where(ContactMailingGroup, mailing_group_code="G05")  # as the library reads them
    group = {row.contact_no for row in rows}
    return [
        contact
        for contact in world().contacts
        if (contact.country_region_code in {"L03", "L07"} or contact.no in group)
        and not contact.exclude_from_segment
        and contact.territory_code not in {"T11", "T12"}
        and contact.type is ContactType.COMPANY
        and contact.post_code >= "5000"
    ]


def ratios(
    cases: dict[str, Callable[[], Any]], baseline: str, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Time the cases in turn, round after round, and return the median ratio of each to the baseline."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for case in cases.values():
        case()
    for _ in range(ROUNDS):
        for name, case in cases.items():
            gc.collect()
            started = clock()
            case()
            times[name].append(clock() - started)
    found = {
        name: statistics.median(one / base for one, base in zip(taken, times[baseline], strict=True))
        for name, taken in times.items()
    }
    print()
    for name, taken in times.items():
        print(f"{name:45} {statistics.median(taken) * 1e3:9.2f} ms {found[name]:7.3f}")
    return found


def test_four_criteria_over_contacts_at_hand_take_at_most_half_as_long_again_as_a_hand_written_pass() -> None:
    tables, contacts, _ = world()
    assert preview(tables, STEPS) == preview(tables, STEPS, contacts) == by_hand()
    found = ratios(
        {
            "by hand": by_hand,
            "preview, contacts at hand": lambda: preview(tables, STEPS, contacts),
            "preview, contacts read from the tables": lambda: preview(tables, STEPS),
        },
        "by hand",
        time.process_time,  # one thread each, so what else runs on the machine need not count
    )
    assert found["preview, contacts at hand"] <= PASS_LIMIT
    assert found["preview, contacts read from the tables"] <= PASS_LIMIT


def test_a_count_with_a_kept_index_takes_a_third_of_the_time_of_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    pandas = pytest.importorskip("pandas")
    tables, contacts, groups = world()
    frame = pandas.DataFrame(  # noqa: F841 - duckdb finds it by name
        {
            "no": [contact.no for contact in contacts],
            "country": [contact.country_region_code for contact in contacts],
            "territory": [contact.territory_code for contact in contacts],
            "type": [contact.type.value for contact in contacts],
            "post_code": [contact.post_code for contact in contacts],
            "excluded": [contact.exclude_from_segment for contact in contacts],
        }
    )
    links = pandas.DataFrame(  # noqa: F841 - likewise
        {"contact_no": [row.contact_no for row in groups], "code": [row.mailing_group_code for row in groups]}
    )
    connection = duckdb.connect()
    connection.sql("CREATE TABLE contact AS SELECT * FROM frame")
    connection.sql("CREATE TABLE mailing AS SELECT * FROM links")
    index = ContactIndex(tables)
    started = time.perf_counter()
    count = index.count(STEPS)
    print(f"\nfirst count, which builds the index: {time.perf_counter() - started:.2f} s")
    assert count == connection.execute(SQL).fetchone()[0] == len(by_hand())
    assert index.members(STEPS) == by_hand()
    found = ratios(
        {
            "duckdb, count": lambda: connection.execute(SQL).fetchone(),
            "kept index, count": lambda: index.count(STEPS),
            "kept index, members": lambda: index.members(STEPS),
            "by hand": by_hand,
        },
        "duckdb, count",
    )
    assert found["kept index, count"] <= INDEX_LIMIT
