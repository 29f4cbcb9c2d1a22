import pytest
from django.test import Client

from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear
from tests.console.settings.conftest import post, url


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
