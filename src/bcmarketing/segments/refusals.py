"""What segments refuse."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule


@attrs.frozen
class InheritedAttachment(Refusal, ValueError):
    """The template of a header is to change without its lines, and lines hold the document of the old one."""

    rule: ClassVar[Rule] = Rule(
        "E-SEGMENT-INHERITED-ATTACHMENT",
        "The template of a segment does not change without its lines while lines inherit their document.",
        "table 5076, Interaction Template Code",
    )
    text: ClassVar[str] = "the template of segment {segment_no!r} cannot change without line {line_no}, which inherits"
    segment_no: str
    line_no: int


@attrs.frozen
class NoCriteria(Refusal, LookupError):
    """There is nothing to save: the segment has no selection step."""

    rule: ClassVar[Rule] = Rule(
        "E-SEGMENT-NO-CRITERIA",
        "Only a segment with a selection step has criteria to save.",
        "table 5076, SaveCriteria",
    )
    text: ClassVar[str] = "segment {segment_no!r} has no criteria"
    segment_no: str


@attrs.frozen
class AlreadyLogged(Refusal, ValueError):
    """A segment with this number was logged, and the logged segment is still there, canceled or not."""

    rule: ClassVar[Rule] = Rule(
        "E-SEGMENT-LOGGED", "A segment number is logged once, as long as its logged segment exists.", "codeunit 5051"
    )
    text: ClassVar[str] = "segment {segment_no!r} is logged already"
    segment_no: str


@attrs.frozen
class NoSuchMailingGroup(Refusal, LookupError):
    """The mailing group to apply is blank or does not exist."""

    rule: ClassVar[Rule] = Rule(
        "E-MAILING-GROUP", "A mailing group must be named and exist to be applied.", "report 5187, Apply Mailing Group"
    )
    text: ClassVar[str] = "mailing group {code!r} cannot be applied: it does not exist"
    code: str


@attrs.frozen
class MailingGroupInUse(Refusal, ValueError):
    """A mailing group has contacts and cannot be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-MAILING-GROUP-IN-USE", "A mailing group with contacts is not deleted.", "table 5055, OnDelete"
    )
    text: ClassVar[str] = "mailing group {code!r} has contacts"
    code: str


@attrs.frozen
class EmptySegment(Refusal, ValueError):
    """No line of the segment has a contact."""

    rule: ClassVar[Rule] = Rule(
        "E-SEGMENT-EMPTY", "A segment is used only if a line of it has a contact.", "codeunit 5051; table 5077"
    )
    text: ClassVar[str] = "segment {segment_no!r} has no line with a contact"
    segment_no: str
