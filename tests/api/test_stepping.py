"""From what a request says to an act: only what the screen would offer, and the same request told from another."""

from typing import Any
from uuid import uuid4

import pytest

from chengzhi.api.schemas.steps import StepIn
from chengzhi.api.stepping import act_of, is_same, offered, shown_choice, was_written_now
from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.choices import CaseChoices
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import available_steps
from tests.api.conftest import photo_of
from tests.factories.city import City
from tests.factories.loop import case_after, report


def wanted(step: str, **values: Any) -> StepIn:
    return StepIn(step=step, values=values)


def the_act(city: City, case: Case, step: str, **values: Any) -> CaseAct:
    return act_of(case, CASE.step(step), wanted(step, **values), capacity=city.carol, seen=case.step_seq, key="k1")


@pytest.fixture
def filed(city: City) -> Case:
    return case_after(city, "file")


def test_an_act_carries_who_what_and_what_was_seen(city: City, filed: Case) -> None:
    found = the_act(city, filed, "dispatch", unit=city.units["cleaning"].pk)
    assert (found.capacity, found.seen, found.key) == (city.carol, filed.step_seq, "k1")
    assert found.values["unit"] == city.units["cleaning"].pk


@pytest.mark.parametrize("unit", [999_999, 0])
def test_what_the_form_would_not_offer_is_refused_by_name(city: City, filed: Case, unit: int) -> None:
    with pytest.raises(BadInput) as caught:
        the_act(city, filed, "dispatch", unit=unit)
    assert list(caught.value.errors) == ["unit"]


def test_a_choice_is_offered_under_its_name(city: City, filed: Case) -> None:
    (unit,) = [one for one in CASE.step("dispatch").inputs if one.name == "unit"]
    options = offered(CaseChoices(city.carol, filed), unit)
    assert options[str(city.units["cleaning"].pk)] == "环卫处（规则建议）"
    assert "" not in options


def test_the_photo_of_another_is_not_attached(city: City) -> None:
    case = case_after(city, "take_over")
    with pytest.raises(BadInput) as caught:
        act_of(
            case, CASE.step("feed_back"), wanted("feed_back", result="已清运", media=[photo_of(city.erin).pk]),
            capacity=city.dave, seen=case.step_seq, key="k2",
        )  # fmt: skip
    assert list(caught.value.errors) == ["media"]


def test_an_open_choice_shows_what_it_asks_for_and_offers(city: City, filed: Case) -> None:
    shown = {one.step.name: shown_choice(city.carol, filed, one) for one in available_steps(filed, city.carol)}
    dispatch = shown["dispatch"]
    assert dispatch["is_open"]
    assert dispatch["refusals"] == []
    (unit,) = [one for one in dispatch["inputs"] if one["name"] == "unit"]
    assert {"value": str(city.units["cleaning"].pk), "label": "环卫处（规则建议）"} in unit["choices"]


def test_a_closed_choice_shows_why_and_offers_nothing(city: City) -> None:
    case = report(city, lon=None, lat=None)
    shown = {one.step.name: shown_choice(city.alice, case, one) for one in available_steps(case, city.alice)}
    accept = shown["accept"]
    assert not accept["is_open"]
    assert accept["refusals"]
    assert all(one["choices"] == [] for one in accept["inputs"])


def test_the_row_that_was_written_here_is_told_from_one_read_back(city: City, filed: Case) -> None:
    key = uuid4().hex
    act = CaseAct(capacity=city.carol, values={"unit": city.units["cleaning"].pk}, key=key)
    row = take_step(filed, "dispatch", act)
    assert was_written_now(row, key)
    row.refresh_from_db()
    assert not was_written_now(row, key)


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({"reason": "堵路"}, True), ({"reason": "堵路 "}, True), ({"reason": "别的"}, False), ({}, False),
        ({"unheard": 1}, False),
    ],
)  # fmt: skip
def test_a_repeated_step_is_known_by_what_it_says(
    city: City, filed: Case, given: dict[str, Any], *, same: bool
) -> None:
    row = take_step(filed, "return_to_desk", CaseAct(capacity=city.carol, values={"reason": "堵路"}))
    assert is_same(row, wanted("return_to_desk", **given)) is same
    assert not is_same(row, wanted("dispatch", **given))
