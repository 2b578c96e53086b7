"""Numbers for new tasks: from the caller, or from the series that the marketing setup names."""

from collections.abc import Iterable, Iterator
from typing import Final

from ..arguments import given_numbers
from ..contacts.numbers import next_no
from ..contacts.setup import MarketingSetup
from ..errors import NoSeries
from ..store.reader import Reader
from ..store.work import Work

#: What messages call the records numbered here.
KIND: Final = "Task"


def task_series(reader: Reader | Work) -> str:
    """Return the code of the number series for tasks; blank when the setup names none."""
    setup = reader.get(MarketingSetup, "")
    return "" if setup is None else setup.to_do_nos


def task_numbers(work: Work, given: Iterable[str] | None) -> Iterator[str]:
    """Iterate over numbers for new tasks: those *given*, or without any the next ones of the series.

    Nothing is drawn before it is needed.

    Raises:
        WrongType: what is given is no collection of numbers; when it is drawn, also if a number is no text.
        InvalidField, FieldRequired: when it is drawn, a number is too long or blank.
        NoSeries: a number is needed, and there is neither a number given nor a series.
    """
    return _drawn(work, None if given is None else given_numbers(given))


def _drawn(work: Work, given: Iterator[str] | None) -> Iterator[str]:
    if given is not None:
        yield from given
        raise NoSeries(KIND)
    series = task_series(work)
    while True:
        yield next_no(work, series, KIND)
