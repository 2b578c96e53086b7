"""Comments on a campaign (table 5061)."""

import datetime as dt

from ..arguments import checked_code
from ..contacts.records import CommentTable, RlshpMgtCommentLine
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import Campaign

#: Business Central numbers lines of its own accord in these steps.
_STEP = 10_000


@checked_kinds
def comments_of(reader: Reader | Work, campaign_no: str) -> tuple[RlshpMgtCommentLine, ...]:
    """Return the comments of a campaign, in the order of their line numbers."""
    campaign_no = checked_code(campaign_no, 20, "campaign_no")
    return tuple(reader.where(RlshpMgtCommentLine, table_name=CommentTable.CAMPAIGN, no=campaign_no))


@checked_kinds
def add_comment(
    reader: Reader, campaign_no: str, comment: str, *, code: str = "", date: dt.date | None = None
) -> ChangeSet:
    """Add a comment at the end of those that a campaign has.

    Raises:
        NotFound: there is no such campaign.
        InvalidField: the comment or its code is too long.

    >>> from bcmarketing.store.tables import Tables
    >>> changes = add_comment(Tables.of([Campaign(no="CP1")]), "CP1", "Stand 12, hall 3")
    >>> changes.inserted_of(RlshpMgtCommentLine)[0].line_no
    10000
    """
    work = Work(reader)
    campaign = work.require(Campaign, checked_code(campaign_no, 20, "campaign_no"))
    lines = comments_of(work, campaign.no)
    work.insert(
        RlshpMgtCommentLine(
            table_name=CommentTable.CAMPAIGN,
            no=campaign.no,
            line_no=(lines[-1].line_no if lines else 0) + _STEP,
            date=date,
            code=code,
            comment=comment,
        )
    )
    return work.done()
