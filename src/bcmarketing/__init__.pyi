# The public names and where they come from, for type checkers; `__init__.py` loads them on demand.

from .activities.assignment import assign_activity as assign_activity
from .activities.attendees import (
    add_attendee as add_attendee,
    change_attendee as change_attendee,
    delete_attendee as delete_attendee,
)
from .activities.creation import Assignee as Assignee, create_task as create_task
from .activities.deletion import delete_canceled_tasks as delete_canceled_tasks, delete_task as delete_task
from .activities.drafting import default_attendees as default_attendees, draft_task as draft_task
from .activities.editing import edit_task as edit_task
from .activities.interactions import InteractionDraft as InteractionDraft, draft_phone_call as draft_phone_call
from .activities.lifecycle import (
    close_task as close_task,
    reopen_task as reopen_task,
    set_completed_by as set_completed_by,
    set_task_canceled as set_task_canceled,
    set_task_status as set_task_status,
)
from .activities.matrix import consecutive_periods as consecutive_periods, tasks_matrix as tasks_matrix
from .activities.planning import (
    BackwardSchedule as BackwardSchedule,
    PlannedStep as PlannedStep,
    plan_activity as plan_activity,
    schedule_backwards as schedule_backwards,
)
from .activities.proposals import Overrides as Overrides
from .activities.reassignment import reassign_task as reassign_task
from .activities.records import (
    Activity as Activity,
    ActivityStep as ActivityStep,
    AttendanceType as AttendanceType,
    Attendee as Attendee,
    AttendeeType as AttendeeType,
    CalcDueDateFrom as CalcDueDateFrom,
    SystemTaskType as SystemTaskType,
    Task as Task,
    TaskPriority as TaskPriority,
    TaskStatus as TaskStatus,
    TaskType as TaskType,
    Team as Team,
    TeamMember as TeamMember,
)
from .activities.upkeep import (
    add_team_member as add_team_member,
    delete_activity as delete_activity,
    delete_salesperson as delete_salesperson,
    delete_team as delete_team,
)
from .activities.views import (
    TaskFilters as TaskFilters,
    TaskParty as TaskParty,
    next_task_date as next_task_date,
    task_entry_exists as task_entry_exists,
    tasks_of as tasks_of,
)
from .amounts import Rounding as Rounding, round_to as round_to, to_amount as to_amount
from .campaigns.activation import (
    SupportedRow as SupportedRow,
    activate_campaign as activate_campaign,
    deactivate_campaign as deactivate_campaign,
    explain_target_group as explain_target_group,
)
from .campaigns.cards import (
    delete_campaign as delete_campaign,
    insert_campaign as insert_campaign,
    modify_campaign as modify_campaign,
    rename_campaign as rename_campaign,
)
from .campaigns.comments import add_comment as add_comment, comments_of as comments_of
from .campaigns.entry_deletion import (
    EntryNotCanceled as EntryNotCanceled,
    delete_campaign_entry as delete_campaign_entry,
)
from .campaigns.ledger import CampaignLedger as CampaignLedger
from .campaigns.overlap import overlapping_targets as overlapping_targets
from .campaigns.overview import (
    CampaignOverview as CampaignOverview,
    FlowFilters as FlowFilters,
    campaign_details as campaign_details,
    campaign_entry_statistics as campaign_entry_statistics,
    campaign_overview as campaign_overview,
)
from .campaigns.prices import change_price_row_date as change_price_row_date, insert_price_row as insert_price_row
from .campaigns.records import (
    Campaign as Campaign,
    CampaignEntry as CampaignEntry,
    CampaignStatus as CampaignStatus,
    CampaignTargetGroup as CampaignTargetGroup,
    TargetType as TargetType,
)
from .campaigns.refusals import NoCampaignTargets as NoCampaignTargets
from .campaigns.statistics import CampaignFigures as CampaignFigures, campaign_statistics as campaign_statistics
from .campaigns.statuses import (
    StatusFlow as StatusFlow,
    next_status as next_status,
    previous_status as previous_status,
    set_campaign_status as set_campaign_status,
    status_history as status_history,
)
from .contacts.addresses import (
    insert_address_period as insert_address_period,
    insert_alternative_address as insert_alternative_address,
)
from .contacts.answers import add_profile_answer as add_profile_answer
from .contacts.cards import (
    change_contact_company as change_contact_company,
    change_contact_type as change_contact_type,
    insert_contact as insert_contact,
    modify_contact as modify_contact,
    set_company_name as set_company_name,
)
from .contacts.customer_contacts import (
    add_person as add_person,
    delete_customer as delete_customer,
    find_or_restore as find_or_restore,
    insert_customer as insert_customer,
    modify_customer as modify_customer,
)
from .contacts.customers import create_customer as create_customer, link_customer as link_customer
from .contacts.deletion import delete_contact as delete_contact
from .contacts.groups import (
    assign_industry_group as assign_industry_group,
    assign_job_responsibility as assign_job_responsibility,
    assign_mailing_group as assign_mailing_group,
)
from .contacts.partners import (
    Customer as Customer,
    PriceCalculationMethod as PriceCalculationMethod,
    Salesperson as Salesperson,
    Vendor as Vendor,
)
from .contacts.profiles import (
    ContactProfileAnswer as ContactProfileAnswer,
    ProfileQuestionnaire as ProfileQuestionnaire,
    ProfileQuestionnaireLine as ProfileQuestionnaireLine,
)
from .contacts.records import (
    BusinessRelation as BusinessRelation,
    BusinessRelationSummary as BusinessRelationSummary,
    Contact as Contact,
    ContactAltAddrDateRange as ContactAltAddrDateRange,
    ContactAltAddress as ContactAltAddress,
    ContactBusinessRelation as ContactBusinessRelation,
    ContactIndustryGroup as ContactIndustryGroup,
    ContactJobResponsibility as ContactJobResponsibility,
    ContactMailingGroup as ContactMailingGroup,
    ContactType as ContactType,
    CorrespondenceType as CorrespondenceType,
    IndustryGroup as IndustryGroup,
    JobResponsibility as JobResponsibility,
    MailingGroup as MailingGroup,
    RelationLink as RelationLink,
    RlshpMgtCommentLine as RlshpMgtCommentLine,
)
from .contacts.relations import (
    complete_relation as complete_relation,
    create_relation as create_relation,
    delete_relation as delete_relation,
    insert_relation as insert_relation,
    rename_business_relation as rename_business_relation,
)
from .contacts.setup import MarketingSetup as MarketingSetup, NumberSeries as NumberSeries
from .contacts.statistics import contact_statistics as contact_statistics
from .context import Context as Context
from .dates.checks import (
    check_not_negative as check_not_negative,
    check_retention_period as check_retention_period,
    check_storable as check_storable,
)
from .dates.conversion import from_relativedelta as from_relativedelta, to_relativedelta as to_relativedelta
from .dates.formula import DateFormula as DateFormula, to_date_formula as to_date_formula
from .dates.languages import LANGUAGES as LANGUAGES, Language as Language
from .dates.refusals import (
    DateFormulaSyntax as DateFormulaSyntax,
    DateOverflow as DateOverflow,
    NotConvertible as NotConvertible,
    NotForward as NotForward,
    UndefinedDate as UndefinedDate,
)
from .dates.rrules import to_rrule as to_rrule
from .dates.terms import Term as Term, Unit as Unit
from .errors import (
    BCMarketingError as BCMarketingError,
    Blocked as Blocked,
    Declined as Declined,
    Duplicate as Duplicate,
    FieldRequired as FieldRequired,
    InvalidField as InvalidField,
    ManualNo as ManualNo,
    NoSeries as NoSeries,
    NotFound as NotFound,
    Refusal as Refusal,
    WrongType as WrongType,
)
from .filters.expression import Filter as Filter, compile_filter as compile_filter
from .filters.predicates import record_predicate as record_predicate
from .filters.refusals import FilterSyntax as FilterSyntax, FilterValue as FilterValue
from .interactions.calls import (
    log_call as log_call,
    start_call as start_call,
    start_call_to_contact as start_call_to_contact,
)
from .interactions.canceling import (
    toggle_campaign_entry as toggle_campaign_entry,
    toggle_log_entries as toggle_log_entries,
    toggle_logged_segments as toggle_logged_segments,
)
from .interactions.deletion import (
    delete_canceled_campaign_entries as delete_canceled_campaign_entries,
    delete_canceled_log_entries as delete_canceled_log_entries,
    delete_canceled_logged_segments as delete_canceled_logged_segments,
    delete_log_entry as delete_log_entry,
)
from .interactions.delivery import DeliveryRequest as DeliveryRequest
from .interactions.documents import (
    PostedInvoice as PostedInvoice,
    log_cover_sheets as log_cover_sheets,
    log_document as log_document,
    log_posted_invoice as log_posted_invoice,
)
from .interactions.drafts import (
    Draft as Draft,
    choose_contact as choose_contact,
    choose_date as choose_date,
    choose_template as choose_template,
    override as override,
    resume_draft as resume_draft,
    start_draft as start_draft,
)
from .interactions.entries import entry_title as entry_title, evaluate_entries as evaluate_entries
from .interactions.figures import (
    group_statistics as group_statistics,
    salesperson_statistics as salesperson_statistics,
    template_statistics as template_statistics,
)
from .interactions.finishing import (
    amend_entry as amend_entry,
    check_draft as check_draft,
    finish_draft as finish_draft,
    leave_draft as leave_draft,
)
from .interactions.logging import log_interaction as log_interaction
from .interactions.options import (
    DeliveryStatus as DeliveryStatus,
    DocumentType as DocumentType,
    Evaluation as Evaluation,
    InformationFlow as InformationFlow,
    InitiatedBy as InitiatedBy,
    WizardAction as WizardAction,
)
from .interactions.recording import record_interaction as record_interaction
from .interactions.records import (
    InteractionGroup as InteractionGroup,
    InteractionLogEntry as InteractionLogEntry,
    InteractionTemplate as InteractionTemplate,
    InteractionTemplateLanguage as InteractionTemplateLanguage,
    InteractionTemplateSetup as InteractionTemplateSetup,
)
from .interactions.statistics import (
    InteractionFigures as InteractionFigures,
    interaction_statistics as interaction_statistics,
)
from .opportunities.closings import OpportunityClosing as OpportunityClosing
from .opportunities.creation import (
    create_opportunity_from_campaign as create_opportunity_from_campaign,
    create_opportunity_from_line as create_opportunity_from_line,
    create_opportunity_from_log_entry as create_opportunity_from_log_entry,
    insert_opportunity as insert_opportunity,
)
from .opportunities.deletion import (
    delete_closed_opportunities as delete_closed_opportunities,
    delete_opportunity as delete_opportunity,
)
from .opportunities.documents import SalesDocument as SalesDocument
from .opportunities.editing import (
    change_campaign as change_campaign,
    change_contact as change_contact,
    change_salesperson as change_salesperson,
    change_segment as change_segment,
    eligible_campaigns as eligible_campaigns,
    eligible_segments as eligible_segments,
)
from .opportunities.matrix import opportunities_matrix as opportunities_matrix
from .opportunities.overview import (
    opportunity_overview as opportunity_overview,
    return_of_campaign as return_of_campaign,
)
from .opportunities.progress import (
    activate_first_stage as activate_first_stage,
    close_opportunity as close_opportunity,
    start_close as start_close,
    start_update as start_update,
    update_opportunity as update_opportunity,
)
from .opportunities.quotes import create_quote as create_quote
from .opportunities.records import (
    ActionTaken as ActionTaken,
    ActionType as ActionType,
    CloseCodeType as CloseCodeType,
    CloseOpportunityCode as CloseOpportunityCode,
    Opportunity as Opportunity,
    OpportunityEntry as OpportunityEntry,
    OpportunityStatus as OpportunityStatus,
    ProbabilityCalculation as ProbabilityCalculation,
    SalesCycle as SalesCycle,
    SalesCycleStage as SalesCycleStage,
)
from .opportunities.returns import CampaignReturn as CampaignReturn, campaign_return as campaign_return
from .opportunities.statistics import (
    OpportunityFigures as OpportunityFigures,
    campaign_opportunity_figures as campaign_opportunity_figures,
    contact_opportunity_figures as contact_opportunity_figures,
    cycle_opportunity_figures as cycle_opportunity_figures,
    salesperson_opportunity_figures as salesperson_opportunity_figures,
    stage_opportunity_figures as stage_opportunity_figures,
)
from .opportunities.updates import OpportunityUpdate as OpportunityUpdate
from .opportunities.wizard import create_opportunity as create_opportunity, start_opportunity as start_opportunity
from .options import Option as Option
from .periods import Period as Period
from .policies import BC as BC, Policies as Policies, TargetCleanup as TargetCleanup
from .pricing.book import PriceBook as PriceBook
from .pricing.convert import convert_prices as convert_prices
from .pricing.counterfactual import NeverWins as NeverWins, WouldWin as WouldWin, what_would_win as what_would_win
from .pricing.currencies import (
    Currency as Currency,
    CurrencyExchangeRate as CurrencyExchangeRate,
    GeneralLedgerSetup as GeneralLedgerSetup,
    VatCalculationType as VatCalculationType,
    VatPostingSetup as VatPostingSetup,
)
from .pricing.decision import PriceDecision as PriceDecision
from .pricing.default_lists import create_default_price_list as create_default_price_list
from .pricing.duplicates import find_duplicate as find_duplicate
from .pricing.invoice_discount import discount_invoice as discount_invoice
from .pricing.items import (
    CustomerDiscountGroup as CustomerDiscountGroup,
    CustomerPriceGroup as CustomerPriceGroup,
    Item as Item,
    ItemDiscountGroup as ItemDiscountGroup,
    ItemUnitOfMeasure as ItemUnitOfMeasure,
    ItemVariant as ItemVariant,
    UnitOfMeasure as UnitOfMeasure,
)
from .pricing.legacy_records import (
    SalesLineDiscount as SalesLineDiscount,
    SalesLineDiscountType as SalesLineDiscountType,
    SalesLineDiscSalesType as SalesLineDiscSalesType,
    SalesPrice as SalesPrice,
    SalesPriceType as SalesPriceType,
)
from .pricing.list_headers import insert_price_list as insert_price_list
from .pricing.list_lines import insert_price_line as insert_price_line
from .pricing.list_worksheet import implement_worksheet as implement_worksheet
from .pricing.lists import (
    activate_draft_lines as activate_draft_lines,
    change_list_status as change_list_status,
    delete_price_list as delete_price_list,
    list_duplicates as list_duplicates,
)
from .pricing.overview import customer_overview as customer_overview, item_overview as item_overview
from .pricing.picking import pick_discount as pick_discount, pick_price as pick_price
from .pricing.product import Product as Product
from .pricing.profiles import (
    CAMPAIGN_ALWAYS as CAMPAIGN_ALWAYS,
    CURRENT as CURRENT,
    DECLARED_ZERO as DECLARED_ZERO,
    SOURCE_PRIORITY as SOURCE_PRIORITY,
    VERSION_15 as VERSION_15,
    VERSION_27_5 as VERSION_27_5,
    PricingProfile as PricingProfile,
    source_priority as source_priority,
)
from .pricing.quoting import (
    price_request as price_request,
    price_setup as price_setup,
    quote as quote,
    quote_all as quote_all,
)
from .pricing.records import (
    PriceAmountType as PriceAmountType,
    PriceAssetType as PriceAssetType,
    PriceListHeader as PriceListHeader,
    PriceListLine as PriceListLine,
    PriceSourceType as PriceSourceType,
    PriceStatus as PriceStatus,
    PriceType as PriceType,
    SalesDocumentType as SalesDocumentType,
)
from .pricing.request import (
    PriceRequest as PriceRequest,
    PriceSetup as PriceSetup,
    activated_campaigns as activated_campaigns,
)
from .pricing.resolution import find_discount as find_discount, find_price as find_price, resolve as resolve
from .pricing.sales_line import SalesLine as SalesLine, Trigger as Trigger, put_item as put_item, reprice as reprice
from .pricing.setup import engine_of as engine_of
from .pricing.suggesting import copy_lines as copy_lines, suggest_lines as suggest_lines
from .pricing.trace import PriceTrace as PriceTrace
from .pricing.worksheet_records import PriceWorksheetLine as PriceWorksheetLine
from .rules import Rule as Rule
from .segments.criteria import (
    add_contacts as add_contacts,
    reduce_contacts as reduce_contacts,
    refine_contacts as refine_contacts,
)
from .segments.documents import add_language as add_language, remove_language as remove_language
from .segments.editing import (
    change_line as change_line,
    delete_line as delete_line,
    delete_segment as delete_segment,
    insert_line as insert_line,
)
from .segments.headers import change_segment_header as change_segment_header, create_segment as create_segment
from .segments.history import go_back as go_back
from .segments.index import ContactIndex as ContactIndex
from .segments.logging import log_segment as log_segment, suggests_delivery as suggests_delivery
from .segments.mailing import apply_mailing_group as apply_mailing_group, delete_mailing_group as delete_mailing_group
from .segments.membership import Membership as Membership, explain_membership as explain_membership
from .segments.overview import segment_overview as segment_overview
from .segments.records import (
    LoggedSegment as LoggedSegment,
    SavedSegmentCriteria as SavedSegmentCriteria,
    SegmentCriteriaLine as SegmentCriteriaLine,
    SegmentHeader as SegmentHeader,
    SegmentHistory as SegmentHistory,
    SegmentLine as SegmentLine,
)
from .segments.reuse import reuse_logged as reuse_logged
from .segments.saved import (
    delete_saved_criteria as delete_saved_criteria,
    reuse_criteria as reuse_criteria,
    save_criteria as save_criteria,
)
from .segments.statistics import segment_statistics as segment_statistics
from .store.changes import ChangeSet as ChangeSet, Modified as Modified, Notice as Notice, StaleRows as StaleRows
from .store.reader import (
    Key as Key,
    Reader as Reader,
    Record as Record,
    key_of as key_of,
    require as require,
    sortable as sortable,
)
from .store.tables import Tables as Tables
from .store.work import Work as Work

__version__: str
