import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case
from chengzhi.grid.models import Cell, Place
from tests.console.work.conftest import SignIn
from tests.factories.city import LAT, LON, City
from tests.factories.loop import report


@pytest.fixture
def market(city: City) -> Place:
    facts = {"kind": "market", "pinyin": "xuetiancaichang", "initials": "xtcc", "cell": Cell.objects.get()}
    return Place.objects.create(name="学田菜场", lon=LON, lat=LAT, **facts)


def asked(client: Client, name: str, **given: Any) -> str:
    answer = client.post(reverse(f"console:{name}"), given)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_place_is_offered_by_its_initials_with_what_it_fills_in(city: City, signed_in: SignIn, market: Place) -> None:
    page = asked(signed_in(city.alice), "place_offers", place="xtcc")
    assert "学田菜场" in page
    assert f"{LON:.6f}" in page
    assert "id_lat" in page


def test_numbers_are_offered_as_a_position_in_its_cell(city: City, signed_in: SignIn) -> None:
    page = asked(signed_in(city.alice), "place_offers", place=f"{LON}, {LAT}")
    assert "CGCS2000 · 学田街道" in page


def test_numbers_outside_the_district_say_so(city: City, signed_in: SignIn) -> None:
    assert "不在本区网格内" in asked(signed_in(city.alice), "place_offers", place="100.5, 30.1")


@pytest.mark.parametrize("name", ["place_offers", "category_offers"])
def test_what_is_not_found_is_said_and_nothing_typed_is_no_question(city: City, signed_in: SignIn, name: str) -> None:
    client = signed_in(city.alice)
    assert "没有找到“月亮”" in asked(client, name, place="月亮", find="月亮")
    assert not asked(client, name).strip()


def test_a_category_is_offered_by_its_name_and_class(city: City, signed_in: SignIn) -> None:
    page = asked(signed_in(city.alice), "category_offers", find="占道")
    assert "占道经营" in page
    assert str(city.categories["占道经营"].pk) in page


def test_a_position_is_named_by_its_cell(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    assert "学田街道" in asked(client, "place_spot", lon=LON, lat=LAT)
    assert "不在本区网格内" in asked(client, "place_spot", lon="100.5", lat="30.1")
    assert "还没有定到网格" in asked(client, "place_spot", lon="x", lat="")


def test_visitors_get_no_help(db: None) -> None:
    assert Client().post(reverse("console:place_offers"), {"place": "学田"}).status_code in {302, 404}


def test_the_form_offers_search_map_and_numbers_and_moves_the_case(city: City, signed_in: SignIn) -> None:
    case, client = report(city, lon=None, lat=None), signed_in(city.alice)
    address = reverse("console:act", args=[case.number, "correct_facts"])
    page = client.get(address).content.decode()
    for part in ("在地图上选，或写经纬度", 'data-mode="pick"', 'name="lon"', "找小类"):
        assert part in page
    assert len(re.findall('name="lon"', page)) == 1
    given = {
        "seen": case.step_seq,
        "reason": "来电人补充",
        "place": "学田菜场",
        "lon": f"{LON:.6f}",
        "lat": f"{LAT:.6f}",
    }
    assert client.post(address, given).status_code == 302
    assert Case.objects.get().cell_code
