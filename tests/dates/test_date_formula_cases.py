"""Telling cases of date formulas, each with its reason; and the reference vectors, where they are present."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.refusals import DateFormulaSyntax, DateOverflow, UndefinedDate

VECTORS = Path(__file__).parents[3] / "shared" / "scenarios" / "date_formulas.json"

# Formula, base, result, reason.
RESULTS = [
    ("", "2027-02-11", "2027-02-11", "a blank formula moves nothing"),
    ("<>", "2027-02-11", "2027-02-11", "empty brackets are a blank formula"),
    ("0D", "2027-02-11", "2027-02-11", "zero moves nothing"),
    ("-0M", "2027-01-31", "2027-01-31", "zero moves nothing backwards either"),
    ("28D", "2028-02-01", "2028-02-29", "days pass through a leap February"),
    ("2WD", "2027-02-12", "2027-02-14", "a count of weekdays counts days, week-ends included"),
    ("-1W", "2028-03-01", "2028-02-23", "a week is seven days, leap years too"),
    ("1M", "2027-01-31", "2027-02-28", "a day that the month lacks becomes its last"),
    ("1M", "2028-01-30", "2028-02-29", "and the last one depends on the year"),
    ("1M+1M", "2027-01-31", "2027-03-28", "a lost day stays lost: terms know only the date before them"),
    ("2M", "2027-01-31", "2027-03-31", "one term of two months never sees February"),
    ("1Q", "2027-11-30", "2028-02-29", "a quarter is three months"),
    ("1Y", "2028-02-29", "2029-02-28", "a leap day has no anniversary in a common year"),
    ("4Y", "2096-02-29", "2100-02-28", "2100 is no leap year"),
    ("1Y+1M", "2028-01-31", "2029-02-28", "the year first: the next February is common"),
    ("1M+1Y", "2028-01-31", "2029-02-28", "the month first: 29 February, and then its year is lost"),
    ("1Y+1M", "2028-02-29", "2029-03-28", "cut in February, so not the 29th of March"),
    ("1M+1Y", "2028-02-29", "2029-03-29", "the other order reaches the 29th"),
    ("CM+1M", "2027-02-11", "2027-03-28", "a month's end is not remembered as one"),
    ("1M+CM", "2027-02-11", "2027-03-31", "ask for the end last"),
    ("CM", "2027-02-28", "2027-02-28", "a date on the boundary stays"),
    ("-CM", "2027-02-01", "2027-02-01", "on either boundary"),
    ("-CM", "2027-02-28", "2027-02-01", "the minus selects the first day; it does not undo CM"),
    ("CW", "2027-02-11", "2027-02-14", "weeks end on Sunday"),
    ("-CW", "2027-02-14", "2027-02-08", "weeks begin on Monday, also seen from their Sunday"),
    ("CQ", "2027-02-11", "2027-03-31", "the quarter's last day"),
    ("-CQ+10D", "2027-05-11", "2027-04-11", "days count from the quarter's first"),
    ("CY", "2027-12-31", "2027-12-31", "the year's last day stays"),
    ("CD", "2027-02-11", "2027-02-11", "the current day is the date itself"),
    ("-CWD", "2027-02-11", "2027-02-11", "and so is the current weekday"),
    ("D15", "2027-02-15", "2027-03-15", "the 15th after the 15th is next month's"),
    ("-1D+D15", "2027-02-15", "2027-02-15", "a day back first, and the 15th counts itself"),
    ("-D15", "2027-02-15", "2027-01-15", "backwards it is last month's"),
    ("D31", "2027-01-31", "2027-02-28", "the last day stands in for the 31st"),
    ("D31", "2027-02-28", "2027-03-31", "and is passed over when the base is it"),
    ("-D30", "2027-03-15", "2027-02-28", "backwards it stands in as well"),
    ("CM+D10", "2027-02-11", "2027-03-10", "from the last day any number lies in the next month"),
    ("CM-D28", "2027-02-11", "2027-01-28", "in February the last day may be the 28th itself"),
    ("CM-D28", "2028-02-11", "2028-02-28", "and in a leap year it is not"),
    ("1M-D28", "2027-01-31", "2027-01-28", "the same for a day that was cut"),
    ("WD1", "2027-02-08", "2027-02-15", "the Monday after a Monday is a week away"),
    ("-WD7", "2027-02-14", "2027-02-07", "the Sunday before a Sunday as well"),
    ("W1", "2026-12-31", "2027-01-04", "week 1 is the week with 4 January; 2026 ends in week 53"),
    ("W1", "2024-12-01", "2024-12-30", "so it may begin in December"),
    ("-W1", "2024-12-31", "2024-12-30", "backwards too it is the week of next year's number"),
    ("W53", "2021-01-01", "2026-12-28", "years without a week 53 are passed over"),
    ("M3", "2027-03-01", "2028-03-01", "the first of March after 1 March is next year's"),
    ("-M3", "2027-03-02", "2027-03-01", "the one before 2 March is yesterday's"),
    ("Q3", "2027-08-11", "2028-07-01", "a quarter that has begun is over"),
    ("Y2020", "2027-02-11", "2020-01-01", "a year's number means its first day, whatever the sign"),
    ("5M-CY+7M-1D", "2027-07-31", "2027-07-31", "31 July on or after the base"),
    ("5M-CY+7M-1D", "2027-08-01", "2028-07-31", "and the next year's from August on"),
    ("-CM-1D+WD1", "2027-02-11", "2027-02-01", "the month's first Monday, which is its first day here"),
    ("CY-1Y+1D+M12+D25", "2027-02-11", "2027-12-25", "a fixed date in the base's own year"),
    ("CM5D", "2027-02-11", "2027-03-05", "a missing sign is a plus"),
    ("-1W2D", "2027-02-11", "2027-02-06", "and does not inherit the minus before"),
    ("3W D2", "2027-02-11", "2027-04-02", "a blank parts W and D, which together would be weekday"),
    ("<1M><+1D>", "2027-02-11", "2027-03-12", "brackets inside neutral text are passed over"),
    ("<1", "error", "syntax", "an open bracket does not excuse a missing unit"),
    ("0007d", "2027-02-11", "2027-02-18", "leading zeros and lower case are a matter of spelling"),
    ("-1D", "1753-01-02", "1753-01-01", "the first date of the calendar can be reached"),
    ("-CQ", "1753-02-11", "1753-01-01", "also as a boundary"),
    ("CY", "9999-01-01", "9999-12-31", "and so can the last"),
    ("9999Y", "error", "overflow", "but not passed"),
    ("CW", "9999-12-31", "overflow", "the calendar ends on a Friday: its Sunday is outside"),
    ("9000Y-9000Y", "2027-02-11", "overflow", "dates on the way count too"),
    ("Y1752", "2027-02-11", "overflow", "no date lies in a year before the calendar"),
    ("3WD2", "error", "syntax", "WD is one letter pair: 3WD is complete, and 2 lacks a unit"),
    ("D0", "error", "syntax", "no month has a day 0"),
    ("D32", "error", "syntax", "nor a day 32"),
    ("10000D", "error", "syntax", "counts end at 9999"),
    ("1D++1D", "error", "syntax", "one sign per term"),
    ("1D-", "error", "syntax", "and a term per sign"),
    ("1\u00a0D", "error", "syntax", "only the plain blank is a blank"),
    ("1\u017f", "error", "syntax", "a long s folds to S, but is no letter of any table"),
    ("1D>", "error", "syntax", "brackets belong to text that begins with one"),
]
KINDS = {DateFormulaSyntax: "syntax", UndefinedDate: "undefined_date", DateOverflow: "overflow"}


def outcome(formula: str, language: str | None, base: dt.date | None) -> str:
    try:
        return str(DateFormula.parse(formula, language).apply(base))
    except (DateFormulaSyntax, UndefinedDate, DateOverflow) as fault:
        return KINDS[type(fault)]


@pytest.mark.rule("E-DATE-FORMULA-SYNTAX", "E-DATE-OVERFLOW")
@pytest.mark.parametrize(("formula", "base", "result", "reason"), RESULTS)
def test_a_formula_leads_where_the_reason_says(formula: str, base: str, result: str, reason: str) -> None:
    day = dt.date(2027, 2, 11) if base == "error" else dt.date.fromisoformat(base)

    assert outcome(formula, None, day) == result, reason


def vectors() -> list[dict[str, Any]]:
    return list(json.loads(VECTORS.read_text(encoding="utf-8"))) if VECTORS.exists() else []


@pytest.mark.skipif(not VECTORS.exists(), reason="the reference vectors are not beside the project")
def test_every_reference_vector_is_met() -> None:
    def expected(vector: dict[str, Any]) -> str:
        return str(vector["expected"] or vector["error"])

    def found(vector: dict[str, Any]) -> str:
        base = dt.date.fromisoformat(vector["base"]) if vector["base"] else None
        return outcome(vector["formula"], vector["language"], base)

    wrong = [(vector["id"], found(vector)) for vector in vectors() if found(vector) != expected(vector)]
    assert wrong == []
    assert len(vectors()) >= 345
