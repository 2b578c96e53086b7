"""Amounts: exact decimals in a context of our own, rounded as Business Central rounds.

The thread's decimal context is never used: it would be a hidden argument of every sum.
"""

import decimal
import enum
from decimal import Decimal
from typing import Any, Final

import attrs

from .errors import InvalidField, WrongType

# 28 significant digits, as Business Central computes. Traps are spelled out: the defaults belong to the host.
_CONTEXT = decimal.Context(
    prec=28,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-999_999,
    Emax=999_999,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
#: Wide enough for every step of a rounding to be exact.
_WIDE = decimal.Context(prec=80, rounding=decimal.ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])
#: Of all exponents there are: what is not 0 does not vanish.
_EVERY = decimal.Context(prec=28, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[decimal.InvalidOperation])
FIVE_PLACES = Decimal("0.00001")
#: What is left of an amount below `LIMIT` after whole steps, as in ``remainder(amount, FIVE_PLACES)``; 0 if nothing is.
remainder = _EVERY.remainder

add = _CONTEXT.add
subtract = _CONTEXT.subtract
multiply = _CONTEXT.multiply
divide = _CONTEXT.divide

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
#: Amounts are below this in size: what Business Central shows and more.
LIMIT = Decimal(10) ** 18
#: The finest step of a rounding; with it and `LIMIT`, the number of steps in an amount always stays exact.
FINEST = Decimal("1E-15")
#: Rounding precisions that are recognised at once.
USUAL = frozenset(Decimal(text) for text in ("1", "0.1", "0.01", "0.001", "0.0001", "0.00001"))

_NO_STEP = "must be above 0, and a multiple of 10^-15"


class Rounding(enum.Enum):
    """How `round_to` treats what lies between two multiples."""

    NEAREST = "nearest; halves away from zero"
    UP = "away from zero"
    DOWN = "towards zero"

    def __repr__(self) -> str:
        return f"Rounding.{self.name}"


_MODES: Final = {
    Rounding.NEAREST: decimal.ROUND_HALF_UP,
    Rounding.UP: decimal.ROUND_UP,
    Rounding.DOWN: decimal.ROUND_DOWN,
}


def is_step(precision: Decimal) -> bool:
    """Return whether amounts can be rounded to the multiples of a number: it is itself a multiple of 10^-15 above 0.

    >>> is_step(Decimal("0.05")), is_step(Decimal("1E-130")), is_step(Decimal(0))
    (True, False, False)
    """
    return precision in USUAL or (FINEST <= precision < LIMIT and not _WIDE.remainder(precision, FINEST))


def round_to(amount: Decimal, precision: Decimal, rounding: Rounding = Rounding.NEAREST) -> Decimal:
    """Round to a multiple of *precision*, which need be no power of ten.

    Raises:
        InvalidField: the precision is not above 0, or no multiple of 10^-15.
        WrongType: *rounding* is none.

    >>> round_to(Decimal("-12.345"), Decimal("0.01"))
    Decimal('-12.35')
    >>> round_to(Decimal("12.31"), Decimal("0.05"), Rounding.UP)
    Decimal('12.35')
    """
    if not is_step(precision):
        raise InvalidField("precision", precision, _NO_STEP)
    if not isinstance(rounding, Rounding):
        raise WrongType("rounding", rounding, "is no Rounding")
    steps = _WIDE.divide(amount, precision).quantize(ONE, _MODES[rounding], _WIDE)  # an integer without exponent
    return _WIDE.multiply(steps or steps.copy_abs(), precision)  # there is no -0 in money


def to_amount(value: Decimal | int | str, field: str = "amount") -> Decimal:
    """Return an exact decimal; a float is refused, as it rarely is what was meant.

    Raises:
        WrongType: it is a float or no number at all.
        InvalidField: the text is no plain decimal, or the number is not finite or too large.

    >>> to_amount("12.50"), to_amount(3)
    (Decimal('12.50'), Decimal('3'))
    """
    if isinstance(value, str):
        return parse_amount(value, field)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise WrongType(field, value, "is no exact amount; give a Decimal, an int or text")
    amount = Decimal(value)
    _check_amount(field, amount)
    return amount


def to_amount_or_given(value: Decimal | int | str) -> Decimal:
    """Convert a field to an exact decimal; what is none stays as given, for the validator: it knows the field's name.

    >>> to_amount_or_given("12.50"), to_amount_or_given(12.5)
    (Decimal('12.50'), 12.5)
    """
    if value.__class__ is Decimal:
        return value
    try:
        return to_amount(value)
    except InvalidField:
        return value  # type: ignore[return-value]


def parse_amount(text: str, field: str = "amount") -> Decimal:
    """Read a plain decimal such as ``-12.50``: digits, one point, a sign; nothing else.

    Raises:
        InvalidField: it is none.

    >>> parse_amount("-12.50")
    Decimal('-12.50')
    """
    digits = text.strip(" ")
    body = digits[1:] if digits[:1] in {"+", "-"} else digits
    whole, point, fraction = body.partition(".")
    shaped = body.isascii() and (whole + fraction).isdigit() and (fraction != "" or not point)
    if not shaped:
        raise InvalidField(field, text, "is no decimal number")
    amount = Decimal(digits)
    _check_amount(field, amount)
    return amount


def _check_amount(field: str, amount: Decimal) -> None:
    if not amount.is_finite() or amount.copy_abs() >= LIMIT:
        raise InvalidField(field, amount, "is no finite amount below 10^18")


def is_amount(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a finite decimal."""
    if not isinstance(value, Decimal):
        if isinstance(value, str):
            parse_amount(value, attribute.name)  # which says what is wrong with it
        raise WrongType(attribute.name, value, "is no exact amount; give a Decimal, an int or text")
    _check_amount(attribute.name, value)


def is_not_negative(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a finite decimal of at least 0."""
    is_amount(_record, attribute, value)
    if value < ZERO:  # type: ignore[operator]
        raise InvalidField(attribute.name, value, "must not be negative")


def to_step(value: Decimal | int | str, field: str = "precision") -> Decimal:
    """Return a rounding precision that amounts can be rounded to.

    Raises:
        WrongType: it is no exact amount.
        InvalidField: it is not above 0, or no multiple of 10^-15.

    >>> to_step("0.05")
    Decimal('0.05')
    """
    step = to_amount(value, field)
    if not is_step(step):
        raise InvalidField(field, value, _NO_STEP)
    return step


def is_rounding_step(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a rounding precision above 0."""
    is_amount(_record, attribute, value)
    to_step(value, attribute.name)  # type: ignore[arg-type] # is_amount has seen to that


def is_precision(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a rounding precision: a multiple of 10^-15. Who refuses 0, too, says so by himself."""
    is_not_negative(_record, attribute, value)
    if value and not is_step(value):  # type: ignore[arg-type]
        raise InvalidField(attribute.name, value, _NO_STEP)


def _check_places(field: str, value: object) -> None:
    if remainder(value, FIVE_PLACES):  # type: ignore[arg-type] # a validator has seen to that
        raise InvalidField(field, value, "must have at most 5 decimals")


def is_quantity(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a decimal of at least 0 with at most 5 decimals; zeros at its end are none."""
    is_not_negative(_record, attribute, value)
    _check_places(attribute.name, value)


def is_line_discount(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a decimal from 0 to 100 with at most 5 decimals; zeros at its end are none."""
    is_percentage(_record, attribute, value)
    _check_places(attribute.name, value)


def is_percentage(_record: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Validate a decimal from 0 to 100."""
    is_amount(_record, attribute, value)
    if not ZERO <= value <= HUNDRED:  # type: ignore[operator]
        raise InvalidField(attribute.name, value, "must be from 0 to 100")
