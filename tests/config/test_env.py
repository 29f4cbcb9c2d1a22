from pathlib import Path

import pytest

from chengzhi.config import env
from chengzhi.config.env import SettingError


def test_a_missing_variable_gives_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CZ_X", raising=False)
    assert (env.text("CZ_X", "a"), env.number("CZ_X", 3), env.flag("CZ_X"), env.words("CZ_X", "a, b,")) == (
        "a",
        3,
        False,
        ["a", "b"],
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("yes", True), ("1", True), ("TRUE", True), ("no", False), ("", False)]
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, *, expected: bool) -> None:
    monkeypatch.setenv("CZ_X", value)
    assert env.flag("CZ_X", default=True) is expected


@pytest.mark.parametrize(("reader", "value"), [(env.number, "many"), (env.flag, "perhaps")])
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, reader: object, value: str) -> None:
    monkeypatch.setenv("CZ_X", value)
    with pytest.raises(SettingError, match=f"CZ_X='{value}'"):
        env.number("CZ_X", 0) if reader is env.number else env.flag("CZ_X")


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    monkeypatch.setenv("CZ_X", "in the open")
    monkeypatch.setenv("CZ_X_FILE", str(file))
    assert env.text("CZ_X") == "s3cret"


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CZ_X_FILE", "/none")
    with pytest.raises(SettingError, match="CZ_X_FILE='/none'"):
        env.text("CZ_X")
