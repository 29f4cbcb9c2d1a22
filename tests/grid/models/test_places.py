"""Landmarks: what the database refuses, and what becomes of them with their cell."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.grid.enums import PlaceKind
from chengzhi.grid.models import Cell, Place

FACTS: dict[str, Any] = {"name": "学田菜场", "kind": "market", "lon": 120.86, "lat": 32.01}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("place_kind_known", {"kind": "volcano"}),
        ("place_on_earth", {"lon": 181}),
        ("place_on_earth", {"lat": 91}),
    ],
)
def test_each_rule_of_a_place_has_its_constraint(db: None, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Place.objects.create(**{**FACTS, **changes})


def test_a_place_stands_once_but_its_name_may_be_elsewhere(db: None) -> None:
    Place.objects.create(**FACTS)
    Place.objects.create(**{**FACTS, "lon": 120.9})
    with pytest.raises(IntegrityError, match="place_once"), transaction.atomic():
        Place.objects.create(**FACTS)


@pytest.mark.parametrize("kind", PlaceKind)
def test_a_place_of_every_kind_can_stand(db: None, kind: PlaceKind) -> None:
    place = Place.objects.create(**{**FACTS, "kind": kind})
    place.refresh_from_db()
    assert (str(place), place.point) == ("学田菜场", (120.86, 32.01))


def test_a_place_outlives_its_cell(cells: list[Cell]) -> None:
    place = Place.objects.create(**FACTS, cell=cells[0])
    cells[0].delete()
    place.refresh_from_db()
    assert place.cell is None
