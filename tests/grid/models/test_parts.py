"""The register of parts: what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.grid.models import Cell, Part, PartChange
from chengzhi.grid.services import PartFacts, register_part
from chengzhi.kernel.access import SYSTEM, Capacity
from tests.factories.grid import SINCE, middle

DAY = date(2024, 3, 1)

CODE = "3206130137000001"

LAMP = PartFacts(name="路灯", owner_name="城市照明管理处", source="普查")


def register(capacity: Capacity = SYSTEM, **given: Any) -> Part:
    lon, lat = given.pop("at", middle(0, 1))
    facts = {"code": CODE, "lon": lon, "lat": lat, "facts": LAMP, "effective_on": DAY} | given
    return register_part(capacity=capacity, **facts)


@pytest.mark.parametrize(
    "wrong", [{"code": "1"}, {"category_code": "x"}, {"state": "gone"}, {"lon": 200}, {"valid_to": SINCE}]
)
def test_the_database_refuses_a_part_that_cannot_be(cells: list[Cell], wrong: dict[str, Any]) -> None:
    facts = {"code": CODE, "category_code": "0137", "name": "x", "lon": 120, "lat": 32, "valid_from": SINCE}
    with pytest.raises(IntegrityError):
        Part.objects.create(**{**facts, "changed_on": SINCE, **wrong})


FACTS: dict[str, Any] = {
    "code": CODE,
    "category_code": "0137",
    "name": "路灯",
    "lon": 120.86,
    "lat": 32.01,
    "valid_from": SINCE,
    "changed_on": SINCE,
}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("part_code_shape", {"code": "320613013700001"}),
        ("part_code_shape", {"code": "32061301370000x1"}),
        ("part_category_shape", {"category_code": "137"}),
        ("part_state_known", {"state": "gone"}),
        ("part_on_earth", {"lon": 180.1}),
        ("part_on_earth", {"lat": -90.1}),
        ("part_ends_after_it_begins", {"valid_to": SINCE}),
    ],
)
def test_each_rule_of_a_part_has_its_constraint(db: None, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Part.objects.create(**{**FACTS, **changes})


@pytest.mark.parametrize(("lon", "lat"), [(-180, -90), (180, 90), (0, 0), (120.86, 32.01)])
def test_the_point_follows_the_degrees(db: None, lon: float, lat: float) -> None:
    part = Part.objects.create(**{**FACTS, "lon": lon, "lat": lat})
    part.refresh_from_db()
    assert part.point == (lon, lat)


def test_a_part_is_called_by_name_and_code() -> None:
    assert str(Part(name="路灯", code=CODE)) == f"路灯 {CODE}"


def test_a_part_of_an_unknown_kind_of_change_is_refused(db: None) -> None:
    part = Part.objects.create(**FACTS)
    with pytest.raises(IntegrityError, match="part_change_kind_known"), transaction.atomic():
        PartChange.objects.create(part=part, kind="stolen")


def test_a_part_outside_every_cell_stands_all_the_same(db: None) -> None:
    part = Part.objects.create(**FACTS)
    assert (part.cell, part.state, part.owner_name) == (None, "intact", "")


def test_a_cell_with_parts_is_not_removed(cells: list[Cell]) -> None:
    Part.objects.create(**FACTS, cell=cells[0])
    with pytest.raises(ProtectedError):
        cells[0].delete()


def test_a_part_takes_its_changes_along(db: None) -> None:
    part = Part.objects.create(**FACTS)
    PartChange.objects.create(part=part, kind="registered")
    part.delete()
    assert not PartChange.objects.exists()
