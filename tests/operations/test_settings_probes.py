import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from chengzhi.operations import settings_probes, stamp
from chengzhi.operations.layout import Layout
from chengzhi.operations.probes import Level
from chengzhi.operations.stamp import Stamp


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["cz.example.gov.cn", "127.0.0.1"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings


def test_the_demo_is_told_apart_but_is_no_fault() -> None:
    assert settings_probes.settings_safe().level is Level.WARNING


def test_production_settings_are_well(production: Settings) -> None:
    assert settings_probes.settings_safe().level is Level.OK


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", True, "DEBUG"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["127.0.0.1"], "ALLOWED_HOSTS"),
        ("SESSION_COOKIE_SECURE", False, "HTTPS"),
    ],
)
def test_each_unsafe_setting_is_named(production: Settings, name: str, value: object, says: str) -> None:
    setattr(production, name, value)
    found = settings_probes.settings_safe()
    assert found.level is Level.FAULT
    assert says in found.says


def test_static_files_must_be_collected_and_of_this_version(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_probes, "here", lambda: Layout(tmp_path))
    settings.STATIC_ROOT = tmp_path
    assert settings_probes.static_collected().level is Level.FAULT
    (tmp_path / "staticfiles.json").write_text(json.dumps({}), encoding="utf-8")
    assert settings_probes.static_collected().level is Level.OK
    Stamp(static="of another version").write(tmp_path / "run" / "prepared.json")
    assert settings_probes.static_collected().level is Level.FAULT
    Stamp(static=stamp.of_static()).write(tmp_path / "run" / "prepared.json")
    assert settings_probes.static_collected().level is Level.OK


def test_a_catalogue_older_than_its_source_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "PACKAGE", tmp_path)
    folder = tmp_path / "cases" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("", encoding="utf-8")
    assert settings_probes.catalogues_compiled().level is Level.FAULT
    (folder / "django.mo").write_bytes(b"")
    assert settings_probes.catalogues_compiled().level is Level.OK


def test_all_that_is_unsafe_is_named_at_once(production: Settings) -> None:
    production.DEBUG, production.SECRET_KEY, production.ALLOWED_HOSTS = True, "short", []
    says = settings_probes.settings_safe().says
    assert says.count("；") == 2


@pytest.mark.parametrize(
    ("hosts", "level"),
    [
        (["cz.example.gov.cn"], Level.OK),
        ([".example.gov.cn", "localhost"], Level.OK),
        (["localhost", "[::1]"], Level.FAULT),
        (["cz.example.gov.cn", "*"], Level.FAULT),
    ],
)
def test_hosts_must_name_one_of_ones_own(production: Settings, hosts: list[str], level: Level) -> None:
    production.ALLOWED_HOSTS = hosts
    assert settings_probes.settings_safe().level is level


@pytest.mark.parametrize(("length", "level"), [(49, Level.FAULT), (50, Level.OK)])
def test_a_secret_has_a_length(production: Settings, length: int, level: Level) -> None:
    production.SECRET_KEY = "k" * length
    assert settings_probes.settings_safe().level is level


@pytest.mark.parametrize("name", ["CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER"])
def test_cookies_and_proxies_must_speak_tls(production: Settings, name: str) -> None:
    setattr(production, name, None)
    assert "HTTPS" in settings_probes.settings_safe().says


def test_the_demo_is_told_in_english_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    found = settings_probes.settings_safe()
    assert found.says.isascii()
    assert "production" in found.remedy
