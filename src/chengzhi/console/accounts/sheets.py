"""API tokens as workbooks: who let which program in, until when; never a secret."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.organisation.models import ApiToken
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import all_tokens, own_tokens


def _columns() -> list[Column]:
    return [
        Column(_("用途"), width=30), Column(_("开头"), width=14), Column(_("身份"), width=40), Column(_("范围"), width=40),
        Column(_("限于区划"), width=18), Column(_("最近使用"), ColumnKind.DATE), Column(_("有效期"), ColumnKind.MOMENT),
        Column(_("吊销时间"), ColumnKind.MOMENT),
    ]  # fmt: skip


def _token(one: ApiToken) -> list[Any]:
    held = one.appointment.post
    return [
        one.label, one.prefix, f"{held.name} · {held.unit.name}", " ".join(one.scopes), one.territory, one.last_used_on,
        one.expires_at, one.revoked_at,
    ]  # fmt: skip


def _own(viewer: Capacity, _given: Mapping[str, str]) -> Sheet:
    return rows_of(own_tokens(viewer), _token, _columns())


def _all(viewer: Capacity, _given: Mapping[str, str]) -> Sheet:
    columns = [Column(_("账号"), width=18), *_columns()]
    return rows_of(all_tokens(viewer), lambda one: [one.account.username, *_token(one)], columns)


OWN = Listing(name="tokens", label=gettext_lazy("我的令牌"), page=("tokens",), read=_own)
ALL = Listing(
    name="tokens_all", label=gettext_lazy("所有人的令牌"), page=("tokens_all",), read=_all,
    rights=(Permission.MANAGE_ACCOUNTS,),
)  # fmt: skip
TOKENS = (OWN, ALL)
