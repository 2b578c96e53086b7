"""Codes, texts and the checks that record fields share.

A converter brings a value into its normal form, a validator refuses what does not fit and names the field.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from .errors import FieldRequired, InvalidField, WrongType
from .options import Option


def to_code(value: str) -> str:
    """Return a Code value in its normal form: trimmed and in upper case.

    >>> to_code(" cp1001 ")
    'CP1001'
    """
    try:
        return value.strip().upper()
    except AttributeError:
        return value  # no text: the validator that comes next says so and names the field


def bc(name: str, number: int) -> dict[str, tuple[str, int]]:
    """Return `attrs.field` metadata: the name and number of the Business Central field behind an attribute."""
    return {"bc": (name, number)}


def are_codes(codes: tuple[str, ...], length: int) -> bool:
    """Return whether texts are codes in their normal form, none longer than *length*; one look for all of them.

    Raises:
        TypeError: one is no text.

    >>> are_codes(("CP1001", "", "RED WINE"), 20), are_codes(("CP1001", "cp1002"), 20)
    (True, False)
    """
    joined = "".join(codes)
    if len(joined) <= length and " " not in joined and joined.isprintable():
        return joined.upper() == joined
    return max(map(len, codes)) <= length and tuple(map(to_code, codes)) == codes


def check_length(field: str, value: object, length: int) -> None:
    """Check that a value is text of at most *length* characters.

    Raises:
        WrongType: it is no text.
        InvalidField: it is too long.
    """
    if not isinstance(value, str):
        raise WrongType(field, value, "is no text")
    if len(value) > length:
        raise InvalidField(field, value, f"is longer than {length} characters")


def max_length(length: int) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Return a validator: text of at most *length* characters."""

    def check(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value.__class__ is not str or len(value) > length:
            check_length(attribute.name, value, length)

    return check


code10 = text10 = max_length(10)
code20 = text20 = max_length(20)
text30 = code30 = max_length(30)
code50 = text50 = max_length(50)
text80 = max_length(80)
text100 = max_length(100)
text250 = max_length(250)


def is_filled(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a key that a table does not take blank."""
    if not value:
        raise FieldRequired(attribute.name)


def to_codes(values: Iterable[str]) -> tuple[str, ...]:
    """Return Code values in their normal form; what is no collection of them stays as given, for the validator.

    >>> to_codes(["cp1", "cp2 "]), to_codes("cp1")
    (('CP1', 'CP2'), 'cp1')
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        return values  # type: ignore[return-value] # a text is a collection, too: of its letters
    return tuple(map(to_code, values))


def _each_max_length(length: int) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    def check(_record: object, attribute: "attrs.Attribute[Any]", values: object) -> None:
        if not isinstance(values, tuple):
            raise WrongType(attribute.name, values, "is no collection of codes")
        for value in values:
            check_length(attribute.name, value, length)

    return check


#: Validators of a tuple of codes.
each_code10 = _each_max_length(10)
each_code20 = _each_max_length(20)


def is_text(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a text of any length, such as a filter expression."""
    if not isinstance(value, str):
        raise WrongType(attribute.name, value, "is no text")


def is_a(kind: type[object]) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Return a validator: an instance of a class."""

    def check(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if not isinstance(value, kind):
            raise WrongType(attribute.name, value, f"is no {kind.__name__}")

    return check


def is_date(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a date; a blank date is ``None``, and a `datetime` is refused."""
    if value is not None:
        check_date(value, attribute.name)


def is_day(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a date that is never blank."""
    check_date(value, attribute.name)


def check_date(value: object, field: str) -> dt.date:
    """Return *value* if it is a date and no date-time.

    Raises:
        WrongType: it is something else.
    """
    if isinstance(value, dt.datetime):
        raise WrongType(field, value, "is a date-time; give its .date()")
    if not isinstance(value, dt.date):
        raise WrongType(field, value, "is no date")
    return value


def is_callable(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a function, or whatever else can be called."""
    if not callable(value):
        raise WrongType(attribute.name, value, "cannot be called")


def is_time(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a time of day; a blank time is ``None``."""
    if value is not None and not isinstance(value, dt.time):
        raise WrongType(attribute.name, value, "is no time of day")


def is_bool(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a yes/no field."""
    if value is not True and value is not False:
        raise WrongType(attribute.name, value, "is neither True nor False")


def is_integer(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a whole number."""
    if value.__class__ is not int:
        raise WrongType(attribute.name, value, "is no whole number")


def is_option(kind: type[Option]) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Return a validator: a member of an option type."""

    def check(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value.__class__ is not kind:
            raise WrongType(attribute.name, value, f"is no {kind.__name__}")

    return check
