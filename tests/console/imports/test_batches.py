import pytest
from django.test import Client

from chengzhi.console.imports import batches
from chengzhi.console.imports.batches import access_batch, batches_for
from chengzhi.grid.models import ImportBatch
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import NotFound
from tests.console.imports.conftest import begun, collection, confirmed, feature, matched
from tests.factories.city import LAT, LON, City


@pytest.fixture
def batch(city: City, client: Client) -> ImportBatch:
    point = {"type": "Point", "coordinates": [LON, LAT]}
    token = begun(client, "parts", collection(feature(point, objcode="3206130101000009", objname="井盖")), "p.json")
    matched(client, token)
    confirmed(client, token)
    return ImportBatch.objects.get()


@pytest.mark.parametrize(
    ("rights", "is_seen"),
    [
        (("grid.part.manage",), True),
        (("grid.cell.manage",), False),
        (("grid.cell.manage", "grid.part.manage"), True),
        ((), False),
    ],
)
def test_batches_are_seen_by_those_who_may_import_their_kind(
    batch: ImportBatch, rights: tuple[str, ...], *, is_seen: bool
) -> None:
    viewer = Capacity(grants=dict.fromkeys(rights, Scope.CITY))
    assert batches_for(viewer) == ([batch] if is_seen else [])
    if is_seen:
        assert access_batch(viewer, batch.pk) == batch
        return
    with pytest.raises(NotFound):
        access_batch(viewer, batch.pk)


def test_only_the_latest_are_shown(batch: ImportBatch, keeper: Capacity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST", 0)
    assert batches_for(keeper) == []


def test_a_batch_that_is_none_is_not_found(keeper: Capacity) -> None:
    with pytest.raises(NotFound):
        access_batch(keeper, 999_999)
