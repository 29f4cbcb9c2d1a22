from pathlib import Path
from typing import Any

import pytest

from chengzhi.console.imports import results
from chengzhi.console.imports.results import facts_of, report_of
from chengzhi.console.imports.store import Job
from chengzhi.kernel.tabular import DryRun, Fate, RowFate


@pytest.fixture
def job(media: Path) -> Job:
    job = Job(
        token="a" * 24, kind="reports", account=1, appointment=None, filename="x.csv", stored="x.csv",
        made_at="2026-11-23T10:00:00+08:00",
    )  # fmt: skip
    job.path.parent.mkdir(parents=True)
    return job


def refused(number: int = 2, **facts: Any) -> RowFate:
    given: dict[str, Any] = {"after": {"名称": "坏"}, "errors": {"名称": "名称太长。"}}
    return RowFate(number=number, fate=Fate.REFUSED, key="坏", **{**given, **facts})


def test_counts_rows_and_what_can_be_written_are_told(job: Job) -> None:
    found = facts_of(job, counts={"new": 3, "changed": 2, "same": 1, "refused": 1}, rows=[refused()])
    assert (found["rows"], found["good"]) == (7, 5)
    assert found["counts"] == {"new": 3, "changed": 2, "same": 1, "refused": 1}


def test_a_refused_row_says_where_what_and_why(job: Job) -> None:
    (line,) = facts_of(job, counts={"refused": 1}, rows=[refused()])["refused"]
    assert line == {"number": 2, "key": "坏", "column": "名称", "value": "坏", "why": "名称太长。"}


def test_a_column_is_called_as_in_the_file(job: Job) -> None:
    row = refused(after={"标题": "坏"}, errors={"name": "太长"})
    (line,) = facts_of(job, counts={"refused": 1}, rows=[row], labels={"name": "标题"})["refused"]
    assert (line["column"], line["value"]) == ("标题", "坏")


def test_a_row_with_two_faults_has_two_lines(job: Job) -> None:
    row = refused(errors={"名称": "太长", "时限": "认不出"})
    lines = facts_of(job, counts={"refused": 1}, rows=[row])["refused"]
    assert [one["why"] for one in lines] == ["太长", "认不出"]


def test_a_row_without_named_faults_still_has_a_line(job: Job) -> None:
    (line,) = facts_of(job, counts={"refused": 1}, rows=[refused(errors={})])["refused"]
    assert (line["column"], line["why"]) == ("", "")


@pytest.mark.parametrize(
    ("words", "value"), [("“二十年”认不出。", "二十年"), ("认不出。", ""), ("“" + "长" * 99 + "”", "长" * 60)]
)
def test_what_only_the_reason_still_tells_is_taken_from_it(job: Job, words: str, value: str) -> None:
    row = refused(after={}, before={}, errors={"时限": words})
    assert facts_of(job, counts={"refused": 1}, rows=[row])["refused"][0]["value"] == value


def test_refused_rows_are_kept_as_they_were_handed_in(job: Job) -> None:
    facts_of(job, counts={"refused": 1}, rows=[refused(after={}, before={"名称": "原样"})])
    assert "原样" in job.refused_file.read_text("utf-8-sig")


def test_a_run_without_faults_takes_the_file_of_faults_away(job: Job) -> None:
    facts_of(job, counts={"refused": 1}, rows=[refused()])
    assert job.refused_file.is_file()
    facts_of(job, counts={"new": 1}, rows=[RowFate(number=2, fate=Fate.NEW)])
    assert not job.refused_file.exists()


def test_a_changed_row_shows_only_what_changes(job: Job) -> None:
    row = RowFate(
        number=5, fate=Fate.CHANGED, key="0301", before={"name": "旧", "same": "一", "gone": "x"},
        after={"name": "新", "same": "一", "fresh": "y"},
    )  # fmt: skip
    (change,) = facts_of(job, counts={"changed": 1}, rows=[row])["changed"]
    assert change == {"number": 5, "key": "0301", "pairs": [{"name": "name", "before": "旧", "after": "新"}]}


def test_long_values_are_cut_for_the_page(job: Job) -> None:
    row = RowFate(number=5, fate=Fate.CHANGED, before={"a": "旧" * 500}, after={"a": "新" * 500})
    (pair,) = facts_of(job, counts={"changed": 1}, rows=[row])["changed"][0]["pairs"]
    assert (len(pair["before"]), len(pair["after"])) == (200, 200)


@pytest.mark.parametrize(
    ("most", "key", "rows"),
    [
        ("MOST_REFUSED", "refused", [refused(number) for number in range(5)]),
        ("MOST_CHANGED", "changed", [RowFate(number=n, fate=Fate.CHANGED, before={"a": 1}, after={"a": 2}) for n in range(5)]),
    ],
)  # fmt: skip
def test_only_so_many_rows_are_kept_for_the_page(
    job: Job, monkeypatch: pytest.MonkeyPatch, most: str, key: str, rows: list[RowFate]
) -> None:
    monkeypatch.setattr(results, most, 3)
    assert len(facts_of(job, counts={}, rows=rows)[key]) == 3


def test_every_refused_row_is_in_the_download_however_many(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_REFUSED", 1)
    facts_of(job, counts={}, rows=[refused(number) for number in range(2, 7)])
    assert len(job.refused_file.read_text("utf-8-sig").splitlines()) == 6


def test_notes_are_few(job: Job) -> None:
    assert len(facts_of(job, counts={}, rows=[], notes=map(str, range(99)))["notes"]) == results.MOST_NOTES


def test_a_dry_run_is_counted_by_fate(job: Job) -> None:
    run = DryRun([RowFate(number=2, fate=Fate.NEW), RowFate(number=3, fate=Fate.SAME), refused(4)])
    found = report_of(job, run)
    assert found["counts"] == {"new": 1, "changed": 0, "same": 1, "refused": 1}
    assert found["good"] == 1
