"""Making frozen records by the million: what surely fits is accepted at once, and what is kept is not looked over.

attrs fills a frozen object through one call of `object.__setattr__` for each field, and asks a converter and a
validator for each. For a record of 25 fields that is eight ninths of the work. The ``__init__`` made here
asks one question about all values; if they fit, it fills the object while it is of a subclass that is not frozen.
Everything else goes to the ``__init__`` of attrs, so what a record converts, refuses and says is defined once, there.
"""

import functools
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import attrs

_T = TypeVar("_T")

_INIT: Final = """
def __init__(self, *, {signature}):
    if fits({given}):
        set_attribute(self, "__class__", Open)
        {stores}
        self.__class__ = Closed
    else:
        carefully(self, {keywords})
"""


def made_at_once(fits: Callable[..., bool]) -> Callable[[type[_T]], type[_T]]:
    """Return a decorator for a frozen attrs class whose fields are all given by keyword.

    Args:
        fits: takes the values of all fields in their order, and returns whether every converter would leave its value
            as it is, every validator accept it, and ``__attrs_post_init__`` find nothing wrong.
            It may say no to what fits, and it never raises.

    >>> @made_at_once(lambda width: width.__class__ is int)
    ... @attrs.frozen(kw_only=True)
    ... class Plank:
    ...     width: int = attrs.field(converter=int)
    >>> Plank(width=3), Plank(width="4")
    (Plank(width=3), Plank(width=4))
    """

    def decorate(kind: type[_T]) -> type[_T]:
        kind.__init__ = _init(kind, fits)  # type: ignore[method-assign]
        return kind

    return decorate


def _init(kind: type[Any], fits: Callable[..., bool]) -> Callable[..., None]:
    fields = attrs.fields(kind)
    given = [field for field in fields if field.init]
    names = [field.name for field in given]
    # The fields that are computed follow those that are given, as attrs has it.
    stores = [f"self.{name} = {name}" for name in names]
    stores += [f"self.{field.name} = default_{field.name}(self)" for field in fields if not field.init]
    source = _INIT.format(
        signature=", ".join(
            name if field.default is attrs.NOTHING else f"{name}=default_{name}"
            for name, field in zip(names, given, strict=True)
        ),
        given=", ".join(names),
        stores="\n        ".join(stores),
        keywords=", ".join(f"{name}={name}" for name in names),
    )
    known: dict[str, Any] = {
        "fits": fits,
        "set_attribute": object.__setattr__,
        "Open": unfrozen(kind),
        "Closed": kind,
        "carefully": kind.__init__,
    }
    for field in fields:
        default = field.default
        known[f"default_{field.name}"] = default.factory if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
    exec(source, known)  # noqa: S102 - fixed phrases and the names of fields, as attrs does it
    return functools.wraps(kind.__init__)(known["__init__"])


def unfrozen(kind: type[_T]) -> type[_T]:
    """Return a subclass of a frozen class whose objects can be filled, and then made objects of that class.

    It adds nothing to an object, which is what allows an object to change from one class to the other.

    >>> @attrs.frozen
    ... class Plank:
    ...     width: int
    >>> plank = unfrozen(Plank)(0)
    >>> plank.width = 3
    >>> plank.__class__ = Plank
    >>> plank
    Plank(width=3)
    """
    body = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(kind.__name__, (kind,), body)


@contextmanager
def no_collections() -> Iterator[None]:
    """Pause the garbage collector, if it is on, while many objects are made that are all kept.

    It would look them over again and again as they become more, and each time find that none is garbage.

    >>> with no_collections():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
