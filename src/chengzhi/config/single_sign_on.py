"""Sign-in through the city's own identity provider, by three settings."""

from typing import Any

from chengzhi.config import env


def openid_connect() -> dict[str, Any]:
    """Return allauth's provider table: empty unless OIDC_URL names a provider."""
    server = env.text("OIDC_URL")
    if not server:
        return {}
    app = {
        "provider_id": "city",
        "name": env.text("OIDC_NAME", "统一身份认证"),
        "client_id": env.text("OIDC_CLIENT_ID"),
        "secret": env.text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": server},
    }
    if not (app["client_id"] and app["secret"]):
        message = "OIDC_URL is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET (or OIDC_CLIENT_SECRET_FILE) must be too"
        raise env.SettingError(message)
    return {"openid_connect": {"APPS": [app]}}
