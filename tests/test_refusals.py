"""Every error of the package, one by one: it carries its rule, says so, and survives pickling."""

import datetime as dt
import enum
import importlib
import importlib.util
import pickle
import pkgutil
import types
import typing
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import bcmarketing
from bcmarketing.campaigns.records import TargetType
from bcmarketing.errors import BCMarketingError, Refusal
from bcmarketing.folder.steps import Step
from bcmarketing.rules import Rule
from bcmarketing.store.tables import Tables


def all_errors() -> list[type[BCMarketingError]]:
    """Return every error class of the package that names a rule."""
    for info in pkgutil.walk_packages([str(Path(bcmarketing.__file__).parent)], "bcmarketing."):
        if not info.name.endswith("__main__"):
            importlib.import_module(info.name)
    found: dict[str, type[BCMarketingError]] = {}

    def visit(kind: type[BCMarketingError]) -> None:
        for leaf in kind.__subclasses__():
            if isinstance(getattr(leaf, "rule", None), Rule):
                found[f"{leaf.__module__}.{leaf.__qualname__}"] = leaf
            visit(leaf)

    visit(BCMarketingError)
    return [found[name] for name in sorted(found)]


STEP = Step(number=1, stage="", date=dt.date(2027, 1, 1), process="go_back", arguments={}, refused="E-NONE")
SAMPLES: dict[object, object] = {
    str: "sample",
    int: 7,
    bool: True,
    Decimal: Decimal("1.5"),
    dt.date: dt.date(2027, 1, 1),
    object: "sample",
    Step: STEP,
    BCMarketingError: BCMarketingError("why"),
}


def sample(kind: object) -> object:
    if isinstance(kind, types.UnionType):
        kind = next(member for member in typing.get_args(kind) if member is not types.NoneType)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind), TargetType.CONTACT)
    if typing.get_origin(kind) is tuple:
        members = [member for member in typing.get_args(kind) if member is not Ellipsis]
        return tuple(sample(member) for member in members)
    return SAMPLES.get(kind, "sample")


def made(kind: type[BCMarketingError]) -> BCMarketingError:
    fields = attrs.fields(typing.cast("type[attrs.AttrsInstance]", kind))
    return kind(*(sample(field.type) for field in fields if field.init))


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_an_error_names_its_rule_and_survives_pickling(kind: type[BCMarketingError]) -> None:
    error = made(kind)
    rule = typing.cast("Refusal", error).rule
    assert rule.id in str(error)
    assert "{" not in str(error).split("(E-")[0]
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert str(again) == str(error)


def test_every_refusing_rule_is_carried_by_an_error() -> None:
    spec = importlib.util.spec_from_file_location("layers", Path(__file__).with_name("test_layers.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    refusing = {rule_id for rule_id in module.rules() if rule_id.startswith("E-")}
    carried = {typing.cast("type[Refusal]", kind).rule.id for kind in all_errors()}
    assert refusing - carried == set()


def test_a_refused_process_cannot_have_changed_the_tables() -> None:
    # A process is given a reader, and tables know no way to change: they only ever return others.
    public = {name for name in dir(Tables) if not name.startswith("_")}
    assert public == {"apply", "count", "get", "kinds", "last", "of", "rows", "where"}
