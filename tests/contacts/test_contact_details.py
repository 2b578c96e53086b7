import datetime as dt
from decimal import Decimal
from itertools import islice

import attrs
import pytest

from bcmarketing.activities.records import SystemTaskType, Task
from bcmarketing.contacts.addresses import (
    delete_alternative_address,
    insert_address_period,
    insert_alternative_address,
)
from bcmarketing.contacts.answers import add_profile_answer, delete_profile_answer
from bcmarketing.contacts.groups import assign_job_responsibility, assign_mailing_group
from bcmarketing.contacts.numbers import SeriesUsedUp, check_manual_no, increased, next_no, series_numbers
from bcmarketing.contacts.profiles import (
    ContactProfileAnswer,
    ProfileLineType,
    ProfilePriority,
    ProfileQuestionnaire,
    ProfileQuestionnaireLine,
)
from bcmarketing.contacts.records import (
    Contact,
    ContactAltAddrDateRange,
    ContactAltAddress,
    ContactType,
    JobResponsibility,
    MailingGroup,
)
from bcmarketing.contacts.refusals import MinorHasNoProfile, ProfileAnswerRefused
from bcmarketing.contacts.setup import NumberSeries
from bcmarketing.contacts.statistics import contact_statistics
from bcmarketing.errors import Duplicate, InvalidField, ManualNo, NoSeries, NotFound
from bcmarketing.interactions.options import InitiatedBy
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.records import ActionTaken, OpportunityEntry
from bcmarketing.periods import Period
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables
from bcmarketing.store.work import Work

C1 = Contact(no="C1", company_no="C1")
P1 = Contact(no="P1", type=ContactType.PERSON, company_no="C1")
MARCH = [dt.date(2027, 3, day) for day in range(1, 10)]


def question(line_no: int, *, several: bool = False, automatic: bool = False) -> ProfileQuestionnaireLine:
    return ProfileQuestionnaireLine(
        profile_questionnaire_code="Q",
        line_no=line_no,
        multiple_answers=several,
        auto_contact_classification=automatic,
    )


def answer(line_no: int) -> ProfileQuestionnaireLine:
    return ProfileQuestionnaireLine(
        profile_questionnaire_code="Q", line_no=line_no, type=ProfileLineType.ANSWER, priority=ProfilePriority.HIGH
    )


QUESTIONNAIRE: list[Record] = [
    ProfileQuestionnaire(code="Q", priority=ProfilePriority.LOW),
    answer(5),
    question(10),
    answer(11),
    answer(12),
    question(20, several=True),
    answer(21),
    answer(22),
    question(30, automatic=True),
    answer(31),
]


@pytest.mark.rule("E-PROFILE-ANSWER")
def test_a_question_takes_one_answer_unless_it_allows_several_and_none_if_it_is_automatic() -> None:
    tables = Tables.of([C1, P1, *QUESTIONNAIRE])
    for line_no in (5, 11, 21, 22):
        tables = tables.apply(add_profile_answer(tables, "p1", "q", line_no))
    given = tables.where(ContactProfileAnswer)
    assert [row.line_no for row in given] == [5, 11, 21, 22]
    assert (given[0].answer_priority, given[0].profile_questionnaire_priority, given[0].contact_company_no) == (
        ProfilePriority.HIGH,
        ProfilePriority.LOW,
        "C1",
    )
    with pytest.raises(ProfileAnswerRefused, match="one answer only"):
        add_profile_answer(tables, "P1", "Q", 12)
    with pytest.raises(ProfileAnswerRefused, match="automatically"):
        add_profile_answer(tables, "P1", "Q", 31)
    with pytest.raises(Duplicate):
        add_profile_answer(tables, "P1", "Q", 11)
    with pytest.raises(InvalidField, match="is a question"):
        add_profile_answer(tables, "P1", "Q", 10)
    for questionnaire, line_no in (("Q", 13), ("X", 11)):
        with pytest.raises(NotFound):
            add_profile_answer(tables, "P1", questionnaire, line_no)
    assert add_profile_answer(tables, "C1", "Q", 12)
    tables = tables.apply(delete_profile_answer(tables, "P1", "Q", 11))
    assert add_profile_answer(tables, "P1", "Q", 12)
    with pytest.raises(NotFound):
        delete_profile_answer(tables, "P1", "Q", 11)


@pytest.mark.rule("E-CONTACT-MINOR")
def test_no_profile_is_kept_of_a_minor() -> None:
    tables = Tables.of([attrs.evolve(P1, minor=True), *QUESTIONNAIRE])
    with pytest.raises(MinorHasNoProfile, match="P1"):
        add_profile_answer(tables, "P1", "Q", 11)


def test_groups_and_contacts_that_are_not_there_cannot_be_joined() -> None:
    tables = Tables.of([P1, JobResponsibility(code="IT"), MailingGroup(code="FAIR")])
    with pytest.raises(NotFound, match="SHOW"):
        assign_mailing_group(tables, "P1", "SHOW")
    with pytest.raises(NotFound, match="P9"):
        assign_job_responsibility(tables, "P9", "IT")
    tables = tables.apply(assign_job_responsibility(tables, "P1", "it"))
    with pytest.raises(Duplicate):
        assign_job_responsibility(tables, "P1", "IT")


def test_alternative_addresses_come_with_periods_and_go_with_them() -> None:
    address = ContactAltAddress(contact_no="P1", code="SUMMER")
    period = ContactAltAddrDateRange(contact_no="P1", contact_alt_address_code="SUMMER", ending_date=MARCH[0])
    tables = Tables.of([P1])
    with pytest.raises(NotFound):
        insert_alternative_address(tables, attrs.evolve(address, contact_no="P9"))
    with pytest.raises(NotFound):
        insert_address_period(tables, period)
    tables = tables.apply(insert_alternative_address(tables, address))
    tables = tables.apply(insert_address_period(tables, period))
    with pytest.raises(InvalidField, match="starting_date"):
        insert_address_period(tables, attrs.evolve(period, starting_date=MARCH[1]))
    assert insert_address_period(tables, attrs.evolve(period, starting_date=MARCH[0]))
    tables = tables.apply(delete_alternative_address(tables, "p1", "summer"))
    assert [kind.__name__ for kind in tables.kinds()] == ["Contact"]


@pytest.mark.rule("E-SERIES-USED-UP")
def test_a_series_counts_up_from_its_last_number_and_ends() -> None:
    series = NumberSeries(code="S", starting_no="A8", ending_no="A11", increment_by=1)
    tables = Tables.of([series])
    assert list(islice(series_numbers(tables, "S", "Campaign"), 4)) == ["A8", "A9", "A10", "A11"]
    work = Work(tables)
    assert [next_no(work, "S", "Campaign") for _ in range(4)] == ["A8", "A9", "A10", "A11"]
    with pytest.raises(SeriesUsedUp, match="A11"):
        next_no(work, "S", "Campaign")
    with pytest.raises(SeriesUsedUp):
        next(series_numbers(Tables.of([NumberSeries(code="S", last_no_used="X")]), "S", "Campaign"))
    assert increased("9" * 20) is None


@pytest.mark.rule("E-NO-SERIES", "E-MANUAL-NO")
def test_a_series_must_be_there_and_sound() -> None:
    tables = Tables.of(
        [NumberSeries(code="S", manual_nos=False), NumberSeries(code="T", last_no_used="1", increment_by=0)]
    )
    for code in ("", "S", "X"):
        with pytest.raises(NoSeries, match="Campaign"):
            next(series_numbers(tables, code, "Campaign"))
    with pytest.raises(InvalidField, match="increment_by"):
        next(series_numbers(tables, "T", "Campaign"))
    with pytest.raises(ManualNo, match="CP1"):
        check_manual_no(tables, "S", "Campaign", "CP1")
    for code in ("", "T", "X"):
        check_manual_no(tables, code, "Campaign", "CP1")


def entry(no: int, contact_no: str = "P1", company_no: str = "C1", **fields: object) -> InteractionLogEntry:
    base = InteractionLogEntry(
        entry_no=no, contact_no=contact_no, contact_company_no=company_no, date=MARCH[no], cost=no, duration=10
    )
    return attrs.evolve(base, **fields)  # type: ignore[arg-type]


def test_a_contact_in_figures() -> None:
    tables = Tables.of(
        [
            entry(1),
            entry(2, "C1", initiated_by=InitiatedBy.US),
            entry(3, canceled=True, initiated_by=InitiatedBy.US, attempt_failed=True),
            entry(4, canceled=True),
            entry(5, postponed=True, initiated_by=InitiatedBy.US),
            entry(6, "X1", "X1"),
            entry(7, date=None),
            OpportunityEntry(
                entry_no=1,
                contact_no="P1",
                contact_company_no="C1",
                active=True,
                estimated_value_lcy=80,
                action_taken=ActionTaken.WON,
                estimated_close_date=MARCH[1],
            ),
            OpportunityEntry(entry_no=2, contact_no="C1", contact_company_no="C1", active=True, estimated_value_lcy=5),
            OpportunityEntry(entry_no=3, contact_no="P1", contact_company_no="C1"),
            Task(no="T1", contact_no="P1", contact_company_no="C1", date=MARCH[3]),
            Task(no="T2", contact_no="C1", contact_company_no="C1", date=MARCH[2]),
            Task(no="T3", contact_no="P1", contact_company_no="C1", date=MARCH[1], closed=True),
            Task(
                no="T4", contact_no="P1", contact_company_no="C1", date=MARCH[0], system_task_type=SystemTaskType.TEAM
            ),
            Task(no="T5", contact_no="P1", contact_company_no="C1"),
        ]
    )
    company, person = contact_statistics(tables, C1), contact_statistics(tables, P1)
    assert (company.interactions.no_of_interactions, company.interactions.cost) == (3, Decimal(10))
    assert (person.interactions.no_of_interactions, person.interactions.cost) == (2, Decimal(8))
    assert (company.last_date_attempted, person.last_date_attempted) == (MARCH[3], MARCH[3])
    assert company.date_of_last_interaction == MARCH[4]
    assert (company.next_task_date, person.next_task_date) == (MARCH[2], MARCH[3])
    assert (company.opportunities.no_of_opportunities, person.opportunities.no_of_opportunities) == (2, 1)
    assert contact_statistics(tables, C1, opportunity_action="<>Won").opportunities.estimated_value_lcy == Decimal(5)
    early = contact_statistics(tables, C1, Period(MARCH[1], MARCH[1]))
    assert (early.interactions.no_of_interactions, early.opportunities.no_of_opportunities) == (1, 1)


def test_only_the_count_of_a_person_without_company_overlooks_the_company() -> None:
    lone = attrs.evolve(P1, company_no="")
    tables = Tables.of([entry(1), entry(2, company_no=""), entry(3, canceled=True)])
    figures = contact_statistics(tables, lone)
    assert (figures.interactions.no_of_interactions, figures.interactions.cost) == (2, Decimal(2))
    assert figures.no_of_business_relations == 0
