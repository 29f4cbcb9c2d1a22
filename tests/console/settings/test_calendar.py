from typing import Any

import pytest
from django.test import Client

from chengzhi.kernel import clock
from chengzhi.kernel.calendars import working_time
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear
from tests.console.settings.conftest import post, url
from tests.support.pages import in_english, main_of, text_of, untranslated


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


SET = {"day": "2026-10-12", "kind": "rest", "name": "防台停工", "source": "区防指通知"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": ""}, "没有选“这天”"), ({"kind": "nap"}, "nap"), ({"name": ""}, "没有填“名称”"),
        ({"name": "名" * 61}, "60"), ({"source": ""}, "没有填“依据”"), ({"source": "据" * 201}, "200"),
        ({"day": "2003-12-31"}, "2004 年以后"), ({"day": "2026-02-30"}, "日期"),
    ],
)  # fmt: skip
def test_a_day_that_will_not_do_is_refused_in_words(client: Client, given: dict[str, str], words: str) -> None:
    answer = post(client, "calendar_day_act", "new", "set", **{**SET, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("kind", "words"), [("rest", "已把 2026-10-12 设为休息。"), ("work", "已把 2026-10-12 设为上班。")]
)
def test_what_was_set_is_told_and_leads_to_its_year(client: Client, kind: str, words: str) -> None:
    answer = client.post(url("calendar_day_act", "new", "set"), {**SET, "kind": kind}, follow=True)
    assert words in text_of(answer)
    assert answer.redirect_chain[-1][0] == f"{url('calendar')}?year=2026"


@pytest.mark.parametrize(("on", "kind"), [("2026-10-12", "rest"), ("2026-10-10", "rest"), ("2026-10-01", "work")])
def test_the_form_proposes_the_contrary_of_what_holds(client: Client, on: str, kind: str) -> None:
    form = client.get(url("calendar_day_act", on, "set")).context["form"]
    assert form["kind"].value() == kind
    assert str(form["day"].value()) == on


def test_the_form_shows_what_was_said_of_the_day(client: Client) -> None:
    post(client, "calendar_day_act", "new", "set", **SET)
    form = client.get(url("calendar_day_act", "2026-10-12", "set")).context["form"]
    assert [form[name].value() for name in ("kind", "name", "source")] == ["rest", "防台停工", "区防指通知"]


def test_a_day_said_again_is_written_anew(client: Client) -> None:
    post(client, "calendar_day_act", "new", "set", **SET)
    post(client, "calendar_day_act", "2026-10-12", "set", **{**SET, "name": "台风"})
    assert [one.name for one in CalendarDay.objects.all()] == ["台风"]


def test_what_was_never_said_cannot_be_taken_back(client: Client) -> None:
    assert client.post(url("calendar_day_act", "2026-10-12", "clear")).status_code == 404


def test_what_was_taken_back_is_told(client: Client) -> None:
    post(client, "calendar_day_act", "new", "set", **SET)
    answer = client.post(url("calendar_day_act", "2026-10-12", "clear"), follow=True)
    assert "已取消 2026-10-12 的例外，照日历计算。" in text_of(answer)


def test_an_exception_stands_beside_the_year_with_its_ground(client: Client) -> None:
    post(client, "calendar_day_act", "new", "set", **SET)
    words = main_of(client.get(url("calendar"), {"year": "2026"}))
    assert "10-12 休息 防台停工 区防指通知 取消" in words


def test_a_year_is_not_taken_back_without_a_ground(client: Client) -> None:
    answer = post(client, "calendar_year_act", 2026, "withdraw", source="")
    assert answer.status_code == 422
    assert "没有填“依据”" in text_of(answer)
    assert not CalendarYear.objects.filter(year=2026, announced=False).exists()


@pytest.mark.parametrize(("year", "status"), [(2003, 404), (2004, 200), (2200, 200), (2201, 404), (0, 404)])
def test_only_years_of_the_calendar_are_taken_back(client: Client, year: int, status: int) -> None:
    assert client.get(url("calendar_year_act", year, "withdraw")).status_code == status


def test_a_year_knows_no_other_act(client: Client) -> None:
    assert client.get(url("calendar_year_act", 2026, "burn")).status_code == 404


@pytest.mark.parametrize(("asked", "before"), [("2004", None), ("2005", 2004), ("1990", None)])
def test_the_first_year_has_none_before_it(client: Client, asked: str, before: int | None) -> None:
    assert client.get(url("calendar"), {"year": asked}).context["before"] == before


def test_the_last_year_has_none_behind_it(client: Client) -> None:
    context = client.get(url("calendar"), {"year": "9999"}).context
    assert context["after"] is None
    assert context["view"].year == working_time().last.year


def test_without_a_year_it_is_the_present_one(client: Client) -> None:
    context = client.get(url("calendar")).context
    assert context["view"].year == context["today"].year == clock.now().year


def test_every_day_of_the_year_is_a_link(client: Client) -> None:
    page = client.get(url("calendar"), {"year": "2026"}).content.decode()
    assert page.count('class="set-day') >= 365
    assert url("calendar_day_act", "2026-02-28", "set") in page


def test_a_calendar_in_english_has_no_chinese_of_ours(client: Client) -> None:
    post(client, "calendar_day_act", "new", "set", **{**SET, "name": "Typhoon", "source": "notice"})
    answer = in_english(client).get(url("calendar"), {"year": "2024"})
    names = {one.name for one in answer.context["view"].holidays}
    assert untranslated(answer, "黄爱华", "监督指挥中心", *names) == set()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("calendar_day_act", ("new", "set")),
        ("calendar_day_act", ("2026-10-12", "clear")),
        ("calendar_year_act", (2026, "withdraw")),
    ],
)
def test_every_form_opens_in_english(client: Client, name: str, args: tuple[Any, ...]) -> None:
    assert untranslated(in_english(client).get(url(name, *args))) == set()
