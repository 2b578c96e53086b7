"""Option fields of Business Central: a closed list of names, each with its ordinal."""

import enum
from typing import Self

from .errors import InvalidField


class Option(enum.Enum):
    """Base of the option types: a member is ``NAME = ordinal, "Caption"``, and members sort by ordinal.

    ``value`` is the ordinal that Business Central stores, ``caption`` the name people read.

    >>> class Shade(Option):
    ...     BLANK = 0, ""
    ...     DARK = 1, "Dark"
    >>> Shade.parse("dark"), Shade.parse(1), Shade.DARK > Shade.BLANK, Shade.DARK
    (Shade.DARK, Shade.DARK, True, Shade.DARK)
    """

    caption: str

    def __new__(cls, ordinal: int, caption: str) -> Self:
        """Make a member of its ordinal and caption."""
        member = object.__new__(cls)
        member._value_ = ordinal
        member.caption = caption
        return member

    # A member is a singleton, also after unpickling: identity is its fastest hash.
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        return self.caption

    def __lt__(self, other: Self) -> bool:
        return self._value_ < other._value_ if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self._value_ <= other._value_ if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        return self._value_ > other._value_ if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        return self._value_ >= other._value_ if type(other) is type(self) else NotImplemented

    @classmethod
    def parse(cls, text: str | int, field: str = "") -> Self:
        """Return the member of this caption, name or ordinal; letter case does not matter.

        Raises:
            InvalidField: there is no such member; *field* names what was being read.
        """
        wanted = str(text).strip().casefold()
        for member in cls:
            if wanted in (member.caption.casefold(), member.name.casefold(), str(member.value)):
                return member
        choices = ", ".join(repr(member.caption) for member in cls)
        raise InvalidField(field or cls.__name__, text, f"is none of {choices}")
