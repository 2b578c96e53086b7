"""The price book: building, changing, shipping and asking it."""

import datetime as dt
import pickle
import random
import sys
import threading
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from bcmarketing.campaigns.records import Campaign
from bcmarketing.errors import WrongType
from bcmarketing.pricing import buckets
from bcmarketing.pricing.book import PriceBook
from bcmarketing.pricing.candidates import PriceRecord
from bcmarketing.pricing.legacy_records import SalesPrice
from bcmarketing.pricing.product import Product
from bcmarketing.pricing.profiles import CURRENT, DECLARED_ZERO, VERSION_27_5
from bcmarketing.pricing.records import (
    PriceAmountType,
    PriceAssetType,
    PriceListLine,
    PriceSourceType,
    PriceStatus,
    PriceType,
)
from bcmarketing.pricing.request import DateMissing, PriceRequest, PriceSetup, VatSetupMissing
from bcmarketing.pricing.resolution import resolve
from bcmarketing.pricing.sources import PriceSource
from bcmarketing.pricing.verdicts import Verdict
from bcmarketing.store.changes import ChangeSet, Modified, StaleRows

DAY = dt.date(2027, 1, 25)
CUSTOMER, GROUP = PriceSourceType.CUSTOMER, PriceSourceType.CUSTOMER_PRICE_GROUP


def line(number: int, **fields: object) -> PriceListLine:
    usual: dict[str, object] = {
        "price_list_code": "S1",
        "line_no": number,
        "source_type": PriceSourceType.ALL_CUSTOMERS,
        "asset_no": "A",
        "amount_type": PriceAmountType.PRICE,
        "unit_price": Decimal(10),
        "allow_line_disc": True,
        "price_type": PriceType.SALE,
        "status": PriceStatus.ACTIVE,
    }
    return PriceListLine(**(usual | fields))  # type: ignore[arg-type]


def request(**fields: object) -> PriceRequest:
    usual: dict[str, object] = {
        "product": Product(no="A", unit_price=20),
        "quantity": 5,
        "order_date": DAY,
        "customer_no": "C1",
        "unit_precision": "0.00001",
        "amount_precision": "0.01",
    }
    return PriceRequest(**(usual | fields))  # type: ignore[arg-type]


def some_lines(rng: random.Random, count: int) -> list[PriceListLine]:
    """Make lines of a few products and many sources, some of which are drafts or name a variant of a group."""
    kinds = [(PriceSourceType.ALL_CUSTOMERS, "")] * 8 + [(CUSTOMER, f"C{number}") for number in range(6)]
    kinds += [(GROUP, "P1"), (PriceSourceType.CONTACT, "K1"), (PriceSourceType.CAMPAIGN, "M1")]
    kinds += [(PriceSourceType.CUSTOMER_DISC_GROUP, "D1"), (PriceSourceType.VENDOR, "V1")]
    lines = []
    for number in range(count):
        kind, no = rng.choice(kinds)
        group = rng.random() < 0.1
        lines.append(
            line(
                number,
                source_type=kind,
                source_no=no,
                asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP if group else PriceAssetType.ITEM,
                asset_no="G" if group else rng.choice(["A", "A", "A", "B", *(f"X{place}" for place in range(20))]),
                amount_type=rng.choice(list(PriceAmountType)),
                unit_price=Decimal(rng.randrange(1_000)).scaleb(-rng.choice([0, 1, 2, 3])),
                line_discount_pct=Decimal(rng.randrange(50)),
                minimum_quantity=Decimal(rng.choice([0, 0, 3, 9])),
                status=rng.choice([PriceStatus.ACTIVE] * 5 + [PriceStatus.DRAFT]),
            )
        )
    return lines


def questions() -> list[PriceRequest]:
    return [
        request(product=Product(no=no, unit_price=20, group_no=group), customer_no=customer, quantity=quantity)
        for no in ("A", "B", "X1", "NONE")
        for group in ("", "G")
        for customer in ("C1", "C9")
        for quantity in (1, 5)
    ]


# --- what a book answers ---------------------------------------------------------------------------------------------


def test_an_empty_book_gives_the_card_price() -> None:
    decision = PriceBook().resolve(request())
    assert decision.is_card_price
    assert decision.unit_price == Decimal(20)


@pytest.mark.parametrize("allowed", [False, True])
def test_the_record_that_gives_the_price_marks_the_line_and_the_card_leaves_its_marks(allowed: bool) -> None:
    discount = line(2, amount_type=PriceAmountType.DISCOUNT, line_discount_pct=Decimal(5))
    priced = line(1, allow_line_disc=allowed, allow_invoice_disc=allowed)
    asked = request(allow_line_disc=not allowed, allow_invoice_disc=not allowed)
    by_record, by_card = PriceBook([priced, discount]).resolve(asked), PriceBook([discount]).resolve(asked)
    assert (by_record.allow_line_disc, by_record.allow_invoice_disc) == (allowed, allowed)
    assert (by_card.allow_line_disc, by_card.allow_invoice_disc) == (not allowed, not allowed)
    assert by_record.found_discount_pct == by_card.found_discount_pct == 5
    assert by_record.line_discount_pct == (5 if allowed else 0)
    assert by_card.line_discount_pct == (0 if allowed else 5)


def test_a_trace_holds_every_line_of_the_product_in_key_order() -> None:
    lines = [line(1, status=PriceStatus.DRAFT), line(2), line(3, source_type=CUSTOMER, source_no="C9")]
    book = PriceBook([*reversed(lines), line(9, asset_no="B")])
    decision = book.resolve(request(), trace=True)
    assert decision.trace is not None
    looked_at = [look.record for look in decision.trace.looks if look.amount_type is PriceAmountType.PRICE]
    assert looked_at == lines
    assert decision == resolve(request(), lines, trace=True)
    assert book.resolve(request()).trace is None


def test_many_lines_are_answered_in_the_order_of_the_requests() -> None:
    book = PriceBook(some_lines(random.Random(1), 200))
    asked = questions()
    random.Random(2).shuffle(asked)
    assert book.resolve_many(iter(asked)) == [book.resolve(one) for one in asked]
    assert book.resolve_many([]) == []


def test_all_lines_of_a_product_its_group_and_all_products_are_at_hand() -> None:
    wide = line(1, asset_no="", amount_type=PriceAmountType.DISCOUNT)
    group = line(2, asset_type=PriceAssetType.ITEM_DISCOUNT_GROUP, asset_no="G")
    book = PriceBook([line(4), group, wide, line(3, asset_no="B")])
    asked = request(product=Product(no="A", group_no="G"))
    assert list(book.lines_for(asked)) == [wide, group, line(4)]
    assert list(book.lines_for(request())) == [wide, line(4)]


def test_the_same_lines_serve_another_profile_or_setup() -> None:
    generic = line(1, amount_type=PriceAmountType.DISCOUNT, line_discount_pct=Decimal(20))
    own = line(2, amount_type=PriceAmountType.DISCOUNT, variant_code="V")
    book = PriceBook([generic, own])
    asked = request(variant_code="V")
    assert book.profile is CURRENT
    assert book.resolve(asked).line_discount_pct == Decimal(20)
    assert book.under(profile=VERSION_27_5).resolve(asked).line_discount_pct == Decimal(20)
    assert book.under(profile=DECLARED_ZERO).resolve(asked).line_discount_pct == Decimal(0)
    setup = PriceSetup()
    assert book.under(setup=setup).setup is setup


@pytest.mark.rule("E-PRICE-DATE")
def test_a_date_is_needed() -> None:
    with pytest.raises(DateMissing):
        PriceBook([line(1)]).resolve(request(order_date=None))


@pytest.mark.rule("E-PRICE-VAT-SETUP")
@pytest.mark.parametrize("copies", [1, buckets.SHORT + 2])
def test_a_missing_vat_setup_is_refused_even_where_the_price_would_lose(copies: int) -> None:
    taxed = line(99, unit_price=Decimal(99), price_includes_vat=True)
    book = PriceBook([taxed, *(line(number) for number in range(copies))])
    for _ in range(buckets.BUSY + 1):
        with pytest.raises(VatSetupMissing):
            book.resolve(request())


def test_sorting_a_pile_while_others_read_it_changes_no_answer() -> None:
    lines = [line(number, unit_price=Decimal(1_000 - number)) for number in range(400)]
    wanted = resolve(request(), lines)
    found = []
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            book = PriceBook(lines)
            threads = [
                threading.Thread(target=lambda book=book: found.append(book.resolve(request()))) for _ in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(found) == 160
    assert all(decision == wanted for decision in found)


@pytest.mark.rule("E-FIELD-INVALID")
def test_a_book_takes_price_list_lines_only() -> None:
    price = SalesPrice(item_no="A", sales_code="C1", unit_price=9)
    with pytest.raises(WrongType, match="is no PriceListLine"):
        PriceBook([price])  # type: ignore[list-item]
    with pytest.raises(WrongType, match="is no PriceListLine"):
        PriceBook().updated(added=[price])  # type: ignore[list-item]


@pytest.mark.rule("E-FIELD-INVALID")
@pytest.mark.parametrize("wrong", [None, 5, "A", [None]])
def test_a_book_is_asked_by_price_requests_only(wrong: Any) -> None:
    book = PriceBook([line(1)])
    with pytest.raises(WrongType, match=r"request = .*is no PriceRequest"):
        book.resolve(wrong)
    with pytest.raises(WrongType, match=r"request = .*is no PriceRequest"):
        book.resolve(wrong, trace=True)
    with pytest.raises(WrongType, match=r"request = .*is no PriceRequest"):
        book.lines_for(wrong)
    with pytest.raises(WrongType, match="requests = "):
        book.resolve_many(wrong)
    with pytest.raises(WrongType, match=r"setup = .*is no PriceSetup"):
        PriceBook(setup=wrong)
    with pytest.raises(WrongType, match=r"profile = .*is no PricingProfile"):
        PriceBook(profile=wrong)


# --- changing a book -------------------------------------------------------------------------------------------------


def test_a_change_gives_another_book_and_leaves_the_first_as_it_was() -> None:
    old, new = line(1), line(1, unit_price=Decimal(9))
    before = PriceBook([old])
    after = before.updated(removed=[old], added=[new])
    assert (before.resolve(request()).unit_price, after.resolve(request()).unit_price) == (Decimal(10), Decimal(9))
    assert (list(before), list(after)) == ([old], [new])


def test_a_change_set_is_applied_and_other_tables_are_passed_over() -> None:
    kept, old, gone, new = line(1), line(2), line(3), line(4, asset_no="B")
    changes = ChangeSet(
        inserted=(new, Campaign(no="CP1")),
        modified=(
            Modified(old, attrs.evolve(old, unit_price=Decimal(9))),
            Modified(Campaign(no="CP2"), Campaign(no="CP2", description="spring")),
        ),
        deleted=(gone,),
    )
    book = PriceBook([kept, old, gone]).apply(changes)
    assert list(book) == [kept, attrs.evolve(old, unit_price=Decimal(9)), new]
    assert len(book) == 3
    assert book.apply(ChangeSet(inserted=(Campaign(no="CP3"),))) is book


@pytest.mark.rule("E-STALE-ROWS")
@pytest.mark.parametrize("others", [0, 1, buckets.FEW + 1, buckets.SHORT + 2])
def test_a_line_that_is_not_there_cannot_be_removed(others: int) -> None:
    book = PriceBook([line(number) for number in range(others)])
    with pytest.raises(StaleRows) as refusal:
        book.updated(removed=[line(0, unit_price=Decimal(11))])
    assert refusal.value.rows == (("PriceListLine", ("S1", 0)),)


def test_a_price_with_more_decimals_than_any_before_is_still_told_apart() -> None:
    book = PriceBook([line(1), line(2, unit_price=Decimal("10.01"))]).updated(
        added=[line(3, unit_price=Decimal("9.99999"))]
    )
    asked = request(unit_precision="0.01")
    assert book.resolve(asked) == resolve(asked, list(book))
    assert book.resolve(asked).price_line == line(1)


@given(seed=st.integers(0, 2**32), size=st.sampled_from([3, 60, 300]), steps=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_a_changed_book_is_the_book_of_the_changed_lines(seed: int, size: int, steps: int) -> None:
    rng = random.Random(seed)
    pool = some_lines(rng, size)
    lines, book = pool[: size // 2], PriceBook(pool[: size // 2])
    spare = pool[size // 2 :]
    for _ in range(steps):
        gone = rng.sample(lines, rng.randrange(min(len(lines), 6) + 1))
        new = [spare.pop() for _ in range(rng.randrange(min(len(spare), 6) + 1))]
        changed = [attrs.evolve(row, unit_price=row.unit_price + 1) for row in gone[::2]]
        book = book.updated(removed=gone, added=[*new, *changed])
        lines = [row for row in lines if row not in gone] + new + changed
    assert sorted(book, key=lambda row: row.line_no) == sorted(lines, key=lambda row: row.line_no)
    fresh = PriceBook(lines)
    for asked in questions():
        assert book.resolve(asked) == fresh.resolve(asked) == resolve(asked, lines)


# --- shipping a book -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [CURRENT, DECLARED_ZERO])
def test_a_book_travels(profile: object) -> None:
    lines = some_lines(random.Random(3), 300)
    book = PriceBook(lines, profile=profile)  # type: ignore[arg-type]
    for asked in questions():
        book.resolve(asked)
    there = pickle.loads(pickle.dumps(book))  # noqa: S301 - our own bytes
    assert list(there) == list(book)
    assert there.profile == book.profile
    assert [there.resolve(asked) for asked in questions()] == [book.resolve(asked) for asked in questions()]
    # The way there is the short one still.
    assert there.resolve(request()) == resolve(request(), lines, profile=profile)  # type: ignore[arg-type]


# --- stages of a host's own ------------------------------------------------------------------------------------------


def test_sources_of_a_hosts_own_are_asked() -> None:
    jobs = line(1, source_type=PriceSourceType.JOB, source_no="J1", unit_price=Decimal(7))
    profile = attrs.evolve(CURRENT, sources=lambda _request: (PriceSource(PriceSourceType.JOB, "J1"),))
    others = [line(number) for number in range(2, 9)]
    assert PriceBook([jobs, *others], profile=profile).resolve(request()).price_line == jobs


def test_a_judge_of_a_hosts_own_sees_every_line_of_the_product() -> None:
    draft = line(1, status=PriceStatus.DRAFT)
    seen: list[PriceRecord] = []

    def judge(
        request: PriceRequest,  # noqa: ARG001 - the shape of a judge
        records: Sequence[PriceRecord],
        amount_type: PriceAmountType,  # noqa: ARG001
        sources: tuple[PriceSource, ...],  # noqa: ARG001
        *,
        show_all: bool = False,
    ) -> tuple[Verdict, ...]:
        assert not show_all
        seen.extend(records)
        return (Verdict.QUALIFIES,) * len(records)

    decision = PriceBook([draft, line(2, asset_no="B")], profile=attrs.evolve(CURRENT, judge=judge)).resolve(request())
    assert decision.price_line == draft
    assert seen == [draft, draft]


def test_resources_are_priced_by_the_book_too() -> None:
    hour = line(1, asset_type=PriceAssetType.RESOURCE, asset_no="LINA", unit_price=Decimal(50))
    group = line(2, asset_type=PriceAssetType.RESOURCE_GROUP, asset_no="", unit_price=Decimal(40))
    asked = request(product=Product(no="LINA", type=PriceAssetType.RESOURCE, group_no="CREW"))
    book = PriceBook([hour, group])
    assert book.resolve(asked).price_line == hour
    assert book.lines_for(asked) == (hour, group)
