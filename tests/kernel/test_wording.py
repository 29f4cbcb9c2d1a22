"""Times, durations, counts and masks are written as the guide's §5.5 and §5.7 say."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("zh-hans", ["崇川", "通州"], "崇川、通州"),
        ("en", ["Chongchuan", "Tongzhou"], "Chongchuan, Tongzhou"),
        ("en", ["Chongchuan"], "Chongchuan"),
        ("zh-hans", [], ""),
    ],
)
def test_names_are_listed_as_the_language_of_the_page_lists_them(language: str, names: list[str], words: str) -> None:
    with translation.override(language):
        assert wording.listed(names) == words


@given(st.integers(-(10**8), 10**8))
def test_a_duration_is_never_longer_than_it_says(seconds: int) -> None:
    said = wording.duration(seconds)
    units = {"天": 86_400, "小时": 3600, "分": 60, "分钟": 0}
    told = sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+) (天|小时|分钟|分)", said))
    assert told <= abs(seconds)
    assert "不到" in said or abs(seconds) - told < (3600 if "天" in said else 60)


@given(st.integers(-(10**7), 10**7))
def test_time_left_says_left_or_over_by_the_side_of_the_deadline(seconds: int) -> None:
    said = wording.time_left(NOW + timedelta(seconds=seconds), NOW)
    assert said.startswith("还剩" if seconds >= 0 else "已超")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_shows_one_digit_and_both_numbers(numerator: int, denominator: int) -> None:
    found = re.fullmatch(r"([\d.]+)%（([\d,]+)/([\d,]+)）", wording.rate(numerator, denominator))
    assert found is not None
    assert abs(Decimal(found[1]) - Decimal(100) * numerator / denominator) <= Decimal("0.05")
    assert [int(text.replace(",", "")) for text in found.groups()[1:]] == [numerator, denominator]


@given(st.text(max_size=12))
def test_a_masked_name_shows_at_most_one_letter(name: str) -> None:
    masked = wording.mask_name(name)
    assert masked == "" or masked.endswith("**")
    base = [one for one in masked[:-2] if not unicodedata.combining(one) and unicodedata.category(one) != "Mn"]
    assert len(base) <= 1


@given(st.from_regex(r"\d{7,12}", fullmatch=True))
def test_a_masked_number_keeps_seven_digits_at_most(phone: str) -> None:
    masked = wording.mask_phone(phone)
    assert (masked[:3], masked[3:7], masked[-4:]) == (phone[:3], "****", phone[-4:])


@pytest.mark.parametrize(
    ("metres", "words"), [(0, "0 米"), (999.4, "999 米"), (999.9, "1000 米"), (1000, "1.0 公里"), (12345, "12.3 公里")]
)
def test_distances_change_their_unit_at_a_kilometre(metres: float, words: str) -> None:
    assert wording.metres(metres) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 KB"),
        (1023, "1 KB"),
        (2048, "2 KB"),
        (1024**2 - 1, "1023 KB"),
        (1024**2, "1 MB"),
        (5 * 1024**3, "5120 MB"),
    ],
)
def test_sizes_are_told_in_kilobytes_and_megabytes(size: int, words: str) -> None:
    assert wording.bytes_size(size) == words


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        (0, "0 元"),
        (Decimal("0.10"), "0.10 元"),
        (0.1, "0.10 元"),
        (1234567, "1,234,567 元"),
        (-50, "-50 元"),
        (Decimal("99.999"), "100.00 元"),
    ],
)
def test_money_has_fen_only_where_there_are_any(yuan: float | Decimal, words: str) -> None:
    assert wording.money(yuan) == words


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_written_in_both_languages(month: int) -> None:
    on = date(2026, month, 8)
    assert wording.day(on, NOW.date()) == f"{month}月8日"
    with translation.override("en"):
        assert re.fullmatch(r"(8 [A-Z][a-z]+|[A-Z][a-z]+ 8)", wording.day(on, NOW.date()))


@pytest.mark.parametrize(("days", "words"), [(1, "1 个工作日"), (7, "7 个工作日"), (0, "0 个工作日")])
def test_working_days_are_counted(days: int, words: str) -> None:
    assert wording.working_days(days) == words


@pytest.mark.parametrize(("days", "words"), [(1, "1 working day"), (7, "7 working days")])
def test_english_has_a_plural(days: int, words: str) -> None:
    with translation.override("en"):
        assert wording.working_days(days) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-1, "刚刚"), (0.5, "刚刚"), (1, "1 分钟前"), (59.9, "59 分钟前"), (60, "1 小时前"), (60 * 49, "2 天 1 小时前")],
)
def test_an_age_is_never_negative(minutes: float, words: str) -> None:
    assert wording.age(NOW - minutes * MINUTE, NOW) == words


def test_new_year_lies_between_yesterday_and_today() -> None:
    now = datetime(2027, 1, 1, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert wording.moment(now - 10 * MINUTE, now) == "昨天 23:55"
    assert wording.moment_short(now - 10 * MINUTE, now) == "2026-12-31 23:55"
    assert wording.moment(now - timedelta(days=2), now) == "2026年12月30日"
