"""What fields hold, and how a filter names their values."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, Final

import attrs

from ..amounts import parse_amount
from ..codes import to_code
from ..errors import InvalidField, WrongType
from ..options import Option
from .refusals import FilterValue

# `fromisoformat` takes more forms than people write into a filter, and times with an offset, which do not compare.
_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{3})?)?")
_YES: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@attrs.frozen
class FieldType:
    """What a field holds.

    Attributes:
        holds: the kind of value, for messages.
        read: reads a value as it stands in a filter; raises ``ValueError`` if it is none.
        is_text: wildcards and letter case mean something.
        is_nullable: a blank value is ``None``, which sorts before every other.
    """

    holds: str
    read: Callable[[str], object] = attrs.field(repr=False)
    is_text: bool = False
    is_nullable: bool = False

    def value(self, text: str, field: str) -> object:
        """Return the value that *text* names.

        Raises:
            FilterValue: it names none; *field* says which field is filtered.

        >>> BOOLEAN.value("Yes", "canceled"), DATE.value("", "date"), CODE.value("cust", "business_relation_code")
        (True, None, 'CUST')
        """
        try:
            return self.read(text)
        except (ValueError, LookupError) as error:
            raise FilterValue(field, text, self.holds) from error


def _read_text(text: str) -> str:
    return text


def _read_date(text: str) -> dt.date | None:
    if not text:
        return None
    if not _ISO_DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _read_time(text: str) -> dt.time | None:
    if not text:
        return None
    if not _ISO_TIME.fullmatch(text):
        raise ValueError(text)
    return dt.time.fromisoformat(text)


def _read_integer(text: str) -> int:
    amount = parse_amount(text)
    if amount != amount.to_integral_value():
        raise ValueError(text)
    return int(amount)


def _read_boolean(text: str) -> bool:
    return _YES[text.casefold()]


TEXT: Final = FieldType("a text", _read_text, is_text=True)
CODE: Final = FieldType("a code", to_code, is_text=True)
DATE: Final = FieldType("a date such as 2027-01-31", _read_date, is_nullable=True)
TIME: Final = FieldType("a time of day such as 08:30", _read_time, is_nullable=True)
DECIMAL: Final = FieldType("a decimal number", parse_amount)
INTEGER: Final = FieldType("a whole number", _read_integer)
BOOLEAN: Final = FieldType("Yes or No", _read_boolean)

_PLAIN: Final[dict[object, FieldType]] = {
    str: TEXT,
    bool: BOOLEAN,
    int: INTEGER,
    Decimal: DECIMAL,
    dt.date: DATE,
    dt.date | None: DATE,
    dt.time | None: TIME,
    dt.time: TIME,
    type(None): DATE,
}


@cache
def option_type(kind: type[Option]) -> FieldType:
    """Return the type of a field that holds an option: named by caption, name or ordinal, ordered by ordinal."""
    choices = ", ".join(repr(member.caption) for member in kind)
    return FieldType(f"one of {choices}", kind.parse)


def field_type(kind: type[Any], name: str) -> FieldType:
    """Return what a field of a record holds.

    Raises:
        InvalidField: the record has no such field, or it holds what cannot be filtered.

    >>> from bcmarketing.contacts.records import Contact
    >>> field_type(Contact, "territory_code").holds, field_type(Contact, "type").holds
    ('a code', "one of 'Company', 'Person'")
    """
    attribute = attrs.fields_dict(kind).get(name)
    if attribute is None:
        raise InvalidField("filters", name, f"is no field of {kind.__name__}")
    converter: object = attribute.converter
    if converter is to_code:
        return CODE
    found = _of(attribute.type)
    if found is None:
        raise InvalidField("filters", name, f"of {kind.__name__} cannot be filtered")
    return found


def type_of(value: object) -> FieldType:
    """Return the type of a field that holds this value; text is taken for a text, not for a code.

    Raises:
        WrongType: no field holds such values.

    >>> type_of(3).holds
    'a whole number'
    """
    found = _of(type(value))
    if found is None:
        raise WrongType("value", value, "is nothing that a field holds")
    return found


def _of(kind: object) -> FieldType | None:
    if isinstance(kind, type) and issubclass(kind, Option):
        return option_type(kind)
    return _PLAIN.get(kind)
