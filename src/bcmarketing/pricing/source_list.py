"""Lists of price sources on several levels, and the sources that come with a contact or a customer."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

import attrs

from ..arguments import checked, checked_each
from ..codes import is_option
from ..contacts.partners import Customer
from ..contacts.records import ContactBusinessRelation, RelationLink
from ..errors import Refusal
from ..rules import Rule
from .records import PriceSourceGroup, PriceSourceType, PriceType
from .source_rules import implied_price_type, own_group, parent_of, takes_number
from .sources import PriceSource


@attrs.frozen
class MixedPriceTypes(Refusal, ValueError):
    """Sources of sales and of purchases meet in one list."""

    rule: ClassVar[Rule] = Rule(
        "E-PRICE-SOURCE-TYPES", "The sources of a list are of one price type.", "codeunit 7007, price source list"
    )
    text: ClassVar[str] = "source type {source_type} is for {price_type}, and the list is for {list_type}"
    source_type: PriceSourceType
    price_type: PriceType
    list_type: PriceType


def _to_sources(sources: Iterable[PriceSource]) -> tuple[PriceSource, ...]:
    return checked_each(sources, PriceSource, "sources")


@attrs.frozen
class PriceSourceList:
    """Price sources in the order they were added, each on a level.

    Attributes:
        sources: the entries.
        price_type: sale or purchase; Any takes the type of the first entry that has one.

    >>> whole = PriceSourceList().add(PriceSourceType.ALL_CUSTOMERS).add(PriceSourceType.CUSTOMER, "10000", level=1)
    >>> [source.no for source in whole.at(1)], whole.levels
    (['10000'], (0, 1))
    """

    sources: tuple[PriceSource, ...] = attrs.field(default=(), converter=_to_sources)
    price_type: PriceType = attrs.field(default=PriceType.ANY, validator=is_option(PriceType))

    def add(
        self, source_type: PriceSourceType, no: str = "", *, level: int = 0, parent_no: str = ""
    ) -> "PriceSourceList":
        """Return the list with one more entry; a source that needs a number and has none is left out.

        Args:
            parent_no: the job of a job task.

        Raises:
            ParentNotBlank: another kind than a job task is given a parent.
            MixedPriceTypes: the list is for sales and the source for purchases, or the other way round.
        """
        numbered = takes_number(source_type)
        named = PriceSource(source_type, no if numbered else "", level)
        if numbered and not named.no:
            return self
        source = attrs.evolve(named, parent_no=parent_of(source_type, parent_no))
        own = implied_price_type(source_type)
        if PriceType.ANY not in {own, self.price_type} and own is not self.price_type:
            raise MixedPriceTypes(source_type, own, self.price_type)
        price_type = own if self.price_type is PriceType.ANY else self.price_type
        return PriceSourceList((*self.sources, source), price_type)

    def get(self, source_type: PriceSourceType) -> PriceSource | None:
        """Return the first entry of a kind, or ``None``."""
        kind = checked(source_type, PriceSourceType, "source_type")
        return next((source for source in self.sources if source.type is kind), None)

    def at(self, level: int) -> tuple[PriceSource, ...]:
        """Return the entries of one level, in the order they were added."""
        wanted = checked(level, int, "level")
        return tuple(source for source in self.sources if source.level == wanted)

    def remove(self, source_type: PriceSourceType, *, level: int | None = None) -> "PriceSourceList":
        """Return the list without the entries of a kind, on one level or on all."""
        kind = checked(source_type, PriceSourceType, "source_type")
        gone = None if level is None else checked(level, int, "level")
        kept = tuple(
            source for source in self.sources if source.type is not kind or (gone is not None and source.level != gone)
        )
        return attrs.evolve(self, sources=kept)

    @property
    def levels(self) -> tuple[int, int]:
        """Lowest and highest level; both 0 for an empty list."""
        levels = [source.level for source in self.sources] or [0]
        return min(levels), max(levels)


_OWN_NUMBER: Final = (PriceSourceType.CUSTOMER, PriceSourceType.JOB)


def setup_source(sources: Iterable[PriceSource]) -> tuple[PriceSourceGroup, str] | None:
    """Return the group and number by which the engine of a line is looked up, or ``None``.

    Entries with a number come first: the highest level among them, and the first of that level. Then the first entry
    of a group without number. Only customers and jobs report a number of their own; a job task reports its job.

    Source: codeunit 7007, GetSourceGroup.

    >>> setup_source([PriceSource(PriceSourceType.CAMPAIGN, "CP1"), PriceSource(PriceSourceType.CUSTOMER, "10000")])
    (PriceSourceGroup.CUSTOMER, '10000')
    """
    given = checked_each(sources, PriceSource, "sources")
    grouped = [source for source in given if own_group(source.type) is not PriceSourceGroup.ALL]
    numbered = [source for source in grouped if source.no]
    # `max` keeps the first of equals, so the order of adding decides within a level.
    chosen = max(numbered, key=lambda source: source.level, default=next(iter(grouped), None))
    if chosen is None:
        return None
    if chosen.type is PriceSourceType.JOB_TASK:
        return own_group(chosen.type), chosen.parent_no
    return own_group(chosen.type), chosen.no if chosen.type in _OWN_NUMBER else ""


def customer_sources(customer: Customer, level: int = 0) -> tuple[PriceSource, ...]:
    """Return a customer as a source, with his price group and discount group."""
    checked(customer, Customer, "customer")
    numbered = (
        (PriceSourceType.CUSTOMER, customer.no),
        (PriceSourceType.CUSTOMER_PRICE_GROUP, customer.customer_price_group),
        (PriceSourceType.CUSTOMER_DISC_GROUP, customer.customer_disc_group),
    )
    return tuple(PriceSource(kind, no, level) for kind, no in numbered if no)


def contact_sources(
    contact_no: str,
    relations: Iterable[ContactBusinessRelation],
    customers: Mapping[str, Customer],
    level: int = 0,
) -> tuple[PriceSource, ...]:
    """Return a contact as a source, with every customer linked to it and the groups of each; a blank one is none.

    Args:
        relations: contact business relations; those of other contacts and links are passed over.
        customers: customers by number; a relation to one that is missing is passed over.
    """
    contact = PriceSource(PriceSourceType.CONTACT, contact_no, level)
    known = checked(customers, Mapping, "customers")  # type: ignore[type-abstract] # asked only, and not made
    if not contact.no:
        return ()
    found = [contact]
    for relation in checked_each(relations, ContactBusinessRelation, "relations"):
        if relation.contact_no == contact.no and relation.link_to_table is RelationLink.CUSTOMER:
            customer = known.get(relation.no)
            if customer is not None:
                found += customer_sources(customer, level)
    return tuple(dict.fromkeys(found))
