"""The marketing-campaign rules of Business Central, as immutable values and pure functions.

Names are loaded when they are first used, so that importing the package costs next to nothing.
What is not listed here is reached by its sub-package. Type checkers read `__init__.pyi`, which lists the same.
"""

from importlib import import_module
from typing import Final

#: module -> the public names that come from it
_EXPORTS: Final = {
    "activities.assignment": "assign_activity",
    "activities.attendees": "add_attendee change_attendee delete_attendee",
    "activities.creation": "Assignee create_task",
    "activities.deletion": "delete_canceled_tasks delete_task",
    "activities.drafting": "default_attendees draft_task",
    "activities.editing": "edit_task",
    "activities.interactions": "InteractionDraft draft_phone_call",
    "activities.lifecycle": "close_task reopen_task set_completed_by set_task_canceled set_task_status",
    "activities.matrix": "consecutive_periods tasks_matrix",
    "activities.planning": "BackwardSchedule PlannedStep plan_activity schedule_backwards",
    "activities.proposals": "Overrides",
    "activities.reassignment": "reassign_task",
    "activities.records": (
        "Activity ActivityStep AttendanceType Attendee AttendeeType CalcDueDateFrom SystemTaskType Task "
        "TaskPriority TaskStatus TaskType Team TeamMember"
    ),
    "activities.upkeep": "add_team_member delete_activity delete_salesperson delete_team",
    "activities.views": "TaskFilters TaskParty next_task_date task_entry_exists tasks_of",
    "amounts": "Rounding round_to to_amount",
    "campaigns.activation": "SupportedRow activate_campaign deactivate_campaign explain_target_group",
    "campaigns.cards": "delete_campaign insert_campaign modify_campaign rename_campaign",
    "campaigns.comments": "add_comment comments_of",
    "campaigns.entry_deletion": "EntryNotCanceled delete_campaign_entry",
    "campaigns.ledger": "CampaignLedger",
    "campaigns.overlap": "overlapping_targets",
    "campaigns.overview": "CampaignOverview FlowFilters campaign_details campaign_entry_statistics campaign_overview",
    "campaigns.prices": "change_price_row_date insert_price_row",
    "campaigns.records": "Campaign CampaignEntry CampaignStatus CampaignTargetGroup TargetType",
    "campaigns.refusals": "NoCampaignTargets",
    "campaigns.statistics": "CampaignFigures campaign_statistics",
    "campaigns.statuses": "StatusFlow next_status previous_status set_campaign_status status_history",
    "contacts.addresses": "insert_address_period insert_alternative_address",
    "contacts.answers": "add_profile_answer",
    "contacts.cards": "change_contact_company change_contact_type insert_contact modify_contact set_company_name",
    "contacts.customer_contacts": "add_person delete_customer find_or_restore insert_customer modify_customer",
    "contacts.customers": "create_customer link_customer",
    "contacts.deletion": "delete_contact",
    "contacts.groups": "assign_industry_group assign_job_responsibility assign_mailing_group",
    "contacts.partners": "Customer PriceCalculationMethod Salesperson Vendor",
    "contacts.profiles": "ContactProfileAnswer ProfileQuestionnaire ProfileQuestionnaireLine",
    "contacts.records": (
        "BusinessRelation BusinessRelationSummary Contact ContactAltAddrDateRange ContactAltAddress "
        "ContactBusinessRelation ContactIndustryGroup ContactJobResponsibility ContactMailingGroup ContactType "
        "CorrespondenceType IndustryGroup JobResponsibility MailingGroup RelationLink RlshpMgtCommentLine"
    ),
    "contacts.relations": "complete_relation create_relation delete_relation insert_relation rename_business_relation",
    "contacts.setup": "MarketingSetup NumberSeries",
    "contacts.statistics": "contact_statistics",
    "context": "Context",
    "dates.checks": "check_not_negative check_retention_period check_storable",
    "dates.conversion": "from_relativedelta to_relativedelta",
    "dates.formula": "DateFormula to_date_formula",
    "dates.languages": "LANGUAGES Language",
    "dates.refusals": "DateFormulaSyntax DateOverflow NotConvertible NotForward UndefinedDate",
    "dates.rrules": "to_rrule",
    "dates.terms": "Term Unit",
    "errors": (
        "BCMarketingError Blocked Declined Duplicate FieldRequired InvalidField ManualNo NoSeries NotFound Refusal "
        "WrongType"
    ),
    "filters.expression": "Filter compile_filter",
    "filters.predicates": "record_predicate",
    "filters.refusals": "FilterSyntax FilterValue",
    "interactions.calls": "log_call start_call start_call_to_contact",
    "interactions.canceling": "toggle_campaign_entry toggle_log_entries toggle_logged_segments",
    "interactions.deletion": (
        "delete_canceled_campaign_entries delete_canceled_log_entries delete_canceled_logged_segments delete_log_entry"
    ),
    "interactions.delivery": "DeliveryRequest",
    "interactions.documents": "PostedInvoice log_cover_sheets log_document log_posted_invoice",
    "interactions.drafts": "Draft choose_contact choose_date choose_template override resume_draft start_draft",
    "interactions.entries": "entry_title evaluate_entries",
    "interactions.figures": "group_statistics salesperson_statistics template_statistics",
    "interactions.finishing": "amend_entry check_draft finish_draft leave_draft",
    "interactions.logging": "log_interaction",
    "interactions.options": "DeliveryStatus DocumentType Evaluation InformationFlow InitiatedBy WizardAction",
    "interactions.recording": "record_interaction",
    "interactions.records": (
        "InteractionGroup InteractionLogEntry InteractionTemplate InteractionTemplateLanguage InteractionTemplateSetup"
    ),
    "interactions.statistics": "InteractionFigures interaction_statistics",
    "opportunities.closings": "OpportunityClosing",
    "opportunities.creation": (
        "create_opportunity_from_campaign create_opportunity_from_line create_opportunity_from_log_entry "
        "insert_opportunity"
    ),
    "opportunities.deletion": "delete_closed_opportunities delete_opportunity",
    "opportunities.documents": "SalesDocument",
    "opportunities.editing": (
        "change_campaign change_contact change_salesperson change_segment eligible_campaigns eligible_segments"
    ),
    "opportunities.matrix": "opportunities_matrix",
    "opportunities.overview": "opportunity_overview return_of_campaign",
    "opportunities.progress": "activate_first_stage close_opportunity start_close start_update update_opportunity",
    "opportunities.quotes": "create_quote",
    "opportunities.records": (
        "ActionTaken ActionType CloseCodeType CloseOpportunityCode Opportunity OpportunityEntry OpportunityStatus "
        "ProbabilityCalculation SalesCycle SalesCycleStage"
    ),
    "opportunities.returns": "CampaignReturn campaign_return",
    "opportunities.statistics": (
        "OpportunityFigures campaign_opportunity_figures contact_opportunity_figures cycle_opportunity_figures "
        "salesperson_opportunity_figures stage_opportunity_figures"
    ),
    "opportunities.updates": "OpportunityUpdate",
    "opportunities.wizard": "create_opportunity start_opportunity",
    "options": "Option",
    "periods": "Period",
    "policies": "BC Policies TargetCleanup",
    "pricing.book": "PriceBook",
    "pricing.convert": "convert_prices",
    "pricing.counterfactual": "NeverWins WouldWin what_would_win",
    "pricing.currencies": "Currency CurrencyExchangeRate GeneralLedgerSetup VatCalculationType VatPostingSetup",
    "pricing.decision": "PriceDecision",
    "pricing.default_lists": "create_default_price_list",
    "pricing.duplicates": "find_duplicate",
    "pricing.invoice_discount": "discount_invoice",
    "pricing.items": (
        "CustomerDiscountGroup CustomerPriceGroup Item ItemDiscountGroup ItemUnitOfMeasure ItemVariant UnitOfMeasure"
    ),
    "pricing.legacy_records": (
        "SalesLineDiscSalesType SalesLineDiscount SalesLineDiscountType SalesPrice SalesPriceType"
    ),
    "pricing.list_headers": "insert_price_list",
    "pricing.list_lines": "insert_price_line",
    "pricing.list_worksheet": "implement_worksheet",
    "pricing.lists": "activate_draft_lines change_list_status delete_price_list list_duplicates",
    "pricing.overview": "customer_overview item_overview",
    "pricing.picking": "pick_discount pick_price",
    "pricing.profiles": (
        "CAMPAIGN_ALWAYS CURRENT DECLARED_ZERO PricingProfile SOURCE_PRIORITY VERSION_15 VERSION_27_5 source_priority"
    ),
    "pricing.product": "Product",
    "pricing.quoting": "price_request price_setup quote quote_all",
    "pricing.records": (
        "PriceAmountType PriceAssetType PriceListHeader PriceListLine PriceSourceType PriceStatus PriceType "
        "SalesDocumentType"
    ),
    "pricing.request": "PriceRequest PriceSetup activated_campaigns",
    "pricing.resolution": "find_discount find_price resolve",
    "pricing.sales_line": "SalesLine Trigger put_item reprice",
    "pricing.setup": "engine_of",
    "pricing.suggesting": "copy_lines suggest_lines",
    "pricing.trace": "PriceTrace",
    "pricing.worksheet_records": "PriceWorksheetLine",
    "rules": "Rule",
    "segments.criteria": "add_contacts reduce_contacts refine_contacts",
    "segments.documents": "add_language remove_language",
    "segments.editing": "change_line delete_line delete_segment insert_line",
    "segments.headers": "change_segment_header create_segment",
    "segments.history": "go_back",
    "segments.index": "ContactIndex",
    "segments.logging": "log_segment suggests_delivery",
    "segments.mailing": "apply_mailing_group delete_mailing_group",
    "segments.membership": "Membership explain_membership",
    "segments.overview": "segment_overview",
    "segments.records": (
        "LoggedSegment SavedSegmentCriteria SegmentCriteriaLine SegmentHeader SegmentHistory SegmentLine"
    ),
    "segments.reuse": "reuse_logged",
    "segments.saved": "delete_saved_criteria reuse_criteria save_criteria",
    "segments.statistics": "segment_statistics",
    "store.changes": "ChangeSet Modified Notice StaleRows",
    "store.reader": "Key Reader Record key_of require sortable",
    "store.tables": "Tables",
    "store.work": "Work",
}
_HOME: Final = {name: module for module, names in _EXPORTS.items() for name in names.split()}

__version__ = "0.1.0"
__all__ = sorted(_HOME)  # noqa: PLE0605 - the names stand above, once


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
