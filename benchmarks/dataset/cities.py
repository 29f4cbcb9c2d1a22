"""The databases of a run, kept between runs: the played city, its multiples, and the skeleton's copy."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from chengzhi.operations.embedded import EmbeddedServer

PLAYED = "played"
SKELETON = "skeleton"
DAYS, PER_DAY, SEED = 7, 260, 7
LOADING: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
}
"""Only while a city is made, which would otherwise be made again anyway; it is measured with PostgreSQL's defaults."""

RULES = """
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, k.conname)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'c'
UNION ALL
SELECT format('DROP TRIGGER %I ON %I', t.tgname, c.relname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
"""
Say = Callable[[str], None]


class Cities:
    """The cluster under one folder, and the databases in it."""

    def __init__(self, folder: Path, say: Say = print) -> None:
        self.folder, self.say = folder.resolve(), say
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """Return what every process of a run has in common."""
        return {
            **os.environ,
            "CHENGZHI_VAR": str(self.folder),
            "SECRET_KEY": "benchmark-only-secret-key-that-guards-nothing-at-all",
            "LOG_LEVEL": "WARNING",
        }

    @contextmanager
    def running(self, settings: Mapping[str, str] | None = None) -> Iterator[None]:
        """Have the server running for the block: with PostgreSQL's own settings, unless a city is being made."""
        server = EmbeddedServer(self.folder / "pg", settings=settings, log=self.folder / "postgres.log")
        server.start()
        try:
            if server.started_pid is None and settings:
                raise RuntimeError(f"another process uses the database under {self.folder}: end it first")
            yield
        finally:
            server.stop()

    def url(self, name: str) -> str:
        return EmbeddedServer(self.folder / "pg").url(name)

    def connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(name), autocommit=True)

    def prepare(self, sizes: list[int]) -> None:
        """Have a city of each size and the skeleton's copy, making what is missing; kept ones follow the migrations."""
        wanted = [PLAYED, SKELETON, *map(city_name, sizes)]
        with self.running():
            self.refresh(wanted)
            missing = [name for name in wanted if not self.exists(name)]
        if missing:
            began = time.monotonic()
            with self.running(LOADING):
                self._make(missing, sizes)
            os.sync()
            with self.running():
                self.refresh(missing)
            self.say(f"cities made in {time.monotonic() - began:.0f} s")

    def refresh(self, names: list[str]) -> None:
        """Bring the databases, and the static files, to the code of today."""
        for name in names:
            if self.exists(name) and name != SKELETON:
                self.manage(name, "prepare", settings="production")

    def exists(self, name: str) -> bool:
        with self.connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return known is not None

    def _make(self, missing: list[str], sizes: list[int]) -> None:
        if PLAYED in missing:
            self._play()
        for size in sizes:
            if city_name(size) in missing:
                self.say(f"a city of {size} cases")
                self._copy(PLAYED, city_name(size), lambda name, size=size: self._multiply(name, size))  # type: ignore[misc]
        if SKELETON in missing:
            self._copy(city_name(min(sizes)), SKELETON, self._strip)

    def _copy(self, source: str, name: str, change: Callable[[str], None]) -> None:
        """Make a database from another under a working name, so that a half-made one is never used."""
        fresh = f"{name}_unfinished"
        with self.connect("postgres") as connection:
            words = {"fresh": sql.Identifier(fresh), "source": sql.Identifier(source), "name": sql.Identifier(name)}
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {fresh}").format(**words))
            connection.execute(sql.SQL("CREATE DATABASE {fresh} TEMPLATE {source}").format(**words))
            change(fresh)
            connection.execute(sql.SQL("ALTER DATABASE {fresh} RENAME TO {name}").format(**words))

    def _play(self) -> None:
        """A week of history, through the real services, is what every case of the cities is copied from."""
        fresh = f"{PLAYED}_unfinished"
        self.say(f"playing {DAYS} days of {PER_DAY} reports; this takes some minutes")
        with self.connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
            shutil.rmtree(self.folder / "media", ignore_errors=True)
            self.manage(fresh, "prepare", "--demo")
            self.manage(fresh, "simulate", "--days", str(DAYS), "--per-day", str(PER_DAY), "--seed", str(SEED), "-v0")
            with self.connect(fresh) as city:
                city.execute("DELETE FROM procrastinate_jobs")
            words = {"fresh": sql.Identifier(fresh), "name": sql.Identifier(PLAYED)}
            connection.execute(sql.SQL("ALTER DATABASE {fresh} RENAME TO {name}").format(**words))

    def _multiply(self, name: str, size: int) -> None:
        command = [sys.executable, "-m", "benchmarks.dataset", self.url(name), str(size)]
        subprocess.run(command, check=True, env=self._with_database(name))  # noqa: S603  our own program, as a list

    def _strip(self, name: str) -> None:
        with self.connect(name) as connection:
            for (statement,) in connection.execute(RULES).fetchall():
                connection.execute(statement)

    def manage(self, name: str, *words: str, settings: str = "local") -> None:
        """Run a management command on a database."""
        command = [sys.executable, "-m", "django", *words]
        subprocess.run(command, check=True, env=self._with_database(name, settings))  # noqa: S603  our own program, as a list

    def _with_database(self, name: str, settings: str = "local") -> dict[str, str]:
        return {
            **self.environment,
            "DATABASE_URL": self.url(name),
            "DJANGO_SETTINGS_MODULE": f"chengzhi.config.settings.{settings}",
        }


def city_name(size: int) -> str:
    return f"city_{size}"
