"""Production refuses what would be unsafe and reads its secrets from the environment or from files."""

from pathlib import Path

import pytest

from chengzhi.config.env import SettingError
from tests.support.settings import loaded

SECRET = "k" * 50


def test_production_is_strict(tmp_path: Path) -> None:
    names = ("ALLOWED_HOSTS", "DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT")
    found = loaded("production", tmp_path, *names, SECRET_KEY=SECRET, ALLOWED_HOSTS="cz.example.gov.cn")
    assert found["ALLOWED_HOSTS"] == ["cz.example.gov.cn", "127.0.0.1", "localhost"]
    assert (found["DEBUG"], found["DEMO"]) == (False, False)
    assert found["SESSION_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_REDIRECT_EXEMPT"] == ["^healthz$", "^readyz$"]


def test_production_without_a_secret_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SECRET_KEY is not set"):
        loaded("production", tmp_path)


def test_the_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    found = loaded("production", tmp_path, "SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert found["SECRET_KEY"] == SECRET


def test_the_proxies_in_front_and_the_seconds_of_tls_can_be_set(tmp_path: Path) -> None:
    names = ("ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")
    given = {"TRUSTED_PROXIES": "2", "SECURE_HSTS_SECONDS": "60", "SECURE_SSL_REDIRECT": "no"}
    found = loaded("production", tmp_path, *names, SECRET_KEY=SECRET, **given)
    assert [found[name] for name in names] == [2, 60, False]


@pytest.mark.parametrize("name", ["TRUSTED_PROXIES", "SECURE_HSTS_SECONDS", "DATABASE_POOL"])
def test_a_number_that_is_none_stops_the_start_and_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match=f"{name}='many': write a whole number"):
        loaded("production", tmp_path, SECRET_KEY=SECRET, **{name: "many"})
