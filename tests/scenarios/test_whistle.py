"""A street blows the whistle for two departments; one comes, the other does not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from chengzhi.cases.models import Summons, Whistle
from chengzhi.kernel import clock
from chengzhi.kernel.access import Scope
from tests.factories.city import LAT, LON, City, make_person, make_role, make_unit
from tests.scenarios.conftest import House, shot, words_of

CHIEF = {
    "cases.case.read": Scope.TERRITORY, "cases.whistle.blow": Scope.TERRITORY, "cases.whistle.answer": Scope.UNIT,
}  # fmt: skip
OFFICER = {"cases.case.read": Scope.UNIT, "cases.whistle.answer": Scope.UNIT}


@pytest.fixture
def street(house: House, city: City) -> House:
    """Return the house with a chief of the street, an officer of the cleaning department and one of the gardens."""
    city.units["gardens"] = make_unit("gardens", "department", "园林处")
    officer = make_role("answerer", OFFICER)
    city.people["olga"] = make_person("olga", city.units["street"], make_role("chief", CHIEF))
    city.people["peter"] = make_person("peter", city.units["cleaning"], officer)
    city.people["paul"] = make_person("paul", city.units["gardens"], officer)
    return house


def blow(house: House, *units: str) -> Whistle:
    at = timezone.localtime(clock.now()) + timedelta(hours=2)
    given = {
        "matter": "夜市占道又毁绿", "place": "学田菜场西门", "gather_at": f"{at:%Y-%m-%dT%H:%M}",
        "units": [house.city.units[one].pk for one in units], "report_hours": "24", "spot": f"{LON},{LAT}",
        "idempotency_key": str(uuid4()),
    }  # fmt: skip
    assert house.at("olga").post(reverse("console:whistle_new"), given).status_code == 302
    return Whistle.objects.latest("pk")


def summons(house: House, whistle: Whistle, unit: str) -> Summons:
    return whistle.summonses.get(unit=house.city.units[unit])


def act(house: House, name: str, subject: Summons | Whistle, step: str, **given: Any) -> Any:
    route = "summons_act" if isinstance(subject, Summons) else "whistle_act"
    answer = house.at(name).post(
        reverse(f"console:{route}", args=[subject.number, step]), {"idempotency_key": str(uuid4()), **given}
    )
    subject.refresh_from_db()
    return answer


def comes(house: House, name: str, called: Summons) -> None:
    act(house, name, called, "answer", coming=name)
    act(house, name, called, "sign_in", media=shot(), lon=LON, lat=LAT)
    act(house, name, called, "report_result", result="已清走")
    assert called.state == "reported"


def test_one_comes_one_is_absent_and_the_street_concludes(street: House) -> None:
    whistle = blow(street, "cleaning", "gardens")
    comes(street, "peter", summons(street, whistle, "cleaning"))
    absent = summons(street, whistle, "gardens")
    refused = act(street, "olga", whistle, "conclude", result="已定办法")
    assert "还有部门没有反馈：园林处" in words_of(refused)
    with clock.at(whistle.gather_at + timedelta(minutes=31)):
        act(street, "olga", absent, "mark_absent")
        assert absent.state == "absent"
        assert act(street, "olga", whistle, "conclude", result="夜市迁走，绿地补种").status_code == 302
    assert (whistle.state, whistle.is_open) == ("concluded", False)


def test_the_page_tells_who_came_and_who_did_not(street: House) -> None:
    whistle = blow(street, "cleaning", "gardens")
    comes(street, "peter", summons(street, whistle, "cleaning"))
    with clock.at(whistle.gather_at + timedelta(minutes=31)):
        act(street, "olga", summons(street, whistle, "gardens"), "mark_absent")
        page = words_of(street.at("olga").get(reverse("console:whistle", args=[whistle.number])))
    assert "1/2 到场" in page
    assert "未到场" in page
    assert "已反馈" in page


def test_both_departments_find_it_first_on_their_list(street: House) -> None:
    blow(street, "cleaning", "gardens")
    for name in ("peter", "paul"):
        assert "等本单位办的 1 件" in words_of(street.at(name).get(reverse("console:whistles")))


def test_neither_signs_for_the_other(street: House) -> None:
    whistle = blow(street, "cleaning", "gardens")
    other = summons(street, whistle, "gardens")
    answer = act(street, "peter", other, "answer", coming="peter")
    assert answer.status_code in {404, 422}
    assert other.state == "called"


def test_who_says_it_is_not_theirs_may_be_let_go(street: House) -> None:
    whistle = blow(street, "cleaning", "gardens")
    gardens = summons(street, whistle, "gardens")
    act(street, "paul", gardens, "dispute", reason="绿地已移交街道")
    act(street, "olga", gardens, "excuse", reason="核实，确已移交")
    assert gardens.state == "excused"
    comes(street, "peter", summons(street, whistle, "cleaning"))
    assert act(street, "olga", whistle, "conclude", result="已清走").status_code == 302


def test_a_whistle_blown_in_error_is_withdrawn_and_nobody_is_due(street: House) -> None:
    whistle = blow(street, "cleaning")
    assert act(street, "olga", whistle, "withdraw", reason="吹错了").status_code == 302
    assert not whistle.is_open
    assert "等本单位办的" not in words_of(street.at("peter").get(reverse("console:whistles")))


def test_signing_in_far_away_is_told_in_metres(street: House) -> None:
    whistle = blow(street, "cleaning")
    called = summons(street, whistle, "cleaning")
    act(street, "peter", called, "answer", coming="peter")
    act(street, "peter", called, "sign_in", media=shot(), lon=LON + 0.01, lat=LAT)
    assert called.signed_metres is not None
    assert 900 < called.signed_metres < 1000
    assert "米" in words_of(street.at("olga").get(reverse("console:whistle", args=[whistle.number])))


def test_a_case_tells_of_its_whistle(street: House) -> None:
    case = street.call()
    at = timezone.localtime(clock.now()) + timedelta(hours=2)
    given = {
        "matter": "垃圾", "place": "菜场", "gather_at": f"{at:%Y-%m-%dT%H:%M}", "case_number": case.number,
        "units": [street.city.units["cleaning"].pk], "report_hours": "24", "idempotency_key": "w1",
    }  # fmt: skip
    street.at("olga").post(reverse("console:whistle_new"), given)
    assert Whistle.objects.get().case == case
