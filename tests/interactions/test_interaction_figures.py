"""The figures of one template, group or salesperson; sums that no context of the thread can change."""

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from bcmarketing.campaigns.ledger import CampaignLedger
from bcmarketing.campaigns.statistics import campaign_statistics
from bcmarketing.contacts.partners import Salesperson
from bcmarketing.errors import InvalidField, NotFound
from bcmarketing.interactions.figures import group_statistics, salesperson_statistics, template_statistics
from bcmarketing.interactions.records import InteractionGroup, InteractionLogEntry, InteractionTemplate
from bcmarketing.interactions.statistics import InteractionFigures, interaction_statistics, sum_up
from bcmarketing.periods import Period
from bcmarketing.store.tables import Tables

DAY = dt.date(2027, 3, 2)
ENTRY = InteractionLogEntry(
    entry_no=1,
    date=DAY,
    campaign_no="CP1",
    interaction_template_code="T1",
    interaction_group_code="G1",
    salesperson_code="EVA",
    cost="1234.56",
    duration=90,
)
TABLES = Tables.of(
    [
        InteractionTemplate(code="T1"),
        InteractionGroup(code="G1"),
        Salesperson(code="EVA"),
        ENTRY,
        attrs.evolve(ENTRY, entry_no=2, canceled=True),
        attrs.evolve(ENTRY, entry_no=3, postponed=True),
        attrs.evolve(ENTRY, entry_no=4, date=DAY + dt.timedelta(1)),
        InteractionLogEntry(entry_no=5, date=DAY),
    ]
)
Question = Callable[[Tables, str, Period], InteractionFigures]
QUESTIONS: list[tuple[Question, str]] = [
    (template_statistics, "t1"),
    (group_statistics, "g1"),
    (salesperson_statistics, "eva"),
]


@pytest.mark.parametrize(("question", "code"), QUESTIONS)
def test_live_entries_of_the_period_count(question: Question, code: str) -> None:
    assert question(TABLES, code, Period()) == InteractionFigures(2, Decimal("2469.12"), Decimal(180))
    assert question(TABLES, code, Period(DAY, DAY)) == InteractionFigures(1, Decimal("1234.56"), Decimal(90))
    with pytest.raises(NotFound):
        question(TABLES, "X", Period())


@pytest.mark.rule("E-FIELD-INVALID")
def test_interactions_are_told_apart_by_a_few_fields_only() -> None:
    with pytest.raises(InvalidField, match="by = 'colour': is none of interaction_template_code"):
        interaction_statistics([], "colour")  # type: ignore[arg-type]


def test_the_decimal_context_of_the_thread_changes_no_sum() -> None:
    entries = [attrs.evolve(ENTRY, entry_no=no) for no in range(1, 4)]
    total = Decimal("3703.68")

    with decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact])) as context:
        figures = campaign_statistics(entries)["CP1"]
        found = [figures.cost, CampaignLedger(entries).figures("CP1").cost, sum_up(entries).cost]
        average = attrs.evolve(figures, contacts_responded=7).avg_cost_per_response
        assert not context.flags[decimal.Inexact]

    assert found == [total, total, total]
    assert average == Decimal("529.10")
