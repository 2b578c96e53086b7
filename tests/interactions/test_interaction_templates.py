"""Interaction templates: groups, default languages, wizard actions, Word templates, layouts, the setup."""

import attrs
import pytest

from bcmarketing.contacts.records import Attachment
from bcmarketing.errors import Declined, Duplicate, FieldRequired, InvalidField, NotFound, WrongType
from bcmarketing.interactions.document_kinds import (
    MEETING_INVITATION,
    OUTGOING_CALLS,
    PURPOSES,
    entry_description,
    set_template_for,
    template_for,
)
from bcmarketing.interactions.options import DocumentType, WizardAction
from bcmarketing.interactions.records import (
    InteractionGroup,
    InteractionTemplate,
    InteractionTemplateLanguage,
    InteractionTemplateSetup,
)
from bcmarketing.interactions.refusals import WizardActionNotPossible, WordTemplateWithImport
from bcmarketing.interactions.templates import (
    attachment_of,
    delete_template,
    delete_template_language,
    insert_group,
    insert_template,
    insert_template_language,
    modify_template,
    remove_template_attachment,
    rename_template_language,
    set_custom_layout,
    set_default_language,
    set_wizard_action,
    set_word_template,
)
from bcmarketing.policies import Policies
from bcmarketing.store.tables import Tables

G1 = InteractionGroup(code="G1")
BUS = InteractionTemplate(code="BUS", interaction_group_code="G1", description="Letter", language_code_default="ENU")
ENU = InteractionTemplateLanguage(interaction_template_code="BUS", language_code="ENU")
DEU = attrs.evolve(ENU, language_code="DEU")
ACTIONS = tuple(WizardAction)


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_groups_and_templates_have_codes_and_templates_a_group() -> None:
    with pytest.raises(FieldRequired, match="code"):
        insert_group(Tables(), InteractionGroup(code=""))
    with pytest.raises(FieldRequired, match="code"):
        insert_template(Tables.of([G1]), attrs.evolve(BUS, code=""))
    for process in (insert_template, modify_template):
        with pytest.raises(FieldRequired, match="interaction_group_code"):
            process(
                Tables.of([G1, BUS] if process is modify_template else [G1]),
                attrs.evolve(BUS, interaction_group_code=""),
            )


def test_groups_and_templates_are_there_once_and_a_group_must_exist() -> None:
    with pytest.raises(Duplicate):
        insert_group(Tables.of([G1]), G1)
    with pytest.raises(Duplicate):
        insert_template(Tables.of([G1, BUS]), BUS)
    with pytest.raises(NotFound, match="InteractionGroup"):
        insert_template(Tables(), BUS)
    with pytest.raises(NotFound, match="InteractionTemplate"):
        modify_template(Tables.of([G1]), BUS)


def test_changing_a_template_leaves_its_documents_to_their_own_steps() -> None:
    changed = attrs.evolve(
        BUS, unit_cost=9, language_code_default="DEU", wizard_action=WizardAction.MERGE, word_template_code="W1"
    )

    changes = modify_template(Tables.of([G1, BUS]), changed)

    assert changes.modified_of(InteractionTemplate) == (attrs.evolve(BUS, unit_cost=9),)


def test_a_default_language_without_row_gets_one_named_after_the_template() -> None:
    tables = Tables.of([BUS])

    tables = tables.apply(set_default_language(tables, "bus", "deu"))

    assert tables.where(InteractionTemplateLanguage) == [attrs.evolve(DEU, description="Letter")]
    assert tables.where(InteractionTemplate)[0].language_code_default == "DEU"


@pytest.mark.rule("E-DECLINED")
def test_a_missing_language_may_be_declined() -> None:
    with pytest.raises(Declined, match="DEU"):
        set_default_language(Tables.of([BUS]), "BUS", "DEU", policies=Policies(create_missing_language=False))


@pytest.mark.parametrize("layout", [{"custom_layout_code": "L"}, {"report_layout_name": "L"}])
@pytest.mark.parametrize("before", ACTIONS)
def test_a_layout_in_the_default_language_means_merge(layout: dict[str, str], before: WizardAction) -> None:
    row = attrs.evolve(DEU, word_template_code="W1", **layout)  # type: ignore[arg-type]
    tables = Tables.of([attrs.evolve(BUS, wizard_action=before), row])

    tables = tables.apply(set_default_language(tables, "BUS", "DEU"))

    (template,) = tables.where(InteractionTemplate)
    assert (template.wizard_action, template.word_template_code) == (WizardAction.MERGE, "W1")


@pytest.mark.parametrize("before", ACTIONS)
def test_without_layout_only_merge_is_reset_and_the_word_template_follows_though_blank(before: WizardAction) -> None:
    tables = Tables.of([attrs.evolve(BUS, wizard_action=before, word_template_code="W1"), DEU])

    tables = tables.apply(set_default_language(tables, "BUS", "DEU"))

    (template,) = tables.where(InteractionTemplate)
    after = WizardAction.BLANK if before is WizardAction.MERGE else before
    assert (template.wizard_action, template.word_template_code) == (after, "")


BLANK, OPEN, IMPORT, MERGE = ACTIONS


@pytest.mark.rule("E-TEMPLATE-WIZARD-ACTION")
@pytest.mark.parametrize(
    ("word_template", "layout", "attachment_no", "possible"),
    [
        ("", "", 0, {BLANK, OPEN, IMPORT}),
        ("", "", 4, {BLANK, OPEN, IMPORT}),
        ("", "L", 0, set()),
        ("", "L", 4, {MERGE}),
        ("W1", "", 0, {BLANK, OPEN, MERGE}),
        ("W1", "L", 4, {BLANK, OPEN, MERGE}),
    ],
)
def test_which_wizard_actions_are_possible(
    word_template: str, layout: str, attachment_no: int, possible: set[WizardAction]
) -> None:
    row = attrs.evolve(ENU, custom_layout_code=layout, attachment_no=attachment_no)
    tables = Tables.of([attrs.evolve(BUS, word_template_code=word_template), row])

    for action in ACTIONS:
        if action in possible:
            assert (
                tables.apply(set_wizard_action(tables, "BUS", action)).where(InteractionTemplate)[0].wizard_action
                is action
            )
        else:
            with pytest.raises(WizardActionNotPossible):
                set_wizard_action(tables, "BUS", action)


def test_without_a_default_row_any_wizard_action_goes() -> None:
    for action in ACTIONS:
        set_wizard_action(Tables.of([BUS, DEU]), "BUS", action)


def test_a_word_template_reaches_the_default_language_which_is_made_if_missing() -> None:
    for tables in (Tables.of([BUS, ENU, DEU]), Tables.of([BUS, DEU])):
        after = tables.apply(set_word_template(tables, "BUS", "w1", replace_attachment_by_word_template=False))

        assert after.where(InteractionTemplate)[0].word_template_code == "W1"
        codes = {row.language_code: row.word_template_code for row in after.where(InteractionTemplateLanguage)}
        assert codes == {"ENU": "W1", "DEU": ""}


def test_a_word_template_takes_the_place_of_an_attachment_only_if_it_may() -> None:
    template = attrs.evolve(BUS, word_template_code="W0")
    tables = Tables.of([template, attrs.evolve(ENU, attachment_no=4), Attachment(no=4)])

    yes = tables.apply(set_word_template(tables, "BUS", "W1", replace_attachment_by_word_template=True))
    no = tables.apply(set_word_template(tables, "BUS", "W1", replace_attachment_by_word_template=False))

    assert yes == Tables.of(
        [attrs.evolve(template, word_template_code="W1"), attrs.evolve(ENU, word_template_code="W1")]
    )
    assert no == Tables.of([BUS, attrs.evolve(ENU, attachment_no=4), Attachment(no=4)])


@pytest.mark.rule("E-TEMPLATE-WORD-IMPORT")
def test_a_template_that_imports_takes_no_word_template() -> None:
    tables = Tables.of([attrs.evolve(BUS, wizard_action=IMPORT), ENU])

    with pytest.raises(WordTemplateWithImport):
        set_word_template(tables, "BUS", "W1", replace_attachment_by_word_template=True)
    assert not set_word_template(tables, "BUS", "", replace_attachment_by_word_template=True)


def test_a_language_comes_changes_and_goes_with_its_attachment() -> None:
    tables = Tables.of([BUS, Attachment(no=4), Attachment(no=5)])
    tables = tables.apply(insert_template_language(tables, attrs.evolve(ENU, attachment_no=4)))
    tables = tables.apply(insert_template_language(tables, attrs.evolve(DEU, attachment_no=5)))
    assert attachment_of(tables, BUS) == 4

    tables = tables.apply(remove_template_attachment(tables, "BUS", "ENU"))
    tables = tables.apply(delete_template_language(tables, "BUS", "DEU"))

    assert tables == Tables.of([BUS, ENU])
    assert attachment_of(tables, attrs.evolve(BUS, language_code_default="DEU")) == 0


def test_the_default_language_follows_a_renamed_row_and_no_other() -> None:
    tables = Tables.of([BUS, ENU, DEU])

    default = tables.apply(rename_template_language(tables, "BUS", "ENU", "eng"))
    other = tables.apply(rename_template_language(tables, "BUS", "DEU", "DAN"))

    assert default.where(InteractionTemplate)[0].language_code_default == "ENG"
    assert other.where(InteractionTemplate) == [BUS]
    with pytest.raises(Duplicate):
        rename_template_language(tables, "BUS", "ENU", "DEU")


def test_a_custom_layout_clears_the_report_layout() -> None:
    tables = Tables.of([BUS, attrs.evolve(ENU, report_layout_name="Standard")])

    tables = tables.apply(set_custom_layout(tables, "BUS", "ENU", "L"))

    assert tables.where(InteractionTemplateLanguage) == [attrs.evolve(ENU, custom_layout_code="L")]


@pytest.mark.rule("E-NOT-FOUND")
def test_templates_and_languages_must_exist() -> None:
    tables = Tables.of([ENU])
    with pytest.raises(NotFound):
        set_default_language(tables, "BUS", "ENU")
    with pytest.raises(NotFound):
        set_wizard_action(tables, "BUS", OPEN)
    with pytest.raises(NotFound):
        set_word_template(tables, "BUS", "W1", replace_attachment_by_word_template=True)
    with pytest.raises(NotFound):
        delete_template(tables, "BUS")
    with pytest.raises(NotFound):
        insert_template_language(tables, DEU)
    with pytest.raises(NotFound):
        delete_template_language(tables, "BUS", "DEU")
    with pytest.raises(WrongType):
        delete_template(tables, 3)  # type: ignore[arg-type]


def test_the_setup_names_a_template_for_each_purpose() -> None:
    tables = Tables.of([BUS, InteractionTemplateSetup(purpose=OUTGOING_CALLS, interaction_template_code="OLD")])

    tables = tables.apply(set_template_for(tables, OUTGOING_CALLS, "bus"))

    assert template_for(tables, OUTGOING_CALLS) == "BUS"
    assert template_for(tables, MEETING_INVITATION) == ""
    assert template_for(tables.apply(set_template_for(tables, OUTGOING_CALLS, "")), OUTGOING_CALLS) == ""


def test_a_template_with_an_attachment_is_for_meeting_invitations_only() -> None:
    tables = Tables.of([BUS, attrs.evolve(ENU, attachment_no=4)])

    with pytest.raises(NotFound):
        set_template_for(tables, OUTGOING_CALLS, "BUS")
    assert set_template_for(tables, MEETING_INVITATION, "BUS")
    with pytest.raises(NotFound):
        set_template_for(Tables(), OUTGOING_CALLS, "BUS")
    with pytest.raises(InvalidField, match="purpose"):
        set_template_for(tables, "Fax", "BUS")


def test_every_kind_of_document_has_a_purpose() -> None:
    assert set(PURPOSES) == set(DocumentType) - {DocumentType.BLANK}
    assert len(set(PURPOSES.values())) == len(PURPOSES)
    assert entry_description(DocumentType.SALES_QTE) == "Sales Quotes"
