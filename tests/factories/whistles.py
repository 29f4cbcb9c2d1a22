"""Whistles of the small city: iris of the street blows, dan of the sanitation office and gus of the crew answer."""

from datetime import timedelta
from typing import Any

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle, take_summons_step
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from tests.factories.city import LAT, LON, City, make_people, make_roles
from tests.factories.media import photo

RIGHTS = {
    "street_chief": {"cases.whistle.blow": Scope.TERRITORY, "cases.case.read": Scope.TERRITORY},
    "answerer": {"cases.whistle.answer": Scope.UNIT},
}
# Who takes a step of a summons, and what the step brings along.
BY_CALLER = {"insist", "excuse", "mark_absent"}


def add_callers(city: City) -> City:
    roles = make_roles(RIGHTS)
    wanted = [
        ("iris", city.units["street"], roles["street_chief"]),
        ("dan", city.units["cleaning"], roles["answerer"]),
        ("gus", city.units["crew"], roles["answerer"]),
    ]
    city.people.update(make_people(wanted))
    return city


def call(city: City, **facts: Any) -> WhistleCall:
    given: dict[str, Any] = {
        "matter": "夜市油烟和占道一起整治", "place": "学田路口", "gather_at": clock.now() + timedelta(hours=2),
        "unit_ids": (city.units["cleaning"].pk,), "lon": LON, "lat": LAT,
    }  # fmt: skip
    return WhistleCall(**{**given, **facts})


def blown(city: City, **facts: Any) -> tuple[Whistle, Summons]:
    """Return a whistle and the first of its summonses."""
    whistle = blow_whistle(call(city, **facts), capacity=city.iris)
    summons = whistle.summonses.order_by("id").first()
    assert summons is not None
    return whistle, summons


def who(city: City, step: str) -> Capacity:
    if step in {"release", "warn", "escalate"}:
        return SYSTEM
    return city.iris if step in BY_CALLER else city.dan


def answer(city: City, summons: Summons, step: str, **more: Any) -> None:
    """Take a step of a summons by whose it is, with good values unless told otherwise."""
    given: dict[str, Any] = {
        "answer": {"coming": "赵刚"}, "dispute": {"reason": "不归环卫"}, "insist": {"reason": "要你们出车"},
        "excuse": {"reason": "已另派"}, "report_result": {"result": "已清运"},
        "sign_in": {"lon": LON, "lat": LAT},
    }.get(step, {})  # fmt: skip
    if step == "sign_in":
        given = {**given, "media": [photo().pk]}
    take_summons_step(summons, step, capacity=who(city, step), values={**given, **more})


def summons_in(city: City, state: str) -> Summons:
    """Return a summons that stands in a state."""
    _whistle, summons = blown(city)
    ways = {
        "answered": ["answer"], "disputed": ["dispute"], "present": ["sign_in"], "reported": ["sign_in", "report_result"],
        "excused": ["excuse"],
    }  # fmt: skip
    for step in ways.get(state, []):
        answer(city, summons, step)
    return summons
