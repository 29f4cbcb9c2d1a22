from datetime import date

import pytest
from django.utils import translation

from chengzhi.console.settings import reading as read
from chengzhi.kernel import calendars
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import add_schedule, add_schedule_span, set_day, withdraw_year
from chengzhi.kernel.errors import NotFound
from tests.factories.city import STREET, City

NATIONAL_DAY = date(2026, 10, 1)


@pytest.fixture
def own_day(db: None) -> date:
    day = date(2026, 10, 12)
    set_day(capacity=SYSTEM, day=day, is_workday=False, name="防台停工", source="区防指通知")
    return day


def cell_of(view: read.YearView, on: date) -> read.DayCell:
    return view.months[on.month - 1].days[on.day - 1]


@pytest.mark.parametrize(
    ("key", "number"), [("0", 0), ("7", 7), ("123456789", 123456789), ("1234567890", None), ("", None), ("x", None),
                        ("-1", None), ("１", None), ("1.5", None), (" 1", None)]
)  # fmt: skip
def test_only_a_number_in_an_address_is_one(key: str, number: int | None) -> None:
    if number is not None:
        assert read.number_of(key) == number
        return
    with pytest.raises(NotFound):
        read.number_of(key)


@pytest.mark.parametrize(
    ("language", "names"),
    [("zh-hans", ["一", "二", "三", "四", "五", "六", "日"]), ("en", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"])],
)
def test_days_of_the_week_begin_on_monday(language: str, names: list[str]) -> None:
    with translation.override(language):
        assert read.weekdays() == names


def test_a_year_has_its_months_and_days(db: None) -> None:
    view = read.year_view(2024)
    assert [len(month.days) for month in view.months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert len(view.months[0].blanks) == date(2024, 1, 1).weekday()
    assert view.workdays == sum(month.workdays for month in view.months)


def test_a_holiday_on_a_weekday_is_shifted_and_named(db: None) -> None:
    day = cell_of(read.year_view(2026), NATIONAL_DAY)
    assert (day.name, day.is_workday, day.is_shifted, day.is_own, day.is_settled) == (
        "国庆节",
        False,
        True,
        False,
        True,
    )


def test_an_ordinary_day_has_no_mark(db: None) -> None:
    view = read.year_view(2026)
    monday, sunday = cell_of(view, date(2026, 11, 23)), cell_of(view, date(2026, 11, 22))
    assert (monday.is_workday, monday.is_shifted, monday.name) == (True, False, "")
    assert (sunday.is_workday, sunday.is_shifted) == (False, False)


def test_a_day_set_by_hand_is_ones_own(own_day: date) -> None:
    view = read.year_view(2026)
    day = cell_of(view, own_day)
    assert (day.is_own, day.is_workday, day.name, day.is_shifted) == (True, False, "防台停工", True)
    assert [one.date for one in view.own] == [own_day]
    assert own_day in [one.on for one in view.holidays]


def test_what_was_said_of_a_day_is_found_again(own_day: date) -> None:
    found = read.own_day(own_day)
    assert found is not None
    assert found.source == "区防指通知"
    assert read.own_day(date(2026, 10, 13)) is None


def test_a_year_taken_back_is_no_longer_announced(db: None) -> None:
    assert read.year_view(2026).is_announced
    withdraw_year(capacity=SYSTEM, year=2026, source="通知改了")
    view = read.year_view(2026)
    assert view.is_announced is False
    assert view.record is not None
    assert view.record.source == "通知改了"


def test_the_standard_plan_stands_first(db: None) -> None:
    add_schedule(capacity=SYSTEM, code="a-night", name="夜间")
    codes = [code for code, _name in read.schedule_options()]
    assert codes[0] == calendars.DEFAULT
    assert "a-night" in codes


def test_plans_have_their_spans_oldest_first(db: None) -> None:
    add_schedule(capacity=SYSTEM, code="night", name="夜间")
    for year in (2028, 2027):
        first, last = date(year, 6, 1), date(year, 9, 30)
        add_schedule_span(capacity=SYSTEM, schedule="night", valid_from=first, valid_to=last, periods=[[0, 300]])
    spans = {code: [one.valid_from.year for one in found] for code, _name, found in read.schedules()}
    assert spans["night"] == [2027, 2028]
    assert spans[calendars.DEFAULT] == []


def test_a_span_that_is_none_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        read.access_span(999_999)


def test_communities_stand_behind_their_street(city: City) -> None:
    assert read.area_options() == [(STREET, "学田街道"), (f"{STREET}001", "　学田社区居委会")]
    assert read.area_names()["320613"] == "崇川区"


def test_a_choice_may_be_of_nothing() -> None:
    field = read.choice("行业", [("", "无"), ("a", "甲")], "不限")
    assert list(field.choices) == [("", "不限"), ("a", "甲")]
    assert field.clean("") == ""
