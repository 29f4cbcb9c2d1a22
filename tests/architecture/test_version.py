"""One version: the module, the newest heading of the CHANGELOG and publiccode.yml agree."""

import re
from pathlib import Path

from chengzhi.version import VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == VERSION


def test_publiccode_states_this_version() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert re.search(rf'^softwareVersion: "?{re.escape(VERSION)}"?$', text, re.MULTILINE)
