"""Settings as an installation would load them, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chengzhi.config.env import SettingError
from chengzhi.config.places import var_folder
from chengzhi.config.single_sign_on import openid_connect

NAMES = (
    "DEBUG", "DEMO", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS", "SECURE_REDIRECT_EXEMPT", "SECRET_KEY",
)  # fmt: skip
PRINT = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def loaded(kind: str, var: Path, **variables: str) -> dict[str, object]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "CHENGZHI_VAR": str(var)}
    environment |= {"DJANGO_SETTINGS_MODULE": f"chengzhi.config.settings.{kind}", **variables}
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SettingError(done.stderr.strip().splitlines()[-1])
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_production_is_strict(tmp_path: Path) -> None:
    found = loaded("production", tmp_path, SECRET_KEY="k" * 50, ALLOWED_HOSTS="cz.example.gov.cn")
    assert found["ALLOWED_HOSTS"] == ["cz.example.gov.cn", "127.0.0.1", "localhost"]
    assert (found["DEBUG"], found["DEMO"]) == (False, False)
    assert found["SESSION_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_REDIRECT_EXEMPT"] == ["^healthz$", "^readyz$"]


def test_production_without_a_secret_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SECRET_KEY is not set"):
        loaded("production", tmp_path)


def test_the_demo_makes_its_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first, second = loaded("local", tmp_path), loaded("local", tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_demo_answers_to_any_name_only_where_somebody_opens_it_to_the_network(tmp_path: Path) -> None:
    assert loaded("local", tmp_path)["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert loaded("local", tmp_path, HOST="0.0.0.0")["ALLOWED_HOSTS"] == ["*"]  # noqa: S104  nothing is bound
    assert loaded("local", tmp_path, HOST="0.0.0.0", ALLOWED_HOSTS="cz")["ALLOWED_HOSTS"] == ["cz"]  # noqa: S104


def test_the_folder_of_data_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path))
    assert var_folder() == tmp_path
    monkeypatch.delenv("CHENGZHI_VAR")
    assert var_folder().name == "var"


def test_single_sign_on_needs_all_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert openid_connect() == {}
    monkeypatch.setenv("OIDC_URL", "https://id.example.gov.cn")
    with pytest.raises(SettingError, match="OIDC_CLIENT_ID"):
        openid_connect()
    monkeypatch.setenv("OIDC_CLIENT_ID", "chengzhi")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "s")
    app = openid_connect()["openid_connect"]["APPS"][0]
    assert app["settings"] == {"server_url": "https://id.example.gov.cn"}
