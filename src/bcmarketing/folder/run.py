"""A run: steps carried out one after the other on tables that change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

import attrs

from ..context import Context
from ..errors import BCMarketingError, Refusal
from ..policies import Policies
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.tables import Tables
from .faults import BadStep
from .orders import OrderLine, ResultRow
from .outcomes import Outcome, Request
from .processes import PROCESSES, Process
from .steps import Step, bind
from .writing import RESULTS

#: Questions have their default answers, except that asking to go back means yes.
POLICIES: Final = Policies(undo_last_action=True)


@attrs.frozen
class StepRefused(BCMarketingError, ValueError):
    """A step was refused, and the run ended there.

    Attributes:
        step: the step.
        refusal: why.
    """

    step: Step
    refusal: BCMarketingError

    def __str__(self) -> str:
        return f"step {self.step.number} ({self.step.process}, {self.step.date}) was refused: {self.refusal}"


@attrs.frozen
class RefusalMissed(BCMarketingError, ValueError):
    """A step that had to be refused was carried out."""

    rule: ClassVar[Rule] = Rule(
        "E-NOT-REFUSED", "A step that names the rule which refuses it is refused by that rule.", "steps.json"
    )
    step: Step

    def __str__(self) -> str:
        return (
            f"step {self.step.number} ({self.step.process}) had to be refused by {self.step.refused} and was not "
            f"({self.rule.id})"
        )


@attrs.frozen
class StepResult:
    """What one step did.

    Attributes:
        step: the step.
        before: the tables before it.
        tables: the tables after it.
        outcome: what changed and what it reports; nothing where it was refused, as it had to be.
        refusal: why it was refused, where it had to be.
    """

    step: Step
    before: Tables = attrs.field(repr=False)
    tables: Tables = attrs.field(repr=False)
    outcome: Outcome
    refusal: Refusal | None = None


def run_steps(tables: Tables, orders: Sequence[OrderLine], steps: Iterable[Step]) -> Iterator[StepResult]:
    """Carry out steps one after the other; each result comes as soon as its step is done.

    Raises:
        BadStep: a step names no process, or not the arguments it takes.
        StepRefused: a step was refused; what the steps before it did stands in their results.
        RefusalMissed: a step was carried out that had to be refused.

    >>> from bcmarketing.folder.steps import to_steps
    >>> from bcmarketing.samples import winter_light
    >>> results = list(run_steps(winter_light.tables(), winter_light.ORDERS, to_steps(winter_light.STEPS)))
    >>> results[2].step.process, results[2].refusal.rule.id
    ('activate_campaign', 'E-CAMPAIGN-NO-TARGETS')
    """
    todo = [(step, bound(step)) for step in steps]
    for step, (process, arguments) in todo:
        request = Request(tables=tables, orders=orders, context=Context(today=step.date), policies=POLICIES)
        outcome, refusal = Outcome(), None
        try:
            outcome = process(request, **arguments)
        except Refusal as error:
            if step.refused != error.rule.id:
                raise StepRefused(step, error) from error
            refusal = error
        except BCMarketingError as error:
            raise StepRefused(step, error) from error
        if step.refused and refusal is None:
            raise RefusalMissed(step)
        before, tables = tables, tables.apply(outcome.changes)
        yield StepResult(step, before, tables, outcome, refusal)


def bound(step: Step) -> tuple[Process, dict[str, object]]:
    """Return the process of a step, and its arguments as the process takes them.

    Raises:
        BadStep: it names no process, or not the arguments it takes.
    """
    process = PROCESSES.get(step.process)
    if process is None:
        raise BadStep(step.number, step.process, "", f"is no process; there are {', '.join(PROCESSES)}")
    return process, bind(step, process)


def results_of(done: Iterable[StepResult]) -> Mapping[str, list[ResultRow]]:
    """Return the rows of every result file, in the order in which the steps reported them."""
    rows: dict[str, list[ResultRow]] = {file: [] for file in RESULTS}
    for result in done:
        for file, reported in result.outcome.rows:
            rows[file].extend(reported)
    return rows


def changes_of(done: Iterable[StepResult]) -> ChangeSet:
    """Return everything that a run changed, as one change set."""
    return ChangeSet().then(*(result.outcome.changes for result in done))
