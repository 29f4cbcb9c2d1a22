"""The demo and a developer's machine: plain HTTP on the loopback address, secret kept under var/."""

import os
import secrets
from contextlib import suppress
from tempfile import NamedTemporaryFile

from chengzhi.config import env
from chengzhi.config.settings.base import *
from chengzhi.config.settings.base import ALLOWED_HOSTS, SECRET_KEY, VAR

DEMO = env.flag("CHENGZHI_DEMO", default=True)
# Somebody who listens on the network on purpose, to look at it with a phone, is reached by addresses not known here.
if env.text("HOST", "127.0.0.1") != "127.0.0.1" and set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost"}:
    ALLOWED_HOSTS = ["*"]


def _kept_secret() -> str:
    """Return the secret kept under var/, made on first use."""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=VAR) as fresh:  # readable by its owner only
            fresh.write(secrets.token_urlsafe(50))
            fresh.flush()
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(fresh.name, path)
    return path.read_text(encoding="ascii")


SECRET_KEY = SECRET_KEY or _kept_secret()
