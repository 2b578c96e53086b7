"""Laws of target groups, activation and campaign dates, held against rules written out anew."""

import datetime as dt
from collections.abc import Callable, Sequence

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.activation import (
    activate_campaign,
    deactivate_campaign,
    explain_target_group,
    missing_rows,
)
from bcmarketing.campaigns.cards import modify_campaign, rename_campaign
from bcmarketing.campaigns.overlap import overlapping_targets
from bcmarketing.campaigns.overview import campaign_overview
from bcmarketing.campaigns.prices import PriceRow
from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CampaignDates, NoCampaignTargets
from bcmarketing.campaigns.targets import (
    TargetGroup,
    convert_to_contact,
    convert_to_customer,
    deregister_line,
    deregister_log_entry,
    line_changed,
)
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.context import Context
from bcmarketing.errors import BCMarketingError
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.periods import Period
from bcmarketing.policies import Policies, TargetCleanup
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType
from bcmarketing.pricing.records import PriceListHeader, PriceListLine, PriceSourceType, PriceStatus
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Record, key_of
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

CONTEXT = Context(today=dt.date(2027, 1, 11))
CAMPAIGNS = ["CP1", "CP2"]
COMPANIES = ["C1", "C2", "C3", ""]
BOTH = [Policies(), Policies(target_cleanup=TargetCleanup.SUPPORT), Policies(register_without_company=False)]

campaign_nos = st.sampled_from([*CAMPAIGNS, ""])
company_nos = st.sampled_from(COMPANIES)
booleans = st.booleans()
policies_of_targets = st.sampled_from(BOTH)


@st.composite
def lines(draw: st.DrawFn) -> list[SegmentLine]:
    return [
        SegmentLine(
            segment_no="SM1",
            line_no=no,
            contact_no=draw(st.sampled_from([company, "P1"])),
            contact_company_no=company,
            campaign_no=draw(campaign_nos),
            campaign_target=draw(booleans),
        )
        for no, company in enumerate(draw(st.lists(company_nos, max_size=5)), start=1)
    ]


@st.composite
def entries(draw: st.DrawFn) -> list[InteractionLogEntry]:
    return [
        InteractionLogEntry(
            entry_no=no,
            contact_no=draw(st.sampled_from([company, "P1"])),
            contact_company_no=company,
            campaign_no=draw(campaign_nos),
            campaign_target=draw(booleans),
            postponed=draw(booleans),
            canceled=draw(booleans),
        )
        for no, company in enumerate(draw(st.lists(company_nos, max_size=4)), start=1)
    ]


relations = st.lists(st.sampled_from(["C1", "C2"]), unique=True).map(
    lambda nos: [
        ContactBusinessRelation(
            contact_no=no, business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no=no.replace("C", "K")
        )
        for no in nos
    ]
)
rows_of_groups = st.lists(
    st.builds(
        CampaignTargetGroup,
        type=st.sampled_from(TargetType),
        no=st.sampled_from(["C1", "C2", "P1", "K1", "K2", ""]),
        campaign_no=st.sampled_from(CAMPAIGNS),
    ),
    unique=True,
    max_size=5,
)


@st.composite
def worlds(draw: st.DrawFn) -> Tables:
    campaigns = [Campaign(no=no) for no in CAMPAIGNS]
    return Tables.of([*campaigns, *draw(lines()), *draw(entries()), *draw(relations), *draw(rows_of_groups)])


def supports(tables: Tables, campaign_no: str) -> list[SegmentLine | InteractionLogEntry]:
    found: list[SegmentLine | InteractionLogEntry] = []
    found += [line for line in tables.where(SegmentLine) if line.campaign_no == campaign_no and line.campaign_target]
    found += [
        entry
        for entry in tables.where(InteractionLogEntry)
        if entry.campaign_no == campaign_no and entry.campaign_target and not entry.postponed
    ]
    return found


def customer_of(tables: Tables, company_no: str) -> str:
    return next((row.no for row in tables.where(ContactBusinessRelation) if row.contact_no == company_no), "")


def row_for(tables: Tables, company_no: str, contact_no: str, campaign_no: str) -> CampaignTargetGroup:
    customer_no = customer_of(tables, company_no)
    if customer_no:
        return CampaignTargetGroup(type=TargetType.CUSTOMER, no=customer_no, campaign_no=campaign_no)
    return CampaignTargetGroup(type=TargetType.CONTACT, no=contact_no, campaign_no=campaign_no)


def group(tables: Tables, campaign_no: str = "CP1") -> set[CampaignTargetGroup]:
    return set(tables.where(CampaignTargetGroup, campaign_no=campaign_no))


@pytest.mark.invariant("campaigns", 1)
@given(worlds(), policies_of_targets)
def test_a_campaign_is_activated_exactly_while_its_group_has_rows(tables: Tables, policies: Policies) -> None:
    def consistent(now: Tables) -> None:
        keys = [key_of(row) for row in now.where(CampaignTargetGroup)]
        assert len(keys) == len(set(keys))
        assert campaign_overview(now, "CP1").activated == bool(group(now))

    consistent(tables)
    try:
        activated = tables.apply(activate_campaign(tables, "CP1", policies=policies))
    except NoCampaignTargets:
        assert supports(tables, "CP1") == []
    else:
        consistent(activated)
        assert group(activated, "CP2") == group(tables, "CP2")
    deactivated = tables.apply(deactivate_campaign(tables, "CP1"))
    assert group(deactivated) == set()
    consistent(deactivated)


@pytest.mark.invariant("campaigns", 2)
@pytest.mark.invariant("campaigns", 3)
@given(worlds(), policies_of_targets)
def test_activation_gives_the_rows_of_the_supports_and_repeating_it_gives_no_more(
    tables: Tables, policies: Policies
) -> None:
    standing = supports(tables, "CP1")
    if not standing:
        return
    expected = {
        row_for(tables, support.contact_company_no, support.contact_company_no, "CP1")
        for support in standing
        if support.contact_company_no or policies.register_without_company
    }

    once = tables.apply(activate_campaign(tables, "CP1", policies=policies))
    again = activate_campaign(once, "CP1", policies=policies)
    anew = once.apply(deactivate_campaign(once, "CP1"))
    anew = anew.apply(activate_campaign(anew, "CP1", policies=policies))

    assert not again
    assert group(once) == expected | group(tables)
    assert group(anew) == expected
    explained = explain_target_group(anew, "CP1", policies=policies)
    assert all(row.is_supported for row in explained)
    assert missing_rows(anew, "CP1", policies=policies) == ()
    assert again.because == activate_campaign(tables, "CP1", policies=policies).because


@given(worlds(), policies_of_targets)
def test_what_activation_would_add_is_known_before(tables: Tables, policies: Policies) -> None:
    missing = {row.row for row in missing_rows(tables, "CP1", policies=policies)}

    if supports(tables, "CP1"):
        assert set(activate_campaign(tables, "CP1", policies=policies).inserted) == missing
    else:
        assert missing == set()
    explained = explain_target_group(tables, "CP1", policies=policies)
    assert {row.row for row in explained} == group(tables)


def stays_after_line(tables: Tables, line: SegmentLine, policies: Policies) -> set[CampaignTargetGroup]:
    """The rule for a line that goes, read off the specification."""
    rows = set(tables.where(CampaignTargetGroup))
    if not line.campaign_no:
        return rows
    same = [s for s in supports(tables, line.campaign_no) if s.contact_company_no == line.contact_company_no]
    if policies.target_cleanup is TargetCleanup.BC:
        gone = len(same) == 1
        contact_no = line.contact_no
    else:
        gone = [s for s in same if s != line] == []
        contact_no = line.contact_company_no
    return rows - {row_for(tables, line.contact_company_no, contact_no, line.campaign_no)} if gone else rows


def stays_after_entry(tables: Tables, entry: InteractionLogEntry, policies: Policies) -> set[CampaignTargetGroup]:
    """The rule for a log entry that goes, read off the specification."""
    rows = set(tables.where(CampaignTargetGroup))
    if not entry.campaign_no:
        return rows
    same = [s for s in supports(tables, entry.campaign_no) if s.contact_company_no == entry.contact_company_no]
    if policies.target_cleanup is TargetCleanup.BC:
        live = [s for s in same if isinstance(s, InteractionLogEntry)]
        gone = len(live) + len(tables.where(InteractionLogEntry)) == 1
        contact_no = entry.contact_no
    else:
        gone = [s for s in same if s != entry] == []
        contact_no = entry.contact_company_no
    return rows - {row_for(tables, entry.contact_company_no, contact_no, entry.campaign_no)} if gone else rows


@given(worlds(), policies_of_targets, st.randoms(use_true_random=False))
def test_rows_go_with_lines_and_entries_as_counted(tables: Tables, policies: Policies, random: object) -> None:
    leaving: list[SegmentLine | InteractionLogEntry] = [
        *tables.where(SegmentLine),
        *tables.where(InteractionLogEntry),
    ]
    random.shuffle(leaving)  # type: ignore[attr-defined]
    work = Work(tables)
    targets = TargetGroup(work, policies)

    for support in leaving:
        now = tables.apply(work.done())
        alone = Work(now)
        if isinstance(support, SegmentLine):
            expected = stays_after_line(now, support, policies)
            deregister_line(alone, support, policies)
            targets.deregister_line(support)
        else:
            expected = stays_after_entry(now, support, policies)
            deregister_log_entry(alone, support, policies)
            targets.deregister_log_entry(support)
        # One `TargetGroup` for all, or one for each: the same.
        assert set(work.where(CampaignTargetGroup)) == set(alone.where(CampaignTargetGroup)) == expected
        work.delete(support)


@given(worlds(), company_nos, campaign_nos, booleans, policies_of_targets)
def test_a_changed_line_leaves_first_and_then_registers_while_activated(
    tables: Tables, company_no: str, campaign_no: str, target: bool, policies: Policies
) -> None:
    stored = tables.where(SegmentLine)
    if not stored:
        return
    old = stored[0]
    new = attrs.evolve(
        old, contact_no=company_no, contact_company_no=company_no, campaign_no=campaign_no, campaign_target=target
    )
    rows = set(tables.where(CampaignTargetGroup))
    changed = (old.contact_no, old.campaign_no, old.campaign_target) != (new.contact_no, campaign_no, target)
    if changed and any(row.campaign_no == old.campaign_no for row in rows):
        stays = target and (campaign_no, company_no) == (old.campaign_no, old.contact_company_no)
        if policies.target_cleanup is TargetCleanup.BC or not stays:
            rows = stays_after_line(tables, old, policies)
    has_row = bool(company_no) or policies.register_without_company
    if changed and target and has_row and any(row.campaign_no == campaign_no for row in rows):
        rows = rows | {row_for(tables, company_no, company_no, campaign_no)}

    work = Work(tables)
    line_changed(work, old, new, policies)

    assert set(work.where(CampaignTargetGroup)) == rows


@given(worlds(), st.sampled_from(["C1", "C2", "K1"]))
def test_conversions_move_every_row_and_lose_none_of_the_campaigns(tables: Tables, no: str) -> None:
    work = Work(tables)
    campaigns = {row.campaign_no for row in tables.where(CampaignTargetGroup, no=no)}
    others = {row for row in tables.where(CampaignTargetGroup) if row.no != no}

    convert_to_customer(work, no, "K9")

    moved = {CampaignTargetGroup(type=TargetType.CUSTOMER, no="K9", campaign_no=campaign) for campaign in campaigns}
    assert set(work.where(CampaignTargetGroup)) == others | moved
    work.save(
        ContactBusinessRelation(
            contact_no="C9", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K9"
        )
    )
    convert_to_contact(work, "K9")
    back = {CampaignTargetGroup(type=TargetType.CONTACT, no="C9", campaign_no=campaign) for campaign in campaigns}
    assert set(work.where(CampaignTargetGroup)) == others | back


@given(worlds(), booleans, policies_of_targets)
def test_overlaps_are_what_two_campaigns_have_in_common(
    tables: Tables, activated_only: bool, policies: Policies
) -> None:
    def targeted(campaign_no: str) -> set[tuple[TargetType, str]]:
        found = {(row.type, row.no) for row in group(tables, campaign_no)}
        for support in [] if activated_only else supports(tables, campaign_no):
            if support.contact_company_no or policies.register_without_company:
                row = row_for(tables, support.contact_company_no, support.contact_company_no, campaign_no)
                found |= {(row.type, row.no), (TargetType.CONTACT, support.contact_no)}
        return found - {(TargetType.CONTACT, "")}

    overlaps = overlapping_targets(tables, Period(), activated_only=activated_only, policies=policies)

    common = sorted(targeted("CP1") & targeted("CP2"))
    assert [(overlap.type, overlap.no) for overlap in overlaps] == common
    assert all(overlap.campaign_nos == ("CP1", "CP2") for overlap in overlaps)


days = st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 1, 9))
campaign_source = PriceSourceType.CAMPAIGN
PRICES: Sequence[Record] = [
    PriceListHeader(code="A", source_type=campaign_source, source_no="CP1", status=PriceStatus.ACTIVE),
    PriceListLine(price_list_code="A", line_no=1, source_type=campaign_source, source_no="CP1"),
    PriceListLine(price_list_code="A", line_no=2, source_type=campaign_source, source_no="CP2"),
    SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP1"),
    SalesPrice(item_no="I1", sales_type=SalesPriceType.CAMPAIGN, sales_code="CP2"),
    SalesPrice(item_no="I1", sales_type=SalesPriceType.CUSTOMER, sales_code="CP1"),
]


def dates_of_rows(tables: Tables, campaign_no: str) -> set[tuple[dt.date | None, dt.date | None]]:
    rows: list[PriceRow] = [
        *tables.where(PriceListHeader, source_no=campaign_no),
        *tables.where(PriceListLine, source_no=campaign_no),
        *tables.where(SalesPrice, sales_type=SalesPriceType.CAMPAIGN, sales_code=campaign_no),
    ]
    return {(row.starting_date, row.ending_date) for row in rows}


@pytest.mark.invariant("campaigns", 4)
@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(CAMPAIGNS), days, days, booleans), max_size=6))
def test_price_rows_carry_the_dates_of_their_campaign_whatever_is_entered(
    edits: list[tuple[str, dt.date | None, dt.date | None, bool]],
) -> None:
    tables = Tables.of([Campaign(no="CP1"), Campaign(no="CP2"), *PRICES])
    names = {"CP1": "CP1", "CP2": "CP2"}

    for which, start, end, rename in edits:
        campaign = tables.get(Campaign, names[which])
        assert campaign is not None
        try:
            changed = attrs.evolve(campaign, starting_date=start, ending_date=end)
            tables = tables.apply(modify_campaign(tables, changed, context=CONTEXT))
        except CampaignDates:
            assert start is not None
            assert end is not None
            assert start > end
        if rename:
            new = f"{names[which]}X"
            tables = tables.apply(rename_campaign(tables, names[which], new, context=CONTEXT))
            names[which] = new
        for campaign in tables.where(Campaign):
            assert campaign.ending_date is None or (campaign.starting_date or dt.date.min) <= campaign.ending_date
            assert dates_of_rows(tables, campaign.no) == {(campaign.starting_date, campaign.ending_date)}


@pytest.mark.invariant("campaigns", 6)
@given(worlds(), st.sampled_from(["CP1", "CP2", "CP3", ""]))
def test_a_refused_process_leaves_the_tables_as_they_are(tables: Tables, campaign_no: str) -> None:
    before = list(tables.rows())

    odd = Campaign(no=campaign_no, starting_date=CONTEXT.today, ending_date=dt.date(2027, 1, 1))
    processes: list[Callable[[], ChangeSet]] = [
        lambda: activate_campaign(tables, campaign_no),
        lambda: deactivate_campaign(tables, campaign_no),
        lambda: rename_campaign(tables, campaign_no, "CP2", context=CONTEXT),
        lambda: rename_campaign(tables, campaign_no, "", context=CONTEXT),
        lambda: modify_campaign(tables, odd, context=CONTEXT),
    ]
    for process in processes:
        try:
            process()
        except BCMarketingError:
            assert list(tables.rows()) == before
