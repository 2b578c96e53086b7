"""The files of a data folder: which records they hold, under which column names, and what refers to what."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from ..activities.records import Activity, ActivityStep, Attendee, Task, Team, TeamMember
from ..campaigns.records import Campaign, CampaignEntry, CampaignStatus
from ..contacts.partners import BankAccount, Customer, Salesperson, Vendor
from ..contacts.profiles import ContactProfileAnswer, ProfileQuestionnaire, ProfileQuestionnaireLine, Rating
from ..contacts.records import (
    BusinessRelation,
    Contact,
    ContactBusinessRelation,
    ContactIndustryGroup,
    ContactJobResponsibility,
    ContactMailingGroup,
    IndustryGroup,
    JobResponsibility,
    MailingGroup,
    OrganizationalLevel,
    Salutation,
    Territory,
)
from ..contacts.setup import MarketingSetup, NumberSeries
from ..interactions.records import (
    InteractionGroup,
    InteractionLogEntry,
    InteractionTemplate,
    InteractionTemplateSetup,
)
from ..opportunities.records import (
    CloseOpportunityCode,
    Opportunity,
    OpportunityEntry,
    SalesCycle,
    SalesCycleStage,
)
from ..pricing.currencies import Currency, CurrencyExchangeRate, GeneralLedgerSetup
from ..pricing.items import (
    CustomerDiscountGroup,
    CustomerPriceGroup,
    Item,
    ItemDiscountGroup,
    ItemUnitOfMeasure,
    UnitOfMeasure,
)
from ..pricing.legacy_records import SalesLineDiscount, SalesPrice
from ..segments.records import SegmentCriteriaLine, SegmentHeader
from ..store.reader import Record

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Table:
    """One CSV file.

    Attributes:
        kind: the record that a line becomes.
        columns: the columns in the order in which the file is written.
        renamed: column -> field, where they differ.
        ignored: columns that tell people something and no rule anything.
        refers: column -> the file whose key it holds. ``a+b=file`` is a key of several columns;
            ``a: X=file Y=other`` takes the file by the value of column *a*, blanks written as underscores.
    """

    kind: type[Record]
    columns: tuple[str, ...]
    renamed: Mapping[str, str] = _NONE
    ignored: tuple[str, ...] = ()
    refers: Mapping[str, str] = _NONE


def _table(
    kind: type[Record],
    columns: str,
    *,
    renamed: Mapping[str, str] = _NONE,
    ignored: str = "",
    **refers: str,
) -> Table:
    return Table(
        kind=kind,
        columns=tuple(columns.split()),
        renamed=renamed,
        ignored=tuple(ignored.split()),
        refers=MappingProxyType(refers),
    )


#: file -> table, in the order in which they are read.
TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "activities": _table(Activity, "code description"),
        "activity_steps": _table(
            ActivityStep,
            "activity_code step_no type description priority date_formula",
            activity_code="activities",
        ),
        "attendees": _table(
            Attendee,
            "task_no line_no attendance_type attendee_type attendee_no invitation_response invitation_sent",
            task_no="tasks",
            attendee_no="attendee_type: Contact=contacts Salesperson=salespeople",
        ),
        "bank_accounts": _table(
            BankAccount,
            "no name currency_code our_contact_code",
            currency_code="currencies",
            our_contact_code="salespeople",
        ),
        "business_relations": _table(BusinessRelation, "code description"),
        "campaign_entries": _table(
            CampaignEntry,
            "entry_no campaign_no description date user_id segment_no canceled salesperson_code register_no "
            "document_type",
            campaign_no="campaigns",  # a segment is gone once it is logged, so its number refers to nothing
            salesperson_code="salespeople",
        ),
        "campaign_statuses": _table(CampaignStatus, "code description"),
        "campaigns": _table(
            Campaign,
            "no description starting_date ending_date salesperson_code status_code no_series global_dimension_1_code "
            "global_dimension_2_code",
            status_code="campaign_statuses",
            salesperson_code="salespeople",
            no_series="number_series",
        ),
        "close_opportunity_codes": _table(CloseOpportunityCode, "code description type"),
        "contact_business_relations": _table(
            ContactBusinessRelation,
            "contact_no business_relation_code link_to_table no",
            contact_no="contacts",
            business_relation_code="business_relations",
            no="link_to_table: Customer=customers Vendor=vendors Bank_Account=bank_accounts",
        ),
        "contact_industry_groups": _table(
            ContactIndustryGroup,
            "contact_no industry_group_code",
            contact_no="contacts",
            industry_group_code="industry_groups",
        ),
        "contact_job_responsibilities": _table(
            ContactJobResponsibility,
            "contact_no job_responsibility_code",
            contact_no="contacts",
            job_responsibility_code="job_responsibilities",
        ),
        "contact_mailing_groups": _table(
            ContactMailingGroup,
            "contact_no mailing_group_code",
            contact_no="contacts",
            mailing_group_code="mailing_groups",
        ),
        "contact_profile_answers": _table(
            ContactProfileAnswer,
            "contact_no profile_questionnaire_code line_no profile_questionnaire_priority answer_priority",
            contact_no="contacts",
            line_no="profile_questionnaire_code+line_no=profile_questionnaire_lines",
        ),
        "contacts": _table(
            Contact,
            "no type name company_no address address_2 post_code city country_region_code territory_code "
            "currency_code language_code salesperson_code salutation_code organizational_level_code job_title "
            "correspondence_type exclude_from_segment origin",
            ignored="origin",
            company_no="contacts",
            salesperson_code="salespeople",
            territory_code="territories",
            currency_code="currencies",
            salutation_code="salutations",
            organizational_level_code="organizational_levels",
        ),
        "currencies": _table(
            Currency,
            "code iso_numeric_code description amount_rounding_precision unit_amount_rounding_precision "
            "invoice_rounding_precision emu_currency",
        ),
        "currency_exchange_rates": _table(
            CurrencyExchangeRate,
            "currency_code starting_date exchange_rate_amount adjustment_exch_rate_amount relational_currency_code "
            "relational_exch_rate_amount relational_adjmt_exch_rate_amt",
            currency_code="currencies",
            relational_currency_code="currencies",
        ),
        "customer_disc_groups": _table(CustomerDiscountGroup, "code description"),
        "customer_price_groups": _table(
            CustomerPriceGroup, "code description price_includes_vat allow_line_disc allow_invoice_disc"
        ),
        "customers": _table(
            Customer,
            "no name address address_2 post_code city country_region_code territory_code currency_code language_code "
            "salesperson_code customer_price_group customer_disc_group allow_line_disc prices_including_vat "
            "bill_to_customer_no contact primary_contact_no global_dimension_1_code",
            salesperson_code="salespeople",
            territory_code="territories",
            currency_code="currencies",
            customer_price_group="customer_price_groups",
            customer_disc_group="customer_disc_groups",
            bill_to_customer_no="customers",
            primary_contact_no="contacts",
        ),
        "general_setup": _table(
            GeneralLedgerSetup,
            "lcy_code local_currency_description amount_rounding_precision unit_amount_rounding_precision "
            "invoice_rounding_precision starting_year working_date",
            ignored="starting_year working_date",
        ),
        "industry_groups": _table(IndustryGroup, "code description"),
        "interaction_groups": _table(InteractionGroup, "code description"),
        "interaction_log_entries": _table(
            InteractionLogEntry,
            "entry_no contact_no contact_company_no date description interaction_group_code "
            "interaction_template_code information_flow initiated_by cost duration_min campaign_no campaign_entry_no "
            "campaign_response campaign_target segment_no evaluation attempt_failed task_no salesperson_code "
            "delivery_status canceled correspondence_type logged_segment_entry_no document_type document_no "
            "opportunity_no postponed subject",
            renamed={"duration_min": "duration", "task_no": "todo_no"},
            contact_no="contacts",
            contact_company_no="contacts",
            interaction_group_code="interaction_groups",
            interaction_template_code="interaction_templates",
            campaign_no="campaigns",
            salesperson_code="salespeople",
        ),
        "interaction_template_setup": _table(
            InteractionTemplateSetup,
            "purpose interaction_template_code",
            interaction_template_code="interaction_templates",
        ),
        "interaction_templates": _table(
            InteractionTemplate,
            "code description interaction_group_code unit_cost unit_duration_min information_flow initiated_by "
            "language_code_default correspondence_type_default wizard_action ignore_contact_corres_type campaign_no "
            "campaign_target campaign_response",
            renamed={"unit_duration_min": "unit_duration"},
            interaction_group_code="interaction_groups",
            campaign_no="campaigns",
        ),
        "item_disc_groups": _table(ItemDiscountGroup, "code description"),
        "item_units_of_measure": _table(
            ItemUnitOfMeasure,
            "item_no code qty_per_unit_of_measure",
            item_no="items",
            code="units_of_measure",
        ),
        "items": _table(
            Item,
            "no description base_unit_of_measure sales_unit_of_measure purch_unit_of_measure unit_price unit_cost "
            "price_includes_vat allow_invoice_disc item_disc_group item_category_code inventory_posting_group "
            "gen_prod_posting_group vendor_no",
            base_unit_of_measure="no+base_unit_of_measure=item_units_of_measure",
            sales_unit_of_measure="no+sales_unit_of_measure=item_units_of_measure",
            purch_unit_of_measure="no+purch_unit_of_measure=item_units_of_measure",
            item_disc_group="item_disc_groups",
            vendor_no="vendors",
        ),
        "job_responsibilities": _table(JobResponsibility, "code description"),
        "mailing_groups": _table(MailingGroup, "code description"),
        "marketing_setup": _table(
            MarketingSetup,
            "field value",
            default_salesperson_code="salespeople",
            default_territory_code="territories",
            default_sales_cycle_code="sales_cycles",
            def_company_salutation_code="salutations",
            default_person_salutation_code="salutations",
            bus_rel_code_for_customers="business_relations",
            bus_rel_code_for_vendors="business_relations",
            bus_rel_code_for_bank_accs="business_relations",
            contact_nos="number_series",
            campaign_nos="number_series",
            segment_nos="number_series",
            to_do_nos="number_series",
            opportunity_nos="number_series",
        ),
        "number_series": _table(NumberSeries, "code description starting_no ending_no increment_by"),
        "opportunities": _table(
            Opportunity,
            "no description salesperson_code campaign_no contact_no contact_company_no sales_cycle_code "
            "sales_document_type sales_document_no creation_date status priority closed date_closed no_series",
            salesperson_code="salespeople",
            campaign_no="campaigns",
            contact_no="contacts",
            contact_company_no="contacts",
            sales_cycle_code="sales_cycles",
            no_series="number_series",
        ),
        "opportunity_entries": _table(
            OpportunityEntry,
            "entry_no opportunity_no sales_cycle_code sales_cycle_stage contact_no contact_company_no "
            "salesperson_code campaign_no date_of_change active date_closed action_taken estimated_close_date "
            "estimated_value completed_pct_given chances_of_success_pct_given completed_pct chances_of_success_pct "
            "probability_pct calcd_current_value close_opportunity_code previous_sales_cycle_stage",
            renamed={"estimated_value": "estimated_value_lcy", "calcd_current_value": "calcd_current_value_lcy"},
            ignored="completed_pct_given chances_of_success_pct_given",
            opportunity_no="opportunities",
            sales_cycle_code="sales_cycles",
            contact_no="contacts",
            contact_company_no="contacts",
            salesperson_code="salespeople",
            campaign_no="campaigns",
            close_opportunity_code="close_opportunity_codes",
            sales_cycle_stage="sales_cycle_code+sales_cycle_stage=sales_cycle_stages",
        ),
        "organizational_levels": _table(OrganizationalLevel, "code description"),
        "profile_questionnaire_lines": _table(
            ProfileQuestionnaireLine,
            "profile_questionnaire_code line_no type description multiple_answers priority "
            "auto_contact_classification customer_class_field vendor_class_field contact_class_field "
            "starting_date_formula ending_date_formula classification_method sorting_method no_of_decimals "
            "from_value to_value min_pct_questions_answered",
            profile_questionnaire_code="profile_questionnaires",
        ),
        "profile_questionnaires": _table(
            ProfileQuestionnaire,
            "code description contact_type business_relation_code priority",
            business_relation_code="business_relations",
        ),
        "ratings": _table(
            Rating,
            "profile_questionnaire_code profile_questionnaire_line_no rating_profile_questionnaire_code "
            "rating_profile_questionnaire_line_no points",
            profile_questionnaire_line_no=(
                "profile_questionnaire_code+profile_questionnaire_line_no=profile_questionnaire_lines"
            ),
            rating_profile_questionnaire_line_no=(
                "rating_profile_questionnaire_code+rating_profile_questionnaire_line_no=profile_questionnaire_lines"
            ),
        ),
        "sales_cycle_stages": _table(
            SalesCycleStage,
            "sales_cycle_code stage description completed_pct chances_of_success_pct activity_code quote_required "
            "allow_skip date_formula",
            sales_cycle_code="sales_cycles",
            activity_code="activities",
        ),
        "sales_cycles": _table(SalesCycle, "code description probability_calculation blocked"),
        "sales_line_discounts": _table(
            SalesLineDiscount,
            "source_type source_no asset_type asset_no variant_code unit_of_measure_code minimum_quantity "
            "currency_code starting_date ending_date line_discount_pct",
            renamed={"source_type": "sales_type", "source_no": "sales_code", "asset_type": "type", "asset_no": "code"},
            currency_code="currencies",
            source_no="source_type: Customer=customers Customer_Disc._Group=customer_disc_groups Campaign=campaigns",
            asset_no="asset_type: Item=items Item_Disc._Group=item_disc_groups",
        ),
        "sales_prices": _table(
            SalesPrice,
            "source_type source_no item_no variant_code unit_of_measure_code minimum_quantity currency_code "
            "starting_date ending_date unit_price price_includes_vat allow_line_disc allow_invoice_disc",
            renamed={"source_type": "sales_type", "source_no": "sales_code"},
            item_no="items",
            currency_code="currencies",
            source_no="source_type: Customer=customers Customer_Price_Group=customer_price_groups Campaign=campaigns",
        ),
        "salespeople": _table(Salesperson, "code name commission_pct e_mail", renamed={"e_mail": "email"}),
        "salutations": _table(Salutation, "code description"),
        "segment_criteria": _table(
            SegmentCriteriaLine,
            "segment_no step_no action contact_no_filter contact_type_filter salesperson_code_filter "
            "territory_code_filter country_region_code_filter job_responsibility_code_filter "
            "business_relation_code_filter industry_group_code_filter mailing_group_code_filter "
            "profile_questionnaire_code_filter profile_line_no_filter value_entry_posting_date_filter "
            "allow_existing_contacts expand_companies allow_related_companies ignore_exclusion entire_companies",
            segment_no="segments",
        ),
        "segments": _table(
            SegmentHeader,
            "no description campaign_no salesperson_code date interaction_template_code campaign_target "
            "campaign_response correspondence_type_default subject_default",
            campaign_no="campaigns",
            salesperson_code="salespeople",
            interaction_template_code="interaction_templates",
        ),
        "tasks": _table(
            Task,
            "no organizer_task_no system_task_type team_code salesperson_code campaign_no contact_no opportunity_no "
            "opportunity_entry_no segment_no type date status priority description closed date_closed canceled "
            "all_day_event location duration_min interaction_template_code",
            renamed={"duration_min": "duration"},
            organizer_task_no="tasks",
            team_code="teams",
            salesperson_code="salespeople",
            campaign_no="campaigns",
            contact_no="contacts",
            opportunity_no="opportunities",
            opportunity_entry_no="opportunity_entries",
            segment_no="segments",
            interaction_template_code="interaction_templates",
        ),
        "team_salespeople": _table(
            TeamMember,
            "team_code salesperson_code",
            team_code="teams",
            salesperson_code="salespeople",
        ),
        "teams": _table(Team, "code name"),
        "territories": _table(Territory, "code name"),
        "units_of_measure": _table(UnitOfMeasure, "code description international_standard_code"),
        "vendors": _table(
            Vendor,
            "no name country_region_code territory_code currency_code purchaser_code contact primary_contact_no",
            purchaser_code="salespeople",
            territory_code="territories",
            currency_code="currencies",
            primary_contact_no="contacts",
        ),
    }
)
