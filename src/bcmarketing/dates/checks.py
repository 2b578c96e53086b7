"""The checks that Business Central makes on date formulas in its fields."""

import datetime as dt
from typing import Any

import attrs

from ..codes import check_date
from ..errors import WrongType
from .formula import DateFormula
from .refusals import DateFormulaSyntax, FormulaTooLong, NegativeFormula, NoRetentionPeriod


def is_date_formula(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a date formula field: it must fit the database.

    Raises:
        DateFormulaSyntax: it is a text that `to_date_formula` could not read.
        WrongType: it is no date formula.
        FormulaTooLong: its neutral text has more than 32 characters.
    """
    if isinstance(value, str):
        try:
            DateFormula.parse(value)
        except DateFormulaSyntax as fault:
            raise attrs.evolve(fault, field=attribute.name) from None
    check_storable(value, attribute.name)  # type: ignore[arg-type] # which looks


def check_storable(formula: DateFormula, field: str = "date_formula") -> DateFormula:
    """Return *formula* if a database field can hold it.

    Raises:
        WrongType: it is no date formula.
        FormulaTooLong: its neutral text has more than 32 characters, brackets not counted.

    >>> check_storable(DateFormula.parse("<1W>"))
    DateFormula.parse('1W')
    """
    if not _checked(formula, field).is_storable:
        raise FormulaTooLong(field, formula.format())
    return formula


def check_not_negative(formula: DateFormula, today: dt.date, field: str = "date_formula") -> DateFormula:
    """Return *formula* if it does not lead from *today* to an earlier date.

    What counts are dates, not signs: ``1M-1D`` passes, and the answer may depend on the day.

    Raises:
        WrongType: it is no date formula, or *today* is no date.
        NegativeFormula: it does.

    >>> check_not_negative(DateFormula.parse("-0D"), dt.date(2027, 1, 11))
    DateFormula.parse('-0D')
    """
    if _checked(formula, field).is_negative(check_date(today, "today")):
        raise NegativeFormula(field, str(formula), today)
    return formula


def check_retention_period(formula: DateFormula, today: dt.date, field: str = "retention_period") -> DateFormula:
    """Return *formula* if it leads from *today* to a date before yesterday.

    Raises:
        WrongType: it is no date formula, or *today* is no date.
        NoRetentionPeriod: it does not.

    >>> check_retention_period(DateFormula.parse("-2D"), dt.date(2027, 1, 11))
    DateFormula.parse('-2D')
    """
    if (check_date(today, "today") - _checked(formula, field).apply(today)).days <= 1:
        raise NoRetentionPeriod(field, str(formula), today)
    return formula


def _checked(formula: DateFormula, field: str) -> DateFormula:
    if not isinstance(formula, DateFormula):
        raise WrongType(field, formula, "is no date formula")
    return formula
