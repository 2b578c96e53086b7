"""Statuses of campaigns: the list's order, a host's flow, and the history that change sets tell."""

import datetime as dt

import attrs
import pytest

from bcmarketing.campaigns.cards import delete_campaign, insert_campaign, modify_campaign, rename_campaign
from bcmarketing.campaigns.records import Campaign, CampaignStatus
from bcmarketing.campaigns.refusals import StatusNotAllowed
from bcmarketing.campaigns.statuses import (
    StatusChange,
    delete_status,
    insert_status,
    next_status,
    previous_status,
    set_campaign_status,
    status_history,
)
from bcmarketing.context import Context
from bcmarketing.errors import Duplicate, FieldRequired, NotFound
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

STATUSES = [CampaignStatus(code=code) for code in ("9-DONE", "1-PLAN", "5-START")]
CP1 = Campaign(no="CP1")
FLOW = {"": ["1-PLAN"], "1-PLAN": {"5-START"}}


def on(day: int) -> Context:
    return Context(today=dt.date(2027, 1, day))


def code(status: CampaignStatus | None) -> str | None:
    return None if status is None else status.code


def test_statuses_follow_each_other_in_the_order_of_their_codes() -> None:
    tables = Tables.of(STATUSES)

    assert [code(next_status(tables, at)) for at in ("", "1-plan", "5-START", "9-DONE")] == [
        "1-PLAN",
        "5-START",
        "9-DONE",
        None,
    ]
    assert [code(previous_status(tables, at)) for at in ("", "1-plan", "5-START", "9-DONE")] == [
        None,
        None,
        "1-PLAN",
        "5-START",
    ]


def test_the_list_of_statuses_is_the_users_own() -> None:
    tables = Tables.of([attrs.evolve(CP1, status_code="1-PLAN")])

    tables = tables.apply(insert_status(tables, CampaignStatus(code="1-plan", description="Planned")))
    with pytest.raises(Duplicate):
        insert_status(tables, CampaignStatus(code="1-PLAN"))
    with pytest.raises(FieldRequired, match="code"):
        insert_status(tables, CampaignStatus(code=" "))

    tables = tables.apply(delete_status(tables, "1-plan"))
    assert tables.where(Campaign)[0].status_code == "1-PLAN"
    with pytest.raises(NotFound):
        delete_status(tables, "1-PLAN")


def test_without_statuses_nothing_comes_next() -> None:
    assert next_status(Tables(), "") is None
    assert previous_status(Tables(), "") is None


def test_only_a_status_that_exists_has_a_place() -> None:
    for step in (next_status, previous_status):
        with pytest.raises(NotFound, match="'2-APP'"):
            step(Tables.of(STATUSES), "2-APP")


def test_any_change_of_status_is_allowed_unless_the_host_says_otherwise() -> None:
    tables = Tables.of([CP1, *STATUSES])

    for status in ("9-DONE", "1-PLAN", ""):
        changes = set_campaign_status(tables, "CP1", status, context=on(11))
        assert changes.modified_of(Campaign)[0].status_code == status
        tables = tables.apply(changes)


def test_a_status_must_exist() -> None:
    with pytest.raises(NotFound, match="CampaignStatus"):
        set_campaign_status(Tables.of([CP1]), "CP1", "1-PLAN", context=on(11))
    with pytest.raises(NotFound, match="'CP1'"):
        set_campaign_status(Tables.of(STATUSES), "CP1", "1-PLAN", context=on(11))


@pytest.mark.rule("E-CAMPAIGN-STATUS")
def test_a_flow_of_the_host_is_enforced() -> None:
    tables = Tables.of([CP1, *STATUSES])
    with pytest.raises(StatusNotAllowed, match="from status '' to '5-START'"):
        set_campaign_status(tables, "CP1", "5-START", flow=FLOW, context=on(11))

    tables = tables.apply(set_campaign_status(tables, "CP1", "1-PLAN", flow=FLOW, context=on(11)))
    planned = tables.where(Campaign)[0]

    assert set_campaign_status(tables, "CP1", "1-PLAN", flow=FLOW, context=on(12))
    assert modify_campaign(tables, attrs.evolve(planned, status_code="5-START"), flow=FLOW, context=on(12))
    with pytest.raises(StatusNotAllowed):
        modify_campaign(tables, attrs.evolve(planned, status_code=""), flow=FLOW, context=on(12))


def test_change_sets_tell_the_history_of_a_campaign_through_another_number() -> None:
    tables = Tables.of([*STATUSES, Campaign(no="CP7")])
    story: list[ChangeSet] = []

    def happens(changes: ChangeSet) -> None:
        nonlocal tables
        story.append(changes)
        tables = tables.apply(changes)

    happens(insert_campaign(tables, Campaign(no="CP1", status_code="1-PLAN"), context=on(1)))
    happens(set_campaign_status(tables, "CP7", "9-DONE", context=on(2)))
    happens(set_campaign_status(tables, "CP1", "5-START", context=on(3)))
    happens(rename_campaign(tables, "CP1", "CP2", context=on(4)))
    happens(modify_campaign(tables, attrs.evolve(tables.where(Campaign)[0], description="x"), context=on(5)))
    happens(set_campaign_status(tables, "CP2", "9-DONE", context=on(6)))

    assert status_history(story, "cp2") == (
        StatusChange("CP1", "", "1-PLAN", None),
        StatusChange("CP1", "1-PLAN", "5-START", dt.date(2027, 1, 3)),
        StatusChange("CP2", "5-START", "9-DONE", dt.date(2027, 1, 6)),
    )
    assert status_history([*story, delete_campaign(tables, "CP2")], "CP7") == (
        StatusChange("CP7", "", "9-DONE", dt.date(2027, 1, 2)),
    )


def test_a_status_given_on_the_way_to_another_number_is_part_of_the_history() -> None:
    tables = Tables.of([CP1, *STATUSES])
    first = set_campaign_status(tables, "CP1", "1-PLAN", context=on(1))
    second = rename_campaign(tables.apply(first), "CP1", "CP2", context=on(2))

    assert status_history([first.then(second)], "CP2") == (StatusChange("CP2", "", "1-PLAN", dt.date(2027, 1, 2)),)
