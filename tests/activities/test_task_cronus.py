"""The tasks of Business Central's demonstration data: creating them anew gives the same rows."""

import itertools
from pathlib import Path

import attrs
import pytest

from bcmarketing.activities.creation import create_task
from bcmarketing.activities.records import Attendee, Task
from bcmarketing.activities.subtasks import following, is_owner
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact
from bcmarketing.folder.reading import load_folder
from bcmarketing.store.tables import Tables

CRONUS = Path(__file__).parents[2].parent / "shared" / "data" / "cronus"

pytestmark = pytest.mark.skipif(not CRONUS.is_dir(), reason="the demonstration data is not there")


def cronus() -> Tables:
    return load_folder(CRONUS).tables


def test_every_part_is_a_copy_of_its_owner_but_for_the_person() -> None:
    tables = cronus()
    parts = [task for task in tables.where(Task) if not is_owner(task)]
    assert len(parts) == 6
    for part in parts:
        assert following(tables.get(Task, part.organizer_task_no) or part, part) == part


@pytest.mark.parametrize("no", ["TD100051", "TD100054", "TD100057"])
def test_creating_a_task_of_several_people_anew_gives_its_rows(no: str) -> None:
    tables = cronus()
    stored, rows = tables.where(Task, organizer_task_no=no), tables.where(Attendee, task_no=no)
    companies = {contact.no: contact.company_no for contact in tables.where(Contact)}
    people = [attrs.evolve(person, email="somebody@example.com") for person in tables.where(Salesperson)]
    others = [row for row in tables.rows() if not isinstance(row, Task | Attendee | Salesperson)]
    numbers = (f"TD{number}" for number in itertools.count(int(no.removeprefix("TD"))))
    owner = next(task for task in stored if is_owner(task))
    changes = create_task(Tables.of([*others, *people]), attrs.evolve(owner, no=""), attendees=rows, numbers=numbers)
    # The files do not hold the company of a task.
    assert sorted(changes.inserted_of(Task), key=lambda task: task.no) == [
        attrs.evolve(task, contact_company_no=companies.get(task.contact_no, "")) for task in stored
    ]
    assert [attrs.evolve(row, send_invitation=False, attendee_name="") for row in changes.inserted_of(Attendee)] == [
        attrs.evolve(row, send_invitation=False, attendee_name="") for row in rows
    ]
