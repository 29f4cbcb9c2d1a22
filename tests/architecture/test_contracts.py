"""Imports point downwards only: the contracts of .importlinter hold, and cover every room."""

import configparser
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "chengzhi"
DELIVERY = {"console", "portal", "field", "api", "operations"}
OUTSIDE = {"config", "locale", "static", "templates", "kernel"}


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def rooms() -> set[str]:
    return {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()} - OUTSIDE


def test_every_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_has_its_floor() -> None:
    layers = contracts()["importlinter:contract:rooms"]["layers"]
    missing = [room for room in rooms() if f"chengzhi.{room}" not in layers]
    assert missing == []


def test_every_room_keeps_its_inner_order_and_its_permissions() -> None:
    found = contracts()
    inside = found["importlinter:contract:inside"]["containers"].split()
    assert {f"chengzhi.{room}" for room in rooms() - DELIVERY} == set(inside)
    for room in rooms() - DELIVERY:
        for module, kind in (("permissions", "rights"), ("procedure", "procedure")):
            has_it = any((SOURCE / room).glob(f"{module}*"))
            assert has_it is (f"importlinter:contract:{kind}-{room}" in found), f"{room}.{module}"
