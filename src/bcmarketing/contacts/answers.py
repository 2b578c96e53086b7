"""Profile answers of contacts, given by hand (table 5089)."""

from ..arguments import checked, checked_code
from ..errors import InvalidField, NotFound
from ..kinds import checked_kinds
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .links import stored_contact
from .profiles import ContactProfileAnswer, ProfileLineType, ProfileQuestionnaire, ProfileQuestionnaireLine
from .refusals import MinorHasNoProfile, ProfileAnswerRefused


@checked_kinds
def add_profile_answer(reader: Reader, contact_no: str, questionnaire_code: str, line_no: int) -> ChangeSet:
    """Note that a contact gave an answer of a questionnaire.

    Args:
        reader: the tables.
        contact_no: the contact.
        questionnaire_code: the questionnaire.
        line_no: the line of the answer; its question is the nearest one above.

    Raises:
        NotFound: there is no such contact, questionnaire or line.
        MinorHasNoProfile: the contact is a minor.
        InvalidField: the line is a question.
        ProfileAnswerRefused: the question is answered automatically, or takes one answer and has one.
        Duplicate: the contact gave this answer already.

    Source: table 5089, OnInsert.
    """
    work = Work(reader)
    contact = stored_contact(work, contact_no)
    if contact.minor:
        raise MinorHasNoProfile(contact.no)
    questionnaire = work.require(ProfileQuestionnaire, checked_code(questionnaire_code, 20, "questionnaire_code"))
    block = _block(work.where(ProfileQuestionnaireLine, profile_questionnaire_code=questionnaire.code), line_no)
    if block is None:
        raise NotFound("ProfileQuestionnaireLine", (questionnaire.code, line_no))
    line = next(one for one in block if one.line_no == line_no)
    if line.type is ProfileLineType.QUESTION:
        raise InvalidField("line_no", line_no, "is a question, not an answer")
    question = block[0] if block[0].type is ProfileLineType.QUESTION else None
    if question is not None and question.auto_contact_classification:
        raise ProfileAnswerRefused(questionnaire.code, line_no, "the question is answered automatically")
    given = {row.line_no for row in _answers(work, contact.no, questionnaire.code)} - {line_no}
    if question is not None and not question.multiple_answers and any(one.line_no in given for one in block):
        raise ProfileAnswerRefused(questionnaire.code, line_no, "the question takes one answer only, and has one")
    work.insert(
        ContactProfileAnswer(
            contact_no=contact.no,
            contact_company_no=contact.company_no,
            profile_questionnaire_code=questionnaire.code,
            line_no=line_no,
            answer_priority=line.priority,
            profile_questionnaire_priority=questionnaire.priority,
        )
    )
    return work.done()


def delete_profile_answer(reader: Reader, contact_no: str, questionnaire_code: str, line_no: int) -> ChangeSet:
    """Take an answer back.

    Raises:
        NotFound: the contact has not given it.
    """
    work = Work(reader)
    key = (
        checked_code(contact_no, 20, "contact_no"),
        checked_code(questionnaire_code, 20, "questionnaire_code"),
        checked(line_no, int, "line_no"),
    )
    work.delete(work.require(ContactProfileAnswer, key))
    return work.done()


def _answers(work: Work, contact_no: str, questionnaire_code: str) -> list[ContactProfileAnswer]:
    return work.where(ContactProfileAnswer, contact_no=contact_no, profile_questionnaire_code=questionnaire_code)


def _block(lines: list[ProfileQuestionnaireLine], line_no: int) -> list[ProfileQuestionnaireLine] | None:
    """Return the question that a line belongs to, with all its answers; ``None`` if there is no such line."""
    block: list[ProfileQuestionnaireLine] = []
    found = False
    for line in lines:
        if line.type is ProfileLineType.QUESTION:
            if found:
                return block
            block = []
        block.append(line)
        found = found or line.line_no == line_no
    return block if found else None
