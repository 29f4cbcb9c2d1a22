"""Importing the announced holidays of a year."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest

from chengzhi.kernel import calendars
from chengzhi.kernel.access import SYSTEM, resident
from chengzhi.kernel.calendar_import import import_calendar, preview_calendar
from chengzhi.kernel.calendars import working_time
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import CalendarDay, CalendarYear, OutboxEvent
from chengzhi.kernel.tabular import Cell, Fate, Row
from chengzhi.kernel.workdays import CHINA

pytestmark = pytest.mark.django_db

# An invented notice for 2027: New Year with the last Saturday of 2026 worked, and a National Day week.
NOTICE = {
    date(2026, 12, 26): ("1", "元旦"),
    **{date(2027, 1, 1) + timedelta(days=n): ("0", "元旦") for n in range(3)},
    **{date(2027, 10, 1) + timedelta(days=n): ("0", "国庆节") for n in range(7)},
    date(2027, 10, 9): ("1", "国庆节"),
}


def rows_of(days: Mapping[date, tuple[str, str]]) -> Iterator[Row]:
    for number, (day, (works, name)) in enumerate(days.items(), start=2):
        values: dict[str, Cell] = {"date": day.isoformat(), "is_workday": works, "holiday_name": name}
        yield Row(number, values)


def given(**values: Cell) -> list[Row]:
    return [*rows_of(NOTICE), Row(99, values)]


def test_a_notice_makes_provisional_answers_certain() -> None:
    start = datetime(2026, 12, 25, 17, tzinfo=CHINA)
    before = working_time().add(start, 7200)
    import_calendar(capacity=SYSTEM, rows=rows_of(NOTICE), source="国办发明电")
    after = working_time().add(start, 7200)
    assert (before.at.date(), before.provisional) == (date(2026, 12, 28), True)
    assert (after.at.date(), after.provisional) == (date(2026, 12, 26), False)
    assert calendars.coverage() == 2027


def test_every_row_of_a_preview_has_its_fate_and_nothing_is_written() -> None:
    days = {**NOTICE, date(2027, 3, 1): ("1", ""), date(2027, 3, 6): ("0", "")}
    run = preview_calendar(rows=rows_of(days))
    assert run.counts == {Fate.NEW: 12, Fate.CHANGED: 0, Fate.SAME: 2, Fate.REFUSED: 0}
    assert not CalendarDay.objects.exists()


def test_a_second_import_changes_nothing_and_a_correction_only_its_day() -> None:
    import_calendar(capacity=SYSTEM, rows=rows_of(NOTICE), source="第一次")
    again = import_calendar(capacity=SYSTEM, rows=rows_of(NOTICE), source="第二次")
    assert again.counts[Fate.SAME] == 12
    assert OutboxEvent.objects.get().payload["first_day"] == "2026-12-01"
    mended = import_calendar(
        capacity=SYSTEM, rows=rows_of({**NOTICE, date(2027, 10, 9): ("0", "国庆节")}), source="更正"
    )
    assert [fate.key for fate in mended.rows if fate.fate is Fate.CHANGED] == ["2027-10-09"]
    assert not working_time().is_workday(date(2027, 10, 9))


def test_dates_and_yes_or_no_are_read_as_people_write_them() -> None:
    values: dict[str, Cell] = {"日期": "2027/5/1", "是否上班": "放假", "节日": "Labour Day"}
    run = preview_calendar(
        rows=[*rows_of(NOTICE), Row(99, values), Row(100, {"date": datetime(2027, 5, 2, tzinfo=CHINA), "上班": 0})]
    )
    assert run.rows[-2].after == {"is_workday": False, "name": "劳动节"}
    assert run.rows[-1].key == "2027-05-02"


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"date": "第一天", "is_workday": "1"}, "date"),
        ({"date": "1999-01-01", "is_workday": "1"}, "date"),
        ({"date": "2027-01-01", "is_workday": "0"}, "date"),
        ({"date": "2027-05-01", "is_workday": "也许"}, "is_workday"),
        ({"date": None, "is_workday": "1"}, "date"),
    ],
)
def test_a_wrong_row_stops_the_whole_import(values: dict[str, Cell], column: str) -> None:
    run = preview_calendar(rows=given(**values))
    assert [(fate.number, list(fate.errors)) for fate in run.refused] == [(99, [column])]
    with pytest.raises(BadInput, match="第 99 行"):
        import_calendar(capacity=SYSTEM, rows=given(**values), source="")
    assert not CalendarYear.objects.exists()


def test_a_file_without_a_whole_notice_is_refused() -> None:
    with pytest.raises(BadInput, match="完整年度"):
        preview_calendar(rows=rows_of({date(2027, 1, 1): ("0", "元旦")}))


def test_a_year_may_not_be_left_out() -> None:
    later = {day.replace(year=day.year + 2): facts for day, facts in NOTICE.items()}
    with pytest.raises(BadInput, match="2027"):
        preview_calendar(rows=rows_of(later))


def test_only_an_administrator_imports() -> None:
    with pytest.raises(Forbidden):
        import_calendar(capacity=resident(), rows=rows_of(NOTICE), source="")
