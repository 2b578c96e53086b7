"""Selection steps carried out: contacts added to a segment, lines removed from it (reports 5186, 5197, 5199)."""

from collections.abc import Iterable

from ..contacts.records import Contact, ContactType
from ..context import Context
from ..kinds import checked_kinds
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .filtering import Filters
from .opened import OpenSegment
from .records import CriteriaAction, HistoryAction
from .selection import Selection
from .steps import SelectionStep, recorded_filters


@checked_kinds
def add_contacts(
    reader: Reader,
    segment_no: str,
    filters: Filters,
    *,
    allow_existing_contacts: bool = False,
    expand_companies: bool = False,
    allow_related_companies: bool = False,
    ignore_exclusion: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Add the contacts that match all filters, each once, sorted by company name, company, type, name and number.

    Args:
        reader: the tables.
        segment_no: the segment.
        filters: table -> field -> filter expression; without filters every contact matches. Rows of industry groups
            and business relations are those of the contact's company.
        allow_existing_contacts: add contacts that have a line already once more.
        expand_companies: add all contacts of the companies found.
        allow_related_companies: add the companies of the contacts found.
        ignore_exclusion: add contacts marked "exclude from segment", too.
        context: the user and the work date, for the lines.
        policies: how target groups are kept, and how trade history counts.

    Raises:
        NotFound: there is no such segment.
        InvalidField: a table or field that cannot be filtered.
        FilterSyntax: an expression is malformed.
        FilterValue: a value in one does not fit its field.

    Source: report 5186.
    """
    step = SelectionStep(
        action=CriteriaAction.ADD,
        filters=recorded_filters(filters),
        allow_existing_contacts=allow_existing_contacts,
        expand_contact=expand_companies,
        allow_company_with_persons=allow_related_companies,
        ignore_exclusion=ignore_exclusion,
    )
    return _one_step(reader, segment_no, step, context, policies)


@checked_kinds
def reduce_contacts(
    reader: Reader,
    segment_no: str,
    filters: Filters,
    *,
    entire_companies: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Remove the lines whose contact matches all filters.

    Args:
        reader: the tables.
        segment_no: the segment.
        filters: table -> field -> filter expression; without filters every contact matches.
        entire_companies: a contact matches also when another contact of its company does.
        context: the user and the work date.
        policies: ``reset_criteria_when_empty``, and how target groups are kept.

    Raises:
        NotFound, InvalidField, FilterSyntax, FilterValue: as `add_contacts`.

    Source: report 5197.
    """
    step = SelectionStep(
        action=CriteriaAction.REDUCE, filters=recorded_filters(filters), entire_companies=entire_companies
    )
    return _one_step(reader, segment_no, step, context, policies)


@checked_kinds
def refine_contacts(
    reader: Reader,
    segment_no: str,
    filters: Filters,
    *,
    entire_companies: bool = False,
    context: Context,
    policies: Policies = BC,
) -> ChangeSet:
    """Remove the lines whose contact does not match all filters, and those without a contact; else `reduce_contacts`.

    Source: report 5199.
    """
    step = SelectionStep(
        action=CriteriaAction.REFINE, filters=recorded_filters(filters), entire_companies=entire_companies
    )
    return _one_step(reader, segment_no, step, context, policies)


def _one_step(reader: Reader, segment_no: str, step: SelectionStep, context: Context, policies: Policies) -> ChangeSet:
    work = Work(reader)
    carry_out(OpenSegment(work, segment_no, context=context, policies=policies), step)
    return work.done()


def carry_out(segment: OpenSegment, step: SelectionStep) -> None:
    """Record a selection step and carry it out, whether or not it changes anything."""
    if step.action is CriteriaAction.BLANK:
        return
    selection = Selection.of(
        segment.work,
        step.by_table(),
        persons_by_document=step.action is CriteriaAction.ADD,
        policies=segment.policies,
    )
    segment.record(step)
    if step.action is CriteriaAction.ADD:
        _add(segment, step, selection)
    else:
        _remove(segment, step, selection)


def _add(segment: OpenSegment, step: SelectionStep, selection: Selection) -> None:
    found = widened(segment.work, selection.find(segment.work), step)
    for contact in sorted(found, key=_in_order):
        if contact.exclude_from_segment and not step.ignore_exclusion:
            continue
        if step.allow_existing_contacts or not segment.has(contact.no):
            segment.remember(segment.append(contact.no), HistoryAction.INSERTION)


def _in_order(contact: Contact) -> tuple[str, str, ContactType, str, str]:
    # The collations of Business Central's databases sort names without regard to letter case.
    company_name, name = contact.company_name.casefold(), contact.name.casefold()
    return company_name, contact.company_no, contact.type, name, contact.no


def widened(reader: Reader | Work, contacts: Iterable[Contact], step: SelectionStep) -> list[Contact]:
    """Return the contacts that a step adds for those it found: whole companies, the companies themselves; each once.

    A contact without company stands for itself.
    """
    found = {contact.no: contact for contact in contacts}
    if step.expand_contact:
        companies = dict.fromkeys(contact.company_no for contact in found.values() if contact.company_no)
        alone = {no: contact for no, contact in found.items() if not contact.company_no}
        found = alone | {row.no: row for company in companies for row in reader.where(Contact, company_no=company)}
    if step.allow_company_with_persons:
        for company_no in dict.fromkeys(contact.company_no for contact in found.values()):
            company = reader.get(Contact, company_no) if company_no else None
            if company is not None:
                found[company.no] = company
    return list(found.values())


def _remove(segment: OpenSegment, step: SelectionStep, selection: Selection) -> None:
    matched = matched_contacts(segment, step, selection)
    removes_matched = step.action is CriteriaAction.REDUCE
    for line in segment.lines():
        if (line.contact_no in matched) is removes_matched:
            segment.remove(line)
            segment.remember(line, HistoryAction.DELETION)


def matched_contacts(segment: OpenSegment, step: SelectionStep, selection: Selection) -> frozenset[str]:
    """Return the contacts of the segment's lines that a removing step matches, by themselves or by their company."""
    work, lines = segment.work, segment.lines()
    contacts = {line.contact_no: work.get(Contact, line.contact_no) for line in lines if line.contact_no}
    if not step.entire_companies:
        return frozenset(row.no for row in selection.keep(row for row in contacts.values() if row is not None))
    companies = dict.fromkeys(line.contact_company_no for line in lines if line.contact_company_no)
    candidates = {row.no: row for row in contacts.values() if row is not None}
    for company_no in companies:
        candidates |= {row.no: row for row in work.where(Contact, company_no=company_no)}
    kept = selection.keep(candidates.values())
    found = {row.no for row in kept}
    matched = {row.company_no for row in kept if row.company_no}
    return frozenset(
        no for no, row in contacts.items() if row is not None and (no in found or row.company_no in matched)
    )
