"""Changes to a request: what "had it been more, later, in another currency or campaign" means."""

import datetime as dt
from decimal import Decimal
from typing import Final

import attrs

from ..amounts import ONE, ZERO, is_not_negative, is_rounding_step, to_amount_or_given
from ..codes import code10, to_code
from .request import PriceRequest

_step_if_given: Final = attrs.validators.optional(is_rounding_step)


@attrs.frozen(kw_only=True)
class CurrencyTerms:
    """A currency that a document could be in, with what the request then carries.

    Attributes:
        code: the currency; blank is local currency.
        factor: foreign units for one unit of local currency.
        unit_precision, amount_precision: its rounding precisions; ``None`` keeps those of the request.
    """

    code: str = attrs.field(converter=to_code, validator=code10)
    factor: Decimal = attrs.field(default=ONE, converter=to_amount_or_given, validator=is_not_negative)
    unit_precision: Decimal | None = attrs.field(
        default=None, converter=attrs.converters.optional(to_amount_or_given), validator=_step_if_given
    )
    amount_precision: Decimal | None = attrs.field(
        default=None, converter=attrs.converters.optional(to_amount_or_given), validator=_step_if_given
    )


@attrs.frozen(kw_only=True)
class Change:
    """What changes in a request; ``None`` stays as it is.

    Attributes:
        quantity: the new quantity.
        date: the new date on which prices must hold.
        currency: the new currency of the document.
        campaigns: the campaign that the document names, and the activated ones.

    >>> print(Change(quantity=Decimal(10), campaigns=("", ("CP1",))))
    quantity 10, and with campaigns CP1 activated
    """

    quantity: Decimal | None = None
    date: dt.date | None = None
    currency: CurrencyTerms | None = None
    campaigns: tuple[str, tuple[str, ...]] | None = None

    def __bool__(self) -> bool:
        return self != NO_CHANGE

    def __str__(self) -> str:
        parts: list[str] = []
        if self.quantity is not None:
            parts.append(f"quantity {self.quantity.normalize():f}")
        if self.date is not None:
            parts.append(f"on {self.date}")
        if self.currency is not None:
            parts.append(f"in {self.currency.code or 'local currency'}")
        if self.campaigns is not None:
            named, activated = self.campaigns
            memberships = f"with campaigns {', '.join(activated)} activated" if activated else "without any campaign"
            parts.append(f"with campaign {named} named" if named else memberships)
        return ", and ".join(parts) or "no change"

    def of(self, request: PriceRequest) -> PriceRequest:
        """Return the request after the change."""
        fields: dict[str, object] = {}
        if self.quantity is not None:
            fields["quantity"] = self.quantity
        if self.date is not None:
            fields[request.date_field] = self.date
        if self.currency is not None:
            terms = self.currency
            fields |= {"currency_code": terms.code, "currency_factor": terms.factor if terms.code else ZERO}
            fields["unit_precision"] = terms.unit_precision or request.unit_precision
            fields["amount_precision"] = terms.amount_precision or request.amount_precision
        if self.campaigns is not None:
            fields["campaign_no"], fields["activated_campaigns"] = self.campaigns
        return attrs.evolve(request, **fields) if fields else request  # type: ignore[arg-type]


#: Everything stays as it is.
NO_CHANGE: Final = Change()
