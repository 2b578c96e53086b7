"""A segment while a process changes it: its lines, contacts and steps, read once and kept in step with the work."""

from collections.abc import Iterable
from functools import cached_property

import attrs

from ..activities.records import Task
from ..campaigns.targets import TargetGroup
from ..context import Context
from ..policies import BC, Policies
from ..store.work import Work
from .languages import own_rows, remove_rows
from .lines import validate_contact
from .records import (
    CriteriaLineType,
    HistoryAction,
    SegmentCriteriaLine,
    SegmentHistory,
    SegmentInteractionLanguage,
    SegmentLine,
)
from .references import stored_header
from .steps import SelectionStep, criteria_lines

#: From one line to the next.
LINE_STEP = 10_000


class OpenSegment:
    """A segment at work.

    What a step asks of all lines (the last number, the lines of a contact, whether another line is left) is kept
    here, so that a process over many lines reads the segment once, and one that asks nothing of them not at all.

    Raises:
        NotFound: there is no such segment.
    """

    def __init__(self, work: Work, segment_no: str, *, context: Context, policies: Policies = BC) -> None:
        self.work = work
        self.context = context
        self.policies = policies
        self.header = stored_header(work, segment_no)
        self.no = self.header.no
        self.targets = TargetGroup(work, policies)
        self._criteria = work.where(SegmentCriteriaLine, segment_no=self.no)
        #: The number of selection steps recorded.
        self.no_of_actions = sum(line.type is CriteriaLineType.ACTION for line in self._criteria)

    @cached_property
    def _lines(self) -> dict[int, SegmentLine]:
        return {line.line_no: line for line in self.work.where(SegmentLine, segment_no=self.no)}

    @cached_property
    def _by_contact(self) -> dict[str, dict[int, None]]:
        by_contact: dict[str, dict[int, None]] = {}
        for line in self._lines.values():
            by_contact.setdefault(line.contact_no, {})[line.line_no] = None
        return by_contact

    def lines(self) -> tuple[SegmentLine, ...]:
        """Return the lines, in line order."""
        return tuple(self._lines.values())

    def line(self, line_no: int) -> SegmentLine | None:
        """Return a line by its number."""
        return self._lines.get(line_no)

    def lines_of(self, contact_no: str) -> tuple[SegmentLine, ...]:
        """Return the lines of a contact, in line order."""
        return tuple(self._lines[no] for no in sorted(self._by_contact.get(contact_no, ())))

    def has(self, contact_no: str) -> bool:
        """Return whether a contact has a line."""
        return bool(self._by_contact.get(contact_no))

    def criteria(self) -> tuple[SegmentCriteriaLine, ...]:
        """Return the criteria lines, in line order."""
        return tuple(self._criteria)

    def append(self, contact_no: str) -> SegmentLine:
        """Add a line for a contact at the end; it takes over what header and contact give it."""
        last = next(reversed(self._lines), 0)
        line = SegmentLine(segment_no=self.no, line_no=last + LINE_STEP)
        line = validate_contact(
            self.work, line, contact_no, context=self.context, policies=self.policies, targets=self.targets
        )
        self._lines[line.line_no] = self.work.insert(line)
        self._by_contact.setdefault(line.contact_no, {})[line.line_no] = None
        return line

    def replace(self, line: SegmentLine) -> SegmentLine:
        """Store a line in the place of the one with its number."""
        old = self._lines[line.line_no]
        self._forget(old)
        self._lines[line.line_no] = self.work.modify(line)
        self._by_contact.setdefault(line.contact_no, {})[line.line_no] = None
        return line

    def remove(self, line: SegmentLine, *, may_reset: bool = True) -> None:
        """Delete a line, with all that hangs on it.

        The target group of its campaign may lose a row, its own languages go, and tasks of the segment with its
        contact leave the segment when no other line has the contact. With the last line, more than one selection
        step is forgotten together with the history, unless the policy says no.

        Source: table 5077, OnDelete.
        """
        self.targets.deregister_line(line)
        remove_rows(self.work, own_rows(self.work, line))
        if may_reset and len(self._lines) == 1 and self.no_of_actions > 1 and self.policies.reset_criteria_when_empty:
            self.forget_criteria()
        self._forget(line)
        if not self.has(line.contact_no):
            for task in self.work.where(Task, segment_no=self.no, contact_no=line.contact_no):
                self.work.modify(attrs.evolve(task, segment_no=""))
        del self._lines[line.line_no]
        self.work.delete(line)

    def _forget(self, line: SegmentLine) -> None:
        self._by_contact[line.contact_no].pop(line.line_no)

    def record(self, step: SelectionStep) -> None:
        """Record a selection step, which is done before it is carried out."""
        first = self._criteria[-1].line_no + 1 if self._criteria else 1
        for line in criteria_lines(self.no, first, step):
            self._criteria.append(self.work.insert(line))
        self.no_of_actions += 1

    def remember(self, line: SegmentLine, action: HistoryAction) -> None:
        """Note in the history what the latest selection step did to a line."""
        self.work.save(
            SegmentHistory(
                segment_no=self.no,
                segment_action_no=self.no_of_actions,
                segment_line_no=line.line_no,
                contact_no=line.contact_no,
                action_taken=action,
            )
        )

    def forget_last_step(self) -> None:
        """Remove the criteria lines of the latest step."""
        while self._criteria:
            line = self._criteria.pop()
            self.work.delete(line)
            if line.type is CriteriaLineType.ACTION:
                self.no_of_actions -= 1
                return

    def forget_criteria(self) -> None:
        """Remove all selection steps and the history."""
        self._delete_all(self._criteria)
        self._criteria = []
        self.no_of_actions = 0
        self._delete_all(self.work.where(SegmentHistory, segment_no=self.no))

    def delete(self) -> None:
        """Delete the segment: criteria first, so that no question arises, then the rest, then the header."""
        self.forget_criteria()
        remove_rows(self.work, self.work.where(SegmentInteractionLanguage, segment_no=self.no))
        for line in self.lines():
            self.remove(line, may_reset=False)
        self.work.delete(self.header)

    def _delete_all(self, rows: Iterable[SegmentCriteriaLine | SegmentHistory]) -> None:
        for row in rows:
            self.work.delete(row)
