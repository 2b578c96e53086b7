"""Why a contact is in a segment, or is not: what each selection step did about it."""

import enum
from collections.abc import Iterable, Iterator

import attrs

from ..contacts.links import stored_contact
from ..contacts.records import Contact
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.reader import Reader
from ..store.work import Work
from .criteria import widened
from .records import (
    CriteriaAction,
    HistoryAction,
    SegmentCriteriaLine,
    SegmentHistory,
    SegmentLine,
)
from .references import stored_header
from .selection import Selection
from .steps import SelectionStep, View, steps_of


class Verdict(enum.Enum):
    """What a selection step did about a contact; values are for people."""

    BROUGHT_IN = "brought it in"
    HAD_LINE = "found it, and it had a line already"
    NOT_FOUND = "did not find it"
    EXCLUDED = "found it, but it is excluded from segments"
    PASSED = "left it in"
    REMOVED = "removed it"
    ABSENT = "had nothing to remove"

    def __repr__(self) -> str:
        return f"Verdict.{self.name}"


@attrs.frozen
class StepDecision:
    """What one step did about a contact, and by which filters.

    Attributes:
        action_no: the number of the step, from 1.
        step: the step as it was recorded.
        verdict: what it did.
        matched: the filters that the contact passes.
        failed: the filters that it does not pass, as far as they fail.

    What was done comes from the history of the segment, the filters are applied to the contact as it is now.
    """

    action_no: int
    step: SelectionStep
    verdict: Verdict
    matched: tuple[tuple[str, View], ...] = ()
    failed: tuple[tuple[str, View], ...] = ()

    @property
    def is_by_company(self) -> bool:
        """Whether the step took the contact for a match, although only others of its company pass the filters."""
        match self.step.action, self.verdict:
            case (CriteriaAction.ADD, Verdict.BROUGHT_IN | Verdict.HAD_LINE | Verdict.EXCLUDED):
                return bool(self.failed)
            case (CriteriaAction.REDUCE, Verdict.REMOVED) | (CriteriaAction.REFINE, Verdict.PASSED):
                return bool(self.failed) and self.step.entire_companies
            case _:
                return False

    def explain(self) -> str:
        """Return the decision as a sentence."""
        if self.is_by_company:
            company = "through its company"
            return f"step {self.action_no}, {self.step.action.caption}, {self.verdict.value} ({company})"
        reasons = [f"matches {_text(table, view)}" for table, view in self.matched]
        reasons += [f"does not match {_text(table, view)}" for table, view in self.failed]
        reason = f" (it {' and '.join(reasons)})" if reasons else ""
        return f"step {self.action_no}, {self.step.action.caption}, {self.verdict.value}{reason}"


def _text(table: str, view: View) -> str:
    return ", ".join(f"{table}.{field} = {expression}" for field, expression in view)


@attrs.frozen
class Membership:
    """Whether a contact is in a segment, and what each selection step did about it.

    Attributes:
        segment_no: the segment.
        contact_no: the contact.
        line_nos: its lines, in order; none when it is left out.
        decisions: one for each selection step, in order.
    """

    segment_no: str
    contact_no: str
    line_nos: tuple[int, ...]
    decisions: tuple[StepDecision, ...]

    @property
    def is_member(self) -> bool:
        """Whether the contact has a line."""
        return bool(self.line_nos)

    @property
    def brought_in_by(self) -> StepDecision | None:
        """The latest step that brought the contact in; ``None`` if no step did, as with lines entered by code."""
        return self._latest(Verdict.BROUGHT_IN)

    @property
    def dropped_by(self) -> StepDecision | None:
        """The step that keeps the contact out.

        That is the latest that removed it, else the first that could have brought it in; ``None`` for a member, and
        when no step is left that did anything about it.
        """
        if self.is_member:
            return None
        adds = (one for one in self.decisions if one.step.action is CriteriaAction.ADD)
        return self._latest(Verdict.REMOVED) or next(adds, None)

    def _latest(self, verdict: Verdict) -> StepDecision | None:
        return next((one for one in reversed(self.decisions) if one.verdict is verdict), None)

    def explain(self) -> str:
        """Return the membership as text: whether, then a line for each step."""
        if not self.is_member:
            head = f"{self.contact_no} is not in segment {self.segment_no}"
        else:
            head = f"{self.contact_no} is in segment {self.segment_no}, line {', '.join(map(str, self.line_nos))}"
            if self.brought_in_by is None:
                head += ", entered outside the recorded steps"
        return "\n".join((head, *(f"  {decision.explain()}" for decision in self.decisions)))


@checked_kinds
def explain_membership(
    reader: Reader, segment_no: str, contact_no: str | None = None, *, policies: Policies = BC
) -> tuple[Membership, ...]:
    """Return why contacts are in a segment or not.

    Args:
        reader: the tables.
        segment_no: the segment.
        contact_no: one contact; without it all contacts there are, by number.
        policies: how trade history counts.

    Raises:
        NotFound: there is no such segment or contact.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    contacts = work.where(Contact) if contact_no is None else [stored_contact(work, contact_no)]
    lines: dict[str, list[int]] = {}
    for line in work.where(SegmentLine, segment_no=header.no):
        lines.setdefault(line.contact_no, []).append(line.line_no)
    past = _Past(work.where(SegmentHistory, segment_no=header.no))
    steps = [
        _Step(work, number, step, policies)
        for number, step in enumerate(steps_of(work.where(SegmentCriteriaLine, segment_no=header.no)), 1)
    ]
    return tuple(
        Membership(
            header.no,
            contact.no,
            tuple(lines.get(contact.no, ())),
            tuple(_decisions(contact, steps, past, is_member=contact.no in lines)),
        )
        for contact in contacts
    )


class _Past:
    """The history of a segment by contact and step."""

    def __init__(self, rows: Iterable[SegmentHistory]) -> None:
        self._actions: dict[str, dict[int, HistoryAction]] = {}
        for row in rows:
            self._actions.setdefault(row.contact_no, {})[row.segment_action_no] = row.action_taken

    def action(self, contact_no: str, action_no: int) -> HistoryAction | None:
        """Return what a step did to lines of the contact."""
        return self._actions.get(contact_no, {}).get(action_no)

    def began_inside(self, contact_no: str, *, is_member: bool) -> bool:
        """Return whether the contact had a line before the first step: one that no step accounts for."""
        actions = self._actions.get(contact_no)
        if not actions:
            return is_member
        return actions[min(actions)] is HistoryAction.DELETION and min(actions) > 0


class _Step:
    """A selection step with its filters applied to the contacts there are now."""

    def __init__(self, work: Work, number: int, step: SelectionStep, policies: Policies) -> None:
        self.number = number
        self.step = step
        self.adds = step.action is CriteriaAction.ADD
        self._selection = Selection.of(work, step.by_table(), persons_by_document=self.adds, policies=policies)
        found = self._selection.find(work) if self.adds else []
        self._found = frozenset(contact.no for contact in widened(work, found, step))

    def finds(self, contact: Contact) -> bool:
        return contact.no in self._found

    def decision(self, contact: Contact, verdict: Verdict) -> StepDecision:
        failed = tuple((failure.table, failure.view) for failure in self._selection.failures(contact))
        failing = {table for table, _ in failed}
        matched = tuple(one for one in self.step.filters if one[0] not in failing)
        return StepDecision(self.number, self.step, verdict, matched, failed)


def _decisions(contact: Contact, steps: Iterable[_Step], past: _Past, *, is_member: bool) -> Iterator[StepDecision]:
    inside = past.began_inside(contact.no, is_member=is_member)
    for step in steps:
        done = past.action(contact.no, step.number)
        if done is HistoryAction.INSERTION:
            verdict, inside = Verdict.BROUGHT_IN, True
        elif done is HistoryAction.DELETION:
            verdict, inside = Verdict.REMOVED, False
        elif not step.adds:
            verdict = Verdict.PASSED if inside else Verdict.ABSENT
        elif not step.finds(contact):
            verdict = Verdict.NOT_FOUND
        elif contact.exclude_from_segment and not step.step.ignore_exclusion:
            verdict = Verdict.EXCLUDED
        else:
            verdict = Verdict.HAD_LINE if inside else Verdict.NOT_FOUND
        yield step.decision(contact, verdict)
