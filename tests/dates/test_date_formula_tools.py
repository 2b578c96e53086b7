"""The tools around date formulas: explanations, reversals, checks, recurrences, dateutil."""

import datetime as dt
from collections.abc import Callable

import pytest
from dateutil.relativedelta import FR, MO, SU, TU, relativedelta

from bcmarketing.dates.checks import check_not_negative, check_retention_period, check_storable
from bcmarketing.dates.conversion import from_relativedelta, to_relativedelta
from bcmarketing.dates.explanation import Step, meaning
from bcmarketing.dates.formula import DateFormula
from bcmarketing.dates.refusals import DateOverflow, NegativeFormula, NoRetentionPeriod, NotConvertible, NotForward
from bcmarketing.dates.rrules import to_rrule
from bcmarketing.dates.terms import Term, Unit
from bcmarketing.errors import WrongType

DAY = dt.date(2027, 2, 11)
parse = DateFormula.parse


def test_an_explanation_lists_each_term_with_the_date_before_and_after() -> None:
    explanation = parse("1M+CM").explain(DAY)

    assert explanation.steps == (
        Step(Term.counted(1, Unit.MONTH), DAY, dt.date(2027, 3, 11)),
        Step(Term.current(Unit.MONTH), dt.date(2027, 3, 11), dt.date(2027, 3, 31)),
    )
    assert (explanation.formula, explanation.base, explanation.result) == ("<1M+CM>", DAY, dt.date(2027, 3, 31))


def test_an_explanation_prints_as_a_table() -> None:
    assert str(parse("1M-WD2+W53").explain(dt.date(2027, 1, 31))).splitlines() == [
        "term  what it does                                before          after",
        "----  ------------------------------------------  --------------  --------------",
        "+1M   1 month later, cut to the month's last day  Sun 2027-01-31  Sun 2027-02-28",
        "-WD2  the previous Tuesday                        Sun 2027-02-28  Tue 2027-02-23",
        "+W53  the next Monday of week 53                  Tue 2027-02-23  Mon 2032-12-27",
        "",
        "<1M-WD2+W53> leads from Sun 2027-01-31 to Mon 2032-12-27",
    ]


def test_a_blank_formula_is_explained_in_a_sentence() -> None:
    assert str(DateFormula().explain(DAY)) == "the blank formula leaves Thu 2027-02-11 as it is"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1D", "1 day later"),
        ("-2WD", "2 days earlier"),
        ("0W", "0 weeks later"),
        ("3Q", "3 quarters later"),
        ("CD", "the day itself"),
        ("-CWD", "the day itself"),
        ("CY", "last day of the year"),
        ("-CW", "first day of the week"),
        ("D15", "the next day 15 of a month"),
        ("-WD7", "the previous Sunday"),
        ("W17", "the next Monday of week 17"),
        ("M12", "the next 1 December"),
        ("-Q3", "the previous 1 July"),
        ("Y2030", "1 January 2030"),
    ],
)
def test_each_term_has_its_words(text: str, words: str) -> None:
    assert meaning(parse(text).terms[0]) == words


def test_a_stand_in_for_a_missing_day_is_pointed_out() -> None:
    (step,) = parse("D31").explain(DAY).steps

    assert step.meaning == "the next day 31 of a month, here its last day"


def test_going_back_swaps_signs_and_order() -> None:
    formula = parse("-2D+1Y+3M-4W")

    assert str(formula.reversed()) == "<+4W-3M-1Y+2D>"
    assert str(formula.reversed(keep_order=True)) == "<+2D-1Y-3M+4W>"
    assert parse("2D+1M").reversed().apply(dt.date(2020, 6, 1)) == dt.date(2020, 4, 29)
    assert not DateFormula().reversed()


def test_neither_reversal_is_an_inverse() -> None:
    month = parse("1M")
    start = dt.date(2027, 1, 31)

    assert start + month + month.reversed() == dt.date(2027, 1, 28)
    assert DAY + parse("CM") + parse("CM").reversed() == dt.date(2027, 2, 1)
    assert DAY + parse("D15") + parse("D15").reversed() == dt.date(2027, 1, 15)


@pytest.mark.rule("E-DATE-NEGATIVE")
@pytest.mark.parametrize(
    ("text", "negative"),
    [("", False), ("0D", False), ("-0D", False), ("1D-1D", False), ("1M-1D", False), ("-1D", True), ("1D-1M", True)],
)
def test_negative_is_what_leads_to_an_earlier_date(text: str, *, negative: bool) -> None:
    formula = parse(text)

    assert formula.is_negative(DAY) is negative
    if negative:
        with pytest.raises(NegativeFormula, match=r"due = .* before 2027-02-11"):
            check_not_negative(formula, DAY, "due")
    else:
        assert check_not_negative(formula, DAY) is formula


def test_whether_a_formula_is_negative_may_depend_on_the_day() -> None:
    assert not parse("-CM").is_negative(dt.date(2027, 2, 1))
    assert parse("-CM").is_negative(dt.date(2027, 2, 2))


@pytest.mark.rule("E-DATE-RETENTION")
def test_a_retention_period_leads_to_before_yesterday() -> None:
    for text in ("-2D", "-1W", "1D-1M"):
        check_retention_period(parse(text), DAY)
    for text in ("", "-1D", "1M", "-CD"):
        with pytest.raises(NoRetentionPeriod, match="before yesterday"):
            check_retention_period(parse(text), DAY)


@pytest.mark.parametrize("check", [check_storable, check_not_negative, check_retention_period])
def test_checks_name_what_is_no_formula_and_what_is_no_date(check: Callable[..., object]) -> None:
    days = () if check is check_storable else (DAY,)
    for wrong in ("1D", None, 5):
        with pytest.raises(WrongType, match=r"period = .*is no date formula"):
            check(wrong, *days, field="period")
    if days:
        for day in (None, "2027-02-11", dt.datetime(2027, 2, 11)):  # noqa: DTZ001 - no time zone is meant
            with pytest.raises(WrongType, match="today = "):
                check(parse("1D"), day)


def test_conversions_name_what_is_no_formula() -> None:
    for wrong in ("1D", None, 5):
        with pytest.raises(WrongType, match=r"formula = .*is no DateFormula"):
            to_relativedelta(wrong)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match=r"formula = .*is no DateFormula"):
            to_rrule(wrong, DAY, DAY)  # type: ignore[arg-type]


def test_occurrences_follow_the_start_up_to_the_last_day_included() -> None:
    until = dt.date(2027, 3, 4)

    assert list(parse("1W").occurrences(DAY, until)) == [dt.date(2027, 2, 18), dt.date(2027, 2, 25), until]
    assert list(parse("1W").occurrences(DAY, dt.date(2027, 3, 3))) == [dt.date(2027, 2, 18), dt.date(2027, 2, 25)]
    assert list(parse("1W").occurrences(DAY, DAY)) == []


def test_occurrences_lose_the_month_s_end_unless_the_formula_asks_for_it() -> None:
    start, until = dt.date(2027, 1, 31), dt.date(2027, 4, 30)

    assert [day.day for day in parse("1M").occurrences(start, until)] == [28, 28, 28]
    assert [day.day for day in parse("1M+CM").occurrences(start, until)] == [28, 31, 30]


@pytest.mark.rule("E-DATE-NOT-FORWARD")
@pytest.mark.parametrize("text", ["", "0D", "-1D", "-CM", "1D-1D"])
def test_occurrences_need_a_formula_that_leads_forward(text: str) -> None:
    with pytest.raises(NotForward):
        next(parse(text).occurrences(DAY, dt.date(2027, 12, 31)))


@pytest.mark.rule("E-DATE-NOT-FORWARD")
def test_a_formula_that_stops_at_a_boundary_does_not_recur() -> None:
    days = parse("CM").occurrences(DAY, dt.date(2027, 12, 31))

    assert next(days) == dt.date(2027, 2, 28)
    with pytest.raises(NotForward, match="2027-02-28 to 2027-02-28"):
        next(days)


def test_occurrences_end_with_the_calendar() -> None:
    assert list(parse("1W").occurrences(dt.date(9999, 12, 20), dt.date.max)) == [dt.date(9999, 12, 27)]
    with pytest.raises(DateOverflow, match="passes 1753-01-01"):
        next(parse("-1000Y").occurrences(DAY, dt.date.max))
    with pytest.raises(WrongType, match="until"):
        parse("1W").occurrences(DAY, "2027")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "delta"),
    [
        ("", relativedelta()),
        ("10D-1W", relativedelta(days=3)),
        ("14M-3D", relativedelta(years=1, months=2, days=-3)),
        ("CM", relativedelta(day=31)),
        ("-CM+2M", relativedelta(months=2, day=1)),
        ("-CM+2M-1M", relativedelta(months=1, day=1)),
        ("CY+2M", relativedelta(months=2, month=12, day=31)),
        ("1Y-CY+5D", relativedelta(years=1, month=1, day=1, days=5)),
        ("Y2030+1M", relativedelta(year=2030, month=1, day=1, months=1)),
        ("CD+1W+CW+0D", relativedelta(days=7, weekday=SU(1))),
        ("-CW", relativedelta(weekday=MO(-1))),
        ("-WD2", relativedelta(days=-1, weekday=TU(-1))),
    ],
)
def test_a_formula_with_the_same_meaning_becomes_a_relativedelta(text: str, delta: relativedelta) -> None:
    assert to_relativedelta(parse(text)) == delta


@pytest.mark.rule("E-DATE-NOT-CONVERTIBLE")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("CM+1M", "at +1M, a relativedelta would come to the end of that month too"),
        ("1M+1M", "at +1M, a relativedelta cuts the day to the length of a month once"),
        ("1D+1M", "at +1M, a relativedelta adds days after months"),
        ("5M-CY", "at -CY, a relativedelta adds months after it has set the month"),
        ("CW+1D", "at +1D, a relativedelta goes to a weekday last"),
        ("D15", "at +D15, a relativedelta has nothing like it"),
        ("CQ", "at +CQ, a relativedelta has nothing like it"),
        ("Y1752", "at +Y1752, a relativedelta has nothing like it"),
    ],
)
def test_a_formula_with_another_meaning_does_not(text: str, why: str) -> None:
    with pytest.raises(NotConvertible) as caught:
        to_relativedelta(parse(text))

    assert caught.value.why.startswith(why)


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (relativedelta(), ""),
        (relativedelta(years=2), "2Y"),
        (relativedelta(years=-1, months=-2, days=3), "-14M+3D"),
        (relativedelta(days=20_000), "9999D+9999D+2D"),
        (relativedelta(months=1, day=31), "1M+CM"),
        (relativedelta(day=15), "-CM+14D"),
        (relativedelta(month=12, day=25), "-CY+11M+24D"),
        (relativedelta(year=2030, month=1, day=1), "Y2030"),
        (relativedelta(weekday=FR), "-1D+WD5"),
        (relativedelta(days=1, weekday=FR(2)), "WD5+1W"),
        (relativedelta(weekday=FR(-2)), "1D-WD5-1W"),
        (relativedelta(weekday=SU(1)), "CW"),
        (relativedelta(days=7, weekday=MO(-3)), "7D-CW-2W"),
    ],
)
def test_a_relativedelta_becomes_a_formula(delta: relativedelta, text: str) -> None:
    assert from_relativedelta(delta) == parse(text)


@pytest.mark.rule("E-DATE-NOT-CONVERTIBLE")
@pytest.mark.parametrize(
    ("delta", "why"),
    [
        (relativedelta(hours=1), "time of day"),
        (relativedelta(minute=0), "time of day"),
        (relativedelta(leapdays=1), "leap days"),
        (relativedelta(days=1.5), "not whole"),  # type: ignore[arg-type]
        (relativedelta(month=2), "keeps the day"),
        (relativedelta(year=2030), "keeps the month"),
        (relativedelta(year=1700, month=1, day=1), "before the calendar"),
        (relativedelta(day=30), "29th or 30th"),
        (relativedelta(years=900, months=1), "more than 9999 months"),
    ],
)
def test_a_relativedelta_that_no_formula_equals_is_refused(delta: relativedelta, why: str) -> None:
    with pytest.raises(NotConvertible, match=why):
        from_relativedelta(delta)


def test_only_a_relativedelta_is_converted() -> None:
    with pytest.raises(WrongType):
        from_relativedelta(dt.timedelta(1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "1D",
        "2W",
        "1W+3D",
        "3M",
        "1Q",
        "2Y",
        "WD5",
        "D10",
        "D30",
        "D31",
        "M5",
        "Q2",
        "W1",
        "W53",
        "1M+CM",
        "1Q-CM",
        "1D+CM",
        "CM+5D",
    ],
)
def test_a_recurrence_of_dateutil_goes_through_the_same_dates(text: str) -> None:
    start, until = DAY, dt.date(2047, 2, 11)

    rule = [moment.date() for moment in to_rrule(parse(text), start, until)]

    assert rule == list(parse(text).occurrences(start, until))
    assert rule


def test_a_yearly_recurrence_at_a_month_s_end_is_expressible_except_for_the_leap_day() -> None:
    until = dt.date(2040, 12, 31)
    rule = to_rrule(parse("12M"), dt.date(2027, 3, 31), until)

    assert [moment.date() for moment in rule] == list(parse("1Y").occurrences(dt.date(2027, 3, 31), until))
    with pytest.raises(NotConvertible):
        to_rrule(parse("4Y"), dt.date(2028, 2, 29), until)


@pytest.mark.rule("E-DATE-NOT-CONVERTIBLE")
@pytest.mark.parametrize("text", ["1M", "1M+1D", "CM+1M", "-CM+40D", "2W-1D+CW", "0M+CM", "CM+0D", "Y2030"])
def test_a_recurrence_that_dateutil_is_not_known_to_have_is_refused(text: str) -> None:
    with pytest.raises(NotConvertible, match="none is known"):
        to_rrule(parse(text), dt.date(2027, 3, 30), dt.date(2028, 1, 1))


@pytest.mark.rule("E-DATE-NOT-FORWARD")
def test_a_recurrence_leads_forward() -> None:
    with pytest.raises(NotForward):
        to_rrule(parse("-1W"), DAY, dt.date(2028, 1, 1))
