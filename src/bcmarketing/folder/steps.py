"""The steps of a run: which process, on which day, with which arguments."""

import datetime as dt
import json
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

import attrs

from ..amounts import to_amount
from ..errors import BCMarketingError
from .arguments import FilterArguments, parameters
from .cells import read_date, read_integer, reason
from .faults import BadData, BadStep

_KEYS: Final = ("stage", "date", "process", "arguments", "expected", "refused")

_WORDS: Final[Mapping[object, str]] = {
    str: "text",
    bool: "true or false",
    dt.date: "a date",
    int: "a whole number",
    Decimal: "a number",
}


@attrs.frozen(kw_only=True)
class Step:
    """One step of a run.

    Attributes:
        number: its place, from 1.
        stage: a heading for people.
        date: today and the work date of the step.
        process: the name of the process.
        arguments: as given; what is left out has the process's default.
        expected: a remark for people; never compared.
        refused: the rule by which this step must be refused, and the run goes on; blank for a step that must succeed.
    """

    number: int
    stage: str
    date: dt.date
    process: str
    arguments: Mapping[str, object]
    expected: str = ""
    refused: str = ""


def read_steps(path: Path) -> tuple[Step, ...]:
    """Read a file of steps.

    Raises:
        BadData: the file is missing or is no JSON.
        BadStep: a step lacks what it needs.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        json.dumps(content, ensure_ascii=False, default=str).encode()  # refuses half a character
    except FileNotFoundError:
        raise BadData(path.name, 0, "", "", "is missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadData(path.name, 0, "", "", f"cannot be read: {error}") from None
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise BadData(path.name, line, "", "", f"is no JSON: {error}") from None
    if not isinstance(content, list):
        raise BadData(path.name, 0, "", "", "is no list of steps")
    return to_steps(content)


def to_steps(content: Iterable[object]) -> tuple[Step, ...]:
    """Return the steps that plain data describe: one mapping a step.

    Raises:
        BadStep: a step lacks what it needs.

    >>> [step] = to_steps([{"date": "2027-01-11", "process": "log_segment", "arguments": {"segment_no": "SM1"}}])
    >>> step.number, step.date
    (1, datetime.date(2027, 1, 11))
    """
    return tuple(_step(number, entry) for number, entry in enumerate(content, 1))


def _step(number: int, entry: object) -> Step:
    if not isinstance(entry, dict):
        raise BadStep(number, "", "", "is no object")
    for key in entry:
        if key not in _KEYS:
            raise BadStep(number, "", "", f"has a key {key!r}, which no step has")
    texts = {key: entry.get(key, "") for key in ("stage", "date", "process", "expected", "refused")}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise BadStep(number, "", "", f"{key} = {text!r} is no text")
    arguments = entry.get("arguments", {})
    if not texts["process"]:
        raise BadStep(number, "", "", "names no process")
    if not isinstance(arguments, dict):
        raise BadStep(number, texts["process"], "", "arguments are no object")
    try:
        day = read_date(texts["date"], "date")
    except BCMarketingError as error:
        raise BadStep(number, texts["process"], "", f"date = {texts['date']!r} {reason(error)}") from None
    return Step(
        number=number,
        stage=texts["stage"],
        date=day,
        process=texts["process"],
        arguments=arguments,
        expected=texts["expected"],
        refused=texts["refused"],
    )


def bind(step: Step, process: Callable[..., object]) -> dict[str, object]:
    """Return the arguments of a step as the process takes them.

    Raises:
        BadStep: an argument is unknown, missing or of the wrong type.
    """
    known = parameters(process)
    for name in step.arguments:
        if name not in known:
            raise BadStep(step.number, step.process, name, f"is not known; the process takes {', '.join(known)}")
    for name, parameter in known.items():
        if parameter.is_required and name not in step.arguments:
            raise BadStep(step.number, step.process, name, "is missing")
    return {name: _argument(step, name, value, known[name].holds) for name, value in step.arguments.items()}


def _argument(step: Step, name: str, value: object, kind: object) -> object:
    try:
        return _converted(value, kind, name)
    except BCMarketingError as error:
        raise BadStep(step.number, step.process, name, f"= {value!r} {reason(error)}") from None
    except TypeError as error:
        raise BadStep(step.number, step.process, name, f"= {value!r} {error}") from None


def _converted(value: object, kind: object, name: str) -> object:
    members = set(typing.get_args(kind)) - {type(None)} if kind != FilterArguments else set()
    wanted = members.pop() if len(members) == 1 else kind
    if wanted is str and isinstance(value, str):
        return value
    if wanted is bool and isinstance(value, bool):
        return value
    if wanted is dt.date and isinstance(value, str):
        return read_date(value, name)
    if wanted is int and not isinstance(value, bool) and isinstance(value, int | str):
        return value if isinstance(value, int) else read_integer(value, name)
    if wanted is Decimal and not isinstance(value, bool) and isinstance(value, int | float | Decimal | str):
        return to_amount(cast("Decimal | int | str", value), name)  # which says what to give for a float
    if wanted == FilterArguments and isinstance(value, dict):
        return {table: _fields(table, fields) for table, fields in value.items()}
    raise TypeError(f"is not {_WORDS.get(wanted, 'an object: table -> field -> filter expression')}")


def _fields(table: str, fields: object) -> dict[str, str]:
    if not isinstance(fields, dict) or not all(isinstance(expression, str) for expression in fields.values()):
        raise TypeError(f"holds no fields with filter expressions, as text, for table {table}")
    return fields
