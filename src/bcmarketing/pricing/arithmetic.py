"""Exact products and ratios of amounts, rounded once, at the end.

A conversion multiplies by percentages, units and currency factors and divides by others. Kept as a numerator and a
denominator it stays exact until it is rounded, so the order of its steps cannot cost a unit of the last place.
"""

import decimal
from decimal import Decimal
from typing import Final

from ..amounts import ONE

# Wide enough for any product of a price (23 digits), VAT (8), a unit factor and a currency factor (28 each).
_EXACT: Final = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])

#: The exact product and difference of two amounts, whatever the thread's decimal context.
times = _EXACT.multiply
minus = _EXACT.subtract
plus = _EXACT.add


def round_ratio(numerator: Decimal, denominator: Decimal, precision: Decimal) -> Decimal:
    """Round the exact ratio of two amounts to the nearest multiple of *precision*, halves away from zero.

    >>> round_ratio(Decimal(2), Decimal(3), Decimal("0.01")), round_ratio(Decimal(30), ONE, Decimal("0.01"))
    (Decimal('0.67'), Decimal('30.00'))
    """
    divisor = precision if denominator == ONE else times(denominator, precision)
    # Quantized rather than made integral, which would leave 30 as 3E+1.
    steps = _EXACT.divide(numerator, divisor).quantize(ONE, decimal.ROUND_HALF_UP, _EXACT)
    return times(steps or steps.copy_abs(), precision)  # there is no -0 in money
