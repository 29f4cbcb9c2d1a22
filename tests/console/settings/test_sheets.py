"""Settings as workbooks: channels, rules, limits, the year and the daily hours."""

from typing import Any

import pytest
from django.test import Client

from chengzhi.cases.models import Channel
from chengzhi.kernel import calendar_services
from chengzhi.kernel.access import Capacity
from tests.console.settings.conftest import SignIn, day, url
from tests.factories.city import City
from tests.support.pages import cover_of, rows_of

NAMES = ("channels", "rules", "limits", "calendar", "schedules")


def export(client: Client, name: str, **query: str) -> Any:
    return client.get(url("export_list", name), query)


def test_a_channel_that_is_closed_says_so(client: Client) -> None:
    Channel.objects.filter(code="hotline").update(is_active=False)
    rows = {row[0]: row for row in rows_of(export(client, "channels"))[1:]}
    assert rows["hotline"][-1] == "停用"
    assert {row[-1] for code, row in rows.items() if code != "hotline"} == {"启用"}


@pytest.mark.parametrize(
    ("query", "count"),
    [({"handler": "sanitation"}, 1), ({"q": "没有的小类"}, 0), ({"ruling": "1"}, 0)],
)
def test_rules_are_narrowed_as_on_the_page(client: Client, query: dict[str, str], count: int) -> None:
    assert len(rows_of(export(client, "rules", **query))) == 1 + count


def test_the_year_has_a_row_for_each_day_and_tells_exceptions(client: Client, keeper: Capacity) -> None:
    chosen = day(3)
    calendar_services.set_day(capacity=keeper, day=chosen, is_workday=False, name="停工", source="通知")
    answer = export(client, "calendar", year=str(chosen.year))
    rows = {row[0].date(): row[1:] for row in rows_of(answer)[1:]}
    assert len(rows) in {365, 366}
    assert rows[chosen] == ["休息", "停工", "是", "通知"]
    assert ["年份", str(chosen.year)] in cover_of(answer)


@pytest.mark.parametrize("name", NAMES)
def test_others_are_told_that_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert export(signed_in(city.alice), name).status_code == 404
