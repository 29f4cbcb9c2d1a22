from datetime import date

import pytest

from chengzhi.grid.models import Division, DivisionChange
from chengzhi.grid.selectors import (
    division,
    division_as_of,
    divisions_as_of,
    divisions_in_force,
    predecessor_codes,
    successor_code,
)
from chengzhi.kernel.errors import NotFound
from tests.factories.grid import make_editions

BEFORE, MERGER, AFTER = date(2019, 6, 1), date(2020, 7, 3), date(2024, 1, 1)

pytestmark = pytest.mark.usefixtures("editions")


@pytest.fixture
def editions(db: None) -> None:
    make_editions()


def names(found: list[Division]) -> list[str]:
    return [one.name for one in found]


def test_before_the_merger_there_were_two_districts() -> None:
    assert names(list(divisions_in_force(BEFORE).filter(level="district"))) == ["崇川区", "港闸区"]
    assert division("320602", BEFORE).name == "崇川区"
    assert division("320611", date(2020, 7, 2)).name == "港闸区"


def test_from_the_day_of_the_merger_there_is_one() -> None:
    assert [one.code for one in divisions_in_force(MERGER).filter(level="district")] == ["320613"]
    with pytest.raises(NotFound):
        division("320602", MERGER)


def test_both_editions_are_whole() -> None:
    counts = {day: divisions_in_force(day).filter(level="community").count() for day in (BEFORE, AFTER)}
    assert counts == {BEFORE: 187, AFTER: 182}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("320602", "320613"),
        ("320611", "320613"),
        ("320602006", "320613006"),
        ("320611001", "320613016"),
        ("320602006001", "320613006001"),
        ("320611001003", "320613016013"),
        ("320611001005", "320613016001"),
        ("320602006001004", "320613006001004"),
    ],
)
def test_a_code_becomes_its_successor_on_the_day_of_the_merger(old: str, new: str) -> None:
    assert successor_code(old, MERGER) == new
    assert successor_code(old, BEFORE) == old


def test_a_code_that_still_holds_is_its_own_successor() -> None:
    assert successor_code("320613006001", AFTER) == "320613006001"


@pytest.mark.parametrize("gone", ["320611005208", "320611005208003"])
def test_a_code_that_ended_without_a_successor_has_none(gone: str) -> None:
    assert successor_code(gone, AFTER) is None
    assert divisions_as_of(gone[:12], AFTER) == []


def test_a_merged_code_has_several_predecessors() -> None:
    assert predecessor_codes("320613", BEFORE) == ("320602", "320611")
    assert predecessor_codes("320613016001", BEFORE) == ("320611001001", "320611001005")
    assert predecessor_codes("320613006001", AFTER) == ("320613006001",)


def test_a_division_is_found_forward_in_time() -> None:
    assert division_as_of("320611001004", AFTER).name == "节制闸社区居委会"
    assert division_as_of("320611001004", BEFORE).name == "节制闸村社区居民委员会"


def test_a_division_is_found_backward_in_time() -> None:
    assert division_as_of("320613006", BEFORE).code == "320602006"
    assert names(divisions_as_of("320613", BEFORE)) == ["崇川区", "港闸区"]


def test_one_answer_is_refused_where_two_stood() -> None:
    with pytest.raises(NotFound):
        division_as_of("320613", BEFORE)


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        division_as_of("999999", AFTER)


def test_codes_are_followed_over_several_changes() -> None:
    DivisionChange.objects.create(old_code="320613", new_code="320699", on=date(2030, 1, 1), kind="recode")
    assert successor_code("320602", date(2030, 1, 1)) == "320699"
    assert successor_code("320602", date(2029, 12, 31)) == "320613"


def test_a_circle_of_changes_comes_to_an_end() -> None:
    DivisionChange.objects.create(old_code="320613", new_code="320602", on=date(2030, 1, 1), kind="recode")
    assert successor_code("320602", date(2031, 1, 1)) in {"320602", "320613", None}


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("320602", BEFORE, "320602"),
        ("320602", AFTER, "320613"),
        ("320613", AFTER, "320613"),
        ("999999", AFTER, "999999"),
        ("320602006001004", BEFORE, "320602006001004"),
    ],
)
def test_a_code_is_what_it_had_become_by_the_day(code: str, on: date, expected: str) -> None:
    assert successor_code(code, on) == expected


def test_a_chain_of_changes_is_followed_to_its_end() -> None:
    DivisionChange.objects.create(old_code="320613", new_code="320699", on=date(2025, 1, 1), kind="recode")
    assert successor_code("320602", date(2025, 6, 1)) == "320699"
    assert successor_code("320602", AFTER) == "320613"


def test_a_ring_of_changes_does_not_hang() -> None:
    for old, new in (("111111", "222222"), ("222222", "111111")):
        DivisionChange.objects.create(old_code=old, new_code=new, on=AFTER, kind="recode")
    assert successor_code("111111", date(2025, 1, 1)) in {"111111", "222222"}


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("320613", BEFORE, ("320602", "320611")),
        ("320613", AFTER, ("320613",)),
        ("320613006", BEFORE, ("320602006",)),
        ("999999", BEFORE, ("999999",)),
    ],
)
def test_a_code_is_traced_back_to_what_it_was(code: str, on: date, expected: tuple[str, ...]) -> None:
    assert predecessor_codes(code, on) == expected


@pytest.mark.parametrize("code", ["", "x", "320613999", "32061300"])
def test_what_is_no_division_is_not_found(code: str) -> None:
    with pytest.raises(NotFound):
        division(code, AFTER)


def test_a_merged_district_was_more_than_one() -> None:
    assert len(divisions_as_of("320613", BEFORE)) == 2
    with pytest.raises(NotFound):
        division_as_of("320613", BEFORE)


def test_the_list_of_a_day_is_ordered_by_code() -> None:
    codes = list(divisions_in_force(AFTER).values_list("code", flat=True))
    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)
