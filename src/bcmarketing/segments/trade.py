"""Selecting contacts by trade history: value entries of the customers and vendors that companies are linked with."""

from collections.abc import Iterable, Mapping
from typing import Final, Self

import attrs

from ..contacts.records import Contact, ContactBusinessRelation, ContactType, RelationLink
from ..contacts.trade import PostedDocument, TradeSource, ValueEntry
from ..filters.predicates import ROW, Source
from ..store.reader import Reader
from ..store.work import Work

_SOURCES: Final[Mapping[RelationLink, TradeSource]] = {
    RelationLink.CUSTOMER: TradeSource.CUSTOMER,
    RelationLink.VENDOR: TradeSource.VENDOR,
}


@attrs.frozen
class TradeHistory:
    """The companies that have fitting value entries, and the persons whom the documents name.

    Attributes:
        persons_of: company number -> the persons named on the documents that count for this company.
    """

    persons_of: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        reader: Reader | Work,
        entries: Iterable[ValueEntry],
        relations: Iterable[ContactBusinessRelation],
        *,
        last_relation_decides: bool,
    ) -> Self:
        """Return the history that these entries make for the contacts with these relations.

        Args:
            reader: where posted documents are read.
            entries: the value entries that pass the filters.
            relations: the relations that pass the filters, in key order.
            last_relation_decides: of several relations with entries, the last decides for persons (Q10);
                otherwise it is enough that a document of one names the person.
        """
        documents: dict[tuple[TradeSource, str], dict[str, None]] = {}
        for entry in entries:
            documents.setdefault((entry.source_type, entry.source_no), {})[entry.document_no] = None
        persons_of: dict[str, frozenset[str]] = {}
        for relation in relations:
            source = _SOURCES.get(relation.link_to_table)
            if source is None or (source, relation.no) not in documents:
                continue
            persons: set[str] = set()
            for no in documents[source, relation.no]:
                document = reader.get(PostedDocument, (source, no))
                if document is not None:
                    persons |= {document.contact_no, document.bill_to_contact_no}
            before = frozenset[str]() if last_relation_decides else persons_of.get(relation.contact_no, frozenset())
            persons_of[relation.contact_no] = before | persons
        return cls(persons_of)

    def condition(self, source: Source, *, persons_by_document: bool) -> str:
        """Return the source of "the contact has such a history"."""
        if not persons_by_document:
            return source.member("company_no", self.persons_of)
        return f"{source.constant(self.covers)}({ROW})"

    def covers(self, contact: Contact) -> bool:
        """Return whether the company has the history and, for a person, whether a document names the person."""
        persons = self.persons_of.get(contact.company_no)
        return persons is not None and (contact.type is ContactType.COMPANY or contact.no in persons)
