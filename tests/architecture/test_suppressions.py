"""What was told to be quiet: few, each with its code and its reason, and never more than the house allows itself."""

import re
from collections import Counter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "chengzhi"
FILES = {path.relative_to(SOURCE): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
# Per thousand lines of source that are not blank.
MOST_IGNORED, MOST_NOQA = 0.5, 1.0
MARKS = {"type: ignore": re.compile(r"#\s*type:\s*ignore(.*)"), "noqa": re.compile(r"#\s*noqa(.*)")}
REASONED = {
    "type: ignore": re.compile(r"^\[[a-z-]+(, ?[a-z-]+)*\]\s+#\s+\S.{3,}"), "noqa": re.compile(r"^: [A-Z]+\d+(, ?[A-Z]+\d+)*\s+\S.{3,}"),
}  # fmt: skip
NOT_COVERED = re.compile(r"#\s*pragma:\s*no cover")


def thousands() -> float:
    return sum(1 for text in FILES.values() for line in text.splitlines() if line.strip()) / 1000


def found(kind: str) -> list[tuple[str, str]]:
    return [(str(path), rest) for path, text in FILES.items() for rest in MARKS[kind].findall(text)]


@pytest.mark.parametrize(("kind", "most"), [("type: ignore", MOST_IGNORED), ("noqa", MOST_NOQA)])
def test_there_are_few(kind: str, most: float) -> None:
    by_file = Counter(path for path, _rest in found(kind))
    assert len(found(kind)) <= most * thousands(), by_file.most_common(10)


def test_each_has_its_code_and_its_reason() -> None:
    bare = [f"{path}: # {kind}{rest}" for kind in MARKS for path, rest in found(kind) if not REASONED[kind].match(rest)]
    assert bare == []


def test_nothing_is_kept_out_of_the_coverage() -> None:
    assert [str(path) for path, text in FILES.items() if NOT_COVERED.search(text)] == []


def test_no_file_and_no_function_is_too_long() -> None:
    long = {str(path): len(text.splitlines()) for path, text in FILES.items() if "migrations" not in path.parts}
    assert {path: length for path, length in long.items() if length > 400} == {}
