import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.driver import Load
from benchmarks.report import bulk_lines, faults_of, figures, memory_lines, table, write
from benchmarks.runs import Measured
from benchmarks.scenarios import Scenario
from benchmarks.server import Memory

NAMES = {"small": "city_10", "large": "city_1000"}
LOAD = Load(requests=1000, seconds=2.0, p50=5.0, p90=9.0, p99=20.0, max=30.0, faults=0, statuses={"200": 1000})


def measured(**rates: float) -> Measured:
    scenario = Scenario(name="case", label="案卷", least=450, make=lambda _city: [], floor="case")
    loads = {name: [replace(LOAD, requests=round(rate * 2))] for name, rate in rates.items()}
    return Measured(scenario, loads)


def row(**rates: float) -> dict[str, object]:
    return figures([measured(**rates)], NAMES)[0]


def test_a_row_compares_with_skeleton_and_small_city() -> None:
    found = row(skeleton=1000, city_10=600, city_1000=500)
    assert (found["rate"], found["ratio"], found["growth"]) == (500.0, 0.5, 1.2)


def test_what_has_no_like_in_the_skeleton_has_no_ratio() -> None:
    assert row(city_10=600, city_1000=500)["ratio"] is None


def test_the_middle_of_the_rounds_counts() -> None:
    one = measured(city_1000=500)
    one.loads["city_1000"] += [replace(LOAD, requests=100), replace(LOAD, requests=5000)]
    assert one.rate("city_1000") == 500.0


def test_a_row_that_reaches_everything_has_no_faults() -> None:
    assert faults_of(row(skeleton=1000, city_10=600, city_1000=500)) == []


@pytest.mark.parametrize(
    ("rates", "word"),
    [
        ({"skeleton": 1000, "city_10": 400, "city_1000": 400}, "450 wanted"),
        ({"skeleton": 2000, "city_10": 500, "city_1000": 500}, "of the skeleton"),
        ({"skeleton": 1000, "city_10": 900, "city_1000": 500}, "grows 1.8 times"),
    ],
)
def test_what_misses_a_target_is_said(rates: dict[str, float], word: str) -> None:
    assert any(word in one for one in faults_of(row(**rates)))


def test_a_slow_tail_is_said() -> None:
    one = measured(city_10=500, city_1000=500)
    one.loads["city_1000"] = [replace(LOAD, p99=151.0)]
    assert "p99 151.0 ms" in faults_of(figures([one], NAMES)[0])


def test_answers_without_success_are_said() -> None:
    one = measured(city_10=500, city_1000=500)
    one.loads["city_10"] = [replace(LOAD, statuses={"200": 990, "500": 10})]
    assert "10 answers without success" in faults_of(figures([one], NAMES)[0])


def test_the_table_has_a_line_for_each_row() -> None:
    lines = table([row(skeleton=1000, city_10=600, city_1000=500)]).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| 案卷 | 500.0 | 450 | 5.0 | 20.0 | 1000.0 | 0.5 | 600.0 | 1.2 | 0 | 无 |")
    assert {line.count("|") for line in lines} == {12}


def test_memory_and_bulk_are_told_line_by_line() -> None:
    assert "| city 1 | 200.0 | 150.0 |" in memory_lines({"city": [Memory(200.0, 150.0)]})
    assert "| 导入 | 812 |" in bulk_lines({"导入": 811.6})


def test_figures_are_kept_beside_the_cities(tmp_path: Path) -> None:
    write(tmp_path, {"scenarios": [row(city_10=1, city_1000=1)]}, "表\n")
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["scenarios"][0]["label"] == "案卷"
    assert (tmp_path / "result.md").read_text(encoding="utf-8") == "表\n"
