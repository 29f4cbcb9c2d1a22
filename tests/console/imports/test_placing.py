from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.cases.services.intake import Told
from chengzhi.console.imports import placing, store
from chengzhi.console.imports.placing import Ground, marks_in
from chengzhi.console.imports.store import Job
from chengzhi.grid.models import CellVersion, GridRevision
from chengzhi.grid.selectors.index import doubt_index
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Box, Datum, from_wgs84
from tests.factories.city import LAT, LON, City

WORLD = Box(-180, -90, 180, 90)
FAR = (121.5, 31.2)


@pytest.fixture
def job(keeper: Capacity, media: Path) -> Job:
    return store.receive(kind="reports", upload=SimpleUploadedFile("x.csv", b"a,b"), capacity=keeper)


def told(lon: float | None = LON, lat: float | None = LAT) -> Told:
    return Told(channel="import", words="垃圾", category_id=None, lon=lon, lat=lat)


def ground_of(*places: tuple[float | None, float | None], datum: Datum = Datum.CGCS2000) -> Ground:
    ground = Ground(datum.value)
    ground.take([(number, told(*place)) for number, place in enumerate(places, start=2)])
    return ground


def test_rows_are_counted_by_where_they_lie(job: Job) -> None:
    facts = ground_of((LON, LAT), FAR, (None, None)).keep(job)
    assert {name: facts[name] for name in ("placed", "unplaced", "inside", "beyond", "outside", "has_cells")} == {
        "placed": 2, "unplaced": 1, "inside": 1, "beyond": 1, "outside": [3], "has_cells": True,
    }  # fmt: skip
    assert "CGCS2000" in facts["datum"]


def test_the_map_opens_over_the_rows_inside(job: Job) -> None:
    assert ground_of((LON, LAT), FAR).keep(job)["view"] == [LON, LAT, 14.0]


def test_with_every_row_outside_it_opens_over_all(job: Job) -> None:
    lon, lat, zoom = ground_of(FAR, (121.7, 31.4)).keep(job)["view"]
    assert (lon, lat) == (121.6, 31.3)
    assert zoom < 12


@pytest.mark.parametrize("places", [[], [(None, None)]])
def test_without_a_position_there_is_no_map(job: Job, places: list[tuple[None, None]]) -> None:
    facts = ground_of(*places).keep(job)
    assert (facts["placed"], facts["unplaced"], facts["view"]) == (0, len(places), [])
    assert marks_in(job, WORLD, 12) == []


def test_only_the_first_rows_outside_are_named(job: Job) -> None:
    facts = ground_of(*[FAR] * 30).keep(job)
    assert (facts["beyond"], facts["outside"]) == (30, list(range(2, 12)))


def test_without_cells_nothing_is_said_to_be_inside(job: Job) -> None:
    CellVersion.objects.all().delete()
    GridRevision.objects.all().delete()
    doubt_index()
    assert ground_of((LON, LAT)).keep(job)["has_cells"] is False


def test_positions_of_another_datum_are_put_right(job: Job) -> None:
    ground_of(tuple(from_wgs84(LON, LAT, Datum.GCJ02)), datum=Datum.GCJ02).keep(job)
    (mark,) = marks_in(job, WORLD, 15)
    assert mark["geometry"]["coordinates"] == pytest.approx([LON, LAT], abs=1e-6)


def test_marks_follow_the_extent(job: Job) -> None:
    ground_of((LON, LAT), FAR).keep(job)
    near = Box(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)
    assert [one["properties"]["name"] for one in marks_in(job, near, 15)] == ["第 2 行"]


def test_too_many_marks_are_put_in_groups_that_add_up(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MOST_MARKS", 10)
    ground_of(*[(LON, LAT)] * 20, *[FAR] * 5).keep(job)
    groups = marks_in(job, WORLD, 8)
    found = sorted((one["properties"]["count"], one["properties"]["late"]) for one in groups)
    assert found == [(5, 5), (20, 0)]
    assert {one["properties"]["kind"] for one in groups} == {"group"}


def test_twenty_thousand_rows_come_as_few_groups(job: Job) -> None:
    random = np.random.default_rng(7)
    table = np.column_stack(
        [np.arange(20_000), random.uniform(120.7, 121, 20_000), random.uniform(31.9, 32.1, 20_000), np.ones(20_000)]
    )
    np.save(job.folder / placing.FILE, table)
    groups = marks_in(job, WORLD, 11)
    assert sum(one["properties"]["count"] for one in groups) == 20_000
    assert len(groups) < placing.MOST_MARKS


def test_a_file_without_positions_kept_shows_nothing(job: Job, city: City) -> None:
    assert marks_in(job, WORLD, 12) == []
