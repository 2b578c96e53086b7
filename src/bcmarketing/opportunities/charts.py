"""Opportunities per salesperson, as a chart shows them (codeunit 782)."""

import calendar
import datetime as dt
from collections.abc import Iterable

from ..arguments import checked
from ..codes import check_date
from ..periods import Period
from .records import Opportunity, OpportunityStatus

_CLOSED = (OpportunityStatus.WON, OpportunityStatus.LOST)


def month_of(work_date: dt.date) -> Period:
    """Return the month of a work date, the period that the chart starts with.

    >>> month_of(dt.date(2028, 2, 3)).end
    datetime.date(2028, 2, 29)
    """
    check_date(work_date, "work_date")
    last = calendar.monthrange(work_date.year, work_date.month)[1]
    return Period(work_date.replace(day=1), work_date.replace(day=last))


def opportunities_per_salesperson(
    opportunities: Iterable[Opportunity], period: Period, status: OpportunityStatus = OpportunityStatus.WON
) -> dict[str, tuple[Opportunity, ...]]:
    """Return the opportunities of each salesperson who has some, by code.

    Args:
        opportunities: all there are; those without salesperson are passed over.
        period: when won or lost opportunities were closed; open ones were created by its end.
        status: the status to show.

    >>> won = Opportunity(
    ...     no="OP1", salesperson_code="JO", status=OpportunityStatus.WON, date_closed=dt.date(2027, 1, 11))
    >>> charted = opportunities_per_salesperson([won], month_of(dt.date(2027, 1, 31)))
    >>> {code: len(rows) for code, rows in charted.items()}
    {'JO': 1}
    """
    checked(period, Period, "period")
    checked(status, OpportunityStatus, "status")
    found: dict[str, list[Opportunity]] = {}
    for one in opportunities:
        if one.salesperson_code and one.status is status and _is_in(one, period):
            found.setdefault(one.salesperson_code, []).append(one)
    return {code: tuple(found[code]) for code in sorted(found)}


def _is_in(opportunity: Opportunity, period: Period) -> bool:
    if opportunity.status in _CLOSED:
        return opportunity.date_closed is not None and opportunity.date_closed in period
    created = opportunity.creation_date
    return created is None or period.end is None or created <= period.end
