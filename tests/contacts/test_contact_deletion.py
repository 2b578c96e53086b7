import attrs
import pytest

from bcmarketing.activities.records import Task
from bcmarketing.campaigns.records import CampaignTargetGroup, TargetType
from bcmarketing.contacts.deletion import delete_contact
from bcmarketing.contacts.partners import Customer, Vendor
from bcmarketing.contacts.profiles import ContactProfileAnswer
from bcmarketing.contacts.records import (
    CommentTable,
    Contact,
    ContactAltAddrDateRange,
    ContactAltAddress,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    ContactType,
    RelationLink,
    RlshpMgtCommentLine,
)
from bcmarketing.contacts.refusals import ContactHasOpenOpportunities, ContactHasOpenTasks, ContactHasSegmentLines
from bcmarketing.errors import NotFound, Refusal
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.records import Opportunity, OpportunityStatus
from bcmarketing.policies import Policies, TargetCleanup
from bcmarketing.segments.records import SegmentLine
from bcmarketing.store.reader import Record
from bcmarketing.store.tables import Tables

C1 = Contact(no="C1", company_no="C1")
P1 = Contact(no="P1", type=ContactType.PERSON, company_no="C1")


def entry(no: int, contact_no: str, *, target: bool = False) -> InteractionLogEntry:
    return InteractionLogEntry(
        entry_no=no, contact_no=contact_no, contact_company_no="C1", campaign_no="CP1", campaign_target=target
    )


@pytest.mark.rule("E-CONTACT-DELETE-TASK", "E-CONTACT-DELETE-SEGMENT", "E-CONTACT-DELETE-OPPORTUNITY")
@pytest.mark.parametrize("no", ["C1", "P1"])
@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (Task(no="T1"), ContactHasOpenTasks),
        (SegmentLine(segment_no="SM1", line_no=10000), ContactHasSegmentLines),
        (Opportunity(no="O1"), ContactHasOpenOpportunities),
        (Opportunity(no="O1", status=OpportunityStatus.IN_PROGRESS), ContactHasOpenOpportunities),
    ],
)
def test_a_contact_under_way_is_not_deleted_nor_is_its_company(
    row: Task | SegmentLine | Opportunity, refusal: type[Refusal], no: str
) -> None:
    tables = Tables.of([C1, P1, attrs.evolve(row, contact_no=no, contact_company_no="C1")])
    with pytest.raises(refusal, match=no):
        delete_contact(tables, "C1")


def test_what_a_person_leaves_behind_moves_to_the_company() -> None:
    tables = Tables.of(
        [
            C1,
            P1,
            entry(1, "P1"),
            Task(no="T1", contact_no="P1", contact_company_no="C1", closed=True),
            Opportunity(no="O1", contact_no="P1", contact_company_no="C1", status=OpportunityStatus.WON),
            ContactJobResponsibility(contact_no="P1", job_responsibility_code="IT"),
            ContactMailingGroup(contact_no="P1", mailing_group_code="FAIR"),
            ContactMailingGroup(contact_no="C1", mailing_group_code="FAIR"),
            ContactProfileAnswer(contact_no="P1", profile_questionnaire_code="Q", line_no=1),
            ContactAltAddress(contact_no="P1", code="A"),
            ContactAltAddrDateRange(contact_no="P1", contact_alt_address_code="A"),
            RlshpMgtCommentLine(table_name=CommentTable.CONTACT, no="P1", line_no=1),
            RlshpMgtCommentLine(table_name=CommentTable.CAMPAIGN, no="P1", line_no=1),
            Customer(no="K1", primary_contact_no="P1"),
            Vendor(no="V1", primary_contact_no="P1"),
        ]
    )
    tables = tables.apply(delete_contact(tables, "p1"))
    assert [(row.contact_no, row.contact_company_no) for row in tables.where(InteractionLogEntry)] == [("C1", "C1")]
    assert [row.contact_no for row in tables.where(Task)] == ["C1"]
    assert [row.contact_no for row in tables.where(Opportunity)] == ["C1"]
    assert [row.contact_no for row in tables.where(ContactMailingGroup)] == ["C1"]
    assert [row.table_name for row in tables.where(RlshpMgtCommentLine)] == [CommentTable.CAMPAIGN]
    assert [row.primary_contact_no for row in tables.where(Customer)] == [""]
    assert [row.primary_contact_no for row in tables.where(Vendor)] == ["P1"]
    assert [kind.__name__ for kind in tables.kinds()] == [
        "Contact",
        "ContactMailingGroup",
        "Customer",
        "InteractionLogEntry",
        "Opportunity",
        "RlshpMgtCommentLine",
        "Task",
        "Vendor",
    ]


def test_what_a_company_leaves_behind_names_nobody() -> None:
    rows: list[Record] = [
        C1,
        P1,
        entry(1, "C1"),
        entry(2, "P1"),
        Task(no="T1", contact_no="P1", contact_company_no="C1", closed=True),
        Opportunity(no="O1", contact_no="C1", contact_company_no="C1", status=OpportunityStatus.LOST),
        ContactIndustryGroup(contact_no="C1", industry_group_code="WHOLE"),
    ]
    tables = Tables.of(rows)
    tables = tables.apply(delete_contact(tables, "C1"))
    assert tables.where(Contact) == []
    assert tables.where(ContactIndustryGroup) == []
    for kind in (InteractionLogEntry, Task, Opportunity):
        for row in tables.where(kind):
            assert (row.contact_no, row.contact_company_no) == ("", "")  # type: ignore[attr-defined]


@pytest.mark.parametrize("cleanup", TargetCleanup)
def test_target_rows_of_a_deleted_company_go_with_its_log_entry(cleanup: TargetCleanup) -> None:
    row = CampaignTargetGroup(type=TargetType.CONTACT, no="C1", campaign_no="CP1")
    supported = entry(1, "C1", target=cleanup is TargetCleanup.SUPPORT)
    tables = Tables.of([C1, row, supported])
    changes = delete_contact(tables, "C1", policies=Policies(target_cleanup=cleanup))
    assert tables.apply(changes).where(CampaignTargetGroup) == []


def test_the_row_of_a_customer_stays_as_the_relation_goes_first() -> None:
    relation = ContactBusinessRelation(
        contact_no="C1", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="K1"
    )
    row = CampaignTargetGroup(type=TargetType.CUSTOMER, no="K1", campaign_no="CP1")
    tables = Tables.of([C1, relation, row, entry(1, "C1")])
    changes = delete_contact(tables, "C1", policies=Policies(target_cleanup=TargetCleanup.SUPPORT))
    assert tables.apply(changes).where(CampaignTargetGroup) == [row]


def test_who_is_not_there_cannot_be_deleted() -> None:
    with pytest.raises(NotFound):
        delete_contact(Tables(), "C1")
