from datetime import date
from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.caseacts import chosen_step
from chengzhi.cases.selectors.choices import CaseChoices, asked_for, first_values, hints_for, standards_for
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report
from tests.factories.media import photo
from tests.factories.moves import case_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def options(viewer: Capacity, case: Case, step: str, name: str) -> list[tuple[str, Any]]:
    one = next(one for one in chosen_step(case, step).inputs if one.name == name)
    return list(CaseChoices(viewer, case)(one))


def test_the_proposed_unit_stands_first_and_the_centre_handles_nothing(city: City) -> None:
    found = options(city.carol, case_after(city, "file"), "dispatch", "unit")
    assert found[0] == (str(city.units["cleaning"].pk), "环卫处（规则建议）")
    assert str(city.units["centre"].pk) not in dict(found)
    assert str(city.units["crew"].pk) in dict(found)


def test_the_proposal_is_filled_in_and_its_ground_said(city: City) -> None:
    case = case_after(city, "file")
    step = chosen_step(case, "dispatch")
    assert first_values(case, step)["unit"] == city.units["cleaning"].pk
    assert hints_for(case, step) == {"unit": "规则建议：环卫处。依据：三定方案"}
    assert hints_for(case, chosen_step(case, "urge")) == {}


def test_without_a_rule_one_is_told_to_choose(city: City) -> None:
    case = case_after(city, "file")
    Case.objects.filter(pk=case.pk).update(category=city.categories["占道经营"], standard=None, cell_code="999999001")
    case = Case.objects.get(pk=case.pk)
    assert "请自己选" in hints_for(case, chosen_step(case, "dispatch"))["unit"]
    assert all("建议" not in label for _value, label in options(city.carol, case, "dispatch", "unit"))


def test_handlers_are_those_of_the_unit_and_its_crews(city: City) -> None:
    found = options(city.dave, case_after(city, "take_over"), "hand_down", "handler")
    assert {value for value, _label in found} == {str(city.dave.appointment_id), str(city.hank.appointment_id)}


def test_the_collector_of_the_cell_need_not_be_chosen(city: City) -> None:
    found = options(city.alice, report(city), "send_verify", "collector")
    assert found == [("", "网格的采集员：陈红")]


def test_standards_are_those_of_category_and_level_with_limit_and_closing_rule(city: City) -> None:
    case = case_after(city, "accept")
    assert options(city.bob, case, "file", "standard") == [
        (str(city.standards["暴露垃圾"].pk), "0301-1 暴露垃圾影响市容 · 限 4 工作时 · 结案要求：现场清理干净")
    ]
    assert first_values(case, chosen_step(case, "file")) == {"standard": city.standards["暴露垃圾"].pk}


def test_the_standard_of_the_own_level_comes_before_the_general_one(city: City) -> None:
    exact = FilingStandard.objects.create(
        category=city.categories["暴露垃圾"], condition_no=1, number="0301-1", condition="重点区域", level="B", limit_value=2,
        limit_unit="working_hour", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    assert standards_for(report(city)) == [exact]


def test_a_category_without_standards_says_what_to_do(city: City) -> None:
    old = city.categories["暴露垃圾"]
    bare = Category.objects.create(
        edition=old.edition, kind="event", big_code="09", big_name="其他", code="0901", name="新小类", key="新"
    )
    case = case_after(city, "accept", category_id=bare.pk)
    assert options(city.bob, case, "file", "standard") == [("", "这个小类今天没有有效的立案条件，请先改小类")]


def test_categories_are_grouped_and_the_present_one_may_stay(city: City) -> None:
    found = options(city.alice, report(city), "correct_facts", "category")
    assert found[0] == ("", "不改（现在是暴露垃圾）")
    assert {name for _group, names in found[1:] for _value, name in names} == {"暴露垃圾", "占道经营"}


def test_like_cases_near_by_are_suggested_for_a_merge(city: City) -> None:
    first, second = report(city), report(city)
    assert options(city.alice, second, "merge", "target") == [(first.number, first.summary)]


def test_what_the_demands_would_miss_is_asked_for(city: City) -> None:
    case = case_after(city, "take_over")
    assert asked_for(city.dave, case, chosen_step(case, "feed_back")) == {"media"}
    shown = case_after(city, "send_verify", media=(photo().pk,))
    assert asked_for(city.erin, shown, chosen_step(shown, "confirm")) == {"media"}


@pytest.mark.parametrize(
    ("step", "name", "state", "values"),
    [
        ("supervise", "level", "handling", ["ordinary", "yellow", "red"]),
        ("call_back", "satisfaction", "closed", ["satisfied", "basically", "dissatisfied"]),
        ("accept", "note", "reported", []),
        ("feed_back", "media", "handling", []),
    ],
)
def test_plain_inputs_offer_what_the_table_says(
    city: City, step: str, name: str, state: str, values: list[str]
) -> None:
    assert [value for value, _label in options(city.frank, case_in(city, state), step, name)] == values


def test_a_case_without_a_cell_has_no_collector_to_offer(city: City) -> None:
    assert options(city.alice, report(city, lon=None, lat=None), "send_verify", "collector") == [
        ("", "网格没有采集员，请选一位")
    ]


def test_before_a_unit_is_chosen_the_viewers_own_people_are_offered(city: City) -> None:
    found = options(city.dave, report(city), "hand_down", "handler")
    assert {value for value, _label in found} == {str(city.dave.appointment_id), str(city.hank.appointment_id)}


def test_the_facts_of_a_place_stand_in_the_form_of_its_correction(city: City) -> None:
    case = report(city, place="菜场")
    assert first_values(case, chosen_step(case, "correct_facts")) == {
        "place": "菜场", "lon": "120.890000", "lat": "32.010000",
    }  # fmt: skip
    bare = report(city, lon=None, lat=None)
    assert first_values(bare, chosen_step(bare, "correct_facts"))["lon"] is None


def test_of_several_standards_none_is_chosen_beforehand(city: City) -> None:
    FilingStandard.objects.create(
        category=city.categories["暴露垃圾"], condition_no=2, number="0301-2", condition="成片", limit_value=2,
        limit_unit="working_day", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    case = case_in(city, "accepted")
    assert first_values(case, chosen_step(case, "file")) == {"standard": ""}
    labels = [label for _value, label in options(city.bob, case, "file", "standard")]
    assert labels[1] == "0301-2 成片 · 限 2 工作日"


@pytest.mark.parametrize("step", ["add_joint_unit", "substitute", "agree_unit"])
def test_only_the_dispatch_fills_in_the_proposed_unit(city: City, step: str) -> None:
    case = case_in(city, "handling")
    assert first_values(case, chosen_step(case, step)) == {}


@pytest.mark.parametrize(
    ("step", "state", "asked"), [("accept", "reported", set()), ("pass_check", "checking", {"media"})]
)
def test_only_what_the_demands_want_is_asked_for(city: City, step: str, state: str, asked: set[str]) -> None:
    case = case_in(city, state)
    assert asked_for(city.erin, case, chosen_step(case, step)) == asked
