"""Reading and writing date formulas: faults, letters of many languages, canonical text."""

import contextlib
import datetime as dt
import time
from typing import Any

import pytest

from bcmarketing.activities.records import ActivityStep
from bcmarketing.dates.checks import check_storable, is_date_formula
from bcmarketing.dates.formula import DateFormula, to_date_formula
from bcmarketing.dates.languages import ENGLISH, LANGUAGES, Language, UnknownLanguage, to_language
from bcmarketing.dates.refusals import DateFormulaSyntax, DateOverflow, FormulaTooLong
from bcmarketing.dates.terms import Unit
from bcmarketing.errors import InvalidField, WrongType

FAULTS = [
    ("CM+5X", 4, "a unit (D, WD, W, M, Q, Y)"),
    ("5", 1, "a unit (D, WD, W, M, Q, Y)"),
    ("1 2D", 2, "a unit (D, WD, W, M, Q, Y)"),
    ("3WD2", 4, "a unit (D, WD, W, M, Q, Y)"),
    ("1D+", 3, "a number, a unit (D, WD, W, M, Q, Y) or C"),
    ("1D + - 1D", 5, "a number, a unit (D, WD, W, M, Q, Y) or C"),
    ("1D\t", 2, "a number, a unit (D, WD, W, M, Q, Y) or C"),
    ("W", 1, "a number from 1 to 53"),
    ("+ WD 8", 5, "a number from 1 to 7"),
    ("D00", 1, "a number from 1 to 31"),
    ("1D+10000D", 3, "a number from 0 to 9999"),
    ("C", 1, "a unit (D, WD, W, M, Q, Y)"),
    ("C 5", 2, "a unit (D, WD, W, M, Q, Y)"),
    ("CP", 1, "a unit (D, WD, W, M, Q, Y)"),
    ("<1D><-X>", 6, "a number, a unit (D, WD, W, M, Q, Y) or C"),
    ("<1D-", 4, "a number, a unit (D, WD, W, M, Q, Y) or C"),
]


@pytest.mark.rule("E-DATE-FORMULA-SYNTAX")
@pytest.mark.parametrize(("text", "position", "expected"), FAULTS)
def test_a_fault_is_placed_and_what_was_expected_is_named(text: str, position: int, expected: str) -> None:
    with pytest.raises(DateFormulaSyntax) as caught:
        DateFormula.parse(text)

    assert (caught.value.formula, caught.value.position, caught.value.expected) == (text, position, expected)


def test_the_caret_stands_under_the_fault() -> None:
    with pytest.raises(DateFormulaSyntax) as caught:
        DateFormula.parse("<1M + 5x - 1D>")

    message, text, caret = str(caught.value).splitlines()
    assert message == "not a date formula: expected a unit (D, WD, W, M, Q, Y) (E-DATE-FORMULA-SYNTAX)"
    assert text[caret.index("^")] == "x"


def test_a_long_text_is_shown_around_its_fault() -> None:
    with pytest.raises(DateFormulaSyntax) as caught:
        DateFormula.parse("1D" * 100 + "!" + "1D" * 100)

    _, text, caret = str(caught.value).splitlines()
    assert text[caret.index("^")] == "!"
    assert text.strip().startswith("...")
    assert text.endswith("...")
    assert len(text) < 80


def test_a_fault_in_text_of_another_language_names_that_language_s_letters() -> None:
    with pytest.raises(DateFormulaSyntax, match=r"expected a number, a unit \(T, WT, W, M, Q, J\) or L"):
        DateFormula.parse("CM", "de")


def test_what_is_no_text_is_refused_as_such() -> None:
    for value in (None, 5, b"1D", ["1D"], dt.date(2027, 2, 11)):
        with pytest.raises(WrongType, match="no text"):
            DateFormula.parse(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "text", "neutral"),
    [
        ("en", "cm + 1wd", "<CM+1WD>"),
        ("de", "LM+1J-2T", "<CM+1Y-2D>"),
        ("de-CH", "WT3", "<WD3>"),
        ("da", "LK-1Å+UD2", "<CQ-1Y+WD2>"),
        ("es", "PM+1A-SD1", "<CM+1Y-WD1>"),
        ("it", "CS+2G", "<CW+2D>"),
        ("fr", "CM+10J", "<CM+10D>"),
        ("nb", "LM-1å", "<CM-1Y>"),
        ("nb", "NM", "<CM>"),
        ("sv", "AV+VD4", "<CW+WD4>"),
        ("sv", "LM", "<CM>"),
        ("nl", "LM+1K-1J", "<CM+1Q-1Y>"),
        ("is", "LF-1Á", "<CQ-1Y>"),
    ],
)
def test_the_letters_of_a_language_mean_the_neutral_ones(code: str, text: str, neutral: str) -> None:
    formula = DateFormula.parse(text, code)

    assert formula == DateFormula.parse(neutral)
    assert DateFormula.parse(formula.format(code), code) == formula


def test_brackets_make_text_neutral_in_every_language() -> None:
    for code in LANGUAGES:
        assert str(DateFormula.parse("<-CQ+1Y>", code)) == "<-CQ+1Y>"


def test_a_decomposed_letter_is_the_composed_one() -> None:
    assert DateFormula.parse("1A\u030a", "da") == DateFormula.parse("1\u212b", "da") == DateFormula.parse("1Y")


def test_a_letter_may_not_be_piled_high_with_accents() -> None:
    text = "1A" + "\u0301\u0323" * 5000

    with pytest.raises(DateFormulaSyntax, match="no more than 30 accents"):
        DateFormula.parse(text, "is")


@pytest.mark.rule("E-DATE-LANGUAGE")
def test_a_language_without_letters_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="'fi'"):
        DateFormula.parse("1D", "fi")
    with pytest.raises(WrongType):
        to_language(5)  # type: ignore[arg-type]


def finnish(**changes: Any) -> Language:
    letters = {"current": "N", "day": "P", "weekday": "VP", "week": "V", "month": "K", "quarter": "L", "year": "A"}
    return Language(**({"code": "fi"} | letters | changes))


@pytest.mark.parametrize("field", ["code", "day"])
@pytest.mark.parametrize("value", [5, None, b"P", ["P", 5]])
def test_the_texts_of_a_language_are_texts(field: str, value: object) -> None:
    with pytest.raises(WrongType) as refused:
        finnish(**{field: value})
    assert refused.value.field == field


def test_a_language_has_a_code() -> None:
    with pytest.raises(InvalidField, match="code = ' ': is blank"):
        finnish(code=" ")


def test_a_host_brings_its_own_letters_as_a_value() -> None:
    formula = DateFormula.parse("NK+vp2", finnish())

    assert str(formula) == "<CM+WD2>"
    assert formula.format(finnish()) == "NK+VP2"
    assert DateFormula.parse("EK+1P", finnish(current=("N", "E"))) == DateFormula.parse("CM+1D")


def test_letters_of_several_characters_and_other_scripts_can_be_used() -> None:
    letters = finnish(current="ЩЛЯ", day="日", weekday="ДЖ")

    assert str(DateFormula.parse("щляK-3日+Дж5", letters)) == "<CM-3D+WD5>"


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "V"},
        {"current": "V"},
        {"current": ("N", "A")},
        {"current": "N", "week": "NP"},
        {"day": "p"},
        {"day": ""},
        {"day": ()},
        {"day": "P1"},
        {"day": "İ"},
        {"year": "A\u030a"},
    ],
)
def test_letters_that_could_be_mistaken_are_refused(changes: dict[str, str | tuple[str, ...]]) -> None:
    with pytest.raises(InvalidField):
        finnish(**changes)


def test_letters_that_are_no_text_are_refused() -> None:
    with pytest.raises(WrongType, match="no text"):
        finnish(day=(5,))


def test_languages_are_values_that_say_what_is_doubtful_about_them() -> None:
    assert LANGUAGES["en"] is ENGLISH
    assert ENGLISH.units[Unit.WEEKDAY] == "WD"
    assert {code for code, language in LANGUAGES.items() if language.doubt} == {"fr", "nb", "sv", "nl", "is"}
    assert finnish() == finnish()
    assert len({finnish(), finnish()}) == 1


@pytest.mark.parametrize(
    ("text", "neutral", "plain"),
    [
        ("1w", "<1W>", "1W"),
        ("+1w", "<+1W>", "+1W"),
        (" < + 01 W cm > ", "<+1W+CM>", "+1W+CM"),
        ("-0d", "<-0D>", "-0D"),
        ("d 05 - 2 wd", "<D5-2WD>", "D5-2WD"),
        ("<>", "", ""),
    ],
)
def test_text_is_written_in_one_way(text: str, neutral: str, plain: str) -> None:
    formula = DateFormula.parse(text)

    assert (str(formula), formula.format(), repr(formula)) == (neutral, plain, f"DateFormula.parse({plain!r})")


@pytest.mark.rule("E-DATE-TOO-LONG")
def test_a_stored_formula_has_at_most_32_characters() -> None:
    fits = DateFormula.parse("<" + "1D" * 11 + ">")
    too_long = DateFormula.parse("+" + "1D" * 11)

    assert len(fits.format()) == 32
    assert check_storable(fits) is fits
    assert not too_long.is_storable
    with pytest.raises(FormulaTooLong, match="date_formula = "):
        check_storable(too_long)


def test_a_field_takes_text_or_a_formula_that_fits() -> None:
    attribute: object = type("Attribute", (), {"name": "due"})()
    formula = DateFormula.parse("1W")

    assert to_date_formula("<1W>") == formula
    assert to_date_formula(formula) is formula
    is_date_formula(None, attribute, formula)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="due = 7"):
        is_date_formula(None, attribute, to_date_formula(7))  # type: ignore[arg-type]
    with pytest.raises(FormulaTooLong, match="due = "):
        is_date_formula(None, attribute, to_date_formula("1D" * 12))  # type: ignore[arg-type]


@pytest.mark.rule("E-DATE-FORMULA-SYNTAX")
def test_a_record_names_the_field_whose_text_is_no_formula_and_shows_the_fault() -> None:
    with pytest.raises(DateFormulaSyntax) as refused:
        ActivityStep(activity_code="A", step_no=1, date_formula="CM+5X")

    fault = refused.value
    assert (fault.field, fault.formula, fault.position) == ("date_formula", "CM+5X", 4)
    assert str(fault).splitlines() == [
        "date_formula: not a date formula: expected a unit (D, WD, W, M, Q, Y) (E-DATE-FORMULA-SYNTAX)",
        "  CM+5X",
        "      ^",
    ]
    with pytest.raises(DateFormulaSyntax) as refused:
        DateFormula.parse("CM+5X")
    assert refused.value.field == ""


@pytest.mark.rule("E-DATE-TOO-LONG")
def test_a_record_refuses_a_formula_that_its_field_cannot_hold() -> None:
    assert ActivityStep(activity_code="A", step_no=1, date_formula="<+1W>").date_formula == DateFormula.parse("1W")
    with pytest.raises(FormulaTooLong, match="date_formula = "):
        ActivityStep(activity_code="A", step_no=1, date_formula="1D" * 12)
    with pytest.raises(WrongType, match="date_formula = 7"):
        ActivityStep(activity_code="A", step_no=1, date_formula=7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece", ["1D", " ", "1", "0", "W", "C ", "+", "<", "<1D>", "\u0301", "A\u0323\u0301", "1" + " " * 50 + "D"]
)
def test_a_long_text_is_read_or_refused_at_once(piece: str) -> None:
    for text in (piece * (10_000 // len(piece)), "+" + piece * (9_000 // len(piece)) + "!"):
        start = time.perf_counter()
        with contextlib.suppress(DateFormulaSyntax, DateOverflow):
            DateFormula.parse(text, "is").apply(dt.date(2027, 2, 11))
        assert time.perf_counter() - start < 1
