import pytest
from django.test import Client

from chengzhi.console.imports import running, store
from chengzhi.console.imports.tasks import run_import
from tests.console.imports.conftest import MESSAGES, begun, matched, url
from tests.factories.city import City


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
