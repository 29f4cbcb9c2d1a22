from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from chengzhi.cases.models import Case, Whistle
from chengzhi.cases.services import Told, report_matter
from chengzhi.kernel import clock
from tests.console.whistles.conftest import SignIn
from tests.factories.city import LAT, LON, City


def given(city: City, **changes: Any) -> dict[str, Any]:
    at = timezone.localtime(clock.now()) + timedelta(hours=3)
    facts = {
        "matter": "菜场西门夜市占道", "place": "学田菜场西门", "gather_at": f"{at:%Y-%m-%dT%H:%M}",
        "units": [city.units["cleaning"].pk], "report_hours": "24", "spot": f"{LON},{LAT}",
        "idempotency_key": str(uuid4()),
    }  # fmt: skip
    return {**facts, **changes}


@pytest.fixture
def case(city: City) -> Case:
    told = Told(
        channel="hotline", words="菜场西门垃圾堆了两天", category_id=city.categories["暴露垃圾"].pk, lon=LON, lat=LAT,
        place="学田菜场西门", reporter_name="王女士", reporter_phone="13812346621", callback="sms",
    )  # fmt: skip
    return report_matter(told, capacity=city.alice).case


def test_a_whistle_is_blown_with_its_place_and_departments(city: City, signed_in: SignIn) -> None:
    answer = signed_in(city.olga).post(reverse("console:whistle_new"), given(city))
    whistle = Whistle.objects.get()
    assert answer["Location"] == reverse("console:whistle", args=[whistle.number])
    assert (whistle.lon, whistle.summonses.get().unit.name) == (LON, "环卫处")


def test_a_form_sent_twice_blows_once(city: City, signed_in: SignIn) -> None:
    client, facts = signed_in(city.olga), given(city)
    answers = [client.post(reverse("console:whistle_new"), facts) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Whistle.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"matter": ""}, "没有写事由"),
        ({"place": ""}, "没有写集合地点"),
        ({"units": []}, "没有选部门"),
        ({"gather_at": "2001-01-01T08:00"}, "集合时间要在现在之后"),
        ({"gather_at": "明早八点"}, "2026-12-01 09:30"),
        ({"report_hours": "0"}, "1 到 720"),
        ({"case_number": "2035-不存在"}, "没有找到"),
        ({"spot": "abc,def"}, "经纬度要写成小数"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    city: City, signed_in: SignIn, changes: dict[str, Any], words: str
) -> None:
    answer = signed_in(city.olga).post(reverse("console:whistle_new"), given(city, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "菜场西门" in page
    assert not Whistle.objects.exists()


def test_the_case_tells_what_it_knows(city: City, signed_in: SignIn, case: Case) -> None:
    page = signed_in(city.olga).get(reverse("console:whistle_new"), {"case": case.number}).content.decode()
    assert [word for word in (case.number, "暴露垃圾：菜场西门垃圾堆了两天", "学田菜场西门") if word not in page] == []


def test_a_case_out_of_reach_is_not_found(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.olga).get(reverse("console:whistle_new"), {"case": "2035-1"}).status_code == 404


def test_the_whistle_of_a_case_links_to_it(city: City, signed_in: SignIn, case: Case) -> None:
    client = signed_in(city.olga)
    client.post(reverse("console:whistle_new"), given(city, case_number=case.number))
    page = client.get(reverse("console:whistle", args=[Whistle.objects.get().number])).content.decode()
    assert reverse("console:case", args=[case.number]) in page


def test_landmarks_are_suggested_while_typing(city: City, signed_in: SignIn) -> None:
    page = signed_in(city.olga).get(reverse("console:whistle_places"), {"place": "学田"}).content.decode()
    assert "学田" in page
    assert 'name="spot"' in page
    assert "<html" not in page


def test_nobody_blows_without_the_right(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.peter).post(reverse("console:whistle_new"), given(city)).status_code == 404


def test_the_own_unit_is_not_offered(city: City, signed_in: SignIn) -> None:
    page = signed_in(city.olga).get(reverse("console:whistle_new")).content.decode()
    assert "环卫处" in page
    assert f'name="units" value="{city.units["street"].pk}"' not in page
    assert f'name="units" value="{city.units["cleaning"].pk}"' in page


def test_a_place_in_words_only_has_no_position(city: City, signed_in: SignIn) -> None:
    signed_in(city.olga).post(reverse("console:whistle_new"), given(city, spot="none", lon=str(LON), lat=str(LAT)))
    assert Whistle.objects.get().lon is None


def test_the_position_of_the_device_is_offered_first(city: City, signed_in: SignIn) -> None:
    asked = {"place": "学田", "lon": "120.891", "lat": "32.011"}
    page = signed_in(city.olga).get(reverse("console:whistle_places"), asked).content.decode()
    assert 'value="120.891,32.011" checked' in page
    assert page.count("checked") == 1
