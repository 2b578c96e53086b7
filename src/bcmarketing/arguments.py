"""What a function checks of the arguments that no record checks for it; each refusal names the argument."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final, TypeVar

from .codes import checked_code
from .errors import FieldRequired, WrongType

T = TypeVar("T")

_WHY: Final[dict[type, str]] = {
    bool: "is neither True nor False",
    int: "is no whole number",
    str: "is no text",
    dt.time: "is no time of day",
}


def check_kind(value: object, kind: type[T], argument: str) -> T:
    """Return *value* if it is of this kind: a record, an option, a whole number, a yes or no, a time of day.

    Raises:
        WrongType: it is something else; a truth value is no number.

    >>> check_kind(7, int, "stage")
    7
    """
    if value.__class__ is not kind:
        raise WrongType(argument, value, _WHY.get(kind, f"is no {kind.__name__}"))
    return value


def check_each(values: Iterable[T], kind: type[T], argument: str) -> tuple[T, ...]:
    """Return the values as a tuple, if each is of this kind.

    Raises:
        WrongType: it is no collection, or one of them is something else.

    >>> check_each([1, 2], int, "stages")
    (1, 2)
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise WrongType(argument, values, "is no collection")
    return tuple(check_kind(value, kind, argument) for value in values)


def required_code(value: str, length: int, argument: str) -> str:
    """Return *value* as a code of at most *length* characters that is not blank, such as the key of a new record.

    Raises:
        WrongType: it is no text.
        InvalidField: it is too long.
        FieldRequired: it is blank.

    >>> required_code(" so1 ", 20, "order_no")
    'SO1'
    """
    code = checked_code(value, length, argument)
    if not code:
        raise FieldRequired(argument)
    return code


def given_numbers(numbers: Iterable[str], argument: str = "numbers") -> Iterator[str]:
    """Iterate over numbers for new records, each in its normal form; none is drawn before it is needed.

    Raises:
        WrongType: it is no collection of numbers (one text is none: it would be read letter by letter),
            or, when it is drawn, a number is no text.
        InvalidField, FieldRequired: when it is drawn, a number is too long or blank.

    >>> list(given_numbers(["td1", "TD2 "]))
    ['TD1', 'TD2']
    """
    if isinstance(numbers, str | bytes) or not isinstance(numbers, Iterable):
        raise WrongType(argument, numbers, "is no collection of numbers")
    # A map, as it cannot be closed: the numbers go on where another process has stopped drawing.
    return map(partial(required_code, length=20, argument="no"), numbers)
