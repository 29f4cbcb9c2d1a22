from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from chengzhi.console.imports import store
from chengzhi.console.imports.tasks import remove_old_imports
from chengzhi.kernel.access import Capacity
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
