"""The laws of filter expressions, and a naive reading of them in regular expressions."""

import datetime as dt
import re

import attrs
import pytest
from hypothesis import given, strategies as st

from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.filters.conditions import Comparison, Gate, Literal, Range, Relation, Step
from bcmarketing.filters.expression import Filter, compile_filter
from bcmarketing.filters.fields import CODE, DATE, INTEGER, TEXT
from bcmarketing.filters.predicates import record_predicate

LETTERS = "aAbB*?.&|()'=<>@ "
texts = st.text("aAbB.' &", max_size=6)
literals = st.builds(Literal, st.text(LETTERS, max_size=5), st.booleans())
conditions = st.one_of(
    st.builds(Comparison, st.sampled_from(Relation), literals),
    st.builds(Range, literals, literals),
    st.builds(Range, st.none(), literals),
    st.builds(Range, literals, st.none()),
)


def joined(sign: str, parts: list[tuple[Step, ...]]) -> tuple[Step, ...]:
    return (*(step for part in parts for step in part), Gate(sign, len(parts)))


programs = st.recursive(
    conditions.map(lambda condition: (condition,)),
    lambda parts: st.builds(joined, st.sampled_from("&|"), st.lists(parts, min_size=2, max_size=3)),
    max_leaves=8,
)
filters = st.builds(Filter, st.just(()) | programs)


def naive(steps: tuple[Step, ...], value: str) -> bool:
    """Evaluate a filter on text the slow way: every condition, then every gate."""
    results: list[bool] = []
    for step in steps:
        if isinstance(step, Gate):
            parts = [results.pop() for _ in range(step.count)]
            results.append(all(parts) if step.sign == "&" else any(parts))
        else:
            results.append(naive_condition(step, value))
    return results[0] if results else True


def naive_condition(condition: Comparison | Range, value: str) -> bool:
    if isinstance(condition, Range):
        ignore = any(end and end.ignore_case for end in (condition.low, condition.high))
        low, high = ((end.text if end else None) for end in (condition.low, condition.high))
        if ignore:
            value, low, high = value.lower(), low and low.lower(), high and high.lower()
        return (low is None or low <= value) and (high is None or value <= high)
    text = condition.value.text
    pattern = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in text)
    equal = re.fullmatch(pattern, value, re.DOTALL | (re.IGNORECASE if condition.value.ignore_case else 0)) is not None
    if condition.value.ignore_case:
        text, value = text.lower(), value.lower()
    return {
        Relation.EQUAL: equal,
        Relation.NOT_EQUAL: not equal,
        Relation.LESS: value < text,
        Relation.AT_MOST: value <= text,
        Relation.ABOVE: value > text,
        Relation.AT_LEAST: value >= text,
    }[condition.relation]


@given(filters, texts)
def test_a_filter_passes_what_the_naive_reading_passes(parsed: Filter, value: str) -> None:
    assert parsed.matches(value) is naive(parsed.steps, value)


@given(filters)
def test_the_text_of_a_filter_reads_back_as_the_same_filter(parsed: Filter) -> None:
    assert Filter.parse(str(parsed)) == parsed


@given(st.text(LETTERS + "..", max_size=12))
def test_any_text_is_a_filter_that_reads_back_or_is_refused_as_malformed(text: str) -> None:
    try:
        parsed = Filter.parse(text)
    except ValueError as refusal:
        assert type(refusal).__name__ == "FilterSyntax"  # noqa: PT017 - both outcomes are right
    else:
        assert Filter.parse(str(parsed)) == parsed


@pytest.mark.invariant("campaigns", 26)
@given(filters, filters, texts)
def test_bar_is_union_and_ampersand_intersection(a: Filter, b: Filter, value: str) -> None:
    text_a, text_b = (f"({one})" if one else "*" for one in (a, b))
    in_a, in_b = a.matches(value), b.matches(value)
    assert Filter.parse(f"{text_a}|{text_b}").matches(value) is (in_a or in_b)
    assert Filter.parse(f"{text_a}&{text_b}").matches(value) is (in_a and in_b)
    assert Filter.parse(text_a).matches(value) is in_a


@pytest.mark.invariant("campaigns", 26)
@given(literals, texts)
def test_unequal_is_the_complement_of_equal_and_blank_is_all(literal: Literal, value: str) -> None:
    assert Filter.parse(f"<>{literal}").matches(value) is not Filter.parse(str(literal)).matches(value)
    assert Filter.parse("").matches(value)


days = st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 1, 9))


@given(days, days, days)
def test_a_blank_date_sorts_before_every_date(day: dt.date | None, low: dt.date | None, high: dt.date | None) -> None:
    def written(one: dt.date | None) -> str:
        return "''" if one is None else one.isoformat()

    def rank(one: dt.date | None) -> int:
        return 0 if one is None else one.toordinal()

    between = compile_filter(f"{written(low)}..{written(high)}", DATE)
    assert between(day) is (rank(low) <= rank(day) <= rank(high))
    assert compile_filter(f"<{written(high)}", DATE)(day) is (rank(day) < rank(high))
    assert compile_filter(f">{written(low)}", DATE)(day) is (rank(day) > rank(low))


@given(filters, st.text("ab", max_size=3))
def test_a_code_is_compared_in_upper_case(parsed: Filter, value: str) -> None:
    if all(isinstance(step, Gate) or "'" not in str(step) for step in parsed.steps):
        upper = Filter.parse(str(parsed).upper())
        assert compile_filter(parsed, CODE)(value.upper()) is compile_filter(upper, TEXT)(value.upper())


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(-5, 5))
def test_numbers_compare_as_numbers(value: int, low: int, high: int) -> None:
    assert compile_filter(f"{low}..{high}", INTEGER)(value) is (low <= value <= high)
    assert compile_filter(f"<>{low}&>={high}", INTEGER)(value) is (value != low and value >= high)


@given(filters, filters, st.sampled_from(["", "Company", "<>1", "person|0"]), texts, texts)
def test_a_record_passes_exactly_when_each_field_does(a: Filter, b: Filter, kind: str, name: str, city: str) -> None:
    contact = Contact(no="C", name=name, city=city, type=ContactType.PERSON)
    each = a.matches(name) and b.matches(city) and Filter.parse(kind).matches(contact.type)
    assert record_predicate(Contact, {"name": str(a), "city": b, "type": kind})(contact) is each
    assert record_predicate(Contact, {"name": a})(attrs.evolve(contact, name=city)) is a.matches(city)
