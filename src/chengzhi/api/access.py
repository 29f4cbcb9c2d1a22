"""Who asks: from the token of a request to a capacity, held in memory and checked again every two seconds.

A token that was revoked, an account that was closed and a right that was withdrawn stop working within
``RECHECK_SECONDS``; between two checks a request needs no statement for it.
"""

import time
from dataclasses import dataclass, replace
from typing import cast

from django.http import HttpRequest

from chengzhi.api.problems import unauthorised
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.token_scopes import narrowed
from chengzhi.organisation.selectors import PresentToken, capacity_of, present_token, today
from chengzhi.organisation.services import bring_up_to_date, note_token_used

RECHECK_SECONDS = 2.0
KEPT = 5_000
LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """A program acting for a person: the narrowed capacity, and the scopes of its token."""

    token_id: int
    capacity: Capacity
    scopes: frozenset[str]
    language: str


class ApiRequest(HttpRequest):
    """A request that came with a token."""

    auth: Access


@dataclass(slots=True)
class _Held:
    until: float
    access: Access
    token: PresentToken
    whole: Capacity


_held: dict[str, _Held] = {}


def access_of(secret: str) -> Access:
    """Return what a secret gives access to now; raise a problem (401) where it gives none."""
    held = _held.get(secret)
    if held is not None and time.monotonic() < held.until:
        return held.access
    return _checked(secret[:LONGEST_SECRET], held)


def forget_all() -> None:
    """Forget every token: the next request of each looks it up again."""
    _held.clear()


def _checked(secret: str, held: _Held | None) -> Access:
    token = present_token(secret)
    rest = (token.expires_at - clock.now()).total_seconds() if token else 0.0
    if token is None or rest <= 0:
        _held.pop(secret, None)
        raise unauthorised()
    if token.must_change_password:
        raise unauthorised(must_change=True)
    whole = _whole(token)
    is_same = held is not None and held.whole is whole
    access = held.access if held is not None and is_same else _narrowed(token, whole)
    _hold(secret, _Held(time.monotonic() + min(RECHECK_SECONDS, rest), access, token, whole))
    if token.last_used_on != today():
        note_token_used(token.id)
    return access


def _whole(token: PresentToken) -> Capacity:
    """Return the capacity of the token's appointment today, before it is narrowed."""
    number = token.number
    if number and (token.refreshed_on is None or token.refreshed_on < today()):
        bring_up_to_date()
        number = 0
    whole = capacity_of(token.appointment_id, number=number or None)
    if whole is None or whole.account_id != token.account_id:
        raise unauthorised()
    return whole


def _narrowed(token: PresentToken, whole: Capacity) -> Access:
    confines = (token.territory,) if token.territory else ()
    capacity = replace(whole, grants=narrowed(whole.grants, token.scopes), confines=confines)
    return Access(token.id, capacity, frozenset(token.scopes), token.language)


def _hold(secret: str, held: _Held) -> None:
    if len(_held) >= KEPT:
        _held.clear()
    _held[secret] = held


def bearer(request: HttpRequest, header: str) -> Access:
    """Return the access that an ``Authorization: Bearer`` header gives, and put it on the request."""
    kind, _blank, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret:
        raise unauthorised()
    access = access_of(secret.strip())
    cast("ApiRequest", request).auth = access
    return access
