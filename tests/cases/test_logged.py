"""What is done to the settings of the loop is in the log; what is refused is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Channel, DispatchRule
from chengzhi.cases.permissions import Permission
from chengzhi.cases.services import rules
from chengzhi.cases.services.imports import Mapping
from chengzhi.cases.services.rules import RuleTarget
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.settings_book import in_words, told
from tests.factories.city import City, make_city

KEEPER = Capacity(person_name="周敏", grants={Permission.MANAGE_RULES: Scope.CITY, Permission.IMPORT: Scope.CITY})


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def last() -> SettingsChange:
    return SettingsChange.objects.latest("pk")


def day(offset: int = 0) -> date:
    return clock.now().date() + timedelta(days=offset)


def change(name: str = "电话", *, is_active: bool = True) -> None:
    held = Channel.objects.get(code="hotline")
    rules.change_channel(capacity=KEEPER, channel=held, name=name, is_public=held.is_public, is_active=is_active)


def test_a_channel_is_added(city: City) -> None:
    rules.add_channel(capacity=KEEPER, code="wechat", name="微信", kind="resident", is_public=True)
    assert (last().person_name, last().key, last().label) == ("周敏", "wechat", "微信")
    assert in_words(last()) == "名称：微信；类型：市民通；公众诉求：是；启用：是"


@pytest.mark.parametrize(("is_active", "act"), [(True, "changed"), (False, "withdrawn")])
def test_a_channel_is_changed_or_closed(city: City, act: str, *, is_active: bool) -> None:
    change(is_active=is_active)
    assert (last().act, last().after["name"]) == (act, "电话")


def test_a_channel_left_as_it_is_leaves_no_line(city: City) -> None:
    change()
    change()
    assert SettingsChange.objects.count() == 1


def test_a_rule_goes_to_another_unit_and_ends(city: City) -> None:
    rule = DispatchRule.objects.get(handler="street")
    new = rules.replace_dispatch_rule(
        capacity=KEEPER, rule=rule, unit=city.units["crew"], ground="裁定", valid_from=day(1)
    )
    assert last().after["unit"] == city.units["crew"].name
    rules.end_dispatch_rule(capacity=KEEPER, rule=new, on=day(9))
    assert (last().act, last().after) == ("withdrawn", {"valid_to": day(9).isoformat()})


def test_a_rule_that_never_began_is_taken_back(city: City) -> None:
    target = RuleTarget(category=city.categories["占道经营"])
    rule = rules.add_dispatch_rule(
        capacity=KEEPER, target=target, unit=city.units["crew"], ground="裁定", valid_from=day(3)
    )
    assert str(told(last()).which) == "占道经营 · 全区"
    rules.cancel_dispatch_rule(capacity=KEEPER, rule=rule)
    assert (last().act, last().after, last().before["ground"]) == ("withdrawn", {}, "裁定")


@pytest.mark.parametrize(
    ("language", "handler", "which"),
    [
        ("zh-hans", "sanitation", "环境卫生 · 全区"),
        ("en", "sanitation", "Sanitation · Whole district"),
        ("en", "street", "Street enforcement · 学田街道"),
    ],
)
def test_a_rule_of_a_trade_is_named_in_the_language_of_the_reader(
    city: City, language: str, handler: str, which: str
) -> None:
    rules.end_dispatch_rule(capacity=KEEPER, rule=DispatchRule.objects.get(handler=handler), on=day(1))
    with translation.override(language):
        assert str(told(last()).which) == which


def test_a_change_that_is_taken_back_leaves_no_line(city: City) -> None:
    with transaction.atomic():
        change(name="热线")
        assert last().after["name"] == "热线"
        transaction.set_rollback(True)
    assert not SettingsChange.objects.exists()
    assert Channel.objects.get(code="hotline").name != "热线"


def test_a_limit_is_set_and_given_back(city: City) -> None:
    rules.set_stage_limit(capacity=KEEPER, stage=Clock.ACCEPT, minutes=90, is_working=False)
    assert "→ 1 小时 30 分" in in_words(last())
    assert str(told(last()).which) == "受理时限"
    rules.clear_stage_limit(capacity=KEEPER, stage=Clock.ACCEPT)
    assert "1 小时 30 分 →" in in_words(last())
    rules.clear_stage_limit(capacity=KEEPER, stage=Clock.ACCEPT)
    assert SettingsChange.objects.count() == 2


def test_a_way_to_read_files_is_kept_and_changed(city: City) -> None:
    rules.keep_import_mapping(capacity=KEEPER, name="热线", mapping=Mapping(columns={"text": "内容"}))
    rules.keep_import_mapping(capacity=KEEPER, name="热线", mapping=Mapping(columns={"text": "标题"}))
    assert in_words(last()) == "列对应：text→内容 → text→标题"


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (rules.add_channel, {"code": "hotline", "name": "热线", "kind": "hotline", "is_public": True}),
        (rules.set_stage_limit, {"stage": Clock.ACCEPT, "minutes": 0, "is_working": False}),
    ],
)
@pytest.mark.parametrize(("capacity", "fault"), [(KEEPER, BadInput), (Capacity(), Forbidden)])
def test_what_is_refused_is_not_written(
    city: City, act: Any, given: dict[str, Any], capacity: Capacity, fault: type[ChengzhiError]
) -> None:
    with pytest.raises(fault):
        act(capacity=capacity, **given)
    assert not SettingsChange.objects.exists()
