"""Comments on log entries (table 5123)."""

import datetime as dt
from collections.abc import Iterable

import attrs

from ..arguments import checked, checked_each
from ..codes import code10, is_date, text80, to_code
from ..context import Context
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import InteractionLogEntry, InterLogEntryCommentLine

#: Business Central numbers lines of its own accord in these steps.
LINE_STEP = 10_000


@attrs.frozen
class Comment:
    """A comment as a user writes it, before it has a place."""

    comment: str = attrs.field(validator=text80)
    code: str = attrs.field(default="", converter=to_code, validator=code10)
    date: dt.date | None = attrs.field(default=None, validator=is_date)


def store_comments(work: Work, entry_no: int, comments: Iterable[Comment]) -> None:
    """Put these comments in the place of those that the entry has."""
    given = checked_each(comments, Comment, "comments")
    for line in work.where(InterLogEntryCommentLine, entry_no=entry_no):
        work.delete(line)
    for place, comment in enumerate(given, start=1):
        work.save(
            InterLogEntryCommentLine(
                entry_no=entry_no,
                line_no=place * LINE_STEP,
                date=comment.date,
                code=comment.code,
                comment=comment.comment,
            )
        )


def replace_comments(reader: Reader, entry_no: int, comments: Iterable[Comment]) -> ChangeSet:
    """Replace the comments of a log entry.

    Raises:
        NotFound: there is no such entry.
    """
    work = Work(reader)
    work.require(InteractionLogEntry, checked(entry_no, int, "entry_no"))
    store_comments(work, entry_no, comments)
    return work.done()


def modify_comment(reader: Reader, line: InterLogEntryCommentLine, *, context: Context) -> ChangeSet:
    """Store a changed comment line, dated today as modified.

    Raises:
        NotFound: there is no line with this key.
    """
    work = Work(reader)
    work.modify(attrs.evolve(line, last_date_modified=context.today))
    return work.done()
