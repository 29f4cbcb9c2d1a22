"""A street blows its whistle, for tests that need every kind of subject."""

from datetime import timedelta
from typing import Any

from chengzhi.cases.models import Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle
from chengzhi.kernel import clock
from tests.factories.city import LAT, LON, City, make_person, make_role


def blown(city: City) -> Whistle:
    """Return a whistle by iris, who has become the chief of the street, calling the cleaning department."""
    if "iris" not in city.people:
        chief = make_role("street_chief", {"cases.whistle.blow": "territory", "cases.case.read": "territory"})
        city.people["iris"] = make_person("艾丽", city.units["street"], chief)
    return blow_whistle(call(city), capacity=city.people["iris"])


def call(city: City, **facts: Any) -> WhistleCall:
    """Return what a street says when it calls the cleaning department."""
    given: dict[str, Any] = {
        "matter": "夜市油烟和占道一起整治", "place": "学田路口", "gather_at": clock.now() + timedelta(hours=2),
        "unit_ids": (city.units["cleaning"].pk,), "lon": LON, "lat": LAT,
    }  # fmt: skip
    return WhistleCall(**{**given, **facts})
