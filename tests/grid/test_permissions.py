import re
from dataclasses import replace

import pytest
from django.utils import translation

from chengzhi.grid.permissions import Permission, demand, demand_any, prefixes, reaches
from chengzhi.kernel.access import SYSTEM, Scope, resident
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import permission
from tests.factories.grid import alice

CELL = "320613006001001"


@pytest.mark.parametrize("right", Permission)
def test_every_right_is_declared_with_its_words(right: Permission) -> None:
    assert permission(right) is right
    assert right.label
    assert right.plain
    assert right.ground


@pytest.mark.parametrize(
    ("territory", "scope", "expected"),
    [
        ("320613006", Scope.TERRITORY, True),
        ("320613006001001", Scope.TERRITORY, True),
        ("320613007", Scope.TERRITORY, False),
        ("320613007", Scope.CITY, True),
        ("320613007", Scope.UNIT, False),
        ("320613006", Scope.OWN, True),
    ],
)
def test_a_right_reaches_the_territory_and_the_city(territory: str, scope: Scope, *, expected: bool) -> None:
    capacity = alice(territory, grants={Permission.MANAGE_CELLS: scope})
    assert reaches(capacity, Permission.MANAGE_CELLS, CELL) is expected


def test_a_right_of_unit_scope_reaches_what_the_own_units_answer_for() -> None:
    capacity = alice("999999", grants={Permission.MANAGE_PARTS: Scope.UNIT})
    assert reaches(capacity, Permission.MANAGE_PARTS, CELL, frozenset({1, 9}))
    assert not reaches(capacity, Permission.MANAGE_PARTS, CELL, frozenset({9}))


def test_a_refusal_says_whether_the_right_or_the_territory_is_missing() -> None:
    with pytest.raises(Forbidden, match="不在您的管理范围"):
        demand(alice("999999"), Permission.MANAGE_CELLS, CELL)
    with pytest.raises(Forbidden, match="维护网格"):
        demand(alice(grants={}), Permission.MANAGE_CELLS, CELL)
    demand(SYSTEM, Permission.MANAGE_CELLS, CELL)


def test_an_import_needs_the_right_somewhere() -> None:
    demand_any(alice("999999"), Permission.MANAGE_CELLS)
    demand_any(SYSTEM, Permission.MANAGE_CELLS)
    with pytest.raises(Forbidden):
        demand_any(resident(), Permission.MANAGE_CELLS)


def test_a_viewer_reads_what_lies_under_the_prefixes() -> None:
    assert prefixes(SYSTEM) == ("",)
    assert prefixes(alice(grants={Permission.READ: Scope.CITY})) == ("",)
    assert prefixes(alice("320613006", "320613007")) == ("320613006", "320613007")
    assert prefixes(alice(grants={})) == ()


RIGHTS = [Permission.MANAGE_CELLS, Permission.MANAGE_PARTS, Permission.MANAGE_DUTIES, Permission.READ]


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("scope", list(Scope))
def test_every_right_reaches_the_own_territory_at_every_scope(right: Permission, scope: Scope) -> None:
    capacity = alice("320613006", grants={right: scope})
    demand(capacity, right, CELL)
    assert reaches(capacity, right, "320613007001001") is (scope is Scope.CITY)


@pytest.mark.parametrize("right", RIGHTS)
def test_one_right_is_not_another(right: Permission) -> None:
    others = {one: Scope.CITY for one in Permission if one is not right}
    assert not reaches(alice(grants=others), right, CELL)
    with pytest.raises(Forbidden, match=str(right.label)):
        demand_any(alice(grants=others), right)


@pytest.mark.parametrize("code", ["320613006", "320613006001", CELL, "320613006999"])
def test_a_territory_covers_everything_that_begins_with_it(code: str) -> None:
    assert reaches(alice("320613006"), Permission.MANAGE_CELLS, code)


@pytest.mark.parametrize("code", ["", "320613", "32061300", "320613060", "999999"])
def test_a_territory_covers_nothing_wider_or_beside(code: str) -> None:
    assert not reaches(alice("320613006"), Permission.MANAGE_CELLS, code)


@pytest.mark.parametrize("right", RIGHTS)
def test_refusals_are_english_on_an_english_screen(right: Permission) -> None:
    with translation.override("en"):
        for capacity in (alice("999999"), alice(grants={})):
            with pytest.raises(Forbidden) as refusal:
                demand(capacity, right, CELL)
            assert not re.search(r"[\u4e00-\u9fff]", str(refusal.value.message).partition("(")[0])


@pytest.mark.parametrize(
    ("territory", "bounds", "reached"),
    [
        (("320613006",), (), ("320613006",)),
        (("320613006",), ("320613",), ("320613006",)),
        (("320613",), ("320613006",), ("320613006",)),
        (("320613",), ("320613006", "320613007"), ("320613006", "320613007")),
        (("320613006", "320613007"), ("320613006",), ("320613006",)),
        (("320613006",), ("320613007",), ()),
        (("320613", "320613006"), ("320613006",), ("320613006",)),
    ],
)
def test_whoever_is_confined_reads_what_lies_in_both(
    territory: tuple[str, ...], bounds: tuple[str, ...], reached: tuple[str, ...]
) -> None:
    viewer = replace(alice(*territory), confines=bounds)
    assert prefixes(viewer) == reached


def test_confines_hold_against_the_widest_right_too() -> None:
    viewer = replace(alice(grants={Permission.READ: Scope.CITY}), confines=("320613006",))
    assert prefixes(viewer) == ("320613006",)
