"""Records and change sets as plain data and back, for files, queues and databases (extra ``records``).

Plain data hold text, whole numbers, booleans and ``None`` only, so they pass through JSON unharmed:
amounts are decimal text, dates are ISO, options are their captions, date formulas their neutral text.
"""

import datetime as dt
import importlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar, cast

import attrs
import cattrs

from .amounts import parse_amount
from .dates.formula import DateFormula
from .errors import BCMarketingError, InvalidField
from .options import Option
from .rules import Rule
from .store.changes import ChangeSet, Modified, Notice
from .store.reader import Record

R = TypeVar("R", bound=Record)

#: Whose names a row uses: ``starting_date``, or Business Central's ``Starting Date``.
Names = Literal["python", "bc"]
#: A row as plain data.
PlainRow = dict[str, Any]

#: Modules that define records.
_RECORD_MODULES: Final = (
    "activities.records",
    "campaigns.records",
    "contacts.partners",
    "contacts.profiles",
    "contacts.records",
    "contacts.setup",
    "interactions.records",
    "opportunities.documents",
    "opportunities.records",
    "pricing.currencies",
    "pricing.items",
    "pricing.legacy_records",
    "pricing.records",
    "pricing.sales_setup_records",
    "pricing.worksheet_records",
    "segments.records",
)


@cache
def record_kinds() -> Mapping[str, type[Record]]:
    """Return every record of the package by its name.

    >>> record_kinds()["SegmentLine"].key_fields
    ('segment_no', 'line_no')
    """
    kinds: dict[str, type[Record]] = {}
    for name in _RECORD_MODULES:
        module = importlib.import_module(f".{name}", __package__)
        for value in vars(module).values():
            if isinstance(value, type) and attrs.has(value) and hasattr(value, "key_fields"):
                kinds[value.__name__] = cast("type[Record]", value)
    return MappingProxyType(kinds)


def _read_date(text: object, _kind: object) -> dt.date:
    return dt.date.fromisoformat(cast("str", text))


def _read_time(text: object, _kind: object) -> dt.time:
    return dt.time.fromisoformat(cast("str", text))


def _read_decimal(text: object, _kind: object) -> Decimal:
    return parse_amount(str(text))


def _read_option(caption: object, kind: type[Option]) -> Option:
    return kind.parse(cast("str | int", caption))


def _read_formula(text: object, _kind: object) -> DateFormula:
    return DateFormula.parse(cast("str", text))


def _read_exactly(value: object, kind: type) -> object:
    if type(value) is not kind:
        raise InvalidField(kind.__name__, value, f"is no {kind.__name__}")
    return value


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=False, forbid_extra_keys=True)
    converter.register_unstructure_hook(Decimal, lambda amount: f"{amount:f}")
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(dt.time, dt.time.isoformat)
    converter.register_unstructure_hook(DateFormula, str)
    converter.register_unstructure_hook_func(_is_option, lambda option: option.caption)
    converter.register_structure_hook(Decimal, _read_decimal)
    converter.register_structure_hook(dt.date, _read_date)
    converter.register_structure_hook(dt.time, _read_time)
    converter.register_structure_hook(DateFormula, _read_formula)
    converter.register_structure_hook_func(_is_option, _read_option)
    for exact in (str, bool, int):
        converter.register_structure_hook(exact, _read_exactly)
    return converter


def _is_option(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Option)


@cache
def _bc_names(kind: type[Record]) -> Mapping[str, str]:
    """Return attribute -> Business Central's field name."""
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", kind))
    return {field.name: field.metadata["bc"][0] for field in fields}


def to_row(record: Record, *, names: Names = "python") -> PlainRow:
    """Return a record as plain data.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> row = to_row(Campaign(no="CP1", starting_date=dt.date(2027, 2, 1)), names="bc")
    >>> row["No."], row["Starting Date"], row["Ending Date"]
    ('CP1', '2027-02-01', None)
    """
    row: PlainRow = _converter().unstructure(record)
    if names == "python":
        return row
    bc_names = _bc_names(type(record))
    return {bc_names[name]: value for name, value in row.items()}


def from_row(kind: type[R], row: Mapping[str, object], *, names: Names = "python") -> R:
    """Return the record that plain data describe; what is left out has the field's default.

    Raises:
        InvalidField: a name is not known, a required one is missing, or a value does not fit.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> from_row(Campaign, {"no": "CP1", "ending_date": "2027-03-31"}).ending_date
    datetime.date(2027, 3, 31)
    """
    known = _bc_names(kind)
    attributes = {bc: name for name, bc in known.items()} if names == "bc" else {name: name for name in known}
    for name in row:
        if name not in attributes:
            raise InvalidField(f"{kind.__name__}.{name}", row[name], f"is no field of {kind.__name__}")
    given = {attributes[name]: value for name, value in row.items()}
    for field in attrs.fields(cast("type[attrs.AttrsInstance]", kind)):
        if field.default is attrs.NOTHING and field.name not in given:
            raise InvalidField(f"{kind.__name__}.{field.name}", None, "must be given")
    values: dict[str, object] = {}
    for name, value in given.items():
        try:
            values[name] = _structured(kind, name, value)
        except BCMarketingError as error:
            why = error.why if isinstance(error, InvalidField) else str(error)
            raise InvalidField(f"{kind.__name__}.{name}", value, why) from error
        except (ValueError, TypeError, AttributeError) as error:
            raise InvalidField(f"{kind.__name__}.{name}", value, f"does not fit: {error}") from error
    return kind(**values)


def _structured(kind: type[Record], name: str, value: object) -> object:
    field_type = getattr(attrs.fields(cast("type[attrs.AttrsInstance]", kind)), name).type
    return _converter().structure(value, field_type)


def to_plain(changes: ChangeSet) -> dict[str, Any]:
    """Return a change set as plain data; reasons and requests are told as text.

    >>> from bcmarketing.campaigns.records import CampaignStatus
    >>> to_plain(ChangeSet(inserted=(CampaignStatus(code="1-PLAN"),)))["inserted"]
    [{'kind': 'CampaignStatus', 'row': {'code': '1-PLAN', 'description': ''}}]
    """
    return {
        "inserted": [_tagged(row) for row in changes.inserted],
        "modified": [
            {"kind": type(change.new).__name__, "old": to_row(change.old), "new": to_row(change.new)}
            for change in changes.modified
        ],
        "deleted": [_tagged(row) for row in changes.deleted],
        "notices": [
            {"rule": attrs.asdict(notice.rule), "message": notice.message, "count": notice.count}
            for notice in changes.notices
        ],
        "because": [str(decision) for decision in changes.because],
        "requests": [str(request) for request in changes.requests],
    }


def _tagged(row: Record) -> dict[str, Any]:
    return {"kind": type(row).__name__, "row": to_row(row)}


def from_plain(plain: Mapping[str, Any]) -> ChangeSet:
    """Return the change set that plain data describe, with reasons and requests as text.

    Raises:
        InvalidField: the data do not describe one.
    """
    try:
        return ChangeSet(
            tuple(_record(entry, "row") for entry in plain["inserted"]),
            tuple(Modified(_record(entry, "old"), _record(entry, "new")) for entry in plain["modified"]),
            tuple(_record(entry, "row") for entry in plain["deleted"]),
            tuple(Notice(Rule(**entry["rule"]), entry["message"], entry["count"]) for entry in plain["notices"]),
            tuple(plain["because"]),
            tuple(plain["requests"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidField("changes", plain, f"describes no change set: {error!r}") from error


def _record(entry: Mapping[str, Any], part: str) -> Record:
    kind = record_kinds().get(entry["kind"])
    if kind is None:
        raise InvalidField("kind", entry["kind"], "is no record of this package")
    return from_row(kind, entry[part])


def to_rows(records: Iterable[Record], *, names: Names = "python") -> list[PlainRow]:
    """Return records as plain data, one row each, in their order."""
    return [to_row(record, names=names) for record in records]
