"""What a business rule is: an identifier, a sentence, and where it comes from."""

import attrs


@attrs.frozen
class Rule:
    """A rule of Business Central that this package applies.

    Rules are constants beside the code that applies them.
    Errors carry the rule they enforce, notices the rule that gave them, decisions name theirs in ``because``.

    Attributes:
        id: a stable identifier: ``E-...`` for a refusal, ``N-...`` for a notice, ``R-...`` for what decides a result.
        statement: the rule in one sentence.
        source: where Business Central states or shows it.

    >>> str(Rule("R-EXAMPLE", "An example decides nothing.", "nowhere"))
    'R-EXAMPLE'
    """

    id: str
    statement: str
    source: str

    def __str__(self) -> str:
        return self.id
