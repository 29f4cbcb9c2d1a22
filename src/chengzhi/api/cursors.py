"""Where a page ended, as an opaque word: signed, so that nobody can make one up, and tied to what was asked."""

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from chengzhi.api.problems import Problem, malformed

MARK = 10
LONGEST = 400


def sealed(key: list[Any], asked: str) -> str:
    """Return a cursor for a sort key, valid only for the same question."""
    body = json.dumps(key, separators=(",", ":"), default=str).encode()
    return base64.urlsafe_b64encode(_mark(body, asked) + body).decode().rstrip("=")


def opened(cursor: str, asked: str) -> list[Any]:
    """Return the sort key of a cursor, or raise a problem (400) for one we did not give, or not for this question."""
    try:
        raw = base64.b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _refused() from None
    mark, body = raw[:MARK], raw[MARK:]
    if not hmac.compare_digest(mark, _mark(body, asked)):
        raise _refused()
    found: list[Any] = json.loads(body)
    return found


def _mark(body: bytes, asked: str) -> bytes:
    key = f"chengzhi.api.cursors:{settings.SECRET_KEY}".encode()
    return hmac.new(key, body + b"\0" + asked.encode(), hashlib.sha256).digest()[:MARK]


def _refused() -> Problem:
    words = _("cursor 不是本接口给出的，或筛选条件变了。请从第一页读起，或原样用上一页的 next。")
    return malformed("cursor", words)
