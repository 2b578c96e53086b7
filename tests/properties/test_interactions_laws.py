"""Laws of logged interactions: statistics, cancellation, deletion, campaign entries, attachments."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.amounts import round_to
from bcmarketing.campaigns.ledger import CampaignLedger
from bcmarketing.campaigns.overview import (
    campaign_entry_statistics,
    campaign_overview,
    logged_segment_statistics,
)
from bcmarketing.campaigns.records import Campaign, CampaignEntry
from bcmarketing.campaigns.statistics import CampaignFigures, campaign_statistics
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Attachment, Contact, CorrespondenceType
from bcmarketing.contacts.statistics import contact_statistics
from bcmarketing.context import Context
from bcmarketing.errors import BCMarketingError
from bcmarketing.interactions.canceling import toggle_campaign_entry, toggle_log_entries, toggle_logged_segments
from bcmarketing.interactions.deletion import (
    delete_canceled_campaign_entries,
    delete_canceled_log_entries,
    delete_canceled_logged_segments,
    delete_log_entry,
)
from bcmarketing.interactions.logging import log_interaction
from bcmarketing.interactions.options import DocumentType
from bcmarketing.interactions.records import InteractionLogEntry, InteractionTemplate, InterLogEntryCommentLine
from bcmarketing.interactions.statistics import By, InteractionFigures, interaction_statistics
from bcmarketing.periods import Period
from bcmarketing.policies import Policies
from bcmarketing.segments.records import LoggedSegment, SegmentHeader, SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.tables import Tables

CONTEXT = Context(today=dt.date(2027, 1, 11), user_id="EVA")
CAMPAIGNS = ["CP1", "CP2"]
CONTACTS = [Contact(no="C1", company_no="C1"), Contact(no="C2", company_no="C2")]

booleans = st.booleans()
dates = st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 1, 6))
amounts = st.integers(0, 10_000).map(lambda cents: Decimal(cents).scaleb(-2))
log_entries = st.builds(
    InteractionLogEntry,
    entry_no=st.just(0),
    contact_no=st.sampled_from(["C1", "C2"]),
    campaign_no=st.sampled_from(["", *CAMPAIGNS]),
    campaign_entry_no=st.integers(0, 3),
    logged_segment_entry_no=st.integers(0, 2),
    campaign_target=booleans,
    campaign_response=booleans,
    canceled=booleans,
    postponed=booleans,
    date=dates,
    cost=amounts,
    duration=amounts,
    attachment_no=st.integers(0, 3),
    interaction_template_code=st.sampled_from(["T1", "T2"]),
    interaction_group_code=st.sampled_from(["G1", "G2"]),
    salesperson_code=st.sampled_from(["S1", "S2"]),
)


@st.composite
def logs(draw: st.DrawFn) -> list[InteractionLogEntry]:
    return [
        attrs.evolve(entry, entry_no=no, contact_company_no=entry.contact_no)
        for no, entry in enumerate(draw(st.lists(log_entries, max_size=8)), start=1)
    ]


@st.composite
def worlds(draw: st.DrawFn) -> Tables:
    entries = draw(logs())
    return Tables.of(
        [
            *(Campaign(no=no) for no in CAMPAIGNS),
            *CONTACTS,
            *(LoggedSegment(entry_no=no, canceled=draw(booleans)) for no in (1, 2)),
            *(
                CampaignEntry(
                    entry_no=no,
                    campaign_no=draw(st.sampled_from(CAMPAIGNS)),
                    register_no=draw(st.integers(0, 2)),
                    canceled=draw(booleans),
                )
                for no in (1, 2, 3)
            ),
            *entries,
            *(InterLogEntryCommentLine(entry_no=entry.entry_no, line_no=1) for entry in entries),
            *(Attachment(no=no) for no in (1, 2, 3)),
        ]
    )


periods = st.tuples(dates, dates).map(
    lambda pair: Period(*sorted(pair)) if None not in pair else Period(*pair)  # type: ignore[type-var]
)
policies = st.builds(Policies, remove_unique_attachments=booleans)


def log_of(tables: Tables) -> list[InteractionLogEntry]:
    return tables.where(InteractionLogEntry)


def counts(entry: InteractionLogEntry, period: Period) -> bool:
    if entry.canceled or entry.postponed:
        return False
    if entry.date is None:
        return period.start is None
    return (period.start or dt.date.min) <= entry.date <= (period.end or dt.date.max)


@given(logs(), periods)
def test_campaign_figures_agree_with_plain_sums_and_with_the_ledger(
    entries: list[InteractionLogEntry], period: Period
) -> None:
    found = campaign_statistics(entries, period)
    ledger = CampaignLedger(iter(entries))

    for no in CAMPAIGNS:
        mine = [entry for entry in entries if entry.campaign_no == no and counts(entry, period)]
        expected = CampaignFigures(
            sum(entry.campaign_target for entry in mine),
            sum(entry.campaign_response for entry in mine),
            sum((entry.cost for entry in mine), Decimal(0)),
            sum((entry.duration for entry in mine), Decimal(0)),
        )
        assert found.get(no, CampaignFigures()) == expected == ledger.figures(no, period)
        assert (no in found) == bool(mine)
    assert set(ledger.campaign_nos()) == set(campaign_statistics(entries))


@given(logs(), periods, st.sampled_from(["interaction_template_code", "interaction_group_code", "salesperson_code"]))
def test_figures_of_templates_groups_and_salespeople_agree_with_plain_sums(
    entries: list[InteractionLogEntry], period: Period, by: By
) -> None:
    found = interaction_statistics(entries, by, period)

    for code in {getattr(entry, by) for entry in entries}:
        mine = [entry for entry in entries if getattr(entry, by) == code and counts(entry, period)]
        expected = InteractionFigures(
            len(mine),
            sum((entry.cost for entry in mine), Decimal(0)),
            sum((entry.duration for entry in mine), Decimal(0)),
        )
        assert found.get(code, InteractionFigures()) == expected


@pytest.mark.invariant("campaigns", 22)
@given(st.integers(0, 500), st.integers(0, 500), amounts, amounts)
def test_rates_and_averages_are_never_negative_and_zero_only_for_a_reason(
    targets: int, responses: int, cost: Decimal, duration: Decimal
) -> None:
    figures = CampaignFigures(targets, responses, cost, duration)

    assert figures.response_rate_pct >= 0
    if targets:
        assert abs(figures.response_rate_pct * targets - 100 * responses) <= Decimal("0.05") * targets
    for total, average in ((cost, figures.avg_cost_per_response), (duration, figures.avg_duration_per_response)):
        rounds_to_zero = responses == 0 or 200 * total < responses
        assert (average == 0) == rounds_to_zero
        if responses:
            assert average == round_to(average, Decimal("0.01"))
            assert abs(average * responses - total) <= Decimal("0.005") * responses


@pytest.mark.invariant("campaigns", 8)
@given(worlds(), st.integers(1, 3), st.lists(st.integers(1, 2), min_size=1, unique=True))
def test_what_lies_below_takes_the_mark_of_what_is_canceled(
    tables: Tables, entry_no: int, segment_nos: list[int]
) -> None:
    entry = tables.get(CampaignEntry, entry_no)
    assert entry is not None
    once = tables.apply(toggle_campaign_entry(tables, entry_no))
    twice = once.apply(toggle_campaign_entry(once, entry_no))
    for after, mark in ((once, not entry.canceled), (twice, entry.canceled)):
        below = after.where(InteractionLogEntry, campaign_no=entry.campaign_no, campaign_entry_no=entry_no)
        assert {row.canceled for row in below} <= {mark}
        assert after.where(CampaignEntry, entry_no=entry_no)[0].canceled == mark
        assert after.where(LoggedSegment) == tables.where(LoggedSegment)

    first = tables.get(LoggedSegment, segment_nos[0])
    assert first is not None
    after = tables.apply(toggle_logged_segments(tables, segment_nos))
    for no in segment_nos:
        marks = {row.canceled for row in after.where(InteractionLogEntry, logged_segment_entry_no=no)}
        marks |= {row.canceled for row in after.where(CampaignEntry, register_no=no)}
        marks |= {row.canceled for row in after.where(LoggedSegment, entry_no=no)}
        assert marks == {not first.canceled}


@pytest.mark.invariant("campaigns", 9)
@given(worlds(), st.lists(st.integers(1, 8), max_size=4), policies)
def test_an_entry_taken_back_never_has_a_canceled_parent(
    tables: Tables, entry_nos: list[int], answers: Policies
) -> None:
    try:
        after = tables.apply(toggle_log_entries(tables, entry_nos, policies=answers))
    except BCMarketingError:
        return

    marks = {row.canceled for row in log_of(after) if row.entry_no in entry_nos}
    assert len(marks) <= 1
    for old, new in zip(log_of(tables), log_of(after), strict=True):
        if old.canceled and not new.canceled:
            segment = after.get(LoggedSegment, new.logged_segment_entry_no)
            campaign_entry = after.get(CampaignEntry, new.campaign_entry_no)
            assert segment is None or not segment.canceled
            assert campaign_entry is None or not campaign_entry.canceled
        if old.entry_no not in entry_nos:
            assert old == new


@pytest.mark.invariant("campaigns", 10)
@given(worlds())
def test_batches_delete_canceled_entries_only_and_what_lies_below_canceled_campaign_entries(tables: Tables) -> None:
    gone = delete_canceled_log_entries(tables).deleted_of(InteractionLogEntry)
    assert set(gone) == {entry for entry in log_of(tables) if entry.canceled}

    changes = delete_canceled_campaign_entries(tables)
    places = {(row.campaign_no, row.entry_no) for row in tables.where(CampaignEntry) if row.canceled}
    assert {(row.campaign_no, row.entry_no) for row in changes.deleted_of(CampaignEntry)} == places
    assert set(changes.deleted_of(InteractionLogEntry)) == {
        entry for entry in log_of(tables) if (entry.campaign_no, entry.campaign_entry_no) in places
    }

    changes = delete_canceled_logged_segments(tables)
    assert all(row.canceled for row in changes.deleted_of(LoggedSegment))
    assert all(isinstance(row, LoggedSegment) for row in changes.deleted)
    after = tables.apply(changes)
    kept = {row.entry_no for row in after.where(LoggedSegment)} | {0}
    assert {entry.logged_segment_entry_no for entry in log_of(after)} <= kept
    assert {entry.register_no for entry in after.where(CampaignEntry)} <= kept
    assert logged_segment_statistics(after, LoggedSegment(entry_no=0)).no_of_interactions <= len(log_of(after))


def live_figures(tables: Tables) -> list[object]:
    """Return the figures that only live entries make: of campaigns, contacts, templates, groups, salespeople."""
    entries = log_of(tables)
    return [
        *(campaign_overview(tables, no).figures for no in CAMPAIGNS),
        *(contact_statistics(tables, contact).interactions for contact in CONTACTS),
        interaction_statistics(entries, "interaction_template_code"),
        interaction_statistics(entries, "interaction_group_code"),
        interaction_statistics(entries, "salesperson_code"),
    ]


@pytest.mark.invariant("campaigns", 11)
@given(worlds())
def test_deleting_canceled_entries_changes_no_figures(tables: Tables) -> None:
    assert live_figures(tables.apply(delete_canceled_log_entries(tables))) == live_figures(tables)


@pytest.mark.invariant("campaigns", 12)
@given(worlds())
def test_canceling_an_entry_takes_it_out_of_the_figures_and_taking_it_back_puts_it_in(tables: Tables) -> None:
    for entry in log_of(tables):
        if entry.canceled or not entry.campaign_no:
            continue
        canceled = tables.apply(toggle_log_entries(tables, [entry.entry_no]))
        before = campaign_overview(tables, entry.campaign_no).figures
        after = campaign_overview(canceled, entry.campaign_no).figures
        weight = 0 if entry.postponed else 1
        assert before.cost - after.cost == weight * entry.cost
        assert before.duration - after.duration == weight * entry.duration
        assert before.contacts_responded - after.contacts_responded == weight * entry.campaign_response
        assert before.target_contacts_contacted - after.target_contacts_contacted == weight * entry.campaign_target
        try:
            restored = canceled.apply(toggle_log_entries(canceled, [entry.entry_no]))
        except BCMarketingError:
            continue
        assert restored == tables


@given(worlds(), st.integers(1, 3))
def test_a_campaign_entry_counts_what_has_its_own_mark(tables: Tables, entry_no: int) -> None:
    entry = tables.get(CampaignEntry, entry_no)
    assert entry is not None
    mine = [row for row in log_of(tables) if (row.campaign_no, row.campaign_entry_no) == (entry.campaign_no, entry_no)]

    total = campaign_entry_statistics(tables, entry)
    other = campaign_entry_statistics(tables, attrs.evolve(entry, canceled=not entry.canceled))

    assert total.no_of_interactions + other.no_of_interactions == len(mine)
    assert total.cost + other.cost == sum((row.cost for row in mine), Decimal(0))
    assert total.no_of_interactions == sum(row.canceled == entry.canceled for row in mine)


@pytest.mark.invariant("campaigns", 25)
@given(worlds(), st.lists(st.integers(1, 8), max_size=4), policies)
def test_a_document_that_another_entry_names_is_never_removed(
    tables: Tables, entry_nos: list[int], answers: Policies
) -> None:
    processes: list[Callable[[], ChangeSet]] = [
        lambda: toggle_log_entries(tables, entry_nos, policies=answers),
        lambda: delete_canceled_log_entries(tables, {"entry_no": "|".join(map(str, entry_nos))}),
        *(lambda no=no: delete_log_entry(tables, no) for no in entry_nos),
    ]
    for process in processes:
        try:
            changes = process()
        except BCMarketingError:
            continue
        after = tables.apply(changes)
        named = {entry.attachment_no for entry in log_of(after)} - {0}
        assert named <= {row.no for row in after.where(Attachment)}
        # And no document is removed that nobody let go of.
        let_go = {entry.attachment_no for entry in log_of(tables)} - named
        assert {row.no for row in changes.deleted_of(Attachment)} <= let_go


drafts = st.builds(
    SegmentLine,
    contact_no=st.just("C1"),
    contact_company_no=st.just("C1"),
    segment_no=st.sampled_from(["", "SM1", "SM2"]),
    campaign_no=st.sampled_from(["", *CAMPAIGNS]),
    document_type=st.sampled_from([DocumentType.BLANK, DocumentType.SALES_QTE, DocumentType.SALES_INV]),
    date=st.dates(dt.date(2027, 1, 1), dt.date(2027, 1, 6)),
    salesperson_code=st.just("S1"),
    interaction_template_code=st.just("T1"),
)


@pytest.mark.invariant("campaigns", 7)
@given(st.lists(st.tuples(drafts, booleans), max_size=8))
def test_every_interaction_of_a_campaign_has_the_campaign_entry_of_its_segment_and_kind(
    interactions: list[tuple[SegmentLine, bool]],
) -> None:
    template = InteractionTemplate(code="T1", correspondence_type_default=CorrespondenceType.BLANK)
    tables = Tables.of(
        [
            *(Campaign(no=no) for no in CAMPAIGNS),
            *(SegmentHeader(no=no, description=no) for no in ("SM1", "SM2")),
            *CONTACTS,
            Salesperson(code="S1"),
            template,
        ]
    )
    for line, postponed in interactions:
        tables = tables.apply(log_interaction(tables, line, postponed=postponed, context=CONTEXT))

    entries = {entry.entry_no: entry for entry in tables.where(CampaignEntry)}
    used: dict[tuple[DocumentType, str, str], int] = {}
    for entry in log_of(tables):
        if entry.postponed or not entry.campaign_no:
            assert entry.campaign_entry_no == 0
            continue
        campaign_entry = entries[entry.campaign_entry_no]
        assert campaign_entry.campaign_no == entry.campaign_no
        place = (entry.document_type, entry.campaign_no, entry.segment_no)
        assert used.setdefault(place, campaign_entry.entry_no) == campaign_entry.entry_no
    assert len(used) == len(set(used.values())) == len(entries)


@pytest.mark.invariant("campaigns", 6)
@given(worlds(), drafts, st.integers(0, 12), st.sampled_from(["line_no", "date", "contact_no", "campaign_no", ""]))
def test_a_refused_process_leaves_the_tables_as_they_are(
    tables: Tables, draft: SegmentLine, no: int, spoiled: str
) -> None:
    before = list(tables.rows())
    wrong = {"line_no": 99, "date": None, "contact_no": "X", "campaign_no": "X"}
    line = attrs.evolve(draft, **{spoiled: wrong[spoiled]}) if spoiled else draft  # type: ignore[arg-type]
    processes: list[Callable[[], ChangeSet]] = [
        lambda: log_interaction(tables, line, context=CONTEXT),
        lambda: toggle_log_entries(tables, [1, no]),
        lambda: toggle_campaign_entry(tables, no),
        lambda: toggle_logged_segments(tables, [no]),
        lambda: delete_log_entry(tables, no),
        lambda: delete_canceled_log_entries(tables, {"entry_no": f"{no}.."}),
    ]
    for process in processes:
        try:
            process()
        except BCMarketingError:
            assert list(tables.rows()) == before
