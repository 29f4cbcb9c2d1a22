"""What monitoring may learn without signing in."""

import json

import pytest
from django.test import Client

from chengzhi.operations import health
from chengzhi.operations.probes import Finding, faulty, well, worrying


def say(monkeypatch: pytest.MonkeyPatch, *found: Finding) -> None:
    monkeypatch.setattr(health, "ready", lambda: list(found))


def test_all_well_is_200(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, well("database", "PostgreSQL 18"), well("worker", "1 个在运行"))
    answer = client.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["ready"]) == (200, True)


@pytest.mark.parametrize("kind", [worrying, faulty])
def test_anything_less_than_well_is_503(client: Client, monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    say(monkeypatch, well("database", "PostgreSQL 18"), kind("media", "不能写入 /srv/secret", "检查磁盘"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.content)["parts"] == {"database": True, "media": False}


def test_no_path_no_version_and_no_remedy_is_told_to_strangers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, faulty("media", "不能写入 /srv/secret", "检查磁盘"))
    said = client.get("/readyz").content.decode()
    assert "secret" not in said
    assert "检查" not in said


def test_a_proxy_may_not_keep_the_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, well("database", "PostgreSQL 18"))
    assert "no-store" in client.get("/readyz").headers["Cache-Control"]
