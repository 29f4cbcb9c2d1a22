from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Channel, DispatchRule, StageLimit
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"valid_to": date(2026, 1, 1)}, "dates_in_order"), ({"ground": ""}, "ground_present"),
        ({"handler": ""}, "says_for_what"), ({"is_ruling": True}, "ruling_names_case"),
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_refused(city: City, facts: dict[str, Any], constraint: str) -> None:
    given = {"handler": "works", "unit": city.units["cleaning"], "ground": "三定方案", "valid_from": date(2026, 1, 1)}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DispatchRule.objects.create(**given | facts)


def test_a_channel_has_a_name_and_a_known_kind() -> None:
    assert str(Channel.objects.create(code="x", name="来信", kind="media")) == "来信"
    for facts, constraint in (({"name": ""}, "name_present"), ({"kind": "smoke"}, "kind_known")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Channel.objects.filter(code="x").update(**facts)


def test_a_stage_has_a_limit_above_nothing_and_a_known_name() -> None:
    for facts, constraint in (({"minutes": 0}, "positive"), ({"clock": "tea"}, "clock_known")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            StageLimit.objects.create(**{"clock": "accept", "minutes": 15, **facts})
