"""One cell of a CSV file, read as the type of its field and written back."""

import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from ..amounts import parse_amount
from ..dates.formula import DateFormula
from ..dates.refusals import DateFormulaSyntax
from ..errors import BCMarketingError, InvalidField
from ..filters.refusals import FilterSyntax, FilterValue
from ..options import Option

#: The filters of a criteria line: fields with their filter expressions.
View = tuple[tuple[str, str], ...]

_YES_NO = {"true": True, "false": False}


def read_cell(text: str, kind: object, field: str) -> object:
    """Return what *text* says as a value of the type *kind*; it is not blank.

    Raises:
        BCMarketingError: it says no such value.

    >>> read_cell("2027-01-11", dt.date, "date")
    datetime.date(2027, 1, 11)
    """
    kind = given_type(kind)
    if isinstance(kind, type) and issubclass(kind, Option):
        return kind.parse(text, field)
    return _READERS[kind](text, field)


def given_type(kind: object) -> object:
    """Return the type of a field's values apart from ``None``.

    >>> given_type(dt.date | None)
    <class 'datetime.date'>
    """
    if isinstance(kind, types.UnionType):
        return next(member for member in typing.get_args(kind) if member is not types.NoneType)
    return kind


def has_blank(kind: object) -> bool:
    """Return whether a type is an option with a blank member, which a blank cell then means."""
    return isinstance(kind, type) and issubclass(kind, Option) and any(member.caption == "" for member in kind)


def _read_text(text: str, _field: str) -> str:
    return text


def _read_yes_no(text: str, field: str) -> bool:
    if text.lower() not in _YES_NO:
        raise InvalidField(field, text, "is neither true nor false")
    return _YES_NO[text.lower()]


def _read_time(text: str, field: str) -> dt.time:
    try:
        time = dt.time.fromisoformat(text)
    except ValueError:
        time = None
    # `fromisoformat` takes more forms than people write, and times with an offset, which do not compare.
    if time is None or time.tzinfo is not None or text not in map(time.isoformat, _TIME_FORMS):
        raise InvalidField(field, text, "is no time of day such as 09:30")
    return time


_TIME_FORMS: Final = ("minutes", "seconds", "milliseconds", "microseconds")


def _read_formula(text: str, _field: str) -> DateFormula:
    return DateFormula.parse(text)


def read_date(text: str, field: str) -> dt.date:
    """Return the date that ``2027-01-31`` says; other spellings are refused.

    Raises:
        InvalidField: it is no such date.
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InvalidField(field, text, "is no date such as 2027-01-31")
    return day


def read_integer(text: str, field: str) -> int:
    """Return the whole number that *text* says.

    Raises:
        InvalidField: it is none.
    """
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004 - what a BigInteger holds
        raise InvalidField(field, text, "is no whole number")
    return int(text)


def _read_view(text: str, field: str) -> View:
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    return to_view(content, field)


def to_view(value: object, field: str) -> View:
    """Return filters that are given as pairs of texts, in lists or tuples.

    Raises:
        InvalidField: they are none.

    >>> to_view([["no", "A..B"]], "view")
    (('no', 'A..B'),)
    """
    pairs: list[tuple[str, str]] = []
    for pair in value if isinstance(value, list | tuple) else [value]:
        match pair:
            case [str(name), str(expression)]:
                pairs.append((name, expression))
            case _:
                raise InvalidField(field, value, 'is no list of fields with their filters, such as [["no", "A..B"]]')
    return tuple(pairs)


_READERS: Final[Mapping[object, Callable[[str, str], object]]] = {
    str: _read_text,
    Decimal: parse_amount,
    bool: _read_yes_no,
    int: read_integer,
    dt.date: read_date,
    dt.time: _read_time,
    DateFormula: _read_formula,
    View: _read_view,
}


def reason(error: BCMarketingError) -> str:
    """Return in one line what an error says is wrong, without the value, which the caller shows himself.

    >>> reason(DateFormulaSyntax("CM+5X", 4, "a unit"))
    'is no date formula: expected a unit at character 5'
    """
    match error:
        case InvalidField():
            return error.why
        case DateFormulaSyntax():
            return f"is no date formula: expected {error.expected} at character {error.position + 1}"
        case FilterSyntax():
            return f"is no filter: expected {error.expected} at character {error.position + 1}"
        case FilterValue():
            return f"names {error.value!r}, which is not {error.expected}"
        case _:
            return str(error)


def write_cell(value: object) -> str:
    """Return the text of a value: blank for nothing, ``true`` and ``false``, a plain decimal, a caption.

    >>> write_cell(Decimal("1E+2")), write_cell(None), write_cell(True)
    ('100', '', 'true')
    """
    if value in (None, ()):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Option):
        return value.caption
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
