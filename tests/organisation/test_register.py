"""Reading the register: reach, history, effects, faults, and the day's work."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope, resident
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation import selectors, tasks
from chengzhi.organisation.models import Unit, UnitVersion
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import Effect, effects, preview_change, register_effect_counter, register_faults
from chengzhi.organisation.services import bring_up_if_due, bring_up_to_date, correct_unit, rename_unit
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}
NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def test_every_right_of_the_room_is_declared() -> None:
    assert set(Permission) <= set(all_permissions())


def test_a_viewer_sees_the_own_unit_and_below(district: Unit, street: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=street)
    assert {one.id for one in selectors.visible_units(viewer)} == {street.pk, office.pk}
    assert selectors.access_unit(viewer, office.pk) == office


def test_a_unit_outside_the_reach_does_not_exist(district: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for refused in (
        lambda: selectors.access_unit(viewer, district.pk),
        lambda: selectors.unit_history(viewer, district),
        lambda: selectors.unit_successions(viewer, district),
        lambda: selectors.register_acts(viewer, district),
    ):
        with pytest.raises(NotFound):
            refused()


def test_residents_do_not_read_the_register(office: Unit) -> None:
    with pytest.raises(Forbidden):
        selectors.access_unit(resident(), office.pk)


def test_history_shows_corrected_rows_too(office: Unit) -> None:
    rename(office)
    correct_unit(version=office.versions.get(name="新名字"), name="再改", reason="错字", capacity=SYSTEM)
    rows = selectors.unit_history(SYSTEM, office)
    assert [(row.name, row.superseded_at is None) for row in rows] == [
        ("城东街道城综办", True),
        ("新名字", False),
        ("再改", True),
    ]
    assert selectors.unit_successions(SYSTEM, office).count() == 1


def test_acts_are_for_the_auditor_or_for_the_own_unit(office: Unit) -> None:
    rename(office)
    assert selectors.register_acts(make_capacity({Permission.READ_ACTS: Scope.CITY})).count() == 1
    assert selectors.register_acts(make_capacity(READ_UNIT, unit=office), office).count() == 1
    with pytest.raises(Forbidden, match="查阅变更记录"):
        selectors.register_acts(make_capacity(READ_UNIT, unit=office))


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


def codes(on: date | None = None) -> list[str]:
    return [fault.code for fault in register_faults(on)]


def test_missing_administrators_are_faults_with_advice(office: Unit) -> None:
    bring_up_to_date()
    faults = register_faults()
    assert [fault.code for fault in faults] == ["no_administrator"] * 3
    assert all(fault.advice.endswith("。") for fault in faults)


def test_an_appointed_administrator_needs_an_account_too(office: Unit) -> None:
    rights = ("kernel.system.manage", Permission.MANAGE_ACCOUNTS, "kernel.audit.read")
    for number, right in enumerate(rights):
        make_capacity({right: Scope.CITY}, unit=office, username=f"admin{number}")
    bring_up_to_date()
    assert codes() == []


def test_units_and_people_left_behind_are_faults(street: Unit, office: Unit) -> None:
    make_appointment(make_person(), make_post(street))
    street.versions.update(valid_to=TODAY)
    Unit.objects.filter(pk=street.pk).update(valid_to=TODAY)
    bring_up_to_date()
    assert {"orphaned_unit", "stranded_people"} <= set(codes())


def test_values_that_were_not_brought_up_are_a_fault(office: Unit) -> None:
    bring_up_to_date()
    rename(office, NEW_YEAR)
    assert "stale_values" not in codes(TODAY)
    assert "stale_values" in codes(NEW_YEAR)
    bring_up_to_date(NEW_YEAR)
    assert "stale_values" not in codes(NEW_YEAR)


def test_the_first_call_of_a_day_brings_values_up(office: Unit, django_assert_num_queries: Any) -> None:
    rename(office, TODAY - timedelta(days=1))
    UnitVersion.objects.create(
        unit=make_unit("x"), name="y", kind="team", valid_from=date(2010, 1, 1), valid_to=date(2011, 1, 1)
    )
    assert bring_up_if_due() > 0
    with django_assert_num_queries(1):
        bring_up_if_due()


def test_the_hourly_task_brings_values_up(office: Unit) -> None:
    rename(office, NEW_YEAR)
    tasks.bring_register_up_to_date(timestamp=0)
    assert not OutboxEvent.objects.exists()
