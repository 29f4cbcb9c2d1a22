"""The history of a case for programs: its rows as they were hashed, from any step on, for those who may see it."""

import json
from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.stepdata import case_steps, label_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City
from tests.factories.loop import WAY, case_after, report

pytestmark = pytest.mark.django_db


def rows(viewer: Capacity, case: Case, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    return [json.loads(text) for _seq, _label, text in case_steps(viewer, case.number, after=after, limit=limit)]


def test_every_step_is_told_in_order_with_its_link(city: City) -> None:
    found = rows(city.alice, case_after(city, "close"))
    assert [one["name"] for one in found] == ["report", *WAY]
    assert [one["prev_hash"] for one in found[1:]] == [one["hash"] for one in found[:-1]]
    assert found[0]["prev_hash"] == ""


@pytest.mark.parametrize(
    ("after", "limit", "seqs"), [(0, 3, [1, 2, 3]), (2, 2, [3, 4]), (11, 9, [12]), (12, 9, []), (99, 9, [])]
)
def test_a_page_begins_behind_a_step(city: City, after: int, limit: int, seqs: list[int]) -> None:
    case = case_after(city, "close")
    assert [one["seq"] for one in rows(city.alice, case, after, limit)] == seqs


def test_a_row_holds_who_did_what_on_which_ground(city: City) -> None:
    case = case_after(city, "dispatch")
    row = rows(city.alice, case)[-1]
    assert (row["actor_name"], row["post_name"], row["unit_name"]) == ("carol", "dispatcher", "监督指挥中心")
    assert (row["from_state"], row["to_state"], row["ground"]) == ("filed", "dispatched", "CJJ/T 106-2010")
    assert row["data"]["unit_name"] == "环卫处"


@pytest.mark.parametrize("who", ["dave", "hank", "grace"])
def test_who_may_not_see_the_case_finds_no_history(city: City, who: str) -> None:
    with pytest.raises(NotFound):
        rows(city.people[who], report(city))


def test_a_number_nobody_gave_has_no_history(city: City) -> None:
    with pytest.raises(NotFound):
        case_steps(city.alice, "20260101-9999", after=0, limit=9)


def test_steps_are_named_in_the_readers_language(city: City) -> None:
    assert (label_of("report"), label_of("dispatch")) == ("上报", "派遣")
    with translation.override("en"):
        assert label_of("dispatch").isascii()
        ((_seq, label, _text),) = case_steps(city.alice, report(city).number, after=0, limit=9)
    assert label.isascii()
