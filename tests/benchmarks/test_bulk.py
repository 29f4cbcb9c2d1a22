import csv
from pathlib import Path

from benchmarks.bulk import HEADS, write_reports
from chengzhi.cases.services.imports import known_mapping


def written(path: Path, rows: int = 5) -> list[dict[str, str]]:
    write_reports(path, [[120.9, 32.0, "任港路"]], ["路灯"], rows=rows)
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_column_of_the_file_is_known_to_the_import() -> None:
    assert sorted(known_mapping(HEADS).columns.values()) == sorted(HEADS)


def test_the_file_holds_as_many_rows_as_asked(tmp_path: Path) -> None:
    assert len(written(tmp_path / "reports.csv", 7)) == 7


def test_references_are_new_in_every_file(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name) for name in ("a.csv", "b.csv"))
    references = {row["编号"] for row in first + second}
    assert len(references) == 10


def test_reports_lie_near_the_spots_of_the_city(tmp_path: Path) -> None:
    for row in written(tmp_path / "reports.csv"):
        assert abs(float(row["经度"]) - 120.9) < 0.01
        assert abs(float(row["纬度"]) - 32.0) < 0.01
