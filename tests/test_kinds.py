"""Arguments of a wrong kind are refused by name before anything else, whatever the function."""

import datetime as dt
import inspect
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

import bcmarketing
from bcmarketing.errors import WrongType
from bcmarketing.kinds import checked_kinds
from bcmarketing.store.reader import Reader
from bcmarketing.store.tables import Tables

#: Values of which none fits an option, a record, a policy, a context or a reader.
STRANGE: list[Any] = [None, 5, "x", b"x", 1.5, [], [None], {"a": 1}, True, object()]


#: A reader as a host may write it, of no class of ours.
HOST: Any = types.SimpleNamespace(get=lambda _kind, _key: None, where=lambda _kind, **_: [], last=lambda _kind: None)


def exported() -> Iterator[Callable[..., Any]]:
    names: list[str] = vars(bcmarketing)["__all__"]
    for name in names:
        value = getattr(bcmarketing, name)
        if inspect.isfunction(value) and hasattr(value, "__wrapped__"):
            yield value


def classes_of(kind: object) -> list[type]:
    """Return the plain classes that an annotation allows; none where it allows anything else."""
    origin = typing.get_origin(kind)
    if origin in {Mapping, type}:
        return [origin]
    members = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    plain = [member for member in members if isinstance(member, type) and typing.get_origin(member) is None]
    return plain if len(plain) == len(members) and not {object, Decimal} & set(plain) else []


def a_value_of(kind: object) -> object:
    """Return a value that a function is asked with while another argument is wrong."""
    known: dict[object, object] = {str: "X", int: 1, bool: True, dt.date: dt.date(2027, 1, 11), Hashable: "X"}
    known |= {Reader: Tables.of([]), Mapping: {}, type: bcmarketing.Campaign}
    if types.NoneType in typing.get_args(kind):
        return None
    for wanted in classes_of(kind):
        return known[wanted] if wanted in known else object.__new__(wanted)
    origin = typing.get_origin(kind)
    if origin is Iterator:
        return iter(())
    return print if origin is Callable else []


def fits(value: object, kinds: list[type]) -> bool:
    if isinstance(value, bool):
        return not {bool, Hashable}.isdisjoint(kinds)
    return any(isinstance(value, kind) for kind in kinds if kind is not Reader)


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("function", list(exported()), ids=lambda function: function.__name__)
def test_whatever_is_of_a_wrong_kind_is_refused_by_name(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    given = {name: a_value_of(parameter.annotation) for name, parameter in parameters.items()}
    wrong = [
        (name, value)
        for name, parameter in parameters.items()
        if (kinds := classes_of(parameter.annotation))
        for value in STRANGE
        if not fits(value, kinds)
    ]
    assert wrong, "the function takes something that can be told"
    for name, value in wrong:
        arguments = given | {name: value}
        by_place = [arguments[n] for n, p in parameters.items() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
        by_name = {n: arguments[n] for n, p in parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}
        with pytest.raises(WrongType) as caught:
            function(*by_place, **by_name)
        assert caught.value.field == name


def test_the_functions_that_read_check_what_they_are_given() -> None:
    reading = [
        value
        for name in vars(bcmarketing)["__all__"]
        if inspect.isfunction(value := getattr(bcmarketing, name)) and "reader" in inspect.signature(value).parameters
    ]
    assert len(reading) > 100
    assert [value.__name__ for value in reading if not hasattr(value, "__wrapped__")] == []


def test_a_reader_is_whatever_reads() -> None:
    assert bcmarketing.comments_of(HOST, "CP1") == ()
    with pytest.raises(WrongType, match=r"reader = .*is no Reader: it has no where and no last"):
        bcmarketing.campaign_details({"CP1": 1}, "CP1")  # type: ignore[arg-type]


@checked_kinds
def told(
    day: dt.date,
    names: Iterable[str] | None = None,
    rows: Sequence[int] = (),
    told_by: Callable[[str], str] = str,
    key: str | int = "",
    kind: type[object] = object,
    amount: Decimal | int = 0,
    *,
    draws: Iterator[str] | None = None,
) -> tuple[object, ...]:
    return day, names, rows, told_by, key, kind, amount, draws


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"day": dt.datetime(2027, 1, 11)}, "date-time"),  # noqa: DTZ001
        ({"day": None}, "no date"),
        ({"names": "Jo"}, "no collection"),
        ({"names": 5}, "no collection"),
        ({"rows": {1, 2}}, "no list or tuple"),
        ({"told_by": "str"}, "cannot be called"),
        ({"key": 1.5}, "none of str, int"),
        ({"key": None}, "none of str, int"),
        ({"kind": object()}, "no class"),
        ({"draws": ["a"]}, "no iterator"),
    ],
)
def test_collections_functions_and_unions_are_told_apart(wrong: dict[str, Any], why: str) -> None:
    given: dict[str, Any] = {"day": dt.date(2027, 1, 11)} | wrong
    with pytest.raises(WrongType, match=f"{next(iter(wrong))} = .*{why}"):
        told(**given)


def test_what_fits_passes_and_amounts_are_left_to_the_function() -> None:
    day = dt.date(2027, 1, 11)
    assert told(day, None, key=7)[:2] == (day, None)
    assert told(day, ["Jo"], (1, 2), len, "a", int, 1.5)[-2] == 1.5  # type: ignore[arg-type]
    assert inspect.signature(told).parameters["day"].annotation is dt.date
    assert told.__name__ == "told"
