from typing import Any

import pytest
from django.test import Client

from chengzhi.cases.models import DispatchRule
from tests.console.settings.conftest import day, post, url
from tests.factories.city import STREET, City
from tests.support.pages import in_english, main_of, text_of, untranslated


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


def rule(**facts: Any) -> dict[str, Any]:
    given = {"category": "", "handler": "greening", "division": "", "unit": "环卫处", "ground": "三定方案"}
    return {**given, "on": day(1).isoformat(), **facts}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"handler": ""}, "没有说明管哪类案卷"),
        ({"handler": "army"}, "army"),
        ({"category": "没有的小类"}, "没有“没有的小类”"),
        ({"division": "999"}, "999"),
        ({"unit": ""}, "没有填“处置单位”"),
        ({"unit": "没有的"}, "没有“没有的”"),
        ({"ground": ""}, "没有填“依据”"),
        ({"ground": "据" * 201}, "200"),
        ({"on": ""}, "没有填“生效日”"),
        ({"on": "2001-01-01"}, "不存在"),
        ({"handler": "sanitation"}, "同一范围已有规则"),
    ],
)
def test_a_rule_that_will_not_do_is_refused(client: Client, given: dict[str, str], words: str) -> None:
    answer = post(client, "rule_act", "new", "add", **rule(**given))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert DispatchRule.objects.count() == 2


def test_a_category_wins_over_the_trade_typed_beside_it(city: City, client: Client) -> None:
    assert post(client, "rule_act", "new", "add", **rule(category="占道经营")).status_code == 302
    new = DispatchRule.objects.get(category=city.categories["占道经营"])
    assert new.handler == ""


def test_what_was_added_is_told_with_day_and_unit(client: Client) -> None:
    answer = client.post(url("rule_act", "new", "add"), rule(), follow=True)
    assert f"已增加派遣规则，{day(1)} 起由“环卫处”办理。" in text_of(answer)
    assert "未生效" in main_of(answer)


def test_the_same_unit_again_is_refused(client: Client) -> None:
    held = DispatchRule.objects.get(handler="sanitation")
    answer = post(client, "rule_act", held.pk, "replace", unit="环卫处", ground="x", on=day(1).isoformat())
    assert "还是原来的单位" in text_of(answer)


def test_the_form_to_replace_shows_who_holds_it(client: Client) -> None:
    held = DispatchRule.objects.get(handler="sanitation")
    words = main_of(client.get(url("rule_act", held.pk, "replace")))
    assert "环卫处" in words
    assert "三定方案" in words


def test_a_rule_ends_on_its_day(client: Client) -> None:
    held = DispatchRule.objects.get(handler="sanitation")
    answer = client.post(url("rule_act", held.pk, "end"), {"on": day(3).isoformat()}, follow=True)
    assert f"已停用规则，{day(3)} 起不再推荐" in text_of(answer)
    held.refresh_from_db()
    assert held.valid_to == day(3)


def test_a_rule_in_force_is_not_cancelled(client: Client) -> None:
    held = DispatchRule.objects.get(handler="sanitation")
    answer = post(client, "rule_act", held.pk, "cancel")
    assert answer.status_code == 422
    assert "请用“停用”" in text_of(answer)
    assert DispatchRule.objects.filter(pk=held.pk).exists()


def test_a_rule_to_come_is_cancelled_as_if_it_had_never_been(client: Client) -> None:
    post(client, "rule_act", "new", "add", **rule())
    new = DispatchRule.objects.get(handler="greening")
    assert "已撤销还没有生效的规则" in text_of(client.post(url("rule_act", new.pk, "cancel"), follow=True))
    assert not DispatchRule.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2), ({"handler": "street"}, 1), ({"handler": "army"}, 2), ({"area": STREET}, 1), ({"area": "x"}, 2),
        ({"ruling": "1"}, 0), ({"on": "2019-01-01"}, None),
    ],
)  # fmt: skip
def test_rules_are_narrowed(client: Client, asked: dict[str, str], count: int | None) -> None:
    rows = client.get(url("rules"), asked).context["rows"]
    assert count is None or len(rows) == count


def test_a_rule_is_found_by_its_category(city: City, client: Client) -> None:
    post(client, "rule_act", "new", "add", **rule(category="占道经营"))
    rows = client.get(url("rules"), {"q": "占道"}).context["rows"]
    assert [one.category.name for one, _area, _future in rows] == ["占道经营"]


def test_the_title_of_a_rule_says_what_where_and_who(city: City, client: Client) -> None:
    street = DispatchRule.objects.get(handler="street")
    assert "学田街道 · 学田街道办事处" in main_of(client.get(url("rule_act", street.pk, "end")))
    every = DispatchRule.objects.get(handler="sanitation")
    assert "全区 · 环卫处" in main_of(client.get(url("rule_act", every.pk, "end")))


def test_conditions_are_taken_off_at_once(client: Client) -> None:
    context = client.get(url("rules"), {"q": "x", "handler": "street", "on": "2026-01-01"}).context
    assert context["clear_url"] == f"{url('rules')}?on=2026-01-01"


@pytest.mark.parametrize("act", ["replace", "end", "cancel"])
def test_every_form_opens_in_english(city: City, client: Client, act: str) -> None:
    held = DispatchRule.objects.get(handler="sanitation")
    answer = in_english(client).get(url("rule_act", held.pk, act))
    assert untranslated(answer, "环卫处", "三定方案") == set()


def test_the_list_in_english_has_no_chinese_of_ours(client: Client) -> None:
    answer = in_english(client).get(url("rules"))
    data = ("环卫处", "三定方案", "学田街道办事处", "学田街道", "属地管理")
    assert untranslated(answer, *data) == set()
