"""The demo and a developer's machine: plain HTTP on the loopback address, secret kept under var/."""

import secrets

from chengzhi.config import env
from chengzhi.config.settings.base import *
from chengzhi.config.settings.base import SECRET_KEY, VAR

DEMO = env.flag("CHENGZHI_DEMO", default=True)


def _kept_secret() -> str:
    """Return the secret kept under var/, made on first use."""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


SECRET_KEY = SECRET_KEY or _kept_secret()
