"""What an administrator may do with the calendar, and what is refused."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

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
from chengzhi.kernel.models import CalendarDay, WorkScheduleSpan
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
