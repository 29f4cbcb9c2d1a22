import json
from typing import Any

import pytest

from benchmarks.scenarios import FLOORS, MARKS_OF, NEAR, SCENARIOS, City, Scenario, named

FACTS: dict[str, Any] = {
    "tokens": {"shouli1": "a", "lingdao1": "b"},
    "readers": ["shouli1", "lingdao1"],
    "spots": [[120.9, 32.0, "任港路"], [120.8, 31.9, "菜场"]],
    "categories": [3, 4],
    "channels": {"leader": 7},
    "open": ["20261123-0001"],
    "closed": ["20251123-0001"],
    "fresh": ["20261123-0009"],
    "ids": [5, 6],
    "open_cases": MARKS_OF,
}
SESSIONS = {name: {"Cookie": f"sessionid={name}"} for name in FACTS["readers"]}


def city(**facts: Any) -> City:
    return City({**FACTS, **facts}, SESSIONS)


def of(name: str, scenarios: tuple[Scenario, ...] = SCENARIOS) -> Scenario:
    (found,) = named(scenarios, [name])
    return found


@pytest.mark.parametrize("one", [*SCENARIOS, *FLOORS], ids=lambda one: f"{one.name} {one.least}")
def test_every_scenario_asks_something_whole(one: Scenario) -> None:
    requests = one.make(city())
    assert requests
    assert all("\n" not in line and line.count("\t") == 3 for line in (each.line() for each in requests))


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_every_request_to_the_house_comes_as_through_tls_and_signed_in(one: Scenario) -> None:
    for request in one.make(city()):
        assert "Authorization" in request.headers or "Cookie" in request.headers


@pytest.mark.parametrize("name", ["intake", "step"])
def test_what_writes_carries_a_key_of_its_own(name: str) -> None:
    assert all("{n}" in request.headers["Idempotency-Key"] for request in of(name).make(city()))


def test_a_step_says_what_it_has_seen() -> None:
    (request,) = of("step").make(city())
    assert request.path == "/api/v1/cases/20261123-0009/steps"
    assert json.loads(request.body)["seen"] == 1


def test_each_floor_that_is_named_stands() -> None:
    names = {one.name for one in FLOORS}
    assert {one.floor for one in SCENARIOS if one.floor} == names


def test_everybody_reads_their_own_list() -> None:
    headers = [request.headers["Cookie"] for request in of("list page").make(city())]
    assert headers == ["sessionid=shouli1", "sessionid=lingdao1"]


def test_a_city_with_fewer_open_cases_is_seen_from_farther_off() -> None:
    (near, *_more), (far, *_others) = (of("map").make(city(open_cases=count)) for count in (MARKS_OF, MARKS_OF // 9))
    assert width(far.path) == pytest.approx(3 * width(near.path), rel=0.01)
    assert width(near.path) == pytest.approx(2 * NEAR, rel=0.01)


def width(path: str) -> float:
    west, _south, east, _north = path.split("bbox=")[1].split("&", maxsplit=1)[0].split("%2C")
    return float(east) - float(west)


def test_the_same_is_asked_in_every_run() -> None:
    assert of("intake").make(city()) == of("intake").make(city())


def test_no_name_means_all() -> None:
    assert named(SCENARIOS, []) == list(SCENARIOS)
