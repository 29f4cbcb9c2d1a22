from typing import Any

import pytest
from django.test import Client

from chengzhi.console.imports import store
from chengzhi.console.imports.maps import layer_fields
from chengzhi.grid.models import Cell, ImportBatch, Part
from chengzhi.kernel.access import Capacity
from tests.console.imports.conftest import begun, collection, confirmed, feature, matched, url
from tests.factories.city import LAT, LON, City
from tests.factories.grid import polygon
from tests.support.pages import in_english, main_of, untranslated


def test_cells_come_in_and_go_out_as_a_batch(city: City, client: Client) -> None:
    west = LON + 0.02
    ring = polygon((west, LAT), (west + 0.01, LAT), (west + 0.01, LAT + 0.01), (west, LAT + 0.01))
    good = feature(ring, BGCODE="320613006001002", bgname="二号网格", grade="A")
    bad = feature(ring, BGCODE="123", bgname="坏", grade="特类")
    page = matched(client, token := begun(client, "cells", collection(good, bad), "网格.geojson"))
    assert page.context["counts"]["refused"] == 1
    confirmed(client, token)
    batch = ImportBatch.objects.get()
    assert Cell.objects.filter(code="320613006001002").exists()
    assert "撤回" in client.get(url("imports")).content.decode()
    assert client.post(url("batch_withdraw", batch.pk)).status_code == 302
    assert not Cell.objects.filter(code="320613006001002").exists()
    assert client.post(url("batch_withdraw", batch.pk)).status_code == 422


def test_cells_that_overlap_are_named(city: City, client: Client) -> None:
    ring = polygon((LON, LAT), (LON + 0.03, LAT), (LON + 0.03, LAT + 0.03), (LON, LAT + 0.03))
    page = matched(client, begun(client, "cells", collection(feature(ring, code="320613006001002")), "x.geojson"))
    assert "重叠" in page.content.decode()
    assert client.get(url("import_confirm", page.context["job"].token)).status_code == 302


def test_parts_come_in(city: City, client: Client) -> None:
    point = {"type": "Point", "coordinates": [LON, LAT]}
    token = begun(client, "parts", collection(feature(point, objcode="3206130101000009", objname="井盖")), "p.json")
    matched(client, token)
    confirmed(client, token)
    assert Part.objects.get().name == "井盖"


POINT = {"type": "Point", "coordinates": [LON, LAT]}
PROJECTED = {"type": "Point", "coordinates": [40_511_000.0, 3_543_000.0]}


def part(code: str = "3206130101000009", **facts: Any) -> dict[str, Any]:
    return feature(POINT, **{"objcode": code, "objname": "井盖", **facts})


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"objcode": "1", "objname": "x"}, {"code": "objcode", "name": "objname"}),
        ({"部件编码": "1"}, {}),
    ],
)
def test_columns_are_proposed_by_their_names(
    city: City, client: Client, columns: dict[str, str], found: dict[str, str]
) -> None:
    token = begun(client, "parts", collection(feature(POINT, **columns)), "p.json")
    suggested = client.get(url("import_columns", token)).context["form"].initial
    assert {key: suggested.get(f"map_{key}") for key in found} == found


def test_columns_and_samples_of_a_map_are_noted(city: City, client: Client) -> None:
    token = begun(client, "parts", collection(part(note="长" * 99)), "p.json")
    job = store.load(token)
    assert {"objcode", "objname", "note"} <= set(job.columns)
    assert job.samples[0]["note"] == "长" * 40


def test_the_second_file_of_the_same_parts_changes_nothing(city: City, client: Client) -> None:
    for counts in ({"new": 1, "same": 0}, {"new": 0, "same": 1}):
        page = matched(client, token := begun(client, "parts", collection(part()), "p.json"))
        assert {key: page.context["counts"][key] for key in counts} == counts
        if counts["new"]:
            confirmed(client, token)


def test_a_changed_part_shows_before_and_after(city: City, client: Client) -> None:
    token = begun(client, "parts", collection(part()), "p.json")
    matched(client, token)
    confirmed(client, token)
    page = matched(client, begun(client, "parts", collection(part(objname="污水井盖")), "p.json"))
    assert page.context["counts"]["changed"] == 1
    assert "污水井盖" in main_of(page)


@pytest.mark.parametrize("code", ["", "12", "x" * 16, "9906130101000009"])
def test_a_part_with_a_code_that_is_none_is_refused_alone(city: City, client: Client, code: str) -> None:
    page = matched(client, begun(client, "parts", collection(part(), part(code)), "p.json"))
    assert page.context["counts"]["new"] == 1
    assert page.context["counts"]["refused"] == 1


def test_the_datum_moves_what_comes_in(city: City, client: Client) -> None:
    token = begun(client, "parts", collection(part()), "p.json")
    matched(client, token, datum="gcj02")
    confirmed(client, token)
    assert Part.objects.get().lon != pytest.approx(LON, abs=1e-4)


def test_what_was_imported_says_what_came_in_and_can_be_withdrawn(city: City, client: Client) -> None:
    token = begun(client, "parts", collection(part(), part("12")), "p.json")
    matched(client, token)
    page = confirmed(client, token)
    report = page.context["report"]
    assert (report["good"], report["rows"], report["counts"]["refused"]) == (1, 2, 1)
    assert report["batch"] == ImportBatch.objects.get().pk


def test_cells_ask_for_their_document(city: City, client: Client) -> None:
    ring = polygon((LON + 0.02, LAT), (LON + 0.03, LAT), (LON + 0.03, LAT + 0.01), (LON + 0.02, LAT + 0.01))
    token = begun(client, "cells", collection(feature(ring, BGCODE="320613006001002", grade="A")), "c.json")
    form = client.get(url("import_columns", token)).context["form"]
    assert [field.name for field in form.option_rows()] == ["datum", "crs", "effective_on", "document"]
    matched(client, token, document="测绘成果2026")
    confirmed(client, token)
    assert Cell.objects.get(code="320613006001002").versions.get().document == "测绘成果2026"


def test_an_unknown_projection_fails_with_its_reason(city: City, client: Client) -> None:
    token = begun(client, "parts", collection(part()), "p.json")
    page = matched(client, token, crs="EPSG:999999")
    assert store.load(token).stage == "failed"
    assert "什么都没有写入" in main_of(page)


@pytest.mark.parametrize("kind", ["cells", "parts"])
def test_every_step_of_a_map_opens_in_english(city: City, client: Client, kind: str) -> None:
    in_english(client)
    assert untranslated(client.get(url("import_start", kind))) == set()
    token = begun(client, kind, collection(part()), "p.json")
    assert untranslated(client.get(url("import_columns", token)), "井盖") == set()


def test_layers_of_a_file_with_several_are_chosen(city: City, client: Client, keeper: Capacity) -> None:
    job = store.load(begun(client, "parts", collection(part()), "p.json"))
    assert "layer" not in layer_fields(job, keeper)
    job.layers = ["部件", "注记"]
    assert [key for key, _label in layer_fields(job, keeper)["layer"].choices] == ["部件", "注记"]
