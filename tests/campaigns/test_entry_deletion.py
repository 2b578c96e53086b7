import pytest

from bcmarketing.campaigns.entry_deletion import EntryNotCanceled, delete_campaign_entry
from bcmarketing.campaigns.records import CampaignEntry
from bcmarketing.errors import NotFound
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.store.tables import Tables


def tables(*, canceled: bool) -> Tables:
    return Tables.of(
        [
            CampaignEntry(entry_no=1, campaign_no="CP1", canceled=canceled),
            CampaignEntry(entry_no=11, campaign_no="CP1", canceled=True),
            InteractionLogEntry(entry_no=5, campaign_no="CP1", campaign_entry_no=1),
        ]
    )


@pytest.mark.rule("E-ENTRY-NOT-CANCELED")
def test_an_entry_that_is_not_canceled_stays() -> None:
    with pytest.raises(EntryNotCanceled, match="campaign entry 1 is not canceled"):
        delete_campaign_entry(tables(canceled=False), 1)


def test_a_canceled_entry_goes_with_its_log_entries_and_no_other() -> None:
    after = tables(canceled=True).apply(delete_campaign_entry(tables(canceled=True), 1))
    assert [entry.entry_no for entry in after.where(CampaignEntry)] == [11]
    assert after.where(InteractionLogEntry) == []


def test_an_entry_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotFound, match="CampaignEntry 7"):
        delete_campaign_entry(tables(canceled=True), 7)
