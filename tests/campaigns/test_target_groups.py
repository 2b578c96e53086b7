"""The target group: which rows lines and entries stand for, and when they go."""

import attrs
import pytest

from bcmarketing.campaigns.records import Campaign, CampaignTargetGroup, TargetType
from bcmarketing.campaigns.refusals import CustomerWithoutContact
from bcmarketing.campaigns.targets import (
    TargetGroup,
    convert_to_contact,
    convert_to_customer,
    deregister_line,
    deregister_log_entry,
    is_activated,
    line_changed,
    register,
)
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.policies import Policies, TargetCleanup
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

BY_SUPPORT = Policies(target_cleanup=TargetCleanup.SUPPORT)
CP1 = Campaign(no="CP1")
LINE = SegmentLine(
    segment_no="SM1", line_no=1, contact_no="P1", contact_company_no="C1", campaign_no="CP1", campaign_target=True
)
COMPANY_LINE = attrs.evolve(LINE, line_no=2, contact_no="C1")
ENTRY = InteractionLogEntry(
    entry_no=1, contact_no="P1", contact_company_no="C1", campaign_no="CP1", campaign_target=True
)
C1_IS_K1 = ContactBusinessRelation(
    contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
)


def contact(no: str, campaign_no: str = "CP1") -> CampaignTargetGroup:
    return CampaignTargetGroup(type=TargetType.CONTACT, no=no, campaign_no=campaign_no)


def customer(no: str, campaign_no: str = "CP1") -> CampaignTargetGroup:
    return CampaignTargetGroup(type=TargetType.CUSTOMER, no=no, campaign_no=campaign_no)


def work_on(*rows: Record) -> Work:
    return Work(Tables.of(rows))


def test_the_row_is_the_customer_of_the_company_or_else_the_company() -> None:
    as_contact, as_customer = work_on(), work_on(C1_IS_K1)

    assert register(as_contact, LINE) == contact("C1")
    assert register(as_customer, ENTRY) == customer("K1")


def test_the_first_relation_that_links_to_a_customer_counts() -> None:
    vendor = attrs.evolve(C1_IS_K1, business_relation_code="A", link_to_table=RelationLink.VENDOR, no="V1")
    first = attrs.evolve(C1_IS_K1, business_relation_code="B", no="K0")

    assert register(work_on(C1_IS_K1, first, vendor), LINE) == customer("K0")


@pytest.mark.parametrize("line", [attrs.evolve(LINE, campaign_no=""), attrs.evolve(LINE, campaign_target=False)])
def test_what_is_no_target_of_a_campaign_stands_for_no_row(line: SegmentLine) -> None:
    work = work_on()

    assert register(work, line) is None
    assert not work.done()


def test_a_row_is_there_once() -> None:
    work = work_on(contact("C1"))

    register(work, LINE)
    register(work, ENTRY)

    assert not work.done()


def test_a_person_without_company_registers_a_row_without_number_unless_switched_off() -> None:
    alone = attrs.evolve(LINE, contact_company_no="")

    assert register(work_on(), alone) == contact("")
    assert register(work_on(), alone, Policies(register_without_company=False)) is None


def left(work: Work) -> list[CampaignTargetGroup]:
    return work.where(CampaignTargetGroup)


def test_the_last_line_takes_the_row_with_it() -> None:
    work = work_on(contact("C1"), COMPANY_LINE)

    deregister_line(work, COMPANY_LINE)

    assert left(work) == []


def test_another_target_line_or_entry_of_the_company_keeps_the_row() -> None:
    for other in (attrs.evolve(COMPANY_LINE, segment_no="SM2"), ENTRY, attrs.evolve(ENTRY, canceled=True)):
        work = work_on(contact("C1"), COMPANY_LINE, other)

        deregister_line(work, COMPANY_LINE)

        assert left(work) == [contact("C1")]


def test_lines_and_entries_that_are_no_targets_do_not_keep_the_row() -> None:
    others: list[Record] = [
        attrs.evolve(LINE, campaign_target=False),
        attrs.evolve(ENTRY, postponed=True),
        attrs.evolve(COMPANY_LINE, line_no=3, campaign_no="CP2"),
        attrs.evolve(COMPANY_LINE, line_no=4, contact_company_no="C2"),
    ]
    work = work_on(contact("C1"), COMPANY_LINE, *others)

    deregister_line(work, COMPANY_LINE)

    assert left(work) == []


def test_a_line_without_campaign_takes_nothing() -> None:
    for policies in (Policies(), BY_SUPPORT):
        work = work_on(contact("C1", ""), attrs.evolve(COMPANY_LINE, campaign_no=""))

        deregister_line(work, attrs.evolve(COMPANY_LINE, campaign_no=""), policies)
        deregister_log_entry(work, attrs.evolve(ENTRY, campaign_no=""), policies)

        assert not work.done()


def test_the_line_of_a_person_leaves_the_row_of_the_company_unless_support_decides() -> None:
    by_count, by_support = work_on(contact("C1"), LINE), work_on(contact("C1"), LINE)

    deregister_line(by_count, LINE)
    deregister_line(by_support, LINE, BY_SUPPORT)

    assert left(by_count) == [contact("C1")]
    assert left(by_support) == []


def test_the_line_of_a_person_takes_the_row_of_the_customer() -> None:
    work = work_on(C1_IS_K1, customer("K1"), contact("C1"), LINE)

    deregister_line(work, LINE)

    assert left(work) == [contact("C1")]


def test_a_line_that_is_no_target_takes_the_row_of_another_one_unless_support_decides() -> None:
    answer = attrs.evolve(COMPANY_LINE, segment_no="SM2", campaign_target=False)
    by_count, by_support = work_on(contact("C1"), ENTRY, answer), work_on(contact("C1"), ENTRY, answer)

    deregister_line(by_count, answer)
    deregister_line(by_support, answer, BY_SUPPORT)

    assert left(by_count) == []
    assert left(by_support) == [contact("C1")]


def test_deleting_a_log_entry_leaves_the_row_unless_support_decides() -> None:
    entry = attrs.evolve(ENTRY, contact_no="C1")
    for others in ([], [attrs.evolve(ENTRY, entry_no=2, campaign_no="")]):
        by_count, by_support = work_on(contact("C1"), entry, *others), work_on(contact("C1"), entry, *others)

        deregister_log_entry(by_count, entry)
        deregister_log_entry(by_support, entry, BY_SUPPORT)

        assert left(by_count) == [contact("C1")]
        assert left(by_support) == []


def test_the_only_log_entry_takes_the_row_when_it_is_no_target_itself() -> None:
    entry = attrs.evolve(ENTRY, contact_no="C1", campaign_target=False)
    only, one_of_two = work_on(contact("C1"), entry), work_on(contact("C1"), entry, attrs.evolve(entry, entry_no=2))

    deregister_log_entry(only, entry)
    deregister_log_entry(one_of_two, attrs.evolve(entry, entry_no=2))
    deregister_log_entry(one_of_two, entry)

    assert left(only) == []
    assert left(one_of_two) == [contact("C1")]


def test_a_line_keeps_the_row_of_a_log_entry_when_support_decides() -> None:
    work = work_on(contact("C1"), ENTRY, LINE)

    deregister_log_entry(work, ENTRY, BY_SUPPORT)

    assert left(work) == [contact("C1")]


def test_entries_that_go_one_by_one_leave_the_row_until_the_last_one() -> None:
    entries = [attrs.evolve(ENTRY, entry_no=no, contact_no="C1") for no in (1, 2, 3)]
    work = work_on(contact("C1"), *entries)
    targets = TargetGroup(work, BY_SUPPORT)
    rows = []

    for entry in entries:
        targets.deregister_log_entry(entry)
        work.delete(entry)
        rows.append(len(left(work)))

    assert rows == [1, 1, 0]


def test_deleting_all_canceled_entries_never_finds_the_last_one_before_it_is() -> None:
    entries = [attrs.evolve(ENTRY, entry_no=no, contact_no="C1", campaign_target=False) for no in (1, 2, 3)]
    work = work_on(contact("C1"), *entries)
    targets = TargetGroup(work)
    rows = []

    for entry in entries:
        targets.deregister_log_entry(entry)
        work.delete(entry)
        rows.append(len(left(work)))

    assert rows == [1, 1, 0]


def test_a_line_moves_to_the_company_of_its_new_contact_if_the_campaign_stays_activated() -> None:
    moved = attrs.evolve(COMPANY_LINE, contact_no="C2", contact_company_no="C2")
    work = work_on(CP1, COMPANY_LINE, contact("C1"), contact("C9"))

    line_changed(work, COMPANY_LINE, moved)

    assert left(work) == [contact("C2"), contact("C9")]


def test_the_only_line_that_gets_another_contact_takes_the_only_row_and_gets_none() -> None:
    moved = attrs.evolve(COMPANY_LINE, contact_no="C2", contact_company_no="C2")
    for policies in (Policies(), BY_SUPPORT):
        work = work_on(CP1, COMPANY_LINE, contact("C1"))

        line_changed(work, COMPANY_LINE, moved, policies)

        assert left(work) == []


def test_a_line_changes_nothing_for_campaigns_that_are_not_activated_or_not_there() -> None:
    blank = attrs.evolve(COMPANY_LINE, campaign_no="")
    not_activated, not_there = work_on(CP1), work_on(contact("C9"))

    for work in (not_activated, not_there):
        line_changed(work, blank, COMPANY_LINE)
        line_changed(work, COMPANY_LINE, blank)
        assert not work.done()


def test_a_line_follows_its_campaign_and_its_target_mark() -> None:
    untargeted = attrs.evolve(COMPANY_LINE, campaign_target=False)
    on = work_on(CP1, untargeted, contact("C9"))
    off = work_on(CP1, COMPANY_LINE, contact("C1"), contact("C9"))

    line_changed(on, untargeted, COMPANY_LINE)
    line_changed(off, COMPANY_LINE, untargeted)

    assert left(on) == [contact("C1"), contact("C9")]
    assert left(off) == [contact("C9")]


def test_a_line_that_stays_with_its_company_keeps_the_row_when_support_decides() -> None:
    person = attrs.evolve(COMPANY_LINE, contact_no="P1")
    work = work_on(CP1, COMPANY_LINE, contact("C1"))

    line_changed(work, COMPANY_LINE, person, BY_SUPPORT)

    assert left(work) == [contact("C1")]


def test_an_unchanged_line_changes_no_row() -> None:
    work = work_on(CP1, contact("C1"))

    line_changed(work, COMPANY_LINE, attrs.evolve(COMPANY_LINE, description="New"))

    assert not work.done()


def test_rows_of_a_contact_become_rows_of_its_customer() -> None:
    work = work_on(contact("C1"), contact("C1", "CP2"), customer("K1"), contact("C2"))

    convert_to_customer(work, "C1", "K1")

    assert left(work) == [customer("K1"), customer("K1", "CP2"), contact("C2")]


def test_the_type_of_a_converted_row_is_not_looked_at() -> None:
    work = work_on(customer("X"), contact("X"))

    convert_to_customer(work, "X", "X")

    assert left(work) == [customer("X")]


def test_rows_of_a_customer_become_rows_of_its_contact() -> None:
    work = work_on(C1_IS_K1, customer("K1"), customer("K2"), contact("C1"))

    convert_to_contact(work, "K1")

    assert left(work) == [customer("K2"), contact("C1")]


@pytest.mark.rule("E-CUSTOMER-NO-CONTACT")
def test_a_customer_in_a_target_group_needs_a_contact_to_convert_to() -> None:
    with pytest.raises(CustomerWithoutContact, match="'K1'"):
        convert_to_contact(work_on(customer("K1")), "K1")

    work = work_on(customer("K2"), contact("K1"))
    convert_to_contact(work, "K1")
    assert not work.done()


def test_a_campaign_is_activated_as_long_as_it_has_a_row() -> None:
    work = work_on(contact("C1"), contact("C2"), contact("C3", "CP2"))
    targets = TargetGroup(work)
    seen = [targets.is_activated("CP1")]

    for row in (contact("C1"), contact("C2")):
        work.delete(row)
        seen.append(targets.is_activated("CP1"))
    work.insert(contact("C4"))

    assert [*seen, targets.is_activated("CP1"), is_activated(work, "CP3")] == [True, True, False, True, False]
