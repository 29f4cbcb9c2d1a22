"""How often one address may do something, so that a script cannot flood the inbox or guess numbers.

Counts live in Django's cache under a keyed digest of the address. Behind one address of a mobile network stand
thousands of people, so the limits are wide.
"""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import ChengzhiError

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """So many acts in so many seconds."""

    most: int
    seconds: int


RATES = {
    "report": Rate(30, 10 * MINUTE),
    "upload": Rate(120, 10 * MINUTE),
    "lookup": Rate(30, 10 * MINUTE),
    "number": Rate(10, 60 * MINUTE),
    "answer": Rate(60, 10 * MINUTE),
}


class TooOften(ChengzhiError):
    """The address has used up what it may do for now."""

    status = 429


def spend(request: HttpRequest, act: str) -> None:
    """Count an act of the visitor's address; raise TooOften beyond the limit."""
    _count(act, get_adapter().get_client_ip(request))


def spend_on(act: str, what: str) -> None:
    """Count an act on something named, whoever does it; raise TooOften beyond the limit."""
    _count(act, what)


def _count(act: str, who: str) -> None:
    rate = getattr(settings, "PORTAL_RATES", {}).get(act, RATES[act])
    key = f"portal:{act}:{salted_hmac('portal.limits', who).hexdigest()[:24]}"
    cache.add(key, 0, rate.seconds)
    try:
        used = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return
    if used > rate.most:
        raise TooOften(
            _("操作太频繁，这一次没有办。请过 %(minutes)s 分钟再试；着急的事请打 12345，有危险先打 110。")
            % {"minutes": rate.seconds // MINUTE}
        )
