"""What waits for somebody on the street, and what one case asks of them."""

from typing import Any

import pytest

from chengzhi.cases.procedure import CASE
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.field.selectors import tasks
from chengzhi.field.selectors.tasks import (
    AT_THE_DESK,
    WANTED,
    Deed,
    count_to_do,
    is_taken,
    rows_to_do,
    rows_under_way,
    task_page,
    words_of,
)
from tests.factories.city import City
from tests.factories.loop import act, case_after, report, step_of
from tests.factories.media import photo


def names(deeds: list[Deed]) -> set[str]:
    return {one.name for one in deeds}


@pytest.mark.parametrize(
    ("last", "who", "count"),
    [
        ("send_verify", "erin", 1),
        ("send_verify", "dave", 0),
        ("dispatch", "dave", 1),
        ("dispatch", "erin", 0),
        ("send_check", "erin", 1),
        ("close", "erin", 0),
        ("close", "dave", 0),
    ],
)
def test_a_case_waits_for_the_one_whose_act_is_next(city: City, last: str, who: str, count: int) -> None:
    case_after(city, last)
    viewer = getattr(city, who)
    assert count_to_do(viewer) == len(rows_to_do(viewer)) == count


def test_own_cases_that_wait_for_others_are_under_way(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    act(case, "feed_back", city.hank, result="已清运", media=[photo().pk])
    assert [row.case.pk for row in rows_under_way(city.hank)] == [case.pk]
    assert rows_to_do(city.hank) == []


def test_cases_of_colleagues_are_not_under_way_for_me(city: City) -> None:
    case_after(city, "feed_back")
    assert rows_under_way(city.grace) == []


@pytest.mark.parametrize(
    ("last", "who", "primary", "second"),
    [
        ("send_verify", "erin", "confirm", "deny"),
        ("send_check", "erin", "pass_check", "fail_check"),
        ("dispatch", "dave", "take_over", None),
    ],
)
def test_the_first_act_and_its_counterpart_stand_out(
    city: City, last: str, who: str, primary: str, second: str | None
) -> None:
    page = task_page(getattr(city, who), case_after(city, last))
    assert page.primary is not None
    assert page.primary.name == primary
    assert (page.second.name if page.second else None) == second
    assert not {primary, second} & names(page.others)


def test_what_is_wanted_is_said_first(city: City) -> None:
    page = task_page(city.erin, case_after(city, "send_verify"))
    assert page.wanted == "到现场看看，说的是不是真的。拍一张照片。"


def test_nothing_is_wanted_of_somebody_who_only_looks(city: City) -> None:
    page = task_page(city.frank, report(city))
    assert (page.wanted, page.primary, page.task) == ("", None, None)


def test_the_open_task_of_the_collector_is_shown_until_it_is_answered(city: City) -> None:
    case = case_after(city, "send_verify")
    task = task_page(city.erin, case).task
    assert task is not None
    step_of(city, case, "confirm")
    assert task_page(city.erin, case).task is None


def test_acts_of_the_desk_are_not_offered_on_a_phone(city: City) -> None:
    page = task_page(city.alice, case_after(city, "take_over"))
    offered = names([*page.others, *page.refused, *page.refused_too])
    assert not offered & AT_THE_DESK


def test_refused_acts_that_carry_forward_stand_before_the_others(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=8, reason="等配件")
    page = task_page(city.dave, case)
    assert "feed_back" in names(page.refused)
    assert all(one.choice.step.rank < 40 for one in page.refused)
    assert all(one.choice.step.rank >= 40 for one in page.refused_too)


def test_answers_to_requests_that_nobody_made_are_not_explained(city: City) -> None:
    page = task_page(city.carol, case_after(city, "take_over"))
    assert not [one for one in names([*page.refused, *page.refused_too]) if one.startswith(("grant_", "refuse_"))]


@pytest.mark.parametrize(("last", "before", "after"), [("confirm", 1, 0), ("feed_back", 1, 1), ("pass_check", 1, 2)])
def test_photos_are_sorted_by_what_they_show(city: City, last: str, before: int, after: int) -> None:
    page = task_page(city.alice, case_after(city, last))
    assert (len(page.before), len(page.after)) == (before, after)


def test_an_act_that_asks_for_nothing_is_one_tap(city: City) -> None:
    primary = task_page(city.dave, case_after(city, "dispatch")).primary
    assert primary is not None
    assert primary.is_direct
    assert primary.label == "接收"


@pytest.mark.parametrize("name", ["feed_back", "ask_extension"])
def test_an_act_that_asks_for_words_or_photos_is_not(city: City, name: str) -> None:
    page = task_page(city.dave, case_after(city, "take_over"))
    deed = next(one for one in [page.primary, *page.others] if one is not None and one.name == name)
    assert not deed.is_direct


def test_the_history_is_told_newest_first_in_the_past_tense(city: City) -> None:
    steps = task_page(city.dave, case_after(city, "take_over")).steps
    assert [row.name for row, _label in steps][:2] == ["take_over", "dispatch"]
    assert steps[1][1] == "已派遣"


def test_only_the_newest_of_a_long_history_are_told(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "NEWEST", 2)
    assert [row.name for row, _label in task_page(city.dave, case_after(city, "take_over")).steps] == [
        "take_over",
        "dispatch",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"unit_name": "环卫处", "note": "请今天去"}, "环卫处 · 请今天去"),
        ({"result": "已清运"}, "已清运"),
        ({"reason": "重复", "opinion": "同意"}, "重复 · 同意"),
        ({"handler_name": "", "media": [3]}, ""),
        ({}, ""),
    ],
)
def test_the_words_of_a_step_are_gathered(city: City, data: dict[str, Any], words: str) -> None:
    step = report(city).steps.get()
    step.data = data
    assert words_of(step) == words


@pytest.mark.parametrize(
    ("step", "key", "is_known"),
    [("accept", "k1", True), ("accept", "k2", False), ("accept", "", False), ("refuse", "k1", False)],
)
def test_a_request_is_known_by_its_key_and_step(city: City, step: str, key: str, *, is_known: bool) -> None:
    case = case_after(city, "confirm")
    take_step(case, "accept", CaseAct(capacity=city.alice, key="k1"))
    assert is_taken(case, step, key) is is_known


def test_every_wish_is_for_a_step_of_the_procedure() -> None:
    known = {step.name for step in CASE.steps}
    assert set(WANTED) | AT_THE_DESK <= known
