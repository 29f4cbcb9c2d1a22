from django.test import Client

from chengzhi.grid.models import Cell, ImportBatch, Part
from tests.console.imports.conftest import begun, collection, confirmed, feature, matched, url
from tests.factories.city import LAT, LON, City
from tests.factories.grid import polygon


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
