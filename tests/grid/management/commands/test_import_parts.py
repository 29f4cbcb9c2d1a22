"""Parts come in from the command line."""

from pathlib import Path

from django.core.management import call_command

from chengzhi.grid.models import Cell, Part
from tests.factories.grid import middle
from tests.factories.layers import write_features


def test_parts_come_in(cells: list[Cell], tmp_path: Path) -> None:
    lamp = {"id": "3206130137000001", "name": "路灯"}
    path = write_features(tmp_path / "parts.geojson", [(lamp, {"type": "Point", "coordinates": list(middle(0, 1))})])
    call_command("import_parts", str(path), "--map", "code=id")
    assert Part.objects.get().cell == cells[0]
