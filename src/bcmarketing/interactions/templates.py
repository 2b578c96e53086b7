"""Interaction templates and groups, and the documents of a template in its languages (tables 5063, 5064, 5103)."""

import attrs

from ..arguments import checked, checked_code
from ..errors import Declined, FieldRequired
from ..policies import BC, Policies
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .attachments import remove_attachment
from .options import WizardAction
from .records import InteractionGroup, InteractionTemplate, InteractionTemplateLanguage
from .refusals import WizardActionNotPossible, WordTemplateWithImport


def insert_group(reader: Reader, group: InteractionGroup) -> ChangeSet:
    """Add an interaction group.

    Raises:
        FieldRequired: the code is blank.
        Duplicate: there is one with this code.
    """
    work = Work(reader)
    if not group.code:
        raise FieldRequired("code")
    work.insert(group)
    return work.done()


def insert_template(reader: Reader, template: InteractionTemplate) -> ChangeSet:
    """Add an interaction template as it is given; set what it says about documents with the steps of this module.

    Raises:
        FieldRequired: the code or the interaction group is blank.
        NotFound: there is no such interaction group.
        Duplicate: there is a template with this code.

    >>> from bcmarketing.store.tables import Tables
    >>> tables = Tables.of([InteractionGroup(code="LETTER")])
    >>> changes = insert_template(tables, InteractionTemplate(code="BUS", interaction_group_code="LETTER"))
    >>> changes.inserted_of(InteractionTemplate)[0].correspondence_type_default
    CorrespondenceType.EMAIL
    """
    work = Work(reader)
    if not template.code:
        raise FieldRequired("code")
    _check_group(work, template)
    work.insert(template)
    return work.done()


def _check_group(work: Work, template: InteractionTemplate) -> None:
    if not template.interaction_group_code:
        raise FieldRequired("interaction_group_code")
    work.require(InteractionGroup, template.interaction_group_code)


def modify_template(reader: Reader, template: InteractionTemplate) -> ChangeSet:
    """Store a changed template. What it says about documents changes by steps of its own, not here.

    Raises:
        NotFound: there is no template with this code, or no such interaction group.
        FieldRequired: the interaction group is blank.
    """
    work = Work(reader)
    old = work.require(InteractionTemplate, template.code)
    _check_group(work, template)
    work.modify(
        attrs.evolve(
            template,
            language_code_default=old.language_code_default,
            wizard_action=old.wizard_action,
            word_template_code=old.word_template_code,
        )
    )
    return work.done()


def default_row(reader: Reader | Work, template: InteractionTemplate) -> InteractionTemplateLanguage | None:
    """Return the document of a template in its default language, or ``None``."""
    return reader.get(InteractionTemplateLanguage, (template.code, template.language_code_default))


def attachment_of(reader: Reader | Work, template: InteractionTemplate) -> int:
    """Return the attachment of a template: that of its default language, or 0."""
    row = default_row(reader, template)
    return 0 if row is None else row.attachment_no


def has_layout(row: InteractionTemplateLanguage) -> bool:
    """Return whether a language has a layout, which e-mails are merged with."""
    return bool(row.custom_layout_code or row.report_layout_name)


def set_default_language(
    reader: Reader, template_code: str, language_code: str, *, policies: Policies = BC
) -> ChangeSet:
    """Give a template its default language.

    A layout in that language makes the wizard action Merge, and without one Merge becomes blank;
    the template's Word template becomes that of the language, also when that is blank.

    Args:
        reader: the tables.
        template_code: the template.
        language_code: the language; the template gets a row for it if it has none.
        policies: ``create_missing_language``.

    Raises:
        NotFound: there is no such template.
        Declined: the language has no row, and none is to be made.
    """
    work = Work(reader)
    template = _template(work, template_code)
    template = attrs.evolve(template, language_code_default=language_code)
    row = default_row(work, template)
    if row is None:
        if not policies.create_missing_language:
            raise Declined(f"create language {template.language_code_default!r} for template {template.code!r}")
        row = work.insert(_new_row(template))
    wizard_action = template.wizard_action
    if has_layout(row):
        wizard_action = WizardAction.MERGE
    elif wizard_action is WizardAction.MERGE:
        wizard_action = WizardAction.BLANK
    work.modify(attrs.evolve(template, wizard_action=wizard_action, word_template_code=row.word_template_code))
    return work.done()


def set_wizard_action(reader: Reader, template_code: str, wizard_action: WizardAction) -> ChangeSet:
    """Say what happens to a template's document when an interaction is made; without a default row anything goes.

    Raises:
        NotFound: there is no such template.
        WizardActionNotPossible: it does not go with the document of the default language.
    """
    work = Work(reader)
    template = attrs.evolve(_template(work, template_code), wizard_action=wizard_action)
    row = default_row(work, template)
    if row is not None:
        why = _why_not(template, row)
        if why:
            raise WizardActionNotPossible(template.code, wizard_action, why)
    work.modify(template)
    return work.done()


def _why_not(template: InteractionTemplate, row: InteractionTemplateLanguage) -> str:
    """Return what is wrong with the wizard action of a template, or blank."""
    merges = template.wizard_action is WizardAction.MERGE
    if template.word_template_code:
        return "there is a Word template" if template.wizard_action is WizardAction.IMPORT else ""
    if has_layout(row) and not merges:
        return "the default language has a layout"
    if merges and not has_layout(row):
        return "the default language has no layout"
    if merges and not row.attachment_no:
        return "the default language has no attachment"
    return ""


def set_word_template(
    reader: Reader, template_code: str, word_template_code: str, *, replace_attachment_by_word_template: bool
) -> ChangeSet:
    """Give a template a Word template, which its default language gets as well.

    Args:
        reader: the tables.
        template_code: the template.
        word_template_code: the Word template; blank for none.
        replace_attachment_by_word_template: Business Central asks this when the template has an attachment, without a
            default answer. Yes removes the attachment; no leaves the template without a Word template.

    Raises:
        NotFound: there is no such template.
        WordTemplateWithImport: the template's wizard action is Import.
    """
    replaces = checked(replace_attachment_by_word_template, bool, "replace_attachment_by_word_template")
    work = Work(reader)
    template = attrs.evolve(_template(work, template_code), word_template_code=word_template_code)
    row = default_row(work, template)
    if row is not None and row.attachment_no:
        if not replaces:
            work.modify(attrs.evolve(template, word_template_code=""))
            return work.done()
        row = _without_attachment(work, row)
    if template.word_template_code and template.wizard_action is WizardAction.IMPORT:
        raise WordTemplateWithImport(template.code)
    row = row or work.insert(_new_row(template))
    work.modify(attrs.evolve(row, word_template_code=template.word_template_code))
    work.modify(template)
    return work.done()


def delete_template(reader: Reader, template_code: str) -> ChangeSet:
    """Delete a template with its languages and their attachments.

    Raises:
        NotFound: there is no such template.
    """
    work = Work(reader)
    template = _template(work, template_code)
    for row in work.where(InteractionTemplateLanguage, interaction_template_code=template.code):
        _delete_row(work, row)
    work.delete(template)
    return work.done()


def insert_template_language(reader: Reader, row: InteractionTemplateLanguage) -> ChangeSet:
    """Add the document of a template in a language.

    Raises:
        NotFound: there is no such template.
        Duplicate: the template has the language.
    """
    work = Work(reader)
    _template(work, row.interaction_template_code)
    work.insert(row)
    return work.done()


def delete_template_language(reader: Reader, template_code: str, language_code: str) -> ChangeSet:
    """Delete a language of a template with its attachment.

    Raises:
        NotFound: the template has no such language.
    """
    work = Work(reader)
    _delete_row(work, _row(work, template_code, language_code))
    return work.done()


def remove_template_attachment(reader: Reader, template_code: str, language_code: str) -> ChangeSet:
    """Remove the attachment of a language; the language stays without one.

    Raises:
        NotFound: the template has no such language.
    """
    work = Work(reader)
    _without_attachment(work, _row(work, template_code, language_code))
    return work.done()


def rename_template_language(reader: Reader, template_code: str, language_code: str, new_code: str) -> ChangeSet:
    """Give a row another language; if it was the template's default language, that follows.

    Raises:
        NotFound: the template has no such language.
        Duplicate: the template has the new language.
    """
    work = Work(reader)
    old = _row(work, template_code, language_code)
    template = _template(work, template_code)
    work.delete(old)
    new = work.insert(attrs.evolve(old, language_code=checked_code(new_code, 10, "new_code")))
    if template.language_code_default == old.language_code:
        work.modify(attrs.evolve(template, language_code_default=new.language_code))
    return work.done()


def set_custom_layout(reader: Reader, template_code: str, language_code: str, layout_code: str) -> ChangeSet:
    """Give a language a custom layout, which takes the place of its report layout.

    Raises:
        NotFound: the template has no such language.
    """
    work = Work(reader)
    row = _row(work, template_code, language_code)
    work.modify(attrs.evolve(row, custom_layout_code=layout_code, report_layout_name=""))
    return work.done()


def _template(work: Work, template_code: str) -> InteractionTemplate:
    return work.require(InteractionTemplate, checked_code(template_code, 10, "interaction_template_code"))


def _row(work: Work, template_code: str, language_code: str) -> InteractionTemplateLanguage:
    template_code = checked_code(template_code, 10, "interaction_template_code")
    language_code = checked_code(language_code, 10, "language_code")
    return work.require(InteractionTemplateLanguage, (template_code, language_code))


def _new_row(template: InteractionTemplate) -> InteractionTemplateLanguage:
    return InteractionTemplateLanguage(
        interaction_template_code=template.code,
        language_code=template.language_code_default,
        description=template.description,
    )


def _without_attachment(work: Work, row: InteractionTemplateLanguage) -> InteractionTemplateLanguage:
    remove_attachment(work, row.attachment_no)
    return work.modify(attrs.evolve(row, attachment_no=0))


def _delete_row(work: Work, row: InteractionTemplateLanguage) -> None:
    remove_attachment(work, row.attachment_no)
    work.delete(row)
