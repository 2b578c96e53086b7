import json
from collections.abc import Callable

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bcmarketing.campaigns.records import Campaign, CampaignStatus
from bcmarketing.errors import InvalidField
from bcmarketing.rules import Rule
from bcmarketing.samples import winter_light
from bcmarketing.store.changes import ChangeSet, Modified, Notice
from bcmarketing.store.reader import Record
from bcmarketing.tabular import Names, from_plain, from_row, record_kinds, to_plain, to_row, to_rows

ROWS = tuple(winter_light.tables().rows())


@given(row=st.sampled_from(ROWS), names=st.sampled_from(["python", "bc"]))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_record_survives_json_under_either_names(row: Record, names: Names) -> None:
    plain = json.loads(json.dumps(to_row(row, names=names)))
    assert from_row(type(row), plain, names=names) == row


def test_every_record_knows_the_names_of_business_central() -> None:
    for kind in record_kinds().values():
        fields = attrs.fields(kind)  # type: ignore[arg-type]
        names = [field.metadata["bc"][0] for field in fields]
        assert len(set(names)) == len(names), kind.__name__


@given(
    st.lists(st.sampled_from(ROWS), unique=True, max_size=4), st.lists(st.sampled_from(ROWS), unique=True, max_size=4)
)
@settings(deadline=None)
def test_a_change_set_survives_json(inserted: list[Record], deleted: list[Record]) -> None:
    changes = ChangeSet(
        inserted=tuple(inserted),
        modified=(Modified(Campaign(no="A"), Campaign(no="A", description="x")),),
        deleted=tuple(deleted),
        notices=(Notice(Rule("N-X", "X.", "here"), "told", 2),),
    )
    assert from_plain(json.loads(json.dumps(to_plain(changes)))) == changes


def test_reasons_and_requests_become_text() -> None:
    changes = ChangeSet(because=(CampaignStatus(code="1"),), requests=("print",))
    assert from_plain(to_plain(changes)).because == (str(CampaignStatus(code="1")),)
    assert from_plain(to_plain(changes)).requests == ("print",)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"no": "C", "colour": "red"}, r"Campaign\.colour = 'red': is no field of Campaign"),
        ({"description": "x"}, r"Campaign\.no = None: must be given"),
        ({"no": "C", "starting_date": "soon"}, r"Campaign\.starting_date = 'soon': does not fit"),
        ({"no": 7}, r"Campaign\.no = 7: is no str"),
        ({"no": "C" * 30}, r"longer than 20"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name(row: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidField, match=message):
        from_row(Campaign, row)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.pop("inserted"),
        lambda plain: plain["inserted"].append({"kind": "Nothing", "row": {}}),
        lambda plain: plain["inserted"].append(7),
    ],
)
def test_what_describes_no_change_set_is_refused(spoil: Callable[[dict[str, list[object]]], object]) -> None:
    plain = to_plain(ChangeSet(inserted=(Campaign(no="A"),)))
    spoil(plain)
    with pytest.raises(InvalidField):
        from_plain(plain)


def test_rows_keep_their_order() -> None:
    assert [row["code"] for row in to_rows([CampaignStatus(code="2"), CampaignStatus(code="1")])] == ["2", "1"]
