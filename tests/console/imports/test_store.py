from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.console.imports import store
from chengzhi.console.imports.store import Job, Ticker
from chengzhi.console.imports.tasks import remove_old_imports
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from tests.console.imports.conftest import (
    SHEET,
    SignIn,
    begun,
    url,
)
from tests.factories.city import City


def test_files_of_yesterday_are_removed(client: Client, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(client, "standards", SHEET)
    remove_old_imports(timestamp=0)
    assert len(list(media.glob("imports/*"))) == 1
    monkeypatch.setattr(store, "KEPT", timedelta(seconds=-5))
    remove_old_imports(timestamp=0)
    assert list(media.glob("imports/*")) == []


def test_a_name_from_outside_never_leaves_the_folder(client: Client, media: Path) -> None:
    token = begun(client, "standards", SHEET, "..%2f..\\evil.csv")
    job = store.load(token)
    assert job.path.parent == media / "imports" / token / "in"


def test_somebody_elses_file_does_not_exist(city: City, client: Client, keeper: Capacity, signed_in: SignIn) -> None:
    token = begun(client, "standards", SHEET)
    job = store.load(token)
    job.account = 0
    job.save()
    assert client.get(url("import_job", token)).status_code == 404


@pytest.fixture
def job(keeper: Capacity) -> Job:
    return store.receive(kind="standards", upload=SimpleUploadedFile("表.csv", SHEET.encode()), capacity=keeper)


def test_a_file_that_was_taken_is_found_again_as_it_was(job: Job, keeper: Capacity) -> None:
    found = store.access_job(keeper, job.token)
    assert found == job
    assert found.path.read_text() == SHEET
    assert (found.filename, found.stage, found.size, found.is_running) == (
        "表.csv",
        "columns",
        len(SHEET.encode()),
        False,
    )
    assert found.made.tzinfo is not None


def test_a_folder_is_closed_to_others(job: Job) -> None:
    assert job.path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("a b.csv", "a_b.csv"), ("../../etc/passwd", "passwd"), (".htaccess", "htaccess"), ("...", "upload"),
        ("城管.csv", "城管.csv"), ("a" * 200 + ".csv", None),
    ],
)  # fmt: skip
def test_a_name_is_made_harmless(keeper: Capacity, name: str, stored: str | None) -> None:
    job = store.receive(kind="x", upload=SimpleUploadedFile(name, b"1"), capacity=keeper)
    assert job.path.parent == job.folder / "in"
    assert stored is None or job.stored == stored
    assert len(job.filename) <= store.LONGEST_NAME


def test_an_empty_file_is_refused(keeper: Capacity) -> None:
    with pytest.raises(BadInput, match="文件是空的"):
        store.receive(kind="x", upload=SimpleUploadedFile("x.csv", b""), capacity=keeper)


def test_the_oldest_of_too_many_files_goes(keeper: Capacity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_OPEN", 3)
    tokens = [
        store.receive(kind="x", upload=SimpleUploadedFile("x.csv", b"1"), capacity=keeper).token for _one in range(5)
    ]
    assert {one.token for one in store.mine(keeper)} == set(tokens[-3:])


def test_ones_own_files_are_newest_first(keeper: Capacity, city: City) -> None:
    for name in ("1.csv", "2.csv"):
        store.receive(kind="x", upload=SimpleUploadedFile(name, b"1"), capacity=keeper)
    store.receive(kind="x", upload=SimpleUploadedFile("别人.csv", b"1"), capacity=city.alice)
    assert [one.filename for one in store.mine(keeper)] == ["2.csv", "1.csv"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"token": "x"}', '{"unknown": 1}'])
def test_a_folder_that_cannot_be_read_is_not_found(job: Job, damage: str) -> None:
    (job.folder / "job.json").write_text(damage)
    with pytest.raises(NotFound):
        store.load(job.token)
    assert list(store.every()) == []


def test_a_job_whose_file_is_gone_is_not_found(job: Job) -> None:
    job.path.unlink()
    with pytest.raises(NotFound):
        store.load(job.token)


def test_a_job_under_a_foreign_token_is_not_found(job: Job) -> None:
    facts = job.folder / "job.json"
    facts.write_text(facts.read_text().replace(job.token, "b" * 24))
    with pytest.raises(NotFound):
        store.load(job.token)


def test_nobody_signed_out_reads_a_file(job: Job) -> None:
    with pytest.raises(NotFound):
        store.access_job(Capacity(), job.token)


def test_the_last_step_is_taken_by_one_alone(job: Job) -> None:
    assert [job.hold(), job.hold()] == [True, False]
    job.release()
    assert job.hold()
    job.release()
    job.release()


@pytest.mark.parametrize(("written", "read"), [("7", 7), ("", 0), ("x", 0), (None, 0)])
def test_how_far_it_has_come_is_read_with_care(job: Job, written: str | None, read: int) -> None:
    if written is not None:
        (job.folder / "progress").write_text(written)
    assert job.rows_read == read


def test_a_ticker_tells_now_and_then(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([1.0, 1.0, 1.1, 1.2, 5.0, 5.0])
    monkeypatch.setattr(store, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    ticker = Ticker(job)
    told = []
    for _row in range(4):
        ticker.one()
        told.append(job.rows_read)
    assert (ticker.rows, told) == (4, [1, 1, 1, 4])


def test_how_long_one_has_waited_is_counted_from_the_beginning_of_the_step(job: Job) -> None:
    assert job.waited == 0
    job.started_at = (clock.now() - timedelta(seconds=90)).isoformat()
    assert 90 <= job.waited <= 92


def test_a_job_that_is_dropped_is_gone_and_may_be_dropped_again(job: Job) -> None:
    job.drop()
    job.drop()
    assert not job.folder.exists()


def test_strange_files_among_the_folders_are_left_alone(job: Job) -> None:
    (store.root() / "README").write_text("x")
    assert [one.token for one in store.every()] == [job.token]
    assert store.remove_old() == 0


def test_without_any_folder_there_is_nothing_to_remove(media: Path) -> None:
    assert (store.remove_old(), list(store.every())) == (0, [])


@pytest.mark.parametrize(("stage", "is_running"), [("columns", False), ("checking", True), ("checked", False),
                                                   ("importing", True), ("done", False), ("failed", False)])  # fmt: skip
def test_a_job_runs_in_two_of_its_stages(job: Job, stage: str, *, is_running: bool) -> None:
    job.stage = stage
    assert job.is_running is is_running
