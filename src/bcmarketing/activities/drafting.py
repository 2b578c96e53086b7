"""New tasks before they are stored, with what the record proposes from which they are started."""

import attrs

from ..arguments import checked, checked_code
from ..campaigns.records import Campaign
from ..contacts.records import Contact
from ..context import Context
from ..interactions.records import InteractionLogEntry
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity
from ..segments.records import SegmentHeader, SegmentLine
from ..store.reader import Reader
from ..store.work import Work
from .attendance import LINE_STEP, contact_row, organizer_row, salesperson_row
from .people import People
from .proposals import Origin, proposed
from .records import Attendee, Task


@checked_kinds
def draft_task(
    reader: Reader,
    *,
    contact_no: str = "",
    salesperson_code: str = "",
    team_code: str = "",
    campaign_no: str = "",
    opportunity_no: str = "",
    segment_no: str = "",
    context: Context,
) -> Task:
    """Return a new task, not yet stored, with what the record proposes from which it is started.

    It is for today, takes a day, and has no number. Proposals are those of `assign_activity`.

    Raises:
        NotFound: a record that is named does not exist.
        Blocked, ContactBlocked: the salesperson is blocked, or the contact for privacy.

    Source: activities specification, creating a task.
    """
    origin = Origin(
        contact_no=contact_no,
        salesperson_code=salesperson_code,
        team_code=team_code,
        campaign_no=campaign_no,
        opportunity_no=opportunity_no,
        segment_no=segment_no,
    )
    task = proposed(Work(reader), origin)
    # A team's task has no salesperson, whoever else is named.
    return attrs.evolve(task, date=context.today, salesperson_code="" if task.team_code else task.salesperson_code)


def draft_task_from_document(
    reader: Reader, contact_no: str, *, salesperson_code: str = "", campaign_no: str = "", context: Context
) -> Task:
    """Return a new task for the sell-to contact of a sales document, with its salesperson and campaign if it has any.

    Raises:
        NotFound, ContactBlocked: the contact does not exist, or is blocked for privacy.
    """
    task = draft_task(reader, contact_no=contact_no, context=context)
    return attrs.evolve(
        task,
        salesperson_code=checked_code(salesperson_code, 20, "salesperson_code") or task.salesperson_code,
        campaign_no=campaign_no,
    )


def draft_task_from_entry(reader: Reader, entry: InteractionLogEntry, *, context: Context) -> Task:
    """Return a new task with contact, salesperson and campaign of a logged interaction.

    Raises:
        NotFound, ContactBlocked: the contact does not exist, or is blocked for privacy.
    """
    checked(entry, InteractionLogEntry, "entry")
    task = draft_task(reader, contact_no=entry.contact_no, context=context)
    return attrs.evolve(task, salesperson_code=entry.salesperson_code, campaign_no=entry.campaign_no)


@checked_kinds
def default_attendees(
    reader: Reader,
    *,
    contact_no: str = "",
    salesperson_code: str = "",
    team_code: str = "",
    campaign_no: str = "",
    opportunity_no: str = "",
    segment_no: str = "",
) -> tuple[Attendee, ...]:
    """Return whom Business Central proposes for a new meeting that is started from these records.

    Several organizers can be among them; the caller keeps one.

    Raises:
        NotFound: a record that is named does not exist.

    Source: activities specification, proposed attendees.
    """
    work = Work(reader)
    asked = _Proposal(People(work))
    origin = Origin(
        contact_no=contact_no,
        salesperson_code=salesperson_code,
        team_code=team_code,
        campaign_no=campaign_no,
        opportunity_no=opportunity_no,
        segment_no=segment_no,
    )
    campaign_salesperson = work.require(Campaign, origin.campaign_no).salesperson_code if origin.campaign_no else ""
    if origin.contact_no and (origin.salesperson_code or origin.campaign_no):
        asked.organizer(origin.salesperson_code or campaign_salesperson)
        asked.contact(origin.contact_no)
    else:
        if origin.contact_no:
            asked.organizer(work.require(Contact, origin.contact_no).salesperson_code)
            asked.contact(origin.contact_no)
        asked.organizer(origin.salesperson_code)
        asked.organizer(campaign_salesperson)
        if origin.opportunity_no:
            opportunity = work.require(Opportunity, origin.opportunity_no)
            asked.organizer(opportunity.salesperson_code)
            asked.contact(opportunity.contact_no)
    if origin.segment_no:
        asked.organizer(work.require(SegmentHeader, origin.segment_no).salesperson_code)
        for line in work.where(SegmentLine, segment_no=origin.segment_no):
            asked.contact(line.contact_no)
    asked.members(origin.team_code)
    return tuple(asked.rows)


class _Proposal:
    """Attendees as they are proposed; blanks are passed over, and only organizers can come twice."""

    def __init__(self, people: People) -> None:
        self.rows: list[Attendee] = []
        self._people = people
        self._contacts: set[str] = set()

    def organizer(self, code: str) -> None:
        if code:
            self.rows.append(organizer_row(self._line_no(), self._people.salesperson(code)))

    def contact(self, no: str) -> None:
        if no and no not in self._contacts:
            self._contacts.add(no)
            self.rows.append(contact_row(self._line_no(), self._people.contact(no)))

    def members(self, team_code: str) -> None:
        present = {row.attendee_no for row in self.rows}
        for member in self._people.members(team_code):
            if member not in present:
                self.rows.append(salesperson_row(self._line_no(), self._people.salesperson(member)))

    def _line_no(self) -> int:
        return (len(self.rows) + 1) * LINE_STEP
