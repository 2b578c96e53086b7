import datetime as dt
import pickle
from collections.abc import Iterable

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.records import Campaign, CampaignStatus
from bcmarketing.contacts.records import ContactAltAddrDateRange
from bcmarketing.errors import Duplicate, NotFound, WrongType
from bcmarketing.rules import Rule
from bcmarketing.store.changes import ChangeSet, Modified, StaleRows
from bcmarketing.store.reader import Record, key_of, require
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

NOS = ["A", "B", "C", "D", "E", "F"]
nos = st.sampled_from(NOS)
salespeople = st.sampled_from(["", "JO", "HR"])
campaigns = st.builds(Campaign, no=nos, salesperson_code=salespeople, status_code=st.sampled_from(["", "1", "2"]))

#: One step of a process: what it does and to which campaign.
steps = st.tuples(st.sampled_from(["save", "delete"]), campaigns)


def stored(rows: Iterable[Campaign]) -> dict[str, Campaign]:
    return {row.no: row for row in rows}


def carry_out(work: Work, todo: Iterable[tuple[str, Campaign]], model: dict[str, Campaign]) -> None:
    for verb, campaign in todo:
        if verb == "save":
            work.save(campaign)
            model[campaign.no] = campaign
        elif campaign.no in model:
            work.delete(campaign)
            del model[campaign.no]


def check_reads(reader: Tables | Work, model: dict[str, Campaign]) -> None:
    """Every question a `Reader` answers, against a plain dictionary."""
    in_order = [model[no] for no in sorted(model)]
    assert list(reader.where(Campaign)) == in_order
    assert reader.last(Campaign) == (in_order[-1] if in_order else None)
    for no in NOS:
        assert reader.get(Campaign, no) == model.get(no)
    for code in ("", "JO", "HR"):
        assert reader.where(Campaign, salesperson_code=code) == [c for c in in_order if c.salesperson_code == code]
        assert reader.where(Campaign, salesperson_code=code, status_code="1") == [
            c for c in in_order if (c.salesperson_code, c.status_code) == (code, "1")
        ]


@given(start=st.lists(campaigns, unique_by=lambda c: c.no), batches=st.lists(st.lists(steps, max_size=6), max_size=8))
@settings(deadline=None)
def test_tables_and_work_agree_with_a_plain_dictionary(
    start: list[Campaign], batches: list[list[tuple[str, Campaign]]]
) -> None:
    model = stored(start)
    tables = Tables.of(start)
    for batch in batches:
        before = Tables.of(model.values())
        work = Work(tables)
        check_reads(work, model)
        carry_out(work, batch, model)
        check_reads(work, model)
        assert tables == before
        tables = tables.apply(work.done())
        check_reads(tables, model)
        assert tables.count(Campaign) == len(model)
        assert tables == Tables.of(model.values())


@given(start=st.lists(campaigns, unique_by=lambda c: c.no), first=st.lists(steps), second=st.lists(steps))
@settings(deadline=None)
def test_change_sets_compose(
    start: list[Campaign], first: list[tuple[str, Campaign]], second: list[tuple[str, Campaign]]
) -> None:
    tables, model = Tables.of(start), stored(start)
    work = Work(tables)
    carry_out(work, first, model)
    one = work.done()
    work = Work(tables.apply(one))
    carry_out(work, second, model)
    two = work.done()
    assert tables.apply(one.then(two)) == tables.apply(one).apply(two)
    assert one.then(ChangeSet()) == one
    assert ChangeSet().then(one, two) == ChangeSet().then(one).then(two) == one.then(two)
    work = Work(tables)
    work.take(one)
    work.take(two)
    assert tables.apply(work.done()) == tables.apply(one).apply(two)


@pytest.mark.rule("E-STALE-ROWS")
def test_changes_to_rows_that_changed_meanwhile_are_refused_and_nothing_is_applied() -> None:
    tables = Tables.of([Campaign(no="A"), Campaign(no="B")])
    ours = Work(tables)
    ours.modify(Campaign(no="A", description="ours"))
    ours.insert(Campaign(no="C"))
    ours.delete(Campaign(no="B"))
    changes = ours.done()
    theirs = tables.apply(changes)
    with pytest.raises(StaleRows, match="'A'") as caught:
        theirs.apply(changes)
    assert caught.value.rows == (("Campaign", "B"), ("Campaign", "A"), ("Campaign", "C"))
    assert theirs.count(Campaign) == 2
    with pytest.raises(StaleRows):
        changes.then(changes)


def test_a_stale_message_names_the_first_rows_only() -> None:
    rows = tuple(("Campaign", f"C{number}") for number in range(9))
    assert "and 4 more" in str(StaleRows(rows))


def test_a_work_refuses_to_insert_twice_and_to_touch_what_is_not_there() -> None:
    work = Work(Tables.of([Campaign(no="A")]))
    with pytest.raises(Duplicate):
        work.insert(Campaign(no="a"))
    for touch in (work.modify, work.delete):
        with pytest.raises(NotFound):
            touch(Campaign(no="Z"))
    with pytest.raises(NotFound, match="Campaign 'Z'"):
        work.require(Campaign, "Z")
    assert not work.done()


def test_a_row_that_must_be_there_is_given_or_refused_by_name() -> None:
    tables = Tables.of([Campaign(no="A")])
    assert require(tables, Campaign, "A").no == "A"
    with pytest.raises(NotFound, match="Campaign 'Z' does not exist"):
        require(tables, Campaign, "Z")


def test_a_row_that_ends_as_it_began_is_no_change() -> None:
    campaign = Campaign(no="A")
    work = Work(Tables.of([campaign]))
    work.modify(attrs.evolve(campaign, description="x"))
    work.modify(campaign)
    work.insert(Campaign(no="B"))
    work.delete(Campaign(no="B"))
    assert work.done() == ChangeSet()


def test_rows_stand_in_the_order_in_which_they_were_touched() -> None:
    work = Work(Tables())
    for no in ("B", "A", "C"):
        work.insert(Campaign(no=no))
    work.insert(CampaignStatus(code="1"))
    changes = work.done()
    assert [row.no for row in changes.inserted_of(Campaign)] == ["B", "A", "C"]
    assert changes.inserted_of(CampaignStatus) == (CampaignStatus(code="1"),)


def test_changes_are_picked_by_kind() -> None:
    old, new = Campaign(no="A"), Campaign(no="A", description="x")
    changes = ChangeSet(modified=(Modified(old, new),), deleted=(CampaignStatus(code="1"),))
    assert changes.modified_of(Campaign) == (new,)
    assert changes.modified_of(CampaignStatus) == ()
    assert changes.deleted_of(CampaignStatus) == (CampaignStatus(code="1"),)


def test_notices_decisions_and_requests_travel_with_the_changes() -> None:
    rule = Rule("N-TEST", "A test notices.", "here")
    work = Work(Tables())
    work.notice(rule, "3 entries deleted", 3)
    work.because("that")
    work.request("print it")
    changes = work.done().then(work.done())
    assert [str(notice) for notice in changes.notices] == ["3 entries deleted (N-TEST)"] * 2
    assert changes.because == ("that", "that")
    assert changes.requests == ("print it", "print it")
    assert changes


def test_a_field_that_a_record_does_not_have_is_named() -> None:
    for reader in (Tables.of([Campaign(no="A")]), Work(Tables.of([Campaign(no="A")]))):
        with pytest.raises(WrongType, match="is no field of Campaign"):
            reader.where(Campaign, salesperson="JO")


def test_blank_dates_sort_before_every_date() -> None:
    rows = [
        ContactAltAddrDateRange(contact_no="C", starting_date=day)
        for day in (dt.date(2027, 1, 1), None, dt.date(2026, 1, 1))
    ]
    tables = Tables.of(rows)
    assert [row.starting_date for row in tables.where(ContactAltAddrDateRange)] == [
        None,
        dt.date(2026, 1, 1),
        dt.date(2027, 1, 1),
    ]
    assert tables.last(ContactAltAddrDateRange) == rows[0]


def test_tables_refuse_two_rows_with_one_key() -> None:
    with pytest.raises(Duplicate, match="'A'"):
        Tables.of([Campaign(no="A"), Campaign(no="a")])


def test_tables_are_values() -> None:
    rows: list[Record] = [Campaign(no="A"), CampaignStatus(code="1")]
    tables = Tables.of(rows)
    assert pickle.loads(pickle.dumps(tables)) == tables  # noqa: S301
    assert hash(tables) == hash(Tables.of(rows))
    assert tables != Tables()
    assert tables.__eq__(rows) is NotImplemented
    assert repr(tables) == "<Tables: Campaign 1, CampaignStatus 1>"
    assert repr(Tables()) == "<Tables: empty>"
    assert list(tables.rows()) == rows
    assert [key_of(row) for row in tables.rows()] == ["A", "1"]


def test_deleting_the_last_rows_shows_the_one_before() -> None:
    tables = Tables.of(Campaign(no=no) for no in NOS)
    work = Work(tables)
    for no in ("F", "E"):
        work.delete(Campaign(no=no))
    assert work.last(Campaign) == Campaign(no="D")
    after = tables.apply(work.done())
    assert after.last(Campaign) == Campaign(no="D")
    work = Work(after)
    work.modify(Campaign(no="D", description="x"))
    assert work.last(Campaign) == Campaign(no="D", description="x")
    work.insert(Campaign(no="Z"))
    assert work.last(Campaign) == Campaign(no="Z")
