"""Tokens by which programs act for a person: issued by the person themselves, revoked by them or the administrator."""

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.token_scopes import TokenScope, scopes_within
from chengzhi.organisation.enums import ActKind, TokenKind
from chengzhi.organisation.models import ApiAnswer, ApiToken, Person
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.tokens import digest_of
from chengzhi.organisation.selectors.trees import today
from chengzhi.organisation.services.records import Ground, checked_text, record_act

LABEL_LENGTH = 60
MOST_DAYS = 366
MOST_TOKENS = 20
SIGN_IN_TIME = dt.timedelta(hours=1)
KEPT_ANSWERS = dt.timedelta(days=7)
KEPT_SIGN_INS = dt.timedelta(days=30)
TERRITORY = re.compile(r"(\d{2}){0,3}|\d{9}|\d{12}|\d{15}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a token shall be good for: a purpose, scopes, a narrower territory if any, and the last moment."""

    label: str
    scopes: tuple[str, ...]
    expires_at: dt.datetime
    territory: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class IssuedToken:
    """A token and its secret, which is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(wish: Wish, *, capacity: Capacity) -> IssuedToken:
    """A program can act for this person in this post, within the wish and never beyond the post. The act is recorded.

    Raises BadInput naming every value that cannot be used.
    """
    person = _holder(capacity)
    checked = _checked(wish, capacity)
    live = ApiToken.objects.filter(
        account=capacity.account_id, kind=TokenKind.STANDING, revoked_at=None, expires_at__gt=clock.now()
    )
    if live.count() >= MOST_TOKENS:
        raise BadInput(_("一个账号最多有 %(most)s 个有效令牌。请先吊销不用的。") % {"most": MOST_TOKENS})
    issued = _issued(checked, TokenKind.STANDING, capacity)
    note = f"{issued.token.prefix} {checked.label}：{' '.join(checked.scopes)}"
    record_act(ActKind.ISSUE_TOKEN, Ground(capacity=capacity, on=today()), person=person, note=note)
    return issued


def sign_in_token(*, capacity: Capacity, scopes: Iterable[str] = ()) -> IssuedToken:
    """Somebody who has proved who they are holds a token for an hour: with the scopes named, or all that are of use."""
    wanted = tuple(scopes) or tuple(scopes_within(capacity.grants))
    wish = Wish(label=_("登录"), scopes=wanted, expires_at=clock.now() + SIGN_IN_TIME)
    return _issued(_checked(wish, capacity), TokenKind.SIGNED_IN, capacity)


@transaction.atomic
def revoke_token(*, token_id: int, capacity: Capacity) -> ApiToken:
    """The token opens nothing any more. The holder may do so, and whoever manages accounts; the act is recorded.

    Revoking twice changes nothing. Raises NotFound for somebody else's.
    """
    own = Q(account=capacity.account_id) if capacity.account_id else Q(pk__in=[])
    manages = capacity.kind is ActorKind.SYSTEM or capacity.may(Permission.MANAGE_ACCOUNTS)
    rows = ApiToken.objects.select_for_update(of=("self",)).filter(Q() if manages else own, pk=token_id)
    token = rows.select_related("appointment__person").first()
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_id = clock.now(), capacity.account_id
        token.save(update_fields=["revoked_at", "revoked_by"])
        ground = Ground(capacity=capacity, on=today())
        record_act(ActKind.REVOKE_TOKEN, ground, person=token.appointment.person, note=str(token))
    return token


def note_token_used(token_id: int) -> None:
    """The day on which the token was last used is today."""
    ApiToken.objects.filter(pk=token_id).update(last_used_on=today())


def keep_answer(*, account_id: int, key: str, fingerprint: str, status: int, body: dict[str, Any]) -> ApiAnswer:
    """The answer is kept for a week, so that a repeated request gets the same one; a key stands once."""
    return ApiAnswer.objects.create(
        account_id=account_id, key=key, fingerprint=fingerprint, status=status, body=body, answered_at=clock.now()
    )


@transaction.atomic
def forget_ended_tokens() -> int:
    """Answers older than a week and single sign-ins that ended a month ago are gone; return how many rows.

    Issued tokens stay for good: they say who let which program in.
    """
    now = clock.now()
    answers, _by_model = ApiAnswer.objects.filter(answered_at__lt=now - KEPT_ANSWERS).delete()
    ended = ApiToken.objects.filter(kind=TokenKind.SIGNED_IN, expires_at__lt=now - KEPT_SIGN_INS)
    return answers + ended.delete()[0]


def _holder(capacity: Capacity) -> Person:
    person = Person.objects.filter(account=capacity.account_id).first() if capacity.account_id else None
    if person is None or person.pk != capacity.person_id:
        raise NotFound
    return person


def _checked(wish: Wish, capacity: Capacity) -> Wish:
    label = checked_text({"label": (wish.label, LABEL_LENGTH)})["label"]
    faults: dict[str, str] = {}
    within = scopes_within(capacity.grants)
    scopes = tuple(scope for scope in TokenScope.values if scope in wish.scopes)
    if not scopes or set(wish.scopes) - set(within):
        faults["scopes"] = _("范围请从您现在的身份所有的里面选，至少一项：%(known)s。") % {"known": " ".join(within)}
    now = clock.now()
    if not now < wish.expires_at <= now + dt.timedelta(days=MOST_DAYS):
        faults["expires_at"] = _("到期日请写从明天起一年之内的一天。")
    if not TERRITORY.fullmatch(wish.territory):
        faults["territory"] = _("区划代码写 6、9、12 位，网格写 15 位数字；不限就空着。")
    elif wish.territory and not _reaches(capacity, wish.territory):
        faults["territory"] = _("区划“%(code)s”不在您的管理范围，令牌只能更窄。") % {"code": wish.territory}
    if faults:
        raise BadInput(faults)
    return Wish(label=label, scopes=scopes, expires_at=wish.expires_at, territory=wish.territory)


def _reaches(capacity: Capacity, code: str) -> bool:
    """Tell whether a code can bound the capacity: it lies in the territory, or rights do not go by territory."""
    return not capacity.territory or Scope.CITY in capacity.grants.values() or capacity.covers(code)


def _issued(wish: Wish, kind: TokenKind, capacity: Capacity) -> IssuedToken:
    account, appointment = capacity.account_id, capacity.appointment_id
    if account is None or appointment is None:
        raise NotFound
    secret = f"cz_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        digest=digest_of(secret),
        prefix=secret[:9],
        label=wish.label,
        kind=kind,
        account_id=account,
        appointment_id=appointment,
        scopes=list(wish.scopes),
        territory=wish.territory,
        issued_at=clock.now(),
        issued_by_id=account,
        expires_at=wish.expires_at,
    )
    return IssuedToken(token, secret)
