"""Entering price lists, their dates, and the default price list."""

import datetime as dt
from typing import Any

import pytest

from bcmarketing.campaigns.records import Campaign
from bcmarketing.campaigns.refusals import CampaignRowDates
from bcmarketing.contacts.partners import Customer
from bcmarketing.errors import Duplicate, FieldRequired, InvalidField, NoSeries, NotFound, WrongType
from bcmarketing.policies import Policies
from bcmarketing.pricing.convert import Lists, convert_prices
from bcmarketing.pricing.default_lists import (
    NoDefaultList,
    add_to_default_price_list,
    create_default_price_list,
    default_price_list_code,
)
from bcmarketing.pricing.items import Item
from bcmarketing.pricing.legacy_records import SalesPrice, SalesPriceType
from bcmarketing.pricing.line_terms import DatesReversed
from bcmarketing.pricing.list_checks import NotDraft
from bcmarketing.pricing.list_headers import (
    CodeFixed,
    LinesExist,
    change_list_date,
    enter_allow_updating_defaults,
    enter_list_amount_type,
    enter_list_code,
    enter_list_field,
    enter_list_source_no,
    enter_list_source_type,
    insert_price_list,
    save_price_list,
)
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceListHeader,
    PriceListLine,
    PriceSourceGroup,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.sales_setup_records import SalesSetup
from bcmarketing.pricing.source_rules import AmountTypeRefused
from bcmarketing.store.tables import Tables

EMPTY = Tables.of(())
SHOP = (Customer(no="C", currency_code="USD"), Campaign(no="CP", starting_date=dt.date(2027, 1, 1)))


def header(**fields: Any) -> PriceListHeader:
    return PriceListHeader(**{"code": "S1", "source_type": PriceSourceType.ALL_CUSTOMERS, **fields})


def line(no: int = 1, **fields: Any) -> PriceListLine:
    return PriceListLine(**{"price_list_code": "S1", "line_no": no * 10_000, **fields})


def day(number: int) -> dt.date:
    return dt.date(2027, 1, number)


@pytest.mark.rule("E-FIELD-REQUIRED", "E-NO-SERIES")
def test_a_list_without_code_takes_a_number_of_its_side_of_trade() -> None:
    sales = header(code="", source_group=PriceSourceGroup.CUSTOMER)
    (new,) = insert_price_list(EMPTY, sales, numbers=iter(["S7"])).inserted_of(PriceListHeader)
    assert new.code == "S7"
    with pytest.raises(NoSeries):
        insert_price_list(EMPTY, sales)
    with pytest.raises(FieldRequired, match="code"):
        insert_price_list(EMPTY, header(code=""), numbers=iter(["S7"]))
    with pytest.raises(Duplicate):
        insert_price_list(Tables.of((header(),)), header())


@pytest.mark.parametrize(
    ("source", "given", "stored"),
    [
        (PriceSourceType.CUSTOMER_PRICE_GROUP, PriceAmountType.ANY, PriceAmountType.PRICE),
        (PriceSourceType.CUSTOMER_DISC_GROUP, PriceAmountType.ANY, PriceAmountType.DISCOUNT),
        (PriceSourceType.CUSTOMER, PriceAmountType.PRICE, PriceAmountType.PRICE),
    ],
)
def test_a_new_list_defines_what_its_source_defines(
    source: PriceSourceType, given: PriceAmountType, stored: PriceAmountType
) -> None:
    new = header(source_type=source, source_no="C", amount_type=given)
    (inserted,) = insert_price_list(EMPTY, new).inserted_of(PriceListHeader)
    assert (inserted.amount_type, inserted.filter_source_no) == (stored, "C")


@pytest.mark.rule("E-PRICE-CODE-FIXED")
def test_a_list_keeps_its_code() -> None:
    assert enter_list_code(header(), "s1") == header()
    with pytest.raises(CodeFixed, match="'S1' cannot become 'S2'"):
        enter_list_code(header(), "S2")


@pytest.mark.rule("E-PRICE-LINES-EXIST")
def test_what_lines_rest_on_is_fixed_while_they_exist_unless_the_list_leaves_it_to_them() -> None:
    tables = Tables.of((*SHOP, header(), line()))
    with pytest.raises(LinesExist, match="source_type"):
        enter_list_source_type(tables, header(), PriceSourceType.CUSTOMER)
    with pytest.raises(LinesExist, match="source_no"):
        enter_list_source_no(tables, header(), "C")
    with pytest.raises(LinesExist, match="currency_code"):
        enter_list_field(tables, header(), "currency_code", "USD")
    assert enter_list_source_type(tables, header(), PriceSourceType.ALL_CUSTOMERS).source_no == ""
    assert enter_list_field(tables, header(), "currency_code", "") == header()
    free = header(allow_updating_defaults=True)
    assert enter_list_field(tables, free, "currency_code", "USD").currency_code == "USD"
    assert enter_list_source_type(tables, free, PriceSourceType.CUSTOMER).source_type is PriceSourceType.CUSTOMER
    with pytest.raises(LinesExist, match="allow_updating_defaults"):
        enter_allow_updating_defaults(tables, free, allow=False)
    assert not enter_allow_updating_defaults(EMPTY, free, allow=False).allow_updating_defaults
    assert enter_allow_updating_defaults(tables, header(), allow=True).allow_updating_defaults


def test_a_new_source_type_clears_the_number_and_says_who_trades_and_what_is_defined() -> None:
    old = header(source_type=PriceSourceType.CUSTOMER, source_no="C", filter_source_no="C")
    new = enter_list_source_type(EMPTY, old, PriceSourceType.CUSTOMER_PRICE_GROUP)
    assert (new.source_no, new.filter_source_no, new.price_type) == ("", "", PriceType.SALE)
    assert (new.source_group, new.amount_type) == (PriceSourceGroup.CUSTOMER, PriceAmountType.PRICE)


def test_the_source_of_a_list_brings_its_terms_and_one_that_does_not_exist_becomes_blank() -> None:
    tables = Tables.of(SHOP)
    customer = enter_list_source_no(tables, header(source_type=PriceSourceType.CUSTOMER), "c")
    assert (customer.source_no, customer.filter_source_no, customer.currency_code) == ("C", "C", "USD")
    campaign = enter_list_source_no(tables, header(source_type=PriceSourceType.CAMPAIGN), "CP")
    assert campaign.starting_date == day(1)
    assert enter_list_source_no(tables, header(source_type=PriceSourceType.CUSTOMER), "NONE").source_no == ""


@pytest.mark.rule("E-PRICE-STATUS")
def test_a_list_that_is_no_draft_is_not_entered() -> None:
    active = header(status=PriceStatus.ACTIVE)
    with pytest.raises(NotDraft):
        enter_list_amount_type(active, PriceAmountType.PRICE)
    with pytest.raises(NotDraft):
        change_list_date(Tables.of((active,)), "S1", "starting_date", day(1))
    open_to_editing = enter_list_amount_type(active, PriceAmountType.PRICE, edit_active_prices=True)
    assert open_to_editing.amount_type is PriceAmountType.PRICE


@pytest.mark.rule("E-PRICE-AMOUNT-TYPE")
def test_a_list_defines_only_what_its_source_can() -> None:
    with pytest.raises(AmountTypeRefused):
        enter_list_amount_type(header(source_type=PriceSourceType.CUSTOMER_DISC_GROUP), PriceAmountType.ANY)


def test_the_lines_follow_a_date_as_drafts_and_keep_their_own_other_date() -> None:
    lines = (
        line(1, starting_date=day(1), ending_date=day(31), status=PriceStatus.ACTIVE),
        line(2, starting_date=day(10), status=PriceStatus.INACTIVE),
        line(3, starting_date=day(1), ending_date=day(5)),
        line(4),
    )
    tables = Tables.of((header(ending_date=day(30)), *lines))
    done = change_list_date(tables, "S1", "starting_date", day(10)).modified_of(PriceListLine)
    assert [(row.line_no, row.starting_date, row.ending_date, row.status) for row in done] == [
        (10_000, day(10), day(31), PriceStatus.DRAFT),
        (30_000, day(10), day(30), PriceStatus.DRAFT),
        (40_000, day(10), None, PriceStatus.DRAFT),
    ]


def test_an_earlier_end_moves_the_start_of_lines_that_would_start_after_it() -> None:
    tables = Tables.of((header(starting_date=day(2)), line(1, starting_date=day(20)), line(2, starting_date=day(3))))
    done = change_list_date(tables, "S1", "ending_date", day(10)).modified_of(PriceListLine)
    assert [(row.starting_date, row.ending_date) for row in done] == [(day(2), day(10)), (day(3), day(10))]


def test_a_date_of_a_list_that_does_not_leave_its_defaults_to_the_lines_is_no_question() -> None:
    declined = Policies(update_price_list_lines=False)
    fixed, free = header(), header(allow_updating_defaults=True)
    for row, changed in ((fixed, 1), (free, 0)):
        done = change_list_date(Tables.of((row, line())), "S1", "ending_date", day(9), policies=declined)
        assert len(done.modified_of(PriceListLine)) == changed
        assert [new.ending_date for new in done.modified_of(PriceListHeader)] == [day(9)]


@pytest.mark.rule("E-PRICE-DATE-ORDER", "E-CAMPAIGN-ROW-DATES")
def test_the_dates_of_a_list_are_in_order_and_those_of_a_campaign_are_the_campaigns() -> None:
    with pytest.raises(DatesReversed):
        change_list_date(Tables.of((header(ending_date=day(1)),)), "S1", "starting_date", day(2))
    with pytest.raises(CampaignRowDates):
        change_list_date(
            Tables.of((header(source_type=PriceSourceType.CAMPAIGN, source_no="CP"),)), "S1", "ending_date", day(2)
        )


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("value", [dt.datetime(2027, 1, 25, tzinfo=dt.UTC), "2027-01-25"])
def test_a_date_is_a_date(value: Any) -> None:
    with pytest.raises(WrongType, match="ending_date"):
        change_list_date(Tables.of((header(starting_date=day(1)),)), "S1", "ending_date", value)


@pytest.mark.rule("E-FIELD-INVALID")
def test_only_some_fields_of_a_list_are_entered_by_name() -> None:
    tables = Tables.of((header(),))
    for field in ("status", "nothing", None, ["ending_date"]):
        with pytest.raises(InvalidField, match="field"):
            enter_list_field(tables, header(), field, "USD")  # type: ignore[arg-type]
        with pytest.raises(InvalidField, match="field"):
            change_list_date(tables, "S1", field, day(1))  # type: ignore[arg-type]


def test_a_saved_list_leaves_its_lines_alone() -> None:
    done = save_price_list(Tables.of((header(), line())), header(allow_invoice_disc=False))
    assert len(done.modified) == 1
    with pytest.raises(NotFound):
        save_price_list(EMPTY, header())


@pytest.mark.rule("E-PRICE-STATUS")
def test_an_active_list_is_saved_only_where_active_ones_are_open_and_never_with_another_status() -> None:
    tables = Tables.of((header(status=PriceStatus.ACTIVE),))
    changed = header(description="spring")
    with pytest.raises(NotDraft):
        save_price_list(tables, changed)
    (saved,) = save_price_list(tables, changed, edit_active_prices=True).modified_of(PriceListHeader)
    assert (saved.description, saved.status) == ("spring", PriceStatus.ACTIVE)
    assert not save_price_list(tables, header())


@pytest.mark.rule("E-PRICE-DEFAULT-LIST")
def test_the_default_list_is_named_by_the_setup() -> None:
    with pytest.raises(NoDefaultList):
        default_price_list_code(EMPTY)
    made = EMPTY.apply(create_default_price_list(EMPTY, "s1"))
    assert default_price_list_code(made) == "S1"
    (new,) = made.where(PriceListHeader)
    assert (new.status, new.price_type, new.allow_updating_defaults) == (PriceStatus.ACTIVE, PriceType.SALE, True)
    assert made.get(SalesSetup, "") == SalesSetup(default_price_list_code="S1", allow_editing_active_price=True)
    with pytest.raises(FieldRequired):
        create_default_price_list(EMPTY, "")


def test_a_line_is_added_to_the_default_list_or_to_the_next_one_when_that_is_full() -> None:
    first = EMPTY.apply(create_default_price_list(EMPTY, "S1"))
    assert add_to_default_price_list(first, line(0)).inserted_of(PriceListLine)[0].line_no == 10_000
    full = first.apply(add_to_default_price_list(first, line(0))).apply(
        add_to_default_price_list(Tables.of((*first.where(SalesSetup), line(99_998))), line(0))
    )
    assert add_to_default_price_list(full, line(0)).inserted_of(PriceListLine)[0].line_no == 1_000_000_000
    over = full.apply(add_to_default_price_list(full, line(0)))
    with pytest.raises(NoSeries):
        add_to_default_price_list(over, line(0))
    done = add_to_default_price_list(over, line(0), numbers=iter(["S2"]))
    assert [(row.price_list_code, row.line_no) for row in done.inserted_of(PriceListLine)] == [("S2", 10_000)]


def test_a_conversion_goes_on_in_a_new_default_list_when_the_old_one_is_full() -> None:
    prices = [
        SalesPrice(item_no="I", sales_type=SalesPriceType.ALL_CUSTOMERS, unit_price=no, minimum_quantity=no)
        for no in (1, 2, 3)
    ]
    made = EMPTY.apply(create_default_price_list(EMPTY, "S1"))
    tables = Tables.of((*made.where(PriceListHeader), *made.where(SalesSetup), line(99_999), Item(no="I"), *prices))
    done = convert_prices(tables, lists=Lists.DEFAULT, default_list="S1", numbers=iter(["S2"]))
    placed = [(row.price_list_code, row.line_no) for row in done.inserted_of(PriceListLine)]
    assert placed == [("S1", 1_000_000_000), ("S2", 10_000), ("S2", 20_000)]
    assert default_price_list_code(tables.apply(done)) == "S2"
    with pytest.raises(NoSeries):
        convert_prices(tables, lists=Lists.DEFAULT, default_list="S1")
