"""Accounts, roles and the books of the audit as workbooks: the conditions and the order of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.registers.organisation import accounts, audit, sign_ins
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.shell import in_words
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.models import PersonalDataAccess, SignInFailure
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.organisation.models import RegisterAct
from chengzhi.organisation.permissions import Permission

Given = Mapping[str, str]


def _accounts(viewer: Capacity, given: Given) -> Sheet:
    asked = accounts.asked_of(given)
    columns = [
        Column(_("账号"), width=18), Column(_("姓名"), width=12), Column(_("岗位和机构"), width=50),
        Column(_("情况"), width=10), Column(_("最近登录"), ColumnKind.MOMENT), Column(_("开通"), ColumnKind.MOMENT),
    ]  # fmt: skip
    return rows_of(accounts.accounts_for(viewer, asked), _account, columns, in_words(accounts.conditions(asked)))


def _account(one: Any) -> list[Any]:
    held = "；".join(f"{each.post.name} · {each.post.unit.name}" for each in one.person.current)
    state = pgettext("state", "启用") if one.is_active else pgettext("state", "停用")
    return [one.username, one.person.name, held, state, one.last_login, one.created_at]


def _roles(viewer: Capacity, _given: Given) -> Sheet:
    """Every permission beside what each role has of it."""
    found = read.role_rows(viewer)
    columns = [
        Column(_("权限"), width=18), Column(_("说明"), width=44), *(Column(one.shown, width=12) for one in found)
    ]  # fmt: skip
    rows = [
        [str(right.label), str(right.plain), *(str(scope) for scope in scopes)]
        for group in accounts.matrix(found)
        for right, scopes in group["rows"]
    ]
    return rows_of(rows, list, columns)


def _acts(viewer: Capacity, given: Given) -> Sheet:
    _asked, told, rows = audit.acts_for(viewer, given)
    columns = [
        Column(_("登记时间"), ColumnKind.MOMENT), Column(_("事项"), width=16), Column(_("内容"), width=50),
        Column(_("机构"), width=30), Column(_("人员"), width=12), Column(_("生效日"), ColumnKind.DATE),
        Column(_("依据文件"), width=24), Column(_("经办人"), width=40),
    ]  # fmt: skip
    return rows_of(rows, _act, columns, in_words(told))


def _act(one: RegisterAct) -> list[Any]:
    unit, person = one.unit.name if one.unit else "", one.person.name if one.person else ""
    return [one.recorded_at, one.get_act_display(), one.note, unit, person, one.on, one.document, one.actor]


def _looks(viewer: Capacity, given: Given) -> Sheet:
    """The log of looks at personal data; it holds no personal data of residents."""
    _asked, told, rows = audit.looks_for(viewer, given)
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("姓名"), width=12), Column(_("账号"), width=18),
        Column(_("用途"), width=40), Column(_("对象"), width=24), Column(_("字段"), width=14), Column(_("结果"), width=12),
    ]  # fmt: skip
    return rows_of(rows, _look, columns, in_words(told))


def _look(one: PersonalDataAccess) -> list[Any]:
    subject = f"{one.subject_kind} {one.subject_ref}"
    outcome = _("看到了") if one.allowed else _("没有准许")
    return [one.at, one.actor_name, one.account.username, one.purpose, subject, one.field, outcome]


def _sign_ins(viewer: Capacity, given: Given) -> Sheet:
    asked = sign_ins.asked_of(given)
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("所试账号"), width=24), Column(_("来源地址"), width=24),
        Column(_("原因"), width=24),
    ]  # fmt: skip
    return rows_of(sign_ins.failures_for(viewer, asked), _failure, columns, in_words(sign_ins.conditions(asked)))


def _failure(one: SignInFailure) -> list[Any]:
    return [one.at, one.username, one.address, one.get_reason_display()]


ACCOUNTS = Listing(
    name="accounts", label=gettext_lazy("账号"), page=("accounts",), read=_accounts,
    rights=(Permission.MANAGE_ACCOUNTS,), asks=("q", "state"),
)  # fmt: skip
ROLES = Listing(
    name="roles", label=gettext_lazy("角色权限对照表"), page=("roles",), read=_roles,
    rights=(Permission.MANAGE_ROLES, Permission.READ_ACTS),
)  # fmt: skip
ACTS = Listing(
    name="acts", label=gettext_lazy("变更记录"), page=("acts",), read=_acts, rights=(Permission.READ_ACTS,),
    asks=("q", "act", "since", "until"),
)  # fmt: skip
LOOKS = Listing(
    name="personal_access", label=gettext_lazy("个人信息访问日志"), page=("personal_access",), read=_looks,
    rights=(Kernel.READ_AUDIT,), asks=("q", "allowed", "since", "until"),
)  # fmt: skip
SIGN_INS = Listing(
    name="sign_ins", label=gettext_lazy("登录失败记录"), page=("sign_ins",), read=_sign_ins, rights=(Kernel.READ_AUDIT,),
    asks=sign_ins.ASKED,
)  # fmt: skip
BOOKS = (ACCOUNTS, ROLES, ACTS, LOOKS, SIGN_INS)
