from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Channel, DispatchRule, ImportMapping, StageLimit
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import settings as read
from chengzhi.cases.selectors.limits import stage_limits
from chengzhi.cases.selectors.rules import proposed_unit
from chengzhi.cases.services import rules
from chengzhi.cases.services.imports import Mapping
from chengzhi.cases.services.rules import RuleTarget
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from tests.factories.city import STREET, City, make_city
from tests.factories.loop import report

KEEPER = Capacity(person_name="周敏", grants={Permission.MANAGE_RULES: Scope.CITY, Permission.IMPORT: Scope.CITY})
STRANGER = Capacity(person_name="赵敏")
GROUND = "崇城管〔2026〕3号"


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def day(offset: int = 0) -> date:
    return clock.now().date() + timedelta(days=offset)


def street_rule() -> DispatchRule:
    return DispatchRule.objects.get(handler="street")


def add(city: City, **changes: Any) -> DispatchRule:
    target = RuleTarget(category=city.categories["占道经营"], division_code=STREET)
    given = {"capacity": KEEPER, "target": target, "unit": city.units["crew"], "ground": GROUND, "valid_from": day()}
    return rules.add_dispatch_rule(**(given | changes))


def test_a_new_rule_decides_what_is_proposed(city: City) -> None:
    rule = add(city)
    unit, ground = proposed_unit(report(city, category_id=city.categories["占道经营"].pk))
    assert (unit, ground) == (city.units["crew"], GROUND)
    assert rule.handler == ""


def test_a_rule_begins_on_its_day_and_not_before(city: City) -> None:
    add(city, valid_from=day(3))
    case = report(city, category_id=city.categories["占道经营"].pk)
    assert proposed_unit(case)[0] == city.units["street"]
    assert proposed_unit(case, day(3))[0] == city.units["crew"]


def test_the_same_target_has_one_rule_at_a_time(city: City) -> None:
    add(city)
    with pytest.raises(BadInput) as fault:
        add(city, unit=city.units["street"], valid_from=day(9))
    assert "改派" in str(fault.value.errors["unit"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": RuleTarget()}, "handler"),
        ({"target": RuleTarget(handler="gas", division_code="320699")}, "division"),
        ({"ground": "  "}, "ground"),
        ({"valid_from": date(2001, 1, 1), "target": RuleTarget(handler="gas")}, "unit"),
    ],
)
def test_a_rule_says_for_what_where_whom_and_why(city: City, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as fault:
        add(city, **changes)
    assert field in fault.value.errors


def test_a_replaced_rule_ends_on_the_day_the_other_begins(city: City) -> None:
    old = street_rule()
    new = rules.replace_dispatch_rule(
        capacity=KEEPER, rule=old, unit=city.units["crew"], ground=GROUND, valid_from=day(1)
    )
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from, new.division_code) == (day(1), day(1), STREET)


def test_a_rule_is_not_replaced_by_the_same_unit(city: City) -> None:
    with pytest.raises(BadInput):
        rules.replace_dispatch_rule(
            capacity=KEEPER, rule=street_rule(), unit=city.units["street"], ground=GROUND, valid_from=day(1)
        )


def test_an_ended_rule_proposes_nothing(city: City) -> None:
    rules.end_dispatch_rule(capacity=KEEPER, rule=street_rule(), on=day())
    assert proposed_unit(report(city, category_id=city.categories["占道经营"].pk)) == (None, "")


def test_a_rule_ends_once_and_after_it_began(city: City) -> None:
    with pytest.raises(BadInput):
        rules.end_dispatch_rule(capacity=KEEPER, rule=street_rule(), on=date(2020, 1, 1))
    rules.end_dispatch_rule(capacity=KEEPER, rule=street_rule(), on=day())
    with pytest.raises(BadInput):
        rules.end_dispatch_rule(capacity=KEEPER, rule=street_rule(), on=day(2))


def test_only_a_rule_that_has_not_begun_is_cancelled(city: City) -> None:
    rules.cancel_dispatch_rule(capacity=KEEPER, rule=add(city, valid_from=day(5)))
    with pytest.raises(BadInput):
        rules.cancel_dispatch_rule(capacity=KEEPER, rule=street_rule())
    assert DispatchRule.objects.count() == 2


def test_a_stage_limit_holds_for_new_clocks_and_can_be_taken_back(city: City) -> None:
    rules.set_stage_limit(capacity=KEEPER, stage=Clock.FILE, minutes=20, is_working=True)
    assert stage_limits()["file"].seconds == 1200
    rules.clear_stage_limit(capacity=KEEPER, stage=Clock.FILE)
    assert stage_limits() == {}


@pytest.mark.parametrize("changes", [{"minutes": 0}, {"minutes": 10**7}, {"stage": "nap"}, {"schedule": "none-such"}])
def test_a_stage_limit_is_checked(city: City, changes: dict[str, Any]) -> None:
    given: dict[str, Any] = {"capacity": KEEPER, "stage": Clock.FILE, "minutes": 20, "is_working": True}
    with pytest.raises(BadInput):
        rules.set_stage_limit(**(given | changes))
    assert not StageLimit.objects.exists()


def test_a_channel_is_added_changed_and_closed(city: City) -> None:
    channel = rules.add_channel(capacity=KEEPER, code="wechat", name="微信", kind="resident", is_public=True)
    rules.change_channel(capacity=KEEPER, channel=channel, name="微信公众号", is_public=True, is_active=False)
    assert ("wechat", "微信公众号") not in read.open_channels()
    assert read.access_channel(KEEPER, "wechat").name == "微信公众号"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"code": "Wé"}, "code"), ({"code": "hotline"}, "code"), ({"name": " "}, "name"), ({"kind": "pigeon"}, "kind")],
)
def test_a_channel_is_checked(city: City, changes: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"capacity": KEEPER, "code": "fax", "name": "传真", "kind": "media", "is_public": False}
    with pytest.raises(BadInput) as fault:
        rules.add_channel(**(given | changes))
    assert field in fault.value.errors


def test_a_way_to_read_files_is_kept_under_its_name(city: City) -> None:
    for column in ("body", "text"):
        rules.keep_import_mapping(capacity=KEEPER, name=" 留言 ", mapping=Mapping(columns={"words": column}))
    assert [one.columns for one in ImportMapping.objects.filter(name="留言")] == [{"words": "text"}]


def test_whoever_may_not_keep_the_rules_changes_nothing(city: City) -> None:
    with pytest.raises(Forbidden):
        add(city, capacity=STRANGER)
    with pytest.raises(Forbidden):
        rules.end_dispatch_rule(capacity=STRANGER, rule=street_rule(), on=day())
    with pytest.raises(Forbidden):
        rules.set_stage_limit(capacity=STRANGER, stage=Clock.FILE, minutes=5, is_working=False)
    with pytest.raises(Forbidden):
        rules.add_channel(capacity=STRANGER, code="fax", name="传真", kind="media", is_public=False)
    with pytest.raises(Forbidden):
        rules.keep_import_mapping(capacity=STRANGER, name="留言", mapping=Mapping(columns={}))


def test_whoever_may_not_keep_the_rules_sees_none(city: City) -> None:
    assert not read.channels_for(STRANGER).exists()
    assert not read.dispatch_rules(STRANGER).exists()
    assert read.stage_rows(STRANGER) == []
    with pytest.raises(NotFound):
        read.access_rule(STRANGER, street_rule().pk)


def test_rules_are_found_by_trade_category_street_and_ruling(city: City) -> None:
    rule = add(city)
    assert list(read.dispatch_rules(KEEPER, category="占道")) == [rule]
    assert rule in read.dispatch_rules(KEEPER, handler="street")
    assert {one.division_code for one in read.dispatch_rules(KEEPER, division=STREET)} == {STREET}
    assert not read.dispatch_rules(KEEPER, only_rulings=True).exists()


def test_stages_are_told_with_what_the_procedure_gives(city: City) -> None:
    StageLimit.objects.create(clock="file", minutes=20)
    row = read.stage_row(KEEPER, "file")
    assert (row.default_minutes, row.minutes, row.is_own) == (15, 20, True)
    assert len(read.stage_rows(KEEPER)) == len(Clock)


def test_channels_tell_how_many_reports_they_brought(city: City) -> None:
    report(city)
    assert sum(one.reports for one in read.channels_for(KEEPER)) == 1
    assert Channel.objects.count() == 3


@pytest.mark.parametrize("code", ["", "A", "Hot", "9a", "a", "热线", "a b", "x" * 25, "-a", "a\n"])
def test_a_code_of_a_channel_is_plain(city: City, code: str) -> None:
    with pytest.raises(BadInput) as fault:
        rules.add_channel(capacity=KEEPER, code=code, name="夜间", kind="hotline", is_public=True)
    assert "以小写字母开头" in str(fault.value.errors["code"])


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"code": "hotline"}, "code", "渠道代码“hotline”已有"), ({"kind": "pigeon"}, "kind", "没有这种渠道类型"),
        ({"name": ""}, "name", "1 到 40 个字"), ({"name": "长" * 41}, "name", "1 到 40 个字"),
        ({"name_en": "x" * 61}, "name_en", "最多 60 个字符"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_channel_is_named(city: City, facts: dict[str, Any], field: str, words: str) -> None:
    given = {"code": "night", "name": "夜间", "kind": "hotline", "is_public": True, **facts}
    with pytest.raises(BadInput) as fault:
        rules.add_channel(capacity=KEEPER, **given)
    assert words in str(fault.value.errors[field])
    assert not Channel.objects.filter(code="night").exists()


def test_every_fault_of_a_channel_is_told_at_once(city: City) -> None:
    with pytest.raises(BadInput) as fault:
        rules.add_channel(capacity=KEEPER, code="", name="", kind="", is_public=True, name_en="x" * 61)
    assert set(fault.value.errors) == {"code", "name", "kind", "name_en"}


def test_a_channel_is_renamed_and_closed_for_what_comes_from_now_on(city: City) -> None:
    held = Channel.objects.get(code="hotline")
    case = report(city)
    new = rules.change_channel(
        capacity=KEEPER, channel=held, name=" 12345 热线 ", name_en=" Hotline ", is_public=False, is_active=False
    )
    assert (new.name, new.name_en, new.is_public, new.is_active) == ("12345 热线", "Hotline", False, False)
    assert case.channel_id == new.pk
    with pytest.raises(BadInput, match="没有“hotline”这个渠道，或已停用"):
        report(city)


def test_a_channel_keeps_its_name_where_the_new_one_will_not_do(city: City) -> None:
    held = Channel.objects.get(code="hotline")
    with pytest.raises(BadInput):
        rules.change_channel(capacity=KEEPER, channel=held, name=" ", is_public=True, is_active=True)
    held.refresh_from_db()
    assert held.name == "hotline"


@pytest.mark.parametrize("minutes", [0, -1, 365 * 24 * 60 + 1])
def test_a_limit_lies_between_a_minute_and_a_year(db: None, minutes: int) -> None:
    with pytest.raises(BadInput, match="1 分钟到 365 天之间"):
        rules.set_stage_limit(capacity=KEEPER, stage=Clock.FILE, minutes=minutes, is_working=False)
    assert not StageLimit.objects.exists()


@pytest.mark.parametrize(
    ("is_working", "schedule", "kept"),
    [(False, "default", "default"), (False, "nights", "default"), (True, "default", "default")],
)
def test_a_limit_in_plain_time_has_no_schedule(db: None, schedule: str, kept: str, *, is_working: bool) -> None:
    row = rules.set_stage_limit(capacity=KEEPER, stage="file", minutes=1, is_working=is_working, schedule=schedule)
    assert (row.schedule, row.is_working, row.minutes) == (kept, is_working, 1)


def test_a_limit_is_set_anew_in_place_of_the_older_one(db: None) -> None:
    for minutes in (10, 20, 30):
        rules.set_stage_limit(capacity=KEEPER, stage="file", minutes=minutes, is_working=False)
    assert list(StageLimit.objects.values_list("clock", "minutes")) == [("file", 30)]


def test_a_stage_nobody_knows_has_no_limit(db: None) -> None:
    with pytest.raises(BadInput, match="没有这个环节"):
        rules.set_stage_limit(capacity=KEEPER, stage="lunch", minutes=60, is_working=False)


def test_a_new_limit_holds_for_what_begins_and_not_for_what_runs(city: City) -> None:
    running = report(city)
    rules.set_stage_limit(capacity=KEEPER, stage="accept", minutes=60, is_working=False)
    assert [report(city).clocks.get().limit_seconds, running.clocks.get().limit_seconds] == [3600, 900]


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_way_to_read_files_has_a_name(db: None, name: str) -> None:
    with pytest.raises(BadInput, match="1 到 60 个字"):
        rules.keep_import_mapping(capacity=KEEPER, name=name, mapping=Mapping(columns={"words": "内容"}))


def test_a_way_to_read_files_is_written_anew_under_its_name(db: None) -> None:
    for column in ("内容", "正文"):
        rules.keep_import_mapping(capacity=KEEPER, name=" 市长  信箱 ", mapping=Mapping(columns={"words": column}))
    assert list(ImportMapping.objects.values_list("name", "columns")) == [("市长 信箱", {"words": "正文"})]


ACTS = {
    "add_channel": {"code": "night", "name": "夜间", "kind": "hotline", "is_public": True},
    "change_channel": {"channel": None, "name": "夜间", "is_public": True, "is_active": True},
    "add_dispatch_rule": {"target": RuleTarget(), "unit": None, "ground": GROUND, "valid_from": date(2026, 1, 1)},
    "replace_dispatch_rule": {"rule": None, "unit": None, "ground": GROUND, "valid_from": date(2026, 1, 1)},
    "end_dispatch_rule": {"rule": None, "on": date(2026, 1, 1)},
    "cancel_dispatch_rule": {"rule": None},
    "set_stage_limit": {"stage": "file", "minutes": 10, "is_working": False},
    "clear_stage_limit": {"stage": "file"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "grants", [{}, {Permission.IMPORT: Scope.CITY}, {Permission.READ: Scope.CITY}], ids=["none", "import", "read"]
)
def test_who_keeps_no_rules_changes_none(db: None, act: str, grants: dict[str, Scope]) -> None:
    with pytest.raises(Forbidden, match="没有“派遣规则和时限”的权限"):
        getattr(rules, act)(capacity=Capacity(grants=grants), **ACTS[act])


def test_who_does_not_import_keeps_no_way_to_read_files(db: None) -> None:
    able = Capacity(grants={Permission.MANAGE_RULES: Scope.CITY})
    with pytest.raises(Forbidden, match="没有“批量导入”的权限"):
        rules.keep_import_mapping(capacity=able, name="信箱", mapping=Mapping(columns={}))


@pytest.mark.parametrize("ground", ["", " ", "长" * 201])
def test_a_rule_says_on_what_ground(city: City, ground: str) -> None:
    with pytest.raises(BadInput, match="最多 200 字"):
        add(city, ground=ground)


def test_a_rule_ended_to_come_is_not_ended_later(city: City) -> None:
    rule = street_rule()
    rules.end_dispatch_rule(capacity=KEEPER, rule=rule, on=day(5))
    rules.end_dispatch_rule(capacity=KEEPER, rule=rule, on=day(3))
    with pytest.raises(BadInput, match="可能刚被别人改过"):
        rules.end_dispatch_rule(capacity=KEEPER, rule=rule, on=day(4))


def test_a_rule_may_follow_one_that_has_ended(city: City) -> None:
    old = add(city)
    rules.end_dispatch_rule(capacity=KEEPER, rule=old, on=day(5))
    with pytest.raises(BadInput, match="同一范围已有规则，由“城东环卫队”办理"):
        add(city, unit=city.units["street"], valid_from=day(4))
    assert add(city, unit=city.units["street"], valid_from=day(5)).pk != old.pk


def test_one_rule_for_a_trade_and_one_for_a_kind_stand_side_by_side(city: City) -> None:
    add(city)
    both = RuleTarget(handler="street", division_code=f"{STREET}001")
    assert add(city, target=both).category is None
    assert DispatchRule.objects.count() == 4
