"""Contacts, and what is recorded about them."""

import datetime as dt
from typing import ClassVar

import attrs

from ..codes import (
    bc,
    code10,
    code20,
    is_bool,
    is_date,
    is_integer,
    is_option,
    text20,
    text30,
    text50,
    text80,
    text100,
    to_code,
)
from ..options import Option


class ContactType(Option):
    """Whether a contact is a company or a person."""

    COMPANY = 0, "Company"
    PERSON = 1, "Person"


class CorrespondenceType(Option):
    """How a contact is written to."""

    BLANK = 0, ""
    HARD_COPY = 1, "Hard Copy"
    EMAIL = 2, "Email"


class RelationLink(Option):
    """The table that a business relation links a contact to."""

    BLANK = 0, ""
    CUSTOMER = 1, "Customer"
    VENDOR = 2, "Vendor"
    BANK_ACCOUNT = 3, "Bank Account"
    EMPLOYEE = 4, "Employee"


class BusinessRelationSummary(Option):
    """The one word in which a contact list sums up the business relations."""

    BLANK = 0, ""
    CUSTOMER = 1, "Customer"
    VENDOR = 2, "Vendor"
    BANK_ACCOUNT = 3, "Bank Account"
    EMPLOYEE = 4, "Employee"
    NONE = 100, "None"
    OTHER = 101, "Other"
    MULTIPLE = 102, "Multiple"


class CommentTable(Option):
    """The table that a comment line belongs to."""

    CONTACT = 0, "Contact"
    CAMPAIGN = 1, "Campaign"
    TASK = 2, "To-do"
    WEB_SOURCE = 3, "Web Source"
    SALES_CYCLE = 4, "Sales Cycle"
    SALES_CYCLE_STAGE = 5, "Sales Cycle Stage"
    OPPORTUNITY = 6, "Opportunity"


@attrs.frozen(kw_only=True)
class Contact:
    """A company or a person (table 5050). A company's ``company_no`` is its own number; a person's may be blank."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 1))
    name: str = attrs.field(default="", validator=text100, metadata=bc("Name", 2))
    search_name: str = attrs.field(default="", validator=text100, metadata=bc("Search Name", 3))
    name_2: str = attrs.field(default="", validator=text50, metadata=bc("Name 2", 4))
    address: str = attrs.field(default="", validator=text100, metadata=bc("Address", 5))
    address_2: str = attrs.field(default="", validator=text50, metadata=bc("Address 2", 6))
    city: str = attrs.field(default="", validator=text30, metadata=bc("City", 7))
    phone_no: str = attrs.field(default="", validator=text30, metadata=bc("Phone No.", 9))
    territory_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Territory Code", 15)
    )
    currency_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Currency Code", 22))
    language_code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Language Code", 24))
    salesperson_code: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Salesperson Code", 29)
    )
    country_region_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Country/Region Code", 35)
    )
    fax_no: str = attrs.field(default="", validator=text30, metadata=bc("Fax No.", 84))
    vat_registration_no: str = attrs.field(default="", validator=text20, metadata=bc("VAT Registration No.", 86))
    post_code: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Post Code", 91))
    email: str = attrs.field(default="", validator=text80, metadata=bc("E-Mail", 102))
    home_page: str = attrs.field(default="", validator=text80, metadata=bc("Home Page", 103))
    no_series: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No. Series", 107))
    format_region: str = attrs.field(default="", validator=text80, metadata=bc("Format Region", 133))
    privacy_blocked: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Privacy Blocked", 150))
    minor: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Minor", 151))
    parental_consent_received: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Parental Consent Received", 152)
    )
    type: ContactType = attrs.field(
        default=ContactType.COMPANY, validator=is_option(ContactType), metadata=bc("Type", 5050)
    )
    company_no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("Company No.", 5051))
    company_name: str = attrs.field(default="", validator=text100, metadata=bc("Company Name", 5052))
    lookup_contact_no: str = attrs.field(
        default="", converter=to_code, validator=code20, metadata=bc("Lookup Contact No.", 5053)
    )
    first_name: str = attrs.field(default="", validator=text30, metadata=bc("First Name", 5054))
    middle_name: str = attrs.field(default="", validator=text30, metadata=bc("Middle Name", 5055))
    surname: str = attrs.field(default="", validator=text30, metadata=bc("Surname", 5056))
    job_title: str = attrs.field(default="", validator=text30, metadata=bc("Job Title", 5058))
    mobile_phone_no: str = attrs.field(default="", validator=text30, metadata=bc("Mobile Phone No.", 5061))
    organizational_level_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Organizational Level Code", 5063)
    )
    exclude_from_segment: bool = attrs.field(
        default=False, validator=is_bool, metadata=bc("Exclude from Segment", 5064)
    )
    business_relation: BusinessRelationSummary = attrs.field(
        default=BusinessRelationSummary.NONE,
        validator=is_option(BusinessRelationSummary),
        metadata=bc("Contact Business Relation", 5086),
    )
    correspondence_type: CorrespondenceType = attrs.field(
        default=CorrespondenceType.BLANK,
        validator=is_option(CorrespondenceType),
        metadata=bc("Correspondence Type", 5100),
    )
    salutation_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Salutation Code", 5101)
    )


@attrs.frozen(kw_only=True)
class BusinessRelation:
    """A business relation, such as customer or press (table 5053)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class ContactBusinessRelation:
    """A business relation of a contact, and the record it links the contact to (table 5054)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "business_relation_code")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    business_relation_code: str = attrs.field(
        converter=to_code, validator=code10, metadata=bc("Business Relation Code", 2)
    )
    link_to_table: RelationLink = attrs.field(
        default=RelationLink.BLANK, validator=is_option(RelationLink), metadata=bc("Link to Table", 3)
    )
    no: str = attrs.field(default="", converter=to_code, validator=code20, metadata=bc("No.", 4))


@attrs.frozen(kw_only=True)
class IndustryGroup:
    """An industry group (table 5057)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class ContactIndustryGroup:
    """An industry group of a company (table 5058)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "industry_group_code")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    industry_group_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Industry Group Code", 2))


@attrs.frozen(kw_only=True)
class JobResponsibility:
    """A job responsibility, such as purchasing (table 5066)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class ContactJobResponsibility:
    """A job responsibility of a person (table 5067)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "job_responsibility_code")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    job_responsibility_code: str = attrs.field(
        converter=to_code, validator=code10, metadata=bc("Job Responsibility Code", 2)
    )


@attrs.frozen(kw_only=True)
class MailingGroup:
    """A mailing group (table 5055)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class ContactMailingGroup:
    """A mailing group of a contact (table 5056)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "mailing_group_code")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    mailing_group_code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Mailing Group Code", 2))


@attrs.frozen(kw_only=True)
class OrganizationalLevel:
    """A level in a company's organization (table 5069)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class Salutation:
    """A salutation (table 5068)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    description: str = attrs.field(default="", validator=text100, metadata=bc("Description", 2))


@attrs.frozen(kw_only=True)
class Territory:
    """A sales territory (table 286)."""

    key_fields: ClassVar[tuple[str, ...]] = ("code",)

    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 1))
    name: str = attrs.field(default="", validator=text50, metadata=bc("Name", 2))


@attrs.frozen(kw_only=True)
class ContactAltAddress:
    """An alternative address of a contact (table 5051)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "code")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    code: str = attrs.field(converter=to_code, validator=code10, metadata=bc("Code", 2))
    email: str = attrs.field(default="", validator=text80, metadata=bc("E-Mail", 102))


@attrs.frozen(kw_only=True)
class ContactAltAddrDateRange:
    """The dates on which an alternative address holds; both ends belong, a blank end is open (table 5052)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "starting_date")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    contact_alt_address_code: str = attrs.field(
        default="", converter=to_code, validator=code10, metadata=bc("Contact Alt. Address Code", 2)
    )
    starting_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Starting Date", 3))
    ending_date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Ending Date", 4))


@attrs.frozen(kw_only=True)
class RlshpMgtCommentLine:
    """A comment on a contact, campaign, task, sales cycle, stage or opportunity (table 5061)."""

    key_fields: ClassVar[tuple[str, ...]] = ("table_name", "no", "sub_no", "line_no")

    table_name: CommentTable = attrs.field(validator=is_option(CommentTable), metadata=bc("Table Name", 1))
    no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("No.", 2))
    sub_no: int = attrs.field(default=0, validator=is_integer, metadata=bc("Sub No.", 3))
    line_no: int = attrs.field(validator=is_integer, metadata=bc("Line No.", 4))
    date: dt.date | None = attrs.field(default=None, validator=is_date, metadata=bc("Date", 5))
    code: str = attrs.field(default="", converter=to_code, validator=code10, metadata=bc("Code", 6))
    comment: str = attrs.field(default="", validator=text80, metadata=bc("Comment", 7))


@attrs.frozen(kw_only=True)
class ContactDuplicate:
    """Two contacts that the host's search takes for the same (table 5085)."""

    key_fields: ClassVar[tuple[str, ...]] = ("contact_no", "duplicate_contact_no")

    contact_no: str = attrs.field(converter=to_code, validator=code20, metadata=bc("Contact No.", 1))
    duplicate_contact_no: str = attrs.field(
        converter=to_code, validator=code20, metadata=bc("Duplicate Contact No.", 3)
    )


@attrs.frozen(kw_only=True)
class Attachment:
    """A document kept for interactions; its content is the host's (table 5062)."""

    key_fields: ClassVar[tuple[str, ...]] = ("no",)

    no: int = attrs.field(validator=is_integer, metadata=bc("No.", 1))
    read_only: bool = attrs.field(default=False, validator=is_bool, metadata=bc("Read Only", 6))
