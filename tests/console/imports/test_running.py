import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.test import Client

from chengzhi.cases.models import Case
from chengzhi.console.imports import running, store
from chengzhi.console.imports.store import Job
from chengzhi.console.imports.tasks import run_import
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.organisation.models import Appointment, RegisterVersion
from tests.console.imports.conftest import MESSAGES, begun, matched, url
from tests.factories.city import City
from tests.support.pages import han_of


def test_large_files_are_left_to_the_worker(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 10)
    token = begun(client, "reports", MESSAGES)
    page = matched(client, token, fallback="暴露垃圾", channel="hotline")
    assert "正在试导入" in page.content.decode()
    assert client.get(url("import_job", token), headers={"HX-Request": "true"}).status_code == 200
    assert client.post(url("import_drop", token)).status_code == 422
    run_import(token=token, phase=running.CHECK)
    assert client.get(url("import_job", token), headers={"HX-Request": "true"}).status_code == 204
    assert client.get(url("import_job", token)).context["counts"]["new"] == 2


def test_the_worker_refuses_whoever_no_longer_holds_the_post(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = begun(client, "reports", MESSAGES)
    job = store.load(token)
    job.appointment, job.options = None, {}
    job.save()
    run_import(token=token, phase=running.WRITE)
    assert "任职已经变了" in store.load(token).fault


@pytest.fixture
def job(client: Client) -> Job:
    return store.load(begun(client, "reports", MESSAGES))


def ready(job: Job) -> Job:
    job.mapping = {"words": "body", "title": "title"}
    job.options = {"channel": "hotline", "fallback": "暴露垃圾", "datum": "cgcs2000"}
    job.save()
    return job


@pytest.mark.parametrize("name", list(running.KINDS))
def test_a_kind_is_found_by_name_by_those_who_may(keeper: Capacity, city: City, name: str) -> None:
    assert running.kind_named(name, keeper).name == name
    with pytest.raises(NotFound):
        running.kind_named(name, city.erin)


def test_a_kind_that_is_none_is_not_found(keeper: Capacity) -> None:
    with pytest.raises(NotFound):
        running.kind_named("secrets", keeper)


@pytest.mark.parametrize(("phase", "stage"), [(running.CHECK, "checking"), (running.WRITE, "importing")])
def test_a_step_begins_with_a_clean_sheet(job: Job, phase: str, stage: str) -> None:
    job.fault = "旧错"
    running.begin(job, phase)
    fresh = store.load(job.token)
    assert (fresh.stage, fresh.fault, fresh.rows_read, fresh.waited) == (stage, "", 0, 0)


def test_whoever_lost_the_right_meanwhile_is_told_so(job: Job) -> None:
    running.carry_out(ready(job), running.WRITE, Capacity())
    assert job.stage == "failed"
    assert "您现在的岗位没有这个权限" in job.fault
    assert not Case.objects.exists()


def test_a_database_in_trouble_writes_nothing_and_is_logged(
    job: Job, keeper: Capacity, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any) -> dict[str, Any]:
        raise DatabaseError("gone")

    kind = dataclasses.replace(running.KINDS["reports"], write=broken)
    monkeypatch.setitem(running.KINDS, "reports", kind)
    monkeypatch.setattr(running.logger, "disabled", False)  # another test may have set logging up anew
    job.hold()
    running.carry_out(ready(job), running.WRITE, keeper)
    assert "什么都没有写入" in job.fault
    assert "import write of reports failed" in caplog.text
    assert job.hold()


def test_a_fault_said_twice_is_told_once(job: Job, keeper: Capacity, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_args: Any) -> dict[str, Any]:
        raise BadInput({"a": ["不行", "不行"], "b": ["也不行"]})

    kind = dataclasses.replace(running.KINDS["reports"], check=refusing)
    monkeypatch.setitem(running.KINDS, "reports", kind)
    running.carry_out(job, running.CHECK, keeper)
    assert job.fault == "不行\n也不行"


def test_the_worker_does_what_was_asked_for(job: Job, keeper: Capacity) -> None:
    ready(job).appointment = keeper.appointment_id
    job.save()
    running.carry_out_later(job.token, running.CHECK)
    found = store.load(job.token)
    assert (found.stage, found.report["counts"]["new"]) == ("checked", 3)


def test_the_worker_speaks_the_language_of_whoever_asked(job: Job) -> None:
    job.appointment, job.language = None, "en"
    job.save()
    running.carry_out_later(job.token, running.CHECK)
    assert han_of(store.load(job.token).fault) == set()


@pytest.mark.parametrize("token", ["", "x", "a" * 24])
def test_the_worker_lets_files_be_that_are_gone(media: Path, token: str) -> None:
    running.carry_out_later(token, running.CHECK)
    assert list(media.glob("imports/*")) == []


def test_an_appointment_that_has_ended_stops_the_worker(job: Job, keeper: Capacity) -> None:
    job.appointment = keeper.appointment_id
    job.save()
    Appointment.objects.filter(pk=keeper.appointment_id).update(valid_to=date(2021, 1, 1))
    RegisterVersion.objects.update(number=F("number") + 1)
    running.carry_out_later(job.token, running.WRITE)
    assert "任职已经变了" in store.load(job.token).fault


@pytest.mark.parametrize(("limit", "is_small"), [(10, False), (10_000, True)])
def test_small_files_are_done_at_once(job: Job, monkeypatch: pytest.MonkeyPatch, limit: int, *, is_small: bool) -> None:
    monkeypatch.setattr(running, "AT_ONCE", limit)
    assert running.is_small(job) is is_small
