"""Who is targeted by more than one campaign at a time."""

from collections.abc import Iterator

import attrs

from ..kinds import checked_kinds
from ..periods import Period
from ..policies import BC, Policies
from ..store.reader import Reader
from ..store.work import Work
from .records import Campaign, CampaignTargetGroup, TargetType
from .targets import TargetGroup, supports_of


@attrs.frozen
class Overlap:
    """A customer or contact that several campaigns target.

    Attributes:
        type: whether it is a customer or a contact.
        no: its number.
        campaign_nos: the campaigns, two at least, by number.
    """

    type: TargetType
    no: str
    campaign_nos: tuple[str, ...]


def runs_in(campaign: Campaign, period: Period) -> bool:
    """Return whether a campaign runs on some day of a period; a blank date of it is open.

    >>> import datetime as dt
    >>> spring = Period(dt.date(2027, 3, 1), dt.date(2027, 5, 31))
    >>> runs_in(Campaign(no="CP1", starting_date=dt.date(2027, 5, 31)), spring)
    True
    """
    start, end = campaign.starting_date, campaign.ending_date
    if start is not None and end is not None and start > end:  # assigned, not entered: no day lies within
        return False
    return Period(start, end).overlaps(period)


@checked_kinds
def overlapping_targets(
    reader: Reader, period: Period, *, activated_only: bool = False, policies: Policies = BC
) -> tuple[Overlap, ...]:
    """Return the customers and contacts that more than one campaign targets in a period: customers first, by number.

    A campaign targets whom its target group names; and, whether or not it is activated, each contact on a segment line
    or log entry marked as its target, with the customer of that contact's company.
    Both campaigns run on some day of the period, not necessarily on the same.

    Args:
        reader: the tables.
        period: the dates that count; both ends belong to it.
        activated_only: look at the target groups only, so at campaigns whose prices hold by now.
        policies: ``register_without_company``.
    """
    work = Work(reader)
    targets = TargetGroup(work, policies)
    found: dict[tuple[TargetType, str], dict[str, None]] = {}
    for campaign in work.where(Campaign):
        if runs_in(campaign, period):
            for target in _targets(work, campaign.no, targets, activated_only=activated_only):
                found.setdefault(target, {})[campaign.no] = None
    found.pop((TargetType.CONTACT, ""), None)  # a person without company stands for nobody's company (Q1)
    return tuple(Overlap(kind, no, tuple(nos)) for (kind, no), nos in sorted(found.items()) if len(nos) > 1)


def _targets(
    work: Work, campaign_no: str, targets: TargetGroup, *, activated_only: bool
) -> Iterator[tuple[TargetType, str]]:
    for row in work.where(CampaignTargetGroup, campaign_no=campaign_no):
        yield row.type, row.no
    if activated_only:
        return
    for support in supports_of(work, campaign_no):
        target = targets.row_of(support)
        if target is not None:
            yield target.type, target.no
            yield TargetType.CONTACT, support.contact_no
