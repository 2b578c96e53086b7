"""Date formulas: short texts such as ``1M+CM`` that turn a base date into another date."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ..errors import WrongType
from .languages import Language, to_language
from .parsing import parse_terms
from .stepping import evaluate
from .terms import Term


def _to_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    if isinstance(terms, str):
        raise WrongType("terms", terms, "is text; use DateFormula.parse")
    return tuple(terms)


def _are_terms(_formula: object, attribute: "attrs.Attribute[tuple[Term, ...]]", value: tuple[Term, ...]) -> None:
    for term in value:
        if term.__class__ is not Term:
            raise WrongType(attribute.name, term, "is no Term")


@attrs.frozen(repr=False)
class DateFormula:
    """A date formula: terms that are applied to a date from left to right; without terms it is blank.

    Formulas are equal when their terms are; spelling does not count.

    >>> DateFormula.parse("1M+CM").apply(dt.date(2027, 1, 15))
    datetime.date(2027, 2, 28)
    """

    terms: tuple[Term, ...] = attrs.field(default=(), converter=_to_terms, validator=_are_terms)
    leading_plus: bool = attrs.field(default=False, eq=False, kw_only=True)

    @classmethod
    def parse(cls, text: str, language: Language | str | None = None) -> "DateFormula":
        """Read a formula; text in angle brackets is neutral, other text is read in *language*.

        Raises:
            DateFormulaSyntax: the text is no date formula.
        """
        terms, leading_plus = parse_terms(text, to_language(language))
        return cls(terms, leading_plus=leading_plus)

    def apply(self, base: dt.date | None) -> dt.date:
        """Return the date that the formula leads to from *base*.

        Raises:
            UndefinedDate: there is no base date.
            WrongType: the base is no date, or is a date-time.
            DateOverflow: a date lies outside 1753-01-01 to 9999-12-31.
        """
        return evaluate(self.terms, base)

    def format(self, language: Language | str | None = None) -> str:
        """Return the text that people read in *language*, without brackets."""
        letters = to_language(language)
        text = "".join(
            ("+" if term.sign > 0 else "-") + term.letters(letters.prefix, letters.units[term.unit])
            for term in self.terms
        )
        return text if self.leading_plus else text.removeprefix("+")

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return f"<{self.format()}>" if self.terms else ""

    def __repr__(self) -> str:
        return f"DateFormula.parse({self.format()!r})"


def to_date_formula(value: DateFormula | str) -> DateFormula:
    """Convert a field's value: a formula stays as it is, text is parsed as neutral text."""
    return DateFormula.parse(value) if isinstance(value, str) else value
