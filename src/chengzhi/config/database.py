"""Where the database is: DATABASE_URL, or the embedded server's socket under var/."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from chengzhi.config.env import SettingError


def parse_database_url(url: str) -> dict[str, Any]:
    """Return Django's connection settings for a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        message = "DATABASE_URL: write postgresql://user:password@host:5432/name"
        raise SettingError(message)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "chengzhi",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
    }


def embedded_url(data_dir: Path, name: str = "chengzhi") -> str:
    """Return the address of the embedded server whose data lies in ``data_dir``."""
    return f"postgresql://postgres@/{name}?host={data_dir.resolve()}"
