"""A million texts, most of them almost formulas: read as a second, plainer reader reads them, or refused as it refuses.

Run with ``python -m pytest -m nightly tests/dates/test_date_formula_fuzz.py -s``.
"""

import contextlib
import datetime as dt
import random
import unicodedata

import pytest

from bcmarketing.dates.compiling import compiled
from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.languages import LANGUAGES
from bcmarketing.dates.refusals import DateFormulaSyntax, DateOverflow
from bcmarketing.dates.stepping import evaluate

INPUTS, SEED = 1_000_000, 20270111
LETTERS = {
    "en": "C D WD W M Q Y",
    "de": "L T WT W M Q J",
    "da": "L D UD U M K Å",
    "es": "P D SD S M T A",
    "it": "C G GS S M T A",
    "fr": "C J JS S M T A",
    "nb": "L D UD U M K Å",
    "sv": "A D VD V M K Å",
    "nl": "L D WD W M K J",
    "is": "L D VD V M F Á",
}
OTHER_PREFIXES = {"nb": "N", "sv": "L"}
UNITS = ("D", "WD", "W", "M", "Q", "Y")
HIGHEST = {"D": 31, "WD": 7, "W": 53, "M": 12, "Q": 4, "Y": 9999}
ALPHABET = "0123456789+-<> CDWMQYLTUKÅJSGAPVFÁcdwmqyå"
ODD = "\t\n\u00a0\u017f\u0131\u030a\u212b\u0665\uff11\u00b2\x00.,()P\U0001f600\ud800\u2212"


class Unreadable(Exception):
    pass


def plain_reading(text: str, code: str) -> list[str]:
    """Read character by character, straight from the grammar's words."""
    text = unicodedata.normalize("NFC", text)
    if text.lstrip(" ")[:1] == "<":
        text, code = text.replace("<", "").replace(">", ""), "en"
    prefix, *letters = LETTERS[code].split()
    meanings = dict(zip(letters, UNITS, strict=True))
    meanings[prefix] = meanings[OTHER_PREFIXES.get(code, prefix)] = "C"
    meanings |= {spelling.lower(): meaning for spelling, meaning in meanings.items()}
    tokens: list[str] = []
    while text:
        two = "".join(c.upper() if c in meanings else c for c in text[:2])
        if text[0] == " ":
            text = text[1:]
        elif text[0] in "0123456789":
            end = next((at for at, c in enumerate(text) if c not in "0123456789"), len(text))
            tokens.append(text[:end].lstrip("0") or "0")
            text = text[end:]
        elif two in meanings and len(two) == 2:
            tokens.append(meanings[two])
            text = text[2:]
        elif text[0] in meanings or text[0] in "+-":
            tokens.append(meanings.get(text[0], text[0]))
            text = text[1:]
        else:
            raise Unreadable
    terms = []
    while tokens:
        sign = tokens.pop(0) if tokens[0] in ("+", "-") else "+"
        if len(tokens) < 2:
            raise Unreadable
        first, second = tokens.pop(0), tokens.pop(0)
        counted = first.isdigit() and second in UNITS and len(first) <= 4
        numbered = first in UNITS and second.isdigit() and len(second) <= 4 and 1 <= int(second) <= HIGHEST[first]
        if not (counted or numbered or (first == "C" and second in UNITS)):
            raise Unreadable
        terms.append(sign + first + second)
    return terms


def almost_a_formula(choice: random.Random, code: str) -> str:
    prefix, *units = LETTERS[choice.choice((code, "en"))].split()
    text = ""
    for _ in range(choice.randrange(5)):
        number, unit = str(choice.choice((0, 1, 2, 7, 12, 31, 53, 400, 9999, 10_000))), choice.choice(units)
        term = choice.choice((number + unit, unit + number, prefix + unit, f"{number} {unit}"))
        text += choice.choice(("", "+", "-", " ", " + ")) + (term if choice.random() < 0.8 else term.lower())
    if choice.random() < 0.3:
        text = f"<{text}>"
    for _ in range(choice.choice((0, 0, 0, 1, 1, 2))):
        at = choice.randrange(len(text) + 1)
        text = (
            text[:at]
            + choice.choice((choice.choice(ALPHABET), choice.choice(ODD), ""))
            + text[at + choice.randrange(2) :]
        )
    return text


def any_text(choice: random.Random, code: str) -> str:
    kind = choice.random()
    if kind < 0.7:
        return almost_a_formula(choice, code)
    if kind < 0.9:
        return "".join(choices for choices in choice.choices(ALPHABET, k=choice.randrange(12)))
    if kind < 0.9999:
        return "".join(chr(choice.randrange(0x500)) for _ in range(choice.randrange(8)))
    piece = almost_a_formula(choice, code) or "1D"
    return piece * (10_000 // len(piece))


@pytest.mark.nightly
@pytest.mark.rule("E-DATE-FORMULA-SYNTAX", "E-DATE-OVERFLOW")
def test_a_million_texts_are_read_as_a_plain_reader_reads_them() -> None:
    choice = random.Random(SEED)
    read = refused = overflows = 0
    for number in range(INPUTS):
        code = choice.choice(list(LANGUAGES))
        text = any_text(choice, code)
        try:
            formula = DateFormula.parse(text, code)
        except DateFormulaSyntax as fault:
            refused += 1
            assert 0 <= fault.position <= len(fault.formula), ascii(text)  # noqa: PT017 - in a loop of a million
            assert "^" in str(fault), ascii(text)  # noqa: PT017
            with contextlib.suppress(Unreadable):
                assert plain_reading(text, code) is None, (ascii(text), code)
            continue
        read += 1
        assert [str(term) for term in formula.terms] == plain_reading(text, code), (ascii(text), code)
        assert DateFormula.parse(str(formula), code) == DateFormula.parse(formula.format(code), code) == formula
        if number % 10 == 0:
            day = dt.date.fromordinal(choice.randrange(dt.date(1753, 1, 1).toordinal(), dt.date.max.toordinal() + 1))
            outcomes = set()
            for apply in (compiled(formula.terms), lambda base, terms=formula.terms: evaluate(terms, base)):
                try:
                    outcomes.add(str(apply(day)))
                except DateOverflow as overflow:
                    overflows += 1
                    outcomes.add(str(overflow))
            assert len(outcomes) == 1, (str(formula), day)
    print(f"{INPUTS} texts, seed {SEED}: {read} formulas, {refused} refusals, {overflows // 2} overflows")
    assert min(read, refused, overflows) > INPUTS // 1000
