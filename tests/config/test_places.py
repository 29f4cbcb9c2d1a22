"""Where the house keeps what changes."""

from pathlib import Path

import pytest

from chengzhi.config import places
from chengzhi.config.places import var_folder


def test_the_folder_of_data_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path))
    assert var_folder() == tmp_path
    monkeypatch.delenv("CHENGZHI_VAR")
    assert var_folder().name == "var"


def test_an_installed_package_keeps_its_data_under_the_present_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHENGZHI_VAR", raising=False)
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "lib" / "site-packages" / "chengzhi")
    monkeypatch.chdir(tmp_path)
    assert var_folder() == tmp_path / "var"


def test_a_relative_folder_is_taken_from_where_the_command_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHENGZHI_VAR", "data")
    assert var_folder() == tmp_path / "data"
