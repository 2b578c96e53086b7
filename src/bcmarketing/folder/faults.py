"""What is wrong with a data folder, told in one line."""

from typing import ClassVar

import attrs

from ..errors import BCMarketingError
from ..rules import Rule


@attrs.frozen
class BadData(BCMarketingError, ValueError):
    """A file of a data folder cannot be used; nothing of the folder was loaded.

    Attributes:
        file: the file's name.
        line: its line, counted from 1 for the header; 0 when the file as a whole is at fault.
        column: the column's name; blank when the whole line is.
        value: what stands there.
        why: what is wrong with it.

    >>> print(BadData("orders.csv", 7, "quantity", "two", "is no decimal number"))
    orders.csv, line 7, column quantity: 'two' is no decimal number (E-DATA)
    """

    rule: ClassVar[Rule] = Rule("E-DATA", "A data folder is loaded whole or not at all.", "layout of data folders")
    file: str
    line: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        what = f"{self.value!r} " if self.column or self.value else ""
        return f"{place}: {what}{self.why} ({self.rule.id})"


@attrs.frozen
class BadStep(BCMarketingError, ValueError):
    """A step of a run is not what its process takes.

    Attributes:
        step: the step's number, from 1.
        process: the process it names.
        argument: the argument at fault; blank when the step as a whole is.
        why: what is wrong.
    """

    rule: ClassVar[Rule] = Rule("E-STEP", "A step names a process and gives the arguments it takes.", "steps.json")
    step: int
    process: str
    argument: str
    why: str

    def __str__(self) -> str:
        process = f" ({self.process})" if self.process else ""
        argument = f"argument {self.argument} " if self.argument else ""
        return f"step {self.step}{process}: {argument}{self.why} ({self.rule.id})"


@attrs.frozen
class Dangling:
    """A reference of a data folder to a row that is not there.

    >>> print(Dangling("campaign_entries.csv", 2, "campaign_no", "CMP1", "campaigns"))
    campaign_entries.csv, line 2, column campaign_no: 'CMP1' is not in campaigns.csv
    """

    file: str
    line: int
    column: str
    value: str
    target: str

    @property
    def is_history(self) -> bool:
        """Whether a run goes on all the same: an entry may name a campaign that is gone, and no process minds."""
        return (self.file, self.column) == ("campaign_entries.csv", "campaign_no")

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.value!r} is not in {self.target}.csv"
