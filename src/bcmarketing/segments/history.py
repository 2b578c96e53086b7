"""Going back: the latest selection step of a segment undone (table 5076, codeunit for segment history)."""

from ..context import Context
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .opened import OpenSegment
from .records import HistoryAction, SegmentHistory


@checked_kinds
def go_back(reader: Reader, segment_no: str, *, context: Context, policies: Policies = BC) -> ChangeSet:
    """Undo the latest selection step.

    From the last line of its history to the first, what was added goes, with all lines of the contact (Q6), and what
    was removed comes back at the end of the segment, filled in anew. Then the step is forgotten.
    Nothing happens without a step, or unless the policy ``undo_last_action`` says yes.

    Raises:
        NotFound: there is no such segment.

    Source: table 5078, GoBack.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    if not segment.no_of_actions or not policies.undo_last_action:
        return work.done()
    rows = work.where(SegmentHistory, segment_no=segment.no, segment_action_no=segment.no_of_actions)
    for row in reversed(rows):
        if row.action_taken is HistoryAction.DELETION:
            segment.append(row.contact_no)
            continue
        for line in segment.lines_of(row.contact_no):
            if policies.go_back_all_lines or line.line_no == row.segment_line_no:
                segment.remove(line)
    for row in rows:
        # Emptying the segment may have removed the history already.
        if work.get(SegmentHistory, (row.segment_no, row.segment_action_no, row.segment_line_no)) is not None:
            work.delete(row)
    segment.forget_last_step()
    return work.done()
