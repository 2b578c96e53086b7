"""What can be told of a run before it is carried out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..codes import to_code
from ..errors import BCMarketingError, InvalidField
from ..segments.steps import recorded_filters
from ..store.reader import Record
from ..store.tables import Tables
from .arguments import Creates, FilterArguments, Names, Parameter, parameters
from .cells import reason
from .faults import BadStep
from .layout import TABLES
from .processes import PROCESSES
from .run import bound
from .segment_processes import fields_of
from .steps import Step

_FILES: Final[Mapping[type[Record], str]] = {table.kind: name for name, table in TABLES.items()}


class _Made:
    """The keys of the records that steps make."""

    def __init__(self) -> None:
        self._keys: set[tuple[type[Record], str]] = set()
        #: Kinds of which a step makes one whose key it leaves open.
        self._open: set[type[Record]] = set()

    def note(self, step: Step, name: str, mark: Creates) -> None:
        key = step.arguments.get(name, "")
        if isinstance(key, str) and key.strip():
            self._keys.add((mark.kind, to_code(key)))
        elif not mark.only_if or step.arguments.get(mark.only_if):
            self._open.add(mark.kind)

    def has(self, kind: type[Record], key: str) -> bool:
        return kind in self._open or (kind, key) in self._keys


def step_faults(tables: Tables, steps: Iterable[Step]) -> Iterator[BadStep]:
    """Find what is wrong with the steps of a run without carrying them out, in their order.

    Processes and arguments are checked, filter expressions, and whether what a step names is in the tables or made by a
    step before. A step that must be refused may name what is not there.

    >>> from bcmarketing.folder.steps import to_steps
    >>> steps = to_steps([{"date": "2027-01-11", "process": "activate_campaign", "arguments": {"campaign_no": "CP9"}}])
    >>> print(*step_faults(Tables(), steps))
    step 1 (activate_campaign): argument campaign_no = 'CP9' is not in campaigns.csv (E-STEP)
    """
    made = _Made()
    for step in steps:
        try:
            process, arguments = bound(step)
        except BadStep as error:
            yield error
        else:
            if not step.refused:
                for name, value in arguments.items():
                    why = _fault(tables, made, parameters(process)[name], value)
                    if why:
                        yield BadStep(step.number, step.process, name, why)
        if step.process in PROCESSES and not step.refused:
            for name, parameter in parameters(PROCESSES[step.process]).items():
                if isinstance(parameter.mark, Creates):
                    made.note(step, name, parameter.mark)


def _fault(tables: Tables, made: _Made, parameter: Parameter, value: object) -> str:
    """Return what is wrong with an argument that its process takes; blank if nothing is."""
    if parameter.holds == FilterArguments and isinstance(value, Mapping):
        return next(_filter_faults(value), "")
    if not isinstance(parameter.mark, Names) or not isinstance(value, str):
        return ""
    kind, key = parameter.mark.kind, to_code(value)
    if not key:
        return f"= {value!r} must not be blank" if parameter.is_required else ""
    if tables.get(kind, key) is not None or made.has(kind, key):
        return ""
    if kind not in _FILES:
        return f"= {value!r} is made by no step before"
    return f"= {value!r} is not in {_FILES[kind]}.csv{', nor made by a step before' if kind in _MADE else ''}"


_MADE: Final = frozenset(
    parameter.mark.kind
    for process in PROCESSES.values()
    for parameter in parameters(process).values()
    if isinstance(parameter.mark, Creates)
)


def _filter_faults(filters: FilterArguments) -> Iterator[str]:
    for table, fields in fields_of(filters).items():
        for view in [{field: expression} for field, expression in fields.items()] or [{}]:
            try:
                recorded_filters({table: view})
            except InvalidField as error:
                yield f"{error.value!r} {error.why}"
            except BCMarketingError as error:
                [(field, expression)] = view.items()
                yield f"{table}.{field} = {expression!r} {reason(error)}"
