import datetime as dt
import pickle
from decimal import Decimal

import attrs
import pytest

from bcmarketing.contacts.records import Contact, ContactType
from bcmarketing.errors import InvalidField, WrongType
from bcmarketing.filters.conditions import Comparison, Literal, Range, Relation
from bcmarketing.filters.expression import Filter, compile_filter
from bcmarketing.filters.fields import (
    BOOLEAN,
    CODE,
    DATE,
    DECIMAL,
    INTEGER,
    TEXT,
    TIME,
    FieldType,
    field_type,
    option_type,
)
from bcmarketing.filters.predicates import Source, record_predicate
from bcmarketing.filters.refusals import FilterSyntax, FilterValue
from bcmarketing.segments.records import SegmentCriteriaLine


@pytest.mark.parametrize(
    ("expression", "passing", "failing"),
    [
        ("", ["", "A", "anything"], []),
        ("   ", ["", "A"], []),
        ("A", ["A"], ["a", "AB", ""]),
        ("=A", ["A"], ["B"]),
        ("= A", ["A"], ["B"]),
        ("''", [""], ["A"]),
        ("<>''", ["A"], [""]),
        ("<>A", ["B", ""], ["A"]),
        ("@abc", ["ABC", "abc", "aBc"], ["AB"]),
        ("A|B", ["A", "B"], ["C"]),
        ("A*&*Z", ["AZ", "A to Z"], ["A", "Z"]),
        ("A|B&C", ["A"], ["B", "C"]),
        ("(A|B)&<>B", ["A"], ["B"]),
        ("10000..10042", ["10000", "100000", "10042"], ["10043", "1"]),
        ("..M", ["", "A", "M"], ["MA"]),
        ("M..", ["M", "Z"], ["A", ""]),
        ("M..|A", ["M", "A"], ["B"]),
        ("(M..)&<>P", ["M"], ["P"]),
        ("@m..P", ["N", "n", "P", "p"], ["q", "A"]),
        ("m..@P", ["N", "n"], ["q"]),
        (">M", ["N"], ["M"]),
        (">=M", ["M"], ["L"]),
        ("<M", ["L", ""], ["M"]),
        ("<=M", ["M", ""], ["N"]),
        (">@m", ["N"], ["M", "L"]),
        ("'J & V*'", ["J & V", "J & Vater"], ["J", "V"]),
        ("'a..b'", ["a..b"], ["a"]),
        ("'='", ["="], [""]),
        ("'it''s'", ["it's"], ["its"]),
        ("o'clock", ["o'clock"], ["oclock"]),
        ("?", ["A"], ["", "AB"]),
        ("*", ["", "A"], []),
        ("<>*", [], ["", "A"]),
        ("a?c*", ["abc", "abcd"], ["ac", "acd"]),
        ("*ab*ab*", ["abab", "xabyabz"], ["ab", "aab"]),
        ("a*a", ["aa", "aba"], ["a"]),
        ("*.?", ["a.b", ".b"], ["b", "ab"]),
        ("@*STRASSE?", ["hauptstrasse1"], ["strasse"]),
        ("@?", ["ß", "İ"], ["ss"]),
        ("@\u0391\u03a3", ["\u03b1\u03c2", "\u03b1\u03c3"], ["\u03b1"]),
        ("a=b", ["a=b"], ["a"]),
        (" A & <> B ", ["A"], ["B"]),
        ("@@x", ["@X"], ["x"]),
        (">=a*", ["a*", "b"], ["a"]),
        ("a..'.'", [], ["a", "b"]),
    ],
)
def test_a_filter_on_text_passes_what_it_describes(expression: str, passing: list[str], failing: list[str]) -> None:
    parsed = Filter.parse(expression)
    assert [value for value in passing if not parsed.matches(value)] == []
    assert [value for value in failing if parsed.matches(value)] == []
    assert Filter.parse(str(parsed)) == parsed


DAY = dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("expression", "kind", "passing", "failing"),
    [
        ("cust|vend*", CODE, ["CUST", "VENDOR"], ["PRESS"]),
        ("''", CODE, [""], ["A"]),
        ("2027-03-01", DATE, [DAY], [None]),
        ("''", DATE, [None], [DAY]),
        ("<>''", DATE, [DAY], [None]),
        ("..2027-03-01", DATE, [None, DAY], [dt.date(2027, 3, 2)]),
        ("2027-03-01..", DATE, [DAY], [None]),
        ("2027-02-01..2027-03-01", DATE, [DAY], [None, dt.date(2027, 3, 2)]),
        ("<2027-03-01", DATE, [None], [DAY]),
        (">2027-03-01", DATE, [dt.date(2027, 3, 2)], [DAY, None]),
        ("''..2027-03-01", DATE, [None, DAY], [dt.date(2027, 3, 2)]),
        ("..''", DATE, [None], [DAY]),
        (">''", DATE, [DAY], [None]),
        ("<''", DATE, [], [DAY, None]),
        ("<>2027-03-01", DATE, [None], [DAY]),
        ("08:00..12:30", TIME, [dt.time(8), dt.time(12, 30)], [None, dt.time(13)]),
        ("''", TIME, [None], [dt.time(0)]),
        ("1..2.5", DECIMAL, [Decimal("2.50"), Decimal(1)], [Decimal("2.51"), Decimal(-1)]),
        ("<>0", DECIMAL, [Decimal(1)], [Decimal("0.00")]),
        (">-5&<=3.0", INTEGER, [-4, 3], [-5, 4]),
        ("@7", INTEGER, [7], [6]),
        ("@7..9", INTEGER, [7], [6]),
        ("yes", BOOLEAN, [True], [False]),
        ("0|No", BOOLEAN, [False], [True]),
        ("<>True", BOOLEAN, [False], [True]),
        ("person", option_type(ContactType), [ContactType.PERSON], [ContactType.COMPANY]),
        ("..0", option_type(ContactType), [ContactType.COMPANY], [ContactType.PERSON]),
        (">Company", option_type(ContactType), [ContactType.PERSON], [ContactType.COMPANY]),
    ],
)
def test_a_filter_compares_values_as_its_field_holds_them(
    expression: str, kind: FieldType, passing: list[object], failing: list[object]
) -> None:
    test = compile_filter(expression, kind)
    assert [value for value in passing if not test(value)] == []
    assert [value for value in failing if test(value)] == []


@pytest.mark.parametrize(
    ("value", "expression"),
    [(True, "Yes"), (3, "3"), (Decimal("1.5"), "1.5"), (DAY, "2027-03-01"), (ContactType.PERSON, "Person"), ("A", "A")],
)
def test_a_filter_takes_the_type_of_the_value_unless_it_is_told_one(value: object, expression: str) -> None:
    assert Filter.parse(expression).matches(value)
    assert Filter.parse("a").matches("A", CODE)
    assert not Filter.parse("a").matches("A", TEXT)


@pytest.mark.rule("E-FILTER-SYNTAX")
@pytest.mark.parametrize(
    ("expression", "position", "expected"),
    [
        ("CUST|", 5, "a value"),
        ("|A", 0, "a value"),
        ("A||B", 2, "a value"),
        ("A&&B", 2, "a value"),
        ("()", 1, "a value"),
        ("(A", 2, '"&", "|" or ")"'),
        ("A)", 1, '"&", "|" or the end'),
        ("A(B)", 1, '"&", "|" or the end'),
        ("'A", 2, "the closing quote"),
        ("'A'B", 3, '"&", "|" or the end'),
        ("(1..2..3)", 5, '"&", "|" or ")"'),
        ("1..2..3", 4, '"&", "|" or the end'),
        ("..", 2, "a value"),
        ("=", 1, "a value"),
        ("==A", 1, "a value"),
        ("<>", 2, "a value"),
        ("<>..A", 2, "a value"),
        ("@", 1, "a value"),
        ("@=A", 1, "a value"),
        ("1..(2)", 3, "a value"),
    ],
)
def test_a_malformed_filter_says_where_and_what_was_expected(expression: str, position: int, expected: str) -> None:
    with pytest.raises(FilterSyntax) as refusal:
        Filter.parse(expression)
    assert (refusal.value.position, refusal.value.expected) == (position, expected)
    assert str(refusal.value).splitlines()[1:] == [f"  {expression}", " " * (2 + position) + "^"]


def test_the_message_on_a_long_filter_shows_the_place_only() -> None:
    with pytest.raises(FilterSyntax) as refusal:
        Filter.parse("A\t|" * 1000 + "|" + "B" * 1000)
    _, line, caret = str(refusal.value).splitlines()
    assert len(line) < 80
    assert line[caret.index("^")] == "|"


@pytest.mark.rule("E-FILTER-VALUE")
@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("soon", DATE),
        ("2027-02-30", DATE),
        ("20270301", DATE),
        ("2027-03-01..x", DATE),
        (">*", DATE),
        ("25:00", TIME),
        ("8", TIME),
        ("1,5", DECIMAL),
        ("''", DECIMAL),
        ("1.5", INTEGER),
        ("1e3", INTEGER),
        ("A|maybe", BOOLEAN),
        ("Team", option_type(ContactType)),
    ],
)
def test_a_value_that_does_not_fit_the_field_names_the_field(expression: str, kind: FieldType) -> None:
    with pytest.raises(FilterValue) as refusal:
        compile_filter(expression, kind, "starting_date")
    assert refusal.value.field == "starting_date"
    assert refusal.value.value in expression
    assert str(pickle.loads(pickle.dumps(refusal.value))) == str(refusal.value)  # noqa: S301 - our own bytes


def test_what_no_field_holds_cannot_be_filtered() -> None:
    with pytest.raises(WrongType, match="filter = 3"):
        Filter.parse(3)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"value = 0\.5"):
        Filter.parse("A").matches(0.5)
    with pytest.raises(InvalidField, match="is no field of Contact"):
        field_type(Contact, "colour")
    with pytest.raises(InvalidField, match="cannot be filtered"):
        field_type(SegmentCriteriaLine, "view")


def test_a_range_of_one_literal_object_still_has_two_ends() -> None:
    end = Literal("M")
    assert not Filter((Range(end, end),)).matches("A")


def test_a_filter_knows_whether_it_restricts_anything_and_survives_pickling() -> None:
    parsed = Filter.parse("(A|B*)&<>@c")
    assert parsed
    assert not Filter.parse(" ")
    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301 - our own bytes
    assert hash(parsed) == hash(Filter.parse(str(parsed)))
    assert repr(Relation.LESS) == "Relation.LESS"
    assert str(Comparison(Relation.LESS, Literal("A"))) == "<A"


def test_deep_and_long_filters_need_no_recursion() -> None:
    depth = 3000
    nested = Filter.parse("A|(B*&(" * depth + "C" + "))" * depth)
    assert Filter.parse(str(nested)) == nested
    assert nested.matches("A")
    assert not nested.matches("Q")
    assert record_predicate(Contact, {"name": str(nested)})(Contact(no="C1", name="A"))
    assert Filter.parse("(" * depth + "A" + ")" * depth) == Filter.parse("A")
    wide = Filter.parse("|".join(f"A{no}*" for no in range(depth)))
    assert wide.matches("A9")
    assert hash(nested) != hash(wide)


def test_a_record_passes_when_every_field_passes_its_filter() -> None:
    predicate = record_predicate(
        Contact,
        {
            "no": "CT1|CT2|CT3",
            "name": "@a*",
            "type": "<>Company",
            "privacy_blocked": "No",
            "city": "",
            "territory_code": "(n|s)&<>x",
            "post_code": "1000..2000",
            "address": "@a..",
            "salesperson_code": ">=JO|<A",
        },
    )
    fitting = Contact(
        no="CT1",
        name="Anna",
        type=ContactType.PERSON,
        territory_code="N",
        post_code="1500",
        address="B",
        salesperson_code="JR",
    )
    assert predicate(fitting)
    for wrong in (
        {"no": "CT4"},
        {"name": "Bert"},
        {"type": ContactType.COMPANY},
        {"privacy_blocked": True},
        {"territory_code": "X"},
        {"post_code": "3"},
        {"address": ""},
        {"salesperson_code": "B"},
    ):
        assert not predicate(attrs.evolve(fitting, **wrong))
    assert record_predicate(Contact, {"city": " "})(fitting)


def test_many_records_are_sifted_in_one_pass_and_keep_their_order() -> None:
    contacts = [Contact(no=f"CT{no}") for no in (3, 1, 2)]
    source = Source()
    keep = source.selection(source.fields(Contact, {"no": "CT3|CT2"}))
    assert [contact.no for contact in keep(contacts)] == ["CT3", "CT2"]
    assert Source().selection("")(contacts) == contacts


def test_filters_on_fields_name_the_field_that_is_wrong() -> None:
    with pytest.raises(FilterValue, match="the filter on privacy_blocked"):
        record_predicate(Contact, {"privacy_blocked": "maybe"})
    with pytest.raises(InvalidField, match="colour"):
        record_predicate(Contact, {"colour": "red"})
