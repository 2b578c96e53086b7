"""Deciding whether a value passes a filter."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from .conditions import Comparison, Condition, Gate, Literal, Range, Relation, Step
from .fields import FieldType

#: Takes the value of a field and tells whether it passes.
Test = Callable[[Any], bool]

_WILDCARDS: Final = re.compile(r"[*?]")


def fold(text: str) -> str:
    """Return *text* for a comparison that ignores letter case; its length stays, so that ``?`` stays one character.

    >>> fold("Straße")
    'straße'
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    for folded in (character.casefold(), character.lower()):
        if len(folded) == 1:
            return folded
    return character


def always(_value: object) -> bool:
    """Pass everything: the test of a blank filter."""
    return True


def plain_value(literal: Literal, kind: FieldType) -> bool:
    """Return whether equality with this literal is plain equality: no wildcards, and letter case counts."""
    return not (kind.is_text and (literal.ignore_case or _WILDCARDS.search(literal.text)))


def condition_test(condition: Condition, kind: FieldType, field: str) -> Test:
    """Return the test for one condition.

    Raises:
        FilterValue: a value in it does not fit the field.
    """
    if isinstance(condition, Range):
        return _range_test(condition, kind, field)
    match condition.relation:
        case Relation.EQUAL:
            return _equality(condition.value, kind, field)
        case Relation.NOT_EQUAL:
            equal = _equality(condition.value, kind, field)
            return lambda value: not equal(value)
        case _:
            return _order_test(condition, kind, field)


def _equality(literal: Literal, kind: FieldType, field: str) -> Test:
    wanted = kind.value(literal.text, field)
    if plain_value(literal, kind):
        return lambda value: bool(value == wanted)
    pattern = fold(str(wanted)) if literal.ignore_case else str(wanted)
    matches = _wildcard_test(pattern)
    return (lambda value: matches(fold(value))) if literal.ignore_case else matches


def _wildcard_test(pattern: str) -> Test:
    """Return the test of a pattern: the parts between the ``*`` follow each other, each found as early as possible.

    The earliest place leaves most room for the rest, so nothing is ever tried twice.
    """
    first, *rest = pattern.split("*")
    start = _finder(first)
    if not rest:
        return lambda text: len(text) == len(first) and start(text, 0, len(text)) >= 0
    *middle, last = rest
    end, parts = _finder(last), [_finder(part) for part in middle if part]

    def matches(text: str) -> bool:
        at, stop = len(first), len(text) - len(last)
        if stop < at or start(text, 0, at) < 0 or end(text, stop, len(text)) < 0:
            return False
        for part in parts:
            at = part(text, at, stop)
            if at < 0:
                return False
        return True

    return matches


def _finder(part: str) -> Callable[[str, int, int], int]:
    """Return a function that finds *part* in a stretch of text: where its first place ends, or -1."""
    length = len(part)
    if "?" not in part:

        def find(text: str, at: int, stop: int) -> int:
            place = text.find(part, at, stop)
            return place if place < 0 else place + length

        return find
    search = re.compile("".join("." if one == "?" else re.escape(one) for one in part), re.DOTALL).search

    def find_pattern(text: str, at: int, stop: int) -> int:
        found = search(text, at, stop)
        return -1 if found is None else found.end()

    return find_pattern


def _order_test(condition: Comparison, kind: FieldType, field: str) -> Test:
    literal = condition.value
    relation = condition.relation
    below = relation in {Relation.LESS, Relation.AT_MOST}
    included = relation in {Relation.AT_MOST, Relation.AT_LEAST}
    return _bound(kind.value(literal.text, field), literal.ignore_case and kind.is_text, below=below, included=included)


def _range_test(condition: Range, kind: FieldType, field: str) -> Test:
    ends = ((condition.low, False), (condition.high, True))
    given = [(end, below) for end, below in ends if end is not None]
    ignore_case = kind.is_text and any(end.ignore_case for end, _ in given)
    tests = [_bound(kind.value(end.text, field), ignore_case, below=below, included=True) for end, below in given]
    if len(tests) == 1:
        return tests[0]
    above_low, below_high = tests
    return lambda value: above_low(value) and below_high(value)


def _bound(limit: Any, ignore_case: bool, *, below: bool, included: bool) -> Test:  # noqa: ANN401, FBT001
    """Return the test for one side of an order. ``None`` sorts before everything."""
    if ignore_case:
        folded = _bound(fold(limit), ignore_case=False, below=below, included=included)
        return lambda value: folded(fold(value))
    if limit is None:
        if included:
            return (lambda value: value is None) if below else always
        return (lambda _value: False) if below else (lambda value: value is not None)
    match below, included:
        case True, True:
            return lambda value: value is None or value <= limit
        case True, False:
            return lambda value: value is None or value < limit
        case False, True:
            return lambda value: value is not None and value >= limit
        case _:
            return lambda value: value is not None and value > limit


def equal_values(steps: Sequence[Step], kind: FieldType, field: str) -> frozenset[object] | None:
    """Return the values if the filter is a plain list of them, such as ``VEND|TRAVEL|PRESS``; else ``None``."""
    conditions = [step for step in steps if not isinstance(step, Gate)]
    gates = [step for step in steps if isinstance(step, Gate)]
    if not conditions or len(gates) > 1 or any(gate.sign == "&" for gate in gates):
        return None
    values: set[object] = set()
    for condition in conditions:
        if isinstance(condition, Range) or condition.relation is not Relation.EQUAL:
            return None
        if not plain_value(condition.value, kind):
            return None
        values.add(kind.value(condition.value.text, field))
    return frozenset(values)


def filter_test(steps: Sequence[Step], kind: FieldType, field: str) -> Test:
    """Return the test for a whole filter.

    Raises:
        FilterValue: a value in it does not fit the field.
    """
    if not steps:
        return always
    values = equal_values(steps, kind, field)
    if values is not None:
        return values.__contains__
    program = [step if isinstance(step, Gate) else condition_test(step, kind, field) for step in steps]
    if len(program) == 1 and not isinstance(program[0], Gate):
        return program[0]

    def test(value: object) -> bool:
        # Results wait on a list until their gate comes: no recursion, whatever the depth.
        results: list[bool] = []
        for step in program:
            if isinstance(step, Gate):
                parts = results[-step.count :]
                del results[-step.count :]
                results.append(all(parts) if step.sign == "&" else any(parts))
            else:
                results.append(step(value))
        return results[0]

    return test
