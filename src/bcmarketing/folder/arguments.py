"""The arguments of the processes that a step can name: what each holds, and which record it names or creates."""

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

import attrs

from ..activities.records import Activity
from ..campaigns.records import Campaign, CampaignStatus
from ..contacts.partners import Salesperson
from ..contacts.records import Contact
from ..interactions.records import InteractionTemplate
from ..segments.records import SavedSegmentCriteria, SegmentHeader
from ..store.reader import Record


@attrs.frozen
class Names:
    """An argument is the key of a record; without such a record the process is refused."""

    kind: type[Record]


@attrs.frozen
class Creates:
    """An argument is the key of a record that the process makes.

    Attributes:
        kind: the record.
        only_if: the argument that asks for it; blank if the process makes one in any case.
    """

    kind: type[Record]
    only_if: str = ""


CampaignNo = Annotated[str, Names(Campaign)]
StatusCode = Annotated[str, Names(CampaignStatus)]
ActivityCode = Annotated[str, Names(Activity)]
SalespersonCode = Annotated[str, Names(Salesperson)]
TemplateCode = Annotated[str, Names(InteractionTemplate)]
ContactNo = Annotated[str, Names(Contact)]
SegmentNo = Annotated[str, Names(SegmentHeader)]
NewSegmentNo = Annotated[str, Creates(SegmentHeader)]
FollowUpNo = Annotated[str, Creates(SegmentHeader, only_if="follow_up")]
CriteriaCode = Annotated[str, Names(SavedSegmentCriteria)]
NewCriteriaCode = Annotated[str, Creates(SavedSegmentCriteria)]
#: Filters of a selection step: table -> field -> filter expression.
FilterArguments = Mapping[str, Mapping[str, str]]


@attrs.frozen(kw_only=True)
class Parameter:
    """One argument of a process.

    Attributes:
        holds: its type.
        mark: the record that it names or creates, if it does.
        is_required: whether a step must give it.
        default: what it is when a step leaves it out.
    """

    holds: object
    mark: Names | Creates | None
    is_required: bool
    default: object


@cache
def parameters(process: Callable[..., object]) -> Mapping[str, Parameter]:
    """Return the keyword-only arguments of a process by name: those that a step gives."""
    types, marked = typing.get_type_hints(process), typing.get_type_hints(process, include_extras=True)
    return {
        name: Parameter(
            holds=types[name],
            mark=next(_marks(marked[name]), None),
            is_required=parameter.default is inspect.Parameter.empty,
            default=None if parameter.default is inspect.Parameter.empty else parameter.default,
        )
        for name, parameter in inspect.signature(process).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def _marks(hint: Any) -> Iterator[Names | Creates]:  # noqa: ANN401 - annotations have no common type
    yield from getattr(hint, "__metadata__", ())
    for part in typing.get_args(hint):
        yield from _marks(part)
