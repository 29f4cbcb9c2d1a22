"""Sign-in through the city's own identity provider needs all of its settings, or none."""

import pytest

from chengzhi.config.env import SettingError
from chengzhi.config.single_sign_on import openid_connect

URL = "https://id.example.gov.cn"


def test_single_sign_on_needs_all_of_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert openid_connect() == {}
    monkeypatch.setenv("OIDC_URL", "https://id.example.gov.cn")
    with pytest.raises(SettingError, match="OIDC_CLIENT_ID"):
        openid_connect()
    monkeypatch.setenv("OIDC_CLIENT_ID", "chengzhi")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "s")
    app = openid_connect()["openid_connect"]["APPS"][0]
    assert app["settings"] == {"server_url": "https://id.example.gov.cn"}


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_half_of_the_settings_is_refused(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in {"OIDC_URL": URL, "OIDC_CLIENT_ID": "cz", "OIDC_CLIENT_SECRET": "s"}.items():
        monkeypatch.setenv(name, "" if name == missing else value)
    with pytest.raises(SettingError, match="must be too"):
        openid_connect()


def test_the_button_is_named_as_the_city_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"OIDC_URL": URL, "OIDC_CLIENT_ID": "cz", "OIDC_CLIENT_SECRET": "s", "OIDC_NAME": "政务统一认证"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert openid_connect()["openid_connect"]["APPS"][0]["name"] == "政务统一认证"
