"""What a change of units would touch."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import Effect, effects, preview_change, register_effect_counter
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post
from tests.organisation.conftest import TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}

NEW_YEAR = date(2027, 1, 1)


def counts(unit: Unit, on: date = TODAY, **options: Any) -> dict[str, int]:
    return {one.code: one.count for one in preview_change(units=[unit], on=on, capacity=SYSTEM, **options)}


def test_the_effects_of_a_change_are_counted_at_its_day(street: Unit, office: Unit) -> None:
    make_appointment(make_person(), make_post(street))
    make_appointment(make_person("赵强"), make_post(office), until=NEW_YEAR)
    assert counts(street) == {"people": 1, "posts": 1, "territories": 1, "subordinates": 1}
    assert counts(street, with_subordinates=True)["people"] == 2
    assert counts(street, NEW_YEAR, with_subordinates=True)["people"] == 1


def test_other_rooms_add_what_they_count(office: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "_counters", [])

    def open_cases(unit_ids: frozenset[int], on: date) -> Effect:
        return Effect("cases", "在办案卷", len(unit_ids) * 312, "用原名办完")

    for _twice in range(2):
        register_effect_counter(open_cases)
    last = preview_change(units=[office], on=TODAY, capacity=SYSTEM)[-1]
    assert (last.label, last.count, last.note) == ("在办案卷", 312, "用原名办完")
    assert len(preview_change(units=[office], on=TODAY, capacity=SYSTEM)) == 5


def test_effects_outside_the_reach_are_not_counted(district: Unit, office: Unit) -> None:
    with pytest.raises(NotFound):
        preview_change(units=[district], on=TODAY, capacity=make_capacity(READ_UNIT, unit=office))


def test_an_empty_unit_is_touched_in_nothing(office: Unit) -> None:
    assert counts(office) == {"people": 0, "posts": 0, "territories": 0, "subordinates": 0}


def test_nothing_chosen_touches_nothing(db: None) -> None:
    assert [one.count for one in preview_change(units=[], on=TODAY, capacity=SYSTEM)][:4] == [0, 0, 0, 0]


def test_two_units_are_counted_together_and_nobody_twice(street: Unit, office: Unit) -> None:
    person = make_person()
    make_appointment(person, make_post(street))
    make_appointment(person, make_post(office), kind="cross")
    found = {one.code: one.count for one in preview_change(units=[street, office], on=TODAY, capacity=SYSTEM)}
    assert (found["people"], found["posts"]) == (1, 2)
    assert found["subordinates"] == 0


@pytest.mark.parametrize(("on", "posts"), [(date(2026, 1, 1), 2), (TODAY, 1), (NEW_YEAR, 1)])
def test_what_has_ended_or_not_begun_is_not_counted(office: Unit, on: date, posts: int) -> None:
    make_post(office, valid_to=TODAY)
    make_post(office)
    make_post(office, valid_from=date(2028, 1, 1))
    assert counts(office, on)["posts"] == posts


def test_effects_are_named_in_the_language_of_the_screen(office: Unit) -> None:
    assert [one.label for one in preview_change(units=[office], on=TODAY, capacity=SYSTEM)][:4] == [
        "人员",
        "岗位",
        "辖区",
        "下级机构",
    ]
    with translation.override("en"):
        english = [one.label for one in preview_change(units=[office], on=TODAY, capacity=SYSTEM)][:4]
    assert all(label.isascii() for label in english)


def test_a_counter_hears_the_units_below_only_if_they_go_along(
    street: Unit, office: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[frozenset[int]] = []

    def listen(unit_ids: frozenset[int], on: date) -> Effect:
        heard.append(unit_ids)
        return Effect("x", "某事", 0)

    monkeypatch.setattr(effects, "_counters", [listen])
    counts(street)
    counts(street, with_subordinates=True)
    assert heard == [{street.pk}, {street.pk, office.pk}]
