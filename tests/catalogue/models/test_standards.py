import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

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


@pytest.mark.parametrize("level", ["", "A", "B", "C"])
def test_every_level_has_its_own_versions(level: str) -> None:
    first = made.standard()
    if level:
        assert made.standard(first.category, level=level).level == level
    assert FilingStandard.objects.filter(category=first.category).count() == (2 if level else 1)


def test_a_standard_reads_as_its_number_and_condition() -> None:
    assert str(made.standard(condition="成堆")) == "0110-1 成堆"


@pytest.mark.parametrize("unit", LimitUnit)
def test_a_limit_reads_as_amount_and_unit(unit: LimitUnit) -> None:
    one = made.standard(limit_value=7, limit_unit=unit)
    assert (one.limit.unit, str(one.limit)) == (unit, f"7 {unit.label}")
    assert one.clock is (Clock.WORKING if unit.is_working else Clock.CONTINUOUS)


@pytest.mark.parametrize(
    ("days", "meets"),
    [
        ((made.FIRST, None), True),
        ((made.FIRST, made.LATER), True),
        ((made.LATER, None), False),
        ((dt.date(2010, 1, 1), made.FIRST), False),
        ((dt.date(2010, 1, 1), dt.date(2020, 1, 2)), True),
    ],
)
def test_versions_may_follow_but_not_overlap(days: tuple[dt.date, dt.date | None], meets: Any) -> None:
    one = made.standard()
    FilingStandard.objects.filter(pk=one.pk).update(valid_to=made.LATER)
    again = FilingStandard(
        category=one.category,
        condition_no=1,
        number="0110-1",
        condition="又",
        limit_value=1,
        limit_unit="working_day",
        valid_from=days[0],
        valid_to=days[1],
    )
    if meets:
        with pytest.raises(IntegrityError, match="standard_one_version_at_a_time"), transaction.atomic():
            again.save()
    else:
        again.save()
        assert FilingStandard.objects.count() == 2


def test_a_category_with_standards_is_not_removed() -> None:
    one = made.standard()
    with pytest.raises(ProtectedError):
        one.category.delete()
