import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError

from chengzhi.catalogue.enums import Clock
from chengzhi.catalogue.models import (
    FilingStandard,
)
from chengzhi.kernel.limits import LimitUnit
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"limit_value": 0}, "standard_limit_positive"),
        ({"limit_unit": "moon"}, "standard_limit_unit_known"),
        ({"level": "D"}, "standard_level_known"),
        ({"condition": ""}, "standard_condition_present"),
        ({"condition_no": 0}, "standard_condition_numbered"),
        ({"valid_to": dt.date(2019, 1, 1)}, "standard_period_forward|range lower bound"),
        ({"default_handler": "nobody"}, "standard_handler_known"),
    ],
)
def test_standard_that_cannot_be_is_refused(facts: dict[str, Any], constraint: str) -> None:
    wanted = {
        "category": made.category(),
        "condition_no": 1,
        "number": "0110-1",
        "condition": "成堆",
        "limit_value": 2,
        "limit_unit": "working_hour",
        "valid_from": made.FIRST,
    }
    with pytest.raises(Exception, match=constraint):
        FilingStandard.objects.create(**wanted | facts)


def test_one_version_at_a_time_for_a_condition_and_level() -> None:
    one = made.standard(level="A")
    copy = {"condition_no": 1, "number": "0110-1", "condition": "x", "limit_value": 1, "limit_unit": "working_day"}
    FilingStandard.objects.create(category=one.category, level="B", valid_from=made.FIRST, **copy)
    with pytest.raises(IntegrityError, match="standard_one_version_at_a_time"):
        FilingStandard.objects.create(category=one.category, level="A", valid_from=made.LATER, **copy)


def test_unit_of_a_limit_decides_the_clock() -> None:
    assert made.standard().clock is Clock.WORKING
    urgent = FilingStandard(limit_value=2, limit_unit=LimitUnit.EMERGENCY_HOUR)
    assert urgent.clock is Clock.CONTINUOUS
    assert str(urgent.limit) == "2 紧急工作时"
