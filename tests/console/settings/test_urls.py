from typing import Any

import pytest
from django.test import Client

from chengzhi.cases.models import Channel, DispatchRule, StageLimit
from chengzhi.kernel.access import Scope
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear, WorkSchedule
from tests.console.settings.conftest import SignIn, url
from tests.factories.city import City, make_person, make_role

RULES, SYSTEM = "cases.rules.manage", "kernel.system.manage"
READ = "organisation.register.read"
ACTS: dict[str, tuple[tuple[Any, ...], str]] = {
    "channel_act add": (("new", "add"), RULES),
    "channel_act change": (("hotline", "change"), RULES),
    "rule_act add": (("new", "add"), RULES),
    "limit_act set": (("accept", "set"), RULES),
    "limit_act clear": (("accept", "clear"), RULES),
    "calendar_day_act set": (("new", "set"), SYSTEM),
    "calendar_day_act clear": (("2026-10-12", "clear"), SYSTEM),
    "calendar_year_act withdraw": ((2026, "withdraw"), SYSTEM),
    "schedule_act add": (("new", "add"), SYSTEM),
    "schedule_act span": (("default", "span"), SYSTEM),
}
GIVEN = {
    "name": "微信", "code": "wechat", "kind": "resident", "handler": "greening", "unit": "环卫处", "ground": "x",
    "on": "2035-01-01", "value": "1", "schedule": "default", "day": "2026-10-12", "source": "通知", "hours": "8:00-12:00",
}  # fmt: skip


@pytest.fixture
def browser(city: City, signed_in: SignIn) -> Any:
    """Return a browser of somebody with some rights over the whole city."""

    def make(*rights: str) -> Client:
        grants = dict.fromkeys(rights, Scope.CITY)
        return signed_in(make_person("李军", city.units["centre"], make_role("one", grants)))

    return make


def written() -> tuple[int, ...]:
    """Return how many rows every setting has."""
    models = (Channel, DispatchRule, StageLimit, CalendarDay, CalendarYear, WorkSchedule)
    return tuple(model.objects.count() for model in models)


@pytest.mark.parametrize("rights", [(), (RULES, READ), (SYSTEM, READ), (RULES, SYSTEM, READ), (READ,)])
def test_each_act_opens_to_those_with_its_right(browser: Any, rights: tuple[str, ...]) -> None:
    client = browser(*rights)
    found = {name: client.get(url(name.split()[0], *args)).status_code for name, (args, _right) in ACTS.items()}
    assert found == {name: 200 if right in rights else 404 for name, (_args, right) in ACTS.items()}


@pytest.mark.parametrize("rights", [(), (READ,), ("cases.case.read",)])
def test_nothing_is_written_by_those_without_the_right(browser: Any, rights: tuple[str, ...]) -> None:
    client, before = browser(*rights), written()
    answers = {client.post(url(name.split()[0], *args), GIVEN).status_code for name, (args, _right) in ACTS.items()}
    assert answers == {404}
    assert written() == before


@pytest.mark.parametrize("name", list(ACTS))
def test_visitors_are_sent_to_sign_in(city: City, name: str) -> None:
    assert Client().post(url(name.split(maxsplit=1)[0], *ACTS[name][0]), GIVEN).status_code == 302


@pytest.mark.parametrize("name", list(ACTS))
def test_a_form_knows_no_other_method(client: Client, name: str) -> None:
    assert client.put(url(name.split(maxsplit=1)[0], *ACTS[name][0])).status_code == 405


@pytest.mark.parametrize("name", [one for one in ACTS if one not in {"limit_act clear", "calendar_day_act clear"}])
def test_an_empty_form_is_refused_with_every_reason_and_writes_nothing(client: Client, name: str) -> None:
    before = written()
    answer = client.post(url(name.split(maxsplit=1)[0], *ACTS[name][0]), {})
    assert answer.status_code == 422
    missing = [field for field in answer.context["form"].fields.values() if field.required]
    assert len(answer.context["form"].errors) == len(missing)
    assert written() == before


@pytest.mark.parametrize("key", ["9" * 10, "-1", "1.0", "x", "０１", "%20"])
def test_a_rule_that_is_none_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"{url('rules')}{key}/act/end/").status_code == 404


@pytest.mark.parametrize("key", ["2026-13-01", "12.10.2026", "today", "2026-02-30"])
def test_a_day_that_is_none_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"{url('calendar')}{key}/act/set/").status_code == 404


def test_half_a_right_over_rules_is_told_what_is_missing(browser: Any) -> None:
    answer = browser(RULES).get(url("rule_act", "new", "add"))
    assert answer.status_code == 403
    assert "查阅机构人员" in answer.content.decode()
