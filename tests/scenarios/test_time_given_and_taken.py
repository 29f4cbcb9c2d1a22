"""Time that is asked for: an extension refused and granted, a hold, its end, and the stock after sixty days."""

from datetime import timedelta

import pytest

from chengzhi.cases.models import Case, CaseClock
from chengzhi.kernel import clock
from tests.scenarios.conftest import House, shot


@pytest.fixture
def handling(house: House) -> Case:
    case = house.call()
    house.bring(case, "take_over")
    return case


def test_an_extension_is_refused_first_and_granted_the_second_time(house: House, handling: Case) -> None:
    due = handling.due_at
    house.act("dave", handling, "ask_extension", hours="4", reason="要调吊车")
    assert house.on_list("carol", "requests") == {handling.number}
    assert "没有填" in house.refused("carol", handling, "refuse_extension")
    house.act("carol", handling, "refuse_extension", reason="吊车就在隔壁街道")
    assert handling.due_at == due
    assert "吊车就在隔壁街道" in house.page("dave", handling)
    house.act("dave", handling, "ask_extension", hours="2", reason="吊车坏了")
    house.act("carol", handling, "grant_extension")
    assert handling.due_at is not None
    assert due is not None
    assert handling.due_at > due
    assert house.on_list("carol", "requests") == set()


def test_while_an_extension_is_asked_for_nothing_is_reported_done(house: House, handling: Case) -> None:
    house.act("dave", handling, "ask_extension", hours="4", reason="要调吊车")
    assert "延期" in house.refused("dave", handling, "feed_back", result="已清运", media=[shot()])
    assert "延期" in house.refused("dave", handling, "ask_extension", hours="1", reason="再来一次")


def test_nobody_grants_what_they_asked_for_themselves(house: House, handling: Case) -> None:
    house.act("dave", handling, "ask_extension", hours="4", reason="要调吊车")
    assert "权限" in house.refused("dave", handling, "grant_extension")


def test_after_the_limit_no_time_is_given(house: House, handling: Case) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        assert house.click("dave", handling, "ask_extension", hours="4", reason="晚了").status_code == 422
    assert handling.requests.count() == 0


@pytest.mark.parametrize("hours", ["", "0", "-1", "x", "99999"])
def test_hours_that_cannot_be_are_told(house: House, handling: Case, hours: str) -> None:
    page = house.refused("dave", handling, "ask_extension", hours=hours, reason="要调吊车")
    assert "要调吊车" in page


def test_a_hold_stops_the_clock_and_resuming_gives_the_rest_back(house: House, handling: Case) -> None:
    until = f"{clock.now() + timedelta(days=20):%Y-%m-%d}"
    house.act("dave", handling, "ask_hold", until=until, reason="要等供水公司关阀")
    house.act("carol", handling, "grant_hold")
    assert (handling.state, handling.is_clock_paused) == ("on_hold", True)
    left = handling.remaining_seconds
    assert house.on_list("carol", "on_hold") == {handling.number}
    with clock.at(clock.now() + timedelta(days=10)):
        house.act("carol", handling, "resume")
        assert (handling.state, handling.is_clock_paused) == ("handling", False)
        assert CaseClock.objects.get(subject=handling, name="handle", stopped_at=None).paused_at is None
    assert left is not None
    assert left > 0


def test_after_sixty_days_on_hold_a_case_is_stock(house: House, handling: Case) -> None:
    until = f"{clock.now() + timedelta(days=90):%Y-%m-%d}"
    house.act("dave", handling, "ask_hold", until=until, reason="要等大修")
    house.act("carol", handling, "grant_hold")
    for days, is_stock in ((59, False), (61, True)):
        with clock.at(clock.now() + timedelta(days=days)):
            house.browsers.clear()
            assert (house.on_list("frank", "stock") == {handling.number}) is is_stock


def test_a_hold_that_is_refused_leaves_the_clock_running(house: House, handling: Case) -> None:
    until = f"{clock.now() + timedelta(days=20):%Y-%m-%d}"
    house.act("dave", handling, "ask_hold", until=until, reason="不想干")
    house.act("carol", handling, "refuse_hold", reason="没有理由")
    assert (handling.state, handling.is_clock_paused) == ("handling", False)
    house.act("dave", handling, "feed_back", result="已清运", media=[shot()])


@pytest.mark.parametrize("until", ["", "昨天", "2020-01-01", "2026-13-01"])
def test_a_day_that_cannot_be_is_told(house: House, handling: Case, until: str) -> None:
    assert "要等供水" in house.refused("dave", handling, "ask_hold", until=until, reason="要等供水公司关阀")


def test_the_resident_reads_why_and_until_when(house: House, handling: Case) -> None:
    until = clock.now() + timedelta(days=20)
    house.act("dave", handling, "ask_hold", until=f"{until:%Y-%m-%d}", reason="要等供水公司关阀")
    house.act("carol", handling, "grant_hold")
    told = house.follow(handling.reports.get())
    assert "暂缓办理" in told
    assert "要等供水公司关阀" in told
