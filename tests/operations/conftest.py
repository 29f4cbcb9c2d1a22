"""Places to back up from and to restore into."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools, words


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line speak Chinese, whatever this machine prefers."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setattr(words.console, "_width", 200)


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    """Return a media store with two files in it."""
    root = tmp_path / "media"
    (root / "ab").mkdir(parents=True)
    (root / "ab" / "photo.jpg").write_bytes(b"\xff\xd8photo" * 5000)
    (root / "ab" / "记录.mp4").write_bytes(b"video")
    settings.MEDIA_ROOT = root
    return root


@pytest.fixture
def empty_place(transactional_db: None, tmp_path: Path, settings: Settings) -> Iterator["EmptyPlace"]:
    """Return a switch to an empty database and an empty media folder on the same server."""
    place = EmptyPlace(tmp_path / "elsewhere", settings)
    yield place
    place.leave()


class EmptyPlace:
    """Another database and media folder, made when first entered, removed afterwards."""

    def __init__(self, media: Path, settings: Settings) -> None:
        self.media, self._settings = media, settings
        self._home = str(connection.settings_dict["NAME"])
        self._name = f"{self._home}_elsewhere"

    def enter(self) -> None:
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._administer("CREATE DATABASE {}")
        self._point_at(self._name)
        self._settings.MEDIA_ROOT = self.media

    def leave(self) -> None:
        self._point_at(self._home)
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _point_at(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name

    def _administer(self, statement: str) -> None:
        with psycopg.connect(pgtools.target(), dbname="postgres", autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(sql.Identifier(self._name)))
