"""Whom selection steps would leave in a segment, without a segment: the steps as one predicate over the contacts."""

from collections.abc import Iterable

from ..arguments import checked_each
from ..contacts.records import Contact
from ..filters.predicates import ROW, Source
from ..policies import BC, Policies
from ..store.reader import Reader
from ..store.work import Work
from .criteria import widened
from .records import CriteriaAction
from .selection import Selection
from .steps import SelectionStep

#: Source nested deeper than this many steps is replaced by the numbers of the contacts chosen so far.
_DEEPEST = 20


def preview(
    reader: Reader | Work,
    steps: Iterable[SelectionStep],
    contacts: Iterable[Contact] | None = None,
    *,
    policies: Policies = BC,
) -> list[Contact]:
    """Return the contacts that would be in an empty segment once these steps are carried out, each once.

    Steps that look at single contacts are combined, so that any number of them takes one pass over the contacts.
    Steps that look at whole companies take a pass of their own.

    Args:
        reader: where contacts and related tables are read.
        steps: the selection steps, in order; see `steps_of` for those of a segment, `recorded_filters` to make one.
        contacts: all contacts, if they are at hand; the result keeps their order. By default they are read.
        policies: `last_relation_decides` matters here.

    Raises:
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    >>> from bcmarketing.segments.steps import recorded_filters
    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([Contact(no="C1", city="Oslo"), Contact(no="C2", city="Oslo"), Contact(no="C3")])
    >>> steps = [
    ...     SelectionStep(action=CriteriaAction.ADD, filters=recorded_filters({"contact": {"city": "Oslo"}})),
    ...     SelectionStep(action=CriteriaAction.REDUCE, filters=recorded_filters({"contact": {"no": "C2"}}))]
    >>> [contact.no for contact in preview(tables, steps)]
    ['C1']
    """
    everyone = reader.where(Contact) if contacts is None else contacts
    plan = _Plan(reader, everyone if isinstance(everyone, list) else list(everyone), policies)
    for step in checked_each(steps, SelectionStep, "steps"):
        plan.take(step)
    return plan.chosen()


class _Plan:
    """The steps taken so far, as the source of a predicate."""

    def __init__(self, reader: Reader | Work, everyone: list[Contact], policies: Policies) -> None:
        self._reader = reader
        self._everyone = everyone
        self._policies = policies
        self._source = Source()
        self._condition = ""
        self._depth = 0

    def chosen(self) -> list[Contact]:
        """Return the contacts that the steps so far leave."""
        return self._source.selection(self._condition)(self._everyone) if self._condition else []

    def take(self, step: SelectionStep) -> None:
        """Take one more step."""
        if self._depth == _DEEPEST:
            self._condition, self._depth = self._numbers(self.chosen()), 0
        self._depth += 1
        selection = Selection.of(
            self._reader,
            step.by_table(),
            persons_by_document=step.action is CriteriaAction.ADD,
            policies=self._policies,
            source=self._source,
        )
        match step.action:
            case CriteriaAction.ADD:
                added = self._added(selection, step)
                self._condition = f"({self._condition} or {added})" if self._condition else added
            case CriteriaAction.REDUCE if self._condition:
                self._condition = f"({self._condition} and not {self._matched(selection, step)})"
            case CriteriaAction.REFINE if self._condition:
                self._condition = f"({self._condition} and {self._matched(selection, step)})"
            case _:
                pass

    def _added(self, selection: Selection, step: SelectionStep) -> str:
        condition = selection.condition or "True"
        if step.expand_contact or step.allow_company_with_persons:
            condition = self._numbers(widened(self._reader, selection.keep(self._everyone), step))
        return f"({condition})" if step.ignore_exclusion else f"({condition} and not {ROW}.exclude_from_segment)"

    def _matched(self, selection: Selection, step: SelectionStep) -> str:
        if not step.entire_companies:
            return f"({selection.condition or 'True'})"
        families = with_companies(self.chosen(), self._everyone)
        return self._numbers(with_companies(selection.keep(families), families))

    def _numbers(self, contacts: Iterable[Contact]) -> str:
        return self._source.member("no", frozenset(contact.no for contact in contacts))


def with_companies(contacts: Iterable[Contact], everyone: Iterable[Contact]) -> list[Contact]:
    """Return, of *everyone*, these contacts and all contacts of their companies.

    >>> persons = [Contact(no="P1", company_no="C1"), Contact(no="P2", company_no="C1"), Contact(no="P3")]
    >>> [contact.no for contact in with_companies(persons[:1], persons)]
    ['P1', 'P2']
    """
    chosen = list(contacts)
    nos = {contact.no for contact in chosen if not contact.company_no}
    companies = {contact.company_no for contact in chosen if contact.company_no}
    return [contact for contact in everyone if contact.company_no in companies or contact.no in nos]
