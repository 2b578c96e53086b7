"""The dates of a recurring task: a formula applied again and again to its own result."""

import datetime as dt
from collections.abc import Iterator

from ..codes import check_date
from .compiling import Apply
from .refusals import DateOverflow, NotForward
from .stepping import LAST_DATE


def occurrences(formula: str, apply: Apply, start: dt.date, until: dt.date) -> Iterator[dt.date]:
    """Yield the dates after *start*, up to and including *until*; *formula* is the text for messages.

    The calendar's end ends them too.

    Raises:
        NotForward: a date is not followed by a later one.

    >>> from .formula import DateFormula
    >>> weekly = DateFormula.parse("1W")
    >>> [day.day for day in occurrences("<1W>", weekly.apply, dt.date(2027, 1, 11), dt.date(2027, 1, 31))]
    [18, 25]
    """
    return _following(formula, apply, check_date(start, "start"), check_date(until, "until"))


def _following(formula: str, apply: Apply, day: dt.date, until: dt.date) -> Iterator[dt.date]:
    while day < until:
        try:
            following = apply(day)
        except DateOverflow as overflow:
            if overflow.limit == LAST_DATE:
                return
            raise
        if following <= day:
            raise NotForward(formula, day, following)
        if following > until:
            return
        yield following
        day = following
