"""Reading the register: reach, history, effects, faults, and the day's work."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.organisation import selectors
from chengzhi.organisation.models import Territory, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import SplitPart, correct_unit, rename_unit, split_unit
from tests.factories.organisation import make_capacity, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}
NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def test_a_viewer_sees_the_own_unit_and_below(district: Unit, street: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=street)
    assert {one.id for one in selectors.visible_units(viewer)} == {street.pk, office.pk}
    assert selectors.access_unit(viewer, office.pk) == office


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


def test_a_unit_is_read_as_it_was_on_any_day(office: Unit) -> None:
    rename(office, TODAY)
    days = (date(2014, 12, 31), date(2015, 1, 1), TODAY - timedelta(days=1), TODAY)
    found = [selectors.unit_as_of(office.pk, day) for day in days]
    assert [one.name if one else None for one in found] == [None, "城东街道城综办", "城东街道城综办", "新名字"]


def test_what_was_believed_at_a_moment_stays_readable(office: Unit) -> None:
    before = clock.now()
    with clock.at(before + timedelta(hours=2)):
        correct_unit(version=office.versions.get(), name="城东城综办", reason="错字", capacity=SYSTEM)
    for hours, name in ((1, "城东街道城综办"), (3, "城东城综办")):
        found = selectors.unit_as_of(office.pk, TODAY, known_at=before + timedelta(hours=hours))
        assert found is not None
        assert found.name == name


def test_before_anything_was_recorded_nothing_was_believed(office: Unit) -> None:
    assert selectors.unit_as_of(office.pk, TODAY, known_at=clock.now() - timedelta(days=1)) is None


def test_a_unit_in_force_is_its_own_successor(office: Unit) -> None:
    assert selectors.successor_units(office.pk) == [office.pk]
    assert selectors.successor_units(office.pk, office.valid_from - timedelta(days=1)) == []
    assert selectors.successor_units(999_999) == []


def test_a_split_unit_has_several_successors_ordered_by_code(district: Unit) -> None:
    old = make_unit("老中队", parent=district)
    heirs = [make_unit(name, code=code, parent=district) for name, code in (("乙", "b"), ("甲", "a"))]
    parts = [SplitPart(unit=one) for one in heirs]
    split_unit(unit=old, parts=parts, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert selectors.successor_units(old.pk) == [heirs[1].pk, heirs[0].pk]
    assert selectors.successor_units(old.pk, TODAY - timedelta(days=1)) == [old.pk]


def test_a_rename_leads_to_itself_and_not_in_circles(office: Unit) -> None:
    for day in (TODAY - timedelta(days=2), TODAY):
        rename_unit(unit=office, name=f"名字{day}", on=day, document=DOCUMENT, capacity=SYSTEM)
    assert selectors.successor_units(office.pk) == [office.pk]


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
def test_a_narrow_viewer_lists_the_own_branch(street: Unit, office: Unit, scope: Scope) -> None:
    make_unit("学田街道办事处")
    viewer = make_capacity({Permission.READ_REGISTER: scope}, unit=street)
    assert [one.id for one in selectors.visible_units(viewer)] == [office.pk, street.pk]


def test_a_city_wide_viewer_lists_every_unit_of_the_day(district: Unit, street: Unit) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.CITY}, unit=street)
    coming = make_unit("新街道", since=TODAY + timedelta(days=1))
    assert coming.pk not in {one.id for one in selectors.visible_units(viewer)}
    assert coming.pk in {one.id for one in selectors.visible_units(viewer, TODAY + timedelta(days=1))}


def test_without_the_right_no_unit_is_listed(street: Unit) -> None:
    with pytest.raises(Forbidden, match="查阅机构人员"):
        selectors.visible_units(make_capacity({}, unit=street))


def test_territories_are_those_of_the_unit_itself_on_the_day(street: Unit, office: Unit) -> None:
    Territory.objects.create(unit=street, division_code="320613002", valid_from=TODAY)
    now = selectors.unit_territories(SYSTEM, street)
    before = selectors.unit_territories(SYSTEM, street, TODAY - timedelta(days=1))
    assert [row.division_code for row in now] == ["320613001", "320613002"]
    assert [row.division_code for row in before] == ["320613001"]
    assert not selectors.unit_territories(SYSTEM, office).exists()


def test_history_and_successions_need_few_queries(office: Unit, django_assert_num_queries: Any) -> None:
    for number, day in enumerate((TODAY - timedelta(days=3), TODAY - timedelta(days=1), TODAY)):
        rename_unit(unit=office, name=f"名字{number}", on=day, document=DOCUMENT, capacity=SYSTEM)
    with django_assert_num_queries(1):
        assert len([row.parent and row.parent.name for row in selectors.unit_history(SYSTEM, office)]) == 4
    with django_assert_num_queries(3):
        told = [list(one.successors.all()) for one in selectors.unit_successions(SYSTEM, office)]
    assert told == [[office]] * 3


def test_acts_of_one_unit_are_its_own_newest_first(street: Unit, office: Unit) -> None:
    rename(office)
    rename_unit(unit=street, name="城东街道", on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    correct_unit(version=office.versions.get(name="新名字"), name="再改", reason="错字", capacity=SYSTEM)
    acts = selectors.register_acts(SYSTEM, office)
    assert [one.act for one in acts] == ["correct_unit", "rename_unit"]
    assert selectors.register_acts(SYSTEM).count() == 3
