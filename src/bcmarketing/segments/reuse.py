"""The contacts of a logged segment put on a segment again (table 5076, ReuseLogged)."""

import attrs

from ..context import Context
from ..interactions.records import InteractionLogEntry
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .opened import OpenSegment
from .records import CriteriaAction, HistoryAction, LoggedSegment
from .steps import SelectionStep, recorded_filters


@checked_kinds
def reuse_logged(
    reader: Reader,
    segment_no: str,
    logged_segment_entry_no: int,
    *,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Add a line for every log entry of a logged segment, canceled ones and repeated contacts too.

    A line gets the campaign of its log entry; everything else is filled in as for a new line.
    When a person works on a segment that has selection steps, nothing happens unless the policy
    ``reuse_when_criteria_exist`` says yes.

    Raises:
        NotFound: there is no such segment or logged segment.

    Source: table 5076, ReuseLogged.
    """
    work = Work(reader)
    segment = OpenSegment(work, segment_no, context=context, policies=policies)
    logged = work.require(LoggedSegment, logged_segment_entry_no)
    if segment.no_of_actions and context.interactive and not policies.reuse_when_criteria_exist:
        return work.done()
    add_logged(segment, logged)
    return work.done()


def add_logged(segment: OpenSegment, logged: LoggedSegment) -> None:
    """Add the contacts of a logged segment as a step of a process. See `reuse_logged`."""
    filters = recorded_filters({"interaction_log_entry": {"logged_segment_entry_no": str(logged.entry_no)}})
    segment.record(SelectionStep(action=CriteriaAction.ADD, filters=filters, allow_existing_contacts=True))
    for entry in segment.work.where(InteractionLogEntry, logged_segment_entry_no=logged.entry_no):
        line = segment.append(entry.contact_no)
        if line.campaign_no != entry.campaign_no:
            segment.replace(attrs.evolve(line, campaign_no=entry.campaign_no))
        segment.remember(line, HistoryAction.INSERTION)
