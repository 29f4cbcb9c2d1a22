from pathlib import Path
from typing import Any

import pytest

from chengzhi.console.imports.kinds import Kind, by_alias, look_at_table
from chengzhi.console.imports.running import KINDS
from chengzhi.console.imports.store import Job
from chengzhi.kernel.errors import BadInput


def job_of(text: str, name: str = "x.csv") -> Job:
    job = Job(
        token="a" * 24, kind="reports", account=1, appointment=None, filename=name, stored=name,
        made_at="2026-11-23T10:00:00+08:00",
    )  # fmt: skip
    job.path.parent.mkdir(parents=True, exist_ok=True)
    job.path.write_text(text, encoding="utf-8")
    return job


def test_columns_and_first_rows_are_noted(media: Path) -> None:
    job = job_of("甲,乙\n1,2\n3,4\n5,6\n7,8\n")
    look_at_table(job)
    assert job.columns == ["甲", "乙"]
    assert job.samples == [{"甲": "1", "乙": "2"}, {"甲": "3", "乙": "4"}, {"甲": "5", "乙": "6"}]


def test_long_values_are_cut_and_missing_ones_empty(media: Path) -> None:
    job = job_of(f"甲,乙\n{'长' * 99},\n")
    look_at_table(job)
    assert job.samples == [{"甲": "长" * 40, "乙": ""}]


@pytest.mark.parametrize(("text", "words"), [("甲,乙\n", "表里只有表头"), ("", "空")])
def test_a_sheet_without_rows_is_refused(media: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        look_at_table(job_of(text))
    assert words in "".join(word for found in refused.value.errors.values() for word in found)


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["日期", "上班"], {"date": "日期", "work": "上班"}),
        (["DATE", "Is  Workday"], {"date": "DATE", "work": "Is  Workday"}),
        (["上班", "日期", "date"], {"date": "date", "work": "上班"}),
        (["别的"], {}),
        ([], {}),
    ],
)
def test_columns_are_known_by_their_names(columns: list[str], found: dict[str, str]) -> None:
    aliases: dict[str, Any] = {"date": ("date", "日期"), "work": ("is workday", "上班")}
    assert by_alias(columns, aliases) == found


def test_of_two_columns_of_one_name_the_first_is_taken() -> None:
    assert by_alias(["Date", "DATE"], {"date": ("date",)}) == {"date": "Date"}


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_kind_is_whole(kind: Kind) -> None:
    assert all(str(words) for words in (kind.label, kind.note, kind.formats, kind.effect))
    keys = [one.key for one in kind.columns]
    assert len(keys) == len(set(keys))
    assert all(str(one.label) for one in kind.columns)
    assert kind.accept.startswith(".")
