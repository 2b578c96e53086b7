"""What a process of a run works on, and what it gives back."""

from collections.abc import Sequence
from typing import Final

import attrs

from ..context import Context
from ..policies import Policies
from ..store.changes import ChangeSet
from ..store.tables import Tables
from .orders import OrderLine, ResultRow

_NO_CHANGES: Final = ChangeSet()


@attrs.frozen(kw_only=True)
class Request:
    """What a process of a run works on."""

    tables: Tables
    orders: Sequence[OrderLine]
    context: Context
    policies: Policies


@attrs.frozen
class Outcome:
    """What a process of a run did: the changes, and rows for result files."""

    changes: ChangeSet = _NO_CHANGES
    rows: tuple[tuple[str, tuple[ResultRow, ...]], ...] = ()
