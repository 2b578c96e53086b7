import datetime as dt
import decimal
import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, strategies as st

import bcmarketing
from bcmarketing.amounts import (
    LIMIT,
    Rounding,
    add,
    divide,
    multiply,
    parse_amount,
    round_to,
    to_amount,
    to_amount_or_given,
)
from bcmarketing.arguments import checked_code
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.records import Contact, ContactType, CorrespondenceType
from bcmarketing.context import Context
from bcmarketing.dates.formula import DateFormula
from bcmarketing.errors import (
    BCMarketingError,
    Blocked,
    Declined,
    Duplicate,
    FieldRequired,
    InvalidField,
    ManualNo,
    NoSeries,
    NotFound,
    WrongType,
)
from bcmarketing.interactions.records import InteractionTemplate
from bcmarketing.periods import Period
from bcmarketing.policies import BC, Policies, TargetCleanup

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=5)
precisions = st.sampled_from(
    [Decimal(text) for text in ("0.00001", "0.001", "0.01", "0.05", "0.1", "0.25", "1", "5", "1000")]
)
dates = st.dates(dt.date(1753, 1, 1))


@given(amount=amounts, precision=precisions)
def test_rounding_gives_the_nearest_multiple_and_halves_go_away_from_zero(amount: Decimal, precision: Decimal) -> None:
    steps = Fraction(amount) / Fraction(precision)
    whole = abs(steps).__floor__() + (abs(steps) - abs(steps).__floor__() >= Fraction(1, 2))
    assert Fraction(round_to(amount, precision)) == (whole if steps >= 0 else -whole) * Fraction(precision)


@given(amount=amounts, precision=precisions)
def test_rounding_up_and_down_enclose_the_amount(amount: Decimal, precision: Decimal) -> None:
    up, down = round_to(amount, precision, Rounding.UP), round_to(amount, precision, Rounding.DOWN)
    assert abs(down) <= abs(amount) <= abs(up)
    assert abs(up) - abs(down) in (0, precision)
    assert round_to(up, precision) == up


@given(amount=amounts, other=amounts, precision=precisions)
def test_the_thread_s_decimal_context_never_matters(amount: Decimal, other: Decimal, precision: Decimal) -> None:
    plain = round_to(amount, precision), add(amount, other), multiply(amount, other), divide(amount, Decimal(3))
    with decimal.localcontext(prec=2, rounding=decimal.ROUND_FLOOR):
        assert plain == (
            round_to(amount, precision),
            add(amount, other),
            multiply(amount, other),
            divide(amount, Decimal(3)),
        )


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("text", ["", "1e5", "1,5", "NaN", "--1", "1.", ".", "٣", "1 000", "Infinity", "10" * 10])
def test_what_is_no_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidField, match="unit_price"):
        parse_amount(text, "unit_price")


@given(amounts)
def test_an_amount_survives_its_text(amount: Decimal) -> None:
    assert parse_amount(f"{amount:f}") == amount


@pytest.mark.parametrize("value", [1.5, True, None])
def test_a_float_is_no_amount(value: object) -> None:
    with pytest.raises(WrongType, match="is no exact amount"):
        to_amount(value)  # type: ignore[arg-type]


def test_an_amount_is_finite_and_of_sane_size() -> None:
    for value in (Decimal("Infinity"), Decimal("NaN"), LIMIT):
        with pytest.raises(InvalidField, match="no finite amount"):
            to_amount(value)
    assert to_amount(LIMIT - 1) == LIMIT - 1
    with decimal.localcontext(prec=3):
        assert to_amount("-999999999999999999.99") == Decimal("-999999999999999999.99")


def test_a_rounded_amount_is_written_without_exponent() -> None:
    assert str(round_to(Decimal(30), Decimal("0.01"))) == "30.00"
    assert str(round_to(Decimal(1234), Decimal(100))) == "1200"


def test_roundings_are_told_by_name_and_nothing_else_is_one() -> None:
    assert repr(Rounding.UP) == "Rounding.UP"
    with pytest.raises(WrongType, match="rounding = 'up': is no Rounding"):
        round_to(Decimal(1), Decimal(1), "up")  # type: ignore[arg-type]


def test_what_is_rounded_to_nothing_has_no_sign() -> None:
    for rounding in Rounding:
        assert str(round_to(Decimal("-0.00"), Decimal("0.01"), rounding)) == "0.00"
    assert str(round_to(Decimal("-0.004"), Decimal("0.01"))) == "0.00"


@pytest.mark.parametrize("precision", ["0", "-0.01", "1E-16", "1E-130", "0.0100000000000001"])
def test_a_precision_is_above_zero_and_not_too_fine(precision: str) -> None:
    with pytest.raises(InvalidField, match=r"precision.*must be above 0, and a multiple of 10\^-15"):
        round_to(Decimal(1), Decimal(precision))
    assert round_to(LIMIT - 1, Decimal("1E-15")) == LIMIT - 1


def test_codes_are_trimmed_upper_cased_and_checked() -> None:
    assert Campaign(no=" cp1 ").no == "CP1"
    with pytest.raises(InvalidField, match=r"no = 'A+'.*longer than 20"):
        Campaign(no="a" * 21)
    with pytest.raises(WrongType, match="no = 7"):
        Campaign(no=7)  # type: ignore[arg-type]
    assert checked_code("red ", 3, "status_code") == "RED"


def test_texts_and_flags_are_checked() -> None:
    with pytest.raises(InvalidField, match="longer than 100"):
        Campaign(no="C", description="x" * 101)
    with pytest.raises(WrongType, match="neither True nor False"):
        Contact(no="C", minor=1)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is no ContactType"):
        Contact(no="C", type=CorrespondenceType.BLANK)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is no time of day"):
        attrs.evolve(Context(today=dt.date(2027, 1, 1)), now="noon")  # type: ignore[arg-type]


def test_a_date_time_is_no_date() -> None:
    with pytest.raises(WrongType, match="date-time"):
        Campaign(no="C", starting_date=dt.datetime(2027, 1, 1, 12, 0))  # noqa: DTZ001
    with pytest.raises(WrongType, match="is no date"):
        Campaign(no="C", ending_date="2027-01-01")  # type: ignore[arg-type]


def test_costs_are_not_negative() -> None:
    with pytest.raises(InvalidField, match="unit_cost = Decimal\\('-1'\\): must not be negative"):
        InteractionTemplate(code="T", unit_cost=Decimal(-1))


def test_options_know_caption_name_and_ordinal_and_sort_by_ordinal() -> None:
    assert [ContactType.parse(text) for text in ("company", "PERSON", 0)] == [
        ContactType.COMPANY,
        ContactType.PERSON,
        ContactType.COMPANY,
    ]
    assert max(CorrespondenceType) is CorrespondenceType.EMAIL
    assert ContactType.COMPANY < ContactType.PERSON <= ContactType.PERSON
    assert ContactType.PERSON > ContactType.COMPANY >= ContactType.COMPANY
    assert str(CorrespondenceType.HARD_COPY) == "Hard Copy"
    with pytest.raises(InvalidField, match="is none of 'Company', 'Person'"):
        ContactType.parse("Robot", "type")
    with pytest.raises(TypeError, match="not supported"):
        _ = ContactType.COMPANY < CorrespondenceType.EMAIL  # type: ignore[operator]


def test_options_are_singletons_after_pickling() -> None:
    assert pickle.loads(pickle.dumps(ContactType.PERSON)) is ContactType.PERSON  # noqa: S301


@given(start=st.none() | dates, end=st.none() | dates, day=dates)
def test_a_period_holds_both_its_ends(start: dt.date | None, end: dt.date | None, day: dt.date) -> None:
    if start and end and start > end:
        with pytest.raises(InvalidField, match="after the end"):
            Period(start, end)
        return
    period = Period(start, end)
    assert (day in period) == ((start or dt.date.min) <= day <= (end or dt.date.max))
    assert all(edge in period for edge in (start, end) if edge)
    text = f"{start or ''}..{end or ''}"
    assert Period.parse(text) == period


@given(st.lists(st.none() | dates, min_size=4, max_size=4), dates)
def test_two_periods_share_what_lies_in_both(edges: list[dt.date | None], day: dt.date) -> None:
    try:
        first, second = Period(edges[0], edges[1]), Period(edges[2], edges[3])
    except InvalidField:
        return
    shared = first.intersection(second)
    assert (day in first and day in second) == (shared is not None and day in shared)
    assert first.overlaps(second) == second.overlaps(first) == (shared is not None)


def test_a_period_is_read_from_text_or_refused() -> None:
    assert Period.parse("2027-01-05") == Period(dt.date(2027, 1, 5), dt.date(2027, 1, 5))
    assert Period.parse("") == Period()
    with pytest.raises(InvalidField, match="no date and no range"):
        Period.parse("soon..later", "date_filter")
    for other_spelling in ("20270105", "2027-W01-2", "..20270105"):
        with pytest.raises(InvalidField, match="no date and no range"):
            Period.parse(other_spelling)


@pytest.mark.rule(
    "E-FIELD-REQUIRED", "E-NOT-FOUND", "E-DUPLICATE", "E-BLOCKED", "E-DECLINED", "E-NO-SERIES", "E-MANUAL-NO"
)
@pytest.mark.parametrize(
    ("error", "text"),
    [
        (FieldRequired("date"), "date must be filled (E-FIELD-REQUIRED)"),
        (NotFound("Campaign", "CP9"), "Campaign 'CP9' does not exist (E-NOT-FOUND)"),
        (Duplicate("Campaign", "CP9"), "Campaign 'CP9' exists already (E-DUPLICATE)"),
        (Blocked("salesperson_code", "JO"), "salesperson_code = 'JO' is blocked (E-BLOCKED)"),
        (Declined("update prices"), "declined: update prices (E-DECLINED)"),
        (NoSeries("Campaign"), "no number series is set up for Campaign (E-NO-SERIES)"),
        (
            ManualNo("Campaign", "X"),
            "number 'X' is typed by hand, and the series for Campaign does not allow that (E-MANUAL-NO)",
        ),
    ],
)
def test_errors_say_the_fault_and_the_rule_and_survive_pickling(error: BCMarketingError, text: str) -> None:
    assert str(error) == text
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert again.args == error.args
    assert str(again) == text


def test_a_long_value_is_shortened_in_the_message() -> None:
    assert len(str(InvalidField("no", "x" * 5000, "is too long"))) < 200


def test_policies_are_checked_and_default_to_business_central() -> None:
    assert Policies() == BC
    assert not BC.undo_last_action
    assert BC.target_cleanup is TargetCleanup.BC
    with pytest.raises(WrongType, match="propagate_to_lines"):
        Policies(propagate_to_lines="yes")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="TargetCleanup"):
        Policies(target_cleanup="support")  # type: ignore[arg-type]


def test_the_work_date_is_today_unless_given() -> None:
    today, work_date = dt.date(2027, 1, 11), dt.date(2026, 12, 31)
    assert Context(today=today).work_date == today
    assert Context(today=today, work_date=work_date).work_date == work_date


def attrs_classes() -> Iterator[type]:
    """Yield every attrs class that the package defines."""
    for info in pkgutil.walk_packages(bcmarketing.__path__, "bcmarketing."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                if isinstance(value, type) and attrs.has(value) and value.__module__ == info.name:
                    yield value


@pytest.mark.parametrize("value", [1.5, True, None, "twelve", Decimal("NaN"), Decimal("sNaN"), LIMIT, "1e5"])
def test_every_amount_names_its_field_when_it_refuses(value: object) -> None:
    """Also where a converter looks at it first, which knows no field."""
    seen = 0
    for kind in attrs_classes():
        for field in attrs.fields(kind):
            if field.converter is to_amount_or_given:
                seen += 1
                assert field.validator is not None, f"{kind.__name__}.{field.name} takes anything"
                with pytest.raises(InvalidField) as refused:
                    field.validator(None, field, field.converter(value))  # type: ignore[arg-type]
                assert refused.value.field == field.name
    assert seen > 90


def test_every_date_formula_names_its_field_when_it_refuses() -> None:
    """Also where a converter looks at it first, which knows no field."""
    seen = 0
    for kind in attrs_classes():
        for field in attrs.fields(kind):
            if field.type is DateFormula and hasattr(kind, "key_fields"):
                seen += 1
                for value in ("soon", 5, None, "1D" * 20):
                    with pytest.raises(BCMarketingError, match=f"^{field.name}( = |: )"):
                        field.validator(None, field, field.converter(value))
    assert seen >= 5
