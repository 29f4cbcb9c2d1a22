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


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "是", "上班", "班", 1, True, " 是 "])
def test_work_is_told_in_many_words(word: Cell) -> None:
    run = preview_calendar(rows=given(date="2027-05-03", is_workday=word))
    assert run.rows[-1].after["is_workday"] is True


@pytest.mark.parametrize("word", ["0", "false", "否", "休", "休息", "放假", 0, False])
def test_rest_is_told_in_many_words(word: Cell) -> None:
    run = preview_calendar(rows=given(date="2027-05-03", is_workday=word))
    assert run.rows[-1].after["is_workday"] is False


@pytest.mark.parametrize("word", ["", None, "maybe", "2", "半天", 0.5])
def test_anything_else_is_neither_work_nor_rest(word: Cell) -> None:
    run = preview_calendar(rows=given(date="2027-05-03", is_workday=word))
    assert run.refused[0].errors == {"is_workday": "是否上班请填 1 或 0"}


@pytest.mark.parametrize("day", ["2027-5-3", "2027/05/03", datetime(2027, 5, 3, tzinfo=CHINA)])
def test_a_day_is_read_as_people_write_it(day: Cell) -> None:
    assert preview_calendar(rows=given(date=day, is_workday="0")).rows[-1].key == "2027-05-03"


@pytest.mark.parametrize("day", ["", None, "5月3日", "2027-02-30", "03.05.2027", 46000, "2027-05"])
def test_a_day_that_is_none_is_refused(day: Cell) -> None:
    run = preview_calendar(rows=given(date=day, is_workday="0"))
    assert run.refused[0].errors == {"date": "日期读不出来，请写成 2027-01-01"}


@pytest.mark.parametrize("day", ["2003-12-31", "2201-01-01"])
def test_a_day_outside_the_calendar_is_refused(day: str) -> None:
    assert "不在日历范围内" in preview_calendar(rows=given(date=day, is_workday="0")).refused[0].errors["date"]


def test_every_fault_of_a_row_is_named() -> None:
    assert set(preview_calendar(rows=given(date="x", is_workday="y")).refused[0].errors) == {"date", "is_workday"}


@pytest.mark.parametrize(
    ("values", "column"),
    [({"日期": "2027-05-03", "上班": "休"}, ""), ({"date": "2027-05-03", "是否工作日": "否", "名称": "补休"}, "补休")],
)
def test_headings_may_be_chinese(values: dict[str, Cell], column: str) -> None:
    assert preview_calendar(rows=given(**values)).rows[-1].after == {"is_workday": False, "name": column}


def test_a_name_that_is_too_long_is_cut_to_what_is_kept() -> None:
    run = preview_calendar(rows=given(date="2027-05-03", is_workday="0", holiday_name="长" * 90))
    assert len(run.rows[-1].after["name"]) == 60


def test_two_years_may_come_in_one_file() -> None:
    later = {day.replace(year=day.year + 1): facts for day, facts in NOTICE.items()}
    import_calendar(capacity=SYSTEM, rows=rows_of({**NOTICE, **later}), source="两年")
    assert [one.year for one in CalendarYear.objects.all()] == [2027, 2028]
    assert calendars.coverage() == 2028


def test_days_that_a_file_leaves_out_keep_what_was_known_of_them() -> None:
    CalendarDay.objects.create(date=date(2027, 6, 1), is_workday=False, name="台风")
    import_calendar(capacity=SYSTEM, rows=rows_of(NOTICE), source="国办发明电")
    assert not working_time().is_workday(date(2027, 6, 1))


def test_a_refused_import_tells_nobody_and_counts_what_is_wrong() -> None:
    rows = [*given(date="x", is_workday="1"), Row(100, {"date": "y", "is_workday": "1"})]
    with pytest.raises(BadInput, match=r"有 2 行不能导入.*没有写入任何内容"):
        import_calendar(capacity=SYSTEM, rows=rows, source="")
    assert not OutboxEvent.objects.exists()
    assert not CalendarDay.objects.exists()


def test_the_source_of_a_day_is_the_notice() -> None:
    import_calendar(capacity=SYSTEM, rows=rows_of(NOTICE), source="国办发明电")
    assert set(CalendarDay.objects.values_list("source", flat=True)) == {"国办发明电"}
