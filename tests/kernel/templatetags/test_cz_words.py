"""The filters of the design system write times, numbers and masks, and name what is not known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from chengzhi.kernel import clock

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def shown(source: str, **context: Any) -> str:
    """Render a piece of template and return it with its white space folded."""
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ at|moment }}", '<time datetime="2026-11-23T14:32+08:00">今天 14:32</time>'),
        ("{{ at|moment_short }}", '<time datetime="2026-11-23T14:32+08:00">11-23 14:32</time>'),
        ("{{ at|day }}", '<time datetime="2026-11-23">11月23日</time>'),
        ("{{ none|moment }} {{ none|moment_short }} {{ none|day }}", "未记录 未记录 未记录"),
        ("{{ none|time_left }}{{ none|deadline }}", ""),
        ("{{ none|duration }}", "未记录"),
        ("{{ none|working_duration }} {{ none|age }} {{ none|moment_text }}", "未记录 未记录 未记录"),
        ("{{ 930|rate:987 }} {{ 1204|count }} 件", "94.2%（930/987） 1,204 件"),
        ("{{ '13812346621'|mask_phone }} {{ '王丽华'|mask_name }}", "138****6621 王**"),
    ],
)
def test_filters_write_times_into_time_elements_and_name_the_unknown(source: str, html: str) -> None:
    assert shown(source, at=NOW, none=None) == html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ 45|duration }}", "不到 1 分钟"),
        ("{{ 12000|duration }}", "3 小时 20 分"),
        ("{{ 12000|working_duration }}", "3 工作小时 20 分"),
        ("{{ 7|working_days }}", "7 个工作日"),
        ("{{ 6000|money }}", "6,000 元"),
        ("{{ 3240|metres }}", "3.2 公里"),
        ("{{ 655360|bytes }}", "640 KB"),
        ("{{ none|count }}", "未记录"),
        ("{{ 3|rate:0 }}", "没有"),
    ],
)
def test_numbers_carry_their_unit(source: str, words: str) -> None:
    assert shown(source, none=None) == words


def test_time_left_and_deadline_of_a_running_limit() -> None:
    assert shown("{{ at|time_left }}", at=NOW + HOUR) == "还剩 1 小时"
    assert shown("{{ at|deadline }}", at=NOW + HOUR).endswith(">今天 15:32 到</time>")


def test_time_left_and_deadline_of_a_limit_that_has_run_out() -> None:
    assert shown("{{ at|time_left }}", at=NOW - HOUR) == "已超 1 小时"
    assert shown("{{ at|deadline }}", at=NOW - HOUR).endswith(">今天 13:32 到期</time>")


def test_an_age_carries_its_moment_for_readers_of_the_page_source() -> None:
    assert shown("{{ at|age }}", at=NOW - HOUR) == '<time datetime="2026-11-23T13:32+08:00">1 小时前</time>'


def test_the_day_of_a_moment_is_the_day_in_the_city() -> None:
    assert shown("{{ at|day }}", at=datetime(2026, 11, 22, 16, 30, tzinfo=UTC)).endswith(">11月23日</time>")


def test_a_plain_date_is_shown_as_it_stands() -> None:
    assert shown("{{ on|day }}", on=date(2027, 1, 2)) == '<time datetime="2027-01-02">2027年1月2日</time>'


def test_a_moment_as_text_has_no_markup_for_attributes() -> None:
    assert shown('<i title="{{ at|moment_text }}">', at=NOW) == '<i title="今天 14:32">'


def test_an_unknown_moment_is_named_in_english_too() -> None:
    with translation.override("en"):
        assert shown("{{ none|moment }}", none=None) == "not recorded"
        assert shown("{{ at|time_left }}", at=NOW + HOUR) == "1 h left"


def test_what_a_person_typed_cannot_become_markup_in_a_mask() -> None:
    assert "<b" not in shown("{{ name|mask_name }}", name="<b>王")
