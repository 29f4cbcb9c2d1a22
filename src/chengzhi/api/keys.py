"""Idempotency keys: a repeated request is harmless, a different one under the same key is refused.

A key belongs to the account. Reports and steps keep it in their own rows, where the database lets it stand once; what
they keep also tells whether the repeated request says the same.
"""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chengzhi.api.problems import Problem

LONGEST = 128
REPLAYED = "Idempotent-Replayed"


def idempotency_key(request: HttpRequest, account_id: int | None) -> str:
    """Return the key of a request as it is kept, or raise a problem (400) where there is none that will do."""
    given = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not given:
        raise Problem(400, "key", _("请带上 Idempotency-Key：每件事一个不重复的字符串（如 UUID），重发时用同一个。"))
    if len(given) > LONGEST or not (given.isascii() and given.isprintable()):
        raise Problem(400, "key", _("Idempotency-Key 最多 %(most)s 个 ASCII 字符。") % {"most": LONGEST})
    return hashlib.sha256(f"{account_id}:{given}".encode()).hexdigest()


def told_otherwise() -> Problem:
    """Return the problem of a key that was used for something else."""
    return Problem(422, "key", _("这个 Idempotency-Key 已用在另一个内容不同的请求上。换一件事请换一个新的。"))


def replayed(response: HttpResponse) -> HttpResponse:
    """Mark an answer as that of the first request."""
    response.headers[REPLAYED] = "true"
    return response
