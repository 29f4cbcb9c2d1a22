import datetime as dt
from typing import Any

import pytest

from chengzhi.catalogue.models import Edition
from chengzhi.catalogue.selectors import (
    condition_names,
    find_standards,
    standard_for,
    standard_history,
    standards_register,
)
from chengzhi.catalogue.services import amend_standard, withdraw_standard
from chengzhi.kernel.access import SYSTEM
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
EARLY = dt.date(2010, 1, 1)


@pytest.fixture
def older() -> Edition:
    return made.edition("older", valid_from=dt.date(2007, 1, 1), valid_to=made.FIRST)


def test_limit_of_the_cells_own_grade_goes_first() -> None:
    held = made.category()
    for level, value in (("", 8), ("A", 2), ("C", 6)):
        made.standard(held, level=level, limit_value=value)
    assert [find_standards(held, grade)[0].limit_value for grade in ("A", "B", "C", "")] == [2, 8, 6, 8]


def test_nearest_grade_stands_in_for_a_missing_one() -> None:
    held = made.category()
    made.standard(held, level="B", limit_value=4)
    assert [find_standards(held, grade)[0].limit_value for grade in ("A", "C", "", "X")] == [4, 4, 4, 4]


def test_each_condition_has_one_standard() -> None:
    held = made.category()
    made.standard(held, "零散")
    made.standard(held, "成堆")
    assert condition_names(held) == {1: "零散", 2: "成堆"}
    by_words, by_number = standard_for(held, "成堆"), standard_for(held, 2)
    assert by_words == by_number
    assert standard_for(held, "没有这条") is None


def test_standard_of_an_earlier_day_is_the_version_of_that_day() -> None:
    old = made.standard()
    new = amend_standard(capacity=SYSTEM, standard=old, facts=made.facts(limit_value=9), valid_from=made.LATER)
    before = made.LATER - dt.timedelta(days=1)
    assert find_standards(old.category, "", before) == [old]
    assert find_standards(old.category, "", made.LATER) == [new]
    assert list(standard_history(new)) == [new, old]


def test_register_needs_the_right_to_read() -> None:
    made.standard()
    assert standards_register(made.reader).count() == 1
    assert standards_register(SYSTEM).count() == 1
    assert not standards_register(made.outsider).exists()


@pytest.mark.parametrize(
    ("levels", "grade", "expected"),
    [
        (("", "A", "B", "C"), "A", "A"),
        (("", "B", "C"), "A", ""),
        (("B", "C"), "A", "B"),
        (("C",), "A", "C"),
        (("", "A", "C"), "B", ""),
        (("A", "C"), "B", "A"),
        (("A", "B"), "C", "B"),
        (("A",), "C", "A"),
        (("A", "B", "C"), "", "B"),
        (("A", "C"), "", "A"),
        (("A", "C"), "rubbish", "A"),
    ],
)
def test_the_nearest_level_stands_in(levels: tuple[str, ...], grade: str, expected: str) -> None:
    held = made.category()
    for level in levels:
        made.standard(held, level=level)
    assert [one.level for one in find_standards(held, grade)] == [expected]


def test_a_category_without_standards_has_none() -> None:
    held = made.category()
    assert find_standards(held) == []
    assert condition_names(held) == {}
    assert standard_for(held, 1) is None


def test_a_condition_withdrawn_is_not_found_any_more() -> None:
    one = made.standard()
    withdraw_standard(capacity=made.manager, standard=one, valid_to=made.LATER)
    assert find_standards(one.category, on=made.LATER) == []
    assert find_standards(one.category, on=made.FIRST) == [one]


def test_the_history_of_a_standard_is_its_own_newest_first() -> None:
    old = made.standard()
    made.standard(old.category, condition="另一")
    made.standard(old.category, level="A")
    new = amend_standard(capacity=SYSTEM, standard=old, facts=made.facts(limit_value=5), valid_from=made.LATER)
    assert list(standard_history(old)) == list(standard_history(new)) == [new, old]


def test_the_register_is_read_in_one_query(django_assert_num_queries: Any) -> None:
    held = made.category()
    for number in range(3):
        made.standard(held, condition=f"条件{number}")
    with django_assert_num_queries(1):
        found = [(one.category.edition.name, one.default_unit) for one in standards_register(made.reader)]
    assert len(found) == 3


@pytest.mark.parametrize(("on", "count"), [(dt.date(2019, 12, 31), 0), (made.FIRST, 1), (dt.date(2999, 1, 1), 1)])
def test_the_register_is_that_of_the_day(on: dt.date, count: int) -> None:
    made.standard()
    assert standards_register(SYSTEM, on).count() == count
