"""Vendored files are those that were fetched, and every icon named anywhere is in the sprite."""

import json
import re
from pathlib import Path

import pytest
from tools import vendor

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "chengzhi"
ICON = re.compile(r'\{% icon "([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"')


def test_vendored_files_agree_with_the_manifest() -> None:
    assert vendor.faults() == []


def test_the_manifest_names_pinned_versions_and_licences_and_no_host() -> None:
    text = vendor.MANIFEST.read_text(encoding="utf-8")
    entries = json.loads(text)
    pinned = {(package.name, package.version, package.licence) for package in vendor.PACKAGES}
    assert {(entry["name"], entry["version"], entry["licence"]) for entry in entries} == pinned
    assert "://" not in text


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A small folder with a manifest of one file."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.js").write_bytes(b"export {};\n")
    entry = {"file": "lib/a.js", "sha256": vendor.digest(b"export {};\n")}
    (tmp_path / "manifest.json").write_text(json.dumps([entry]), encoding="utf-8")
    return tmp_path


def test_an_untouched_folder_has_no_faults(copied: Path) -> None:
    assert vendor.faults(copied) == []


def test_a_changed_file_is_reported(copied: Path) -> None:
    (copied / "lib" / "a.js").write_bytes(b"alert(1);\n")
    assert vendor.faults(copied) == ["lib/a.js was changed after it was fetched"]


def test_files_missing_or_not_listed_are_reported(copied: Path) -> None:
    (copied / "lib" / "a.js").rename(copied / "lib" / "b.js")
    assert vendor.faults(copied) == ["lib/a.js is listed but missing", "lib/b.js is not listed"]


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    sprite = (vendor.VENDOR / "tabler-icons" / "sprite.svg").read_text(encoding="utf-8")
    present = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        first or second
        for path in PACKAGE.rglob("templates/**/*.html")
        for first, second in ICON.findall(path.read_text(encoding="utf-8"))
    }
    assert named - present == set()


def test_no_template_carries_inline_style_or_script() -> None:
    forbidden = re.compile(
        r'\sstyle=|\son[a-z]+="|hx-on|<script(?![^>]*\b(?:src|type="application/json")=?)|javascript:'
    )
    found = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for path in PACKAGE.rglob("templates/**/*.html")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_own_scripts_stay_small_and_hold_no_chinese() -> None:
    scripts = list((PACKAGE / "static" / "cz").glob("*.js"))
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert max(sizes.values()) < 150
    assert sum(sizes.values()) <= 1500
    assert not [path.name for path in scripts if re.search(r"[\u4e00-\u9fff]", path.read_text(encoding="utf-8"))]
