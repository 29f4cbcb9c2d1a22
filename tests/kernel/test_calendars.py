"""Working time from the database: what overrules what, and that every change is seen, by everybody, once committed."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from chengzhi.kernel import calendars, outbox
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import add_schedule, add_schedule_span, set_day, withdraw_year
from chengzhi.kernel.calendars import CalendarChanged, Mark, working_time
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import CalendarDay, CalendarStamp, CalendarYear, OutboxEvent, WorkSchedule, WorkScheduleSpan
from chengzhi.kernel.workdays import CHINA

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=CHINA)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    calendars.forget()
    yield
    calendars.forget()


def close(day: date) -> None:
    set_day(capacity=SYSTEM, day=day, is_workday=False, name="停电", source="测试")


def test_without_any_row_the_built_in_calendar_and_standard_hours_stand() -> None:
    time = working_time()
    assert time.periods_on(MONDAY) == ((480, 720), (840, 1080))
    assert not time.is_workday(date(2026, 10, 1))
    assert time.is_workday(date(2026, 10, 10))
    assert calendars.coverage() == 2026
    assert time.settled_until == date(2026, 12, 25)


def test_holidays_have_chinese_names() -> None:
    assert calendars.built_in_marks()[date(2026, 10, 1)] == Mark(is_workday=False, name="国庆节")
    assert all(mark.name and not mark.name.isascii() for mark in calendars.built_in_marks().values())


def test_a_marked_day_overrules_the_built_in_calendar() -> None:
    CalendarDay.objects.create(date=date(2026, 10, 1), is_workday=True, name="值守")
    assert calendars.marked_days()[date(2026, 10, 1)] == Mark(is_workday=True, name="值守")


def test_a_withdrawn_year_ends_the_coverage() -> None:
    withdraw_year(capacity=SYSTEM, year=2026, source="等通知")
    assert calendars.coverage() == 2025
    assert working_time().add(NINE, 60).provisional


def test_a_year_beyond_a_gap_does_not_lengthen_the_coverage() -> None:
    CalendarYear.objects.create(year=2028, imported_at=NINE)
    assert 2028 in calendars.announced_years()
    assert calendars.coverage() == 2026


def test_a_change_is_seen_in_its_own_transaction() -> None:
    assert working_time().is_workday(MONDAY)
    close(MONDAY)
    assert not working_time().is_workday(MONDAY)


def test_what_is_rolled_back_is_not_seen_any_more() -> None:
    assert working_time().is_workday(MONDAY)
    with transaction.atomic():
        close(MONDAY)
        assert not working_time().is_workday(MONDAY)
        transaction.set_rollback(True)
    assert working_time().is_workday(MONDAY)


def test_the_calendar_is_drawn_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = working_time()
    with django_assert_num_queries(0):
        assert working_time() is first


@pytest.mark.django_db(transaction=True)
def test_a_committed_change_is_seen_at_once() -> None:
    assert working_time().is_workday(MONDAY)
    close(MONDAY)
    assert not working_time().is_workday(MONDAY)


def test_a_change_by_another_process_is_seen_at_the_next_look() -> None:
    assert working_time().is_workday(MONDAY)
    CalendarDay.objects.create(date=MONDAY, is_workday=False)
    CalendarStamp.objects.create()
    assert working_time().is_workday(MONDAY)
    calendars.forget()
    assert not working_time().is_workday(MONDAY)


def test_many_schedules_do_not_fill_the_memory() -> None:
    for number in range(20):
        WorkSchedule.objects.create(code=f"plan{number}", name="方案")
        working_time(f"plan{number}")
    assert len(calendars._cache.built) <= 16


def test_an_unknown_schedule_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="night"):
        working_time("night")


def test_a_schedule_of_its_own_has_its_own_hours() -> None:
    add_schedule(capacity=SYSTEM, code="market", name="早市")
    assert working_time("market").periods_on(MONDAY) == ((480, 720), (840, 1080))
    add_schedule_span(
        capacity=SYSTEM, schedule="market", valid_from=MONDAY, valid_to=None, periods=[[300, 600]], works_sunday=True
    )
    assert working_time("market").periods_on(date(2026, 11, 29)) == ((300, 600),)
    assert working_time().periods_on(date(2026, 11, 29)) == ()


def test_whoever_keeps_deadlines_is_told_and_reckons_with_the_new_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_types", dict(outbox._types))
    monkeypatch.setattr(outbox, "_handlers", {})
    heard: list[tuple[CalendarChanged, bool]] = []
    calendars.on_calendar_change(lambda event: heard.append((event, working_time().is_workday(MONDAY))))
    close(MONDAY)
    outbox.deliver()
    outbox.deliver()
    assert heard == [(CalendarChanged(first_day="2026-11-23", last_day="2026-11-23"), False)]


def test_an_open_change_reaches_a_hundred_years() -> None:
    calendars.changed(MONDAY)
    assert OutboxEvent.objects.get().payload == {"first_day": "2026-11-23", "last_day": "2126-12-31"}


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (CalendarDay, {"date": date(2003, 1, 1), "is_workday": True}),
        (CalendarYear, {"year": 1999, "imported_at": NINE}),
        (WorkSchedule, {"code": "", "name": "空"}),
        (WorkSchedule, {"code": "a", "name": ""}),
        (CalendarStamp, {"id": 2}),
    ],
)
def test_the_database_refuses_what_makes_no_sense(model: type, facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**facts)  # type: ignore[attr-defined]  # any of the models


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_from": MONDAY, "valid_to": date(2026, 11, 22), "periods": [[0, 60]]},
        {"valid_from": MONDAY, "periods": []},
    ],
)
def test_the_database_refuses_impossible_spans(facts: dict[str, object]) -> None:
    schedule = WorkSchedule.objects.create(code="a", name="甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkScheduleSpan.objects.create(schedule=schedule, **facts)
    assert str(schedule) == "甲"


def test_calendar_rows_name_themselves() -> None:
    span = WorkScheduleSpan(schedule_id=3, valid_from=MONDAY)
    assert [str(CalendarDay(date=MONDAY, name="停电")), str(CalendarYear(year=2027)), str(span)] == [
        "2026-11-23 停电",
        "2027",
        "3 2026-11-23",
    ]
    assert connection.vendor == "postgresql"
