"""Everything that changes lies under one folder."""

from pathlib import Path

import pytest

from chengzhi.operations.layout import Layout, here


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("data", "pg"),
        ("logs", "log"),
        ("stamp", "run/prepared.json"),
        ("demo_lock", "run/demo.lock"),
        ("sign_ins", "demo-signins.json"),
    ],
)
def test_each_thing_has_its_place(layout: Layout, tmp_path: Path, name: str, inside: str) -> None:
    assert getattr(layout, name) == tmp_path / inside


def test_each_part_has_a_log_of_its_own(layout: Layout) -> None:
    assert layout.log("web") == layout.logs / "web.log"
    assert layout.log("web") != layout.log("worker")


def test_this_installation_lies_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path / "cz"))
    assert here() == Layout(tmp_path / "cz")


def test_naming_a_place_makes_nothing(layout: Layout, tmp_path: Path) -> None:
    assert not layout.stamp.exists()
    assert list(tmp_path.iterdir()) == []
