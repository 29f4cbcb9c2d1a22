"""What every way of running shares."""

from pathlib import Path
from typing import Any

import pytest

from chengzhi.config.env import SettingError
from tests.support.settings import loaded


def base(var: Path, *names: str, **variables: str) -> dict[str, Any]:
    return loaded("base", var, *names, SECRET_KEY="k" * 50, **variables)


def test_without_an_address_the_database_is_the_embedded_one(tmp_path: Path) -> None:
    found = base(tmp_path, "DATABASES", "DATABASE_URL")
    assert found["DATABASES"]["default"]["HOST"] == str(tmp_path / "pg")
    assert found["DATABASE_URL"].startswith("postgresql://postgres@/chengzhi?host=")


def test_an_address_with_words_of_libpq_is_taken_over_whole(tmp_path: Path) -> None:
    url = "postgresql://cz:p%40ss@db.example.gov.cn:5433/city?sslmode=verify-full"
    database = base(tmp_path, "DATABASES", DATABASE_URL=url, DATABASE_POOL="3")["DATABASES"]["default"]
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("city", "cz", "p@ss")
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert database["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize("url", ["mysql://a@b/c", "db.example.gov.cn", "sqlite:///x"])
def test_another_kind_of_database_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingError, match="write postgresql://"):
        base(tmp_path, "DATABASES", DATABASE_URL=url)


def test_folders_follow_the_one_folder_unless_named(tmp_path: Path) -> None:
    found = base(tmp_path, "MEDIA_ROOT", "STATIC_ROOT", STATIC_ROOT="/srv/static")
    assert found == {"MEDIA_ROOT": str(tmp_path / "media"), "STATIC_ROOT": "/srv/static"}


def test_pages_may_load_pictures_only_from_here_and_the_hosts_of_the_map(tmp_path: Path) -> None:
    found = base(
        tmp_path, "CONTENT_SECURITY_POLICY", TILE_HOSTS="https://t0.tianditu.gov.cn, https://t1.tianditu.gov.cn"
    )
    rules = found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert rules["img-src"][-2:] == ["https://t0.tianditu.gov.cn", "https://t1.tianditu.gov.cn"]
    assert rules["connect-src"] == rules["img-src"][:1] + rules["img-src"][-2:]
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]


def test_five_wrong_passwords_lock_a_name_out_for_five_minutes(tmp_path: Path) -> None:
    found = base(tmp_path, "ACCOUNT_RATE_LIMITS", "SESSION_COOKIE_AGE", "SESSION_COOKIE_HTTPONLY")
    assert found["ACCOUNT_RATE_LIMITS"] == {"login_failed": "5/5m/key,30/5m/ip"}
    assert (found["SESSION_COOKIE_AGE"], found["SESSION_COOKIE_HTTPONLY"]) == (8 * 3600, True)


def test_the_house_speaks_chinese_in_the_time_of_the_city(tmp_path: Path) -> None:
    found = base(tmp_path, "LANGUAGE_CODE", "TIME_ZONE", "USE_TZ")
    assert (found["LANGUAGE_CODE"], found["TIME_ZONE"], found["USE_TZ"]) == ("zh-hans", "Asia/Shanghai", True)


def test_single_sign_on_is_off_until_a_provider_is_named(tmp_path: Path) -> None:
    assert base(tmp_path, "SOCIALACCOUNT_PROVIDERS")["SOCIALACCOUNT_PROVIDERS"] == {}
    with pytest.raises(SettingError, match="OIDC_CLIENT_ID"):
        base(tmp_path, "SOCIALACCOUNT_PROVIDERS", OIDC_URL="https://id.example.gov.cn")


def test_nobody_debugs_in_front_of_visitors(tmp_path: Path) -> None:
    assert base(tmp_path, "DEBUG", "DEMO") == {"DEBUG": False, "DEMO": False}
