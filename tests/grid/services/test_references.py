"""Who above this room refers to cells."""

from collections.abc import Collection

import pytest

from chengzhi.grid.services import references, register_cell_counter
from chengzhi.grid.services.references import uses_of_cells


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_counters", [])


def test_where_nobody_asks_nothing_is_used() -> None:
    assert uses_of_cells(["320613006001001"]) == []


@pytest.mark.parametrize(("count", "told"), [(0, []), (1, ["案卷 1"]), (312, ["案卷 312"])])
def test_a_use_is_told_with_its_number(count: int, told: list[str]) -> None:
    register_cell_counter("案卷", lambda _codes: count)
    assert uses_of_cells(["320613006001001"]) == told


def test_every_counter_is_asked_with_all_codes() -> None:
    asked: list[Collection[str]] = []

    def counter(codes: Collection[str]) -> int:
        asked.append(codes)
        return len(codes)

    register_cell_counter("案卷", counter)
    register_cell_counter("任务", counter)
    assert uses_of_cells(["1", "2"]) == ["案卷 2", "任务 2"]
    assert asked == [["1", "2"]] * 2


def test_no_codes_are_not_asked_about() -> None:
    register_cell_counter("案卷", lambda _codes: 1 // 0)
    assert uses_of_cells([]) == []
