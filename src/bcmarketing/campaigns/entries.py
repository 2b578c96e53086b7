"""Campaign entries: what a campaign did on one occasion (table 5072)."""

import datetime as dt

from ..context import Context
from ..interactions.document_kinds import entry_description
from ..policies import BC, Policies
from ..segments.records import SegmentHeader, SegmentLine
from ..store.work import Work
from .records import CampaignEntry


def campaign_entry_for(
    work: Work, line: SegmentLine, *, register_no: int, context: Context, policies: Policies = BC
) -> CampaignEntry:
    """Return the campaign entry that an interaction of *line* belongs to, and create it if there is none.

    There is one entry for each campaign, segment and document kind, so all interactions outside segments and
    documents share one. An entry that exists stays as it is, canceled or not (Q8) and whatever its date.

    Args:
        work: the process at work.
        line: the line or draft; a new entry takes its campaign, date, segment, salesperson and document kind.
        register_no: the logged segment; 0 for none. Only a new entry takes it.
        context: whose user a new entry notes.
        policies: ``reuse_canceled_campaign_entry``.

    Raises:
        NotFound: a new entry needs the description of a segment that does not exist.

    Source: campaigns specification, campaign entry for line; codeunit 5051.
    """
    entries = work.where(
        CampaignEntry,
        campaign_no=line.campaign_no,
        document_type=line.document_type,
        segment_no=line.segment_no,
    )
    if not policies.reuse_canceled_campaign_entry:
        entries = [entry for entry in entries if not entry.canceled]
    if entries:
        return min(entries, key=lambda entry: (entry.date or dt.date.min, entry.entry_no))
    if line.segment_no:
        description = work.require(SegmentHeader, line.segment_no).description
    else:
        description = entry_description(line.document_type)
    last = work.last(CampaignEntry)
    return work.insert(
        CampaignEntry(
            entry_no=1 if last is None else last.entry_no + 1,
            campaign_no=line.campaign_no,
            description=description,
            date=line.date,
            user_id=context.user_id,
            segment_no=line.segment_no,
            salesperson_code=line.salesperson_code,
            register_no=register_no,
            document_type=line.document_type,
        )
    )
