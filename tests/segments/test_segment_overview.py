"""A segment as people look at it."""

import datetime as dt

import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.errors import NotFound
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.periods import Period
from bcmarketing.segments.overview import LineContact, line_contact, segment_overview
from bcmarketing.segments.records import SegmentHeader, SegmentInteractionLanguage, SegmentLine
from bcmarketing.store.tables import Tables

COMPANY = Contact(no="A", company_no="A", name="Acme", phone_no="1", email="info@acme.example")
PERSON = Contact(no="A1", company_no="A", name="Ann", type=ContactType.PERSON, mobile_phone_no="7")


def test_a_line_names_persons_and_companies_each_in_their_place() -> None:
    tables = Tables.of([COMPANY, PERSON])
    assert line_contact(tables, SegmentLine(contact_no="A1", contact_company_no="A")) == LineContact(
        contact_name="Ann", contact_company_name="Acme", contact_mobile_phone_no="7"
    )
    assert line_contact(tables, SegmentLine(contact_no="A", contact_company_no="A")) == LineContact(
        contact_company_name="Acme", contact_phone_no="1", contact_email="info@acme.example"
    )
    assert line_contact(tables, SegmentLine(contact_company_no="A1")) == LineContact()


def test_an_overview_lists_lines_with_the_figures_of_their_contacts() -> None:
    header = SegmentHeader(no="S1", campaign_no="CP1", language_code_default="DEU")
    lines = [
        SegmentLine(segment_no="S1", line_no=10000, contact_no="A1", contact_company_no="A"),
        SegmentLine(segment_no="S1", line_no=20000),
    ]
    entries = [
        InteractionLogEntry(entry_no=no, contact_no="A1", contact_company_no="A", date=dt.date(2027, 2, day), cost=8)
        for no, day in ((1, 1), (2, 20))
    ]
    language = SegmentInteractionLanguage(segment_no="S1", segment_line_no=0, language_code="DEU", attachment_no=5)
    campaign = Campaign(no="CP1", description="Spring")
    tables = Tables.of([header, *lines, COMPANY, PERSON, campaign, language, *entries])

    got = segment_overview(tables, "s1", Period(dt.date(2027, 2, 10), None))

    assert (got.header, got.campaign_description) == (header, "Spring")
    assert (got.attachment_no, got.modified_word_template) == (5, 5)
    first, second = got.lines
    assert (first.line, first.contact.contact_name) == (lines[0], "Ann")
    assert first.figures is not None
    assert first.figures.interactions.no_of_interactions == 1
    assert (second.contact, second.figures) == (LineContact(), None)
    assert segment_overview(Tables.of([SegmentHeader(no="S2")]), "S2").campaign_description == ""
    with pytest.raises(NotFound):
        segment_overview(tables, "S9")
