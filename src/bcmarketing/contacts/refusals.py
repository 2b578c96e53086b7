"""What Business Central refuses to do with contacts and their links."""

from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule


@attrs.frozen
class ContactHasLogEntries(Refusal, ValueError):
    """The type of a contact cannot change while log entries name it."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-TYPE-LOG", "A contact with interaction log entries keeps its type.", "table 5050, TypeChange"
    )
    text: ClassVar[str] = "contact {contact_no} has interaction log entries and keeps its type"
    contact_no: str


@attrs.frozen
class ContactHasTasks(Refusal, ValueError):
    """The type of a contact cannot change while tasks name it."""

    rule: ClassVar[Rule] = Rule("E-CONTACT-TYPE-TASK", "A contact with tasks keeps its type.", "table 5050, TypeChange")
    text: ClassVar[str] = "contact {contact_no} has tasks and keeps its type"
    contact_no: str


@attrs.frozen
class ContactHasOpportunities(Refusal, ValueError):
    """The type of a contact cannot change while opportunities name it."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-TYPE-OPPORTUNITY", "A contact with opportunities keeps its type.", "table 5050, TypeChange"
    )
    text: ClassVar[str] = "contact {contact_no} has opportunities and keeps its type"
    contact_no: str


@attrs.frozen
class ContactHasPersons(Refusal, ValueError):
    """A company cannot become a person while persons belong to it."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-TYPE-PERSONS", "A company with persons does not become a person.", "table 5050, TypeChange"
    )
    text: ClassVar[str] = "contact {contact_no} has persons and stays a company"
    contact_no: str


@attrs.frozen
class ContactTypeField(Refusal, ValueError):
    """The type of a contact cannot change while a field that only the old type has is filled.

    Attributes:
        field: the field, or what there are too many of.
        value: what it holds, or how many there are.

    >>> print(ContactTypeField("CT1", "business_relations", 1))
    contact CT1 keeps its type: business_relations is 1 (E-CONTACT-TYPE-FIELD)
    """

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-TYPE-FIELD",
        "The type changes only when the fields of the old type are blank or 0.",
        "table 5050, TypeChange",
    )
    text: ClassVar[str] = "contact {contact_no} keeps its type: {field} is {value!r}"
    contact_no: str
    field: str
    value: str | int


@attrs.frozen
class ContactNotPerson(Refusal, ValueError):
    """Only a person can be given another company."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-NOT-PERSON", "Only a person can be given another company.", "table 5050, Company No."
    )
    text: ClassVar[str] = "contact {contact_no} is a company and keeps its own number as company"
    contact_no: str


@attrs.frozen
class ContactOnSegment(Refusal, ValueError):
    """A contact cannot change company while it is on a segment."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-ON-SEGMENT", "A contact on a segment keeps its company.", "table 5050, Company No."
    )
    text: ClassVar[str] = "contact {contact_no} is on segment {segment_no} and keeps its company"
    contact_no: str
    segment_no: str


@attrs.frozen
class ConsentMissing(Refusal, ValueError):
    """A minor is not unblocked without parental consent."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-CONSENT", "A minor without parental consent stays blocked.", "table 5050, Privacy Blocked"
    )
    text: ClassVar[str] = "contact {contact_no} is a minor without parental consent and stays blocked"
    contact_no: str


@attrs.frozen
class MinorHasNoProfile(Refusal, ValueError):
    """A minor gets no profile answers."""

    rule: ClassVar[Rule] = Rule("E-CONTACT-MINOR", "No profile is kept of a minor.", "table 5089")
    text: ClassVar[str] = "contact {contact_no} is a minor, of whom no profile is kept"
    contact_no: str


@attrs.frozen
class ProfileAnswerRefused(Refusal, ValueError):
    """The question takes one answer only, or is answered automatically."""

    rule: ClassVar[Rule] = Rule(
        "E-PROFILE-ANSWER",
        "A question takes a second answer only if it allows several, and none by hand if it is automatic.",
        "table 5089",
    )
    text: ClassVar[str] = "line {line_no} of questionnaire {questionnaire_code} cannot be an answer: {why}"
    questionnaire_code: str
    line_no: int
    why: str


@attrs.frozen
class ContactHasOpenTasks(Refusal, ValueError):
    """A contact with open tasks cannot be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-DELETE-TASK", "A contact with open tasks is not deleted.", "table 5050, OnDelete"
    )
    text: ClassVar[str] = "contact {contact_no} has open tasks and is not deleted"
    contact_no: str


@attrs.frozen
class ContactHasSegmentLines(Refusal, ValueError):
    """A contact on a segment cannot be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-DELETE-SEGMENT", "A contact on a segment is not deleted.", "table 5050, OnDelete"
    )
    text: ClassVar[str] = "contact {contact_no} is on segment {segment_no} and is not deleted"
    contact_no: str
    segment_no: str


@attrs.frozen
class ContactHasOpenOpportunities(Refusal, ValueError):
    """A contact with opportunities under way cannot be deleted."""

    rule: ClassVar[Rule] = Rule(
        "E-CONTACT-DELETE-OPPORTUNITY",
        "A contact with opportunities not started or in progress is not deleted.",
        "table 5050, OnDelete",
    )
    text: ClassVar[str] = "contact {contact_no} has opportunities under way and is not deleted"
    contact_no: str


@attrs.frozen
class RelationExists(Refusal, ValueError):
    """The contact has such a relation already, or the number is linked to a contact already."""

    rule: ClassVar[Rule] = Rule(
        "E-RELATION-EXISTS",
        "A contact has one link of a kind, and a linked record one contact.",
        "table 5054, OnInsert",
    )
    text: ClassVar[str] = "contact {contact_no} is linked already: {link} {no!r}"
    contact_no: str
    link: str
    no: str


@attrs.frozen
class RelationReserved(Refusal, ValueError):
    """The relation code is reserved for contacts that are linked with a record."""

    rule: ClassVar[Rule] = Rule(
        "E-RELATION-RESERVED",
        "The relation codes of the setup are for linked contacts, so nobody enters them without a number.",
        "table 5054, OnInsert",
    )
    text: ClassVar[str] = "business relation {code} is reserved for contacts linked with a {link}"
    code: str
    link: str
