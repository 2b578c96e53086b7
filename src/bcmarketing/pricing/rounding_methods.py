"""Rounding methods: steps by size that add, round and add again (table 42)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, Final

import attrs

from ..amounts import ZERO, Rounding, is_amount, is_not_negative, is_precision, round_to, to_amount, to_amount_or_given
from ..arguments import checked, checked_code, checked_each
from ..codes import bc, code10, is_option, to_code
from ..options import Option
from .arithmetic import plus


class RoundingMethodType(Option):
    """Which way a step rounds."""

    NEAREST = 0, "Nearest"
    UP = 1, "Up"
    DOWN = 2, "Down"


_ROUNDINGS: Final = {
    RoundingMethodType.NEAREST: Rounding.NEAREST,
    RoundingMethodType.UP: Rounding.UP,
    RoundingMethodType.DOWN: Rounding.DOWN,
}


@attrs.frozen(kw_only=True)
class RoundingMethod:
    """One step of a rounding method: for amounts from ``minimum_amount`` on."""

    key_fields: ClassVar[tuple[str, ...]] = ("code", "minimum_amount")

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    minimum_amount: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_not_negative, metadata=bc("Minimum Amount", 2)
    )
    amount_added_before: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Amount Added Before", 3)
    )
    type: RoundingMethodType = attrs.field(
        default=RoundingMethodType.NEAREST, validator=is_option(RoundingMethodType), metadata=bc("Type", 4)
    )
    precision: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_precision, metadata=bc("Precision", 5)
    )
    amount_added_after: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Amount Added After", 6)
    )


def rounding_step(steps: Iterable[RoundingMethod], code: str, price: Decimal | int | str) -> RoundingMethod | None:
    """Return the step of a method for a price: the one with the largest minimum that it reaches.

    A blank code and a price of 0 or below have none.

    Raises:
        InvalidField: the code is too long, or an argument is of no kind that is taken here.
    """
    method = checked_code(code, 10, "code")
    amount = to_amount(price, "price")
    known = checked_each(steps, RoundingMethod, "steps")
    if not method or amount <= ZERO:
        return None
    reached = (step for step in known if step.code == method and step.minimum_amount <= amount)
    return max(reached, key=lambda step: step.minimum_amount, default=None)


def rounded_by(step: RoundingMethod, price: Decimal | int | str) -> Decimal:
    """Return a price after a step; what falls below 0 is 0.

    Raises:
        InvalidField: an argument is of no kind that is taken here.

    >>> rounded_by(RoundingMethod(code="99", precision=1, amount_added_after="-0.01"), Decimal("12.70"))
    Decimal('12.99')
    """
    checked(step, RoundingMethod, "step")
    amount = plus(to_amount(price, "price"), step.amount_added_before)
    if step.precision > ZERO:
        amount = round_to(amount, step.precision, _ROUNDINGS[step.type])
    return max(plus(amount, step.amount_added_after), ZERO)
