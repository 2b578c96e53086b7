"""Profile questionnaires and the answers that contacts gave."""

from decimal import Decimal
from typing import ClassVar

import attrs

from ..amounts import ZERO, is_amount, is_percentage, to_amount_or_given
from ..codes import bc, code10, code20, is_bool, is_integer, is_option, text50, text250, to_code
from ..dates.checks import is_date_formula
from ..dates.formula import DateFormula, to_date_formula
from ..options import Option


class ProfileContactType(Option):
    """The contacts a questionnaire is for."""

    BLANK = 0, ""
    COMPANIES = 1, "Companies"
    PEOPLE = 2, "People"


class ProfileLineType(Option):
    """A question or one of its answers."""

    QUESTION = 0, "Question"
    ANSWER = 1, "Answer"


class ProfilePriority(Option):
    """How much a question or an answer weighs."""

    VERY_LOW_HIDDEN = 0, "Very Low (Hidden)"
    LOW = 1, "Low"
    NORMAL = 2, "Normal"
    HIGH = 3, "High"
    VERY_HIGH = 4, "Very High"


@attrs.frozen(kw_only=True)
class ProfileQuestionnaire:
    """A profile questionnaire (table 5087)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text250, metadata=bc("Description", 2))
    contact_type: ProfileContactType = attrs.field(
        default=ProfileContactType.BLANK, validator=is_option(ProfileContactType), metadata=bc("Contact Type", 3)
    )
    business_relation_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Business Relation Code", 4)
    )
    priority: ProfilePriority = attrs.field(
        default=ProfilePriority.NORMAL, validator=is_option(ProfilePriority), metadata=bc("Priority", 5)
    )


@attrs.frozen(kw_only=True)
class ProfileQuestionnaireLine:
    """A question or an answer; an answer belongs to the nearest question above it (table 5088)."""

    key_fields: ClassVar[tuple[str, ...]] = ("profile_questionnaire_code", "line_no")

    profile_questionnaire_code: str = attrs.field(
        converter=to_code, validator=code20, metadata=bc("Profile Questionnaire Code", 1)
    )
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 2))
    type: ProfileLineType = attrs.field(
        default=ProfileLineType.QUESTION, validator=is_option(ProfileLineType), metadata=bc("Type", 3)
    )
    description: str = attrs.field(default="", validator=text250, metadata=bc("Description", 4))
    multiple_answers: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Multiple Answers", 5))
    auto_contact_classification: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Auto Contact Classification", 6)
    )
    customer_class_field: str = attrs.field(default="", validator=text50, metadata=bc("Customer Class. Field", 7))
    vendor_class_field: str = attrs.field(default="", validator=text50, metadata=bc("Vendor Class. Field", 8))
    contact_class_field: str = attrs.field(default="", validator=text50, metadata=bc("Contact Class. Field", 9))
    starting_date_formula: DateFormula = attrs.field(
        default=DateFormula(),
        converter=to_date_formula,
        validator=is_date_formula,
        metadata=bc("Starting Date Formula", 10),
    )
    ending_date_formula: DateFormula = attrs.field(
        default=DateFormula(),
        converter=to_date_formula,
        validator=is_date_formula,
        metadata=bc("Ending Date Formula", 11),
    )
    classification_method: str = attrs.field(default="", validator=text50, metadata=bc("Classification Method", 12))
    sorting_method: str = attrs.field(default="", validator=text50, metadata=bc("Sorting Method", 13))
    from_value: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("From Value", 14)
    )
    to_value: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("To Value", 15)
    )
    priority: ProfilePriority = attrs.field(
        default=ProfilePriority.NORMAL, validator=is_option(ProfilePriority), metadata=bc("Priority", 17)
    )
    no_of_decimals: int = attrs.field(default=0, validator=is_integer, metadata=bc("No. of Decimals", 18))
    min_pct_questions_answered: Decimal = attrs.field(
        default=ZERO,
        converter=to_amount_or_given,
        validator=is_percentage,
        metadata=bc("Min. % Questions Answered", 19),
    )


@attrs.frozen(kw_only=True)
class Rating:
    """Points that an answer gives to a question of the class Rating (table 5111)."""

    key_fields: ClassVar[tuple[str, ...]] = (
        "profile_questionnaire_code",
        "profile_questionnaire_line_no",
        "rating_profile_questionnaire_code",
        "rating_profile_questionnaire_line_no",
    )

    profile_questionnaire_code: str = attrs.field(
        converter=to_code, validator=code20, metadata=bc("Profile Questionnaire Code", 1)
    )
    profile_questionnaire_line_no: int = attrs.field(
        validator=is_integer, metadata=bc("Profile Questionnaire Line No.", 2)
    )
    rating_profile_questionnaire_code: str = attrs.field(
        converter=to_code, validator=code20, metadata=bc("Rating Profile Quest. Code", 3)
    )
    rating_profile_questionnaire_line_no: int = attrs.field(
        validator=is_integer, metadata=bc("Rating Profile Quest. Line No.", 4)
    )
    points: Decimal = attrs.field(
        default=ZERO, converter=to_amount_or_given, validator=is_amount, metadata=bc("Points", 5)
    )


@attrs.frozen(kw_only=True)
class ContactProfileAnswer:
    """An answer that a contact gave (table 5089)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "profile_questionnaire_code", "line_no")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    profile_questionnaire_code: str = attrs.field(
        converter=to_code, validator=code20, metadata=bc("Profile Questionnaire Code", 3)
    )
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 4))
    answer_priority: ProfilePriority = attrs.field(
        default=ProfilePriority.NORMAL, validator=is_option(ProfilePriority), metadata=bc("Answer Priority", 6)
    )
    profile_questionnaire_priority: ProfilePriority = attrs.field(
        default=ProfilePriority.NORMAL,
        validator=is_option(ProfilePriority),
        metadata=bc("Profile Questionnaire Priority", 7),
    )
    contact_company_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Contact Company No.", 2)
    )
