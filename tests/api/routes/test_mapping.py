"""The map through the API: marks near by, groups from afar, nothing out of reach."""

from typing import Any

import pytest

from tests.api.conftest import MakeProgram
from tests.factories.city import LAT, LON, City
from tests.factories.loop import act, case_after, report

HERE = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"
pytestmark = pytest.mark.django_db


def test_near_by_each_case_is_a_mark(city: City, program: MakeProgram) -> None:
    case = report(city)
    found = program(city.alice).get(f"/map/cases?bbox={HERE}&zoom=15").json()
    assert (found["total"], found["late"], found["groups"]) == (1, 0, [])
    mark = found["items"][0]
    assert (mark["number"], mark["lon"], mark["light"], mark["state_label"]) == (case.number, LON, "g", "待受理")


def test_from_afar_cases_are_groups_with_a_count(city: City, program: MakeProgram) -> None:
    for _each in range(3):
        report(city)
    found = program(city.alice).get(f"/map/cases?bbox={HERE}&zoom=10").json()
    assert (found["total"], found["items"]) == (3, [])
    assert [(one["count"], one["late"], round(one["lon"], 4)) for one in found["groups"]] == [(3, 0, LON)]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 1), ("light=g", 1), ("light=r", 0), ("light=b", 0), ("light=p", 0), ("street=320613006", 1), ("street=32061399", 0),
        ("channel=hotline", 1), ("channel=x", 0), ("category={mine}", 1), ("category=99999", 0), ("unit=99999", 0),
        ("since=today", 1), ("since=30d", 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zoom", [10, 15])
def test_filters_narrow_marks_and_groups_alike(
    city: City, program: MakeProgram, query: str, total: int, zoom: int
) -> None:
    case = report(city)
    chosen = query.format(mine=case.category_id)
    assert program(city.alice).get(f"/map/cases?bbox={HERE}&zoom={zoom}&{chosen}").json()["total"] == total


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "bbox"), ("bbox=1,2,3", "bbox"), ("bbox=1,2,3,x", "bbox"), ("bbox=5,5,4,4", "bbox"), ("bbox=nan,1,2,3", "bbox"),
        (f"bbox={HERE}&zoom=99", "zoom"), (f"bbox={HERE}&zoom=inf", "zoom"), (f"bbox={HERE}&light=x", "light"),
        (f"bbox={HERE}&unit=x", "unit"), (f"bbox={HERE}&since=ever", "since"), ("bbox=" + "1" * 200, "bbox"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_extent_is_named(city: City, program: MakeProgram, query: str, field: str) -> None:
    answer = program(city.alice).get(f"/map/cases?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_closed_cases_are_not_on_the_map(city: City, program: MakeProgram) -> None:
    case_after(city, "close")
    assert program(city.alice).get(f"/map/cases?bbox={HERE}&zoom=15").json()["total"] == 0


def test_another_street_and_a_narrower_token_see_less(city: City, program: MakeProgram) -> None:
    report(city, lon=100.0, lat=20.0)
    report(city)
    everywhere = "/map/cases?bbox=-180,-90,180,90&zoom=9"
    assert program(city.alice).get(everywhere).json()["total"] == 2
    assert program(city.erin).get(everywhere).json()["total"] == 1
    assert program(city.alice, territory="320613007").get(everywhere).json()["total"] == 0


def test_too_many_marks_become_groups(city: City, program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengzhi.cases.selectors.mapdata.MOST_POINTS", 1)
    for _each in range(2):
        report(city)
    found: dict[str, Any] = program(city.alice).get(f"/map/cases?bbox={HERE}&zoom=16").json()
    assert (found["total"], found["items"], len(found["groups"])) == (2, [], 1)


def test_a_supervised_case_is_marked(city: City, program: MakeProgram) -> None:
    case = case_after(city, "dispatch")
    act(case, "supervise", city.frank, level="yellow", opinion="抓紧办")
    mark = program(city.alice).get(f"/map/cases?bbox={HERE}&zoom=15&light=p").json()["items"][0]
    assert mark["supervision"] == "yellow"
