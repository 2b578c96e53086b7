"""Inserting opportunities: their numbers, their defaults and the records they name (table 5092, OnInsert)."""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from ..activities.people import company_of
from ..arguments import given_numbers
from ..campaigns.records import Campaign
from ..contacts.numbers import check_manual_no, next_no
from ..contacts.partners import Salesperson
from ..contacts.privacy import check_not_blocked
from ..contacts.records import Contact
from ..contacts.setup import MarketingSetup
from ..context import Context
from ..errors import Blocked, NoSeries
from ..segments.records import SegmentHeader
from ..store.reader import Reader
from ..store.work import Work
from .records import Opportunity, OpportunityStatus, SalesCycle
from .refusals import CycleBlocked

#: What messages call the records numbered here.
KIND: Final = "Opportunity"


class OpportunityWriter:
    """Inserts opportunities into a `Work`, numbering them in the order in which they come.

    Raises:
        WrongType: the numbers are no collection of them.
    """

    def __init__(self, work: Work, numbers: Iterable[str] | None, context: Context) -> None:
        self._work = work
        self._numbers = _numbers(work, None if numbers is None else given_numbers(numbers))
        self._context = context

    def insert(self, opportunity: Opportunity) -> Opportunity:
        """Insert a new opportunity; a blank number and a blank salesperson are filled in.

        Raises:
            NoSeries: a number is needed and there is none.
            WrongType, InvalidField, FieldRequired: the number that is drawn is no text, too long or blank.
            ManualNo: a number is given, and the series does not allow that.
            NotFound: the salesperson set up for the user does not exist.
            Blocked: that salesperson is blocked.
        """
        if opportunity.no:
            check_manual_no(self._work, _series(self._work), KIND, opportunity.no)
        salesperson_code = opportunity.salesperson_code
        if not salesperson_code:
            salesperson_code = _checked_salesperson(self._work, self._context.user_salesperson_code)
        return self._work.insert(
            attrs.evolve(
                opportunity,
                no=opportunity.no or next(self._numbers),
                salesperson_code=salesperson_code,
                creation_date=self._context.work_date,
                status=OpportunityStatus.NOT_STARTED,
                closed=False,
                date_closed=None,
            )
        )


def _series(work: Work) -> str:
    setup = work.get(MarketingSetup, "")
    return "" if setup is None else setup.opportunity_nos


def _numbers(work: Work, given: Iterator[str] | None) -> Iterator[str]:
    if given is not None:
        yield from given
        raise NoSeries(KIND)
    series = _series(work)
    while True:
        yield next_no(work, series, KIND)


def default_sales_cycle(reader: Reader | Work) -> str:
    """Return the sales cycle that the marketing setup proposes; blank if it does not exist or is blocked.

    Source: table 5092, SetDefaultSalesCycle.
    """
    setup = reader.get(MarketingSetup, "")
    cycle = reader.get(SalesCycle, setup.default_sales_cycle_code) if setup is not None else None
    return "" if cycle is None or cycle.blocked else cycle.code


def check_references(work: Work, opportunity: Opportunity) -> None:
    """Check that salesperson, sales cycle, campaign and segment of an opportunity exist and can be entered.

    Raises:
        NotFound: one does not exist.
        Blocked: the salesperson is blocked.
        CycleBlocked: the sales cycle is blocked.
    """
    _checked_salesperson(work, opportunity.salesperson_code)
    check_cycle(work, opportunity.sales_cycle_code)
    if opportunity.campaign_no:
        work.require(Campaign, opportunity.campaign_no)
    if opportunity.segment_no:
        work.require(SegmentHeader, opportunity.segment_no)


def _checked_salesperson(work: Work, code: str) -> str:
    return check_salesperson(work, code).code if code else ""


def check_salesperson(work: Work, code: str) -> Salesperson:
    """Return a salesperson who can be entered on an opportunity.

    Raises:
        NotFound: there is none with this code.
        Blocked: the salesperson is blocked.
    """
    salesperson = work.require(Salesperson, code)
    if salesperson.blocked:
        raise Blocked("salesperson_code", code)
    return salesperson


def check_cycle(work: Work, code: str) -> None:
    """Check that a sales cycle can be entered on an opportunity; a blank one can.

    Raises:
        NotFound: there is none with this code.
        CycleBlocked: it is blocked.
    """
    if code and work.require(SalesCycle, code).blocked:
        raise CycleBlocked(code)


def with_contact(work: Work, opportunity: Opportunity) -> Opportunity:
    """Return an opportunity with the company of its contact.

    Raises:
        NotFound: there is no such contact.
        ContactBlocked: the contact is blocked for privacy.
    """
    if not opportunity.contact_no:
        return attrs.evolve(opportunity, contact_company_no="")
    contact = check_not_blocked(work.require(Contact, opportunity.contact_no))
    return attrs.evolve(opportunity, contact_company_no=company_of(contact))
