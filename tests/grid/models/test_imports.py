"""Batches of imports: what the database refuses, and what keeps them."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.grid.models import Cell, CellVersion, ImportBatch
from tests.factories.grid import SINCE

FACTS: dict[str, Any] = {
    "kind": "cells",
    "filename": "网格.gpkg",
    "sha256": "0" * 64,
    "datum": "wgs84",
    "effective_on": SINCE,
}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("import_batch_kind_known", {"kind": "dreams"}),
        ("import_batch_digest_shape", {"sha256": "0" * 63}),
        ("import_batch_digest_shape", {"sha256": "G" * 64}),
    ],
)
def test_each_rule_of_a_batch_has_its_constraint(db: None, constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ImportBatch.objects.create(**{**FACTS, **changes})


def test_a_fresh_batch_refused_nothing_and_was_not_withdrawn(db: None) -> None:
    batch = ImportBatch.objects.create(**FACTS)
    assert (batch.counts, batch.refused, batch.withdrawn_at, batch.withdrawn_by) == ({}, [], None, "")


def test_a_batch_is_kept_as_long_as_what_it_brought(cells: list[Cell]) -> None:
    batch = ImportBatch.objects.create(**FACTS)
    CellVersion.objects.filter(cell=cells[0]).update(batch=batch)
    with pytest.raises(ProtectedError):
        batch.delete()
