"""What the calendar does is in the log; what it refuses is not."""

from datetime import date
from typing import Any

import pytest

from chengzhi.kernel import calendar_services as services
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.calendar_import import import_calendar
from chengzhi.kernel.calendar_log import SCHEDULE_SPAN, hours_text
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.tabular import Row

DAY = date(2026, 10, 12)
HOURS = [[480, 720], [840, 1080]]


@pytest.mark.parametrize(
    ("periods", "text"), [(HOURS, "8:00–12:00、14:00–18:00"), ([[0, 1440]], "0:00–24:00"), ([[515, 725]], "8:35–12:05"), ([], "")]
)  # fmt: skip
def test_hours_are_written_as_people_write_them(periods: Any, text: str) -> None:
    assert hours_text(periods) == text


def log() -> list[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
    return [(one.setting, one.key, one.act, one.before, one.after) for one in SettingsChange.objects.order_by("pk")]


def set_day(*, is_workday: bool = False, name: str = "防台停工") -> None:
    services.set_day(capacity=SYSTEM, day=DAY, is_workday=is_workday, name=name, source="通知")


@pytest.mark.django_db
def test_a_day_is_set_changed_and_cleared() -> None:
    set_day()
    set_day(name="停工")
    services.clear_day(capacity=SYSTEM, day=DAY)
    made = {"is_workday": False, "name": "防台停工", "source": "通知"}
    assert log() == [
        ("kernel.calendar_day", "2026-10-12", "created", {}, made),
        ("kernel.calendar_day", "2026-10-12", "changed", {"name": "防台停工"}, {"name": "停工"}),
        ("kernel.calendar_day", "2026-10-12", "withdrawn", {**made, "name": "停工"}, {}),
    ]


@pytest.mark.django_db
def test_the_same_day_set_again_writes_nothing() -> None:
    set_day()
    set_day()
    assert len(log()) == 1


@pytest.mark.django_db
def test_a_year_is_withdrawn_once() -> None:
    for _time in range(2):
        services.withdraw_year(capacity=SYSTEM, year=2026, source="新通知")
    assert log() == [
        (
            "kernel.calendar_year", "2026", "withdrawn", {"announced": True},
            {"announced": False, "source": "新通知"},
        )
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_plan_and_its_hours_are_written() -> None:
    services.add_schedule(capacity=SYSTEM, code="summer", name="夏令")
    span = services.add_schedule_span(
        capacity=SYSTEM, schedule="summer", valid_from=date(2027, 6, 1), valid_to=None, periods=HOURS
    )
    services.end_schedule_span(capacity=SYSTEM, span_id=span.pk, valid_to=date(2027, 9, 30))
    plan, hours, end = log()
    assert plan == ("kernel.schedule", "summer", "created", {}, {"name": "夏令"})
    assert hours[:3] == ("kernel.schedule_span", "summer/2027-06-01", "created")
    assert hours[4]["periods"] == HOURS
    assert end[3:] == ({"valid_to": None}, {"valid_to": "2027-09-30"})
    assert SCHEDULE_SPAN.label(span) == "夏令 · 2027-06-01"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "given"),
    [
        (services.set_day, {"day": date(1999, 1, 1), "is_workday": True, "name": "", "source": ""}),
        (services.clear_day, {"day": DAY}),
        (services.add_schedule, {"code": "", "name": ""}),
        (services.end_schedule_span, {"span_id": 0, "valid_to": DAY}),
    ],
)
@pytest.mark.parametrize("capacity", [SYSTEM, Capacity()])
def test_what_is_refused_is_not_written(act: Any, given: dict[str, Any], capacity: Capacity) -> None:
    with pytest.raises(ChengzhiError):
        act(capacity=capacity, **given)
    assert log() == []


def notice(year: int) -> list[Row]:
    days = {date(year, 1, 1): "元旦", date(year, 10, 1): "国庆节"}
    return [
        Row(at, {"date": on.isoformat(), "is_workday": "0", "holiday_name": name})
        for at, (on, name) in enumerate(days.items(), start=2)
    ]


@pytest.mark.django_db
def test_an_import_is_one_line_of_days_and_one_for_the_year() -> None:
    import_calendar(capacity=SYSTEM, rows=notice(2027), source="国办通知", file_hash="b" * 64)
    days, year = SettingsChange.objects.order_by("pk")
    assert (days.key, days.act, days.summary["new"], days.source) == ("2027", "imported", 2, "国办通知")
    assert days.after["2027-01-01"] == {"is_workday": False, "name": "元旦"}
    assert (year.setting, year.after) == ("kernel.calendar_year", {"announced": True, "source": "国办通知"})
    assert {days.file_hash, year.file_hash} == {"b" * 64}


@pytest.mark.django_db
def test_the_same_notice_again_writes_nothing() -> None:
    for _time in range(2):
        import_calendar(capacity=SYSTEM, rows=notice(2027), source="国办通知")
    assert SettingsChange.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_import_leaves_no_line() -> None:
    with pytest.raises(ChengzhiError):
        import_calendar(capacity=SYSTEM, rows=[*notice(2027), Row(9, {"date": "x"})], source="国办通知")
    assert log() == []
