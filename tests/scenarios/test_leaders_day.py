"""What leaders do beside the ordinary way: supervise, void, close by force, have another do it."""

import pytest

from chengzhi.cases.models import Case
from tests.scenarios.conftest import House, shot


@pytest.fixture
def handling(house: House) -> Case:
    case = house.call()
    house.bring(case, "take_over")
    return case


def test_from_a_yellow_card_to_a_red_one(house: House, handling: Case) -> None:
    house.act("frank", handling, "supervise", level="yellow", opinion="三天内办结")
    assert house.on_list("frank", "watched") == {handling.number}
    assert "督办" in house.refused("dave", handling, "feed_back", result="已清运", media=[shot()])
    house.act("dave", handling, "reply_supervision", opinion="明天清运")
    house.act("frank", handling, "lift_supervision", reason="已答复")
    assert house.on_list("frank", "watched") == set()
    house.act("frank", handling, "supervise", level="red", opinion="还是没清")
    assert handling.supervision == "red"
    assert "红牌" in house.page("dave", handling)


def test_one_card_at_a_time(house: House, handling: Case) -> None:
    house.act("frank", handling, "supervise", level="yellow", opinion="三天内办结")
    house.refused("frank", handling, "supervise", level="red", opinion="再来一张")


@pytest.mark.parametrize("given", [{}, {"level": "yellow"}, {"opinion": "快"}, {"level": "purple", "opinion": "快"}])
def test_a_card_needs_its_colour_and_its_words(house: House, handling: Case, given: dict[str, str]) -> None:
    house.refused("frank", handling, "supervise", **given)
    assert handling.supervision == ""


def test_who_does_not_lead_gives_no_card(house: House, handling: Case) -> None:
    assert "权限" in house.refused("carol", handling, "supervise", level="red", opinion="快")


def test_after_the_reply_the_work_can_be_reported(house: House, handling: Case) -> None:
    house.act("frank", handling, "supervise", level="ordinary", opinion="关注")
    house.act("dave", handling, "reply_supervision", opinion="正在清运")
    house.act("dave", handling, "feed_back", result="已清运", media=[shot()])
    assert handling.state == "handled"


def test_a_void_that_is_asked_for_and_refused_changes_nothing(house: House, handling: Case) -> None:
    house.act("carol", handling, "ask_void", reason="重复")
    assert house.on_list("bob", "requests") == {handling.number}
    house.act("bob", handling, "refuse_void", reason="不是重复，位置不同")
    assert handling.state == "handling"
    assert "不是重复，位置不同" in house.page("carol", handling)


def test_a_void_that_is_granted_ends_the_case_with_its_reason(house: House, handling: Case) -> None:
    house.act("carol", handling, "ask_void", reason="登记错了")
    house.act("bob", handling, "grant_void", reason="核对无误")
    assert (handling.state, handling.is_open, handling.due_at) == ("voided", False, None)
    assert house.on_list("bob", "voided") == {handling.number}


def test_nobody_voids_what_nobody_asked_for(house: House, handling: Case) -> None:
    house.refused("bob", handling, "grant_void", reason="我觉得")


def test_who_asked_does_not_decide(house: House, handling: Case) -> None:
    house.act("carol", handling, "ask_void", reason="登记错了")
    assert "权限" in house.refused("carol", handling, "grant_void", reason="我自己同意")


def test_a_forced_closing_gives_its_reason_and_says_so(house: House, handling: Case) -> None:
    assert "没有填" in house.refused("frank", handling, "force_close")
    house.act("frank", handling, "force_close", reason="地块已移交，原单位撤销")
    assert (handling.state, handling.closure) == ("closed", "forced")
    assert "强制结案" in house.page("alice", handling)


def test_no_forced_closing_while_somebody_is_out_checking(house: House) -> None:
    case = house.call()
    house.bring(case, "send_check")
    house.refused("frank", case, "force_close", reason="等不及")
    assert case.state == "checking"


def test_another_unit_is_told_to_do_it_instead(house: House, handling: Case) -> None:
    street = house.city.units["street"]
    house.act("frank", handling, "substitute", unit=street.pk, reason="原单位推诿")
    assert (handling.state, handling.handling_unit) == ("dispatched", street)
    assert "原单位推诿" in house.page("frank", handling)


def test_urging_is_open_to_everyone_who_sees_the_case(house: House, handling: Case) -> None:
    for name in ("alice", "bob", "carol", "frank"):
        house.act(name, handling, "urge", note=f"{name} 催")
    assert handling.steps.filter(name="urge").count() == 4
    assert handling.state == "handling"
