"""Times, durations, counts and masks are written as the guide's §5.5 and §5.7 say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from chengzhi.kernel import wording

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "今天 14:32"),
        (NOW.replace(hour=9, minute=5), "今天 9:05"),
        (NOW - timedelta(days=1), "昨天 14:32"),
        (NOW + timedelta(days=1), "明天 14:32"),
        (NOW - timedelta(days=2), "11月21日 14:32"),
        (NOW - timedelta(days=365), "2025年11月23日"),
    ],
)
def test_moment_is_told_by_its_distance_from_today(at: datetime, words: str) -> None:
    assert wording.moment(at, NOW) == words


def test_the_days_of_a_moment_are_those_of_the_city_and_not_of_utc() -> None:
    assert wording.moment(datetime(2026, 11, 22, 16, 30, tzinfo=UTC), NOW) == "今天 0:30"


@pytest.mark.parametrize(
    ("at", "words"), [(NOW.replace(hour=9), "11-23 09:32"), (NOW.replace(year=2025), "2025-11-23 14:32")]
)
def test_table_cells_align_and_name_another_year(at: datetime, words: str) -> None:
    assert wording.moment_short(at, NOW) == words


@pytest.mark.parametrize(("on", "words"), [(date(2026, 12, 8), "12月8日"), (date(2027, 1, 31), "2027年1月31日")])
def test_a_day_names_its_year_only_when_it_is_another(on: date, words: str) -> None:
    assert wording.day(on, NOW.date()) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "不到 1 分钟"),
        (59, "不到 1 分钟"),
        (60, "1 分"),
        (18 * 60 + 59, "18 分"),
        (3600, "1 小时"),
        (3 * 3600 + 20 * 60, "3 小时 20 分"),
        (2 * 86400, "2 天"),
        (2 * 86400 + 4 * 3600 + 59 * 60, "2 天 4 小时"),
        (-42 * 60, "42 分"),
    ],
)
def test_durations_are_rounded_down_to_two_units(seconds: int, words: str) -> None:
    assert wording.duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12000, "3 工作小时 20 分"),
        (14400, "4 工作小时"),
        (1500, "25 工作分钟"),
        (30, "不到 1 工作分钟"),
        (30 * 3600, "30 工作小时"),
    ],
)
def test_working_time_is_named_and_never_becomes_days(seconds: int, words: str) -> None:
    assert wording.working_duration(seconds) == words


@pytest.mark.parametrize(
    ("minutes", "left", "end"),
    [
        (200, "还剩 3 小时 20 分", "今天 17:52 到"),
        (0, "还剩不到 1 分钟", "今天 14:32 到"),
        (-42, "已超 42 分", "今天 13:50 到期"),
    ],
)
def test_time_left_and_deadline_agree(minutes: int, left: str, end: str) -> None:
    due = NOW + minutes * MINUTE
    assert (wording.time_left(due, NOW), wording.deadline(due, NOW)) == (left, end)


@pytest.mark.parametrize(("rest", "words"), [(21600, "挂账，剩 6 小时"), (-3600, "挂账，已超 1 小时"), (None, "挂账")])
def test_a_pause_says_what_is_left(rest: int | None, words: str) -> None:
    assert wording.paused("挂账", rest) == words


def test_facts_tell_their_age() -> None:
    assert wording.age(NOW - 32 * MINUTE, NOW) == "32 分钟前"
    assert wording.age(NOW - 200 * MINUTE, NOW) == "3 小时 20 分前"
    assert wording.age(NOW, NOW) == "刚刚"


def test_counts_are_grouped_and_the_unknown_is_named() -> None:
    assert (wording.count(1204), wording.count(0), wording.count(None)) == ("1,204", "0", "未记录")


@pytest.mark.parametrize(
    ("parts", "words"), [((930, 987), "94.2%（930/987）"), ((0, 4), "0.0%（0/4）"), ((0, 0), "没有")]
)
def test_a_rate_shows_its_fraction(parts: tuple[int, int], words: str) -> None:
    assert wording.rate(*parts) == words


def test_money_shows_fen_only_where_there_are_any() -> None:
    assert (wording.money(6000), wording.money(Decimal("1234.5"))) == ("6,000 元", "1,234.50 元")


def test_distances_and_sizes_have_their_units() -> None:
    assert [wording.metres(119.6), wording.metres(3240)] == ["120 米", "3.2 公里"]
    assert [wording.bytes_size(200), wording.bytes_size(640 * 1024), wording.bytes_size(38 * 1024**2)] == [
        "1 KB",
        "640 KB",
        "38 MB",
    ]


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13812346621", "138****6621"), ("85123456", "851****3456"), ("12345", "****45"), (" ", "")],
)
def test_phone_numbers_lose_their_middle(phone: str, masked: str) -> None:
    assert wording.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王丽华", "王**"),
        ("𠮷田", "𠮷**"),
        ("葛\U000e0100某", "葛\U000e0100**"),
        ("e\u0301lise", "e\u0301**"),
        ("", ""),
    ],
)
def test_names_keep_their_first_character_whole(name: str, masked: str) -> None:
    assert wording.mask_name(name) == masked


def test_the_same_facts_are_told_in_english() -> None:
    due = NOW + 200 * MINUTE
    with translation.override("en"):
        told = [wording.time_left(due, NOW), wording.deadline(due, NOW), wording.day(date(2025, 11, 23), NOW.date())]
        assert told == ["3 h 20 min left", "due today 17:52", "23 Nov 2025"]
        assert [wording.working_days(1), wording.working_days(7)] == ["1 working day", "7 working days"]
