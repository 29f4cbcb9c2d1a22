"""The tree of units on one day, held in memory and never out of date."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.organisation.models import RegisterVersion, Territory, Unit
from chengzhi.organisation.selectors import register_state, snapshot, today, trees
from chengzhi.organisation.selectors.trees import Snapshot, UnitRef
from tests.factories.organisation import make_unit
from tests.organisation.conftest import TODAY


def ref(number: int, parent: int | None = None, *codes: str) -> UnitRef:
    return UnitRef(
        id=number,
        code=f"u{number}",
        name=f"机构{number}",
        short_name="",
        kind="team",
        parent_id=parent,
        territory=codes,
    )


def tree(*units: UnitRef) -> Snapshot:
    children: dict[int | None, tuple[int, ...]] = {}
    for one in units:
        children[one.parent_id] = (*children.get(one.parent_id, ()), one.id)
    return Snapshot(TODAY, {one.id: one for one in units}, children)


FAMILY = tree(ref(1, None, "320613"), ref(2, 1, "320613001"), ref(3, 2), ref(4, 2, "320613001002"), ref(5, 1))


@pytest.mark.parametrize(("unit", "found"), [(1, {1, 2, 3, 4, 5}), (2, {2, 3, 4}), (3, {3}), (5, {5}), (9, set())])
def test_a_tree_holds_the_unit_and_all_below_it(unit: int, found: set[int]) -> None:
    assert FAMILY.tree(unit) == found


@pytest.mark.parametrize(("unit", "chain"), [(4, [4, 2, 1]), (1, [1]), (None, []), (9, [])])
def test_a_chain_leads_up_nearest_first(unit: int | None, chain: list[int]) -> None:
    assert [one.id for one in FAMILY.chain(unit)] == chain


@pytest.mark.parametrize(
    ("unit", "codes"),
    [(1, ("320613",)), (3, ("320613001",)), (4, ("320613001002",)), (5, ("320613",)), (9, ())],
)
def test_a_unit_answers_for_its_own_codes_or_for_those_of_the_nearest_superior(
    unit: int, codes: tuple[str, ...]
) -> None:
    assert FAMILY.territory(unit) == codes


def test_nobody_in_the_chain_with_codes_means_none() -> None:
    assert tree(ref(1), ref(2, 1)).territory(2) == ()


def test_a_ring_of_units_is_walked_once() -> None:
    ring = tree(ref(1, 2), ref(2, 1))
    assert ring.tree(1) == {1, 2}
    assert [one.id for one in ring.chain(1)] == [1, 2]


def test_a_superior_that_has_ended_stops_the_chain() -> None:
    assert [one.id for one in tree(ref(3, 7)).chain(3)] == [3]


@pytest.mark.parametrize(("short", "label"), [("城综办", "城综办"), ("", "机构1")])
def test_a_reference_shows_the_short_name_where_there_is_one(short: str, label: str) -> None:
    unit = UnitRef(id=1, code="u1", name="机构1", short_name=short, kind="team", parent_id=None, territory=())
    assert unit.label == label


def test_today_is_the_day_of_the_clock_of_the_house() -> None:
    assert today() == TODAY
    with clock.at(clock.now() + timedelta(days=1)):
        assert today() == TODAY + timedelta(days=1)


def test_the_units_of_a_day_are_those_in_force_then(district: Unit) -> None:
    gone = make_unit("老机构", parent=district, until=TODAY)
    coming = make_unit("新机构", parent=district, since=TODAY)
    assert gone.pk in snapshot(TODAY - timedelta(days=1)).units
    assert set(snapshot().units) == {district.pk, coming.pk}


def test_a_snapshot_holds_only_the_territories_of_its_day(district: Unit) -> None:
    Territory.objects.create(unit=district, division_code="320602", valid_from=date(2015, 1, 1), valid_to=TODAY)
    assert snapshot(TODAY - timedelta(days=1)).units[district.pk].territory == ("320602", "320613")
    assert snapshot().units[district.pk].territory == ("320613",)


def test_a_unit_without_territory_has_none_of_its_own(office: Unit) -> None:
    found = snapshot()
    assert found.units[office.pk].territory == ()
    assert found.territory(office.pk) == ("320613001",)


def test_the_first_reading_costs_two_queries_and_the_next_one(office: Unit, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        first = snapshot(date(2025, 5, 5))
    with django_assert_num_queries(1):
        assert snapshot(date(2025, 5, 5)) is first


def test_with_the_number_in_hand_nothing_is_asked(office: Unit, django_assert_num_queries: Any) -> None:
    number, _refreshed_on = register_state()
    held = snapshot(number=number)
    with django_assert_num_queries(0):
        assert snapshot(number=number) is held


def test_an_older_number_does_not_answer_from_memory(office: Unit) -> None:
    number, _refreshed_on = register_state()
    snapshot(number=number)
    fresh = make_unit("新班组", parent=office)
    assert fresh.pk in snapshot().units


def test_days_beyond_the_memory_push_out_the_old_ones(office: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "_held", held := {})
    for offset in range(trees.KEPT_DAYS + 3):
        snapshot(TODAY + timedelta(days=offset))
    assert 0 < len(held) <= trees.KEPT_DAYS


def test_a_register_without_its_row_has_the_number_nought(db: None) -> None:
    RegisterVersion.objects.all().delete()
    assert register_state() == (0, None)
