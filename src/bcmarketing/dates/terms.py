"""The terms of a date formula: each is one step of a calculation, as a value."""

from collections.abc import Iterable
from typing import Final, Literal, Self, TypeAlias

import attrs

from ..errors import InvalidField, WrongType
from ..options import Option

#: Which way a term looks: 1 is forward (no sign, or a plus), -1 is backward.
Sign: TypeAlias = Literal[1, -1]

#: The largest number of a counted term.
LARGEST_COUNT: Final = 9999


class Unit(Option):
    """What a term counts in; the caption is the language-neutral letter."""

    DAY = 0, "D"
    WEEKDAY = 1, "WD"
    WEEK = 2, "W"
    MONTH = 3, "M"
    QUARTER = 4, "Q"
    YEAR = 5, "Y"


class Kind(Option):
    """How a term moves a date."""

    COUNTED = 0, "counted"
    NUMBERED = 1, "numbered"
    CURRENT = 2, "current"


#: How many months or days the longer and the shorter units have.
MONTHS_OF: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
DAYS_OF: Final = {Unit.DAY: 1, Unit.WEEKDAY: 1, Unit.WEEK: 7}

#: The largest number of a numbered term, by its unit.
LARGEST_NUMBER: Final = {
    Unit.DAY: 31,
    Unit.WEEKDAY: 7,
    Unit.WEEK: 53,
    Unit.MONTH: 12,
    Unit.QUARTER: 4,
    Unit.YEAR: 9999,
}


@attrs.frozen
class Term:
    """One step of a date formula.

    `counted`, `numbered` and `current` make the three kinds; a minus before a term turns its direction.

    Attributes:
        kind: counted (``10D``), numbered (``D10``) or current (``CM``).
        unit: day, weekday, week, month, quarter or year.
        number: how many, 0 to 9999, of a counted term; which one, from 1, of a numbered term; 0 of a current term.
        sign: 1 forward, -1 backward; ``-0D`` is another term than ``0D``.

    Raises:
        InvalidField: the number does not fit kind and unit.

    >>> str(Term.counted(2, Unit.WEEK)), str(-Term.current(Unit.MONTH)), str(Term.numbered(Unit.DAY, 15))
    ('+2W', '-CM', '+D15')
    """

    kind: Kind
    unit: Unit
    number: int = 0
    sign: Sign = 1

    def __attrs_post_init__(self) -> None:
        if self.kind.__class__ is not Kind:
            raise WrongType("kind", self.kind, "is no Kind")
        if self.unit.__class__ is not Unit:
            raise WrongType("unit", self.unit, "is no Unit")
        if self.number.__class__ is not int:
            raise WrongType("number", self.number, "is no whole number")
        lowest, highest = number_range(self.kind, self.unit)
        if not lowest <= self.number <= highest:
            raise InvalidField("number", self.number, f"is not from {lowest} to {highest}")
        if self.sign not in (1, -1):
            raise InvalidField("sign", self.sign, "is neither 1 nor -1")

    @classmethod
    def counted(cls, number: int, unit: Unit) -> Self:
        """Return the term that moves by *number* units: ``10D`` is ten days later."""
        return cls(Kind.COUNTED, unit, number)

    @classmethod
    def numbered(cls, unit: Unit, number: int) -> Self:
        """Return the term that goes to the next unit of that *number*: ``D10`` is the next tenth of a month."""
        return cls(Kind.NUMBERED, unit, number)

    @classmethod
    def current(cls, unit: Unit) -> Self:
        """Return the term that goes to the end of the *unit* a date lies in: ``CM`` is the end of its month."""
        return cls(Kind.CURRENT, unit)

    def __neg__(self) -> Self:
        return attrs.evolve(self, sign=-1 if self.sign == 1 else 1)

    def __str__(self) -> str:
        return self.written("C", self.unit.caption)

    def written(self, prefix: str, unit: str) -> str:
        """Return the term's text with its sign, in the letters given.

        >>> (-Term.current(Unit.MONTH)).written("L", "M")
        '-LM'
        """
        sign = "+" if self.sign > 0 else "-"
        match self.kind:
            case Kind.COUNTED:
                return f"{sign}{self.number}{unit}"
            case Kind.NUMBERED:
                return f"{sign}{unit}{self.number}"
            case Kind.CURRENT:
                return f"{sign}{prefix}{unit}"


def number_range(kind: Kind, unit: Unit) -> tuple[int, int]:
    """Return the lowest and the highest number that a term of this kind and unit may have.

    >>> number_range(Kind.NUMBERED, Unit.WEEK)
    (1, 53)
    """
    if kind is Kind.COUNTED:
        return 0, LARGEST_COUNT
    return (1, LARGEST_NUMBER[unit]) if kind is Kind.NUMBERED else (0, 0)


def neutral_text(terms: Iterable[Term]) -> str:
    """Return language-neutral text in angle brackets, or nothing for no terms.

    >>> neutral_text([Term.current(Unit.MONTH), -Term.counted(1, Unit.DAY)])
    '<CM-1D>'
    """
    return f"<{text.removeprefix('+')}>" if (text := "".join(map(str, terms))) else ""
