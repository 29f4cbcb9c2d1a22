"""What an administrator may do with the calendar, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import translation

from chengzhi.kernel import calendars
from chengzhi.kernel.access import SYSTEM, Capacity, Scope, resident
from chengzhi.kernel.calendar_services import (
    add_schedule,
    add_schedule_span,
    clear_day,
    end_schedule_span,
    set_day,
    withdraw_year,
)
from chengzhi.kernel.calendars import working_time
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import CalendarDay, OutboxEvent, WorkSchedule, WorkScheduleSpan
from chengzhi.kernel.permissions import Permission

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
OFFICE = [[480, 720], [840, 1080]]


def span(valid_from: date, valid_to: date | None = None, *, periods: list[list[int]] = OFFICE) -> WorkScheduleSpan:
    return add_schedule_span(
        capacity=SYSTEM, schedule="default", valid_from=valid_from, valid_to=valid_to, periods=periods
    )


def test_a_day_is_marked_and_set_free_again() -> None:
    set_day(capacity=SYSTEM, day=MONDAY, is_workday=False, name="停电", source="通知")
    set_day(capacity=SYSTEM, day=MONDAY, is_workday=False, name="检修", source="通知")
    assert CalendarDay.objects.get().name == "检修"
    clear_day(capacity=SYSTEM, day=MONDAY)
    assert working_time().is_workday(MONDAY)


def test_a_day_that_is_not_marked_cannot_be_set_free() -> None:
    with pytest.raises(NotFound):
        clear_day(capacity=SYSTEM, day=MONDAY)


def test_a_day_before_the_calendar_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        set_day(capacity=SYSTEM, day=date(1999, 1, 1), is_workday=True, name="", source="")
    assert "date" in refusal.value.errors


def test_the_right_to_manage_the_system_is_enough_and_needed() -> None:
    administrator = Capacity(grants={Permission.MANAGE_SYSTEM: Scope.CITY})
    withdraw_year(capacity=administrator, year=2026, source="等通知")
    for stranger in (Capacity(), resident()):
        with pytest.raises(Forbidden, match="系统管理员"):
            set_day(capacity=stranger, day=MONDAY, is_workday=False, name="", source="")


@pytest.mark.parametrize(("code", "name", "field"), [("", "甲", "code"), ("a", "", "name"), ("taken", "甲", "code")])
def test_a_schedule_needs_a_free_code_and_a_name(code: str, name: str, field: str) -> None:
    add_schedule(capacity=SYSTEM, code="taken", name="已有")
    with pytest.raises(BadInput) as refusal:
        add_schedule(capacity=SYSTEM, code=code, name=name)
    assert list(refusal.value.errors) == [field]


def test_seasons_follow_one_another() -> None:
    winter = span(date(2026, 10, 1))
    end_schedule_span(capacity=SYSTEM, span_id=winter.pk, valid_to=date(2027, 4, 30))
    span(date(2027, 5, 1), date(2027, 9, 30), periods=[[480, 720], [870, 1110]])
    assert working_time().periods_on(date(2027, 4, 30)) == ((480, 720), (840, 1080))
    assert working_time().periods_on(date(2027, 5, 6)) == ((480, 720), (870, 1110))


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        (date(2026, 5, 1), date(2026, 9, 30)),
        (date(2026, 9, 30), None),
        (date(2026, 1, 1), date(2026, 5, 1)),
        (date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 1, 1), None),
    ],
)
def test_overlapping_spans_are_refused(valid_from: date, valid_to: date | None) -> None:
    span(date(2026, 5, 1), date(2026, 9, 30))
    with pytest.raises(BadInput, match="重叠"):
        span(valid_from, valid_to)


def test_a_span_may_not_be_lengthened_into_another() -> None:
    first = span(date(2026, 5, 1), date(2026, 9, 30))
    span(date(2026, 10, 1))
    with pytest.raises(BadInput, match="重叠"):
        end_schedule_span(capacity=SYSTEM, span_id=first.pk, valid_to=date(2026, 10, 1))


def test_every_error_of_a_span_is_named_at_once() -> None:
    with pytest.raises(BadInput) as refusal:
        span(MONDAY, MONDAY - timedelta(days=1), periods=[[600, 500]])
    assert set(refusal.value.errors) == {"valid_to", "periods"}


def test_a_span_ends_no_earlier_than_it_begins() -> None:
    with pytest.raises(BadInput) as refusal:
        end_schedule_span(capacity=SYSTEM, span_id=span(MONDAY).pk, valid_to=date(2026, 11, 22))
    assert "valid_to" in refusal.value.errors


def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        end_schedule_span(capacity=SYSTEM, span_id=0, valid_to=MONDAY)
    with pytest.raises(NotFound):
        add_schedule_span(capacity=SYSTEM, schedule="night", valid_from=MONDAY, valid_to=None, periods=OFFICE)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_set_overlapping_spans_at_once() -> None:
    barrier, refused = Barrier(2), list[int]()

    def set_hours() -> None:
        barrier.wait()
        try:
            span(date(2026, 5, 1))
        except BadInput:
            refused.append(1)
        finally:
            connection.close()

    threads = [Thread(target=set_hours) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    calendars.forget()
    assert (len(refused), WorkScheduleSpan.objects.count()) == (1, 1)


STRANGERS = [
    Capacity(),
    resident(),
    Capacity(grants={Permission.READ_AUDIT: Scope.CITY, Permission.MANAGE_ACCESS: Scope.CITY}),
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_every_act_on_the_calendar_needs_the_right(stranger: Capacity) -> None:
    held = span(date(2026, 1, 1), date(2026, 4, 30))
    acts: list[Callable[[], object]] = [
        lambda: set_day(capacity=stranger, day=MONDAY, is_workday=False, name="", source=""),
        lambda: clear_day(capacity=stranger, day=MONDAY),
        lambda: withdraw_year(capacity=stranger, year=2026, source=""),
        lambda: add_schedule(capacity=stranger, code="a", name="甲"),
        lambda: add_schedule_span(
            capacity=stranger, schedule="default", valid_from=MONDAY, valid_to=None, periods=OFFICE
        ),
        lambda: end_schedule_span(capacity=stranger, span_id=held.pk, valid_to=MONDAY),
    ]
    for act in acts:
        with pytest.raises(Forbidden, match="系统管理员"):
            act()
    assert not CalendarDay.objects.exists()
    assert WorkScheduleSpan.objects.get().valid_to == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [(date(2004, 1, 1), True), (date(2003, 12, 31), False), (date(2200, 12, 31), True), (date(2201, 1, 1), False)],
)
def test_days_lie_between_the_edges_of_the_calendar(day: date, *, is_taken: bool) -> None:
    if is_taken:
        assert set_day(capacity=SYSTEM, day=day, is_workday=False, name="", source="").pk
        return
    with pytest.raises(BadInput, match="不在日历范围内"):
        set_day(capacity=SYSTEM, day=day, is_workday=False, name="", source="")


def test_every_change_is_told_with_the_days_it_touches() -> None:
    set_day(capacity=SYSTEM, day=MONDAY, is_workday=False, name="", source="")
    withdraw_year(capacity=SYSTEM, year=2026, source="")
    span(date(2027, 5, 1), date(2027, 9, 30))
    told = [(one.payload["first_day"], one.payload["last_day"]) for one in OutboxEvent.objects.order_by("pk")]
    assert told == [("2026-11-23", "2026-11-23"), ("2025-12-01", "2125-12-31"), ("2027-05-01", "2027-09-30")]


def test_a_refused_act_tells_nobody() -> None:
    with pytest.raises(NotFound):
        clear_day(capacity=SYSTEM, day=MONDAY)
    with pytest.raises(BadInput):
        span(MONDAY, periods=[])
    assert not OutboxEvent.objects.exists()


def test_a_span_that_ends_sooner_frees_the_days_behind_it() -> None:
    first = span(date(2026, 5, 1), date(2026, 9, 30))
    OutboxEvent.objects.all().delete()
    end_schedule_span(capacity=SYSTEM, span_id=first.pk, valid_to=date(2026, 8, 31))
    assert OutboxEvent.objects.get().payload["first_day"] == "2026-09-01"
    assert span(date(2026, 9, 1)).pk


def test_a_span_that_ends_later_touches_the_days_it_gains() -> None:
    first = span(date(2026, 5, 1), date(2026, 8, 31))
    OutboxEvent.objects.all().delete()
    end_schedule_span(capacity=SYSTEM, span_id=first.pk, valid_to=date(2026, 9, 30))
    assert OutboxEvent.objects.get().payload["first_day"] == "2026-09-01"


def test_schedules_do_not_get_in_each_others_way() -> None:
    add_schedule(capacity=SYSTEM, code="market", name="早市")
    span(date(2026, 5, 1))
    other = add_schedule_span(
        capacity=SYSTEM, schedule="market", valid_from=date(2026, 5, 1), valid_to=None, periods=[[300, 600]]
    )
    assert other.schedule.code == "market"


def test_the_standard_schedule_is_made_when_first_asked_for() -> None:
    assert not WorkSchedule.objects.exists()
    assert span(MONDAY).schedule.name == "标准作息"
    span(date(2025, 1, 1), date(2025, 2, 1))
    assert WorkSchedule.objects.count() == 1


def test_refusals_are_told_in_english_too() -> None:
    with translation.override("en"), pytest.raises(BadInput) as refusal:
        span(MONDAY, date(2026, 1, 1), periods=[[1, 0]])
    assert all(word.replace("–", "-").isascii() for words in refusal.value.errors.values() for word in words)


@pytest.mark.parametrize(("workday", "name"), [(True, "值守"), (False, "")])
def test_what_was_said_of_a_day_is_kept_with_its_source(*, workday: bool, name: str) -> None:
    set_day(capacity=SYSTEM, day=MONDAY, is_workday=workday, name=name, source="国办发明电〔2026〕7 号")
    row = CalendarDay.objects.get()
    assert (row.is_workday, row.name, row.source) == (workday, name, "国办发明电〔2026〕7 号")
