"""The form of a whistle: when and where, whom, by when; every fault beside its field."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone, translation

from chengzhi.console.whistles.forms import MOST_HOURS, BlowForm, next_half_hour
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.selectors import UnitRef, units_as_of
from tests.factories.city import City

GIVEN = {
    "matter": "夜市占道", "place": "学田菜场西门", "gather_at": "2026-12-01T09:30", "units": ["1"], "report_hours": "24",
}  # fmt: skip


def unit(number: int, kind: str = "department", name: str = "环卫处") -> UnitRef:
    found = next(iter(units_as_of()))
    facts = {field: getattr(found, field) for field in found.__slots__}
    return UnitRef(**{**facts, "id": number, "kind": kind, "name": name, "short_name": ""})


@pytest.fixture
def called(city: City) -> list[tuple[UnitRef, bool]]:
    return [(unit(1), True), (unit(2, name="园林处"), False), (unit(3, "utility", "供水公司"), True)]


def form(called: Any, **changed: Any) -> BlowForm:
    return BlowForm(called=called, data={**GIVEN, **changed})


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("08:00", "09:00"), ("08:01", "09:30"), ("08:29", "09:30"), ("08:30", "09:30"), ("08:31", "10:00"),
        ("23:40", "01:00"),
    ],
)  # fmt: skip
def test_the_first_proposal_is_the_half_hour_at_least_an_hour_ahead(now: str, at: str) -> None:
    hour, minute = map(int, now.split(":"))
    moment = timezone.make_aware(datetime(2026, 11, 23, hour, minute, 45))  # noqa: DTZ001  made aware here
    with clock.at(moment):
        assert f"{timezone.localtime(next_half_hour()):%H:%M}" == at


def test_the_proposal_is_in_local_time() -> None:
    with clock.at(datetime(2026, 11, 23, 0, 10, tzinfo=UTC)):
        assert f"{next_half_hour():%Y-%m-%d %H:%M %z}" == "2026-11-23 09:30 +0800"


def test_five_fields_are_enough(called: Any) -> None:
    found = form(called)
    assert found.is_valid(), found.errors
    assert found.cleaned_data["units"] == ["1"]
    assert found.position == ("", "")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("matter", "", "没有写事由"), ("matter", "字" * 301, ""), ("place", "", "没有写集合地点"), ("place", "路" * 201, ""),
        ("gather_at", "", "没有填集合时间"), ("gather_at", "明早", "2026-12-01 09:30"), ("gather_at", "2026-13-01T09:30", "2026-12-01"),
        ("units", [], "没有选部门"), ("units", ["99"], ""), ("report_hours", "", "1 到 720"), ("report_hours", "0", "1 到 720"),
        ("report_hours", "721", "1 到 720"), ("report_hours", "x", "1 到 720"), ("report_hours", "1.5", "1 到 720"),
        ("case_number", "9" * 33, ""),
    ],
)  # fmt: skip
def test_each_fault_stands_beside_its_field(called: Any, field: str, value: Any, words: str) -> None:
    found = form(called, **{field: value})
    assert not found.is_valid()
    assert set(found.errors) == {field}
    assert words in found.errors[field][0]


@pytest.mark.parametrize("hours", [1, 24, MOST_HOURS])
def test_hours_are_taken_up_to_a_month(called: Any, hours: int) -> None:
    assert form(called, report_hours=str(hours)).is_valid()


@pytest.mark.parametrize(
    ("given", "position"),
    [
        ({}, ("", "")),
        ({"spot": "none", "lon": "120.9", "lat": "32.1"}, ("", "")),
        ({"spot": "120.8,32.0", "lon": "120.9", "lat": "32.1"}, ("120.8", "32.0")),
        ({"spot": "", "lon": "120.9", "lat": "32.1"}, ("120.9", "32.1")),
        ({"spot": "120.8"}, ("", "")),
        ({"spot": "120.8,", "lon": "120.9", "lat": "32.1"}, ("120.9", "32.1")),
    ],
)
def test_the_position_is_that_of_the_chosen_place_then_of_the_device(
    called: Any, given: dict[str, str], position: tuple[str, str]
) -> None:
    found = form(called, **given)
    assert found.is_valid()
    assert found.position == position


@pytest.mark.parametrize(
    ("given", "here"), [({"lon": "1", "lat": "2"}, "1,2"), ({"lon": "1"}, ""), ({"lat": "2"}, ""), ({}, "")]
)
def test_the_device_is_known_by_both_numbers(called: Any, given: dict[str, str], here: str) -> None:
    assert form(called, **given).here == here


def test_departments_stand_in_groups_and_whoever_cannot_answer_is_marked(called: Any) -> None:
    groups = dict(BlowForm(called=called).fields["units"].choices)
    assert len(groups) == 2
    labels = {value: label for options in groups.values() for value, label in options}
    assert labels["1"] == "环卫处"
    assert labels["2"] == "园林处（没有人能在系统里应答，要另外通知）"


def test_in_english_the_mark_is_english(called: Any) -> None:
    with translation.override("en"):
        groups = dict(BlowForm(called=called).fields["units"].choices)
    labels = [label for options in groups.values() for _value, label in options]
    assert not any("没有人能" in str(one) for one in labels)


def test_what_the_service_refuses_goes_to_its_field_else_to_the_whole(called: Any) -> None:
    found = form(called)
    found.is_valid()
    found.refuse(BadInput({"matter": "太短", "lon": "经度不对", "whatever": "别的", "": "全部"}))
    assert found.errors["matter"] == ["太短"]
    assert found.non_field_errors() == ["经度不对", "别的", "全部"]


def test_first_values_of_a_case_are_kept_beside_the_time(called: Any) -> None:
    found = BlowForm(called=called, initial={"matter": "垃圾"})
    assert found["matter"].value() == "垃圾"
    assert found["gather_at"].value() is not None
    assert " required" not in str(found["matter"])
