"""What is given to the rules of prices: codes in any form, collections of any kind, and nothing that makes no sense."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bcmarketing.campaigns.records import CampaignTargetGroup, TargetType
from bcmarketing.contacts.partners import Customer
from bcmarketing.contacts.records import ContactBusinessRelation, RelationLink
from bcmarketing.errors import InvalidField, NotFound, WrongType
from bcmarketing.pricing.adjusting import Adjustment
from bcmarketing.pricing.candidates import PRICE
from bcmarketing.pricing.currencies import CurrencyExchangeRate, VatPostingSetup
from bcmarketing.pricing.decision import PriceDecision
from bcmarketing.pricing.exchange import exchange_factor, fixed_factor, rate_in_force
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.journal import analysis_price, journal_price
from bcmarketing.pricing.legacy_records import SalesLineDiscount, SalesPrice
from bcmarketing.pricing.line_amounts import set_prices_including_vat
from bcmarketing.pricing.picking import offered, pick_discount, pick_price
from bcmarketing.pricing.profiles import CURRENT, SOURCE_PRIORITY, VERSION_15, PricingProfile, source_priority
from bcmarketing.pricing.records import PriceAmountType, PriceListLine, PriceSourceType, PriceStatus, PriceType
from bcmarketing.pricing.request import PriceRequest, PriceSetup, VatSetupMissing, activated_campaigns
from bcmarketing.pricing.resolution import find_discount, find_price, resolve
from bcmarketing.pricing.rounding_methods import RoundingMethod, rounding_step
from bcmarketing.pricing.sales_line import (
    BlanketTerms,
    PostedTerms,
    SalesLine,
    Trigger,
    name_campaign,
    put_item,
    reprice,
    set_return_reason,
    update,
)
from bcmarketing.pricing.source_list import PriceSourceList, contact_sources
from bcmarketing.pricing.source_rules import EnteredSource, ParentNotBlank, SourceRecord, enter_no, enter_type
from bcmarketing.pricing.source_terms import find_source
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.store.tables import Tables

DAY = dt.date(2027, 1, 25)
NOON = dt.datetime(2027, 1, 25, 12, tzinfo=dt.UTC)
S = PriceSourceType
LAMP = Item(no="I1", unit_price=30)


def ask(**fields: Any) -> PriceRequest:
    usual: dict[str, Any] = {"product": LAMP, "quantity": 1, "order_date": DAY}
    return PriceRequest(**(usual | {"unit_precision": "0.01", "amount_precision": "0.01"} | fields))


def line(price: object, number: int = 1, **fields: Any) -> PriceListLine:
    usual: dict[str, Any] = {
        "price_list_code": "S",
        "line_no": number,
        "source_type": S.ALL_CUSTOMERS,
        "asset_no": "I1",
        "amount_type": PriceAmountType.PRICE,
        "unit_price": price,
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
    }
    return PriceListLine(**(usual | fields))


def quote(request: PriceRequest) -> PriceDecision:
    return resolve(request, [])


# --- codes ----------------------------------------------------------------------------------------------------------


def test_the_campaigns_of_a_customer_or_company_are_found_by_any_form_of_its_number() -> None:
    rows = [
        CampaignTargetGroup(type=TargetType.CUSTOMER, no="C1", campaign_no="CP1"),
        CampaignTargetGroup(type=TargetType.CONTACT, no="K1", campaign_no="CP2"),
    ]
    assert activated_campaigns(rows, " c1") == ("CP1",)
    assert activated_campaigns(rows, "", "k1 ") == ("CP2",)
    with pytest.raises(WrongType, match="customer_no"):
        activated_campaigns(rows, None)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is no CampaignTargetGroup"):
        activated_campaigns(["CP1"], "C1")  # type: ignore[list-item]


def test_a_rate_is_found_by_any_form_of_its_currency() -> None:
    rate = CurrencyExchangeRate(
        currency_code="USD", starting_date=DAY, exchange_rate_amount=5, relational_exch_rate_amount=4
    )
    assert exchange_factor([rate], "usd ", DAY) == Decimal("1.25")
    assert rate_in_force([rate], " Usd", DAY) is rate
    assert fixed_factor([rate], "usd", DAY) is None


def test_the_sources_of_a_contact_are_found_by_any_form_of_its_number() -> None:
    relation = ContactBusinessRelation(
        contact_no="CO", business_relation_code="CUST", link_to_table=RelationLink.CUSTOMER, no="C"
    )
    found = contact_sources(" co ", [relation], {"C": Customer(no="C")})
    assert found == (PriceSource(S.CONTACT, "CO"), PriceSource(S.CUSTOMER, "C"))
    assert contact_sources(" ", [relation], {}) == ()


@pytest.mark.rule("E-PRICE-VAT-SETUP")
def test_a_vat_posting_setup_is_found_by_any_form_of_its_groups() -> None:
    setup = PriceSetup(vat_setups=[VatPostingSetup(vat_bus_posting_group="EU", vat_pct=19)])
    assert setup.vat(" eu ", "").vat_pct == 19
    with pytest.raises(VatSetupMissing, match="'US', 'GOODS'"):
        setup.vat("us", "goods")


def test_the_records_of_sources_and_the_steps_of_rounding_are_found_by_any_form_of_their_codes() -> None:
    source = enter_no(enter_type(EnteredSource(), S.CUSTOMER), "c1 ", [SourceRecord(" c1", "ID")])
    assert source.no == "C1"
    assert find_source(Tables.of([Customer(no="C1")]), S.CUSTOMER, " c1") == Customer(no="C1")
    method = RoundingMethod(code="whole", precision=1)
    assert rounding_step([method], " whole", Decimal(5)) is method


# --- collections ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_text_is_no_collection_of_campaigns_variants_or_lines() -> None:
    sold = SalesLine(request=ask())
    (named,) = name_campaign([sold], "", quote, activated=[" cp1"])
    assert named.request.activated_campaigns == ("CP1",)
    with pytest.raises(WrongType, match="activated = 'CP1'"):
        name_campaign([sold], "", quote, activated="CP1")
    with pytest.raises(WrongType, match="variants = 'V1'"):
        put_item(ask(), LAMP, quote, allow_line_disc=True, variants="V1")
    with pytest.raises(WrongType, match="lines"):
        name_campaign(sold, "", quote)  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_records_are_price_records() -> None:
    rubbish: Any
    for rubbish in ([5], [None], "", 5, [LAMP], b"S"):
        for search in (resolve, find_price, find_discount):
            with pytest.raises(WrongType, match="records"):
                search(ask(), rubbish)
        with pytest.raises(WrongType, match="records"):
            offered(ask(), rubbish, PRICE)
    both: list[Any] = [line(20), SalesPrice(item_no="I1")]
    assert resolve(ask(), iter(both)).unit_price == 20
    with pytest.raises(WrongType, match="is no PricingProfile"):
        resolve(ask(), [], profile="current")  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_the_rows_of_a_price_setup_are_those_of_its_tables() -> None:
    with pytest.raises(WrongType, match="vat_setups = 5: is no VatPostingSetup"):
        PriceSetup(vat_setups=[5])  # type: ignore[list-item]
    with pytest.raises(WrongType, match="exchange_rates"):
        PriceSetup(exchange_rates=VatPostingSetup())  # type: ignore[arg-type]


def test_source_types_that_rank_alike_stand_in_any_collection() -> None:
    as_tuple, as_list = (
        source_priority([group, S.ALL_CUSTOMERS]) for group in ((S.CUSTOMER, S.CONTACT), [S.CUSTOMER, S.CONTACT])
    )
    assert as_list == as_tuple
    dear = line(25, 2, source_type=S.CUSTOMER, source_no="C")
    asked = ask(customer_no="C")
    assert resolve(asked, [line(20), dear], profile=as_list).unit_price == 25
    assert source_priority(iter(SOURCE_PRIORITY.price_choice[0].keep.ranking)) == SOURCE_PRIORITY  # type: ignore[attr-defined]


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("ranking", [["Customer"], "Customer", S.CUSTOMER, [[S.CUSTOMER, "Contact"]], [None], 5])
def test_only_source_types_are_ranked(ranking: Any) -> None:
    with pytest.raises(WrongType, match="ranking"):
        source_priority(ranking)


@pytest.mark.rule("E-FIELD-INVALID")
def test_the_stages_of_a_profile_can_be_called() -> None:
    with pytest.raises(WrongType, match="judge"):
        PricingProfile(name="mine", judge="strict")  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="price_choice"):
        attrs.evolve(CURRENT, price_choice=list(CURRENT.price_choice))  # type: ignore[arg-type]


# --- sources --------------------------------------------------------------------------------------------------------


def test_a_blank_number_is_left_out_whatever_its_price_type() -> None:
    sale = PriceSourceList().add(S.CUSTOMER, "C")
    assert sale.add(S.VENDOR, "") is sale
    with pytest.raises(WrongType, match="is no PriceSourceType"):
        sale.add("Vendor", "")  # type: ignore[arg-type]


@pytest.mark.rule("E-PRICE-PARENT")
def test_only_job_tasks_are_added_with_a_parent() -> None:
    with pytest.raises(ParentNotBlank):
        PriceSourceList().add(S.CUSTOMER, "C", parent_no="J")
    assert PriceSourceList().add(S.ALL_CUSTOMERS, parent_no="J").sources == (PriceSource(S.ALL_CUSTOMERS),)
    assert PriceSourceList().add(S.JOB_TASK, "T", parent_no="j").sources[0].parent_no == "J"


# --- dates of exchange rates ----------------------------------------------------------------------------------------


def test_a_rate_without_starting_date_is_the_earliest() -> None:
    first = CurrencyExchangeRate(
        currency_code="USD",
        starting_date=None,  # type: ignore[arg-type] # blank, as storage may have it
        exchange_rate_amount=1,
        relational_exch_rate_amount=1,
    )
    second = attrs.evolve(first, starting_date=DAY, exchange_rate_amount=2)
    assert exchange_factor([second, first], "USD", DAY - dt.timedelta(1)) == 1
    assert exchange_factor([second, first], "USD", DAY) == 2


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("day", [None, NOON, "2027-01-25"])
def test_a_rate_is_in_force_on_a_day(day: Any) -> None:
    for find in (rate_in_force, exchange_factor, fixed_factor):
        with pytest.raises(WrongType, match="day"):
            find([], "USD", day)
    with pytest.raises(WrongType, match="day"):
        analysis_price(LAMP, [], day=day or NOON, unit_precision="0.01")
    with pytest.raises(WrongType, match="posting_date"):
        journal_price(LAMP, [], posting_date=day or NOON, quantity=1, unit_precision="0.01")
    with pytest.raises(NotFound):
        exchange_factor([], "USD", DAY)


# --- rounding -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("precision", ["1E-130", "1E-16", "0.0100000000000001"])
def test_a_rounding_precision_is_no_finer_than_amounts_can_be(precision: str) -> None:
    for field in ("unit_precision", "amount_precision"):
        with pytest.raises(InvalidField, match=field):
            ask(**{field: Decimal(precision)})
    with pytest.raises(InvalidField, match="precision"):
        Adjustment(exchange_rate_date=DAY, precision=Decimal(precision))
    with pytest.raises(InvalidField, match="precision"):
        RoundingMethod(code="R", precision=Decimal(precision))


def test_the_finest_rounding_precision_is_exact() -> None:
    whole = Decimal(10) ** 17
    asked = ask(product=Item(no="I1", unit_price=whole), unit_precision=Decimal("1E-15"), qty_per_unit_of_measure="0.3")
    assert resolve(asked, []).unit_price == Decimal(3) * 10**16


# --- sales lines ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("E-FIELD-INVALID")
def test_copied_terms_make_sense() -> None:
    with pytest.raises(InvalidField, match="qty_per_unit_of_measure = Decimal\\('0'\\)"):
        PostedTerms(10, 0)
    with pytest.raises(InvalidField, match="line_discount_pct"):
        BlanketTerms(5, 200)
    sold = SalesLine(request=ask(qty_per_unit_of_measure=6), posted=PostedTerms(10, 2))
    assert reprice(sold, Trigger.UNIT_OF_MEASURE, quote).unit_price == 30


@pytest.mark.rule("E-FIELD-INVALID")
def test_the_vat_amounts_of_a_line_are_amounts() -> None:
    with pytest.raises(WrongType, match="amount_including_vat"):
        SalesLine(request=ask(), amount_including_vat=1.5)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match=r"^amount"):
        SalesLine(request=ask(), amount=Decimal("1.5").as_tuple())  # type: ignore[arg-type]
    sold = SalesLine(request=ask(vat_pct=25), unit_price=10, amount_including_vat="12.50")
    assert set_prices_including_vat(sold, including=True, rescale=True).line_amount == Decimal("12.50")
    with pytest.raises(WrongType, match="rescale"):
        set_prices_including_vat(sold, including=True, rescale="no")  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_trigger_is_none_of_the_captions() -> None:
    sold = SalesLine(request=ask(), unit_price=10)
    with pytest.raises(WrongType, match="trigger"):
        reprice(sold, "Quantity", quote)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="trigger"):
        update(sold, "Quantity", quote(ask()))  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="return_reason_code"):
        set_return_reason(sold, None, quote)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="quote"):
        reprice(sold, Trigger.FORCED, None)  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_discount_is_not_picked_as_a_price_nor_a_price_as_a_discount() -> None:
    sold = SalesLine(request=ask())
    with pytest.raises(WrongType, match="is none of PriceListLine, SalesPrice"):
        pick_price(sold, SalesLineDiscount(code="I1"), profile=VERSION_15)  # type: ignore[arg-type]
    with pytest.raises(WrongType, match="is none of PriceListLine, SalesLineDiscount"):
        pick_discount(sold, SalesPrice(item_no="I1"), VERSION_15)  # type: ignore[arg-type]


@pytest.mark.rule("E-FIELD-INVALID")
def test_what_is_looked_for_is_a_price_or_a_discount() -> None:
    with pytest.raises(InvalidField, match="neither a price nor a discount"):
        offered(ask(), [], PriceAmountType.ANY)
