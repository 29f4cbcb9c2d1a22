from django.test import Client

from chengzhi.cases.models import DispatchRule
from tests.console.settings.conftest import day, post, url
from tests.factories.city import STREET, City


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
