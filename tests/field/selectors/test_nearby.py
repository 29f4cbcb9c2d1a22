"""What lies around somebody in the field, and what they report most."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.catalogue.models import Category, Edition
from chengzhi.field.selectors import nearby
from chengzhi.field.selectors.nearby import box_of, open_cases_in_field, points, usual_categories
from chengzhi.kernel import clock
from tests.factories.city import LAT, LON, SINCE, City
from tests.factories.loop import act, case_after, report

HERE = (LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)


def features(city: City, who: str, box: nearby.Box | None = None) -> list[dict[str, Any]]:
    found = json.loads(points(getattr(city, who), box, lambda number: f"/task/{number}/"))
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


def test_a_case_is_a_point_with_what_the_map_shows(city: City) -> None:
    case = case_after(city, "dispatch", place="学田菜场西门")
    (found,) = features(city, "erin")
    assert found["geometry"] == {"type": "Point", "coordinates": [LON, LAT]}
    assert found["properties"] == {
        "kind": "case", "id": case.number, "light": "g", "title": "暴露垃圾", "detail": "学田菜场西门",
        "url": f"/task/{case.number}/", "supervised": False,
    }  # fmt: skip


def test_a_case_without_words_of_its_place_shows_its_area(city: City) -> None:
    case = report(city)
    assert features(city, "erin")[0]["properties"]["detail"] == case.area_name


def test_a_supervised_case_is_marked(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "supervise", city.frank, level="ordinary", opinion="今天清完")
    assert features(city, "dave")[0]["properties"]["supervised"] is True


@pytest.mark.parametrize(("hours", "light"), [(0, "g"), (24 * 30, "r")])
def test_the_light_is_that_of_the_moment(city: City, hours: int, light: str) -> None:
    case_after(city, "dispatch")
    with clock.at(clock.now() + timedelta(hours=hours)):
        assert features(city, "dave")[0]["properties"]["light"] == light


def test_closed_cases_and_cases_without_a_position_are_left_out(city: City) -> None:
    case_after(city, "close")
    report(city, lon=None, lat=None, place="说不清")
    assert features(city, "alice") == []


@pytest.mark.parametrize(("who", "count"), [("alice", 1), ("erin", 1), ("dave", 1), ("grace", 0), ("hank", 0)])
def test_everybody_sees_only_what_they_may(city: City, who: str, count: int) -> None:
    case_after(city, "dispatch")
    assert len(features(city, who)) == count


@pytest.mark.parametrize(("box", "count"), [(None, 1), (HERE, 1), ((0, 0, 1, 1), 0)])
def test_a_box_narrows_the_view(city: City, box: nearby.Box | None, count: int) -> None:
    report(city)
    assert len(features(city, "erin", box)) == count


def test_a_map_never_carries_more_points_than_a_phone_can_draw(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "MOST_POINTS", 1)
    for words in ("一堆", "又一堆"):
        report(city, words=words)
    assert len(features(city, "erin")) == 1


def test_the_points_are_read_with_one_query(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for words in ("一堆", "又一堆", "再一堆"):
        report(city, words=words)
    with django_assert_num_queries(1):
        assert len(features(city, "alice", HERE)) == 3


def test_what_is_due_first_stands_first(city: City) -> None:
    late = case_after(city, "dispatch")
    with clock.at(clock.now() + timedelta(hours=1)):
        later = case_after(city, "dispatch", words="另一处")
    assert [one.pk for one in open_cases_in_field(city.dave)] == [late.pk, later.pk]


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("120,31,121,32", (120.0, 31.0, 121.0, 32.0)),
        ("-1.5,0,2,3", (-1.5, 0.0, 2.0, 3.0)),
        ("180,90,-180,-90", (180.0, 90.0, -180.0, -90.0)),
        ("", None),
        ("1,2,3", None),
        ("1,2,3,4,5", None),
        ("a,b,c,d", None),
        ("181,0,0,0", None),
        ("nan,0,0,0", None),
        ("inf,0,0,0", None),
        ("1,2,3,", None),
    ],
)
def test_a_box_is_read_or_ignored(text: str, box: nearby.Box | None) -> None:
    assert box_of(text) == box


def make_category(city: City, code: str, name: str) -> Category:
    edition = Edition.objects.get(code="test")
    return Category.objects.create(
        edition=edition, kind="event", big_code=code[:2], big_name="市容环境", code=code, name=name, key=name,
        handler="sanitation",
    )  # fmt: skip


def test_what_this_person_reports_most_stands_first(city: City) -> None:
    mine = city.categories["占道经营"]
    for words in ("一堆", "又一堆"):
        report(city, words=words)
    case = report(city, category_id=mine.pk)
    type(case).objects.filter(pk=case.pk).update(reported_by=city.erin.appointment_id)
    assert [one.name for one in usual_categories(city.erin)][:2] == ["占道经营", "暴露垃圾"]


def test_without_own_reports_what_is_reported_around_stands_first(city: City) -> None:
    report(city, category_id=city.categories["占道经营"].pk)
    assert usual_categories(city.erin)[0].name == "占道经营"


def test_before_anything_is_reported_the_first_of_the_catalogue_are_offered(city: City) -> None:
    assert [one.name for one in usual_categories(city.erin)] == ["暴露垃圾", "占道经营"]


def test_reports_of_long_ago_count_no_more(city: City) -> None:
    with clock.at(clock.now() - timedelta(days=200)):
        report(city, category_id=city.categories["占道经营"].pk)
    assert usual_categories(city.erin)[0].name == "暴露垃圾"


def test_no_more_are_offered_than_fit_on_a_phone(city: City) -> None:
    for number in range(12):
        make_category(city, f"09{number:02d}", f"小类{number}")
    assert len(usual_categories(city.erin)) == nearby.USUAL


def test_categories_of_another_edition_are_not_offered(city: City) -> None:
    old = Edition.objects.create(code="old", name="旧版", valid_from=SINCE, is_adopted=False)
    Category.objects.create(
        edition=old, kind="event", big_code="09", big_name="市容环境", code="0901", name="旧小类", key="旧小类",
        handler="sanitation",
    )  # fmt: skip
    assert "旧小类" not in {one.name for one in usual_categories(city.erin)}
