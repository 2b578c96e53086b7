"""The parts of a filter expression: literals, comparisons, ranges, and the gates that join them."""

import enum
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

#: Characters with which a value cannot begin unless it is quoted.
_STARTS_NO_VALUE: Final = "=<>@'"
#: Characters that end a value unless it is quoted.
_ENDS_VALUE: Final = "&|()"


class Relation(enum.Enum):
    """How a field must compare with a value."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="

    def __repr__(self) -> str:
        return f"Relation.{self.name}"


@attrs.frozen
class Literal:
    """A value as it is meant, without its quotes.

    Attributes:
        text: the value; ``*`` and ``?`` are wildcards where equality is asked.
        ignore_case: marked with ``@``.

    >>> str(Literal("J & V*")), str(Literal("")), str(Literal("furni*", ignore_case=True)), str(Literal("o'clock"))
    ("'J & V*'", "''", '@furni*', "o'clock")
    """

    text: str
    ignore_case: bool = False

    def __str__(self) -> str:
        text = self.text
        plain = (
            text == text.strip()
            and text[:1] not in _STARTS_NO_VALUE  # blank text too: "" is in every text
            and not any(character in text for character in _ENDS_VALUE)
            and ".." not in text
            and not text.startswith(".")
            and not text.endswith(".")
        )
        quoted = text if plain else "'" + text.replace("'", "''") + "'"
        return f"@{quoted}" if self.ignore_case else quoted


@attrs.frozen
class Comparison:
    """A field compares with a value.

    >>> str(Comparison(Relation.NOT_EQUAL, Literal("")))
    "<>''"
    """

    relation: Relation
    value: Literal

    def __str__(self) -> str:
        return str(self.value) if self.relation is Relation.EQUAL else f"{self.relation.value}{self.value}"


@attrs.frozen
class Range:
    """A field lies between two values, both included; ``None`` is an open end, and one end is given.

    >>> str(Range(None, Literal("2027-12-31")))
    '..2027-12-31'
    """

    low: Literal | None
    high: Literal | None

    def __str__(self) -> str:
        low, high = ("" if end is None else str(end) for end in (self.low, self.high))
        return f"{low}..{high}"


Condition = Comparison | Range


@attrs.frozen
class Gate:
    """Joins the *count* results before it: all must hold (``&``), or one of them (``|``)."""

    sign: str
    count: int


Step = Condition | Gate
#: How the gates are written between the parts.
SIGNS: Final[Mapping[str, str]] = {"&": "&", "|": "|"}


@attrs.define
class _Open:
    """A gate whose parts are being written, last part first."""

    gate: Gate
    left: int
    wrapped: bool


def infix(steps: Sequence[Step], write: Callable[[Condition], str], signs: Mapping[str, str] = SIGNS) -> str:
    """Write steps, each gate after its parts, the way people do: gates between the parts, with parentheses.

    Reads from the end, so that it needs neither recursion nor more than one pass.
    """
    pieces: list[str] = []
    stack: list[_Open] = []
    for step in reversed(steps):
        if isinstance(step, Gate):
            # "&" binds tighter than "|": that is the one nesting which needs no parentheses.
            wrapped = bool(stack) and (stack[-1].gate.sign, step.sign) != ("|", "&")
            if wrapped:
                pieces.append(")")
            stack.append(_Open(step, step.count, wrapped))
            continue
        pieces.append(write(step))
        while stack:
            stack[-1].left -= 1
            if stack[-1].left:
                pieces.append(signs[stack[-1].gate.sign])
                break
            if stack.pop().wrapped:
                pieces.append("(")
    return "".join(reversed(pieces))
