"""Languages of a segment: the documents of the header, those of single lines, and what lines inherit (table 5104)."""

from collections.abc import Iterable, Sequence

import attrs

from ..contacts.records import Attachment, Contact
from ..interactions.records import InteractionTemplate, InteractionTemplateLanguage
from ..store.work import Work
from .records import SegmentHeader, SegmentInteractionLanguage, SegmentLine


@attrs.frozen
class AttachmentCopy:
    """A request to the host: copy the content of a document to a new number."""

    source_no: int
    no: int


def header_rows(work: Work, segment_no: str) -> list[SegmentInteractionLanguage]:
    """Return the language rows of a segment's header, in order of language code."""
    return work.where(SegmentInteractionLanguage, segment_no=segment_no, segment_line_no=0)


def header_row(work: Work, segment_no: str, language_code: str) -> SegmentInteractionLanguage | None:
    """Return the header's row in one language."""
    return work.get(SegmentInteractionLanguage, (segment_no, 0, language_code))


def own_rows(work: Work, line: SegmentLine) -> list[SegmentInteractionLanguage]:
    """Return the language rows that belong to one line; a draft has none."""
    if not line.segment_no or not line.line_no:
        return []
    return work.where(SegmentInteractionLanguage, segment_no=line.segment_no, segment_line_no=line.line_no)


def attachment_of(work: Work, header: SegmentHeader) -> int:
    """Return the header's document: that of its default language, unless it comes of a Word template; 0 for none."""
    row = header_row(work, header.no, header.language_code_default)
    return row.attachment_no if row is not None and not row.word_template_code else 0


def modified_word_template_of(work: Work, header: SegmentHeader) -> int:
    """Return the document into which the header's Word template was changed for its default language; 0 for none."""
    row = header_row(work, header.no, header.language_code_default)
    return row.attachment_no if row is not None and row.word_template_code == header.word_template_code else 0


def find_language(
    work: Work,
    template_code: str,
    own: Sequence[SegmentInteractionLanguage],
    header: SegmentHeader | None,
    contact_language: str,
) -> str:
    """Return the language in which a contact of *contact_language* is written to.

    A line without rows of its own looks at the header's rows if it has the header's template, every other line at
    its own; a draft, which has no header, looks at the template's.

    Args:
        work: the process at work.
        template_code: the template of the line.
        own: the language rows of the line's own, in order of language code.
        header: the header of the line.
        contact_language: the language of the contact.

    Raises:
        NotFound: the line looks at its own rows, none is in the contact's language, and its template is unknown.

    Source: table 5077, FindLanguage.
    """
    if header is None:
        if work.get(InteractionTemplateLanguage, (template_code, contact_language)) is not None:
            return contact_language
        template = work.get(InteractionTemplate, template_code)
        return template.language_code_default if template is not None else ""
    if not own and template_code == header.interaction_template_code:
        known = header_row(work, header.no, contact_language) is not None
        return contact_language if known else header.language_code_default
    languages = [row.language_code for row in own]
    if contact_language in languages:
        return contact_language
    default = work.require(InteractionTemplate, template_code).language_code_default
    if default in languages:
        return default
    return languages[0] if languages else ""


def is_inherited(work: Work, line: SegmentLine, header: SegmentHeader) -> bool:
    """Return whether the document of a line is the header's: exactly one of document and Word template is set.

    Source: table 5077, AttachmentInherited.
    """
    if (line.attachment_no != 0) == (line.word_template_code != "") or not line.interaction_template_code:
        return False
    own = work.get(SegmentInteractionLanguage, (line.segment_no, line.line_no, line.language_code))
    if own is not None and own.attachment_no == line.attachment_no:
        return False
    row = header_row(work, header.no, line.language_code)
    if row is not None and row.attachment_no == line.attachment_no:
        return True
    return modified_word_template_of(work, header) != 0


def with_row(line: SegmentLine, row: SegmentInteractionLanguage) -> SegmentLine:
    """Return the line with language, subject, document and Word template of a row."""
    return attrs.evolve(
        line,
        language_code=row.language_code,
        subject=row.subject,
        attachment_no=row.attachment_no,
        word_template_code=row.word_template_code,
    )


def _with_header(work: Work, line: SegmentLine, header: SegmentHeader) -> SegmentLine:
    """Return the line with the header's row in the language of its contact, else with the header's defaults."""
    contact = work.get(Contact, line.contact_no)
    row = header_row(work, header.no, contact.language_code) if contact is not None else None
    if row is not None:
        return with_row(line, row)
    return attrs.evolve(
        line,
        language_code=header.language_code_default,
        subject=header.subject_default,
        attachment_no=attachment_of(work, header),
        word_template_code=header.word_template_code,
    )


def insert_header_row(work: Work, header: SegmentHeader, row: SegmentInteractionLanguage) -> None:
    """Add a language to the header.

    Lines with the header's template that inherit their document, or have none, take it over: all of them with the
    first language, later those whose contact speaks the new one.
    """
    is_first = not header_rows(work, header.no)
    lines = [
        line
        for line in work.where(
            SegmentLine, segment_no=header.no, interaction_template_code=header.interaction_template_code
        )
        if not line.attachment_no or is_inherited(work, line, header)
    ]
    work.insert(row)
    for line in lines:
        if is_first or _speaks(work, line, row.language_code):
            work.modify(with_row(line, row))


def _speaks(work: Work, line: SegmentLine, language_code: str) -> bool:
    contact = work.get(Contact, line.contact_no)
    return contact is not None and contact.language_code == language_code


def delete_header_row(work: Work, header: SegmentHeader, row: SegmentInteractionLanguage) -> SegmentHeader:
    """Remove a language of the header and return the header as it is then.

    The default moves to the first language left. Lines with the document of the row take the row of their contact's
    language, else the header's defaults.
    """
    work.delete(row)
    if row.language_code == header.language_code_default:
        first = next(iter(header_rows(work, header.no)), None)
        header = work.modify(
            attrs.evolve(
                header,
                language_code_default=first.language_code if first is not None else "",
                subject_default=first.subject if first is not None else "",
            )
        )
    for line in work.where(SegmentLine, segment_no=header.no, attachment_no=row.attachment_no):
        if work.get(Contact, line.contact_no) is not None:
            work.modify(_with_header(work, line, header))
    drop_attachment(work, row.attachment_no)
    return header


def delete_own_row(work: Work, header: SegmentHeader, line: SegmentLine, row: SegmentInteractionLanguage) -> None:
    """Remove a language of one line; if the line has its document, it takes what is there instead."""
    work.delete(row)
    if line.attachment_no == row.attachment_no:
        rest = own_rows(work, line)
        if rest:
            line = with_row(line, rest[0])
        elif line.interaction_template_code == header.interaction_template_code:
            line = _with_header(work, line, header)
        else:
            line = attrs.evolve(line, language_code="", subject="", attachment_no=0, word_template_code="")
        work.modify(line)
    drop_attachment(work, row.attachment_no)


def remove_rows(work: Work, rows: Iterable[SegmentInteractionLanguage]) -> None:
    """Remove language rows and their documents; lines find their language anew or go as well."""
    for row in rows:
        work.delete(row)
        drop_attachment(work, row.attachment_no)


def template_rows(
    work: Work, template_code: str, segment_no: str, line_no: int = 0
) -> list[SegmentInteractionLanguage]:
    """Return a template's languages as rows of a segment or line, each with a copy of its document; not stored yet."""
    return [
        SegmentInteractionLanguage(
            segment_no=segment_no,
            segment_line_no=line_no,
            language_code=row.language_code,
            description=row.description,
            attachment_no=_copy_attachment(work, row.attachment_no),
            word_template_code=row.word_template_code,
        )
        for row in work.where(InteractionTemplateLanguage, interaction_template_code=template_code)
    ]


def _copy_attachment(work: Work, source_no: int) -> int:
    if not source_no:
        return 0
    last = work.last(Attachment)
    # A host may keep documents without telling: at least the number of the source is taken.
    no = max(last.no if last is not None else 0, source_no) + 1
    work.insert(Attachment(no=no))
    work.request(AttachmentCopy(source_no, no))
    return no


def drop_attachment(work: Work, no: int) -> None:
    """Remove a document, unless a log entry holds it."""
    attachment = work.get(Attachment, no) if no else None
    if attachment is not None and not attachment.read_only:
        work.delete(attachment)


def keep_attachment(work: Work, no: int) -> None:
    """Make a document read-only, because a log entry holds it from now on."""
    attachment = work.get(Attachment, no) if no else None
    if attachment is not None and not attachment.read_only:
        work.modify(attrs.evolve(attachment, read_only=True))
