"""Two departments, one heap: returns, a conference, a ruling, and the rule that comes of it."""

import pytest
from django.urls import reverse

from chengzhi.cases.models import Case, DispatchRule
from tests.scenarios.conftest import House

HEARD = {"first_opinion": "属街道日常保洁", "second_opinion": "属主干道，归环卫处"}


@pytest.fixture
def returned(house: House) -> Case:
    """Return a case that the cleaning department has sent back."""
    case = house.call()
    house.bring(case, "take_over")
    house.act("dave", case, "ask_return", reason="不是本单位管养")
    return case


def test_a_ruling_becomes_the_rule_of_the_next_case(house: House, returned: Case) -> None:
    street = house.city.units["street"]
    house.act("frank", returned, "arbitrate", unit=street.pk, reason="属地管理", becomes_rule="on", **HEARD)
    assert (returned.state, returned.handling_unit) == ("dispatched", street)
    following = house.call(words="同一个地方又堆了垃圾", phone="13900002222")
    house.bring(following, "file")
    form = house.at("carol").get(reverse("console:act", args=[following.number, "dispatch"])).context["form"]
    assert str(form["unit"].value()) == str(street.pk)
    house.act("carol", following, "dispatch", unit=street.pk)
    assert following.handling_unit == street


def test_without_the_tick_the_old_rule_stays(house: House, returned: Case) -> None:
    before = DispatchRule.objects.count()
    house.act("frank", returned, "arbitrate", unit=house.city.units["street"].pk, reason="只这一次", **HEARD)
    assert DispatchRule.objects.count() == before


@pytest.mark.parametrize("missing", ["first_opinion", "second_opinion", "reason"])
def test_nobody_is_ruled_against_unheard(house: House, returned: Case, missing: str) -> None:
    given = {"unit": house.city.units["street"].pk, "reason": "属地管理", **HEARD, missing: ""}
    assert "没有填" in house.refused("frank", returned, "arbitrate", **given)
    assert returned.state == "returned"


def test_a_dispatcher_does_not_rule(house: House, returned: Case) -> None:
    given = {"unit": house.city.units["street"].pk, "reason": "我定", **HEARD}
    assert "权限" in house.refused("carol", returned, "arbitrate", **given)


def test_a_return_that_is_not_accepted_goes_back_with_its_time(house: House, returned: Case) -> None:
    assert returned.is_open
    assert "没有填" in house.refused("carol", returned, "refuse_return")
    house.act("carol", returned, "refuse_return", reason="三定方案写明归你们")
    assert (returned.state, returned.handling_unit) == ("handling", house.city.units["cleaning"])
    assert "三定方案写明归你们" in house.page("dave", returned)


def test_a_conference_settles_it_in_minutes(house: House, returned: Case) -> None:
    house.act("carol", returned, "call_conference", reason="两家都说不是自己")
    assert returned.state == "in_conference"
    assert "没有填" in house.refused("frank", returned, "agree_unit", unit=house.city.units["street"].pk)
    house.act("frank", returned, "agree_unit", unit=house.city.units["street"].pk, minutes="商定由街道清运")
    assert returned.handling_unit == house.city.units["street"]
    assert "商定由街道清运" in house.page("carol", returned)


def test_a_conference_that_agrees_on_nothing_gives_it_back(house: House, returned: Case) -> None:
    house.act("carol", returned, "call_conference", reason="两家都说不是自己")
    house.act("frank", returned, "end_conference", minutes="没有商定")
    assert returned.state == "returned"
    house.act("carol", returned, "dispatch", unit=house.city.units["cleaning"].pk)
    assert returned.state == "dispatched"


def test_the_department_that_lost_sees_why(house: House, returned: Case) -> None:
    house.act("frank", returned, "arbitrate", unit=house.city.units["cleaning"].pk, reason="主干道归环卫处", **HEARD)
    page = house.page("dave", returned)
    for words in ("主干道归环卫处", "属街道日常保洁"):
        assert words in page


def test_to_another_than_the_rule_says_needs_a_reason(house: House) -> None:
    case = house.call()
    house.bring(case, "file")
    street = house.city.units["street"].pk
    assert "改派别的单位要写理由" in house.refused("carol", case, "dispatch", unit=street)
    house.act("carol", case, "dispatch", unit=street, override="环卫处今天抢险")
    assert "环卫处今天抢险" in house.page("carol", case)
