import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.console.registers.grid import shapes
from chengzhi.console.registers.grid.shapes import bounds_of, neighbourhood, read_boundary, view_of
from chengzhi.grid.models import Cell
from chengzhi.kernel.errors import BadInput
from tests.factories.city import LAT, LON, City
from tests.factories.grid import make_grid, polygon, square

RING = polygon((120.0, 31.0), (120.2, 31.0), (120.2, 31.1), (120.0, 31.1))


def feature(geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def collection(*found: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [feature(one) for one in found]})


def fault_of(text: str, upload: Any = None) -> str:
    with pytest.raises(BadInput) as refused:
        read_boundary(text, upload, "cgcs2000")
    assert list(refused.value.errors) == ["boundary"]
    return "".join(refused.value.errors["boundary"])


def test_bounds_are_west_south_east_north() -> None:
    assert bounds_of(RING) == (120.0, 31.0, 120.2, 31.1)


def test_bounds_span_all_parts_of_several_areas() -> None:
    parts = [RING["coordinates"], [[[119.0, 30.0], [119.1, 30.0], [119.1, 30.1], [119.0, 30.0]]]]
    assert bounds_of({"type": "MultiPolygon", "coordinates": parts}) == (119.0, 30.0, 120.2, 31.1)


def test_a_view_stands_in_the_middle() -> None:
    view = view_of(RING)
    assert (view.lon, view.lat) == (120.1, 31.05)


@pytest.mark.parametrize(("edge", "zoom"), [(0.2, 10.5), (0.02, 13.8), (0.002, 17.0), (0.0000001, 17.0), (20, 3.9)])
def test_a_view_is_as_near_as_the_area_is_small(edge: float, zoom: float) -> None:
    ring = polygon((120.0, 31.0), (120.0 + edge, 31.0), (120.0 + edge, 31.0 + edge))
    assert view_of(ring).zoom == pytest.approx(zoom, abs=0.15)


def test_a_cell_is_drawn_before_those_around_it(db: None) -> None:
    cells = make_grid()
    found = neighbourhood(cells[0])["features"]
    assert found[0]["properties"]["code"] == cells[0].code
    assert found[0]["properties"]["value"] == shapes.CHOSEN
    assert {one["properties"]["code"] for one in found} == {cell.code for cell in cells}


def test_a_cell_without_a_name_is_called_by_its_code(db: None) -> None:
    cell = make_grid()[0]
    Cell.objects.filter(pk=cell.pk).update(name="")
    cell.refresh_from_db()
    assert neighbourhood(cell)["features"][0]["properties"]["name"] == cell.code


@pytest.mark.parametrize("text", [json.dumps(RING), json.dumps(feature(RING)), collection(RING)])
def test_a_boundary_is_read_however_it_is_wrapped(text: str) -> None:
    found = read_boundary(text, None, "cgcs2000")
    assert found["type"] == "Polygon"
    assert bounds_of(found) == pytest.approx((120.0, 31.0, 120.2, 31.1))


def test_another_datum_is_turned_into_ours() -> None:
    moved = bounds_of(read_boundary(json.dumps(RING), None, "gcj02"))
    assert moved != pytest.approx((120.0, 31.0, 120.2, 31.1), abs=1e-4)
    assert moved == pytest.approx((120.0, 31.0, 120.2, 31.1), abs=0.02)


def test_a_file_is_read_before_what_was_pasted() -> None:
    upload = SimpleUploadedFile("x.geojson", json.dumps(RING).encode())
    assert read_boundary("nonsense", upload, "cgcs2000")["type"] == "Polygon"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_at_all_is_refused(text: str) -> None:
    assert fault_of(text) == "没有边界。请粘贴 GeoJSON，或选一个文件。"


@pytest.mark.parametrize(("count", "given"), [(0, []), (2, [RING, RING])])
def test_there_must_be_exactly_one_area(count: int, given: list[Any]) -> None:
    assert fault_of(collection(*given))


def test_two_areas_are_counted_in_the_refusal() -> None:
    assert "要正好一个面，文件里有 2 个" in fault_of(collection(RING, square(0, 0)))


@pytest.mark.parametrize("text", ["{", "[]", '"x"', '{"type":"Nothing"}', "PK\x03\x04", "<svg/>"])
def test_what_is_no_map_is_refused_in_words(text: str) -> None:
    assert fault_of(text).endswith("。")


def test_what_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "LARGEST", 10)
    assert "超过 4 MB" in fault_of(json.dumps(RING))
    assert "超过 4 MB" in fault_of("", SimpleUploadedFile("x.geojson", json.dumps(RING).encode()))


def test_the_cell_of_the_miniature_lies_where_it_is(city: City) -> None:
    view = view_of(Cell.objects.get().boundary)
    assert (view.lon, view.lat) == (LON, LAT)
