"""The services that establish, rename, move and correct units."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import RegisterAct, Unit, UnitSuccession, UnitVersion
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import unit_as_of, unit_tree_ids
from chengzhi.organisation.services import (
    bring_up_to_date,
    correct_unit,
    establish_unit,
    move_unit,
    rename_unit,
    withdraw_change,
)
from tests.factories.organisation import make_capacity, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

TOMORROW = TODAY + timedelta(days=1)
NEW_YEAR = date(2027, 1, 1)


def establish(parent: Unit | None, **changes: Any) -> Unit:
    facts: dict[str, Any] = {
        "code": "zd-cd",
        "name": "城东街道执法中队",
        "kind": UnitKind.SQUAD,
        "on": TODAY,
        "document": DOCUMENT,
        "capacity": SYSTEM,
    }
    return establish_unit(parent=parent, **{**facts, **changes})


def rename(unit: Unit, name: str = "学田中队", on: date = TODAY) -> UnitVersion:
    return rename_unit(unit=unit, name=name, on=on, document=DOCUMENT, capacity=SYSTEM)


def names(unit: Unit, *days: date) -> list[str | None]:
    found = [unit_as_of(unit.pk, day) for day in days]
    return [one.name if one else None for one in found]


def test_a_new_unit_stands_below_its_parent_from_its_day(street: Unit) -> None:
    squad = establish(street, on=TOMORROW)
    assert squad.pk not in unit_tree_ids(street.pk, TODAY)
    assert squad.pk in unit_tree_ids(street.pk, TOMORROW)


def test_every_act_is_written_into_the_book(street: Unit) -> None:
    squad = establish(street)
    act = RegisterAct.objects.get(unit=squad)
    assert (act.act, act.on, act.document, act.actor) == ("establish_unit", TODAY, DOCUMENT, "系统")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "没有填写"),
        ("name", "长" * 81, "太长"),
        ("code", "", "没有填写"),
        ("code", "中队", "只用字母"),
        ("code", "-x", "只用字母"),
        ("code", "cc", "已经用过"),
        ("document", "", "没有填写"),
        ("short_name", "长" * 41, "太长"),
    ],
)
def test_bad_facts_are_refused_in_words(street: Unit, field: str, value: str, words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        establish(street, **{field: value})
    assert words in refusal.value.errors[field][0]


def test_a_second_unit_of_the_same_name_under_one_parent_is_refused(street: Unit) -> None:
    establish(street)
    with pytest.raises(BadInput, match="同一上级下已有"):
        establish(street, code="other")


def test_a_parent_that_does_not_exist_that_day_is_refused(street: Unit) -> None:
    future = make_unit("新街道", since=NEW_YEAR)
    with pytest.raises(BadInput, match="不存在"):
        establish(future)


def test_somebody_without_the_right_is_refused(street: Unit) -> None:
    with pytest.raises(Forbidden, match="机构管理"):
        establish(street, capacity=make_capacity({}))


def test_a_right_over_one_unit_does_not_reach_another(street: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT})
    with pytest.raises(NotFound):
        establish(street, capacity=capacity)


def test_a_right_over_a_unit_does_not_found_a_new_root(street: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT}, unit=street)
    with pytest.raises(Forbidden, match="全区"):
        establish(None, capacity=capacity)


def test_a_right_over_a_unit_reaches_what_stands_below_it(street: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT}, unit=street)
    assert establish(street, capacity=capacity).parent == street


def test_the_old_name_stays_readable_at_its_date(office: Unit) -> None:
    rename(office)
    assert names(office, TODAY - timedelta(days=1), TODAY) == ["城东街道城综办", "学田中队"]


def test_a_rename_of_today_shows_at_once_and_is_told(office: Unit) -> None:
    rename(office)
    office.refresh_from_db()
    assert office.name == "学田中队"
    event = OutboxEvent.objects.get(name="organisation.unit_renamed")
    assert event.payload["successors"] == [office.pk]


def test_a_rename_to_the_same_name_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="没有变化"):
        rename(office, office.name)


def test_a_rename_before_the_unit_existed_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="不存在"):
        rename(office, on=date(2014, 12, 31))


def test_a_change_before_a_planned_change_is_refused(office: Unit) -> None:
    rename(office, on=NEW_YEAR)
    with pytest.raises(BadInput, match="已登记从 2027-01-01 起的变更"):
        rename(office, "另一个名字")


def test_a_second_change_on_the_same_day_replaces_the_first(office: Unit) -> None:
    rename(office)
    rename(office, "又一个名字")
    assert names(office, TODAY) == ["又一个名字"]
    assert UnitVersion.objects.filter(unit=office, superseded_at=None).count() == 2


def test_a_short_name_can_change_alone(office: Unit) -> None:
    rename_unit(unit=office, name=office.name, short_name="城东城综办", on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    office.refresh_from_db()
    assert office.label == "城东城综办"


def test_a_moved_unit_takes_along_what_stands_below_it(district: Unit, street: Unit, office: Unit) -> None:
    other = make_unit("学田街道办事处", parent=district)
    crew = make_unit("保洁班", parent=office)
    move_unit(unit=office, parent=other, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert unit_tree_ids(other.pk) == {other.pk, office.pk, crew.pk}
    assert unit_tree_ids(street.pk) == {street.pk}
    assert crew.pk in unit_tree_ids(street.pk, TODAY - timedelta(days=1))


def test_a_unit_can_become_a_root(office: Unit) -> None:
    version = move_unit(unit=office, parent=None, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    office.refresh_from_db()
    assert (version.parent, office.parent, str(version)) == (None, None, "城东街道城综办 2026-11-23")


def test_a_unit_cannot_come_under_itself(street: Unit, office: Unit) -> None:
    with pytest.raises(BadInput, match="不能作上级"):
        move_unit(unit=street, parent=office, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_a_correction_puts_the_days_right_and_keeps_what_was_believed(office: Unit) -> None:
    before = clock.now()
    wrong = office.versions.get()
    with clock.at(before + timedelta(hours=1)):
        correct_unit(version=wrong, name="城东街道城市管理办", reason="录入有误", capacity=SYSTEM)
    assert names(office, date(2016, 1, 1)) == ["城东街道城市管理办"]
    office.refresh_from_db()
    assert office.name == "城东街道城市管理办"
    believed = unit_as_of(office.pk, date(2016, 1, 1), known_at=before + timedelta(minutes=30))
    assert believed is not None
    assert believed.name == "城东街道城综办"


def test_a_correction_is_no_event(office: Unit) -> None:
    correct_unit(version=office.versions.get(), kind=UnitKind.TEAM, reason="类别有误", capacity=SYSTEM)
    assert not OutboxEvent.objects.exists()
    assert not UnitSuccession.objects.exists()


def test_a_corrected_row_is_not_corrected_again(office: Unit) -> None:
    wrong = office.versions.get()
    correct_unit(version=wrong, short_name="城综办", reason="漏填", capacity=SYSTEM)
    with pytest.raises(BadInput, match="已经被更正过"):
        correct_unit(version=wrong, short_name="城管办", reason="漏填", capacity=SYSTEM)


def test_a_correction_that_changes_nothing_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="没有变化"):
        correct_unit(version=office.versions.get(), name=office.name, reason="核对", capacity=SYSTEM)


def test_a_planned_change_can_be_withdrawn(office: Unit) -> None:
    rename(office, on=NEW_YEAR)
    withdraw_change(unit=office, reason="方案未批准", capacity=SYSTEM)
    assert names(office, NEW_YEAR) == ["城东街道城综办"]
    assert bring_up_to_date(NEW_YEAR) == 0
    assert not OutboxEvent.objects.exists()


def test_a_change_in_force_cannot_be_withdrawn(office: Unit) -> None:
    rename(office)
    with pytest.raises(BadInput, match="没有可以撤回的变更"):
        withdraw_change(unit=office, reason="后悔", capacity=SYSTEM)


def test_a_unit_that_never_changed_has_nothing_to_withdraw(office: Unit) -> None:
    with pytest.raises(BadInput, match="没有可以撤回的变更"):
        withdraw_change(unit=office, reason="误操作", capacity=SYSTEM)


def move(unit: Unit, parent: Unit | None, on: date = TODAY) -> UnitVersion:
    return move_unit(unit=unit, parent=parent, on=on, document=DOCUMENT, capacity=SYSTEM)


def test_a_unit_does_not_move_beside_one_of_its_name(district: Unit, office: Unit) -> None:
    other = make_unit("学田街道办事处", parent=district)
    make_unit(office.name, parent=other)
    with pytest.raises(BadInput, match="同一上级下已有") as refusal:
        move(office, other)
    assert list(refusal.value.errors) == ["parent"]


def test_a_name_is_free_again_when_its_bearer_has_ended(street: Unit) -> None:
    make_unit("执法中队", parent=street, until=TODAY)
    assert establish(street, name="执法中队").name == "执法中队"


def test_a_correction_does_not_make_two_of_one_name(street: Unit, office: Unit) -> None:
    other = make_unit("另一个办", parent=street)
    with pytest.raises(BadInput, match="同一上级下已有"):
        correct_unit(version=other.versions.get(), name=office.name, reason="录入有误", capacity=SYSTEM)


def test_a_correction_of_the_past_minds_only_the_past(street: Unit) -> None:
    past = make_unit("老办", parent=street, until=date(2018, 1, 1))
    make_unit("城管办", parent=street, since=date(2019, 1, 1))
    right = correct_unit(version=past.versions.get(), name="城管办", reason="录入有误", capacity=SYSTEM)
    assert (right.name, right.valid_to) == ("城管办", date(2018, 1, 1))


def test_the_same_name_under_two_superiors_is_fine(district: Unit, street: Unit) -> None:
    other = make_unit("学田街道办事处", parent=district)
    for number, parent in enumerate((street, other)):
        establish(parent, code=f"zd{number}", name="执法中队")
    assert Unit.objects.filter(name="执法中队").count() == 2


@pytest.mark.parametrize("code", ["A1", "zd_cd-1", "9", "Z" * 40])
def test_plain_codes_are_taken(street: Unit, code: str) -> None:
    assert establish(street, code=code).code == code


@pytest.mark.parametrize("code", ["a b", "a.b", "_a", "é1", "Z" * 41, "区1"])
def test_other_codes_are_refused(street: Unit, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        establish(street, code=code)
    assert list(refusal.value.errors) == ["code"]


def test_the_code_of_an_ended_unit_is_not_given_again(street: Unit) -> None:
    make_unit("旧班组", code="old", until=date(2018, 1, 1))
    with pytest.raises(BadInput, match="撤销的机构也不再让出代码"):
        establish(street, code="old")


def test_a_root_can_be_founded(db: None) -> None:
    root = establish(None, code="cc", kind=UnitKind.DISTRICT, short_name=" 崇川 ")
    assert (root.parent, root.label, root.versions.get().document) == (None, "崇川", DOCUMENT)


@pytest.mark.parametrize("kind", UnitKind)
def test_a_unit_of_every_kind_can_be_established(street: Unit, kind: UnitKind) -> None:
    assert establish(street, kind=kind).kind == kind


def test_a_move_is_told_with_the_unit_on_both_sides(district: Unit, office: Unit) -> None:
    other = make_unit("学田街道办事处", parent=district)
    move(office, other)
    event = OutboxEvent.objects.get()
    assert (event.name, event.payload["predecessors"]) == ("organisation.unit_moved", [office.pk])
    assert RegisterAct.objects.get(unit=office).note == "城东街道办事处 → 学田街道办事处"


def test_a_move_to_where_it_stands_is_refused(street: Unit, office: Unit) -> None:
    with pytest.raises(BadInput, match="没有变化"):
        move(office, street)
    assert not OutboxEvent.objects.exists()


def test_a_move_needs_the_right_over_the_new_superior_too(district: Unit, street: Unit, office: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT}, unit=street)
    for parent, error in ((district, NotFound), (None, Forbidden)):
        with pytest.raises(error):
            move_unit(unit=office, parent=parent, on=TODAY, document=DOCUMENT, capacity=capacity)


def test_a_planned_move_can_be_withdrawn(district: Unit, street: Unit, office: Unit) -> None:
    move(office, make_unit("学田街道办事处", parent=district), NEW_YEAR)
    last = withdraw_change(unit=office, reason="暂缓", capacity=SYSTEM)
    assert (last.valid_to, last.parent) == (None, street)
    assert office.pk in unit_tree_ids(street.pk, NEW_YEAR)
    assert RegisterAct.objects.filter(act="withdraw_change").get().note == "暂缓"


def test_only_the_last_of_several_plans_is_withdrawn(office: Unit) -> None:
    rename(office, "一", TOMORROW)
    rename(office, "二", NEW_YEAR)
    withdraw_change(unit=office, reason="暂缓", capacity=SYSTEM)
    assert names(office, TOMORROW, NEW_YEAR) == ["一", "一"]
    withdraw_change(unit=office, reason="暂缓", capacity=SYSTEM)
    assert names(office, NEW_YEAR) == ["城东街道城综办"]


@pytest.mark.parametrize("reason", ["", " ", "因" * 121])
def test_withdrawing_and_correcting_take_a_reason_that_fits(office: Unit, reason: str) -> None:
    rename(office, on=NEW_YEAR)
    for act in (
        lambda: withdraw_change(unit=office, reason=reason, capacity=SYSTEM),
        lambda: correct_unit(version=office.versions.first(), short_name="x", reason=reason, capacity=SYSTEM),  # type: ignore[arg-type]  # there is one
    ):
        with pytest.raises(BadInput) as refusal:
            act()
        assert list(refusal.value.errors) == ["reason"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"name": "长" * 81}, "name"), ({"short_name": "长" * 41}, "short_name")],
)
def test_a_correction_is_checked_like_any_entry(office: Unit, changes: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        correct_unit(version=office.versions.get(), reason="错字", capacity=SYSTEM, **changes)  # type: ignore[arg-type]  # names only
    assert list(refusal.value.errors) == [field]


def test_a_short_name_can_be_taken_away(office: Unit) -> None:
    facts: dict[str, Any] = {"unit": office, "name": office.name, "document": DOCUMENT, "capacity": SYSTEM}
    rename_unit(short_name="城综办", on=TODAY - timedelta(days=1), **facts)
    rename_unit(short_name="", on=TODAY, **facts)
    office.refresh_from_db()
    assert office.short_name == ""


def test_a_rename_without_a_word_about_the_short_name_keeps_it(office: Unit) -> None:
    correct_unit(version=office.versions.get(), short_name="城综办", reason="漏填", capacity=SYSTEM)
    assert rename(office).short_name == "城综办"


def test_a_correction_of_a_past_row_leaves_today_alone(office: Unit) -> None:
    rename(office)
    past = office.versions.get(name="城东街道城综办")
    correct_unit(version=past, name="城东城综办", reason="错字", capacity=SYSTEM)
    office.refresh_from_db()
    assert office.name == "学田中队"
    assert names(office, date(2016, 1, 1)) == ["城东城综办"]
