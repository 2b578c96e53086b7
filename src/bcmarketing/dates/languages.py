"""The letters that date formulas are written with: one plain value per language."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Final
from unicodedata import normalize

import attrs

from ..errors import InvalidField, Refusal, WrongType
from ..rules import Rule
from .terms import Unit


@attrs.frozen
class UnknownLanguage(Refusal, LookupError):
    """A language is named that the package has no letters for.

    >>> print(UnknownLanguage("fi"))
    no letters for date formulas are known in 'fi'; give a Language (E-DATE-LANGUAGE)
    """

    rule: ClassVar[Rule] = Rule(
        "E-DATE-LANGUAGE", "A language must have a table of letters.", "localised reference pages"
    )
    text: ClassVar[str] = "no letters for date formulas are known in {code!r}; give a Language"
    code: str


def _spellings(value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable):
        return value  # what it is, the validator says
    return tuple(value)


def _are_letters(_language: object, attribute: "attrs.Attribute[tuple[str, ...]]", value: tuple[str, ...]) -> None:
    if not isinstance(value, tuple):
        raise WrongType(attribute.name, value, "is neither text nor a collection of texts")
    if not value:
        raise InvalidField(attribute.name, value, "has no letters")
    for text in value:
        if not isinstance(text, str):
            raise WrongType(attribute.name, value, "is no text")
        if not text.isalpha() or text != normalize("NFC", text) or any(c != c.lower().upper() for c in text):
            raise InvalidField(attribute.name, value, "is not made of composed upper-case letters")


def _is_name(_language: object, attribute: "attrs.Attribute[str]", value: str) -> None:
    if not isinstance(value, str):
        raise WrongType(attribute.name, value, "is no text")
    if not value.strip():
        raise InvalidField(attribute.name, value, "is blank")


@attrs.frozen(kw_only=True)
class Language:
    """The letters of one language: the prefix for "current" and the six units.

    Each is one or more letters in upper case, or several such spellings, of which the first is written
    and all are read.
    A host that needs another language makes a value of its own and passes it where a language is asked for.

    Attributes:
        code: the language's two letters.
        doubt: what is not certain about the table; blank if it is well documented.

    Raises:
        WrongType: a text is none.
        InvalidField: the code is blank, two of the texts are the same, or prefix and unit together read as
            something else.

    >>> finnish = Language(code="fi", current="N", day="P", weekday="VP", week="V", month="K", quarter="L", year="A")
    >>> finnish.units[Unit.WEEKDAY]
    'VP'
    """

    code: str = attrs.field(validator=_is_name)
    current: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    day: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    weekday: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    week: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    month: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    quarter: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    year: tuple[str, ...] = attrs.field(converter=_spellings, validator=_are_letters)
    doubt: str = attrs.field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        texts = [text for spellings in (self.current, *self._unit_spellings().values()) for text in spellings]
        for position, text in enumerate(texts):
            if text in texts[:position]:
                raise InvalidField("language", self.code, f"has two meanings for {text!r}")
        for prefix in self.current:
            for unit in texts:
                if any(len(prefix) < len(text) and (prefix + unit).startswith(text) for text in texts):
                    raise InvalidField("language", self.code, f"cannot tell {prefix!r} before {unit!r} from a unit")

    def _unit_spellings(self) -> dict[Unit, tuple[str, ...]]:
        return {
            Unit.DAY: self.day,
            Unit.WEEKDAY: self.weekday,
            Unit.WEEK: self.week,
            Unit.MONTH: self.month,
            Unit.QUARTER: self.quarter,
            Unit.YEAR: self.year,
        }

    @property
    def prefix(self) -> str:
        """The written form of "current"."""
        return self.current[0]

    @cached_property
    def units(self) -> Mapping[Unit, str]:
        """The written form of each unit."""
        return MappingProxyType({unit: spellings[0] for unit, spellings in self._unit_spellings().items()})

    @cached_property
    def readings(self) -> Mapping[str, Unit]:
        """What each accepted spelling of a unit means, in upper case."""
        pairs = self._unit_spellings().items()
        return MappingProxyType({text: unit for unit, spellings in pairs for text in spellings})


def _table(code: str, letters: str, doubt: str = "") -> Language:
    """Return a language from its letters in the order C, D, WD, W, M, Q, Y; a slash separates spellings."""
    current, day, weekday, week, month, quarter, year = (tuple(text.split("/")) for text in letters.split())
    return Language(
        code=code,
        current=current,
        day=day,
        weekday=weekday,
        week=week,
        month=month,
        quarter=quarter,
        year=year,
        doubt=doubt,
    )


#: The letters of text in angle brackets, and of text for which no language is given.
ENGLISH: Final = _table("en", "C D WD W M Q Y")

#: The languages that localised documentation vouches for, by their two-letter code.
LANGUAGES: Final[Mapping[str, Language]] = MappingProxyType(
    {
        language.code: language
        for language in (
            ENGLISH,
            _table("de", "L T WT W M Q J"),
            _table("da", "L D UD U M K Å"),
            _table("es", "P D SD S M T A"),
            _table("it", "C G GS S M T A"),
            _table("fr", "C J JS S M T A", "the prefix is certain only for older versions"),
            _table("nb", "L/N D UD U M K Å", "sources differ on the prefix: L is written, N is read too"),
            _table("sv", "A/L D VD V M K Å", "sources differ on the prefix: A is written, L is read too"),
            _table("nl", "L D WD W M K J", "unverified: documentation differs between countries, K was never seen"),
            _table("is", "L D VD V M F Á", "unverified: documentation contradicts itself on the prefix"),
        )
    }
)


def to_language(language: Language | str | None) -> Language:
    """Return the letters meant: of a value itself, of a code such as ``"de"`` or ``"de-CH"``, or the neutral ones.

    Raises:
        UnknownLanguage: there is no table for the code.

    >>> to_language("da-DK").units[Unit.YEAR]
    'Å'
    """
    if language is None:
        return ENGLISH
    if isinstance(language, Language):
        return language
    if not isinstance(language, str):
        raise WrongType("language", language, "is neither a Language nor a code such as 'de'")
    known = LANGUAGES.get(language.replace("_", "-").partition("-")[0].lower())
    if known is None:
        raise UnknownLanguage(language)
    return known
