"""The errors that every part of the package can raise; the others stand beside the code that raises them."""

from typing import ClassVar, Final

import attrs

from .rules import Rule

#: Characters of an offending value that a message shows.
_SHOWN: Final = 80


class BCMarketingError(Exception):
    """Base of every deliberate error of this package."""


class Refusal(BCMarketingError):
    """Business Central refuses this, and so do we; nothing has changed.

    A leaf names the fault, holds its facts as fields, and carries the ``rule`` it enforces.
    ``text`` is the message, with the fields in braces.
    """

    rule: ClassVar[Rule]
    text: ClassVar[str]

    def __str__(self) -> str:
        facts = {name: getattr(self, name) for name in getattr(self, "__match_args__", ())}
        return f"{self.text.format_map(facts)} ({self.rule.id})"


@attrs.frozen
class InvalidField(Refusal, ValueError):
    """A field was given a value that Business Central refuses.

    Attributes:
        field: the attribute's name.
        value: what was given.
        why: what is wrong with it.

    >>> print(InvalidField("starting_date", "soon", "is no date"))
    starting_date = 'soon': is no date (E-FIELD-INVALID)
    """

    rule: ClassVar[Rule] = Rule("E-FIELD-INVALID", "A value must fit its field.", "field definitions of the tables")
    field: str
    value: object
    why: str

    def __str__(self) -> str:
        value = repr(self.value)
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."
        return f"{self.field} = {shown}: {self.why} ({self.rule.id})"


@attrs.frozen
class WrongType(InvalidField, TypeError):
    """A field was given a value of a type it never takes."""


@attrs.frozen
class FieldRequired(Refusal, ValueError):
    """A field must be filled and is blank.

    >>> print(FieldRequired("description"))
    description must be filled (E-FIELD-REQUIRED)
    """

    rule: ClassVar[Rule] = Rule("E-FIELD-REQUIRED", "A field that a step needs must be filled.", "TestField calls")
    text: ClassVar[str] = "{field} must be filled"
    field: str


@attrs.frozen
class NotFound(Refusal, LookupError):
    """A record that is named does not exist.

    >>> print(NotFound("Campaign", "CP9"))
    Campaign 'CP9' does not exist (E-NOT-FOUND)
    """

    rule: ClassVar[Rule] = Rule("E-NOT-FOUND", "A record that is named must exist.", "table relations, Get calls")
    text: ClassVar[str] = "{kind} {key!r} does not exist"
    kind: str
    key: object


@attrs.frozen
class Duplicate(Refusal, ValueError):
    """A record with this key exists already.

    >>> print(Duplicate("Campaign", "CP1"))
    Campaign 'CP1' exists already (E-DUPLICATE)
    """

    rule: ClassVar[Rule] = Rule("E-DUPLICATE", "No two records of a table share their key.", "primary keys")
    text: ClassVar[str] = "{kind} {key!r} exists already"
    kind: str
    key: object


@attrs.frozen
class Blocked(Refusal, ValueError):
    """A salesperson or dimension value is blocked."""

    rule: ClassVar[Rule] = Rule("E-BLOCKED", "A blocked salesperson or dimension value is not entered.", "table 13")
    text: ClassVar[str] = "{field} = {value!r} is blocked"
    field: str
    value: str


@attrs.frozen
class Declined(Refusal):
    """A question was answered with no, and the step is given up."""

    rule: ClassVar[Rule] = Rule("E-DECLINED", "A step whose question is declined is given up.", "Confirm calls")
    text: ClassVar[str] = "declined: {question}"
    question: str


@attrs.frozen
class NoSeries(Refusal, LookupError):
    """A number is needed and no number series is set up for that kind."""

    rule: ClassVar[Rule] = Rule("E-NO-SERIES", "A blank number needs a number series.", "marketing setup, table 5079")
    text: ClassVar[str] = "no number series is set up for {kind}"
    kind: str


@attrs.frozen
class ManualNo(Refusal, ValueError):
    """The number series does not allow numbers typed by hand."""

    rule: ClassVar[Rule] = Rule("E-MANUAL-NO", "A typed number needs a series that allows it.", "no. series, table 308")
    text: ClassVar[str] = "number {no!r} is typed by hand, and the series for {kind} does not allow that"
    kind: str
    no: str
