"""What functions take: their annotations, checked at each call.

A type checker sees a wrong argument before the program runs. Where there is none, or the value comes from outside,
the function would fail somewhere inside, with an error that speaks of its own attributes. So the functions that a
host calls refuse an argument of a wrong kind by name, before anything is looked up.
"""

import datetime as dt
import functools
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, ParamSpec, TypeVar

from .arguments import checked
from .codes import check_date
from .errors import WrongType

P = ParamSpec("P")
T = TypeVar("T")

#: Refuses a value of a wrong kind, and names the argument.
Check = Callable[[Any, str], object]

#: Generic kinds of which only the outside is checked; what is in them is for the function.
_OUTSIDE: Final[Mapping[object, tuple[type, str]]] = {
    Iterable: (Iterable, "is no collection; a single value goes into a list"),
    Collection: (Collection, "is no collection; a single value goes into a list"),
    Sequence: (Sequence, "is no list or tuple"),
    Iterator: (Iterator, "is no iterator; give iter() of it"),
    Mapping: (Mapping, "is no mapping"),
    type: (type, "is no class"),
    Callable: (Callable, "cannot be called"),  # type: ignore[dict-item] # isinstance takes it
}


def checked_kinds(function: Callable[P, T]) -> Callable[P, T]:
    """Have every call of a function refuse arguments that are not of the kinds annotated.

    Checked are classes, what reads as a protocol wants it, whether something is a collection, a mapping or a function,
    and ``None``, where it may be given. Amounts, names of fields and what is in a collection are for the function,
    which can say more about them.

    >>> @checked_kinds
    ... def tell(name: str, *, times: int = 1) -> str:
    ...     return name * times
    >>> tell("Jo", times=2)
    'JoJo'
    >>> tell("Jo", times=True)
    Traceback (most recent call last):
    bcmarketing.errors.WrongType: times = True: is no whole number (E-FIELD-INVALID)
    """
    checks = {
        name: check
        for name, kind in function.__annotations__.items()
        if name != "return" and (check := _check_of(kind)) is not None
    }
    code = function.__code__
    by_place = tuple((name, checks.get(name)) for name in code.co_varnames[: code.co_argcount])

    @functools.wraps(function)
    def checking(*args: P.args, **kwargs: P.kwargs) -> T:
        for value, (name, check) in zip(args, by_place, strict=False):
            if check is not None:
                check(value, name)
        for name, value in kwargs.items():
            if name in checks:
                checks[name](value, name)
        return function(*args, **kwargs)

    return checking


def _check_of(kind: Any) -> Check | None:  # noqa: ANN401 - an annotation may be anything
    """Return the check of an annotation; ``None`` where the function knows better."""
    if isinstance(kind, types.UnionType):
        return _check_of_union(typing.get_args(kind))
    origin = typing.get_origin(kind)
    if origin in _OUTSIDE:
        return functools.partial(_check_outside, _OUTSIDE[origin])
    if not isinstance(kind, type) or kind in {object, Decimal} or origin is not None:
        return None
    if kind is dt.date:
        return check_date
    if getattr(kind, "_is_protocol", False):
        wanted = [name for name in vars(kind) if not name.startswith("_")]
        return functools.partial(_check_protocol, kind.__name__, wanted) if wanted else None
    return functools.partial(_check_class, kind)


def _check_of_union(members: tuple[Any, ...]) -> Check | None:
    kinds = [member for member in members if member is not types.NoneType]
    checks = [check for check in map(_check_of, kinds) if check is not None]
    if len(checks) < len(kinds):
        return None
    may_be_none = len(kinds) < len(members)

    def check(value: object, argument: str) -> None:
        if value is None and may_be_none:
            return
        if len(checks) == 1:
            checks[0](value, argument)
        elif not any(_accepts(check, value, argument) for check in checks):
            raise WrongType(argument, value, f"is none of {', '.join(kind.__name__ for kind in kinds)}")

    return check


def _accepts(check: Check, value: object, argument: str) -> bool:
    try:
        check(value, argument)
    except WrongType:
        return False
    return True


def _check_class(kind: type, value: object, argument: str) -> None:
    if value.__class__ is not kind:
        checked(value, kind, argument)


def _check_outside(outside: tuple[type, str], value: object, argument: str) -> None:
    kind, why = outside
    if not isinstance(value, kind) or isinstance(value, str | bytes):
        raise WrongType(argument, value, why)


def _check_protocol(name: str, wanted: list[str], value: object, argument: str) -> None:
    missing = [member for member in wanted if not hasattr(value, member)]
    if missing:
        raise WrongType(argument, value, f"is no {name}: it has no {' and no '.join(missing)}")
