"""Canceling and un-canceling in both directions, and deleting what was canceled."""

import attrs
import pytest

from bcmarketing.campaigns.records import CampaignEntry, CampaignTargetGroup, TargetType
from bcmarketing.contacts.records import Attachment
from bcmarketing.errors import InvalidField, NotFound
from bcmarketing.filters.refusals import FilterSyntax
from bcmarketing.interactions.canceling import toggle_campaign_entry, toggle_log_entries, toggle_logged_segments
from bcmarketing.interactions.deletion import (
    ArchivedDocument,
    delete_canceled_campaign_entries,
    delete_canceled_log_entries,
    delete_canceled_logged_segments,
    delete_log_entry,
)
from bcmarketing.interactions.records import InteractionLogEntry, InterLogEntryCommentLine
from bcmarketing.interactions.refusals import ParentCanceled
from bcmarketing.policies import Policies, TargetCleanup
from bcmarketing.segments.records import LoggedSegment
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

SM9 = LoggedSegment(entry_no=9, segment_no="SM9")
CE3 = CampaignEntry(entry_no=3, campaign_no="CP1", register_no=9)
OF_BOTH = InteractionLogEntry(
    entry_no=1, campaign_no="CP1", campaign_entry_no=3, logged_segment_entry_no=9, attachment_no=4
)
OF_SEGMENT = InteractionLogEntry(entry_no=2, logged_segment_entry_no=9, attachment_no=4)
ALONE = InteractionLogEntry(entry_no=5, attachment_no=6)
OTHER_CAMPAIGN = InteractionLogEntry(entry_no=7, campaign_no="CP2", campaign_entry_no=3)
DOCUMENTS = [Attachment(no=4), Attachment(no=6)]
TABLES = Tables.of([SM9, CE3, OF_BOTH, OF_SEGMENT, ALONE, OTHER_CAMPAIGN, *DOCUMENTS])
DECLINED = Policies(toggle_canceled=False)
CLEANING = Policies(remove_unique_attachments=True)


def canceled(tables: Tables) -> list[str]:
    """Return what is canceled: S for logged segments, C for campaign entries, and the log entries."""
    return [
        *(f"S{row.entry_no}" for row in tables.where(LoggedSegment) if row.canceled),
        *(f"C{row.entry_no}" for row in tables.where(CampaignEntry) if row.canceled),
        *(f"{row.entry_no}" for row in tables.where(InteractionLogEntry) if row.canceled),
    ]


def test_a_campaign_entry_takes_its_log_entries_along_and_nothing_above() -> None:
    once = TABLES.apply(toggle_campaign_entry(TABLES, 3))
    twice = once.apply(toggle_campaign_entry(once, 3))

    assert canceled(once) == ["C3", "1"]
    assert twice == TABLES


def test_log_entries_below_are_set_whatever_mark_they_have() -> None:
    mixed = Tables.of([CE3, attrs.evolve(OF_BOTH, canceled=True), attrs.evolve(OF_BOTH, entry_no=2)])

    mixed = mixed.apply(toggle_campaign_entry(mixed, 3))
    assert canceled(mixed) == ["C3", "1", "2"]

    assert canceled(mixed.apply(toggle_campaign_entry(mixed, 3))) == []


def test_a_logged_segment_takes_its_campaign_entries_and_log_entries_along() -> None:
    tables = TABLES.apply(toggle_logged_segments(TABLES, [9]))

    assert canceled(tables) == ["S9", "C3", "1", "2"]


def test_the_first_selected_logged_segment_decides_for_all() -> None:
    tables = Tables.of([SM9, LoggedSegment(entry_no=8, canceled=True)])

    assert canceled(tables.apply(toggle_logged_segments(tables, [9, 8]))) == ["S8", "S9"]
    assert canceled(tables.apply(toggle_logged_segments(tables, [8, 9]))) == []


def test_the_first_selected_log_entry_decides_for_all() -> None:
    tables = Tables.of([ALONE, InteractionLogEntry(entry_no=6, canceled=True)])

    assert canceled(tables.apply(toggle_log_entries(tables, [5, 6]))) == ["5", "6"]
    assert canceled(tables.apply(toggle_log_entries(tables, [6, 5, 6]))) == []


def test_a_canceled_log_entry_takes_nothing_along() -> None:
    tables = TABLES.apply(toggle_log_entries(TABLES, [1]))

    assert canceled(tables) == ["1"]
    assert tables.apply(toggle_log_entries(tables, [1])) == TABLES


@pytest.mark.rule("E-CANCEL-PARENT")
def test_a_log_entry_stays_canceled_as_long_as_what_it_belongs_to() -> None:
    segment = TABLES.apply(toggle_logged_segments(TABLES, [9]))
    with pytest.raises(ParentCanceled, match="logged segment 9"):
        toggle_log_entries(segment, [2])

    entry = TABLES.apply(toggle_campaign_entry(TABLES, 3))
    with pytest.raises(ParentCanceled, match="campaign entry 3"):
        toggle_log_entries(entry, [1])


@pytest.mark.rule("E-NOT-FOUND")
def test_what_a_log_entry_names_must_exist_when_it_is_un_canceled() -> None:
    for orphan in (OF_SEGMENT, attrs.evolve(OF_BOTH, logged_segment_entry_no=0)):
        tables = Tables.of([attrs.evolve(orphan, canceled=True)])
        with pytest.raises(NotFound):
            toggle_log_entries(tables, [orphan.entry_no])
    free = Tables.of([attrs.evolve(ALONE, canceled=True)])
    assert canceled(free.apply(toggle_log_entries(free, [5]))) == []
    assert canceled(Tables.of([OF_SEGMENT]).apply(toggle_log_entries(Tables.of([OF_SEGMENT]), [2]))) == ["2"]


def test_canceling_removes_a_document_that_no_other_entry_uses_only_if_asked_to() -> None:
    kept = TABLES.apply(toggle_log_entries(TABLES, [5, 1]))
    cleaned = TABLES.apply(toggle_log_entries(TABLES, [5, 1], policies=CLEANING))

    assert kept.where(Attachment) == DOCUMENTS
    assert [row.no for row in cleaned.where(Attachment)] == [4]
    assert [entry.attachment_no for entry in cleaned.where(InteractionLogEntry)] == [4, 4, 0, 0]


def test_two_entries_canceled_at_once_keep_the_document_they_share() -> None:
    tables = TABLES.apply(toggle_log_entries(TABLES, [1, 2], policies=CLEANING))

    assert tables.where(Attachment) == DOCUMENTS


def test_an_entry_that_was_canceled_before_or_is_un_canceled_keeps_its_document() -> None:
    tables = Tables.of([attrs.evolve(ALONE, canceled=True), InteractionLogEntry(entry_no=6), *DOCUMENTS])

    assert tables.apply(toggle_log_entries(tables, [6, 5], policies=CLEANING)).where(Attachment) == DOCUMENTS
    assert tables.apply(toggle_log_entries(tables, [5], policies=CLEANING)).where(Attachment) == DOCUMENTS


def test_declining_or_selecting_nothing_changes_nothing() -> None:
    assert toggle_campaign_entry(TABLES, 3, policies=DECLINED) == ChangeSet()
    assert toggle_logged_segments(TABLES, [9], policies=DECLINED) == ChangeSet()
    assert toggle_log_entries(TABLES, [1], policies=DECLINED) == ChangeSet()
    assert toggle_logged_segments(TABLES, []) == toggle_log_entries(TABLES, []) == ChangeSet()


def test_only_what_exists_is_canceled() -> None:
    with pytest.raises(NotFound):
        toggle_campaign_entry(TABLES, 99)
    with pytest.raises(NotFound):
        toggle_logged_segments(TABLES, [9, 99])
    with pytest.raises(NotFound):
        toggle_log_entries(TABLES, [1, 99])


def counted(changes: ChangeSet) -> list[tuple[str, int]]:
    return [(notice.rule.id, notice.count) for notice in changes.notices]


@pytest.mark.rule("N-DELETED")
def test_canceled_campaign_entries_go_with_every_log_entry_below() -> None:
    comment = InterLogEntryCommentLine(entry_no=1, line_no=10000)
    row = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")
    gone = attrs.evolve(CE3, canceled=True)
    live = CampaignEntry(entry_no=4, campaign_no="CP1")
    tables = Tables.of([gone, live, OF_BOTH, OTHER_CAMPAIGN, comment, row, *DOCUMENTS])

    changes = delete_canceled_campaign_entries(tables)

    assert counted(changes) == [("N-DELETED", 1)]
    assert str(changes.notices[0]) == "1 campaign entry deleted (N-DELETED)"
    assert tables.apply(changes) == Tables.of([live, OTHER_CAMPAIGN, comment, row, *DOCUMENTS])
    assert counted(delete_canceled_campaign_entries(tables, {"campaign_no": "CP2"})) == [("N-DELETED", 0)]
    assert counted(delete_canceled_campaign_entries(tables, {"entry_no": "1..3", "salesperson_code": "''"})) == [
        ("N-DELETED", 1)
    ]


def test_canceled_log_entries_go_with_comments_and_documents_of_their_own() -> None:
    entries = [attrs.evolve(entry, canceled=True) for entry in (OF_BOTH, ALONE)]
    comments = [InterLogEntryCommentLine(entry_no=no, line_no=10000) for no in (1, 2)]
    tables = Tables.of([CE3, *entries, OF_SEGMENT, *comments, *DOCUMENTS])

    changes = delete_canceled_log_entries(tables)

    assert counted(changes) == [("N-DELETED", 2)]
    assert changes.requests == ()
    assert tables.apply(changes) == Tables.of([CE3, OF_SEGMENT, comments[1], DOCUMENTS[0]])


def test_the_last_of_several_deleted_entries_takes_their_document() -> None:
    tables = Tables.of([attrs.evolve(entry, canceled=True) for entry in (OF_BOTH, OF_SEGMENT)]).apply(
        ChangeSet(inserted=(DOCUMENTS[0],))
    )

    assert tables.apply(delete_canceled_log_entries(tables)) == Tables()


def test_the_filter_and_the_canceled_mark_decide_which_log_entries_go() -> None:
    entries = [InteractionLogEntry(entry_no=no, canceled=no % 2 == 0, contact_no=f"C{no}") for no in range(1, 7)]
    tables = Tables.of(entries)

    left = tables.apply(delete_canceled_log_entries(tables, {"contact_no": "C1..C4"}))

    assert [entry.entry_no for entry in left.where(InteractionLogEntry)] == [1, 3, 5, 6]
    with pytest.raises(FilterSyntax):
        delete_canceled_log_entries(tables, {"contact_no": "("})
    with pytest.raises(InvalidField):
        delete_canceled_log_entries(tables, {"nothing": "1"})


def test_the_host_hears_of_archived_documents() -> None:
    archived = attrs.evolve(ALONE, canceled=True, version_no=2)

    changes = delete_canceled_log_entries(Tables.of([archived, InteractionLogEntry(entry_no=6, canceled=True)]))

    assert changes.requests == (ArchivedDocument(archived),)


def test_a_single_entry_is_deleted_though_it_is_not_canceled() -> None:
    comment = InterLogEntryCommentLine(entry_no=5, line_no=10000)
    tables = Tables.of([ALONE, comment, *DOCUMENTS])

    changes = delete_log_entry(tables, 5)

    assert changes.notices == ()
    assert tables.apply(changes) == Tables.of([DOCUMENTS[0]])
    with pytest.raises(NotFound):
        delete_log_entry(tables, 6)


def test_deleting_log_entries_cleans_up_the_target_group_when_support_decides() -> None:
    row = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")
    target = attrs.evolve(OF_BOTH, contact_company_no="C1", campaign_target=True, canceled=True)
    tables = Tables.of([row, target, attrs.evolve(target, entry_no=2)])
    by_support = Policies(target_cleanup=TargetCleanup.SUPPORT)

    assert tables.apply(delete_canceled_log_entries(tables)).where(CampaignTargetGroup) == [row]
    assert tables.apply(delete_canceled_log_entries(tables, policies=by_support)).where(CampaignTargetGroup) == []
    one = delete_canceled_log_entries(tables, {"entry_no": "1"}, policies=by_support)
    assert tables.apply(one).where(CampaignTargetGroup) == [row]


def test_what_a_deleted_logged_segment_logged_stays() -> None:
    gone = attrs.evolve(SM9, canceled=True)
    live = LoggedSegment(entry_no=8)
    tables = Tables.of([gone, live, CE3, OF_BOTH, OF_SEGMENT])

    changes = delete_canceled_logged_segments(tables, {"segment_no": "SM*"})

    assert counted(changes) == [("N-DELETED", 1)]
    assert tables.apply(changes) == Tables.of(
        [
            live,
            attrs.evolve(CE3, register_no=0),
            attrs.evolve(OF_BOTH, logged_segment_entry_no=0),
            attrs.evolve(OF_SEGMENT, logged_segment_entry_no=0),
        ]
    )
    assert counted(delete_canceled_logged_segments(tables, {"segment_no": "X"})) == [("N-DELETED", 0)]
