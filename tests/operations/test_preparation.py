"""Preparing: from an empty database to one that fits, once."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools, preparation, stamp
from chengzhi.operations.layout import Layout
from chengzhi.operations.preparation import prepare
from tests.operations.conftest import EmptyPlace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def layout(tmp_path: Path, settings: Settings) -> Layout:
    settings.STATIC_ROOT = tmp_path / "static"
    return Layout(tmp_path)


def test_an_empty_database_fits_afterwards_and_is_not_prepared_again(
    layout: Layout, empty_place: EmptyPlace, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    empty_place.enter()
    settings.DATABASE_URL = pgtools.target()
    prepare(demo=False, layout=layout)
    assert "kernel_role" in pgtools.tables()
    assert stamp.fits(layout.stamp, pgtools.target(), demo=False)
    assert not stamp.fits(layout.stamp, pgtools.target(), demo=True)
    assert "✓ 数据库结构" in capsys.readouterr().out


def test_the_demo_is_loaded_once_into_one_database(
    layout: Layout, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATABASE_URL = pgtools.target()
    called: list[str] = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **_: called.append(name))
    prepare(demo=True, layout=layout)
    prepare(demo=True, layout=layout)
    assert called.count("load_demo") == 1
    assert called.count("migrate") == 2


def test_a_second_preparation_waits_for_the_first(settings: Settings) -> None:
    settings.DATABASE_URL = pgtools.target()
    with preparation._alone(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock_shared(%s)", [preparation.LOCK_KEY])
        assert cursor.fetchone() == (False,)
