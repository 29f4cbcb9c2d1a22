"""The records of decisions: numbered once, short, with a state, and all of them in the index."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "adr"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))


def title(record: Path) -> str:
    return record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_is_short_and_says_its_state(record: Path) -> None:
    lines = record.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {record.name[:4]} ")
    assert any(re.fullmatch(r"- 状态：(采用|放弃|被 \d{4} 取代)", line) for line in lines[:6])
    assert any(re.fullmatch(r"- 日期：\d{4}-\d\d-\d\d", line) for line in lines[:6])
    assert 10 <= len(lines) <= 45


def test_numbers_are_used_once() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert len(numbers) == len(set(numbers))


def test_the_index_lists_every_record() -> None:
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [(title(record), record.name) for record in RECORDS]
