"""Languages of a segment or of one line, added and removed (table 5104)."""

from ..arguments import checked_code
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .languages import delete_header_row, delete_own_row, insert_header_row, with_row
from .records import SegmentHeader, SegmentInteractionLanguage, SegmentLine
from .references import stored_header


@checked_kinds
def add_language(reader: Reader, row: SegmentInteractionLanguage) -> ChangeSet:
    """Add a language to a segment (line 0) or to one of its lines; lines take the document over.

    To the header: lines with its template that inherit their document, or have none, take it over; all of them with
    the first language, later those whose contact speaks the new one. To a line: the line does.

    Raises:
        NotFound: there is no such segment or line.
        Duplicate: it has the language already.

    Source: table 5104, OnInsert.
    """
    work = Work(reader)
    header = work.require(SegmentHeader, row.segment_no)
    if row.segment_line_no:
        line = work.require(SegmentLine, (row.segment_no, row.segment_line_no))
        work.insert(row)
        work.modify(with_row(line, row))
    else:
        insert_header_row(work, header, row)
    return work.done()


@checked_kinds
def remove_language(reader: Reader, segment_no: str, language_code: str, line_no: int = 0) -> ChangeSet:
    """Remove a language of a segment (line 0) or of one of its lines; lines with its document take another one.

    The document ceases to exist, unless a log entry holds it.

    Raises:
        NotFound: there is no such language.

    Source: table 5104, OnDelete.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    key = (header.no, line_no, checked_code(language_code, 10, "language_code"))
    row = work.require(SegmentInteractionLanguage, key)
    if line_no:
        delete_own_row(work, header, work.require(SegmentLine, (header.no, line_no)), row)
    else:
        delete_header_row(work, header, row)
    return work.done()
