"""Statuses of campaigns: a list of the user's own; the step a campaign is at, and the one that comes next."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

import attrs

from ..arguments import checked_code, checked_codes, checked_each
from ..context import Context
from ..errors import FieldRequired, NotFound
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import Campaign, CampaignStatus
from .refusals import StatusNotAllowed

#: Which statuses may follow each status, by code; blank stands for no status. What is not named may not follow.
StatusFlow = Mapping[str, Collection[str]]


def insert_status(reader: Reader, status: CampaignStatus) -> ChangeSet:
    """Add a status to the list.

    Raises:
        FieldRequired: its code is blank.
        Duplicate: there is one with this code.
    """
    work = Work(reader)
    if not status.code:
        raise FieldRequired("code")
    work.insert(status)
    return work.done()


def delete_status(reader: Reader, status_code: str) -> ChangeSet:
    """Take a status from the list; campaigns that have it keep its code.

    Raises:
        NotFound: there is no such status.
    """
    work = Work(reader)
    work.delete(work.require(CampaignStatus, checked_code(status_code, 10, "status_code")))
    return work.done()


@checked_kinds
def next_status(reader: Reader, status_code: str) -> CampaignStatus | None:
    """Return the status that comes next in the list; the first one after none, ``None`` after the last.

    The list is in the order of its codes.

    Raises:
        NotFound: there is no such status.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([CampaignStatus(code="1-PLAN"), CampaignStatus(code="5-START")])
    >>> next_status(tables, "1-plan").code, next_status(tables, "5-START")
    ('5-START', None)
    """
    statuses = list(reader.where(CampaignStatus))
    place = _place(statuses, status_code) + 1
    return statuses[place] if place < len(statuses) else None


@checked_kinds
def previous_status(reader: Reader, status_code: str) -> CampaignStatus | None:
    """Return the status that comes before in the list; ``None`` before the first one, and before none.

    Raises:
        NotFound: there is no such status.
    """
    statuses = list(reader.where(CampaignStatus))
    place = _place(statuses, status_code)
    return statuses[place - 1] if place > 0 else None


def _place(statuses: list[CampaignStatus], status_code: str) -> int:
    code = checked_code(status_code, 10, "status_code")
    if not code:
        return -1
    for place, status in enumerate(statuses):
        if status.code == code:
            return place
    raise NotFound("CampaignStatus", code)


def check_status(work: Work, old: Campaign | None, new: Campaign, flow: StatusFlow | None) -> None:
    """Check the status that a campaign is given; *old* is ``None`` for a new campaign.

    Raises:
        NotFound: there is no such status.
        StatusNotAllowed: *flow* does not allow the change.
    """
    before = "" if old is None else old.status_code
    if new.status_code == before:
        return
    if new.status_code:
        work.require(CampaignStatus, new.status_code)
    if flow is not None and new.status_code not in _allowed(flow, before):
        raise StatusNotAllowed(new.no, before, new.status_code)


def _allowed(flow: StatusFlow, before: str) -> set[str]:
    return {
        code
        for status, following in flow.items()
        if checked_code(status, 10, "flow") == before
        for code in checked_codes(following, 10, "flow")
    }


@checked_kinds
def set_campaign_status(
    reader: Reader, campaign_no: str, status_code: str, *, flow: StatusFlow | None = None, context: Context
) -> ChangeSet:
    """Give a campaign a status.

    Args:
        reader: the tables.
        campaign_no: the campaign.
        status_code: its new status; blank for none.
        flow: the changes that the host allows, ``{"1-PLAN": ["2-APP"]}``; Business Central allows any.
        context: whose today becomes the date of modification.

    Raises:
        NotFound: there is no such campaign or status.
        StatusNotAllowed: *flow* does not allow the change.
    """
    work = Work(reader)
    old = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    new = attrs.evolve(old, status_code=status_code, last_date_modified=context.today)
    check_status(work, old, new, flow)
    work.modify(new)
    return work.done()


@attrs.frozen
class Renamed:
    """Why a campaign's row goes and another one comes: it got another number."""

    old_no: str
    new_no: str


@attrs.frozen
class StatusChange:
    """One change of a campaign's status.

    Attributes:
        campaign_no: the campaign, by its number at the time.
        old: the status before; blank for none.
        new: the status from then on.
        date: the day of the change; ``None`` for a status that the campaign was created with.
    """

    campaign_no: str
    old: str
    new: str
    date: dt.date | None


@checked_kinds
def status_history(changes: Iterable[ChangeSet], campaign_no: str) -> tuple[StatusChange, ...]:
    """Return the statuses that a campaign has gone through, as the change sets tell it, in their order.

    Args:
        changes: the change sets of a time, as they were applied.
        campaign_no: the campaign; if it was renamed on the way, its last number.
    """
    wanted = checked_code(campaign_no, 20, "campaign_no")
    found: list[StatusChange] = []
    # Backwards: a campaign that was renamed is followed to the number it had before.
    for changed in reversed(checked_each(changes, ChangeSet, "changes")):
        step = _step(changed, wanted)
        if step is None:
            continue
        old, new = step
        before = "" if old is None else old.status_code
        if new.status_code != before:
            date = None if old is None else new.last_date_modified
            found.append(StatusChange(new.no, before, new.status_code, date))
        if old is not None:
            wanted = old.no
    return tuple(reversed(found))


def _step(changed: ChangeSet, campaign_no: str) -> tuple[Campaign | None, Campaign] | None:
    """Return the campaign before and after a change set; ``None`` when it leaves the campaign alone."""
    for change in changed.modified:
        if isinstance(change.old, Campaign) and isinstance(change.new, Campaign) and change.new.no == campaign_no:
            return change.old, change.new
    for new in changed.inserted_of(Campaign):
        if new.no == campaign_no:
            renamed = {reason.new_no: reason.old_no for reason in changed.because if isinstance(reason, Renamed)}
            old_no = renamed.get(campaign_no)
            return next((old for old in changed.deleted_of(Campaign) if old.no == old_no), None), new
    return None
