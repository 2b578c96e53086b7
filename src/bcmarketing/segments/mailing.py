"""Mailing groups given to the contacts of a segment (report 5187), and deleted (table 5055)."""

from typing import Final

from ..arguments import checked_code
from ..contacts.records import ContactMailingGroup, MailingGroup
from ..kinds import checked_kinds
from ..rules import Rule
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import SegmentLine
from .references import stored_header
from .refusals import MailingGroupInUse, NoSuchMailingGroup

MAILING_GROUP_APPLIED: Final = Rule(
    "N-MAILING-GROUP", "The user is told that the mailing group is applied to the segment.", "report 5187"
)


@checked_kinds
def apply_mailing_group(reader: Reader, segment_no: str, code: str, *, delete_old: bool = False) -> ChangeSet:
    """Give the contact of every line a mailing group; a line without contact gives it to the blank contact.

    Args:
        reader: the tables.
        segment_no: the segment.
        code: the mailing group.
        delete_old: first take the group from everybody who has it.

    Raises:
        NotFound: there is no such segment.
        NoSuchMailingGroup: the code is blank, or there is no such group.

    Source: report 5187, Apply Mailing Group.
    """
    work = Work(reader)
    header = stored_header(work, segment_no)
    group = work.get(MailingGroup, checked_code(code, 10, "code"))
    if group is None or not group.code:
        raise NoSuchMailingGroup(code)
    if delete_old:
        for row in work.where(ContactMailingGroup, mailing_group_code=group.code):
            work.delete(row)
    for line in work.where(SegmentLine, segment_no=header.no):
        work.save(ContactMailingGroup(contact_no=line.contact_no, mailing_group_code=group.code))
    work.notice(MAILING_GROUP_APPLIED, f"mailing group {group.code} is now applied to segment {header.no}")
    return work.done()


@checked_kinds
def delete_mailing_group(reader: Reader, code: str) -> ChangeSet:
    """Delete a mailing group that no contact has.

    Raises:
        NotFound: there is no such group.
        MailingGroupInUse: a contact has it.

    Source: table 5055, OnDelete.
    """
    work = Work(reader)
    group = work.require(MailingGroup, checked_code(code, 10, "code"))
    if work.where(ContactMailingGroup, mailing_group_code=group.code):
        raise MailingGroupInUse(group.code)
    work.delete(group)
    return work.done()
