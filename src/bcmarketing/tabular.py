"""Records and change sets as plain data and back, for files, queues and databases.

Plain data hold text, whole numbers, booleans, ``None``, and lists of these, so they pass through JSON unharmed:
amounts are decimal text, dates are ISO, options are their captions, date formulas their neutral text,
and the filters of a criteria line are a list of pairs.

What is read may also come from a database: dates, times, amounts, options and date formulas pass as objects, an option
as its number, yes and no as 1 and 0. With ``text=True`` every value is a text as a CSV file has it.
"""

import datetime as dt
import importlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar, cast

import attrs

from .amounts import to_amount
from .codes import check_date
from .dates.formula import DateFormula
from .errors import BCMarketingError, InvalidField, WrongType
from .folder.cells import View, given_type, has_blank, read_cell, reason, to_view, write_cell
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


def _read_text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise WrongType(field, value, "is no text")
    return value


def _read_yes_no(value: object, field: str) -> bool:
    if not isinstance(value, int) or value not in (0, 1):
        raise WrongType(field, value, "is neither true nor false")
    return bool(value)


def _read_integer(value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongType(field, value, "is no whole number")
    return value


def _read_amount(value: object, field: str) -> Decimal:
    return to_amount(cast("Decimal | int | str", value), field)


def _read_date(value: object, field: str) -> object:
    return read_cell(value, dt.date, field) if isinstance(value, str) else check_date(value, field)


def _read_time(value: object, field: str) -> object:
    if isinstance(value, dt.time):
        return value
    return read_cell(_read_text(value, field), dt.time, field)


def _read_formula(value: object, field: str) -> object:
    return value if isinstance(value, DateFormula) else DateFormula.parse(_read_text(value, field))


def _read_option(value: object, kind: type[Option], field: str) -> Option:
    if isinstance(value, kind):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WrongType(field, value, f"is no {kind.__name__}")
    return kind.parse(value, field)


_READERS: Final[Mapping[object, Callable[[object, str], object]]] = {
    str: _read_text,
    bool: _read_yes_no,
    int: _read_integer,
    Decimal: _read_amount,
    dt.date: _read_date,
    dt.time: _read_time,
    DateFormula: _read_formula,
    View: to_view,
}
_AS_THEY_ARE: Final = frozenset({str, int, bool, type(None)})
#: A field that is left out, so that it has its default.
_LEFT_OUT: Final = object()


def _read_plain(value: object, kind: object, field: str) -> object:
    inner = given_type(kind)
    if value is None and inner is not kind:
        return None
    if isinstance(inner, type) and issubclass(inner, Option):
        return _read_option(value, inner, field)
    return _READERS[inner](value, field)


def _read_csv(value: object, kind: object, field: str) -> object:
    text = "" if value is None else _read_text(value, field)
    if text == "" and kind is not str and not has_blank(kind):
        return _LEFT_OUT
    return read_cell(text, kind, field)


def _write_plain(value: object) -> object:
    if type(value) in _AS_THEY_ARE:
        return value
    return [list(pair) for pair in value] if isinstance(value, tuple) else write_cell(value)


@cache
def _fields(kind: type[Record], names: Names) -> Mapping[str, "attrs.Attribute[Any]"]:
    """Return the fields by the names that a row uses."""
    match names:
        case "python":
            return {field.name: field for field in attrs.fields(kind)}
        case "bc":
            return {field.metadata["bc"][0]: field for field in attrs.fields(kind)}
        case _:
            raise InvalidField("names", names, "is neither 'python' nor 'bc'")


def to_row(record: Record, *, names: Names = "python", text: bool = False) -> PlainRow:
    """Return a record as plain data, with *text* as the cells of a CSV file.

    Raises:
        InvalidField: *names* are nobody's.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> row = to_row(Campaign(no="CP1", starting_date=dt.date(2027, 2, 1)), names="bc")
    >>> row["No."], row["Starting Date"], row["Ending Date"]
    ('CP1', '2027-02-01', None)
    """
    write = write_cell if text else _write_plain
    return {name: write(getattr(record, field.name)) for name, field in _fields(type(record), names).items()}


def from_row(kind: type[R], row: Mapping[str, object], *, names: Names = "python", text: bool = False) -> R:
    """Return the record that plain data describe; what is left out has the field's default.

    Args:
        kind: the record.
        row: its fields by name.
        names: whose names they are.
        text: every value is a text, as a CSV file has it: numbers in digits, yes and no as ``true`` and ``false``.
            A blank text, or ``None``, is a blank code, text or option; any other field is then left out.

    Raises:
        InvalidField: a name is not known, a required one is missing, or a value does not fit;
            names record and field.

    >>> from bcmarketing.campaigns.records import Campaign
    >>> from_row(Campaign, {"no": "CP1", "ending_date": "2027-03-31"}).ending_date
    datetime.date(2027, 3, 31)
    >>> from bcmarketing.pricing.items import ItemUnitOfMeasure
    >>> cells = {"item_no": "LAMP", "code": "BOX", "qty_per_unit_of_measure": "6"}
    >>> from_row(ItemUnitOfMeasure, cells, text=True).qty_per_unit_of_measure
    Decimal('6')
    """
    fields = _fields(kind, names)
    read = _read_csv if text else _read_plain
    values: dict[str, object] = {}
    for name, value in row.items():
        if name not in fields:
            raise InvalidField(f"{kind.__name__}.{name}", value, f"is no field of {kind.__name__}")
        field = fields[name]
        try:
            values[field.name] = read(value, field.type, field.name)
        except BCMarketingError as error:
            raise InvalidField(f"{kind.__name__}.{field.name}", value, reason(error)) from error
    values = {name: value for name, value in values.items() if value is not _LEFT_OUT}
    for field in fields.values():
        if field.default is attrs.NOTHING and field.name not in values:
            raise InvalidField(f"{kind.__name__}.{field.name}", None, "must be given")
    try:
        return kind(**values)
    except InvalidField as error:
        raise InvalidField(f"{kind.__name__}.{error.field}", error.value, error.why) from error


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


def to_rows(records: Iterable[Record], *, names: Names = "python", text: bool = False) -> list[PlainRow]:
    """Return records as plain data, one row each, in their order."""
    return [to_row(record, names=names, text=text) for record in records]
