"""Drive the loop in tests: report a matter and take it as far as a state."""

from typing import Any

from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.services import CaseAct, Told, report_matter, take_step
from chengzhi.kernel.access import Capacity
from tests.factories.city import LAT, LON, City
from tests.factories.media import photo

WAY = (
    "send_verify", "confirm", "accept", "file", "dispatch", "take_over", "feed_back", "pass_inspection", "send_check",
    "pass_check", "close",
)  # fmt: skip


def act(case: Case, step: str, capacity: Capacity, **values: Any) -> CaseStep:
    """Take a step in a capacity with values by input name."""
    return take_step(case, step, CaseAct(capacity=capacity, values=values))


def told(city: City, **facts: Any) -> Told:
    given: dict[str, Any] = {
        "channel": "hotline", "words": "菜场西门垃圾堆了两天，很臭", "category_id": city.categories["暴露垃圾"].pk,
        "lon": LON, "lat": LAT, "reporter_name": "王女士", "reporter_phone": "13812346621",
    }  # fmt: skip
    return Told(**{**given, **facts})


def report(city: City, **facts: Any) -> Case:
    return report_matter(told(city, **facts), capacity=city.alice).case


def step_of(city: City, case: Case, name: str) -> None:
    """Take one step of the ordinary way by the person whose act it is."""
    who, values = {
        "send_verify": (city.alice, {}),
        "confirm": (city.erin, {"media": [photo().pk]}),
        "accept": (city.alice, {}),
        "file": (city.bob, {"standard": city.standards["暴露垃圾"].pk}),
        "dispatch": (city.carol, {"unit": city.units["cleaning"].pk}),
        "take_over": (city.dave, {}),
        "feed_back": (city.dave, {"result": "已清运", "media": [photo().pk]}),
        "pass_inspection": (city.carol, {}),
        "send_check": (city.alice, {}),
        "pass_check": (city.erin, {"media": [photo().pk]}),
        "close": (city.bob, {"closing_rule": True}),
    }[name]  # fmt: skip
    act(case, name, who, **values)


def case_after(city: City, last: str, **facts: Any) -> Case:
    """Return a case that has gone the ordinary way up to and with a step."""
    case = report(city, **facts)
    for name in WAY[: WAY.index(last) + 1]:
        step_of(city, case, name)
    return case
