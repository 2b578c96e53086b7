"""Numbers for new records, from a number series (tables 308, 309)."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

import attrs

from ..errors import InvalidField, ManualNo, NoSeries, Refusal
from ..rules import Rule
from ..store.reader import Reader
from ..store.work import Work
from .setup import NumberSeries

#: The last run of digits, which is the part of a number that counts.
_COUNTER: Final = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)
_LONGEST: Final = 20


@attrs.frozen
class SeriesUsedUp(Refusal, LookupError):
    """The number series has no number left."""

    rule: ClassVar[Rule] = Rule("E-SERIES-USED-UP", "A series ends with its ending number.", "no. series, table 309")
    text: ClassVar[str] = "the number series {series_code} has no number after {last_no!r}"
    series_code: str
    last_no: str


def increased(no: str, by: int = 1) -> str | None:
    """Return *no* with its last run of digits counted up; it keeps its width as long as it can.

    ``None`` when there is nothing to count, or the result does not fit into 20 characters.

    >>> increased("CT000099"), increased("A9B"), increased("99", 10), increased("X")
    ('CT000100', 'A10B', '109', None)
    """
    parts = _COUNTER.fullmatch(no)
    if parts is None:
        return None
    head, digits, tail = parts.groups()
    counted = f"{head}{str(int(digits) + by).zfill(len(digits))}{tail}"
    return counted if len(counted) <= _LONGEST else None


def _after(series: NumberSeries, kind: str) -> str:
    """Return the number that comes next."""
    if not series.last_no_used:
        if not series.starting_no:
            raise NoSeries(kind)
        return series.starting_no
    if series.increment_by < 1:
        raise InvalidField("increment_by", series.increment_by, "must be at least 1")
    no = increased(series.last_no_used, series.increment_by)
    # Numbers of one series are equally long until they grow: compare the longer as the higher.
    if no is None or (series.ending_no and (len(no), no) > (len(series.ending_no), series.ending_no)):
        raise SeriesUsedUp(series.code, series.last_no_used)
    return no


def series_numbers(reader: Reader | Work, series_code: str, kind: str) -> Iterator[str]:
    """Iterate over the numbers that a series gives next, without using them up.

    Raises:
        NoSeries: on the first number; *series_code* is blank, or no such series has a starting number.
        SeriesUsedUp: no number is left.

    >>> from itertools import islice
    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([NumberSeries(code="CONT", starting_no="CT000001", last_no_used="CT000009")])
    >>> list(islice(series_numbers(tables, "CONT", "Contact"), 2))
    ['CT000010', 'CT000011']
    """
    series = reader.get(NumberSeries, series_code) if series_code else None
    if series is None:
        raise NoSeries(kind)
    while True:
        no = _after(series, kind)
        yield no
        series = attrs.evolve(series, last_no_used=no)


def next_no(work: Work, series_code: str, kind: str) -> str:
    """Take the next number of a series; the change set carries the series' last number.

    Raises:
        NoSeries: *series_code* is blank, or no such series has a starting number.
        SeriesUsedUp: no number is left.
    """
    no = next(series_numbers(work, series_code, kind))
    work.modify(attrs.evolve(work.require(NumberSeries, series_code), last_no_used=no))
    return no


def check_manual_no(reader: Reader | Work, series_code: str, kind: str, no: str) -> None:
    """Check a number typed by hand.

    A series that does not exist forbids nothing: without one, typing is the only way to a number.

    Raises:
        ManualNo: the series does not allow typed numbers.
    """
    series = reader.get(NumberSeries, series_code) if series_code else None
    if series is not None and not series.manual_nos:
        raise ManualNo(kind, no)
