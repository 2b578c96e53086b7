"""One cell of a CSV file, read as the type of its field and written back."""

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from ..amounts import parse_amount
from ..dates.formula import DateFormula
from ..errors import BCMarketingError, InvalidField
from ..options import Option

_YES_NO = {"true": True, "false": False}


def read_cell(text: str, kind: object, field: str) -> object:
    """Return what *text* says as a value of the type *kind*; it is not blank.

    Raises:
        BCMarketingError: it says no such value.

    >>> read_cell("2027-01-11", dt.date, "date")
    datetime.date(2027, 1, 11)
    """
    if isinstance(kind, types.UnionType):
        kind = next(member for member in typing.get_args(kind) if member is not types.NoneType)
    if isinstance(kind, type) and issubclass(kind, Option):
        return kind.parse(text, field)
    return _READERS[kind](text, field)


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
        return dt.time.fromisoformat(text)
    except ValueError:
        raise InvalidField(field, text, "is no time of day such as 09:30") from None


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


_READERS: Final[Mapping[object, Callable[[str, str], object]]] = {
    str: _read_text,
    Decimal: parse_amount,
    bool: _read_yes_no,
    int: read_integer,
    dt.date: read_date,
    dt.time: _read_time,
    DateFormula: _read_formula,
}


def reason(error: BCMarketingError) -> str:
    """Return what an error says is wrong, without the value, which the caller shows himself."""
    return error.why if isinstance(error, InvalidField) else str(error)


def write_cell(value: object) -> str:
    """Return the text of a value: blank for nothing, ``true`` and ``false``, a plain decimal, a caption.

    >>> write_cell(Decimal("1E+2")), write_cell(None), write_cell(True)
    ('100', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Option):
        return value.caption
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
