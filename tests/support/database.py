"""Test databases: migrated once into a template, then copied for every worker and after every test that commits.

All sessions on this machine share one embedded server under ``var/``; DATABASE_URL names another server instead, and
CHENGZHI_TEST_SERVER=oldest starts the oldest one that the system has. CHENGZHI_TEST_DB names this session's database.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql
from pytest_django import DjangoDbBlocker

from chengzhi.config.database import parse_database_url
from chengzhi.kernel.numbers import forget_stock
from chengzhi.kernel.writing import forget_keys
from chengzhi.operations.embedded import DISPOSABLE, EmbeddedServer, exclusive
from chengzhi.operations.quick_migration import quickly

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
PACKAGES = ("Django", "django-allauth", "procrastinate")
KEPT_TEMPLATES = 8
OLDEST = 15
# Where SQL of our own is written and what it rests on; the other rooms speak through the same Django.
ON_BOTH = (
    "kernel",
    "cases/models",
    "cases/selectors",
    "cases/services",
    "grid/selectors",
    "organisation/models",
    "operations",
)


def migration_hash() -> str:
    """Return a digest of every migration, of our modules that migrations import, and of the packages' versions."""
    source = ROOT / "src"
    files = sorted(source.glob("chengzhi/*/migrations/*.py"))
    files.append(source / "chengzhi/operations/quick_migration.py")
    named = {name for file in files for name in re.findall(r"chengzhi(?:\.\w+)+", file.read_text(encoding="utf-8"))}
    imported = [source / (name.replace(".", "/") + ".py") for name in sorted(named)]
    digest = hashlib.sha256(" ".join(f"{name}={version(name)}" for name in PACKAGES).encode())
    for file in [*files, *imported, *sorted(source.rglob("*.sql"))]:
        if file.exists():
            digest.update(str(file.relative_to(source)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class TestDatabase:
    """One copy of the migrated template, used by one worker of one session."""

    __test__ = False

    def __init__(self, server: dict[str, Any], name: str) -> None:
        self.server = server
        self.name = name
        self.template = f"template_{migration_hash()}"

    def make(self) -> None:
        """Have a fresh copy under our name and point Django's connection at it."""
        with exclusive(VAR / "test-template.lock"), self._administration() as admin:
            if not _exists(admin, self.template):
                self._make_template(admin)
            self._copy(admin)
        self._point_at(self.name)

    def renew(self) -> None:
        """Put a fresh copy in place of the one a test has committed to."""
        connections["default"].close()
        with self._administration() as admin:
            self._copy(admin)
        forget_keys()
        forget_stock()

    def remove(self) -> None:
        connections["default"].close()
        with self._administration() as admin:
            _drop(admin, self.name)

    def _copy(self, admin: psycopg.Connection) -> None:
        _drop(admin, self.name)
        names = sql.Identifier(self.name), sql.Identifier(self.template)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def _make_template(self, admin: psycopg.Connection) -> None:
        unfinished = f"{self.template}_unfinished"
        _drop(admin, unfinished)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        self._point_at(unfinished)
        with quickly():
            call_command("migrate", verbosity=0, interactive=False)
        connections["default"].close()
        names = sql.Identifier(unfinished), sql.Identifier(self.template)
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
        for name in _templates(admin)[KEPT_TEMPLATES:]:
            _drop(admin, name)

    def _point_at(self, name: str) -> None:
        connection = connections["default"]
        connection.close()
        connection.settings_dict.update(self.server, NAME=name)

    @contextmanager
    def _administration(self) -> Iterator[psycopg.Connection]:
        wanted = {
            "host": self.server["HOST"],
            "port": self.server["PORT"],
            "user": self.server["USER"],
            "password": self.server["PASSWORD"],
        }
        given = {key: value for key, value in wanted.items() if value}
        with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:
            yield connection


def _exists(admin: psycopg.Connection, name: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _templates(admin: psycopg.Connection) -> list[str]:
    rows = admin.execute("SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{16}$' ORDER BY oid DESC")
    return [row[0] for row in rows]


@contextmanager
def _server() -> Iterator[dict[str, Any]]:
    """Give the address of the server that tests use, as Django's connection settings."""
    url = os.environ.get("DATABASE_URL")
    if url:
        yield parse_database_url(url)
        return
    place, programs = VAR / "test-pg", None
    if os.environ.get("CHENGZHI_TEST_SERVER") == "oldest":
        programs = oldest_programs()
        place = VAR / f"test-pg-{programs.parent.name}"
    with EmbeddedServer(place, settings=DISPOSABLE, programs=programs) as server:
        yield parse_database_url(server.url())


def oldest_programs() -> Path:
    """Return the programs of the oldest PostgreSQL that the system has and that we support."""
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if int(folder.parent.name) >= OLDEST]
    if not found:
        pytest.skip("no PostgreSQL of the system: apt-get install postgresql")
    return min(found, key=lambda folder: int(folder.parent.name))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's set-up: a copy of the template, renewed instead of flushed.

    Flushing would be refused by the triggers that keep step rows, and would lose what migrations have seeded.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = f"test_{os.environ.get('CHENGZHI_TEST_DB', f'chengzhi_{os.getppid() if worker else os.getpid()}')}{worker}"
    with _server() as server, pytest.MonkeyPatch.context() as patch:
        database = TestDatabase(server, name)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.renew())
        with django_db_blocker.unblock():
            database.make()
        yield
        with django_db_blocker.unblock():
            database.remove()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the tests of the rooms that use the database run on both servers: they are what speaks SQL."""
    for item in items:
        is_room = item.path.relative_to(ROOT / "tests").as_posix().startswith(tuple(f"{one}/" for one in ON_BOTH))
        fixtures = set(getattr(item, "fixturenames", ()))
        uses_database = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}
        if is_room and uses_database and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.both_servers)
