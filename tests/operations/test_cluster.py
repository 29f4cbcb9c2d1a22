"""Making a data folder: whole or not at all."""

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chengzhi.operations.account import open_way, server_account
from chengzhi.operations.cluster import EmbeddedServerError, as_account, binaries, make_cluster
from tests.support.database import VAR


@pytest.fixture
def data() -> Iterator[Path]:
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="test-cluster-") as folder:
        yield Path(folder) / "pg"


def test_a_half_made_folder_is_put_aside_not_lost(data: Path) -> None:
    data.mkdir()
    (data / "something").write_text("of somebody", encoding="utf-8")
    account = server_account(data)
    if account is not None:
        open_way(data, account)
    make_cluster(data, programs=binaries(), account=account)
    assert (data / "PG_VERSION").read_text(encoding="utf-8").strip() == "18"
    aside = next(data.parent.glob("pg.broken-*"))
    assert (aside / "something").read_text(encoding="utf-8") == "of somebody"


def test_a_failure_leaves_nothing_behind_and_says_why(data: Path) -> None:
    programs = data.parent / "bin"
    programs.mkdir()
    (programs / "initdb").write_text("#!/bin/sh\necho 'no space left' >&2; exit 1\n", encoding="utf-8")
    (programs / "initdb").chmod(0o755)
    with pytest.raises(EmbeddedServerError, match="no space left"):
        make_cluster(data, programs=programs, account=None)
    assert [one.name for one in data.parent.iterdir()] == ["bin"]


def test_without_the_wheel_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EmbeddedServerError, match="DATABASE_URL"):
        binaries.__wrapped__()


def test_programs_run_as_ourselves_unless_we_are_root(data: Path) -> None:
    assert as_account(None, data) == {"cwd": data.parent}
    if os.geteuid() == 0:
        account = server_account(data)
        assert account is not None
        assert as_account(account, data)["user"] == account.pw_uid != 0
