"""Reading filter expressions, in time linear in their length and at any depth of parentheses."""

import re
from typing import Final

from .conditions import Comparison, Condition, Gate, Literal, Range, Relation
from .refusals import FilterSyntax

#: The two-character signs first: the longest that fits is meant.
_RELATIONS: Final = tuple(sorted(Relation, key=lambda relation: -len(relation.value)))
_SIGNS: Final = ("=", "<", ">")
_VALUE: Final = "a value"
_BARE: Final = re.compile(r"(?:(?!\.\.)[^&|()])+")


class _Program:
    """The conditions read so far. A gate follows as soon as all that it joins is there."""

    def __init__(self) -> None:
        self.steps: list[Condition | Gate] = []
        # For each open pair of parentheses: the parts of the present "&", and the finished parts of the "|".
        self._ands = [0]
        self._ors = [0]

    @property
    def depth(self) -> int:
        return len(self._ands) - 1

    def add(self, condition: Condition) -> None:
        self.steps.append(condition)
        self._ands[-1] += 1

    def open(self) -> None:
        self._ands.append(0)
        self._ors.append(0)

    def next_alternative(self) -> None:
        ands, self._ands[-1] = self._ands[-1], 0
        if ands > 1:
            self.steps.append(Gate("&", ands))
        self._ors[-1] += 1

    def finish(self) -> None:
        self.next_alternative()
        if self._ors[-1] > 1:
            self.steps.append(Gate("|", self._ors[-1]))

    def close(self) -> None:
        self.finish()
        self._ands.pop()
        self._ors.pop()
        self._ands[-1] += 1


class _Scanner:
    """Takes conditions off the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """Pass white space and return the next character, blank at the end."""
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def takes(self, sign: str) -> bool:
        """Pass *sign* if it comes next."""
        self.peek()
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def refuse(self, expected: str) -> FilterSyntax:
        return FilterSyntax(self.text, self.at, expected)

    def condition(self) -> Condition:
        for relation in _RELATIONS:
            if self.takes(relation.value):
                return Comparison(relation, self.literal())
        if self.takes(".."):
            return Range(None, self.literal())
        low = self.literal()
        if not self.takes(".."):
            return Comparison(Relation.EQUAL, low)
        open_end = self.peek() in {"", "&", "|", ")"}
        return Range(low, None if open_end else self.literal())

    def literal(self) -> Literal:
        ignore_case = self.takes("@")
        if self.peek() == "'":
            return Literal(self._quoted(), ignore_case)
        start = self.at
        if self.text.startswith(_SIGNS, start):
            raise self.refuse(_VALUE)
        run = _BARE.match(self.text, start)
        bare = run[0].rstrip() if run else ""
        if not bare:
            raise self.refuse(_VALUE)
        self.at += len(bare)
        return Literal(bare, ignore_case)

    def _quoted(self) -> str:
        parts: list[str] = []
        start = self.at + 1
        while True:
            stop = self.text.find("'", start)
            if stop < 0:
                self.at = len(self.text)
                raise self.refuse("the closing quote")
            parts.append(self.text[start:stop])
            self.at = stop + 1
            if not self.text.startswith("'", self.at):
                return "'".join(parts)
            start = stop + 2


def read_filter(text: str) -> tuple[Condition | Gate, ...]:
    """Return the conditions of a filter expression, each gate after what it joins; blank text gives none.

    Raises:
        FilterSyntax: the text is no filter expression.

    >>> [str(step) for step in read_filter("A&B|C")]
    ['A', 'B', "Gate(sign='&', count=2)", 'C', "Gate(sign='|', count=2)"]
    """
    scanner = _Scanner(text)
    program = _Program()
    if not scanner.peek():
        return ()
    going = True
    while going:
        while scanner.takes("("):
            program.open()
        program.add(scanner.condition())
        while program.depth and scanner.takes(")"):
            program.close()
        if scanner.takes("|"):
            program.next_alternative()
        else:
            going = scanner.takes("&")
    if program.depth:
        raise scanner.refuse('"&", "|" or ")"')
    if scanner.peek():
        raise scanner.refuse('"&", "|" or the end')
    program.finish()
    return tuple(program.steps)
