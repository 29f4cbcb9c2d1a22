from dataclasses import replace

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import finding
from chengzhi.cases.selectors.finding import case_numbered, find_cases
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import Capacity, Scope
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def with_contacts(viewer: Capacity) -> Capacity:
    return replace(viewer, grants={**viewer.grants, "cases.contact.read": Scope.CITY})


def test_a_number_with_or_without_its_year_names_the_case(city: City) -> None:
    case = report(city)
    assert case_numbered(city.alice, f" {case.number} ") == case.number
    assert case_numbered(city.alice, case.short_number) == case.number
    assert case_numbered(city.hank, case.number) == ""
    assert case_numbered(city.alice, "垃圾") == ""


@pytest.mark.parametrize(
    ("typed", "why"), [("垃圾很臭", "内容、位置里有"), ("暴露", "小类是暴露垃圾"), ("菜场西门", "内容、位置里有")]
)
def test_words_and_category_find_the_case_and_say_why(city: City, typed: str, why: str) -> None:
    case = report(city, place="菜场西门")
    found = find_cases(city.alice, typed)
    assert [one.case for one in found] == [case]
    assert why in found[0].why


def test_initials_of_the_category_find_it(city: City) -> None:
    Category.objects.filter(name="暴露垃圾").update(initials="bllj")
    case = report(city)
    assert [one.case for one in find_cases(city.alice, "bllj")] == [case]


def test_the_end_of_the_number_finds_it(city: City) -> None:
    case = report(city)
    assert find_cases(city.alice, case.number[-4:])[0].why == f"编号尾数是 {case.number[-4:]}"


def test_the_end_of_the_telephone_needs_the_right_to_contacts(city: City) -> None:
    case = report(city)
    assert find_cases(city.alice, "6621") == []
    found = find_cases(with_contacts(city.alice), "6621")
    assert [(one.case, one.why) for one in found] == [(case, "诉求人电话尾数是 6621")]


def test_outside_the_reach_nothing_is_found(city: City) -> None:
    report(city)
    assert find_cases(city.hank, "垃圾") == []
    assert find_cases(city.alice, "  ") == []


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_nothing_typed_finds_nothing(city: City, typed: str) -> None:
    report(city)
    assert find_cases(city.alice, typed) == []


@pytest.mark.parametrize("typed", ["？？", "'; --", "%", "zzzz", "火星"])
def test_what_nobody_said_finds_nothing(city: City, typed: str) -> None:
    report(city)
    assert find_cases(city.alice, typed) == []


@pytest.mark.parametrize("dash", ["-", "—", "－"])
def test_any_dash_in_a_number_will_do(city: City, dash: str) -> None:
    case = report(city)
    assert case_numbered(city.alice, case.number.replace("-", dash)) == case.number


@pytest.mark.parametrize(
    ("typed", "is_found"), [("138-1234-6621", True), ("6621", True), ("46621", True), ("621", False), ("9999", False)]
)
def test_telephones_are_found_by_four_last_digits_or_more(city: City, typed: str, *, is_found: bool) -> None:
    report(city)
    found = find_cases(with_contacts(city.alice), typed)
    assert any("电话" in one.why for one in found) is is_found


def test_a_case_is_found_once_by_the_first_reason(city: City) -> None:
    case = report(city, words="暴露垃圾堆在路口")
    found = find_cases(city.alice, "暴露垃圾")
    assert [(one.case, one.why) for one in found] == [(case, "小类是暴露垃圾")]


def test_open_cases_stand_before_ended_ones(city: City) -> None:
    closed, opened = case_after(city, "close"), report(city)
    assert [one.case for one in find_cases(city.alice, "暴露垃圾")] == [opened, closed]


def test_no_more_are_told_than_fit(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    for _number in range(4):
        report(city)
    assert len(find_cases(city.alice, "暴露垃圾")) == 2
    assert Case.objects.count() == 4
