"""Date formulas: short texts such as ``1M+CM`` that turn a base date into another date."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import attrs

from ..codes import is_bool
from ..errors import WrongType
from .compiling import Apply, ApplyMany, compiled, compiled_for_many
from .explanation import Explanation, explained
from .languages import Language, to_language
from .parsing import parse_terms
from .recurrence import occurrences
from .refusals import DateFormulaSyntax
from .terms import Term

#: The longest neutral text, brackets not counted, that a database field of the type holds.
LONGEST_STORED: Final = 32


def _to_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    if isinstance(terms, str):
        raise WrongType("terms", terms, "is text; use DateFormula.parse")
    if not isinstance(terms, Iterable):
        raise WrongType("terms", terms, "is no collection of terms")
    return tuple(terms)


def _are_terms(_formula: object, attribute: "attrs.Attribute[tuple[Term, ...]]", value: tuple[Term, ...]) -> None:
    for term in value:
        if term.__class__ is not Term:
            raise WrongType(attribute.name, term, "is no Term")


@attrs.frozen(repr=False)
class DateFormula:
    """A date formula: terms that move a date one after the other, from left to right; without terms it is blank.

    Formulas are equal when their terms are: letter case, blanks, brackets, language, leading zeros and a plus at
    the beginning do not count. They have no order, as one may lead farther in one month and less far in another.
    A blank formula is false; ``0D`` is not blank.

    Attributes:
        terms: the terms in their order.
        leading_plus: whether the first term is written with its plus; not part of equality.
        apply: a function that takes a base date and returns the date the formula leads to.
            It raises `UndefinedDate` for ``None``, `WrongType` for a date-time or anything else that is no date,
            and `DateOverflow` when a date on the way lies outside 1753-01-01 to 9999-12-31.
            ``base + formula`` is short for it.
        apply_many: a function that takes any number of base dates and returns the list of their results.

    Source: the CALCDATE method and the DateFormula data type.

    >>> from datetime import date
    >>> formula = DateFormula.parse("1M+CM")
    >>> formula.apply(date(2027, 1, 15)), date(2027, 2, 1) + formula
    (datetime.date(2027, 2, 28), datetime.date(2027, 3, 31))
    >>> formula.apply_many([date(2027, 1, 31), date(2027, 3, 31)])
    [datetime.date(2027, 2, 28), datetime.date(2027, 4, 30)]
    """

    terms: tuple[Term, ...] = attrs.field(default=(), converter=_to_terms, validator=_are_terms)
    leading_plus: bool = attrs.field(default=False, eq=False, kw_only=True, validator=is_bool)

    @staticmethod
    def parse(text: str, language: Language | str | None = None) -> "DateFormula":
        """Read a formula: text that begins with ``<`` is neutral, other text is in *language*.

        Args:
            text: the formula; blank text is the blank formula.
            language: a `Language`, or the code of one that is known, such as ``"de"``; neutral letters if left out.

        Raises:
            DateFormulaSyntax: the text is no date formula.
            UnknownLanguage: no letters are known for the code.

        >>> DateFormula.parse("LM + 10T", "de") == DateFormula.parse("<CM+10D>", "de")
        True
        """
        if language is None:
            try:
                return _SEEN[text]
            except (KeyError, TypeError):  # not seen yet, or no text at all
                pass
        terms, leading_plus = parse_terms(text, to_language(language))
        formula = DateFormula(terms, leading_plus=leading_plus)
        if language is None and len(text) <= _LONGEST_SEEN:
            if len(_SEEN) >= _MOST_SEEN:
                _SEEN.clear()
            _SEEN[text] = formula
        return formula

    # Functions as cached attributes, not methods: a call less, which is a third of the time of a short formula.

    @cached_property
    def apply(self) -> Apply:
        """The function from a base date to the result."""
        return compiled(self.terms)

    @cached_property
    def apply_many(self) -> ApplyMany:
        """The function from base dates to the list of results."""
        return compiled_for_many(self.terms)

    def apply_datetime(self, moment: dt.datetime) -> dt.datetime:
        """Apply the formula to the date of *moment*; the time of day and the time zone stay.

        Raises:
            WrongType: it is no date-time.

        >>> from datetime import datetime
        >>> DateFormula.parse("CM").apply_datetime(datetime(2027, 2, 1, 8, 30))
        datetime.datetime(2027, 2, 28, 8, 30)
        """
        if not isinstance(moment, dt.datetime):
            raise WrongType("moment", moment, "is no date-time; use apply")
        return dt.datetime.combine(self.apply(moment.date()), moment.timetz())

    def __radd__(self, base: dt.date | None) -> dt.date:
        return self.apply(base)

    def __add__(self, other: "DateFormula | Term") -> "DateFormula":
        """Concatenate: the terms of the other formula, or one more term, follow.

        >>> month_end, week = DateFormula.parse("CM"), DateFormula.parse("1W")
        >>> month_end + week + week.terms[0]
        DateFormula.parse('CM+1W+1W')
        """
        if isinstance(other, Term):
            other = DateFormula((other,))
        if not isinstance(other, DateFormula):
            return NotImplemented
        return DateFormula(self.terms + other.terms, leading_plus=(self or other).leading_plus)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def format(self, language: Language | str | None = None) -> str:
        """Return the text that people read in *language*, without brackets; nothing for the blank formula.

        Without a language these are the neutral letters, as in Business Central's XML and web services.

        >>> DateFormula.parse("<-2W+1M>").format("da")
        '-2U+1M'
        """
        letters = to_language(language)
        prefix, units = letters.prefix, letters.units
        text = "".join(term.written(prefix, units[term.unit]) for term in self.terms)
        return text if self.leading_plus else text.removeprefix("+")

    def __str__(self) -> str:
        return f"<{self.format()}>" if self.terms else ""

    def __repr__(self) -> str:
        return f"DateFormula.parse({self.format()!r})"

    @property
    def is_storable(self) -> bool:
        """Whether the neutral text, brackets not counted, fits a database field.

        >>> DateFormula.parse("1D" * 11).is_storable
        True
        """
        return len(self.format()) <= LONGEST_STORED

    def reversed(self, *, keep_order: bool = False) -> "DateFormula":
        """Return the formula that Business Central uses to go back: each sign swapped, and the order of the terms too.

        Neither form is an inverse: short months lose days, and current and numbered terms cannot be undone.

        Args:
            keep_order: swap the signs only, as base calendars and cash-flow forecasts do;
                otherwise the order turns too, as for expected receipt dates.

        >>> str(DateFormula.parse("-2D+1Y+3M-4W").reversed())
        '<+4W-3M-1Y+2D>'
        """
        swapped = [-term for term in self.terms]
        return DateFormula(swapped if keep_order else swapped[::-1], leading_plus=True)

    def is_negative(self, today: dt.date) -> bool:
        """Return whether the formula takes *today* to an earlier date; its signs do not matter.

        >>> from datetime import date
        >>> DateFormula.parse("1D-1M").is_negative(date(2027, 1, 11)), DateFormula.parse("-0D").is_negative(
        ...     date(2027, 1, 11))
        (True, False)
        """
        return self.apply(today) < today

    def explain(self, base: dt.date) -> Explanation:
        """Return what each term does from *base* on; printed, it is a table.

        >>> from datetime import date
        >>> [str(step.after) for step in DateFormula.parse("CM+1M").explain(date(2027, 2, 11)).steps]
        ['2027-02-28', '2027-03-28']
        """
        return explained(str(self), self.terms, base)

    def occurrences(self, start: dt.date, until: dt.date) -> Iterator[dt.date]:
        """Yield the dates of a recurring task that follow *start*, up to and including *until*.

        Each is the formula applied to the one before.

        Raises:
            NotForward: the formula leads to no later date.

        >>> from datetime import date
        >>> [str(day) for day in DateFormula.parse("1M+CM").occurrences(date(2027, 1, 31), date(2027, 4, 30))]
        ['2027-02-28', '2027-03-31', '2027-04-30']
        """
        return occurrences(str(self), self.apply, start, until)


#: Neutral texts read before. Bounded in number and length, and a text always means the same formula.
_SEEN: Final[dict[str, DateFormula]] = {}
_MOST_SEEN: Final = 1024
_LONGEST_SEEN: Final = 64


def to_date_formula(value: DateFormula | str) -> DateFormula:
    """Convert what a field is given: text is read as neutral text.

    What is no date formula stays as given, for the validator (`checks.is_date_formula`): it knows the field's name.
    `DateFormula.parse` refuses it at once.

    >>> to_date_formula("<1W>"), to_date_formula("soon")
    (DateFormula.parse('1W'), 'soon')
    """
    if not isinstance(value, str):
        return value
    try:
        return DateFormula.parse(value)
    except DateFormulaSyntax:
        return value  # type: ignore[return-value]
