import pytest
from django.test import Client
from django.utils import translation

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import StageLimit
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import add_schedule
from tests.console.settings.conftest import post, url
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_a_limit_in_working_days_counts_eight_hours(client: Client) -> None:
    values = {"value": "2", "unit": "day", "kind": "working", "schedule": "default"}
    assert post(client, "limit_act", "file", "set", **values).status_code == 302
    assert StageLimit.objects.get(clock="file").minutes == 960
    assert "本市设定" in client.get(url("limits")).content.decode()
    assert post(client, "limit_act", "file", "clear").status_code == 302
    assert not StageLimit.objects.exists()


@pytest.mark.parametrize("value", ["", "0", "many", "9999"])
def test_a_limit_that_is_none_is_refused(client: Client, value: str) -> None:
    values = {"value": value, "unit": "day", "kind": "continuous", "schedule": "default"}
    assert post(client, "limit_act", "file", "set", **values).status_code == 422


RIGHT = {"value": "2", "unit": "hour", "kind": "continuous", "schedule": "default"}


@pytest.mark.parametrize(
    ("value", "unit", "kind", "minutes"),
    [
        ("15", "minute", "continuous", 15), ("2", "hour", "continuous", 120), ("1", "day", "continuous", 1440),
        ("1", "day", "working", 480), ("3", "hour", "working", 180), ("365", "day", "continuous", 525_600),
    ],
)  # fmt: skip
def test_a_limit_is_kept_in_minutes(client: Client, value: str, unit: str, kind: str, minutes: int) -> None:
    given = {"value": value, "unit": unit, "kind": kind, "schedule": "default"}
    assert post(client, "limit_act", "accept", "set", **given).status_code == 302
    row = StageLimit.objects.get(clock="accept")
    assert (row.minutes, row.is_working) == (minutes, kind == "working")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": ""}, "没有填“时限”"), ({"value": "0"}, "1"), ({"value": "-1"}, "1"), ({"value": "10000"}, "9999"),
        ({"value": "1.5"}, "整数"), ({"unit": ""}, "没有选“单位”"), ({"unit": "year"}, "year"),
        ({"kind": ""}, "没有选“怎么计时”"), ({"schedule": "none"}, "none"),
        ({"value": "366", "unit": "day"}, "365 天"),
    ],
)  # fmt: skip
def test_a_limit_that_will_not_do_is_refused_in_words(client: Client, given: dict[str, str], words: str) -> None:
    answer = post(client, "limit_act", "accept", "set", **{**RIGHT, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not StageLimit.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "is_working", "shown"),
    [(15, False, (15, "minute")), (120, False, (2, "hour")), (2880, False, (2, "day")), (960, True, (2, "day")),
     (540, True, (9, "hour")), (90, True, (90, "minute"))],
)  # fmt: skip
def test_the_form_shows_a_limit_in_the_largest_unit_that_fits(
    client: Client, minutes: int, shown: tuple[int, str], *, is_working: bool
) -> None:
    StageLimit.objects.create(clock="accept", minutes=minutes, is_working=is_working)
    form = client.get(url("limit_act", "accept", "set")).context["form"]
    assert (form["value"].value(), form["unit"].value()) == shown
    assert form["kind"].value() == ("working" if is_working else "continuous")


def test_what_was_set_is_told_in_words(client: Client) -> None:
    answer = client.post(url("limit_act", "accept", "set"), RIGHT, follow=True)
    assert "现在起开始的环节按新时限，已在计时的不变" in text_of(answer)
    assert "2 小时" in main_of(answer)


def test_what_was_taken_back_is_told(client: Client) -> None:
    StageLimit.objects.create(clock="accept", minutes=1, is_working=False)
    answer = client.post(url("limit_act", "accept", "clear"), follow=True)
    assert "的通用时限" in text_of(answer)
    assert not StageLimit.objects.exists()


def test_every_stage_has_its_row(client: Client) -> None:
    rows = client.get(url("limits")).context["rows"]
    assert {str(row.clock) for row, _schedule in rows} <= set(Clock.values)
    assert len(rows) > 5
    assert not any(row.is_own for row, _schedule in rows)


def test_a_limit_by_another_plan_of_hours_names_it(client: Client) -> None:
    add_schedule(capacity=SYSTEM, code="night", name="夜间保洁")
    given = {**RIGHT, "kind": "working", "schedule": "night"}
    assert "夜间保洁" in main_of(client.post(url("limit_act", "accept", "set"), given, follow=True))


@pytest.mark.parametrize("act", ["set", "clear"])
def test_every_form_opens_in_english(client: Client, act: str) -> None:
    assert untranslated(in_english(client).get(url("limit_act", "accept", act))) == set()


def test_the_list_in_english_has_no_chinese_of_ours(client: Client) -> None:
    assert untranslated(in_english(client).get(url("limits"))) == set()


def test_units_are_whole_words_in_english(client: Client) -> None:
    form = in_english(client).get(url("limit_act", "accept", "set")).context["form"]
    with translation.override("en"):
        assert [str(label) for _key, label in form.fields["unit"].choices][1:] == ["minutes", "hours", "days"]
