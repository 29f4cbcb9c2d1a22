"""Where the database is: DATABASE_URL, or the embedded server's socket under var/."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from chengzhi.config.env import SettingError

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100
"""Bytes; the smallest limit of the systems we run on is 104 with its end mark (macOS)."""

SHORT_PLACE = Path("/tmp")  # noqa: S108  not $TMPDIR, which differs by process; the folder's owner is checked

HOW_TO_WRITE = "DATABASE_URL: write postgresql://user:password@host:5432/name"


def parse_database_url(url: str) -> dict[str, Any]:
    """Return Django's connection settings for a postgresql:// address.

    Further words of libpq after the question mark (sslmode, sslrootcert, target_session_attrs …) become OPTIONS.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingError(HOW_TO_WRITE) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(HOW_TO_WRITE)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "chengzhi",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": query,
    }


def socket_folder(data_dir: Path) -> Path:
    """Return the folder of the embedded server's socket: the data folder, or a short one where that is too deep."""
    data = data_dir.resolve()
    if len(str(data / SOCKET_NAME).encode()) <= SOCKET_PATH_LIMIT:
        return data
    short = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return SHORT_PLACE.resolve() / f"chengzhi-{short}"


def embedded_url(data_dir: Path, name: str = "chengzhi") -> str:
    """Return the address of the embedded server whose data lies in ``data_dir``."""
    return f"postgresql://postgres@/{name}?host={quote(str(socket_folder(data_dir)))}"
