from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Channel, DispatchRule, StageLimit
from chengzhi.kernel import clock
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear, WorkSchedule, WorkScheduleSpan
from tests.console.settings.conftest import SignIn
from tests.factories.city import STREET, City

PAGES = ("settings_home", "channels", "rules", "limits", "calendar", "schedules")


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def day(offset: int = 0) -> date:
    return clock.now().date() + timedelta(days=offset)


@pytest.mark.parametrize("name", PAGES)
def test_who_keeps_the_settings_opens_every_page(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.alice).get(url(name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("channel_act", ("new", "add")), ("channel_act", ("hotline", "change")), ("rule_act", ("new", "add")),
        ("limit_act", ("file", "set")), ("limit_act", ("file", "clear")), ("calendar_day_act", ("2026-10-12", "set")),
        ("calendar_day_act", ("new", "set")), ("calendar_year_act", (2026, "withdraw")), ("schedule_act", ("new", "add")),
        ("schedule_act", ("default", "span")),
    ],
)  # fmt: skip
def test_every_act_has_its_form(client: Client, name: str, args: tuple[Any, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("channel_act", ("nobody", "change")), ("channel_act", ("new", "change")), ("rule_act", ("99999", "end")),
        ("rule_act", ("abc", "end")), ("rule_act", ("new", "end")), ("limit_act", ("nap", "set")),
        ("calendar_day_act", ("2026-13-40", "set")), ("calendar_day_act", ("new", "clear")),
        ("calendar_year_act", (1900, "withdraw")), ("schedule_act", ("none", "span")), ("span_act", (99999, "end")),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client: Client, name: str, args: tuple[Any, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 404


def test_a_channel_is_added_and_closed(client: Client) -> None:
    added = post(client, "channel_act", "new", "add", name="微信", code="wechat", kind="resident", is_public="on")
    assert added.status_code == 302
    post(client, "channel_act", "wechat", "change", name="微信", is_public="on")
    assert not Channel.objects.get(code="wechat").is_active


def test_a_channel_with_a_taken_code_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    answer = post(client, "channel_act", "new", "add", name="第二热线", code="hotline", kind="hotline")
    assert answer.status_code == 422
    assert "第二热线" in answer.content.decode()
    assert "请换一个代码" in answer.content.decode()


def test_a_rule_is_added_from_a_day(city: City, client: Client) -> None:
    answer = post(
        client, "rule_act", "new", "add", category="占道经营", handler="", division=STREET, unit="城东环卫队",
        ground="崇城管〔2026〕3号", on=day(2).isoformat(),
    )  # fmt: skip
    assert answer.status_code == 302
    rule = DispatchRule.objects.get(category=city.categories["占道经营"])
    assert (rule.unit, rule.valid_from) == (city.units["crew"], day(2))


def test_a_rule_that_names_nothing_says_what_is_missing(client: Client) -> None:
    answer = post(client, "rule_act", "new", "add", unit="环卫处", ground="x", on=day().isoformat())
    assert answer.status_code == 422
    assert "没有说明管哪类案卷" in answer.content.decode()


def test_a_rule_is_given_to_another_unit_and_ended(city: City, client: Client) -> None:
    rule = DispatchRule.objects.get(handler="street")
    values = {"unit": "城东环卫队", "ground": "会议纪要", "on": day(1).isoformat()}
    assert post(client, "rule_act", rule.pk, "replace", **values).status_code == 302
    new = DispatchRule.objects.exclude(pk=rule.pk).get(handler="street")
    assert post(client, "rule_act", new.pk, "cancel").status_code == 302
    assert post(client, "rule_act", rule.pk, "end", on=day(3).isoformat()).status_code == 422


def test_rules_are_filtered(city: City, client: Client) -> None:
    found = client.get(url("rules"), {"handler": "sanitation"})
    assert [one.handler for one, _area, _future in found.context["rows"]] == ["sanitation"]
    empty = client.get(url("rules"), {"q": "没有的小类", "ruling": "1"})
    assert "没有符合条件的规则" in empty.content.decode()


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


def test_the_year_shows_holidays_and_warns_of_the_next(client: Client) -> None:
    page = client.get(url("calendar"), {"year": "2026"})
    view = page.context["view"]
    assert view.workdays == 248
    assert any(one.name == "国庆节" for one in view.holidays)
    assert "放假安排还没有导入" in page.content.decode()


@pytest.mark.parametrize("year", ["1500", "999999", "x", "２０２６"])
def test_a_year_out_of_reach_shows_the_nearest(client: Client, year: str) -> None:
    assert client.get(url("calendar"), {"year": year}).status_code == 200


def test_a_day_is_set_apart_and_given_back(client: Client) -> None:
    values = {"day": "2026-10-12", "kind": "rest", "name": "防台停工", "source": "区防指通知"}
    assert post(client, "calendar_day_act", "new", "set", **values).status_code == 302
    assert "防台停工" in client.get(url("calendar"), {"year": "2026"}).content.decode()
    assert post(client, "calendar_day_act", "2026-10-12", "clear").status_code == 302
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("wrong", ["1999-01-01", "", "明天"])
def test_a_day_that_is_none_is_refused(client: Client, wrong: str) -> None:
    values = {"day": wrong, "kind": "rest", "name": "x", "source": "y"}
    assert post(client, "calendar_day_act", "new", "set", **values).status_code == 422


def test_a_year_is_withdrawn(client: Client) -> None:
    assert post(client, "calendar_year_act", 2026, "withdraw", source="通知改了").status_code == 302
    assert not CalendarYear.objects.get(year=2026).announced
    assert "只按双休日推算" in client.get(url("calendar"), {"year": "2026"}).content.decode()


def test_hours_are_written_as_people_write_them(client: Client) -> None:
    values = {"hours": "8:30-12:00，14:30至18:00", "on": "2027-06-01", "until": "2027-09-30"}
    assert post(client, "schedule_act", "default", "span", **values).status_code == 302
    span = WorkScheduleSpan.objects.get()
    assert span.periods == [[510, 720], [870, 1080]]
    assert "8:30–12:00、14:30–18:00" in client.get(url("schedules")).content.decode()
    assert post(client, "span_act", span.pk, "end", until="2027-08-31").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "全天"}, {"hours": "18:00–8:00"}, {"hours": "8:00-12:00 加班"}, {"until": "2027-01-01"}],
)
def test_hours_that_cannot_be_are_refused(client: Client, wrong: dict[str, str]) -> None:
    values = {"hours": "8:00–12:00", "on": "2027-06-01", "until": "", **wrong}
    assert post(client, "schedule_act", "default", "span", **values).status_code == 422
    assert not WorkScheduleSpan.objects.exists()


def test_a_plan_of_hours_is_added_once(client: Client) -> None:
    for status in (302, 422):
        assert post(client, "schedule_act", "new", "add", name="夜间", code="night").status_code == status
    assert post(client, "schedule_act", "new", "add", name="夜间", code="夜").status_code == 422
    assert WorkSchedule.objects.filter(code="night").count() == 1
