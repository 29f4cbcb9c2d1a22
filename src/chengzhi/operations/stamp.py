"""What was prepared for which code and which database, so that a start with nothing new skips all of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from chengzhi.config.places import PACKAGE

IDENTITY = """
SELECT d.oid::text || '-' || (SELECT count(*) FROM django_migrations)::text
       || '-' || (SELECT max(applied) FROM django_migrations)::text
FROM pg_database d WHERE d.datname = current_database()
"""


@dataclass(frozen=True)
class Stamp:
    """Signatures of the files that were prepared, and of the database they were prepared in."""

    migrations: str = ""
    catalogues: str = ""
    static: str = ""
    database: str = ""
    demo: bool = False

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(path)


def read(path: Path) -> Stamp:
    """Return what was prepared last; an unreadable stamp counts as nothing."""
    try:
        return Stamp(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stamp()


def signature(files: Iterable[Path]) -> str:
    """Return a digest of names, sizes and times: quick, and at worst something is prepared once more."""
    digest = hashlib.sha256()
    for file in sorted(files):
        known = file.stat()
        digest.update(f"{file}|{known.st_size}|{known.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


def of_migrations() -> str:
    return signature(PACKAGE.glob("*/migrations/*.py"))


def of_catalogues() -> str:
    return signature(PACKAGE.glob("**/locale/**/*.po"))


def stale_catalogues() -> list[Path]:
    """Return the language catalogues that are not compiled, or changed since."""
    sources = sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"))
    return [one for one in sources if not _is_compiled(one)]


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def of_static() -> str:
    return signature(one for one in PACKAGE.glob("**/static/**/*") if one.is_file())


def of_database(url: str) -> str:
    """Return the identity and migration state of the database, or nothing where it cannot be read."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(IDENTITY).fetchone()
    except psycopg.Error:
        return ""
    return str(row[0]) if row else ""


def files_fit(path: Path) -> bool:
    """Tell whether the files are those of the last preparation; says nothing of the database."""
    known = read(path)
    return known.database != "" and (known.migrations, known.catalogues, known.static) == (
        of_migrations(),
        of_catalogues(),
        of_static(),
    )


def fits(path: Path, url: str, *, demo: bool) -> bool:
    """Tell whether nothing is to be prepared: same files as last time, and the same database still."""
    known = read(path)
    return (known.demo or not demo) and files_fit(path) and known.database == of_database(url)
