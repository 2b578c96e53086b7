"""Reading the text of a date formula: in linear time, and with an error that shows the fault."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

import attrs

from ..errors import InvalidField, WrongType
from .languages import ENGLISH, Language
from .refusals import DateFormulaSyntax
from .terms import Kind, Sign, Term, Unit, number_range

_BRACKETS: Final = re.compile("[<>]")
_BLANKS: Final = re.compile(" *")
_DIGITS: Final = re.compile("[0-9]+")

_DIRECTION: Final[dict[str, Sign]] = {"": 1, "+": 1, "-": -1}

#: As in Unicode's stream-safe text: sorting a long run of accents would take quadratic time.
_MOST_ACCENTS: Final = 30

#: More digits than any number has: longer ones are too large, whatever they are.
_MANY_DIGITS: Final = 5


@attrs.frozen
class _Grammar:
    """How to read one language's letters.

    Attributes:
        part: a sign, a term and the blanks around them; the groups are the sign, a count and its unit,
            a numbered unit and its number, the unit of a current term.
        prefix: the spellings of "current".
        unit: the spellings of the units, the longest first.
        units: what each spelling in upper case means.
        wanted: the units and the prefix, for messages.
    """

    part: re.Pattern[str]
    prefix: re.Pattern[str]
    unit: re.Pattern[str]
    units: dict[str, Unit]
    wanted: tuple[str, str]


@lru_cache(maxsize=64)
def _grammar(language: Language) -> _Grammar:
    prefix, unit = _any_of(language.current), _any_of(tuple(language.readings))
    # Possessive repetition never tries a run of blanks or digits in a second way, so time stays linear.
    term = rf"([0-9]++) *+({unit})|({unit}) *+([0-9]++)|(?:{prefix}) *+({unit})"
    return _Grammar(
        part=re.compile(rf" *+([+-]?+) *+(?:{term}) *+"),
        prefix=re.compile(prefix),
        unit=re.compile(unit),
        units=dict(language.readings),
        wanted=(", ".join(language.units.values()), language.prefix),
    )


def _any_of(spellings: tuple[str, ...]) -> str:
    return "|".join("".join(map(_either_case, text)) for text in sorted(spellings, key=len, reverse=True))


def _either_case(letter: str) -> str:
    # Not re.IGNORECASE: that would also read the long s and the dotless i.
    return f"[{letter}{letter.lower()}]"


def parse_terms(text: str, language: Language) -> tuple[tuple[Term, ...], bool]:
    """Return the terms that *text* means, and whether it begins with a plus.

    Text that begins with ``<`` is read with the neutral letters, other text with those of *language*.

    Raises:
        DateFormulaSyntax: the text is no date formula.

    >>> parse_terms("+cm", ENGLISH)
    ((Term(kind=Kind.CURRENT, unit=Unit.MONTH, number=0, sign=1),), True)
    """
    if not isinstance(text, str):
        raise WrongType("text", text, "is no text of a date formula")
    if not text.isascii():
        text = _composed(text)
    bare, letters = text, language
    if text.lstrip(" ").startswith("<"):
        bare, letters = _BRACKETS.sub("", text), ENGLISH
    terms: list[Term] = []
    first_sign, at, end = "", 0, len(bare.rstrip(" "))
    grammar = _grammar(letters)
    match, units = grammar.part.match, grammar.units
    while at < end:
        part = match(bare, at)
        if part is None:
            raise _fault(text, bare, at, grammar)
        sign, count, counted, numbered, number, current = part.groups()
        try:
            if counted:
                terms.append(_term(Kind.COUNTED, units[counted.upper()], count, sign))
            elif numbered:
                terms.append(_term(Kind.NUMBERED, units[numbered.upper()], number, sign))
            else:
                terms.append(_term(Kind.CURRENT, units[current.upper()], "0", sign))
        except InvalidField:  # the number is out of range
            raise _fault(text, bare, at, grammar) from None
        first_sign = first_sign if at else sign
        at = part.end()
    return tuple(terms), first_sign == "+"


def _composed(text: str) -> str:
    """Return *text* in Unicode's composed form, so that an A with a ring is one letter however it is typed."""
    accents = 0
    for position, character in enumerate(text):
        accents = accents + 1 if combining(character) else 0
        if accents > _MOST_ACCENTS:
            raise DateFormulaSyntax(text, position, f"no more than {_MOST_ACCENTS} accents on a letter")
    return normalize("NFC", text)


def _term(kind: Kind, unit: Unit, digits: str, sign: str) -> Term:
    if len(digits) >= _MANY_DIGITS:
        digits = digits.lstrip("0")[:_MANY_DIGITS] or "0"
    return Term(kind, unit, int(digits), _DIRECTION[sign])


def _fault(text: str, bare: str, at: int, grammar: _Grammar) -> DateFormulaSyntax:
    """Return the error for the part of *bare* that starts at *at* and cannot be read."""
    position, expected = _expectation(bare, at, grammar)
    if bare is not text:  # count the brackets that were left out
        kept = [index for index, character in enumerate(text) if character not in "<>"]
        position = kept[position] if position < len(kept) else len(text)
    return DateFormulaSyntax(text, position, expected)


def _expectation(bare: str, at: int, grammar: _Grammar) -> tuple[int, str]:
    units, prefix = grammar.wanted

    def skip(pattern: re.Pattern[str], start: int) -> int:
        """Return where *pattern* and the blanks after it end, or *start* if it is not there."""
        found = pattern.match(bare, start)
        return _BLANKS.match(bare, found.end()).end() if found else start  # type: ignore[union-attr]

    start = skip(_BLANKS, at)
    if bare[start : start + 1] in ("+", "-"):
        start = skip(_BLANKS, start + 1)
    if (after := skip(_DIGITS, start)) > start:
        return _count_or_unit(bare, start, after, grammar)
    if (after := skip(grammar.unit, start)) > start:
        unit = grammar.units[grammar.unit.match(bare, start).group().upper()]  # type: ignore[union-attr]
        return after, "a number from {} to {}".format(*number_range(Kind.NUMBERED, unit))
    if (after := skip(grammar.prefix, start)) > start:
        return after, f"a unit ({units})"
    return start, f"a number, a unit ({units}) or {prefix}"


def _count_or_unit(bare: str, start: int, after: int, grammar: _Grammar) -> tuple[int, str]:
    if grammar.unit.match(bare, after):
        return start, "a number from {} to {}".format(*number_range(Kind.COUNTED, Unit.DAY))
    return after, f"a unit ({grammar.wanted[0]})"
