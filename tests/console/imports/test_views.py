from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.imports import store
from tests.console.imports.conftest import SHEET, SignIn, begun, confirmed, matched, upload, url
from tests.factories.city import City


def test_refused_rows_can_be_downloaded_mended_and_handed_in_again(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    answer = client.get(url("import_refused", token))
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("行号,原因")
    again = matched(client, begun(client, "standards", text.replace("2天", "2工作日")))
    assert again.context["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}


def test_a_second_confirmation_writes_nothing_more(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    confirmed(client, token)
    assert client.post(url("import_confirm", token)).status_code == 302
    assert FilingStandard.objects.filter(condition="占用盲道").count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("standards", b""),
        ("standards", b"\x89PNG\r\n\x1a\n"),
        ("standards", "甲,乙\n"),
        ("cells", "not a map"),
        ("parts", SHEET),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(client: Client, media: Path, kind: str, content: Any) -> None:
    assert upload(client, kind, content).status_code == 422
    assert list(media.glob("imports/*")) == []


def test_a_form_without_a_file_says_so(client: Client) -> None:
    answer = client.post(url("import_start", "standards"), {})
    assert "没有选文件" in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST", 10)
    assert "请拆成几个文件" in upload(client, "standards", SHEET).content.decode()


def test_a_file_can_be_dropped(client: Client, media: Path) -> None:
    token = begun(client, "standards", SHEET)
    assert client.post(url("import_drop", token)).status_code == 302
    assert list(media.glob("imports/*")) == []
    assert client.get(url("import_job", token)).status_code == 404


@pytest.mark.parametrize("token", ["x", "..", "a" * 24, "../../etc/passwd"[:24].ljust(24, "a")])
def test_an_unknown_token_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"{url('imports')}{token}/").status_code == 404


def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn) -> None:
    browser = signed_in(city.alice)
    for address in (url("imports"), url("import_start", "standards"), url("import_job", "a" * 24)):
        assert browser.get(address).status_code == 404


def test_a_kind_that_is_none_is_not_found(client: Client) -> None:
    assert client.get(url("import_start", "secrets")).status_code == 404
    assert client.post(url("batch_withdraw", 99_999)).status_code == 404
