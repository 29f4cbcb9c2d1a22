"""What is asked of the servers: the same requests of a small city, of a large one, and their like of the skeleton."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any
from urllib.parse import quote

from benchmarks.driver import Request

SEED = 320613
API = "/api/v1"
DESK = "shouli1"
CHANNEL = "leader"
WORDS = (
    "垃圾堆了两天没人清，很臭", "共享单车倒了一片，人行道走不过去", "井盖松了，车一过就响", "早餐车占着盲道，油污一地",
    "路灯三天不亮，晚上看不见路", "装修垃圾倒在路边，影响通行，麻烦处理",
)  # fmt: skip
NEAR = 0.006
"""Half the width of a map viewport in degrees: some blocks of a city with 30,000 open cases. Where fewer stand open the
viewport is as much wider as it takes to hold as many marks."""

MARKS_OF = 30_000


@dataclass(frozen=True, slots=True)
class City:
    """What is known of a city under load: what its facts say, and who is signed in."""

    facts: Mapping[str, Any]
    sessions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def rng(self) -> random.Random:
        return random.Random(SEED)

    def token(self, name: str) -> dict[str, str]:
        """Return the headers of a program that acts for somebody."""
        return {"Authorization": f"Bearer {self.facts['tokens'][name]}", "X-Forwarded-Proto": "https"}


Make = Callable[[City], list[Request]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One thing that is measured; ``least`` requests a second, ``floor`` names its like in the skeleton.

    With ``uses_up`` each request can be answered well only once: it needs a case that has not been stepped yet.
    """

    name: str
    label: str
    least: float
    make: Make
    floor: str = ""
    uses_up: bool = False


def _intakes(city: City) -> list[Request]:
    rng = city.rng()
    headers = {**city.token(DESK), "Content-Type": "application/json", "Idempotency-Key": "bench-{n}"}
    requests = []
    for lon, lat, place in city.facts["spots"]:
        told = {
            "channel": CHANNEL,
            "words": rng.choice(WORDS),
            "category": rng.choice(city.facts["categories"]),
            "place": place,
            "lon": round(lon + rng.gauss(0, 0.0003), 7),
            "lat": round(lat + rng.gauss(0, 0.0003), 7),
        }
        requests.append(_posted(f"{API}/reports", headers, told))
    return requests


def _posted(path: str, headers: Mapping[str, str], values: Mapping[str, Any]) -> Request:
    return Request(path=path, method="POST", headers=headers, body=json.dumps(values, ensure_ascii=False))


def _steps(city: City) -> list[Request]:
    """受理: the first step of each case that the intake has just made."""
    headers = {**city.token(DESK), "Content-Type": "application/json", "Idempotency-Key": "step-{n}"}
    told = {"step": "accept", "values": {"note": "受理"}, "seen": 1}
    return [_posted(f"{API}/cases/{number}/steps", headers, told) for number in city.facts["fresh"]]


def _lists(city: City) -> list[Request]:
    return [Request(path=f"{API}/cases?list=todo&limit=50", headers=city.token(name)) for name in city.facts["readers"]]


def _list_pages(city: City) -> list[Request]:
    return [Request(path="/console/work/", headers=city.sessions[name]) for name in city.sessions]


def _numbers(city: City) -> list[str]:
    numbers = [*city.facts["open"], *city.facts["closed"]]
    city.rng().shuffle(numbers)
    return numbers


def _cases(city: City) -> list[Request]:
    return [Request(path=f"{API}/cases/{number}", headers=city.token("lingdao1")) for number in _numbers(city)]


def _case_pages(city: City) -> list[Request]:
    headers = city.sessions[DESK]
    return [Request(path=f"/console/case/{number}/", headers=headers) for number in _numbers(city)]


def _boxes(city: City) -> list[str]:
    near = NEAR * sqrt(MARKS_OF / city.facts["open_cases"])
    spots = city.facts["spots"]
    return [f"{lon - near:.6f},{lat - near:.6f},{lon + near:.6f},{lat + near:.6f}" for lon, lat, _place in spots]


def _map(city: City) -> list[Request]:
    headers = city.token("lingdao1")
    return [Request(path=f"{API}/map/cases?bbox={quote(box)}&zoom=17", headers=headers) for box in _boxes(city)]


def _map_feed(city: City) -> list[Request]:
    headers = city.sessions[DESK]
    return [
        Request(path=f"/console/map/points.geojson?bbox={quote(box)}&zoom=17", headers=headers) for box in _boxes(city)
    ]


def _bare_intakes(city: City) -> list[Request]:
    rng = city.rng()
    channel = city.facts["channels"][CHANNEL]
    return [
        _posted("/reports", {}, {
            "channel": channel, "words": rng.choice(WORDS), "category": rng.choice(city.facts["categories"]),
            "place": place, "lon": lon, "lat": lat, "key": "{n}",
        })
        for lon, lat, place in city.facts["spots"]
    ]  # fmt: skip


def _bare_steps(city: City) -> list[Request]:
    told = {"step": "accept", "key": "{n}"}
    return [_posted(f"/cases/{number}/steps", {}, told) for number in city.facts["fresh"]]


def _bare_cases(city: City) -> list[Request]:
    return [Request(path=f"/cases/{number}") for number in city.facts["ids"]]


def _bare_lists(_city: City) -> list[Request]:
    return [Request(path="/cases")]


FLOORS: tuple[Scenario, ...] = (
    Scenario(name="intake", label="收件", least=0, make=_bare_intakes),
    Scenario(name="step", label="步骤", least=0, make=_bare_steps, uses_up=True),
    Scenario(name="case", label="案卷", least=0, make=_bare_cases),
    Scenario(name="list", label="列表", least=0, make=_bare_lists),
)
SCENARIOS: tuple[Scenario, ...] = (
    Scenario(name="intake", label="收件（API）", least=400, make=_intakes, floor="intake"),
    Scenario(name="step", label="步骤：受理（API）", least=300, make=_steps, floor="step", uses_up=True),
    Scenario(name="list", label="待办第一页（API）", least=500, make=_lists, floor="list"),
    Scenario(name="list page", label="待办第一页（工作台）", least=60, make=_list_pages),
    Scenario(name="case", label="案卷（API）", least=450, make=_cases, floor="case"),
    Scenario(name="case page", label="案卷页（工作台）", least=60, make=_case_pages),
    Scenario(name="map", label="地图视野（API）", least=350, make=_map),
    Scenario(name="map feed", label="地图视野（工作台）", least=0, make=_map_feed),
)


def named(scenarios: Sequence[Scenario], names: Sequence[str]) -> list[Scenario]:
    """Return the scenarios of these names, or all where none is named."""
    return [one for one in scenarios if not names or one.name in names]
