"""What the tables of the calendar refuse, whoever writes them, and how their rows are named."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.kernel import clock
from chengzhi.kernel.models import CalendarDay, CalendarStamp, CalendarYear, WorkSchedule, WorkScheduleSpan

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
OFFICE = [[480, 720], [840, 1080]]


@pytest.fixture
def plan() -> WorkSchedule:
    return WorkSchedule.objects.create(code="market", name="菜场作息")


def make_span(plan: WorkSchedule, **facts: Any) -> WorkScheduleSpan:
    return WorkScheduleSpan.objects.create(**{"schedule": plan, "valid_from": MONDAY, "periods": OFFICE} | facts)


def test_a_day_is_named_by_its_date_and_its_name() -> None:
    assert str(CalendarDay(date=MONDAY, name="停电")) == "2026-11-23 停电"
    assert str(CalendarDay(date=MONDAY)) == "2026-11-23"


def test_a_year_a_schedule_and_a_span_are_named(plan: WorkSchedule) -> None:
    assert str(CalendarYear(year=2027)) == "2027"
    assert str(plan) == "菜场作息"
    assert str(make_span(plan)) == f"{plan.pk} 2026-11-23"


def test_a_day_stands_once() -> None:
    CalendarDay.objects.create(date=MONDAY, is_workday=False)
    with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        CalendarDay.objects.create(date=MONDAY, is_workday=True)


@pytest.mark.parametrize(("day", "is_taken"), [(date(2003, 12, 31), False), (date(2004, 1, 1), True)])
def test_no_day_lies_before_the_calendar_begins(day: date, *, is_taken: bool) -> None:
    if is_taken:
        assert CalendarDay.objects.create(date=day, is_workday=False).pk
        return
    with pytest.raises(IntegrityError, match="calendar_day_in_range"), transaction.atomic():
        CalendarDay.objects.create(date=day, is_workday=False)


@pytest.mark.parametrize("year", [2003, 2201])
def test_a_year_outside_the_range_is_refused(year: int) -> None:
    with pytest.raises(IntegrityError, match="calendar_year_in_range"), transaction.atomic():
        CalendarYear.objects.create(year=year, imported_at=clock.now())


@pytest.mark.parametrize("year", [2004, 2200])
def test_the_years_at_the_edges_are_taken(year: int) -> None:
    assert CalendarYear.objects.create(year=year, imported_at=clock.now()).announced is True


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [({"code": "a", "name": ""}, "name_present"), ({"code": "", "name": "甲"}, "code_present")],
)
def test_a_schedule_without_name_or_code_is_refused(facts: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=f"work_schedule_{constraint}"), transaction.atomic():
        WorkSchedule.objects.create(**facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"valid_to": date(2026, 11, 22)}, "work_span_ends_after_it_begins"),
        ({"periods": []}, "work_span_has_periods"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(plan: WorkSchedule, facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_span(plan, **facts)


def test_a_span_of_one_day_is_a_span(plan: WorkSchedule) -> None:
    assert make_span(plan, valid_to=MONDAY).valid_to == MONDAY


def test_two_spans_of_a_schedule_cannot_begin_on_one_day(plan: WorkSchedule) -> None:
    make_span(plan)
    with pytest.raises(IntegrityError, match="work_span_begins_once"), transaction.atomic():
        make_span(plan)


def test_a_schedule_in_use_cannot_be_removed(plan: WorkSchedule) -> None:
    make_span(plan)
    with pytest.raises(ProtectedError):
        plan.delete()


def test_there_is_one_stamp_for_the_whole_calendar() -> None:
    CalendarStamp.objects.create()
    with pytest.raises(IntegrityError, match="calendar_stamp_is_one_row"), transaction.atomic():
        CalendarStamp.objects.create(id=2)
