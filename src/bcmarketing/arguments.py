"""What a function checks of the arguments that no record checks for it; each refusal names the argument."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeVar

from .codes import check_length, to_code
from .errors import FieldRequired, InvalidField, WrongType

T = TypeVar("T")

_WHY: Final[dict[type, str]] = {
    bool: "is neither True nor False",
    int: "is no whole number",
    str: "is no text",
    dt.time: "is no time of day",
}


def checked(value: object, kind: type[T], argument: str) -> T:
    """Return *value* if it is of this kind: a record, an option, a text, a whole number, a yes or no, a time of day.

    Raises:
        WrongType: it is something else. Whole numbers are neither ``True`` nor ``1.0``, although they may equal one;
            yes and no are no texts, as "no" would count as yes.

    >>> checked(7, int, "stage")
    7
    """
    if not isinstance(value, kind) or (kind is int and value.__class__ is bool):
        raise WrongType(argument, value, _WHY.get(kind, f"is no {kind.__name__}"))
    return value


def checked_each(values: Iterable[T], kind: type[T], argument: str) -> tuple[T, ...]:
    """Return *values*, all of one kind, in their order.

    Raises:
        WrongType: it is no collection, such as a single number, or one of them is something else.

    >>> checked_each(range(1, 4), int, "entry_nos")
    (1, 2, 3)
    """
    found = tuple(_collected(values, argument))
    if not {*map(type, found)} <= {kind}:  # of a subclass, or of another kind
        for value in found:
            checked(value, kind, argument)
    return found


@contextmanager
def each_named(values: Iterable[T], kind: type[T], argument: str) -> Iterator[Sequence[T]]:
    """Give *values* at hand, for a computation that refuses one of another kind by name; free while there is none.

    Raises:
        WrongType: it is no collection; or an attribute is missing, as one of the values is of another kind.

    >>> with each_named(["Jo", 5], str, "names") as names:
    ...     [name.upper() for name in names]
    Traceback (most recent call last):
    bcmarketing.errors.WrongType: names = 5: is no text (E-FIELD-INVALID)
    """
    at_hand = values if isinstance(values, list | tuple) else list(_collected(values, argument))
    try:
        yield at_hand
    except AttributeError:
        checked_each(at_hand, kind, argument)
        raise


def checked_code(value: str, length: int, argument: str) -> str:
    """Return *value* as a code of at most *length* characters.

    Raises:
        WrongType: it is no text.
        InvalidField: it is too long.

    >>> checked_code("red ", 10, "status_code")
    'RED'
    """
    code = to_code(value)
    check_length(argument, code, length)
    return code


def checked_codes(values: Iterable[str], length: int, argument: str) -> tuple[str, ...]:
    """Return *values* as codes of at most *length* characters each, in their order.

    Raises:
        WrongType: it is no collection, or a text, which is a collection of its letters only; or one of them is no text.
        InvalidField: one of them is too long.

    >>> checked_codes(["ct1", "CT2 "], 20, "contact_nos")
    ('CT1', 'CT2')
    """
    return tuple(checked_code(value, length, argument) for value in _collected(values, argument))


def _collected(values: Iterable[T], argument: str) -> Iterable[T]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise WrongType(argument, values, "is no collection; a single value goes into a list")
    return values


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
    # A map, as it cannot be closed: the numbers go on where another process has stopped drawing.
    return map(partial(required_code, length=20, argument="no"), _collected(numbers, argument))


def check_name(name: str, names: Sequence[str], argument: str = "field") -> None:
    """Check that the name of a field, or of a choice, is one of several.

    Raises:
        InvalidField: it is none of them.

    >>> check_name("ending_date", ("starting_date", "ending_date"))
    """
    if name not in names:
        raise InvalidField(argument, name, f"is none of {', '.join(names)}")
