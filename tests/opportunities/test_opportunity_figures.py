import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from bcmarketing.activities.matrix import consecutive_periods
from bcmarketing.campaigns.records import Campaign
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.contacts.records import Contact, ContactDuplicate, ContactType
from bcmarketing.dates.terms import Unit
from bcmarketing.errors import InvalidField, NotFound
from bcmarketing.filters.refusals import FilterSyntax
from bcmarketing.interactions.records import InteractionLogEntry
from bcmarketing.opportunities.charts import month_of, opportunities_per_salesperson
from bcmarketing.opportunities.estimates import current_value, probability, total
from bcmarketing.opportunities.matrix import RoundingFactor, opportunities_matrix, shown
from bcmarketing.opportunities.overview import cues, opportunity_overview, return_of_campaign, top_opportunities
from bcmarketing.opportunities.records import (
    ActionTaken,
    Opportunity,
    OpportunityEntry,
    OpportunityOutput,
    OpportunityStatus,
    ProbabilityCalculation,
)
from bcmarketing.opportunities.returns import Undefined, campaign_return
from bcmarketing.opportunities.statistics import (
    OpportunityFigures,
    average_days_on_stage,
    campaign_opportunity_figures,
    close_code_figures,
    contact_opportunity_figures,
    cycle_opportunity_figures,
    figures_by,
    opportunity_entry_exists,
    opportunity_figures,
    passing,
    salesperson_opportunity_figures,
    stage_opportunity_figures,
    sum_up,
)
from bcmarketing.periods import Period
from bcmarketing.store.tables import Tables

Build = Callable[..., Tables]
DAY = dt.date(2027, 1, 11)


def facts(*values: object) -> tuple[object, ...]:
    return values


def entry(no: int, **fields: object) -> OpportunityEntry:
    return attrs.evolve(OpportunityEntry(entry_no=no, active=True), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "pct", "value"),
    [("MULTIPLY", 21, 1050), ("ADD", 50, 2500), ("CHANCES_OF_SUCCESS", 70, 3500), ("COMPLETED", 30, 1500)],
)
def test_the_four_methods_on_the_example_of_the_specification(method: str, pct: int, value: int) -> None:
    found = probability(ProbabilityCalculation[method], Decimal(70), Decimal(30))
    assert found == pct
    assert current_value(Decimal(5000), found) == value


def test_nothing_is_rounded_and_no_ambient_context_counts() -> None:
    large = Decimal("999999999999999999.99")
    rows = [entry(1, estimated_value_lcy=large)] * 2
    with decimal.localcontext(prec=3):
        found = current_value(large, probability(ProbabilityCalculation.MULTIPLY, Decimal("33.33"), Decimal("66.67")))
        assert total([large, Decimal("0.000001")]) == Decimal("999999999999999999.990001")
        (figures,) = figures_by(rows, "campaign_no").values()
        assert str(figures.estimated_value_lcy) == "1999999999999999999.98"
    assert str(found) == "222211109999999999.9977778889"


def test_a_person_counts_alone_and_a_company_with_all_its_people() -> None:
    rows = [entry(1, contact_no="C1", contact_company_no="C1"), entry(2, contact_no="P1", contact_company_no="C1")]
    company = Contact(no="C1", company_no="C1")
    person = Contact(no="P1", type=ContactType.PERSON, company_no="C1")
    assert contact_opportunity_figures(rows, company).no_of_opportunities == 2
    assert contact_opportunity_figures(rows, person).entries == [rows[1]]
    assert contact_opportunity_figures(rows, Contact(no="C1")).no_of_opportunities == 2
    dated = contact_opportunity_figures(rows, company, {"estimated_close_date": "2027-01-01.."})
    assert dated.no_of_opportunities == 0


def test_averages_are_zero_without_entries() -> None:
    nothing = sum_up([])
    assert {nothing.value(output) for output in OpportunityOutput} == {Decimal(0)}
    two = sum_up([entry(1, estimated_value_lcy=10, calcd_current_value_lcy=3), entry(2)])
    assert [two.value(output) for output in OpportunityOutput] == [2, 10, 3, 5, Decimal("1.5")]


def test_days_on_a_stage_are_averaged_over_superseded_entries() -> None:
    rows = [
        entry(1, sales_cycle_code="FIRM", sales_cycle_stage=1, active=False, days_open=3),
        entry(2, sales_cycle_code="FIRM", sales_cycle_stage=1, active=False, days_open=4),
        entry(3, sales_cycle_code="FIRM", sales_cycle_stage=1, days_open=90),
        entry(4, sales_cycle_code="FIRM", sales_cycle_stage=2, active=False, days_open=90),
    ]
    assert average_days_on_stage(rows, "FIRM", 1) == Decimal("3.5")
    assert average_days_on_stage(rows, "FIRM", 3) == 0


@pytest.mark.rule("E-FIELD-INVALID", "E-FILTER-SYNTAX")
def test_filters_name_fields_and_are_well_formed() -> None:
    rows = [entry(1, probability_pct=20), entry(2, probability_pct=80, active=False)]
    assert passing(iter(rows), {"probability_pct": ">50"}) == [rows[1]]
    assert opportunity_entry_exists(rows, {"probability_pct": "<50"})
    assert not opportunity_entry_exists(rows, {"probability_pct": ">50"})
    with pytest.raises(InvalidField):
        passing(rows, {"colour": "red"})
    with pytest.raises(FilterSyntax):
        passing(rows, {"probability_pct": ">"})
    with pytest.raises(InvalidField):
        figures_by(rows, "colour")
    assert opportunity_figures(iter(rows), "").no_of_opportunities == 1


LOG = [
    InteractionLogEntry(entry_no=1, campaign_no="CP1", cost=80, date=dt.date(2027, 1, 5)),
    InteractionLogEntry(entry_no=2, campaign_no="CP1", cost=20),
    InteractionLogEntry(entry_no=3, campaign_no="CP1", cost=99, canceled=True),
    InteractionLogEntry(entry_no=4, campaign_no="CP1", cost=99, postponed=True),
    InteractionLogEntry(entry_no=5, campaign_no="CP2", cost=99),
]
ENTRIES = [
    entry(1, campaign_no="CP1", action_taken=ActionTaken.WON, estimated_value_lcy=400, calcd_current_value_lcy=300),
    entry(2, campaign_no="CP1", action_taken=ActionTaken.LOST, estimated_value_lcy=100),
    entry(3, campaign_no="CP1", estimated_value_lcy=200, calcd_current_value_lcy=50),
    entry(4, campaign_no="CP1", estimated_value_lcy=999, active=False),
    entry(5, campaign_no="CP2", estimated_value_lcy=999),
]


def test_the_return_of_a_campaign_lists_what_it_was_computed_from() -> None:
    found = return_of_campaign(Tables.of([Campaign(no="CP1"), *LOG, *ENTRIES]), "CP1")
    assert (found.cost.value, [row.entry_no for row in found.cost.entries]) == (Decimal(100), [1, 2])
    assert facts(found.estimated_value.value, [row.entry_no for row in found.estimated_value.entries]) == (
        700,
        [1, 2, 3],
    )
    assert facts(found.current_value.value, len(found.current_value.entries)) == (350, 3)
    assert facts(found.won_value.value, [row.entry_no for row in found.won_value.entries]) == (300, [1])
    assert facts(found.roi_estimated, found.roi_current, found.roi_won) == (6, Decimal("2.5"), 2)
    with pytest.raises(NotFound):
        return_of_campaign(Tables(), "CP1")


def test_without_cost_there_is_no_return_on_investment() -> None:
    found = campaign_return("CP3", LOG, ENTRIES)
    assert found.roi_estimated is found.roi_current is found.roi_won is Undefined.NO_COST
    assert repr(found.roi_won) == "Undefined.NO_COST"


def test_a_period_restricts_interactions_by_date_and_a_blank_date_comes_first() -> None:
    def cost(start: dt.date | None, end: dt.date | None) -> Decimal:
        return campaign_return("CP1", LOG, ENTRIES, period=Period(start, end)).cost.value

    assert cost(dt.date(2027, 1, 5), None) == 80
    assert cost(None, dt.date(2027, 1, 4)) == 20


MATRIX = [
    entry(1, salesperson_code="JO", campaign_no="CP1", contact_no="P1", contact_company_no="C1",
          estimated_close_date=dt.date(2027, 1, 31), estimated_value_lcy=100),
    entry(2, salesperson_code="JO", campaign_no="CP2", contact_no="C1", contact_company_no="C1",
          estimated_close_date=dt.date(2027, 2, 1), estimated_value_lcy=50, action_taken=ActionTaken.JUMPED),
    entry(3, salesperson_code="JO", estimated_close_date=dt.date(2027, 2, 1), action_taken=ActionTaken.WON),
    entry(4, salesperson_code="RB", action_taken=ActionTaken.LOST),
    entry(5, salesperson_code="JO", active=False),
]  # fmt: skip
MONTHS = consecutive_periods(DAY, Unit.MONTH, 2)


def test_cells_hold_the_active_entries_of_row_period_and_status() -> None:
    people = [Salesperson(code="RB"), Salesperson(code="JO")]
    (row,) = opportunities_matrix(people, MATRIX, MONTHS)
    assert row.record == people[1]
    assert [cell.value(OpportunityOutput.ESTIMATED_VALUE) for cell in row.cells] == [100, 50]
    assert row.total.no_of_opportunities == 2
    (won,) = opportunities_matrix(people, MATRIX, MONTHS, status=OpportunityStatus.WON)
    assert [cell.no_of_opportunities for cell in won.cells] == [0, 1]
    (lost,) = opportunities_matrix(people, MATRIX, MONTHS, status=OpportunityStatus.LOST)
    assert (lost.record, lost.total.no_of_opportunities) == (people[0], 1)
    assert [cell.no_of_opportunities for cell in lost.cells] == [0, 0]


def test_rows_are_also_campaigns_companies_and_persons() -> None:
    campaigns = [Campaign(no="CP1"), Campaign(no="CP3")]
    assert [row.record for row in opportunities_matrix(campaigns, MATRIX, MONTHS)] == [campaigns[0]]
    company = Contact(no="C1", company_no="C1")
    person = Contact(no="P1", type=ContactType.PERSON, company_no="C1")
    rows = opportunities_matrix([company, person], MATRIX, MONTHS, filters={"estimated_value_lcy": ">=50"})
    assert [row.total.no_of_opportunities for row in rows] == [2, 1]
    assert opportunities_matrix([company], MATRIX, MONTHS, filters={"chances_of_success_pct": ">0"}) == ()


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: opportunities_matrix([], [], [], status="Won"), "status"),  # type: ignore[arg-type]
        (lambda: opportunities_matrix([], [], [DAY]), "periods"),  # type: ignore[list-item]
        (lambda: opportunities_matrix([None], [], []), "record"),  # type: ignore[list-item]
        (lambda: month_of(None), "work_date"),  # type: ignore[arg-type]
        (lambda: month_of(dt.datetime(2027, 1, 11)), "work_date"),  # noqa: DTZ001
        (lambda: opportunities_per_salesperson([], DAY), "period"),  # type: ignore[arg-type]
        (lambda: opportunities_per_salesperson([], Period(), "Won"), "status"),  # type: ignore[arg-type]
        (lambda: cues(Tables(), None), "work_date"),  # type: ignore[arg-type]
        (lambda: top_opportunities(Tables(), "5"), "limit"),  # type: ignore[arg-type]
        (lambda: top_opportunities(Tables(), -1), "limit"),
        (lambda: consecutive_periods(DAY, Unit.WEEK, "2"), "count"),  # type: ignore[arg-type]
        (lambda: consecutive_periods(DAY, Unit.WEEK, -1), "count"),
        (lambda: consecutive_periods(DAY, "W", 2), "unit"),  # type: ignore[arg-type]
        (lambda: consecutive_periods(None, Unit.WEEK, 2), "day"),  # type: ignore[arg-type]
        (lambda: campaign_return("CP1", [], [], period=DAY), "period"),  # type: ignore[arg-type]
        (lambda: contact_opportunity_figures([], "C1"), "contact"),  # type: ignore[arg-type]
        (lambda: figures_by([], None), "field"),  # type: ignore[arg-type]
        (lambda: passing([], "WON"), "filters"),  # type: ignore[arg-type]
        (lambda: passing([], None), "filters"),  # type: ignore[arg-type]
        (lambda: average_days_on_stage([], "FIRM", "1"), "stage"),  # type: ignore[arg-type]
        (lambda: stage_opportunity_figures([], "FIRM", 1.0), "stage"),  # type: ignore[arg-type]
        (lambda: sum_up([]).value("Won"), "output"),  # type: ignore[arg-type]
        (lambda: shown(Decimal(1), 1000), "factor"),  # type: ignore[arg-type]
        (lambda: probability("Add", Decimal(1), Decimal(1)), "calculation"),  # type: ignore[arg-type]
    ],
)
def test_what_figures_are_asked_for_is_refused_by_name(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(InvalidField) as refused:
        call()
    assert refused.value.field == argument


@pytest.mark.parametrize(
    "figures",
    [
        campaign_opportunity_figures,
        salesperson_opportunity_figures,
        cycle_opportunity_figures,
        close_code_figures,
        opportunity_figures,
    ],
)
def test_figures_of_a_code_are_the_same_however_it_is_written(figures: Callable[..., OpportunityFigures]) -> None:
    fields = ("campaign_no", "salesperson_code", "sales_cycle_code", "close_opportunity_code", "opportunity_no")
    rows = [entry(1, **dict.fromkeys(fields, "A1"))]
    assert figures(rows, " a1 ").no_of_opportunities == figures(rows, "A1").no_of_opportunities == 1
    for wrong in (None, 5, b"A1", "X" * 21):
        with pytest.raises(InvalidField):
            figures(rows, wrong)


def test_periods_come_one_after_the_other() -> None:
    for wrong in ([MONTHS[1], MONTHS[0]], [MONTHS[0], MONTHS[0]], [Period(), MONTHS[0]], [MONTHS[0], Period()]):
        with pytest.raises(InvalidField):
            opportunities_matrix([], [], wrong)
    assert opportunities_matrix([], [], []) == ()


def test_blank_closing_dates_fall_into_a_period_without_start() -> None:
    rows = [entry(1, salesperson_code="JO")]
    (row,) = opportunities_matrix([Salesperson(code="JO")], rows, [Period(end=DAY), Period(dt.date(2027, 1, 12))])
    assert [cell.no_of_opportunities for cell in row.cells] == [1, 0]
    (row,) = opportunities_matrix([Salesperson(code="JO")], rows, [Period(dt.date.min)])
    assert [cell.no_of_opportunities for cell in row.cells] == [0]


@pytest.mark.parametrize(
    ("value", "factor", "display"),
    [
        ("0", RoundingFactor.ONE, None),
        ("0.49", RoundingFactor.ONE, None),
        ("-0.5", RoundingFactor.ONE, Decimal(-1)),
        ("1249.5", RoundingFactor.ONE, Decimal(1250)),
        ("1250", RoundingFactor.THOUSAND, Decimal("1.3")),
        ("49", RoundingFactor.THOUSAND, None),
        ("1949999", RoundingFactor.MILLION, Decimal("1.9")),
    ],
)
def test_cells_show_whole_units_thousands_or_millions(
    value: str, factor: RoundingFactor, display: Decimal | None
) -> None:
    assert shown(Decimal(value), factor) == display
    assert repr(factor) == f"RoundingFactor.{factor.name}"


def opportunity(no: str, **fields: object) -> Opportunity:
    return attrs.evolve(Opportunity(no=no, salesperson_code="JO"), **fields)  # type: ignore[arg-type]


def test_a_chart_counts_open_ones_by_creation_and_closed_ones_by_closing() -> None:
    january = month_of(DAY)
    assert january == Period(dt.date(2027, 1, 1), dt.date(2027, 1, 31))
    won, progress = OpportunityStatus.WON, OpportunityStatus.IN_PROGRESS
    rows = [
        opportunity("A", status=won, date_closed=dt.date(2027, 1, 31), salesperson_code="RB"),
        opportunity("B", status=won, date_closed=dt.date(2027, 2, 1)),
        opportunity("C", status=won, date_closed=dt.date(2027, 1, 1)),
        opportunity("D", status=won),
        opportunity("E", status=progress, creation_date=dt.date(2020, 1, 1)),
        opportunity("F", status=progress, creation_date=dt.date(2027, 2, 1)),
        opportunity("G", status=progress),
        opportunity("H", status=progress, salesperson_code=""),
    ]

    def charted(status: OpportunityStatus, period: Period = january) -> dict[str, list[str]]:
        found = opportunities_per_salesperson(rows, period, status)
        return {code: [row.no for row in of_code] for code, of_code in found.items()}

    assert charted(won) == {"JO": ["C"], "RB": ["A"]}
    assert list(charted(won)) == ["JO", "RB"]
    assert charted(progress) == {"JO": ["E", "G"]}
    assert charted(progress, Period()) == {"JO": ["E", "F", "G"]}
    assert charted(OpportunityStatus.LOST) == {}


def test_the_top_five_are_the_open_ones_of_highest_estimated_value(build: Build) -> None:
    more = [opportunity(f"X{no}") for no in range(1, 7)]
    values = [entry(no + 20, opportunity_no=f"X{no}", estimated_value_lcy=10 * (no // 2)) for no in range(1, 7)]
    closed = opportunity("X0", closed=True)
    tables = build(*more, *values, closed)
    assert [row.no for row, _ in top_opportunities(tables)] == ["OP1", "X6", "X4", "X5", "X2"]
    assert [row.no for row, _ in top_opportunities(tables, limit=1)] == ["OP1"]
    assert top_opportunities(tables, limit=99)[-1][1] == 0


def test_cues_look_seven_days_ahead_and_back(build: Build) -> None:
    dates = [dt.date(2027, 1, 10), DAY, dt.date(2027, 1, 18), dt.date(2027, 1, 19), None]
    rows = [entry(no, estimated_close_date=date) for no, date in enumerate(dates, start=30)]
    closed = entry(40, estimated_close_date=DAY, date_closed=DAY)
    counted = cues(build(*rows, closed, opportunity("X", closed=True)), DAY)
    assert [row.entry_no for row in counted.due] == [31, 32]
    assert [row.entry_no for row in counted.overdue] == [30]
    assert (counted.open_opportunities, counted.closed_opportunities) == (2, 1)
    assert (counted.companies, counted.persons, counted.duplicates) == (2, 3, 0)


def test_a_cue_counts_the_pairs_of_contacts_that_look_alike(build: Build) -> None:
    pairs = [ContactDuplicate(contact_no="CT1", duplicate_contact_no=no) for no in ("CT2", "CT3")]
    assert cues(build(*pairs), DAY).duplicates == 2


@pytest.mark.rule("E-NOT-FOUND")
def test_the_card_shows_the_figures_of_the_active_entry(build: Build) -> None:
    log = [
        InteractionLogEntry(entry_no=1, opportunity_no="OP1"),
        InteractionLogEntry(entry_no=2, opportunity_no="OP1", canceled=True),
        InteractionLogEntry(entry_no=3, opportunity_no="OP1", postponed=True),
    ]
    found = opportunity_overview(build(*log), "OP1")
    assert (found.current_sales_cycle_stage, found.no_of_interactions) == (1, 1)
    assert found.probability_pct == 21
    assert found.calcd_current_value_lcy == 1050
    assert found.estimated_closing_date == dt.date(2027, 2, 11)
    blank = opportunity_overview(build(), "OP2")
    assert (blank.active, blank.current_sales_cycle_stage, blank.estimated_closing_date) == (None, 0, None)
    assert blank.estimated_value_lcy == 0
    with pytest.raises(NotFound):
        opportunity_overview(build(), "OP9")
