"""登录取令牌."""

import datetime as dt
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from chengzhi.api import answers
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import open_to_all
from chengzhi.api.problems import Problem
from chengzhi.api.schemas.tokens import SignedIn, SignIn, WhoOut
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from chengzhi.organisation.selectors import capacities_of
from chengzhi.organisation.services import sign_in_token

router = Router(tags=["登录 token"])


@router.post("", summary="登录", operation_id="sign_in", auth=None, response={201: SignedIn})
@open_to_all("whoever has no token yet proves here who they are, under the lock-out of the sign-in page")
def sign_in(request: HttpRequest, given: SignIn) -> HttpResponse:
    """用账号、口令（开了两步验证的再加验证码）换一个小时的令牌。连续输错会被暂停，与网页登录一起计数。"""
    with request_context(request):
        account = _proved(request, given)
    if account.must_change_password:
        raise Problem(403, "forbidden", _("这个账号要先改密码。请到网页登录，改好密码再用接口。"))
    capacity = _chosen(account, given.appointment)
    issued = sign_in_token(capacity=capacity, scopes=given.scopes)
    facts = {
        "token": issued.secret,
        "expires_at": issued.token.expires_at.astimezone(dt.UTC).isoformat(),
        "scopes": issued.token.scopes,
        **_who(capacity),
    }
    return answers.data(facts, status=201, headers={"Cache-Control": "no-store"})


def _proved(request: HttpRequest, given: SignIn) -> Account:
    """Return the account whose password and code were given; every failure counts towards the lock-out."""
    adapter = get_adapter(request)
    try:
        account = adapter.authenticate(request, username=given.username, password=given.password)
        totp = _second_factor(account)
        if totp is not None:
            adapter.pre_authenticate(request, username=given.username)
    except ValidationError:
        words = _("输错次数太多，已暂停登录。请 5 分钟后再试。")
        raise Problem(429, "busy", words, headers={"Retry-After": "300"}) from None
    if account is None or not account.is_active:
        raise Problem(401, "unauthorised", _("账号或口令不对。请核对大小写，忘了口令请找安全管理员重置。"))
    if totp is not None and not totp.wrap().validate_code(given.code):
        raise Problem(401, "unauthorised", _("验证码不对或已用过。请写验证器上现在的 6 位数字。"))
    found: Account = account
    return found


def _second_factor(account: Any) -> Any:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first() if account else None


def _chosen(account: Account, appointment: int | None) -> Capacity:
    """Return the capacity asked for, or the only one; raise a problem that lists them where that is not clear."""
    held = capacities_of(account)
    found = [one for one in held if appointment in {None, one.appointment_id}]
    if len(found) == 1:
        return found[0]
    words = _("请用 appointment 写明以哪个身份办理。") if held else _("这个账号今天没有任职。请找安全管理员。")
    raise Problem(422, "invalid", words, {"errors": {"appointment": [words]}, "choices": [_who(one) for one in held]})


def _who(capacity: Capacity) -> dict[str, Any]:
    names = ("appointment_id", "person_name", "post_name", "unit_name")
    return {name.removesuffix("_id"): getattr(capacity, name) for name in names}


@router.get("", summary="我是谁", operation_id="whoami", response=WhoOut)
@open_to_all("any token may learn for whom it acts; without one nothing is told")
def whoami(request: ApiRequest) -> HttpResponse:
    """读这个令牌代表谁、以什么身份、有哪些范围和权限。"""
    access = request.auth
    rights = {name: scope.value for name, scope in access.capacity.grants.items()}
    territory = list(access.capacity.confines or access.capacity.territory)
    facts = {**_who(access.capacity), "scopes": sorted(access.scopes), "rights": rights, "territory": territory}
    return answers.data(facts)
