"""The page of settings is in step with what the source reads."""

from pathlib import Path

from chengzhi.config import reference
from chengzhi.config.described import DESCRIPTIONS, SECTIONS

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_that_is_read_is_described_and_no_other() -> None:
    read = {one.name for one in reference.readings()}
    assert read == set(DESCRIPTIONS) == {name for names in SECTIONS.values() for name in names}


def test_the_page_is_fresh() -> None:
    kept = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert kept == reference.page(), "run: make docs"


def test_readers_agree_on_the_kind_and_the_default_of_a_setting() -> None:
    seen: dict[str, set[tuple[str, str]]] = {}
    for one in reference.readings():
        seen.setdefault(one.name, set()).add((one.kind, one.default))
    assert {name: kinds for name, kinds in seen.items() if len(kinds) > 1} == {}
