"""Periods of dates: both ends belong to them, and either end may be open."""

import datetime as dt
from typing import Self

import attrs

from .arguments import checked
from .codes import check_date, is_date
from .errors import InvalidField


@attrs.frozen
class Period:
    """The dates from *start* to *end*, both included; ``None`` is an open end.

    Raises:
        InvalidField: the start is after the end.

    >>> spring = Period(dt.date(2027, 3, 1), dt.date(2027, 5, 31))
    >>> dt.date(2027, 5, 31) in spring, dt.date(2027, 6, 1) in spring, dt.date(1800, 1, 1) in Period()
    (True, False, True)
    """

    start: dt.date | None = attrs.field(default=None, validator=is_date)
    end: dt.date | None = attrs.field(default=None, validator=is_date)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise InvalidField("start", self.start, f"is after the end, {self.end}")

    def __contains__(self, day: dt.date) -> bool:
        check_date(day, "day")
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Return whether some date belongs to both.

        >>> Period(end=dt.date(2027, 3, 1)).overlaps(Period(dt.date(2027, 3, 1)))
        True
        """
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        """Return the dates of both as a period, or ``None`` when there are none.

        >>> Period(end=dt.date(2027, 3, 1)).intersection(Period(dt.date(2027, 2, 1)))
        Period(start=datetime.date(2027, 2, 1), end=datetime.date(2027, 3, 1))
        """
        checked(other, Period, "other")
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        start, end = max(starts, default=None), min(ends, default=None)
        return None if start is not None and end is not None and start > end else Period(start, end)

    @classmethod
    def parse(cls, text: str, field: str = "period") -> Self:
        """Read ``2027-01-01..2027-03-31``; either end may be left out, a single date is one day, blank is all.

        Raises:
            InvalidField: it is no such text, or none at all.

        >>> Period.parse("2027-01-01..")
        Period(start=datetime.date(2027, 1, 1), end=None)
        """
        first, dots, last = (part.strip() for part in checked(text, str, field).partition(".."))
        try:
            start = _date(first) if first else None
            end = (_date(last) if last else None) if dots else start
        except ValueError:
            raise InvalidField(field, text, "is no date and no range of dates such as 2027-01-01..2027-03-31") from None
        return cls(start, end)


def _date(text: str) -> dt.date:
    day = dt.date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)  # `fromisoformat` takes weeks, too, and dates without hyphens
    return day
