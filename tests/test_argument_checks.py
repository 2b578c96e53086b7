"""The checks of plain arguments: each refusal names the argument."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

import pytest

from bcmarketing.activities.records import Task, TaskType
from bcmarketing.arguments import checked, checked_each, each_named, given_numbers, required_code
from bcmarketing.errors import FieldRequired, InvalidField, WrongType


@pytest.mark.parametrize(
    ("value", "kind", "why"),
    [
        (True, int, "is no whole number"),
        (1, bool, "is neither True nor False"),
        ("10:00", dt.time, "is no time of day"),
        ("Meeting", TaskType, "is no TaskType"),
        (None, Task, "is no Task"),
    ],
)
def test_an_argument_of_another_type_is_named(value: object, kind: type, why: str) -> None:
    with pytest.raises(WrongType, match=f"what = {value!r}: {why}"):
        checked(value, kind, "what")


def test_a_collection_holds_values_of_one_kind() -> None:
    task = Task(no="TD1")
    assert checked_each(iter([task]), Task, "tasks") == (task,)
    for wrong in (None, 5, "TD1", task, [task, None], ["TD1"]):
        with pytest.raises(WrongType, match="tasks = "):
            checked_each(wrong, Task, "tasks")  # type: ignore[arg-type]


def test_a_fault_of_the_computation_is_not_put_down_to_the_values() -> None:
    with pytest.raises(AttributeError, match="nonsense"), each_named(["a"], str, "names") as names:
        _ = [name.nonsense for name in names]  # type: ignore[attr-defined]
    with pytest.raises(WrongType, match="names = 5"), each_named(5, str, "names"):  # type: ignore[arg-type]
        pass


@pytest.mark.rule("E-FIELD-REQUIRED")
def test_a_required_code_is_not_blank() -> None:
    assert required_code(" so1 ", 20, "order_no") == "SO1"
    with pytest.raises(FieldRequired, match="order_no"):
        required_code("  ", 20, "order_no")
    with pytest.raises(InvalidField, match="order_no"):
        required_code("X" * 21, 20, "order_no")


@pytest.mark.parametrize("numbers", ["TD77", b"TD77", 5, None])
def test_numbers_are_a_collection_of_texts_and_no_text(numbers: object) -> None:
    with pytest.raises(WrongType, match=r"numbers = .*is no collection"):
        given_numbers(numbers)  # type: ignore[arg-type]


def test_no_number_is_blank_or_anything_but_text() -> None:
    with pytest.raises(FieldRequired, match="no must be filled"):
        list(given_numbers(["TD1", " "]))
    with pytest.raises(WrongType, match="no = 5"):
        list(given_numbers([5]))  # type: ignore[list-item]
    with pytest.raises(InvalidField, match=r"no = 'X+'"):
        list(given_numbers(["X" * 21]))


def test_numbers_are_drawn_when_they_are_needed_and_drawing_can_go_on() -> None:
    drawn: list[str] = []

    def series() -> Iterator[str]:
        for no in ("td1", "td2", "td3"):
            drawn.append(no)
            yield no

    numbers = series()
    assert list(islice(given_numbers(numbers), 2)) == ["TD1", "TD2"]
    assert drawn == ["td1", "td2"]
    assert list(given_numbers(numbers)) == ["TD3"]
